/* markdown.c: cmark's tree, with what we do not want taken out before it is rendered. */
#include "text/markdown.h"

#include <cmark.h>
#include <stdlib.h>

#include "base/str.h"
#include "text/table.h"

/* Browsers step over control characters when they look for a scheme, and take \ for /. */
static bool
is_plain(str url)
{
	for (size_t i = 0; i < url.n; i++)
		if ((unsigned char)url.p[i] <= 0x20 || url.p[i] == 0x7f || url.p[i] == '\\')
			return false;
	return true;
}

static bool
is_allowed(cmark_node *n)
{
	static const str schemes[] = { S("http"), S("https"), S("mailto") };
	str url = str_of(cmark_node_get_url(n)), scheme;
	bool absolute = str_cut(url, ':', &scheme, NULL) && !str_has(scheme, '/') && !str_has(scheme, '?') &&
		!str_has(scheme, '#');

	if (!is_plain(url))
		return false;
	if (!absolute)
		return cmark_node_get_type(n) == CMARK_NODE_LINK || !str_starts(url, S("//"));
	for (size_t i = 0; i < COUNT(schemes); i++)
		if (str_eq_nocase(scheme, schemes[i]))
			return cmark_node_get_type(n) == CMARK_NODE_LINK;
	return false;
}

/* Puts the children in the node's place. */
static void
unwrap(cmark_node *n)
{
	cmark_node *child;

	while ((child = cmark_node_first_child(n)))
		(void)cmark_node_insert_before(n, child);
	cmark_node_free(n);
}

/* HTML becomes text: a paragraph of its own, or words in one. */
static void
show_as_text(struct arena *a, cmark_node *n, bool block)
{
	cmark_node *text = cmark_node_new(CMARK_NODE_TEXT), *outer = text;

	(void)cmark_node_set_literal(text, str_z(a, str_trim(str_of(cmark_node_get_literal(n)))));
	if (block) {
		outer = cmark_node_new(CMARK_NODE_PARAGRAPH);
		(void)cmark_node_append_child(outer, text);
	}
	(void)cmark_node_replace(n, outer);
	cmark_node_free(n);
}

/* A table stands as finished HTML in the place of its paragraph. */
static void
draw_table(struct arena *a, cmark_node *paragraph, const struct table *t)
{
	struct buf b = buf_new(a, MARKDOWN_MAX);
	cmark_node *n = cmark_node_new(CMARK_NODE_CUSTOM_BLOCK);

	assert(t->columns);
	buf_add(&b, S("<table>\n<thead>\n<tr>"));
	for (size_t i = 0; i < t->n; i++) {
		bool head = i < t->columns;
		buf_add(&b, i && i % t->columns == 0 ? S("\n<tr>") : S(""));
		buf_add(&b, head ? S("<th scope=\"col\">") : S("<td>"));
		html_str(&b, t->cells[i]);
		buf_add(&b, head ? S("</th>") : S("</td>"));
		buf_add(&b, (i + 1) % t->columns == 0 ? S("</tr>") : S(""));
		buf_add(&b, i + 1 == t->columns ? S("\n</thead>\n<tbody>") : S(""));
	}
	buf_add(&b, S("\n</tbody>\n</table>"));
	(void)cmark_node_set_on_enter(n, str_z(a, buf_str(&b)));
	(void)cmark_node_set_on_exit(n, "");
	(void)cmark_node_replace(paragraph, n);
	cmark_node_free(paragraph);
}

static void
change(struct arena *a, cmark_node *n, unsigned shift)
{
	cmark_node_type type = cmark_node_get_type(n);
	struct table t;

	if (type == CMARK_NODE_PARAGRAPH && table_of(a, n, &t)) {
		draw_table(a, n, &t);
	} else if (type == CMARK_NODE_HEADING) {
		unsigned level = (unsigned)cmark_node_get_heading_level(n) + shift;
		(void)cmark_node_set_heading_level(n, level < 6 ? (int)level : 6);
	} else if (type == CMARK_NODE_HTML_BLOCK || type == CMARK_NODE_HTML_INLINE) {
		show_as_text(a, n, type == CMARK_NODE_HTML_BLOCK);
	} else if ((type == CMARK_NODE_LINK || type == CMARK_NODE_IMAGE) && !is_allowed(n)) {
		unwrap(n);
	}
}

static str
within_limit(str text)
{
	if (text.n <= MARKDOWN_MAX)
		return text;
	text.n = MARKDOWN_MAX;
	while (text.n && text.p[text.n - 1] != '\n')
		text.n--;
	return text;
}

markup
markdown(struct arena *a, str text, unsigned shift)
{
	cmark_node *root;
	cmark_iter *it;
	cmark_event_type event;
	char *html;
	markup out;

	text = within_limit(text);
	root = cmark_parse_document(text.p ? text.p : "", text.n, CMARK_OPT_VALIDATE_UTF8);
	it = cmark_iter_new(root);
	/* A node is changed when it is left, or met if it has no inside: the iterator is past it then. */
	while ((event = cmark_iter_next(it)) != CMARK_EVENT_DONE) {
		cmark_node *n = cmark_iter_get_node(it);
		cmark_node_type type = cmark_node_get_type(n);
		bool leaf = type == CMARK_NODE_HTML_BLOCK || type == CMARK_NODE_HTML_INLINE;
		if (event == CMARK_EVENT_EXIT || leaf)
			change(a, n, shift);
	}
	cmark_iter_free(it);
	html = cmark_render_html(root, CMARK_OPT_SAFE);
	out.s = str_dup(a, str_of(html));
	free(html);
	cmark_node_free(root);
	return out;
}
