/* After the workshop: causes of all sittings on one page, marks, what must be found out as tasks, and what is lifted with its answer. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { CHALLENGES, choose } from '../lib/chosen.mjs';
import { Desk } from '../lib/desk.mjs';
import { joined, uuid } from '../lib/room.mjs';
import { startServer } from '../lib/server.mjs';
import { addPerson, openWorkshop, setUp } from '../lib/workplace.mjs';

let server;
let place;
let staff;
let superior;
let p;
let wall;

before(async () => {
	server = await startServer();
	place = await setUp(server);
	await choose(server, place);
	p = `/p/${place.process}`;
	staff = await addPerson(server, place, 'staff', 'Stine Staff');
	superior = await addPerson(server, place, 'superior', 'Solveig Sjef');
	const opened = await openWorkshop(place, { name: /Utdype/ });
	wall = opened.wall;
	const desk = new Desk(place.leader, opened.code);
	await desk.take();
	await desk.goTo(1);
	const phone = await joined(server, opened.code);
	const talk = await phone.room();
	assert.match(talk.page.words('main'), new RegExp(CHALLENGES[0]), 'the talk shows what was chosen last time');
	assert.match((await phone.visitor.get(`/r/${opened.code}/wall/${wall}`)).page.words('main'), new RegExp(CHALLENGES[1]));
	await desk.goTo(2);
	const note = (await phone.note('Hver mandag')).id;
	await desk.goTo(3);
	assert.equal((await phone.send('sort', { column: 'problem', note })).status, 200);
	await desk.goTo(4);
	const under = (await phone.room()).page.one('.cause-add [name="under"]').getAttribute('value');
	const first = uuid();
	assert.equal((await phone.send('causes', { id: first, under, text: 'For mange kanaler', bone: 'rutiner' })).status, 200);
	assert.equal((await phone.send('causes', { id: uuid(), under: `cause:${first}`, text: 'Ingen har bestemt det' })).status, 200);
	const page = await phone.visitor.post(`/r/${opened.code}/causes/open`, { cause: first });
	const form = page.page.forms().find((f) => f.getAttribute('action').endsWith('/causes/edit'));
	await phone.visitor.post(form.getAttribute('action'), { ...Object.fromEntries(page.page.fieldsOf(form)), find_out: '1' });
	await desk.act('end', { do: 'close' });
});
after(() => server?.close());

const formAt = (r, action, name, value) => r.page.forms().find((f) => f.getAttribute('action') === action && (!name || f.querySelector(`[name="${name}"]`)?.getAttribute('value') === value));

test('the page shows tree, drawing, counts of what was sorted, and nothing of the room', async () => {
	for (const who of [place.leader, place.union, staff]) {
		const r = await who.get(`${p}/causes`);
		assert.equal(r.status, 200);
		const text = r.page.words('main');
		assert.match(text, /Beskjeder blir borte/);
		assert.match(text, /For mange kanaler.*Ingen har bestemt det/);
		assert.match(text, /Problem\s*1 lapp/);
		assert.ok(r.page.one('svg.fish[role="img"]'));
		assert.doesNotMatch(r.text, /Hver mandag/, 'counts, not notes');
	}
	assert.equal((await superior.get(`${p}/causes`)).status, 403);
	assert.equal((await staff.get(`${p}/causes`)).page.all('form[action*="/causes/"]').length, 0, 'staff read');
});

test('the group marks; what must be found out comes and goes as a task', async () => {
	let r = await place.union.get(`${p}/causes`);
	const id = server.db.rows("SELECT id FROM cause WHERE body = 'Ingen har bestemt det'")[0][0];
	r = await place.union.submit(r, formAt(r, `${p}/causes/mark`, 'cause', id), { root: '1', find_out: '1' });
	assert.equal(r.status, 200);
	assert.match(r.page.words(`#cause-${id}`), /Rotårsak.*Må finne ut/);
	assert.equal(server.db.rows('SELECT COUNT(*) FROM task')[0][0], '2');
	const form = formAt(r, `${p}/causes/mark`, 'cause', id);
	const fields = Object.fromEntries(r.page.fieldsOf(form));
	delete fields.find_out;
	await place.union.post(`${p}/causes/mark`, fields);
	assert.equal(server.db.rows('SELECT COUNT(*) FROM task')[0][0], '1', 'nobody had begun on it');
	const other = await place.union.post(`${p}/causes/mark`, { ...fields, key: uuid(), cause: uuid() });
	assert.equal(other.status, 404);
});

test('a task has somebody, a day and an answer, and stands on home when it is due', async () => {
	let r = await place.leader.get(`${p}/causes`);
	const form = formAt(r, `${p}/causes/task`);
	const vera = [...form.querySelectorAll('option')].find((o) => /Vera/.test(o.textContent)).getAttribute('value');
	const soon = new Date(Date.now() + 86400e3).toISOString().slice(0, 10);
	r = await place.leader.submit(r, form, { owner: vera, due: soon });
	assert.match(r.page.words('main'), /Vera Verneombud finner ut/);
	assert.match((await place.safety.get('/')).page.words('main'), /Finn ut: For mange kanaler/);
	const bad = await place.leader.submit(r, formAt(r, `${p}/causes/task`), { due: '2026-02-31' });
	assert.equal(bad.status, 422);
	r = await place.safety.get(`${p}/causes`);
	r = await place.safety.submit(r, formAt(r, `${p}/causes/task`), { answer: 'Seks steder', done: '1' });
	assert.match(r.page.words('main'), /Funnet ut/);
	assert.doesNotMatch((await place.safety.get('/')).page.words('main'), /Finn ut: For mange/);
});

test('the group changes the bones afterwards, and it stands in the log', async () => {
	const at = `${p}/causes/bone`;
	const bones = (r) => r.page.all(`form[action="${at}"]`);
	let r = await place.union.get(`${p}/causes`);
	const first = bones(r)[0];
	const was = first.querySelector('[name="name"]').getAttribute('value');
	r = await place.union.submit(r, first, { name: 'Beskjeder og kanaler' });
	assert.match(r.page.words('main'), /Beskjeder og kanaler/);
	const added = bones(r).find((f) => f.querySelector('[name="bone"]').getAttribute('value') === '');
	r = await place.safety.submit(await place.safety.get(`${p}/causes`), added, { name: 'Bygget' });
	assert.match(r.page.text, /Bygget/);
	const own = bones(r).find((f) => f.querySelector('[name="name"]').getAttribute('value') === 'Bygget');
	r = await place.safety.submit(r, own, { name: '' });
	assert.doesNotMatch(r.page.text, /Bygget/, 'a bone of one\'s own goes when its name is taken away');
	r = await place.union.submit(r, bones(r)[0], { name: '' });
	assert.equal(bones(r)[0].querySelector('[name="name"]').getAttribute('value'), was, 'the pack\'s name is back');
	const long = await place.union.submit(r, bones(r)[0], { name: 'x'.repeat(41) });
	assert.equal(long.status, 422);
	assert.equal((await staff.post(at, { about: 'challenge:1', bone: '', name: 'Noe' })).status, 403);
	assert.equal((await place.union.post(at, { key: 'e'.repeat(32), about: 'challenge:99', bone: '', name: 'Noe' })).status, 404);
	assert.match((await place.leader.get(`${p}/log`)).page.words('main'), /Tor Tillitsvalgt endret et bein/);
});

test('a cause that names somebody goes for good when the leader and a representative both want it', async () => {
	const at = `${p}/causes/erase`;
	const id = server.db.rows("SELECT id FROM cause WHERE body = 'For mange kanaler'")[0][0];
	const ask = async (who) => {
		const r = await who.get(`${p}/causes`);
		return who.submit(r, formAt(r, at, 'target', id));
	};
	assert.match((await ask(place.union)).page.words('main'), /Venter på en til.*Tor Tillitsvalgt vil slette denne teksten for godt: «For mange kanaler»/);
	await ask(place.safety);
	await ask(place.union);
	const { phase } = Object.fromEntries((await place.leader.get(`${p}/causes`)).page.fieldsOf(formAt(await place.leader.get(`${p}/causes`), at, 'target', id)));
	assert.equal((await staff.post(at, { key: uuid(), phase, target: id })).status, 403);
	assert.deepEqual(server.db.rows(`SELECT state, body FROM cause WHERE id = '${id}'`), [['shown', 'For mange kanaler']], 'two of the same side are not enough');
	const gone = await ask(place.leader);
	assert.match(gone.page.words(`#cause-${id}`), /\(tatt bort\).*Ingen har bestemt det/, 'what hangs below keeps its place');
	assert.deepEqual(server.db.rows(`SELECT state, body FROM cause WHERE id = '${id}'`), [['erased', '']]);
	for (const page of ['causes', 'chain', 'results', 'log', 'lifts'])
		assert.doesNotMatch((await place.union.get(`${p}/${page}`)).text, /For mange kanaler/, page);
	assert.doesNotMatch(server.db.rows('SELECT body FROM task').join(), /For mange kanaler/, 'also where it was copied to');
	assert.equal(server.db.rows('SELECT count(*) FROM erase_ask')[0][0], '0');
	assert.equal((await place.leader.post(at, { key: uuid(), phase, target: id })).status, 404, 'there is nothing more to erase');
	assert.match((await place.union.get(`${p}/log`)).page.words('main'), /slettet teksten/);
});

test('a lift is written, sent, answered with a reason, and read by staff', async () => {
	let r = await place.union.get(`${p}/lifts`);
	const half = await place.union.submit(r, formAt(r, `${p}/lifts`), { what: 'For få senger' }, { button: ['do', 'send'] });
	assert.equal(half.status, 422);
	assert.match(half.page.words('[role=alert]'), /hva dere ber om/);
	assert.equal(half.page.one('[name="what"]').getAttribute('value'), 'For få senger', 'nothing is lost');
	r = await place.union.submit(half, formAt(half, `${p}/lifts`), { what: 'For få senger' }, { button: ['do', 'save'] });
	assert.match(r.page.words('main'), /Ikke sendt ennå/);
	assert.doesNotMatch((await superior.get(`${p}/lifts`)).text, /For få senger/, 'not before it is sent');
	assert.match((await place.leader.get('/')).page.words('main'), /Send det dere løfter: For få senger/);
	const id = server.db.rows('SELECT id FROM lift')[0][0];
	r = await place.union.submit(r, formAt(r, `${p}/lifts`, 'lift', id), { why: 'Vi rår ikke over det', ask: 'Fire nye', level: 'superior' }, { button: ['do', 'send'] });
	assert.equal(r.status, 200);
	assert.match((await staff.get(`/w/${server.db.rows('SELECT public_id FROM process')[0][0]}`)).page.words('main'), /For få senger.*Venter på svar/);
	let mine = await superior.get(`${p}/lifts`);
	assert.equal(formAt(mine, `${p}/lifts`), undefined, 'the level above answers, and writes no lifts');
	const none = await superior.submit(mine, formAt(mine, `${p}/lifts/answer`), { kind: 'rejected', answer: '' });
	assert.equal(none.status, 422);
	mine = await superior.submit(none, formAt(none, `${p}/lifts/answer`), { kind: 'rejected', answer: 'Ikke i år, men i budsjettet for neste' });
	assert.equal(mine.status, 200);
	for (const who of [staff, place.safety]) {
		const seen = await who.get(`${p}/lifts`);
		assert.match(seen.page.words('main'), /Sagt nei til.*Ikke i år/);
		assert.equal(seen.page.all(`form[action="${p}/lifts/answer"]`).length, 0, 'it stands');
	}
	assert.match((await place.leader.get(`${p}/log`)).page.words('main'), /Solveig Sjef svarte på et løft/);
});
