/* What comes out when somebody prints a page from the browser, on A4: the plan, a checklist, the minutes, the overview, measures. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { openBrowser } from '../lib/browser.mjs';
import { Pdf } from '../lib/pdf.mjs';
import { startServer } from '../lib/server.mjs';
import { enter } from './lib/enter.mjs';

let server, browser, p;

before(async () => {
	server = await startServer({ demo: true });
	browser = await openBrowser();
	p = await enter(await browser.person('safety'), server, 'safety');
});
after(async () => {
	await browser?.close();
	await server?.close();
});

/* { pages, first, all }: how many, what stands on the first, and on all. */
async function printed(path) {
	await p.goto(server.url + path);
	const pdf = new Pdf(await p.page.pdf({ preferCSSPageSize: true }));
	const all = pdf.text.split('\f').filter((t) => t.trim());
	pdf.done();
	return { pages: all.length, first: all[0], all: all.join('\n') };
}

test('the plan begins on the first sheet and takes two', async () => {
	const r = await printed('/p/1/plan');
	assert.match(r.first, /Utforske/);
	assert.match(r.first, /Skape/);
	assert.equal(r.pages, 2);
	assert.doesNotMatch(r.all, /Endre$/m);
});

test('a checklist shows what is done, and counts without an empty bar', async () => {
	await p.goto(`${server.url}/p/1/checklists?phase=skape`);
	await p.page.emulateMedia({ media: 'print' });
	const box = await p.page.locator('.checks > [data-done]').first().evaluate((li) => getComputedStyle(li, '::before').content);
	assert.equal(box, '"✓"');
	for (const hidden of ['.tabs', 'progress', '.tick', '.top', '.foot']) assert.equal(await p.page.locator(hidden).first().isVisible(), false, hidden);
	await p.page.emulateMedia({ media: null });
	const r = await printed('/p/1/checklists?phase=skape');
	assert.match(r.first, /16 av 16 er gjort/);
});

test('what is for the screen alone is not printed', async () => {
	const minutes = await printed('/p/1/meetings/5');
	assert.match(minutes.all, /Hva som kom ut av det/);
	assert.doesNotMatch(minutes.all, /si at du har sett det/);
	const overview = await printed('/p/1');
	assert.match(overview.all, /De som leder dette sammen/);
	assert.doesNotMatch(overview.all, /Det dere trenger underveis/);
	const measures = await printed('/p/1/measures');
	assert.doesNotMatch(measures.all, /^(Liste|Tavle|Kalender)/m);
	browser.clean();
});
