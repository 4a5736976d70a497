/* test_writer.c: many writes to a commit, each one's failure its own. */
#include "together.h"

#include <pthread.h>
#include <sched.h>

#include "base/clock.h"

static err
add_named(struct db_conn *c, void *arg)
{
	struct task *t = arg;

	return db_exec(c, NULL, ITEM_ADD, TEXT(t->name), INT(1), NIL);
}

static err
add_and_regret(struct db_conn *c, void *arg)
{
	TRY(add_named(c, arg));
	return ERR_DENIED;
}

static err
add_twice_and_look_away(struct db_conn *c, void *arg)
{
	err first = add_named(c, arg), second = add_named(c, arg);

	return first == OK && second == ERR_CONFLICT ? OK : ERR_INVALID;
}

static err
add_and_die(struct db_conn *c, void *arg)
{
	struct task *t = arg;

	TRY(db_exec(c, NULL, ITEM_ADD, TEXT(S("written before the death")), INT(1), NIL));
	return db_exec(c, NULL, ADD_OR_DIE, TEXT(t->name));
}

static err
do_nothing(struct db_conn *c UNUSED, void *arg UNUSED)
{
	return OK;
}

static err
bump(struct db_conn *c, void *arg)
{
	struct task *t = arg;

	arena_free(&t->a);
	return db_one(c, &t->a, &t->rows, ITEM_BUMP, TEXT(t->name));
}

static void
one_failure_in_a_group_leaves_the_others(void **state)
{
	struct fixture *f = *state;
	struct db_stats before, after;
	struct task t[] = {
		{ .fn = add_named, .name = S("first") },
		{ .fn = add_and_regret, .name = S("regretted") },
		{ .fn = add_named, .name = S("first") },
		{ .fn = add_twice_and_look_away, .name = S("twice") },
		{ .fn = do_nothing },
		{ .fn = add_named, .name = S("regretted") },
	};

	before = db_stats(f->db);
	run_together(f->db, t, COUNT(t));
	after = db_stats(f->db);
	assert_int_equal(t[0].result, OK);
	assert_int_equal(t[1].result, ERR_DENIED);
	assert_int_equal(t[2].result, ERR_CONFLICT);
	assert_int_equal(t[3].result, ERR_CONFLICT);
	assert_int_equal(t[4].result, OK);
	assert_int_equal(t[5].result, OK);
	assert_int_equal(item_count(f), 2);
	assert_int_equal(after.commits - before.commits, 2);	/* the keeper's, and one for all of these */
	assert_int_equal(after.writes - before.writes, 4);
	assert_int_equal(after.failed - before.failed, 3);
	assert_int_equal(after.largest_group, 3);
}

static void
a_lone_failure_is_undone(void **state)
{
	struct fixture *f = *state;
	struct task t = { .fn = add_and_regret, .name = S("x") };

	assert_int_equal(db_write(f->db, t.fn, &t), ERR_DENIED);
	t.fn = add_twice_and_look_away;
	assert_int_equal(db_write(f->db, t.fn, &t), ERR_CONFLICT);
	assert_int_equal(item_count(f), 0);
	assert_int_equal(db_stats(f->db).commits, 0);
}

static void
a_job_that_takes_the_transaction_along_hurts_only_itself(void **state)
{
	struct fixture *f = *state;
	struct task t[] = {
		{ .fn = add_named, .name = S("one") },
		{ .fn = add_and_die, .name = S("there") },
		{ .fn = add_named, .name = S("two") },
		{ .fn = add_and_regret, .name = S("three") },
	};

	assert_int_equal(add_item(f->db, S("there"), 1), OK);
	run_together(f->db, t, COUNT(t));
	assert_int_equal(t[0].result, OK);
	assert_int_equal(t[1].result, f->postgres ? ERR_BUSY : ERR_CONFLICT);
	assert_int_equal(t[2].result, OK);
	assert_int_equal(t[3].result, ERR_DENIED);
	assert_int_equal(item_count(f), 3);
	assert_int_equal(add_item(f->db, S("afterwards"), 1), OK);
}

static err
add_part(struct db_conn *c, void *arg)
{
	const int64_t *v = arg;

	return db_exec(c, NULL, PART_ADD, INT(v[0]), v[1] ? INT(v[1]) : NIL);
}

static void
a_broken_rule_is_a_conflict(void **state)
{
	static const int64_t t[][2] = { { 999, 1 }, { 1, -1 }, { 1, 0 } };	/* foreign key, check, not null */
	struct fixture *f = *state;
	int64_t good[2] = { 1, 1 };

	assert_int_equal(add_item(f->db, S("a"), 1), OK);
	assert_int_equal(add_item(f->db, S("a"), 1), ERR_CONFLICT);
	for (size_t i = 0; i < COUNT(t); i++) {
		int64_t v[2] = { t[i][0], t[i][1] };
		assert_int_equal(db_write(f->db, add_part, v), ERR_CONFLICT);
	}
	assert_int_equal(db_write(f->db, add_part, good), OK);
	assert_false(said(f, S("")));	/* ordinary refusals are not worth a line */
}

static err
point_nowhere(struct db_conn *c, void *arg UNUSED)
{
	return db_exec(c, NULL, LOOSE_ADD, INT(12345));
}

static void
a_failed_commit_is_everybodys(void **state)
{
	struct fixture *f = *state;
	struct task t[] = {
		{ .fn = add_named, .name = S("innocent") },
		{ .fn = point_nowhere },
		{ .fn = add_and_regret, .name = S("regretted") },
	};

	run_together(f->db, t, COUNT(t));
	for (size_t i = 0; i < COUNT(t); i++)
		assert_int_equal(t[i].result, ERR_CONFLICT);
	assert_int_equal(item_count(f), 0);
	assert_int_equal(add_item(f->db, S("afterwards"), 1), OK);
}

/* Works for a while, so that a group of these does not fit into one transaction. */
static err
work_slowly(struct db_conn *c, void *arg)
{
	int64_t until = clock_mono_ms() + 30;

	while (clock_mono_ms() < until)
		sched_yield();
	return add_named(c, arg);
}

static void
a_transaction_ends_after_50_ms_of_work(void **state)
{
	struct fixture *f = *state;
	struct task t[] = {
		{ .fn = work_slowly, .name = S("1") }, { .fn = work_slowly, .name = S("2") },
		{ .fn = work_slowly, .name = S("3") }, { .fn = work_slowly, .name = S("4") },
		{ .fn = work_slowly, .name = S("5") }, { .fn = work_slowly, .name = S("6") },
	};

	run_together(f->db, t, COUNT(t));
	for (size_t i = 0; i < COUNT(t); i++)
		assert_int_equal(t[i].result, OK);
	assert_int_equal(item_count(f), COUNT(t));
	assert_true(db_stats(f->db).commits > 1 + 2);
	assert_true(db_stats(f->db).largest_group <= 2);
}

/* ---- many at once ---- */

#define THREADS 64
#define ROUNDS 16

struct counter {
	struct fixture *f;
	bool locked;
	bool seen[THREADS * ROUNDS + 1];	/* each value is given out once, so no two threads share one */
};

static void *
count_up(void *arg)
{
	struct counter *k = arg;

	for (int i = 0; i < ROUNDS; i++) {
		struct task t = { .name = S("counter") };
		err e = k->locked ? db_write_locked(k->f->db, 1, bump, &t) : db_write(k->f->db, bump, &t);
		if (e == OK)
			k->seen[row_int(&t.rows, 0, 0)] = true;
		arena_free(&t.a);
	}
	return NULL;
}

static void
count_with_many_threads(struct fixture *f, bool locked)
{
	struct counter k = { .f = f, .locked = locked };
	pthread_t threads[THREADS];

	assert_int_equal(add_item(f->db, S("counter"), 0), OK);
	for (size_t i = 0; i < THREADS; i++)
		assert_int_equal(pthread_create(&threads[i], NULL, count_up, &k), 0);
	for (size_t i = 0; i < THREADS; i++)
		pthread_join(threads[i], NULL);
	for (size_t i = 1; i <= THREADS * ROUNDS; i++)
		assert_true(k.seen[i]);
}

static void
a_thousand_writes_from_64_threads_count_exactly_once(void **state)
{
	struct fixture *f = *state;
	struct db_stats s;

	count_with_many_threads(f, false);
	s = db_stats(f->db);
	assert_int_equal(s.writes, THREADS * ROUNDS + 1);
	assert_int_equal(s.failed, 0);
	assert_true(s.commits < s.writes / 2);
	assert_true(s.largest_group > 1);
}

static void
locked_writes_count_exactly_once(void **state)
{
	count_with_many_threads(*state, true);
}

static void
without_grouping_each_write_has_its_commit(void **state)
{
	struct fixture *f = *state;
	struct db_stats s;

	db_close(f->db);
	f->cfg.group = false;
	f->db = open_another(f);
	count_with_many_threads(f, false);
	s = db_stats(f->db);
	assert_int_equal(s.commits, s.writes);
	assert_int_equal(s.largest_group, 1);
}

static void
a_full_queue_is_busy_at_once(void **state)
{
	struct fixture *f = *state;
	sem_t entered, open;
	struct task keeper = { .fn = hold, .entered = &entered, .open = &open };
	struct task t[2] = { { .fn = do_nothing }, { .fn = do_nothing } };

	db_close(f->db);
	f->cfg.write_queue = COUNT(t);
	f->db = open_another(f);
	sem_init(&entered, 0, 0);
	sem_init(&open, 0, 0);
	start_task(&keeper, f->db);
	sem_wait(&entered);
	for (size_t i = 0; i < COUNT(t); i++)
		start_task(&t[i], f->db);
	while (db_stats(f->db).waiting < (int64_t)COUNT(t))
		sched_yield();
	assert_int_equal(db_write(f->db, do_nothing, NULL), ERR_BUSY);
	sem_post(&open);
	pthread_join(keeper.thread, NULL);
	for (size_t i = 0; i < COUNT(t); i++) {
		pthread_join(t[i].thread, NULL);
		assert_int_equal(t[i].result, OK);
	}
	sem_destroy(&entered);
	sem_destroy(&open);
}

static void
closing_waits_for_what_is_queued(void **state)
{
	struct fixture *f = *state;
	sem_t entered, open;
	struct task keeper = { .fn = hold, .entered = &entered, .open = &open };
	struct task t = { .fn = add_named, .name = S("last minute") };

	sem_init(&entered, 0, 0);
	sem_init(&open, 0, 0);
	start_task(&keeper, f->db);
	sem_wait(&entered);
	start_task(&t, f->db);
	while (db_stats(f->db).waiting < 1)
		sched_yield();
	sem_post(&open);
	db_close(f->db);
	pthread_join(keeper.thread, NULL);
	pthread_join(t.thread, NULL);
	assert_int_equal(t.result, OK);
	f->db = open_another(f);
	assert_int_equal(item_count(f), 1);
	sem_destroy(&entered);
	sem_destroy(&open);
}

static void
lend(void *ctx)
{
	((struct fixture *)ctx)->lent++;
}

static void
take_back(void *ctx)
{
	((struct fixture *)ctx)->taken_back++;
}

static void
the_permit_is_lent_while_waiting_for_the_commit(void **state)
{
	struct fixture *f = *state;

	db_close(f->db);
	f->cfg.wait_begin = lend;
	f->cfg.wait_end = take_back;
	f->db = open_another(f);
	assert_int_equal(add_item(f->db, S("a"), 1), OK);
	assert_int_equal(add_item(f->db, S("a"), 1), ERR_CONFLICT);
	assert_int_equal(f->lent, 2);
	assert_int_equal(f->taken_back, 2);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		BOTH(one_failure_in_a_group_leaves_the_others),
		BOTH(a_lone_failure_is_undone),
		BOTH(a_job_that_takes_the_transaction_along_hurts_only_itself),
		BOTH(a_failed_commit_is_everybodys),
		BOTH(a_transaction_ends_after_50_ms_of_work),
		BOTH(a_broken_rule_is_a_conflict),
		BOTH(a_thousand_writes_from_64_threads_count_exactly_once),
		BOTH(locked_writes_count_exactly_once),
		BOTH(without_grouping_each_write_has_its_commit),
		BOTH(a_full_queue_is_busy_at_once),
		BOTH(closing_waits_for_what_is_queued),
		BOTH(the_permit_is_lent_while_waiting_for_the_commit),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
