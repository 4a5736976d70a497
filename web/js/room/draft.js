/* draft.js: what is being typed survives a reload. Every textarea and text field with an id inside main[data-room] is kept under its id, which contains the
 * step (text-STEP), together with the column chosen in its form. A form that is sent clears its own. */
import { isTextField, isUnsent } from './patch.js';

/* A field that came too late for its step is the same field (patch.js gives it another id). */
const keyOf = (id) => 'draft:' + id.replace(/-late$/, '');

export function startDrafts(memory, doc = document) {
	const ours = (el) => el && el.id && isTextField(el) && el.type !== 'search' && el.type !== 'password' && el.closest('main[data-room]');
	const column = (el) => el.form && [...el.form.elements].find((i) => i.type === 'radio' && i.name === 'column' && i.checked);
	const keep = (el) => {
		if (!isUnsent(el)) return memory.remove(keyOf(el.id));
		const c = column(el);
		memory.set(keyOf(el.id), { text: el.value, column: c ? c.value : '' });
	};
	const restore = () => {
		for (const el of doc.querySelectorAll('main[data-room] textarea[id], main[data-room] input[id]')) {
			const draft = ours(el) && el.value === el.defaultValue && doc.activeElement !== el ? memory.get(keyOf(el.id)) : null;
			if (!draft) continue;
			el.value = draft.text;
			for (const i of el.form ? el.form.elements : []) if (i.type === 'radio' && i.name === 'column') i.checked = i.value === draft.column || (i.checked && !draft.column);
			el.dispatchEvent(new Event('input', { bubbles: true }));
		}
	};
	let timer = null;
	const pending = new Set();
	const flush = () => {
		clearTimeout(timer);
		timer = null;
		for (const el of pending) keep(el);
		pending.clear();
	};
	doc.addEventListener('input', (e) => {
		if (!ours(e.target)) return;
		pending.add(e.target);
		if (timer === null) timer = setTimeout(flush, 300);
	});
	/* What was sent and emptied is no draft. */
	doc.addEventListener('reset', (e) => {
		for (const el of e.target.elements) {
			if (!ours(el)) continue;
			pending.delete(el);
			memory.remove(keyOf(el.id));
		}
	});
	globalThis.addEventListener('pagehide', flush);
	doc.addEventListener('visibilitychange', () => doc.hidden && flush());
	doc.addEventListener('medvirk:patched', restore);
	restore();
	return { flush, forget: (id) => memory.remove(keyOf(id)) };
}
