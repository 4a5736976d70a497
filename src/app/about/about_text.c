/* about_text.c: the longer texts as blocks: Markdown, and the tables that CommonMark does not know. */
#include "app/about/about.h"

#include "text/markdown.h"

#define MOST_BLOCKS 120
#define MOST_ROWS 60
#define MOST_CELLS 8

static str
line_of(str *rest)
{
	str line;

	str_cut(*rest, '\n', &line, rest);
	return line;
}

/* "| a | b |" as cells, each with its own Markdown. */
static struct about_row
row_of(struct arena *a, str line)
{
	struct about_row row = { .cells = NEW_ARRAY(a, markup, MOST_CELLS) };
	str rest = str_from(str_trim(line), 1), cell;

	row.is_empty = true;
	while (rest.n && row.n < MOST_CELLS) {
		str_cut(rest, '|', &cell, &rest);
		cell = str_trim(cell);
		row.is_empty &= cell.n == 0;
		row.cells[row.n++] = markdown(a, cell, 0);
	}
	return row;
}

static bool
is_table(str line)
{
	return str_starts(line, S("|"));
}

static struct about_block
table_of(struct arena *a, str *rest)
{
	struct about_block b = { .rows = NEW_ARRAY(a, struct about_row, MOST_ROWS) };

	while (is_table(*rest) && b.n < MOST_ROWS) {
		str line = line_of(rest);
		if (!str_starts(line, S("|---")))
			b.rows[b.n++] = row_of(a, line);
	}
	return b;
}

void
about_blocks(struct arena *a, str text, struct about_blocks *out)
{
	*out = (struct about_blocks){ .p = NEW_ARRAY(a, struct about_block, MOST_BLOCKS) };
	while (text.n && out->n < MOST_BLOCKS) {
		str from = text;
		if (is_table(text)) {
			out->p[out->n++] = table_of(a, &text);
			continue;
		}
		while (text.n && !is_table(text))
			line_of(&text);
		out->p[out->n++] = (struct about_block){ .text = markdown(a, str_take(from, from.n - text.n), 0) };
	}
}
