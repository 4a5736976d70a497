/* Unnamed means unnamed (design, 7.4). Twelve people on twelve addresses write 120 notes in an order that is known here, vote and
 * leave. Afterwards everything that anybody could get hold of is searched: every frame and page, the log, the closed database with its
 * -wal and free pages, a dump, a backup made in the middle. Nothing may lead from a note to a seat, an address, a person or a moment,
 * and no order, stored or shown, may resemble the order of writing. */
import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { engine, freshDatabase } from '../lib/database.mjs';
import { Desk } from '../lib/desk.mjs';
import { databaseBytes, holdsNone, likeness, wordsOf as words } from '../lib/leak.mjs';
import { Phone, joined, seqOf, token, uuid } from '../lib/room.mjs';
import { runProgram, startServer } from '../lib/server.mjs';
import { Stream, Visitor, eventually } from '../lib/wire.mjs';
import { addPerson, openWorkshop, setUp } from '../lib/workplace.mjs';

const SEATS = 12;
const NOTES = 120;
const folder = mkdtempSync(path.join(tmpdir(), 'medvirk-leak-'));

let server;
let place;
let room;
let desk;
let phones;
/* In the order of writing: { id, token, text, word, at }. The word stands in the text and nowhere else in the world. */
const written = [];
/* Everything that came over the wire: { name, text }. */
const wire = [];
const secrets = new Set();
const hashes = new Set();

const keep = (name, text) => wire.push({ name, text });
const look = async (name, visitor, p) => {
	const r = await visitor.get(p);
	keep(`${name} ${p.replace(room.wall, 'TOKEN')}`, r.text);
	return r;
};

/* By chance alone |rho| of 120 goes over 0.45 once in a million. */
function unlike(name, order) {
	const rho = likeness(written.map((n) => n.word), order);
	assert.ok(!Number.isNaN(rho), `${name}: only ${order.length} notes found`);
	assert.ok(Math.abs(rho) < 0.45, `${name}: the order resembles the order of writing (rho ${rho.toFixed(2)})`);
}

before(async () => {
	server = await startServer({ args: ['--trust', '127.0.0.1'] });
	place = await setUp(server);
	room = await openWorkshop(place);
	const staff = await addPerson(server, place, 'staff', 'Ansatt Anna');
	desk = new Desk(place.leader, room.code);
	phones = [];
	for (let i = 0; i < SEATS; i++) {
		const address = `203.0.113.${i + 10}`;
		secrets.add(address);
		const p = new Phone(server, room.code, { 'x-forwarded-for': address, 'user-agent': `Telefon/${i} (unik-${token()})` });
		secrets.add(p.visitor.headers['user-agent'].slice(-34, -1));
		/* Two of them use a browser in which they are signed in. */
		if (i === 0) p.visitor.cookies.push(...place.union.cookies);
		if (i === 1) p.visitor.cookies.push(...staff.cookies);
		keep(`landing ${i}`, (await p.visitor.get(`/r/${room.code}`)).text);
		await p.join();
		assert.ok(p.seat, 'a seat');
		secrets.add(p.seat);
		for (const c of p.visitor.cookies) if (c.value.length > 20) secrets.add(c.value);
		phones.push(p);
	}
});

after(async () => {
	await server?.close();
	rmSync(folder, { recursive: true, force: true });
});

test('the workshop is played', { timeout: 240000 }, async () => {
	await desk.take();
	await desk.goTo(2);
	const seq = seqOf(await phones[0].room());
	const streams = [];
	for (const [i, lang] of ['nb', 'nn', 'en'].entries()) streams.push([`phone ${lang}`, await phones[i].events({ lang, after: seq })]);
	streams.push(['wall', await phones[3].events({ screen: 'wall', after: seq, wall: room.wall })]);
	streams.push(['desk', await new Stream(place.leader, `/r/${room.code}/events?screen=desk&lang=nb&after=${seq}`).open()]);
	for (const [name, s] of streams) assert.equal(s.status, 200, name);

	/* One after the other, seat by seat, so that the order of writing is known to the last note. */
	for (let i = 0; i < NOTES; i++) {
		const word = `ord${token().slice(0, 12)}x`;
		const n = { id: uuid(), token: token(), word, text: `${word} i min stil` };
		const r = await phones[(i * 5) % SEATS].note(n.text, { id: n.id, token: n.token });
		assert.equal(r.status, 201);
		keep('the answer to a note', `${JSON.stringify(r.headers)}\n${r.text}`);
		n.at = Date.now();
		written.push(n);
		secrets.add(n.token);
		if (i % 17 === 0) {
			await look('phone', phones[4].visitor, `/r/${room.code}/room`);
			await look('board', phones[4].visitor, `/r/${room.code}/board`);
			await look('wall', new Visitor(server), `/r/${room.code}/wall/${room.wall}`);
			await look('desk', place.leader, `/r/${room.code}/desk`);
		}
		if (i === 70) await backup('hidden');
	}
	/* One is changed, one withdrawn, one set aside. */
	assert.equal((await phones[0].send('notes/edit', { id: written[0].id, token: written[0].token, text: `${written[0].word} endret` })).status, 200);
	const gone = written[60];
	assert.equal((await phones[(60 * 5) % SEATS].send('notes/delete', { id: gone.id, token: gone.token })).status, 200);
	for (const q of streams) assert.deepEqual(words(q[1].raw), [], `${q[0]}: before reveal nobody gets a text`);
	await desk.step('reveal');
	for (const [name, s] of streams) {
		if (name === 'desk') continue;
		await eventually(() => new Set(words(s.raw)).size >= 50);
		unlike(`frames of ${name}`, words(s.raw));
	}
	for (const who of [phones[5].visitor, phones[6].visitor]) {
		const all = [];
		for (let next = `/r/${room.code}/room`; next; ) {
			const r = await look('phone', who, next);
			all.push(...words(r.text));
			next = r.page.links().find((l) => /[?&]from=/.test(l) && Number(/from=(\d+)/.exec(l)[1]) > Number(/from=(\d+)/.exec(next)?.[1] ?? 0));
		}
		assert.ok(new Set(all).size >= NOTES - 1, `all notes on the pages: ${new Set(all).size}`);
		unlike('the pages of a phone', all);
	}
	unlike('the board', words((await look('board', phones[7].visitor, `/r/${room.code}/board`)).text));
	await look('wall', new Visitor(server), `/r/${room.code}/wall/${room.wall}`);
	await look('desk', place.leader, `/r/${room.code}/desk`);
	await look('desk', place.safety, `/r/${room.code}/desk`);
	await backup('shown');

	/* Themes at tables, then votes. */
	await desk.goTo(3);
	for (const [i, p] of phones.entries()) {
		await p.send('table', { table: String(1 + (i % 2)) });
		const r = await look('phone', p.visitor, `/r/${room.code}/room`);
		if (i > 1) continue;
		const theme = uuid();
		await p.send('themes', { id: theme, name: `Tema ved bord ${i}` });
		for (const note of r.page.all('[name="note"]').map((x) => x.getAttribute('value')).slice(0, 10)) await p.send('themes/notes', { theme, note, in: '1' });
	}
	await desk.goTo(8);
	for (const name of ['Vikarer', 'Rapport', 'Garderobe', 'Heis']) await desk.act('themes', { theme: uuid(), name });
	await desk.goTo(9);
	for (const p of phones) {
		const r = await look('phone', p.visitor, `/r/${room.code}/room`);
		const v = r.page.one('section[data-votes]');
		const targets = [...v.querySelectorAll('[data-target]')].map((t) => t.getAttribute('data-target'));
		assert.equal((await p.send('votes', { round: v.getAttribute('data-round'), target: targets[Math.floor(Math.random() * targets.length)], count: '1' })).status, 200);
	}
	await backup('votes');

	/* What the open sitting knows and the closed one must not: read from the database itself. */
	const read = (sql) => server.db.rows(sql).forEach((r) => r.forEach((v) => v.length >= 16 && hashes.add(v)));
	read('SELECT token_hash FROM seat');
	read('SELECT secret FROM room_key');
	read('SELECT voter FROM vote');
	read('SELECT edit_hash FROM note WHERE edit_hash IS NOT NULL');
	for (const n of written) hashes.add(n.id);
	assert.ok(hashes.size > SEATS * 2 + NOTES, `${hashes.size} hashes to look for`);
	/* PostgreSQL does this by itself when it likes, and keeps samples of what it saw. */
	if (engine === 'pg') server.db.rows('ANALYZE');

	await desk.act('vote', { do: 'close' });
	await desk.goTo(10);
	await desk.act('end', { do: 'close' });
	for (const [name, s] of streams) {
		assert.ok(await s.ended(), name);
		keep(`frames of ${name}`, s.raw);
	}
	await look('landing after', phones[0].visitor, `/r/${room.code}`);
	await eventually(() => server.db.rows('SELECT count(*) FROM seat')[0][0] === '0');
});

async function backup(when) {
	const file = path.join(folder, `${when}.backup`);
	const r = await runProgram(['backup', file, '--db', server.db.url]);
	assert.equal(r.status, 0, r.err);
	const text = readFileSync(file, 'latin1');
	keep(`backup (${when})`, text);
	const fresh = freshDatabase();
	try {
		const back = await runProgram(['restore', file, '--db', fresh.url]);
		assert.equal(back.status, 0, back.err);
		for (const table of ['seat', 'room_key', 'vote', 'event', 'note_gone']) assert.equal(fresh.rows(`SELECT count(*) FROM ${table}`)[0][0], '0', `${table} in the backup (${when})`);
		assert.equal(fresh.rows('SELECT count(*) FROM note WHERE edit_hash IS NOT NULL')[0][0], '0', 'tokens in the backup');
		assert.equal(fresh.rows("SELECT count(*) FROM sitting WHERE state = 'open'")[0][0], '0', 'an open sitting comes back closed');
		const order = fresh.rows('SELECT body FROM note ORDER BY place, id').flatMap(([b]) => words(b));
		if (order.length > 50) {
			unlike(`notes by place in the backup (${when})`, order);
			unlike(`notes as they lie in the backup (${when})`, fresh.rows('SELECT body FROM note').flatMap(([b]) => words(b)));
		}
	} finally {
		fresh.drop();
	}
}

test('nothing that was sent or shown holds a secret, an address, a person or a moment', () => {
	for (const { name, text } of wire) {
		for (const s of secrets) assert.ok(!text.includes(s), `${name} holds ${s.slice(0, 6)}…`);
		if (/frames|phone|board|wall|landing|answer/.test(name)) assert.doesNotMatch(text, /Tor Tillitsvalgt|Ansatt Anna/, name);
		/* Note elements carry their id and place on the screen, nothing more. */
		for (const [, attributes] of text.matchAll(/<li([^>]*\bid="note-[^>]*)>/g)) {
			const names = [...attributes.matchAll(/([\w-]+)=/g)].map((m) => m[1]);
			for (const a of names) assert.ok(['class', 'id', 'data-column', 'data-into', 'data-gone'].includes(a), `${name}: a note carries ${a}`);
		}
	}
	for (const { name, text } of wire.filter((w) => /answer/.test(w.name))) assert.doesNotMatch(text.replace(/"date":"[^"]*"/, ''), /seq|seat/i, name);
});

test('the log knows nothing about the room', () => {
	const log = server.log();
	for (const s of [...secrets, ...hashes]) assert.ok(!log.includes(s), `the log holds ${s.slice(0, 6)}…`);
	assert.deepEqual(words(log), []);
	assert.doesNotMatch(log, /\/notes|\/votes|\/join|route=\/r\/:code\/(room|events)/);
});

test('a closed note has no author, seat, time or sequence, and its place says nothing', () => {
	const columns = engine === 'pg' ? server.db.rows("SELECT column_name FROM information_schema.columns WHERE table_name = 'note' AND table_schema = 'public'") : server.db.rows("SELECT name FROM pragma_table_info('note')");
	const known = ['id', 'process_id', 'phase', 'room_id', 'step', 'col', 'body', 'state', 'aside_reason', 'place', 'theme_id', 'edit_hash', 'about', 'builds_on', 'bin'];
	assert.deepEqual(columns.map(([c]) => c).filter((c) => !known.includes(c)), [], 'a new column of note: does it tell people apart?');
	for (const left of ['room_id <> -process_id', 'edit_hash IS NOT NULL']) assert.equal(server.db.rows(`SELECT count(*) FROM note WHERE ${left}`)[0][0], '0', left);
	unlike('notes by place', server.db.rows('SELECT body FROM note ORDER BY place').flatMap(([b]) => words(b)));
	unlike('notes by id', server.db.rows('SELECT body FROM note ORDER BY id').flatMap(([b]) => words(b)));
	unlike('notes as they lie', server.db.rows('SELECT body FROM note').flatMap(([b]) => words(b)));
	const within = server.db.rows("SELECT id, place FROM note").filter(([, p]) => Math.abs(Number(p) - Date.now()) < 86400e3 || Math.abs(Number(p) * 1000 - Date.now()) < 86400e3);
	assert.ok(within.length <= 2, 'places are moments');
	if (engine === 'pg') unlike('notes by ctid', server.db.rows('SELECT body FROM note ORDER BY ctid').flatMap(([b]) => words(b)));
});

test('the closed database holds none of it, neither in free pages nor in its log', async () => {
	const search = (when) => {
		const files = databaseBytes(server);
		holdsNone(files, [...secrets, ...hashes], when);
		for (const { name, bytes } of files) {
			const text = bytes.toString('latin1');
			assert.ok(!text.includes(`${written[60].word} i min`), `${when}: a withdrawn note is gone (${name})`);
			assert.ok(!text.includes(`${written[0].word} i min`), `${when}: what a note said before it was changed is gone (${name})`);
			if (name === 'pg_dump' || name === 'medvirk.db') unlike(`notes in ${name}, ${when}`, words(text));
		}
	};
	search('while it runs');
	if (engine === 'pg') return;
	await server.stop();
	search('after the end');
	assert.ok(!existsSync(path.join(server.db.folder, 'medvirk.db-wal')) || readFileSync(path.join(server.db.folder, 'medvirk.db-wal')).length === 0);
});
