/* read.h: tables people bring, as text: CSV as spreadsheets save it, or cells copied from one.
 *
 * Which letters: by the mark at the front (UTF-8, UTF-16), else UTF-16 when every other byte is empty, else UTF-8 when it is that,
 * else Windows-1252, which Excel on a Norwegian Windows saves. Which separator: what the line "sep=" says, else the one of ; tab ,
 * that stands most often in the first line. Source: domain.md E.12. Pure. Any thread. */
#ifndef SHEET_READ_H
#define SHEET_READ_H

#include "base/arena.h"
#include "base/base.h"

#define READ_BYTES_MOST ((size_t)1024 * 1024)
#define READ_ROWS_MOST 5000	/* with something in them */
#define READ_COLUMNS_MOST 60
#define READ_CELL_MOST 4000	/* bytes */

enum encoding { ENCODING_UTF8, ENCODING_UTF16, ENCODING_WINDOWS };

struct read_row {
	str *cells;	/* without outer space; UTF-8, no NUL */
	size_t n;
	size_t number;	/* as the spreadsheet counts: 1 is the first */
};
struct read_table {
	enum encoding encoding;
	char separator;	/* 0: of a workbook */
	str tab;	/* of a workbook: the sheet that was read, and how many there are */
	size_t tabs;
	struct read_row *rows;	/* those with something in them */
	size_t n;
};
/* ERR_INVALID: no text (a workbook, a picture); ERR_TOOBIG: over one of the limits. */
err read_table(struct arena *a, str bytes, struct read_table *out) MUST_USE;
/* Does it begin as a zip does? An Excel workbook, most likely. */
bool is_workbook(str bytes);

#endif
