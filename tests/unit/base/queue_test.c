/* queue_test.c: the queue between threads. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>
#include <pthread.h>
#include <sched.h>

#include "base/clock.h"
#include "base/queue.h"

#define THREADS 4
#define ITEMS 20000	/* by each thread */

static void
items_come_out_in_order(void **state)
{
	struct queue *q = queue_new(3);
	int items[4];

	(void)state;
	for (int round = 0; round < 5; round++) {
		for (int i = 0; i < 3; i++)
			assert_int_equal(queue_put(q, &items[i]), OK);
		assert_int_equal(queue_put(q, &items[3]), ERR_BUSY);
		assert_int_equal(queue_count(q), 3);
		for (int i = 0; i < 3; i++)
			assert_ptr_equal(queue_take(q), &items[i]);
	}
	queue_free(q);
	queue_free(NULL);
}

static void
many_are_taken_at_once(void **state)
{
	struct queue *q = queue_new(10);
	int items[5];
	void *got[8];
	int64_t began = clock_mono_ms();

	(void)state;
	assert_int_equal(queue_take_many(q, got, 8, 30), 0);
	assert_true(clock_mono_ms() - began >= 29);
	for (int i = 0; i < 5; i++)
		assert_int_equal(queue_put(q, &items[i]), OK);
	assert_int_equal(queue_take_many(q, got, 3, 0), 3);
	assert_int_equal(queue_take_many(q, got + 3, 8, -1), 2);
	for (int i = 0; i < 5; i++)
		assert_ptr_equal(got[i], &items[i]);
	queue_free(q);
}

static void
a_closed_queue_is_drained_and_ends(void **state)
{
	struct queue *q = queue_new(2);
	int item;

	(void)state;
	assert_int_equal(queue_put(q, &item), OK);
	queue_close(q);
	assert_int_equal(queue_put(q, &item), ERR_BUSY);
	assert_ptr_equal(queue_take(q), &item);
	assert_null(queue_take(q));
	assert_null(queue_take(q));
	queue_free(q);
}

struct crowd {
	struct queue *q;
	unsigned char seen[THREADS * ITEMS];	/* each place is written by the one who took that item */
};

struct giver {
	struct crowd *crowd;
	size_t first;
};

static void *
give(void *arg)
{
	struct giver *g = arg;

	for (size_t i = 0; i < ITEMS; i++)
		while (queue_put(g->crowd->q, &g->crowd->seen[g->first + i]) != OK)
			sched_yield();
	return NULL;
}

static void *
take(void *arg)
{
	struct crowd *c = arg;
	unsigned char *at;

	while ((at = queue_take(c->q)) != NULL)
		(*at)++;
	return NULL;
}

static void
nothing_is_lost_or_doubled_between_threads(void **state)
{
	static struct crowd crowd;
	struct giver givers[THREADS];
	pthread_t giving[THREADS], taking[THREADS];

	(void)state;
	crowd.q = queue_new(64);
	for (size_t i = 0; i < THREADS; i++) {
		givers[i] = (struct giver){ &crowd, i * ITEMS };
		assert_int_equal(pthread_create(&taking[i], NULL, take, &crowd), 0);
		assert_int_equal(pthread_create(&giving[i], NULL, give, &givers[i]), 0);
	}
	for (size_t i = 0; i < THREADS; i++)
		pthread_join(giving[i], NULL);
	queue_close(crowd.q);
	for (size_t i = 0; i < THREADS; i++)
		pthread_join(taking[i], NULL);
	for (size_t i = 0; i < COUNT(crowd.seen); i++)
		assert_int_equal(crowd.seen[i], 1);
	queue_free(crowd.q);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(items_come_out_in_order),
		cmocka_unit_test(many_are_taken_at_once),
		cmocka_unit_test(a_closed_queue_is_drained_and_ends),
		cmocka_unit_test(nothing_is_lost_or_doubled_between_threads),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
