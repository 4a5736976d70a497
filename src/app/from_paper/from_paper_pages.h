/* from_paper_pages.h: the page where paper is typed in. */
#ifndef APP_FROM_PAPER_FROM_PAPER_PAGES_H
#define APP_FROM_PAPER_FROM_PAPER_PAGES_H

#include "app/from_paper/from_paper.h"
#include "app/page.h"
#include "app/room/view.h"

err paper_page(struct req *rq, struct response *rs);
err paper_notes_post(struct req *rq, struct response *rs);
err paper_sheet_post(struct req *rq, struct response *rs);
err paper_totals_post(struct req *rq, struct response *rs);
err paper_close_post(struct req *rq, struct response *rs);
err paper_verdict_post(struct req *rq, struct response *rs);	/* about; c-QUESTION:ANSWER */
err paper_places_post(struct req *rq, struct response *rs);	/* p-TARGET, and w-TARGET, where it lay when the page was made */
err paper_causes_post(struct req *rq, struct response *rs);	/* about; text, an outline */
err paper_marks_post(struct req *rq, struct response *rs);	/* w-CAUSE, what was marked; root-, find-, ev-, bone-CAUSE */
err paper_filled_post(struct req *rq, struct response *rs);	/* entry, about, table; fields as in room/sheet_pages.h */

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
/* One thing in a verdict. */
struct paper_judged {
	const struct thing *thing;
	struct paper_ballot *questions;
	size_t n;
};
struct paper_step {
	const struct method_step *st;
	int64_t written;	/* notes of the step so far; -1 where the sitting is closed */
	struct themes themes;
	const struct method_step **sources;	/* steps that notes on its sheet would have been written in */
	size_t source_count;
	struct things abouts, builds;	/* what its notes can be about, and go on from */
	struct things in;	/* what came into it */
	struct notes loose;	/* of a sort step: not in any field yet */
	struct paper_ballot *ballots;
	size_t ballot_count;
	struct paper_judged *judged;
	size_t judged_count;
	struct trees trees;
	struct view view;	/* sheets are drawn with it */
	struct entries entries;
	struct sheet_form *sheets;	/* those that are there, and last an empty one */
	size_t sheet_count;
	bool tables;	/* a sheet has its table */
	bool hidden;	/* what is there is not shown before the reveal */
	bool open;	/* was just worked with */
	str wrong, problem;	/* the form that came back, and why */
	bool named;	/* only because something looks like a name */
	const struct pairs *typed;	/* what came with it */
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
/* The id of one of a step's forms: what, and about which thing, sheet or ballot (may be empty). */
str paper_form(struct arena *a, const struct method_step *st, const char *what, str of);
/* What was typed into a field of the form that came back; else what is kept. */
str paper_kept(const struct paper_step *s, str form, str field, str kept);
bool paper_is_wrong(const struct paper_step *s, str form);
str paper_wrong_at(struct arena *a, const struct paper_step *s);	/* the id of what the summary leads to */
/* Names of fields: "c-QUESTION:ANSWER", "root-ID". */
str paper_count_field(struct arena *a, const struct paper_ballot *b, str target, bool verdict);
str paper_field(struct arena *a, const char *what, str of);
/* Where a thing on the map lies: "1-2"; and a cause's marks in one word, to see what has changed. */
str paper_where(struct arena *a, const struct thing *t);
str paper_marked(struct arena *a, const struct cause *n);

/* ---- between the two files of handlers ---- */

/* paper_form for the form that came. */
str paper_form_here(struct req *rq, const char *what, str of);
/* What the page shows of a step; not of those that have no twin. */
err paper_read_step(struct req *rq, struct db_conn *c, const struct room *rm, const struct method_step *st, struct paper_step *s) MUST_USE;
/* What came back wrong keeps what was typed. */
void paper_keep_typed(struct req *rq, struct paper_step *s);
struct paper_act paper_act_of(struct req *rq);
/* The end of a post: the page again with what was wrong in the form with that id, or back to the step. */
err paper_done(struct req *rq, struct response *rs, err e, const struct paper_act *x, str form, str wrong) MUST_USE;
err paper_number(str text, int64_t *out) MUST_USE;	/* empty is 0 */
/* The step that the form names; NULL. */
err paper_step_of(struct req *rq, const struct method_step **out) MUST_USE;

#endif
