/* ahead.mjs: a server whose wall clock a test moves: startAhead(options) → { server, setClock(seconds), close() }. */
import { execFileSync } from 'node:child_process';
import { closeSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { startServer } from './server.mjs';

export const DAY = 86400;

export async function startAhead({ env = {}, ...options } = {}) {
	const folder = mkdtempSync(path.join(os.tmpdir(), 'medvirk-ahead-'));
	const clock = path.join(folder, 'clock');
	const jump = path.join(folder, 'clock_jump.so');
	/* So many seconds ahead of the machine's from now on. */
	const setClock = (seconds, how = 'r+') => {
		const bytes = Buffer.alloc(8);
		bytes.writeBigInt64LE(BigInt(seconds));
		const fd = openSync(clock, how);
		writeSync(fd, bytes, 0, 8, 0);
		closeSync(fd);
	};
	setClock(0, 'w');
	execFileSync('cc', ['-shared', '-fPIC', '-O2', '-D_GNU_SOURCE', '-o', jump, new URL('./clock_jump.c', import.meta.url).pathname, '-ldl']);
	const asan = [process.env.ASAN_OPTIONS, 'verify_asan_link_order=0'].filter(Boolean).join(':');
	const server = await startServer({ ...options, env: { ...env, LD_PRELOAD: jump, CLOCK_JUMP: clock, ASAN_OPTIONS: asan } });
	return {
		server,
		setClock,
		async close() {
			await server.close();
			rmSync(folder, { recursive: true, force: true });
		},
	};
}
