/* paper.h: PDF pages: headings, flowing text, lists, tables, boxes to write in, QR codes, on A4 and A3.
 *
 * A document is put together as a tree of parts and then printed as a whole: nothing is placed before everything is known, so
 * that what fits on a page stays on it, and what does not flows on to the next with a running head and page numbers. Nothing is
 * ever cut: a row, box or cell taller than a page goes on over pages, a word wider than its column breaks.
 *
 * The PDF is vector only, its fonts embedded; it has language, title, bookmarks and a structure of headings, paragraphs, lists,
 * tables and figures with alternative text, in reading order. All lengths are in millimetres.
 *
 * Texts are borrowed until paper_print (or press_print) has returned: they live in the caller's arena, as the tree does. Building
 * is for any thread; printing happens in the press (press.h). */
#ifndef PAPER_PAPER_H
#define PAPER_PAPER_H

#include "base/arena.h"
#include "base/base.h"

#define PAPER_PAGES_MOST 600	/* laid out; copies come on top */
#define PAPER_COPIES_MOST 400	/* of one sheet */
#define PAPER_PRINTED_MOST 4000	/* pages with their copies */
#define PAPER_TEXT_MOST ((size_t)4 * 1024 * 1024)	/* bytes of text in a document */
#define PAPER_PARTS_MOST ((size_t)100 * 1000)
#define PAPER_DEPTH_MOST 24

enum paper_format { PAPER_A4, PAPER_A4_WIDE, PAPER_A3, PAPER_A3_WIDE };

/* How a text looks; also what it is (heading, paragraph). */
enum paper_style {
	PAPER_BODY, PAPER_SMALL, PAPER_LEAD, PAPER_STRONG,
	PAPER_KIND,	/* the coloured line over a title */
	PAPER_TITLE, PAPER_H2, PAPER_H3,
	PAPER_CELL, PAPER_CELL_HEAD,	/* in tables */
	PAPER_NUMBER, PAPER_LARGE_NUMBER, PAPER_LARGER_NUMBER,	/* labels beside items: "1.", "•" */
	PAPER_CODE,	/* what is typed on a phone, large */
	PAPER_HUGE,	/* a poster's title */
	PAPER_LARGE,	/* a poster's text */
	PAPER_LARGER,	/* the same where there is little of it */
	PAPER_WARNING,
	PAPER_STYLE_COUNT
};
enum paper_look_of_run { PAPER_BOLD = 1, PAPER_ITALIC = 2, PAPER_MONO = 4 };

enum paper_look {
	PAPER_PLAIN, PAPER_FRAMED, PAPER_TINTED,
	PAPER_BARRED,	/* a thick line at its side */
	PAPER_UNDERLINED, PAPER_CARD,	/* a sticky note */
	PAPER_GRID, PAPER_GRID_HEAD,	/* cells of a table */
};
/* What a part is for those who hear the document. */
enum paper_role {
	PAPER_NOTHING, PAPER_PART, PAPER_QUOTE, PAPER_LIST, PAPER_ITEM, PAPER_LABEL, PAPER_ITEM_BODY,
	PAPER_HEADER_CELL,	/* over a column */
	PAPER_ROW_HEADER, PAPER_DATA_CELL,
};

struct paper;

struct paper_about {
	str title, lang;	/* lang: "nb" */
	str author;	/* may be empty */
	int64_t made;	/* UTC seconds */
	bool archive;	/* PDF/A-1b, for sak- and arkivsystem */
};
struct paper *paper_new(struct arena *a, const struct paper_about *about);

/* Begins a sheet on a page of its own; what follows is on it. */
struct paper_sheet {
	enum paper_format format;
	str name;	/* bookmark, and running head from its second page on */
	str foot;	/* left at the foot of each page */
	str mark;	/* right at the foot of a sheet of one page */
	str page_of;	/* "Side {n} av {all}", in the reader's language */
	str stamp;	/* at the top of each page, and of the first sheet the document's subject: why it is kept from the public; may be empty */
	double scale;	/* of letters; 0: by the format */
	int copies;	/* 0 and 1: one */
	bool fills;	/* parts that grow share what is left of a page */
	bool one;	/* what hangs on a wall: smaller letters, down to three fifths, rather than a second page */
	bool centred;	/* everything in the middle, across and down */
};
void paper_begin(struct paper *p, const struct paper_sheet *s);

/* ---- text ---- */

void paper_text(struct paper *p, enum paper_style style, str text);
/* A text of several looks: open, runs, close. */
void paper_text_open(struct paper *p, enum paper_style style);
void paper_run(struct paper *p, str text, unsigned looks);

/* ---- parts with parts inside; every open has its paper_end ---- */

struct paper_box {
	enum paper_role role;
	enum paper_look look;
	double gap, pad, least;	/* between parts, around them, height at least */
	double grow;	/* its share of what is left of a page or of the part it is in; 0: none */
	bool keep;	/* goes whole to the next page when it fits there */
	bool middle;	/* what is inside stands in the middle of the height */
};
void paper_open(struct paper *p, const struct paper_box *box);
/* Parts beside each other. widths: millimetres, or negative for a share of the rest. */
void paper_row(struct paper *p, const double *widths, size_t n, double gap, double grow);
/* Rows of as many cells as there are widths. Rows that are `head` come first and again on each page. */
void paper_table(struct paper *p, const double *widths, size_t n);
void paper_table_row(struct paper *p, bool head, double least);
void paper_cell(struct paper *p, enum paper_role role);
void paper_end(struct paper *p);

/* An item of a list, with its label: "•" or "1.", beside texts of this style; then its parts; paper_end. */
void paper_list(struct paper *p);
void paper_item(struct paper *p, str label, enum paper_style beside);

/* ---- parts without anything inside ---- */

void paper_ruled(struct paper *p, int least, double grow);	/* to write on */
/* dark: side × side bytes, lowest bit set where the square is dark. */
void paper_squares(struct paper *p, const unsigned char *dark, int side, double width, str alt);
/* A drawing in units of its own, y downwards, as wide as there is room for and as high as most of a page; with grow, as high as what is
 * left of it. For those who hear the document it is one picture with an alternative text: what it says must stand beside it as text too. */
enum paper_shape_kind {
	PAPER_LINE,	/* from x, y to x2, y2 */
	PAPER_ARROW,	/* likewise, with a head at x2, y2 */
	PAPER_ROUND,	/* a box with round corners between the two, filled softly; strong: framed */
	PAPER_DOT,	/* round x, y; size: its radius; strong: with a hole; soft: a ring */
	PAPER_WORDS,	/* x, y: where the letters stand; size: their height. x2: a width they are made smaller to fit; 0: none */
};
struct paper_shape {
	enum paper_shape_kind kind;
	double x, y, x2, y2, size;	/* size of lines: how thick */
	str text;
	bool strong, soft, dashed, centred;	/* centred: words around x */
};
struct paper_drawing {
	double w, h;
	struct paper_shape *shapes;
	size_t n;
	str alt;
};
void paper_draw(struct paper *p, const struct paper_drawing *d, double grow);
void paper_meter(struct paper *p, double share);	/* of a chart; what it says stands in words beside it */
void paper_badge(struct paper *p, str text);	/* a number in a circle */
void paper_rule(struct paper *p);
void paper_space(struct paper *p, double height, double grow);
void paper_break(struct paper *p);	/* the rest on a new page */

/* ---- printing ---- */

struct paper_bytes {
	unsigned char *p;	/* free() */
	size_t n;
	size_t pages;	/* with copies */
};
struct paper_fonts;
/* One thread at a time. NULL: no usable font configuration. */
struct paper_fonts *paper_fonts_new(void);
void paper_fonts_free(struct paper_fonts *f);	/* accepts NULL */
/* Is the house's own font there, or does another stand in for it? */
bool paper_fonts_are_ours(struct paper_fonts *f);
/* ERR_TOOBIG: over one of the limits above; ERR_IO: a library failed. */
err paper_print(struct paper *p, struct paper_fonts *f, struct paper_bytes *out) MUST_USE;

#endif
