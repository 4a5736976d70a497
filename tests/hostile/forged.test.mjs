/* Forged cookies, replayed requests, broken letters, and posts from other sites in every combination of headers. */
import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { after, before, test } from 'node:test';
import { demoLines, enterDemo, joined, token, uuid } from '../lib/room.mjs';
import { startServer } from '../lib/server.mjs';
import { raw, request } from '../lib/wire.mjs';

let server;
let code;
let host;

before(async () => {
	server = await startServer({ demo: true });
	({ code } = demoLines(server));
	host = `${server.host}:${server.port}`;
});
after(() => server?.close());

const FORM = 'application/x-www-form-urlencoded';
const rows = (sql) => server.db.rows(sql);
const count = (table, where = '1 = 1') => Number(rows(`SELECT COUNT(*) FROM ${table} WHERE ${where}`)[0][0]);
const post = (path, body, headers = {}) => request(server.url, 'POST', path, { body, headers: { 'content-type': FORM, 'sec-fetch-site': 'same-origin', accept: '*/*', ...headers } });
const get = (path, headers = {}) => request(server.url, 'GET', path, { headers: { accept: 'text/html', ...headers } });
const status = (text) => Number(/^HTTP\/1\.[01] (\d+)/.exec(text)?.[1] ?? 0);
const noteOf = async (p, more = {}) => {
	const { step, columns } = await p.form();
	const id = uuid();
	return { id, body: new URLSearchParams({ id, step, column: columns[0], text: 'Forfalsket', ...more }).toString() };
};

/* ---- cookies ---- */

test('a forged seat is no seat', async () => {
	const p = await joined(server, code);
	const seats = count('seat');
	const { seat } = p;
	const flipped = (seat[0] === 'a' ? 'b' : 'a') + seat.slice(1);
	const forged = ['', 'a', 'null', '0'.repeat(seat.length), 'f'.repeat(seat.length), flipped, seat.toUpperCase() === seat ? seat.toLowerCase() : seat.toUpperCase(), `${seat}0`, seat.slice(1), `"${seat}"`, `${seat} `.concat('x'), `' OR 1=1 --`, '../../etc/passwd', '%00', `${seat}%00`, 'a'.repeat(8000)];
	for (const s of forged) {
		if (s === seat) continue;
		const cookie = `seat=${s}`;
		const note = await noteOf(p);
		assert.ok([303, 403].includes((await get(`/r/${code}/room`, { cookie })).status), `room with ${s.slice(0, 40)}`);
		assert.equal((await get(`/r/${code}/events?screen=phone&lang=nb`, { cookie, accept: 'text/event-stream' })).status, 403, s.slice(0, 40));
		const r = await post(`/r/${code}/notes`, note.body, { cookie });
		assert.equal(r.status, 403, `${s.slice(0, 40)}: ${r.status}`);
		assert.equal(count('note', `id = '${note.id}'`), 0);
	}
	assert.equal(count('seat'), seats);
	p.close();
});

test('of two cookies with the same name the first counts, and a forged one before it does not become a seat', async () => {
	const p = await joined(server, code);
	const { body } = await noteOf(p);
	assert.equal((await post(`/r/${code}/notes`, body, { cookie: `seat=${'0'.repeat(p.seat.length)}; seat=${p.seat}` })).status, 403);
	const again = await noteOf(p);
	assert.equal((await post(`/r/${code}/notes`, again.body, { cookie: `x=y; seat=${p.seat}; seat=${'0'.repeat(32)}` })).status, 201);
	p.close();
});

test('somebody else cannot change or delete a note, not with their own seat and not by guessing', async () => {
	const [mine, other] = [await joined(server, code), await joined(server, code)];
	const key = token();
	const { id } = await mine.note('Bare min', { token: key });
	const flipped = (key[0] === 'a' ? 'b' : 'a') + key.slice(1);
	for (const t of ['', flipped, '0'.repeat(32), key.toUpperCase() === key ? 'A'.repeat(32) : key.toUpperCase(), `${key}0`]) {
		assert.ok((await other.send('notes/edit', { id, token: t, text: 'Overskrevet' })).status >= 400, t);
		assert.ok((await other.send('notes/delete', { id, token: t })).status >= 400, t);
	}
	assert.equal(rows(`SELECT body FROM note WHERE id = '${id}'`)[0][0], 'Bare min');
	assert.equal((await mine.send('notes/edit', { id, token: key, text: 'Rettet' })).status, 200);
	for (const p of [mine, other]) p.close();
});

test('a forged session signs nobody in', async () => {
	const boss = await enterDemo(server, 'leader');
	const [name, value] = boss.cookieHeader('/').split('; ').map((c) => c.split('=')).find(([k]) => /session/.test(k));
	const flipped = (value[0] === 'a' ? 'b' : 'a') + value.slice(1);
	assert.equal((await get('/p/1', { cookie: `${name}=${value}` })).status, 200);
	for (const v of ['', '1', flipped, value.slice(0, -1), `${value}0`, value.split('').reverse().join(''), randomBytes(32).toString('hex'), 'a'.repeat(8000)]) {
		const r = await get('/p/1', { cookie: `${name}=${v}` });
		assert.ok([302, 303, 401, 403, 404].includes(r.status), `${v.slice(0, 40)}: ${r.status}`);
		assert.doesNotMatch(r.text, /Solbakken|leder/i);
	}
	boss.done();
});

/* ---- the same again ---- */

test('a request that comes again does nothing again, also thirty times at once', async () => {
	const p = await joined(server, code);
	const { id, body } = await noteOf(p);
	const cookie = p.visitor.cookieHeader(p.base);
	const all = await Promise.all(Array.from({ length: 30 }, () => post(`/r/${code}/notes`, body, { cookie })));
	assert.equal(all.filter((r) => r.status === 201).length, 1);
	assert.equal(all.filter((r) => r.status === 200).length, 29);
	assert.equal(count('note', `id = '${id}'`), 1);

	/* With other words under the same id nothing changes: the first is what was acknowledged. */
	const later = await post(`/r/${code}/notes`, body.replace('Forfalsket', 'Byttet+ut'), { cookie });
	assert.equal(later.status, 200);
	assert.equal(rows(`SELECT body FROM note WHERE id = '${id}'`)[0][0], 'Forfalsket');

	/* Somebody who has seen the bytes on the way cannot write in that phone's name in another room, or as another phone. */
	const other = await joined(server, code);
	assert.equal((await post(`/r/${code}/notes`, body, { cookie: other.visitor.cookieHeader(other.base) })).status, 200);
	assert.equal(count('note', `id = '${id}'`), 1);

	/* Joining again with a seat gives no other seat. */
	const seats = count('seat');
	const joins = await Promise.all(Array.from({ length: 20 }, () => post(`/r/${code}/join`, '', { cookie })));
	assert.deepEqual([...new Set(joins.map((r) => r.status))], [303]);
	assert.equal(count('seat'), seats);
	for (const x of [p, other]) x.close();
});

test('a form of the group that comes again has one effect', async () => {
	const boss = await enterDemo(server, 'leader');
	const [[unit]] = rows("SELECT unit_id FROM role WHERE kind = 'leader' AND to_at IS NULL");
	const page = await boss.get(`/u/${unit}/measures/new`);
	const form = page.page.forms().find((f) => /measures/.test(f.getAttribute('action') ?? '') && f.querySelector('[name="key"]') && f.querySelector('[name="title"]'));
	assert.ok(form, page.page.words().slice(0, 300));
	const fields = new Map(page.page.fieldsOf(form));
	for (const [k, v] of [['title', 'Sendt mange ganger'], ['what', 'Det samme en gang til'], ['who', 'kveldsvakta'], ['when', 'ved hver overlevering']]) fields.set(k, v);
	const body = new URLSearchParams([...fields]).toString();
	const at = form.getAttribute('action') || `/u/${unit}/measures/new`;
	const cookie = boss.cookieHeader(at);
	const all = await Promise.all(Array.from({ length: 20 }, () => post(at, body, { cookie, accept: 'text/html' })));
	assert.ok(all.every((r) => r.status === 303), `${all.map((r) => r.status)} ${all[0].page.words().slice(0, 300)}`);
	assert.equal(count('measure', "title = 'Sendt mange ganger'"), 1);
	boss.done();
});

/* ---- letters ---- */

test('broken UTF-8 is refused wherever it comes, and nothing of it is kept', async () => {
	const p = await joined(server, code);
	const { step, columns } = await p.form();
	const cookie = `seat=${p.seat}`;
	const broken = ['%ff', '%c3', '%c0%af', '%e0%80%af', '%ed%a0%80', '%f4%90%80%80', '%f8%88%80%80%80', '%80', '%00', '\xff', '\xc3('];
	const before = count('note');
	for (const b of broken) {
		const fields = `step=${encodeURIComponent(step)}&column=${encodeURIComponent(columns[0])}`;
		for (const body of [`id=${uuid()}&${fields}&text=a${b}b`, `id=${uuid()}&${fields}&text=ab&${b}=x`, `id=${uuid()}${b}&${fields}&text=ab`]) {
			const bytes = Buffer.from(body, 'latin1');
			const r = await request(server.url, 'POST', `/r/${code}/notes`, { body: bytes, headers: { 'content-type': FORM, 'sec-fetch-site': 'same-origin', cookie, accept: '*/*' } });
			assert.ok(r.status >= 400 && r.status < 500, `${JSON.stringify(body)}: ${r.status}`);
		}
		const line = Buffer.from(`GET /login?next=${b} HTTP/1.1\r\nHost: ${host}\r\nX: a${b}\r\nCookie: lang=${b}; seat=${b}\r\nConnection: close\r\n\r\n`, 'latin1');
		assert.ok([200, 400, 422].includes(status(await raw(server, line))), JSON.stringify(b));
		const room = Buffer.from(`GET /r/${b} HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\n\r\n`, 'latin1');
		assert.ok([400, 404].includes(status(await raw(server, room))), JSON.stringify(b));
	}
	assert.equal(count('note'), before);
	/* Letters that are right, though rare, pass and come back as they were. */
	for (const text of ['Blåbærsyltetøy på brødskiva', 'Čáhci, đ, ŋ, š, ŧ, ž', '👩🏽‍⚕️ og 🏳️‍🌈', 'שלום', '한국어']) {
		const r = await p.note(text);
		assert.equal(r.status, 201, text);
		assert.equal(rows(`SELECT body FROM note WHERE id = '${r.id}'`)[0][0], text.normalize('NFC'));
	}
	p.close();
});

/* ---- other sites ---- */

/* What a browser sends of itself on a post: every site, with every origin, every referrer, every kind of body. */
const sites = [undefined, 'same-origin', 'same-site', 'cross-site', 'none'];
const origins = () => [undefined, server.url, 'null', 'https://ond.example', `${server.url}.ond.example`];
const referers = () => [undefined, `${server.url}/r/${code}`, 'https://ond.example/', `https://ond.example/?${server.url}`, `${server.url}.ond.example/`];
const types = [undefined, FORM, 'text/plain', 'multipart/form-data; boundary=x', 'application/json', `${FORM}; charset=utf-8`];
const modes = [[undefined, undefined], ['navigate', 'document'], ['no-cors', 'empty'], ['cors', 'empty'], ['navigate', 'iframe']];

/* Design, section 5; where neither of the first two was sent, the referrer's word is taken. */
const may = (site, origin, referer) => {
	if (site !== undefined) return site === 'same-origin';
	if (origin !== undefined) return origin === server.url;
	return referer === undefined || referer.startsWith(`${server.url}/`);
};

test('posts from other sites do nothing, in every combination of headers', async () => {
	const wrong = [];
	let tried = 0;
	const p = await joined(server, code);
	const cookie = `seat=${p.seat}`;
	for (const site of sites)
		for (const origin of origins())
			for (const referer of referers())
				for (const type of types) {
					const [mode, dest] = modes[tried++ % modes.length];
					const headers = { cookie, 'accept-language': 'en', accept: 'text/html', 'sec-fetch-site': site, 'sec-fetch-mode': mode, 'sec-fetch-dest': dest, origin, referer, 'content-type': type };
					const r = await request(server.url, 'POST', `/r/${code}/ready`, { body: 'step=x&ready=1', headers });
					const said = r.status === 403 && /came from another site/.test(r.text);
					if (said === may(site, origin, referer)) wrong.push(`${JSON.stringify(headers)}: ${r.status}`);
				}
	assert.equal(tried, sites.length * 5 * 5 * types.length);
	assert.deepEqual(wrong.slice(0, 10), []);
	p.close();
});

test('a frame of another site shows nothing of ours, and no answer may be read from elsewhere', async () => {
	for (const path of ['/', '/login', `/r/${code}`, '/healthz', '/finnes-ikke']) {
		const r = await get(path, { origin: 'https://ond.example' });
		for (const h of Object.keys(r.headers)) assert.ok(!h.startsWith('access-control-'), `${path}: ${h}`);
		assert.match(r.headers['content-security-policy'] ?? '', /frame-ancestors 'none'/, path);
	}
	const asks = await raw(server, `OPTIONS /r/${code}/notes HTTP/1.1\r\nHost: ${host}\r\nOrigin: https://ond.example\r\nAccess-Control-Request-Method: POST\r\n\r\n`);
	assert.equal(status(asks), 405);
	assert.doesNotMatch(asks, /access-control/i);
});
