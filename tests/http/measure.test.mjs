/* Measures of a unit: written, decided by all three, moved, objected to, tried, evaluated; and sensitive ones, of which nobody reads
 * a word but those named (domain.md G.3). */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { enterDemo } from '../lib/room.mjs';
import { startServer } from '../lib/server.mjs';
import { Visitor } from '../lib/wire.mjs';
import { addPerson, allAgree, underWay } from '../lib/workplace.mjs';

const SECRET_TITLE = 'Samtale om det som skjedde fredag';
let server;
let place;
let list;
let staff;
let superior;

before(async () => {
	server = await startServer();
	place = await underWay(server);
	staff = await addPerson(server, place, 'staff', 'Anna Ansatt');
	superior = await addPerson(server, place, 'superior', 'Sigurd Overordnet');
	list = `/u/${place.unit}/measures`;
});
after(() => server?.close());

const day = (n) => new Date(Date.now() + n * 86400e3).toISOString().slice(0, 10);

/* Writes a card as the form asks for it; the page of the card. */
async function write(who, values, ticked = []) {
	const form = await who.get(`${list}/new`);
	const f = form.page.formTo('/measures/new');
	const owner = values.owner && form.page.all('#field-owner option').find((o) => o.textContent === values.owner)?.getAttribute('value');
	const fields = [...form.page.fieldsOf(f).filter(([n]) => !(n in values)), ...Object.entries({ ...values, ...(owner ? { owner } : {}) }), ...ticked];
	const r = await who.follow(await who.post(`${list}/new`, fields));
	return r;
}
const idOf = (r) => /measures\/(\d+)/.exec(r.path)?.[1];

async function decided(values) {
	const r = await write(place.leader, values);
	const id = idOf(r);
	await place.leader.submit(r, `${list}/ask`);
	const card = await place.leader.get(`${list}/${id}`);
	const at = card.page.links().find((l) => /\/agreements\/\d+$/.test(l));
	assert.ok(at, card.page.words('main').slice(0, 600));
	await allAgree(place, at);
	return id;
}

test('four fields are enough, and what is missing is said', async () => {
	const empty = await write(place.leader, { title: '' });
	assert.equal(empty.status, 422);
	assert.ok(empty.page.one('#error-title') && empty.page.one('#error-what'));
	const wrong = await write(place.leader, { title: 'Tider', what: 'Noe', start: day(20), due: day(10) });
	assert.equal(wrong.status, 422);
	assert.ok(wrong.page.one('#error-due'));
	const r = await write(place.leader, { title: 'Stille rapport <b>', what: 'Alle leser selv først', owner: 'Anna Ansatt', due: day(30), sign: 'Vi går hjem i tide' });
	assert.equal(r.status, 200);
	assert.match(r.page.words('h1'), /Stille rapport <b>/);
	for (const who of [place.union, place.safety, staff]) {
		const seen = await who.get(list);
		assert.match(seen.page.words('main'), /Stille rapport <b>/);
		assert.match(seen.page.words('main'), /Anna Ansatt/);
	}
});

test('it counts when all three have said yes, and then the one who is responsible notes that it is done', async () => {
	const id = await decided({ title: 'Fast sted for nøklene', what: 'Krok ved døra', owner: 'Anna Ansatt', due: day(14) });
	const card = await staff.get(`${list}/${id}`);
	assert.match(card.page.words('main'), /Planlagt/);
	assert.equal(card.page.forms().some((f) => /evaluate|object|edit/.test(f.getAttribute('action'))), false);
	const done = await staff.submit(card, `${id}/status`, {}, { button: ['to', 'done'] });
	assert.match(done.page.words('main'), /Gjennomført/);
	assert.match(done.page.words('.log'), /Anna Ansatt flyttet det/);
	const other = await addPerson(server, place, 'staff', 'Bo Ansatt');
	assert.equal((await other.post(`${list}/${id}/status`, { to: 'running' })).status, 403);
	assert.equal((await other.post(`${list}/${id}/log`, { text: 'Hei' })).status, 403);
	assert.equal((await staff.post(`${list}/${id}/status`, { to: 'kept' })).status, 409);
});

test('what one party changes afterwards can be objected to, and stays open until that party is content', async () => {
	const id = await decided({ title: 'Pause for alle', what: 'Vi bytter på', who: 'Dagvakten', due: day(20), evaluate: day(45) });
	assert.equal((await place.leader.get(`${list}/${id}/edit`)).page.one('#field-evaluate').getAttribute('value'), day(45));
	const edit = await place.leader.get(`${list}/${id}/edit`);
	const saved = await place.leader.submit(edit, `${id}/edit`, { who: 'Kveldsvakten' });
	assert.equal(saved.status, 200, saved.page.words('main').slice(0, 400));
	assert.match(saved.page.words('.log'), /Lise Leder endret hvem fra «Dagvakten» til «Kveldsvakten»/);
	const objected = await place.union.submit(await place.union.get(`${list}/${id}`), `${id}/object`, { text: 'Kveldsvakten er for få' });
	assert.match(objected.page.words('main'), /Tor Tillitsvalgt .* er uenig: Kveldsvakten er for få/);
	assert.match((await place.safety.get(list)).page.words('main'), /Noen er uenig/);
	assert.match((await place.safety.get('/')).page.words('main'), /Noen er uenig/);
	const card = await place.leader.get(`${list}/${id}`);
	const settle = card.page.formTo(`${id}/settle`);
	assert.equal((await place.leader.submit(card, settle, { text: 'Nei' })).status, 403, 'whoever objected says when it is settled');
	const mine = await place.union.get(`${list}/${id}`);
	const settled = await place.union.submit(mine, mine.page.formTo(`${id}/settle`), { text: 'Begge vaktene bytter på' });
	assert.match(settled.page.words('main'), /Begge vaktene bytter på/);
	/* Two who change the same card do not overwrite each other. */
	const again = await place.leader.submit(edit, edit.page.formTo(`${id}/edit`), { who: 'Ingen', key: crypto.randomUUID() });
	assert.equal(again.status, 422);
	assert.match(again.page.words('main'), /i mellomtiden/);
});

test('restructuring needs a risk assessment and the view of the safety representative', async () => {
	const r = await write(place.leader, { title: 'Ny turnus', what: 'Lengre vakter', who: 'Leder', due: day(60), restructuring: '1' });
	const id = idOf(r);
	assert.match(r.page.words('main'), /omstilling/);
	assert.equal((await place.leader.post(`${list}/ask`, { measure: id, key: crypto.randomUUID() })).status, 422);
	await place.leader.submit(await place.leader.get(`${list}/${id}/edit`), `${id}/edit`, { assessment: 'Søvn og restitusjon: middels risiko' });
	assert.equal((await place.leader.post(`${list}/ask`, { measure: id, key: crypto.randomUUID() })).status, 422, 'without the view');
	await place.safety.submit(await place.safety.get(`${list}/${id}`), `${id}/consult`, { text: 'Prøv seks uker' });
	const asked = await place.leader.submit(await place.leader.get(`${list}/${id}`), `${list}/ask`);
	assert.equal(asked.status, 200);
	assert.match((await place.leader.get(`${list}/${id}`)).page.words('main'), /De tre er spurt/);
});

test('an evaluation keeps what was learnt, also of what is stopped', async () => {
	const id = await decided({ title: 'Felles kalender', what: 'På veggen', who: 'Alle', due: day(5) });
	const card = await place.union.get(`${list}/${id}`);
	const bad = await place.union.submit(card, `${id}/evaluate`, { effect: 'none', verdict: 'stop', learning: '' });
	assert.equal(bad.status, 422);
	assert.ok(bad.page.one('#error-learning'));
	const good = await place.union.submit(bad, `${id}/evaluate`, { effect: 'none', verdict: 'stop', learning: 'Ingen så på den' });
	assert.match(good.page.words('main'), /Stoppet/);
	assert.match(good.page.words('main'), /Ingen så på den/);
});

test('a check-in asks nobody who they are, and shows nothing while few have answered', async () => {
	const id = await decided({ title: 'Fem minutter stille', what: 'Før rapporten', who: 'Alle', start: day(-3), due: day(20), is_test: '1' });
	const card = await place.leader.get(`${list}/${id}`);
	assert.match(card.page.words('main'), /Prøves ut/);
	const at = card.page.links().find((l) => l.startsWith('/m/'));
	const phone = new Visitor(server);
	const form = await phone.get(at);
	assert.equal(form.status, 200);
	assert.equal((await phone.submit(form, at, { sentence: 'Uten svar' })).status, 422);
	for (let i = 0; i < 3; i++) {
		const p = new Visitor(server);
		const thanks = await p.submit(await p.get(at), at, { answer: 'better', sentence: `Setning ${i}` });
		assert.match(thanks.page.words('main'), /Takk/);
		assert.equal(thanks.page.forms().some((f) => f.getAttribute('action') === at), false);
		assert.match((await p.get(at)).page.words('main'), /svart/);
	}
	const seen = await place.leader.get(`${list}/${id}`);
	assert.match(seen.page.words('main'), /3 svar vises ikke ennå/);
	assert.doesNotMatch(seen.page.text, /Setning \d/, 'sentences wait until the period is over');
	const columns = server.db.rows(`SELECT COUNT(*), COUNT(DISTINCT waits_until) FROM measure_sentence`);
	assert.deepEqual(columns.map((r) => r.map(Number)), [[3, 1]]);
	assert.deepEqual(server.db.rows('SELECT answer, count FROM measure_tap').map(([a, n]) => [a, Number(n)]), [['better', 3]]);
	assert.doesNotMatch(server.log(), new RegExp(at.slice(3)), 'no line of the log holds the address');
	assert.equal((await phone.get('/m/00000000000000000000000000000000')).status, 404);
	assert.equal((await place.leader.get(`${list}/${id}/poster`)).page.all('svg').length, 1);
});

test('a sensitive measure is read by those named and nobody else', async () => {
	const r = await write(place.leader, { title: SECRET_TITLE, what: SECRET_TITLE, owner: 'Lise Leder', due: day(10), sensitive: '1' });
	const id = idOf(r);
	assert.equal(r.status, 200);
	/* Also those who may read it press a button first, and that is noted. */
	assert.doesNotMatch(r.page.text, new RegExp(SECRET_TITLE));
	const token = server.db.rows(`SELECT token FROM measure WHERE id = ${id}`)[0][0];
	const opened = await place.leader.submit(r, `${id}/open`);
	assert.match(opened.page.words('main'), new RegExp(SECRET_TITLE));
	assert.match(opened.page.words('.log'), /Lise Leder åpnet kortet/);
	/* The safety rep is told that it exists, and its area; the leader decides after that. */
	assert.doesNotMatch(opened.page.words('main'), /Beslutt tiltaket/);
	const told = await place.safety.get(list);
	assert.match(told.page.words('main'), /Et sensitivt tiltak · Dette vil vi forbedre/);
	await place.safety.submit(told, '/measures/hidden');
	const decidedIt = await place.leader.submit(await place.leader.get(`${list}/${id}`), `${id}/decide`);
	assert.match(decidedIt.page.words('main'), /Planlagt/);

	const everywhere = [list, `${list}?as=board`, `${list}?as=calendar`, `${list}/calendar.ics`, `${list}/${id}`, `${list}/${id}/edit`, `${list}/${id}/poster`, '/', `/p/${place.process}`, `/p/${place.process}/measures`, `/p/${place.process}/log`, `/p/${place.process}/results`, `/m/${token}`, '/me/export', '/me/log'];
	for (const [name, who] of Object.entries({ union: place.union, safety: place.safety, staff, admin: place.admin, stranger: new Visitor(server) })) {
		for (const at of everywhere) {
			const seen = await who.get(at);
			assert.doesNotMatch(seen.page.text, new RegExp(SECRET_TITLE), `${name} at ${at}`);
			if (at.startsWith(`${list}/${id}`) || at.startsWith('/m/')) assert.notEqual(seen.status, 200, `${name} at ${at}`);
		}
		if (name !== 'stranger') assert.equal((await who.post(`${list}/${id}/open`, {})).status === 200, false, name);
	}
	for (const who of [place.union, staff]) assert.doesNotMatch((await who.get(list)).page.text, /[Ss]ensitiv/, 'not even that it exists');
	/* The superior leader sees counts, and this one. */
	const above = await superior.get(list);
	assert.match(above.page.words('main'), /Tiltak i alt/);
	assert.doesNotMatch(above.page.text, /Stille rapport/);
	const openedAbove = await superior.submit(await superior.get(`${list}/${id}`), `${id}/open`);
	assert.match(openedAbove.page.words('main'), new RegExp(SECRET_TITLE));
	/* What the leader sees outside the card does not hold it either, but for what is told to a person about that person. */
	for (const at of everywhere.filter((a) => !a.startsWith(`${list}/${id}`) && a !== '/me/export')) assert.doesNotMatch((await place.leader.get(at)).page.text, new RegExp(SECRET_TITLE), `leader at ${at}`);
	assert.doesNotMatch(server.log(), new RegExp(SECRET_TITLE));
});

test('a representative who is party to a sensitive measure reads it; the responsible must be one who may', async () => {
	const form = await place.leader.get(`${list}/new`);
	const union = form.page.all('input[name=party]').find((i) => /Tor/.test(form.page.one(`label[for=${i.getAttribute('id')}]`).textContent));
	const wrong = await write(place.leader, { title: 'Sak', what: 'Samtale', owner: 'Anna Ansatt', sensitive: '1' });
	assert.equal(wrong.status, 422);
	assert.ok(wrong.page.one('#error-owner'));
	const r = await write(place.leader, { title: 'Part i saken', what: 'Samtale', sensitive: '1' }, [['party', union.getAttribute('value')]]);
	const id = idOf(r);
	const open = await place.union.submit(await place.union.get(`${list}/${id}`), `${id}/open`);
	assert.match(open.page.words('h1'), /Part i saken/);
	assert.notEqual((await place.safety.get(`${list}/${id}`)).status, 200);
});

test('from what was chosen one can follow the thread, as a picture and as text', async () => {
	const demo = await startServer({ demo: true });
	try {
		const leader = await enterDemo(demo, 'leader');
		const [[process]] = demo.db.rows('SELECT id FROM process ORDER BY id LIMIT 1');
		const all = await leader.get(`/p/${process}/chain`);
		const kept = all.page.all('.way-text a').find((a) => /Fadder/.test(a.textContent)).getAttribute('href');
		const card = await leader.get(kept);
		const back = card.page.links().find((l) => /\/chain\?of=measure:/.test(l));
		const one = await leader.get(back);
		assert.equal(one.page.all('.thread').length, 1);
		assert.match(one.page.one('[data-here]').textContent, /Fadder/);
		assert.match(one.page.words('.way-text'), /Vi hjelper hverandre .*Fadder for nye vikarer .*Blitt en vane/);
		/* What is being tried can be told about from the staff's page; a sensitive one is nowhere. */
		const [[public_id]] = demo.db.rows('SELECT public_id FROM process ORDER BY id LIMIT 1');
		const staff = await new Visitor(demo).get(`/w/${public_id}`);
		assert.match(staff.page.words('main'), /Stille rapport i ti minutter/);
		assert.ok(staff.page.links().some((l) => l.startsWith('/m/')));
		for (const seen of [all, staff, await leader.get('/'), await leader.get(`/p/${process}/log`)]) assert.doesNotMatch(seen.page.text, /vanskelig hendelse/);
	} finally {
		await demo.close();
	}
});

test('the filter, the board and the calendar show what they say', async () => {
	await decided({ title: 'Sang på fredager', what: 'Vi synger', who: 'Alle', due: day(40), area: 'preserve', factor4: '1', level: 'leader' });
	const kept = await place.union.get(`${list}?area=preserve`);
	assert.match(kept.page.words('main'), /Sang på fredager/);
	assert.doesNotMatch(kept.page.words('main'), /Felles kalender/);
	assert.match((await place.union.get(`${list}?factor=support`)).page.words('main'), /Sang på fredager/);
	assert.doesNotMatch((await place.union.get(`${list}?factor=workload`)).page.words('main'), /Sang på fredager/);
	assert.match((await staff.get(`${list}?show=mine`)).page.words('main'), /Stille rapport/);
	assert.doesNotMatch((await staff.get(`${list}?show=mine`)).page.words('main'), /Sang på fredager/);
	/* Of the whole unit the phases are those of its processes, each once. */
	const phases = (await place.union.get(list)).page.all('select[name="phase"] option').map((o) => o.getAttribute('value')).filter(Boolean);
	assert.deepEqual(phases, (await place.union.get(`/p/${place.process}/measures`)).page.all('select[name="phase"] option').map((o) => o.getAttribute('value')).filter(Boolean));
	assert.ok(phases.length > 2);
	server.db.rows(`UPDATE measure SET phase = '${phases[2]}' WHERE title = 'Sang på fredager'`);
	assert.match((await place.union.get(`${list}?phase=${phases[2]}`)).page.words('main'), /Sang på fredager/);
	assert.doesNotMatch((await place.union.get(`${list}?phase=${phases[1]}`)).page.words('main'), /Sang på fredager/);
	const board = await place.union.get(`${list}?as=board&factor=support`);
	const card = board.page.all('.board .measure').find((m) => /Sang på fredager/.test(m.textContent));
	const moved = await place.union.submit(board, card.querySelector('form'), { to: 'running' });
	assert.match(moved.path, /as=board&factor=support/, 'the board it was moved on, filtered as it was');
	assert.match(moved.page.all('.board-column')[2].textContent, /Sang på fredager/);
	assert.match((await place.union.get(`${list}?as=calendar`)).page.words('main'), /Skal være gjort: Sang på fredager/);
	const ics = await place.union.get(`${list}/calendar.ics`);
	assert.match(ics.page.text, /BEGIN:VEVENT[\s\S]*Sang på fredager/);
});

test('who is responsible without an account tells by a slip that it is under way or done', async () => {
	const id = await decided({ title: 'Ny krok i gangen', what: 'Til sekken', who: 'Kari <b> på kjøkkenet', due: day(20) });
	const card = await place.leader.get(`${list}/${id}`);
	assert.match(card.page.words('main'), /En lapp til Kari <b> på kjøkkenet/);
	const make = async (who = place.leader) => {
		const at = `${list}/${id}/slip`;
		const page = await who.get(`${list}/${id}`);
		return who.post(at, page.page.fieldsOf(page.page.formTo('/slip')));
	};
	const addressOf = (r) => /\/m\/[0-9a-f]{32}\/own/.exec(r.text)?.[0];
	const slip = await make();
	assert.equal(slip.status, 200);
	assert.equal(slip.page.all('svg').length, 1);
	assert.match(slip.page.words('main'), /Til Kari <b> på kjøkkenet.*Ny krok i gangen/);
	const at = addressOf(slip);
	assert.ok(at);
	assert.equal(server.db.rows(`SELECT COUNT(*) FROM measure WHERE own_hash LIKE '%${at.slice(3, 35)}%'`)[0][0].toString(), '0', 'the address itself is not kept');
	assert.doesNotMatch((await place.leader.get(`${list}/${id}`)).text, new RegExp(at.slice(3, 35)), 'nor shown again');

	const kari = new Visitor(server);
	const page = await kari.get(at);
	assert.match(page.page.words('main'), /Til Kari <b> på kjøkkenet.*Planlagt/);
	assert.equal((await kari.submit(page, at, { sentence: '', says: 'said' })).status, 422);
	const going = await kari.submit(await kari.get(at), at, { sentence: 'Har bestilt', says: 'going' });
	assert.match(going.page.words('main'), /Takk\..*Prøves ut|Prøves ut.*Takk\./);
	const status = () => server.db.rows(`SELECT status FROM measure WHERE id = ${id}`)[0][0];
	assert.equal(status(), 'testing', 'it is tried out first');
	await kari.submit(await kari.get(at), at, { sentence: 'Kommer fredag', says: 'said' });
	await kari.submit(await kari.get(at), at, { sentence: '', says: 'done' });
	assert.equal(status(), 'done');
	const log = (await place.union.get(`${list}/${id}`)).page.words('.log');
	assert.match(log, /Kari <b> på kjøkkenet sa fra med lappen at det er gjort\./);
	assert.match(log, /Kari <b> på kjøkkenet, med lappen: Kommer fredag/);
	assert.match(log, /sa fra med lappen at det er i gang\. Har bestilt/);
	assert.match(log, /Lise Leder laget en lapp til Kari <b> på kjøkkenet/);

	/* A new one ends the first; the same form twice makes none; the group ends it. */
	const second = addressOf(await make());
	assert.notEqual(second, at);
	assert.equal((await kari.get(at)).status, 404);
	const form = await place.union.get(`${list}/${id}`);
	const fields = form.page.fieldsOf(form.page.formTo('/slip'));
	const third = addressOf(await place.union.post(`${list}/${id}/slip`, fields));
	assert.equal((await place.union.post(`${list}/${id}/slip`, fields)).status, 409);
	assert.equal((await kari.get(third)).status, 200);
	await place.safety.submit(await place.safety.get(`${list}/${id}`), '/slip/end');
	assert.equal((await kari.get(third)).status, 404);
	/* When the words are of somebody else, the old slip is nobody's. */
	const fourth = addressOf(await make());
	await place.leader.submit(await place.leader.get(`${list}/${id}/edit`), `${id}/edit`, { who: 'Ola i vaktmesteren' });
	assert.match((await place.leader.get(`${list}/${id}`)).page.words('main'), /En lapp til Ola/);
	assert.equal((await kari.get(fourth)).status, 404);
	assert.equal((await kari.post(fourth, { key: 'k', says: 'going' })).status, 404);
	assert.doesNotMatch(server.log(), new RegExp([at, second, third, fourth].map((x) => x.slice(3, 35)).join('|')));
});

test('there is no slip for what is not decided, has an account behind it, is judged by the staff, or is sensitive', async () => {
	const key = (n) => ({ key: `00000000-0000-4000-8000-00000000000${n}` });
	const proposed = idOf(await write(place.leader, { title: 'Ikke besluttet', what: 'Noe', who: 'Kari', due: day(9) }));
	const owned = await decided({ title: 'Med konto', what: 'Noe', owner: 'Anna Ansatt', due: day(9) });
	const sensitive = idOf(await write(place.leader, { title: 'Sensitivt med ord', what: 'Noe', who: 'Kari', due: day(9), sensitive: '1' }));
	let n = 1;
	for (const id of [proposed, owned, sensitive]) {
		assert.equal((await place.leader.get(`${list}/${id}`)).page.all('form[action$="/slip"]').length, 0);
		assert.notEqual((await place.leader.post(`${list}/${id}/slip`, key(n++))).status, 200);
	}
	assert.equal(Number(server.db.rows(`SELECT COUNT(*) FROM measure WHERE id IN (${proposed}, ${owned}, ${sensitive}) AND own_hash IS NOT NULL`)[0][0]), 0);
	assert.equal((await new Visitor(server).get('/m/00000000000000000000000000000000/own')).status, 404);
});
