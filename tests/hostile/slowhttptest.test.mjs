/* The four attacks of slowhttptest (Debian's package): slow heads, slow bodies, slow reading, many ranges; straight to the program, and
 * through the proxies we ship files for. Its own probe must find the program available all through. Only with LONG=1: each takes half a
 * minute. tests/hostile/slow.test.mjs has the same by hand. TABLE is a file for a line an attack: way, attack, connections wanted, most that
 * were connected at once, seconds looked at, seconds without an answer to the probe. */
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { appendFileSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import net from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, before, describe, test } from 'node:test';
import { certificate, proxies, runnable, stop } from '../lib/proxies.mjs';
import { freePort, startServer } from '../lib/server.mjs';
import { eventually, request } from '../lib/wire.mjs';

const FILES = 900;
const CROWD = 1000;
const skip = !process.env.LONG && 'LONG=1';
let server;
let folder;

before(async () => {
	if (skip) return;
	folder = mkdtempSync(path.join(tmpdir(), 'medvirk-slow-'));
	server = await startServer({ args: ['--trust', '127.0.0.1'], through: ['prlimit', `--nofile=${FILES}`] });
});
after(async () => {
	await server?.close();
	if (folder) rmSync(folder, { recursive: true, force: true });
});

const attack = (args) => new Promise((done) => execFile('slowhttptest', args, { maxBuffer: 1 << 26 }, (error, out, err) => done(out + err)));

const answers = (port) =>
	new Promise((done) => {
		const s = net.connect(port, '127.0.0.1', () => (s.destroy(), done(true)));
		s.on('error', () => done(false));
	});

async function attempt(way, name, options, url) {
	const at = path.join(folder, `${way} ${name}`.replaceAll(' ', '-'));
	const out = await attack([...options, '-c', String(CROWD), '-r', '500', '-l', '25', '-p', '5', '-g', '-o', at, '-u', `${url}/login`]);
	/* One line a second: seconds, closed, pending, connected, available (the probe's connections, 0 when it got no answer in time). */
	const seconds = readFileSync(`${at}.csv`, 'utf8').trim().split('\n').slice(1).map((l) => l.split(',').map(Number));
	const [most, silent] = [Math.max(...seconds.map((s) => s[3])), seconds.filter((s) => s[4] === 0).map(([s]) => s)];
	if (process.env.TABLE) appendFileSync(process.env.TABLE, `${way}\t${name}\t${CROWD}\t${most}\t${seconds.length}\t${silent.length}\n`);
	assert.ok(seconds.length >= 10 || out.includes('No open connections left'), out);
	assert.ok(most > 0, `it attacked: ${out}`);
	assert.deepEqual(silent, [], `seconds without an answer to the probe: ${out.slice(-2000)}`);
	assert.equal((await request(server.url, 'GET', '/login')).status, 200);
}

const ATTACKS = [
	['slow heads', ['-H', '-i', '1']],
	['slow bodies', ['-B', '-i', '1', '-s', '60000']],
	['slow reading', ['-X', '-w', '1', '-y', '2', '-n', '1', '-z', '4', '-k', '3']],
	['many ranges', ['-R', '-a', '1', '-b', '3000']],
];

for (const [name, options] of ATTACKS) test(`slowhttptest, straight: ${name}`, { skip }, () => attempt('straight', name, options, server.url));

for (const [proxy, its] of Object.entries(proxies)) {
	if (!runnable(its)) continue;
	describe(`slowhttptest, through ${proxy}`, { skip }, () => {
		let port;
		let p;

		before(async () => {
			if (skip) return;
			port = await freePort();
			p = await its.run({ port, cert: certificate(folder), to: server.port, folder, crowd: 2 * CROWD });
			await eventually(() => answers(port));
		});
		after(() => stop(p));

		for (const [name, options] of ATTACKS) test(name, () => attempt(proxy, name, options, `https://127.0.0.1:${port}`));
	});
}
