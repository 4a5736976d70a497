/* What somebody with bad intentions tries: each test is named after what did once work. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { Phone, demoLines, enterDemo, joined, uuid } from '../lib/room.mjs';
import { runProgram, startServer } from '../lib/server.mjs';
import { Desk } from '../lib/desk.mjs';
import { freshDatabase } from '../lib/database.mjs';
import { Visitor, parseSetCookie, request } from '../lib/wire.mjs';

const PUBLIC = 'https://medvirk.example';
const SECRET = 'prøv medvirk nå';
let server;
let code;

before(async () => {
	server = await startServer({ demo: true, args: ['--trust', '127.0.0.1', '--public-url', PUBLIC] });
	code = demoLines(server).code;
});
after(() => server?.close());

const form = (fields) => new URLSearchParams(fields).toString();
const post = (path, fields, headers = {}) =>
	request(server.url, 'POST', path, { body: form(fields), headers: { 'content-type': 'application/x-www-form-urlencoded', 'sec-fetch-site': 'same-origin', accept: 'text/html', ...headers } });
const one = (sql) => server.db.rows(sql)[0]?.[0];

test('the language switch leads out of the site by a tab that browsers drop', async () => {
	for (const back of ['/\t/evil.example', '//evil.example', '/\\evil.example', 'https://evil.example', '/\r\nX: y']) {
		const r = await post('/language', { lang: 'nn', back });
		assert.equal(r.status, 303);
		assert.equal(r.location, '/', JSON.stringify(back));
	}
	assert.equal((await post('/language', { lang: 'nn', back: '/login' })).location, '/login');
});

test('somebody elsewhere guesses until the owner cannot sign in', async () => {
	const email = one("SELECT p.email FROM person p JOIN role r ON r.person_id = p.id WHERE r.kind = 'leader'");
	let wrong;
	for (let i = 0; i < 22; i++) wrong = await post('/login', { to: '/', email, secret: 'feil feil feil' }, { 'x-forwarded-for': '10.6.6.6' });
	assert.match(wrong.text, /ti minutter|ti minutt|ten minutes/, 'the guesser is stopped');
	const mine = await post('/login', { to: '/', email, secret: SECRET }, { 'x-forwarded-for': '10.1.1.1' });
	assert.equal(mine.status, 303, 'the owner gets in from elsewhere');
});

test('an IPv6 network has tries without end', async () => {
	const at = (i) => ({ 'x-forwarded-for': `2001:db8:1:2::${i.toString(16)}` });
	let last;
	for (let i = 1; i < 40 && last !== 429; i++) last = (await request(server.url, 'GET', '/r/ZZZ2Z2', { headers: at(i) })).status;
	assert.equal(last, 429);
	assert.equal((await request(server.url, 'GET', '/r/ZZZ2Z2', { headers: { 'x-forwarded-for': '2001:db8:1:3::1' } })).status, 404, 'another network has its own');
});

test('cookies travel in the clear when nobody has told which proxy to trust', async () => {
	const db = freshDatabase();
	const other = await startServer({ db, demo: true, args: ['--public-url', PUBLIC] });
	try {
		const at = `/r/${demoLines(other).code}/join`;
		const join = (host) => request(other.url, 'POST', at, { body: '', headers: { host, 'sec-fetch-site': 'same-origin' } });
		const [public_, local] = [await join('medvirk.example'), await join(new URL(other.url).host)];
		assert.equal(parseSetCookie(public_.setCookies[0]).attributes.secure, true);
		assert.equal(parseSetCookie(local.setCookies[0]).attributes.secure, undefined, 'a plain address in the house still works');
	} finally {
		await other.close();
	}
});

test('the demo opens a database with real people in it', async () => {
	const db = freshDatabase();
	try {
		const made = await runProgram(['init', '--db', db.url, '--organisation', 'Solbakken kommune', '--unit', 'Solbakken', '--name', 'Ada Admin', '--email', 'ada@solbakken.example'], { input: 'fire tørre sokker i skuffen\nfire tørre sokker i skuffen\n' });
		assert.equal(made.status, 0, made.err);
		await assert.rejects(startServer({ db, demo: true }), /demo/);
	} finally {
		db.drop();
	}
});

test('one phone opens streams until there are none left for others', async () => {
	const p = await joined(server, code);
	const open = [];
	let last;
	for (let i = 0; i < 80; i++) {
		const s = await p.events();
		last = s.status;
		if (last !== 200) break;
		open.push(s);
	}
	assert.equal(last, 429);
	const other = await joined(server, code);
	const s = await other.events();
	assert.equal(s.status, 200, 'another phone has its own');
	for (const x of [...open, s]) x.close();
});

test('one phone presses a button without end', async () => {
	const p = await joined(server, code);
	const { step } = await p.form();
	let last;
	/* On a slow machine some presses are forgotten meanwhile. */
	for (let i = 0; i < 2000 && last !== 429; i++) last = (await p.send('ready', { step, ready: i % 2 })).status;
	assert.equal(last, 429);
});

test('a phone that floods with many notes at once gets more of them in than one that waits', async () => {
	const p = await joined(server, code);
	const { step, columns } = await p.form();
	const cookie = p.visitor.cookieHeader(p.base);
	const all = await Promise.all(
		Array.from({ length: 200 }, (_, i) => post(`${p.base}/notes`, { id: uuid(), step, column: columns[0], text: `på en gang ${i}` }, { cookie, accept: '*/*' })),
	);
	assert.ok(all.filter((r) => r.status === 201).length <= 45, `${all.filter((r) => r.status === 201).length} came in`);
});

test('a room takes seats without end', async () => {
	const id = one(`SELECT id FROM sitting WHERE code = '${code}'`);
	server.db.rows(`INSERT INTO seat (token_hash, room_id) WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 3000) SELECT 'flood ' || i, ${id} FROM n`);
	const p = new Phone(server, code);
	assert.equal((await (await p.join()).joined).status, 429);
	server.db.rows("DELETE FROM seat WHERE token_hash LIKE 'flood %'");
	assert.equal((await p.join()).joined.status, 303);
});

test('the slips of a vote are guessed at full speed', async () => {
	const guess = () => post(`/r/${code}/slip`, { slip: 'ZZZZ ZZZZ' }, { 'x-forwarded-for': '10.7.7.7' });
	let last;
	for (let i = 0; i < 70 && last !== 429; i++) last = (await guess()).status;
	assert.equal(last, 429);
	const began = Date.now();
	await Promise.all(Array.from({ length: 40 }, guess));
	assert.ok(Date.now() - began > 500, `forty more guesses took ${Date.now() - began} ms`);
	assert.equal((await post(`/r/${code}/slip`, { slip: 'ZZZZ ZZZZ' }, { 'x-forwarded-for': '10.7.7.8' })).status, 422, 'others are asked to look once more');
});

test('one of the group fills a colleague\'s mailbox', async () => {
	const boss = await enterDemo(server, 'leader');
	const [[unit, person]] = server.db.rows("SELECT unit_id, person_id FROM role WHERE kind = 'safety' AND to_at IS NULL");
	let last;
	for (let i = 0; i < 8 && last !== 429; i++) last = (await boss.post(`/u/${unit}/people/${person}/invite`, { key: uuid() })).status;
	assert.equal(last, 429);
	boss.done();
});

test('a name that only the request claims does not come into a letter', async () => {
	const nameless = await startServer({ demo: true });
	try {
		const boss = await enterDemo(nameless, 'leader');
		const at = (await boss.get('/p/1/messages')).page.links().find((l) => /\/messages(\/[^/?]+){3}$/.test(l));
		const page = (await boss.get(at)).page;
		const fields = form(page.fieldsOf(page.formTo(`${at}/outbox?lang=nb`)));
		const laid = () => nameless.db.rows('SELECT count(*) FROM outbox')[0][0];
		const before = laid();
		const r = await boss.post(`${at}/outbox`, fields, { host: 'ond.example', 'accept-language': 'nb' });
		assert.equal(r.status, 422);
		assert.match(r.text, /--public-url/);
		assert.equal(laid(), before);
		assert.equal((await boss.post(`${at}/outbox`, fields)).status, 303);
		assert.ok(Number(laid()) > Number(before), 'by the address itself it goes');
		boss.done();
	} finally {
		await nameless.close();
	}
});

test('the landing page does not say that the leader runs the program', async () => {
	const said = async () => (await request(server.url, 'GET', `/r/${code}`, { headers: { 'accept-language': 'en' } })).page.words();
	assert.doesNotMatch(await said(), /leader also runs the machine/);
	const [[unit, admin]] = server.db.rows("SELECT (SELECT unit_id FROM role WHERE kind = 'leader' AND to_at IS NULL), person_id FROM role WHERE kind = 'admin'");
	server.db.rows(`INSERT INTO role (person_id, unit_id, kind, from_at) VALUES (${admin}, ${unit}, 'leader', 1)`);
	assert.match(await said(), /leader also runs the machine/);
	server.db.rows(`DELETE FROM role WHERE person_id = ${admin} AND kind = 'leader'`);
});

test('notes of nothing but accents make the pages of all others too large to be sent', { timeout: 120000 }, async () => {
	const text = `a${'\u0300'.repeat(19)}`.repeat(280);
	for (let i = 0; i < 12; i++) {
		const p = await joined(server, code);
		const { step, columns } = await p.form();
		const cookie = p.visitor.cookieHeader(p.base);
		const all = await Promise.all(Array.from({ length: 36 }, () => post(`${p.base}/notes`, { id: uuid(), step, column: columns[0], text }, { cookie, accept: '*/*' })));
		assert.ok(all.every((r) => r.status === 201), 'each is a note like others');
		p.close();
	}
	const boss = await enterDemo(server, 'leader');
	const [desk, p] = [new Desk(boss, code), await joined(server, code)];
	await desk.look();
	await desk.send('take', {});
	const steps = [];
	for (let i = 0; i < 4; i++) {
		await desk.act('step', { do: 'next' });
		steps.push(one(`SELECT step FROM sitting_step l JOIN sitting s ON s.id = l.sitting_id AND s.step_pos = l.pos WHERE s.code = '${code}'`));
		for (const at of ['desk', 'board', 'room']) {
			const r = await (at === 'desk' ? boss : p.visitor).get(`/r/${code}/${at}`);
			assert.equal(r.status, 200, `${steps.at(-1)} ${at}: ${r.text.slice(0, 100)}`);
		}
		await desk.look();
	}
	assert.deepEqual(steps, ['sortere', 'pause', 'stemme', 'forslag'], 'where all ideas stand on one page');
	p.close();
	boss.done();
});

test('after the end the phone still carries the key of its seat', async () => {
	const p = await joined(server, code);
	const boss = await enterDemo(server, 'leader');
	const page = await boss.get(`/r/${code}/desk`);
	const end = page.page.forms().find((f) => /\/desk\/end$/.test(f.getAttribute('action')));
	await boss.submit(page, end, {}, { button: ['do', 'close'] });
	assert.equal(one(`SELECT state FROM sitting WHERE code = '${code}'`), 'closed');
	const over = await p.room();
	assert.equal(over.status, 410);
	const c = parseSetCookie(over.setCookies[0]);
	assert.deepEqual([c.name, c.value, c.attributes['max-age']], ['seat', '', '0']);
	assert.equal(Number(one('SELECT COUNT(*) FROM seat')), 0);
	p.close();
	boss.done();
});
