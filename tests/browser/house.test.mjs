/* Phones over plain http at an address of the house, where the browser gives a page less than it gives one on https or on
 * loopback. The house is a network of the test's own: the file runs itself in it, and nothing goes in or out. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { startServer } from '../lib/server.mjs';
import { Cast, DESKTOP, OFFLINE, PHONE, WALL, atStep, eventually } from './lib/cast.mjs';
import { STEPS } from './lib/steps.mjs';
import { enter } from './lib/enter.mjs';
import { openWorkshop } from './lib/workshop.mjs';

const HOUSE = '192.168.77.1';
const inside = process.env.IN_HOUSE;

const press = async (p, what) => {
	const button = typeof what === 'string' ? p.page.locator(what).first() : what;
	const there = p.page.waitForNavigation({ waitUntil: 'domcontentloaded' });
	await button.click();
	await there;
};

function inHouse() {
	const { NODE_TEST_CONTEXT, ...env } = process.env;
	const whose = process.getuid() === 0 ? [] : ['--user', '--map-root-user'];
	const script = `ip link set lo up && ip address add ${HOUSE}/32 dev lo && exec "$@"`;
	const r = spawnSync('unshare', [...whose, '--net', 'sh', '-ec', script, 'house', process.execPath, fileURLToPath(import.meta.url)], { env: { ...env, PATH: `${env.PATH}:/usr/sbin:/sbin`, DB: 'sqlite', IN_HOUSE: '1' }, encoding: 'utf8', maxBuffer: 1 << 28 });
	assert.equal(r.status, 0, r.stdout + r.stderr);
	assert.match(r.stdout, /^# pass 1$/m);
}

async function workshop() {
	const server = await startServer({ host: HOUSE });
	const cast = await Cast.open();
	try {
		const { place, code, wall: wallPath } = await openWorkshop(server);
		const desk = await cast.actor('the desk', { size: DESKTOP });
		const wall = await cast.actor('the wall', { size: WALL });
		const [ida, odd] = [await cast.actor('Ida', { size: PHONE }), await cast.actor('Odd', { size: PHONE })];
		await enter(desk, server, place.leader);
		await desk.goto(`${server.url}/r/${code}/desk`);
		if (await desk.page.locator('form[action$="/desk/take"]').count()) await press(desk, 'form[action$="/desk/take"] button');
		await wall.goto(server.url + wallPath);
		for (const p of [ida, odd]) {
			await p.goto(`${server.url}/r/${code}`);
			await press(p, 'form[action$="/join"] button');
		}
		assert.deepEqual(await ida.page.evaluate(() => [isSecureContext, typeof crypto.randomUUID, typeof navigator.locks]), [false, 'undefined', 'undefined']);
		for (const step of ['welcome', 'good']) {
			await desk.page.locator('#next button').click();
			await Promise.all([ida, odd, wall, desk].map((p) => atStep(p, STEPS.nb[step])));
		}
		odd.expect(OFFLINE);
		await odd.context.setOffline(true);
		for (const [p, text] of [[ida, 'Vi hjelper hverandre'], [odd, 'God rapport fra natt']]) {
			await p.page.fill('form.write textarea', text);
			await p.page.locator('form.write button[type="submit"]').click();
		}
		await ida.page.locator('[data-own-list] li[data-state="saved"]').waitFor();
		await odd.page.locator('[data-own-list] li[data-state="waiting"]').waitFor();
		await odd.context.setOffline(false);
		await odd.page.locator('[data-own-list] li[data-state="saved"]').waitFor();
		await eventually(async () => (await desk.page.locator('#tally').innerText()).startsWith('2 '));
		await desk.page.locator('button[value="reveal"]').click();
		for (const p of [ida, odd, wall]) await eventually(async () => (await p.page.locator('[id^="note-"]').count()) === 2);
		cast.browser.clean();
	} finally {
		await cast.close();
		await server.close();
	}
}

test('over plain http in the house everything that is needed to take part works', inside ? workshop : inHouse);
