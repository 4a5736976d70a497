/* The wall after the end: it says thank you so that it is read from afar, and where to read on; nothing of what was written. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { Desk } from '../lib/desk.mjs';
import { joined, uuid } from '../lib/room.mjs';
import { startServer } from '../lib/server.mjs';
import { Visitor, eventually } from '../lib/wire.mjs';
import { openWorkshop, setUp } from '../lib/workplace.mjs';

let server;
let place;

before(async () => {
	server = await startServer();
	place = await setUp(server);
});
after(() => server?.close());

test('when the room is closed the wall leads to the page of the staff', async () => {
	const { code, wall } = await openWorkshop(place);
	const desk = new Desk(place.leader, code);
	await desk.take();
	await desk.goTo(2);
	const phone = await joined(server, code);
	assert.ok((await phone.send('notes', { id: uuid(), step: 'bra', column: 'bra', text: 'Ingen skal lese dette på veggen' })).status < 400);
	const at = `/r/${code}/wall/${wall}`;
	const screen = new Visitor(server, { 'accept-language': 'nn' });
	assert.equal((await screen.get(at)).status, 200);
	await desk.act('end', { do: 'close' });
	await eventually(() => server.db.rows(`SELECT state FROM sitting WHERE code = '${code}'`)[0][0] === 'closed');
	const r = await screen.get(at);
	assert.equal(r.status, 410);
	assert.equal(r.page.words('h1').trim(), 'Takk for i dag');
	assert.ok(r.page.one('main.wall-frame'), 'a page of the big screen');
	const [[id]] = server.db.rows(`SELECT public_id FROM process WHERE id = ${place.process}`);
	assert.match(r.page.words('footer'), new RegExp(`/w/${id}`));
	assert.ok(r.page.one('footer .qr svg'));
	assert.doesNotMatch(r.text, /Ingen skal lese dette/);
	assert.equal(r.page.all('form, [data-events]').length, 0, 'nothing to press, no stream');
	assert.equal((await new Visitor(server).get(`/w/${id}`)).status, 200);
	/* The phone's page stays as it was. */
	assert.equal((await new Visitor(server).get(`/r/${code}`)).page.all('main.wall-frame').length, 0);
});
