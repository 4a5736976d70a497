/* browser.mjs: Debian's Chromium, with eyes for what must never happen on any page: an error in the console, a broken
 * content policy, a call to another host, an answer of 500. Pages seen are kept for the HTML checker. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { chromium } from 'playwright-core';

const find = createRequire(import.meta.url).resolve;
const axeSource = readFileSync(find('axe-core/axe.min.js'), 'utf8');
const shots = path.resolve(path.dirname(new URL(import.meta.url).pathname), '../browser/shots');

export const PHONE = { width: 390, height: 844 };
export const SMALL = { width: 320, height: 640 };
export const DESKTOP = { width: 1280, height: 900 };
export const WALL = { width: 1920, height: 1080 };

export async function openBrowser() {
	const browser = await chromium.launch({
		executablePath: process.env.CHROMIUM || '/usr/bin/chromium',
		args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking', '--disable-quic', '--no-first-run', '--disable-component-update', '--disable-sync', '--disable-dev-shm-usage'],
	});
	return new Browser(browser);
}

/* All pages in a folder, as lay() left them, through the HTML checker: how many. */
export function validFolder(folder) {
	const jar = path.join(path.dirname(find('vnu-jar/package.json')), 'build/dist/vnu.jar');
	const r = spawnSync('java', ['-Xss2m', '-jar', jar, '--format', 'json', '--exit-zero-always', '--skip-non-html', folder], { encoding: 'utf8', maxBuffer: 1 << 28 });
	assert.equal(r.status, 0, r.stderr);
	const { messages } = JSON.parse(r.stderr || r.stdout);
	const from = (m) => readFileSync(path.join(folder, path.basename(m.url).replace(/html$/, 'from')), 'utf8');
	const wrong = messages.filter((m) => m.type === 'error').map((m) => `${from(m)}:${m.lastLine}: ${m.message}  ${m.extract ?? ''}`);
	assert.deepEqual([...new Set(wrong)], []);
	return readdirSync(folder).filter((f) => f.endsWith('.html')).length;
}

class Browser {
	constructor(browser) {
		Object.assign(this, { browser, people: [], sources: new Map() });
	}

	/* A person with a device of their own. lang is what the browser asks for; script: false is a phone without script. */
	async person(name, { lang = 'nb', size = DESKTOP, script = true, ...more } = {}) {
		const context = await this.browser.newContext({ viewport: size, locale: `${lang}-NO`.replace('en-NO', 'en-GB'), javaScriptEnabled: script, reducedMotion: 'reduce', hasTouch: size.width < 500, isMobile: size.width < 500, ...more });
		const p = new Person(this, name, context, script);
		await p.prepare();
		this.people.push(p);
		return p;
	}

	/* Fails when any page of anybody has complained. */
	clean() {
		assert.deepEqual(this.people.flatMap((p) => p.complaints.map((c) => `${p.name}: ${c}`)), []);
	}

	/* Every page that was looked at, through the HTML checker: how many. */
	valid() {
		const folder = mkdtempSync(path.join(tmpdir(), 'medvirk-html-'));
		try {
			this.lay(folder);
			return validFolder(folder);
		} finally {
			rmSync(folder, { recursive: true, force: true });
		}
	}

	/* Leaves them for valid.test.mjs, which starts the checker once for all; without a folder for that they are checked now. */
	hand() {
		if (process.env.PAGES_SEEN) this.lay(process.env.PAGES_SEEN);
		else this.valid();
	}

	lay(folder) {
		mkdirSync(folder, { recursive: true });
		for (const [hash, { url, text }] of this.sources) {
			writeFileSync(path.join(folder, `${hash}.html`), text);
			writeFileSync(path.join(folder, `${hash}.from`), url);
		}
	}

	close() {
		return this.browser.close();
	}
}

class Person {
	constructor(home, name, context, script) {
		Object.assign(this, { home, name, context, script, complaints: [], expected: [] });
	}

	async prepare() {
		await this.context.exposeBinding('tellPolicy', (_, what) => this.complain(`policy: ${what}`)).catch(() => {});
		await this.context.addInitScript(() => {
			addEventListener('securitypolicyviolation', (e) => window.tellPolicy?.(`${e.effectiveDirective} ${e.blockedURI} ${e.sourceFile ?? ''}`));
		});
		this.context.setDefaultTimeout(60000);
		this.context.on('page', (page) => this.watch(page));
		this.page = await this.context.newPage();
	}

	complain(what) {
		if (!this.expected.some((e) => e.test(what))) this.complaints.push(what);
	}

	/* What a test provokes on purpose (a 422, a lost network) is not a complaint. */
	expect(pattern) {
		this.expected.push(pattern);
	}

	watch(page) {
		page.on('console', (m) => {
			if (m.type() === 'error' || (m.type() === 'warning' && /Content Security|deprecat/i.test(m.text()))) this.complain(`${page.url()}: ${m.text()}`);
		});
		page.on('pageerror', (e) => this.complain(`${page.url()}: ${e}`));
		page.on('request', (rq) => {
			const u = new URL(rq.url());
			if (/^https?:$/.test(u.protocol)) {
				this.host ??= u.host;
				if (u.host !== this.host) this.complain(`a call to ${u.host}`);
			}
		});
		page.on('response', async (rs) => {
			if (rs.status() >= 500) this.complain(`${rs.status()} ${rs.url()}`);
			if (rs.request().resourceType() !== 'document' || !/text\/html/.test(rs.headers()['content-type'] ?? '')) return;
			const text = await rs.text().catch(() => '');
			if (text) this.home.sources.set(createHash('sha1').update(text).digest('hex').slice(0, 16), { url: `${rs.status()} ${rs.url()}`, text });
		});
	}

	goto(url) {
		return this.page.goto(url, { waitUntil: 'domcontentloaded' });
	}

	/* axe by WCAG 2.2 AA, width without sideways scrolling (wide: may), one h1 (sheets: one each), a title, the right language; and a picture. */
	async look(name, { lang, wide = false, sheets = false } = {}) {
		const { page } = this;
		/* axe waits for timers, which a page without script does not have; the same markup is looked at with script. */
		const found = !this.script ? [] : await page.evaluate(async ([source]) => {
			if (!window.axe) (0, eval)(source);
			/* What slides under the head of the page while one scrolls is not covered. */
			scrollTo({ top: 0, behavior: 'instant' });
			const r = await window.axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] });
			return r.violations.map((v) => `${v.id}: ${v.help} — ${v.nodes.slice(0, 3).map((n) => `${n.html.slice(0, 160)} (${[...n.any, ...n.all, ...n.none].map((c) => c.message).join(' ')})`).join(' | ')}`);
		}, [axeSource]);
		assert.deepEqual(found, [], `${this.name} at ${name}: ${page.url()}`);
		/* Not innerWidth: a phone zooms out until all of a page that is too wide is there, and says that it is as wide. */
		const facts = await page.evaluate((width) => ({ scroll: document.documentElement.scrollWidth, width, h1: document.querySelectorAll('h1').length, title: document.title, lang: document.documentElement.lang }), page.viewportSize().width);
		if (!wide) assert.ok(facts.scroll <= facts.width + 1, `${this.name} at ${name}: ${facts.scroll} px wide on ${facts.width}`);
		assert.ok(sheets ? facts.h1 >= 1 : facts.h1 === 1, `${name}: ${facts.h1} h1`);
		assert.ok(facts.title.length > 3, `${name}: a title`);
		if (lang) assert.equal(facts.lang, lang, name);
		await this.shot(name);
	}

	async shot(name) {
		mkdirSync(shots, { recursive: true });
		await this.page.screenshot({ path: path.join(shots, `${name}.png`), fullPage: true });
	}

	close() {
		return this.context.close();
	}
}
