/* view.h: a room made ready for drawing: the lists that its running step needs, read in one snapshot. Pages and frames
 * are drawn from the same view by the same templates; a frame's view has no seat, so nothing personal can be in it. */
#ifndef APP_ROOM_VIEW_H
#define APP_ROOM_VIEW_H

#include "app/page.h"
#include "app/room/room.h"

struct cause_kept;
struct sort_view;
struct things;
struct trees;

struct theme_view {
	struct theme t;
	struct notes notes;	/* only where the step shows them */
	int64_t mine, total;	/* votes: of this seat; of all, once the round is closed */
};

/* One ballot of a vote step. */
struct ballot_view {
	const struct method_ballot *ballot;
	struct round round;
	struct theme_view *themes;	/* closed: most votes first */
	size_t n;
	int64_t left;	/* votes this seat has left */
	bool show_numbers;	/* false with fewer than k seats: an order only */
};

/* One question of a check-out. */
struct answer_view {
	const struct method_answer *answer;
	bool mine;
	int64_t total;
};
struct question_view {
	const struct method_question *question;
	struct round round;
	struct answer_view *answers;
	size_t n;
	bool answered, show;	/* show: closed, and at least k answers */
};
/* In a small group the numbers of a question tell what each has said when all gave the same answer, or all but one: then
 * "nearly all" is told instead. NULL: the numbers may be shown. Source: domain.md E.6. */
#define SMALL_GROUP 10
const struct answer_view *answer_of_nearly_all(const struct question_view *q);

/* What a phone, wall or desk shows below the task. */
struct view {
	const struct room *rm;
	struct arena *a;
	str code;
	enum room_screen screen;
	str seat;	/* empty in frames */
	int64_t seat_table;	/* 0: not chosen, or a frame */
	bool is_ready;
	int64_t written, ready, tables;
	const struct method_step *source;	/* the notes step whose cards are shown, or NULL */
	struct notes shown;	/* of the running or feeding notes step */
	int64_t from;	/* paging: the first card's number */
	struct theme_view *themes;
	size_t theme_count;
	struct notes loose;	/* group work: notes of this table without a theme */
	struct ballot_view *ballots;
	size_t ballot_count;
	struct question_view *questions;
	size_t question_count;
	struct sort_view *sort;	/* of a sort step: sort.h */
	struct things *talked;	/* what a talk is about: the things that come into the step */
	struct trees *trees;	/* of a tree step: tree.h */
	const struct cause_kept *kept;	/* a cause that was sent in vain */
	str draft, draft_col;	/* what was sent in vain without script, to be kept */
	bool time_is_up;	/* the clock is at zero, and the step says stop writing */
};

/* Reads what the running step shows. table: for group work, 0 for none. */
err view_read(struct db_conn *c, struct arena *a, const struct room *rm, enum room_screen screen, str seat, int64_t from,
	struct view *out) MUST_USE;

/* For a phone's frame with single notes of a running notes step: without seat, lists and what room_about reads, so that a
 * note in a room with a thousand costs no more than the first. */
err view_of_notes(struct db_conn *c, struct arena *a, const struct room *rm, struct view *out) MUST_USE;

/* Where a note stands on a screen: the id of the list that holds it; empty when this screen does not show it now. */
str note_container(struct arena *a, const struct view *v, const struct note *n);
/* A step with something to fill in that phones do not carry: it is done with the sheets of its paper twin. */
bool room_by_paper(const struct view *v);
bool column_is(const struct note *n, const struct method_column *col);
/* CSS tells columns apart by what they are about. */
str column_area(const struct method_column *col);

#endif
