/* The machine runs short of what the program needs: descriptors, memory. It refuses with grace or ends and is started again; what
 * people were told is saved, is there. Whoever looks after the program is the test. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import net from 'node:net';
import { after, before, test } from 'node:test';
import { setTimeout as wait } from 'node:timers/promises';
import { Crew } from '../lib/crew.mjs';
import { engine } from '../lib/database.mjs';
import { sound } from '../lib/doctor.mjs';
import { joined } from '../lib/room.mjs';
import { Server } from '../lib/server.mjs';
import { eventually, request } from '../lib/wire.mjs';

let server;
let crew;

before(async () => {
	server = new Server();
	await server.start();
	crew = await Crew.gather(server, { phones: 6 });
});
after(async () => {
	crew?.leave();
	if (server?.child) await server.close();
	else server?.db.drop();
});

/* Started anew, with less of something. */
async function again(through) {
	if (server.child) await server.stop();
	server.through = through;
	await server.start();
	await crew.settle();
}

let saved = 0;

/* Somebody was told something since the last time, and it is there. */
async function whole() {
	await crew.rest();
	await crew.settle();
	assert.ok(crew.book.saved > saved, 'nobody was told that anything is saved');
	saved = crew.book.saved;
	crew.verify(server.db.rows);
	if (engine === 'sqlite') assert.deepEqual(server.db.rows('PRAGMA integrity_check'), [['ok']]);
	await sound(server.db.url);
}

/* In kilobytes, out of /proc: VmSize, VmRSS. */
const memory = (what) => Number(new RegExp(`^${what}:\\s+(\\d+)`, 'm').exec(readFileSync(`/proc/${server.child.pid}/status`, 'utf8'))[1]);
/* Processor time so far, in hundredths of a second. */
const spent = () => readFileSync(`/proc/${server.child.pid}/stat`, 'utf8').replace(/^.*\) /, '').split(' ').slice(11, 13).reduce((a, b) => a + Number(b), 0);

function crowd(n, bytes = '') {
	return Array.from({ length: n }, () => {
		const s = net.connect(server.port, server.host);
		s.on('error', () => {});
		s.on('connect', () => bytes && s.write(bytes));
		s.resume();
		return s;
	});
}

/* Nearly all of a body, and then nothing. */
const unfinished = () => `POST /login HTTP/1.1\r\nHost: ${server.host}\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: 60000\r\n\r\n${'x'.repeat(59000)}`;

test('more come than there are descriptors: those inside go on, newcomers wait, and nothing spins', async () => {
	await again(['prlimit', '--nofile=160:160']);
	crew.work();
	await wait(300);
	await crew.rest();
	const idle = crowd(400);
	await wait(500);
	/* A crowd that does nothing costs nothing: the program does not ask again and again for a descriptor that is not there. */
	const [from, at] = [spent(), Date.now()];
	await wait(2000);
	assert.ok(spent() - from < (Date.now() - at) / 40, `a quarter of a processor for nothing: ${spent() - from} hundredths in two seconds`);
	crew.work();
	await wait(1000);
	for (const s of idle) s.destroy();
	await eventually(async () => (await request(server.url, 'GET', `/r/${crew.code}`)).status === 200);
	await whole();
});

test('not one descriptor left: newcomers take the place of idle ones, a stream too many is told when to come again, and the log says what to raise', async () => {
	await again(['prlimit', '--nofile=160:160']);
	const from = server.log().length;
	/* Streams to the last one that is allowed, and idle ones until the program has all the descriptors it may have. */
	const seats = [await joined(server, crew.code), await joined(server, crew.code)];
	const streams = seats.flatMap((p) => crowd(45, `GET /r/${crew.code}/events?screen=phone&lang=nb HTTP/1.1\r\nHost: ${server.host}\r\nCookie: seat=${p.seat}\r\n\r\n`));
	const got = streams.map(() => '');
	streams.forEach((s, i) => s.on('data', (d) => (got[i] += d)));
	const answers = (head) => got.filter((g) => g.startsWith(head));
	await eventually(() => got.every((g) => g.includes('\r\n\r\n')));
	assert.equal(answers('HTTP/1.1 200').length, 80, 'half of what there is, for streams');
	assert.equal(answers('HTTP/1.1 503').length, 10);
	for (const g of answers('HTTP/1.1 503')) assert.match(g, /\r\nRetry-After: \d+\r\n/);
	const idle = crowd(400);
	await eventually(() => /msg="http: no more connections and files may be open: .*LimitNOFILE/.test(server.log().slice(from)));
	crew.work();
	for (let i = 0; i < 3; i++) assert.equal((await request(server.url, 'GET', `/r/${crew.code}`, { agent: false })).status, 200);
	await wait(1000);
	await crew.rest();
	assert.equal(server.log().slice(from).match(/no more connections and files/g).length <= 4, true, 'once a minute from each loop');
	for (const s of [...idle, ...streams]) s.destroy();
	for (const p of seats) p.close();
	await whole();
});

test('too few descriptors to begin with: it says so and ends', async () => {
	await server.stop();
	server.through = ['prlimit', '--nofile=16:16'];
	const why = await server.spawn();
	server.child = null;
	assert.match(why, /only 16 connections and files may be open at once/);
	assert.match(why, /cannot (listen|open the database)|Too many open files/);
	await again([]);
});

test('bodies that never end take no more memory than is theirs', async () => {
	await again([]);
	crew.work();
	await wait(300);
	/* Passwords are checked in 64 MB each: nobody signs in or agrees while this is measured. */
	await crew.rest();
	const from = memory('VmRSS');
	const flood = crowd(600, unfinished());
	await wait(2500);
	assert.ok(memory('VmRSS') - from < 96 * 1024, `${memory('VmRSS') - from} kB more`);
	for (const s of flood) s.destroy();
	await whole();
});

test('no more memory to be had: it ends with a word, and the next one has all that was saved', async () => {
	let end = null;
	/* How much it takes beside what it has at the start differs: less and less, until it does not get what it needs. */
	for (let room = 1024; !end && room > 1; room /= 4) {
		await again([]);
		const size = memory('VmSize');
		await again(['prlimit', `--as=${(size + room) * 1024}`]);
		crew.work();
		const flood = crowd(600, unfinished());
		end = await Promise.race([server.ended, wait(6000)]);
		for (const s of flood) s.destroy();
		if (end) server.child = null;
		await crew.rest();
	}
	assert.ok(end, 'it never ran out');
	await again([]);
	await whole();
	assert.match(server.log(), /level=error msg="out of memory"/);
});
