/* from_paper_pages.h: the page where paper is typed in. */
#ifndef APP_FROM_PAPER_FROM_PAPER_PAGES_H
#define APP_FROM_PAPER_FROM_PAPER_PAGES_H

#include "app/from_paper/from_paper.h"
#include "app/page.h"

err paper_page(struct req *rq, struct response *rs);
err paper_notes_post(struct req *rq, struct response *rs);
err paper_sheet_post(struct req *rq, struct response *rs);
err paper_totals_post(struct req *rq, struct response *rs);
err paper_close_post(struct req *rq, struct response *rs);

/* ---- for the templates ---- */

struct paper_line {
	str target, label, shown;	/* shown: the number as typed, or as kept */
};
/* One ballot or question. */
struct paper_ballot {
	str id, name;
	bool is_question;
	struct paper_line *lines;
	size_t n;
	str voters, dots;	/* as shown in the fields */
};
struct paper_step {
	const struct method_step *st;
	int64_t written;	/* notes of the step so far; -1 where the sitting is closed */
	struct themes themes;
	struct paper_ballot *ballots;
	size_t ballot_count;
	bool open;	/* was just worked with */
	str problem;
	str text, name, theme;	/* kept after a mistake */
	int64_t number;	/* in the run sheet */
};
struct paper_view {
	const struct room *rm;
	const struct process *p;
	struct paper_step *steps;
	size_t n;
	enum paper_bar bar;
	str base;	/* "/s/7/paper" */
	str problem;
	bool can_close;
	bool has_choice;	/* the phase ends in a choice by the three */
};
/* Why nothing can be typed in, for people: a message id. */
const char *paper_bar_text(enum paper_bar bar);

#endif
