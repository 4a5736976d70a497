/* test_letters.c: counting, cleaning and sorting what people write. */
#include "text_test.h"

#include "text/date.h"

static void
graphemes_are_what_a_reader_counts(void **state)
{
	static const struct {
		str s;
		size_t want;
	} t[] = {
		{ S(""), 0 }, { S("abc"), 3 }, { S("a\r\nb"), 3 }, { S("a\n\nb"), 4 }, { S("æøåÆØÅ"), 6 },
		{ S("áčđŋšŧž"), 7 },	/* Northern Sami */
		{ S("c\xcc\x8c" "a\xcc\x81"), 2 },	/* the same signs in two parts */
		{ S("👨‍👩‍👧‍👦"), 1 }, { S("👩🏽‍🚒"), 1 }, { S("🇳🇴🇸🇪"), 2 }, { S("❤️"), 1 }, { S("👍👍🏿"), 2 },
		{ S("한국어"), 3 }, { S("\xe0\xa4\xa8\xe0\xa4\xbf"), 1 }, { S("e\xcc\x81\xcc\x82\xcc\x83"), 1 },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(t); i++)
		assert_int_equal(graphemes(t[i].s), t[i].want);
}

static void
text_is_made_fit_to_keep(void **state)
{
	static const struct {
		str in, want;
	} t[] = {
		{ S("  to \t"), S("to") }, { S("a\r\nb\rc\n"), S("a\nb\nc") }, { S("\xe2\x80\xa8" "a\xe2\x80\xa9" "b"), S("a\nb") },
		{ S("bla\xcc\x8a"), S("blå") },	/* composed */
		{ S("\xef\xbb\xbf" "BOM\xc2\xa0\xe2\x80\x8b"), S("BOM") }, { S("a\tb"), S("a\tb") },
		{ S("<b>&amp;\"'"), S("<b>&amp;\"'") }, { S("\xf0\x9f\x91\xa8\xe2\x80\x8d\xf0\x9f\x91\xa9"), S("👨‍👩") },
		{ S(" \n\t "), S("") }, { S(""), S("") }, { { NULL, 0 }, S("") }, { S("Čáhppesluovtta"), S("Čáhppesluovtta") },
		{ S("\xe2\x80\x8f" "x"), S("\xe2\x80\x8f" "x") },	/* a direction mark turns nothing round */
	};
	struct arena a CLEANUP(arena_free) = { 0 };

	(void)state;
	for (size_t i = 0; i < COUNT(t); i++) {
		str got;
		assert_int_equal(text_clean(&a, t[i].in, 100, &got), OK);
		assert_text(&a, got, t[i].want);
	}
}

static void
signs_that_could_mislead_are_refused(void **state)
{
	static const str t[] = { S("a\0b"), S("\x1b[31m"), S("a\x0b" "b"), S("\x7f"), S("\xc2\x85"), S("\xed\xa0\x80"),
		S("\xff"), S("\xe2\x80\xae" "x"), S("\xe2\x80\xaa" "x"), S("\xe2\x81\xa6" "x"), S("\xef\xbf\xbf"),
		S("\xc0\xaf"), S("\xf0\x9f\x91") };
	struct arena a CLEANUP(arena_free) = { 0 };
	str got;

	(void)state;
	for (size_t i = 0; i < COUNT(t); i++)
		assert_int_equal(text_clean(&a, t[i], 100, &got), ERR_INVALID);
}

static void
length_is_counted_in_graphemes_and_bounded_in_bytes(void **state)
{
	struct arena a CLEANUP(arena_free) = { 0 };
	struct buf b = buf_new(&a, 100000);
	str got;

	(void)state;
	assert_int_equal(text_clean(&a, S("👨‍👩‍👧‍👦👨‍👩‍👧‍👦"), 2, &got), OK);
	assert_int_equal(text_clean(&a, S("👨‍👩‍👧‍👦👨‍👩‍👧‍👦"), 1, &got), ERR_TOOBIG);
	assert_int_equal(text_clean(&a, S(" abc "), 3, &got), OK);
	assert_int_equal(text_clean(&a, S("abcd"), 3, &got), ERR_TOOBIG);
	/* One letter with ten thousand accents is one grapheme, and too much all the same. */
	buf_addc(&b, 'e');
	for (int i = 0; i < 10000; i++)
		buf_add(&b, S("\xcc\x81"));
	assert_int_equal(graphemes(buf_str(&b)), 1);
	assert_int_equal(text_clean(&a, buf_str(&b), 280, &got), ERR_TOOBIG);
}

static void
norwegian_letters_sort_last(void **state)
{
	static const char *const order[] = { "Anne", "anne b", "Berit", "eple", "Zoo", "Ærlig", "Østby", "Ål", "Aasen" };

	(void)state;
	for (enum lang l = LANG_NB; l <= LANG_NN; l++)
		for (size_t i = 1; i < COUNT(order); i++)
			assert_true(sort_cmp(l, str_of(order[i - 1]), str_of(order[i])) < 0);
	assert_true(sort_cmp(LANG_EN, S("Ål"), S("Berit")) < 0);
	assert_int_equal(sort_cmp(LANG_NB, S("same"), S("same")), 0);
	assert_int_equal(sort_cmp(LANG_NB, S(""), (str){ 0 }), 0);
	assert_true(sort_cmp(LANG_NB, S(""), S("a")) < 0);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(graphemes_are_what_a_reader_counts),
		cmocka_unit_test(text_is_made_fit_to_keep),
		cmocka_unit_test(signs_that_could_mislead_are_refused),
		cmocka_unit_test(length_is_counted_in_graphemes_and_bounded_in_bytes),
		cmocka_unit_test(norwegian_letters_sort_last),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
