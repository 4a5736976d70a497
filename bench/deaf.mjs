/* deaf.mjs: phones that join, open their stream of events and never read it, so they cannot see either that they were cut off: every
 * seven seconds each opens another one.
 *
 *   node bench/deaf.mjs --url http://HOST:PORT --code CODE [--phones 100]
 *
 * Prints "ready" when all are there, and at the end (a line on its input, or the end of it) how many streams they have opened. */
import net from 'node:net';

const args = Object.fromEntries([...process.argv.slice(2).join(' ').matchAll(/--(\w+) (\S+)/g)].map(([, k, v]) => [k, v]));
const url = new URL(args.url);
const phones = Number(args.phones ?? 100);
const at = { host: url.hostname, port: Number(url.port) };
let streams = 0;

/* One request, the answer's head. */
const ask = (bytes) =>
	new Promise((done, fail) => {
		const s = net.connect(at);
		let back = '';
		s.setEncoding('latin1');
		s.on('data', (d) => (back += d));
		s.on('close', () => done(back));
		s.on('error', fail);
		s.write(bytes);
	});

async function join() {
	const head = await ask(`POST /r/${args.code}/join HTTP/1.1\r\nHost: ${url.host}\r\nSec-Fetch-Site: same-origin\r\nContent-Length: 0\r\nConnection: close\r\n\r\n`);
	const seat = /^set-cookie: seat=([^;\r\n]+)/im.exec(head)?.[1];
	if (!seat) throw new Error(`no seat: ${head.slice(0, 200)}`);
	return seat;
}

function listen(seat) {
	const s = net.connect(at);
	s.on('error', () => {});
	streams++;
	s.write(`GET /r/${args.code}/events?screen=phone&lang=nb HTTP/1.1\r\nHost: ${url.host}\r\nAccept: text/event-stream\r\nCookie: seat=${seat}\r\n\r\n`);
	s.pause();
}

for (let i = 0; i < phones; i += 10)
	for (const seat of await Promise.all(Array.from({ length: Math.min(10, phones - i) }, join))) {
		listen(seat);
		setInterval(listen, 7000, seat);
	}
console.log('ready');
const end = () => {
	console.log(JSON.stringify({ deaf: phones, streams }));
	process.exit(0);
};
process.stdin.on('data', end);
process.stdin.on('end', end);
