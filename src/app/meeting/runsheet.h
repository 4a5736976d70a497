/* runsheet.h: the run sheet of one sitting is changed: minutes, order, own items, items taken out and put back. Clock times
 * follow by themselves; what does not fit the time that was set is pointed out, not forbidden. In a room that is open only
 * what has not begun can be changed. Worker threads. */
#ifndef APP_MEETING_RUNSHEET_H
#define APP_MEETING_RUNSHEET_H

#include "app/meeting/sitting.h"

#define RUNSHEET_MOST 50
#define RUNSHEET_MINUTES_MOST 240

enum runsheet_do {
	RUNSHEET_SAVE,
	RUNSHEET_UP,	/* pos */
	RUNSHEET_DOWN,
	RUNSHEET_OUT,	/* pos: taken out */
	RUNSHEET_BACK,	/* step: an item of the method comes back, where the method has it */
	RUNSHEET_ADD,	/* nothing but the own item: title and add_minutes, at the end. With any other act a title adds it as well */
	RUNSHEET_FIT,	/* shortens items so that the end holds */
	RUNSHEET_END,	/* the end moves to where the minutes lead */
};

struct runsheet_edit {
	struct arena *arena;
	struct app *app;
	int64_t sitting;
	enum runsheet_do what;
	int64_t pos, add_minutes;
	str step, title, key, seen;
	int64_t *minutes;	/* by line of the sheet as it was seen; 0: as it is */
	str *titles;	/* own items only; empty: as it is */
	size_t n;
	int64_t seq;	/* out; 0: nobody looks at it yet */
};
/* db_write_fn. ERR_CONFLICT: somebody else has changed it meanwhile, or the line has begun; ERR_INVALID; ERR_GONE: closed. */
err runsheet_write(struct db_conn *c, void *edit) MUST_USE;
/* Tells one state of a run sheet from another. */
str runsheet_seen(struct arena *a, const struct sitting *s, const struct sitting_steps *steps);

#endif
