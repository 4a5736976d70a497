/* Meetings on screen: planned, called, run and read by the three, on a desktop, a phone of 320 px in nynorsk, in the dark and on paper;
 * and what staff see of them. No axe violation, nothing in the console, valid HTML, and a picture of each page. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { DESKTOP, SMALL, openBrowser } from '../lib/browser.mjs';
import { startServer } from '../lib/server.mjs';
import { enter } from './lib/enter.mjs';

let server;
let browser;
let list;

before(async () => {
	server = await startServer({ demo: true });
	list = `/p/${server.db.rows('SELECT id FROM process ORDER BY id LIMIT 1')[0][0]}/meetings`;
	browser = await openBrowser();
});
after(async () => {
	await browser?.close();
	await server?.close();
});

const go = (p, path) => p.goto(server.url + path);
const press = async (p, what) => {
	const there = p.page.waitForNavigation({ waitUntil: 'domcontentloaded' });
	await p.page.locator(what).first().click();
	await there;
};
/* The id of a meeting by its title. */
const meeting = (title) => `${list}/${server.db.rows(`SELECT id FROM agenda_meeting WHERE title LIKE '${title}%'`)[0][0]}`;

async function everyPage(p, tag, look = {}) {
	for (const [name, path] of [
		['list', list],
		['new', `${list}/new?from=first`],
		['planned', meeting('HMS-møte i neste')],
		['edit', `${meeting('HMS-møte i neste')}/edit`],
		['item', `${meeting('HMS-møte i neste')}/items`],
		['call', `${meeting('HMS-møte i neste')}/call`],
		['held', meeting('HMS-møte før verkstedet')],
		['locked', meeting('HMS-møte etter verkstedet')],
		['mail', `${meeting('HMS-møte etter verkstedet')}/mail`],
		['staff-planned', meeting('Personalmøte: slik gikk')],
		['staff-held', meeting('Personalmøte: dette')],
	]) {
		await go(p, path);
		await p.look(`meetings-${name}-${tag}`, look);
	}
}

test('all pages, on a desktop', { timeout: 120000 }, async () => {
	const p = await browser.person('leader', { size: DESKTOP });
	await enter(p, server, 'leader');
	await everyPage(p, 'desktop', { lang: 'nb' });
});

test('all pages, at 320 px in nynorsk, without script', { timeout: 120000 }, async () => {
	const p = await browser.person('union', { size: SMALL, lang: 'nn' });
	await enter(p, server, 'union');
	await everyPage(p, 'small');
});

test('all pages, in the dark', { timeout: 120000 }, async () => {
	const p = await browser.person('safety', { colorScheme: 'dark' });
	await enter(p, server, 'safety');
	await everyPage(p, 'dark');
});

test('a meeting from purpose to minutes', { timeout: 120000 }, async () => {
	const p = await browser.person('leader-runs', { size: DESKTOP });
	await enter(p, server, 'leader');
	const at = meeting('HMS-møte i neste');
	await go(p, at);
	await press(p, `form[action="${at}/act"]:has([value="begin"]) button`);
	await p.look('meetings-run-first');
	await press(p, `a.ds-button[href="${at}/run?item=1"]`);
	await p.look('meetings-run-item');
	await p.page.locator('#field-result').fill('Halvsiden henger på vaktrommet');
	await p.page.locator('#field-body').fill('Ta bilde av den');
	await press(p, 'button[value="stay"]');
	await p.page.getByText('Ta bilde av den').first().waitFor();
	await press(p, 'button[value="next"]');
	await p.page.locator('#field-result').waitFor();
	await go(p, `${at}/end`);
	await p.look('meetings-end');
	p.expect(/422/);
	await press(p, `form[action="${at}/end"] button[type="submit"]`);
	await p.look('meetings-end-wrong');
	for (const box of await p.page.locator('input[name="there"]').all()) await box.check();
	await p.page.locator('#field-reached').selectOption('yes');
	await press(p, `form[action="${at}/end"] button[type="submit"]`);
	await p.look('meetings-minutes');
	await press(p, `form[action="${at}/act"]:has([value="see-minutes"]) button`);
	await p.look('meetings-minutes-seen');
});

test('on paper', { timeout: 120000 }, async () => {
	const p = await browser.person('safety-prints', { size: DESKTOP });
	await enter(p, server, 'safety');
	for (const [name, path] of [['agenda', meeting('Personalmøte: slik gikk')], ['minutes', meeting('HMS-møte etter verkstedet')]]) {
		await go(p, `${path}/print`);
		await p.look(`meetings-print-${name}`, { wide: true });
		await p.page.emulateMedia({ media: 'print' });
		await p.shot(`meetings-paper-${name}`);
		await p.page.emulateMedia({ media: 'screen' });
	}
});

test('staff see what was shown to them, with and without an account', { timeout: 120000 }, async () => {
	const staff = await browser.person('staff', { size: SMALL });
	await enter(staff, server, 'staff');
	await go(staff, list);
	await staff.look('meetings-staff-list');
	assert.equal(await staff.page.locator('main a[href*="/meetings/"]').count(), 3);
	await go(staff, meeting('Personalmøte: slik gikk'));
	await staff.look('meetings-staff-one');
	const [[id]] = server.db.rows('SELECT public_id FROM process ORDER BY id LIMIT 1');
	const stranger = await browser.person('stranger', { size: SMALL, script: false });
	await go(stranger, `/w/${id}/meetings/${meeting('Personalmøte: dette').split('/').pop()}`);
	await stranger.page.getByText('Plakaten henger ved vaktrommet.').waitFor();
	await stranger.shot('meetings-open');
});

test('nobody has complained, and every page is valid HTML', { timeout: 120000 }, () => {
	browser.clean();
	browser.hand();
});
