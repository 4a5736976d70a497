/* made.h: what a workshop has made, on its sheets: themes, trees of causes, the map, sheets filled in together, and what was sorted and
 * judged. Only of sittings that are over, and without anybody's notes: themes and proposals carry names, notes are counted
 * (design.md 7.8). Nothing that somebody filled in alone is here, nothing about a sensitive measure, and answers only as
 * chain/verdict.h lets them be shown. Each is drawn as a page (made.tmpl) and as PDF (pdf_made.c), which say the same. Worker threads. */
#ifndef APP_PRINT_MADE_H
#define APP_PRINT_MADE_H

#include "app/process/process.h"
#include "app/req.h"
#include "app/room/tree.h"

enum made_kind {
	MADE_CARDS,	/* themes */
	MADE_SHEET,	/* the fields of a sheet */
	MADE_TREE,
	MADE_TABLES,	/* a map, what was sorted, what was judged */
};
struct made_table {
	str *cells;	/* by rows, the head first; a cell may have several lines */
	size_t n;
};
struct made_card {
	str title, note;
};
struct made {
	enum made_kind kind;
	const struct method_step *step;
	str title;
	str about;	/* under the title; may be empty */
	str *bodies;	/* MADE_SHEET: what stands in each field of the step's sheet, for people */
	struct made_card *cards;
	size_t card_count;
	const struct tree *tree;
	bool numbers;	/* votes on causes as numbers */
	struct made_table *tables;	/* one for each question; else one */
	size_t table_count, columns;
};
struct mades {
	struct made *p;
	size_t n;
};
/* Of one session, in the order of its steps. sheet: only what belongs on that one; NULL: all, also what has no sheet. */
err made_read(struct req *rq, struct db_conn *c, const struct process *p, const struct method_session *s,
	const struct method_sheet *sheet, struct mades *out) MUST_USE;
/* "Made in the workshop: Deepen". */
str made_title(struct req *rq, const struct method_phase *phase);
/* Can there ever be anything on such a sheet? Not where each writes for herself. Pure. */
bool made_fits(const struct method_session *s, const struct method_sheet *sheet);
/* The step whose thing is drawn on a sheet (a tree, a map), and the field in whose place it stands. NULL: none. Pure. */
const struct method_step *made_drawn(const struct method_session *s, const struct method_sheet *sheet,
	const struct method_field **field);

#endif
