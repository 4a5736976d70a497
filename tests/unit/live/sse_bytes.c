/* sse_bytes.c: every line break of a fragment begins a new data: line. */
#include "harness.h"

#include "live/sse.h"

static void
assert_bytes(struct bytes *b, str want)
{
	if (!str_eq((str){ b->p, b->n }, want))
		fail_msg("got [%.*s]", (int)b->n, b->p);
	bytes_unref(b);
}

static void
a_fragment_becomes_one_data_line_for_each_line(void **state)
{
	static const struct {
		str html, data;
	} cases[] = {
		{ S("<p>a</p>"), S("data: <p>a</p>\n") },
		{ S("a\nb"), S("data: a\ndata: b\n") },
		{ S("a\nb\n"), S("data: a\ndata: b\n") },
		{ S("a\r\nb"), S("data: a\ndata: b\n") },
		{ S("a\rb"), S("data: a\ndata: b\n") },
		{ S("a\r\rb"), S("data: a\ndata: \ndata: b\n") },
		{ S("a\n\nb\r\n\r\n"), S("data: a\ndata: \ndata: b\n") },
		{ S("\na"), S("data: \ndata: a\n") },
		{ S("id: 9\nevent: bye"), S("data: id: 9\ndata: event: bye\n") },
		{ S(""), S("data: \n") },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct buf want = buf_heap(1024);
		buf_addf(&want, "id: 7\nevent: patch\n" STR_FMT "\n", STR_ARG(cases[i].data));
		assert_bytes(sse_patch(7, cases[i].html), buf_str(&want));
		buf_free(&want);
	}
}

static void
other_events_have_the_form_of_the_contract(void **state)
{
	(void)state;
	assert_bytes(sse_closed(12, S("<p>x</p>")), S("id: 12\nevent: closed\ndata: <p>x</p>\n\n"));
	assert_bytes(sse_reset(345), S("event: reset\ndata: 345\n\n"));
	assert_bytes(sse_ping(), S("event: ping\ndata: \n\n"));
	assert_bytes(sse_bye(1500), S("retry: 1500\nevent: bye\ndata: 1500\n\n"));
}

static void
the_head_carries_the_headers_of_the_origin(void **state)
{
	struct bytes *b = sse_head(S("Referrer-Policy: same-origin\r\n"));
	str head = { b->p, b->n };

	(void)state;
	assert_true(str_starts(head, S("HTTP/1.1 200 OK\r\n")));
	assert_true(str_find(head, S("\r\nContent-Type: text/event-stream; charset=utf-8\r\n")) != SIZE_MAX);
	assert_true(str_find(head, S("\r\nCache-Control: no-store\r\n")) != SIZE_MAX);
	assert_true(str_find(head, S("\r\nConnection: close\r\n")) != SIZE_MAX);
	assert_true(str_find(head, S("\r\nX-Accel-Buffering: no\r\n")) != SIZE_MAX);
	assert_true(str_ends(head, S("\r\nReferrer-Policy: same-origin\r\n\r\nretry: 2000\n: open\n\n")));
	bytes_unref(b);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_fragment_becomes_one_data_line_for_each_line),
		cmocka_unit_test(other_events_have_the_form_of_the_contract),
		cmocka_unit_test(the_head_carries_the_headers_of_the_origin),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
