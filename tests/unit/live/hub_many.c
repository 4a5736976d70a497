/* hub_many.c: two thousand streams get everything, and a sign of life when nothing happens. */
#include "harness.h"

enum { STREAMS = 2000, ROOM_SIZE = 100 };

static struct client clients[STREAMS];

static int64_t
room_of(int i)
{
	return i / ROOM_SIZE;
}

static void
two_thousand_streams_get_every_event(struct world *w)
{
	for (int i = 0; i < STREAMS; i++)
		client_open(&clients[i], w, &(struct hub_join){ .room = room_of(i), .lang = (size_t)(i % 3) });
	UNTIL(hub_stats(w->hub).streams == STREAMS);
	for (int n = 0; n < 10; n++)
		for (int64_t room = 0; room < STREAMS / ROOM_SIZE; room++)
			world_write(w, room);
	for (int i = 0; i < STREAMS; i++) {
		CLIENT_UNTIL(&clients[i], clients[i].last == 10);
		client_assert_whole(&clients[i]);
	}
}

static int64_t
pings_so_far(void)
{
	int64_t n = 0;

	for (int i = 0; i < STREAMS; i++) {
		assert_true(client_read(&clients[i], 0));
		n += clients[i].pings;
	}
	return n;
}

static int
pinged_so_far(void)
{
	int n = 0;

	for (int i = 0; i < STREAMS; i++)
		n += clients[i].pings > 0;
	return n;
}

static void
everybody_is_pinged_and_not_at_once(void **state)
{
	struct world w;
	int64_t began, before, most = 0;

	(void)state;
	world_start(&w, NULL);
	two_thousand_streams_get_every_event(&w);
	for (int i = 0; i < STREAMS; i++)
		clients[i].pings = 0;
	before = pings_so_far();
	began = harness_now_ms();
	for (int second = 1; second <= 60 && pinged_so_far() < STREAMS; second++) {
		int64_t now;
		while (harness_now_ms() - began < second * 1000)
			harness_pause();
		now = pings_so_far();
		most = now - before > most ? now - before : most;
		before = now;
	}
	for (int i = 0; i < STREAMS; i++) {
		assert_in_range(clients[i].pings, 1, 2 + (harness_now_ms() - began) / 10000);
		client_close(&clients[i]);
	}
	assert_true(most < STREAMS / 2);
	world_stop(&w, 1000);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(everybody_is_pinged_and_not_at_once),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
