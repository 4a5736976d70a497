/* house.c: databases for tests of rules, and a workplace with its three parties. */
#include "house.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include <libpq-fe.h>
#include <sqlite3.h>

#include "app/access/start.h"
#include "app/process/shelf.h"
#include "base/clock.h"
#include "base/rand.h"

static void
complain(void *ctx UNUSED, const char *what)
{
	print_error("database: %s\n", what);
}

static int
open_it(struct house *h, void **state)
{
	struct db_config cfg = { .url = str_of(h->url), .stmts = sql_statements, .stmt_count = STMT_COUNT,
		.migrations = sql_migrations, .migration_count = sql_migration_count, .lock_stmt = SITTING_LOCK,
		.complain = complain, .group = true };
	struct start s = { .arena = &h->a, .organisation = S("Solbakken kommune"), .unit = S("Solbakken sykehjem"),
		.name = S("Anne Berg"), .email = S("anne@solbakken.example"), .lang = LANG_NB, .secret_hash = S("set") };

	if (db_open(&cfg, &h->app.db))
		return -1;
	must_write(h, start_write, &s);
	h->organisation = s.organisation_id;
	h->unit = s.unit_id;
	h->admin = s.person_id;
	*state = h;
	return 0;
}

static struct house *
house_new(bool postgres)
{
	struct house *h = mem_new(sizeof(*h));

	assert_int_equal(rand_init(), OK);
	h->postgres = postgres;
	return h;
}

int
house_sqlite(void **state)
{
	struct house *h = house_new(false);
	char folder[] = "/tmp/medvirk-app-XXXXXX";

	assert_non_null(mkdtemp(folder));
	h->place = mem_dup(str_of(folder));
	h->url = mem_dup(str_fmt(&h->a, "sqlite:%s/test.db", folder));
	return open_it(h, state);
}

static const char *
server_url(void)
{
	const char *url = getenv("MEDVIRK_TEST_PG");

	if (!url)
		fail_msg("MEDVIRK_TEST_PG is not set: run this through tests/lib/with-pg");
	return url;
}

static void
run_postgres(const char *url, const char *sql)
{
	PGconn *link = PQconnectdb(url);
	PGresult *r = PQexec(link, sql);

	if (PQresultStatus(r) != PGRES_COMMAND_OK)
		fail_msg("%s: %s", sql, PQerrorMessage(link));
	PQclear(r);
	PQfinish(link);
}

int
house_postgres(void **state)
{
	struct house *h = house_new(true);
	str url = str_of(server_url());
	size_t at = url.n;

	while (at && url.p[at - 1] != '/')
		at--;
	h->place = mem_dup(str_fmt(&h->a, "t_" STR_FMT, STR_ARG(rand_hex(&h->a, 8))));
	h->url = mem_dup(str_fmt(&h->a, STR_FMT "%s", STR_ARG(str_take(url, at)), h->place));
	run_postgres(server_url(), str_z(&h->a, str_fmt(&h->a, "CREATE DATABASE %s", h->place)));
	return open_it(h, state);
}

static void
remove_folder(struct house *h)
{
	static const char *const names[] = { "test.db", "test.db-wal", "test.db-shm" };

	for (size_t i = 0; i < COUNT(names); i++)
		unlink(str_z(&h->a, str_fmt(&h->a, "%s/%s", h->place, names[i])));
	rmdir(h->place);
}

int
house_done(void **state)
{
	struct house *h = *state;

	clock_shift(0);
	db_close(h->app.db);
	shelf_free(h->app.shelf);
	if (h->postgres)
		run_postgres(server_url(), str_z(&h->a, str_fmt(&h->a, "DROP DATABASE %s WITH (FORCE)", h->place)));
	else
		remove_folder(h);
	arena_free(&h->a);
	free(h->url);
	free(h->place);
	free(h);
	return 0;
}

void
must_write(struct house *h, db_write_fn fn, void *arg)
{
	assert_int_equal(db_write(h->app.db, fn, arg), OK);
}

struct db_conn *
reading(struct house *h)
{
	struct db_conn *c;

	assert_int_equal(db_read_begin(h->app.db, &c), OK);
	return c;
}

int64_t
number_of(struct house *h, int stmt, int64_t arg)
{
	struct db_conn *c = reading(h);
	struct rows r;

	assert_int_equal(db_one(c, &h->a, &r, stmt, INT(arg)), OK);
	db_read_end(c);
	return row_int(&r, 0, 0);
}

struct hiring {
	struct house *h;
	struct role_new role;
	bool confirmed;
};

static err
hire(struct db_conn *c, void *arg)
{
	struct hiring *x = arg;

	TRY(role_add(c, &x->h->a, &x->role));
	if (!x->confirmed)
		return OK;
	TRY(db_exec(c, NULL, PERSON_SECRET_SET, INT(x->role.person), TEXT(S("set"))));
	return role_must_confirm(x->role.role) ? role_confirm(c, &x->h->a, x->role.role_id, x->role.person) : OK;
}

int64_t
house_role(struct house *h, enum role role, const char *name, bool confirmed, int64_t *person)
{
	struct hiring x = { .h = h, .confirmed = confirmed,
		.role = { .organisation = h->organisation, .unit = h->unit, .by = h->admin, .role = role, .name = str_of(name),
			.lang = LANG_NB, .from_at = clock_now() - 10, .person = *person } };

	if (role == ROLE_UNION)
		x.role.union_name = S("Fagforbundet");
	must_write(h, hire, &x);
	*person = x.role.person;
	return x.role.role_id;
}

void
house_people(struct house *h)
{
	h->leader_role = house_role(h, ROLE_LEADER, "Lise Leder", true, &h->leader);
	h->rep_role = house_role(h, ROLE_UNION, "Per Li", true, &h->rep);
	h->second_rep_role = house_role(h, ROLE_UNION, "Siri Dahl", true, &h->second_rep);
	h->safety_role = house_role(h, ROLE_SAFETY, "Kari Nordmann", true, &h->safety);
}

void
by_hand(struct house *h, str sql)
{
	sqlite3 *db;

	if (h->postgres) {
		run_postgres(h->url, str_z(&h->a, sql));
		return;
	}
	assert_int_equal(sqlite3_open(str_z(&h->a, str_from(str_of(h->url), sizeof("sqlite:") - 1)), &db), SQLITE_OK);
	assert_int_equal(sqlite3_exec(db, str_z(&h->a, sql), NULL, NULL, NULL), SQLITE_OK);
	sqlite3_close(db);
}
