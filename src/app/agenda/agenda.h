/* agenda.h: meetings of the HMS group and staff meetings: why we meet, what we want to have when we part, and the agenda;
 * then minutes that all three parties see, and what follows from them. Source: domain.md B.4, D.4, E.5, G.4.
 *
 * A meeting is planned, called (or not), begun, held and locked. The plan has a version that rises with every change, and so
 * have the minutes; who has seen a version has seen that one. Staff of the unit see of a staff meeting what all three have
 * seen and the group has released, nothing else; of other meetings nothing. Worker threads. */
#ifndef APP_AGENDA_AGENDA_H
#define APP_AGENDA_AGENDA_H

#include "app/access/people.h"
#include "app/req.h"

#define AGENDA_ITEMS 30
#define AGENDA_LETTERS 2000
#define AGENDA_LONGEST 600	/* minutes */

enum agenda_kind { AGENDA_GROUP, AGENDA_STAFF, AGENDA_OTHER, AGENDA_KINDS };
enum agenda_want { WANT_INFORM, WANT_DISCUSS, WANT_DECIDE, WANT_IDEAS, AGENDA_WANTS };
/* What the Basic Agreements call it, where that matters. */
enum agenda_label { LABEL_NONE, LABEL_INFORMATION, LABEL_DISCUSSION, LABEL_NEGOTIATION, AGENDA_LABELS };
/* Does law or agreement demand that we cooperate on it, or do we choose to? */
enum agenda_reach { REACH_NONE, REACH_DEMANDED, REACH_EXTENDED, AGENDA_REACHES };
enum agenda_reached { REACHED_UNSAID, REACHED_YES, REACHED_PARTLY, REACHED_NO, AGENDA_REACHEDS };
enum agenda_state { AGENDA_PLANNED, AGENDA_CALLED, AGENDA_BEGUN, AGENDA_HELD, AGENDA_LOCKED, AGENDA_CANCELLED };

/* The words in the database and in forms ("staff"), and the words people read ("Personalmøte"). The _of functions give the
 * first of the list for a word they do not know. */
str agenda_kind_word(enum agenda_kind k);
str agenda_want_word(enum agenda_want w);
str agenda_label_word(enum agenda_label x);
str agenda_reach_word(enum agenda_reach x);
str agenda_reached_word(enum agenda_reached x);
enum agenda_kind agenda_kind_of(str word);
enum agenda_want agenda_want_of(str word);
enum agenda_label agenda_label_of(str word);
enum agenda_reach agenda_reach_of(str word);
enum agenda_reached agenda_reached_of(str word);
str agenda_kind_name(enum lang l, enum agenda_kind k);
str agenda_want_name(enum lang l, enum agenda_want w);
str agenda_label_name(enum lang l, enum agenda_label x);
str agenda_reach_name(enum lang l, enum agenda_reach x);
str agenda_reached_name(enum lang l, enum agenda_reached x);
str agenda_state_name(enum lang l, enum agenda_state s);

struct agenda_meeting {
	int64_t id, process;
	enum agenda_kind kind;
	str title, place, link, purpose, wished;
	int64_t starts_at, minutes;	/* starts_at 0: no date yet */
	int64_t chair;
	str chair_name;
	int64_t version, called_at, called_version;
	str called_why;
	int64_t called_starts, called_minutes;	/* what the call said */
	str called_place, called_link;
	int64_t calls;	/* how often those who come have been told: the SEQUENCE of the next entry for calendars */
	int64_t released_at, begun_at, ended_at, headcount;	/* headcount -1: not counted */
	enum agenda_reached reached;
	str reached_why;
	int64_t told_version, locked_at, told_at, cancelled_at;
	bool had_leader, had_rep, had_safety;	/* who was there, of a meeting that was held */
};
enum agenda_state agenda_state(const struct agenda_meeting *m);
bool agenda_is_moved(const struct agenda_meeting *m);	/* when or where is not what the call said */
bool agenda_is_over(const struct agenda_meeting *m);	/* held, locked or cancelled */
int64_t agenda_begins(const struct agenda_meeting *m);	/* as it began, else as planned; 0: no date */
int64_t agenda_ends(const struct agenda_meeting *m);	/* as planned, from agenda_begins; 0: no date */
/* Was one of the parties not there? Of meetings of the group that were held. */
bool agenda_lacked(const struct agenda_meeting *m);
/* What marks that it was without a party; empty for one that was there, and unless agenda_lacked. */
#define AGENDA_PARTIES 3
str agenda_lacked_mark(enum lang l, const struct agenda_meeting *m, size_t party);
/* The parties it was without, as the marks of its pages say it, with commas; empty unless agenda_lacked. */
str agenda_lacked_words(struct arena *a, enum lang l, const struct agenda_meeting *m);

struct agenda_meetings {
	struct agenda_meeting *p;
	size_t n;
};
/* All of a process (at most 200), latest first, those without a date before all others. */
err agenda_list(struct db_conn *c, struct arena *a, int64_t process, struct agenda_meetings *out) MUST_USE;
/* Of them, those that may wait for this person: still to come, or held and its minutes not seen by them. */
err agenda_waiting(struct db_conn *c, struct arena *a, int64_t process, int64_t person, struct agenda_meetings *out) MUST_USE;
/* ERR_NOTFOUND also when it is another process's. */
err agenda_get(struct db_conn *c, struct arena *a, int64_t process, int64_t id, struct agenda_meeting *out) MUST_USE;
/* May staff read its plan, its minutes? Of staff meetings, what all have seen and the group has released. */
bool agenda_plan_is_open(const struct agenda_meeting *m);
bool agenda_minutes_are_open(const struct agenda_meeting *m);
bool agenda_is_open(const struct agenda_meeting *m);	/* either */
/* Of a list, what staff may know of; for them the rest does not exist. */
void agenda_keep_open(struct agenda_meetings *all);
/* Of a list, those that are to come, soonest first; unless for the group, only what is open to staff. */
void agenda_keep_ahead(struct agenda_meetings *all, bool for_group);

struct agenda_item {
	int64_t id, place;
	str title, why;
	enum agenda_want want;
	enum agenda_label label;
	enum agenda_reach reach;
	int64_t minutes, person, version;
	str person_name, raised_by;
	str result, follow_up;
	int64_t from_at, to_at;	/* computed from the meeting's beginning; 0: it has no date */
};
struct agenda_items {
	struct agenda_item *p;
	size_t n;
	int64_t minutes;	/* together */
};
err agenda_items_read(struct db_conn *c, struct arena *a, const struct agenda_meeting *m, struct agenda_items *out) MUST_USE;

/* What somebody is to do: a task of the group (table task), here by what it follows from. */
struct agenda_task {
	int64_t id, item, owner, due_at, done_at;	/* item 0: from somewhere else */
	str body, owner_name, answer;
};
struct agenda_tasks {
	struct agenda_task *p;
	size_t n;
};
/* Those that follow from a meeting; and all of the process that are still open, soonest first. */
err agenda_tasks_of(struct db_conn *c, struct arena *a, int64_t meeting, struct agenda_tasks *out) MUST_USE;
err agenda_tasks_open(struct db_conn *c, struct arena *a, int64_t process, struct agenda_tasks *out) MUST_USE;

/* The group now: who was there, and who has seen what. */
struct agenda_party {
	struct party who;
	bool there;
	bool needed;	/* all of these must have seen it */
	int64_t plan_at, minutes_at;	/* saw the version that counts; 0: has not */
};
struct agenda_parties {
	struct agenda_party *p;
	size_t n;
	bool no_leader, no_rep, no_safety;	/* nobody holds the role: cannot be complete */
	bool plan_seen, minutes_seen;	/* by all that are needed, and no party is missing */
};
err agenda_parties_read(struct db_conn *c, struct arena *a, int64_t unit, const struct agenda_meeting *m,
	struct agenda_parties *out) MUST_USE;
/* Pure: is this person one of those who must have seen plan and minutes of the group's meetings? */
bool agenda_needs(const struct group *group, int64_t person);
/* Who was there, as minutes name them, also when the role is over by now. */
err agenda_there_read(struct db_conn *c, struct arena *a, int64_t meeting, struct parties *out) MUST_USE;

struct agenda_correction {
	int64_t at;
	str who, body;
};
struct agenda_corrections {
	struct agenda_correction *p;
	size_t n;
};
err agenda_corrections_read(struct db_conn *c, struct arena *a, int64_t meeting, struct agenda_corrections *out) MUST_USE;

/* A meeting with all that belongs to it, for its page and for paper. */
struct agenda_whole {
	struct agenda_meeting m;
	struct agenda_items items;
	struct agenda_tasks tasks;
	struct agenda_parties parties;
	struct parties there;
	struct agenda_corrections corrections;
};
err agenda_whole_read(struct db_conn *c, struct arena *a, int64_t unit, int64_t process, int64_t id, struct agenda_whole *out)
	MUST_USE;
int64_t agenda_tasks_under(const struct agenda_whole *w, int64_t item);	/* how many follow from this item */

/* Of the last meetings that were held, latest first. */
#define AGENDA_TREND 8
struct agenda_trend {
	const struct agenda_meeting *p[AGENDA_TREND];	/* those of which it was said whether they reached it */
	size_t n;
	size_t away_leader, away_rep, away_safety;	/* meetings of the group in a row without the party */
};
struct agenda_trend agenda_trend(const struct agenda_meetings *all);

/* What a call lacks. */
enum agenda_lack { LACK_PURPOSE = 1, LACK_WISHED = 2, LACK_DATE = 4, LACK_ITEMS = 8, LACK_SEEN = 16 };
unsigned agenda_lacks(const struct agenda_whole *w);

/* ---- writing: each a db_write_fn. ERR_CONFLICT: somebody changed it meanwhile; ERR_GONE: it is over, or locked ---- */

/* What every act names. */
struct agenda_by {
	struct arena *arena;
	int64_t unit, process, person, meeting;
	str key;
};

/* The plan's fields: a new meeting (by.meeting 0), or a change of version `version`. */
struct agenda_put {
	struct agenda_by by;
	struct agenda_meeting m;	/* kind, title, starts_at, minutes, place, link, chair, purpose, wished; out: id */
	struct agenda_item *items;	/* of a new one: what it begins with */
	size_t item_count;
	int64_t copy;	/* of a new one: the meeting whose agenda it takes over; 0: none */
	int64_t version;
};
err agenda_create(struct db_conn *c, void *put) MUST_USE;
err agenda_change(struct db_conn *c, void *put) MUST_USE;

enum agenda_item_act { ITEM_ADD, ITEM_CHANGE, ITEM_UP, ITEM_DOWN, ITEM_REMOVE };
struct agenda_item_put {
	struct agenda_by by;
	enum agenda_item_act act;
	struct agenda_item item;	/* id unless added */
	str seen;	/* of a change: agenda_item_seen of what the form was drawn from */
};
str agenda_item_seen(struct arena *a, const struct agenda_item *it);
err agenda_item_write(struct db_conn *c, void *put) MUST_USE;	/* ERR_TOOMANY: the agenda is full */

enum agenda_act { ACT_CALLED, ACT_RELEASE, ACT_BEGIN, ACT_SEE_PLAN, ACT_SEE_MINUTES, ACT_TELL, ACT_CANCEL, ACT_UNCANCEL };
struct agenda_step {
	struct agenda_by by;
	enum agenda_act act;
	int64_t version;	/* what was seen or called */
	str why;	/* of a call that lacks something */
};
/* ERR_DENIED: something must come first (a reason, all three). */
err agenda_step_write(struct db_conn *c, void *step) MUST_USE;
/* The same inside a write that has used the key and read the meeting. */
err agenda_step_inside(struct db_conn *c, const struct agenda_step *x, const struct agenda_whole *w) MUST_USE;

struct agenda_result {
	struct agenda_by by;
	int64_t item, version;
	str result, follow_up;
	struct agenda_task task;	/* what follows: body, owner, due_at; none without a body */
	str phase;	/* the process is in: the task's */
};
err agenda_result_write(struct db_conn *c, void *result) MUST_USE;

struct agenda_end {
	struct agenda_by by;
	int64_t *roles;	/* who was there */
	size_t role_count;
	int64_t headcount;	/* -1: not counted */
	enum agenda_reached reached;
	str why;
};
err agenda_end_write(struct db_conn *c, void *end) MUST_USE;

/* Done, or not after all: any of the process's tasks, at any time. */
struct agenda_tick {
	struct agenda_by by;
	int64_t task;
	bool done;
};
err agenda_tick_write(struct db_conn *c, void *tick) MUST_USE;

struct agenda_correct {
	struct agenda_by by;
	str body;
};
err agenda_correct_write(struct db_conn *c, void *correct) MUST_USE;

#endif
