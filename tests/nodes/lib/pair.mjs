/* pair.mjs: a PostgreSQL and its streaming replica, which every commit waits for (tests/lib/pg): killed, frozen, promoted. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { serversOf } from './cable.mjs';

const pg = path.resolve(path.dirname(new URL(import.meta.url).pathname), '../../lib/pg');
const run = (...words) => execFileSync('bash', [pg, ...words], { encoding: 'utf8' }).trim().split('\n');

function psql(url, sql) {
	return execFileSync('psql', ['-X', '-q', '-A', '-t', '-F', '\t', '-v', 'ON_ERROR_STOP=1', '-c', sql, url], { encoding: 'utf8', maxBuffer: 1 << 28 });
}

export class Pair {
	start() {
		[this.primary, this.primaryPid] = run('start', '--no-fsync');
		[this.standby, this.standbyPid] = run('standby', this.primaryPid);
		this.folder = mkdtempSync(path.join(tmpdir(), 'medvirk-db-'));
		this.leader = this.primary;
		return this;
	}

	/* Both in one URL, as the program gets it. */
	get url() {
		const at = [this.primary, this.standby].map((u) => serversOf(u).servers[0]).map((s) => `${s.host}:${s.port}`);
		return `postgresql://medvirk@${at.join(',')}/postgres`;
	}

	/* The database of a Server: where it is asked is whoever leads now. */
	get db() {
		return {
			url: this.url,
			folder: this.folder,
			rows: (sql) => psql(this.leader, sql).split('\n').filter(Boolean).map((l) => l.split('\t')),
			drop: () => this.stop(),
		};
	}

	freezeStandby(frozen) {
		this.signal(frozen ? 'SIGSTOP' : 'SIGCONT', this.standbyPid);
	}

	signal(what, pidfile = this.primaryPid) {
		for (const pid of run('pids', pidfile).map(Number)) {
			try {
				process.kill(pid, what);
			} catch {
				/* it went by itself when its parent did */
			}
		}
	}

	promote() {
		run('promote', this.standbyPid);
		this.leader = this.standby;
	}

	stop() {
		this.signal('SIGCONT');
		this.freezeStandby(false);
		for (const pid of [this.primaryPid, this.standbyPid]) run('stop', pid);
		rmSync(this.folder, { recursive: true, force: true });
	}
}
