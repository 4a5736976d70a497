/* chain.h: the red thread as people read it: what was said, what was chosen, where each thing came from, and what comes next.
 * Also what other pages show of it: the room when it is over, and the staff's own page.
 *
 * How another capability uses it: chain_summary_read and then {{ call chain_summary(pg, &s) }} of chain_summary.tmpl;
 * chain_next for the next gathering with staff. Source: issue 2 points 12 and 16, design.md section 9. Worker threads. */
#ifndef APP_CHAIN_CHAIN_H
#define APP_CHAIN_CHAIN_H

#include "app/chain/choose.h"
#include "app/chain/decided.h"
#include "app/chain/outcome.h"

/* ---- what comes next ---- */

struct next_date {
	int64_t sitting;	/* 0: only the plan has a date */
	const struct method_phase *phase;
	const struct method_session *session;
	str label, place;
	int64_t starts, ends;
	bool voting;	/* a vote over all */
	int64_t moved;	/* how often when or where has changed */
};
struct next_dates {
	struct next_date *p;	/* the sittings of the next workshop, by time: one of them is for the reader */
	size_t n;
	const struct method_phase *phase;	/* the phase that comes next, also without a date; NULL: the method is over */
};
/* After a phase (empty: after today): the sittings of the next workshop, or of a vote over all in this phase. */
err chain_next(struct db_conn *c, struct arena *a, const struct process *p, str after_phase, struct next_dates *out) MUST_USE;
/* What stands in the calendar. */
str next_title(struct arena *a, enum lang l, const struct process *p, const struct next_date *d);

/* ---- a phase's results ---- */

struct result_pick {
	const struct method_pick *pick;
	const struct theme_part *part;
	struct challenge *going, *left;	/* chosen and added; set aside and tied */
	size_t going_count, left_count;
};
struct results {
	struct gathering g;
	struct challenges all;	/* decided */
	struct result_pick *picks;
	size_t pick_count;
	struct next_dates next;
	int64_t agreement;	/* waits for answers; 0: none */
};
err results_read(struct db_conn *c, struct arena *a, const struct process *p, const struct method_phase *phase,
	struct results *out) MUST_USE;
/* What has come of a theme, or NULL. */
const struct challenge *results_of_theme(const struct results *r, str theme);

/* ---- for the staff's page and for the room that is over ---- */

struct chain_summary {
	const struct process *process;
	struct results *phases;	/* those in which a workshop has been held, newest first */
	size_t n;
	struct decided_phase *later;	/* the phases after the themes in which something was decided or said, newest first */
	size_t later_count;
	struct next_dates next;
	str base;	/* address below which next.ics lies: "/w/abc" */
};
err chain_summary_read(struct db_conn *c, struct arena *a, const struct process *p, str base, struct chain_summary *out) MUST_USE;

/* One vote of a sitting: its themes, most votes first. */
struct chain_top {
	const struct method_ballot *ballot;
	struct {
		str name;
		int64_t votes, rank;	/* rank: the same for those that stand equal */
	} *lines;
	size_t n;
	bool numbers;
};
/* What goes on of one pick: challenges, or what is kept. */
struct chain_going {
	const struct method_pick *pick;
	struct challenge *p;
	size_t n;
};
struct chain_over {
	struct chain_going *chosen;	/* once the three have agreed */
	size_t chosen_count;
	struct chain_top *tops;
	size_t top_count;
	struct outcomes outcomes;	/* of this sitting */
	struct next_dates next;
	str base;	/* "/r/ABC234" */
};
err chain_over_read(struct app *app, struct db_conn *c, struct arena *a, const struct sitting *s, struct chain_over *out) MUST_USE;

#endif
