/* meson install: what lies where, and that the program needs nothing but itself. */
import assert from 'node:assert/strict';
import { execFileSync, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { freePort, program } from '../lib/server.mjs';
import { request } from '../lib/wire.mjs';

let dest;
const at = (...p) => path.join(dest, 'usr/local', ...p);

before(() => {
	dest = mkdtempSync(path.join(tmpdir(), 'medvirk-install-'));
	execFileSync('meson', ['install', '-C', path.dirname(program), '--no-rebuild', '--quiet', '--destdir', dest]);
});
after(() => rmSync(dest, { recursive: true, force: true }));

test('program, units, examples and documents lie in their places', () => {
	for (const f of ['bin/medvirk', 'lib/systemd/system/medvirk.service', 'lib/systemd/system/medvirk-backup.service', 'lib/systemd/system/medvirk-backup.timer', 'lib/systemd/system/medvirk.socket', 'share/doc/medvirk/examples/grafana-dashboard.json', 'share/doc/medvirk/examples/prometheus-rules.yml', 'share/doc/medvirk/README.md', 'share/doc/medvirk/LICENSE', 'share/doc/medvirk/operations.md', 'share/doc/medvirk/privacy.md', 'share/doc/medvirk/examples/nginx.conf', 'share/doc/medvirk/examples/haproxy.cfg', 'share/doc/medvirk/examples/Caddyfile', 'share/doc/medvirk/examples/medvirk.env'])
		assert.ok(existsSync(at(f)), f);
	assert.match(readFileSync(at('lib/systemd/system/medvirk.service'), 'utf8'), /^ExecStart=\/usr\/local\/bin\/medvirk serve$/m);
});

test('the installed program serves pages, files and packs from an empty folder', async () => {
	const port = await freePort();
	const empty = mkdtempSync(path.join(dest, 'empty-'));
	const child = spawn(at('bin/medvirk'), ['serve'], {
		cwd: empty,
		env: { PATH: '/usr/bin:/bin', MEDVIRK_DB: 'sqlite:medvirk.db', MEDVIRK_LISTEN: `127.0.0.1:${port}`, ...(process.env.ASAN_OPTIONS ? { ASAN_OPTIONS: process.env.ASAN_OPTIONS } : {}) },
		stdio: ['ignore', 'ignore', 'pipe'],
	});
	let said = '';
	const ended = new Promise((done) => child.on('close', done));
	try {
		await new Promise((done, fail) => {
			child.stderr.on('data', (d) => /serving port/.test((said += d)) && done());
			ended.then(() => fail(new Error(said)));
		});
		const base = `http://127.0.0.1:${port}`;
		const page = await request(base, 'GET', '/start', { headers: { accept: 'text/html' } });
		assert.equal(page.status, 200);
		const style = page.page.one('link[rel="stylesheet"]').getAttribute('href');
		const css = await request(base, 'GET', style);
		assert.equal(css.status, 200);
		assert.match(css.headers['content-type'], /text\/css/);
		assert.equal((await request(base, 'GET', '/healthz')).text, 'alive\n');
		const ready = await request(base, 'GET', '/readyz');
		assert.equal(ready.text, 'ready\n');
		assert.equal(ready.headers['cache-control'], 'no-store');
		assert.doesNotMatch(said, /healthz|readyz/, 'no line for those who watch');
	} finally {
		child.kill('SIGTERM');
		assert.equal(await ended, 0, said);
	}
});
