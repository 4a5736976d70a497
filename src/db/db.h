/* db.h: one small API over SQLite and PostgreSQL, chosen at run time by the URL.
 *
 * SQL text never arrives here: statements come from the table that tools/sqlc makes of the .sql
 * files and are named by number. Parameters are $1, $2 … ; values are 64-bit integers, text, bytes
 * or NULL; times are UTC epoch seconds (or milliseconds where the column's name ends in _ms).
 *
 * Reads: db_read_begin borrows a read-only connection and opens one read transaction, so all that
 * a page shows is one snapshot; db_read_end gives it back. Worker threads only.
 *
 * Writes: db_write is the only way. One writer thread per process gathers the functions that wait
 * into one transaction with a savepoint each, commits once (fsync) and then wakes all callers: when
 * db_write returns OK, the result is durable. A write function makes all the reads that its decision
 * rests on, may run twice, touches only its argument, and does no I/O but the database.
 * Source: design.md section 5. */
#ifndef DB_DB_H
#define DB_DB_H

#include "base/arena.h"
#include "base/base.h"
#include "base/metric.h"

struct confine;
struct db;	/* the whole: writer, readers, listener */
struct db_conn;	/* inside one transaction */

/* Made by sqlc from "-- stmt: NAME" blocks; postgres is NULL when both engines take the same text. */
struct sql_stmt {
	const char *name, *sqlite, *postgres;
};

/* Made by sqlc from src/app/schema/NNN_name.sql, in order. The words $ID (identity primary key
 * column), $INT, $BLOB, $STRICT and $NOROWID in the text are replaced per engine by migrate.c; a line that begins with
 * $POSTGRES is for PostgreSQL only. */
struct sql_migration {
	const char *name, *text;
};

struct db_config {
	str url;	/* sqlite:FILE or postgresql://… (libpq's syntax, several hosts allowed) */
	/* Holds PostgreSQL's password, read anew at each connect; NULL: none, or by libpq's own ways (passfile, certificates). */
	const char *password_file;
	const struct sql_stmt *stmts;	/* borrowed for the life of db */
	size_t stmt_count;
	const struct sql_migration *migrations;	/* borrowed for the life of db */
	size_t migration_count;
	size_t readers;	/* read connections; 0 means 4 */
	size_t write_queue;	/* waiting writes; 0 means 4096 */
	int lock_stmt;	/* locks one row by id ($1) for db_write_locked on PostgreSQL; 0: none */
	/* Called on the caller's thread around waits for a commit or a connection, to lend out its
	 * permit to run. May be NULL. */
	void (*wait_begin)(void *ctx);
	void (*wait_end)(void *ctx);
	void *ctx;
	/* A pair another node has notified (listener thread, PostgreSQL only). */
	void (*heard)(void *ctx, int64_t key, int64_t value);
	/* Notifications may have been missed: look at everything (listener thread: after each
	 * connect and every two seconds; PostgreSQL only). */
	void (*resync)(void *ctx);
	/* Why something failed, for the log. Any thread. May be NULL. */
	void (*complain)(void *ctx, const char *what);
	/* The disk has failed to keep something (fsync, SQLite only). Nobody can know what of it is there, and asking again proves
	 * nothing: from now on each write gets ERR_BUSY, and the program should end and be started anew, which begins with writing
	 * what is in doubt once more. Any thread, once. May be NULL. */
	void (*broken)(void *ctx);
	bool group;	/* false commits each write alone: only the benches want that */
};

/* Opens, brings the schema up to date under a lock, checks that no newer program has been here, but for one that has made
 * room for this. ERR_CONFLICT: the database is newer than the program. *out is freed with db_close. */
err db_open(const struct db_config *cfg, struct db **out) MUST_USE;
void db_close(struct db *db);	/* waits for queued writes; accepts NULL */
bool db_is_postgres(const struct db *db);

/* Nodes are upgraded one after the other: a newer one may have changed the schema while this one runs. */
enum db_age {
	DB_OF_OURS,	/* all its migrations are this program's */
	DB_NEWER,	/* it has others, made so that this program can go on */
	DB_TOO_NEW,	/* it has others that this program cannot live with: stop, nothing may be written any more */
};
/* Asked of the database now, on a connection of its own: seldom. Any thread that may wait. */
err db_age(struct db *db, enum db_age *out) MUST_USE;

/* The files that are opened for this URL from now on, also when a connection is lost and made again (base/confine.h): SQLite's
 * folder, to change; PostgreSQL's passwords and certificates. The arena lives until confine() has returned. */
void db_confine(str url, struct arena *a, struct confine *c);

/* Where a password for PostgreSQL lies in the open: "the database's URL", "PGPASSWORD"; NULL: nowhere. Others on the machine
 * can read command lines, and environments end up in logs and crash reports. */
const char *db_password_in_the_open(str url);

/* ERR_BUSY: no connection became free within two seconds, or the database is away. */
err db_read_begin(struct db *db, struct db_conn **out) MUST_USE;
void db_read_end(struct db_conn *c);	/* accepts NULL */
/* Microseconds that the statements of this read have taken so far. NULL: 0. */
int64_t db_read_us(const struct db_conn *c);

typedef err (*db_write_fn)(struct db_conn *c, void *arg);

/* Waits until fn has run and the group's COMMIT has succeeded. Whatever fn returned other than OK
 * rolls back fn alone and comes back as it is. ERR_BUSY: queue full or database away, nothing was
 * saved. ERR_MAYBE: connection lost at COMMIT, may have been saved; send it again with the same
 * idempotency key. */
err db_write(struct db *db, db_write_fn fn, void *arg) MUST_USE;
/* The same, with the row `lock` (of cfg.lock_stmt's table) held before fn runs, so that writers on
 * several nodes take turns. Rows of a group are locked in id order. */
err db_write_locked(struct db *db, int64_t lock, db_write_fn fn, void *arg) MUST_USE;

/* The same without waiting, so that the caller's thread is free while the disk works: once fn has run and the COMMIT has
 * succeeded or failed, done is called, exactly once, with what db_write_locked would have returned. It runs on the writer's
 * thread: it must be quick and may not touch the database. a, arg and ctx live until then. In a busy house the write waits a few
 * milliseconds for company (docs/decisions/rooms-wait-for-company.md). Not OK here: done is never called. */
err db_write_later(struct db *db, struct arena *a, int64_t lock, db_write_fn fn, void *arg,
	void (*done)(void *ctx, err result), void *ctx) MUST_USE;

/* After commit: tell the other nodes. Gathered and sent within 25 ms, outside any transaction;
 * of several values for one key only the highest travels. Nothing on SQLite. Any thread. */
void db_notify(struct db *db, int64_t key, int64_t value);

/* Figures for /metrics and the benches, since db_open. */
struct db_stats {
	int64_t writes, commits, failed, largest_group;
	int64_t waiting;	/* in the queue now */
	struct histogram_sum groups;	/* writes saved by one commit */
	struct histogram_sum commit;	/* how long a COMMIT took, the disk's word included, microseconds */
};
struct db_stats db_stats(struct db *db);

/* SQLite's files. All zero on PostgreSQL, which has a monitor of its own. */
struct db_files {
	int64_t file_bytes, log_bytes;	/* the database and its write-ahead log, as they lie on the disk */
	int64_t log_pages;	/* written since the log last began anew, by the last commit */
	int64_t kept_pages;	/* of them, those that the last checkpoint could not move: somebody still reads an older state */
	int64_t checkpoints, failed;
};
struct db_files db_files(struct db *db);
/* The write-ahead log is emptied long before this; longer means that a reader has stood still, or that the disk is full. */
#define DB_LOG_BYTES_LOOK ((int64_t)256 << 20)

/* What was erased is gone from the files when this has returned OK. SQLite: the file is written anew and the -wal
 * emptied. PostgreSQL: the named tables (names from the program only) are rewritten in the order of their primary keys, once
 * nobody sees the rows from before any more. ERR_BUSY: somebody reads all the time. Outside transactions; waits; worker
 * or jobs thread. */
err db_scrub(struct db *db, const char *const *tables, size_t n) MUST_USE;

/* ---- inside a transaction ---- */

enum val_type { VAL_NULL, VAL_INT, VAL_TEXT, VAL_BLOB };
struct val {
	enum val_type type;
	int64_t i;	/* VAL_INT, else 0 */
	str s;	/* VAL_TEXT, VAL_BLOB, else empty */
};
#define INT(v) ((struct val){ .type = VAL_INT, .i = (int64_t)(v) })
#define TEXT(v) ((struct val){ .type = VAL_TEXT, .s = (v) })
#define BLOB(v) ((struct val){ .type = VAL_BLOB, .s = (v) })
#define NIL ((struct val){ .type = VAL_NULL })
/* NULL in the database for the empty slice. */
#define TEXT_OR_NIL(v) ((v).n ? TEXT(v) : NIL)
#define INT_OR_NIL(v) ((v) ? INT(v) : NIL)

/* A whole result, copied to the arena. Lists carry LIMIT in their SQL. */
struct rows {
	size_t n, cols;
	const struct val *vals;	/* n × cols */
};
int64_t row_int(const struct rows *r, size_t row, size_t col);	/* NULL is 0 */
str row_text(const struct rows *r, size_t row, size_t col);	/* NULL is empty; text and bytes */
bool row_null(const struct rows *r, size_t row, size_t col);

/* The arguments after stmt are struct val values; DB_NONE when there are none:
 *	TRY(db_query(c, a, &rows, NOTE_LIST, INT(room), INT(step)));
 *	TRY(db_exec(c, &changed, NOTE_SAVE, TEXT(id), TEXT(text)));
 * db_one gives ERR_NOTFOUND without a row; db_exec's changed may be NULL.
 * A broken UNIQUE, FOREIGN KEY, CHECK or NOT NULL is ERR_CONFLICT; text that is not UTF-8 or holds a NUL
 * is ERR_INVALID; other trouble ERR_IO or ERR_BUSY (over its time of 5 s, disk full, locked, away).
 * Apart from ERR_NOTFOUND and ERR_INVALID a failure sticks, as PostgreSQL has it: the rest of the
 * transaction or write function gets the same error and nothing of it is saved, even if the function
 * returns OK. What may meet an existing row says ON CONFLICT. Fractions are no values here: ERR_IO. */
#define DB_NONE ((struct val){ .type = VAL_NULL })
#define db_query(c, a, out, stmt, ...) \
	db_query_(c, a, out, stmt, (const struct val[]){ __VA_ARGS__ }, COUNT(((const struct val[]){ __VA_ARGS__ })))
#define db_one(c, a, out, stmt, ...) \
	db_one_(c, a, out, stmt, (const struct val[]){ __VA_ARGS__ }, COUNT(((const struct val[]){ __VA_ARGS__ })))
#define db_exec(c, changed, stmt, ...) \
	db_exec_(c, changed, stmt, (const struct val[]){ __VA_ARGS__ }, COUNT(((const struct val[]){ __VA_ARGS__ })))

/* Several statements that do not rest on each other's answers, sent together: on PostgreSQL they cost one trip to the server, where
 * db_query costs one each. They run in this order. Each out is what db_query would have given, or NULL where nobody asks; after a
 * failure there are none.
 *	TRY(db_query_all(c, a, ASK(&one, NOTE_GET, TEXT(id), INT(room)), ASK(&all, NOTES_COUNT, INT(room), TEXT(step)))); */
struct db_ask {
	struct rows *out;
	int stmt;
	const struct val *v;
	size_t n;
};
#define ASK(out, stmt, ...) \
	((struct db_ask){ out, stmt, (const struct val[]){ __VA_ARGS__ }, COUNT(((const struct val[]){ __VA_ARGS__ })) })
#define db_query_all(c, a, ...) \
	db_query_all_(c, a, (const struct db_ask[]){ __VA_ARGS__ }, COUNT(((const struct db_ask[]){ __VA_ARGS__ })))

/* ---- what the writes of a group leave for each other ----
 *
 * Hundreds of notes for one room may lie in one transaction, and each would look up the same row and move the same counter. So
 * a write function may leave, under a key, what it has looked up or has still to write, for those that run after it in the same
 * transaction. Settling writes it: before the next statement that is not run beside, or before COMMIT, whichever comes first.
 * Then it is forgotten; with a transaction that is undone it is forgotten unwritten. */
typedef err (*db_settle_fn)(struct db_conn *c, int64_t key, void *left);
/* What is left for this settle function and key; NULL: nothing. */
void *db_left(const struct db_conn *c, db_settle_fn settle, int64_t key);
/* Leaves size zeroed bytes there. */
void *db_leave(struct db_conn *c, db_settle_fn settle, int64_t key, size_t size) __attribute__((returns_nonnull));
/* For all that what is left points to. Empty again when it has been settled: other statements than those beside do that. */
struct arena *db_left_arena(struct db_conn *c) __attribute__((returns_nonnull));
/* To be called when something is left that must be written. */
void db_left_changes(struct db_conn *c);
/* Statements that neither read nor change anything that may be left. */
#define db_one_beside(c, a, out, stmt, ...) \
	db_one_beside_(c, a, out, stmt, (const struct val[]){ __VA_ARGS__ }, COUNT(((const struct val[]){ __VA_ARGS__ })))
#define db_exec_beside(c, changed, stmt, ...) \
	db_exec_beside_(c, changed, stmt, (const struct val[]){ __VA_ARGS__ }, COUNT(((const struct val[]){ __VA_ARGS__ })))

err db_one_beside_(struct db_conn *c, struct arena *a, struct rows *out, int stmt, const struct val *v, size_t n) MUST_USE;
err db_exec_beside_(struct db_conn *c, int64_t *changed, int stmt, const struct val *v, size_t n) MUST_USE;

err db_query_(struct db_conn *c, struct arena *a, struct rows *out, int stmt, const struct val *v, size_t n) MUST_USE;
err db_one_(struct db_conn *c, struct arena *a, struct rows *out, int stmt, const struct val *v, size_t n) MUST_USE;
err db_exec_(struct db_conn *c, int64_t *changed, int stmt, const struct val *v, size_t n) MUST_USE;
err db_query_all_(struct db_conn *c, struct arena *a, const struct db_ask *asks, size_t n) MUST_USE;

/* Prepares every statement on this engine: for tests and doctor. *bad is the first that fails. */
err db_prepare_all(struct db *db, const char **bad) MUST_USE;

/* A consistent copy of an SQLite database, while running, to a new file. ERR_INVALID on PostgreSQL. */
err db_copy_to(struct db *db, str file) MUST_USE;

#endif
