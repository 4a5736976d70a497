/* workbook.h: a table people bring as an XLSX file. Of it the first sheet that is not hidden is read: its texts, numbers as they are
 * written, and of a formula the value that the spreadsheet left. Formulas, links, pictures and macros are not looked at.
 *
 * Made for files from anywhere: libzip unpacks and expat reads, piece by piece, never more than WORKBOOK_XML_MOST in all, whatever
 * the file says about its sizes; document types (and with them entities) are refused; parts are found inside the file only. Not for
 * encrypted files. Pure. Any thread. */
#ifndef SHEET_WORKBOOK_H
#define SHEET_WORKBOOK_H

#include "sheet/read.h"

#define WORKBOOK_BYTES_MOST ((size_t)4 * 1024 * 1024)
#define WORKBOOK_PARTS_MOST 1000	/* files in the zip */
#define WORKBOOK_XML_MOST ((size_t)16 * 1024 * 1024)	/* unpacked, of all parts that are read */
#define WORKBOOK_TEXTS_MOST 100000
#define WORKBOOK_DEPTH_MOST 64

/* Fills what read_table fills, with tab and tabs besides; separator is 0. ERR_INVALID: no such file, or a broken or encrypted one;
 * ERR_TOOBIG: over one of the limits here or in read.h. */
err workbook_read(struct arena *a, str bytes, struct read_table *out) MUST_USE;

#endif
