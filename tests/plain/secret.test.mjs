/* Passwords at their real cost. A sanitizer's build hashes cheaply, so that whole suites of sign-ins take less time; here it is
 * the program that people get. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { after, before, test } from 'node:test';
import { startServer } from '../lib/server.mjs';
import { Visitor } from '../lib/wire.mjs';
import { setUp, signIn } from '../lib/workplace.mjs';

let server;

before(async () => {
	server = await startServer();
	await setUp(server);
});
after(() => server?.close());

test('every password is kept as argon2id of 64 MiB and two passes', () => {
	const kept = server.db.rows('SELECT secret FROM person WHERE secret IS NOT NULL').flat();
	assert.equal(kept.length, 4);
	for (const k of kept) assert.match(k, /^\$argon2id\$v=19\$m=65536,t=2,p=1\$/);
	assert.equal(new Set(kept).size, 4, 'the same password, four salts');
});

/* Clock ticks that the server's threads have worked so far. */
const worked = () => readFileSync(`/proc/${server.child.pid}/stat`, 'utf8').split(') ')[1].split(' ').slice(11, 13).reduce((sum, n) => sum + Number(n), 0);

test('an unknown address costs as much work as a wrong password', async () => {
	const ticks = { known: 0, unknown: 0 };
	for (let i = 0; i < 10; i++)
		for (const [which, email] of [['known', 'vera@solbakken.example'], ['unknown', `ukjent${i}@solbakken.example`]]) {
			const before = worked();
			await new Visitor(server).post('/login', { email, secret: 'feil passord her' });
			ticks[which] += worked() - before;
		}
	assert.ok(ticks.known >= 10, 'secrets are hashed');
	assert.ok(ticks.unknown > ticks.known * 0.5 && ticks.unknown < ticks.known * 2, JSON.stringify(ticks));
});

test('twenty who sign in at once all get in, two at a time', async () => {
	const all = await Promise.all(Array.from({ length: 20 }, () => signIn(server, 'lise@solbakken.example')));
	for (const v of all) assert.equal((await v.get('/me')).status, 200);
	const most = Number(/^VmHWM:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${server.child.pid}/status`, 'utf8'))[1]);
	assert.ok(most < 350 * 1024, `${most} kB at most`);
});
