/* fixture.h: a fresh database on either engine, with a small table of statements made by hand. */
#ifndef FIXTURE_H
#define FIXTURE_H

#include <pthread.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/arena.h"
#include "base/str.h"
#include "db/db.h"

enum stmt {
	STMT_NONE,
	ITEM_ADD,	/* $1 name, $2 n, $3 raw */
	ITEM_ADD_SWAPPED,	/* the same; the text names $3 first */
	ITEM_GET,	/* $1 name: n, raw, name */
	ITEM_COUNT,
	ITEM_SUM,
	ITEM_LIST,	/* $1 limit: name, n, raw, by name */
	ITEM_BUMP,	/* $1 name: n + 1, returning n */
	ITEM_SET,	/* $1 name, $2 n */
	ITEM_DROP,	/* $1 name */
	TEXT_TO_INT,	/* $1 text */
	PART_ADD,	/* $1 item id, $2 count > 0 */
	ADD_OR_DIE,	/* $1 name: a conflict takes the whole transaction along */
	WIDE_MATH,	/* $1 + 1 */
	WIDE_CHOICE,	/* 1 when $1 > 0 */
	A_FRACTION,
	ITEM_LOCK,	/* $1 id */
	LOOSE_ADD,	/* $1 item id, looked at by COMMIT only */
	ENDLESS,
	BROKEN,	/* no such column; only in broken_statements */
	STMT_COUNT
};

extern const struct sql_stmt statements[STMT_COUNT];
extern const struct sql_stmt broken_statements[STMT_COUNT];
extern const struct sql_migration migrations[];
extern const size_t migration_count;

struct fixture {
	bool postgres;
	char *url;	/* of a database of this test's own */
	char *place;	/* folder or database name, for cleaning up */
	struct db_config cfg;
	struct db *db;	/* opened by the set-up */
	struct arena a;
	pthread_mutex_t lock;
	char last_words[512];	/* the last complaint */
	int lent, taken_back;	/* permits */
};

int setup_sqlite(void **state);
int setup_postgres(void **state);
int teardown(void **state);

/* The same test on both engines. */
#define BOTH(f) { #f " on sqlite", f, setup_sqlite, teardown, NULL }, \
	{ #f " on postgres", f, setup_postgres, teardown, NULL }

#define ON_SQLITE(f) { #f, f, setup_sqlite, teardown, NULL }
#define ON_POSTGRES(f) { #f, f, setup_postgres, teardown, NULL }

/* Whether the last complaint holds this; with S(""): whether there was one. */
bool said(struct fixture *f, str what);

/* A second handle on the same database; closed by the test. */
struct db *open_another(struct fixture *f);

/* Runs SQL on the PostgreSQL server by a way of its own. */
void on_server(struct fixture *f, const char *sql);

err add_item(struct db *db, str name, int64_t n);
int64_t item_count(struct fixture *f);

#endif
