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
	for (const s of ['medvirk-backup.timer', 'medvirk.socket']) writeFileSync(path.join(folder, s), read(s));
});
after(() => rmSync(folder, { recursive: true, force: true }));

test('systemd finds nothing to complain about', () => {
	const r = spawnSync('systemd-analyze', ['verify', ...services, 'medvirk-backup.timer', 'medvirk.socket'], { cwd: folder, encoding: 'utf8' });
	assert.equal(r.stdout + r.stderr, '');
	assert.equal(r.status, 0);
});

for (const s of services)
	test(`${s} is shut in: exposure at most 1.5 of 10`, () => {
		const out = execFileSync('systemd-analyze', ['security', '--offline=true', '--no-pager', path.join(folder, s)], { encoding: 'utf8' });
		const exposure = Number(/Overall exposure level for \S+: ([\d.]+)/.exec(out)[1]);
		assert.ok(exposure <= 1.5, out);
	});

test('the unit lets the program shut itself in, and hands it no secret by the environment', () => {
	const allowed = [...read('medvirk.service.in').matchAll(/^SystemCallFilter=([^~].*)$/gm)].flatMap((m) => m[1].split(' '));
	for (const call of ['landlock_create_ruleset', 'landlock_add_rule', 'landlock_restrict_self', 'seccomp']) assert.ok(allowed.includes(call), call);
	for (const s of services) assert.doesNotMatch(read(`${s}.in`), /^Environment=/m);
	assert.match(read('medvirk.service.in'), /^#LoadCredential=db-password:/m);
});

test('the package\'s unit, with a user of its own, is as narrow', () => {
	writeFileSync(path.join(folder, 'packaged.service'), readFileSync(path.join(folder, 'medvirk.service'), 'utf8').replace('DynamicUser=yes', /^DynamicUser=no$/m.exec(readFileSync(path.join(etc, '../debian/user.conf'), 'utf8'))[0]));
	const out = execFileSync('systemd-analyze', ['security', '--offline=true', '--no-pager', path.join(folder, 'packaged.service')], { encoding: 'utf8' });
	assert.ok(Number(/Overall exposure level for \S+: ([\d.]+)/.exec(out)[1]) <= 1.5, out);
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
