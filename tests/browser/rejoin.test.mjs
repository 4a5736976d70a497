/* A phone whose seat is gone: nothing that was written is lost, and the way back in is one press. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { startServer } from '../lib/server.mjs';
import { Cast, DESKTOP, SMALL, atStep, count, eventually, status } from './lib/cast.mjs';
import { enter } from './lib/enter.mjs';
import { STEPS } from './lib/steps.mjs';
import { openWorkshop } from './lib/workshop.mjs';

let server, cast, place, code, desk, lars;

before(async () => {
	server = await startServer();
	({ place, code } = await openWorkshop(server));
	cast = await Cast.open();
	desk = await cast.actor('the leader', { size: DESKTOP });
	lars = await cast.actor('Lars', { size: SMALL, lang: 'nn' });
	lars.expect(status(403));
	await enter(desk, server, place.leader);
	await desk.goto(`${server.url}/r/${code}/desk`);
	await desk.page.locator('form[action$="/desk/take"] button').click();
	await desk.page.locator('form[action$="/desk/take"]').waitFor({ state: 'detached' });
	await desk.page.locator('button[name="do"][value="start"]').click();
	await join();
	await desk.page.locator('#next button').click();
	await atStep(lars, STEPS.nn.good);
});
after(async () => {
	await cast?.close();
	await server?.close();
});

async function join() {
	await lars.goto(`${server.url}/r/${code}`);
	await lars.page.locator('form[action$="/join"] button').click();
	await lars.page.waitForURL(`**/r/${code}/room`);
}

const notes = () => server.db.rows("SELECT body FROM note WHERE body LIKE 'Plassen%'").length;

test('the seat is gone: the page says so, keeps everything, and sends it when one has taken part again', async () => {
	const field = lars.page.locator('form.write textarea[name="text"]');
	await lars.context.clearCookies();
	await field.fill('Plassen min var borte');
	await lars.page.locator('form.write button[type="submit"]').click();
	await lars.page.locator('#rejoin').waitFor();
	await lars.page.locator('[data-own-list] li[data-state="waiting"]', { hasText: 'Ventar til du blir med att' }).waitFor();
	assert.equal(await lars.page.locator('#net').isVisible(), false, 'nobody blames the network');
	assert.equal(notes(), 0);
	await lars.look('phone-rejoin', { lang: 'nn' });

	await field.fill('Halvferdig');
	await lars.page.locator('#rejoin a').click();
	await lars.page.locator('form[action$="/join"] button').click();
	await lars.page.waitForURL(`**/r/${code}/room`);
	await lars.page.locator('[data-own-list] li[data-state="saved"]', { hasText: 'Plassen min var borte' }).waitFor();
	assert.equal(await field.inputValue(), 'Halvferdig');
	assert.equal(await lars.page.locator('#rejoin').isVisible(), false);
	assert.equal(notes(), 1);
});

test('joined again in another tab: the first tab sends what it holds, and asks for nothing', async () => {
	await lars.context.clearCookies();
	await lars.page.locator('form.write textarea[name="text"]').fill('Plassen kom att');
	await lars.page.locator('form.write button[type="submit"]').click();
	await lars.page.locator('#rejoin').waitFor();
	const tab = await lars.context.newPage();
	await tab.goto(`${server.url}/r/${code}`);
	await tab.locator('form[action$="/join"] button').click();
	await tab.waitForURL(`**/r/${code}/room`);
	await eventually(() => notes() === 2);
	/* Without a screen no tab is ever hidden: coming back to it is said by hand. */
	await lars.page.bringToFront();
	await lars.page.evaluate(() => document.dispatchEvent(new Event('visibilitychange')));
	await lars.page.locator('#rejoin').waitFor({ state: 'hidden' });
	await count(lars, '[data-own-list] li[data-state="saved"]', 2);
});

test('the leader goes back and forth: what is half-written stands in one place, and is sent once', async () => {
	const steps = (what) => desk.page.locator(`button[name="do"][value="${what}"]`).first().click();
	const fields = () => lars.page.locator('form.write textarea').evaluateAll((all) => all.map((t) => t.value));
	const before = notes();
	await lars.page.locator('form.write textarea[name="text"]').fill('Plassen fram og tilbake');
	await steps('next');
	await lars.page.locator('.late textarea').waitFor();
	await steps('back');
	await atStep(lars, STEPS.nn.good);
	assert.deepEqual(await fields(), ['Plassen fram og tilbake']);
	await count(lars, '.late', 0);

	await steps('next');
	await lars.page.locator('.late button[type="submit"]').click();
	await eventually(() => notes() === before + 1);
	await steps('back');
	await atStep(lars, STEPS.nn.good);
	assert.deepEqual(await fields(), ['']);
	await lars.page.reload();
	assert.deepEqual(await fields(), [''], 'what was sent is no draft any more');
});
