/* workbook_test.c: tables as XLSX: our own, and those of others. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/buf.h"
#include "base/str.h"
#include "sheet/bundle.h"
#include "sheet/sheet.h"
#include "sheet/workbook.h"

static str
packed(struct arena *a, const char *texts, const char *xml)
{
	const struct bundled files[] = {
		{ S("xl/workbook.xml"), S("<workbook><sheets><sheet name=\"Én\" r:id=\"r1\" xmlns:r=\"r\"/></sheets></workbook>") },
		{ S("xl/_rels/workbook.xml.rels"), S("<Relationships><Relationship Id=\"r1\" Target=\"worksheets/s.xml\"/></Relationships>") },
		{ S("xl/worksheets/s.xml"), str_of(xml) },
		{ S("xl/sharedStrings.xml"), str_of(texts ? texts : "") },
	};
	struct buf out = buf_new(a, WORKBOOK_BYTES_MOST);

	assert_int_equal(bundle_write(files, texts ? 4 : 3, 0, &out), OK);
	return buf_str(&out);
}

static void
is_cell(const struct read_table *t, size_t row, size_t k, const char *want)
{
	assert_true(row < t->n && k < t->rows[row].n);
	assert_int_equal(t->rows[row].cells[k].n, strlen(want));
	assert_memory_equal(t->rows[row].cells[k].p, want, strlen(want));
}

static void
what_we_write_is_read_again(void **state)
{
	struct arena a CLEANUP(arena_free) = { 0 };
	const struct sheet_column columns[] = { { S("navn"), 20 }, { S("tall"), 10 } };
	const struct cell cells[] = { cell_text(S("Åse & <Bo>")), cell_number(2.5), cell_text(S("=1+1")), cell_text(S("")) };
	const struct sheet sheet = { S("Liste"), columns, 2, cells, 2 };
	struct buf out = buf_new(&a, WORKBOOK_BYTES_MOST);
	struct read_table t;

	(void)state;
	assert_int_equal(book_xlsx(&(struct book){ S("t"), S("f"), 0, &sheet, 1 }, &out), OK);
	assert_int_equal(workbook_read(&a, buf_str(&out), &t), OK);
	assert_int_equal(t.n, 3);
	is_cell(&t, 0, 0, "navn");
	is_cell(&t, 1, 0, "Åse & <Bo>");
	is_cell(&t, 1, 1, "2.5");
	is_cell(&t, 2, 0, "=1+1");
	assert_true(str_eq(t.tab, S("Liste")) && t.tabs == 1 && t.separator == 0);
}

static void
cells_of_every_kind(void **state)
{
	struct arena a CLEANUP(arena_free) = { 0 };
	struct read_table t;

	(void)state;
	assert_int_equal(workbook_read(&a, packed(&a, "<sst><si><r><t>to</t></r><rPh><t>x</t></rPh><r><t> ord</t></r></si></sst>",
		"<worksheet><sheetData><row r=\"2\"><c r=\"A2\" t=\"s\"><v>0</v></c><c r=\"C2\" t=\"inlineStr\"><is><r><t> en</t></r></is></c>"
		"<c><f>1+1</f><v>2</v></c><c t=\"b\"><v>1</v></c><c t=\"e\"><v>#REF!</v></c></row><row/><row><c t=\"str\"><v>sist</v></c></row>"
		"</sheetData></worksheet>"), &t), OK);
	assert_int_equal(t.n, 2);
	assert_int_equal(t.rows[0].number, 2);
	assert_int_equal(t.rows[0].n, 5);
	is_cell(&t, 0, 0, "to ord");
	is_cell(&t, 0, 1, "");
	is_cell(&t, 0, 2, "en");
	is_cell(&t, 0, 3, "2");
	is_cell(&t, 0, 4, "TRUE");
	assert_int_equal(t.rows[1].number, 4);
	is_cell(&t, 1, 0, "sist");
}

static void
what_is_no_workbook_is_refused(void **state)
{
	static const struct {
		const char *xml;
		err want;
	} t[] = {
		{ "<!DOCTYPE a [<!ENTITY b \"c\">]><worksheet/>", ERR_INVALID },
		{ "<worksheet><row r=\"2\"><c><v>1</v></c></row><row r=\"2\"/></worksheet>", ERR_INVALID },
		{ "<worksheet><row><row/></row></worksheet>", ERR_INVALID },
		{ "<worksheet><row r=\"99999999\"/></worksheet>", ERR_INVALID },
		{ "<worksheet><row><c t=\"s\"><v>0</v></c></row></worksheet>", ERR_INVALID },
		{ "<worksheet><row><c r=\"ZZ1\"><v>1</v></c></row></worksheet>", ERR_TOOBIG },
		{ "<worksheet><row>", ERR_INVALID },
		{ "", ERR_INVALID },
	};
	struct arena a CLEANUP(arena_free) = { 0 };
	struct buf deep = buf_new(&a, 4096);
	struct read_table out;

	(void)state;
	for (size_t i = 0; i < COUNT(t); i++)
		assert_int_equal(workbook_read(&a, packed(&a, NULL, t[i].xml), &out), t[i].want);
	for (size_t i = 0; i <= WORKBOOK_DEPTH_MOST; i++)
		buf_add(&deep, S("<a>"));
	buf_addc(&deep, 0);
	assert_int_equal(workbook_read(&a, packed(&a, NULL, deep.p), &out), ERR_TOOBIG);
	assert_int_equal(workbook_read(&a, S("PK\x03\x04"), &out), ERR_INVALID);
	assert_int_equal(workbook_read(&a, S(""), &out), ERR_INVALID);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_we_write_is_read_again), cmocka_unit_test(cells_of_every_kind),
		cmocka_unit_test(what_is_no_workbook_is_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
