/* Votes on the branches of the trees: secret as other votes, shown in the order of the trees, and what comes of them stands beside the
 * branches, on the sheets of the next step, and on the pages afterwards. */
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { CHALLENGES, choose } from '../lib/chosen.mjs';
import { Desk } from '../lib/desk.mjs';
import { joined, seqOf, uuid } from '../lib/room.mjs';
import { startServer } from '../lib/server.mjs';
import { eventually } from '../lib/wire.mjs';
import { addGathering, addPerson, openWorkshop, setUp } from '../lib/workplace.mjs';

/* Steps of the workshop Utdype. */
const TREE = 4;
const VOTE = 5;
const SENTENCE = 7;

let server;
let place;
let staff;
let p;
const rows = (sql) => server.db.rows(sql);

before(async () => {
	server = await startServer();
	place = await setUp(server);
	staff = await addPerson(server, place, 'staff', 'Stine Staff');
	await choose(server, place);
	p = `/p/${place.process}`;
});
after(() => server?.close());

/* A workshop with two trees. ids: of the causes by their text. */
async function dug(seats, sitting) {
	const w = { ...(await openWorkshop(place, { name: /Utdype/, sitting })), ids: {} };
	w.desk = new Desk(place.leader, w.code);
	await w.desk.take();
	await w.desk.act('settings', { door: '1', headcount: String(seats), tables: '2' });
	w.phones = await Promise.all(Array.from({ length: seats }, () => joined(server, w.code)));
	await w.desk.goTo(TREE);
	const page = await w.phones[0].room();
	w.about = Object.fromEntries(page.page.all('section.tree').map((t) => [t.querySelector('h2').textContent.trim(), t.querySelector('[name="under"]').getAttribute('value')]));
	const why = async (under, text) => {
		const id = uuid();
		assert.equal((await w.phones[0].send('causes', { id, under, text })).status, 200, text);
		w.ids[text] = `cause:${id}`;
		return `cause:${id}`;
	};
	const many = await why(w.about[CHALLENGES[0]], 'Vi skriver mange steder');
	await why(many, 'Ingen har bestemt hvor');
	await why(w.about[CHALLENGES[0]], 'Rapporten er kort');
	await why(w.about[CHALLENGES[1]], 'Alle skal opp samtidig');
	await w.desk.goTo(VOTE);
	w.seen = async () => ({ phone: await w.phones[0].room(), desk: await w.desk.look(), wall: await w.phones[0].visitor.get(`/r/${w.code}/wall/${w.wall}`), board: await w.phones[0].visitor.get(`/r/${w.code}/board`) });
	w.vote = (phone, text, count) => phone.send('votes', { round: w.round, target: w.ids[text], count: String(count) });
	w.round = (await w.phones[0].room()).page.one('section[data-votes]').getAttribute('data-round');
	return w;
}
async function close(w) {
	await w.desk.act('end', { do: 'close' });
	await eventually(() => rows(`SELECT state FROM sitting WHERE code = '${w.code}'`)[0][0] === 'closed');
}

describe('six phones', () => {
	let w;
	before(async () => {
		w = await dug(6);
	});

	test('the causes stand tree by tree, each below the one it leads to', async () => {
		const { page } = await w.phones[0].room();
		const part = page.one('section[data-votes]');
		const words = part.textContent.replace(/\s+/g, ' ');
		assert.equal(part.querySelectorAll('ul.votes').length, 2);
		const heads = [...part.querySelectorAll('h2.sheet-about')].map((h) => h.textContent.trim());
		assert.deepEqual([...heads].sort(), [...CHALLENGES].sort());
		assert.match(words, /Vi skriver mange steder.*Ingen har bestemt hvor.*Fører til: Vi skriver mange steder/);
		const order = [...part.querySelectorAll('li.vote h3')].map((h) => h.textContent.trim());
		assert.equal(order.indexOf('Ingen har bestemt hvor'), order.indexOf('Vi skriver mange steder') + 1);
		assert.equal(order.length, 4);
		for (const b of part.querySelectorAll('button')) assert.match(b.textContent, /stemme/, 'each button says what it is for');
	});

	test('the wall draws the trees that are voted on, as fishbones', async () => {
		const { wall, board } = await w.seen();
		for (const r of [wall, board]) {
			assert.equal(r.page.all('svg.fish').length, 2);
			const drawn = r.page.all('svg.fish text').map((t) => t.textContent).join(' ').replace(/\s+/g, ' ');
			assert.match(drawn, /Ingen har bestemt hvor/);
			assert.match(r.page.words('.fish-text'), /Vi skriver mange steder.*Ingen har bestemt hvor/, 'with the same as text');
		}
	});

	test('budget and cap are the server\'s; nothing is shown or sent before it is closed', async () => {
		const from = { after: seqOf(await w.phones[1].room()) };
		const streams = [await w.phones[1].events(from), await w.phones[1].events({ ...from, screen: 'wall', wall: w.wall })];
		assert.equal((await w.vote(w.phones[0], 'Ingen har bestemt hvor', 3)).status, 422, 'two on the same');
		for (const phone of w.phones) assert.equal((await w.vote(phone, 'Ingen har bestemt hvor', 2)).status, 200);
		assert.equal((await w.vote(w.phones[0], 'Rapporten er kort', 2)).status, 422, 'three in all');
		assert.equal((await w.vote(w.phones[0], 'Rapporten er kort', 1)).status, 200);
		assert.equal((await w.vote(w.phones[1], 'Alle skal opp samtidig', 1)).status, 200);
		for (const [screen, r] of Object.entries(await w.seen())) {
			assert.doesNotMatch(r.page.words('main'), /12 stemmer|13 stemmer/, screen);
			assert.equal(r.page.all('.results').length, 0, screen);
		}
		const other = await w.phones[5].room();
		assert.equal(other.page.one(`li.vote[data-target="${w.ids['Rapporten er kort']}"]`).getAttribute('data-mine'), '0');
		/* Whoever comes late changes what goes out, and so does a new whole page. */
		await joined(server, w.code);
		await w.desk.act('settings', { door: '1', headcount: '7', tables: '2' });
		for (const s of streams) {
			for (const f of s.frames) assert.doesNotMatch(f.data.replace(/\s+/g, ' '), /12 stemmer|data-mine/);
			s.close();
		}
	});

	test('closed, it stands on phone, wall and desk, and beside the branches when one goes back', async () => {
		await w.desk.act('vote', { do: 'close' });
		const seen = await w.seen();
		for (const screen of ['phone', 'desk']) {
			const words = seen[screen].page.words('main');
			assert.match(words, new RegExp(`Ingen har bestemt hvor ?Årsak til: ${CHALLENGES[0]} ?12 stemmer`), screen);
			assert.match(words, new RegExp(`Alle skal opp samtidig ?Årsak til: ${CHALLENGES[1]} ?1 stemme`), screen);
			if (screen !== 'desk') assert.doesNotMatch(words, /Vi skriver mange steder/, `${screen}: what got none is not in the result`);
		}
		for (const screen of ['wall', 'board']) {
			const { page } = seen[screen];
			const drawn = page.all('svg.fish').map((s) => s.textContent.replace(/\s+/g, ' ')).sort((a, b) => a.length - b.length);
			assert.equal(drawn.length, 2, screen);
			assert.match(drawn[0], /Alle skal opp samtidig \(1 stemme\)/, screen);
			assert.match(drawn[1], /Ingen har bestemt hvor\s+\(12\s+stemmer\)/, screen);
			assert.match(page.words('.fish-text'), /Vi skriver mange steder Ingen har bestemt hvor 12 stemmer/, `${screen}: what it leads to stands there too`);
			assert.equal(page.all('.wall-themes').length, 0, screen);
		}
		await w.desk.goTo(TREE);
		const { phone, wall, desk } = await w.seen();
		const id = w.ids['Ingen har bestemt hvor'].slice(6);
		assert.match(phone.page.words(`#branch-${id} .cause-tags`), /12 stemmer/);
		assert.match(desk.page.words(`#branch-${id} .cause-tags`), /12 stemmer/);
		assert.match(wall.page.words('main'), /Ingen har bestemt hvor 12 stemmer/);
		const drawn = wall.page.all('svg.fish text').map((t) => t.textContent).join(' ');
		assert.match(drawn, /12\s+stemmer/, 'in the drawing too');
	});

	test('the sheets of the next step are about the challenges, with what was voted for beside them', async () => {
		await w.desk.goTo(SENTENCE);
		await w.phones[0].send('table', { table: '1' });
		const { phone, desk, wall } = await w.seen();
		const sheets = phone.page.all('section.sheet');
		assert.ok(sheets.every((s) => /^challenge:/.test(s.querySelector('[name="about"]').getAttribute('value'))), 'no cause has a sheet');
		const mine = sheets.find((s) => s.textContent.includes(CHALLENGES[0])).textContent.replace(/\s+/g, ' ');
		assert.match(mine, /Årsaker vi vil gjøre noe med, flest stemmer først: Ingen har bestemt hvor Rapporten er kort/);
		assert.doesNotMatch(mine, /Alle skal opp samtidig|Vi skriver mange steder/, 'those of its own tree that got votes');
		assert.match(desk.page.words('#desk-work'), new RegExp(`${CHALLENGES[0]}.*flest stemmer først: Ingen har bestemt hvor`));
		assert.match(wall.page.words('#entries'), new RegExp(`${CHALLENGES[0]}.*flest stemmer først: Ingen har bestemt hvor`));
		const form = sheets.find((s) => s.textContent.includes(CHALLENGES[0])).querySelector('form');
		const fields = Object.fromEntries(phone.page.fieldsOf(form));
		assert.equal((await w.phones[0].send('sheets', { ...fields, about: w.ids['Rapporten er kort'], 'f-hvordan': 'noe' })).status, 422);
		assert.equal((await w.phones[0].send('sheets', { ...fields, 'f-hvordan': 'samle beskjedene' })).status, 200);
		assert.match((await w.phones[0].room()).page.words('section.sheet'), /flest stemmer først/, 'still there when it is saved');
	});

	test('afterwards it stands beside the branches, in the results, the thread and the summary for staff', async () => {
		await close(w);
		for (const who of [place.leader, place.union, staff]) {
			const r = await who.get(`${p}/causes`);
			const id = rows("SELECT id FROM cause WHERE body = 'Ingen har bestemt hvor'")[0][0];
			assert.match(r.page.words(`#cause-${id} .cause-tags`), /12 stemmer/);
			assert.match(r.page.all('svg.fish text').map((t) => t.textContent).join(' '), /12\s+stemmer/);
		}
		assert.match((await place.union.get(`${p}/results`)).page.words('main'), new RegExp(`Årsaker vi vil gjøre noe med ?Ingen har bestemt hvor ?Årsak til: ${CHALLENGES[0]} ?12 stemmer`));
		assert.match((await place.union.get(`${p}/chain`)).page.words('main'), /Flest stemmer: Ingen har bestemt hvor/);
		assert.match((await w.phones[0].visitor.get(`/r/${w.code}/room`)).page.words('main'), /Årsaker vi vil gjøre noe med ?Ingen har bestemt hvor.*12 stemmer/);
		assert.equal(rows("SELECT count(*) FROM vote WHERE round_id IN (SELECT id FROM vote_round WHERE step = 'stemme')")[0][0], '0', 'single votes are gone');
		const report = await place.leader.get(`${p}/reports/process`);
		assert.equal(report.status, 200);
		assert.match(report.page.words('main'), /Flest stemmer: Ingen har bestemt hvor/);
	});
});

describe('few of them, in another sitting', () => {
	let w;
	const NOT = /\d+ stemme/;
	before(async () => {
		const tomorrow = new Date(Date.now() + 86400e3).toISOString().slice(0, 10);
		w = await dug(3, await addGathering(place.leader, place.process, 'utdype', { date: tomorrow, time: '14:00', place: 'Kantina' }));
		for (const phone of w.phones) assert.equal((await w.vote(phone, 'Alle skal opp samtidig', 2)).status, 200);
		assert.equal((await w.vote(w.phones[0], 'Rapporten er kort', 1)).status, 200);
		await w.desk.act('vote', { do: 'close' });
	});

	test('three voters see an order, not numbers, also beside the branches', async () => {
		for (const [screen, r] of Object.entries(await w.seen())) assert.doesNotMatch(r.page.words('main').replace(/Hver har.*?stemmer/g, ''), NOT, screen);
		const { page } = (await w.seen()).wall;
		assert.match(page.words('.wall-fishes'), /Alle skal opp samtidig nr\. 1 i avstemningen/);
		assert.match(page.words('.wall-fishes'), /Rapporten er kort nr\. 2 i avstemningen/);
		assert.doesNotMatch(page.words('.wall-fishes'), /Ingen har bestemt hvor/, 'what got no vote is not in the result');
		assert.match(page.words('main'), /Dere er få, så stemmene vises bare som rekkefølge/);
		await w.desk.goTo(TREE);
		const { phone, wall } = await w.seen();
		assert.match(phone.page.words(`#branch-${w.ids['Alle skal opp samtidig'].slice(6)} .cause-tags`), /nr\. 1 i avstemningen/);
		assert.match(wall.page.words('main'), /Alle skal opp samtidig nr\. 1 i avstemningen/);
		assert.doesNotMatch(wall.page.words('main'), NOT);
	});

	test('voted on again, the drawing says nothing of the round before', async () => {
		await w.desk.goTo(VOTE);
		await w.desk.act('vote', { do: 'again' });
		const { wall } = await w.seen();
		assert.equal(wall.page.all('svg.fish').length, 2);
		assert.doesNotMatch(wall.page.words('main'), /i avstemningen/);
		w.round = (await w.phones[0].room()).page.one('section[data-votes]').getAttribute('data-round');
		for (const phone of w.phones) assert.equal((await w.vote(phone, 'Alle skal opp samtidig', 2)).status, 200);
		await w.desk.act('vote', { do: 'close' });
	});

	test('nor can they be had by subtracting: the causes of both sittings stand in an order only', async () => {
		await close(w);
		for (const page of ['causes', 'results']) assert.doesNotMatch((await place.union.get(`${p}/${page}`)).page.words('main').replace(/Utfordringer vi vil gjøre noe med.*?(?=Utdype)/, ''), /\b(6|12) stemmer/, page);
		const first = rows("SELECT id FROM cause WHERE body = 'Ingen har bestemt hvor'").map(([id]) => id);
		const tags = [];
		const r = await place.union.get(`${p}/causes`);
		for (const id of first) tags.push(r.page.one(`#cause-${id} .cause-tags`)?.textContent.trim() ?? '');
		assert.deepEqual(tags.filter(Boolean), ['nr. 1 i avstemningen']);
	});
});
