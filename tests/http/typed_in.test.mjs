/* Everything that a workshop gathers live can be done on paper and typed in: sorting, trees of causes, sheets, ideas that go on from
 * others, the map, votes on ideas, proposals, answers about each trial. Held wholly on paper, switched to paper midway, and afterwards. */
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { CHALLENGES, choose } from '../lib/chosen.mjs';
import { Desk } from '../lib/desk.mjs';
import { typeIn } from '../lib/paper.mjs';
import { joined, uuid } from '../lib/room.mjs';
import { startServer } from '../lib/server.mjs';
import { Visitor, eventually } from '../lib/wire.mjs';
import { addPerson, allAgree, openWorkshop, setUp } from '../lib/workplace.mjs';

let server;
let place;
let sitting;

const rows = (sql) => server.db.rows(sql);
const one = (sql) => rows(sql)[0]?.[0];
const ref = (title) => `challenge:${one(`SELECT id FROM challenge WHERE title = '${title}'`)}`;
const type = (step, action, values, which, more) => typeIn(place.safety, sitting, step, action, values, which, more);
const saved = async (...args) => {
	const r = await type(...args);
	assert.equal(r.status, 200, r.page.words('main').slice(0, 600));
	return r;
};
const planned = (phase) => Number(one(`SELECT id FROM sitting WHERE phase = '${phase}' AND kind = 'staff' AND state = 'planned' ORDER BY id LIMIT 1`));
const words = async () => (await place.safety.get(`/s/${sitting}/paper`)).page.words('main');

before(async () => {
	server = await startServer();
	place = await setUp(server);
	await addPerson(server, place, 'staff', 'Torunn Åsheim');
	await choose(server, place);
});
after(() => server?.close());

describe('Utdype, held wholly on paper', () => {
	before(() => {
		sitting = planned('utdype');
	});

	test('notes say which challenge they are about, and lie in the field they were sorted into', async () => {
		await saved('beskrive', 'notes', { text: 'Ved vaktskiftet\nHver helg\n', column: 'nar-og-hvor', about: ref(CHALLENGES[0]) });
		await saved('sortere', 'notes', { text: 'Tavla henger bak døra', bin: 'problem', column: 'beskrive/nar-og-hvor', about: ref(CHALLENGES[0]) });
		assert.deepEqual(rows("SELECT body, bin, about FROM note WHERE step = 'beskrive' ORDER BY body"), [
			['Hver helg', '', ref(CHALLENGES[0])],
			['Tavla henger bak døra', 'problem', ref(CHALLENGES[0])],
			['Ved vaktskiftet', '', ref(CHALLENGES[0])],
		]);
		const id = one("SELECT id FROM note WHERE body = 'Hver helg'");
		await saved('sortere', 'places', { [`p-${id}`]: 'symptom' });
		assert.deepEqual(rows("SELECT body, bin FROM note WHERE bin <> '' ORDER BY body"), [['Hver helg', 'symptom'], ['Tavla henger bak døra', 'problem']]);
		const page = (await place.safety.get(`/s/${sitting}/paper`)).page;
		assert.equal(page.one(`#p-${id}`), null, 'what has its field is not asked about again');
		const wrong = await type('sortere', 'notes', { text: 'x', bin: 'nowhere', column: 'beskrive/nar-og-hvor' });
		assert.equal(wrong.status, 422);
		const other = await type('beskrive', 'notes', { text: 'x', column: 'nar-og-hvor', about: 'challenge:4711' });
		assert.equal(other.status, 422);
		assert.match(other.page.words('.ds-error-summary'), /Velg hva lappene hører til/);
	});

	test('a tree comes as an outline; marks, bones and what must be found out are set afterwards', async () => {
		await saved('hvorfor', 'causes', { text: 'Ingen leser tavla\n- Den henger bak døra\r\n-- Der var det plass\n– – Ingen har tenkt på det\nVi er få\n' }, { tree: ref(CHALLENGES[0]) });
		const tree = () => rows("SELECT c.body, COALESCE(u.body, '-') FROM cause c LEFT JOIN cause u ON u.id = c.parent ORDER BY c.body");
		assert.deepEqual(tree(), [
			['Den henger bak døra', 'Ingen leser tavla'],
			['Der var det plass', 'Den henger bak døra'],
			['Ingen har tenkt på det', 'Den henger bak døra'],
			['Ingen leser tavla', '-'],
			['Vi er få', '-'],
		]);
		const id = (body) => one(`SELECT id FROM cause WHERE body = '${body}'`);
		await saved('hvorfor', 'causes', { about: `cause:${id('Vi er få')}`, text: 'Vikarer er dyre' }, { tree: ref(CHALLENGES[0]) });
		assert.ok(tree().some(([body, up]) => body === 'Vikarer er dyre' && up === 'Vi er få'));
		await saved('hvorfor', 'marks', { [`root-${id('Der var det plass')}`]: '1', [`find-${id('Vi er få')}`]: '1', [`ev-${id('Vi er få')}`]: 'measured', [`bone-${id('Vi er få')}`]: 'turnus' }, { tree: ref(CHALLENGES[0]) });
		assert.deepEqual(rows("SELECT body, bone, evidence, is_root, find_out FROM cause WHERE is_root = 1 OR find_out = 1 ORDER BY body"), [
			['Der var det plass', '', 'none', '1', '0'],
			['Vi er få', 'turnus', 'measured', '0', '1'],
		]);
		assert.equal(one('SELECT count(*) FROM task'), '0', 'a task comes when the room closes');
		const deep = await type('hvorfor', 'causes', { text: Array.from({ length: 9 }, (_, i) => `${'-'.repeat(i)} dypt ${i}`).join('\n') }, { tree: ref(CHALLENGES[1]) });
		assert.equal(deep.status, 422);
		assert.match(deep.page.words('.ds-error-summary'), /spurt hvorfor mange ganger/);
		assert.match(deep.page.one(`#causes-hvorfor-${ref(CHALLENGES[1]).replace(':', '-')} textarea`).textContent, /-------- dypt 8/, 'kept');
		const long = await type('hvorfor', 'causes', { text: `kort\n${'x'.repeat(201)}` }, { tree: ref(CHALLENGES[1]) });
		assert.equal(long.status, 422);
		assert.match(long.page.words('.ds-error-summary'), /Se på linje 2/);
	});

	test('dots on the branches are counted, and the sheets show which got most', async () => {
		const cause = (body) => `cause:${one(`SELECT id FROM cause WHERE body = '${body}'`)}`;
		const counts = { [`c-${cause('Der var det plass')}`]: '9', [`c-${cause('Vi er få')}`]: '4' };
		assert.match(await words(), new RegExp(`Der var det plass \\(årsak til: ${CHALLENGES[0]}\\)`));
		assert.equal((await type('stemme', 'totals', { ...counts, voters: '3', dots: '3' }, 'arsaker')).status, 422, 'three people cannot have given thirteen');
		await saved('stemme', 'totals', { ...counts, voters: '7', dots: '3' }, 'arsaker');
		assert.deepEqual(rows("SELECT c.body, v.total, r.seats FROM vote_total v JOIN vote_round r ON r.id = v.round_id JOIN cause c ON v.target = 'cause:' || c.id WHERE v.total > 0 ORDER BY v.total DESC"), [['Der var det plass', '9', '7'], ['Vi er få', '4', '7']]);
	});

	test('the name of a colleague is pointed out, and may be kept', async () => {
		const named = await type('hvorfor', 'causes', { text: 'Torunn glemmer tavla' }, { tree: ref(CHALLENGES[1]) });
		assert.equal(named.status, 422);
		assert.match(named.page.words('.ds-error-summary'), /«Torunn» ligner et navn/);
		assert.match(named.page.one('[aria-invalid="true"]').textContent, /Torunn glemmer tavla/);
		assert.equal(one("SELECT count(*) FROM cause WHERE body LIKE 'Torunn%'"), '0');
		const form = named.page.forms().find((f) => f.querySelector('[name="anyway"]'));
		const kept = await place.safety.submit(named, form, {}, { button: ['anyway', '1'] });
		assert.equal(kept.status, 200);
		assert.equal(one("SELECT count(*) FROM cause WHERE body LIKE 'Torunn%'"), '1');
		const note = await type('beskrive', 'notes', { text: 'Alltid når Torunn har vakt', column: 'nar-og-hvor' });
		assert.equal(note.status, 422);
		assert.match(note.page.words('main'), /«Torunn» ligner et navn/);
		const sheet = await type('setning', 'filled', { about: ref(CHALLENGES[0]), 'f-hvordan': 'få Torunn til å lese' }, { entry: undefined });
		assert.equal(sheet.status, 422);
		assert.match(sheet.page.words('.ds-error-summary'), /«Torunn»/);
		assert.equal(sheet.page.all('[name="f-hvordan"]').find((t) => /Torunn/.test(t.textContent))?.textContent.trim(), 'få Torunn til å lese', 'kept');
		assert.equal(one("SELECT count(*) FROM entry WHERE phase = 'utdype'"), '0');
	});

	test('sheets: two tables about the same, one changed again, one marked for others to solve', async () => {
		assert.equal((await type('setning', 'filled', { about: ref(CHALLENGES[0]) }, { entry: undefined })).status, 422, 'an empty sheet');
		const none = await type('setning', 'filled', { 'f-hvordan': 'noe' }, { entry: undefined });
		assert.equal(none.status, 422);
		assert.match(none.page.words('.ds-error-summary'), /Velg hva arket handler om/);
		await saved('setning', 'filled', { about: ref(CHALLENGES[0]), 'f-hvordan': 'få beskjedene fram', 'f-slik-at': 'alle vet det' }, { entry: undefined });
		await saved('setning', 'filled', { about: ref(CHALLENGES[0]), 'f-hvordan': 'si det høyt' }, { entry: undefined });
		await saved('setning', 'filled', { about: ref(CHALLENGES[1]), 'f-hvordan': 'få flere folk', 'f-selv': 'nei' }, { entry: undefined });
		const id = one("SELECT entry_id FROM entry_field WHERE body = 'si det høyt'");
		const [a, b] = await Promise.all([place.safety, place.union].map((w) => w.get(`/s/${sitting}/paper`)));
		const form = (r) => r.page.forms().find((f) => f.querySelector(`[name="entry"][value="${id}"]`));
		assert.equal((await place.safety.submit(a, form(a), { 'f-selv-om': 'vi har det travelt' })).status, 200);
		const clash = await place.union.submit(b, form(b), { 'f-selv-om': 'det er kveld' });
		assert.equal(clash.status, 409);
		assert.match(clash.page.words('main'), /Noen andre har skrevet: «vi har det travelt»/);
		assert.equal((await place.union.submit(clash, form(clash))).status, 200, 'seen, and saved again');
		assert.equal(one("SELECT body FROM entry_field WHERE field = 'selv-om'"), 'det er kveld');
		const long = await type('setning', 'filled', { 'f-hvordan': 'x'.repeat(801) }, { entry: id });
		assert.equal(long.status, 422);
		assert.match(long.page.words('.ds-error-summary'), /høyst 800 tegn/);
		/* what the tables wrote comes into the next step */
		const first = one("SELECT entry_id FROM entry_field WHERE body = 'få beskjedene fram'");
		await saved('forbedre', 'filled', { about: `entry:${first}`, 'f-hvordan': 'sikre at beskjeder når fram' }, { entry: undefined });
	});

	test('answers about each sentence are counted, never more than there were people', async () => {
		const better = `entry:${one("SELECT id FROM entry WHERE step = 'forbedre'")}`;
		const counts = { 'c-konkret:ja': '6', 'c-konkret:nei': '1', 'c-avgrenset:ja': '7', 'c-mulig:ja': '0', 'c-mulig:nei': '7' };
		assert.equal((await type('sjekke', 'verdict', { ...counts, 'c-konkret:ja': '-3' }, { about: better })).status, 422);
		const bad = await type('sjekke', 'verdict', { ...counts, 'c-konkret:ja': 'seks' }, { about: better });
		assert.equal(bad.status, 422);
		assert.equal(bad.page.all('input').filter((i) => i.getAttribute('value') === 'seks').length, 1, 'kept');
		await saved('sjekke', 'verdict', { ...counts, 'c-konkret:ja': '5' }, { about: better });
		await saved('sjekke', 'verdict', counts, { about: better });
		assert.deepEqual(rows("SELECT r.ballot, v.target, v.total, r.seats FROM vote_total v JOIN vote_round r ON r.id = v.round_id WHERE r.step = 'sjekke' AND v.total > 0 ORDER BY 1, 2"), [
			['avgrenset', 'ja', '7', '7'],
			['konkret', 'ja', '6', '7'],
			['konkret', 'nei', '1', '7'],
			['mulig', 'nei', '7', '7'],
		]);
	});

	test('closed, it is as if it had been held live: nothing tells what came from paper', async () => {
		const r = await place.safety.submit(await place.safety.get(`/s/${sitting}/paper`), '/paper/close', { headcount: '7' });
		assert.equal(r.status, 200);
		assert.deepEqual(rows("SELECT DISTINCT CASE WHEN room_id = -process_id THEN '-' ELSE 'a room' END FROM note UNION SELECT COALESCE(CAST(room_id AS TEXT), '-') FROM cause UNION SELECT COALESCE(CAST(room_id AS TEXT), '-') FROM entry"), [['-']]);
		assert.deepEqual(rows('SELECT body FROM task'), [['Vi er få']]);
		assert.deepEqual(rows('SELECT what FROM lift ORDER BY what').map(([w]) => w), ['Hvordan kan vi få flere folk', 'Hvordan kan vi sikre at beskjeder når fram']);
		assert.equal(one("SELECT count(*) FROM vote_round WHERE step = 'sjekke' AND state <> 'closed'"), '0');
	});

	test('afterwards there is still something in a bag: causes, marks and a sheet, with what follows from them', async () => {
		const before = rows("SELECT id FROM note WHERE phase = 'utdype'").map(([id]) => id);
		await saved('beskrive', 'notes', { text: 'Fant en lapp til', column: 'provd' });
		assert.equal(rows("SELECT id FROM note WHERE phase = 'utdype'").some(([id]) => before.includes(id)), false, 'all notes have new ids');
		const top = one("SELECT id FROM cause WHERE body = 'Vikarer er dyre'");
		await saved('hvorfor', 'causes', { about: `cause:${top}`, text: 'Avtalen er gammel' }, { tree: ref(CHALLENGES[0]) });
		const id = one("SELECT id FROM cause WHERE body = 'Avtalen er gammel'");
		assert.equal(one(`SELECT COALESCE(CAST(room_id AS TEXT), '-') FROM cause WHERE id = '${id}'`), '-');
		await saved('hvorfor', 'marks', { [`find-${id}`]: '1' }, { tree: ref(CHALLENGES[0]) });
		assert.deepEqual(rows('SELECT body, thing FROM task ORDER BY body'), [['Avtalen er gammel', `cause:${id}`], ['Vi er få', rows("SELECT thing FROM task WHERE body = 'Vi er få'")[0][0]]]);
		await saved('setning', 'filled', { about: ref(CHALLENGES[1]), 'f-hvordan': 'få nye heiser', 'f-selv': 'nei' }, { entry: undefined });
		assert.ok(rows('SELECT what FROM lift').some(([w]) => /få nye heiser/.test(w)));
		assert.doesNotMatch(await words(), /Ved vaktskiftet|Fant en lapp/, 'single notes of a closed sitting are not read here');
		const few = await type('sjekke', 'verdict', { 'c-konkret:ja': '1' }, { about: `entry:${one("SELECT id FROM entry WHERE step = 'forbedre'")}` });
		assert.equal(few.status, 422, 'answers that have been shown do not change by those of a few');
	});
});

describe('Skape, switched to paper midway', () => {
	let code;
	let desk;
	let phones;
	const note = async (p, step, text, more = {}) => {
		const id = uuid();
		assert.equal((await p.send('notes', { id, step, column: 'ide', text, ...more })).status, 201);
		return id;
	};
	const idea = (body) => `note:${one(`SELECT id FROM note WHERE body = '${body}'`)}`;

	before(async () => {
		({ code, sitting } = await openWorkshop(place, { name: /Skape/ }));
		desk = new Desk(place.leader, code);
		await desk.take();
		await desk.act('settings', { door: '1', headcount: '6', tables: '2' });
		phones = await Promise.all(Array.from({ length: 5 }, () => joined(server, code)));
	});

	test('what came by phone stays, what comes from paper lies beside it', async () => {
		await desk.goTo(2);
		const statements = rows("SELECT entry_id FROM entry_field WHERE field = 'hvordan' AND body = 'sikre at beskjeder når fram'");
		const about = `entry:${statements[0][0]}`;
		await note(phones[0], 'egne-ideer', 'En tavle ved døra', { about });
		await desk.act('paper', { do: 'paper' });
		const heap = await saved('egne-ideer', 'notes', { text: 'En felles beskjedbok\nEn lapp i lomma', about });
		assert.match(heap.page.words('main'), /2 lapper er lagret\./);
		assert.deepEqual(rows("SELECT body, state, about FROM note WHERE step = 'egne-ideer' ORDER BY body"), [
			['En felles beskjedbok', 'hidden', about],
			['En lapp i lomma', 'hidden', about],
			['En tavle ved døra', 'hidden', about],
		]);
		assert.doesNotMatch(await words(), /tavle ved døra/, 'nothing is read before the reveal');
		await desk.goTo(3);
		await saved('bygge-videre', 'notes', { text: '… med blyant i snor', builds_on: idea('En felles beskjedbok') });
		const [[on, its]] = rows("SELECT builds_on, about FROM note WHERE body LIKE '%blyant%'");
		assert.equal(`note:${on}`, idea('En felles beskjedbok'));
		assert.equal(its, about);
		const gone = await type('bygge-videre', 'notes', { text: 'x', builds_on: `note:${uuid()}` });
		assert.equal(gone.status, 422);
	});

	test('where ideas lay on the map; what a phone has moved meanwhile stays moved', async () => {
		await desk.goTo(5);
		const page = await place.safety.get(`/s/${sitting}/paper`);
		const s = await phones[0].events({ screen: 'wall', wall: one(`SELECT wall_token FROM sitting WHERE id = ${sitting}`), after: 0 });
		await phones[1].send('table', { table: '1' });
		assert.equal((await phones[1].send('places', { step: 'sortere', target: idea('En lapp i lomma'), across: '2', up: '1' })).status, 200);
		const form = page.page.forms().find((f) => f.getAttribute('id') === 'places-sortere');
		const r = await place.safety.submit(page, form, { [`p-${idea('En tavle ved døra')}`]: '1-2', [`p-${idea('En felles beskjedbok')}`]: '1-1' });
		assert.equal(r.status, 200, r.page.words('main').slice(0, 300));
		assert.deepEqual(rows('SELECT target, across, up FROM map_place').sort(), [
			[idea('En lapp i lomma'), '2', '1'],
			[idea('En tavle ved døra'), '1', '2'],
			[idea('En felles beskjedbok'), '1', '1'],
		].sort());
		await eventually(() => s.frames.some((f) => f.data.includes('data-into="field-1-2"')));
		s.close?.();
		await saved('sortere', 'places', { [`p-${idea('En felles beskjedbok')}`]: '' });
		assert.equal(one(`SELECT count(*) FROM map_place WHERE target = '${idea('En felles beskjedbok')}'`), '0');
		assert.equal((await type('sortere', 'places', { [`p-${idea('En felles beskjedbok')}`]: '3-1' })).status, 422);
	});

	test('dots on ideas come on top of votes from phones', async () => {
		await desk.goTo(7);
		/* The line is back for a while, and gone again. */
		await desk.act('paper', { do: 'phone' });
		const round = (await phones[0].room()).page.one('section[data-votes]').getAttribute('data-round');
		for (const p of phones) assert.equal((await p.send('votes', { round, target: idea('En tavle ved døra'), count: '1' })).status, 200);
		await desk.act('paper', { do: 'paper' });
		const many = await type('stemme', 'totals', { voters: '2', dots: '3', [`c-${idea('En tavle ved døra')}`]: '5' }, 'ideer');
		assert.equal(many.status, 422);
		await saved('stemme', 'totals', { voters: '2', dots: '3', [`c-${idea('En tavle ved døra')}`]: '4', [`c-${idea('En felles beskjedbok')}`]: '2' }, 'ideer');
		/* While it lasts everybody is told of the paper; the result stands on the wall and the phones as on the desk. */
		const seen = async () => [await phones[0].room(), await new Visitor(server).get(`/r/${code}/wall/${one(`SELECT wall_token FROM sitting WHERE id = ${sitting}`)}`)].map((r) => r.page.words('#step'));
		for (const w of await seen()) assert.match(w, /Vi fortsetter på papir/);
		await desk.act('vote', { do: 'close' });
		for (const w of await seen()) {
			assert.doesNotMatch(w, /Vi fortsetter på papir/);
			assert.match(w, /En tavle ved døra ?9 stemmer En felles beskjedbok ?2 stemmer/);
		}
		await desk.act('paper', { do: 'phone' });
		assert.deepEqual(rows(`SELECT v.target, v.total, r.seats FROM vote_total v JOIN vote_round r ON r.id = v.round_id WHERE r.id = ${round} AND v.total > 0 ORDER BY v.total DESC`), [
			[idea('En tavle ved døra'), '9', '7'],
			[idea('En felles beskjedbok'), '2', '7'],
		]);
	});

	test('a proposal from paper belongs to a table and to an idea that no other table has taken', async () => {
		await desk.goTo(8);
		await phones[0].send('table', { table: '2' });
		assert.equal((await phones[0].send('sheets/take', { step: 'forslag', about: idea('En felles beskjedbok'), table: '2' })).status, 200);
		const values = { about: idea('En tavle ved døra'), table: '1', 'f-tittel': 'Tavle med vakt', 'f-hva': 'En tavle ved døra', 'f-hvem': 'Torunn', 'f-nar': '2026-02-01', 't-nar': '2026-01-01' };
		assert.equal((await type('forslag', 'filled', values, { entry: undefined })).status, 422, 'ends before it begins');
		await saved('forslag', 'filled', { ...values, 't-nar': '2026-03-01' }, { entry: undefined });
		assert.equal(one("SELECT body FROM entry_field WHERE field = 'hvem'"), 'Torunn', 'who does it may be named');
		const taken = await type('forslag', 'filled', { ...values, about: idea('En felles beskjedbok'), 't-nar': '' }, { entry: undefined });
		assert.equal(taken.status, 422);
		assert.match(taken.page.words('.ds-error-summary'), /finnes allerede et ark/);
		assert.match((await phones[1].room()).page.words('#entries'), /Bord 1.*Tavle med vakt/);
		await desk.look();
		await desk.send('end', { do: 'close' });
		await eventually(() => one(`SELECT state FROM sitting WHERE id = ${sitting}`) === 'closed');
		assert.deepEqual(rows("SELECT e.about FROM entry e JOIN entry_field f ON f.entry_id = e.id WHERE f.body = 'Tavle med vakt'"), [[idea('En tavle ved døra')]]);
	});

	test('ideas of a closed sitting can still be built on, placed and proposed', async () => {
		await saved('bygge-videre', 'notes', { text: '… og en lampe over', builds_on: idea('En tavle ved døra') });
		assert.equal(`note:${one("SELECT builds_on FROM note WHERE body = '… og en lampe over'")}`, idea('En tavle ved døra'));
		await saved('sortere', 'places', { [`p-${idea('… og en lampe over')}`]: '2-2' });
		assert.deepEqual(rows(`SELECT across, up, COALESCE(CAST(room_id AS TEXT), '-') FROM map_place WHERE target = '${idea('… og en lampe over')}'`), [['2', '2', '-']]);
		await saved('forslag', 'filled', { about: idea('… og en lampe over'), 'f-tittel': 'Lampe' }, { entry: undefined });
		assert.equal(one("SELECT COALESCE(CAST(e.room_id AS TEXT), '-') FROM entry e JOIN entry_field f ON f.entry_id = e.id WHERE f.body = 'Lampe'"), '-');
	});
});

describe('Teste, after the proposals have become measures', () => {
	before(async () => {
		const at = `/p/${place.process}/decide`;
		const asked = await place.leader.submit(await place.leader.get(`${at}?phase=skape`), at);
		const agreement = /\/p\/\d+\/agreements\/\d+/.exec(asked.path)?.[0];
		assert.ok(agreement, asked.page.words('main').slice(0, 400));
		await allAgree(place, agreement);
		assert.match(await words(), /for sent å legge til/);
	});

	test('experiences, results, a verdict on each trial and a habit for what is kept', async () => {
		sitting = planned('teste');
		const kept = one("SELECT id FROM measure WHERE title = 'Tavle med vakt'");
		const about = `measure:${kept}`;
		await saved('erfaringer', 'notes', { text: 'Det gikk fint', column: 'skjedde', about });
		await saved('resultat', 'filled', { about, 'f-hva-skjedde': 'Færre spør' }, { entry: undefined });
		await saved('dom', 'verdict', { 'c-videre:behold': '8', 'c-videre:juster': '2' }, { about });
		const r = await place.safety.submit(await place.safety.get(`/s/${sitting}/paper`), '/paper/close', { headcount: '10' });
		assert.equal(r.status, 200);
		/* what is kept is known only now */
		await saved('vaner', 'filled', { about, 'f-nar': 'Når vakta begynner', 'f-gjor': 'leser vi tavla', 'f-ser-igjen': '2027-01-10' }, { entry: undefined });
		assert.equal(one("SELECT makes FROM entry WHERE step = 'vaner'"), 'habit');
		const decide = await place.leader.get(`/p/${place.process}/decide?phase=teste`);
		assert.match(decide.page.words('main'), /Tavle med vakt/);
		assert.ok(decide.page.all('input[checked], option[selected]').some((i) => /behold/.test(i.getAttribute('value'))), 'what most answered is the suggestion');
	});
});
