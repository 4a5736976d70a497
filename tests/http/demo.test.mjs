/* The fictional nursing home: every phase holds something, made by the same rules as anybody's, and nothing is late in an odd way. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { demoLines, enterDemo } from '../lib/room.mjs';
import { startServer } from '../lib/server.mjs';
import { Visitor } from '../lib/wire.mjs';

let server, leader, at;

before(async () => {
	server = await startServer({ demo: true });
	leader = await enterDemo(server, 'leader');
	at = `/p/${server.db.rows('SELECT id FROM process ORDER BY id LIMIT 1')[0][0]}`;
});
after(() => server?.close());

const count = (sql) => Number(server.db.rows(sql)[0][0]);

test('each workshop has been held and has left what its steps make', () => {
	const closed = server.db.rows("SELECT DISTINCT phase FROM sitting WHERE kind = 'staff' AND state = 'closed' ORDER BY phase").map(([p]) => p);
	assert.deepEqual(closed, ['skape', 'teste', 'utdype', 'utforske']);
	assert.equal(count("SELECT COUNT(*) FROM sitting WHERE kind = 'staff' AND state = 'open'"), 1);
	assert.deepEqual(server.db.rows("SELECT DISTINCT bin FROM note WHERE bin <> '' ORDER BY bin").map(([b]) => b), ['arsak', 'losning', 'problem', 'symptom']);
	assert.deepEqual(server.db.rows('SELECT DISTINCT evidence FROM cause ORDER BY evidence').map(([e]) => e), ['heard', 'measured', 'none', 'seen']);
	assert.equal(count('SELECT COUNT(*) FROM cause WHERE is_root = 1'), 3);
	assert.ok(count("SELECT COUNT(*) FROM note WHERE builds_on <> ''") >= 4);
	assert.ok(count('SELECT COUNT(*) FROM map_place') >= 15);
	for (const [made, least] of [['statement', 6], ['proposal', 6], ['habit', 2]]) assert.ok(count(`SELECT COUNT(*) FROM entry WHERE makes = '${made}'`) >= least, made);
	assert.deepEqual(server.db.rows("SELECT DISTINCT answer FROM challenge WHERE phase = 'teste' ORDER BY answer").map(([a]) => a), ['behold', 'juster', 'loft', 'stopp']);
	assert.equal(count("SELECT COUNT(*) FROM challenge WHERE phase = 'skape' AND state = 'aside' AND reason <> ''"), 1);
});

test('measures stand in every state, lifts are answered and wait, and what had to be found out is found out and is not', () => {
	const states = server.db.rows('SELECT DISTINCT status FROM measure ORDER BY status').map(([s]) => s);
	for (const s of ['proposed', 'planned', 'running', 'testing', 'kept', 'stopped', 'lifted']) assert.ok(states.includes(s), s);
	assert.equal(count('SELECT COUNT(*) FROM lift WHERE lifted_at IS NOT NULL AND answered_at IS NULL'), 1);
	assert.equal(count('SELECT COUNT(*) FROM lift WHERE answered_at IS NOT NULL'), 1);
	assert.ok(count("SELECT COUNT(*) FROM task WHERE done_at IS NOT NULL AND answer <> ''") >= 2);
	assert.ok(count('SELECT COUNT(*) FROM task WHERE done_at IS NULL') >= 1);
});

test('the workshop that is open this moment is where we are, and comes first', async () => {
	const { page } = await leader.get(at);
	const line = page.all('[data-state]').filter((li) => li.querySelector('.phase-state'));
	assert.deepEqual(line.map((li) => li.getAttribute('data-state')).slice(0, 4), ['done', 'done', 'done', 'now']);
	assert.match(page.one('[aria-current="step"]').textContent, /Skape/);
	const next = (await leader.get('/')).page.words('main');
	assert.match(next, /Neste steg\s+Verkstedet Skape/, 'before habits to be looked at next week');
});

test('what the three have released has an address for the staff and one for a screen, and the start says them', async () => {
	const { said, screen } = demoLines(server);
	const anybody = new Visitor(server);
	assert.match((await anybody.get(said)).page.words('main'), /Frokosten er åpen fra åtte til ti/);
	assert.equal((await anybody.get(screen)).status, 200);
	const page = await leader.get(`${at}/released`);
	assert.match(page.page.words('main'), /Oppslaget på vaktrommet.*Skjermen ved inngangen/s);
	assert.ok(!page.text.includes(said.split('/').at(-1)), 'known only once');
});

/* Once more, and only what is said this time. */
async function again() {
	await server.stop();
	server.said = '';
	await server.start();
	return demoLines(server);
}

test('who starts it again gets every address again, as long as it leads anywhere', async () => {
	const first = demoLines(server);
	assert.deepEqual(await again(), first);
	assert.doesNotMatch(server.log(), /has been ended|has been closed/);
	const page = await leader.get(`${at}/released`);
	const screen = page.page.forms().find((f) => /Skjermen ved inngangen/.test(f.textContent) && f.querySelector('[value="revoke"]'));
	await leader.submit(page, screen, {}, { button: ['do', 'revoke'] });
	const then = await again();
	assert.equal(then.said, first.said);
	assert.equal(then.screen, undefined);
	assert.match(server.log(), /the demo's "screen" address has been ended; --fresh makes the demo anew/);
});

test('the planning meeting has left its sheet, its plan and its rules', async () => {
	const [[meeting]] = server.db.rows("SELECT id FROM sitting WHERE phase = 'starte' AND session = 'planmote'");
	const words = (await leader.get(`/s/${meeting}`)).page.words('main');
	assert.match(words, /Til stede: Amina Yusuf, Anne Berg, Kari Solheim, Per Li/);
	assert.match(words, /Hva gjør det trygt å si noe hos oss\? At ingen spør hvem som skrev lappen/);
	for (const f of ['trygt', 'utrygt', 'hverandre', 'personalet', 'ikke-plenum']) assert.ok(count(`SELECT COUNT(*) FROM group_input WHERE sheet = 'trygghet' AND field = '${f}'`) >= 3, f);
	assert.equal(count('SELECT COUNT(*) FROM own_sheet WHERE shared_at IS NULL'), 0, 'what was not shared is gone');
	assert.doesNotMatch(words, /At det jeg sier, veier for mye/);
	const plan = (await leader.get(`${at}/plan`)).page.words('main');
	assert.doesNotMatch(plan, /ingen ennå|ikke valgt/);
	for (const who of ['Anne Berg', 'Per Li', 'Amina Yusuf', 'Kari Solheim']) assert.match(plan, new RegExp(who));
	assert.match((await leader.get(`${at}/rules`)).page.words('main'), /Det som blir sagt her, blir her/);
});

test('the checklists are ticked off by those who have the lines, on the day', () => {
	const today = Math.floor(Date.now() / 86400000) * 86400;
	assert.ok(count('SELECT COUNT(DISTINCT done_by) FROM checklist_item') >= 4);
	assert.ok(count(`SELECT COUNT(*) FROM checklist_item WHERE done_at < ${today}`) > 40);
	assert.equal(count(`SELECT COUNT(*) FROM checklist_item WHERE done_at > ${Math.floor(Date.now() / 1000)}`), 0);
});

test('it was talked over with the representatives, and agreed before it began', async () => {
	assert.equal(count("SELECT COUNT(*) FROM discussed WHERE confirmed_by IS NOT NULL"), 1);
	const [[held, begun]] = server.db.rows('SELECT (SELECT held_on FROM discussed), (SELECT started FROM process ORDER BY id LIMIT 1)');
	assert.ok(Number(held) < Number(begun));
	assert.doesNotMatch((await leader.get('/')).page.words('main'), /Drøftet med/);
});

test('nobody meets on a Saturday or a Sunday but today', () => {
	/* The day it is in Oslo: after midnight there it is still yesterday in London. */
	const today = Date.parse(new Date().toLocaleDateString('sv-SE', { timeZone: 'Europe/Oslo' })) / 86400000;
	for (const [starts] of server.db.rows("SELECT starts_at FROM sitting WHERE kind = 'staff' AND state <> 'open'")) {
		const day = Math.floor(Number(starts) / 86400);
		if (day !== today) assert.ok(![0, 6].includes(new Date(day * 86400000).getUTCDay()), new Date(day * 86400000).toISOString());
	}
});

test('what the pages tell of the later phases', async () => {
	const causes = await leader.get(`${at}/causes`);
	assert.match(causes.page.words('main'), /Ingen har spurt kjøkkenet om det må være slik/);
	assert.match(causes.page.words('main'), /Hvordan kan vi få ro mellom sju og ti om morgenen/);
	const chain = await leader.get(`${at}/chain`);
	assert.match(chain.page.words('main'), /For lite tid om morgenen.*Ingen har spurt kjøkkenet.*Rolig start på morgenen/s);
	const lifts = await leader.get(`${at}/lifts`);
	assert.match(lifts.page.words('main'), /Venter på svar.*Sendt videre til neste nivå/s);
	const themes = await leader.get(`${at}/decide?phase=teste`);
	assert.match(themes.page.words('main'), /Endre litt og prøve igjen/);
});

test('the next meeting opens with the measures that wait, before its first item', async () => {
	const [[meeting]] = server.db.rows("SELECT id FROM agenda_meeting WHERE title = 'HMS-møte i neste måned'");
	const path = `${at}/meetings/${meeting}`;
	const r = await leader.get(path);
	const begun = await leader.submit(r, r.page.forms().find((f) => f.querySelector('[name="act"][value="begin"]')));
	assert.equal(begun.path, `${path}/run`);
	assert.match(begun.page.words('main'), /Siden sist.*Heis til den korte gangen.*Til første sak/s);
});
