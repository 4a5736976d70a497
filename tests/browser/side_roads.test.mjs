/* What lies beside the main road: the plan pointing out its own faults, a run sheet made one's own, words of one's own to staff, a first
 * reading by the representatives, and a step skipped. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { typeIn } from '../lib/paper.mjs';
import { Phone } from '../lib/room.mjs';
import { startServer } from '../lib/server.mjs';
import { allAgree, anchor, begin, register, setUp } from '../lib/workplace.mjs';
import { Cast, DESKTOP, PHONE, SMALL, atStep, eventually, openEarly, sees } from './lib/cast.mjs';
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

chapter('broken off and continued: the same step, the same seat, nothing lost', async () => {
	const hard = 'Vi får ikke sitte ned';
	await odd.page.locator('form.write textarea').fill(hard);
	await odd.page.locator('form.write button[type="submit"]').click();
	await odd.page.locator('[data-own-list] li[data-state="saved"]', { hasText: hard }).waitFor();
	await leader.page.locator('details', { has: leader.page.locator('button[value="break"]') }).locator('summary').first().click();
	await leader.page.locator('button[name="do"][value="break"]').click();
	await leader.page.waitForURL(`**${workshop}`);
	await sees(leader, 'Den ble brutt av.');
	await leader.look('sitting-broken', { lang: 'nb' });
	await eventually(async () => (await odd.page.locator('#next, form.write').count()) === 0 || !(await odd.page.locator('form.write').isVisible()));
	await sees(odd, 'Vi stoppa her');
	assert.equal(await odd.page.locator('#clock').isVisible(), false, 'nothing runs any more');
	assert.doesNotMatch(await words(odd), /heilt stille/);
	await odd.look('phone-broken-off', { lang: 'nn' });
	await go(leader, workshop);
	await openEarly(leader);
	await press(leader, `form[action="${workshop}/open"] button`);
	assert.equal(at(leader), `/r/${code}/desk`);
	if (await leader.page.locator('form[action$="/desk/take"]').count()) await press(leader, 'form[action$="/desk/take"] button');
	await atStep(leader, STEPS.nb.hard);
	await go(odd, `/r/${code}`);
	if (/\/r\/\w+$/.test(at(odd))) await press(odd, 'form[action$="/join"] button');
	await atStep(odd, STEPS.nn.hard);
	assert.deepEqual(rows(`SELECT count(*) FROM note WHERE body = '${hard}'`), [['1']]);
	await odd.look('phone-continued', { lang: 'nn' });
	await leader.page.locator('#desk-settings > summary').click();
	odd.expect(/status of 410/);
	await press(leader, 'button[name="do"][value="close"]');
	assert.equal(at(leader), workshop);
	for (const phone of phones.splice(0)) phone.close();
});

const add = async (values) => {
	await go(leader, `${p}/sittings/new?phase=utforske`);
	await set(leader, values);
	await leader.look(`sitting-new-${values.kind}`, { lang: 'nb' });
	await press(leader, 'form[action*="/sittings/new"] .actions button[type="submit"]');
	return /\/s\/\d+/.exec(at(leader))[0];
};

chapter('at their own pace: by link on a phone, and all notes are shown when it closes', async () => {
	const own = await add({ kind: 'own', label: 'Nattevaktene', date: day(0), time: '00:05', end_date: day(3), end_time: '22:00' });
	await leader.look('sitting-own', { lang: 'nb' });
	if (await leader.page.locator(`form[action="${own}/open"]`).count()) {
		await openEarly(leader);
		await press(leader, `form[action="${own}/open"] button`);
	}
	const door = (await leader.page.locator('.qr-block strong').innerText()).replace(/^https?:\/\/[^/]+|^[^/]+/, '');
	await go(odd, door);
	await odd.look('phone-own-landing', { lang: 'nn' });
	await press(odd, 'form[action$="/join"] button');
	const form = odd.page.locator('form.write');
	assert.ok((await form.count()) >= 2, 'both questions stand open');
	for (const [i, text] of ['Vi er gode på stille', 'Det er ingen å spørre'].entries()) {
		await form.nth(i).locator('textarea').fill(text);
		await form.nth(i).locator('button[type="submit"]').click();
		await odd.page.locator('[data-own-list] li[data-state="saved"]', { hasText: text }).waitFor();
	}
	await odd.look('phone-own', { lang: 'nn' });
	await go(leader, own);
	await sees(leader, '2 lapper så langt.');
	assert.ok(!leader.got('Det er ingen å spørre'));
	odd.expect(/status of 410/);
	await press(leader, `form[action="${own}/close"] button`);
	await go(union, `${p}/themes`);
	assert.match(await union.page.locator('main').textContent(), /Det er ingen å spørre/);
});

chapter('who may type in from paper is for the three to say, and then the leader may', async () => {
	const night = await add({ kind: 'staff', label: 'Helga', date: day(30), time: '14:00' });
	await go(leader, `${night}/paper`);
	assert.equal(await leader.page.locator('form[action$="/paper/notes"]').count(), 0);
	await leader.look('paper-not-yours', { lang: 'nb' });
	await go(leader, `${p}/settings`);
	await set(leader, { paper_by: 'group' });
	await press(leader, `form[action="${p}/settings"] .actions button`);
	await leader.look('settings-asked', { lang: 'nb' });
	await allAgree(place, at(leader));
	await go(leader, `${night}/paper`);
	await leader.look('paper-theirs', { lang: 'nb' });
	const sheet = leader.page.locator('form[action$="/paper/sheet"]', { has: leader.page.locator('input[name="step"][value="vanskelig-temaer"]') }).first();
	await leader.page.locator('details', { has: sheet }).evaluateAll((all) => all.forEach((d) => (d.open = true)));
	await sheet.locator('[name="name"]').fill('Alene på vakt');
	await sheet.locator('[name="text"]').fill('Ingen å spørre\nIngen avløser');
	await press(leader, sheet.locator('button[type="submit"]').first());
	await sees(leader, 'Alene på vakt');
	await leader.look('paper-typed', { lang: 'nb' });
	const sitting = Number(night.split('/')[2]);
	await typeIn(place.safety, sitting, 'vanskelig-temaer', 'sheet', { name: 'Rapporten', text: 'Den kommer for sent\nPer har sagt det' });
	assert.equal((await place.safety.submit(await place.safety.get(`${night}/paper`), '/paper/close', { headcount: '9' })).status, 200);
});

chapter('a note with a name in it is erased when two roles want it', async () => {
	const open = async (who) => {
		await go(who, `${p}/themes`);
		await who.page.locator('main details').evaluateAll((all) => all.forEach((d) => (d.open = true)));
	};
	await open(leader);
	await leader.look('themes-to-erase', { lang: 'nb' });
	await leader.page.locator('li', { hasText: 'Per har sagt det' }).locator('input[name="note"]').last().check();
	const before = rows("SELECT count(*) FROM note WHERE state = 'erased'")[0][0];
	await press(leader, leader.page.locator('button[formaction$="/themes/erase"]:visible').last());
	await sees(leader, 'vil slette denne teksten for godt');
	assert.equal(rows("SELECT count(*) FROM note WHERE state = 'erased'")[0][0], before, 'not by one alone');
	await open(union);
	await sees(union, 'Per har sagt det');
	await union.look('themes-erase-asked', { lang: 'nb' });
	await press(union, union.page.locator('form[action$="/themes/erase"]', { has: union.page.locator('input[name="target"]') }).locator('button'));
	assert.doesNotMatch(await union.page.content(), /Per har sagt det/);
	assert.equal(rows("SELECT count(*) FROM note WHERE body LIKE '%Per har%'")[0][0], '0');
});

chapter('a vote over all by slips: printed, drawn, used once, and counted', async () => {
	const vote = await add({ kind: 'voting', label: '', date: day(0), time: '00:05', end_date: day(3), end_time: '23:00' });
	await leader.look('sitting-voting', { lang: 'nb' });
	await press(leader, `a[href="${vote}/slips"]`);
	await leader.look('slips-for-vote', { lang: 'nb' });
	await set(leader, { count: '6' });
	await leader.page.locator('#field-only').check();
	await press(leader, `form[action="${vote}/slips"] .actions button[type="submit"]`);
	await leader.page.locator('li.slip').nth(5).waitFor();
	await leader.look('slips-for-vote-printed', { wide: true, sheets: true, lang: 'nb' });
	const slips = await leader.page.locator('li.slip').evaluateAll((all) => all.map((li) => [...li.querySelectorAll('.code')].map((c) => c.textContent.replace(/\s/g, ''))));
	assert.equal(new Set(slips.map(([, s]) => s)).size, 6);
	const room = slips[0][0];
	await go(leader, vote);
	await openEarly(leader);
	await press(leader, `form[action="${vote}/open"] button`);
	await sees(leader, 'Bare de som har en lapp, kan stemme.');

	await go(odd, `/r/${room}`);
	await odd.look('phone-slip', { lang: 'nn' });
	odd.expect(/status of 422/);
	await odd.page.locator('#slip').fill('ABCD EFGH');
	await press(odd, 'form[action$="/slip"] button');
	await odd.page.locator('#slip-error').waitFor();
	await odd.look('phone-slip-wrong', { lang: 'nn' });
	const give = async (slip) => {
		await go(odd, `/r/${room}/slip/${slip}`);
		if (/\/slip\//.test(at(odd))) {
			await odd.look('phone-slip-scanned', { lang: 'nn' });
			await press(odd, 'form[action$="/slip"] button');
		}
		const li = odd.page.locator('li.vote', { hasText: 'Alene på vakt' });
		await li.locator('.vote-form button').last().click();
		await eventually(async () => /1/.test(await li.locator('[data-mine-text]').innerText()));
	};
	await give(slips[0][1]);
	assert.equal(await odd.page.locator('section[data-votes]').count(), 1, 'nothing to vote on, no vote');
	await odd.look('phone-voting', { lang: 'nn' });
	for (const [i, [, slip]] of slips.entries()) {
		if (!i) continue;
		const phone = new Phone(server, room);
		assert.equal((await phone.visitor.post(`/r/${room}/slip`, { slip })).status, 303);
		const { page } = await phone.room();
		const li = page.all('li.vote').find((l) => l.textContent.includes(i < 4 ? 'Alene på vakt' : 'Rapporten'));
		assert.equal((await phone.send('votes', { round: li.querySelector('[name="round"]').getAttribute('value'), target: li.getAttribute('data-target'), count: '1' })).status, 200);
		phone.close();
	}
	const used = new Phone(server, room);
	assert.equal((await used.visitor.post(`/r/${room}/slip`, { slip: slips[1][1] })).status, 422, 'a slip is used once');
	used.close();
	await go(leader, vote);
	await sees(leader, '6 av 6 lapper er brukt.');
	await sees(leader, '6 personer har stemt så langt.');
	await leader.look('sitting-voting-open', { lang: 'nb' });
	await press(leader, `form[action="${vote}/close"] button`);
	await leader.look('sitting-voting-closed', { lang: 'nb' });
	await go(union, `${p}/results`);
	assert.match((await words(union)).replace(/\s+/g, ' '), /Alene på vakt.*4 stemmer.*6 personer stemte/);
	await union.look('results-of-slips', { lang: 'nb' });
	await go(odd, `/r/${room}`);
	await sees(odd, 'Alene på vakt');
	await odd.look('phone-voting-over', { lang: 'nn' });
});

chapter('nobody has seen an error, and every page is valid HTML', () => {
	cast.browser.clean();
	cast.browser.hand();
});
