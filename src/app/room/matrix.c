/* matrix.c: a map of two axes. */
#include "app/room/matrix.h"

err
matrix_read(struct db_conn *c, struct arena *a, const struct room *rm, const struct method_step *st, struct things *out)
{
	struct thing_scope scope = scope_of_room(rm);
	struct rows r;

	TRY(things_in(c, a, &scope, st, out));
	TRY(db_query(c, a, &r, PLACES, INT(rm->s.id), TEXT(st->id)));
	for (size_t i = 0; i < out->n; i++) {
		struct thing *t = &out->p[i];
		t->across = t->up = 0;
		for (size_t k = 0; k < r.n; k++)
			if (str_eq(row_text(&r, k, 0), t->ref)) {
				t->across = (int)row_int(&r, k, 1);
				t->up = (int)row_int(&r, k, 2);
			}
	}
	return OK;
}

int64_t
thing_table(size_t i, int64_t tables)
{
	return (int64_t)i % tables + 1;
}

/* While the step runs; the desk may tidy up later too. */
static err
may_place(struct db_conn *c, const struct place_act *act, struct room *rm, const struct method_step **st)
{
	const struct sitting_step *line;

	TRY(room_rules(act->app, c, act->arena, act->room, rm));
	if (rm->s.state != SITTING_OPEN)
		return ERR_GONE;
	if (!act->by_desk && !seat_exists(c, act->arena, act->room, act->seat))
		return ERR_DENIED;
	*st = room_step(rm, act->step);
	line = room_line(rm, act->step);
	if (!*st || (*st)->kind != STEP_MATRIX || !line || line->pos > rm->s.step_pos)
		return ERR_INVALID;
	return act->by_desk || line == rm->now ? OK : ERR_CONFLICT;
}

err
place_put(struct db_conn *c, void *arg)
{
	struct place_act *act = arg;
	const struct method_step *st;
	struct thing_scope scope;
	struct things in;
	struct room rm;

	act->seq = 0;
	TRY(may_place(c, act, &rm, &st));
	scope = scope_of_room(&rm);
	TRY(things_in(c, act->arena, &scope, st, &in));
	if (!things_find(&in, act->target))
		return ERR_INVALID;
	if (act->across == 0 && act->up == 0) {
		TRY(db_exec(c, NULL, PLACE_TAKE, INT(rm.s.process), TEXT(st->id), INT(act->room), TEXT(act->target)));
	} else {
		if (act->across < 1 || act->across > 2 || act->up < 1 || act->up > 2)
			return ERR_INVALID;
		TRY(db_exec(c, NULL, PLACE_PUT, INT(rm.s.process), TEXT(st->id), INT(act->room), TEXT(act->target), INT(act->across),
			INT(act->up)));
	}
	return sitting_event(c, act->arena, act->room, EVENT_THING, act->target, &act->seq);
}
