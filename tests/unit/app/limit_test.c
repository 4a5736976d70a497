/* limit_test.c: counters against guessing, and what a flood of other keys does to them. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "app/limit.h"
#include "base/arena.h"
#include "base/clock.h"
#include "base/rand.h"
#include "base/str.h"

static void
a_key_has_its_number_of_tries(void **state)
{
	struct limits *l = limits_new(100);

	(void)state;
	for (int i = 0; i < 5; i++)
		assert_true(limit_take(l, "login", S("a"), 5, 600));
	assert_false(limit_take(l, "login", S("a"), 5, 600));
	assert_false(limit_would(l, "login", S("a"), 5, 600));
	assert_true(limit_take(l, "login", S("b"), 5, 600));
	assert_true(limit_take(l, "code", S("a"), 5, 600));
	limits_free(l);
}

static str
nth(struct arena *a, int i)
{
	return str_fmt(a, "other %d", i);
}

static void
asking_leaves_no_trace(void **state)
{
	struct limits *l = limits_new(100);
	struct arena a CLEANUP(arena_free) = { 0 };

	(void)state;
	for (int i = 0; i < 1000; i++)
		assert_true(limit_would(l, "note", nth(&a, i), 40, 60));
	assert_int_equal(limits_held(l), 0);
	limits_free(l);
}

/* Whoever floods the table with keys of their own must not win new tries for the key they guess at. */
static void
a_flood_of_keys_forgets_no_used_up_one(void **state)
{
	struct limits *l = limits_new(100);
	struct arena a CLEANUP(arena_free) = { 0 };

	(void)state;
	while (limit_take(l, "login", S("victim"), 20, 600))
		continue;
	for (int i = 0; i < 5000; i++)
		assert_true(limit_take(l, "login", nth(&a, i), 20, 600));
	assert_false(limit_take(l, "login", S("victim"), 20, 600));
	assert_true(limits_held(l) <= 100);
	limits_free(l);
}

/* When all of them are used up there is nothing to choose between; it must not grow all the same. */
static void
it_never_grows_past_its_size(void **state)
{
	struct limits *l = limits_new(100);
	struct arena a CLEANUP(arena_free) = { 0 };

	(void)state;
	for (int i = 0; i < 1000; i++)
		while (limit_take(l, "login", nth(&a, i), 3, 600))
			continue;
	assert_true(limits_held(l) <= 100);
	limits_free(l);
}

static int
start(void **state)
{
	(void)state;
	return rand_init();
}

/* So many a second and no more, each later than the one before, and nobody later than the longest wait. */
static void
whoever_waits_stands_in_line(void **state)
{
	struct limits *l = limits_new(100);
	int64_t last = 0;

	(void)state;
	assert_int_equal(limit_wait(l, "looks", S("a"), 10, 1000), 0);
	for (int i = 1; i <= 9; i++) {
		int64_t ms = limit_wait(l, "looks", S("a"), 10, 1000);
		assert_true(ms >= last && ms <= 100 * i);
		last = ms;
	}
	for (int i = 0; i < 1000; i++)
		last = limit_wait(l, "looks", S("a"), 10, 1000);
	assert_in_range(last, 900, 1000);
	assert_int_equal(limit_wait(l, "looks", S("b"), 10, 1000), 0);
	limits_free(l);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_key_has_its_number_of_tries),
		cmocka_unit_test(asking_leaves_no_trace),
		cmocka_unit_test(whoever_waits_stands_in_line),
		cmocka_unit_test(a_flood_of_keys_forgets_no_used_up_one),
		cmocka_unit_test(it_never_grows_past_its_size),
	};

	return cmocka_run_group_tests(tests, start, NULL);
}
