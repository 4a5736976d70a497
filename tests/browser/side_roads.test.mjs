/* What lies beside the main road: the plan pointing out its own faults, a run sheet made one's own, words of one's own to staff, a first
 * reading by the representatives, and a step skipped. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { Phone } from '../lib/room.mjs';
import { startServer } from '../lib/server.mjs';
import { anchor, begin, register, setUp } from '../lib/workplace.mjs';
import { Cast, DESKTOP, PHONE, SMALL, atStep, openEarly, sees } from './lib/cast.mjs';
import { enter } from './lib/enter.mjs';
import { STEPS } from './lib/steps.mjs';

let server, cast, place, leader, union, safety, odd, p, workshop, code;

const rows = (sql) => server.db.rows(sql);
const day = (n) => new Date(Date.now() + n * 86400e3).toISOString().slice(0, 10);
const go = (who, path) => who.goto(server.url + path);
const at = (who) => new URL(who.page.url()).pathname;
const press = async (who, what) => {
	const there = who.page.waitForNavigation({ waitUntil: 'domcontentloaded' });
	await (typeof what === 'string' ? who.page.locator(what).first() : what).click();
	await there;
};
const words = (who) => who.page.locator('main').innerText();
const set = async (who, values) => {
	for (const [name, value] of Object.entries(values)) {
		const field = who.page.locator(`#field-${name}`);
		if ((await field.evaluate((el) => el.tagName)) === 'SELECT') await field.selectOption(value);
		else await field.fill(value);
	}
};

before(async () => {
	server = await startServer();
	place = await setUp(server);
	await begin(place);
	await register(place, 'staff', 'Stine Staff');
	p = `/p/${place.process}`;
	workshop = `/s/${rows("SELECT id FROM sitting WHERE phase = 'utforske' AND kind = 'staff'")[0][0]}`;
	cast = await Cast.open();
	leader = await enter(await cast.actor('the leader', { size: DESKTOP }), server, place.leader);
	union = await enter(await cast.actor('the union representative', { size: PHONE }), server, place.union);
	safety = await enter(await cast.actor('the safety representative', { size: SMALL }), server, place.safety);
	odd = await cast.actor('Odd', { size: PHONE, lang: 'nn' });
});
after(async () => {
	await cast?.close();
	await server?.close();
});

/* One rests on the other: after a failure the rest is not reached. */
let stopped = '';
const chapter = (what, fn) =>
	test(what, { timeout: 120000 }, async () => {
		assert.equal(stopped, '', 'not reached');
		stopped = what;
		await fn();
		stopped = '';
	});

chapter('before the start any of the three sets what they agree on', async () => {
	await go(union, `${p}/settings`);
	await union.look('settings-draft', { lang: 'nb' });
	await union.page.locator('#field-first_reading').check();
	await press(union, `form[action="${p}/settings"] .actions button`);
	assert.ok(await union.page.locator('#field-first_reading').isChecked());
	await anchor(place);
});

chapter('the plan points out what comes too early and what clashes, and forbids neither', async () => {
	await go(leader, `${p}/plan/utforske`);
	const [date, time] = await Promise.all(['meet_date', 'meet_time'].map((f) => leader.page.locator(`#field-${f}`).inputValue()));
	const move = async (values) => {
		await go(leader, `${p}/plan/utdype`);
		const before = await leader.page.locator('#field-meet_date').inputValue();
		await set(leader, values);
		await press(leader, `form[action="${p}/plan/utdype"] .actions button[type="submit"]`);
		return before;
	};
	const was = await move({ meet_date: day(2), meet_time: time });
	await sees(leader, ' ligger før «HMS-gruppen forbereder seg»');
	await leader.look('plan-too-early', { lang: 'nb' });
	await move({ meet_date: date, meet_time: time });
	await sees(leader, ' er på samme tid som ');
	await leader.look('plan-clash', { lang: 'nb' });
	await move({ meet_date: was });
	assert.equal(await leader.page.locator('.hint[data-color="warning"]').count(), 0);
});

const times = () => leader.page.locator('.runsheet .run-time time').allInnerTexts();
const names = () => leader.page.locator('.runsheet > li').evaluateAll((all) => all.map((li) => li.querySelector('h3')?.textContent.trim() ?? li.querySelector('input').value));
const minute = (t) => Number(t.split('.')[0]) * 60 + Number(t.split('.')[1]);

chapter('minutes, order and an item of one\'s own: the clock times follow', async () => {
	await go(leader, `${workshop}/runsheet`);
	const before = await times();
	const called = await names();
	const first = leader.page.locator('.runsheet > li').first().locator('input[name^="minutes-"]');
	const n = Number(await first.inputValue());
	await first.fill(String(n + 7));
	await press(leader, 'button[name="do"][value="save"]');
	const later = await times();
	assert.deepEqual(later.map((t, i) => minute(t) - minute(before[i])), before.map((_, i) => (i ? 7 : 0)));
	await set(leader, { add_title: 'Vi synger', add_minutes: '4' });
	await press(leader, 'button[name="do"][value="add"]');
	assert.deepEqual(await names(), [...called, 'Vi synger']);
	await leader.look('runsheet-own', { lang: 'nb' });
	await press(leader, leader.page.locator('.runsheet > li').last().locator('button[value^="up-"]'));
	assert.deepEqual(await names(), [...called.slice(0, -1), 'Vi synger', called.at(-1)]);
	const now = await times();
	assert.equal(minute(now.at(-1)) - minute(now.at(-2)), 4);
	await press(leader, leader.page.locator('.runsheet > li').nth(-2).locator('button[value^="out-"]'));
	await leader.page.locator('.runsheet > li').first().locator('input[name^="minutes-"]').fill(String(n));
	await press(leader, 'button[name="do"][value="save"]');
	assert.deepEqual(await times(), before);
});

chapter('words of their own to staff are kept, and lie in the outbox', async () => {
	await go(leader, `${p}/messages`);
	await press(leader, leader.page.locator(`main a[href^="${p}/messages/"]`).first());
	await press(leader, 'main a[href*="/edit"]');
	await set(leader, { subject: 'Bli med og si hvordan vi har det', body: 'Hei!\n\nTa med deg selv og en kopp.' });
	await press(leader, 'form[action*="/edit"] .actions button[type="submit"]');
	await sees(leader, 'Ta med deg selv og en kopp.');
	await leader.look('message-own-words', { lang: 'nb' });
	await press(leader, 'button[name="when"][value="now"]');
	await leader.look('message-laid', { lang: 'nb' });
	const laid = rows("SELECT count(*) FROM outbox WHERE body LIKE '%Ta med deg selv og en kopp.%'")[0][0];
	assert.ok(Number(laid) >= 1, `${laid} in the outbox`);
	assert.match(await words(leader), /utboks/i);
});

const NOTES = ['Vi er alene om natten', 'Rapporten kommer for sent', 'Kari glemmer nøklene'];
const phones = [];
const command = async (what) => {
	await leader.page.locator(`button[name="do"][value="${what}"]`).first().click();
};

chapter('a first reading: two representatives read together what was written alone, and the desk nothing', async () => {
	await go(leader, workshop);
	await openEarly(leader);
	await press(leader, `form[action="${workshop}/open"] button`);
	code = at(leader).split('/')[2];
	if (await leader.page.locator('form[action$="/desk/take"]').count()) await press(leader, 'form[action$="/desk/take"] button');
	await go(odd, `/r/${code}`);
	await press(odd, 'form[action$="/join"] button');
	for (let i = 0; i < 3; i++) phones.push(await new Phone(server, code).join());
	await leader.page.locator('#next button').click();
	await atStep(leader, STEPS.nb.welcome);
	await leader.page.locator('#next button').click();
	await atStep(odd, STEPS.nn.good);
	for (const [i, phone] of phones.entries()) assert.equal((await phone.note(NOTES[i])).status, 201);
	const reading = `/r/${code}/desk/reading`;
	for (const who of [union, safety]) {
		await go(who, reading);
		await press(who, 'form[action$="/reading/join"] button');
		await who.look(`reading-${who === union ? 'ready' : 'while-writing'}`, { lang: 'nb' });
	}
	await sees(safety, 'Folk skriver fortsatt.');
	for (const who of [union, safety]) assert.ok(!who.got(NOTES[0]), `${who.name}: not while they write`);
	await leader.page.locator('#next button').click();
	await atStep(leader, STEPS.nb.goodThemes);
	await go(safety, reading);
	await sees(safety, NOTES[0]);
	await safety.look('reading', { lang: 'nb' });
	await safety.page.locator('li.note', { hasText: NOTES[2] }).locator('summary').click();
	await press(safety, safety.page.locator('li.note', { hasText: NOTES[2] }).locator('form button'));
	for (const who of [leader, odd]) for (const text of NOTES.slice(0, 2)) assert.ok(!who.got(text), `${who.name} got “${text}”`);
	await press(safety, 'form[action$="/reading/release"] button');
	await sees(safety, 'Ingen uleste lapper nå');
	await sees(leader, NOTES[0]);
	await odd.page.locator('form[action$="/table"] button').click();
	await sees(odd, NOTES[1]);
	assert.ok(!odd.got(NOTES[2]), 'what was set aside stays so');
});

chapter('a step is skipped, and the run sheet says so', async () => {
	await command('skip');
	await atStep(odd, STEPS.nn.hard);
	await atStep(leader, STEPS.nb.hard);
	await leader.page.locator('.ds-tag', { hasText: 'hoppet over' }).first().waitFor({ state: 'attached' });
	await leader.look('desk-skipped', { lang: 'nb' });
});

chapter('nobody has seen an error, and every page is valid HTML', () => {
	for (const phone of phones) phone.close();
	cast.browser.clean();
	cast.browser.hand();
});
