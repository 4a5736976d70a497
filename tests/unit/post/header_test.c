/* header_test.c: what may stand in a mail header, and how it is written there. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/str.h"
#include "post/header.h"

static void
addresses_are_plain_or_none(void **state)
{
	static const struct {
		const char *address;
		bool fit;
	} t[] = {
		{ "lise@solbakken.example", true }, { "a.b+c_d@x-y.example", true }, { "o'brien@example.no", true },
		{ "", false }, { "@", false }, { "a@", false }, { "@b", false }, { "a.b", false }, { ".a@b", false }, { "a.@b", false },
		{ "a..b@c", false }, { "a@b..c", false }, { "a@-b", false }, { "a b@c", false }, { "a@b c", false }, { "a@b@c", false },
		{ "a@b\r\nRCPT TO:<x@y>", false }, { "a\n@b", false }, { "<a@b>", false }, { "a@b>", false }, { "\"a\"@b", false },
		{ "a,b@c", false }, { "a;b@c", false }, { "ærlig@solbakken.example", false }, { "a@blåbær.example", false },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(t); i++)
		assert_int_equal(mail_address_is_fit(str_of(t[i].address)), t[i].fit);
	assert_false(mail_address_is_fit((str){ "a\0b@c", 5 }));
}

static void
hosts_are_names_or_addresses(void **state)
{
	static const char *const good[] = { "smtp.example.no", "localhost", "192.168.1.4", "[::1]", "relay" };
	static const char *const bad[] = { "", "a/b", "a b", "smtp.example.no:25", "a@b", "a\r\nb", "[::1", "[]", "?", "-x", "a..b",
		"[a/b]x" };

	(void)state;
	for (size_t i = 0; i < COUNT(good); i++)
		assert_true(mail_host_is_fit(str_of(good[i])));
	for (size_t i = 0; i < COUNT(bad); i++)
		assert_false(mail_host_is_fit(str_of(bad[i])));
}

static void
text_is_plain_or_encoded(void **state)
{
	struct arena a CLEANUP(arena_free) = { 0 };
	static const struct {
		const char *in, *out;
	} t[] = {
		{ "Medvirk", "Medvirk" },
		{ "", "" },
		{ " To morrow ", "To morrow" },
		{ "På", "=?UTF-8?B?UMOl?=" },
		{ "a: b", "=?UTF-8?B?YTogYg==?=" },
		{ "=?UTF-8?B?aGVp?=", "=?UTF-8?B?PT9VVEYtOD9CP2FHVnA/PQ==?=" },
		{ "x\r\nBcc: y", "=?UTF-8?B?eCAgQmNjOiB5?=" },
		{ "\xff", "?" },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(t); i++)
		assert_string_equal(str_z(&a, header_text(&a, str_of(t[i].in))), t[i].out);
}

static void
no_letter_is_cut_in_two_by_a_fold(void **state)
{
	struct arena a CLEANUP(arena_free) = { 0 };
	/* 22 letters of two bytes are 44 bytes: one more would be cut in two. */
	str text = header_text(&a, S("åååååååååååååååååååååååå"
		"åååååååååååååååååååååååååå"));
	str line, rest = text;
	size_t lines = 0;

	(void)state;
	while (str_cut(rest, '\n', &line, &rest) || line.n) {
		assert_true(str_trim(line).n <= 75);
		lines++;
		if (!rest.n)
			break;
	}
	assert_int_equal(lines, 2 + 1);
	assert_true(str_starts(text, S("=?UTF-8?B?w6XDpcOl")));
}

static void
dates_are_written_in_english_whatever_the_locale(void **state)
{
	struct arena a CLEANUP(arena_free) = { 0 };

	(void)state;
	assert_string_equal(str_z(&a, header_date(&a, 1795299870)), "Sat, 21 Nov 2026 22:24:30 +0000");
	assert_string_equal(str_z(&a, header_date(&a, 0)), "Thu, 1 Jan 1970 00:00:00 +0000");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(addresses_are_plain_or_none),
		cmocka_unit_test(hosts_are_names_or_addresses),
		cmocka_unit_test(text_is_plain_or_encoded),
		cmocka_unit_test(no_letter_is_cut_in_two_by_a_fold),
		cmocka_unit_test(dates_are_written_in_english_whatever_the_locale),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
