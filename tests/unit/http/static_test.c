/* static_test.c: files that are part of the program, made by tools/embed from the folder files. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "base/str.h"
#include "app/frame/files.h"

static struct response
ask(struct arena *a, str file, str name, str value)
{
	struct header h = { name, value };
	struct request rq = { .arena = a, .method = GET, .headers = &h, .header_count = 1 };
	struct response rs;
	size_t n;
	const struct asset_file *files = asset_files(&n);

	response_init(&rs, a);
	assert_int_equal(static_answer(files, n, file, &rq, &rs), OK);
	return rs;
}

static void
files_are_found_by_their_hashed_name(void **state)
{
	struct arena a CLEANUP(arena_free) = { 0 };
	struct request rq = { .arena = &a, .method = GET };
	struct response rs;
	size_t n;
	const struct asset_file *files = asset_files(&n);

	(void)state;
	assert_int_equal(n, 2);
	assert_string_equal(files[0].logical, "app.css");
	assert_string_equal(files[0].url, "/a/app-AB12CD34.css");
	assert_null(files[1].logical);
	response_init(&rs, &a);
	assert_int_equal(static_answer(files, n, S("app.css"), &rq, &rs), ERR_NOTFOUND);
	assert_int_equal(static_answer(files, n, S(""), &rq, &rs), ERR_NOTFOUND);
	assert_int_equal(rs.header_count, 0);
}

static void
browsers_may_keep_them_for_ever(void **state)
{
	struct arena a CLEANUP(arena_free) = { 0 };
	struct response rs = ask(&a, S("app-AB12CD34.css"), S("X"), S("x"));

	(void)state;
	assert_int_equal(rs.status, 200);
	assert_true(str_eq(rs.fixed, S("body { color: #111 }\n")));
	assert_true(str_eq(response_header_get(&rs, S("Content-Type")), S("text/css; charset=utf-8")));
	assert_true(str_eq(response_header_get(&rs, S("Cache-Control")), S("public, max-age=31536000, immutable")));
	assert_true(str_eq(response_header_get(&rs, S("Vary")), S("Accept-Encoding")));
	assert_int_equal(response_header_get(&rs, S("Content-Encoding")).n, 0);
}

static void
the_compressed_twin_is_sent_to_those_who_take_it(void **state)
{
	static const struct {
		str accept;
		bool gzip;
	} t[] = {
		{ S("gzip"), true },
		{ S("br, GZIP;q=0.5"), true },
		{ S("deflate, gzip ; q=0.001"), true },
		{ S("gzip;q=0"), false },
		{ S("gzip;q=0.000"), false },
		{ S("xgzip, br"), false },
		{ S(""), false },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(t); i++) {
		struct arena a CLEANUP(arena_free) = { 0 };
		struct response rs = ask(&a, S("app-AB12CD34.css"), S("accept-encoding"), t[i].accept);
		assert_int_equal(str_eq(response_header_get(&rs, S("Content-Encoding")), S("gzip")), t[i].gzip);
		assert_int_equal(str_starts(rs.fixed, S("\x1f\x8b")), t[i].gzip);
	}
	{
		struct arena a CLEANUP(arena_free) = { 0 };
		struct response rs = ask(&a, S("icon-00FF00FF.svg"), S("Accept-Encoding"), S("gzip"));
		assert_true(str_starts(rs.fixed, S("<svg")));
		assert_int_equal(response_header_get(&rs, S("Vary")).n, 0);
	}
}

static void
what_the_browser_has_is_not_sent_again(void **state)
{
	struct arena a CLEANUP(arena_free) = { 0 };
	struct response rs = ask(&a, S("app-AB12CD34.css"), S("X"), S("x"));
	str tag = response_header_get(&rs, S("ETag"));

	(void)state;
	rs = ask(&a, S("app-AB12CD34.css"), S("If-None-Match"), str_fmt(&a, "\"x\", W/" STR_FMT, STR_ARG(tag)));
	assert_int_equal(rs.status, 304);
	assert_int_equal(rs.fixed.n, 0);
	rs = ask(&a, S("icon-00FF00FF.svg"), S("If-None-Match"), tag);
	assert_int_equal(rs.status, 200);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(files_are_found_by_their_hashed_name),
		cmocka_unit_test(browsers_may_keep_them_for_ever),
		cmocka_unit_test(the_compressed_twin_is_sent_to_those_who_take_it),
		cmocka_unit_test(what_the_browser_has_is_not_sent_again),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
