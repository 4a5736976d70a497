/* A report is published as it stood when the three were asked, once all have said yes, and withdrawn by any one of them. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { startServer } from '../lib/server.mjs';
import { Visitor } from '../lib/wire.mjs';
import { allAgree, underWay } from '../lib/workplace.mjs';

let server;
let place;
let at;
let staffPage;
let anybody;
let shown;

before(async () => {
	server = await startServer();
	place = await underWay(server);
	at = `/p/${place.process}/reports`;
	staffPage = `/w/${server.db.rows(`SELECT public_id FROM process WHERE id = ${place.process}`)[0][0]}`;
	anybody = new Visitor(server, { 'accept-language': 'nb' });
});
after(() => server?.close());

test('nobody reads it before all three have said yes', async () => {
	const list = await place.leader.get(at);
	assert.match(list.page.words('main'), /Pressen kan be om innsyn/);
	const asked = await place.leader.submit(list, '/reports/publish', { report: 'process', lang: 'nn', stamp: '14' });
	assert.equal(asked.status, 200, asked.page.words('main').slice(0, 300));
	assert.match(asked.page.words('main'), /sida for dei tilsette/);
	assert.match(asked.page.words('main'), /§ 14/);
	const [[id]] = server.db.rows('SELECT id FROM published_report');
	shown = `${staffPage}/reports/${id}`;
	assert.equal((await anybody.get(shown)).status, 404);
	assert.equal((await anybody.get(`${shown}/pdf`)).status, 404);
	assert.equal((await place.union.get(`${at}/published/${id}`)).status, 200, 'those who are asked read exactly that');
	assert.doesNotMatch((await anybody.get(staffPage)).text, /reports\//);
	await allAgree(place, asked.path.split('?')[0]);
});

test('then everybody at the unit does, as page and PDF, and it does not change any more', async () => {
	const page = await anybody.get(staffPage);
	assert.ok(page.page.links().includes(shown));
	const before = await anybody.get(shown);
	assert.equal(before.status, 200);
	assert.equal(before.page.one('html').getAttribute('lang'), 'nn');
	assert.equal(before.headers['x-robots-tag'], 'noindex');
	const words = before.page.words('article');
	assert.ok(words.length > 100);
	const rules = await place.leader.get(`/p/${place.process}/rules`);
	assert.equal(rules.status, 200);
	const list = `/u/${place.unit}/measures`;
	const form = await place.leader.get(`${list}/new`);
	await place.leader.submit(form, '/measures/new', { title: 'Kom etterpå', what: 'Noe nytt' });
	assert.equal((await anybody.get(shown)).page.words('article'), words);
	const pdf = await anybody.get(`${shown}/pdf`);
	assert.equal(pdf.status, 200);
	assert.equal(pdf.headers['content-type'], 'application/pdf');
	assert.ok(pdf.text.startsWith('%PDF-'));
	assert.match((await place.safety.get(`/p/${place.process}/log`)).page.words('main'), /En rapport ble lagt ut/);
});

test('the address of another work opens nothing, and one of the three takes it down', async () => {
	assert.equal((await anybody.get(shown.replace(/^\/w\/[^/]+/, '/w/finnes-ikke'))).status, 404);
	const list = await place.safety.get(at);
	const gone = await place.safety.submit(list, '/reports/withdraw');
	assert.match(gone.page.words('main'), /tatt ned/);
	assert.equal((await anybody.get(shown)).status, 410);
	assert.equal((await anybody.get(`${shown}/pdf`)).status, 410);
	assert.doesNotMatch((await anybody.get(staffPage)).text, /reports\//);
	assert.equal((await place.safety.post(`${at}/withdraw`, { report: shown.split('/').pop() })).status, 409);
	assert.equal((await place.leader.post(`${at}/publish`, { report: 'nothing' })).status, 404);
});
