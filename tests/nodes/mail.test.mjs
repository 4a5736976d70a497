/* Two copies of the program send one outbox: each letter once, also when one of them dies with a letter in its hands. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { setTimeout as wait } from 'node:timers/promises';
import { certificates, mailArgs, Relay, setUpMail, until } from '../lib/relay.mjs';
import { Server, endAll } from '../lib/server.mjs';
import { register, setUp } from '../lib/workplace.mjs';

const PEOPLE = 14;
let certs;
let relay;
let one;
let two;
let place;

before(async () => {
	certs = certificates();
	relay = await new Relay(certs).start();
	one = new Server({ args: mailArgs(certs) });
	await one.start();
	two = new Server({ db: one.db, args: mailArgs(certs) });
	await two.start();
	place = await setUp(one);
});
after(() => endAll(() => two?.stop(), () => one?.close(), () => relay?.stop(), () => certs?.drop()));

const sentBy = (server) => (server.log().match(/mail id=\d+/g) ?? []).length;

test('each letter leaves once, whoever sends it', async () => {
	await relay.behave({ data: 'slow:0.3' });
	await setUpMail(place.admin, relay);
	for (let i = 0; i < PEOPLE; i++) await register(place, 'staff', `Person ${'ABCDEFGHIJKLMNOP'[i]}`);
	await until(() => relay.letters.length >= PEOPLE, () => `${relay.letters.length} letters`);
	await wait(2500);
	const to = relay.letters.map((l) => l.to[0]);
	assert.equal(to.length, PEOPLE);
	assert.equal(new Set(to).size, PEOPLE);
	assert.ok(sentBy(one) > 0 && sentBy(two) > 0, `both sent: ${sentBy(one)} and ${sentBy(two)}`);
	assert.equal(one.db.rows("SELECT COUNT(*) FROM outbox WHERE state = 'sent'")[0][0], String(PEOPLE));
});

test('what a dead copy held is not taken by the other while it may still be on its way', async () => {
	await relay.behave({ data: 'hang' });
	await place.admin.submit(await place.admin.get('/admin/mail'), '/admin/mail/test');
	await until(() => relay.held.length > 0, 'the relay to hold it');
	const [[holder]] = one.db.rows("SELECT claimed_by FROM outbox WHERE state = 'sending'");
	assert.ok(holder);
	await two.kill();
	await one.stop();
	await relay.behave({});
	await one.start();
	await two.start();
	await wait(3000);
	assert.ok(relay.letters.filter((l) => /Prøvemelding/.test(l.subject)).length <= 1, 'not twice');
});
