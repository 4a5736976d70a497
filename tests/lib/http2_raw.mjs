/* http2_raw.mjs: one HTTP/2 request whose fields go out byte for byte, also those no client library lets pass (RFC 9113, RFC 7541). */
import tls from 'node:tls';

const frame = (type, flags, stream, payload = Buffer.alloc(0)) => {
	const head = Buffer.alloc(9);
	head.writeUIntBE(payload.length, 0, 3);
	head[3] = type;
	head[4] = flags;
	head.writeUInt32BE(stream, 5);
	return Buffer.concat([head, payload]);
};

/* A string literal without Huffman coding; lengths are integers with a prefix of seven bits. */
function literal(text) {
	const bytes = Buffer.from(text, 'latin1');
	if (bytes.length < 127) return Buffer.concat([Buffer.from([bytes.length]), bytes]);
	const size = [127];
	let n = bytes.length - 127;
	for (; n >= 128; n = n >> 7) size.push((n & 127) | 128);
	size.push(n);
	return Buffer.concat([Buffer.from(size), bytes]);
}

const DATA = 0;
const HEADERS = 1;
const RST_STREAM = 3;
const SETTINGS = 4;
const GOAWAY = 7;
const END_STREAM = 1;
const END_HEADERS = 4;

/* How the stream ended: 'answered', 'reset', 'goaway', 'closed' or, after 20 s, 'silent'. */
export function ask2(port, servername, fields, body) {
	return new Promise((done) => {
		const s = tls.connect({ host: '127.0.0.1', port, servername, rejectUnauthorized: false, ALPNProtocols: ['h2'] });
		let back = Buffer.alloc(0);
		const end = (how) => (s.destroy(), done(how));
		s.setTimeout(20000, () => end('silent'));
		s.on('error', () => end('closed'));
		s.on('close', () => done('closed'));
		s.on('secureConnect', () => {
			const block = Buffer.concat(fields.map(([k, v]) => Buffer.concat([Buffer.from([0]), literal(k), literal(v)])));
			s.write(Buffer.concat([Buffer.from('PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n'), frame(SETTINGS, 0, 0), frame(HEADERS, END_HEADERS | (body ? 0 : END_STREAM), 1, block)]));
			if (body) s.write(frame(DATA, END_STREAM, 1, Buffer.from(body, 'latin1')));
		});
		s.on('data', (d) => {
			back = Buffer.concat([back, d]);
			while (back.length >= 9 && back.length >= 9 + back.readUIntBE(0, 3)) {
				const n = back.readUIntBE(0, 3);
				const [type, flags] = [back[3], back[4]];
				back = back.subarray(9 + n);
				if (type === SETTINGS && !(flags & 1)) s.write(frame(SETTINGS, 1, 0));
				if (type === GOAWAY) return end('goaway');
				if (type === RST_STREAM) return end('reset');
				if ((type === HEADERS || type === DATA) && flags & END_STREAM) return end('answered');
			}
		});
	});
}
