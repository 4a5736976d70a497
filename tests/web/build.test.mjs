/* What the build writes: names, sizes, and nothing that browsers from 2021 throw away. */
import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import test, { after, before } from 'node:test';
import { gunzipSync } from 'node:zlib';
import { buildWeb } from './lib/room.mjs';

let built;
before(() => (built = buildWeb()));
after(() => built.remove());
const read = (logical) => readFileSync(path.join(built.dist, built.manifest[logical]), 'utf8');
const packed = (logical) => readFileSync(path.join(built.dist, built.manifest[logical] + '.gz')).length;

test('every logical file has a hashed one, and the gzip says the same', () => {
	for (const logical of ['app.css', 'room.css', 'wall.css', 'app.js', 'room.js', 'wall.js', 'desk.js', 'icon.svg']) {
		assert.match(built.manifest[logical], new RegExp(`^${logical.replace('.', '-[A-Z0-9]{8}\\.')}$`));
		assert.equal(gunzipSync(readFileSync(path.join(built.dist, built.manifest[logical] + '.gz'))).toString(), read(logical));
	}
});

test('the phone page needs less than 60 kB, and little more than half of that today', () => {
	const sum = packed('room.css') + packed('room.js');
	assert.ok(sum < 34000, `${sum} bytes`);
	assert.ok(!/url\((?!["']?data:)/.test(read('room.css')), 'no font, no picture to fetch');
});

test('no cascade layer, nesting or newer colour function stands in the css', () => {
	for (const name of ['app.css', 'room.css', 'wall.css']) {
		const css = read(name).replace(/url\([^)]*\)/g, '');
		assert.ok(!/@layer|light-dark\(|oklch\(|color\(|[{;]&/.test(css), name);
	}
});

test('nothing points to another host, and no script is made from text', () => {
	for (const f of readdirSync(built.dist).filter((n) => /\.(css|js)$/.test(n))) {
		const text = readFileSync(path.join(built.dist, f), 'utf8').replace(/http:(\/\/|%2F%2F)www\.w3\.org[\w./%]*/g, '');
		assert.ok(!/https?:\/\//.test(text), f);
		assert.ok(!/\beval\(|new Function\(|setAttribute\(["']style/.test(text), f);
	}
});

test('files the css asks for are there', () => {
	for (const name of ['app.css', 'wall.css']) for (const [, url] of read(name).matchAll(/url\(["']?(\.\/[^"')]+)/g)) readFileSync(path.join(built.dist, url));
});
