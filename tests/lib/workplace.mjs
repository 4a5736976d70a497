/* workplace.mjs: a workplace set up the way people do it: the first page, the three parties, slips, passwords, roles. */
import assert from 'node:assert/strict';
import { Visitor } from './wire.mjs';

export const SECRET = 'fire tørre sokker i skuffen';

/* Signs in by the code of a printed slip and chooses a password; representatives confirm their role. */
export async function enterBySlip(server, code, { secret = SECRET, headers } = {}) {
	const v = new Visitor(server, headers);
	const typed = await v.submit(await v.get('/login/code'), '/login/code', { code });
	assert.equal(typed.status, 200, `the code ${code}: ${typed.page.words().slice(0, 300)}`);
	let page = await v.submit(typed, '/login/code', { secret });
	assert.equal(page.status, 200, page.page.words().slice(0, 300));
	for (let form; (form = page.page.forms().find((f) => /^\/me\/roles\/\d+$/.test(f.getAttribute('action')))); )
		page = await v.submit(page, form, {}, { button: ['answer', 'yes'] });
	return v;
}

export async function signIn(server, email, { secret = SECRET, headers } = {}) {
	const v = new Visitor(server, headers);
	const page = await v.submit(await v.get('/login'), '/login', { email, secret });
	assert.equal(page.status, 200, page.page.words().slice(0, 300));
	return v;
}

/* The codes of a page of slips: name → code. */
export function slipsOf(r) {
	return Object.fromEntries(r.page.all('.sheet').map((s) => [s.querySelector('h1').textContent.trim(), s.querySelector('.code').textContent.replace(/\s/g, '')]));
}

/* An empty installation becomes an organisation with a unit, an administrator and the three parties, all signed in.
 * { admin, leader, union, union2?, safety, unit }: visitors, and the unit's id. */
export async function setUp(server, { unions = 1, lang = 'nb' } = {}) {
	const admin = new Visitor(server, { 'accept-language': lang });
	const first = await admin.open('/');
	assert.ok(first.page.formTo('/start'), 'an empty installation begins with the first page');
	const parties = await admin.submit(first, '/start', {
		organisation: 'Solbakken kommune',
		unit: 'Solbakken sykehjem',
		lang,
		name: 'Ada Admin',
		email: 'ada@solbakken.example',
		secret: SECRET,
	});
	assert.equal(parties.status, 200, parties.page.words().slice(0, 300));
	const form = parties.page.forms().find((f) => /^\/u\/\d+\/parties$/.test(f.getAttribute('action')));
	const unit = Number(/\d+/.exec(form.getAttribute('action'))[0]);
	const people = await admin.submit(parties, form, {
		leader_name: 'Lise Leder',
		leader_email: 'lise@solbakken.example',
		union_name: 'Tor Tillitsvalgt',
		union_email: 'tor@solbakken.example',
		union_union: 'Fagforbundet',
		...(unions > 1 ? { union2_name: 'Siv Sykepleier', union2_email: 'siv@solbakken.example', union2_union: 'Norsk Sykepleierforbund' } : {}),
		safety_name: 'Vera Verneombud',
		safety_email: 'vera@solbakken.example',
	});
	assert.equal(people.status, 200, people.page.words().slice(0, 300));
	const slips = slipsOf(await admin.submit(people, `/u/${unit}/people/slips`));
	assert.equal(Object.keys(slips).length, 2 + unions, JSON.stringify(slips));
	const who = { admin, unit };
	for (const [key, name] of Object.entries({ leader: 'Lise Leder', union: 'Tor Tillitsvalgt', ...(unions > 1 ? { union2: 'Siv Sykepleier' } : {}), safety: 'Vera Verneombud' }))
		who[key] = await enterBySlip(server, slips[name], { headers: { 'accept-language': lang } });
	return who;
}

/* The page of a person by name, as the administrator finds it. */
export async function personPage(place, name) {
	const list = await place.admin.get(`/u/${place.unit}/people`);
	const link = list.page.all('a').find((a) => a.textContent.trim() === name);
	assert.ok(link, `${name} is on the list`);
	return place.admin.get(link.getAttribute('href'));
}

/* Prints a one-time slip for one person: its code. */
export async function slipFor(place, name) {
	const r = await personPage(place, name);
	return slipsOf(await place.admin.submit(r, '/slip'))[name];
}

/* Registers a person with a role at the unit; no slip yet. */
export async function register(place, role, name, more = {}) {
	const at = `/u/${place.unit}/people/new`;
	const list = await place.admin.submit(await place.admin.get(at), at, { role, name, email: `${name.toLowerCase().replace(/\W/g, '.')}@solbakken.example`, ...more });
	assert.equal(list.status, 200, `${role}: ${list.page.words('main').slice(0, 400)}`);
	return list;
}

/* One more person with one role at the unit, registered by the administrator and signed in by slip. */
export async function addPerson(server, place, role, name, more) {
	await register(place, role, name, more);
	return enterBySlip(server, await slipFor(place, name));
}

/* The leader begins a process; the place's process from then on. */
export async function begin(place, more = {}) {
	const at = `/u/${place.unit}/begin`;
	const day = new Date(Date.now() + 21 * 86400e3);
	const r = await place.leader.submit(await place.leader.get(at), at, { place: 'Møterommet', date: day.toISOString().slice(0, 10), time: '13:00', staff: '24', ...more });
	assert.equal(r.status, 200, r.page.words('main').slice(0, 500));
	place.process = Number(/\/p\/(\d+)/.exec(r.path)?.[1]);
	assert.ok(place.process > 0, r.path);
	return r;
}

/* One party answers a question of the three, with the own secret. */
export async function answer(visitor, at, say = 'yes', { secret = SECRET, sentence = '', role } = {}) {
	const page = await visitor.get(at);
	return visitor.submit(page, at, { secret, sentence, ...(role ? { role } : {}) }, { button: ['answer', say] });
}

/* All three (and every union) say yes. */
export async function allAgree(place, at) {
	for (const who of ['leader', 'union', 'union2', 'safety']) {
		if (!place[who]) continue;
		const r = await answer(place[who], at);
		assert.equal(r.status, 200, `${who}: ${r.page.words('main').slice(0, 400)}`);
	}
}

/* The three agree to start. */
export async function anchor(place) {
	const asked = await place.leader.submit(await place.leader.get(`/p/${place.process}`), `/p/${place.process}/start`);
	const at = /\/p\/\d+\/agreements\/\d+/.exec(asked.path)?.[0];
	assert.ok(at, `${asked.path} ${asked.page.words('main').slice(0, 500)}`);
	await allAgree(place, at);
	return at;
}

/* A workplace whose three parties have begun a process and agreed to start it: setUp, begin (with more), anchor. */
export async function underWay(server, more) {
	const place = await setUp(server);
	await begin(place, more);
	await anchor(place);
	return place;
}

/* One more gathering of a phase's first session, as the planner's form takes it: the sitting's number. */
export async function addGathering(planner, process, phase, fields) {
	const form = await planner.get(`/p/${process}/sittings/new?phase=${phase}`);
	const made = await planner.submit(form, form.page.forms().find((f) => f.querySelector('[name="kind"]')), fields);
	const id = /^\/s\/(\d+)/.exec(made.path)?.[1];
	assert.ok(id, `${made.status} ${made.path}: ${made.page.words('main').slice(0, 400)}`);
	return Number(id);
}

/* A helper or workshop leader for the process, for so many days: the three agree, and the person signs in by slip. */
export async function addHelper(server, place, role, name, { days = 200 } = {}) {
	const at = `/p/${place.process}/people/new`;
	const to = new Date(Date.now() + days * 86400e3).toISOString().slice(0, 10);
	const email = `${name.toLowerCase().replace(/\W/g, '.')}@hjelp.example`;
	const asked = await place.leader.submit(await place.leader.get(at), at, { role, name, email, employer: 'Bedriftshelsetjenesten', to });
	const agreement = /\/p\/\d+\/agreements\/\d+/.exec(asked.path)?.[0] ?? asked.page.links().find((l) => /\/agreements\/\d+$/.test(l));
	assert.ok(agreement, `${asked.status} ${asked.path} ${asked.page.words('main').slice(0, 500)}`);
	await allAgree(place, agreement);
	const all = await place.admin.get('/admin/people');
	const link = all.page.all('a').find((a) => a.textContent.trim() === name).getAttribute('href');
	const slips = slipsOf(await place.admin.submit(await place.admin.get(link), '/slip'));
	return enterBySlip(server, slips[name]);
}

/* A workshop of the process opens, as its leader opens it: { code, wall, sitting }. The process is begun and agreed on when there
 * is none yet. name: what stands in the list of gatherings; called: what the method calls a workshop;
 * sitting: its number, when there are several. */
export async function openWorkshop(place, { name = /Utforske/, called = /verksted|workshop/i, sitting } = {}) {
	if (!place.process) {
		await begin(place);
		await anchor(place);
	}
	const list = await place.leader.get(`/p/${place.process}/sittings`);
	const rows = list.page.all('th a').filter((a) => name.test(a.textContent) && called.test(a.textContent) && (!sitting || a.getAttribute('href') === `/s/${sitting}`));
	assert.ok(rows.length, `no workshop ${name} among: ${list.page.all('th').map((t) => t.textContent.trim()).join(', ')}`);
	const at = rows[0].getAttribute('href');
	const opened = await place.leader.submit(await place.leader.get(at), `${at}/open`);
	const code = /^\/r\/([A-Z0-9]{6})\/desk$/.exec(opened.path)?.[1];
	assert.ok(code, `${opened.status} ${opened.path}: ${opened.page.words('main').slice(0, 400)}`);
	const wall = opened.page.links().find((l) => l.includes('/wall/')).split('/').pop();
	return { code, wall, process: place.process, sitting: Number(/\d+/.exec(at)[0]) };
}
