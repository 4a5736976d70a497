/* chosen.mjs: a process in which the staff has chosen its challenges: Utforske held on paper, the choice confirmed by all three. */
import assert from 'node:assert/strict';
import { heldOnPaper } from './paper.mjs';
import { allAgree, anchor, begin } from './workplace.mjs';

export const CHALLENGES = ['Beskjeder blir borte', 'For lite tid om morgenen'];
export const KEPT = 'Vi ler sammen';

/* The three confirm what got most votes. */
export async function confirmChoice(place) {
	const at = `/p/${place.process}/choose`;
	const asked = await place.leader.submit(await place.leader.get(at), at);
	const agreement = /\/p\/\d+\/agreements\/\d+/.exec(asked.path)?.[0];
	assert.ok(agreement, `${asked.status} ${asked.path} ${asked.page.words('main').slice(0, 500)}`);
	await allAgree(place, agreement);
}

export async function choose(server, place) {
	if (!place.process) {
		await begin(place);
		await anchor(place);
	}
	const sitting = Number(server.db.rows("SELECT id FROM sitting WHERE phase = 'utforske' AND kind = 'staff' ORDER BY id LIMIT 1")[0][0]);
	await heldOnPaper(server, place.safety, sitting, {
		voters: 9,
		themes: [
			{ step: 'vanskelig-temaer', name: CHALLENGES[0], notes: ['Ingen leser tavla'], dots: 9 },
			{ step: 'vanskelig-temaer', name: CHALLENGES[1], notes: ['Alt skal skje før åtte'], dots: 7 },
			{ step: 'vanskelig-temaer', name: 'Parkering', notes: ['Det er fullt'], dots: 0 },
			{ step: 'bra-temaer', name: KEPT, notes: ['Humor'], dots: 8 },
		],
	});
	await confirmChoice(place);
}
