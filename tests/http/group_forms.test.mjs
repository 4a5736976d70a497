/* Sheets about things, proposals and verdicts in the group's own meeting: filled in by all three, nothing overwritten unseen, seen
 * by the next item and the next phase, and in the thread. The pack is the small one with another last phase: no line of C knows it. */
import assert from 'node:assert/strict';
import { rmSync } from 'node:fs';
import { after, before, test } from 'node:test';
import { groupMeeting, groupMethods } from '../lib/group_meeting.mjs';
import { startServer } from '../lib/server.mjs';
import { Stream } from '../lib/wire.mjs';

let server;
let place;
let folder;
let at;
let seen;
const rows = (sql) => server.db.rows(sql);
const meet = () => `${at}/meeting`;
const press = async (what) => {
	const r = await place.leader.get(meet());
	return place.leader.submit(r, r.page.one(`button[name="do"][value="${what}"]`).closest('form'), {}, { button: ['do', what] });
};
const form = (r, title) => r.page.all('section.sheet').find((s) => s.querySelector('h3').textContent.includes(title)).querySelector('form');

before(async () => {
	folder = groupMethods();
	server = await startServer({ args: ['--methods', folder] });
	({ place, at } = await groupMeeting(server));
	seen = await new Stream(place.union, `${at}/events?lang=nb`).open();
});
after(() => {
	seen?.close();
	rmSync(folder, { recursive: true, force: true });
	return server?.close();
});

test('a sheet for each thing that comes in; what one saves, the others see at once', async () => {
	const r = await press('start');
	await seen.until((f) => f.event === 'patch' && f.data.includes('data-reload'));
	assert.match(r.page.words('#desk-work'), /Døra henger.*Hvordan kan vi/);
	const saved = await place.safety.submit(await place.safety.get(meet()), form(await place.safety.get(meet()), 'Døra henger'), { 'f-hvordan': 'få døra til å gli' });
	assert.match(saved.page.words('.sentence'), /Hvordan kan vi få døra til å gli/);
	await seen.until((f) => f.event === 'patch' && f.data.includes('få døra til å gli'));
	assert.match((await place.union.get(meet())).page.text, /få døra til å gli/);
});

test('what somebody else has changed meanwhile is not overwritten unseen, and what was typed is kept', async () => {
	const old = await place.union.get(meet());
	await place.leader.submit(await place.leader.get(meet()), form(await place.leader.get(meet()), 'Døra henger'), { 'f-hvordan': 'få døra til å gli lett' });
	const late = await place.union.submit(old, form(old, 'Døra henger'), { 'f-hvordan': 'få ny dør' });
	assert.equal(late.status, 409);
	assert.match(late.page.text, /få ny dør/);
	assert.match(late.page.words('.field-other:not([hidden])'), /få døra til å gli lett/);
	const again = await place.union.submit(late, form(late, 'Døra henger'), { 'f-hvordan': 'få ei dør som glir' });
	assert.equal(again.status, 200);
	assert.deepEqual(rows("SELECT body, version FROM entry_field WHERE field = 'hvordan'").map(([b, v]) => [b, Number(v)]), [['få ei dør som glir', 3]]);
	const wrong = await place.union.submit(again, form(again, 'Døra henger'), { 'f-frist': 'snart' });
	assert.equal(wrong.status, 422);
	assert.equal((await place.leader.post(`${meet()}/form`, { step: 'dom', about: 'entry:nothing', 'v-hvordan': '0', 'f-hvordan': 'x' })).status, 422);
	assert.equal((await place.leader.post(`${meet()}/form`, { step: 'finnes-ikke', about: '' })).status, 422);
});

test('a verdict is answered together about each, and nobody voted', async () => {
	const r = await press('next');
	assert.match(r.page.words('#desk-work'), /Hvordan kan vi få ei dør som glir.*Kan vi løse det selv\?.*Ja.*Nei/);
	const saved = await place.leader.submit(r, form(r, 'få ei dør som glir'), { 'f-selv': 'nei' });
	assert.equal(saved.page.one('input[value="nei"]').hasAttribute('checked'), true);
	assert.equal(rows("SELECT COUNT(*) FROM vote_round WHERE step = 'lapper'")[0][0] == 0, true, 'no round of votes');
	assert.equal((await place.leader.post(`${meet()}/form`, { step: 'lapper', about: rows("SELECT 'entry:' || id FROM entry WHERE makes = 'statement'")[0][0], 'v-selv': '1', 'f-selv': 'kanskje' })).status, 422);
});

test('a proposal is made of what came in, or of something else', async () => {
	const r = await press('next');
	assert.match(r.page.words('#desk-work'), /få ei dør som glir.*Et forslag om noe annet/);
	await place.safety.submit(r, form(r, 'få ei dør som glir'), { 'f-hva': 'Smør hengslene', 'f-hvem': 'Vaktmesteren', 'f-nar': '2026-12-01', 't-nar': '2026-12-20', 'f-tegn': 'Den glir' });
	const now = await place.union.get(meet());
	assert.match(now.page.text, /Smør hengslene/);
	await place.union.submit(now, form(now, 'noe annet'), { 'f-hva': 'Kaffe til alle' });
	assert.equal(rows("SELECT COUNT(*) FROM entry WHERE makes = 'proposal'")[0][0], rows('SELECT 2')[0][0]);
});

test('when the meeting is over it stands on its page, in the thread, and on the list of lifts', async () => {
	const done = await place.leader.submit(await place.leader.get(meet()), `${at}/close`);
	assert.match(done.page.words('main'), /Døra henger.*få ei dør som glir.*Kan vi løse det selv\? ?Nei.*Smør hengslene.*Vaktmesteren/);
	assert.deepEqual(rows('SELECT COUNT(*) FROM entry WHERE room_id IS NOT NULL')[0].map(Number), [0]);
	const thread = await place.union.get(`/p/${place.process}/chain?as=text`);
	assert.match(thread.page.words('main'), /Døra henger.*Hvordan kan vi få ei dør som glir.*Smør hengslene/);
	assert.match(thread.page.words('main'), /Skal løftes/);
	assert.match((await place.union.get(`/p/${place.process}/lifts`)).page.words('main'), /få ei dør som glir/);
	const late = await place.union.post(`${meet()}/form`, { step: 'forslag', about: '', 'v-hva': '1', 'f-hva': 'For sent' });
	assert.equal(late.status, 303, 'what is over takes no more');
	assert.equal(rows("SELECT COUNT(*) FROM entry_field WHERE body = 'For sent'")[0][0], rows('SELECT 0')[0][0]);
});
