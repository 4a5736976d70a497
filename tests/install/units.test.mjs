/* The systemd units and the settings' file: systemd reads them, they are narrow, and they name what exists. */
import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { program, runProgram } from '../lib/server.mjs';

const etc = path.resolve(path.dirname(new URL(import.meta.url).pathname), '../../etc');
const read = (name) => readFileSync(path.join(etc, name), 'utf8');
const services = ['medvirk.service', 'medvirk-backup.service'];
let folder;

before(() => {
	folder = mkdtempSync(path.join(tmpdir(), 'medvirk-units-'));
	for (const s of services) writeFileSync(path.join(folder, s), read(`${s}.in`).replaceAll('@bindir@/medvirk', program).replaceAll('@docdir@', '/usr/share/doc/medvirk'));
	writeFileSync(path.join(folder, 'medvirk-backup.timer'), read('medvirk-backup.timer'));
});
after(() => rmSync(folder, { recursive: true, force: true }));

test('systemd finds nothing to complain about', () => {
	const r = spawnSync('systemd-analyze', ['verify', ...services, 'medvirk-backup.timer'], { cwd: folder, encoding: 'utf8' });
	assert.equal(r.stdout + r.stderr, '');
	assert.equal(r.status, 0);
});

for (const s of services)
	test(`${s} is shut in: exposure at most 1.5 of 10`, () => {
		const out = execFileSync('systemd-analyze', ['security', '--offline=true', '--no-pager', path.join(folder, s)], { encoding: 'utf8' });
		const exposure = Number(/Overall exposure level for \S+: ([\d.]+)/.exec(out)[1]);
		assert.ok(exposure <= 1.5, out);
	});

test('the example names every setting there is, and no other', async () => {
	const { out } = await runProgram(['serve', '--help']);
	const there = [...new Set(out.match(/\bMEDVIRK_[A-Z_]+/g))].sort();
	const shown = [...new Set(read('medvirk.env').match(/^#?(MEDVIRK_[A-Z_]+)(?==)/gm).map((n) => n.replace('#', '')))].sort();
	assert.deepEqual(shown, there);
});

test('a setting that does not exist stops the program', async () => {
	const r = await runProgram(['serve', '--db', `sqlite:${folder}/x.db`], { env: { MEDVIRK_PUBLIK_URL: 'https://medvirk.example.no' } });
	assert.equal(r.status, 2);
	assert.match(r.err, /there is no setting MEDVIRK_PUBLIK_URL/);
});
