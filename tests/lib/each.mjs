/* each.mjs: node each.mjs FILE…: runs test files and prints their TAP, file by file, each as soon as it has ended.
 *
 * JOBS (1) of them run at a time. node --test would run as many as there are cores, and Node 18 cannot be told otherwise;
 * browsers must not disturb each other's clocks. */
import { spawn } from 'node:child_process';

const files = process.argv.slice(2);
let failed = 0;

async function take() {
	for (let file; (file = files.shift()); ) {
		const child = spawn(process.execPath, ['--test', '--test-reporter=tap', file], { stdio: ['ignore', 'pipe', 'pipe'] });
		const said = [];
		child.stdout.on('data', (bytes) => said.push(bytes));
		child.stderr.pipe(process.stderr, { end: false });
		const status = await new Promise((done) => child.on('close', done));
		process.stdout.write(`# ${file}\n${Buffer.concat(said)}`);
		if (status !== 0) failed = 1;
	}
}

await Promise.all(Array.from({ length: Number(process.env.JOBS ?? 1) }, take));
process.exitCode = failed;
