/* test_nodes.c: several copies of the program on one PostgreSQL. */
#include "fixture.h"

#include <pthread.h>
#include <stdatomic.h>
#include <sched.h>

#include "base/clock.h"

/* What a node has heard. */
struct ear {
	struct fixture *f;
	pthread_mutex_t lock;
	int64_t highest[200];
	int calls, resyncs;
};

static void
heard(void *ctx, int64_t key, int64_t value)
{
	struct ear *e = ctx;

	pthread_mutex_lock(&e->lock);
	assert_in_range(key, 0, COUNT(e->highest) - 1);
	if (e->highest[key] < value)
		e->highest[key] = value;
	e->calls++;
	pthread_mutex_unlock(&e->lock);
}

static void
resync(void *ctx)
{
	struct ear *e = ctx;

	pthread_mutex_lock(&e->lock);
	e->resyncs++;
	pthread_mutex_unlock(&e->lock);
}

static struct db *
open_ear(struct ear *e, struct fixture *f)
{
	struct db_config cfg = f->cfg;
	struct db *db;

	pthread_mutex_init(&e->lock, NULL);
	cfg.ctx = e;
	cfg.complain = NULL;
	cfg.heard = heard;
	cfg.resync = resync;
	assert_int_equal(db_open(&cfg, &db), OK);
	return db;
}

static int
read_locked(struct ear *e, const int *what)
{
	int n;

	pthread_mutex_lock(&e->lock);
	n = *what;
	pthread_mutex_unlock(&e->lock);
	return n;
}

static void
wait_for_resyncs(struct ear *e, int at_least)
{
	int64_t start = clock_mono_ms();

	while (read_locked(e, &e->resyncs) < at_least) {
		assert_true(clock_mono_ms() - start < 60000);
		sched_yield();
	}
}

static void
wait_to_hear(struct ear *e, int64_t key, int64_t value)
{
	int64_t start = clock_mono_ms(), now;

	do {
		pthread_mutex_lock(&e->lock);
		now = e->highest[key];
		pthread_mutex_unlock(&e->lock);
		assert_true(clock_mono_ms() - start < 60000);
		sched_yield();
	} while (now != value);
}

static void
a_node_hears_the_others_and_not_itself(void **state)
{
	struct fixture *f = *state;
	struct ear a = { .f = f }, b = { .f = f };
	struct db *one = open_ear(&a, f), *two = open_ear(&b, f);

	wait_for_resyncs(&a, 1);
	wait_for_resyncs(&b, 1);
	db_notify(one, 7, 3);
	db_notify(one, 7, 9);
	db_notify(one, 7, 8);
	wait_to_hear(&b, 7, 9);
	db_notify(two, 8, INT64_MAX);
	wait_to_hear(&a, 8, INT64_MAX);
	assert_int_equal(a.highest[7], 0);
	assert_int_equal(b.highest[8], 0);
	db_close(one);
	db_close(two);
}

static void
many_keys_travel_in_few_notifications(void **state)
{
	struct fixture *f = *state;
	struct ear a = { .f = f }, b = { .f = f };
	struct db *one = open_ear(&a, f), *two = open_ear(&b, f);

	wait_for_resyncs(&b, 1);
	wait_for_resyncs(&a, 1);
	for (int64_t value = 1; value <= 50; value++)
		for (int64_t key = 0; key < (int64_t)COUNT(b.highest); key++)
			db_notify(one, key, value + INT64_C(1000000000000000000));
	for (int64_t key = 0; key < (int64_t)COUNT(b.highest); key++)
		wait_to_hear(&b, key, 50 + INT64_C(1000000000000000000));
	assert_in_range(read_locked(&b, &b.calls), COUNT(b.highest), 50 * COUNT(b.highest) / 2);
	db_close(one);
	db_close(two);
}

static void
closing_sends_what_is_pending(void **state)
{
	struct fixture *f = *state;
	struct ear a = { .f = f }, b = { .f = f };
	struct db *one = open_ear(&a, f), *two = open_ear(&b, f);

	wait_for_resyncs(&b, 1);
	wait_for_resyncs(&a, 1);
	db_notify(one, 1, 1);
	db_notify(one, 2, 2);
	db_close(one);
	wait_to_hear(&b, 1, 1);
	wait_to_hear(&b, 2, 2);
	db_close(two);
}

static void
after_a_lost_connection_everything_is_looked_at(void **state)
{
	struct fixture *f = *state;
	struct ear a = { .f = f }, b = { .f = f };
	struct db *one = open_ear(&a, f), *two = open_ear(&b, f);
	int before;

	wait_for_resyncs(&a, 1);
	wait_for_resyncs(&b, 2);	/* the second comes by itself after two seconds */
	before = read_locked(&b, &b.resyncs);
	on_server(f, str_z(&f->a, str_fmt(&f->a,
		"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '%s'", f->place)));
	wait_for_resyncs(&b, before + 1);
	db_notify(one, 5, 5);
	wait_to_hear(&b, 5, 5);
	db_close(one);
	db_close(two);
}

/* ---- writers on two nodes ---- */

/* Reads and writes back: only right when nobody else comes between. */
static err
read_and_set(struct db_conn *c, void *arg UNUSED)
{
	struct arena a CLEANUP(arena_free) = { 0 };
	struct rows r;

	TRY(db_one(c, &a, &r, ITEM_GET, TEXT(S("shared"))));
	return db_exec(c, NULL, ITEM_SET, TEXT(S("shared")), INT(row_int(&r, 0, 0) + 1));
}

struct node {
	struct db *db;
	int failed;
};

static void *
count_locked(void *arg)
{
	struct node *n = arg;

	for (int i = 0; i < 50; i++)
		n->failed += db_write_locked(n->db, 1, read_and_set, NULL) != OK;
	return NULL;
}

static void
locked_rows_make_nodes_take_turns(void **state)
{
	struct fixture *f = *state;
	struct db *other = open_another(f);
	struct node nodes[8];
	pthread_t threads[COUNT(nodes)];
	struct db_conn *c;
	struct rows r;

	assert_int_equal(add_item(f->db, S("shared"), 0), OK);
	for (size_t i = 0; i < COUNT(nodes); i++) {
		nodes[i] = (struct node){ i % 2 ? other : f->db, 0 };
		assert_int_equal(pthread_create(&threads[i], NULL, count_locked, &nodes[i]), 0);
	}
	for (size_t i = 0; i < COUNT(nodes); i++) {
		pthread_join(threads[i], NULL);
		assert_int_equal(nodes[i].failed, 0);
	}
	assert_int_equal(db_read_begin(f->db, &c), OK);
	assert_int_equal(db_one(c, &f->a, &r, ITEM_GET, TEXT(S("shared"))), OK);
	assert_int_equal(row_int(&r, 0, 0), 50 * COUNT(nodes));
	db_read_end(c);
	db_close(other);
}

/* Two nodes that each hold a row the other wants. */
struct embrace {
	struct db *db;
	str mine, yours;
	atomic_int *holding;
	int runs;
	err result;
};

static err
hold_one_and_want_the_other(struct db_conn *c, void *arg)
{
	struct arena a CLEANUP(arena_free) = { 0 };
	struct embrace *e = arg;
	struct rows r;

	TRY(db_one(c, &a, &r, ITEM_BUMP, TEXT(e->mine)));
	if (e->runs++ == 0) {
		atomic_fetch_add(e->holding, 1);
		while (*e->holding < 2)
			sched_yield();
	}
	return db_one(c, &a, &r, ITEM_BUMP, TEXT(e->yours));
}

static void *
embrace(void *arg)
{
	struct embrace *e = arg;

	e->result = db_write(e->db, hold_one_and_want_the_other, e);
	return NULL;
}

static void
the_loser_of_a_deadlock_runs_again(void **state)
{
	struct fixture *f = *state;
	struct db *other = open_another(f);
	atomic_int holding = 0;
	struct embrace t[] = {
		{ .db = f->db, .mine = S("a"), .yours = S("b"), .holding = &holding },
		{ .db = other, .mine = S("b"), .yours = S("a"), .holding = &holding },
	};
	pthread_t threads[2];
	struct db_conn *c;
	struct rows r;

	assert_int_equal(add_item(f->db, S("a"), 0), OK);
	assert_int_equal(add_item(f->db, S("b"), 0), OK);
	for (size_t i = 0; i < COUNT(t); i++)
		assert_int_equal(pthread_create(&threads[i], NULL, embrace, &t[i]), 0);
	for (size_t i = 0; i < COUNT(t); i++) {
		pthread_join(threads[i], NULL);
		assert_int_equal(t[i].result, OK);
	}
	assert_in_range(t[0].runs + t[1].runs, 3, 6);
	assert_int_equal(db_read_begin(f->db, &c), OK);
	assert_int_equal(db_one(c, &f->a, &r, ITEM_SUM, DB_NONE), OK);
	assert_int_equal(row_int(&r, 0, 0), 4);
	db_read_end(c);
	db_close(other);
}

/* ---- a row that another node will not let go ---- */

struct hog {
	atomic_bool has_it, may_end;
	struct db *db;
	err result;
};

static err
sit_on_it(struct db_conn *c, void *arg)
{
	struct arena a CLEANUP(arena_free) = { 0 };
	struct hog *h = arg;
	struct rows r;

	TRY(db_one(c, &a, &r, ITEM_BUMP, TEXT(S("hogged"))));
	h->has_it = true;
	while (!h->may_end)
		sched_yield();
	return OK;
}

static void *
hog(void *arg)
{
	struct hog *h = arg;

	h->result = db_write(h->db, sit_on_it, h);
	return NULL;
}

static err
nothing_more(struct db_conn *c UNUSED, void *arg UNUSED)
{
	return OK;
}

static void
a_row_that_stays_locked_is_busy(void **state)
{
	struct fixture *f = *state;
	struct db *other = open_another(f);
	struct hog h = { .db = other };
	pthread_t thread;

	assert_int_equal(add_item(f->db, S("hogged"), 0), OK);	/* row 1 */
	assert_int_equal(pthread_create(&thread, NULL, hog, &h), 0);
	while (!h.has_it)
		sched_yield();
	assert_int_equal(db_write_locked(f->db, 1, nothing_more, NULL), ERR_BUSY);
	assert_int_equal(db_write_locked(f->db, 2, nothing_more, NULL), OK);
	h.may_end = true;
	pthread_join(thread, NULL);
	assert_int_equal(h.result, OK);
	assert_int_equal(db_write_locked(f->db, 1, nothing_more, NULL), OK);
	db_close(other);
}

/* ---- the rest that only PostgreSQL has ---- */

static err
cast_a_secret(struct db_conn *c, void *arg)
{
	struct rows r;

	return db_query(c, arg, &r, TEXT_TO_INT, TEXT(S("my secret words")));
}

static void
complaints_hold_no_values(void **state)
{
	struct fixture *f = *state;

	assert_int_equal(db_write(f->db, cast_a_secret, &f->a), ERR_IO);
	assert_true(said(f, S("TEXT_TO_INT")));
	assert_true(!said(f, S("secret")));
}

static void
scrubbing_rewrites_the_named_tables(void **state)
{
	static const char *const tables[] = { "item", "part" }, *const wrong[] = { "item; DROP TABLE part" };
	struct fixture *f = *state;

	assert_int_equal(add_item(f->db, S("kept"), 1), OK);
	assert_int_equal(item_count(f), 1);
	assert_int_equal(db_scrub(f->db, tables, COUNT(tables)), OK);
	assert_int_equal(db_scrub(f->db, wrong, COUNT(wrong)), ERR_IO);
	assert_int_equal(item_count(f), 1);
	assert_int_equal(db_copy_to(f->db, S("/tmp/nothing")), ERR_INVALID);
}

/* Rows that an older snapshot still sees would be copied along. */
static void
scrubbing_waits_for_those_who_still_see_the_old(void **state)
{
	static const char *const tables[] = { "item" };
	struct fixture *f = *state;
	struct db_conn *c;
	struct rows r;

	assert_int_equal(add_item(f->db, S("a"), 1), OK);
	assert_int_equal(db_read_begin(f->db, &c), OK);
	assert_int_equal(db_one(c, &f->a, &r, ITEM_COUNT, DB_NONE), OK);
	assert_int_equal(db_scrub(f->db, tables, COUNT(tables)), ERR_BUSY);
	db_read_end(c);
	assert_int_equal(db_scrub(f->db, tables, COUNT(tables)), OK);
}

static void
several_hosts_may_be_named(void **state)
{
	struct fixture *f = *state;
	str url = str_of(f->url), port;

	str_cut(str_from(url, str_find(url, S("127.0.0.1:")) + 10), '/', &port, NULL);
	db_close(f->db);
	f->cfg.url = str_fmt(&f->a, "postgresql://medvirk@127.0.0.1:1,127.0.0.1:" STR_FMT "/%s", STR_ARG(port), f->place);
	f->db = open_another(f);
	assert_int_equal(add_item(f->db, S("a"), 1), OK);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		ON_POSTGRES(a_node_hears_the_others_and_not_itself),
		ON_POSTGRES(many_keys_travel_in_few_notifications),
		ON_POSTGRES(closing_sends_what_is_pending),
		ON_POSTGRES(after_a_lost_connection_everything_is_looked_at),
		ON_POSTGRES(locked_rows_make_nodes_take_turns),
		ON_POSTGRES(the_loser_of_a_deadlock_runs_again),
		ON_POSTGRES(a_row_that_stays_locked_is_busy),
		ON_POSTGRES(complaints_hold_no_values),
		ON_POSTGRES(scrubbing_rewrites_the_named_tables),
		ON_POSTGRES(scrubbing_waits_for_those_who_still_see_the_old),
		ON_POSTGRES(several_hosts_may_be_named),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
