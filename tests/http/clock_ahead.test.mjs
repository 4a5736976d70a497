/* The machine's clock jumps ahead by more than a year: nothing is erased, people who must know are told, and it goes on when the clock is
 * right again or the administrator says that it is. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { DAY, startAhead } from '../lib/ahead.mjs';
import { scrape } from '../lib/prometheus.mjs';
import { freePort, runProgram } from '../lib/server.mjs';
import { eventually } from '../lib/wire.mjs';
import { setUp, signIn } from '../lib/workplace.mjs';

const JUMP = 400 * DAY;
let ahead;
let server;
let place;
let port;

before(async () => {
	port = await freePort();
	ahead = await startAhead({ args: ['--metrics', `127.0.0.1:${port}`] });
	({ server } = ahead);
	place = await setUp(server);
	await eventually(() => setting('clock.believed'));
});
after(() => ahead?.close());

const setting = (name) => server.db.rows(`SELECT value FROM setting WHERE name = '${name}'`)[0]?.[0];
const keys = () => server.db.rows('SELECT key FROM form_key').flat();
const doubted = async () => (await scrape(port)).value('medvirk_clock_doubted');
const signedIn = (who) => signIn(server, { admin: 'ada@solbakken.example', leader: 'lise@solbakken.example' }[who], { headers: { 'accept-language': 'nb' } });

test('a jump ahead is noticed, nothing is erased, and everybody who looks after the program is told', async () => {
	const before = keys();
	assert.ok(before.length > 0, 'keys of forms, which go after a day');
	assert.equal(await doubted(), 0);
	ahead.setClock(JUMP);
	await eventually(() => setting('clock.doubted'));
	await eventually(async () => (await doubted()) === 1);
	assert.match(server.log(), /level=error msg="the clock has jumped ahead.+nothing is erased/);
	for (const key of before) assert.ok(keys().includes(key), 'still there');
	const d = await runProgram(['doctor', '--db', server.db.url]);
	assert.equal(d.status, 1);
	assert.match(d.out, /The clock has jumped ahead since \d{4}-\d\d-\d\d/);
	const admin = await signedIn('admin');
	assert.match((await admin.get('/admin')).page.words('main'), /Klokka på maskinen har hoppet fram/);
	assert.match((await admin.get('/admin/security')).page.words('main'), /Se på dette\s?Klokka på maskinen har hoppet fram/);
	const year = new Date(Date.now() + JUMP * 1000).getUTCFullYear();
	const page = await admin.get('/admin/keeping');
	assert.match(page.page.words('#clock-h'), /Ingenting blir slettet/);
	assert.match(page.page.words('main'), new RegExp(`Klokka på maskinen viser .+ ${year}, .+ Sist programmet stolte på den, var det .+ 20\\d\\d`));
});

test('the clock is right again: it goes on by itself, and who was signed in still is', async () => {
	ahead.setClock(2 * 3600);
	await eventually(() => !setting('clock.doubted'));
	await eventually(async () => (await doubted()) === 0);
	assert.match(server.log(), /msg="the clock is believed again/);
	const page = await place.admin.get('/admin/keeping');
	assert.equal(page.status, 200);
	assert.equal(page.page.one('#clock-h'), null);
	assert.doesNotMatch((await place.admin.get('/admin')).page.words('main'), /hoppet fram/);
});

test('the administrator says that the clock is right, and only the administrator: then what is past its time goes', async () => {
	const before = keys();
	ahead.setClock(JUMP);
	await eventually(() => setting('clock.doubted'));
	const [admin, leader] = [await signedIn('admin'), await signedIn('leader')];
	assert.equal((await leader.post('/admin/keeping/clock', { key: 'leader' })).status, 403);
	assert.ok(setting('clock.doubted'));
	const form = await admin.get('/admin/keeping');
	const done = await admin.submit(form, '/admin/keeping/clock');
	assert.match(done.page.words('main'), /Innen ett minutt fortsetter programmet å slette/);
	assert.equal(done.page.one('#clock-h'), null);
	await eventually(() => !keys().some((k) => before.includes(k)));
	await eventually(async () => (await doubted()) === 0);
	assert.equal(server.db.rows("SELECT count(*) FROM audit WHERE kind = 'keep.clock'")[0][0], '1');
});
