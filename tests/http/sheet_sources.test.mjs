/* A step that makes themes of what was written in several steps: sheets from paper say which of them the notes belong to, and notes
 * without a theme are listed whichever they came from. The method we ship has no such step, so its pack is changed for the test. */
import assert from 'node:assert/strict';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { typeIn } from '../lib/paper.mjs';
import { startServer } from '../lib/server.mjs';
import { underWay } from '../lib/workplace.mjs';

let folder;
let server;
let place;
let sitting;

const rows = (sql) => server.db.rows(sql);
const at = () => `/s/${sitting}/paper`;

before(async () => {
	folder = mkdtempSync(path.join(tmpdir(), 'medvirk-methods-'));
	cpSync('methods/oss-og-vart', path.join(folder, 'annen'), { recursive: true });
	const frame = path.join(folder, 'annen/method.yaml');
	writeFileSync(frame, readFileSync(frame, 'utf8').replace('id: oss-og-vart\n', 'id: annen\n'));
	const phase = path.join(folder, 'annen/phases/utforske.yaml');
	const text = readFileSync(phase, 'utf8');
	const from = /(id: vanskelig-temaer\n(?:.*\n)*?\s+from: )vanskelig\n/;
	assert.match(text, from);
	writeFileSync(phase, text.replace(from, '$1[vanskelig, bra]\n'));
	server = await startServer({ args: ['--methods', folder] });
	place = await underWay(server, { method: 'annen', name: 'Noe annet' });
	sitting = Number(rows("SELECT id FROM sitting WHERE phase = 'utforske' AND kind = 'staff' ORDER BY id LIMIT 1")[0][0]);
});
after(async () => {
	await server?.close();
	rmSync(folder, { recursive: true, force: true });
});

test('a sheet offers every step its notes can come from, and puts them there', async () => {
	const page = (await place.safety.get(at())).page;
	const offered = (step) => page.all(`#step-${step} select[name="column"] option`).map((o) => [o.getAttribute('value'), o.textContent.replace(/\s+/g, ' ').trim()]);
	assert.deepEqual(offered('bra-temaer'), [], 'one source with one column: nothing to ask');
	assert.deepEqual(offered('vanskelig-temaer').map(([value]) => value), ['vanskelig/vanskelig', 'bra/bra']);
	const labels = offered('vanskelig-temaer').map(([, label]) => label);
	assert.notEqual(labels[0], labels[1]);
	const save = (values, more) => typeIn(place.safety, sitting, 'vanskelig-temaer', 'sheet', values, {}, more);
	assert.equal((await save({ name: 'Morgenen', text: 'Vi rekker det ikke', column: 'vanskelig/vanskelig' })).status, 200);
	const [[theme]] = rows("SELECT id FROM theme WHERE name = 'Morgenen'");
	assert.equal((await save({ theme, text: 'Kaffen er god', column: 'bra/bra' })).status, 200);
	assert.deepEqual(rows('SELECT body, step, col FROM note ORDER BY body'), [['Kaffen er god', 'bra', 'bra'], ['Vi rekker det ikke', 'vanskelig', 'vanskelig']]);
	assert.deepEqual(rows("SELECT name, col FROM theme"), [['Morgenen', '']], 'a theme of both is about neither alone');
	for (const column of ['samle/bra', 'bra-temaer/bra', 'stemme/']) {
		const wrong = await save({ theme, text: 'x', column });
		assert.equal(wrong.status, 422, column);
		assert.equal(wrong.page.all('#text-vanskelig-temaer').map((t) => t.textContent.trim())[0], 'x', 'kept');
	}
	assert.equal(rows('SELECT COUNT(*) FROM note')[0][0], '2');
});

test('what lies in no theme is counted and listed from both steps; an empty page leads to no choice', async () => {
	const themes = `/p/${place.process}/themes?phase=utforske`;
	const empty = await place.leader.get(themes);
	assert.match(empty.page.words('main'), /Ingen temaer her ennå/);
	assert.equal(empty.page.all('main a[href*="/choose"]').length, 0);
	assert.equal((await typeIn(place.safety, sitting, 'vanskelig', 'notes', { text: 'Tynt i helgene' })).status, 200);
	assert.equal((await typeIn(place.safety, sitting, 'bra', 'notes', { text: 'Vi ler mye' })).status, 200);
	const closed = await place.safety.submit(await place.safety.get(at()), '/paper/close', { headcount: '12' });
	assert.equal(closed.status, 200);
	const full = await place.leader.get(themes);
	assert.equal(full.page.all('main a[href*="/choose"]').length, 1);
	const part = full.page.all('main section.stack').find((s) => s.textContent.includes('Morgenen'));
	assert.match(part.textContent, /2 lapper uten tema/);
	assert.match(part.textContent, /Tynt i helgene/);
	assert.match(part.textContent, /Vi ler mye/);
});
