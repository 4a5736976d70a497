/* Restarts in the middle of a workshop. Phones write all the time and keep their own book; streams come again when they are told to.
 * What was told as saved is there afterwards, exactly once, and has come to every phone; the program ends by itself, in time. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setTimeout as wait } from 'node:timers/promises';
import { HeldServer } from '../lib/held.mjs';
import { scrape } from '../lib/prometheus.mjs';
import { demoLines, joined, seqOf, token, uuid } from '../lib/room.mjs';
import { Server, freePort } from '../lib/server.mjs';
import { eventually, request } from '../lib/wire.mjs';

const RESTARTS = 5;
const PHONES = 8;
const LISTENERS = 3;
/* Two seconds for streams, five for requests, and a loaded machine. */
const END_MOST_MS = 30000;

/* A phone that writes until it is told to stop: the note under way is still brought home. One that was not answered sends the same
 * again, with the same id, unless it has left. */
class Writer {
	constructor(server, code, book, fresh) {
		Object.assign(this, { server, code, book, fresh, running: true, unanswered: [], busy: 0 });
	}

	async send(note) {
		const headers = { accept: '*/*', cookie: `seat=${this.phone.seat}`, 'content-type': 'application/x-www-form-urlencoded' };
		try {
			if (!this.fresh) return (await this.phone.send('notes', note)).status;
			return (await request(this.server.url, 'POST', `/r/${this.code}/notes`, { headers, body: new URLSearchParams(note).toString() })).status;
		} catch (e) {
			this.unanswered.push(e.message);
			return 0;
		}
	}

	/* Also while nobody is there to answer. */
	async sit() {
		this.phone?.close();
		while (!this.gone) {
			try {
				this.phone = await joined(this.server, this.code);
				this.form = await this.phone.form();
				return;
			} catch {
				this.phone?.close();
				await wait(50);
			}
		}
	}

	async write() {
		const note = { id: uuid(), step: this.form.step, column: this.form.columns[0], text: `lapp ${token()}`, token: token() };
		while (!this.gone) {
			const status = await this.send(note);
			if (status === 200 || status === 201) return this.book.set(note.id, note.text);
			if (status === 429) {
				await this.sit();
			} else {
				assert.ok(status === 0 || status === 503, `a note was answered with ${status}`);
				if (status === 503) this.busy++;
				await wait(20);
			}
		}
	}

	async run() {
		while (this.running) await this.write();
	}

	leave() {
		Object.assign(this, { running: false, gone: true });
		this.phone?.close();
	}
}

/* A phone that looks on: comes again with its last id when the stream ends, as browsers do. */
class Listener {
	constructor(phone, after) {
		Object.assign(this, { phone, last: String(after), seen: new Set(), byes: 0, resets: 0, running: true, open: false });
	}

	take(f) {
		if (f.id !== undefined) {
			assert.ok(Number(f.id) > Number(this.last), `numbers rise: ${this.last}, ${f.id}`);
			this.last = f.id;
		}
		if (f.event === 'bye') this.byes++;
		if (f.event === 'reset') this.resets++;
		for (const [, id] of f.data.matchAll(/id="note-([0-9a-f-]{36})"/g)) this.seen.add(id);
	}

	async run() {
		while (this.running) {
			try {
				this.stream = await this.phone.events({ headers: { 'last-event-id': this.last } });
			} catch {
				/* nobody is there just now */
				await wait(50);
				continue;
			}
			this.open = this.stream.status === 200;
			if (!this.open) await wait(50);
			for (let n = 0, closed = false; !closed; ) {
				closed = this.stream.closed;
				for (; n < this.stream.frames.length; n++) this.take(this.stream.frames[n]);
				await wait(10);
			}
			this.open = false;
		}
	}

	leave() {
		this.running = false;
		this.stream?.close();
		this.phone.close();
	}
}

/* Whatever happens meanwhile, nobody goes on asking afterwards: that would keep this file from ending. */
async function restartsUnderLoad(server, options) {
	const crowd = { writers: [], listeners: [] };
	try {
		await restarts(server, crowd, options);
		return crowd.writers;
	} finally {
		for (const p of [...crowd.writers, ...crowd.listeners]) p.leave();
	}
}

async function restarts(server, { writers, listeners }, { fresh }) {
	const code = demoLines(server).code;
	const book = new Map();
	for (let i = 0; i < PHONES; i++) writers.push(new Writer(server, code, book, fresh));
	await Promise.all(writers.map((w) => w.sit()));
	for (let i = 0; i < LISTENERS; i++) {
		const p = await joined(server, code);
		listeners.push(new Listener(p, seqOf(await p.room())));
	}
	const listening = listeners.map((l) => l.run());
	const writing = writers.map((w) => w.run());
	for (let i = 0; i < RESTARTS; i++) {
		const written = book.size;
		await eventually(() => book.size >= written + PHONES * 2);
		await eventually(() => listeners.every((l) => l.open));
		const began = Date.now();
		await server.stop();
		assert.ok(Date.now() - began < END_MOST_MS, `took ${Date.now() - began} ms to end`);
		await server.start();
	}
	for (const w of writers) w.running = false;
	await Promise.all(writing);

	const stored = new Map(server.db.rows("SELECT id, body FROM note WHERE body LIKE 'lapp %'"));
	assert.deepEqual([...book].filter(([id, text]) => stored.get(id) !== text), [], 'saved and lost');
	assert.deepEqual([...stored].filter(([id]) => !book.has(id)), [], 'there without ever having been confirmed');
	assert.equal(new Set(stored.values()).size, stored.size, 'doubled');
	const [[gaps]] = server.db.rows('SELECT count(*) FROM (SELECT room_id FROM event GROUP BY room_id HAVING max(seq) - min(seq) + 1 <> count(*)) AS gaps');
	assert.equal(gaps, '0', 'a gap in the numbers of events');

	/* Every phone has seen every note: in frames, or, where it was told to fetch the page, there. */
	for (const l of listeners) await eventually(() => l.resets > 0 || [...book.keys()].every((id) => l.seen.has(id)));
	for (const l of listeners) assert.equal(l.byes, RESTARTS, 'each was told to come again, each time');
	for (const l of listeners) l.leave();
	await Promise.all(listening);
}

test(`${RESTARTS} restarts under load lose nothing and double nothing`, { timeout: 600000 }, async () => {
	const server = new Server({ demo: true });
	await server.start();
	try {
		await restartsUnderLoad(server, { fresh: false });
	} finally {
		await server.close();
	}
});

test(`${RESTARTS} restarts on a socket that is held refuse nobody`, { timeout: 600000 }, async (t) => {
	const server = new HeldServer({ demo: true });
	await server.start();
	try {
		/* A connection for each note, as behind a proxy: each finds somebody, this process or the next. One that was under way at
		 * the last moment may be cut off; the phone sends it again, and the book above says that it came once. */
		const writers = await restartsUnderLoad(server, { fresh: true });
		const cut = writers.flatMap((w) => w.unanswered);
		t.diagnostic(`${cut.length} requests were cut off: ${[...new Set(cut)].join(', ')}`);
		assert.deepEqual(cut.filter((why) => /ECONNREFUSED/.test(why)), []);
		assert.ok(cut.length <= PHONES * RESTARTS, 'at most one a phone and restart');
		assert.deepEqual(writers.map((w) => w.busy), writers.map(() => 0), 'nor was anybody told to try again');
	} finally {
		await server.close();
	}
});

test('a node that is about to stop says so to whoever sends it people, and goes on answering', async () => {
	const port = await freePort();
	const db = new Server({ demo: true });
	await db.start();
	const code = demoLines(db).code;
	await db.stop();
	const s = new Server({ db: db.db, args: ['--drain', '60', '--metrics', `127.0.0.1:${port}`] });
	await s.start();
	try {
		const p = await joined(s, code);
		await p.form();
		const ready = () => request(s.url, 'GET', '/readyz');
		assert.equal((await ready()).status, 200);
		s.child.kill('SIGTERM');
		const said = await eventually(async () => {
			const r = await ready();
			return r.status === 503 && r;
		});
		assert.equal(said.text, 'leaving\n');
		assert.equal((await request(s.url, 'GET', '/healthz')).status, 200, 'it is alive: nobody is to kill it');
		assert.equal((await p.note('rett før')).status, 201);
		assert.equal((await scrape(port)).value('medvirk_leaving'), 1);
		p.close();
		/* A second time means now: long before the minute is over. */
		const began = Date.now();
		await s.stop();
		assert.ok(Date.now() - began < END_MOST_MS);
		assert.equal(s.db.rows("SELECT count(*) FROM note WHERE body = 'rett før'")[0][0], '1');
	} finally {
		await s.close();
	}
});
