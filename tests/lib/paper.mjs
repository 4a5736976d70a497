/* paper.mjs: typing in from paper, through the page's own forms. */
import assert from 'node:assert/strict';

/* Fills in the form for a step of the run sheet: action is the last word of its address; which: the ballot, or hidden fields that
 * tell it from others (undefined: the field is not there). */
export async function typeIn(who, sitting, step, action, values, which = {}, more) {
	const at = `/s/${sitting}/paper`;
	const r = await who.get(at);
	const wanted = { step, ...(typeof which === 'string' ? { ballot: which } : which) };
	const fits = (f) => Object.entries(wanted).every(([name, want]) => (f.querySelector(`[name="${name}"]`)?.getAttribute('value') ?? undefined) === want);
	const form = r.page.forms().find((f) => f.getAttribute('action') === `${at}/${action}` && fits(f));
	assert.ok(form, `${action} ${JSON.stringify(wanted)}: ${r.status} ${r.page.words('main').slice(0, 300)}`);
	return who.submit(r, form, values, more);
}

/* A workshop held wholly on paper: themes are { step, name, notes: [], dots }. Typed in and closed. */
export async function heldOnPaper(server, who, sitting, { voters, themes, loose = [], headcount = voters }) {
	const id = (name) => server.db.rows(`SELECT id FROM theme WHERE name = '${name}' AND room_id = ${sitting}`)[0][0];
	if (loose.length) await typeIn(who, sitting, 'vanskelig', 'notes', { text: loose.join('\n') });
	for (const t of themes) assert.equal((await typeIn(who, sitting, t.step, 'sheet', { name: t.name, text: t.notes.join('\n') })).status, 200);
	for (const [ballot, step] of [['utfordringer', 'vanskelig-temaer'], ['bevare', 'bra-temaer']]) {
		const counts = themes.filter((t) => t.step === step && t.dots).map((t) => [`c-${id(t.name)}`, String(t.dots)]);
		if (counts.length) assert.equal((await typeIn(who, sitting, 'stemme', 'totals', { voters: String(voters), ...Object.fromEntries(counts) }, ballot)).status, 200);
	}
	const r = await who.submit(await who.get(`/s/${sitting}/paper`), '/paper/close', { headcount: String(headcount) });
	assert.equal(r.status, 200);
	return r;
}
