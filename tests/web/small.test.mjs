/* Small pure parts: clock, announcer, latest value, memory, ids, words, counting, colours. */
import assert from 'node:assert/strict';
import test from 'node:test';
import { graphemes } from '../../web/js/lib/count.js';
import { token, uuid } from '../../web/js/lib/ids.js';
import { openMemory } from '../../web/js/lib/memory.js';
import { countedIn, fill } from '../../web/js/lib/words.js';
import { makeAnnouncer } from '../../web/js/room/announce.js';
import { ServerTime, clockText, markPassed, secondsLeft } from '../../web/js/room/clock.js';
import { makeLatest } from '../../web/js/room/latest.js';
import { Quiet } from '../../web/js/room/quiet.js';
import { COLOURS, contrast, palette } from '../../web/theme.mjs';

const idle = () => new Promise((r) => setTimeout(r, 1));

test('clock: the sample with the least delay wins', () => {
	let phone = 1000;
	const time = new ServerTime(() => phone);
	time.add(51000 - 400);
	phone = 2000;
	time.add(52000 - 20);
	phone = 3000;
	time.add(53000 - 900);
	assert.equal(time.get(), 53000 - 20);
});

test('quiet: whole minutes since what is counted changed', () => {
	let now = 0;
	const quiet = new Quiet(() => now);
	assert.equal(quiet.minutes('write 3'), 0);
	now = 119999;
	assert.equal(quiet.minutes('write 3'), 1);
	now = 120000;
	assert.equal(quiet.minutes('write 3'), 2);
	assert.equal(quiet.minutes('write 4'), 0);
	now = 300000;
	assert.equal(quiet.minutes('write 4'), 3);
	assert.equal(quiet.minutes('group 4'), 0);
});

test('clock: old samples leave, so that a corrected clock is believed', () => {
	let phone = 0;
	const time = new ServerTime(() => phone);
	time.add(100000);
	for (let i = 0; i < 5; i++) time.add(50);
	assert.equal(time.get(), 50);
	time.add(90);
	time.forget();
	assert.equal(time.samples.length, 1);
});

test('clock: seconds are rounded up and stop at zero; paused stands still', () => {
	assert.equal(secondsLeft({ ends: 10500, left: null }, 10000), 1);
	assert.equal(secondsLeft({ ends: 10000, left: null }, 99999), 0);
	assert.equal(secondsLeft({ ends: null, left: 61000 }, 5), 61);
	assert.equal(secondsLeft({ ends: null, left: null }, 5), null);
	assert.deepEqual([0, 59, 60, 450, 3600, 7325].map(clockText), ['00:00', '00:59', '01:00', '07:30', '1:00:00', '2:02:05']);
});

test('clock: marks at five minutes, one and zero, once each, also when a look is missed', () => {
	assert.equal(markPassed(301, 300), '5');
	assert.equal(markPassed(300, 299), '');
	assert.equal(markPassed(400, 40), '1');
	assert.equal(markPassed(2, 0), '0');
	assert.equal(markPassed(400, 0), '0');
	assert.equal(markPassed(null, 10), '');
	assert.equal(markPassed(250, 350), '');
});

function announcer(wanted = () => true) {
	const t = { now: 0, said: [], timers: [] };
	t.a = makeAnnouncer({ write: (x) => t.said.push(x), words: (n, k) => `${k} nye`, now: () => t.now, setTimer: (f, ms) => t.timers.push({ f, at: t.now + ms }), wanted });
	t.to = (ms) => {
		t.now = ms;
		for (const x of t.timers.splice(0)) if (x.at <= ms) x.f();
			else t.timers.push(x);
	};
	return t;
}

test('announcer: two hundred notes in two minutes are at most four sentences, and all are counted', () => {
	const t = announcer();
	for (let s = 0; s < 120; s++) {
		t.a.count(s % 3 ? 2 : 1);
		t.to(s * 1000 + 500);
	}
	t.to(200000);
	assert.ok(t.said.length <= 5, t.said.join());
	assert.equal(t.said.reduce((sum, x) => sum + parseInt(x, 10), 0), 200);
});

test('announcer: a new step is said at once, and the count waits thirty seconds after it', () => {
	const t = announcer();
	t.a.now('Nå: Del i grupper');
	t.a.count(3);
	t.to(29000);
	assert.deepEqual(t.said, ['Nå: Del i grupper']);
	t.to(31000);
	assert.deepEqual(t.said, ['Nå: Del i grupper', '3 nye']);
});

test('announcer: switched off, notes are silent and steps are not', () => {
	const t = announcer(() => false);
	t.a.count(9);
	t.to(60000);
	t.a.now('Nytt steg');
	assert.deepEqual(t.said, ['Nytt steg']);
});

test('latest: only the newest value is sent after the one under way', async () => {
	const sent = [];
	let answer;
	const l = makeLatest({ send: (k, v) => (sent.push(v), new Promise((r) => (answer = r))), settled: () => {}, setTimer: () => {} });
	l.set('t', 1);
	l.set('t', 2);
	l.set('t', 3);
	answer({ status: 200 });
	await idle();
	answer({ status: 200 });
	await idle();
	assert.deepEqual(sent, [1, 3]);
	assert.equal(l.waiting('t'), false);
});

test('latest: no answer, 429 and 503 are tried again; 422 is settled', async () => {
	const answers = [null, { status: 503, retryAfter: 9 }, { status: 422 }];
	const timers = [];
	const settled = [];
	const l = makeLatest({ send: async () => answers.shift(), settled: (k, v, s) => settled.push(s), random: () => 1, setTimer: (f, ms) => timers.push({ f, ms }) });
	l.set('t', 1);
	await idle();
	timers.pop().f();
	await idle();
	assert.equal(timers[0].ms, 9000);
	timers.pop().f();
	await idle();
	assert.deepEqual(settled, [422]);
});

test('memory: rooms do not see each other; wiping takes a part or all', () => {
	const m = openMemory('A', null);
	m.set('note:1', { x: 1 });
	m.set('draft:2', 'æøå');
	assert.deepEqual(m.get('note:1'), { x: 1 });
	m.wipe('note:');
	assert.deepEqual(m.keys(), ['draft:2']);
	assert.equal(openMemory('B', null).get('draft:2'), null);
});

test('ids: version and variant bits, lower case, no repeats', () => {
	const seen = new Set();
	for (let i = 0; i < 500; i++) {
		const id = uuid();
		assert.match(id, /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
		seen.add(id);
	}
	assert.equal(seen.size, 500);
	assert.match(token(), /^[0-9a-f]{32}$/);
	assert.equal(uuid((b) => b.fill(255)), 'ffffffff-ffff-4fff-bfff-ffffffffffff');
});

test('words: none, one and many; unknown places stay', () => {
	const el = { getAttribute: (n) => ({ 'data-left-0': 'brukt opp', 'data-left-1': 'én igjen', 'data-left': '{n} igjen' })[n] || null };
	assert.deepEqual([0, 1, 4].map((n) => countedIn(el, 'left', n)), ['brukt opp', 'én igjen', '4 igjen']);
	assert.equal(fill('Lagt i {theme} {x}', { theme: '$&' }), 'Lagt i $& {x}');
});

test('counting: graphemes as people see them', () => {
	assert.equal(graphemes('blåbær'), 6);
	assert.equal(graphemes('e\u0301'), 1);
	assert.equal(graphemes('👩‍👩‍👧‍👦🇳🇴'), 2);
	assert.equal(graphemes('ŋáhkká'), 6);
});

test('colours: AA in light and dark, for every colour and surface', () => {
	for (const mode of [0, 1]) {
		const p = palette(mode);
		const surfaces = (c) => ['background-default', 'background-tinted', 'surface-default', 'surface-tinted', 'surface-hover', 'surface-active'].map((s) => p[`${c}-${s}`]);
		for (const c of Object.keys(COLOURS)) {
			const at = (step) => p[`${c}-${step}`];
			const check = (a, b, least, what) => assert.ok(contrast(a, b) >= least, `${mode ? 'dark' : 'light'} ${c}: ${what} ${contrast(a, b).toFixed(2)} < ${least}`);
			for (const s of [...surfaces(c), ...surfaces('neutral')]) {
				check(at('text-default'), s, 7, 'text-default on ' + s);
				check(at('text-subtle'), s, 4.5, 'text-subtle on ' + s);
				check(at('border-strong'), s, 3, 'border-strong on ' + s);
			}
			for (const s of [p['neutral-background-default'], p['neutral-surface-default'], at('surface-tinted')]) check(at('border-default'), s, 3, 'border-default on ' + s);
			for (const step of ['base-default', 'base-hover', 'base-active']) check(at('base-contrast-default'), at(step), 4.5, 'text on ' + step);
		}
		assert.ok(contrast(p['focus-outer'], p['focus-inner']) >= 9);
	}
});
