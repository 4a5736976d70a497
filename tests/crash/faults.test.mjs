/* The disk goes wrong while people work: it is full, at any write; it fails to keep something; it can only be read. And the
 * machine runs out of descriptors or of memory. People get a clear answer, and whatever they were told is saved, is there, once. ROUNDS says
 * how often each; TABLE is a file for a line a fault: what, which time, how much people in that house had been told is saved, all of it found. */
import assert from 'node:assert/strict';
import { appendFileSync } from 'node:fs';
import { after, describe, test } from 'node:test';
import { setTimeout as wait } from 'node:timers/promises';
import { Crew } from '../lib/crew.mjs';
import { engine } from '../lib/database.mjs';
import { Disk } from '../lib/disk.mjs';
import { sound } from '../lib/doctor.mjs';
import { Server } from '../lib/server.mjs';
import { eventually, request } from '../lib/wire.mjs';

const skip = engine !== 'sqlite' && 'PostgreSQL keeps its files itself';
const ROUNDS = Number(process.env.ROUNDS ?? 2);
const ROUNDS_OF_A_ROOM = 10; // a room has 3,000 seats at most, and the phones sit down anew again and again
const NB = { accept: 'text/html', 'accept-language': 'nb' };

/* What somebody who wants to come in is told: the status and the words. */
async function knock(server, code) {
	const r = await request(server.url, 'POST', `/r/${code}/join`, { body: '', headers: NB });
	return { status: r.status, words: r.page.words('main'), retry: r.headers['retry-after'] };
}

async function healthy(server) {
	assert.deepEqual(server.db.rows('PRAGMA integrity_check'), [['ok']]);
	await sound(server.db.url);
}

describe('the disk', { skip }, () => {
	let server;
	let disk;
	let crew;

	const end = async () => {
		crew?.leave();
		if (server?.child) await server.close();
		else server?.db.drop();
		disk?.close();
		crew = server = disk = undefined;
	};
	/* A new installation on a disk that is well. */
	const begin = async () => {
		await end();
		server = new Server();
		disk = new Disk(server.db.folder, { record: false });
		server.env = disk.env();
		await server.start();
		crew = await Crew.gather(server, { phones: 8 });
	};
	after(end);

	const rounds = async (what, once) => {
		for (let i = 0; i < ROUNDS; i++) {
			if (i % ROUNDS_OF_A_ROOM === 0) await begin();
			await once();
			if (process.env.TABLE) appendFileSync(process.env.TABLE, `${what}\t${i + 1}\t${crew.book.saved}\n`);
		}
	};
	const mended = async () => {
		for (const [knob, value] of Object.entries({ room: -1, sync_bad: 0, read_only: 0, filter: 0 })) disk.set(knob, value);
		await crew.rest();
		await crew.settle();
		assert.ok(crew.book.saved > 0, 'nobody was told that anything is saved');
		crew.verify(server.db.rows);
		await healthy(server);
	};

	/* filter 1: the log; 2: the file itself, which is written when the log is moved into it. */
	for (const [where, filter, most] of [['anywhere', 0, 40], ['in the log', 1, 40], ['in the file, when the log is moved there', 2, 12]])
		test(`full ${where}: refused with a word, and on it goes when there is room`, () =>
			rounds(`full ${where}`, async () => {
				const before = disk.get('faults');
				crew.work();
				await wait(50);
				disk.set('filter', filter);
				disk.set('room', Math.floor(Math.random() * most));
				/* The file itself is written once in four thousand pages of log. */
				await eventually(() => disk.get('faults') > before + 2, { ms: 180000 });
				await wait(100);
				if (filter === 0) {
					const told = await knock(server, crew.code);
					assert.equal(told.status, 503, told.words);
					assert.ok(Number(told.retry) > 0);
					assert.match(told.words, /Ingenting ble lagret|akkurat da det skulle lagres/);
					assert.equal((await request(server.url, 'GET', `/r/${crew.code}`, { headers: NB })).status, 200, 'reading goes on');
				}
				await mended();
			}));

	test('it can only be read: people are told, nothing is lost, and it goes on when that is over', async () => {
		await begin();
		crew.work();
		await wait(200);
		disk.set('read_only', 1);
		await eventually(() => disk.get('faults') > 0);
		await wait(200);
		const told = await knock(server, crew.code);
		assert.ok(told.status >= 500, `${told.status}`);
		assert.match(told.words, /Ingenting ble lagret|akkurat da det skulle lagres/);
		assert.equal((await request(server.url, 'GET', `/r/${crew.code}`, { headers: NB })).status, 200, 'reading goes on');
		await mended();
	});

	for (const [what, filter] of [['the log', 1], ['the file', 2]])
		test(`a sync of ${what} fails: nothing in doubt is told as saved, the program stops, and the next one has it all`, () =>
			rounds(`a sync of ${what} fails`, async () => {
				const from = server.log().length;
				crew.work();
				await wait(100);
				disk.set('filter', filter);
				/* Each move of the log syncs the file once, and is a long time coming. */
				disk.set('sync_bad', 1 + Math.floor(Math.random() * (filter === 2 ? 2 : 5)));
				/* Who wants in just then is told, or finds nobody there any more. The file is synced so seldom that they would fill the room. */
				let over = false;
				const told = [];
				const knocking = Array.from({ length: filter === 1 ? 4 : 0 }, async () => {
					while (!over) {
						const r = await knock(server, crew.code).catch(() => null);
						if (r?.status >= 500) told.push(r);
						await wait(r?.status === 303 ? 50 : 200);
					}
				});
				const { status, signal } = await server.ended;
				over = true;
				await Promise.all(knocking);
				server.child = null;
				for (const { words } of told) assert.match(words, /Ingenting ble lagret|akkurat da det skulle lagres/);
				assert.equal(status, 1, `${signal}`);
				const said = server.log().slice(from);
				assert.match(said, /level=error.*fsync/);
				assert.equal(disk.get('sync_bad'), 0);
				disk.set('filter', 0);
				await crew.rest();
				await server.start();
				await crew.settle();
				crew.verify(server.db.rows);
				await healthy(server);
			}));
});
