/* test_catalog.c: finding the ids in sources, and what fails a build. */
#include "tools_test.h"

#include <stdlib.h>

#include "catalog.h"

static void
ids_are_found_in_c(void **state)
{
	static const struct {
		const char *context, *text, *plural;
		size_t line;
	} want[] = { { "", "one \"two\"", "", 1 }, { "ctx", "three", "", 2 }, { "", "a note", "{n} notes", 3 },
		{ "", "in a table", "", 5 }, { "of a door", "Open", "", 5 }, { "", "inner", "", 9 } };
	struct arena a CLEANUP(arena_free) = { 0 };
	struct id_list list = { 0 };
	struct fault f = { 0 };

	(void)state;
	assert_int_equal(ids_read(&a, S("a.c"),
		S("x = tr(rq->lang, \"one \" /**/ + \"\"); /* tr(\"no\") */"), &list, &f), ERR_INVALID);
	assert_int_equal(ids_read(&a, S("a.c"),
		S("x = tr(rq->lang, \"one \" \"\\\"two\\\"\"); /* tr(\"no\") */ // tr(x)\n"
		"trc ( lang_of(a, b), \"ctx\",\n\"three\");trn(l, \"a note\",\n \"{n} notes\", f(n, 2));\n"
		"{ N_(\"in a table\"), NC_(\"of a door\", \"Open\") }\n#define N_(id) id\n#define T(x) tr(LANG_NB, x)\n"
		"s = \"tr(\\\"no\\\")\"; str(\"no\"); a.tr(x); b->tr(y); tr_dynamic(l, x); '\"'; tr;\n"
		"page(rq, fill(rq->arena, rq->lang, tr(rq->lang, \"inner\"), V(\"n\", 1)));\n"), &list, &f), OK);
	assert_int_equal(list.n, COUNT(want));
	for (size_t i = 0; i < COUNT(want); i++) {
		assert_string_equal(str_z(&a, list.items[i].context), want[i].context);
		assert_string_equal(str_z(&a, list.items[i].text), want[i].text);
		assert_string_equal(str_z(&a, list.items[i].plural), want[i].plural);
		assert_int_equal(list.items[i].line, want[i].line);
	}
}

static void
ids_are_found_in_templates(void **state)
{
	struct arena a CLEANUP(arena_free) = { 0 };
	struct id_list list = { 0 };
	struct fault f = { 0 };

	(void)state;
	assert_int_equal(ids_read(&a, S("a.tmpl"),
		S("{{# tr(\"no\") }}\ntr(\"no\") \" {{ tr(\"yes\") }}'\n{{ trn(\"a\", \"b\", n) }} {{ if x }}{{ tr(lang, \"}}\") }}{{ end }}"),
		&list, &f), OK);
	assert_int_equal(list.n, 3);
	assert_true(str_eq(list.items[0].text, S("yes")) && list.items[0].line == 2);
	assert_true(str_eq(list.items[1].text, S("a")) && str_eq(list.items[1].plural, S("b")));
	assert_true(str_eq(list.items[2].text, S("}}")) && list.items[2].line == 3);
}

static void
ids_that_are_no_literals_are_refused(void **state)
{
	static const str t[] = { S("\ntr(lang, x)"), S("\ntr(lang, c ? \"a\" : \"b\")"), S("\ntr()"), S("\ntr(lang, \"\")"),
		S("\ntrc(lang, c, \"a\")"), S("\ntrn(lang, \"a\", b, n)"), S("\ntr(lang, \"a\" X)"), S("\ntr(lang, \"a\\x41\")"),
		S("\nN_(x)"), S("\ntr(lang, \"a\"") };
	struct arena a CLEANUP(arena_free) = { 0 };

	(void)state;
	for (size_t i = 0; i < COUNT(t); i++) {
		struct id_list list = { 0 };
		struct fault f = { 0 };
		assert_int_equal(ids_read(&a, S("a.c"), t[i], &list, &f), ERR_INVALID);
		assert_int_equal(f.line, 2);
	}
}

/* ---- checking ---- */

struct made {
	const char *source, *nb, *nn, *en, *pl, *same;	/* NULL: empty */
};

static struct catalog
catalog_of(struct arena *a, const struct made *m)
{
	const char *texts[] = { m->nb, m->nn, m->en, m->pl };
	static const char *const tags[] = { "nb", "nn", "en", "pl" };
	struct catalog c = { .a = a, .langs = NEW_ARRAY(a, struct catalog_lang, 4), .lang_count = m->pl ? 4 : 3,
		.same_file = S("same.txt"), .same = str_of(m->same) };
	struct fault f = { 0 };

	assert_int_equal(ids_read(a, S("a.c"), str_of(m->source), &c.ids, &f), OK);
	for (size_t i = 0; i < c.lang_count; i++) {
		c.langs[i].tag = str_of(tags[i]);
		assert_int_equal(po_read(a, str_fmt(a, "%s.po", tags[i]), str_of(texts[i]), &c.langs[i].list,
			&c.langs[i].header, &f), OK);
	}
	return c;
}

#define MSG(id, text) "msgid \"" id "\"\nmsgstr \"" text "\"\n"
#define MSGS(one, many, form0, form1) \
	"msgid \"" one "\"\nmsgid_plural \"" many "\"\nmsgstr[0] \"" form0 "\"\nmsgstr[1] \"" form1 "\"\n"

static void
what_is_wrong_fails_the_build(void **state)
{
	static const struct {
		struct made made;
		const char *want;	/* "file:line: words"; NULL: nothing to complain of */
	} t[] = {
		{ { "tr(l, \"Hi\")", MSG("Hi", "Hei"), MSG("Hi", "Hallo"), NULL, NULL, NULL }, NULL },
		{ { "\ntr(l, \"Hi\")", NULL, MSG("Hi", "Hallo"), NULL, NULL, NULL }, "a.c:2: nb lacks \"Hi\"" },
		{ { "tr(l, \"Hi\")", MSG("Hi", "Hei"), "#, fuzzy\n" MSG("Hi", "Hallo"), NULL, NULL, NULL }, "a.c:1: nn lacks \"Hi\"" },
		{ { "trc(l, \"c\", \"Hi\")", MSG("Hi", "Hei"), "msgctxt \"c\"\n" MSG("Hi", "Hallo"), NULL, NULL, NULL },
			"a.c:1: nb lacks \"Hi\" in the context c" },
		{ { "tr(l, \"Hi\")", MSG("Hi", "Hei"), MSG("Hi", ""), NULL, NULL, NULL }, "a.c:1: nn lacks \"Hi\"" },
		{ { "tr(l, \"Hi\")", MSG("Hi", "Hei"), MSG("Hi", "Hei"), NULL, NULL, NULL },
			"nn.po:1: \"Hi\" is the same as in nb: say it in nynorsk, or add the id to same.txt" },
		{ { "tr(l, \"Hi\")", MSG("Hi", "Hei"), MSG("Hi", "Hei"), NULL, NULL, "# why\nHi\n" }, NULL },
		{ { "tr(l, \"Hi: \")", MSG("Hi: ", "Hei: "), MSG("Hi: ", "Hei: "), NULL, NULL, "Hi:\n" }, NULL },
		{ { "tr(l, \"Hi\")", MSG("Hi", "Hei"), MSG("Hi", "Hallo"), NULL, NULL, "\nHi" },
			"same.txt:2: warning: \"Hi\" is not the same in nb and nn, or not used" },
		{ { "tr(l, \"Hi {a}\")", MSG("Hi {a}", "Hei {b}"), MSG("Hi {a}", "Hallo {a}"), NULL, NULL, NULL },
			"nb.po:1: \"Hi {a}\": {a} is only in the id" },
		{ { "tr(l, \"Hi\")", MSG("Hi", "Hei {b}"), MSG("Hi", "Hallo"), NULL, NULL, NULL },
			"nb.po:1: \"Hi\": {b} is only in the translation" },
		{ { "tr(l, \"Hi\")", MSG("Hi", "Hei"), MSG("Hi", "Hallo"), MSG("Hi", "{x}"), NULL, NULL },
			"en.po:1: \"Hi\": {x} is only in the translation" },
		{ { "trn(l, \"one\", \"{n} of\", n)", MSGS("one", "{n} of", "en", "{n}"), MSGS("one", "{n} of", "ein", "{n} av"), NULL,
			NULL, NULL }, NULL },
		{ { "trn(l, \"one\", \"{n} of\", n)", MSGS("one", "{n} of", "en", "flere"), MSGS("one", "{n} of", "ein", "{n} av"),
			NULL, NULL, NULL }, "nb.po:1: \"one\": {n} is only in the id" },
		{ { "trn(l, \"one\", \"{n} of\", n)", MSG("one", "en"), MSGS("one", "{n} of", "ein", "{n} av"), NULL, NULL, NULL },
			"nb.po:1: \"one\": msgid_plural is not what a.c:1 says" },
		{ { "trn(l, \"a\", \"b\", n) trn(l, \"a\", \"c\", n)", MSGS("a", "c", "x", "y"), MSGS("a", "c", "z", "w"), NULL, NULL,
			NULL }, "a.c:1: \"a\" has another plural at a.c:1" },
		{ { "", MSG("Hi", "Hei"), NULL, NULL, NULL, NULL }, "nb.po:1: warning: \"Hi\" is not used" },
		{ { "tr(l, \"Hi\")", MSG("Hi", "Hei") MSG("Hi", "Hei"), MSG("Hi", "Hallo"), NULL, NULL, NULL }, NULL },
		{ { "tr(l, \"Hi\")", MSG("Hi", "Hei") MSG("Hi", "Hei du"), MSG("Hi", "Hallo"), NULL, NULL, NULL },
			"nb.po:3: \"Hi\" has another text at nb.po:1: make them one, or give one a context" },
		{ { "", "msgid \"\"\nmsgstr \"Plural-Forms: nplurals=2; plural=n;\\n\"\n", NULL, NULL, NULL, NULL },
			"nb:0: the Plural-Forms rule gives no form for n = 2" },
		{ { "", NULL, NULL, NULL, "", NULL }, "pl:0: the header of one of its files must give X-Language-Name" },
		{ { "tr(l, \"Hi\")", MSG("Hi", "Hei"), MSG("Hi", "Hallo"), NULL, "msgid \"\"\nmsgstr \"X-Language-Name: x\\n\"\n", NULL },
			NULL },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(t); i++) {
		struct arena a CLEANUP(arena_free) = { 0 };
		struct catalog c = catalog_of(&a, &t[i].made);
		bool ok = catalog_check(&c);
		const struct complaint *m = c.complaints.items;
		str got = m ? str_fmt(&a, STR_FMT ":%zu: %s" STR_FMT, STR_ARG(m->file), m->line, m->warning ? "warning: " : "",
			STR_ARG(m->what)) : S("");
		assert_string_equal(str_z(&a, got), t[i].want ? t[i].want : "");
		assert_true(c.complaints.n <= 2 && ok == (c.complaints.errors == 0));
		assert_int_equal(ok, !m || m->warning);
	}
}

static void
a_draft_counts_what_is_missing(void **state)
{
	const struct made m = { "tr(l, \"A \\\"x\\\"\") trc(l, \"c\", \"B\") trn(l, \"one\", \"many\", n)", NULL, NULL, NULL, NULL,
		NULL };
	struct arena a CLEANUP(arena_free) = { 0 };
	struct buf out = buf_new(&a, 10000);
	struct catalog c = catalog_of(&a, &m);

	(void)state;
	c.draft = true;
	assert_true(catalog_check(&c));
	assert_int_equal(c.langs[0].missing, 3);
	catalog_missing(&c, &c.langs[1], &out);
	assert_string_equal(str_z(&a, buf_str(&out)),
		"#: a.c:1\nmsgid \"A \\\"x\\\"\"\nmsgstr \"\"\n\n"
		"#: a.c:1\nmsgid \"one\"\nmsgid_plural \"many\"\nmsgstr[0] \"\"\nmsgstr[1] \"\"\n\n"
		"#: a.c:1\nmsgctxt \"c\"\nmsgid \"B\"\nmsgstr \"\"\n\n");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(ids_are_found_in_c),
		cmocka_unit_test(ids_are_found_in_templates),
		cmocka_unit_test(ids_that_are_no_literals_are_refused),
		cmocka_unit_test(what_is_wrong_fails_the_build),
		cmocka_unit_test(a_draft_counts_what_is_missing),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
