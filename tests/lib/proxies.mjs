/* proxies.mjs: the proxies' files in etc/, as they are shipped but for ports, names of files and certificates. */
import assert from 'node:assert/strict';
import { execFileSync, spawn } from 'node:child_process';
import dgram from 'node:dgram';
import { accessSync, existsSync, mkdtempSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { freePort } from './server.mjs';

const root = path.resolve(path.dirname(new URL(import.meta.url).pathname), '../..');
const shipped = (name) => readFileSync(path.join(root, 'etc', name), 'utf8');
export const NAME = 'medvirk.example.no';

/* Every change to a shipped file must hit, or the test would try something else than what is shipped. */
function changed(text, changes) {
	for (const [from, to] of changes) {
		const next = text.replaceAll(from, to);
		assert.notEqual(next, text, `nothing to change: ${from}`);
		text = next;
	}
	return text;
}

/* A certificate for the name in the shipped files: { key, cert, both }, names of files in folder. */
export function certificate(folder) {
	const [key, cert, both] = ['key.pem', 'fullchain.pem', 'both.pem'].map((f) => path.join(folder, f));
	execFileSync('openssl', ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-days', '2', '-subj', `/CN=${NAME}`, '-addext', `subjectAltName=DNS:${NAME}`, '-keyout', key, '-out', cert], { stdio: 'ignore' });
	writeFileSync(both, readFileSync(cert) + readFileSync(key));
	return { key, cert, both };
}

function start(command, args, options = {}) {
	const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'pipe'], ...options });
	const p = { child, said: '' };
	for (const s of [child.stdout, child.stderr]) s.on('data', (d) => (p.said += d));
	p.ended = new Promise((done) => child.on('close', done));
	return p;
}

export async function stop(p) {
	if (!p) return;
	p.child.kill('SIGTERM');
	const late = setTimeout(() => p.child.kill('SIGKILL'), 60000);
	await p.ended;
	clearTimeout(late);
}

/* run({ port, cert, to, folder, crowd = 200 }): serves on that port of loopback, by TLS, in front of the program on port `to`, with room for so
 * many connections: { child, said, logs() }. */
export const proxies = {
	nginx: {
		async run({ port, cert, to, folder, crowd = 200 }) {
			const dir = mkdtempSync(path.join(folder, 'nginx-'));
			const site = changed(shipped('nginx.conf'), [
				[/\tlisten \[::\].*\n/g, ''],
				[/listen 80;/g, `listen 127.0.0.1:${await freePort()};`],
				[/listen 443 /g, `listen 127.0.0.1:${port} `],
				['/etc/ssl/medvirk/fullchain.pem', cert.cert],
				['/etc/ssl/medvirk/key.pem', cert.key],
				['/var/log/nginx/', `${dir}/`],
				['127.0.0.1:8080', `127.0.0.1:${to}`],
			]);
			const temp = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map((t) => `${t}_temp_path ${dir}/${t};`).join('\n');
			writeFileSync(path.join(dir, 'site.conf'), site);
			writeFileSync(
				path.join(dir, 'nginx.conf'),
				`${process.getuid() === 0 ? 'user root;' : ''}\ndaemon off;\npid ${dir}/pid;\nerror_log ${dir}/error.log;\nevents { worker_connections ${2 * crowd + 112}; }\nhttp {\n${temp}\naccess_log ${dir}/other.log;\ninclude site.conf;\n}\n`,
			);
			const args = ['-p', dir, '-c', path.join(dir, 'nginx.conf'), '-e', path.join(dir, 'error.log')];
			execFileSync('/usr/sbin/nginx', ['-t', '-q', ...args]);
			const p = start('/usr/sbin/nginx', args);
			p.logs = () => ['medvirk.log', 'other.log', 'error.log'].map((f) => path.join(dir, f)).filter(existsSync).map((f) => readFileSync(f, 'utf8')).join('');
			return p;
		},
	},
	haproxy: {
		async run({ port, cert, to, folder, crowd = 200 }) {
			const dir = mkdtempSync(path.join(folder, 'haproxy-'));
			const log = dgram.createSocket('udp4');
			let lines = '';
			log.on('message', (m) => (lines += `${m}\n`));
			await new Promise((done) => log.bind(0, '127.0.0.1', done));
			const file = path.join(dir, 'haproxy.cfg');
			writeFileSync(
				file,
				changed(shipped('haproxy.cfg'), [
					['/dev/log', `127.0.0.1:${log.address().port}`],
					['\tuser haproxy\n\tgroup haproxy\n', ''],
					[/bind :::80 v4v6/g, `bind 127.0.0.1:${await freePort()}`],
					[/bind :::443 v4v6/g, `bind 127.0.0.1:${port}`],
					['/etc/ssl/medvirk/both.pem', cert.both],
					['maxconn 20000', `maxconn ${crowd}`],
					['127.0.0.1:8080', `127.0.0.1:${to}`],
				]),
			);
			execFileSync('/usr/sbin/haproxy', ['-c', '-q', '-f', file]);
			const p = start('/usr/sbin/haproxy', ['-f', file]);
			p.ended.then(() => log.close());
			p.logs = () => lines + p.said;
			return p;
		},
	},
	caddy: {
		program: process.env.CADDY ?? '/usr/bin/caddy',
		async run({ port, cert, to, folder }) {
			const dir = mkdtempSync(path.join(folder, 'caddy-'));
			const file = path.join(dir, 'Caddyfile');
			writeFileSync(
				file,
				changed(shipped('Caddyfile'), [
					['{\n	# Its own', `{\n	admin off\n	http_port ${await freePort()}\n	https_port ${port}\n	default_bind 127.0.0.1\n	storage file_system ${dir}\n	# Its own`],
					['medvirk.example.no {\n', `medvirk.example.no {\n	tls ${cert.cert} ${cert.key}\n`],
					['/var/log/caddy/', `${dir}/`],
					['127.0.0.1:8080', `127.0.0.1:${to}`],
				]),
			);
			const p = start(this.program, ['run', '--adapter', 'caddyfile', '--config', file], { env: { ...process.env, HOME: dir, XDG_DATA_HOME: dir, XDG_CONFIG_HOME: dir } });
			p.logs = () => p.said + readdirSync(dir).filter((f) => f.endsWith('.log')).map((f) => readFileSync(path.join(dir, f), 'utf8')).join('');
			return p;
		},
	},
};

/* Is it installed? */
export function runnable(proxy) {
	try {
		if (proxy.program) accessSync(proxy.program);
		return true;
	} catch {
		return false;
	}
}
