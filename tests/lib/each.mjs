/* each.mjs: node each.mjs FILE…: runs test files one after the other and prints their TAP.
 *
 * node --test runs files side by side by default, and Node 18 cannot be told otherwise; servers under sanitizers and browsers
 * on two cores must not disturb each other's clocks. */
import { spawnSync } from 'node:child_process';

let failed = 0;
for (const file of process.argv.slice(2)) {
	console.log(`# ${file}`);
	const r = spawnSync(process.execPath, ['--test', '--test-reporter=tap', file], { encoding: 'utf8', maxBuffer: 1 << 28 });
	process.stdout.write(r.stdout);
	process.stderr.write(r.stderr);
	if (r.status !== 0) failed = 1;
}
process.exit(failed);
