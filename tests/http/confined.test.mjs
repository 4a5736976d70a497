/* The running program is shut in: all its threads, before the first request; letters, PDFs, spreadsheets and sign-in work in
 * there; a handler that opens somebody else's file is refused, one that starts a process ends the program. And what a kernel
 * that cannot do it leads to. */
import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdtempSync, readFileSync, readdirSync, realpathSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { engine, freshDatabase } from '../lib/database.mjs';
import { certificates, mailArgs, Relay, setUpMail, until } from '../lib/relay.mjs';
import { enterDemo } from '../lib/room.mjs';
import { program, runProgram, Server, startServer } from '../lib/server.mjs';
import { request } from '../lib/wire.mjs';
import { begin, setUp, signIn } from '../lib/workplace.mjs';

const lib = new URL('../lib/', import.meta.url).pathname;
let folder;
const inFolder = (name) => path.join(folder, name);

before(() => {
	folder = mkdtempSync(path.join(tmpdir(), 'medvirk-confined-'));
	execFileSync('cc', ['-shared', '-fPIC', '-O1', '-D_GNU_SOURCE', '-o', inFolder('intruder.so'), path.join(lib, 'intruder.c')]);
	writeFileSync(inFolder('secret'), 'somebody else’s\n');
	writeFileSync(inFolder('mark.sh'), `#!/bin/sh\ntouch ${inFolder('ran')}\n`);
	chmodSync(inFolder('mark.sh'), 0o700);
});
after(() => rmSync(folder, { recursive: true, force: true }));

/* What /proc says about each thread of a program that runs; one may end while we look. */
const threads = (pid) =>
	readdirSync(`/proc/${pid}/task`).flatMap((t) => {
		try {
			return readFileSync(`/proc/${pid}/task/${t}/status`, 'utf8');
		} catch {
			return [];
		}
	});

function allShutIn(server) {
	const all = threads(server.child.pid);
	assert.ok(all.length > 4, `${all.length} threads`);
	for (const t of all) {
		assert.match(t, /^NoNewPrivs:\t1$/m);
		assert.match(t, /^Seccomp:\t2$/m);
	}
}

test('sign-in, letters by TLS, PDF and spreadsheet inside', async () => {
	const certs = certificates();
	const relay = await new Relay(certs).start();
	const server = await startServer({ args: mailArgs(certs) });
	try {
		assert.match(server.log(), /msg="confined landlock=[1-9]/);
		assert.ok(server.log().indexOf('confined landlock') < server.log().indexOf('serving port'));
		allShutIn(server);
		const place = await setUp(server);
		await begin(place);
		await signIn(server, 'ada@solbakken.example');
		await setUpMail(place.admin, relay);
		const test = async () => place.admin.submit(await place.admin.get('/admin/mail'), '/admin/mail/test');
		await test();
		await relay.to('ada@solbakken.example');
		/* An editor puts a new file in the old one's place: it counts at once, inside, too. */
		relay.password = 'ny hemmelighet';
		await relay.stop();
		await relay.start();
		writeFileSync(certs.at('password.new'), 'ny hemmelighet\n', { mode: 0o600 });
		renameSync(certs.at('password.new'), certs.at('password'));
		await test();
		await relay.to('ada@solbakken.example', 2);
		const list = await place.leader.get(`/p/${place.process}/print`);
		const pdf = await place.leader.get(list.page.links().find((l) => l.includes('/pdf/')));
		assert.equal(pdf.headers['content-type'], 'application/pdf');
		assert.ok(pdf.bytes.subarray(0, 5).equals(Buffer.from('%PDF-')));
		allShutIn(server);
	} finally {
		await server.close();
		await relay.stop();
		certs.drop();
	}
});

/* The demo, filled once, started anew with somebody in its spreadsheet's handler. */
let demo;
after(() => demo?.close());
async function intruded(what, { args = [] } = {}) {
	const asan = [process.env.ASAN_OPTIONS, 'verify_asan_link_order=0'].filter(Boolean).join(':');
	demo ??= new Server({ demo: true });
	await demo.stop();
	Object.assign(demo, { args, env: { LD_PRELOAD: inFolder('intruder.so'), INTRUDER: what, ASAN_OPTIONS: asan } });
	const from = demo.log().length;
	const log = () => demo.log().slice(from);
	await demo.start();
	await until(() => /^leader http/m.test(log()), 'the demo to say its addresses', 60000);
	const leader = await enterDemo(demo, 'leader');
	const unit = demo.db.rows('SELECT unit_id FROM process ORDER BY id')[0][0];
	return { log, ask: () => leader.get(`/u/${unit}/files/measures?as=xlsx`) };
}

for (const [what, why] of [['open', 'secret'], ['open', 'not-there'], ['write', 'new'], ['write', 'secret']])
	test(`a handler that would ${what} a foreign file (${why}) is refused, and the rest goes on`, async () => {
		const { log, ask } = await intruded(`${what} ${inFolder(why)}`);
		const r = await ask();
		const said = new RegExp(`intruder: ${what} \\S+: ${why === 'not-there' ? 'No such file or directory' : 'Permission denied'}`);
		await until(() => said.test(log()), () => `${said} in ${log()}`);
		assert.equal(r.status, 500);
		assert.equal((await request(demo.url, 'GET', '/healthz')).text, 'alive\n');
		assert.ok(!existsSync(inFolder('new')));
		assert.equal(readFileSync(inFolder('secret'), 'utf8'), 'somebody else’s\n');
	});

/* What the program may read, all of it: fonts, certificates, what the C library looks up. Whoever adds to it, adds here. */
const READ = ['/etc', '/lib', '/lib64', '/usr/lib', '/usr/share/zoneinfo', '/usr/share/fonts', '/usr/share/fontconfig', '/usr/share/fonts-droid-fallback', '/usr/local/share/fonts',
	'/var/cache/fontconfig', '/usr/share/ca-certificates', '/usr/local/share/ca-certificates', '/run/systemd/resolve', '/run/resolvconf', '/run/NetworkManager'];
const BORDERS = ['/', '/usr', '/usr/local', '/usr/local/share', '/usr/share', '/var', '/var/cache', '/var/lib', '/run', '/dev', '/dev/shm', '/sys', '/sys/devices/system', '/opt', '/srv', '/home', '/mnt', '/proc/sys', tmpdir()];
/* Builds that look for mistakes may read about themselves, or write down in their own folder what was run (base/confine.c). */
const sanitized = execFileSync('nm', ['-D', program], { encoding: 'utf8', maxBuffer: 1 << 28 }).includes('__asan_init');
const counted = existsSync(`${program}.p`) && readdirSync(`${program}.p`).some((n) => n.endsWith('.gcno'));

/* The folder itself, and the folders in it. A link is looked through. */
const foldersIn = (at) => (existsSync(at) ? [at, ...readdirSync(at).map((n) => path.join(at, n)).filter((n) => statSync(n, { throwIfNoEntry: false })?.isDirectory())] : []);
const firstFile = (at) => readdirSync(at, { recursive: true }).map((n) => path.join(at, n)).find((n) => statSync(n, { throwIfNoEntry: false })?.isFile());
/* A neighbour's folder in /tmp may be gone since it was listed. */
const real = (at) => {
	try {
		return realpathSync(at);
	} catch {
		return at;
	}
};
const within = (file, folders) => folders.some((f) => file === f || file.startsWith(`${f}/`));

test('what the running program may open is this list and no more', async () => {
	demo ??= new Server({ demo: true });
	const own = demo.db.folder;
	const pieces = `/dev/shm/medvirk-${process.geteuid()}`;
	const allowed = [...READ, ...(demo.db.file ? [own] : []), pieces].filter(existsSync).map((f) => realpathSync(f));
	const may = new Map();
	const expect = (what, file, done) => may.set(`${what} ${file}`, done);
	for (const at of [...new Set(BORDERS.flatMap(foldersIn))].filter((f) => f !== pieces && !(sanitized && real(f).startsWith('/proc'))))
		expect('open', at, within(real(at), allowed));
	/* Of each kind something that is really looked for. */
	for (const file of ['/etc/hosts', '/etc/resolv.conf', '/etc/ssl/certs/ca-certificates.crt', '/usr/share/zoneinfo/Europe/Oslo', firstFile('/usr/share/fonts')].filter(existsSync)) {
		expect('open', file, true);
		expect('write', file, false);
		expect('write', path.join(path.dirname(file), 'medvirk-was-here'), false);
	}
	for (const file of ['/proc/1/environ', '/proc/1/status', '/proc/self/environ', '/proc/self/mem', '/dev/mem', '/dev/kmsg'].filter((f) => existsSync(f) && !(sanitized && f.startsWith('/proc')))) expect('open', file, false);
	for (const file of ['/usr/bin/env', inFolder('secret'), ...(sanitized || counted ? [] : [program])]) {
		expect('open', file, false);
		expect('write', file, false);
	}
	for (const at of ['/', '/dev/shm', tmpdir(), '/run', folder, ...(counted ? [] : [path.dirname(program)])]) expect('write', path.join(at, 'medvirk-was-here'), false);
	if (demo.db.file) expect('write', path.join(own, 'new'), true);
	expect('write', path.join(pieces, 'new'), true);
	const { log, ask } = await intruded(`each ${[...may.keys()].join('\n')}`);
	assert.equal((await ask()).status, 500);
	await until(() => log().includes('intruder: that was all'), log);
	const said = new Map([...log().matchAll(/^intruder: (\S+ \/.*): (.*)$/gm)].map((m) => [m[1], m[2]]));
	/* A neighbour's folder in /tmp may be gone by now. */
	const gone = (what) => said.get(what) === 'No such file or directory' && !existsSync(what.slice(what.indexOf(' ') + 1));
	const wrong = [...may].filter(([what, done]) => (done ? said.get(what) !== 'done' : !/^(Permission denied|Text file busy)$/.test(said.get(what)) && !gone(what)));
	rmSync(path.join(pieces, 'new'), { force: true });
	assert.deepEqual(wrong.map(([what, done]) => `${what}: ${said.get(what)}, and should ${done ? '' : 'not '}be allowed`), []);
	assert.ok([...may.values()].filter((done) => !done).length > 40, `${may.size} attempts`);
});

test('a handler that starts a process ends the program at once, and the process never runs', async () => {
	const { ask } = await intruded(`run ${inFolder('mark.sh')}`);
	await assert.rejects(ask());
	const { signal } = await demo.ended;
	assert.equal(signal, 'SIGSYS');
	assert.ok(!existsSync(inFolder('ran')));
	demo.child = null;
	/* Nothing else has come of it. */
	demo.env = {};
	await demo.start();
	assert.equal((await request(demo.url, 'GET', '/readyz')).text, 'ready\n');
});

test('shown to work: unconfined, a file would have been opened', async () => {
	const { log, ask } = await intruded(`open ${inFolder('secret')}`, { args: ['--confine', 'off'] });
	assert.match(log(), /level=warn msg="not confined/);
	assert.equal((await ask()).status, 200);
	await until(() => /intruder: open \S+: done/.test(log()), log);
});

/* ---- kernels that lack it ---- */

const LANDLOCK = 'landlock_create_ruleset';
const without = (lacking) => ['/usr/bin/python3', path.join(lib, 'without.py'), lacking];

/* The doctor on such a kernel. */
const doctor = (url, lacking, ...more) => spawnSync(without(lacking)[0], [...without(lacking).slice(1), program, 'doctor', '--db', url, ...more], { encoding: 'utf8' }).stdout;

for (const [lacking, word] of [[LANDLOCK, 'landlock'], ['seccomp', 'seccomp']])
	test(`a kernel without ${word}: it serves and says so, unless that was ruled out`, async () => {
		const server = new Server({ through: without(lacking) });
		try {
			await server.start();
			assert.match(server.log(), new RegExp(`level=warn msg="confined, but there is no ${word} here`));
			for (const t of threads(server.child.pid)) assert.match(t, /^NoNewPrivs:\t1$/m);
			await server.stop();
			server.args = ['--confine', 'required'];
			await assert.rejects(server.start(), new RegExp(`there is no ${word} here, and --confine required asks for it`));
			server.child = null;
			assert.match(doctor(server.db.url, lacking), new RegExp(`look at {2}There is no ${word} here`));
			assert.match(doctor(server.db.url, lacking, '--confine', 'required'), new RegExp(`TROUBLE {2}There is no ${word} here`));
		} finally {
			server.db.drop();
		}
	});

test('where the kernel has both, required is met, and the doctor is content', async () => {
	const server = await startServer({ args: ['--confine', 'required'] });
	try {
		assert.match(server.log(), /confined landlock=/);
		const r = await runProgram(['doctor', '--db', server.db.url, '--confine', 'required']);
		assert.match(r.out, /good {5}The program shuts itself in: .*landlock \d+, seccomp/);
		assert.match((await runProgram(['doctor', '--db', server.db.url, '--confine', 'off'])).out, /look at {2}The program does not shut itself in/);
		assert.match((await runProgram(['doctor', '--db', server.db.url, '--confine', 'please'])).out, /TROUBLE {2}--confine must be/);
	} finally {
		await server.close();
	}
});

test('a word that is none does not serve', async () => {
	const db = freshDatabase();
	const r = await runProgram(['serve', '--listen', '127.0.0.1:0', '--db', db.url, '--confine', 'please']);
	db.drop();
	assert.notEqual(r.status, 0);
	assert.match(r.err, /--confine must be wanted, required or off/);
});

/* ---- PostgreSQL's password ---- */

test('a password that others can read is refused, by every command', async () => {
	for (const [args, env, says] of [
		[['--db', 'postgresql://medvirk:geheim@127.0.0.1:1/x'], {}, /password in the database's URL/],
		[['--db', 'postgresql://medvirk@127.0.0.1:1/x?password=geheim'], {}, /password in the database's URL/],
		[['--db', 'postgresql://medvirk@127.0.0.1:1/x'], { PGPASSWORD: 'geheim' }, /password in PGPASSWORD/],
	])
		for (const command of ['serve', 'doctor', 'let-in']) {
			const r = await runProgram([command, ...args, ...(command === 'let-in' ? ['--email', 'a@b.example'] : [])], { env });
			assert.notEqual(r.status, 0, command);
			assert.match(r.err, says);
			assert.doesNotMatch(r.out + r.err, /geheim/);
		}
});

test('PostgreSQL’s password comes from a file or a credential, read anew, inside', { skip: engine !== 'pg' }, async () => {
	const main = process.env.MEDVIRK_TEST_PG;
	const sql = (text) => execFileSync('psql', ['-X', '-q', '-A', '-t', '-v', 'ON_ERROR_STOP=1', '-c', text, main], { encoding: 'utf8' }).trim();
	const db = freshDatabase();
	const role = `r_${process.pid}`;
	const name = new URL(db.url).pathname.slice(1);
	const hba = sql('SHOW hba_file');
	const login = (password) => sql(`ALTER ROLE ${role} LOGIN PASSWORD '${password}'`);
	sql(`CREATE ROLE ${role}`);
	sql(`ALTER DATABASE ${name} OWNER TO ${role}`);
	sql(`COPY (SELECT 1) TO PROGRAM 'cat >/dev/null; sed -i "1i host all ${role} 127.0.0.1/32 scram-sha-256" ${hba}'`);
	sql('SELECT pg_reload_conf()');
	login('første');
	const url = new URL(db.url);
	url.username = role;
	const secrets = mkdtempSync(path.join(tmpdir(), 'medvirk-secrets-'));
	const file = path.join(secrets, 'db-password');
	const write = (text) => writeFileSync(file, `${text}\n`, { mode: 0o600 });
	const server = new Server({ db: { ...db, url: url.href, drop() {} } });
	try {
		write('feil');
		await assert.rejects(new Server({ db: { ...db, url: url.href }, args: ['--db-password-file', file] }).start(), /password authentication failed/);
		write('første');
		server.args = ['--db-password-file', file];
		await server.start();
		/* Another password, and all connections cut: the new ones are made from inside. */
		write('andre');
		login('andre');
		sql(`SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = '${role}'`);
		await until(async () => (await request(server.url, 'GET', '/readyz')).status === 200, 'the database to come back', 60000);
		await setUp(server);
		await server.stop();
		server.args = [];
		server.env = { CREDENTIALS_DIRECTORY: secrets };
		await server.start();
		assert.equal((await request(server.url, 'GET', '/readyz')).text, 'ready\n');
		chmodSync(file, 0o644);
		assert.match((await runProgram(['doctor', '--db', url.href, '--db-password-file', file])).out, /TROUBLE {2}Other users of this machine can read the file with PostgreSQL's password/);
	} finally {
		await server.stop();
		db.drop();
		sql(`DROP ROLE ${role}`);
		sql(`COPY (SELECT 1) TO PROGRAM 'cat >/dev/null; sed -i "/ ${role} /d" ${hba}'`);
		rmSync(secrets, { recursive: true, force: true });
	}
});
