/* crowd.mjs: phones that keep a book. Each runs what the page's script runs: the outbox and the stream of web/js/room, with a network of
 * Node's. What the outbox calls saved is in the book; what a phone has been shown stands in its `seen`. */
import assert from 'node:assert/strict';
import { EventEmitter } from 'node:events';
import { setTimeout as wait } from 'node:timers/promises';
import { openMemory } from '../../../web/js/lib/memory.js';
import { Outbox } from '../../../web/js/room/outbox.js';
import { Stream as RoomStream } from '../../../web/js/room/stream.js';
import { Phone, uuid } from '../../lib/room.mjs';
import { Stream as Wire, eventually } from '../../lib/wire.mjs';

const NOTE = /id="note-([0-9a-f-]{36})"/g;
const EACH = 18;	/* a seat of the demo's room may write twenty */

/* What the browser gives the page's script: EventSource, as far as it is used. */
function sourceOf(visitor) {
	return class Source extends EventEmitter {
		constructor(path) {
			super();
			const wire = (this.wire = new Wire(visitor, path));
			wire.wake = () => {
				for (const f of wire.frames.splice(0)) this.emit(f.event, { data: f.data, lastEventId: f.id ?? '' });
				if (wire.closed && !this.over) (this.over = true), this.emit('error');
			};
			wire.open().then(
				() => {
					if (this.over) return wire.close();
					if (wire.status === 200) return this.emit('open');
					this.over = true;
					wire.close();
					this.emit('error');
				},
				() => {},
			);
		}

		addEventListener(type, fn) {
			this.on(type, fn);
		}

		close() {
			this.over = true;
			this.removeAllListeners();
			this.wire.close();
		}
	};
}

/* How long the work may stand still when a machine fails. It is promised and not a matter of speed: what is measured is in docs/operations.md. */
export const STILL_MS = 10000;

/* A phone with the page open. */
export class Guest {
	constructor(crowd, server) {
		Object.assign(this, { crowd, phone: new Phone(server, crowd.code), seen: new Map(), doubled: [], resets: [], states: new Set(), whys: new Set(), down: 0, said: new Map(), written: 0, ends: 0 });
	}

	async sit() {
		await eventually(async () => (await this.phone.join()).seat, { every: 300 });
		await eventually(async () => (this.paper = await this.phone.form()), { every: 300 });
		this.covers = await eventually(() => this.look(), { every: 300 });
		this.outbox ??= this.makeOutbox();
		this.stream ??= this.makeStream();
		return this;
	}

	/* The page: its number. What stands on it counts as seen, but a page of thirty cards shows no more. */
	async look() {
		const late = wait(15000, null, { ref: false });
		const r = await Promise.race([this.phone.room(), late]);
		if (!r) return NaN;
		const seq = Number(/data-seq="(\d+)"/.exec(r.text)?.[1] ?? NaN);
		if (r.status === 200) for (const [, id] of r.text.matchAll(NOTE)) this.seen.set(id, Date.now());
		return r.status === 200 && Number.isFinite(seq) ? seq : NaN;
	}

	makeOutbox() {
		return new Outbox({
			memory: openMemory(uuid(), null),
			/* Whoever has left does not try again, or a test that failed would never end. */
			setTimer: (f, ms) => setTimeout(() => this.left || f(), ms),
			send: async (url, body) => {
				const late = wait(15000, null, { ref: false });
				const sent = this.phone.visitor.post(url, body, { accept: '*/*' }).catch(() => null);
				const r = await Promise.race([sent, late]);
				return r && { status: r.status, retryAfter: Number(r.headers['retry-after']) || 0 };
			},
			changed: (e) => {
				this.states.add(e.state);
				this.whys.add(e.why);
				if (e.state === 'saved' && !this.crowd.book.has(e.id)) {
					this.crowd.book.set(e.id, e.text);
					this.crowd.savedAt.push(Date.now());
					this.crowd.waits.push(Date.now() - e.made);
					this.crowd.savedOf.set(e.id, Date.now());
					this.crowd.madeOf.set(e.id, e.made);
				}
			},
			closed: () => this.ends++,
		});
	}

	makeStream() {
		const on = {
			patch: (html, id) => {
				this.covers = id;
				for (const [, note] of html.matchAll(NOTE)) {
					if (!this.seen.has(note)) this.seen.set(note, Date.now());
					if (!this.crowd.seqOf.has(note)) this.crowd.seqOf.set(note, id);
				}
			},
			reset: async () => {
				const seq = await this.look().catch(() => NaN);
				if (Number.isFinite(seq)) this.resets.push({ seq, at: Date.now() });
				return seq;
			},
			closed: () => this.ends++,
			state: (up) => {
				if (up) this.outbox.flush();
				else this.down++;
			},
			time: () => {},
		};
		const s = new RoomStream(`/r/${this.crowd.code}/events?screen=phone&lang=nb`, this.covers, on, { Source: sourceOf(this.phone.visitor) });
		this.watch = setInterval(() => s.check(), 5000);
		s.open();
		return s;
	}

	/* When it had this note: by its stream, or with the page it fetched, which counts more notes than it shows. */
	had(id) {
		return this.seen.get(id) ?? this.resets.find((r) => r.seq >= this.crowd.seqOf.get(id))?.at ?? Infinity;
	}

	write() {
		if (this.written++ >= EACH) return;
		this.outbox.add({ action: `/r/${this.crowd.code}/notes`, step: this.paper.step, column: this.paper.columns[0], text: `lapp ${uuid()}` });
	}

	leave() {
		this.left = true;
		clearInterval(this.watch);
		if (this.stream) (this.stream.done = true), this.stream.close();
		this.phone.close();
	}
}

export class Crowd {
	constructor(server, code, { phones = 18, every = 900 } = {}) {
		Object.assign(this, { server, code, every, book: new Map(), savedAt: [], savedOf: new Map(), madeOf: new Map(), seqOf: new Map(), waits: [], running: false });
		this.guests = Array.from({ length: phones }, () => new Guest(this, server));
	}

	async sit() {
		await Promise.all(this.guests.map((g) => g.sit()));
		return this;
	}

	/* Everybody writes now and then until settle(). */
	begin() {
		this.running = true;
		this.writing = this.guests.map(async (g) => {
			while (this.running) {
				await wait(this.every * (0.5 + Math.random()));
				if (this.running) g.write();
			}
		});
		return this;
	}

	/* Resolves when the next note is saved; to the milliseconds since `from`. */
	async goesOn(from) {
		await eventually(() => this.savedAt.some((t) => t > from), { every: 20 });
		return this.savedAt.find((t) => t > from) - from;
	}

	/* The room is as before when a note that was written after `from` has been called saved and every phone has it. Resolves to how many
	 * milliseconds after `from` that was, and sees to it that it is no more than the promise. */
	async wholeAgain(from, most = STILL_MS) {
		const on = (id) => Math.max(this.savedOf.get(id), ...this.guests.map((g) => g.had(id))) - from;
		const first = () => Math.min(...[...this.madeOf].filter(([, made]) => made > from).map(([id]) => on(id)));
		await eventually(() => first() < Infinity, { every: 100 }).catch(() => assert.fail(`no note that was written afterwards came to all: ${this.missing(from)}`));
		assert.ok(first() <= most, `the room stood still for ${first()} ms`);
		return first();
	}

	/* For people who look for why: which phones have not had the notes since, and where they stand. */
	missing(from) {
		const since = [...this.madeOf].filter(([, made]) => made > from).map(([id]) => id);
		const of = (g, i) => `phone ${i} lacks ${since.filter((id) => g.had(id) === Infinity).length} of ${since.length}, stands at ${g.covers}, resets at ${g.resets.map((r) => r.seq)}, down ${g.down} times`;
		return this.guests.map(of).filter((line) => !/ lacks 0 /.test(line)).join('; ');
	}

	/* So many more notes saved, whatever happens meanwhile. */
	async more(n) {
		const enough = this.book.size + n;
		await eventually(() => this.book.size >= enough, { every: 20 });
	}

	/* From the first to the last: how long nothing was saved at most, in ms. */
	longestPause(from = 0) {
		const t = [...(from ? [from] : []), ...this.savedAt.filter((x) => x >= from)];
		return t.slice(1).reduce((most, x, i) => Math.max(most, x - t[i]), 0);
	}

	/* How long a phone went without a note that was saved at most, in ms. */
	longestBlind() {
		return Math.max(0, ...this.guests.flatMap((g) => [...this.savedOf].map(([id, at]) => (g.seen.get(id) ?? at) - at)));
	}

	/* For people who read the test's output; the documents quote it. */
	figures(from) {
		return `longest time without a saved note ${this.longestPause(from)} ms, a note waited ${Math.max(...this.waits)} ms, a phone missed one for ${this.longestBlind()} ms; ${this.book.size} notes, ${this.guests.length} phones`;
	}

	/* Nobody writes any more; everything that is under way arrives. */
	async settle() {
		this.running = false;
		await Promise.all(this.writing ?? []);
		await eventually(() => this.guests.every((g) => g.outbox.waiting().length === 0), { ms: 90000 });
	}

	/* The book against the database and against what each phone was shown. */
	async check(db) {
		await this.settle();
		const stored = new Map(db.rows("SELECT id, body FROM note WHERE body LIKE 'lapp %'"));
		for (const [id, text] of this.book) assert.equal(stored.get(id), text, `note ${id} was lost or changed`);
		assert.equal(db.rows("SELECT body FROM note WHERE body LIKE 'lapp %' GROUP BY body HAVING count(*) > 1").length, 0, 'doubled');
		assert.equal(db.rows('SELECT count(*) FROM (SELECT room_id FROM event GROUP BY room_id HAVING max(seq) - min(seq) + 1 <> count(*)) AS gaps')[0][0], '0', 'a gap in the numbers of events');
		assert.equal(db.rows("SELECT count(*) FROM (SELECT target FROM event WHERE kind = 'note' GROUP BY target HAVING count(*) > 1) AS twice")[0][0], '0', 'an event for a note twice');
		/* After a reset the page held what it held: what is younger must have come. */
		const at = new Map(db.rows("SELECT target, seq FROM event WHERE kind = 'note'").map(([id, seq]) => [id, Number(seq)]));
		const oldest = Math.min(...at.values());
		/* Events that are long past are forgotten: such a note is older than the oldest, and than the frame that showed it to somebody. */
		const isOn = (id, seq) => (at.has(id) ? at.get(id) <= seq : seq >= oldest - 1 || this.seqOf.get(id) <= seq);
		const misses = (g) => [...this.book.keys()].filter((id) => !g.seen.has(id) && !isOn(id, Math.max(0, ...g.resets.map((r) => r.seq))));
		await eventually(() => this.guests.every((g) => misses(g).length === 0), { every: 200, ms: 30000 }).catch(() => {
			for (const [i, g] of this.guests.entries()) assert.deepEqual(misses(g).map((id) => [id, at.get(id)]), [], `phone ${i} was not shown these (and their numbers); resets at ${g.resets.map((r) => r.seq)}, stands at ${g.covers}`);
		});
		this.onlyWaiting();
	}

	/* What people saw on their phones: notes under way, waiting for the network, saved. Nothing else, ever. */
	onlyWaiting() {
		for (const g of this.guests) {
			assert.deepEqual([...g.states].filter((s) => !['waiting', 'sending', 'saved', 'dropped'].includes(s)), [], 'a state people should not see');
			assert.deepEqual([...g.whys], [''], 'a reason people should not be given');
			assert.equal(g.ends, 0, 'the room was called closed');
		}
	}

	leave() {
		this.running = false;
		for (const g of this.guests) g.leave();
	}
}
