/* What measures ask of people by letter: a week before the date, when it is past, numbers for those above, and the letter to all staff;
 * and that a sensitive measure is in none of them. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { setTimeout as wait } from 'node:timers/promises';
import { certificates, mailArgs, Relay, setUpMail, until } from '../lib/relay.mjs';
import { startServer } from '../lib/server.mjs';
import { addHelper, addPerson, allAgree, anchor, begin, setUp } from '../lib/workplace.mjs';

const DAY = 86400;
const HIDDEN = 'Hemmelig konflikt på kjøkkenet';
const day = (n) => new Date(Date.now() + n * DAY * 1000).toISOString().slice(0, 10);
let certs;
let relay;
let server;
let place;
let list;

before(async () => {
	certs = certificates();
	relay = await new Relay(certs).start();
	server = await startServer({ args: mailArgs(certs), env: { MEDVIRK_TEST_QUIET: '1' } });
	place = await setUp(server);
	for (const [role, name] of [['staff', 'Anna Ansatt'], ['superior', 'Sigurd Overordnet']]) place[role] = await addPerson(server, place, role, name);
	await begin(place);
	await anchor(place);
	await addHelper(server, place, 'helper', 'Hilde Hjelper');
	list = `/u/${place.unit}/measures`;
	await place.leader.post(`/p/${place.process}/reminders`, { key: 'switches', measures: '1', digest: '0' });
	await decided({ title: 'Fast sted for nøklene', what: 'Krok ved døra', owner: 'Anna Ansatt', due: day(10), tell1: '1' });
	await decided({ title: 'Ikke i brev', what: 'Noe', owner: 'Tor Tillitsvalgt', due: day(90) });
	await secret();
	await setUpMail(place.admin, relay);
});
after(async () => {
	await server?.close();
	await relay?.stop();
	certs?.drop();
});

async function write(values) {
	const form = await place.leader.get(`${list}/new`);
	const f = form.page.formTo('/measures/new');
	const owner = form.page.all('#field-owner option').find((o) => o.textContent === values.owner)?.getAttribute('value');
	assert.ok(owner, `${values.owner} can be responsible`);
	return place.leader.submit(form, f, { ...values, owner });
}

async function decided(values) {
	const r = await write(values);
	const id = /measures\/(\d+)/.exec(r.path)[1];
	await place.leader.submit(r, `${list}/ask`);
	const card = await place.leader.get(`${list}/${id}`);
	await allAgree(place, card.page.links().find((l) => /\/agreements\/\d+$/.test(l)));
	assert.equal(server.db.rows(`SELECT status FROM measure WHERE id = ${id}`)[0][0], 'planned');
}

async function secret() {
	const r = await write({ title: HIDDEN, what: HIDDEN, owner: 'Lise Leder', due: day(3), sensitive: '1', tell1: '1' });
	const id = /measures\/(\d+)/.exec(r.path)[1];
	await place.leader.submit(r, `${id}/open`);
	await place.safety.submit(await place.safety.get(list), '/measures/hidden');
	await place.leader.submit(await place.leader.get(`${list}/${id}`), `${id}/decide`);
	assert.equal(server.db.rows(`SELECT status FROM measure WHERE id = ${id}`)[0][0], 'planned');
}

/* What waits or is on its way would be days late then, and rightly not be sent any more. */
async function shift(days) {
	await until(() => server.db.rows("SELECT COUNT(*) FROM outbox WHERE state IN ('waiting', 'sending')")[0][0] === '0', 'every letter to leave');
	await server.stop();
	server.env.MEDVIRK_CLOCK_OFFSET = String(days * DAY);
	await server.start();
	for (const who of ['leader', 'union', 'safety', 'admin', 'staff']) place[who].agent.destroy();
	await wait(2500);
}

const to = (who) => relay.letters.filter((l) => l.to.includes(`${who}@solbakken.example`));

test('the superior leader gets numbers, no titles; the others nothing yet', async () => {
	await until(() => to('sigurd.overordnet').length === 1, 'the numbers');
	const [l] = to('sigurd.overordnet');
	assert.match(l.text, /Tiltak ved Solbakken sykehjem: 2 i gang, 0 gjort eller beholdt, 0 over fristen/);
	assert.doesNotMatch(l.text, /nøklene|Ikke i brev/);
	assert.equal(to('anna.ansatt').length + to('lise').length + to('tor').length + to('vera').length, 0);
});

test('a week before the date whoever is responsible is told, and when it is past, at most weekly', async () => {
	await shift(4);
	await until(() => to('anna.ansatt').length === 1, 'the first');
	assert.match(to('anna.ansatt')[0].text, /«Fast sted for nøklene» skal være gjort innen/);
	await shift(12);
	await until(() => to('anna.ansatt').length === 2, 'it is late');
	assert.match(to('anna.ansatt')[1].text, /skulle vært gjort innen/);
	await shift(15);
	assert.equal(to('anna.ansatt').length, 2);
	await shift(20);
	await until(() => to('anna.ansatt').length === 3, 'a week later');
	for (const who of ['lise', 'tor', 'vera']) await until(() => to(who).length >= 1, `the numbers to ${who}`);
	assert.match(to('vera')[0].text, /1 over fristen/);
	assert.equal(relay.letters.filter((l) => l.to.includes('hilde.hjelper@hjelp.example')).length, 0, 'a helper is never told that something is late');
});

test('the letter to all staff: what is marked for it, at the interval chosen', async () => {
	await place.leader.post(`/p/${place.process}/state`, { key: 'go', to: 'running' });
	await place.leader.post(`/p/${place.process}/reminders`, { key: 'more', digest: '14' });
	const before = to('anna.ansatt').length;
	await wait(2500);
	assert.equal(to('anna.ansatt').length, before, 'the first comes after the interval');
	await shift(25 + 10);
	await until(() => to('anna.ansatt').some((l) => /^Slik går det/.test(l.subject)), 'the letter');
	const l = to('anna.ansatt').find((x) => /^Slik går det/.test(x.subject));
	assert.match(l.text, /Fast sted for nøklene/);
	assert.doesNotMatch(l.text, /Ikke i brev/);
	assert.match(l.header('list-unsubscribe'), /\/stop\//);
	assert.equal(to('anna.ansatt').filter((x) => /^Slik går det/.test(x.subject)).length, 1);
});

test('the sensitive measure is in no letter, not even to those who may read it', () => {
	assert.ok(relay.letters.length > 8);
	for (const l of relay.letters) assert.doesNotMatch(l.raw + l.parts.map((p) => p.text).join(' '), /Hemmelig|konflikt/, `${l.to} ${l.subject}`);
	assert.equal(server.db.rows("SELECT COUNT(*) FROM outbox WHERE body LIKE '%Hemmelig%' OR subject LIKE '%Hemmelig%'")[0][0], '0');
});
