/* Dates that do not fit together are pointed out in the plan, on the gathering's own page and in its form, and never forbidden. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { startServer } from '../lib/server.mjs';
import { addGathering, underWay } from '../lib/workplace.mjs';

let server;
let place;
let p;

before(async () => {
	server = await startServer();
	place = await underWay(server);
	p = `/p/${place.process}`;
});
after(() => server?.close());

const hints = (r) => r.page.all('.hint[data-color="warning"]').map((n) => n.textContent.trim()).filter((h) => / ligger før | er på samme tid som /.test(h));
const meets = (phase) => server.db.rows(`SELECT id, starts_at FROM sitting WHERE process_id = ${place.process} AND phase = '${phase}' AND session = 'verksted' ORDER BY id`);
const day = (seconds) => new Date(Number(seconds) * 1000).toISOString().slice(0, 10);

const gather = (phase, date, fields) => addGathering(place.leader, place.process, phase, { kind: 'staff', label: 'Nattevakt', date, time: '22:00', ...fields });

test('a plan as it is proposed has nothing to point out', async () => {
	assert.deepEqual(hints(await place.leader.get(`${p}/plan`)), []);
});

test('a second gathering after the next workshop is pointed out where it is seen, and planned all the same', async () => {
	const [[, next]] = meets('utdype');
	const id = await gather('utforske', day(Number(next) + 7 * 86400));
	const early = /^«Verkstedet Utdype» ligger før «Utforske: .*\(Nattevakt\)»$/;
	const plan = hints(await place.leader.get(`${p}/plan`));
	assert.ok(plan.some((h) => early.test(h)), plan.join(' | '));
	const [[later]] = meets('utdype');
	for (const at of [`/s/${later}`, `/s/${later}/edit`]) {
		const said = hints(await place.leader.get(at));
		assert.ok(said.some((h) => early.test(h)), `${at}: ${said.join(' | ')}`);
	}
	assert.equal(meets('utforske').some(([x]) => Number(x) === id), true, 'it is planned');
	await place.leader.submit(await place.leader.get(`/s/${id}`), `/s/${id}/remove`);
	assert.deepEqual(hints(await place.leader.get(`${p}/plan`)), []);
});

test('two at the same time are pointed out, each with the other\'s name', async () => {
	const [[first, at]] = meets('utforske');
	const time = new Intl.DateTimeFormat('nb', { timeZone: 'Europe/Oslo', hour: '2-digit', minute: '2-digit' }).format(new Date(Number(at) * 1000)).replace('.', ':');
	const id = await gather('utforske', day(at), { time });
	for (const [one, words] of [[first, /er på samme tid som «.*\(Nattevakt\)»$/], [id, /\(Nattevakt\)» er på samme tid som «Verkstedet Utforske»$/]]) {
		const said = hints(await place.leader.get(`/s/${one}`));
		assert.ok(said.some((h) => words.test(h)), said.join(' | '));
	}
	await place.leader.submit(await place.leader.get(`/s/${id}`), `/s/${id}/remove`);
	assert.deepEqual(hints(await place.leader.get(`/s/${first}`)), []);
});
