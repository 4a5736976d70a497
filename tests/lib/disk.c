/* disk.c: a shared object for LD_PRELOAD that stands between the program and the disk below one folder. It writes down what the
 * program asks of the disk, in order and with the time, so that disk.mjs can tell what a power cut at any moment may have
 * left; and it makes the disk go wrong when it is told to.
 *
 *   DISK_FOLDER   the folder, absolute, without a slash at the end; files directly in it
 *   DISK_JOURNAL  where to write down; without it nothing is. Several processes, one after the other, may go on in one journal
 *   DISK_FAULTS   a file of 64-bit numbers (enum knob) that the test changes while the program runs
 *
 * SQLite's -shm is shared memory that happens to have a name: it is rebuilt after a crash and is not written down, but it does
 * need room on the disk. All real work is done by bare system calls. */
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <time.h>
#include <unistd.h>

#define FILES_MOST 65536
#define SECTOR 512

enum what { CREATE = 1, WRITE, TRUNCATE, UNLINK, RENAME, SYNC_BEGIN, SYNC_END, SYNC_FAILED, MAPPED };

/* One entry; `size` bytes follow it: what was written, or names. disk.mjs reads the same 40 bytes. */
struct entry {
	uint64_t ns;	/* CLOCK_MONOTONIC; before the work, for SYNC_END after it */
	uint64_t inode;
	uint64_t at;	/* offset; new length; for a sync, its number */
	uint32_t what, size;
	uint64_t spare;
};

enum knob {
	ROOM,	/* so many writes more fit, then the disk is full; negative: no end */
	SYNC_BAD,	/* the n-th sync from now fails; 0: none */
	READ_ONLY,
	LIES,	/* says that it has synced and has not */
	WRITES, SYNCS, FAULTS,	/* counted for the test */
	FILTER,	/* faults hit 0: all, 1: the log only, 2: the database's file only */
	DIE,	/* killed right after the n-th entry from now; 0: never */
	KNOBS,
};

static char folder[4096];
static size_t folder_n;
static int journal = -1;
static _Atomic int64_t calm[KNOBS] = { [ROOM] = -1 };
static _Atomic int64_t *knobs = calm;
static pthread_mutex_t turn = PTHREAD_MUTEX_INITIALIZER;
static atomic_uint_fast64_t sync_number;

/* By descriptor. */
static struct watched {
	uint64_t inode;	/* 0: not ours */
	bool shared, log, base;	/* the -shm; the -wal; the database's own file */
	bool owed;	/* an error that another descriptor's sync met, and this one's will be told */
} watched[FILES_MOST];

__attribute__((constructor)) static void
begin(void)
{
	const char *name = getenv("DISK_JOURNAL"), *faults = getenv("DISK_FAULTS");
	int fd;

	snprintf(folder, sizeof(folder), "%s", getenv("DISK_FOLDER") ? getenv("DISK_FOLDER") : "/nowhere");
	folder_n = strlen(folder);
	atomic_store(&sync_number, (uint64_t)getpid() << 32);
	if (name)
		journal = (int)syscall(SYS_openat, AT_FDCWD, name, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0600);
	fd = faults ? (int)syscall(SYS_openat, AT_FDCWD, faults, O_RDWR | O_CLOEXEC, 0) : -1;
	if (fd >= 0) {
		void *p = mmap(NULL, KNOBS * sizeof(int64_t), PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
		if (p != MAP_FAILED)
			knobs = p;
		syscall(SYS_close, fd);
	}
}

/* ---- the journal ---- */

static uint64_t
now(void)
{
	struct timespec ts;

	clock_gettime(CLOCK_MONOTONIC, &ts);
	return (uint64_t)ts.tv_sec * 1000000000 + (uint64_t)ts.tv_nsec;
}

static void
note(uint64_t ns, enum what what, uint64_t inode, uint64_t at, const void *bytes, size_t n)
{
	struct entry e = { .ns = ns, .inode = inode, .at = at, .what = what, .size = (uint32_t)n };
	struct iovec parts[2] = { { &e, sizeof(e) }, { (void *)(uintptr_t)bytes, n } };

	if (journal >= 0 && syscall(SYS_writev, journal, parts, n ? 2 : 1) != (long)(sizeof(e) + n))
		abort();	/* the test would judge by half a journal */
	/* Nobody else is at work on a file: the turn is ours. So the journal says all that the next process will find. */
	if (knobs[DIE] > 0 && --knobs[DIE] == 0)
		syscall(SYS_tgkill, getpid(), gettid(), SIGKILL);	/* the only kill a confined program may do */
}

/* ---- which files ---- */

static bool
ours(const char *path)
{
	return path && strncmp(path, folder, folder_n) == 0 && (path[folder_n] == '/' || path[folder_n] == 0);
}

static bool
ends(const char *path, const char *with)
{
	size_t n = strlen(path), m = strlen(with);

	return n >= m && strcmp(path + n - m, with) == 0;
}

static struct watched *
find(int fd)
{
	return fd >= 0 && fd < FILES_MOST && watched[fd].inode ? &watched[fd] : NULL;
}

static bool
hit(const struct watched *w)
{
	int64_t filter = knobs[FILTER];

	return filter == 0 || (filter == 1 ? w->log : w->base);
}

static int
fails(int with)
{
	knobs[FAULTS]++;
	errno = with;
	return -1;
}

/* ---- opening and closing ---- */

static int
open_it(const char *path, int flags, mode_t mode)
{
	bool mine = ours(path), writes = (flags & O_ACCMODE) != O_RDONLY || flags & (O_CREAT | O_TRUNC), fresh = false;
	struct stat st;
	int fd;

	if (!mine)
		return (int)syscall(SYS_openat, AT_FDCWD, path, flags, mode);
	if (knobs[READ_ONLY] && writes)
		return fails(EROFS);
	pthread_mutex_lock(&turn);
	if (flags & O_CREAT)
		fresh = syscall(SYS_newfstatat, AT_FDCWD, path, &st, 0) != 0;
	if (fresh && knobs[ROOM] == 0) {
		pthread_mutex_unlock(&turn);
		return fails(ENOSPC);
	}
	fd = (int)syscall(SYS_openat, AT_FDCWD, path, flags, mode);
	if (fd >= 0 && fd < FILES_MOST && syscall(SYS_fstat, fd, &st) == 0) {
		watched[fd] = (struct watched){ st.st_ino, ends(path, "-shm"), ends(path, "-wal"), ends(path, ".db"), false };
		if (fresh && !watched[fd].shared)
			note(now(), CREATE, st.st_ino, 0, path + folder_n + 1, strlen(path) - folder_n - 1);
		else if ((flags & O_TRUNC) && !watched[fd].shared)
			note(now(), TRUNCATE, st.st_ino, 0, NULL, 0);
	}
	pthread_mutex_unlock(&turn);
	return fd;
}

static mode_t
mode_of(int flags, va_list ap)
{
	return flags & (O_CREAT | O_TMPFILE) ? (mode_t)va_arg(ap, int) : 0;
}

#define OPEN(name, head, opened) \
	int name head \
	{ \
		va_list ap; \
		mode_t mode; \
		va_start(ap, flags); \
		mode = mode_of(flags, ap); \
		va_end(ap); \
		return opened; \
	}

static int
open_at(int dir, const char *path, int flags, mode_t mode)
{
	return dir == AT_FDCWD || *path == '/' ? open_it(path, flags, mode) : (int)syscall(SYS_openat, dir, path, flags, mode);
}

OPEN(open, (const char *path, int flags, ...), open_it(path, flags, mode))
OPEN(open64, (const char *path, int flags, ...), open_it(path, flags, mode))
OPEN(openat, (int dir, const char *path, int flags, ...), open_at(dir, path, flags, mode))
OPEN(openat64, (int dir, const char *path, int flags, ...), open_at(dir, path, flags, mode))

int
close(int fd)
{
	if (fd >= 0 && fd < FILES_MOST)
		watched[fd] = (struct watched){ 0 };
	return (int)syscall(SYS_close, fd);
}

/* ---- writing ---- */

/* Under the lock. How many of n bytes the disk takes; -1: none, and errno says why. */
static ssize_t
takes(const struct watched *w, size_t n)
{
	int64_t room;

	knobs[WRITES]++;
	if (knobs[READ_ONLY])
		return fails(EROFS);
	room = knobs[ROOM];
	if (room < 0 || !hit(w))
		return (ssize_t)n;
	if (room == 0)
		return fails(ENOSPC);
	knobs[ROOM] = room - 1;
	/* The last that fits, fits in part. */
	return room == 1 && n > SECTOR ? SECTOR : (ssize_t)n;
}

static ssize_t
write_at(int fd, const void *bytes, size_t n, off_t at)
{
	struct watched *w = find(fd);
	uint64_t ns;
	ssize_t fits, done = -1;

	if (!w)
		return syscall(SYS_pwrite64, fd, bytes, n, at);
	pthread_mutex_lock(&turn);
	ns = now();
	fits = takes(w, n);
	if (fits >= 0)
		done = syscall(SYS_pwrite64, fd, bytes, fits, at);
	if (done > 0 && !w->shared)
		note(ns, WRITE, w->inode, (uint64_t)at, bytes, (size_t)done);
	pthread_mutex_unlock(&turn);
	return done;
}

ssize_t
pwrite(int fd, const void *bytes, size_t n, off_t at)
{
	return write_at(fd, bytes, n, at);
}

ssize_t
pwrite64(int fd, const void *bytes, size_t n, off_t at)
{
	return write_at(fd, bytes, n, at);
}

static off_t
position(int fd)
{
	struct stat st;
	long flags = syscall(SYS_fcntl, fd, F_GETFL);

	if (flags >= 0 && flags & O_APPEND && syscall(SYS_fstat, fd, &st) == 0)
		return st.st_size;
	return syscall(SYS_lseek, fd, 0, SEEK_CUR);
}

ssize_t
write(int fd, const void *bytes, size_t n)
{
	off_t at;
	ssize_t done;

	if (!find(fd))
		return syscall(SYS_write, fd, bytes, n);
	at = position(fd);
	done = write_at(fd, bytes, n, at);
	if (done > 0)
		syscall(SYS_lseek, fd, at + done, SEEK_SET);
	return done;
}

ssize_t
writev(int fd, const struct iovec *parts, int n)
{
	ssize_t sum = 0;

	if (!find(fd))
		return syscall(SYS_writev, fd, parts, n);
	for (int i = 0; i < n; i++) {
		ssize_t done = write(fd, parts[i].iov_base, parts[i].iov_len);
		if (done < 0)
			return sum ? sum : -1;
		sum += done;
		if ((size_t)done < parts[i].iov_len)
			break;
	}
	return sum;
}

static int
cut(int fd, off_t size)
{
	struct watched *w = find(fd);
	int r;

	if (!w)
		return (int)syscall(SYS_ftruncate, fd, size);
	if (knobs[READ_ONLY])
		return fails(EROFS);
	pthread_mutex_lock(&turn);
	r = (int)syscall(SYS_ftruncate, fd, size);
	if (r == 0 && !w->shared)
		note(now(), TRUNCATE, w->inode, (uint64_t)size, NULL, 0);
	pthread_mutex_unlock(&turn);
	return r;
}

int
ftruncate(int fd, off_t size)
{
	return cut(fd, size);
}

int
ftruncate64(int fd, off_t size)
{
	return cut(fd, size);
}

/* What is written through memory cannot be written down: the test refuses a journal with such an entry. */
void *
mmap(void *where, size_t n, int prot, int flags, int fd, off_t at)
{
	struct watched *w = find(fd);

	if (w && !w->shared && prot & PROT_WRITE && (flags & MAP_TYPE) != MAP_PRIVATE)
		note(now(), MAPPED, w->inode, (uint64_t)at, NULL, 0);
	return (void *)syscall(SYS_mmap, where, n, prot, flags, fd, at);
}

void *
mmap64(void *where, size_t n, int prot, int flags, int fd, off_t at)
{
	return mmap(where, n, prot, flags, fd, at);
}

/* ---- syncing ---- */

static bool
is_bad_one(const struct watched *w)
{
	int64_t left = knobs[SYNC_BAD];

	if (left <= 0 || !hit(w))
		return false;
	knobs[SYNC_BAD] = left - 1;
	return left == 1;
}

/* As Linux does it: each descriptor is told of an error once, and what could not be written counts as written from then on. */
static bool
meets_error(struct watched *w)
{
	bool bad = is_bad_one(w);

	for (int i = 0; bad && i < FILES_MOST; i++)
		watched[i].owed |= watched[i].inode == w->inode;
	bad = w->owed;
	w->owed = false;
	return bad;
}

static int
sync_it(int fd, long call)
{
	struct watched *w = find(fd);
	uint64_t number, inode;
	bool bad;
	int r;

	if (!w || w->shared)
		return (int)syscall(call, fd);
	inode = w->inode;
	number = atomic_fetch_add(&sync_number, 1);
	pthread_mutex_lock(&turn);
	knobs[SYNCS]++;
	bad = meets_error(w);
	if (!knobs[LIES])
		note(now(), SYNC_BEGIN, inode, number, NULL, 0);
	pthread_mutex_unlock(&turn);
	if (knobs[LIES])
		return 0;
	r = bad ? fails(EIO) : (int)syscall(call, fd);
	pthread_mutex_lock(&turn);
	note(now(), r ? SYNC_FAILED : SYNC_END, inode, number, NULL, 0);
	pthread_mutex_unlock(&turn);
	return r;
}

int
fsync(int fd)
{
	return sync_it(fd, SYS_fsync);
}

int
fdatasync(int fd)
{
	return sync_it(fd, SYS_fdatasync);
}

/* ---- names ---- */

int
unlink(const char *path)
{
	int r;

	if (!ours(path))
		return (int)syscall(SYS_unlinkat, AT_FDCWD, path, 0);
	if (knobs[READ_ONLY])
		return fails(EROFS);
	pthread_mutex_lock(&turn);
	r = (int)syscall(SYS_unlinkat, AT_FDCWD, path, 0);
	if (r == 0 && !ends(path, "-shm"))
		note(now(), UNLINK, 0, 0, path + folder_n + 1, strlen(path) - folder_n - 1);
	pthread_mutex_unlock(&turn);
	return r;
}

int
rename(const char *from, const char *to)
{
	char names[8192];
	int n, r;

	if (!ours(from) || !ours(to))
		return (int)syscall(SYS_renameat, AT_FDCWD, from, AT_FDCWD, to);
	if (knobs[READ_ONLY])
		return fails(EROFS);
	pthread_mutex_lock(&turn);
	r = (int)syscall(SYS_renameat, AT_FDCWD, from, AT_FDCWD, to);
	n = snprintf(names, sizeof(names), "%s\n%s", from + folder_n + 1, to + folder_n + 1);
	if (r == 0)
		note(now(), RENAME, 0, 0, names, (size_t)n);
	pthread_mutex_unlock(&turn);
	return r;
}
