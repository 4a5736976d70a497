/* test_views.c: what compiled templates write. */
#include "tools_test.h"

#include "views_tmpl.h"

struct view {
	struct arena a;
	struct buf out;
};

#define VIEW(v) struct view v = { 0 }; v.out = buf_new(&v.a, 10000)

static void
wrote(struct view *v, str want)
{
	assert_string_equal(str_z(&v->a, buf_str(&v->out)), str_z(&v->a, want));
	arena_free(&v->a);
}

static void
values_are_escaped_by_their_type(void **state)
{
	VIEW(v);

	(void)state;
	view_text(&v.out, LANG_NB, S("<b>&"), "\"'", -3, true);
	wrote(&v, S("<p>&lt;b&gt;&amp; &quot;&#39; -3 true</p>\n"));
}

static void
attributes_may_depend_on_a_branch(void **state)
{
	VIEW(v);
	VIEW(w);
	VIEW(x);

	(void)state;
	view_attributes(&v.out, LANG_NB, S("a\"'b"), true);
	wrote(&v, S("<input name=\"a&quot;&#39;b\" value='a&quot;&#39;b' checked>\n<p class=\"a b\"\n"
		"title=\"a&quot;&#39;b\"\n>x</p>\n"));
	view_attributes(&w.out, LANG_NB, S("abcd"), false);
	wrote(&w, S("<input name=\"abcd\" value='abcd'>\n<p class=\"a c\"\nhidden\n>x</p>\n"));
	view_attributes(&x.out, LANG_NB, S("x"), false);
	wrote(&x, S("<input name=\"x\" value='x'>\n<p class=\"a d\"\nhidden\n>x</p>\n"));
}

static void
addresses_are_checked_and_their_parts_encoded(void **state)
{
	VIEW(v);
	VIEW(w);

	(void)state;
	view_urls(&v.out, LANG_NB, S("javascript:x"), S("a/b?&\"æ"), 7);
	wrote(&v, S("<a href=\"about:invalid\">a</a>\n"
		"<a href=\"/r/a%2Fb%3F%26%22%C3%A6/x?q=a%2Fb%3F%26%22%C3%A6&amp;n=7#a%2Fb%3F%26%22%C3%A6\">b</a>\n"
		"<a href=\"about:invalid?q=a%2Fb%3F%26%22%C3%A6\">c</a>\n<a href=\"mailto:a%2Fb%3F%26%22%C3%A6\">d</a>\n"
		"<form action=\"about:invalid\"><button formaction=\"page-7\" data-href=\"about:invalid\">e</button></form>\n"
		"<a href=\"about:invalid\">f</a>\n<a title=\"javascript:x\" data-url=\"javascript:x\">g</a>\n"));
	view_urls(&w.out, LANG_NB, S("/p/3?a=b&c"), S("x"), 0);
	wrote(&w, S("<a href=\"/p/3?a=b&amp;c\">a</a>\n<a href=\"/r/x/x?q=x&amp;n=0#x\">b</a>\n"
		"<a href=\"/p/3?a=b&amp;c?q=x\">c</a>\n<a href=\"mailto:x\">d</a>\n"
		"<form action=\"/p/3?a=b&amp;c\"><button formaction=\"page-0\" data-href=\"/p/3?a=b&amp;c\">e</button></form>\n"
		"<a href=\"/none\">f</a>\n<a title=\"/p/3?a=b&amp;c\" data-url=\"/p/3?a=b&amp;c\">g</a>\n"));
}

static void
loops_and_branches_leave_no_white_space(void **state)
{
	static const char *const names[] = { "Kari", "Ola", "<Siv>" };
	VIEW(v);
	VIEW(w);

	(void)state;
	view_lists(&v.out, LANG_NB, names, 3);
	wrote(&v, S("<ul>\n<li>Kari</li>\n<li>Ola</li>\n<li class=\"third\">&lt;Siv&gt;</li>\n</ul>\nKari, Ola, &lt;Siv&gt;\n"));
	view_lists(&w.out, LANG_NB, names, 0);
	wrote(&w, S("<ul>\n</ul>\n\n"));
}

static void
templates_call_each_other(void **state)
{
	VIEW(v);

	(void)state;
	view_calls(&v.out, LANG_NB, S("s"), (markup){ S("<i>m</i>") });
	wrote(&v, S("<tr>\n<td>s</td>\n\n<td>a, b</td>\n\nbefore <td>}}</td>\n after\n<i>m</i>\n</tr>\n<td>s 1 two</td>\n"));
}

static void
texts_get_the_language(void **state)
{
	VIEW(v);
	VIEW(w);

	(void)state;
	view_language(&v.out, LANG_NB, S("<Kari>"), 1);
	wrote(&v, S("<p lang=\"nb\" title=\"God dag\">God dag ett kort</p>\n<p>Åpen God dag God dag</p>\n"
		"<p>Kjære &lt;Kari&gt;, du har 1</p>\n<p title=\"ett kort\">God dag</p>\n"));
	view_language(&w.out, LANG_EN, S("Kari"), 1200);
	wrote(&w, S("<p lang=\"en\" title=\"Good day\">Good day {n} cards</p>\n<p>Open Good day Good day</p>\n"
		"<p>Dear Kari, you have 1,200</p>\n<p title=\"1,200 cards\">-</p>\n"));
}

static void
what_html_counts_is_kept(void **state)
{
	VIEW(v);
	VIEW(w);

	(void)state;
	view_kept(&v.out, LANG_NB);
	wrote(&v, S("<!doctype html>\n<!-- kept -->\n<title>a &lt;/title&gt; b</title>\n<textarea>\n&lt;/textarea&gt;</textarea>\n"
		"<pre>\n  two\n\ttab 1\n</pre>\n<script type=\"module\" src=\"/x.js\"></script>\n<style>p > a { color: red }</style>\n"
		"<p>\tone   line,\nnext \"line\" \\ %d æøå</p>\n{{\n"));
	view_nothing(&w.out, LANG_NB);
	wrote(&w, S(""));
}

static void
words_are_never_joined(void **state)
{
	VIEW(v);
	VIEW(w);

	(void)state;
	view_word_between(&v.out, LANG_NB, true);
	wrote(&v, S("before\nmiddle\nafter x\ny end\n"));
	view_word_between(&w.out, LANG_NB, false);
	wrote(&w, S("before\nafter x\ny end\n"));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(values_are_escaped_by_their_type),
		cmocka_unit_test(attributes_may_depend_on_a_branch),
		cmocka_unit_test(addresses_are_checked_and_their_parts_encoded),
		cmocka_unit_test(loops_and_branches_leave_no_white_space),
		cmocka_unit_test(templates_call_each_other),
		cmocka_unit_test(texts_get_the_language),
		cmocka_unit_test(what_html_counts_is_kept),
		cmocka_unit_test(words_are_never_joined),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
