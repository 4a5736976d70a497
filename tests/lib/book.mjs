/* book.mjs: what people may rely on, kept outside the program: every change they asked for, when, and what they were told.
 *
 *   const op = book.ask(key, value);           asked now; value null: it shall be gone
 *   op.saved(); op.refused();                  told; neither: nobody knows
 *   book.allowed(moment)                       key → the values that may stand at that moment, null among them: may be missing
 *
 * Moments are process.hrtime.bigint(), the machine's CLOCK_MONOTONIC, as in disk.c's journal. */
import assert from 'node:assert/strict';

const now = () => process.hrtime.bigint();
const EVER = 1n << 62n;

class Op {
	constructor(key, value) {
		Object.assign(this, { key, value, sent: now(), done: EVER, outcome: 'unsure', tries: 0 });
	}

	saved() {
		Object.assign(this, { done: now(), outcome: 'saved' });
	}

	/* Only a first try that was refused has certainly changed nothing. */
	refused() {
		Object.assign(this, { done: now(), outcome: this.tries > 1 ? 'unsure' : 'refused' });
	}
}

export class Book {
	constructor() {
		this.ops = new Map();
	}

	ask(key, value) {
		const op = new Op(key, value);
		if (!this.ops.has(key)) this.ops.set(key, []);
		this.ops.get(key).push(op);
		return op;
	}

	get saved() {
		return [...this.ops.values()].flat().filter((op) => op.outcome === 'saved').length;
	}

	/* Asked for before that moment, and nothing told. */
	unsure(moment = EVER) {
		return [...this.ops.values()].flat().filter((op) => op.sent < moment && (op.done >= moment || op.outcome === 'unsure'));
	}

	allowed(moment = EVER) {
		const all = new Map();
		for (const [key, ops] of this.ops) {
			let may = new Set([null]);
			for (const op of ops) {
				if (op.sent >= moment) continue;
				if (op.done < moment && op.outcome === 'saved') may = new Set([op.value]);
				else if (op.done >= moment || op.outcome === 'unsure') may.add(op.value);
			}
			all.set(key, may);
		}
		return all;
	}
}

/* Does what is stored (pairs of key and value) agree with what is allowed? Everything exactly once, and nothing nobody sent. */
export function compare(allowed, stored, what) {
	const seen = new Map();
	for (const [key, value] of stored) {
		assert.ok(!seen.has(key), `${what}: ${key} stands twice`);
		assert.ok(allowed.has(key), `${what}: nobody asked for ${key}`);
		assert.ok(allowed.get(key).has(value), `${what}: ${key} is ${value}; it may be ${[...allowed.get(key)].join(' or ')}`);
		seen.set(key, value);
	}
	for (const [key, may] of allowed) assert.ok(seen.has(key) || may.has(null), `${what}: ${key} is lost; it was ${[...may].join(' or ')}`);
}
