/* play_inside.h: a workshop of the demo while it is played, shared by play.c and play_things.c alone. */
#ifndef APP_DEMO_PLAY_INSIDE_H
#define APP_DEMO_PLAY_INSIDE_H

#include "app/demo/play.h"
#include "app/room/room.h"

#define PLAY_SEATS 60
#define PLAY_NOTES 200
#define PLAY_SHEETS 40
#define PLAY_CAUSES 120

/* A note that was written. data: as it stands in the data, a text or an object with a text and what became of it. */
struct said {
	str step, text, id;
	const json_t *data;
};
/* A cause that was found. data: as it stands in the data, with the votes it gets. */
struct dug {
	str ref;
	const json_t *data;
};
/* A sheet that was filled in, by the name it has in the data. */
struct told {
	str name, ref;
};
struct table {
	struct play *p;
	const json_t *data;
	int64_t sitting;
	str seats[PLAY_SEATS];
	size_t seat_count;
	struct said said[PLAY_NOTES];
	size_t said_count;
	struct dug dug[PLAY_CAUSES];
	size_t dug_count;
	struct told sheets[PLAY_SHEETS];
	size_t sheet_count;
	str *theme_ids;	/* in the data's order */
};

/* The ref of what the running step's data calls `name`: a sheet by its name, a note by its text, else what comes into the step by the
 * beginning of its title. ERR_NOTFOUND: a mistake in the data. */
err play_ref(struct table *t, const struct room *rm, str name, str *ref) MUST_USE;
/* What people do in the running step with things: sort, ask why, place, fill in sheets, vote on what is no theme, judge. */
err play_things(struct table *t, const struct room *rm) MUST_USE;

#endif
