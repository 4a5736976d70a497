/* How long things are kept, and erasing a person: through the pages, with the jobs of the real program. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { after, before, test } from 'node:test';
import { setTimeout as wait } from 'node:timers/promises';
import { engine } from '../lib/database.mjs';
import { runProgram, startServer } from '../lib/server.mjs';
import { SECRET, addPerson, answer, personPage, signIn, underWay } from '../lib/workplace.mjs';

let server;
let place;

before(async () => {
	server = await startServer();
	place = await underWay(server);
});
after(() => server?.close());

/* Waits until the jobs have made it so. */
async function until(what, is) {
	for (let i = 0; i < 300; i++) {
		if (await is()) return;
		await wait(200);
	}
	assert.fail(`${what} within a minute`);
}

test('a longer period counts at once, a shorter one after a month, and everybody reads about it', async () => {
	const form = await place.admin.get('/admin/keeping');
	assert.equal(form.status, 200);
	let r = await place.admin.submit(form, '/admin/keeping', { cards_years: '3' });
	assert.match(r.page.words(), /Lagret\./);
	const privacy = await place.leader.get('/about/privacy');
	assert.match(privacy.page.words(), /i 3 år etterpå/);
	assert.ok(privacy.page.all('article tbody tr').length >= 8, 'the periods are a table');
	r = await place.admin.submit(await place.admin.get('/admin/keeping'), '/admin/keeping', { cards_years: '1' });
	assert.match(r.page.words(), /gjelder etter 30 dager/);
	assert.match(r.page.words(), /Gjelder fra .+ Til da: 3 år/);
	assert.match((await place.leader.get('/about/privacy')).page.words(), /3 år \(fra .+: 1 år\)/);
	assert.match((await place.union.get(`/p/${place.process}/log`)).page.words(), /Ada Admin endret hvor lenge noe blir lagret: Lapper fra verksteder.+Fra 3 til 1, gjelder fra/);
});

test('a period past its ends, or longer than what it belongs to, comes back with a message', async () => {
	for (const [values, says] of [
		[{ log_years: '0' }, /./],
		[{ cards_years: '5', plan_years: '2' }, /ikke lagres lenger enn arbeidet/],
	]) {
		const r = await place.admin.submit(await place.admin.get('/admin/keeping'), '/admin/keeping', values);
		assert.equal(r.status, 422);
		assert.match(r.page.one('[aria-invalid="true"]').closest('.ds-field').textContent, says);
	}
});

test('only the administrator, and with the own password, erases a person; what they decided stands', async () => {
	const gone = await addPerson(server, place, 'union', 'Guri Gjeng Sluttestad', { union_name: 'Utdanningsforbundet' });
	const page = await personPage(place, 'Guri Gjeng Sluttestad');
	const id = /people\/(\d+)/.exec(page.path)[1];
	const at = `/admin/people/${id}/erase`;
	assert.equal((await place.leader.get(at)).status, 403);
	const preview = await place.admin.get(at);
	assert.match(preview.page.words(), /Disse rollene slutter i dag: .*Tillitsvalgt, Solbakken sykehjem/);
	assert.equal((await place.admin.submit(preview, at, { secret: 'feil passord her' })).status, 422);
	assert.equal((await gone.get('/me')).status, 200);
	const r = await place.admin.submit(await place.admin.get(at), at, { secret: SECRET });
	assert.equal(r.status, 200, r.page.words('main').slice(0, 300));
	assert.doesNotMatch(r.text, /Guri Gjeng/);
	assert.notEqual((await gone.get('/me')).status, 200);
	assert.equal((await place.admin.get(at)).status, 404);
	assert.doesNotMatch((await place.leader.get(`/u/${place.unit}/people`)).text, /Guri Gjeng|Utdanningsforbundet/);
	assert.match((await place.leader.get(`/p/${place.process}/log`)).page.words(), /Tidligere kollega stadfestet|Tidligere kollega bekreftet/);
	await until('the files are wiped', () => server.db.rows("SELECT 1 FROM setting WHERE name = 'wipe'").length === 0);
	if (engine === 'sqlite')
		for (const end of ['', '-wal']) {
			let bytes;
			try {
				bytes = readFileSync(server.db.file + end);
			} catch {
				continue;
			}
			assert.equal(bytes.includes('Guri Gjeng'), false, `nothing of the name in the file${end}`);
		}
});

test('the last administrator cannot be erased', async () => {
	const all = await place.admin.get('/admin/people');
	const id = /people\/(\d+)/.exec(all.page.all('a').find((a) => a.textContent.trim() === 'Ada Admin').getAttribute('href'))[1];
	const at = `/admin/people/${id}/erase`;
	const r = await place.admin.submit(await place.admin.get(at), at, { secret: SECRET });
	assert.equal(r.status, 409);
	assert.equal((await (await signIn(server, 'ada@solbakken.example')).get('/admin')).status, 200);
});

test('talked over with the representatives: one side says when, the other confirms', async () => {
	const at = `/u/${place.unit}/discussed`;
	assert.match((await place.union.get('/')).page.words(), /Drøftet med de tillitsvalgte før dere tok verktøyet i bruk: når\?/);
	const form = await place.union.get(at);
	const future = new Date(Date.now() + 3 * 86400e3).toISOString().slice(0, 10);
	assert.equal((await place.union.submit(form, '/discussed', { held_on: future })).status, 422);
	assert.match((await place.safety.get('/')).page.all('.lines li, .next').map((x) => x.textContent.replace(/\s+/g, ' ')).find((t) => t.includes('Drøftet med')) ?? '', /Ansvar: én av de tre partene|Ansvar: en av de tre partene/, 'not "you" to each of them');
	await place.union.submit(form, '/discussed', { held_on: '2026-01-15' });
	/* Another representative is on the same side. */
	const same = await place.safety.get(at);
	assert.doesNotMatch(same.page.words(), /Det stemmer(?! ikke)/);
	assert.equal((await place.safety.submit(same, '/discussed', {}, { button: ['answer', 'yes'], follow: false })).status, 403);
	assert.match((await place.leader.get('/')).page.words(), /Bekreft at verktøyet ble drøftet/);
	const done = await place.leader.submit(await place.leader.get(at), '/discussed', {}, { button: ['answer', 'yes'] });
	assert.match(done.page.words(), /torsdag 15\. januar 2026 Sagt av ?Tor Tillitsvalgt, tillitsvalgt Bekreftet av ?Lise Leder, leder .*Dette er gjort/);
	assert.doesNotMatch((await place.union.get('/')).page.words(), /tok verktøyet i bruk/);
	assert.equal((await place.union.post(at, { answer: 'no', key: 'x' })).status, 409);
});

test('papers are filled with what is set up, in both forms of Norwegian', async () => {
	for (const [lang, says] of [
		['nb', [/Solbakken kommune/, /Enheter: 1\./, /3 år \(fra/, /Fyll inn: navn og e-post/]],
		['nn', [/Solbakken kommune/, /Einingar: 1\./, /3 år \(frå/, /Fyll inn: namn og e-post/]],
	]) {
		await place.leader.post('/me/language', { lang, key: lang });
		for (const paper of ['dpia', 'records', 'processor', 'risks']) {
			const r = await place.leader.get(`/papers/${paper}`);
			assert.equal(r.status, 200);
			assert.doesNotMatch(r.page.words(), /\{[a-z_]+\}/, `${paper} in ${lang}`);
			assert.match(r.page.words(), says[0]);
			assert.ok(r.page.one('article table'), 'tables are tables');
			if (paper === 'dpia') for (const word of says) assert.match(r.page.words(), word);
			if (paper === 'dpia') assert.match(r.page.words(), /(De tillitsvalgte|Dei tillitsvalde): 15\.01\.2026 \(Solbakken sykehjem\)\./, 'as both sides have said');
			if (paper === 'records') assert.match(r.page.words(), /\[Fyll inn: kryptert (forbindelse|samband); adress[ae]n? er n[åo] http:/, 'no claim that does not hold');
		}
	}
	await place.leader.post('/me/language', { lang: 'nb', key: 'back' });
	assert.equal((await place.leader.get('/papers/nothing')).status, 404);
	/* Who reads English gets the paper in bokmål, and what is filled in with it. */
	await place.leader.post('/me/language', { lang: 'en', key: 'en' });
	assert.match((await place.leader.get('/papers/records')).page.words(), /ikke satt opp/);
	await place.leader.post('/me/language', { lang: 'nb', key: 'back again' });
});

test('whom to ask about privacy stands where people look for it, and in the papers', async () => {
	const said = async (at) => (await place.leader.get(at)).page.words();
	assert.match(await said('/about/privacy'), /Snakk med lederen, den tillitsvalgte eller verneombudet ditt/);
	for (const paper of ['dpia', 'records', 'processor']) assert.match(await said(`/papers/${paper}`), /\[Fyll inn: navn og e-postadresse\]/);
	const contact = 'Eva Eksempel, personvern@solbakken.example';
	const r = await place.admin.submit(await place.admin.get('/admin/keeping'), '/admin/keeping', { contact });
	assert.match(r.page.words(), /Lagret\./);
	assert.equal(r.page.one('[name="contact"]').getAttribute('value'), contact);
	assert.match(await said('/about/privacy'), new RegExp(`Snakk med ${contact}`));
	for (const paper of ['dpia', 'records', 'processor']) assert.ok((await said(`/papers/${paper}`)).includes(contact), paper);
});

test('a whole process goes when all three say so, and not before', async () => {
	const at = `/p/${place.process}/delete`;
	const asked = await place.union.submit(await place.union.get(at), '/delete');
	const question = /\/p\/\d+\/agreements\/\d+/.exec(asked.path)[0];
	assert.match(asked.page.words(), /Vi sletter Oss og vårt/);
	assert.equal((await answer(place.leader, question)).status, 200);
	assert.equal((await answer(place.union, question)).status, 200);
	await wait(6000);
	assert.equal((await place.leader.get(`/p/${place.process}`)).status, 200, 'two of three are not all');
	await answer(place.safety, question);
	await until('it is gone', async () => (await place.leader.get(`/p/${place.process}`)).status === 404);
	for (const table of ['note', 'theme', 'sitting', 'agreement', 'process', 'process_phase', 'checklist_item'])
		assert.equal(Number(server.db.rows(`SELECT COUNT(*) FROM ${table}`)[0][0]), 0, table);
	const [[row]] = server.db.rows("SELECT body FROM audit WHERE kind = 'process.erased'");
	assert.match(row, /Oss og v/);
});

test('the doctor says what is due, and that the log is whole', async () => {
	const r = await runProgram(['doctor', '--db', server.db.url, '--listen', `127.0.0.1:${server.port}`]);
	assert.match(r.out, /Nothing is past its time|Past their time/);
	assert.match(r.out, /The log is whole/);
});
