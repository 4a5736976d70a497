/* pg_link.c: what goes out on a connection, and what comes back. */
#include "base/clock.h"
#include "base/str.h"
#include "db/pg.h"

#define LAG_MS 1000	/* on top of the server's own time-out before we give a connection up */

static const char *const control_text[] = {
	[PG_BEGIN_READ] = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY",
	[PG_BEGIN_WRITE] = "BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE",
	[PG_MARK] = "SAVEPOINT job",
	[PG_KEEP] = "RELEASE job",
	[PG_UNDO] = "ROLLBACK TO job",
	[PG_COMMIT] = "COMMIT",
	[PG_ROLLBACK] = "ROLLBACK",
};

/* ---- failures ---- */

err
pg_lost(struct pg *p)
{
	str line = pg_first_line(PQerrorMessage(p->link));

	if (p->c.trouble != TROUBLE_LOST)
		db_complain(p->c.db, "postgres: connection lost: " STR_FMT, STR_ARG(line));
	p->c.trouble = TROUBLE_LOST;
	db_doubt(p->c.db, p->c.era);
	p->owed = 0;
	return ERR_BUSY;
}

static bool
is_state(const char *state, const char *const *list)
{
	for (; *list; list++)
		if (str_starts(str_of(state), str_of(*list)))
			return true;
	return false;
}

/* The connection must go: it is cut, no longer leads to the server that takes writes, or its prepared
 * statements are no longer what we think. A row that stays locked for seconds is one whose COMMIT waits for a standby: where there
 * are several servers, another may lead by now. */
static bool
is_fatal(const struct db_conn *c, const PGresult *r, const char *state)
{
	static const char *const cut[] = { "08", "57P", "25P03", "26000", NULL };
	static const char *const replaced[] = { "25006", NULL }, *const held[] = { "55P03", NULL };
	str severity = str_of(PQresultErrorField(r, PG_DIAG_SEVERITY_NONLOCALIZED));
	str function = str_of(PQresultErrorField(r, PG_DIAG_SOURCE_FUNCTION));

	return str_eq(severity, S("FATAL")) || str_eq(severity, S("PANIC")) || is_state(state, cut)
		|| str_eq(function, S("RevalidateCachedQuery"))	/* a newer program has changed the table */
		|| (c->use == CONN_WRITE && (is_state(state, replaced) || (c->db->several && is_state(state, held))));
}

static err
err_of(const char *state)
{
	static const struct { const char *const states[6]; err e; } t[] = {
		{ { "23" }, ERR_CONFLICT },
		{ { "40001", "40P01", "53", "55P03", "57014" }, ERR_BUSY },
		{ { "54" }, ERR_TOOBIG },
	};

	for (size_t i = 0; i < COUNT(t); i++)
		if (is_state(state, t[i].states))
			return t[i].e;
	return ERR_IO;
}

/* DETAIL quotes rows, and the messages of class 22 quote values: neither is told. */
err
pg_failure(struct db_conn *c, const PGresult *r, const char *what)
{
	static const char *const again[] = { "40001", "40P01", NULL };
	const char *state = PQresultErrorField(r, PG_DIAG_SQLSTATE);
	const char *message = PQresultErrorField(r, PG_DIAG_MESSAGE_PRIMARY);
	err e;

	if (!state)
		state = "";
	if (is_fatal(c, r, state)) {
		c->trouble = TROUBLE_LOST;
		db_doubt(c->db, c->era);
		e = ERR_BUSY;
	} else {
		if (is_state(state, again))
			c->trouble = TROUBLE_AGAIN;
		e = err_of(state);
	}
	if (e != ERR_CONFLICT)
		db_complain(c->db, "postgres: %s: %s %s", what, state,
			message && !str_starts(str_of(state), S("22")) ? message : "");
	return e;
}

/* ---- sending ---- */

void
pg_push(struct pg *p, enum pg_control what)
{
	assert(p->pending_count < COUNT(p->pending));
	p->pending[p->pending_count++] = what;
}

bool
pg_top_is(const struct pg *p, enum pg_control what)
{
	return p->pending_count && p->pending[p->pending_count - 1] == what;
}

bool
pg_send_pending(struct pg *p)
{
	size_t n = p->pending_count;

	p->pending_count = 0;
	for (size_t i = 0; i < n; i++)
		if (!PQsendQueryParams(p->link, control_text[p->pending[i]], 0, NULL, NULL, NULL, NULL, 0))
			return false;
	return true;
}

/* ---- landing ---- */

/* The next result, as PQgetResult has it, but never waiting past the deadline. False: lost. */
static bool
next_result(struct pg *p, PGresult **out)
{
	*out = NULL;
	if (!pg_arrives(p->link, p->deadline_ms))
		return false;
	*out = PQgetResult(p->link);
	return true;
}

/* What has been read of a flight. */
struct landing {
	err e;
	size_t ok;
	PGresult *last;
	const char *what;
	struct pg_answer *answers;	/* of the commands after the first `before`; n 0: nobody asks */
	size_t before, n;
	bool gap;	/* the end of a command's results has just been seen */
};

/* Where the next command's result goes. NULL: it has only to succeed. */
static struct pg_answer *
next_answer(const struct landing *l)
{
	return l->ok >= l->before && l->ok - l->before < l->n ? &l->answers[l->ok - l->before] : NULL;
}

/* False: the connection is gone. */
static bool
take_result(struct pg *p, struct landing *l, PGresult *r)
{
	struct pg_answer *answer = next_answer(l);

	if (!r) {
		bool twice = l->gap;	/* libpq has nothing more to come, though we are owed a Sync */
		l->gap = true;
		return !twice && PQstatus(p->link) == CONNECTION_OK;
	}
	l->gap = false;
	switch ((int)PQresultStatus(r)) {
	case PGRES_PIPELINE_SYNC: p->owed--; break;
	case PGRES_PIPELINE_ABORTED: break;
	case PGRES_COMMAND_OK:
	case PGRES_TUPLES_OK:
		l->ok++;
		if (answer) {
			answer->r = r;
		} else {
			PQclear(l->last);
			l->last = r;
		}
		return true;
	default:
		if (l->e == OK)
			l->e = pg_failure(&p->c, r, answer ? answer->what : l->what);
		break;
	}
	PQclear(r);
	return PQstatus(p->link) == CONNECTION_OK;
}

static err
read_owed(struct pg *p, struct landing *l)
{
	PGresult *r;

	p->deadline_ms = p->c.use == CONN_PLAIN ? 0 : clock_mono_ms() + DB_STATEMENT_MS + LAG_MS;
	while (p->owed)
		if (!next_result(p, &r) || !take_result(p, l, r))
			return pg_lost(p);
	return l->e;
}

err
pg_settle(struct pg *p)
{
	struct landing l = { .what = "end of transaction" };

	if (p->owed) {
		read_owed(p, &l);
		PQclear(l.last);
	}
	return p->c.trouble == TROUBLE_LOST ? ERR_BUSY : OK;
}

static err
land(struct pg *p, struct landing *l)
{
	p->owed++;
	if (!PQpipelineSync(p->link))
		return pg_lost(p);
	return read_owed(p, l);
}

err
pg_land_each(struct pg *p, size_t before, struct pg_answer *answers, size_t n)
{
	struct landing l = { .what = "beginning of transaction", .answers = answers, .before = before, .n = n };
	err e = land(p, &l);

	PQclear(l.last);
	for (size_t i = 0; e && i < n; i++) {
		PQclear(answers[i].r);
		answers[i].r = NULL;
	}
	return e;
}

err
pg_land(struct pg *p, const char *what, size_t *ok, PGresult **last)
{
	struct landing l = { .what = what };
	err e;

	*last = NULL;
	e = land(p, &l);
	*ok = l.ok;
	if (e) {
		PQclear(l.last);
		return e;
	}
	*last = l.last;
	return OK;
}
