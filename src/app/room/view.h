/* view.h: a room made ready for drawing: the lists that its running step needs, read in one snapshot. Pages and frames
 * are drawn from the same view by the same templates; a frame's view has no seat, so nothing personal can be in it. */
#ifndef APP_ROOM_VIEW_H
#define APP_ROOM_VIEW_H

#include "app/page.h"
#include "app/process/rules.h"
#include "app/room/entry.h"
#include "app/room/judge.h"
#include "app/room/live.h"
#include "app/room/room.h"

struct cause_kept;
struct sort_view;
struct things;
struct trees;

struct theme_view {
	struct theme t;	/* its id is the ref where it stands for another thing */
	const struct thing *thing;	/* NULL: a theme */
	const struct thing *about;	/* of a cause: the thing; see branches.h */
	const struct thing *up;	/* the cause it hangs below, or the idea it goes on from; NULL: none */
	struct notes notes;	/* only where the step shows them */
	int64_t mine, total;	/* votes: of this seat; of all, once the round is closed */
	int64_t rank;	/* once it is closed: 1 is most; the same for those that stand equal */
};

/* One ballot of a vote step. */
struct ballot_view {
	const struct method_ballot *ballot;
	struct round round;
	struct theme_view *themes;	/* closed: most votes first */
	size_t n;
	int64_t left;	/* votes this seat has left */
	bool show_numbers;	/* false with fewer than k seats: an order only */
	bool ranked, equal;	/* shown as an order; all have the same number of votes, so that there is none */
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
/* In a small group: the answer of all, or of all but one. NULL: the numbers may be shown. Source: room.h, SMALL_GROUP. */
const struct answer_view *answer_of_nearly_all(const struct question_view *q);

/* What the notes of a step can be about, and which they can go on from. */
struct note_ask {
	const struct method_step *st;
	struct things about;
	struct notes builds;
};

/* Of a sheet that is filled in alone: its owner's, to be shown with the others at the reveal, shown (see alone.h). */
enum sheet_shared { SHEET_OWN, SHEET_WISHED, SHEET_SHARED };

/* A sheet to fill in. */
struct sheet_form {
	const struct method_step *st;
	const struct thing *about;	/* NULL: about nothing */
	const struct entry *entry;	/* NULL: not begun */
	const struct entry *model;	/* what it begins from where it is not begun; may be NULL */
	int64_t table;
	const str *typed;	/* one for each field: what was sent in vain; NULL */
	bool alone;	/* the only one on the page */
	bool own;	/* this seat's; entry: what it has written */
	enum sheet_shared shared;
	str element;	/* the id of its element; empty: by thing and table */
};

/* One thing in a verdict, and the questions about it. */
struct judge_view {
	const struct thing *thing;
	struct question_view *questions;
	const struct judged **judged;	/* when closed and shown; else NULL */
	size_t n;
	bool is_open, answered;
};

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
	size_t cards_bytes;	/* what the lists of notes take on the page, about: view_takes */
	struct ballot_view *ballots;
	size_t ballot_count;
	struct ballot_view *chosen;	/* of a check-out: the foremost of each closed vote it sums up */
	size_t chosen_count;
	struct question_view *questions;
	size_t question_count;
	struct sort_view *sort;	/* of a sort step: sort.h */
	struct ground_rules rules;	/* the group's, where a workshop begins with talk and nothing comes into it */
	struct things *talked;	/* what a talk is about: the things that come into the step */
	struct trees *trees;	/* of a tree step: tree.h */
	const struct cause_kept *kept;	/* a cause that was sent in vain */
	const struct note_ask *asks;
	size_t ask_count;
	struct things things;	/* what comes into a sheet, a map or a verdict */
	struct things beside;	/* what stands beside those: branches.h */
	struct entries entries;	/* of a step with sheets; the desk's with those set aside */
	struct sheet_form *sheets;	/* to fill in here: this table's, or all */
	size_t sheet_count;
	const str *names;	/* of the unit's people, to warn where a saved field seems to name one (blame.h); never drawn. None on the wall */
	size_t name_count;
	bool sheets_hidden;	/* only those of the own table, or the own one, are shown, until the reveal */
	struct sheet_form *mine;	/* what this seat has written alone in steps that are over, and has not shown */
	size_t mine_count;
	const str *typed;	/* what was sent in vain about typed_about, for typed_table; NULL */
	str typed_about;
	int64_t typed_table;
	bool tables_ready;	/* the table has been chosen, or there is none to choose */
	struct judge_view *judge;
	size_t judge_count;
	str draft, draft_col, draft_about;	/* what was sent in vain without script, to be kept */
	bool saved;	/* without script: the note that was just sent */
};

/* Reads what the running step shows. table: for group work, 0 for none. */
err view_read(struct db_conn *c, struct arena *a, const struct room *rm, enum room_screen screen, str seat, int64_t from,
	struct view *out) MUST_USE;

/* For a phone's frame with single notes of a running notes step: without seat, lists and what room_about reads, so that a
 * note in a room with a thousand costs no more than the first. */
err view_of_notes(struct app *app, struct db_conn *c, struct arena *a, const struct room *rm, int64_t written,
	struct view *out) MUST_USE;

/* What a step's notes can be about; never NULL. */
const struct note_ask *ask_of(const struct view *v, const struct method_step *st);
/* The sheet about a thing for a table, as everybody's frames draw it. */
struct sheet_form sheet_form_of(const struct view *v, str about, int64_t table);
/* Is there room for one more note in the lists of this page? Then it is taken into account. */
bool view_takes(struct view *v, const struct note *n);
/* Keeps those of its things that there is room for. */
void view_take_things(struct view *v);
/* Has the running step been voted on or answered, and closed? Then the result is shown, also where people go on with paper. */
bool view_has_result(const struct view *v);
/* Is what the running step asks of everybody over and done with: the notes that nobody was to see are shown, the vote is closed,
 * the workshop goes on another day? Then the task, which says that nobody sees them yet, is not said any more. */
bool view_task_is_over(const struct view *v);
/* Has everything been read that comes into the running step, so that there is something to fill in here? */
bool room_has_things(const struct view *v);
/* For a target of a vote: its name, and an id for its element. */
str target_name(const struct theme_view *t, enum lang l);
str target_element(struct arena *a, const struct theme_view *t);
str target_up(struct arena *a, const struct theme_view *t, enum lang l);	/* what it leads to or goes on from; empty: nothing */
/* view_things.c: what the steps that take things show. */
/* builds: also the notes one can go on from. */
err view_asks(struct db_conn *c, struct view *v, bool builds) MUST_USE;
/* The running step's alone, as remembered (about.h): enough for a card. */
err view_asks_lately(struct app *app, struct db_conn *c, struct view *v) MUST_USE;
err view_sheets(struct db_conn *c, struct view *v) MUST_USE;
err view_map(struct db_conn *c, struct view *v) MUST_USE;
err view_judge(struct db_conn *c, struct view *v) MUST_USE;

/* Where a note stands on a screen: the id of the list that holds it; empty when this screen does not show it now. */
str note_container(struct arena *a, const struct view *v, const struct note *n);
/* A step with something to fill in that phones do not carry: it is done with the sheets of its paper twin. */
bool room_by_paper(const struct view *v);
bool column_is(const struct note *n, const struct method_column *col);
/* CSS tells columns apart by what they are about. */
str column_area(const struct method_column *col);

#endif
