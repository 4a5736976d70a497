/* A phone and a desk without script. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { startServer } from '../lib/server.mjs';
import { Cast, DESKTOP, SMALL, atStep, sees } from './lib/cast.mjs';
import { STEPS } from './lib/steps.mjs';
import { enter } from './lib/enter.mjs';
import { openWorkshop } from './lib/workshop.mjs';

const press = async (p, what) => {
	const button = typeof what === 'string' ? p.page.locator(what).first() : what;
	const there = p.page.waitForNavigation({ waitUntil: 'domcontentloaded' });
	await button.click();
	await there;
};

test('without script: in, write, group, vote, ready, refresh; and the desk goes on', async () => {
	const server = await startServer();
	const cast = await Cast.open();
	try {
		const { place, code, sitting } = await openWorkshop(server);
		const desk = await cast.actor('the desk', { size: DESKTOP, script: false });
		const phone = await cast.actor('the phone', { size: SMALL, lang: 'nn', script: false });
		const at = (step) => atStep(phone, STEPS.nn[step]);
		const next = async (step) => {
			await press(desk, '#next button');
			assert.equal(await desk.page.locator('#step-h').innerText(), STEPS.nb[step]);
			await press(phone, `a[href="/r/${code}/room"]`);
			await at(step);
		};
		await enter(desk, server, place.leader);
		await desk.goto(`${server.url}/r/${code}/desk`);
		if (await desk.page.locator('form[action$="/desk/take"]').count()) await press(desk, 'form[action$="/desk/take"] button');
		await phone.goto(`${server.url}/r/${code.toLowerCase()}`);
		await press(phone, 'form[action$="/join"] button');
		await at('wait');
		await next('welcome');
		await next('good');
		await phone.page.fill('textarea[name="text"]', 'Vi ler saman');
		await press(phone, 'form.write button[type="submit"]');
		await at('good');
		assert.equal(await phone.page.inputValue('textarea[name="text"]'), '');
		await phone.page.fill('textarea[name="text"]', 'Vi ler saman. '.repeat(30));
		phone.expect(/status of 422/);
		await press(phone, 'form.write button[type="submit"]');
		assert.equal((await phone.page.inputValue('textarea[name="text"]')).trim(), 'Vi ler saman. '.repeat(30).trim(), 'what was refused is kept');
		await phone.look('noscript-refused-nn-320', { lang: 'nn' });
		await press(phone, 'form[data-ready] button');
		assert.equal(await phone.page.locator('form[data-ready] button').getAttribute('aria-pressed'), 'true');
		await press(desk, desk.page.locator('main a, header a', { hasText: 'Storskjerm' }));
		await desk.goto(`${server.url}/r/${code}/desk`);
		assert.match(await desk.page.locator('#tally').innerText(), /^1 /);
		assert.match(await desk.page.locator('#ready-count').innerText(), /^1 /);
		await desk.look('noscript-desk-nb', { lang: 'nb' });

		await next('goodThemes');
		await press(phone, 'form[action$="/table"] button');
		await phone.page.fill('#theme-name', 'Humor');
		await press(phone, '#new-theme button');
		await phone.page.check('ul[id^="loose"] input[type="checkbox"]');
		await press(phone, '#grouping button');
		assert.equal(await phone.page.locator('section.theme li.note').count(), 1);
		await phone.look('noscript-themes-nn-320', { lang: 'nn' });
		await next('hard');
		await phone.page.fill('textarea[name="text"]', 'Rapporten kjem seint');
		await press(phone, 'form.write button[type="submit"]');
		await next('hardThemes');
		await press(phone, 'form[action$="/table"] button');
		await phone.page.fill('#theme-name', 'Rapporten');
		await press(phone, '#new-theme button');
		for (const step of ['rest', 'report', 'merge', 'vote']) await next(step);
		const line = phone.page.locator('li.vote', { hasText: 'Rapporten' });
		await press(phone, line.locator('.vote-form button').last());
		await at('vote');
		await press(phone, line.locator('.vote-form button').last());
		assert.match(await line.innerText(), /2 røyster frå deg/);
		await press(phone, line.locator('.vote-form button').first());
		assert.match(await line.innerText(), /1 røyst frå deg/);
		await phone.look('noscript-vote-nn-320', { lang: 'nn' });
		await press(desk, '#desk-work button[value="close"]');
		await next('end');
		await phone.page.locator('label.column').first().click();
		await press(phone, 'form.scale button');
		for (const p of [desk, phone]) p.expect(/status of 410/);
		await press(desk, '#next button');
		assert.equal(new URL(desk.page.url()).pathname, `/s/${sitting}`);
		await press(phone, `a[href="/r/${code}/room"]`);
		await sees(phone, 'Takk for i dag');
		cast.browser.clean();
		cast.browser.hand();
	} finally {
		await cast.close();
		await server.close();
	}
});
