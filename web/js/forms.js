/* forms.js: small help for ordinary pages.
 *
 * .ds-error-summary       takes the focus when the page opens; a link in it moves the focus to the field, not only the view
 * form[data-once]         sent once; the pressed button is busy until the next page (data-once="text": what the button says meanwhile)
 * form[data-dirty]        the browser asks before what was typed is left behind
 * form[data-confirm]      asks its question before anything is sent
 * details.menu            closes on Escape and on a click outside
 * [data-print]            prints */

export function startForms(doc = document) {
	const summary = doc.querySelector('.ds-error-summary');
	if (summary) summary.focus();

	doc.addEventListener('click', (e) => {
		const link = e.target.closest('.ds-error-summary a[href^="#"]');
		const field = link && doc.getElementById(link.getAttribute('href').slice(1));
		if (field) {
			e.preventDefault();
			field.focus();
			field.scrollIntoView({ block: 'center' });
		}
		if (e.target.closest('[data-print]')) globalThis.print();
		for (const menu of doc.querySelectorAll('details.menu[open]')) if (!menu.contains(e.target)) menu.open = false;
	});
	doc.addEventListener('keydown', (e) => {
		if (e.key !== 'Escape') return;
		for (const menu of doc.querySelectorAll('details.menu[open]')) {
			menu.open = false;
			menu.querySelector('summary').focus();
		}
	});

	/* Before every other listener hears of it. */
	globalThis.addEventListener(
		'submit',
		(e) => {
			const question = e.target.getAttribute('data-confirm');
			if (!question || globalThis.confirm(question)) return;
			e.preventDefault();
			e.stopImmediatePropagation();
		},
		true,
	);
	doc.addEventListener('submit', (e) => {
		const form = e.target;
		if (e.defaultPrevented || !form.hasAttribute('data-once')) return;
		if (form.hasAttribute('data-sent')) return e.preventDefault();
		form.setAttribute('data-sent', '');
		const button = e.submitter || form.querySelector('[type=submit]');
		if (!button) return;
		button.setAttribute('aria-busy', 'true');
		if (form.getAttribute('data-once')) button.textContent = form.getAttribute('data-once');
	});
	/* Back again from the browser's memory: everything can be sent once more. */
	globalThis.addEventListener('pageshow', (e) => {
		if (!e.persisted) return;
		for (const form of doc.querySelectorAll('form[data-sent]')) form.removeAttribute('data-sent');
		for (const b of doc.querySelectorAll('button[aria-busy]')) b.removeAttribute('aria-busy');
	});

	let dirty = false;
	doc.addEventListener('input', (e) => {
		if (e.target.closest('form[data-dirty]')) dirty = true;
	});
	doc.addEventListener('submit', () => (dirty = false));
	globalThis.addEventListener('beforeunload', (e) => {
		if (!dirty) return;
		e.preventDefault();
		e.returnValue = '';
	});
}
