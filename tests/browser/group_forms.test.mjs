/* The group's own meeting with sheets, verdicts and proposals, each of the three on a device of their own: a desktop, 320 px in nynorsk,
 * and a phone without script. What one saves the others see; what somebody is typing stays; and every state by axe. */
import assert from 'node:assert/strict';
import { rmSync } from 'node:fs';
import { after, before, test } from 'node:test';
import { groupMeeting, groupMethods } from '../lib/group_meeting.mjs';
import { startServer } from '../lib/server.mjs';
import { Cast, DESKTOP, PHONE, SMALL, atStep, eventually, sees, status } from './lib/cast.mjs';
import { enter, speak } from './lib/enter.mjs';

let server, cast, folder, place, at;
let lise, tor, vera;

before(async () => {
	folder = groupMethods();
	server = await startServer({ args: ['--methods', folder] });
	({ place, at } = await groupMeeting(server));
	cast = await Cast.open();
	lise = await enter(await cast.actor('lise', { size: DESKTOP }), server, place.leader);
	tor = await enter(await cast.actor('tor', { size: SMALL, lang: 'nn' }), server, place.union);
	vera = await enter(await cast.actor('vera', { size: PHONE, script: false }), server, place.safety);
	await tor.goto(`${server.url}/me`);
	await speak(tor, 'nn');
	for (const p of [lise, tor, vera]) await p.goto(`${server.url}${at}/meeting`);
});
after(async () => {
	await cast?.close();
	rmSync(folder, { recursive: true, force: true });
	await server?.close();
});

const NAMES = { dom: ['Skarpere', 'Skarpare'], lapper: ['Klarer vi det?', 'Greier vi det?'], forslag: ['Forslag', 'Forslag'] };
const sheet = (p, title) => p.page.locator('section.sheet', { hasText: title }).first();

/* The leader goes on, and all three are at the next item; who has no script asks for the page again. */
async function next(item) {
	const typing = await tor.page.evaluate(() => {
		scrollTo(0, document.body.scrollHeight);
		return Boolean(document.activeElement.value);
	});
	await lise.page.locator('#next button').click();
	await atStep(lise, NAMES[item][0]);
	await atStep(tor, NAMES[item][1]);
	/* The new item stands where the eyes are; but nobody is taken away from what they write. */
	if (!typing) await eventually(async () => (await tor.page.evaluate(() => scrollY)) === 0);
	await vera.page.reload();
	await atStep(vera, NAMES[item][0]);
}

async function look(name) {
	await lise.look(`group-forms-${name}-desktop`, { lang: 'nb' });
	await tor.look(`group-forms-${name}-320`, { lang: 'nn' });
	await vera.page.reload();
	await vera.look(`group-forms-${name}-no-script`);
}

/* Fills in what is given and saves; the status of the answer. */
async function save(p, title, values) {
	const form = sheet(p, title);
	for (const [name, value] of Object.entries(values)) {
		const field = form.locator(`[name="f-${name}"], [name="${name}"]`).first();
		if ((await field.getAttribute('type')) === 'radio') await form.locator(`[name="f-${name}"][value="${value}"]`).check({ force: true });
		else await field.fill(value);
	}
	const answer = p.page.waitForResponse((r) => r.request().method() === 'POST' && /\/meeting\/form$/.test(new URL(r.url()).pathname));
	await form.locator('button[type=submit]').click();
	return (await answer).status();
}

test('what one writes on a sheet comes up on the others\' devices, and what they are typing stays', { timeout: 180000 }, async () => {
	await next('dom');
	await look('sheet');
	const typed = sheet(tor, 'Døra henger').locator('[name="f-hvordan"]');
	await typed.fill('få ny dør');
	assert.equal(await save(lise, 'Døra henger', { hvordan: 'få døra til å gli' }), 204);
	await sees(tor, 'få døra til å gli');
	assert.equal(await typed.inputValue(), 'få ny dør');
	/* Who has an old page is told, and nothing is overwritten unseen. */
	vera.expect(status(409));
	const old = vera.page.waitForNavigation();
	await sheet(vera, 'Døra henger').locator('[name="f-hvordan"]').fill('bytte dør');
	await sheet(vera, 'Døra henger').locator('button[type=submit]').click();
	assert.equal((await old).status(), 409);
	await sees(vera, 'få døra til å gli');
	assert.equal(await sheet(vera, 'Døra henger').locator('[name="f-hvordan"]').inputValue(), 'bytte dør');
	await vera.look('group-forms-both-no-script');
	await tor.look('group-forms-both-320', { lang: 'nn' });
	await vera.goto(`${server.url}${at}/meeting`);
	await save(tor, 'Døra henger', { hvordan: 'få ei dør som glir' });
	await sees(lise, 'få ei dør som glir');
	await vera.page.reload();
	await sees(vera, 'få ei dør som glir');
});

test('the question about each is answered together, without script too', { timeout: 180000 }, async () => {
	await next('lapper');
	await look('verdict');
	const there = vera.page.waitForNavigation();
	await sheet(vera, 'få ei dør som glir').locator('input[value="nei"]').check({ force: true });
	await sheet(vera, 'få ei dør som glir').locator('button[type=submit]').click();
	await there;
	for (const p of [lise, tor]) await eventually(async () => sheet(p, 'få ei dør som glir').locator('input[value="nei"]').isChecked());
	await look('verdict-saved');
});

test('proposals are made, and stand on the meeting\'s page when it is over', { timeout: 180000 }, async () => {
	await next('forslag');
	await look('proposal');
	await save(tor, 'få ei dør som glir', { hva: 'Smør hengslene', hvem: 'Vaktmesteren', nar: '2026-12-01', 't-nar': '2026-12-20', tegn: 'Den glir' });
	await eventually(async () => (await sheet(lise, 'få ei dør som glir').locator('[name="f-hva"]').inputValue()) === 'Smør hengslene');
	const over = lise.page.waitForURL(new RegExp(`${at}(\\?.*)?$`));
	await lise.page.locator('#next button').click();
	await over;
	for (const p of [lise, tor, vera]) {
		await p.goto(server.url + at);
		await sees(p, 'Smør hengslene');
		await sees(p, 'få ei dør som glir');
	}
	await look('over');
	await lise.goto(`${server.url}/p/${place.process}/lifts`);
	await sees(lise, 'få ei dør som glir');
	await lise.look('group-forms-lifts');
});

test('nobody has seen an error, and every page is valid HTML', { timeout: 120000 }, () => {
	cast.browser.clean();
	cast.browser.hand();
});
