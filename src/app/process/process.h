/* process.h: a run of a method at a unit: its state, its plan, and the one next thing. Source: domain.md A.4, G.2;
 * design.md sections 1 and 8. Worker threads. */
#ifndef APP_PROCESS_PROCESS_H
#define APP_PROCESS_PROCESS_H

#include "app/process/shelf.h"
#include "app/req.h"

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
	enum process_state state;
	int64_t k;	/* smallest number of answers that are shown; floor 3 */
	int64_t staff_count;
	bool first_reading;	/* the reps read together before the wall */
	bool paper_by_group;	/* false: reps and helpers type in from paper; true: anybody of the group */
	int64_t object_days;
	int64_t created, created_by, started, ended;
	const struct method *method;
};

str process_state_word(enum process_state s);
err process_get(struct app *app, struct db_conn *c, struct arena *a, int64_t id, struct process *out) MUST_USE;

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

/* Moves on the state; ERR_CONFLICT when the step is not one that exists (domain.md G.2). Logged. */
err process_set_state(struct db_conn *c, struct arena *a, int64_t id, int64_t person, enum process_state to) MUST_USE;

/* ---- the progress plan: one row for each phase ---- */

struct plan_row {
	const struct method_phase *phase;
	int64_t prepare_at, meet_at;	/* 0: not set. meet_at: the workshop, or the planning meeting */
	str prepare_place, place;
	int64_t leads;	/* person; 0: nobody yet */
	str leads_name;
	int64_t done_at;
	bool clashes;	/* meets at the same time as another row */
	bool before_predecessor;	/* pointed out, not forbidden */
};
struct plan {
	struct plan_row *rows;
	size_t n;
};
err plan_read(struct db_conn *c, struct arena *a, const struct process *p, struct plan *out) MUST_USE;

/* Who sees to what in a phase: the pack's HOLDS_DUTY columns. */
struct duty {
	const struct method_plan_column *column;
	int64_t person;	/* 0: nobody yet */
	str name;
};
struct duties {
	struct duty *p;
	size_t n;
};
err duties_read(struct db_conn *c, struct arena *a, const struct process *p, str phase, struct duties *out) MUST_USE;

/* ---- the one next thing ---- */

struct next_thing {
	str what, why;	/* in the reader's language; why may be empty */
	str who;	/* "Leader has this", or a name; empty: anybody of the group */
	int64_t minutes, due;	/* 0: not known */
	str url, button;
};
/* What the process needs next, for the person who asks. */
err process_next(struct req *rq, struct db_conn *c, const struct process *p, struct next_thing *out) MUST_USE;

#endif
