/* postgres.c: the engine for several nodes. Statements are prepared on each connection when first used. */
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "base/clock.h"
#include "base/str.h"
#include "db/pg.h"

#define SCRUB_WAIT_MS 5000	/* for those who still see what was erased */

static struct pg *
pg_of(struct db_conn *c)
{
	return (struct pg *)c;
}

/* ---- open and close ---- */

static void
forget_statements(struct pg *p)
{
	for (size_t i = 0; i < p->c.db->cfg.stmt_count; i++) {
		free(p->stmts[i].types);
		p->stmts[i] = (struct pg_stmt){ 0 };
	}
}

static void
pg_close(struct db_conn *c)
{
	struct pg *p = pg_of(c);

	forget_statements(p);
	PQfinish(p->link);
	free(p->stmts);
	free(p);
}

static err
connect_it(struct pg *p)
{
	struct pg_link made;

	forget_statements(p);
	p->pending_count = p->owed = 0;
	PQfinish(p->link);
	p->link = NULL;
	TRY(pg_connect(p->c.db, p->c.use, &made));
	p->link = made.link;
	p->c.era = made.era;
	p->c.trouble = TROUBLE_NONE;
	if (p->c.use != CONN_PLAIN && !PQenterPipelineMode(p->link))
		return pg_lost(p);
	return OK;
}

static err
pg_open(struct db *db, enum conn_use use, struct db_conn **out)
{
	struct pg *p = mem_new(sizeof(*p));
	err e;

	*out = NULL;
	p->c.db = db;
	p->c.use = use;
	p->stmts = mem_new(db->cfg.stmt_count * sizeof(*p->stmts));
	e = connect_it(p);
	if (e) {
		pg_close(&p->c);
		return e;
	}
	*out = &p->c;
	return OK;
}

/* ---- transactions ---- */

static bool
is_unsent(const struct pg *p)
{
	return p->pending_count && p->pending[0] <= PG_BEGIN_WRITE;
}

static err
pg_begin(struct db_conn *c)
{
	struct pg *p = pg_of(c);

	p->pending_count = 0;
	pg_push(p, c->use == CONN_WRITE ? PG_BEGIN_WRITE : PG_BEGIN_READ);
	return OK;
}

static err
pg_mark(struct db_conn *c)
{
	pg_push(pg_of(c), PG_MARK);
	return OK;
}

static err
pg_keep(struct db_conn *c)
{
	struct pg *p = pg_of(c);

	if (pg_top_is(p, PG_MARK))	/* the job ran no statement */
		p->pending_count--;
	else
		pg_push(p, PG_KEEP);
	return OK;
}

/* Sends what is pending, and waits. */
static err
fly(struct pg *p, const char *what)
{
	PGresult *last;
	size_t ok;
	err e;

	TRY(pg_settle(p));
	if (!pg_send_pending(p))
		return pg_lost(p);
	e = pg_land(p, what, &ok, &last);
	PQclear(last);
	return e;
}

static err
pg_undo(struct db_conn *c)
{
	struct pg *p = pg_of(c);

	if (pg_top_is(p, PG_MARK)) {
		p->pending_count--;
		return OK;
	}
	pg_push(p, PG_UNDO);
	pg_push(p, PG_KEEP);
	TRY(fly(p, "savepoint"));
	return PQtransactionStatus(p->link) == PQTRANS_INTRANS ? OK : ERR_IO;
}

/* From the moment COMMIT may have left, only the server's answer tells what became of it. */
static err
pg_commit(struct db_conn *c)
{
	struct pg *p = pg_of(c);
	PGresult *last;
	size_t ok;
	bool saved;
	err e;

	if (is_unsent(p)) {
		p->pending_count = 0;
		return OK;
	}
	TRY(pg_settle(p));
	pg_push(p, PG_COMMIT);
	if (!pg_send_pending(p))
		return pg_lost(p);
	e = pg_land(p, "commit", &ok, &last);
	saved = e == OK && str_eq(str_of(PQcmdStatus(last)), S("COMMIT"));
	PQclear(last);
	if (c->trouble == TROUBLE_LOST)
		return ERR_MAYBE;
	return e || saved ? e : ERR_IO;
}

/* Does not wait: the next flight reads the answer. */
static void
pg_rollback(struct db_conn *c)
{
	struct pg *p = pg_of(c);
	bool unsent = is_unsent(p);

	p->pending_count = 0;
	if (unsent || c->trouble == TROUBLE_LOST)
		return;
	pg_push(p, PG_ROLLBACK);
	p->owed++;
	if (!pg_send_pending(p) || !PQpipelineSync(p->link))
		pg_lost(p);
}

/* ---- statements ---- */

static void
name_of(int stmt, char *out, size_t size)
{
	snprintf(out, size, "s%d", stmt);
}

/* Asks the server for the parameter types, once per connection. */
static err
learn_types(struct pg *p, int stmt)
{
	struct pg_stmt *st = &p->stmts[stmt];
	const char *text = stmt_text(p->c.db, stmt);
	PGresult *last;
	size_t ok;
	err e;

	if (st->types)
		return OK;
	assert(text);
	if (!pg_send_pending(p) || !PQsendPrepare(p->link, "", text, 0, NULL) || !PQsendDescribePrepared(p->link, ""))
		return pg_lost(p);
	e = pg_land(p, stmt_name(p->c.db, stmt), &ok, &last);
	if (e == OK)
		st->types = pg_types(last, &st->params);
	PQclear(last);
	return e;
}

/* What goes before the statement itself; *before counts it. */
static bool
send_head(struct pg *p, int stmt, size_t *before)
{
	struct pg_stmt *st = &p->stmts[stmt];
	char name[16];

	*before = p->pending_count;
	if (!pg_send_pending(p))
		return false;
	if (st->ready)
		return true;
	name_of(stmt, name, sizeof(name));
	return PQsendPrepare(p->link, name, stmt_text(p->c.db, stmt), st->params, st->types);
}

static err
send_values(struct pg *p, struct arena *a, int stmt, const struct val *v, size_t n)
{
	const struct pg_stmt *st = &p->stmts[stmt];
	struct pg_params params;
	char name[16];

	if (pg_params(a, st, v, n, &params)) {
		db_complain(p->c.db, "postgres: %s: a value is not of its parameter's type", stmt_name(p->c.db, stmt));
		return ERR_IO;
	}
	name_of(stmt, name, sizeof(name));
	if (!PQsendQueryPrepared(p->link, name, st->params, params.values, params.lengths, params.formats, 0))
		return pg_lost(p);
	return OK;
}

/* Runs stmt once for each of `times` sets of n values in one flight; the result is that of the last. */
static err
execute(struct pg *p, int stmt, const struct val *v, size_t n, size_t times, PGresult **last)
{
	struct arena a CLEANUP(arena_free) = { 0 };
	bool prepares;
	size_t before, ok;
	err sent = OK, e;

	*last = NULL;
	TRY(pg_settle(p));
	TRY(learn_types(p, stmt));
	prepares = !p->stmts[stmt].ready;
	if (!send_head(p, stmt, &before))
		return pg_lost(p);
	for (size_t i = 0; i < times && sent == OK; i++)
		sent = send_values(p, &a, stmt, &v[i * n], n);
	if (p->c.trouble == TROUBLE_LOST)
		return sent;
	e = pg_land(p, stmt_name(p->c.db, stmt), &ok, last);
	if (prepares)
		p->stmts[stmt].ready = ok > before;	/* outlives a failure of what came after */
	if (e == OK && sent) {
		PQclear(*last);
		*last = NULL;
		return sent;
	}
	return e;
}

static bool
is_select(PGresult *r)
{
	return str_starts(str_of(PQcmdStatus(r)), S("SELECT"));
}

static int64_t
changed_rows(PGresult *r)
{
	int64_t n = 0;

	if (!is_select(r) && str_int(str_of(PQcmdTuples(r)), &n))
		n = 0;
	return n;
}

/* What came back for a call, or that nothing did. */
static err
take_answer(struct db_conn *c, const struct call *call, err e, PGresult *r)
{
	if (e == OK && call->out) {
		e = pg_rows(call->a, r, call->out);
		if (e)
			db_complain(c->db, "postgres: %s gives a fraction or a number over 64 bits",
				stmt_name(c->db, call->stmt));
	}
	c->writes += e || !is_select(r);
	if (e == OK && call->changed)
		*call->changed = changed_rows(r);
	PQclear(r);
	return e;
}

static err
run_one(struct db_conn *c, const struct call *call)
{
	PGresult *r;
	err e = execute(pg_of(c), call->stmt, call->v, call->n, 1, &r);

	return take_answer(c, call, e, r);
}

/* Statements that are prepared already, in one flight. */
static err
run_together(struct db_conn *c, const struct call *calls, size_t n)
{
	struct arena a CLEANUP(arena_free) = { 0 };
	struct pg_answer *answers = NEW_ARRAY(&a, struct pg_answer, n);
	struct pg *p = pg_of(c);
	size_t before, sent = 0;
	err e = OK, landed;

	TRY(pg_settle(p));
	before = p->pending_count;
	if (!pg_send_pending(p))
		return pg_lost(p);
	for (; sent < n && e == OK; sent += e == OK) {
		answers[sent].what = stmt_name(c->db, calls[sent].stmt);
		e = send_values(p, &a, calls[sent].stmt, calls[sent].v, calls[sent].n);
	}
	if (c->trouble == TROUBLE_LOST)
		return e;
	landed = pg_land_each(p, before, answers, sent);
	if (landed)
		e = landed;
	for (size_t i = 0; i < sent; i++)
		e = take_answer(c, &calls[i], e, answers[i].r);
	return e;
}

static err
run_all(struct db_conn *c, const struct call *calls, size_t n)
{
	bool ready = n > 1;

	for (size_t i = 0; i < n; i++)
		ready = ready && pg_of(c)->stmts[calls[i].stmt].ready;
	if (ready)
		return run_together(c, calls, n);
	for (size_t i = 0; i < n; i++)	/* each prepares itself */
		TRY(run_one(c, &calls[i]));
	return OK;
}

static err
pg_run(struct db_conn *c, const struct call *calls, size_t n)
{
	struct pg *p = pg_of(c);
	bool first = is_unsent(p);
	err e = run_all(c, calls, n);

	/* A pooled connection may have died since its last use; nothing that was read has been looked at yet. */
	if (e && c->trouble == TROUBLE_LOST && c->use == CONN_READ && first && connect_it(p) == OK) {
		pg_begin(c);
		e = run_all(c, calls, n);
	}
	return e;
}

static err
pg_lock(struct db_conn *c, int stmt, const int64_t *ids, size_t n)
{
	struct arena a CLEANUP(arena_free) = { 0 };
	struct val *v = NEW_ARRAY(&a, struct val, n);
	PGresult *last;
	err e;

	for (size_t i = 0; i < n; i++)
		v[i] = INT(ids[i]);
	e = execute(pg_of(c), stmt, v, 1, n, &last);
	PQclear(last);
	return e;
}

/* ---- housekeeping, outside pipeline mode ---- */

static err
outcome(struct db_conn *c, PGresult *r, const char *what)
{
	ExecStatusType status = PQresultStatus(r);
	err e = OK;

	if (status != PGRES_COMMAND_OK && status != PGRES_TUPLES_OK)
		e = pg_failure(c, r, what);
	PQclear(r);
	return e;
}

static err
pg_script(struct db_conn *c, const char *sql)
{
	return outcome(c, PQexec(pg_of(c)->link, sql), "housekeeping");
}

static err
pg_ask(struct db_conn *c, struct arena *a, struct rows *out, const char *sql, str param)
{
	const char *value = str_z(a, param);
	PGresult *r = PQexecParams(pg_of(c)->link, sql, param.n > 0, NULL, &value, NULL, NULL, 0);
	err e = OK;

	*out = (struct rows){ 0 };
	if (PQresultStatus(r) == PGRES_TUPLES_OK)
		e = pg_rows(a, r, out);
	if (e == OK)
		return outcome(c, r, "housekeeping");
	PQclear(r);
	return e;
}

/* Exactly as it is prepared when it runs: first for the types, then with them. */
static err
pg_check(struct db_conn *c, const char *sql)
{
	PGconn *link = pg_of(c)->link;
	PGresult *described;
	Oid *types;
	int n;
	err e;

	TRY(outcome(c, PQprepare(link, "", sql, 0, NULL), "prepare"));
	described = PQdescribePrepared(link, "");
	types = pg_types(described, &n);
	e = outcome(c, described, "describe");
	if (e == OK)
		e = outcome(c, PQprepare(link, "", sql, n, types), "prepare");
	free(types);
	return e;
}

/* Whoever still sees the rows from before would make the rewriting keep them. Waits for those that began before us. */
static err
wait_for_older(struct db_conn *c)
{
	const struct timespec moment = { .tv_nsec = 100 * 1000 * 1000 };
	struct arena a CLEANUP(arena_free) = { 0 };
	struct rows now, r;

	TRY(pg_ask(c, &a, &now, "SELECT CAST(clock_timestamp() AS TEXT)", (str){ 0 }));
	for (int64_t until = clock_mono_ms() + SCRUB_WAIT_MS;;) {
		TRY(pg_ask(c, &a, &r, "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() "
			"AND pid <> pg_backend_pid() AND backend_xmin IS NOT NULL AND xact_start < CAST($1 AS TIMESTAMPTZ)",
			row_text(&now, 0, 0)));
		if (row_int(&r, 0, 0) == 0)
			return OK;
		if (clock_mono_ms() > until)
			return ERR_BUSY;
		nanosleep(&moment, NULL);
	}
}

/* Rewrites the tables by their keys, so that nothing erased is left in their files, and the order of the rows in them is the keys'. */
static err
pg_scrub(struct db_conn *c, const char *const *tables, size_t n)
{
	PGconn *link = pg_of(c)->link;

	TRY(wait_for_older(c));
	for (size_t i = 0; i < n; i++) {
		struct arena a CLEANUP(arena_free) = { 0 };
		str index = str_fmt(&a, "%s_pkey", tables[i]);
		char *name = PQescapeIdentifier(link, tables[i], str_of(tables[i]).n);
		char *key = PQescapeIdentifier(link, index.p, index.n);
		const char *sql = name && key ? str_z(&a, str_fmt(&a, "CLUSTER %s USING %s", name, key)) : NULL;
		PQfreemem(name);
		PQfreemem(key);
		if (!sql)
			return ERR_IO;
		TRY(outcome(c, PQexec(link, sql), "rewrite"));
	}
	return OK;
}

const struct engine engine_postgres = {
	.open = pg_open,
	.close = pg_close,
	.begin = pg_begin,
	.mark = pg_mark,
	.keep = pg_keep,
	.undo = pg_undo,
	.commit = pg_commit,
	.rollback = pg_rollback,
	.lock = pg_lock,
	.run = pg_run,
	.script = pg_script,
	.ask = pg_ask,
	.check = pg_check,
	.scrub = pg_scrub,
	.begin_schema = "BEGIN",
	.lock_schema = "SELECT pg_advisory_lock(5538712046)",
	.id = "BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY",
	.integer = "BIGINT",
	.blob = "BYTEA",
	.strict = "",
	.norowid = "",
	.only_postgres = "",
};
