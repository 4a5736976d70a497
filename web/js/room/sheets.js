/* sheets.js: a sheet that several fill in. What others have saved meanwhile stands beside what is typed here and not sent
 * ([data-now-for=FIELD], data-now: the text that is saved); it is shown only where the two differ. */
import { isUnsent } from './patch.js';

/* Warnings ([data-warns]) that have come with a change are said as well: what was saved seems to name somebody. */
function newWarnings(doc, known) {
	const now = new Map([...doc.querySelectorAll('[data-warns]')].map((w) => [w.getAttribute('id'), w.textContent.trim()]));
	const fresh = [...now].filter(([id, text]) => known.get(id) !== text).map(([, text]) => text);
	known.clear();
	for (const [id, text] of now) known.set(id, text);
	return fresh;
}

export function startSheets({ say }, doc = document) {
	const known = new Map();
	newWarnings(doc, known);
	const look = () => {
		for (const line of doc.querySelectorAll('[data-now-for]')) {
			const field = doc.getElementById(line.getAttribute('data-now-for'));
			const now = line.getAttribute('data-now');
			/* defaultValue is what the field came with: somebody else has saved something newer. */
			if (field && isUnsent(field) && field.defaultValue !== now && field.value !== now) line.hidden = false;
			else if (field && field.value === now) line.hidden = true;
		}
	};
	doc.addEventListener('medvirk:patched', look);
	doc.addEventListener('medvirk:patched', () => newWarnings(doc, known).forEach(say));
	doc.addEventListener('input', look);
	look();
}
