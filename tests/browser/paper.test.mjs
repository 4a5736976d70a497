/* Typing in from paper, in browsers: every kind of step open, on a desktop in bokmål and at 320 px in nynorsk, with what is there
 * already and with what came back wrong. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { DESKTOP, SMALL, openBrowser } from '../lib/browser.mjs';
import { CHALLENGES, choose } from '../lib/chosen.mjs';
import { typeIn } from '../lib/paper.mjs';
import { startServer } from '../lib/server.mjs';
import { setUp } from '../lib/workplace.mjs';
import { enter, speak } from './lib/enter.mjs';

let server;
let place;
let browser;
let vera;
let tor;

const one = (sql) => server.db.rows(sql)[0]?.[0];
const ref = (title) => `challenge:${one(`SELECT id FROM challenge WHERE title = '${title}'`)}`;
const planned = (phase) => Number(one(`SELECT id FROM sitting WHERE phase = '${phase}' AND kind = 'staff' AND state = 'planned' ORDER BY id LIMIT 1`));

before(async () => {
	server = await startServer();
	place = await setUp(server);
	await choose(server, place);
	browser = await openBrowser();
	vera = await browser.person('vera', { size: DESKTOP, lang: 'nb' });
	tor = await browser.person('tor', { size: SMALL, lang: 'nn' });
	for (const [p, who] of [[vera, place.safety], [tor, place.union]]) {
		await enter(p, server, who);
		p.expect(/422 \(Unprocessable/);
	}
	await tor.goto(`${server.url}/p/${place.process}`);
	await speak(tor, 'nn');
});
after(async () => {
	await browser?.close();
	await server?.close();
});

/* The page with each of its steps open in turn. */
async function each(sitting, phase) {
	await vera.goto(`${server.url}/s/${sitting}/paper`);
	const steps = await vera.page.$$eval('details[id^="step-"]', (all) => all.map((d) => d.id));
	assert.ok(steps.length > 3);
	for (const id of steps) {
		for (const [p, size, lang] of [[vera, 1280, 'nb'], [tor, 320, 'nn']]) {
			await p.goto(`${server.url}/s/${sitting}/paper?step=${id.slice(5)}`);
			await p.page.$$eval(`#${id} details`, (all) => all.forEach((d) => (d.open = true)));
			await p.page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
			await p.look(`paper-${phase}-${id}-${size}-${lang}`, { lang });
		}
	}
}

test('Utdype: fields, trees, sheets, answers', { timeout: 240000 }, async () => {
	const sitting = planned('utdype');
	const type = (...args) => typeIn(place.safety, sitting, ...args);
	await type('beskrive', 'notes', { text: 'Ved vaktskiftet\nHver helg, og mest når det er mange nye vikarer som ikke har vært her før', column: 'nar-og-hvor', about: ref(CHALLENGES[0]) });
	await type('hvorfor', 'causes', { text: 'Ingen leser tavla\n- Den henger bak døra\n-- Der var det plass\nVi er få' }, { tree: ref(CHALLENGES[0]) });
	await type('setning', 'filled', { about: ref(CHALLENGES[0]), 'f-hvordan': 'få beskjedene fram', 'f-slik-at': 'alle vet det' }, { entry: undefined });
	await each(sitting, 'utdype');
	await vera.goto(`${server.url}/s/${sitting}/paper?step=hvorfor`);
	const area = `#text-causes-hvorfor-${ref(CHALLENGES[1]).replace(':', '-')}`;
	await vera.page.fill(area, 'Lise sier det ikke');
	await vera.page.click(`form:has(${area}) button[type="submit"]`);
	await vera.page.waitForSelector('.ds-error-summary');
	assert.ok(await vera.page.evaluate(() => document.activeElement.classList.contains('ds-error-summary')), 'the summary has the focus');
	await vera.look('paper-named-1280-nb', { lang: 'nb' });
	await vera.page.click('.ds-error-summary a');
	assert.equal(`#${await vera.page.evaluate(() => document.activeElement.id)}`, area);
	await vera.page.click('button[name="anyway"]');
	await vera.page.waitForSelector('[role="status"]');
});

test('Skape: ideas that go on from others, the map, votes, proposals', { timeout: 240000 }, async () => {
	const utdype = planned('utdype');
	await place.safety.submit(await place.safety.get(`/s/${utdype}/paper`), '/paper/close', { headcount: '7' });
	const sitting = planned('skape');
	const type = (...args) => typeIn(place.safety, sitting, ...args);
	await type('egne-ideer', 'notes', { text: 'En tavle ved døra\nEn felles beskjedbok som alle skriver i og leser når vakta begynner' });
	await type('forslag', 'filled', { 'f-tittel': 'Tavle med vakt', 'f-hva': 'En tavle ved døra' }, { entry: undefined });
	await each(sitting, 'skape');
	browser.clean();
});
