/* The power goes. What the program asks of the disk is written down while people work in a workshop (disk.c); from that the data
 * folder is made again as it may have been left at POINTS random moments, with what was not synced gone, torn into sectors or
 * out of order. The program must come up on every one of them, and find all that anybody was told is saved, once. TABLE is a file for
 * a line a moment: entry of the journal, what was left, milliseconds to lay and check it, what was found. */
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { appendFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { test } from 'node:test';
import { setTimeout as wait } from 'node:timers/promises';
import { Crew } from '../lib/crew.mjs';
import { engine } from '../lib/database.mjs';
import { Disk } from '../lib/disk.mjs';
import { joined } from '../lib/room.mjs';
import { sound } from '../lib/doctor.mjs';
import { Server } from '../lib/server.mjs';
import { eventually } from '../lib/wire.mjs';

const POINTS = Number(process.env.POINTS ?? 20);
/* So many images are only looked at for each that also serves. */
const SERVED = 10;
const HOW = ['nothing', 'cut', 'reordered', 'torn', 'torn', 'all'];
const skip = engine !== 'sqlite' && 'PostgreSQL keeps its files itself';

/* The program ends in the middle of it all: killed after so many steps on the disk, or because a sync fails. */
async function endOf(server, disk, how) {
	if (how === 'sync') {
		disk.set('filter', 1);
		disk.set('sync_bad', 1 + Math.floor(Math.random() * 40));
	} else disk.set('die', 1 + Math.floor(Math.random() * 400));
	await server.ended;
	server.child = null;
	disk.set('filter', 0);
}

/* A workshop in a quarter of a minute, with the program killed in the middle of it, stopped by a failed sync, and started anew.
 * lies: the disk says that it has synced, and has not. */
async function record({ ends = ['kill', 'sync', 'kill', 'sync', 'kill'], lies = 0 } = {}) {
	const server = new Server();
	const disk = new Disk(server.db.folder);
	server.env = disk.env();
	await server.start();
	const crew = await Crew.gather(server);
	disk.set('lies', lies);
	for (const [i, how] of ends.entries()) {
		crew.work();
		await wait(500 + Math.random() * 800);
		await endOf(server, disk, how);
		await crew.rest();
		await server.start();
		await crew.settle();
		if (i === 1) await crew.toVotes();
	}
	crew.work();
	await wait(1500);
	await crew.rest();
	await crew.settle();
	crew.verify(server.db.rows);
	if (!lies) {
		await server.stop();
		await server.start();
		await crew.close();
		await eventually(() => server.db.rows("SELECT count(*) FROM setting WHERE name IN ('scrub', 'wipe')")[0][0] === '0');
	}
	crew.leave();
	await server.stop();
	return { server, disk, crew, past: disk.past() };
}

const sqlite = (file) => (sql) =>
	execFileSync('sqlite3', ['-batch', '-noheader', '-separator', '\t', '-cmd', '.timeout 5000', file, sql], { encoding: 'utf8', maxBuffer: 1 << 28 })
		.split('\n')
		.filter(Boolean)
		.map((l) => l.split('\t'));

/* The program comes up on what was left, and everything is there. */
async function recover(folder, crew, moment) {
	const file = path.join(folder, 'medvirk.db');
	const rows = sqlite(file);
	await sound(`sqlite:${file}`, moment);
	assert.deepEqual(rows('PRAGMA integrity_check; PRAGMA foreign_key_check'), [['ok']]);
	crew.verify(rows, moment);
}

/* It serves, too: phones come back to the open workshop and send what was in doubt once more. */
async function comeBack(folder, crew, moment) {
	const file = path.join(folder, 'medvirk.db');
	const rows = sqlite(file);
	const open = rows(`SELECT count(*) FROM sitting WHERE code = '${crew.code}' AND state = 'open'`)[0][0] === '1';
	const server = new Server({ db: { url: `sqlite:${file}`, folder, rows, drop() {} } });
	try {
		await server.start();
		/* Each on a phone of its own: one phone may write forty a minute, and more than that can be in doubt. */
		for (const { fields } of open ? crew.book.unsure(moment).filter((op) => op.fields) : []) {
			const phone = await joined(server, crew.code);
			assert.equal((await phone.room()).status, 200);
			const { status } = await phone.send('notes', fields);
			assert.ok([200, 201].includes(status), `sent once more: ${status}`);
			assert.equal(rows(`SELECT count(*) FROM note WHERE body = '${fields.text}'`)[0][0], '1', 'there, once');
			phone.close();
		}
	} finally {
		await server.stop();
	}
}

/* Cuts the power at so many moments; gives what was wrong. */
async function cut({ past, crew }, points, table = process.env.TABLE) {
	const wrong = [];
	const moments = Array.from({ length: points }, () => Math.floor(Math.random() * past.entries.length));
	let i = 0;
	for (const { n, until, disk } of past.walk(moments)) {
		const folder = mkdtempSync(path.join(tmpdir(), 'medvirk-power-'));
		const how = HOW[Math.floor(Math.random() * HOW.length)];
		const started = Date.now();
		let what = 'whole';
		disk.lay(folder, how);
		try {
			await recover(folder, crew, until);
			if (i++ % SERVED === 0) await comeBack(folder, crew, until);
		} catch (e) {
			what = e.message.split('\n')[0];
			wrong.push(`entry ${n} of ${past.entries.length}, ${how}: ${e.message}`);
		}
		rmSync(folder, { recursive: true, force: true });
		if (table) appendFileSync(table, `${n}\t${how}\t${Date.now() - started}\t${what}\n`);
	}
	return wrong;
}

function forget(recorded) {
	recorded?.server.db.drop();
	recorded?.disk.close();
}

test(`the power goes at ${POINTS} moments: nothing that was told as saved is lost`, { skip, timeout: 120000 + POINTS * 10000 }, async () => {
	/* Long campaigns record anew after each hundred. */
	for (let left = POINTS; left > 0; left -= 100) {
		const recorded = await record();
		try {
			assert.deepEqual(recorded.past.end().missed(recorded.server.db.folder), [], 'nothing that the program did to its folder was missed');
			assert.ok(recorded.crew.book.saved > 200, `${recorded.crew.book.saved} saved`);
			assert.deepEqual(await cut(recorded, Math.min(left, 100)), []);
		} finally {
			forget(recorded);
		}
	}
});

test('a disk that lies about syncing is found out', { skip, timeout: 180000 }, async () => {
	const recorded = await record({ ends: [], lies: 1 });
	try {
		assert.notDeepEqual(await cut(recorded, 10, ''), []);
	} finally {
		forget(recorded);
	}
});
