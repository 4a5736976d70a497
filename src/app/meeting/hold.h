/* hold.h: a gathering is opened, broken off, gone on with and closed: the rules around sitting_open and room_close.
 *
 * No room for staff opens before the three agree to start and each has signed in; opening one sets the work running. A meeting
 * of the group needs nobody's leave, and a rehearsal neither: there is nobody in it. Worker and jobs threads. */
#ifndef APP_MEETING_HOLD_H
#define APP_MEETING_HOLD_H

#include "app/meeting/sitting.h"

struct hold_act {
	struct arena *arena;
	struct app *app;
	int64_t sitting, person;	/* person 0: the program, at its time */
	str key;
	bool only_due;	/* hold_open: not when its time is more than a day ahead */
	bool forgotten;	/* out: it was a rehearsal, and nothing of it is left */
	int64_t seq;	/* out, for sitting_tell */
};
/* db_write_fn. ERR_DENIED: not ready (see process_ready); ERR_CONFLICT: not due; ERR_GONE: closed; one that is open already is fine. */
err hold_open(struct db_conn *c, void *act) MUST_USE;
/* db_write_fn: whatever is open in it ends. Then call room_scrub outside transactions. ERR_CONFLICT: was never opened. */
err hold_close(struct db_conn *c, void *act) MUST_USE;

/* Planned, and its time is more than a day ahead: whoever opens it is asked first. */
bool hold_is_early(const struct sitting *s);

/* A rehearsal of a session, open at once, with invented participants in it; what runs it is rehearsal_run. db_write_fn. */
struct rehearsal_new {
	struct arena *arena;
	struct app *app;
	const struct method *method;
	int64_t process, person;
	str phase, session, key;
	int64_t id;	/* out; 0 when the form came twice */
};
err rehearsal_open(struct db_conn *c, void *new) MUST_USE;

/* Jobs thread, every second: what people write at their own pace opens at the time that was announced, when the three agree;
 * sittings that nobody leads close at their end, forgotten rehearsals after half a day. */
err hold_run(struct app *app, struct arena *a) MUST_USE;
/* Jobs thread, every second: the invented participants do the next small thing. */
err rehearsal_run(struct app *app, struct arena *a) MUST_USE;

#endif
