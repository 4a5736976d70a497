/* medvirk doctor: a sound house gets no complaint, and each thing that is wrong gets its line and exit status 1. */
import assert from 'node:assert/strict';
import { chmodSync } from 'node:fs';
import { after, before, test } from 'node:test';
import { engine } from '../lib/database.mjs';
import { demoLines, joined } from '../lib/room.mjs';
import { runProgram, startServer } from '../lib/server.mjs';

const PUBLIC = 'https://medvirk.example.no';
let server;
let phone;

const doctor = (...more) => runProgram(['doctor', '--db', server.db.url, '--listen', `127.0.0.1:${server.port}`, '--public-url', PUBLIC, '--trust', '127.0.0.1', ...more]);

/* The PostgreSQL of the tests runs without fsync, which the doctor rightly does not like. */
const troubles = (r) => r.out.split('\n').filter((l) => l.startsWith('TROUBLE') && !/has (fsync|full_page_writes) = off/.test(l));
const closed = () => server.db.rows("SELECT id FROM sitting WHERE state = 'closed' ORDER BY id LIMIT 1")[0][0];

before(async () => {
	server = await startServer({ demo: true, args: ['--public-url', PUBLIC, '--trust', '127.0.0.1'] });
	phone = await joined(server, demoLines(server).code);
});
after(async () => {
	phone?.close();
	await server?.close();
});

test('a sound house: no trouble, also with a workshop open', async () => {
	const r = await doctor();
	assert.deepEqual(troubles(r), [], r.err);
	if (engine === 'sqlite') assert.equal(r.status, 0);
	for (const line of [/tables fit the program/, /left nothing that leads to a person/, /Workshops open now: 1/, /The log is whole: \d+ entries/, /The public address is https/, /and believes the proxy/])
		assert.match(r.out, line);
	assert.doesNotMatch(r.out + r.err, new RegExp(phone.seat));
});

test('a program that believes nobody is told apart from one that believes the proxy', async () => {
	const r = await doctor('--trust', '127.0.0.1');
	assert.match(r.out, /believes the proxy/);
	const other = await runProgram(['doctor', '--db', server.db.url, '--listen', `127.0.0.1:${server.port}`, '--public-url', PUBLIC, '--trust', '10.0.0.0/8']);
	assert.equal(other.status, 1);
	assert.match(other.out, /TROUBLE {2}The running program believes anybody on this machine/);
});

const wrong = [
	[['--public-url', `${PUBLIC}/`], /TROUBLE {2}The public address ends in a slash/],
	[['--public-url', 'medvirk.example.no'], /TROUBLE {2}The public address must begin with/],
	[['--trust', '0.0.0.0/0'], /TROUBLE {2}.*believes everybody/],
	[['--trust', 'proxyen'], /TROUBLE {2}"proxyen" in --trust is no address/],
];
for (const [args, says] of wrong)
	test(`said: ${args.join(' ')}`, async () => {
		const given = Object.fromEntries([['--public-url', PUBLIC], ['--trust', '127.0.0.1']]);
		given[args[0]] = args[1];
		const r = await runProgram(['doctor', '--db', server.db.url, '--listen', `127.0.0.1:${server.port}`, ...Object.entries(given).flat()]);
		assert.equal(r.status, 1, r.out);
		assert.match(r.out, says);
	});

test('said: plain http is looked at, and no trouble', async () => {
	const r = await runProgram(['doctor', '--db', server.db.url, '--listen', '127.0.0.1:1', '--public-url', 'http://192.168.1.5']);
	assert.deepEqual(troubles(r), []);
	assert.match(r.out, /look at {2}The public address is not https/);
	assert.match(r.out, /look at {2}The program does not answer at 127\.0\.0\.1:1/);
});

/* Each: SQL that breaks something past the program, what the doctor says, and SQL that mends it. */
const broken = {
	'a seat left by a closed workshop': [() => `INSERT INTO seat (token_hash, room_id) VALUES ('igjen', ${closed()})`, /TROUBLE {2}Closed workshops have left seats: 1/, () => "DELETE FROM seat WHERE token_hash = 'igjen'"],
	'an edit token left': [() => "UPDATE note SET edit_hash = 'igjen' WHERE id = (SELECT id FROM note WHERE room_id < 0 ORDER BY id LIMIT 1)", /left edit tokens: 1/, () => "UPDATE note SET edit_hash = NULL WHERE edit_hash = 'igjen'"],
	'a line of the log changed': [() => "UPDATE audit SET body = '{\"name\":\"Noen andre\"}' WHERE id = 1", /TROUBLE {2}The log has been changed from outside, first at entry 1/, null],
};
for (const [what, [breaks, says, mends]] of Object.entries(broken))
	test(`found: ${what}`, async () => {
		server.db.rows(breaks());
		const r = await doctor();
		assert.equal(r.status, 1);
		assert.match(r.out, says);
		if (mends) server.db.rows(mends());
	});

if (engine === 'sqlite')
	test('found: a database that others can read', async () => {
		chmodSync(server.db.file, 0o644);
		const r = await doctor();
		chmodSync(server.db.file, 0o600);
		assert.equal(r.status, 1);
		assert.match(r.out, /TROUBLE {2}Other users of this machine can read/);
	});
else
	test('found: a server that writes down what people write', async () => {
		const name = new URL(server.db.url).pathname.slice(1);
		server.db.rows(`ALTER DATABASE ${name} SET log_statement = 'all'`);
		const r = await doctor();
		server.db.rows(`ALTER DATABASE ${name} RESET log_statement`);
		assert.equal(r.status, 1);
		assert.match(r.out, /TROUBLE {2}PostgreSQL has log_statement = all/);
		assert.match(r.out, /The clocks of this machine and of the database are [01] s apart/);
	});

test('a database that cannot be opened is said in plain words', async () => {
	const r = await runProgram(['doctor', '--db', 'sqlite:/finnes/ikke/medvirk.db']);
	assert.equal(r.status, 1);
	assert.match(r.err, /cannot open the database/);

});
