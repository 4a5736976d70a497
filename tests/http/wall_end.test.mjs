/* The wall after the end: it says thank you so that it is read from afar, what was chosen, when all meet again and where to read on;
 * nothing of what was written. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { confirmChoice } from '../lib/chosen.mjs';
import { Desk } from '../lib/desk.mjs';
import { joined, uuid } from '../lib/room.mjs';
import { startServer } from '../lib/server.mjs';
import { Visitor, eventually } from '../lib/wire.mjs';
import { openWorkshop, setUp } from '../lib/workplace.mjs';

let server;
let place;

before(async () => {
	server = await startServer();
	place = await setUp(server);
});
after(() => server?.close());

test('when the room is closed the wall leads to the page of the staff', async () => {
	const { code, wall } = await openWorkshop(place);
	const desk = new Desk(place.leader, code);
	await desk.take();
	const button = (await desk.look()).page.one('#step a.ds-button');
	assert.deepEqual([button.textContent.trim(), button.getAttribute('href')], ['Åpne storskjermen', `/r/${code}/wall/${wall}`], 'before the start');
	await desk.goTo(2);
	const phone = await joined(server, code);
	assert.ok((await phone.send('notes', { id: uuid(), step: 'bra', column: 'bra', text: 'Ingen skal lese dette på veggen' })).status < 400);
	const at = `/r/${code}/wall/${wall}`;
	const screen = new Visitor(server, { 'accept-language': 'nn' });
	assert.equal((await screen.get(at)).status, 200);
	await desk.act('end', { do: 'close' });
	await eventually(() => server.db.rows(`SELECT state FROM sitting WHERE code = '${code}'`)[0][0] === 'closed');
	const r = await screen.get(at);
	assert.equal(r.status, 410);
	assert.equal(r.page.words('h1').trim(), 'Takk for i dag');
	assert.ok(r.page.one('main.wall-frame'), 'a page of the big screen');
	const [[id]] = server.db.rows(`SELECT public_id FROM process WHERE id = ${place.process}`);
	assert.match(r.page.words('footer'), new RegExp(`/w/${id}`));
	assert.ok(r.page.one('footer .qr svg'));
	assert.doesNotMatch(r.text, /Ingen skal lese dette/);
	assert.equal(r.page.all('form, [data-events]').length, 0, 'nothing to press, no stream');
	assert.equal((await new Visitor(server).get(`/w/${id}`)).status, 200);
	/* The phone's page stays as it was. */
	assert.equal((await new Visitor(server).get(`/r/${code}`)).page.all('main.wall-frame').length, 0);
});

/* Themes made at the desk, and so many phones that give their vote to the first. Closed afterwards, unless the room is ended before. */
async function vote(to, phones, { close = true } = {}) {
	const { code, wall } = await openWorkshop(to);
	const desk = new Desk(to.leader, code);
	await desk.take();
	await desk.goTo(8);
	for (const name of ['Ro til rapport', 'Garderoben', 'Vikarer']) await desk.act('themes', { theme: uuid(), name });
	await desk.goTo(9);
	for (let i = 0; i < phones; i++) {
		const phone = await joined(to.server, code);
		const { page } = await phone.room();
		const section = page.all('section[data-votes]').find((s) => s.textContent.includes('Garderoben'));
		const target = (name) => [...section.querySelectorAll('li.vote')].find((l) => l.textContent.includes(name)).getAttribute('data-target');
		for (const name of i ? ['Garderoben'] : ['Garderoben', 'Vikarer']) {
			const r = await phone.send('votes', { round: section.getAttribute('data-round'), target: target(name), count: '1' });
			assert.ok(r.status < 300, r.text);
		}
		phone.close();
	}
	if (close) await desk.act('vote', { do: 'close' });
	return { desk, code, at: `/r/${code}/wall/${wall}` };
}

/* A workplace of its own: each workshop here is its first. */
async function elsewhere() {
	const s = await startServer();
	return Object.assign(await setUp(s), { server: s });
}

test('the wall shows what was chosen and when all meet again, and so does the desk while it is summed up', async () => {
	const to = await elsewhere();
	try {
		const { desk, code, at } = await vote(to, 6);
		await desk.goTo(10);
		const [[next]] = to.server.db.rows("SELECT meet_at FROM process_phase WHERE phase = 'utdype'");
		const day = new Date(Number(next) * 1000);
		const told = new RegExp(`Neste: Utdype .*\\b${day.toLocaleDateString('nb', { day: 'numeric', month: 'long', timeZone: 'Europe/Oslo' })}`);
		assert.match((await desk.look()).page.words('#desk-work'), told);
		await desk.act('end', { do: 'close' });
		const r = await new Visitor(to.server, { 'accept-language': 'nb' }).get(at);
		assert.equal(r.status, 410);
		const list = r.page.all('.wall-themes > li').map((l) => l.textContent.replace(/\s+/g, ' ').trim());
		assert.deepEqual(list, ['Garderoben 6 stemmer', 'Vikarer 1 stemme'], 'most first; what got none is not there');
		assert.match(r.page.words('.wall-next'), told);
		assert.match(r.page.words('main'), /Det dere sa, er lagret uten navn|uten navn/);
		/* Once the three have confirmed it, that is what the wall says. */
		await confirmChoice(to);
		const after = await new Visitor(to.server).get(at);
		assert.deepEqual(after.page.all('.wall-themes h3').map((h) => h.textContent.trim()).slice(0, 1), ['Garderoben']);
		/* On the staff's page the phase has the day it was held, not the one that was planned. */
		const staff = await new Visitor(to.server, { 'accept-language': 'nb' }).get(`/w/${to.server.db.rows('SELECT public_id FROM process')[0][0]}`);
		const phase = staff.page.all('.phases > li').find((l) => l.textContent.includes('Utforske'));
		assert.equal(phase.querySelector('time').getAttribute('datetime'), new Date().toLocaleDateString('sv', { timeZone: 'Europe/Oslo' }));
		/* The phones say the same. */
		const phone = (await new Visitor(to.server).get(`/r/${code}`)).page.words('main');
		assert.match(phone, /Garderoben 6 stemmer/);
	} finally {
		to.server.close();
	}
});

test('of a vote of few the wall tells the order only', async () => {
	const to = await elsewhere();
	try {
		const { desk, at } = await vote(to, 3);
		await desk.act('end', { do: 'close' });
		const r = await new Visitor(to.server, { 'accept-language': 'nb' }).get(at);
		assert.deepEqual(r.page.all('.wall-themes > li').map((l) => [l.getAttribute('value'), l.textContent.trim()]), [['1', 'Garderoben'], ['2', 'Vikarer']]);
		assert.match(r.page.words('main'), /bare som en rekkefølge|rekkefølge/);
		assert.doesNotMatch(r.page.words('main'), /\d+ stemme/);
	} finally {
		to.server.close();
	}
});
