/* Pages that no other walk comes by: the administrator's, the papers, and what a group seldom opens. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { DESKTOP, SMALL, openBrowser } from '../lib/browser.mjs';
import { startServer } from '../lib/server.mjs';
import { addPerson } from '../lib/workplace.mjs';
import { enter } from './lib/enter.mjs';
import { name } from './lib/links.mjs';
import { openWorkshop } from './lib/workshop.mjs';

let server, browser, place, code, sitting;

before(async () => {
	server = await startServer();
	({ place, code, sitting } = await openWorkshop(server));
	await addPerson(server, place, 'staff', 'Stine Staff');
	browser = await openBrowser();
});
after(async () => {
	await browser?.close();
	await server?.close();
});

const id = (who) => server.db.rows(`SELECT id FROM person WHERE name = '${who}'`)[0][0];
/* In a language the account is set to, at a size. */
async function visit(who, lang, size, paths) {
	const p = await enter(await browser.person(`${who} ${lang}`, { size, lang }), server, place[who]);
	await p.page.request.post(`${server.url}/language`, { form: { lang, back: '/' }, headers: { 'sec-fetch-site': 'same-origin' } });
	for (const at of paths) {
		const r = await p.goto(server.url + at);
		assert.equal(r.status(), 200, at);
		await p.look(`corner-${lang}-${name(at)}`, { lang });
	}
	await p.close();
}

for (const [lang, size] of [['nb', DESKTOP], ['en', DESKTOP], ['nn', SMALL]])
	test(`the administrator's pages, in ${lang} at ${size.width} px`, { timeout: 120000 }, () => {
		const stine = `/admin/people/${id('Stine Staff')}`;
		return visit('admin', lang, size, ['/', '/admin', '/admin/people', stine, `${stine}/erase`, '/admin/units', `/admin/units/${place.unit}`, '/admin/keeping', '/admin/security', '/admin/mail', '/admin/staff-list', '/papers', '/papers/dpia', `/u/${place.unit}/parties`, `/u/${place.unit}/people`, '/me/roles']);
	});

for (const [lang, size] of [['en', DESKTOP], ['nn', SMALL]])
	test(`what a group seldom opens, in ${lang} at ${size.width} px`, { timeout: 120000 }, () => {
		const p = `/p/${place.process}`;
		const agreement = server.db.rows('SELECT id FROM agreement ORDER BY id LIMIT 1')[0][0];
		return visit('safety', lang, size, [`${p}/delete`, `${p}/take-out`, `${p}/notes`, `${p}/decide?phase=skape`, `${p}/agreements/${agreement}/screen`, `/u/${place.unit}/discussed`, `/s/${sitting}/paper`, `/r/${code}/desk`, `/r/${code}/desk/reading`]);
	});

test('nobody has complained', () => {
	browser.clean();
	browser.hand();
});
