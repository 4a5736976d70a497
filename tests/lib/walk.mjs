/* walk.mjs: every page a person can get, by the program's own list of addresses and by all links on what comes back. A new address is
 * walked from the day it is in the list. PDFs, spreadsheets and archives are read as text. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

/* What a reader can get out of an answer's body. */
export function textOf(r) {
	const type = r.headers['content-type'] ?? '';
	const archive = /zip|spreadsheetml/.test(type);
	if (!archive && type !== 'application/pdf') return r.text;
	const folder = mkdtempSync(path.join(tmpdir(), 'walk-'));
	try {
		const file = path.join(folder, 'a');
		writeFileSync(file, r.bytes);
		if (!archive) return execFileSync('pdftotext', ['-raw', file, '-'], { encoding: 'utf8', maxBuffer: 1 << 28 });
		execFileSync('unzip', ['-qq', file, '-d', path.join(folder, 'in')]);
		const files = execFileSync('find', [path.join(folder, 'in'), '-type', 'f'], { encoding: 'utf8' }).trim().split('\n');
		return files.map((f) => (f.endsWith('.pdf') ? execFileSync('pdftotext', ['-raw', f, '-'], { encoding: 'utf8', maxBuffer: 1 << 28 }) : execFileSync('cat', [f], { encoding: 'utf8', maxBuffer: 1 << 28 }))).join('\n');
	} finally {
		rmSync(folder, { recursive: true, force: true });
	}
}

/* The row of the list that answers an address: the one with most of its parts spelt out. */
export function routeOf(list, at) {
	const parts = at.replace(/[?#].*$/, '').split('/');
	const fits = list.filter(({ path: p }) => {
		const want = p.split('/');
		return p.endsWith('*') ? at.startsWith(p.slice(0, -1)) : want.length === parts.length && want.every((w, i) => w === parts[i] || (w.startsWith(':') && parts[i]));
	});
	const spelt = ({ path: p }) => p.split('/').filter((w) => !w.startsWith(':')).length;
	return fits.sort((a, b) => spelt(b) - spelt(a))[0]?.path;
}

/* All addresses of a row with these values: name → list, or a function of the row's path that gives one. */
export function fillAll(route, values) {
	return [...route.matchAll(/:(\w+)/g)].reduce((all, [whole, name]) => {
		const list = typeof values[name] === 'function' ? values[name](route) : values[name];
		if (!list) throw new Error(`give a value for :${name} of ${route}`);
		return all.flatMap((at) => list.map((v) => at.replace(whole, encodeURIComponent(v))));
	}, [route]);
}

/* Gets all addresses in `seeds` and what they link to, each once, as this visitor; at most `per` of one row with other values.
 * see({ at, route, status, type, text }) is called for each. Streams and what `skip` fits are left out. */
export async function walk(visitor, list, seeds, { skip = /^$/, per = 6, see }) {
	const seen = new Set();
	const counts = new Map();
	const todo = [...seeds].reverse();
	while (todo.length) {
		const at = todo.pop().replace(/#.*$/, '');
		if (seen.has(at) || !at.startsWith('/') || at.startsWith('//')) continue;
		seen.add(at);
		const route = routeOf(list, at);
		if (!route || /\/events$|^\/a\//.test(route) || skip.test(at)) continue;
		const n = (counts.get(route) ?? 0) + 1;
		counts.set(route, n);
		if (n > per) continue;
		const r = await visitor.get(at);
		const type = r.headers['content-type'] ?? '';
		see({ at, route, status: r.status, type, text: `${JSON.stringify(r.headers)}\n${textOf(r)}` });
		if (r.location) todo.push(r.location.replace(/^https?:\/\/[^/]+/, ''));
		if (/text\/html/.test(type)) todo.push(...r.page.links().map((l) => l.replace(/^https?:\/\/[^/]+(?=\/)/, '')).map((l) => (l.startsWith('?') ? at.replace(/\?.*$/, '') + l : l)).reverse());
	}
}
