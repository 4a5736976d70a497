/* Guessing is limited, by address; a right code, link or slip always works, also for the neighbours of whoever guesses, and a whole
 * workplace that comes from one address is not slowed down by any of it. */
import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { after, before, test } from 'node:test';
import { demoLines, joined } from '../lib/room.mjs';
import { runProgram, startServer } from '../lib/server.mjs';
import { Visitor, request } from '../lib/wire.mjs';

const ALPHABET = 'ABCDEFGHJKLMNPQRSTUVWXYZ23456789';
const PUBLIC = 'https://medvirk.example';
let server;
let code;

before(async () => {
	server = await startServer({ demo: true, args: ['--trust', '127.0.0.1', '--public-url', PUBLIC] });
	({ code } = demoLines(server));
});
after(() => server?.close());

const from = (address) => ({ 'x-forwarded-for': address, 'x-forwarded-proto': 'https' });
const get = (path, address) => request(server.url, 'GET', path, { headers: { accept: 'text/html', ...from(address) } });
const post = (path, address, fields) =>
	request(server.url, 'POST', path, { body: new URLSearchParams(fields).toString(), headers: { 'content-type': 'application/x-www-form-urlencoded', 'sec-fetch-site': 'same-origin', accept: 'text/html', ...from(address) } });
const wrongCode = () => {
	for (;;) {
		const c = Array.from(randomBytes(6), (b) => ALPHABET[b % 32]).join('');
		if (c !== code) return c;
	}
};
const hex = (n) => randomBytes(n).toString('hex');

/* Asks for wrong things until it is refused; how many were answered with 404 or a page first. */
async function guessUntilRefused(ask, most = 400) {
	for (let i = 0; i < most; i++) if ((await ask()).status === 429) return i;
	assert.fail(`${most} guesses, and none was refused`);
}

test('wrong room codes are refused after some; the right one works from the same address, and everything behind it', async () => {
	const here = '10.1.1.1';
	assert.ok((await guessUntilRefused(() => get(`/r/${wrongCode()}`, here))) >= 20, 'mistyping is no crime');
	assert.equal((await get(`/r/${code}`, here)).status, 200);
	const p = await joined(server, code, from(here));
	assert.equal(p.joined.status, 303);
	assert.equal((await p.room()).status, 200);
	assert.equal((await p.note('Mens noen gjetter')).status, 201);
	const s = await p.events();
	assert.equal(s.status, 200);
	s.close();
	assert.equal((await get(`/r/${wrongCode()}`, here)).status, 429, 'and guessing is still refused');
	assert.equal((await get(`/r/${wrongCode()}`, '10.1.1.2')).status, 404, 'somebody else may mistype');
	p.close();
});

test('what a refused guess says is the same as what the next one says', async () => {
	const here = '10.1.2.1';
	await guessUntilRefused(() => get(`/r/${wrongCode()}`, here));
	const [a, b] = [await get(`/r/${wrongCode()}`, here), await get(`/r/${wrongCode()}/room`, here)];
	for (const r of [a, b]) {
		assert.equal(r.status, 429);
		assert.ok(Number(r.headers['retry-after']) > 0, 'it says when to come again');
	}
});

/* A link to sign in, as the command line makes it for an administrator who has lost the password. */
async function letIn() {
	const [[email]] = server.db.rows("SELECT p.email FROM person p JOIN role r ON r.person_id = p.id WHERE r.kind = 'admin' AND r.to_at IS NULL");
	const r = await runProgram(['let-in', '--db', server.db.url, '--email', email]);
	const once = /\/once\/[0-9a-f]+/.exec(r.out)?.[0];
	assert.ok(once, r.out + r.err);
	return once;
}

test('a right secret address works while others guess from the same place, and guesses are refused', async (t) => {
	const boss = await new Visitor(server, from('10.2.0.1'));
	const page = await boss.get(demoLines(server).leader);
	await boss.submit(page, page.page.forms().find((f) => !/language/.test(f.getAttribute('action'))));
	/* The calendar's address stands once in the answer to the form that makes it. */
	const mine = await boss.get('/me/calendar');
	const made = await boss.submit(mine, '/me/calendar', {}, { button: ['do', 'make'] });
	const feed = /\/calendar\/[0-9a-f]{64}\/medvirk\.ics/.exec(made.text)[0];
	const once = await letIn();
	boss.done();

	const kinds = {
		calendar: { right: feed, wrong: () => `/calendar/${hex(32)}/medvirk.ics` },
		'one-time link': { right: once, wrong: () => `/once/${hex(32)}` },
	};
	let n = 0;
	for (const [name, { right, wrong }] of Object.entries(kinds))
		await t.test(name, async () => {
			const here = `10.2.1.${++n}`;
			assert.equal((await get(right, here)).status, 200, 'it is right');
			await guessUntilRefused(() => get(wrong(), here));
			assert.equal((await get(right, here)).status, 200, 'and stays right while others guess');
			assert.equal((await get(wrong(), here)).status, 429);
		});
});

test('a link opens while others type wrong codes of slips at the next machine', async () => {
	const here = '10.3.0.1';
	await guessUntilRefused(() => post('/login/code', here, { code: Array.from(randomBytes(12), (b) => ALPHABET[b % 32]).join('') }));
	const once = await letIn();
	assert.equal((await get(once, here)).status, 200);
});

test('three hundred people of one address mistype once each in the same minute, and none is refused who is right', async () => {
	const here = '10.4.0.1';
	const all = await Promise.all(
		Array.from({ length: 300 }, async () => {
			await get(`/r/${wrongCode()}`, here);
			return (await get(`/r/${code}`, here)).status;
		}),
	);
	assert.deepEqual([...new Set(all)], [200]);
});

test('somebody in the house guesses all the time: a code that has let somebody in is not slower for the others', async () => {
	const here = '10.4.0.2';
	let over = false;
	const guess = async () => {
		while (!over) await get(`/r/${wrongCode()}`, here);
	};
	await guessUntilRefused(() => get(`/r/${wrongCode()}`, here));
	/* Fifty a second are answered: whoever waits with them waits four seconds. */
	const guessers = Array.from({ length: 200 }, guess);
	await get(`/r/${code}`, here);
	const waited = await Promise.all(
		Array.from({ length: 20 }, async () => {
			const from = Date.now();
			assert.equal((await get(`/r/${code}`, here)).status, 200);
			return Date.now() - from;
		}),
	);
	over = true;
	await Promise.all(guessers);
	const median = waited.sort((a, b) => a - b)[10];
	assert.ok(median < 2000, `half of them waited ${median} ms`);
});
