/* "You said, we do" as people see it: the group's pages, the page behind an address on a phone, and the screen in the corridor, with
 * script, without, in the dark, in portrait, and when the network goes. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { DESKTOP, PHONE, SMALL, WALL, openBrowser } from '../lib/browser.mjs';
import { demoLines } from '../lib/room.mjs';
import { startServer } from '../lib/server.mjs';

let server;
let browser;
let lines;
let leader;
let base;
const made = {};

before(async () => {
	server = await startServer({ demo: true });
	lines = demoLines(server);
	browser = await openBrowser();
	leader = await browser.person('leader', { size: DESKTOP });
	await leader.goto(server.url + lines.leader);
	await Promise.all([leader.page.waitForURL((u) => !u.pathname.startsWith('/demo')), leader.page.locator('main form button[type="submit"], form[action^="/demo"] button').first().click()]);
	base = `${server.url}/p/${server.db.rows('SELECT process_id FROM released_item LIMIT 1')[0][0]}/released`;
});
after(async () => {
	await browser?.close();
	await server?.close();
});

async function make(kind, fields = async () => {}) {
	await leader.goto(base);
	const form = leader.page.locator(`form:has([name="kind"][value="${kind}"])`);
	await leader.page.locator(`details:has([name="kind"][value="${kind}"]) > summary`).click();
	await fields(form);
	await Promise.all([leader.page.waitForLoadState('load'), form.locator('button[value="make"]').click()]);
	await leader.page.waitForSelector('#the-address');
	made[kind] = await leader.page.locator('#the-address').innerText();
}

test('the group chooses and words, on a desktop and at 320 px', { timeout: 180000 }, async () => {
	await leader.goto(base);
	await leader.look('released-group', { lang: 'nb' });
	await leader.goto(`${base}/new`);
	await leader.look('released-new');
	await make('page');
	await leader.look('released-address');
	await leader.page.locator('button[value="poster"]').click();
	await leader.page.waitForSelector('.qr-sheet');
	await leader.look('released-poster', { wide: true });
	await make('screen', (form) => form.locator('[name="place"]').fill('Gangen i andre etasje'));
	await leader.look('released-screen-address');
	await leader.page.setViewportSize(SMALL);
	await leader.goto(base);
	await leader.look('released-group-small');
	await leader.page.setViewportSize(DESKTOP);
});

test('anybody reads it on a phone, in nynorsk, in the dark, without a cookie', { timeout: 120000 }, async () => {
	const p = await browser.person('reader', { size: PHONE });
	await p.goto(made.page);
	await p.look('said-phone', { lang: 'nb' });
	await p.page.locator('.langs a[lang="nn"]').click();
	await p.page.waitForSelector('html[lang="nn"]');
	assert.match(await p.page.locator('h1').innerText(), /De sa – vi gjer/);
	assert.deepEqual(await p.page.context().cookies(), []);
	const small = await browser.person('reader-small', { size: SMALL, colorScheme: 'dark', script: false });
	await small.goto(made.page);
	await small.shot('said-small');
	const wide = await browser.person('reader-wide', { size: DESKTOP });
	await wide.goto(made.page);
	await wide.look('said-desktop');
	p.expect(/404/);
	await p.goto(`${server.url}/w/said/0123456789abcdef0123456789abcdef`);
	await p.look('said-none');
});

test('the screen turns by itself, stands still when asked to, and keeps its page when the network is away', { timeout: 180000 }, async () => {
	const p = await browser.person('screen', { size: WALL });
	let n = 0;
	for (; n < 5; n++) {
		await p.goto(`${made.screen}?n=${n + 1}&pause=1`);
		await p.look(`screen-${n + 1}`, { lang: 'nb' });
		assert.ok(await p.page.evaluate(() => document.documentElement.scrollHeight <= window.innerHeight + 1), `page ${n + 1} fits`);
	}
	await p.goto(`${made.screen}?n=1`);
	await p.page.evaluate(() => document.getElementById('screen').setAttribute('data-seconds', '1'));
	const first = await p.page.locator('h1').innerText();
	/* Times are set when a page comes; going to another and back by key begins anew. */
	await p.page.keyboard.press('ArrowRight');
	await p.page.waitForURL(/n=2/);
	assert.notEqual(await p.page.locator('h1').innerText(), first);
	await p.page.keyboard.press('p');
	await p.page.waitForURL(/pause=1/);
	assert.equal(await p.page.locator('#screen').getAttribute('data-on'), null);
});

test('the script turns, and says when it cannot', { timeout: 120000 }, async () => {
	const p = await browser.person('turning', { size: WALL });
	/* Its own timer, a hundred times faster. */
	await p.page.addInitScript(() => {
		const slow = window.setTimeout;
		window.setTimeout = (f, ms) => slow(f, ms / 100);
	});
	await p.goto(`${made.screen}?n=1`);
	const was = await p.page.locator('h1').innerText();
	await p.page.waitForFunction((w) => document.querySelector('h1').innerText !== w, was);
	assert.equal(new URL(p.page.url()).search, '?n=1', 'without leaving the page');
	p.expect(/ERR_INTERNET_DISCONNECTED|Failed to load/);
	await p.page.context().setOffline(true);
	await p.page.waitForSelector('#away:not([hidden])');
	await p.page.context().setOffline(false);
	await p.page.waitForSelector('#away', { state: 'hidden' });
});

test('in portrait, in the dark, at 320 px, and without script', { timeout: 120000 }, async () => {
	const dark = await browser.person('portrait', { size: { width: 1080, height: 1920 }, colorScheme: 'dark' });
	await dark.goto(`${made.screen}?n=3&pause=1`);
	await dark.look('screen-portrait');
	const small = await browser.person('screen-small', { size: SMALL });
	await small.goto(`${made.screen}?n=3&pause=1`);
	await small.look('screen-small');
	const old = await browser.person('screen-old', { size: WALL, script: false });
	await old.goto(made.screen);
	await old.shot('screen-without-script');
	browser.clean();
	browser.hand();
});
