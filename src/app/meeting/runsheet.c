/* runsheet.c: changes of a run sheet, made in memory and written whole: positions are renumbered from one. */
#include "app/meeting/runsheet.h"

#include "app/access/session.h"
#include "app/room/room.h"

str
runsheet_seen(struct arena *a, const struct sitting *s, const struct sitting_steps *steps)
{
	struct buf b = buf_new(a, 32 * 1024);

	buf_addf(&b, "%" PRId64 " %" PRId64 " %" PRId64, s->starts_at, s->ends_at, s->step_pos);
	for (size_t i = 0; i < steps->n; i++)
		buf_addf(&b, "\n%" PRId64 " " STR_FMT " " STR_FMT " %d", steps->p[i].minutes, STR_ARG(steps->p[i].step),
			STR_ARG(steps->p[i].title), steps->p[i].skipped);
	return str_take(token_hash(a, buf_str(&b)), 16);
}

/* What has begun stays as it is. */
static bool
is_fixed(const struct sitting *s, const struct sitting_step *st)
{
	return s->step_pos > 0 && st->pos <= s->step_pos;
}

static err
take_values(const struct runsheet_edit *e, const struct sitting *s, struct sitting_steps *steps)
{
	for (size_t i = 0; i < steps->n && i < e->n; i++) {
		struct sitting_step *st = &steps->p[i];
		if (is_fixed(s, st))
			continue;
		if (e->minutes[i] < 0 || e->minutes[i] > RUNSHEET_MINUTES_MOST)
			return ERR_INVALID;
		if (e->minutes[i])
			st->minutes = e->minutes[i];
		if (!st->step.n && e->titles[i].n)
			st->title = e->titles[i];
	}
	return OK;
}

static err
line_at(const struct sitting_steps *steps, int64_t pos, size_t *out)
{
	for (size_t i = 0; i < steps->n; i++)
		if (steps->p[i].pos == pos) {
			*out = i;
			return OK;
		}
	return ERR_CONFLICT;
}

static err
move(const struct sitting *s, struct sitting_steps *steps, int64_t pos, int by)
{
	struct sitting_step t;
	size_t i, k;

	TRY(line_at(steps, pos, &i));
	if (by < 0 ? i == 0 : i + 1 >= steps->n)
		return OK;
	k = by < 0 ? i - 1 : i + 1;
	if (is_fixed(s, &steps->p[i]) || is_fixed(s, &steps->p[k]))
		return ERR_CONFLICT;
	t = steps->p[i];
	steps->p[i] = steps->p[k];
	steps->p[k] = t;
	return OK;
}

static err
take_out(const struct sitting *s, struct sitting_steps *steps, int64_t pos)
{
	size_t i;

	TRY(line_at(steps, pos, &i));
	if (is_fixed(s, &steps->p[i]) || steps->n == 1)
		return ERR_CONFLICT;
	for (; i + 1 < steps->n; i++)
		steps->p[i] = steps->p[i + 1];
	steps->n--;
	return OK;
}

static void
put_in(struct arena *a, struct sitting_steps *steps, size_t at, struct sitting_step st)
{
	struct sitting_step *p = NEW_ARRAY(a, struct sitting_step, steps->n + 1);

	for (size_t i = 0; i < at; i++)
		p[i] = steps->p[i];
	p[at] = st;
	for (size_t i = at; i < steps->n; i++)
		p[i + 1] = steps->p[i];
	*steps = (struct sitting_steps){ p, steps->n + 1 };
}

static const struct method_step *
pack_step(const struct room *rm, str id)
{
	return room_step(rm, id);
}

/* After the last line that the method has before it, but not before what has begun. */
static err
bring_back(struct arena *a, const struct room *rm, struct sitting_steps *steps, str id)
{
	const struct method_step *ms = pack_step(rm, id);
	size_t at = 0;

	if (!ms || steps->n >= RUNSHEET_MOST)
		return ERR_INVALID;
	for (size_t i = 0; i < steps->n; i++) {
		const struct method_step *other = steps->p[i].step.n ? pack_step(rm, steps->p[i].step) : NULL;
		if (other == ms)
			return ERR_CONFLICT;
		if ((other && other->index < ms->index) || is_fixed(&rm->s, &steps->p[i]))
			at = i + 1;
	}
	put_in(a, steps, at, (struct sitting_step){ .step = ms->id, .minutes = ms->minutes });
	return OK;
}

static err
add_own(const struct runsheet_edit *e, struct sitting_steps *steps)
{
	if (e->title.n == 0 || e->add_minutes < 1 || e->add_minutes > RUNSHEET_MINUTES_MOST || steps->n >= RUNSHEET_MOST)
		return ERR_INVALID;
	put_in(e->arena, steps, steps->n, (struct sitting_step){ .title = e->title, .minutes = e->add_minutes });
	return OK;
}

static err
write_all(struct db_conn *c, const struct sitting *s, const struct sitting_steps *steps)
{
	TRY(db_exec(c, NULL, SITTING_STEPS_CLEAR, INT(s->id)));
	for (size_t i = 0; i < steps->n; i++) {
		const struct sitting_step *st = &steps->p[i];
		TRY(db_exec(c, NULL, SITTING_STEP_WRITE, INT(s->id), INT(i + 1), TEXT(st->step), TEXT(st->title), INT(st->minutes),
			INT(st->skipped), INT(st->revealed), INT(st->heard)));
	}
	return OK;
}

static err
act(struct db_conn *c, const struct runsheet_edit *e, const struct room *rm, struct sitting_steps *steps)
{
	const struct sitting *s = &rm->s;

	switch (e->what) {
	case RUNSHEET_SAVE: return OK;
	case RUNSHEET_UP: return move(s, steps, e->pos, -1);
	case RUNSHEET_DOWN: return move(s, steps, e->pos, 1);
	case RUNSHEET_OUT: return take_out(s, steps, e->pos);
	case RUNSHEET_BACK: return bring_back(e->arena, rm, steps, e->step);
	case RUNSHEET_ADD: return OK;	/* see apply */
	case RUNSHEET_FIT:
		/* Only before it has begun: afterwards the clock re-plans by itself. */
		if (s->step_pos || !s->starts_at)
			return ERR_CONFLICT;
		replan(steps, SIZE_MAX, s->starts_at, s->ends_at);
		return OK;
	case RUNSHEET_END:
		if (!s->starts_at)
			return ERR_CONFLICT;
		return db_exec(c, NULL, SITTING_HELD, INT(s->id), INT(s->starts_at), INT(s->starts_at + sitting_minutes(steps) * 60));
	}
	return ERR_INVALID;
}

/* An own item that was typed goes along with whatever was pressed. */
static err
apply(struct db_conn *c, const struct runsheet_edit *e, const struct room *rm, struct sitting_steps *steps)
{
	if (e->title.n || e->what == RUNSHEET_ADD)
		TRY(add_own(e, steps));
	return act(c, e, rm, steps);
}

err
runsheet_write(struct db_conn *c, void *edit)
{
	struct runsheet_edit *e = edit;
	struct room rm;
	bool is_new;

	e->seq = 0;
	TRY(form_key_use(c, e->key, &is_new));
	if (!is_new)
		return OK;
	TRY(room_load(e->app, c, e->arena, e->sitting, &rm));
	if (rm.s.state == SITTING_CLOSED)
		return ERR_GONE;
	if (!str_eq(e->seen, runsheet_seen(e->arena, &rm.s, &rm.steps)))
		return ERR_CONFLICT;
	TRY(take_values(e, &rm.s, &rm.steps));
	TRY(apply(c, e, &rm, &rm.steps));
	TRY(write_all(c, &rm.s, &rm.steps));
	if (rm.s.state == SITTING_PLANNED)
		return OK;
	/* Screens that are open show the sheet: everything that carries a version is drawn anew. */
	TRY(db_exec(c, NULL, SITTING_CLOCK, INT(rm.s.id), INT(rm.s.step_pos), TEXT(clock_state_word(rm.s.clock)),
		INT(rm.s.ends_ms), INT(rm.s.left_ms)));
	return sitting_event(c, e->arena, rm.s.id, EVENT_STEP, S(""), &e->seq);
}
