/* Plan B: when the network is gone, the paper has what the group has made of the run sheet, not what the method proposed. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { Pdf, saidOn } from '../lib/pdf.mjs';
import { startServer } from '../lib/server.mjs';
import { underWay } from '../lib/workplace.mjs';

const PHASE = 'utforske';
let server;
let place;
let at;

before(async () => {
	server = await startServer();
	place = await underWay(server);
	at = `/p/${place.process}`;
});
after(() => server?.close());

const rows = (sql) => server.db.rows(sql);

/* The page, and that the PDF says the same. */
async function planB() {
	const list = await place.leader.get(`${at}/print?phase=${PHASE}`);
	for (const link of list.page.links().filter((l) => l.includes(`/pdf/phase/${PHASE}/`))) {
		const page = await place.leader.get(link.replace('/pdf/phase/', '/print/').replace(/lang=..&?/, ''));
		if (!/Plan B/.test(page.page.words('.print-bar strong'))) continue;
		const made = new Pdf((await place.leader.get(link)).bytes);
		made.check({ lang: 'nb', title: page.page.words('.print-bar strong') });
		made.reads(saidOn(page.page));
		made.done();
		return page.page;
	}
	return assert.fail('no plan B among what is printed');
}

test('it has the run sheet as edited: own items, minutes, order and clock times, without what was taken out or skipped', async () => {
	const [[id, starts]] = rows(`SELECT id, starts_at FROM sitting WHERE phase = '${PHASE}' AND kind = 'staff'`);
	const names = (page) => page.all('.runsheet h3').map((h) => h.textContent.trim());
	const before = names(await planB());
	const sheet = `/s/${id}/runsheet`;
	const press = async (what, fields = {}) => {
		const r = await place.leader.get(sheet);
		const done = await place.leader.submit(r, sheet, fields, { button: ['do', what] });
		assert.equal(done.status, 200, done.page.words('main').slice(0, 300));
	};
	await press('add', { add_title: 'Fysioterapeuten viser tøyning', add_minutes: '7' });
	const [[own]] = rows(`SELECT pos FROM sitting_step WHERE sitting_id = ${id} AND title <> ''`);
	await press(`up-${own}`);
	await press('out-2');
	await press('save', { 'minutes-1': '13' });
	rows(`UPDATE sitting_step SET skipped = 1 WHERE sitting_id = ${id} AND pos = 3`);
	const page = await planB();
	const want = names((await place.leader.get(`/s/${id}`)).page);
	const got = names(page).filter((n) => n !== 'Slutt');
	assert.ok(got.includes('Fysioterapeuten viser tøyning'), got.join(', '));
	assert.ok(got.indexOf('Fysioterapeuten viser tøyning') < got.length - 1, 'where the group put it');
	assert.ok(!got.includes(before[1]), 'what was taken out is not there');
	assert.equal(got.length, want.filter((n) => n !== 'Slutt').length - 1, 'what was skipped is not there');
	assert.match(page.words('.runsheet li'), new RegExp(`^${new Intl.DateTimeFormat('nb-NO', { hour: '2-digit', minute: '2-digit', timeZone: 'Europe/Oslo' }).format(new Date(starts * 1000)).replace(':', '.')} ?13 min`));
	assert.match(page.words('.runsheet'), /På papir:/, 'how it is done without phones');
});

test('two gatherings of the same workshop have a sheet each; before there is one, the method\'s own is printed', async () => {
	const [[session]] = rows(`SELECT session FROM sitting WHERE phase = '${PHASE}' AND kind = 'staff'`);
	rows(`INSERT INTO sitting (process_id, phase, session, kind, label, starts_at, ends_at) SELECT process_id, phase, session, kind, 'Nattevakt', starts_at + 86400, ends_at + 86400 FROM sitting WHERE phase = '${PHASE}' AND kind = 'staff'`);
	const two = await planB();
	assert.equal(two.all('h1').filter((h) => /Plan B/.test(h.textContent)).length, 2);
	assert.match(two.words('main'), /Nattevakt/);
	rows(`UPDATE sitting SET state = 'closed' WHERE phase = '${PHASE}' AND session = '${session}'`);
	const none = await planB();
	assert.equal(none.all('h1').filter((h) => /Plan B/.test(h.textContent)).length, 1);
	assert.doesNotMatch(none.words('main'), /Fysioterapeuten/);
});
