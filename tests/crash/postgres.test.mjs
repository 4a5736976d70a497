/* PostgreSQL dies while people work: all of it at once, or one of its processes, which makes it throw out everybody and recover. The
 * program goes on by itself when the server is back, and whatever people were told is saved, is there, once. DEATHS says how often each; TABLE
 * is a file for a line a death: what died, which time, how much people had been told is saved, all of it found. */
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { appendFileSync, readFileSync } from 'node:fs';
import { after, before, test } from 'node:test';
import { setTimeout as wait } from 'node:timers/promises';
import { Crew } from '../lib/crew.mjs';
import { engine } from '../lib/database.mjs';
import { Server, runProgram } from '../lib/server.mjs';
import { eventually, request } from '../lib/wire.mjs';

const DEATHS = Number(process.env.DEATHS ?? 3);
const skip = engine !== 'pg' && 'SQLite has no server';
const tool = new URL('../lib/pg', import.meta.url).pathname;
const shared = process.env.MEDVIRK_TEST_PG;

let pidfile;
let server;
let crew;

/* A PostgreSQL of this file's own: the one the other tests share must live. */
before(async () => {
	if (skip) return;
	let url;
	[url, pidfile] = execFileSync(tool, ['start'], { encoding: 'utf8' }).trim().split('\n');
	process.env.MEDVIRK_TEST_PG = url;
	server = new Server();
	await server.start();
	crew = await Crew.gather(server, { phones: 8 });
});
after(async () => {
	crew?.leave();
	await server?.close();
	if (pidfile) execFileSync(tool, ['stop', pidfile]);
	process.env.MEDVIRK_TEST_PG = shared;
});

let saved = 0;

async function whole(what, time) {
	await crew.settle();
	assert.ok(crew.book.saved > saved, 'nobody was told that anything is saved');
	saved = crew.book.saved;
	crew.verify(server.db.rows);
	if (process.env.TABLE) appendFileSync(process.env.TABLE, `${what}\t${time}\t${crew.book.saved}\n`);
}

const ready = async () => (await request(server.url, 'GET', '/readyz')).status === 200;

test(`the server is killed ${DEATHS} times`, { skip, timeout: DEATHS * 60000 }, async () => {
	for (let i = 0; i < DEATHS; i++) {
		crew.work();
		await wait(200 + Math.random() * 800);
		process.kill(Number(readFileSync(pidfile, 'utf8').split('\n')[0]), 'SIGKILL');
		await eventually(async () => !(await ready()));
		const told = await request(server.url, 'POST', `/r/${crew.code}/join`, { body: '', headers: { accept: 'text/html', 'accept-language': 'nb' } });
		assert.equal(told.status, 503);
		assert.match(told.page.words('main'), /Ingenting ble lagret|akkurat da det skulle lagres/);
		await crew.rest();
		execFileSync(tool, ['again', pidfile]);
		await eventually(ready);
		await whole('the server', i + 1);
	}
});

test(`one of its processes is killed ${DEATHS} times`, { skip, timeout: DEATHS * 60000 }, async () => {
	for (let i = 0; i < DEATHS; i++) {
		const pids = server.db.rows("SELECT pid FROM pg_stat_activity WHERE application_name = 'medvirk' AND datname = current_database()").flat().map(Number);
		assert.ok(pids.length > 1);
		crew.work();
		await wait(200 + Math.random() * 600);
		process.kill(pids[i % pids.length], 'SIGKILL');
		await wait(500);
		await crew.rest();
		await eventually(ready);
		await whole('one of its processes', i + 1);
	}
});

test('the log is whole afterwards', { skip }, async () => {
	const { out } = await runProgram(['doctor', '--db', server.db.url]);
	assert.match(out, /The log is whole/, out);
	assert.equal(server.child !== null, true, 'and it was the same program all the time');
});
