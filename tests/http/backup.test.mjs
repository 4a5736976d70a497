/* Backup and restore: from a workshop that is open, on this engine and to the other one. The promise is kept by what the file
 * does not hold, so most of this is a search for what must not be in it. */
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { engine, freshDatabase } from '../lib/database.mjs';
import { demoLines, enterDemo, joined, token } from '../lib/room.mjs';
import { Server, runProgram, startServer } from '../lib/server.mjs';
import { Visitor } from '../lib/wire.mjs';

const other = engine === 'pg' ? 'sqlite' : 'pg';
const FORGOTTEN = ['seat', 'room_key', 'vote', 'note_gone', 'event', 'second_tap', 'vote_slip', 'session', 'onetime', 'form_key'];

let server;
let code;
let phones;
let signedIn;
let file;
const written = [];
const databases = [];

const fresh = (which) => {
	const db = freshDatabase(which);
	databases.push(db);
	return db;
};
const fileIn = (name) => path.join(server.db.folder, name);
const backup = (to, from = server.db) => runProgram(['backup', to, '--db', from.url]);
const restore = (from, db) => runProgram(['restore', from, '--db', db.url]);
const cell = (db, sql) => db.rows(sql)[0]?.[0];
const text = () => readFileSync(file, 'utf8');
const lines = () => text().trim().split('\n').map((l) => JSON.parse(l));

/* The rows of one table of the file, as objects. */
function rowsOf(name) {
	const out = [];
	let columns;
	for (const l of lines()) {
		if (l.table) columns = l.table === name ? l.columns : null;
		else if (columns && Array.isArray(l)) out.push(Object.fromEntries(columns.map((c, i) => [c, l[i]])));
	}
	return out;
}

before(async () => {
	server = await startServer({ demo: true });
	const { db } = server;
	({ code } = demoLines(server));
	signedIn = await enterDemo(server, 'leader');
	phones = [];
	for (let i = 0; i < 6; i++) phones.push(await joined(server, code));
	for (let i = 0; i < 24; i++) {
		const t = token();
		const r = await phones[i % 6].note(`Lapp nummer ${i} av ti og fjorten`, { token: t });
		assert.equal(r.status, 201, r.text.slice(0, 300));
		written.push({ id: r.id, token: t, text: `Lapp nummer ${i} av ti og fjorten` });
	}
	const gone = written.pop();
	assert.ok((await phones[5].send('notes/delete', { id: gone.id, token: gone.token })).status < 400);
	written.gone = gone;
	/* A vote that is going on, as its rows stand: the demo's workshop is not there yet. */
	const room = cell(db, `SELECT id FROM sitting WHERE code = '${code}'`);
	const process = cell(db, `SELECT process_id FROM sitting WHERE code = '${code}'`);
	written.theme = cell(db, 'SELECT id FROM theme ORDER BY id LIMIT 1') ?? 'et-tema';
	db.rows(`INSERT INTO vote_round (process_id, phase, room_id, step, ballot, kind, dots, cap) VALUES (${process}, 'x', ${room}, 'stem', 'b', 'dots', 3, 2)`);
	written.round = cell(db, "SELECT id FROM vote_round WHERE state = 'open'");
	for (const [voter, n] of [['velger-en', 2], ['velger-to', 1]]) db.rows(`INSERT INTO vote VALUES (${written.round}, '${voter}', '${written.theme}', ${n})`);
	db.rows(`INSERT INTO room_key VALUES (${room}, 'romnokkelen-som-ingen-skal-se') ON CONFLICT DO NOTHING`);
	db.rows(`INSERT INTO vote_slip VALUES ('seddelen-som-ingen-skal-se', ${room}, 0)`);
	db.rows(`INSERT INTO own_sheet VALUES (${process}, 1, 'tanker', 'felt', 'Bare mine egne tanker', NULL)`);
	file = fileIn('first.backup');
});

after(async () => {
	for (const p of phones ?? []) p.close();
	await server?.close();
	for (const db of databases) db.drop();
});

test('a backup is written while a workshop goes on, and the workshop does not notice', async () => {
	const before = server.db.rows('SELECT id FROM note ORDER BY id').flat();
	const r = await backup(file);
	assert.equal(r.status, 0, r.err);
	assert.match(r.out, /read back and is whole/);
	assert.match(r.out, /1 workshop is open now/);
	assert.equal(statSync(file).mode & 0o777, 0o600, 'only its owner can read it');
	assert.deepEqual(server.db.rows('SELECT id FROM note ORDER BY id').flat(), before);
	assert.equal(cell(server.db, `SELECT state FROM sitting WHERE code = '${code}'`), 'open');
	assert.equal((await phones[0].note('Etter kopien')).status, 201);
	assert.equal((await phones[0].send('notes/edit', { ...written[0], text: written[0].text })).status < 400, true, 'edit tokens still work');
});

test('nothing in the file leads from a note or a vote to a phone or a person', () => {
	const all = text();
	const secrets = [
		...phones.map((p) => p.seat),
		...phones.map((p) => createHash('sha256').update(p.seat).digest('hex')),
		...written.flatMap((n) => [n.id, n.token]),
		written.gone.id,
		written.gone.text,
		'velger-en',
		'romnokkelen-som-ingen-skal-se',
		'seddelen-som-ingen-skal-se',
		...[
			'SELECT token_hash FROM seat',
			'SELECT secret FROM room_key',
			'SELECT voter FROM vote',
			'SELECT id FROM note_gone',
			'SELECT edit_hash FROM note WHERE edit_hash IS NOT NULL',
			'SELECT wall_token FROM sitting WHERE wall_token IS NOT NULL',
			'SELECT token_hash FROM session',
			'SELECT token_hash FROM onetime',
		].flatMap((sql) => server.db.rows(sql).flat()),
		...signedIn.cookies.map((c) => c.value).filter((v) => v.length > 8),
	];
	assert.ok(secrets.length > 60, 'there is something to look for');
	for (const s of secrets) assert.equal(all.includes(s), false, `the file holds ${s}`);
	for (const t of FORGOTTEN) assert.equal(all.includes(`{"table":"${t}"`), false, t);
	for (const n of rowsOf('note')) assert.deepEqual([n.edit_hash, Number(n.room_id)], [null, -Number(n.process_id)], 'no note names its sitting');
});

test('the notes stand in no order of writing', () => {
	const order = rowsOf('note').map((n) => written.findIndex((w) => w.text === n.body)).filter((i) => i >= 0);
	assert.equal(order.length, written.length);
	const n = order.length;
	const mean = (n - 1) / 2;
	const r = order.reduce((sum, w, i) => sum + (w - mean) * (i - mean), 0) / order.reduce((sum, _, i) => sum + (i - mean) ** 2, 0);
	assert.ok(Math.abs(r) < 0.75, `the correlation is ${r}`);
});

test('the sitting is closed in the file, its votes counted, and own sheets are there', () => {
	assert.equal(rowsOf('sitting').find((s) => s.code === code).state, 'closed');
	assert.equal(rowsOf('sitting').some((s) => ['open', 'broken'].includes(s.state)), false);
	assert.equal(rowsOf('vote_total').find((t) => String(t.round_id) === written.round).total, 3);
	assert.equal(rowsOf('vote_round').find((t) => String(t.id) === written.round).seats, 2);
	assert.ok(rowsOf('own_sheet').some((s) => s.body === 'Bare mine egne tanker'));
});

for (const which of [engine, other]) {
	test(`it is restored on ${which}, counted and compared, and the program serves it`, async () => {
		const db = fresh(which);
		const r = await restore(file, db);
		assert.equal(r.status, 0, r.err);
		for (const end of lines().filter((l) => l.end && l.end !== 'backup')) {
			const there = Number(cell(db, `SELECT COUNT(*) FROM "${end.end}"`));
			const noted = end.end === 'audit' ? Number(cell(db, "SELECT COUNT(*) FROM audit WHERE kind = 'backup.restored'")) : 0;
			/* A wish to wipe files is not carried into new ones. */
			const wish = end.end === 'setting' ? rowsOf('setting').filter((x) => x.name === 'scrub').length : 0;
			assert.equal(there - noted + wish, end.rows, end.end);
		}
		for (const t of FORGOTTEN) assert.equal(Number(cell(db, `SELECT COUNT(*) FROM ${t}`)), 0, t);
		const doctor = await runProgram(['doctor', '--db', db.url]);
		/* The PostgreSQL of the tests runs without fsync, which the doctor rightly does not like. */
		assert.deepEqual(doctor.out.split('\n').filter((l) => l.startsWith('TROUBLE') && !/has (fsync|full_page_writes) = off/.test(l)), [], doctor.err);
		assert.match(doctor.out, /The log is whole/);
		const again = await new Server({ db }).start();
		try {
			const v = new Visitor(again);
			assert.equal((await v.get(`/r/${code}`)).status, 410);
			assert.equal((await v.get('/login')).status, 200);
			v.done();
		} finally {
			await again.stop();
		}
	});
}

test('a second backup of what was restored holds the same', async () => {
	const db = fresh(other);
	assert.equal((await restore(file, db)).status, 0);
	const second = fileIn('second.backup');
	const r = await backup(second, db);
	assert.equal(r.status, 0, r.err);
	const sums = (f) => Object.fromEntries(readFileSync(f, 'utf8').trim().split('\n').map((l) => JSON.parse(l)).filter((l) => l.end && !['audit', 'setting', 'backup'].includes(l.end)).map((l) => [l.end, l.sum]));
	assert.deepEqual(sums(second), sums(file));
});

test('after a restore new rows get ids of their own', async () => {
	const db = fresh('pg');
	assert.equal((await restore(file, db)).status, 0);
	const most = Number(cell(db, 'SELECT MAX(id) FROM unit'));
	assert.equal(Number(cell(db, "INSERT INTO unit (organisation_id, name, created) VALUES (1, 'Ny', 0) RETURNING id")), most + 1);
	assert.equal(Number(cell(db, 'SELECT COUNT(*) FROM pg_constraint WHERE condeferrable')), 0, 'references are looked at at once again');
});

test('a database with something in it is never written to', async () => {
	const before = server.db.rows('SELECT COUNT(*) FROM person');
	const r = await restore(file, server.db);
	assert.equal(r.status, 1);
	assert.match(r.err, /The database is not empty: there are \d+ rows in "\w+"\. Nothing was changed\./);
	assert.deepEqual(server.db.rows('SELECT COUNT(*) FROM person'), before);
});

test('a file is never written over', async () => {
	const before = text();
	const r = await backup(file);
	assert.equal(r.status, 1);
	assert.match(r.err, /is there already/);
	assert.equal(text(), before);
});

test('an empty or a missing database is no backup', async () => {
	const empty = fresh();
	const to = fileIn('empty.backup');
	const r = await backup(to, engine === 'pg' ? empty : { url: `sqlite:${path.join(empty.folder, 'ingen.db')}` });
	assert.equal(r.status, 1);
	assert.match(r.err, engine === 'pg' ? /nothing has been begun/ : /there is no database/);
	assert.deepEqual(readdirSync(server.db.folder).filter((f) => f.startsWith('empty')), []);
});

const damage = {
	'a changed word': [(t) => t.replace('Lapp nummer 7 av', 'Lapp nummer 9 av'), /rows before it have been changed/],
	'a row that is gone': [(t) => t.replace(/\n\[[^\n]*Lapp nummer 7 av[^\n]*/, ''), /rows are missing/],
	'a file cut short': [(t) => t.slice(0, t.length * 0.6), /is damaged/],
	'a missing end': [(t) => t.trim().split('\n').slice(0, -1).join('\n') + '\n', /ends too early/],
	'a table that must not come back': [(t) => t.replace('{"table":"agreement",', '{"table":"session",'), /no backup has/],
	'an unknown column': [(t) => t.replace('"columns":["id","unit_id"', '"columns":["id","hemmelig"'), /column that is not there/],
	'something else altogether': [() => '<!doctype html><p>Nei', /not a backup/],
	'nothing at all': [() => '', /not a backup/],
	'a newer program': [(t) => t.replace('"001_access"', '"999_later"'), /newer version/],
};
for (const [what, [how, says]] of Object.entries(damage)) {
	test(`refused, and nothing is left behind: ${what}`, async () => {
		const db = fresh();
		const bad = fileIn(`bad-${Object.keys(damage).indexOf(what)}`);
		writeFileSync(bad, how(text()));
		const r = await restore(bad, db);
		assert.equal(r.status, 1, r.out);
		assert.match(r.err, says);
		if (engine === 'sqlite') assert.equal(existsSync(db.file), false);
		else if (Number(cell(db, "SELECT COUNT(*) FROM pg_tables WHERE schemaname = 'public'"))) assert.equal(cell(db, 'SELECT COUNT(*) FROM person'), '0');
	});
}

test('people go on writing while backups are made', async () => {
	let going = true;
	const answers = [];
	const writer = async (p) => {
		while (going) answers.push((await p.note('Midt i en kopi')).status);
	};
	const writers = [phones[0], phones[1]].map(writer);
	for (let i = 0; i < 3; i++) {
		const r = await backup(fileIn(`busy-${i}.backup`));
		assert.equal(r.status, 0, r.err);
	}
	going = false;
	await Promise.all(writers);
	assert.ok(answers.length > 10, `${answers.length}`);
	assert.deepEqual([...new Set(answers)].filter((s) => s !== 201 && s !== 429), []);
});
