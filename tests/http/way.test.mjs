/* The red thread: from any measure back to what was said, from any theme forward to what came of it; the pictures say what the
 * text says, and no idea's words stand there. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { demoLines, enterDemo } from '../lib/room.mjs';
import { startServer } from '../lib/server.mjs';
import { Visitor } from '../lib/wire.mjs';

let server;
let leader;
let staff;
let base;
const flat = (s) => s.replace(/\s+/g, ' ').trim();

before(async () => {
	server = await startServer({ demo: true });
	leader = await enterDemo(server, 'leader');
	staff = await enterDemo(server, 'staff');
	base = `/p/${server.db.rows('SELECT id FROM process ORDER BY id LIMIT 1')[0][0]}`;
});
after(() => server?.close());

/* The boxes of a picture: what stands in each, in order. */
const boxes = (svg) => [...svg.querySelectorAll('.way-node')].map((n) => ({
	kind: flat(n.querySelector('.way-kind').textContent),
	words: flat([...n.querySelectorAll('text:not(.way-kind)')].map((t) => t.textContent).join(' ')),
	again: n.hasAttribute('data-again'), here: n.hasAttribute('data-here'), on: n.hasAttribute('data-on'),
}));
const letters = (s) => s.replace(/\s+/g, '');

test('both layouts of every picture and the text say the same, each thing once', async () => {
	const { page } = await leader.get(`${base}/chain?all=1`);
	const threads = page.all('.thread').filter((t) => t.querySelector('.way'));
	assert.ok(threads.length >= 6);
	for (const t of threads) {
		const wide = [...t.querySelectorAll('.way-wide')].flatMap(boxes);
		const tall = [...t.querySelectorAll('.way-tall')].flatMap(boxes);
		assert.deepEqual(wide.map((b) => [b.kind, letters(b.words)]).sort(), tall.map((b) => [b.kind, letters(b.words)]).sort());
		const told = [...t.querySelectorAll('.way-text li')].map((li) => {
			const own = [...li.childNodes].filter((n) => n.nodeName !== 'UL').map((n) => n.textContent).join('');
			return letters(own);
		});
		const drawn = wide.filter((b) => !b.again).map((b) => letters(b.kind + b.words));
		assert.deepEqual(drawn.sort(), told.sort());
	}
});

test('the whole way of a measure: theme, choice, causes, question, ideas, proposal, measure, what came of it', async () => {
	const { page } = await leader.get(`${base}/chain`);
	const option = page.all('#of option').find((o) => /Telefonfritt stell/.test(o.textContent));
	const one = await leader.get(`${base}/chain?of=${option.getAttribute('value')}`);
	assert.equal(one.page.all('.thread').length, 1);
	const way = boxes(one.page.one('.way-wide')).filter((b) => b.on);
	assert.deepEqual(way.map((b) => b.kind), ['Tema', 'Utfordring', 'Rotårsak', 'Spørsmålet', 'Ideer', 'Løsningsforslag', 'Tiltak', 'Stoppet']);
	assert.equal(way.filter((b) => b.here).length, 1);
	assert.match(way.find((b) => b.here).words, /^Telefonfritt stell/);
	assert.match(way.at(-1).words, /pårørende som trenger en fast tid/, 'what was learnt is kept');
	assert.ok(boxes(one.page.one('.way-wide')).some((b) => !b.on), 'the others stand there, too');
	const marked = one.page.one('.way-text [aria-current]');
	assert.match(marked.textContent, /Telefonfritt stell/);
	/* The picker remembers; from the card of the measure one comes here, too. */
	assert.equal(one.page.one('#of option[selected]').textContent, 'Telefonfritt stell');
	const card = await leader.get(one.page.all('.way-text a').find((a) => /Telefonfritt stell/.test(a.textContent)).getAttribute('href'));
	assert.ok(card.page.links().some((l) => l.includes(`/chain?of=${option.getAttribute('value')}`)));
});

test('from a theme forward: chosen ones with all that came of them, others with why not', async () => {
	const { page } = await leader.get(`${base}/chain`);
	for (const o of page.all('#of optgroup')[0].querySelectorAll('option')) {
		const one = await leader.get(`${base}/chain?of=${o.getAttribute('value')}`);
		const all = [...one.page.all('.way-wide')].flatMap(boxes);
		assert.equal(all[0].kind, 'Tema');
		assert.ok(all[0].here && all.every((b) => b.on), 'all of it came of the theme');
		assert.ok(one.page.all('.way-wide [data-fate]').length > 0, `${o.textContent} has a fate`);
	}
	assert.match((await leader.get(`${base}/chain`)).page.words('main'), /God rapport fra natt 1 lapp ?Ikke valgt: Vi valgte andre denne gangen/);
});

test('what was lifted stands with whom it went to, when, and the answer with its reason', async () => {
	const { page } = await staff.get(`${base}/chain?as=text`);
	assert.match(page.words('main'), /Løftet \d+\. \w+ .*Leder(en)? over vår.*Svar \d+\. \w+ Sendt videre.*kommunalsjefen/);
	assert.equal(page.all('.way').length, 0);
	assert.ok(page.all('.thread').every((t) => t.hasAttribute('open')));
});

test('ideas are a number to everybody; their words stand nowhere on the page', async () => {
	const ideas = server.db.rows("SELECT body FROM note WHERE about <> '' AND state = 'shown'").map(([b]) => b.slice(0, 25));
	assert.ok(ideas.length > 20);
	const titles = server.db.rows("SELECT body FROM entry_field").map(([b]) => b);
	for (const who of [leader, staff, await enterDemo(server, 'union')])
		for (const at of [`${base}/chain?all=1`, `${base}/chain?as=text`]) {
			const { page } = await who.get(at);
			assert.match(page.text, /11 ideer/);
			for (const idea of ideas) if (!titles.some((t) => t.includes(idea))) assert.ok(!page.text.includes(idea), `${idea} at ${at}`);
		}
});

test('sensitive measures are in no thread, and a stranger sees none', async () => {
	assert.doesNotMatch((await leader.get(`${base}/chain?all=1`)).page.text, /vanskelig hendelse/);
	const stranger = new Visitor(server);
	assert.notEqual((await stranger.get(`${base}/chain`)).page?.all('.thread').length, 6);
	assert.equal((await leader.get(`${base}/chain?of=measure:1`)).status, 200, 'what is not there marks nothing');
	assert.equal((await leader.get(`${base}/chain?of=${'x'.repeat(3000)}`)).status < 500, true);
	assert.ok(demoLines(server).leader);
});

test('any box of the thread can be lifted, once; the draft is the group\'s own until it is sent', async () => {
	const [[entry]] = server.db.rows("SELECT id FROM entry WHERE makes = 'proposal' AND id NOT IN (SELECT SUBSTR(thing, 7) FROM lift) ORDER BY id LIMIT 1");
	const at = `${base}/chain?of=entry:${entry}`;
	const link = (await leader.get(at)).page.links().find((l) => l.includes('/lifts?thing='));
	assert.equal((await staff.get(at)).page.links().some((l) => l.includes('/lifts?thing=')), false);
	const form = await leader.get(link.replace(/#.*/, ''));
	const mine = form.page.forms().find((f) => f.querySelector('[name="thing"]'));
	const saved = await leader.submit(form, mine, { what: 'Vi får ikke låst opp budsjettet' }, { button: ['do', 'save'] });
	assert.equal(saved.status, 200);
	assert.deepEqual(server.db.rows("SELECT thing FROM lift WHERE what = 'Vi får ikke låst opp budsjettet'"), [[`entry:${entry}`]]);
	assert.match((await leader.get(`${at}&as=text`)).page.words('.way-text'), /Skal løftes, ikke sendt ennå ?Vi får ikke låst opp budsjettet/);
	assert.doesNotMatch((await staff.get(`${base}/chain?as=text`)).page.text, /låst opp budsjettet/, 'not before it is sent');
	const again = await leader.get(`${base}/lifts?thing=entry:${entry}`);
	assert.match(again.page.words('[role=alert]'), /står på listen fra før/);
	const none = await leader.post(`${base}/lifts`, { key: 'f'.repeat(32), thing: 'entry:00000000-0000-4000-8000-000000000000', what: 'Noe' });
	assert.equal(none.status, 404, 'only what is there');
	const [[note]] = server.db.rows("SELECT id FROM note WHERE about <> '' AND state = 'shown' LIMIT 1");
	const [[body]] = server.db.rows(`SELECT body FROM note WHERE id = '${note}'`);
	assert.ok(!(await leader.get(`${base}/lifts?thing=note:${note}`)).page.text.includes(body), 'no words of a note');
});

test('a sentence that was made better stands under its challenge instead of the first one', async () => {
	const { page } = await staff.get(`${base}/causes`);
	const better = server.db.rows("SELECT f.body FROM entry_field f JOIN entry e ON e.id = f.entry_id WHERE e.makes = 'statement' AND e.about LIKE 'entry:%' AND f.field = 'hvordan'");
	const first = server.db.rows("SELECT f.body FROM entry_field f JOIN entry e ON e.id = f.entry_id WHERE f.field = 'hvordan' AND 'entry:' || e.id IN (SELECT about FROM entry WHERE makes = 'statement')");
	assert.ok(better.length >= 2);
	const said = page.all('.tree .thing').map((t) => t.textContent);
	for (const [b] of better) assert.equal(said.filter((s) => s.includes(b)).length, 1, b);
	for (const [b] of first) if (!better.some(([x]) => x.includes(b))) assert.ok(!said.some((s) => s.includes(b)), b);
	assert.equal(page.links().some((l) => l.includes('/lifts?thing=')), false, 'staff lift nothing');
	assert.ok((await leader.get(`${base}/causes`)).page.links().some((l) => l.includes('/lifts?thing=entry')));
});
