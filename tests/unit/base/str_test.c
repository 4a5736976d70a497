/* str_test.c: slices. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "base/str.h"

static void
the_empty_slice_is_harmless(void **state)
{
	struct arena a CLEANUP(arena_free) = { 0 };
	str none = { 0 }, head, tail;

	(void)state;
	assert_true(str_eq(none, S("")));
	assert_true(str_eq(none, str_of(NULL)));
	assert_int_equal(str_cmp(none, S("")), 0);
	assert_false(str_has(none, 0));
	assert_int_equal(str_find(none, S("")), 0);
	assert_int_equal(str_find(none, S("a")), SIZE_MAX);
	assert_int_equal(str_from(none, 3).n, 0);
	assert_int_equal(str_take(none, 3).n, 0);
	assert_int_equal(str_trim(none).n, 0);
	assert_false(str_cut(none, ',', &head, &tail));
	assert_true(str_is_utf8(none));
	assert_true(str_starts(none, none));
	assert_true(str_ends(none, none));
	assert_true(str_eq_secret(none, S("")));
	assert_string_equal(str_z(&a, none), "");
	assert_int_equal(str_lower(&a, none).n, 0);
}

static void
slices_compare_by_bytes(void **state)
{
	(void)state;
	assert_true(str_eq(S("a\0b"), S("a\0b")));
	assert_false(str_eq(S("a\0b"), S("a\0c")));
	assert_false(str_eq(S("a"), S("ab")));
	assert_true(str_eq_nocase(S("AbZ["), S("aBz[")));
	assert_false(str_eq_nocase(S("@"), S("`")));
	assert_false(str_eq_nocase(S("Å"), S("å")));
	assert_true(str_cmp(S("a"), S("b")) < 0);
	assert_true(str_cmp(S("a"), S("ab")) < 0);
	assert_true(str_cmp(S("\xff"), S("a")) > 0);
	assert_true(str_eq_secret(S("abc"), S("abc")));
	assert_false(str_eq_secret(S("abc"), S("abd")));
	assert_false(str_eq_secret(S("abc"), S("ab")));
}

static void
slices_are_searched_and_cut(void **state)
{
	str head, tail;

	(void)state;
	assert_true(str_starts(S("abc"), S("ab")) && !str_starts(S("a"), S("ab")));
	assert_true(str_ends(S("abc"), S("bc")) && !str_ends(S("c"), S("bc")));
	assert_int_equal(str_find(S("abcabc"), S("ca")), 2);
	assert_true(str_eq(str_from(S("abc"), 1), S("bc")));
	assert_int_equal(str_from(S("abc"), 3).n, 0);
	assert_true(str_eq(str_take(S("abc"), 2), S("ab")));
	assert_true(str_eq(str_trim(S(" \t\r\na b\n ")), S("a b")));
	assert_int_equal(str_trim(S(" \n")).n, 0);
	assert_true(str_cut(S("a=b=c"), '=', &head, &tail));
	assert_true(str_eq(head, S("a")) && str_eq(tail, S("b=c")));
	assert_false(str_cut(S("abc"), '=', &head, &tail));
	assert_true(str_eq(head, S("abc")) && tail.n == 0);
	assert_true(str_cut(S("a="), '=', NULL, &tail));
	assert_int_equal(tail.n, 0);
}

static void
numbers_are_whole_or_refused(void **state)
{
	static const struct {
		str in;
		err e;
		int64_t v;
	} t[] = {
		{ S("0"), OK, 0 },
		{ S("-0"), OK, 0 },
		{ S("007"), OK, 7 },
		{ S("9223372036854775807"), OK, INT64_MAX },
		{ S("-9223372036854775808"), OK, INT64_MIN },
		{ S("9223372036854775808"), ERR_INVALID, 0 },
		{ S("-9223372036854775809"), ERR_INVALID, 0 },
		{ S("99999999999999999999999"), ERR_INVALID, 0 },
		{ S(""), ERR_INVALID, 0 },
		{ S("-"), ERR_INVALID, 0 },
		{ S("+1"), ERR_INVALID, 0 },
		{ S(" 1"), ERR_INVALID, 0 },
		{ S("1 "), ERR_INVALID, 0 },
		{ S("1.0"), ERR_INVALID, 0 },
		{ S("0x1"), ERR_INVALID, 0 },
		{ S("--1"), ERR_INVALID, 0 },
		{ S("1\0"), ERR_INVALID, 0 },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(t); i++) {
		int64_t v = 0;
		assert_int_equal(str_int(t[i].in, &v), t[i].e);
		assert_true(v == t[i].v);
	}
}

static void
utf8_is_told_from_the_rest(void **state)
{
	static const str good[] = { S("a"), S("\x7f"), S("\xc2\x80"), S("\xdf\xbf"), S("\xe0\xa0\x80"), S("\xed\x9f\xbf"),
		S("\xee\x80\x80"), S("\xef\xbf\xbf"), S("\xf0\x90\x80\x80"), S("\xf4\x8f\xbf\xbf"), S("a\0b") };
	static const str bad[] = { S("\x80"), S("\xbf"), S("\xc0\x80"), S("\xc1\xbf"), S("\xc2"), S("\xc2\x7f"),
		S("\xe0\x9f\xbf"), S("\xed\xa0\x80"), S("\xed\xbf\xbf"), S("\xe1\x80"), S("\xf0\x8f\xbf\xbf"),
		S("\xf4\x90\x80\x80"), S("\xf5\x80\x80\x80"), S("\xf1\x80\x80"), S("\xff"), S("\xfe"), S("a\xc3") };

	(void)state;
	for (size_t i = 0; i < COUNT(good); i++)
		assert_true(str_is_utf8(good[i]));
	for (size_t i = 0; i < COUNT(bad); i++)
		assert_false(str_is_utf8(bad[i]));
}

static void
copies_are_their_own(void **state)
{
	struct arena a CLEANUP(arena_free) = { 0 };
	char text[] = "ABC";
	str copy = str_dup(&a, str_of(text)), low = str_lower(&a, S("aÅBC"));

	(void)state;
	text[0] = 'x';
	assert_string_equal(copy.p, "ABC");
	assert_true(str_eq(low, S("aÅbc")));
	assert_true(str_eq(str_without(&a, S("\ra\r\nb\r"), '\r'), S("a\nb")));
	assert_int_equal(str_without(&a, S("\r\r"), '\r').n, 0);
	assert_true(str_eq(str_fmt(&a, "%d-%s", 7, "x"), S("7-x")));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_empty_slice_is_harmless),
		cmocka_unit_test(slices_compare_by_bytes),
		cmocka_unit_test(slices_are_searched_and_cut),
		cmocka_unit_test(numbers_are_whole_or_refused),
		cmocka_unit_test(utf8_is_told_from_the_rest),
		cmocka_unit_test(copies_are_their_own),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
