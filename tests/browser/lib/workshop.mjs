/* workshop.mjs: a first workshop with staff, open and not yet begun, at the demo's nursing home. */
import { randomBytes } from 'node:crypto';
import { demoLines } from '../../lib/room.mjs';

const STEPS = { velkommen: 10, bra: 10, 'bra-temaer': 15, vanskelig: 10, 'vanskelig-temaer': 20, pause: 10, presentere: 15, samle: 10, stemme: 10, avslutning: 10 };

/* { code, wall }: addresses of the room's two public screens. */
export function openWorkshop(server) {
	const now = Math.floor(Date.now() / 1000);
	const code = Array.from(randomBytes(6), (b) => 'ABCDEFGHJKLMNPQRSTUVWXYZ23456789'[b % 32]).join('');
	const token = randomBytes(16).toString('hex');
	const values = Object.entries(STEPS).map(([step, minutes], i) => `(last_insert_rowid(), ${i + 1}, '${step}', ${minutes})`);
	server.db.rows(`BEGIN;
		INSERT INTO sitting (process_id, phase, session, kind, state, code, wall_token, starts_at, ends_at, opened_at)
		VALUES (1, 'utforske', 'verksted', 'staff', 'open', '${code}', '${token}', ${now}, ${now + 7200}, ${now});
		CREATE TEMP TABLE me AS SELECT last_insert_rowid() AS id;
		${values.map((v) => `INSERT INTO sitting_step (sitting_id, pos, step, minutes) SELECT ${v.slice(1, -1).replace('last_insert_rowid()', 'id')} FROM me;`).join('\n')}
		INSERT INTO room_key (room_id, secret) SELECT id, '${randomBytes(32).toString('hex')}' FROM me;
		COMMIT;`);
	return { code, wall: `/r/${code}/wall/${token}` };
}

/* Signs a person of the demo in on their own device. */
export async function enter(p, server, who) {
	await p.goto(server.url + demoLines(server)[who]);
	await p.page.locator('form[action^="/demo/"] button').click();
	await p.page.waitForURL((u) => !u.pathname.startsWith('/demo/'));
}
