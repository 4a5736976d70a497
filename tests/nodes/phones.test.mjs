/* What people see on their phones while machines fail: real pages in Chromium, two nodes behind HAProxy, PostgreSQL and its replica. It is
 * "venter på nett" and never more: the page stays, half a text stays in its field, and what was sent meanwhile is saved, once. */
import assert from 'node:assert/strict';
import { after, afterEach, before, test } from 'node:test';
import { PHONE, SMALL, openBrowser } from '../lib/browser.mjs';
import { uuid } from '../lib/room.mjs';
import { eventually, request } from '../lib/wire.mjs';
import { House } from './lib/house.mjs';
import { Pair } from './lib/pair.mjs';

const STATES = ['Lagret', 'Sender …', 'Venter på nett'];
const SAID = /^$|^Lappen er lagret$|^\d+ nye? lapp(er)?$/;
let pair;
let house;
let browser;
let phones;

before(async () => {
	pair = new Pair().start();
	house = new House({ nodes: 2, db: pair.db });
	await house.start();
	browser = await openBrowser();
	phones = await Promise.all([['Ida', PHONE], ['Odd', SMALL]].map(([name, size]) => sit(name, size)));
});
after(async () => {
	await browser?.close();
	if (house) await house.close();
	else pair?.stop();
});

/* Runs in the page: everything it ever shows about notes and the line, and says aloud. Another page would have no such list. */
function look() {
	const shown = (window.shown = { states: [], said: [], asked: 0 });
	const add = (list, text) => list.includes(text) || list.push(text);
	const see = () => {
		for (const el of document.querySelectorAll('[data-own-state]')) add(shown.states, el.textContent.trim());
		for (const el of document.querySelectorAll('[role=status],[role=alert],[aria-live]')) if (el.checkVisibility()) add(shown.said, el.textContent.replace(/\s+/g, ' ').trim());
		if (!document.getElementById('rejoin').hidden) shown.asked++;
	};
	see();
	new MutationObserver(see).observe(document, { subtree: true, childList: true, characterData: true, attributes: true, attributeFilter: ['hidden'] });
}

async function sit(name, size) {
	const p = await browser.person(name, { size, ignoreHTTPSErrors: true });
	p.expect(/status of 50[0-9]|50[0-9] https|net::ERR_/);
	await p.goto(`${house.proxy.url}/r/${house.code}`);
	await p.page.locator('form[action$="/join"] button').click();
	await p.page.waitForURL(`**/r/${house.code}/room`);
	p.field = p.page.locator('form.write textarea[name="text"]');
	await p.field.waitFor();
	p.title = await p.page.title();
	await p.page.evaluate(look);
	return p;
}

/* Sends a note and goes on to write the next, which is not finished. */
async function write(p) {
	const text = `lapp ${uuid()}`;
	await p.field.fill(text);
	await p.page.locator('form.write button[type="submit"]').click();
	await p.field.fill(`${text} og så`);
	return text;
}

const own = (p, state, text) => p.page.locator(`[data-own-list] li[data-state="${state}"]`, { hasText: text });
const stands = (p, text) => p.page.locator('.note', { hasText: text }).first().waitFor();
const stored = (text) => Number(pair.db.rows(`SELECT count(*) FROM note WHERE body = '${text}'`)[0][0]);

/* Afterwards: each note saved, once, and on both phones; the line is back. */
async function wellAgain(texts) {
	for (const [i, p] of phones.entries()) await p.page.locator('.note:not([data-state="waiting"])', { hasText: texts[i] }).first().waitFor();
	for (const p of phones) for (const text of texts) await stands(p, text);
	for (const text of texts) assert.equal(stored(text), 1, text);
	for (const p of phones) await p.page.locator('#net').waitFor({ state: 'hidden' });
}

afterEach(async () => {
	for (const p of phones ?? []) {
		const shown = await p.page.evaluate(() => window.shown);
		assert.ok(shown, `${p.name} was taken to another page`);
		assert.equal(await p.page.title(), p.title);
		assert.deepEqual(shown.states.filter((s) => !STATES.includes(s)), [], `${p.name} was shown`);
		assert.deepEqual(shown.said.filter((s) => !SAID.test(s)), [], `${p.name} was told`);
		assert.equal(shown.asked, 0, `${p.name} was asked to take part again`);
		assert.match(await p.field.inputValue(), /^lapp \S+ og så$/, `${p.name} has the half-written text`);
	}
	browser?.clean();
});

test('the primary is gone for a while, and then its replica leads', async () => {
	pair.signal('SIGKILL');
	await eventually(async () => (await Promise.all(house.nodes.map((n) => request(n.url, 'GET', '/readyz')))).every((r) => r.status === 503));
	const texts = await Promise.all(phones.map(write));
	for (const [i, p] of phones.entries()) await own(p, 'waiting', texts[i]).waitFor();
	for (const p of phones) await p.page.locator('#net', { hasText: 'Ikke nett nå. Skriv videre' }).waitFor();
	for (const [i, p] of phones.entries()) assert.equal(await own(p, 'waiting', texts[i]).locator('[data-own-state]').textContent(), 'Venter på nett');
	pair.promote();
	await wellAgain(texts);
	/* The looking itself works. */
	for (const p of phones) assert.ok(await p.page.evaluate(() => window.shown.states.includes('Venter på nett') && window.shown.said.includes('Lappen er lagret')));
});

for (const [i, how, fail, mend] of [
	[0, 'is killed', (n) => n.kill(), (n) => n.start()],
	[1, 'freezes', (n) => n.child.kill('SIGSTOP'), (n) => n.child.kill('SIGCONT')],
])
	test(`a node ${how}`, async () => {
		await eventually(() => house.proxy.states().every((s) => s === 'UP'), { every: 200 });
		await fail(house.nodes[i]);
		try {
			await wellAgain(await Promise.all(phones.map(write)));
		} finally {
			await mend(house.nodes[i]);
		}
	});
