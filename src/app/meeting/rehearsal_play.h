/* rehearsal_play.h: what the files about invented participants share. Nothing about them is remembered: what they do next follows from
 * what lies in the room. Jobs thread. */
#ifndef APP_MEETING_REHEARSAL_PLAY_H
#define APP_MEETING_REHEARSAL_PLAY_H

#include "app/room/room.h"

struct play {
	struct app *app;
	struct arena *a;
	const struct room *rm;
	enum lang lang;	/* of who leads it */
};
/* The seat of one of them. */
str play_seat(const struct play *p, int64_t who);
/* Does it, and tells the room; that the step is over or something has gone meanwhile is no error. seq: where the act leaves its number. */
err play_write(const struct play *p, db_write_fn fn, void *act, const int64_t *seq) MUST_USE;

/* One act in a step of these kinds: sort, tree, form and proposal, matrix, verdict. */
err play_sort(struct db_conn *c, const struct play *p) MUST_USE;
err play_tree(struct db_conn *c, const struct play *p) MUST_USE;
err play_sheet(struct db_conn *c, const struct play *p) MUST_USE;
err play_map(struct db_conn *c, const struct play *p) MUST_USE;
err play_verdict(struct db_conn *c, const struct play *p) MUST_USE;

#endif
