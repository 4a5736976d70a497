/* clock.c: the desk's commands on steps and time. */
#include "app/meeting/sitting.h"
#include "base/clock.h"

#define LEAST_STEP_MIN 2
#define LEAST_LONG_STEP_MIN 5
#define OTHER_TIME_SEC ((int64_t)3 * 3600)

void
replan(struct sitting_steps *steps, size_t pos, int64_t now, int64_t ends_at)
{
	/* A begun minute counts: nothing is squeezed for seconds. */
	int64_t have = (ends_at - now + 59) / 60, want = 0, given = 0;
	size_t last = SIZE_MAX;

	/* From SIZE_MAX this begins with the first. */
	for (size_t i = pos + 1; i < steps->n; i++)
		if (!steps->p[i].skipped)
			want += steps->p[i].minutes;
	/* Longer steps than planned help nobody: time that is left over stays at the end. */
	if (ends_at == 0 || want == 0 || have >= want)
		return;
	for (size_t i = pos + 1; i < steps->n; i++) {
		struct sitting_step *s = &steps->p[i];
		int64_t least = s->minutes >= 10 ? LEAST_LONG_STEP_MIN : LEAST_STEP_MIN, m;
		if (s->skipped)
			continue;
		m = have > 0 ? s->minutes * have / want : 0;
		s->minutes = m < least ? (s->minutes < least ? s->minutes : least) : m;
		given += s->minutes;
		last = i;
	}
	/* Rounding down leaves a few minutes: they go to the last step. */
	if (last != SIZE_MAX && given < have)
		steps->p[last].minutes += have - given;
}

static const struct method_step *
pack_step(const struct method *m, const struct sitting *s, str id)
{
	const struct method_phase *p = method_phase(m, s->phase);
	const struct method_session *se = p ? method_session(p, s->session) : NULL;

	for (size_t i = 0; se && i < se->step_count; i++)
		if (str_eq(se->steps[i].id, id))
			return &se->steps[i];
	return NULL;
}

const struct method_step *
sitting_pack_step(const struct method *m, const struct sitting *s, const struct sitting_step *st)
{
	return st && st->step.n ? pack_step(m, s, st->step) : NULL;
}

/* From now on what was written alone in this step is shown; app/room draws the places. */
static err
reveal_step(struct db_conn *c, int64_t sitting, struct sitting_step *st)
{
	if (st->revealed)
		return OK;
	st->revealed = true;
	return db_exec(c, NULL, SITTING_STEP_REVEALED, INT(sitting), INT(st->pos));
}

/* A step whose input is what an earlier step hid shows it, at the latest now. */
static err
reveal_sources(struct db_conn *c, const struct desk_act *act, const struct sitting *s, struct sitting_steps *steps,
	const struct sitting_step *now)
{
	const struct method_step *ms = act->method ? sitting_pack_step(act->method, s, now) : NULL;

	for (size_t i = 0; ms && i < ms->from_count; i++)
		for (size_t k = 0; k < steps->n; k++) {
			const struct method_step *source = ms->from[i].step;
			if (source && source->session == ms->session && source->show == SHOW_AT_REVEAL &&
				str_eq(source->id, steps->p[k].step))
				TRY(reveal_step(c, s->id, &steps->p[k]));
		}
	return OK;
}

static err
set_clock(struct db_conn *c, const struct sitting *s, int64_t pos, enum clock_state clock, int64_t ends_ms, int64_t left_ms)
{
	return db_exec(c, NULL, SITTING_CLOCK, INT(s->id), INT(pos), TEXT(clock_state_word(clock)), INT(ends_ms), INT(left_ms));
}

/* Forwards past what was skipped; backwards also to it, so that a step skipped by mistake is one press away. */
static struct sitting_step *
neighbour(struct sitting_steps *steps, int64_t pos, int by)
{
	struct sitting_step *found = NULL;

	for (size_t i = 0; i < steps->n; i++) {
		struct sitting_step *s = &steps->p[i];
		if (by > 0 && s->pos > pos && !s->skipped)
			return s;
		if (by < 0 && s->pos < pos)
			found = s;
	}
	return found;
}

static err
go_to(struct db_conn *c, const struct desk_act *act, const struct sitting *s, struct sitting_steps *steps,
	struct sitting_step *to)
{
	int64_t now = clock_now_ms();

	if (!to)
		return ERR_CONFLICT;
	if (to->skipped)
		TRY(db_exec(c, NULL, SITTING_STEP_SKIPPED, INT(s->id), INT(to->pos), INT(0)));
	to->skipped = false;
	replan(steps, (size_t)(to - steps->p), now / 1000 + to->minutes * 60, s->ends_at);
	for (size_t i = 0; i < steps->n; i++)
		TRY(db_exec(c, NULL, SITTING_STEP_MINUTES, INT(s->id), INT(steps->p[i].pos), INT(steps->p[i].minutes)));
	TRY(reveal_sources(c, act, s, steps, to));
	return set_clock(c, s, to->pos, CLOCK_RUNNING, now + to->minutes * 60000, 0);
}

/* Begun on another day, or hours before or after the time that was set: the end moves along, so that nothing is squeezed. */
static err
hold_now(struct db_conn *c, struct sitting *s, const struct sitting_steps *steps)
{
	int64_t now = clock_now(), length = s->ends_at - s->starts_at;

	if (s->starts_at && s->ends_at && now > s->starts_at - OTHER_TIME_SEC && now < s->ends_at)
		return OK;
	if (!s->starts_at || !s->ends_at || length <= 0)
		length = sitting_minutes(steps) * 60;
	s->starts_at = now;
	s->ends_at = now + length;
	return db_exec(c, NULL, SITTING_HELD, INT(s->id), INT(s->starts_at), INT(s->ends_at));
}

static err
extend(struct db_conn *c, const struct desk_act *act, const struct sitting *s, struct sitting_steps *steps)
{
	int64_t now = clock_now_ms(), ends = s->ends_ms > now ? s->ends_ms : now, left = s->left_ms;
	const struct sitting_step *at = sitting_now(s, steps);

	if (act->value < -3600 || act->value > 3600 || !at)
		return ERR_INVALID;
	if (s->clock == CLOCK_RUNNING) {
		ends += act->value * 1000;
		ends = ends < now ? now : ends;
	} else {
		left += act->value * 1000;
		left = left < 0 ? 0 : left;
		ends = now + left;
	}
	replan(steps, (size_t)(at - steps->p), ends / 1000, s->ends_at);
	for (size_t i = 0; i < steps->n; i++)
		TRY(db_exec(c, NULL, SITTING_STEP_MINUTES, INT(s->id), INT(steps->p[i].pos), INT(steps->p[i].minutes)));
	return set_clock(c, s, s->step_pos, s->clock, s->clock == CLOCK_RUNNING ? ends : 0, s->clock == CLOCK_RUNNING ? 0 : left);
}

static err
act_on(struct db_conn *c, const struct desk_act *act, struct sitting *s, struct sitting_steps *steps)
{
	int64_t now = clock_now_ms();
	struct sitting_step *at = NULL;

	for (size_t i = 0; i < steps->n; i++)
		if (steps->p[i].pos == s->step_pos)
			at = &steps->p[i];
	switch (act->command) {
	case DESK_START:
		TRY(hold_now(c, s, steps));
		return go_to(c, act, s, steps, neighbour(steps, -1, 1));
	case DESK_NEXT: return go_to(c, act, s, steps, neighbour(steps, s->step_pos, 1));
	case DESK_BACK: return go_to(c, act, s, steps, neighbour(steps, s->step_pos, -1));
	case DESK_SKIP:
		if (!at)
			return ERR_CONFLICT;
		TRY(db_exec(c, NULL, SITTING_STEP_SKIPPED, INT(s->id), INT(at->pos), INT(1)));
		return go_to(c, act, s, steps, neighbour(steps, s->step_pos, 1));
	case DESK_PAUSE:
		if (s->clock != CLOCK_RUNNING)
			return ERR_CONFLICT;
		return set_clock(c, s, s->step_pos, CLOCK_PAUSED, 0, s->ends_ms > now ? s->ends_ms - now : 0);
	case DESK_RESUME:
		if (s->clock != CLOCK_PAUSED)
			return ERR_CONFLICT;
		return set_clock(c, s, s->step_pos, CLOCK_RUNNING, now + s->left_ms, 0);
	case DESK_EXTEND: return extend(c, act, s, steps);
	case DESK_REVEAL:
		if (!at)
			return ERR_CONFLICT;
		TRY(reveal_step(c, s->id, at));
		return set_clock(c, s, s->step_pos, s->clock, s->ends_ms, s->left_ms);
	case DESK_HEARD:
		if (!at)
			return ERR_CONFLICT;
		TRY(db_exec(c, NULL, SITTING_STEP_HEARD, INT(s->id), INT(at->pos)));
		return set_clock(c, s, s->step_pos, s->clock, s->ends_ms, s->left_ms);
	}
	return ERR_INVALID;
}

static enum event_kind
event_of_command(enum desk_command d)
{
	if (d == DESK_PAUSE || d == DESK_RESUME || d == DESK_EXTEND)
		return EVENT_CLOCK;
	return d == DESK_REVEAL ? EVENT_REVEAL : EVENT_STEP;
}

err
desk_apply(struct db_conn *c, void *arg)
{
	struct desk_act *act = arg;
	struct sitting s;
	struct sitting_steps steps;

	TRY(sitting_get(c, act->arena, act->sitting, &s));
	if (s.state == SITTING_CLOSED)
		return ERR_GONE;
	if (s.step_version != act->step_version || (act->person && s.desk_version != act->desk_version))
		return ERR_CONFLICT;
	TRY(sitting_steps(c, act->arena, &s, &steps));
	TRY(act_on(c, act, &s, &steps));
	return sitting_event(c, act->arena, s.id, event_of_command(act->command), S(""), &act->seq);
}
