/* pg_link.c: how a connection is made, what goes out on it, and what comes back. */
#include <errno.h>
#include <poll.h>

#include "base/clock.h"
#include "base/secret.h"
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

/* ---- connecting ---- */

/* A server that answers to nothing within these times counts as away. synchronous_commit is raised when the
 * server's owner has turned it off, and left alone when it asks for more than we do. */
static const char settings[] =
	"SET statement_timeout = 5000; SET lock_timeout = 2000; SET idle_in_transaction_session_timeout = 10000;"
	"SET bytea_output = 'hex'; SET client_min_messages = warning;"
	"SELECT set_config('synchronous_commit', 'on', false) WHERE current_setting('synchronous_commit') = 'off'";
static const char patient_settings[] = "SET statement_timeout = 0; SET lock_timeout = 10000";

static void
say_nothing(void *arg UNUSED, const PGresult *r UNUSED)
{
}

/* libpq's message up to its first line end. */
static str
first_line(const char *message)
{
	str line;

	str_cut(str_of(message), '\n', &line, NULL);
	return line;
}

static bool
set_up(PGconn *link, const char *text)
{
	PGresult *r = PQexec(link, text);
	ExecStatusType status = PQresultStatus(r);

	PQclear(r);
	return status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK;
}

/* NULL: none is set, or it cannot be read; then the server decides whether it wants one. */
static const char *
password(struct db *db, struct arena *a)
{
	bool open_to;
	str text;

	if (!db->password_file)
		return NULL;
	if (secret_read(db->password_file, a, &text, &open_to)) {
		db_complain(db, "postgres: the file with the password cannot be read");
		return NULL;
	}
	return str_z(a, text);
}

err
pg_connect(struct db *db, enum conn_use use, PGconn **out)
{
	/* What stands before dbname is only a default; the URL may say otherwise. */
	static const char *const words[] = { "connect_timeout", "tcp_user_timeout", "keepalives_idle",
		"keepalives_interval", "keepalives_count", "target_session_attrs", "application_name", "password",
		"dbname", "client_encoding", NULL };
	struct arena a CLEANUP(arena_free) = { 0 };
	const char *const values[] = { "2", "5000", "5", "2", "3", "read-write", "medvirk", password(db, &a), db->url, "UTF8", NULL };
	PGconn *link = PQconnectdbParams(words, values, 1);
	bool good = PQstatus(link) == CONNECTION_OK;

	*out = NULL;
	if (good) {
		PQsetNoticeReceiver(link, say_nothing, NULL);
		good = set_up(link, settings) && (use != CONN_PLAIN || set_up(link, patient_settings));
	}
	if (!good) {
		str line = first_line(PQerrorMessage(link));
		db_complain(db, "postgres: cannot connect: " STR_FMT, STR_ARG(line));
		PQfinish(link);
		return ERR_BUSY;
	}
	*out = link;
	return OK;
}

/* ---- failures ---- */

err
pg_lost(struct pg *p)
{
	str line = first_line(PQerrorMessage(p->link));

	if (p->c.trouble != TROUBLE_LOST)
		db_complain(p->c.db, "postgres: connection lost: " STR_FMT, STR_ARG(line));
	p->c.trouble = TROUBLE_LOST;
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
 * statements are no longer what we think. */
static bool
is_fatal(const PGresult *r, const char *state, enum conn_use use)
{
	static const char *const cut[] = { "08", "57P", "25P03", "26000", NULL };
	str severity = str_of(PQresultErrorField(r, PG_DIAG_SEVERITY_NONLOCALIZED));
	str function = str_of(PQresultErrorField(r, PG_DIAG_SOURCE_FUNCTION));

	return str_eq(severity, S("FATAL")) || str_eq(severity, S("PANIC")) || is_state(state, cut)
		|| str_eq(function, S("RevalidateCachedQuery"))	/* a newer program has changed the table */
		|| (use == CONN_WRITE && is_state(state, (const char *const[]){ "25006", NULL }));
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
	if (is_fatal(r, state, c->use)) {
		c->trouble = TROUBLE_LOST;
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
	while (PQisBusy(p->link)) {
		struct pollfd fd = { .fd = PQsocket(p->link), .events = POLLIN };
		int64_t left = p->deadline_ms ? p->deadline_ms - clock_mono_ms() : -1;
		if (fd.fd < 0 || (p->deadline_ms && left <= 0))
			return false;
		if (poll(&fd, 1, (int)left) < 0 && errno != EINTR)
			return false;
		if (fd.revents && !PQconsumeInput(p->link))
			return false;
	}
	*out = PQgetResult(p->link);
	return true;
}

/* What has been read of a flight. */
struct landing {
	err e;
	size_t ok;
	PGresult *last;
	const char *what;
	bool gap;	/* the end of a command's results has just been seen */
};

/* False: the connection is gone. */
static bool
take_result(struct pg *p, struct landing *l, PGresult *r)
{
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
		PQclear(l->last);
		l->last = r;
		l->ok++;
		return true;
	default:
		if (l->e == OK)
			l->e = pg_failure(&p->c, r, l->what);
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

err
pg_land(struct pg *p, const char *what, size_t *ok, PGresult **last)
{
	struct landing l = { .what = what };
	err e;

	*last = NULL;
	*ok = 0;
	p->owed++;
	if (!PQpipelineSync(p->link))
		return pg_lost(p);
	e = read_owed(p, &l);
	*ok = l.ok;
	if (e) {
		PQclear(l.last);
		return e;
	}
	*last = l.last;
	return OK;
}
