/* What the clock does by itself when a step's time is up, and what the desk can do to a step before: skip it, and take that back. */
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { Desk } from '../lib/desk.mjs';
import { joined, uuid } from '../lib/room.mjs';
import { startServer } from '../lib/server.mjs';
import { eventually } from '../lib/wire.mjs';
import { openWorkshop, underWay } from '../lib/workplace.mjs';

let server;
let place;
let room;
let desk;
let phone;
let other;

const rows = (sql) => server.db.rows(sql);
const lines = () => rows(`SELECT minutes, skipped FROM sitting_step WHERE sitting_id = ${room.sitting} ORDER BY pos`).map((r) => r.map(Number));

async function open(name) {
	room = await openWorkshop(place, { name, called: /Runde/ });
	desk = new Desk(place.leader, room.code);
	await desk.take();
	phone = await joined(server, room.code);
	other = await joined(server, room.code);
}

/* So many minutes are taken off the running step: it is at zero. */
async function runOut(minutes) {
	for (let i = 0; i < minutes; i++) await desk.step('minus1');
}

before(async () => {
	server = await startServer({ args: ['--methods', 'tests/methods'] });
	place = await underWay(server, { method: 'mini', name: 'Tre runder' });
});
after(() => {
	phone?.close();
	other?.close();
	return server?.close();
});

describe('at zero', () => {
	before(() => open(/Runde to/));

	test('a step that says "reveal" shows what was written, and stays', async () => {
		const mine = uuid();
		const send = (p, id, text) => p.send('notes', { id, step: 'stille', column: 'ide', text });
		await desk.goTo(3);
		assert.equal((await send(phone, mine, 'Skrevet i stillhet')).status, 201);
		assert.doesNotMatch((await other.room()).text, /Skrevet i stillhet/, 'nobody sees it while the clock runs');
		await runOut(5);
		await eventually(async () => /Skrevet i stillhet/.test((await other.room()).text));
		await desk.look();
		assert.equal(desk.number(), 3, 'nobody is moved on');
		/* Pressed before zero, on a line that was away: taken, and shown with the others. */
		assert.equal((await send(other, uuid(), 'Kom for sent fram')).status, 201);
		await desk.goTo(4);
		await phone.send('table', { table: '1' });
		assert.match((await phone.room()).text, /Kom for sent fram/);
	});
});

describe('at zero', () => {
	before(async () => {
		await desk.act('end', { do: 'close' });
		await open(/Runde én/);
	});

	test('a step that says "next" gives way to the next, on every screen', async () => {
		await desk.goTo(2);
		assert.match((await phone.room()).page.words('#step'), /Fyll ut to og to/);
		await runOut(10);
		await eventually(async () => /Roten/.test((await phone.room()).page.words('#step')));
		await desk.look();
		assert.equal(desk.number(), 3);
		const [[clock, left]] = rows(`SELECT clock, ends_ms FROM sitting WHERE id = ${room.sitting}`);
		assert.equal(clock, 'running');
		assert.ok(Number(left) > Date.now() + 13 * 60000, 'with the whole of its own time');
	});

	test('a step that says nothing stays', async () => {
		await runOut(15);
		await new Promise((done) => setTimeout(done, 2500));
		await desk.look();
		assert.equal(desk.number(), 3);
	});
});

describe('skipping', () => {
	const soon = () => rows(`UPDATE sitting SET ends_at = ${Math.floor(Date.now() / 1000) + 20 * 60} WHERE id = ${room.sitting}`);

	before(async () => {
		await desk.goTo(2);
		rows(`UPDATE sitting_step SET minutes = 15 WHERE sitting_id = ${room.sitting} AND step = 'rot'`);
		rows(`UPDATE sitting_step SET minutes = 10 WHERE sitting_id = ${room.sitting} AND step IN ('eget', 'valg')`);
	});

	test('the next step runs, the skipped one is marked, and the rest is planned so that the end holds', async () => {
		soon();
		await desk.step('skip');
		assert.match((await phone.room()).page.words('#step'), /Roten/);
		await desk.look();
		assert.match(desk.page.words('#run-sheet li:nth-child(2)'), /Fyll ut to og to hoppet over/);
		assert.doesNotMatch(desk.page.words('#run-sheet li:nth-child(1)'), /hoppet over/);
		assert.deepEqual(lines().map((l) => l[1]), [0, 1, 0, 0, 0]);
		assert.deepEqual(lines().slice(2).map((l) => l[0]), [15, 5, 5], 'five minutes are left for two steps of ten');
		assert.match((await phone.room()).page.words('.step-no'), /2 av 4/);
	});

	test('a command that looked at the step before is stale', async () => {
		const seen = { ...desk.stamp() };
		await desk.step('next');
		assert.equal((await desk.visitor.post(`${desk.base}/step`, { ...seen, do: 'skip' }, { accept: '*/*' })).status, 409);
		assert.deepEqual(lines().map((l) => l[1]), [0, 1, 0, 0, 0], 'nothing more was skipped');
	});

	test('"back" goes back, and takes the skipping back when it comes to it', async () => {
		await desk.step('back');
		assert.match((await phone.room()).page.words('#step'), /Roten/);
		await desk.step('back');
		assert.match((await phone.room()).page.words('#step'), /Fyll ut to og to/);
		assert.deepEqual(lines().map((l) => l[1]), [0, 0, 0, 0, 0]);
		await desk.look();
		assert.doesNotMatch(desk.page.words('#run-sheet'), /hoppet over/);
		await desk.step('next');
		assert.match((await phone.room()).page.words('#step'), /Roten/, 'it is one of the steps again');
	});

	test('the last step cannot be skipped', async () => {
		await desk.goTo(5);
		assert.doesNotMatch(desk.page.text ?? desk.page.words(), /Hopp over dette/);
		assert.equal((await desk.send('step', { do: 'skip' })).status, 409);
		assert.deepEqual(lines().map((l) => l[1]), [0, 0, 0, 0, 0]);
	});
});
