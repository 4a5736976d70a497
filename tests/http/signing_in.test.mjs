/* What docs/security.md promises about signing in, and what came of it: the cookie's name, the length of a password, how often
 * one may guess, what the log tells. */
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { after, before, test } from 'node:test';
import { startServer } from '../lib/server.mjs';
import { eventually } from '../lib/wire.mjs';
import { SECRET, addPerson, setUp, signIn } from '../lib/workplace.mjs';
import { Visitor, parseSetCookie, request } from '../lib/wire.mjs';

const PUBLIC = 'https://medvirk.example';
let server;
let place;

before(async () => {
	/* The fullest log there is: it must not tell more about people either. */
	server = await startServer({ args: ['--trust', '127.0.0.1', '--public-url', PUBLIC], env: { MEDVIRK_DEBUG: '1' } });
	place = await setUp(server);
});
after(() => server?.close());

const idOf = (name) => server.db.rows(`SELECT id FROM person WHERE name = '${name}'`)[0][0];
const login = (fields, headers) =>
	request(server.url, 'POST', '/login', {
		body: new URLSearchParams({ to: '/', ...fields }).toString(),
		headers: { 'content-type': 'application/x-www-form-urlencoded', 'sec-fetch-site': 'same-origin', accept: 'text/html', 'accept-language': 'en', ...headers },
	});

test('by https the session lies in a cookie that no other host can set, and in none of another name', async () => {
	const secure = { 'x-forwarded-proto': 'https' };
	const r = await login({ email: 'lise@solbakken.example', secret: SECRET }, secure);
	assert.equal(r.status, 303);
	const c = parseSetCookie(r.setCookies[0]);
	assert.equal(c.name, '__Host-session');
	assert.deepEqual({ ...c.attributes, 'max-age': 0 }, { path: '/', httponly: true, samesite: 'Lax', secure: true, 'max-age': 0 });
	const me = (cookie, headers) => request(server.url, 'GET', '/me', { headers: { cookie, accept: 'text/html', ...headers } });
	assert.equal((await me(`__Host-session=${c.value}`, secure)).status, 200);
	assert.equal((await me(`session=${c.value}`, secure)).status, 303, 'the bare name is what a neighbour could set');
	const out = await request(server.url, 'POST', '/logout', { body: '', headers: { cookie: `__Host-session=${c.value}`, 'sec-fetch-site': 'same-origin', ...secure } });
	const gone = parseSetCookie(out.setCookies[0]);
	assert.deepEqual([gone.name, gone.attributes.secure, gone.attributes['max-age']], ['__Host-session', true, '0']);
	assert.equal((await me(`__Host-session=${c.value}`, secure)).status, 303);
});

test('a password has 12 to 128 signs of any kind', async () => {
	const email = await addPerson(server, place, 'staff', 'Per Passord').then(() => 'per.passord@solbakken.example');
	const v = await signIn(server, email);
	const most = Array.from({ length: 64 }, (_, i) => `🧦${'abcdefghijå'[(i * i) % 11]}`).join('');
	let now = SECRET;
	for (const [next, status] of [['elleve tegn', 422], ['tolv tegn er', 200], [most, 200], [`${most}x`, 422], ['ostene ostene', 422], ['ねこと帽子 och O\'Hara', 200]]) {
		const r = await v.submit(await v.get('/me/password'), '/me/password', { secret: now, new: next });
		assert.equal(r.status, status, next);
		if (status === 200) now = next;
	}
	await signIn(server, email, { secret: now });
});

test('a password field lets managers paste, says what it is for, and can be shown', async () => {
	const fields = (r) => Object.fromEntries(r.page.all('input[type=password]').map((f) => [f.id, f]));
	const found = { ...fields(await place.union.get('/me/password')), ...fields(await place.union.get('/me/edit')) };
	assert.equal(found['field-new'].getAttribute('autocomplete'), 'new-password');
	assert.equal(found['field-secret'].getAttribute('autocomplete'), 'current-password');
	const page = await place.union.get('/me/password');
	for (const id of ['field-secret', 'field-new']) assert.ok(page.page.one(`button[type=button][data-reveal="${id}"][hidden]`), 'a button that script brings out');
	assert.doesNotMatch(page.text, /onpaste|maxlength/);
});

test('nobody guesses at one account more than a hundred times in an hour, wherever from', async () => {
	await addPerson(server, place, 'staff', 'Gyda Gjettet');
	let tried = 0;
	for (let from = 1; from <= 5; from++) {
		let here = 0;
		for (let i = 0; i < 24; i++) {
			const r = await login({ email: 'gyda.gjettet@solbakken.example', secret: `gjetning nummer ${i}` }, { 'x-forwarded-for': `10.9.9.${from}` });
			assert.equal(r.status, 422);
			here += /do not belong together/.test(r.text);
		}
		assert.ok(here <= 21, `${here} from one address`);
		tried += here;
	}
	/* 60 at once and one each 90 seconds: 100 in the first hour, and 40 in those that follow. */
	assert.ok(tried >= 55 && tried <= 64, `${tried} tries were looked at`);
});

test('signing in rightly is not counted as guessing', async () => {
	await addPerson(server, place, 'staff', 'Ofte Inne');
	for (let i = 0; i < 25; i++) assert.equal((await login({ email: 'ofte.inne@solbakken.example', secret: SECRET }, {})).status, 303, `${i}`);
});

test('the log tells who came in, who did not, and who went where they may not; no address, no password', async () => {
	const vera = idOf('Vera Verneombud');
	const from = server.log().length;
	await login({ email: 'vera@solbakken.example', secret: 'noe helt annet her' }, {});
	await login({ email: 'finnes.ikke@solbakken.example', secret: 'noe helt annet her' }, {});
	const v = await signIn(server, 'vera@solbakken.example');
	await v.submit(await v.get('/me/edit'), '/me/edit', { secret: 'enda noe helt annet' });
	assert.equal((await v.get('/admin')).status, 403);
	/* The log comes through a pipe of its own. */
	await eventually(() => server.log().slice(from).includes('route=/admin status=403'));
	const said = server.log().slice(from);
	assert.match(said, new RegExp(`level=warn.*sign-in refused person=${vera}\\b`));
	assert.match(said, /level=warn.*sign-in refused person=0\b/);
	assert.match(said, new RegExp(`sign-in person=${vera} by=password`));
	assert.match(said, new RegExp(`level=warn.*password asked for again was wrong person=${vera}\\b`));
	assert.match(said, new RegExp(`route=/admin status=403 .*user=${vera}\\b`));
	assert.match(server.log(), /sign-in held back/);
	assert.match(server.log(), /sign-in person=\d+ by=once/);
	assert.doesNotMatch(server.log(), /solbakken\.example|helt annet|x-forwarded|10\.9\.9/);
	const session = v.cookie('session');
	assert.ok(session.length >= 64 && !server.log().includes(session) && !server.log().includes(SECRET));
	/* What is stored is BLAKE2b of it, by somebody else's reckoning. */
	const blake2b = execFileSync('python3', ['-c', 'import hashlib,sys; print(hashlib.blake2b(sys.argv[1].encode(), digest_size=32).hexdigest())', session], { encoding: 'utf8' }).trim();
	assert.equal(server.db.rows(`SELECT count(*) FROM session WHERE token_hash = '${blake2b}'`)[0][0], '1');
});

test('what was changed unasked for is not told when mail is off', () => {
	assert.equal(Number(server.db.rows("SELECT COUNT(*) FROM outbox WHERE kind = 'changed'")[0][0]), 0);
});
