/* What was deleted when a sitting closed is wiped from the files even when somebody was reading just then, and even when the
 * program was killed before it could. */
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { engine } from '../lib/database.mjs';
import { Desk } from '../lib/desk.mjs';
import { joined, token } from '../lib/room.mjs';
import { startServer } from '../lib/server.mjs';
import { eventually } from '../lib/wire.mjs';
import { openWorkshop, setUp } from '../lib/workplace.mjs';

let server;
let hashes;

before(async () => {
	server = await startServer();
});
after(() => server?.close());

/* Somebody who reads and does not let go. */
function reader() {
	const sql = 'BEGIN; SELECT count(*) FROM note;\n';
	const child = engine === 'pg' ? spawn('psql', ['-X', '-q', '-A', '-t', server.db.url]) : spawn('sqlite3', [server.db.file]);
	child.stdin.write(sql);
	const ready = new Promise((done) => child.stdout.once('data', done));
	return { ready, release: () => new Promise((done) => (child.once('close', done), child.stdin.end('COMMIT;\n'))) };
}

/* Which of the hashes still stand in the database's files. */
function found() {
	let files;
	if (engine === 'pg') {
		server.db.rows('CHECKPOINT');
		const [[data]] = server.db.rows('SHOW data_directory');
		const [[oid]] = server.db.rows('SELECT oid FROM pg_database WHERE datname = current_database()');
		const folder = path.join(data, 'base', oid);
		files = readdirSync(folder).map((f) => path.join(folder, f));
	} else files = readdirSync(server.db.folder).filter((f) => /^medvirk\.db(-wal)?$/.test(f)).map((f) => path.join(server.db.folder, f));
	const text = files.map((f) => readFileSync(f, 'latin1')).join('');
	return hashes.filter((h) => text.includes(h));
}

test('a reader who holds on, and a kill, delay the wiping and do not prevent it', { timeout: 120000 }, async () => {
	const place = await setUp(server);
	const { code } = await openWorkshop(place);
	const desk = new Desk(place.leader, code);
	await desk.take();
	await desk.goTo(2);
	const phones = await Promise.all(Array.from({ length: 5 }, () => joined(server, code)));
	for (const p of phones) await p.note(`lapp ${token()}`, { token: token() });
	hashes = server.db.rows('SELECT token_hash FROM seat').map(([h]) => h);
	assert.equal(hashes.length, 5);
	const slow = reader();
	await slow.ready;
	await desk.act('end', { do: 'close' });
	assert.equal(server.db.rows('SELECT count(*) FROM seat')[0][0], '0', 'closed all the same');
	assert.ok(found().length > 0, 'the reader has kept it from being wiped');
	await server.kill();
	await slow.release();
	await server.start();
	await eventually(() => found().length === 0, { every: 1000 });
});
