/* home.h: the front page: one next thing, who has it, how many minutes it takes; the rest quietly below.
 *
 * Capabilities tell what waits through the table `sources` in home.c, in the order in which it matters. */
#ifndef APP_PROCESS_HOME_H
#define APP_PROCESS_HOME_H

#include "app/process/process.h"

struct next_thing {
	str title, text;	/* in the reader's language; text may be empty */
	str button;	/* empty: "Open" */
	str href;
	str place;	/* the unit's name */
	str who;	/* whose it is, as a sentence or "Responsible: …"; empty: the reader's */
	bool mine;	/* the reader can do it now */
	int64_t minutes;	/* 0: not said */
	int64_t due;	/* 0: none */
	bool due_is_when;	/* due is when it takes place, not the last day */
	int64_t order;	/* sooner first; 0: before everything that has a time */
	str done;	/* where a POST says that it is done; empty: not to be ticked off */
};
struct process_seen;
struct next_things {
	struct next_thing *p;
	size_t n, room;
	const struct group *group;	/* of the unit `group_of`, read on the way; NULL: none yet */
	int64_t group_of;
	struct process_seen *seen;	/* the processes that were read on the way, latest first; NULL: none */
};
/* Adds to the list; the slices are kept as they are, so they must live in the request's arena. */
void next_add(struct req *rq, struct next_things *all, struct next_thing t);
void next_sort(struct next_thing *p, size_t n);	/* sooner first */
/* The one thing: the first that the reader can do; n when there is none. */
size_t next_first(const struct next_things *all);

/* The group of a unit, read once for all that ask one after the other. */
err next_group(struct req *rq, struct db_conn *c, int64_t unit, struct next_things *all, const struct group **out) MUST_USE;

/* What waits at one unit where the reader holds these ROLE_BITs. */
typedef err (*next_fn)(struct req *rq, struct db_conn *c, int64_t unit, str unit_name, unsigned roles,
	struct next_things *all);

/* The phases, for the timeline. */
struct timeline {
	struct plan plan;
	struct plan_sittings all;
	size_t now;	/* index of the phase one is in */
};
err timeline_read(struct req *rq, struct db_conn *c, const struct process *p, struct timeline *out) MUST_USE;
/* A process that was read for what it needs, kept for those who show it. */
struct process_seen {
	struct process process;
	struct timeline timeline;
	struct process_seen *next;
};

/* What a process needs next, soonest first, for somebody with these ROLE_BITs in it: at most eight. */
err process_next(struct req *rq, struct db_conn *c, const struct process *p, const struct timeline *line, unsigned roles,
	struct next_things *all) MUST_USE;
/* The same after the questions that wait for the reader's own answer in it. */
err process_next_all(struct req *rq, struct db_conn *c, const struct process *p, const struct timeline *line, unsigned roles,
	struct next_things *all) MUST_USE;
/* The phase named by ?phase=, or the one the process is in. */
const struct method_phase *phase_asked(struct req *rq, const struct process *p, const struct timeline *t);
/* The process the request is about, in its own arena. */
err process_of(struct req *rq, struct db_conn *c, const struct process **out) MUST_USE;

struct home_process {
	int64_t id;
	str name, state;	/* state: in the reader's language */
};
/* A unit at which the reader holds roles. */
struct home_place {
	int64_t unit;
	str name;
	unsigned roles;
	struct home_process *processes;
	size_t process_count;
};
struct home_view {
	struct next_things next;
	size_t first;	/* of next: the one thing; next.n when nothing waits for the reader */
	struct home_place *places;
	size_t place_count;
	const struct process_seen *one;	/* one process only: its timeline is shown; else NULL */
	str one_href;
};

/* GET /: to the first-run page, the welcome page, or what waits. */
err home_page(struct req *rq, struct response *rs);

#endif
