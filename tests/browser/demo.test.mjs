/* Every page of the demo, looked at by each of the parties, by staff and by strangers, on a desktop, a phone and at 320 px: no axe
 * violation, nothing in the console, no policy broken, no call elsewhere, and a picture of each. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { DESKTOP, PHONE, SMALL, WALL, openBrowser } from '../lib/browser.mjs';
import { demoLines } from '../lib/room.mjs';
import { qrOfPng } from '../lib/qr.mjs';
import { startServer } from '../lib/server.mjs';
import { enter } from './lib/enter.mjs';
import { follow, name } from './lib/links.mjs';

let server;
let browser;
let lines;
const people = {};

before(async () => {
	server = await startServer({ demo: true });
	lines = demoLines(server);
	browser = await openBrowser();
});
after(async () => {
	await browser?.close();
	await server?.close();
});

test('strangers', { timeout: 120000 }, async () => {
	const p = await browser.person('stranger', { lang: 'en' });
	for (const at of ['/', '/login', '/login/code', '/login/forgot', '/about/privacy', '/about/accessibility', '/r', `/r/${lines.code}`]) {
		await p.goto(server.url + at);
		await p.look(`stranger-${name(at)}`, { lang: 'en' });
	}
	p.expect(/404|410/);
	await p.goto(`${server.url}/finnes-ikke`);
	await p.look('stranger-404');
});

/* Whoever has signed in reads the account's language, not the browser's. */
const reads = (p, lang) => p.page.request.post(`${server.url}/language`, { form: { lang, back: '/' }, headers: { 'sec-fetch-site': 'same-origin' } });

/* Among them the pages are walked in all three languages. */
for (const [who, lang] of [['leader', 'en'], ['union', 'nb'], ['safety', 'nn'], ['staff', 'en']])
	test(`the ${who}, on a desktop, in ${lang}`, { timeout: 300000 }, async () => {
		people[who] = await browser.person(who, { lang });
		await enter(people[who], server, who);
		await reads(people[who], lang);
		const seen = await follow(people[who], server, '/', { prefix: who, lang });
		assert.ok(seen.length >= (who === 'staff' ? 3 : 30), `${seen.length} pages: ${seen.join(' ')}`);
	});

test('the same pages on a phone of 320 px, in nynorsk', { timeout: 300000 }, async () => {
	const p = await browser.person('union-small', { size: SMALL, lang: 'nn' });
	await enter(p, server, 'union');
	await reads(p, 'nn');
	await follow(p, server, '/', { prefix: 'small', lang: 'nn' });
	/* A word longer than the screen, in a card, in a fact and beside a box to tick. */
	const word = 'arbeidsmiljøutvalgsmedlemsopplæringsplan'.repeat(2);
	server.db.rows(`UPDATE measure SET title = '${word}', what = '${word}', sign = '${word}', owner_id = NULL, who = '${word}' WHERE status = 'proposed' AND sensitive = 0`);
	const unit = Number(server.db.rows("SELECT unit_id FROM measure WHERE status = 'proposed' AND sensitive = 0 LIMIT 1")[0][0]);
	for (const as of ['list', 'board']) {
		await p.goto(`${server.url}/u/${unit}/measures?as=${as}`);
		assert.ok((await p.page.locator('.measure').allTextContents()).some((t) => t.includes(word)));
		await p.look(`small-long-word-${as}`, { lang: 'nn' });
	}
});

test('dark', { timeout: 300000 }, async () => {
	const p = await browser.person('safety-dark', { colorScheme: 'dark' });
	await enter(p, server, 'safety');
	await reads(p, 'nb');
	await follow(p, server, '/', { prefix: 'dark', most: 25 });
});

test('the room: phone, wall and desk', { timeout: 120000 }, async () => {
	const phone = await browser.person('phone', { size: PHONE, lang: 'nn' });
	await phone.goto(`${server.url}/r/${lines.code}`);
	await phone.look('phone-landing');
	await Promise.all([phone.page.waitForURL(/\/room$/), phone.page.locator('form[action$="/join"] button').click()]);
	await phone.look('phone-room');
	const desk = people.leader;
	await desk.goto(`${server.url}/r/${lines.code}/desk`);
	await desk.look('desk', { lang: 'en' });
	const wall = await browser.person('wall', { size: WALL, lang: 'en' });
	await wall.goto(server.url + (await desk.page.locator('a[href*="/wall/"]').first().getAttribute('href')));
	await wall.look('wall', { wide: true, lang: 'en' });
	/* As a camera sees it; the dark does not turn its colours round. */
	for (const colorScheme of ['light', 'dark']) {
		await wall.page.emulateMedia({ colorScheme });
		assert.equal(qrOfPng(await wall.page.locator('.qr svg >> visible=true').first().screenshot()), `${server.url}/r/${lines.code}`, colorScheme);
	}
	await wall.page.emulateMedia({ colorScheme: null });
	await phone.page.locator('textarea[name="text"]').fill('Vi rekker ikke rapporten');
	await phone.page.locator('form[action$="/notes"] button[type="submit"]').first().click();
	await wall.page.getByText('Vi rekker ikke rapporten').waitFor();
	await phone.page.locator('[data-own-id]').first().waitFor();
	await phone.look('phone-written');
	const without = await browser.person('phone-without-script', { size: PHONE, script: false });
	await without.goto(`${server.url}/r/${lines.code}`);
	await without.page.locator('form[action$="/join"] button').click();
	await without.page.locator('textarea[name="text"]').fill('Uten skript');
	await without.page.locator('form[action$="/notes"] button[type="submit"]').first().click();
	await wall.page.getByText('Uten skript', { exact: true }).waitFor();
	await without.shot('phone-without-script');
});

test('nobody has complained', () => browser.clean());

test('every page is valid HTML', { timeout: 120000 }, () => {
	const count = browser.valid();
	assert.ok(count > 40, `${count} pages`);
});
