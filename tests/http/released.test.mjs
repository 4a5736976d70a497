/* "You said, we do": nothing is public before all three have said yes to exactly those words; one of them can take it down alone;
 * the addresses end, are renewed and revoked; nothing sensitive is ever in it. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { DAY, startAhead } from '../lib/ahead.mjs';
import { page } from '../lib/html.mjs';
import { Visitor } from '../lib/wire.mjs';
import { addPerson, allAgree, signIn, underWay } from '../lib/workplace.mjs';

/* The test's parser leaves the text of a textarea as it was sent. */
const unescape = (s) => s.replace(/&lt;/g, '<').replace(/&gt;/g, '>').replace(/&quot;/g, '"').replace(/&#39;/g, "'").replace(/&amp;/g, '&');
const day = (n) => new Date(Date.now() + n * 86400e3).toISOString().slice(0, 10);
let ahead;
let setClock;
let server;
let place;
let at;
let anybody;
let measure;
let address;

before(async () => {
	ahead = await startAhead();
	({ server, setClock } = ahead);
	place = await underWay(server);
	at = `/p/${place.process}/released`;
	anybody = new Visitor(server, { 'accept-language': 'nb' });
	measure = await decided({ title: 'Stille rapport', what: 'Vi leser selv først', who: 'Dagvakten', due: day(20), is_test: '1', start: day(-2) });
});
after(() => ahead?.close());

async function written(values) {
	const list = `/u/${place.unit}/measures`;
	const form = await place.leader.get(`${list}/new`);
	const f = form.page.formTo('/measures/new');
	const fields = [...form.page.fieldsOf(f).filter(([n]) => !(n in values)), ...Object.entries(values)];
	const r = await place.leader.follow(await place.leader.post(`${list}/new`, fields));
	assert.equal(r.status, 200, r.page.words('main').slice(0, 300));
	return [r, /measures\/(\d+)/.exec(r.path)[1]];
}

async function decided(values) {
	const list = `/u/${place.unit}/measures`;
	const [r, id] = await written(values);
	await place.leader.submit(r, `${list}/ask`);
	const card = await place.leader.get(`${list}/${id}`);
	await allAgree(place, card.page.links().find((l) => /\/agreements\/\d+$/.test(l)));
	return id;
}

async function draft(who, query, values) {
	const r = await who.submit(await who.get(`${at}/new${query}`), '/released/new', values);
	assert.equal(r.status, 200, r.page.words('main').slice(0, 400));
	return r;
}

/* The boxes stand beside the drafts and belong to the form by its id. */
async function ask(who) {
	const list = await who.get(at);
	return who.submit(list, `${at}/ask`, { item: list.page.all('input[form="ask"]').map((b) => b.getAttribute('value')) });
}

async function make(who, kind, values = {}) {
	const list = await who.get(at);
	const form = list.page.forms().find((f) => f.getAttribute('action') === `${at}/links` && f.querySelector(`[name="kind"][value="${kind}"]`));
	const r = await who.submit(list, form, values, { button: ['do', 'make'] });
	assert.equal(r.status, 200, r.page.words('main').slice(0, 300));
	assert.equal(r.headers['referrer-policy'], 'no-referrer');
	return [new URL(r.page.words('#the-address')).pathname, r];
}

test('a draft is suggested from the card, and is nobody\'s but the group\'s', async () => {
	const list = await place.leader.get(at);
	assert.match(list.page.words('main'), /Stille rapport/);
	const form = await place.leader.get(`${at}/new?of=measure:${measure}`);
	assert.equal(form.page.one('#field-does').textContent.trim(), 'Stille rapport');
	assert.ok(form.page.one('#field-trying').hasAttribute('checked'));
	const empty = await place.leader.submit(form, '/released/new', { said: '' });
	assert.equal(empty.status, 422);
	assert.ok(empty.page.one('#error-said'));
	await draft(place.leader, `?of=measure:${measure}`, { said: 'Rapporten tar for lang tid <b>', status: 'Vi prøver til jul' });
	[address] = await make(place.union, 'page', { place: 'Vaktrommet' });
	const seen = await anybody.get(address);
	assert.equal(seen.status, 200);
	assert.doesNotMatch(seen.text, /Rapporten tar|Stille rapport/);
});

test('a colleague\'s name is pointed out before it is kept', async () => {
	await addPerson(server, place, 'staff', 'Ragnhild Ansatt');
	const form = await place.safety.get(`${at}/new`);
	const named = await place.safety.submit(form, '/released/new', { said: 'Ragnhild har for mye å gjøre' });
	assert.equal(named.status, 422);
	assert.match(named.page.words('#error-sure'), /Ragnhild/);
	const sure = await place.safety.submit(named, '/released/new', { sure: '1' });
	assert.equal(sure.status, 200);
	const list = await place.safety.get(at);
	const drop = list.page.forms().filter((f) => f.getAttribute('action') === `${at}/act`).find((f) => /Ragnhild/.test(f.textContent));
	const gone = await place.safety.submit(list, drop, {}, { button: ['do', 'drop'] });
	assert.doesNotMatch(gone.page.words('main'), /Ragnhild/);
	const log = (await place.leader.get(`/p/${place.process}/log`)).page.words('main');
	assert.match(log, /Vera Verneombud kastet utkast nr\. \d+ til «Dere sa – vi gjør»\. Ordene er ikke tatt vare på/);
	assert.doesNotMatch(log, /for mye å gjøre/, 'the log says that it was dropped, and not what it said');
});

test('all three release it, word for word; until then it cannot be changed under their hands', async () => {
	const list = await place.union.get(at);
	assert.equal((await place.union.submit(list, `${at}/ask`)).status, 422, 'none is ticked');
	const asked = await ask(place.union);
	assert.equal(asked.status, 200, asked.page.words('main').slice(0, 300));
	assert.match(asked.page.words('main'), /Rapporten tar for lang tid <b>/);
	const question = asked.path.split('?')[0];
	const [[id]] = server.db.rows("SELECT id FROM released_item WHERE state = 'draft'");
	const edit = await place.leader.get(`${at}/items/${id}`);
	const changed = await place.leader.submit(edit, `/items/${id}`, { said: 'Noe annet' });
	assert.equal(changed.status, 409);
	assert.doesNotMatch((await anybody.get(address)).text, /Rapporten/);
	assert.equal((await place.leader.post(`${at}/ask`, { item: id })).status, 409, 'one question at a time');
	await allAgree(place, question);
	const seen = await anybody.get(address);
	assert.match(seen.page.words('.said'), /Rapporten tar for lang tid <b>/);
	assert.match(seen.page.words('.said'), /Vi prøver til jul/);
	assert.match(seen.page.words('.said'), /Dette prøver vi nå/);
	assert.equal(seen.headers['cache-control'], 'no-store');
	assert.equal(seen.headers['referrer-policy'], 'no-referrer');
	assert.match(seen.headers['x-robots-tag'], /noindex/);
	assert.equal(seen.headers['set-cookie'], undefined);
	for (const name of ['Lise Leder', 'Tor Tillitsvalgt', 'Vera Verneombud', 'Dagvakten']) assert.doesNotMatch(seen.text, new RegExp(name));
	const nn = await anybody.get(`${address}?lang=nn`);
	assert.match(nn.page.words('h1'), /De sa – vi gjer/);
	assert.equal(nn.page.one('.said').getAttribute('lang'), 'nb', 'the wording keeps its language');
	assert.match((await place.leader.get(`/p/${place.process}/log`)).page.words('main'), /Lagt ut for de ansatte: 1/);
});

test('a new wording waits for the three, and the old one stands meanwhile', async () => {
	const list = await place.leader.get(at);
	const link = list.page.links().find((l) => /new\?replaces=\d+$/.test(l));
	await place.leader.submit(await place.leader.get(link), '/released/new', { status: 'Vi beholder det', trying: '', came: 'Vi går hjem i tide' });
	assert.equal((await place.leader.post(`${at}/new`, { said: 'To ganger', area: 'improve', replaces: /\d+$/.exec(link)[0] })).status, 409, 'one new wording at a time');
	assert.match((await anybody.get(address)).page.words('.said'), /Vi prøver til jul/);
	const asked = await ask(place.leader);
	await allAgree(place, asked.path.split('?')[0]);
	const seen = await anybody.get(address);
	assert.equal(seen.page.all('.said').length, 1);
	assert.match(seen.page.words('.said'), /Vi beholder det/);
	assert.match(seen.page.words('.said'), /Vi går hjem i tide/);
	assert.match((await place.safety.get(at)).page.words('main'), /Vi prøver til jul .*fikk ny ordlyd/);
});

test('the screen turns by itself, can be stopped, and needs no script', async () => {
	const [screen, made] = await make(place.safety, 'screen', { days: '30' });
	assert.match(made.page.words('main'), /startside/);
	const first = await anybody.get(`${screen}?n=1`);
	assert.equal(first.status, 200);
	const box = first.page.one('#screen');
	assert.match(box.getAttribute('data-on'), /n=2$/);
	assert.ok(Number(box.getAttribute('data-seconds')) >= 10);
	assert.match(first.page.words('main'), /Neste gang/);
	const all = [];
	for (let n = 1; n <= 3; n++) all.push((await anybody.get(`${screen}?n=${n}`)).page.words('main'));
	assert.ok(all.some((w) => /Rapporten tar for lang tid/.test(w)), all.join(' | '));
	const paused = await anybody.get(`${screen}?n=1&pause=1`);
	assert.equal(paused.page.one('#screen').hasAttribute('data-on'), false);
	assert.doesNotMatch(paused.text, /http-equiv="refresh"/);
	assert.match((await anybody.get(screen)).text, /<noscript><meta http-equiv="refresh" content="20">/);
	assert.equal((await anybody.get(`${screen}?n=999999999999999999999`)).status, 200);
	assert.equal((await anybody.get(screen.replace('screen', 'said'))).status, 404, 'an address is for one thing');
});

test('the code to the questions comes when a workshop is near, and only where it was wanted', async () => {
	const slides = async (path) => {
		const words = [];
		for (let n = 1; n <= 4; n++) words.push((await anybody.get(`${path}?n=${n}`)).text);
		return words.join('\n');
	};
	const [bare] = await make(place.leader, 'screen', { next: '', questions: '' });
	assert.doesNotMatch(await slides(bare), /Neste gang|questions/);
	const [full] = await make(place.leader, 'screen');
	assert.match(await slides(full), /Neste gang/);
	assert.doesNotMatch(await slides(full), /Dette blir du spurt om/, 'weeks before');
	setClock(45 * DAY);
	assert.match(await slides(full), /Dette blir du spurt om/);
	assert.match(await slides(full), /<svg/);
	assert.doesNotMatch(await slides(bare), /Dette blir du spurt om/);
	setClock(0);
});

test('poster and snippet are for an address somebody brings', async () => {
	const list = await place.leader.get(at);
	const shown = await place.leader.submit(list, `${at}/hand-out`, { address: `${server.url}${address}` });
	assert.equal(shown.status, 200);
	const html = unescape(shown.page.one('#snippet').textContent);
	assert.match(html, /Rapporten tar for lang tid &lt;b&gt;/);
	assert.doesNotMatch(html, /<script|style=|class=|<iframe/);
	assert.equal(page(html).all('a').length, 1);
	assert.ok(page(html).one('a').getAttribute('href').endsWith(address));
	assert.match(unescape(shown.page.one('#plain').textContent), /Dere sa: Rapporten tar for lang tid <b>/);
	const poster = await place.leader.submit(shown, shown.page.formTo('/hand-out'), {}, { button: ['as', 'poster'] });
	assert.equal(poster.status, 200);
	assert.ok(poster.page.one('.qr svg'));
	assert.equal((await place.leader.submit(list, `${at}/hand-out`, { address: 'https://example.org/w/said/0123456789abcdef0123456789abcdef' })).status, 422);
});

test('anybody of the three takes something down alone; nothing sensitive is ever offered', async () => {
	const list = await place.safety.get(at);
	const form = list.page.forms().find((f) => f.querySelector('[value="withdraw"]'));
	const taken = await place.safety.submit(list, form, {}, { button: ['do', 'withdraw'] });
	assert.match(taken.page.words('main'), /Tatt ned/);
	const seen = await anybody.get(address);
	assert.equal(seen.page.all('.said').length, 0);
	assert.ok(seen.page.one('.empty'));
	assert.match((await place.leader.get(`/p/${place.process}/log`)).page.words('main'), /Vera Verneombud tok ned fra «Dere sa – vi gjør»/);
	assert.equal((await place.leader.get(`${at}/new?of=measure:424242`)).status, 404);
	const [, hidden] = await written({ title: 'Samtalen', what: 'Om en person', sensitive: '1' });
	assert.equal((await place.leader.get(`${at}/new?of=measure:${hidden}`)).status, 404);
	assert.doesNotMatch((await place.leader.get(at)).text, /Samtalen/);
});

test('an address ends, is renewed as it is, and revoked for good', async () => {
	const row = () => server.db.rows(`SELECT id FROM released_link WHERE kind = 'page' ORDER BY id LIMIT 1`)[0][0];
	const id = row();
	setClock(190 * DAY);
	for (const who of ['leader', 'union']) place[who] = await signIn(server, { leader: 'lise@solbakken.example', union: 'tor@solbakken.example' }[who], { headers: { 'accept-language': 'nb' } });
	const ended = await anybody.get(address);
	assert.equal(ended.status, 410);
	assert.match(ended.page.words('h1'), /gjelder ikke lenger/);
	assert.doesNotMatch(ended.text, /Solbakken/);
	const list = await place.leader.get(at);
	const form = (what) => (l) => l.page.forms().find((f) => f.querySelector(`[value="${what}"]`) && f.querySelector(`[name="link"][value="${id}"]`));
	await place.leader.submit(list, form('renew')(list), {}, { button: ['do', 'renew'] });
	assert.equal((await anybody.get(address)).status, 200);
	const again = await place.union.get(at);
	await place.union.submit(again, form('revoke')(again), {}, { button: ['do', 'revoke'] });
	assert.equal((await anybody.get(address)).status, 410);
	assert.equal((await place.leader.post(`${at}/links`, { do: 'renew', link: id })).status, 409);
	assert.equal((await anybody.get('/w/said/0123456789abcdef0123456789abcdef')).status, 404);
	assert.equal((await anybody.get('/w/screen/x')).status, 404);
	assert.deepEqual(server.db.rows('SELECT token_hash FROM released_link').filter(([h]) => address.includes(h)), [], 'only the hash is kept');
});
