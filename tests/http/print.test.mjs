/* What is printed: every thing on the print lists as PDF, whole, tagged and readable, saying what its HTML page says. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { enterDemo } from '../lib/room.mjs';
import { Pdf, letters } from '../lib/pdf.mjs';
import { startServer } from '../lib/server.mjs';

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

/* What stands on the sheets of a page, in order; without the foot, and what only those hear who do not see the picture. */
function saidOn(page) {
	const out = [];
	const walk = (n) => {
		if (n.nodeType === 3 && letters(n.textContent)) out.push(n.textContent.trim());
		if (n.nodeType === 1 && (/^(footer|svg)$/i.test(n.tagName) || n.classList.contains('sr-only'))) return;
		for (const c of n.childNodes ?? []) walk(c);
	};
	page.all('article.sheet').forEach(walk);
	return out;
}

for (const lang of ['nb', 'nn', 'en']) {
	test(`each thing of each phase, in ${lang}, says on paper what it says on the screen`, async () => {
		for (const phase of PHASES) {
			const list = await leader.get(`${at}/print?phase=${phase}&lang=${lang}`);
			const links = list.page.all('main table a[href*="/pdf/phase/"]').map((a) => a.getAttribute('href'));
			assert.ok(links.length > 3, `${phase}: ${links.length} PDFs`);
			for (const link of links) {
				assert.match(link, new RegExp(`lang=${lang}`));
				const twin = link.replace('/pdf/phase/', '/print/').replace(/lang=..&?/, '');
				const page = await leader.get(twin);
				assert.equal(page.status, 200, twin);
				const made = await pdf(link);
				try {
					assert.equal(made.root['/Lang'], `u:${lang}`);
					if (lang === 'nb') {
						made.check({ lang, title: page.page.words('.print-bar strong') });
						made.reads(saidOn(page.page));
					}
				} catch (e) {
					e.message = `${link}: ${e.message}`;
					throw e;
				} finally {
					made.done();
				}
			}
		}
	});
}

test('all of a phase in one PDF, one of each or as many as are needed', async () => {
	const one = await pdf(`${at}/pdf/phase/utforske`), many = await pdf(`${at}/pdf/phase/utforske?copies=1`);
	one.check({ lang: 'nb', title: 'Utskrift: Utforske' });
	many.check({ lang: 'nb', title: 'Utskrift: Utforske' });
	const list = await leader.get(`${at}/print?phase=utforske`);
	const counts = list.page.all('td[data-label="Antall"]').map((td) => Number.parseInt(td.textContent, 10)).filter((n) => n > 0);
	assert.ok(counts.length > 5);
	assert.ok(many.pages > one.pages, `${one.pages} and ${many.pages} pages`);
	/* A3 and A4 in one document. */
	const sizes = new Set((await import('node:child_process')).execFileSync('pdfinfo', ['-l', '99', one.file], { encoding: 'utf8' }).match(/size: +[\d.]+ x [\d.]+/g));
	assert.equal(sizes.size, 2, [...sizes].join());
	/* The structure belongs to the first copy; nothing is heard twice. */
	assert.equal(letters(many.structure).length, letters(one.structure).length);
	for (const p of [one, many]) p.done();
});

test('plan and rules of the whole process', async () => {
	for (const [name, title] of [['plan', 'Fremdriftsplan'], ['rules', 'Spilleregler']]) {
		const made = await pdf(`${at}/pdf/${name}`);
		made.check({ lang: 'nb', title });
		made.reads(saidOn((await leader.get(`${at}/print/${name}`)).page));
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

test('a staff member gets no print list, a stranger nothing', async () => {
	const staff = await enterDemo(server, 'staff');
	assert.equal((await staff.get(`${at}/pdf/phase/utforske`)).status, 403);
	assert.equal((await leader.get(`${at}/pdf/phase/nowhere`)).status, 404);
	assert.equal((await leader.get(`${at}/pdf/phase/utforske/verksted/999`)).status, 404);
});
