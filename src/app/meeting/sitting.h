/* sitting.h: one gathering of a session of the method: the HMS group's meeting, a workshop with staff, a voting
 * over all. Rows, steps, events and the clock; the pages of the room stand in app/room. Source: design.md section 6,
 * domain.md A.6. Worker threads. */
#ifndef APP_MEETING_SITTING_H
#define APP_MEETING_SITTING_H

#include "app/method/method.h"
#include "app/req.h"

enum sitting_kind { SITTING_GROUP, SITTING_STAFF, SITTING_VOTING, SITTING_OWN, SITTING_REHEARSAL };
enum sitting_state { SITTING_PLANNED, SITTING_OPEN, SITTING_BROKEN, SITTING_CLOSED };
enum clock_state { CLOCK_STILL, CLOCK_RUNNING, CLOCK_PAUSED };

struct sitting {
	int64_t id, process;
	str phase, session;	/* ids of the pack */
	enum sitting_kind kind;
	str label, place;
	int64_t starts_at, ends_at;	/* UTC seconds; 0: not set */
	int64_t leads;	/* workshop leader; 0: nobody yet */
	str cover, paid, room_note;
	enum sitting_state state;
	str code, wall_token;	/* empty before it was opened */
	bool door_open, on_paper;
	int64_t seq;
	int64_t step_pos, step_version;
	enum clock_state clock;
	int64_t ends_ms, left_ms;
	int64_t desk_person, desk_version;
	int64_t headcount, paper_notes, aside_count;
	int64_t opened_at, closed_at;
	int64_t tables;	/* of group work; 0: not set yet */
};

/* A line of this sitting's run sheet. */
struct sitting_step {
	int64_t pos, minutes;
	str step;	/* the pack's step id within the session, empty for the group's own */
	str title;	/* own words, or empty: the pack's */
	bool skipped, revealed, heard;
	int64_t starts_at;	/* clock time computed from the sitting's start; 0 without one */
};

struct sitting_steps {
	struct sitting_step *p;
	size_t n;
};

/* The words kept in the database and used as CSS classes. */
str sitting_kind_word(enum sitting_kind k);
enum sitting_kind sitting_kind_of(str word);
str sitting_state_word(enum sitting_state s);
str clock_state_word(enum clock_state s);

/* One row of the SITTING_GET family of statements. */
void sitting_row(const struct rows *r, size_t i, struct sitting *out);
err sitting_get(struct db_conn *c, struct arena *a, int64_t id, struct sitting *out) MUST_USE;
/* A new sitting with the run sheet of its session, planned. Of `wanted` counts: process, phase, session, kind, label, place,
 * starts_at, ends_at, leads. Without an end it is the start plus the session's minutes. At one's own pace there is only what is
 * written, in a voting over all only the vote. What staff come to has its code from now on: it is printed before; it leads to a
 * page that says when it begins, until the doors open. Inside write functions. ERR_INVALID: no such session, or nothing to do in it. */
err sitting_create(struct db_conn *c, struct arena *a, const struct method *m, const struct sitting *wanted, int64_t *id) MUST_USE;
/* Opens the doors: gives the wall its link and, where there is none yet, a code; a meeting of the group has neither, its members sign in. One that
 * was broken off goes on where it stopped, with as much time as is left of its run sheet. ERR_CONFLICT when it is open or
 * closed already. See hold.h for the rules around it. */
err sitting_open(struct db_conn *c, struct arena *a, int64_t id) MUST_USE;
/* The code of a sitting; it gets one when it has none. Opens nothing. */
err sitting_code(struct db_conn *c, struct arena *a, int64_t id, str *code) MUST_USE;
/* By the room code, in any state. ERR_NOTFOUND. */
err sitting_by_code(struct db_conn *c, struct arena *a, str code, struct sitting *out) MUST_USE;
err sitting_steps(struct db_conn *c, struct arena *a, const struct sitting *s, struct sitting_steps *out) MUST_USE;
/* Both, asked together with up to SITTING_ASKS further questions that do not rest on them. */
#define SITTING_ASKS 4
err sitting_whole(struct db_conn *c, struct arena *a, int64_t id, const struct db_ask *more, size_t n, struct sitting *s,
	struct sitting_steps *steps) MUST_USE;
/* Their minutes together; skipped ones do not count. */
int64_t sitting_minutes(const struct sitting_steps *steps);
/* No step leads the others through it: it stands open for some time, and each comes when it suits. */
bool sitting_is_unled(const struct sitting *s);
/* The running step, or NULL before the first and after the last. */
const struct sitting_step *sitting_now(const struct sitting *s, const struct sitting_steps *steps);

/* What the pack says about a line of the run sheet; NULL for the group's own lines. */
const struct method_step *sitting_pack_step(const struct method *m, const struct sitting *s, const struct sitting_step *st);

/* The canonical form of a room code ("abc 234" → "ABC234"), or ERR_INVALID. Alphabet without look-alikes. */
#define CODE_LENGTH 6
#define CODE_ALPHABET "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"
err code_canonical(struct arena *a, str text, str *out) MUST_USE;
str code_new(struct arena *a);
str code_shown(struct arena *a, str code);	/* "ABC 234" */

/* What can have changed; the renderer draws what an event names. */
enum event_kind {
	EVENT_STEP,	/* the running step, its clock or its state: the whole step is drawn */
	EVENT_CLOCK,	/* only the clock */
	EVENT_NOTE,	/* target: note id */
	EVENT_TAKEN,	/* target: note id; what was sent of it must not be sent again */
	EVENT_THEME,	/* target: theme id */
	EVENT_COUNT,	/* counts: how many have written, and with COUNT_PEOPLE how many have joined or are ready, which no phone shows */
	EVENT_VOTES,	/* round opened, closed, replaced */
	EVENT_REVEAL,	/* all notes of the step come in one batch */
	EVENT_DESK,	/* desk taken over, door, headcount: the desk's own panel; in a meeting of the group: who is there */
	EVENT_SHEET,	/* target: an individual sheet of which something was shared or taken back */
	EVENT_PLAN,	/* the progress plan or the ground rules, which a meeting of the group shows */
	EVENT_CAUSE,	/* target: a cause, with all below it */
	EVENT_TREE,	/* target: the thing whose tree has changed its shape */
	EVENT_CLOSED,
	EVENT_ENTRY,	/* target: entry id; a filled-in sheet */
	EVENT_THING,	/* target: the ref of a thing that was placed, taken or given back */
	EVENT_KINDS
};
#define COUNT_PEOPLE S("people")
str event_word(enum event_kind k);
enum event_kind event_of_word(str word);

/* Takes the next sequence number and writes the event row; inside a write function (see db_write_locked). The only place that
 * touches sitting.seq. */
err sitting_event(struct db_conn *c, struct arena *a, int64_t sitting, enum event_kind k, str target, int64_t *seq) MUST_USE;
/* The event of a new note, shown (its id) or only counted (empty). *seq: in, what was read inside this write, with the row held;
 * out, this event's. The event is left for the end of the group, where those of all its notes are written together (db_leave). */
err sitting_note_event(struct db_conn *c, int64_t sitting, str shown, int64_t *seq) MUST_USE;

/* After commit: tells this node's hub and the other nodes. */
void sitting_tell(struct app *app, int64_t sitting, int64_t seq);

/* After commit: somebody has taken a seat or given it back. Those who show how many hear of it within a second. */
void sitting_tell_people(struct app *app, int64_t sitting);

/* The same for all meetings of the group that are open in a process: what they show was changed elsewhere. */
#define MEETINGS_MOST 8
struct meetings_told {
	int64_t sitting[MEETINGS_MOST], seq[MEETINGS_MOST];
	size_t n;
};
err meetings_event(struct db_conn *c, struct arena *a, int64_t process, enum event_kind k, struct meetings_told *out) MUST_USE;
void meetings_tell(struct app *app, const struct meetings_told *told);

/* Commands of the desk on clock and steps. All carry the step_version they looked at; a stale one is ERR_CONFLICT and
 * changes nothing. Stepping back is harmless: notes, themes and votes are kept. */
enum desk_command {
	DESK_START,	/* the first step begins; on another day than planned, the end moves along */
	DESK_NEXT,
	DESK_BACK,
	DESK_SKIP,	/* marks the running step as skipped, then next */
	DESK_PAUSE,
	DESK_RESUME,
	DESK_EXTEND,	/* value: seconds to add (or take, when negative); the rest is re-planned so that the end holds */
	DESK_REVEAL,	/* show what was written alone */
	DESK_HEARD,	/* "Alle er hørt" */
};

struct desk_act {
	struct app *app;
	const struct method *method;	/* of the process; see process_method */
	int64_t sitting, person, desk_version, step_version;
	enum desk_command command;
	int64_t value;
	struct arena *arena;
	int64_t seq;	/* out */
};
/* A db_write_fn for a struct desk_act. ERR_CONFLICT: stale, or somebody else has the desk. */
err desk_apply(struct db_conn *c, void *act) MUST_USE;

/* Re-plans: minutes of the steps after `pos` so that the sitting still ends at ends_at; no step goes under two minutes (those of ten and more: five).
 * SIZE_MAX: all of them. Pure; steps are changed in place. */
void replan(struct sitting_steps *steps, size_t pos, int64_t now, int64_t ends_at);

#endif
