/* What a desk says when somebody has to decide: what exactly the second person agrees to, and that a workshop was broken off. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { Desk } from '../lib/desk.mjs';
import { joined } from '../lib/room.mjs';
import { startServer } from '../lib/server.mjs';
import { openWorkshop, setUp } from '../lib/workplace.mjs';

const HEALTH = 'Beboeren på rom 4 har fått ny diagnose';
let server, place, opened, desk, phone, welcome;

before(async () => {
	server = await startServer();
	place = await setUp(server);
	opened = await openWorkshop(place);
	desk = new Desk(place.leader, opened.code);
	assert.ok([204, 303].includes((await desk.take()).status));
	phone = await joined(server, opened.code);
	await desk.goTo(1);
	welcome = { desk: (await desk.look()).page, phone: (await phone.room()).page, wall: (await phone.visitor.get(`/r/${opened.code}/wall/${opened.wall}`)).page };
	await desk.goTo(2);
	assert.equal((await phone.note(HEALTH)).status, 201);
	await desk.step('reveal');
});
after(async () => {
	phone?.close();
	await server?.close();
});

test('a workshop begins with the ground rules of the group, on every screen', async () => {
	const rules = (await place.union.get(`/p/${place.process}/rules`)).page.words('main');
	assert.match(rules, /Alle får komme til orde\./);
	for (const [screen, page] of Object.entries(welcome)) assert.match(page.words('#step'), /Spillereglene våre.*Alle får komme til orde\./, screen);
	assert.doesNotMatch((await phone.room()).page.words(), /Spillereglene våre/, 'and then no more');
});

test('who taps second is told whether a note is set aside, and why, or erased for good', async () => {
	await desk.look();
	const note = desk.page.one('li.note').id.replace('note-', '');
	const asked = async () => (await place.safety.get(desk.base)).page.words('#desk-aside');
	await desk.act('note', { note, reason: 'person', do: 'aside' });
	assert.match(await asked(), /Lise Leder vil legge denne lappen til side: «Beboeren.*Grunn: Det handler om én person\./);
	await desk.act('note', { note, reason: 'person', do: 'erase' });
	const erase = await asked();
	assert.match(erase, /Lise Leder vil slette denne lappen for godt/);
	assert.match(erase, /Er du ikke enig, lar du det være\./);
	const page = await place.safety.get(desk.base);
	await place.safety.submit(page, page.page.one('#desk-aside .ds-alert form'), {}, { button: ['do', 'erase'] });
	assert.ok(!(await place.safety.get(desk.base)).text.includes(HEALTH), 'gone');
	assert.equal(server.db.rows(`SELECT COUNT(*) FROM note WHERE body LIKE '%diagnose%'`)[0][0], '0');
});

test('broken off: the desk leads to the page where it goes on, and says so to all who look', async () => {
	await desk.look();
	const page = await place.leader.submit(await place.leader.get(desk.base), '/desk/end', {}, { button: ['do', 'break'] });
	assert.equal(page.path, `/s/${opened.sitting}`);
	assert.match(page.page.words('main'), /Det dere skrev, er tatt vare på|skrev/);
	const left = await place.union.get(desk.base);
	assert.ok(!left.page.one('#next'), 'nobody goes to the next step of what is broken off');
	assert.ok(left.page.one(`#desk-side a[href="/s/${opened.sitting}"]`));
	assert.match((await phone.room()).page.words(), /fortsetter en annen dag/);

	const again = await place.leader.submit(page, `/s/${opened.sitting}/open`);
	assert.equal(again.path, desk.base, 'the same room and code');
	assert.ok(again.page.one('#next'));
	assert.match((await phone.room()).page.words('#step-h'), /Hva er bra/);
});
