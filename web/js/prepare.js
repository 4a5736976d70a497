/* prepare.js: own words before a workshop (data-prepare), in this browser's memory only. Nothing here talks to a server: the fields have
 * no name and stand in no form. What belongs to an earlier workshop goes when the page of the next one is opened. */
import { openMemory } from './lib/memory.js';

export function startPrepare(doc = document, open = openMemory) {
	const list = doc.querySelector('[data-prepare-scope]');
	if (!list) return;
	const memory = open(`prepare-${list.getAttribute('data-prepare-scope')}`);
	const fields = [...list.querySelectorAll('[data-prepare]')];
	const here = new Set(fields.map((f) => f.getAttribute('data-prepare')));
	for (const key of memory.keys()) if (!here.has(key)) memory.remove(key);
	for (const f of fields) {
		f.value = memory.get(f.getAttribute('data-prepare')) ?? '';
		f.addEventListener('input', () => (f.value ? memory.set(f.getAttribute('data-prepare'), f.value) : memory.remove(f.getAttribute('data-prepare'))));
	}
	const forget = doc.querySelector('[data-prepare-forget]');
	forget?.addEventListener('click', () => {
		memory.wipe();
		for (const f of fields) f.value = '';
		doc.querySelector('[data-prepare-status]').textContent = forget.getAttribute('data-said');
	});
}
