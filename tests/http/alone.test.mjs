/* Sheets that each fills in alone in a live step: one for each phone, its owner's until she shares it, shown with the others at the
 * reveal, and nothing on the wire or in the closed database that leads from a shared sheet to a phone. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { Desk } from '../lib/desk.mjs';
import { joined, seqOf } from '../lib/room.mjs';
import { startServer } from '../lib/server.mjs';
import { Visitor, eventually } from '../lib/wire.mjs';
import { openWorkshop, underWay } from '../lib/workplace.mjs';

const STEP = 4;	/* of the mini-pack's first round */
const KEPT = 'dette er bare mitt';
const WISHED = 'jeg kan åpne døra';
const CHANGED = 'jeg kan smøre døra';
const REGRETTED = 'det angrer jeg på';
const LATE = 'jeg kan holde døra';

let server;
let place;
let code;
let wall;
let desk;
let phones;

const rows = (sql) => server.db.rows(sql);
const fill = async (p, values, button) => {
	const page = (await p.room()).page;
	return p.send('sheets', { ...Object.fromEntries(page.fieldsOf(page.formTo('/sheets'))), ...values, do: button });
};
/* Everything that anybody but the owner can look at. */
const others = async () => [await phones[5].room(), await phones[5].visitor.get(`/r/${code}/board`), await new Visitor(server).get(`/r/${code}/wall/${wall}`), await desk.look(),
	await place.union.get(`/s/${rows(`SELECT id FROM sitting WHERE code = '${code}'`)[0][0]}/paper`)];

before(async () => {
	server = await startServer({ args: ['--methods', 'tests/methods'] });
	place = await underWay(server, { method: 'mini', name: 'Tre runder' });
	({ code, wall } = await openWorkshop(place, { name: /Runde én/, called: /Runde/ }));
	desk = new Desk(place.leader, code);
	await desk.take();
	await desk.act('settings', { door: '1', headcount: '6', tables: '2' });
	phones = await Promise.all(Array.from({ length: 6 }, () => joined(server, code)));
	await desk.goTo(STEP);
});
after(() => server?.close());

test('the landing page says what is remembered', async () => {
	assert.match((await new Visitor(server).get(`/r/${code}`)).page.words('main'), /Ark du fyller ut for deg selv, ser ingen andre før du deler dem/);
});

test('each phone has its own sheet, and nobody else gets a word of it', async () => {
	const streams = [await phones[5].events({ screen: 'phone', after: seqOf(await phones[5].room()) }), await phones[5].events({ screen: 'wall', wall, after: seqOf(await phones[5].room()) })];
	assert.match((await phones[0].room()).page.words('#step'), /Hver for seg.*Bare for deg.*Bare du ser dette arket/);
	assert.equal((await fill(phones[0], { 'f-bidra': KEPT }, 'keep')).status, 200);
	assert.equal((await fill(phones[1], { 'f-bidra': WISHED, 'f-trenger': 'en stige' }, 'share')).status, 200);
	assert.equal((await fill(phones[2], { 'f-bidra': REGRETTED }, 'share')).status, 200);
	assert.equal((await fill(phones[3], {}, 'share')).status, 422, 'nothing to share');
	await eventually(() => streams.every((s) => s.frames.some((f) => /id="sheets-tally"[^>]*><strong>3</.test(f.data))));
	for (const s of streams) {
		for (const text of [KEPT, WISHED, REGRETTED]) assert.equal(s.frames.some((f) => f.data.includes(text)), false, 'in no frame');
		s.close?.();
	}
	assert.match((await phones[0].room()).text, new RegExp(KEPT));
	assert.match((await phones[1].room()).page.words('#step'), /Arket ditt blir vist sammen med de andre/);
	for (const r of await others()) {
		assert.equal(r.status, 200);
		for (const text of [KEPT, WISHED, REGRETTED]) assert.equal(r.text.includes(text), false, r.path);
	}
	assert.equal(rows('SELECT count(*) FROM entry WHERE step = \'eget\'')[0][0], '0');
	const owners = rows('SELECT owner FROM seat_sheet').map(([o]) => o);
	assert.equal(new Set(owners).size, 3);
	for (const [hash] of rows('SELECT token_hash FROM seat')) assert.equal(owners.includes(hash), false, 'no seat stands beside a sheet');
});

test('a wish can be changed and taken back until the reveal', async () => {
	assert.equal((await fill(phones[1], { 'f-bidra': CHANGED }, 'keep')).status, 200);
	assert.equal((await fill(phones[2], {}, 'back')).status, 200);
	assert.match((await phones[2].room()).page.words('#step'), /Bare du ser dette arket/);
	assert.deepEqual(rows('SELECT shared FROM seat_sheet ORDER BY shared'), [['0'], ['0'], ['1']]);
});

test('at the reveal what was wished for is shown to all, without anything that leads back', async () => {
	await desk.step('reveal');
	assert.match((await phones[5].room()).page.words('#entries'), new RegExp(`${CHANGED}.*en stige`));
	for (const r of await others()) for (const text of [KEPT, REGRETTED, WISHED]) assert.equal(r.text.includes(text), false, r.path);
	assert.match((await desk.look()).page.words('#entries'), new RegExp(CHANGED));
	const own = await phones[1].room();
	assert.match(own.page.words('#step'), /Du har delt dette arket/);
	assert.equal(own.page.forms().some((f) => f.getAttribute('action').endsWith('/sheets')), false);
	const late = await phones[1].send('sheets', { step: 'eget', about: '', table: '0', 'v-bidra': '0', 'f-bidra': 'enda et', 'v-trenger': '0', 'f-trenger': '', do: 'share' });
	assert.equal(late.status, 409);
	assert.match(late.page.words('main'), /Arket ditt er allerede delt.*enda et/, 'what was typed is not lost');
	assert.equal(rows("SELECT count(*) FROM entry WHERE step = 'eget'")[0][0], '1');
	assert.equal(rows('SELECT count(*) FROM seat_sheet_field f JOIN seat_sheet s ON s.owner = f.owner WHERE s.shared = 2')[0][0], '0');
});

test('whoever shares after that goes up at once', async () => {
	const s = await phones[5].events({ screen: 'wall', wall, after: seqOf(await phones[5].room()) });
	assert.match((await phones[3].room()).page.words('#step'), /kommer det opp med én gang/);
	assert.equal((await fill(phones[3], { 'f-bidra': LATE }, 'share')).status, 200);
	await eventually(() => s.frames.some((f) => f.data.includes(LATE)));
	s.close?.();
	assert.match((await phones[0].room()).page.words('#entries'), new RegExp(LATE));
});

test('the sheet goes along to the next step, on its owner\'s phone only, and can still be shared', async () => {
	await desk.goTo(STEP + 1);
	assert.match((await phones[0].room()).page.words('main'), new RegExp(`Dine egne ark.*Mitt ark.*${KEPT}`));
	assert.doesNotMatch((await phones[1].room()).page.words('main'), /Dine egne ark/, 'what is shared is nobody\'s');
	for (const r of await others()) for (const text of [KEPT, REGRETTED]) assert.equal(r.text.includes(text), false, r.path);
	const page = await phones[4].room();
	assert.equal(page.page.forms().some((f) => f.getAttribute('action').endsWith('/sheets')), false);
});

test('without a seat, from another room, or as a sheet of all nothing is written', async () => {
	const stranger = new Visitor(server);
	assert.equal((await stranger.post(`/r/${code}/sheets`, { step: 'eget', about: '', table: '0', 'v-bidra': '0', 'f-bidra': 'x', do: 'keep' }, { accept: '*/*' })).status, 403);
	assert.equal((await phones[0].send('sheets', { step: 'eget', about: 'note:x', table: '0', 'v-bidra': '0', 'f-bidra': 'x', do: 'keep' })).status, 422);
	await desk.look();
	assert.notEqual((await desk.send('sheets', { step: 'eget', about: '', table: '0', 'v-bidra': '0', 'f-bidra': 'fra pulten' })).status, 200);
	assert.equal(rows("SELECT count(*) FROM entry_field WHERE body = 'fra pulten'")[0][0], '0');
});

test('"forget everything on this phone" takes the sheet along', async () => {
	await phones[2].visitor.post(`/r/${code}/leave`, {});
	assert.equal(rows(`SELECT count(*) FROM seat_sheet_field WHERE body = '${REGRETTED}'`)[0][0], '0');
	assert.equal(rows(`SELECT count(*) FROM seat_sheet_field WHERE body = '${KEPT}'`)[0][0], '1');
});

test('when the workshop closes, what was not shared is gone, and what was shared goes on in the chain', async () => {
	await desk.look();
	await desk.send('end', { do: 'close' });
	await eventually(() => rows(`SELECT state FROM sitting WHERE code = '${code}'`)[0][0] === 'closed');
	assert.deepEqual(rows('SELECT count(*) FROM seat_sheet'), [['0']]);
	assert.deepEqual(rows('SELECT count(*) FROM seat_sheet_field'), [['0']]);
	assert.deepEqual(rows("SELECT f.body FROM entry_field f JOIN entry e ON e.id = f.entry_id WHERE e.step = 'eget' AND f.field = 'bidra' ORDER BY f.body"), [[LATE], [CHANGED]].sort());
	assert.deepEqual(rows("SELECT DISTINCT table_no FROM entry WHERE step = 'eget' AND room_id IS NULL"), [['0']]);
});
