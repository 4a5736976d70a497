/* home.h: the front page: one next thing, who has it, how many minutes it takes; the rest quietly below.
 *
 * Capabilities tell what waits through the table in home.c, in the order in which it matters. */
#ifndef APP_ACCESS_HOME_H
#define APP_ACCESS_HOME_H

#include "app/req.h"

struct next_thing {
	str title, text;	/* in the reader's language; text may be empty */
	str button;	/* empty: "Open" */
	str href;
	str place;	/* the unit's name */
	str who;	/* who has it ("The leader has this one"); empty: the reader */
	bool mine;	/* the reader can do it now */
	int minutes;	/* 0: not said */
	int64_t due;	/* 0: none */
};
struct next_things {
	struct next_thing *p;
	size_t n, room;
};
/* Adds to the list; the slices are kept as they are, so they must live in the request's arena. */
void next_add(struct req *rq, struct next_things *all, struct next_thing t);

/* What waits at one unit where the reader holds these ROLE_BITs. */
typedef err (*next_fn)(struct req *rq, struct db_conn *c, int64_t unit, str unit_name, unsigned roles,
	struct next_things *all);

#endif
