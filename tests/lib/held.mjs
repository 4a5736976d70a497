/* held.mjs: the program on a socket that somebody else holds, as systemd does: while it is restarted newcomers wait, and nobody is
 * refused. A Server in all else. */
import { spawn } from 'node:child_process';
import path from 'node:path';
import { Server, freePort, program } from './server.mjs';

const holder = path.resolve(path.dirname(new URL(import.meta.url).pathname), 'held.py');

export class HeldServer extends Server {
	/* Starts the holder at the first start. */
	async start() {
		this.port ||= await freePort();
		this.holder ??= this.hold();
		const why = await this.spawn();
		if (why) throw new Error(`medvirk did not start: ${why}`);
		return this;
	}

	hold() {
		/* The address the program is given is another's: it must take the socket instead. */
		const command = this.command().map((word, i, all) => (all[i - 1] === '--listen' ? '127.0.0.1:1' : word));
		const h = spawn('python3', [holder, this.host, this.port, program, ...command, ...this.args], { env: { ...process.env, ...this.env }, stdio: ['pipe', 'pipe', 'pipe'] });
		for (const s of [h.stdout, h.stderr]) s.on('data', (d) => this.hear(String(d)));
		return h;
	}

	hear(text) {
		this.said += text;
		for (const look of [...(this.looking ?? [])]) look();
	}

	/* The match, once what was said since `from` has it. */
	until(pattern, from) {
		return new Promise((done) => {
			const look = () => {
				const m = pattern.exec(this.said.slice(from));
				if (!m) return;
				this.looking.delete(look);
				done(m);
			};
			(this.looking ??= new Set()).add(look);
			look();
		});
	}

	async spawn() {
		const from = this.said.length;
		this.holder.stdin.write('start\n');
		const pid = Number((await this.until(/^pid (\d+)$/m, from))[1]);
		this.child = { kill: (signal) => process.kill(pid, signal) };
		this.ended = this.until(new RegExp(`^ended ${pid} (-?\\d+)$`, 'm'), from).then(([, n]) => (Number(n) < 0 ? { status: null, signal: -n } : { status: Number(n), signal: null }));
		const late = new Promise((done) => setTimeout(done, 60000).unref());
		const first = await Promise.race([this.until(/serving port=\d+/, from), this.ended, late]);
		return Array.isArray(first) ? undefined : this.said.slice(from) || 'nothing within 60 s';
	}

	async close() {
		try {
			await super.close();
		} finally {
			this.holder?.stdin.end();
		}
	}
}
