/* votes.js: dots given by this phone. One or several rounds can be open at once.
 *
 * section[data-votes][data-round][data-budget][data-cap][data-action] with li[data-target] (data-mine="N" only in the page made for this seat; a stream's
 * fragments have none), forms .vote-form whose first button takes back and whose last button gives, [data-mine-text], .dots, [data-votes-left].
 * The number shown is what this phone wants; it is sent as an absolute number until the server has it. 409: the round was started again,
 * 422: over the budget: the page is fetched and its numbers hold. */
import { post, submitterOf } from '../lib/send.js';
import { counted, word } from '../lib/words.js';
import { makeLatest } from './latest.js';

const KEY = 'votes:';

export function startVotes({ memory, page, say, doc = document, send = post }) {
	/* round -> { target: votes } */
	const mine = new Map();
	const parts = () => [...doc.querySelectorAll('section[data-votes]')];
	const roundOf = (part) => part.getAttribute('data-round');
	const of = (part) => mine.get(roundOf(part)) || {};
	const used = (part) => Object.values(of(part)).reduce((a, b) => a + b, 0);
	const left = (part) => Number(part.getAttribute('data-budget')) - used(part);
	const cap = (part) => Number(part.getAttribute('data-cap')) || Infinity;

	/* Keys are "round target". */
	const latest = makeLatest({
		send: (key, count) => {
			const [round, target] = key.split(' ');
			const part = parts().find((p) => roundOf(p) === round);
			return part ? send(part.getAttribute('data-action'), new URLSearchParams({ round, target, count })) : Promise.resolve({ status: 409 });
		},
		settled: async (key, count, status) => {
			if (status === 409 || status === 422) {
				latest.clear();
				memory.wipe(KEY);
				mine.clear();
				await page.refresh();
				say(word(status === 409 ? 'vote-stale' : 'vote-full'));
			} else if (status === 403) await page.refresh();
			draw();
		},
	});

	const read = () => {
		const open = parts();
		/* Only while a vote is on: a break in the steps must not cost what the phone knows of an open round. */
		if (open.length)
			for (const key of memory.keys(KEY)) if (!open.some((p) => KEY + roundOf(p) === key)) memory.remove(key);
		for (const part of open) {
			const round = roundOf(part);
			const known = mine.get(round) || memory.get(KEY + round) || {};
			for (const li of part.querySelectorAll('[data-target][data-mine]')) {
				const target = li.getAttribute('data-target');
				/* The page knows, unless this phone has said something newer. */
				if (!latest.waiting(`${round} ${target}`)) known[target] = Number(li.getAttribute('data-mine')) || 0;
				li.removeAttribute('data-mine');
			}
			mine.set(round, known);
			memory.set(KEY + round, known);
		}
	};

	const drawOne = (part, li) => {
		const target = li.getAttribute('data-target');
		const n = of(part)[target] || 0;
		const text = li.querySelector('[data-mine-text]');
		const waits = latest.waiting(`${roundOf(part)} ${target}`) && !navigator.onLine;
		if (text) text.textContent = counted('votes', n) + (waits ? ` · ${word('waiting')}` : '');
		const dots = li.querySelector('.dots');
		if (dots) dots.setAttribute('data-n', n);
		const buttons = li.querySelectorAll('.vote-form button');
		buttons[0].setAttribute('aria-disabled', String(n === 0));
		buttons[buttons.length - 1].setAttribute('aria-disabled', String(left(part) <= 0 || n >= cap(part)));
	};
	const draw = () => {
		for (const part of parts()) {
			const line = part.querySelector('[data-votes-left]');
			if (line) line.textContent = counted('votes-left', left(part));
			for (const li of part.querySelectorAll('[data-target]')) drawOne(part, li);
		}
	};

	doc.addEventListener('submit', (e) => {
		const li = e.target.matches('.vote-form') && e.target.closest('[data-target]');
		const part = li && li.closest('section[data-votes]');
		if (!part) return;
		e.preventDefault();
		const more = submitterOf(e) !== e.target.querySelector('button');
		const target = li.getAttribute('data-target');
		const n = of(part)[target] || 0;
		if (more && left(part) <= 0) return say(word('vote-full'));
		if (more && n >= cap(part)) return say(word('vote-cap'));
		if (!more && n === 0) return;
		const now = n + (more ? 1 : -1);
		mine.set(roundOf(part), { ...of(part), [target]: now });
		memory.set(KEY + roundOf(part), of(part));
		latest.set(`${roundOf(part)} ${target}`, now);
		draw();
		say(`${counted('votes', now)}. ${counted('votes-left', left(part))}`);
	});
	const look = () => {
		read();
		draw();
	};
	doc.addEventListener('medvirk:patched', look);
	look();
	return latest;
}
