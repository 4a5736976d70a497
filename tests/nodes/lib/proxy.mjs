/* proxy.mjs: HAProxy with the file we ship, in front of so many copies of the program: only addresses, names of files and users are
 * changed, and every change must hit. */
import assert from 'node:assert/strict';
import { execFileSync, spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { freePort } from '../../lib/server.mjs';
import { eventually, request } from '../../lib/wire.mjs';

const shipped = path.resolve(path.dirname(new URL(import.meta.url).pathname), '../../../etc/haproxy.cfg');
export const NAME = 'medvirk.example.no';

function changed(text, changes) {
	for (const [from, to] of changes) {
		const next = text.replace(from, to);
		assert.notEqual(next, text, `nothing to change: ${from}`);
		text = next;
	}
	return text;
}

/* What a Visitor or a Phone takes for the server: the address people know. */
export class Proxy {
	constructor(nodes) {
		Object.assign(this, { nodes, said: '' });
	}

	get url() {
		return `https://127.0.0.1:${this.port}`;
	}

	log() {
		return this.nodes[0].log();
	}

	get db() {
		return this.nodes[0].db;
	}

	config(plain) {
		const servers = this.nodes.map((n, i) => `\tserver node${i + 1} ${n.host}:${n.port}\n`).join('');
		return changed(readFileSync(shipped, 'utf8'), [
			['\tlog /dev/log local0\n', `\tstats socket ${this.folder}/socket level admin\n\tlog 127.0.0.1:9 local0\n`],
			['\tuser haproxy\n\tgroup haproxy\n', ''],
			['bind :::80 v4v6', `bind 127.0.0.1:${plain}`],
			['bind :::443 v4v6', `bind 127.0.0.1:${this.port}`],
			['/etc/ssl/medvirk/both.pem', `${this.folder}/both.pem`],
			['maxconn 20000', 'maxconn 2000'],
			[/(\t#?server node\d .*\n)+/, servers],
		]);
	}

	certificate() {
		const [key, cert] = ['key.pem', 'cert.pem'].map((f) => path.join(this.folder, f));
		execFileSync('openssl', ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-days', '2', '-subj', `/CN=${NAME}`, '-keyout', key, '-out', cert], { stdio: 'ignore' });
		writeFileSync(path.join(this.folder, 'both.pem'), readFileSync(cert, 'utf8') + readFileSync(key, 'utf8'));
	}

	async start() {
		this.folder = mkdtempSync(path.join(tmpdir(), 'medvirk-nodes-'));
		this.certificate();
		const file = path.join(this.folder, 'haproxy.cfg');
		for (let tries = 0; ; tries++) {
			this.port = await freePort();
			writeFileSync(file, this.config(await freePort()));
			this.child = spawn('/usr/sbin/haproxy', ['-f', file], { stdio: ['ignore', 'pipe', 'pipe'] });
			for (const s of [this.child.stdout, this.child.stderr]) s.on('data', (d) => (this.said += d));
			const child = this.child;
			this.ended = new Promise((done) => child.on('close', done));
			const up = await Promise.race([this.ended.then(() => false), eventually(async () => (await request(this.url, 'GET', '/login')).status === 200).then(() => true)]);
			if (up) return this;
			if (tries === 5) throw new Error(`haproxy: ${this.said}`);
		}
	}

	/* The states of the nodes as the proxy sees them: ['UP', 'DOWN' …]. */
	states() {
		const csv = execFileSync('python3', ['-c', 'import socket,sys\ns=socket.socket(socket.AF_UNIX)\ns.connect(sys.argv[1])\ns.send(b"show stat -1 4 -1\\n")\nwhile b:=s.recv(65536): sys.stdout.write(b.decode())', `${this.folder}/socket`], { encoding: 'utf8' });
		return csv.split('\n').filter((l) => /,node\d+,/.test(l)).map((l) => l.split(',')[17]);
	}

	async stop() {
		if (!this.child) return;
		this.child.kill('SIGTERM');
		const late = setTimeout(() => this.child.kill('SIGKILL'), 5000);
		await this.ended;
		clearTimeout(late);
		rmSync(this.folder, { recursive: true, force: true });
	}
}
