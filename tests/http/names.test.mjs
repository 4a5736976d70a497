/* A colleague's name in a note, or in what the group writes in its meeting: it is saved as it is, whoever wrote it is told, and nobody
 * else hears that it was pointed out. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { Desk } from '../lib/desk.mjs';
import { joined, seqOf, token, uuid } from '../lib/room.mjs';
import { startServer } from '../lib/server.mjs';
import { Visitor, eventually } from '../lib/wire.mjs';
import { addPerson, anchor, begin, openWorkshop, setUp } from '../lib/workplace.mjs';

let server;
let place;
let code;
let wall;
let desk;
let phones;
const rows = (sql) => server.db.rows(sql);

before(async () => {
	server = await startServer({ args: ['--methods', 'tests/methods'] });
	place = await setUp(server);
	await addPerson(server, place, 'staff', 'Bodil Ansatt');
	await begin(place, { method: 'mini', name: 'Tre runder' });
	await anchor(place);
	({ code, wall } = await openWorkshop(place, { name: /Runde to/, called: /Runde/ }));
	desk = new Desk(place.leader, code);
	await desk.take();
	phones = await Promise.all(Array.from({ length: 4 }, () => joined(server, code)));
	await desk.goTo(2);
});
after(() => server?.close());

const note = (text, more = {}) => ({ id: uuid(), step: 'lapper', column: 'mer', text, ...more });

test('the note is saved, and the answer to its writer points the name out', async () => {
	const s = await phones[1].events({ screen: 'phone', after: seqOf(await phones[1].room()) });
	const t = token();
	const mine = note('Bodil rydder aldri', { token: t });
	const r = await phones[0].send('notes', mine);
	assert.equal(r.status, 201);
	assert.match(r.text, /^Lagret\. «Bodil» ligner et navn\. .*Da kan teksten stå\.$/);
	assert.deepEqual(rows("SELECT body FROM note WHERE body LIKE 'Bodil%'"), [['Bodil rydder aldri']]);
	await eventually(() => s.frames.some((f) => f.data.includes('Bodil rydder aldri')));
	s.close?.();
	for (const f of s.frames) assert.doesNotMatch(f.data, /ligner et navn/);
	for (const p of [await phones[0].room(), await phones[1].room(), await desk.look(), await new Visitor(server).get(`/r/${code}/wall/${wall}`)]) assert.doesNotMatch(p.text, /«Bodil» ligner et navn/);
	assert.equal((await phones[0].send('notes', note('Vi rydder aldri'))).text, '', 'nothing to say');
	assert.equal((await phones[0].send('notes', mine)).status, 200, 'the same again');
	const changed = await phones[0].send('notes/edit', { id: mine.id, token: t, text: 'Torunn og bodil rydder' });
	assert.equal(changed.status, 200);
	assert.match(changed.text, /«bodil» ligner et navn/);
	assert.equal((await phones[0].send('notes/edit', { id: mine.id, token: t, text: 'Noen rydder' })).text, '');
	assert.doesNotMatch(server.log(), /Bodil|bodil/);
});

test('in the language of the phone', async () => {
	const p = await joined(server, code, { 'accept-language': 'nn' });
	assert.match((await p.send('notes', note('Spør Bodil'))).text, /^Lagra\. «Bodil» liknar eit namn/);
});

test('a plain form goes back to the room, which says so without the word', async () => {
	const r = await phones[2].visitor.post(`/r/${code}/notes`, { step: 'lapper', column: 'mer', text: 'Bodil er sur', about: '' }, { accept: 'text/html' });
	assert.deepEqual([r.status, r.location], [303, `/r/${code}/room?named=1`]);
	const page = await phones[2].visitor.get(r.location);
	assert.match(page.page.words('[role="alert"]:not([hidden])'), /Lappen er lagret.*ligner navnet på en kollega/);
	assert.doesNotMatch(page.page.words('[role="alert"]:not([hidden])'), /Bodil/);
});

test('somebody who has just been registered is known within the minute', async () => {
	await addPerson(server, place, 'staff', 'Ragnfrid Ny');
	await eventually(async () => /ligner et navn/.test((await phones[3].send('notes', note('Ragnfrid vet det'))).text), { ms: 90000, every: 4000 });
});

test('in the group\'s meeting the input stands, with the warning beside it', async () => {
	await begin(place, { method: 'oss-og-vart', name: 'Oss og vårt' });
	const [[id]] = rows("SELECT s.id FROM sitting s JOIN process p ON p.id = s.process_id WHERE p.name = 'Oss og vårt' AND s.kind = 'group' ORDER BY s.starts_at LIMIT 1");
	const meet = `/s/${id}/meeting`;
	await place.leader.submit(await place.leader.get(`/s/${id}`), '/open');
	for (const who of ['leader', 'union', 'safety']) await place[who].submit(await place[who].get(meet), '/join');
	const press = async (what) => {
		const r = await place.leader.get(meet);
		return place.leader.submit(r, r.page.one(`button[name="do"][value="${what}"]`).closest('form'), {}, { button: ['do', what] });
	};
	let page = await press('start');
	for (let i = 0; i < 8 && !page.page.one('form[action$="/meeting/input"]'); i++) page = await press('next');
	const r = await place.union.submit(await place.union.get(meet), '/meeting/input', { text: 'Bodil må høres' });
	assert.equal(r.status, 200);
	assert.match((await place.safety.get(meet)).page.words('.inputs'), /Bodil må høres ?«Bodil» ligner et navn/);
	assert.equal(rows('SELECT count(*) FROM group_input')[0][0], '1');
});
