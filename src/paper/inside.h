/* inside.h: what the files of the paper layer share: the tree of parts, and what is to be drawn where. Points (1/72 inch) from here on. */
#ifndef PAPER_INSIDE_H
#define PAPER_INSIDE_H

#include <pango/pangocairo.h>

#include "paper/paper.h"

#define MM (72.0 / 25.4)

enum node_kind {
	NODE_STACK, NODE_ROW, NODE_TABLE, NODE_TEXT, NODE_LINES, NODE_SQUARES, NODE_DRAWING, NODE_BAR, NODE_BADGE, NODE_RULE, NODE_SPACE, NODE_BREAK,
};

struct decor;
struct run {
	str text;
	unsigned looks;
	struct run *next;
};

struct node {
	enum node_kind kind;
	enum paper_style style;
	struct paper_box box;
	double *widths;	/* rows and tables */
	size_t columns;
	bool head;	/* of a table */
	struct run *runs, *last_run;
	const unsigned char *dark;
	const struct paper_drawing *drawing;
	int side, least_lines;
	double size;	/* width of squares; share of a bar; height of a space */
	str alt;
	struct node *first, *last, *next, *parent;
	struct decor *decor;	/* as placed last */
	/* layout: of the width asked last */
	double width, height;
	PangoLayout *layout;
	double *line_at;	/* top of each line, and the end */
	int lines;
};

struct sheet {
	struct paper_sheet s;
	struct node *root;
	struct sheet *next;
	double width, height, side, top, bottom;	/* the paper, and its margins */
	double scale;
	int first_page, pages;
};

struct paper {
	struct arena *arena;
	struct paper_about about;
	struct sheet *first, *last;
	struct node *at;	/* what is open */
	size_t depth, parts, bytes;
	bool too_big;
};

/* ---- fonts ---- */

struct paper_fonts {
	PangoFontMap *map;
	PangoContext *context;
};
struct style {
	const char *family, *tag;
	PangoWeight weight;
	double size, spacing;
	uint32_t colour;
	bool tabular;	/* figures of one width */
};
const struct style *style_of(enum paper_style s);

/* ---- what is drawn ---- */

/* An element of the document's structure. */
struct elem {
	const char *tag;
	struct elem *parent;
	int first_page, last_page;	/* of what is drawn in it itself; -1: nothing */
	str alt;
	bool column;	/* a header cell over a column */
};
struct spot {
	int page;
	double y;
};
struct op {
	struct node *n;
	double x, y, w, h;
	int first, count;	/* lines of a text */
	struct elem *elem;	/* NULL: repeated, and so not part of the text */
	struct op *next;
};
/* Frame or ground of a part, over as many pages as it takes. */
struct decor {
	const struct node *n;
	double x, w;
	struct spot from, to;
	double above, below;	/* between it and the margins, on the pages it goes on to */
	struct decor *next;
};
struct page {
	const struct sheet *sheet;
	struct op *first, *last;
};
struct drawing {
	struct page *pages;
	size_t page_count, page_room;
	struct decor *first_decor, *last_decor;
};

/* What the structure tree shall say beyond what cairo writes, in the order in which elements were opened. */
struct extras {
	struct arena *arena;
	str *alts;
	size_t alt_count, alt_room;
	bool *columns;	/* header cells: over a column, or before a row */
	size_t column_count, column_room;
};

double line_pitch(const struct sheet *s);	/* between lines to write on */
double drawing_height(const struct sheet *s, const struct node *n, double width);
void draw_drawing(cairo_t *cr, struct paper *p, struct paper_fonts *f, const struct op *op);
double badge_side(const struct sheet *s);
double stack_side(const struct node *n);	/* from a stack's left edge to what is in it */
void column_widths(const struct node *n, double width, double *out);
double measure(struct paper *p, struct paper_fonts *f, const struct sheet *s, struct node *n, double width);
void measure_anew(struct sheet *s);	/* its scale is another one now */
err flow(struct paper *p, struct paper_fonts *f, struct drawing *d) MUST_USE;
err draw(struct paper *p, struct paper_fonts *f, const struct drawing *d, struct extras *x, struct paper_bytes *out) MUST_USE;
/* Replaces the bytes. */
err finish(struct paper *p, const struct extras *x, struct paper_bytes *io) MUST_USE;
void tree_done(struct paper *p);	/* gives the layouts back */
/* One layout of a text that is not in the tree: heads and feet. g_object_unref. */
PangoLayout *layout_line(struct paper_fonts *f, enum paper_style style, double scale, const char *text);
void set_colour(cairo_t *cr, uint32_t rgb);

#define INK 0x1c1a17u
#define SOFT 0x56524bu
#define LINE 0x8a847au
#define TEAL 0x045c5cu
#define TINT 0xe3f2f1u
#define NOTE 0xfff6cfu
#define RED 0xa3181fu

#endif
