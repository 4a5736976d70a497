/* Several sittings of one workshop: the small one's numbers are never shown nor to be found by subtraction, duplicates meet, and
 * a vote over all is held about what is left. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { heldOnPaper } from '../lib/paper.mjs';
import { Phone, joined } from '../lib/room.mjs';
import { startServer } from '../lib/server.mjs';
import { addGathering, addPerson, underWay } from '../lib/workplace.mjs';

let server;
let place;
let staff;
let p;
const rows = (sql) => server.db.rows(sql);
const hard = (name, notes, dots) => ({ step: 'vanskelig-temaer', name, notes, dots });
const id = (name) => rows(`SELECT id FROM theme WHERE name = '${name}'`)[0][0];
const day = (days) => new Date(Date.now() + days * 86400e3).toISOString().slice(0, 10);

const gather = (fields) => addGathering(place.leader, place.process, 'utforske', { time: '22:30', place: 'Vaktrommet', ...fields });

before(async () => {
	server = await startServer();
	place = await underWay(server);
	p = `/p/${place.process}`;
	staff = await addPerson(server, place, 'staff', 'Stine Staff');
});
after(() => server?.close());

test('a sitting of enough people shows its numbers', async () => {
	const one = Number(rows("SELECT id FROM sitting WHERE phase = 'utforske' AND kind = 'staff'")[0][0]);
	await heldOnPaper(server, place.safety, one, { voters: 9, themes: [hard('Beskjeder', ['Tavla', 'Rapporten'], 8), hard('Morgenstell', ['Tid'], 11), { step: 'bra-temaer', name: 'Humor', notes: ['Vi ler'], dots: 7 }] });
	const r = await place.union.get(`${p}/themes`);
	assert.match(r.page.words('main'), /9 personer stemte.*Morgenstell 1 lapp · 11 stemmer/);
});

test('with three from the night shift an order is all there is', async () => {
	const night = await gather({ kind: 'staff', label: 'Nattevakt', date: day(40) });
	assert.match((await place.union.get(`${p}/themes`)).page.words('main'), /1 omgang gjenstår/);
	await heldOnPaper(server, place.safety, night, { voters: 3, themes: [hard('Rapporten rekker ikke', ['Fem minutter'], 4), hard('Alene om natten', ['Alene med 20'], 3)] });
	for (const [who, at] of [[place.union, `${p}/themes`], [place.leader, `${p}/choose`], [staff, `${p}/results`], [staff, `/w/${rows('SELECT public_id FROM process')[0][0]}`]]) {
		const r = await who.get(at);
		const words = r.page.words('main');
		assert.match(words, /viser vi bare rekkefølgen/, at);
		assert.match(words, /nr\. 1 i avstemningen/, at);
		assert.doesNotMatch(words, /Morgenstell[^A-Z]*11 stemmer|12 personer|3 personer/, at);
		assert.match(words, /9 personer stemte/, `${at}: nobody of the three voted about what is good`);
	}
});

test('what is alike is merged, and the sum keeps its silence', async () => {
	const page = await place.union.get(`${p}/themes`);
	const box = page.page.one(`input[name="theme"][value="${id('Beskjeder')}"]`);
	const form = page.page.forms().find((f) => f.getAttribute('id') === box.getAttribute('form'));
	const r = await place.union.submit(page, form, { theme: [id('Beskjeder'), id('Rapporten rekker ikke')], name: 'Beskjeder mellom vaktene' });
	assert.match(r.page.words('main'), /Beskjeder mellom vaktene 3 lapper · nr\. 1 i avstemningen/);
});

let code;
let voting;
test('a vote over all is about the merged themes, which stand from then on', async () => {
	voting = await gather({ kind: 'voting', label: '', date: day(0), time: '00:05', end_date: day(3), end_time: '23:00' });
	const r = await place.leader.submit(await place.leader.get(`/s/${voting}`), `/s/${voting}/open`);
	assert.equal(r.status, 200, r.page.words('main').slice(0, 300));
	code = rows(`SELECT code FROM sitting WHERE id = ${voting}`)[0][0];
	const page = await place.union.get(`${p}/themes`);
	assert.match(page.page.words('main'), /Den felles avstemningen har begynt/);
	assert.equal(page.page.all('form[action$="/merge"]').length, 0);
	const stale = await place.union.post(`${p}/themes/merge`, [['key', 'k-late'], ['phase', 'utforske'], ['theme', id('Morgenstell')], ['theme', id('Alene om natten')], ['name', 'x']]);
	assert.equal(stale.status, 409);
});

test('its count is what stands, and is shown when enough have voted', async () => {
	const wanted = ['Alene om natten', 'Alene om natten', 'Alene om natten', 'Beskjeder mellom vaktene', 'Morgenstell', 'Alene om natten'];
	for (const theme of wanted) {
		const phone = await joined(server, code);
		const room = await phone.room();
		const form = room.page.all('form.vote-form, form').find((f) => f.querySelector('[name="target"]')?.getAttribute('value') === id(theme));
		assert.ok(form, `${room.status} ${room.page.words().slice(0, 400)}`);
		const voted = await phone.send('votes', { round: form.querySelector('[name="round"]').getAttribute('value'), target: id(theme), count: '1' });
		assert.equal(voted.status, 200);
		phone.close();
	}
	const closed = await place.leader.submit(await place.leader.get(`/s/${voting}`), `/s/${voting}/close`);
	assert.equal(closed.status, 200, closed.page.words('main').slice(0, 300));
	const r = await staff.get(`${p}/results`);
	assert.match(r.page.words('main'), /Alene om natten 4 stemmer.*6 personer stemte, i den felles avstemningen/);
	assert.doesNotMatch(r.page.words('main'), /Alene om natten[^A-Z]*7 stemmer/);
});

test('the page after it has the top of the vote and the next date', async () => {
	const phone = new Phone(server, code);
	const over = await phone.visitor.get(`/r/${code}`);
	assert.equal(over.status, 410);
	assert.match(over.page.words('main'), /Takk.*Alene om natten 4 stemmer.*Neste gang/);
	const link = over.page.links().find((l) => l.includes('next.ics'));
	assert.equal((await phone.visitor.get(link)).status, 200);
	phone.close();
});
