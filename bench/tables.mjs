/* tables.mjs FOLDER TABLE: what bench/run measured (FOLDER), as rows of TABLE: day, commit, section, who, round, what, value. Rows that stand
 * there of the same sections are replaced, others stay. */
import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';

const [folder, table] = process.argv.slice(2);
const git = (...words) => execFileSync('git', words, { encoding: 'utf8' }).trim();
const commit = git('rev-parse', '--short', 'HEAD') + (git('status', '--porcelain', '--untracked-files=no') ? ' with changes' : '');
const day = new Date().toISOString().slice(0, 10);
const HEAD = '# bench/run: day, commit, section, floor or program (grouped, alone, later), round, what, value';

const files = readdirSync(folder).map((f) => f.split('.')).filter(([section, , , kind]) => kind === 'json' && section !== 'also');
const measured = new Set(files.map(([section]) => section));
const rows = existsSync(table) ? readFileSync(table, 'utf8').split('\n').filter((l) => l && !l.startsWith('#')).map((l) => l.split('\t')).filter((r) => !measured.has(r[2])) : [];
for (const [section, who, round, kind] of files) {
	const text = readFileSync(`${folder}/${section}.${who}.${round}.${kind}`, 'utf8');
	for (const [what, value] of Object.entries(text ? JSON.parse(text) : {}))
		rows.push([day, commit, section, who, round, what, typeof value === 'object' ? JSON.stringify(value) : String(value)]);
}
const order = (a, b) => a[2].localeCompare(b[2], 'en', { numeric: true }) || a[3].localeCompare(b[3]) || a[4] - b[4];
writeFileSync(table, [HEAD, ...rows.sort(order).map((r) => r.join('\t'))].join('\n') + '\n');
