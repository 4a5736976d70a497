/* Files in a browser: a staff list brought with and without script, tables and the whole process taken out, on a desktop and at 320 px. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { after, before, test } from 'node:test';
import { choose } from '../lib/chosen.mjs';
import { DESKTOP, SMALL, openBrowser } from '../lib/browser.mjs';
import { startServer } from '../lib/server.mjs';
import { allAgree, SECRET, setUp, signIn } from '../lib/workplace.mjs';
import { unzip, Workbook } from '../lib/xlsx.mjs';
import { enter } from './lib/enter.mjs';

const LIST = 'fornavn;etternavn;epost;enhet;rolle;mobil\r\nKåre;Ødegård;kare@solbakken.example;Solbakken sykehjem;ansatt;1\r\nÅse;Lund;;Solbakken sykehjem;;\r\nTor;Vik;;Solbakken sjukehus;;\r\n';
let server, place, browser;

before(async () => {
	server = await startServer();
	place = await setUp(server);
	await choose(server, place);
	browser = await openBrowser();
});
after(async () => {
	await browser?.close();
	await server?.close();
});

/* What the browser saves when this is pressed: { name, bytes }. */
async function saved(p, press) {
	const [download] = await Promise.all([p.page.waitForEvent('download'), press()]);
	return { name: download.suggestedFilename(), bytes: readFileSync(await download.path()) };
}

for (const [name, size, script] of [['desktop', DESKTOP, true], ['small', SMALL, true], ['no-script', SMALL, false]])
	test(`a staff list is brought, looked at and taken in: ${name}`, { timeout: 120000 }, async () => {
		const p = await enter(await browser.person(`admin ${name}`, { size, script }), server, place.admin);
		await p.goto(`${server.url}/admin/staff-list`);
		await p.look(`staff-list-${name}`);
		await p.page.getByLabel('Listen som fil').setInputFiles({ name: 'ansatte.csv', mimeType: 'text/csv', buffer: Buffer.from(LIST.replaceAll('Kåre', `Kåre ${name}`).replace('kare@', `kare-${name}@`), 'latin1') });
		await p.page.getByRole('button', { name: 'Vis hva som skjer' }).click();
		await p.page.getByRole('heading', { level: 1, name: 'Dette skjer' }).waitFor();
		await p.look(`staff-list-preview-${name}`);
		assert.match(await p.page.textContent('#wrong-h ~ table'), /Ingen enhet har dette navnet/);
		await p.page.getByRole('button', { name: /^Gjør dette for \d rad/ }).click();
		await p.page.getByText('Listen er tatt inn').waitFor();
		assert.equal(server.db.rows(`SELECT COUNT(*) FROM person WHERE email = 'kare-${name}@solbakken.example'`)[0][0], '1');
		browser.clean();
	});

test('a file that is too large is not sent: that stands at the field, and what was pasted stays', { timeout: 120000 }, async () => {
	const p = await enter(await browser.person('admin with a film', { size: SMALL }), server, place.admin);
	await p.goto(`${server.url}/admin/staff-list`);
	const file = p.page.getByLabel('Listen som fil');
	await p.page.fill('#field-text', 'Kari Lund');
	await file.setInputFiles({ name: 'film.mp4', mimeType: 'video/mp4', buffer: Buffer.alloc(5000001) });
	await p.page.getByRole('alert').filter({ hasText: 'Filen er for stor. Den kan være på høyst 5 MB.' }).waitFor();
	assert.deepEqual(await file.evaluate((el) => [el.files.length, el.getAttribute('aria-invalid'), el.getAttribute('aria-describedby')]), [0, 'true', 'hint-file error-file']);
	assert.equal(await p.page.inputValue('#field-text'), 'Kari Lund');
	await p.look('staff-list-too-large');
	await file.setInputFiles({ name: 'liten.csv', mimeType: 'text/csv', buffer: Buffer.from(LIST) });
	assert.equal(await p.page.locator('#error-file').count(), 0, 'a file that fits takes the message away');
	assert.equal(await file.getAttribute('aria-describedby'), 'hint-file');
	browser.clean();
});

test('signed out while the cells were pasted: they are there, and can be sent once signed in again', { timeout: 120000 }, async () => {
	const admin = await signIn(server, 'ada@solbakken.example');
	const p = await enter(await browser.person('admin signed out'), server, admin);
	p.expect(/401/);
	await p.goto(`${server.url}/admin/staff-list`);
	await p.page.fill('#field-text', 'navn\tenhet\nLimt Inn\tSolbakken sykehjem');
	const cookies = await p.context.cookies();
	await p.context.clearCookies();
	await p.page.getByRole('button', { name: 'Vis hva som skjer' }).click();
	await p.page.getByRole('heading', { name: 'Det du sendte' }).waitFor();
	await p.look('staff-list-signed-out');
	await p.context.addCookies(cookies);
	await p.page.getByRole('button', { name: 'Send det igjen' }).click();
	await p.page.getByRole('heading', { level: 1, name: 'Dette skjer' }).waitFor();
	await p.page.getByText('Limt Inn').first().waitFor();
	browser.clean();
});

test('tables and the whole process are saved by the browser', { timeout: 180000 }, async () => {
	const at = `/p/${place.process}`;
	const asked = await place.leader.submit(await place.leader.get(`${at}/take-out`), `${at}/take-out`);
	for (const size of [DESKTOP, SMALL]) {
		const p = await enter(await browser.person(`leader ${size.width}`, { size }), server, place.leader);
		await p.goto(`${server.url}${at}/reports`);
		await p.look(`reports-${size.width}`);
		const plan = await saved(p, () => p.page.getByRole('link', { name: /^Excel \(XLSX\).*Temaer, valg, møter og verksteder/ }).click());
		assert.match(plan.name, /^temaer-og-valg-solbakken-sykehjem-[\d-]+\.xlsx$/);
		assert.equal(new Workbook(plan.bytes).tabs.length, 3);
		await p.page.getByRole('link', { name: 'Ta ut hele arbeidet' }).click();
		await p.look(`take-out-${size.width}`);
	}
	await allAgree(place, /\/p\/\d+\/agreements\/\d+/.exec(asked.path)[0]);
	const p = await enter(await browser.person('safety', { size: SMALL }), server, place.safety);
	await p.goto(`${server.url}${at}/take-out`);
	await p.look('take-out-agreed');
	await p.page.locator('[name=secret]').fill(SECRET);
	const zip = await saved(p, () => p.page.getByRole('button', { name: 'Hent filen' }).click());
	assert.ok(unzip(zip.bytes)['process.json'].length > 1000);
	browser.clean();
	browser.hand();
});
