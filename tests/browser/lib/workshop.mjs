/* workshop.mjs: a workplace whose three parties have agreed to start, and its first workshop with staff with open doors. */
import assert from 'node:assert/strict';
import { underWay } from '../../lib/workplace.mjs';

/* { place, sitting, code, wall }: the people's visitors, and the addresses of the room's two public screens. */
export async function openWorkshop(server) {
	const place = await underWay(server);
	const list = await place.leader.get(`/p/${place.process}/sittings`);
	const sitting = Number(server.db.rows("SELECT id FROM sitting WHERE phase = 'utforske' AND kind = 'staff'")[0][0]);
	assert.ok(list.page.links().includes(`/s/${sitting}`));
	const desk = await place.leader.submit(await place.leader.get(`/s/${sitting}`), `/s/${sitting}/open`);
	const code = /\/r\/([A-Z2-9]{6})/.exec(desk.page.links().find((l) => l.startsWith('/r/')))[1];
	const wall = (await place.leader.get(`/r/${code}/desk`)).page.links().find((l) => l.includes('/wall/'));
	return { place, sitting, code, wall };
}
