/* test_refused.c: every template of the folder refused/ is refused, with the line and the words that its first
 * line says: {{#= LINE: words }}. The folder is the program's argument. */
#include "tools_test.h"

#include <dirent.h>
#include <stdio.h>

#include "tmpl.h"

static const char *folder;

static void
refuse(struct arena *a, const char *name)
{
	str path = str_fmt(a, "%s/%s", folder, name);
	str text = tool_read(a, path.p), h, c, head, want;
	struct fault f = { 0 };
	str got;

	assert_true(str_cut(text, '\n', &head, NULL) && str_starts(head, S("{{#= ")) && str_ends(head, S(" }}")));
	want = (str){ head.p + 5, head.n - 8 };
	if (tmpl_compile(a, str_of(name), S("x_tmpl.h"), text, &h, &c, &f) == OK)
		fail_msg("%s is not refused", name);
	got = str_fmt(a, "%zu: " STR_FMT, f.line, STR_ARG(f.what));
	if (!str_eq(got, want))
		fail_msg("%s: got \"" STR_FMT "\", want \"" STR_FMT "\"", name, STR_ARG(got), STR_ARG(want));
}

static void
what_cannot_be_made_safe_is_refused(void **state)
{
	struct arena a CLEANUP(arena_free) = { 0 };
	DIR *d = opendir(folder);
	const struct dirent *e;
	size_t n = 0;

	(void)state;
	assert_non_null(d);
	while ((e = readdir(d)))
		if (str_ends(str_of(e->d_name), S(".tmpl"))) {
			refuse(&a, e->d_name);
			n++;
		}
	closedir(d);
	assert_true(n > 50);
}

static void
bytes_that_are_no_text_are_refused(void **state)
{
	static const str t[] = { S("a\0b"), S("\xff"), S("{{ define x() }}\xc3{{ end }}") };
	struct arena a CLEANUP(arena_free) = { 0 };
	struct fault f = { 0 };
	str h, c;

	(void)state;
	for (size_t i = 0; i < COUNT(t); i++)
		assert_int_equal(tmpl_compile(&a, S("x"), S("x_tmpl.h"), t[i], &h, &c, &f), ERR_INVALID);
	assert_int_equal(tmpl_compile(&a, S("x"), S("x_tmpl.h"), S("{{ define x() }}\n{{ v\n"), &h, &c, &f), ERR_INVALID);
	assert_true(f.line == 2 && str_eq(f.what, S("{{ is not closed by }}")));
}

static void
errors_of_the_c_compiler_point_at_the_template(void **state)
{
	struct arena a CLEANUP(arena_free) = { 0 };
	struct fault f = { 0 };
	str h, c;

	(void)state;
	assert_int_equal(tmpl_compile(&a, S("src/a.tmpl"), S("a_tmpl.h"),
		S("{{ define x(int n) }}\n<p>\n{{ let int m =\n n; }}\n{{\n m }}</p>\n{{ end }}\n"), &h, &c, &f), OK);
	assert_true(str_find(c, S("#line 3 \"src/a.tmpl\"\n\tint m =\n n;\n")) != SIZE_MAX);
	assert_true(str_find(c, S("#line 6 \"src/a.tmpl\"\n\tHTML(out, (m));\n")) != SIZE_MAX);
	assert_true(str_find(h, S("void x(struct buf *out, enum lang lang, int n);\n")) != SIZE_MAX);
	assert_true(str_find(h, S("#ifndef A_TMPL_H\n")) != SIZE_MAX);
}

static void
static_text_is_written_in_one_piece(void **state)
{
	struct arena a CLEANUP(arena_free) = { 0 };
	struct fault f = { 0 };
	str h, c;
	size_t at;

	(void)state;
	assert_int_equal(tmpl_compile(&a, S("a"), S("a_tmpl.h"),
		S("{{ define x() }}\n<p>\n{{# why }}\n</p>{{# x }}<br>\n{{ end }}\n"), &h, &c, &f), OK);
	at = str_find(c, S("buf_add"));
	assert_true(at != SIZE_MAX && str_find(str_from(c, at + 1), S("buf_add")) == SIZE_MAX);
}

int
main(int argc, char **argv)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_cannot_be_made_safe_is_refused),
		cmocka_unit_test(bytes_that_are_no_text_are_refused),
		cmocka_unit_test(errors_of_the_c_compiler_point_at_the_template),
		cmocka_unit_test(static_text_is_written_in_one_piece),
	};

	folder = argc > 1 ? argv[1] : "refused";
	return cmocka_run_group_tests(tests, NULL, NULL);
}
