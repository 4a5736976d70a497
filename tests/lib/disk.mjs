/* disk.mjs: a disk under the program that is written down, can be cut off at any moment, and goes wrong on demand (disk.c).
 *
 *   const disk = new Disk(folder);              with files directly in it
 *   new Server({ db, env: disk.env() })         the program on it
 *   disk.set('room', 0)                         a knob of disk.c
 *   const past = disk.past();                   all that happened, once the program is gone
 *   past.at(n).lay(to, random)                  what may lie on the disk when the power goes right after entry n
 *
 * What a power cut leaves: of every file what was synced, and of the rest any choice of sectors of 512 bytes; of names that came
 * and went what the folder's last sync covered, and of the rest any choice. A sync covers what was written before it began. */
import { execFileSync } from 'node:child_process';
import { closeSync, existsSync, mkdirSync, mkdtempSync, openSync, readFileSync, readSync, readdirSync, rmSync, writeFileSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

const SECTOR = 512;
const HEAD = 40;
const CREATE = 1;
const WRITE = 2;
const TRUNCATE = 3;
const UNLINK = 4;
const RENAME = 5;
const SYNC_BEGIN = 6;
const SYNC_END = 7;
const SYNC_FAILED = 8;
const MAPPED = 9;
const KNOBS = ['room', 'sync_bad', 'read_only', 'lies', 'writes', 'syncs', 'faults', 'filter', 'die'];
const SOURCE = new URL('disk.c', import.meta.url).pathname;

export class Disk {
	constructor(folder, { record = true } = {}) {
		this.folder = folder;
		this.own = mkdtempSync(path.join(tmpdir(), 'medvirk-disk-'));
		this.library = path.join(this.own, 'disk.so');
		this.journal = record ? path.join(this.own, 'journal') : undefined;
		this.knobs = path.join(this.own, 'knobs');
		writeFileSync(this.knobs, Buffer.alloc(KNOBS.length * 8));
		this.set('room', -1);
		execFileSync('cc', ['-shared', '-fPIC', '-O2', '-D_GNU_SOURCE', '-o', this.library, SOURCE, '-lpthread']);
	}

	env() {
		const asan = [process.env.ASAN_OPTIONS, 'verify_asan_link_order=0'].filter(Boolean).join(':');
		return { LD_PRELOAD: this.library, DISK_FOLDER: this.folder, DISK_FAULTS: this.knobs, ...(this.journal ? { DISK_JOURNAL: this.journal } : {}), ASAN_OPTIONS: asan };
	}

	set(knob, value) {
		const bytes = Buffer.alloc(8);
		bytes.writeBigInt64LE(BigInt(value));
		this.touch((fd, at) => writeSync(fd, bytes, 0, 8, at), knob);
	}

	get(knob) {
		const bytes = Buffer.alloc(8);
		this.touch((fd, at) => readSync(fd, bytes, 0, 8, at), knob);
		return Number(bytes.readBigInt64LE());
	}

	touch(how, knob) {
		const fd = openSync(this.knobs, 'r+');
		how(fd, KNOBS.indexOf(knob) * 8);
		closeSync(fd);
	}

	past() {
		return new Past(readFileSync(this.journal));
	}

	close() {
		rmSync(this.own, { recursive: true, force: true });
	}
}

/* A file's bytes, growing. */
class Bytes {
	constructor(from) {
		this.room = from ? Buffer.from(from.bytes) : Buffer.alloc(1 << 16);
		this.size = from ? from.size : 0;
	}

	get bytes() {
		return this.room.subarray(0, this.size);
	}

	reserve(size) {
		if (size <= this.room.length) return;
		const more = Buffer.alloc(Math.max(size, this.room.length * 2));
		this.bytes.copy(more);
		this.room = more;
	}

	resize(size) {
		this.reserve(size);
		if (size < this.size) this.room.fill(0, size, this.size);
		this.size = size;
	}

	write(at, data) {
		if (at + data.length > this.size) this.resize(at + data.length);
		data.copy(this.room, at);
	}

	apply(change) {
		if (change.what === WRITE) this.write(change.at, change.data);
		else this.resize(change.at);
	}
}

/* All entries, and how the disk comes to be out of them. */
class Past {
	constructor(bytes) {
		this.entries = [];
		for (let at = 0; at + HEAD <= bytes.length; ) {
			const size = bytes.readUInt32LE(at + 28);
			if (at + HEAD + size > bytes.length) break;
			this.entries.push({
				ns: bytes.readBigUInt64LE(at),
				inode: bytes.readBigUInt64LE(at + 8),
				at: Number(bytes.readBigUInt64LE(at + 16)),
				number: bytes.readBigUInt64LE(at + 16),
				what: bytes.readUInt32LE(at + 24),
				data: bytes.subarray(at + HEAD, at + HEAD + size),
			});
			at += HEAD + size;
		}
		if (this.entries.some((e) => e.what === MAPPED)) throw new Error('a file was written through memory');
	}

	/* The moment before which entry n + 1 had not begun. */
	until(n) {
		return n + 1 < this.entries.length ? this.entries[n + 1].ns : 1n << 62n;
	}

	/* The disk after each of these entries, in order; one disk, which goes on. */
	*walk(points, random = Math.random) {
		const disk = new State(random);
		let at = 0;
		for (const n of [...points].sort((a, b) => a - b)) {
			for (; at <= n; at++) disk.take(this.entries[at]);
			yield { n, until: this.until(n), disk };
		}
	}

	/* What programs saw in the end: everything, in order. */
	end() {
		for (const { disk } of this.walk([this.entries.length - 1])) return disk;
		return new State(Math.random);
	}
}

class State {
	constructor(random) {
		Object.assign(this, { random, files: new Map(), durable: new Map(), names: [], began: new Map(), made: 0 });
	}

	/* A number that an inode had before may be a new file's. */
	file(inode) {
		let f = this.files.get(inode);
		if (!f) this.files.set(inode, (f = { id: ++this.made, durable: new Bytes(), waiting: [] }));
		return f;
	}

	take(e) {
		const names = e.what === CREATE || e.what === UNLINK || e.what === RENAME ? e.data.toString().split('\n') : [];
		if (e.what === CREATE) {
			this.files.delete(e.inode);
			this.names.push({ what: CREATE, name: names[0], file: this.file(e.inode) });
		} else if (names.length) this.names.push({ what: e.what, name: names[0], to: names[1] });
		else if (e.what === WRITE || e.what === TRUNCATE) this.file(e.inode).waiting.push(e);
		else if (e.what === SYNC_BEGIN) this.began.set(e.number, { files: this.file(e.inode).waiting.length, names: this.names.length, file: this.file(e.inode), inode: e.inode });
		else this.synced(e);
	}

	/* The folder is a "file" nobody writes to; its sync covers names. */
	synced(e) {
		const { file, files, names } = this.began.get(e.number);
		this.began.delete(e.number);
		const isFolder = !file.waiting.length && !file.durable.size && !this.named(file);
		if (isFolder && e.what === SYNC_END) {
			for (const op of this.names.splice(0, names)) rename(this.durable, op);
			for (const b of this.began.values()) b.names = Math.max(0, b.names - names);
			return;
		}
		const covered = file.waiting.splice(0, files);
		for (const b of this.began.values()) if (b.file === file) b.files = Math.max(0, b.files - files);
		/* After a failure some of it may be there, and the rest never comes by itself. */
		if (e.what === SYNC_END) for (const c of covered) file.durable.apply(c);
		else this.settle(file.durable, covered, 'torn');
	}

	named(file) {
		return [...this.durable.values()].includes(file) || this.names.some((op) => op.file === file);
	}

	chance(p = 0.5) {
		return this.random() < p;
	}

	/* Applies a choice of what was not synced. */
	settle(bytes, waiting, how) {
		const stop = how === 'cut' ? Math.floor(this.random() * (waiting.length + 1)) : waiting.length;
		for (const [i, c] of waiting.entries()) {
			if (how === 'nothing' || i > stop) return;
			if (how === 'all' || (how === 'cut' && i < stop)) bytes.apply(c);
			else if (c.what === TRUNCATE || how === 'reordered') {
				if (this.chance()) bytes.apply(c);
			} else this.tear(bytes, c);
		}
	}

	/* The sectors of a write come and stay away each for itself. */
	tear(bytes, c) {
		for (let from = 0; from < c.data.length; ) {
			const to = Math.min(c.data.length, from + SECTOR - ((c.at + from) % SECTOR));
			if (this.chance()) bytes.write(c.at + from, c.data.subarray(from, to));
			from = to;
		}
	}

	/* Lays down what the power cut leaves, into an empty folder. how: nothing, all, cut (some, then one in part), reordered (any
	 * choice of writes), torn (any choice of sectors). */
	lay(to, how) {
		const names = new Map(this.durable);
		for (const op of this.names) if (how === 'all' || (how !== 'nothing' && this.chance())) rename(names, op);
		mkdirSync(to, { recursive: true });
		for (const [name, file] of names) {
			const bytes = new Bytes(file.durable);
			this.settle(bytes, file.waiting, how);
			writeFileSync(path.join(to, name), bytes.bytes, { mode: 0o600 });
		}
	}

	/* Does everything that was written down, taken together, make the folder that lies there? Else something was missed. */
	missed(folder) {
		const names = new Map(this.durable);
		for (const op of this.names) rename(names, op);
		const wrong = readdirSync(folder).filter((n) => !n.endsWith('-shm') && !names.has(n));
		for (const [name, file] of names) {
			const bytes = new Bytes(file.durable);
			this.settle(bytes, file.waiting, 'all');
			const at = path.join(folder, name);
			if (!existsSync(at) || !readFileSync(at).equals(bytes.bytes)) wrong.push(name);
		}
		return wrong;
	}
}

function rename(names, { what, name, to, file }) {
	if (what === CREATE) names.set(name, file);
	else if (what === RENAME && names.has(name)) names.set(to, names.get(name));
	if (what !== CREATE) names.delete(name);
}
