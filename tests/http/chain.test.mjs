/* From paper to what was chosen, by the pages people use: sheets and dots typed in by a rep, themes of two sittings merged without
 * losing the originals, the staff's vote confirmed by all three, the way back walked, the notes opened by two roles, and the list
 * of what must be handled. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { typeIn } from '../lib/paper.mjs';
import { startServer } from '../lib/server.mjs';
import { SECRET, addPerson, allAgree, anchor, begin, setUp } from '../lib/workplace.mjs';

let server;
let place;
let staff;
let superior;
let p;
let sitting;

const rows = (sql) => server.db.rows(sql);
const paper = () => `/s/${sitting}/paper`;

before(async () => {
	server = await startServer();
	place = await setUp(server);
	await begin(place);
	p = `/p/${place.process}`;
	sitting = Number(rows("SELECT id FROM sitting WHERE phase = 'utforske' AND kind = 'staff'")[0][0]);
	staff = await addPerson(server, place, 'staff', 'Stine Staff');
	superior = await addPerson(server, place, 'superior', 'Solveig Sjef');
});
after(() => server?.close());

const type = (who, step, action, values, ballot) => typeIn(who, sitting, step, action, values, ballot);

test('nothing is typed in before the three have agreed to start, and never by the leader', async () => {
	assert.match((await place.safety.get(paper())).page.words('main'), /ikke enige om å starte/);
	await anchor(place);
	assert.match((await place.leader.get(paper())).page.words('main'), /ingen leder får se håndskriften/);
	const open = await place.safety.get(paper());
	const form = open.page.formTo('/paper/notes');
	const r = await place.leader.post(`${paper()}/notes`, { ...Object.fromEntries(open.page.fieldsOf(form)), text: 'Fra lederen' });
	assert.equal(r.status, 403);
	assert.equal(rows('SELECT count(*) FROM note')[0][0], '0');
	for (const who of [staff, superior, place.admin]) assert.equal((await who.get(paper())).status, 403);
});

test('notes, many at once, with the line that is wrong', async () => {
	const bad = await type(place.safety, 'vanskelig', 'notes', { text: `Fin linje\n${'x'.repeat(281)}` });
	assert.equal(bad.status, 422);
	assert.match(bad.page.words('main'), /linje 2/);
	assert.match(bad.page.one('#text-vanskelig').textContent, /Fin linje/, 'the text is kept');
	const r = await type(place.safety, 'vanskelig', 'notes', { text: 'Løse <b>lapper</b>\r\n\r\nEn til 😀\nČáhci' });
	assert.equal(r.status, 200);
	assert.equal(rows("SELECT count(*) FROM note WHERE step = 'vanskelig'")[0][0], '3');
	assert.doesNotMatch(r.page.words('main'), /skrevet inn fra papir/, 'fewer than k: no count');
});

test('table sheets: a theme with its notes, and more to the same one', async () => {
	const sheet = async (name, text, theme = '') => assert.equal((await type(place.union, 'vanskelig-temaer', 'sheet', { name, text, theme })).status, 200);
	await sheet('Beskjeder blir borte', 'Ingen leser tavla\nRapporten er for kort');
	await sheet('Rapporten rekker ikke', 'Fem minutter er for lite');
	await sheet('Alene om natten', 'Jeg er alene med 20');
	const id = rows("SELECT id FROM theme WHERE name = 'Beskjeder blir borte'")[0][0];
	await sheet('', 'Samme beskjed tre steder', id);
	assert.equal(rows(`SELECT count(*) FROM note WHERE theme_id = '${id}'`)[0][0], '3');
	assert.equal((await type(place.union, 'bra-temaer', 'sheet', { name: 'Vi ler sammen', text: 'Humor' })).status, 200);
	const none = await type(place.union, 'vanskelig-temaer', 'sheet', { name: '', text: 'x', theme: '' });
	assert.equal(none.status, 422);
});

test('dots: never more than people had, and a correction replaces', async () => {
	const id = (name) => rows(`SELECT id FROM theme WHERE name = '${name}'`)[0][0];
	const counts = (a, b, c) => ({ [`c-${id('Beskjeder blir borte')}`]: a, [`c-${id('Rapporten rekker ikke')}`]: b, [`c-${id('Alene om natten')}`]: c });
	const over = await type(place.safety, 'stemme', 'totals', { voters: '3', ...counts('9', '9', '0') }, 'utfordringer');
	assert.equal(over.status, 422);
	assert.match(over.page.words('main'), /flere prikker/);
	assert.equal((await type(place.safety, 'stemme', 'totals', { voters: '9', ...counts('4', '1', '9') }, 'utfordringer')).status, 200);
	assert.equal((await type(place.safety, 'stemme', 'totals', { voters: '9', ...counts('8', '5', '6') }, 'utfordringer')).status, 200);
	assert.equal((await type(place.safety, 'stemme', 'totals', { voters: '9', [`c-${id('Vi ler sammen')}`]: '7' }, 'bevare')).status, 200);
	assert.equal((await type(place.safety, 'avslutning', 'totals', { 'c-ja': '6', 'c-delvis': '2', 'c-nei': '1' }, 'hort')).status, 200);
	assert.equal(rows(`SELECT total FROM vote_total WHERE target = '${id('Beskjeder blir borte')}'`)[0][0], '8');
});

test('before the sitting is closed its themes are nowhere else', async () => {
	const r = await place.leader.get(`${p}/themes`);
	assert.equal(r.status, 200);
	assert.doesNotMatch(r.page.words('main'), /Beskjeder/);
	assert.equal((await staff.get(`${p}/themes`)).status, 403);
	assert.equal((await superior.get(`${p}/themes`)).status, 403);
});

test('closing makes it one of the sittings, without a mark on any note', async () => {
	const r = await place.safety.submit(await place.safety.get(paper()), '/paper/close', { headcount: '10' });
	assert.equal(r.status, 200);
	assert.match(r.page.words('main'), /Beskjeder blir borte/);
	assert.match(r.page.words('main'), /9 personer stemte/);
	assert.match(r.page.words('main'), /9 lapper er skrevet inn fra papir/);
	assert.deepEqual(rows("SELECT DISTINCT CASE WHEN room_id = -process_id THEN '-' ELSE 'a room' END, state, COALESCE(edit_hash, '-') FROM note"), [['-', 'shown', '-']]);
	assert.equal(rows('SELECT count(*) FROM seat')[0][0], '0');
});

test('duplicates are put together, the originals kept, and taken out again', async () => {
	const page = await place.union.get(`${p}/themes`);
	const ids = ['Beskjeder blir borte', 'Rapporten rekker ikke'].map((n) => rows(`SELECT id FROM theme WHERE name = '${n}'`)[0][0]);
	const form = page.page.forms().find((f) => f.getAttribute('action').endsWith('/merge') && page.page.one(`input[name="theme"][value="${ids[0]}"]`).getAttribute('form') === f.getAttribute('id'));
	const one = await place.union.submit(page, form, { theme: ids[0] });
	assert.equal(one.status, 422);
	assert.match(one.page.words('main'), /minst to temaer/);
	const merged = await place.union.submit(page, form, { theme: ids, name: 'Beskjeder mellom vaktene' });
	assert.match(merged.page.words('main'), /Beskjeder mellom vaktene 4 lapper · 13 stemmer/);
	assert.match(merged.page.words('main'), /Slått sammen av .*Beskjeder blir borte 3 lapper/);
	const out = await place.leader.submit(merged, merged.page.forms().find((f) => f.getAttribute('action').endsWith('/apart') && f.querySelector('[name="theme"]').getAttribute('value') === ids[1]));
	assert.match(out.page.words('main'), /Rapporten rekker ikke 1 lapp · 5 stemmer/);
	assert.doesNotMatch(out.page.words('main'), /Beskjeder mellom vaktene/);
	const again = await place.union.submit(out, out.page.forms().find((f) => f.getAttribute('id') === form.getAttribute('id')), { theme: ids, name: 'Beskjeder mellom vaktene' });
	assert.equal(again.status, 200);
	const renamed = await place.safety.submit(again, again.page.forms().find((f) => f.getAttribute('action').endsWith('/name') && f.querySelector('[name="name"]').getAttribute('value') === 'Alene om natten'), { name: 'Få på natt' });
	assert.match(renamed.page.words('main'), /Få på natt.*Het «Alene om natten»/);
});

test('names go for good when the leader and a representative both want it', async () => {
	const page = await place.leader.get(`${p}/themes`);
	const note = rows("SELECT id FROM note WHERE body LIKE 'En til%'")[0][0];
	const box = page.page.one(`input[name="note"][value="${note}"]`);
	const fields = { ...Object.fromEntries(page.page.fieldsOf(page.page.forms().find((f) => f.getAttribute('id') === box.getAttribute('form')))), note };
	const asked = await place.leader.follow(await place.leader.post(`${p}/themes/erase`, fields));
	assert.match(asked.page.words('main'), /Lise Leder vil slette denne teksten for godt: «En til/);
	assert.equal(asked.page.all('input[name="target"]').length, 1, 'not alone: only the first name of a theme is offered');
	assert.equal(rows(`SELECT body FROM note WHERE id = '${note}'`)[0][0].startsWith('En til'), true);
	const confirm = await place.union.get(`${p}/themes`);
	const gone = await place.union.submit(confirm, confirm.page.forms().find((f) => f.querySelector('[name="target"]')?.getAttribute('value') === note));
	assert.doesNotMatch(gone.text, /En til/);
	assert.deepEqual(rows(`SELECT state, body FROM note WHERE id = '${note}'`), [['erased', '']]);
	const theme = rows("SELECT id FROM theme WHERE name = 'Få på natt'")[0][0];
	for (const who of [place.safety, place.leader]) {
		const r = await who.get(`${p}/themes`);
		await who.submit(r, r.page.forms().filter((f) => f.querySelector('[name="target"]')?.getAttribute('value') === theme)[0]);
	}
	assert.doesNotMatch((await place.union.get(`${p}/themes`)).text, /Alene om natten/);
	assert.doesNotMatch((await place.union.get(`${p}/log`)).text, /Alene om natten|En til/);
});

test('staff see the vote, not the notes', async () => {
	const r = await staff.get(`${p}/results`);
	assert.equal(r.status, 200);
	assert.match(r.page.words('main'), /Beskjeder mellom vaktene 13 stemmer/);
	assert.doesNotMatch(r.text, /Ingen leser tavla|Jeg er alene/);
	assert.equal((await superior.get(`${p}/results`)).status, 403);
	assert.equal((await staff.get(`${p}/choose`)).status, 403);
});

let chosen;
test('the vote stands: setting aside needs a reason, and all three confirm', async () => {
	const page = await place.leader.get(`${p}/choose`);
	assert.match(page.page.words('main'), /Beskjeder mellom vaktene/);
	const night = rows("SELECT id FROM theme WHERE name = 'Få på natt'")[0][0];
	const form = page.page.formTo(`${p}/choose`);
	const fields = page.page.fieldsOf(form).filter(([k]) => k !== `on-${night}`);
	const refused = await place.leader.post(`${p}/choose`, fields);
	assert.equal(refused.status, 422);
	assert.match(refused.page.words('main'), /Skriv hvorfor dere legger dette til side/);
	const asked = await place.leader.follow(await place.leader.post(`${p}/choose`, fields.map(([k, v]) => (k === `why-${night}` ? [k, 'Kommunen ser på bemanningen'] : k === 'key' ? [k, `${v}x`] : [k, v]))));
	const at = /\/p\/\d+\/agreements\/\d+/.exec(asked.path)?.[0];
	assert.ok(at, `${asked.status} ${asked.page.words('main').slice(0, 300)}`);
	assert.match(asked.page.words('main'), /Legges til side: Få på natt \(Kommunen ser på bemanningen\)/);
	assert.match((await place.union.get(`${p}/themes`)).page.words('main'), /står fast så lenge/);
	assert.equal((await place.union.get(`${p}/choose`)).page.all(`form[action="${p}/choose"] button[type="submit"]`).length, 0);
	/* What the list asks for has been done when the last of them has said yes. */
	const listed = () => rows("SELECT phase, CASE WHEN done_at IS NULL THEN 0 ELSE 1 END FROM checklist_item WHERE item = 'bekrefte' ORDER BY phase").map((r) => r.join(' '));
	assert.ok(!listed().includes('utforske 1'));
	await allAgree(place, at);
	assert.ok(listed().includes('utforske 1'), listed().join());
	assert.ok(!listed().includes('skape 1'));
	const r = await staff.get(`${p}/results`);
	assert.match(r.page.words('main'), /Lagt til side av alle tre: Kommunen ser på bemanningen/);
	chosen = r.page.all('.results a').map((a) => a.getAttribute('href'));
	assert.equal(chosen.length, 3);
});

test('the way back is walked from the choice to the originals', async () => {
	const r = await staff.get(chosen[0]);
	assert.equal(r.status, 200);
	const steps = r.page.all('.chain > li').map((l) => l.textContent.replace(/\s+/g, ' ').trim());
	assert.match(steps[0], /Beskjeder mellom vaktene.*bekreftet av alle tre/);
	assert.match(steps[1], /13 stemmer, nr\. 1/);
	assert.match(steps[3], /Slått sammen av (?=.*Beskjeder blir borte)(?=.*Rapporten rekker ikke)/);
	assert.match(steps[4], /4 lapper, skrevet uten navn/);
	assert.match(r.page.words('main'), /Dette tar vi med oss inn i Utdype/);
	assert.doesNotMatch(r.text, /Ingen leser tavla/);
});

test('after the choice nothing can be typed in, merged or read', async () => {
	assert.match((await place.safety.get(paper())).page.words('main'), /for sent å legge til/);
	const r = await place.leader.get(`${p}/themes`);
	assert.doesNotMatch(r.text, /Ingen leser tavla/);
	assert.equal(r.page.all('form[action$="/merge"]').length, 0);
});

test('two roles open the notes together, for a while', async () => {
	const notes = `${p}/notes`;
	assert.equal((await staff.get(notes)).status, 403);
	assert.equal((await place.leader.submit(await place.leader.get(notes), notes, { secret: 'feil' })).status, 422);
	const asked = await place.leader.submit(await place.leader.get(notes), notes, { secret: SECRET });
	assert.match(asked.page.words('main'), /Du har spurt/);
	assert.doesNotMatch(asked.text, /Ingen leser tavla/);
	assert.equal(asked.page.all('input[name="secret"]').length, 0, 'nobody opens alone');
	const opened = await place.safety.submit(await place.safety.get(notes), notes, { secret: SECRET });
	assert.match(opened.page.words('main'), /Ingen leser tavla/);
	assert.match((await place.union.get(notes)).page.words('main'), /Ingen leser tavla/);
	assert.doesNotMatch((await staff.get(chosen[0])).text, /Ingen leser tavla/);
	assert.match((await place.union.get(`${p}/log`)).page.words('main'), /ba som leder om å åpne lappene.*|åpne i én time/);
	await server.stop();
	server.env.MEDVIRK_CLOCK_OFFSET = '3700';
	await server.start();
	assert.doesNotMatch((await place.safety.get(notes)).text, /Ingen leser tavla/);
	server.env.MEDVIRK_CLOCK_OFFSET = '0';
	await server.stop();
	await server.start();
});

test('what concerns the leader is for the safety rep and the superior leader', async () => {
	const at = `${p}/handle`;
	await place.safety.submit(await place.safety.get(at), '/handle/add', { body: 'Lederen kjefter', reason: 'case', about_leader: '1' });
	await place.union.submit(await place.union.get(at), '/handle/add', { body: 'Vinduet kan falle ut', reason: 'danger' });
	const leader = await place.leader.get(at);
	assert.match(leader.page.words('main'), /1 sak venter på å bli håndtert\. 0 er håndtert\..*Vinduet/);
	assert.doesNotMatch(leader.page.words('main'), /kjefter|til ligger hos/);
	assert.doesNotMatch((await place.leader.get(`${p}/log`)).page.words('main'), /Vera Verneombud la noe på listen/);
	assert.match((await place.union.get(at)).page.words('main'), /1 til ligger hos verneombudet/);
	assert.doesNotMatch((await place.union.get(at)).text, /kjefter/);
	const above = await superior.get(at);
	assert.match(above.page.words('main'), /Lederen kjefter/);
	assert.doesNotMatch(above.page.words('main'), /Vinduet/);
	assert.equal((await staff.get(at)).status, 403);
	const home = async (who) => /\d+ sak(er)? (som )?må håndteres/.exec((await who.get('/')).page.words('main'))?.[0] ?? '';
	for (const who of [place.leader, place.union, superior]) assert.match((await who.get('/')).page.words('main'), /1 sak må håndteres, og ingen har den ennå/);
	assert.match((await place.safety.get('/')).page.words('main'), /2 saker må håndteres, og ingen har dem ennå/);
	assert.equal(await home(staff), '');
	assert.equal(await home(place.admin), '');
	const form = leader.page.forms().find((f) => f.getAttribute('action').endsWith('/set'));
	const mine = form.querySelector('select option:nth-child(2)').getAttribute('value');
	await place.leader.submit(leader, form, { owner: mine, due: '2027-01-15' });
	assert.match((await place.leader.get('/')).page.words('main'), /Du har 1 sak som må håndteres.*15\. januar/);
	assert.equal(await home(place.union), '', 'somebody has it');
	const done = await place.leader.submit(await place.leader.get(at), '/handle/set', { owner: mine, due: '2027-01-15', handled: '1' });
	assert.match(done.page.words('main'), /Håndtert/);
	assert.equal(await home(place.leader), '');
	const other = rows('SELECT id FROM handle_item WHERE about_leader = 1')[0][0];
	assert.equal((await place.leader.post(`${at}/set`, { key: 'k1', item: other, handled: '1' })).status, 404);
	assert.equal((await place.leader.post(`${at}/set`, { key: 'k2', item: rows('SELECT id FROM handle_item WHERE about_leader = 0')[0][0], owner: '999999' })).status, 422);
});

test('the next date is a calendar file, on the staff\'s page too', async () => {
	const pub = rows('SELECT public_id FROM process')[0][0];
	const r = await place.admin.get(`/w/${pub}/next.ics`);
	assert.equal(r.status, 200);
	assert.match(r.headers['content-type'], /^text\/calendar/);
	assert.match(r.text, /BEGIN:VEVENT\r\n[^]*DTSTART;TZID=Europe\/Oslo:\d{8}T\d{6}\r\n[^]*SUMMARY:/);
	assert.equal((await place.admin.get('/w/finnes-ikke/next.ics')).status, 404);
	assert.equal((await place.admin.get(`/w/${pub}/next.ics?n=99`)).status, 404);
	const w = await staff.get(`/w/${pub}`);
	assert.match(w.page.words('main'), /Dette går vi videre med.*Beskjeder mellom vaktene.*Dette sa dere/);
	assert.match(w.page.words('main'), /Lagt til side av alle tre: Kommunen ser på bemanningen/);
	assert.ok(w.page.links().some((l) => l.startsWith(`/w/${pub}/next.ics`)));
});
