/* html.mjs: pages as tests read them. */
import { parseHTML } from 'linkedom';

/* application/x-www-form-urlencoded of pairs or an object. */
export function formBody(fields) {
	return new URLSearchParams(Array.isArray(fields) ? fields : Object.entries(fields)).toString();
}

class Page {
	constructor(text) {
		this.text = text;
	}

	get document() {
		return (this.parsed ??= parseHTML(this.text).document);
	}

	all(selector) {
		return [...this.document.querySelectorAll(selector)];
	}

	one(selector) {
		return this.document.querySelector(selector);
	}

	/* What a reader sees: white space squeezed. */
	words(selector = 'body') {
		return (this.one(selector)?.textContent ?? '').replace(/\s+/g, ' ').trim();
	}

	forms() {
		return this.all('form');
	}

	/* The form whose action is, or ends in, this. */
	formTo(action) {
		const forms = this.forms();
		const f = forms.find((x) => x.getAttribute('action') === action) ?? forms.find((x) => (x.getAttribute('action') ?? '').endsWith(action));
		if (!f) throw new Error(`no form to ${action}; there are: ${forms.map((x) => x.getAttribute('action')).join(', ') || 'none'}\n${this.words().slice(0, 600)}`);
		return f;
	}

	/* [name, value] of a form as a browser would send it untouched, buttons left out. */
	fieldsOf(form) {
		const out = [];
		for (const f of form.querySelectorAll('input, select, textarea')) {
			const name = f.getAttribute('name');
			if (!name || f.hasAttribute('disabled')) continue;
			const type = (f.getAttribute('type') ?? 'text').toLowerCase();
			if (f.tagName === 'SELECT') {
				const o = f.querySelector('option[selected]') ?? f.querySelector('option');
				if (o) out.push([name, o.getAttribute('value') ?? o.textContent]);
			} else if (f.tagName === 'TEXTAREA') {
				out.push([name, f.textContent.replace(/^\n/, '')]);
			} else if (type === 'checkbox' || type === 'radio') {
				if (f.hasAttribute('checked')) out.push([name, f.getAttribute('value') ?? 'on']);
			} else if (!['submit', 'button', 'image', 'reset'].includes(type)) {
				out.push([name, f.getAttribute('value') ?? '']);
			}
		}
		return out;
	}

	links() {
		return this.all('a[href]').map((a) => a.getAttribute('href'));
	}

	/* Ids of the notes of the page, in the order shown. */
	notes() {
		return this.all('[id^="note-"]').map((n) => n.getAttribute('id').slice(5));
	}
}

export function page(text) {
	return new Page(text);
}
