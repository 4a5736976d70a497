/* room.h: the live room: everything that a page or a frame of it is drawn from, and the rules of what people do there.
 * Source: design.md sections 6 and 7; read section 7 before you add anything that tells one participant from another. */
#ifndef APP_ROOM_ROOM_H
#define APP_ROOM_ROOM_H

#include "app/meeting/sitting.h"
#include "app/method/method.h"
#include "app/req.h"

#define ROOM_CARDS 50	/* cards on a page; the rest is paged */
#define NOTE_GRAPHEMES 280
#define EVENTS_MOST 500000	/* in a room; after that it takes no more notes */
#define THEME_GRAPHEMES 120
/* With fewer than so many answers, numbers tell what each has said when all gave the same one, or all but one: then "nearly all" is
 * told instead. Source: domain.md E.6. */
#define SMALL_GROUP 10

/* One snapshot of a room. Read by room_load; borrowed from the arena and the method shelf. */
struct room {
	struct sitting s;
	const struct method *method;
	const struct method_phase *phase;
	const struct method_session *session;
	struct sitting_steps steps;
	const struct sitting_step *now;	/* NULL before the first step */
	const struct method_step *step;	/* of the pack; NULL for breaks of the group's own and before the first step */
	str unit_name, process_name, public_id;
	int64_t k;	/* smallest number of answers that are shown */
	int64_t seats;
	bool first_reading;	/* the reps read what was written alone before it is shown; see reading.h */
};

err room_load(struct app *app, struct db_conn *c, struct arena *a, int64_t sitting, struct room *out) MUST_USE;
/* room_load in two parts: room_rules is enough for write functions; room_about adds names, k and seats, whose count takes
 * as long as there are seats. */
err room_rules(struct app *app, struct db_conn *c, struct arena *a, int64_t sitting, struct room *out) MUST_USE;
/* room_rules, and up to SITTING_ASKS other questions asked with it. */
err room_rules_and(struct app *app, struct db_conn *c, struct arena *a, int64_t sitting, const struct db_ask *more, size_t n,
	struct room *out) MUST_USE;
err room_about(struct db_conn *c, struct arena *a, struct room *out) MUST_USE;

/* The room of the request's code, read in its snapshot. ERR_GONE when closed (the caller may show the end page). */
err room_of(struct req *rq, struct room *out) MUST_USE;

/* The seat of this browser: the hash of its cookie, empty when it has none in this room. */
str room_seat(struct req *rq, const struct room *rm);
/* Gives a seat up; inside a write function. One that has voted stays and is counted, though nobody has its key any more: else
 * one phone could leave, come again and vote without the number of seats telling. */
err seat_leave(struct db_conn *c, struct arena *a, int64_t room, str seat) MUST_USE;
/* The seat as what is kept in this room knows it: BLAKE2b under the room's own key, another one for each purpose, so that nothing leads
 * from one to the other. ERR_NOTFOUND before the key was made. */
err seat_mark(struct db_conn *c, struct arena *a, int64_t room, str seat, str purpose, str *out) MUST_USE;
err room_key_make(struct db_conn *c, struct arena *a, int64_t room) MUST_USE;	/* once; inside write functions */
bool seat_exists(struct db_conn *c, struct arena *a, int64_t room, str seat);

/* Whether people may write, group or vote right now. */
bool room_writes(const struct room *rm, const struct method_step *st);
/* The pack's step by its id within the room's session; NULL. */
const struct method_step *room_step(const struct room *rm, str id);
const struct sitting_step *room_line(const struct room *rm, str step_id);
/* The name of the running step: own words, the pack's, or "Before we start". */
str room_step_name(const struct room *rm, enum lang l);
/* Tables of group work: as set, or suggested from the seats. At least 1. */
int64_t room_tables(const struct room *rm);
/* Do the themes of that step come into this one, directly or through steps between? Packs refer backwards only, so it ends. */
bool room_feeds(const struct method_step *st, str themes_step);
/* Is it themes that come out of the step: made there, or passed through from such a step? */
bool step_gives_themes(const struct method_step *st);
/* The themes step they were made in; NULL when it is something else that comes out. */
const struct method_step *step_themes(const struct method_step *st);
/* The notes step that feeds a step (through themes and votes); NULL when there is none. */
const struct method_step *room_source(const struct method_step *st, enum step_kind kind);
/* All notes steps that feed it, each once, at most NOTE_SOURCES; how many. */
#define NOTE_SOURCES 16
size_t room_note_sources(const struct method_step *st, const struct method_step **out);
/* What all its notes are about: the one column there is. NULL when they were written in several. */
const struct method_column *room_only_column(const struct method_step *st);

/* ---- notes ---- */

enum note_state { NOTE_HIDDEN, NOTE_SHOWN, NOTE_ASIDE, NOTE_ERASED };
struct note {
	str id, step, col, body, theme;
	str bin;	/* the column of a sort step that it was put into; empty: none yet */
	str about;	/* the thing it is about, by its ref; may be empty */
	str builds_on, on_body;	/* the note it goes on from, and its text; may be empty */
	enum note_state state;
	int64_t place;	/* random; decides order and table */
};
struct notes {
	struct note *p;
	size_t n;
	int64_t all;	/* how many there are in all, when n was limited */
};

struct note_act {
	struct arena *arena;
	struct app *app;
	int64_t room;
	str seat, id, step, col, text, token;
	str about, builds_on;	/* see about.h; may be empty */
	str named;	/* a word of the text that looks like a colleague's name: its writer is told, and nobody else */
	bool text_ok, too_many;	/* found out by the handler, judged in the contract's order */
	bool existed;	/* out */
	int64_t seq;	/* out */
};
/* db_write_fn for POST notes, in the contract's order of answers. */
err note_add(struct db_conn *c, void *act) MUST_USE;
err note_edit(struct db_conn *c, void *act) MUST_USE;
err note_withdraw(struct db_conn *c, void *act) MUST_USE;

err note_get(struct db_conn *c, struct arena *a, int64_t room, str id, struct note *out) MUST_USE;
struct note note_in_row(const struct rows *r, size_t i, size_t from);	/* the same columns, from that one on */
struct note note_of_row(const struct rows *r, size_t i);	/* of the statements that read notes: all have the same columns */
/* Shown notes of a step in their random order. theme: only those in it; S("") only those in none; {0} all.
 * table: only those dealt to it, 0 all. */
err notes_shown(struct db_conn *c, struct arena *a, const struct room *rm, str step, str theme, int64_t table, int64_t from,
	int64_t most, struct notes *out) MUST_USE;
/* Notes without a theme of all steps that feed this one, in their random order. table: as above. */
err notes_loose(struct db_conn *c, struct arena *a, const struct room *rm, const struct method_step *st, int64_t table, int64_t most,
	struct notes *out) MUST_USE;
err notes_aside(struct db_conn *c, struct arena *a, int64_t room, struct notes *out) MUST_USE;
int64_t notes_written(struct db_conn *c, struct arena *a, int64_t room, str step);
/* Has its step's reveal come? Before that nobody sees it, set aside or not. */
bool note_may_be_seen(const struct room *rm, const struct note *n);
/* Does each table have its own part of this step? Then a seat has a table while it runs. */
bool step_has_tables(const struct method_step *st);
/* The table that a note was dealt to, 1 … tables. */
int64_t note_table(const struct note *n, int64_t tables);

/* Are the sheets of a step kept from others until it is revealed? Where all fill in the same ones there is nothing to hide. */
bool sheets_hidden(const struct room *rm, const struct method_step *st);

/* ---- themes ---- */

struct theme {
	str id, step, col, name, merged_into;
	int64_t table, notes, votes;	/* votes: of the last closed round; 0 before */
	bool on_vote;
};
struct themes {
	struct theme *p;
	size_t n;
};
struct theme_act {
	struct arena *arena;
	struct app *app;
	int64_t room, step_version;
	str seat, id, name, note, into;
	bool in, by_desk;
	int64_t table;
	int64_t seq;	/* out */
};
err theme_put(struct db_conn *c, void *act) MUST_USE;	/* new or renamed */
err theme_note(struct db_conn *c, void *act) MUST_USE;	/* a note into a theme or out of it */
err theme_merge(struct db_conn *c, void *act) MUST_USE;	/* id into `into`, or back out when into is empty; originals are kept */
err theme_get(struct db_conn *c, struct arena *a, int64_t room, str id, struct theme *out) MUST_USE;
/* Of a step (empty: all), without those merged into another, in a fixed order. */
err themes_list(struct db_conn *c, struct arena *a, int64_t room, str step, struct themes *out) MUST_USE;
/* What is voted on: the room's own, or in a voting over all those of all closed sittings of the phase, merged ones under
 * their heading. step: the themes step, empty for all. */
err themes_offered(struct db_conn *c, struct arena *a, const struct room *rm, str step, struct themes *out) MUST_USE;
err theme_offered(struct db_conn *c, struct arena *a, const struct room *rm, str id, struct theme *out) MUST_USE;

/* ---- votes ---- */

struct things;
/* What a ballot is about: themes, or (where no themes come in) other things, which are voted on by their ref. One of the two is
 * empty. In a fixed order. */
err ballot_offers(struct db_conn *c, struct arena *a, const struct room *rm, const struct method_ballot *b,
	struct themes *themes, struct things *things) MUST_USE;

/* How many votes each person has on a ballot, and how many of them on the same thing. 0: not set. */
struct ballot_size {
	int64_t dots, cap;
};
/* What the desk has set for a ballot. */
err ballot_set(struct db_conn *c, struct arena *a, const struct room *rm, const struct method_step *st, const struct method_ballot *b,
	struct ballot_size *out) MUST_USE;
/* Fills in what the desk has not set: suggested from the number of things, which are read, and the pack. */
void ballot_suggest(struct db_conn *c, struct arena *a, const struct room *rm, const struct method_ballot *b, struct ballot_size *size);

struct round {
	int64_t id, dots, cap, seats;
	str step, ballot;
	bool is_scale, is_open;
};
struct vote_act {
	struct arena *arena;
	struct app *app;
	int64_t room, round, count;
	str seat, target;
};
err vote_cast(struct db_conn *c, void *act) MUST_USE;	/* count is absolute */
err vote_answer(struct db_conn *c, void *act) MUST_USE;	/* scale: target is the answer; one each */
/* The newest round of a step's ballot. ERR_NOTFOUND before it was opened. */
err round_now(struct db_conn *c, struct arena *a, int64_t room, str step, str ballot, struct round *out) MUST_USE;
/* This seat's votes on a target. */
int64_t vote_mine(struct db_conn *c, struct arena *a, int64_t room, const struct round *r, str seat, str target);
bool vote_by_seat(struct db_conn *c, struct arena *a, int64_t room, str seat);	/* any at all */
int64_t vote_total(struct db_conn *c, struct arena *a, int64_t round, str target);	/* closed rounds */
int64_t vote_voters(struct db_conn *c, struct arena *a, int64_t round);
/* Opens the rounds of a step that has none; closes and counts those of a step that is left. Inside write functions. */
err rounds_open(struct db_conn *c, struct arena *a, const struct room *rm, const struct method_step *st) MUST_USE;
err rounds_close(struct db_conn *c, struct arena *a, const struct room *rm, const struct method_step *st) MUST_USE;
/* Keeps a round as "replaced". Inside write functions. */
err round_replace(struct db_conn *c, struct arena *a, const struct round *r) MUST_USE;
/* A new round of every ballot; the rounds before are kept as "replaced". sizes: one for each ballot; what is 0 stays as it was. */
err round_again(struct db_conn *c, struct arena *a, const struct room *rm, const struct method_step *st,
	const struct ballot_size *sizes) MUST_USE;

/* ---- steps and the end ---- */

/* desk_apply and then all that follows from it here: notes shown, rounds opened and closed, tables set. A db_write_fn for a
 * struct desk_act. */
err room_desk(struct db_conn *c, void *act) MUST_USE;
/* Shows what may be seen from now on: hidden notes of revealed steps; with a first reading only those that have been read. */
err room_show_revealed(struct db_conn *c, struct arena *a, const struct room *rm) MUST_USE;
/* Inside a write function, for a sitting that nobody leads: its writing or its vote is open from now on, without a clock. */
err room_begin_unled(struct db_conn *c, struct arena *a, struct app *app, int64_t sitting) MUST_USE;
/* Jobs thread, every second: applies the declared effect of steps whose time is up. */
err room_run_out(struct app *app, struct arena *a) MUST_USE;

struct close_act {
	struct arena *arena;
	struct app *app;
	int64_t room, person;	/* person: who ended it; 0: the program, at its time */
	bool forgotten;	/* out: it was a rehearsal, and nothing of it is left */
	int64_t seq;
};
/* db_write_fn: closes a sitting and makes it unnamed for good (design.md 7.2), and asks for the scrub; of a rehearsal nothing is kept. */
err room_close(struct db_conn *c, void *act) MUST_USE;
/* Wipes what was deleted from the database's files; outside transactions. ERR_BUSY while somebody reads. */
err room_scrub(struct app *app) MUST_USE;
/* Inside a write function that deletes what must be gone for good: a scrub has to follow. The wish is kept until it is granted,
 * also over a crash. */
err scrub_ask(struct db_conn *c, struct arena *a) MUST_USE;
/* Scrubs if that was asked for. After such a write, and by the jobs thread until it has worked. */
err scrub_run(struct app *app, struct arena *a) MUST_USE;

#endif
