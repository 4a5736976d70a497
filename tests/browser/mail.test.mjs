/* The pages about letters and calendars, and a letter as a mail program shows it: on a desktop, in a phone's width and at 320 px. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { DESKTOP, PHONE, SMALL, openBrowser } from '../lib/browser.mjs';
import { certificates, mailArgs, Relay, setUpMail, until } from '../lib/relay.mjs';
import { startServer } from '../lib/server.mjs';
import { addPerson, anchor, begin, setUp } from '../lib/workplace.mjs';
import { enter } from './lib/enter.mjs';

let certs;
let relay;
let server;
let browser;
let place;

before(async () => {
	certs = certificates();
	relay = await new Relay(certs).start();
	server = await startServer({ args: mailArgs(certs), env: { MEDVIRK_TEST_QUIET: '1' } });
	place = await setUp(server);
	await addPerson(server, place, 'staff', 'Anna Ansatt');
	browser = await openBrowser();
});
after(async () => {
	await browser?.close();
	await server?.close();
	await relay?.stop();
	certs?.drop();
});

async function lookAt(p, at, name, sizes = [DESKTOP, PHONE, SMALL]) {
	for (const size of sizes) {
		await p.page.setViewportSize(size);
		const r = await p.goto(server.url + at);
		assert.equal(r.status(), 200, at);
		await p.look(`${name}-${size.width}`);
	}
}

test('the administrator: off, set up, tried, and with something stuck', { timeout: 180000 }, async () => {
	const p = await browser.person('admin');
	await enter(p, server, place.admin);
	await lookAt(p, '/admin/mail', 'mail-admin-off');
	await relay.behave({ rcpt: { 'bea@solbakken.example': '550 5.1.1 <bea@solbakken.example>: Recipient address rejected: User unknown in local recipient table' } });
	await setUpMail(place.admin, relay);
	const at = `/u/${place.unit}/people/new`;
	await place.admin.submit(await place.admin.get(at), at, { role: 'staff', name: 'Bea Borte', email: 'bea@solbakken.example' });
	await place.admin.submit(await place.admin.get('/admin/mail'), '/admin/mail/test');
	await until(async () => /550 5\.1\.1/.test((await place.admin.get('/admin/mail')).text) && /tok imot/.test((await place.admin.get('/admin/mail')).text), 'both to end');
	await relay.behave({});
	await lookAt(p, '/admin/mail', 'mail-admin-stuck');
	browser.clean();
});

test('the group: messages released and failed, what is sent by itself', { timeout: 240000 }, async () => {
	await begin(place);
	await anchor(place);
	const p = await browser.person('leader');
	await enter(p, server, place.leader);
	await lookAt(p, `/p/${place.process}/reminders`, 'mail-reminders');
	const message = `/p/${place.process}/messages/utforske/verksted/invitasjon`;
	await lookAt(p, message, 'mail-message-ready');
	await place.leader.submit(await place.leader.get(message), `${message}/outbox?lang=nb`, {}, { button: ['when', 'later'] });
	await lookAt(p, message, 'mail-message-released');
	const details = `/p/${place.process}/messages/utforske/verksted/detaljer`;
	await relay.behave({ rcpt: { 'tor@solbakken.example': '550 5.1.1 unknown' } });
	await place.leader.submit(await place.leader.get(details), `${details}/outbox?lang=nb`, {}, { button: ['when', 'now'] });
	await until(async () => /Kunne ikke sendes til én/.test((await place.leader.get(details)).page.words()), 'the failure');
	await relay.behave({});
	await lookAt(p, details, 'mail-message-failed');
	await lookAt(p, `/p/${place.process}/messages?phase=utforske`, 'mail-messages');
	browser.clean();
});

test('a person: an own calendar, shown once, and no more letters', { timeout: 180000 }, async () => {
	const p = await browser.person('leader-me', { size: PHONE });
	await enter(p, server, place.leader);
	await lookAt(p, '/me/calendar', 'calendar-none');
	await Promise.all([p.page.waitForNavigation(), p.page.getByRole('button', { name: 'Lag adressen' }).click()]);
	await p.look('calendar-made');
	assert.match(await p.page.locator('#feed').textContent(), /^https:\/\/medvirk\.solbakken\.example\/calendar\/[0-9a-f]{64}\/medvirk\.ics$/);
	await lookAt(p, '/me/calendar', 'calendar-has');
	await lookAt(p, '/me', 'calendar-me', [PHONE]);
	browser.clean();
});

test('a letter as mail programs show it', { timeout: 120000 }, async () => {
	const [letter] = await relay.to('anna.ansatt@solbakken.example');
	for (const [size, dark] of [[DESKTOP, false], [PHONE, false], [SMALL, true]]) {
		const p = await browser.person(`reader-${size.width}`, { size, colorScheme: dark ? 'dark' : 'light' });
		await p.page.setContent(letter.part('text/html').text);
		assert.ok((await p.page.evaluate(() => document.documentElement.scrollWidth)) <= size.width);
		assert.deepEqual(await p.page.evaluate(() => [...document.querySelectorAll('img, script, link')].length), 0, 'nothing is fetched');
		await p.shot(`letter-${size.width}`);
	}
});

test('the pages are valid HTML', { timeout: 120000 }, () => {
	browser.hand();
});
