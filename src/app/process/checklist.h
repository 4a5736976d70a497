/* checklist.h: what is to be done before, during and after each session, who has it and when. Offered by the pack, added to
 * by the group. Source: issue 2 point 9. Worker threads. */
#ifndef APP_PROCESS_CHECKLIST_H
#define APP_PROCESS_CHECKLIST_H

#include "app/process/process.h"

#define CHECK_MOST 120	/* the group's own lines in a process */

struct check_item {
	int64_t id;
	const struct method_item *item;	/* of the pack; NULL: the group's own */
	str text, help;	/* in the reader's language, or the group's words */
	enum item_when when;
	enum method_role role;	/* whose it is when nobody has taken it; METHOD_GROUP for the group's own */
	int64_t owner, due, done_at;	/* owner 0: nobody has taken it; due 0: the session has no date */
	str owner_name, done_by;
	int64_t minutes;	/* 0: not known */
};
struct check_session {
	const struct method_session *session;
	int64_t at;	/* first gathering; 0 without a date */
	struct check_item *p;	/* before, then during, then after */
	size_t n, done;
};
struct checklists {
	struct check_session *p;
	size_t n;
};
/* All sessions that have something to do, in the order of the pack. */
err checklists_read(struct db_conn *c, struct arena *a, enum lang l, const struct process *p, const struct plan_sittings *all,
	struct checklists *out) MUST_USE;
/* Only what nobody has done, of the phase with the index `from` and those after it, and nothing that belongs to the session
 * itself. */
err checklists_waiting(struct db_conn *c, struct arena *a, enum lang l, const struct process *p, const struct plan_sittings *all,
	size_t from, struct checklists *out) MUST_USE;

/* Where an item is done: "/p/3/plan"; empty when it is done outside the program. */
str check_href(struct arena *a, const struct process *p, const struct method_session *s, const struct method_item *item);
/* Who has it, as people say it: the owner's name, or the role. */
str check_who(enum lang l, const struct check_item *k);
/* Is it this person's to do? The owner's, or everybody's who holds the role until somebody has taken it. */
bool check_is_mine(const struct check_item *k, int64_t person, unsigned roles, int64_t leads);
/* The name of a role of the pack, inside a sentence. */
str method_role_in_text(struct arena *a, enum lang l, const struct method *m, enum method_role r);

/* A db_write_fn. */
enum check_act { CHECK_DONE, CHECK_UNDONE, CHECK_OWNER, CHECK_ADD, CHECK_REMOVE, CHECK_CHANGE };
struct check_change {
	struct arena *arena;
	enum check_act act;
	int64_t process, person, item;	/* item: not for CHECK_ADD */
	int64_t owner;	/* CHECK_OWNER, CHECK_ADD, CHECK_CHANGE: 0 for nobody */
	str phase, session, text, key;	/* CHECK_ADD; text also for CHECK_CHANGE */
	enum item_when when;
};
/* ERR_NOTFOUND: no such line in this process; ERR_DENIED: lines of the pack are neither removed nor reworded;
 * ERR_INVALID: the owner has no role here; ERR_TOOMANY: over CHECK_MOST. */
err check_write(struct db_conn *c, void *change) MUST_USE;
/* Ticks the pack's lines of a phase that lead to this page, when what they ask for has been done there. Inside a write function. */
err checks_done_there(struct db_conn *c, int64_t process, const struct method_phase *phase, enum item_opens page) MUST_USE;

#endif
