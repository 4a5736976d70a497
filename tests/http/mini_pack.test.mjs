/* Method knowledge stays in the pack: tests/methods/mini is a way of working unlike the one we ship (three phases, one of them only
 * a period; it begins with a check-out question and a form in pairs, votes on branches, judges before it writes, and chooses in a
 * meeting at the end). It runs from the first plan to the measures' report without a line of C that knows of it. */
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { Desk } from '../lib/desk.mjs';
import { Pdf, letters } from '../lib/pdf.mjs';
import { joined, uuid } from '../lib/room.mjs';
import { startServer } from '../lib/server.mjs';
import { Visitor, eventually } from '../lib/wire.mjs';
import { addPerson, allAgree, anchor, begin, openWorkshop, setUp } from '../lib/workplace.mjs';

const DOOR = 'Døra henger';
const WORN = 'Hengslene er slitt';
const UNSAID = 'Ingen melder fra';
const OWN = 'Dette beholder jeg';
const SHARED = 'Jeg har olje i boden';
const MEASURE = 'Smør hengslene hver måned';

let server;
let place;
let staff;
let desk;
let room;
let phones;
let wall;

const rows = (sql) => server.db.rows(sql);
const go = async (page, who = place.leader) => {
	const r = await who.open(`/p/${place.process}${page}`);
	assert.equal(r.status, 200, `${page}: ${r.status} ${r.page.words('main').slice(0, 200)}`);
	return r;
};
const closed = () => eventually(() => rows(`SELECT state FROM sitting WHERE code = '${room.code}'`)[0][0] === 'closed');
const radios = (form) => [...new Set([...form.querySelectorAll('input[type="radio"]')].map((i) => i.getAttribute('name')))];

async function open(name) {
	room = await openWorkshop(place, { name, called: /Runde/ });
	desk = new Desk(place.leader, room.code);
	await desk.take();
	await desk.act('settings', { door: '1', headcount: '12', tables: '2' });
	phones = await Promise.all(Array.from({ length: 12 }, () => joined(server, room.code)));
	wall = new Visitor(server);
}

/* The step with this number runs, and each of the three screens says its name. */
async function step(number, name) {
	await desk.goTo(number);
	const screens = { phone: await phones[0].room(), desk: await desk.look(), wall: await wall.get(`/r/${room.code}/wall/${room.wall}`) };
	for (const [screen, r] of Object.entries(screens)) {
		assert.equal(r.status, 200, screen);
		assert.match(r.page.words('main'), new RegExp(name), `${screen} at ${name}`);
	}
	return screens;
}

before(async () => {
	server = await startServer({ args: ['--methods', 'tests/methods'] });
	place = await setUp(server);
	staff = await addPerson(server, place, 'staff', 'Anna Ansatt');
});
after(() => server?.close());

describe('the plan', () => {
	test('who begins chooses the way of working, and names it', async () => {
		const at = `/u/${place.unit}/begin`;
		const form = await place.leader.get(at);
		assert.deepEqual(form.page.all('#field-method option').map((o) => o.getAttribute('value')).sort(), ['', 'mini', 'oss-og-vart']);
		assert.equal(form.page.one('#field-name').getAttribute('value') ?? '', '', 'no name of another way of working');
		const r = await begin(place, { method: 'mini', name: 'Tre runder i vinter' });
		assert.match(r.page.words('main'), /Spørre.*Vi finner roten.*Vente.*Vi ser etter.*Enes.*Vi blir enige/);
		assert.match(r.page.words('main'), /Vi begynner\./, 'what the pack says about starting');
		assert.deepEqual(rows('SELECT phase, session, kind FROM sitting ORDER BY starts_at'), [['sporre', 'runde', 'staff'], ['enes', 'runde', 'staff'], ['enes', 'mote', 'group']]);
		await anchor(place);
	});

	test('its columns, checklist, message, talking point and sheet stand on the pages', async () => {
		assert.match((await go('/plan')).page.words('main table'), /Vi forbereder.*Runden.*Enes/);
		assert.match((await go('/checklists')).page.words('main'), /Kok kaffe.*Leder/);
		assert.match((await go('/messages')).page.words('main'), /Kom/);
		assert.match((await go('/invite')).page.words('main'), /Vi spør .* 20\d\d\./);
		assert.match((await go('/rules')).page.words('main'), /Vi snakker etter tur/);
		assert.match((await go('/sittings')).page.words('main'), /Runde én.*Runde to.*Møtet/);
		const list = await go('/print?phase=sporre');
		const link = list.page.links().find((l) => l.includes('/pdf/phase/sporre/'));
		assert.match(list.page.words('main table'), /Skjema 27/, '24 people and some to spare');
		const made = new Pdf((await place.leader.get(link)).bytes);
		made.check({ lang: 'nb', title: 'Skjema' });
		made.reads(['Hva?', 'Hvor ofte?', 'Hver dag', 'Sjelden']);
		made.done();
		const run = await place.leader.get(`/s/${rows("SELECT id FROM sitting WHERE phase = 'sporre'")[0][0]}`);
		assert.match(run.page.words('main'), /Hvordan er dagen\?.*Fyll ut to og to.*Roten.*Hver for seg.*Velg grein/);
		const questions = await new Visitor(server).get(`/w/${rows('SELECT public_id FROM process')[0][0]}/questions`);
		assert.match(questions.page.words('main'), /Hvordan er dagen\?.*Fyll ut to og to.*Roten/);
	});

	test('also in nynorsk and English', async () => {
		for (const [lang, words] of [['nn', /Spørje.*Vente.*Semjast/], ['en', /Ask.*Wait.*Agree/]])
			assert.match((await new Visitor(server, { 'accept-language': lang }).get(`/w/${rows('SELECT public_id FROM process')[0][0]}`)).page.words('main'), words);
	});
});

describe('the first round', () => {
	before(() => open(/Runde én/));

	test('begins with the question others end with', async () => {
		const { phone } = await step(1, 'Hvordan er dagen');
		const form = phone.page.formTo('/answers');
		const [name] = radios(form);
		for (const [i, p] of phones.entries()) assert.equal((await p.send('answers', { round: form.querySelector('[name="round"]').getAttribute('value'), [name]: i ? 'bra' : 'tung' })).status, 200);
		await desk.act('vote', { do: 'close' });
		assert.match((await phones[1].room()).page.words('#step'), /Bra ?11.*Tung ?1/);
	});

	test('a sheet that is about nothing is filled in by two and two; what it says is what the tree is about', async () => {
		const { phone } = await step(2, 'Fyll ut to og to');
		const fields = Object.fromEntries(phone.page.fieldsOf(phone.page.formTo('/sheets')));
		assert.equal((await phones[0].send('sheets', { ...fields, 'f-hva': DOOR, 'f-ofte': 'daglig' })).status, 200);
		const tree = (await step(3, 'Roten')).phone;
		assert.match(tree.page.words('#step'), new RegExp(DOOR));
		const under = tree.page.one('.cause-add [name="under"]').getAttribute('value');
		assert.match(under, /^entry:/);
		for (const text of [WORN, UNSAID]) assert.equal((await phones[1].send('causes', { id: uuid(), under, text })).status, 200);
	});

	test('a sheet that each fills in alone is shared by one of them', async () => {
		const { phone } = await step(4, 'Hver for seg');
		const fields = Object.fromEntries(phone.page.fieldsOf(phone.page.formTo('/sheets')));
		assert.equal((await phones[0].send('sheets', { ...fields, 'f-bidra': OWN, do: 'keep' })).status, 200);
		assert.equal((await phones[1].send('sheets', { ...fields, 'f-bidra': SHARED, do: 'share' })).status, 200);
	});

	test('branches are voted on', async () => {
		const { phone } = await step(5, 'Velg grein');
		const part = phone.page.one('section[data-votes]');
		const of = Object.fromEntries(phone.page.all('li.vote').map((l) => [l.querySelector('h3').textContent.trim(), l.getAttribute('data-target')]));
		assert.match(of[WORN], /^cause:/);
		const round = part.getAttribute('data-round');
		for (const p of phones) assert.equal((await p.send('votes', { round, target: of[WORN], count: '2' })).status, 200);
		assert.equal((await phones[0].send('votes', { round, target: of[UNSAID], count: '1' })).status, 422, 'two dots each, says the pack');
		await desk.act('vote', { do: 'close' });
		assert.match((await phones[1].room()).page.words('.results'), new RegExp(`^${WORN} ?Årsak til: ${DOOR} ?24 stemmer`));
		await desk.act('end', { do: 'close' });
		await closed();
		assert.match((await go('/causes')).page.words('main'), new RegExp(`${DOOR}.*${WORN} \\(24 stemmer\\)`));
		assert.match((await go('/chain')).page.words('main'), new RegExp(DOOR), 'the thread begins at what was written');
		assert.deepEqual(rows("SELECT body FROM entry_field WHERE field = 'bidra'"), [[SHARED]], 'what was kept is gone, what was shared is there');
		assert.doesNotMatch((await go('/results')).page.words('main'), /Ingenting ennå/);
	});
});

describe('the second round', () => {
	before(() => open(/Runde to/));

	test('judges first, branch by branch, what the phase before found', async () => {
		const { phone } = await step(1, 'Stemmer roten');
		for (const form of phone.page.forms().filter((f) => f.getAttribute('action').endsWith('/verdicts'))) {
			const [name] = radios(form);
			for (const [i, p] of phones.entries()) assert.equal((await p.send('verdicts', { [name]: i < 9 ? 'ja' : 'nei' })).status, 200);
		}
		await desk.act('vote', { do: 'close' });
		assert.match((await phones[0].room()).page.words('#step'), new RegExp(`${WORN}.*Ja ?9.*Nei ?3`));
	});

	test('notes together and in silence, in columns with and without an area, sorted into piles', async () => {
		const together = (await step(2, 'Mer og mindre')).phone;
		const about = together.page.all('input[name="about"]').map((i) => i.getAttribute('value'))[0];
		for (const [i, p] of phones.entries()) assert.equal((await p.send('notes', { id: uuid(), step: 'lapper', column: i % 2 ? 'mindre' : 'mer', text: `Sammen ${i}`, about })).status, 201);
		assert.match((await phones[0].room()).page.words('main'), /Sammen 11/);
		await step(3, 'I stillhet');
		for (const [i, p] of phones.entries()) assert.equal((await p.send('notes', { id: uuid(), step: 'stille', column: 'ide', text: `Stille ${i}` })).status, 201);
		assert.doesNotMatch((await phones[0].room()).page.words('main'), /Stille 3/, 'nobody reads it before it is shown');
		await desk.step('reveal');
		await step(4, 'Bunker');
		const notes = new Set();
		for (const [i, p] of phones.entries()) {
			await p.send('table', { table: String(1 + (i % 2)) });
			for (const n of (await p.room()).page.all('[name="note"]')) notes.add(n.getAttribute('value'));
		}
		assert.equal(notes.size, 24, 'the notes of both steps');
		assert.equal((await phones[0].send('sort', [['column', 'lett'], ...[...notes].slice(0, 3).map((n) => ['note', n])])).status, 200);
		assert.match((await wall.get(`/r/${room.code}/wall/${room.wall}`)).page.words('main'), /Lett 3 lapper/);
	});

	test('after a break proposals, which are then placed on a map', async () => {
		await step(5, 'Luft');
		await step(6, 'Forslag');
		await phones[0].send('table', { table: '1' });
		const page = await phones[0].room();
		const take = page.page.forms().find((f) => f.getAttribute('action').endsWith('/sheets/take') && /Sammen/.test(f.textContent));
		assert.equal((await phones[0].visitor.submit(page, take)).status, 200);
		const fields = Object.fromEntries((await phones[0].room()).page.fieldsOf((await phones[0].room()).page.formTo('/sheets')));
		assert.equal((await phones[0].send('sheets', { ...fields, 'f-hva': MEASURE, 'f-hvem': 'Vaktmesteren', 'f-nar': '2027-01-10', 't-nar': '2027-02-10', 'f-tegn': 'Døra glir' })).status, 200);
		await step(7, 'Kart');
		const line = (await phones[0].room()).page.one('.map-line [name="target"], [name="target"]').getAttribute('value');
		assert.equal((await phones[0].send('places', { step: 'kart', target: line, across: '1', up: '2' })).status, 200);
		assert.match((await wall.get(`/r/${room.code}/wall/${room.wall}`)).page.words('#field-1-2'), /Sammen/);
		await desk.act('end', { do: 'close' });
		await closed();
		assert.match((await go('')).page.words('.phases'), /Spørre ?Ferdig.*Vente ?Ferdig.*Enes ?Nå/, 'a phase that is only a period is over when people meet again');
	});
});

describe('the meeting', () => {
	let meet;
	const press = async (what) => {
		const r = await place.leader.get(meet);
		return place.leader.submit(r, r.page.one(`button[name="do"][value="${what}"]`).closest('form'), {}, { button: ['do', what] });
	};

	test('chooses, makes rules and plans, in the order of the pack', async () => {
		const [[id]] = rows("SELECT id FROM sitting WHERE kind = 'group'");
		meet = `/s/${id}/meeting`;
		await place.leader.submit(await place.leader.get(`/s/${id}`), '/open');
		for (const who of ['leader', 'union', 'safety']) await place[who].submit(await place[who].get(meet), '/join');
		const first = await press('start');
		assert.equal(first.page.words('h1'), 'Velge');
		const told = async () => (await new Visitor(server).get(`/w/${rows('SELECT public_id FROM process')[0][0]}`)).page.words('main');
		assert.match(await told(), /Enes ?Dere har sagt hva dere mener/, 'staff see that it waits for the three');
		const choose = await place.leader.open(first.page.links().find((l) => l.includes('/choose')));
		assert.equal(choose.status, 200, 'the link of the item leads to the choice');
		assert.match(choose.page.words('main'), /Tiltak.*Sammen/);
		const asked = await place.leader.submit(choose, `/p/${place.process}/decide`);
		await allAgree(place, /\/p\/\d+\/agreements\/\d+/.exec(asked.path)[0]);
		assert.match(await told(), /Enes ?Tiltak ?Sammen \d/, 'and what they decided');
		assert.deepEqual(rows('SELECT what, who, sign, status FROM measure'), [[MEASURE, 'Vaktmesteren', 'Døra glir', 'planned']]);
		assert.equal((await press('next')).page.words('h1'), 'Regler');
		assert.equal((await press('next')).page.words('h1'), 'Plan');
		const done = await place.leader.submit(await place.leader.get(meet), `/s/${id}/close`);
		assert.match(done.page.words('main'), /Lise Leder, Tor Tillitsvalgt, Vera Verneombud/);
	});
});

describe('what came of it', () => {
	test('one can walk from the measure back to what was written at first', async () => {
		const [[id]] = rows('SELECT id FROM measure');
		const card = await go(`/measures/${id}`);
		const back = card.page.links().find((l) => /\/chain\?of=measure:/.test(l));
		const thread = await place.leader.get(back);
		assert.match(thread.page.words('.way-text'), new RegExp(`${DOOR}.*${MEASURE}`));
		assert.equal(thread.page.all('svg.way-wide').length, 1);
	});

	test('a check-in asks what the period of the pack asks', async () => {
		const [[id]] = rows('SELECT id FROM measure');
		const at = `/u/${place.unit}/measures/${id}`;
		await place.leader.submit(await place.leader.get(at), `${id}/status`, {}, { button: ['to', 'testing'] });
		assert.equal(rows('SELECT status FROM measure')[0][0], 'testing');
		const link = `/m/${rows('SELECT token FROM measure')[0][0]}`;
		const phone = new Visitor(server);
		const form = await phone.get(link);
		assert.match(form.page.words('main'), /Går det\?.*Ja.*Nei.*Mer\?/);
		assert.match((await phone.submit(form, link, { answer: form.page.one('input[name="answer"]').getAttribute('value') })).page.words('main'), /Takk/);
	});

	test('reports and their PDFs tell of it, and no page leads nowhere', async () => {
		for (const report of ['process', 'summary', 'action-plan']) {
			const page = await go(`/reports/${report}`);
			assert.match(page.page.words('main'), new RegExp(MEASURE), report);
			assert.doesNotMatch(page.page.words('main'), /Ingen verksteder er holdt/, report);
			const made = new Pdf((await place.leader.get(`/p/${place.process}/pdf/report?report=${report}`)).bytes);
			assert.ok(letters(made.text).includes(letters(MEASURE)), report);
			made.done();
		}
		const seen = new Set();
		const wrong = [];
		for (const who of [place.leader, staff]) {
			const todo = [`/p/${place.process}`];
			while (todo.length) {
				const at = todo.pop().replace(/#.*$/, '');
				if (seen.has(at) || seen.size > 400 || !/^\/(p|s|w|u)\//.test(at) || /\.ics|\/pdf\/|\?said=/.test(at)) continue;
				seen.add(at);
				const r = await who.open(at);
				if (r.status !== 200 && r.status !== 410) wrong.push(`${at}: ${r.status}`);
				if (/Utforske|Utdype|Skape\b|Teste\b/.test(r.page.words('body'))) wrong.push(`${at} names a phase of another way of working`);
				todo.push(...r.page.links());
			}
			seen.clear();
		}
		assert.deepEqual(wrong, []);
	});
});
