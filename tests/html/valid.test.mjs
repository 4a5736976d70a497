/* All pages that the browser journeys came by, through the HTML checker, whose start takes longer than its work. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { validFolder } from '../lib/browser.mjs';

const folder = process.env.PAGES_SEEN;
test('every page is valid HTML', { skip: !folder && 'each journey checks its own when it is run alone' }, () => {
	assert.ok(validFolder(folder) > 200);
});
