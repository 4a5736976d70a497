/* Challenges, sentences, ideas and what is built on them: sheets that two devices fill in, notes about things, "Yes, and", the map
 * without dragging, votes on ideas, proposals that one table takes, and what is left of it all when the room has closed. */
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { CHALLENGES, KEPT, choose } from '../lib/chosen.mjs';
import { Desk } from '../lib/desk.mjs';
import { joined, seqOf, uuid } from '../lib/room.mjs';
import { startServer } from '../lib/server.mjs';
import { Visitor, eventually } from '../lib/wire.mjs';
import { addGathering, allAgree, openWorkshop, setUp } from '../lib/workplace.mjs';

let server;
let place;
let code;
let desk;
let phones;

const rows = (sql) => server.db.rows(sql);
const ref = (title) => `challenge:${rows(`SELECT id FROM challenge WHERE title = '${title}'`)[0][0]}`;

before(async () => {
	server = await startServer();
	place = await setUp(server);
	await choose(server, place);
});
after(() => server?.close());

async function open(name, seats = 6, sitting = undefined) {
	({ code } = await openWorkshop(place, { name, sitting }));
	desk = new Desk(place.leader, code);
	await desk.take();
	await desk.act('settings', { door: '1', headcount: '6', tables: '2' });
	phones = await Promise.all(Array.from({ length: seats }, () => joined(server, code)));
}

/* Sits down at a table, where the step has tables. */
const sit = (p, table) => p.send('table', { table: String(table) });
/* The form of a sheet: its fields as the page has them. */
async function sheet(p, title) {
	const r = await p.room();
	const part = r.page.all('section.sheet').find((s) => s.textContent.includes(title));
	assert.ok(part, `${title}: ${r.page.words('main').slice(0, 600)}`);
	const form = part.querySelector('form');
	return Object.fromEntries(r.page.fieldsOf(form));
}

describe('Utdype', () => {
	before(async () => {
		await open(/Utdype/);
	});

	test('a note says which of the chosen challenges it is about', async () => {
		await desk.goTo(2);
		const p = phones[0];
		const page = await p.room();
		assert.match(page.page.words('.abouts'), new RegExp(`${CHALLENGES[0]}.*${CHALLENGES[1]}`));
		assert.match(page.page.words('.abouts'), new RegExp(KEPT), 'what is kept travels too');
		const send = (fields) => p.send('notes', { id: uuid(), step: 'beskrive', column: 'nar-og-hvor', text: 'Ved vaktskiftet', ...fields });
		assert.equal((await send({ about: ref(CHALLENGES[0]) })).status, 201);
		assert.equal((await send({ text: 'uten' })).status, 201, 'the field is optional');
		assert.equal((await send({ about: 'challenge:4711' })).status, 422);
		assert.equal((await send({ about: 'note:x' })).status, 422);
		assert.deepEqual(rows("SELECT about FROM note WHERE step = 'beskrive' AND body = 'Ved vaktskiftet'"), [[ref(CHALLENGES[0])]]);
	});

	test('a table fills in a sheet about a challenge; the sentence stands on wall and desk', async () => {
		await desk.goTo(7);
		const [a, b, c] = phones;
		assert.equal((await desk.look()).page.one('#desk-work .sheet-card'), null);
		assert.match((await a.room()).page.words('#step'), /Bord/);
		await sit(a, 1);
		await sit(b, 1);
		const fields = await sheet(a, CHALLENGES[0]);
		assert.equal(fields.about, ref(CHALLENGES[0]));
		const wall = await a.events({ screen: 'wall', wall: rows(`SELECT wall_token FROM sitting WHERE code = '${code}'`)[0][0], after: seqOf(await a.room()) });
		const r = await a.send('sheets', { ...fields, 'f-hvordan': 'få beskjedene fram', 'f-slik-at': 'alle vet det', 'f-selv': 'delvis' });
		assert.equal(r.status, 200);
		await eventually(() => wall.frames.some((f) => /Hvordan kan vi få beskjedene fram, slik at alle vet det/.test(f.data.replace(/\s+/g, ' '))));
		assert.match((await desk.look()).page.words('#desk-work'), /Hvordan kan vi få beskjedene fram, slik at alle vet det/);
		assert.equal((await sheet(b, CHALLENGES[0]))['f-hvordan'], 'få beskjedene fram', 'the other device at the table has it');
		assert.match((await c.room()).page.words('#shown'), /få beskjedene fram/, 'all see what has been written');
		wall.close?.();
	});

	test('the desk begins a sheet for a table without a phone, once', async () => {
		await desk.look();
		const form = desk.page.one('#begin-sheet form');
		assert.ok(form.querySelectorAll('[name="about"] option').some((o) => o.getAttribute('value') === ref(CHALLENGES[1])));
		const take = async (table, about = ref(CHALLENGES[1])) => {
			await desk.look();
			return desk.send('sheets/take', { step: form.querySelector('[name="step"]').getAttribute('value'), about, table: String(table) });
		};
		assert.equal((await take(2)).status, 204);
		assert.match((await take(2)).page.words('[role="alert"]'), /begynt allerede/);
		assert.equal((await take(99)).status, 422);
		assert.equal((await take(2, '')).status, 422, 'a sheet here is about something');
		const begun = async () => (await desk.look()).page.forms().find((f) => f.getAttribute('action').endsWith('/desk/sheets') && f.querySelector('[name="about"]').getAttribute('value') === ref(CHALLENGES[1]) && f.querySelector('[name="table"]').getAttribute('value') === '2');
		const save = async (text) => desk.send('sheets', { ...Object.fromEntries(desk.page.fieldsOf(await begun())), ...desk.stamp(), 'f-hvordan': text });
		assert.equal((await save('få ro om morgenen')).status, 204);
		assert.match((await desk.look()).page.words('#desk-work'), /få ro om morgenen/);
		const phone = phones[5];
		assert.equal((await phone.send('sheets/take', { step: form.querySelector('[name="step"]').getAttribute('value'), about: ref(CHALLENGES[1]), table: '1' })).status, 422, 'phones have their sheets already');
		/* Left empty, it is no sheet when the room closes. */
		assert.equal((await save('')).status, 204);
	});

	test('two devices do not overwrite each other unseen', async () => {
		const [a, b] = phones;
		const seenByA = await sheet(a, CHALLENGES[0]);
		const seenByB = await sheet(b, CHALLENGES[0]);
		assert.equal((await a.send('sheets', { ...seenByA, 'f-selv-om': 'vi har det travelt' })).status, 200);
		const clash = await b.send('sheets', { ...seenByB, 'f-selv-om': 'det er kveld' });
		assert.equal(clash.status, 409);
		const form = clash.page.all('section.sheet').find((s) => s.textContent.includes(CHALLENGES[0]));
		assert.match(form.textContent, /Noen andre har skrevet: «vi har det travelt»/);
		assert.equal(form.querySelector('[name="f-selv-om"]').textContent.trim(), 'det er kveld', 'what was typed is kept');
		assert.deepEqual(rows("SELECT body FROM entry_field WHERE field = 'selv-om'"), [['vi har det travelt']]);
		const again = Object.fromEntries(clash.page.fieldsOf(form.querySelector('form')));
		assert.equal((await b.send('sheets', again)).status, 200, 'seen, and saved again');
		assert.deepEqual(rows("SELECT body FROM entry_field WHERE field = 'selv-om'"), [['det er kveld']]);
		/* another field of the same sheet disturbs nobody */
		assert.equal((await a.send('sheets', { ...(await sheet(a, CHALLENGES[0])), 'f-selv': 'nei' })).status, 200);
	});

	test('a saved field that seems to name a colleague is warned about, on phones and desk, and stays', async () => {
		const [a, b] = phones;
		const s = await b.events({ screen: 'phone', after: seqOf(await b.room()) });
		const wall = await a.events({ screen: 'wall', wall: rows(`SELECT wall_token FROM sitting WHERE code = '${code}'`)[0][0], after: seqOf(await a.room()) });
		const was = (await sheet(a, CHALLENGES[0]))['f-selv-om'];
		const warned = /«Vera» ligner et navn\. Skriv om måten vi jobber på, ikke om hvem/;
		assert.equal((await a.send('sheets', { ...(await sheet(a, CHALLENGES[0])), 'f-selv-om': 'det er Vera som glemmer' })).status, 200, 'never a block');
		assert.deepEqual(rows("SELECT body FROM entry_field WHERE field = 'selv-om'"), [['det er Vera som glemmer']]);
		await eventually(() => s.frames.some((f) => warned.test(f.data)), 'the live save');
		await eventually(() => wall.frames.some((f) => f.data.includes('Vera')));
		assert.equal(wall.frames.some((f) => f.data.includes('ligner et navn')), false, 'the wall warns nobody');
		assert.equal(s.frames.concat(wall.frames).some((f) => /Verneombud|Tillitsvalgt/.test(f.data)), false, 'nothing of the list goes out');
		const field = (await a.room()).page.one('[name="f-selv-om"]');
		const warning = (await a.room()).page.one(`#${field.getAttribute('aria-describedby').split(' ').pop()}`);
		assert.match(warning.textContent, warned, 'beside the field');
		assert.equal((await a.room()).page.all('[data-warns]').length, 1, 'and beside no other');
		assert.match((await desk.look()).page.words('#desk-work .sheet-card'), warned);
		const plain = await a.visitor.submit(await a.room(), (await a.room()).page.all('section.sheet').find((x) => x.textContent.includes(CHALLENGES[0])).querySelector('form'), { 'f-selv-om': was });
		assert.equal(plain.page.all('[data-warns]').length, 0, 'gone with the name');
		const again = await a.visitor.submit(plain, plain.page.all('section.sheet').find((x) => x.textContent.includes(CHALLENGES[0])).querySelector('form'), { 'f-selv-om': 'vera glemmer' });
		assert.match(again.page.words('section.sheet'), /«vera» ligner et navn/, 'without script');
		assert.equal((await a.send('sheets', { ...(await sheet(a, CHALLENGES[0])), 'f-selv-om': was })).status, 200);
		assert.equal(server.log().includes('glemmer'), false);
		s.close?.();
		wall.close?.();
	});

	test('what does not fit is refused with the field that is wrong', async () => {
		const a = phones[0];
		const fields = await sheet(a, CHALLENGES[1]);
		const long = await a.visitor.post(`${a.base}/sheets`, { ...fields, 'f-hvordan': 'x'.repeat(801) });
		assert.equal(long.status, 422);
		assert.match(long.page.words('main'), /«Hvordan kan vi …» kan ha høyst 800 tegn/);
		assert.match(long.page.one(`[name="f-hvordan"]`).textContent + long.text, /x{801}/, 'and kept');
		assert.equal((await a.send('sheets', { ...fields, 'f-selv': 'kanskje' })).status, 422);
		assert.equal((await a.send('sheets', { ...fields, table: '40' })).status, 422);
		assert.equal((await a.send('sheets', { ...fields, about: 'challenge:4711' })).status, 422);
		assert.equal((await a.send('sheets', { ...fields, step: 'hvorfor' })).status, 422);
		const stranger = await (await import('../lib/wire.mjs')).request(server.url, 'POST', `/r/${code}/sheets`, { form: fields });
		assert.equal(stranger.status, 403);
	});

	test('together the sentences are made better, and begin from what the tables wrote', async () => {
		await desk.goTo(8);
		const a = phones[0];
		const fields = await sheet(a, 'Hvordan kan vi få beskjedene fram');
		assert.equal(fields['f-hvordan'], 'få beskjedene fram', 'it begins from the table\'s own');
		assert.equal(fields.table, '0');
		assert.equal((await a.send('sheets', { ...fields, 'f-hvordan': 'sikre at beskjeder når fram' })).status, 200);
		assert.equal(rows("SELECT count(*) FROM entry WHERE step = 'forbedre'")[0][0], '1');
	});

	test('each answers each question, and the answers are there when it is closed', async () => {
		await desk.goTo(9);
		const sayAll = async (p, words) => {
			const r = await p.room();
			const form = r.page.formTo('/verdicts');
			const names = [...new Set([...form.querySelectorAll('input[type="radio"]')].map((i) => i.getAttribute('name')))];
			assert.equal(names.length, 3);
			assert.equal((await p.send('verdicts', Object.fromEntries(names.map((n, i) => [n, words[i]])))).status, 200);
		};
		for (const p of phones) await sayAll(p, ['ja', 'delvis', 'nei']);
		await sayAll(phones[0], ['ja', 'delvis', 'nei']);
		assert.doesNotMatch((await desk.look()).page.words('#desk-work'), /Delvis/, 'nothing before it is closed');
		await desk.act('vote', { do: 'close' });
		assert.match((await desk.look()).page.words('#desk-work'), /går videre til dem som kan løse det/);
		assert.match((await phones[1].room()).page.words('#step'), /Nesten alle svarte: Delvis/);
		assert.equal((await phones[1].send('verdicts', { 'a-1': 'ja' })).status, 409);
	});

	test('what others must solve is on the list of lifts when the room has closed, once', async () => {
		await desk.look();
		await desk.send('end', { do: 'close' });
		await eventually(() => rows(`SELECT state FROM sitting WHERE code = '${code}'`)[0][0] === 'closed');
		const lifts = rows('SELECT thing, what, phase FROM lift');
		assert.equal(lifts.length, 1, JSON.stringify(lifts));
		const better = rows("SELECT id FROM entry WHERE step = 'forbedre'")[0][0];
		assert.deepEqual(lifts[0], [`entry:${better}`, 'Hvordan kan vi sikre at beskjeder når fram, slik at alle vet det, selv om det er kveld', 'utdype']);
		assert.deepEqual(rows('SELECT DISTINCT COALESCE(CAST(room_id AS TEXT), \'-\'), table_no FROM entry'), [['-', '0']]);
	});
});

describe('Skape', () => {
	const said = {};
	const idea = async (p, step, text, more = {}) => {
		const id = uuid();
		const r = await p.send('notes', { id, step, column: step === 'snu' ? 'snudd' : 'ide', text, ...more });
		assert.equal(r.status, 201, text);
		return id;
	};

	before(async () => {
		await open(/Skape/);
	});

	test('ideas are about the only sentence there is, without anybody choosing', async () => {
		await desk.goTo(2);
		assert.match((await phones[0].room()).page.words('#step'), /Dette handler om: Hvordan kan vi sikre at beskjeder når fram/);
		said.board = await idea(phones[0], 'egne-ideer', 'En tavle ved døra');
		said.app = await idea(phones[1], 'egne-ideer', 'En felles beskjedbok');
		const statement = rows("SELECT id FROM entry WHERE step = 'forbedre'")[0][0];
		assert.deepEqual(rows("SELECT DISTINCT about FROM note WHERE step = 'egne-ideer'"), [[`entry:${statement}`]]);
	});

	test('yes, and …: an idea goes on from another, and the card says so', async () => {
		await desk.goTo(3);
		const page = await phones[0].room();
		const radios = page.page.all('input[name="builds_on"][value]').map((i) => i.getAttribute('value')).filter(Boolean);
		assert.deepEqual(radios.sort(), [said.board, said.app].sort());
		const s = await phones[0].events({ after: seqOf(page) });
		said.more = await idea(phones[2], 'bygge-videre', '… med navn på den som passer på', { builds_on: said.board });
		await eventually(() => s.frames.some((f) => /Ja, og … til «En tavle ved døra»/.test(f.data)));
		s.close?.();
		assert.deepEqual(rows(`SELECT builds_on, about <> '' FROM note WHERE id = '${said.more}'`)[0].map((x) => x.replace(/^(1|t)$/, 'yes')), [said.board, 'yes']);
		/* one that is gone costs the link, not the note */
		await idea(phones[3], 'bygge-videre', 'Ja, og uten feste', { builds_on: uuid() });
		assert.equal(rows("SELECT COALESCE(builds_on, '-') FROM note WHERE body LIKE 'Ja, og uten%'")[0][0], '-');
	});

	test('the map: two questions about each, moved, taken off and put back, the same on every screen', async () => {
		await desk.goTo(5);
		await sit(phones[0], 1);
		const all = (await desk.look()).page.all('#desk-work .map-line');
		assert.equal(all.length, 4);
		const s = await phones[1].events({ after: seqOf(await phones[1].room()) });
		const put = (p, id, across, up) => p.send('places', { step: 'sortere', target: `note:${id}`, across, up });
		assert.equal((await put(phones[0], said.more, '1', '2')).status, 200);
		await eventually(() => s.frames.some((f) => f.data.includes(`id="map-note-${said.more}" data-into="field-1-2"`)));
		assert.equal((await put(phones[0], said.board, '2', '2')).status, 200);
		assert.equal((await put(phones[0], said.board, '1', '1')).status, 200, 'moved');
		assert.equal((await put(phones[0], said.app, '2', '1')).status, 200);
		assert.equal((await put(phones[0], said.app, '0', '0')).status, 200, 'taken off');
		assert.equal((await put(phones[0], said.app, '3', '1')).status, 422);
		assert.equal((await put(phones[0], said.app, '0', '1')).status, 422, 'half a place is none');
		assert.equal((await put(phones[0], uuid(), '1', '1')).status, 422);
		s.close?.();
		const board = await phones[0].visitor.get(`/r/${code}/board`);
		assert.match(board.page.words('#field-1-2'), /Ja, og … til «En tavle ved døra[^»]*» ?… med navn på den/, 'with the idea it goes on from');
		assert.match(board.page.words('#field-1-1'), /En tavle ved døra/);
		assert.match(board.page.words('#waiting'), /felles beskjedbok/);
		await desk.act('places', { step: 'sortere', target: `note:${said.app}`, across: '2', up: '1' });
		assert.match((await phones[0].visitor.get(`/r/${code}/board`)).page.words('#field-2-1'), /felles beskjedbok/);
	});

	test('votes on ideas: budget and cap are the server\'s, totals are there when it is closed', async () => {
		await desk.goTo(7);
		const page = await phones[0].room();
		const part = page.page.one('section[data-votes]');
		assert.ok(part, page.page.words('main').slice(0, 500));
		const round = part.getAttribute('data-round');
		const targets = page.page.all('li.vote').map((l) => l.getAttribute('data-target'));
		assert.equal(targets.length, 4);
		assert.equal(targets[0], `note:${said.more}`, 'the field up left first');
		for (const r of [page, await desk.look(), await phones[0].visitor.get(`/r/${code}/board`)]) assert.match(r.page.words('main'), /… med navn på den som passer på ?Ja, og … til «En tavle ved døra/, 'with the idea it goes on from');
		const vote = (p, id, count) => p.send('votes', { round, target: `note:${id}`, count: String(count) });
		assert.equal((await vote(phones[0], said.board, 99)).status, 422);
		assert.equal((await vote(phones[0], uuid(), 1)).status, 422);
		for (const p of phones) assert.equal((await vote(p, said.more, 1)).status, 200);
		assert.equal((await phones[1].room()).page.one(`li.vote[data-target="note:${said.more}"]`).getAttribute('data-mine'), '1');
		await desk.act('vote', { do: 'close' });
		assert.match((await phones[1].room()).page.words('.results'), /^… med navn på den som passer på ?Ja, og … til «En tavle ved døra[^»]*» ?6 stemmer/);
	});

	test('one table takes an idea, another cannot; a proposal of nothing is warned about', async () => {
		await desk.goTo(8);
		const [a, b] = phones;
		await sit(a, 1);
		await sit(b, 2);
		const take = (p, table, about) => p.send('sheets/take', { step: 'forslag', about, table: String(table) });
		assert.match((await a.room()).page.words('#take'), /^Ja, og … til «En tavle ved døra[^»]*» ?… med navn på den/);
		assert.equal((await take(a, 1, `note:${said.more}`)).status, 200);
		assert.equal((await take(b, 2, `note:${said.more}`)).status, 409);
		assert.match((await b.room()).page.words('#take'), /Bord 1 har tatt denne/);
		assert.equal((await take(b, 2, `note:${said.board}`)).status, 200);
		assert.equal((await b.send('sheets/leave', { step: 'forslag', about: `note:${said.board}`, table: '2' })).status, 200, 'and gives it back');
		const fields = await sheet(a, 'med navn på den');
		assert.equal((await a.send('sheets', { ...fields, 'f-tittel': 'Tavle med vakt', 'f-hva': 'En tavle ved døra', 'f-hvem': 'Den som har nøklene', 'f-nar': '2026-02-01', 't-nar': '2026-01-01', 'f-tegn': 'Færre spør' })).status, 422, 'ends before it begins');
		assert.equal((await a.send('sheets', { ...fields, 'f-tittel': 'Tavle med vakt', 'f-hva': 'En tavle ved døra', 'f-hvem': 'Den som har nøklene', 'f-nar': '2026-01-01', 't-nar': '2026-02-01', 'f-tegn': 'Færre spør' })).status, 200);
		assert.match((await desk.look()).page.words('#desk-work'), /01\.01\.2026 til 01\.02\.2026/);
		assert.equal((await take(b, 2, '')).status, 200);
		assert.match((await b.room()).page.words('section.sheet'), /ikke knyttet til noen av utfordringene/);
		assert.equal((await b.send('sheets', { ...(await sheet(b, 'ikke knyttet')), 'f-tittel': 'Noe helt annet' })).status, 200);
	});

	test('the desk begins a proposal for a table, as the table\'s phone would', async () => {
		await desk.look();
		const form = desk.page.all('#begin-proposal form')[0];
		const offered = form.querySelectorAll('[name="about"] option').map((o) => o.getAttribute('value'));
		assert.ok(offered.includes(`note:${said.board}`) && offered.includes(''));
		assert.ok(!offered.includes(`note:${said.more}`), 'what table 1 has taken is not offered');
		const take = async (table, about) => {
			await desk.look();
			return desk.send('sheets/take', { step: 'forslag', about, table: String(table) });
		};
		assert.equal((await take(2, `note:${said.more}`)).status, 409, 'another table has it');
		assert.match((await take(2, '')).page.words(), /er begynt allerede/);
		assert.equal((await take(99, `note:${said.board}`)).status, 422);
		assert.equal((await take(2, `note:${said.board}`)).status, 204);
		assert.match((await phones[0].room()).page.words('#take'), /Bord 2 har tatt denne/);
		const begun = (await desk.look()).page.forms().find((f) => f.getAttribute('action').endsWith('/desk/sheets') && f.querySelector('[name="about"]').getAttribute('value') === `note:${said.board}`);
		assert.ok(begun.querySelector('[name="f-tittel"]'), 'and is filled in at the desk');
		assert.match((await phones[1].room()).page.words('section.sheet'), /En tavle ved døra/, 'or by the table');
		assert.equal((await phones[1].send('sheets/leave', { step: 'forslag', about: `note:${said.board}`, table: '2' })).status, 200);
	});

	test('a sheet is set aside and brought back, and erased by two', async () => {
		const id = rows("SELECT e.id FROM entry e JOIN entry_field f ON f.entry_id = e.id WHERE f.body = 'Noe helt annet'")[0][0];
		const note = async (who, fields) => {
			const d = new Desk(who, code);
			await d.look();
			return d.send('note', { note: id, ...fields });
		};
		assert.ok([200, 204, 303].includes((await note(place.safety, { do: 'aside', reason: 'double' })).status));
		assert.doesNotMatch((await phones[0].room()).page.words('#entries'), /Noe helt annet/);
		assert.match((await phones[0].visitor.get(`/r/${code}/board`)).page.words('#wall-facts'), /1/);
		assert.match((await desk.look()).page.words('#desk-aside'), /Noe helt annet/);
		assert.ok([200, 204, 303].includes((await note(place.union, { do: 'back' })).status));
		assert.match((await phones[0].room()).page.words('#entries'), /Noe helt annet/);
		/* Much is written on some sheets, and all of it must be handled. */
		const much = 'ø'.repeat(5000);
		rows(`UPDATE entry_field SET body = body || '${much}' WHERE entry_id = '${id}' AND body = 'Noe helt annet'`);
		assert.ok([200, 204, 303].includes((await note(place.safety, { do: 'aside', reason: 'danger' })).status));
		assert.equal(rows(`SELECT count(*) FROM handle_item WHERE body LIKE '%Noe helt annet${much}%'`)[0][0], '1');
		rows(`DELETE FROM handle_item WHERE body LIKE '%${much}%'`);
		rows(`UPDATE entry_field SET body = 'Noe helt annet' WHERE entry_id = '${id}' AND body LIKE '%${much}'`);
		assert.ok([200, 204, 303].includes((await note(place.union, { do: 'back' })).status));
		await note(place.leader, { do: 'erase', reason: 'person' });
		assert.equal(rows(`SELECT state FROM entry WHERE id = '${id}'`)[0][0], 'shown', 'not by one');
		assert.match((await desk.look()).page.words('#desk-aside'), /Noe helt annet/);
		await note(place.union, { do: 'erase', reason: 'person' });
		assert.deepEqual(rows(`SELECT state FROM entry WHERE id = '${id}'`), [['erased']]);
		assert.equal(rows(`SELECT count(*) FROM entry_field WHERE entry_id = '${id}'`)[0][0], '0');
	});

	test('when the room has closed the ideas have new ids, and all that named them has followed', async () => {
		await desk.look();
		await desk.send('end', { do: 'close' });
		await eventually(() => rows(`SELECT state FROM sitting WHERE code = '${code}'`)[0][0] === 'closed');
		for (const old of Object.values(said))
			for (const [table, column] of [['note', 'id'], ['note', 'builds_on'], ['map_place', 'target'], ['vote_total', 'target'], ['entry', 'about']])
				assert.equal(rows(`SELECT count(*) FROM ${table} WHERE ${column} LIKE '%${old}%'`)[0][0], '0', `${table}.${column}`);
		const more = rows("SELECT id, builds_on FROM note WHERE body LIKE '… med navn%'")[0];
		const board = rows("SELECT id FROM note WHERE body = 'En tavle ved døra'")[0][0];
		assert.equal(more[1], board);
		assert.deepEqual(rows(`SELECT across, up FROM map_place WHERE target = 'note:${more[0]}'`), [['1', '2']]);
		assert.deepEqual(rows(`SELECT total FROM vote_total WHERE target = 'note:${more[0]}'`), [['6']]);
		assert.deepEqual(rows("SELECT e.about FROM entry e JOIN entry_field f ON f.entry_id = e.id WHERE f.body = 'Tavle med vakt'"), [[`note:${more[0]}`]]);
		assert.equal(rows("SELECT count(*) FROM lift WHERE phase = 'skape'")[0][0], '0');
		for (const r of [await phones[0].room(), await place.leader.get(`/p/${place.process}/results`)]) {
			const found = r.page.all('section').find((s) => s.querySelector('h3')?.textContent.includes('Tavle med vakt') || s.querySelector('h4')?.textContent.includes('Tavle med vakt'));
			assert.ok(found, `${r.status} ${r.page.words('main')}`);
			assert.match(found.textContent.replace(/\s+/g, ' '), /Tavle med vakt.*6 stemmer/, 'the proposal stands for the idea');
			assert.doesNotMatch(r.page.words('main'), /med navn på den|En tavle ved døra/, 'no note in its own words');
		}
		assert.match((await place.leader.get(`/p/${place.process}/results`)).page.words('main'), /Nesten alle svarte|svarene vises ikke|Ja \d/, 'what was answered about the sentences');
	});
});

describe('after the workshop', () => {
	const at = () => `/p/${place.process}/decide`;

	test('the three decide which proposals become measures, and staff read why one does not', async () => {
		const moved = await place.leader.get(`/p/${place.process}/choose?phase=skape`);
		assert.match(moved.location ?? moved.path, /decide\?phase=skape/, 'one link to the choice, whatever kind it is');
		const page = await place.leader.get(`${at()}?phase=skape`);
		assert.match(page.page.words('main'), /Tavle med vakt/);
		const form = page.page.formTo(at());
		const box = form.querySelector('input[type="checkbox"]');
		assert.ok(box.hasAttribute('checked'), 'what the staff made is the suggestion');
		const fields = Object.fromEntries(page.page.fieldsOf(form));
		delete fields[box.getAttribute('name')];
		const none = await place.leader.post(at(), fields);
		assert.equal(none.status, 422);
		assert.match(none.page.words('main'), /Skriv hvorfor dere legger denne til side|Velg minst 1/);
		assert.match(none.page.words('[role="alert"]'), /^Noe mangler\. Det står i rødt nedenfor\.$/);
		assert.equal(rows('SELECT count(*) FROM measure')[0][0], '0');
		const asked = await place.leader.submit(await place.leader.get(`${at()}?phase=skape`), at());
		const agreement = /\/p\/\d+\/agreements\/\d+/.exec(asked.path)?.[0];
		assert.ok(agreement, `${asked.status} ${asked.path} ${asked.page.words('main').slice(0, 400)}`);
		assert.match(asked.page.words('main'), /Tavle med vakt/);
		assert.equal(rows('SELECT count(*) FROM measure')[0][0], '0', 'not before all agree');
		await allAgree(place, agreement);
		const [measure] = rows('SELECT title, what, thing FROM measure');
		assert.deepEqual(measure.slice(0, 2), ['Tavle med vakt', 'En tavle ved døra']);
		assert.match(measure[2], /^entry:/);
	});

	/* Each phone answers what it is asked; how many were asked. */
	async function judge(answer) {
		let asked = 0;
		await desk.goTo(6);
		for (const [i, p] of phones.entries()) {
			const form = (await p.room()).page.forms().find((f) => f.getAttribute('action').endsWith('/verdicts'));
			const name = form?.querySelector('input[type="radio"]')?.getAttribute('name');
			if (!name) continue;
			asked++;
			assert.equal((await p.send('verdicts', { [name]: answer(i) })).status, 200);
		}
		return asked;
	}
	async function close() {
		await desk.look();
		await desk.send('end', { do: 'close' });
		await eventually(() => rows(`SELECT state FROM sitting WHERE code = '${code}'`)[0][0] === 'closed');
	}
	async function another() {
		const tomorrow = new Date(Date.now() + 86400e3).toISOString().slice(0, 10);
		await open(/Teste/, 6, await addGathering(place.leader, place.process, 'teste', { date: tomorrow, time: '14:00', place: 'Kantina' }));
	}

	test('what staff answer to a second trial is where the three begin, not what they decided after the first', async () => {
		await open(/Teste/);
		assert.equal(await judge((i) => i < 4 ? 'juster' : 'behold'), 6);
		await close();
		const page = await place.union.get(`${at()}?phase=teste`);
		const asked = await place.union.submit(page, page.page.formTo(at()));
		await allAgree(place, /\/p\/\d+\/agreements\/\d+/.exec(asked.path)[0]);
		assert.deepEqual(rows('SELECT status, round FROM measure'), [['testing', '2']]);
		const again = await place.union.get(`${at()}?phase=teste`);
		assert.ok(again.page.formTo(at()).querySelector('input[value="juster"]').hasAttribute('checked'), 'nobody has voted since: it stands');
		await new Promise((done) => setTimeout(done, 1100));	/* a later second than the decision's */
	});

	test('a trial is judged by the staff and confirmed by the three; only what is kept gets a habit sheet', async () => {
		await another();
		const id = rows('SELECT id FROM measure')[0][0];
		await desk.goTo(4);
		const result = await sheet(phones[0], 'Tavle med vakt');
		assert.equal(result.about, `measure:${id}`);
		assert.equal((await phones[0].send('sheets', { ...result, 'f-hva-skjedde': 'Den ble brukt hver dag' })).status, 200);
		assert.equal(await judge((i) => i < 4 ? 'behold' : 'juster'), 6);
		await desk.goTo(7);
		assert.match((await phones[0].room()).page.words('section.sheet'), /Tavle med vakt/);
		const habit = await sheet(phones[0], 'Tavle med vakt');
		assert.equal((await phones[0].send('sheets', { ...habit, 'f-nar': 'vakta skifter', 'f-gjor': 'ser vi på tavla sammen', 'f-ser-igjen': '2027-03-01' })).status, 200);
		await close();
		for (const r of [await phones[0].room(), await place.leader.get(`/p/${place.process}/results`)])
			assert.match(r.page.words('main'), /Tavle med vakt Flest svarte: Behold.*4.*2/i, 'the verdict, its numbers too');
		const page = await place.union.get(`${at()}?phase=teste`);
		assert.match(page.page.words('main'), /Tavle med vakt.*4.*2/);
		const form = page.page.formTo(at());
		assert.ok(form.querySelector('input[value="behold"]').hasAttribute('checked'));
		const asked = await place.union.submit(page, form);
		await allAgree(place, /\/p\/\d+\/agreements\/\d+/.exec(asked.path)[0]);
		assert.deepEqual(rows(`SELECT status, habit_cue FROM measure WHERE id = ${id}`), [['kept', 'vakta skifter']]);
		const staff = (await new Visitor(server).get(`/w/${rows('SELECT public_id FROM process')[0][0]}`)).page.words('main');
		assert.match(staff, /Teste.*Tavle med vakt ?(Flest svarte: )?Behold.*Skape.*Tavle med vakt/i, 'everybody reads what was decided');
	});

	test('what has become a habit is not asked about again; the three still see it', async () => {
		await another();
		assert.equal(await judge(() => 'behold'), 0);
		assert.match((await phones[0].room()).page.words('#nothing-in'), /ingenting å svare på her ennå.*kommer fra «.*» i Skape.*Du trenger ikke gjøre noe på telefonen/, 'said plainly');
		assert.match((await desk.look()).page.words('#nothing-in'), /Sett det på tiltakskortet/);
		await close();
		assert.match((await place.union.get(`${at()}?phase=teste`)).page.words('main'), /Tavle med vakt.*4.*2/);
	});

	test('a sheet that names somebody goes for good when the leader and a representative both want it', async () => {
		const causes = `/p/${place.process}/causes`;
		const [id, phase] = rows("SELECT e.id, e.phase FROM entry e JOIN entry_field f ON f.entry_id = e.id WHERE f.body = 'Den ble brukt hver dag'")[0];
		const proposal = rows("SELECT thing FROM measure")[0][0].split(':')[1];
		const ask = async (who, what) => {
			const r = await who.get(causes);
			return who.submit(r, r.page.forms().find((f) => f.getAttribute('action') === `${causes}/erase` && f.querySelector('[name="target"]').getAttribute('value') === what));
		};
		assert.match((await ask(place.leader, id)).page.words('main'), /Lise Leder vil slette denne teksten for godt: «.*Den ble brukt hver dag/);
		assert.equal((await place.leader.post(`${causes}/erase`, { key: uuid(), phase, target: id })).status, 303);
		assert.equal(rows(`SELECT state FROM entry WHERE id = '${id}'`)[0][0], 'shown', 'not alone');
		const gone = await ask(place.union, id);
		assert.equal(gone.status, 200);
		assert.doesNotMatch(gone.text, /Den ble brukt hver dag/);
		assert.deepEqual(rows(`SELECT state FROM entry WHERE id = '${id}'`), [['erased']]);
		assert.equal(rows(`SELECT count(*) FROM entry_field WHERE entry_id = '${id}'`)[0][0], '0');
		await ask(place.safety, proposal);
		await ask(place.leader, proposal);
		assert.equal(rows(`SELECT title FROM challenge WHERE theme_id = 'entry:${proposal}'`)[0][0], rows('SELECT title FROM measure')[0][0], 'what it became goes by its own name');
		for (const page of ['causes', 'chain', 'log', 'decide?phase=teste', 'results'])
			assert.doesNotMatch((await place.union.get(`/p/${place.process}/${page}`)).text, /Den ble brukt hver dag/, page);
	});
});
