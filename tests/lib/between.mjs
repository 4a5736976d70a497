/* between.mjs: stands between a proxy and the program, passes every byte on, and notes what was asked and answered, as a reader
 * that follows RFC 9112 to the letter sees it. */
import net from 'node:net';

/* Cuts a stream of bytes into messages by Content-Length and chunks; made(first line) for each whose head has come. */
class Reader {
	constructor(made, hasBody = () => true) {
		Object.assign(this, { made, hasBody, bytes: Buffer.alloc(0), broken: false, head: null });
	}

	add(d) {
		this.bytes = Buffer.concat([this.bytes, d]);
		while (!this.broken && this.one());
	}

	one() {
		if (this.head === null) {
			const end = this.bytes.indexOf('\r\n\r\n');
			if (end < 0) return false;
			this.head = this.bytes.toString('latin1', 0, end);
			this.bytes = this.bytes.subarray(end + 4);
			const [first] = this.head.split('\r\n');
			this.body = this.hasBody(first);
			this.made(first);
		}
		const at = this.body ? this.bodyEnd() : 0;
		if (at < 0 || at > this.bytes.length) return false;
		this.bytes = this.bytes.subarray(at);
		this.head = null;
		return this.bytes.length > 0;
	}

	/* How many bytes belong to the body; -1: not all is here. */
	bodyEnd() {
		const field = (name) => new RegExp(`^${name}:[ \\t]*(.*?)[ \\t]*$`, 'im').exec(this.head)?.[1];
		const length = field('Content-Length');
		if (field('Transfer-Encoding') !== undefined) return this.chunksEnd();
		if (length === undefined) return 0;
		return /^\d+$/.test(length) ? Number(length) : this.giveUp(`length ${length}`);
	}

	chunksEnd() {
		for (let at = 0; ; ) {
			const line = this.bytes.indexOf('\r\n', at);
			if (line < 0) return -1;
			const text = this.bytes.toString('latin1', at, line);
			if (!/^[0-9a-f]+$/i.test(text)) return this.giveUp(`chunk size ${JSON.stringify(text)}`);
			const n = parseInt(text, 16);
			if (n === 0) {
				if (this.bytes.toString('latin1', line + 2, line + 4) === '\r\n') return line + 4;
				const end = this.bytes.indexOf('\r\n\r\n', line + 2);
				return end < 0 ? -1 : end + 4;
			}
			at = line + 2 + n + 2;
			if (at > this.bytes.length) return -1;
		}
	}

	giveUp(why) {
		this.broken = why;
		return -1;
	}
}

/* { port, asked, answered, abandoned, odd(), close() }: asked holds request lines without those of the proxy's own health checks;
 * abandoned counts those whose connection the proxy closed before there was an answer. */
export async function between(to) {
	const b = { asked: [], answered: [], abandoned: 0, readers: [], sockets: new Set() };
	const server = net.createServer({ allowHalfOpen: true }, (front) => {
		const back = net.connect({ port: to, host: '127.0.0.1', allowHalfOpen: true });
		const checks = [];
		let heads = [];
		const up = new Reader((line) => {
			const check = / \/readyz /.test(line);
			checks.push(check);
			heads.push(/^HEAD /.test(line));
			if (!check) b.asked.push(line);
		});
		const down = new Reader(
			(line) => {
				if (/ 100 /.test(line)) return;
				heads.shift();
				if (!checks.shift()) b.answered.push(line);
			},
			(line) => !heads[0] && !/ (1\d\d|204|304) /.test(line),
		);
		b.readers.push(up, down);
		front.on('close', () => {
			b.abandoned += checks.splice(0).filter((check) => !check).length;
			down.made = () => {};
		});
		for (const [from, on, reader] of [[front, back, up], [back, front, down]]) {
			b.sockets.add(from);
			from.on('data', (d) => (reader.add(d), on.write(d)));
			from.on('end', () => on.end());
			from.on('error', () => on.destroy());
			from.on('close', () => b.sockets.delete(from));
		}
	});
	await new Promise((done) => server.listen(0, '127.0.0.1', done));
	b.port = server.address().port;
	/* What a strict reader could not read, or was left with: there should be nothing of the kind in front of the program. */
	b.odd = () => b.readers.map((r) => r.broken).filter(Boolean);
	b.close = () => {
		for (const s of b.sockets) s.destroy();
		return new Promise((done) => server.close(done));
	};
	return b;
}
