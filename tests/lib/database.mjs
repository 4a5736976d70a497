/* database.mjs: a database of one's own, on the engine the environment names (DB=sqlite|pg). */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { randomBytes } from 'node:crypto';

export const engine = process.env.DB ?? 'sqlite';

function psql(url, sql) {
	return execFileSync('psql', ['-X', '-q', '-A', '-t', '-F', '\t', '-v', 'ON_ERROR_STOP=1', '-c', sql, url], { encoding: 'utf8', maxBuffer: 1 << 28 });
}

/* { url, folder, file?, rows(sql), drop() }. rows is for looking afterwards, never for setting up: what a test needs goes
 * in by the front door. */
export function freshDatabase(which = engine) {
	const folder = mkdtempSync(path.join(tmpdir(), 'medvirk-db-'));
	if (which === 'pg') {
		const main = process.env.MEDVIRK_TEST_PG;
		if (!main) throw new Error('MEDVIRK_TEST_PG is not set: tests/lib/pg starts a server');
		const name = `t_${randomBytes(6).toString('hex')}`;
		psql(main, `CREATE DATABASE ${name}`);
		const u = new URL(main);
		u.pathname = `/${name}`;
		return {
			url: u.href,
			folder,
			rows: (sql) => psql(u.href, sql).split('\n').filter(Boolean).map((l) => l.split('\t')),
			drop() {
				psql(main, `DROP DATABASE IF EXISTS ${name} WITH (FORCE)`);
				rmSync(folder, { recursive: true, force: true });
			},
		};
	}
	const file = path.join(folder, 'medvirk.db');
	return {
		url: `sqlite:${file}`,
		folder,
		file,
		rows: (sql) =>
			execFileSync('sqlite3', ['-batch', '-noheader', '-separator', '\t', '-cmd', '.timeout 5000', file, sql], { encoding: 'utf8', maxBuffer: 1 << 28 })
				.split('\n')
				.filter(Boolean)
				.map((l) => l.split('\t')),
		drop: () => rmSync(folder, { recursive: true, force: true }),
	};
}
