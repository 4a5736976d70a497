/* prometheus.mjs: reads Prometheus' text format (0.0.4) as strictly as it is written down, and says what breaks it. */
import assert from 'node:assert/strict';
import { request } from './wire.mjs';

const NAME = /^[a-zA-Z_:][a-zA-Z0-9_:]*$/;
const SAMPLE = /^([a-zA-Z_:][a-zA-Z0-9_:]*)(?:\{(.*)\})? (-?(?:\d+(?:\.\d+)?(?:e[+-]?\d+)?|Inf)|NaN)$/;

function labelsOf(text, line) {
	const out = {};
	let rest = text;
	while (rest) {
		const m = /^([a-zA-Z_][a-zA-Z0-9_]*)="((?:[^"\\\n]|\\["\\n])*)"(?:,|$)/.exec(rest);
		assert.ok(m, `labels of: ${line}`);
		assert.ok(!(m[1] in out), `a label twice: ${line}`);
		out[m[1]] = m[2];
		rest = rest.slice(m[0].length);
	}
	return out;
}

/* The buckets of a histogram rise, end with +Inf, and fit the count. */
function checkHistogram(f) {
	const buckets = f.samples.filter((s) => s.name === `${f.name}_bucket`);
	const bounds = buckets.map((b) => (b.labels.le === '+Inf' ? Infinity : Number(b.labels.le)));
	assert.ok(buckets.length > 2 && bounds.at(-1) === Infinity, f.name);
	for (let i = 1; i < buckets.length; i++) {
		assert.ok(bounds[i] > bounds[i - 1], `${f.name}: bounds rise`);
		assert.ok(buckets[i].value >= buckets[i - 1].value, `${f.name}: buckets are cumulative`);
	}
	const one = (end) => f.samples.filter((s) => s.name === f.name + end).map((s) => s.value);
	assert.deepEqual(one('_count'), [buckets.at(-1).value], `${f.name}_count`);
	assert.equal(one('_sum').length, 1, `${f.name}_sum`);
}

/* name → { name, type, help, samples: [{ name, labels, value }] } */
export function parse(text) {
	assert.ok(text.endsWith('\n'), 'the last line ends');
	const families = new Map();
	const seen = new Set();
	let now;
	for (const line of text.slice(0, -1).split('\n')) {
		const head = /^# (HELP|TYPE) (\S+) (.+)$/.exec(line);
		if (head?.[1] === 'HELP') {
			assert.match(head[2], NAME);
			assert.ok(!families.has(head[2]), `a family twice: ${head[2]}`);
			families.set(head[2], (now = { name: head[2], help: head[3], samples: [] }));
			continue;
		}
		if (head) {
			assert.ok(now?.name === head[2] && !now.type && now.samples.length === 0, `TYPE right after HELP: ${line}`);
			assert.match(head[3], /^(counter|gauge|histogram)$/);
			now.type = head[3];
			continue;
		}
		const m = SAMPLE.exec(line);
		assert.ok(m, `not a sample: ${line}`);
		const [, name, labels = '', value] = m;
		const stem = now.type === 'histogram' ? name.replace(/_(bucket|sum|count)$/, '') : name;
		assert.equal(stem, now.name, `under its family: ${line}`);
		assert.ok(!seen.has(`${name}{${labels}}`), `a sample twice: ${line}`);
		seen.add(`${name}{${labels}}`);
		now.samples.push({ name, labels: labelsOf(labels, line), value: Number(value) });
	}
	for (const f of families.values()) {
		assert.ok(f.type && f.samples.length, `${f.name} has a type and a value`);
		if (f.type === 'counter') assert.match(f.name, /_total$/, 'a counter is called _total');
		if (f.type !== 'gauge') for (const s of f.samples) assert.ok(s.value >= 0, s.name);
		if (f.type === 'histogram') checkHistogram(f);
	}
	return families;
}

/* The figures of a server started with --metrics: { text, families, value(name, labels) }. */
export async function scrape(port) {
	const r = await request(`http://127.0.0.1:${port}`, 'GET', '/metrics');
	assert.equal(r.status, 200);
	assert.match(r.headers['content-type'], /^text\/plain; version=0\.0\.4/);
	const families = parse(r.text);
	const samples = [...families.values()].flatMap((f) => f.samples);
	const fits = (s, labels) => Object.entries(labels).every(([k, v]) => s.labels[k] === v);
	return { text: r.text, families, samples, value: (name, labels = {}) => samples.find((s) => s.name === name && fits(s, labels))?.value };
}
