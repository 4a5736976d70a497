/* What is printed: every thing on the print lists as PDF, whole, tagged and readable, saying what its HTML page says.
 *
 * What a page is made of is read from either engine; how it is drawn does not depend on it. So every sheet is printed in bokmål on
 * both, in nynorsk and English on SQLite only, where PDFBox looks at what is to be archived, too. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { after, before, test } from 'node:test';
import { engine } from '../lib/database.mjs';
import { enterDemo } from '../lib/room.mjs';
import { Pdf, letters, saidOn } from '../lib/pdf.mjs';
import { startServer } from '../lib/server.mjs';
import { addGathering } from '../lib/workplace.mjs';

const LANGUAGES = engine === 'sqlite' ? ['nb', 'nn', 'en'] : ['nb'];
const PHASES = ['starte', 'utforske', 'utdype', 'skape', 'teste'];
let server, leader, at;

before(async () => {
	server = await startServer({ demo: true });
	leader = await enterDemo(server, 'leader');
	at = `/p/${server.db.rows('SELECT id FROM process ORDER BY id LIMIT 1')[0][0]}`;
});
after(() => server?.close());

async function pdf(path, who = leader) {
	const r = await who.get(path);
	assert.equal(r.status, 200, `${path}: ${r.status} ${r.page.words().slice(0, 200)}`);
	assert.equal(r.headers['content-type'], 'application/pdf');
	assert.match(r.headers['content-disposition'], /^attachment; filename="[a-z0-9-]+\.pdf"$/);
	return new Pdf(r.bytes);
}

/* PDFBox's preflight, by its own words. */
function validated(made) {
	const jars = ['preflight', 'pdfbox2', 'xmpbox', 'fontbox2', 'commons-logging', 'javax.activation', 'jaxb-api'].map((j) => `/usr/share/java/${j}.jar`).join(':');
	const r = spawnSync('java', ['-cp', jars, 'org.apache.pdfbox.preflight.Validator_A1b', made.file], { encoding: 'utf8' });
	return /is a valid PDF\/A-1b file/.test(r.stdout) ? 'valid' : r.stdout + r.stderr;
}

/* The same person, reading in another language. */
async function reads(lang, back) {
	const r = await leader.post('/language', { lang, back });
	assert.ok(r.status < 400, `${lang}: ${r.status}`);
}

const linksOf = (list, at) => list.page.all(`main a[href*="/pdf/${at}"]`).map((a) => a.getAttribute('href'));

/* A PDF and its page say the same, in the same order. */
async function twins(link, twin, lang, look = () => {}) {
	const page = await leader.get(twin);
	assert.equal(page.status, 200, twin);
	const made = await pdf(link);
	try {
		/* The same sheet in another language is built of the same parts. */
		if (lang === 'nb') made.check({ lang, title: page.page.words('.print-bar strong') });
		else made.named({ lang, title: page.page.words('.print-bar strong') });
		made.reads(saidOn(page.page));
		look(made);
	} catch (e) {
		e.message = `${link}: ${e.message}`;
		throw e;
	} finally {
		made.done();
	}
}

for (const lang of LANGUAGES) {
	test(`each thing of each phase, in ${lang}, says on paper what it says on the screen, blank and filled in`, async () => {
		await reads(lang, at);
		for (const phase of PHASES) {
			const list = await leader.get(`${at}/print?phase=${phase}&lang=${lang}`);
			const links = linksOf(list, 'phase/').filter((l) => /\/pdf\/phase\/[^/]+\/[^/]+\/\d+/.test(l));
			assert.ok(links.length > 3, `${phase}: ${links.length} PDFs`);
			for (const link of links) {
				assert.match(link, new RegExp(`lang=${lang}`));
				await twins(link, link.replace('/pdf/phase/', '/print/').replace(/lang=..&?/, ''), lang);
			}
		}
		await reads('nb', at);
	});

	test(`what each workshop has made, in ${lang}`, async () => {
		await reads(lang, at);
		for (const phase of PHASES.slice(1)) {
			const list = await leader.get(`${at}/print?phase=${phase}&lang=${lang}`);
			const [link] = linksOf(list, 'made/');
			await twins(link, `${at}/made/${phase}`, lang, (made) => {
				assert.ok(made.pages >= 2, `${phase}: ${made.pages}`);
				if (phase === 'utdype') assert.match(made.structure, /Figure/);
			});
		}
		await reads('nb', at);
	});
}

test('filled in: trees, sentences, the map, proposals, results, verdicts, and nobody\'s own words', async () => {
	const said = async (phase) => (await leader.get(`${at}/made/${phase}`)).page.words('main');
	assert.match(await said('utforske'), /For lite tid om morgenen\s*3 lapper · 21 stemmer/);
	const deeper = await said('utdype');
	assert.match(deeper, /Løsning i forkledning\s*3 lapper/);
	assert.match(deeper, /Ingen har spurt kjøkkenet om det må være slik\s*Rotårsak\s*Vi har hørt det/);
	assert.match(deeper, /få ro mellom sju og ti om morgenen/);
	assert.match(deeper, /Mulig: kan vi gjøre noe med det selv\?[\s\S]*Vi er for få på kveld og helg\s*2\s*5\s*16/);
	assert.match(await said('skape'), /Hjelper mye\s*11 kort\s*• [\s\S]*Rolig start på morgenen/);
	assert.match(await said('teste'), /Stille rapport i ti minutter\s*6\s*15\s*3\s*0/);
	const themes = new Set(server.db.rows('SELECT name FROM theme').map(([t]) => letters(t)));
	const notes = server.db.rows('SELECT body FROM note').map(([t]) => letters(t)).filter((t) => t.length > 14 && ![...themes].some((name) => name.includes(t)));
	assert.ok(notes.length > 60);
	for (const phase of PHASES.slice(1)) {
		const made = await pdf(`${at}/pdf/made/${phase}`);
		const all = letters(made.text), on = letters(await said(phase));
		assert.deepEqual(notes.filter((n) => all.includes(n) || on.includes(n)), [], phase);
		made.done();
	}
});

test('slips for a vote as PDF: as many as asked for, each with a code of its own', async () => {
	const id = await addGathering(leader, /\d+/.exec(at)[0], 'skape', { kind: 'voting', date: '2027-03-01', time: '09:00', end_date: '2027-03-03', end_time: '15:00' });
	const page = await leader.get(`/s/${id}/slips`);
	const key = page.page.one('input[name="key"]').getAttribute('value');
	const slips = await leader.post(`/s/${id}/slips`, { key, count: '23', only: '1', as: 'pdf' });
	assert.equal(slips.status, 200);
	assert.equal(slips.headers['content-type'], 'application/pdf');
	const made = new Pdf(slips.bytes);
	made.check({ lang: 'nb', title: page.page.words('h1') });
	const codes = made.text.match(/[A-Z2-9]{4} [A-Z2-9]{4}/g);
	assert.equal(new Set(codes).size, 23);
	/* To cut: a whole number of slips on each page, the vote and both codes on each slip. */
	const pages = made.text.split('\f').filter((t) => t.trim());
	assert.equal(pages.length, made.pages);
	for (const [i, text] of pages.entries()) {
		const on = (text.match(/[A-Z2-9]{4} [A-Z2-9]{4}/g) ?? []).length;
		assert.equal(on, (text.match(/Kode [A-Z2-9]{3} [A-Z2-9]{3}/g) ?? []).length);
		assert.equal(on, (text.match(/Verkstedet Skape/g) ?? []).length);
		assert.ok(i + 1 === pages.length || on % 2 === 0, `${on} on page ${i + 1}`);
	}
	made.done();
});

test('all of a phase in one PDF, one of each or as many as are needed', async () => {
	const one = await pdf(`${at}/pdf/phase/utforske`), many = await pdf(`${at}/pdf/phase/utforske?copies=1`);
	one.check({ lang: 'nb', title: 'Utskrift: Utforske' });
	many.check({ lang: 'nb', title: 'Utskrift: Utforske' });
	const list = await leader.get(`${at}/print?phase=utforske`);
	const counts = list.page.all('td[data-label="Antall"]').map((td) => Number.parseInt(td.textContent, 10)).filter((n) => n > 0);
	assert.ok(counts.length > 5);
	assert.ok(many.pages > one.pages, `${one.pages} and ${many.pages} pages`);
	/* A4, and A3 upright and on its side, in one document. */
	const sizes = new Set((await import('node:child_process')).execFileSync('pdfinfo', ['-l', '99', one.file], { encoding: 'utf8' }).match(/size: +[\d.]+ x [\d.]+/g));
	assert.equal(sizes.size, 3, [...sizes].join());
	/* The structure belongs to the first copy; nothing is heard twice. */
	assert.equal(letters(many.structure).length, letters(one.structure).length);
	for (const p of [one, many]) p.done();
});

test('a sheet with the code of a room is offered from the day the room is planned until it is closed', async () => {
	const row = async (phase) => (await leader.get(`${at}/print?phase=${phase}`)).page.all('main table tr').find((tr) => /QR-kode/.test(tr.textContent));
	const links = (tr, part) => Array.from(tr.querySelectorAll('a'), (a) => a.getAttribute('href')).filter((l) => l.includes(part));
	const [over, later, open] = [await row('utforske'), await row('teste'), await row('skape')];
	assert.deepEqual(links(over, '/pdf/'), []);
	assert.match(over.textContent, /Rommet er lukket/);
	for (const [tr, phase, state] of [[later, 'teste', 'planned'], [open, 'skape', 'open']]) {
		const made = await pdf(links(tr, '/pdf/')[0]);
		assert.match(made.text, new RegExp(server.db.rows(`SELECT code FROM sitting WHERE state = '${state}' AND phase = '${phase}' AND kind = 'staff'`)[0][0].replace(/^(...)/, '$1 ')));
		made.done();
	}
	/* An address from before leads to the page, which says the same. */
	const [link] = links(open, '/pdf/');
	const old = await leader.get(link.replace(/skape\/verksted\/\d+/, `utforske/verksted/${(await leader.get(`${at}/print?phase=utforske`)).page.all('main table tbody tr').filter((tr) => tr.querySelector('td')).findIndex((tr) => /QR-kode/.test(tr.textContent))}`));
	assert.equal(old.status, 303);
	const said = await leader.get(old.location);
	assert.match(said.page.words('main'), /Rommet er lukket/);
	assert.equal(said.page.links().filter((l) => l.includes('/pdf/')).length, 0);
});

test('plan and rules of the whole process', async () => {
	for (const [name, title] of [['plan', 'Fremdriftsplan'], ['rules', 'Spilleregler']]) {
		const made = await pdf(`${at}/pdf/${name}`);
		made.check({ lang: 'nb', title });
		made.reads(saidOn((await leader.get(`${at}/print/${name}`)).page));
		made.done();
	}
});

test('posters of what was chosen show the themes, and nothing that later phases chose', async () => {
	const poster = async (phase, name) => {
		const list = await leader.get(`${at}/print?phase=${phase}`);
		const link = list.page.all('main table tr').find((tr) => name.test(tr.textContent)).querySelector('a[href*="/pdf/"]').getAttribute('href');
		return (await leader.get(link.replace('/pdf/phase/', '/print/').replace(/\?.*/, ''))).page.all('.poster-list li').map((li) => li.textContent.trim());
	};
	const challenges = ['For lite tid om morgenen', 'Beskjeder blir borte mellom vaktene', 'Vi er for få på kveld og helg'];
	for (const phase of ['utforske', 'utdype']) assert.deepEqual(await poster(phase, /Plakat: Dette går vi videre med/), challenges);
	assert.deepEqual(await poster('utforske', /Plakat: Dette er bra hos oss/), ['Vi hjelper hverandre', 'Latter og godt humør', 'Lederen er til stede']);
});

test('rules as they were offered are printed in the reader\'s language, those of the group as it wrote them', async () => {
	const own = 'Vi slår av lyden på telefonen.';
	await leader.submit(await leader.get(`${at}/rules`), `${at}/rules`, { text: own }, { button: ['act', 'add'] });
	for (const [lang, offered] of [['nn', 'Vi lyttar meir enn vi snakkar.'], ['nb', 'Vi lytter mer enn vi snakker.']]) {
		const made = await pdf(`${at}/pdf/rules?lang=${lang}`);
		for (const rule of [offered, own]) assert.ok(letters(made.text).includes(letters(rule)), `${lang}: ${rule}`);
		made.done();
	}
});

test('tables are heard as tables, pictures by their words', async () => {
	const plan = await pdf(`${at}/pdf/plan`);
	assert.match(plan.structure, /Table[\s\S]*TR[\s\S]*TH[\s\S]*\/Scope \/Column[\s\S]*\/Scope \/Row[\s\S]*TD/);
	plan.done();
	const list = await leader.get(`${at}/print?phase=starte`);
	const poster = list.page.all('main table tr').find((tr) => /Oversikt over/.test(tr.textContent)).querySelector('a[href*="/pdf/"]').getAttribute('href');
	const made = await pdf(poster);
	assert.match(made.structure, /Figure/);
	const { execFileSync } = await import('node:child_process');
	assert.match(execFileSync('qpdf', ['--qdf', '--object-streams=disable', made.file, '-'], { encoding: 'latin1' }), /\/Alt/);
	made.done();
});

for (const report of ['action-plan', 'summary', 'process']) {
	test(`the report ${report}: on the screen, as PDF, stamped, and as PDF/A-1b that a validator accepts`, async () => {
		const page = await leader.get(`${at}/reports/${report}`);
		assert.equal(page.status, 200);
		const made = await pdf(`${at}/pdf/report?report=${report}&stamp=14&lang=nb`);
		made.check({ lang: 'nb', title: page.page.words('h1') });
		made.reads(saidOn(page.page));
		assert.equal(made.text.split('Unntatt offentlighet: offentleglova § 14').length - 1, made.pages, 'on every page');
		assert.equal(made.info.Subject, 'Unntatt offentlighet: offentleglova § 14', 'also for the system it is put into');
		const kept = await pdf(`${at}/pdf/report?report=${report}&archive=1&stamp=13`), open = await pdf(`${at}/pdf/report?report=${report}`);
		for (const p of [kept, open]) p.check({ lang: 'nb', title: page.page.words('h1') });
		assert.doesNotMatch(open.text, /Unntatt/);
		assert.equal(open.info.Subject, undefined);
		assert.equal(kept.info.Subject, 'Unntatt offentlighet: offentleglova § 13');
		if (engine === 'sqlite') assert.equal(validated(kept), 'valid');
		if (engine === 'sqlite' && report === 'summary') assert.notEqual(validated(open), 'valid', 'the validator tells them apart');
		for (const p of [made, kept, open]) p.done();
	});
}

test('who makes a report is told about the press, and gets PDF/A in each language', async () => {
	const form = await leader.get(`${at}/reports`);
	assert.match(form.page.words('main'), /Pressen kan be om innsyn/);
	for (const lang of LANGUAGES.slice(1)) {
		const kept = await pdf(`${at}/pdf/report?report=process&archive=1&lang=${lang}`);
		assert.equal(validated(kept), 'valid', lang);
		kept.done();
	}
	assert.equal((await leader.get(`${at}/pdf/report?report=else`)).status, 404);
	assert.equal((await leader.get(`${at}/reports/else`)).status, 404);
});

test('the agenda of a meeting, and what its page for printing says', async () => {
	const r = await leader.get(`${at}/meetings/new?kind=group`);
	const form = r.page.forms().find((f) => f.querySelector('[name="purpose"]'));
	const made = await leader.submit(r, form, { title: 'Gjennomgang av tiltakene', purpose: 'Se hva som virker', wished: 'En liste over hva vi gjør videre', date: '2027-02-03', time: '13:00', minutes: '45' });
	assert.equal(made.status, 200, made.page.words('main').slice(0, 400));
	const id = /meetings\/(\d+)/.exec(made.path)[1];
	const page = await leader.get(`${at}/meetings/${id}/print`);
	const link = page.page.one('a[href*="/pdf/minutes/"]').getAttribute('href');
	const minutes = await pdf(link);
	minutes.check({ lang: 'nb', title: 'Gjennomgang av tiltakene' });
	for (const said of ['Gjennomgang av tiltakene', 'Se hva som virker', 'En liste over hva vi gjør videre']) assert.ok(letters(minutes.text).includes(letters(said)), said);
	minutes.done();
	assert.equal((await leader.get(`${at}/pdf/minutes/999999`)).status, 404);
});

test('nothing is cut, however long, and letters of all kinds are read out again', async () => {
	const r = await leader.get(`${at}/meetings/new?kind=group`);
	const form = r.page.forms().find((f) => f.querySelector('[name="purpose"]'));
	const purpose = `${'Vi snakker om vaktene. '.repeat(9)}ŋáđŧčšž Áŋŋgir ${'Bemanningsplanleggingsutfordring'.repeat(8)} 🌻 ${'Og så videre. '.repeat(4)}slutt`;
	const made = await leader.submit(r, form, { title: 'Sámi giella ŋ', purpose, wished: 'Noe', date: '2027-02-10', time: '13:00', minutes: '45' });
	const id = /meetings\/(\d+)/.exec(made.path)?.[1];
	assert.ok(id, made.page.words('main').slice(0, 300));
	const minutes = await pdf(`${at}/pdf/minutes/${id}`);
	minutes.check({ lang: 'nb', title: 'Sámi giella ŋ' });
	assert.ok(letters(minutes.text).includes(letters(purpose)));
	assert.ok(minutes.text.includes('🌻'));
	minutes.done();
});

test('the summary tells staff what was found behind each challenge', async () => {
	const words = (await leader.get(`${at}/reports/summary`)).page.words('main');
	assert.match(words, /Utdype\s+For lite tid om morgenen\s+Rotårsak: Ingen har spurt kjøkkenet om det må være slik[\s\S]*Hvordan kan vi få ro mellom sju og ti om morgenen[\s\S]*Skape/);
	assert.equal(words.split('Rotårsak: Ingen har spurt kjøkkenet').length, 2, 'once');
});

test('a report holds no note', async () => {
	const notes = server.db.rows('SELECT body FROM note').map(([t]) => t).filter((t) => letters(t).length > 14);
	assert.ok(notes.length > 3);
	for (const report of ['action-plan', 'summary', 'process']) {
		const made = await pdf(`${at}/pdf/report?report=${report}`);
		const all = letters(made.text);
		assert.deepEqual(notes.filter((n) => all.includes(letters(n)) && !server.db.rows('SELECT name FROM theme').some(([t]) => letters(t) === letters(n))), [], report);
		made.done();
	}
});

test('a staff member gets no print list, a stranger nothing', async () => {
	const staff = await enterDemo(server, 'staff');
	for (const to of ['pdf/phase/utforske', 'pdf/report?report=process', 'reports']) assert.equal((await staff.get(`${at}/${to}`)).status, 403, to);
	assert.equal((await leader.get(`${at}/pdf/phase/nowhere`)).status, 404);
	assert.equal((await leader.get(`${at}/pdf/phase/utforske/verksted/999`)).status, 404);
});
