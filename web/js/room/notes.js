/* notes.js: the writing form and the list of own notes, on top of outbox.js.
 *
 * form[data-outbox] (hidden step, column, textarea[name=text]) is taken over: the note goes to the outbox, the field is emptied and keeps the focus.
 * section[data-own] shows this phone's notes of the steps in the page; its <template> has the places data-own-text, -state, -edit, -delete.
 * A note that also stands in a shared list as #note-UUID is marked there (words: yours) and taken out of the own list. */
import { graphemes, limitOf } from '../lib/count.js';
import { word } from '../lib/words.js';

/* The steps that are on now; what is late belongs to none of them. */
const stepsIn = (doc) =>
	[...doc.querySelectorAll('[data-step], [data-outbox] input[name=step]')].filter((el) => !el.closest('.late')).map((el) => el.getAttribute('data-step') || el.value);

export function startNotes({ outbox, drafts, say, doc = document }) {
	doc.addEventListener('submit', (e) => {
		const form = e.target.closest('[data-outbox]');
		if (!form) return;
		e.preventDefault();
		const field = form.querySelector('[name=text]');
		const text = field.value.trim();
		if (!text || graphemes(text) > limitOf(field)) {
			const count = form.querySelector('[data-none]');
			if (!text && count) say((count.textContent = count.getAttribute('data-none')));
			field.focus();
			return;
		}
		const data = new FormData(form);
		outbox.add({ action: form.getAttribute('action'), step: data.get('step') || '', column: data.get('column') || '', text, about: data.get('about') || '', on: data.get('builds_on') || '' });
		newIdea(form);
		field.value = field.defaultValue;
		drafts.forget(field.id);
		field.dispatchEvent(new Event('input', { bubbles: true }));
		if (form.closest('.late')) doc.querySelector('main').focus({ preventScroll: true });
		else field.focus();
	});

	/* "Ja, og …": the form says what it goes on from, and takes the focus; not from arrows, which go on to the next idea (Enter comes to the form). */
	let arrow = false;
	doc.addEventListener('keydown', (e) => (arrow = e.key.startsWith('Arrow')));
	doc.addEventListener('pointerdown', () => (arrow = false));
	doc.addEventListener('change', (e) => {
		if (e.target.name !== 'builds_on' || !e.target.form) return;
		showOn(e.target.form);
		if (e.target.value && !arrow) e.target.form.querySelector('[name=text]').focus();
	});

	doc.addEventListener('click', (e) => {
		const button = e.target.closest('[data-own-edit],[data-own-delete],[data-own-keep],[data-own-cancel]');
		const li = button && button.closest('[data-own-id]');
		if (!li) return;
		const id = li.getAttribute('data-own-id');
		if (button.hasAttribute('data-own-delete')) {
			const next = li.nextElementSibling || li.previousElementSibling;
			outbox.remove(id);
			say(word('deleted'));
			const to = (next && next.querySelector('button')) || doc.querySelector('[data-outbox] [name=text]');
			if (to) to.focus();
		} else if (button.hasAttribute('data-own-edit')) openEdit(li, outbox.get(id), doc);
		else if (button.hasAttribute('data-own-cancel')) closeEdit(li);
		else if (saveEdit(li, id, outbox)) closeEdit(li);
	});

	const draw = () => drawAll(outbox, doc);
	doc.addEventListener('medvirk:patched', () => {
		outbox.keepSteps(stepsIn(doc));
		draw();
	});
	outbox.keepSteps(stepsIn(doc));
	draw();
	return {
		/* Given to the outbox as its "changed". */
		changed(e) {
			draw();
			if (e.state === 'saved' && !e.why) say(e.said || word('saved-say'));
			else if (e.state === 'refused') say(word(e.why === 'closed' ? 'closed' : 'refused'));
			else if (e.state === 'waiting' && e.why === 'limit') say(word('too-many'));
		},
	};
}

/* One note goes on from another; the next one is new until somebody says otherwise. */
function newIdea(form) {
	const first = [...form.elements].find((i) => i.name === 'builds_on' && i.value === '');
	if (!first) return;
	first.checked = true;
	showOn(form);
}

function showOn(form) {
	const line = form.querySelector('[data-builds-on]');
	const on = [...form.elements].find((i) => i.name === 'builds_on' && i.checked && i.value);
	if (!line) return;
	line.hidden = !on;
	line.textContent = on ? word('yes-and', { text: on.getAttribute('data-yes-and') }) : '';
}

function stateText(e) {
	if (e.state === 'saved') return e.said || word('saved');
	if (e.state === 'refused') return word(e.why === 'closed' ? 'closed' : 'refused');
	if (e.why === 'limit') return word('too-many');
	if (e.why === 'seat') return word('rejoin');
	return word(e.state === 'sending' ? 'sending' : 'waiting');
}

function drawAll(outbox, doc) {
	const entries = outbox.entries();
	for (const old of doc.querySelectorAll('.note[data-mine-note]')) if (!entries.some((e) => 'note-' + e.id === old.id)) unmark(old);
	const parts = [...doc.querySelectorAll('[data-own]')];
	for (const part of parts) {
		const list = part.querySelector('[data-own-list]');
		const template = part.querySelector('template');
		const show = entries.filter((e) => !e.gone && (!parts[1] || e.step === part.getAttribute('data-own')) && !marked(e, doc, template));
		for (const li of [...list.children]) if (!show.some((e) => e.id === li.getAttribute('data-own-id'))) li.remove();
		for (const e of [...show].reverse()) {
			let li = [...list.children].find((n) => n.getAttribute('data-own-id') === e.id);
			if (!li) {
				li = template.content.firstElementChild.cloneNode(true);
				li.id = 'own-' + e.id;
				li.setAttribute('data-own-id', e.id);
				list.appendChild(li);
			}
			drawOne(li, e);
		}
		part.hidden = show.length === 0;
	}
}

function drawOne(li, e) {
	li.setAttribute('data-state', e.state === 'sending' ? 'waiting' : e.state);
	li.setAttribute('data-column', e.column);
	li.querySelector('[data-own-text]').textContent = e.text;
	li.querySelector('[data-own-state]').textContent = stateText(e);
	nameActs(li, e);
}

function nameActs(li, e) {
	for (const act of ['edit', 'delete']) {
		const b = li.querySelector(`[data-own-${act}]`);
		b.textContent = word(act);
		b.setAttribute('aria-label', `${word(act)}: ${e.text.slice(0, 60)}`);
	}
}

/* In a shared list: mark it as ours and give it the same buttons. */
function marked(e, doc, template) {
	const note = doc.getElementById('note-' + e.id);
	if (!note || e.state !== 'saved') return false;
	if (note.getAttribute('data-mine-note') !== e.text) {
		unmark(note);
		const own = template.content.firstElementChild.cloneNode(true);
		const acts = own.querySelector('.note-acts');
		const tag = doc.createElement('p');
		tag.className = 'note-mine';
		tag.textContent = e.said || word('yours');
		note.setAttribute('data-own-id', e.id);
		note.setAttribute('data-mine-note', e.text);
		note.append(tag, acts);
		nameActs(acts, e);
	}
	return true;
}

function unmark(note) {
	note.removeAttribute('data-mine-note');
	note.removeAttribute('data-own-id');
	for (const el of note.querySelectorAll(':scope > .note-mine, :scope > .note-acts')) el.remove();
}

function openEdit(li, e, doc) {
	if (!e || li.querySelector('.edit')) return;
	const box = doc.createElement('div');
	box.className = 'edit stack-sm';
	const field = doc.createElement('textarea');
	field.className = 'ds-input';
	field.rows = 3;
	field.setAttribute('aria-label', word('edit'));
	field.value = e.text;
	const limit = doc.querySelector('[data-outbox][data-limit]');
	if (limit) box.setAttribute('data-limit', limit.getAttribute('data-limit'));
	const row = doc.createElement('p');
	row.className = 'row';
	for (const name of ['keep', 'cancel']) {
		const b = doc.createElement('button');
		b.type = 'button';
		b.className = 'ds-button';
		b.dataset.size = 'sm';
		if (name === 'cancel') b.dataset.variant = 'tertiary';
		b.setAttribute('data-own-' + name, '');
		b.textContent = word(name);
		row.append(b);
	}
	box.append(field, row);
	li.append(box);
	field.focus();
}

function saveEdit(li, id, outbox) {
	const field = li.querySelector('.edit textarea');
	const text = field.value.trim();
	if (!text || graphemes(text) > limitOf(field)) {
		field.focus();
		return false;
	}
	outbox.edit(id, text);
	return true;
}

function closeEdit(li) {
	const box = li.querySelector('.edit');
	if (box) box.remove();
	const b = li.querySelector('[data-own-edit]');
	if (b) b.focus();
}
