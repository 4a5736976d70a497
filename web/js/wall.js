/* wall.js: the big screen: stream, clock, cards that fit, a screen that stays awake.
 *
 * [data-fit]: lists in it (.notes, .wall-themes, .sheet-cards, .thing-list, .judges) may be too long. First the cards shrink in steps (--fit), then head and foot too (.dense), then
 * the lists turn pages every twelve seconds, and so does each field of a map ([data-more] is what it says of the cards that are not there, "+{n} til");
 * of several [data-turn] one is shown at a time; [data-fit-pages] says which page, in its data-text "{n} av {m}". A click anywhere makes the wall fill the screen. */
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
const fields = () => [...document.querySelectorAll('[data-fit] .map-field')];
const cardsOf = (field) => [...field.querySelectorAll('.map-card')];
const below = (field, card) => card.getBoundingClientRect().bottom > field.getBoundingClientRect().bottom;
const tooHigh = () => fields().some((f) => cardsOf(f).some((c) => below(f, c)));
/* field -> the pages of its cards; only of fields that do not hold all at once. */
const pages = new Map();

/* All cards are shown and measured; from the first that does not fit on, another page begins. */
function part(field) {
	const cards = cardsOf(field);
	const out = [];
	if (!cards.some((c) => below(field, c))) return;
	/* The line that tells of the others takes its room too. */
	field.querySelector('h3').setAttribute('data-left', fill(field.closest('[data-more]').getAttribute('data-more'), { n: cards.length }));
	for (let from = 0; from < cards.length; ) {
		cards.forEach((c, i) => (c.hidden = i < from));
		const over = cards.slice(from).findIndex((c) => below(field, c));
		const n = over < 0 ? cards.length - from : Math.max(1, over);
		out.push(cards.slice(from, from + n));
		from += n;
	}
	pages.set(field, out);
}

/* Fields with many cards get room from those with few, which keep enough for a heading and a card. */
function share(map, on) {
	const n = (across, up) => cardsOf(map.querySelector(`[data-across="${across}"][data-up="${up}"]`)).length;
	const track = (least, a, b) => (on ? `minmax(${least}%, ${a + 1}fr) minmax(${least}%, ${b + 1}fr)` : '');
	map.style.gridTemplateRows = track(40, Math.max(n(1, 2), n(2, 2)), Math.max(n(1, 1), n(2, 1)));
	map.style.gridTemplateColumns = track(34, Math.max(n(1, 2), n(1, 1)), Math.max(n(2, 2), n(2, 1)));
}

/* tight: the last resort before pages. */
function tighten(on) {
	for (const map of document.querySelectorAll('[data-fit] .map-fields')) {
		map.classList.toggle('tight', on);
		share(map, on);
	}
}

function showField(field, parts) {
	const now = parts[turn % parts.length];
	const cards = cardsOf(field);
	for (const c of cards) c.hidden = !now.includes(c);
	field.querySelector('h3').setAttribute('data-left', fill(field.closest('[data-more]').getAttribute('data-more'), { n: cards.length - now.length }));
}

function fit() {
	const box = document.querySelector('[data-fit]');
	if (!box) return;
	pages.clear();
	for (const f of fields()) {
		f.querySelector('h3').removeAttribute('data-left');
		for (const c of cardsOf(f)) c.hidden = false;
	}
	tighten(false);
	/* Lists above each other share the height by how much is in them. */
	for (const list of lists()) if (list.matches('.wall-themes')) list.style.flexGrow = Math.max(1, list.children.length);
	for (const [size, dense] of STEPS) {
		box.style.setProperty('--fit', size);
		document.querySelector('main').classList.toggle('dense', dense);
		if (!lists().some(tooLong) && !tooHigh()) break;
	}
	if (tooHigh()) tighten(true);
	fields().forEach(part);
	show();
}

function show() {
	const all = lists();
	const turns = [...document.querySelectorAll('[data-turn]')];
	const most = Math.max(1, turns.length, ...all.map(pagesOf), ...[...pages.values()].map((p) => p.length));
	turns.forEach((el, i) => (el.hidden = i !== turn % turns.length));
	for (const list of all) {
		const gap = parseFloat(getComputedStyle(list).columnGap) || 0;
		list.scrollLeft = (turn % pagesOf(list)) * (list.clientWidth + gap);
	}
	pages.forEach((parts, field) => showField(field, parts));
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
