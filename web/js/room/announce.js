/* announce.js: the one live region of the room, <p id="say" role="status"> (made here when the page has none).
 *
 * now(text)      at once: own actions, a new step, the clock's three marks
 * count(n)       "12 nye lapper": gathered, said at most once in 30 s and never within 30 s of anything else; the setting "announce" turns it off */
import { counted } from '../lib/words.js';

const PAUSE = 30000;

export function makeAnnouncer({ write, words = counted, now = Date.now, setTimer = (f, ms) => setTimeout(f, ms), wanted = () => true }) {
	let last = -Infinity;
	let sum = 0;
	let timer = null;
	const say = (text) => {
		if (!text) return;
		last = now();
		write(text);
	};
	const flush = () => {
		timer = null;
		const rest = last + PAUSE - now();
		if (rest > 0) timer = setTimer(flush, rest);
		else if (sum && wanted()) {
			say(words('new', sum));
			sum = 0;
		} else sum = 0;
	};
	return {
		now: say,
		count(n) {
			if (n <= 0 || !wanted()) return;
			sum += n;
			if (timer === null) timer = setTimer(flush, Math.max(1000, last + PAUSE - now()));
		},
		/* A new page or step: what was gathered no longer matters. */
		forget() {
			sum = 0;
		},
	};
}

export function region(doc = document) {
	let el = doc.getElementById('say');
	if (!el) {
		el = doc.createElement('p');
		el.id = 'say';
		el.className = 'sr-only';
		el.setAttribute('role', 'status');
		doc.body.appendChild(el);
	}
	return (text) => {
		/* The same words twice must be heard twice. */
		el.textContent = el.textContent === text ? text + '\u00a0' : text;
	};
}
