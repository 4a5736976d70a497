/* Where ./run serves: this machine alone, or its network when that is asked for. What it installs and builds stands still here. */
import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { chmodSync, cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, before, test } from 'node:test';

let folder;

const put = (name, text) => {
	writeFileSync(path.join(folder, name), text);
	chmodSync(path.join(folder, name), 0o755);
};

before(() => {
	folder = mkdtempSync(path.join(tmpdir(), 'run-'));
	for (const f of ['build', 'tools', 'bin']) mkdirSync(path.join(folder, f));
	cpSync('run', path.join(folder, 'run'));
	put('tools/steps', 'step_packages() { :; }; step_npm() { :; }; step_build() { :; }\n');
	put('build/medvirk', '#!/bin/sh\necho "$@"\n');
});
after(() => rmSync(folder, { recursive: true, force: true }));

const run = (...args) => spawnSync(path.join(folder, 'run'), args, { encoding: 'utf8', env: { ...process.env, PATH: `${path.join(folder, 'bin')}:${process.env.PATH}` } });
const addresses = (text) => put('bin/hostname', `#!/bin/sh\necho '${text}'\n`);

test('nobody but this machine, unless the network is asked for', () => {
	addresses('fd00::7 192.168.1.20 10.0.0.3');
	assert.match(run().stdout, /^demo --listen 127\.0\.0\.1:8080 --data /);
	assert.match(run('--lan', '--port', '8123').stdout, /^demo --listen 192\.168\.1\.20:8123 --data /);
});

test('a machine without a network says so', () => {
	addresses('fd00::7');
	const r = run('--lan');
	assert.deepEqual([r.status, r.stdout], [1, '']);
	assert.match(r.stderr, /no address in a network/);
});

test('the help tells what it means, and what it tells is in the README', () => {
	const help = run('--help').stdout.replace(/\s+/g, ' ');
	assert.match(help, /--lan .*sign in as anybody/);
	assert.match(execFileSync('cat', ['README.md'], { encoding: 'utf8' }), /`\.\/run --lan`/);
});
