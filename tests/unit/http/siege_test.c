/* siege_test.c: peers that hold on to connections, memory or the kernel's buffers: others are served all the same. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <errno.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/buf.h"
#include "base/clock.h"
#include "base/str.h"
#include "house.h"
#include "peer.h"

#define CAP 8
#define PATIENCE_MS 60000

/* Waits until the house has that many connections, or that many in /wait. */
static void
wait_for(struct house *h, int connections, int waiting)
{
	int64_t until = clock_mono_ms() + PATIENCE_MS;

	while (clock_mono_ms() < until) {
		if (server_stats(house_server(h)).open_connections == connections && house_waiting(h) == waiting)
			return;
		usleep(2000);
	}
	fail_msg("%d connections, %d waiting", (int)server_stats(house_server(h)).open_connections, house_waiting(h));
}

/* A site with few places and deadlines so long that they play no part. */
static struct house *
small_house(void)
{
	return house_open((struct server_config){ .workers = 2 * CAP, .loops = 1, .connections = CAP, .head_ms = 10 * PATIENCE_MS,
		.body_ms = 10 * PATIENCE_MS, .idle_ms = 10 * PATIENCE_MS });
}

static void
take_all_places(struct house *h, int fds[CAP], str bytes)
{
	for (int i = 0; i < CAP; i++) {
		fds[i] = peer_connect(house_port(h));
		peer_send(fds[i], bytes);
	}
}

static void
leave(int fds[CAP])
{
	for (int i = 0; i < CAP; i++)
		close(fds[i]);
}

static void
is_served(struct house *h)
{
	struct arena a CLEANUP(arena_free) = { 0 };

	assert_int_equal(answer_status(peer_ask(&a, house_port(h), S("GET /hi HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n"))), 200);
}

static void
whoever_keeps_us_waiting_makes_room(void **state)
{
	static const str starts[] = { S(""), S("G"), S("GET /hi HTTP/1.1\r\nHost: a\r\nX: y"),
		S("POST /p HTTP/1.1\r\nHost: a\r\nContent-Length: 10\r\n\r\nhalf"),
		S("POST /p HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nha"),
		S("BREW / HTTP/1.1\r\nHost: a\r\n\r\n") };

	(void)state;
	for (size_t i = 0; i < COUNT(starts); i++) {
		struct house *h = small_house();
		int fds[CAP];
		take_all_places(h, fds, starts[i]);
		for (int n = 0; n < 2 * CAP; n++)
			is_served(h);
		leave(fds);
		house_close(h, 2000);
	}
}

static void
whoever_does_not_read_makes_room(void **state)
{
	struct house *h = small_house();
	int fds[CAP];

	(void)state;
	take_all_places(h, fds, S("GET /big HTTP/1.1\r\nHost: a\r\n\r\n"));
	is_served(h);
	leave(fds);
	house_close(h, 2000);
}

/* The work of others is never thrown away for a newcomer. */
static void
whoever_is_being_answered_stays(void **state)
{
	struct arena a CLEANUP(arena_free) = { 0 };
	struct house *h = small_house();
	int fds[CAP], late;

	(void)state;
	take_all_places(h, fds, S("GET /wait HTTP/1.1\r\nHost: a\r\n\r\n"));
	wait_for(h, CAP, CAP);
	late = peer_connect(house_port(h));
	peer_send(late, S("GET /hi HTTP/1.1\r\nHost: a\r\n\r\n"));
	assert_false(peer_is_closed(late, 300));
	house_let_go(h);
	for (int i = 0; i < CAP; i++)
		assert_int_equal(answer_status(peer_read_answer(&a, fds[i])), 200);
	assert_int_equal(answer_status(peer_read_answer(&a, late)), 200);
	leave(fds);
	close(late);
	house_close(h, 2000);
}

static void
bodies_that_were_only_announced_take_no_room(void **state)
{
	struct arena a CLEANUP(arena_free) = { 0 };
	struct house *h = house_open((struct server_config){ .workers = 2, .loops = 1, .bytes = 100 * 1000 });
	struct buf b = buf_new(&a, 100 * 1000);
	int fds[CAP], more[CAP];

	(void)state;
	take_all_places(h, fds, S("POST /upload HTTP/1.1\r\nHost: a\r\nContent-Length: 90000\r\n\r\nhalf"));
	take_all_places(h, more, S("POST /p HTTP/1.1\r\nHost: a\r\nContent-Length: 60000\r\n\r\nhalf"));
	buf_add(&b, S("POST /p HTTP/1.1\r\nHost: a\r\nConnection: close\r\nContent-Length: 20000\r\n\r\n"));
	for (int i = 0; i < 20000; i++)
		buf_addc(&b, 'x');
	assert_int_equal(answer_status(peer_ask(&a, house_port(h), buf_str(&b))), 200);
	house_close(h, 0);
	leave(fds);
	leave(more);
}

static void
who_has_closed_only_one_side_gets_the_answer(void **state)
{
	struct arena a CLEANUP(arena_free) = { 0 };
	struct house *h = small_house();
	int fd = peer_connect(house_port(h));

	(void)state;
	peer_send(fd, S("GET /wait HTTP/1.1\r\nHost: a\r\n\r\n"));
	peer_finish(fd);
	wait_for(h, 1, 1);
	house_let_go(h);
	assert_int_equal(answer_status(peer_read_all(&a, fd, PATIENCE_MS)), 200);
	close(fd);
	wait_for(h, 0, 0);
	house_close(h, 2000);
}

/* How much the other side takes before it has read nothing for a while. */
static size_t
pour(int fd, size_t most)
{
	static char piece[64 * 1024];
	struct pollfd p = { .fd = fd, .events = POLLOUT };
	size_t all = 0;

	while (all < most && poll(&p, 1, 500) > 0) {
		ssize_t n = send(fd, piece, sizeof(piece), MSG_NOSIGNAL | MSG_DONTWAIT);
		if (n < 0 && errno != EAGAIN)
			break;
		all += n > 0 ? (size_t)n : 0;
	}
	return all;
}

static void
what_is_sent_behind_a_request_stays_in_the_kernel(void **state)
{
	struct arena a CLEANUP(arena_free) = { 0 };
	struct house *h = small_house();
	int fd = peer_connect(house_port(h));
	size_t most = (size_t)128 * 1024 * 1024;

	(void)state;
	peer_send(fd, S("GET /wait HTTP/1.1\r\nHost: a\r\n\r\n"));
	wait_for(h, 1, 1);
	assert_true(pour(fd, most) < most / 4);
	house_let_go(h);
	assert_int_equal(answer_status(peer_read_answer(&a, fd)), 200);
	close(fd);
	house_close(h, 2000);
}

/* Nobody else waits for it, not even with a single worker. */
static void
what_is_held_back_leaves_late(void **state)
{
	struct arena a CLEANUP(arena_free) = { 0 };
	struct house *h = house_open((struct server_config){ .workers = 1, .loops = 1 });
	int64_t began = clock_mono_ms();
	int fds[CAP];

	(void)state;
	take_all_places(h, fds, S("GET /hold HTTP/1.1\r\nHost: a\r\n\r\nGET /hi HTTP/1.1\r\nHost: a\r\n\r\n"));
	is_served(h);
	for (int i = 0; i < CAP; i++) {
		assert_true(answer_has(peer_read_answer(&a, fds[i]), S("\r\n\r\nGET /hold\n")));
		assert_true(answer_has(peer_read_answer(&a, fds[i]), S("\r\n\r\nGET /hi\n")));
	}
	/* libevent counts from the start of its turn, so a little less is right too. */
	assert_true(clock_mono_ms() - began >= HOUSE_HOLD_MS - 50);
	assert_true(str_ends(peer_ask(&a, house_port(h), S("GET /hold/stream HTTP/1.1\r\nHost: a\r\n\r\n")), S("data: 9\n\n")));
	leave(fds);
	house_close(h, 2000);
}

static void
what_is_held_back_ends_with_its_client_or_at_the_stop(void **state)
{
	struct arena a CLEANUP(arena_free) = { 0 };
	struct house *h = small_house();
	int fds[CAP];

	(void)state;
	/* At the cap they make room, and what they waited for is let go. */
	take_all_places(h, fds, S("GET /hold/stream HTTP/1.1\r\nHost: a\r\n\r\n"));
	for (int i = 0; i < 2 * CAP; i++)
		is_served(h);
	leave(fds);
	take_all_places(h, fds, S("GET /hold/long HTTP/1.1\r\nHost: a\r\n\r\n"));
	is_served(h);
	house_stop(h, PATIENCE_MS);
	for (int i = CAP / 2; i < CAP; i++)
		assert_int_equal(answer_status(peer_read_answer(&a, fds[i])), 200);
	leave(fds);
	house_close(h, 0);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(whoever_keeps_us_waiting_makes_room),
		cmocka_unit_test(whoever_does_not_read_makes_room),
		cmocka_unit_test(whoever_is_being_answered_stays),
		cmocka_unit_test(bodies_that_were_only_announced_take_no_room),
		cmocka_unit_test(who_has_closed_only_one_side_gets_the_answer),
		cmocka_unit_test(what_is_sent_behind_a_request_stays_in_the_kernel),
		cmocka_unit_test(what_is_held_back_leaves_late),
		cmocka_unit_test(what_is_held_back_ends_with_its_client_or_at_the_stop),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
