/* Where the QR codes lead, on the screen and on paper: each is read by a decoder, and its address followed as a phone would. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { Pdf } from '../lib/pdf.mjs';
import { qrsOf, qrsOfPdf } from '../lib/qr.mjs';
import { enterDemo } from '../lib/room.mjs';
import { startServer } from '../lib/server.mjs';
import { Visitor } from '../lib/wire.mjs';
import { addGathering, allAgree, anchor, answer, begin, openWorkshop, setUp } from '../lib/workplace.mjs';

let server, place, at;

before(async () => {
	server = await startServer();
	place = await setUp(server);
	await begin(place);
	at = `/p/${place.process}`;
});
after(() => server?.close());

const path = (url) => url?.replace(server.url, '');

/* A thing of the print list by its name: { page, pdf, screen: where its codes lead, paper: the same of its PDF }. */
async function printed(visitor, base, phase, name, { here = server } = {}) {
	const list = await visitor.get(`${base}/print?phase=${phase}`);
	const row = list.page.all('main table tr').find((tr) => name.test(tr.textContent));
	assert.ok(row, `${name} in ${phase}`);
	const link = row.querySelector('a[href*="/pdf/"]')?.getAttribute('href');
	assert.ok(link, row.textContent);
	const page = await visitor.get(link.replace('/pdf/phase/', '/print/').replace(/\?.*/, ''));
	const pdf = new Pdf((await visitor.get(link)).bytes);
	const bare = (u) => u?.replace(here.url, '');
	try {
		return { page, screen: qrsOf(page.page).map(bare), paper: qrsOfPdf(pdf).map(bare) };
	} finally {
		pdf.done();
	}
}

const sitting = (phase, kind) => server.db.rows(`SELECT id, code, state FROM sitting WHERE phase = '${phase}' AND kind = '${kind}' ORDER BY id`)[0];

test('the sheet of the group\'s meeting leads to the meeting, for its members', async () => {
	const [id] = sitting('starte', 'group');
	const { page, screen, paper } = await printed(place.leader, at, 'starte', /Ark med QR-kode/);
	assert.deepEqual([screen, paper], [[`/s/${id}/meeting`], [`/s/${id}/meeting`]]);
	assert.match(page.page.words('.sheet'), /Skann med egen telefon og logg inn/);
	assert.doesNotMatch(page.page.words('.sheet'), /trenger ingen konto/);
	/* Before it is opened it leads to the meeting's page; whoever is not signed in signs in first, and comes there. */
	assert.equal((await place.union.open(screen[0])).path, `/s/${id}`);
	const stranger = new Visitor(server);
	const door = await stranger.open(screen[0]);
	assert.match(door.path, /^\/login/);
	const inside = await stranger.submit(door, '/login', { email: 'vera@solbakken.example', secret: 'fire tørre sokker i skuffen' });
	assert.equal(inside.path, `/s/${id}`);
	/* While it goes on it leads in; when it is over there is no sheet. */
	const meet = await place.safety.submit(await place.safety.get(`/s/${id}`), '/open');
	assert.deepEqual(qrsOf(meet.page).map(path), screen);
	assert.equal((await place.union.open(screen[0])).path, `/s/${id}/meeting`);
});

test('the sheet of a room is printed the day before; until the room opens its code leads to a page that says when, and lets nobody in', async () => {
	const [id, code, state] = sitting('utforske', 'staff');
	assert.equal(state, 'planned');
	const { screen, paper } = await printed(place.leader, at, 'utforske', /QR-kode til rommet/);
	assert.deepEqual([screen, paper], [[`/r/${code}`], [`/r/${code}`]]);
	assert.match((await place.leader.get(`/s/${id}`)).page.words('main'), new RegExp(`Koden til rommet: ${code.replace(/^(...)/, '$1 ')}`));

	const phone = new Visitor(server);
	const early = await phone.get(`/r/${code}`);
	assert.equal(early.status, 200);
	assert.match(early.page.words('main'), /Rommet er ikke åpnet ennå\. Vi starter .*kl\. 13/);
	assert.deepEqual(early.page.forms().map((f) => f.getAttribute('action')), ['/language']);
	/* Whoever knows the addresses gets no further. */
	const seats = () => Number(server.db.rows('SELECT COUNT(*) FROM seat')[0][0]);
	const joined = await phone.follow(await phone.post(`/r/${code}/join`, {}));
	assert.equal(joined.path, `/r/${code}`);
	assert.match(joined.page.words('main'), /ikke åpnet ennå/);
	assert.equal(seats(), 0);
	assert.equal((await phone.open(`/r/${code}/room`)).path, `/r/${code}`);
	assert.equal((await phone.open(`/r/${code}/board`)).path, `/r/${code}`);
	assert.equal((await phone.get(`/r/${code}/events?screen=phone&lang=nb&after=0`)).status, 403);
	assert.equal((await phone.get(`/r/${code}/wall/`)).status, 404);
	assert.deepEqual(server.db.rows(`SELECT COUNT(*) FROM sitting WHERE id = ${id} AND wall_token IS NOT NULL`)[0].map(Number), [0], 'no wall before');
	/* Nor is there a desk, whoever asks. */
	assert.equal((await place.leader.open(`/r/${code}/desk`)).path, `/s/${id}`);
	const key = () => crypto.randomUUID();
	for (const [what, fields] of [['take', {}], ['step', { do: 'start', step_version: '0', desk_version: '0' }], ['step', { do: 'start', step_version: '0', desk_version: '1' }]]) {
		const r = await place.leader.follow(await place.leader.post(`/r/${code}/desk/${what}`, { id: key(), ...fields }));
		assert.equal(r.path, `/s/${id}`, what);
	}
	assert.deepEqual(server.db.rows(`SELECT state, step_pos, desk_version FROM sitting WHERE id = ${id}`)[0].map(String), ['planned', '0', '0']);
});

test('the code that was printed is the one of the room that opens; the wall shows the same', async () => {
	const [, before] = sitting('utforske', 'staff');
	await anchor(place);
	const { code, wall } = await openWorkshop(place);
	assert.equal(code, before);
	const big = await new Visitor(server).get(`/r/${code}/wall/${wall}`);
	const shown = qrsOf(big.page).map(path);
	assert.ok(shown.length);
	assert.deepEqual([...new Set(shown)], [`/r/${code}`]);
	const landing = await new Visitor(server).get(shown[0]);
	assert.ok(landing.page.formTo('/join'));
	const { screen, paper } = await printed(place.leader, at, 'utforske', /QR-kode til rommet/);
	assert.deepEqual([screen, paper], [shown.slice(0, 1), shown.slice(0, 1)]);
});

test('several gatherings: a sheet for each, which says when and for whom', async () => {
	await addGathering(place.leader, place.process, 'utdype', { kind: 'staff', label: 'Nattevakt', date: '2027-03-01', time: '21:00' });
	const codes = server.db.rows("SELECT code FROM sitting WHERE phase = 'utdype' AND kind = 'staff' ORDER BY starts_at").map(([c]) => `/r/${c}`);
	const { page, screen, paper } = await printed(place.leader, at, 'utdype', /QR-kode til rommet/);
	assert.equal(codes.length, 2);
	assert.deepEqual([screen.sort(), paper.sort()], [codes.sort(), codes.sort()]);
	assert.equal(page.page.all('.qr-sheet').filter((s) => /1\. mars.*21.*Nattevakt/.test(s.textContent)).length, 1);
});

test('a question of the three leads each of the others to the place where they answer', async () => {
	const sides = { asked: place.leader, other: place.safety };
	const list = await sides.asked.get(`${at}/agreements`);
	/* Asked anew: taking a whole process out needs all three. */
	const out = await sides.asked.get(`${at}/take-out`);
	const asked = await sides.asked.submit(out, out.page.forms().find((f) => /take-out/.test(f.getAttribute('action'))));
	const question = /\/p\/\d+\/agreements\/\d+/.exec(asked.path)?.[0];
	assert.ok(question, `${asked.status} ${asked.path} ${list.page.words('main').slice(0, 200)}`);
	for (const screen of [question, `${question}/screen`]) assert.deepEqual(qrsOf((await sides.asked.get(screen)).page).map(path), [question], screen);
	const theirs = await sides.other.get(question);
	assert.ok(theirs.page.one('[name="secret"]'), 'where the other party answers');
	assert.equal((await answer(sides.other, question)).status, 200);
	assert.equal((await new Visitor(server).open(question)).path.replace(/\?.*/, ''), '/login');
});

test('what hangs on the wall for weeks leads to the page of the staff, never into a room', async () => {
	const [[staff]] = server.db.rows(`SELECT public_id FROM process WHERE id = ${place.process}`);
	let posters = 0;
	for (const phase of ['starte', 'utforske', 'utdype', 'skape', 'teste']) {
		const list = await place.leader.get(`${at}/print?phase=${phase}`);
		for (const tr of list.page.all('main table tbody tr').filter((t) => /Plakat|Oversikt over/.test(t.textContent))) {
			const name = tr.querySelector('th').textContent.trim();
			const { screen, paper } = await printed(place.leader, at, phase, new RegExp(name.slice(0, 30).replace(/[^\p{L}\p{N} ]/gu, '.')));
			assert.deepEqual([screen, paper], [[`/w/${staff}`], [`/w/${staff}`]], name);
			posters++;
		}
	}
	assert.ok(posters >= 3, `${posters} posters`);
	const invite = await place.union.get(`${at}/messages/invite`);
	if (invite.status === 200) assert.deepEqual(qrsOf(invite.page).map(path), [`/w/${staff}`]);
	const page = await new Visitor(server).get(`/w/${staff}`);
	assert.equal(page.status, 200);
	assert.equal(page.page.links().filter((l) => l.includes('/r/')).length, 0);
});

test('a slip for a vote leads to the vote with its own code filled in, on the page and on paper', async () => {
	const demo = await startServer({ demo: true });
	try {
		const leader = await enterDemo(demo, 'leader');
		const [process] = demo.db.rows('SELECT id FROM process ORDER BY id LIMIT 1')[0];
		const id = await addGathering(leader, process, 'skape', { kind: 'voting', date: '2027-03-01', time: '09:00', end_date: '2027-03-03', end_time: '15:00' });
		const key = async () => (await leader.get(`/s/${id}/slips`)).page.one('input[name="key"]').getAttribute('value');
		const page = await leader.post(`/s/${id}/slips`, { key: await key(), count: '7', only: '1' });
		const shown = qrsOf(page.page).map((u) => u.replace(demo.url, ''));
		const [code] = demo.db.rows(`SELECT code FROM sitting WHERE id = ${id}`)[0];
		assert.equal(new Set(shown).size, 7);
		for (const [i, s] of shown.entries()) {
			const slip = new RegExp(`^/r/${code}/slip/([A-Z2-9]{8})$`).exec(s)?.[1];
			assert.ok(slip, s);
			assert.ok(page.page.all('.slip')[i].textContent.includes(slip.replace(/^(....)/, '$1 ')), 'the slip whose code it is');
		}
		const one = new Pdf((await leader.post(`/s/${id}/slips`, { key: await key(), count: '1', only: '1', as: 'pdf' })).bytes);
		try {
			const [s] = qrsOfPdf(one);
			const slip = new RegExp(`/r/${code}/slip/([A-Z2-9]{8})$`).exec(s)?.[1];
			assert.ok(slip && one.text.includes(slip.replace(/^(....)/, '$1 ')), `${s}\n${one.text}`);
			assert.match((await new Visitor(demo).get(s.replace(demo.url, ''))).page.words('main'), /ikke åpnet ennå/);
		} finally {
			one.done();
		}
	} finally {
		await demo.close();
	}
});
