/* The four attacks of slowhttptest (Debian's package): slow heads, slow bodies, slow reading, many ranges. Its own probe must find the
 * program available all through. Only with LONG=1: each takes half a minute. tests/hostile/slow.test.mjs has the same by hand. */
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { startServer } from '../lib/server.mjs';
import { request } from '../lib/wire.mjs';

const FILES = 900;
const CROWD = 1000;
let server;
let folder;

before(async () => {
	if (!process.env.LONG) return;
	folder = mkdtempSync(path.join(tmpdir(), 'medvirk-slow-'));
	server = await startServer({ through: ['prlimit', `--nofile=${FILES}`] });
});
after(async () => {
	await server?.close();
	if (folder) rmSync(folder, { recursive: true, force: true });
});

const attack = (args) => new Promise((done) => execFile('slowhttptest', args, { maxBuffer: 1 << 26 }, (error, out, err) => done({ status: error?.code ?? 0, out: out + err })));

for (const [name, options] of [
	['slow heads', ['-H', '-i', '1']],
	['slow bodies', ['-B', '-i', '1', '-s', '60000']],
	['slow reading', ['-X', '-w', '1', '-y', '2', '-n', '1', '-z', '4', '-k', '3']],
	['many ranges', ['-R', '-a', '1', '-b', '3000']],
])
	test(`slowhttptest: ${name}`, { skip: !process.env.LONG && 'LONG=1' }, async () => {
		const at = path.join(folder, name.replaceAll(' ', '-'));
		const { out } = await attack([...options, '-c', String(CROWD), '-r', '500', '-l', '25', '-p', '5', '-g', '-o', at, '-u', `${server.url}/login`]);
		/* One line a second: seconds, closed, pending, connected, available (the probe's connections, 0 when it got no answer in time). */
		const seconds = readFileSync(`${at}.csv`, 'utf8').trim().split('\n').slice(1).map((l) => l.split(',').map(Number));
		assert.ok(seconds.length >= 10, out);
		assert.ok(seconds.some(([, , , connected]) => connected > 0), `it attacked: ${out}`);
		assert.deepEqual(seconds.filter((s) => s[4] === 0).map(([s]) => s), [], `seconds without an answer to the probe: ${out.slice(-2000)}`);
		assert.equal((await request(server.url, 'GET', '/login')).status, 200);
	});
