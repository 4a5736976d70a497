/* engine.h: what the parts of the db layer ask of an engine. Inside src/db only.
 *
 * An engine is a table of functions over connections; sqlite.c and postgres.c hold one each. A connection
 * belongs to one thread at a time: the writer thread, or the worker that borrowed it from the pool.
 *
 * Failures inside a transaction stick: PostgreSQL refuses everything after an error until the savepoint is
 * undone, so SQLite is made to do the same, and code that works on one works on the other. */
#ifndef DB_ENGINE_H
#define DB_ENGINE_H

#include <pthread.h>
#include <time.h>

#include "db/db.h"

enum conn_use {
	CONN_WRITE,	/* the writer thread's */
	CONN_READ,	/* the pool's; refuses to write */
	CONN_PLAIN,	/* short-lived: migrations, scrubbing, checks; no transaction of its own, no time limit */
};

/* Why a whole transaction is void, beside the err. */
enum trouble {
	TROUBLE_NONE,
	TROUBLE_AGAIN,	/* deadlock or serialization failure: the same may succeed next time */
	TROUBLE_LOST,	/* the connection is gone */
};

/* The head of every connection; the engines put their own after it. */
struct db_conn {
	struct db *db;
	enum conn_use use;
	err spoilt;	/* first failure since begin or mark: what later statements get too */
	enum trouble trouble;
	int64_t writes;	/* statements that may have changed something, ever */
	struct left *left;	/* CONN_WRITE: see db_leave */
	struct arena left_arena;
	int64_t era;	/* of the server it leads to; see db_is_past. 0: unknown */
	int64_t spent_us;	/* CONN_READ: in statements, since it was borrowed */
};

/* One statement to run. */
struct call {
	int stmt;
	const struct val *v;
	size_t n;
	struct arena *a;
	struct rows *out;	/* NULL: rows are not wanted */
	int64_t *changed;	/* may be NULL */
	bool beside;	/* has nothing to do with what is left */
};

struct engine {
	err (*harden)(struct db *db);	/* before all else, at start; may be NULL */
	err (*open)(struct db *db, enum conn_use use, struct db_conn **out);
	void (*close)(struct db_conn *c);	/* in any state */

	/* CONN_WRITE and CONN_READ. mark, keep and undo are one savepoint's life. */
	err (*begin)(struct db_conn *c);
	err (*mark)(struct db_conn *c);
	err (*keep)(struct db_conn *c);
	err (*undo)(struct db_conn *c);	/* not OK: the whole transaction is void */
	err (*commit)(struct db_conn *c);	/* not OK: nothing was saved, except that ERR_MAYBE is unknown */
	void (*rollback)(struct db_conn *c);
	/* Locks rows by running stmt for each id, in that order. NULL: the engine has no need. */
	err (*lock)(struct db_conn *c, int stmt, const int64_t *ids, size_t n);
	err (*run)(struct db_conn *c, const struct call *calls, size_t n);	/* in this order; after a failure no rows are to be read */

	/* CONN_PLAIN, with SQL text of this layer's own and the program's migrations. */
	err (*script)(struct db_conn *c, const char *sql);	/* several statements, no rows */
	/* One statement, with $1 when param has bytes. */
	err (*ask)(struct db_conn *c, struct arena *a, struct rows *out, const char *sql, str param);
	err (*check)(struct db_conn *c, const char *sql);	/* prepares and forgets */
	err (*scrub)(struct db_conn *c, const char *const *tables, size_t n);

	const char *begin_schema;	/* begins a transaction that changes the schema */
	const char *lock_schema;	/* run first; NULL: begin_schema locks enough */
	/* What the words of migrations become. */
	const char *id, *integer, *blob, *strict, *norowid, *only_postgres;
};

extern const struct engine engine_sqlite;
extern const struct engine engine_postgres;

struct writer;
struct pool;
struct listener;

#define COMPLAINT_MOST 512

struct db {
	struct db_config cfg;
	const struct engine *engine;
	char *password_file;	/* a copy; NULL: none */
	char *url;	/* NUL-ended copy, which cfg.url points to */
	struct writer *writer;
	struct pool *pool;
	struct listener *listener;	/* NULL on SQLite */
	_Atomic bool broken;	/* see db_broken */
	_Atomic bool several;	/* the URL names more than one server */
	_Atomic size_t server;	/* of those in the URL, the one that was good last */
	_Atomic int64_t cluster, era;	/* whose history we are in, and its newest timeline that we have seen; PostgreSQL only */
	_Atomic bool doubted;	/* a server of today was lost, and nobody has looked at the others since; see pg_connect.c */
	pthread_mutex_t said_lock;
	struct {	/* by the checkpointer; see db_files */
		_Atomic int64_t pages, kept, done, failed;
	} log;
	char said[COMPLAINT_MOST];	/* the last complaint, and when */
	int64_t said_ms;
};

/* How long a caller waits for a connection, or for a database that is away. */
#define DB_PATIENCE_MS 2000
/* How long one statement may take. */
#define DB_STATEMENT_MS 5000

/* Tells cfg.complain, unless it has just been told the same. Never with values from the database or from users. */
void db_complain(struct db *db, const char *fmt, ...) FORMAT(2, 3);
/* A sync has failed: nothing is written any more, and cfg.broken is told, once. Any thread. */
void db_broken(struct db *db);
bool db_is_past(struct db *db, int64_t era);	/* is a server of this era one that has been replaced? */
void db_doubt(struct db *db, int64_t era);	/* a connection to a server of this era was lost: perhaps another leads now */
const char *stmt_name(const struct db *db, int stmt);	/* for complaints; never NULL */
const char *stmt_text(const struct db *db, int stmt);	/* for this engine; NULL when there is none */

/* Writes what is left, and forgets it. */
err left_settle(struct db_conn *c) MUST_USE;
void left_forget(struct db_conn *c);

err migrate(struct db *db) MUST_USE;
err harden(struct db *db) MUST_USE;	/* SQLite's */
err harden_names(struct db *db) MUST_USE;	/* the folder's, once the log is there: SQLite does not look whether that succeeds */

err writer_open(struct db *db, struct writer **out) MUST_USE;
void writer_close(struct writer *w);	/* waits for what is queued; accepts NULL */
/* locked false: lock is ignored. */
err writer_run(struct writer *w, db_write_fn fn, void *arg, bool locked, int64_t lock) MUST_USE;
err writer_later(struct writer *w, struct arena *a, db_write_fn fn, void *arg, bool locked, int64_t lock,
	void (*done)(void *ctx, err result), void *ctx) MUST_USE;
struct db_stats writer_stats(struct writer *w);

struct pool *pool_new(struct db *db, size_t most);
void pool_free(struct pool *p);	/* all must be back; accepts NULL */
err pool_borrow(struct pool *p, struct db_conn **out) MUST_USE;
void pool_return(struct pool *p, struct db_conn *c);

struct listener *listener_open(struct db *db);
void listener_close(struct listener *l);	/* sends what is pending; accepts NULL */
void listener_notify(struct listener *l, int64_t key, int64_t value);

struct timespec deadline_in(int64_t ms);	/* a moment on CLOCK_MONOTONIC */

#endif
