/* sqlite.c: the embedded engine. WAL, every commit on disk before it is told of, erased text overwritten.
 *
 * Trap: SQLite takes $2 for a name and numbers parameters as they appear, so the number behind each name
 * is looked up once, when the statement is prepared. */
#include "db/checkpoint.h"
#include "db/engine.h"

#include <fcntl.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/str.h"

#define PARAMS_MOST 64
#define LOCK_WAIT_MS 5000	/* for another process that writes */

/* Control statements are cached like the others. */
enum control { BEGIN_READ, BEGIN_WRITE, MARK, KEEP, UNDO, COMMIT, ROLLBACK, CONTROL_COUNT };

static const char *const control_text[CONTROL_COUNT] = {
	[BEGIN_READ] = "BEGIN",
	[BEGIN_WRITE] = "BEGIN IMMEDIATE",
	[MARK] = "SAVEPOINT job",
	[KEEP] = "RELEASE job",
	[UNDO] = "ROLLBACK TO job",
	[COMMIT] = "COMMIT",
	[ROLLBACK] = "ROLLBACK",
};

struct prepared {
	sqlite3_stmt *st;
	int params;
	int at[PARAMS_MOST + 1];	/* SQLite's number of $1, $2 ...; 0 where the text has none */
};

struct lite {
	struct db_conn c;
	sqlite3 *h;
	struct prepared **stmts;	/* by statement number; NULL until first used */
	sqlite3_stmt *controls[CONTROL_COUNT];
	struct val *cells;	/* of the result under construction */
	size_t room;
	int64_t deadline_ms;	/* of the running statement; 0: none */
	struct checkpointer *checkpointer;	/* the writer's */
};

static struct lite *
lite(struct db_conn *c)
{
	return (struct lite *)c;
}

/* ---- errors ---- */

static err
err_of(int rc)
{
	switch (rc & 0xff) {
	case SQLITE_OK:
	case SQLITE_ROW:
	case SQLITE_DONE: return OK;
	case SQLITE_CONSTRAINT: return rc == SQLITE_CONSTRAINT_DATATYPE ? ERR_IO : ERR_CONFLICT;
	case SQLITE_BUSY:
	case SQLITE_LOCKED:
	case SQLITE_INTERRUPT:	/* over its time */
	case SQLITE_FULL: return ERR_BUSY;
	case SQLITE_TOOBIG: return ERR_TOOBIG;
	default: return ERR_IO;
	}
}

/* The err of rc, with a complaint unless it is an ordinary refusal. SQLite's messages name tables and
 * columns, never values. */
static err
fail(struct lite *l, int rc, const char *what)
{
	err e = err_of(rc);

	if (e && e != ERR_CONFLICT)
		db_complain(l->c.db, "sqlite: %s: %s (%d)", what, l->h ? sqlite3_errmsg(l->h) : "cannot open", rc);
	if (is_failed_sync(rc))
		db_broken(l->c.db);
	return e;
}

/* ---- open and close ---- */

/* Called every few thousand steps; not zero stops the statement. */
static int
over_time(void *arg)
{
	const struct lite *l = arg;

	return l->deadline_ms && clock_mono_ms() > l->deadline_ms;
}

/* Only its owner may read what people wrote. SQLite gives -wal and -shm the same mode. An existing file
 * is not touched: closing a second descriptor would drop the locks of the first. */
static void
create_private(const char *file)
{
	int fd = open(file, O_CREAT | O_EXCL | O_RDWR | O_CLOEXEC, 0600);

	if (fd >= 0)
		close(fd);
}

static err
use_wal(struct lite *l)
{
	sqlite3_stmt *st;
	bool wal;
	int rc = sqlite3_prepare_v2(l->h, "PRAGMA journal_mode = WAL", -1, &st, NULL);

	if (rc)
		return fail(l, rc, "journal mode");
	rc = sqlite3_step(st);
	wal = rc == SQLITE_ROW && str_eq(str_of((const char *)sqlite3_column_text(st, 0)), S("wal"));
	sqlite3_finalize(st);
	if (!wal)
		db_complain(l->c.db, "sqlite: this file system does not take a write-ahead log");
	return wal ? OK : ERR_IO;
}

static err
configure(struct lite *l)
{
	int rc;

	sqlite3_extended_result_codes(l->h, 1);
	sqlite3_busy_timeout(l->h, LOCK_WAIT_MS);
	sqlite3_progress_handler(l->h, 4000, over_time, l);
	TRY(use_wal(l));
	rc = sqlite3_exec(l->h,
		"PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON; PRAGMA secure_delete = ON;"
		"PRAGMA temp_store = MEMORY; PRAGMA trusted_schema = OFF", NULL, NULL, NULL);
	/* There is one writer, and a busy hour's notes stand all over the file. */
	if (rc == SQLITE_OK)
		rc = sqlite3_exec(l->h, l->c.use == CONN_WRITE ? "PRAGMA cache_size = -32000" : "PRAGMA cache_size = -8000", NULL, NULL, NULL);
	if (rc == SQLITE_OK && l->c.use == CONN_READ)
		rc = sqlite3_exec(l->h, "PRAGMA query_only = ON", NULL, NULL, NULL);
	return fail(l, rc, "settings");
}

static void
lite_close(struct db_conn *c)
{
	struct lite *l = lite(c);

	checkpointer_close(l->checkpointer);
	for (size_t i = 0; l->stmts && i < c->db->cfg.stmt_count; i++) {
		if (l->stmts[i])
			sqlite3_finalize(l->stmts[i]->st);
		free(l->stmts[i]);
	}
	for (size_t i = 0; i < CONTROL_COUNT; i++)
		sqlite3_finalize(l->controls[i]);
	if (l->h && c->db->broken)	/* what is in doubt stays in the log, for the next start */
		sqlite3_db_config(l->h, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, NULL);
	sqlite3_close(l->h);
	free(l->stmts);
	free(l->cells);
	free(l);
}

/* Counting memory takes one lock for all threads at each allocation, and nobody asks for the count. Refused, and no harm done,
 * when the library is in use already. */
static void
count_no_memory(void)
{
	sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
}

static err
lite_open(struct db *db, enum conn_use use, struct db_conn **out)
{
	struct lite *l = mem_new(sizeof(*l));
	const char *file = db->url + S("sqlite:").n;
	static pthread_once_t once = PTHREAD_ONCE_INIT;
	err e;

	pthread_once(&once, count_no_memory);
	*out = NULL;
	l->c.db = db;
	l->c.use = use;
	l->stmts = mem_new(db->cfg.stmt_count * sizeof(struct prepared *));
	create_private(file);
	e = fail(l, sqlite3_open_v2(file, &l->h, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX, NULL), file);
	if (e == OK)
		e = configure(l);
	if (e == OK && use == CONN_WRITE)
		e = harden_names(db);
	if (e == OK && use == CONN_WRITE)
		e = checkpointer_open(db, l->h, file, &l->checkpointer);
	if (e) {
		lite_close(&l->c);
		return e;
	}
	*out = &l->c;
	return OK;
}

/* ---- transactions ---- */

static err
control(struct db_conn *c, enum control which)
{
	struct lite *l = lite(c);
	int rc = SQLITE_OK;

	if (!l->controls[which])
		rc = sqlite3_prepare_v3(l->h, control_text[which], -1, SQLITE_PREPARE_PERSISTENT,
			&l->controls[which], NULL);
	if (rc == SQLITE_OK) {
		rc = sqlite3_step(l->controls[which]);
		sqlite3_reset(l->controls[which]);
	}
	return fail(l, rc, control_text[which]);
}

static err
lite_begin(struct db_conn *c)
{
	lite(c)->deadline_ms = 0;
	if (c->use == CONN_WRITE && c->db->broken)
		return ERR_BUSY;
	return control(c, c->use == CONN_WRITE ? BEGIN_WRITE : BEGIN_READ);
}

static err
lite_mark(struct db_conn *c)
{
	return control(c, MARK);
}

static err
lite_keep(struct db_conn *c)
{
	return control(c, KEEP);
}

/* Some failures, a full disk for one, make SQLite roll all back by itself. */
static err
lite_undo(struct db_conn *c)
{
	if (sqlite3_get_autocommit(lite(c)->h))
		return ERR_IO;
	TRY(control(c, UNDO));
	return control(c, KEEP);
}

static void
lite_rollback(struct db_conn *c)
{
	if (!sqlite3_get_autocommit(lite(c)->h) && control(c, ROLLBACK))
		c->trouble = TROUBLE_LOST;	/* unusable: better a new one */
}

/* When the disk fails under a commit, its record may stand in the log all the same, and count after a crash. */
static err
lite_commit(struct db_conn *c)
{
	struct lite *l = lite(c);
	err e;

	if (sqlite3_get_autocommit(l->h))
		return ERR_IO;
	e = control(c, COMMIT);
	if (e) {
		bool maybe = (sqlite3_errcode(l->h) & 0xff) == SQLITE_IOERR;
		lite_rollback(c);
		return maybe ? ERR_MAYBE : e;
	}
	return OK;
}

/* ---- statements ---- */

static err
prepare(struct lite *l, int stmt, struct prepared **out)
{
	const char *text = stmt_text(l->c.db, stmt);
	struct prepared *p = l->stmts[stmt];
	int rc;

	*out = p;
	if (p)
		return OK;
	assert(text);
	p = mem_new(sizeof(*p));
	rc = sqlite3_prepare_v3(l->h, text, -1, SQLITE_PREPARE_PERSISTENT, &p->st, NULL);
	if (rc) {
		free(p);
		return fail(l, rc, stmt_name(l->c.db, stmt));
	}
	for (int i = 1; i <= PARAMS_MOST; i++) {
		char name[8];
		snprintf(name, sizeof(name), "$%d", i);
		p->at[i] = sqlite3_bind_parameter_index(p->st, name);
		if (p->at[i])
			p->params = i;
	}
	*out = l->stmts[stmt] = p;
	return OK;
}

/* The bytes are the caller's and outlive the run; a NULL pointer would bind NULL. */
static int
bind_one(sqlite3_stmt *st, int at, const struct val *v)
{
	const char *p = v->s.p ? v->s.p : "";

	switch (v->type) {
	case VAL_INT: return sqlite3_bind_int64(st, at, v->i);
	case VAL_TEXT: return sqlite3_bind_text64(st, at, p, v->s.n, SQLITE_STATIC, SQLITE_UTF8);
	case VAL_BLOB: return sqlite3_bind_blob64(st, at, p, v->s.n, SQLITE_STATIC);
	case VAL_NULL:
	default: return sqlite3_bind_null(st, at);
	}
}

static int
bind_all(const struct prepared *p, const struct call *call)
{
	bool none = p->params == 0 && call->n == 1 && call->v[0].type == VAL_NULL;
	int rc = SQLITE_OK;

	assert(none || (int)call->n == p->params);	/* as many values as the statement has parameters */
	for (int i = 1; i <= p->params && rc == SQLITE_OK; i++)
		if (p->at[i])
			rc = bind_one(p->st, p->at[i], &call->v[i - 1]);
	return rc;
}

/* False for a kind of value that does not exist here: a fraction. */
static bool
read_cell(sqlite3_stmt *st, int col, struct arena *a, struct val *out)
{
	switch (sqlite3_column_type(st, col)) {
	case SQLITE_NULL: *out = NIL; return true;
	case SQLITE_INTEGER: *out = INT(sqlite3_column_int64(st, col)); return true;
	case SQLITE_TEXT:
	case SQLITE_BLOB: break;
	default: return false;
	}
	out->type = sqlite3_column_type(st, col) == SQLITE_TEXT ? VAL_TEXT : VAL_BLOB;
	out->i = 0;
	out->s.p = sqlite3_column_blob(st, col);
	out->s.n = (size_t)sqlite3_column_bytes(st, col);
	out->s = str_dup(a, out->s);
	return true;
}

static bool
read_row(struct lite *l, sqlite3_stmt *st, struct arena *a, struct rows *out)
{
	size_t from = out->n * out->cols;

	if (from + out->cols > l->room) {
		l->room = l->room ? l->room * 2 : 64;
		while (from + out->cols > l->room)
			l->room *= 2;
		l->cells = mem_grow(l->cells, l->room, sizeof(*l->cells));
	}
	for (size_t i = 0; i < out->cols; i++)
		if (!read_cell(st, (int)i, a, &l->cells[from + i]))
			return false;
	out->n++;
	return true;
}

/* Runs a bound statement to its end; the rows go to the arena when out is given. */
static err
step_all(struct lite *l, sqlite3_stmt *st, struct arena *a, struct rows *out, const char *name)
{
	int rc = sqlite3_step(st);

	if (out)
		*out = (struct rows){ .cols = (size_t)sqlite3_column_count(st) };
	for (; rc == SQLITE_ROW; rc = sqlite3_step(st)) {
		if (out && !read_row(l, st, a, out)) {
			db_complain(l->c.db, "sqlite: %s gives a fraction", name);
			return ERR_IO;
		}
	}
	if (rc == SQLITE_DONE && out && out->n) {
		struct val *vals = NEW_ARRAY(a, struct val, out->n * out->cols);
		memcpy(vals, l->cells, out->n * out->cols * sizeof(*vals));
		out->vals = vals;
	}
	return fail(l, rc, name);
}

static err
run_one(struct db_conn *c, const struct call *call)
{
	struct lite *l = lite(c);
	const char *name = stmt_name(c->db, call->stmt);
	struct prepared *p;
	err e;

	TRY(prepare(l, call->stmt, &p));
	e = fail(l, bind_all(p, call), name);
	l->deadline_ms = clock_mono_ms() + DB_STATEMENT_MS;
	if (e == OK)
		e = step_all(l, p->st, call->a, call->out, name);
	l->deadline_ms = 0;
	c->writes += !sqlite3_stmt_readonly(p->st);
	if (e == OK && call->changed && !sqlite3_stmt_readonly(p->st))
		*call->changed = sqlite3_changes64(l->h);
	sqlite3_reset(p->st);
	sqlite3_clear_bindings(p->st);
	return e;
}

static err
lite_run(struct db_conn *c, const struct call *calls, size_t n)
{
	for (size_t i = 0; i < n; i++)
		TRY(run_one(c, &calls[i]));
	return OK;
}

/* ---- housekeeping ---- */

static err
lite_script(struct db_conn *c, const char *sql)
{
	return fail(lite(c), sqlite3_exec(lite(c)->h, sql, NULL, NULL, NULL), "housekeeping");
}

static err
lite_ask(struct db_conn *c, struct arena *a, struct rows *out, const char *sql, str param)
{
	struct lite *l = lite(c);
	sqlite3_stmt *st;
	int rc = sqlite3_prepare_v2(l->h, sql, -1, &st, NULL);
	err e;

	*out = (struct rows){ 0 };
	if (rc == SQLITE_OK && param.n)
		rc = sqlite3_bind_text64(st, 1, param.p, param.n, SQLITE_STATIC, SQLITE_UTF8);
	e = rc ? fail(l, rc, "housekeeping") : step_all(l, st, a, out, "housekeeping");
	sqlite3_finalize(st);
	return e;
}

static err
lite_check(struct db_conn *c, const char *sql)
{
	sqlite3_stmt *st;
	int rc = sqlite3_prepare_v2(lite(c)->h, sql, -1, &st, NULL);

	sqlite3_finalize(st);
	return rc ? fail(lite(c), rc, "prepare") : OK;
}

/* Waits for readers of older snapshots, then empties the log, so that nothing erased is left in it. */
/* Rows that were moved from page to page left copies that deleting does not reach, so the whole file is written anew. */
static err
lite_scrub(struct db_conn *c, const char *const *tables UNUSED, size_t n UNUSED)
{
	struct arena a CLEANUP(arena_free) = { 0 };
	struct rows r;
	err e;

	if (c->db->broken)
		return ERR_BUSY;
	TRY(fail(lite(c), sqlite3_exec(lite(c)->h, "VACUUM", NULL, NULL, NULL), "vacuum"));
	checkpoint_hold();
	e = lite_ask(c, &a, &r, "PRAGMA wal_checkpoint(TRUNCATE)", (str){ 0 });
	checkpoint_release();
	TRY(e);
	return r.n && row_int(&r, 0, 0) == 0 ? OK : ERR_BUSY;
}

const struct engine engine_sqlite = {
	.harden = harden,
	.open = lite_open,
	.close = lite_close,
	.begin = lite_begin,
	.mark = lite_mark,
	.keep = lite_keep,
	.undo = lite_undo,
	.commit = lite_commit,
	.rollback = lite_rollback,
	.run = lite_run,
	.script = lite_script,
	.ask = lite_ask,
	.check = lite_check,
	.scrub = lite_scrub,
	.begin_schema = "BEGIN IMMEDIATE",
	.id = "INTEGER PRIMARY KEY",
	.integer = "INTEGER",
	.blob = "BLOB",
	.strict = "STRICT",
	.norowid = "STRICT, WITHOUT ROWID",
	.only_postgres = "-- ",
};
