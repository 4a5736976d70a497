/* nodes.mjs FOLDER SHARE [--json | --rows]: what bench/nodes measured: N.ROUND.json, N nodes each. --rows: the raw ones only. */
import { readFileSync, readdirSync } from 'node:fs';

const [folder, share, how] = process.argv.slice(2);
const rounds = {};
for (const file of readdirSync(folder)) {
	const [n, round, kind] = file.split('.');
	if (kind !== 'json') continue;
	const run = ((rounds[round] ??= {})[n] = JSON.parse(readFileSync(`${folder}/${file}`, 'utf8')));
	const [before, after] = ['before', 'after'].map((k) => readFileSync(`${folder}/${n}.${round}.${k}`, 'utf8').trim().split(' ').map(Number));
	const notes = run.acked;
	const per = (i, scale = 1) => Number((((after[i] - before[i]) * scale) / notes).toFixed(2));
	Object.assign(run, { wal_bytes: per(0), commits: per(1), rows_in: per(2), rows_changed: per(3), connections: after[4], db_cpu_us: per(5, 1000) });
}

const median = (list) => {
	const s = [...list].sort((a, b) => a - b);
	return (s[(s.length - 1) >> 1] + s[s.length >> 1]) / 2;
};
const all = Object.values(rounds);
const keys = ['delivered_per_s', 'acked_per_s', 'delivery_p50_ms', 'delivery_p99_ms', 'lost', 'doubled', 'joined', 'wal_bytes', 'commits', 'rows_in', 'rows_changed', 'connections', 'db_cpu_us'];
const out = { rounds: all.length, share_percent: Number(share), phones: all[0]['1'].phones };
for (const n of ['1', '2', '3']) {
	out[`delivered_per_s_${n}`] = Math.round(median(all.map((r) => r[n].delivered_per_s)));
	out[`notes_per_s_${n}`] = Math.round(median(all.map((r) => r[n].acked_per_s)));
	out[`ratio_${n}`] = Number(median(all.map((r) => r[n].delivered_per_s / r['1'].delivered_per_s)).toFixed(2));
	for (const k of ['wal_bytes', 'commits', 'rows_in', 'rows_changed', 'db_cpu_us']) out[`${k}_per_note_${n}`] = Number(median(all.map((r) => r[n][k])).toFixed(2));
	out[`connections_${n}`] = median(all.map((r) => r[n].connections));
	for (const k of ['lost', 'doubled']) out[`${k}_${n}`] = all.reduce((sum, r) => sum + r[n][k], 0);
}

if (how === '--json') {
	console.log(JSON.stringify(out));
} else {
	console.log(['round', 'nodes', ...keys].join('\t'));
	for (const [round, r] of Object.entries(rounds)) for (const n of Object.keys(r)) console.log([round, n, ...keys.map((k) => r[n][k])].join('\t'));
	if (how !== '--rows') for (const [k, v] of [['', ''], ...Object.entries(out)]) console.log(`${k.padEnd(22)} ${String(v).padStart(10)}`.trimEnd());
}
if (how !== '--rows') process.exitCode = ['1', '2', '3'].some((n) => out[`lost_${n}`] + out[`doubled_${n}`]) ? 1 : 0;
