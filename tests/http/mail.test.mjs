/* Mail: the outbox leaves by a real relay, with TLS and password; what goes wrong is tried again or shown, and nothing goes twice. */
import assert from 'node:assert/strict';
import { chmodSync } from 'node:fs';
import { after, before, test } from 'node:test';
import { setTimeout as wait } from 'node:timers/promises';
import { certificates, mailArgs, Relay, setUpMail, until } from '../lib/relay.mjs';
import { runProgram, startServer } from '../lib/server.mjs';
import { SECRET, begin, personPage, register, setUp, signIn } from '../lib/workplace.mjs';
import { Visitor } from '../lib/wire.mjs';

let certs;
let relay;
let server;
let place;

before(async () => {
	certs = certificates();
	relay = await new Relay(certs).start();
	server = await startServer({ args: mailArgs(certs), env: { MEDVIRK_TEST_MAIL_PATIENCE: '6' } });
	place = await setUp(server);
});
after(async () => {
	await server?.close();
	await relay?.stop();
	certs?.drop();
});

const row = (where) => server.db.rows(`SELECT state, COALESCE(trouble, ''), tries FROM outbox WHERE ${where} ORDER BY id DESC LIMIT 1`)[0];

/* The administrator's test letter, until something has come of it. */
async function testLetter() {
	const before = server.db.rows("SELECT COUNT(*) FROM outbox WHERE kind = 'test'")[0][0];
	await place.admin.submit(await place.admin.get('/admin/mail'), '/admin/mail/test');
	assert.equal(Number(server.db.rows("SELECT COUNT(*) FROM outbox WHERE kind = 'test'")[0][0]), Number(before) + 1);
	await until(() => !['waiting', 'sending'].includes(row("kind = 'test'")[0]), () => `the test letter to end: ${row("kind = 'test'")}`);
	return row("kind = 'test'");
}

test('before it is set up nothing can be sent, and the page says so', async () => {
	const r = await place.admin.get('/admin/mail');
	assert.equal(r.status, 200);
	assert.match(r.page.words(), /E-post er av/);
	assert.equal(r.page.forms().some((f) => f.getAttribute('action') === '/admin/mail/test'), false);
	assert.equal((await place.admin.post('/admin/mail/test', {})).status, 409);
});

test('a password is never sent without encryption, and a host is a host', async () => {
	const page = await place.admin.get('/admin/mail');
	const wrong = [
		[{ host: 'mail.solbakken.example', tls: 'none' }, /aldri uten kryptering/],
		[{ host: 'https://mail.solbakken.example' }, /smtp\.example\.no/],
		[{ host: 'mail.example\r\nRCPT TO:<x@y.z>' }, /./],
		[{ host: '127.0.0.1/?a' }, /smtp\.example\.no/],
		[{ from: 'to,adresser@x.example' }, /./],
		[{ port: '0' }, /./],
	];
	for (const [what, says] of wrong) {
		const r = await place.admin.submit(page, '/admin/mail', { host: '127.0.0.1', port: '587', tls: 'starttls', user: 'u', from: 'a@b.example', from_name: 'M', per_minute: '30', ...what });
		assert.equal(r.status, 422, JSON.stringify(what));
		assert.match(r.page.words(), says);
	}
});

test('a test letter arrives: by TLS, signed in, and read by others as it was meant', async () => {
	await setUpMail(place.admin, relay);
	assert.deepEqual(await testLetter().then((r) => r[0]), 'sent');
	const [l] = await relay.to('ada@solbakken.example');
	assert.equal(l.tls, true);
	assert.equal(l.user, relay.user);
	assert.equal(l.from, 'medvirk@solbakken.example');
	assert.deepEqual(l.to, ['ada@solbakken.example']);
	assert.deepEqual(l.defects, []);
	assert.equal(l.subject, 'Prøvemelding fra Medvirk: æøå');
	assert.match(l.header('from'), /^Medvirk <medvirk@solbakken\.example>$/);
	assert.match(l.header('message-id'), /^<[0-9a-f]{32}@solbakken\.example>$/);
	assert.ok(Math.abs(Date.parse(l.header('date')) - Date.now()) < 120000, l.header('date'));
	assert.equal(l.header('auto-submitted'), 'auto-generated');
	assert.equal(l.header('mime-version'), '1.0');
	assert.equal(l.header('list-unsubscribe'), undefined, 'a letter that is no reminder is not unsubscribed from');
	assert.deepEqual(l.tree, { 'multipart/alternative': ['text/plain', 'text/html'] });
	assert.match(l.text, /Hei, Ada Admin/);
	assert.match(l.part('text/html').text, /<html lang="nb">/);
	assert.ok(l.longest <= 998);
	assert.match((await place.admin.get('/admin/mail')).page.words(), /tok imot den siste prøvemeldingen/);
});

test('the password is nowhere: not in the database, the log, or on a page', async () => {
	const page = await place.admin.get('/admin/mail');
	for (const text of [page.text, server.log(), server.db.rows('SELECT value FROM setting').flat().join(' ')]) assert.doesNotMatch(text, /hemmelig/);
	assert.doesNotMatch(server.log(), /solbakken\.example/, 'no address in the log');
});

test('an invitation to sign in: the link is made when it leaves, and only its hash is kept', async () => {
	const at = `/u/${place.unit}/people/new`;
	await place.admin.submit(await place.admin.get(at), at, { role: 'staff', name: 'Anna Ansatt', email: 'anna@solbakken.example' });
	const one = await personPage(place, 'Anna Ansatt');
	const sent = await place.admin.submit(one, '/invite');
	assert.match(sent.page.words(), /E-posten er på vei/);
	/* The first left when she was registered; the newer link replaces the older. */
	const [first, l] = await relay.to('anna@solbakken.example', 2);
	const link = /https:\/\/medvirk\.solbakken\.example(\/once\/[0-9a-f]{64})/.exec(l.text);
	assert.ok(link, l.text);
	assert.ok(l.part('text/html').text.includes(`<a href="${link[0]}">`));
	for (const table of ['outbox', 'onetime']) assert.doesNotMatch(JSON.stringify(server.db.rows(`SELECT * FROM ${table}`)), new RegExp(link[1].slice(6)));
	const anna = new Visitor(server);
	assert.equal((await anna.get(/\/once\/[0-9a-f]{64}/.exec(first.text)[0])).status, 410);
	const door = await anna.get(link[1]);
	assert.equal(door.status, 200, 'a mail scanner that looks uses nothing up');
	assert.equal((await anna.submit(await anna.get(link[1]), link[1], { secret: 'fire tørre sokker i skuffen' })).status, 200);
});

test('a forgotten password: a letter to whoever has an account, silence for others', async () => {
	const v = new Visitor(server);
	for (const email of ['lise@solbakken.example', 'ingen@solbakken.example']) await v.submit(await v.get('/login/forgot'), '/login/forgot', { email });
	const [l] = await relay.to('lise@solbakken.example');
	assert.match(l.text, /\/once\/[0-9a-f]{64}/);
	await wait(1500);
	assert.equal(relay.letters.some((x) => x.to.includes('ingen@solbakken.example')), false);
});

test('another password or address is told to the one whose it is, at the address they had', async () => {
	const anna = await signIn(server, 'anna@solbakken.example');
	const next = 'seks blanke skjeer i kurven';
	await anna.submit(await anna.get('/me/password'), '/me/password', { secret: SECRET, new: next });
	const changed = async (n) => (await relay.to('anna@solbakken.example', n)).at(-1);
	const first = await changed(3);
	assert.equal(first.subject, 'Du har fått nytt passord i Medvirk');
	assert.match(first.text, /Anna Ansatt[\s\S]*Var det ikke deg\?/);
	await anna.submit(await anna.get('/me/edit'), '/me/edit', { name: 'Anna Annen', email: 'anna@solbakken.example', secret: next });
	await anna.submit(await anna.get('/me/edit'), '/me/edit', { name: 'Anna Ansatt', email: 'anna.ny@solbakken.example', secret: next });
	const second = await changed(4);
	assert.equal(second.subject, 'Du har en annen e-postadresse i Medvirk', 'another name is no reason for a letter');
	for (const l of [first, second]) assert.doesNotMatch(l.text, /\/once\/|skjeer|anna\.ny/);
});

test('an invitation to a wrong address opens nothing once the address is put right, whether it has left or not', async () => {
	await register(place, 'staff', 'Feil Adresse', { email: 'fremmed@elsewhere.example' });
	const [[id]] = server.db.rows("SELECT id FROM person WHERE name = 'Feil Adresse'");
	const change = async (email) => place.admin.submit(await place.admin.get(`/admin/people/${id}`), `/admin/people/${id}`, { email });
	const invite = async () => place.admin.submit(await personPage(place, 'Feil Adresse'), '/invite');
	const laid = () => server.db.rows(`SELECT recipient, state FROM outbox WHERE person_id = ${id} AND kind = 'invite' ORDER BY id DESC LIMIT 1`)[0];
	if (!laid()) await invite();
	const [link] = /\/once\/[0-9a-f]{64}/.exec((await relay.to('fremmed@elsewhere.example'))[0].text);
	const stranger = new Visitor(server);
	assert.equal((await stranger.get(link)).status, 200);
	await change('ogsaa.feil@elsewhere.example');
	assert.equal((await stranger.get(link)).status, 410);
	assert.equal((await stranger.post(link, { secret: 'et helt annet passord' })).status, 410);
	await relay.behave({ rcpt: { 'ogsaa.feil@elsewhere.example': '450 4.2.1 greylisted' } });
	await invite();
	await until(() => row("recipient = 'ogsaa.feil@elsewhere.example' AND kind = 'invite'")[2] === '1' && laid()[1] === 'waiting', 'the second one to wait');
	await change('rett@solbakken.example');
	assert.deepEqual(laid(), ['rett@solbakken.example', 'waiting']);
	await change('');
	assert.equal(laid()[1], 'dropped', 'there is no address at all');
	await relay.behave({});
});

test('names and subjects cannot bring headers with them', async () => {
	const evil = ['Evil\r\nBcc: alle@x.example', 'Evil\nSubject: nytt', '=?UTF-8?B?RXZpbA==?=', '"><script>alert(1)</script>', 'Åse {link} Ødegård'.repeat(3)];
	for (const [i, name] of evil.entries()) {
		const at = `/u/${place.unit}/people/new`;
		const r = await place.admin.submit(await place.admin.get(at), at, { role: 'staff', name, email: `evil${i}@solbakken.example` });
		if (r.status === 422) continue;
		const list = await place.admin.get(`/u/${place.unit}/people`);
		const link = list.page.all('a').find((a) => a.textContent.trim() === name.trim());
		assert.ok(link, name);
		await place.admin.submit(await place.admin.get(link.getAttribute('href')), '/invite');
		const [l] = await relay.to(`evil${i}@solbakken.example`);
		assert.deepEqual(l.to, [`evil${i}@solbakken.example`]);
		assert.equal(l.headers.filter(([k]) => /^(bcc|cc|to|subject)$/i.test(k)).length, 2, JSON.stringify(l.headers));
		assert.doesNotMatch(l.part('text/html').text, /<script/);
		assert.deepEqual(l.defects, []);
	}
});

test('refused, later, wrong sender: each is told apart, and only what passes is tried again', async () => {
	await relay.behave({ rcpt: { 'ada@solbakken.example': '550 5.1.1 no such user' } });
	assert.deepEqual(await testLetter(), ['failed', 'refused 550 5.1.1 no such user', '1']);
	assert.match((await place.admin.get('/admin/mail')).page.words(), /avviste e-posten/);
	await relay.behave({ data: '554 5.7.1 looks like spam' });
	assert.match((await testLetter())[1], /^refused 554/);
	await relay.behave({ mail: '553 5.7.1 not your address' });
	assert.match((await testLetter())[1], /^sender 553/);
	await relay.behave({ rcpt: { 'tor@solbakken.example': '450 4.2.1 greylisted' } });
	const v = new Visitor(server);
	const asked = Date.now();
	await v.submit(await v.get('/login/forgot'), '/login/forgot', { email: 'tor@solbakken.example' });
	await until(() => row("recipient = 'tor@solbakken.example'")[2] === '1' && row("recipient = 'tor@solbakken.example'")[0] === 'waiting', 'the first try');
	assert.match(row("recipient = 'tor@solbakken.example'")[1], /^later 450/);
	assert.match((await place.admin.get('/admin/mail')).page.words(), /prøve igjen senere/);
	const [[soon]] = server.db.rows("SELECT not_before - created FROM outbox WHERE recipient = 'tor@solbakken.example'");
	const until_now = (Date.now() - asked) / 1000; /* the pause runs from the try, which may have waited */
	assert.ok(Number(soon) >= 44 && Number(soon) <= 90 + until_now, `a minute, more or less: ${soon}`);
	await relay.behave({});
	await setUpMail(place.admin, relay);
	await relay.to('tor@solbakken.example');
});

test('a slow relay is waited for; a silent one is not waited for for ever, and its letter is doubted, not doubled', async () => {
	await relay.behave({ data: 'slow:3' });
	assert.equal((await testLetter())[0], 'sent');
	await relay.behave({ data: 'hang' });
	assert.deepEqual((await testLetter()).slice(0, 2).map((s) => s.split(' ')[0]), ['unsure', 'unsure']);
	const n = relay.letters.length;
	await relay.behave({});
	await wait(2500);
	assert.ok(relay.letters.length <= n + 1, 'not twice, whether or not the relay has kept it');
	await relay.behave({ data: 'drop' });
	assert.equal((await testLetter())[0], 'unsure');
	await relay.behave({});
});

test('a certificate that does not hold, a wrong password, nobody there: nothing is sent', async () => {
	for (const [what, why] of [
		[{ cert: 'elsewhere' }, 'untrusted'],
		[{ cert: 'self' }, 'untrusted'],
		[{ cert: 'self', tls: 'implicit' }, 'untrusted'],
		[{ password: 'noe annet' }, 'login'],
	]) {
		const other = await new Relay(certs, what).start();
		await setUpMail(place.admin, other);
		assert.match((await testLetter())[1], new RegExp(`^${why}`), JSON.stringify(what));
		assert.equal(other.letters.length, 0);
		if (why === 'untrusted') assert.equal(other.auths.length, 0, 'no password was said');
		await other.stop();
	}
	const plain = await new Relay(certs, { tls: null, user: null }).start();
	await setUpMail(place.admin, plain, { tls: 'starttls' });
	assert.match((await testLetter())[1], /^untrusted/, 'a relay without TLS is not spoken to when TLS was asked for');
	await setUpMail(place.admin, plain, { tls: 'none' });
	assert.equal((await testLetter())[0], 'sent');
	assert.equal((await plain.to('ada@solbakken.example'))[0].tls, false);
	const { port } = plain;
	await plain.stop();
	assert.match((await testLetter())[1], /^away/);
	const implicit = await new Relay(certs, { tls: 'implicit', port }).start();
	await setUpMail(place.admin, implicit);
	assert.equal((await testLetter())[0], 'sent');
	await implicit.stop();
	await setUpMail(place.admin, relay);
});

test('a relay that was away: letters leave when it is back, once each', async () => {
	const gone = await new Relay(certs).start();
	const { port } = gone;
	await gone.stop();
	await setUpMail(place.admin, { port, tls: 'starttls', user: gone.user });
	const v = new Visitor(server);
	await v.submit(await v.get('/login/forgot'), '/login/forgot', { email: 'vera@solbakken.example' });
	await until(() => row("recipient = 'vera@solbakken.example'")[2] === '1', 'the first try');
	await until(async () => /svarte ikke/.test((await place.admin.get('/admin/mail')).page.words()), 'what came of it');
	const back = await new Relay(certs, { port }).start();
	await setUpMail(place.admin, back, { from_name: 'Medvirk hos oss' });
	await back.to('vera@solbakken.example');
	await wait(1500);
	assert.equal(back.letters.length, 1);
	await back.stop();
	await setUpMail(place.admin, relay);
});

test('killed between handing over and noting it: doubted, shown, and sent again only when somebody says so', async () => {
	await relay.behave({ data: 'hang' });
	await place.admin.submit(await place.admin.get('/admin/mail'), '/admin/mail/test');
	await until(() => relay.held.length && row("kind = 'test'")[0] === 'sending', 'the relay to hold the letter');
	await server.kill();
	const n = relay.letters.length;
	await relay.behave({});
	await server.start();
	await until(() => row("kind = 'test'")[0] === 'unsure' || process.env.DB === 'pg', 'the letter to be doubted');
	await wait(3000);
	assert.ok(relay.letters.length <= n + 1, 'not twice');
});

test('a message that failed stands on the administrator\'s page without its words, and goes again when told to', async () => {
	await relay.behave({ rcpt: { 'bea@solbakken.example': '550 5.1.1 unknown' } });
	const at = `/u/${place.unit}/people/new`;
	await place.admin.submit(await place.admin.get(at), at, { role: 'staff', name: 'Bea Borte', email: 'bea@solbakken.example' });
	await place.admin.submit(await personPage(place, 'Bea Borte'), '/invite');
	await until(() => row("recipient = 'bea@solbakken.example'")[0] === 'failed', 'the refusal');
	await relay.behave({});
	const page = await place.admin.get('/admin/mail');
	assert.match(page.page.words(), /bea@solbakken\.example/);
	assert.match(page.page.words(), /550 5\.1\.1 unknown/);
	assert.doesNotMatch(page.page.words(), /invitert til Medvirk/);
	const form = page.page.forms().find((f) => f.getAttribute('action') === '/admin/mail/again');
	await place.admin.submit(page, form, {}, { button: ['do', 'again'] });
	await relay.to('bea@solbakken.example');
});

test('doctor calls the relay, signs in, and sends nothing', async () => {
	const doctor = () => runProgram(['doctor', '--db', server.db.url, '--listen', `127.0.0.1:${server.port}`, ...mailArgs(certs)]);
	const n = relay.letters.length;
	const good = await doctor();
	assert.match(good.out, /good {5}The mail relay 127\.0\.0\.1 answers by TLS and knows us/);
	assert.match(good.out, /password can be read, by its owner only/);
	assert.equal(relay.letters.length, n);
	chmodSync(certs.at('password'), 0o644);
	assert.match((await doctor()).out, /TROUBLE {2}Other users of this machine can read the file/);
	chmodSync(certs.at('password'), 0o600);
	const other = await new Relay(certs, { cert: 'elsewhere' }).start();
	await setUpMail(place.admin, other);
	const bad = await doctor();
	assert.match(bad.out, /TROUBLE {2}The mail relay 127\.0\.0\.1 does not let us in/);
	assert.equal(bad.status, 1);
	assert.doesNotMatch(good.out + bad.out + bad.err, /hemmelig/);
	await other.stop();
	await setUpMail(place.admin, relay);
});

test('turned off, nothing leaves', async () => {
	const page = await place.admin.get('/admin/mail');
	await place.admin.submit(page, '/admin/mail', {}, { button: ['off', '1'] });
	assert.match((await place.admin.get('/admin/mail')).page.words(), /E-post er av/);
	const [[value]] = server.db.rows("SELECT COUNT(*) FROM setting WHERE name = 'mail' AND value <> ''");
	assert.equal(value, '0');
});

test('what was laid while mail was off, and has waited for days, is not sent when it is turned on', async () => {
	await begin(place);
	const at = `/p/${place.process}/messages/starte/planmote/oppstart`;
	const r = await place.leader.submit(await place.leader.get(at), `${at}/outbox?lang=nb`, {}, { button: ['when', 'now'] });
	assert.equal(r.status, 200);
	await server.stop();
	server.env.MEDVIRK_CLOCK_OFFSET = String(4 * 86400);
	await server.start();
	const n = relay.letters.length;
	await setUpMail(place.admin, relay);
	const [[laid]] = server.db.rows("SELECT COUNT(*) FROM outbox WHERE kind LIKE 'message %'");
	assert.ok(Number(laid) > 3);
	await until(() => server.db.rows("SELECT COUNT(*) FROM outbox WHERE kind LIKE 'message %' AND state = 'failed' AND trouble = 'old'")[0][0] === laid, 'them to be given up');
	assert.equal(relay.letters.length, n);
	assert.match((await place.admin.get('/admin/mail')).page.words(), /ventet så lenge/);
});
