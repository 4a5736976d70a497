/* read_test.c: the files that spreadsheets save, in every encoding and with every separator. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/buf.h"
#include "base/str.h"
#include "sheet/read.h"

static void
is_cell(const struct read_table *t, size_t row, size_t k, const char *want)
{
	assert_true(row < t->n && k < t->rows[row].n);
	assert_int_equal(t->rows[row].cells[k].n, strlen(want));
	assert_memory_equal(t->rows[row].cells[k].p, want, strlen(want));
}

static void
letters_are_read_in_every_encoding(void **state)
{
	struct arena a CLEANUP(arena_free) = { 0 };
	static const struct {
		str bytes;
		enum encoding encoding;
	} t[] = {
		{ S("navn;by\nÅse Ødegård;Bodø\n"), ENCODING_UTF8 },
		{ S("\xef\xbb\xbfnavn;by\r\nÅse Ødegård;Bodø"), ENCODING_UTF8 },
		{ S("navn;by\r\n\xc5se \xd8" "deg\xe5rd;Bod\xf8\r\n"), ENCODING_WINDOWS },
		{ S("\xff\xfen\0a\0v\0n\0;\0b\0y\0\n\0\xc5\0s\0e\0 \0\xd8\0" "d\0e\0g\0\xe5\0r\0d\0;\0B\0o\0d\0\xf8\0"), ENCODING_UTF16 },
		{ S("\xfe\xff\0n\0a\0v\0n\0;\0b\0y\0\n\0\xc5\0s\0e\0 \0\xd8\0" "d\0e\0g\0\xe5\0r\0d\0;\0B\0o\0d\0\xf8"), ENCODING_UTF16 },
		{ S("n\0a\0v\0n\0;\0b\0y\0\n\0\xc5\0s\0e\0 \0\xd8\0" "d\0e\0g\0\xe5\0r\0d\0;\0B\0o\0d\0\xf8\0"), ENCODING_UTF16 },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(t); i++) {
		struct read_table out;
		assert_int_equal(read_table(&a, t[i].bytes, &out), OK);
		assert_int_equal(out.encoding, t[i].encoding);
		assert_int_equal(out.n, 2);
		is_cell(&out, 0, 0, "navn");
		is_cell(&out, 1, 0, "Åse Ødegård");
		is_cell(&out, 1, 1, "Bodø");
	}
}

static void
the_separator_is_the_one_that_is_used(void **state)
{
	struct arena a CLEANUP(arena_free) = { 0 };
	static const struct {
		const char *text;
		char separator;
	} t[] = {
		{ "a;b;c\n1;2,5;3", ';' }, { "a,b,c\n1,2,3", ',' }, { "a\tb\tc\n1\t2\t3", '\t' }, { "a\n1", ';' },
		{ "\"a;;;;\",b,c\n1,2,3", ',' }, { "sep=,\na,b;,c\n1,2,3", ',' }, { "sep=;\r\na;b,,,;c\r\n1;2;3", ';' }, { "sep=x\na;b;c", ';' },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(t); i++) {
		struct read_table out;
		assert_int_equal(read_table(&a, str_of(t[i].text), &out), OK);
		assert_int_equal(out.separator, t[i].separator);
	}
}

static void
rows_are_counted_as_the_spreadsheet_does(void **state)
{
	struct arena a CLEANUP(arena_free) = { 0 };
	struct read_table out;

	(void)state;
	assert_int_equal(read_table(&a, S("a;b\r\n\r\n \"x\r\ny\" ; z \r\n;;\r\n\"q\"\"q\";last"), &out), OK);
	assert_int_equal(out.n, 3);
	assert_int_equal(out.rows[0].number, 1);
	assert_int_equal(out.rows[1].number, 3);
	is_cell(&out, 1, 0, "x\ny");
	is_cell(&out, 1, 1, "z");
	assert_int_equal(out.rows[2].number, 5);
	is_cell(&out, 2, 0, "q\"q");
	assert_int_equal(read_table(&a, S("sep=;\na;b\n1;2\n"), &out), OK);
	assert_int_equal(out.rows[0].number, 2);
	assert_int_equal(read_table(&a, S("a\rb\rc"), &out), OK);
	assert_int_equal(out.n, 3);
}

static void
what_is_no_list_is_refused(void **state)
{
	struct arena a CLEANUP(arena_free) = { 0 };
	struct buf b = buf_new(&a, READ_BYTES_MOST * 2);
	struct read_table out;

	(void)state;
	assert_int_equal(read_table(&a, S("PK\x03\x04\0\0\0"), &out), ERR_INVALID);
	assert_int_equal(read_table(&a, S("\xd0\xcf\x11\xe0\xa1"), &out), ERR_INVALID);
	assert_int_equal(read_table(&a, S("a;b\0c"), &out), ERR_INVALID);
	assert_int_equal(read_table(&a, S(""), &out), OK);
	assert_int_equal(out.n, 0);
	for (size_t i = 0; i <= READ_COLUMNS_MOST; i++)
		buf_add(&b, S("x;"));
	assert_int_equal(read_table(&a, buf_str(&b), &out), ERR_TOOBIG);
	buf_reset(&b);
	for (size_t i = 0; i <= READ_ROWS_MOST; i++)
		buf_add(&b, S("x\n"));
	assert_int_equal(read_table(&a, buf_str(&b), &out), ERR_TOOBIG);
	buf_reset(&b);
	for (size_t i = 0; i <= READ_CELL_MOST; i++)
		buf_addc(&b, 'x');
	assert_int_equal(read_table(&a, buf_str(&b), &out), ERR_TOOBIG);
	while (b.n <= READ_BYTES_MOST)
		buf_add(&b, S("\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n"));
	assert_int_equal(read_table(&a, buf_str(&b), &out), ERR_TOOBIG);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(letters_are_read_in_every_encoding), cmocka_unit_test(the_separator_is_the_one_that_is_used),
		cmocka_unit_test(rows_are_counted_as_the_spreadsheet_does), cmocka_unit_test(what_is_no_list_is_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
