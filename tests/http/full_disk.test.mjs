/* The disk is full: a clear answer, what was saved stays, nothing is half done, and when there is room again it goes on by
 * itself. The disk is a small one of the test's own: the file runs itself where nobody else sees it. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { closeSync, mkdtempSync, openSync, rmSync, rmdirSync, truncateSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { engine } from '../lib/database.mjs';
import { sound } from '../lib/doctor.mjs';
import { demoLines, joined, token, uuid } from '../lib/room.mjs';
import { Server } from '../lib/server.mjs';
import { eventually, request } from '../lib/wire.mjs';

const inside = process.env.SMALL_DISK;
const LEFT = 1024 * 1024;

function onSmallDisk() {
	const { NODE_TEST_CONTEXT, ...env } = process.env;
	const folder = mkdtempSync(path.join(tmpdir(), 'medvirk-disk-'));
	const whose = process.getuid() === 0 ? [] : ['--user', '--map-root-user'];
	const script = 'mount -t tmpfs -o size=32m none "$TMPDIR" && exec "$@"';
	const r = spawnSync('unshare', [...whose, '--mount', 'sh', '-ec', script, 'disk', process.execPath, fileURLToPath(import.meta.url)], { env: { ...env, TMPDIR: folder, SMALL_DISK: '1' }, encoding: 'utf8', maxBuffer: 1 << 28 });
	rmdirSync(folder);
	assert.equal(r.status, 0, r.stdout + r.stderr);
	assert.match(r.stdout, /^# pass 1$/m);
}

/* Fills the disk until little is left. */
function fill() {
	const ballast = path.join(tmpdir(), 'ballast');
	const f = openSync(ballast, 'w');
	let size = 0;
	try {
		for (;;) size += writeSync(f, Buffer.alloc(16 * 1024));
	} catch (e) {
		assert.equal(e.code, 'ENOSPC');
	}
	closeSync(f);
	truncateSync(ballast, size - LEFT);
	return ballast;
}

/* Writes until something else than "saved" is answered; a phone that has written much is relieved by the next. */
async function write(phones, book) {
	for (let i = 0; i < 5000; i++) {
		const p = phones[i % phones.length];
		const note = { id: uuid(), step: p.at.step, column: p.at.columns[0], text: `lapp ${token()} ${'ord '.repeat(40)}`, token: token() };
		const r = await p.send('notes', note);
		if (r.status === 201) book.set(note.id, note.text.trim());
		else if (r.status !== 429) return { r, note, p };
	}
	return assert.fail('the disk was never full');
}

async function fullDisk() {
	const server = new Server({ demo: true });
	await server.start();
	const { code } = demoLines(server);
	const book = new Map();
	try {
		const phones = [];
		for (let i = 0; i < 40; i++) phones.push(await joined(server, code));
		for (const p of phones) p.at = await p.form();
		const ballast = fill();
		let last;
		let late;
		/* What little a join needs may find room where a note did not: both must have been refused. */
		await eventually(async () => {
			last = await write(phones, book);
			late = await request(server.url, 'POST', `/r/${code}/join`, { body: '', headers: { accept: 'text/html', 'accept-language': 'nb' } });
			return late.status === 503;
		});
		const { r, note, p } = last;
		assert.equal(r.status, 503);
		assert.ok(Number(r.headers['retry-after']) > 0);
		/* Who only reads notices nothing; who wants in is told. */
		assert.equal((await p.room()).status, 200);
		assert.equal((await request(server.url, 'GET', '/login')).status, 200);
		assert.match(late.page.words('main'), /Ingenting ble lagret/);
		/* Without script what was written stands on the page, ready to be sent again. */
		const held = await p.visitor.post(`/r/${code}/notes`, { step: p.at.step, column: p.at.columns[0], text: `skrevet mens disken var full ${'og full '.repeat(20)}` });
		assert.equal(held.status, 503);
		assert.match(held.page.words('main'), /skrevet mens disken var full/);

		rmSync(ballast);
		await eventually(async () => [200, 201].includes((await p.send('notes', note)).status));
		book.set(note.id, note.text.trim());
		const stored = new Map(server.db.rows("SELECT id, body FROM note WHERE body LIKE 'lapp %'"));
		for (const [id, text] of book) assert.equal(stored.get(id), text, `note ${id} was lost or changed`);
		assert.equal(stored.size, book.size, 'nothing was half done');
		assert.equal(server.db.rows('PRAGMA integrity_check')[0][0], 'ok');
		const gaps = server.db.rows('SELECT room_id FROM event GROUP BY room_id HAVING max(seq) - min(seq) + 1 <> count(*)');
		assert.deepEqual(gaps, [], 'no number is missing');
		await sound(server.db.url);
		assert.ok(book.size > 10, `${book.size} notes`);
		for (const one of phones) one.close();
	} finally {
		await server.close();
	}
}

test('a full disk: a clear answer, nothing lost, and on it goes', { skip: engine !== 'sqlite' && 'PostgreSQL keeps its files itself' }, inside ? fullDisk : onSmallDisk);
