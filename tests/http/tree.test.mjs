/* Trees of causes: several phones dig in the same tree at once, desk and wall see it, nothing is overwritten, and what is left when the
 * room has closed. */
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { CHALLENGES, choose } from '../lib/chosen.mjs';
import { Desk } from '../lib/desk.mjs';
import { joined, seqOf, uuid } from '../lib/room.mjs';
import { startServer } from '../lib/server.mjs';
import { eventually, Visitor } from '../lib/wire.mjs';
import { addPerson, openWorkshop, setUp } from '../lib/workplace.mjs';

/* A step of the workshop Utdype. */
const TREE = 4;

let server;
let place;
let code;
let wall;
let desk;
let phones;
let about;

const why = async (phone, under, text, more = {}) => {
	const id = more.id ?? uuid();
	const r = await phone.send('causes', { id, under, text, ...more });
	r.id = id;
	return r;
};
const element = (ref) => ref.replace(':', '-');
/* The change form of a cause, as the phone gets it. */
const open = (phone, id) => phone.visitor.post(`/r/${code}/causes/open`, { cause: id });
const formOf = (r, action) => {
	const form = r.page.forms().find((f) => f.getAttribute('action').endsWith(action));
	return { action: form.getAttribute('action'), fields: Object.fromEntries(r.page.fieldsOf(form)) };
};
const change = async (phone, page, values) => {
	const f = formOf(page, '/causes/edit');
	return phone.visitor.post(f.action, { ...f.fields, ...values });
};
/* Texts right below a list. */
const below = (r, list) => r.page.all(`#causes-${list} > .branch > .cause > .cause-text`).map((n) => n.textContent.trim());

before(async () => {
	server = await startServer();
	place = await setUp(server);
	await addPerson(server, place, 'staff', 'Torunn Åsheim');
	await choose(server, place);
	({ code, wall } = await openWorkshop(place, { name: /Utdype/ }));
	desk = new Desk(place.leader, code);
	await desk.take();
	await desk.goTo(TREE);
	phones = await Promise.all([1, 2, 3].map(() => joined(server, code)));
	const r = await phones[0].room();
	about = r.page.all('.cause-add [name="under"]').map((i) => i.getAttribute('value'));
});
after(() => server?.close());

describe('digging', () => {
	let first;
	let second;

	test('there is a tree for each challenge that was chosen, and for nothing else', async () => {
		const r = await phones[0].room();
		const heads = r.page.all('.tree > h2').map((h) => h.textContent.trim());
		for (const c of CHALLENGES) assert.ok(heads.includes(c), heads.join());
		assert.ok(!heads.includes('Vi ler sammen'), 'what is to be preserved needs no cause');
		assert.equal(about.length, heads.length);
		assert.match(about[0], /^challenge:\d+$/);
	});

	test('a why goes up at once on phones, desk and wall; sent again it is the same', async () => {
		const s = await phones[1].events({ after: seqOf(await phones[1].room()) });
		const w = await phones[1].events({ screen: 'wall', wall, after: seqOf(await phones[1].room()) });
		const r = await why(phones[0], about[0], 'Det er for mange kanaler', { bone: 'kommunikasjon' });
		first = r.id;
		assert.equal(r.status, 200);
		assert.equal((await why(phones[0], about[0], 'Det er for mange kanaler', { id: first })).status, 200);
		await eventually(() => s.frames.some((f) => f.data.includes(`id="branch-${first}"`) && f.data.includes(`data-into="causes-${element(about[0])}"`)));
		await eventually(() => w.frames.some((f) => f.data.includes(`id="fish-${element(about[0])}"`) && f.data.includes('<svg')));
		assert.deepEqual(below(await phones[2].room(), element(about[0])), ['Det er for mange kanaler']);
		assert.equal(server.db.rows('SELECT COUNT(*) FROM cause')[0][0], '1');
		s.close();
		w.close();
	});

	test('several tables branch below the same why at the same time, and nothing is lost', async () => {
		const all = await Promise.all(phones.flatMap((p, i) => [0, 1, 2].map((k) => why(p, `cause:${first}`, `Grein ${i}-${k}`))));
		assert.deepEqual(all.map((r) => r.status), Array(9).fill(200));
		second = all[0].id;
		const r = await phones[0].room();
		assert.equal(below(r, first).length, 9);
		assert.equal((await why(phones[1], `cause:${second}`, 'Enda dypere')).status, 200);
	});

	test('the drawing and the text beside it say the same', async () => {
		const r = await phones[0].visitor.get(`/r/${code}/wall/${wall}`);
		const svg = r.page.one(`#fish-${element(about[0])} svg`);
		assert.equal(svg.getAttribute('role'), 'img');
		for (const id of svg.getAttribute('aria-labelledby').split(' ')) assert.ok(r.page.one(`#${id}`)?.textContent.trim());
		const drawn = [...svg.querySelectorAll('text')].map((t) => t.textContent).join(' ');
		const text = r.page.one(`#fish-${element(about[0])} .fish-text`).textContent;
		for (const s of ['Grein 2-1', 'Enda dypere', 'Informasjon og samarbeid']) assert.ok(drawn.includes(s) && text.includes(s), s);
		assert.ok(drawn.includes(CHALLENGES[0].split(' ')[0]));
	});

	test('two change the same text: the second sees both, and nothing is overwritten', async () => {
		const a = await open(phones[0], first);
		const b = await open(phones[1], first);
		assert.equal(a.status, 200);
		const done = await change(phones[0], a, { text: 'For mange kanaler', evidence: 'seen', root: '1' });
		assert.equal(done.status, 303);
		assert.match(done.headers.location, /\/room#branch-/);
		const late = await change(phones[1], b, { text: 'Beskjeder ligger seks steder' });
		assert.equal(late.status, 409);
		assert.match(late.page.words('[role=alert]'), /Noen andre endret den.*For mange kanaler/);
		assert.match(late.page.one('textarea').textContent, /Beskjeder ligger seks steder/);
		assert.deepEqual(below(await phones[2].room(), element(about[0])), ['For mange kanaler']);
		const both = await change(phones[1], late, { text: 'For mange kanaler: seks steder' });
		assert.equal(both.status, 303);
		const r = await phones[2].room();
		assert.match(r.page.words(`#branch-${first} > .cause`), /Rotårsak/);
		assert.match(r.page.words(`#branch-${first} > .cause`), /Vi har sett det/);
	});

	test('who only ticks keeps what another has written meanwhile', async () => {
		const a = await open(phones[0], second);
		await change(phones[1], await open(phones[1], second), { text: 'Bedre sagt' });
		assert.equal((await change(phones[0], a, { find_out: '1' })).status, 303);
		assert.match((await phones[2].room()).page.words(`#branch-${second} > .cause`), /Bedre sagt.*Må finne ut/);
	});

	test('a branch can be put elsewhere with all below it, but not below itself or into another tree', async () => {
		const page = await open(phones[0], first);
		const f = formOf(page, '/causes/edit');
		assert.ok(f);
		const other = (await why(phones[0], about[0], 'En gren til')).id;
		const move = (id, under) => phones[0].visitor.post(`/r/${code}/causes/move`, { cause: id, under });
		assert.equal((await move(first, `cause:${second}`)).status, 422);
		assert.equal((await move(first, `cause:${first}`)).status, 422);
		assert.equal((await move(second, about[1])).status, 422);
		const s = await phones[1].events({ after: seqOf(await phones[1].room()) });
		assert.equal((await move(second, `cause:${other}`)).status, 303);
		await eventually(() => s.frames.some((x) => x.data.includes(`id="tree-${element(about[0])}"`)));
		const r = await phones[2].room();
		assert.deepEqual(below(r, other), ['Bedre sagt']);
		assert.deepEqual(below(r, second), ['Enda dypere']);
		s.close();
	});

	test('a name of the staff list is warned about, kept in the field, and may stay', async () => {
		const r = await phones[0].visitor.submit(await phones[0].room(), (await phones[0].room()).page.forms().find((f) => f.getAttribute('id') === `add-${element(about[1])}`), { text: 'Torunn glemmer tavla' });
		assert.equal(r.status, 422);
		assert.match(r.page.words(`#add-${element(about[1])} [role=alert]`), /«Torunn» ligner et navn.*måten vi jobber på/);
		assert.match(r.page.one(`#text-${element(about[1])}`).textContent, /Torunn glemmer tavla/);
		assert.equal(server.db.rows("SELECT COUNT(*) FROM cause WHERE body LIKE 'Torunn%'")[0][0], '0');
		assert.ok(!server.log().includes('Torunn glemmer'));
		const kept = await why(phones[0], about[1], 'Torunn glemmer tavla', { anyway: '1' });
		assert.equal(kept.status, 200);
		assert.equal((await why(phones[0], about[1], 'Vi har ingen tavle på natt')).status, 200, 'other words are no names');
	});

	test('limits are said plainly', async () => {
		let under = about[1];
		for (let i = 0; i < 8; i++) under = `cause:${(await why(phones[0], under, `Nivå ${i}`)).id}`;
		const deep = await phones[0].visitor.post(`/r/${code}/causes`, { under, text: 'Nivå 9' });
		assert.equal(deep.status, 422);
		assert.match(deep.page.words(), /spurt hvorfor mange ganger/);
		assert.equal((await why(phones[0], about[1], 'x'.repeat(201))).status, 422);
		assert.equal((await why(phones[0], about[1], '  ')).status, 422);
		assert.equal((await why(phones[0], 'challenge:999999', 'Ingenting')).status, 404);
		assert.equal((await why(phones[0], `cause:${uuid()}`, 'Ingenting')).status, 404);
		assert.equal((await why(phones[0], about[0], 'x', { id: '7' })).status, 422);
		const stranger = new Visitor(server);
		assert.equal((await stranger.post(`/r/${code}/causes`, { id: uuid(), under: about[0], text: 'x' }, { accept: '*/*' })).status, 403);
		assert.equal((await stranger.post(`/r/${code}/causes/open`, { cause: first }, { accept: '*/*' })).status, 403);
	});
});

describe('the desk', () => {
	test('has its own part in the trees, and names the bones', async () => {
		await desk.look();
		const r = await desk.visitor.post(`${desk.base}/causes`, { id: uuid(), under: about[0], text: 'Fra pulten', bone: 'rutiner' }, { accept: '*/*' });
		assert.equal(r.status, 200);
		assert.ok(below(await phones[0].room(), element(about[0])).includes('Fra pulten'));
		const name = (fields) => desk.visitor.post(`${desk.base}/bones`, { about: about[0], ...fields }, { accept: '*/*' });
		assert.equal((await name({ bone: 'rutiner', name: 'Vaner' })).status, 204);
		assert.equal((await name({ name: 'Penger' })).status, 204);
		const wallPage = await phones[0].visitor.get(`/r/${code}/wall/${wall}`);
		const text = wallPage.page.words(`#fish-${element(about[0])}`);
		assert.match(text, /Vaner/);
		assert.match(text, /Penger/);
		assert.doesNotMatch(wallPage.page.words(`#fish-${element(about[1])}`), /Penger/, 'each challenge has bones of its own');
		assert.equal((await name({ bone: 'rutiner', name: '' })).status, 204);
		assert.match((await phones[0].room()).text, /<option value="rutiner">Rutiner/);
		assert.equal((await name({ bone: 'finnes-ikke', name: 'x' })).status, 422);
	});

	test('sets a cause aside and erases by the rules for notes; what hangs below stays', async () => {
		const parent = (await why(phones[0], about[0], 'Om en bestemt person')).id;
		const child = (await why(phones[0], `cause:${parent}`, 'Under den')).id;
		const moderate = (who, id, fields) => who.post(`${desk.base}/note`, { ...desk.stamp(), note: id, ...fields }, { accept: '*/*' });
		await desk.look();
		assert.equal((await moderate(place.leader, parent, { do: 'aside', reason: 'person' })).status, 204);
		assert.match((await desk.look()).page.words('#desk-aside'), /Lise Leder.*Om en bestemt person/, 'the leader alone only asks');
		assert.equal((await moderate(place.union, parent, { do: 'aside', reason: 'person' })).status, 204);
		let r = await phones[0].room();
		assert.ok(!r.text.includes('Om en bestemt person'));
		assert.match(r.page.words(`#branch-${parent}`), /\(lagt til side\).*Under den/);
		assert.ok(!(await phones[0].visitor.get(`/r/${code}/wall/${wall}`)).text.includes('Om en bestemt person'));
		assert.equal((await moderate(place.union, parent, { do: 'back' })).status, 204);
		assert.ok((await phones[0].room()).text.includes('Om en bestemt person'));
		await moderate(place.safety, child, { do: 'erase' });
		assert.ok((await phones[0].room()).text.includes('Under den'));
		await desk.look();
		await moderate(place.leader, child, { do: 'erase' });
		r = await phones[0].room();
		assert.ok(!r.text.includes('Under den'));
		assert.equal(r.page.all(`#branch-${child}`).length, 0, 'nothing hangs below it, so it is gone');
		assert.deepEqual(server.db.rows(`SELECT state, body FROM cause WHERE id = '${child}'`), [['erased', '']]);
	});
});

test('without script the whole tree works by plain forms', async () => {
	const p = await joined(server, code);
	let r = await p.room();
	r = await p.visitor.submit(r, r.page.forms().find((f) => f.getAttribute('id') === `add-${element(about[1])}`), { text: 'Skrevet uten skript' });
	assert.equal(r.status, 200);
	const li = r.page.all('.branch').find((b) => b.querySelector('.cause-text').textContent.trim() === 'Skrevet uten skript');
	const id = li.getAttribute('id').slice(7);
	r = await p.visitor.submit(r, r.page.forms().find((f) => f.getAttribute('id') === `add-${id}`), { text: 'Og under der' });
	assert.deepEqual(below(r, id), ['Og under der']);
	const page = await p.visitor.submit(r, r.page.forms().find((f) => f.getAttribute('id') === `open-${id}`));
	assert.equal(page.status, 200);
	r = await p.visitor.submit(page, '/causes/edit', { text: 'Rettet uten skript', find_out: '1' });
	assert.equal(r.status, 200);
	assert.match(r.page.words(`#branch-${id} > .cause`), /Rettet uten skript.*Må finne ut/);
});

test('when the room has closed, nothing leads back, brothers stand at random, and what must be found out is a task', async () => {
	const ids = server.db.rows('SELECT id FROM cause').map((r) => r[0]);
	const texts = server.db.rows("SELECT body FROM cause WHERE state = 'shown'").map((r) => r[0]).sort();
	await desk.act('end', { do: 'close' });
	const left = server.db.rows("SELECT id, COALESCE(CAST(room_id AS TEXT), '-'), body, state, COALESCE(parent, '-') FROM cause");
	assert.deepEqual(left.filter((r) => r[3] === 'shown').map((r) => r[2]).sort(), texts);
	assert.ok(left.every((r) => r[1] === '-' && !ids.includes(r[0]) && !ids.includes(r[4])), 'new ids, and parents with them');
	const known = new Set(left.map((r) => r[0]));
	assert.ok(left.every((r) => r[4] === '-' || known.has(r[4])));
	const tasks = server.db.rows('SELECT thing, body FROM task ORDER BY body');
	assert.deepEqual(tasks.map((t) => t[1]), ['Bedre sagt', 'Rettet uten skript']);
	for (const [thing] of tasks) assert.ok(known.has(thing.replace('cause:', '')));
});
