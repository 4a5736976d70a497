/* The group's meeting, live: all see the same item, one's own sheet is one's own on every page and in every frame, what was typed
 * is kept, and all of it works without script. And who may open what. */
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, test } from 'node:test';
import { startServer } from '../lib/server.mjs';
import { Stream } from '../lib/wire.mjs';
import { addHelper, addPerson, anchor, begin, setUp } from '../lib/workplace.mjs';

const PRIVATE = 'Uroen min er bare min';
const SHARED = 'Gleden min er til deling';
let server;
let place;
let at; /* the planning meeting: /s/1 */
let meet;
let seen; /* a stream's frames of the whole meeting */

const sittings = (kind) => server.db.rows(`SELECT id FROM sitting WHERE kind = '${kind}' ORDER BY starts_at, id`).map(([id]) => `/s/${id}`);
const heading = async (who) => (await place[who].get(meet)).page.words('h1');
const press = async (who, what) => place[who].submit(await place[who].get(meet), formOf(await place[who].get(meet), what), {}, { button: ['do', what] });
const formOf = (r, what) => r.page.one(`button[name="do"][value="${what}"]`).closest('form');

before(async () => {
	server = await startServer();
	place = await setUp(server);
	await begin(place);
	at = sittings('group')[0];
	meet = `${at}/meeting`;
});
after(() => {
	seen?.close();
	return server?.close();
});

test('before it is opened the page says when, and shows the run sheet with clock times', async () => {
	const r = await place.union.get(at);
	assert.equal(r.status, 200);
	assert.deepEqual(r.page.all('.run-time time').map((t) => t.textContent), ['13.00', '13.10', '13.20', '13.35', '13.50']);
	assert.equal((await place.union.get(meet)).status, 303);
});

const EARLY = /Planmøtet er ikke holdt ennå\. Starter dere før det, kan ingen ha «Mine tanker om Oss og vårt» for seg selv der/;

test('the planning meeting comes before agreeing to start, and the overview says what starting before it means', async () => {
	const r = await place.leader.get(`/p/${place.process}`);
	const things = [r.page.words('#next-h'), ...r.page.all('.lines a').map((a) => a.textContent.trim())];
	assert.ok(things.indexOf('Planmøtet') >= 0 && things.indexOf('Planmøtet') < things.indexOf('Bli enige om å starte'), things.join(' | '));
	assert.match(r.page.words('#start'), EARLY);
	assert.ok(r.page.formTo(`/p/${place.process}/start`), 'it can be done all the same');
});

test('the run sheet as a form: an own item goes along with "Save", and what is wrong stands where it was typed', async () => {
	const sheet = `${at}/runsheet`;
	const names = (r) => r.page.all('.runsheet > li').map((li) => li.querySelector('h3')?.textContent ?? li.querySelector('input[name^="title-"]').getAttribute('value'));
	const value = (r, name) => r.page.one(`[name="${name}"]`).getAttribute('value');
	const before = names(await place.leader.get(sheet));

	const wrong = await place.leader.submit(await place.leader.get(sheet), sheet, { 'minutes-1': '12', 'minutes-2': 'ti', add_title: 'Kaffe og prat', add_minutes: '500' }, { button: ['do', 'save'] });
	assert.equal(wrong.status, 422);
	assert.ok(wrong.page.one('.ds-error-summary[autofocus]'), 'a summary takes the focus');
	assert.deepEqual(wrong.page.all('.ds-error-summary a').map((a) => a.getAttribute('href')), ['#field-minutes-2', '#field-add_minutes']);
	for (const a of wrong.page.all('.ds-error-summary a')) assert.equal(wrong.page.one(a.getAttribute('href')).getAttribute('aria-invalid'), 'true');
	assert.deepEqual(['minutes-1', 'minutes-2', 'add_title', 'add_minutes'].map((n) => value(wrong, n)), ['12', 'ti', 'Kaffe og prat', '500']);
	assert.deepEqual(names(await place.leader.get(sheet)), before, 'nothing was changed');

	const added = await place.leader.submit(wrong, sheet, { 'minutes-2': '8', add_minutes: '5' }, { button: ['do', 'save'] });
	assert.equal(added.status, 200);
	assert.deepEqual(names(added), [...before, 'Kaffe og prat']);
	assert.deepEqual([value(added, 'minutes-1'), value(added, 'minutes-2'), value(added, 'minutes-6')], ['12', '8', '5']);

	for (const fields of [{ add_title: 'Uten tid' }, { add_minutes: '5' }]) {
		const r = await place.leader.submit(await place.leader.get(sheet), sheet, fields, { button: ['do', 'add'] });
		assert.equal(r.status, 422);
		assert.equal(value(r, 'add_title'), fields.add_title ?? '');
	}

	/* Somebody else was first: what applies now, and what was typed for an own item is not lost. */
	const old = await place.union.get(sheet);
	await place.leader.submit(await place.leader.get(sheet), sheet, {}, { button: ['do', 'out-6'] });
	const clash = await place.union.submit(old, sheet, { add_title: 'Rundt bordet', add_minutes: '5' }, { button: ['do', 'save'] });
	assert.equal(clash.status, 409);
	assert.equal(value(clash, 'add_title'), 'Rundt bordet');
	assert.deepEqual(names(clash), before);
	await place.leader.submit(await place.leader.get(sheet), sheet, { 'minutes-1': '10', 'minutes-2': '10' }, { button: ['do', 'save'] });
});

test('whoever opens it, all are led to the same page, and who has come is seen by all', async () => {
	const r = await place.safety.submit(await place.safety.get(at), '/open');
	assert.equal(r.path, meet);
	assert.ok(r.page.one('.qr svg'));
	seen = await new Stream(place.leader, `${at}/events?lang=nb`).open();
	assert.equal(seen.status, 200);
	for (const who of ['leader', 'union', 'safety']) await place[who].submit(await place[who].get(meet), '/join');
	await seen.until((f) => f.event === 'patch' && f.data.includes('Vera Verneombud'));
	assert.equal((await place.union.get(meet)).page.all('#present [data-color="success"]').length, 3);
	const home = (await place.union.get('/')).page.one('.next a.ds-button');
	assert.deepEqual([home.textContent.trim(), home.getAttribute('href')], ['Gå videre', meet], 'straight in');
});

test('one moves on, all have moved on', async () => {
	await press('union', 'start');
	const first = await heading('leader');
	for (const who of ['union', 'safety']) assert.equal(await heading(who), first);
	await seen.until((f) => f.event === 'patch' && f.data.includes('data-reload'));
	await press('leader', 'next');
	assert.notEqual(await heading('safety'), first);
});

test('an old press moves nothing and is answered with what applies now', async () => {
	const old = await place.leader.get(meet);
	await press('safety', 'plus1');
	const now = await heading('union');
	const r = await place.leader.submit(old, formOf(old, 'next'), {}, { button: ['do', 'next'] });
	assert.equal(r.status, 409);
	assert.equal(r.page.words('h1'), now);
	assert.equal(await heading('union'), now);
});

test('one\'s own sheet is on nobody else\'s page until an answer of it is shared', async () => {
	const mine = await place.safety.get(meet);
	await place.safety.submit(mine, '/own', { 'own-bekymrer': PRIVATE, 'own-gleder': SHARED });
	assert.ok((await place.safety.get(meet)).text.includes(PRIVATE));
	for (const who of ['leader', 'union']) assert.ok(!(await place[who].get(meet)).text.includes(SHARED));
	await place.safety.submit(await place.safety.get(meet), '/own', {}, { button: ['share', 'gleder'] });
	await seen.until((f) => f.event === 'patch' && f.data.includes(SHARED));
	for (const who of ['leader', 'union']) {
		const r = await place[who].get(meet);
		assert.ok(r.page.words('#shared').includes(SHARED));
		assert.ok(!r.text.includes(PRIVATE));
	}
	const long = await place.safety.submit(await place.safety.get(meet), '/own', { 'own-lurer': 'x'.repeat(2001) });
	assert.equal(long.status, 422);
	assert.equal(long.page.one('#own-lurer').textContent.trim().length, 2001);
});

test('everybody\'s input to the group\'s sheet is kept, the same one once', async () => {
	const before = seen.frames.length;
	await press('union', 'next');
	await seen.until((f) => f.data?.includes('data-reload'), 10000, before);
	const texts = { leader: 'Vi hører ferdig', union: 'Vi hører ferdig', safety: '<b>Ingen</b> ler av andre' };
	for (const [who, text] of Object.entries(texts)) await place[who].submit(await place[who].get(meet), '/input', { text });
	const id = randomUUID();
	for (let i = 0; i < 2; i++) assert.ok([204, 303].includes((await place.union.post(`${meet}/input`, { id, sheet: 'trygghet', field: 'trygt', text: 'En gang' })).status));
	const r = await place.leader.get(meet);
	assert.deepEqual(r.page.all('#inputs-trygghet-trygt > li > p').map((p) => p.textContent), [...Object.values(texts), 'En gang']);
	await seen.until((f) => f.data?.includes('&lt;b&gt;Ingen&lt;/b&gt; ler'));
	/* Put away, not deleted. */
	await place.leader.submit(r, r.page.one(`#input-${id} form`), {}, { button: ['hide', '1'] });
	const later = await place.safety.get(meet);
	assert.ok(later.page.one(`#away-trygghet #input-${id}`));
	assert.equal(later.page.all('#inputs-trygghet-trygt > li').length, 3);
});

test('what does not fit is said, and stands where it was written', async () => {
	const text = 'å'.repeat(401);
	const r = await place.union.submit(await place.union.get(meet), '/input', { text });
	assert.equal(r.status, 422);
	assert.ok(r.page.one('[role="alert"]'));
	assert.equal(r.page.one('#text-trygt').getAttribute('value'), text);
	for (const fields of [{ id: 'x', sheet: 'trygghet', field: 'trygt', text: 'a' }, { id: randomUUID(), sheet: 'mine-tanker', field: 'nei', text: 'a' }, { id: randomUUID(), sheet: 'ingen', field: 'trygt', text: 'a' }])
		assert.equal((await place.union.post(`${meet}/input`, fields)).status, 422, JSON.stringify(fields));
});

test('staff and the administrator see nothing of it; nobody without a session either', async () => {
	const staff = await addPerson(server, place, 'staff', 'Stine Stab');
	for (const path of [at, meet, `${at}/events`, `${at}/edit`, `${at}/runsheet`]) {
		for (const who of [staff, place.admin]) assert.ok([403, 404].includes((await who.get(path)).status), path);
		assert.ok([303, 401].includes((await staff.server && (await new staff.constructor(server).get(path)).status)), path);
	}
	assert.ok([403, 404].includes((await staff.post(`${meet}/input`, { id: randomUUID(), sheet: 'trygghet', field: 'trygt', text: 'inn' })).status));
});

test('what one of them changes in the plan or the ground rules comes to the others\' screens', async () => {
	let from = seen.frames.length;
	const next = async () => {
		await press('leader', 'next');
		await seen.until((f) => f.data.includes('data-reload'), 60000, from);
		from = seen.frames.length;
	};
	await next();
	const edit = `/p/${place.process}/plan/utforske`;
	const saved = await place.union.submit(await place.union.get(edit), edit, { meet_date: '2031-03-04', meet_time: '09:15' });
	assert.equal(saved.status, 200, saved.page.words('main'));
	const plan = await seen.until((f) => f.data.includes('id="plan"'), 60000, from);
	assert.match(plan.data, /datetime="2031-03-04T09:15"/);
	from = seen.frames.length;
	await next();
	const rules = `/p/${place.process}/rules`;
	await place.safety.submit(await place.safety.get(rules), (await place.safety.get(rules)).page.one('#add form'), { text: 'Vi lar folk snakke ut' }, { button: ['act', 'add'] });
	const rule = await seen.until((f) => f.data.includes('id="rules"'), 60000, from);
	assert.match(rule.data, /Vi lar folk snakke ut/);
});

test('ended, it says what came of it, and takes no more', async () => {
	const last = await place.leader.get(meet);
	const r = await place.leader.submit(last, `${at}/close`);
	assert.equal(r.path.replace(/\?.*/, ''), at);
	assert.ok(r.page.words('main').includes('Vi hører ferdig'));
	assert.match(r.page.words('main'), /Sluttet\s*\d\d\.\d\d/, 'when it really ended');
	assert.ok(!r.page.words('main').includes('En gang'));
	assert.equal(r.page.words('.next h2'), 'Bli enige om å starte', 'what comes next');
	assert.equal(r.page.one('.next a.ds-button').getAttribute('href'), `/p/${place.process}#start`);
	assert.doesNotMatch((await place.leader.get(`/p/${place.process}`)).page.words('#start'), EARLY);
	/* What was shared stands there too; what was not, nowhere. */
	assert.ok((await place.safety.get(at)).page.words('main').includes(SHARED));
	assert.ok(!(await place.union.get(at)).text.includes(PRIVATE));
	await seen.until((f) => f.event === 'closed');
	assert.ok(!seen.raw.includes(PRIVATE));
	const late = await place.union.post(`${meet}/input`, { id: randomUUID(), sheet: 'trygghet', field: 'trygt', text: 'seint' });
	assert.ok([303, 410].includes(late.status));
	assert.ok(!(await place.union.get(at)).text.includes('seint'));
	assert.equal((await place.union.get(`${at}/events`)).status, 410);
});

test('no room for staff before the three have agreed, and the page says what is missing', async () => {
	const [workshop] = sittings('staff');
	const r = await place.leader.get(workshop);
	assert.ok(!r.page.forms().some((f) => f.getAttribute('action').endsWith('/open')));
	assert.ok(r.page.one('.next .ds-alert a'));
	assert.equal((await place.leader.post(`${workshop}/open`, { key: randomUUID() })).status, 403);
	assert.equal(server.db.rows(`SELECT count(*) FROM own_sheet WHERE shared_at IS NULL`)[0][0] > 0, true);
	await anchor(place);
	assert.equal(Number(server.db.rows(`SELECT count(*) FROM own_sheet WHERE shared_at IS NULL`)[0][0]), 0);
	const page = await place.leader.get(workshop);
	assert.match(page.page.words('#open-early'), /Dette er planlagt til \S+ \d+\. .+ Vil dere åpne allerede nå\?/, 'weeks before its time');
	const unasked = await place.leader.post(`${workshop}/open`, { key: randomUUID() });
	assert.equal(unasked.status, 409);
	assert.match(unasked.page.words('[role="alert"]'), /mer enn et døgn til/);
	assert.equal(server.db.rows(`SELECT state FROM sitting WHERE id = ${workshop.split('/').pop()}`)[0][0], 'planned');
	const opened = await place.leader.submit(page, '/open');
	assert.match(opened.path, /^\/r\/[A-Z2-9]{6}\/desk$/);
	assert.equal(server.db.rows('SELECT state FROM process')[0][0], 'running');
});

test('the leader\'s part is seen by the representatives, with what is missing', async () => {
	const [, workshop] = sittings('staff');
	assert.equal((await place.union.get(workshop)).page.all('#leader .hint').length, 3);
	const edit = `${workshop}/edit`;
	await place.leader.submit(await place.leader.get(edit), edit, { cover: 'To vikarer' });
	const r = await place.union.get(workshop);
	assert.equal(r.page.all('#leader .hint').length, 2);
	assert.ok(r.page.words('#leader').includes('To vikarer'));
	/* Two at once: the second is told, and nothing is undone. */
	const [a, b] = [await place.union.get(edit), await place.safety.get(edit)];
	await place.union.submit(a, edit, { place: 'Kantina' });
	const second = await place.safety.submit(b, edit, { place: 'Loftet' });
	assert.equal(second.status, 409);
	assert.equal(second.page.one('#field-place').getAttribute('value'), 'Loftet');
	assert.ok((await place.union.get(workshop)).page.words('main').includes('Kantina'));
});

test('who leads a workshop may open it, but not change the plan nor look into the group\'s meeting', async () => {
	const host = await addHelper(server, place, 'workshop_leader', 'Hanne Verkstad');
	const [, workshop] = sittings('staff');
	assert.equal((await host.get(workshop)).status, 200);
	assert.equal((await host.get(`${workshop}/edit`)).status, 403);
	assert.ok([403, 404].includes((await host.get(at)).status));
	const list = await host.get(`/p/${place.process}/sittings`);
	assert.equal(list.status, 200);
	assert.ok(!list.page.links().includes(at));
	const opened = await host.submit(await host.get(workshop), '/rehearse');
	assert.match(opened.path, /\/desk$/);
});
