/* Request smuggling: every row of smuggling.mjs, straight to the program and through the proxies we ship files for. A row is harmless
 * when the program answers what the table says, reads as many requests as the table says and no hidden one, and when the
 * connections that others use afterwards are clean. */
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import net from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import tls from 'node:tls';
import { after, before, test } from 'node:test';
import { between } from '../lib/between.mjs';
import { ask2 } from '../lib/http2_raw.mjs';
import { NAME, certificate, proxies, runnable, stop } from '../lib/proxies.mjs';
import { demoLines } from '../lib/room.mjs';
import { freePort, startServer } from '../lib/server.mjs';
import { eventually } from '../lib/wire.mjs';
import { ENDLESS, HOST, SHOWN, rows, rows2 } from './smuggling.mjs';

/* The last request of every connection: its answer shows where the program thinks that the row had ended. */
const MARK = `GET /healthz HTTP/1.1\r\nHost: ${HOST}\r\nConnection: close\r\n\r\n`;
/* What must not happen unasked: a seat in the demo's room, which the database shows. */
let next;
let server;
let code;
let folder;

before(async () => {
	assert.equal(HOST, NAME);
	folder = mkdtempSync(path.join(tmpdir(), 'medvirk-smuggling-'));
	server = await startServer({ demo: true, args: ['--public-url', `https://${HOST}`, '--trust', '127.0.0.1'] });
	({ code } = demoLines(server));
	next = `POST /r/${code}/join HTTP/1.1\r\nHost: ${HOST}\r\nContent-Length: 0\r\n\r\n`;
});

after(async () => {
	await server?.close();
	rmSync(folder, { recursive: true, force: true });
});

const seats = () => Number(server.db.rows('SELECT COUNT(*) FROM seat')[0][0]);

/* All that comes back until the other side closes, or has been quiet for so many ms. */
function say(socket, bytes, ms = 60000) {
	return new Promise((done) => {
		let back = '';
		socket.setTimeout(ms, () => socket.destroy());
		socket.setEncoding('latin1');
		socket.on('data', (d) => (back += d));
		socket.on('error', () => {});
		socket.on('close', () => done(back));
		socket.write(Buffer.from(bytes, 'latin1'));
	});
}

const straight = (bytes) => say(net.connect(server.port, server.host), bytes);
const behind = (port) => (bytes, ms) => say(tls.connect({ host: '127.0.0.1', port, servername: NAME, rejectUnauthorized: false, ALPNProtocols: ['http/1.1'] }), bytes, ms);

/* The statuses of the answers, one after the other; what 100 Continue says is no answer. */
function statuses(back) {
	const out = [];
	for (let at = 0; at < back.length; ) {
		const end = back.indexOf('\r\n\r\n', at);
		const [, status] = /^HTTP\/1\.[01] (\d{3})/.exec(back.slice(at, end < 0 ? undefined : end)) ?? [];
		if (!status) return [...out, `rest: ${back.slice(at, at + 80)}`];
		const head = back.slice(at, end);
		const length = Number(/^content-length: *(\d+)/im.exec(head)?.[1] ?? 0);
		const chunked = /^transfer-encoding: *chunked/im.test(head);
		at = end + 4 + length;
		if (chunked) at = back.indexOf('0\r\n\r\n', end) + 5;
		if (Number(status) >= 200) out.push(Number(status));
		if (end < 0) break;
	}
	return out;
}

const goesOn = (status) => status === 200 || status === 422;
const wanted = (answers) => (Array.isArray(answers) ? [...answers, 200] : goesOn(answers) ? [answers, 200] : [answers]);

test('straight to the program: each row is answered as the table says, and nothing hidden is carried out', async () => {
	const wrong = [];
	const before = seats();
	for (const [name, bytes, answers] of rows(next)) {
		const got = statuses(await straight(bytes + MARK));
		if (`${got}` !== `${wanted(answers)}`) wrong.push(`${name}: ${got} instead of ${wanted(answers)}`);
	}
	assert.deepEqual(wrong, []);
	assert.equal(seats() - before, rows(next).filter(([, , a]) => Array.isArray(a) && a.includes(303)).length, 'seats that were taken');
});

for (const [name, proxy] of Object.entries(proxies)) {
	if (!runnable(proxy)) continue;

	test(`through ${name}: the program reads what the proxy meant, and nothing hidden is carried out`, async () => {
		const port = await freePort();
		const relay = await between(server.port);
		const p = await proxy.run({ port, cert: certificate(folder), to: relay.port, folder });
		const ask = behind(port);
		const wrong = [];
		let meant = 0;

		/* One row: what the proxy made of it on its way to the program, and whether the next one to come gets what is theirs. */
		const attempt = async (row, send, kind) => {
			const [asked, answered, abandoned, began] = [relay.asked.length, relay.answered.length, relay.abandoned, Date.now()];
			const got = await send();
			const even = () => relay.asked.length - asked === relay.answered.length - answered + relay.abandoned - abandoned;
			if (kind !== ENDLESS) await eventually(even).catch(() => {});
			const seen = relay.asked.slice(asked);
			const hidden = seen.filter((line) => /\/join /.test(line)).length;
			if (hidden && kind === SHOWN) meant += hidden;
			else if (hidden) wrong.push(`${row}: ${seen.join(' | ')}`);
			if (kind === ENDLESS ? relay.answered.length - answered > seen.length : !even()) wrong.push(`${row}: asked ${seen.join(' | ')}, answered ${relay.answered.slice(answered).join(' | ')}`);
			const victim = await ask(MARK);
			if (!/^HTTP\/1\.1 200 /.test(victim) || !victim.endsWith('alive\n')) wrong.push(`${row}: the next one got ${victim.slice(0, 200)}`);
			if (process.env.SHOW) console.log(`# ${name}: ${row}: ${got} (${seen.join(' | ')}) ${Date.now() - began} ms`);
			return got;
		};

		try {
			await eventually(async () => statuses(await ask(MARK))[0] === 200);
			const before = seats();
			for (const [row, bytes, , kind] of rows(next)) {
				const got = await attempt(row, async () => statuses(await ask(bytes + MARK, kind === ENDLESS ? 1500 : undefined)), kind);
				if (got.includes(101)) wrong.push(`${row}: another protocol`);
			}
			for (const [row, fields, body] of rows2(next)) {
				const how = await attempt(`HTTP/2: ${row}`, () => ask2(port, NAME, fields, body));
				if (how === 'silent') wrong.push(`HTTP/2: ${row}: no answer`);
			}
			assert.deepEqual(wrong, []);
			assert.deepEqual(relay.odd(), [], 'bytes to or from the program that are no plain message');
			assert.equal(seats() - before, meant, 'seats that were taken');
		} finally {
			await stop(p);
			await relay.close();
		}
	});
}
