/* blocks.c: cmark's tree, walked once. */
#include "text/blocks.h"

#include <cmark.h>

#include "base/str.h"
#include "text/markdown.h"
#include "text/table.h"

struct walk {
	struct arena *a;
	struct blocks out;
	size_t room, run_room;
	unsigned looks;
	int next;	/* number of the next item; 0: a list of points */
};

static struct block *
add(struct walk *w, enum block_kind kind)
{
	if (w->out.n == w->room) {
		struct block *more = NEW_ARRAY(w->a, struct block, w->room * 2 + 32);
		if (w->out.n)
			memcpy(more, w->out.p, w->out.n * sizeof(*more));
		w->out.p = more;
		w->room = w->room * 2 + 32;
	}
	w->run_room = 0;
	w->out.p[w->out.n] = (struct block){ .kind = kind };
	return &w->out.p[w->out.n++];
}

static void
add_run(struct walk *w, str text, unsigned looks)
{
	struct block *b;

	if (w->out.n == 0 || text.n == 0)
		return;
	b = &w->out.p[w->out.n - 1];
	if (b->n == w->run_room) {
		struct block_run *more = NEW_ARRAY(w->a, struct block_run, w->run_room * 2 + 4);
		if (b->n)
			memcpy(more, b->runs, b->n * sizeof(*more));
		b->runs = more;
		w->run_room = w->run_room * 2 + 4;
	}
	b->runs[b->n++] = (struct block_run){ str_dup(w->a, text), looks };
}

/* True when the paragraph was a table, and nothing in it is left to walk. */
static bool
enter_paragraph(struct walk *w, cmark_node *n)
{
	struct table t;
	struct block *b;

	if (!table_of(w->a, n, &t)) {
		(void)add(w, BLOCK_PARAGRAPH);
		return false;
	}
	b = add(w, BLOCK_TABLE);
	b->level = (int)t.columns;
	b->n = t.n;
	b->runs = NEW_ARRAY(w->a, struct block_run, t.n);
	for (size_t i = 0; i < t.n; i++)
		b->runs[i].text = t.cells[i];
	return true;
}

static void
enter_list(struct walk *w, cmark_node *n)
{
	(void)add(w, BLOCK_LIST);
	w->next = cmark_node_get_list_type(n) == CMARK_ORDERED_LIST ? cmark_node_get_list_start(n) : 0;
	if (cmark_node_get_list_type(n) == CMARK_ORDERED_LIST && w->next == 0)
		w->next = 1;
}

/* After a list inside an item, the numbers of the outer one go on. */
static void
leave_list(struct walk *w, cmark_node *n)
{
	cmark_node *item = cmark_node_parent(n), *outer = item ? cmark_node_parent(item) : NULL;
	int number = 1;

	(void)add(w, BLOCK_LIST_END);
	w->next = 0;
	if (!outer || cmark_node_get_type(outer) != CMARK_NODE_LIST || cmark_node_get_list_type(outer) != CMARK_ORDERED_LIST)
		return;
	for (cmark_node *i = cmark_node_first_child(outer); i && i != item; i = cmark_node_next(i))
		number++;
	w->next = number + 1;
}

static void
leave_link(struct walk *w, cmark_node *n)
{
	str url = str_of(cmark_node_get_url(n));
	struct block *b = w->out.n ? &w->out.p[w->out.n - 1] : NULL;

	if (b && b->n && url.n && !str_eq(b->runs[b->n - 1].text, url))
		add_run(w, str_fmt(w->a, " (" STR_FMT ")", STR_ARG(url)), w->looks);
}

static void
meet_inline(struct walk *w, cmark_node *n, bool entering)
{
	str literal = str_of(cmark_node_get_literal(n));

	switch ((int)cmark_node_get_type(n)) {
	case CMARK_NODE_TEXT:
	case CMARK_NODE_HTML_INLINE:
		add_run(w, literal, w->looks);
		break;
	case CMARK_NODE_CODE: add_run(w, literal, w->looks | BLOCK_MONO); break;
	case CMARK_NODE_SOFTBREAK: add_run(w, S(" "), w->looks); break;
	case CMARK_NODE_LINEBREAK: add_run(w, S("\n"), w->looks); break;
	case CMARK_NODE_STRONG: w->looks = entering ? w->looks | BLOCK_BOLD : w->looks & ~(unsigned)BLOCK_BOLD; break;
	case CMARK_NODE_EMPH: w->looks = entering ? w->looks | BLOCK_ITALIC : w->looks & ~(unsigned)BLOCK_ITALIC; break;
	case CMARK_NODE_LINK:
		if (!entering)
			leave_link(w, n);
		break;
	default: break;
	}
}

static void
meet(struct walk *w, cmark_node *n, bool entering)
{
	switch ((int)cmark_node_get_type(n)) {
	case CMARK_NODE_HEADING:
		if (entering)
			add(w, BLOCK_HEADING)->level = cmark_node_get_heading_level(n);
		break;
	case CMARK_NODE_CODE_BLOCK:
	case CMARK_NODE_HTML_BLOCK:
		(void)add(w, cmark_node_get_type(n) == CMARK_NODE_CODE_BLOCK ? BLOCK_CODE : BLOCK_PARAGRAPH);
		add_run(w, str_trim(str_of(cmark_node_get_literal(n))), cmark_node_get_type(n) == CMARK_NODE_CODE_BLOCK ? BLOCK_MONO : 0);
		break;
	case CMARK_NODE_THEMATIC_BREAK: (void)add(w, BLOCK_RULE); break;
	case CMARK_NODE_BLOCK_QUOTE: (void)add(w, entering ? BLOCK_QUOTE : BLOCK_QUOTE_END); break;
	case CMARK_NODE_LIST:
		if (entering)
			enter_list(w, n);
		else
			leave_list(w, n);
		break;
	case CMARK_NODE_ITEM: {
		struct block *b = add(w, entering ? BLOCK_ITEM : BLOCK_ITEM_END);
		if (entering && w->next)
			b->level = w->next++;
		break;
	}
	default: meet_inline(w, n, entering); break;
	}
}

struct blocks
markdown_blocks(struct arena *a, str text)
{
	struct walk w = { .a = a };
	cmark_node *root;
	cmark_iter *it;
	cmark_event_type event;

	if (text.n > MARKDOWN_MAX)
		for (text.n = MARKDOWN_MAX; text.n && text.p[text.n - 1] != '\n'; text.n--)
			continue;
	root = cmark_parse_document(text.p ? text.p : "", text.n, CMARK_OPT_VALIDATE_UTF8);
	it = cmark_iter_new(root);
	while ((event = cmark_iter_next(it)) != CMARK_EVENT_DONE) {
		cmark_node *n = cmark_iter_get_node(it);
		if (cmark_node_get_type(n) != CMARK_NODE_PARAGRAPH)
			meet(&w, n, event == CMARK_EVENT_ENTER);
		else if (event == CMARK_EVENT_ENTER && enter_paragraph(&w, n))
			cmark_iter_reset(it, n, CMARK_EVENT_EXIT);
	}
	cmark_iter_free(it);
	cmark_node_free(root);
	return w.out;
}
