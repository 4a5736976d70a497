/* The pages from what was said to what was chosen, in a browser: every state looked at on three widths and in both Norwegian
 * languages, by axe, by the HTML checker and by people who read the pictures. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { DESKTOP, PHONE, SMALL, openBrowser } from '../lib/browser.mjs';
import { heldOnPaper } from '../lib/paper.mjs';
import { startServer } from '../lib/server.mjs';
import { SECRET, addPerson, allAgree, anchor, begin, setUp } from '../lib/workplace.mjs';
import { enter, speak } from './lib/enter.mjs';

let server;
let place;
let browser;
let p;
let sitting;
let who;

/* A browser for somebody who is signed in already, in the language they choose. */
async function browserOf(name, visitor, size, lang) {
	const person = await browser.person(name, { size, lang });
	await enter(person, server, visitor);
	await person.goto(server.url + p);
	if (lang !== 'nb') await speak(person, lang);
	person.expect(/422 \(Unprocessable/);
	person.expect(/410 \(Gone\)/);
	return person;
}

before(async () => {
	server = await startServer();
	place = await setUp(server);
	await begin(place);
	p = `/p/${place.process}`;
	await anchor(place);
	sitting = Number(server.db.rows("SELECT id FROM sitting WHERE phase = 'utforske' AND kind = 'staff'")[0][0]);
	const staff = await addPerson(server, place, 'staff', 'Stine Staff');
	const superior = await addPerson(server, place, 'superior', 'Solveig Sjef');
	browser = await openBrowser();
	who = {
		safety: await browserOf('safety', place.safety, DESKTOP, 'nb'),
		leader: await browserOf('leader', place.leader, SMALL, 'nb'),
		union: await browserOf('union', place.union, PHONE, 'nn'),
		staff: await browserOf('staff', staff, PHONE, 'nb'),
		superior: await browserOf('superior', superior, PHONE, 'nb'),
	};
});
after(async () => {
	await browser?.close();
	await server?.close();
});

const see = async (person, path, name, lang) => {
	await person.goto(server.url + path);
	await person.look(name, { lang });
};

test('typing in from paper', async () => {
	await see(who.leader, `/s/${sitting}/paper`, 'paper-not-yours-320-nb');
	const { page } = who.safety;
	await see(who.safety, `/s/${sitting}/paper`, 'paper-1280-nb', 'nb');
	await page.click('#step-vanskelig summary');
	await page.fill('#text-vanskelig', `En lapp\n${'å'.repeat(300)}`);
	await page.click('#step-vanskelig button[type="submit"]');
	await page.waitForSelector('.ds-error-summary');
	assert.ok(await page.evaluate(() => document.activeElement.classList.contains('ds-error-summary')), 'the summary has the focus');
	assert.match(await page.inputValue('#text-vanskelig'), /^En lapp/);
	await who.safety.look('paper-wrong-1280-nb');
	await page.click('.ds-error-summary a');
	assert.equal(await page.evaluate(() => document.activeElement.id), 'text-vanskelig');
	await page.fill('#text-vanskelig', 'En lapp\nEn til');
	await page.click('#step-vanskelig button[type="submit"]');
	await page.waitForSelector('[role="status"]');
	await heldOnPaper(server, place.safety, sitting, {
		voters: 12,
		headcount: 13,
		themes: [
			{ step: 'vanskelig-temaer', name: 'Beskjeder blir borte mellom vaktene', notes: ['Ingen leser tavla', 'Rapporten er for kort'], dots: 9 },
			{ step: 'vanskelig-temaer', name: 'Rapporten rekker ikke', notes: ['Fem minutter er for lite'], dots: 6 },
			{ step: 'vanskelig-temaer', name: 'Alene om natten', notes: ['Jeg er alene med 20'], dots: 6 },
			{ step: 'vanskelig-temaer', name: 'For lite tid om morgenen', notes: ['Stell', 'Frokost'], dots: 12 },
			{ step: 'vanskelig-temaer', name: 'Parkering', notes: ['Ingen plass'] },
			{ step: 'bra-temaer', name: 'Vi ler sammen', notes: ['Humor'], dots: 8 },
		],
	});
	await see(who.union, `/s/${sitting}/paper`, 'paper-390-nn', 'nn');
});

test('merging by ticks and a name, with the keyboard alone', async () => {
	const { page } = who.safety;
	await see(who.safety, `${p}/themes`, 'themes-1280-nb');
	for (const name of ['Beskjeder blir borte mellom vaktene', 'Parkering']) {
		await page.getByRole('checkbox', { name }).focus();
		await page.keyboard.press('Space');
	}
	await page.focus('#merge-name-1');
	await page.keyboard.type('Beskjeder og plass');
	await page.keyboard.press('Enter');
	await page.waitForSelector('[role="status"]');
	await page.getByText('Slått sammen av').waitFor();
	await who.safety.look('themes-merged-1280-nb');
	await page.getByRole('button', { name: /Ta ut igjen.*Parkering/ }).press('Enter');
	await page.waitForSelector('[role="status"]');
	assert.equal(await page.getByText('Slått sammen av').count(), 0);
	await see(who.union, `${p}/themes`, 'themes-390-nn', 'nn');
	await see(who.leader, `${p}/themes`, 'themes-320-nb');
});

test('choosing: equal ones, a missing reason, and all three', async () => {
	await see(who.leader, `${p}/choose`, 'choose-320-nb');
	await see(who.union, `${p}/choose`, 'choose-390-nn', 'nn');
	const { page } = who.leader;
	await page.getByRole('checkbox', { name: 'Alene om natten' }).check();
	await page.getByRole('button', { name: 'Be alle tre bekrefte' }).click();
	await page.waitForSelector('.ds-error-summary');
	await who.leader.look('choose-wrong-320-nb');
	await page.fill('[name="tie-utfordringer"]', 'Vi trakk lodd.');
	await page.getByRole('button', { name: 'Be alle tre bekrefte' }).click();
	await page.waitForURL(/\/agreements\/\d+/);
	const at = new URL(page.url()).pathname;
	await see(who.staff, `${p}/results`, 'results-before-390-nb');
	await see(who.safety, `${p}/choose`, 'choose-waiting-1280-nb');
	await allAgree(place, at);
});

test('what was found, and the way back', async () => {
	await see(who.safety, `${p}/results`, 'results-1280-nb');
	await see(who.staff, `${p}/results`, 'results-390-nb');
	await see(who.union, `${p}/results`, 'results-390-nn', 'nn');
	await who.staff.page.getByRole('link', { name: 'For lite tid om morgenen' }).click();
	await who.staff.page.waitForURL(/\/results\/\d+/);
	await who.staff.look('result-390-nb');
	await see(who.leader, new URL(who.staff.page.url()).pathname, 'result-320-nb');
	const pub = server.db.rows('SELECT public_id FROM process')[0][0];
	await see(who.staff, `/w/${pub}`, 'staff-summary-390-nb');
});

test('the notes, opened by two', async () => {
	const notes = `${p}/notes`;
	await see(who.leader, notes, 'notes-ask-320-nb');
	await who.leader.page.fill('#field-secret', SECRET);
	await who.leader.page.getByRole('button', { name: 'Be om å åpne lappene' }).click();
	await who.leader.page.getByText('Du har spurt').waitFor();
	await who.leader.look('notes-asked-320-nb');
	await see(who.union, notes, 'notes-confirm-390-nn', 'nn');
	await who.union.page.fill('#field-secret', SECRET);
	await who.union.page.getByRole('button', { name: 'Opne dei saman' }).click();
	await who.union.page.getByText('Ingen leser tavla').waitFor();
	await who.union.look('notes-open-390-nn', { lang: 'nn' });
});

test('what must be handled', async () => {
	const at = `${p}/handle`;
	await see(who.safety, at, 'handle-empty-1280-nb');
	await place.safety.submit(await place.safety.get(at), '/handle/add', { body: 'Vinduet i gangen kan falle ut når det blåser.', reason: 'danger' });
	await place.safety.submit(await place.safety.get(at), '/handle/add', { body: 'Noe om lederen', reason: 'case', about_leader: '1' });
	await see(who.safety, at, 'handle-1280-nb');
	await see(who.union, at, 'handle-390-nn', 'nn');
	await see(who.superior, at, 'handle-superior-390-nb');
	await see(who.leader, at, 'handle-320-nb');
	assert.equal(await who.leader.page.getByText('Noe om lederen').count(), 0);
});

test('nothing complained, and every page is valid', () => {
	browser.clean();
	assert.ok(browser.valid() > 10);
});
