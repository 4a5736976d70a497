/* hub_edges.c: being behind, being cut off, being told to go, and renders that fail. */
#include "harness.h"

#include <errno.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

static void
a_stream_behind_the_ring_gets_one_shared_catch_up(void **state)
{
	struct world w;
	struct client first, behind[20];
	int before;

	(void)state;
	world_start(&w, NULL);
	w.seq[0] = 1000;
	client_open(&first, &w, &(struct hub_join){ .after = 1000 });
	world_write(&w, 0);
	CLIENT_UNTIL(&first, first.last == 1001);
	before = w.renders;
	w.slow_ms = 20;
	for (size_t i = 0; i < COUNT(behind); i++)
		client_open(&behind[i], &w, &(struct hub_join){ .after = 900 });
	for (size_t i = 0; i < COUNT(behind); i++) {
		CLIENT_UNTIL(&behind[i], behind[i].last == 1001);
		client_assert_whole(&behind[i]);
		assert_int_equal(behind[i].patches, 1);
		client_close(&behind[i]);
	}
	/* Those that arrived after the first was rendered may have needed one more. */
	assert_true(w.renders - before <= 3);
	client_close(&first);
	world_stop(&w, 1000);
}

static void
a_stream_that_missed_a_moment_is_served_from_the_ring(void **state)
{
	struct world w;
	struct client stays, back;
	int before;

	(void)state;
	world_start(&w, NULL);
	client_open(&stays, &w, &(struct hub_join){ .room = 2 });
	for (int i = 0; i < 10; i++) {
		int64_t seq = world_write(&w, 2);
		CLIENT_UNTIL(&stays, stays.last == seq);
	}
	before = w.renders;
	client_open(&back, &w, &(struct hub_join){ .room = 2, .after = 4 });
	CLIENT_UNTIL(&back, back.last == 10);
	client_assert_whole(&back);
	assert_int_equal(back.repeated, 0);
	assert_int_equal(w.renders, before);
	client_close(&stays);
	client_close(&back);
	world_stop(&w, 1000);
}

/* What was shown and then erased must not come to anybody again. */
static void
a_stream_that_missed_a_moment_does_not_get_what_was_taken_back(void **state)
{
	struct world w;
	struct client stays, back;

	(void)state;
	world_start(&w, NULL);
	w.secret = 2;
	client_open(&stays, &w, &(struct hub_join){ .room = 2 });
	for (int i = 0; i < 4; i++) {
		int64_t seq = w.seq[2] + 1;
		if (seq == 4)
			w.taken_by = 4;
		world_write(&w, 2);
		CLIENT_UNTIL(&stays, stays.last == seq);
	}
	assert_true(str_find(buf_str(&stays.raw), S("secret")) != SIZE_MAX);
	client_open(&back, &w, &(struct hub_join){ .room = 2, .after = 1 });
	CLIENT_UNTIL(&back, back.last == 4);
	client_assert_whole(&back);
	assert_true(str_find(buf_str(&back.raw), S("secret")) == SIZE_MAX);
	client_close(&stays);
	client_close(&back);
	world_stop(&w, 1000);
}

static void
a_stream_ahead_waits_and_misses_nothing(void **state)
{
	struct world w;
	struct client behind, ahead;

	(void)state;
	world_start(&w, NULL);
	client_open(&behind, &w, &(struct hub_join){ .room = 1 });
	world_write(&w, 1);
	CLIENT_UNTIL(&behind, behind.last == 1);
	/* Another node committed 2 to 5 and this one was not told. */
	w.seq[1] = 5;
	client_open(&ahead, &w, &(struct hub_join){ .room = 1, .after = 4 });
	CLIENT_UNTIL(&behind, behind.last == 5);
	CLIENT_UNTIL(&ahead, ahead.last == 5);
	assert_int_equal(ahead.repeated, 0);
	world_write(&w, 1);
	CLIENT_UNTIL(&ahead, ahead.last == 6);
	client_assert_whole(&behind);
	client_assert_whole(&ahead);
	client_close(&behind);
	client_close(&ahead);
	world_stop(&w, 1000);
}

static void
a_lie_about_the_last_number_harms_nobody_else(void **state)
{
	struct world w;
	struct client liar, honest;

	(void)state;
	world_start(&w, NULL);
	w.seq[1] = 10;
	client_open(&liar, &w, &(struct hub_join){ .room = 1, .after = INT64_MAX });
	client_open(&honest, &w, &(struct hub_join){ .room = 1, .after = 9 });
	CLIENT_UNTIL(&honest, honest.last == 10);
	world_write(&w, 1);
	CLIENT_UNTIL(&honest, honest.last == 11);
	client_assert_whole(&honest);
	assert_true(w.renders < 20);
	client_read(&liar, 0);
	assert_int_equal(liar.patches, 0);
	client_close(&liar);
	client_close(&honest);
	world_stop(&w, 1000);
}

static void
a_lost_notification_is_found_by_poking_all(void **state)
{
	struct world w;
	struct client c;

	(void)state;
	world_start(&w, NULL);
	client_open(&c, &w, &(struct hub_join){ .room = 7 });
	UNTIL(w.renders > 0);
	w.seq[7] = 3;
	hub_poke_all(w.hub);
	CLIENT_UNTIL(&c, c.last == 3);
	client_assert_whole(&c);
	client_close(&c);
	world_stop(&w, 1000);
}

static void
too_far_behind_is_told_to_fetch_and_goes_on(void **state)
{
	struct world w;
	struct client c;

	(void)state;
	world_start(&w, NULL);
	w.seq[0] = 500;
	w.oldest = 400;
	client_open(&c, &w, &(struct hub_join){ .after = 10 });
	CLIENT_UNTIL(&c, c.resets == 1);
	assert_true(c.reset_jitter >= 0 && c.reset_jitter <= 10000);
	assert_int_equal(c.last, 10);
	world_write(&w, 0);
	CLIENT_UNTIL(&c, c.last == 501);
	assert_int_equal(c.resets, 1);
	client_close(&c);
	world_stop(&w, 1000);
}

static void
a_frame_over_the_limit_becomes_a_reset(void **state)
{
	struct world w;
	struct client c;

	(void)state;
	world_start(&w, NULL);
	client_open(&c, &w, &(struct hub_join){ 0 });
	w.padding = 2 * 1024 * 1024;
	world_write(&w, 0);
	CLIENT_UNTIL(&c, c.resets == 1);
	w.padding = 0;
	world_write(&w, 0);
	CLIENT_UNTIL(&c, c.last == 2);
	client_close(&c);
	world_stop(&w, 1000);
}

static void
a_closed_room_says_so_and_ends_every_stream(void **state)
{
	struct world w;
	struct client joined, late;

	(void)state;
	world_start(&w, NULL);
	client_open(&joined, &w, &(struct hub_join){ .room = 4 });
	UNTIL(w.renders > 0);
	w.closed[4] = true;
	world_write(&w, 4);
	CLIENT_UNTIL(&joined, joined.ended);
	assert_int_equal(joined.closed, 1);
	client_open(&late, &w, &(struct hub_join){ .room = 4, .after = 1 });
	CLIENT_UNTIL(&late, late.ended);
	assert_int_equal(late.closed, 1);
	UNTIL(hub_stats(w.hub).streams == 0);
	client_close(&joined);
	client_close(&late);
	world_stop(&w, 1000);
}

static void
a_failing_render_is_tried_again(void **state)
{
	struct world w;
	struct client c;

	(void)state;
	world_start(&w, NULL);
	w.failing = 3;
	client_open(&c, &w, &(struct hub_join){ .room = 1 });
	world_write(&w, 1);
	CLIENT_UNTIL(&c, c.last == 1);
	w.failing = 3;
	world_write(&w, 1);
	CLIENT_UNTIL(&c, c.last == 2);
	client_assert_whole(&c);
	client_close(&c);
	world_stop(&w, 1000);
}

static void
joining_while_a_render_runs_misses_nothing(void **state)
{
	static struct client c[40];
	struct world w;

	(void)state;
	world_start(&w, &(struct hub_config){ .tick_ms = 1 });
	w.slow_ms = 3;
	for (size_t i = 0; i < COUNT(c); i++) {
		int64_t now = world_write(&w, 9);
		client_open(&c[i], &w, &(struct hub_join){ .room = 9, .after = now - (i % 3 == 0) });
		world_write(&w, 9);
		if (i % 4 == 0)
			harness_pause();
	}
	for (size_t i = 0; i < COUNT(c); i++) {
		CLIENT_UNTIL(&c[i], c[i].last == w.seq[9]);
		client_assert_whole(&c[i]);
		client_close(&c[i]);
	}
	world_stop(&w, 1000);
}

static void
a_reader_that_stops_is_cut_off_and_others_go_on(void **state)
{
	struct world w;
	struct client stuck, reads;

	(void)state;
	world_start(&w, NULL);
	client_open_tcp(&stuck, &w, &(struct hub_join){ .room = 5 });
	client_open_tcp(&reads, &w, &(struct hub_join){ .room = 5 });
	UNTIL(hub_count(w.hub, 5, 0) == 2);
	w.padding = 8000;
	while (hub_stats(w.hub).cut_off == 0) {
		int64_t seq = world_write(&w, 5);
		CLIENT_UNTIL(&reads, reads.last == seq);
		assert_true(seq < 1000);
	}
	UNTIL(hub_count(w.hub, 5, 0) == 1);	/* counted as cut off a moment before it leaves */
	client_assert_whole(&reads);
	/* It comes back with its last id and gets the rest. */
	while (client_read(&stuck, 100))
		;
	client_assert_whole(&stuck);
	client_close(&stuck);
	client_open_tcp(&stuck, &w, &(struct hub_join){ .room = 5, .after = stuck.last });
	CLIENT_UNTIL(&stuck, stuck.last == reads.last);
	client_assert_whole(&stuck);
	client_close(&stuck);
	client_close(&reads);
	world_stop(&w, 1000);
}

static void
a_socket_that_takes_nothing_for_five_seconds_is_cut_off(void **state)
{
	struct world w;
	struct client stuck;
	int64_t began;

	(void)state;
	world_start(&w, NULL);
	client_open_tcp(&stuck, &w, &(struct hub_join){ .room = 5 });
	w.padding = 400 * 1000;
	world_write(&w, 5);
	began = harness_now_ms();
	UNTIL(hub_stats(w.hub).cut_off == 1);
	assert_true(harness_now_ms() - began >= 4500);
	client_close(&stuck);
	world_stop(&w, 1000);
}

static void
a_subscriber_that_talks_is_cut_off(void **state)
{
	struct world w;
	struct client c;
	char noise[8192] = { 0 };

	(void)state;
	world_start(&w, NULL);
	client_open(&c, &w, &(struct hub_join){ 0 });
	assert_int_equal(send(c.fd, noise, 100, 0), 100);
	world_write(&w, 0);
	CLIENT_UNTIL(&c, c.last == 1);
	assert_int_equal(send(c.fd, noise, sizeof(noise), 0), sizeof(noise));
	CLIENT_UNTIL(&c, c.ended);
	assert_int_equal(hub_stats(w.hub).cut_off, 1);
	client_close(&c);
	world_stop(&w, 1000);
}

static void
over_the_limit_gets_503(void **state)
{
	struct world w;
	struct client in, out;

	(void)state;
	world_start(&w, &(struct hub_config){ .streams = 1 });
	client_open(&in, &w, &(struct hub_join){ 0 });
	client_open(&out, &w, &(struct hub_join){ 0 });
	CLIENT_UNTIL(&out, out.ended);
	assert_true(str_starts(buf_str(&out.raw), S("HTTP/1.1 503 ")));
	assert_true(str_find(buf_str(&out.raw), S("\r\nRetry-After: ")) != SIZE_MAX);
	client_close(&out);
	client_close(&in);
	UNTIL(hub_stats(w.hub).streams == 0);
	client_open(&in, &w, &(struct hub_join){ 0 });
	world_write(&w, 0);
	CLIENT_UNTIL(&in, in.last == 1);
	client_close(&in);
	world_stop(&w, 1000);
}

static void
counts_are_by_room_and_screen(void **state)
{
	static struct client c[50];
	struct world w;

	(void)state;
	world_start(&w, NULL);
	for (size_t i = 0; i < COUNT(c); i++)
		client_open(&c[i], &w, &(struct hub_join){ .room = 6, .screen = i % 10 == 0 });
	UNTIL(hub_count(w.hub, 6, 0) == 45 && hub_count(w.hub, 6, 1) == 5);
	assert_int_equal(hub_count(w.hub, 7, 0), 0);
	assert_int_equal(hub_stats(w.hub).rooms, 1);
	for (size_t i = 0; i < COUNT(c); i++)
		client_close(&c[i]);
	UNTIL(hub_count(w.hub, 6, 0) == 0);
	UNTIL(hub_stats(w.hub).rooms == 0);
	assert_int_equal(w.presence, 0);	/* streams that come and go are no people */
	world_stop(&w, 1000);
}

/* Also of a room that nobody looks at here: its streams may be another node's. */
static void
people_are_told_of_seldom_and_the_last_is_not_forgotten(void **state)
{
	struct world w;

	(void)state;
	world_start(&w, NULL);
	for (int i = 0; i < 50; i++)
		hub_people(w.hub, 6);
	UNTIL(w.presence == 1);
	hub_people(w.hub, 6);
	UNTIL(w.presence >= 2);
	UNTIL(hub_stats(w.hub).rooms == 0);
	assert_in_range(w.presence, 2, 3);
	world_stop(&w, 1000);
}

/* Whoever may watch by virtue of a role is asked again now and then. */
static void
a_stream_with_an_end_is_told_to_come_back(void **state)
{
	struct world w;
	struct client ends, stays;

	(void)state;
	world_start(&w, NULL);
	client_open(&stays, &w, &(struct hub_join){ .room = 1 });
	client_open(&ends, &w, &(struct hub_join){ .room = 1, .lasts_s = 1 });
	CLIENT_UNTIL(&ends, ends.byes == 1 && ends.ended);
	assert_true(ends.bye_retry >= 1000);
	client_read(&stays, 0);
	assert_int_equal(stays.byes, 0);
	assert_false(stays.ended);
	client_close(&ends);
	client_close(&stays);
	world_stop(&w, 1000);
}

static void
stopping_says_bye_with_a_spread_retry(void **state)
{
	static struct client c[100];
	struct world w;
	int64_t low = INT64_MAX, high = 0;

	(void)state;
	world_start(&w, NULL);
	for (size_t i = 0; i < COUNT(c); i++)
		client_open(&c[i], &w, &(struct hub_join){ .room = (int64_t)(i % 7) });
	UNTIL(hub_stats(w.hub).streams == (int64_t)COUNT(c));
	world_stop(&w, 2000);
	for (size_t i = 0; i < COUNT(c); i++) {
		CLIENT_UNTIL(&c[i], c[i].ended);
		assert_int_equal(c[i].byes, 1);
		assert_int_equal(c[i].retry, c[i].bye_retry);
		low = c[i].bye_retry < low ? c[i].bye_retry : low;
		high = c[i].bye_retry > high ? c[i].bye_retry : high;
		client_close(&c[i]);
	}
	assert_true(low >= 1000 && high <= 5000 && high - low > 2000);
}

static void
stopping_does_not_wait_for_who_does_not_read(void **state)
{
	struct world w;
	struct client stuck;
	int64_t began;

	(void)state;
	world_start(&w, NULL);
	client_open_tcp(&stuck, &w, &(struct hub_join){ .room = 5 });
	w.padding = 400 * 1000;
	world_write(&w, 5);
	UNTIL(hub_stats(w.hub).frames == 2);
	began = harness_now_ms();
	world_stop(&w, 300);
	assert_in_range(harness_now_ms() - began, 250, 60000);
	client_close(&stuck);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_stream_behind_the_ring_gets_one_shared_catch_up),
		cmocka_unit_test(a_stream_that_missed_a_moment_is_served_from_the_ring),
		cmocka_unit_test(a_stream_that_missed_a_moment_does_not_get_what_was_taken_back),
		cmocka_unit_test(a_stream_ahead_waits_and_misses_nothing),
		cmocka_unit_test(a_lie_about_the_last_number_harms_nobody_else),
		cmocka_unit_test(a_lost_notification_is_found_by_poking_all),
		cmocka_unit_test(too_far_behind_is_told_to_fetch_and_goes_on),
		cmocka_unit_test(a_frame_over_the_limit_becomes_a_reset),
		cmocka_unit_test(a_closed_room_says_so_and_ends_every_stream),
		cmocka_unit_test(a_failing_render_is_tried_again),
		cmocka_unit_test(joining_while_a_render_runs_misses_nothing),
		cmocka_unit_test(a_reader_that_stops_is_cut_off_and_others_go_on),
		cmocka_unit_test(a_socket_that_takes_nothing_for_five_seconds_is_cut_off),
		cmocka_unit_test(a_subscriber_that_talks_is_cut_off),
		cmocka_unit_test(over_the_limit_gets_503),
		cmocka_unit_test(counts_are_by_room_and_screen),
		cmocka_unit_test(people_are_told_of_seldom_and_the_last_is_not_forgotten),
		cmocka_unit_test(a_stream_with_an_end_is_told_to_come_back),
		cmocka_unit_test(stopping_says_bye_with_a_spread_retry),
		cmocka_unit_test(stopping_does_not_wait_for_who_does_not_read),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
