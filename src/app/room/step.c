/* step.c: what follows in the room when the desk moves. */
#include "app/process/shelf.h"
#include "app/room/alone.h"
#include "base/clock.h"
#include "base/rand.h"

/* Divisible by each number up to sixteen. */
#define TABLES_EVEN 720720

/* Each note draws a place, the only order there is. What is left of a place when it is divided by the number of tables is the
 * note's table: consecutive numbers are added in an order of their own, so that no table gets a share much larger than
 * another's, or none. docs/decisions/tables-by-random-place.md */
static err
deal(struct db_conn *c, int64_t room, str *ids, size_t n)
{
	size_t from = rand_below(TABLES_EVEN);

	rand_shuffle(ids, n);
	for (size_t i = 0; i < n; i++) {
		int64_t place = (int64_t)rand_below(INT32_MAX / TABLES_EVEN) * TABLES_EVEN + (int64_t)((from + i) % TABLES_EVEN);
		TRY(db_exec(c, NULL, NOTE_REVEAL, TEXT(ids[i]), INT(place), INT(room)));
	}
	return OK;
}

/* All that was hidden and may be seen from now on comes in one shuffled batch. Late notes of earlier steps come along. */
err
room_show_revealed(struct db_conn *c, struct arena *a, const struct room *rm)
{
	struct rows r;

	do {
		str *ids;
		TRY(db_query(c, a, &r, NOTES_HIDDEN_REVEALED, INT(rm->s.id), INT(rm->first_reading)));
		ids = NEW_ARRAY(a, str, r.n);
		for (size_t i = 0; i < r.n; i++)
			ids[i] = row_text(&r, i, 0);
		TRY(deal(c, rm->s.id, ids, r.n));
	} while (r.n);
	return alone_reveal(c, a, rm, false);
}

static err
entered(struct db_conn *c, struct arena *a, const struct room *rm)
{
	const struct method_step *st = rm->step;

	if (!st)
		return OK;
	if (step_has_tables(st))
		TRY(db_exec(c, NULL, SEAT_TABLES_CLEAR, INT(rm->s.id)));
	if (st->work == WORK_GROUPS)
		TRY(db_exec(c, NULL, ROOM_TABLES_SET, INT(rm->s.id), INT(room_tables(rm))));
	if (st->kind == STEP_VOTES || st->kind == STEP_CHECKOUT || (st->kind == STEP_VERDICT && rm->s.kind != SITTING_GROUP))
		TRY(rounds_open(c, a, rm, st));
	return OK;
}

err
room_desk(struct db_conn *c, void *arg)
{
	struct desk_act *act = arg;
	struct room before, after;

	TRY(room_load(act->app, c, act->arena, act->sitting, &before));
	act->method = before.method;
	TRY(desk_apply(c, act));
	TRY(room_show_revealed(c, act->arena, &before));
	TRY(room_load(act->app, c, act->arena, act->sitting, &after));
	if (before.s.step_pos == after.s.step_pos && before.s.clock != CLOCK_STILL)
		return OK;
	if (before.step)
		TRY(rounds_close(c, act->arena, &before, before.step));
	/* A seat has a table while the step runs, and not longer. */
	if (step_has_tables(before.step))
		TRY(db_exec(c, NULL, SEAT_TABLES_CLEAR, INT(act->sitting)));
	return entered(c, act->arena, &after);
}

err
room_begin_unled(struct db_conn *c, struct arena *a, struct app *app, int64_t sitting)
{
	struct room rm;

	TRY(room_load(app, c, a, sitting, &rm));
	/* Every step of it is open at once: the last line stands for all. */
	if (rm.steps.n == 0)
		return ERR_INVALID;
	TRY(db_exec(c, NULL, SITTING_CLOCK, INT(sitting), INT(rm.steps.p[rm.steps.n - 1].pos), TEXT(clock_state_word(CLOCK_STILL)),
		INT(0), INT(0)));
	TRY(room_load(app, c, a, sitting, &rm));
	return entered(c, a, &rm);
}

/* What the step declares for zero. */
static bool
command_at_zero(const struct room *rm, enum desk_command *out)
{
	if (!rm->step)
		return false;
	*out = rm->step->at_zero == ZERO_NEXT ? DESK_NEXT : DESK_REVEAL;
	return rm->step->at_zero == ZERO_NEXT || (rm->step->at_zero == ZERO_REVEAL && !rm->now->revealed);
}

static err
run_out(struct app *app, struct arena *a, int64_t sitting, int64_t version)
{
	struct desk_act act = { .app = app, .sitting = sitting, .step_version = version, .arena = a };
	struct db_conn *c;
	struct room rm;
	err e;

	TRY(db_read_begin(app->db, &c));
	e = room_load(app, c, a, sitting, &rm);
	db_read_end(c);
	TRY(e);
	if (!command_at_zero(&rm, &act.command))
		return OK;
	e = db_write_locked(app->db, sitting, room_desk, &act);
	if (!e)
		sitting_tell(app, sitting, act.seq);
	/* The desk or another node was first, or this was the last step: fine. */
	return e == ERR_CONFLICT ? OK : e;
}

err
room_run_out(struct app *app, struct arena *a)
{
	struct db_conn *c;
	struct rows r;
	err e;

	TRY(db_read_begin(app->db, &c));
	e = db_query(c, a, &r, ROOM_OUT_OF_TIME, INT(clock_now_ms()));
	db_read_end(c);
	TRY(e);
	for (size_t i = 0; i < r.n; i++)
		TRY(run_out(app, a, row_int(&r, i, 0), row_int(&r, i, 1)));
	return OK;
}
