/* wall.js: the big screen: stream, clock, cards that fit, a screen that stays awake.
 *
 * [data-fit]: lists in it (.notes, .wall-themes, .sheet-cards, .thing-list, .judges) may be too long. First the cards shrink in steps (--fit), then head and foot too (.dense), then
 * the lists turn pages every twelve seconds; of several [data-turn] one is shown at a time; [data-fit-pages] says which page, in its data-text "{n} av {m}". A click anywhere makes the wall fill the screen. */
import { fill } from './lib/words.js';
import { startClock } from './room/clock.js';
import { makePage } from './room/page.js';
import { startStream } from './room/stream.js';

/* Size of the cards, and whether head and foot give way. */
const STEPS = [[1, false], [0.92, false], [0.86, false], [0.9, true], [0.82, true], [0.74, true], [0.68, true]];
const TURN = 12000;
let turn = 0;

document.documentElement.classList.add('js');
const main = document.querySelector('main');
const page = makePage();
const time = startClock();
const lists = () => [...document.querySelectorAll('[data-fit] :is(.notes, .wall-themes, .sheet-cards, .thing-list, .judges)')];
const pagesOf = (list) => Math.max(1, Math.round((list.scrollWidth - 2) / list.clientWidth + 0.4));
const tooLong = (list) => list.scrollWidth > list.clientWidth + 2;
/* A field of a map turns no pages: its cards must fit. */
const tooHigh = () => [...document.querySelectorAll('[data-fit] .map-field')].some((f) => [...f.querySelectorAll('.map-card')].some((c) => c.getBoundingClientRect().bottom > f.getBoundingClientRect().bottom));

function fit() {
	const box = document.querySelector('[data-fit]');
	if (!box) return;
	for (const [size, dense] of STEPS) {
		box.style.setProperty('--fit', size);
		document.querySelector('main').classList.toggle('dense', dense);
		if (!lists().some(tooLong) && !tooHigh()) break;
	}
	show();
}

function show() {
	const all = lists();
	const turns = [...document.querySelectorAll('[data-turn]')];
	const most = Math.max(1, turns.length, ...all.map(pagesOf));
	turns.forEach((el, i) => (el.hidden = i !== turn % turns.length));
	for (const list of all) {
		const gap = parseFloat(getComputedStyle(list).columnGap) || 0;
		list.scrollLeft = (turn % pagesOf(list)) * (list.clientWidth + gap);
	}
	const line = document.querySelector('[data-fit-pages]');
	if (!line) return;
	line.hidden = most < 2;
	line.textContent = fill(line.getAttribute('data-text'), { n: (turn % most) + 1, m: most });
}

let soon = null;
const refit = () => {
	clearTimeout(soon);
	soon = setTimeout(fit, 80);
};
document.addEventListener('medvirk:patched', (e) => {
	for (const el of e.detail.added) el.setAttribute('data-new', '');
	refit();
});
globalThis.addEventListener('resize', refit);
globalThis.addEventListener('load', refit);
if (document.fonts && document.fonts.addEventListener) document.fonts.addEventListener('loadingdone', refit);
setInterval(() => {
	turn++;
	show();
}, TURN);
fit();

async function stayAwake() {
	try {
		if (navigator.wakeLock && !document.hidden) await navigator.wakeLock.request('screen');
	} catch {
		/* not allowed here: the projector's owner has to see to it */
	}
}
stayAwake();
document.addEventListener('visibilitychange', stayAwake);
document.addEventListener('click', () => {
	if (!document.fullscreenElement && document.documentElement.requestFullscreen) document.documentElement.requestFullscreen().catch(() => {});
});

if (main.hasAttribute('data-events'))
	startStream({ main, page, hideAfter: false, on: { time: (ms) => time.add(ms), shown: () => time.forget() } });
