/* share.js: button[data-copy="ID"] copies the text of that element (a link's address when it is a link with data-copy-href, a field's value when it is a
 * field) and says data-copied. Without the clipboard (plain http, old browsers) the old way is tried; failing that the text is selected, ready to copy. */

function oldCopy(text, doc) {
	const field = doc.createElement('textarea');
	field.value = text;
	field.className = 'sr-only';
	field.setAttribute('aria-hidden', 'true');
	doc.body.append(field);
	field.select();
	let ok = false;
	try {
		ok = doc.execCommand('copy');
	} catch {
		ok = false;
	}
	field.remove();
	return ok;
}

async function copy(text, doc) {
	try {
		await navigator.clipboard.writeText(text);
		return true;
	} catch {
		return oldCopy(text, doc);
	}
}

export function startShare(doc = document, say = () => {}) {
	doc.addEventListener('click', async (e) => {
		const button = e.target.closest('[data-copy]');
		const el = button && doc.getElementById(button.getAttribute('data-copy'));
		if (!el) return;
		const text = 'value' in el && el.tagName !== 'LI' ? el.value : el.hasAttribute('data-copy-href') ? el.href : el.innerText;
		if (await copy(text, doc)) {
			const before = button.textContent;
			button.textContent = button.getAttribute('data-copied');
			button.focus();
			say(button.getAttribute('data-copied'));
			setTimeout(() => (button.textContent = before), 3000);
			return;
		}
		const range = doc.createRange();
		range.selectNodeContents(el);
		const selection = doc.getSelection();
		selection.removeAllRanges();
		selection.addRange(range);
		el.focus();
	});
}
