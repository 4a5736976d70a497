/* from_paper.h: what was done on paper is typed in: the twin of every live step. Sticky notes, many at once; table sheets with
 * their notes; dots for each theme; crosses by the door. The choice is typed in where it is made (app/chain).
 *
 * By representatives and helpers, so that nobody's handwriting comes to the leader; the three may decide otherwise. It works
 * in a sitting that goes on by paper, for one held wholly on paper, and afterwards for one that is closed, until the choice
 * is asked for. What comes from paper is counted on the sitting and marked nowhere: typed-in notes are shuffled among the
 * others. Source: issue 2 point 15, design.md 7.1, domain.md A.6.3. Worker threads. */
#ifndef APP_FROM_PAPER_FROM_PAPER_H
#define APP_FROM_PAPER_FROM_PAPER_H

#include "app/access/role.h"
#include "app/room/room.h"

struct process;

#define PAPER_LINES 200	/* notes in one go */

enum paper_bar {
	PAPER_OPEN = 0,	/* may be typed in */
	PAPER_NOT_YOURS,	/* for representatives and helpers */
	PAPER_NOT_BEGUN,	/* the three have not agreed to start */
	PAPER_TOO_LATE,	/* the choice is asked for or made */
	PAPER_NOT_HERE,	/* not a sitting with staff */
};
err paper_bar(struct db_conn *c, struct arena *a, const struct process *p, const struct room *rm, unsigned roles,
	enum paper_bar *out) MUST_USE;

/* One thing that dots or crosses were put on. */
struct paper_count {
	str target;	/* theme, or answer */
	int64_t count;
};

struct paper_act {
	struct arena *arena;
	struct app *app;
	int64_t sitting, person;
	unsigned roles;
	str key, step, col;	/* step: of the pack; col: of a notes step with several columns */
	const str *lines;	/* cleaned notes */
	size_t n;
	str theme, name;	/* sheet: an existing theme, or the name of a new one */
	str ballot;	/* totals: ballot or question */
	int64_t voters, dots;	/* totals; dots: per person */
	const struct paper_count *counts;
	size_t count_n;
	int64_t headcount;	/* close */
	int64_t seq;	/* out: to tell the room, 0: nothing */
	bool scrub;	/* out: call room_scrub afterwards */
	str problem;	/* out, for ERR_INVALID of totals: a message id */
};
/* db_write_fn. ERR_DENIED, ERR_CONFLICT (too late or not begun); ERR_INVALID: no such step, theme or column, or more dots than
 * people had. */
err paper_notes(struct db_conn *c, void *act) MUST_USE;
err paper_sheet(struct db_conn *c, void *act) MUST_USE;
/* The numbers replace those typed in before for the same ballot. */
err paper_totals(struct db_conn *c, void *act) MUST_USE;
/* A sitting that was held wholly on paper is closed. */
err paper_close(struct db_conn *c, void *act) MUST_USE;

/* Themes that a sheet can be added to, and that dots can be on: this sitting's, or all of the phase when it is closed. */
err paper_themes(struct db_conn *c, struct arena *a, const struct room *rm, const struct method_step *themes,
	struct themes *out) MUST_USE;
/* What has been typed in for one target and how many took part on paper. */
err paper_typed(struct db_conn *c, struct arena *a, const struct room *rm, str step, str ballot, str target, int64_t *count) MUST_USE;
err paper_typed_seats(struct db_conn *c, struct arena *a, const struct room *rm, str step, str ballot, int64_t *seats,
	int64_t *dots) MUST_USE;

/* Text with one note on each line. Empty lines are left out. *bad is the number of the first line that cannot be kept. Pure. */
err paper_lines(struct arena *a, str text, const str **lines, size_t *n, size_t *bad) MUST_USE;

#endif
