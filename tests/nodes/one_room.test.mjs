/* Three copies of the program on one PostgreSQL behind HAProxy are one: a workshop whose phones, desks and walls are spread over all of them. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { setTimeout as wait } from 'node:timers/promises';
import { Desk } from '../lib/desk.mjs';
import { joined, seqOf, uuid } from '../lib/room.mjs';
import { Visitor, eventually } from '../lib/wire.mjs';
import { anchor, begin, openWorkshop, setUp } from '../lib/workplace.mjs';
import { House } from './lib/house.mjs';

/* Numbers of the steps of the workshop Utforske. */
const NOTES = 2;
const MERGE = 8;
const VOTES = 9;
const ALONE = 3;	/* of the small pack's second round: what is written alone is revealed when time is up */
const PHONES = 12;

let house;
let nodes;
let code;
let wall;
let sitting;
let leader;
let union;
let place;
let desk;
let phones;
const streams = [];

/* The same person or phone by another node: the cookies go along. The proxy speaks https, the nodes do not. */
function by(visitor, node) {
	const v = new Visitor(node, visitor.headers);
	v.cookies = visitor.cookies.map((c) => ({ ...c, name: c.name.replace(/^__Host-session$/, 'session') }));
	return v;
}

function phoneBy(p, node) {
	const q = Object.assign(Object.create(Object.getPrototypeOf(p)), p);
	q.visitor = by(p.visitor, node);
	return q;
}

const seqs = (s) => s.frames.filter((f) => f.id !== undefined).map((f) => Number(f.id));

before(async () => {
	house = new House({ demo: false, args: ['--methods', 'tests/methods'] });
	await house.start();
	({ nodes } = house);
	place = await setUp(house.proxy);
	({ leader, union } = place);
	await begin(place, { method: 'oss-og-vart', name: 'Oss og vårt' });
	await anchor(place);
	({ code, wall, sitting } = await openWorkshop(place));
	desk = new Desk(leader, code);
	await desk.take();
	phones = await Promise.all(Array.from({ length: PHONES }, () => joined(house.proxy, code)));
	await desk.goTo(NOTES);
	for (const p of phones) await p.form();
});
after(async () => {
	for (const s of streams) s.close();
	for (const p of phones ?? []) p.close();
	await house?.close();
});

/* A stream on each node: { phone, desk, wall } frames from now on. */
async function watch(screen) {
	const out = [];
	for (const n of nodes) {
		const p = phoneBy(phones[0], n);
		if (screen === 'desk') p.visitor = by(leader, n);
		const s = await p.events({ screen, after: seqOf(await phones[0].room()), ...(screen === 'wall' ? { wall } : {}) });
		assert.equal(s.status, 200, screen);
		out.push(s);
		streams.push(s);
	}
	return out;
}

test('the proxy spreads people over all nodes', async () => {
	assert.deepEqual(await eventually(() => (house.proxy.states().every((s) => s === 'UP') ? house.proxy.states() : null)), ['UP', 'UP', 'UP']);
	for (let i = 0; i < 12; i++) await leader.get('/');
	for (const n of nodes) assert.match(n.log(), /get route=\/ status=200/, `${n.host} has served a page`);
});

test('everybody who joins anywhere is counted everywhere', async () => {
	for (const n of nodes) {
		const d = new Desk(by(leader, n), code);
		await eventually(async () => (await d.look()).page.words('#presence').startsWith(String(PHONES)));
	}
	const walls = await watch('wall');
	const more = [await joined(nodes[0], code), await joined(nodes[1], code), await joined(nodes[2], code)];
	const open = await Promise.all(more.map((p, i) => p.events({ after: 0, node: i })));
	for (const s of walls) await s.until((f) => new RegExp(`id="presence"><strong>${PHONES + 3}<`).test(f.data));
	for (const s of open) s.close();
	phones.push(...more);
});

test('notes by all nodes are one order of events on all', async () => {
	const desks = await watch('desk');
	const all = await watch('phone');
	const ids = [];
	for (let i = 0; i < 2; i++)
		ids.push(...(await Promise.all(phones.slice(0, PHONES).map((p, k) => phoneBy(p, nodes[(i + k) % 3]).note(`skrevet ${i} ${k}`)))).map((r) => (assert.equal(r.status, 201), r.id)));
	await desk.step('reveal');
	for (const s of all) await eventually(() => ids.every((id) => s.frames.some((f) => f.data.includes(`id="note-${id}"`))));
	/* What is shown comes in one shuffled batch, the same for all. */
	const order = (s) => [...s.frames.map((f) => f.data).join('').matchAll(/id="note-([0-9a-f-]{36})"/g)].map((m) => m[1]).filter((id) => ids.includes(id));
	for (const s of all) assert.deepEqual(order(s), order(all[0]), 'the same order');
	for (const s of [...all, ...desks]) assert.ok(seqs(s).every((x, i) => i === 0 || x > seqs(s)[i - 1]), `rising: ${seqs(s)}`);
	await eventually(() => new Set([...all, ...desks].map((s) => seqs(s).at(-1))).size === 1);
	assert.equal(house.db.rows('SELECT count(*) FROM (SELECT room_id FROM event GROUP BY room_id HAVING max(seq) - min(seq) + 1 <> count(*)) AS gaps')[0][0], '0');
});

test('the same note by three nodes at once is one note', async () => {
	const p = await joined(house.proxy, code);
	await p.form();
	for (let i = 0; i < 5; i++) {
		const id = uuid();
		const statuses = (await Promise.all(nodes.map((n) => phoneBy(p, n).note('samme', { id })))).map((r) => r.status);
		assert.deepEqual(statuses.sort(), [200, 200, 201]);
	}
	assert.equal(house.db.rows("SELECT id FROM note WHERE body = 'samme'").length, 5);
	p.close();
});

test('one clock: every node says the same end, and any of them moves it', async () => {
	const clock = async (n) => Number((await new Desk(by(leader, n), code).look()).page.one('#clock').getAttribute('data-clock-ends'));
	const ends = await clock(nodes[0]);
	assert.ok(ends > 0);
	for (const n of nodes) assert.equal(await clock(n), ends);
	const other = new Desk(by(leader, nodes[1]), code);
	await other.step('plus5');
	for (const n of nodes) assert.equal(await clock(n), ends + 300000);
	await new Desk(by(leader, nodes[2]), code).step('pause');
	for (const n of nodes) assert.ok((await new Desk(by(leader, n), code).look()).page.one('#clock').getAttribute('data-clock-left') > 0, 'stands still');
	await desk.step('resume');
});

test('the same press of the desk by three nodes moves on once; of two presses the later is told so', async () => {
	await desk.goTo(NOTES);
	const press = { ...desk.stamp(), do: 'next' };
	const all = await Promise.all(nodes.map((n) => by(leader, n).post(`${desk.base}/step`, press, { accept: '*/*' })));
	for (const r of all) assert.ok([200, 204, 303].includes(r.status), `the same press: ${r.status}`);
	await desk.look();
	assert.equal(desk.number(), NOTES + 1);
	const two = await Promise.all([0, 1].map((i) => by(leader, nodes[i]).post(`${desk.base}/step`, { ...desk.stamp(), do: 'next' }, { accept: '*/*' })));
	assert.equal(two.filter((r) => r.status === 409).length, 1, two.map((r) => r.status).join());
	await desk.look();
	assert.equal(desk.number(), NOTES + 2);
});

test('the desk is taken over on another node, and the old one hears it and can do nothing more', async () => {
	await desk.look();
	const old = desk.stamp();
	const seen = await watch('desk');
	await new Desk(by(union, nodes[2]), code).take();
	for (const s of seen) await s.until((f) => f.data.includes('id="desk-own"'));
	for (const n of nodes) assert.equal((await by(leader, n).post(`${desk.base}/step`, { ...old, id: uuid().replaceAll('-', ''), do: 'pause' }, { accept: '*/*' })).status, 409);
	/* Both take it at the same moment: one has it in the end, the same for all. */
	await Promise.all([new Desk(by(leader, nodes[0]), code).take(), new Desk(by(union, nodes[1]), code).take()]);
	const holder = house.db.rows(`SELECT desk_id FROM sitting WHERE id = ${sitting}`)[0][0];
	const said = new Set();
	for (const n of nodes) said.add((await new Desk(by(union, n), code).look()).page.words('#desk-state'));
	assert.ok(holder);
	assert.equal(said.size, 1);
	await desk.take();
});

test('one budget of votes, however a phone spreads them over the nodes', async () => {
	await desk.goTo(MERGE);
	for (const name of ['Vikarer', 'Ro til rapport', 'Garderoben', 'Samarbeid', 'Turnus', 'Pauser']) await desk.act('themes', { theme: uuid(), name });
	await desk.goTo(VOTES);
	const votes = (await phones[0].room()).page.one('section[data-votes]');
	const [round, budget] = ['data-round', 'data-budget'].map((a) => votes.getAttribute(a));
	const targets = [...votes.querySelectorAll('[data-target]')].map((t) => t.getAttribute('data-target'));
	assert.ok(targets.length > Number(budget), `${targets.length} themes, ${budget} votes`);
	for (const p of phones.slice(0, 4)) {
		const all = await Promise.all(targets.map((target, i) => phoneBy(p, nodes[i % 3]).send('votes', { round, target, count: '1' })));
		assert.equal(all.filter((r) => r.status === 200).length, Number(budget), all.map((r) => r.status).join());
		for (const r of all) assert.ok([200, 422].includes(r.status), `${r.status}`);
		for (const n of nodes) {
			const given = (await phoneBy(p, n).room()).page.all('[data-target][data-mine]').reduce((sum, t) => sum + Number(t.getAttribute('data-mine')), 0);
			assert.equal(given, Number(budget), 'the same on each node');
		}
	}
});

test('a room that closes is closed on every node', async () => {
	const all = await watch('phone');
	await new Desk(by(leader, nodes[1]), code).act('end', { do: 'close' });
	for (const s of all) await s.until((f) => f.event === 'closed');
	for (const n of nodes) assert.equal((await phoneBy(phones[0], n).room()).status, 410);
});

test('a step whose clock runs out is revealed by itself, once, whichever node notices first', async () => {
	/* The small pack of the tests has a step that does. */
	await begin(place, { method: 'mini', name: 'Tre runder i vinter' });
	await anchor(place);
	const round = await openWorkshop(place, { name: /Runde to/, called: /Runde/ });
	const d = new Desk(by(leader, nodes[0]), round.code);
	await d.take();
	await d.goTo(ALONE);
	const writers = await Promise.all(nodes.map((n) => joined(n, round.code)));
	const seen = await Promise.all(writers.map(async (p) => p.events({ after: seqOf(await p.room()) })));
	const ids = (await Promise.all(writers.map((p, i) => p.note(`i stillhet ${i}`)))).map((r) => r.id);
	const left = async () => Number((await d.look()).page.one('#clock').getAttribute('data-clock-ends')) - Date.now();
	while ((await left()) > 60000) await d.step('minus1');
	await d.step('minus1');
	for (const s of seen) {
		await eventually(() => ids.every((id) => s.frames.some((f) => f.data.includes(`id="note-${id}"`))));
		assert.equal(s.frames.filter((f) => f.data.includes(`id="note-${ids[0]}"`)).length, 1, 'once');
	}
	await wait(2500);
	const of = `room_id = (SELECT id FROM sitting WHERE code = '${round.code}')`;
	assert.equal(house.db.rows(`SELECT count(*) FROM event WHERE ${of} AND kind = 'reveal'`)[0][0], '1', 'one reveal');
	for (const s of seen) s.close();
	for (const p of writers) p.close();
});
