/* prepared.js: what somebody wrote down before the workshop (prepare.js), offered where they write now. It stays in this browser until it is
 * sent as a note like any other, or deleted. [data-prepared=SCOPE][data-prepared-key] is drawn where there is something; its <template> has the
 * places data-prepared-text and -use. */
import { openMemory } from '../lib/memory.js';

const memoryOf = (box, open) => open(`prepare-${box.getAttribute('data-prepared')}`);

export function startPrepared({ say, doc = document, open = openMemory }) {
	const used = new Set();

	const draw = () => {
		for (const box of doc.querySelectorAll('[data-prepared]')) {
			const head = `${box.getAttribute('data-prepared-key')}/`;
			const memory = memoryOf(box, open);
			const keys = memory.keys(head).filter((k) => memory.get(k) && !used.has(k));
			const list = box.querySelector('[data-prepared-list]');
			const row = box.querySelector('template').content;
			list.replaceChildren(
				...keys.map((k) => {
					const li = doc.importNode(row, true).firstElementChild;
					li.setAttribute('data-prepared-row', k);
					li.querySelector('[data-prepared-text]').textContent = memory.get(k);
					return li;
				}),
			);
			box.hidden = keys.length === 0;
		}
	};

	const use = (box, key) => {
		const form = box.closest('form');
		const field = form.querySelector('[name=text]');
		const column = [...form.elements].find((i) => i.name === 'column' && i.value === key.split('/').pop());
		if (column && column.type === 'radio') column.checked = true;
		field.value = [field.value.trim(), memoryOf(box, open).get(key)].filter(Boolean).join('\n');
		used.add(key);
		draw();
		field.dispatchEvent(new Event('input', { bubbles: true }));
		field.focus();
	};

	doc.addEventListener('click', (e) => {
		const box = e.target.closest('[data-prepared]');
		if (!box) return;
		const row = e.target.closest('[data-prepared-use]') && e.target.closest('[data-prepared-row]');
		if (row) use(box, row.getAttribute('data-prepared-row'));
		const forget = e.target.closest('[data-prepared-drop]');
		if (!forget) return;
		memoryOf(box, open).wipe();
		draw();
		say(forget.getAttribute('data-said'));
		box.closest('form').querySelector('[name=text]').focus();
	});
	doc.addEventListener('medvirk:patched', draw);
	draw();
	return {
		/* The phone goes to somebody else. */
		wipe() {
			open(`prepare-${doc.querySelector('main').getAttribute('data-prepare-scope')}`).wipe();
			draw();
		},
	};
}
