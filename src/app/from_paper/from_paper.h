/* from_paper.h: what was done on paper is typed in: the twin of every live step. Sticky notes, many at once; table sheets with
 * their notes; notes in the fields they were sorted into; trees of causes; filled-in sheets; where ideas lay on the map; dots for each theme
 * or thing; answers about each thing; crosses by the door. The choice is typed in where it is made (app/chain).
 *
 * By representatives and helpers, so that nobody's handwriting comes to the leader; the three may decide otherwise. It works
 * in a sitting that goes on by paper, for one held wholly on paper, and afterwards for one that is closed, until the choice
 * is asked for. What comes from paper is counted on the sitting and marked nowhere: typed-in notes, causes and sheets are shuffled
 * among the others. What looks like the name of somebody who works there is pointed out once, and may be kept.
 * Source: issue 2 point 15, design.md 7.1, domain.md A.6.3. Worker threads. */
#ifndef APP_FROM_PAPER_FROM_PAPER_H
#define APP_FROM_PAPER_FROM_PAPER_H

#include "app/access/role.h"
#include "app/room/entry.h"
#include "app/room/room.h"
#include "app/room/tree.h"

struct process;

#define PAPER_LINES 200	/* notes in one go */
#define PAPER_CAUSES 60	/* causes in one go */
#define PAPER_PLACES 200	/* things to place on one page */

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
	str target;	/* theme, ref of another thing, or answer */
	int64_t count;
	str question;	/* of a verdict */
};
/* One line of an outline of causes; level 0 stands at the top. */
struct paper_cause {
	str text;
	int level;
};
/* Where a note or a thing lies. */
struct paper_place {
	str target, value;	/* a note's id and a column; a thing's ref and "1-2", across and up. Empty: nowhere */
};
/* What was marked at a cause. */
struct paper_mark {
	str cause, bone;
	enum evidence evidence;
	bool is_root, find_out;
};

struct paper_act {
	struct arena *arena;
	struct app *app;
	int64_t sitting, unit, person;
	unsigned roles;
	str key, step, col;	/* step: of the pack; col: of a notes step with several columns */
	bool anyway;	/* it looks like a name, and they know */
	const str *lines;	/* cleaned notes */
	size_t n;
	str about, builds_on;	/* notes: refs; a sheet or causes: what it is about, or the cause above */
	str bin;	/* notes that lay in a field of a sort step */
	str source;	/* of a sort step or a sheet: the step they would have been written in; empty: the first */
	str theme, name;	/* sheet: an existing theme, or the name of a new one */
	str ballot;	/* totals: ballot or question */
	int64_t voters, dots;	/* totals; dots: per person */
	const struct paper_count *counts;
	size_t count_n;
	const struct paper_cause *causes;
	size_t cause_n;
	const struct paper_place *places;
	size_t place_n;
	const struct paper_mark *marks;
	size_t mark_n;
	str entry;	/* a filled-in sheet that is there already; empty: a new one */
	int64_t table;
	const struct entry_value *values;
	size_t value_n;
	int64_t headcount;	/* close */
	str phase;	/* out, close: the phase, where its themes are gathered on a page; else empty */
	int64_t seq;	/* out: to tell the room, 0: nothing */
	bool scrub;	/* out: call room_scrub afterwards */
	str problem, word;	/* out, for ERR_INVALID: a message id; what looks like a name */
	bool changed;	/* out, for ERR_CONFLICT: somebody else was first */
};
/* db_write_fn. ERR_DENIED, ERR_CONFLICT (too late or not begun); ERR_INVALID: no such step, theme or column, or more dots than
 * people had. Notes lie in a notes step, or in the field of a step that sorts those. */
err paper_notes(struct db_conn *c, void *act) MUST_USE;
err paper_sheet(struct db_conn *c, void *act) MUST_USE;
/* The numbers replace those typed in before for the same ballot. */
err paper_totals(struct db_conn *c, void *act) MUST_USE;
/* Answers to each question about one thing; they too replace. */
err paper_verdict(struct db_conn *c, void *act) MUST_USE;
/* Notes into the fields of a step that sorts, things onto a map. */
err paper_places(struct db_conn *c, void *act) MUST_USE;
err paper_causes(struct db_conn *c, void *act) MUST_USE;
err paper_marks(struct db_conn *c, void *act) MUST_USE;
/* A sheet, new or changed. ERR_CONFLICT with `changed`: somebody has written in the same field meanwhile. */
err paper_fill(struct db_conn *c, void *act) MUST_USE;
/* A sitting that was held wholly on paper is closed. */
err paper_close(struct db_conn *c, void *act) MUST_USE;

/* ---- reading ---- */

/* The room as typing in looks at it: what a closed sitting has made lies among what all closed ones have left, which is asked for as
 * room 0 (chain/thing.h). Use it for reading things only. */
struct room paper_left(const struct room *rm);
/* Themes that a sheet can be added to, and that dots can be on: this sitting's, or all of the phase when it is closed. */
err paper_themes(struct db_conn *c, struct arena *a, const struct room *rm, const struct method_step *themes,
	struct themes *out) MUST_USE;
/* What a ballot is about where it is not themes. */
err paper_voted(struct db_conn *c, struct arena *a, const struct room *rm, const struct method_ballot *b, struct things *out) MUST_USE;
/* What came into a step; what notes of a step can be about; which notes they can go on from. */
err paper_in(struct db_conn *c, struct arena *a, const struct room *rm, const struct method_step *st, struct things *out) MUST_USE;
err paper_abouts(struct db_conn *c, struct arena *a, const struct room *rm, const struct method_step *st, struct things *out) MUST_USE;
err paper_builds(struct db_conn *c, struct arena *a, const struct room *rm, const struct method_step *st, struct things *out) MUST_USE;
err paper_trees(struct db_conn *c, struct arena *a, const struct room *rm, const struct method_step *st, struct trees *out) MUST_USE;
/* Sheets of the step: this sitting's, or those that closed ones have left. */
err paper_entries(struct db_conn *c, struct arena *a, const struct room *rm, const struct method_step *st, struct entries *out) MUST_USE;
/* Do sheets of this step belong to tables here? Once the room has closed no more. */
bool paper_has_tables(const struct room *rm, const struct method_step *st);
/* A question's round about a thing; about empty: of a check-out. A round without id: there is none yet. */
err paper_round(struct db_conn *c, struct arena *a, const struct room *rm, const struct method_step *st, str ballot, str about,
	struct round *out) MUST_USE;
/* What has been typed in for one target of a round and how many took part on paper. */
err paper_typed(struct db_conn *c, struct arena *a, const struct round *rd, str target, int64_t *count) MUST_USE;
err paper_typed_seats(struct db_conn *c, struct arena *a, const struct round *rd, int64_t *seats, int64_t *dots) MUST_USE;

/* Text with one note on each line. Empty lines are left out. *bad is the number of the first line that cannot be kept. Pure. */
err paper_lines(struct arena *a, str text, const str **lines, size_t *n, size_t *bad) MUST_USE;
/* The same for causes: hyphens (or other signs that lists are written with) before a line put it below the line above that has
 * fewer. A line that skips a level stands right below the one above. Pure. */
err paper_outline(struct arena *a, str text, const struct paper_cause **lines, size_t *n, size_t *bad) MUST_USE;

#endif
