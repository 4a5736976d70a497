/* room.mjs: the live room as a phone sees it, by the contract of the wire and nothing else. */
import { randomBytes, randomUUID } from 'node:crypto';
import { Stream, Visitor } from './wire.mjs';

export const uuid = () => randomUUID();
export const token = () => randomBytes(16).toString('hex');

/* What `medvirk demo` prints: { home, leader, union, safety, staff, room, code }. */
export function demoLines(server) {
	const out = {};
	for (const [, who, url, code] of server.log().matchAll(/^(home|leader|union|safety|staff|room|said|screen) (\S+)(?: (\S+))?$/gm)) {
		out[who] = url.replace(/^https?:\/\/[^/]+/, '') || '/';
		if (code) out.code = code;
	}
	return out;
}

/* Somebody of the demo (leader, union, safety, staff), signed in with their one-button link. */
export async function enterDemo(server, who, headers) {
	const v = new Visitor(server, headers);
	const page = await v.get(demoLines(server)[who]);
	const r = await v.submit(page, page.page.forms().find((f) => !/language/.test(f.getAttribute('action'))));
	if (r.status !== 200) throw new Error(`${who}: ${r.status} ${r.page.words().slice(0, 300)}`);
	return v;
}

export class Phone {
	constructor(server, code, headers = {}) {
		this.visitor = new Visitor(server, headers);
		this.code = code;
	}

	get base() {
		return `/r/${this.code}`;
	}

	get seat() {
		return this.visitor.cookie('seat');
	}

	async join() {
		this.joined = await this.visitor.post(`${this.base}/join`, {});
		return this;
	}

	room() {
		return this.visitor.get(`${this.base}/room`);
	}

	/* The step and the columns of the writing form, read from the page once. */
	async form() {
		if (this.writing) return this.writing;
		const r = await this.room();
		const f = r.page.formTo('/notes');
		const columns = [...new Set([...f.querySelectorAll('[name="column"]')].map((c) => c.getAttribute('value')))];
		return (this.writing = { step: f.querySelector('[name="step"]').getAttribute('value'), columns });
	}

	/* A tool's request, not a browser's: the answer is a status, not a page. */
	send(path, fields, headers = {}) {
		return this.visitor.post(`${this.base}/${path}`, fields, { accept: '*/*', ...headers });
	}

	async note(text, { id = uuid(), token, column, step, headers } = {}) {
		const w = await this.form();
		const r = await this.send('notes', { id, step: step ?? w.step, column: column ?? w.columns[0], text, ...(token ? { token } : {}) }, headers);
		r.id = id;
		return r;
	}

	events({ screen = 'phone', lang = 'nb', after, headers, ...more } = {}) {
		const q = new URLSearchParams({ screen, lang, ...(after === undefined ? {} : { after }), ...more });
		return new Stream(this.visitor, `${this.base}/events?${q}`, headers).open();
	}

	close() {
		this.visitor.done();
	}
}

export async function joined(server, code, headers) {
	const p = new Phone(server, code, headers);
	await p.join();
	return p;
}

/* The page's sequence number: what its content covers. */
export function seqOf(r) {
	return Number(r.page.one('[data-seq]')?.getAttribute('data-seq') ?? NaN);
}
