/* stream.js: the room's event stream, for phone, wall and desk.
 *
 * main[data-room][data-events="/r/CODE/events?screen=…&lang=…"][data-seq="SEQ"]
 * Events: patch (HTML, id = highest sequence number in it), reset (data: longest wait in ms before fetching the page again), ping (data: server's ms,
 * when it says), bye (the server restarts; data: ms to wait), closed. EventSource does the parsing; the reconnecting is ours: no byte for 40 s means a
 * new connection with after=, waits grow from one second to thirty with jitter. A hidden phone closes its stream after a minute.
 *
 * Tabs of one browser share a stream when the browser has locks and channels (https): the tab that holds the lock streams and tells the others; whoever
 * hears nothing for 40 s streams for itself. A new tab asks the holder for what it missed; if the holder no longer has it, the page is fetched again. */

import { uuid } from '../lib/ids.js';

const SILENCE = 40000;
const HIDDEN = 60000;

export function streamUrl(base, after) {
	return `${base}${base.includes('?') ? '&' : '?'}after=${after}`;
}

/* The n-th wait in ms: 1, 2, 4 … 30 s, each between half and whole. */
export function backoff(n, random = Math.random) {
	return Math.min(30000, 1000 * 2 ** Math.min(n, 5)) * (0.5 + random() / 2);
}

export class Stream {
	/* on: { patch(html), reset(), closed(), state(up), time(ms) }; env replaces what the browser gives, for tests. */
	constructor(url, after, on, env = {}) {
		this.url = url;
		this.after = after;
		this.on = on;
		this.env = { Source: globalThis.EventSource, now: Date.now, random: Math.random, setTimeout: (f, ms) => setTimeout(f, ms), clearTimeout: (t) => clearTimeout(t), ...env };
		this.tries = 0;
		this.source = null;
		this.timer = null;
		this.done = false;
		this.last = 0;
	}

	open() {
		if (this.done || this.source) return;
		this.env.clearTimeout(this.timer);
		this.last = this.env.now();
		const source = new this.env.Source(streamUrl(this.url, this.after));
		this.source = source;
		const hear = (type, fn) => source.addEventListener(type, (e) => this.source === source && (this.heard(), fn(e)));
		hear('open', () => this.on.state(true));
		hear('patch', (e) => this.patch(e.data, Number(e.lastEventId) || this.after));
		hear('reset', (e) => this.reset(Number(e.data) || 3000));
		hear('ping', (e) => Number(e.data) && this.on.time(Number(e.data)));
		hear('bye', (e) => this.again(this.env.random() * 3000 + (Number(e.data) || 500)));
		hear('closed', () => this.end());
		source.addEventListener('error', () => this.source === source && this.fail());
	}

	heard() {
		this.last = this.env.now();
		this.tries = 0;
	}

	patch(html, id) {
		if (id < this.after) return;
		this.after = id;
		this.on.patch(html, id);
	}

	reset(longest) {
		this.close();
		this.timer = this.env.setTimeout(async () => {
			const seq = await this.on.reset();
			if (Number.isFinite(seq)) this.after = seq;
			this.open();
		}, this.env.random() * longest);
	}

	fail() {
		this.on.state(false);
		this.again(backoff(this.tries++, this.env.random));
		/* The stream cannot tell 403 from a bad line: the page can. */
		if (this.tries % 4 === 0) this.on.lost && this.on.lost();
	}

	again(ms) {
		this.close();
		if (!this.done) this.timer = this.env.setTimeout(() => this.open(), ms);
	}

	close() {
		this.env.clearTimeout(this.timer);
		if (this.source) this.source.close();
		this.source = null;
	}

	end() {
		this.done = true;
		this.close();
		this.on.closed();
	}

	/* Called every few seconds and when the page is shown: has the line been silent too long? */
	check(limit = SILENCE) {
		if (this.source && this.env.now() - this.last > limit) {
			this.close();
			this.on.state(false);
			this.open();
		}
	}
}

/* Joins a stream to the page. makeShare: see shareStream. Returns { stop }. */
export function startStream({ main, page, on, hideAfter = true, share = shareStream, doc = document }) {
	const seqOf = () => Number((doc.querySelector('main') || main).getAttribute('data-seq')) || 0;
	const room = `${main.getAttribute('data-room')}:${main.getAttribute('data-screen')}:${main.getAttribute('data-lang')}`;
	const stream = new Stream(main.getAttribute('data-events'), seqOf(), {
		patch: (html, id) => {
			page.patch(html, id);
			shared.tell({ html, id });
		},
		reset: async () => {
			const status = await page.refresh();
			if (status === 410 || status === 404) stream.end();
			return status >= 200 && status < 300 ? seqOf() : NaN;
		},
		lost: () => page.refresh(),
		closed: async () => {
			shared.tell({ closed: true });
			on.closed && on.closed();
			await page.refresh();
		},
		state: (up) => on.state && on.state(up),
		time: (ms) => {
			shared.tell({ time: ms });
			on.time && on.time(ms);
		},
	});
	const shared = share(room, stream, {
		patch: (html, id) => {
			if (id < stream.after) return;
			stream.after = id;
			page.patch(html, id);
		},
		refresh: async () => {
			const status = await page.refresh();
			if (status >= 200 && status < 300) stream.after = seqOf();
		},
		closed: () => stream.done || stream.end(),
		time: (ms) => on.time && on.time(ms),
	});
	page.behind = (seq) => {
		stream.after = seq;
		if (stream.source) stream.again(0);
		else shared.ask();
	};
	let hideTimer = null;
	const watch = setInterval(() => stream.check(), 5000);
	const show = () => {
		clearTimeout(hideTimer);
		if (stream.source) stream.check(20000);
		else if (!stream.done) shared.join();
		on.shown && on.shown();
	};
	const hide = () => {
		if (hideAfter) hideTimer = setTimeout(() => shared.leave(), HIDDEN);
	};
	doc.addEventListener('visibilitychange', () => (doc.hidden ? hide() : show()));
	globalThis.addEventListener('pagehide', () => shared.leave());
	globalThis.addEventListener('pageshow', (e) => e.persisted && show());
	globalThis.addEventListener('online', show);
	shared.join();
	return {
		stream,
		stop() {
			clearInterval(watch);
			stream.done = true;
			shared.leave();
		},
	};
}

/* Without locks and channels every tab has its own stream. */
export function shareStream(name, stream, on) {
	const locks = globalThis.navigator && navigator.locks;
	if (!locks || !globalThis.BroadcastChannel) return { join: () => stream.open(), leave: () => stream.close(), tell() {}, ask() {} };

	const channel = new BroadcastChannel('medvirk:' + name);
	let leading = false;
	let letGo = null;
	let waiting = null;
	let silent = null;
	let frames = [];
	let last = 0;
	const me = uuid();
	const listen = () => {
		clearTimeout(silent);
		if (!leading) silent = setTimeout(() => stream.open(), SILENCE);
	};
	const lead = () =>
		new Promise((release) => {
			leading = true;
			clearTimeout(silent);
			letGo = release;
			frames = [];
			last = stream.after;
			stream.open();
		});
	channel.onmessage = ({ data }) => {
		if (leading) {
			if (data.ask === undefined) return;
			const first = frames.length ? frames[0].from : last;
			channel.postMessage(data.ask >= first ? { to: data.me, frames: frames.filter((f) => f.id > data.ask) } : { to: data.me, late: true });
			return;
		}
		if (data.ask !== undefined || (data.to && data.to !== me)) return;
		listen();
		if (stream.source) return;
		if (data.late) on.refresh();
		for (const f of data.frames || (data.html ? [data] : [])) on.patch(f.html, f.id);
		if (data.time) on.time(data.time);
		if (data.closed) on.closed();
	};
	const ask = () => channel.postMessage({ ask: stream.after, me });
	return {
		ask,
		join() {
			if (waiting || leading) return leading && stream.open();
			waiting = new AbortController();
			locks.request('medvirk:' + name, { signal: waiting.signal }, lead).catch(() => {});
			ask();
			listen();
		},
		leave() {
			if (waiting) waiting.abort();
			waiting = null;
			clearTimeout(silent);
			stream.close();
			leading = false;
			if (letGo) letGo();
			letGo = null;
		},
		/* The holder keeps the last frames, so that a new tab can catch up. */
		tell(what) {
			if (!leading) return;
			if (what.html) {
				frames.push({ ...what, from: last });
				last = what.id;
				if (frames.length > 100) frames.shift();
			}
			channel.postMessage(what);
		},
	};
}
