/* Somebody sets the machine's clock while a workshop runs: forwards by an hour, backwards by two, by a year. People go on. */
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { closeSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { Desk } from '../lib/desk.mjs';
import { sound } from '../lib/doctor.mjs';
import { joined, uuid } from '../lib/room.mjs';
import { startServer } from '../lib/server.mjs';
import { eventually } from '../lib/wire.mjs';
import { openWorkshop, setUp, signIn } from '../lib/workplace.mjs';

const NOTES = 2;
const HOUR = 3600;

let folder;
let clock;
let server;
let leader;
let code;
let desk;
let phone;
const sent = [];

/* The server's wall clock is wrong by so many seconds from now on. */
function setClock(seconds) {
	const bytes = Buffer.alloc(8);
	bytes.writeBigInt64LE(BigInt(seconds));
	const fd = openSync(clock, 'r+');
	writeSync(fd, bytes, 0, 8, 0);
	closeSync(fd);
}

const sessions = () => server.db.rows('SELECT token_hash, created FROM session');

async function write(text) {
	const id = uuid();
	const r = await phone.note(text, { id });
	assert.equal(r.status, 201, `${text}: ${r.status}`);
	sent.push(id);
	return r;
}

before(async () => {
	folder = mkdtempSync(path.join(os.tmpdir(), 'medvirk-clock-'));
	clock = path.join(folder, 'clock');
	const jump = path.join(folder, 'clock_jump.so');
	writeSync(openSync(clock, 'w'), Buffer.alloc(8));
	execFileSync('cc', ['-shared', '-fPIC', '-O2', '-D_GNU_SOURCE', '-o', jump, new URL('../lib/clock_jump.c', import.meta.url).pathname, '-ldl']);
	const asan = [process.env.ASAN_OPTIONS, 'verify_asan_link_order=0'].filter(Boolean).join(':');
	server = await startServer({ env: { LD_PRELOAD: jump, CLOCK_JUMP: clock, ASAN_OPTIONS: asan } });
	const place = await setUp(server);
	({ leader } = place);
	({ code } = await openWorkshop(place));
	desk = new Desk(leader, code);
	await desk.take();
	await desk.goTo(NOTES);
	phone = await joined(server, code);
	await write('Before anybody touches the clock');
});
after(async () => {
	phone?.close();
	await server?.close();
	rmSync(folder, { recursive: true, force: true });
});

for (const [name, seconds] of [
	['an hour forwards', HOUR],
	['two hours backwards', -2 * HOUR],
	['a year forwards', 365 * 24 * HOUR],
	['right again', 0],
])
	test(`the clock is set ${name}: notes are saved once, and the desk goes on`, async () => {
		const stream = await phone.events();
		setClock(seconds);
		const r = await write(`The clock is set ${name}`);
		/* Whoever signs in now does so at the time that the program believes. */
		const before = sessions();
		(await signIn(server, 'vera@solbakken.example')).done();
		const [[, at]] = sessions().filter(([hash]) => !before.some(([h]) => h === hash));
		assert.ok(Math.abs(at - seconds - Date.now() / 1000) < 300, `the program's clock shows ${new Date(at * 1000).toISOString()}`);
		const again = await phone.note(`The clock is set ${name}`, { id: r.id });
		assert.equal(again.status, 200, 'sent again: nothing changes');
		assert.equal((await phone.room()).status, 200);
		/* Signed in for weeks: an hour either way signs nobody out. After a year one signs in again; back in time that counts again,
		 * unless the session was swept away during that year. */
		const page = await leader.get(`/r/${code}/desk`);
		if (Math.abs(seconds) === HOUR || seconds === -2 * HOUR) assert.equal(page.status, 200);
		else if (page.status !== 200) assert.match(page.location, /^\/login/);
		if (page.status === 303 && seconds === 0) leader = desk.visitor = await signIn(server, 'lise@solbakken.example');
		if (page.status === 200 || seconds === 0) {
			await desk.look();
			await desk.step('pause');
			await desk.look();
			await desk.step('resume');
		}
		await eventually(() => stream.frames.length > 0);
		stream.close();
	});

test('afterwards every note is there, once', async () => {
	await desk.look();
	await desk.step('reveal');
	const r = await phone.room();
	for (const id of sent) assert.equal(r.text.split(`id="note-${id}"`).length - 1, 1, id);
	assert.equal(sent.length, 5);
	const gaps = server.db.rows('SELECT room_id FROM event GROUP BY room_id HAVING max(seq) - min(seq) + 1 <> count(*)');
	assert.deepEqual(gaps, [], 'no number is missing');
	/* Who cleans up may have looked during that year, and looks again within the hour. */
	await sound(server.db.url, '', { but: /The clock has jumped ahead/ });
});
