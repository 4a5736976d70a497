/* bulk.h: whole tables of a database, for backup and restore.
 *
 * The one place where SQL is made at run time: of the names of tables and columns that the database itself lists, never
 * of anything from outside. Rows are read in the order of their primary key, so that what is read says nothing about
 * when it was written. Not for handlers: a transaction here may take seconds. One thread. */
#ifndef DB_BULK_H
#define DB_BULK_H

#include "db/db.h"

struct bulk;

struct bulk_table {
	str name;
	const str *columns;	/* in the table's own order */
	size_t column_count;
	const size_t *key;	/* which columns are the primary key, in its order */
	size_t key_count;
};

/* Looks at the tables there are. Borrows db, which stays in use by others. ERR_INVALID: a table without a primary key. */
err bulk_open(struct db *db, struct bulk **out) MUST_USE;
void bulk_close(struct bulk *b);	/* accepts NULL */
/* Sorted by name. */
size_t bulk_count(const struct bulk *b);
const struct bulk_table *bulk_table(const struct bulk *b, size_t i);
const struct bulk_table *bulk_find(const struct bulk *b, str name);	/* NULL */

enum bulk_end {
	BULK_LOOK,	/* read only; stops nobody */
	BULK_UNDO,	/* may write, and all of it is undone; on SQLite other writers wait meanwhile, on PostgreSQL those of the same rows */
	BULK_KEEP,	/* committed when fn returns OK */
};
/* Runs fn in one transaction on a connection of its own. All it reads is one snapshot. fn may run twice, and may use any
 * statement of the program as well. `still` (may be NULL; not with BULK_LOOK) is a table that nobody else writes to meanwhile:
 * without it, PostgreSQL refuses to change a row that has changed since the snapshot. */
err bulk_run(struct bulk *b, enum bulk_end end, const struct bulk_table *still, db_write_fn fn, void *arg) MUST_USE;

/* ---- inside bulk_run ---- */

#define BULK_ROWS 500
/* The next rows of a table, at most BULK_ROWS: those after the key `after` (key_count values), or the first with NULL. */
err bulk_read(struct db_conn *c, struct bulk *b, const struct bulk_table *t, const struct val *after, struct arena *a,
	struct rows *out) MUST_USE;
err bulk_rows(struct db_conn *c, struct bulk *b, const struct bulk_table *t, int64_t *count) MUST_USE;

/* Between these two, rows may come in any order: references are looked at by bulk_load_end, which also lets new rows
 * begin after the highest id. ERR_CONFLICT: a row refers to one that is not there. */
err bulk_load_begin(struct db_conn *c, struct bulk *b) MUST_USE;
err bulk_insert(struct db_conn *c, struct bulk *b, const struct bulk_table *t, const struct val *row) MUST_USE;
err bulk_load_end(struct db_conn *c, struct bulk *b) MUST_USE;

#endif
