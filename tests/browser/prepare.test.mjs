/* Own words before a workshop stay in the phone: they are there again after a reload, no request holds them, and they go when asked to. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { PHONE, SMALL, openBrowser } from '../lib/browser.mjs';
import { startServer } from '../lib/server.mjs';
import { anchor, begin, setUp } from '../lib/workplace.mjs';

const MINE = 'Det er bare mitt 4711';
let server;
let browser;
let at;

before(async () => {
	server = await startServer();
	const place = await setUp(server);
	await begin(place);
	await anchor(place);
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
	browser.clean();
	browser.hand();
});
