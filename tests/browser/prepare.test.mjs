/* Own words before a workshop stay in the phone: they are there again after a reload, no request holds them, and they go when asked to. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { PHONE, SMALL, openBrowser } from '../lib/browser.mjs';
import { Desk } from '../lib/desk.mjs';
import { startServer } from '../lib/server.mjs';
import { openWorkshop, underWay } from '../lib/workplace.mjs';

const MINE = 'Det er bare mitt 4711';
const NOTES = 2;	/* the step in which one writes alone */
let server;
let browser;
let place;
let at;

before(async () => {
	server = await startServer();
	place = await underWay(server);
	at = `${server.url}/w/${server.db.rows(`SELECT public_id FROM process WHERE id = ${place.process}`)[0][0]}/questions`;
	browser = await openBrowser();
});
after(async () => {
	await browser?.close();
	await server?.close();
});

test('kept on the phone, never sent, gone when asked to', { timeout: 120000 }, async () => {
	const p = await browser.person('phone', { size: PHONE });
	const sent = [];
	p.page.on('request', (rq) => sent.push(`${rq.url()} ${rq.postData() ?? ''}`));
	await p.goto(at);
	const field = p.page.locator('[data-prepare]').first();
	await field.fill(MINE);
	await p.goto(at);
	assert.equal(await field.inputValue(), MINE);
	await p.look('prepare-phone', { lang: 'nb' });
	await p.page.locator('[data-prepare-forget]').click();
	assert.equal(await field.inputValue(), '');
	await p.goto(at);
	assert.equal(await field.inputValue(), '');
	assert.deepEqual(sent.filter((r) => r.includes('4711')), []);
	assert.deepEqual(await p.page.evaluate(() => Object.keys(localStorage).filter((k) => k.includes('prepare'))), []);
});

test('at 320 px, in the dark and without script', { timeout: 120000 }, async () => {
	const p = await browser.person('small', { size: SMALL, lang: 'nn', colorScheme: 'dark' });
	await p.goto(at);
	await p.look('prepare-small');
	const without = await browser.person('without', { size: SMALL, script: false });
	await without.goto(at);
	assert.equal(await without.page.locator('textarea:visible').count(), 0);
	assert.ok((await without.page.locator('.asked > li').count()) >= 2);
	await without.shot('prepare-without-script');
});

test('in the workshop it is offered where one writes, used, deleted, and gone when the phone goes on', { timeout: 180000 }, async () => {
	const p = await browser.person('in the workshop', { size: PHONE });
	const sent = [];
	p.page.on('request', (rq) => sent.push(`${rq.url()} ${rq.postData() ?? ''}`));
	await p.goto(at);
	await p.page.locator('[data-prepare]').nth(0).fill(MINE);
	await p.page.locator('[data-prepare]').nth(1).fill('Og dette er vanskelig 4711');
	const { code } = await openWorkshop(place);
	const desk = new Desk(place.leader, code);
	await desk.take();
	await p.goto(at);
	assert.equal(await p.page.locator('[data-prepare]').nth(0).inputValue(), MINE, 'it is still there while the workshop is open');
	await p.goto(`${server.url}/r/${code}`);
	await p.page.locator('form[action$="/join"] button').click();
	await p.page.waitForSelector('main[data-room]');
	await desk.goTo(NOTES);
	await p.page.locator('.prepared').waitFor();
	assert.equal(await p.page.locator('.prepared li').count(), 1, 'what belongs to this step');
	await p.look('phone-prepared', { lang: 'nb' });
	await p.page.locator('.prepared li button').click();
	const field = p.page.locator('form.write textarea[name="text"]');
	assert.equal(await field.inputValue(), MINE);
	assert.equal(await p.page.locator('.prepared:visible').count(), 0, 'it is in the field now');
	assert.deepEqual(sent.filter((r) => r.includes('4711')), [], 'nothing leaves before one sends it');
	await p.page.locator('form.write button[type="submit"]').click();
	await p.page.locator('[data-own-list] li[data-state="saved"]').waitFor();
	assert.equal(sent.filter((r) => r.includes('4711')).length, 1, 'the note, and nothing else');
	await p.goto(`${server.url}/r/${code}/room`);
	await p.page.locator('[data-prepared-drop]').click();
	assert.equal(await p.page.locator('.prepared:visible').count(), 0);
	const left = () => p.page.evaluate(() => Object.keys(localStorage).filter((k) => k.includes('prepare')));
	assert.deepEqual(await left(), []);
	await p.goto(at);
	await p.page.locator('[data-prepare]').nth(0).fill(MINE);
	await p.goto(`${server.url}/r/${code}/room`);
	await p.page.locator('.prepared').waitFor();
	await p.page.locator('.room-foot details > summary').click();
	await p.page.locator('form[action$="/pass-on"] button').click();
	await p.page.waitForLoadState('load');
	assert.deepEqual(await left(), [], 'whoever gets the device reads nothing of it');
	browser.clean();
	browser.hand();
});
