/* harden.c: before anybody relies on what a program that ended in the middle has left in SQLite's log, it reaches the disk.
 *
 * A commit that was written but not yet synced when the program died is seen again by the next one: a phone that asks once more
 * is told that its note is there. The power must not be able to take it after that. Syncing alone is not enough: when a
 * sync fails, Linux says so once, and from then on takes what it could not write for written. So the log is written over with its own
 * bytes, which makes all of it new to the disk, and then synced.
 * Source: the PostgreSQL wiki, "Fsync Errors". */
#include "db/engine.h"

#include <errno.h>
#include <fcntl.h>
#include <sqlite3.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/str.h"

#define PIECE ((size_t)1 << 20)

static void
close_fd(int *fd)
{
	if (*fd >= 0)
		close(*fd);
}

/* True: written again, and there is no more. False: errno says why not. */
static bool
write_again(int fd)
{
	char *piece = mem_new(PIECE);
	off_t at = 0;
	ssize_t n = 0, done = 0;

	while (done == n && (n = pread(fd, piece, PIECE, at)) > 0) {
		done = pwrite(fd, piece, (size_t)n, at);
		at += done;
	}
	free(piece);
	if (n > 0 && done >= 0)
		errno = ENOSPC;	/* in part: as when there is no room */
	return n == 0;
}

static const char *
folder_of(struct arena *a, str file)
{
	while (file.n && file.p[file.n - 1] != '/')
		file.n--;
	return file.n ? str_z(a, file) : ".";
}

/* The log's name may be as new as the log. */
static bool
sync_folder(const char *folder)
{
	int fd CLEANUP(close_fd) = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);

	return fd >= 0 && fsync(fd) == 0;
}

/* SQLite would only say that it cannot open a file. */
static err
can_write(struct db *db, const char *folder)
{
	if (access(folder, W_OK) == 0)
		return OK;
	db_complain(db, "the folder %s cannot be written in: %s", folder, strerrordesc_np(errno));
	return ERR_IO;
}

err
harden_names(struct db *db)
{
	struct arena a CLEANUP(arena_free) = { 0 };
	const char *folder = folder_of(&a, str_from(str_of(db->url), S("sqlite:").n));

	if (sync_folder(folder))
		return OK;
	db_complain(db, "the folder %s: the disk does not keep it: %s", folder, strerrordesc_np(errno));
	return ERR_IO;
}

/* A disk on which even this needs room, and which has none, must not keep people from reading: then a sync has to do. */
static err
harden_log(struct db *db, struct arena *a, str file, bool alone)
{
	const char *log = str_z(a, str_fmt(a, STR_FMT "-wal", STR_ARG(file)));
	int fd CLEANUP(close_fd) = open(log, O_RDWR | O_CLOEXEC);

	if (fd < 0 && errno == ENOENT)
		return OK;
	if (fd >= 0 && (!alone || write_again(fd) || errno == ENOSPC) && fsync(fd) == 0 && sync_folder(folder_of(a, file)))
		return OK;
	db_complain(db, "%s: the disk does not keep it: %s", log, strerrordesc_np(errno));
	return ERR_IO;
}

/* Closing a descriptor of the database file itself would drop this process's locks on it; the log carries none. */
err
harden(struct db *db)
{
	struct arena a CLEANUP(arena_free) = { 0 };
	const char *file = db->url + S("sqlite:").n;
	struct stat st;
	sqlite3 *h = NULL;
	err e;
	int rc;

	TRY(can_write(db, folder_of(&a, str_of(file))));
	if (stat(file, &st))
		return OK;	/* there is none yet */
	rc = sqlite3_open_v2(file, &h, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX, NULL);
	if (rc == SQLITE_OK)
		rc = sqlite3_exec(h, "PRAGMA locking_mode = EXCLUSIVE; SELECT count(*) FROM sqlite_schema", NULL, NULL, NULL);
	/* Whoever else has it open now has done this when he opened it, and stops when a sync fails. */
	e = harden_log(db, &a, str_of(file), rc == SQLITE_OK);
	if (e && h)
		sqlite3_db_config(h, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, NULL);
	sqlite3_close(h);	/* moves the log into the file */
	return e;
}
