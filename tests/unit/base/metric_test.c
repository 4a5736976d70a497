/* metric_test.c: what is counted is what Prometheus reads. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>
#include <pthread.h>

#include "base/metric.h"
#include "base/str.h"

static void
a_value_on_a_bound_belongs_below_it(void **state)
{
	static const struct { int64_t value; size_t bucket; } t[] = {
		{ 0, 0 }, { 1, 0 }, { 2, 1 }, { 3, 2 }, { 4, 2 }, { 5, 3 }, { 512, 9 }, { 513, SCALE_MOST }, { INT64_C(1) << 40, SCALE_MOST },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(t); i++) {
		struct histogram h = { 0 };
		struct histogram_sum s = { 0 };
		histogram_add(&h, &scale_group, t[i].value, 3);
		histogram_read(&h, &s);
		for (size_t k = 0; k <= SCALE_MOST; k++)
			assert_int_equal(s.buckets[k], k == t[i].bucket ? 3 : 0);
		assert_int_equal(s.sum, t[i].value * 3);
	}
}

static void
bounds_rise(void **state)
{
	const struct scale *const scales[] = { &scale_time, &scale_group };

	(void)state;
	for (size_t i = 0; i < COUNT(scales); i++) {
		assert_in_range(scales[i]->n, 2, SCALE_MOST);
		for (size_t k = 1; k < scales[i]->n; k++)
			assert_true(scales[i]->bounds[k] > scales[i]->bounds[k - 1]);
	}
}

static void
the_text_is_as_the_format_says(void **state)
{
	static const struct scale three = { 3, 0.001, { 5, 50, 500 } };
	struct arena a CLEANUP(arena_free) = { 0 };
	struct buf b = buf_new(&a, 4096);
	struct histogram one = { 0 }, two = { 0 };
	struct histogram_sum sum = { 0 };

	(void)state;
	histogram_add(&one, &three, 4, 1);
	histogram_add(&one, &three, 5, 1);
	histogram_add(&two, &three, 51, 2);
	histogram_add(&two, &three, 501, 1);
	histogram_read(&one, &sum);
	histogram_read(&two, &sum);
	metric_histogram(&b, "x_seconds", &three, &sum, "How long.");
	metric_gauge(&b, "y", -2, "How many.");
	metric_head(&b, "z", "counter", "Of kinds.");
	metric_int(&b, "z", "kind=\"a\"", 7);
	metric_real(&b, "z", "kind=\"b\"", 0.25);
	assert_true(str_eq(buf_str(&b), S(
		"# HELP x_seconds How long.\n# TYPE x_seconds histogram\n"
		"x_seconds_bucket{le=\"0.005\"} 2\nx_seconds_bucket{le=\"0.05\"} 2\nx_seconds_bucket{le=\"0.5\"} 4\n"
		"x_seconds_bucket{le=\"+Inf\"} 5\nx_seconds_sum 0.612\nx_seconds_count 5\n"
		"# HELP y How many.\n# TYPE y gauge\ny -2\n"
		"# HELP z Of kinds.\n# TYPE z counter\nz{kind=\"a\"} 7\nz{kind=\"b\"} 0.25\n")));
}

static void *
add_many(void *arg)
{
	for (int64_t i = 0; i < 100000; i++)
		histogram_add(arg, &scale_time, i % 1000, 1);
	return NULL;
}

static void
reading_while_others_add_only_ever_grows(void **state)
{
	struct histogram each[2] = { 0 };
	int64_t last = 0, all = 0;
	pthread_t threads[2];

	(void)state;
	for (size_t i = 0; i < COUNT(each); i++)
		assert_int_equal(pthread_create(&threads[i], NULL, add_many, &each[i]), 0);
	while (last < 200000) {
		struct histogram_sum s = { 0 };
		for (size_t i = 0; i < COUNT(each); i++)
			histogram_read(&each[i], &s);
		all = 0;
		for (size_t k = 0; k <= SCALE_MOST; k++)
			all += s.buckets[k];
		assert_true(all >= last);
		last = all;
	}
	for (size_t i = 0; i < COUNT(threads); i++)
		pthread_join(threads[i], NULL);
	assert_int_equal(all, 200000);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_value_on_a_bound_belongs_below_it),
		cmocka_unit_test(bounds_rise),
		cmocka_unit_test(the_text_is_as_the_format_says),
		cmocka_unit_test(reading_while_others_add_only_ever_grows),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
