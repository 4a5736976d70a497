/* settings.js: this phone's own choices, input[data-setting="announce|sound|shake"], kept for all rooms. */
import { openMemory } from '../lib/memory.js';

export function startSettings(doc = document) {
	const memory = openMemory('settings');
	const box = (name) => doc.querySelector(`[data-setting="${name}"]`);
	const draw = () => {
		for (const el of doc.querySelectorAll('[data-setting]')) {
			const kept = memory.get(el.getAttribute('data-setting'));
			if (kept !== null) el.checked = kept;
		}
	};
	doc.addEventListener('change', (e) => {
		const name = e.target.getAttribute('data-setting');
		if (name) memory.set(name, e.target.checked);
	});
	draw();
	return {
		get(name, otherwise) {
			const kept = memory.get(name);
			const el = box(name);
			return kept !== null ? kept : el ? el.checked : otherwise;
		},
	};
}
