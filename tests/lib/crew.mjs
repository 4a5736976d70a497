/* crew.mjs: people at work in a workshop and around it, who keep a book: phones write, change and withdraw notes and give votes
 * out of a budget; the administrator registers people; the three parties agree on helpers. What was cut off or answered
 * with 5xx is sent again later, the same request with the same ids, as phones and browsers do.
 *
 *   const crew = await Crew.gather(server);      sets up a workplace and opens a workshop in its step of notes
 *   crew.work(); await crew.rest();              on, and off
 *   await crew.settle();                         what is in doubt, until nothing is
 *   await crew.toVotes(); await crew.close();    the workshop goes on
 *   crew.verify(rows, moment)                    compares a database with the book as it was then */
import assert from 'node:assert/strict';
import { setTimeout as wait } from 'node:timers/promises';
import { Book, compare } from './book.mjs';
import { Desk } from './desk.mjs';
import { joined, token, uuid } from './room.mjs';
import { SECRET, openWorkshop, setUp } from './workplace.mjs';

const NOTES = 2;
const MERGE = 8;
const VOTES = 9;

const pick = (list) => list[Math.floor(Math.random() * list.length)];

/* One who asks for one thing after the other; what is in doubt waits in `open`. */
class Worker {
	constructor(crew) {
		Object.assign(this, { crew, open: [] });
	}

	/* send() gives a status, or throws when there was no answer. */
	async ask(op, send, fine, refused = []) {
		op.tries++;
		let status = 0;
		try {
			status = await send();
		} catch {
			/* nobody answered */
		}
		if (fine.includes(status)) op.saved();
		else if (refused.includes(status)) op.refused();
		else {
			this.crew.told.set(status, (this.crew.told.get(status) ?? 0) + 1);
			assert.ok(status === 0 || status >= 500, `${op.key}: ${status}`);
			this.open.push({ op, send, fine, refused });
		}
		return status;
	}

	async settle() {
		for (const { op, send, fine, refused } of this.open.splice(0)) await this.ask(op, send, fine, refused);
		return this.open.length === 0;
	}

	async run() {
		while (this.crew.working) {
			try {
				await this.once();
			} catch (e) {
				/* A page that did not come: the program is being killed just now, or cannot. */
				if (e.code === 'ERR_ASSERTION') this.crew.wrong ??= e;
				await wait(50);
			}
			await wait(this.pause());
		}
	}

	pause() {
		return 4 + Math.random() * 12;
	}
}

class PhoneWorker extends Worker {
	constructor(crew, at) {
		super(crew);
		Object.assign(this, { at, mine: [], seats: 0 });
	}

	async sit() {
		const phone = await joined(this.crew.server, this.crew.code);
		assert.notEqual(phone.joined.status, 429, 'the room is full: a campaign this long needs more than one');
		if (phone.joined.status !== 303) throw new Error('not let in');
		if (!this.crew.voting) await phone.form();
		this.phone?.close();
		Object.assign(this, { phone, votes: new Map(), name: `${this.at}.${++this.seats}`, ballot: null });
	}

	send(path, fields) {
		const { phone } = this;
		return async () => (await phone.send(path, fields)).status;
	}

	async once() {
		if (!this.phone) await this.sit();
		const status = await (this.crew.voting && Math.random() < 0.5 ? this.vote() : this.note());
		if (status === 429) await this.sit();
	}

	/* After the step has ended a note is still taken, and can no longer be changed. */
	note() {
		const settled = this.mine.filter((n) => n.last.outcome === 'saved' && n.value !== null);
		const what = this.crew.voting || !settled.length ? 1 : Math.random();
		if (what < 0.15) return this.change(pick(settled), 'edit');
		if (what < 0.25) return this.change(pick(settled), 'delete');
		const n = { id: uuid(), token: token(), key: `note ${token()}` };
		n.value = `${n.key} v1`;
		n.last = this.crew.book.ask(n.key, n.value);
		this.mine.push(n);
		const { step, columns } = this.crew.form;
		n.last.fields = { id: n.id, step, column: pick(columns), text: n.value, token: n.token };
		return this.ask(n.last, this.send('notes', n.last.fields), [200, 201], [429]);
	}

	change(n, how) {
		n.value = how === 'edit' ? `${n.key} v${Number(n.value.split(' v')[1]) + 1}` : null;
		n.last = this.crew.book.ask(n.key, n.value);
		return this.ask(n.last, this.send(`notes/${how}`, { id: n.id, token: n.token, ...(how === 'edit' ? { text: n.value } : {}) }), [200], [409, 429]);
	}

	async vote() {
		if (!this.ballot) await this.readBallot();
		const { round, targets, budget, cap } = this.ballot;
		const target = pick(targets);
		const others = [...this.votes].reduce((sum, [t, n]) => sum + (t === target ? 0 : n), 0);
		if (this.open.some((o) => o.op.key.startsWith('vote'))) return 0;
		const count = Math.min(cap, Math.floor(Math.random() * (budget - others + 1)));
		const op = this.crew.book.ask(`vote ${this.name} ${target}`, count || null);
		const status = await this.ask(op, this.send('votes', { round, target, count: String(count) }), [200], [429]);
		if (status !== 429) this.votes.set(target, count);
		return status;
	}

	async readBallot() {
		const page = (await this.phone.room()).page;
		const v = page.all('section[data-votes]').sort((a, b) => b.querySelectorAll('[data-target]').length - a.querySelectorAll('[data-target]').length)[0];
		this.ballot = {
			round: v.getAttribute('data-round'),
			budget: Number(v.getAttribute('data-budget')),
			cap: Number(v.getAttribute('data-cap')),
			targets: [...v.querySelectorAll('[data-target]')].map((t) => t.getAttribute('data-target')),
		};
	}
}

/* A form as a browser sends it, the same bytes each time. */
function formOf(r, to, values, button) {
	const form = r.page.formTo(to);
	const fields = [...r.page.fieldsOf(form).filter(([k]) => !(k in values)), ...Object.entries(values)];
	if (button) fields.push(button);
	return [form.getAttribute('action') || r.path, fields];
}

class Registrar extends Worker {
	async once() {
		const { admin, unit } = this.crew.place;
		const at = `/u/${unit}/people/new`;
		const name = `Ansatt ${token()}`;
		const [to, fields] = formOf(await admin.get(at), at, { role: 'staff', name, email: `${name.slice(7)}@solbakken.example` });
		await this.ask(this.crew.book.ask(`person ${name}`, 'there'), async () => (await admin.post(to, fields)).status, [303]);
	}

	pause() {
		return 30 + Math.random() * 60;
	}
}

/* The leader asks for a helper, and the three agree, one after the other. */
class Parties extends Worker {
	async once() {
		const { leader, process } = this.crew.place;
		const at = `/p/${process}/people/new`;
		const name = `Hjelper ${token()}`;
		const day = new Date(Date.now() + 30 * 86400e3).toISOString().slice(0, 10);
		const page = await leader.get(at);
		const [to, fields] = formOf(page, at, { role: 'helper', name, email: `${name.slice(8)}@hjelp.example`, employer: 'Bedriftshelsetjenesten', to: day });
		let where;
		const send = async () => {
			const r = await leader.post(to, fields);
			where = r.location;
			return r.status;
		};
		const op = this.crew.book.ask(`person ${name}`, 'there');
		if ((await this.ask(op, send, [303])) !== 303) return;
		const agreement = /\/p\/\d+\/agreements\/\d+/.exec(where)?.[0] ?? (await leader.get(where)).page.links().find((l) => /\/agreements\/\d+$/.test(l));
		this.tired = false;
		for (const who of ['leader', 'union', 'safety']) if ((await this.tick(who, agreement)) === 422) this.tired = true;
	}

	/* 422: an account may try its password only so often in ten minutes, right or wrong. */
	async tick(who, at) {
		const visitor = this.crew.place[who];
		const [to, fields] = formOf(await visitor.get(at), at, { secret: SECRET, sentence: '' }, ['answer', 'yes']);
		const key = `tick ${at.split('/').pop()} ${who}`;
		return this.ask(this.crew.book.ask(key, 'yes'), async () => (await visitor.post(to, fields)).status, [303], [422]);
	}

	pause() {
		return this.tired ? 2000 : 20;
	}
}

const PEOPLE = { leader: 'Lise Leder', union: 'Tor Tillitsvalgt', safety: 'Vera Verneombud' };

/* One statement, so that one run of the database's own tool answers; what begins each row says what it is. */
const QUESTION = `
SELECT 'note', body, '' FROM note WHERE body LIKE 'note %'
UNION ALL SELECT 'person', name, '' FROM person WHERE name LIKE 'Ansatt %' OR name LIKE 'Hjelper %'
UNION ALL SELECT 'vote', v.voter, v.target || ' ' || v.count FROM vote v JOIN vote_round r ON r.id = v.round_id WHERE v.count > 0
UNION ALL SELECT 'tick', CAST(t.agreement_id AS TEXT), p.name FROM agreement_tick t JOIN person p ON p.id = t.person_id
UNION ALL SELECT 'said', 'yes', CAST(count(*) AS TEXT) FROM audit WHERE kind = 'agreement.yes'
UNION ALL SELECT 'said', 'added', CAST(count(DISTINCT a.about_id) AS TEXT) FROM audit a JOIN person p ON p.id = a.about_id WHERE a.kind = 'person.add' AND p.name LIKE 'Ansatt %'
UNION ALL SELECT 'gap', CAST(room_id AS TEXT), '' FROM event GROUP BY room_id HAVING max(seq) - min(seq) + 1 <> count(*)
UNION ALL SELECT 'gap', CAST(s.id AS TEXT), 'end' FROM sitting s JOIN event e ON e.room_id = s.id GROUP BY s.id, s.seq HAVING max(e.seq) <> s.seq`;

/* Each stored voter is one seat of the book: which, nobody can tell, so some way to pair them must fit. */
function pairVotes(allowed, stored) {
	const seats = new Map();
	for (const [key, may] of allowed) {
		const [, seat, target] = key.split(' ');
		if (!seats.has(seat)) seats.set(seat, new Map());
		seats.get(seat).set(target, may);
	}
	const fits = (voter, seat) => [...voter.keys()].every((t) => seat.has(t)) && [...seat].every(([t, may]) => may.has(voter.get(t) ?? null));
	const voters = [...stored.values()];
	const silent = (seat) => [...seat.values()].every((may) => may.has(null));
	const free = new Set(seats.keys());
	const place = (i) => {
		if (i === voters.length) return [...free].every((s) => silent(seats.get(s)));
		for (const s of [...free]) {
			if (!fits(voters[i], seats.get(s))) continue;
			free.delete(s);
			if (place(i + 1)) return true;
			free.add(s);
		}
		return false;
	};
	/* Those that fit few seats first. */
	voters.sort((a, b) => [...seats.values()].filter((s) => fits(a, s)).length - [...seats.values()].filter((s) => fits(b, s)).length);
	return place(0);
}

export class Crew {
	static async gather(server, { phones = 10 } = {}) {
		const crew = new Crew();
		const place = await setUp(server);
		Object.assign(crew, { server, place, book: new Book(), working: false, voting: false, closing: 1n << 62n, told: new Map() });
		({ code: crew.code } = await openWorkshop(place));
		crew.desk = new Desk(place.leader, crew.code);
		await crew.desk.take();
		await crew.desk.goTo(NOTES);
		const first = await joined(server, crew.code);
		crew.form = await first.form();
		first.close();
		crew.workers = [...Array.from({ length: phones }, (_, i) => new PhoneWorker(crew, i + 1)), new Registrar(crew), new Parties(crew)];
		return crew;
	}

	work() {
		this.working = true;
		this.shifts = this.workers.map((w) => w.run());
	}

	async rest() {
		this.working = false;
		await Promise.all(this.shifts);
		if (this.wrong) throw this.wrong;
	}

	/* Nothing new, only what is in doubt. */
	async settle(patience = 60000) {
		for (const until = Date.now() + patience; ; await wait(200)) {
			const done = await Promise.all(this.workers.map((w) => w.settle()));
			if (done.every(Boolean)) return;
			const open = this.workers.flatMap((w) => w.open.map((o) => o.op.key));
			assert.ok(Date.now() < until, `still in doubt: ${open.slice(0, 5).join(', ')} (${JSON.stringify([...this.told])})`);
		}
	}

	async toVotes() {
		await this.desk.goTo(MERGE);
		for (const name of ['Vikarer', 'Ro til rapport', 'Garderoben', 'Samarbeid']) await this.desk.act('themes', { theme: uuid(), name });
		await this.desk.goTo(VOTES);
		this.voting = true;
	}

	async close() {
		await this.desk.look();
		this.closing = process.hrtime.bigint();
		await this.desk.act('end', { do: 'close' });
	}

	leave() {
		this.working = false;
		for (const w of this.workers) w.phone?.close();
	}

	/* rows(sql): what the database says. moment: when it was cut off. Once the workshop has closed, single votes are gone. */
	verify(rows, moment = process.hrtime.bigint()) {
		const all = rows(QUESTION);
		const of = (what) => all.filter(([w]) => w === what).map(([, ...rest]) => rest);
		const allowed = this.book.allowed(moment);
		const part = (what) => new Map([...allowed].filter(([k]) => k.startsWith(`${what} `)));
		compare(part('note'), of('note').map(([body]) => [body.replace(/ v\d+$/, ''), body]), 'notes');
		compare(part('person'), of('person').map(([name]) => [`person ${name}`, 'there']), 'people');

		const who = Object.fromEntries(Object.entries(PEOPLE).map(([k, v]) => [v, k]));
		const ticks = of('tick').map(([agreement, name]) => [`tick ${agreement} ${who[name]}`, 'yes']);
		compare(part('tick'), ticks.filter(([k]) => allowed.has(k)), 'ticks');
		const said = Object.fromEntries(of('said'));
		assert.equal(Number(said.yes), ticks.length, 'each tick stands in the log once');
		assert.equal(Number(said.added), of('person').filter(([name]) => name.startsWith('Ansatt ')).length, 'each registration stands in the log once');
		assert.deepEqual(of('gap'), [], 'a gap in the numbers of events');

		if (moment > this.closing) return;
		const voters = new Map();
		for (const [voter, given] of of('vote')) {
			const [target, count] = given.split(' ');
			if (!voters.has(voter)) voters.set(voter, new Map());
			voters.get(voter).set(target, Number(count));
		}
		assert.ok(pairVotes(part('vote'), voters), `votes: ${JSON.stringify([...voters].map(([, v]) => [...v]))} do not fit the book`);
	}
}
