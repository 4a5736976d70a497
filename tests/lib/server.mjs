/* server.mjs: the real executable on a free port, with a database of its own.
 *
 *   const s = await startServer();            medvirk serve
 *   const s = await startServer({ demo });    medvirk demo
 *   s.url  s.port  s.log()                    all it has said
 *   await s.stop()                            SIGTERM; fails on a bad end or a sanitizer's report
 *   await s.kill()                            SIGKILL, and nothing is asked
 *   await s.start()                           again, same port and database
 *   await s.close()                           stop and drop the database
 *   await endAll(() => a.stop(), () => b.close())   all of them, also when one ends badly */
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import net from 'node:net';
import path from 'node:path';
import { freshDatabase } from './database.mjs';

const root = path.resolve(path.dirname(new URL(import.meta.url).pathname), '../..');
export const program = path.resolve(root, process.env.MEDVIRK ?? 'build/medvirk');

const portIsFree = (port) =>
	new Promise((done) => {
		const s = net.createServer();
		s.once('error', () => done(false));
		s.listen(port, '127.0.0.1', () => s.close(() => done(true)));
	});

export async function freePort() {
	for (;;) {
		const port = 20000 + Math.floor(Math.random() * 12000);
		if (await portIsFree(port)) return port;
	}
}

/* Runs a command of the program to its end: { status, out, err }. */
export function runProgram(args, { env = {}, input = '' } = {}) {
	return new Promise((done) => {
		const child = spawn(program, args, { cwd: root, env: { ...process.env, ...env } });
		let out = '';
		let err = '';
		child.stdout.on('data', (d) => (out += d));
		child.stderr.on('data', (d) => (err += d));
		child.on('close', (status, signal) => done({ status, signal, out, err }));
		child.stdin.on('error', () => {}); /* it may end without having read it */
		child.stdin.end(input);
	});
}

export class Server {
	/* through: a command in front that becomes the program; program: another build of it. */
	constructor({ db = freshDatabase(), demo = false, args = [], env = {}, host = '127.0.0.1', through = [], program: executable = program } = {}) {
		Object.assign(this, { db, demo, args, env, host, through, program: executable, said: '', port: 0, child: null });
	}

	get url() {
		return `http://${this.host}:${this.port}`;
	}

	log() {
		return this.said;
	}

	command() {
		const at = `${this.host}:${this.port}`;
		return this.demo ? ['demo', '--listen', at, '--data', this.db.folder, '--db', this.db.url] : ['serve', '--listen', at, '--db', this.db.url];
	}

	async start() {
		for (let tries = 0; ; tries++) {
			this.port ||= await freePort();
			const why = await this.spawn();
			if (!why) return this;
			if (tries === 5 || !/cannot listen/.test(why)) throw new Error(`medvirk did not start: ${why}\n${this.said}`);
			this.port = 0;
		}
	}

	/* Resolves to nothing once the program says that it serves, or to why it did not. */
	spawn() {
		const from = this.said.length;
		const [first, ...rest] = [...this.through, this.program, ...this.command(), ...this.args];
		this.child = spawn(first, rest, { cwd: root, env: { ...process.env, ...this.env }, stdio: ['ignore', 'pipe', 'pipe'] });
		const child = this.child;
		this.ended = new Promise((done) => child.on('close', (status, signal) => done({ status, signal })));
		return new Promise((done) => {
			const late = setTimeout(() => (child.kill('SIGKILL'), done('not ready within 180 s')), 180000);
			const settle = (why) => (clearTimeout(late), done(why));
			/* The demo's addresses come by the other pipe, in one piece. */
			const heard = (d) => {
				const said = (this.said += d).slice(from);
				if (/serving port=\d+/.test(said) && (!this.demo || /^home /m.test(said))) settle();
			};
			child.stdout.on('data', heard);
			child.stderr.on('data', heard);
			child.on('error', (e) => settle(String(e)));
			this.ended.then(({ status, signal }) => settle(`${this.said.slice(from)} (status ${status ?? signal})`));
		});
	}

	async stop() {
		if (!this.child) return;
		const child = this.child;
		this.child = null;
		child.kill('SIGTERM');
		const late = setTimeout(() => child.kill('SIGABRT'), 60000);
		const { status, signal } = await this.ended;
		clearTimeout(late);
		assert.doesNotMatch(this.said, /AddressSanitizer|LeakSanitizer|ThreadSanitizer|runtime error:|Assertion .* failed/);
		assert.equal(status, 0, `ended with ${status ?? signal}:\n${this.said.slice(-4000)}`);
	}

	async kill() {
		const child = this.child;
		this.child = null;
		child.kill('SIGKILL');
		await this.ended;
	}

	async close() {
		try {
			await this.stop();
		} finally {
			this.db.drop();
		}
	}
}

/* A program that nobody ends keeps the test file from ending. Fails as the first that ended badly. */
export async function endAll(...ends) {
	const wrong = [];
	for (const end of ends) {
		try {
			await end();
		} catch (e) {
			wrong.push(e);
		}
	}
	if (wrong.length) throw wrong[0];
}

export async function startServer(options) {
	const s = new Server(options);
	try {
		return await s.start();
	} catch (e) {
		s.db.drop();
		throw e;
	}
}
