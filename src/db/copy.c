/* copy.c: a consistent copy of an SQLite database while it is in use. */
#include "db/engine.h"

#include <errno.h>
#include <fcntl.h>
#include <sqlite3.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/str.h"

static int
copy_pages(sqlite3 *from, sqlite3 *to)
{
	sqlite3_backup *b = sqlite3_backup_init(to, "main", from, "main");
	int rc;

	if (!b)
		return sqlite3_errcode(to);
	sqlite3_backup_step(b, -1);	/* one read transaction, which in WAL stops no writer */
	rc = sqlite3_backup_finish(b);
	/* The copy is one file, without a log beside it. */
	return rc ? rc : sqlite3_exec(to, "PRAGMA journal_mode = DELETE", NULL, NULL, NULL);
}

static int
copy_file(const char *from_file, const char *to_file)
{
	sqlite3 *from = NULL, *to = NULL;
	int rc = sqlite3_open_v2(from_file, &from, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX, NULL);

	if (rc == SQLITE_OK)
		rc = sqlite3_open_v2(to_file, &to, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX, NULL);
	if (rc == SQLITE_OK) {
		sqlite3_busy_timeout(from, DB_STATEMENT_MS);
		rc = copy_pages(from, to);
	}
	sqlite3_close(from);
	if (sqlite3_close(to) && rc == SQLITE_OK)
		rc = SQLITE_ERROR;
	return rc;
}

err
db_copy_to(struct db *db, str file)
{
	struct arena a CLEANUP(arena_free) = { 0 };
	const char *to = str_z(&a, file);
	int fd, rc;

	if (db_is_postgres(db) || file.n == 0 || str_has(file, 0))
		return ERR_INVALID;
	fd = open(to, O_CREAT | O_EXCL | O_RDWR | O_CLOEXEC, 0600);
	if (fd < 0) {
		db_complain(db, "copy to %s: %s", to, strerrordesc_np(errno));
		return errno == EEXIST ? ERR_CONFLICT : ERR_IO;
	}
	close(fd);
	rc = copy_file(db->url + S("sqlite:").n, to);
	if (rc) {
		db_complain(db, "copy to %s: %s (%d)", to, sqlite3_errstr(rc), rc);
		unlink(to);
		return ERR_IO;
	}
	return OK;
}
