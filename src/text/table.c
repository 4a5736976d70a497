/* table.c: tables. */
#include "text/table.h"

#include "base/buf.h"
#include "base/str.h"

static void
gather(cmark_node *n, struct buf *b)
{
	for (cmark_node *c = cmark_node_first_child(n); c; c = cmark_node_next(c)) {
		if (cmark_node_get_type(c) == CMARK_NODE_SOFTBREAK || cmark_node_get_type(c) == CMARK_NODE_LINEBREAK)
			buf_addc(b, '\n');
		else
			buf_add(b, str_of(cmark_node_get_literal(c)));
		gather(c, b);
	}
}

static bool
is_rule(str line)
{
	bool dash = false;

	for (size_t i = 0; i < line.n; i++) {
		if (line.p[i] != '|' && line.p[i] != '-' && line.p[i] != ':' && line.p[i] != ' ')
			return false;
		dash = dash || line.p[i] == '-';
	}
	return dash;
}

/* "| a | b |": the cells between the bars; count: how many there are, at most `most` are kept. */
static size_t
cells_of(str line, str *out, size_t most)
{
	size_t n = 0;
	str cell;

	line = str_trim(str_from(str_trim(line), 1));
	if (str_ends(line, S("|")))
		line = str_take(line, line.n - 1);
	for (bool more = true; more && n < most; n++) {
		more = str_cut(line, '|', &cell, &line);
		out[n] = str_trim(cell);
	}
	return n;
}

bool
table_of(struct arena *a, cmark_node *paragraph, struct table *out)
{
	struct buf b = buf_new(a, 64 * 1024);
	cmark_node *first = cmark_node_first_child(paragraph);
	str text, line, row[TABLE_COLUMNS];
	size_t lines = 1, at = 0;

	if (!first || !str_starts(str_of(cmark_node_get_literal(first)), S("|")))
		return false;
	gather(paragraph, &b);
	text = buf_str(&b);
	for (size_t i = 0; i < text.n; i++)
		lines += text.p[i] == '\n';
	*out = (struct table){ .cells = NEW_ARRAY(a, str, lines * TABLE_COLUMNS) };
	for (bool more = true; more; at++) {
		more = str_cut(text, '\n', &line, &text);
		if (!str_starts(str_trim(line), S("|")) || (at == 1) != is_rule(line))
			return false;
		if (at == 1)
			continue;
		memset(row, 0, sizeof(row));
		if (at == 0)
			out->columns = cells_of(line, row, TABLE_COLUMNS);
		else
			(void)cells_of(line, row, out->columns);
		for (size_t i = 0; i < out->columns; i++)
			out->cells[out->n++] = row[i];
	}
	return at > 2;
}
