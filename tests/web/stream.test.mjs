/* The stream's reconnecting, with a pretended EventSource and clock. */
import assert from 'node:assert/strict';
import test from 'node:test';
import { Stream, backoff, streamUrl } from '../../web/js/room/stream.js';

function setUp() {
	const t = { now: 0, sources: [], timers: [], patches: [], states: [], resets: 0, closed: 0, times: [] };
	class Source {
		constructor(url) {
			this.url = url;
			this.on = {};
			this.open = true;
			t.sources.push(this);
		}
		addEventListener(type, fn) {
			this.on[type] = fn;
		}
		close() {
			this.open = false;
		}
		send(type, data = '', lastEventId = '') {
			this.on[type]({ data, lastEventId });
		}
	}
	t.stream = new Stream('/r/ABC234/events?screen=phone&lang=nb', 12, {
		patch: (html) => t.patches.push(html),
		reset: () => (t.resets++, 99),
		closed: () => t.closed++,
		state: (up) => t.states.push(up),
		time: (ms) => t.times.push(ms),
		lost: () => (t.lost = (t.lost || 0) + 1),
	}, {
		Source,
		now: () => t.now,
		random: () => 0.5,
		setTimeout: (f, ms) => (t.timers.push({ f, ms }), t.timers.length),
		clearTimeout: () => {},
	});
	t.fire = () => t.timers.pop().f();
	t.latest = () => t.sources[t.sources.length - 1];
	t.stream.open();
	return t;
}

test('starts after what the page holds and remembers the last id', () => {
	const t = setUp();
	assert.equal(t.latest().url, '/r/ABC234/events?screen=phone&lang=nb&after=12');
	t.latest().send('patch', '<p id="a">', '15');
	t.latest().send('error');
	t.fire();
	assert.equal(t.latest().url, '/r/ABC234/events?screen=phone&lang=nb&after=15');
	assert.deepEqual(t.patches, ['<p id="a">']);
	assert.equal(streamUrl('/e', 3), '/e?after=3');
});

test('frames older than the page are not applied', () => {
	const t = setUp();
	t.latest().send('patch', 'old', '11');
	t.latest().send('patch', 'same', '12');
	assert.deepEqual(t.patches, ['same']);
});

test('forty silent seconds make a new connection; pings keep the old one', () => {
	const t = setUp();
	t.now = 35000;
	t.latest().send('ping', '1700000000000');
	t.now = 70000;
	t.stream.check();
	assert.equal(t.sources.length, 1);
	t.now = 75001;
	t.stream.check();
	assert.equal(t.sources.length, 2);
	assert.equal(t.sources[0].open, false);
	assert.deepEqual(t.times, [1700000000000]);
});

test('what a closed connection still says is not heard', () => {
	const t = setUp();
	const old = t.latest();
	t.now = 50000;
	t.stream.check();
	old.send('patch', 'late', '20');
	old.send('error');
	assert.deepEqual(t.patches, []);
	assert.equal(t.timers.length, 0);
});

test('waits grow to thirty seconds, with jitter', () => {
	assert.deepEqual([0, 1, 2, 3, 4, 5, 9].map((n) => backoff(n, () => 1)), [1000, 2000, 4000, 8000, 16000, 30000, 30000]);
	assert.equal(backoff(2, () => 0), 2000);
	const t = setUp();
	const waits = [];
	for (let i = 0; i < 8; i++) {
		t.latest().send('error');
		waits.push(t.timers[t.timers.length - 1].ms);
		t.fire();
	}
	assert.deepEqual(waits, [750, 1500, 3000, 6000, 12000, 22500, 22500, 22500]);
	assert.equal(t.lost, 2, 'now and then the page is asked what is wrong');
});

test('reset fetches the page after a jitter and goes on from its number', async () => {
	const t = setUp();
	t.latest().send('reset', '4000');
	assert.equal(t.timers[t.timers.length - 1].ms, 2000);
	await t.fire();
	assert.equal(t.resets, 1);
	assert.match(t.latest().url, /after=99$/);
});

test('bye comes back after the wait it was told; closed never', () => {
	const t = setUp();
	t.latest().send('bye', '2000');
	assert.equal(t.timers[t.timers.length - 1].ms, 3500);
	t.fire();
	t.latest().send('closed');
	assert.equal(t.closed, 1);
	t.stream.open();
	t.stream.check();
	assert.equal(t.sources.length, 2);
});
