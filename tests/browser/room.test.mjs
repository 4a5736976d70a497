/* One workshop from the first scan to the last goodbye: a desk, a wall, the representatives, five phones and those who come late. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { startServer } from '../lib/server.mjs';
import { Phone } from '../lib/room.mjs';
import { Cast, DESKTOP, OFFLINE, PHONE, SMALL, WALL, atStep, count, eventually, newTab, sees, status } from './lib/cast.mjs';
import { find, has, press, tabTo, tree, type } from './lib/keys.mjs';
import { STEPS } from './lib/steps.mjs';
import { enter } from './lib/enter.mjs';
import { openWorkshop } from './lib/workshop.mjs';

let server, cast, place, sitting, code, wallPath;
let desk, union, safety, wall; /* the three parties and the big screen */
let ida, lars, odd, kate, eva; /* phones: ordinary, 320 px, offline for a while, keyboard only, screen reader */
let phones;

before(async () => {
	server = await startServer();
	({ place, sitting, code, wall: wallPath } = await openWorkshop(server));
	cast = await Cast.open();
	desk = await cast.actor('the leader', { size: DESKTOP });
	union = await cast.actor('the union representative', { size: DESKTOP });
	safety = await cast.actor('the safety representative', { size: PHONE });
	wall = await cast.actor('the wall', { size: WALL });
	ida = await cast.actor('Ida', { size: PHONE });
	lars = await cast.actor('Lars (320 px)', { size: SMALL, lang: 'nn' });
	odd = await cast.actor('Odd (offline)', { size: PHONE, lang: 'nn' });
	kate = await cast.actor('Kate (keyboard)', { size: { width: 800, height: 700 } });
	eva = await cast.actor('Eva (screen reader)', { size: PHONE, lang: 'nn' });
	phones = [ida, lars, odd, kate, eva];
});
after(async () => {
	await cast?.close();
	await server?.close();
});

const command = (who, what) => who.page.locator(`button[name="do"][value="${what}"]`).first().click();
const next = (who = desk, how = {}) => who.page.locator('#next button').click(how);
const everyone = (step, who = [...phones, desk, wall]) => Promise.all(who.map((p) => atStep(p, STEPS[p.lang][step])));
const field = (p) => p.page.locator('form.write:not(.late) textarea[name="text"]');

async function write(p, text) {
	await field(p).fill(text);
	await p.page.locator('form.write:not(.late) button[type="submit"]').click();
	await saved(p, text);
}

const saved = (p, text) => p.page.locator('[data-own-list] li[data-state="saved"]', { hasText: text }).waitFor();

test('five phones come in by the code, without account or name', async () => {
	await wall.goto(server.url + wallPath);
	await wall.look('wall-invite', { lang: 'nb' });
	for (const p of phones) {
		await p.goto(`${server.url}/r/${code.toLowerCase()}`);
		assert.equal(new URL(p.page.url()).pathname, `/r/${code}`);
		if (p === ida) await p.look('phone-landing-nb', { lang: 'nb' });
		if (p === lars) await p.look('phone-landing-nn-320', { lang: 'nn' });
		if (p === kate) {
			await tabTo(p.page, 'form[action$="/join"] button');
			await p.page.keyboard.press('Enter');
		} else if (p === eva) await press(p, 'button', 'Bli med');
		else await p.page.locator('form[action$="/join"] button').click();
		await p.page.waitForURL(`**/r/${code}/room`);
	}
	await everyone('wait', phones);
	await ida.look('phone-wait', { lang: 'nb' });
	await eventually(async () => (await wall.page.locator('#presence').innerText()).includes('5'));
});

test('the leader takes the desk and starts', async () => {
	await enter(desk, server, place.leader);
	await desk.goto(`${server.url}/r/${code}/desk`);
	await desk.look('desk-untaken', { lang: 'nb' });
	await desk.page.locator('form[action$="/desk/take"] button').click();
	await desk.page.locator('form[action$="/desk/take"]').waitFor({ state: 'detached' });
	await desk.look('desk-wait', { lang: 'nb' });
	await command(desk, 'start');
	await everyone('welcome');
	await ida.look('phone-talk');
	await wall.look('wall-talk');
	await desk.look('desk-talk');
});

const texts = [];
const mark = (who, text) => {
	const note = `${text} (${Math.random().toString(36).slice(2, 8)})`;
	texts.push({ who, note });
	return note;
};

test('what is written alone is seen by nobody, and a phone without network loses nothing', async () => {
	await next();
	await everyone('good');
	await odd.context.setOffline(true);
	odd.expect(OFFLINE);
	await write(ida, mark(ida, 'Vi ler mye på vaktrommet'));
	await write(lars, mark(lars, 'Nattevakta gir alltid god rapport'));
	await ida.look('phone-write-nb', { lang: 'nb' });
	await lars.look('phone-write-nn-320', { lang: 'nn' });

	const lost = [mark(odd, 'Ingen seier nei når du spør om hjelp'), mark(odd, 'Fredagskaffien med dei pårørande')];
	for (const note of lost) {
		await field(odd).fill(note);
		await odd.page.locator('form.write button[type="submit"]').click();
		await odd.page.locator('[data-own-list] li[data-state="waiting"]', { hasText: note }).waitFor();
	}
	await odd.look('phone-offline-nn');

	const keyed = mark(kate, 'Det er lov å si at man er sliten');
	await tabTo(kate.page, 'form.write textarea');
	await kate.page.keyboard.type(keyed);
	await tabTo(kate.page, 'form.write button[type="submit"]');
	await kate.page.keyboard.press('Enter');
	await saved(kate, keyed);
	assert.ok(await field(kate).evaluate((el) => el === document.activeElement), 'the field is ready for the next note');

	const heard = mark(eva, 'Lærlingane blir tekne godt imot');
	assert.equal((await find(eva, 'heading', STEPS.nn.good)).level, 1);
	await type(eva, 'textbox', 'Kva er bra på jobben, og kvifor?', heard);
	await press(eva, 'button', 'Send lappen');
	await saved(eva, heard);
	await eventually(() => eva.said.some((s) => s.text === 'Lappen er lagra'));

	await eventually(async () => (await desk.page.locator('#tally').innerText()).startsWith('4 '));
	await wall.look('wall-write');
	await desk.look('desk-write');

	await odd.context.setOffline(false);
	for (const note of lost) await saved(odd, note);
	await eventually(async () => (await desk.page.locator('#tally').innerText()).startsWith('6 '));
	for (const { who, note } of texts) await cast.nobodyKnows(note, who);
});

test('own notes can be changed and taken back; "I am done" is only a count', async () => {
	const slip = mark(ida, 'Dette skulle ikkje stå her');
	await field(ida).fill('   ');
	await ida.page.locator('form.write button[type="submit"]').click();
	await sees(ida, 'Skriv noe først.');
	await write(ida, slip);
	const li = ida.page.locator('[data-own-list] li', { hasText: slip });
	await li.locator('[data-own-edit]').click();
	const better = slip.replace('ikkje', 'ikke');
	await li.locator('.edit textarea').fill(better);
	await li.locator('[data-own-keep]').click();
	await saved(ida, better);
	await ida.page.locator('[data-own-list] li', { hasText: better }).locator('[data-own-delete]').click();
	await count(ida, `[data-own-list] li:has-text("${better.slice(-9)}")`, 0);
	texts.splice(texts.findIndex((t) => t.note === slip), 1);
	await eventually(async () => (await desk.page.locator('#tally').innerText()).startsWith('6 '));

	await ida.page.locator('form[data-ready] button').click();
	await lars.page.locator('form[data-ready] button').click();
	await eventually(async () => (await desk.page.locator('#ready-count').innerText()).startsWith('2 '));
	await lars.page.locator('form[data-ready] button').click();
	await eventually(async () => (await desk.page.locator('#ready-count').innerText()).startsWith('1 '));
});

test('a new page, a new tab and a phone that slept keep the seat', async () => {
	const own = texts.find((t) => t.who === lars).note;
	await lars.page.reload({ waitUntil: 'domcontentloaded' });
	await saved(lars, own);
	const tab = await newTab(lars, `${server.url}/r/${code}/room`);
	await tab.locator('[data-own-list] li', { hasText: own }).waitFor();
	await tab.close();
	assert.match(await desk.page.locator('#presence').innerText(), /^5 /);

	await lars.wire.send('Page.setWebLifecycleState', { state: 'frozen' });
	const before = await ends(desk);
	await command(desk, 'plus1');
	await lars.wire.send('Page.setWebLifecycleState', { state: 'active' });
	for (const p of [desk, wall, ...phones]) await eventually(async () => (await ends(p)) === before + 60000);
});

/* The moment at which the step ends, as a screen has been told. */
const ends = async (p) => Number(await p.page.locator('#clock').getAttribute('data-clock-ends'));

/* Seconds that the clock of a screen shows. */
async function left(p) {
	const [m, s] = (await p.page.locator('[data-clock-text]').innerText()).match(/\d+/g).map(Number);
	return m * 60 + s;
}

test('the clock: more time, pause, and all screens agree', async () => {
	const before = await ends(desk);
	await command(desk, 'plus5');
	await eventually(async () => (await ends(wall)) === before + 300000);
	await command(desk, 'pause');
	await desk.page.locator('button[value="resume"]').waitFor();
	await eventually(async () => new Set(await Promise.all([desk, wall, ...phones].map(left))).size === 1);
	await desk.look('desk-paused');
	for (const p of [wall, ida]) assert.match(await p.page.locator('#clock').innerText(), /På pause/);
	await command(desk, 'resume');
	await desk.page.locator('button[value="pause"]').waitFor();
	await eventually(async () => (await left(ida)) <= (await left(wall)) + 1);
});

test('the desk can be taken over; the old one reads along and is told who has it', async () => {
	await enter(union, server, place.union);
	await union.goto(`${server.url}/r/${code}/desk`);
	await sees(union, 'Lise Leder har pulten nå');
	await union.look('desk-read-only');
	await union.page.locator('form[action$="/desk/take"] button').click();
	await sees(desk, 'Tor Tillitsvalgt har pulten');
	const take = desk.page.locator('form[action$="/desk/take"] button');
	await take.waitFor();
	await desk.page.locator('#next button[aria-disabled="true"]').waitFor();
	assert.ok(desk.said.some((s) => s.text.startsWith('Tor Tillitsvalgt har pulten')));
	await desk.look('desk-taken-over', { lang: 'nb' });
	await next(desk, { force: true });
	assert.equal(await take.evaluate((b) => b === document.activeElement), true, 'a press leads to the way to take it');
	assert.equal(await union.page.locator('main form button[aria-disabled]').count(), 0, 'the one who has it can do everything');
	await command(union, 'plus1');
	await desk.page.locator('#next button[aria-disabled="true"]').waitFor();
	await everyone('good');
	await take.click();
	await sees(union, 'Lise Leder har pulten');
	await union.page.locator('form[action$="/desk/take"] button').waitFor();
	await desk.page.locator('#next button:not([aria-disabled])').waitFor();
});

const late = 'Skrev da vi gikk videre';

test('all notes come at the same moment, the same for all', async () => {
	await field(kate).fill(late);
	await command(desk, 'reveal');
	for (const p of [...phones, desk, wall]) await count(p, '[id^="note-"]', 6);
	const order = (p) => p.page.locator('[id^="note-"]').evaluateAll((all) => all.map((n) => n.id).join());
	const first = await order(wall);
	for (const p of [...phones, desk]) assert.equal(await order(p), first, p.name);
	assert.equal(await field(kate).inputValue(), late, 'what she was writing is left alone');
	/* "Nobody sees the notes before ..." is over, and so is the task that says it. */
	for (const p of [...phones, desk]) await eventually(async () => !/Ingen ser lapp(ene|ane)/.test(await p.page.locator('main').innerText()));
	await wall.look('wall-revealed');
	assert.ok(!(await wall.page.locator('[data-fit-pages]').isVisible()), 'six notes have room on one page');
	await desk.look('desk-revealed');
	await lars.look('phone-revealed-nn-320');
});

test('setting a note aside takes a second tap, is said on the wall, and can be undone by a representative', async () => {
	const { note } = texts.find((t) => t.who === lars);
	const li = desk.page.locator('li.note', { hasText: note });
	await li.locator('details.note-more > summary').click();
	await desk.look('desk-set-aside');
	await li.locator('button[value="aside"]').click();
	await sees(union, 'Lise Leder vil legge denne lappen til side');
	await sees(union, 'Grunn: Det er det samme som en annen lapp.');
	await count(wall, '[id^="note-"]', 6);
	await union.look('desk-second-tap');
	await union.page.locator('#desk-aside .ds-alert button').click();
	for (const p of [...phones, wall]) await count(p, '[id^="note-"]', 5);
	await sees(wall, '1 lapp er lagt til side');
	await desk.page.locator('#desk-aside details > summary').click();
	await union.page.locator('#desk-aside details > summary').click();
	await union.look('desk-aside-list');
	await enter(safety, server, place.safety);
	await safety.goto(`${server.url}/r/${code}/desk`);
	await safety.page.locator('#desk-aside details > summary').click();
	await safety.look('desk-aside-phone', { lang: 'nb' });
	await safety.page.locator('#desk-aside button[value="back"]').click();
	for (const p of [...phones, wall]) await count(p, '[id^="note-"]', 6);
});

const moveTo = async (p, notes, theme) => {
	for (const n of notes) await p.page.locator('li.note', { hasText: n }).locator('input[type="checkbox"][name="note"]').check();
	await p.page.locator('#to-theme').selectOption({ label: theme });
	await p.page.locator('#grouping button').click();
	for (const n of notes) await p.page.locator('section.theme', { hasText: theme }).locator('li.note', { hasText: n }).waitFor();
};
const makeTheme = async (p, name) => {
	await p.page.locator('#theme-name').fill(name);
	await p.page.locator('#new-theme button').click();
	await p.page.locator('section.theme h3', { hasText: name }).waitFor();
};
const notesOf = (p) => p.page.locator('ul[id^="loose"] > li.note .note-text').allInnerTexts();

test('the tables name themes: by touch, by keyboard alone, and read aloud', async () => {
	await desk.page.locator('details', { has: desk.page.locator('#tables') }).locator('summary').click();
	await desk.look('desk-settings');
	await desk.page.locator('#tables').fill('2');
	await desk.page.locator('#headcount').fill('7');
	await desk.page.locator('form[action$="/desk/settings"] button[type="submit"]').click();
	await sees(desk, 'av 7 i rommet');
	await next();
	await everyone('goodThemes', [ida, lars, odd, eva, desk, wall]);
	await sees(kate, STEPS.nb.goodThemes);
	await ida.look('phone-table-choice');
	await count(odd, '.late', 0);

	/* What Kate was writing is still in her hands, and can be sent though the step is over. */
	assert.equal(await kate.page.locator('.late textarea').inputValue(), late);
	await kate.look('phone-late-note');
	await tabTo(kate.page, '.late textarea');
	await kate.page.keyboard.type(' – takk');
	await tabTo(kate.page, '.late button[type="submit"]');
	await kate.page.keyboard.press('Enter');
	texts.push({ who: kate, note: `${late} – takk` });

	for (const [p, table] of [[ida, '1'], [lars, '2']]) {
		await p.page.locator('#table').selectOption(table);
		await p.page.locator('form[action$="/table"] button').click();
		await p.page.locator('#new-theme').waitFor();
	}
	await tabTo(kate.page, '#table');
	await kate.page.keyboard.press('ArrowDown');
	await kate.page.keyboard.press('Tab');
	await kate.page.keyboard.press('Enter');
	await kate.page.locator('#new-theme').waitFor();
	await eventually(async () => (await notesOf(ida)).length + (await notesOf(lars)).length === 6);

	assert.ok(!(await ida.page.locator('#grouping').isVisible()), 'nothing to put notes in yet');
	await makeTheme(ida, 'Vi hjelper hverandre');
	await count(wall, '#themes .theme', 1); /* the wall showed the task until now */
	const mine = await notesOf(ida);
	await moveTo(ida, mine.slice(0, 2), 'Vi hjelper hverandre');
	await ida.page.locator('[data-undo]').waitFor();
	await ida.look('phone-grouping-nb');
	await lars.look('phone-grouping-nn-320');
	await ida.page.locator('[data-undo]').click();
	await eventually(async () => (await notesOf(ida)).length === mine.length);
	await moveTo(ida, mine, 'Vi hjelper hverandre');

	/* Kate sits at Lars's table: a theme, a tick, a choice, all by keys. */
	await tabTo(kate.page, '#theme-name');
	await kate.page.keyboard.type('God rapport');
	await kate.page.keyboard.press('Enter');
	await lars.page.locator('section.theme h3', { hasText: 'God rapport' }).waitFor();
	const theirs = await notesOf(kate);
	await tabTo(kate.page, 'ul[id^="loose"] input[type="checkbox"]');
	for (let left = theirs.length; left > 0; left--) {
		await kate.page.keyboard.press('Space');
		await tabTo(kate.page, '#grouping button');
		await kate.page.keyboard.press('Enter');
		await eventually(async () => (await notesOf(kate)).length === left - 1);
		if (left > 1) assert.ok(await kate.page.evaluate(() => document.activeElement.matches('ul[id^="loose"] input')), 'the focus goes to the next note');
	}

	await press(eva, 'combobox', 'Bordet vårt', 'ArrowDown');
	await press(eva, 'button', 'Vel');
	await eventually(() => has(eva, 'heading', /God rapport/));
	const t = await tree(eva);
	assert.equal(t.find((n) => n.role === 'heading' && /God rapport/.test(n.name)).level, 3);
	assert.ok(t.some((n) => n.role === 'list') && t.some((n) => n.role === 'listitem'), 'notes are lists');
	assert.ok(t.some((n) => n.role === 'button' && /^Ta ut/.test(n.name)));
	await wall.look('wall-themes');
	await desk.look('desk-board');
});

test('"everybody has been heard" is one tap, and a step back harms nothing', async () => {
	await command(desk, 'heard');
	await desk.page.locator('button[value="heard"][aria-pressed="true"]').waitFor();
	/* What came late came up with it, and is put where it belongs. */
	await eventually(async () => (await notesOf(desk)).length === 1);
	await moveTo(desk, [late], 'God rapport');
	await command(desk, 'back');
	await everyone('good');
	await sees(ida, texts[0].note);
	await next();
	await everyone('goodThemes');
	await count(wall, '#themes .theme', 2);
	assert.equal(await desk.page.locator('#desk-work section.theme li.note').count(), texts.length);
});

let siri; /* comes late */
const hard = {};

test('who comes late comes into the step that is on', async () => {
	await next();
	siri = await cast.actor('Siri (late)', { size: PHONE });
	await siri.goto(`${server.url}/r`);
	await siri.look('phone-code');
	await siri.page.locator('#code').fill(`${code.slice(0, 3).toLowerCase()} ${code.slice(3)}`);
	await siri.page.locator('form[action="/r"] button').click();
	await siri.page.locator('form[action$="/join"] button').click();
	await everyone('hard', [...phones, siri, desk, wall]);
	phones.push(siri);
	const said = ['For lite tid til stell om morgenen', 'Rapporten kjem for seint på kveldsvakt', 'Nye vikarar veit ikkje kvar ting ligg', 'Vi er få på kveld', 'Beskjedar blir borte mellom vaktene', 'Vi blir avbrutt i medisinrunden'];
	for (const [i, p] of phones.entries()) {
		hard[p.name] = mark(p, said[i]);
		await write(p, hard[p.name]);
	}
	for (const p of phones) await cast.nobodyKnows(hard[p.name], p);
	await next();
	await everyone('hardThemes', [...phones, desk, wall]);
});

test('the other tables name theirs', async () => {
	for (const [p, table] of [[ida, '1'], [lars, '2']]) {
		await p.page.locator('#table').selectOption(table);
		await p.page.locator('form[action$="/table"] button').click();
		await p.page.locator('#new-theme').waitFor();
	}
	await makeTheme(ida, 'For få folk');
	await makeTheme(ida, 'Morgenene');
	await makeTheme(lars, 'For lite folk på kveld');
	await makeTheme(lars, 'Beskjedar');
	for (const [p, names] of [[ida, ['For få folk', 'Morgenene']], [lars, ['For lite folk på kveld', 'Beskjedar']]]) {
		const notes = await notesOf(p);
		for (const [i, n] of notes.entries()) await moveTo(p, [n], names[i % 2]);
	}
	await next();
	await everyone('rest', [...phones, desk, wall]);
	await ida.look('phone-break');
	await wall.look('wall-break');
	await next();
	await everyone('report', [...phones, desk, wall]);
	await wall.look('wall-report');
	await siri.look('phone-report');
});

test('in plenary two themes become one, and no note is lost', async () => {
	await next();
	await everyone('merge', [...phones, desk, wall]);
	const theme = desk.page.locator('section.theme', { has: desk.page.locator('h4', { hasText: 'For lite folk på kveld' }) });
	await theme.locator('details.rename > summary').click();
	await theme.locator('select[name="into"]').selectOption({ label: 'For få folk' });
	await desk.look('desk-merge');
	await theme.locator('form[action$="/merge"] button').click();
	await theme.waitFor({ state: 'detached' });
	await count(wall, '#themes .theme', 3);
	await eventually(async () => (await desk.page.locator('#desk-work section.theme li.note').count()) === phones.length);
	await wall.look('wall-merged');
});

const more = (p, theme) => p.page.locator('li.vote', { hasText: theme }).locator('.vote-form button').last();
const less = (p, theme) => p.page.locator('li.vote', { hasText: theme }).locator('.vote-form button').first();
const mine = (p, theme) => p.page.locator('li.vote', { hasText: theme }).locator('[data-mine-text]');
const give = async (p, theme, n) => {
	for (let i = 0; i < n; i++) await more(p, theme).click();
};
/* What a seat has on each theme, as the server says. */
const held = (p) => p.page.evaluate(async () => {
	const doc = new DOMParser().parseFromString(await (await fetch(location.href)).text(), 'text/html');
	return Object.fromEntries([...doc.querySelectorAll('li.vote')].map((li) => [li.querySelector('h2').textContent, Number(li.dataset.mine)]));
});
const totals = (p) => p.page.locator('.wall-themes .theme').evaluateAll((all) => Object.fromEntries(all.map((t) => [t.querySelector('h3').textContent, Number((t.querySelector('.theme-votes')?.textContent.match(/\d+/) ?? [-1])[0])])));

test('dots: a budget and a limit for each theme, and nobody sees a number before the vote is closed', async () => {
	await next();
	await everyone('vote', [...phones, desk, wall]);
	const from = cast.all.map((p) => p.frames.length);
	await ida.look('phone-vote-nb');
	await lars.look('phone-vote-nn-320');
	await give(ida, 'For få folk', 2);
	assert.equal(await more(ida, 'For få folk').getAttribute('aria-disabled'), 'true');
	await more(ida, 'For få folk').click({ force: true });
	await eventually(() => ida.said.some((s) => s.text === 'Ikke flere på samme tema.'));
	await give(ida, 'Beskjedar', 1);
	await sees(ida, 'Du har brukt alle stemmene');
	await less(ida, 'For få folk').click();
	await give(ida, 'Morgenene', 1);
	assert.equal(await mine(ida, 'Morgenene').innerText(), '1 stemme fra deg');

	/* The server keeps the budget, whatever a phone says. */
	const tool = new Phone(server, code, { cookie: (await ida.context.cookies(`${server.url}/r/${code}/room`)).map((c) => `${c.name}=${c.value}`).join('; ') });
	const [round, target] = await ida.page.locator('li.vote', { hasText: 'Beskjedar' }).evaluate((li) => [li.querySelector('[name="round"]').value, li.querySelector('[name="target"]').value]);
	for (const n of ['3', '2', '-1', '1000000']) assert.equal((await tool.send('votes', { round, target, count: n })).status, 422, n);
	assert.equal((await tool.send('votes', { round: '999999', target, count: '1' })).status, 409);
	tool.close();
	assert.deepEqual(await held(ida), { 'For få folk': 1, Morgenene: 1, Beskjedar: 1, 'Vi hjelper hverandre': 0, 'God rapport': 0 });

	await give(lars, 'For få folk', 2);
	await give(odd, 'For få folk', 2);
	await give(siri, 'Morgenene', 2);
	for (const t of ['For få folk', 'Morgenene']) await press(eva, 'button', `Gi røyst til ${t}`);
	await eventually(() => eva.said.some((s) => /1 røyst frå deg.*1 røyst att/.test(s.text)));
	await tabTo(kate.page, 'li.vote [id^="more-"]');
	await kate.page.keyboard.press('Enter');
	await eventually(async () => Object.values(await held(kate)).reduce((a, b) => a + b) === 1);
	await odd.page.reload({ waitUntil: 'domcontentloaded' });
	assert.equal(await mine(odd, 'For få folk').innerText(), '2 røyster frå deg');

	await wall.look('wall-vote');
	await desk.look('desk-vote');
	assert.deepEqual(await totals(wall), { 'For få folk': -1, Morgenene: -1, Beskjedar: -1, 'Vi hjelper hverandre': -1, 'God rapport': -1 });
	for (const [i, p] of cast.all.entries())
		for (const f of p.frames.slice(from[i])) assert.doesNotMatch(f.data, /votes-sum|theme-votes|<progress|data-mine/, `${p.name}: no tally in a frame`);
	assert.equal(await desk.page.locator('.votes-sum, progress').count(), 0);
});

test('closed, the result comes to all; a new round keeps the first', async () => {
	await desk.page.locator('#desk-work button[value="close"]').click();
	await wall.page.locator('.theme-votes').first().waitFor();
	for (const p of [...phones, desk]) await p.page.locator('.results').first().waitFor();
	await sees(ida, 'Avstemningen er lukket. Dette ble resultatet.');
	await sees(lars, 'Avrøystinga er lukka. Dette vart resultatet.');
	for (const p of [...phones, desk]) assert.doesNotMatch(await p.page.locator('main').innerText(), /Ingen ser/, p.name);
	const first = await totals(wall);
	assert.deepEqual([first['For få folk'] >= 6, first.Beskjedar >= 1], [true, true], JSON.stringify(first));
	await wall.look('wall-vote-result');
	await ida.look('phone-vote-result');
	await desk.look('desk-vote-result');

	await desk.page.locator('#desk-work details > summary').filter({ hasText: 'Stem på nytt' }).click();
	await desk.page.locator('[id="again.dots.stemme.utfordringer"]').fill('2');
	await desk.page.locator('button[value="again"]').click();
	for (const p of phones) await p.page.locator('section[data-votes][data-budget="2"]').first().waitFor();
	assert.deepEqual(Object.values(await held(ida)).reduce((a, b) => a + b), 0);
	await give(ida, 'Morgenene', 2);
	await give(lars, 'Morgenene', 1);
	await eventually(async () => (await held(lars)).Morgenene === 1);
	await eventually(async () => (await held(ida)).Morgenene === 2);
	await desk.page.locator('#desk-work button[value="close"]').click();
	/* Two have voted in it: too few for numbers, so it is shown as an order. */
	await sees(desk, 'Dere er få, så stemmene vises bare som rekkefølge.');
	assert.deepEqual(Object.values(await totals(wall)), [-1, -1, -1, -1, -1]);
	assert.equal((await wall.page.locator('.wall-themes h3').first().textContent()), 'Morgenene');
	/* Each has its number, wherever it stands, those that stand equal the same; where all are equal there is no order. */
	const ranks = (p) => p.page.locator('ol.ranked > li').evaluateAll((all) => all.map((li) => li.value));
	for (const p of [wall, desk, lars]) assert.deepEqual(await ranks(p), [1, 2, 2], p.name);
	await sees(desk, 'Alle står likt.');
	const heard = (await tree(wall)).filter((n) => n.role === 'ListMarker').map((n) => n.name.trim());
	assert.deepEqual(heard, ['1.', '2.', '2.']);
	await wall.look('wall-order-only');
	await lars.look('phone-order-only');
});

test('the check-out question is answered unnamed and shown to all at once', async () => {
	await next();
	await everyone('end', [...phones, desk, wall]);
	await ida.look('phone-checkout');
	await wall.look('wall-checkout');
	const answers = ['Ja', 'Ja', 'Delvis', 'Ja', 'Ja', 'Nei'];
	for (const [i, p] of phones.entries()) {
		if (p === eva) {
			await press(eva, 'radio', answers[i], 'Space');
			await press(eva, 'button', 'Svar');
		} else {
			await p.page.locator('label.column', { hasText: answers[i] }).click();
			await p.page.locator('form.scale button').click();
		}
		await sees(p, 'Endre svaret');
	}
	for (const p of cast.all) assert.equal(await p.page.locator('.votes-sum').count(), 0, p.name);
	await desk.page.locator('#desk-work button[value="close"]').click();
	for (const p of [...phones, desk, wall]) await p.page.locator('.results').first().waitFor();
	await sees(wall, '4 svar');
	await wall.look('wall-checkout-result');
	await lars.look('phone-checkout-result-nn-320');
	await desk.look('desk-last-step');
});

test('the end: thanks, the way to the summary, and nothing left on the phone', async () => {
	for (const p of cast.all) p.expect(status(410));
	await desk.page.locator('#next button').click();
	for (const p of phones) await sees(p, 'Takk for i dag');
	await desk.page.waitForURL(`**/s/${sitting}`);
	await ida.look('phone-end-nb');
	await lars.look('phone-end-nn-320');
	for (const p of phones) {
		await eventually(async () => !(await p.page.evaluate(() => JSON.stringify(localStorage) + JSON.stringify(sessionStorage))).match(/note:|"text"/));
	}
	await ida.goto(`${server.url}/r/${code}`);
	await sees(ida, 'Takk for i dag');
});

test('no page has complained', () => {
	cast.browser.clean();
	cast.browser.hand();
});
