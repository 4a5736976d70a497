/* Every address × every role. Who may do what is written here from the design (sections 7 and 8) and the domain (G.3), not from the
 * program: an address that is not in the table fails, until somebody has decided who it is for. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { page } from '../lib/html.mjs';
import { joined } from '../lib/room.mjs';
import { fill, routes } from '../lib/routes.mjs';
import { startServer } from '../lib/server.mjs';
import { Stream, Visitor, request } from '../lib/wire.mjs';
import { addHelper, addPerson, openWorkshop, underWay } from '../lib/workplace.mjs';

const ROLES = ['nobody', 'admin', 'leader', 'union', 'employee_rep', 'safety', 'superior', 'chief_union', 'chief_safety', 'helper', 'workshop_leader', 'staff', 'elsewhere'];
const GROUP = ['leader', 'union', 'employee_rep', 'safety'];
const REPS = ['union', 'employee_rep', 'safety'];
const PLAN = [...GROUP, 'helper'];
const DESK = [...PLAN, 'workshop_leader'];
const ABOVE = ['superior', 'chief_union', 'chief_safety'];
const UNIT = [...DESK, ...ABOVE, 'staff'];
const USER = ROLES.filter((r) => r !== 'nobody');
const ANYONE = ROLES;

/* The administrator runs machines and never reads content; those above see progress and what is asked of them, no cards and no drafts;
 * staff see what is decided, planned and found; helpers plan and do not decide; a workshop leader runs the room. Both are let in to
 * one process, not to the unit. */
const TABLE = `
GET  /healthz                    ANYONE
GET  /readyz                     ANYONE
GET  /metrics                    ANYONE
GET  /                           ANYONE
GET  /about/accessibility        ANYONE
GET  /about/privacy              ANYONE
GET  /login                      ANYONE
POST /login                      ANYONE
GET  /login/code                 ANYONE
POST /login/code                 ANYONE
GET  /login/forgot               ANYONE
POST /login/forgot               ANYONE
POST /logout                     USER
GET  /once/:token                ANYONE
POST /once/:token                ANYONE
GET  /start                      ANYONE
POST /start                      ANYONE
GET  /demo/:role                 ANYONE
POST /demo/:role                 ANYONE
POST /language                   ANYONE
GET  /a/*                        ANYONE

GET  /me                         USER
GET  /me/calendar                USER
POST /me/calendar                USER
GET  /me/edit                    USER
POST /me/edit                    USER
GET  /me/export                  USER
POST /me/language                USER
GET  /me/log                     USER
GET  /me/password                USER
POST /me/password                USER
GET  /me/roles                   USER
POST /me/roles/:role             USER
POST /me/sessions                USER

GET  /u/:unit/parties            admin
POST /u/:unit/parties            admin
GET  /u/:unit/people             GROUP ABOVE staff admin
GET  /u/:unit/people/new         GROUP admin
POST /u/:unit/people/new         GROUP admin
POST /u/:unit/people/slips       admin
POST /u/:unit/people/slips/pdf   admin
GET  /u/:unit/people/:person     GROUP admin
POST /u/:unit/people/:person/end     GROUP admin
POST /u/:unit/people/:person/invite  GROUP admin
POST /u/:unit/people/:person/slip    admin
GET  /u/:unit/begin              GROUP
POST /u/:unit/begin              GROUP

GET  /admin                      admin
GET  /admin/mail                 admin
POST /admin/mail                 admin
POST /admin/mail/again           admin
POST /admin/mail/test            admin
GET  /admin/keeping              admin
POST /admin/keeping              admin
POST /admin/keeping/clock        admin
GET  /admin/people               admin
GET  /p/:process/reminders       GROUP
POST /p/:process/reminders       GROUP
GET  /stop/:token                ANYONE
POST /stop/:token                ANYONE
GET  /admin/people/:person       admin
POST /admin/people/:person       admin
GET  /admin/people/:person/erase admin
POST /admin/people/:person/erase admin
POST /admin/people/:person/leave admin
GET  /admin/routine              admin
POST /admin/routine              admin
GET  /admin/security             admin
GET  /admin/staff-list           admin
POST /admin/staff-list           admin
GET  /admin/staff-list/example   admin
POST /admin/staff-list/take      admin
GET  /admin/units                admin
POST /admin/units                admin
GET  /admin/units/:unit          admin
POST /admin/units/:unit          admin

GET  /p/:process                 UNIT
GET  /p/:process/people          UNIT
POST /p/:process/people/end      DESK
GET  /p/:process/people/new      GROUP
POST /p/:process/people/new      GROUP
GET  /p/:process/delete          GROUP
POST /p/:process/delete          GROUP
GET  /u/:unit/discussed          GROUP
POST /u/:unit/discussed          GROUP
GET  /papers                     USER
GET  /papers/:paper              USER
GET  /p/:process/agreements      GROUP
GET  /p/:process/agreements/:id  GROUP ABOVE
POST /p/:process/agreements/:id  GROUP ABOVE
POST /p/:process/agreements/:id/drop   GROUP
GET  /p/:process/agreements/:id/screen GROUP
GET  /p/:process/log             GROUP
POST /p/:process/log/object      GROUP
GET  /u/:unit/agreements/:id     GROUP ABOVE
POST /u/:unit/agreements/:id     GROUP ABOVE
POST /u/:unit/agreements/:id/drop   GROUP
GET  /u/:unit/agreements/:id/screen GROUP

GET  /m/:token                   ANYONE
POST /m/:token                   ANYONE
GET  /m/:token/own               ANYONE
POST /m/:token/own               ANYONE
GET  /p/:process/chain           DESK staff
GET  /p/:process/measures        UNIT
GET  /p/:process/measures/:id    DESK staff ABOVE
GET  /u/:unit/measures           GROUP ABOVE staff
POST /u/:unit/measures/ask       GROUP
GET  /u/:unit/measures/calendar.ics GROUP ABOVE staff
POST /u/:unit/measures/hidden    safety
GET  /u/:unit/measures/new       GROUP
POST /u/:unit/measures/new       GROUP
GET  /u/:unit/measures/:id       GROUP staff ABOVE
POST /u/:unit/measures/:id/consult  safety
POST /u/:unit/measures/:id/decide   leader
GET  /u/:unit/measures/:id/edit     GROUP
POST /u/:unit/measures/:id/edit     GROUP
POST /u/:unit/measures/:id/evaluate GROUP
POST /u/:unit/measures/:id/habit    GROUP staff
POST /u/:unit/measures/:id/log      GROUP staff
POST /u/:unit/measures/:id/object   GROUP
POST /u/:unit/measures/:id/open     GROUP superior
GET  /u/:unit/measures/:id/poster   GROUP
POST /u/:unit/measures/:id/remove   GROUP
POST /u/:unit/measures/:id/sentence GROUP
POST /u/:unit/measures/:id/settle   GROUP
POST /u/:unit/measures/:id/slip     GROUP
POST /u/:unit/measures/:id/slip/end GROUP
POST /u/:unit/measures/:id/status   GROUP staff

GET  /p/:process/take-out        GROUP
POST /p/:process/take-out        GROUP
POST /p/:process/take-out/file   GROUP
GET  /p/:process/files/action-plan GROUP
GET  /p/:process/files/measures  DESK staff
GET  /p/:process/files/results   GROUP
GET  /u/:unit/files/measures     GROUP staff

GET  /p/:process/plan            DESK staff
POST /p/:process/plan            PLAN
GET  /p/:process/plan.ics        DESK staff
GET  /p/:process/plan/:phase     PLAN
POST /p/:process/plan/:phase     PLAN
GET  /p/:process/checklists      DESK
POST /p/:process/checklists      PLAN
POST /p/:process/checklists/:item DESK
GET  /p/:process/rules           DESK staff
POST /p/:process/rules           PLAN
GET  /p/:process/messages        PLAN
POST /p/:process/messages        PLAN
GET  /p/:process/messages/:phase/:session/:message        PLAN
GET  /p/:process/messages/:phase/:session/:message/edit   PLAN
POST /p/:process/messages/:phase/:session/:message/edit   PLAN
POST /p/:process/messages/:phase/:session/:message/outbox PLAN
GET  /p/:process/invite          PLAN
GET  /p/:process/pdf/minutes/:id GROUP
GET  /p/:process/pdf/phase/:phase DESK
GET  /p/:process/pdf/phase/:phase/:session/:what DESK
GET  /p/:process/pdf/plan        DESK
GET  /p/:process/pdf/report      GROUP
GET  /p/:process/pdf/rules       DESK
GET  /p/:process/made/:phase     DESK
GET  /p/:process/pdf/made/:phase DESK
GET  /p/:process/print           DESK
GET  /p/:process/print/:phase/:session/:what DESK
GET  /p/:process/print/plan      DESK
GET  /p/:process/print/rules     DESK
GET  /p/:process/reports         GROUP
GET  /p/:process/reports/:report GROUP
GET  /p/:process/settings        GROUP
POST /p/:process/settings        GROUP
POST /p/:process/start           GROUP
POST /p/:process/state           GROUP

GET  /p/:process/results         DESK staff
GET  /p/:process/results/:challenge DESK staff
GET  /p/:process/themes          DESK
POST /p/:process/themes/apart    PLAN
POST /p/:process/themes/back     REPS
POST /p/:process/themes/erase    GROUP
POST /p/:process/themes/merge    PLAN
POST /p/:process/themes/name     PLAN
POST /p/:process/themes/new      PLAN
POST /p/:process/themes/take     PLAN
GET  /p/:process/causes          DESK staff
POST /p/:process/causes/bone     GROUP
POST /p/:process/causes/erase    GROUP
POST /p/:process/causes/mark     GROUP
POST /p/:process/causes/task     GROUP
GET  /p/:process/lifts           UNIT
POST /p/:process/lifts           GROUP
POST /p/:process/lifts/answer    GROUP superior
GET  /p/:process/choose          PLAN
POST /p/:process/choose          GROUP
GET  /p/:process/decide          PLAN
POST /p/:process/decide          GROUP
GET  /p/:process/notes           GROUP
POST /p/:process/notes           GROUP
POST /p/:process/notes/relax     GROUP
GET  /p/:process/handle          DESK superior
POST /p/:process/handle/add      GROUP
POST /p/:process/handle/set      GROUP superior

GET  /p/:process/sittings        DESK
GET  /p/:process/sittings/new    PLAN
POST /p/:process/sittings/new    PLAN
GET  /s/:sitting                 DESK
POST /s/:sitting/open            DESK
POST /s/:sitting/close           DESK
POST /s/:sitting/rehearse        DESK
GET  /s/:sitting/edit            PLAN
POST /s/:sitting/edit            PLAN
POST /s/:sitting/remove          PLAN
GET  /s/:sitting/runsheet        PLAN
POST /s/:sitting/runsheet        PLAN
GET  /s/:sitting/tips            DESK
GET  /s/:sitting/slips           GROUP
POST /s/:sitting/slips           GROUP
GET  /s/:sitting/meeting         PLAN
GET  /s/:sitting/events          PLAN
POST /s/:sitting/meeting/away    PLAN
POST /s/:sitting/meeting/form    PLAN
POST /s/:sitting/meeting/input   PLAN
POST /s/:sitting/meeting/join    PLAN
POST /s/:sitting/meeting/own     PLAN
POST /s/:sitting/meeting/step    PLAN
GET  /s/:sitting/paper           DESK
POST /s/:sitting/paper/causes    REPS helper
POST /s/:sitting/paper/close     REPS helper
POST /s/:sitting/paper/filled    REPS helper
POST /s/:sitting/paper/marks     REPS helper
POST /s/:sitting/paper/notes     REPS helper
POST /s/:sitting/paper/places    REPS helper
POST /s/:sitting/paper/sheet     REPS helper
POST /s/:sitting/paper/totals    REPS helper
POST /s/:sitting/paper/verdict   REPS helper

GET  /p/:process/meetings            GROUP staff
GET  /p/:process/meetings/new        GROUP
POST /p/:process/meetings/new        GROUP
GET  /p/:process/meetings/:id        GROUP staff
POST /p/:process/meetings/:id/act    GROUP
GET  /p/:process/meetings/:id/call   GROUP
POST /p/:process/meetings/:id/call   GROUP
POST /p/:process/meetings/:id/correct GROUP
GET  /p/:process/meetings/:id/edit   GROUP
POST /p/:process/meetings/:id/edit   GROUP
GET  /p/:process/meetings/:id/end    GROUP
POST /p/:process/meetings/:id/end    GROUP
GET  /p/:process/meetings/:id/items  GROUP
POST /p/:process/meetings/:id/items  GROUP
GET  /p/:process/meetings/:id/items/:item  GROUP
POST /p/:process/meetings/:id/items/:item  GROUP
GET  /p/:process/meetings/:id/mail   GROUP
POST /p/:process/meetings/:id/mail   GROUP
GET  /p/:process/meetings/:id/print  GROUP
GET  /p/:process/meetings/:id/run    GROUP
POST /p/:process/meetings/:id/run    GROUP
POST /p/:process/meetings/:id/tasks  GROUP

GET  /p/:process/released         GROUP
POST /p/:process/released/act     GROUP
POST /p/:process/released/ask     GROUP
POST /p/:process/released/hand-out GROUP
GET  /p/:process/released/items/:item  GROUP
POST /p/:process/released/items/:item  GROUP
POST /p/:process/released/links   GROUP
GET  /p/:process/released/new     GROUP
POST /p/:process/released/new     GROUP
POST /p/:process/reports/publish  GROUP
GET  /p/:process/reports/published/:id GROUP
POST /p/:process/reports/withdraw GROUP
GET  /w/:public_id/reports/:id    ANYONE
GET  /w/:public_id/reports/:id/pdf ANYONE
GET  /w/said/:token               ANYONE
GET  /w/screen/:token             ANYONE

GET  /calendar/:token/medvirk.ics ANYONE
GET  /w/:public_id               ANYONE
GET  /w/:public_id/meetings/:id  ANYONE
GET  /w/:public_id/questions     ANYONE
GET  /w/:public_id/next.ics      ANYONE
GET  /r                          ANYONE
POST /r                          ANYONE
GET  /r/:code                    ANYONE
GET  /r/:code/next.ics           ANYONE

GET  /r/:code/desk               DESK
POST /r/:code/desk/bones         DESK
POST /r/:code/desk/causes        DESK
POST /r/:code/desk/causes/edit   DESK
POST /r/:code/desk/causes/move   DESK
POST /r/:code/desk/causes/open   DESK
POST /r/:code/desk/end           DESK
POST /r/:code/desk/merge         DESK
POST /r/:code/desk/note          DESK
POST /r/:code/desk/paper         DESK
POST /r/:code/desk/places        DESK
POST /r/:code/desk/settings      DESK
GET  /r/:code/desk/reading         REPS
POST /r/:code/desk/reading/aside   REPS
POST /r/:code/desk/reading/join    REPS
POST /r/:code/desk/reading/release REPS
POST /r/:code/desk/sheets        DESK
POST /r/:code/desk/sheets/take   DESK
POST /r/:code/desk/sort          DESK
POST /r/:code/desk/step          DESK
POST /r/:code/desk/take          DESK
POST /r/:code/desk/themes        DESK
POST /r/:code/desk/themes/notes  DESK
POST /r/:code/desk/vote          DESK
`;
/* The phone's and the wall's addresses ask for a seat or a link, not for a role: tested in room.test.mjs. */
const UNNAMED = /^\/r\/:code\/(answers|board|causes|causes\/edit|causes\/move|causes\/open|events|join|leave|notes|notes\/edit|notes\/delete|pass-on|places|ready|room|sheets|sheets\/leave|sheets\/take|slip|slip\/:slip|sort|table|themes|themes\/notes|verdicts|votes|wall\/:token)$/;

const CLASSES = { GROUP, REPS, PLAN, DESK, ABOVE, UNIT, USER, ANYONE };
const allowed = new Map(
	TABLE.split('\n')
		.filter((l) => l.trim())
		.map((l) => {
			const [method, path, ...who] = l.trim().split(/\s+/);
			return [`${method} ${path}`, new Set(who.flatMap((w) => CLASSES[w] ?? [w]))];
		}),
);

let server;
let place;
let values;
const people = {};

before(async () => {
	server = await startServer();
	place = await underWay(server);
	Object.assign(people, { nobody: new Visitor(server), admin: place.admin, leader: place.leader, union: place.union, safety: place.safety });
	for (const [role, name] of [['employee_rep', 'Eli Ansattrep'], ['superior', 'Sigurd Overordnet'], ['chief_union', 'Henrik Hoved'], ['chief_safety', 'Hanne Hovedverneombud'], ['staff', 'Anna Ansatt']])
		people[role] = await addPerson(server, place, role, name, /union/.test(role) ? { union_name: 'Fagforbundet' } : {});
	for (const [role, name] of [['helper', 'Hilde Hjelper'], ['workshop_leader', 'Vidar Verksted']]) people[role] = await addHelper(server, place, role, name);
	people.elsewhere = await elsewhere();
	const room = await openWorkshop(place);
	const [[meeting]] = server.db.rows(`SELECT id FROM sitting WHERE process_id = ${place.process} AND kind = 'group' AND state = 'planned' ORDER BY id LIMIT 1`);
	await place.leader.submit(await place.leader.get(`/s/${meeting}`), `/s/${meeting}/open`);
	values = { unit: place.unit, process: place.process, person: 999999, role: 999999, code: room.code, sitting: room.sitting, meeting, phase: 'starte', session: 'planmote', message: 'start', what: 'plan', report: 'summary', paper: 'dpia', id: '999999', item: '999999', challenge: '999999', token: 'AAAABBBBCCCC', public_id: 'x' };
});
after(() => server?.close());

/* A leader of another unit of the same organisation. */
async function elsewhere() {
	const units = await place.admin.get('/admin/units');
	const made = await place.admin.submit(units, '/admin/units', { name: 'Solvang barnehage' });
	assert.equal(made.status, 200, made.page.words('main').slice(0, 300));
	const link = made.page.all('a').find((a) => /Solvang/.test(a.textContent)).getAttribute('href');
	const other = { ...place, unit: Number(/\d+/.exec(link)[0]) };
	assert.notEqual(other.unit, place.unit);
	return addPerson(server, other, 'leader', 'Per Annetsted');
}

const denied = (r) => r.status === 401 || r.status === 403 || r.status === 404 || (r.status === 303 && /^\/login/.test(r.location.replace(server.url, '')));

test('every address is in the table, and the table holds no others', async () => {
	const there = (await routes()).map((r) => `${r.method} ${r.path}`).filter((r) => !UNNAMED.test(r.split(' ')[1]));
	assert.deepEqual(there.filter((r) => !allowed.has(r)), [], 'decide who these are for, and write it down here');
});

test('every address, every role', async () => {
	const wrong = [];
	const list = (await routes()).filter((r) => !UNNAMED.test(r.path) && r.path !== '/logout' && r.path !== '/me/sessions' && !/desk\/end$|sitting\/(close|remove)$/.test(r.path));
	for (const { method, path } of list) {
		const may = allowed.get(`${method} ${path}`);
		if (!may) continue;
		for (const role of ROLES) {
			const of = /meeting|events/.test(path) && /^\/s\//.test(path) ? { ...values, sitting: values.meeting } : values;
			const at = fill(path, of) + (path.endsWith('/sittings/new') ? '?phase=utforske' : '');
			const v = people[role];
			const r = /events$/.test(path) ? await stream(v, at) : method === 'GET' ? await v.get(at) : await v.post(at, {});
			/* What does not exist is 404 for everybody; told apart from "not for you" by who it is told to. */
			const missing = r.status === 404 && (method === 'POST' || /:(person|role|id|item|challenge|token|public_id|message|what|phase)|\*|next\.ics|calendar\.ics|slips$/.test(path));
			if (may.has(role)) {
				if ((r.status === 403 && !refusedByRule(r)) || (r.status === 404 && !missing) || (r.status === 303 && /^\/login\?to=/.test(r.location))) wrong.push(`${method} ${path}: ${role} is kept out (${r.status})`);
				if (r.status >= 500) wrong.push(`${method} ${path}: ${role} gets ${r.status}`);
			} else if (!denied(r)) wrong.push(`${method} ${path}: ${role} is let in (${r.status})`);
		}
	}
	assert.deepEqual(wrong, []);
});

/* A stream does not end by itself. */
async function stream(v, at) {
	const s = await new Stream(v, at).open();
	s.close();
	return { status: s.status, location: s.responseHeaders.location ?? '', path: at, page: page('') };
}

/* Behind the door a rule may also say no: a workshop leader ticks own items of the checklists only. Else the page says more than the
 * usual. */
function refusedByRule(r) {
	return r.path.includes('/checklists/') || !/andre enn deg|not have access|ikke tilgang/i.test(r.page.words());
}

test('somebody from another unit is not told that the place exists', async () => {
	for (const at of [`/p/${place.process}`, `/u/${place.unit}/people`, `/p/${place.process}/results`, '/p/999999', '/u/999999/people'])
		assert.equal((await people.elsewhere.get(at)).status, 404, at);
});

test('what must be handled is text for the group, and a count for those who help', async () => {
	const said = 'noen tar medisiner fra skapet';
	const page = await place.safety.get(`/p/${place.process}/handle`);
	const form = page.page.formTo('/handle/add');
	const [field] = [...form.querySelectorAll('textarea, input[type="text"], input:not([type])')].map((f) => f.getAttribute('name'));
	const reason = form.querySelector('[name="reason"] option[value]:not([value=""]), input[name="reason"]').getAttribute('value');
	const r = await place.safety.submit(page, form, { [field]: said, reason });
	assert.equal(r.status, 200, r.page.words('main').slice(0, 400));
	assert.match((await place.leader.get(`/p/${place.process}/handle`)).page.words(), new RegExp(said));
	for (const role of ['helper', 'workshop_leader', 'superior']) assert.doesNotMatch((await people[role].get(`/p/${place.process}/handle`)).text, new RegExp(said), role);
});

test('the phone\'s addresses do not care who is signed in', async () => {
	const p = await joined(server, values.code);
	p.visitor.cookies.push(...place.leader.cookies);
	assert.equal((await p.room()).status, 200);
	const stranger = await request(server.url, 'GET', `/r/${values.code}/room`, { headers: { cookie: place.leader.cookieHeader('/r/') } });
	assert.notEqual(stranger.status, 200, 'an account is no seat');
});

test('a role that has ended opens nothing', async () => {
	const page = await place.admin.get(`/u/${place.unit}/people`);
	const link = page.page.all('a').find((a) => a.textContent.trim() === 'Anna Ansatt').getAttribute('href');
	const one = await place.admin.get(link);
	await place.admin.submit(one, '/end');
	assert.ok([403, 404].includes((await people.staff.get(`/p/${place.process}`)).status));
});
