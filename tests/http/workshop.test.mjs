/* The workshop from the desk and the phones: steps, clock, tables and themes, votes, and what is left when it has closed. */
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { Desk } from '../lib/desk.mjs';
import { joined, seqOf, token, uuid } from '../lib/room.mjs';
import { startServer } from '../lib/server.mjs';
import { Stream, eventually, request } from '../lib/wire.mjs';
import { addPerson, openWorkshop, setUp } from '../lib/workplace.mjs';

/* Numbers of the steps of the workshop Utforske. */
const NOTES = 2;
const THEMES = 3;
const MERGE = 8;
const VOTES = 9;
const CHECKOUT = 10;

let server;
let code;
let wallToken;
let leader;
let union;
let safety;
let staff;
let desk;

before(async () => {
	server = await startServer();
	const place = await setUp(server);
	({ leader, union, safety } = place);
	staff = await addPerson(server, place, 'staff', 'Ansatt Anna');
	({ code, wall: wallToken } = await openWorkshop(place));
	desk = new Desk(leader, code);
	await desk.take();
	await desk.goTo(NOTES);
});
after(() => server?.close());

const name = async (d) => (await d.look()).page.words('#step-h');

test('whoever writes alone reads that nobody sees it yet', async () => {
	const p = await joined(server, code);
	assert.match((await p.room()).page.words('form.write'), /Uten navn\. Ingen ser lappene før alle vises samtidig\./);
});

describe('the desk', () => {
	test('is for the group, and for nobody else', async () => {
		for (const who of [leader, union, safety]) assert.equal((await who.get(`/r/${code}/desk`)).status, 200);
		assert.equal((await staff.get(`/r/${code}/desk`)).status, 403);
		const nobody = await request(server.url, 'GET', `/r/${code}/desk`, { headers: { accept: 'text/html' } });
		assert.equal(nobody.status, 303);
		assert.match(nobody.location, /^\/login/);
		const p = await joined(server, code);
		assert.notEqual((await p.visitor.get(`/r/${code}/desk`)).status, 200, 'a seat opens no desk');
	});

	test('a command that looked at an old step is 409 and changes nothing', async () => {
		await desk.look();
		const old = desk.stamp();
		await desk.step('pause');
		const before = await name(desk);
		const r = await desk.visitor.post(`${desk.base}/step`, { ...old, id: desk.stamp().id, do: 'next' }, { accept: '*/*' });
		assert.equal(r.status, 409);
		assert.equal(await name(desk), before);
		await desk.step('resume');
	});

	test('the same press sent twice moves on once', async () => {
		const first = await name(desk);
		await desk.look();
		const press = { ...desk.stamp(), do: 'next' };
		const all = await Promise.all([1, 2, 3].map(() => desk.visitor.post(`${desk.base}/step`, press, { accept: '*/*' })));
		assert.ok(all.some((r) => [200, 204, 303].includes(r.status)), all.map((r) => r.status).join());
		const second = await name(desk);
		assert.notEqual(second, first);
		await desk.step('back');
		assert.equal(await name(desk), first, 'one step only');
	});

	test('two desks at once: one has it, the other can look and take over', async () => {
		const other = new Desk(union, code);
		await desk.take();
		await desk.look();
		await other.look();
		const refused = await other.send('step', { do: 'next' });
		assert.ok([403, 409].includes(refused.status), `${refused.status}`);
		await other.take();
		const late = await desk.send('step', { do: 'next' });
		assert.equal(late.status, 409);
		const seen = await desk.look();
		assert.match(seen.page.words('#desk-state'), /\S/, 'says who has it');
		assert.ok(seen.page.formTo('/desk/take'));
		await other.step('pause');
		await other.step('resume');
		await desk.take();
		await desk.look();
	});

	test('the clock: pause holds it, +1 and +5 give time, and the rest is planned anew', async () => {
		const clock = async (what) => Number((await desk.look()).page.one('#clock').getAttribute(`data-clock-${what}`));
		const minutes = async () => (await desk.look()).page.all('.runsheet .run-time span').map((s) => Number(/\d+/.exec(s.textContent)[0]));
		const start = await clock('ends');
		const plan = await minutes();
		await desk.step('plus5');
		assert.equal((await clock('ends')) - start, 300000);
		const replanned = await minutes();
		assert.ok(replanned.reduce((a, b) => a + b) <= plan.reduce((a, b) => a + b) + 5, 'not longer than five minutes more');
		await desk.step('pause');
		const held = await clock('left');
		assert.ok(held > 0);
		await new Promise((r) => setTimeout(r, 1500));
		assert.equal(await clock('left'), held, 'stands still');
		await desk.step('resume');
		const ends = await clock('ends');
		await new Promise((r) => setTimeout(r, 1200));
		assert.equal(await clock('ends'), ends, 'runs again');
		assert.ok(ends - (await clock('now')) < held - 1000);
	});

	test('unknown commands and versions are refused', async () => {
		await desk.look();
		assert.equal((await desk.send('step', { do: 'explode' })).status, 422);
		for (const fields of [{ step_version: 'x' }, { desk_version: '' }, { id: '' }]) {
			const r = await desk.send('step', { do: 'pause', ...fields });
			assert.ok([409, 422].includes(r.status), `${JSON.stringify(fields)}: ${r.status}`);
		}
	});
});

describe('steps', () => {
	test('what is written alone is shown to nobody before reveal, then to all in one shuffled batch', async () => {
		await desk.goTo(NOTES);
		const phones = await Promise.all(Array.from({ length: 6 }, () => joined(server, code)));
		const s = await phones[0].events({ after: seqOf(await phones[0].room()) });
		const written = [];
		for (let i = 0; i < 24; i++) written.push((await phones[i % 6].note(`hemmelig ${i} ${uuid()}`)).id);
		const everywhere = async () => [s.raw, (await phones[1].room()).text, (await desk.look()).text, (await phones[1].visitor.get(`/r/${code}/board`)).text, server.log()].join('\n');
		await eventually(async () => /24/.test((await desk.look()).page.words('#tally')));
		assert.doesNotMatch(await everywhere(), /hemmelig/);
		for (const id of written) assert.ok(!(await phones[2].room()).text.includes(id), 'nor an id');
		await desk.step('reveal');
		await eventually(() => written.every((id) => s.frames.some((f) => f.data.includes(`id="note-${id}"`))));
		const frames = s.frames.filter((f) => written.some((id) => f.data.includes(`id="note-${id}"`)));
		assert.equal(frames.length, 1, 'one batch');
		const order = [...frames[0].data.matchAll(/id="note-([0-9a-f-]{36})"/g)].map((m) => m[1]).filter((id) => written.includes(id));
		assert.equal(order.length, 24, 'each once');
		assert.notDeepEqual(order, written);
		const shown = await phones[3].room();
		assert.deepEqual(shown.page.notes().filter((id) => written.includes(id)), order, 'the page has the same order');
		assert.match(shown.page.words('form.write'), /Lappene er vist\. Skriver du en til nå, kommer den frem når vi går videre, kanskje alene\./, 'no promise that is over');
		s.close();
	});

	test('who comes and who is done is told to the desk, and to no phone', async () => {
		const p = await joined(server, code);
		const page = await desk.look();
		const s = await p.events({ after: seqOf(await p.room()) });
		const d = await new Stream(leader, `/r/${code}/events?screen=desk&lang=nb&after=${seqOf(page)}`).open();
		const count = (id) => Number(page.page.words(`#${id} strong`));
		const { step } = await p.form();
		const q = await joined(server, code);
		await p.send('ready', { step, ready: '1' });
		await q.send('ready', { step, ready: '1' });
		await d.until((f) => new RegExp(`id="ready-count"><strong>${count('ready-count') + 2}<`).test(f.data));
		/* The one who came has no stream: the count is of people. */
		await d.until((f) => new RegExp(`id="presence"><strong>${count('presence') + 1}<`).test(f.data));
		const mine = await q.note('En lapp etter alle som er ferdige');
		const first = await s.until((f) => f.event === 'patch');
		assert.match(first.data, /id="tally"/, 'the first that the phone hears of is the note');
		assert.equal(mine.status, 201);
		await p.send('ready', { step, ready: '0' });
		await q.send('ready', { step, ready: '0' });
		s.close();
		d.close();
	});

	test('a step change reaches the phones, and back is harmless', async () => {
		const p = await joined(server, code);
		const s = await p.events({ after: seqOf(await p.room()) });
		const mine = await p.note('blir stående');
		assert.equal(mine.status, 201);
		const before = await name(desk);
		await desk.step('next');
		await s.until((f) => f.event === 'patch' && f.data.includes('id="step"'));
		await desk.step('back');
		assert.equal(await name(desk), before);
		assert.ok((await p.room()).page.notes().length > 0);
		assert.equal(server.db.rows(`SELECT count(*) FROM note WHERE id = '${mine.id}'`)[0][0], '1');
		s.close();
	});

	test('a note for a step that has ended is taken, and can no longer be changed', async () => {
		const p = await joined(server, code);
		const t = token();
		await p.form();
		const early = await p.note('rakk det', { token: t });
		await desk.step('next');
		const late = await p.note('kom for sent');
		assert.equal(late.status, 201);
		const changed = await p.send('notes/edit', { id: early.id, token: t, text: 'omskrevet' });
		assert.ok([403, 409].includes(changed.status), `${changed.status}`);
		await desk.step('back');
	});

	test('a phone that comes late lands in the step that runs', async () => {
		const p = await joined(server, code);
		assert.equal((await p.room()).page.words('#step-h'), await name(desk));
	});

	test('a closed door keeps new people out and those inside in', async () => {
		const inside = await joined(server, code);
		await desk.look();
		const fields = Object.fromEntries(desk.page.fieldsOf(desk.page.formTo('/desk/settings')).filter(([k]) => !['id', 'step_version', 'desk_version'].includes(k)));
		const { door, ...shut } = fields;
		await desk.act('settings', shut);
		const late = await joined(server, code);
		assert.equal(late.joined.status, 403);
		assert.equal((await inside.room()).status, 200);
		assert.equal((await inside.join()).joined.status, 303);
		await desk.act('settings', { ...shut, door: '1' });
		assert.equal((await joined(server, code)).joined.status, 303);
	});
});

describe('tables and themes', () => {
	const themes = (r) => r.page.all('[id^="theme-"]').map((t) => t.getAttribute('id')).filter((id) => /^theme-[0-9a-f-]{36}$/.test(id));

	test('a table names a theme and puts notes in it; the other tables go on undisturbed', async () => {
		await desk.goTo(THEMES);
		const a = await joined(server, code);
		assert.ok([200, 204, 303].includes((await a.send('table', { table: '1' })).status));
		assert.equal((await a.send('table', { table: '0' })).status, 422);
		assert.equal((await a.send('table', { table: '999' })).status, 422);
		const id = uuid();
		const made = await a.send('themes', { id, name: 'Overlapp mellom vakter' });
		assert.ok([200, 201].includes(made.status), `${made.status} ${made.text}`);
		assert.equal((await a.send('themes', { id, name: 'Overlapp mellom vakter' })).status, 200, 'again: the same theme');
		const room = await a.room();
		assert.ok(themes(room).includes(`theme-${id}`));
		const note = room.page.all('[name="note"]').map((x) => x.getAttribute('value')).find(Boolean);
		assert.ok(note, 'notes were dealt to the table');
		{
			assert.equal((await a.send('themes/notes', { theme: id, note, in: '1' })).status, 200);
			assert.equal((await a.room()).page.all(`#theme-notes-${id} #note-${note}`).length, 1);
			assert.equal((await a.send('themes/notes', { theme: id, note, in: '0' })).status, 200);
			assert.equal((await a.room()).page.all(`#theme-notes-${id} #note-${note}`).length, 0);
		}
		for (const [wrong, status] of [[{ id: 'x', name: 'y' }, [422]], [{ id: uuid(), name: '' }, [422]], [{ id: uuid(), name: 'å'.repeat(500) }, [422]]])
			assert.ok(status.includes((await a.send('themes', wrong)).status), JSON.stringify(wrong).slice(0, 60));
		assert.ok([403, 404, 422].includes((await a.send('themes/notes', { theme: uuid(), note: uuid(), in: '1' })).status));
	});

	test('merging keeps the originals', async () => {
		await desk.goTo(MERGE);
		const ids = [uuid(), uuid()];
		for (const [i, id] of ids.entries()) await desk.act('themes', { theme: id, name: `Likt tema ${i}` });
		for (const n of ['Vikarer', 'Ro til rapport', 'Garderoben', 'Samarbeid']) await desk.act('themes', { theme: uuid(), name: n });
		const made = server.db.rows("SELECT id FROM theme WHERE name LIKE 'Likt tema%' ORDER BY name").map(([id]) => id);
		assert.equal(made.length, 2);
		await desk.act('merge', { theme: made[0], into: made[1] });
		assert.equal(server.db.rows(`SELECT count(*) FROM theme WHERE name LIKE 'Likt tema%'`)[0][0], '2', 'nothing is deleted');
	});
});

test('where alike is merged, the desk still has the notes that no table put anywhere', async () => {
	await desk.goTo(4);
	const p = await joined(server, code);
	await p.note('Ingen bord tok denne');
	await desk.goTo(MERGE);
	const loose = () => desk.page.all('#loose .note-text').map((n) => n.textContent.trim());
	await desk.look();
	assert.ok(loose().includes('Ingen bord tok denne'), loose().join(' | '));
	const left = loose().length;
	assert.match(desk.page.words('#loose-left'), new RegExp(`^${left} lapp(er)? står uten tema\\. Se på dem før dere går videre$`), 'said before one goes on');
	assert.equal(desk.page.one('#loose-left a').getAttribute('href'), '#loose-h');
	const s = await leader.get(`/r/${code}/desk`);
	const stream = await new Stream(leader, `/r/${code}/events?screen=desk&lang=nb&after=${s.page.one('[data-seq]').getAttribute('data-seq')}`).open();
	const [[theme]] = server.db.rows("SELECT id FROM theme WHERE name = 'Vikarer'");
	const [[note]] = server.db.rows("SELECT id FROM note WHERE body = 'Ingen bord tok denne'");
	await desk.act('themes/notes', { theme, note, in: '1' });
	await desk.look();
	assert.ok(!loose().includes('Ingen bord tok denne'));
	assert.doesNotMatch(desk.page.words('#loose-left'), new RegExp(`^${left} `));
	const told = left > 1 ? new RegExp(`id="loose-left"[^>]*>\\s*${left - 1} lapp`) : /id="loose-left"[^>]* hidden/;
	await stream.until((f) => f.event === 'patch' && told.test(f.data));
	stream.close();
	assert.match(desk.page.words(`#theme-${theme}`), /Ingen bord tok denne/);
});

describe('votes', () => {
	let round;
	let targets;
	let budget;
	let cap;

	const read = async (p) => {
		const r = await p.room();
		const v = r.page.all('section[data-votes]').sort((a, b) => b.querySelectorAll('[data-target]').length - a.querySelectorAll('[data-target]').length)[0];
		assert.ok(v, r.page.words().slice(0, 300));
		({ round, budget, cap } = { round: v.getAttribute('data-round'), budget: Number(v.getAttribute('data-budget')), cap: Number(v.getAttribute('data-cap')) });
		targets = [...v.querySelectorAll('[data-target]')].map((t) => t.getAttribute('data-target'));
		return r;
	};
	const cast = async (p, target, count, r = round) => (await p.send('votes', { round: r, target, count: String(count) })).status;
	const mine = async (p, target) => Number((await p.room()).page.one(`[data-target="${target}"]`).getAttribute('data-mine'));

	/* [ballot, votes for each, most on the same] of the rounds that count. */
	const rounds = () => server.db.rows(`SELECT r.ballot, r.dots, r.cap FROM vote_round r JOIN sitting s ON s.id = r.room_id WHERE s.code = '${code}' AND r.step = 'stemme' AND r.state <> 'replaced' ORDER BY r.ballot`).map(([b, ...n]) => [b, ...n.map(Number)]);
	const shown = (under) => Object.fromEntries(desk.page.all(`${under} input[inputmode="numeric"]`).filter((i) => i.getAttribute('name').includes('.stemme.')).map((i) => [i.getAttribute('name'), i.getAttribute('value')]));
	const save = async (fields) => {
		await desk.look();
		const form = desk.page.formTo('/desk/settings');
		const { id, step_version, desk_version, ...as } = Object.fromEntries(desk.page.fieldsOf(form));
		return desk.act('settings', { ...as, ...fields });
	};

	test('the desk shows what is suggested for each ballot, and sets each by itself', async () => {
		await desk.look();
		const suggested = shown('#desk-settings');
		assert.deepEqual(suggested, { 'dots.stemme.utfordringer': '3', 'cap.stemme.utfordringer': '2', 'dots.stemme.bevare': '1', 'cap.stemme.bevare': '1' });
		await save({ headcount: '31' });
		assert.deepEqual(server.db.rows('SELECT * FROM sitting_ballot'), [], 'what nobody changed goes on following the number of themes');
		await save({ 'dots.stemme.utfordringer': '5' });
		await desk.look();
		assert.deepEqual(shown('#desk-settings'), { ...suggested, 'dots.stemme.utfordringer': '5' }, 'the other ballot keeps its own');
		await save({ 'cap.stemme.utfordringer': '3' });
		for (const wrong of ['21', '-1', 'mange']) {
			await desk.look();
			assert.equal((await desk.send('settings', { door: '1', 'dots.stemme.bevare': wrong })).status, 422, wrong);
		}
		await desk.goTo(VOTES);
		assert.deepEqual(rounds(), [['bevare', 1, 1], ['utfordringer', 5, 3]]);
		assert.match((await joined(server, code).then((p) => p.room())).text, /data-budget="5" data-cap="3"/);
	});

	test('counts are absolute, never over the budget or the cap', async () => {
		await desk.goTo(VOTES);
		const p = await joined(server, code);
		await read(p);
		assert.ok(targets.length >= 2 && budget >= 1 && cap >= 1, `${targets.length} ${budget} ${cap}`);
		for (let i = 0; i < 3; i++) assert.equal(await cast(p, targets[0], 1), 200, 'the same again counts once');
		assert.equal(await mine(p, targets[0]), 1);
		assert.equal(await cast(p, targets[0], cap + 1), 422);
		assert.equal(await cast(p, targets[0], -1), 422);
		assert.equal(await cast(p, targets[0], 'x'), 422);
		assert.equal(await cast(p, uuid(), 1), 422);
		assert.equal(await mine(p, targets[0]), 1, 'what was refused changed nothing');
		let given = 1;
		for (const t of targets.slice(1)) if (given < budget) (assert.equal(await cast(p, t, 1), 200), given++);
		if (targets.length > budget) assert.equal(await cast(p, targets.at(-1), 1), 422, 'over budget');
		assert.equal(await cast(p, targets[0], 0), 200, 'taken back');
		assert.equal(await mine(p, targets[0]), 0);
	});

	test('votes sent at the same moment do not slip past the budget', async () => {
		const p = await joined(server, code);
		await read(p);
		await Promise.all(targets.map((t) => cast(p, t, 1)));
		let sum = 0;
		for (const t of targets) sum += await mine(p, t);
		assert.ok(sum <= budget, `${sum} of ${budget}`);
	});

	test('nobody sees a total before the round is closed', async () => {
		const [a, b] = [await joined(server, code), await joined(server, code)];
		await read(a);
		const s = await b.events({ after: seqOf(await b.room()) });
		await cast(a, targets[0], 1);
		await new Promise((r) => setTimeout(r, 400));
		const seen = s.frames.map((f) => f.data).join('');
		assert.doesNotMatch(seen, /\d+ (stemme|vote|røyst)/i);
		const wall = await desk.look();
		for (const text of [wall.page.words('#desk-work')]) assert.doesNotMatch(text, /\b\d+ stemmer?\b(?! på)(?!.*hver)/);
		s.close();
	});

	test('a new round makes the old one stale, and the first is kept', async () => {
		const p = await joined(server, code);
		await read(p);
		const old = round;
		assert.equal(await cast(p, targets[0], 1), 200);
		await desk.look();
		assert.deepEqual(shown('#desk-work'), { 'dots.stemme.utfordringer': '5', 'cap.stemme.utfordringer': '3', 'dots.stemme.bevare': '1', 'cap.stemme.bevare': '1' });
		await desk.act('vote', { do: 'again', 'dots.stemme.utfordringer': '4', 'cap.stemme.utfordringer': '1', 'dots.stemme.bevare': '3', 'cap.stemme.bevare': '2' });
		assert.deepEqual(rounds(), [['bevare', 3, 2], ['utfordringer', 4, 1]], 'each as it was set');
		await desk.act('vote', { do: 'again', 'dots.stemme.utfordringer': '2' });
		assert.deepEqual(rounds(), [['bevare', 3, 2], ['utfordringer', 2, 1]], 'what is not named stays as it was');
		assert.equal(await cast(p, targets[0], 1, old), 409);
		await read(p);
		assert.notEqual(round, old);
		assert.equal(budget, 2);
		assert.equal(await mine(p, targets[0]), 0);
		assert.equal(server.db.rows(`SELECT count(*) FROM vote_round WHERE id = ${Number(old)}`)[0][0], '1');
	});

	test('closing shows the totals to all, and takes no more votes', async () => {
		const p = await joined(server, code);
		await read(p);
		const s = await p.events({ after: seqOf(await p.room()) });
		const phones = await Promise.all(Array.from({ length: 6 }, () => joined(server, code)));
		for (const q of phones) assert.equal(await cast(q, targets[0], 1), 200);
		await desk.act('vote', { do: 'close' });
		await s.until((f) => f.event === 'patch' && /results/.test(f.data));
		assert.equal(await cast(p, targets[1], 1), 409);
		assert.match((await p.room()).page.words('#step'), /6 stemmer/);
		s.close();
	});
});

test('whoever sums up has what was chosen on every screen, beside the last question', async () => {
	await desk.goTo(CHECKOUT);
	const p = await joined(server, code);
	const wall = () => p.visitor.get(`/r/${code}/wall/${wallToken}`);
	const pages = { phone: await p.room(), desk: await desk.look(), wall: await wall() };
	for (const [where, r] of Object.entries(pages)) {
		assert.match(r.page.words('main'), /Utfordringer vi vil gjøre noe med.*6 stemmer/, where);
		assert.match(r.page.words('main'), /Ble du hørt i dag\?/, where);
		assert.doesNotMatch(r.page.words('main'), /\b0 stemmer/, `${where}: only what got votes`);
	}
	await desk.act('vote', { do: 'close' });
	assert.doesNotMatch((await wall()).page.words('main'), /6 stemmer/, 'then the wall is for the answers');
});

describe('the end', () => {
	test('when the sitting closes, everything that told people apart is gone', async () => {
		const p = await joined(server, code);
		const seats = [p.seat];
		const before = new Set(server.db.rows('SELECT id FROM note').map(([id]) => id));
		const s = await p.events({ after: seqOf(await p.room()) });
		await desk.act('end', { do: 'close' });
		await s.until((f) => f.event === 'closed');
		assert.ok(await s.ended(), 'the stream ends');

		assert.equal((await p.room()).status, 410);
		assert.equal((await request(server.url, 'GET', `/r/${code}`)).status, 410);
		assert.equal((await request(server.url, 'POST', `/r/${code}/join`, { body: '' })).status, 410);
		const late = await p.send('notes', { id: uuid(), step: 'x', column: 'y', text: 'for sent' });
		assert.equal(late.status, 410);
		const stream = await p.events();
		assert.ok([403, 410].includes(stream.status));
		stream.close();

		const room = server.db.rows(`SELECT id FROM sitting WHERE code = '${code}'`)[0][0];
		await eventually(() => server.db.rows(`SELECT count(*) FROM seat WHERE room_id = ${room}`)[0][0] === '0');
		for (const table of ['seat', 'room_key', 'note_gone', 'event'])
			assert.equal(server.db.rows(`SELECT count(*) FROM ${table} WHERE room_id = ${room}`)[0][0], '0', table);
		assert.equal(server.db.rows(`SELECT count(*) FROM vote v JOIN vote_round r ON r.id = v.round_id WHERE r.room_id = ${room}`)[0][0], '0', 'single votes');
		assert.ok(Number(server.db.rows(`SELECT count(*) FROM vote_total t JOIN vote_round r ON r.id = t.round_id WHERE r.room_id = ${room}`)[0][0]) > 0, 'totals remain');
		assert.equal(server.db.rows('SELECT count(*) FROM note WHERE edit_hash IS NOT NULL')[0][0], '0', 'tokens');
		assert.equal(server.db.rows(`SELECT count(*) FROM note WHERE room_id = ${room}`)[0][0], '0', 'no note names its sitting');
		const kept = server.db.rows("SELECT id FROM note").filter(([id]) => before.has(id));
		assert.ok(kept.length < before.size, 'new ids');
		assert.ok(seats.length);
	});

	test('the closed room leads to the summary and says thanks', async () => {
		const r = await request(server.url, 'GET', `/r/${code}`, { headers: { accept: 'text/html', 'accept-language': 'nb' } });
		assert.equal(r.status, 410);
		assert.match(r.page.words(), /takk/i);
		assert.ok(r.page.links().some((l) => /^\/w\//.test(l)), `a way to the summary: ${r.page.links()}`);
	});

	test('a closed room is not opened again from the desk', async () => {
		const r = await leader.get(`/r/${code}/desk`);
		assert.ok([200, 303, 410].includes(r.status));
		const late = await desk.send('step', { do: 'next' });
		assert.ok([409, 410].includes(late.status), `${late.status}`);
	});
});
