/* refuse_test.c: what a real server does with requests that are wrong, too large, too slow or cut. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/buf.h"
#include "base/clock.h"
#include "base/rand.h"
#include "base/str.h"
#include "house.h"
#include "peer.h"

#define HEAD_MS 400
#define BODY_MS 500
#define IDLE_MS 300
#define PATIENCE_MS 60000

static const struct {
	const char *what;
	str bytes;
	int status;
} wrong[] = {
	{ "no Host", S("GET / HTTP/1.1\r\n\r\n"), 400 },
	{ "empty Host", S("GET / HTTP/1.1\r\nHost:\r\n\r\n"), 400 },
	{ "two Hosts", S("GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n"), 400 },
	{ "two equal Hosts", S("GET / HTTP/1.1\r\nHost: a\r\nhost: a\r\n\r\n"), 400 },
	{ "Host with a path", S("GET / HTTP/1.1\r\nHost: a/b\r\n\r\n"), 400 },
	{ "Host with an at sign", S("GET / HTTP/1.1\r\nHost: a@b\r\n\r\n"), 400 },
	{ "two lengths", S("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nContent-Length: 1\r\n\r\nx"), 400 },
	{ "list of lengths", S("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1, 1\r\n\r\nx"), 400 },
	{ "signed length", S("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: +1\r\n\r\nx"), 400 },
	{ "negative length", S("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: -1\r\n\r\nx"), 400 },
	{ "hex length", S("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 0x1\r\n\r\nx"), 400 },
	{ "empty length", S("POST / HTTP/1.1\r\nHost: a\r\nContent-Length:\r\n\r\nx"), 400 },
	{ "endless length", S("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 99999999999999999999\r\n\r\nx"), 413 },
	{ "length and coding", S("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n"), 400 },
	{ "coding and length", S("POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\nContent-Length: 1\r\n\r\n"), 400 },
	{ "unknown coding", S("POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: gzip, chunked\r\n\r\n"), 501 },
	{ "coding twice", S("POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n"),
		400 },
	{ "coding in 1.0", S("POST / HTTP/1.0\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"), 400 },
	{ "hidden coding", S("POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding : chunked\r\n\r\n0\r\n\r\n"), 400 },
	{ "coding with tab", S("POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding:\vchunked\r\n\r\n0\r\n\r\n"), 400 },
	{ "HEAD with a body", S("HEAD / HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\n\r\nGET"), 400 },
	{ "GET with a body", S("GET / HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\n\r\nGET"), 413 },
	{ "bare LF", S("GET / HTTP/1.1\nHost: a\n\n"), 400 },
	{ "LF in a header", S("GET / HTTP/1.1\r\nHost: a\nX: y\r\n\r\n"), 400 },
	{ "CR in a header", S("GET / HTTP/1.1\r\nHost: a\r\nX: y\rZ: z\r\n\r\n"), 400 },
	{ "NUL in a header", S("GET / HTTP/1.1\r\nHost: a\r\nX: y\0z\r\n\r\n"), 400 },
	{ "NUL in the target", S("GET /\0 HTTP/1.1\r\nHost: a\r\n\r\n"), 400 },
	{ "folded line", S("GET / HTTP/1.1\r\nHost: a\r\nX: y\r\n z\r\n\r\n"), 400 },
	{ "folded first line", S("GET / HTTP/1.1\r\n Host: a\r\n\r\n"), 400 },
	{ "no colon", S("GET / HTTP/1.1\r\nHost: a\r\nwhat\r\n\r\n"), 400 },
	{ "empty name", S("GET / HTTP/1.1\r\nHost: a\r\n: x\r\n\r\n"), 400 },
	{ "space in a name", S("GET / HTTP/1.1\r\nHost: a\r\nX Y: x\r\n\r\n"), 400 },
	{ "letter outside ASCII in a name", S("GET / HTTP/1.1\r\nHost: a\r\nX\xc3\xa6: x\r\n\r\n"), 400 },
	{ "escape in a value", S("GET / HTTP/1.1\r\nHost: a\r\nX: \033[2J\r\n\r\n"), 400 },
	{ "absolute target", S("GET http://a/ HTTP/1.1\r\nHost: a\r\n\r\n"), 400 },
	{ "target of another host", S("GET //b/ HTTP/1.1\r\nHost: a\r\n\r\n"), 400 },
	{ "dots", S("GET /a/../b HTTP/1.1\r\nHost: a\r\n\r\n"), 400 },
	{ "escaped dots", S("GET /a/%2e%2E/b HTTP/1.1\r\nHost: a\r\n\r\n"), 400 },
	{ "escaped slash", S("GET /a%2fb HTTP/1.1\r\nHost: a\r\n\r\n"), 400 },
	{ "escaped NUL", S("GET /a%00b HTTP/1.1\r\nHost: a\r\n\r\n"), 400 },
	{ "bad escape", S("GET /a%zz HTTP/1.1\r\nHost: a\r\n\r\n"), 400 },
	{ "not UTF-8", S("GET /%c3 HTTP/1.1\r\nHost: a\r\n\r\n"), 400 },
	{ "fragment", S("GET /a#b HTTP/1.1\r\nHost: a\r\n\r\n"), 400 },
	{ "two spaces", S("GET  / HTTP/1.1\r\nHost: a\r\n\r\n"), 400 },
	{ "space after the version", S("GET / HTTP/1.1 \r\nHost: a\r\n\r\n"), 505 },
	{ "no version", S("GET /\r\nHost: a\r\n\r\n"), 400 },
	{ "HTTP/0.9", S("GET / HTTP/0.9\r\nHost: a\r\n\r\n"), 505 },
	{ "HTTP/2", S("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"), 505 },
	{ "HTTP/1.10", S("GET / HTTP/1.10\r\nHost: a\r\n\r\n"), 505 },
	{ "small version", S("GET / http/1.1\r\nHost: a\r\n\r\n"), 400 },
	{ "TLS", S("\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03"), 400 },
	{ "PUT", S("PUT / HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\n\r\nx"), 405 },
	{ "OPTIONS", S("OPTIONS / HTTP/1.1\r\nHost: a\r\n\r\n"), 405 },
	{ "OPTIONS of all", S("OPTIONS * HTTP/1.1\r\nHost: a\r\n\r\n"), 405 },
	{ "CONNECT", S("CONNECT a:443 HTTP/1.1\r\nHost: a\r\n\r\n"), 405 },
	{ "TRACE", S("TRACE / HTTP/1.1\r\nHost: a\r\n\r\n"), 405 },
	{ "own method", S("BREW / HTTP/1.1\r\nHost: a\r\n\r\n"), 405 },
	{ "small method", S("get / HTTP/1.1\r\nHost: a\r\n\r\n"), 405 },
	{ "odd expectation", S("POST / HTTP/1.1\r\nHost: a\r\nExpect: cake\r\nContent-Length: 1\r\n\r\nx"), 417 },
	{ "chunk extension", S("POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n1;a=b\r\nx\r\n0\r\n\r\n"), 400 },
	{ "chunk in hex prefix", S("POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n0x1\r\nx\r\n0\r\n\r\n"), 400 },
	{ "negative chunk", S("POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n-1\r\nx\r\n0\r\n\r\n"), 400 },
	{ "huge chunk", S("POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\nffffffff\r\nx"), 413 },
	{ "endless chunk", S("POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\nfffffffff\r\nx"), 400 },
	{ "chunk without end", S("POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n1\r\nxy\r\n0\r\n\r\n"), 400 },
	{ "chunk with LF", S("POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n1\nx\n0\n\n"), 400 },
	{ "trailer", S("POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n0\r\nX-Forwarded-For: x\r\n\r\n"), 400 },
};

static void
wrong_requests_are_refused_with_a_short_text(void **state)
{
	struct house *h = *state;

	for (size_t i = 0; i < COUNT(wrong); i++) {
		struct arena a CLEANUP(arena_free) = { 0 };
		str got = peer_ask(&a, house_port(h), wrong[i].bytes);
		if (answer_status(got) != wrong[i].status)
			fail_msg("%s: %d instead of %d", wrong[i].what, answer_status(got), wrong[i].status);
		assert_true(answer_has(got, S("\r\nConnection: close\r\n")));
		assert_true(answer_has(got, S("\r\nDate: ")));
		assert_false(answer_has(got, S("<")));
		assert_int_equal(answer_has(got, S("\r\nAllow: GET, HEAD, POST\r\n")), wrong[i].status == 405);
	}
	assert_int_equal(server_stats(house_server(h)).requests, 0);
}

static void
a_head_over_16_kib_is_refused(void **state)
{
	struct arena a CLEANUP(arena_free) = { 0 };
	struct house *h = *state;
	struct buf b = buf_new(&a, 64 * 1024);
	str got;

	buf_add(&b, S("GET / HTTP/1.1\r\nHost: a\r\nX: "));
	while (b.n < 16 * 1024 + 10)
		buf_addc(&b, 'x');
	got = peer_ask(&a, house_port(h), buf_str(&b));
	assert_int_equal(answer_status(got), 431);
	buf_reset(&b);
	buf_add(&b, S("GET / HTTP/1.1\r\nHost: a\r\n"));
	for (int i = 0; i < 100; i++)
		buf_add(&b, S("X: x\r\n"));
	buf_add(&b, S("\r\n"));
	got = peer_ask(&a, house_port(h), buf_str(&b));
	assert_int_equal(answer_status(got), 431);
}

static str
post_of(struct arena *a, const char *path, size_t length)
{
	struct buf b = buf_new(a, 8 * 1024 * 1024);

	buf_addf(&b, "POST %s HTTP/1.1\r\nHost: a\r\nConnection: close\r\nContent-Length: %zu\r\n\r\n", path, length);
	for (size_t i = 0; i < length; i++)
		buf_addc(&b, 'x');
	return buf_str(&b);
}

static void
each_route_has_its_own_limit(void **state)
{
	struct arena a CLEANUP(arena_free) = { 0 };
	struct house *h = *state;

	assert_int_equal(answer_status(peer_ask(&a, house_port(h), post_of(&a, "/p", 64 * 1024))), 200);
	assert_int_equal(answer_status(peer_ask(&a, house_port(h), post_of(&a, "/p", 64 * 1024 + 1))), 413);
	assert_int_equal(answer_status(peer_ask(&a, house_port(h), post_of(&a, "/upload", 300 * 1024))), 200);
}

static void
a_body_too_large_is_refused_before_it_comes(void **state)
{
	struct arena a CLEANUP(arena_free) = { 0 };
	struct house *h = *state;
	str got = peer_ask(&a, house_port(h),
		S("POST /p HTTP/1.1\r\nHost: a\r\nContent-Length: 70000\r\nExpect: 100-continue\r\n\r\n"));

	assert_int_equal(answer_status(got), 413);
}

static void
tiny_chunks_do_not_fill_the_memory(void **state)
{
	struct arena a CLEANUP(arena_free) = { 0 };
	struct house *h = *state;
	struct buf b = buf_new(&a, 1024 * 1024);

	buf_add(&b, S("POST /p HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n"));
	for (int i = 0; i < 60000; i++)
		buf_add(&b, S("1\r\nx\r\n"));
	assert_int_equal(answer_status(peer_ask(&a, house_port(h), buf_str(&b))), 413);
}

/* Sends a byte each 50 ms until the server closes; true when it closed, and not before its time. */
static bool
drips_until(struct house *h, str start, int64_t at_least)
{
	int fd = peer_connect(house_port(h));
	int64_t began = clock_mono_ms(), took;
	bool closed = false;

	peer_send(fd, start);
	while (!closed && clock_mono_ms() - began < PATIENCE_MS) {
		peer_send(fd, S("x"));
		closed = peer_is_closed(fd, 50);
	}
	took = clock_mono_ms() - began;
	close(fd);
	/* libevent counts from the start of its turn, so a little less is right too. */
	return closed && took >= at_least - 50;
}

static void
a_dripping_head_is_cut_off(void **state)
{
	assert_true(drips_until(*state, S("GET /"), HEAD_MS));
}

static void
a_dripping_body_is_cut_off(void **state)
{
	assert_true(drips_until(*state, S("POST /p HTTP/1.1\r\nHost: a\r\nContent-Length: 1000\r\n\r\n"), BODY_MS));
}

static void
whoever_says_nothing_is_closed(void **state)
{
	struct house *h = *state;
	int fd = peer_connect(house_port(h));

	assert_true(peer_is_closed(fd, PATIENCE_MS));
	close(fd);
}

static void
an_idle_connection_is_closed(void **state)
{
	struct arena a CLEANUP(arena_free) = { 0 };
	struct house *h = *state;
	int fd = peer_connect(house_port(h));

	peer_send(fd, S("GET /hi HTTP/1.1\r\nHost: a\r\n\r\n"));
	assert_int_equal(answer_status(peer_read_answer(&a, fd)), 200);
	assert_true(peer_is_closed(fd, PATIENCE_MS));
	close(fd);
}

static void
a_cut_body_reaches_no_handler(void **state)
{
	struct arena a CLEANUP(arena_free) = { 0 };
	struct house *h = *state;
	int64_t before = server_stats(house_server(h)).requests;
	int fd = peer_connect(house_port(h));

	peer_send(fd, S("POST /p HTTP/1.1\r\nHost: a\r\nContent-Length: 10\r\n\r\nhalf"));
	peer_finish(fd);
	assert_int_equal(peer_read_all(&a, fd, PATIENCE_MS).n, 0);
	assert_int_equal(server_stats(house_server(h)).requests, before);
	close(fd);
}

static void
what_follows_a_refused_request_is_not_read(void **state)
{
	struct arena a CLEANUP(arena_free) = { 0 };
	struct house *h = *state;
	str got = peer_ask(&a, house_port(h), S("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n"
		"GET /hi HTTP/1.1\r\nHost: a\r\n\r\n"));

	assert_int_equal(answer_status(got), 400);
	assert_false(answer_has(got, S("/hi")));
}

/* Changes some bytes of a request that is fine. */
static str
damaged(struct arena *a, str fine)
{
	static const str odd = S("\0\r\n\t :;,%?#/*+-0x\x7f\xc3");
	char *p = arena_alloc(a, fine.n + 8, 1);
	size_t n = fine.n;

	memcpy(p, fine.p, n);
	for (uint32_t k = 1 + rand_below(3); k > 0; k--) {
		size_t at = rand_below((uint32_t)n);
		char c = odd.p[rand_below((uint32_t)odd.n)];
		if (rand_below(2)) {
			p[at] = c;
		} else {
			memmove(p + at + 1, p + at, n - at);
			p[at] = c;
			n++;
		}
	}
	return (str){ p, n };
}

/* evhttp must like whatever the gate lets through: its own error pages are in HTML. */
static void
damaged_requests_never_meet_evhttps_own_pages(void **state)
{
	static const str fine[] = {
		S("GET /hi?a=b HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n"),
		S("POST /p HTTP/1.1\r\nHost: a:80\r\nContent-Length: 5\r\nAccept: */*\r\n\r\nhello"),
		S("POST /p HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n"),
	};
	struct house *h = *state;
	int answered = 0;

	for (int i = 0; i < 1500; i++) {
		struct arena a CLEANUP(arena_free) = { 0 };
		str bytes = damaged(&a, fine[i % 3]), got;
		int fd = peer_connect(house_port(h));
		assert_true(fd >= 0);
		peer_send(fd, bytes);
		peer_finish(fd);
		got = peer_read_all(&a, fd, PATIENCE_MS);
		close(fd);
		answered += got.n > 0;
		if (got.n && (answer_status(got) < 100 || answer_has(got, S("<HTML>"))))
			fail_msg("'" STR_FMT "' was answered '" STR_FMT "'", STR_ARG(bytes), STR_ARG(got));
	}
	assert_true(answered > 500);
}

static int
open_house(void **state)
{
	if (rand_init())
		return -1;
	*state = house_open((struct server_config){ .workers = 4, .loops = 2, .head_ms = HEAD_MS, .body_ms = BODY_MS,
		.idle_ms = IDLE_MS });
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
		cmocka_unit_test(wrong_requests_are_refused_with_a_short_text),
		cmocka_unit_test(a_head_over_16_kib_is_refused),
		cmocka_unit_test(each_route_has_its_own_limit),
		cmocka_unit_test(a_body_too_large_is_refused_before_it_comes),
		cmocka_unit_test(tiny_chunks_do_not_fill_the_memory),
		cmocka_unit_test(a_dripping_head_is_cut_off),
		cmocka_unit_test(a_dripping_body_is_cut_off),
		cmocka_unit_test(whoever_says_nothing_is_closed),
		cmocka_unit_test(an_idle_connection_is_closed),
		cmocka_unit_test(a_cut_body_reaches_no_handler),
		cmocka_unit_test(what_follows_a_refused_request_is_not_read),
		cmocka_unit_test(damaged_requests_never_meet_evhttps_own_pages),
	};

	return cmocka_run_group_tests(tests, open_house, close_house);
}
