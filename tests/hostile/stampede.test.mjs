/* Crowds: everybody at once, from one address, and again when the program starts anew. bench/stampede has the figures; here nobody is
 * refused, nothing is lost and nothing comes twice. LONG=1: 3,000 of them in ten rooms, which bench/rooms beside the program makes. */
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { demoLines, enterDemo, joined, seqOf, uuid } from '../lib/room.mjs';
import { program, startServer } from '../lib/server.mjs';
import { eventually } from '../lib/wire.mjs';

const CROWD = 300;
const STREAMS = process.env.LONG ? 3000 : 120;
const ROOMS = 10;	/* a room has 3,000 seats, and some are taken */
let server;
let code;
let codes;	/* of the rooms whose phones come back */

before(async () => {
	server = await startServer({ demo: true, args: ['--trust', '127.0.0.1'] });
	({ code } = demoLines(server));
	codes = [code];
	if (!process.env.LONG) return;
	const made = execFileSync(path.join(path.dirname(program), 'bench/rooms'), ['--db', server.db.url, '--rooms', String(ROOMS), '--bare', new URL('../../bench/methods', import.meta.url).pathname], { encoding: 'utf8' });
	codes = made.trim().split('\n');
	assert.equal(codes.length, ROOMS);
});
after(() => server?.close());

const everybody = (n, what) => Promise.all(Array.from({ length: n }, (_, i) => what(i)));
const counts = (list) => list.reduce((all, x) => ({ ...all, [x]: (all[x] ?? 0) + 1 }), {});

for (const [where, headers] of [
	['one address', {}],
	['one address behind a proxy that is trusted', { 'x-forwarded-for': '10.7.7.7', 'x-forwarded-proto': 'https' }],
])
	test(`${CROWD} phones of ${where} join in the same moment: none is refused, none shares a seat, none misses a note`, async () => {
		const phones = await everybody(CROWD, () => joined(server, code, headers));
		const streams = [];
		try {
			assert.deepEqual(counts(phones.map((p) => p.joined.status)), { 303: CROWD });
			assert.equal(new Set(phones.map((p) => p.seat)).size, CROWD);
			assert.deepEqual(counts((await everybody(CROWD, (i) => phones[i].room())).map((r) => r.status)), { 200: CROWD });
			streams.push(...(await everybody(CROWD, (i) => phones[i].events())));
			assert.deepEqual(counts(streams.map((s) => s.status)), { 200: CROWD });
			const notes = await everybody(5, (i) => phones[i].note(`I trengselen ${i} ${where}`));
			assert.deepEqual(counts(notes.map((r) => r.status)), { 201: 5 });
			for (const n of notes) await everybody(CROWD, (i) => streams[i].until((f) => f.event === 'patch' && f.data.includes(`id="note-${n.id}"`)));
		} finally {
			for (const s of streams) s.close();
			for (const p of phones) p.close();
		}
	});

/* How often each note of ours stands in what a phone got: in frames that replace whole elements a note may stand again, but never
 * twice in one, and never not at all. */
function seen(frames, ids) {
	const patches = frames.filter((f) => f.event === 'patch').map((f) => f.data);
	return ids.map((id) => patches.filter((d) => d.includes(`id="note-${id}"`)).length);
}

for (const [how, end] of [
	['is stopped', (s) => s.stop()],
	['is killed', (s) => s.kill()],
])
	test(`the program ${how} under ${STREAMS} streams and starts again: all are back, without a gap, and nothing comes twice`, async (t) => {
		const phones = [];
		const seqs = [];
		const first = [];
		/* In waves: the program keeps descriptors for 1,400 who hold a connection for nothing but the next page. */
		while (phones.length < STREAMS) {
			const wave = await everybody(Math.min(500, STREAMS - phones.length), (i) => joined(server, codes[i % codes.length]));
			const from = phones.push(...wave) - wave.length;
			assert.deepEqual(counts(wave.map((p) => p.joined.status)), { 303: wave.length });
			seqs.push(...(await everybody(wave.length, (i) => wave[i].room())).map(seqOf));
			first.push(...(await everybody(wave.length, (i) => wave[i].events({ after: seqs[from + i] }))));
			for (const p of wave) p.close();
		}
		const again = [];
		/* The notes of each room. */
		const notes = new Map(codes.map((c) => [c, []]));
		const mine = (i) => notes.get(phones[i].code);
		/* Waits until it is saved, with the same id, as the phone does. */
		const write = async (p, text) => {
			const id = uuid();
			notes.get(p.code).push(id);
			await eventually(async () => [200, 201].includes((await p.note(text, { id })).status));
		};
		try {
			await Promise.all(phones.slice(0, 10).map((p, i) => write(p, `før ${how} ${i}`)));
			/* These are on their way when it ends: some phones have them by then, some have not. */
			const between = Promise.all(phones.slice(10, 20).map((p, i) => write(p, `mens det ${how} ${i}`)));
			await end(server);
			await everybody(STREAMS, (i) => first[i].ended());
			if (how === 'is stopped') {
				const waits = first.map((s) => Number(s.frames.find((f) => f.event === 'bye')?.data));
				assert.ok(waits.every((ms) => ms >= 1000 && ms <= 5000), `${waits}`);
				assert.ok(new Set(waits).size > STREAMS / 2, 'each comes back at a moment of its own');
			}
			await server.start();
			await between;
			const from = Date.now();
			again.push(...(await everybody(STREAMS, (i) => phones[i].events({ headers: { 'last-event-id': String(first[i].frames.filter((f) => f.id).at(-1)?.id ?? seqs[i]) } }))));
			assert.deepEqual(counts(again.map((s) => s.status)), { 200: STREAMS });
			const back = Date.now() - from;
			t.diagnostic(`${STREAMS} streams were back ${back} ms after the program was`);
			assert.ok(back <= 15000, 'within the fifteen seconds that are promised');
			await Promise.all(phones.slice(20, 30).map((p, i) => write(p, `etter at det ${how} ${i}`)));
			await everybody(STREAMS, (i) => eventually(() => seen([...first[i].frames, ...again[i].frames], mine(i)).every((n) => n > 0)));
			for (const i of [0, STREAMS >> 1, STREAMS - 1]) {
				const room = await phones[i].room();
				const ids = mine(i);
				for (const id of ids) assert.equal(room.text.split(`id="note-${id}"`).length - 1 <= 1, true);
				for (const f of [...first[i].frames, ...again[i].frames]) for (const id of ids) assert.ok(f.data.split(`id="note-${id}"`).length <= 2, 'once in a frame');
				/* What a phone had is not sent to it again. */
				const had = seen(first[i].frames, ids);
				const got = seen(again[i].frames, ids);
				assert.deepEqual(had.map((n, k) => n > 0 && got[k] > 0), ids.map(() => false));
			}
			const ids = [...notes.values()].flat();
			assert.equal(Number(server.db.rows(`SELECT COUNT(*) FROM note WHERE id IN (${ids.map((id) => `'${id}'`)})`)[0][0]), ids.length, 'each is saved once');
		} finally {
			for (const s of [...first, ...again]) s.close();
			for (const p of phones) p.close();
		}
	});

test('a wall and a desk come back from the address from which everybody comes back', async () => {
	const boss = await enterDemo(server, 'leader');
	const desk = await boss.get(`/r/${code}/desk`);
	const wall = /\/r\/[A-Z0-9]+\/wall\/[A-Za-z0-9_-]+/.exec(desk.text)[0];
	const at = (await boss.get(wall)).page.one('main').getAttribute('data-events');
	const p = await joined(server, code);
	for (let round = 0; round < 70; round++) {
		const s = await p.events({ screen: 'wall', wall: new URL(at, server.url).searchParams.get('wall') });
		assert.equal(s.status, 200, `round ${round}`);
		s.close();
	}
	p.close();
	boss.done();
});
