/* The phone's scripts together, in Chromium, against a pretended room: lib/room.mjs. */
import assert from 'node:assert/strict';
import test, { after, afterEach, before, beforeEach } from 'node:test';
import { launch } from './lib/chromium.mjs';
import { buildWeb, noteItem, serveRoom, writeStep } from './lib/room.mjs';

let browser;
let built;
let room;
let context;
let tab;
let noise;

before(async () => {
	built = buildWeb();
	browser = await launch();
});
after(async () => {
	await browser.close();
	built.remove();
});
beforeEach(async () => {
	room = await serveRoom(built);
	room.main = writeStep(2) + '<ul class="notes" id="notes"></ul>';
	context = await browser.newContext({ viewport: { width: 390, height: 844 } });
	context.setDefaultTimeout(60000);
	tab = await context.newPage();
	noise = [];
	tab.on('console', (m) => m.type() === 'error' && noise.push(m.text()));
	tab.on('pageerror', (e) => noise.push(String(e)));
});
afterEach(async () => {
	await context.close();
	room.close();
	const real = noise.filter((n) => !/Failed to load resource|ERR_/.test(n));
	assert.deepEqual(real, [], 'nothing wrong in the console');
});

const open = async () => {
	await tab.goto(room.url);
	await until(() => room.streams.size > 0, 'a stream');
};
async function until(what, name, ms = 60000) {
	for (const end = Date.now() + ms; Date.now() < end; await new Promise((r) => setTimeout(r, 20))) if (await what()) return;
	assert.fail(`waited in vain for ${name}`);
}
const said = () => tab.textContent('#say');
const own = () => tab.$$eval('[data-own-list] > li', (l) => l.map((x) => [x.querySelector('[data-own-text]').textContent, x.querySelector('[data-own-state]').textContent]));
const write = async (text) => {
	await tab.fill('textarea[id^=text-]:not([id$=late])', text);
	await tab.click('form.write:not(.late) [type=submit]');
};
const stored = () => tab.evaluate(() => Object.keys(localStorage).filter((k) => k.startsWith('medvirk:ABC234')));

test('a note is sent with id, token, step and column; the field is ready for the next', async () => {
	await open();
	await tab.check('[value=hard]');
	await write('Få på kveld');
	await until(async () => (await own())[0]?.[1] === 'Lagret', 'Lagret');
	assert.equal(room.posts.length, 1);
	const p = room.posts[0];
	assert.match(p.id, /^[0-9a-f-]{36}$/);
	assert.match(p.token, /^[0-9a-f]{32}$/);
	assert.deepEqual([p.path, p.step, p.column, p.text], ['/r/ABC234/notes', '2', 'hard', 'Få på kveld']);
	assert.deepEqual(await tab.evaluate(() => [document.activeElement.id, document.activeElement.value]), ['text-2', '']);
	assert.equal(await said(), 'Lappen er lagret');
});

test('too long or empty is not sent, and nothing is lost', async () => {
	await open();
	await write('Dette er helt klart mer enn tjue tegn');
	await tab.click('form.write [type=submit]');
	assert.equal(room.posts.length, 0);
	assert.equal(await tab.inputValue('#text-2'), 'Dette er helt klart mer enn tjue tegn');
	assert.equal(await tab.textContent('#count-2'), '17 for mye');
});

test('without a line notes wait; when it is back each is sent once, in order, with its first id', async () => {
	await open();
	let lost = 0;
	room.answer = () => (++lost < 2 ? 0 : 201);
	room.cut();
	await write('en');
	await write('to');
	await until(async () => (await own()).filter((o) => o[1] === 'Venter på nett').length === 2, 'two waiting');
	await until(() => tab.isVisible('#net'), 'the line about the line');
	const ids = await tab.$$eval('[data-own-id]', (l) => l.map((x) => x.getAttribute('data-own-id')));
	room.up = true;
	await until(async () => (await own()).filter((o) => o[1] === 'Lagret').length === 2, 'two saved');
	assert.deepEqual(room.posts.map((p) => p.text), ['en', 'to']);
	assert.deepEqual(room.posts.map((p) => p.id).sort(), ids.sort());
	await until(async () => !(await tab.isVisible('#net')), 'the line is back');
});

test('a reload in the cellar keeps waiting notes and what is being typed', async () => {
	room.answer = () => 503;
	await open();
	await write('venter');
	await tab.fill('#text-2', 'halvveis');
	await tab.waitForTimeout(500);
	room.answer = () => 201;
	await tab.reload();
	assert.equal(await tab.inputValue('#text-2'), 'halvveis');
	await until(async () => (await own())[0]?.[1] === 'Lagret', 'Lagret');
	assert.equal(new Set(room.posts.map((p) => p.id)).size, 1);
});

test('the step changes while somebody types: said once, the field and the focus stay, and it can still be sent for its step', async () => {
	await open();
	await tab.focus('#text-2');
	await tab.keyboard.type('Halvferdig');
	room.patch(writeStep(3));
	await until(() => tab.$('#write-3'), 'step 3');
	await tab.keyboard.type(' tanke');
	assert.equal(await tab.evaluate(() => document.activeElement.value), 'Halvferdig tanke');
	assert.equal(await said(), 'Nå: steg 3');
	await tab.click('.late [type=submit]');
	await until(() => room.posts.length === 1, 'the late note');
	assert.deepEqual([room.posts[0].step, room.posts[0].text], ['2', 'Halvferdig tanke']);
	await until(async () => !(await tab.$('.late')), 'the late form is gone');
	await until(async () => (await stored()).filter((k) => k.includes('note:')).length === 0, 'forgotten when saved: the step is over');
});

test('own notes of a step are forgotten when it ends', async () => {
	await open();
	await write('en');
	await until(async () => (await own()).length === 1, 'own');
	room.patch(writeStep(3));
	await until(async () => (await own()).length === 0 && (await stored()).filter((k) => k.includes('note:')).length === 0, 'forgotten');
});

test('a step that shows at once: the own note is marked in the shared list and not shown twice', async () => {
	await open();
	await write('min');
	await until(() => room.posts.length === 1, 'sent');
	const id = room.posts[0].id;
	room.patch(noteItem(id, 'min') + noteItem('0b8f6a52-7d0c-4c52-9f4e-2f3f1f1f1f01', 'andres'));
	await until(async () => (await tab.$$('#notes > li')).length === 2, 'two notes');
	assert.equal((await own()).length, 0);
	assert.equal(await tab.textContent(`#note-${id} .note-mine`), 'Din lapp');
	assert.equal(await tab.$('#note-0b8f6a52-7d0c-4c52-9f4e-2f3f1f1f1f01 .note-mine'), null);
	await until(async () => (await said()) === '1 ny lapp' || (await said()) === 'Lappen er lagret', 'only the other one counts');
});

test('changing and deleting an own note', async () => {
	await open();
	await write('feil');
	await until(async () => (await own())[0]?.[1] === 'Lagret', 'Lagret');
	await tab.click('[data-own-edit]');
	await tab.fill('.edit textarea', 'riktig');
	await tab.click('[data-own-keep]');
	await until(() => room.posts.length === 2, 'the change');
	assert.deepEqual([room.posts[1].path, room.posts[1].text, room.posts[1].token, room.posts[1].id], ['/r/ABC234/notes/edit', 'riktig', room.posts[0].token, room.posts[0].id]);
	await until(async () => (await own())[0]?.join() === 'riktig,Lagret', 'changed');
	await tab.click('[data-own-delete]');
	await until(() => room.posts.length === 3, 'the deletion');
	assert.equal(room.posts[2].path, '/r/ABC234/notes/delete');
	await until(async () => (await own()).length === 0, 'gone');
	assert.equal(await tab.evaluate(() => document.activeElement.id), 'text-2');
});

test('a hundred notes in a burst are few sentences, and the focus stays', async () => {
	await open();
	await tab.focus('#text-2');
	await tab.evaluate(() => {
		window.heard = [];
		new MutationObserver(() => window.heard.push(document.getElementById('say').textContent)).observe(document.getElementById('say'), { childList: true, characterData: true, subtree: true });
	});
	for (let i = 0; i < 100; i++) room.patch(noteItem(`0b8f6a52-7d0c-4c52-9f4e-${String(i).padStart(12, '0')}`, `n${i}`));
	await until(async () => (await tab.$$('#notes > li')).length === 100, 'a hundred notes');
	await until(async () => (await tab.evaluate(() => window.heard.length)) > 0, 'one sentence');
	await tab.waitForTimeout(1500);
	assert.deepEqual(await tab.evaluate(() => window.heard), ['100 nye lapper']);
	assert.equal(await tab.evaluate(() => document.activeElement.id), 'text-2');
});

const voting = `<section id="step" data-step="9"><h1 id="step-h" tabindex="-1">Stem</h1><section id="votes-r1" data-votes data-round="r1" data-budget="3" data-cap="2" data-action="/r/ABC234/votes"><p data-votes-left></p><ul class="votes" id="vote-list">
${['t1', 't2'].map((t) => `<li class="vote" id="theme-${t}" data-target="${t}" data-mine="${t === 't1' ? 1 : 0}"><h2>${t}</h2><form class="vote-form" method="post" action="/r/ABC234/votes"><input type="hidden" name="round" value="r1"><input type="hidden" name="target" value="${t}"><button class="vote-button" id="less-${t}" name="count" value="0">-</button><p><span class="dots" data-n="0"></span><span data-mine-text></span></p><button class="vote-button" id="more-${t}" name="count" value="1">+</button></form></li>`).join('')}</ul></section></section>`;
const mine = (t) => tab.textContent(`#theme-${t} [data-mine-text]`);

test('votes: absolute numbers, budget, cap, taking back, and a patch that knows nothing of mine', async () => {
	room.main = voting;
	await open();
	assert.deepEqual([await mine('t1'), await tab.textContent('p[data-votes-left]')], ['1 fra deg', '2 stemmer igjen']);
	await tab.click('#more-t1');
	await tab.click('#more-t1', { force: true });
	assert.equal(await said(), 'Ikke flere her');
	await tab.click('#more-t2');
	await until(() => room.posts.length === 2, 'two posts');
	assert.deepEqual(room.posts.map((p) => [p.round, p.target, p.count]), [['r1', 't1', '2'], ['r1', 't2', '1']]);
	await tab.click('#more-t2', { force: true });
	assert.equal(await said(), 'Ingen igjen. Ta tilbake en først.');
	await tab.focus('#less-t1');
	room.patch(voting.replace(/ data-mine="\d"/g, ''));
	await tab.waitForTimeout(200);
	assert.deepEqual([await mine('t1'), await mine('t2'), await tab.getAttribute('#theme-t1 .dots', 'data-n')], ['2 fra deg', '1 fra deg', '2']);
	assert.equal(await tab.evaluate(() => document.activeElement.id), 'less-t1');
	await tab.keyboard.press('Enter');
	await until(() => room.posts.length === 3, 'taken back');
	assert.equal(room.posts[2].count, '1');
	assert.equal(await tab.textContent('p[data-votes-left]'), '1 stemme igjen');
});

test('votes: over the budget at the server, the server\'s numbers hold', async () => {
	room.main = voting;
	await open();
	room.answer = () => 422;
	await tab.click('#more-t2');
	await until(async () => (await mine('t2')) === 'Ingen fra deg' && (await mine('t1')) === '1 fra deg', 'the page\'s numbers');
	assert.equal(await said(), 'Ingen igjen. Ta tilbake en først.');
});

test('ready is a toggle that survives a patch', async () => {
	await open();
	await tab.click('[data-ready] button');
	await until(() => room.posts.length === 1, 'ready');
	assert.deepEqual([room.posts[0].step, room.posts[0].ready], ['2', '1']);
	room.patch(writeStep(2, '<p id="x">x</p>'));
	await until(() => tab.$('#x'), 'patched');
	assert.deepEqual(await tab.$eval('[data-ready] button', (b) => [b.getAttribute('aria-pressed'), b.textContent]), ['true', 'Angre?']);
	await tab.click('[data-ready] button');
	await until(() => room.posts.length === 2, 'not ready');
	assert.equal(room.posts[1].ready, '0');
});

test('the stream goes on from the last id after a break, and a reset fetches the page', async () => {
	await open();
	room.patch(noteItem('0b8f6a52-7d0c-4c52-9f4e-000000000001', 'a'));
	await until(async () => (await tab.$$('#notes > li')).length === 1, 'a note');
	for (const s of room.streams) s.destroy();
	await until(() => room.asked.length === 2, 'a new stream');
	assert.deepEqual(room.asked, ['1', '2']);
	room.seq = 50;
	room.main = writeStep(2) + `<ul class="notes" id="notes">${noteItem('0b8f6a52-7d0c-4c52-9f4e-000000000002', 'b')}</ul>`;
	await tab.fill('#text-2', 'uferdig');
	await until(() => room.streams.size === 1, 'the stream');
	room.emit('reset', '100');
	await until(() => room.asked.length === 3, 'the stream after the reset');
	assert.equal(room.asked[2], '50');
	assert.deepEqual([await tab.textContent('#notes'), await tab.inputValue('#text-2')], ['b', 'uferdig']);
});

test('a page that never comes is given up: the phone has its stream again', async () => {
	await open();
	await until(() => room.streams.size === 1, 'the stream');
	room.held = [];
	room.emit('reset', '100');
	await until(() => room.held.length > 0, 'the page is asked for');
	await until(() => room.asked.length === 2, 'the stream again');
	assert.equal(room.asked[1], '1', 'from where it stood');
	room.held = null;
	room.patch(writeStep(3));
	await until(async () => (await tab.textContent('#step-h')) === 'Steg 3', 'the next step');
});

test('a page that was overtaken by frames on its way is brought up to date by the stream', async () => {
	await open();
	await until(() => room.streams.size === 1, 'the stream');
	room.held = [];
	room.patch('<p id="own-part" hidden data-reload></p>');
	await until(() => room.held.length > 0, 'the page is asked for');
	const asked = room.asked.length;
	const then = room.seq;
	room.patch(writeStep(3));
	await until(async () => (await tab.textContent('#step-h')) === 'Steg 3', 'the next step');
	for (const answer of room.held) answer();
	room.held = null;
	await until(() => room.asked.length > asked, 'the stream again');
	assert.equal(room.asked.at(-1), String(then));
	room.emit('patch', writeStep(3), room.seq);
	await until(async () => (await tab.textContent('#step-h')) === 'Steg 3', 'the next step again');
});

test('closed: everything this phone knew is wiped', async () => {
	await open();
	await write('en');
	await tab.fill('#text-2', 'utkast');
	await tab.waitForTimeout(500);
	assert.ok((await stored()).length > 0);
	room.main = '<h1>Takk</h1>';
	room.emit('closed', '');
	await until(async () => (await stored()).length === 0, 'wiped');
});

test('the clock counts the server\'s time and tells its marks', async () => {
	const now = Date.now() + 3600000;
	room.head = `<p class="clock" id="clock" data-clock-ends="${now + 61500}" data-clock-now="${now}" data-say-1="Ett minutt igjen"><span data-clock-text></span></p>`;
	await open();
	assert.match(await tab.textContent('[data-clock-text]'), /^(01:0[012]|00:\d\d)$/);
	await until(async () => (await said()) === 'Ett minutt igjen', 'the mark');
	room.patch('<p class="clock" id="clock" data-clock-left="90000" data-clock-now="1"><span data-clock-text></span></p>');
	await until(async () => (await tab.textContent('[data-clock-text]')) === '01:30', 'paused');
});

test('two tabs share one stream, and the second goes on when the first is closed', async () => {
	await open();
	const other = await context.newPage();
	await other.goto(room.url);
	await other.waitForTimeout(500);
	assert.equal(room.streams.size, 1);
	room.patch(noteItem('0b8f6a52-7d0c-4c52-9f4e-000000000001', 'a'));
	await until(async () => (await other.$$('#notes > li')).length === 1, 'the note in the other tab');
	await tab.close();
	await until(() => room.asked.length === 2, 'the other tab\'s stream');
	assert.equal(room.asked[1], '2');
	room.patch(noteItem('0b8f6a52-7d0c-4c52-9f4e-000000000002', 'b'));
	await until(async () => (await other.$$('#notes > li')).length === 2, 'the second note');
});

test('without script the same forms are sent plainly', async () => {
	const plain = await browser.newContext({ javaScriptEnabled: false });
	const page = await plain.newPage();
	room.answer = () => 303;
	await page.goto(room.url);
	await page.fill('#text-2', 'uten skript');
	await page.click('form.write [type=submit]');
	await until(() => room.posts.length === 1, 'the post');
	assert.deepEqual([room.posts[0].step, room.posts[0].column, room.posts[0].text, room.posts[0].id], ['2', 'good', 'uten skript', undefined]);
	assert.equal(await page.isVisible('[data-own]'), false);
	await plain.close();
});
