/* looks.mjs: pictures of web/components/ and axe on each, in Debian's Chromium.
 *
 *   node tests/web/looks.mjs DIST [FOLDER-FOR-PICTURES]
 *
 * DIST is what web/build.mjs wrote. Checks every page at 320, 390, 1280 and 1920 px, light and dark: no axe violation, nothing wider
 * than the window, no error in the console. Without a folder it only checks. Leaves with 1 when something is wrong. */
import { mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { createRequire } from 'node:module';
import path from 'node:path';
import { chromium } from 'playwright-core';

const [dist, folder, only = ''] = process.argv.slice(2);
const TYPES = { html: 'text/html; charset=utf-8', css: 'text/css', js: 'text/javascript', svg: 'image/svg+xml', woff2: 'font/woff2' };
const CSP = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'";
const server = createServer((rq, rs) => {
	const file = path.join(dist, path.normalize(new URL(rq.url, 'http://x').pathname));
	const type = TYPES[path.extname(file).slice(1)];
	if (!type || !file.startsWith(path.resolve(dist))) return rs.writeHead(404).end();
	try {
		rs.writeHead(200, { 'content-type': type, 'content-security-policy': CSP }).end(readFileSync(file));
	} catch {
		rs.writeHead(404).end();
	}
});
await new Promise((r) => server.listen(0, '127.0.0.1', r));
const home = `http://127.0.0.1:${server.address().port}/components/`;
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

const browser = await chromium.launch({ executablePath: process.env.CHROMIUM || '/usr/bin/chromium', args: ['--no-sandbox'] });
let wrong = 0;
const complain = (text) => {
	wrong++;
	console.log(text);
};
if (folder) mkdirSync(folder, { recursive: true });

for (const page of readdirSync(path.join(dist, 'components')).filter((f) => f.endsWith('.html') && f.startsWith(only))) {
	const wall = page.startsWith('wall');
	for (const [width, height] of wall ? [[320, 640], [1280, 720], [1920, 1080]] : [[320, 640], [390, 844], [1280, 900], [1920, 1080]]) {
		for (const scheme of wall ? ['light'] : ['light', 'dark']) {
			const context = await browser.newContext({ viewport: { width, height }, colorScheme: scheme, bypassCSP: false, reducedMotion: 'reduce' });
			const tab = await context.newPage();
			const name = `${page.replace('.html', '')}-${width}-${scheme}`;
			tab.on('console', (m) => m.type() === 'error' && !/events|404/.test(m.text()) && complain(`${name}: console: ${m.text()}`));
			tab.on('pageerror', (e) => complain(`${name}: ${e.message}`));
			await tab.goto(home + page);
			await tab.waitForTimeout(400);
			const wide = await tab.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
			if (wide > 0) complain(`${name}: ${wide} px wider than the window`);
			if (folder) await tab.screenshot({ path: path.join(folder, name + '.png'), fullPage: !wall || width < 700 });
			if (width === 390 || width === 1280) {
				await tab.evaluate(axe);
				const { violations } = await tab.evaluate(() => window.axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] }));
				for (const v of violations) complain(`${name}: axe ${v.id}: ${v.help}: ${v.nodes.map((n) => n.target + ' ' + (n.any[0]?.message ?? '')).slice(0, 4).join(' | ')}`);
			}
			await context.close();
		}
	}
}
await browser.close();
server.close();
console.log(wrong ? `${wrong} wrong` : 'all well');
process.exit(wrong ? 1 : 0);
