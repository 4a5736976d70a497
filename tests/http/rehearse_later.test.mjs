/* Rehearsals of the later workshops, before there is anything real and after: every step can be tried with invented challenges, ideas and
 * measures, invented people do their part, and nothing of it is left. */
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { Desk } from '../lib/desk.mjs';
import { joined, uuid } from '../lib/room.mjs';
import { startServer } from '../lib/server.mjs';
import { eventually } from '../lib/wire.mjs';
import { underWay } from '../lib/workplace.mjs';

let server;
let place;
const rows = (sql) => server.db.rows(sql);
const one = (sql) => rows(sql)[0]?.[0];
const TABLES = ['note', 'theme', 'cause', 'bone', 'entry', 'entry_field', 'map_place', 'vote_round', 'vote_total', 'vote', 'event', 'seat', 'task', 'lift', 'challenge', 'measure'];
const counts = () => Object.fromEntries(TABLES.map((t) => [t, one(`SELECT count(*) FROM ${t}`)]));

before(async () => {
	server = await startServer();
	place = await underWay(server);
});
after(() => server?.close());

async function rehearse(phase) {
	const sitting = one(`SELECT id FROM sitting WHERE phase = '${phase}' AND kind = 'staff' ORDER BY id LIMIT 1`);
	const r = await place.leader.submit(await place.leader.get(`/s/${sitting}`), '/rehearse');
	const code = /\/r\/([A-Z0-9]{6})\/desk/.exec(r.path)?.[1];
	assert.ok(code, `${r.status} ${r.path}`);
	const desk = new Desk(place.leader, code);
	await desk.look();
	await desk.act('settings', { door: '1', headcount: '9', tables: '2' });
	return { code, desk, me: await joined(server, code), room: Number(one(`SELECT id FROM sitting WHERE code = '${code}'`)) };
}
const done = async (x) => {
	await x.desk.look();
	const end = await x.desk.send('end', { do: 'close' });
	assert.ok([200, 204, 303].includes(end.status), end.text.slice(0, 200));
	assert.equal(one(`SELECT count(*) FROM sitting WHERE id = ${x.room}`), '0');
};
/* Invented people act once a second. */
const soon = (check, what) => eventually(check, { ms: 90000 }).catch((e) => assert.fail(`${what}: ${e.message}`));
const seen = async (x) => (await x.me.room()).page;

for (const round of ['before anything is chosen', 'once more'])
	describe(`Utdype, ${round}`, () => {
		let x;
		let was;
		before(async () => {
			was = counts();
			x = await rehearse('utdype');
		});

		test('notes about invented challenges are written and sorted', async () => {
			await x.desk.goTo(2);
			assert.match((await seen(x)).words('.abouts'), /Beskjeder blir borte mellom vaktene|Beskjeder forsvinner|mellom vakt/);
			await soon(() => Number(one(`SELECT count(*) FROM note WHERE room_id = ${x.room} AND about <> ''`)) > 2, 'notes');
			await x.desk.goTo(3);
			await soon(() => Number(one(`SELECT count(*) FROM note WHERE room_id = ${x.room} AND bin <> ''`)) > 0, 'sorted');
		});

		test('a tree grows for each of them', async () => {
			await x.desk.goTo(4);
			assert.equal((await seen(x)).all('section.tree').length, 2, 'what is kept has no tree');
			await soon(() => Number(one(`SELECT count(*) FROM cause WHERE room_id = ${x.room} AND parent IS NOT NULL`)) > 0, 'a branch');
			const about = one(`SELECT about FROM cause WHERE room_id = ${x.room} LIMIT 1`);
			assert.match(about, /^invented:/);
			assert.equal((await x.me.send('causes', { id: uuid(), under: about, text: 'Prøvd av lederen' })).status, 200);
		});

		test('invented people vote for the causes, mine too; the sheets show which got most', async () => {
			await x.desk.goTo(5);
			const targets = (await seen(x)).all('li.vote').map((l) => l.getAttribute('data-target'));
			assert.ok(targets.every((r) => /^cause:/.test(r)) && targets.length > 2, targets.join());
			await soon(() => Number(one(`SELECT count(DISTINCT voter) FROM vote v JOIN vote_round r ON r.id = v.round_id WHERE r.room_id = ${x.room}`)) >= 5, 'voters');
			await x.desk.act('vote', { do: 'close' });
			assert.match((await x.desk.look()).page.words('.results'), /Årsak til: .*stemme/);
		});

		test('a table has filled in a sheet, and the next one is mine to try', async () => {
			await x.desk.goTo(7);
			await soon(() => Number(one(`SELECT count(*) FROM entry WHERE room_id = ${x.room}`)) > 0, 'a sheet');
			assert.match((await x.desk.look()).page.words('#desk-work'), /Hvordan kan vi få beskjeder frem til alle/);
			await x.me.send('table', { table: '2' });
			assert.match((await seen(x)).words('section.sheet'), /Årsaker vi vil gjøre noe med, flest stemmer først:/);
			const page = await seen(x);
			const form = page.all('section.sheet form')[0];
			assert.equal((await x.me.send('sheets', { ...Object.fromEntries(page.fieldsOf(form)), 'f-hvordan': 'prøve selv' })).status, 200);
		});

		test('sentences are judged; when it ends nothing is left', async () => {
			await x.desk.goTo(9);
			await soon(() => Number(one(`SELECT count(*) FROM vote v JOIN vote_round r ON r.id = v.round_id WHERE r.room_id = ${x.room}`)) >= 36, 'answers');
			await x.desk.act('vote', { do: 'close' });
			assert.match((await x.desk.look()).page.words('#desk-work'), /Konkret: kan vi se det for oss\? (Nesten alle svarte: )?Ja/);
			await done(x);
			assert.deepEqual(counts(), was);
		});
	});

describe('Skape', () => {
	test('ideas, ideas that go on from them, the map, votes, a proposal; nothing is left', async () => {
		const was = counts();
		const x = await rehearse('skape');
		await x.desk.goTo(2);
		await soon(() => Number(one(`SELECT count(*) FROM note WHERE room_id = ${x.room}`)) > 3, 'ideas');
		await x.desk.goTo(3);
		await soon(() => Number(one(`SELECT count(*) FROM note WHERE room_id = ${x.room} AND builds_on IS NOT NULL`)) > 0, 'yes, and');
		await x.desk.goTo(5);
		await soon(() => Number(one(`SELECT count(*) FROM map_place WHERE room_id = ${x.room}`)) > 0, 'the map');
		await x.desk.goTo(7);
		await soon(() => Number(one(`SELECT count(DISTINCT voter) FROM vote v JOIN vote_round r ON r.id = v.round_id WHERE r.room_id = ${x.room}`)) > 4, 'votes');
		await x.desk.act('vote', { do: 'close' });
		await x.desk.goTo(8);
		await soon(() => Number(one(`SELECT count(*) FROM entry WHERE room_id = ${x.room}`)) > 0, 'a proposal');
		await x.me.send('table', { table: '2' });
		assert.ok((await seen(x)).all('#take li form').length > 0, 'and ideas left to take');
		await done(x);
		assert.deepEqual(counts(), was);
	});
});

describe('Teste', () => {
	test('invented trials are told of and judged; only what is kept gets a habit; nothing is left', async () => {
		const was = counts();
		const x = await rehearse('teste');
		await x.desk.goTo(2);
		assert.match((await seen(x)).words('.abouts'), /En tavle med det som er avtalt/);
		await x.desk.goTo(4);
		await soon(() => Number(one(`SELECT count(*) FROM entry WHERE room_id = ${x.room}`)) > 0, 'a result');
		await x.desk.goTo(6);
		await soon(() => Number(one(`SELECT count(*) FROM vote v JOIN vote_round r ON r.id = v.round_id WHERE r.room_id = ${x.room}`)) >= 18, 'answers');
		await x.desk.act('vote', { do: 'close' });
		await x.desk.goTo(7);
		assert.match((await seen(x)).words('main'), /En tavle med det som er avtalt/);
		await done(x);
		assert.deepEqual(counts(), was);
		assert.equal(one("SELECT count(*) FROM measure"), was.measure);
	});
});
