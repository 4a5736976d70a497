/* wire.mjs: what speaks with the server: a cookie-keeping visitor, a raw socket, a stream of events. */
import http from 'node:http';
import https from 'node:https';
import net from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import { formBody, page } from './html.mjs';

/* By a proxy with a certificate of its own making, or straight to the program. */
const over = (u) => (u.protocol === 'https:' ? { lib: https, port: u.port || 443, rejectUnauthorized: false } : { lib: http, port: u.port || 80 });

/* One request as it is, nothing followed: { status, headers, text, setCookies }. headers that are undefined are left out. */
export function request(base, method, path, { headers = {}, body, agent } = {}) {
	return new Promise((done, fail) => {
		const u = new URL(base);
		const h = Object.fromEntries(Object.entries(headers).filter(([, v]) => v !== undefined));
		if (body !== undefined) h['content-length'] ??= Buffer.byteLength(body);
		const { lib, ...by } = over(u);
		const rq = lib.request({ host: u.hostname, ...by, method, path, headers: h, agent }, (rs) => {
			const parts = [];
			rs.on('data', (d) => parts.push(d));
			rs.on('error', fail);
			rs.on('end', () => done(answer(rs, Buffer.concat(parts))));
		});
		rq.setTimeout(120000, () => rq.destroy(new Error(`${method} ${path}: no answer within 120 s`)));
		rq.on('error', fail);
		rq.end(body);
	});
}

function answer(rs, bytes) {
	const text = bytes.toString('utf8');
	return { status: rs.statusCode, headers: rs.headers, setCookies: rs.headers['set-cookie'] ?? [], bytes, text, location: rs.headers.location, page: page(text) };
}

export function parseSetCookie(line) {
	const [pair, ...rest] = line.split(';').map((s) => s.trim());
	const eq = pair.indexOf('=');
	const c = { name: pair.slice(0, eq), value: pair.slice(eq + 1), attributes: {} };
	for (const r of rest) {
		const [k, v = true] = r.split('=');
		c.attributes[k.toLowerCase()] = v;
	}
	return c;
}

/* A browser without pictures: keeps cookies, sends what a browser sends, fills in forms. */
export class Visitor {
	constructor(server, headers = {}) {
		Object.assign(this, { server, headers, cookies: [], agent: new (over(new URL(server.url)).lib.Agent)({ keepAlive: true, maxSockets: 4 }) });
	}

	cookieHeader(path) {
		const c = this.cookies.filter((k) => path === k.path || path.startsWith(k.path.endsWith('/') ? k.path : k.path + '/'));
		return c.length ? c.map((k) => `${k.name}=${k.value}`).join('; ') : undefined;
	}

	cookie(name) {
		return this.cookies.find((c) => c.name === name)?.value;
	}

	keep(path, lines) {
		for (const line of lines) {
			const c = parseSetCookie(line);
			c.path = c.attributes.path ?? path.replace(/\/[^/]*$/, '') ?? '/';
			this.cookies = this.cookies.filter((k) => k.name !== c.name || k.path !== c.path);
			const gone = c.attributes['max-age'] === '0' || (c.attributes.expires && Date.parse(c.attributes.expires) < Date.now());
			if (!gone) this.cookies.push(c);
		}
	}

	async send(method, path, { headers = {}, body } = {}) {
		const bare = path.replace(/[?#].*$/, '');
		const r = await request(this.server.url, method, path.replace(/#.*$/, ''), {
			headers: { accept: 'text/html', cookie: this.cookieHeader(bare), ...this.headers, ...headers },
			body,
			agent: this.agent,
		});
		this.keep(bare, r.setCookies);
		r.path = path;
		return r;
	}

	get(path, headers) {
		return this.send('GET', path, { headers });
	}

	post(path, fields, headers = {}) {
		return this.send('POST', path, {
			headers: { 'content-type': 'application/x-www-form-urlencoded', 'sec-fetch-site': 'same-origin', ...headers },
			body: typeof fields === 'string' || Buffer.isBuffer(fields) ? fields : formBody(fields),
		});
	}

	/* Follows redirects as a browser does (303: by GET) and returns the page in the end. */
	async follow(r) {
		for (let hops = 0; [301, 302, 303, 307, 308].includes(r.status) && hops < 5; hops++) r = await this.get(new URL(r.location, this.server.url + r.path).href.replace(this.server.url, ''));
		return r;
	}

	async open(path) {
		return this.follow(await this.get(path));
	}

	/* Sends a form of a page with some of its fields filled in, and follows. button: the value's name and value to press. */
	async submit(r, which, values = {}, { button, follow = true } = {}) {
		const form = typeof which === 'string' ? r.page.formTo(which) : which;
		const fields = [...r.page.fieldsOf(form).filter(([k]) => !(k in values)), ...Object.entries(values).flatMap(([k, v]) => (Array.isArray(v) ? v.map((x) => [k, x]) : [[k, v]]))];
		if (button) fields.push(button);
		const to = (form.getAttribute('action') || r.path).replace(this.server.url, '');
		const a = await this.post(to, fields);
		return follow ? this.follow(a) : a;
	}

	done() {
		this.agent.destroy();
	}
}

/* Bytes out, bytes back until the other side closes or it has been quiet for `quiet` ms. */
export function raw(server, bytes, { quiet = 60000 } = {}) {
	return new Promise((done) => {
		const s = net.connect(server.port, server.host);
		let back = Buffer.alloc(0);
		s.setTimeout(quiet, () => s.destroy());
		s.on('data', (d) => (back = Buffer.concat([back, d])));
		s.on('error', () => {});
		s.on('close', () => done(back.toString('latin1')));
		for (const part of [bytes].flat()) s.write(part);
	});
}

/* An open stream of events. frames: { id, event, data, retry, at } as they came. */
export class Stream {
	constructor(visitor, path, headers = {}) {
		Object.assign(this, { visitor, path, headers, frames: [], pings: 0, closed: false, waiting: new Set(), bytes: '' });
	}

	open() {
		const bare = this.path.replace(/\?.*$/, '');
		const u = new URL(this.visitor.server.url);
		const headers = { accept: 'text/event-stream', cookie: this.visitor.cookieHeader(bare), ...this.visitor.headers, ...this.headers };
		if (headers.cookie === undefined) delete headers.cookie;
		return new Promise((done, fail) => {
			const { lib, ...by } = over(u);
			this.rq = lib.get({ host: u.hostname, ...by, path: this.path, headers, agent: false }, (rs) => {
				Object.assign(this, { status: rs.statusCode, responseHeaders: rs.headers });
				rs.setEncoding('utf8');
				rs.on('data', (d) => this.take(d));
				rs.on('error', () => {});
				rs.on('close', () => ((this.closed = true), this.wake()));
				done(this);
			});
			this.rq.on('error', (e) => ((this.closed = true), this.wake(), fail(e)));
		});
	}

	take(text) {
		this.raw = (this.raw ?? '') + text;
		this.bytes += text;
		for (let end; (end = this.bytes.search(/\r?\n\r?\n/)) >= 0; ) {
			const block = this.bytes.slice(0, end);
			this.bytes = this.bytes.slice(end).replace(/^\r?\n\r?\n/, '');
			const f = { event: 'message', data: [], at: Date.now() };
			for (const line of block.split(/\r?\n/)) {
				if (line === '' || line.startsWith(':')) continue;
				const [, k, v] = /^([^:]*):? ?(.*)$/.exec(line);
				if (k === 'data') f.data.push(v);
				else f[k] = v;
			}
			f.data = f.data.join('\n');
			this.frames.push(f);
		}
		this.wake();
	}

	wake() {
		for (const w of this.waiting) w();
	}

	/* The first frame (from number `from` on) that fits; fails after ms. */
	async until(fits, ms = 60000, from = 0) {
		const end = Date.now() + ms;
		for (;;) {
			const f = this.frames.slice(from).find(fits);
			if (f) return f;
			if (this.closed) throw new Error(`stream ended, frames: ${JSON.stringify(this.frames.slice(-3))}`);
			const rest = end - Date.now();
			if (rest <= 0) throw new Error(`no such frame within ${ms} ms; ${this.frames.length} frames, last: ${JSON.stringify(this.frames.at(-1))}`);
			let wake;
			await Promise.race([wait(rest, null, { ref: false }), new Promise((w) => this.waiting.add((wake = w)))]);
			this.waiting.delete(wake);
		}
	}

	async ended(ms = 60000) {
		const end = Date.now() + ms;
		while (!this.closed && Date.now() < end) await wait(20);
		return this.closed;
	}

	close() {
		this.rq?.destroy();
	}
}

/* Waits for something to be true, asking every `every` ms. */
export async function eventually(what, { ms = 60000, every = 50 } = {}) {
	const end = Date.now() + ms;
	for (;;) {
		let value;
		let error;
		try {
			value = await what();
		} catch (e) {
			error = e;
		}
		if (value) return value;
		if (Date.now() > end) throw error ?? new Error(`not within ${ms} ms: ${what}`);
		await wait(every);
	}
}
