/* matrix.h: things put on a map of two axes by answering two questions about each: low or high across, low or high up. No
 * dragging. Tables each get their share, dealt like notes; anybody may move a thing again or take it off. Worker threads. */
#ifndef APP_ROOM_MATRIX_H
#define APP_ROOM_MATRIX_H

#include "app/chain/thing.h"

/* What is to be placed in a step, each with where it stands (across, up: 0 when not placed). Those without a place first, in
 * the order in which they came in. */
err matrix_read(struct db_conn *c, struct arena *a, const struct room *rm, const struct method_step *st, struct things *out) MUST_USE;
/* The table that the i-th thing is dealt to, 1 … tables. Pure. */
int64_t thing_table(size_t i, int64_t tables);

struct place_act {
	struct arena *arena;
	struct app *app;
	int64_t room, across, up;	/* 1 low, 2 high; both 0: off the map */
	str seat;	/* unless by_desk */
	bool by_desk;
	str step, target;
	int64_t seq;	/* out */
};
/* db_write_fn. ERR_INVALID: no such thing, or half a place. */
err place_put(struct db_conn *c, void *act) MUST_USE;

#endif
