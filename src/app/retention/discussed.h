/* discussed.h: "talked over with the representatives before we took the tool into use, date". The working environment act
 * (chapter 9) wants control measures and systems that store personal data talked over beforehand; here one side says when it
 * was, and the other confirms. A line on the home page until both have. Source: issue 3 point 12. Worker threads. */
#ifndef APP_RETENTION_DISCUSSED_H
#define APP_RETENTION_DISCUSSED_H

#include "app/access/role.h"
#include "app/process/home.h"

struct discussed {
	int64_t held_on;	/* 0: nobody has said */
	str said_name, confirmed_name;	/* confirmed_name empty: waits for the other side */
	enum role said_as, confirmed_as;
	int64_t said_by;
};
err discussed_read(struct db_conn *c, struct arena *a, int64_t unit, struct discussed *out) MUST_USE;
/* May somebody with these ROLE_BITs confirm it: are they of the other side? Pure. */
bool discussed_may_confirm(const struct discussed *d, int64_t person, unsigned roles);

/* A db_write_fn: says when it was (held_on), confirms, or takes back what is wrong (`drop`). ERR_DENIED: not theirs to confirm;
 * ERR_CONFLICT: both have said so already. */
struct discussed_act {
	struct arena *arena;
	int64_t unit, person, held_on;
	unsigned roles;
	bool confirm, drop;
	str key;
};
err discussed_write(struct db_conn *c, void *act) MUST_USE;

/* A line of the table in process/home.c. */
err discussed_next(struct req *rq, struct db_conn *c, int64_t unit, str unit_name, unsigned roles, struct next_things *all) MUST_USE;

struct discussed_view {
	struct discussed d;
	bool may_confirm;
	str action;
};

#endif
