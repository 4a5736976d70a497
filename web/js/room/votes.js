/* votes.js: dots given by this phone.
 *
 * section[data-votes][data-round][data-budget][data-cap][data-action] with li[data-target] (data-mine="N" only in the page made for this seat; a stream's
 * fragments have none), forms .vote-form with buttons data-vote="less" and data-vote="more", [data-mine-text], .dots, [data-votes-left].
 * The number shown is what this phone wants; it is sent as an absolute number until the server has it. 409: the round was started again,
 * 422: over the budget: the page is fetched and its numbers hold. */
import { post, submitterOf } from '../lib/send.js';
import { counted, word } from '../lib/words.js';
import { makeLatest } from './latest.js';

export function startVotes({ memory, page, say, doc = document, send = post }) {
	let round = '';
	let mine = {};
	const key = () => 'votes:' + round;
	const part = () => doc.querySelector('section[data-votes]');
	const latest = makeLatest({
		send: (target, count) => {
			const p = part();
			return p ? send(p.getAttribute('data-action'), new URLSearchParams({ round, target, count })) : Promise.resolve({ status: 409 });
		},
		settled: async (target, count, status) => {
			if (status === 409 || status === 422) {
				latest.clear();
				memory.remove(key());
				mine = {};
				await page.refresh();
				say(word(status === 409 ? 'vote-stale' : 'vote-full'));
			}
			draw();
		},
	});

	const read = () => {
		const p = part();
		if (!p) return;
		const now = p.getAttribute('data-round');
		if (now !== round) {
			if (round) memory.remove(key());
			latest.clear();
			round = now;
			mine = memory.get(key()) || {};
		}
		/* The page knows, unless this phone has said something newer. */
		for (const li of p.querySelectorAll('[data-target][data-mine]')) {
			const t = li.getAttribute('data-target');
			if (!latest.waiting(t)) mine[t] = Number(li.getAttribute('data-mine')) || 0;
			li.removeAttribute('data-mine');
		}
		memory.set(key(), mine);
	};

	const used = () => Object.values(mine).reduce((a, b) => a + b, 0);
	const draw = () => {
		const p = part();
		if (!p) return;
		const left = Number(p.getAttribute('data-budget')) - used();
		const cap = Number(p.getAttribute('data-cap')) || Infinity;
		const line = p.querySelector('[data-votes-left]');
		if (line) line.textContent = counted('votes-left', left);
		for (const li of p.querySelectorAll('[data-target]')) {
			const t = li.getAttribute('data-target');
			const n = mine[t] || 0;
			const text = li.querySelector('[data-mine-text]');
			if (text) text.textContent = counted('votes', n) + (latest.waiting(t) && !navigator.onLine ? ` · ${word('waiting')}` : '');
			const dots = li.querySelector('.dots');
			if (dots) dots.setAttribute('data-n', n);
			const off = (name, yes) => {
				const b = li.querySelector(`[data-vote=${name}]`);
				if (b) b.setAttribute('aria-disabled', String(yes));
			};
			off('less', n === 0);
			off('more', left <= 0 || n >= cap);
		}
	};

	doc.addEventListener('submit', (e) => {
		const li = e.target.closest('.vote-form') && e.target.closest('[data-target]');
		if (!li) return;
		e.preventDefault();
		const button = submitterOf(e);
		const more = !button || button.getAttribute('data-vote') === 'more';
		const t = li.getAttribute('data-target');
		const n = mine[t] || 0;
		const p = part();
		if (more && used() >= Number(p.getAttribute('data-budget'))) return say(word('vote-full'));
		if (more && n >= (Number(p.getAttribute('data-cap')) || Infinity)) return say(word('vote-cap'));
		if (!more && n === 0) return;
		mine[t] = n + (more ? 1 : -1);
		memory.set(key(), mine);
		latest.set(t, mine[t]);
		draw();
		say(`${counted('votes', mine[t])}. ${counted('votes-left', Number(p.getAttribute('data-budget')) - used())}`);
	});
	const look = () => {
		read();
		draw();
	};
	doc.addEventListener('medvirk:patched', look);
	look();
	return latest;
}
