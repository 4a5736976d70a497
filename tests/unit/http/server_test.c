/* server_test.c: a real server on a free port and peers that behave well. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/buf.h"
#include "base/str.h"
#include "house.h"
#include "peer.h"

#define GET_HI "GET /hi HTTP/1.1\r\nHost: a\r\n\r\n"
#define GET_HI_CLOSE "GET /hi HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n"

static void
a_get_is_answered(void **state)
{
	struct arena a CLEANUP(arena_free) = { 0 };
	struct house *h = *state;
	str got = peer_ask(&a, house_port(h), S(GET_HI_CLOSE));

	assert_int_equal(answer_status(got), 200);
	assert_true(answer_has(got, S("\r\nDate: ")));
	assert_true(answer_has(got, S("\r\nConnection: close\r\n")));
	assert_false(answer_has(got, S("Server:")));
	assert_true(str_eq(answer_body(got), S("GET /hi\n")));
}

static void
one_connection_serves_many(void **state)
{
	struct arena a CLEANUP(arena_free) = { 0 };
	struct house *h = *state;
	int fd = peer_connect(house_port(h));

	for (int i = 0; i < 50; i++) {
		str got;
		peer_send(fd, S(GET_HI));
		got = peer_read_answer(&a, fd);
		assert_int_equal(answer_status(got), 200);
		assert_true(str_eq(answer_body(got), S("GET /hi\n")));
	}
	close(fd);
}

static void
pipelined_requests_are_answered_in_order(void **state)
{
	struct arena a CLEANUP(arena_free) = { 0 };
	struct house *h = *state;
	int fd = peer_connect(house_port(h));
	struct buf b = buf_new(&a, 64 * 1024);

	for (int i = 0; i < 30; i++) {
		buf_addf(&b, "GET /n/%d HTTP/1.1\r\nHost: a\r\n\r\n", i);
		buf_addf(&b, "POST /p/%d HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\n\r\nx=%d", i, i % 10);
	}
	peer_send(fd, buf_str(&b));
	for (int i = 0; i < 30; i++) {
		assert_true(str_eq(answer_body(peer_read_answer(&a, fd)), str_fmt(&a, "GET /n/%d\n", i)));
		assert_true(str_eq(answer_body(peer_read_answer(&a, fd)), str_fmt(&a, "POST /p/%d x=%d\n", i, i % 10)));
	}
	close(fd);
}

static void
a_message_may_come_byte_by_byte(void **state)
{
	static const str text = S("\r\nPOST /p HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\nConnection: close\r\n\r\nhello");
	struct arena a CLEANUP(arena_free) = { 0 };
	struct house *h = *state;
	int fd = peer_connect(house_port(h));

	for (size_t i = 0; i < text.n; i++)
		peer_send(fd, str_take(str_from(text, i), 1));
	assert_true(str_eq(answer_body(peer_read_all(&a, fd, 60000)), S("POST /p hello\n")));
	close(fd);
}

static void
chunks_are_put_together(void **state)
{
	struct arena a CLEANUP(arena_free) = { 0 };
	struct house *h = *state;
	int fd = peer_connect(house_port(h));

	peer_send(fd, S("POST /p HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: Chunked\r\n\r\n"
		"3\r\nabc\r\n00a\r\n0123456789\r\n0\r\n\r\n" GET_HI));
	assert_true(str_eq(answer_body(peer_read_answer(&a, fd)), S("POST /p abc0123456789\n")));
	assert_true(str_eq(answer_body(peer_read_answer(&a, fd)), S("GET /hi\n")));
	close(fd);
}

static void
a_client_that_waits_is_told_to_continue(void **state)
{
	struct arena a CLEANUP(arena_free) = { 0 };
	struct house *h = *state;
	int fd = peer_connect(house_port(h));
	str got;

	peer_send(fd, S("POST /p HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\nExpect: 100-continue\r\n\r\n"));
	got = peer_read_answer(&a, fd);
	assert_true(str_eq(got, S("HTTP/1.1 100 Continue\r\n\r\n")));
	peer_send(fd, S("hello"));
	assert_true(str_eq(answer_body(peer_read_answer(&a, fd)), S("POST /p hello\n")));
	close(fd);
}

static void
head_has_the_length_but_not_the_body(void **state)
{
	struct arena a CLEANUP(arena_free) = { 0 };
	struct house *h = *state;
	str got = peer_ask(&a, house_port(h), S("HEAD /hi HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n"));

	assert_int_equal(answer_status(got), 200);
	assert_true(answer_has(got, S("\r\nContent-Length: 8\r\n")));
	assert_int_equal(answer_body(got).n, 0);
}

static void
an_old_client_is_served_and_closed(void **state)
{
	struct arena a CLEANUP(arena_free) = { 0 };
	struct house *h = *state;
	str got = peer_ask(&a, house_port(h), S("GET /hi HTTP/1.0\r\nHost: a\r\n\r\n"));

	assert_int_equal(answer_status(got), 200);
	assert_true(answer_has(got, S("\r\nDate: ")));
	assert_true(str_eq(answer_body(got), S("GET /hi\n")));
}

static void
a_client_that_only_closed_its_side_gets_its_answer(void **state)
{
	struct arena a CLEANUP(arena_free) = { 0 };
	struct house *h = *state;
	int fd = peer_connect(house_port(h));
	str got;

	peer_send(fd, S("GET /big HTTP/1.1\r\nHost: a\r\n\r\n"));
	peer_finish(fd);
	got = peer_read_all(&a, fd, 60000);
	assert_int_equal(answer_body(got).n, HOUSE_BIG);
	close(fd);
}

static void
headers_and_redirects_arrive(void **state)
{
	struct arena a CLEANUP(arena_free) = { 0 };
	struct house *h = *state;
	str got = peer_ask(&a, house_port(h), S("GET /away HTTP/1.1\r\nHost: a\r\nConnection: keep-alive, close\r\n\r\n"));

	assert_true(str_starts(got, S("HTTP/1.1 303 See Other\r\n")));
	assert_true(answer_has(got, S("\r\nLocation: /there\r\n")));
	assert_true(answer_has(got, S("\r\nSet-Cookie: seat=abc; Path=/r; HttpOnly; SameSite=Lax; Secure; Max-Age=60\r\n")));
}

static void
fixed_bytes_are_sent_as_they_are(void **state)
{
	struct arena a CLEANUP(arena_free) = { 0 };
	struct house *h = *state;
	int fd = peer_connect(house_port(h));

	for (int i = 0; i < 3; i++) {
		peer_send(fd, S("GET /fixed HTTP/1.1\r\nHost: a\r\n\r\n"));
		assert_true(str_eq(answer_body(peer_read_answer(&a, fd)), S("bytes of the program")));
	}
	close(fd);
}

static void
a_page_over_the_limit_becomes_500(void **state)
{
	struct arena a CLEANUP(arena_free) = { 0 };
	struct house *h = *state;
	str got = peer_ask(&a, house_port(h), S("GET /huge HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n"));

	assert_int_equal(answer_status(got), 500);
}

static void
not_modified_has_no_length(void **state)
{
	struct arena a CLEANUP(arena_free) = { 0 };
	struct house *h = *state;
	int fd = peer_connect(house_port(h));
	str got;

	peer_send(fd, S("GET /same HTTP/1.1\r\nHost: a\r\n\r\n" GET_HI));
	got = peer_read_answer(&a, fd);
	assert_int_equal(answer_status(got), 304);
	assert_false(answer_has(got, S("Content-Length")));
	assert_int_equal(answer_status(peer_read_answer(&a, fd)), 200);
	close(fd);
}

static void
a_trusted_proxy_says_who_asks(void **state)
{
	struct arena a CLEANUP(arena_free) = { 0 };
	struct house *h = *state;
	str got = peer_ask(&a, house_port(h), S("GET /client HTTP/1.1\r\nHost: Medvirk.Example:8443\r\nConnection: close\r\n"
		"X-Forwarded-For: 6.6.6.6\r\nX-Forwarded-For:\t203.0.113.9 \r\nX-Forwarded-Proto: https\r\n\r\n"));

	assert_true(str_eq(answer_body(got), S("203.0.113.9 https medvirk.example:8443\n")));
	got = peer_ask(&a, house_port(h), S("GET /client HTTP/1.0\r\nHost: [::1]:80\r\n\r\n"));
	assert_true(str_eq(answer_body(got), S("127.0.0.1 http [::1]:80\n")));
}

static void
figures_count(void **state)
{
	struct arena a CLEANUP(arena_free) = { 0 };
	struct house *h = *state;
	struct server_stats before = server_stats(house_server(h)), after;

	peer_ask(&a, house_port(h), S(GET_HI_CLOSE));
	peer_ask(&a, house_port(h), S("PUT / HTTP/1.1\r\nHost: a\r\n\r\n"));
	after = server_stats(house_server(h));
	assert_int_equal(after.requests - before.requests, 1);
	assert_int_equal(after.refused - before.refused, 1);
}

static int
open_house(void **state)
{
	static const str proxies[] = { S("127.0.0.0/8"), S("::1") };

	*state = house_open((struct server_config){ .workers = 8, .loops = 2, .trusted_proxies = proxies,
		.trusted_count = COUNT(proxies) });
	return *state ? 0 : -1;
}

static int
close_house(void **state)
{
	house_close(*state, 2000);
	return 0;
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_get_is_answered),
		cmocka_unit_test(one_connection_serves_many),
		cmocka_unit_test(pipelined_requests_are_answered_in_order),
		cmocka_unit_test(a_message_may_come_byte_by_byte),
		cmocka_unit_test(chunks_are_put_together),
		cmocka_unit_test(a_client_that_waits_is_told_to_continue),
		cmocka_unit_test(head_has_the_length_but_not_the_body),
		cmocka_unit_test(an_old_client_is_served_and_closed),
		cmocka_unit_test(a_client_that_only_closed_its_side_gets_its_answer),
		cmocka_unit_test(headers_and_redirects_arrive),
		cmocka_unit_test(fixed_bytes_are_sent_as_they_are),
		cmocka_unit_test(a_page_over_the_limit_becomes_500),
		cmocka_unit_test(not_modified_has_no_length),
		cmocka_unit_test(a_trusted_proxy_says_who_asks),
		cmocka_unit_test(figures_count),
	};

	return cmocka_run_group_tests(tests, open_house, close_house);
}
