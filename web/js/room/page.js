/* page.js: the page as a whole: fetched again after a reset, swapped as carefully as any patch.
 * Afterwards the event medvirk:patched is sent to the document, with detail { added, replaced, gone, whole }. */
import { word } from '../lib/words.js';
import { applyPatch, isBusy, replace, sweepLate } from './patch.js';

const LATE = 15000; /* ms */

/* The step that the page shows. */
function nameOf(doc) {
	const h = doc.getElementById('step-h');
	return h ? h.textContent.trim() : '';
}

export function makePage({ announce = () => {}, doc = document } = {}) {
	/* What is new stands at the top; but whoever is typing stays with the text, which may have moved. */
	const show = (before) => {
		const at = doc.activeElement;
		if (nameOf(doc) === before) return;
		if (at && isBusy(at)) at.scrollIntoView({ block: 'nearest' });
		else doc.defaultView.scrollTo(0, 0);
	};
	const tell = (detail) => doc.dispatchEvent(new CustomEvent('medvirk:patched', { detail }));
	const page = {
		/* What of the stream is in the page, as a sequence number. */
		seq: 0,
		/* Called after a swap for a page older than that: frames came while it was on its way, and are wanted again. */
		behind: () => {},
		/* One frame of the stream, and its id. */
		patch(html, id = 0) {
			const before = nameOf(doc);
			page.seq = Math.max(page.seq, id);
			const done = applyPatch(html, doc, word('late', {}, doc));
			if (done.title) doc.title = done.title;
			sweepLate(doc);
			show(before);
			tell({ ...done, whole: false });
			for (const text of done.announce) announce(text);
			if (done.reload) page.refresh();
		},
		/* A whole page's HTML: main, the clock and the title are taken from it. False when it has no main. */
		swap(html) {
			const fresh = new DOMParser().parseFromString(html, 'text/html');
			const main = fresh.querySelector('main');
			const mine = doc.querySelector('main');
			if (!main || !mine) return false;
			const step = nameOf(doc);
			const before = new Set([...mine.querySelectorAll('[id^="note-"]')].map((n) => n.id));
			const clock = fresh.getElementById('clock');
			const now = replace(mine, main, doc, word('late', {}, doc));
			const ours = doc.getElementById('clock');
			if (clock && ours && !now.contains(ours)) ours.replaceWith(clock);
			if (fresh.title) doc.title = fresh.title;
			sweepLate(doc);
			show(step);
			const was = page.seq;
			page.seq = Number(now.getAttribute('data-seq')) || was;
			tell({ added: [...now.querySelectorAll('[id^="note-"]')].filter((n) => !before.has(n.id)), replaced: [now], gone: [], whole: true });
			if (page.seq < was) page.behind(page.seq);
			return true;
		},
		/* Fetches this page and swaps it. Resolves to the status; 0 without an answer. Whoever waits for it has no stream meanwhile, and a line
		 * that has gone says nothing: a time limit. */
		async refresh() {
			const abort = new AbortController();
			const timer = setTimeout(() => abort.abort(), LATE);
			try {
				const res = await fetch(doc.location.href, { credentials: 'same-origin', headers: { accept: 'text/html' }, cache: 'no-store', signal: abort.signal });
				const rejoin = doc.getElementById('rejoin');
				if (rejoin) {
					/* Sent to the way in: this phone has no seat any more. What was typed stays here, and the page says how to come back. */
					rejoin.hidden = !res.redirected;
					if (res.redirected) {
						doc.getElementById('net').hidden = true;
						return 403;
					}
				}
				if (res.status < 500 && res.status !== 429) page.swap(await res.text());
				return res.status;
			} catch {
				return 0;
			} finally {
				clearTimeout(timer);
			}
		},
	};
	doc.addEventListener('focusout', () => setTimeout(() => sweepLate(doc), 0));
	return page;
}
