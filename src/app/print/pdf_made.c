/* pdf_made.c: what workshops have made, on paper, and the drawings on blank sheets. */
#include "app/print/pdf.h"
#include "app/room/fishbone.h"

#define FEW_CARDS 8	/* have room for larger letters */
#define KEY 34	/* room for what the marks mean, under a fishbone */
#define LEAST_LETTERS 11	/* pixels of the frame: about eight points on the page */

static const struct fish_frame sheet_frame = { 1500, 700, LEAST_LETTERS };

/* ---- a fishbone ---- */

static const double fish_letters[FISH_SIZES] = { 24, 21, 20, 17 };

struct drawer {
	struct paper_drawing d;
	size_t room;
};

static struct paper_shape *
shape(struct drawer *w, enum paper_shape_kind kind, double x, double y)
{
	assert(w->d.n < w->room);
	w->d.shapes[w->d.n] = (struct paper_shape){ .kind = kind, .x = x, .y = y };
	return &w->d.shapes[w->d.n++];
}

static struct drawer
drawer_new(struct arena *a, double width, double height, size_t room)
{
	return (struct drawer){ .d = { .w = width, .h = height, .shapes = NEW_ARRAY(a, struct paper_shape, room) }, .room = room };
}

static void
stroke(struct drawer *w, double x1, double y1, double x2, double y2, double thick, bool strong)
{
	struct paper_shape *s = shape(w, PAPER_LINE, x1, y1);

	s->x2 = x2;
	s->y2 = y2;
	s->size = thick;
	s->strong = strong;
	s->soft = !strong;
}

static struct paper_shape *
words(struct drawer *w, double x, double y, double size, str text)
{
	struct paper_shape *s = shape(w, PAPER_WORDS, x, y);

	s->size = size;
	s->text = text;
	return s;
}

static void
mark(struct drawer *w, double x, double y, bool find_out)
{
	struct paper_shape *s = shape(w, PAPER_DOT, x, y);

	s->size = find_out ? 8 : 7;
	s->strong = !find_out;
	s->soft = find_out;
	if (!find_out)
		return;
	s = words(w, x, y + 5, 13, S("?"));
	s->centred = s->strong = true;
}

static void
head_box(struct drawer *w, double x, double y, double width, double height)
{
	struct paper_shape *s = shape(w, PAPER_ROUND, x, y);

	s->x2 = x + width;
	s->y2 = y + height;
	s->size = 2;
	s->strong = true;
}

static void
add_key(struct pdf *d, struct drawer *w, const struct fish *f)
{
	double x = 10;

	if (f->has_root) {
		mark(w, x, f->h + 18, false);
		words(w, x + 14, f->h + 24, 17, tr(d->lang, "root cause"));
		x = 200;
	}
	if (f->has_find_out) {
		mark(w, x, f->h + 18, true);
		words(w, x + 14, f->h + 24, 17, tr(d->lang, "we must find out"));
	}
}

static str
drawing_alt(struct pdf *d, const struct tree *t)
{
	struct arena *a = d->rq->arena;

	return str_fmt(a, STR_FMT ". " STR_FMT, STR_ARG(fill(a, d->lang, tr(d->lang, "Fishbone: {title}"), V("title", thing_title(&t->about, d->lang)))),
		STR_ARG(fill(a, d->lang, trn(d->lang, "A drawing of {n} cause, ordered by bones. The same stands as text beside it.",
			"A drawing of {n} causes, ordered by bones. The same stands as text beside it.", (int64_t)t->shown), V("n", (int64_t)t->shown))));
}

static void
draw_fish(struct pdf *d, const struct tree *t, bool numbers)
{
	static const double thick[] = { [FISH_SPINE] = 5, [FISH_RIB] = 3, [FISH_TWIG] = 1.5 };
	struct drawer w;
	struct fish f;

	fish_lay_out(d->rq->arena, d->lang, t, numbers, &sheet_frame, &f);
	w = drawer_new(d->rq->arena, f.w, f.h + KEY, f.line_count + f.stroke_count + 2 * f.mark_count + 10);
	for (size_t i = 0; i < f.stroke_count; i++)
		stroke(&w, f.strokes[i].x1, f.strokes[i].y1, f.strokes[i].x2, f.strokes[i].y2, thick[f.strokes[i].kind], f.strokes[i].kind != FISH_TWIG);
	head_box(&w, f.head_x, f.head_y, f.head_w, f.head_h);
	for (size_t i = 0; i < f.line_count; i++)
		words(&w, f.lines[i].x, f.lines[i].y, fish_letters[f.lines[i].size], f.lines[i].text)->strong = f.lines[i].strong;
	for (size_t i = 0; i < f.mark_count; i++)
		mark(&w, f.marks[i].x, f.marks[i].y, f.marks[i].find_out);
	add_key(d, &w, &f);
	w.d.alt = drawing_alt(d, t);
	paper_draw(d->paper, &w.d, 0);
	if (f.left_out)
		paper_text(d->paper, PAPER_SMALL, fill(d->rq->arena, d->lang,
			trn(d->lang, "{n} cause had no room in the drawing, and stands in the text.",
				"{n} causes had no room in the drawing, and stand in the text.", (int64_t)f.left_out), V("n", (int64_t)f.left_out)));
}

/* ---- the same as text ---- */

static str
cause_says(struct pdf *d, const struct cause *n, bool numbers)
{
	struct buf b = buf_new(d->rq->arena, 8192);
	enum lang l = d->lang;

	if (n->is_root)
		buf_add(&b, tr(l, "Root cause"));
	if (n->find_out)
		buf_addf(&b, "%s" STR_FMT, b.n ? " · " : "", STR_ARG(tr(l, "We must find out")));
	if (n->evidence)
		buf_addf(&b, "%s" STR_FMT, b.n ? " · " : "", STR_ARG(evidence_name(l, n->evidence)));
	if (n->votes && numbers)
		buf_addf(&b, "%s" STR_FMT, b.n ? " · " : "", STR_ARG(fill(d->rq->arena, l, trn(l, "{n} vote", "{n} votes", n->votes), V("n", n->votes))));
	return buf_str(&b);
}

/* Numbers tell what hangs below what: "2.1" below "2". */
static void
add_cause(struct pdf *d, const struct cause *n, str number, bool numbers)
{
	struct arena *a = d->rq->arena;
	double widths[] = { 0.1 + 7 * (n->depth - 1), 6 + 3.2 * n->depth, -1 };
	str says = cause_says(d, n, numbers);

	paper_row(d->paper, widths, 3, 1.5, 0);
	paper_text(d->paper, PAPER_BODY, (str){ 0 });
	paper_text(d->paper, PAPER_NUMBER, number);
	paper_open(d->paper, &(struct paper_box){ .gap = 0.4 });
	paper_text(d->paper, n->is_root ? PAPER_STRONG : PAPER_BODY, cause_text(d->lang, n));
	if (says.n)
		paper_text(d->paper, PAPER_SMALL, says);
	paper_end(d->paper);
	paper_end(d->paper);
	for (size_t i = 0; i < n->kid_count; i++)
		add_cause(d, n->kids[i], str_fmt(a, STR_FMT ".%zu", STR_ARG(number), i + 1), numbers);
}

static void
add_bone(struct pdf *d, const struct tree *t, str bone, str name, bool numbers)
{
	size_t n = 0;

	if (!causes_on(t, bone))
		return;
	if (name.n)
		paper_text(d->paper, PAPER_H3, name);
	for (size_t i = 0; i < t->top_count; i++)
		if (cause_is_on(t, t->top[i], bone))
			add_cause(d, t->top[i], str_fmt(d->rq->arena, "%zu", ++n), numbers);
}

static void
made_tree(struct pdf *d, const struct made *m, int copies)
{
	const struct tree *t = m->tree;

	pdf_sheet(d, PAPER_A3_WIDE, m->title, PDF_FLOWS, copies);
	pdf_head(d, m->about, m->title, (str){ 0 });
	draw_fish(d, t, m->numbers);
	paper_break(d->paper);
	paper_text(d->paper, PAPER_H2, tr(d->lang, "The same as text"));
	for (size_t i = 0; i < t->bone_count; i++)
		add_bone(d, t, t->bones[i].id, text_in(&t->bones[i].name, d->lang), m->numbers);
	add_bone(d, t, (str){ 0 }, t->bone_count ? tr(d->lang, "Not on a bone yet") : (str){ 0 }, m->numbers);
}

/* ---- themes, tables ---- */

static void
made_card(struct pdf *d, const struct made_card *k, enum paper_style title, enum paper_style note)
{
	paper_open(d->paper, &(struct paper_box){ .look = PAPER_CARD, .pad = 4, .gap = 1.6 });
	paper_text(d->paper, title, k->title);
	paper_text(d->paper, note, k->note);
	paper_end(d->paper);
}

static void
made_cards(struct pdf *d, const struct made *m, int copies)
{
	static const double widths[] = { -1, -1, -1 };
	bool few = m->card_count <= FEW_CARDS;
	size_t n = few ? 2 : 3;

	pdf_sheet(d, PAPER_A3_WIDE, m->title, PDF_FLOWS, copies);
	pdf_head(d, text_in(&m->step->session->name, d->lang), m->title, (str){ 0 });
	for (size_t i = 0; i < m->card_count; i += n) {
		paper_row(d->paper, widths, n, 6, 0);
		for (size_t k = i; k < i + n; k++)
			if (k < m->card_count)
				made_card(d, &m->cards[k], few ? PAPER_LARGER : PAPER_LARGE, few ? PAPER_LEAD : PAPER_BODY);
			else
				paper_space(d->paper, 0, 0);
		paper_end(d->paper);
	}
}

/* The fields of a map are read from some steps away. */
static void
map_cell(struct pdf *d, str text)
{
	paper_cell(d->paper, PAPER_DATA_CELL);
	paper_text(d->paper, PAPER_LEAD, text);
	paper_end(d->paper);
}

static void
add_rows(struct pdf *d, const struct made *m, const struct made_table *t)
{
	bool is_map = m->step->kind == STEP_MATRIX;

	for (size_t i = m->columns; i + m->columns <= t->n; i += m->columns) {
		paper_table_row(d->paper, false, is_map ? 90 : 0);
		pdf_cell(d, PAPER_ROW_HEADER, t->cells[i]);
		for (size_t k = 1; k < m->columns; k++)
			if (is_map)
				map_cell(d, t->cells[i + k]);
			else
				pdf_cell(d, PAPER_DATA_CELL, t->cells[i + k]);
		paper_end(d->paper);
	}
}

static void
made_tables(struct pdf *d, const struct made *m, int copies)
{
	bool is_map = m->step->kind == STEP_MATRIX;
	double *widths = NEW_ARRAY(d->rq->arena, double, m->columns);

	for (size_t i = 0; i < m->columns; i++)
		widths[i] = is_map ? (i ? -1 : 52) : i ? -1 : -3;
	pdf_sheet(d, is_map ? PAPER_A3_WIDE : PAPER_A4, m->title, PDF_FLOWS, copies);
	pdf_head(d, text_in(&m->step->session->name, d->lang), m->title, (str){ 0 });
	for (size_t i = 0; i < m->table_count; i++) {
		if (m->tables[i].n <= m->columns)
			continue;
		paper_table(d->paper, widths, m->columns);
		pdf_columns(d, m->tables[i].cells, m->columns);
		add_rows(d, m, &m->tables[i]);
		paper_end(d->paper);
		paper_space(d->paper, 3, 0);
	}
}

void
pdf_made(struct pdf *d, const struct print_view *v, const struct made *m, int copies)
{
	struct print_view sheet;

	switch (m->kind) {
	case MADE_CARDS: made_cards(d, m, copies); return;
	case MADE_TREE: made_tree(d, m, copies); return;
	case MADE_TABLES: made_tables(d, m, copies); return;
	case MADE_SHEET:
		sheet = print_of_made(v, m, d->rq->arena);
		pdf_worksheet(d, &sheet, sheet.sheet, copies);
		return;
	}
}

void
pdf_nothing_made(struct pdf *d, str title)
{
	pdf_sheet(d, PAPER_A4, title, PDF_FLOWS, 1);
	pdf_head(d, d->unit, title, tr(d->lang, "Nothing has been made in a workshop that is over yet."));
}

/* ---- blank ---- */

#define BLANK_W 1500.0
#define BLANK_H 540.0

static void
blank_fish(struct pdf *d, const struct method_step *st)
{
	const double spine = BLANK_H / 2, head = 280, slant = 80, up = 44;
	struct drawer w = drawer_new(d->rq->arena, BLANK_W, BLANK_H, st->bone_count * 2 + 4);

	stroke(&w, 0, spine, BLANK_W - head, spine, 5, true);
	for (size_t i = 0; i < st->bone_count; i++) {
		size_t side = (st->bone_count + (i % 2 == 0)) / 2, pair = i / 2;
		double column = (BLANK_W - head - slant - 20) / (double)side, foot = slant + 10 + (double)pair * column + (i % 2 ? 30 : 0);
		double end = i % 2 ? BLANK_H - up : up;
		struct paper_shape *name;
		stroke(&w, foot, spine, foot - slant, end, 3, true);
		name = words(&w, foot - slant, i % 2 ? end + 28 : end - 14, 22, text_in(&st->bones[i].name, d->lang));
		name->strong = true;
		name->x2 = column - 16;
	}
	head_box(&w, BLANK_W - head, spine - 90, head - 4, 180);
	w.d.shapes[w.d.n - 1].soft = true;
	w.d.alt = tr(d->lang, "A fishbone without causes: write them along the bones, and the challenge in its head.");
	paper_draw(d->paper, &w.d, 24);
}

static void
axis(struct drawer *w, double x1, double y1, double x2, double y2)
{
	struct paper_shape *s = shape(w, PAPER_ARROW, x1, y1);

	s->x2 = x2;
	s->y2 = y2;
	s->size = 4;
	s->strong = true;
}

static void
blank_map(struct pdf *d, const struct method_step *st)
{
	const double left = 190, top = 20, right = BLANK_W - 30, bottom = 620, wide = right - left, high = bottom - top;
	struct drawer w = drawer_new(d->rq->arena, BLANK_W, 720, 16);
	const struct method_axis *across = &st->axes[0], *up = &st->axes[1];

	words(&w, left / 2 - 8, top + high / 2 + 8, 26, text_in(&up->name, d->lang));
	words(&w, left / 2 - 8, top + high * 0.22, 21, text_in(&up->high, d->lang));
	words(&w, left / 2 - 8, top + high * 0.82, 21, text_in(&up->low, d->lang));
	words(&w, left + wide * 0.25, bottom + 42, 21, text_in(&across->low, d->lang));
	words(&w, left + wide * 0.75, bottom + 42, 21, text_in(&across->high, d->lang));
	words(&w, left + wide * 0.5, bottom + 78, 26, text_in(&across->name, d->lang));
	for (size_t i = 0; i < w.d.n; i++) {
		w.d.shapes[i].centred = true;
		w.d.shapes[i].x2 = i < 3 ? left - 30 : wide * 0.3;
		w.d.shapes[i].strong = i == 0 || i == 5;
	}
	axis(&w, left, bottom, left, top);
	axis(&w, left, bottom, right, bottom);
	stroke(&w, left + wide / 2, top + 10, left + wide / 2, bottom, 2, false);
	w.d.shapes[w.d.n - 1].dashed = true;
	stroke(&w, left, top + high / 2, right - 10, top + high / 2, 2, false);
	w.d.shapes[w.d.n - 1].dashed = true;
	w.d.alt = fill(d->rq->arena, d->lang, tr(d->lang, "A map to lay notes on: {up} upwards, {across} to the right."),
		V("up", text_in(&up->name, d->lang)), V("across", text_in(&across->name, d->lang)));
	paper_draw(d->paper, &w.d, 24);
}

void
pdf_blank_drawing(struct pdf *d, const struct method_step *st)
{
	if (st->kind == STEP_TREE)
		blank_fish(d, st);
	else if (st->axis_count == 2)
		blank_map(d, st);
}
