/* cable.mjs: the network between one copy of the program and its PostgreSQL, which a test can cut, hang, or make lose notices.
 *
 *   const c = await new Cable(url).start();   c.url is what the program gets; each server of the URL has a port of its own here
 *   c.cut()            connections break and new ones are refused
 *   c.hang()           nothing gets through any more, and nobody is told
 *   c.mend()           as before; what hung is broken, as after a long interruption
 *   c.deafen(true)     notifications are taken out on their way to the program; c.lost counts them */
import net from 'node:net';
import { freePort } from '../../lib/server.mjs';

const NOTIFICATION = 0x41;	/* 'A' in the protocol: int32 length, pid, channel, payload */

/* postgresql://user@host:port,host:port/name?more in its parts. */
export function serversOf(url) {
	const [, head, list, tail] = /^(postgresql:\/\/(?:[^@/]*@)?)([^/]*)(.*)$/.exec(url);
	return { head, tail, servers: list.split(',').map((s) => ({ host: s.replace(/:\d+$/, ''), port: Number(/:(\d+)$/.exec(s)?.[1] ?? 5432) })) };
}

export class Cable {
	constructor(url) {
		Object.assign(this, { ...serversOf(url), pairs: new Set(), listeners: [], whole: true, deaf: false, lost: 0 });
	}

	async start() {
		for (const to of this.servers) {
			const s = net.createServer((from) => this.join(from, to));
			for (let port; !port; ) {
				port = await freePort();
				await new Promise((done) => s.once('error', () => ((port = 0), done())).listen(port, '127.0.0.1', done));
			}
			this.listeners.push(s);
		}
		return this;
	}

	/* sslmode: the relay reads what passes. */
	get url() {
		const at = this.listeners.map((s) => `127.0.0.1:${s.address().port}`).join(',');
		return `${this.head}${at}${this.tail}${this.tail.includes('?') ? '&' : '?'}sslmode=disable`;
	}

	join(from, { host, port }) {
		if (this.refuses) return from.destroy();
		const to = net.connect(port, host);
		const pair = { from, to, rest: Buffer.alloc(0) };
		this.pairs.add(pair);
		const end = () => {
			/* A cable that hangs tells neither side that the other has gone. */
			if (!this.whole) return;
			this.pairs.delete(pair);
			from.destroy();
			to.destroy();
		};
		for (const s of [from, to]) s.on('error', () => {}).on('close', end);
		from.on('data', (d) => this.whole && to.write(d));
		to.on('data', (d) => this.whole && from.write(this.heard(pair, d)));
	}

	/* Messages of the server, whole ones, less what is to be lost. */
	heard(pair, bytes) {
		const out = [];
		let b = Buffer.concat([pair.rest, bytes]);
		while (b.length >= 5 && b.length > b.readInt32BE(1)) {
			const end = b.readInt32BE(1) + 1;
			if (this.deaf && b[0] === NOTIFICATION) this.lost++;
			else out.push(b.subarray(0, end));
			b = b.subarray(end);
		}
		pair.rest = b;
		return Buffer.concat(out);
	}

	drop() {
		for (const { from, to } of this.pairs) from.destroy(), to.destroy();
		this.pairs.clear();
	}

	cut() {
		this.refuses = true;
		this.drop();
	}

	hang() {
		this.whole = false;
	}

	mend() {
		this.drop();
		Object.assign(this, { whole: true, refuses: false });
	}

	deafen(deaf) {
		this.deaf = deaf;
	}

	stop() {
		this.whole = true;
		this.drop();
		for (const s of this.listeners) s.close();
	}
}
