/* Sorting: the notes of a step are put into the columns of another, by tables and desk, and everybody sees it. */
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { Desk } from '../lib/desk.mjs';
import { joined, seqOf, uuid } from '../lib/room.mjs';
import { startServer } from '../lib/server.mjs';
import { eventually, Visitor } from '../lib/wire.mjs';
import { openWorkshop, setUp } from '../lib/workplace.mjs';

/* Steps of the workshop Utdype. */
const NOTES = 2;
const SORT = 3;
const TREE = 4;

let server;
let code;
let desk;
let phones;
let union;
let notes;

/* The lists of a page: column ('' for none) → ids of notes. */
function lists(r, table = 1) {
	const out = {};
	for (const ul of r.page.all('[data-sorting] ul.notes, .wall-column ul.notes')) {
		const [, t, column = ''] = /^sort-(\d+)(?:-(.+))?$/.exec(ul.getAttribute('id'));
		if (Number(t) === table) out[column] = [...ul.querySelectorAll('[id^="note-"]')].map((n) => n.getAttribute('id').slice(5));
	}
	return out;
}
const put = (phone, column, ids) => phone.send('sort', [['column', column], ...ids.map((id) => ['note', id])]);

before(async () => {
	server = await startServer();
	const place = await setUp(server);
	let wall;
	union = place.union;
	({ code, wall } = await openWorkshop(place, { name: /Utdype/ }));
	desk = new Desk(place.leader, code);
	desk.wall = wall;
	await desk.take();
	await desk.goTo(NOTES);
	phones = await Promise.all([1, 2, 3].map(() => joined(server, code)));
	notes = [];
	for (let i = 0; i < 12; i++) {
		const r = await phones[i % 3].note(`Lapp nummer ${i}`);
		assert.equal(r.status, 201);
		notes.push(r.id);
	}
	await desk.goTo(SORT);
});
after(() => server?.close());

describe('one table', () => {
	test('all notes lie in no column first, with the prompts of the pack', async () => {
		const r = await phones[0].room();
		assert.deepEqual(lists(r)[''].sort(), [...notes].sort());
		assert.match(r.page.words('main'), /Løsning i forkledning/);
		assert.match(r.page.words('main'), /Hva er problemet som dette skulle løse\?/);
		assert.match(r.page.words('main'), /Når og hvor/, 'says which question the note answered');
	});

	test('several at once, live to phone, desk and wall, with counts', async () => {
		const s = await phones[1].events({ after: seqOf(await phones[1].room()) });
		const w = await phones[1].events({ screen: 'wall', wall: desk.wall, after: seqOf(await phones[1].room()) });
		const some = notes.slice(0, 4);
		assert.equal((await put(phones[0], 'symptom', some)).status, 200);
		await eventually(() => some.every((id) => s.frames.some((f) => f.data.includes(`id="note-${id}"`) && f.data.includes('data-into="sort-1-symptom"'))));
		await eventually(() => w.frames.some((f) => /id="count-sort-0-symptom">4 lapper</.test(f.data)));
		assert.deepEqual(lists(await phones[2].room()).symptom.sort(), [...some].sort());
		assert.deepEqual(lists(await desk.look(), 0).symptom.sort(), [...some].sort());
		const wall = await phones[0].visitor.get(`/r/${code}/wall/${desk.wall}`);
		assert.deepEqual(lists(wall, 0).symptom.sort(), [...some].sort());
		for (const id of notes.slice(4)) assert.ok(!wall.text.includes(id), 'the wall has no room for what is not sorted');
		assert.match(wall.page.words('main'), /Ikke sortert ennå: 8 lapper/);
		s.close();
		w.close();
	});

	test('a note can be moved on, and out again', async () => {
		assert.equal((await put(phones[1], 'problem', [notes[0]])).status, 200);
		assert.ok(lists(await phones[0].room()).problem.includes(notes[0]));
		assert.ok(!lists(await phones[0].room()).symptom.includes(notes[0]));
		assert.equal((await put(phones[1], '', [notes[0]])).status, 200);
		assert.ok(lists(await phones[0].room())[''].includes(notes[0]));
	});

	test('the desk sorts too, with its versions checked', async () => {
		await desk.look();
		const stale = { ...desk.stamp(), step_version: '0', column: 'arsak', note: notes[5] };
		assert.equal((await desk.visitor.post(`${desk.base}/sort`, stale, { accept: '*/*' })).status, 409);
		await desk.act('sort', { column: 'arsak', note: notes[5] });
		assert.ok(lists(await phones[0].room()).arsak.includes(notes[5]));
		await desk.look();
		assert.equal((await desk.send('sort', { column: 'finnes-ikke', note: notes[5] })).status, 422);
		assert.equal((await desk.send('sort', { column: 'arsak' })).status, 422);
	});

	test('without script the form leads back to the room, and says what is missing', async () => {
		const page = await phones[0].room();
		const r = await phones[0].visitor.submit(page, '/sort', { note: notes[6] }, { button: ['column', 'losning'] });
		assert.equal(r.status, 200);
		assert.ok(lists(r).losning.includes(notes[6]));
		const none = await phones[0].visitor.submit(await phones[0].room(), '/sort', {}, { button: ['column', 'losning'] });
		assert.equal(none.status, 422);
		assert.match(none.page.words('[role=alert]:not([hidden])'), /Kryss av minst én lapp/);
	});

	test('what does not fit is refused', async () => {
		assert.equal((await put(phones[0], 'finnes-ikke', [notes[1]])).status, 422);
		assert.equal((await put(phones[0], 'symptom', [uuid()])).status, 404);
		assert.equal((await put(phones[0], 'symptom', [])).status, 422);
		assert.equal((await put(phones[0], 'symptom', ['x'])).status, 422);
		const stranger = new Visitor(server);
		assert.equal((await stranger.post(`/r/${code}/sort`, { column: 'symptom', note: notes[1] }, { accept: '*/*' })).status, 403);
	});

	test('one that was set aside leaves the columns, and comes back to its own', async () => {
		await put(phones[0], 'symptom', [notes[7]]);
		await desk.look();
		const moderate = (who, fields) => who.post(`${desk.base}/note`, { ...desk.stamp(), note: notes[7], ...fields }, { accept: '*/*' });
		assert.equal((await moderate(union, { do: 'aside', reason: 'double' })).status, 204);
		assert.ok(!(await phones[0].room()).text.includes(notes[7]));
		assert.equal((await put(phones[0], 'problem', [notes[7]])).status, 404);
		assert.equal((await moderate(union, { do: 'back' })).status, 204);
		assert.ok(lists(await phones[0].room()).symptom.includes(notes[7]));
	});
});

describe('several tables', () => {
	before(async () => {
		await desk.act('settings', { door: '1', headcount: '12', tables: '3' });
	});

	test('each table has its own part, and chooses which it is', async () => {
		const first = await phones[0].room();
		assert.ok(first.page.formTo('/table'), 'asks for the table');
		assert.equal(first.page.all('[data-sorting]').length, 0);
		const seen = [];
		for (let i = 0; i < 3; i++) {
			await phones[i].send('table', { table: `${i + 1}` });
			const r = await phones[i].room();
			seen.push(...Object.values(lists(r, i + 1)).flat());
		}
		assert.deepEqual(seen.sort(), [...notes].sort(), 'every note at one table');
	});

	test('a phone of another table is told where it cannot see it', async () => {
		const mine = lists(await phones[0].room(), 1);
		const id = mine[''][0] ?? Object.values(mine).flat()[0];
		const s = await phones[1].events({ after: seqOf(await phones[1].room()) });
		await put(phones[0], 'problem', [id]);
		await eventually(() => s.frames.some((f) => f.data.includes(`id="note-${id}"`)));
		assert.ok(s.frames.some((f) => f.data.includes('data-into="sort-1-problem"')), 'a list that its page does not have');
		s.close();
	});

	test('when the step is drawn again, phones fetch their own part', async () => {
		const s = await phones[0].events({ after: seqOf(await phones[0].room()) });
		await desk.step('heard');
		await eventually(() => s.frames.some((f) => /data-reload/.test(f.data)));
		s.close();
	});
});

test('after the step nothing is sorted any more, and what was sorted is kept', async () => {
	await desk.goTo(TREE);
	assert.equal((await put(phones[0], 'symptom', [notes[1]])).status, 409);
	await desk.goTo(SORT);
	await phones[0].send('table', { table: '1' });
	const r = await phones[0].room();
	assert.ok(Object.entries(lists(r, 1)).some(([column, ids]) => column && ids.length));
	await desk.goTo(TREE);
	await desk.act('end', { do: 'close' });
	const bins = server.db.rows('SELECT bin, COUNT(*) FROM note GROUP BY bin ORDER BY bin');
	assert.ok(bins.length > 2, JSON.stringify(bins));
	for (const id of notes) assert.equal(server.db.rows(`SELECT COUNT(*) FROM note WHERE id = '${id}'`)[0][0], '0', 'notes have new ids');
});
