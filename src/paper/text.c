/* text.c: texts as Pango lays them, and where their lines are. */
#include "base/buf.h"
#include "base/str.h"
#include "paper/inside.h"

static PangoFontDescription *
font_of(const struct style *st, double scale)
{
	PangoFontDescription *d = pango_font_description_new();

	pango_font_description_set_family_static(d, st->family);
	pango_font_description_set_weight(d, st->weight);
	pango_font_description_set_absolute_size(d, st->size * scale * PANGO_SCALE);
	return d;
}

static void
attribute(PangoAttrList *all, PangoAttribute *a, size_t from, size_t to)
{
	a->start_index = (guint)from;
	a->end_index = (guint)to;
	pango_attr_list_insert(all, a);
}

static void
looks(PangoAttrList *all, const struct run *r, size_t from)
{
	size_t to = from + r->text.n;

	if (r->looks & PAPER_BOLD)
		attribute(all, pango_attr_weight_new(PANGO_WEIGHT_SEMIBOLD), from, to);
	if (r->looks & PAPER_ITALIC)
		attribute(all, pango_attr_style_new(PANGO_STYLE_ITALIC), from, to);
	if (r->looks & PAPER_MONO)
		attribute(all, pango_attr_family_new("DejaVu Sans Mono"), from, to);
}

static PangoLayout *
layout_new(struct paper_fonts *f, const struct style *st, double scale)
{
	PangoLayout *l = pango_layout_new(f->context);
	PangoFontDescription *d = font_of(st, scale);

	pango_layout_set_font_description(l, d);
	pango_font_description_free(d);
	pango_layout_set_wrap(l, PANGO_WRAP_WORD_CHAR);
	pango_layout_set_line_spacing(l, (float)st->spacing);
	return l;
}

PangoLayout *
layout_line(struct paper_fonts *f, enum paper_style style, double scale, const char *text)
{
	PangoLayout *l = layout_new(f, style_of(style), scale);

	pango_layout_set_text(l, text, -1);
	return l;
}

/* No hyphens of Pango's own: what is read out of the PDF must be what was written. */
static void
set_text(struct paper *p, PangoLayout *l, const struct node *n, const struct style *st)
{
	PangoAttrList *all = pango_attr_list_new();
	struct buf b = buf_new(p->arena, PAPER_TEXT_MOST);

	for (const struct run *r = n->runs; r; r = r->next) {
		looks(all, r, b.n);
		buf_add(&b, r->text);
	}
	attribute(all, pango_attr_insert_hyphens_new(FALSE), 0, b.n);
	if (st->tabular)
		attribute(all, pango_attr_font_features_new("tnum=1"), 0, b.n);
	pango_layout_set_text(l, buf_str(&b).p ? buf_str(&b).p : "", (int)b.n);
	pango_layout_set_attributes(l, all);
	pango_attr_list_unref(all);
}

static void
find_lines(struct paper *p, struct node *n)
{
	PangoLayoutIter *it = pango_layout_get_iter(n->layout);
	int i = 0, top, end = 0;

	n->lines = pango_layout_get_line_count(n->layout);
	n->line_at = NEW_ARRAY(p->arena, double, (size_t)n->lines + 1);
	do {
		pango_layout_iter_get_line_yrange(it, &top, &end);
		n->line_at[i++] = (double)top / PANGO_SCALE;
	} while (i < n->lines && pango_layout_iter_next_line(it));
	n->line_at[n->lines] = (double)end / PANGO_SCALE;
	n->line_at[0] = 0;
	pango_layout_iter_free(it);
}

static double
measure_text(struct paper *p, struct paper_fonts *f, const struct sheet *s, struct node *n, double width)
{
	const struct style *st = style_of(n->style);

	if (!n->layout) {
		n->layout = layout_new(f, st, s->scale);
		set_text(p, n->layout, n, st);
		if (s->s.centred)
			pango_layout_set_alignment(n->layout, PANGO_ALIGN_CENTER);
	}
	pango_layout_set_width(n->layout, (int)(width * PANGO_SCALE));
	find_lines(p, n);
	return n->line_at[n->lines];
}

/* ---- parts ---- */

double
stack_side(const struct node *n)
{
	return n->box.look == PAPER_BARRED ? n->box.pad + 3.5 * MM : n->box.pad;
}

static double
measure_stack(struct paper *p, struct paper_fonts *f, const struct sheet *s, struct node *n, double width)
{
	double h = 2 * n->box.pad, inner = width - stack_side(n) - n->box.pad;

	for (struct node *c = n->first; c; c = c->next)
		h += measure(p, f, s, c, inner) + (c == n->first ? 0 : n->box.gap);
	return h > n->box.least ? h : n->box.least;
}

void
column_widths(const struct node *n, double width, double *out)
{
	double fixed = n->box.gap * (double)(n->columns - 1), shares = 0;

	for (size_t i = 0; i < n->columns; i++) {
		if (n->widths[i] > 0)
			fixed += n->widths[i];
		else
			shares -= n->widths[i];
	}
	for (size_t i = 0; i < n->columns; i++)
		out[i] = n->widths[i] > 0 ? n->widths[i] : (width - fixed) * -n->widths[i] / shares;
}

static double
measure_row(struct paper *p, struct paper_fonts *f, const struct sheet *s, struct node *n, double width)
{
	double *w = NEW_ARRAY(p->arena, double, n->columns), h = n->box.least;
	size_t i = 0;

	column_widths(n, width, w);
	for (struct node *c = n->first; c && i < n->columns; c = c->next, i++) {
		double one = measure(p, f, s, c, w[i]);
		if (one > h)
			h = one;
	}
	return h;
}

static double
measure_rows(struct paper *p, struct paper_fonts *f, const struct sheet *s, struct node *n, double width)
{
	double h = 0;

	for (struct node *c = n->first; c; c = c->next)
		h += measure(p, f, s, c, width);
	return h;
}

static double
measured(struct paper *p, struct paper_fonts *f, const struct sheet *s, struct node *n, double width)
{
	switch (n->kind) {
	case NODE_TEXT: return measure_text(p, f, s, n, width);
	case NODE_STACK: return measure_stack(p, f, s, n, width);
	case NODE_ROW: return measure_row(p, f, s, n, width);
	case NODE_TABLE: return measure_rows(p, f, s, n, width);
	case NODE_LINES: return n->least_lines * line_pitch(s);
	case NODE_SQUARES: return n->size < width ? n->size : width;
	case NODE_DRAWING: return drawing_height(s, n, width);
	case NODE_BAR: return 4 * MM * s->scale;
	case NODE_BADGE: return badge_side(s);
	case NODE_RULE: return 1;
	case NODE_SPACE: return n->size;
	case NODE_BREAK: return 0;
	}
	return 0;
}

double
measure(struct paper *p, struct paper_fonts *f, const struct sheet *s, struct node *n, double width)
{
	if (n->width != width || width <= 0) {
		n->height = measured(p, f, s, n, width > 1 ? width : 1);
		n->width = width;
	}
	return n->height;
}

static void
node_done(struct node *n)
{
	for (; n; n = n->next) {
		if (n->layout)
			g_object_unref(n->layout);
		n->layout = NULL;
		n->width = 0;
		node_done(n->first);
	}
}

void
measure_anew(struct sheet *s)
{
	node_done(s->root);
}

void
tree_done(struct paper *p)
{
	for (struct sheet *s = p->first; s; s = s->next)
		node_done(s->root);
}
