/* enter.mjs: somebody signs in on a device of their own, and chooses a language. */
import { demoLines } from '../../lib/room.mjs';

/* who: a visitor who is signed in already, or somebody of the demo ("leader", "union", "safety", "staff") by their one button.
 * Cookies come over the test's own wire, so that it works where the public address is https and no browser could go. */
export async function enter(p, server, who) {
	if (typeof who === 'string') {
		await p.goto(server.url + demoLines(server)[who]);
		await Promise.all([p.page.waitForURL((u) => !u.pathname.startsWith('/demo')), p.page.locator('form[action^="/demo"] button').first().click()]);
	} else {
		await p.context.addCookies(who.cookies.map((c) => ({ name: c.name, value: c.value, url: server.url, httpOnly: true, sameSite: 'Lax' })));
	}
	return p;
}

/* With the buttons of the page; on a phone they are behind the menu's. */
export async function speak(p, lang) {
	const menu = p.page.locator('.menu-all > summary');
	if (await menu.isVisible()) await menu.click();
	await p.page.click(`form.langs button[value="${lang}"]:visible`);
	await p.page.locator(`html[lang="${lang}"]`).waitFor();
}
