/* The phone's outbox: ids, states, resending, changes and wiping, with a server that answers as told. */
import assert from 'node:assert/strict';
import test from 'node:test';
import { openMemory } from '../../web/js/lib/memory.js';
import { Outbox } from '../../web/js/room/outbox.js';

function fakeStorage() {
	const map = new Map();
	return {
		getItem: (k) => (map.has(k) ? map.get(k) : null),
		setItem: (k, v) => map.set(k, String(v)),
		removeItem: (k) => map.delete(k),
		key: (i) => [...map.keys()][i],
		get length() {
			return map.size;
		},
		map,
	};
}

/* answers: a list of { status } or null, the last one repeats. */
function setUp({ answers = [{ status: 201 }], storage = fakeStorage(), code = 'ABC234' } = {}) {
	const sent = [];
	const timers = [];
	const seen = [];
	let clock = 1000;
	const make = () =>
		new Outbox({
			memory: openMemory(code, storage),
			send: async (url, body) => {
				sent.push({ url, ...body });
				const a = answers.length > 1 ? answers.shift() : answers[0];
				return typeof a === 'function' ? a(url, body) : a;
			},
			changed: (e) => seen.push(`${e.text}: ${e.state}`),
			now: () => clock++,
			random: () => 0.5,
			setTimer: (f, ms) => timers.push({ f, ms }),
			clearTimer: () => {},
		});
	return { box: make(), make, sent, timers, seen, storage, answers };
}

const note = { action: '/r/ABC234/notes', step: '2', column: 'good', text: 'Vi ler' };
const idle = () => new Promise((r) => setTimeout(r, 5));
const last = (list) => list[list.length - 1];

test('a note gets a UUID v4 and a token of 128 bits, and is saved after 201', async () => {
	const t = setUp();
	const { id } = t.box.add(note);
	await idle();
	assert.match(t.sent[0].id, /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
	assert.match(t.sent[0].token, /^[0-9a-f]{32}$/);
	assert.deepEqual([t.sent[0].step, t.sent[0].column, t.sent[0].text], ['2', 'good', 'Vi ler']);
	assert.equal(t.box.get(id).state, 'saved');
});

test('without a network it waits, and is sent again with the same id and text', async () => {
	const t = setUp({ answers: [null, null, { status: 201 }] });
	const { id } = t.box.add(note);
	await idle();
	assert.equal(t.box.get(id).state, 'waiting');
	assert.equal(t.timers.length, 1);
	await t.box.flush();
	assert.ok(last(t.timers).ms > t.timers[0].ms, 'the wait grows');
	await t.box.flush();
	assert.equal(t.box.get(id).state, 'saved');
	assert.equal(new Set(t.sent.map((s) => s.id + s.text)).size, 1);
});

test('a page that was closed in the middle of sending sends again after reload', async () => {
	const t = setUp({ answers: [() => new Promise(() => {}), { status: 200 }] });
	const { id } = t.box.add(note);
	await idle();
	assert.equal(t.box.get(id).state, 'sending');
	const again = t.make();
	assert.equal(again.get(id).state, 'waiting');
	await again.flush();
	assert.equal(again.get(id).state, 'saved');
});

test('a text changed after a lost answer is sent as first written, then as a change', async () => {
	const t = setUp({ answers: [null, { status: 200 }, { status: 200 }] });
	const { id } = t.box.add(note);
	await idle();
	t.box.edit(id, 'Vi ler mye');
	await idle();
	assert.deepEqual(t.sent.map((s) => [s.url, s.text]), [
		['/r/ABC234/notes', 'Vi ler'],
		['/r/ABC234/notes', 'Vi ler'],
		['/r/ABC234/notes/edit', 'Vi ler mye'],
	]);
	assert.equal(t.box.get(id).state, 'saved');
	assert.equal(t.box.get(id).held, 'Vi ler mye');
	assert.equal(last(t.sent).token, t.sent[0].token);
});

test('a change while the first sending is under way is not lost', async () => {
	let answer;
	const t = setUp({ answers: [() => new Promise((r) => (answer = r)), { status: 200 }] });
	const { id } = t.box.add(note);
	await idle();
	t.box.edit(id, 'Ny tekst');
	answer({ status: 201 });
	await idle();
	assert.deepEqual(t.sent.map((s) => s.url), ['/r/ABC234/notes', '/r/ABC234/notes/edit']);
	assert.equal(t.box.get(id).held, 'Ny tekst');
});

test('deleting: never sent is dropped at once; sent is deleted with its token; gone is gone', async () => {
	const t = setUp({ answers: [null, { status: 201 }, { status: 200 }] });
	const a = t.box.add(note);
	await idle();
	t.box.remove(a.id);
	await idle();
	assert.deepEqual(t.sent.map((s) => s.url), ['/r/ABC234/notes', '/r/ABC234/notes', '/r/ABC234/notes/delete']);
	assert.equal(t.box.get(a.id), null);
	t.answers.splice(0, 9, null);
	const b = t.box.add({ ...note, text: 'B' });
	t.box.remove(b.id);
	await idle();
	assert.equal(t.box.entries().filter((e) => !e.gone).length, 0);
});

test('422 is refused and can be written anew; 429 and 503 wait as long as the server asks', async () => {
	const t = setUp({ answers: [{ status: 422 }, { status: 429, retryAfter: 20 }, { status: 503, retryAfter: 7 }, { status: 201 }] });
	const { id } = t.box.add(note);
	await idle();
	assert.deepEqual([t.box.get(id).state, t.box.get(id).why], ['refused', 'text']);
	t.box.edit(id, 'Kortere');
	await idle();
	assert.deepEqual([t.box.get(id).state, t.box.get(id).why], ['waiting', 'limit']);
	assert.ok(last(t.timers).ms >= 20000);
	await t.box.flush();
	assert.ok(last(t.timers).ms >= 7000);
	await t.box.flush();
	assert.equal(t.box.get(id).state, 'saved');
	assert.equal(last(t.sent).text, 'Kortere');
});

test('a seat that is gone: the note is kept and waits, it is told, and it is sent with the next seat', async () => {
	const t = setUp({ answers: [{ status: 403 }, { status: 201 }] });
	let told = 0;
	t.box.denied = () => told++;
	const { id } = t.box.add(note);
	await idle();
	assert.deepEqual([t.box.get(id).state, t.box.get(id).why, told], ['waiting', 'seat', 1]);
	const after = t.make();
	await after.flush();
	assert.deepEqual([after.get(id).state, after.get(id).why], ['saved', '']);
	assert.deepEqual([t.sent[1].id, t.sent[1].text], [id, 'Vi ler']);
});

test('a closed room refuses and says so once', async () => {
	const t = setUp({ answers: [{ status: 410 }] });
	let told = 0;
	t.box.closed = () => told++;
	const { id } = t.box.add(note);
	await idle();
	assert.deepEqual([t.box.get(id).state, t.box.get(id).why, told], ['refused', 'closed', 1]);
});

test('a change that comes too late goes back to what the server has', async () => {
	const t = setUp({ answers: [{ status: 201 }, { status: 409 }] });
	const { id } = t.box.add(note);
	await idle();
	t.box.edit(id, 'For sent');
	await idle();
	assert.deepEqual([t.box.get(id).text, t.box.get(id).why], ['Vi ler', 'late']);
});

test('when the step ends saved notes are forgotten, waiting ones after they are saved', async () => {
	const t = setUp({ answers: [{ status: 201 }, null, { status: 201 }] });
	const a = t.box.add(note);
	await idle();
	const b = t.box.add({ ...note, text: 'B' });
	await idle();
	t.box.keepSteps(['3']);
	assert.equal(t.box.get(a.id), null);
	assert.equal(t.box.get(b.id).state, 'waiting');
	await t.box.flush();
	assert.equal(t.box.get(b.id), null);
	assert.equal([...t.storage.map.keys()].length, 0);
});

test('wiping leaves other rooms alone, and nothing of this one', async () => {
	const storage = fakeStorage();
	const t = setUp({ storage });
	const other = setUp({ storage, code: 'XYZ777' });
	t.box.add(note);
	other.box.add(note);
	await idle();
	t.box.wipe();
	assert.equal(t.box.entries().length, 0);
	assert.equal(other.box.entries().length, 1);
	assert.ok([...storage.map.keys()].every((k) => k.startsWith('medvirk:XYZ777:')));
});

test('wiped while sending: the answer brings nothing back', async () => {
	let answer;
	const t = setUp({ answers: [() => new Promise((r) => (answer = r))] });
	t.box.add(note);
	await idle();
	t.box.wipe();
	answer({ status: 201 });
	await idle();
	assert.equal(t.box.entries().length, 0);
});

test('works in memory when storage is blocked or full', async () => {
	for (const storage of [null, { ...fakeStorage(), length: 0, setItem: () => { throw new Error('quota'); } }]) {
		const t = setUp({ storage });
		const { id } = t.box.add(note);
		await idle();
		assert.equal(t.box.get(id).state, 'saved');
		assert.equal(t.box.entries().length, 1);
		t.box.wipe();
		assert.equal(t.box.entries().length, 0);
	}
});

test('many notes go one at a time and in order', async () => {
	let under = 0;
	let most = 0;
	const t = setUp({
		answers: [
			async () => {
				most = Math.max(most, ++under);
				await idle();
				under--;
				return { status: 201 };
			},
		],
	});
	for (let i = 0; i < 5; i++) t.box.add({ ...note, text: `n${i}` });
	while (t.box.waiting().length) await idle();
	assert.equal(most, 1);
	assert.deepEqual(t.sent.map((s) => s.text), ['n0', 'n1', 'n2', 'n3', 'n4']);
});
