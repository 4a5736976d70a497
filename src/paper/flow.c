/* flow.c: puts every part on its page. What does not fit goes on over the page, its frame and the head of its table with it. */
#include "paper/inside.h"

#define SLACK 0.5	/* points that rounding may take */

struct area {
	double x, w;
	double h;	/* what it may grow to; 0: what it takes */
};

struct flow {
	struct paper *p;
	struct paper_fonts *fonts;
	struct drawing *d;
	const struct sheet *sheet;
	struct spot at;
	int first, last;	/* pages of this sheet */
	double above, below;	/* padding of what is open */
	const struct node *table;	/* whose head comes again on new pages */
	double table_x, table_w, head_h;
	int head_page;	/* the last one that has it */
};

static void place(struct flow *f, struct node *n, struct area a, struct elem *in);

/* ---- pages ---- */

static double
page_top(const struct flow *f)
{
	return f->sheet->top + f->above;
}

static double
page_bottom(const struct flow *f)
{
	return f->sheet->height - f->sheet->bottom - f->below;
}

static double
full_page(const struct flow *f)
{
	return page_bottom(f) - page_top(f) - f->head_h;
}

static bool
fits(const struct flow *f, double h)
{
	return f->at.y + h <= page_bottom(f) + SLACK;
}

static bool
at_top(const struct flow *f)
{
	return f->at.y <= page_top(f) + f->head_h + SLACK;
}

static void
add_page(struct flow *f)
{
	struct drawing *d = f->d;

	if (d->page_count >= PAPER_PAGES_MOST) {
		f->p->too_big = true;
		return;
	}
	if (d->page_count == d->page_room) {
		struct page *more = NEW_ARRAY(f->p->arena, struct page, d->page_room * 2 + 8);
		if (d->page_count)
			memcpy(more, d->pages, d->page_count * sizeof(*more));
		d->pages = more;
		d->page_room = d->page_room * 2 + 8;
	}
	d->pages[d->page_count++] = (struct page){ .sheet = f->sheet };
	f->last = (int)d->page_count - 1;
}

static void
repeat_head(struct flow *f)
{
	const struct node *table = f->table;

	f->head_page = f->at.page;
	f->table = NULL;
	for (struct node *row = table->first; row && row->head; row = row->next)
		place(f, row, (struct area){ f->table_x, f->table_w, 0 }, NULL);
	f->table = table;
}

/* Past the last page that may be, everything stays where it is: the document is refused anyhow. */
static void
next_page(struct flow *f)
{
	if (f->at.page == f->last)
		add_page(f);
	if (f->at.page < f->last)
		f->at.page++;
	f->at.y = page_top(f);
	if (f->table && f->head_page < f->at.page)
		repeat_head(f);
	else if (f->table)
		f->at.y += f->head_h;
}

/* ---- structure ---- */

static const char *
role_tag(enum paper_role r)
{
	static const char *const tags[] = {
		[PAPER_NOTHING] = NULL, [PAPER_PART] = "Sect", [PAPER_QUOTE] = "BlockQuote", [PAPER_LIST] = "L",
		[PAPER_ITEM] = "LI", [PAPER_LABEL] = "Lbl", [PAPER_ITEM_BODY] = "LBody", [PAPER_HEADER_CELL] = "TH",
		[PAPER_ROW_HEADER] = "TH", [PAPER_DATA_CELL] = "TD",
	};

	return tags[r];
}

static struct elem *
elem_new(struct flow *f, const char *tag, struct elem *in)
{
	struct elem *e;

	if (!tag || !in)
		return in;
	e = NEW(f->p->arena, struct elem);
	*e = (struct elem){ .tag = tag, .parent = in, .first_page = -1, .last_page = -1 };
	return e;
}

static struct op *
emit(struct flow *f, struct node *n, struct elem *e)
{
	struct op *op = NEW(f->p->arena, struct op);
	struct page *page = &f->d->pages[f->at.page];

	op->n = n;
	op->elem = e;
	op->y = f->at.y;
	if (page->last)
		page->last->next = op;
	else
		page->first = op;
	page->last = op;
	if (e && e->first_page < 0)
		e->first_page = f->at.page;
	if (e)
		e->last_page = f->at.page;
	return op;
}

/* ---- text ---- */

/* How many lines from `from` fit here; no line alone at the foot of a page or at the head of the next. */
static int
lines_that_fit(const struct flow *f, const struct node *n, int from)
{
	int count = 0, all = n->lines - from;

	while (count < all && fits(f, n->line_at[from + count + 1] - n->line_at[from]))
		count++;
	if (count == all || (count == 0 && !at_top(f)))
		return count;
	if (count == 0)
		return 1;
	if (all - count == 1 && count > 2)
		count--;
	if (from == 0 && count == 1 && all > 2 && !at_top(f))
		return 0;
	return count;
}

static void
place_text(struct flow *f, struct node *n, struct area a, struct elem *in)
{
	struct elem *e = elem_new(f, style_of(n->style)->tag, in);

	for (int i = 0; i < n->lines && !f->p->too_big;) {
		int count = lines_that_fit(f, n, i);
		struct op *op;
		if (count == 0) {
			next_page(f);
			continue;
		}
		op = emit(f, n, e);
		op->x = a.x;
		op->first = i;
		op->count = count;
		f->at.y += n->line_at[i + count] - n->line_at[i];
		i += count;
		if (i < n->lines)
			next_page(f);
	}
}

/* ---- things of one size ---- */

static bool
is_picture(const struct node *n)
{
	return n->kind == NODE_SQUARES || n->kind == NODE_DRAWING;
}

static void
place_leaf(struct flow *f, struct node *n, struct area a, struct elem *in)
{
	double h = a.h > n->height ? a.h : n->height;
	struct op *op;

	if (!fits(f, h))
		h = n->height;
	if (!fits(f, h) && !at_top(f))
		next_page(f);
	op = emit(f, n, is_picture(n) ? elem_new(f, "Figure", in) : n->kind == NODE_BADGE ? elem_new(f, "P", in) : NULL);
	if (op->elem && is_picture(n))
		op->elem->alt = n->alt;
	op->x = a.x;
	op->w = a.w;
	op->h = h;
	f->at.y += h;
}

/* ---- parts ---- */

static bool
keeps_with_next(const struct node *n)
{
	return n->kind == NODE_TEXT &&
		(n->style == PAPER_H2 || n->style == PAPER_H3 || n->style == PAPER_TITLE || n->style == PAPER_KIND);
}

/* What must stand together from here on: a heading with the beginning of what it is over, a part that is kept whole. */
static double
together(struct flow *f, struct node *n, double w, double gap)
{
	double h = measure(f->p, f->fonts, f->sheet, n, w), some = 42 * f->sheet->scale;

	if (keeps_with_next(n) && n->next) {
		struct node *over = n->next;
		double next;
		/* Some air between two headings does not part them. */
		for (; over->kind == NODE_SPACE && over->box.grow <= 0 && over->next; over = over->next)
			h += measure(f->p, f->fonts, f->sheet, over, w) + gap;
		next = together(f, over, w, gap);
		if (over->box.keep || keeps_with_next(over) || (next > 0 && next < some))
			return h + gap + next;
		/* Of what takes no room of its own, such as lines that grow, nothing need be there. */
		next = measure(f->p, f->fonts, f->sheet, over, w);
		return h + gap + (next < some ? next : some);
	}
	if (n->kind == NODE_TABLE && n->first) {
		double rows = 0;
		for (struct node *row = n->first; row; row = row->next) {
			rows += measure(f->p, f->fonts, f->sheet, row, w);
			if (!row->head)
				break;
		}
		return rows;
	}
	return n->box.keep ? h : h < some ? h : 0;
}

/* A part that is kept whole goes to the next page when it is whole there; a larger one begins here if a third of a page is left. */
static void
break_before(struct flow *f, struct node *n, double w, double gap)
{
	double h = together(f, n, w, gap);

	if (at_top(f) || fits(f, h))
		return;
	if (h <= full_page(f) || !fits(f, full_page(f) / 3))
		next_page(f);
}

static struct decor *
decor_begin(struct flow *f, const struct node *n, struct area a)
{
	struct decor *d;

	if (n->box.look == PAPER_PLAIN)
		return NULL;
	d = NEW(f->p->arena, struct decor);
	*d = (struct decor){ .n = n, .x = a.x, .w = a.w, .from = f->at, .above = f->above + f->head_h, .below = f->below };
	if (f->d->last_decor)
		f->d->last_decor->next = d;
	else
		f->d->first_decor = d;
	f->d->last_decor = d;
	return d;
}

static double
growth(const struct node *n)
{
	double all = 0;

	for (const struct node *c = n->first; c; c = c->next)
		all += c->box.grow;
	return all;
}

static void
place_children(struct flow *f, struct node *n, struct area a, double extra, struct elem *e)
{
	double all = growth(n);

	for (struct node *c = n->first; c && !f->p->too_big; c = c->next) {
		double h = 0;
		if (c != n->first && !at_top(f))
			f->at.y += n->box.gap;
		break_before(f, c, a.w, n->box.gap);
		if (c->box.grow > 0 && extra > 0)
			h = measure(f->p, f->fonts, f->sheet, c, a.w) + extra * c->box.grow / all;
		place(f, c, (struct area){ a.x, a.w, h }, e);
	}
}

static void
place_stack(struct flow *f, struct node *n, struct area a, struct elem *in)
{
	struct elem *e = elem_new(f, role_tag(n->box.role), in);
	struct decor *d = n->decor = decor_begin(f, n, a);
	struct spot from = f->at;
	double pad = n->box.pad, side = stack_side(n), goal = n->height > a.h ? n->height : a.h, extra = goal - n->height;

	if (e && e != in)
		e->column = n->box.role == PAPER_HEADER_CELL;
	if (!fits(f, goal))
		goal = extra = 0;
	f->at.y += pad;
	if (n->box.middle && extra > 0 && growth(n) <= 0)
		f->at.y += extra / 2;
	f->above += pad;
	f->below += pad;
	place_children(f, n, (struct area){ a.x + side, a.w - side - pad, 0 }, extra, e);
	f->above -= pad;
	f->below -= pad;
	f->at.y += pad;
	if (f->at.page == from.page && f->at.y < from.y + goal)
		f->at.y = from.y + goal;
	if (d)
		d->to = f->at;
}

static bool
is_later(struct spot a, struct spot b)
{
	return a.page > b.page || (a.page == b.page && a.y > b.y);
}

static void
place_row(struct flow *f, struct node *n, struct area a, struct elem *in)
{
	const char *tag = n->parent && n->parent->kind == NODE_TABLE ? "TR" : role_tag(n->box.role);
	struct elem *e = elem_new(f, tag, in);
	double *w = NEW_ARRAY(f->p->arena, double, n->columns), x = a.x, h = n->height > a.h ? n->height : a.h;
	struct spot from = f->at, end = f->at;
	size_t i = 0;

	if (!fits(f, h))
		h = 0;
	column_widths(n, a.w, w);
	for (struct node *c = n->first; c && i < n->columns; c = c->next, i++) {
		f->at = from;
		(void)measure(f->p, f->fonts, f->sheet, c, w[i]);
		place(f, c, (struct area){ x, w[i], c->kind == NODE_STACK || c->box.grow > 0 ? h : 0 }, e);
		if (is_later(f->at, end))
			end = f->at;
		x += w[i] + n->box.gap;
	}
	f->at = end;
	if (f->at.page == from.page && f->at.y < from.y + h)
		f->at.y = from.y + h;
	/* Over several pages, all parts are as long as the longest. */
	for (struct node *c = n->first; c && f->at.page != from.page; c = c->next)
		if (c->decor)
			c->decor->to = f->at;
}

/* A short note under a table does not stand alone on the next page: the last row goes there with it, unless it is the only one. */
static double
note_under(struct flow *f, struct node *table, const struct node *row, double w)
{
	const struct node *first = table->first;
	double h;

	while (first->head && first->next)
		first = first->next;
	if (row->next || row == first || !table->next || table->next->kind != NODE_TEXT || keeps_with_next(table->next))
		return 0;
	h = measure(f->p, f->fonts, f->sheet, table->next, w);
	return h < 42 * f->sheet->scale ? h + table->parent->box.gap : 0;
}

static void
place_table(struct flow *f, struct node *n, struct area a, struct elem *in)
{
	struct elem *e = elem_new(f, "Table", in);
	const struct node *before = f->table;
	double head = 0;

	for (struct node *row = n->first; row && !f->p->too_big; row = row->next) {
		double h = measure(f->p, f->fonts, f->sheet, row, a.w), with_note;
		if (!row->head && !f->table) {
			f->table = n;
			f->table_x = a.x;
			f->table_w = a.w;
			f->head_h = head;
			f->head_page = f->at.page;
		}
		with_note = h + note_under(f, n, row, a.w);
		if (!fits(f, with_note) && !at_top(f) && (with_note <= full_page(f) || !fits(f, full_page(f) / 3)))
			next_page(f);
		place(f, row, (struct area){ a.x, a.w, 0 }, e);
		if (row->head)
			head += h;
	}
	f->table = before;
	f->head_h = 0;
}

static void
place(struct flow *f, struct node *n, struct area a, struct elem *in)
{
	(void)measure(f->p, f->fonts, f->sheet, n, a.w);
	switch (n->kind) {
	case NODE_TEXT: place_text(f, n, a, in); return;
	case NODE_STACK: place_stack(f, n, a, in); return;
	case NODE_ROW: place_row(f, n, a, in); return;
	case NODE_TABLE: place_table(f, n, a, in); return;
	case NODE_BREAK:
		if (!at_top(f))
			next_page(f);
		return;
	case NODE_SPACE:
		f->at.y += a.h > n->size ? a.h : n->size;
		return;
	case NODE_LINES:
	case NODE_SQUARES:
	case NODE_DRAWING:
	case NODE_BAR:
	case NODE_BADGE:
	case NODE_RULE:
		place_leaf(f, n, a, in);
		return;
	}
}

/* ---- sheets ---- */

/* The height of a sheet that stays on one page if that can be. */
static double
settle(struct flow *f, struct sheet *s, double w)
{
	const double whole = s->scale;
	double h = measure(f->p, f->fonts, s, s->root, w);

	while (s->s.one && h > full_page(f) && s->scale > whole * 0.6) {
		s->scale *= 0.93;
		measure_anew(s);
		h = measure(f->p, f->fonts, s, s->root, w);
	}
	if (h <= full_page(f) || !s->s.one)
		return h;
	s->scale = whole;
	measure_anew(s);
	return measure(f->p, f->fonts, s, s->root, w);
}

static void
flow_sheet(struct flow *f, struct sheet *s, struct elem *document)
{
	double w = s->width - 2 * s->side, h;

	f->sheet = s;
	f->first = (int)f->d->page_count;
	add_page(f);
	f->at = (struct spot){ f->last, s->top };
	s->first_page = f->first;
	h = settle(f, s, w);
	if (!f->p->too_big)
		place(f, s->root, (struct area){ s->side, w, (s->s.fills || s->s.centred) && h <= full_page(f) ? full_page(f) : 0 }, document);
	s->pages = (int)f->d->page_count - f->first;
}

err
flow(struct paper *p, struct paper_fonts *fonts, struct drawing *d)
{
	struct flow f = { .p = p, .fonts = fonts, .d = d };
	struct elem *document = NEW(p->arena, struct elem);

	*document = (struct elem){ .tag = "Document", .first_page = -1, .last_page = -1 };
	for (struct sheet *s = p->first; s && !p->too_big; s = s->next)
		flow_sheet(&f, s, document);
	return p->too_big ? ERR_TOOBIG : OK;
}
