/* The last phase with the keyboard alone, from the rehearsal's button to its end: the desk in bokmål, a phone in nynorsk. The focus is
 * never lost, can be seen wherever it is, and stays with what was pressed when the page around it changes. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { DESKTOP, PHONE } from '../lib/browser.mjs';
import { startServer } from '../lib/server.mjs';
import { eventually } from '../lib/wire.mjs';
import { Cast } from './lib/cast.mjs';
import { enter } from './lib/enter.mjs';
import { tabTo } from './lib/keys.mjs';

let server, cast, lise, nora;

before(async () => {
	server = await startServer({ demo: true });
	cast = await Cast.open();
	lise = await enter(await cast.actor('lise', { size: DESKTOP }), server, 'leader');
	nora = await cast.actor('nora', { size: PHONE, lang: 'nn' });
});
after(async () => {
	await cast?.close();
	await server?.close();
});

const limit = { timeout: 60000 };
const on = (p) => p.page.evaluate(() => document.activeElement.textContent.trim());
const heading = (p) => p.page.locator('#step-h').innerText();

async function press(p, selector, key = 'Enter') {
	await tabTo(p.page, selector, { most: 120 });
	await p.page.keyboard.press(key);
}

/* On to the next step, which both see; the desk's focus is on the button still. */
async function next() {
	const was = [await heading(lise), await heading(nora)];
	await press(lise, '#next button');
	for (const [i, p] of [lise, nora].entries()) await p.page.waitForFunction((h) => document.getElementById('step-h').innerText !== h, was[i], limit);
	assert.ok(await lise.page.evaluate(() => document.activeElement.matches('#next button')), 'the focus stays on the button');
}

test('in: the rehearsal from its button, the phone from the code', { timeout: 180000 }, async () => {
	const [[sitting]] = server.db.rows("SELECT id FROM sitting WHERE phase = 'teste' AND state = 'planned' AND kind = 'staff'");
	await lise.goto(`${server.url}/s/${sitting}`);
	await Promise.all([lise.page.waitForURL(/\/desk$/), press(lise, 'form[action$="/rehearse"] button')]);
	const [, code] = lise.page.url().match(/\/r\/(\w+)\//);
	await nora.goto(`${server.url}/r/${code}`);
	await Promise.all([nora.page.waitForURL(/\/room$/), press(nora, 'form[action$="/join"] button')]);
	await next();
	await next();
});

test('a note about one of the trials: arrows choose, Enter sends, and the field is there for the next', { timeout: 180000 }, async () => {
	await nora.page.locator('main textarea').waitFor(limit);
	await press(nora, 'main input[name=about]', 'ArrowDown');
	assert.ok(await nora.page.evaluate(() => document.activeElement.checked));
	await tabTo(nora.page, 'main textarea');
	await nora.page.keyboard.type('Tavla er oppe på kvar vakt.');
	await press(nora, 'main form button[type=submit]');
	await nora.page.getByText('Tavla er oppe på kvar vakt.').first().waitFor(limit);
	await nora.page.waitForFunction(() => document.activeElement.matches('textarea') && !document.activeElement.value, null, limit);
	await press(lise, 'button[value=reveal]');
	await lise.page.locator('button[value=reveal]').waitFor({ state: 'detached', ...limit });
	await lise.page.waitForFunction(() => document.activeElement !== document.body, null, limit);
});

test('the clock is stopped and goes on with the same button', { timeout: 180000 }, async () => {
	await press(lise, 'button[value=pause]');
	await lise.page.waitForFunction(() => document.activeElement.value === 'resume', null, limit);
	await lise.page.keyboard.press('Space');
	await lise.page.waitForFunction(() => document.activeElement.value === 'pause', null, limit);
});

test('the sheet about what was agreed to look for', { timeout: 180000 }, async () => {
	await next();
	await next();
	await nora.page.locator('[id^="sheet-"][id$="-for"]').first().waitFor(limit);
	await tabTo(nora.page, '[id^="sheet-"][id$="-for"]');
	await nora.page.keyboard.type('4 av 10');
	await press(nora, 'main form button[type=submit]');
	/* One of the invented people may have been quicker with the same sheet: she is told, and presses once more. */
	let said = 0;
	await eventually(
		async () => {
			const told = nora.complaints.filter((c) => / 409 /.test(c)).length;
			if (told > said) await nora.page.keyboard.press('Enter');
			said = told;
			return server.db.rows("SELECT 1 FROM entry_field WHERE body = '4 av 10'").length === 1;
		},
		{ ms: 60000 },
	);
	nora.complaints = nora.complaints.filter((c) => !/ 409 /.test(c));
	assert.match(await on(nora), /Lagre arket/, 'the focus stays on the button that was pressed');
});

test('the answer about each trial, and what all have answered', { timeout: 180000 }, async () => {
	await next();
	await next();
	await nora.page.locator('main input[type=radio]').first().waitFor(limit);
	await press(nora, 'main input[type=radio]', 'ArrowDown');
	await press(nora, 'main form button[type=submit]');
	await press(lise, 'form[action$="/desk/vote"] button[value=close]');
	await lise.page.waitForFunction(() => document.activeElement.matches('#work-h, #step-h, main button, main summary'), null, limit);
	await nora.page.waitForFunction(() => document.activeElement !== document.body, null, limit);
});

test('on paper and back again with one button, and the focus stays on it', { timeout: 180000 }, async () => {
	await press(lise, '#desk-settings > summary');
	await press(lise, '#desk-paper button');
	await lise.page.waitForFunction(() => document.activeElement.matches('#desk-paper button[value=phone]'), null, limit);
	await lise.page.keyboard.press('Enter');
	await lise.page.waitForFunction(() => document.activeElement.matches('#desk-paper button[value=paper]'), null, limit);
});

test('nobody has lost the focus or complained', () => cast.browser.clean());
