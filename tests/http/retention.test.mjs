/* How long things are kept, and erasing a person: through the pages, with the jobs of the real program. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { after, before, test } from 'node:test';
import { setTimeout as wait } from 'node:timers/promises';
import { engine } from '../lib/database.mjs';
import { runProgram, startServer } from '../lib/server.mjs';
import { addPerson, begin, personPage, SECRET, setUp, signIn } from '../lib/workplace.mjs';

let server;
let place;

before(async () => {
	server = await startServer();
	place = await setUp(server);
	await begin(place);
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
	assert.match((await place.leader.get('/about/privacy')).page.words(), /i 3 år etterpå/);
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

test('the doctor says what is due, and that the log is whole', async () => {
	const r = await runProgram(['doctor', '--db', server.db.url, '--listen', `127.0.0.1:${server.port}`]);
	assert.match(r.out, /Nothing is past its time|Past their time/);
	assert.match(r.out, /The log is whole/);
});
