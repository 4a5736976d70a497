/* write_test.c: what a spreadsheet could take for a formula, and the bytes of CSV. XLSX is read back in tests/http/files.test.mjs. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/str.h"
#include "sheet/sheet.h"

static void
what_begins_like_a_formula_is_found(void **state)
{
	static const char *const yes[] = { "=1+1", "+47", "-2", "@SUM(A1)", "\t=1", "\r=1", "\n=1", " =1", "\u00a0=1", "  \u00a0 -1", " \t=1",
		"\uff1dHYPERLINK(1)", "\uff0b1", "\uff0d1", "\uff20x", "=", "- mer ro" };
	static const char *const no[] = { "", " ", "a=1", "1-2", "Mer ro", "'=1", "«=»", "–2", "\u00a0", "\xc2" };

	(void)state;
	for (size_t i = 0; i < COUNT(yes); i++)
		assert_true(looks_like_formula(str_of(yes[i])));
	for (size_t i = 0; i < COUNT(no); i++)
		assert_false(looks_like_formula(str_of(no[i])));
}

static void
csv_is_what_excel_in_norwegian_opens(void **state)
{
	struct arena a CLEANUP(arena_free) = { 0 };
	struct buf out = buf_new(&a, 10000);
	static const struct sheet_column columns[] = { { S("Tiltak"), 10 }, { S("Når"), 10 }, { S("Andel"), 10 } };
	struct cell cells[] = {
		cell_text(S("a \"b\"; c\nd")), cell_date(S("2026-01-09")), cell_number(12.5),
		cell_text(S("=cmd|' /C calc'!A0")), cell_date(S("")), cell_number(-3),
		cell_text((str){ 0 }), cell_text(S("-")), cell_number(1234567),
	};
	struct sheet s = { S("x"), columns, 3, cells, 3 };

	(void)state;
	assert_int_equal(sheet_csv(&s, &out), OK);
	assert_string_equal(str_z(&a, buf_str(&out)), "\xef\xbb\xbf\"Tiltak\";\"N\u00e5r\";\"Andel\"\r\n"
		"\"a \"\"b\"\"; c\nd\";09.01.2026;12,5\r\n"
		"\"'=cmd|' /C calc'!A0\";\"\";-3\r\n"
		"\"\";\"'-\";1234567\r\n");
}

static void
a_text_of_any_length_comes_out_whole(void **state)
{
	struct arena a CLEANUP(arena_free) = { 0 };
	static const struct sheet_column columns[] = { { S("x"), 10 } };

	(void)state;
	for (size_t n = 0; n < 1200; n += 7) {
		struct buf in = buf_new(&a, 4000), want = buf_new(&a, 8000), out = buf_new(&a, 8000);
		buf_add(&want, S("\xef\xbb\xbf\"x\"\r\n\""));
		for (size_t i = 0; i < n; i++) {
			buf_addc(&in, i % 3 ? 'a' : '"');
			buf_add(&want, i % 3 ? S("a") : S("\"\""));
		}
		buf_add(&want, S("\"\r\n"));
		struct cell one = cell_text(buf_str(&in));
		assert_int_equal(sheet_csv(&(struct sheet){ S("x"), columns, 1, &one, 1 }, &out), OK);
		assert_true(str_eq(buf_str(&out), buf_str(&want)));
	}
}

static void
what_is_too_much_is_refused(void **state)
{
	struct arena a CLEANUP(arena_free) = { 0 };
	struct buf out = buf_new(&a, 16);
	static const struct sheet_column columns[] = { { S("x"), 10 } };
	struct cell one = cell_text(S("more than sixteen bytes"));
	struct sheet s = { S("x"), columns, 1, &one, 1 };

	(void)state;
	assert_int_equal(sheet_csv(&s, &out), ERR_TOOBIG);
	s.rows = SHEET_ROWS_MOST + 1;
	assert_int_equal(sheet_csv(&s, &out), ERR_TOOBIG);
	assert_int_equal(book_xlsx(&(struct book){ .sheets = &s, .n = 1 }, &out), ERR_TOOBIG);
	assert_int_equal(book_xlsx(&(struct book){ 0 }, &out), ERR_TOOBIG);
}

static void
a_tab_has_a_name_that_is_allowed(void **state)
{
	struct arena a CLEANUP(arena_free) = { 0 };

	(void)state;
	assert_true(str_eq(sheet_tab(&a, S("Temaer: [alle]/noen?")), S("Temaer   alle  noen")));
	assert_true(str_eq(sheet_tab(&a, S("'*'")), S("-")));
	assert_true(str_eq(sheet_tab(&a, S("")), S("-")));
	assert_int_equal(sheet_tab(&a, S("123456789012345678901234567890123")).n, 31);
	assert_true(str_is_utf8(sheet_tab(&a, S("ååååååååååååååååååååååååååååååååååååå"))));
	assert_true(str_is_utf8(sheet_tab(&a, S("😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀"))));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_begins_like_a_formula_is_found), cmocka_unit_test(csv_is_what_excel_in_norwegian_opens),
		cmocka_unit_test(a_text_of_any_length_comes_out_whole), cmocka_unit_test(what_is_too_much_is_refused),
		cmocka_unit_test(a_tab_has_a_name_that_is_allowed),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
