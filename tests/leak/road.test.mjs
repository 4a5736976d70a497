/* What must not come out of the later phases (design, 7.4): twelve people on twelve addresses describe, dig, judge, invent, place, vote,
 * propose, try and tell, in an order that is known here; a measure is sensitive, a sheet one's own, a card about the leader, a check-in
 * somebody's. Afterwards every address of the program's own list is opened as everybody, with every link on what comes back: pages,
 * PDFs, spreadsheets, calendars, exports; and frames, letters, the log, backups and the database are searched. */
import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { engine, freshDatabase } from '../lib/database.mjs';
import { choose } from '../lib/chosen.mjs';
import { databaseBytes, holdsNone, likeness, wordsOf } from '../lib/leak.mjs';
import { Workshop, create, decide, deepen, tryOut } from '../lib/play.mjs';
import { certificates, mailArgs, Relay, setUpMail, until } from '../lib/relay.mjs';
import { seqOf, token } from '../lib/room.mjs';
import { routes } from '../lib/routes.mjs';
import { runProgram, startServer } from '../lib/server.mjs';
import { fillAll, textOf, walk } from '../lib/walk.mjs';
import { Stream, Visitor } from '../lib/wire.mjs';
import { addHelper, addPerson, allAgree, anchor, begin, SECRET as PASSWORD, setUp } from '../lib/workplace.mjs';

const SEATS = 12;
const IDEAS = 60;
const day = (n) => new Date(Date.now() + n * 86400e3).toISOString().slice(0, 10);
const word = () => `ord${token().slice(0, 12)}x`;
const folder = mkdtempSync(path.join(tmpdir(), 'medvirk-leak-'));

/* Texts that only some may ever read: name → the text, and who. */
const SECRET = {
	sensitive: `Samtale etter hendelsen ${word()}`,
	sheet: `Uroen min ${word()}`,
	leader: `Lederen roper ${word()}`,
	handle: `Medisinskapet ${word()}`,
	told: `Slik gikk det ${word()}`,
	minutes: `Vi ble enige om ${word()}`,
	draft: `Et utkast ${word()}`,
	dropped: `Et kastet utkast ${word()}`,
	letter: `Bare i loggen til kortet ${word()}`,
};

let certs;
let relay;
let server;
let place;
const people = {};
const at = {};
/* Notes in the order of writing, by step: their words. */
const written = {};
/* Everything that came over the wire: { who, at, route, status, type, text }. */
const seen = [];
const frames = [];
/* Seats, addresses, browsers: nobody may get them. hashes: what only the open room may know. */
const secrets = new Set();
const hashes = new Set();

const rows = (sql) => server.db.rows(sql);
const texts = (step, n) => (written[step] = Array.from({ length: n }, word)).map((w) => `${w} med mine ord`);

/* A workshop whose phones come from addresses and with browsers of their own; frames of all screens are kept. */
async function workshop(name, play) {
	const w = await new Workshop(server, place, name, {
		seats: SEATS,
		headers: (i) => ({ 'x-forwarded-for': `203.0.113.${i + 10}`, 'user-agent': `Telefon/${i} (unik-${token()})` }),
	}).open();
	for (const [i, p] of w.phones.entries()) {
		secrets.add(`203.0.113.${i + 10}`).add(/unik-(\w+)/.exec(p.visitor.headers['user-agent'])[1]).add(p.seat);
	}
	const after = seqOf(await w.phones[0].room());
	const streams = [await w.phones[0].events({ after }), await w.phones[1].events({ lang: 'nn', after }), await w.phones[2].events({ screen: 'wall', wall: w.wall, after }), await new Stream(place.leader, `/r/${w.code}/events?screen=desk&lang=nb&after=${after}`).open()];
	await play(w, async (when) => {
		for (const [who, visitor, page] of [['phone', w.phones[3].visitor, ''], ['phone', w.phones[3].visitor, 'room'], ['phone', w.phones[4].visitor, 'board'], ['wall', new Visitor(server), `wall/${w.wall}`], ['leader', place.leader, 'desk'], ['union', place.union, 'desk']])
			seen.push({ who, at: `/r/${w.code}/${page} (${when})`, route: `/r/:code/${page.replace(/wall.*/, 'wall/:token')}`, status: 200, type: 'text/html', text: (await visitor.open(`/r/${w.code}${page && '/'}${page}`)).text });
		await backup(`${name} ${when}`);
		for (const sql of ['SELECT token_hash FROM seat', 'SELECT secret FROM room_key', 'SELECT voter FROM vote', 'SELECT id FROM note WHERE room_id > 0']) rows(sql).forEach(([v]) => v.length >= 16 && hashes.add(v));
	});
	await w.close();
	for (const s of streams) {
		assert.ok(await s.ended());
		frames.push({ at: `frames of ${name}`, text: s.raw ?? '' });
	}
}

async function backup(when) {
	const file = path.join(folder, `${when.replace(/\W/g, '')}.backup`);
	assert.equal((await runProgram(['backup', file, '--db', server.db.url])).status, 0);
	seen.push({ who: 'backup', at: when, route: 'backup', status: 200, type: 'backup', text: readFileSync(file, 'latin1') });
	const fresh = freshDatabase();
	try {
		const back = await runProgram(['restore', file, '--db', fresh.url]);
		assert.equal(back.status, 0, back.err);
		for (const table of ['seat', 'room_key', 'vote', 'event', 'note_gone']) assert.equal(fresh.rows(`SELECT count(*) FROM ${table}`)[0][0], '0', `${table} in the backup ${when}`);
		for (const table of ['note', 'entry', 'cause', 'map_place']) assert.equal(fresh.rows(`SELECT count(*) FROM ${table} WHERE room_id > 0`)[0][0], '0', `${table} of an open room in the backup ${when}`);
		assert.equal(fresh.rows('SELECT count(*) FROM entry WHERE table_no <> 0')[0][0], '0', `tables in the backup ${when}`);
	} finally {
		fresh.drop();
	}
}

before(async () => {
	certs = certificates();
	relay = await new Relay(certs).start();
	server = await startServer({ args: [...mailArgs(certs), '--trust', '127.0.0.1'], env: { MEDVIRK_TEST_QUIET: '1' } });
	place = await setUp(server);
	Object.assign(people, { nobody: new Visitor(server), admin: place.admin, leader: place.leader, union: place.union, safety: place.safety });
	for (const [role, name] of [['employee_rep', 'Eli Ansattrep'], ['superior', 'Sigurd Overordnet'], ['chief_union', 'Henrik Hoved'], ['chief_safety', 'Hanne Hovedverneombud'], ['staff', 'Anna Ansatt']])
		people[role] = await addPerson(server, place, role, name, /union/.test(role) ? { union_name: 'Fagforbundet' } : {});
});
after(async () => {
	await server?.close();
	await relay?.stop();
	certs?.drop();
	rmSync(folder, { recursive: true, force: true });
});

test('all phases are played', { timeout: 240000 }, async () => {
	await begin(place);
	const [[meeting]] = rows("SELECT id FROM sitting WHERE kind = 'group' ORDER BY starts_at LIMIT 1");
	await place.leader.submit(await place.leader.get(`/s/${meeting}`), '/open');
	const meet = `/s/${meeting}/meeting`;
	await place.safety.submit(await place.safety.get(meet), '/join');
	const press = async (what) => {
		const r = await place.leader.get(meet);
		return place.leader.submit(r, r.page.one(`button[name="do"][value="${what}"]`).closest('form'), {}, { button: ['do', what] });
	};
	await press('start');
	await press('next');
	await place.safety.submit(await place.safety.get(meet), '/own', { 'own-bekymrer': SECRET.sheet });
	for (const [who, v] of Object.entries(people)) seen.push({ who, at: meet, route: '/s/:sitting/meeting', status: 200, type: 'text/html', text: (await v.get(meet)).text });
	for (let i = 0; i < 3; i++) await press('next');
	await place.leader.submit(await place.leader.get(meet), `/s/${meeting}/close`);
	await anchor(place);
	for (const [role, name] of [['helper', 'Hilde Hjelper'], ['workshop_leader', 'Vidar Verksted']]) people[role] = await addHelper(server, place, role, name);
	await choose(server, place);

	await workshop(/Utdype/, (w, during) => deepen(w, { notes: texts('beskrive', 24), causes: ['For mange kanaler', 'Ingen eier tavla', 'Beskjeder på lapper'], how: 'få beskjedene fram', so: 'alle vet det', lift: true, during }));
	await workshop(/Skape/, (w, during) => create(w, { ideas: texts('egne-ideer', IDEAS), more: texts('bygge-videre', 12), turned: texts('snu', 12), proposals: [{ title: 'Tavle med vakt', what: 'En tavle ved døra', who: 'Den som har nøklene', from: day(1), to: day(20), sign: 'Færre spør' }], during }));
	await decide(place, 'skape');
	await checkIn();
	await workshop(/Teste/, (w, during) => tryOut(w, { experiences: texts('erfaringer', 24), measures: { 'Tavle med vakt': { happened: 'Den ble brukt', before: '8', after: '2', learnt: 'Den må henge lavt', verdict: 'behold', habit: { when: 'vakta skifter', act: 'ser vi på tavla', because: 'alle vet det', again: day(200) } } }, during }));
	await decide(place, 'teste');
	await measures();
	await handle();
	await meetings();
	await release();
	await slip();
	await takeOut();
	await backup('when all is over');
	if (engine === 'pg') rows('ANALYZE');
});

async function measures() {
	const list = `/u/${place.unit}/measures`;
	const write = async (values) => {
		const form = await place.leader.get(`${list}/new`);
		const owner = form.page.all('#field-owner option').find((o) => o.textContent === values.owner).getAttribute('value');
		const r = await place.leader.submit(form, '/measures/new', { ...values, owner });
		return /measures\/(\d+)/.exec(r.path)[1];
	};
	at.secret = await write({ title: SECRET.sensitive, what: SECRET.sensitive, owner: 'Lise Leder', start: day(-3), due: day(3), sign: SECRET.sensitive, sensitive: '1', tell1: '1' });
	const card = `${list}/${at.secret}`;
	await place.leader.submit(await place.leader.get(card), `${at.secret}/open`);
	await place.safety.submit(await place.safety.get(list), '/measures/hidden');
	await place.leader.submit(await place.leader.get(card), `${at.secret}/decide`);
	await place.leader.submit(await place.leader.get(card), `${at.secret}/log`, { text: SECRET.letter });
	assert.notEqual(rows(`SELECT status FROM measure WHERE id = ${at.secret}`)[0][0], 'proposed');
}

/* With a sentence, from a phone of somebody; for the group when the period is over, and it is not. */
async function checkIn() {
	const card = `/u/${place.unit}/measures/${rows("SELECT id FROM measure WHERE title = 'Tavle med vakt'")[0][0]}`;
	await place.leader.submit(await place.leader.get(card), '/status', {}, { button: ['to', 'testing'] });
	const at = `/m/${rows('SELECT token FROM measure')[0][0]}`;
	const phone = new Visitor(server, { 'x-forwarded-for': '203.0.113.99', 'user-agent': `Telefon/99 (unik-${token()})` });
	secrets.add('203.0.113.99');
	const thanks = await phone.submit(await phone.get(at), at, { answer: 'better', sentence: SECRET.told });
	assert.match(thanks.page.words('main'), /Takk/);
}

async function handle() {
	for (const [who, text, more] of [['safety', SECRET.handle, {}], ['safety', SECRET.leader, { about_leader: '1' }]]) {
		const page = await place[who].get(`/p/${place.process}/handle`);
		const form = page.page.formTo('/handle/add');
		const [field] = [...form.querySelectorAll('textarea, input[type="text"], input:not([type])')].map((f) => f.getAttribute('name'));
		const box = form.querySelector('input[type="checkbox"]')?.getAttribute('name');
		const reasons = [...form.querySelectorAll('[name="reason"] option[value]:not([value=""]), input[name="reason"]')];
		const reason = more.about_leader ? (reasons.find((o) => /leder/i.test(o.textContent)) ?? reasons[0]) : reasons[0];
		const r = await place[who].submit(page, form, { [field]: text, reason: reason.getAttribute('value'), ...(more.about_leader && box ? { [box]: '1' } : {}) });
		assert.equal(r.status, 200, r.page.words('main').slice(0, 400));
	}
	assert.deepEqual(rows('SELECT about_leader FROM handle_item ORDER BY about_leader'), [['0'], ['1']]);
}

async function meetings() {
	const list = `/p/${place.process}/meetings`;
	const plan = async (date) => (await place.union.submit(await place.union.get(`${list}/new?from=usual`), `${list}/new`, { purpose: 'Se på prøvene', wished: 'En avtale', date, time: '13:00' })).path.replace(/\?.*/, '');
	const act = async (who, what, meeting = at.meeting) => {
		const page = await who.get(meeting);
		return who.submit(page, page.page.forms().find((f) => f.getAttribute('action') === `${meeting}/act` && f.querySelector(`[name="act"][value="${what}"]`)));
	};
	/* One that is over, one that goes on, one to come. */
	at.meeting = await plan(day(0));
	await act(place.union, 'begin');
	await act(place.union, 'begin', await plan(day(1)));
	await plan(day(30));
	const run = await place.union.get(`${at.meeting}/run?item=1`);
	await place.union.submit(run, run.page.forms().find((f) => f.getAttribute('action') === `${at.meeting}/run?item=1`), { result: SECRET.minutes }, { button: ['go', 'next'] });
	const end = await place.union.get(`${at.meeting}/end`);
	const there = end.page.all('input[name="there"]').map((b) => ['there', b.getAttribute('value')]);
	assert.equal((await place.union.post(`${at.meeting}/end`, [...end.page.fieldsOf(end.page.formTo(`${at.meeting}/end`)).filter(([n]) => n !== 'there' && n !== 'reached'), ['reached', 'yes'], ...there])).status, 303);
	for (const who of ['leader', 'union', 'safety']) await act(place[who], 'see-minutes');
	await setUpMail(place.admin, relay);
	await place.leader.submit(await place.leader.get(`${at.meeting}/mail`), `${at.meeting}/mail`, {}, { button: ['how', 'outbox'] });
	await until(() => relay.letters.some((l) => l.raw.includes(SECRET.minutes.slice(-12)) || l.text.includes(SECRET.minutes)), 'the minutes by mail');
}

/* What the three show staff: one thing they have agreed on, one that is only a draft; the two kinds of addresses; a report. */
async function release() {
	const list = `/p/${place.process}/released`;
	const [[id]] = rows("SELECT id FROM measure WHERE title = 'Tavle med vakt'");
	await place.leader.submit(await place.leader.get(`${list}/new?of=measure:${id}`), '/released/new', { said: 'Beskjedene blir borte' });
	const page = await place.leader.get(list);
	const asked = await place.leader.submit(page, `${list}/ask`, { item: page.page.all('input[form="ask"]').map((b) => b.getAttribute('value')) });
	await allAgree(place, asked.path.split('?')[0]);
	await place.union.submit(await place.union.get(`${list}/new`), '/released/new', { said: SECRET.draft });
	await place.union.submit(await place.union.get(`${list}/new`), '/released/new', { said: SECRET.dropped });
	const drafts = await place.union.get(list);
	await place.union.submit(drafts, drafts.page.forms().filter((f) => f.getAttribute('action') === `${list}/act`).find((f) => f.textContent.includes(SECRET.dropped)), {}, { button: ['do', 'drop'] });
	for (const kind of ['page', 'screen']) {
		const r = await place.union.get(list);
		const made = await place.union.submit(r, r.page.forms().find((f) => f.getAttribute('action') === `${list}/links` && f.querySelector(`[name="kind"][value="${kind}"]`)), {}, { button: ['do', 'make'] });
		at[kind] = new URL(made.page.words('#the-address')).pathname.split('/').pop();
	}
	assert.match((await new Visitor(server).get(`/w/said/${at.page}`)).page.words('main'), /Beskjedene blir borte/);
	const report = await place.leader.submit(await place.leader.get(`/p/${place.process}/reports`), '/reports/publish', { report: 'process' });
	await allAgree(place, report.path.split('?')[0]);
}

/* Somebody without an account is responsible for a measure, and is handed the address of it. */
async function slip() {
	const list = `/u/${place.unit}/measures`;
	const made = await place.leader.submit(await place.leader.get(`${list}/new`), '/measures/new', { title: 'Ny krok i gangen', what: 'Til sekken', who: 'Kari på kjøkkenet', due: day(20) });
	const [, id] = /measures\/(\d+)/.exec(made.path);
	await place.leader.submit(made, `${list}/ask`);
	await allAgree(place, (await place.leader.get(`${list}/${id}`)).page.links().find((l) => /\/agreements\/\d+$/.test(l)));
	const handed = await place.leader.submit(await place.leader.get(`${list}/${id}`), '/slip');
	at.slip = /\/m\/([0-9a-f]{32})\/own/.exec(handed.text)[1];
}

/* The whole of it as a zip, which all three have agreed on and each fetches. */
async function takeOut() {
	const out = `/p/${place.process}/take-out`;
	const asked = await place.union.submit(await place.union.get(out), out);
	await allAgree(place, /\/p\/\d+\/agreements\/\d+/.exec(asked.path)[0]);
	for (const who of ['leader', 'union', 'safety']) {
		const r = await place[who].post(`${out}/file`, { key: crypto.randomUUID(), secret: PASSWORD });
		assert.equal(r.headers['content-type'], 'application/zip', who);
		seen.push({ who, at: `${out}/file`, route: '/p/:process/take-out/file', status: r.status, type: 'application/zip', text: textOf(r) });
	}
	assert.match(seen.at(-1).text, /Tavle med vakt/, 'it has been unpacked');
}

/* Addresses that nobody gets a page from here, and why. */
const NOT_HERE = new Set([
	'/readyz', '/start', // set up already; readiness is for machines
	'/once/:token', '/stop/:token', '/demo/:role', // links of letters (tests/http/mail, reminders); the demo's
	'/r/:code/slip/:slip', '/s/:sitting/slips', // a vote over all (tests/http/workshop)
	'/u/:unit/agreements/:id', '/u/:unit/agreements/:id/screen', '/p/:process/agreements/:id/screen', // answered already
	'/r/:code', '/r/:code/room', '/r/:code/board', '/r/:code/wall/:token', '/r/:code/desk', '/r/:code/desk/reading', // closed now; looked at while it was open
	'/w/:public_id/meetings/:id', // no staff meeting was shown (tests/http/agenda)
	'/u/:unit/parties', // set up already
	'/w/:public_id/next.ics', // nothing is left to come (tests/http/calendar)
]);

test('every address is opened as everybody', { timeout: 400000 }, async () => {
	const list = (await routes()).filter((r) => r.method === 'GET');
	const ids = (sql) => rows(sql).map(([v]) => v);
	const calendar = async (v) => {
		const page = await v.get('/me/calendar');
		return /(\/calendar\/[0-9a-f]{64}\/medvirk\.ics)/.exec((await v.submit(page, page.page.forms().find((f) => f.querySelector('button[value="make"]')), {}, { button: ['do', 'make'] })).text)[1];
	};
	const values = {
		unit: [place.unit], process: [place.process], role: ['leader'], person: ids('SELECT id FROM person ORDER BY id'), challenge: ids("SELECT id FROM challenge WHERE state = 'chosen'"),
		public_id: ids('SELECT public_id FROM process'), code: ids('SELECT code FROM sitting WHERE code IS NOT NULL'), sitting: ids('SELECT id FROM sitting'), slip: ['AAAA'],
		phase: ['starte', 'utforske', 'utdype', 'skape', 'teste'], session: ['verksted', 'planmote'], what: ['0', '1'], message: ['start', 'invitasjon', 'takk', 'oppstart'], report: ['action-plan', 'summary', 'process'], paper: ['dpia'],
		item: (route) => ids(/released/.test(route) ? 'SELECT id FROM released_item' : 'SELECT MIN(id) FROM agenda_item GROUP BY meeting_id'),
		id: (route) => (/agreements/.test(route) ? ids('SELECT id FROM agreement ORDER BY id') : /measures/.test(route) ? ids('SELECT id FROM measure') : /meetings|minutes/.test(route) ? ids('SELECT id FROM agenda_meeting') : /reports/.test(route) ? ids('SELECT id FROM published_report') : null),
		token: (route) => (route === '/m/:token/own' ? [at.slip] : route.startsWith('/m/') ? ids('SELECT token FROM measure') : /said/.test(route) ? [at.page] : /screen/.test(route) ? [at.screen] : ['0'.repeat(64)]),
	};
	const seeds = list.filter((r) => !r.path.endsWith('*')).flatMap((r) => fillAll(r.path, values));
	const feeds = [];
	for (const who of ['leader', 'union', 'staff']) feeds.push(await calendar(people[who]));
	for (const [who, v] of Object.entries(people))
		await walk(v, list, [...seeds, ...(who === 'nobody' ? feeds : [])], { per: who === 'leader' ? 12 : who === 'union' ? 8 : 4, skip: who === 'leader' ? /^$/ : /\/pdf\/phase|copies=1/, see: (s) => seen.push({ who, ...s }) });
	const got = new Set(seen.filter((s) => s.status === 200).map((s) => s.route));
	assert.deepEqual(list.map((r) => r.path).filter((p) => !/\*$|events$/.test(p) && !NOT_HERE.has(p) && !got.has(p)), [], 'reach these, so that they are searched');
	assert.deepEqual(seen.filter((s) => s.status >= 500).map((s) => `${s.who} ${s.at}: ${s.status}`), []);
});

/* Who got a text, where: "who route". */
const where = (text) => [...new Set(seen.filter((s) => s.text.includes(text)).map((s) => `${s.who} ${s.route}`))];
const only = (text, may) => assert.deepEqual(where(text).filter((w) => !may.some((m) => (typeof m === 'string' ? m === w : m.test(w)))), [], text);
const GROUP = 'leader|union|employee_rep|safety';

test('a sensitive measure is where it belongs and nowhere else', () => {
	/* The card, which the leader has opened; told to a person about that person; a backup is the administrator's machine, and holds all that is kept. */
	for (const text of [SECRET.sensitive, SECRET.letter]) only(text, [/^leader \/(me\/export|[up]\/:\w+\/measures\/:id(\/edit)?)$/, 'backup backup']);
	assert.ok(seen.some((s) => s.who === 'safety' && /Et sensitivt tiltak/.test(s.text)), 'the safety representative is told that there is one');
	for (const who of ['union', 'staff', 'helper', 'workshop_leader', 'admin', 'nobody', 'employee_rep'])
		for (const s of seen.filter((x) => x.who === who && !x.at.includes(at.secret))) {
			assert.ok(!s.text.includes(at.secret), `${who} ${s.at} holds its number`);
			assert.doesNotMatch(s.text.replace(/\/about\/|personvern/g, ''), /Et sensitivt tiltak/, `${who} ${s.at}`);
		}
	for (const l of relay.letters) for (const text of [SECRET.sensitive, SECRET.letter, at.secret]) assert.ok(!l.text.includes(text) && !l.raw.includes(text), l.subject);
});

test('one\'s own, about the leader, to be handled, told on the way, in the minutes: each to those it is for', () => {
	only(SECRET.sheet, ['safety /s/:sitting/meeting', 'safety /me/export']);
	only(SECRET.leader, [/^(safety|superior) \/p\/:process\/handle$/, 'backup backup']);
	only(SECRET.handle, [new RegExp(`^(${GROUP}) `), 'backup backup']);
	only(SECRET.told, ['backup backup']);
	only(SECRET.draft, [new RegExp(`^(${GROUP}) `), 'backup backup']);
	only(SECRET.dropped, []);
	only(SECRET.minutes, [new RegExp(`^(${GROUP}) `), 'backup backup']);
	for (const l of relay.letters) {
		for (const name of ['sheet', 'leader', 'handle', 'told', 'draft', 'dropped']) assert.ok(!l.text.includes(SECRET[name]), `${l.subject}: ${name}`);
		if (l.text.includes(SECRET.minutes)) assert.match(l.to.join(), /^(lise|tor|vera|eli\.ansattrep)@solbakken\.example$/, 'minutes go to the group');
		assert.deepEqual(wordsOf(l.text).filter((w) => !SECRET.minutes.includes(w)), [], `no note in a letter: ${l.subject}`);
	}
});

test('the address of a slip is with whoever was handed it, and its page tells of that one measure', () => {
	assert.deepEqual(where(at.slip).filter((w) => !w.endsWith(' /m/:token/own')), []);
	for (const l of relay.letters) assert.ok(!l.raw.includes(at.slip), l.subject);
	for (const s of seen.filter((x) => x.route === '/m/:token/own' && x.status === 200)) assert.doesNotMatch(s.text, /Tavle med vakt|Lise Leder|Tor Tillitsvalgt/, s.who);
});

test('no page, file or letter holds a note of a room that has closed, but for what the group opens together', () => {
	const all = new Set(Object.values(written).flat());
	const notes = seen.filter((s) => s.who !== 'backup' && !/\(/.test(s.at)).flatMap((s) => (wordsOf(s.text).some((w) => all.has(w)) ? [`${s.who} ${s.at}`] : []));
	assert.deepEqual([...new Set(notes)], []);
	for (const file of seen.filter((s) => /pdf|spreadsheet|csv|zip|calendar|json/.test(s.type))) assert.deepEqual(wordsOf(file.text).filter((w) => all.has(w)), [], file.at);
});

test('nothing that was sent holds a seat, an address or a browser, and nothing that is shown lies in the order of writing', () => {
	for (const s of [...seen, ...frames]) for (const secret of secrets) assert.ok(!s.text.includes(secret), `${s.who ?? ''} ${s.at} holds ${secret.slice(0, 6)}…`);
	const ideas = written['egne-ideer'];
	const unlike = (name, order) => {
		const rho = likeness(ideas, order, 40);
		if (!Number.isNaN(rho)) assert.ok(Math.abs(rho) < 0.7, `${name}: rho ${rho.toFixed(2)}`);
		return !Number.isNaN(rho);
	};
	/* Ideas of each for oneself are shown in one shuffled batch. */
	let compared = 0;
	for (const f of frames) compared += unlike(f.at, wordsOf(f.text));
	for (const s of seen.filter((x) => x.route === 'backup' || /\(/.test(x.at))) if (!/ideas/.test(s.at)) compared += unlike(`${s.who} ${s.at}`, s.route === 'backup' ? wordsOf(s.text) : wordsOf(s.text));
	assert.ok(compared >= 4, `${compared} orders compared`);
	for (const order of ['place', 'id']) assert.ok(unlike(`notes by ${order}`, rows(`SELECT body FROM note WHERE step = 'egne-ideer' ORDER BY ${order}`).flatMap(([b]) => wordsOf(b))));
});

test('before it is shown nobody has a word of what is written in silence', () => {
	const ideas = new Set(written['egne-ideer']);
	const early = seen.filter((s) => /\(ideas\)/.test(s.at));
	assert.ok(early.length >= 5);
	for (const s of early) assert.deepEqual(wordsOf(s.text).filter((w) => ideas.has(w)), [], `${s.who} ${s.at}`);
});

test('what is stored of the later phases tells nobody apart', () => {
	const columns = (table) => (engine === 'pg' ? rows(`SELECT column_name FROM information_schema.columns WHERE table_name = '${table}' AND table_schema = 'public'`) : rows(`SELECT name FROM pragma_table_info('${table}')`)).map(([c]) => c);
	const known = {
		cause: ['id', 'process_id', 'phase', 'room_id', 'step', 'about', 'parent', 'body', 'evidence', 'bone', 'is_root', 'find_out', 'state', 'aside_reason', 'place', 'version', 'find_out_task', 'table_no'],
		entry: ['id', 'process_id', 'phase', 'room_id', 'step', 'makes', 'about', 'table_no', 'state', 'aside_reason', 'place'],
		entry_field: ['entry_id', 'field', 'body', 'version'],
		map_place: ['process_id', 'step', 'room_id', 'target', 'across', 'up'],
		vote_total: ['round_id', 'target', 'total', 'paper'],
		measure_tap: ['measure_id', 'round', 'ends_at', 'answer', 'count'],
		measure_sentence: ['id', 'measure_id', 'body', 'waits_until', 'state', 'aside_by'],
	};
	for (const [table, list] of Object.entries(known)) assert.deepEqual(columns(table).filter((c) => !list.includes(c)), [], `a new column of ${table}: does it tell people apart?`);
	for (const [table, column] of [['cause', 'room_id'], ['entry', 'room_id'], ['map_place', 'room_id'], ['note', 'room_id']]) assert.equal(rows(`SELECT count(*) FROM ${table} WHERE ${column} > 0`)[0][0], '0', table);
	assert.equal(rows('SELECT count(*) FROM entry WHERE table_no <> 0')[0][0], '0');
});

test('the log and the database hold none of it, with all that was ever deleted', async () => {
	const log = server.log();
	for (const s of [...secrets, ...hashes, ...Object.values(SECRET), ...Object.values(written).flat()]) assert.ok(!log.includes(s), `the log holds ${s.slice(0, 8)}…`);
	assert.ok(hashes.size > SEATS * 3);
	await server.stop();
	holdsNone(databaseBytes(server), [...secrets, ...hashes, SECRET.sheet], 'after the end');
});
