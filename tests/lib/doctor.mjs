/* What the program's own doctor says of a database: no trouble, and the chain of the log unbroken. Of PostgreSQL only the log counts: the
 * tests' server is not set up to keep anything. but: a trouble that a test has made, and that may still be told of. */
import assert from 'node:assert/strict';
import { runProgram } from './server.mjs';

export async function sound(url, when = '', { but } = {}) {
	const { status, out, err } = await runProgram(['doctor', '--db', url]);
	const said = `${when}\n${out}${err}`;
	assert.match(out, /The log is (whole|empty)/, said);
	if (!url.startsWith('sqlite:')) return;
	assert.match(out, /The database opens/, said);
	const trouble = out.split('\n').filter((l) => /^TROUBLE/.test(l));
	assert.deepEqual(trouble.filter((l) => !but?.test(l)), [], said);
	if (!trouble.length) assert.equal(status, 0, said);
}
