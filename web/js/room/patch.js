/* patch.js: puts finished HTML from the server into the page without taking anything out of anybody's hands.
 *
 * Each top-level element with an id replaces the element of that id. Attributes that steer it:
 *   data-into="ID"     where it goes when it is not in the page, or stands in another list than that one; no such list: it leaves the page
 *   data-first         first in that list instead of last
 *   data-gone          take the element of this id out
 *   data-announce="…"  said at once when the fragment is applied by a stream
 *   data-title="…"     the page's new title
 *   data-reload        the whole page is fetched again afterwards: there may be something of the reader's own on it
 *
 * Never replaced: the focused element, and text fields with text that has not been sent. What lies around them is. (An empty field that nobody has
 * typed in for some seconds goes with its step; the focus goes to the new heading. Else every phone that has just sent a note would keep the old form.) When the new content
 * has the same field (same id, or same name in a form of the same id) the field gets its new place there; when it has not (the step is
 * over), the form stays as it was, marked .late, above the new content, until it is sent or emptied, or its step comes back.
 * Open details, ticked boxes and choices are carried over. */

/* Not el.id: a form with a field called id answers with the field. */
const idOf = (el) => el.getAttribute('id') || '';

/* What is late has another id, until its place comes back. */
const placeOf = (el) => idOf(el).replace(/-late$/, '');

const TEXTUAL = /^(text|search|email|url|tel|number|password|date|time)$/i;

export function isTextField(el) {
	return el.tagName === 'TEXTAREA' || (el.tagName === 'INPUT' && TEXTUAL.test(el.getAttribute('type') || 'text'));
}

/* Something was typed that the page did not come with. */
export function isUnsent(el) {
	return isTextField(el) && el.value.trim() !== '' && el.value !== el.defaultValue;
}

/* Is somebody typing in it right now? */
const TYPING_MS = 3000;
const typed = new WeakMap();
globalThis.addEventListener('keydown', (e) => typed.set(e.target, Date.now()), true);
globalThis.addEventListener('input', (e) => e.isTrusted && typed.set(e.target, Date.now()), true);
globalThis.addEventListener('submit', (e) => [...e.target.elements].forEach((f) => typed.delete(f)));

export function isBusy(el) {
	return isTextField(el) && (el.value.trim() !== '' || Date.now() - (typed.get(el) || 0) < TYPING_MS);
}

export function parseFragments(html, doc) {
	const t = doc.createElement('template');
	t.innerHTML = html;
	return [...t.content.children];
}

/* Applies all fragments of one frame. Returns what happened: { added, replaced, gone, announce, title, reload }. */
export function applyPatch(html, doc = document, lateText = '') {
	const done = { added: [], replaced: [], gone: [], announce: [], title: '', reload: false };
	for (const el of parseFragments(html, doc)) {
		if (el.getAttribute('data-announce')) done.announce.push(el.getAttribute('data-announce'));
		if (el.hasAttribute('data-reload')) done.reload = true;
		if (el.getAttribute('data-title')) done.title = el.getAttribute('data-title');
		if (idOf(el)) applyOne(el, doc, lateText, done);
	}
	return done;
}

function applyOne(el, doc, lateText, done) {
	const old = doc.getElementById(idOf(el));
	const list = doc.getElementById(el.getAttribute('data-into') || '');
	/* It now belongs in a list that this page does not have. */
	const elsewhere = el.getAttribute('data-into') && !list;
	if (old || list) onlyOnce(el, old, doc, lateText);
	if (el.hasAttribute('data-gone') || (elsewhere && old)) {
		if (old && takeOut(old, doc, lateText)) done.gone.push(old);
	} else if (!old) {
		if (!list) return;
		put(el, list);
		done.added.push(el);
	} else if (list && old.parentElement !== list && list !== old && !list.contains(old)) {
		carry(old, el);
		takeOut(old, doc, lateText);
		put(el, list);
		done.replaced.push(el);
	} else done.replaced.push(replace(old, el, doc, lateText));
}

/* What the fragment brings with it (the notes of a theme) stands nowhere else in the page afterwards. */
function onlyOnce(el, old, doc, lateText) {
	for (const inner of el.querySelectorAll('[id]')) {
		const there = doc.getElementById(idOf(inner));
		if (there && there !== old && !(old && (old.contains(there) || there.contains(old)))) takeOut(there, doc, lateText);
	}
}

function put(el, list) {
	if (el.hasAttribute('data-first')) list.insertBefore(el, list.firstChild);
	else list.appendChild(el);
}

/* Removes, unless unsent text would go with it. A focus in there goes to the neighbour. */
function takeOut(old, doc, lateText) {
	const keep = [...old.querySelectorAll('input,textarea')].filter(isUnsent);
	if (keep.length) {
		strip(old, keep, lateText, doc);
		return false;
	}
	const next = holdsFocus(old, doc) ? neighbour(old) : null;
	old.remove();
	if (next) next.focus({ preventScroll: true });
	return true;
}

const FOCUSABLE = 'a[href],button,input:not([type=hidden]),select,textarea,summary,[tabindex]';

/* Where the focus goes when its element leaves: the next in the list, else the one before, else the heading of the part. */
function neighbour(el) {
	for (const side of ['nextElementSibling', 'previousElementSibling'])
		for (let n = el[side]; n; n = n[side]) {
			const f = n.matches(FOCUSABLE) ? n : n.querySelector(FOCUSABLE);
			if (f) return f;
		}
	const part = el.parentElement && el.parentElement.closest('section,main');
	return part && headingOf(part);
}

export function headingOf(part) {
	/* One inside closed details cannot have the focus. */
	const h = [...part.querySelectorAll('h1,h2,h3,h4')].find((n) => !n.closest('details:not([open])')) || part;
	if (!h.hasAttribute('tabindex')) h.setAttribute('tabindex', '-1');
	return h;
}

function holdsFocus(el, doc) {
	return doc.activeElement && doc.activeElement !== doc.body && el.contains(doc.activeElement);
}

/* Replaces old by el and returns the element that stands there now. */
export function replace(old, el, doc = document, lateText = '') {
	const active = holdsFocus(old, doc) ? doc.activeElement : null;
	const keep = [...old.querySelectorAll('input,textarea')].filter(isUnsent);
	if (active && !keep.includes(active) && (isBusy(active) || active === old || twin(active, el))) keep.push(active);
	carry(old, el);
	if (keep.length) {
		/* Pairs are found before anything moves. */
		const pairs = new Map(keep.map((k) => [k, k === old ? el : twin(k, el)]));
		morph(old, el, pairs, lateText, doc);
		if (active && !old.contains(active)) headingOf(old).focus({ preventScroll: true });
		return old;
	}
	old.replaceWith(el);
	if (active) headingOf(el).focus({ preventScroll: true });
	return el;
}

/* The element in tree that stands for el: same id; the summary of the details of the same id; else, in the form that does the same (same id, or same action about the same thing), the same name
 * and value or, failing that, the button in the same place. */
function twin(el, tree) {
	const all = (selector) => [...(tree.matches(selector) ? [tree] : []), ...tree.querySelectorAll(selector)];
	if (idOf(el)) return all('[id]').find((n) => idOf(n) === placeOf(el) && n.tagName === el.tagName) || null;
	if (el.tagName === 'SUMMARY' && idOf(el.parentElement)) return all('details>summary').find((n) => idOf(n.parentElement) === idOf(el.parentElement)) || null;
	const form = el.closest('form');
	const key = form && formKey(form);
	const other = key && all('form').find((f) => formKey(f) === key);
	if (!other) return null;
	const same = (n) => n.tagName === el.tagName && n.getAttribute('name') === el.getAttribute('name') && n.getAttribute('value') === el.getAttribute('value');
	const peers = [...form.querySelectorAll(el.tagName)];
	const theirs = [...other.querySelectorAll(el.tagName)];
	return theirs.find(same) || (el.tagName === 'BUTTON' && peers.length === theirs.length && theirs[peers.indexOf(el)]) || null;
}

const ABOUT = ['note', 'theme', 'target', 'step', 'round', 'reason', 'about', 'entry'];

function formKey(form) {
	if (idOf(form)) return '#' + idOf(form);
	const about = [...form.querySelectorAll('input[type=hidden]')].filter((i) => ABOUT.includes(i.name)).map((i) => `${i.name}=${i.value}`);
	const does = [...form.querySelectorAll('button[name]')].length === 1 ? form.querySelector('button[name]').value : '';
	return [form.getAttribute('action'), ...about, does].join('&');
}

const within = (outer, n) => Boolean(n) && (outer === n || outer.contains(n));

/* Makes old like el, leaving the elements that pairs begins with where they are. */
function morph(old, el, pairs, lateText, doc) {
	const isKept = pairs.has(old);
	copyAttributes(old, el, isKept);
	if (isKept && isTextField(old)) return;
	const inside = [...pairs.keys()].filter((k) => k !== old && old.contains(k));
	const holders = [...old.children].filter((c) => inside.some((k) => within(c, k)));
	const pair = new Map();
	for (const h of holders) {
		const mine = inside.filter((k) => within(h, k));
		const match = [...el.children].find((c) => c.tagName === h.tagName && idOf(c) === placeOf(h) && !pair.has(c) && mine.some((k) => within(c, pairs.get(k))));
		if (match) pair.set(match, h);
		else strip(h, mine, lateText, doc);
	}
	for (const n of [...old.childNodes]) if (!holders.includes(n)) n.remove();
	/* New content goes behind what is late and around what is paired. */
	const late = holders.filter((h) => ![...pair.values()].includes(h));
	const last = late[late.length - 1];
	/* What was late for this step stood among those. */
	if (last) for (const h of [...pair.values()].reverse()) if (last.compareDocumentPosition(h) & 2 && !holdsFocus(h, doc)) last.after(h);
	let cursor = last ? last.nextSibling : old.firstChild;
	for (const n of [...el.childNodes]) {
		const h = pair.get(n);
		if (!h) old.insertBefore(n, cursor);
		else {
			cursor = h.nextSibling;
			morph(h, n, pairs, lateText, doc);
		}
	}
}

function copyAttributes(to, from, kept) {
	const own = !kept ? /^(open|tabindex)$/ : isTextField(to) ? /^(value|disabled|tabindex)$/ : /^(checked|disabled|open|tabindex)$/;
	for (const a of [...to.attributes]) if (!from.hasAttribute(a.name) && !own.test(a.name)) to.removeAttribute(a.name);
	for (const a of [...from.attributes]) if (!own.test(a.name) && to.getAttribute(a.name) !== a.value) to.setAttribute(a.name, a.value);
}

/* Leaves only the forms (or fields) around keep, and says why they are still here. */
function strip(holder, keep, lateText, doc) {
	holder.classList.add('late');
	prune(holder, keep);
	for (const n of [holder, ...holder.querySelectorAll('[id],[for]')]) {
		if (idOf(n) && !idOf(n).endsWith('-late')) n.setAttribute('id', idOf(n) + '-late');
		const f = n.getAttribute('for');
		if (f && !f.endsWith('-late')) n.setAttribute('for', f + '-late');
		if (n.hasAttribute('aria-labelledby')) n.removeAttribute('aria-labelledby');
	}
	if (lateText && !holder.querySelector('.late-note')) {
		const p = doc.createElement('p');
		p.className = 'late-note';
		p.textContent = lateText;
		holder.insertBefore(p, holder.firstChild);
	}
}

function prune(el, keep) {
	if (el.tagName === 'FORM' || keep.includes(el)) return;
	for (const c of [...el.childNodes]) {
		if (c.nodeType === 1 && keep.some((k) => c === k || c.contains(k))) prune(c, keep);
		else if (!(c.nodeType === 1 && (c.tagName === 'LABEL' || c.classList.contains('late-note')))) c.remove();
	}
}

/* Late forms go when they are empty and nobody is in them. */
export function sweepLate(doc = document) {
	for (const late of doc.querySelectorAll('.late')) {
		const busy = holdsFocus(late, doc) && isBusy(doc.activeElement);
		if (busy || [...late.querySelectorAll('input,textarea')].some(isUnsent)) continue;
		const next = holdsFocus(late, doc) ? neighbour(late) : null;
		late.remove();
		if (next) next.focus({ preventScroll: true });
	}
}

const stateKey = (el) => idOf(el) || (el.getAttribute('name') ? `${el.closest('form') ? idOf(el.closest('form')) : ''} ${el.getAttribute('name')}=${el.getAttribute('value') || ''}` : '');

/* Open details, ticks and choices that the user made in old hold in el too. */
function carry(old, el) {
	const state = new Map();
	for (const d of old.querySelectorAll('details[open]')) state.set('details ' + (idOf(d) || (d.parentElement && idOf(d.parentElement)) || ''), true);
	for (const i of old.querySelectorAll('input[type=checkbox],input[type=radio]')) if (i.checked !== i.defaultChecked) state.set(stateKey(i), i.checked);
	for (const s of old.querySelectorAll('select')) if ([...s.options].some((o) => o.selected !== o.defaultSelected)) state.set(stateKey(s), s.value);
	if (!state.size) return;
	for (const d of el.querySelectorAll('details')) {
		const key = idOf(d) || (d.parentElement && (idOf(d.parentElement) || (d.parentElement === el ? idOf(el) : ''))) || '';
		if (key && state.has('details ' + key)) d.setAttribute('open', '');
	}
	for (const i of el.querySelectorAll('input[type=checkbox],input[type=radio]')) if (state.has(stateKey(i))) i.checked = state.get(stateKey(i));
	for (const s of el.querySelectorAll('select')) {
		const v = state.get(stateKey(s));
		if (v !== undefined && [...s.options].some((o) => o.value === v)) s.value = v;
	}
}
