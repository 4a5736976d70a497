/* How many days the parties have to object, and before a disagreement goes to the next level: theirs to agree on when they start. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { DAY, startAhead } from '../lib/ahead.mjs';
import { eventually } from '../lib/wire.mjs';
import { addPerson, allAgree, answer, begin, setUp } from '../lib/workplace.mjs';

let ahead, place, settings, start;
const days = () => Number(ahead.server.db.rows('SELECT object_days FROM process')[0][0]);
const set = async (n) => place.leader.submit(await place.leader.get(settings), settings, { days: String(n) });
const question = (r) => /\/p\/\d+\/agreements\/\d+/.exec(r.path)?.[0];
/* Whole days from asking to the next level. */
const dueIn = (at) => ahead.server.db.rows(`SELECT due - opened FROM agreement WHERE id = ${at.split('/').pop()}`).map(([s]) => Math.round(Number(s) / DAY))[0];

before(async () => {
	ahead = await startAhead({ env: { MEDVIRK_TEST_QUIET: '1' } });
	place = await setUp(ahead.server);
	await begin(place);
	settings = `/p/${place.process}/settings`;
});
after(() => ahead?.close());

test('three is offered; before they start any of them may say another number, within limits', async () => {
	assert.equal((await place.union.get(settings)).page.one('[name="days"]').getAttribute('value'), '3');
	for (const n of ['0', '15', '-1', 'tre', '']) {
		const r = await set(n);
		assert.equal(r.status, 422, n);
		assert.ok(r.page.one('#field-days[aria-invalid="true"]'), n);
	}
	assert.equal(days(), 3);
	assert.equal((await set(5)).status, 200);
	assert.equal(days(), 5);
});

test('what they agree to says how many, and that number counts from then on', async () => {
	const asked = await place.leader.submit(await place.leader.get(`/p/${place.process}`), `/p/${place.process}/start`);
	start = question(asked);
	assert.match((await place.safety.get(start)).page.words('main'), /Det vi ikke er blitt enige om innen 5 dager, går til neste nivå/);
	assert.equal(dueIn(start), 5);
	assert.equal((await set(2)).status, 422, 'not while it is asked');
	await allAgree(place, start);
	assert.equal(days(), 5);
});

test('afterwards another number needs all three', async () => {
	const asked = question(await set(7));
	assert.ok(asked);
	assert.equal(dueIn(asked), 5, 'asked under what applies');
	for (const who of ['leader', 'union']) await answer(place[who], asked);
	assert.equal(days(), 5);
	await answer(place.safety, asked);
	assert.equal(days(), 7);
});

test('questions and measures count the same days, and nothing goes to the next level before', async () => {
	await addPerson(ahead.server, place, 'superior', 'Sigurd Overordnet');
	const list = `/u/${place.unit}/measures`;
	const made = await place.leader.submit(await place.leader.get(`${list}/new`), '/measures/new', { title: 'Pause for alle', what: 'Vi bytter på', who: 'Dagvakten', due: new Date(Date.now() + 40 * DAY * 1000).toISOString().slice(0, 10) });
	const id = /measures\/(\d+)/.exec(made.path)[1];
	/* A measure from elsewhere belongs to no process: three days, as usual. */
	ahead.server.db.rows(`UPDATE measure SET process_id = ${place.process} WHERE id = ${id}`);
	await place.leader.submit(made, `${list}/ask`);
	const asked = (await place.leader.get(`${list}/${id}`)).page.links().find((l) => /\/agreements\/\d+$/.test(l));
	await allAgree(place, asked);
	const edit = await place.leader.get(`${list}/${id}/edit`);
	assert.match(edit.page.words('main'), /De andre partene har 7 dager på seg/);
	await place.leader.submit(edit, `${id}/edit`, { who: 'Kveldsvakten' });
	const [[until]] = ahead.server.db.rows(`SELECT object_until FROM measure WHERE id = ${id}`);
	assert.equal(Math.round((Number(until) - Date.now() / 1000) / DAY), 7);
	await place.union.submit(await place.union.get(`${list}/${id}`), `${id}/object`, { text: 'Kveldsvakten er for få' });
	ahead.setClock(6 * DAY);
	await new Promise((done) => setTimeout(done, 2500));
	assert.doesNotMatch((await place.leader.get(`${list}/${id}`)).page.words('main'), /hos neste nivå/);
	ahead.setClock(8 * DAY);
	await eventually(async () => /hos neste nivå/.test((await place.leader.get(`${list}/${id}`)).page.words('main')));
});

test('whoever disagrees with a change of the plan or the rules says so in a sentence: the others get it at once, and it never becomes consent', async () => {
	ahead.setClock(0);
	const log = `/p/${place.process}/log`;
	const rules = `/p/${place.process}/rules`;
	await place.leader.submit(await place.leader.get(rules), rules, { text: 'Bare lederen tar ordet.' }, { button: ['act', 'add'] });
	const seen = await place.union.get(log);
	assert.match(seen.page.words('main'), /la til en spilleregel: Bare lederen tar ordet/);
	assert.match(seen.page.words('#object'), /mer enn 7 dager, går det til neste nivå/);
	const empty = await place.union.submit(seen, `${log}/object`, { sentence: '' });
	assert.equal(empty.status, 422);
	assert.ok(empty.page.one('#field-sentence[aria-invalid="true"]'));
	const form = Object.fromEntries(seen.page.fieldsOf(seen.page.formTo(`${log}/object`)));
	const sentence = 'Den regelen tier de ansatte, ta den ut <b>igjen</b>.';
	const [first] = [await place.union.post(`${log}/object`, { ...form, sentence }), await place.union.post(`${log}/object`, { ...form, sentence })];
	const at = question({ path: first.location });
	assert.equal(ahead.server.db.rows("SELECT COUNT(*) FROM agreement WHERE kind = 'objection'")[0][0].toString(), '1', 'sent twice, asked once');
	assert.equal(dueIn(at), 7);
	for (const who of ['leader', 'safety', 'union']) {
		assert.match((await place[who].get('/')).page.words('main'), /Noen er uenig i en endring/, who);
		assert.ok((await place[who].get(at)).page.words('main').includes(sentence), who);
	}
	assert.match((await place.safety.get(log)).page.words('main'), /Den regelen tier de ansatte/);
	const [[wording]] = ahead.server.db.rows(`SELECT wording FROM agreement WHERE kind = 'objection'`);
	assert.doesNotMatch(wording, /Tor Tillitsvalgt/);
	/* Two of three is not settled, nor is waiting. */
	for (const who of ['leader', 'safety']) await answer(place[who], at);
	ahead.setClock(8 * DAY);
	await eventually(async () => /hos neste nivå/.test((await place.leader.get(at)).page.words('main')));
	await answer(place.union, at);
	assert.match((await place.leader.get(at)).page.words('main'), /Alle ble enige/);
});
