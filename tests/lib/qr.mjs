/* qr.mjs: QR codes as a camera reads them: drawn as a picture, then decoded by somebody else's code (jsQR). */
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { inflateSync } from 'node:zlib';
import jsqr from 'jsqr';

const look = jsqr.default ?? jsqr;

/* What a picture of width × height says, or undefined; grey(x, y) is 0 to 255. */
function decode(width, height, grey) {
	const rgba = new Uint8ClampedArray(width * height * 4);
	for (let y = 0, at = 0; y < height; y++)
		for (let x = 0; x < width; x++) {
			rgba.fill(grey(x, y), at, at + 3);
			rgba[at + 3] = 255;
			at += 4;
		}
	/* Nobody's camera is asked to turn a code round: dark on light, or it is not read. */
	return look(rgba, width, height, { inversionAttempts: 'dontInvert' })?.data;
}

/* An <svg class="qr"> of a page, of which each path is filled with one grey: four points a module. */
export function qrOfSvg(svg) {
	const [, , side] = svg.getAttribute('viewBox').split(' ').map(Number);
	const field = new Uint8Array(side * side).fill(128);
	for (const p of svg.querySelectorAll('path')) {
		const grey = { '#fff': 255, '#000': 0 }[p.getAttribute('fill')];
		const runs = [...p.getAttribute('d').matchAll(/M(\d+) (\d+)h(\d+)v(\d+)/g)];
		assert.ok(grey !== undefined && runs.length, p.outerHTML.slice(0, 200));
		for (const [x, y, w, h] of runs.map((r) => r.slice(1).map(Number))) for (let row = y; row < y + h; row++) field.fill(grey, row * side + x, row * side + x + w);
	}
	return decode(side * 4, side * 4, (x, y) => field[Math.floor(y / 4) * side + Math.floor(x / 4)]);
}

/* All codes of a page (of tests/lib/html.mjs): what each says. */
export const qrsOf = (page) => page.all('svg.qr').map(qrOfSvg);

/* What the code on each page of a PDF says; undefined where none is read. One code a page. */
export function qrsOfPdf(pdf) {
	execFileSync('pdftoppm', ['-gray', '-r', '100', pdf.file, path.join(pdf.folder, 'page')]);
	return readdirSync(pdf.folder)
		.filter((n) => n.endsWith('.pgm'))
		.sort()
		.map((name) => {
			const bytes = readFileSync(path.join(pdf.folder, name));
			const [head, w, h] = /^P5\s+(\d+)\s+(\d+)\s+255\s/.exec(bytes.subarray(0, 64).toString('latin1'));
			return decode(Number(w), Number(h), (x, y) => bytes[head.length + y * w + x]);
		});
}

/* How PNG tells a byte by its neighbours: left, above, above left. */
const paeth = (a, b, c) => {
	const [pa, pb, pc] = [Math.abs(b - c), Math.abs(a - c), Math.abs(a + b - 2 * c)];
	return pa <= pb && pa <= pc ? a : pb <= pc ? b : c;
};
const NEIGHBOURS = [() => 0, (a) => a, (_, b) => b, (a, b) => (a + b) >> 1, paeth];

/* What a browser's picture of something (PNG, eight bits a colour) says. */
export function qrOfPng(png) {
	const parts = [];
	const [width, height, colour] = [png.readUInt32BE(16), png.readUInt32BE(20), png[25]];
	for (let at = 8; at < png.length; at += 12 + png.readUInt32BE(at)) if (png.toString('latin1', at + 4, at + 8) === 'IDAT') parts.push(png.subarray(at + 8, at + 8 + png.readUInt32BE(at)));
	const raw = inflateSync(Buffer.concat(parts)), each = { 2: 3, 6: 4 }[colour], line = width * each;
	assert.ok(each && png[24] === 8, 'a picture in colours');
	const out = Buffer.alloc(line * height);
	for (let y = 0; y < height; y++)
		for (let i = 0; i < line; i++) {
			const at = y * line + i, [a, b] = [i >= each ? out[at - each] : 0, y ? out[at - line] : 0];
			out[at] = raw[y * (line + 1) + 1 + i] + NEIGHBOURS[raw[y * (line + 1)]](a, b, y && i >= each ? out[at - line - each] : 0);
		}
	return decode(width, height, (x, y) => out[y * line + x * each + 1]);
}
