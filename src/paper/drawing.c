/* drawing.c: drawings in units of their own. */
#include "base/str.h"
#include "paper/inside.h"

#define HIGHEST 0.74	/* of what a page holds: its heading stands over it */

double
drawing_height(const struct sheet *s, const struct node *n, double width)
{
	double high = width * n->drawing->h / n->drawing->w, most = (s->height - s->top - s->bottom) * HIGHEST;

	return high < most ? high : most;
}

static void
line(cairo_t *cr, const struct paper_shape *s)
{
	static const double dashes[] = { 6, 5 };

	set_colour(cr, s->strong ? TEAL : s->soft ? LINE : SOFT);
	cairo_set_line_width(cr, s->size);
	cairo_set_dash(cr, dashes, s->dashed ? 2 : 0, 0);
	cairo_move_to(cr, s->x, s->y);
	cairo_line_to(cr, s->x2, s->y2);
	cairo_stroke(cr);
	cairo_set_dash(cr, dashes, 0, 0);
}

static void
arrow_head(cairo_t *cr, const struct paper_shape *s)
{
	double dx = s->x2 - s->x, dy = s->y2 - s->y, wide = dx < 0 ? -dx : dx, high = dy < 0 ? -dy : dy;
	double length = wide > high ? wide : high, side = s->size * 4;

	if (length <= 0)
		return;
	dx = dx / length * side;
	dy = dy / length * side;
	cairo_move_to(cr, s->x2 + dx, s->y2 + dy);
	cairo_line_to(cr, s->x2 - dy / 2, s->y2 + dx / 2);
	cairo_line_to(cr, s->x2 + dy / 2, s->y2 - dx / 2);
	cairo_close_path(cr);
	cairo_fill(cr);
}

static void
round_corners(cairo_t *cr, const struct paper_shape *s)
{
	double r = 10, x = s->x, y = s->y, w = s->x2 - s->x, h = s->y2 - s->y;

	cairo_new_sub_path(cr);
	cairo_arc(cr, x + w - r, y + r, r, -G_PI_2, 0);
	cairo_arc(cr, x + w - r, y + h - r, r, 0, G_PI_2);
	cairo_arc(cr, x + r, y + h - r, r, G_PI_2, G_PI);
	cairo_arc(cr, x + r, y + r, r, G_PI, 3 * G_PI_2);
	cairo_close_path(cr);
	set_colour(cr, s->soft ? 0xffffff : TINT);
	cairo_fill_preserve(cr);
	set_colour(cr, s->strong ? TEAL : LINE);
	cairo_set_line_width(cr, s->size > 0 ? s->size : 1.5);
	cairo_stroke(cr);
}

static void
dot(cairo_t *cr, const struct paper_shape *s)
{
	cairo_new_path(cr);
	cairo_arc(cr, s->x, s->y, s->size, 0, 2 * G_PI);
	set_colour(cr, s->soft ? 0xffffff : TEAL);
	cairo_fill_preserve(cr);
	set_colour(cr, TEAL);
	cairo_set_line_width(cr, 1.5);
	cairo_stroke(cr);
	if (!s->strong)
		return;
	cairo_arc(cr, s->x, s->y, s->size * 0.45, 0, 2 * G_PI);
	set_colour(cr, 0xffffff);
	cairo_fill(cr);
}

static void
words(cairo_t *cr, struct paper *p, struct paper_fonts *f, const struct paper_shape *s)
{
	enum paper_style style = s->strong ? PAPER_STRONG : PAPER_BODY;
	PangoLayout *l = layout_line(f, style, s->size / style_of(style)->size, str_z(p->arena, s->text));
	double squeeze = 1, width;
	PangoRectangle at;

	pango_layout_get_extents(l, NULL, &at);
	width = (double)at.width / PANGO_SCALE;
	if (s->x2 > 0 && width > s->x2)
		squeeze = s->x2 / width;
	set_colour(cr, s->soft ? SOFT : INK);
	cairo_save(cr);
	cairo_translate(cr, s->centred ? s->x - width * squeeze / 2 : s->x, s->y);
	cairo_scale(cr, squeeze, squeeze);
	cairo_move_to(cr, 0, -(double)pango_layout_get_baseline(l) / PANGO_SCALE);
	pango_cairo_show_layout(cr, l);
	cairo_restore(cr);
	cairo_new_path(cr);
	g_object_unref(l);
}

static void
shape(cairo_t *cr, struct paper *p, struct paper_fonts *f, const struct paper_shape *s)
{
	switch (s->kind) {
	case PAPER_LINE: line(cr, s); return;
	case PAPER_ARROW:
		line(cr, s);
		arrow_head(cr, s);
		return;
	case PAPER_ROUND: round_corners(cr, s); return;
	case PAPER_DOT: dot(cr, s); return;
	case PAPER_WORDS: words(cr, p, f, s); return;
	}
}

void
draw_drawing(cairo_t *cr, struct paper *p, struct paper_fonts *f, const struct op *op)
{
	const struct paper_drawing *d = op->n->drawing;
	double wide = op->w / d->w, high = op->h / d->h, scale = wide < high ? wide : high;

	cairo_save(cr);
	cairo_translate(cr, op->x + (op->w - d->w * scale) / 2, op->y + (op->h - d->h * scale) / 2);
	cairo_scale(cr, scale, scale);
	for (size_t i = 0; i < d->n; i++)
		shape(cr, p, f, &d->shapes[i]);
	cairo_restore(cr);
}
