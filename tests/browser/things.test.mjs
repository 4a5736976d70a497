/* Sheets, ideas built on ideas, the map, votes on ideas, proposals and verdicts, in browsers: a phone in nynorsk, a small one at
 * 320 px, the desk and the wall; by axe, by keyboard, and by people who read the pictures. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { DESKTOP, PHONE, SMALL, WALL, openBrowser } from '../lib/browser.mjs';
import { CHALLENGES, choose } from '../lib/chosen.mjs';
import { Desk } from '../lib/desk.mjs';
import { joined, uuid } from '../lib/room.mjs';
import { startServer } from '../lib/server.mjs';
import { openWorkshop, setUp } from '../lib/workplace.mjs';
import { enter } from './lib/enter.mjs';

let server;
let place;
let browser;
let kari;
let per;
let lise;
let wall;
let desk;
let code;
let helpers;

before(async () => {
	server = await startServer();
	place = await setUp(server);
	await choose(server, place);
	browser = await openBrowser();
	kari = await browser.person('kari', { size: PHONE, lang: 'nn' });
	per = await browser.person('per', { size: SMALL, lang: 'nb' });
	lise = await browser.person('lise', { size: DESKTOP, lang: 'nb' });
	wall = await browser.person('wall', { size: WALL, lang: 'nb' });
	await enter(lise, server, place.leader);
	for (const p of [kari, per, lise, wall]) {
		p.expect(/409 \(Conflict/);
		p.expect(/410 \(Gone/);
	}
});
after(async () => {
	await browser?.close();
	await server?.close();
});

async function open(name) {
	const opened = await openWorkshop(place, { name });
	code = opened.code;
	desk = new Desk(place.leader, code);
	await desk.take();
	await desk.act('settings', { door: '1', headcount: '6', tables: '2' });
	helpers = await Promise.all(Array.from({ length: 5 }, () => joined(server, code)));
	for (const p of [kari, per]) {
		await p.goto(`${server.url}/r/${code}`);
		await p.page.click('form[action$="/join"] button');
		await p.page.waitForSelector('main[data-room]');
	}
	await wall.goto(`${server.url}/r/${code}/wall/${opened.wall}`);
	await lise.goto(`${server.url}/r/${code}/desk`);
}
const until = (p, selector, text) => p.page.waitForFunction(([s, t]) => (document.querySelector(s)?.textContent ?? '').replace(/\s+/g, ' ').includes(t), [selector, text]);
const look = async (name) => {
	await kari.look(`things-${name}-phone-nn`, { lang: 'nn' });
	await per.look(`things-${name}-320-nb`, { lang: 'nb' });
	await wall.look(`things-${name}-wall`, { wide: true });
	await lise.look(`things-${name}-desk`);
};
/* Sits down at a table, where the step has tables. */
async function sit(p, table) {
	await p.page.selectOption('#table', String(table));
	await p.page.click('form[action$="/table"] button');
	await p.page.waitForSelector('.sheet, #take, #map-h');
}

test('a sheet at the table: two write in the same field, and both see both', async () => {
	await open(/Utdype/);
	await desk.goTo(2);
	await until(kari, '#step', CHALLENGES[0]);
	await look('notes-about');
	await desk.goTo(7);
	await kari.page.waitForSelector('#table');
	await sit(kari, 1);
	await sit(per, 1);
	const field = (p) => p.page.locator('section.sheet').first().locator('[name="f-hvordan"]');
	await field(per).fill('nå fram til alle');
	await field(kari).fill('få beskjedene fram');
	await kari.page.locator('section.sheet').first().locator('button[type=submit]').click();
	await until(wall, '#entries', 'Hvordan kan vi få beskjedene fram');
	await per.page.waitForFunction(() => !document.querySelector('.field-other')?.hidden);
	assert.match(await per.page.locator('.field-other').first().textContent(), /få beskjedene fram/);
	assert.equal(await field(per).inputValue(), 'nå fram til alle', 'nothing is taken out of anybody\'s hands');
	/* A colleague's name: kept, and warned about beside the field without a new page. */
	const more = kari.page.locator('section.sheet').first().locator('[name="f-slik-at"]');
	await more.fill('Vera slipper å lete');
	const told = Promise.all(['[data-warns]', '#say'].map((s) => until(kari, s, '«Vera» liknar eit namn')));
	await kari.page.locator('section.sheet').first().locator('button[type=submit]').click();
	await told;
	assert.equal(await more.inputValue(), 'Vera slipper å lete');
	assert.equal(await more.getAttribute('aria-describedby'), await kari.page.locator('[data-warns]').getAttribute('id'));
	await until(lise, '#desk-work [data-warns]', '«Vera» ligner et navn');
	await look('sheets');
	browser.clean();
});

test('ideas: yes, and …; the map by keyboard; votes; a proposal', async () => {
	await desk.look();
	await desk.send('end', { do: 'close' });
	await open(/Skape/);
	const ideas = [];
	const send = async (p, step, text, more = {}) => {
		const id = uuid();
		assert.equal((await p.send('notes', { id, step, column: 'ide', text, ...more })).status, 201);
		ideas.push(id);
	};
	await desk.goTo(2);
	for (const [i, text] of ['En tavle ved døra', 'En felles beskjedbok som alle leser før vakta begynner', 'Rapport ved sengene', 'Fem minutter overlapp'].entries()) await send(helpers[i], 'egne-ideer', text);
	await desk.goTo(3);
	await kari.page.waitForSelector('.yes-and');
	await kari.page.locator('.yes-and').first().click();
	assert.equal(await kari.page.evaluate(() => document.activeElement.name), 'text', 'one can write at once');
	await kari.page.fill('[name=text]', 'med namnet på den som har vakt');
	await kari.page.click('[data-outbox] button[type=submit]');
	await kari.page.waitForSelector('#shown .note-on');
	assert.equal(await kari.page.isChecked('#on-none'), true, 'the next note is new again');
	await look('build');

	await desk.goTo(5);
	await kari.page.waitForSelector('#table');
	await sit(kari, 1);
	await sit(per, 2);
	const first = kari.page.locator('.map-line form.place').first();
	await first.locator('input[name=across]').first().focus();
	await kari.page.keyboard.press('Space');
	await kari.page.keyboard.press('Tab');
	await kari.page.keyboard.press('Space');
	await kari.page.keyboard.press('ArrowRight');
	await kari.page.keyboard.press('Tab');
	await kari.page.keyboard.press('Enter');
	await wall.page.waitForSelector('#field-1-2 .map-card');
	await look('map');

	await desk.goTo(7);
	await kari.page.waitForSelector('li.vote');
	await kari.page.locator('li.vote [id^="more-"]').first().click();
	await look('votes');
	await desk.act('vote', { do: 'close' });
	await desk.goTo(8);
	await kari.page.waitForSelector('#table');
	await sit(kari, 1);
	await sit(per, 2);
	await kari.page.locator('#take form button').first().click();
	await kari.page.waitForSelector('section.sheet');
	await until(per, '#take', 'Bord 1 har tatt denne');
	await per.page.click('text=Lag et forslag uten noen av disse');
	await per.page.waitForSelector('section.sheet .no-parent');
	await kari.page.fill('section.sheet [name="f-tittel"]', 'Tavle med vakt');
	await kari.page.fill('section.sheet [name="f-hva"]', 'Ei tavle ved døra der vi skriv det viktigaste.');
	await kari.page.locator('section.sheet button[type=submit]').first().click();
	await until(wall, '#entries', 'Tavle med vakt');
	await look('proposals');
	browser.clean();
});

test('the choice of proposals', async () => {
	await desk.look();
	await desk.send('end', { do: 'close' });
	for (const [p, lang] of [[kari, 'nn'], [per, 'nb']]) {
		await p.goto(`${server.url}/r/${code}`);
		await until(p, 'main', 'Tavle med vakt');
		await p.look(`things-over-${p.name}`, { lang });
	}
	await lise.goto(`${server.url}/p/${place.process}/results`);
	await until(lise, 'main', 'Tavle med vakt');
	await lise.look('things-results-lise', { lang: 'nb' });
	for (const [p, lang, visitor] of [[lise, 'nb'], [per, 'nb', place.union]]) {
		if (visitor) await enter(p, server, visitor);
		await p.goto(`${server.url}/p/${place.process}/decide?phase=skape`);
		await p.look(`things-decide-${p.name}`, { lang });
	}
	browser.clean();
	browser.hand();
});
