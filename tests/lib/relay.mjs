/* relay.mjs: a mail relay with certificates of its own, and a server that has been set up to use it. */
import assert from 'node:assert/strict';
import { execFileSync, spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as wait } from 'node:timers/promises';
import { freePort } from './server.mjs';

const PYTHON = '/usr/bin/python3'; /* Debian's, which has aiosmtpd and icalendar */
const here = path.dirname(new URL(import.meta.url).pathname);

const openssl = (...args) => execFileSync('openssl', args, { stdio: ['ignore', 'ignore', 'pipe'] });

/* A house's own authority, and certificates: for this machine, for another host, and one nobody vouches for. */
export function certificates() {
	const folder = mkdtempSync(path.join(tmpdir(), 'medvirk-ca-'));
	const at = (name) => path.join(folder, name);
	const key = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-days', '2'];
	openssl('req', '-x509', ...key, '-subj', '/CN=Husets egen', '-addext', 'keyUsage=critical,keyCertSign', '-keyout', at('ca.key'), '-out', at('ca.pem'));
	const sign = (name, san) => {
		writeFileSync(at(`${name}.ext`), `subjectAltName=${san}\n`);
		openssl('req', ...key, '-subj', `/CN=${name}`, '-keyout', at(`${name}.key`), '-out', at(`${name}.csr`));
		openssl('x509', '-req', '-in', at(`${name}.csr`), '-CA', at('ca.pem'), '-CAkey', at('ca.key'), '-CAcreateserial', '-days', '2', '-extfile', at(`${name}.ext`), '-out', at(`${name}.pem`));
	};
	sign('here', 'IP:127.0.0.1,DNS:localhost');
	sign('elsewhere', 'DNS:mail.elsewhere.example');
	openssl('req', '-x509', ...key, '-subj', '/CN=127.0.0.1', '-addext', 'subjectAltName=IP:127.0.0.1', '-keyout', at('self.key'), '-out', at('self.pem'));
	return { folder, ca: at('ca.pem'), at, drop: () => rmSync(folder, { recursive: true, force: true }) };
}

export class Relay {
	constructor(certs, { tls = 'starttls', cert = 'here', user = 'medvirk@solbakken.example', password = 'hemmelig æøå 123', port } = {}) {
		Object.assign(this, { certs, tls, cert, user, password, port, letters: [], auths: [], held: [], moods: 0 });
	}

	async start() {
		this.port ??= await freePort();
		const args = [path.join(here, 'relay.py'), '--port', String(this.port)];
		if (this.tls) args.push('--tls', this.tls, '--cert', this.certs.at(`${this.cert}.pem`), '--key', this.certs.at(`${this.cert}.key`));
		if (this.user) args.push('--user', this.user, '--password', this.password);
		this.child = spawn(PYTHON, args, { stdio: ['pipe', 'pipe', 'inherit'], env: { PATH: process.env.PATH, LC_ALL: 'C.UTF-8' } });
		this.ended = new Promise((done) => this.child.on('close', done));
		await new Promise((done) => createInterface({ input: this.child.stdout }).on('line', (l) => (l === 'ready' ? done() : this.heard(JSON.parse(l)))));
		return this;
	}

	heard(e) {
		if (e.what === 'letter') this.letters.push(new Letter(e));
		else if (e.what === 'auth') this.auths.push(e);
		else if (e.what === 'held') this.held.push(e);
		else this.moods++;
	}

	/* How it behaves from now on; see relay.py. */
	async behave(mood) {
		const before = this.moods;
		this.child.stdin.write(`${JSON.stringify(mood)}\n`);
		await until(() => this.moods > before, 'the relay to change its mood');
	}

	async stop() {
		this.child?.stdin.end();
		this.child?.kill('SIGKILL');
		await this.ended;
		this.child = null;
	}

	/* The letters to an address, once there are n. */
	async to(address, n = 1) {
		const all = () => this.letters.filter((l) => l.to.includes(address));
		await until(() => all().length >= n, `${n} letter(s) to ${address}; there are: ${this.letters.map((l) => `${l.to} ${l.subject}`).join(' / ')}`);
		return all();
	}
}

class Letter {
	constructor(e) {
		Object.assign(this, e);
	}

	header(name) {
		return this.headers.find(([k]) => k.toLowerCase() === name.toLowerCase())?.[1];
	}

	get subject() {
		return this.header('subject');
	}

	part(type) {
		return this.parts.find((p) => p.type === type);
	}

	get text() {
		return this.part('text/plain').text;
	}
}

export async function until(is, what, ms = 30000) {
	for (const end = Date.now() + ms; !(await is()); await wait(50)) if (Date.now() > end) assert.fail(`waited in vain for ${typeof what === 'function' ? what() : what}`);
}

/* What a server needs to be told on its machine: a public address, the authority, the password's file. */
export function mailArgs(certs, password = 'hemmelig æøå 123') {
	writeFileSync(certs.at('password'), `${password}\n`, { mode: 0o600 });
	return ['--public-url', 'https://medvirk.solbakken.example', '--mail-ca', certs.ca, '--mail-password-file', certs.at('password')];
}

/* The administrator fills in the page. */
export async function setUpMail(admin, relay, more = {}) {
	const page = await admin.get('/admin/mail');
	const r = await admin.submit(page, '/admin/mail', { host: '127.0.0.1', port: String(relay.port), tls: relay.tls === 'implicit' ? 'tls' : (relay.tls ?? 'none'), user: relay.user ?? '', from: 'medvirk@solbakken.example', from_name: 'Medvirk', per_minute: '600', ...more });
	assert.equal(r.status, 200, r.page.words('main').slice(0, 500));
	return r;
}

/* A calendar file, read by Python's icalendar. */
export function readCalendar(text) {
	return JSON.parse(execFileSync(PYTHON, [path.join(here, 'relay.py'), '--calendar'], { input: text, encoding: 'utf8', env: { PATH: process.env.PATH, LC_ALL: 'C.UTF-8' } }));
}
