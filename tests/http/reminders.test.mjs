/* Letters the program writes by itself: messages go when the group has released them and their day comes; reminders are gathered, once a
 * week at most, and stopped with one press. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { setTimeout as wait } from 'node:timers/promises';
import { certificates, mailArgs, Relay, setUpMail, until } from '../lib/relay.mjs';
import { startServer } from '../lib/server.mjs';
import { addPerson, anchor, begin, setUp, signIn } from '../lib/workplace.mjs';
import { Visitor } from '../lib/wire.mjs';

const DAY = 86400;
let certs;
let relay;
let server;
let place;
let first; /* seconds from now to the first workshop */

before(async () => {
	certs = certificates();
	relay = await new Relay(certs).start();
	server = await startServer({ args: mailArgs(certs), env: { MEDVIRK_TEST_QUIET: '1' } });
	place = await setUp(server);
	await addPerson(server, place, 'staff', 'Anna Ansatt');
	await setUpMail(place.admin, relay);
	await begin(place);
	/* Invitations to calendars are tested elsewhere. */
	const at = `/p/${place.process}/reminders`;
	const page = await place.leader.get(at);
	const form = page.page.formTo('/reminders');
	for (const name of ['ready', 'group', 'measures', 'invitations']) assert.ok(form.querySelector(`[name="${name}"]`).hasAttribute('checked'), `${name} is on until it is switched off`);
	await place.leader.post(at, { key: 'switches', ready: '1', group: '1', measures: '1', digest: '0' });
	assert.equal((await place.leader.get(at)).page.formTo('/reminders').querySelector('[name="invitations"]').hasAttribute('checked'), false);
	await anchor(place);
	const [[starts]] = rows(`SELECT MIN(starts_at) FROM sitting WHERE process_id = ${place.process} AND kind = 'staff'`);
	first = Number(starts) - Math.floor(Date.now() / 1000);
});
after(async () => {
	await server?.close();
	await relay?.stop();
	certs?.drop();
});

const rows = (sql) => server.db.rows(sql);
const reminders = (who) => relay.letters.filter((l) => l.to.includes(`${who}@solbakken.example`) && l.header('list-unsubscribe'));
const about = (who, subject) => relay.letters.filter((l) => l.to.includes(`${who}@solbakken.example`) && subject.test(l.subject));

/* The same place, so many days before (or after) the first workshop. */
async function daysBefore(days) {
	await server.stop();
	server.env.MEDVIRK_CLOCK_OFFSET = String(Math.round(first - days * DAY + 60));
	await server.start();
	/* Their sessions may be over by then. */
	for (const [who, name] of [['leader', 'lise'], ['union', 'tor'], ['safety', 'vera'], ['admin', 'ada']]) {
		place[who].done();
		place[who] = await signIn(server, `${name}@solbakken.example`);
	}
	await wait(2500);
}

const messageAt = (id) => `/p/${place.process}/messages/utforske/verksted/${id}`;

test('a message to staff does not go by itself: the group is told that it is ready, in one letter', async () => {
	await daysBefore(15.5);
	for (const who of ['lise', 'tor', 'vera']) await until(() => reminders(who).length === 1, () => `one reminder to ${who}: ${reminders(who).map((l) => l.subject)}`);
	const [l] = reminders('lise');
	assert.match(l.text, /Invitasjon/);
	assert.match(l.text, /https:\/\/medvirk\.solbakken\.example\/p\/\d+\/messages\/utforske\/verksted\/invitasjon/);
	assert.match(l.header('list-unsubscribe'), /^<https:\/\/medvirk\.solbakken\.example\/stop\/[0-9a-f]{64}>$/);
	assert.equal(l.header('list-unsubscribe-post'), 'List-Unsubscribe=One-Click');
	assert.equal(l.header('auto-submitted'), 'auto-generated');
	assert.deepEqual(l.defects, []);
	assert.equal(relay.letters.some((x) => x.to.includes('anna.ansatt@solbakken.example')), false);
	await daysBefore(13.9);
	assert.equal(about('anna.ansatt', /./).length, 0, 'its day has come, and nobody has released it');
	assert.equal(reminders('lise').length, 1, 'said once');
});

test('released, it goes on its day with the dates as they stand then; held back, it does not', async () => {
	await daysBefore(15);
	const at = messageAt('invitasjon');
	let page = await place.leader.get(at);
	page = await place.leader.submit(page, `${at}/outbox?lang=nb`, {}, { button: ['when', 'later'] });
	assert.match(page.page.words(), /Godkjent/);
	page = await place.union.submit(await place.union.get(at), `${at}/outbox?lang=nb`, {}, { button: ['when', 'back'] });
	assert.doesNotMatch(page.page.words(), /Godkjent/);
	await place.safety.submit(await place.safety.get(at), `${at}/outbox?lang=nb`, {}, { button: ['when', 'later'] });
	assert.equal(rows("SELECT COUNT(*) FROM outbox WHERE kind LIKE 'message %'")[0][0], '0', 'its words are filled in on its day');
	const [[id]] = rows(`SELECT id FROM sitting WHERE process_id = ${place.process} AND kind = 'staff' ORDER BY starts_at LIMIT 1`);
	const edit = await place.leader.get(`/s/${id}/edit`);
	await place.leader.submit(edit, `/s/${id}/edit`, { place: 'Biblioteket i andre etasje' });
	assert.equal(about('anna.ansatt', /./).length, 0);
	await daysBefore(13.9);
	await until(() => about('anna.ansatt', /^Bli med på/).length === 1, () => `the invitation: ${relay.letters.map((l) => `${l.to} ${l.subject}`).join(' / ')}`);
	const [l] = about('anna.ansatt', /^Bli med på/);
	assert.match(l.text, /Biblioteket i andre etasje/);
	assert.match(l.text, /Hilsen Lise Leder, Tor Tillitsvalgt og Vera Verneombud/);
	assert.doesNotMatch(l.text, /[{}…]/);
	assert.match(l.header('from'), /Solbakken sykehjem/);
	assert.equal(l.header('list-unsubscribe'), undefined, 'it is no reminder');
	await wait(2500);
	assert.equal(about('anna.ansatt', /^Bli med på/).length, 1);
	assert.match((await place.leader.get(at)).page.words(), /Sendt: 4/);
});

test('what could not be sent is a number for the group and a name for the administrator', async () => {
	await relay.behave({ rcpt: { 'anna.ansatt@solbakken.example': '550 5.1.1 unknown', 'tor@solbakken.example': '550 5.1.1 unknown' } });
	const at = messageAt('detaljer');
	await place.leader.submit(await place.leader.get(at), `${at}/outbox?lang=nb`, {}, { button: ['when', 'now'] });
	await until(async () => /Kunne ikke sendes til 2/.test((await place.leader.get(at)).page.words()), 'the count');
	assert.doesNotMatch((await place.leader.get(at)).text, /5\.1\.1|anna\.ansatt@/);
	assert.match((await place.leader.get(`/p/${place.process}/messages?phase=utforske`)).page.words(), /kunne ikke sendes til 2/);
	assert.match((await place.admin.get('/admin/mail')).page.words(), /anna\.ansatt@solbakken\.example/);
	await relay.behave({});
	await place.leader.submit(await place.leader.get(at), `${at}/outbox?lang=nb`, {}, { button: ['when', 'again'] });
	await until(() => about('anna.ansatt', /^Slik blir/).length === 1, 'the second try');
	assert.equal(about('vera', /^Slik blir/).length, 1, 'the others do not get it twice');
});

test('one letter a week, that looks a week ahead; the method\'s own letter when it is alone', async () => {
	const n = { lise: reminders('lise').length, vera: reminders('vera').length };
	await daysBefore(0.9);
	for (const who of ['lise', 'vera']) {
		await until(() => reminders(who).length === n[who] + 1, () => `the print list to ${who}: ${reminders(who).map((l) => l.subject)}`);
		const last = reminders(who).at(-1);
		assert.match(last.subject, /^I morgen: /);
		assert.match(last.text, /Ark og reserveark er skrevet ut/);
	}
	await daysBefore(-2);
	assert.equal(reminders('lise').length, n.lise + 1, 'under a week since the last');
	assert.equal(rows("SELECT COUNT(*) FROM outbox WHERE kind LIKE 'message utforske/verksted/takk'")[0][0], '0', 'thanks are to staff, and go when the group says so');
});

test('stopped by the link in the letter: looking changes nothing, one press does, also by the mail program itself', async () => {
	const path = (l) => /\/stop\/[0-9a-f]{64}/.exec(l.header('list-unsubscribe'))[0];
	const mine = path(reminders('lise').at(-1));
	for (const table of ['mail_stop', 'outbox', 'audit']) assert.doesNotMatch(JSON.stringify(rows(`SELECT * FROM ${table}`)), new RegExp(mine.slice(6)));
	const nobody = new Visitor(server);
	for (let i = 0; i < 3; i++) assert.match((await nobody.get(mine)).page.words(), /Vil du ikke ha flere påminnelser/);
	assert.equal(rows('SELECT COUNT(*) FROM mail_choice WHERE reminders = 0')[0][0], '0');
	const done = await nobody.submit(await nobody.get(mine), mine);
	assert.match(done.page.words(), /Da er det gjort/);
	assert.match((await nobody.get(mine)).page.words(), /Da er det gjort/);
	const oneClick = await nobody.send('POST', path(reminders('vera').at(-1)), { headers: { 'content-type': 'application/x-www-form-urlencoded' }, body: 'List-Unsubscribe=One-Click' });
	assert.equal(oneClick.status, 200);
	assert.equal(rows('SELECT COUNT(*) FROM mail_choice WHERE reminders = 0')[0][0], '2');
	assert.equal((await nobody.post(path(reminders('tor').at(-1)), {}, { 'sec-fetch-site': 'cross-site' })).status, 403);
	assert.equal((await nobody.get(`/stop/${'0'.repeat(64)}`)).status, 404);
	assert.doesNotMatch(server.log(), /\/stop\/[0-9a-f]/);
	const before = { lise: reminders('lise').length, tor: reminders('tor').length };
	await daysBefore(-8);
	await until(() => reminders('tor').length > before.tor, 'the others still get theirs');
	assert.equal(reminders('lise').length, before.lise);
	const me = await place.leader.get('/me/calendar');
	await place.leader.submit(me, me.page.forms().find((f) => f.querySelector('button[value="remind"]')), {}, { button: ['do', 'remind'] });
	await until(() => reminders('lise').length > before.lise, 'turned on again on the own page');
});

test('no letter holds anything but plans: no seat, no note, no code of a room', async () => {
	for (const l of relay.letters) {
		assert.doesNotMatch(l.raw, /\/r\/[A-Z0-9]{6}/, l.subject);
		for (const link of l.text.match(/https?:\/\/\S+/g) ?? []) assert.match(link, /^https:\/\/medvirk\.solbakken\.example\/(p|s|u|w|once|stop)\//, link);
	}
});

test('own words in one language only: the page says who would get the method\'s text', async () => {
	const at = messageAt('takk');
	rows("UPDATE person SET lang = 'nn' WHERE name = 'Anna Ansatt'");
	const write = async (lang, body) => {
		const r = await place.leader.get(`${at}/edit?lang=${lang}`);
		return place.leader.submit(r, r.page.forms().find((f) => f.querySelector('textarea')), { body });
	};
	const warned = /ikke på alle språk: De som leser nynorsk, får metodens tekst/;
	assert.doesNotMatch((await place.leader.get(at)).page.words(), warned, 'nothing has been changed');
	assert.match((await write('nb', 'Takk for i går. Kaffekoppene er funnet.')).page.words(), warned);
	assert.match((await place.union.get(`${at}?lang=nn`)).page.words(), warned, 'whichever language is looked at');
	assert.doesNotMatch((await write('nn', 'Takk for i går. Kaffikoppane er funne.')).page.words(), warned);
});
