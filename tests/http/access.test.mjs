/* Coming in: the first page, slips, passwords, sessions. No account is given away, by words or status
 * (by time: tests/plain/secret.test.mjs). */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { databaseBytes, holdsNone } from '../lib/leak.mjs';
import { Pdf, saidOn } from '../lib/pdf.mjs';
import { startServer } from '../lib/server.mjs';
import { SECRET, addPerson, enterBySlip, register, setUp, signIn, slipFor, slipsOf } from '../lib/workplace.mjs';
import { Visitor, parseSetCookie } from '../lib/wire.mjs';

let server;
let place;

before(async () => {
	server = await startServer();
	place = await setUp(server);
});
after(() => server?.close());

/* What a page says apart from what was typed and what is new every time. */
const same = (r) => r.text.replaceAll(/value="[^"]*"/g, '').replaceAll(/[0-9a-f-]{36}/g, '');

test('an empty installation is set up once', async () => {
	const v = new Visitor(server);
	const r = await v.open('/start');
	assert.ok(!r.page.forms().some((f) => f.getAttribute('action') === '/start'));
	const again = await v.post('/start', { organisation: 'X', unit: 'Y', lang: 'nb', name: 'Z', email: 'z@ond.example', secret: SECRET });
	assert.equal(again.status, 303);
	assert.equal(again.setCookies.filter((c) => /session/.test(c)).length, 0);
	assert.match((await v.follow(again)).page.words('main'), /Medvirk er satt opp her/);
});

test('the first page sent twice at once counts once, and whoever was second is asked to sign in', async () => {
	const empty = await startServer();
	try {
		const tabs = [new Visitor(empty), new Visitor(empty), new Visitor(empty)];
		assert.ok((await tabs[0].get('/login')).page.one('main a[href="/start"]'), 'nobody can sign in yet');
		const pages = await Promise.all(tabs.map((t) => t.get('/start')));
		const values = { organisation: 'Fjellvik kommune', unit: 'Solbakken', lang: 'nb', name: 'Ada', email: 'ada@fjellvik.example', secret: SECRET };
		const ends = await Promise.all(tabs.map((t, i) => t.submit(pages[i], '/start', values)));
		assert.deepEqual(ends.map((r) => r.path.replace(/\d+/, 'N')).sort(), ['/login?said=already', '/login?said=already', '/u/N/parties']);
		const second = ends.findIndex((r) => r.path.startsWith('/login'));
		assert.match(ends[second].page.words('main'), /Medvirk er satt opp her/);
		assert.equal(ends[second].page.one('main a[href="/start"]'), null);
		const inside = await tabs[second].submit(ends[second], '/login', { email: values.email, secret: SECRET });
		assert.equal(inside.status, 200);
		assert.deepEqual(empty.db.rows('SELECT count(*) FROM person'), [['1']]);
	} finally {
		await empty.close();
	}
});

test('signing in gives a session cookie that scripts and other sites cannot use', async () => {
	const v = new Visitor(server);
	const r = await v.submit(await v.get('/login'), '/login', { email: 'lise@solbakken.example', secret: SECRET }, { follow: false });
	assert.equal(r.status, 303);
	const c = parseSetCookie(r.setCookies.find((x) => /httponly/i.test(x)));
	assert.ok(c.value.length >= 40, '256 bits');
	assert.match(c.attributes.samesite, /^(lax|strict)$/i);
	assert.equal(c.attributes.path, '/');
	assert.equal(c.attributes.domain, undefined);
});

test('an unknown address and a wrong password are answered alike, in words and in status', async () => {
	const wrong = [
		['lise@solbakken.example', 'ikke dette passordet'],
		['ingen@solbakken.example', 'ikke dette passordet'],
		['ingen.her@annetsted.example', 'ikke dette passordet'],
	];
	const seen = [];
	for (const [email, secret] of wrong) {
		const v = new Visitor(server);
		const r = await v.submit(await v.get('/login'), '/login', { email, secret });
		assert.deepEqual(r.setCookies, []);
		seen.push([r.status, same(r)]);
	}
	assert.equal(seen[0][0], 422);
	assert.deepEqual(seen[1], seen[0]);
	assert.deepEqual(seen[2], seen[0]);
});

test('"forgot" says the same for every address', async () => {
	const seen = [];
	const written = () => Number(server.db.rows('SELECT (SELECT COUNT(*) FROM form_key) + (SELECT COUNT(*) FROM outbox)')[0][0]);
	for (const email of ['tor@solbakken.example', 'ingen@solbakken.example']) {
		const v = new Visitor(server);
		const before = written();
		const r = await v.post('/login/forgot', { email });
		seen.push([r.status, same(r), written() - before]);
	}
	assert.deepEqual(seen[0], seen[1]);
	assert.equal(seen[0][2], 1, 'also without mail each takes a commit, and so as long as the other');
});

test('a slip that lies about opens nothing once its owner has chosen another password', async () => {
	const owner = await addPerson(server, place, 'staff', 'Pia Passord');
	const code = await slipFor(place, 'Pia Passord');
	assert.equal((await new Visitor(server).get(`/once/${code}`)).status, 200);
	await owner.submit(await owner.get('/me/password'), '/me/password', { secret: SECRET, new: 'syv grønne pærer på bordet' });
	const finder = new Visitor(server);
	assert.equal((await finder.get(`/once/${code}`)).status, 410);
	assert.equal((await finder.post(`/once/${code}`, { use: '1', secret: 'et helt annet passord' })).status, 410);
	assert.equal(finder.cookies.length, 0);
});

test('guessing at one account is slowed, and others are let in meanwhile', async () => {
	await addPerson(server, place, 'staff', 'Gjett Meg');
	const v = new Visitor(server);
	const answers = [];
	for (let i = 0; i < 40; i++) answers.push((await v.post('/login', { email: 'gjett.meg@solbakken.example', secret: `gjetning nummer ${i}` })).page.words('main'));
	assert.notEqual(answers.at(-1), answers[0], 'a limit');
	const right = await v.post('/login', { email: 'gjett.meg@solbakken.example', secret: SECRET });
	assert.notEqual(right.status, 303, 'the right one neither, while it lasts');
	await signIn(server, 'tor@solbakken.example');
});

test('a slip works once, looking does not use it up, and a GET never does', async () => {
	await register(place, 'staff', 'Eva Engang');
	const code = await slipFor(place, 'Eva Engang');
	assert.match(code, /^[A-HJ-NP-Z2-9]{12}$/, 'twelve without look-alikes');
	const scanner = new Visitor(server);
	for (let i = 0; i < 3; i++) {
		const r = await scanner.get(`/once/${code}`);
		assert.equal(r.status, 200, 'a mail scanner looks');
		assert.deepEqual(r.setCookies, []);
	}
	const typed = await scanner.submit(await scanner.get('/login/code'), '/login/code', { code: code.toLowerCase().replace(/(.{4})/g, '$1 ') });
	assert.equal(typed.status, 200, 'small letters and spaces');
	await enterBySlip(server, code);
	const late = new Visitor(server);
	assert.equal((await late.get(`/once/${code}`)).status, 410);
	assert.equal((await late.post(`/once/${code}`, { use: '1', secret: 'et helt annet passord' })).status, 410);
	assert.equal((await late.post('/login/code', { code, use: '1', secret: 'et helt annet passord' })).status, 410);
	assert.equal(late.cookies.length, 0);
	await signIn(server, 'eva.engang@solbakken.example');
});

test('who was registered in nynorsk meets nynorsk, though the browser says bokmål as nearly all do', async () => {
	const speak = async (lang) => place.admin.submit(await place.admin.get('/admin'), '/language', {}, { button: ['lang', lang] });
	await speak('nn');
	await register(place, 'staff', 'Nynorske Nils');
	await speak('nb');
	const code = await slipFor(place, 'Nynorske Nils');
	const v = new Visitor(server, { 'accept-language': 'nb-NO,nb;q=0.9' });
	const typed = await v.submit(await v.get('/login/code'), '/login/code', { code });
	assert.match(typed.page.words(), /Vel ditt eige passord/);
	const home = await v.submit(typed, '/login/code', { secret: SECRET });
	assert.equal(home.page.one('html').getAttribute('lang'), 'nn');
	const english = new Visitor(server, { 'accept-language': 'en-GB' });
	const again = await english.submit(await english.get('/login/code'), '/login/code', { code: await slipFor(place, 'Nynorske Nils') });
	assert.equal(again.page.one('html').getAttribute('lang'), 'en', 'another language is asked for on purpose');
});

test('one slip, two people at the same moment: one gets in', async () => {
	await register(place, 'staff', 'Kari Kappløp');
	const code = await slipFor(place, 'Kari Kappløp');
	const all = await Promise.all(Array.from({ length: 6 }, () => new Visitor(server).post('/login/code', { code, use: '1', secret: SECRET })));
	assert.equal(all.filter((r) => r.status === 303 && r.setCookies.length).length, 1, all.map((r) => r.status).join());
});

test('a new slip makes the earlier one worthless', async () => {
	await register(place, 'staff', 'To Lapper');
	const [first, second] = [await slipFor(place, 'To Lapper'), await slipFor(place, 'To Lapper')];
	assert.notEqual(first, second);
	assert.equal((await new Visitor(server).get(`/once/${first}`)).status, 410);
	await enterBySlip(server, second);
});

test('codes cannot be guessed at leisure', async () => {
	const v = new Visitor(server);
	let last;
	for (let i = 0; i < 200 && last?.status !== 429; i++) last = await v.post('/login/code', { code: `ABCDEFGH${String(2222 + i).replace(/[01]/g, '9')}` });
	assert.equal(last.status, 429);
});

test('sessions are listed and can be ended, each and all others', async () => {
	const here = await signIn(server, 'tor@solbakken.example', { headers: { 'user-agent': 'Mozilla/5.0 (Linux; Android 14) Chrome/130' } });
	const there = await signIn(server, 'tor@solbakken.example');
	const me = await here.get('/me');
	assert.match(me.page.words(), /Chrome|Android/);
	const after = await here.submit(me, me.page.forms().find((f) => f.getAttribute('action') === '/me/sessions' && f.querySelector('[value="others"]')), {}, { button: ['session', 'others'] });
	assert.equal(after.status, 200);
	assert.equal((await there.get('/me')).status, 303, 'signed out elsewhere');
	assert.equal((await here.get('/me')).status, 200);
	place.union = here;
	await here.submit(await here.get('/me'), '/logout');
	assert.equal((await here.get('/me')).status, 303);
	place.union = await signIn(server, 'tor@solbakken.example');
});

test('a changed password ends the other sessions and asks for the old one', async () => {
	const v = await signIn(server, 'vera@solbakken.example');
	const other = await signIn(server, 'vera@solbakken.example');
	const wrong = await v.submit(await v.get('/me/password'), '/me/password', { secret: 'ikke det gamle', new: 'et ganske nytt passord' });
	assert.equal(wrong.status, 422);
	const right = await v.submit(await v.get('/me/password'), '/me/password', { secret: SECRET, new: 'et ganske nytt passord' });
	assert.equal(right.status, 200);
	assert.equal((await other.get('/me')).status, 303);
	place.safety = await signIn(server, 'vera@solbakken.example', { secret: 'et ganske nytt passord' });
});

test('weak passwords are refused with a reason at the field', async () => {
	for (const secret of ['kort', '1234567890', 'aaaaaaaaaaaa', 'Tor Tillitsvalgt', 'tor@solbakken.example']) {
		const r = await place.union.submit(await place.union.get('/me/password'), '/me/password', { secret: SECRET, new: secret });
		assert.equal(r.status, 422, secret);
		assert.ok(r.page.one('#error-new'), secret);
		assert.ok(!r.text.includes(`value="${secret}"`), 'a password is never shown again');
	}
});

test('after signing in one comes where one wanted to go, and nowhere else', async () => {
	const v = new Visitor(server);
	const away = await v.get('/me/log');
	assert.equal(away.status, 303);
	assert.match(away.location, /^\/login\?to=/);
	const back = await v.submit(await v.follow(away), '/login', { email: 'lise@solbakken.example', secret: SECRET }, { follow: false });
	assert.equal(back.location.replace(server.url, ''), '/me/log');
	for (const to of ['https://ond.example/', '//ond.example/', '/\\ond.example', 'javascript:alert(1)', '/me\r\nSet-Cookie: a=b']) {
		const x = new Visitor(server);
		const r = await x.post('/login', { email: 'lise@solbakken.example', secret: SECRET, to });
		assert.equal(r.status, 303);
		assert.ok(/^\/(?![/\\])/.test(r.location.replace(server.url, '')), r.location);
		assert.ok(!r.location.includes('ond.example') || r.location.startsWith('/login'), r.location);
	}
});

test('a session that is made up is nobody', async () => {
	const v = new Visitor(server, { cookie: 'session=' + 'a'.repeat(64) });
	assert.equal((await v.get('/me')).status, 303);
});

test('a wrong form comes back with what was typed, a summary and a message at the field', async () => {
	const at = `/u/${place.unit}/people/new`;
	const r = await place.admin.submit(await place.admin.get(at), at, { role: 'staff', name: '', email: 'ikke en adresse', from: '31.02.2026' });
	assert.equal(r.status, 422);
	assert.equal(r.page.one('[name="email"]').getAttribute('value'), 'ikke en adresse');
	const summary = r.page.one('[role="alert"], .ds-error-summary');
	assert.ok(summary, 'a summary');
	for (const name of ['name', 'email', 'from']) {
		const field = r.page.one(`[name="${name}"]`);
		assert.equal(field.getAttribute('aria-invalid'), 'true', name);
		const described = field.getAttribute('aria-describedby').split(' ').map((id) => r.page.one(`#${id}`)?.textContent ?? '').join(' ');
		assert.ok(described.trim().length > 3, `${name}: a message that is read with the field`);
		assert.ok(summary.querySelector(`a[href="#${field.getAttribute('id')}"]`), `${name}: a link in the summary`);
	}
});

test('who is signed out meanwhile loses nothing of what was typed, and no password comes back', async () => {
	const v = await signIn(server, 'lise@solbakken.example');
	const at = `/u/${place.unit}/people/new`;
	const form = await v.get(at);
	const fields = { role: 'staff', name: 'Sein "Siv" <Sand>', email: 'sein.siv@solbakken.example' };
	await v.submit(await v.get('/me'), '/logout');
	const told = await v.submit(form, at, fields);
	assert.equal(told.status, 401);
	assert.match(told.page.words('main'), /ikke borte/);
	assert.ok(told.page.words('main').includes(fields.name));
	assert.ok(told.page.one('a[href="/login"][target="_blank"]'));
	const again = await signIn(server, 'lise@solbakken.example');
	const saved = await again.submit(told, at);
	assert.equal(saved.status, 200, saved.page.words('main').slice(0, 300));
	await again.submit(told, at);
	assert.equal(server.db.rows("SELECT count(*) FROM person WHERE email = 'sein.siv@solbakken.example'")[0][0] * 1, 1, 'once');

	const secret = await again.get('/me/password');
	await again.submit(await again.get('/me'), '/logout');
	const out = await again.submit(secret, '/me/password', { old_secret: SECRET, secret: 'en helt ny hemmelighet' }, { follow: false });
	assert.equal(out.status, 303);
	assert.ok(!out.text.includes('hemmelighet') && !out.text.includes(SECRET), 'a password is never shown');
	/* A button alone, and somebody else's site, get no such page. */
	assert.equal((await again.post('/me/sessions', {})).status, 303);
	const foreign = await again.post(at, fields, { 'sec-fetch-site': 'cross-site' });
	assert.equal(foreign.status, 403);
	assert.ok(!foreign.text.includes('Sein'));
});

test('a form sent twice does its work once', async () => {
	const at = `/u/${place.unit}/people/new`;
	const page = await place.admin.get(at);
	const fields = { role: 'staff', name: 'Dobbel Dagny', email: 'dagny@solbakken.example' };
	await Promise.all([place.admin.submit(page, at, fields), place.admin.submit(page, at, fields)]);
	await place.admin.submit(page, at, fields);
	const list = await place.admin.get('/admin/people');
	assert.equal(list.page.all('th').filter((a) => a.textContent.trim() === 'Dobbel Dagny').length, 1);
});

test('a form changes what it shows, whatever else is sent with it', async () => {
	const all = () => server.db.rows("SELECT id, organisation_id, secret, created, COALESCE(left_at, 0), COALESCE(erased_at, 0) FROM person WHERE email = 'ada@solbakken.example'");
	const roles = () => server.db.rows('SELECT COUNT(*) FROM role')[0][0];
	const [before, count] = [all(), roles()];
	const more = { id: '1', person_id: '1', person: '1', organisation_id: '7', role: 'admin', roles: 'admin', admin: '1', left_at: '1', erased_at: '1', created: '1', secret_hash: 'x' };
	const r = await place.admin.post('/me/edit', { ...Object.fromEntries((await place.admin.get('/me/edit')).page.fieldsOf((await place.admin.get('/me/edit')).page.formTo('/me/edit'))), ...more, name: 'Ada Annen', email: 'ada@solbakken.example', secret: SECRET });
	assert.equal(r.status, 303, r.text);
	assert.equal(server.db.rows("SELECT name FROM person WHERE email = 'ada@solbakken.example'")[0][0], 'Ada Annen');
	assert.deepEqual(all(), before);
	assert.equal(roles(), count);
});

test('names are kept as they are written, and shown as text', async () => {
	for (const name of ['Áile Čáppa Ŋŋ', 'Bjørg <b>Ås</b>', "O'Hara & Sønn", '😀 Smil']) {
		const at = `/u/${place.unit}/people/new`;
		const r = await place.admin.submit(await place.admin.get(at), at, { role: 'staff', name, email: '' });
		assert.equal(r.status, 200, name);
		assert.ok((await place.admin.get('/admin/people')).page.words().includes(name), name);
	}
	for (const name of ['a\u0000b', 'a\u0007b', 'a\u202eb']) {
		const at = `/u/${place.unit}/people/new`;
		const r = await place.admin.submit(await place.admin.get(at), at, { role: 'staff', name, email: '' });
		assert.ok([400, 422].includes(r.status), JSON.stringify(name));
	}
});

test('the leader never sees a link or a slip of a representative', async () => {
	const list = await place.leader.get(`/u/${place.unit}/people`);
	const reps = list.page.links().filter((l) => /\/people\/\d+$/.test(l));
	assert.ok(reps.length >= 3);
	for (const l of reps) {
		const r = await place.leader.get(l);
		assert.ok(!r.page.forms().some((f) => /slip/.test(f.getAttribute('action'))), l);
		assert.equal((await place.leader.post(`${l}/slip`, { key: 'x' })).status, 403);
	}
	assert.equal((await place.leader.post(`/u/${place.unit}/people/slips`, { key: 'y' })).status, 403);
});

test('the log and the pages never hold a password, a code or a session', async () => {
	const log = server.log();
	for (const v of [place.admin, place.leader, place.union, place.safety]) for (const c of v.cookies.filter((k) => k.value.length > 20)) assert.ok(!log.includes(c.value));
	assert.ok(!log.includes(SECRET));
	assert.doesNotMatch(log, /\/once\/[A-Z0-9]{12}/);
});

test('before a term ends the group is reminded on the front page, until somebody follows', async () => {
	const ends = Math.floor(Date.now() / 1000) + 30 * 86400;
	const home = async (who) => (await place[who].get('/')).page.words('main');
	server.db.rows(`UPDATE role SET to_at = ${ends} WHERE kind = 'safety'`);
	for (const who of ['leader', 'union', 'safety']) assert.match(await home(who), /Hvem overtar etter Vera Verneombud som verneombud\?/);
	server.db.rows(`INSERT INTO role (person_id, unit_id, kind, from_at) SELECT person_id, unit_id, kind, ${ends} FROM role WHERE kind = 'safety'`);
	assert.doesNotMatch(await home('leader'), /Hvem overtar/);
});

test('slips as PDF: one a page, word for word as their page, from its codes alone, and kept by nobody', async () => {
	await register(place, 'leader', 'Per Papir');
	await register(place, 'safety', 'Pia Papir');
	const made = await place.admin.submit(await place.admin.get(`/u/${place.unit}/people`), `/u/${place.unit}/people/slips`);
	const codes = slipsOf(made);
	assert.deepEqual(Object.keys(codes), ['Per Papir', 'Pia Papir']);
	const form = made.page.formTo('/people/slips/pdf');
	const at = form.getAttribute('action');
	assert.equal(form.getAttribute('target'), '_blank', 'the page with the codes stays');
	const r = await place.admin.submit(made, form);
	assert.equal(r.status, 200, r.text.slice(0, 300));
	assert.match(r.headers['content-disposition'], /^inline;/, 'looked at, not laid in a folder');
	for (const one of [made, r]) assert.equal(one.headers['cache-control'], 'no-store');
	const pdf = new Pdf(r.bytes);
	pdf.check({ lang: 'nb', title: made.page.words('title').replace(/ [–·|-] .*/, '') });
	pdf.reads(saidOn(made.page));
	assert.equal(pdf.pages, 2);
	assert.match(pdf.structure, /H1[\s\S]*Per Papir[\s\S]*Figure[\s\S]*H1[\s\S]*Pia Papir/);
	pdf.done();

	holdsNone(databaseBytes(server), Object.values(codes), 'printed');
	for (const code of Object.values(codes)) assert.ok(!server.log().includes(code));
	assert.equal((await place.leader.post(at, { code: codes['Pia Papir'] })).status, 403);
	for (const code of ['ABCDEFGHJKLM', 'a'.repeat(64), '']) assert.ok([409, 429].includes((await place.admin.post(at, { code })).status), code);
	assert.equal((await place.admin.post(at, {})).status, 409);
	await enterBySlip(server, codes['Pia Papir']);
	assert.equal((await place.admin.submit(made, form)).status, 409, 'one of them has been used');
	assert.equal((await place.admin.post(at, { code: codes['Per Papir'] })).status, 200);
});
