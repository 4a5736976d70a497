/* The room on the wire: every line of the contract (design, section 6), on a room that stands open in a step whose notes go up at once. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { Phone, demoLines, enterDemo, joined, seqOf, token, uuid } from '../lib/room.mjs';
import { startServer } from '../lib/server.mjs';
import { Visitor, eventually, parseSetCookie, raw, request } from '../lib/wire.mjs';

let server;
let code;

before(async () => {
	server = await startServer({ demo: true });
	code = demoLines(server).code;
});
after(() => server?.close());

const escaped = (text) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

test('the code is six characters without look-alikes', () => {
	assert.match(code, /^[A-HJ-NP-Z2-9]{6}$/);
});

test('the landing page needs nothing and says what is stored', async () => {
	const r = await request(server.url, 'GET', `/r/${code}`, { headers: { 'accept-language': 'nb' } });
	assert.equal(r.status, 200);
	assert.deepEqual(r.setCookies, []);
	assert.match(r.headers['content-type'], /^text\/html; charset=utf-8$/i);
	const join = r.page.formTo(`/r/${code}/join`);
	assert.equal(join.getAttribute('method').toLowerCase(), 'post');
	assert.equal(join.querySelectorAll('button').length, 1, 'one button');
	assert.match(r.page.words(), /lagre/i);
});

test('any other spelling of the code goes to the canonical one before anything else', async () => {
	const spellings = [code.toLowerCase(), code.slice(0, 3) + '%20' + code.slice(3), code[0].toLowerCase() + code.slice(1), 'zzz2z2'].filter((s) => s !== code);
	for (const s of spellings) {
		const canonical = decodeURIComponent(s).replace(/ /g, '').toUpperCase();
		for (const tail of ['', '/room', '/events?screen=phone&lang=nb&after=3']) {
			const r = await request(server.url, 'GET', `/r/${s}${tail}`);
			assert.equal(r.status, 308, `/r/${s}${tail}`);
			assert.equal(r.location.replace(server.url, ''), `/r/${canonical}${tail}`);
			assert.deepEqual(r.setCookies, []);
		}
		const p = await request(server.url, 'POST', `/r/${s}/join`, { body: '', headers: { 'sec-fetch-site': 'same-origin' } });
		assert.equal(p.status, 308);
		assert.equal(p.location.replace(server.url, ''), `/r/${canonical}/join`);
	}
});

test('an unknown code is 404, on every address of the room', async () => {
	for (const path of ['/r/ZZZ2Z2', '/r/ZZZ2Z2/room', '/r/ZZZ2Z2/events?screen=phone&lang=nb', '/r/ABC', '/r/ABCDEFG'])
		assert.equal((await request(server.url, 'GET', path)).status, 404, path);
	assert.equal((await request(server.url, 'POST', '/r/ZZZ2Z2/join', { body: '' })).status, 404);
});

test('joining gives a seat that only this room sees', async () => {
	const p = await joined(server, code);
	assert.equal(p.joined.status, 303);
	assert.equal(p.joined.location.replace(server.url, ''), `/r/${code}/room`);
	assert.equal(p.joined.setCookies.length, 1);
	const c = parseSetCookie(p.joined.setCookies[0]);
	assert.equal(c.name, 'seat');
	assert.ok(/^[0-9a-f]{32}$/.test(c.value) || /^[\w-]{22,}$/.test(c.value), 'random 128 bit');
	assert.equal(c.attributes.httponly, true);
	assert.match(c.attributes.samesite, /^lax$/i);
	assert.equal(c.attributes.path, `/r/${code}`);
	assert.equal(c.attributes.secure, undefined, 'plain http must work');
	assert.equal(c.attributes.domain, undefined);
});

test('joining again with a valid seat keeps the seat', async () => {
	const p = await joined(server, code);
	const first = p.seat;
	await p.join();
	assert.equal(p.joined.status, 303);
	assert.equal(p.seat, first);
});

test('a made-up seat is not believed', async () => {
	const p = await joined(server, code, { cookie: `seat=${'0'.repeat(32)}` });
	assert.equal(p.joined.status, 303);
	assert.notEqual(p.seat, '0'.repeat(32));
});

test('two phones have two seats', async () => {
	const [a, b] = [await joined(server, code), await joined(server, code)];
	assert.notEqual(a.seat, b.seat);
});

test('the room page is closed without a seat', async () => {
	const r = await request(server.url, 'GET', `/r/${code}/room`);
	assert.notEqual(r.status, 200);
	assert.equal(r.page.notes().length, 0);
});

test('the room page carries plain forms that tools can read', async () => {
	const p = await joined(server, code);
	const r = await p.room();
	assert.equal(r.status, 200);
	const f = r.page.formTo(`/r/${code}/notes`);
	assert.equal(f.getAttribute('method').toLowerCase(), 'post');
	assert.ok(f.querySelector('[name="step"][value]'));
	assert.equal(f.querySelectorAll('[name="column"]').length, 2);
	assert.ok(f.querySelector('[name="text"]'));
	assert.ok(Number.isInteger(seqOf(r)), 'data-seq');
	assert.ok(r.page.notes().length <= 30, 'at most 30 cards');
	assert.equal(new Set(r.page.notes()).size, r.page.notes().length, 'each exactly once');
});

test('a note is 201, and there at once for everybody', async () => {
	const [a, b] = [await joined(server, code), await joined(server, code)];
	const text = `vi prater sammen ${uuid()}`;
	const r = await a.note(text);
	assert.equal(r.status, 201);
	const seen = await b.room();
	assert.equal(seen.page.all(`#note-${r.id}`).length, 1);
	assert.match(seen.page.words(`#note-${r.id}`), new RegExp(text));
});

test('a note needs a seat', async () => {
	const p = await joined(server, code);
	const { step, columns } = await p.form();
	const v = new Visitor(server);
	const id = uuid();
	const r = await v.post(`/r/${code}/notes`, { id, step, column: columns[0], text: 'uten plass' }, { accept: '*/*' });
	assert.equal(r.status, 403);
	assert.equal((await p.room()).page.all(`#note-${id}`).length, 0);
});

test('a bad id is 422 before anything else is looked at', async () => {
	const p = await joined(server, code);
	for (const id of ['', '1', uuid().toUpperCase(), uuid().replace(/-4/, '-1'), uuid().replaceAll('-', ''), uuid() + ' ', `${uuid()}\n`, 'g'.repeat(36), '00000000-0000-0000-0000-000000000000'])
		assert.equal((await p.note('', { id })).status, 422, JSON.stringify(id));
});

test('a note sent again is 200 and changes nothing, whatever it says', async () => {
	const p = await joined(server, code);
	const q = await joined(server, code);
	const first = await p.note('en gang');
	assert.equal(first.status, 201);
	for (const [who, text] of [[p, 'en gang'], [p, 'noe annet'], [p, ''], [p, 'x'.repeat(5000)], [q, 'fra en annen']])
		assert.equal((await who.note(text, { id: first.id })).status, 200, text.slice(0, 20));
	const seen = await p.room();
	assert.equal(seen.page.all(`#note-${first.id}`).length, 1);
	assert.match(seen.page.words(`#note-${first.id}`), /en gang/);
});

test('the same note from a nervous phone, many at once: one is new', async () => {
	const p = await joined(server, code);
	const id = uuid();
	const all = await Promise.all(Array.from({ length: 12 }, () => p.note('trykk trykk', { id })));
	assert.deepEqual(all.map((r) => r.status).sort(), [...Array(11).fill(200), 201]);
	assert.equal((await p.room()).page.all(`#note-${id}`).length, 1);
});

test('a note that was deleted does not come back when it is sent again', async () => {
	const p = await joined(server, code);
	const t = token();
	const r = await p.note('angrer', { token: t });
	assert.equal(r.status, 201);
	assert.equal((await p.send('notes/delete', { id: r.id, token: t })).status, 200);
	assert.equal((await p.note('angrer', { id: r.id, token: t })).status, 200);
	assert.equal((await p.room()).page.all(`#note-${r.id}`).length, 0);
});

test('empty text is 422', async () => {
	const p = await joined(server, code);
	for (const text of ['', ' ', '\n\t ', '\u00a0', '\u200b', '\u3000 '])
		assert.equal((await p.note(text)).status, 422, JSON.stringify(text));
});

test('280 graphemes are enough and 281 are too many, whatever they are made of', async () => {
	const p = await joined(server, code);
	for (const g of ['a', 'å', 'Å', '👩‍👩‍👧‍👦', '🇸🇯', 'ŋ', 'n̈']) {
		assert.equal((await p.note(g.repeat(280))).status, 201, `280 of ${g}`);
		assert.equal((await p.note(g.repeat(281))).status, 422, `281 of ${g}`);
	}
});

test('text is shown as typed', async () => {
	const p = await joined(server, code);
	const texts = ['<b>fet</b> & <script>alert(1)</script>', '"anførsel" \'og\' &amp; sånt', 'Sámi: čšžŧđŋ ÁČĐŊŠŦŽ', '💚 og 👩‍👩‍👧‍👦', '{{ raw }} ${x} %s', "'; DROP TABLE note; --", 'https://eksempel.no/<>'];
	for (const text of texts) {
		const r = await p.note(text);
		assert.equal(r.status, 201, text);
		const seen = await p.room();
		assert.ok(seen.text.includes(escaped(text)) || seen.page.words(`#note-${r.id}`).includes(text), text);
		assert.equal(seen.page.all(`#note-${r.id} script, #note-${r.id} b`).length, 0);
	}
});

test('text is stored in one Unicode form', async () => {
	const p = await joined(server, code);
	const r = await p.note('pa\u030a sykehjemmet, A\u030a');
	assert.equal(r.status, 201);
	assert.match((await p.room()).page.words(`#note-${r.id}`), /på sykehjemmet, Å/);
});

test('control characters and broken UTF-8 are refused', async () => {
	const p = await joined(server, code);
	const { step, columns } = await p.form();
	for (const text of ['a\u0000b', 'a\u0007b', 'a\u001bb', 'a\u007fb', 'a\u0085b', 'a\u202eb']) {
		const r = await p.note(text);
		assert.ok([400, 422].includes(r.status), `${JSON.stringify(text)}: ${r.status}`);
	}
	for (const bytes of ['%ff', '%c3%28', '%ed%a0%80', '%f8%88%80%80%80', '%c0%af']) {
		const r = await p.send('notes', `id=${uuid()}&step=${step}&column=${columns[0]}&text=a${bytes}b`);
		assert.ok([400, 422].includes(r.status), `${bytes}: ${r.status}`);
	}
});

test('a step or a column that is not there is 422', async () => {
	const p = await joined(server, code);
	assert.equal((await p.note('hei', { step: 'finnes-ikke' })).status, 422);
	assert.equal((await p.note('hei', { column: 'finnes-ikke' })).status, 422);
	assert.equal((await p.note('hei', { step: '' })).status, 422);
});

test('a note is changed and deleted with its token only', async () => {
	const p = await joined(server, code);
	const q = await joined(server, code);
	const t = token();
	const r = await p.note('første tanke', { token: t });
	assert.equal((await q.send('notes/edit', { id: r.id, token: token(), text: 'kapret' })).status, 403);
	for (const t of [{ token: '' }, {}]) assert.ok([403, 422].includes((await p.send('notes/edit', { id: r.id, ...t, text: 'kapret' })).status));
	assert.equal((await q.send('notes/delete', { id: r.id, token: token() })).status, 403);
	assert.match((await q.room()).page.words(`#note-${r.id}`), /første tanke/);
	assert.equal((await p.send('notes/edit', { id: r.id, token: t, text: '' })).status, 422);
	assert.equal((await p.send('notes/edit', { id: r.id, token: t, text: 'andre tanke' })).status, 200);
	assert.match((await q.room()).page.words(`#note-${r.id}`), /andre tanke/);
	assert.equal((await p.send('notes/delete', { id: r.id, token: t })).status, 200);
	assert.equal((await p.send('notes/delete', { id: r.id, token: t })).status, 200, 'again: nothing more');
	assert.equal((await q.room()).page.all(`#note-${r.id}`).length, 0);
});

test('a note without a token cannot be changed by anybody', async () => {
	const p = await joined(server, code);
	const r = await p.note('står fast');
	for (const t of [token(), '0'.repeat(32)]) {
		assert.equal((await p.send('notes/edit', { id: r.id, token: t, text: 'endret' })).status, 403);
		assert.equal((await p.send('notes/delete', { id: r.id, token: t })).status, 403);
	}
});

test('a note that never was cannot be changed', async () => {
	const p = await joined(server, code);
	assert.equal((await p.send('notes/edit', { id: uuid(), token: token(), text: 'x' })).status, 404);
});

test('without script: the form alone, the server makes the id, and the page comes back', async () => {
	const p = await joined(server, code);
	const r = await p.room();
	const text = `uten skript ${uuid()}`;
	const f = r.page.formTo(`/r/${code}/notes`);
	const column = f.querySelector('[name="column"]').getAttribute('value');
	const sent = await p.visitor.submit(r, f, { text, column }, { follow: false });
	assert.equal(sent.status, 303);
	assert.doesNotMatch(sent.location, /[0-9a-f]{8}-/, 'ids are never in a URL');
	const back = await p.visitor.follow(sent);
	assert.equal(back.status, 200);
	assert.match(back.page.words(), new RegExp(text));
	assert.equal(back.page.words('.ds-alert[role="status"]'), 'Lappen er lagret');
	assert.ok(back.page.links().some((l) => l.endsWith('/room')) || back.page.forms().some((x) => x.getAttribute('action')?.endsWith('/room')), 'an "Oppdater" link');
});

test('without script: an error keeps what was written', async () => {
	const p = await joined(server, code);
	const r = await p.room();
	const f = r.page.formTo(`/r/${code}/notes`);
	const column = f.querySelector('[name="column"]').getAttribute('value');
	const text = 'for langt '.repeat(60).trim();
	const back = await p.visitor.submit(r, f, { text, column });
	assert.equal(back.status, 422);
	assert.ok(back.page.one('textarea[name="text"]').textContent.includes(text));
	assert.ok(back.page.one('[role="alert"], [aria-invalid="true"]'));
});

test('each screen has its own key to the stream', async () => {
	const stranger = new Phone(server, code);
	for (const screen of ['phone', 'wall', 'desk']) {
		const s = await stranger.events({ screen });
		assert.equal(s.status, 403, screen);
		s.close();
	}
	const p = await joined(server, code);
	for (const screen of ['wall', 'desk']) {
		const s = await p.events({ screen });
		assert.equal(s.status, 403, `${screen} with a seat`);
		s.close();
	}
	const s = await p.events({ screen: 'kjøkken' });
	assert.ok([400, 403, 404, 422].includes(s.status));
	s.close();
});

test('a stream begins with the right head', async () => {
	const p = await joined(server, code);
	const s = await p.events();
	assert.equal(s.status, 200);
	assert.match(s.responseHeaders['content-type'], /^text\/event-stream/);
	assert.equal(s.responseHeaders['x-accel-buffering'], 'no');
	assert.equal(s.responseHeaders.connection, 'close');
	assert.match(s.responseHeaders['cache-control'], /no-store/);
	s.close();
});

test('a note arrives on every stream as a finished element, once, with the same bytes', async () => {
	const [a, b] = [await joined(server, code), await joined(server, code)];
	const seq = seqOf(await a.room());
	const [sa, sb] = [await a.events({ after: seq }), await b.events({ after: seq })];
	const r = await a.note('<i>på skjermen</i>');
	const has = (f) => f.event === 'patch' && f.data.includes(`id="note-${r.id}"`);
	const [fa, fb] = [await sa.until(has), await sb.until(has)];
	assert.equal(fa.data.split(`id="note-${r.id}"`).length, 2);
	assert.ok(fa.data.includes('&lt;i&gt;på skjermen&lt;/i&gt;'));
	assert.ok(Number(fa.id) > seq);
	const cut = (f) => /<li[^>]*id="note-[\s\S]*?<\/li>|<\w+[^>]*id="note-[\s\S]*?<\/(?:article|div|p)>/.exec(f.data)?.[0];
	assert.equal(cut(fa), cut(fb));
	sa.close();
	sb.close();
});

test('ids of frames rise and catching up by after= or Last-Event-ID leaves nothing out', async () => {
	const p = await joined(server, code);
	const seq = seqOf(await p.room());
	const live = await p.events({ after: seq });
	const sent = [];
	for (let i = 0; i < 12; i++) sent.push((await p.note(`lapp ${i}`)).id);
	await eventually(() => sent.every((id) => live.frames.some((f) => f.data.includes(`note-${id}`))));
	const ids = live.frames.filter((f) => f.id !== undefined).map((f) => Number(f.id));
	assert.ok(ids.every((id, i) => i === 0 || id > ids[i - 1]), `rising: ${ids}`);
	const middle = ids.length > 2 ? ids[Math.floor(ids.length / 2) - 1] : seq;
	for (const how of [{ after: middle }, { headers: { 'last-event-id': String(middle) } }, { after: 0, headers: { 'last-event-id': String(middle) } }]) {
		const again = await p.events(how);
		const missing = sent.filter((id) => !live.frames.some((f) => Number(f.id) <= middle && f.data.includes(`note-${id}`)));
		await eventually(() => missing.every((id) => again.frames.some((f) => f.data.includes(`note-${id}`))));
		again.close();
	}
	live.close();
});

test('one change is one frame for many notes when they come together', async () => {
	const phones = await Promise.all(Array.from({ length: 10 }, () => joined(server, code)));
	const s = await phones[0].events({ after: seqOf(await phones[0].room()) });
	await Promise.all(phones.map((p) => p.form()));
	const notes = await Promise.all(phones.flatMap((p) => [p.note('a'), p.note('b')]));
	await eventually(() => notes.every((n) => s.frames.some((f) => f.data.includes(`note-${n.id}`))));
	const with_notes = s.frames.filter((f) => notes.some((n) => f.data.includes(`note-${n.id}`)));
	assert.ok(with_notes.length < notes.length, `${with_notes.length} frames for ${notes.length} notes`);
	s.close();
});

test('frames hold the language that was asked for', async () => {
	const p = await joined(server, code);
	const seq = seqOf(await p.room());
	const streams = await Promise.all(['nb', 'nn', 'en'].map((lang) => p.events({ lang, after: seq })));
	const r = await p.note('språk');
	for (const s of streams) {
		assert.equal(s.status, 200);
		await s.until((f) => f.data.includes(`note-${r.id}`));
		s.close();
	}
});

test('an edit and a deletion reach the streams', async () => {
	const p = await joined(server, code);
	const s = await p.events({ after: seqOf(await p.room()) });
	const t = token();
	const r = await p.note('før', { token: t });
	await s.until((f) => f.data.includes(`id="note-${r.id}"`));
	await p.send('notes/edit', { id: r.id, token: t, text: 'etter endring' });
	await s.until((f) => f.data.includes('etter endring'));
	const before_delete = s.frames.length;
	await p.send('notes/delete', { id: r.id, token: t });
	await s.until((f) => f.data.includes(r.id), 10000, before_delete);
	assert.doesNotMatch(s.frames.slice(before_delete).map((f) => f.data).join(''), /etter endring/);
	s.close();
});

test('"jeg er ferdig" is a count and nothing more', async () => {
	const p = await joined(server, code);
	const { step } = await p.form();
	for (const ready of ['1', '1', '0']) assert.ok([200, 204].includes((await p.send('ready', { step, ready })).status));
	assert.equal((await p.send('ready', { step, ready: '2' })).status, 422);
});

test('a seat that writes without end is told to wait, but not before 20 notes', async () => {
	const p = await joined(server, code);
	const statuses = [];
	for (let i = 0; i < 400 && statuses.at(-1) !== 429; i++) statuses.push((await p.note(`mye ${i}`)).status);
	assert.ok(statuses.length > 20, `after ${statuses.length}`);
	assert.equal(statuses.at(-1), 429, 'there is a limit');
	const other = await joined(server, code);
	assert.equal((await other.note('en annen kan skrive')).status, 201, 'the limit is the seat\'s, not the address\'s');
});

test('nothing personal is in a frame or a page', async () => {
	const p = await joined(server, code);
	const q = await joined(server, code);
	const s = await q.events({ after: 0 });
	const t = token();
	const r = await p.note('hvem skrev dette', { token: t });
	await s.until((f) => f.data.includes(r.id));
	const seen = s.raw + (await q.room()).text;
	for (const secret of [p.seat, t, q.seat, '127.0.0.1']) assert.ok(!seen.includes(secret), 'a secret was sent');
	s.close();
});

test('the account is neither read nor set in the room', async () => {
	const v = await enterDemo(server, 'leader');
	assert.ok(v.cookies.length, 'signed in');
	const r = await v.get(`/r/${code}`);
	assert.deepEqual(r.setCookies, []);
	const me = /Logg ut|Sign out/;
	assert.doesNotMatch(r.text, me);
});

test('the room writes no access line', async () => {
	assert.doesNotMatch(server.log(), /\/r\/[A-Z0-9]{6}\/(notes|room|join|events)/);
	assert.doesNotMatch(server.log(), /route=\/r\/:code\/(notes|room|join|events)/);
});

test('a quiet stream says ping without an id', { timeout: 120000 }, async () => {
	const p = await joined(server, code);
	const s = await p.events({ after: seqOf(await p.room()) });
	const ping = await s.until((f) => f.event === 'ping');
	assert.equal(ping.id, undefined);
	s.close();
});

test('misses are limited, hits never', async () => {
	const wrong = [];
	for (let i = 0; i < 40 && wrong.at(-1) !== 429; i++) wrong.push((await request(server.url, 'GET', `/r/YYY2${'ABCDEFGHJKLMNPQRSTUVWXYZ23456789'[i % 32]}${'23456789'[i % 8]}`)).status);
	assert.equal(wrong.at(-1), 429);
	for (let i = 0; i < 100; i++) assert.equal((await request(server.url, 'GET', `/r/${code}`)).status, 200);
	const p = await joined(server, code);
	assert.equal(p.joined.status, 303);
	assert.equal((await p.note('slipper inn')).status, 201);
});

test('a connection that is cut while writing leaves either the whole note or none', async () => {
	const p = await joined(server, code);
	const { step, columns } = await p.form();
	const id = uuid();
	const body = new URLSearchParams({ id, step, column: columns[0], text: 'avbrutt' }).toString();
	const head = `POST /r/${code}/notes HTTP/1.1\r\nHost: ${server.host}:${server.port}\r\nCookie: seat=${p.seat}\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: ${body.length}\r\n\r\n`;
	await raw(server, head + body.slice(0, -3), { quiet: 300 });
	assert.equal((await p.room()).page.all(`#note-${id}`).length, 0);
	assert.equal((await p.note('avbrutt', { id })).status, 201);
});
