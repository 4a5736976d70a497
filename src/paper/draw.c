/* draw.c: the pages onto cairo's PDF surface, each text inside its element of the structure. */
#include <cairo-pdf.h>
#include <stdlib.h>
#include <time.h>

#include "base/buf.h"
#include "base/str.h"
#include "paper/inside.h"

#define CHAIN 40
#define PITCH_MM 8.5

double
line_pitch(const struct sheet *s)
{
	return PITCH_MM * MM * (s->scale > 1 ? 1.2 : 1);
}

double
badge_side(const struct sheet *s)
{
	return 9 * MM * s->scale;
}

struct drawer {
	struct paper *p;
	struct paper_fonts *fonts;
	const struct drawing *d;
	struct extras *x;
	cairo_surface_t *surface;
	cairo_t *cr;
	const struct elem *chain[CHAIN];	/* elements that are open, outermost first */
	size_t open;
	bool span;	/* and a span in the last of them, which goes over pages */
	int page;
};

void
set_colour(cairo_t *cr, uint32_t rgb)
{
	cairo_set_source_rgb(cr, (double)(rgb >> 16 & 255) / 255, (double)(rgb >> 8 & 255) / 255, (double)(rgb & 255) / 255);
}

/* ---- structure ---- */

static void
remember(struct drawer *w, const struct elem *e)
{
	struct extras *x = w->x;

	if (str_eq(str_of(e->tag), S("Figure"))) {
		if (x->alt_count == x->alt_room) {
			str *more = NEW_ARRAY(x->arena, str, x->alt_room * 2 + 16);
			if (x->alt_count)
				memcpy(more, x->alts, x->alt_count * sizeof(*more));
			x->alts = more;
			x->alt_room = x->alt_room * 2 + 16;
		}
		x->alts[x->alt_count++] = e->alt;
	} else if (str_eq(str_of(e->tag), S("TH"))) {
		if (x->column_count == x->column_room) {
			bool *more = NEW_ARRAY(x->arena, bool, x->column_room * 2 + 64);
			if (x->column_count)
				memcpy(more, x->columns, x->column_count * sizeof(*more));
			x->columns = more;
			x->column_room = x->column_room * 2 + 64;
		}
		x->columns[x->column_count++] = e->column;
	}
}

static void
close_span(struct drawer *w)
{
	if (w->span)
		cairo_tag_end(w->cr, "Span");
	w->span = false;
}

static void
close_to(struct drawer *w, size_t depth)
{
	if (w->open > depth)
		close_span(w);
	while (w->open > depth)
		cairo_tag_end(w->cr, w->chain[--w->open]->tag);
}

/* Opens what e stands in and is not open, and closes what is and should not be. */
static void
enter(struct drawer *w, const struct elem *e)
{
	const struct elem *path[CHAIN];
	size_t n = 0, same = 0;

	for (const struct elem *i = e; i && n < CHAIN; i = i->parent)
		path[n++] = i;
	while (same < n && same < w->open && w->chain[same] == path[n - 1 - same])
		same++;
	close_to(w, same);
	for (; same < n; same++) {
		w->chain[w->open++] = path[n - 1 - same];
		cairo_tag_begin(w->cr, path[n - 1 - same]->tag, "");
		remember(w, path[n - 1 - same]);
	}
	if (n && e->first_page != e->last_page && !w->span) {
		cairo_tag_begin(w->cr, "Span", "");
		w->span = true;
	}
}

/* Between texts, so that what is drawn next belongs to none of them. */
static void
leave_text(struct drawer *w)
{
	const struct elem *last = w->open ? w->chain[w->open - 1] : NULL;

	close_span(w);
	if (last && last->first_page >= 0 && last->first_page == last->last_page)
		close_to(w, w->open - 1);
}

/* ---- frames and grounds ---- */

static void
round_box(cairo_t *cr, double x, double y, double w, double h, double r)
{
	cairo_new_sub_path(cr);
	cairo_arc(cr, x + w - r, y + r, r, -G_PI_2, 0);
	cairo_arc(cr, x + w - r, y + h - r, r, 0, G_PI_2);
	cairo_arc(cr, x + r, y + h - r, r, G_PI_2, G_PI);
	cairo_arc(cr, x + r, y + r, r, G_PI, 3 * G_PI_2);
	cairo_close_path(cr);
}

static void
fill_box(cairo_t *cr, uint32_t colour, double x, double y, double w, double h)
{
	set_colour(cr, colour);
	cairo_rectangle(cr, x, y, w, h);
	cairo_fill(cr);
}

static void
frame(cairo_t *cr, uint32_t colour, double width)
{
	set_colour(cr, colour);
	cairo_set_line_width(cr, width);
	cairo_stroke(cr);
}

static void
draw_box(cairo_t *cr, enum paper_look look, double x, double y, double w, double h)
{
	switch (look) {
	case PAPER_PLAIN:
		return;
	case PAPER_FRAMED:
		round_box(cr, x, y, w, h, 2.5 * MM);
		frame(cr, LINE, 1);
		return;
	case PAPER_TINTED:
		round_box(cr, x, y, w, h, 2.5 * MM);
		set_colour(cr, TINT);
		cairo_fill(cr);
		return;
	case PAPER_BARRED:
		fill_box(cr, TEAL, x, y, 1.4 * MM, h);
		return;
	case PAPER_UNDERLINED:
		fill_box(cr, TEAL, x, y + h - 1.4, w, 1.4);
		return;
	case PAPER_CARD:
		round_box(cr, x, y, w, h, 1.5 * MM);
		set_colour(cr, NOTE);
		cairo_fill_preserve(cr);
		frame(cr, LINE, 0.6);
		return;
	case PAPER_GRID_HEAD:
		fill_box(cr, TINT, x, y, w, h);
		__attribute__((fallthrough));
	case PAPER_GRID:
		cairo_rectangle(cr, x, y, w, h);
		frame(cr, LINE, 0.6);
		return;
	}
}

static void
draw_decors(struct drawer *w)
{
	const struct sheet *s = w->d->pages[w->page].sheet;

	for (const struct decor *d = w->d->first_decor; d; d = d->next) {
		double from = d->from.page == w->page ? d->from.y : s->top + d->above;
		double to = d->to.page == w->page ? d->to.y : s->height - s->bottom - d->below;
		if (d->from.page <= w->page && w->page <= d->to.page && to - from > 1)
			draw_box(w->cr, d->n->box.look, d->x, from, d->w, to - from);
	}
}

/* ---- parts ---- */

static void
draw_lines_of_text(struct drawer *w, const struct op *op)
{
	PangoLayoutIter *it = pango_layout_get_iter(op->n->layout);
	double up = op->n->line_at[op->first];
	int i = 0;

	set_colour(w->cr, style_of(op->n->style)->colour);
	do {
		PangoRectangle at;
		if (i++ < op->first)
			continue;
		if (i > op->first + op->count)
			break;
		pango_layout_iter_get_line_extents(it, NULL, &at);
		cairo_move_to(w->cr, op->x + (double)at.x / PANGO_SCALE,
			op->y - up + (double)pango_layout_iter_get_baseline(it) / PANGO_SCALE);
		pango_cairo_show_layout_line(w->cr, pango_layout_iter_get_line_readonly(it));
	} while (pango_layout_iter_next_line(it));
	pango_layout_iter_free(it);
}

static void
draw_squares(cairo_t *cr, const struct op *op)
{
	const struct node *n = op->n;
	double one = op->h / n->side, left = op->x + (op->w - op->h) / 2;

	set_colour(cr, 0);
	for (int y = 0; y < n->side; y++) {
		for (int x = 0; x < n->side;) {
			int from = x;
			while (x < n->side && (n->dark[y * n->side + x] & 1))
				x++;
			if (x > from)
				cairo_rectangle(cr, left + from * one, op->y + y * one, (x - from) * one, one);
			else
				x++;
		}
	}
	cairo_fill(cr);
}

static void
draw_badge(struct drawer *w, const struct op *op)
{
	const struct sheet *s = w->d->pages[w->page].sheet;
	double side = badge_side(s);
	PangoRectangle at;
	PangoLayout *l;

	cairo_new_path(w->cr);
	cairo_arc(w->cr, op->x + side / 2, op->y + side / 2, side / 2, 0, 2 * G_PI);
	set_colour(w->cr, TEAL);
	cairo_fill(w->cr);
	l = layout_line(w->fonts, PAPER_STRONG, s->scale * 1.25, str_z(w->p->arena, op->n->runs->text));
	pango_layout_get_extents(l, NULL, &at);
	set_colour(w->cr, 0xffffff);
	cairo_move_to(w->cr, op->x + (side - (double)at.width / PANGO_SCALE) / 2, op->y + (side - (double)at.height / PANGO_SCALE) / 2);
	pango_cairo_show_layout(w->cr, l);
	g_object_unref(l);
}

static void
draw_writing_lines(cairo_t *cr, const struct op *op, double pitch)
{
	set_colour(cr, LINE);
	cairo_set_line_width(cr, 0.6);
	for (int i = 1; i * pitch <= op->h + 0.5; i++) {
		double y = op->y + i * pitch;
		cairo_move_to(cr, op->x, y - 2);
		cairo_line_to(cr, op->x + op->w, y - 2);
	}
	cairo_stroke(cr);
}

static void
draw_op(struct drawer *w, const struct op *op)
{
	switch (op->n->kind) {
	case NODE_TEXT: draw_lines_of_text(w, op); return;
	case NODE_SQUARES: draw_squares(w->cr, op); return;
	case NODE_DRAWING: draw_drawing(w->cr, w->p, w->fonts, op); return;
	case NODE_BADGE: draw_badge(w, op); return;
	case NODE_LINES: draw_writing_lines(w->cr, op, line_pitch(w->d->pages[w->page].sheet)); return;
	case NODE_RULE: fill_box(w->cr, LINE, op->x, op->y, op->w, 0.7); return;
	case NODE_BAR:
		fill_box(w->cr, TINT, op->x, op->y, op->w, op->h);
		if (op->n->size > 0)
			fill_box(w->cr, TEAL, op->x, op->y, op->w * op->n->size, op->h);
		return;
	case NODE_STACK:
	case NODE_ROW:
	case NODE_TABLE:
	case NODE_SPACE:
	case NODE_BREAK:
		return;
	}
}

/* ---- heads and feet ---- */

enum side { LEFT, RIGHT };

static double
small_line(struct drawer *w, enum paper_style style, str text, double y, enum side side, double most)
{
	const struct sheet *s = w->d->pages[w->page].sheet;
	PangoLayout *l = layout_line(w->fonts, style, s->scale > 1 ? 1.15 : 1, str_z(w->p->arena, text));
	PangoRectangle at;
	double width;

	pango_layout_set_ellipsize(l, PANGO_ELLIPSIZE_END);
	pango_layout_set_width(l, (int)(most * PANGO_SCALE));
	pango_layout_get_extents(l, NULL, &at);
	width = (double)at.width / PANGO_SCALE;
	pango_layout_set_width(l, (int)((width + 1) * PANGO_SCALE));
	set_colour(w->cr, style_of(style)->colour);
	cairo_move_to(w->cr, side == RIGHT ? s->width - s->side - width : s->side, y);
	pango_cairo_show_layout(w->cr, l);
	g_object_unref(l);
	return width;
}

static str
page_of(struct paper *p, str text, int n, int all)
{
	struct buf b = buf_new(p->arena, 400);

	while (text.n && !b.overflow) {
		if (text.n >= 3 && !memcmp(text.p, "{n}", 3)) {
			buf_int(&b, n);
			text = str_from(text, 3);
		} else if (text.n >= 5 && !memcmp(text.p, "{all}", 5)) {
			buf_int(&b, all);
			text = str_from(text, 5);
		} else {
			buf_addc(&b, text.p[0]);
			text = str_from(text, 1);
		}
	}
	return buf_str(&b);
}

static void
draw_head(struct drawer *w)
{
	const struct sheet *s = w->d->pages[w->page].sheet;
	double inner = s->width - 2 * s->side, right = 0;

	if (s->s.stamp.n)
		right = small_line(w, PAPER_WARNING, s->s.stamp, s->top - 9 * MM, RIGHT, inner * 0.7) + 6 * MM;
	if (w->page > s->first_page)
		small_line(w, PAPER_SMALL, s->s.name, s->top - 9 * MM, LEFT, inner - right);
}

static void
draw_foot(struct drawer *w)
{
	const struct sheet *s = w->d->pages[w->page].sheet;
	int n = w->page - s->first_page + 1;
	double y = s->height - s->bottom + 6 * MM, inner = s->width - 2 * s->side, right = 0;

	if (s->pages > 1)
		right = small_line(w, PAPER_SMALL, page_of(w->p, s->s.page_of, n, s->pages), y, RIGHT, inner / 2);
	else if (s->s.mark.n)
		right = small_line(w, PAPER_SMALL, s->s.mark, y, RIGHT, inner / 2);
	if (s->s.foot.n)
		small_line(w, PAPER_SMALL, s->s.foot, y, LEFT, inner - right - 6 * MM);
}

/* ---- pages ---- */

static void
bookmark(struct drawer *w, const struct sheet *s)
{
	str where = str_fmt(w->p->arena, "page=%d pos=[0 0]", w->page + 1);

	if (w->p->first != w->p->last && s->first_page == w->page)
		cairo_pdf_surface_add_outline(w->surface, CAIRO_PDF_OUTLINE_ROOT, str_z(w->p->arena, s->s.name),
			str_z(w->p->arena, where), 0);
}

static void
draw_page(struct drawer *w)
{
	const struct page *page = &w->d->pages[w->page];

	cairo_pdf_surface_set_size(w->surface, page->sheet->width, page->sheet->height);
	bookmark(w, page->sheet);
	draw_decors(w);
	draw_head(w);
	for (const struct op *op = page->first; op; op = op->next) {
		if (op->elem)
			enter(w, op->elem);
		else
			leave_text(w);
		draw_op(w, op);
	}
	leave_text(w);
	draw_foot(w); /* last, as it is read */
	cairo_show_page(w->cr);
}

static cairo_status_t
take(void *to, const unsigned char *p, unsigned n)
{
	struct buf *b = to;

	buf_add(b, (str){ (const char *)p, n });
	return b->overflow ? CAIRO_STATUS_NO_MEMORY : CAIRO_STATUS_SUCCESS;
}

static void
set_facts(struct drawer *w)
{
	struct tm t = { 0 };
	char when[40];
	time_t made = (time_t)w->p->about.made;

	cairo_pdf_surface_restrict_to_version(w->surface, w->p->about.archive ? CAIRO_PDF_VERSION_1_4 : CAIRO_PDF_VERSION_1_5);
	cairo_pdf_surface_set_metadata(w->surface, CAIRO_PDF_METADATA_TITLE, str_z(w->p->arena, w->p->about.title));
	if (w->p->about.author.n)
		cairo_pdf_surface_set_metadata(w->surface, CAIRO_PDF_METADATA_AUTHOR, str_z(w->p->arena, w->p->about.author));
	if (w->p->first->s.stamp.n)
		cairo_pdf_surface_set_metadata(w->surface, CAIRO_PDF_METADATA_SUBJECT, str_z(w->p->arena, w->p->first->s.stamp));
	cairo_pdf_surface_set_metadata(w->surface, CAIRO_PDF_METADATA_CREATOR, "Medvirk");
	if (gmtime_r(&made, &t) && strftime(when, sizeof(when), "%Y-%m-%dT%H:%M:%SZ", &t))
		cairo_pdf_surface_set_metadata(w->surface, CAIRO_PDF_METADATA_CREATE_DATE, when);
}

#define BYTES_MOST ((size_t)64 * 1024 * 1024)

err
draw(struct paper *p, struct paper_fonts *f, const struct drawing *d, struct extras *x, struct paper_bytes *out)
{
	struct buf b = buf_heap(BYTES_MOST);
	struct drawer w = { .p = p, .fonts = f, .d = d, .x = x };
	bool ok;

	w.surface = cairo_pdf_surface_create_for_stream(take, &b, 100, 100);
	w.cr = cairo_create(w.surface);
	set_facts(&w);
	for (w.page = 0; w.page < (int)d->page_count; w.page++)
		draw_page(&w);
	close_to(&w, 0);
	ok = cairo_status(w.cr) == CAIRO_STATUS_SUCCESS;
	cairo_destroy(w.cr);
	cairo_surface_finish(w.surface);
	ok = ok && cairo_surface_status(w.surface) == CAIRO_STATUS_SUCCESS;
	cairo_surface_destroy(w.surface);
	if (!ok) {
		bool over = b.overflow;
		buf_free(&b);
		return over ? ERR_TOOBIG : ERR_IO;
	}
	*out = (struct paper_bytes){ (unsigned char *)b.p, b.n, d->page_count };
	return OK;
}
