/* Nothing on paper is cut, however much there is: sixty measures, some with every field at its limit, in the action plan and the report
 * of the process; a sheet with sixty inputs, sixty themes, posters, a run sheet of the group's own making, rules and minutes as
 * long as they may be. Each PDF says all that its page says, in the same order, is whole by qpdf, and gives every letter back to
 * somebody who reads it out. */
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, test } from 'node:test';
import { Pdf, letters } from '../lib/pdf.mjs';
import { startServer } from '../lib/server.mjs';
import { confirmChoice } from '../lib/chosen.mjs';
import { typeIn } from '../lib/paper.mjs';
import { allAgree, anchor, begin, setUp } from '../lib/workplace.mjs';

const ROWS = 60;
const LONG = 2000; /* what answers and minutes may be */
const CARD = 1000; /* what a text of a measure may be */
const cardOf = (i) => (i % 5 ? 150 : CARD); /* every fifth measure is written to its limit: the pages are many enough */
const ITEMS = 30; /* of one meeting */
const NAME = 120; /* what a theme, a place, and an own item of a run sheet may be called */
const PLACE = long('Sted', NAME);
let server;
let place;
let at;
let group; /* /s/N of the planning meeting */

/* Exactly n letters of words that stand nowhere else, so that a line that is missing, twice or in another place shows. */
function long(name, n = LONG) {
	let s = `${name}:`;
	for (let i = 1; s.length < n; i++) s += ` ${name}v${i}æ`;
	return s.slice(0, n - 1).trimEnd().padEnd(n, '.');
}

/* Every word of a text is read out once, each after the one before it; the last one may be cut by the limit above. */
function assertRead(at, text, where) {
	const words = text.split(' ').slice(1, -1);
	let last = -1;
	for (const w of words) {
		const found = at.get(w) ?? [];
		assert.equal(found.length, 1, `${where}: ${w} stands ${found.length} times`);
		assert.ok(found[0] > last, `${where}: ${w} is in its place`);
		last = found[0];
	}
}

/* The PDF and its page, who reading: all of these texts are on both, each whole, and on paper one after the other. */
async function whole(link, twin, texts, { who = place.leader, pages = 2, title, columns = false } = {}) {
	const page = await who.get(twin);
	assert.equal(page.status, 200, twin);
	const r = await who.get(link);
	assert.equal(r.status, 200, `${link}: ${r.text.slice(0, 200)}`);
	const made = new Pdf(r.bytes);
	try {
		made.check({ lang: 'nb', title: title ?? page.page.words('.print-bar strong') });
		assert.ok(made.pages >= pages, `${link}: ${made.pages} pages`);
		const at = new Map();
		for (const [i, w] of made.text.split(/\s+/).entries()) at.set(w, [...(at.get(w) ?? []), i]);
		const seen = letters(page.page.words('main'));
		let last = -1;
		for (const t of texts) {
			assert.ok(seen.includes(letters(t)), `${twin} has ${t.slice(0, 40)}`);
			assertRead(at, t, link);
			const [first] = at.get(t.split(' ')[1]);
			/* Cells of a row stand beside each other. */
			assert.ok(columns || first > last, `${link}: ${t.slice(0, 40)} is in its place`);
			last = first;
		}
	} finally {
		made.done();
	}
}

/* The PDF of the print list on the line of this name, blank, and its page. */
async function blank(phase, name) {
	const list = await place.leader.get(`${at}/print?phase=${phase}`);
	const row = list.page.all('main table tr').find((tr) => name.test(tr.textContent));
	assert.ok(row, `${name} is on the list of ${phase}`);
	const link = row.querySelector('a[href*="/pdf/"]').getAttribute('href');
	return [link, link.replace('/pdf/phase/', '/print/').replace(/\?.*/, '')];
}

/* The same form sent with other values, as somebody with the page open in many windows would: a key of its own each time, and no
 * page is read again. */
async function sendAgain(who, r, which, values) {
	const sent = await who.submit(r, which, { ...values, key: randomUUID() }, { follow: false });
	assert.equal(sent.status, 303, sent.text.slice(0, 400));
}

/* The filled PDF of the print list whose sheet has this title, and its page. */
async function filled(phase, title) {
	const list = await place.leader.get(`${at}/print?phase=${phase}`);
	for (const link of list.page.links().filter((l) => /\/pdf\/.*filled=1/.test(l))) {
		const twin = link.replace('/pdf/phase/', '/print/').replace(/lang=..&?/, '');
		if (title.test((await place.leader.get(twin)).page.words('h1'))) return [link, twin];
	}
	assert.fail(`${title} is not among: ${list.page.links().filter((l) => /filled/.test(l))}`);
}

before(async () => {
	server = await startServer();
	place = await setUp(server);
	await begin(place, { place: PLACE });
	at = `/p/${place.process}`;
	group = `/s/${server.db.rows("SELECT id FROM sitting WHERE kind = 'group' ORDER BY starts_at, id LIMIT 1")[0][0]}`;
});
after(() => server?.close());

test('the group\'s sheet with sixty inputs, and one\'s own with answers at the limit', async () => {
	await place.leader.submit(await place.leader.get(group), '/open');
	for (const who of ['leader', 'union', 'safety']) await place[who].submit(await place[who].get(`${group}/meeting`), '/join');
	const press = async (what) => {
		const r = await place.leader.get(`${group}/meeting`);
		return place.leader.submit(r, r.page.one(`button[name="do"][value="${what}"]`).closest('form'), {}, { button: ['do', what] });
	};
	await press('start');
	await press('next');
	const own = Object.fromEntries((await place.safety.get(`${group}/meeting`)).page.all('#own-form textarea').map((t, i) => [t.getAttribute('name'), long(`Eget${i}`)]));
	assert.ok(Object.keys(own).length >= 4);
	assert.equal((await place.safety.submit(await place.safety.get(`${group}/meeting`), '/own', own)).status, 200);
	await press('next');
	const fields = (await place.union.get(`${group}/meeting`)).page.forms().filter((f) => f.getAttribute('action').endsWith('/meeting/input')).map((f) => ({ sheet: f.querySelector('[name="sheet"]').getAttribute('value'), field: f.querySelector('[name="field"]').getAttribute('value') }));
	assert.ok(fields.length >= 5);
	const inputs = Array.from({ length: ROWS }, (_, i) => long(`Innspill${i}`, 400));
	for (const [i, text] of inputs.entries()) {
		const r = await place[['leader', 'union', 'safety'][i % 3]].post(`${group}/meeting/input`, { ...fields[i % fields.length], text });
		assert.ok([204, 303].includes(r.status), `${r.status} ${r.text.slice(0, 200)}`);
	}
	await whole(...(await filled('starte', /Trygghet og forventninger/)), fields.flatMap((_, f) => inputs.filter((_, i) => i % fields.length === f)), { pages: 4, columns: true });
	const mine = await filled('starte', /Mine tanker/);
	await whole(...mine, Object.values(own), { who: place.safety, pages: 2 });
	const other = await place.leader.get(mine[0]);
	const not = new Pdf(other.bytes);
	assert.ok(!letters(not.text).includes(letters(Object.values(own)[0]).slice(0, 40)), 'one\'s own sheet is on nobody else\'s paper');
	not.done();
});

test('twenty rules at the limit', async () => {
	const had = (await place.leader.get(`${at}/rules`)).page.all('form [name="text"]').length;
	const rules = [];
	for (let i = 0; i < 20; i++) {
		const text = long(`Regel${i}`, 200);
		const r = await place.leader.submit(await place.leader.get(`${at}/rules`), `${at}/rules`, { text }, { button: ['act', 'add'] });
		if (r.status === 200) rules.push(text);
	}
	assert.ok(rules.length >= 10, `${rules.length} of ${had}`);
	await whole(`${at}/pdf/rules?lang=nb`, `${at}/print/rules`, rules, { pages: 1 });
});

test('sixty measures, twelve of them with every text at its limit, in the action plan', async () => {
	await anchor(place);
	const list = `/u/${place.unit}/measures`;
	const cards = Array.from({ length: ROWS }, (_, i) => ({ title: long(`Tiltak${i}`, 120), what: long(`Hva${i}`, cardOf(i)), cause: long(`Grunn${i}`, cardOf(i)), sign: long(`Tegn${i}`, cardOf(i)) }));
	const form = await place.leader.get(`${list}/new?process=${place.process}`);
	for (const [i, card] of cards.entries()) await sendAgain(place.leader, form, form.page.formTo('/measures/new'), { ...card, who: long(`Hvem${i}`, 120) });
	/* So many as one question takes, until all have been decided. */
	for (let decided = 0; decided < ROWS; ) {
		const page = await place.leader.get(list);
		const ids = page.page.all('input[name="measure"]').map((i) => i.getAttribute('value')).slice(0, 30);
		const [id] = ids;
		const asked = await place.leader.submit(page, `${list}/ask`, { measure: ids });
		assert.equal(asked.status, 200, asked.page.words('main').slice(0, 400));
		assert.match(asked.path, /said=asked/);
		await allAgree(place, (await place.leader.get(`${list}/${id}`)).page.links().find((l) => /\/agreements\/\d+$/.test(l)));
		const now = Number(server.db.rows("SELECT COUNT(*) FROM measure WHERE status <> 'proposed'")[0][0]);
		assert.ok(now > decided, `${now} of ${ROWS} decided`);
		decided = now;
	}
	await whole(`${at}/pdf/report?report=action-plan&lang=nb`, `${at}/reports/action-plan`, cards.flatMap((c) => [c.title, c.what, c.cause]), { pages: 20, columns: true, title: 'Handlingsplan' });
});

test('sixty themes with long names, and sixty measures, in the report of the process; the posters of what is chosen', async () => {
	const sitting = server.db.rows("SELECT id FROM sitting WHERE phase = 'utforske' AND kind = 'staff' ORDER BY id LIMIT 1")[0][0];
	const names = Array.from({ length: ROWS }, (_, i) => long(`Tema${i}`, NAME));
	const kept = [0, 1, 2].map((i) => long(`Bevares${i}`, NAME));
	const page = await place.safety.get(`/s/${sitting}/paper`);
	for (const [step, all] of [['vanskelig-temaer', names], ['bra-temaer', kept]]) {
		const form = page.page.forms().find((f) => f.getAttribute('action').endsWith('/paper/sheet') && f.querySelector('[name="step"]').getAttribute('value') === step);
		for (const name of all) await sendAgain(place.safety, page, form, { name, text: `Lapp til ${name.slice(0, 8)}` });
	}
	const ids = (word) => server.db.rows(`SELECT id FROM theme WHERE name LIKE '${word}%' ORDER BY name`).map(([id]) => `c-${id}`);
	for (const [ballot, chosen] of [['utfordringer', ids('Tema1:')], ['bevare', ids('Bevares')]])
		await typeIn(place.safety, sitting, 'stemme', 'totals', { voters: '9', ...Object.fromEntries(chosen.map((id, i) => [id, String(4 - i)])) }, ballot);
	assert.equal((await place.safety.submit(await place.safety.get(`/s/${sitting}/paper`), '/paper/close', { headcount: '9' })).status, 200);
	await confirmChoice(place);

	/* As if they had grown from proposals, whose fields are shorter. */
	server.db.rows(`UPDATE measure SET process_id = ${place.process}`);
	const cards = Array.from({ length: ROWS }, (_, i) => [long(`Hva${i}`, cardOf(i)), long(`Tegn${i}`, cardOf(i))]).flat();
	const left = names.filter((_, i) => i !== 1);
	/* The summary is made of the same parts, and fewer of them. */
	await whole(`${at}/pdf/report?report=process&lang=nb`, `${at}/reports/process`, [...left, ...cards], { pages: 30, columns: true, title: 'Rapport om prosessen' });
	await whole(...(await filled('utforske', /Utfordringene våre/)), names, { pages: 3, columns: true });
	await whole(...(await blank('utforske', /Plakat: Dette er bra/)), kept, { pages: 1 });
	await whole(...(await blank('utdype', /Plakat: Dette går vi videre med/)), names.slice(1, 2), { pages: 1 });
});

test('a poster of all phases, each at a place with a long name', async () => {
	const [link, twin] = await blank('starte', /Oversikt over/);
	const made = new Pdf((await place.leader.get(link)).bytes);
	const times = (text) => letters(text).split(letters(PLACE)).length - 1;
	made.check({ lang: 'nb', title: (await place.leader.get(twin)).page.words('.print-bar strong') });
	assert.equal(times(made.text), times((await place.leader.get(twin)).page.words('main')));
	assert.ok(times(made.text) >= 1);
	assert.equal(made.pages, 1, 'what hangs on a wall is one sheet, with its code on it');
	made.done();
});

test('a run sheet with thirty items of the group\'s own', async () => {
	const sitting = server.db.rows("SELECT id FROM sitting WHERE phase = 'utdype' AND kind = 'staff' ORDER BY id LIMIT 1")[0][0];
	const items = Array.from({ length: ITEMS }, (_, i) => long(`Punkt${i}`, NAME));
	let r = await place.leader.get(`/s/${sitting}/runsheet`);
	for (const add_title of items) {
		r = await place.leader.submit(r, `/s/${sitting}/runsheet`, { add_title, add_minutes: '1' }, { button: ['do', 'add'] });
		assert.equal(r.status, 200, r.page.words('main').slice(0, 400));
	}
	await whole(...(await blank('utdype', /Kjøreplan/)), items, { pages: 2 });
});

test('minutes with thirty items, each with a result and a follow-up at the limit', async () => {
	const list = `${at}/meetings`;
	const planned = await place.leader.submit(await place.leader.get(`${list}/new?kind=group`), `${list}/new`, { title: 'Langt møte', purpose: long('Hensikt', 600), wished: long('Resultat', 600), date: '2031-02-03', time: '08:00', minutes: '300' });
	const meeting = planned.path.replace(/\?.*/, '');
	const whys = Array.from({ length: ITEMS }, (_, i) => long(`Hvorfor${i}`, 600));
	const items = await place.safety.get(`${meeting}/items`);
	for (const [i, why] of whys.entries()) await sendAgain(place.safety, items, `${meeting}/items`, { title: `Sak ${i}`, why, want: 'decide', minutes: '10' });
	const printed = async () => (await place.leader.get(`${meeting}/print`)).page.one('a[href*="/pdf/minutes/"]').getAttribute('href');
	await whole(await printed(), `${meeting}/print`, whys, { pages: 6, title: 'Langt møte' });
	const form = await place.leader.get(meeting);
	await place.leader.submit(form, form.page.forms().find((f) => f.getAttribute('action') === `${meeting}/act` && f.querySelector('[name="act"][value="begin"]')));
	const said = [];
	for (let i = 1; i <= ITEMS; i++) {
		const r = await place.union.get(`${meeting}/run?item=${i}`);
		const values = { result: long(`Utfall${i}`), follow_up: long(`Videre${i}`) };
		said.push(...Object.values(values));
		const to = r.page.forms().find((f) => f.getAttribute('action') === `${meeting}/run?item=${i}`);
		assert.equal((await place.union.submit(r, to, values, { button: ['go', 'stay'], follow: false })).status, 303);
	}
	const over = await place.leader.get(`${meeting}/end`);
	const there = over.page.all('input[name="there"]').map((b) => b.getAttribute('value'));
	await place.leader.submit(over, `${meeting}/end`, { reached: 'yes', there });
	await whole(await printed(), `${meeting}/print`, said, { pages: 20, title: 'Langt møte' });
});
