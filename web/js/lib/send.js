/* send.js: forms that need not load a new page.
 *
 * <form method="post" action="…" data-send>          sent by fetch; the change comes back by the stream
 * <form … data-send="reload">                        sent by fetch, then the page is fetched and main swapped
 * data-new-id="NAME"                                 a field NAME (id when empty) with a new UUID is added, the same until there was an answer; the form is
 *                                                    emptied when it went well
 * hidden id beside a hidden step_version             a desk command: gets a new UUID for each press
 * data-again                                         ... and its first field gets the focus
 * data-done="text"                                   said when it went well
 * data-confirm="question"                            asked first, on any form (forms.js)
 * A button's name and value go along. 2xx and a redirect count as done. 409 and 422: the answered page's main is swapped in.
 * No network: the word "failed" is said and shown in the form; what was typed stays. */
import { uuid } from './ids.js';
import { word } from './words.js';

export function formBody(form, submitter) {
	const body = new URLSearchParams();
	for (const [k, v] of new FormData(form)) if (typeof v === 'string') body.append(k, v);
	if (submitter && submitter.name) body.append(submitter.name, submitter.value);
	return body;
}

/* A command's id says which press it was, so that a resend does nothing and a second press does something. */
export function stampCommand(body) {
	if (body.has('step_version')) body.set('id', uuid());
	return body;
}

/* fetch with a time limit. Resolves to { status, text, retryAfter } or null when there was no answer. A redirect is status 303. */
export async function post(url, body, ms = 15000) {
	const abort = new AbortController();
	const timer = setTimeout(() => abort.abort(), ms);
	try {
		const res = await fetch(url, { method: 'POST', body, redirect: 'manual', credentials: 'same-origin', signal: abort.signal });
		const status = res.type === 'opaqueredirect' ? 303 : res.status;
		return { status, text: await res.text(), retryAfter: Number(res.headers.get('retry-after')) || 0 };
	} catch {
		return null;
	} finally {
		clearTimeout(timer);
	}
}

export const went = (res) => res !== null && res.status < 400;

/* Which button sent the form; older browsers do not say. */
let pressed = null;
export function submitterOf(e) {
	return e.submitter || (pressed && pressed.form === e.target ? pressed : null);
}

/* What went wrong with a form stands in it, until it is sent again. */
export function tellIn(form, text) {
	let line = form.querySelector('[data-failed]');
	if (!line && !text) return;
	if (!line) {
		line = form.ownerDocument.createElement('p');
		line.className = 'ds-validation-message';
		line.setAttribute('data-failed', '');
		form.appendChild(line);
	}
	line.textContent = text;
	line.hidden = !text;
}

export function startSend({ page, say }, doc = document) {
	/* Ids of forms that have had no answer: sent again, they are the same thing. */
	const ids = new WeakMap();
	/* Forms on their way that were pressed again meanwhile, and with which button. */
	const again = new Map();
	doc.addEventListener('click', (e) => {
		pressed = e.target.closest('button[type=submit],button:not([type])');
	});

	/* True: what stands in the form now was pressed meanwhile, and is not what went. */
	async function send(form, button) {
		const body = stampCommand(formBody(form, button));
		const values = new Map([...form.querySelectorAll('input,textarea')].map((field) => [field, field.value]));
		const sent = filledIn(form);
		if (form.hasAttribute('data-new-id')) {
			if (!ids.has(form)) ids.set(form, uuid());
			body.set(form.getAttribute('data-new-id') || 'id', ids.get(form));
		}
		form.setAttribute('aria-busy', 'true');
		tellIn(form, '');
		if (button) button.setAttribute('aria-busy', 'true');
		const res = await post(form.getAttribute('action'), body);
		form.removeAttribute('aria-busy');
		if (button) button.removeAttribute('aria-busy');
		if (res && res.status < 500 && res.status !== 429) ids.delete(form);
		if (went(res)) {
			const whole = filledIn(form) === sent;
			if (!form.hasAttribute('data-new-id')) {
				settle(values);
			} else if (whole) {
				form.reset();
				/* Often one comes after the other. */
				if (form.hasAttribute('data-again') && form.contains(doc.activeElement)) form.querySelector('textarea,input:not([type=hidden])').focus();
			}
			if (form.getAttribute('data-done')) say(form.getAttribute('data-done'));
			if (!whole && again.has(form)) return true;
			if (form.getAttribute('data-send') === 'reload') await page.refresh();
		} else if (res && (res.status === 409 || res.status === 422)) {
			page.swap(res.text);
			/* An alert in the answer speaks for itself. */
			if (!doc.querySelector('main [role=alert]')) say(word(res.status === 409 ? 'stale' : 'failed'));
		} else {
			tellIn(form, word('failed'));
			say(word('failed'));
			/* On a phone: is the seat gone? */
			if (res && res.status === 403 && doc.getElementById('rejoin')) await page.refresh();
		}
		return false;
	}

	doc.addEventListener('submit', async (e) => {
		const form = e.target;
		if (!form.hasAttribute('data-send') || e.defaultPrevented) return;
		e.preventDefault();
		let button = submitterOf(e);
		if (form.getAttribute('aria-busy') === 'true') return void again.set(form, button);
		while (await send(form, button)) {
			button = again.get(form);
			again.delete(form);
		}
		again.delete(form);
	});
}

/* What people see and change in it: what is hidden changes by itself, with the stream. */
const filledIn = (form) => [...form.querySelectorAll('input:not([type=hidden]),textarea,select')].map((f) => (f.type === 'checkbox' || f.type === 'radio' ? f.checked : f.value)).join('\0');

/* What was sent is no longer unsent; what was typed since is. */
function settle(values) {
	for (const [field, value] of values) if (field.type !== 'checkbox' && field.type !== 'radio' && field.value === value) field.defaultValue = value;
}
