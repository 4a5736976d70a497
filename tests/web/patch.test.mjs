/* Patching, in a real browser: what is replaced, what stays in people's hands, where the focus goes. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import test, { after, before } from 'node:test';
import { launch } from './lib/chromium.mjs';

const source = readFileSync(new URL('../../web/js/room/patch.js', import.meta.url), 'utf8').replace(/^export /gm, '');
let browser;
let tab;
before(async () => {
	browser = await launch();
	tab = await browser.newPage();
	tab.setDefaultTimeout(60000);
});
after(() => browser.close());

/* Puts html in main, runs steps, returns their result. */
async function on(html, fn, arg) {
	await tab.goto('about:blank');
	await tab.setContent(`<main id="main">${html}</main>`);
	await tab.addScriptTag({ content: `${source}\nwindow.patch = (h) => applyPatch(h, document, 'LATE'); window.swap = (h) => { const t = document.createElement('template'); t.innerHTML = h; return replace(document.querySelector('main'), t.content.firstElementChild, document, 'LATE'); };` });
	return tab.evaluate(fn, arg);
}

const form = (step, inner = '') => `<section id="step"><h1 id="step-h" tabindex="-1">S${step}</h1><form id="write-${step}"><input type="hidden" name="step" value="${step}"><label for="text-${step}">Lapp</label><textarea id="text-${step}" name="text"></textarea><button id="send-${step}">Send</button></form>${inner}</section>`;

test('replaces, appends, prepends and takes out', async () => {
	const r = await on('<ul id="a"><li id="n1">en</li></ul>', () => {
		const d = patch('<li id="n1" data-into="a">EN</li><li id="n2" data-into="a">to</li><li id="n0" data-into="a" data-first>null</li><li id="x" data-into="nowhere">x</li>');
		patch('<li id="n2" data-gone></li><li id="never" data-gone></li>');
		return { list: [...document.querySelectorAll('#a li')].map((l) => l.textContent), added: d.added.map((e) => e.id), replaced: d.replaced.length };
	});
	assert.deepEqual(r, { list: ['null', 'EN'], added: ['n2', 'n0'], replaced: 1 });
});

test('the same frame twice changes nothing', async () => {
	const n = await on('<ul id="a"></ul>', () => {
		for (let i = 0; i < 3; i++) patch('<li id="n1" data-into="a">en</li>');
		return document.querySelectorAll('#n1').length;
	});
	assert.equal(n, 1);
});

test('a note that belongs in another list moves there', async () => {
	const r = await on('<ul id="a"><li id="n1">en</li></ul><ul id="b"><li id="n9">ni</li></ul>', () => {
		patch('<li id="n1" data-into="b">en</li>');
		return [document.querySelectorAll('#a li').length, document.getElementById('n1').parentElement.id, document.querySelectorAll('#n1').length];
	});
	assert.deepEqual(r, [0, 'b', 1]);
});

test('text being typed stays in the same element, with its cursor, while the same step is drawn again', async () => {
	const r = await on(form(2, '<p id="tally">1</p>'), (again) => {
		const t = document.getElementById('text-2');
		t.focus();
		t.value = 'Vi er få';
		t.setSelectionRange(3, 5);
		patch(again);
		return { same: t === document.activeElement, text: t.value, at: [t.selectionStart, t.selectionEnd], tally: document.getElementById('tally').textContent, fields: document.querySelectorAll('textarea').length, late: document.querySelectorAll('.late').length };
	}, form(2, '<p id="tally">7</p>'));
	assert.deepEqual(r, { same: true, text: 'Vi er få', at: [3, 5], tally: '7', fields: 1, late: 0 });
});

test('a step change leaves the half-written note in its own form, for its own step, above the new step', async () => {
	const r = await on(form(2, '<p id="tally">1</p>'), (next) => {
		const t = document.getElementById('text-2');
		t.focus();
		t.value = 'Halvferdig';
		patch(next);
		const late = document.querySelector('.late');
		return {
			same: t === document.activeElement, text: t.value, step: t.form.elements.step.value, label: t.labels.length, note: late.querySelector('.late-note').textContent,
			order: [...document.getElementById('step').children].map((e) => e.id || e.tagName), old: document.getElementById('tally'), now: document.getElementById('step-h').textContent,
		};
	}, form(3));
	assert.equal(r.same, true);
	assert.deepEqual([r.text, r.step, r.label, r.note, r.old, r.now], ['Halvferdig', '2', 1, 'LATE', null, 'S3']);
	assert.equal(r.order[0], 'write-2-late');
	assert.ok(r.order.includes('write-3'));
});

test('the late form survives further steps and goes when it is emptied and left', async () => {
	const r = await on(form(2), (steps) => {
		const t = document.getElementById('text-2');
		t.value = 'Halvferdig';
		for (const s of steps) patch(s);
		const there = [t.isConnected, t.value, document.querySelectorAll('textarea').length];
		t.value = '';
		t.focus();
		t.dispatchEvent(new KeyboardEvent('keydown', { key: 'Backspace' }));
		sweepLate();
		const inIt = t.isConnected;
		t.blur();
		sweepLate();
		return { there, inIt, gone: !t.isConnected, ids: [...document.querySelectorAll('[id]')].map((e) => e.id) };
	}, [form(3), form(4), form(5)]);
	assert.deepEqual(r.there, [true, 'Halvferdig', 2]);
	assert.deepEqual([r.inIt, r.gone], [true, true]);
	assert.equal(new Set(r.ids).size, r.ids.length, 'every id once');
});

test('when the step comes back, what was late for it is in its field again, once, with its cursor', async () => {
	const r = await on(form(2), ([three, two]) => {
		const t = document.getElementById('text-2');
		t.focus();
		t.value = 'Halvferdig';
		t.setSelectionRange(2, 4);
		for (let i = 0; i < 2; i++) {
			patch(three);
			patch(two);
		}
		const all = [...document.querySelectorAll('textarea')];
		return { n: all.length, same: all[0] === t, id: t.id, form: t.form.id, text: t.value, at: [t.selectionStart, t.selectionEnd], focus: document.activeElement === t, late: document.querySelectorAll('.late,.late-note').length };
	}, [form(3), form(2)]);
	assert.deepEqual(r, { n: 1, same: true, id: 'text-2', form: 'write-2', text: 'Halvferdig', at: [2, 4], focus: true, late: 0 });
});

test('back with something half-written in both steps: each once, the other step above', async () => {
	const r = await on(form(2), ([three, two]) => {
		document.getElementById('text-2').value = 'to';
		patch(three);
		document.getElementById('text-3').value = 'tre';
		patch(two);
		return { texts: [...document.querySelectorAll('textarea')].map((t) => [t.id, t.value]), order: [...document.getElementById('step').children].map((e) => e.id) };
	}, [form(3), form(2)]);
	assert.deepEqual(r.texts, [['text-3-late', 'tre'], ['text-2', 'to']]);
	assert.deepEqual(r.order, ['write-3-late', 'step-h', 'write-2']);
});

test('an empty field is not taken away from somebody who has just begun to type', async () => {
	const r = await on(form(2), (next) => {
		const t = document.getElementById('text-2');
		t.focus();
		t.dispatchEvent(new KeyboardEvent('keydown', { key: 'V', bubbles: true }));
		patch(next);
		return t === document.activeElement;
	}, form(3));
	assert.equal(r, true);
});

test('an empty field that only has the focus goes with its step, and the focus to the new heading', async () => {
	const r = await on(form(2), (next) => {
		document.getElementById('text-2').focus();
		patch(next);
		return { late: document.querySelectorAll('.late').length, on: document.activeElement.id };
	}, form(3));
	assert.deepEqual(r, { late: 0, on: 'step-h' });
});

test('a step without any field keeps the text too', async () => {
	const r = await on(form(2), () => {
		const t = document.getElementById('text-2');
		t.value = 'x';
		patch('<section id="step"><h1>Pause</h1></section>');
		return [t.isConnected, document.getElementById('step').textContent.includes('Pause')];
	});
	assert.deepEqual(r, [true, true]);
});

test('a focused button that is drawn again keeps the focus; its text and state are the new ones', async () => {
	const li = (n, dis) => `<li id="theme-1"><p>${n}</p><button id="more" aria-disabled="${dis}">Gi ${n}</button></li>`;
	const r = await on(`<ul id="l">${li(1, false)}</ul>`, (again) => {
		const b = document.getElementById('more');
		b.focus();
		patch(again);
		return [b === document.activeElement, b.textContent, b.getAttribute('aria-disabled'), document.querySelector('#theme-1 p').textContent, document.querySelectorAll('#more').length];
	}, li(2, true));
	assert.deepEqual(r, [true, 'Gi 2', 'true', '2', 1]);
});

test('a focused button that is no more: the focus goes to the heading, not to nowhere', async () => {
	const r = await on('<section id="step"><h1>A</h1><button id="b">B</button></section>', () => {
		document.getElementById('b').focus();
		patch('<section id="step"><h1>Nytt</h1></section>');
		return document.activeElement.textContent;
	});
	assert.equal(r, 'Nytt');
});

test('a focused summary keeps the focus when its details are drawn again; a heading folded away never gets it', async () => {
	const part = (n) => `<section id="rest"><details id="more"><summary>Mer ${n}</summary><h3>Inni</h3></details><p id="p${n}"><button>B</button></p></section>`;
	const r = await on(part(1), (next) => {
		document.querySelector('summary').focus();
		patch(next);
		const kept = document.activeElement.textContent;
		document.querySelector('#p2 button').focus();
		patch('<section id="rest"><details id="more"><summary>Mer</summary><h3>Inni</h3></details></section>');
		return [kept, document.activeElement.id];
	}, part(2));
	assert.deepEqual(r, ['Mer 2', 'rest']);
});

test('a focused heading stays focused with new words', async () => {
	const r = await on(form(2), (next) => {
		document.getElementById('step-h').focus();
		patch(next);
		return [document.activeElement.id, document.activeElement.textContent];
	}, form(3));
	assert.deepEqual(r, ['step-h', 'S3']);
});

test('somebody else moves the note one stands on: the focus goes to the next note', async () => {
	const li = (n, into) => `<li id="n${n}" data-into="${into}"><input type="checkbox" id="c${n}"></li>`;
	const r = await on(`<ul id="a">${li(1, 'a')}${li(2, 'a')}${li(3, 'a')}</ul><ul id="b"></ul>`, (moved) => {
		document.getElementById('c2').focus();
		patch(moved);
		return [document.activeElement.id, document.getElementById('n2').parentElement.id];
	}, li(2, 'b'));
	assert.deepEqual(r, ['c3', 'b']);
});

test('taking a note out with unsent text in it keeps the field', async () => {
	const r = await on('<ul id="a"><li id="n1"><p>x</p><textarea id="e"></textarea></li></ul>', () => {
		document.getElementById('e').value = 'endring';
		const d = patch('<li id="n1" data-gone></li>');
		const t = document.querySelector('textarea');
		return [t && t.value, d.gone.length];
	});
	assert.deepEqual(r, ['endring', 0]);
});

test('ticks, choices and open details are carried over', async () => {
	const li = '<li id="n1"><label><input type="checkbox" name="note" value="n1">x</label><details><summary>Mer</summary></details></li>';
	const bar = '<form id="grouping"><select id="to" name="theme"><option value="a">A</option><option value="b">B</option></select></form>';
	const r = await on(`<section id="board"><ul id="l">${li}</ul>${bar}</section>`, (again) => {
		document.querySelector('[name=note]').checked = true;
		document.querySelector('details').open = true;
		document.getElementById('to').value = 'b';
		patch(again);
		return [document.querySelector('[name=note]').checked, document.querySelector('details').open, document.getElementById('to').value];
	}, `<section id="board"><ul id="l">${li}</ul>${bar.replace('</select>', '<option value="c">C</option></select>')}</section>`);
	assert.deepEqual(r, [true, true, 'b']);
});

test('the column of one step is not carried into the next', async () => {
	const s = (n) => `<section id="step"><form id="write-${n}"><input type="radio" name="column" value="good" checked><input type="radio" name="column" value="hard"></form></section>`;
	const r = await on(s(2), (x) => {
		document.querySelector('[value=hard]').checked = true;
		patch(x.same);
		const same = document.querySelector('[value=hard]').checked;
		patch(x.next);
		return [same, document.querySelector('[value=hard]').checked];
	}, { same: s(2), next: s(3) });
	assert.deepEqual(r, [true, false]);
});

test('a whole page swapped in after a reset is just as careful', async () => {
	const r = await on(form(2), (x) => {
		const t = document.getElementById('text-2');
		t.focus();
		t.value = 'uferdig';
		swap(`<main id="main" data-seq="77">${x.same}<ul id="notes"></ul></main>`);
		const first = [t === document.activeElement, document.querySelector('main').getAttribute('data-seq'), Boolean(document.getElementById('notes'))];
		swap(`<main id="main" data-seq="80">${x.next}</main>`);
		return [...first, t === document.activeElement, t.value, document.getElementById('step-h').textContent];
	}, { same: form(2), next: form(3) });
	assert.deepEqual(r, [true, '77', true, true, 'uferdig', 'S3']);
});

test('prefilled text that nobody touched is not unsent', async () => {
	const r = await on('<section id="s"><textarea id="t">gitt</textarea></section>', () => {
		patch('<section id="s"><p>ny</p></section>');
		return document.querySelectorAll('textarea').length;
	});
	assert.equal(r, 0);
});

test('two fields with unsent text side by side both stay', async () => {
	const two = (n) => `<section id="s"><h2>${n}</h2><form id="f1"><input id="a" name="a"></form><p>${n}</p><form id="f2"><input id="b" name="b"></form></section>`;
	const r = await on(two(1), (again) => {
		document.getElementById('a').value = 'A';
		document.getElementById('b').value = 'B';
		document.getElementById('b').focus();
		patch(again);
		return [document.getElementById('a').value, document.getElementById('b').value, document.activeElement.id, document.querySelector('#s').textContent.replace(/\s/g, ''), [...document.querySelector('#s').children].map((e) => e.tagName).join()];
	}, two(2));
	assert.deepEqual(r, ['A', 'B', 'b', '22', 'H2,FORM,P,FORM']);
});

test('a theme brings its notes along: they leave the list where they stood, and the focus goes to the next', async () => {
	const li = (n) => `<li id="n${n}" data-into="loose"><input type="checkbox" id="c${n}"></li>`;
	const r = await on(`<ul id="loose">${li(1)}${li(2)}</ul><div id="themes"></div>`, () => {
		document.getElementById('c1').focus();
		patch('<section id="theme-a" data-into="themes"><h3>A</h3><ul id="theme-notes-a"><li id="n1">en</li></ul></section>');
		return [document.querySelectorAll('#n1').length, document.getElementById('n1').parentElement.id, document.activeElement.id];
	});
	assert.deepEqual(r, [1, 'theme-notes-a', 'c2']);
});

test('a note that went to a list this page does not have leaves the page', async () => {
	const r = await on('<ul id="loose-1"><li id="n1">en</li><li id="n2">to</li></ul>', () => {
		const d = patch('<li id="n1" data-into="theme-notes-of-table-2">en</li><li id="n7" data-into="theme-notes-of-table-2">sju</li>');
		return [document.querySelectorAll('li').length, d.gone.length, d.added.length];
	});
	assert.deepEqual(r, [1, 1, 0]);
});

test('a form with a field called id is still known by its id', async () => {
	const f = (v) => `<section id="side"><form id="next"><input type="hidden" name="id" value="k${v}"><input type="hidden" name="step_version" value="${v}"><button name="do" value="next">N${v}</button></form></section>`;
	const r = await on(f(1), (again) => {
		const b = document.querySelector('button');
		b.focus();
		patch(again);
		return [b === document.activeElement, b.textContent, document.querySelector('[name=step_version]').value];
	}, f(2));
	assert.deepEqual(r, [true, 'N2', '2']);
});

test('a fragment can ask for the whole page, since there may be something of the reader\'s own on it', async () => {
	const r = await on('<p id="moved"></p><ul id="a"></ul>', () => [patch('<li id="n1" data-into="a">en</li>').reload, patch('<p id="moved" data-reload data-announce="Nå: to"></p>').reload]);
	assert.deepEqual(r, [false, true]);
});
