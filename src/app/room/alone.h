/* alone.h: sheets that each fills in alone while a step of a workshop runs: one for each seat, and kept to whoever writes it until
 * she shares it. Then it is one of the step's unnamed sheets (entry.h), and nothing tells whose it was, not even to her.
 *
 * Where the step shows at a reveal, sharing is a wish that can be taken back until then: all that were wished for come in one
 * batch, with new ids and random places. What is not shared is deleted when the sitting closes, or with the seat; it is in no
 * frame, on no other page and in no backup. A seat is known by another keyed hash in each step, so that nothing leads from one
 * sheet to the next, or to votes. Source: design.md 7.1-7.3. Worker threads. */
#ifndef APP_ROOM_ALONE_H
#define APP_ROOM_ALONE_H

#include "app/room/entry.h"
#include "app/room/view.h"

/* Is the step one with such sheets? Pure. */
bool step_is_alone(const struct method_step *st);
/* Has the session one at all; has one begun, so that phones may hold sheets of their own? Pure. */
bool room_asks_alone(const struct room *rm);
bool room_has_alone(const struct room *rm);

/* Adds to v->sheets what this seat fills in: a sheet about each thing, or one about nothing. Nothing without a seat. */
err alone_view(struct db_conn *c, struct view *v) MUST_USE;
/* v->mine: what this seat has written on sheets of steps that are over. */
err alone_mine(struct db_conn *c, struct view *v) MUST_USE;
/* How many have begun one that is not shared yet. */
int64_t alone_begun(struct db_conn *c, struct arena *a, int64_t room, str step);

enum alone_do { ALONE_KEEP, ALONE_SHARE, ALONE_TAKE_BACK };
struct alone_act {
	struct arena *arena;
	struct app *app;
	int64_t room;
	str seat, step, about;
	enum alone_do what;
	struct entry_value *values;	/* what the form had; others stay as they are. Versions do not matter: there is one writer */
	size_t n;
	bool empty;	/* out, with ERR_INVALID: nothing to share */
	int64_t seq;	/* out */
};
/* db_write_fn. ERR_CONFLICT: it is shared already; nothing is written. ERR_TOOBIG: so many are shared that there is no room. */
err alone_save(struct db_conn *c, void *act) MUST_USE;

/* What was to be shown with the others: of steps that are revealed, or at the end of all. Inside write functions. */
err alone_reveal(struct db_conn *c, struct arena *a, const struct room *rm, bool all) MUST_USE;
/* The seat is given up: what it has not shared goes. Inside a write function. */
err alone_forget(struct db_conn *c, struct arena *a, int64_t room, str seat) MUST_USE;

#endif
