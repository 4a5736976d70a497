/* leak.mjs: what the leak tests look for: an order that resembles the order of writing, and bytes that should be gone. */
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { engine } from './database.mjs';

/* Spearman's rank correlation of an order of words against the order in which they were written; NaN when too few are there. */
export function likeness(written, order, least = 50) {
	const rank = new Map(written.map((w, i) => [w, i]));
	const seen = [...new Set(order)].map((w) => rank.get(w)).filter((x) => x !== undefined);
	const n = seen.length;
	if (n < least) return NaN;
	const sorted = [...seen].sort((a, b) => a - b);
	const place = new Map(sorted.map((x, i) => [x, i]));
	const d2 = seen.reduce((sum, x, i) => sum + (place.get(x) - i) ** 2, 0);
	return 1 - (6 * d2) / (n * (n * n - 1));
}

/* Unique words, as they stand in notes of these tests and nowhere else in the world. */
export const wordsOf = (text) => [...text.matchAll(/ord[a-z0-9]{12}x/g)].map((m) => m[0]);

/* Every file of a folder as bytes: [{ name, bytes }]. */
export function bytesOf(folder) {
	const files = readdirSync(folder, { withFileTypes: true, recursive: true }).filter((e) => e.isFile());
	return files.map((e) => ({ name: e.name, bytes: readFileSync(path.join(e.path ?? e.parentPath, e.name)) }));
}

/* All that lies of a server's database: its files with log and free pages and, on PostgreSQL, a dump. */
export function databaseBytes(server) {
	if (engine !== 'pg') return readdirSync(server.db.folder).filter((f) => f.startsWith('medvirk.db')).map((name) => ({ name, bytes: readFileSync(path.join(server.db.folder, name)) }));
	const dump = execFileSync('pg_dump', [server.db.url], { encoding: 'latin1', maxBuffer: 1 << 28 });
	server.db.rows('CHECKPOINT');
	const [[data]] = server.db.rows('SHOW data_directory');
	const [[oid]] = server.db.rows('SELECT oid FROM pg_database WHERE datname = current_database()');
	return [{ name: 'pg_dump', bytes: Buffer.from(dump, 'latin1') }, ...bytesOf(path.join(data, 'base', oid))];
}

/* None of these stands in any of the files, as text or, where it is hexadecimal, as bytes. */
export function holdsNone(files, secrets, when) {
	for (const { name, bytes } of files) {
		const text = bytes.toString('latin1');
		for (const s of secrets) {
			assert.ok(!text.includes(Buffer.from(s, 'utf8').toString('latin1')), `${when}: ${name} holds ${s.slice(0, 8)}…`);
			if (/^([0-9a-f]{2}){16,}$/.test(s)) assert.ok(!bytes.includes(Buffer.from(s, 'hex')), `${when}: ${name} holds a secret in bytes`);
		}
	}
}
