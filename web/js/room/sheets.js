/* sheets.js: a sheet that several fill in. What others have saved meanwhile stands beside what is typed here and not sent
 * ([data-now-for=FIELD], data-now: the text that is saved); it is shown only where the two differ. */
import { isUnsent } from './patch.js';

export function startSheets({ say }, doc = document) {
	/* Warnings that come with a change are said as well, each once: what was saved seems to name somebody. */
	const known = new Set();
	const warn = (told) => {
		for (const { id, textContent } of doc.querySelectorAll('[data-warns]')) {
			if (told && !known.has(id + textContent)) say(textContent.trim());
			known.add(id + textContent);
		}
	};
	warn();
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
	doc.addEventListener('medvirk:patched', warn);
	doc.addEventListener('input', look);
	look();
}
