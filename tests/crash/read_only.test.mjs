/* A real file system that turns read-only under the program, as the kernel does it when a disk goes bad: remounting by hand is
 * refused while files are open for writing, so ext4 is told to give up (remount,abort), which is what it does by itself after an
 * error. It takes root and a loop device, in a mount namespace of the test's own; without them it says so, and faults.test.mjs, which
 * imitates the same, remains. */
import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { test } from 'node:test';
import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { Crew } from '../lib/crew.mjs';
import { engine } from '../lib/database.mjs';
import { sound } from '../lib/doctor.mjs';
import { Server } from '../lib/server.mjs';
import { eventually, request } from '../lib/wire.mjs';

const image = process.env.DISK_IMAGE;
const NB = { accept: 'text/html', 'accept-language': 'nb' };
const MOUNT = ['-t', 'ext4', '-o', 'loop,errors=remount-ro'];

function onOwnDisk(t) {
	const { NODE_TEST_CONTEXT, ...env } = process.env;
	const folder = mkdtempSync(path.join(tmpdir(), 'medvirk-disk-'));
	const at = path.join(folder, 'disk');
	const file = path.join(folder, 'image');
	const own = (...command) => spawnSync('unshare', ['--mount', 'sh', '-ec', `truncate -s 64M "$DISK_IMAGE"; mkfs.ext4 -q -F "$DISK_IMAGE"; mount ${MOUNT.join(' ')} "$DISK_IMAGE" "$TMPDIR"; exec "$@"`, 'disk', ...command], { env: { ...env, TMPDIR: at, DISK_IMAGE: file }, encoding: 'utf8', maxBuffer: 1 << 28 });
	mkdirSync(at);
	try {
		const can = own('mount', '-o', 'remount,abort', at);
		if (can.status !== 0) {
			t.skip(`a file system of the test's own cannot be mounted here (root and a loop device are needed): ${can.error?.message ?? can.stderr.trim()}`);
			return;
		}
		const r = own(process.execPath, fileURLToPath(import.meta.url));
		assert.equal(r.status, 0, r.stdout + r.stderr);
		assert.match(r.stdout, /^# pass 1$/m);
		for (const line of r.stdout.match(/^# told: .*$/gm)) t.diagnostic(line.slice(2));
	} finally {
		rmSync(folder, { recursive: true, force: true });
	}
}

async function turnsReadOnly(t) {
	const server = new Server();
	let crew;
	let ended = null;
	try {
		await server.start();
		crew = await Crew.gather(server, { phones: 8 });
		crew.work();
		await wait(500);
		server.ended.then((how) => (ended = how));
		execFileSync('mount', ['-o', 'remount,abort', tmpdir()]);
		/* Refused with a word, or ended with a word where a sync failed and nobody can know what was kept. */
		const knock = () => request(server.url, 'POST', `/r/${crew.code}/join`, { body: '', headers: NB }).catch(() => null);
		let told = null;
		await eventually(async () => ended || (told = await knock())?.status >= 500);
		await Promise.race([server.ended, wait(500)]);
		await crew.rest();
		const read = await request(server.url, 'GET', `/r/${crew.code}`, { headers: NB }).catch(() => Promise.race([server.ended, wait(5000)]));
		if (!ended) {
			t.diagnostic(`told: ${told.status} ${told.page.words('main')}`);
			assert.match(told.page.words('main'), /Ingenting ble lagret|akkurat da det skulle lagres/);
			assert.equal(read?.status, 200, 'reading goes on');
			await server.kill();
		} else {
			t.diagnostic(`told: ended with ${ended.status}: ${server.log().match(/^level=error.*$/gm)?.at(-1)}`);
			assert.equal(ended.status, 1, `${ended.signal}`);
			assert.match(server.log(), /level=error.*(fsync|sync)/);
			server.child = null;
		}
		/* As it is, it does not begin anew, and says why. */
		const why = await server.spawn();
		assert.match(why ?? 'it started', /read-only|cannot open the database/i);
		server.child = null;
		t.diagnostic(`told: at the next start ${why.trim().split('\n').slice(-3).join(' | ')}`);
		/* Somebody looks after the disk. */
		execFileSync('umount', [tmpdir()]);
		spawnSync('e2fsck', ['-p', '-f', image]);
		execFileSync('mount', [...MOUNT, image, tmpdir()]);
		await server.start();
		await crew.settle();
		crew.verify(server.db.rows);
		assert.deepEqual(server.db.rows('PRAGMA integrity_check'), [['ok']]);
		await sound(server.db.url);
	} finally {
		crew?.leave();
		if (server.child) await server.close();
	}
}

test('the file system turns read-only in the middle: people are told, and what was saved is there when it is mended', { skip: engine !== 'sqlite' && 'PostgreSQL keeps its files itself' }, image ? turnsReadOnly : onOwnDisk);
