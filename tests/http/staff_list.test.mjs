/* The staff list: brought as spreadsheets save it, shown row by row, taken in once, and nothing of it kept before. */
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { startServer } from '../lib/server.mjs';
import { Visitor, request } from '../lib/wire.mjs';
import { anchor, begin, personPage, register, setUp } from '../lib/workplace.mjs';

const AT = '/admin/staff-list';
const HEAD = 'fornavn;etternavn;epost;enhet;rolle';
let server, place;

before(async () => {
	server = await startServer();
	place = await setUp(server);
	await place.admin.submit(await place.admin.get('/admin/units'), '/admin/units', { name: 'Solvang barnehage' });
});
after(() => server?.close());

const people = () => Number(server.db.rows('SELECT COUNT(*) FROM person')[0][0]);
const roles = () => Number(server.db.rows('SELECT COUNT(*) FROM role')[0][0]);

/* As a browser sends a form with a file. */
async function bring(bytes, { who = place.admin, name = 'ansatte på huset.csv', text = '', headers = {} } = {}) {
	const form = new FormData();
	form.append('file', new Blob([bytes]), name);
	form.append('text', text);
	const r = new Response(form);
	return who.send('POST', AT, { headers: { 'content-type': r.headers.get('content-type'), 'sec-fetch-site': 'same-origin', ...headers }, body: Buffer.from(await r.arrayBuffer()) });
}
const lines = (...rows) => [HEAD, ...rows].join('\r\n') + '\r\n';
const cells = (r) => r.page.all('main table tbody tr').map((tr) => [...tr.querySelectorAll('th, td')].map((c) => c.textContent.trim()));
const take = (r, more) => place.admin.submit(r, `${AT}/take`, more);
const isNamed = (name) => server.db.rows(`SELECT p.name, r.kind, u.name, COALESCE(p.email, '') FROM person p JOIN role r ON r.person_id = p.id JOIN unit u ON u.id = r.unit_id WHERE p.name = '${name}' ORDER BY r.id`);

test('a list is shown first, taken in when the administrator says so, and the same list again changes nothing', async () => {
	const list = lines('Kåre;Ødegård;Kare@Solbakken.example;Solbakken sykehjem;ansatt', 'Åse;Lund;;solbakken sykehjem;', 'Nina;Næss;nina@solbakken.example;Solvang barnehage;Leder');
	const before = [people(), roles()];
	const seen = await bring(Buffer.from('\ufeff' + list));
	assert.equal(seen.status, 200, seen.page.words('main').slice(0, 400));
	assert.deepEqual(cells(seen).map((c) => [c[0], c[1], c[3], c[5]]), [
		['Kåre Ødegård', '2', 'Solbakken sykehjem', 'Blir registrert'],
		['Åse Lund', '3', 'Solbakken sykehjem', 'Blir registrert'],
		['Nina Næss', '4', 'Solvang barnehage', 'Blir registrert'],
	]);
	assert.deepEqual([people(), roles()], before, 'a dry run');
	const done = await take(seen);
	assert.match(done.page.words('main'), /Listen er tatt inn/);
	assert.deepEqual(isNamed('Kåre Ødegård'), [['Kåre Ødegård', 'staff', 'Solbakken sykehjem', 'kare@solbakken.example']]);
	assert.deepEqual(isNamed('Åse Lund'), [['Åse Lund', 'staff', 'Solbakken sykehjem', '']]);
	assert.deepEqual(isNamed('Nina Næss').map((r) => r[1]), ['leader']);
	const between = [people(), roles()];
	assert.deepEqual(between, [before[0] + 3, before[1] + 3]);
	const again = await bring(Buffer.from(list, 'latin1'));
	assert.match(again.page.words('main'), /Det er ingenting å gjøre/);
	assert.match(again.page.words('main'), /Windows \(vesteuropeisk\), semikolon/);
	assert.equal(again.page.forms().some((f) => /take$/.test(f.getAttribute('action'))), false);
	/* The form of before, sent once more. */
	assert.match((await take(seen)).page.words('main'), /Listen er tatt inn/);
	assert.match((await take(seen, { key: crypto.randomUUID() })).page.words('main'), /Listen er tatt inn/);
	assert.deepEqual([people(), roles()], between);
	assert.match((await place.admin.get('/me/log')).page.words('main'), /tok inn en personliste: 3 rader/);
});

test('in every encoding and with every separator, and as cells copied from the sheet', async () => {
	const text = lines('Bjørn;Ås;bjorn@solbakken.example;Solbakken sykehjem;ansatt');
	const commas = text.replaceAll(';', ',');
	const wide = Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(text.replaceAll(';', '\t'), 'utf16le')]);
	for (const bytes of [Buffer.from(text), Buffer.from(text, 'latin1'), Buffer.from('\ufeff' + commas), wide, Buffer.from(text, 'utf16le'), Buffer.from('sep=,\r\n' + commas)]) {
		const r = await bring(bytes);
		assert.equal(r.status, 200, r.page.words('main').slice(0, 300));
		assert.deepEqual(cells(r).map((c) => c[0]), ['Bjørn Ås'], bytes.toString('latin1'));
	}
	const pasted = await place.admin.post(AT, { text: text.replaceAll(';', '\t') });
	assert.deepEqual(cells(pasted).map((c) => c[0]), ['Bjørn Ås']);
	assert.match(pasted.page.words('main'), /UTF-8, tabulator/);
});

test('what is wrong with a row is said with its number, and the others can go on', async () => {
	const r = await bring(Buffer.from(lines(
		'Per;Hansen;per@solbakken.example;Solbakken sykehjem;ansatt',
		';;tom@solbakken.example;Solbakken sykehjem;',
		'Siri;Holm;ikke en adresse;Solbakken sykehjem;',
		'Tor;Vik;vik@solbakken.example;Solbakken sjukehus;',
		'',
		'Ida;Moe;moe@solbakken.example;Solbakken sykehjem;tillitsvalgt',
		'Ole;Bø;bo@solbakken.example;Solbakken sykehjem;administrator',
		'Eva;Li;li@solbakken.example;Solbakken sykehjem;vaskehjelp',
		'Petter;Hansen;per@solbakken.example;Solbakken sykehjem;ansatt',
		'=cmd;Formel;formel@solbakken.example;Solbakken sykehjem;',
		'Liv;Ruud;liv@solbakken.example;;',
		'Per;Hansen;per@solbakken.example;Solbakken sykehjem;ansatt',
		'Per;Hansen;per@solbakken.example;Solvang barnehage;',
	)));
	const wrong = r.page.all('section[aria-labelledby="wrong-h"] tbody tr').map((tr) => [...tr.querySelectorAll('td')].map((c) => c.textContent.trim())).map((c) => [c[0], c[4]]);
	assert.deepEqual(wrong.map((w) => w[0]), ['3', '4', '5', '7', '8', '9', '10', '11', '12']);
	for (const [i, said] of [/Navnet mangler/, /ikke en adresse/, /Ingen enhet har dette navnet/, /Tillitsvalgte registrerer du for hånd/, /Administratorer/, /ingen slik rolle/, /rad 2 med et annet navn/, /formel/, /Enheten mangler/].entries()) assert.match(wrong[i][1], said);
	const changing = r.page.all('section[aria-labelledby="changing-h"] tbody tr').map((tr) => tr.textContent.replace(/\s+/g, ' '));
	assert.equal(changing.length, 2);
	assert.match(changing[0], /Per Hansen .*Blir registrert/);
	assert.match(changing[1], /Solvang barnehage .*Finnes fra før, og får rollen/);
	assert.match(r.page.words('button[type=submit]') + r.page.words('main'), /Gjør dette for 2 rader/);
	await take(r);
	assert.deepEqual(isNamed('Per Hansen').map((p) => [p[1], p[2]]), [['staff', 'Solbakken sykehjem'], ['staff', 'Solvang barnehage']]);
	assert.equal(isNamed('Ida Moe').length, 0);
});

test('a unit is found by its code in the HR system, whatever it is called there', async () => {
	const units = await place.admin.get('/admin/units');
	await place.admin.submit(units, '/admin/units', { name: 'Solgløtt', code: '4711-A' });
	const r = await bring(Buffer.from('navn;enhet_kode;enhet\r\nKode Kari;4711-a;Solgl. avd 2\r\nNavn Nils;9999;Solvang barnehage\r\nIngen Ida;9999;Ukjent\r\n'));
	assert.deepEqual(cells(r).map((c) => [c[0], c[3], /Ingen enhet/.test(c[5])]), [['Ingen Ida', 'Ukjent', true], ['Kode Kari', 'Solgløtt', false], ['Navn Nils', 'Solvang barnehage', false]]);
	await take(r);
	assert.deepEqual(isNamed('Kode Kari').map((p) => p[2]), ['Solgløtt']);
	const change = (await place.admin.get('/admin/units')).page.links().filter((l) => /^\/admin\/units\/\d+$/.test(l));
	const pages = await Promise.all(change.map((l) => place.admin.get(l)));
	assert.ok(pages.some((x) => x.page.one('#field-code').getAttribute('value') === '4711-A'), 'the code can be changed');
});

test('nobody loses a role, a changed name is shown, and roles of representatives wait for the person', async () => {
	await register(place, 'staff', 'Gro Gammel');
	const before = roles();
	const r = await bring(Buffer.from(lines('Vera;Vernehaug;vera@solbakken.example;Solbakken sykehjem;verneombud', 'Nils;Ny;nils@solbakken.example;Solbakken sykehjem;Verneombud')));
	assert.match(r.page.words('main'), /Heter Vera Verneombud nå, får det nye navnet/);
	await take(r);
	assert.equal(roles(), before + 1);
	assert.deepEqual(isNamed('Vera Vernehaug').map((p) => p[1]), ['safety']);
	assert.equal(Number(server.db.rows("SELECT COUNT(*) FROM role r JOIN person p ON p.id = r.person_id WHERE p.name = 'Nils Ny' AND r.confirmed_at IS NULL")[0][0]), 1);
	assert.equal(isNamed('Gro Gammel').length, 1);
});

/* A workbook as others than we make it: namespaces with a prefix, shared and inline texts, a hidden sheet first. */
function workbook(sheet, more = {}) {
	const folder = mkdtempSync(path.join(tmpdir(), 'list-'));
	const parts = {
		'xl/workbook.xml': '<x:workbook xmlns:x="m" xmlns:r="r"><x:sheets><x:sheet name="Skjult" sheetId="1" state="hidden" r:id="rId9"/><x:sheet name="Ansatte" sheetId="2" r:id="rId1"/></x:sheets></x:workbook>',
		'xl/_rels/workbook.xml.rels': '<Relationships><Relationship Id="rId1" Target="/xl/worksheets/sheet2.xml"/></Relationships>',
		'xl/sharedStrings.xml': '<sst><si><t>navn</t></si><si><r><t>e</t></r><r><t>post</t></r></si></sst>',
		'xl/worksheets/sheet2.xml': sheet,
		...more,
	};
	try {
		for (const [name, text] of Object.entries(parts)) {
			mkdirSync(path.join(folder, path.dirname(name)), { recursive: true });
			writeFileSync(path.join(folder, name), text);
		}
		execFileSync('zip', ['-qr', 'a.xlsx', 'xl'], { cwd: folder });
		return readFileSync(path.join(folder, 'a.xlsx'));
	} finally {
		rmSync(folder, { recursive: true, force: true });
	}
}
const row = (n, ...cells) => `<row r="${n}">${cells.map((c, i) => (c === '' ? '' : `<c r="${'ABCDEFG'[i]}${n}"${typeof c === 'number' ? ' t="s"' : ' t="inlineStr"'}>${typeof c === 'number' ? `<v>${c}</v>` : `<is><t>${c}</t></is>`}</c>`)).join('')}</row>`;
const sheet = (...rs) => `<worksheet><sheetData>${rs.join('')}</sheetData></worksheet>`;

test('an Excel workbook is read like a list, and the leader column is only compared', async () => {
	const file = workbook(sheet(
		row(1, 0, 1, 'enhet', 'leder_epost', 'mobil', 'stilling'),
		row(3, 'Gerd Moe', 'gerd@solbakken.example', 'Solbakken sykehjem', 'LISE@solbakken.example', '90012345', 'Hjelpepleier'),
		row(4, 'Arne Vik', 'arne@solbakken.example', 'Solbakken sykehjem', 'sjef@solbakken.example', '', ''),
	));
	const r = await bring(file, { name: 'ansatte.xlsx' });
	assert.equal(r.status, 200, r.page.words('main').slice(0, 300));
	assert.deepEqual(cells(r).map((c) => [c[0], c[1], c[3], c[5]]), [['Gerd Moe', '3', 'Solbakken sykehjem', 'Blir registrert'], ['Arne Vik', '4', 'Solbakken sykehjem', 'Blir registrert']]);
	assert.match(r.page.words('main'), /en Excel-arbeidsbok, arket Ansatte\. De andre arkene blir ikke lest/);
	assert.match(r.page.words('main'), /Kolonner som ikke leses ?mobil, stilling/);
	assert.match(r.page.words('main'), /lise@solbakken\.example ?er leder for enheten her også.*sjef@solbakken\.example ?er ikke leder for enheten her/);
	assert.doesNotMatch(r.text, /90012345|Hjelpepleier/);
	const leaders = server.db.rows("SELECT COUNT(*) FROM role WHERE kind = 'leader'")[0][0];
	await take(r);
	assert.equal(isNamed('Gerd Moe').length, 1);
	assert.equal(server.db.rows("SELECT COUNT(*) FROM role WHERE kind = 'leader'")[0][0], leaders, 'it gives nobody a role');
	assert.equal(server.db.rows("SELECT COUNT(*) FROM person WHERE email = 'sjef@solbakken.example'")[0][0], '0');
	assert.match((await bring(file)).page.words('main'), /Det er ingenting å gjøre/);
	const nina = await bring(Buffer.from('navn;epost;enhet;rolle;leder_epost\r\nEinar Ek;einar@solbakken.example;Solvang barnehage;leder;einar@solbakken.example\r\n'));
	assert.match(nina.page.words('main'), /einar@solbakken\.example ?blir leder med denne listen/);
});

test('hostile workbooks are refused within limits', async () => {
	const one = sheet(row(1, 0, 1), row(2, 'A B', 'a@b.example'));
	for (const [file, said] of [
		[workbook(`<!DOCTYPE w [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>${one}`), /kan leses/],
		[workbook(`<!DOCTYPE w SYSTEM "file:///etc/passwd">${one}`), /kan leses/],
		[workbook(`<worksheet>${'<a>'.repeat(100)}${'</a>'.repeat(100)}</worksheet>`), /for stor/],
		[workbook(`<worksheet>${' '.repeat(40 * 1024 * 1024)}</worksheet>`), /for stor/],
		[workbook(one, { 'xl/_rels/workbook.xml.rels': '<Relationships><Relationship Id="rId1" Target="../../../etc/passwd"/></Relationships>' }), /kan leses/],
		[workbook(one, { 'xl/_rels/workbook.xml.rels': '<Relationships><Relationship Id="rId1" TargetMode="External" Target="http://127.0.0.1/x"/></Relationships>' }), /kan leses/],
		[workbook(one.replace('<v>1</v>', '<v>7000</v>')), /kan leses/],
		[workbook(one.slice(0, -20)), /kan leses/],
		[Buffer.concat([Buffer.from([0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1]), Buffer.alloc(600)]), /kan leses/],
	]) {
		const r = await bring(file);
		assert.equal(r.status, 422);
		assert.match(r.page.words('.ds-error-summary'), said);
	}
});

test('columns that must not come are pointed out, and nothing of them goes anywhere', async () => {
	const r = await bring(Buffer.from('Navn;E-post;Enhet;Fagforening;Sykefravær;Mobil\r\nRut Ek;rut@solbakken.example;Solbakken sykehjem;Hemmeligforbundet;99 prosent;90000000\r\n'));
	assert.match(r.page.words('main'), /skal ikke være i en slik liste: Fagforening, Sykefravær/);
	assert.match(r.page.words('main'), /ikke leses ?Mobil/);
	assert.doesNotMatch(r.text, /Hemmeligforbundet|99 prosent|90000000/);
	assert.deepEqual(cells(r).map((c) => c[0]), ['Rut Ek']);
	await take(r);
	for (const t of ['Hemmeligforbundet', '99 prosent', '90000000']) assert.doesNotMatch(server.log(), new RegExp(t));
	assert.doesNotMatch(server.log(), /rut@|Rut Ek/, 'names are not for the log of the machine');
});

test('what is no list is answered with a page that says what to do', async () => {
	for (const [bytes, said] of [
		[Buffer.from('PK\x03\x04abc'), /kan leses.*Excel-arbeidsbok/],
		[Buffer.from([0x89, 0x50, 0x4e, 0x47, 0, 0, 1, 2, 3]), /ikke en liste som kan leses/],
		[Buffer.from(''), /Filen er tom/],
		[Buffer.from('a;b\r\n1;2\r\n'), /overskrifter/],
		[Buffer.from(HEAD), /ingen personer under/],
		[Buffer.from(lines(...Array.from({ length: 2001 }, (_, i) => `A;B${i};;Solbakken sykehjem;`))), /for stor/],
	]) {
		const r = await bring(bytes);
		assert.equal(r.status, 422, r.page.words('main').slice(0, 200));
		assert.match(r.page.words('.ds-error-summary'), said);
		assert.ok(r.page.one('input[type=file][aria-invalid]') ?? r.page.one('textarea[aria-invalid]'));
	}
	assert.match((await bring(Buffer.alloc(1100 * 1024, 'a'))).page.words('.ds-error-summary'), /for stor/);
	const huge = await bring(Buffer.alloc(12 * 1024 * 1024, 'a'));
	assert.equal(huge.status, 413);
	assert.match(huge.page.words('main'), /Filen er for stor.*høyst 5 MB/, 'what a browser without script shows, after all of the file has left it');
	assert.equal(huge.page.one('main a').getAttribute('href'), '/admin/staff-list');
});

test('a file that cannot be used has to be chosen again: that is said, with why, and what was typed stays', async () => {
	const typed = 'navn\tenhet\nKari Lund\tSolbakken sykehjem';
	const r = await bring(Buffer.from([0x25, 0x50, 0x44, 0x46, 0, 1, 2]), { name: '<b>ansatte.pdf', text: typed });
	assert.equal(r.status, 422);
	const said = r.page.words('#error-file');
	assert.match(said, /ikke en liste som kan leses.*Filen het «<b>ansatte\.pdf»\. Velg den på nytt/);
	assert.match(r.page.one('#field-file').getAttribute('aria-describedby'), /error-file/);
	assert.equal(r.page.one('#field-text').textContent.trim(), typed, 'what was pasted is there still');
	assert.equal(r.page.one('#error-text'), null);
	const empty = await bring(Buffer.from(''), { name: '', text: '' });
	assert.match(empty.page.words('#error-file'), /^Velg en fil, eller lim inn cellene\.$/);
	/* What was pasted is wrong itself: no file is spoken of. */
	const pasted = await place.admin.post(AT, { text: 'a\tb\n1\t2' });
	assert.match(pasted.page.words('#error-text'), /overskrifter/);
	assert.doesNotMatch((await place.admin.post(AT, { text: 'a\r\n1\r\n' })).text, /\ufffd/, 'lines as browsers send them');
	assert.doesNotMatch(pasted.text, /Velg den på nytt/);
});

test('signed out meanwhile: the file was not read, and the way leads back to its form; what was pasted can be sent again', async () => {
	const out = new Visitor(server, { 'accept-language': 'nb', accept: 'text/html' });
	const r = await bring(Buffer.from(lines('Siv;Sen;;Solbakken sykehjem;')), { who: out });
	assert.equal(r.status, 401);
	assert.match(r.page.words('main'), /ikke logget inn lenger, så filen ble ikke lest\. Logg inn, og velg den på nytt/);
	assert.ok(r.page.links().includes('/login?to=%2Fadmin%2Fstaff-list'), r.page.links().join(' '));
	const pasted = await out.post(AT, { text: 'navn\tenhet\nKari Lund\tSolbakken sykehjem' });
	assert.equal(pasted.status, 401);
	assert.match(pasted.page.one(`form[action="${AT}"] input[name=text]`).getAttribute('value'), /Kari Lund/);
	/* Half a form, as a line that breaks leaves it. */
	const half = await place.admin.send('POST', AT, { headers: { 'content-type': 'multipart/form-data; boundary=b', 'sec-fetch-site': 'same-origin', accept: 'text/html' }, body: 'x' });
	assert.equal(half.status, 422);
	assert.equal(half.page.all('main a').find((a) => a.textContent === 'Velg filen på nytt')?.getAttribute('href'), AT);
});

test('a broken or hostile form is refused and harms nobody', async () => {
	const post = (type, body) => place.admin.send('POST', AT, { headers: { 'content-type': type, 'sec-fetch-site': 'same-origin' }, body: Buffer.from(body, 'latin1') });
	const part = '--b\r\nContent-Disposition: form-data; name="text"\r\n\r\nx\r\n';
	assert.equal((await post('multipart/form-data', part)).status, 422);
	assert.ok([413, 422].includes((await post('multipart/form-data; boundary=b', part.repeat(100) + '--b--\r\n')).status));
	const deep = Array.from({ length: 5000 }, (_, i) => `--b${i}\r\nContent-Type: multipart/mixed; boundary=b${i + 1}\r\nContent-Disposition: form-data; name="file"; filename="a"\r\n\r\n`).join('');
	assert.equal((await post('multipart/form-data; boundary=b0', deep)).status, 413);
	assert.equal((await post('multipart/form-data; boundary=b', '--b\r\nContent-Type: multipart/mixed; boundary=c\r\nContent-Disposition: form-data; name="file"; filename="a"\r\n\r\n--c\r\n\r\nx\r\n--c--\r\n--b--\r\n')).status, 422);
	const rows = (r) => place.admin.post(`${AT}/take`, { key: crypto.randomUUID(), rows: r });
	const before = [people(), roles()];
	assert.equal((await rows(`2\t${place.unit}\tadmin\tx@y.example\tOnd Ond`)).status, 409, 'no administrator by a forged form');
	assert.equal((await rows(`2\t${place.unit}\tunion\tx@y.example\tOnd Ond`)).status, 409);
	assert.equal((await rows(`2\t999999\tstaff\tx@y.example\tOnd Ond`)).status, 409);
	assert.equal((await rows('rot')).status, 422);
	assert.deepEqual([people(), roles()], before);
});

test('for the administrator alone, from this site alone', async () => {
	const bytes = Buffer.from(lines('Ond;Ond;ond@y.example;Solbakken sykehjem;'));
	assert.equal((await bring(bytes, { who: place.leader })).status, 403);
	assert.equal((await bring(bytes, { headers: { 'sec-fetch-site': 'cross-site' } })).status, 403);
	const form = new FormData();
	form.append('file', new Blob([bytes]), 'a.csv');
	const r = new Response(form);
	const nobody = await request(server.url, 'POST', AT, { headers: { 'content-type': r.headers.get('content-type'), 'sec-fetch-site': 'same-origin' }, body: Buffer.from(await r.arrayBuffer()) });
	assert.ok([303, 401].includes(nobody.status));
	/* Elsewhere a form with a file is not taken apart. */
	const other = await place.admin.send('POST', '/admin/units', { headers: { 'content-type': r.headers.get('content-type'), 'sec-fetch-site': 'same-origin' }, body: 'x' });
	assert.equal(other.status, 422);
});

test('the example can be brought as it is', async () => {
	const example = await place.admin.get(`${AT}/example`);
	assert.match(example.headers['content-disposition'], /personliste\.csv/);
	const r = await bring(example.bytes);
	assert.deepEqual(cells(r).map((c) => c[0]), ['Kari Nordmann', 'Ola Nordmann']);
	assert.equal(r.page.one('#wrong-h'), null);
});

test('in a house of 700 the three parties count as before, and everybody is on the list', async () => {
	const many = Array.from({ length: 700 }, (_, i) => `Ansatt;Nummer ${String(i).padStart(3, '0')};;Solbakken sykehjem;ansatt`);
	await take(await bring(Buffer.from(lines(...many))));
	/* By name the safety representative comes after all of them. */
	await begin(place);
	await anchor(place);
	assert.deepEqual(server.db.rows('SELECT state FROM agreement'), [['agreed']]);
	assert.match((await personPage(place, 'Ansatt Nummer 699')).page.words('main'), /Ansatt Nummer 699/);
});
