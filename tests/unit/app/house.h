/* house.h: a fresh database of the whole program on either engine, with a workplace in it. For tests of rules. */
#ifndef APP_TEST_HOUSE_H
#define APP_TEST_HOUSE_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "app/access/people.h"
#include "app/app.h"

struct house {
	bool postgres;
	char *url, *place;	/* a database of this test's own; folder or name, for cleaning up */
	struct app app;
	struct arena a;
	/* Solbakken kommune with one unit, and who is there once house_people has run. Secrets are made up, not hashes. */
	int64_t organisation, root, unit;
	int64_t admin, leader, rep, second_rep, safety;	/* people */
	int64_t leader_role, rep_role, second_rep_role, safety_role;
};

int house_sqlite(void **state);
int house_postgres(void **state);
int house_done(void **state);

/* The same test on both engines. */
#define BOTH(f) { #f " on sqlite", f, house_sqlite, house_done, NULL }, \
	{ #f " on postgres", f, house_postgres, house_done, NULL }

/* Leader, two union representatives and a safety representative, all signed in and confirmed. */
void house_people(struct house *h);
/* One more role, confirmed when `confirmed`. */
int64_t house_role(struct house *h, enum role role, const char *name, bool confirmed, int64_t *person);

/* Runs fn in a write; the result must be OK. */
void must_write(struct house *h, db_write_fn fn, void *arg);
/* A reading connection, given back with db_read_end. */
struct db_conn *reading(struct house *h);
/* What a statement with one parameter gives in its first column. */
int64_t number_of(struct house *h, int stmt, int64_t arg);

/* SQL past the program, as somebody with the database in hand would. */
void by_hand(struct house *h, str sql);

#endif
