/* What the program's own doctor says of a database: no trouble, and the chain of the log unbroken. Of PostgreSQL only the log counts: the
 * tests' server is not set up to keep anything. */
import assert from 'node:assert/strict';
import { runProgram } from './server.mjs';

export async function sound(url, when = '') {
	const { status, out, err } = await runProgram(['doctor', '--db', url]);
	const said = `${when}\n${out}${err}`;
	assert.match(out, /The log is (whole|empty)/, said);
	if (!url.startsWith('sqlite:')) return;
	assert.match(out, /The database opens/, said);
	assert.doesNotMatch(out, /TROUBLE/, said);
	assert.equal(status, 0, said);
}
