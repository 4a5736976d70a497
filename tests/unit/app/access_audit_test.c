/* access_audit_test.c: the chain of the log: whole, emptied by retention, changed from outside, grown on two nodes. */
#include <pthread.h>

#include "app/access/audit.h"
#include "app/access/role.h"
#include "base/clock.h"
#include "house.h"

static err
write_line(struct db_conn *c, void *arg)
{
	struct house *h = arg;
	struct arena a CLEANUP(arena_free) = { 0 };

	return audit_add(c, &a, h->unit, 0, h->admin, 0, "unit.change", audit_body(&a, V("unit", S("Natt \"og\" dag"))));
}

static struct audit_check
check(struct house *h)
{
	struct db_conn *c = reading(h);
	struct audit_check out;

	assert_int_equal(audit_verify(c, &h->a, &out), OK);
	db_read_end(c);
	return out;
}

static err
forget_old(struct db_conn *c, void *before)
{
	const int64_t *at = before;

	return db_exec(c, NULL, AUDIT_EMPTY, INT(*at));
}

static void
the_chain_is_whole_and_survives_retention(void **state)
{
	struct house *h = *state;
	int64_t first = check(h).entries, year_later = clock_now() + 1;

	must_write(h, write_line, h);
	must_write(h, forget_old, &year_later);
	assert_int_equal(check(h).emptied, first + 1);
	for (int i = 0; i < 5; i++)
		must_write(h, write_line, h);
	assert_int_equal(check(h).entries, first + 6);
	assert_int_equal(check(h).first_bad, 0);
	assert_int_equal(check(h).last_hash.n, 64);
}

static void
a_change_from_outside_is_seen(void **state)
{
	struct house *h = *state;
	int64_t second;

	for (int i = 0; i < 3; i++)
		must_write(h, write_line, h);
	second = check(h).entries - 1;
	by_hand(h, str_fmt(&h->a, "UPDATE audit SET body = '{}' WHERE id = %" PRId64, second));
	assert_int_equal(check(h).first_bad, second);
}

static void
an_entry_taken_out_is_seen(void **state)
{
	struct house *h = *state;
	int64_t last;

	for (int i = 0; i < 3; i++)
		must_write(h, write_line, h);
	last = check(h).entries;
	by_hand(h, str_fmt(&h->a, "DELETE FROM audit WHERE id = %" PRId64, last - 1));
	assert_int_equal(check(h).first_bad, last);
}

#define WRITERS 4
#define LINES 25

static void *
write_many(void *arg)
{
	struct house *h = arg;

	for (int i = 0; i < LINES; i++)
		if (db_write(h->app.db, write_line, h))
			return h;
	return NULL;
}

static void
two_nodes_do_not_fork_the_chain(void **state)
{
	struct house *h = *state;
	struct db_config cfg = { .url = str_of(h->url), .stmts = sql_statements, .stmt_count = STMT_COUNT,
		.migrations = sql_migrations, .migration_count = sql_migration_count, .group = true };
	struct house other = *h;
	int64_t first = check(h).entries;
	pthread_t threads[WRITERS];

	assert_int_equal(db_open(&cfg, &other.app.db), OK);
	for (size_t i = 0; i < WRITERS; i++)
		assert_int_equal(pthread_create(&threads[i], NULL, write_many, i % 2 ? h : &other), 0);
	for (size_t i = 0; i < WRITERS; i++) {
		void *failed;
		pthread_join(threads[i], &failed);
		assert_null(failed);
	}
	db_close(other.app.db);
	assert_int_equal(check(h).entries, first + WRITERS * LINES);
	assert_int_equal(check(h).first_bad, 0);
}

static void
entries_read_as_sentences(void **state)
{
	struct house *h = *state;
	str body = audit_body(&h->a, V("role", role_word(ROLE_SAFETY)), V("unit", S("Sol & <måne>")));

	assert_true(str_eq(audit_sentence(&h->a, LANG_NB, S("role.add"), body, S("Anne"), S("Kari")),
		S("Anne registrerte Kari som verneombud ved Sol & <måne>.")));
	assert_true(str_eq(audit_sentence(&h->a, LANG_NN, S("role.confirm"), body, S("Kari"), S("")),
		S("Kari stadfesta å vere verneombod ved Sol & <måne>.")));
	/* Text past its time, and a kind from a newer program. */
	assert_true(str_find(audit_sentence(&h->a, LANG_NB, S("secret.set"), S(""), S(""), S("")), S("Programmet")) == 0);
	assert_true(str_eq(audit_sentence(&h->a, LANG_NB, S("new.kind"), S("{}"), S("A"), S("B")), S("new.kind")));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		BOTH(the_chain_is_whole_and_survives_retention),
		BOTH(a_change_from_outside_is_seen),
		BOTH(an_entry_taken_out_is_seen),
		BOTH(two_nodes_do_not_fork_the_chain),
		cmocka_unit_test_setup_teardown(entries_read_as_sentences, house_sqlite, house_done),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
