/* A POST from another site changes nothing, whatever the address: design, section 5, as a table. */
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { demoLines, enterDemo } from '../lib/room.mjs';
import { fill, routes } from '../lib/routes.mjs';
import { startServer } from '../lib/server.mjs';
import { request } from '../lib/wire.mjs';

let server;
let posts;
let leader;
let code;

before(async () => {
	server = await startServer({ demo: true });
	({ code } = demoLines(server));
	posts = (await routes()).filter((r) => r.method === 'POST');
	leader = await enterDemo(server, 'leader');
});
after(() => server?.close());

const refused = /came from another site/;
const cases = (origin, host) => [
	/* Sec-Fetch-Site, Origin, may it */
	['same-origin', undefined, true],
	['same-origin', origin, true],
	['same-site', undefined, false],
	['same-site', origin, false],
	['cross-site', undefined, false],
	['cross-site', origin, false],
	['none', undefined, false],
	['SAME-ORIGIN', undefined, false],
	['', origin, true],
	[undefined, undefined, true],
	[undefined, origin, true],
	[undefined, origin.toUpperCase().replace('HTTP', 'http'), true],
	[undefined, 'null', false],
	[undefined, 'https://ond.example', false],
	[undefined, `${origin}.ond.example`, false],
	[undefined, `http://ond.example@${host}`, false],
	[undefined, `http://${host.replace(/:\d+$/, ':1')}`, false],
	[undefined, `http://${host.replace(/:\d+$/, '')}`, false],
	[undefined, `ftp://${host}`, false],
	[undefined, host, false],
	[undefined, `${origin}/`, false],
	[undefined, `${origin} ${origin}`, false],
];

async function ask(on, who, path, site, origin) {
	return request(on.url, 'POST', path, {
		body: '',
		headers: {
			'accept-language': 'en',
			accept: 'text/html',
			cookie: [who?.cookieHeader(path), 'lang=en'].filter(Boolean).join('; '),
			'content-type': 'application/x-www-form-urlencoded',
			'sec-fetch-site': site,
			origin,
		},
	});
}

test('there are addresses to try', () => assert.ok(posts.length > 10, `${posts.length}`));

describe('every address that changes something', () => {
	test('asks where the form came from, before it asks who sent it', async () => {
		const wrong = [];
		for (const r of posts) {
			if (/:\w*code/.test(r.path) && !code) continue;
			const path = fill(r.path, { code, token: 'x' });
			for (const [site, origin, may] of cases(server.url, `${server.host}:${server.port}`)) {
				for (const who of [null, leader]) {
					const a = await ask(server, who, path, site, origin);
					const said = a.status === 403 && refused.test(a.text);
					if (said === may) wrong.push(`${r.path} sec-fetch-site=${site} origin=${origin} ${who ? 'leader' : 'nobody'}: ${a.status}`);
					if (path === '/logout' || path === '/start') break;
				}
			}
		}
		assert.deepEqual(wrong, []);
	});
});

test('with a public address set, only that one counts', async () => {
	const public_url = 'https://medvirk.example.no';
	const other = await startServer({ args: ['--public-url', public_url] });
	try {
		const table = [
			[undefined, public_url, true],
			[undefined, other.url, false],
			[undefined, 'http://medvirk.example.no', false],
			[undefined, `${public_url}:443`, false],
			['same-origin', undefined, true],
			['cross-site', public_url, false],
		];
		for (const [site, origin, may] of table) {
			const a = await ask(other, null, '/login', site, origin);
			assert.equal(a.status === 403 && refused.test(a.text), !may, `${site} ${origin}: ${a.status}`);
		}
	} finally {
		await other.close();
	}
});

test('a GET changes nothing: no address reads a form from its query', async () => {
	const gets = (await routes()).filter((r) => r.method === 'GET').map((r) => r.path);
	for (const r of posts.filter((p) => !gets.includes(p.path))) {
		const a = await leader.get(fill(r.path, { code, token: 'x' }));
		assert.ok([404, 405, 308].includes(a.status), `GET ${r.path}: ${a.status}`);
	}
});
