/* Nodes that die, freeze, are cut off, restart one after the other, and notices that never come, while phones write through HAProxy. The phones
 * keep their own book: nothing they were told is lost or doubled, the room goes on within ten seconds, and notes wait or are saved, nothing else.
 * How long a room stands still is printed; docs/operations.md says what to expect. LONG=1: three rounds of everything with more phones. */
import assert from 'node:assert/strict';
import { after, afterEach, before, test } from 'node:test';
import { eventually, request } from '../lib/wire.mjs';
import { Crowd, STILL_MS } from './lib/crowd.mjs';
import { House } from './lib/house.mjs';

const ROUNDS = process.env.LONG ? 3 : 1;
const PHONES = process.env.LONG ? 60 : 15;
let house;
let nodes;
let cables;
let crowd;

before(async () => {
	house = new House({ nodes: 3, cabled: true });
	await house.start();
	({ nodes, cables } = house);
});
after(() => house?.close());

const allUp = () => eventually(() => house.proxy.states().every((s) => s === 'UP'), { every: 200 });
const isDown = (i) => eventually(() => house.proxy.states()[i] === 'DOWN', { every: 100 });

async function writing() {
	await allUp();
	crowd = new Crowd(house.proxy, house.code, { phones: PHONES });
	await crowd.sit();
	crowd.begin();
	await crowd.more(PHONES);
	return Date.now();
}

async function ended(t, from) {
	await crowd.more(PHONES * 2);
	await crowd.check(house.db);
	t.diagnostic(crowd.figures(from));
}

/* From the fault itself: that HAProxy notices it is part of what is promised. */
const goesOn = async (t, failed) => t.diagnostic(`the room was whole again after ${await crowd.wholeAgain(failed)} ms`);

afterEach(() => {
	crowd?.leave();
	crowd = null;
});

for (let round = 0; round < ROUNDS; round++) {
	test('a node is killed: its phones go to the others, and nothing is lost or doubled', async (t) => {
		const from = await writing();
		const i = round % 3;
		const failed = Date.now();
		await nodes[i].kill();
		await goesOn(t, failed);
		await isDown(i);
		await ended(t, from);
		await nodes[i].start();
	});

	test('a node freezes: the proxy leaves it within seconds, and what it wakes up to does no harm', async (t) => {
		const from = await writing();
		const i = (round + 1) % 3;
		const failed = Date.now();
		nodes[i].child.kill('SIGSTOP');
		try {
			await goesOn(t, failed);
			await isDown(i);
			await crowd.more(PHONES);
		} finally {
			nodes[i].child.kill('SIGCONT');
		}
		await ended(t, from);
	});

	test('a node is cut off from the database: it says that it is not ready, and the others go on', async (t) => {
		const from = await writing();
		const i = (round + 2) % 3;
		const failed = Date.now();
		cables[i].cut();
		await eventually(async () => (await request(nodes[i].url, 'GET', '/readyz')).status === 503);
		assert.equal((await request(nodes[i].url, 'GET', '/healthz')).status, 200, 'alive, and not to be restarted');
		await goesOn(t, failed);
		await isDown(i);
		await crowd.more(PHONES);
		cables[i].mend();
		await allUp();
		await ended(t, from);
	});

	test('nothing gets through between a node and the database, and nobody is told', async (t) => {
		const from = await writing();
		const failed = Date.now();
		cables[round % 3].hang();
		await goesOn(t, failed);
		await isDown(round % 3);
		await crowd.more(PHONES);
		cables[round % 3].mend();
		await allUp();
		await ended(t, from);
	});

	test('every notice is lost: each node sees within some seconds what the others wrote, by looking', async (t) => {
		await allUp();
		for (const c of cables) c.deafen(true);
		const from = await writing();
		const lost = () => cables.reduce((n, c) => n + c.lost, 0);
		const before = lost();
		try {
			await ended(t, from);
			assert.ok(lost() - before > 10, `${lost() - before} notices were taken out`);
			assert.ok(crowd.longestBlind() <= STILL_MS, `a phone went without a saved note for ${crowd.longestBlind()} ms, where a node looks every two seconds`);
		} finally {
			for (const c of cables) c.deafen(false);
		}
	});

	test('all nodes are restarted one after the other in the middle of it', async (t) => {
		const from = await writing();
		for (const n of nodes) {
			await n.stop();
			await n.start();
			await allUp();
			await crowd.more(PHONES / 3);
		}
		await ended(t, from);
	});
}
