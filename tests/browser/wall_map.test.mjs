/* The map on the wall with far more ideas in one field than it can hold: nothing is cut; the cards come in turns, and the field says how
 * many are not there right now. The desk has all of them. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { DESKTOP, WALL, openBrowser } from '../lib/browser.mjs';
import { choose } from '../lib/chosen.mjs';
import { Desk } from '../lib/desk.mjs';
import { typeIn } from '../lib/paper.mjs';
import { startServer } from '../lib/server.mjs';
import { openWorkshop, setUp } from '../lib/workplace.mjs';
import { enter } from './lib/enter.mjs';

const MANY = 30;
let server;
let browser;
let wall;
let lise;

before(async () => {
	server = await startServer();
	const place = await setUp(server);
	await choose(server, place);
	browser = await openBrowser();
	const room = await openWorkshop(place, { name: /Skape/ });
	const desk = new Desk(place.leader, room.code);
	await desk.take();
	await desk.goTo(2);
	const ideas = Array.from({ length: MANY }, (_, i) => `Idé ${i + 1}: ${'vi prøver noe nytt hver morgen '.repeat((i % 4) + 1).trim()}`);
	await typeIn(place.safety, room.sitting, 'egne-ideer', 'notes', { text: ideas.join('\n') });
	await desk.goTo(5);
	const all = server.db.rows("SELECT id FROM note WHERE step = 'egne-ideer'").map(([id]) => id);
	await typeIn(place.safety, room.sitting, 'sortere', 'places', Object.fromEntries(all.map((id, i) => [`p-note:${id}`, i < MANY - 3 ? '1-2' : '2-1'])));
	wall = await browser.person('wall', { size: WALL, lang: 'nb' });
	lise = await browser.person('lise', { size: DESKTOP, lang: 'nb' });
	await enter(lise, server, place.leader);
	await wall.goto(`${server.url}/r/${room.code}/wall/${room.wall}`);
	await lise.goto(`${server.url}/r/${room.code}/desk`);
});
after(async () => {
	await browser?.close();
	await server?.close();
});

/* What the field shows now: how many cards, how many of them reach out of it, and what it says of the others. */
const field = (across = 1, up = 2) => wall.page.$eval(`.map-field[data-across="${across}"][data-up="${up}"]`, (f) => {
	const shown = [...f.querySelectorAll('.map-card')].filter((c) => !c.hidden);
	const end = f.getBoundingClientRect().bottom;
	return { shown: shown.map((c) => c.textContent.trim()), out: shown.filter((c) => c.getBoundingClientRect().bottom > end + 1).length, cut: shown.filter((c) => c.scrollHeight > c.clientHeight + 1).length, left: f.querySelector('h3').getAttribute('data-left') };
});

test('all ideas come in turns, and none is cut', { timeout: 240000 }, async () => {
	await wall.page.waitForSelector('.map-field h3[data-left]');
	const seen = new Set();
	for (let turns = 0; seen.size < MANY - 3 && turns < 12; turns++) {
		const now = await field();
		assert.deepEqual([now.out, now.cut], [0, 0]);
		assert.equal(now.left, `+${MANY - 3 - now.shown.length} til`);
		now.shown.forEach((t) => seen.add(t));
		if (!turns) await wall.look('wall-map-many', { wide: true });
		const first = now.shown[0];
		if (seen.size < MANY - 3) await wall.page.waitForFunction((t) => [...document.querySelectorAll('#field-1-2 .map-card')].find((c) => !c.hidden)?.textContent.trim() !== t, first, { timeout: 20000 });
	}
	assert.equal(seen.size, MANY - 3);
	assert.equal((await field(2, 1)).out, 0);
});

test('the desk has all of them', async () => {
	assert.equal(await lise.page.$$eval('#field-1-2 .map-line', (all) => all.length), MANY - 3);
	await lise.look('desk-map-many', { lang: 'nb' });
	browser.clean();
});
