/* cast.mjs: people with devices, and what each device got to know: every frame of its streams, every page and fragment it
 * fetched, everything it said aloud. */
import assert from 'node:assert/strict';
import { openBrowser } from '../../lib/browser.mjs';
import { eventually } from '../../lib/wire.mjs';

export { DESKTOP, PHONE, SMALL, WALL } from '../../lib/browser.mjs';
export { eventually };

/* What a browser says on its console about an answer or a line that the test provoked. */
export const OFFLINE = /net::ERR_INTERNET_DISCONNECTED|net::ERR_NETWORK/;
export const status = (n) => new RegExp(`status of ${n}`);

/* Runs in the page: what is said aloud, and whether the focus falls off when the page changes. */
function listen() {
	const live = '[role=status],[role=alert],[aria-live=polite],[aria-live=assertive]';
	const heard = new Map();
	const hear = () => {
		for (const el of document.querySelectorAll(live)) {
			const text = el.textContent.replace(/\s+/g, ' ').trim();
			if (text && heard.get(el) !== el.textContent) window.tellSaid?.(text);
			heard.set(el, el.textContent);
		}
	};
	new MutationObserver(hear).observe(document, { subtree: true, childList: true, characterData: true });
	let held = null;
	addEventListener('focusin', (e) => (held = e.target), true);
	addEventListener('pointerdown', () => (held = null), true);
	/* Past the last of the page Tab goes to nothing, and nothing is lost. */
	addEventListener('keydown', (e) => e.key === 'Tab' && (held = null), true);
	document.addEventListener('medvirk:patched', () => {
		const now = document.activeElement;
		if (held && (!now || now === document.body)) {
			window.tellLost?.(`${held.tagName} ${held.id} ${held.textContent.trim().slice(0, 40)}`);
			held = null;
		}
	});
}

async function attach(p, page) {
	const wire = await p.context.newCDPSession(page);
	await wire.send('Network.enable');
	wire.on('Network.eventSourceMessageReceived', (e) => p.frames.push({ event: e.eventName, id: e.eventId, data: e.data }));
	page.on('response', async (r) => {
		const type = r.headers()['content-type'] ?? '';
		if (/^text\/html/.test(type)) p.bodies.push({ url: r.url(), text: await r.text().catch(() => '') });
	});
	page.on('dialog', (d) => d.accept());
	return wire;
}

/* A person as browser.person() makes one, with ears. */
export async function actor(browser, name, options) {
	const p = await browser.person(name, options);
	Object.assign(p, { frames: [], bodies: [], said: [], lang: options?.lang ?? 'nb' });
	await p.context.exposeBinding('tellSaid', (_, text) => p.said.push({ text, at: Date.now() }));
	await p.context.exposeBinding('tellLost', (_, what) => p.complain(`the focus was lost from ${what}`));
	if (options?.script !== false) await p.context.addInitScript(listen);
	p.wire = await attach(p, p.page);
	p.got = (text) => [...p.frames.map((f) => f.data), ...p.bodies.map((b) => b.text)].some((t) => t.includes(text));
	return p;
}

/* Another tab of the same browser. */
export async function newTab(p, url) {
	const page = await p.context.newPage();
	await attach(p, page);
	await page.goto(url, { waitUntil: 'domcontentloaded' });
	return page;
}

export class Cast {
	static async open() {
		const cast = new Cast();
		cast.browser = await openBrowser();
		cast.all = [];
		return cast;
	}

	async actor(name, options) {
		const p = await actor(this.browser, name, options);
		this.all.push(p);
		return p;
	}

	/* Everybody but these. */
	but(...who) {
		return this.all.filter((p) => !who.includes(p));
	}

	/* Nobody's device has got this text, in a frame, a page or a fragment, and nobody's page shows it. */
	async nobodyKnows(text, ...besides) {
		for (const p of this.but(...besides)) {
			assert.ok(!p.got(text), `${p.name} got “${text}” on the wire`);
			assert.ok(!(await p.page.content()).includes(text), `${p.name} has “${text}” in the page`);
		}
		for (const p of besides) assert.ok(!p.got(text), `${p.name} got its own “${text}” back on the wire`);
	}

	close() {
		return this.browser?.close();
	}
}

export const words = (page, selector) => page.locator(selector).first().innerText();

/* Waits until the page shows this step. */
export async function atStep(p, name) {
	await p.page.waitForFunction((n) => document.querySelector('#step-h')?.textContent.trim() === n, name, { timeout: 60000 }).catch(() => {});
	assert.equal((await p.page.locator('#step-h').textContent()).trim(), name, `${p.name}'s step`);
}

export async function sees(p, text, ms = 60000) {
	await eventually(async () => (await p.page.locator('body').innerText()).includes(text), { ms }).catch(async () => {
		await p.shot('failed');
		assert.fail(`${p.name} at ${p.page.url()} does not see “${text}” but\n${await p.page.locator('body').innerText()}`);
	});
}

export async function count(p, selector, n, ms = 60000) {
	await eventually(async () => (await p.page.locator(selector).count()) === n, { ms }).catch(async () => assert.equal(await p.page.locator(selector).count(), n, `${p.name}: ${selector}`));
}

/* Days before a gathering's time its page asks before it opens it. */
export async function openEarly(p) {
	const asks = p.page.locator('#open-early > summary');
	if (await asks.count()) await asks.click();
}
