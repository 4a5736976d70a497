/* Utdype and Skape with the keyboard alone, as rehearsals in which invented people act meanwhile: the desk in bokmål, a phone in nynorsk.
 * The focus is never lost, can be seen wherever it is, and stays with what was pressed when the page around it changes. */
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { DESKTOP, PHONE } from '../lib/browser.mjs';
import { startServer } from '../lib/server.mjs';
import { eventually } from '../lib/wire.mjs';
import { underWay } from '../lib/workplace.mjs';
import { Cast } from './lib/cast.mjs';
import { enter } from './lib/enter.mjs';
import { tabTo } from './lib/keys.mjs';

let server, cast, lise, nora, room;

before(async () => {
	server = await startServer();
	const place = await underWay(server);
	cast = await Cast.open();
	lise = await enter(await cast.actor('lise', { size: DESKTOP }), server, place.leader);
	nora = await cast.actor('nora', { size: PHONE, lang: 'nn' });
	/* A rehearsal that is over leaves nothing behind. */
	for (const p of [lise, nora]) p.expect(/404 \(Not Found/);
});
after(async () => {
	await cast?.close();
	await server?.close();
});

const limit = { timeout: 60000 };
const long = { timeout: 240000 };
const rows = (sql) => server.db.rows(sql);
const number = (p) => p.page.locator('#step .step-no').innerText().then((s) => Number(/\d+/.exec(s)));
const inside = (p) => p.page.waitForFunction(() => document.activeElement && document.activeElement !== document.body, null, limit);
const holds = (p, selector) => p.page.waitForFunction((s) => document.activeElement?.matches(s), selector, limit);

async function press(p, selector, key = 'Enter') {
	await tabTo(p.page, selector, { most: 200 });
	await p.page.keyboard.press(key);
}
/* Until what was pressed is in the database; rows(sql) has one number. */
const kept = (sql, least = 1) => eventually(async () => Number(rows(sql.replace('ROOM', String(room)))[0][0]) >= least, { ms: 60000 });

/* On to a step, which both see; the desk's focus is on the button still. */
async function goTo(step) {
	while ((await number(lise)) < step) {
		const was = await number(lise);
		await press(lise, '#next button');
		for (const p of [lise, nora]) await p.page.waitForFunction((n) => Number(/\d+/.exec(document.querySelector('#step .step-no')?.textContent ?? '')) > n, was, limit);
		assert.ok(await lise.page.evaluate(() => document.activeElement.matches('#next button')), 'the focus stays on the button');
	}
}
async function rehearse(phase) {
	const [[sitting]] = rows(`SELECT id FROM sitting WHERE phase = '${phase}' AND kind = 'staff' ORDER BY id LIMIT 1`);
	await lise.goto(`${server.url}/s/${sitting}`);
	await Promise.all([lise.page.waitForURL(/\/desk$/), press(lise, 'form[action$="/rehearse"] button')]);
	const [, code] = lise.page.url().match(/\/r\/(\w+)\//);
	room = Number(rows(`SELECT id FROM sitting WHERE code = '${code}'`)[0][0]);
	await nora.goto(`${server.url}/r/${code}`);
	await Promise.all([nora.page.waitForURL(/\/room$/), press(nora, 'form[action$="/join"] button')]);
	await press(lise, '#next button');
	for (const p of [lise, nora]) await p.page.locator('#step .step-no').waitFor(limit);
}
async function sit() {
	if (!(await nora.page.locator('#table').count())) return;
	await tabTo(nora.page, '#table');
	await nora.page.keyboard.press('ArrowDown');
	await press(nora, 'form[action$="/table"] button');
	await nora.page.waitForLoadState('domcontentloaded');
	await inside(nora).catch(() => {});
}
async function write(text, field) {
	await nora.page.locator('form.write textarea').first().waitFor(limit);
	await tabTo(nora.page, field ?? 'form.write textarea', { most: 200 });
	await nora.page.keyboard.type(text);
	await press(nora, 'form.write button[type=submit]');
	await kept(`SELECT count(*) FROM note WHERE room_id = ROOM AND body = '${text}'`);
	await nora.page.waitForFunction(() => document.activeElement.matches('textarea') && !document.activeElement.value, null, limit);
}
async function vote() {
	await nora.page.locator('li.vote').first().waitFor(limit);
	await press(nora, '.vote [id^="more-"]');
	await kept('SELECT count(*) FROM vote v JOIN vote_round r ON r.id = v.round_id WHERE r.room_id = ROOM AND r.kind = \'dots\' AND r.state = \'open\'');
	await holds(nora, '.vote [id^="more-"]');
	await nora.page.keyboard.press('Shift+Tab');
	await nora.page.keyboard.press('Enter');
	await nora.page.waitForFunction(() => /Inga røyst frå deg/.test(document.activeElement.closest('.vote').textContent), null, limit);
	await press(nora, '.vote [id^="more-"]');
	await press(nora, '#step form[action$="/ready"] button');
	await inside(nora);
	await press(lise, 'form[action$="/desk/vote"] button[value=close]');
	await nora.page.locator('.results').first().waitFor(limit);
	for (const p of [lise, nora]) await inside(p);
}

describe('Utdype', () => {
	test('a note about one of the challenges, in one of the columns', long, async () => {
		await rehearse('utdype');
		await goTo(2);
		await press(nora, 'main input[name=about]', 'ArrowDown');
		await write('Når vaktene møtest');
		await kept('SELECT count(*) FROM note WHERE room_id = ROOM', 9);
		await press(lise, 'button[value=reveal]');
		await lise.page.locator('button[value=reveal]').waitFor({ state: 'detached', ...limit });
		await inside(lise);
	});

	test('notes are ticked and put in a column, on the phone and at the desk, and taken back', long, async () => {
		await goTo(3);
		await sit();
		for (const [p, column] of [[nora, 'problem'], [lise, 'symptom']]) {
			await p.page.locator('[data-sorting] input[name=note]').first().waitFor(limit);
			await press(p, '[data-sorting] input[name=note]', 'Space');
			await press(p, `.sort-to button[value="${column}"]`);
			await p.page.locator('#undo:not([hidden])').waitFor(limit);
			await inside(p);
		}
		await press(nora, '#undo button');
		await inside(nora);
	});

	test('a why and one below it; one is changed on its page, and the way back comes to it', long, async () => {
		await goTo(4);
		await tabTo(nora.page, '.tree > .cause-add textarea', { most: 200 });
		await nora.page.keyboard.type('Vi skriv mange stader');
		await press(nora, '.tree > .cause-add button[type=submit]');
		await kept("SELECT count(*) FROM cause WHERE room_id = ROOM AND body = 'Vi skriv mange stader'");
		await inside(nora);
		const [[id]] = rows(`SELECT id FROM cause WHERE room_id = ${room} AND body = 'Vi skriv mange stader'`);
		await nora.page.locator(`#branch-${id}`).waitFor(limit);
		await tabTo(nora.page, `#ask-s-${id}`, { back: true, most: 200 });
		await nora.page.keyboard.press('Enter');
		await tabTo(nora.page, `#text-${id}`);
		await nora.page.keyboard.type('Ingen har avgjort kvar');
		await press(nora, `#add-${id} button[type=submit]`);
		await kept("SELECT count(*) FROM cause WHERE room_id = ROOM AND body = 'Ingen har avgjort kvar'");
		await inside(nora);
		await tabTo(nora.page, `#open-b-${id}`, { most: 300 });
		await Promise.all([nora.page.waitForNavigation(), nora.page.keyboard.press('Enter')]);
		await press(nora, 'input[name=root]', 'Space');
		await Promise.all([nora.page.waitForURL(/\/room#branch-/), press(nora, 'form[action$="/causes/edit"] button[type=submit]')]);
		assert.equal(rows(`SELECT is_root FROM cause WHERE id = '${id}'`)[0][0], '1');
		await nora.page.keyboard.press('Tab');
		assert.ok(await nora.page.evaluate((b) => document.activeElement.closest(`#branch-${b}`) !== null, id), 'Tab goes on from the branch');
	});

	test('votes on the branches are given, taken back and given again; the desk closes', long, async () => {
		await goTo(5);
		await vote();
	});

	test('the sentence is written below what was voted for, and judged', long, async () => {
		await goTo(7);
		await sit();
		await nora.page.locator('section.sheet textarea').first().waitFor(limit);
		await tabTo(nora.page, 'section.sheet textarea[id$="-hvordan"]', { most: 200 });
		await nora.page.keyboard.type('samle beskjedane');
		await press(nora, 'section.sheet button[type=submit]');
		await kept("SELECT count(*) FROM entry_field WHERE body = 'samle beskjedane'");
		await holds(nora, 'section.sheet button[type=submit]');
		await goTo(9);
		await nora.page.locator('main input[type=radio]').first().waitFor(limit);
		await press(nora, 'main input[type=radio]', 'ArrowDown');
		await press(nora, 'form[action$="/verdicts"] button[type=submit]');
		await press(lise, 'form[action$="/desk/vote"] button[value=close]');
		for (const p of [lise, nora]) await inside(p);
	});

	test('the question before one leaves; the rehearsal ends', long, async () => {
		await goTo(10);
		await nora.page.locator('form[action$="/answers"] input[type=radio]').first().waitFor(limit);
		await press(nora, 'form[action$="/answers"] input[type=radio]', 'ArrowDown');
		await press(nora, 'form[action$="/answers"] button[type=submit]');
		await press(lise, 'form[action$="/desk/vote"] button[value=close]');
		await inside(lise);
		await press(lise, '#next button[value=close]');
		await lise.page.waitForURL((u) => !u.pathname.endsWith('/desk'), limit);
	});
});

describe('Skape', () => {
	test('an idea, and one that goes on from another', long, async () => {
		await rehearse('skape');
		await goTo(2);
		await write('Ei tavle ved døra');
		await kept("SELECT count(*) FROM note WHERE room_id = ROOM AND step = 'egne-ideer'", 3);
		await goTo(3);
		await nora.page.locator('.yes-and').first().waitFor(limit);
		await press(nora, '#on-none', 'ArrowDown');
		assert.ok(await nora.page.evaluate(() => document.activeElement.matches('.yes-and input:checked')), 'the arrows go from one idea to the next');
		const first = await nora.page.evaluate(() => document.activeElement.id);
		await nora.page.keyboard.press('ArrowDown');
		assert.notEqual(await nora.page.evaluate(() => document.activeElement.id), first, 'each of them can be chosen');
		await nora.page.keyboard.press('Enter');
		await holds(nora, 'form.write textarea');
		await write('med namn på den som har vakt');
		assert.notEqual(rows(`SELECT COALESCE(builds_on, '-') FROM note WHERE room_id = ${room} AND body LIKE 'med namn%'`)[0][0], '-');
		await goTo(4);
		await write('Ingen rapport');
	});

	test('the map: two questions with arrows, on the phone and at the desk', long, async () => {
		await goTo(5);
		await sit();
		for (const [i, p] of [nora, lise].entries()) {
			await p.page.locator('form.place input[name=across]').first().waitFor(limit);
			await press(p, 'form.place input[name=across]', 'Space');
			await press(p, 'form.place input[name=up]', 'ArrowDown');
			await press(p, 'form.place button[type=submit]');
			await kept('SELECT count(*) FROM map_place WHERE room_id = ROOM', i + 1);
			await inside(p);
		}
	});

	test('votes on ideas', long, async () => {
		await goTo(7);
		await vote();
	});

	test('a proposal is taken, filled in and saved', long, async () => {
		await goTo(8);
		await sit();
		await nora.page.locator('#take form button').first().waitFor(limit);
		await press(nora, '#take form button');
		await nora.page.locator('section.sheet form').first().waitFor(limit);
		await tabTo(nora.page, 'section.sheet [name="f-tittel"]', { most: 200 });
		await nora.page.keyboard.type('Tavle med vakt');
		await press(nora, 'section.sheet button[type=submit]');
		await kept("SELECT count(*) FROM entry_field WHERE body = 'Tavle med vakt'");
		await holds(nora, 'section.sheet button[type=submit]');
	});

	test('nobody has lost the focus or complained', () => cast.browser.clean());
});
