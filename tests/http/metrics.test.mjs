/* The figures for Prometheus: on an address of their own, true, and about nobody. And where the time of a page went. */
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readFileSync, truncateSync } from 'node:fs';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { engine } from '../lib/database.mjs';
import { scrape } from '../lib/prometheus.mjs';
import { demoLines, enterDemo, joined, seqOf, uuid } from '../lib/room.mjs';
import { Server, freePort, runProgram, startServer } from '../lib/server.mjs';
import { Visitor, eventually, request } from '../lib/wire.mjs';

const root = path.resolve(path.dirname(new URL(import.meta.url).pathname), '../..');
const read = (name) => readFileSync(path.join(root, name), 'utf8');
/* Of SQLite's files, which PostgreSQL has no like of here. */
const ofFiles = /^medvirk_(wal_\w+|database_bytes|checkpoints_total)$/;
let server;
let port;
let code;

before(async () => {
	port = await freePort();
	server = await startServer({ demo: true, args: ['--metrics', `127.0.0.1:${port}`] });
	code = demoLines(server).code;
});
after(() => server?.close());

test('they are not on the address that people use, and nothing else is on theirs', async () => {
	for (const p of ['/metrics', '/metrics/', '/healthz/metrics']) assert.equal((await request(server.url, 'GET', p)).status, 404, p);
	const own = `http://127.0.0.1:${port}`;
	for (const p of ['/', '/login', `/r/${code}`, '/readyz', '/metrics/x']) assert.equal((await request(own, 'GET', p)).status, 404, p);
	assert.equal((await request(own, 'POST', '/metrics')).status, 404);
	assert.equal((await request(own, 'POST', '/metrics', { body: 'x=1' })).status, 413);
});

test('without a word there are none', async () => {
	const s = new Server();
	try {
		await s.start();
		assert.equal((await request(s.url, 'GET', '/metrics')).status, 404);
		assert.equal((await s.log()).includes('9464'), false);
	} finally {
		await s.close();
	}
});

test('an address that is taken, or none at all, stops the program with a word', async () => {
	const at = `127.0.0.1:${await freePort()}`;
	for (const [metrics, why] of [[at, /cannot show figures on 127\.0\.0\.1:\d+ \(conflict\)/], ['nowhere', /cannot show figures on nowhere \(invalid\)/]]) {
		const r = await runProgram(['serve', '--listen', at, '--db', `sqlite:${server.db.folder}/other.db`, '--metrics', metrics]);
		assert.equal(r.status, 1);
		assert.match(r.err, why);
	}
});

test('they keep to the format, and have all that the operators are told of', async () => {
	const { families } = await scrape(port);
	const told = [...read('docs/operations.md').matchAll(/^\| `((?:medvirk|process)_\w+)/gm)].map((m) => m[1]).filter((n) => engine === 'sqlite' || !ofFiles.test(n));
	assert.ok(told.length > 30);
	assert.deepEqual([...families.keys()].sort(), told.sort());
	for (const [name, f] of families) assert.match(f.help, /^[A-Z1].*\.$/, `${name} says what it is`);
});

test('they count what happens', async () => {
	const was = await scrape(port);
	const [a, b] = [await joined(server, code), await joined(server, code)];
	const after = seqOf(await a.room());
	const streams = [await a.events({ after }), await b.events({ after })];
	const ids = [];
	for (let i = 0; i < 5; i++) ids.push((await a.note(`tell meg ${i}`)).id);
	for (const s of streams) await eventually(() => ids.every((id) => s.frames.some((f) => f.data.includes(id))));
	const now = await eventually(async () => {
		const m = await scrape(port);
		return m.value('medvirk_streams') === was.value('medvirk_streams') + 2 && m;
	});
	const more = (name, labels) => now.value(name, labels) - was.value(name, labels);
	assert.equal(now.value('medvirk_rooms'), 1);
	assert.equal(more('medvirk_streams_opened_total'), 2);
	/* Two seats and five notes, and whatever the demo's own clock did meanwhile. */
	assert.ok(more('medvirk_writes_total') >= 7);
	assert.ok(more('medvirk_commits_total') >= 1 && more('medvirk_commits_total') <= more('medvirk_writes_total'));
	/* A commit that failed has taken its time as well. */
	assert.ok(more('medvirk_commit_seconds_count') >= more('medvirk_commits_total'));
	assert.ok(more('medvirk_commit_seconds_sum') > 0);
	assert.equal(more('medvirk_commit_writes_count'), more('medvirk_commits_total'));
	assert.equal(more('medvirk_commit_writes_sum'), more('medvirk_writes_total'));
	assert.ok(more('medvirk_delivery_seconds_count') >= 2, 'a frame for each of two phones');
	assert.ok(more('medvirk_delivery_seconds_sum') > 0);
	assert.ok(more('medvirk_stream_frames_total') >= more('medvirk_delivery_seconds_count'));
	assert.ok(more('medvirk_stream_bytes_total') > 0);
	assert.ok(more('medvirk_http_responses_total', { class: '2xx' }) >= 9);
	assert.equal(now.value('medvirk_http_queue'), 0);
	assert.ok(more('medvirk_http_request_seconds_count') >= 9);
	assert.equal(now.value('medvirk_database_up'), 1);
	assert.equal(now.value('medvirk_leaving'), 0);
	assert.ok(Math.abs(now.value('process_start_time_seconds') - Date.now() / 1000) < 3600);
	assert.ok(now.value('process_resident_memory_bytes') > 1e6);
	assert.ok(now.value('process_cpu_seconds_total') > 0);
	if (engine === 'sqlite') assert.ok(now.value('medvirk_wal_bytes') > 0 && now.value('medvirk_database_bytes') > 1e5);
	for (const s of streams) s.close();
	await eventually(async () => (await scrape(port)).value('medvirk_streams') === was.value('medvirk_streams'));
	for (const p of [a, b]) p.close();
});

test('what goes wrong is counted by kind, also what never reached a handler', async () => {
	const was = await scrape(port);
	const p = await joined(server, code);
	await p.form();
	assert.equal((await p.send('notes', { id: 'x', step: p.writing.step, column: p.writing.columns[0], text: 'a' })).status, 422);
	assert.equal((await p.note('   ', { id: uuid() })).status, 422);
	assert.equal((await request(server.url, 'GET', '/r/AAAAAA')).status, 404);
	assert.equal((await request(server.url, 'DELETE', '/')).status, 405);
	const now = await scrape(port);
	const more = (name, labels) => now.value(name, labels) - was.value(name, labels);
	assert.equal(more('medvirk_request_errors_total', { kind: 'invalid' }), 2);
	assert.equal(more('medvirk_request_errors_total', { kind: 'notfound' }), 1);
	assert.equal(more('medvirk_http_refused_total'), 1);
	assert.equal(more('medvirk_http_responses_total', { class: '4xx' }), 4);
	assert.equal(more('medvirk_http_responses_total', { class: '5xx' }), 0);
	p.close();
});

test('they are about nobody', async () => {
	const { text, samples } = await scrape(port);
	const known = {
		version: /^\d+\.\d+\.\d+$/,
		engine: /^(sqlite|postgresql)$/,
		le: /^(\+Inf|[\d.]+)$/,
		class: /^[2-5]xx$/,
		kind: /^(invalid|login|denied|notfound|conflict|gone|toobig|toomany|busy|maybe|io)$/,
		level: /^(error|warn|info)$/,
		state: /^(due|later|retrying|failed|unsure)$/,
		outcome: /^(done|failed)$/,
	};
	for (const s of samples)
		for (const [k, v] of Object.entries(s.labels)) assert.match(v, known[k] ?? /^$/, `${s.name} has ${k}="${v}"`);
	for (const word of [code, 'Solbakken', 'solbakken', '127.0.0.1', '/r/', 'phone', 'desk']) {
		const lines = text.split('\n').filter((l) => !l.startsWith('#') && l.includes(word));
		assert.deepEqual(lines, [], word);
	}
	const people = server.db.rows('SELECT name FROM person').flat();
	assert.ok(people.length > 3);
	for (const name of people) assert.ok(!text.includes(name), name);
});

test('the dashboard and the alarms ask for figures that there are', async () => {
	const { samples } = await scrape(port);
	const there = new Set([...samples.map((s) => s.name), 'up']);
	const names = (expr) => [...expr.replace(/"[^"]*"/g, '""').matchAll(/\b(up|(?:medvirk|process)_\w+)/g)].map((m) => m[1]);
	const board = JSON.parse(read('etc/grafana-dashboard.json'));
	const asked = [...board.panels.flatMap((p) => (p.targets ?? []).map((t) => t.expr)), ...board.annotations.list.map((a) => a.expr), ...board.templating.list.filter((v) => v.type === 'query').map((v) => v.definition)];
	const alarms = [...read('etc/prometheus-rules.yml').matchAll(/^\s+expr: (.+)$/gm)].map((m) => m[1]);
	assert.ok(asked.length > 30 && alarms.length > 5);
	for (const expr of [...asked, ...alarms]) {
		assert.ok(names(expr).length, `no figure in ${expr}`);
		for (const n of names(expr)) assert.ok(there.has(n) || (engine === 'pg' && ofFiles.test(n)), `${n}, in ${expr}`);
	}
	/* And every figure is shown somewhere. */
	const shown = new Set([...asked, ...alarms].flatMap(names));
	const left = [...there].filter((n) => !shown.has(n) && !/_(sum|count)$/.test(n) && !/^(medvirk_build_info|medvirk_leaving|medvirk_http_requests_total)$/.test(n));
	assert.deepEqual(left, []);
	const ids = board.panels.map((p) => p.id);
	assert.equal(new Set(ids).size, ids.length);
	for (const [i, p] of board.panels.entries())
		for (const q of board.panels.slice(0, i)) {
			const [a, b] = [p.gridPos, q.gridPos];
			assert.ok(a.x + a.w <= b.x || b.x + b.w <= a.x || a.y + a.h <= b.y || b.y + b.h <= a.y, `${p.title} lies on ${q.title}`);
		}
});

test('the doctor looks at a write-ahead log that has grown', { skip: engine !== 'sqlite' }, async () => {
	const ask = async () => (await runProgram(['doctor', '--db', server.db.url])).out;
	assert.doesNotMatch(await ask(), /write-ahead log/);
	/* Room at its end, which means nothing to the database: it may be gone at any moment, when the server begins its log anew. */
	const grow = () => truncateSync(`${server.db.file}-wal`, 300 << 20);
	await eventually(async () => (grow(), /look at {2}The write-ahead log of the database has grown to 300 MB/.test(await ask())));
	await eventually(async () => (grow(), (await scrape(port)).value('medvirk_wal_bytes') === 300 << 20));
});

test('a database that is away: not ready, alive, and the figures say so', { skip: engine !== 'pg' }, async () => {
	const at = await freePort();
	const s = await startServer({ args: ['--metrics', `127.0.0.1:${at}`] });
	try {
		const name = new URL(s.db.url).pathname.slice(1);
		const psql = (sql) => execFileSync('psql', ['-X', '-q', '-c', sql, process.env.MEDVIRK_TEST_PG]);
		psql(`ALTER DATABASE ${name} ALLOW_CONNECTIONS false`);
		psql(`SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '${name}'`);
		const ready = () => request(s.url, 'GET', '/readyz');
		const away = await eventually(async () => {
			const r = await ready();
			return r.status === 503 && r;
		});
		assert.equal(away.text, 'the database is away\n');
		assert.equal(away.headers['retry-after'], '5');
		assert.equal((await request(s.url, 'GET', '/healthz')).status, 200);
		const m = await scrape(at);
		assert.equal(m.value('medvirk_database_up'), 0);
		assert.equal(m.families.has('medvirk_mail_outbox'), false, 'what nobody knows is not there');
		psql(`ALTER DATABASE ${name} ALLOW_CONNECTIONS true`);
		await eventually(async () => (await ready()).status === 200);
		await eventually(async () => (await scrape(at)).value('medvirk_database_up') === 1);
	} finally {
		await s.close();
	}
});

test('a page tells those with an account where its time went, and nobody else', async () => {
	const leader = await enterDemo(server, 'leader');
	const home = await leader.get('/');
	assert.equal(home.status, 200);
	assert.match(home.headers['server-timing'], /^queue;dur=\d+\.\d\d, read;dur=\d+\.\d\d, write;dur=0\.00, total;dur=\d+\.\d\d$/);
	const [queue, reading, , total] = [...home.headers['server-timing'].matchAll(/dur=([\d.]+)/g)].map((m) => Number(m[1]));
	assert.ok(reading > 0 && queue + reading <= total + 0.05, home.headers['server-timing']);

	const silent = async (v, p) => assert.equal((await v.get(p)).headers['server-timing'], undefined, p);
	const stranger = new Visitor(server);
	for (const p of ['/login', '/healthz', '/readyz', `/r/${code}`]) await silent(stranger, p);
	/* Not under /r/, whoever comes; and a refusal says nothing about what it took. */
	for (const p of [`/r/${code}`, `/r/${code}/desk`, '/u/999999', '/p/999999', '/admin']) await silent(leader, p);
	const phone = await joined(server, code);
	assert.equal((await phone.room()).headers['server-timing'], undefined);
	assert.equal((await phone.note('hvor lenge')).headers['server-timing'], undefined);
	phone.close();
	stranger.done();
	leader.done();
});
