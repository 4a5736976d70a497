/* The menu on a small screen: one button, with the keyboard alone, read aloud, and without script; on a wide one a line of links. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { DESKTOP, SMALL, openBrowser } from '../lib/browser.mjs';
import { startServer } from '../lib/server.mjs';
import { enter } from './lib/enter.mjs';
import { has, tabTo } from './lib/keys.mjs';

let server, browser, at;

before(async () => {
	server = await startServer({ demo: true });
	browser = await openBrowser();
	at = `/p/${server.db.rows('SELECT id FROM process ORDER BY id LIMIT 1')[0][0]}`;
});
after(async () => {
	await browser?.close();
	await server?.close();
});

const isOpen = (p) => p.page.locator('.menu-all').evaluate((d) => d.open);
const focused = (p) => p.page.evaluate(() => document.activeElement.textContent.trim());

test('on a small phone whose owner has set letters twice as large, no planning page is wider than the screen', { timeout: 120000 }, async () => {
	const p = await enter(await browser.person('leader with large letters on a small phone', { lang: 'nb', size: SMALL }), server, 'leader');
	const settings = await p.context.newCDPSession(p.page);
	await settings.send('Page.setFontSizes', { fontSizes: { standard: 32, fixed: 26 } });
	for (const path of ['/', at, `${at}/plan`, `${at}/sittings`, `${at}/rules`, `${at}/themes`, `${at}/results`, `${at}/choose`, `${at}/chain`, `${at}/measures`]) {
		await p.goto(server.url + path);
		const [letters, scroll] = await p.page.evaluate(() => [parseFloat(getComputedStyle(document.documentElement).fontSize), document.documentElement.scrollWidth]);
		assert.ok(letters >= 32 && scroll <= SMALL.width + 1, `${path}: ${scroll} px wide with letters of ${letters}`);
	}
	await p.close();
});

test('letters twice as large, of which media queries do not hear: no planning page is wider than the screen', { timeout: 120000 }, async () => {
	const p = await enter(await browser.person('leader with large letters', { lang: 'nb', size: DESKTOP }), server, 'leader');
	for (const path of ['/', at, `${at}/plan`, `${at}/sittings`, `${at}/checklists`, `${at}/rules`, `${at}/messages`, `${at}/print`, `${at}/people`, `${at}/themes`, `${at}/results`]) {
		await p.goto(server.url + path);
		await p.page.evaluate(() => {
			const large = new CSSStyleSheet();
			large.replaceSync('html { font-size: 32px }');
			document.adoptedStyleSheets = [...document.adoptedStyleSheets, large];
		});
		const [scroll, width] = await p.page.evaluate(() => [document.documentElement.scrollWidth, document.documentElement.clientWidth]);
		assert.ok(scroll <= width + 1, `${path}: ${scroll} px wide on ${width}`);
	}
	await p.close();
});

test('at 320 px: a button that tells whether it is open, links in order, Escape, and nothing behind it', { timeout: 120000 }, async () => {
	const p = await enter(await browser.person('leader at 320 px', { lang: 'nn', size: SMALL }), server, 'leader');
	p.wire = await p.context.newCDPSession(p.page);
	await p.page.evaluate(() => fetch('/language', { method: 'POST', headers: { 'content-type': 'application/x-www-form-urlencoded' }, body: 'lang=nn&back=/' }));
	await p.goto(`${server.url}${at}/measures`);
	const top = await p.page.locator('.top').evaluate((e) => e.offsetHeight);
	assert.ok(top < 90, `one line above the page, not ${top} px`);
	assert.match(await p.page.locator('.brand').innerText(), /Solbakken sykehjem/);
	assert.ok(!(await has(p, 'navigation', 'Hovudmeny')), 'closed: no link is read');
	await tabTo(p.page, '.menu-all > summary', { most: 4 });
	assert.equal(await focused(p), 'Meny');
	const state = async () => (await p.wire.send('Accessibility.getFullAXTree')).nodes.find((n) => n.name?.value === 'Meny' && n.properties?.some((x) => x.name === 'expanded'))?.properties.find((x) => x.name === 'expanded').value.value;
	assert.equal(await state(), false);
	await p.page.keyboard.press('Enter');
	assert.equal(await state(), true);
	assert.ok(await has(p, 'navigation', 'Hovudmeny'));
	await p.look('menu-open', { lang: 'nn' });
	const heard = [];
	for (let i = 0; i < 8; i++) {
		await p.page.keyboard.press('Tab');
		heard.push(await focused(p));
		/* What has the focus is on the screen, and nothing lies on it. */
		assert.ok(await p.page.evaluate(() => {
			const r = document.activeElement.getBoundingClientRect();
			const on = document.elementFromPoint(r.x + r.width / 2, r.y + r.height / 2);
			return r.height >= 24 && (on === document.activeElement || document.activeElement.contains(on));
		}), heard.at(-1));
	}
	assert.deepEqual(heard, ['Heim', 'Oversikt', 'Plan', 'Verkstader', 'Møte', 'Dette fann vi', 'Tiltak', 'Personar']);
	assert.equal(await p.page.locator('.menu-all [aria-current=page]').innerText(), 'Tiltak');
	await p.page.keyboard.press('Escape');
	assert.equal(await isOpen(p), false);
	assert.equal(await focused(p), 'Meny', 'the focus goes back to the button');
	await p.page.keyboard.press('Space');
	await tabTo(p.page, '.menu-all a[href$="/people"]', { most: 10 });
	await Promise.all([p.page.waitForURL(/people$/), p.page.keyboard.press('Enter')]);
	assert.equal(await isOpen(p), false, 'a new page begins with it closed');
	await tabTo(p.page, '.menu-all > summary', { most: 4 });
	await p.page.keyboard.press('Enter');
	await tabTo(p.page, '.menu-all .langs button[value=en]', { most: 14 });
	await Promise.all([p.page.waitForResponse((r) => /\/language$/.test(r.url())), p.page.keyboard.press('Enter')]);
	await p.page.locator('html[lang=en]').waitFor();
	assert.equal(await p.page.locator('.menu-all > summary').innerText(), 'Menu');
});

test('without script it opens all the same', { timeout: 120000 }, async () => {
	const p = await browser.person('no script', { size: SMALL, script: false });
	await enter(p, server, 'safety');
	await p.goto(`${server.url}${at}`);
	await tabTo(p.page, '.menu-all > summary', { most: 4 });
	await p.page.keyboard.press('Enter');
	await tabTo(p.page, '.menu-all a[href$="/measures"]', { most: 10 });
	await Promise.all([p.page.waitForURL(/measures$/), p.page.keyboard.press('Enter')]);
});

test('on a wide screen there is a line of links, and a page below one of them says which', { timeout: 120000 }, async () => {
	const p = await enter(await browser.person('wide', { size: DESKTOP }), server, 'union');
	await p.goto(`${server.url}${at}/measures?view=board`);
	assert.equal(await p.page.locator('.menu-all').isVisible(), false);
	assert.equal(await p.page.locator('.nav.wide a[aria-current]').innerText(), 'Tiltak');
	const one = await p.page.locator(`main a[href^="${at}/measures/"], main a[href^="/m/"]`).first().getAttribute('href');
	await p.goto(server.url + one);
	await p.look('menu-wide');
});

test('nobody has complained, and every page is valid HTML', { timeout: 120000 }, () => {
	browser.clean();
	browser.hand();
});
