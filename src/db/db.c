/* db.c: choosing the engine, opening and closing, and what is the same on both. */
#include "db/engine.h"

#include <stdarg.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <time.h>

#include "base/clock.h"
#include "base/str.h"

#define ENOUGH_SAID_MS 10000

/* A server that is away makes every thread say the same, again and again. */
static bool
is_news(struct db *db, const char *line)
{
	int64_t now = clock_mono_ms();
	bool news;

	pthread_mutex_lock(&db->said_lock);
	news = now - db->said_ms > ENOUGH_SAID_MS || !str_eq(str_of(line), str_of(db->said));
	if (news) {
		snprintf(db->said, sizeof(db->said), "%s", line);
		db->said_ms = now;
	}
	pthread_mutex_unlock(&db->said_lock);
	return news;
}

void
db_complain(struct db *db, const char *fmt, ...)
{
	char line[COMPLAINT_MOST];
	va_list ap;

	if (!db->cfg.complain)
		return;
	va_start(ap, fmt);
	vsnprintf(line, sizeof(line), fmt, ap);
	va_end(ap);
	if (is_news(db, line))
		db->cfg.complain(db->cfg.ctx, line);
}

void
db_broken(struct db *db)
{
	if (atomic_exchange(&db->broken, true))
		return;
	db_complain(db, "the disk did not keep what it was given; nothing is written any more");
	if (db->cfg.broken)
		db->cfg.broken(db->cfg.ctx);
}

bool
db_is_past(struct db *db, int64_t era)
{
	return era && era < db->era;
}

void
db_doubt(struct db *db, int64_t era)
{
	if (!db_is_past(db, era))
		db->doubted = true;
}

const char *
stmt_name(const struct db *db, int stmt)
{
	const char *name = db->cfg.stmts[stmt].name;

	return name ? name : "?";
}

const char *
stmt_text(const struct db *db, int stmt)
{
	const struct sql_stmt *s = &db->cfg.stmts[stmt];

	return db_is_postgres(db) && s->postgres ? s->postgres : s->sqlite;
}

struct timespec
deadline_in(int64_t ms)
{
	struct timespec ts;

	clock_gettime(CLOCK_MONOTONIC, &ts);
	ts.tv_sec += ms / 1000;
	ts.tv_nsec += (ms % 1000) * 1000000;
	if (ts.tv_nsec >= 1000000000) {
		ts.tv_sec++;
		ts.tv_nsec -= 1000000000;
	}
	return ts;
}

/* ---- open and close ---- */

static const struct engine *
engine_of(str url)
{
	if (str_starts(url, S("sqlite:")) && url.n > 7)
		return &engine_sqlite;
	if (str_starts(url, S("postgresql://")) || str_starts(url, S("postgres://")))
		return &engine_postgres;
	return NULL;
}

static err
start(struct db *db)
{
	if (db->engine->harden)
		TRY(db->engine->harden(db));
	TRY(migrate(db));
	TRY(writer_open(db, &db->writer));
	db->pool = pool_new(db, db->cfg.readers ? db->cfg.readers : 4);
	if (db_is_postgres(db))
		db->listener = listener_open(db);
	return OK;
}

err
db_open(const struct db_config *cfg, struct db **out)
{
	struct db *db = mem_new(sizeof(*db));
	err e = ERR_INVALID;

	*out = NULL;
	pthread_mutex_init(&db->said_lock, NULL);
	db->cfg = *cfg;
	db->url = mem_dup(cfg->url);
	db->cfg.url = (str){ db->url, cfg->url.n };
	if (cfg->password_file)
		db->password_file = mem_dup(str_of(cfg->password_file));
	db->cfg.password_file = db->password_file;
	db->engine = str_has(cfg->url, 0) ? NULL : engine_of(cfg->url);
	if (db->engine)
		e = start(db);
	else
		db_complain(db, "the database URL must be sqlite:FILE or postgresql://...");
	if (e) {
		db_close(db);
		return e;
	}
	*out = db;
	return OK;
}

void
db_close(struct db *db)
{
	if (!db)
		return;
	writer_close(db->writer);
	listener_close(db->listener);	/* its thread asks the database: before the connections go */
	pool_free(db->pool);
	pthread_mutex_destroy(&db->said_lock);
	free(db->password_file);
	free(db->url);
	free(db);
}

bool
db_is_postgres(const struct db *db)
{
	return db->engine == &engine_postgres;
}

/* ---- transactions ---- */

err
db_read_begin(struct db *db, struct db_conn **out)
{
	return pool_borrow(db->pool, out);
}

int64_t
db_read_us(const struct db_conn *c)
{
	return c ? c->spent_us : 0;
}

void
db_read_end(struct db_conn *c)
{
	if (c)
		pool_return(c->db->pool, c);
}

err
db_write(struct db *db, db_write_fn fn, void *arg)
{
	return writer_run(db->writer, fn, arg, false, 0);
}

err
db_write_locked(struct db *db, int64_t lock, db_write_fn fn, void *arg)
{
	return writer_run(db->writer, fn, arg, db->engine->lock && db->cfg.lock_stmt, lock);
}

err
db_write_later(struct db *db, struct arena *a, int64_t lock, db_write_fn fn, void *arg, void (*done)(void *ctx, err result), void *ctx)
{
	return writer_later(db->writer, a, fn, arg, db->engine->lock && db->cfg.lock_stmt, lock, done, ctx);
}

void
db_notify(struct db *db, int64_t key, int64_t value)
{
	if (db->listener)
		listener_notify(db->listener, key, value);
}

struct db_stats
db_stats(struct db *db)
{
	return writer_stats(db->writer);
}

static int64_t
size_of(const struct db *db, const char *ending)
{
	struct arena a CLEANUP(arena_free) = { 0 };
	struct stat st;

	if (stat(str_fmt(&a, "%s%s", db->url + S("sqlite:").n, ending).p, &st))
		return 0;
	return st.st_size;
}

struct db_files
db_files(struct db *db)
{
	if (db_is_postgres(db))
		return (struct db_files){ 0 };
	return (struct db_files){
		.file_bytes = size_of(db, ""),
		.log_bytes = size_of(db, "-wal"),
		.log_pages = atomic_load(&db->log.pages),
		.kept_pages = atomic_load(&db->log.kept),
		.checkpoints = atomic_load(&db->log.done),
		.failed = atomic_load(&db->log.failed),
	};
}

/* ---- statements ---- */

/* What both engines must refuse alike, before either sees it. */
static err
check_values(const struct val *v, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (v[i].type == VAL_TEXT && (str_has(v[i].s, 0) || !str_is_utf8(v[i].s)))
			return ERR_INVALID;
	return OK;
}

static err
run_all(struct db_conn *c, const struct call *calls, size_t n)
{
	bool beside = true;
	err e;

	TRY(c->spoilt);
	for (size_t i = 0; i < n; i++) {
		assert(calls[i].stmt > 0 && (size_t)calls[i].stmt < c->db->cfg.stmt_count);
		TRY(check_values(calls[i].v, calls[i].n));
		beside = beside && calls[i].beside;
	}
	if (c->use == CONN_READ)
		c->spent_us -= clock_mono_us();
	e = c->left && !beside ? left_settle(c) : OK;
	if (e == OK)
		e = c->db->engine->run(c, calls, n);
	if (c->use == CONN_READ)
		c->spent_us += clock_mono_us();
	c->spoilt = e;
	return e;
}

static err
run(struct db_conn *c, const struct call *call)
{
	return run_all(c, call, 1);
}

err
db_query_(struct db_conn *c, struct arena *a, struct rows *out, int stmt, const struct val *v, size_t n)
{
	*out = (struct rows){ 0 };
	return run(c, &(struct call){ .stmt = stmt, .v = v, .n = n, .a = a, .out = out });
}

err
db_one_(struct db_conn *c, struct arena *a, struct rows *out, int stmt, const struct val *v, size_t n)
{
	TRY(db_query_(c, a, out, stmt, v, n));
	return out->n ? OK : ERR_NOTFOUND;
}

err
db_exec_(struct db_conn *c, int64_t *changed, int stmt, const struct val *v, size_t n)
{
	if (changed)
		*changed = 0;
	return run(c, &(struct call){ .stmt = stmt, .v = v, .n = n, .changed = changed });
}

err
db_one_beside_(struct db_conn *c, struct arena *a, struct rows *out, int stmt, const struct val *v, size_t n)
{
	*out = (struct rows){ 0 };
	TRY(run(c, &(struct call){ .stmt = stmt, .v = v, .n = n, .a = a, .out = out, .beside = true }));
	return out->n ? OK : ERR_NOTFOUND;
}

err
db_exec_beside_(struct db_conn *c, int64_t *changed, int stmt, const struct val *v, size_t n)
{
	if (changed)
		*changed = 0;
	return run(c, &(struct call){ .stmt = stmt, .v = v, .n = n, .changed = changed, .beside = true });
}

err
db_query_all_(struct db_conn *c, struct arena *a, const struct db_ask *asks, size_t n)
{
	struct call *calls = NEW_ARRAY(a, struct call, n);
	err e;

	for (size_t i = 0; i < n; i++) {
		if (asks[i].out)
			*asks[i].out = (struct rows){ 0 };
		calls[i] = (struct call){ .stmt = asks[i].stmt, .v = asks[i].v, .n = asks[i].n, .a = a, .out = asks[i].out };
	}
	e = run_all(c, calls, n);
	for (size_t i = 0; e && i < n; i++)
		if (asks[i].out)
			*asks[i].out = (struct rows){ 0 };
	return e;
}

static const struct val *
cell(const struct rows *r, size_t row, size_t col)
{
	assert(row < r->n && col < r->cols);
	return &r->vals[row * r->cols + col];
}

int64_t
row_int(const struct rows *r, size_t row, size_t col)
{
	const struct val *v = cell(r, row, col);

	assert(v->type == VAL_INT || v->type == VAL_NULL);
	return v->i;
}

str
row_text(const struct rows *r, size_t row, size_t col)
{
	const struct val *v = cell(r, row, col);

	assert(v->type != VAL_INT);
	return v->s;
}

bool
row_null(const struct rows *r, size_t row, size_t col)
{
	return cell(r, row, col)->type == VAL_NULL;
}

/* ---- housekeeping ---- */

err
db_scrub(struct db *db, const char *const *tables, size_t n)
{
	struct db_conn *c;
	err e;

	TRY(db->engine->open(db, CONN_PLAIN, &c));
	e = db->engine->scrub(c, tables, n);
	db->engine->close(c);
	return e;
}

err
db_prepare_all(struct db *db, const char **bad)
{
	struct db_conn *c;
	err e = OK;

	*bad = NULL;
	TRY(db->engine->open(db, CONN_PLAIN, &c));
	for (size_t i = 1; i < db->cfg.stmt_count && e == OK; i++) {
		const char *text = stmt_text(db, (int)i);
		if (text)
			e = db->engine->check(c, text);
		if (e)
			*bad = stmt_name(db, (int)i);
	}
	db->engine->close(c);
	return e;
}
