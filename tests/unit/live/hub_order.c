/* hub_order.c: whatever happens in between, every stream gets every event, in rising order. */
#include "harness.h"

#include <poll.h>
#include <stdlib.h>
#include <unistd.h>

enum { CLIENTS = 120, ROOMS = 5, WRITERS = 3, WRITES = 1500 };

struct writer {
	struct world *w;
	unsigned seed;
	pthread_t thread;
};

static void *
write_at_random(void *arg)
{
	struct writer *me = arg;

	for (int i = 0; i < WRITES; i++) {
		int64_t room = harness_random(&me->seed, ROOMS);
		int64_t seq = world_write(me->w, room);
		/* Late, repeated and out of order. */
		if (i % 7 == 0)
			hub_poke(me->w->hub, room, seq / 2);
		if (i % 5 == 0)
			harness_pause();
	}
	return NULL;
}

static struct hub_join
random_join(struct world *w, unsigned *seed)
{
	struct hub_join j = { .room = harness_random(seed, ROOMS), .screen = harness_random(seed, 3),
		.lang = harness_random(seed, 2) };
	int64_t now = w->seq[j.room];

	/* From where it is, from a little behind, from the beginning. */
	unsigned kind = harness_random(seed, 4);
	j.after = kind == 0 ? 0 : kind == 1 && now > 20 ? now - harness_random(seed, 20) : now;
	return j;
}

static void
reopen(struct client *c, struct world *w, struct hub_join *j, unsigned *seed)
{
	client_assert_whole(c);
	client_close(c);
	*j = random_join(w, seed);
	client_open(c, w, j);
}

/* Reads to the end of what there is. Who did not read for long is rightly cut off, as on a machine where this test had to wait for a
 * processor: it takes its stream up again where it was, as a phone does. Returns how often. */
static int64_t
read_to_the_end(struct client *c, struct world *w, const struct hub_join *join)
{
	struct hub_join on = *join;
	int64_t times = 0;

	for (;;) {
		CLIENT_UNTIL(c, c->ended || c->last == w->seq[join->room]);
		client_assert_whole(c);
		if (!c->ended)
			return times;
		on.after = c->last;
		client_close(c);
		client_open(c, w, &on);
		times++;
	}
}

static void
every_stream_gets_every_event_in_order_under_random_pokes(void **state)
{
	static struct client clients[CLIENTS];
	static struct hub_join joins[CLIENTS];
	struct writer writers[WRITERS];
	struct world w;
	unsigned seed = 7;
	int64_t repeated = 0, taken_up = 0;

	(void)state;
	world_start(&w, NULL);
	for (int i = 0; i < CLIENTS; i++) {
		joins[i] = random_join(&w, &seed);
		client_open(&clients[i], &w, &joins[i]);
	}
	for (unsigned i = 0; i < WRITERS; i++) {
		writers[i] = (struct writer){ &w, i + 1, 0 };
		pthread_create(&writers[i].thread, NULL, write_at_random, &writers[i]);
	}
	for (int round = 0; round < 12; round++)
		for (int i = 0; i < CLIENTS; i++) {
			client_read(&clients[i], 0);
			if (harness_random(&seed, 10) == 0)
				reopen(&clients[i], &w, &joins[i], &seed);
		}
	for (int i = 0; i < WRITERS; i++)
		pthread_join(writers[i].thread, NULL);
	for (int i = 0; i < CLIENTS; i++) {
		taken_up += read_to_the_end(&clients[i], &w, &joins[i]);
		repeated += clients[i].repeated;
	}
	assert_true(taken_up <= hub_stats(w.hub).cut_off);
	print_message("%d renders, %" PRId64 " events repeated\n", w.renders, repeated);
	for (int i = 0; i < CLIENTS; i++)
		client_close(&clients[i]);
	world_stop(&w, 1000);
}

static void
a_quiet_join_repeats_nothing(void **state)
{
	struct world w;
	struct client c;

	(void)state;
	world_start(&w, NULL);
	w.seq[3] = 50;
	client_open(&c, &w, &(struct hub_join){ .room = 3, .after = 45 });
	CLIENT_UNTIL(&c, c.last == 50);
	for (int i = 0; i < 20; i++) {
		int64_t seq = world_write(&w, 3);
		CLIENT_UNTIL(&c, c.last == seq);
	}
	client_assert_whole(&c);
	assert_int_equal(c.repeated, 0);
	assert_int_equal(c.retry, 2000);
	client_close(&c);
	world_stop(&w, 1000);
}

static void
a_burst_is_gathered_into_few_frames(void **state)
{
	struct world w;
	struct client c;

	(void)state;
	world_start(&w, &(struct hub_config){ .tick_ms = 50 });
	client_open(&c, &w, &(struct hub_join){ .room = 1 });
	UNTIL(hub_count(w.hub, 1, 0) == 1);
	for (int i = 0; i < 500; i++)
		world_write(&w, 1);
	CLIENT_UNTIL(&c, c.last == 500);
	assert_true(c.patches <= 20);
	client_assert_whole(&c);
	client_close(&c);
	world_stop(&w, 1000);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_quiet_join_repeats_nothing),
		cmocka_unit_test(a_burst_is_gathered_into_few_frames),
		cmocka_unit_test(every_stream_gets_every_event_in_order_under_random_pokes),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
