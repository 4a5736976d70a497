/* An objection to a measure never becomes consent by waiting: past its days it goes to the next level, who then reads the card. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { DAY, startAhead } from '../lib/ahead.mjs';
import { eventually } from '../lib/wire.mjs';
import { addPerson, allAgree, underWay } from '../lib/workplace.mjs';

const day = (n) => new Date(Date.now() + n * DAY * 1000).toISOString().slice(0, 10);
let ahead;
let place;
let list;
let id;
let chief;
let superior;

before(async () => {
	ahead = await startAhead({ env: { MEDVIRK_TEST_QUIET: '1' } });
	place = await underWay(ahead.server);
	chief = await addPerson(ahead.server, place, 'chief_union', 'Henrik Hoved', { union_name: 'Fagforbundet' });
	superior = await addPerson(ahead.server, place, 'superior', 'Sigurd Overordnet');
	list = `/u/${place.unit}/measures`;
	const form = await place.leader.get(`${list}/new`);
	const values = { title: 'Pause for alle', what: 'Vi bytter på', who: 'Dagvakten', due: day(40) };
	const made = await place.leader.submit(form, '/measures/new', values);
	id = /measures\/(\d+)/.exec(made.path)[1];
	await place.leader.submit(made, `${list}/ask`);
	const card = await place.leader.get(`${list}/${id}`);
	await allAgree(place, card.page.links().find((l) => /\/agreements\/\d+$/.test(l)));
	await place.leader.submit(await place.leader.get(`${list}/${id}/edit`), `${id}/edit`, { who: 'Kveldsvakten' });
	await place.union.submit(await place.union.get(`${list}/${id}`), `${id}/object`, { text: 'Kveldsvakten er for få' });
});
after(() => ahead?.close());

test('within its days it is the parties\' own', async () => {
	assert.match((await place.leader.get('/')).page.words('main'), /Noen er uenig/);
	for (const who of [chief, superior]) {
		assert.equal((await who.get(`${list}/${id}`)).status, 404);
		assert.doesNotMatch((await who.get('/')).page.words('main'), /Pause for alle/);
	}
});

test('afterwards it is with the next level, and everybody sees that', async () => {
	ahead.setClock(4 * DAY);
	await eventually(async () => /hos neste nivå/.test((await place.leader.get(`${list}/${id}`)).page.words('main')));
	assert.match((await place.leader.get('/')).page.words('main'), /ligger hos neste nivå/);
	assert.match((await place.safety.get(`/p/${place.process}/log`)).page.words('main'), /gikk til neste nivå: Pause for alle/);
	for (const who of [chief, superior]) {
		assert.match((await who.get('/')).page.words('main'), /En uenighet er kommet til deg: Pause for alle/);
		const card = await who.get(`${list}/${id}`);
		assert.equal(card.status, 200);
		assert.match(card.page.words('main'), /Kveldsvakten er for få/);
		assert.equal(card.page.forms().some((f) => /settle|edit|object/.test(f.getAttribute('action'))), false);
	}
	assert.equal(ahead.server.db.rows("SELECT count(*) FROM audit WHERE kind = 'measure.raised'")[0][0], '1', 'once');
});

test('whoever objected still says when it is settled, and then the card is the unit\'s own again', async () => {
	const mine = await place.union.get(`${list}/${id}`);
	const settled = await place.union.submit(mine, mine.page.formTo(`${id}/settle`), { text: 'Begge vaktene bytter på' });
	assert.match(settled.page.words('main'), /Begge vaktene bytter på/);
	assert.equal((await chief.get(`${list}/${id}`)).status, 404);
});
