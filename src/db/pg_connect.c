/* pg_connect.c: how a connection is made, and to which of the servers.
 *
 * The URL may name several; one of them takes writes. We try them one by one, beginning with the one that was good last, so that a
 * server which is frozen or gone costs its time-out once and not with every connection. A promotion begins a new timeline: once
 * we have been on it, a server on an older one is not used any more. It is a primary that has come back without knowing that it
 * was replaced; it would show the past. */
#include <errno.h>
#include <poll.h>
#include <stdatomic.h>

#include "base/clock.h"
#include "base/secret.h"
#include "base/str.h"
#include "db/pg.h"

/* A server that answers to nothing within these times counts as away. synchronous_commit is raised when the
 * server's owner has turned it off, and left alone when it asks for more than we do. Statements look things up by keys: planning one anew
 * for each set of values takes longer than running it. */
static const char settings[] =
	"SET statement_timeout = 5000; SET lock_timeout = 2000; SET idle_in_transaction_session_timeout = 10000;"
	"SET bytea_output = 'hex'; SET client_min_messages = warning; SET plan_cache_mode = force_generic_plan;"
	"SELECT set_config('synchronous_commit', 'on', false) WHERE current_setting('synchronous_commit') = 'off'";
static const char patient_settings[] = "SET statement_timeout = 0; SET lock_timeout = 10000";
/* A node that is frozen in the middle of a group holds rows of rooms: the others get them back this soon. */
static const char writer_settings[] = "SET idle_in_transaction_session_timeout = 3000";
/* Whose history, and which part of it. */
static const char history[] =
	"SELECT system_identifier, CASE WHEN pg_is_in_recovery() THEN 0 "
	"ELSE CAST(CAST('x' || substr(pg_walfile_name(pg_current_wal_lsn()), 1, 8) AS BIT(32)) AS BIGINT) END FROM pg_control_system()";

static void
say_nothing(void *arg UNUSED, const PGresult *r UNUSED)
{
}

str
pg_first_line(const char *message)
{
	str line;

	str_cut(str_of(message), '\n', &line, NULL);
	return line;
}

bool
pg_arrives(PGconn *link, int64_t until_ms)
{
	while (PQisBusy(link)) {
		struct pollfd fd = { .fd = PQsocket(link), .events = POLLIN };
		int64_t left = until_ms ? until_ms - clock_mono_ms() : -1;
		if (fd.fd < 0 || (until_ms && left <= 0))
			return false;
		if (poll(&fd, 1, (int)left) < 0 && errno != EINTR)
			return false;
		if (fd.revents && !PQconsumeInput(link))
			return false;
	}
	return true;
}

/* The last result, to be cleared; NULL when a statement failed, or there was no answer in time. */
static PGresult *
ask(PGconn *link, const char *text)
{
	int64_t until = clock_mono_ms() + DB_PATIENCE_MS;
	PGresult *r, *last = NULL;
	bool good = PQsendQuery(link, text), ends = false;

	while (good && !ends) {
		good = pg_arrives(link, until);
		r = good ? PQgetResult(link) : NULL;
		ends = !r;
		if (r) {
			PQclear(last);
			last = r;
		}
	}
	if (good && last && (PQresultStatus(last) == PGRES_COMMAND_OK || PQresultStatus(last) == PGRES_TUPLES_OK))
		return last;
	PQclear(last);
	return NULL;
}

bool
pg_say(PGconn *link, const char *text)
{
	PGresult *r = ask(link, text);

	PQclear(r);
	return r != NULL;
}

static bool
set_up(PGconn *link, enum conn_use use)
{
	if (!pg_say(link, settings))
		return false;
	switch (use) {
	case CONN_WRITE: return pg_say(link, writer_settings);
	case CONN_PLAIN: return pg_say(link, patient_settings);
	case CONN_READ: break;
	}
	return true;
}

/* False: this server has been replaced. One that does not tell its history (a cousin of PostgreSQL) is believed. */
static bool
is_of_today(struct db *db, PGconn *link, int64_t *era)
{
	PGresult *r = ask(link, history);
	int64_t cluster = 0, mine = 0, known;

	*era = 0;
	if (r && PQntuples(r) == 1 && !str_int(str_of(PQgetvalue(r, 0, 0)), &cluster))
		mine = str_int(str_of(PQgetvalue(r, 0, 1)), &mine) ? 0 : mine;
	PQclear(r);
	if (!mine)
		return PQstatus(link) == CONNECTION_OK && PQtransactionStatus(link) == PQTRANS_IDLE;
	*era = mine;
	if (cluster != db->cluster)
		db->era = 0;
	db->cluster = cluster;
	known = db->era;
	while (mine > known && !atomic_compare_exchange_weak(&db->era, &known, mine))
		;
	return mine >= known;
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

/* host NULL: as the URL says. */
static PGconn *
connect_to(struct db *db, const char *host, const char *port)
{
	/* What stands before dbname is only a default; the URL may say otherwise. */
	const char *const words[] = { "connect_timeout", "tcp_user_timeout", "keepalives_idle", "keepalives_interval",
		"keepalives_count", "target_session_attrs", "application_name", "password", "dbname", "client_encoding",
		host ? "host" : NULL, port && port[0] ? "port" : NULL, NULL };
	struct arena a CLEANUP(arena_free) = { 0 };
	const char *const values[] = { "2", "5000", "5", "2", "3", "read-write", "medvirk", password(db, &a), db->url, "UTF8", host,
		port, NULL };

	return PQconnectdbParams(words, values, 1);
}

static err
try_server(struct db *db, enum conn_use use, const char *host, const char *port, struct pg_link *out)
{
	PGconn *link = connect_to(db, host, port);
	bool good = PQstatus(link) == CONNECTION_OK;

	if (good) {
		PQsetNoticeReceiver(link, say_nothing, NULL);
		good = set_up(link, use);
	}
	if (!good) {
		str line = pg_first_line(PQerrorMessage(link));
		db_complain(db, "postgres: cannot connect: " STR_FMT, STR_ARG(line));
	} else if (!is_of_today(db, link, &out->era)) {
		db_complain(db, "postgres: not used: the server at %s:%s has been replaced by another and does not know it",
			PQhost(link), PQport(link));
		good = false;
	}
	if (!good) {
		PQfinish(link);
		return ERR_BUSY;
	}
	out->link = link;
	return OK;
}

/* What the URL says about word; NULL: nothing. */
static const char *
said_in(const PQconninfoOption *all, str word)
{
	for (; all && all->keyword; all++)
		if (str_eq(str_of(all->keyword), word))
			return all->val;
	return NULL;
}

static size_t
count_of(str list)
{
	size_t n = 1;

	for (size_t i = 0; i < list.n; i++)
		n += list.p[i] == ',';
	return n;
}

/* The one at place i of a list with commas; the only one stands for all. */
static const char *
nth(struct arena *a, str list, size_t i)
{
	str one = list;

	for (size_t n = count_of(list) == 1 ? 0 : i; ; n--) {
		str_cut(list, ',', &one, &list);
		if (n == 0)
			return str_z(a, one);
	}
}

/* The server at each place in turn, from the last good one on, until one is found. The writer, whoever comes first after a server was
 * lost, and a program that has just started and knows of no history look at all of them, and the newest counts: a replaced server may
 * well take connections and let every COMMIT wait, or wake up and show the past to a node that has nothing to write. */
static err
try_all(struct db *db, enum conn_use use, str hosts, str ports, struct pg_link *out)
{
	struct arena a CLEANUP(arena_free) = { 0 };
	size_t n = count_of(hosts), first = db->server;
	bool looks_at_all = atomic_exchange(&db->doubted, false) || db->era == 0 || use == CONN_WRITE;

	for (size_t i = 0; i < n && (!out->link || looks_at_all); i++) {
		size_t at = (first + i) % n;
		struct pg_link found;
		if (try_server(db, use, nth(&a, hosts, at), ports.n ? nth(&a, ports, at) : NULL, &found))
			continue;
		if (out->link && found.era <= out->era) {
			PQfinish(found.link);
			continue;
		}
		PQfinish(out->link);
		*out = found;
		db->server = at;
	}
	if (!out->link)
		db->doubted = true;
	return out->link ? OK : ERR_BUSY;
}

err
pg_connect(struct db *db, enum conn_use use, struct pg_link *out)
{
	PQconninfoOption *all = PQconninfoParse(db->url, NULL);
	const char *hosts = said_in(all, S("host")), *ports = said_in(all, S("port"));
	bool several = hosts && !said_in(all, S("hostaddr")) && count_of(str_of(hosts)) > 1;
	err e;

	*out = (struct pg_link){ 0 };
	db->several = several;
	if (several)
		e = try_all(db, use, str_of(hosts), ports ? str_of(ports) : S(""), out);
	else
		e = try_server(db, use, NULL, NULL, out);
	PQconninfoFree(all);
	return e;
}
