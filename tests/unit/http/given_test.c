/* given_test.c: a server on a socket that came with the process (systemd's), which listens before and after it. */
#include <arpa/inet.h>
#include <netinet/tcp.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/str.h"
#include "house.h"
#include "peer.h"

#define GET_HI_CLOSE "GET /hi HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n"
#define ASKED 40

/* Bound to a free port of the loopback; *port is which. */
static int
bound(int *port)
{
	struct sockaddr_in at = { .sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
	socklen_t n = sizeof(at);
	int fd = socket(AF_INET, SOCK_STREAM, 0);

	assert_true(fd >= 0);
	assert_int_equal(bind(fd, (struct sockaddr *)&at, sizeof(at)), 0);
	assert_int_equal(getsockname(fd, (struct sockaddr *)&at, &n), 0);
	*port = ntohs(at.sin_port);
	return fd;
}

/* One socket, shared by three loops. Who came before the server was there is served, too. */
static void
a_socket_that_was_given_serves_all_loops(void **state)
{
	struct arena a CLEANUP(arena_free) = { 0 };
	struct house *h;
	int port, fd = bound(&port), early;

	(void)state;
	assert_int_equal(listen(fd, 64), 0);
	early = peer_connect(port);
	peer_send(early, S(GET_HI_CLOSE));
	h = house_open((struct server_config){ .workers = 4, .loops = 3, .sockets = &fd, .socket_count = 1 });
	assert_non_null(h);
	assert_int_equal(house_port(h), port);
	assert_int_equal(answer_status(peer_read_all(&a, early, 60000)), 200);
	close(early);
	for (int i = 0; i < ASKED; i++)
		assert_int_equal(answer_status(peer_ask(&a, port, S(GET_HI_CLOSE))), 200);
	house_close(h, 2000);
}

/* What another process still holds goes on listening when the server has gone: the next one finds those who came meanwhile. */
static void
whoever_comes_between_two_servers_waits(void **state)
{
	struct arena a CLEANUP(arena_free) = { 0 };
	struct house *h;
	int port, held = bound(&port), given, between;

	(void)state;
	assert_int_equal(listen(held, 64), 0);
	given = dup(held);
	h = house_open((struct server_config){ .workers = 2, .loops = 2, .sockets = &given, .socket_count = 1 });
	assert_non_null(h);
	house_close(h, 2000);
	between = peer_connect(port);
	assert_true(between >= 0);
	peer_send(between, S(GET_HI_CLOSE));
	given = dup(held);
	h = house_open((struct server_config){ .workers = 2, .loops = 2, .sockets = &given, .socket_count = 1 });
	assert_non_null(h);
	assert_int_equal(answer_status(peer_read_all(&a, between, 60000)), 200);
	close(between);
	house_close(h, 2000);
	close(held);
}

/* systemd leaves to the kernel how much it holds for whoever does not read, and for how long. */
static void
what_is_not_read_is_bounded_there_too(void **state)
{
	struct house *h;
	int port, held = bound(&port), given, bytes = 0;
	unsigned ms = 0;
	socklen_t n = sizeof(int);

	(void)state;
	assert_int_equal(listen(held, 64), 0);
	given = dup(held);
	h = house_open((struct server_config){ .workers = 2, .loops = 2, .sockets = &given, .socket_count = 1 });
	assert_non_null(h);
	assert_int_equal(getsockopt(held, IPPROTO_TCP, TCP_USER_TIMEOUT, &ms, &n), 0);
	assert_in_range(ms, 1, 60000);
	assert_int_equal(getsockopt(held, SOL_SOCKET, SO_SNDBUF, &bytes, &n), 0);
	assert_in_range(bytes, 1, 256 * 1024);
	house_close(h, 2000);
	close(held);
}

static void
a_socket_that_does_not_listen_is_refused(void **state)
{
	int port, fd = bound(&port);

	(void)state;
	assert_null(house_open((struct server_config){ .workers = 2, .loops = 2, .sockets = &fd, .socket_count = 1 }));
	close(fd);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_socket_that_was_given_serves_all_loops),
		cmocka_unit_test(whoever_comes_between_two_servers_waits),
		cmocka_unit_test(what_is_not_read_is_bounded_there_too),
		cmocka_unit_test(a_socket_that_does_not_listen_is_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
