/* picture.mjs: draws docs/pictures/room.png, the picture of the README, from the demo as it runs.
 *
 *   build/medvirk demo --fresh --listen 127.0.0.1:8080 --data FOLDER --public-url https://medvirk.example.no
 *   node tests/web/picture.mjs http://127.0.0.1:8080 CODE [OUT.png]
 *
 * Phone, wall and desk of the open workshop side by side. Needs ImageMagick's convert to make the file small. */
import { execFileSync } from 'node:child_process';
import { statSync } from 'node:fs';
import path from 'node:path';
import { chromium } from 'playwright-core';

const root = path.resolve(path.dirname(new URL(import.meta.url).pathname), '../..');
const [home, code, out = path.join(root, 'docs/pictures/room.png')] = process.argv.slice(2);
const browser = await chromium.launch({ executablePath: process.env.CHROMIUM || '/usr/bin/chromium', args: ['--no-sandbox', '--disable-gpu'] });
const shots = {};

async function open(width, height, lang, scale = 1) {
	const context = await browser.newContext({ viewport: { width, height }, locale: lang, deviceScaleFactor: scale, reducedMotion: 'reduce' });
	return context.newPage();
}
const settled = (page) => page.waitForTimeout(1200);

/* The desk, signed in as the leader by the demo's one button. */
const desk = await open(1180, 820, 'nb-NO');
await desk.goto(`${home}/demo/leader`);
await desk.locator('main form button[type="submit"]').first().click();
await desk.waitForLoadState();
await desk.goto(`${home}/r/${code}/desk`);

const phone = await open(390, 760, 'nb-NO', 1.5);
await phone.goto(`${home}/r/${code}`);
await phone.locator('form[action$="/join"] button[type="submit"]').click();
await phone.waitForURL(/\/room$/);
for (const [column, text] of [
	[0, 'Kodelås på kaffemaskinen.'],
	[1, 'Kaffe og fem minutter prat når vaktene bytter.'],
]) {
	const columns = phone.locator('form[action$="/notes"] [name="column"]');
	if ((await columns.count()) > column) await columns.nth(column).check({ force: true }).catch(() => {});
	await phone.locator('form[action$="/notes"] [name="text"]').first().fill(text);
	await phone.locator('form[action$="/notes"] button[type="submit"]').first().click();
	await settled(phone);
}
await phone.evaluate(() => scrollTo(0, 0));
await phone.locator('form[action$="/notes"] [name="text"]').first().fill('En oppslagstavle der vi ');
await settled(phone);
shots.phone = await phone.screenshot();

const link = await desk.locator('a[href*="/wall/"]').first().getAttribute('href');
const wall = await open(1600, 900, 'nb-NO');
await wall.goto(new URL(link, home).href);
await settled(wall);
shots.wall = await wall.screenshot();
await settled(desk);
shots.desk = await desk.screenshot();

const picture = await open(1400, 890, 'nb-NO');
const img = (name, style) => `<img src="data:image/png;base64,${shots[name].toString('base64')}" style="position:absolute;${style};border-radius:10px;box-shadow:0 6px 24px #0003;border:1px solid #0002">`;
await picture.setContent(`<body style="margin:0;background:#eef1ee">${img('wall', 'left:30px;top:30px;width:780px')}${img('desk', 'left:370px;top:380px;width:690px')}${img('phone', 'left:1060px;top:60px;width:290px;border-radius:28px;border:8px solid #222')}</body>`);
await settled(picture);
await picture.screenshot({ path: out });
await browser.close();
execFileSync('convert', [out, '-strip', '+dither', '-colors', '200', '-define', 'png:compression-level=9', `PNG8:${out}`]);
console.log(`${out}: ${statSync(out).size} bytes`);
