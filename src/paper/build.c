/* build.c: the tree of parts, as it is put together. */
#include "base/str.h"
#include "paper/inside.h"

struct paper *
paper_new(struct arena *a, const struct paper_about *about)
{
	struct paper *p = NEW(a, struct paper);

	p->arena = a;
	p->about = *about;
	return p;
}

/* Over a limit the document is refused as a whole when it is printed; until then parts go where nobody looks. */
static struct node *
add(struct paper *p, enum node_kind kind)
{
	struct node *n = NEW(p->arena, struct node);

	assert(p->at);
	n->kind = kind;
	n->parent = p->at;
	if (++p->parts > PAPER_PARTS_MOST) {
		p->too_big = true;
		return n;
	}
	if (p->at->last)
		p->at->last->next = n;
	else
		p->at->first = n;
	p->at->last = n;
	return n;
}

static struct node *
open_node(struct paper *p, enum node_kind kind)
{
	struct node *n = add(p, kind);

	if (++p->depth > PAPER_DEPTH_MOST)
		p->too_big = true;
	p->at = n;
	return n;
}

static struct paper_box
in_points(struct paper_box b)
{
	b.gap *= MM;
	b.pad *= MM;
	b.least *= MM;
	return b;
}

static double *
widths_in_points(struct paper *p, const double *widths, size_t n)
{
	double *out = NEW_ARRAY(p->arena, double, n);

	for (size_t i = 0; i < n; i++)
		out[i] = widths[i] > 0 ? widths[i] * MM : widths[i];
	return out;
}

static void
set_format(struct sheet *s)
{
	static const struct {
		double width, height, side, top, bottom, scale;
	} formats[] = {
		[PAPER_A4] = { 210, 297, 18, 18, 19, 1 },
		[PAPER_A4_WIDE] = { 297, 210, 16, 16, 17, 1 },
		[PAPER_A3] = { 297, 420, 22, 22, 24, 1.4 },
		[PAPER_A3_WIDE] = { 420, 297, 20, 20, 22, 1.3 },
	};

	s->width = formats[s->s.format].width * MM;
	s->height = formats[s->s.format].height * MM;
	s->side = formats[s->s.format].side * MM;
	s->top = formats[s->s.format].top * MM;
	s->bottom = formats[s->s.format].bottom * MM;
	s->scale = s->s.scale > 0 ? s->s.scale : formats[s->s.format].scale;
}

void
paper_begin(struct paper *p, const struct paper_sheet *spec)
{
	struct sheet *s = NEW(p->arena, struct sheet);

	assert(!p->at || !p->at->parent);
	s->s = *spec;
	set_format(s);
	s->root = NEW(p->arena, struct node);
	s->root->kind = NODE_STACK;
	s->root->box = (struct paper_box){ .role = PAPER_PART, .gap = 3 * MM * s->scale, .middle = spec->centred };
	p->at = s->root;
	p->depth = 0;
	if (p->last)
		p->last->next = s;
	else
		p->first = s;
	p->last = s;
}

void
paper_open(struct paper *p, const struct paper_box *box)
{
	open_node(p, NODE_STACK)->box = in_points(*box);
}

void
paper_end(struct paper *p)
{
	assert(p->at->parent);
	p->at = p->at->parent;
	p->depth--;
}

void
paper_row(struct paper *p, const double *widths, size_t n, double gap, double grow)
{
	struct node *row = open_node(p, NODE_ROW);

	row->widths = widths_in_points(p, widths, n);
	row->columns = n;
	row->box = (struct paper_box){ .gap = gap * MM, .grow = grow, .keep = true };
}

void
paper_table(struct paper *p, const double *widths, size_t n)
{
	struct node *t = open_node(p, NODE_TABLE);

	t->widths = widths_in_points(p, widths, n);
	t->columns = n;
}

void
paper_table_row(struct paper *p, bool head, double least)
{
	struct node *row;

	assert(p->at->kind == NODE_TABLE);
	row = open_node(p, NODE_ROW);
	row->widths = row->parent->widths;
	row->columns = row->parent->columns;
	row->head = head;
	row->box = (struct paper_box){ .least = least * MM, .keep = true };
}

void
paper_cell(struct paper *p, enum paper_role role)
{
	const struct node *row = p->at;

	assert(row->kind == NODE_ROW);
	paper_open(p, &(struct paper_box){ .role = role, .look = row->head ? PAPER_GRID_HEAD : PAPER_GRID, .pad = 1.8, .gap = 1.2 });
}

/* ---- text ---- */

void
paper_text_open(struct paper *p, enum paper_style style)
{
	open_node(p, NODE_TEXT)->style = style;
}

/* What has no shape (control characters) becomes a space; line ends stay. */
static str
printable(struct arena *a, str in)
{
	char *valid = g_utf8_make_valid(in.p ? in.p : "", (gssize)in.n);
	str s = str_dup(a, str_of(valid));
	char *q = arena_alloc(a, s.n + 1, 1);

	g_free(valid);
	for (size_t i = 0; i < s.n; i++)
		q[i] = (unsigned char)s.p[i] < 0x20 && s.p[i] != '\n' ? ' ' : s.p[i];
	return (str){ q, s.n };
}

void
paper_run(struct paper *p, str text, unsigned looks)
{
	struct run *r = NEW(p->arena, struct run);

	assert(p->at->kind == NODE_TEXT);
	p->bytes += text.n;
	if (p->bytes > PAPER_TEXT_MOST) {
		p->too_big = true;
		return;
	}
	r->text = printable(p->arena, text);
	r->looks = looks;
	if (p->at->last_run)
		p->at->last_run->next = r;
	else
		p->at->runs = r;
	p->at->last_run = r;
}

void
paper_text(struct paper *p, enum paper_style style, str text)
{
	paper_text_open(p, style);
	paper_run(p, text, 0);
	paper_end(p);
}

/* ---- lists ---- */

void
paper_list(struct paper *p)
{
	paper_open(p, &(struct paper_box){ .role = PAPER_LIST, .gap = 1.2 });
}

/* A bullet needs little. A number stands on one line, and so that what follows "9." begins where it does after "10.". */
static double
label_width(str label, enum paper_style beside)
{
	const bool numbered = label.n && label.p[0] >= '0' && label.p[0] <= '9';
	const double wide = beside == PAPER_LARGER ? 2.3 : beside == PAPER_LARGE ? 1.57 : 1;

	if (!numbered)
		return 5.5 * wide;
	return 7 * wide + (label.n > 3 ? 2.5 * wide * (double)(label.n - 3) : 0);
}

void
paper_item(struct paper *p, str label, enum paper_style beside)
{
	double widths[] = { label_width(label, beside), -1 };
	struct node *item = open_node(p, NODE_ROW);

	item->widths = widths_in_points(p, widths, 2);
	item->widths[0] *= p->last->scale;
	item->columns = 2;
	item->box = (struct paper_box){ .role = PAPER_ITEM, .gap = 1 * MM };
	paper_open(p, &(struct paper_box){ .role = PAPER_LABEL });
	paper_text(p, beside == PAPER_LARGER ? PAPER_LARGER_NUMBER : beside == PAPER_LARGE ? PAPER_LARGE_NUMBER : PAPER_NUMBER, label);
	paper_end(p);
	/* The body is the item's second part; closing it closes the item. */
	p->at = item;
	item->box.keep = false;
	paper_open(p, &(struct paper_box){ .role = PAPER_ITEM_BODY, .gap = 1.2 });
	p->at->parent = item->parent;
	p->depth--;
}

/* ---- leaves ---- */

void
paper_ruled(struct paper *p, int least, double grow)
{
	struct node *n = add(p, NODE_LINES);

	n->least_lines = least;
	n->box.grow = grow;
}

void
paper_squares(struct paper *p, const unsigned char *dark, int side, double width, str alt)
{
	struct node *n = add(p, NODE_SQUARES);

	n->dark = dark;
	n->side = side;
	n->size = width * MM;
	n->alt = alt;
}

void
paper_draw(struct paper *p, const struct paper_drawing *d, double grow)
{
	struct node *n = add(p, NODE_DRAWING);
	struct paper_drawing *copy = NEW(p->arena, struct paper_drawing);

	*copy = *d;
	for (size_t i = 0; i < d->n; i++)
		p->bytes += d->shapes[i].text.n;
	p->parts += d->n;
	p->too_big |= p->parts > PAPER_PARTS_MOST || p->bytes > PAPER_TEXT_MOST;
	n->drawing = copy;
	n->alt = d->alt;
	n->box.grow = grow;
}

void
paper_meter(struct paper *p, double share)
{
	add(p, NODE_BAR)->size = share < 0 ? 0 : share > 1 ? 1 : share;
}

void
paper_badge(struct paper *p, str text)
{
	struct node *n = open_node(p, NODE_BADGE);

	n->style = PAPER_STRONG;
	n->kind = NODE_TEXT;	/* for paper_run */
	paper_run(p, text, PAPER_BOLD);
	n->kind = NODE_BADGE;
	paper_end(p);
}

void
paper_rule(struct paper *p)
{
	add(p, NODE_RULE);
}

void
paper_space(struct paper *p, double height, double grow)
{
	struct node *n = add(p, NODE_SPACE);

	n->size = height * MM;
	n->box.grow = grow;
}

void
paper_break(struct paper *p)
{
	add(p, NODE_BREAK);
}
