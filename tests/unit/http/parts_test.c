/* parts_test.c: paths, route patterns, forms, cookies, languages, forwarded addresses. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "base/buf.h"
#include "base/str.h"
#include "http/path.h"
#include "http/proxy.h"

static void
same(str got, str want)
{
	if (!str_eq(got, want))
		fail_msg("'" STR_FMT "' instead of '" STR_FMT "'", STR_ARG(got), STR_ARG(want));
}

static void
paths_are_decoded_or_refused(void **state)
{
	static const struct {
		str target;
		err e;
		str path, query;
	} t[] = {
		{ S("/"), OK, S("/"), S("") },
		{ S("/a/b"), OK, S("/a/b"), S("") },
		{ S("/a/"), OK, S("/a/"), S("") },
		{ S("/a?b=c&d"), OK, S("/a"), S("b=c&d") },
		{ S("/a?"), OK, S("/a"), S("") },
		{ S("/a?b?c"), OK, S("/a"), S("b?c") },
		{ S("/a%20b+c"), OK, S("/a b+c"), S("") },
		{ S("/%c3%a6"), OK, S("/æ"), S("") },
		{ S("/.a/..b/c../..."), OK, S("/.a/..b/c../..."), S("") },
		{ S("/a?x=%zz&y={|}"), OK, S("/a"), S("x=%zz&y={|}") },
		{ S("/a?../.."), OK, S("/a"), S("../..") },
		{ S(""), ERR_INVALID },
		{ S("a"), ERR_INVALID },
		{ S("*"), ERR_INVALID },
		{ S("?a"), ERR_INVALID },
		{ S("//"), ERR_INVALID },
		{ S("//a"), ERR_INVALID },
		{ S("/a//b"), ERR_INVALID },
		{ S("/a//"), ERR_INVALID },
		{ S("/."), ERR_INVALID },
		{ S("/.."), ERR_INVALID },
		{ S("/a/./b"), ERR_INVALID },
		{ S("/a/.."), ERR_INVALID },
		{ S("/a/%2e"), ERR_INVALID },
		{ S("/%2e%2e/a"), ERR_INVALID },
		{ S("/a%2Fb"), ERR_INVALID },
		{ S("/a%5cb"), ERR_INVALID },
		{ S("/a\\b"), ERR_INVALID },
		{ S("/a%00"), ERR_INVALID },
		{ S("/a%0a"), ERR_INVALID },
		{ S("/a%7f"), ERR_INVALID },
		{ S("/a%"), ERR_INVALID },
		{ S("/a%1"), ERR_INVALID },
		{ S("/a%g0"), ERR_INVALID },
		{ S("/%c3"), ERR_INVALID },
		{ S("/%c0%af"), ERR_INVALID },
		{ S("/\xc3\xa6"), ERR_INVALID },
		{ S("/a b"), ERR_INVALID },
		{ S("/a?b c"), ERR_INVALID },
		{ S("/a#b"), ERR_INVALID },
		{ S("/a?b#c"), ERR_INVALID },
		{ S("http://a/"), ERR_INVALID },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(t); i++) {
		struct arena a CLEANUP(arena_free) = { 0 };
		str path, query;
		err e = path_split(&a, t[i].target, &path, &query);
		if (e != t[i].e)
			fail_msg(STR_FMT ": %s", STR_ARG(t[i].target), err_name(e));
		if (e)
			continue;
		same(path, t[i].path);
		same(query, t[i].query);
	}
}

static void
patterns_take_parts_in_order(void **state)
{
	static const struct {
		str pattern, path;
		bool fits;
		str first, second;
	} t[] = {
		{ S("/"), S("/"), true },
		{ S("/"), S("/a"), false },
		{ S("/a"), S("/"), false },
		{ S("/a"), S("/a/"), false },
		{ S("/a/"), S("/a"), false },
		{ S("/a/b"), S("/a/b"), true },
		{ S("/a/b"), S("/a/bc"), false },
		{ S("/r/:code"), S("/r/ABC234"), true, S("ABC234") },
		{ S("/r/:code"), S("/r/"), false },
		{ S("/r/:code"), S("/r"), false },
		{ S("/r/:code"), S("/r/a/b"), false },
		{ S("/r/:code/notes/:id"), S("/r/A/notes/7"), true, S("A"), S("7") },
		{ S("/r/:code/notes/:id"), S("/r/A/notes"), false },
		{ S("/a/*"), S("/a/b/c"), true, S("b/c") },
		{ S("/a/*"), S("/a/"), true, S("") },
		{ S("/a/*"), S("/a"), false },
		{ S("/a/:b/*"), S("/a/x/y/z"), true, S("x"), S("y/z") },
		{ S("/*"), S("/"), true, S("") },
		{ S("a"), S("a"), false },
		{ S(""), S(""), false },
		{ S("/a*"), S("/ab"), false },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(t); i++) {
		str params[ROUTE_PARAMS] = { { 0 } };
		if (path_match(t[i].pattern, t[i].path, params) != t[i].fits)
			fail_msg(STR_FMT " against " STR_FMT, STR_ARG(t[i].pattern), STR_ARG(t[i].path));
		if (!t[i].fits)
			continue;
		same(params[0], t[i].first);
		same(params[1], t[i].second);
	}
}

static void
url_parts_come_back_as_they_were(void **state)
{
	struct arena a CLEANUP(arena_free) = { 0 };
	char all[256];
	bool bad;

	(void)state;
	for (int i = 0; i < 256; i++)
		all[i] = (char)i;
	same(percent_decode(&a, url_part(&a, (str){ all, 256 }), PLUS_IS_SPACE, &bad), (str){ all, 256 });
	assert_false(bad);
	same(url_part(&a, S("æ a/b?c=d&e+~")), S("%C3%A6%20a%2Fb%3Fc%3Dd%26e%2B~"));
	same(url_part(&a, S("")), S(""));
}

static void
forms_are_read_as_browsers_write_them(void **state)
{
	static const struct {
		str text;
		err e;
		str pairs;	/* name=value| each */
	} t[] = {
		{ S(""), OK, S("") },
		{ S("a=b"), OK, S("a=b|") },
		{ S("a=b&a=c&d"), OK, S("a=b|a=c|d=|") },
		{ S("&&a=b&"), OK, S("a=b|") },
		{ S("="), OK, S("=|") },
		{ S("=x"), OK, S("=x|") },
		{ S("a=b=c"), OK, S("a=b=c|") },
		{ S("a+b=c+d%2B"), OK, S("a b=c d+|") },
		{ S("n=bl%C3%A5b%c3%a6r"), OK, S("n=blåbær|") },
		{ S("n=bl\xc3\xa5"), OK, S("n=blå|") },
		{ S("n=100%&m=%4"), OK, S("n=100%|m=%4|") },
		{ S("n=a%0d%0ab"), OK, S("n=a\r\nb|") },
		{ S("n=%00"), ERR_INVALID },
		{ S("%00=n"), ERR_INVALID },
		{ S("n=\0"), ERR_INVALID },
		{ S("n=%ff"), ERR_INVALID },
		{ S("%c3=n"), ERR_INVALID },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(t); i++) {
		struct arena a CLEANUP(arena_free) = { 0 };
		struct buf b = buf_new(&a, 1000);
		struct pairs ps;
		assert_int_equal(pairs_parse(&a, t[i].text, &ps), t[i].e);
		for (size_t k = 0; k < ps.n; k++)
			buf_addf(&b, STR_FMT "=" STR_FMT "|", STR_ARG(ps.p[k].name), STR_ARG(ps.p[k].value));
		same(buf_str(&b), t[i].pairs);
	}
}

static void
forms_have_a_limit(void **state)
{
	struct arena a CLEANUP(arena_free) = { 0 };
	struct buf b = buf_new(&a, 100000);
	struct pairs ps;

	(void)state;
	for (int i = 0; i < 2000; i++)
		buf_add(&b, S("&&a=b"));
	assert_int_equal(pairs_parse(&a, buf_str(&b), &ps), OK);
	assert_int_equal(ps.n, 2000);
	buf_add(&b, S("&a"));
	assert_int_equal(pairs_parse(&a, buf_str(&b), &ps), ERR_TOOBIG);
	assert_int_equal(ps.n, 0);
}

static void
pairs_are_found_by_name(void **state)
{
	struct arena a CLEANUP(arena_free) = { 0 };
	struct pairs ps;

	(void)state;
	assert_int_equal(pairs_parse(&a, S("a=1&b=&a=2"), &ps), OK);
	same(pairs_get(&ps, S("a")), S("1"));
	same(pairs_get(&ps, S("b")), S(""));
	same(pairs_get(&ps, S("c")), S(""));
	assert_true(pairs_has(&ps, S("b")));
	assert_false(pairs_has(&ps, S("A")));
}

static void
cookies_are_found_by_name(void **state)
{
	static const struct {
		str header, value;
	} t[] = {
		{ S("seat=abc"), S("abc") },
		{ S("a=b; seat=abc; c=d"), S("abc") },
		{ S("a=b;seat=abc;c=d"), S("abc") },
		{ S("seat=1; seat=2"), S("1") },
		{ S("seats=1; aseat=2; seat=3"), S("3") },
		{ S("seat=a=b"), S("a=b") },
		{ S("Seat=1"), S("") },
		{ S("seat"), S("") },
		{ S("a=seat=1"), S("") },
		{ S(";;; seat=x ;"), S("x") },
		{ S(""), S("") },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(t); i++) {
		struct header h[] = { { S("X"), S("seat=no") }, { S("cookie"), t[i].header } };
		struct request rq = { .headers = h, .header_count = COUNT(h) };
		same(request_cookie(&rq, S("seat")), t[i].value);
	}
}

static void
headers_are_joined_when_they_are_lists(void **state)
{
	struct arena a CLEANUP(arena_free) = { 0 };
	struct header h[] = { { S("Accept"), S("a") }, { S("X-One"), S("1") }, { S("accept"), S("b, c") } };
	struct request rq = { .arena = &a, .headers = h, .header_count = COUNT(h) };

	(void)state;
	same(request_header(&rq, S("ACCEPT")), S("a, b, c"));
	same(request_header(&rq, S("x-one")), S("1"));
	same(request_header(&rq, S("x")), S(""));
}

static void
the_best_language_is_picked(void **state)
{
	static const str offered[] = { S("nb"), S("nn"), S("en") };
	static const struct {
		str accept;
		size_t best;
	} t[] = {
		{ S("nb"), 0 },
		{ S("nn-NO,nn;q=0.9,nb;q=0.8"), 1 },
		{ S("no"), 0 },
		{ S("no-NO, en;q=0.9"), 0 },
		{ S("NB-no"), 0 },
		{ S("de, en-GB;q=0.5"), 2 },
		{ S("en;q=0.5, nn;q=0.50001"), 2 },
		{ S("en;q=0.5, nn;q=0.501"), 1 },
		{ S("en;q=0, nn;q=0.1"), 1 },
		{ S("nb;q=0"), SIZE_MAX },
		{ S("*"), 0 },
		{ S("de, *;q=0.1"), 0 },
		{ S("se, sma"), SIZE_MAX },
		{ S("nbx"), SIZE_MAX },
		{ S(""), SIZE_MAX },
		{ S("en; q=1.0"), 2 },
		{ S("en;q=2, nn;q=0.1"), 1 },
		{ S("en;q=abc, nn;q=0.1"), 1 },
		{ S("en;q=, nn;q=0.1"), 1 },
		{ S("en;q=1.001, nn;q=0.1"), 1 },
		{ S(",,,;;;,nn"), 1 },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(t); i++)
		if (language_pick(t[i].accept, offered, COUNT(offered)) != t[i].best)
			fail_msg("'" STR_FMT "'", STR_ARG(t[i].accept));
}

static void
networks_hold_their_addresses(void **state)
{
	static const struct {
		const char *network, *ip;
		bool has;
	} t[] = {
		{ "10.0.0.0/8", "10.255.1.2", true },
		{ "10.0.0.0/8", "11.0.0.0", false },
		{ "192.168.1.7", "192.168.1.7", true },
		{ "192.168.1.7", "192.168.1.8", false },
		{ "192.168.1.0/25", "192.168.1.127", true },
		{ "192.168.1.0/25", "192.168.1.128", false },
		{ "0.0.0.0/0", "1.2.3.4", true },
		{ "0.0.0.0/0", "2001:db8::1", false },
		{ "::/0", "1.2.3.4", true },
		{ "2001:db8::/32", "2001:db8:ffff::1", true },
		{ "2001:db8::/32", "2001:db9::1", false },
		{ "::1", "::1", true },
		{ "127.0.0.1", "::ffff:127.0.0.1", true },
	};
	static const char *const wrong[] = { "", "10.0.0.0/33", "10.0.0.0/-1", "10.0.0.0/", "::/129", "10.0.0", "a", "10.0.0.0/8/8",
		"1.2.3.4 ", "fe80::1%eth0" };
	struct network w;

	(void)state;
	for (size_t i = 0; i < COUNT(t); i++) {
		struct ip ip;
		assert_int_equal(network_parse(str_of(t[i].network), &w), OK);
		assert_int_equal(ip_parse(str_of(t[i].ip), &ip), OK);
		if (network_has(&w, ip) != t[i].has)
			fail_msg("%s in %s", t[i].ip, t[i].network);
	}
	for (size_t i = 0; i < COUNT(wrong); i++)
		assert_int_equal(network_parse(str_of(wrong[i]), &w), ERR_INVALID);
}

static void
only_trusted_proxies_are_believed(void **state)
{
	static const struct {
		str peer, forwarded, proto, client;
		bool secure;
	} t[] = {
		{ S("9.9.9.9"), S("1.2.3.4"), S("https"), S("9.9.9.9"), false },
		{ S("127.0.0.1"), S("1.2.3.4"), S("https"), S("1.2.3.4"), true },
		{ S("::ffff:127.0.0.1"), S("1.2.3.4"), S("http"), S("1.2.3.4"), false },
		{ S("127.0.0.1"), S("6.6.6.6, 1.2.3.4"), S("HTTPS"), S("1.2.3.4"), true },
		{ S("127.0.0.1"), S("6.6.6.6, 1.2.3.4, 10.1.1.1"), S("http, https"), S("1.2.3.4"), true },
		{ S("127.0.0.1"), S("10.1.1.1"), S("https, http"), S("10.1.1.1"), false },
		{ S("127.0.0.1"), S(""), S(""), S("127.0.0.1"), false },
		{ S("127.0.0.1"), S("1.2.3.4, unknown"), S("x"), S("127.0.0.1"), false },
		{ S("127.0.0.1"), S("1.2.3.4, unknown, 10.1.1.1"), S(""), S("10.1.1.1"), false },
		{ S("127.0.0.1"), S("1.2.3.4:5678"), S(""), S("1.2.3.4"), false },
		{ S("127.0.0.1"), S("[2001:db8::1]:443"), S(""), S("2001:db8::1"), false },
		{ S("127.0.0.1"), S("2001:db8::1"), S(""), S("2001:db8::1"), false },
		{ S("127.0.0.1"), S("[2001:db8::1"), S(""), S("127.0.0.1"), false },
		{ S("127.0.0.1"), S(",,"), S(""), S("127.0.0.1"), false },
	};
	struct network trusted[2];

	(void)state;
	assert_int_equal(network_parse(S("127.0.0.1"), &trusted[0]), OK);
	assert_int_equal(network_parse(S("10.0.0.0/8"), &trusted[1]), OK);
	for (size_t i = 0; i < COUNT(t); i++) {
		struct arena a CLEANUP(arena_free) = { 0 };
		struct header h[] = { { S("X-Forwarded-For"), t[i].forwarded }, { S("X-Forwarded-Proto"), t[i].proto } };
		struct request rq = { .arena = &a, .headers = h, .header_count = COUNT(h) };
		proxy_resolve(&rq, t[i].peer, trusted, COUNT(trusted));
		same(rq.client, t[i].client);
		assert_int_equal(rq.secure, t[i].secure);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(paths_are_decoded_or_refused),
		cmocka_unit_test(patterns_take_parts_in_order),
		cmocka_unit_test(url_parts_come_back_as_they_were),
		cmocka_unit_test(forms_are_read_as_browsers_write_them),
		cmocka_unit_test(forms_have_a_limit),
		cmocka_unit_test(pairs_are_found_by_name),
		cmocka_unit_test(cookies_are_found_by_name),
		cmocka_unit_test(headers_are_joined_when_they_are_lists),
		cmocka_unit_test(the_best_language_is_picked),
		cmocka_unit_test(networks_hold_their_addresses),
		cmocka_unit_test(only_trusted_proxies_are_believed),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
