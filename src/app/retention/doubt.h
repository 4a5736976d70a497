/* doubt.h: whether the machine's clock may be believed when something is to be erased because its time is over.
 *
 * A clock that somebody sets a year ahead makes yesterday's plans a year older. So the jobs write down the latest time they have
 * believed, and before they erase they ask whether the clock has gone further than they have seen time pass: by more than
 * DOUBT_LIVED beyond what this process has lived through since then, or, at its first look, by more than DOUBT_OFF, for nobody
 * knows how long the program was off. Then nothing is erased for its age until the clock is right again or an administrator says that it
 * is; what the parties have agreed to delete goes all the same. A clock that goes back erases nothing too early, and its way forward
 * again is no jump: the time believed never goes back. */
#ifndef APP_RETENTION_DOUBT_H
#define APP_RETENTION_DOUBT_H

#include "db/db.h"

#define DOUBT_LIVED ((int64_t)7 * 86400)
#define DOUBT_OFF ((int64_t)40 * 86400)	/* a summer's closing is no jump */

struct doubt {
	bool on;	/* somebody is to look at the clock */
	int64_t believed;	/* the latest time a job has believed; 0: none yet */
};
err doubt_read(struct db_conn *c, struct arena *a, struct doubt *out) MUST_USE;
/* Has the clock gone too far? lived: seconds by clock_boot since this process last believed it; -1: it has not looked yet. */
bool doubt_holds(const struct doubt *d, int64_t lived);
/* Inside a write function: looks, and writes down either the doubt or the time. */
err doubt_look(struct db_conn *c, struct arena *a, int64_t lived, bool *on) MUST_USE;

/* A db_write_fn: the administrator has looked at the clock, and it is right. Every unit with a process reads about it. */
struct doubt_over {
	struct arena *arena;
	int64_t person;
	str key;
};
err doubt_over_write(struct db_conn *c, void *over) MUST_USE;

#endif
