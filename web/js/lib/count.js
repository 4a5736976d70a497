/* count.js: characters left, counted as people see them (graphemes).
 *
 * <p data-count-for="ID of the field" data-left="{n} tegn igjen" data-left-one="1 tegn igjen" data-over="…" data-over-one="…">
 * The field, or the form around it, says data-limit. Not announced: the text is the field's description. */
import { countedIn } from './words.js';

const segmenter = globalThis.Intl && Intl.Segmenter ? new Intl.Segmenter() : null;

export function graphemes(text) {
	if (segmenter) return [...segmenter.segment(text)].length;
	/* Older browsers: code points, less joiners and marks. Close enough for a hint; the server decides. */
	return [...text.normalize('NFC').replace(/\p{M}|\u200d.|\ufe0f/gu, '')].length;
}

export function limitOf(field) {
	const holder = field.closest('[data-limit]');
	return holder ? Number(holder.getAttribute('data-limit')) : Infinity;
}

export function showCount(line, field) {
	const left = limitOf(field) - graphemes(field.value.trim());
	if (!Number.isFinite(left)) return;
	line.textContent = countedIn(line, left < 0 ? 'over' : 'left', Math.abs(left));
	if (left < 0) line.setAttribute('data-state', 'over');
	else line.removeAttribute('data-state');
}

export function startCounts(doc = document) {
	doc.addEventListener('input', (e) => {
		const id = e.target.id;
		const line = id && [...doc.querySelectorAll('[data-count-for]')].find((l) => l.getAttribute('data-count-for') === id);
		if (line) showCount(line, e.target);
	});
}
