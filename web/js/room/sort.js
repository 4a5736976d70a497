/* sort.js: ticked notes into columns, on the tables' phones and the desk. Works in [data-sorting].
 *
 * form[data-sort]: its buttons (name=column) say where; the ticked notes (checkboxes with form="ID of this form") go there in one request.
 * li[data-bin] says where a note lies, so that #undo can put each back where it was. After a move the focus goes to the next note. */
import { formBody, post, stampCommand, submitterOf, tellIn, went } from '../lib/send.js';
import { word } from '../lib/words.js';
import { nextNote } from './table.js';
import { makeUndo } from './undo.js';

export function startSort({ page, say, doc = document, send = post }) {
	const offer = makeUndo({ say, within: '[data-sorting]', doc });
	const put = async (action, extra, notes, column) => {
		const body = new URLSearchParams({ ...extra, column });
		for (const note of notes) body.append('note', note);
		const res = await send(action, stampCommand(body));
		if (went(res)) return true;
		if (res && (res.status === 409 || res.status === 422)) page.swap(res.text);
		say(word(res && res.status === 409 ? 'stale' : 'failed'));
		return false;
	};
	/* Where each lies now: column -> notes. */
	const places = (notes) => {
		const out = new Map();
		for (const note of notes) {
			const li = doc.getElementById('note-' + note);
			const bin = (li && li.getAttribute('data-bin')) || '';
			out.set(bin, [...(out.get(bin) || []), note]);
		}
		return out;
	};

	doc.addEventListener('submit', async (e) => {
		const form = e.target;
		if (!form.hasAttribute('data-sort')) return;
		e.preventDefault();
		const button = submitterOf(e);
		if (!button || form.getAttribute('aria-busy') === 'true') return;
		const body = formBody(form, button);
		const notes = body.getAll('note');
		tellIn(form, notes.length ? '' : word('choose'));
		if (!notes.length) return say(word('choose'));
		const column = body.get('column');
		const extra = Object.fromEntries([...body].filter(([k]) => k !== 'note' && k !== 'column'));
		const action = form.getAttribute('action');
		const before = places(notes);
		const next = nextNote(notes, doc);
		form.setAttribute('aria-busy', 'true');
		const ok = await put(action, extra, notes, column);
		form.removeAttribute('aria-busy');
		if (!ok) return tellIn(form, word('failed'));
		for (const box of doc.querySelectorAll('input[name=note]:checked')) if (notes.includes(box.value)) box.checked = false;
		const to = next && doc.getElementById(next);
		const field = to && to.querySelector('input[type=checkbox]');
		if (field) field.focus();
		offer(word('sorted', { column: button.textContent.trim() }), async () => {
			for (const [bin, list] of before) if (!(await put(action, extra, list, bin))) return false;
			return true;
		});
	});
}
