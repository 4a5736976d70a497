/* table.js: grouping by tap and search, for the tables' phones and the desk. Works in [data-board]; the markup is in phone-group.html.
 *
 * form[data-move=many]   ticked notes (checkboxes with form="ID of this form") go into the chosen theme, one request each
 * form[data-move]        one note; the pressed button says in=0 or 1
 * input[data-filter=LIST-ID]  hides the notes that do not contain the words
 * select[data-themes=ID]  its choices follow the themes (section[data-theme]) in that container
 * After a move the focus goes to the next note that is left; #undo can take it back for ten seconds. */
import { formBody, post, stampCommand, submitterOf, tellIn, went } from '../lib/send.js';
import { counted, word } from '../lib/words.js';
import { makeUndo } from './undo.js';

export function startTable({ page, say, doc = document, send = post }) {
	const offer = makeUndo({ say, within: '[data-board]', doc });
	const move = async (action, notes, extra, theme, into) => {
		for (const note of notes) {
			const res = await send(action, stampCommand(new URLSearchParams({ ...extra, note, theme, in: into })));
			if (went(res)) continue;
			if (res && (res.status === 409 || res.status === 422)) page.swap(res.text);
			say(word(res && res.status === 409 ? 'stale' : 'failed'));
			return false;
		}
		return true;
	};
	const extras = (body) => Object.fromEntries([...body].filter(([k]) => k !== 'note' && k !== 'theme' && k !== 'in'));

	doc.addEventListener('submit', async (e) => {
		const form = e.target;
		if (!form.hasAttribute('data-move')) return;
		e.preventDefault();
		if (form.getAttribute('aria-busy') === 'true') return;
		const body = formBody(form, submitterOf(e));
		const notes = body.getAll('note');
		tellIn(form, notes.length ? '' : word('choose'));
		if (!notes.length) return say(word('choose'));
		const theme = body.get('theme');
		const into = body.get('in');
		const action = form.getAttribute('action');
		const name = themeName(theme, doc);
		const next = nextNote(notes, doc);
		form.setAttribute('aria-busy', 'true');
		const ok = await move(action, notes, extras(body), theme, into);
		if (!ok) tellIn(form, word('failed'));
		form.removeAttribute('aria-busy');
		if (!ok) return;
		for (const box of doc.querySelectorAll('input[name=note]:checked')) if (notes.includes(box.value)) box.checked = false;
		const to = next && doc.getElementById(next);
		const field = to && to.querySelector('input[type=checkbox],button,summary');
		if (field) field.focus();
		offer(word(into === '1' ? 'moved' : 'moved-out', { theme: name }), () => move(action, notes, extras(body), theme, into === '1' ? '0' : '1'));
	});

	doc.addEventListener('input', (e) => {
		const id = e.target.getAttribute && e.target.getAttribute('data-filter');
		if (id) filter(e.target, id, doc, say);
	});
	const look = () => {
		for (const select of doc.querySelectorAll('select[data-themes]')) fillThemes(select, doc);
		for (const field of doc.querySelectorAll('input[data-filter]')) if (field.value) filter(field, field.getAttribute('data-filter'), doc, null);
	};
	doc.addEventListener('medvirk:patched', look);
	look();
}

/* The choices, in the order of the themes; what is chosen stays chosen, else the newest theme is. */
function fillThemes(select, doc) {
	const box = doc.getElementById(select.getAttribute('data-themes'));
	if (!box) return;
	const now = [...box.querySelectorAll('[data-theme]')].map((t) => [t.getAttribute('data-theme'), themeName(t.getAttribute('data-theme'), doc)]);
	select.form.hidden = !now.length;
	const had = [...select.options].map((o) => [o.value, o.textContent]);
	if (JSON.stringify(now) === JSON.stringify(had)) return;
	const fresh = now.filter(([id]) => !had.some(([old]) => old === id));
	const chosen = fresh.length && had.length ? fresh[fresh.length - 1][0] : select.value;
	select.textContent = '';
	for (const [id, name] of now) {
		const option = doc.createElement('option');
		option.value = id;
		option.textContent = name;
		select.append(option);
	}
	if (now.some(([id]) => id === chosen)) select.value = chosen;
}

let filterTimer = null;
function filter(field, id, doc, say) {
	const list = doc.getElementById(id);
	if (!list) return;
	const words = field.value.toLocaleLowerCase().split(/\s+/).filter(Boolean);
	let found = 0;
	for (const li of list.children) {
		const text = li.textContent.toLocaleLowerCase();
		const hit = words.every((w) => text.includes(w)) || (li.querySelector(':checked') !== null);
		li.hidden = !hit;
		if (hit) found++;
	}
	clearTimeout(filterTimer);
	if (say && words.length) filterTimer = setTimeout(() => say(counted('found', found)), 1000);
}

function themeName(id, doc) {
	const theme = doc.getElementById('theme-' + id);
	const h = theme && theme.querySelector('h2,h3,h4');
	return h ? h.firstChild.textContent.trim() : '';
}

/* The first note after the moved ones that is not moved itself, else the last before them: its id. */
export function nextNote(notes, doc) {
	const moved = notes.map((n) => doc.getElementById('note-' + n)).filter(Boolean);
	if (!moved.length) return '';
	const all = [...moved[0].parentElement.children].filter((li) => !li.hidden);
	const at = all.indexOf(moved[moved.length - 1]);
	const left = (li) => !moved.includes(li);
	const next = all.slice(at + 1).find(left) || all.slice(0, at).reverse().find(left);
	return next ? next.id : '';
}
