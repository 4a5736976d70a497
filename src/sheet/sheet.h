/* sheet.h: tables as files people open in a spreadsheet: XLSX and CSV.
 *
 * No cell ever runs anything. XLSX: a text is a string, whatever it looks like; numbers and dates are numbers and dates; there are
 * no formulas, links or macros. CSV has no kinds of cells, so a text a spreadsheet would take for a formula gets an apostrophe in
 * front. CSV is as Excel on a Norwegian Windows opens it by a double click: UTF-8 with its mark, ";", decimal comma, CRLF,
 * dd.mm.yyyy. Source: domain.md E.12.
 *
 * Making an XLSX is slow: for the press (paper/press.h), not for workers. Cells are borrowed for the call. Any thread. */
#ifndef SHEET_SHEET_H
#define SHEET_SHEET_H

#include "base/buf.h"

#define SHEET_ROWS_MOST 20000
#define SHEET_COLUMNS_MOST 40
#define SHEET_TEXT_MOST 32000	/* letters in a cell of XLSX, which has its own limit there; what is longer ends in "…" */

enum cell_kind {
	CELL_TEXT = 0,	/* also nothing at all */
	CELL_NUMBER,
	CELL_DATE,	/* text: "2026-11-21" */
};
struct cell {
	enum cell_kind kind;
	str text;
	double number;
};
struct sheet_column {
	str name;
	double width;	/* in letters */
};
struct sheet {
	str name;	/* of its tab: at most 31 letters, without []:*?/\ ; see sheet_tab */
	const struct sheet_column *columns;
	size_t column_count;
	const struct cell *cells;	/* by rows, without the head */
	size_t rows;
};
struct book {
	str title, author;	/* of the document; author: a workplace, never a person */
	int64_t made;	/* UTC seconds */
	const struct sheet *sheets;
	size_t n;
};

struct cell cell_text(str text);
struct cell cell_number(double n);
struct cell cell_date(str iso);	/* nothing for an empty one */

/* A name that may stand on a tab, from any text. */
str sheet_tab(struct arena *a, str name);

/* The head stands still, is repeated on each printed page, and has arrows to filter by. ERR_TOOBIG: over the limits above;
 * ERR_IO: no place for the library's own files. */
err book_xlsx(const struct book *b, struct buf *out) MUST_USE;
/* ERR_TOOBIG: over the limits, or the buffer's. */
err sheet_csv(const struct sheet *s, struct buf *out) MUST_USE;

struct confine;
/* The folder where the pieces of an XLSX lie while it is made (base/confine.h): in memory, made here and left, empty. */
void book_confine(struct confine *c);

/* Would a spreadsheet take this text for a formula, or part of one? Also behind spaces, and in full-width letters. */
bool looks_like_formula(str text);

#endif
