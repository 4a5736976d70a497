/* Sheets that are shown at a reveal: other tables' sheets go to nobody before it, on no page and in no frame, and all come at the same
 * moment. A verdict can be asked again; the first round is kept. */
import assert from 'node:assert/strict';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { CHALLENGES, choose } from '../lib/chosen.mjs';
import { Desk } from '../lib/desk.mjs';
import { joined, seqOf } from '../lib/room.mjs';
import { startServer } from '../lib/server.mjs';
import { eventually } from '../lib/wire.mjs';
import { openWorkshop, underWay } from '../lib/workplace.mjs';

const folder = mkdtempSync(path.join(tmpdir(), 'packs-'));
let server;
let place;
let code;
let desk;
let phones;
let wall;

const rows = (sql) => server.db.rows(sql);
const SAID = 'få beskjedene fram';

before(async () => {
	/* The shipped method with one word changed: the groups' sentences wait for a reveal. */
	const copy = path.join(folder, 'venter');
	cpSync('methods/oss-og-vart', copy, { recursive: true });
	writeFileSync(path.join(copy, 'method.yaml'), readFileSync(path.join(copy, 'method.yaml'), 'utf8').replace(/^id: oss-og-vart$/m, 'id: venter'));
	const file = path.join(copy, 'phases/utdype.yaml');
	const text = readFileSync(file, 'utf8');
	const changed = text.replace(/(- id: setning\n\s+kind: form\n(\s+)minutes: 15\n\s+work: groups\n)/, '$1$2show: at-reveal\n');
	assert.notEqual(changed, text);
	writeFileSync(file, changed);
	server = await startServer({ args: ['--methods', folder] });
	place = await underWay(server, { method: 'venter', name: 'Oss og vårt' });
	await choose(server, place);
	({ code, wall } = await openWorkshop(place, { name: /Utdype/ }));
	desk = new Desk(place.leader, code);
	await desk.take();
	await desk.act('settings', { door: '1', headcount: '6', tables: '2' });
	phones = await Promise.all(Array.from({ length: 6 }, () => joined(server, code)));
	await desk.goTo(7);
	await Promise.all(phones.map((p, i) => p.send('table', { table: String((i % 2) + 1) })));
});
after(() => {
	server?.close();
	rmSync(folder, { recursive: true, force: true });
});

async function fill(p, title, values) {
	const r = await p.room();
	const part = r.page.all('section.sheet').find((s) => s.textContent.includes(title));
	assert.ok(part, r.page.words('main').slice(0, 400));
	return p.send('sheets', { ...Object.fromEntries(r.page.fieldsOf(part.querySelector('form'))), ...values });
}

test('before the reveal a table sees its own sheet, and everybody else a number', async () => {
	const streams = [];
	for (const [p, screen] of [[phones[0], 'phone'], [phones[1], 'phone']]) streams.push(await p.events({ screen, after: seqOf(await p.room()) }));
	streams.push(await phones[1].events({ screen: 'wall', wall, after: seqOf(await phones[1].room()) }));
	assert.equal((await fill(phones[0], CHALLENGES[0], { 'f-hvordan': SAID })).status, 200);
	await eventually(() => streams.every((s) => s.frames.some((f) => /id="sheets-tally"/.test(f.data))));
	for (const s of streams) {
		assert.equal(s.frames.some((f) => f.data.includes(SAID)), false, 'in no frame');
		s.close?.();
	}
	assert.match((await phones[0].room()).text, new RegExp(SAID));
	assert.match((await phones[2].room()).text, new RegExp(SAID), 'the same table');
	assert.equal((await phones[0].room()).page.formTo('/sheets').getAttribute('data-send'), 'reload', 'no frame brings the sheet, nor its warnings');
	const others = [await phones[1].room(), await phones[1].visitor.get(`/r/${code}/board`), await phones[1].visitor.get(`/r/${code}/wall/${wall}`), await desk.look(), await place.safety.get(`/s/${rows(`SELECT id FROM sitting WHERE code = '${code}'`)[0][0]}/paper`)];
	for (const r of others) {
		assert.equal(r.status, 200);
		assert.equal(r.text.includes(SAID), false, r.path);
	}
	assert.match(others[0].page.words('#sheets-tally'), /1 ark er påbegynt/);
	assert.match(others[3].page.words('#desk-work'), /1 ark er påbegynt/);
});

test('at the reveal all see all', async () => {
	const s = await phones[1].events({ screen: 'wall', wall, after: seqOf(await phones[1].room()) });
	await desk.step('reveal');
	await eventually(() => s.frames.some((f) => f.data.includes(SAID)));
	s.close?.();
	assert.match((await phones[1].room()).page.words('#entries'), new RegExp(SAID));
	assert.match((await desk.look()).page.words('#entries'), new RegExp(SAID));
	assert.equal((await desk.look()).page.all('button[value="reveal"]').length, 0);
});

test('a verdict is asked again: the first round is kept, old answers are stale, and new ones count', async () => {
	await desk.goTo(9);
	const answer = async (p, say) => {
		const form = (await p.room()).page.formTo('/verdicts');
		const names = [...new Set([...form.querySelectorAll('input[type="radio"]')].map((i) => i.getAttribute('name')))];
		return { names, r: await p.send('verdicts', Object.fromEntries(names.map((n) => [n, say]))) };
	};
	let old;
	for (const p of phones) {
		old = await answer(p, 'nei');
		assert.equal(old.r.status, 200);
	}
	await desk.act('vote', { do: 'close' });
	assert.match((await desk.look()).page.words('#desk-work'), /Nesten alle svarte: Nei/);
	await desk.act('vote', { do: 'again' });
	assert.deepEqual(rows("SELECT state, count(*) FROM vote_round WHERE step = 'sjekke' GROUP BY state ORDER BY state"), [['open', '3'], ['replaced', '3']]);
	assert.equal((await phones[0].send('verdicts', { [old.names[0]]: 'ja' })).status, 409);
	assert.doesNotMatch((await phones[0].room()).page.words('#step'), /Nesten alle svarte/);
	for (const p of phones) assert.equal((await answer(p, 'ja')).r.status, 200);
	await desk.act('vote', { do: 'close' });
	assert.match((await desk.look()).page.words('#desk-work'), /Nesten alle svarte: Ja/);
	assert.equal(rows("SELECT sum(v.total) FROM vote_total v JOIN vote_round r ON r.id = v.round_id WHERE r.state = 'replaced' AND v.target = 'nei'")[0][0], '18', 'kept');
	await desk.look();
	await desk.send('end', { do: 'close' });
	await eventually(() => rows(`SELECT state FROM sitting WHERE code = '${code}'`)[0][0] === 'closed');
	assert.equal(rows('SELECT count(*) FROM lift')[0][0], '0', 'what was said the first time lifts nothing');
});
