/* Nodes are upgraded one after the other, in the middle of a workshop. The next version (medvirk-next: this one with a migration
 * more) brings the database up to date while the old nodes work on; both serve one room; nothing saved is lost. And a node that
 * the schema has left behind stops by itself and says why. */
import assert from 'node:assert/strict';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { setTimeout as wait } from 'node:timers/promises';
import { demoLines, joined, seqOf, token, uuid } from '../lib/room.mjs';
import { Server, endAll, program, runProgram } from '../lib/server.mjs';
import { eventually, request } from '../lib/wire.mjs';

const next = path.join(path.dirname(program), 'tests/nodes/medvirk-next');
let one;
let two;
let code;
const others = [];
const writers = [];

before(async () => {
	one = new Server({ demo: true });
	await one.start();
	code = demoLines(one).code;
	two = new Server({ db: one.db });
	await two.start();
});
/* Whatever a test broke off with: who still writes keeps this file from ending. */
after(() => {
	for (const w of writers) w.leave();
	return endAll(...others.map((s) => () => s.stop()), () => two?.stop(), () => one?.close());
});

/* As a load balancer does: whichever node answers. What was not answered is sent again, with the same id. */
class Writer {
	constructor(nodes, book) {
		Object.assign(this, { nodes, book, running: true, refused: [] });
	}

	async sit() {
		while (this.running) {
			try {
				this.phone?.close();
				this.phone = await joined(this.nodes[0], code);
				this.form = await this.phone.form();
				return;
			} catch {
				await wait(50);
			}
		}
	}

	async post(note) {
		this.phone.visitor.server = this.nodes[Math.floor(Math.random() * this.nodes.length)];
		try {
			return (await this.phone.send('notes', note)).status;
		} catch {
			return 0;
		}
	}

	/* A note under way is brought to its end: it is asked for later. */
	async run() {
		while (this.running) {
			const note = { id: uuid(), step: this.form.step, column: this.form.columns[0], text: `lapp ${token()}`, token: token() };
			let status;
			while (!this.gone && ![200, 201].includes((status = await this.post(note)))) {
				if (status === 429) await this.sit();
				else if (![0, 503].includes(status)) return this.refused.push(status);
				else await wait(20);
			}
			if (!this.gone) this.book.set(note.id, note.text);
		}
	}

	leave() {
		Object.assign(this, { running: false, gone: true });
		this.phone?.close();
	}
}

test('two old nodes become two new ones, one after the other, and the room goes on', { timeout: 300000 }, async () => {
	const nodes = [one, two];
	const book = new Map();
	writers.push(...Array.from({ length: 6 }, () => new Writer(nodes, book)));
	await Promise.all(writers.map((w) => w.sit()));
	const writing = writers.map((w) => w.run());
	const more = async (n = 20) => {
		const from = book.size;
		await eventually(() => book.size >= from + n || writers.some((w) => w.refused.length));
		assert.deepEqual(writers.flatMap((w) => w.refused), []);
	};
	await more();
	assert.equal(one.db.rows("SELECT count(*) FROM information_schema.columns WHERE column_name = 'next_word'")[0][0], '0');

	/* The new program comes to a database that two old ones are writing to. */
	const three = new Server({ db: one.db, program: next });
	others.push(three);
	await three.start();
	assert.equal(one.db.rows("SELECT older FROM schema_migration WHERE name = '900_next'")[0][0], '*');
	nodes.push(three);
	await more(60);

	/* What one writes the others show, whichever version. */
	const [old, young] = [await joined(one, code), await joined(three, code)];
	const streams = [await old.events({ after: seqOf(await old.room()) }), await young.events({ after: seqOf(await young.room()) })];
	const ids = [(await old.note('fra den gamle')).id, (await young.note('fra den nye')).id];
	for (const s of streams) await eventually(() => ids.every((id) => s.frames.some((f) => f.data.includes(id))));
	for (const s of streams) s.close();
	for (const p of [old, young]) p.close();

	/* An old node that must be started again in between can be: the migration has made room for it. */
	nodes.splice(nodes.indexOf(two), 1);
	await two.stop();
	await two.start();
	assert.match(two.log(), /has migration 900_next, which this program does not know; it was made so that this one can go on/);
	nodes.push(two);
	await more();

	for (const s of [two, one]) {
		nodes.splice(nodes.indexOf(s), 1);
		await s.stop();
		Object.assign(s, { program: next, demo: false });
		await s.start();
		nodes.push(s);
		await more();
	}
	await three.stop();
	nodes.splice(nodes.indexOf(three), 1);
	await more();
	for (const w of writers) w.running = false;
	await Promise.all(writing);
	for (const w of writers) w.leave();

	const stored = new Map(one.db.rows("SELECT id, body FROM note WHERE body LIKE 'lapp %'"));
	assert.deepEqual([...book].filter(([id, text]) => stored.get(id) !== text), [], 'saved and lost');
	assert.equal(stored.size, book.size, 'doubled, or there without a word');
	const [[gaps]] = one.db.rows('SELECT count(*) FROM (SELECT room_id FROM event GROUP BY room_id HAVING max(seq) - min(seq) + 1 <> count(*)) AS gaps');
	assert.equal(gaps, '0');
});

test('an old program makes no backup of what it does not know', async () => {
	const file = path.join(one.db.folder, 'old.medvirk');
	const r = await runProgram(['backup', file, '--db', one.db.url]);
	assert.equal(r.status, 1);
	assert.match(r.err, /a newer version works on this database/);
	const d = await runProgram(['doctor', '--db', one.db.url]);
	assert.match(d.out, /look at {2}A newer version works on this database/);
});

test('a node that the schema has left behind stops by itself; one that knows enough goes on', { timeout: 120000 }, async () => {
	const old = new Server({ db: one.db });
	others.push(old);
	await old.start();
	const p = await joined(old, code);
	await p.form();
	assert.equal((await p.note('før')).status, 201);
	/* As the version after the next would leave it: what the next still knows, but no older one. */
	one.db.rows("INSERT INTO schema_migration (name, applied, older) VALUES ('901_contract', 0, '900_next')");
	const { status } = await old.ended;
	old.child = null;
	assert.equal(status, 1);
	assert.match(old.log(), /level=error msg="a newer version has changed the database, and this one cannot go on: stopping/);
	assert.match(old.log(), /msg="stopping"/, 'in order: streams told to come again, requests answered');
	p.close();

	const again = await old.spawn();
	old.child = null;
	assert.match(again, /has migration 901_contract, which this program does not know/);
	assert.match(again, /cannot open the database/);

	for (const s of [one, two]) assert.equal((await request(s.url, 'GET', '/readyz')).status, 200, 'the next version goes on');
	const young = await joined(one, code);
	assert.equal((await young.note('etter')).status, 201);
	young.close();
});
