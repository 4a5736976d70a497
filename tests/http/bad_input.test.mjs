/* What ugly peers get: a plain status, no crash, and the next one is served. */
import assert from 'node:assert/strict';
import net from 'node:net';
import { after, before, test } from 'node:test';
import { setTimeout as wait } from 'node:timers/promises';
import { startServer } from '../lib/server.mjs';
import { raw, request } from '../lib/wire.mjs';

let server;
let host;

before(async () => {
	server = await startServer();
	host = `${server.host}:${server.port}`;
});
after(() => server?.close());

const status = (text) => Number(/^HTTP\/1\.[01] (\d+)/.exec(text)?.[1] ?? 0);
const get = (path, more = '') => `GET ${path} HTTP/1.1\r\nHost: ${host}\r\n${more}Connection: close\r\n\r\n`;

test('wrong request lines and heads are 4xx, and never more', async () => {
	const cases = [
		['no host', 'GET / HTTP/1.1\r\nConnection: close\r\n\r\n'],
		['two hosts', `GET / HTTP/1.1\r\nHost: ${host}\r\nHost: ond.example\r\nConnection: close\r\n\r\n`],
		['a host with blanks', 'GET / HTTP/1.1\r\nHost: a b\r\nConnection: close\r\n\r\n'],
		['a host with markup', 'GET / HTTP/1.1\r\nHost: "><script>\r\nConnection: close\r\n\r\n'],
		['two lengths', `POST /login HTTP/1.1\r\nHost: ${host}\r\nContent-Length: 3\r\nContent-Length: 4\r\nConnection: close\r\n\r\nabcd`],
		['length and chunks', `POST /login HTTP/1.1\r\nHost: ${host}\r\nContent-Length: 3\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\n0\r\n\r\n`],
		['a negative length', `POST /login HTTP/1.1\r\nHost: ${host}\r\nContent-Length: -1\r\nConnection: close\r\n\r\n`],
		['a length that is no number', `POST /login HTTP/1.1\r\nHost: ${host}\r\nContent-Length: 0x10\r\nConnection: close\r\n\r\n`],
		['parent folders', get('/../etc/passwd')],
		['parent folders in disguise', get('/a/%2e%2e/%2e%2e/etc/passwd')],
		['a NUL in the path', get('/login%00')],
		['broken UTF-8 in the path', get('/r/%ff%fe')],
		['a broken escape', get('/r/%zz')],
		['double slashes', get('//login')],
		['a huge head', get('/', `X-Long: ${'a'.repeat(40000)}\r\n`)],
		['many heads', get('/', 'X-A: b\r\n'.repeat(3000))],
		['another method', `DELETE / HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\n\r\n`],
		['a made-up method', `BREW /kaffe HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\n\r\n`],
		['TRACE', `TRACE / HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\n\r\n`],
	];
	for (const [name, bytes] of cases) {
		const back = await raw(server, bytes);
		const s = status(back);
		assert.ok((s >= 400 && s < 500) || (s === 501 && /method|chunks/.test(name)) || (back === '' && /huge|many/.test(name)), `${name}: ${s} ${back.slice(0, 200)}`);
		assert.doesNotMatch(back, /<script>|root:/);
	}
	assert.equal((await request(server.url, 'GET', '/login')).status, 200, 'still serving');
});

test('nonsense bytes do not disturb anybody', async () => {
	for (const bytes of [Buffer.alloc(5000, 0), Buffer.from(Array.from({ length: 4000 }, (_, i) => (i * 7919) & 255)), '\r\n\r\n\r\n', '\x16\x03\x01\x02\x00\x01\x00', 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n'])
		await raw(server, bytes, { quiet: 500 });
	assert.equal((await request(server.url, 'GET', '/login')).status, 200);
});

test('a body over its limit is 413 and is not read', async () => {
	const r = await raw(server, `POST /login HTTP/1.1\r\nHost: ${host}\r\nContent-Length: 3000000\r\nConnection: close\r\n\r\n${'a'.repeat(3_000_000)}`);
	assert.equal(status(r), 413);
	for (const [lang, words] of [['nb', 'Det ble for mye på én gang'], ['nn', 'Det vart for mykje på éin gong'], ['en', 'That was too much at once']]) {
		const person = await request(server.url, 'POST', '/login', { body: 'a'.repeat(300_000), headers: { accept: 'text/html', 'accept-language': 'de', cookie: `lang=${lang}` } });
		assert.equal(person.status, 413);
		assert.ok(person.page.words('h1') === words && person.headers['content-security-policy'] && person.headers.connection === 'close', person.text.slice(0, 500));
		assert.equal(person.page.all('header a[href="/login"]').length, 0, 'nobody has looked at who they are');
	}
	const phone = await request(server.url, 'POST', '/r/ABC234/notes', { body: 'a'.repeat(300_000), headers: { accept: '*/*', 'accept-language': 'nn' } });
	assert.deepEqual([phone.status, phone.headers['content-type']], [413, 'text/plain; charset=utf-8']);
	const lie = await raw(server, `POST /login HTTP/1.1\r\nHost: ${host}\r\nContent-Length: 99999999999\r\nConnection: close\r\n\r\nx`);
	assert.equal(status(lie), 413);
});

test('a form with thousands of fields is refused', async () => {
	const r = await request(server.url, 'POST', '/login', { body: 'a=b&'.repeat(5000), headers: { 'content-type': 'application/x-www-form-urlencoded' } });
	assert.ok(r.status >= 400 && r.status < 500, `${r.status}`);
});

test('HEAD answers as GET does, without the body', async () => {
	const back = await raw(server, `HEAD /login HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\n\r\n`);
	assert.equal(status(back), 200);
	assert.equal(back.split('\r\n\r\n')[1], '');
});

test('requests sent in one go are answered in order', async () => {
	const back = await raw(server, `GET /login HTTP/1.1\r\nHost: ${host}\r\n\r\nGET /finnes-ikke HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\n\r\n`);
	assert.deepEqual([...back.matchAll(/^HTTP\/1\.1 (\d+)/gm)].map((m) => m[1]), ['200', '404']);
});

test('every page carries the strict headers, errors too', async () => {
	for (const path of ['/login', '/finnes-ikke', '/r/ABCDEF', '/about/privacy', '/p/1', '/r']) {
		const r = await request(server.url, 'GET', path);
		const csp = r.headers['content-security-policy'] ?? '';
		assert.match(csp, /default-src 'none'/, path);
		assert.doesNotMatch(csp, /unsafe/, path);
		assert.match(csp, /frame-ancestors 'none'/, path);
		assert.equal(r.headers['x-frame-options'], 'DENY', path);
		assert.match(r.headers['content-type'], /^text\/(html|plain); charset=utf-8$/, path);
		assert.match(r.headers['permissions-policy'], /camera=\(\), microphone=\(\), geolocation=\(\)/, path);
		assert.doesNotMatch(JSON.stringify(r.headers), /server|powered|libevent|medvirk\/\d/i, path);
		assert.equal(r.headers['x-content-type-options'], 'nosniff', path);
		assert.equal(r.headers['referrer-policy'], 'same-origin', path);
		assert.match(r.headers['cache-control'] ?? '', /no-store/, path);
		assert.doesNotMatch(r.text, /<script(?![^>]*\bsrc=)|<style|\sstyle=|\son[a-z]+=/i, path);
	}
});

test('an unknown page is a page, in the language asked for', async () => {
	for (const [lang, words] of [['nb', /finnes ikke|fant ikke|finner ikke/i], ['nn', /finst ikkje|fann ikkje|finn ikkje/i], ['en', /not found|no such|does not exist|cannot find/i]]) {
		const r = await request(server.url, 'GET', '/finnes-ikke', { headers: { 'accept-language': lang, accept: 'text/html' } });
		assert.equal(r.status, 404);
		assert.match(r.page.words(), words);
		assert.equal(r.page.one('html').getAttribute('lang'), lang);
	}
});

test('what the address says is never shown as markup', async () => {
	for (const path of ['/%3Cscript%3Ealert(1)%3C/script%3E', '/login?next=%22%3E%3Cscript%3E', `/r/${encodeURIComponent('<b>AB')}`]) {
		const r = await request(server.url, 'GET', path);
		assert.doesNotMatch(r.text, /<script>alert|"><script>|<b>AB/);
	}
});

test('a head that comes drop by drop is cut off, and others are served meanwhile', { timeout: 120000 }, async () => {
	const s = net.connect(server.port, server.host);
	let closed = false;
	s.on('close', () => (closed = true));
	s.on('error', () => {});
	s.write(`GET / HTTP/1.1\r\nHost: ${host}\r\n`);
	const start = Date.now();
	while (!closed && Date.now() - start < 60000) {
		s.write('X-A: b\r\n');
		if (Date.now() - start < 3000) assert.equal((await request(server.url, 'GET', '/login')).status, 200);
		await wait(500);
	}
	assert.ok(closed, 'still open after a minute');
});
