/* road_on.mjs: the road goes on after the choice: deepen, create, try out between, test, and what came of it. Called by road.mjs. One of
 * the five phones is 320 px wide, one has a keyboard only, one only the accessibility tree. */
import assert from 'node:assert/strict';
import { SMALL, count, eventually, openEarly, sees } from './cast.mjs';
import { find, has, tabTo } from './keys.mjs';

const SECRET = 'fire tørre sokker i skuffen';
const HOW = 'få rapporten ferdig i tide';
const BOARD = 'Tavle med vakt';
const day = (n) => new Date(Date.now() + n * 86400e3).toISOString().slice(0, 10);

/* tools: chapter, go, look, press, fill of the road; where: { server, people } filled in as it goes. */
export function walkOn({ lang, chapter, go, look, press, fill, path, road }) {
	const on = {};
	const everybody = () => [road.leader, road.wall, ...road.staff];
	const sit = async (p, table) => {
		await p.page.locator('#table').selectOption(String(table));
		await p.page.locator('form[action$="/table"] button').click();
	};
	const stepOf = async (p) => ((await p.page.locator('#step-h').count()) ? (await p.page.locator('#step-h').innerText()).trim() : '');

	/* The leader opens the workshop of a phase; all come in by its code. */
	async function open(phase) {
		const { server, leader, staff, wall } = road;
		const [[id]] = server.db.rows(`SELECT id FROM sitting WHERE phase = '${phase}' AND kind = 'staff' ORDER BY id LIMIT 1`);
		on.workshop = `/s/${id}`;
		await go(leader, on.workshop);
		await openEarly(leader);
		await press(leader, `form[action="${on.workshop}/open"] button`);
		await go(leader, on.workshop);
		const link = await leader.page.locator('main a[href$="/desk"]').first().getAttribute('href');
		on.code = link.split('/')[2];
		await go(leader, link);
		if (await leader.page.locator('form[action$="/desk/take"]').count()) await press(leader, 'form[action$="/desk/take"] button');
		for (const p of staff) {
			await go(p, `/r/${on.code}`);
			await press(p, 'form[action$="/join"] button');
		}
		await go(wall, await leader.page.locator('a[href*="/wall/"]').first().getAttribute('href'));
		/* Two tables, as the desk is told. */
		await leader.page.locator('#tables').evaluate((el) => (el.closest('details') ?? {}).open = true);
		await leader.page.locator('#headcount').fill('5');
		await leader.page.locator('#tables').fill('2');
		const saved = leader.page.waitForResponse((r) => /\/desk\/settings$/.test(new URL(r.url()).pathname));
		await leader.page.locator('form[action$="/desk/settings"] button[type=submit]').first().click();
		assert.ok((await saved).status() < 400);
		await eventually(async () => (await leader.page.locator('#tables').inputValue()) === '2');
		await next();
	}

	/* Waits until all screens show the step of the desk. */
	async function together(not = '') {
		await eventually(async () => ![not, ''].includes(await stepOf(road.leader)));
		const name = await stepOf(road.leader);
		for (const p of everybody()) await eventually(async () => (await stepOf(p)) === name).catch(async () => assert.equal(await stepOf(p), name, p.name));
		return name;
	}
	async function next() {
		const before = await stepOf(road.leader);
		await road.leader.page.locator('#next button').click();
		return together(before);
	}
	/* One picture of each kind of screen in the desktop journey, the phone's in the other. */
	async function state(name) {
		const [kari, , , small] = road.staff;
		if (lang === 'nn') return look(kari, `on-${name}`);
		await look(small, `on-${name}-320`);
		await look(road.leader, `on-${name}-desk`);
		await look(road.wall, `on-${name}-wall`, { wide: true });
	}
	async function write(p, text, column) {
		if (column) await p.page.locator(`form.write input[name="column"][value="${column}"]`).check({ force: true });
		await p.page.locator('form.write textarea[name="text"]').fill(text);
		await p.page.locator('form.write button[type="submit"]').first().click();
		/* Among one's own, or among all where notes are shown at once. */
		await p.page.locator('[data-own-list] li[data-state="saved"], [id^="note-"]', { hasText: text }).first().waitFor();
	}
	const sheet = (p) => p.page.locator('section.sheet').filter({ has: p.page.locator('form') }).first();
	async function fillSheet(p, values) {
		for (const [name, value] of Object.entries(values)) {
			const field = sheet(p).locator(`[name="f-${name}"], [name="${name}"]`);
			if ((await field.first().getAttribute('type')) === 'radio') await sheet(p).locator(`[name="f-${name}"][value="${value}"]`).check({ force: true });
			else await field.first().fill(value);
		}
		const saved = p.page.waitForResponse((r) => /\/sheets$/.test(new URL(r.url()).pathname));
		await sheet(p).locator('button[type=submit]').first().click();
		assert.equal((await saved).status(), 200);
	}
	/* Everybody answers every question about everything. */
	async function judge(answer) {
		for (const [i, p] of road.staff.entries()) {
			const forms = await p.page.locator('.judge form').count();
			assert.ok(forms, `${p.name} is asked`);
			for (let k = 0; k < forms; k++) {
				const form = p.page.locator('.judge form').nth(k);
				for (let q = 0, n = await form.locator('fieldset').count(); q < n; q++) await form.locator('fieldset').nth(q).locator(`input[value="${answer(i)}"]`).check({ force: true });
				const saved = p.page.waitForResponse((r) => /\/verdicts$/.test(new URL(r.url()).pathname));
				await form.locator('button[type=submit]').click();
				assert.equal((await saved).status(), 200);
			}
		}
	}
	/* The last step, what is left of the room on each screen, and what the group and staff read afterwards. */
	async function end(phase) {
		const { leader, staff, wall } = road;
		await state(`end-${phase}`);
		for (const p of staff) {
			await p.page.locator('form.scale label.column').first().click();
			const saved = p.page.waitForResponse((r) => /\/answers$/.test(new URL(r.url()).pathname));
			await p.page.locator('form.scale button').first().click();
			assert.equal((await saved).status(), 200);
		}
		await leader.page.locator('#next button').click();
		await leader.page.waitForURL(`**${on.workshop}`);
		await look(leader, `on-sitting-over-${phase}`);
		await sees(staff[3], 'Takk for i dag');
		await look(staff[3], `on-over-${phase}-320`);
		await sees(wall, 'Takk for i dag');
		await look(wall, `on-over-${phase}-wall`, { wide: true });
		await go(leader, `${road.p}/results`);
		await look(leader, `on-results-${phase}`);
		await go(staff[3], on.public);
		await look(staff[3], `on-staff-${phase}-320`);
	}
	async function agree(phase) {
		const { leader } = road;
		await go(leader, `${road.p}/decide?phase=${phase}`);
		await look(leader, `decide-${phase}`);
		await press(leader, 'form[action$="/decide"] .actions button[type="submit"]');
		const question = path(leader);
		assert.match(question, /\/agreements\/\d+$/, await leader.page.locator('main').innerText());
		for (const p of road.parties()) {
			await go(p, question);
			await fill(p, { secret: SECRET });
			await press(p, 'button[name="answer"][value="yes"]');
		}
		await go(road.union, `${road.p}/results`);
		await look(road.union, `on-results-decided-${phase}`);
	}

	chapter('before the next workshop everybody can read what will be asked, and keep own words in the phone', async () => {
		const [kari] = road.staff;
		await road.staff[3].page.setViewportSize(SMALL);
		const [[id]] = road.server.db.rows('SELECT public_id FROM process');
		on.public = `/w/${id}`;
		await go(kari, `${on.public}/questions`);
		await look(kari, 'questions');
	});

	chapter('Utdype: described, sorted by keyboard, dug into by keyboard, read from the accessibility tree, sharpened and judged', async () => {
		const [kari, ola, keys, small, ears] = road.staff;
		for (const p of everybody()) p.expect(/status of 410/);
		await open('utdype');
		await next();
		for (const [p, text] of [[kari, 'Ved vaktskiftet klokka tre'], [ola, 'Når vikarene er alene'], [small, 'Hver helg'], [ears, 'For dem som kommer på kveld']]) await write(p, text);
		await state('describe');
		await next();
		/* Sorting with Tab, Space and Enter alone. */
		await sit(keys, 1);
		await keys.page.locator('[data-sorting] li.pick').first().waitFor();
		const notes = await keys.page.locator('[data-sorting] li.pick').count();
		await keys.page.locator('body').press('Home');
		await tabTo(keys.page, '[data-sorting] input[name="note"]');
		await keys.page.keyboard.press('Space');
		await tabTo(keys.page, '.sort-to button[value="problem"]');
		await keys.page.keyboard.press('Enter');
		await count(keys, 'section.sort-bin ul[id$="-problem"] li.pick', 1);
		assert.equal(await keys.page.locator('[data-sorting] li.pick').count(), notes, 'none is lost');
		assert.ok(await keys.page.evaluate(() => document.activeElement !== document.body), 'the focus stays somewhere');
		await state('sort');
		await next();
		/* A why, and a why below it; the root is marked. */
		await tabTo(keys.page, '.cause-add textarea');
		await keys.page.keyboard.type('Vi skriver mange steder');
		await tabTo(keys.page, '.cause-add button[type=submit]');
		await keys.page.keyboard.press('Enter');
		await keys.page.locator('.branch').first().waitFor();
		await tabTo(keys.page, 'details.ask > summary', { back: true });
		await keys.page.keyboard.press('Enter');
		await tabTo(keys.page, 'details.ask textarea');
		await keys.page.keyboard.type('Ingen har bestemt hvor');
		await tabTo(keys.page, 'details.ask button[type=submit]');
		await keys.page.keyboard.press('Enter');
		await count(keys, '.branch .branch', 1);
		for (const p of [ears, small]) await sees(p, 'Ingen har bestemt hvor');
		/* Somebody who only hears: the challenge is a heading, the causes are lists in lists, each button says what it is for. */
		await find(ears, 'heading', /Rapporten|Morgenene|Beskjeder/);
		assert.ok(await has(ears, 'listitem', /.*/));
		assert.ok(await has(ears, 'button', /Vi skriver mange steder/), 'the button to change says which');
		await find(ears, 'textbox', /Hvorfor er det slik|Kvifor er det slik/);
		const change = keys.page.locator('.branch .branch button', { hasText: /Endre/ });
		await Promise.all([keys.page.waitForNavigation(), change.first().press('Enter')]);
		await look(keys, 'on-cause');
		await keys.page.locator('input[name="root"]').check({ force: true });
		await press(keys, 'form[action$="/causes/edit"] button[type="submit"]');
		await road.wall.page.locator('svg').first().waitFor();
		await state('tree');
		await next();
		/* Votes on the branches: one with the keyboard alone, who is told aloud what is left. */
		await tabTo(keys.page, '.vote [id^="more-"]');
		const given = keys.page.waitForResponse((r) => /\/votes$/.test(new URL(r.url()).pathname));
		await keys.page.keyboard.press('Enter');
		assert.equal((await given).status(), 200);
		assert.ok(await keys.page.evaluate(() => document.activeElement.id.startsWith('more-')), 'the focus stays on the button');
		for (const p of road.staff.filter((one) => one !== keys)) {
			const vote = p.page.waitForResponse((r) => /\/votes$/.test(new URL(r.url()).pathname));
			await p.page.locator('li.vote [id^="more-"]').last().click();
			assert.equal((await vote).status(), 200);
		}
		await state('vote-causes');
		await road.leader.page.locator('#desk-work button[value="close"]').click();
		await kari.page.locator('.results').first().waitFor();
		await state('voted-causes');
		await next();
		await next();
		await sit(kari, 1);
		await sheet(kari).waitFor();
		await fillSheet(kari, { hvordan: HOW, 'slik-at': 'alle går hjem når vakta er over', selv: 'ja' });
		await state('sentence');
		await next();
		await sheet(small).waitFor();
		await fillSheet(small, { hvordan: HOW, 'slik-at': 'alle går hjem i tide' });
		await next();
		await judge((i) => (i ? 'ja' : 'delvis'));
		await state('judge');
		await road.leader.page.locator('#desk-work button[value="close"]').click();
		await kari.page.locator('.judged').first().waitFor();
		await state('judged');
		await next();
		await end('utdype');
		await go(road.leader, `${road.p}/causes`);
		await look(road.leader, 'causes');
		await go(road.union, `${road.p}/lifts`);
		await look(road.union, 'lifts');
	});

	chapter('Skape: ideas in silence, built on, turned, placed by keyboard, voted on; a table makes a proposal', async () => {
		const [kari, ola, keys, small] = road.staff;
		await open('skape');
		await next();
		for (const [p, text] of [[kari, 'En tavle ved døra'], [ola, 'Stille rapport'], [small, 'Fem minutter overlapp']]) await write(p, text);
		await next();
		await keys.page.locator('.yes-and').first().click();
		await keys.page.fill('form.write [name=text]', 'med navn på den som har vakt');
		await keys.page.locator('form.write button[type=submit]').first().click();
		await kari.page.locator('#shown .note-on').waitFor();
		await state('build');
		await next();
		await write(ola, 'Ingen rapport i det hele tatt', 'verst');
		await next();
		await sit(keys, 1);
		await keys.page.locator('.map-line form.place').first().waitFor();
		await tabTo(keys.page, '.map-line input[name="across"]');
		await keys.page.keyboard.press('Space');
		await tabTo(keys.page, '.map-line input[name="up"]');
		await keys.page.keyboard.press('Space');
		await keys.page.keyboard.press('ArrowRight');
		await tabTo(keys.page, '.map-line button[type="submit"]');
		await keys.page.keyboard.press('Enter');
		await road.wall.page.locator('#field-1-2 .map-card').waitFor();
		await state('map');
		await next();
		await next();
		for (const p of road.staff) {
			const vote = p.page.waitForResponse((r) => /\/votes$/.test(new URL(r.url()).pathname));
			await p.page.locator('li.vote [id^="more-"]').first().click();
			assert.equal((await vote).status(), 200);
		}
		await state('vote-ideas');
		await road.leader.page.locator('#desk-work button[value="close"]').click();
		await kari.page.locator('.results').first().waitFor();
		await next();
		await sit(kari, 1);
		await kari.page.locator('#take form button').first().click();
		await sheet(kari).waitFor();
		await fillSheet(kari, { tittel: BOARD, hva: 'En tavle ved døra der vi skriver det viktigste.', hvem: 'Den som har vakt', nar: day(1), 't-nar': day(40), tegn: 'Vi går hjem i tide' });
		await state('proposal');
		await next();
		await next();
		await end('skape');
		await agree('skape');
	});

	chapter('between: the measure is tried, told about without an account, and met about', async () => {
		const { leader, union, safety, server } = road;
		const [[unit]] = server.db.rows('SELECT unit_id FROM process');
		const [[id]] = server.db.rows('SELECT id FROM measure');
		on.measures = `/u/${unit}/measures`;
		on.card = `${on.measures}/${id}`;
		for (const as of ['', '?as=board', '?as=calendar']) {
			await go(leader, `${on.measures}${as}`);
			await look(leader, `measures${as.replace('?as=', '-')}`, { wide: as === '?as=board' });
		}
		await go(leader, on.card);
		await press(leader, leader.page.locator('button[name="to"][value="testing"]').first());
		await look(leader, 'measure-testing');
		await go(union, `${on.card}/edit`);
		await look(union, 'measure-edit');
		await go(leader, `${on.card}/poster`);
		await look(leader, 'measure-poster', { wide: true, sheets: true });
		const [[token]] = server.db.rows('SELECT token FROM measure');
		for (const [i, p] of road.staff.entries()) {
			await go(p, `/m/${token}`);
			if (i === 3) await look(p, 'checkin-320');
			await p.page.locator('.tap input').first().check({ force: true });
			if (i === 0) await p.page.locator('#sentence').fill('Nattevakta leser den først');
			await press(p, 'form.checkin button[type="submit"]');
			if (i === 0) await look(p, 'checkin-thanks');
		}
		await go(safety, `${road.p}/meetings`);
		await look(safety, 'meetings');
		await go(safety, `${road.p}/meetings/new?from=usual`);
		await look(safety, 'meeting-new');
		await fill(safety, { purpose: 'Se på prøven', wished: 'En avtale om resten', date: day(7), time: '13:00' });
		await press(safety, 'form[action$="/meetings/new"] .actions button[type="submit"]');
		await look(safety, 'meeting-planned');
		for (const name of ['reminders', 'chain', 'files-none', 'reports', 'released'].filter((n) => n !== 'files-none')) {
			await go(union, `${road.p}/${name}`);
			await look(union, `on-${name}`, { wide: name === 'chain' });
		}
	});

	chapter('Teste: told, judged, kept as a habit, confirmed by the three', async () => {
		const [kari, ola, , small] = road.staff;
		await open('teste');
		await next();
		await write(kari, 'Tavla ble lest av alle');
		await write(ola, 'Pennen var borte');
		await state('experiences');
		await next();
		await next();
		await sheet(kari).waitFor();
		await fillSheet(kari, { 'hva-skjedde': 'Den ble brukt hver dag', for: '20 minutter over tida', etter: '5 minutter over tida', larte: 'Pennen må henge fast' });
		await state('result');
		await next();
		await next();
		await judge((i) => (i ? 'behold' : 'juster'));
		await road.leader.page.locator('#desk-work button[value="close"]').click();
		await small.page.locator('.judged').first().waitFor();
		await state('verdict');
		await next();
		await sheet(small).waitFor();
		await fillSheet(small, { nar: 'vakta skifter', gjor: 'ser vi på tavla sammen', fordi: 'alle vil hjem i tide', 'ser-igjen': day(120) });
		await state('habit');
		await next();
		await end('teste');
		await agree('teste');
	});

	chapter('what came of it: on the card, in the thread, in the reports, on the staff\'s page', async () => {
		const { leader, union, staff } = road;
		assert.deepEqual(road.server.db.rows('SELECT title, status FROM measure'), [[BOARD, 'kept']]);
		await go(leader, on.card);
		await sees(leader, 'ser vi på tavla sammen');
		await look(leader, 'measure-kept');
		await go(union, `${road.p}/chain`);
		await sees(union, BOARD);
		await look(union, 'chain-whole', { wide: true });
		for (const report of ['action-plan', 'summary', 'process']) {
			await go(leader, `${road.p}/reports/${report}`);
			await look(leader, `report-${report}`, { wide: true, sheets: true });
			await sees(leader, BOARD);
		}
		await go(staff[0], on.public);
		await look(staff[0], 'staff-page-later');
		await go(union, '/');
		await look(union, 'home-at-the-end');
	});
}
