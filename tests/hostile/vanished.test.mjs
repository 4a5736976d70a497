/* Peers that vanish: no FIN, no reset, the network just goes (a phone leaves the house, a cable is pulled). What they held comes back to
 * the program, whoever is left notices nothing, and those who come back by another network miss nothing. The file runs itself in a network
 * of its own, whose other end it takes away. LONG=1: nobody writes meanwhile, so that only the program's own signs of life find it out. */
import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { readdirSync, readlinkSync } from 'node:fs';
import net from 'node:net';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { scrape } from '../lib/prometheus.mjs';
import { demoLines, joined, seqOf } from '../lib/room.mjs';
import { freePort, startServer } from '../lib/server.mjs';
import { eventually, request } from '../lib/wire.mjs';

const HERE = '192.168.78.1';
const THERE = '192.168.78.2';
const CROWD = 12;	/* of each kind */
const inside = process.env.IN_NETWORK;

function inNetwork() {
	const { NODE_TEST_CONTEXT, ...env } = process.env;
	const whose = process.getuid() === 0 ? [] : ['--user', '--map-root-user'];
	const script = `ip link set lo up && ip address add ${HERE}/32 dev lo && ip address add ${THERE}/32 dev lo && ip link add nowhere type veth peer name void && ip link set nowhere up && ip link set void up && exec "$@"`;
	const r = spawnSync('unshare', [...whose, '--net', 'sh', '-ec', script, 'network', process.execPath, fileURLToPath(import.meta.url)], { env: { ...env, PATH: `${env.PATH}:/usr/sbin:/sbin`, IN_NETWORK: '1' }, encoding: 'utf8', maxBuffer: 1 << 28 });
	assert.equal(r.status, 0, r.stdout + r.stderr);
	assert.match(r.stdout, /^# pass 1$/m);
}

const ip = (...words) => execFileSync('ip', words, { env: { ...process.env, PATH: `${process.env.PATH}:/usr/sbin:/sbin` } });

/* From now on what is sent there goes to a machine that does not exist, and nobody says so. */
function vanish() {
	ip('address', 'del', `${THERE}/32`, 'dev', 'lo');
	ip('route', 'add', THERE, 'dev', 'nowhere', 'src', HERE);
	ip('neighbour', 'add', THERE, 'lladdr', '02:00:00:00:00:01', 'dev', 'nowhere', 'nud', 'permanent');
}

async function network() {
	const metrics = await freePort();
	const server = await startServer({ demo: true, host: HERE, args: ['--metrics', `127.0.0.1:${metrics}`] });
	const streams = async () => (await scrape(metrics)).value('medvirk_streams');
	const connections = async () => (await scrape(metrics)).value('medvirk_http_connections');
	const sockets = () => readdirSync(`/proc/${server.child.pid}/fd`).filter((fd) => link(server.child.pid, fd).startsWith('socket:')).length;
	const { code } = demoLines(server);
	const largest = await largestFile(server);
	const open = [];
	const from = (bytes) => {
		const s = net.connect({ port: server.port, host: HERE, localAddress: THERE });
		open.push(s);
		s.on('error', () => {});
		return new Promise((done) => s.write(bytes, () => done(s)));
	};
	/* Until the answer has begun to come. */
	const answered = async (bytes) => {
		const s = await from(bytes);
		await new Promise((done) => s.once('readable', done));
		return s;
	};
	try {
		const stays = await joined(server, code);
		const here = await stays.events({ after: seqOf(await stays.room()) });
		const gone = await Promise.all(Array.from({ length: CROWD }, () => joined(server, code)));
		const seq = seqOf(await gone[0].room());
		for (const p of gone) p.visitor.done();
		await eventually(async () => (await connections()) <= 2);
		const before = sockets();

		for (let i = 0; i < CROWD; i++) {
			(await answered(`GET /r/${code}/events?screen=phone&lang=nb&after=${seq} HTTP/1.1\r\nHost: x\r\nCookie: seat=${gone[i].seat}\r\n\r\n`)).resume();
			await from('GET /login HTTP/1.1\r\nHo');
			await from('POST /login HTTP/1.1\r\nHost: x\r\nContent-Length: 5000\r\n\r\nhalf');
			/* More than the kernel takes, and nobody reads. */
			await answered(`GET ${largest} HTTP/1.1\r\nHost: x\r\n\r\n`.repeat(40));
			if (process.env.LONG) (await answered('GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n')).resume();
		}
		await eventually(async () => (await streams()) === CROWD + 1);
		assert.ok(sockets() >= before + 4 * CROWD, `${sockets()} sockets, ${before} before`);

		vanish();
		const note = process.env.LONG ? null : await stays.note('Der gikk de');
		/* Signs of life go every 15 s, and what is not acknowledged for 30 s ends a connection. */
		await eventually(async () => (await streams()) === 1, { every: 500, ms: 90000 });
		await eventually(() => sockets() <= before, { every: 500, ms: 120000 }).catch(() => assert.fail(`${sockets()} sockets, ${before} before`));
		assert.equal(here.closed, false, 'whoever is there stays');

		/* By another network, with the last number that was seen. */
		const last = note ?? (await stays.note('Der gikk de'));
		assert.equal(last.status, 201);
		for (const p of gone) {
			const s = await p.events({ after: seq });
			await s.until((f) => f.event === 'patch' && f.data.includes(`id="note-${last.id}"`));
			s.close();
			p.close();
		}
		await here.until((f) => f.event === 'patch' && f.data.includes(`id="note-${last.id}"`));
		here.close();
		stays.close();
	} finally {
		for (const s of open) s.destroy();
		await server.close();
	}
}

function link(pid, fd) {
	try {
		return readlinkSync(`/proc/${pid}/fd/${fd}`);
	} catch {
		return ''; /* closed meanwhile */
	}
}

async function largestFile(server) {
	const { text } = await request(server.url, 'GET', '/login', { agent: false });
	const files = await Promise.all([...new Set(text.match(/\/a\/[^"']+\.(css|js)/g))].map(async (at) => [at, (await request(server.url, 'GET', at, { agent: false })).bytes.length]));
	return files.sort(([, a], [, b]) => b - a)[0][0];
}

if (inside) test('in a network of its own', { timeout: 240000 }, network);
else test('the network takes phones and browsers away: what they held comes back, and they can come back', { timeout: 280000 }, inNetwork);
