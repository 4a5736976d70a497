/* Slow and rude clients: what they hold on to is bounded, and nobody else notices. bench/stampede has the figures. */
import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import { execFileSync } from 'node:child_process';
import net from 'node:net';
import { after, before, test } from 'node:test';
import { setTimeout as wait } from 'node:timers/promises';
import { demoLines, joined, uuid } from '../lib/room.mjs';
import { startServer } from '../lib/server.mjs';
import { eventually, raw, request } from '../lib/wire.mjs';

/* So few descriptors that a test can use them all up: half of them are for streams, and some for files. */
const FILES = 900;
const CROWD = 600;
let server;
let code;
let host;
let largest;	/* address of a file that is larger than what the kernel takes at once */

before(async () => {
	server = await startServer({ demo: true, through: ['prlimit', `--nofile=${FILES}`] });
	({ code } = demoLines(server));
	host = `${server.host}:${server.port}`;
	const { text } = await request(server.url, 'GET', '/login');
	const files = await Promise.all([...new Set(text.match(/\/a\/[^"']+\.(css|js)/g))].map(async (at) => [at, (await request(server.url, 'GET', at)).bytes.length]));
	[largest] = files.sort(([, a], [, b]) => b - a)[0];
});
after(() => server?.close());

/* On a connection of its own: one that was idle may have made room for somebody, which a browser mends by asking again. */
const page = () => request(server.url, 'GET', '/login', { agent: false });
const status = (text) => Number(/^HTTP\/1\.[01] (\d+)/.exec(text)?.[1] ?? 0);
/* Seconds of processor the program has worked so far. */
const worked = () => readFileSync(`/proc/${server.child.pid}/stat`, 'utf8').split(') ')[1].split(' ').slice(11, 13).reduce((sum, n) => sum + Number(n), 0) / 100;

/* Descriptors the program holds. */
const descriptors = () => readdirSync(`/proc/${server.child.pid}/fd`).length;

/* MB that the kernel holds in the program's sockets. */
function kernelMb() {
	const text = execFileSync('ss', ['-tnmH', 'state', 'connected', `sport = :${server.port}`], { encoding: 'utf8', maxBuffer: 1 << 28 });
	return [...text.matchAll(/skmem:\(r(\d+),rb\d+,t(\d+),tb\d+,f(\d+),w(\d+)/g)].reduce((sum, [, r, t, f, w]) => sum + Number(r) + Math.max(Number(t), Number(w)) + Number(f), 0) / 1048576;
}

/* Keeps CROWD connections open that begin like this and go on with `more` every now and then; a lost one comes again. deaf: they do not
 * read, and so do not see either that the other side has closed. */
function besiege(begin, more, deaf) {
	const all = new Set();
	let over = false;
	let lost = 0;
	const one = () => {
		if (over) return;
		const s = net.connect(server.port, server.host);
		all.add(s);
		s.on('error', () => {});
		s.on('close', () => (all.delete(s), lost++, setTimeout(one, 50)));
		if (deaf) s.pause();
		else s.resume();
		s.write(begin);
	};
	for (let i = 0; i < CROWD; i++) one();
	const drip = more && setInterval(() => all.forEach((s) => s.write(more)), 500);
	return {
		lost: () => lost,
		open: () => all.size,
		end() {
			over = true;
			clearInterval(drip);
			for (const s of all) s.destroy();
		},
	};
}

const join = () => request(server.url, 'POST', `/r/${code}/join`, { body: '', headers: { 'sec-fetch-site': 'same-origin' }, agent: false });

for (const [name, begin, more] of [
	['say nothing', ''],
	['have sent half a request line', 'GET /lo'],
	['send a head drop by drop', `GET /login HTTP/1.1\r\nHost: x\r\n`, 'X: y\r\n'],
	['send a body drop by drop', `POST /login HTTP/1.1\r\nHost: x\r\nContent-Length: 5000\r\n\r\n`, 'x'],
	['announce a body and never send it', `POST /login HTTP/1.1\r\nHost: x\r\nContent-Length: 60000\r\nExpect: 100-continue\r\n\r\n`],
	['never read what they ask for', () => `GET ${largest} HTTP/1.1\r\nHost: x\r\n\r\n`.repeat(20)],
])
	test(`${CROWD} connections that ${name}: more than there is room for, and others are served`, async () => {
		const deaf = name.startsWith('never read');
		const siege = besiege(typeof begin === 'function' ? begin() : begin, more, deaf);
		try {
			await eventually(() => (deaf ? siege.open() === CROWD : siege.lost() > 0));
			assert.equal((await page()).status, 200);
			const p = await joined(server, code);
			/* As a phone does: again with the same id, until it is saved. */
			const id = uuid();
			await eventually(async () => [200, 201].includes((await p.note(`Selv om ${CROWD} ${name}`, { id })).status));
			p.close();
		} finally {
			siege.end();
		}
		assert.equal((await page()).status, 200);
	});

test('connections that say nothing cost no processor', async () => {
	const all = Array.from({ length: 300 }, () => net.connect(server.port, server.host).on('error', () => {}));
	await page();
	const [from, began] = [worked(), performance.now()];
	await wait(2000);
	const share = (worked() - from) / ((performance.now() - began) / 1000);
	for (const s of all) s.destroy();
	assert.ok(share < 0.5, `${share} of a core, where spinning takes all of one`);
});

test('phones that never read are cut off, hold little of the kernel, and the others miss nothing', async () => {
	const DEAF = 100;
	const deaf = [];
	const before = descriptors();
	const first = await joined(server, code);
	const seats = await Promise.all(Array.from({ length: DEAF }, () => joined(server, code)));
	for (const p of seats) {
		const s = net.connect(server.port, server.host);
		s.on('error', () => {});
		s.write(`GET /r/${code}/events?screen=phone&lang=nb HTTP/1.1\r\nHost: ${host}\r\nCookie: seat=${p.seat}\r\n\r\n`);
		s.pause();
		deaf.push(s);
	}
	const s = await first.events();
	assert.equal(s.status, 200);
	const ids = [];
	let most = 0;
	try {
		for (let i = 0; i < 300; i++) {
			/* Four bytes a letter: together more than the kernel of a phone that does not read takes. */
			const r = await seats[i % DEAF].note(`${i} ${'🙂'.repeat(260)}`);
			assert.equal(r.status, 201, `note ${i}`);
			ids.push(r.id);
			if (i % 10 === 0) most = Math.max(most, kernelMb());
		}
		await s.until((f) => f.event === 'patch' && f.data.includes(`id="note-${ids.at(-1)}"`));
		const got = s.frames.filter((f) => f.event === 'patch').map((f) => f.data).join('');
		assert.deepEqual(ids.filter((id) => !got.includes(`id="note-${id}"`)), []);
		assert.ok(most > 1 && most <= 16, `the kernel held ${most.toFixed(1)} MB`);
		for (const p of seats) p.visitor.done();
		/* After five seconds in which they took nothing, long before the kernel would give them up. A handful are left: the one who reads, and
		 * connections of the database. */
		await eventually(() => descriptors() < before + 20, { ms: 20000 }).catch(() => assert.fail(`${descriptors()} descriptors, ${before} before ${DEAF} came who do not read`));
		assert.equal(s.closed, false, 'whoever reads stays');
	} finally {
		for (const d of deaf) d.destroy();
		for (const p of [first, ...seats]) p.close();
		s.close();
	}
});

test('streams beyond the limit are refused with a word about when to come again, and pages are served all the same', async () => {
	const phones = await Promise.all(Array.from({ length: 20 }, () => joined(server, code)));
	const open = [];
	let refused;
	try {
		for (let i = 0; i < FILES && !refused; i++) {
			const s = await phones[i % phones.length].events();
			if (s.status === 200) open.push(s);
			else refused = s;
		}
		assert.ok(refused, `${open.length} streams and no end`);
		assert.ok([429, 503].includes(refused.status), `${refused.status}`);
		assert.ok(Number(refused.responseHeaders['retry-after']) > 0);
		assert.equal((await page()).status, 200);
		assert.equal((await join()).status, 303);
	} finally {
		for (const s of open) s.close();
		for (const p of phones) p.close();
	}
});

test('whoever closes the sending side only gets the answer', async () => {
	const back = await new Promise((done) => {
		const s = net.connect({ port: server.port, host: server.host, allowHalfOpen: true });
		let text = '';
		s.setEncoding('latin1');
		s.on('data', (d) => (text += d));
		s.on('error', () => {});
		s.on('close', () => done(text));
		s.on('end', () => s.end());
		s.end(`POST /r/${code}/join HTTP/1.1\r\nHost: ${host}\r\nContent-Length: 0\r\n\r\n`);
	});
	assert.equal(status(back), 303);
});

test('hundreds of requests in one go are answered in order', async () => {
	const N = 300;
	const one = (i) => `GET ${i % 3 === 1 ? `/finnes-ikke-${i}` : i % 3 === 2 ? '/about/privacy' : '/healthz'} HTTP/1.1\r\nHost: ${host}\r\n${i === N - 1 ? 'Connection: close\r\n' : ''}\r\n`;
	const back = await raw(server, Array.from({ length: N }, (_, i) => one(i)).join(''));
	const got = [...back.matchAll(/HTTP\/1\.1 (\d{3}) /g)].map((m) => m[1]);
	assert.deepEqual(got, Array.from({ length: N }, (_, i) => (i % 3 === 1 ? '404' : '200')));
});

test('what is pipelined behind a stream is no request', async () => {
	const p = await joined(server, code);
	const text = await raw(server, `GET /r/${code}/events?screen=phone&lang=nb HTTP/1.1\r\nHost: ${host}\r\nCookie: seat=${p.seat}\r\n\r\nPOST /r/${code}/leave HTTP/1.1\r\nHost: ${host}\r\nCookie: seat=${p.seat}\r\nContent-Length: 0\r\n\r\n`, { quiet: 1000 });
	assert.equal(status(text), 200);
	assert.equal((await p.room()).status, 200, 'still there');
	p.close();
});

test('a body that is cut off does nothing, wherever it is cut', async () => {
	const p = await joined(server, code);
	const { step, columns } = await p.form();
	const ids = [];
	const note = () => {
		ids.push(uuid());
		return `id=${ids.at(-1)}&step=${step}&column=${encodeURIComponent(columns[0])}&text=Halvveis`;
	};
	const head = (more) => `POST /r/${code}/notes HTTP/1.1\r\nHost: ${host}\r\nContent-Type: application/x-www-form-urlencoded\r\nSec-Fetch-Site: same-origin\r\nCookie: seat=${p.seat}\r\n${more}\r\n`;
	const cut = (bytes) =>
		new Promise((done) => {
			const s = net.connect(server.port, server.host);
			s.on('error', () => {});
			s.on('close', done);
			s.resume();
			s.end(bytes);
		});
	const body = note();
	for (const n of [0, 1, 40, body.length - 1]) await cut(head(`Content-Length: ${body.length}\r\n`) + body.slice(0, n));
	const chunked = note();
	const whole = `${chunked.length.toString(16)}\r\n${chunked}\r\n0\r\n\r\n`;
	for (const n of [1, 5, whole.length - 7, whole.length - 5, whole.length - 2, whole.length - 1]) await cut(head('Transfer-Encoding: chunked\r\n') + whole.slice(0, n));
	const list = ids.map((id) => `'${id}'`);
	assert.equal(server.db.rows(`SELECT COUNT(*) FROM note WHERE id IN (${list})`)[0][0], '0');
	assert.equal(status(await raw(server, head('Transfer-Encoding: chunked\r\nConnection: close\r\n') + whole)), 201, 'whole, it is taken');
	p.close();
});

test('heads that are too large are refused in a word', async () => {
	for (const more of [`X: ${'a'.repeat(20000)}`, `Cookie: seat=${'a'.repeat(20000)}`, Array.from({ length: 200 }, (_, i) => `X-${i}: y`).join('\r\n')])
		assert.equal(status(await raw(server, `GET /login HTTP/1.1\r\nHost: ${host}\r\n${more}\r\n\r\n`)), 431);
	assert.equal((await page()).status, 200);
});
