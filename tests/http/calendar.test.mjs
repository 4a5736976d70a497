/* Calendars, as another program's parser reads them: invitations when something is planned, moved or removed; a person's own feed
 * behind a secret address; the whole plan as a file. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { setTimeout as wait } from 'node:timers/promises';
import { certificates, mailArgs, readCalendar, Relay, setUpMail, until } from '../lib/relay.mjs';
import { startServer } from '../lib/server.mjs';
import { addGathering, addPerson, anchor, begin, setUp } from '../lib/workplace.mjs';
import { Visitor } from '../lib/wire.mjs';

let certs;
let relay;
let server;
let place;
let staff;

before(async () => {
	certs = certificates();
	relay = await new Relay(certs).start();
	server = await startServer({ args: mailArgs(certs), env: { MEDVIRK_TEST_QUIET: '1' } });
	place = await setUp(server);
	staff = await addPerson(server, place, 'staff', 'Anna Ansatt');
	await setUpMail(place.admin, relay);
	await begin(place);
	await anchor(place);
});
after(async () => {
	await server?.close();
	await relay?.stop();
	certs?.drop();
});

const rows = (sql) => server.db.rows(sql);
const invitations = (address, kind = 'REQUEST') => relay.letters.filter((l) => l.to.includes(address) && l.part('text/calendar')?.calendar.method === kind);
const planned = () => rows(`SELECT id, starts_at, moved FROM sitting WHERE process_id = ${place.process} AND kind IN ('group', 'staff') AND state = 'planned' AND starts_at > ${Math.floor(Date.now() / 1000)} AND starts_at < ${Math.floor(Date.now() / 1000) + 56 * 86400} ORDER BY starts_at`);

async function holdDates() {
	const page = await place.leader.get(`/p/${place.process}/plan`);
	await place.leader.submit(page, `/p/${place.process}/plan`);
	assert.equal(rows(`SELECT state FROM process WHERE id = ${place.process}`)[0][0], 'planned');
}

async function edit(sitting, values) {
	const at = `/s/${sitting}/edit`;
	const r = await place.leader.submit(await place.leader.get(at), at, values);
	assert.equal(r.status, 200, r.page.words('main').slice(0, 300));
}

test('no invitation before the dates hold', async () => {
	await wait(2500);
	assert.equal(invitations('lise@solbakken.example').length, 0);
});

test('each of the group is invited to what comes in the next eight weeks, alone, and the entry is right', async () => {
	await holdDates();
	const all = planned();
	assert.ok(all.length >= 2, 'there is something planned');
	for (const who of ['lise', 'tor', 'vera']) await until(() => invitations(`${who}@solbakken.example`).length >= all.length, () => `${all.length} invitations to ${who}: ${invitations(`${who}@solbakken.example`).length}`);
	assert.equal(invitations('anna.ansatt@solbakken.example').length, 0, 'staff are told by the group');
	for (const l of invitations('lise@solbakken.example')) {
		assert.deepEqual(l.tree, { 'multipart/mixed': [{ 'multipart/alternative': ['text/plain', 'text/html', 'text/calendar'] }, 'application/ics'] });
		assert.deepEqual(l.defects, []);
		const part = l.part('text/calendar');
		assert.equal(part.params.method, 'REQUEST');
		assert.equal(l.part('application/ics').file, 'invitasjon.ics');
		assert.deepEqual(l.part('application/ics').calendar, part.calendar, 'the same in both');
		const [ev] = part.calendar.events;
		const [, id] = /^sitting-(\d+)-/.exec(ev.uid);
		const [, starts, moved] = all.find(([x]) => x === id);
		assert.equal(new Date(ev.starts).getTime() / 1000, Number(starts));
		assert.ok(new Date(ev.ends) > new Date(ev.starts));
		assert.equal(ev.tzid, 'Europe/Oslo');
		assert.deepEqual(ev.rules.map((t) => new Date(t).getTime()), [ev.starts, ev.ends].map((t) => new Date(t).getTime()), 'the rules in the file tell the same moments');
		assert.equal(ev.sequence, Number(moved));
		assert.equal(ev.status, 'CONFIRMED');
		assert.equal(part.calendar.zone, 'Europe/Oslo');
		assert.deepEqual(part.calendar.zones, ['Europe/Oslo']);
		assert.equal(ev.organizer, 'mailto:medvirk@solbakken.example');
		assert.deepEqual(ev.attendees, ['mailto:lise@solbakken.example']);
		assert.match(l.subject, /^Innkalling: /);
		assert.doesNotMatch(l.raw, /tor@|vera@|Tor |Vera /, 'nobody else is named');
		assert.ok(part.calendar.events.length === 1);
	}
});

test('moved: the same entry, a higher sequence; an edit that changes neither time nor place tells nobody', async () => {
	const [id, starts] = planned()[0];
	const before = invitations('tor@solbakken.example').length;
	const day = new Date((Number(starts) + 2 * 86400) * 1000).toISOString().slice(0, 10);
	await edit(id, { date: day });
	const of = (who) => invitations(`${who}@solbakken.example`).filter((l) => l.part('text/calendar').calendar.events[0].uid.startsWith(`sitting-${id}-`));
	const mine = () => of('tor');
	for (const who of ['lise', 'tor', 'vera']) await until(() => of(who).length === 2, `a second invitation to ${who}`);
	const [a, b] = mine().map((l) => l.part('text/calendar').calendar.events[0]);
	assert.equal(a.uid, b.uid);
	assert.ok(b.sequence > a.sequence, `${b.sequence} > ${a.sequence}`);
	assert.equal(b.starts.slice(0, 10), day);
	assert.match(mine()[1].subject, /^Endret: /);
	assert.ok(invitations('tor@solbakken.example').length >= before + 1);
	const n = relay.letters.length;
	await edit(id, { room_note: 'Kaffe er bestilt', leads: '' });
	await wait(3500);
	assert.equal(relay.letters.length, n);
});

test('removed, and the work ended: called off once, and no more', async () => {
	const day = new Date(Date.now() + 30 * 86400e3).toISOString().slice(0, 10);
	const id = await addGathering(place.leader, place.process, 'utforske', { kind: 'staff', label: 'Nattevakt; <b>"x"</b>, \\q', date: day, time: '22:00', place: 'Kantina: "A"; B, C\\x' });
	const of = (kind) => invitations('vera@solbakken.example', kind).filter((l) => l.part('text/calendar').calendar.events[0].uid.startsWith(`sitting-${id}-`));
	await until(() => of('REQUEST').length === 1, 'the invitation');
	const [asked] = of('REQUEST').map((l) => l.part('text/calendar').calendar.events[0]);
	assert.equal(asked.location, 'Kantina: "A"; B, C\\x', 'text is text');
	assert.match(asked.summary, /\(Nattevakt; <b>"x"<\/b>, \\q\)$/);
	await place.leader.submit(await place.leader.get(`/s/${id}`), `/s/${id}/remove`);
	await until(() => of('CANCEL').length === 1, 'the cancellation');
	const [gone] = of('CANCEL').map((l) => l.part('text/calendar').calendar.events[0]);
	assert.equal(gone.uid, asked.uid);
	assert.ok(gone.sequence > asked.sequence);
	assert.equal(gone.status, 'CANCELLED');
	assert.match(of('CANCEL')[0].subject, /^Avlyst: /);
	await wait(3000);
	assert.equal(of('CANCEL').length, 1);
});

test('somebody who wants none gets none', async () => {
	const page = await place.union.get('/me/calendar');
	await place.union.submit(page, page.page.forms().find((f) => f.textContent.includes('Nei takk')), {}, { button: ['do', 'quiet'] });
	const [id, starts] = planned().at(-1);
	const n = invitations('tor@solbakken.example').length;
	await edit(id, { date: new Date((Number(starts) + 86400) * 1000).toISOString().slice(0, 10) });
	await until(() => invitations('vera@solbakken.example').some((l) => l.subject.startsWith('Endret') && l.part('text/calendar').calendar.events[0].uid.startsWith(`sitting-${id}-`)), 'the others to be told');
	assert.equal(invitations('tor@solbakken.example').length, n);
});

/* ---- the feed ---- */

async function make(visitor) {
	const page = await visitor.get('/me/calendar');
	const form = page.page.forms().find((f) => f.querySelector('button[value="make"]'));
	const r = await visitor.submit(page, form, {}, { button: ['do', 'make'] });
	return /https:\/\/[^<\s]+(\/calendar\/[0-9a-f]{64}\/medvirk\.ics)/.exec(r.text)[1];
}

test('an own calendar: behind an address nobody stores, with what the role may see', async () => {
	const mine = await make(place.leader);
	const theirs = await make(staff);
	for (const at of [mine, theirs]) {
		const token = at.split('/')[2];
		for (const table of ['calendar_feed', 'audit', 'form_key']) assert.doesNotMatch(JSON.stringify(rows(`SELECT * FROM ${table}`)), new RegExp(token));
		assert.doesNotMatch((await place.leader.get('/me/calendar')).text, new RegExp(token), 'shown once');
	}
	const nobody = new Visitor(server);
	const r = await nobody.get(mine);
	assert.equal(r.status, 200);
	assert.equal(r.headers['content-type'], 'text/calendar; charset=utf-8');
	assert.doesNotMatch(r.headers['cache-control'], /no-store/);
	const cal = readCalendar(r.text);
	assert.equal(cal.method, 'PUBLISH');
	assert.equal(cal.name, 'Medvirk');
	const group = rows(`SELECT COUNT(*) FROM sitting WHERE process_id = ${place.process} AND starts_at IS NOT NULL AND kind = 'group'`)[0][0];
	const open = rows(`SELECT COUNT(*) FROM sitting WHERE process_id = ${place.process} AND starts_at IS NOT NULL AND kind = 'staff'`)[0][0];
	assert.equal(cal.events.length, Number(group) + Number(open));
	assert.ok(cal.events.every((e) => /\/s\/\d+$/.test(e.url)));
	const other = readCalendar((await nobody.get(theirs)).text);
	assert.equal(other.events.length, Number(open), 'staff see the workshops');
	assert.ok(other.events.every((e) => /\/w\/[^/]+$/.test(e.url)));
	assert.doesNotMatch((await nobody.get(theirs)).text, /Lise|Tor |Vera|@/);
	assert.doesNotMatch(server.log(), new RegExp(`${mine.split('/')[2]}|/calendar/`), 'no line names it');
	const again = await nobody.get(mine, { 'if-none-match': r.headers.etag });
	assert.equal(again.status, 304);
	assert.equal(again.text, '');
	await edit(planned()[0][0], { place: 'Biblioteket' });
	const after = await nobody.get(mine, { 'if-none-match': r.headers.etag });
	assert.equal(after.status, 200);
	assert.ok(readCalendar(after.text).events.some((e) => e.location === 'Biblioteket'));
});

test('the same entry has the same name and number in a feed, a letter and a file', async () => {
	const at = await make(place.safety);
	const feed = readCalendar((await new Visitor(server).get(at)).text).events;
	const letters = invitations('vera@solbakken.example');
	let seen = 0;
	for (const ev of feed) {
		const last = letters.filter((l) => l.part('text/calendar').calendar.events[0].uid === ev.uid).at(-1);
		if (!last) continue;
		seen++;
		assert.ok(last.part('text/calendar').calendar.events[0].sequence <= ev.sequence);
	}
	assert.ok(seen > 0);
	const file = await place.safety.get(`/p/${place.process}/plan.ics`);
	assert.equal(file.status, 200);
	assert.deepEqual(readCalendar(file.text).events.map((e) => [e.uid, e.sequence]).sort(), feed.map((e) => [e.uid, e.sequence]).sort());
	const publicId = rows(`SELECT public_id FROM process WHERE id = ${place.process}`)[0][0];
	const [next] = readCalendar((await new Visitor(server).get(`/w/${publicId}/next.ics`)).text).events;
	assert.ok(feed.some((e) => e.uid === next.uid && e.sequence === next.sequence && e.starts === next.starts));
});

test('a meeting the group has planned itself is in its members\' calendars, goes with the call, and is taken back with it', async () => {
	const list = `/p/${place.process}/meetings`;
	const day = new Date(Date.now() + 9 * 86400e3).toISOString().slice(0, 10);
	const made = await place.leader.submit(await place.leader.get(`${list}/new?from=first`), `${list}/new`, { date: day, time: '10:00', place: 'Møterom 2' });
	assert.equal(made.status, 200, made.page.words('main').slice(0, 300));
	const at = made.path.replace(/\?.*/, '');
	const uid = new RegExp(`^meeting-${at.split('/').pop()}-`);
	const nobody = new Visitor(server);
	const mine = await make(place.union);
	const theirs = await make(staff);
	const [entry] = readCalendar((await nobody.get(mine)).text).events.filter((e) => uid.test(e.uid));
	assert.equal(entry.location, 'Møterom 2');
	assert.ok(entry.url.endsWith(at));
	assert.equal(readCalendar((await nobody.get(theirs)).text).events.filter((e) => uid.test(e.uid)).length, 0, 'it is the group\'s own');
	await place.leader.submit(await place.leader.get(`${at}/call`), `${at}/call`, { why: 'Vi må møtes' }, { button: ['how', 'outbox'] });
	const of = (kind) => invitations('tor@solbakken.example', kind).filter((l) => uid.test(l.part('text/calendar').calendar.events[0].uid));
	await until(() => of('REQUEST').length === 1, 'the call with its entry');
	const called = of('REQUEST')[0].part('text/calendar').calendar.events[0];
	assert.equal(called.starts, entry.starts);
	/* Moved: the group is told that the call is out of date, and one button sends the new one. */
	assert.equal((await place.safety.get(at)).page.one('#moved'), null);
	const edit = await place.leader.get(`${at}/edit`);
	assert.equal((await place.leader.submit(edit, `${at}/edit`, { place: 'Kantina' })).status, 200);
	const told = await place.safety.get(at);
	assert.match(told.page.words('#moved'), /Innkallingen som er sendt, sier .*Møterom 2.*De som fikk den, vet ikke.*Send ny innkalling/);
	assert.equal((await place.safety.submit(told, told.page.one('#moved form'), {}, { button: ['how', 'outbox'] })).status, 200);
	await until(() => of('REQUEST').length === 2, 'the new call');
	const again = of('REQUEST').find((l) => /^Endret: /.test(l.subject));
	const moved = again.part('text/calendar').calendar.events[0];
	assert.deepEqual([moved.uid, moved.sequence, moved.location], [called.uid, called.sequence + 1, 'Kantina']);
	assert.match(again.part('text/plain').text, /Tid eller sted er endret.*Innkallingen sa: .*Møterom 2/s);
	assert.equal((await place.safety.get(at)).page.one('#moved'), null, 'the new call is what people know');
	const page = await place.safety.get(at);
	const off = page.page.forms().find((f) => f.querySelector('[name="act"][value="cancel"]'));
	await place.safety.submit(page, off);
	await until(() => of('CANCEL').length === 1, 'the entry to be taken back');
	assert.ok(of('CANCEL')[0].part('text/calendar').calendar.events[0].sequence > moved.sequence);
	assert.equal(readCalendar((await nobody.get(mine)).text).events.filter((e) => uid.test(e.uid)).length, 0);
});

test('revoked, replaced or left: the address is dead; guesses are limited', async () => {
	const first = await make(staff);
	const second = await make(staff);
	const nobody = new Visitor(server);
	assert.equal((await nobody.get(first)).status, 404);
	assert.equal((await nobody.get(second)).status, 200);
	const page = await staff.get('/me/calendar');
	await staff.submit(page, page.page.forms().find((f) => f.querySelector('button[value="revoke"]')), {}, { button: ['do', 'revoke'] });
	assert.equal((await nobody.get(second)).status, 404);
	let last;
	for (let i = 0; i < 70; i++) last = await nobody.get(`/calendar/${String(i).padStart(64, '0')}/medvirk.ics`);
	assert.equal(last.status, 429);
});

test('a member whose role ends is taken out of what was planned', async () => {
	const page = await place.admin.get(`/u/${place.unit}/people`);
	const link = page.page.all('a').find((a) => a.textContent.trim() === 'Vera Verneombud').getAttribute('href');
	const before = invitations('vera@solbakken.example', 'CANCEL').length;
	await place.admin.submit(await place.admin.get(link), '/end');
	await until(() => invitations('vera@solbakken.example', 'CANCEL').length > before, 'the cancellations');
});
