/* Measures, meetings and the thread with the keyboard alone, on a phone in nynorsk: found, moved, written on, changed; a meeting planned,
 * held and ended; the way to a measure. The focus can be seen wherever it is, and after each press one stands where one goes on. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { PHONE } from '../lib/browser.mjs';
import { startServer } from '../lib/server.mjs';
import { Cast } from './lib/cast.mjs';
import { enter, speak } from './lib/enter.mjs';
import { tabTo } from './lib/keys.mjs';

let server, cast, tor, u, p;

before(async () => {
	server = await startServer({ demo: true });
	const [[process, unit]] = server.db.rows('SELECT id, unit_id FROM process ORDER BY id LIMIT 1');
	[p, u] = [`/p/${process}`, `/u/${unit}`];
	cast = await Cast.open();
	tor = await enter(await cast.actor('tor', { size: PHONE, lang: 'nn' }), server, 'union');
	await speak(tor, 'nn');
});
after(async () => {
	await cast?.close();
	await server?.close();
});

const limit = { timeout: 120000 };
const keys = () => tor.page.keyboard;
const words = (selector) => tor.page.locator(selector).first().innerText();
const to = (selector) => tabTo(tor.page, selector, { most: 150 });

/* A key that leads to another page, or to this one anew. */
async function goes(key = 'Enter') {
	await Promise.all([tor.page.waitForNavigation({ waitUntil: 'load' }), keys().press(key)]);
}

async function press(selector, key) {
	await to(selector);
	await goes(key);
}

/* What opens here. */
async function open(selector) {
	await to(selector);
	await keys().press('Enter');
}

/* What is called so, by its words. */
const named = async (tag, text) => {
	const at = tor.page.locator(`main ${tag}`, { hasText: text }).first();
	await at.evaluate((el) => el.setAttribute('data-here', ''));
	return `${tag}[data-here]`;
};

async function write(selector, text) {
	await to(selector);
	await keys().press('Control+A');
	await keys().type(text);
}

test('measures: filtered by an area, and all again', limit, async () => {
	await tor.goto(`${server.url}${u}/measures`);
	const all = await tor.page.locator('main li a[href*="/measures/"], main td a[href*="/measures/"], main h3 a').count();
	await open('main details:has(#field-area) > summary');
	await to('#field-area');
	await keys().press('ArrowDown');
	await press('form[action$="/measures"] button[type=submit]');
	assert.match(tor.page.url(), /[?&]area=\w/);
	assert.ok((await tor.page.locator('main li a[href*="/measures/"], main td a[href*="/measures/"], main h3 a').count()) < all, 'fewer than all');
	await tor.look('work-measures-filtered', { lang: 'nn' });
});

test('a card is moved on the board, and one stands at it afterwards', limit, async () => {
	await tor.goto(`${server.url}${u}/measures?as=board`);
	const id = (await tor.page.locator('[id^="measure-"] select').first().getAttribute('id')).slice(3);
	const [[was]] = server.db.rows(`SELECT status FROM measure WHERE id = ${id}`);
	await open(`#measure-${id} summary`);
	await to(`#to-${id}`);
	await keys().press('ArrowDown');
	await press(`#measure-${id} button[type=submit]`);
	assert.match(tor.page.url(), new RegExp(`said=saved#measure-${id}$`));
	assert.notEqual(server.db.rows(`SELECT status FROM measure WHERE id = ${id}`)[0][0], was);
	await keys().press('Tab');
	assert.ok(await tor.page.evaluate((m) => document.getElementById(`measure-${m}`).contains(document.activeElement), id), 'Tab goes on at the card');
	await tor.look('work-board-moved', { lang: 'nn' });
});

test('a card: a line in its log, and its sign changed', limit, async () => {
	const [[id]] = server.db.rows("SELECT id FROM measure WHERE title = 'Stille rapport i ti minutter'");
	await tor.goto(`${server.url}${u}/measures/${id}`);
	await write('#log-text', 'Tavla heng oppe på alle vaktrom.');
	await goes();
	assert.match(await words('main'), /Tavla heng oppe på alle vaktrom\./);
	await press(`a[href$="/measures/${id}/edit"]`);
	await to('main input[name=sign], main textarea[name=sign]');
	await keys().press('Control+A');
	await keys().type('Færre enn to spør om att');
	await press(await named('button[type=submit]', /Lagre/));
	assert.match(await words('main'), /Færre enn to spør om att/);
	assert.match(await words('main'), /Amina Yusuf · Alle ved vaktskiftet klokka tre/, 'the rest is as it was');
	await tor.look('work-card', { lang: 'nn' });
});

test('a meeting without purpose and result is stopped softly, then held to its end', limit, async () => {
	await tor.goto(`${server.url}${p}/meetings/new?from=usual`);
	await write('#field-title', 'Møte med tastatur');
	await press('form[action$="/meetings/new"] button[type=submit]');
	assert.match(await words('main'), /Skriv føremålet/);
	await press(await named('a', /Meld ei sak/));
	await write('#field-title', 'Matpausen');
	await write('#field-why', 'Mange et ståande.');
	await to('#field-want');
	await keys().press('ArrowDown');
	await write('#field-minutes', '5');
	await press('form[action$="/items"] button[type=submit]');
	assert.match(await words('main'), /Matpausen/);
	await press(await named('button[type=submit]', /Start møtet/));
	await tor.look('work-meeting-run', { lang: 'nn' });
	await press(await named('a', /Til første sak/));
	await tor.look('work-meeting-item', { lang: 'nn' });
	const at = await tor.page.locator('main textarea').first().getAttribute('id');
	await write(`#${at}`, 'Vi er samde om å prøve.');
	await press(`form:has(#${at}) button[type=submit]`);
	assert.equal(server.db.rows("SELECT count(*) FROM agenda_item WHERE result = 'Vi er samde om å prøve.'")[0][0], '1');
	await open('main details:has(a[href$="/end"]) > summary');
	await press('a[href$="/end"]');
	await tor.look('work-meeting-end', { lang: 'nn' });
	await to('form[action*="/end"] input[type=checkbox]');
	await keys().press('Space');
	await to('form[action*="/end"] select');
	await keys().press('ArrowDown');
	await press('form[action*="/end"] button[type=submit]');
	assert.equal(server.db.rows("SELECT count(*) FROM agenda_meeting WHERE title = 'Møte med tastatur' AND ended_at IS NOT NULL")[0][0], '1', tor.page.url());
	await tor.look('work-meeting-held', { lang: 'nn' });
});

test('the way to a measure, drawn and as text', limit, async () => {
	await tor.goto(`${server.url}${p}/chain`);
	await to('#of');
	await keys().press('ArrowDown');
	await press('form[action$="/chain"] button[type=submit]');
	assert.match(tor.page.url(), /of=\w/);
	await press('a[href*="as=text"]');
	assert.ok(await tor.page.locator('main li').count() > 3, 'the way in words');
	await tor.look('work-chain-text', { lang: 'nn' });
});

test('nobody has lost the focus or complained', () => cast.browser.clean());
