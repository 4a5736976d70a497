/* "Dette blir du spurt om": the questions of the next workshop, for everybody with the staff's address; its fields cannot be sent. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { startServer } from '../lib/server.mjs';
import { Visitor } from '../lib/wire.mjs';
import { anchor, begin, setUp } from '../lib/workplace.mjs';

let server;
let place;
let at;
let anybody;

before(async () => {
	server = await startServer();
	place = await setUp(server);
	await begin(place);
	at = `/w/${server.db.rows(`SELECT public_id FROM process WHERE id = ${place.process}`)[0][0]}`;
	anybody = new Visitor(server, { 'accept-language': 'nb' });
});
after(() => server?.close());

test('nothing is asked before the three have agreed to start', async () => {
	const r = await anybody.get(`${at}/questions`);
	assert.equal(r.status, 200);
	assert.equal(r.page.all('.asked > li').length, 0);
	assert.ok(r.page.one('.empty'));
	assert.equal((await anybody.get('/w/finnes-ikke/questions')).status, 404);
});

test('then the questions of the next workshop stand there, in the reader\'s language', async () => {
	await anchor(place);
	assert.ok((await anybody.get(at)).page.links().includes(`${at}/questions`));
	const r = await anybody.get(`${at}/questions`);
	assert.match(r.page.words('.asked'), /Hva er bra på jobben, og hvorfor\?/);
	assert.match(r.page.words('.asked'), /Hva skjer, og når\?/);
	assert.equal(r.page.all('.asked > li').length, 3, 'two to write about, and whether one was heard');
	const nn = await new Visitor(server, { 'accept-language': 'nn' }).get(`${at}/questions`);
	assert.match(nn.page.words('.asked'), /Kva er bra på jobben, og kvifor\?/);
	assert.equal(r.headers['x-robots-tag'], 'noindex');
});

test('what is written beforehand cannot be sent: no name, no form, and none of it without script', async () => {
	const r = await anybody.get(`${at}/questions`);
	const fields = r.page.all('textarea');
	assert.ok(fields.length >= 2);
	for (const f of fields) {
		assert.equal(f.hasAttribute('name'), false);
		assert.equal(f.closest('form'), null);
		assert.ok(f.closest('[data-js]'));
	}
	assert.equal(r.page.forms().every((f) => f.getAttribute('action') === '/language'), true);
});
