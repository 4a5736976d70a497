/* road.mjs: the whole road, from an empty installation to measures that were tried and judged, walked by people with a device each.
 *
 *   walk({ lang, size, tag })     registers the tests; tag is in the names of the pictures */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { slipsOf } from '../../lib/workplace.mjs';
import { page as read } from '../../lib/html.mjs';
import { startServer } from '../../lib/server.mjs';
import { Cast, PHONE, WALL, atStep, count, eventually, openEarly, sees } from './cast.mjs';
import { walkOn } from './road_on.mjs';
import { STEPS } from './steps.mjs';

const SECRET = 'fire tørre sokker i skuffen';
const day = (n) => new Date(Date.now() + n * 86400e3).toISOString().slice(0, 10);

export function walk({ lang, size, tag }) {
	let server, cast, admin, leader, union, safety, slips, agreement, process, meeting, workshop, code;
	const at = {};
	const parties = () => [leader, union, safety];

	before(async () => {
		server = await startServer();
		cast = await Cast.open();
		admin = await cast.actor('the administrator', { size, lang });
		leader = await cast.actor('the leader', { size, lang });
		union = await cast.actor('the union representative', { size: PHONE, lang });
		safety = await cast.actor('the safety representative', { size: PHONE, lang });
	});
	after(async () => {
		await cast?.close();
		await server?.close();
	});

	/* One rests on the other: after a failure the rest is not reached. */
	let stopped = '';
	const chapter = (what, fn) =>
		test(what, async () => {
			assert.equal(stopped, '', 'not reached');
			stopped = what;
			await fn();
			stopped = '';
		});
	const go = (p, path) => p.goto(server.url + path);
	const path = (p) => new URL(p.page.url()).pathname;
	const look = (p, name, more) => p.look(`${name}-${tag}`, { lang, ...more });
	/* Presses something that leads to another page. */
	const press = async (p, what) => {
		const button = typeof what === 'string' ? p.page.locator(what).first() : what;
		const there = p.page.waitForNavigation({ waitUntil: 'domcontentloaded' });
		await button.click();
		await there;
	};
	const fill = async (p, values) => {
		for (const [name, value] of Object.entries(values)) {
			const field = p.page.locator(`#field-${name}`);
			if ((await field.evaluate((el) => el.tagName)) === 'SELECT') await field.selectOption(value);
			else await field.fill(value);
		}
	};

	chapter('an empty installation begins with two pages: the place, and the three parties', async () => {
		await go(admin, '/');
		await look(admin, 'start');
		admin.expect(/status of 422/);
		await press(admin, 'form[action="/start"] button[type="submit"]');
		await admin.page.locator('.ds-error-summary').waitFor();
		assert.ok(await admin.page.evaluate(() => document.activeElement.matches('.ds-error-summary')), 'the summary takes the focus');
		await look(admin, 'start-wrong');
		await fill(admin, { organisation: 'Fjellvik kommune', unit: 'Solbakken sykehjem', lang, name: 'Ada Admin', email: 'ada@fjellvik.example', secret: SECRET });
		await press(admin, 'form[action="/start"] button[type="submit"]');
		assert.match(path(admin), /^\/u\/\d+\/parties$/);
		at.unit = path(admin).replace('/parties', '');
		await look(admin, 'parties');
		await fill(admin, {
			leader_name: 'Lise Leder', leader_email: 'lise@fjellvik.example',
			union_name: 'Tor Tillitsvalgt', union_email: 'tor@fjellvik.example', union_union: 'Fagforbundet',
			safety_name: 'Vera Verneombud', safety_email: 'vera@fjellvik.example',
		});
		await press(admin, `form[action="${at.unit}/parties"] button[type="submit"]`);
		await look(admin, 'people');
		await press(admin, `form[action="${at.unit}/people/slips"] button`);
		await look(admin, 'slips', { wide: true, sheets: true });
		slips = slipsOf({ page: read(await admin.page.content()) });
		assert.deepEqual(Object.keys(slips).sort(), ['Lise Leder', 'Tor Tillitsvalgt', 'Vera Verneombud']);
	});

	chapter('each party signs in by the slip, chooses a password, and the representatives confirm their role', async () => {
		for (const [p, name] of [[leader, 'Lise Leder'], [union, 'Tor Tillitsvalgt'], [safety, 'Vera Verneombud']]) {
			await go(p, '/login/code');
			if (p === union) await look(p, 'login-code');
			await fill(p, { code: slips[name].toLowerCase() });
			await press(p, 'form[action="/login/code"] button[type="submit"]');
			if (p === union) await look(p, 'login-choose');
			await fill(p, { secret: SECRET });
			await press(p, 'form[action="/login/code"] button[type="submit"]');
			if (p === leader) continue;
			assert.equal(path(p), '/me/roles', `${name} is asked for the role`);
			if (p === union) await look(p, 'me-roles');
			await press(p, 'button[name="answer"][value="yes"]');
		}
		await go(union, '/');
		await look(union, 'home-nothing-yet');
	});

	chapter('"Kom i gang" asks little and proposes a whole plan', async () => {
		await go(leader, '/');
		await look(leader, 'home-first');
		await press(leader, leader.page.locator('main a[href$="/begin"]').first());
		await look(leader, 'begin');
		await fill(leader, { place: 'Personalrommet', date: day(21), time: '13:00', staff: '34' });
		await press(leader, 'form[action$="/begin"] button[type="submit"]');
		process = /\/p\/(\d+)/.exec(path(leader))[1];
		at.p = `/p/${process}`;
		await look(leader, 'begun');
		await go(leader, at.p);
		await look(leader, 'overview-draft');
		await go(leader, `${at.p}/plan`);
		await look(leader, 'plan');
		assert.ok((await leader.page.locator('tbody tr').count()) >= 5, 'five phases with dates');
	});

	chapter('the plan is changed, and the log says so', async () => {
		await press(leader, leader.page.locator(`a[href="${at.p}/plan/utforske"]`).first());
		await look(leader, 'plan-edit');
		await fill(leader, { place: 'Kantina' });
		await press(leader, `form[action="${at.p}/plan/utforske"] .actions button[type="submit"]`);
		await sees(leader, 'Kantina');
		await look(leader, 'plan-changed');
		await go(union, `${at.p}/rules`);
		await look(union, 'rules');
		await union.page.locator('#field-text').fill('Vi ler sammen.');
		await press(union, 'button[name="act"][value="add"]:not([data-size])');
		await sees(union, 'Vi ler sammen.');
		await go(safety, `${at.p}/checklists`);
		await look(safety, 'checklists');
		const tick = safety.page.locator('button.tick[aria-pressed="false"]').first();
		const name = await tick.getAttribute('aria-labelledby');
		await tick.click();
		await safety.page.locator(`button.tick[aria-labelledby="${name}"][aria-pressed="true"]`).waitFor();
	});

	chapter('the planning meeting is held live, each on their own device', async () => {
		await go(leader, `${at.p}/sittings`);
		await look(leader, 'sittings');
		meeting = await leader.page.locator('main a[href^="/s/"]').first().getAttribute('href');
		await go(leader, meeting);
		await look(leader, 'sitting-group');
		await openEarly(leader);
		await press(leader, `form[action="${meeting}/open"] button`);
		for (const p of parties()) {
			await go(p, `${meeting}/meeting`);
			if (await p.page.locator('form[action$="/meeting/join"]').count()) await press(p, 'form[action$="/meeting/join"] button');
		}
		await look(leader, 'meeting-wait');
		await eventually(async () => (await leader.page.locator('#present .ds-tag[data-color="success"]').count()) === 3);
		let last = await leader.page.locator('#step-h').innerText(); /* of the page that waits */
		await leader.page.locator('#next button').click();
		const steps = [];
		for (;;) {
			for (const p of parties()) await eventually(async () => (await p.page.locator('#step-h').innerText()) !== last && (await p.page.locator('#next, #desk-side').count()) > 0);
			const name = await leader.page.locator('#step-h').innerText();
			for (const p of parties()) await atStep(p, name);
			steps.push(name);
			await look(leader, `meeting-${steps.length}`);
			if (await union.page.locator('#own-form').count()) await ownSheet();
			if (await union.page.locator('form[action$="/meeting/input"]').count()) await groupSheet();
			last = name;
			if (await leader.page.locator(`form[action="${meeting}/close"]`).count()) break;
			await leader.page.locator('#next button').click();
		}
		assert.equal(steps.length, 5, steps.join(', '));
		await press(leader, '#next button');
		await go(leader, meeting);
		await look(leader, 'meeting-over');
	});

	async function ownSheet() {
		const fields = union.page.locator('#own-form textarea');
		await fields.nth(0).fill('Jeg gleder meg til å høre nattevaktene.');
		await fields.nth(1).fill('Dette er bare for meg.');
		await union.page.locator('#own-form button[name="share"]').first().click();
		await sees(leader, 'Jeg gleder meg til å høre nattevaktene.');
		assert.ok(!leader.got('Dette er bare for meg.'), 'what is not shared goes to nobody');
		assert.equal(await fields.nth(1).inputValue(), 'Dette er bare for meg.');
		await look(union, 'meeting-own');
	}

	async function groupSheet() {
		const texts = ['Ingen blir avbrutt.', 'Vi snakker om måten vi jobber på.', 'Vi sier fra når noe er vanskelig.'];
		for (const [i, p] of parties().entries()) {
			await p.page.locator('form[action$="/meeting/input"] input[name="text"]').first().fill(texts[i]);
			await p.page.locator('form[action$="/meeting/input"] button').first().click();
		}
		for (const p of parties()) for (const t of texts) await sees(p, t);
		await look(safety, 'meeting-group');
	}

	chapter('the three agree to start, each on their own phone', async () => {
		await go(leader, at.p);
		await press(leader, `form[action="${at.p}/start"] button`);
		agreement = path(leader);
		assert.match(agreement, /\/agreements\/\d+$/);
		await look(leader, 'agreement');
		admin.expect(/status of 403/);
		await go(admin, agreement);
		await look(admin, 'not-yours');
		assert.equal(await admin.page.locator('form.agree').count(), 0, 'the administrator has no say');
		await go(leader, `${agreement}/screen`);
		await look(leader, 'agreement-screen');
		for (const p of parties()) {
			await go(p, agreement);
			if (p === union) {
				union.expect(/status of 422/);
				await fill(p, { secret: 'feil passord her' });
				await press(p, 'button[name="answer"][value="yes"]');
				await p.page.locator('.ds-error-summary').waitFor();
				await look(p, 'agreement-wrong-secret');
			}
			await fill(p, { secret: SECRET });
			await press(p, 'button[name="answer"][value="yes"]');
		}
		await look(safety, 'agreement-agreed');
		await go(leader, at.p);
		await look(leader, 'overview-agreed');
	});

	chapter('the message to staff is ready to copy or send, in three languages', async () => {
		await go(leader, `${at.p}/messages`);
		await look(leader, 'messages');
		const letter = await leader.page.locator(`main a[href^="${at.p}/messages/"]`).first().getAttribute('href');
		await press(leader, leader.page.locator(`main a[href="${letter}"]`).first());
		await look(leader, 'message');
		assert.doesNotMatch(await leader.page.locator('main').innerText(), /[{}]/, 'every field is filled in');
		await press(leader, leader.page.locator('main a[href*="/edit"]').first());
		await look(leader, 'message-edit');
		await go(union, `${at.p}/invite`);
		await look(union, 'invite');
	});

	chapter('everything that hangs or lies on paper can be shown', async () => {
		await go(safety, `${at.p}/print`);
		await look(safety, 'print');
		const hrefs = await safety.page.locator('main a[href*="/print/"]').evaluateAll((all) => [...new Set(all.map((a) => a.getAttribute('href')))]);
		assert.ok(hrefs.length >= 6, hrefs.join(' '));
		for (const [i, h] of hrefs.entries()) {
			await go(leader, h);
			await look(leader, `print-${i + 1}`, { wide: true, sheets: true });
		}
	});

	chapter('the workshop opens, and staff come in by their own phones', async () => {
		await go(leader, `${at.p}/sittings`);
		const [id] = server.db.rows("SELECT id FROM sitting WHERE phase = 'utforske' AND kind = 'staff'")[0];
		workshop = `/s/${id}`;
		await press(leader, leader.page.locator(`main a[href="${workshop}"]`).first());
		await look(leader, 'sitting-staff');
		await press(leader, leader.page.locator(`a[href="${workshop}/edit"]`).first());
		await fill(leader, { cover: 'To vikarer fra klokka tolv', paid: 'Ja, overtid', room_note: 'Kantina er bestilt' });
		await look(leader, 'sitting-edit');
		await press(leader, `form[action="${workshop}/edit"] .actions button[type="submit"]`);
		await go(union, workshop);
		await sees(union, 'To vikarer fra klokka tolv');
		await go(leader, `${workshop}/runsheet`);
		await look(leader, 'runsheet-edit');
		await go(leader, `${workshop}/tips`);
		await look(leader, 'tips');
		await go(leader, workshop);
		await openEarly(leader);
		await press(leader, `form[action="${workshop}/open"] button`);
		await go(leader, workshop);
		const link = await leader.page.locator('main a[href$="/desk"]').first().getAttribute('href');
		code = link.split('/')[2];
		await go(leader, link);
		if (await leader.page.locator('form[action$="/desk/take"]').count()) await press(leader, 'form[action$="/desk/take"] button');
		await look(leader, 'desk');
		at.staff = [];
		for (let i = 0; i < 5; i++) {
			const p = await cast.actor(`staff ${i + 1}`, { size: PHONE, lang });
			await go(p, `/r/${code}`);
			await press(p, 'form[action$="/join"] button');
			at.staff.push(p);
		}
		at.wall = await cast.actor('the wall', { size: WALL, lang });
		await go(at.wall, await leader.page.locator('a[href*="/wall/"]').first().getAttribute('href'));
		await leader.page.locator('#next button').click();
		await Promise.all(at.staff.map((p) => atStep(p, STEPS[lang].welcome)));
	});

	const next = async (step) => {
		await leader.page.locator('#next button').click();
		await Promise.all([leader, at.wall, ...at.staff].map((p) => atStep(p, STEPS[lang][step])));
	};
	const write = async (p, text) => {
		await p.page.locator('form.write textarea[name="text"]').fill(text);
		await p.page.locator('form.write button[type="submit"]').click();
		await p.page.locator('[data-own-list] li[data-state="saved"]', { hasText: text }).waitFor();
	};
	const name = async (p, names) => {
		await p.page.locator('form[action$="/table"] button').click();
		for (const n of names) {
			await p.page.locator('#theme-name').fill(n);
			await p.page.locator('#new-theme button').click();
			await p.page.locator('section.theme h3', { hasText: n }).waitFor();
		}
		for (const n of names) {
			const box = p.page.locator('ul[id^="loose"] input[type="checkbox"]').first();
			await box.check();
			await p.page.locator('#to-theme').selectOption({ label: n });
			const left = await p.page.locator('ul[id^="loose"] > li').count();
			await p.page.locator('#grouping button').click();
			await count(p, 'ul[id^="loose"] > li', left - 1);
		}
	};

	chapter('the workshop is held, and the staff choose', async () => {
		await next('good');
		await look(leader, 'desk-write');
		for (const p of at.staff.slice(0, 2)) await write(p, 'Vi ler sammen på vaktrommet');
		await next('goodThemes');
		await name(at.staff[0], ['Humor', 'Hjelp']);
		await look(leader, 'desk-board');
		await next('hard');
		for (const [i, t] of ['Rapporten kommer for sent', 'For lite tid om morgenen', 'Ingen pause', 'Beskjeder blir borte'].entries()) await write(at.staff[i], t);
		await next('hardThemes');
		await name(at.staff[1], ['Rapporten', 'Morgenene', 'Pausene']);
		await next('rest');
		await next('report');
		await next('merge');
		await next('vote');
		for (const [i, p] of at.staff.entries()) {
			for (const t of i < 3 ? ['Rapporten', 'Rapporten', 'Morgenene'] : ['Morgenene', 'Morgenene', 'Pausene'])
				await p.page.locator('li.vote', { hasText: t }).locator('.vote-form button').last().click();
			await p.page.locator('li.vote', { hasText: 'Humor' }).locator('.vote-form button').last().click();
			await eventually(async () => server.db.rows('SELECT COUNT(*) FROM vote')[0][0] >= 3 * (i + 1));
		}
		await look(leader, 'desk-vote');
		await leader.page.locator('#desk-work button[value="close"]').click();
		await at.wall.page.locator('.theme-votes').first().waitFor();
		await look(leader, 'desk-result');
		await look(at.wall, 'wall-result');
		await next('end');
		for (const p of at.staff) {
			await p.page.locator('label.column').first().click();
			await p.page.locator('form.scale button').click();
		}
		await eventually(async () => !(await Promise.all(at.staff.map((p) => p.page.locator('form.scale button').innerText()))).includes('Svar'));
		for (const p of [leader, at.wall, ...at.staff]) p.expect(/status of 410/);
		await leader.page.locator('#next button').click();
		await leader.page.waitForURL(`**${workshop}`);
		for (const p of at.staff) await sees(p, 'Takk for i dag');
		await look(leader, 'sitting-over');
	});

	chapter('the three confirm what the staff chose', async () => {
		await go(leader, `${at.p}/themes`);
		await look(leader, 'themes');
		await go(leader, `${at.p}/choose`);
		await look(leader, 'choose');
		await press(leader, 'form[action$="/choose"] .actions button[type="submit"]');
		const question = path(leader);
		assert.match(question, /\/agreements\/\d+$/, await leader.page.locator('main').innerText());
		await look(leader, 'choice-asked');
		for (const p of parties()) {
			await go(p, question);
			await fill(p, { secret: SECRET });
			await press(p, 'button[name="answer"][value="yes"]');
		}
		await go(union, `${at.p}/results`);
		await look(union, 'results');
		await press(union, union.page.locator(`main a[href^="${at.p}/results/"]`).first());
		await sees(union, 'Morgenene');
		await look(union, 'result');
		await go(leader, '/');
		await look(leader, 'home-later');
		await go(leader, at.p);
		await look(leader, 'overview-later');
		await go(leader, `${at.p}/log`);
		await look(leader, 'log');
	});

	chapter('the staff read what was said and what comes of it, without signing in', async () => {
		const [reader] = at.staff;
		await go(reader, `/r/${code}`);
		await press(reader, reader.page.locator('a[href^="/w/"]').first());
		await sees(reader, 'Morgenene');
		await look(reader, 'staff-page');
		assert.doesNotMatch(await reader.page.content(), /Rapporten kommer for sent/, 'single notes stay closed');
	});

	walkOn({
		lang, chapter, go, look, press, fill, path,
		road: { get server() { return server; }, get leader() { return leader; }, get union() { return union; }, get safety() { return safety; }, get staff() { return at.staff; }, get wall() { return at.wall; }, get p() { return at.p; }, parties },
	});

	chapter('nobody has seen an error, and every page is valid HTML', () => {
		cast.browser.clean();
		cast.browser.hand();
	});
}
