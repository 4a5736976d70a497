/* links.mjs: all pages that somebody comes to by following links, each kind of address once, looked at. */
import assert from 'node:assert/strict';

export const name = (path) => path.replace(/^\//, '').replace(/[^a-z0-9]+/gi, '-').replace(/^-|-$/g, '') || 'home';

/* The addresses seen. prefix: of the pictures' names; lang: what every page must be in. */
export async function follow(p, server, from, { most = 80, prefix, lang } = {}) {
	const kinds = new Set();
	const queue = [from].flat();
	const seen = [];
	while (queue.length && seen.length < most) {
		const at = queue.shift();
		const kind = at.replace(/\d+/g, 'N').replace(/[0-9a-f-]{20,}/g, 'ID').replace(/\?.*/, '');
		if (kinds.has(kind)) continue;
		kinds.add(kind);
		const r = await p.goto(server.url + at);
		if (!/text\/html/.test(r.headers()['content-type'] ?? '')) continue;
		assert.equal(r.status(), 200, `${p.name} ${at}`);
		seen.push(at);
		const paper = /print|wall|poster/.test(at);
		await p.look(`${prefix}-${name(at)}`, { wide: paper, sheets: paper, lang });
		const links = await p.page.$$eval('a[href^="/"]:not([download])', (all) => all.map((a) => a.getAttribute('href').replace(/#.*/, '')));
		queue.push(...links.filter((l) => l && !/\.(ics|json|svg)(\?|$)|export|backup/.test(l)));
	}
	return seen;
}
