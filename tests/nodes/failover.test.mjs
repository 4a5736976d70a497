/* PostgreSQL's primary is lost in the middle of a workshop and its replica, which every commit has waited for, takes over. Two nodes behind
 * HAProxy find it by themselves. Nothing acknowledged is lost or doubled, and rooms go on within ten seconds. What phones show: phones.test.mjs.
 * LONG=1: three rounds with more phones, and a primary that wakes up again. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { joined, seqOf } from '../lib/room.mjs';
import { eventually, request } from '../lib/wire.mjs';
import { Crowd } from './lib/crowd.mjs';
import { House } from './lib/house.mjs';
import { Pair } from './lib/pair.mjs';

const ROUNDS = process.env.LONG ? 3 : 1;
const PHONES = process.env.LONG ? 60 : 15;
const EVERY = process.env.LONG ? 2500 : 900;	/* a seat has twenty notes, and a primary that freezes is gone for long */

/* A house on a fresh pair, phones that write, and what is to happen to the primary; most: how many ms the room may stand still. */
async function lose(t, how, most) {
	const pair = new Pair().start();
	let house;
	let crowd;
	try {
		house = new House({ nodes: 2, db: pair.db });
		await house.start();
		crowd = new Crowd(house.proxy, house.code, { phones: PHONES, every: EVERY });
		await crowd.sit();
		crowd.begin();
		await crowd.more(PHONES * 2);
		const from = Date.now();
		await how(pair, house, crowd);
		const on = await crowd.goesOn(from);
		await crowd.more(PHONES * 2);
		/* From the moment there was a primary again: before that nobody could save anything. */
		const whole = await crowd.wholeAgain(pair.promotedAt, most);
		t.diagnostic(`a note was saved ${on} ms after the loss, and all had a new one ${whole} ms after the promotion`);
		await crowd.check(pair.db);
		t.diagnostic(crowd.figures(from));
		await listens(house, pair);
	} finally {
		crowd?.leave();
		if (house) await house.close();
		else pair.stop();
	}
}

/* Notices travel by the new primary: both nodes listen there, and hear of each other. */
async function listens(house, pair) {
	await eventually(() => Number(pair.db.rows("SELECT count(*) FROM pg_stat_activity WHERE query LIKE 'LISTEN%' OR query = ''")[0][0]) >= 2, { every: 300 });
	const [a, b] = [await joined(house.nodes[0], house.code), await joined(house.nodes[1], house.code)];
	const s = await b.events({ after: seqOf(await b.room()) });
	const n = await a.note('etter at den andre tok over');
	assert.equal(n.status, 201);
	await s.until((f) => f.data.includes(n.id));
	s.close();
	a.close();
	b.close();
}

const promote = (pair) => {
	pair.promote();
	pair.promotedAt = Date.now();
};

for (let round = 0; round < ROUNDS; round++) {
	test('the primary is killed and the replica promoted', { timeout: 240000 }, (t) =>
		lose(t, async (pair) => {
			pair.signal('SIGKILL');
			promote(pair);
		}));

	if (process.env.LONG)
		test('the primary freezes, the replica is promoted, the old one wakes up: nobody goes back to it', { timeout: 240000 }, (t) => {
			const freeze = async (pair, house, crowd) => {
				pair.signal('SIGSTOP');
				promote(pair);
				await crowd.goesOn(pair.promotedAt);
				/* It knows of nothing and still calls itself the primary. New connections would find it first. */
				pair.signal('SIGCONT');
				await house.nodes[1].stop();
				await house.nodes[1].start();
				for (const n of house.nodes) for (let i = 0; i < 12; i++) assert.equal((await request(n.url, 'GET', '/readyz')).status, 200);
			};
			/* A node cannot tell one that is frozen from one that is slow: it waits six seconds for an answer, and phones wait for theirs. */
			return lose(t, freeze, 30000);
		});
}

test('without the replica nothing is called saved, and what was sent meanwhile is saved once when it is back', { timeout: 240000 }, async (t) => {
	const pair = new Pair().start();
	let house;
	let crowd;
	try {
		house = new House({ nodes: 2, db: pair.db });
		await house.start();
		crowd = new Crowd(house.proxy, house.code, { phones: PHONES, every: EVERY });
		await crowd.sit();
		crowd.begin();
		await crowd.more(PHONES);
		/* The primary takes every write and tells nobody that it is safe. */
		pair.freezeStandby(true);
		const before = crowd.book.size;
		await eventually(() => crowd.guests.filter((g) => g.outbox.waiting().length).length > PHONES / 2);
		await eventually(() => house.nodes.some((n) => /connection lost/.test(n.log())));
		assert.ok(crowd.book.size - before < PHONES, `${crowd.book.size - before} notes were called saved without a second copy`);
		pair.freezeStandby(false);
		await crowd.more(PHONES);
		await crowd.check(pair.db);
		t.diagnostic(crowd.figures(0));
	} finally {
		pair.freezeStandby(false);
		crowd?.leave();
		if (house) await house.close();
		else pair.stop();
	}
});
