/* kill -9 at random moments while phones write. The phones keep their own book: what they saw as saved must be there afterwards,
 * exactly once, and the numbers of the room's events have no gap. KILLS says how often; TABLE is a file for a line a kill: its number, notes
 * in the room's book, notes still in doubt. */
import assert from 'node:assert/strict';
import { appendFileSync } from 'node:fs';
import { after, before, test } from 'node:test';
import { setTimeout as wait } from 'node:timers/promises';
import { engine } from '../lib/database.mjs';
import { sound } from '../lib/doctor.mjs';
import { demoLines, joined, seqOf, token, uuid } from '../lib/room.mjs';
import { Server } from '../lib/server.mjs';

const KILLS = Number(process.env.KILLS ?? 25);
const KILLS_OF_A_ROOM = 250; // a room has 3,000 seats at most, and the phones sit down anew again and again
const PHONES = 12;
let server;
let code;
let killed = 0;

/* A new installation. */
async function begin() {
	await server?.close();
	server = new Server({ demo: true });
	await server.start();
	code = demoLines(server).code;
}

before(begin);
after(() => server?.close());

/* Writes, changes and withdraws until told to stop. book: id → what the phone may rely on. */
class Writer {
	constructor(book) {
		Object.assign(this, { book, unsure: [], running: true, refused: 0 });
	}

	async send(fields) {
		try {
			return (await this.phone.send('notes', fields)).status;
		} catch {
			return 0;
		}
	}

	/* An answer that never came, or was cut: the same note again, with the same id, until it is known to be saved. */
	async settle() {
		for (const note of this.unsure.splice(0)) {
			const status = await this.send(note);
			if (status === 200 || status === 201) this.book.set(note.id, note.text);
			else this.unsure.push(note);
		}
	}

	async run() {
		while (this.running) {
			const note = { id: uuid(), step: this.step, column: this.columns[Math.floor(Math.random() * 2)], text: `lapp ${token()}`, token: token() };
			const status = await this.send(note);
			if (status === 201) this.book.set(note.id, note.text);
			else if (status === 429) await this.sit();
			else if (status === 0 || status >= 500) {
				this.unsure.push(note);
				if (status === 0) return;
			} else assert.fail(`a note was answered with ${status}`);
		}
	}

	async sit() {
		try {
			this.phone?.close();
			this.phone = await joined(server, code);
			Object.assign(this, await this.phone.form());
		} catch {
			/* the program is being killed just now; the next round sits down again */
			this.running = false;
		}
	}
}

async function campaign(kills) {
	const book = new Map();
	const writers = Array.from({ length: PHONES }, () => new Writer(book));
	await Promise.all(writers.map((w) => w.sit()));
	for (let kill = 0; kill < kills; kill++) {
		for (const w of writers) w.running = true;
		const running = writers.map((w) => w.run());
		await wait(30 + Math.random() * 400);
		await server.kill();
		await Promise.all(running);
		await server.start();
		/* The same seats go on: nobody has to join again. */
		const answer = await writers[0].phone.room();
		assert.equal(answer.status, 200, 'the seat has survived');
		if (kill % 4 === 3) await Promise.all(writers.map((w) => w.sit()));
		for (const w of writers) await w.settle();
		if (process.env.TABLE) appendFileSync(process.env.TABLE, `${++killed}\t${book.size}\t${writers.reduce((n, w) => n + w.unsure.length, 0)}\n`);
	}
	for (const w of writers) {
		await w.sit();
		await w.settle();
		assert.deepEqual(w.unsure, []);
	}
	assert.ok(book.size > kills * 3, `only ${book.size} notes were written`);

	const stored = new Map(server.db.rows("SELECT id, body FROM note WHERE body LIKE 'lapp %'"));
	for (const [id, text] of book) assert.equal(stored.get(id), text, `note ${id} was lost or changed`);
	assert.equal(server.db.rows("SELECT body FROM note WHERE body LIKE 'lapp %' GROUP BY body HAVING count(*) > 1").length, 0, 'doubled');
	/* What was cut off and never confirmed may stand, but only as a note somebody has sent. */
	assert.ok(stored.size <= book.size + kills * PHONES);

	const [[rooms]] = server.db.rows('SELECT count(*) FROM (SELECT room_id FROM event GROUP BY room_id HAVING max(seq) - min(seq) + 1 <> count(*)) AS gaps');
	assert.equal(rooms, '0', 'a gap in the numbers of events');
	const [[seq, last]] = server.db.rows(`SELECT s.seq, (SELECT max(seq) FROM event WHERE room_id = s.id) FROM sitting s WHERE s.code = '${code}'`);
	assert.equal(seq, last);

	const seen = await writers[0].phone.room();
	assert.equal(seqOf(seen), Number(seq), 'the page shows the present');
	for (const w of writers) w.phone.close();
	if (engine === 'sqlite') assert.deepEqual(server.db.rows('PRAGMA integrity_check'), [['ok']]);
	await sound(server.db.url);
}

test(`after ${KILLS} kills every saved note is there exactly once`, { timeout: KILLS * 20000 }, async () => {
	for (let left = KILLS; left > 0; left -= KILLS_OF_A_ROOM) {
		if (left < KILLS) await begin();
		await campaign(Math.min(left, KILLS_OF_A_ROOM));
	}
});

test('a stream that was cut off comes back with its last id and has missed nothing', async () => {
	const [a, b] = [await joined(server, code), await joined(server, code)];
	const s = await a.events({ after: seqOf(await a.room()) });
	const first = await b.note('før');
	const frame = await s.until((f) => f.data.includes(first.id));
	const second = await b.note('rett før slutten');
	assert.equal(second.status, 201);
	await server.kill();
	await s.ended();
	await server.start();
	const third = await b.note('etter');
	assert.equal(third.status, 201);
	const again = await a.events({ headers: { 'last-event-id': frame.id } });
	await again.until((f) => f.event === 'reset' || f.data.includes(third.id));
	if (!again.frames.some((f) => f.event === 'reset')) assert.ok(again.frames.some((f) => f.data.includes(second.id)));
	again.close();
});
