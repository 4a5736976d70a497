/* play.mjs: the workshops of the later phases of the method we ship, played by phones over HTTP, and what the three decide after each:
 * for tests that need a process with everything in it. tests/http/*.test.mjs look closely at the steps; here they only have to work. */
import assert from 'node:assert/strict';
import { Desk } from './desk.mjs';
import { Phone, uuid } from './room.mjs';
import { eventually } from './wire.mjs';
import { allAgree, openWorkshop } from './workplace.mjs';

const ok = (r, what) => assert.ok(r.status < 300 || r.status === 303, `${what}: ${r.status} ${r.text.slice(0, 400)}`);

export class Workshop {
	/* headers(i): of phone number i. sitting: its number, when the phase has several. */
	constructor(server, place, name, { seats = 12, headers = () => ({}), sitting } = {}) {
		Object.assign(this, { server, place, name, seats, headers, sitting, phones: [] });
	}

	async open() {
		Object.assign(this, await openWorkshop(this.place, { name: this.name, sitting: this.sitting }));
		this.desk = new Desk(this.place.leader, this.code);
		await this.desk.take();
		await this.desk.act('settings', { door: '1', headcount: String(this.seats), tables: '2' });
		for (let i = 0; i < this.seats; i++) this.phones.push(await new Phone(this.server, this.code, this.headers(i)).join());
		return this;
	}

	/* Every phone at one of the two tables: needed anew in each step with tables. */
	async sit() {
		for (const [i, p] of this.phones.entries()) ok(await p.send('table', { table: String(1 + (i % 2)) }), 'table');
	}

	/* One after the other, phone by phone, so that the order of writing is known. */
	async write(step, column, texts, more = {}) {
		const ids = [];
		for (const [i, text] of texts.entries()) {
			ids.push(uuid());
			ok(await this.phones[i % this.seats].send('notes', { id: ids.at(-1), step, column, text, ...more }), text);
		}
		return ids;
	}

	/* The fields of a sheet on a phone, found by something that stands on it. */
	async sheet(p, title) {
		const r = await p.room();
		const part = r.page.all('section.sheet').find((s) => s.textContent.replace(/\s+/g, ' ').includes(title) && s.querySelector('form'));
		assert.ok(part, `${title}: ${r.page.words('main').slice(0, 600)}`);
		return Object.fromEntries(r.page.fieldsOf(part.querySelector('form')));
	}

	async fill(p, title, values) {
		ok(await p.send('sheets', { ...(await this.sheet(p, title)), ...values }), title);
	}

	/* say(title, i): the answer of phone i about the thing with this title. Closed afterwards. */
	async judge(say) {
		for (const [i, p] of this.phones.entries())
			for (const form of (await p.room()).page.forms().filter((f) => f.getAttribute('action').endsWith('/verdicts'))) {
				const names = new Set([...form.querySelectorAll('input[type="radio"]')].map((x) => x.getAttribute('name')));
				const title = (form.closest('section, article, li') ?? form).textContent.replace(/\s+/g, ' ');
				ok(await p.send('verdicts', Object.fromEntries([...names].map((n) => [n, say(title, i)]))), 'verdicts');
			}
		await this.desk.act('vote', { do: 'close' });
	}

	/* Every phone gives a vote to what stands first, every other one to what stands last. Closed afterwards. */
	async vote() {
		for (const [i, p] of this.phones.entries()) {
			const { page } = await p.room();
			const round = page.one('section[data-votes]').getAttribute('data-round');
			const targets = page.all('li.vote').map((l) => l.getAttribute('data-target'));
			for (const target of i % 2 ? [targets[0]] : [targets[0], targets.at(-1)]) ok(await p.send('votes', { round, target, count: '1' }), 'votes');
		}
		await this.desk.act('vote', { do: 'close' });
	}

	async checkOut(say = (i) => (i % 4 ? 'ja' : 'delvis')) {
		for (const [i, p] of this.phones.entries()) {
			const r = await p.room();
			const form = r.page.formTo('/answers');
			const name = form.querySelector('input[type="radio"], button[name]').getAttribute('name');
			ok(await p.send('answers', { ...Object.fromEntries(r.page.fieldsOf(form)), [name]: say(i) }), 'answers');
		}
		await this.desk.act('vote', { do: 'close' });
	}

	async close() {
		await this.desk.act('end', { do: 'close' });
		await eventually(() => this.server.db.rows(`SELECT state FROM sitting WHERE code = '${this.code}'`)[0][0] === 'closed');
		for (const p of this.phones) p.close();
	}
}

/* Utdype. notes: about the first challenge; causes: the first is the root, the others branch below it; how, so: the sentence.
 * lift: most say that others must solve it. */
export async function deepen(w, { notes, causes, how, so, lift = false, during = async () => {} }) {
	await w.desk.goTo(2);
	const about = (await w.phones[0].room()).page.all('[name="about"]').map((i) => i.getAttribute('value'))[0];
	await w.write('beskrive', 'nar-og-hvor', notes, { about });
	await w.desk.step('reveal');
	await w.desk.goTo(3);
	await w.sit();
	for (const [i, p] of w.phones.slice(0, 4).entries()) {
		const mine = (await p.room()).page.all('[name="note"]').map((n) => n.getAttribute('value')).slice(0, 4);
		if (mine.length) ok(await p.send('sort', [['column', ['symptom', 'problem', 'arsak', 'losning'][i]], ...mine.map((n) => ['note', n])]), 'sort');
	}
	await w.desk.goTo(4);
	await w.sit();
	const root = uuid();
	const tree = await w.phones[0].room();
	const of = tree.page.one('.cause-add [name="under"]').getAttribute('value');
	for (const [i, text] of causes.entries()) ok(await w.phones[i % w.seats].send('causes', { id: i ? uuid() : root, under: i ? `cause:${root}` : of, text }), text);
	const open = await w.phones[1].visitor.post(`/r/${w.code}/causes/open`, { cause: root });
	ok(await w.phones[1].send('causes/edit', { ...Object.fromEntries(open.page.fieldsOf(open.page.formTo('/causes/edit'))), root: '1', evidence: 'seen' }), 'root');
	await during('tree');
	await w.desk.goTo(5);
	await w.vote();
	await w.desk.goTo(7);
	await w.sit();
	const challenge = (await w.phones[0].room()).page.one('section.sheet h2, section.sheet h3, section.sheet .sheet-about')?.textContent.trim() ?? '';
	await w.fill(w.phones[0], challenge, { 'f-hvordan': how, 'f-slik-at': so, 'f-selv': lift ? 'nei' : 'ja' });
	await w.desk.goTo(8);
	await w.fill(w.phones[0], `Hvordan kan vi ${how}`, { 'f-hvordan': how });
	await w.desk.goTo(9);
	await w.judge((title, i) => (lift || i % 5 === 0 ? 'delvis' : 'ja'));
	await during('verdict');
	await w.desk.goTo(10);
	await w.checkOut();
}

/* Skape. ideas: in silence; more: built on the first; turned: the upside-down round. proposals: { title, what, who, from, to, sign },
 * each of an idea. */
export async function create(w, { ideas, more, turned, proposals, during = async () => {} }) {
	await w.desk.goTo(2);
	const ids = await w.write('egne-ideer', 'ide', ideas);
	await during('ideas');
	await w.desk.goTo(3);
	await w.write('bygge-videre', 'ide', more, { builds_on: ids[0] });
	await w.desk.goTo(4);
	await w.write('snu', 'verst', turned);
	await w.desk.goTo(5);
	await w.sit();
	const lines = [];
	for (const p of w.phones.slice(0, 2)) for (const t of (await p.room()).page.all('.map-line [name="target"]')) lines.push(t.getAttribute('value'));
	for (const [i, target] of [...new Set(lines)].entries()) ok(await w.phones[i % w.seats].send('places', { step: 'sortere', target, across: String(1 + (i % 2)), up: '2' }), 'places');
	await w.desk.goTo(7);
	for (const [i, p] of w.phones.entries()) {
		const r = await p.room();
		const targets = r.page.all('li.vote').map((l) => l.getAttribute('data-target'));
		ok(await p.send('votes', { round: r.page.one('section[data-votes]').getAttribute('data-round'), target: targets[i % Math.min(3, targets.length)], count: '1' }), 'votes');
	}
	await during('votes');
	await w.desk.act('vote', { do: 'close' });
	await w.desk.goTo(8);
	await w.sit();
	for (const m of proposals) {
		const r = await w.phones[0].room();
		const take = r.page.forms().find((f) => f.getAttribute('action').endsWith('/sheets/take') && f.querySelector('[name="about"]').getAttribute('value'));
		ok(await w.phones[0].send('sheets/take', Object.fromEntries(r.page.fieldsOf(take))), 'take');
		const page = await w.phones[0].room();
		const empty = page.page.all('section.sheet form').find((f) => f.querySelector('[name="f-tittel"]')?.getAttribute('value') === '' || f.querySelector('[name="f-tittel"]')?.getAttribute('value') === null);
		assert.ok(empty, page.page.words('main').slice(0, 500));
		ok(await w.phones[0].send('sheets', { ...Object.fromEntries(page.page.fieldsOf(empty)), 'f-tittel': m.title, 'f-hva': m.what, 'f-hvem': m.who, 'f-nar': m.from, 't-nar': m.to, 'f-tegn': m.sign }), m.title);
	}
	await w.desk.goTo(10);
	await w.checkOut();
}

/* Teste. experiences: notes; measures: title → { happened, before, after, learnt, verdict, habit: { when, act, because, again } }; rest: what is
 * answered about the others. */
export async function tryOut(w, { experiences, measures, rest = 'juster', during = async () => {} }) {
	await w.desk.goTo(2);
	await w.write('erfaringer', 'skjedde', experiences);
	await during('experiences');
	await w.desk.goTo(4);
	for (const [title, m] of Object.entries(measures)) await w.fill(w.phones[0], title, { 'f-hva-skjedde': m.happened, 'f-for': m.before, 'f-etter': m.after, 'f-larte': m.learnt });
	await w.desk.goTo(6);
	await w.judge((text, i) => {
		const m = Object.entries(measures).find(([title]) => text.includes(title))?.[1];
		return m && i % 6 ? m.verdict : m ? 'juster' : rest;
	});
	await during('verdict');
	await w.desk.goTo(7);
	for (const [title, m] of Object.entries(measures))
		if (m.habit) await w.fill(w.phones[0], title, { 'f-nar': m.habit.when, 'f-gjor': m.habit.act, 'f-fordi': m.habit.because, 'f-ser-igjen': m.habit.again });
	await w.desk.goTo(8);
	await w.checkOut();
}

/* The three confirm what the phase's workshop suggests; answers: title → another answer than the one that stands. */
export async function decide(place, phase, answers = {}) {
	const at = `/p/${place.process}/decide`;
	const page = await place.leader.get(`${at}?phase=${phase}`);
	const name = (title) => page.page.all('fieldset').find((f) => f.textContent.includes(title)).querySelector('input[type="radio"]').getAttribute('name');
	const asked = await place.leader.submit(page, at, Object.fromEntries(Object.entries(answers).map(([title, a]) => [name(title), a])));
	const agreement = /\/p\/\d+\/agreements\/\d+/.exec(asked.path)?.[0];
	assert.ok(agreement, `${asked.status} ${asked.path} ${asked.page.words('main').slice(0, 500)}`);
	await allAgree(place, agreement);
}
