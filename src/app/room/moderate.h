/* moderate.h: setting aside, erasing, and what must be handled. Source: design.md 7.7. */
#ifndef APP_ROOM_MODERATE_H
#define APP_ROOM_MODERATE_H

#include "app/room/room.h"

enum moderate_do {
	MODERATE_ASIDE,	/* off the screens, with a reason; any rep can bring it back */
	MODERATE_BACK,
	MODERATE_ERASE,	/* names, health data: the text is gone for good; the count stays */
	MODERATE_HANDLE,	/* aside, and on the list of what must be handled */
};

struct moderate_act {
	struct arena *arena;
	struct app *app;
	int64_t room, person, step_version;
	unsigned roles;	/* of the person at the unit */
	str note, reason, key;	/* note: its id, also of a cause or a sheet */
	enum moderate_do what;
	bool about_leader;
	bool first_reading;	/* by representatives who read before the reveal; see reading.h */
	bool is_cause, is_sheet;	/* out: not a note but a cause of a tree, or a filled-in sheet */
	bool waiting;	/* out: a second tap by another role is needed first */
	int64_t seq;
};

/* db_write_fn. Taking a note off the screens by a leader, whatever for, and erasing by anybody, takes a tap of a second role (leader and
 * a rep between them): the first tap only asks (`waiting`), the second does it. Only a rep brings back. ERR_DENIED: not for
 * this role; ERR_CONFLICT: the note is not shown yet. */
err moderate(struct db_conn *c, void *act) MUST_USE;

/* The reason kept beside a note that is on the list and about the leader: lists of what is set aside, which the leader reads,
 * leave it out. The same word stands in the statements. */
#define ASIDE_UNSEEN "unseen"

/* Puts a text on the list of what must be handled (see chain/handle.h), under a random number: numbers in a row would tell
 * of items that not everybody sees. Inside a write function. */
err handle_put(struct db_conn *c, int64_t process, str body, str reason, bool about_leader) MUST_USE;

#endif
