/* load_test.c: full queues, the connection cap, streams that leave, peers that vanish, stopping. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/buf.h"
#include "base/clock.h"
#include "base/str.h"
#include "house.h"
#include "peer.h"

#define GET_HI "GET /hi HTTP/1.1\r\nHost: a\r\n\r\n"
#define PATIENCE_MS 60000

/* Waits until what(h) is n; waiting is for another thread's step, so there is nothing to be told by. */
static void
wait_until(int (*what)(struct house *), struct house *h, int n)
{
	int64_t until = clock_mono_ms() + PATIENCE_MS;

	while (what(h) != n && clock_mono_ms() < until)
		usleep(2000);
	assert_int_equal(what(h), n);
}

static int
house_connections(struct house *h)
{
	return (int)server_stats(house_server(h)).open_connections;
}

static int
house_queued(struct house *h)
{
	return (int)server_stats(house_server(h)).queued;
}

static void
vanish(int fd)
{
	struct linger now = { .l_onoff = 1 };

	setsockopt(fd, SOL_SOCKET, SO_LINGER, &now, sizeof(now));
	close(fd);
}

static void
a_full_queue_says_when_to_come_back(void **state)
{
	struct arena a CLEANUP(arena_free) = { 0 };
	struct house *h = house_open((struct server_config){ .workers = 1, .queue = 2, .loops = 1 });
	int fds[4];

	(void)state;
	for (int i = 0; i < 3; i++) {
		fds[i] = peer_connect(house_port(h));
		peer_send(fds[i], S("GET /work HTTP/1.1\r\nHost: a\r\n\r\n"));
		if (i == 0)
			wait_until(house_waiting, h, 1);
	}
	wait_until(house_queued, h, 2);
	fds[3] = peer_connect(house_port(h));
	peer_send(fds[3], S(GET_HI));
	{
		str got = peer_read_answer(&a, fds[3]);
		assert_int_equal(answer_status(got), 503);
		assert_true(answer_has(got, S("\r\nRetry-After: ")));
	}
	house_let_go(h);
	for (int i = 0; i < 3; i++)
		assert_int_equal(answer_status(peer_read_answer(&a, fds[i])), 200);
	peer_send(fds[3], S(GET_HI));
	assert_int_equal(answer_status(peer_read_answer(&a, fds[3])), 200);
	for (int i = 0; i < 4; i++)
		close(fds[i]);
	house_close(h, 2000);
}

static void
those_who_wait_leave_room_for_others(void **state)
{
	struct arena a CLEANUP(arena_free) = { 0 };
	struct house *h = house_open((struct server_config){ .workers = 8, .running = 1, .loops = 1 });
	int fds[5];

	(void)state;
	for (int i = 0; i < 5; i++) {
		fds[i] = peer_connect(house_port(h));
		peer_send(fds[i], S("GET /wait HTTP/1.1\r\nHost: a\r\n\r\n"));
	}
	wait_until(house_waiting, h, 5);
	assert_int_equal(answer_status(peer_ask(&a, house_port(h), S("GET /hi HTTP/1.0\r\nHost: a\r\n\r\n"))), 200);
	house_let_go(h);
	for (int i = 0; i < 5; i++) {
		assert_int_equal(answer_status(peer_read_answer(&a, fds[i])), 200);
		close(fds[i]);
	}
	house_close(h, 2000);
}

static void
what_is_held_is_answered_once_it_goes_on(void **state)
{
	struct arena a CLEANUP(arena_free) = { 0 };
	struct house *h = house_open((struct server_config){ .workers = 2, .running = 1, .loops = 2 });
	int fds[40];

	(void)state;
	for (size_t i = 0; i < COUNT(fds); i++)
		fds[i] = peer_connect(house_port(h));
	for (int round = 0; round < 20; round++) {
		for (size_t i = 0; i < COUNT(fds); i++)
			peer_send(fds[i], S("GET /later HTTP/1.1\r\nHost: a\r\n\r\n"));
		for (size_t i = 0; i < COUNT(fds); i++) {
			str got = peer_read_answer(&a, fds[i]);
			assert_int_equal(answer_status(got), 200);
			assert_true(str_ends(got, S("\r\n\r\nlater\n")));
		}
	}
	for (size_t i = 0; i < COUNT(fds); i++)
		close(fds[i]);
	house_close(h, 2000);
}

/* Whoever left meanwhile is nobody's trouble, and at the stop everything that was held has come home. */
static void
what_is_held_may_lose_its_client(void **state)
{
	struct house *h = house_open((struct server_config){ .workers = 2, .loops = 1 });

	(void)state;
	for (int i = 0; i < 100; i++) {
		int fd = peer_connect(house_port(h));
		peer_send(fd, S("GET /later HTTP/1.1\r\nHost: a\r\n\r\n"));
		vanish(fd);
	}
	house_close(h, 2000);
}

static int64_t
cpu_ms(void)
{
	struct timespec ts;

	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &ts);
	return ts.tv_sec * 1000 + ts.tv_nsec / 1000000;
}

static void
at_the_cap_newcomers_wait_and_nothing_spins(void **state)
{
	struct arena a CLEANUP(arena_free) = { 0 };
	struct house *h = house_open((struct server_config){ .workers = 8, .connections = 4, .loops = 1 });
	int fds[4], late;
	int64_t cpu;

	(void)state;
	for (int i = 0; i < 4; i++) {
		fds[i] = peer_connect(house_port(h));
		peer_send(fds[i], S("GET /wait HTTP/1.1\r\nHost: a\r\n\r\n"));
	}
	wait_until(house_waiting, h, 4);
	late = peer_connect(house_port(h));
	peer_send(late, S(GET_HI));
	cpu = cpu_ms();
	assert_false(peer_is_closed(late, 300));
	assert_true(cpu_ms() - cpu < 100);
	assert_int_equal(house_connections(h), 4);
	house_let_go(h);
	assert_int_equal(answer_status(peer_read_answer(&a, fds[0])), 200);
	close(fds[0]);
	assert_int_equal(answer_status(peer_read_answer(&a, late)), 200);
	for (int i = 1; i < 4; i++)
		close(fds[i]);
	close(late);
	house_close(h, 2000);
}

static void
at_the_cap_the_longest_idle_goes(void **state)
{
	struct arena a CLEANUP(arena_free) = { 0 };
	struct house *h = house_open((struct server_config){ .workers = 2, .connections = 4, .loops = 1 });
	int fds[6];

	(void)state;
	for (int i = 0; i < 6; i++) {
		fds[i] = peer_connect(house_port(h));
		peer_send(fds[i], S(GET_HI));
		assert_int_equal(answer_status(peer_read_answer(&a, fds[i])), 200);
	}
	assert_true(peer_is_closed(fds[0], PATIENCE_MS));
	peer_send(fds[5], S(GET_HI));
	assert_int_equal(answer_status(peer_read_answer(&a, fds[5])), 200);
	for (int i = 0; i < 6; i++)
		close(fds[i]);
	house_close(h, 2000);
}

/* Leaves no descriptor free; what was allowed before. */
static rlim_t
use_up_descriptors(void)
{
	struct rlimit r;
	int next = dup(STDERR_FILENO);
	rlim_t before;

	close(next);
	assert_int_equal(getrlimit(RLIMIT_NOFILE, &r), 0);
	before = r.rlim_cur;
	r.rlim_cur = (rlim_t)next;
	assert_int_equal(setrlimit(RLIMIT_NOFILE, &r), 0);
	return before;
}

static void
without_descriptors_nothing_spins(void **state)
{
	struct arena a CLEANUP(arena_free) = { 0 };
	struct house *h = house_open((struct server_config){ .workers = 4, .loops = 2, .connections = 100 });
	struct rlimit r;
	int fds[4];
	int64_t cpu;

	(void)state;
	for (int i = 0; i < 4; i++)
		fds[i] = peer_socket();
	assert_int_equal(getrlimit(RLIMIT_NOFILE, &r), 0);
	r.rlim_cur = use_up_descriptors();
	for (int i = 0; i < 4; i++) {
		assert_true(peer_connect_with(fds[i], house_port(h)));
		peer_send(fds[i], S(GET_HI));
	}
	cpu = cpu_ms();
	assert_false(peer_is_closed(fds[0], 350));
	assert_true(cpu_ms() - cpu < 100);
	assert_true(house_complaints(h) > 0);
	assert_int_equal(setrlimit(RLIMIT_NOFILE, &r), 0);
	for (int i = 0; i < 4; i++) {
		assert_int_equal(answer_status(peer_read_answer(&a, fds[i])), 200);
		close(fds[i]);
	}
	house_close(h, 2000);
}

static str
post_of(struct arena *a, size_t length)
{
	struct buf b = buf_new(a, length + 200);

	buf_addf(&b, "POST /p HTTP/1.1\r\nHost: a\r\nConnection: close\r\nContent-Length: %zu\r\n\r\n", length);
	for (size_t i = 0; i < length; i++)
		buf_addc(&b, 'x');
	return buf_str(&b);
}

static void
bodies_over_the_budget_are_refused(void **state)
{
	struct arena a CLEANUP(arena_free) = { 0 };
	struct house *h = house_open((struct server_config){ .workers = 2, .loops = 1, .bytes = 100 * 1000 });
	int fd = peer_connect(house_port(h)), status = 0;
	str ask = post_of(&a, 60 * 1000);

	(void)state;
	peer_send(fd, str_take(ask, ask.n - 1));
	/* The loop takes turns: the first may not be there wholly before the second asks, and be the one that is refused. */
	for (int64_t until = clock_mono_ms() + PATIENCE_MS; status != 503 && clock_mono_ms() < until;) {
		if (peer_is_closed(fd, 10)) {
			close(fd);
			fd = peer_connect(house_port(h));
			peer_send(fd, str_take(ask, ask.n - 1));
		}
		status = answer_status(peer_ask(&a, house_port(h), ask));
	}
	assert_int_equal(status, 503);
	vanish(fd);
	wait_until(house_connections, h, 0);
	fd = peer_connect(house_port(h));
	peer_send(fd, S("POST /p HTTP/1.1\r\nHost: a\r\nContent-Length: 60000\r\nExpect: 100-continue\r\n\r\n"));
	assert_int_equal(answer_status(peer_read_answer(&a, fd)), 100);
	close(fd);
	house_close(h, 2000);
}

static void
a_stream_leaves_with_its_socket(void **state)
{
	struct house *h = house_open((struct server_config){ .workers = 4, .loops = 2 });

	(void)state;
	for (int i = 0; i < 40; i++) {
		struct arena a CLEANUP(arena_free) = { 0 };
		/* What was pipelined behind it is dropped. */
		str got = peer_ask(&a, house_port(h), S("GET /stream HTTP/1.1\r\nHost: a\r\n\r\n" GET_HI));
		assert_int_equal(answer_status(got), 200);
		assert_true(str_ends(got, S("data: 9\n\n")));
		assert_true(answer_has(got, S("text/event-stream")));
	}
	assert_int_equal(server_stats(house_server(h)).taken, 40);
	wait_until(house_connections, h, 0);
	house_close(h, 2000);
}

static void
many_streams_at_once(void **state)
{
	struct arena a CLEANUP(arena_free) = { 0 };
	struct house *h = house_open((struct server_config){ .workers = 64, .loops = 2 });
	int fds[60];

	(void)state;
	for (size_t i = 0; i < COUNT(fds); i++) {
		fds[i] = peer_connect(house_port(h));
		peer_send(fds[i], S("GET /wait/stream HTTP/1.1\r\nHost: a\r\n\r\n"));
	}
	wait_until(house_waiting, h, COUNT(fds));
	for (size_t i = 0; i < COUNT(fds); i += 3)
		vanish(fds[i]);
	house_let_go(h);
	for (size_t i = 0; i < COUNT(fds); i++) {
		if (i % 3 == 0)
			continue;
		assert_true(str_ends(peer_read_all(&a, fds[i], PATIENCE_MS), S("data: 9\n\n")));
		close(fds[i]);
	}
	wait_until(house_streams, h, 0);
	house_close(h, 2000);
}

static void
head_of_a_stream_makes_none(void **state)
{
	struct arena a CLEANUP(arena_free) = { 0 };
	struct house *h = house_open((struct server_config){ .workers = 4, .loops = 1 });
	str got = peer_ask(&a, house_port(h), S("HEAD /stream HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n"));

	(void)state;
	assert_int_equal(answer_status(got), 200);
	wait_until(house_dropped, h, 1);
	wait_until(house_streams, h, 0);
	house_close(h, 2000);
}

static void
a_client_that_left_costs_nothing(void **state)
{
	struct arena a CLEANUP(arena_free) = { 0 };
	struct house *h = house_open((struct server_config){ .workers = 8, .loops = 2 });

	(void)state;
	for (int i = 0; i < 6; i++) {
		int fd = peer_connect(house_port(h));
		peer_send(fd, i % 2 ? S("GET /wait HTTP/1.1\r\nHost: a\r\n\r\n") :
			S("GET /big HTTP/1.1\r\nHost: a\r\n\r\n"));
		if (i % 2)
			wait_until(house_waiting, h, i / 2 + 1);
		vanish(fd);
	}
	house_let_go(h);
	wait_until(house_connections, h, 0);
	assert_int_equal(answer_status(peer_ask(&a, house_port(h), S("GET /hi HTTP/1.0\r\nHost: a\r\n\r\n"))), 200);
	house_close(h, 2000);
}

static void
stopping_lets_requests_end(void **state)
{
	struct arena a CLEANUP(arena_free) = { 0 };
	struct house *h = house_open((struct server_config){ .workers = 4, .loops = 2 });
	int working = peer_connect(house_port(h)), idle = peer_connect(house_port(h)), fresh;

	(void)state;
	fresh = peer_connect(house_port(h));
	peer_send(idle, S(GET_HI));
	assert_int_equal(answer_status(peer_read_answer(&a, idle)), 200);
	peer_send(working, S("GET /wait HTTP/1.1\r\nHost: a\r\n\r\n"));
	wait_until(house_waiting, h, 1);
	house_let_go_later(h, 200);
	house_stop(h, PATIENCE_MS);
	{
		str got = peer_read_answer(&a, working);
		assert_int_equal(answer_status(got), 200);
		assert_true(answer_has(got, S("\r\nConnection: close\r\n")));
	}
	assert_true(peer_is_closed(idle, PATIENCE_MS));
	assert_true(peer_is_closed(fresh, PATIENCE_MS));
	assert_int_equal(peer_connect(house_port(h)), -1);
	close(working);
	close(idle);
	close(fresh);
	house_close(h, 0);
}

static void
stopping_does_not_wait_for_the_slow(void **state)
{
	struct house *h = house_open((struct server_config){ .workers = 4, .loops = 2, .head_ms = 10 * PATIENCE_MS,
		.body_ms = 10 * PATIENCE_MS, .idle_ms = 10 * PATIENCE_MS });
	int half = peer_connect(house_port(h)), reader = peer_connect(house_port(h));
	int64_t began;

	(void)state;
	peer_send(half, S("GET /h"));
	peer_send(reader, S("GET /big HTTP/1.1\r\nHost: a\r\n\r\n"));
	wait_until(house_connections, h, 2);
	began = clock_mono_ms();
	house_stop(h, 300);
	assert_true(clock_mono_ms() - began < PATIENCE_MS);
	close(half);
	close(reader);
	house_close(h, 0);
}

static void
what_still_waits_at_the_end_is_given_up(void **state)
{
	struct house *h = house_open((struct server_config){ .workers = 1, .loops = 1 });
	int fds[4];

	(void)state;
	for (int i = 0; i < 4; i++) {
		fds[i] = peer_connect(house_port(h));
		peer_send(fds[i], i ? S("GET /stream HTTP/1.1\r\nHost: a\r\n\r\n") : S("GET /work HTTP/1.1\r\nHost: a\r\n\r\n"));
		if (i == 0)
			wait_until(house_waiting, h, 1);
	}
	wait_until(house_queued, h, 3);
	house_let_go_later(h, 400);
	house_stop(h, 50);
	for (int i = 0; i < 4; i++) {
		assert_true(peer_is_closed(fds[i], PATIENCE_MS));
		close(fds[i]);
	}
	house_close(h, 0);
}

static void
a_taken_port_is_told(void **state)
{
	struct house *h = house_open((struct server_config){ .workers = 1, .loops = 2 });
	struct arena a CLEANUP(arena_free) = { 0 };

	(void)state;
	assert_int_equal(house_try(str_fmt(&a, "127.0.0.1:%d", house_port(h))), ERR_CONFLICT);
	assert_int_equal(house_try(S("127.0.0.1")), ERR_INVALID);
	assert_int_equal(house_try(S("127.0.0.1:70000")), ERR_INVALID);
	assert_int_equal(house_try(S("localhost:0")), ERR_INVALID);
	assert_int_equal(house_try(S("[::1]:0")), OK);
	house_close(h, 2000);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_full_queue_says_when_to_come_back),
		cmocka_unit_test(those_who_wait_leave_room_for_others),
		cmocka_unit_test(what_is_held_is_answered_once_it_goes_on),
		cmocka_unit_test(what_is_held_may_lose_its_client),
		cmocka_unit_test(at_the_cap_newcomers_wait_and_nothing_spins),
		cmocka_unit_test(at_the_cap_the_longest_idle_goes),
		cmocka_unit_test(without_descriptors_nothing_spins),
		cmocka_unit_test(bodies_over_the_budget_are_refused),
		cmocka_unit_test(a_stream_leaves_with_its_socket),
		cmocka_unit_test(many_streams_at_once),
		cmocka_unit_test(head_of_a_stream_makes_none),
		cmocka_unit_test(a_client_that_left_costs_nothing),
		cmocka_unit_test(stopping_lets_requests_end),
		cmocka_unit_test(stopping_does_not_wait_for_the_slow),
		cmocka_unit_test(what_still_waits_at_the_end_is_given_up),
		cmocka_unit_test(a_taken_port_is_told),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
