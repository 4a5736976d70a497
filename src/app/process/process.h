/* process.h: a run of a method at a unit: its state, its plan, and what must be in place. Source: domain.md A.4, G.2;
 * design.md sections 1 and 8. Worker threads. */
#ifndef APP_PROCESS_PROCESS_H
#define APP_PROCESS_PROCESS_H

#include "app/access/agreement.h"
#include "app/meeting/sitting.h"
#include "app/process/shelf.h"
#include "app/req.h"

#define PROCESS_K_LEAST 3
#define PROCESS_K_MOST 20
/* Days to object, and until a disagreement goes to the next level. */
#define PROCESS_DAYS_USUAL 3
#define PROCESS_DAYS_LEAST 1
#define PROCESS_DAYS_MOST 14

enum process_state {
	PROCESS_DRAFT,	/* being planned; the three have not agreed to start */
	PROCESS_ANCHORED,	/* all three agree */
	PROCESS_PLANNED,	/* the plan has dates for the first workshop */
	PROCESS_RUNNING,	/* a sitting with staff has been opened */
	PROCESS_PAUSED,
	PROCESS_ENDED,
	PROCESS_ARCHIVED,
};

struct process {
	int64_t id, unit;
	str name, unit_name, place, public_id;
	str poster;	/* where the poster hangs; empty: not told yet */
	enum process_state state;
	int64_t k;	/* smallest number of answers that are shown; floor 3 */
	int64_t staff_count;
	bool first_reading;	/* the reps read together before the wall */
	bool paper_by_group;	/* false: reps and helpers type in from paper; true: anybody of the group */
	int64_t object_days;	/* to object to a change, and until a disagreement goes to the next level */
	int64_t created, created_by, started, ended;
	const struct method *method;
};

str process_state_word(enum process_state s);
enum process_state process_state_of(str word);
str process_state_name(enum lang l, enum process_state s);	/* for people */
err process_get(struct app *app, struct db_conn *c, struct arena *a, int64_t id, struct process *out) MUST_USE;
/* How many days the parties have agreed on; of what belongs to no process (0), the usual ones. */
err process_object_days(struct db_conn *c, struct arena *a, int64_t process, int *days) MUST_USE;
/* By the id in the address of the staff's page. ERR_NOTFOUND. */
err process_by_public_id(struct app *app, struct db_conn *c, struct arena *a, str id, struct process *out) MUST_USE;

/* Processes of a unit, newest first (at most 50). */
struct processes {
	struct process *p;
	size_t n;
};
err processes_of_unit(struct app *app, struct db_conn *c, struct arena *a, int64_t unit, struct processes *out) MUST_USE;

/* "Kom i gang": place and first date, and the whole plan is proposed: a row for each phase with the two dates, weekdays
 * only, the planned sittings with their run sheets, checklists, and ground rules offered from the pack's tips. */
struct process_begin {
	struct arena *arena;
	struct app *app;
	const struct method *method;
	int64_t unit, person, first_at, staff_count;	/* first_at: UTC seconds of the first meeting of the group */
	str place, name, key;
	enum lang lang;
	int64_t id;	/* out; also when the key was used before */
};
err process_begin(struct db_conn *c, void *begin) MUST_USE;

/* Moves on the state; ERR_CONFLICT when the step is not one that exists (domain.md G.2). Logged, with the reason if there is one. */
err process_set_state(struct db_conn *c, struct arena *a, int64_t id, int64_t person, enum process_state to) MUST_USE;
err process_set_state_why(struct db_conn *c, struct arena *a, int64_t id, int64_t person, enum process_state to,
	str reason) MUST_USE;

/* What must be in place before a room for staff opens: the three agree to start, and each has signed in themselves. */
struct process_ready {
	bool agreed;
	bool waits;	/* paused or over */
	struct group group;
	bool may_open;
};
err process_ready(struct db_conn *c, struct arena *a, int64_t id, struct process_ready *out) MUST_USE;
/* To be called in the write function that opens a sitting with staff: the work is running from then on. ERR_DENIED: not ready. */
err process_staff_opened(struct db_conn *c, struct arena *a, int64_t id, int64_t person) MUST_USE;
/* Has a room for staff ever been opened? From then on the smallest number shown stays as it is. */
err process_has_opened(struct db_conn *c, struct arena *a, int64_t id, bool *out) MUST_USE;

/* What the parties are asked when they agree to start: the pack's words and the settings that go with them. */
str process_start_wording(struct arena *a, enum lang l, const struct process *p);
/* The same for the days alone. */
str process_days_wording(struct arena *a, enum lang l, int64_t days);
/* Lines of the table in access/agreement_kinds.c: "start", and "setting" with subject "k=5", "paper_by=group", "first_reading=1". */
err process_start_agreed(struct app *app, struct db_conn *c, struct arena *a, const struct agreement *g) MUST_USE;
err process_setting_agreed(struct app *app, struct db_conn *c, struct arena *a, const struct agreement *g) MUST_USE;
/* While the start has not been asked about, a setting is changed without asking: it is part of the question. A db_write_fn. */
struct process_setting {
	struct arena *arena;
	int64_t process, unit, person;
	str subject, wording, key;	/* wording: what the parties are asked when they must be */
	enum lang lang;
	int64_t agreement;	/* out: the question, or 0 when the setting has been changed */
};
err process_setting_write(struct db_conn *c, void *setting) MUST_USE;

/* ---- gatherings: the planned, open and closed sittings, without rehearsals ---- */

struct plan_sitting {
	int64_t id;
	str phase, session, kind, state, place, label;	/* kind and state as in the database */
	int64_t starts_at, ends_at;
	int64_t moved;	/* how often when or where has changed */
	str code;	/* of its room; empty: it has none */
	int64_t opened_at;	/* 0: not yet */
};
struct plan_sittings {
	struct plan_sitting *p;
	size_t n;
};
err plan_sittings_read(struct db_conn *c, struct arena *a, int64_t process, struct plan_sittings *out) MUST_USE;
/* When a session is: its first or last gathering; 0 without one that has a date. */
int64_t plan_first(const struct plan_sittings *all, const struct method_session *s);
int64_t plan_last(const struct plan_sittings *all, const struct method_session *s);
bool plan_sitting_is_of(const struct plan_sitting *g, const struct method_session *s);
/* When the last of them that is over was opened; 0: none, or it was held on paper. */
int64_t plan_held_at(const struct plan_sittings *all, const struct method_session *s);
bool plan_is_held(const struct plan_sittings *all, const struct method_session *s);	/* all of its gatherings are over, and there was one */
bool plan_any_held(const struct plan_sittings *all);	/* whether a workshop with staff is over, in any phase */

/* ---- the progress plan: one row for each phase ---- */

/* What is pointed out about a gathering of a phase, and never forbidden: it comes before another that should be first, or is at the
 * same time as another. */
struct plan_hint {
	int64_t sitting;	/* 0: only the plan has its date */
	bool is_early;	/* else at the same time */
	bool said;	/* of two at the same time in one phase: the other's hint says it, too */
	str what, other;
};
str plan_hint_text(struct arena *a, enum lang l, const struct plan_hint *h);

struct plan_row {
	const struct method_phase *phase;
	int64_t prepare_at, meet_at;	/* 0: not set. meet_at: the workshop, or the planning meeting */
	str prepare_place, place;
	int64_t leads;	/* person; 0: nobody yet */
	str leads_name;
	int64_t done_at;
	struct plan_hint *hints;
	size_t hint_count;
};
struct plan {
	struct plan_row *rows;
	size_t n;
};
/* Fills in the hints of all rows. */
void plan_point_out(struct arena *a, enum lang l, const struct plan_sittings *all, struct plan *plan);
err plan_read(struct db_conn *c, struct arena *a, enum lang l, const struct process *p, struct plan *out) MUST_USE;
/* The two sessions the dates are for. prepare may be NULL; meet is the workshop, or the only meeting. */
const struct method_session *phase_prepare(const struct method_phase *p);
const struct method_session *phase_meet(const struct method_phase *p);
/* Where the process is: the first phase that is not done, and that no workshop of a later one has left behind unless staff are at it
 * this moment; the number of phases when there is none. */
size_t plan_now(const struct plan *plan, const struct plan_sittings *all);
bool phase_is_done(const struct plan_row *row, const struct plan_sittings *all);

/* What the pack calls a column of the plan, or our own word where it has none. */
str plan_column_name(const struct method *m, enum lang l, enum plan_holds holds);

/* Who sees to what in a phase: the pack's HOLDS_DUTY columns. */
struct duty {
	const struct method_plan_column *column;
	int64_t person;	/* 0: nobody yet */
	str name;
};
struct duties {
	struct duty *p;
	size_t n, given;	/* given: so many have somebody */
};
err duties_read(struct db_conn *c, struct arena *a, const struct process *p, str phase, struct duties *out) MUST_USE;

/* A db_write_fn: one row of the plan as the form says; differences are logged with old and new, and the planned sittings that
 * were on an old date move along, later meetings of the phase by as many days. ERR_CONFLICT: somebody changed the row meanwhile. */
struct plan_change {
	struct arena *arena;
	struct app *app;
	int64_t process, person;
	str phase, key;
	enum lang lang;
	int64_t prepare_at, meet_at;
	str prepare_place, place;
	int64_t leads;
	struct duties duties;	/* column and person */
	bool done;
	str seen;	/* plan_seen of the row the form was drawn from; empty: do not look */
	struct meetings_told told;	/* out, for meetings_tell */
};
err plan_change_write(struct db_conn *c, void *change) MUST_USE;
str plan_seen(struct arena *a, const struct plan_row *row);
/* "The dates hold": planned from now on. A db_write_fn for a struct plan_change, of which process, person and key count. */
err plan_holds_write(struct db_conn *c, void *change) MUST_USE;

#endif
