/* handle.h: what must be handled: cards about wrongdoing, danger or a person's own case, with who has it and by when.
 *
 * Leader and representatives see the list. What is about the leader is for the safety representative and the superior leader
 * only: the leader sees neither the text nor the count, nor any trace of it in the log of the process. Helpers and workshop
 * leaders see counts of the rest; staff see nothing. Source: design.md 7.7, domain.md E.8. Worker threads. */
#ifndef APP_CHAIN_HANDLE_H
#define APP_CHAIN_HANDLE_H

#include "app/access/people.h"

struct handle_item {
	int64_t id;
	str body, reason;	/* reason: a word of room/desk.h's list, or "other" */
	bool about_leader;
	int64_t owner, due_at, opened, handled_at;
	str owner_name;
};
struct handle_list {
	struct handle_item *p;	/* only those this reader may see; open ones first */
	size_t n;
	int64_t open, done;	/* counts of all that are not about the leader */
	int64_t elsewhere;	/* about the leader, for a reader who may know that there is one but not what; else 0 */
};

/* Pure. A person who is the leader here is the leader, whatever else they are. */
bool handle_sees(unsigned roles, bool about_leader);
bool handle_counts(unsigned roles, bool about_leader);

err handle_read(struct db_conn *c, struct arena *a, int64_t process, unsigned roles, struct handle_list *out) MUST_USE;
/* Who can have an item of this kind: people of the group, or the safety representatives and superior leaders. */
err handle_owners(struct db_conn *c, struct arena *a, int64_t unit, bool about_leader, struct parties *out) MUST_USE;

struct handle_act {
	struct arena *arena;
	int64_t unit, process, person;
	unsigned roles;
	str key;
	int64_t item;
	str body, reason;	/* handle_add */
	bool about_leader;	/* handle_add */
	int64_t owner, due_at;	/* handle_set; 0: nobody, no date */
	bool handled;	/* handle_set */
};
/* db_write_fn. ERR_NOTFOUND also for what this person may not see; ERR_INVALID: an owner who may not see it. */
err handle_add(struct db_conn *c, void *act) MUST_USE;
err handle_set(struct db_conn *c, void *act) MUST_USE;

#endif
