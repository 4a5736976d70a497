/* Meetings of the group and staff meetings: any of the three plans and raises items; the call stops softly; the meeting is run item by
 * item without script; minutes are locked when all three have seen them; staff see what all have seen and the group has released. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { Pdf } from '../lib/pdf.mjs';
import { startServer } from '../lib/server.mjs';
import { Visitor } from '../lib/wire.mjs';
import { addHelper, addPerson, begin, setUp } from '../lib/workplace.mjs';

const THREE = ['leader', 'union', 'safety'];
const SECRET_TOPIC = 'Nattvakten som gikk hjem';
let server;
let place;
let list;
let at; /* the group's meeting */
let staffAt; /* the staff meeting */
let staff;
let outside; /* the staff's page, without signing in */

const see = (who, path = at) => place[who].get(path);
const outbox = (kind) => server.db.rows(`SELECT recipient, subject, replace(body, '\n', ' ') FROM outbox WHERE kind = '${kind}' ORDER BY id`);
const act = async (who, path, what) => {
	const r = await see(who, path);
	const form = r.page.forms().find((f) => f.getAttribute('action') === `${path}/act` && f.querySelector(`[name="act"][value="${what}"]`));
	assert.ok(form, `${what} is offered: ${r.page.words('main').slice(0, 600)}`);
	return place[who].submit(r, form);
};
async function plan(who, from, fields = {}) {
	const to = `${list}/new${from ? `?from=${from}` : ''}`;
	const r = await place[who].submit(await place[who].get(to), `${list}/new`, fields);
	assert.equal(r.status, 200, r.page.words('main').slice(0, 400));
	return r.path.replace(/\?.*/, '');
}
async function raise(who, path, fields) {
	const r = await place[who].submit(await see(who, `${path}/items`), `${path}/items`, { want: 'decide', minutes: '10', ...fields });
	assert.equal(r.status, 200, r.page.words('main').slice(0, 400));
	return r;
}
async function end(who, path, fields, roles) {
	const r = await see(who, `${path}/end`);
	const boxes = r.page.all('input[name="there"]');
	const ticked = boxes.filter((b) => roles.some((name) => b.parentNode.textContent.includes(name))).map((b) => ['there', b.getAttribute('value')]);
	const form = r.page.formTo(`${path}/end`);
	return place[who].post(`${path}/end`, [...r.page.fieldsOf(form).filter(([n]) => !(n in fields) && n !== 'there'), ...Object.entries(fields), ...ticked]);
}
const ALL = ['Lise Leder', 'Tor Tillitsvalgt', 'Vera Verneombud'];

before(async () => {
	server = await startServer();
	place = await setUp(server);
	await begin(place);
	list = `/p/${place.process}/meetings`;
	staff = await addPerson(server, place, 'staff', 'Stine Stab');
	outside = new Visitor(server);
});
after(() => server?.close());

test('an empty list leads to a first meeting with a ready agenda', async () => {
	const empty = await see('union', list);
	assert.equal(empty.status, 200);
	assert.ok(empty.page.links().includes(`${list}/new?from=first`));
	const form = await see('union', `${list}/new?from=first`);
	assert.ok(form.page.one('#field-purpose').textContent.trim().length > 20);
	at = await plan('union', 'first');
	const made = await see('safety');
	assert.equal(made.page.all('.runsheet > li h3').length, 6);
	assert.match(made.page.words('.sheet-sum'), /60 av 60/);
	assert.ok((await see('leader', list)).page.links().includes(at), 'all three see it at once');
});

test('what does not fit is said at its field, and what was typed stands', async () => {
	const to = `${list}/new`;
	const r = await place.leader.submit(await place.leader.get(to), to, { title: '', kind: 'group', minutes: '0', link: 'javascript:alert(1)', purpose: 'Behold meg' });
	assert.equal(r.status, 422);
	for (const field of ['title', 'minutes', 'link']) assert.equal(r.page.one(`#field-${field}`).getAttribute('aria-invalid'), 'true', field);
	assert.equal(r.page.one('#field-purpose').textContent.trim(), 'Behold meg');
});

test('any of the three raises an item; clock times follow from the start, and too much is pointed out', async () => {
	const r = await see('leader', `${at}/edit`);
	await place.leader.submit(r, `${at}/edit`, { date: '2031-05-12', time: '13:00', title: 'HMS-møte <1>' });
	await raise('safety', at, { title: 'Løft på rom 4', why: 'Det er tungt', label: 'negotiation', reach: 'extended', minutes: '15' });
	const m = await see('union');
	assert.match(m.page.words('h1'), /HMS-møte <1>/);
	const last = m.page.all('.runsheet > li').at(-2);
	assert.match(last.textContent, /14\.00/);
	assert.match(last.textContent, /Forhandling/);
	assert.match(last.textContent, /Utvidet/);
	assert.match(last.textContent, /meldt av Vera Verneombud/);
	assert.match(m.page.words('#agenda'), /15 minutter for mye/);
	const up = last.querySelector('form');
	await place.union.submit(m, up, {}, { button: ['act', 'up'] });
	const moved = (await see('union')).page.all('.runsheet h3').map((h) => h.textContent);
	assert.equal(moved.indexOf('Løft på rom 4'), 5);
});

test('two who change at once do not undo each other', async () => {
	const old = await see('leader', `${at}/edit`);
	await place.union.submit(await see('union', `${at}/edit`), `${at}/edit`, { place: 'Kjelleren' });
	const r = await place.leader.submit(old, `${at}/edit`, { place: 'Loftet' });
	assert.equal(r.status, 409);
	assert.equal(r.page.one('#field-place').getAttribute('value'), 'Loftet');
	assert.match((await see('safety')).page.words('main'), /Kjelleren/);
});

test('the call stops softly until purpose and wished result are there, with a clear way past', async () => {
	const bare = await plan('leader', '', { kind: 'group', title: 'Uten hensikt', minutes: '30' });
	await raise('leader', bare, { title: 'Noe' });
	await place.leader.submit(await see('leader', `${bare}/edit`), `${bare}/edit`, { date: '2031-06-01', time: '09:00' });
	const call = await see('leader', `${bare}/call`);
	assert.match(call.page.words('main'), /Hensikten mangler/);
	assert.ok(call.page.links().includes(`${bare}/edit#field-wished`));
	const stopped = await place.leader.submit(call, `${bare}/call`, {}, { button: ['how', 'outbox'] });
	assert.equal(stopped.status, 403);
	assert.ok(stopped.page.one('#field-why'));
	assert.equal(outbox('meeting call').length, 0);
	const gone = await place.leader.submit(call, `${bare}/call`, { why: 'Vi må møtes i dag' }, { button: ['how', 'told'] });
	assert.equal(gone.status, 200);
	assert.match((await see('safety', bare)).page.words('main'), /Vi må møtes i dag/);
	await act('leader', bare, 'cancel');
	assert.match((await see('union', bare)).page.words('main'), /avlyst/i);
});

test('a call is laid in the outbox for the group alone, once, each in their language', async () => {
	const call = await see('union', `${at}/call`);
	assert.equal(call.page.one('#field-why'), null);
	const form = call.page.formTo(`${at}/call`);
	for (let i = 0; i < 2; i++) await place.union.submit(call, form, {}, { button: ['how', 'outbox'] });
	const sent = outbox('meeting call');
	assert.deepEqual(sent.map(([to]) => to).sort(), ['lise@solbakken.example', 'tor@solbakken.example', 'vera@solbakken.example']);
	assert.match(sent[0][2], /Hensikt: /);
	assert.match(sent[0][2], /13\.00 /);
	await place.safety.submit(await see('safety', `${at}/edit`), `${at}/edit`, { place: 'Loftet' });
	assert.match((await see('leader')).page.words('main'), /Kjelleren\. De som fikk den, vet ikke at det er endret/);
});

test('it is run item by item; what came of it and what follows is kept', async () => {
	await act('safety', at, 'begin');
	const first = await see('leader', `${at}/run`);
	assert.ok(first.page.links().includes(`${at}/run?item=1`));
	const r = await see('leader', `${at}/run?item=1`);
	const other = await see('union', `${at}/run?item=1`);
	assert.match(r.page.words('.run-clock'), /Sak|Punkt|1/);
	const next = await place.leader.submit(r, r.page.forms().find((f) => f.getAttribute('action') === `${at}/run?item=1`), { result: 'Trygghet', follow_up: 'Snakke mer' }, { button: ['go', 'next'] });
	assert.equal(next.path, `${at}/run?item=2`);
	const late = await place.union.submit(other, other.page.forms().find((f) => f.getAttribute('action') === `${at}/run?item=1`), { result: 'Noe annet' }, { button: ['go', 'next'] });
	assert.equal(late.status, 409);
	assert.match(late.page.words('[role="alert"]'), /Trygghet/);
	assert.equal(late.page.one('#field-result').textContent.trim(), 'Noe annet');
	const second = (page) => page.page.forms().find((f) => f.getAttribute('action') === `${at}/run?item=2`);
	const options = [...second(next).querySelectorAll('option')].map((o) => o.textContent.trim());
	assert.ok(!options.includes('Stine Stab'), 'no staff are named');
	const bad = await place.leader.submit(next, second(next), { result: 'Står her', body: '', due: '2031-05-20' }, { button: ['go', 'stay'] });
	assert.equal(bad.status, 422);
	assert.equal(bad.page.one('#field-due').getAttribute('value'), '2031-05-20');
	assert.equal(bad.page.one('#field-result').textContent.trim(), 'Står her');
	const added = await place.leader.submit(bad, second(bad), { body: 'Bestille <løfter>' }, { button: ['go', 'stay'] });
	assert.equal(added.status, 200);
	assert.match(added.page.words('#tasks'), /Bestille <løfter>/);
	assert.equal(added.page.one('#field-result').textContent.trim(), 'Står her');
	assert.match((await see('safety', list)).page.words('#tasks'), /Bestille <løfter>/);
});

test('a meeting is not ended without saying which roles were there and whether it gave what was wished', async () => {
	const r = await end('leader', at, { reached: '', why: 'Beholdt' }, []);
	assert.equal(r.status, 422);
	assert.equal(r.page.one('#field-why').getAttribute('value'), 'Beholdt');
	assert.ok(r.page.one('#there-error'));
	assert.ok(r.page.one('.ds-error-summary a[href="#field-there"]'), 'with the other mistakes');
	assert.ok(r.page.one('.ds-error-summary a[href="#field-reached"]'));
	assert.ok(r.page.one('input#field-there'));
	assert.equal((await end('leader', at, { reached: 'partly', why: 'Kort tid' }, ['Lise Leder', 'Tor Tillitsvalgt'])).status, 303);
	const m = await see('safety');
	assert.match(m.page.words('main'), /Uten verneombud/);
	assert.match(m.page.words('main'), /Delvis/);
	assert.match((await see('leader', list)).page.words('table'), /Uten verneombud/);
});

test('minutes are locked when all three have seen what stands there; later changes are visible corrections', async () => {
	const waits = async (who) => (await see(who, '/')).page.words('main').includes('Les referatet');
	assert.ok(await waits('leader'), 'the front page of whoever has not seen them tells of them');
	await act('leader', at, 'see-minutes');
	await act('union', at, 'see-minutes');
	assert.ok(!(await waits('leader')) && !(await waits('union')) && (await waits('safety')) && !(await waits('admin')));
	const old = await see('safety');
	const r = await see('union', `${at}/run?item=1`);
	await place.union.submit(r, r.page.forms().find((f) => f.getAttribute('action') === `${at}/run?item=1`), { result: 'Trygghet og humor' }, { button: ['go', 'minutes'] });
	assert.ok(await waits('leader'), 'what was changed waits again');
	const stale = await place.safety.submit(old, old.page.forms().find((f) => f.querySelector('[value="see-minutes"]')));
	assert.equal(stale.status, 409, 'what was changed is read again');
	for (const who of THREE) {
		assert.ok(!(await see('leader')).page.words('main').includes('Referatet er låst'), who);
		await act(who, at, 'see-minutes');
	}
	const locked = await see('leader');
	assert.match(locked.page.words('main'), /Referatet er låst/);
	assert.equal((await place.leader.post(`${at}/run?item=1`, { key: 'k1', version: '3', result: 'Juks', follow_up: '' })).status, 410);
	assert.match((await see('safety')).page.words('.told'), /Trygghet og humor/);
	const wrong = await place.safety.submit(locked, `${at}/correct`, { correction: '' });
	assert.equal(wrong.status, 422);
	await place.safety.submit(await see('safety'), `${at}/correct`, { correction: 'Det var rom 5' });
	assert.match((await see('union')).page.words('#corrections'), /Vera Verneombud: Det var rom 5/);
});

test('minutes go by mail to the group, and print', async () => {
	const mail = await see('leader', `${at}/mail`);
	await place.leader.submit(mail, `${at}/mail`, {}, { button: ['how', 'outbox'] });
	const sent = outbox('meeting minutes');
	assert.equal(sent.length, 3);
	assert.match(sent[0][2], /Trygghet og humor/);
	assert.match(sent[0][2], /Det var rom 5/);
	const print = await see('union', `${at}/print`);
	assert.match(print.page.words('.sheet'), /Trygghet og humor/);
	assert.match(print.page.words('.sheet'), /Bestille <løfter>/);
});

test('what is open is shown first at the next meeting, which can begin as a copy', async () => {
	const id = at.split('/').pop();
	const next = await plan('safety', id, { title: 'Møte to', minutes: '60', date: '2031-06-12', time: '13:00' });
	const m = await see('leader', next);
	assert.equal(m.page.all('.runsheet h3').length, 8);
	assert.ok(!m.text.includes('Trygghet og humor'), 'without what came of it');
	assert.match(m.page.words('#tasks'), /Bestille/);
	await act('leader', next, 'begin');
	const run = await see('union', `${next}/run`);
	assert.match(run.page.words('.checks'), /Bestille/);
	await place.union.submit(run, run.page.one('.checks form'));
	assert.match((await see('union', `${next}/run`)).page.words('main'), /Ingenting er åpent/);
});

test('more than two meetings in a row without a party gives a hint', async () => {
	for (let i = 0; i < 2; i++) {
		assert.doesNotMatch((await see('leader', list)).page.words('main'), /Verneombudet har ikke vært/);
		const m = await plan('leader', 'usual', { purpose: 'x', wished: 'y', date: `203${2 + i}-01-10`, time: '10:00' });
		await act('leader', m, 'begin');
		assert.equal((await end('leader', m, { reached: 'yes' }, ['Lise Leder', 'Tor Tillitsvalgt'])).status, 303);
	}
	const r = await see('union', list);
	assert.match(r.page.words('main'), /Verneombudet har ikke vært på de 3 siste møtene/);
	assert.equal(r.page.all('.reached > li').length, 3);
});

/* The PDF of a meeting, as text. */
async function paperOf(meeting) {
	const print = await see('leader', `${meeting}/print`);
	const made = new Pdf((await place.leader.get(print.page.one('a[href*="/pdf/minutes/"]').getAttribute('href'))).bytes);
	const text = made.text.replace(/\s+/g, ' ');
	made.done();
	return text;
}

test('without one of the parties: its minutes say so, on the screen, on paper and in the letter', async () => {
	const [id] = server.db.rows("SELECT id FROM agenda_meeting WHERE ended_at IS NOT NULL AND title <> 'Møte to' ORDER BY id DESC LIMIT 1")[0];
	const without = `${list}/${id}`;
	for (const part of ['', '/print']) assert.match((await see('union', without + part)).page.words('main'), /Uten verneombud/);
	assert.match(await paperOf(without), /Leder, Tillitsvalgt \(Fagforbundet\) Uten verneombud/);
	await place.leader.submit(await see('leader', `${without}/mail`), `${without}/mail`, {}, { button: ['how', 'outbox'] });
	assert.match(outbox('meeting minutes').at(-1)[2], /leder, tillitsvalgt\. Uten verneombud/i);
	const whole = await plan('leader', 'usual', { purpose: 'x', wished: 'y', date: '2034-01-03', time: '10:00' });
	await act('leader', whole, 'begin');
	await end('leader', whole, { reached: 'yes' }, ALL);
	const said = await paperOf(whole);
	assert.match(said, /\(Fagforbundet\), Verneombud/);
	assert.doesNotMatch(said, /Uten /);
});

test('the agenda on paper has the clock and what each item is for, as on the screen', async () => {
	const m = await plan('leader', 'usual', { date: '2034-01-10', time: '10:00', minutes: '60' });
	const [, time, minutes] = /(\d\d\.\d\d)\s*(\d+ min)/.exec((await see('leader', `${m}/print`)).page.words('.runsheet li'));
	assert.match(await paperOf(m), new RegExp(`${time.replace('.', '\\.')} · ${minutes} · `));
});

test('a staff meeting: nobody outside the group sees it before all three have seen the plan and it is shown', async () => {
	staffAt = await plan('leader', 'staff', { purpose: 'Høre alle', wished: 'En liste', date: '2031-09-01', time: '14:00', link: 'https://møte.example/hemmelig' });
	const [[publicId]] = server.db.rows(`SELECT public_id FROM process WHERE id = ${place.process}`);
	const open = `/w/${publicId}/meetings/${staffAt.split('/').pop()}`;
	assert.equal((await outside.get(open)).status, 404);
	assert.equal((await staff.get(staffAt)).status, 404);
	assert.equal((await staff.get(at)).status, 404, 'the group\'s own meetings are the group\'s');
	assert.equal((await place.leader.post(`${staffAt}/act`, { key: 'r1', act: 'release' })).status, 403);
	const call = await see('leader', `${staffAt}/call`);
	assert.ok(!call.page.one('button[value="outbox"]'));
	assert.equal((await place.leader.post(`${staffAt}/call`, { key: 'r2', how: 'outbox', version: '1', why: 'haster' })).status, 403);
	for (const who of THREE) await act(who, staffAt, 'see-plan');
	await act('union', staffAt, 'release');
	const page = await outside.get(open);
	assert.equal(page.status, 200);
	assert.match(page.page.words('main'), /Høre alle/);
	assert.ok(!page.text.includes('hemmelig'), 'the link to the meeting is not for the open page');
	assert.ok((await outside.get(`/w/${publicId}`)).page.links().includes(open));
	assert.match((await staff.get(staffAt)).page.words('main'), /Høre alle/);
	assert.equal((await staff.get(list)).page.all('main a').filter((a) => /\/meetings\/\d+$/.test(a.getAttribute('href'))).length, 1);
});

test('a changed plan is seen anew before staff read it', async () => {
	const open = (await see('leader', staffAt)).page.links().find((l) => l.includes('/w/'));
	await raise('union', staffAt, { title: SECRET_TOPIC });
	assert.equal((await outside.get(open.replace(/^https?:\/\/[^/]+/, ''))).status, 404);
	for (const who of THREE) await act(who, staffAt, 'see-plan');
	await act('safety', staffAt, 'release');
	assert.match((await outside.get(open.replace(/^https?:\/\/[^/]+/, ''))).page.words('main'), new RegExp(SECRET_TOPIC));
});

test('of a staff meeting a number is kept, and minutes reach staff when they are locked and shown', async () => {
	await act('leader', staffAt, 'begin');
	const r = await see('leader', `${staffAt}/run?item=3`);
	await place.leader.submit(r, r.page.forms().find((f) => f.getAttribute('action') === `${staffAt}/run?item=3`), { result: 'Mer ro ved rapport' }, { button: ['go', 'next'] });
	assert.equal((await end('leader', staffAt, { reached: 'yes', headcount: '17' }, ALL)).status, 303);
	assert.equal((await place.leader.post(`${staffAt}/act`, { key: 't1', act: 'tell' })).status, 403);
	for (const who of THREE) await act(who, staffAt, 'see-minutes');
	assert.doesNotMatch((await staff.get(staffAt)).page.words('main'), /Mer ro ved rapport/);
	await act('safety', staffAt, 'tell');
	const read = await staff.get(staffAt);
	assert.match(read.page.words('main'), /Mer ro ved rapport/);
	assert.ok(!read.text.includes('17'), 'how many came is the group\'s');
	assert.match((await see('union', staffAt)).page.words('main'), /17/);
	const mail = await see('leader', `${staffAt}/mail`);
	await place.leader.submit(mail, `${staffAt}/mail`, {}, { button: ['how', 'outbox'] });
	const to = outbox('meeting minutes').map(([who]) => who).slice(3);
	assert.ok(to.some((who) => /stine/.test(who)));
});

test('helpers, those above and the administrator see nothing of it', async () => {
	const helper = await addHelper(server, place, 'helper', 'Hilde Hjelper');
	const superior = await addPerson(server, place, 'superior', 'Sigurd Overordnet');
	for (const v of [helper, superior, place.admin, outside])
		for (const path of [list, at, staffAt, `${at}/print`, `${at}/call`, `${at}/mail`, `${at}/run`, `${at}/items`, `${at}/edit`, `${at}/end`, `${list}/new`])
			assert.ok([303, 403, 404].includes((await v.get(path)).status), path);
	for (const path of [`${at}/print`, `${staffAt}/print`, `${staffAt}/call`, `${staffAt}/mail`, `${staffAt}/edit`, `${list}/new`]) assert.ok([403, 404].includes((await staff.get(path)).status), path);
});

test('a meeting of another process is not found through this one', async () => {
	server.db.rows('SELECT 1');
	const id = at.split('/').pop();
	assert.equal((await place.leader.get(`/p/999999/meetings/${id}`)).status, 404);
	assert.equal((await place.leader.get(`${list}/999999`)).status, 404);
	assert.equal((await place.leader.get(`${list}/x`)).status, 404);
});
