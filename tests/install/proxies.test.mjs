/* The proxies' files in etc/, as they are shipped but for ports, names of files and certificates: pages and streams pass by
 * HTTP/1.1 and HTTP/2, what a client claims about itself does not, and no log tells who was in a room.
 * Caddy is tried where it is installed (CADDY names another place). */
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import http2 from 'node:http2';
import https from 'node:https';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { connect } from 'node:tls';
import { after, before, test } from 'node:test';
import { setTimeout as wait } from 'node:timers/promises';
import { NAME, certificate, proxies, runnable, stop } from '../lib/proxies.mjs';
import { demoLines, joined } from '../lib/room.mjs';
import { freePort, startServer } from '../lib/server.mjs';
import { eventually } from '../lib/wire.mjs';

let server;
let code;
let folder;

const tls = { host: '127.0.0.1', servername: NAME, rejectUnauthorized: false };

/* HTTP/1.1 through the proxy; the body as text, or with onData every piece as it comes. */
function get1(port, at, { headers = {}, method = 'GET', body, onData } = {}) {
	return new Promise((done, fail) => {
		const rq = https.request({ ...tls, port, path: at, method, agent: false, headers: { host: NAME, ...headers } }, (rs) => {
			let text = '';
			rs.setEncoding('utf8');
			if (onData) done({ status: rs.statusCode, headers: rs.headers, close: () => rq.destroy() });
			rs.on('data', (d) => (onData ? onData(d) : (text += d)));
			rs.on('error', () => {});
			rs.on('end', () => done({ status: rs.statusCode, headers: rs.headers, text }));
		});
		rq.on('error', fail);
		rq.end(body);
	});
}

function get2(port, at, { headers = {}, onData } = {}) {
	return new Promise((done, fail) => {
		const session = http2.connect(`https://127.0.0.1:${port}`, tls);
		session.on('error', fail);
		const rq = session.request({ ':path': at, ':authority': NAME, ...headers });
		let text = '';
		let status;
		let got;
		rq.setEncoding('utf8');
		rq.on('response', (h) => {
			status = h[':status'];
			got = h;
			if (onData) done({ status, headers: h, close: () => session.destroy() });
		});
		rq.on('data', (d) => (onData ? onData(d) : (text += d)));
		rq.on('error', () => {});
		rq.on('end', () => (session.close(), done({ status, headers: got, text })));
		rq.end();
	});
}

/* The version agreed on with one who can do nothing newer, by any cipher there is; or why there was none. */
function version(port, newest) {
	return new Promise((done) => {
		const s = connect({ ...tls, port, minVersion: 'TLSv1', maxVersion: newest, ciphers: 'DEFAULT@SECLEVEL=0' }, () => (done(s.getProtocol()), s.destroy()));
		s.on('error', (e) => done(e.code));
	});
}

async function answering(port, p) {
	for (let i = 0; i < 1200; i++) {
		try {
			if ((await get1(port, '/login')).status === 200) return;
		} catch {
			/* not yet */
		}
		await wait(50);
	}
	throw new Error(`the proxy does not answer: ${p.said} ${p.logs()}`);
}

before(async () => {
	folder = mkdtempSync(path.join(tmpdir(), 'medvirk-proxy-'));
	server = await startServer({ demo: true, args: ['--public-url', `https://${NAME}`, '--trust', '127.0.0.1'] });
	({ code } = demoLines(server));
});

after(async () => {
	await server?.close();
	rmSync(folder, { recursive: true, force: true });
});

for (const [name, proxy] of Object.entries(proxies)) {
	if (!runnable(proxy)) continue;

	test(`${name}: pages and streams pass, claims and traces do not`, async (t) => {
		const port = await freePort();
		const p = await proxy.run({ port, cert: certificate(folder), to: server.port, folder });
		const phone = await joined(server, code);
		const other = await joined(server, code, { 'x-forwarded-proto': 'https' });
		try {
			await answering(port, p);
			const cookie = `seat=${phone.seat}`;

			await t.test('a page, by HTTP/1.1 and by HTTP/2', async () => {
				for (const get of [get1, get2]) {
					const r = await get(port, '/login?next=hemmelig-spor');
					assert.equal(r.status, 200);
					assert.match(r.headers['content-type'], /text\/html/);
					assert.equal(r.headers['strict-transport-security'], 'max-age=31536000', 'Medvirk knows that people came by https');
				}
			});

			await t.test('TLS 1.2 and 1.3, and nothing older', async () => {
				for (const [newest, got] of [['TLSv1.3', /^TLSv1\.3$/], ['TLSv1.2', /^TLSv1\.2$/], ['TLSv1.1', /ALERT_PROTOCOL_VERSION/], ['TLSv1', /ALERT_PROTOCOL_VERSION/]]) assert.match(await version(port, newest), got, newest);
			});

			await t.test('a note by a phone, and its cookie is for https only', async () => {
				const join = await get1(port, `/r/${code}/join`, { method: 'POST', headers: { 'sec-fetch-site': 'same-origin', 'content-type': 'application/x-www-form-urlencoded' }, body: '' });
				assert.equal(join.status, 303);
				assert.match(String(join.headers['set-cookie']), /Secure/);
			});

			for (const [proto, get] of [['HTTP/1.1', get1], ['HTTP/2', get2]]) {
				await t.test(`a stream of events passes at once by ${proto}`, async () => {
					let text = '';
					const s = await get(port, `/r/${code}/events?screen=phone&lang=nb&after=0`, { headers: { cookie, accept: 'text/event-stream' }, onData: (d) => (text += d) });
					assert.equal(s.status, 200);
					assert.match(s.headers['content-type'], /text\/event-stream/);
					await wait(300);
					const words = `Gjennom ${name} ${proto}`;
					assert.equal((await other.note(words)).status, 201);
					/* A proxy that gathers bytes first holds a frame as small as this back for good. */
					await eventually(() => text.includes(words)).finally(() => s.close());
				});
			}

			await t.test('what a client claims about its address is thrown away', async () => {
				let last;
				for (let i = 0; i < 300 && last?.status !== 429; i++) last = await get1(port, '/r/ZZZZZ9', { headers: { 'x-forwarded-for': `203.0.113.${i}`, 'x-forwarded-proto': 'http' } });
				assert.equal(last.status, 429, 'guesses from many claimed addresses are one address to Medvirk');
			});

			await t.test('a body over the limit is refused', async () => {
				const r = await get1(port, '/login', { method: 'POST', headers: { 'content-type': 'application/x-www-form-urlencoded' }, body: 'x'.repeat(3 << 20) }).catch((e) => ({ status: e.code }));
				assert.ok([413, 502, 'EPIPE', 'ECONNRESET'].includes(r.status), `${r.status}`);
			});

			await t.test('no log names a room, a query or who was there', async () => {
				await get1(port, `/r/${code.toLowerCase()}`);
				await get1(port, `/%72/${code}`).catch(() => {});
				await get1(port, `//r/${code}`).catch(() => {});
				await get1(port, `/once/hemmelig-engangslenke`);
				await get1(port, `/calendar/hemmelig-kalender/medvirk.ics`);
				await get1(port, `/stop/hemmelig-lenke`);
				await get2(port, `/w/hemmelig-side`);
				await wait(700);
				const logs = p.logs();
				assert.match(logs, /\/login/, 'there is a log, and ordinary pages stand in it');
				for (const trace of [code, code.toLowerCase(), phone.seat, 'hemmelig', 'next=', 'ZZZZZ9', '203.0.113', 'Gjennom']) assert.equal(logs.includes(trace), false, `${trace} in:\n${logs}`);
			});

			await t.test('no trace either when Medvirk is away', async () => {
				await server.stop();
				try {
					const r = await get1(port, `/r/${code}/room`, { headers: { cookie } });
					assert.ok(r.status >= 502 && r.status <= 504, `${r.status}`);
					await wait(700);
					const logs = p.logs();
					assert.equal(logs.includes(code), false, logs);
				} finally {
					await server.start();
				}
			});
		} finally {
			phone.close();
			other.close();
			await stop(p);
		}
	});
}
