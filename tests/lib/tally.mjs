/* tally.mjs: counts what a suite did, for ./test.
 *
 *   node tally.mjs tap FILE STATUS      TAP, from node --test and from programs of our own
 *   node tally.mjs meson FILE STATUS    meson-logs/testlog.json, whose programs (cmocka) print TAP
 *
 * Prints one line "PASSED FAILED", and everything about failures on standard error. A suite that ran nothing has failed,
 * and so has one whose command failed though no test says so. */
import { readFileSync } from 'node:fs';

const [kind, file, status] = process.argv.slice(2);
let passed = 0;
let failed = 0;
const say = (text) => process.stderr.write(text.endsWith('\n') ? text : text + '\n');

/* Leaves of a TAP document: a test line with an indented subtest above it only sums these up. */
function leaves(text) {
	const out = [];
	const lines = text.split('\n');
	let deeper = 0;
	for (let i = 0; i < lines.length; i++) {
		const m = /^( *)(ok|not ok)\b(?: \d+)?(?: - )?(.*)$/.exec(lines[i]);
		if (!m) continue;
		const indent = m[1].length;
		const block = [lines[i]];
		while (i + 1 < lines.length && !/^ *(ok|not ok)\b|^ *# Subtest/.test(lines[i + 1])) block.push(lines[++i]);
		const sums = deeper > indent;
		deeper = indent;
		/* A parent that fails though all its children passed failed by itself (a hook, a rejected promise). */
		out.push({ ok: m[2] === 'ok', skipped: /# (SKIP|TODO)\b/i.test(m[3]), sums, top: indent === 0, block: block.join('\n'), name: m[3] });
	}
	return out;
}

function count(text) {
	let below = 0;
	for (const t of leaves(text)) {
		if (t.skipped) continue;
		if (t.sums) {
			if (!t.ok && !below) (failed++, below++, say(t.block));
			if (t.top) below = 0;
		} else if (t.ok) {
			passed++;
		} else {
			failed++;
			below++;
			say(t.block);
		}
	}
}

if (kind === 'tap') {
	const text = readFileSync(file, 'utf8');
	count(text);
	if (Number(status) !== 0 && failed === 0) (failed++, say(text));
} else {
	for (const line of readFileSync(file, 'utf8').split('\n').filter(Boolean)) {
		const t = JSON.parse(line);
		const before = [passed, failed];
		const said = `${t.stdout ?? ''}\n${t.stderr ?? ''}`;
		count(said);
		if (t.result !== 'OK' && failed === before[1]) failed++;
		if (t.result === 'OK' && passed === before[0] && failed === before[1]) passed++;
		if (t.result !== 'OK') say(`${t.name}: ${t.result} (status ${t.returncode})\n${said}`);
	}
	if (Number(status) !== 0 && failed === 0) (failed++, say(`meson test failed (status ${status}) and no test says why`));
}
if (passed + failed === 0) (failed++, say('ran nothing'));
console.log(`${passed} ${failed}`);
