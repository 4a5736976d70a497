/* latest.js: values where only the last one counts (votes on a theme, "jeg er ferdig"): sends the newest for each key until the server has it.
 * send(key, value) -> { status, retryAfter } or null. settled(key, value, status) for every answer under 500 and not 429. */
import { backoff } from './stream.js';

export function makeLatest({ send, settled, random = Math.random, setTimer = (f, ms) => setTimeout(f, ms) }) {
	const wanted = new Map();
	const busy = new Set();
	const run = async (key, tries = 0) => {
		if (busy.has(key) || !wanted.has(key)) return;
		busy.add(key);
		const value = wanted.get(key);
		const res = await send(key, value);
		busy.delete(key);
		const again = !res || res.status === 429 || res.status >= 500;
		if (again) {
			setTimer(() => run(key, tries + 1), Math.max(((res && res.retryAfter) || 0) * 1000, backoff(tries, random)));
			return;
		}
		if (wanted.get(key) === value) wanted.delete(key);
		settled(key, value, res.status);
		run(key);
	};
	return {
		set(key, value) {
			wanted.set(key, value);
			run(key);
		},
		/* Network is back. */
		kick: () => [...wanted.keys()].forEach((k) => run(k)),
		waiting: (key) => wanted.has(key),
		clear: () => wanted.clear(),
	};
}
