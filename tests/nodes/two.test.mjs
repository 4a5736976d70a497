/* Two copies of the program on one PostgreSQL are one: a room over both, one order of events, one vote budget, and a lost notice
 * costs delay only. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { joined, seqOf, uuid, demoLines } from '../lib/room.mjs';
import { Server, endAll } from '../lib/server.mjs';
import { eventually } from '../lib/wire.mjs';

let one;
let two;
let code;

before(async () => {
	one = new Server({ demo: true });
	await one.start();
	code = demoLines(one).code;
	two = new Server({ db: one.db });
	await two.start();
});
after(() => endAll(() => two?.stop(), () => one?.close()));

test('a seat of one copy is a seat of the other', async () => {
	const p = await joined(one, code);
	p.visitor.server = two;
	assert.equal((await p.room()).status, 200);
	assert.equal((await p.note('fra den andre')).status, 201);
});

test('notes of both reach streams of both, in one order', async () => {
	const a = await joined(one, code);
	const b = await joined(two, code);
	const after = seqOf(await a.room());
	const [sa, sb] = [await a.events({ after }), await b.events({ after })];
	const ids = [];
	for (let i = 0; i < 15; i++) ids.push(...(await Promise.all([a.note(`a${i}`), b.note(`b${i}`)])).map((r) => (assert.equal(r.status, 201), r.id)));
	for (const s of [sa, sb]) {
		await eventually(() => ids.every((id) => s.frames.some((f) => f.data.includes(id))));
		const seqs = s.frames.filter((f) => f.id !== undefined).map((f) => Number(f.id));
		assert.ok(seqs.every((x, i) => i === 0 || x > seqs[i - 1]), `rising: ${seqs}`);
		s.close();
	}
	const [[gaps]] = one.db.rows('SELECT count(*) FROM (SELECT room_id FROM event GROUP BY room_id HAVING max(seq) - min(seq) + 1 <> count(*)) AS gaps');
	assert.equal(gaps, '0');
});

test('the same note sent to both copies at once is one note', async () => {
	const a = await joined(one, code);
	const b = await joined(two, code);
	await Promise.all([a.form(), b.form()]);
	for (let i = 0; i < 10; i++) {
		const id = uuid();
		const statuses = (await Promise.all([a.note('samme', { id }), b.note('samme', { id }), a.note('samme', { id }), b.note('samme', { id })])).map((r) => r.status);
		assert.deepEqual(statuses.sort(), [200, 200, 200, 201]);
		assert.equal(one.db.rows(`SELECT id FROM note WHERE id = '${id}'`).length, 1);
	}
});

test('a notice that was lost costs delay and no note', async () => {
	const a = await joined(one, code);
	const b = await joined(two, code);
	const s = await b.events({ after: seqOf(await b.room()) });
	/* Every connection of both copies is cut: what was notified meanwhile is lost, and so may an answer be. */
	one.db.rows('SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()');
	const id = uuid();
	const r = await eventually(async () => {
		const again = await a.note('uten varsel', { id });
		return [200, 201].includes(again.status) && again;
	}, { every: 200 });
	await s.until((f) => f.data.includes(r.id));
	s.close();
});
