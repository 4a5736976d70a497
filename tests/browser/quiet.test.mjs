/* What a screen reader is told while many write at once: a few words, not each note. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { setTimeout as wait } from 'node:timers/promises';
import { openBrowser } from '../lib/browser.mjs';
import { demoLines, joined } from '../lib/room.mjs';
import { startServer } from '../lib/server.mjs';
import { PHONE, actor, eventually } from './lib/cast.mjs';

let server, browser;

before(async () => {
	server = await startServer({ demo: true });
	browser = await openBrowser();
});
after(async () => {
	await browser?.close();
	await server?.close();
});

test('thirty notes within seconds are told once, by their number', { timeout: 120000 }, async () => {
	const { code } = demoLines(server);
	const eva = await actor(browser, 'Eva (screen reader)', { size: PHONE });
	await eva.goto(`${server.url}/r/${code}`);
	await Promise.all([eva.page.waitForURL(/\/room$/), eva.page.locator('form[action$="/join"] button').click()]);
	const phones = await Promise.all(Array.from({ length: 6 }, () => joined(server, code)));
	const shown = () => eva.page.locator('[id^="note-"]').count();
	/* What was said on the way here is over and done with. */
	await wait(2000);
	const before = await shown();
	const from = eva.said.length;
	const began = Date.now();
	for (let i = 0; i < 30; i++) assert.equal((await phones[i % 6].note(`Lapp nummer ${i + 1}`)).status, 201);
	assert.ok(Date.now() - began < 10000, `thirty notes took ${Date.now() - began} ms`);
	await eventually(async () => (await shown()) >= before + 10, { ms: 10000 }).catch(async () => assert.fail(`${before} notes, now ${await shown()}; ${JSON.stringify(eva.said)}`));
	await wait(31000 - (Date.now() - began));
	const said = eva.said.slice(from);
	assert.ok(said.length >= 1 && said.length <= 2, JSON.stringify(said));
	for (const s of said) assert.match(s.text, /^\d+ nye lapper|^1 ny lapp/);
	for (const phone of phones) phone.close();
	browser.clean();
});
