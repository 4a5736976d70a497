/* test_i18n.c: texts in their languages, plurals, filling in. */
#include "text_test.h"

#include "text/i18n.h"

#define NBSP "\xc2\xa0"
#define PL ((enum lang)LANG_COUNT)

static void
texts_come_in_the_language_of_the_request(void **state)
{
	struct arena a CLEANUP(arena_free) = { 0 };

	(void)state;
	assert_text(&a, tr(LANG_NB, "Good morning"), S("God morgen"));
	assert_text(&a, tr(LANG_NN, "Good morning"), S("God morgon"));
	assert_text(&a, tr(LANG_EN, "Good morning"), S("Good morning"));
	assert_text(&a, tr(LANG_NN, "Half done"), S("Halvgjort"));
	assert_text(&a, tr(LANG_NB, "Said \"so\"\nand " "went"), S("Sa «så»\nog gikk"));
	assert_text(&a, tr_dynamic(LANG_NB, S("never heard of")), S("never heard of"));
}

static void
a_context_tells_two_meanings_apart(void **state)
{
	struct arena a CLEANUP(arena_free) = { 0 };

	(void)state;
	assert_text(&a, trc(LANG_NB, "of a window", "Open"), S("Åpne"));
	assert_text(&a, trc(LANG_NB, "of a meeting", "Open"), S("Åpent"));
	assert_text(&a, trc(LANG_EN, "of a window", "Open"), S("Open it"));
	assert_text(&a, trc(LANG_EN, "of a meeting", "Open"), S("Open"));
	assert_text(&a, tr_dynamic(LANG_NB, S("Open")), S("Open"));
}

static void
ids_in_tables_are_shown_by_data(void **state)
{
	static const char *const table[] = { N_("Only by data"), NC_("of a window", "Open") };
	struct arena a CLEANUP(arena_free) = { 0 };

	(void)state;
	assert_text(&a, tr_dynamic(LANG_NN, str_of(table[0])), S("Berre som data"));
	assert_text(&a, trc_dynamic(LANG_NN, "of a window", str_of(table[1])), S("Opne"));
}

static void
plurals_follow_the_rule_of_the_language(void **state)
{
	static const struct {
		enum lang l;
		int64_t n;
		str want;
	} t[] = {
		{ LANG_NB, 0, S("{n} lapper") }, { LANG_NB, 1, S("én lapp") }, { LANG_NB, 2, S("{n} lapper") },
		{ LANG_NB, -1, S("én lapp") }, { LANG_NB, INT64_MIN, S("{n} lapper") }, { LANG_NN, 1, S("éin lapp") },
		{ LANG_NN, 12, S("{n} lappar") }, { LANG_EN, 1, S("one note") }, { LANG_EN, 21, S("{n} notes") },
		{ PL, 1, S("jedna kartka") }, { PL, 2, S("{n} kartki") }, { PL, 12, S("{n} kartek") },
		{ PL, 22, S("{n} kartki") }, { PL, 112, S("{n} kartek") },
	};
	struct arena a CLEANUP(arena_free) = { 0 };

	(void)state;
	for (size_t i = 0; i < COUNT(t); i++)
		assert_text(&a, trn(t[i].l, "one note", "{n} notes", t[i].n), t[i].want);
}

static void
names_in_braces_are_filled_in(void **state)
{
	struct arena a CLEANUP(arena_free) = { 0 };

	(void)state;
	assert_text(&a, fill(&a, LANG_NB, tr(LANG_NB, "Hello {name}"), V("name", "Kari")), S("Hei, Kari"));
	assert_text(&a, fill(&a, LANG_NB, S("{n} av {most}"), V("n", 3), V("most", (int64_t)1234567)),
		S("3 av 1" NBSP "234" NBSP "567"));
	assert_text(&a, fill(&a, LANG_EN, S("{n}"), V("n", 1234)), S("1,234"));
	assert_text(&a, fill(&a, LANG_NB, S("{a}{a}{b"), V("a", S("{b}")), V("b", S("x"))), S("{b}{b}{b"));
	assert_text(&a, fill(&a, LANG_NB, S("{unknown} {} {a"), V("a", 1)), S("{unknown} {} {a"));
	assert_text(&a, fill(&a, LANG_NB, S("{ {a}"), V("a", 1)), S("{ 1"));
	assert_text(&a, fill(&a, LANG_NB, S(""), V("a", 1)), S(""));
}

static void
filling_a_page_escapes_text_and_values(void **state)
{
	struct arena a CLEANUP(arena_free) = { 0 };
	struct buf b = buf_new(&a, 1000);

	(void)state;
	html_fill(&b, LANG_NB, S("<b>{name}</b> & {n}"), V("name", S("\"<i>\"")), V("n", -5));
	assert_text(&a, buf_str(&b), S("&lt;b&gt;&quot;&lt;i&gt;&quot;&lt;/b&gt; &amp; \xe2\x88\x92" "5"));
}

static void
languages_are_named_by_exact_tags(void **state)
{
	enum lang l = LANG_EN;

	(void)state;
	assert_true(lang_of(S("nn"), &l) && l == LANG_NN);
	assert_false(lang_of(S("NN"), &l) || lang_of(S("no"), &l) || lang_of(S(""), &l) || lang_of(S("nn-NO"), &l));
	assert_int_equal(l, LANG_NN);
	assert_false(lang_of(S("pl"), &l));
	assert_true(lang_of_any(S("pl"), &l) && l == PL && lang_all() == 4);
	assert_true(str_eq(lang_tag(LANG_NB), S("nb")) && str_eq(lang_name(LANG_NB), S("bokmål")));
	assert_true(str_eq(lang_name(PL), S("polski")));
	assert_true(str_eq(tr(PL, "Good morning"), S("Good morning")));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(texts_come_in_the_language_of_the_request),
		cmocka_unit_test(a_context_tells_two_meanings_apart),
		cmocka_unit_test(ids_in_tables_are_shown_by_data),
		cmocka_unit_test(plurals_follow_the_rule_of_the_language),
		cmocka_unit_test(names_in_braces_are_filled_in),
		cmocka_unit_test(filling_a_page_escapes_text_and_values),
		cmocka_unit_test(languages_are_named_by_exact_tags),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
