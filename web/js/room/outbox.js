/* outbox.js: notes on their way from this phone. No DOM in here.
 *
 * A note is an entry { id, token, action, step, column, text, sent, held, state, why, gone, made, tried }:
 *   about, on  what the note is about and which note it goes on from; may be empty
 *   text   what it shall say          sent   what the first try said (later tries must say the same: the server keeps the first)
 *   held   what the server says       gone   it shall be deleted       tried  what the last change sent
 *   said   what the server said about it when it took it: a word looks like a name; may be empty
 *   state  waiting | sending | saved | refused         why   'limit' | 'seat' | 'closed' | 'text' | 'late' when something was not taken
 * Ids are made once; sending again changes nothing on the server. One request at a time. Each entry has its own key in memory, so that
 * two tabs do not overwrite each other. Tries again after 1, 2, 4 … 30 s with jitter, after Retry-After, and whenever flush() is called
 * (network back, page shown, stream open). */
import { token, uuid } from '../lib/ids.js';
import { backoff } from './stream.js';

const KEY = 'note:';

export class Outbox {
	/* memory: openMemory(CODE). send(url, body) -> { status, retryAfter, text } or null. changed(entry) after each change; closed() on 410;
	 * denied() on 403: the seat is gone, and what was written waits for the next one. */
	constructor({ memory, send, changed = () => {}, closed = () => {}, denied = () => {}, now = Date.now, random = Math.random, setTimer = (f, ms) => setTimeout(f, ms), clearTimer = (t) => clearTimeout(t), bytes }) {
		Object.assign(this, { memory, send, changed, closed, denied, now, random, setTimer, clearTimer, bytes });
		this.busy = false;
		this.tries = 0;
		this.timer = null;
		for (const e of this.entries()) if (e.state === 'sending') this.save({ ...e, state: 'waiting' }, true);
	}

	/* In the order they were written. */
	entries() {
		return this.memory.keys(KEY).map((k) => this.memory.get(k)).filter(Boolean).sort((a, b) => a.made - b.made);
	}

	get(id) {
		return this.memory.get(KEY + id);
	}

	save(e, quiet) {
		this.memory.set(KEY + e.id, e);
		if (!quiet) this.changed(e);
		return e;
	}

	drop(e) {
		this.memory.remove(KEY + e.id);
		this.changed({ ...e, state: 'dropped' });
	}

	add({ action, step, column, text, about = '', on = '' }) {
		const e = { id: uuid(this.bytes), token: token(this.bytes), action, step, column, text, about, on, sent: null, held: null, state: 'waiting', why: '', gone: false, made: this.now(), tried: null };
		this.save(e);
		this.flush();
		return e;
	}

	edit(id, text) {
		const e = this.get(id);
		if (!e || e.gone) return;
		/* Never seen by the server, or refused by it: the next try may say something else. */
		const fresh = e.sent === null || (e.state === 'refused' && e.held === null);
		this.save({ ...e, text, sent: fresh ? null : e.sent, state: 'waiting', why: '' });
		this.flush();
	}

	remove(id) {
		const e = this.get(id);
		if (!e) return;
		if (e.sent === null || (e.state === 'refused' && e.held === null)) return this.drop(e);
		this.save({ ...e, gone: true, state: 'waiting', why: '' });
		this.flush();
	}

	/* The steps that count now: notes of others that are saved are forgotten, what is still under way goes first. */
	keepSteps(steps) {
		this.steps = steps;
		for (const e of this.entries()) if (e.state === 'saved' && !steps.includes(e.step)) this.drop(e);
	}

	wipe() {
		this.clearTimer(this.timer);
		for (const e of this.entries()) this.drop(e);
	}

	waiting() {
		return this.entries().filter((e) => e.state === 'waiting' || e.state === 'sending');
	}

	async flush() {
		if (this.busy) return;
		this.busy = true;
		this.clearTimer(this.timer);
		try {
			for (let e; (e = this.entries().find((x) => x.state === 'waiting')); ) {
				if (!(await this.step(e))) break;
			}
		} finally {
			this.busy = false;
		}
	}

	/* One request for one entry. True: go on with the next. */
	async step(e) {
		const work = this.nextWork(e);
		if (!work) return this.settle(e);
		this.save({ ...e, ...work.mark, state: 'sending', why: '' });
		const res = await this.send(work.url, work.body);
		/* It may have been changed, wiped or settled by another tab meanwhile. */
		const now = this.get(e.id);
		if (!now) return true;
		if (!res || res.status === 429 || res.status >= 500 || res.status === 403) return this.later(now, res);
		this.tries = 0;
		if (res.status === 410) {
			this.save({ ...now, state: 'refused', why: 'closed' });
			this.closed();
			return true;
		}
		return this.answered(now, work.kind, res.status, res.text);
	}

	nextWork(e) {
		if (e.held === null) {
			const sent = e.sent === null ? e.text : e.sent;
			const body = { id: e.id, step: e.step, column: e.column, text: sent, token: e.token };
			if (e.about) body.about = e.about;
			if (e.on) body.builds_on = e.on;
			return { kind: 'new', url: e.action, body, mark: { sent } };
		}
		if (e.gone) return { kind: 'delete', url: e.action + '/delete', body: { id: e.id, token: e.token }, mark: {} };
		if (e.text !== e.held) return { kind: 'edit', url: e.action + '/edit', body: { id: e.id, token: e.token, text: e.text }, mark: { tried: e.text } };
		return null;
	}

	settle(e) {
		const saved = { ...e, state: 'saved' };
		if (this.steps && !this.steps.includes(e.step)) this.drop(saved);
		else this.save(saved);
		return true;
	}

	answered(e, kind, status, said) {
		const good = status < 400;
		if (kind === 'delete') {
			if (good || status === 404) this.drop(e);
			else this.save({ ...e, gone: false, text: e.held, state: 'saved', why: 'late' });
		} else if (kind === 'edit') {
			if (good) this.save({ ...e, held: e.tried, said, state: 'waiting' });
			else this.save({ ...e, text: e.held, state: 'saved', why: 'late' });
		} else if (good) this.save({ ...e, held: e.sent, said, state: 'waiting' });
		else if (e.gone) this.drop(e);
		else this.save({ ...e, sent: null, state: 'refused', why: 'text' });
		return true;
	}

	later(e, res) {
		const status = res && res.status;
		this.save({ ...e, state: 'waiting', why: status === 429 ? 'limit' : status === 403 ? 'seat' : '' });
		if (status === 403) this.denied();
		const asked = res && res.retryAfter ? res.retryAfter * 1000 * (1 + this.random() / 4) : 0;
		this.clearTimer(this.timer);
		this.timer = this.setTimer(() => this.flush(), Math.max(asked, backoff(this.tries++, this.random)));
		return false;
	}
}
