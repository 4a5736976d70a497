/* The whole of a process as a zip: when all three agree, for some days, with one's own password; and what is never in it. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { after, before, test } from 'node:test';
import { choose } from '../lib/chosen.mjs';
import { letters, Pdf } from '../lib/pdf.mjs';
import { enterDemo } from '../lib/room.mjs';
import { startServer } from '../lib/server.mjs';
import { addPerson, allAgree, SECRET, setUp, signIn } from '../lib/workplace.mjs';
import { unzip } from '../lib/xlsx.mjs';

const DEMO_SECRET = 'prøv medvirk nå';
const NOTES = ['Ingen leser tavla', 'Alt skal skje før åtte', 'Det er fullt', 'Humor'];
const HIDDEN = 'Samtale om det som skjedde fredag';
let server, place, at, staff;

before(async () => {
	server = await startServer();
	place = await setUp(server);
	await choose(server, place);
	staff = await addPerson(server, place, 'staff', 'Anna Ansatt');
	at = `/p/${place.process}/take-out`;
	const list = `/u/${place.unit}/measures/new`;
	const form = await place.leader.get(list);
	const owner = form.page.all('#field-owner option').find((o) => o.textContent === 'Lise Leder').getAttribute('value');
	await place.leader.submit(form, list, { title: HIDDEN, what: HIDDEN, owner, sensitive: '1' });
	const handle = `/p/${place.process}/handle`;
	const page = await place.safety.get(handle);
	const add = page.page.formTo('/handle/add');
	const field = [...add.querySelectorAll('textarea, input[type="text"], input:not([type])')].map((f) => f.getAttribute('name'))[0];
	const reason = add.querySelector('[name="reason"] option[value]:not([value=""]), input[name="reason"]').getAttribute('value');
	await place.safety.submit(page, add, { [field]: 'noen tar medisiner fra skapet', reason });
});
after(() => server?.close());

const fetchFile = (who, secret = SECRET) => who.post(`${at}/file`, { key: crypto.randomUUID(), secret });

test('nothing leaves before all three have agreed', async () => {
	const page = await place.leader.get(at);
	assert.match(page.page.words('main'), /Dette er aldri med/);
	assert.equal(page.page.forms().some((f) => /file$/.test(f.getAttribute('action'))), false);
	assert.equal((await fetchFile(place.leader)).status, 409);
	const asked = await place.union.submit(await place.union.get(at), at);
	const agreement = /\/p\/\d+\/agreements\/\d+/.exec(asked.path)?.[0];
	assert.ok(agreement, asked.path);
	assert.match(asked.page.words('main'), /Ingen lapper, ingen tiltak som gjelder personer, ingen logg/);
	assert.equal((await fetchFile(place.union)).status, 409, 'asking is not agreeing');
	await allAgree(place, agreement);
});

let zip, json;

test('then each of them may fetch it with their own password, and it stands in the log', async () => {
	for (const who of [place.leader, place.union, place.safety]) {
		const page = await who.get(at);
		assert.match(page.page.words('main'), /Alle tre er enige/);
		assert.equal((await fetchFile(who, 'feil passord her')).status, 422);
		const r = await fetchFile(who);
		assert.equal(r.status, 200, r.page.words('main').slice(0, 400));
		assert.equal(r.headers['content-type'], 'application/zip');
		assert.match(r.headers['content-disposition'], /^attachment; filename="[a-z0-9-]+-\d{4}-\d\d-\d\d\.zip"$/);
		zip = unzip(r.bytes);
	}
	json = JSON.parse(zip['process.json'].toString());
	const log = (await place.leader.get(`/p/${place.process}/log`)).page.words('main');
	for (const name of ['Lise Leder', 'Tor Tillitsvalgt', 'Vera Verneombud']) assert.match(log, new RegExp(`${name} tok ut hele arbeidet`));
	for (const who of [staff, place.admin]) assert.ok([403, 404].includes((await fetchFile(who)).status));
});

test('it holds what the three share, and its description names every part of it', () => {
	assert.deepEqual(Object.keys(zip).sort(), ['LES-MEG.txt', 'pdf/action-plan.pdf', 'pdf/ground-rules.pdf', 'pdf/plan.pdf', 'pdf/process.pdf', 'pdf/summary.pdf', 'process.json']);
	assert.equal(json.format, 'medvirk-process');
	assert.equal(json.process[0].unit, 'Solbakken sykehjem');
	assert.ok(json.phases.length >= 5 && json.gatherings.length && json.ground_rules.length);
	const theme = json.themes.find((t) => t.name === 'Beskjeder blir borte');
	assert.deepEqual([theme.notes, theme.votes, theme.place, theme.became], [1, 9, 1, 'chosen']);
	assert.ok(json.choices.some((c) => c.title === 'For lite tid om morgenen' && c.state === 'chosen' && c.votes === 7));
	assert.ok(json.answers.some((a) => a.by === 'Vera Verneombud' && a.role === 'safety' && a.answer === 'yes'));
	assert.match(zip['LES-MEG.txt'].toString(), /Ikke med: enkeltlapper/);
	const said = readFileSync(new URL('../../docs/whole-export.md', import.meta.url), 'utf8');
	for (const [list, rows] of Object.entries(json)) {
		assert.match(said, new RegExp(`\`${list}\``), list);
		if (!Array.isArray(rows) || !rows.length) continue;
		const line = said.split('\n').find((l) => l.startsWith(`| \`${list}\``));
		for (const name of Object.keys(rows[0])) assert.match(line, new RegExp(`\`${name}\``), `${list}.${name}`);
	}
});

test('every PDF in it is whole and says what its page says', async () => {
	for (const [name, bytes] of Object.entries(zip)) {
		if (!name.endsWith('.pdf')) continue;
		const made = new Pdf(bytes);
		try {
			made.check({ lang: 'nb', title: made.info.Title });
			assert.ok(letters(made.text).length > 50, name);
		} finally {
			made.done();
		}
	}
});

test('notes, sensitive measures, what must be handled and anything secret are not in it', () => {
	const all = Object.entries(zip).map(([name, bytes]) => {
		if (!name.endsWith('.pdf')) return bytes.toString('utf8');
		const made = new Pdf(bytes);
		const { text } = made;
		made.done();
		return text;
	}).join('\n');
	for (const text of [...NOTES, HIDDEN, 'medisiner fra skapet']) assert.ok(!letters(all).includes(letters(text)), text);
	for (const [sql, what] of [
		['SELECT id FROM note', 'a note'], ['SELECT token_hash FROM session', 'a session'], ['SELECT code FROM sitting WHERE code IS NOT NULL', 'a code'],
		['SELECT wall_token FROM sitting WHERE wall_token IS NOT NULL', 'a wall'], ['SELECT public_id FROM process', "the staff's page"], ['SELECT token FROM measure', 'a check-in'],
		['SELECT secret FROM person WHERE secret IS NOT NULL', 'a password'], ['SELECT email FROM person WHERE email IS NOT NULL', 'an address'],
	])
		for (const [value] of server.db.rows(sql)) assert.ok(!all.includes(value), `${what}: ${value}`);
	/* Whoever only took part has no name in it. */
	assert.doesNotMatch(all, /Anna Ansatt/);
	assert.doesNotMatch(JSON.stringify(json), /"(seat|note|body|created_by|person_id|room_id)"/);
});

test('of work that has been through it all: no note, and no sheet that was not shared', async () => {
	const demo = await startServer({ demo: true });
	try {
		const leader = await enterDemo(demo, 'leader');
		const group = [leader, await enterDemo(demo, 'union'), await enterDemo(demo, 'safety'), await signIn(demo, 'amina.yusuf@fjellvik.example', { secret: DEMO_SECRET })];
		const [[process]] = demo.db.rows('SELECT id FROM process ORDER BY id LIMIT 1');
		const where = `/p/${process}/take-out`;
		const asked = await leader.submit(await leader.get(where), where);
		const agreement = /\/p\/\d+\/agreements\/\d+/.exec(asked.path)[0];
		for (const who of group) {
			const page = await who.get(agreement);
			await who.submit(page, page.page.forms().find((f) => f.querySelector('[name=secret]')), { secret: DEMO_SECRET }, { button: ['answer', 'yes'] });
		}
		const got = await leader.post(`${where}/file`, { key: crypto.randomUUID(), secret: DEMO_SECRET });
		assert.equal(got.status, 200, got.page.words('main').slice(0, 300));
		const files = unzip(got.bytes), text = files['process.json'].toString(), all = JSON.parse(text);
		assert.ok(files['pdf/minutes.pdf']);
		for (const list of ['measures', 'measure_results', 'meetings', 'meeting_items', 'causes', 'sheets', 'sheet_fields', 'lifts', 'themes', 'choices']) assert.ok(all[list].length, list);
		const own = demo.db.rows(`SELECT body FROM own_sheet WHERE process_id = ${process} AND shared_at IS NULL`);
		for (const [body] of own) assert.ok(!text.includes(body), body);
		/* What is only in notes; a theme may be called what a note says. */
		const told = new Set(demo.db.rows('SELECT name FROM theme UNION SELECT body FROM cause UNION SELECT body FROM entry_field').map(([t]) => t));
		const notes = demo.db.rows('SELECT id, body FROM note').filter(([, body]) => body && body.length > 12 && ![...told].some((t) => t.includes(body)));
		assert.ok(notes.length > 20);
		for (const [id, body] of notes) assert.ok(!text.includes(id) && !text.includes(JSON.stringify(body).slice(1, -1)), body);
	} finally {
		await demo.close();
	}
});

test('after the days are over it must be asked for again', async () => {
	await server.stop();
	server.env = { ...server.env, MEDVIRK_CLOCK_OFFSET: String(15 * 86400) };
	await server.start();
	assert.equal((await fetchFile(place.leader)).status, 409);
	assert.match((await place.leader.get(at)).page.words('main'), /Spør partene/);
});
