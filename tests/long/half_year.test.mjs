/* Half a year at a nursing home, with a clock that is moved: planned, held, tried twice, judged, kept as a habit, looked at again and
 * evaluated when its day comes by itself; letters on the way, at most one reminder a person and week; roles that end, addresses that end, and what
 * must be forgotten is forgotten. At the end the report says what was done and why. */
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { closeSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { setTimeout as wait } from 'node:timers/promises';
import { CHALLENGES, choose } from '../lib/chosen.mjs';
import { Pdf, letters } from '../lib/pdf.mjs';
import { Workshop, create, decide, deepen, tryOut } from '../lib/play.mjs';
import { certificates, mailArgs, Relay, setUpMail, until } from '../lib/relay.mjs';
import { startServer } from '../lib/server.mjs';
import { Visitor } from '../lib/wire.mjs';
import { addGathering, addHelper, addPerson, anchor, begin, register, setUp, signIn, slipFor } from '../lib/workplace.mjs';

const DAY = 86400;
const BOARD = 'Tavle med vakt';
const BOOK = 'Felles beskjedbok';
const T0 = Date.now();

let folder;
let clock;
let certs;
let relay;
let server;
let place;
let today = 0; /* days since the beginning */
let slip;
const on = (days) => new Date(T0 + days * DAY * 1000).toISOString().slice(0, 10);
const rows = (sql) => server.db.rows(sql);
/* Reminders by person: the days on which they came. */
const reminded = {};
let counted = 0;

const setting = (name) => Number(rows(`SELECT value FROM setting WHERE name = '${name}'`)[0]?.[0] ?? 0);
/* Weeks pass in a moment here, which the program does not believe: the administrator says that the clock is right. */
async function believe() {
	const now = () => Math.floor(Date.now() / 1000 + today * DAY);
	const believed = () => setting('clock.believed') > now() - 7200;
	await until(() => setting('clock.doubted') || believed(), 'the jobs to look at the clock', 60000);
	if (!setting('clock.doubted')) return;
	await place.admin.submit(await place.admin.get('/admin/keeping'), '/admin/keeping/clock');
	assert.ok(believed() && !setting('clock.doubted'));
}

/* The day is so many days after the beginning; the jobs of the day are done. */
async function live(days) {
	today = days;
	const bytes = Buffer.alloc(8);
	bytes.writeBigInt64LE(BigInt(Math.round(days * DAY)));
	const fd = openSync(clock, 'r+');
	writeSync(fd, bytes, 0, 8, 0);
	closeSync(fd);
	await wait(2300);
	for (const l of relay.letters.slice(counted)) if (l.header('list-unsubscribe')) (reminded[l.to.join()] ??= []).push(days);
	counted = relay.letters.length;
	for (const [who, name] of [['leader', 'lise'], ['union', 'tor'], ['safety', 'vera'], ['admin', 'ada'], ['staff', 'anna.ansatt'], ['superior', 'sigurd.overordnet']]) {
		place[who].done();
		place[who] = await signIn(server, `${name}@solbakken.example`);
	}
	await believe();
}
/* The day of the phase's first workshop that is still to come. */
async function liveToWorkshop(phase) {
	const [[at]] = rows(`SELECT starts_at FROM sitting WHERE phase = '${phase}' AND kind = 'staff' AND state = 'planned' ORDER BY starts_at LIMIT 1`);
	await live((Number(at) * 1000 - T0) / 1000 / DAY);
}
const card = (title) => `/u/${place.unit}/measures/${rows(`SELECT id FROM measure WHERE title = '${title}'`)[0][0]}`;
const status = (title) => rows(`SELECT status, round FROM measure WHERE title = '${title}'`)[0];

before(async () => {
	folder = mkdtempSync(path.join(os.tmpdir(), 'medvirk-year-'));
	clock = path.join(folder, 'clock');
	const jump = path.join(folder, 'clock_jump.so');
	writeSync(openSync(clock, 'w'), Buffer.alloc(8));
	execFileSync('cc', ['-shared', '-fPIC', '-O2', '-D_GNU_SOURCE', '-o', jump, new URL('../lib/clock_jump.c', import.meta.url).pathname, '-ldl']);
	const asan = [process.env.ASAN_OPTIONS, 'verify_asan_link_order=0'].filter(Boolean).join(':');
	certs = certificates();
	relay = await new Relay(certs).start();
	server = await startServer({ args: mailArgs(certs), env: { LD_PRELOAD: jump, CLOCK_JUMP: clock, ASAN_OPTIONS: asan, MEDVIRK_TEST_QUIET: '1' } });
	place = await setUp(server);
	place.staff = await addPerson(server, place, 'staff', 'Anna Ansatt');
	place.superior = await addPerson(server, place, 'superior', 'Sigurd Overordnet');
	await setUpMail(place.admin, relay);
});
after(async () => {
	await server?.close();
	await relay?.stop();
	certs?.drop();
	rmSync(folder, { recursive: true, force: true });
});

test('autumn: planned, agreed on, the group\'s first meeting held, and a slip that nobody used ends', async () => {
	await begin(place);
	await anchor(place);
	place.helper = await addHelper(server, place, 'helper', 'Hilde Hjelper', { days: 100 });
	await register(place, 'staff', 'Sen Ansatt');
	slip = await slipFor(place, 'Sen Ansatt');
	await live(3);
	const list = `/p/${place.process}/meetings`;
	const planned = await place.union.submit(await place.union.get(`${list}/new?from=first`), `${list}/new`, { purpose: 'Bli enige om hvordan vi leder dette', wished: 'En avtale', date: on(3), time: '12:00' });
	const at = planned.path.replace(/\?.*/, '');
	const act = async (who, what) => {
		const r = await place[who].get(at);
		return place[who].submit(r, r.page.forms().find((f) => f.getAttribute('action') === `${at}/act` && f.querySelector(`[name="act"][value="${what}"]`)));
	};
	await act('leader', 'begin');
	const run = await place.leader.get(`${at}/run?item=1`);
	await place.leader.submit(run, run.page.forms().find((f) => f.getAttribute('action') === `${at}/run?item=1`), { result: 'Vi møtes hver tredje uke' }, { button: ['go', 'next'] });
	const end = await place.leader.get(`${at}/end`);
	const there = end.page.all('input[name="there"]').map((b) => ['there', b.getAttribute('value')]);
	assert.equal((await place.leader.post(`${at}/end`, [...end.page.fieldsOf(end.page.formTo(`${at}/end`)).filter(([n]) => !['there', 'reached'].includes(n)), ['reached', 'yes'], ...there])).status, 303);
	for (const who of ['leader', 'union', 'safety']) await act(who, 'see-minutes');
	assert.match((await place.safety.get(at)).page.words('main'), /Referatet er låst/);
	await live(20);
	const late = await new Visitor(server).submit(await new Visitor(server).get('/login/code'), '/login/code', { code: slip });
	assert.notEqual(late.status, 200, 'a slip of three weeks ago opens nothing');
});

test('the workshops: chosen, dug into, and two proposals that the three agree on', async () => {
	await liveToWorkshop('utforske');
	await choose(server, place);
	await liveToWorkshop('utdype');
	const deep = await new Workshop(server, place, /Utdype/).open();
	await deepen(deep, { notes: ['Ved vaktskiftet', 'Hver helg'], causes: ['Vi skriver mange steder', 'Ingen har bestemt hvor'], how: 'få beskjedene fram', so: 'alle vet det' });
	await deep.close();
	assert.equal((await new Visitor(server).get(`/r/${deep.code}`)).status, 410);
	place.old = deep.code;
	await liveToWorkshop('skape');
	const shape = await new Workshop(server, place, /Skape/).open();
	await create(shape, {
		ideas: ['Tavle', 'Bok', 'Rapport ved sengene'], more: ['med navn på'], turned: ['Ingen sier noe'],
		proposals: [{ title: BOARD, what: 'En tavle ved døra', who: 'Den som har vakt', from: on(today + 1), to: on(today + 38), sign: 'Færre spør' }, { title: BOOK, what: 'En bok på vaktrommet', who: 'Alle', from: on(today + 1), to: on(today + 38), sign: 'Alle har lest' }],
	});
	await shape.close();
	await decide(place, 'skape');
	assert.deepEqual(rows('SELECT title, status FROM measure ORDER BY title'), [[BOOK, 'planned'], [BOARD, 'planned']]);
	/* Anna is responsible for the board; both are tried from now on. */
	const edit = await place.leader.get(`${card(BOARD)}/edit`);
	const anna = edit.page.all('#field-owner option').find((o) => o.textContent === 'Anna Ansatt').getAttribute('value');
	assert.equal((await place.leader.submit(edit, '/edit', { owner: anna })).status, 200);
	await live(today + 2);
	for (const title of [BOARD, BOOK]) {
		const r = await place.leader.get(card(title));
		if (r.page.one('button[name="to"][value="testing"]')) await place.leader.submit(r, '/status', {}, { button: ['to', 'testing'] });
		assert.equal(status(title)[0], 'testing', title);
	}
});

/* Six people tell how it goes. */
async function checkIns(title, answer) {
	const at = `/m/${rows(`SELECT token FROM measure WHERE title = '${title}'`)[0][0]}`;
	for (let i = 0; i < 6; i++) {
		const phone = new Visitor(server);
		assert.match((await phone.submit(await phone.get(at), at, { answer: i ? answer : 'same', sentence: i === 1 ? 'Pennen er borte' : '' })).page.words('main'), /Takk/);
	}
}

test('weeks of trying: people tell how it goes, and the one who is responsible is reminded in time', async () => {
	const begun = today;
	for (const week of [0, 1, 2]) {
		await checkIns(BOARD, 'better');
		await checkIns(BOOK, 'worse');
		await live(begun + 7 * (week + 1));
	}
	assert.match((await place.leader.get(card(BOARD))).page.words('main'), /Bedre enn før: 5/, 'a period that is over is told');
	assert.match((await place.leader.get(card(BOARD))).page.words('main'), /Pennen er borte/, 'and its sentences, to the group');
	const before = relay.letters.filter((l) => l.to.join().startsWith('anna.') && l.text.includes(BOARD)).length;
	await live(begun + 32);
	await until(() => relay.letters.filter((l) => l.to.join().startsWith('anna.') && l.text.includes(BOARD)).length > before, 'Anna to be reminded');
	await live(begun + 45);
	assert.match((await place.leader.get(`/u/${place.unit}/measures?show=late`)).page.words('main'), new RegExp(BOARD), 'what is late is found');
});

test('the first round of Teste: one is adjusted and tried again, one is stopped and leaves what was learnt', async () => {
	const round = await new Workshop(server, place, /Teste/).open();
	await tryOut(round, { experiences: ['Pennen var borte', 'Boka lå i skuffen'], measures: { [BOARD]: { happened: 'Brukt av dagvakten', before: '8 spør', after: '5 spør', learnt: 'Pennen må henge fast', verdict: 'juster' }, [BOOK]: { happened: 'Lest av to', before: '2', after: '2', learnt: 'To steder er ett for mye', verdict: 'stopp' } } });
	await round.close();
	await decide(place, 'teste');
	assert.equal(status(BOOK)[0], 'stopped');
	assert.deepEqual(status(BOARD), ['testing', '2'], 'tried again');
	assert.match((await place.staff.get(card(BOOK))).page.words('main'), /To steder er ett for mye/);
});

test('the second round: kept, as a habit with a day to look at it again', async () => {
	const begun = today;
	await live(begun + 8);
	await checkIns(BOARD, 'better');
	await live(begun + 24);
	const sitting = await addGathering(place.leader, place.process, 'teste', { date: on(today), time: '14:00', place: 'Kantina' });
	const round = await new Workshop(server, place, /Teste/, { sitting }).open();
	await tryOut(round, { experiences: ['Nå leser alle den'], measures: { [BOARD]: { happened: 'Brukt av alle', before: '8 spør', after: '1 spør', learnt: 'Den må henge ved døra', verdict: 'behold', habit: { when: 'vakta skifter', act: 'leser vi tavla sammen', because: 'ingen skal spørre to ganger', again: on(today + 30) } } } });
	await round.close();
	assert.match((await place.leader.get(`/p/${place.process}/decide?phase=teste`)).page.words('main'), new RegExp(`${BOARD} Beholde ?10 Endre litt og prøve igjen ?2 `), 'what was answered of the first trial is not counted again');
	await decide(place, 'teste');
	assert.equal(status(BOARD)[0], 'kept');
	assert.match((await place.leader.get(card(BOARD))).page.words('main'), /leser vi tavla sammen.*Neste gang vi ser på den/);
});

test('a helper\'s role ends on its day, an old room is forgotten', async () => {
	assert.ok(today > 100, String(today));
	assert.notEqual((await place.helper.get(`/p/${place.process}/plan`)).status, 200);
	await until(async () => (await new Visitor(server).get(`/r/${place.old}`)).status === 404, 'the code to say nothing after 30 days', 60000);
});

test('months later: the habit is looked at, and the evaluation comes by itself', async () => {
	await live(today + 30);
	const r = await place.union.get(card(BOARD));
	const looked = await place.union.submit(r, '/habit', { text: 'Også i helgene' }, { button: ['holds', '1'] });
	assert.match(looked.page.words('main'), /Den holder|Vanen holder/);
	const [[due]] = rows(`SELECT evaluate_at FROM measure WHERE title = '${BOARD}'`);
	assert.ok(Number(due) > 0, 'nobody has set it');
	await live((Number(due) * 1000 - T0) / 1000 / DAY + 1);
	assert.match((await place.staff.get('/')).page.words('main'), new RegExp(BOARD), 'whoever is responsible is led to it');
	const done = await place.union.submit(await place.union.get(card(BOARD)), '/evaluate', { effect: 'good', verdict: 'keep', learning: 'Tavla sparer ti minutter hver vakt' });
	assert.match(done.page.words('main'), /Tavla sparer ti minutter/);
	assert.ok(today >= 175, `half a year: ${today}`);
});

test('no person has had more than one reminder a week', () => {
	assert.ok(Object.keys(reminded).length >= 3, JSON.stringify(reminded));
	for (const [who, days] of Object.entries(reminded)) for (let i = 1; i < days.length; i++) assert.ok(days[i] - days[i - 1] >= 6.7, `${who}: days ${days}`);
});

test('the report for AMU and the labour inspectorate says what was done and why', async () => {
	const page = await place.leader.get(`/p/${place.process}/reports/process`);
	const said = [CHALLENGES[0], 'Vi skriver mange steder', 'få beskjedene fram', BOARD, 'Færre spør', BOOK, 'To steder er ett for mye', 'leser vi tavla sammen', 'Utforske', 'Utdype', 'Skape', 'Teste', 'Lise Leder', 'Tor Tillitsvalgt', 'Vera Verneombud'];
	const made = new Pdf((await place.leader.get(`/p/${place.process}/pdf/report?report=process`)).bytes);
	made.check({ lang: 'nb', title: 'Rapport om prosessen' });
	for (const text of said) {
		assert.ok(letters(page.page.words('main')).includes(letters(text)), `on the page: ${text}`);
		assert.ok(letters(made.text).includes(letters(text)), `in the PDF: ${text}`);
	}
	for (const note of ['Pennen var borte', 'Ved vaktskiftet', 'Pennen er borte']) assert.ok(!letters(made.text).includes(letters(note)), note);
	made.done();
	const plan = await place.leader.get(`/p/${place.process}/reports/action-plan`);
	assert.match(plan.page.words('main'), /Tavla sparer ti minutter hver vakt/);
});

test('what must be forgotten is forgotten, and the chain keeps theme and count', async () => {
	const page = await place.leader.get(`/p/${place.process}/settings`);
	await place.leader.submit(page, '/state', { reason: 'Vi er i mål' }, { button: ['to', 'ended'] });
	assert.equal(rows('SELECT state FROM process')[0][0], 'ended');
	assert.ok(Number(rows('SELECT COUNT(*) FROM note')[0][0]) > 10);
	const kept = Number(rows("SELECT COUNT(*) FROM outbox")[0][0]);
	await live(today + 2 * 366 + 40);
	await until(() => Number(rows('SELECT COUNT(*) FROM note')[0][0]) === 0, 'the notes to go', 60000);
	assert.ok(kept > 0 && Number(rows(`SELECT COUNT(*) FROM outbox WHERE subject LIKE '%${BOARD}%'`)[0][0]) === 0, 'old letters are gone');
	const thread = (await place.leader.get(`/p/${place.process}/chain`)).page.words('main');
	for (const text of [CHALLENGES[0], BOARD, 'leser vi tavla sammen']) assert.ok(thread.includes(text), text);
});
