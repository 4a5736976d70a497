/* words.js: every text comes from the page: <div id="words" hidden data-saved="Lagret" data-new-one="1 ny lapp" data-new="{n} nye lapper">. */

/* "data-vote-full" -> 'vote-full'. Empty when the page has no such word. */
export function word(name, values = {}, root = document) {
	const el = root.getElementById('words');
	return fill((el && el.getAttribute('data-' + name)) || '', values);
}

/* The form for one or for many: data-NAME-1 (or data-NAME-one), data-NAME-0, else data-NAME with {n}. */
export function counted(name, n, root = document) {
	const el = root.getElementById('words');
	return el ? countedIn(el, name, n) : '';
}

export function countedIn(el, name, n) {
	const get = (k) => el.getAttribute('data-' + k);
	const text = (n === 0 && get(name + '-0')) || (n === 1 && (get(name + '-1') || get(name + '-one'))) || get(name) || '';
	return fill(text, { n });
}

export function fill(text, values) {
	return text.replace(/\{(\w+)\}/g, (all, key) => (key in values ? values[key] : all));
}
