/* fuzz_workbook.c: tables people bring as XLSX. Cells are text within the limits, rows rise. What does not begin as a zip is taken as
 * the XML of a sheet and packed here, so that the fuzzer does not have to find out about sums of zip first. */
#include "base/buf.h"
#include "base/str.h"
#include "fuzz.h"
#include "sheet/bundle.h"
#include "sheet/workbook.h"

static str
packed(struct arena *a, str xml)
{
	const struct bundled files[] = {
		{ S("xl/workbook.xml"), S("<workbook><sheets><sheet name=\"A\" r:id=\"r1\" xmlns:r=\"r\"/></sheets></workbook>") },
		{ S("xl/_rels/workbook.xml.rels"), S("<Relationships><Relationship Id=\"r1\" Target=\"worksheets/sheet1.xml\"/></Relationships>") },
		{ S("xl/sharedStrings.xml"), str_starts(xml, S("<sst")) ? xml : S("<sst><si><t>en</t></si><si><r><t>t</t></r><r><t>o</t></r></si></sst>") },
		{ S("xl/worksheets/sheet1.xml"), str_starts(xml, S("<sst")) ?
			S("<worksheet><sheetData><row r=\"1\"><c r=\"A1\" t=\"s\"><v>0</v></c><c t=\"s\"><v>1</v></c></row></sheetData></worksheet>") : xml },
	};
	struct buf out = buf_new(a, WORKBOOK_BYTES_MOST);

	return bundle_write(files, COUNT(files), 0, &out) ? (str){ 0 } : buf_str(&out);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	struct arena a CLEANUP(arena_free) = { 0 };
	str in = fuzz_str(data, n);
	struct read_table t;

	if (workbook_read(&a, is_workbook(in) ? in : packed(&a, in), &t))
		return 0;
	assert(t.n <= READ_ROWS_MOST && t.separator == 0 && t.tabs > 0);
	for (size_t i = 0; i < t.n; i++) {
		bool something = false;
		assert(t.rows[i].n <= READ_COLUMNS_MOST && t.rows[i].number > (i ? t.rows[i - 1].number : 0));
		for (size_t k = 0; k < t.rows[i].n; k++) {
			str c = t.rows[i].cells[k];
			assert(c.n <= READ_CELL_MOST && str_is_utf8(c) && !str_has(c, 0) && str_eq(c, str_trim(c)));
			something |= c.n > 0;
		}
		assert(something);
	}
	return 0;
}
