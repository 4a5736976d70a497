/* test_markdown.c: what becomes of Markdown, and what never does. */
#include "text_test.h"

#include "text/blocks.h"
#include "text/markdown.h"

static void
markdown_becomes_html_under_the_pages_headings(void **state)
{
	static const struct {
		str in;
		unsigned shift;
		str want;
	} t[] = {
		{ S("# Starte\n\nTo *små* og **store** ting."), 1,
			S("<h2>Starte</h2>\n<p>To <em>små</em> og <strong>store</strong> ting.</p>\n") },
		{ S("##### Dypt"), 3, S("<h6>Dypt</h6>\n") },
		{ S("# Oppe"), 0, S("<h1>Oppe</h1>\n") },
		{ S("- en\n- to\n"), 0, S("<ul>\n<li>en</li>\n<li>to</li>\n</ul>\n") },
		{ S("[veien](/p/3?a=1&b=2)"), 0, S("<p><a href=\"/p/3?a=1&amp;b=2\">veien</a></p>\n") },
		{ S("<https://example.no/å>"), 0, S("<p><a href=\"https://example.no/%C3%A5\">https://example.no/å</a></p>\n") },
		{ S("[skriv](mailto:a@b.no)"), 0, S("<p><a href=\"mailto:a@b.no\">skriv</a></p>\n") },
		{ S("![plakat](poster.svg)"), 0, S("<p><img src=\"poster.svg\" alt=\"plakat\" /></p>\n") },
		{ S(""), 0, S("") },
	};
	struct arena a CLEANUP(arena_free) = { 0 };

	(void)state;
	for (size_t i = 0; i < COUNT(t); i++)
		assert_text(&a, markdown(&a, t[i].in, t[i].shift).s, t[i].want);
}

static void
html_in_the_text_is_shown_as_typed(void **state)
{
	static const struct {
		str in, want;
	} t[] = {
		{ S("<script>alert(1)</script>"), S("<p>&lt;script&gt;alert(1)&lt;/script&gt;</p>\n") },
		{ S("et <b onclick=\"x()\">ord</b> til"), S("<p>et &lt;b onclick=&quot;x()&quot;&gt;ord&lt;/b&gt; til</p>\n") },
		{ S("<!-- skjult -->"), S("<p>&lt;!-- skjult --&gt;</p>\n") },
		{ S("a < b & c"), S("<p>a &lt; b &amp; c</p>\n") },
		{ S("> <img src=x onerror=y>"), S("<blockquote>\n<p>&lt;img src=x onerror=y&gt;</p>\n</blockquote>\n") },
	};
	struct arena a CLEANUP(arena_free) = { 0 };

	(void)state;
	for (size_t i = 0; i < COUNT(t); i++)
		assert_text(&a, markdown(&a, t[i].in, 0).s, t[i].want);
}

static void
links_elsewhere_leave_only_their_words(void **state)
{
	static const str t[] = { S("[trykk her](javascript:alert(1))"), S("[trykk her](JaVaScRiPt:alert(1))"),
		S("[trykk her](data:text/html,x)"), S("[trykk her](vbscript:x)"), S("[trykk her](<java\tscript:x>)"),
		S("[trykk her](< javascript:x>)"), S("[trykk her](\\\\\\\\evil)"), S("[trykk her](file:///etc/passwd)"),
		S("[trykk her](&#106;avascript:x)"), S("![trykk her](https://example.org/x.png)"),
		S("![trykk her](//example.org/x.png)"), S("![trykk her](data:image/png;base64,x)"),
		S("[trykk her][1]\n\n[1]: javascript:x"), S("[trykk her](:x)") };
	struct arena a CLEANUP(arena_free) = { 0 };

	(void)state;
	for (size_t i = 0; i < COUNT(t); i++)
		assert_text(&a, markdown(&a, t[i], 0).s, S("<p>trykk her</p>\n"));
	assert_text(&a, markdown(&a, S("[![a *b*](http://x/y)](javascript:z)"), 0).s, S("<p>a <em>b</em></p>\n"));
}

static void
bytes_that_are_no_text_do_no_harm(void **state)
{
	struct arena a CLEANUP(arena_free) = { 0 };
	struct buf b = buf_new(&a, 2 * MARKDOWN_MAX);

	(void)state;
	assert_text(&a, markdown(&a, S("a\xff\0b"), 0).s, S("<p>a\xef\xbf\xbd\xef\xbf\xbd" "b</p>\n"));
	while (b.n < MARKDOWN_MAX + 10)
		buf_add(&b, S("> > > [a](b) <x>\n"));
	assert_true(markdown(&a, buf_str(&b), 0).s.n > MARKDOWN_MAX);
}

static void
lines_of_bars_become_a_table(void **state)
{
	struct arena a CLEANUP(arena_free) = { 0 };

	(void)state;
	assert_text(&a, markdown(&a, S("| Min | Hva |\n|---|---|\n| 10 | <b> & *pause* |\n| 5 |"), 0).s,
		S("<table>\n<thead>\n<tr><th scope=\"col\">Min</th><th scope=\"col\">Hva</th></tr>\n</thead>\n<tbody>\n<tr><td>10</td>"
		"<td>&lt;b&gt; &amp; pause</td></tr>\n<tr><td>5</td><td></td></tr>\n</tbody>\n</table>\n"));
	/* Without its rule it is a paragraph that begins with a bar. */
	assert_text(&a, markdown(&a, S("| a | b |\n| c |"), 0).s, S("<p>| a | b |\n| c |</p>\n"));
	assert_text(&a, markdown(&a, S("| a |"), 0).s, S("<p>| a |</p>\n"));
	assert_text(&a, markdown(&a, S("|\n|-\n|"), 0).s, S("<table>\n<thead>\n<tr><th scope=\"col\"></th></tr>\n</thead>\n<tbody>\n"
		"<tr><td></td></tr>\n</tbody>\n</table>\n"));
}

/* One word a block: its kind, level and text. */
static str
blocks_of(struct arena *a, str text)
{
	static const char *const names[] = { "h", "p", "code", "rule", "table", "quote", "/quote", "list", "/list", "item", "/item" };
	struct blocks all = markdown_blocks(a, text);
	struct buf b = buf_new(a, 64 * 1024);

	for (size_t i = 0; i < all.n; i++) {
		buf_addf(&b, "%s%s", i ? " " : "", names[all.p[i].kind]);
		if (all.p[i].level)
			buf_addf(&b, "%d", all.p[i].level);
		for (size_t k = 0; k < all.p[i].n; k++)
			buf_addf(&b, "[" STR_FMT "%s]", STR_ARG(all.p[i].runs[k].text), all.p[i].runs[k].looks ? "!" : "");
	}
	return buf_str(&b);
}

static void
the_same_text_as_blocks(void **state)
{
	struct arena a CLEANUP(arena_free) = { 0 };

	(void)state;
	assert_text(&a, blocks_of(&a, S("# En\n\nTo **tre**\nfire")), S("h1[En] p[To ][tre!][ ][fire]"));
	assert_text(&a, blocks_of(&a, S("1. a\n   - b\n2. c")), S("list item1 p[a] list item p[b] /item /list /item item2 p[c] /item /list"));
	assert_text(&a, blocks_of(&a, S("> sagt\n\n---\n\n<b>x</b>")), S("quote p[sagt] /quote rule p[<b>][x][</b>]"));
	assert_text(&a, blocks_of(&a, S("[her](http://x/y) [http://z](http://z)")), S("p[her][ (http://x/y)][ ][http://z]"));
	assert_text(&a, blocks_of(&a, S("| a | b |\n|---|---|\n| c | d |")), S("table2[a][b][c][d]"));
	assert_text(&a, blocks_of(&a, S("")), S(""));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(markdown_becomes_html_under_the_pages_headings),
		cmocka_unit_test(html_in_the_text_is_shown_as_typed),
		cmocka_unit_test(links_elsewhere_leave_only_their_words),
		cmocka_unit_test(bytes_that_are_no_text_do_no_harm),
		cmocka_unit_test(lines_of_bars_become_a_table),
		cmocka_unit_test(the_same_text_as_blocks),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
