/* test_po.c: reading .po files and plural rules. */
#include "tools_test.h"

#include "plural.h"
#include "po.h"

static void
entries_are_read_whole(void **state)
{
	struct arena a CLEANUP(arena_free) = { 0 };
	struct po_list list = { 0 };
	struct po_header header = { 0 };
	struct fault f = { 0 };

	(void)state;
	assert_int_equal(po_read(&a, S("a.po"),
		S("# header\nmsgid \"\"\nmsgstr \"\"\n\"Content-Type: text/plain; charset=UTF-8\\n\"\n"
		"\"Plural-Forms: nplurals=2; plural=n != 1;\\n\"\n\"X-Language-Name: norsk\\n\"\n\n"
		"#. why\n#: a.c:3\n#, c-format\nmsgctxt \"ctx\"\nmsgid \"a \\\"b\\\"\\n\"\n \"c\\t\\\\\"\nmsgstr \"æ\"\r\n\n"
		"#, fuzzy\nmsgid \"left out\"\nmsgstr \"x\"\nmsgid \"one\"\nmsgid_plural \"many\"\nmsgstr[0] \"en\"\nmsgstr[1] \"\"\n"
		"\"flere\"\n#~ msgid \"gone\"\n#~ msgstr \"x\"\n"), &list, &header, &f), OK);
	assert_int_equal(list.n, 2);
	assert_true(str_eq(header.name, S("norsk")) && str_eq(header.plural_forms, S("nplurals=2; plural=n != 1;")));
	assert_true(str_eq(list.items[0].context, S("ctx")) && str_eq(list.items[0].id, S("a \"b\"\nc\t\\")));
	assert_true(str_eq(list.items[0].texts[0], S("æ")) && list.items[0].line == 11 && list.items[0].forms == 1);
	assert_true(str_eq(list.items[1].id, S("one")) && str_eq(list.items[1].plural, S("many")));
	assert_true(list.items[1].forms == 2 && str_eq(list.items[1].texts[1], S("flere")));
}

static void
files_that_are_wrong_are_refused(void **state)
{
	static const struct {
		str text;
		size_t line;
		const char *what;
	} t[] = {
		{ S("msgid \"a\"\n"), 1, "the entry has no msgstr" },
		{ S("msgid \"a\"\nmsgid \"b\"\nmsgstr \"\"\n"), 1, "the entry has no msgstr" },
		{ S("msgctxt \"a\"\nmsgstr \"\"\n"), 2, "the lines of the entry are not in order" },
		{ S("msgstr \"\"\n"), 1, "the lines of the entry are not in order" },
		{ S("msgid \"a\nmsgstr \"\"\n"), 1, "the string is not closed" },
		{ S("msgid \"a\\\n"), 1, "the string is not closed" },
		{ S("msgid \"a\\q\"\n"), 1, "unknown escape \\q" },
		{ S("msgid a\n"), 1, "a string in double quotes is missing" },
		{ S("msgid \"a\" b\n"), 1, "something follows the string" },
		{ S("\"a\"\n"), 1, "a string that belongs to nothing" },
		{ S("hello\n"), 1, "not a line of a .po file" },
		{ S("msgctxt \"x\"\nmsgid \"\"\nmsgstr \"a\"\n"), 1, "msgid is empty" },
		{ S("msgid \"a\"\nmsgid_plural \"\"\nmsgstr[0] \"a\"\n"), 1, "msgid_plural is empty" },
		{ S("msgid \"a\"\nmsgid_plural \"b\"\nmsgstr \"a\"\n"), 3, "msgstr is out of place" },
		{ S("msgid \"a\"\nmsgstr \"a\"\nmsgstr \"a\"\n"), 3, "msgstr is out of place" },
		{ S("msgid \"a\"\nmsgstr[0] \"a\"\n"), 2, "msgstr[N] without msgid_plural" },
		{ S("msgid \"a\"\nmsgid_plural \"b\"\nmsgstr[1] \"a\"\n"), 3, "msgstr[N] must count from 0 without a gap" },
		{ S("msgid \"a\"\nmsgid_plural \"b\"\nmsgstr[0 \"a\"\n"), 3, "msgstr[N] must count from 0 without a gap" },
		{ S("msgid \"\"\nmsgstr \"Content-Type: text/plain; charset=latin1\\n\"\n"), 2, "the file must be UTF-8" },
		{ S("msgid \"\xff\"\n"), 1, "the file is not UTF-8 text" },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(t); i++) {
		struct arena a CLEANUP(arena_free) = { 0 };
		struct po_list list = { 0 };
		struct po_header header = { 0 };
		struct fault f = { 0 };
		assert_int_equal(po_read(&a, S("x.po"), t[i].text, &list, &header, &f), ERR_INVALID);
		assert_string_equal(str_z(&a, f.what), t[i].what);
		assert_int_equal(f.line, t[i].line);
	}
}

static void
placeholders_are_names_in_braces(void **state)
{
	static const str text = S("{a} { b} {c_1}{} {d");

	(void)state;
	assert_true(str_eq(po_placeholder(text, 0), S("a")) && str_eq(po_placeholder(text, 1), S("c_1")));
	assert_int_equal(po_placeholder(text, 2).n, 0);
	assert_true(po_has_placeholder(text, S("c_1")) && !po_has_placeholder(text, S("b")));
}

static void
plural_rules_give_the_form(void **state)
{
	static const struct {
		str rule;
		unsigned forms, at[8];	/* for 0, 1, 2, 5, 11, 21, 22, 101 */
	} t[] = {
		{ S("nplurals=1; plural=0;"), 1, { 0 } },
		{ S("nplurals=2; plural=n != 1;"), 2, { 1, 0, 1, 1, 1, 1, 1, 1 } },
		{ S("nplurals=2; plural=(n > 1)"), 2, { 0, 0, 1, 1, 1, 1, 1, 1 } },
		{ S(" nplurals = 3 ; plural = n==1 ? 0 : n==2 ? 1 : 2 ;"), 3, { 2, 0, 1, 2, 2, 2, 2, 2 } },
		{ S("nplurals=3; plural=(n%10==1 && n%100!=11 ? 0 : n%10>=2 && n%10<=4 && (n%100<10 || n%100>=20) ? 1 : 2);"),
			3, { 2, 0, 1, 2, 2, 0, 1, 0 } },
		{ S("nplurals=2; plural=!(n-1*2+1 <= 0 || n/3 >= 7);"), 2, { 1, 0, 1, 1, 1, 0, 0, 0 } },
	};
	static const uint64_t ns[8] = { 0, 1, 2, 5, 11, 21, 22, 101 };

	(void)state;
	for (size_t i = 0; i < COUNT(t); i++) {
		struct arena a CLEANUP(arena_free) = { 0 };
		struct fault f = { 0 };
		struct plural p;
		assert_int_equal(plural_read(&a, t[i].rule, &p, &f), OK);
		assert_int_equal(p.forms, t[i].forms);
		for (size_t k = 0; k < COUNT(ns); k++)
			assert_int_equal(plural_form(&p, ns[k]), t[i].at[k]);
	}
}

static void
plural_rules_that_are_wrong_are_refused(void **state)
{
	static const str t[] = { S(""), S("nplurals=2"), S("nplurals=2; plural=n != 1; x"), S("nplurals=2; plural=n;"),
		S("nplurals=2; plural=system(n);"), S("nplurals=2; plural=n % 0;"), S("nplurals=2; plural=(n != 1;"),
		S("nplurals=2; plural=n ? 1;"), S("nplurals=2; plural=1 / (n - 500);"), S("nplurals=2; plural=n = 1;"),
		S("nplurals=0; plural=0;"), S("nplurals=2; plural=-1;"), S("nplurals=2; plural=n != 9999999999;") };
	struct arena a CLEANUP(arena_free) = { 0 };
	struct buf deep = buf_new(&a, 100000);
	struct fault f = { 0 };
	struct plural p;

	(void)state;
	for (size_t i = 0; i < COUNT(t); i++)
		assert_int_equal(plural_read(&a, t[i], &p, &f), ERR_INVALID);
	buf_add(&deep, S("nplurals=2; plural="));
	for (int i = 0; i < 20000; i++)
		buf_addc(&deep, i % 2 ? '!' : '(');
	assert_int_equal(plural_read(&a, buf_str(&deep), &p, &f), ERR_INVALID);
}

static void
plural_rules_become_c(void **state)
{
	struct arena a CLEANUP(arena_free) = { 0 };
	struct buf b = buf_new(&a, 1000);
	struct fault f = { 0 };
	struct plural p;

	(void)state;
	assert_int_equal(plural_read(&a, S("nplurals=2; plural=n==1 ? 0 : n%10;"), &p, &f), ERR_INVALID);
	assert_int_equal(plural_read(&a, S("nplurals=2; plural=n==1 ? 0 : !n || n%10 > 1;"), &p, &f), OK);
	plural_add(&b, &p);
	assert_string_equal(str_z(&a, buf_str(&b)),
		"((unsigned long long)(n == 1ull) ? 0ull : (unsigned long long)((unsigned long long)(!n) || "
		"(unsigned long long)((unsigned long long)(n % 10ull) > 1ull)))");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(entries_are_read_whole),
		cmocka_unit_test(files_that_are_wrong_are_refused),
		cmocka_unit_test(placeholders_are_names_in_braces),
		cmocka_unit_test(plural_rules_give_the_form),
		cmocka_unit_test(plural_rules_that_are_wrong_are_refused),
		cmocka_unit_test(plural_rules_become_c),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
