/* The desk's script in Chromium: commands, focus, moving notes, undo. */
import assert from 'node:assert/strict';
import test, { after, afterEach, before, beforeEach } from 'node:test';
import { launch } from './lib/chromium.mjs';
import { buildWeb, serveRoom } from './lib/room.mjs';

let browser;
let built;
let room;
let tab;
before(async () => {
	built = buildWeb();
	browser = await launch();
});
after(async () => {
	await browser.close();
	built.remove();
});

const stamp = (v) => `<input type="hidden" name="id" value="page-${v}"><input type="hidden" name="step_version" value="${v}">`;
const side = (v, clock) => `<aside id="desk-side"><h2 id="clock-h">Klokka</h2><form method="post" action="/r/ABC234/desk/step" data-send>${stamp(v)}<button name="do" value="plus1">+1</button><button name="do" value="${clock}">${clock}</button></form>
<form method="post" action="/r/ABC234/desk/end" data-confirm="Sikker?" data-send>${stamp(v)}<button name="do" value="close">Avslutt</button></form></aside>`;
const pick = (n) => `<li class="note pick" id="note-n${n}" data-into="loose"><label><input type="checkbox" form="grouping" name="note" value="n${n}"><span class="note-text">lapp ${n}</span></label></li>`;
const theme = (id, name, notes = '') => `<section class="theme" id="theme-${id}" data-into="themes" data-theme="${id}"><h4>${name} <span>x</span></h4><ul class="notes" id="theme-notes-${id}">${notes}</ul></section>`;
const board = `<section data-board><h2>Tavle</h2><input id="find" type="search" data-filter="loose"><ul id="loose">${[1, 2, 3].map(pick).join('')}</ul>
<form id="grouping" method="post" action="/r/ABC234/desk/themes/notes" data-move="many">${stamp(1)}<input type="hidden" name="in" value="1"><select id="to-theme" name="theme" data-themes="themes"><option value="t1">Tid</option></select><button>Legg i tema</button></form>
<div id="themes">${theme('t1', 'Tid')}</div><form id="new-theme" method="post" action="/r/ABC234/desk/themes" data-send data-new-id="theme">${stamp(1)}<input id="theme-name" name="name"><button>Lag</button></form>
<p id="undo" hidden><span data-undo-text></span><button type="button" data-undo>Angre</button></p></section>`;

beforeEach(async () => {
	room = await serveRoom(built);
	Object.assign(room, { script: 'desk.js', screen: 'desk', main: side(1, 'pause') + board, answer: () => 303 });
	tab = await browser.newPage();
	tab.setDefaultTimeout(60000);
	await tab.goto(room.url);
	await until(() => room.streams.size > 0, 'a stream');
});
afterEach(async () => {
	await tab.close();
	room.close();
});
async function until(what, name, ms = 60000) {
	for (const end = Date.now() + ms; Date.now() < end; await new Promise((r) => setTimeout(r, 20))) if (await what()) return;
	assert.fail(`waited in vain for ${name}`);
}
const focused = () => tab.evaluate(() => document.activeElement.id || document.activeElement.value || document.activeElement.textContent);

test('what did not work is said where it was pressed, and goes when it is tried again', async () => {
	room.answer = () => 503;
	await tab.click('button[value="plus1"]');
	const line = tab.locator('#desk-side form >> nth=0 >> [data-failed]');
	await line.waitFor();
	assert.equal(await line.textContent(), await tab.locator('#words').getAttribute('data-failed'));
	room.answer = () => 303;
	await tab.click('button[value="plus1"]');
	await line.waitFor({ state: 'hidden' });

	/* Nothing is ticked: nothing is sent, and the eye is told as well as the ear. */
	const posts = room.posts.length;
	await tab.click('#grouping button');
	await tab.locator('#grouping [data-failed]').waitFor();
	assert.equal(room.posts.length, posts);
});

test('what is typed and pressed while an answer is on its way goes after it; what is only typed stays unsent; pressing twice sends once', async () => {
	room.main = `<form method="post" action="/r/ABC234/sheets" data-send><input type="hidden" name="v" value="1"><textarea id="a" name="a"></textarea><button id="save">Lagre</button></form>`;
	await tab.goto(room.url);
	room.late = [];
	const sent = () => room.posts.map((p) => p.a);
	const answer = () => {
		for (const tell of room.late.splice(0)) tell();
	};
	const isUnsent = () => tab.$eval('#a', (el) => el.value !== el.defaultValue);
	await tab.fill('#a', 'ett');
	await tab.click('#save');
	await until(() => room.late.length === 1, 'the first');
	await tab.fill('#a', 'ett og to');
	await tab.click('#save');
	answer();
	await until(() => room.late.length === 1, 'the second, after the first');
	assert.deepEqual(sent(), ['ett', 'ett og to']);
	await tab.fill('#a', 'ett og to og tre');
	answer();
	await until(async () => !(await tab.$('#save[aria-busy]')), 'the answer');
	assert.equal(await isUnsent(), true);
	assert.equal(room.posts.length, 2);

	await tab.click('#save');
	await tab.click('#save');
	await until(() => room.late.length === 1, 'the third');
	answer();
	await until(async () => !(await tab.$('#save[aria-busy]')), 'the answer');
	await tab.waitForTimeout(200);
	assert.deepEqual(sent(), ['ett', 'ett og to', 'ett og to og tre']);
	assert.equal(await isUnsent(), false);
});

test('quiet minutes are told until somebody writes', async () => {
	const evidence = (n) => `<ul id="evidence"><li id="tally"><strong>${n}</strong> lapper</li><li id="quiet" data-quiet="{n} minutter uten en ny lapp" hidden></li></ul>`;
	room.main = side(1, 'pause') + evidence(3);
	await tab.clock.install();
	await tab.goto(room.url);
	await until(() => room.streams.size > 0, 'a stream');
	assert.equal(await tab.isVisible('#quiet'), false);
	await tab.clock.fastForward(130000);
	await until(async () => (await tab.innerText('#quiet')) === '2 minutter uten en ny lapp', 'the words');
	await until(() => room.streams.size > 0, 'a stream');
	room.patch(evidence(4));
	await until(async () => (await tab.innerText('#tally')).startsWith('4') && !(await tab.isVisible('#quiet')), 'quiet no more');
});

test('each press is its own command, and the focus stays on the button through the redrawing', async () => {
	await tab.focus('[value=plus1]');
	await tab.keyboard.press('Enter');
	await until(() => room.posts.length === 1, 'one');
	room.patch(side(2, 'pause'));
	await until(() => tab.$('[name=step_version][value="2"]'), 'redrawn');
	assert.equal(await focused(), 'plus1');
	await tab.keyboard.press('Enter');
	await until(() => room.posts.length === 2, 'two');
	assert.deepEqual(room.posts.map((p) => [p.do, p.step_version]), [['plus1', '1'], ['plus1', '2']]);
	assert.equal(new Set(room.posts.map((p) => p.id)).size, 2);
});

test('pause becomes go on under the finger', async () => {
	await tab.focus('[value=pause]');
	room.patch(side(2, 'resume'));
	await until(async () => (await focused()) === 'resume', 'the same button, new word');
});

test('what asks first is not sent when the answer is no', async () => {
	tab.once('dialog', (d) => d.dismiss());
	await tab.click('[value=close]');
	await tab.waitForTimeout(200);
	assert.equal(room.posts.length, 0);
	tab.once('dialog', (d) => d.accept());
	await tab.click('[value=close]');
	await until(() => room.posts.length === 1, 'sent');
});

test('a new theme has its own id, and the stream puts it among the choices and chooses it', async () => {
	await tab.fill('#theme-name', 'Rapport');
	await tab.keyboard.press('Enter');
	await until(() => room.posts.length === 1, 'sent');
	assert.match(room.posts[0].theme, /^[0-9a-f-]{36}$/);
	assert.notEqual(room.posts[0].id, 'page-1');
	await until(async () => (await tab.inputValue('#theme-name')) === '', 'emptied');
	room.patch(theme('t2', 'Rapport'));
	await until(async () => (await tab.inputValue('#to-theme')) === 't2', 'chosen');
	assert.deepEqual(await tab.$$eval('#to-theme option', (o) => o.map((x) => x.textContent)), ['Tid', 'Rapport']);
});

test('moving: one command for each note, the focus on the next one, undo takes it back', async () => {
	await tab.check('[value=n1]');
	await tab.check('[value=n2]');
	await tab.click('#grouping button');
	await until(() => room.posts.length === 2, 'moved');
	assert.deepEqual(room.posts.map((p) => [p.note, p.theme, p.in]), [['n1', 't1', '1'], ['n2', 't1', '1']]);
	assert.equal(new Set(room.posts.map((p) => p.id)).size, 2);
	await until(async () => (await focused()) === 'n3', 'the next note');
	assert.equal(await tab.textContent('#say'), 'Lagt i Tid');
	await tab.click('[data-undo]');
	await until(() => room.posts.length === 4, 'undone');
	assert.deepEqual(room.posts.slice(2).map((p) => [p.note, p.in]), [['n1', '0'], ['n2', '0']]);
	await until(async () => (await tab.textContent('#say')) === 'Angret', 'said');
});

test('nothing ticked: said, not sent; searching hides the rest, ticked ones stay', async () => {
	await tab.click('#grouping button');
	assert.deepEqual([room.posts.length, await tab.textContent('#say')], [0, 'Kryss av']);
	await tab.check('[value=n1]');
	await tab.fill('#find', 'lapp 3');
	assert.deepEqual(await tab.$$eval('#loose > li', (l) => l.map((x) => x.hidden)), [false, true, false]);
	room.patch(pick(4));
	await until(async () => (await tab.$$('#loose > li')).length === 4, 'another note');
	assert.equal(await tab.$eval('#note-n4', (n) => n.hidden), true);
});

test('409: the answered page stands, and it is said', async () => {
	room.answer = () => 409;
	room.main = side(9, 'pause');
	await tab.click('[value=plus1]');
	await until(async () => (await tab.textContent('#say')) === 'Endret av en annen', 'said');
	assert.equal(await tab.inputValue('#desk-side [name=step_version]'), '9');
});
