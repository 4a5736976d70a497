/* table.h: the tables of Markdown as cmark, which knows none, reads them: a paragraph of lines that begin with |. Between the files
 * of this layer only. */
#ifndef TEXT_TABLE_H
#define TEXT_TABLE_H

#include <cmark.h>

#include "base/arena.h"
#include "base/base.h"

#define TABLE_COLUMNS 12

struct table {
	str *cells;	/* by rows, the head first */
	size_t n, columns;
};
/* The first line is the head, the second says "|---|---|". Rows that lack cells get empty ones; looks (bold, code) are not kept.
 * False: an ordinary paragraph. */
bool table_of(struct arena *a, cmark_node *paragraph, struct table *out);

#endif
