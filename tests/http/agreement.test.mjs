/* What the three decide together: everybody's own tick with their own secret, every union for itself, a disagreement as one sentence,
 * and never consent by waiting. And the log of it, which cannot be changed unseen. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { runProgram, startServer } from '../lib/server.mjs';
import { eventually } from '../lib/wire.mjs';
import { SECRET, addPerson, answer, begin, register, setUp } from '../lib/workplace.mjs';

const DAY = 86400;
let server;
let place;
let at;

before(async () => {
	server = await startServer();
	place = await setUp(server, { unions: 2 });
	/* Sooner than the first lines of the checklist ask for. */
	await begin(place, { date: new Date(Date.now() + 3 * 86400e3).toISOString().slice(0, 10) });
	const asked = await place.leader.submit(await place.leader.get(`/p/${place.process}`), `/p/${place.process}/start`);
	at = /\/p\/\d+\/agreements\/\d+/.exec(asked.path)[0];
});
after(() => server?.close());

const agreed = async () => /ble enige|All agreed/.test((await place.leader.get(at)).page.words('main'));
const state = () => server.db.rows(`SELECT state FROM process WHERE id = ${place.process}`)[0][0];
const ticks = () => Number(server.db.rows('SELECT count(*) FROM agreement_tick')[0][0]);
/* Of all that the doctor looks at, only the log: the test's own PostgreSQL runs without fsync. */
const whole = async () => /The log is whole/.test((await runProgram(['doctor', '--db', server.db.url])).out);

/* The same place, later. */
async function later(seconds) {
	await server.stop();
	server.env.MEDVIRK_CLOCK_OFFSET = String(seconds);
	await server.start();
}

test('nothing is due before there was a plan', async () => {
	const words = (await place.leader.get(`/p/${place.process}`)).page.words('main');
	const today = new Intl.DateTimeFormat('nb', { timeZone: 'Europe/Oslo', day: 'numeric', month: 'long' }).format(new Date());
	assert.match(words, new RegExp(`Avtal tid for planmøtet: én time, hele HMS-gruppen *Ansvar: Leder · ${today}`));
});

test('a tick asks for the person\'s own secret again', async () => {
	for (const secret of ['', 'ikke mitt passord', SECRET.toUpperCase()]) {
		const r = await answer(place.union, at, 'yes', { secret });
		assert.equal(r.status, 422, JSON.stringify(secret));
		assert.ok(r.page.one('#error-secret'));
	}
	assert.equal(ticks(), 0);
});

test('nobody answers in another one\'s role', async () => {
	const page = await place.leader.get(at);
	const mine = page.page.one('[name="role"]').getAttribute('value');
	const r = await place.union.post(at, { ...Object.fromEntries(page.page.fieldsOf(page.page.formTo(at))), role: mine, secret: SECRET, answer: 'yes' });
	assert.ok([403, 409, 422].includes(r.status), `${r.status}`);
	assert.equal(ticks(), 0);
});

test('one union never answers for another, and two of three parties are not all', async () => {
	for (const who of ['leader', 'safety', 'union']) assert.equal((await answer(place[who], at)).status, 200);
	assert.equal(ticks(), 3);
	assert.equal(await agreed(), false);
	assert.equal(state(), 'draft');
});

test('the same tick sent twice counts once', async () => {
	const page = await place.safety.get(at);
	assert.match(page.page.words('main'), /Du har svart\. Det gjelder når alle er enige\. Endre svaret/);
	assert.doesNotMatch((await place.union2.get(at)).page.words('main'), /Du har svart/);
	const form = page.page.forms().find((f) => f.getAttribute('action') === at);
	if (form) await Promise.all([1, 2, 3].map(() => place.safety.submit(page, at, { secret: SECRET }, { button: ['answer', 'yes'] })));
	assert.equal(ticks(), 3);
});

test('a disagreement is one sentence that everybody sees, and changes nothing', async () => {
	assert.equal((await answer(place.union2, at, 'no', { sentence: '' })).status, 422, 'a sentence is needed');
	assert.equal((await answer(place.union2, at, 'no', { sentence: 'å'.repeat(3000) })).status, 422);
	assert.equal((await answer(place.union2, at, 'no', { sentence: 'Vi mangler vikarer <b>i uke 50</b>.' })).status, 200);
	for (const who of ['leader', 'union', 'safety']) {
		const r = await place[who].get(at);
		assert.match(r.page.words('main'), /Vi mangler vikarer <b>i uke 50<\/b>\./, who);
		assert.ok(!r.text.includes('<b>i uke'));
	}
	assert.equal(await agreed(), false);
});

test('after the agreed days it goes to the next level; waiting never makes consent', async () => {
	await later(4 * DAY);
	await eventually(() => server.db.rows('SELECT state FROM agreement')[0][0] === 'raised');
	assert.equal(state(), 'draft');
	assert.match((await place.leader.get(at)).page.words('main'), /Saken ligger hos neste nivå.*Ingen på neste nivå er registrert ennå/, 'it says so when it lies with nobody');
	await later(20 * DAY); /* sessions live for thirty days */
	assert.equal(server.db.rows('SELECT state FROM agreement')[0][0], 'raised');
	assert.equal(state(), 'draft');
	await later(0);
});

test('those above advise and do not decide', async () => {
	const chief = await addPerson(server, place, 'chief_union', 'Henrik Hoved', { union_name: 'Norsk Sykepleierforbund' });
	assert.doesNotMatch((await place.leader.get(at)).page.words('main'), /Ingen på neste nivå/);
	const r = await answer(chief, at, 'advice', { sentence: 'Vent til vikarene er på plass.' });
	assert.equal(r.status, 200, r.page.words('main').slice(0, 300));
	assert.match((await place.leader.get(at)).page.words('main'), /Vent til vikarene er på plass/);
	const forced = await answer(chief, at, 'yes');
	assert.notEqual(server.db.rows('SELECT state FROM agreement')[0][0], 'agreed');
	assert.ok(forced.status !== 500);
	assert.equal(state(), 'draft');
});

test('a representative who has not confirmed the role is not asked and cannot answer', async () => {
	await register(place, 'union', 'Ubekreftet Ulla', { union_name: 'Delta' });
	const page = await place.leader.get(at);
	assert.equal(server.db.rows("SELECT count(*) FROM role r JOIN person p ON p.id = r.person_id WHERE p.name = 'Ubekreftet Ulla' AND r.confirmed_at IS NOT NULL")[0][0], '0');
	assert.equal(page.status, 200);
});

test('when the last one says yes, all agree and it happens, once', async () => {
	const r = await answer(place.union2, at);
	assert.equal(r.status, 200, r.page.words('main').slice(0, 400));
	assert.equal(await agreed(), true);
	assert.equal(state(), 'anchored');
	const late = await answer(place.union2, at, 'no', { sentence: 'Jeg ombestemmer meg.' }).catch((e) => e);
	assert.ok(late instanceof Error || [409, 422, 200].includes(late.status));
	assert.equal(state(), 'anchored');
});

test('k has a floor of three', async () => {
	const page = await place.leader.get(`/p/${place.process}/settings`);
	for (const k of ['2', '1', '0', '-5', 'x']) {
		const r = await place.leader.submit(page, `/p/${place.process}/settings`, { k });
		assert.equal(r.status, 422, `k ${k}`);
	}
	assert.equal(server.db.rows(`SELECT k FROM process WHERE id = ${place.process}`)[0][0], '5', 'and the leader alone does not change it');
});

test('the log is a chain: the doctor sees when somebody has changed it', async () => {
	assert.equal(await whole(), true);
	const change = (sql) => server.db.rows(sql);
	const [[id, kind]] = server.db.rows("SELECT id, kind FROM audit ORDER BY id LIMIT 1 OFFSET 3");
	change(`UPDATE audit SET kind = 'noe.annet' WHERE id = ${id}`);
	assert.equal(await whole(), false, 'a changed kind');
	change(`UPDATE audit SET kind = '${kind}' WHERE id = ${id}`);
	assert.equal(await whole(), true, 'put back');
	const [[hash]] = server.db.rows(`SELECT hash FROM audit WHERE id = ${id}`);
	change(`UPDATE audit SET hash = '${'0'.repeat(hash.length)}' WHERE id = ${id}`);
	assert.equal(await whole(), false, 'a changed hash');
	change(`UPDATE audit SET hash = '${hash}' WHERE id = ${id}`);
	change(`UPDATE audit SET salt = NULL, body = NULL WHERE id = ${id}`);
	assert.equal(await whole(), true, 'retention may empty a body, and the chain still holds');
	change(`DELETE FROM audit WHERE id = ${id}`);
	assert.equal(await whole(), false, 'a missing row');
});

test('when leader and administrator are one person, everybody is told', async () => {
	const other = await startServer();
	try {
		const v = await import('../lib/wire.mjs').then((m) => new m.Visitor(other));
		const first = await v.open('/');
		const parties = await v.submit(first, '/start', { organisation: 'Liten bedrift', unit: 'Butikken', lang: 'nb', name: 'Eier Else', email: 'else@butikk.example', secret: SECRET });
		const form = parties.page.forms().find((f) => /parties$/.test(f.getAttribute('action')));
		const people = await v.submit(parties, form, { leader_me: '1', union_name: 'Tor Tillitsvalgt', union_email: 'tor@butikk.example', union_union: 'HK', safety_name: 'Vera Verneombud', safety_email: 'vera@butikk.example' });
		assert.equal(people.status, 200);
		assert.match(people.page.words('main'), /Lederen (driver|drifter|styrer|er)|også/i);
	} finally {
		await other.close();
	}
});
