/* blocks.h: Markdown as a list of blocks, for pages that are not HTML. By cmark. Any thread. */
#ifndef TEXT_BLOCKS_H
#define TEXT_BLOCKS_H

#include "base/arena.h"
#include "base/base.h"

enum block_kind {
	BLOCK_HEADING, BLOCK_PARAGRAPH, BLOCK_CODE, BLOCK_RULE, BLOCK_TABLE,
	/* Each begin has its end; between them stand other blocks. */
	BLOCK_QUOTE, BLOCK_QUOTE_END, BLOCK_LIST, BLOCK_LIST_END, BLOCK_ITEM, BLOCK_ITEM_END,
};
enum block_looks { BLOCK_BOLD = 1, BLOCK_ITALIC = 2, BLOCK_MONO = 4 };

struct block_run {
	str text;
	unsigned looks;
};
struct block {
	enum block_kind kind;
	int level;	/* of a heading: 1 to 6; of an item: its number, 0 without one; of a table: its columns */
	struct block_run *runs;	/* of a table: its cells by rows, the head first */
	size_t n;
};
struct blocks {
	struct block *p;
	size_t n;
};
/* HTML in the text stands as it was typed; a link is its words, and its address in brackets when that says something else.
 * Longer than MARKDOWN_MAX is cut at a line's end, as in markdown.h. Copies. */
struct blocks markdown_blocks(struct arena *a, str text);

#endif
