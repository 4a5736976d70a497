/* checkpoint.h: moves SQLite's write-ahead log into the database file, beside the writer instead of between its commits: a
 * checkpoint waits for the disk twice, and people would wait with it. Inside src/db only.
 *
 * A thread with a connection of its own does it whenever the log has grown by CHECKPOINT_PAGES. While people write without a
 * pause that alone never empties the log, since it grows meanwhile; at CHECKPOINT_MOST_PAGES the writer does it once itself.
 * What has been committed is in the log, synced, before and after; nothing here decides what is saved.
 * Source: sqlite.org/wal.html, "Avoiding Excessively Large WAL Files". */
#ifndef DB_CHECKPOINT_H
#define DB_CHECKPOINT_H

#include <sqlite3.h>

#include "db/engine.h"

#define CHECKPOINT_PAGES 4000	/* 16 MB */
#define CHECKPOINT_MOST_PAGES 16000	/* 64 MB */

struct checkpointer;

/* For the connection that writes, which belongs to db: figures go there, and it is told when a sync fails. file is borrowed for the
 * call. ERR_IO when no connection or thread is to be had. */
err checkpointer_open(struct db *db, sqlite3 *writer, const char *file, struct checkpointer **out) MUST_USE;
void checkpointer_close(struct checkpointer *k);	/* before its writer; accepts NULL */

/* rc is SQLite's, extended. */
static inline bool
is_failed_sync(int rc)
{
	return rc == SQLITE_IOERR_FSYNC || rc == SQLITE_IOERR_DIR_FSYNC;
}

/* For whoever empties the log by another connection: SQLite would answer that it is busy. */
void checkpoint_hold(void);
void checkpoint_release(void);

#endif
