/* fuzz_table.c: tables people bring. Cells are text within the limits, rows rise, and what is written as CSV and read again is the
 * same, but for the apostrophe before what looks like a formula. */
#include "base/buf.h"
#include "base/str.h"
#include "fuzz.h"
#include "sheet/read.h"
#include "sheet/sheet.h"

static void
write_and_read(struct arena *a, const struct read_row *row)
{
	struct sheet_column columns[READ_COLUMNS_MOST] = { 0 };
	struct cell cells[READ_COLUMNS_MOST];
	struct buf b = buf_new(a, READ_BYTES_MOST * 3);
	struct read_table again;

	for (size_t k = 0; k < row->n && k < SHEET_COLUMNS_MOST; k++) {
		columns[k] = (struct sheet_column){ S("a"), 10 };
		cells[k] = cell_text(row->cells[k]);
	}
	if (row->n > SHEET_COLUMNS_MOST)
		return;
	assert(sheet_csv(&(struct sheet){ S("x"), columns, row->n, cells, 1 }, &b) == OK);
	if (b.n > READ_BYTES_MOST)
		return;
	assert(read_table(a, buf_str(&b), &again) == OK && again.n == 2 && again.rows[1].n == row->n);
	for (size_t k = 0; k < row->n; k++) {
		str want = row->cells[k], got = again.rows[1].cells[k];
		if (looks_like_formula(want))
			got = str_from(got, 1);
		assert(row->n == 1 || str_eq(got, want));
	}
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	struct arena a CLEANUP(arena_free) = { 0 };
	struct read_table t;

	if (read_table(&a, fuzz_str(data, n), &t))
		return 0;
	assert(t.n <= READ_ROWS_MOST);
	for (size_t i = 0; i < t.n; i++) {
		bool something = false;
		assert(t.rows[i].n <= READ_COLUMNS_MOST && t.rows[i].number > (i ? t.rows[i - 1].number : 0));
		for (size_t k = 0; k < t.rows[i].n; k++) {
			str c = t.rows[i].cells[k];
			assert(c.n <= READ_CELL_MOST && str_is_utf8(c) && !str_has(c, 0) && str_eq(c, str_trim(c)));
			something |= c.n > 0;
		}
		assert(something);
		if (i < 3)
			write_and_read(&a, &t.rows[i]);
	}
	return 0;
}
