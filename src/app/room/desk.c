/* desk.c: what the desk shows, and who may be at it. */
#include "app/room/desk.h"

#include <stdlib.h>

#include "app/access/session.h"
#include "app/process/process.h"
#include "base/clock.h"
#include "text/date.h"

const struct aside_reason aside_reasons[] = {
	{ "double", N_("It is the same as another note"), false },
	{ "person", N_("It is about one person"), false },
	{ "rude", N_("It is rude to somebody"), false },
	{ "wrongdoing", N_("It is about wrongdoing: it must be handled"), true },
	{ "danger", N_("It is about danger: it must be handled"), true },
	{ "case", N_("It is a person's own case: it must be handled"), true },
};
const size_t aside_reason_count = COUNT(aside_reasons);

bool
desk_may_watch(struct req *rq, const struct room *rm)
{
	struct db_conn *c;

	if (req_read(rq, &c) || session_user(rq) || !rq->user)
		return false;
	if (session_roles(c, rq->arena, rq->user, rq->unit, rm->s.process, &rq->roles))
		return false;
	return req_has_role(rq, WHO_DESK);
}

static str
next_name(const struct room *rm, enum lang l)
{
	for (size_t i = 0; i < rm->steps.n; i++) {
		const struct sitting_step *st = &rm->steps.p[i];
		const struct method_step *ms = sitting_pack_step(rm->method, &rm->s, st);
		if (st->pos <= rm->s.step_pos || st->skipped)
			continue;
		return st->title.n || !ms ? st->title : text_in(&ms->name, l);
	}
	return (str){ 0 };
}

/* When the run sheet as it stands ends: what is left of this step, and the steps after it. */
static int64_t
end_time(const struct room *rm)
{
	int64_t now = clock_now_ms(), end = now / 1000;

	if (rm->s.clock == CLOCK_RUNNING && rm->s.ends_ms > now)
		end = rm->s.ends_ms / 1000;
	else if (rm->s.clock == CLOCK_PAUSED)
		end += rm->s.left_ms / 1000;
	for (size_t i = 0; i < rm->steps.n; i++)
		if (rm->steps.p[i].pos > rm->s.step_pos && !rm->steps.p[i].skipped)
			end += rm->steps.p[i].minutes * 60;
	return end;
}

static const char *
reason_text(str word)
{
	for (size_t i = 0; i < aside_reason_count; i++)
		if (str_eq(word, str_of(aside_reasons[i].word)))
			return aside_reasons[i].text;
	return "";
}

static err
read_taps(struct db_conn *c, const struct view *v, struct desk_view *out)
{
	struct rows r;

	TRY(db_query(c, v->a, &r, TAP_LIST, INT(v->rm->s.id)));
	out->taps = NEW_ARRAY(v->a, struct tap_view, r.n);
	out->tap_count = r.n;
	for (size_t i = 0; i < r.n; i++)
		out->taps[i] = (struct tap_view){ .note = row_text(&r, i, 0), .what = row_text(&r, i, 1), .reason = row_text(&r, i, 2),
			.because = reason_text(row_text(&r, i, 2)), .text = row_text(&r, i, 4), .by_name = row_text(&r, i, 5) };
	return OK;
}

/* What the reps set aside in their first reading comes to the desk when the rest is shown, not before. */
static void
leave_unrevealed(const struct room *rm, struct notes *aside)
{
	size_t n = 0;

	for (size_t i = 0; i < aside->n; i++)
		if (note_may_be_seen(rm, &aside->p[i]))
			aside->p[n++] = aside->p[i];
	aside->n = n;
}

int64_t
desk_loose(const struct desk_view *d)
{
	const struct method_step *st = d->v->rm->step;

	return st && (st->kind == STEP_THEMES || st->kind == STEP_MERGE) ? (int64_t)d->v->loose.n : 0;
}

/* Where one sums up, for whoever tells it. */
static err
read_next(struct db_conn *c, const struct view *v, struct next_dates *out)
{
	const struct room *rm = v->rm;
	struct process p = { .id = rm->s.process, .method = rm->method };

	return rm->step && rm->step->kind == STEP_CHECKOUT ? chain_next(c, v->a, &p, rm->s.phase, out) : OK;
}

str
ballot_input(struct arena *a, const char *what, const struct method_step *st, const struct method_ballot *b)
{
	return str_fmt(a, "%s." STR_FMT "." STR_FMT, what, STR_ARG(st->id), STR_ARG(b->id));
}

err
desk_ballots(struct db_conn *c, struct arena *a, const struct room *rm, struct ballot_setting **out, size_t *n)
{
	size_t most = 0;

	for (size_t i = 0; i < rm->session->step_count; i++)
		most += rm->session->steps[i].ballot_count;
	*out = NEW_ARRAY(a, struct ballot_setting, most);
	*n = 0;
	for (size_t i = 0; i < rm->session->step_count; i++) {
		const struct method_step *st = &rm->session->steps[i];
		for (size_t k = 0; k < st->ballot_count && room_line(rm, st->id); k++) {
			struct ballot_setting *b = &(*out)[(*n)++];
			*b = (struct ballot_setting){ .step = st, .ballot = &st->ballots[k] };
			TRY(ballot_set(c, a, rm, st, b->ballot, &b->set));
		}
	}
	return OK;
}

err
desk_read_settings(struct db_conn *c, struct desk_view *d)
{
	TRY(desk_ballots(c, d->v->a, d->v->rm, &d->ballots, &d->ballot_count));
	for (size_t i = 0; i < d->ballot_count; i++) {
		struct ballot_setting *b = &d->ballots[i];
		b->size = b->set;
		ballot_suggest(c, d->v->a, d->v->rm, b->ballot, &b->size);
	}
	return OK;
}

err
desk_read(struct db_conn *c, enum lang l, const struct view *v, int64_t me, struct desk_view *out)
{
	const struct room *rm = v->rm;
	struct rows r;

	*out = (struct desk_view){ .v = v, .me = me, .next_name = next_name(rm, l) };
	out->has_desk = me && rm->s.desk_person == me;
	if (rm->s.desk_person && !db_one(c, v->a, &r, DESK_HOLDER, INT(rm->s.desk_person)))
		out->holder = row_text(&r, 0, 0);
	if (rm->now) {
		out->ends = clock_hm(v->a, l, end_time(rm));
		out->is_late = rm->s.ends_at && end_time(rm) > rm->s.ends_at + 60;
	}
	TRY(notes_aside(c, v->a, rm->s.id, &out->aside));
	leave_unrevealed(rm, &out->aside);
	TRY(entries_aside(c, v->a, rm, &out->aside_sheets));
	if (rm->first_reading) {
		TRY(db_one(c, v->a, &r, NOTES_UNREAD_COUNT, INT(rm->s.id)));
		out->unread = row_int(&r, 0, 0);
	}
	TRY(read_next(c, v, &out->next));
	return read_taps(c, v, out);
}

struct presence_act {
	struct arena arena;
	struct app *app;
	int64_t room, seq;
};

static err
presence_event(struct db_conn *c, void *arg)
{
	struct presence_act *act = arg;
	struct sitting s;

	TRY(sitting_get(c, &act->arena, act->room, &s));
	if (s.state != SITTING_OPEN)
		return ERR_GONE;
	return sitting_event(c, &act->arena, act->room, EVENT_COUNT, COUNT_PEOPLE, &act->seq);
}

static void
presence_done(void *ctx, err e)
{
	struct presence_act *act = ctx;

	if (!e)
		sitting_tell(act->app, act->room, act->seq);
	arena_free(&act->arena);
	free(act);
}

void
room_presence(void *ctx, int64_t room)
{
	struct presence_act *act = mem_new(sizeof(*act));

	act->app = ctx;
	act->room = room;
	/* Frames are not to wait for a disk. */
	if (db_write_later(act->app->db, &act->arena, room, presence_event, act, presence_done, act))
		presence_done(act, ERR_BUSY);
}
