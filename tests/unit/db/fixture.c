/* fixture.c: the tables and statements that the tests of the db layer share. */
#include "fixture.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include <libpq-fe.h>

#include "base/rand.h"

const struct sql_migration migrations[] = {
	{ "001_item", "CREATE TABLE item (id $ID, name TEXT NOT NULL UNIQUE, n $INT NOT NULL, raw $BLOB) $STRICT;" },
	{ "002_part", "-- parts of items\n"
		"CREATE TABLE part (item_id $INT NOT NULL REFERENCES item(id), count $INT NOT NULL CHECK (count > 0),\n"
		"  PRIMARY KEY (item_id, count)) $NOROWID;\n"
		"CREATE INDEX part_count ON part (count);"
		"CREATE TABLE loose (item_id $INT NOT NULL REFERENCES item(id) DEFERRABLE INITIALLY DEFERRED) $STRICT" },
};
const size_t migration_count = COUNT(migrations);

#define STATEMENTS \
	[ITEM_ADD] = { "ITEM_ADD", "INSERT INTO item (name, n, raw) VALUES ($1, $2, $3)", NULL }, \
	[ITEM_ADD_SWAPPED] = { "ITEM_ADD_SWAPPED", "INSERT INTO item (raw, n, name) VALUES ($3, $2, $1)", NULL }, \
	[ITEM_GET] = { "ITEM_GET", "SELECT n, raw, name FROM item WHERE name = $1", NULL }, \
	[ITEM_COUNT] = { "ITEM_COUNT", "SELECT count(*) FROM item", NULL }, \
	[ITEM_SUM] = { "ITEM_SUM", "SELECT sum(n), max(n) > 0 FROM item", NULL }, \
	[ITEM_LIST] = { "ITEM_LIST", "SELECT name, n, raw FROM item ORDER BY name LIMIT $1", NULL }, \
	[ITEM_BUMP] = { "ITEM_BUMP", "UPDATE item SET n = n + 1 WHERE name = $1 RETURNING n", NULL }, \
	[ITEM_SET] = { "ITEM_SET", "UPDATE item SET n = $2 WHERE name = $1", NULL }, \
	[ITEM_DROP] = { "ITEM_DROP", "DELETE FROM item WHERE name = $1", NULL }, \
	[TEXT_TO_INT] = { "TEXT_TO_INT", "SELECT CAST($1 || '' AS BIGINT)", NULL }, \
	[PART_ADD] = { "PART_ADD", "INSERT INTO part (item_id, count) VALUES ($1, $2)", NULL }, \
	[ADD_OR_DIE] = { "ADD_OR_DIE", "INSERT OR ROLLBACK INTO item (name, n) VALUES ($1, 0)", \
		"SELECT pg_terminate_backend(pg_backend_pid()) WHERE $1 <> ''" }, \
	[WIDE_MATH] = { "WIDE_MATH", "SELECT $1 + 1", NULL }, \
	[WIDE_CHOICE] = { "WIDE_CHOICE", "SELECT CASE WHEN $1 > 0 THEN 1 ELSE 0 END", NULL }, \
	[A_FRACTION] = { "A_FRACTION", "SELECT 1.5", NULL }, \
	[ITEM_LOCK] = { "ITEM_LOCK", "SELECT id FROM item WHERE id = $1", "SELECT id FROM item WHERE id = $1 FOR UPDATE" }, \
	[LOOSE_ADD] = { "LOOSE_ADD", "INSERT INTO loose (item_id) VALUES ($1)", NULL }, \
	[ENDLESS] = { "ENDLESS", "WITH RECURSIVE r(n) AS (SELECT 1 UNION ALL SELECT n % 7 + 1 FROM r) " \
		"SELECT n FROM r WHERE n > 10", "SELECT 1 FROM (SELECT pg_sleep(60)) AS long_sleep" }

const struct sql_stmt statements[STMT_COUNT] = { STATEMENTS };
const struct sql_stmt broken_statements[STMT_COUNT] = {
	STATEMENTS,
	[BROKEN] = { "BROKEN", "SELECT nothing_such FROM item", NULL },
};

static void
keep_complaint(void *ctx, const char *what)
{
	struct fixture *f = ctx;

	pthread_mutex_lock(&f->lock);
	snprintf(f->last_words, sizeof(f->last_words), "%s", what);
	pthread_mutex_unlock(&f->lock);
}

bool
said(struct fixture *f, str what)
{
	bool yes;

	pthread_mutex_lock(&f->lock);
	yes = f->last_words[0] && (what.n == 0 || str_find(str_of(f->last_words), what) != SIZE_MAX);
	pthread_mutex_unlock(&f->lock);
	return yes;
}

static struct fixture *
fixture_new(bool postgres)
{
	struct fixture *f = mem_new(sizeof(*f));

	assert_int_equal(rand_init(), OK);
	f->postgres = postgres;
	pthread_mutex_init(&f->lock, NULL);
	f->cfg = (struct db_config){ .stmts = statements, .stmt_count = STMT_COUNT, .migrations = migrations,
		.migration_count = migration_count, .lock_stmt = ITEM_LOCK, .ctx = f, .complain = keep_complaint,
		.group = true };
	return f;
}

static int
open_it(struct fixture *f, void **state)
{
	f->cfg.url = str_of(f->url);
	if (db_open(&f->cfg, &f->db)) {
		print_error("cannot open %s: %s\n", f->url, f->last_words);
		return -1;
	}
	*state = f;
	return 0;
}

int
setup_sqlite(void **state)
{
	struct fixture *f = fixture_new(false);
	char folder[] = "/tmp/medvirk-db-XXXXXX";
	struct arena a CLEANUP(arena_free) = { 0 };

	assert_non_null(mkdtemp(folder));
	f->place = mem_dup(str_of(folder));
	f->url = mem_dup(str_fmt(&a, "sqlite:%s/test.db", folder));
	return open_it(f, state);
}

/* ---- PostgreSQL: a database per test, on the server that tests/lib/with-pg has started ---- */

static const char *
server_url(void)
{
	const char *url = getenv("MEDVIRK_TEST_PG");

	if (!url)
		fail_msg("MEDVIRK_TEST_PG is not set: run this through tests/lib/with-pg");
	return url;
}

static void
say_nothing(void *arg UNUSED, const PGresult *r UNUSED)
{
}

static void
run_sql(const char *url, const char *sql)
{
	PGconn *link = PQconnectdb(url);
	PGresult *r;
	ExecStatusType status;

	PQsetNoticeReceiver(link, say_nothing, NULL);
	r = PQexec(link, sql);
	status = PQresultStatus(r);

	if (status != PGRES_COMMAND_OK && status != PGRES_TUPLES_OK)
		fail_msg("%s: %s", sql, PQerrorMessage(link));
	PQclear(r);
	PQfinish(link);
}

void
on_server(struct fixture *f UNUSED, const char *sql)
{
	run_sql(server_url(), sql);
}

int
setup_postgres(void **state)
{
	struct fixture *f = fixture_new(true);
	struct arena a CLEANUP(arena_free) = { 0 };
	str url = str_of(server_url()), server, path;
	size_t at = url.n;

	while (at && url.p[at - 1] != '/')
		at--;
	server = str_take(url, at);
	path = rand_hex(&a, 8);
	f->place = mem_dup(str_fmt(&a, "t_" STR_FMT, STR_ARG(path)));
	f->url = mem_dup(str_fmt(&a, STR_FMT "%s", STR_ARG(server), f->place));
	run_sql(server_url(), str_z(&a, str_fmt(&a, "CREATE DATABASE %s", f->place)));
	return open_it(f, state);
}

static void
drop_database(struct fixture *f)
{
	struct arena a CLEANUP(arena_free) = { 0 };

	run_sql(server_url(), str_z(&a, str_fmt(&a, "DROP DATABASE %s WITH (FORCE)", f->place)));
}

static void
remove_folder(struct fixture *f)
{
	static const char *const names[] = { "test.db", "test.db-wal", "test.db-shm", "copy.db" };
	struct arena a CLEANUP(arena_free) = { 0 };

	for (size_t i = 0; i < COUNT(names); i++)
		unlink(str_fmt(&a, "%s/%s%c", f->place, names[i], 0).p);
	rmdir(f->place);
}

int
teardown(void **state)
{
	struct fixture *f = *state;

	db_close(f->db);
	if (f->postgres)
		drop_database(f);
	else
		remove_folder(f);
	pthread_mutex_destroy(&f->lock);
	arena_free(&f->a);
	free(f->url);
	free(f->place);
	free(f);
	return 0;
}

struct db *
open_another(struct fixture *f)
{
	struct db *db;

	assert_int_equal(db_open(&f->cfg, &db), OK);
	return db;
}

struct item {
	str name;
	int64_t n;
};

static err
add(struct db_conn *c, void *arg)
{
	const struct item *it = arg;

	return db_exec(c, NULL, ITEM_ADD, TEXT(it->name), INT(it->n), NIL);
}

err
add_item(struct db *db, str name, int64_t n)
{
	struct item it = { name, n };

	return db_write(db, add, &it);
}

int64_t
item_count(struct fixture *f)
{
	struct db_conn *c;
	struct rows r;
	int64_t n;

	assert_int_equal(db_read_begin(f->db, &c), OK);
	assert_int_equal(db_one(c, &f->a, &r, ITEM_COUNT, DB_NONE), OK);
	n = row_int(&r, 0, 0);
	db_read_end(c);
	return n;
}
