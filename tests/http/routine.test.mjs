/* The way to the workplace's own routine for reporting wrongdoing: set by the administrator, shown where people may look for one. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { startServer } from '../lib/server.mjs';
import { Visitor } from '../lib/wire.mjs';
import { begin, setUp } from '../lib/workplace.mjs';

const ADDRESS = 'https://intranett.solbakken.example:8443/hms/varsling?side=2&del=a#slik';
let server, place, staff;

before(async () => {
	server = await startServer();
	place = await setUp(server);
	await begin(place);
	staff = `/w/${server.db.rows('SELECT public_id FROM process')[0][0]}`;
});
after(() => server?.close());

const set = async (address) => place.admin.submit(await place.admin.get('/admin/routine'), '/admin/routine', { address });
const pages = async () => [await new Visitor(server).get(staff), await place.safety.get(`/p/${place.process}/handle`)];
const links = (r) => r.page.all('main a').filter((a) => /varslingsrutinen/.test(a.textContent));

test('without an address people are told that there is a routine, and no link leads nowhere', async () => {
	for (const r of await pages()) {
		assert.match(r.page.words('main'), /egen varslingsrutine/);
		assert.equal(links(r).length, 0);
	}
});

test('with one it is a plain link that says nothing of where people come from', async () => {
	assert.equal((await set(ADDRESS)).status, 200);
	for (const r of await pages()) {
		const [a] = links(r);
		assert.equal(a.getAttribute('href'), ADDRESS);
		assert.deepEqual(a.getAttribute('rel').split(' ').sort(), ['noopener', 'noreferrer']);
	}
	assert.equal((await place.admin.get('/admin/routine')).page.one('[name="address"]').getAttribute('value'), ADDRESS);
	assert.equal(server.db.rows("SELECT COUNT(*) FROM audit WHERE kind = 'routine.set'")[0][0].toString(), '1');
});

test('what is no address of https is refused, kept as typed, and changes nothing', async () => {
	const wrong = ['http://solbakken.example/varsling', 'javascript:alert(1)', 'https://', 'https://varsling', '//solbakken.example', 'https://solbakken.example@ondt.example/', 'https://ondt.example/"onclick=',
		'https://solbakken.example:99999/', 'https://sol bakken.example/', 'https://.solbakken.example/', `https://solbakken.example/${'a'.repeat(600)}`, ' HTTPS://', 'https://solbakken.example\\@ondt.example'];
	for (const address of wrong) {
		const r = await set(address);
		assert.equal(r.status, 422, address);
		assert.ok(r.page.one('#field-address[aria-invalid="true"]'), address);
		if (address.length < 400) assert.equal(r.page.one('[name="address"]').getAttribute('value').trim(), address.trim());
	}
	assert.equal(links((await pages())[0])[0].getAttribute('href'), ADDRESS);
});

test('it can be taken away, and only by the administrator', async () => {
	assert.equal((await place.leader.get('/admin/routine')).status, 403);
	await set('');
	for (const r of await pages()) assert.equal(links(r).length, 0);
});

test('what somebody wrote into the database by hand is no way out', async () => {
	server.db.rows("UPDATE setting SET value = 'javascript:alert(1)' WHERE name = 'routine.address'");
	for (const r of await pages()) assert.equal(links(r).length, 0);
});
