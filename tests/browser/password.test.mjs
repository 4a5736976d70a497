/* A password one can look at while typing it, and that is never sent or kept as a text. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { startServer } from '../lib/server.mjs';
import { Cast, SMALL } from './lib/cast.mjs';

test('what stands in a password field can be shown and hidden, by key and by finger', async () => {
	const server = await startServer({ demo: true });
	const cast = await Cast.open();
	try {
		const p = await cast.actor('the leader', { size: SMALL });
		await p.goto(`${server.url}/login`);
		const field = p.page.locator('#field-secret');
		const kind = () => field.evaluate((f) => f.type);
		await field.fill('fire tørre sokker');
		await p.page.getByRole('button', { name: 'Vis passordet' }).click();
		assert.equal(await kind(), 'text');
		assert.equal(await field.inputValue(), 'fire tørre sokker');
		const hide = p.page.getByRole('button', { name: 'Skjul passordet' });
		await hide.focus();
		await p.page.keyboard.press('Enter');
		assert.equal(await kind(), 'password');
		await p.page.getByRole('button', { name: 'Vis passordet' }).click();
		await p.page.evaluate(() => document.querySelector('form[action="/login"]').addEventListener('submit', (e) => e.preventDefault()));
		await p.page.locator('form[action="/login"] [type=submit]').click();
		assert.equal(await kind(), 'password', 'what is sent is a password');
		if (process.env.SHOT) await p.page.screenshot({ path: process.env.SHOT });
	} finally {
		await cast.close();
		await server.close();
	}
});
