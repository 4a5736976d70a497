/* undo.js: the last thing done can be taken back for ten seconds, by the button in #undo (with a place [data-undo-text]). */
import { word } from '../lib/words.js';
import { headingOf } from './patch.js';

const UNDO_MS = 10000;

/* offer(text, back): says the text and offers to call back(), which resolves to whether it went. within: where the focus goes afterwards. */
export function makeUndo({ say, within, doc = document }) {
	let undo = null;
	let timer = null;

	doc.addEventListener('click', async (e) => {
		if (!e.target.closest('[data-undo]') || !undo) return;
		const back = undo;
		undo = null;
		doc.getElementById('undo').hidden = true;
		const part = doc.querySelector(within);
		if (part) (part.querySelector('input[type=checkbox]') || headingOf(part)).focus();
		if (await back()) say(word('undone'));
	});
	return (text, back) => {
		const box = doc.getElementById('undo');
		say(text);
		if (!box) return;
		undo = back;
		box.querySelector('[data-undo-text]').textContent = text;
		box.hidden = false;
		clearTimeout(timer);
		timer = setTimeout(() => {
			/* Not away from under a finger. */
			if (box.contains(doc.activeElement)) timer = setTimeout(() => (box.hidden = true), UNDO_MS);
			else box.hidden = true;
		}, UNDO_MS);
	};
}
