/* after.c: choices, tasks and lifts of the demo. */
#include "app/demo/after.h"
#include "app/demo/play.h"

#include "app/causes/causes.h"
#include "app/chain/choose.h"
#include "app/chain/decide.h"
#include "app/lift/lift.h"
#include "base/clock.h"
#include "base/log.h"
#include "base/rand.h"
#include "text/date.h"

#define DAY ((int64_t)86400)

struct playing {
	struct after_play *p;
	const json_t *data;
	struct parties here;
	int64_t now;	/* the real one */
};

static int64_t
person_of(const struct playing *x, str role)
{
	for (size_t i = 0; i < x->here.n; i++)
		if (role.n && x->here.p[i].role == role_of_word(role))
			return x->here.p[i].person;
	return 0;
}

static void
set_day(const json_t *o)
{
	clock_shift(play_day(o) * DAY);
}

/* ---- the choice ---- */

static void
themes_as_the_vote_says(void *ctx, struct choose_offer *o)
{
	(void)ctx;
	for (size_t i = 0; i < o->n; i++)
		for (size_t k = 0; k < o->picks[i].n; k++)
			o->picks[i].offers[k].ticked = o->picks[i].offers[k].suggested;
}

/* The suggestion stands but for what the data sets aside, each with its reason. */
static void
things_as_the_vote_says(void *ctx, struct decide_offer *o)
{
	const json_t *aside = json_object_get(((struct playing *)ctx)->data, "aside");

	for (size_t i = 0; i < o->n; i++)
		for (size_t k = 0; k < o->picks[i].n; k++) {
			struct decision *d = &o->picks[i].p[k];
			d->ticked = d->suggested;
			for (size_t n = 0; n < json_array_size(aside); n++)
				if (str_eq(play_text(json_array_get(aside, n), "title"), thing_title(&d->thing, LANG_NB))) {
					d->ticked = false;
					d->reason = play_text(json_array_get(aside, n), "reason");
				}
		}
}

/* The three confirm what the staff chose, where the phase has something to choose. */
static err
choose(struct playing *x)
{
	struct after_play *p = x->p;
	const struct method_phase *phase = method_phase(p->method, play_text(x->data, "phase"));
	struct choose_act themes = { .arena = p->arena, .app = p->app, .process = p->process, .unit = p->unit, .person = p->leader,
		.phase = phase->id, .key = rand_uuid(p->arena), .lang = LANG_NB, .read_form = themes_as_the_vote_says };
	struct decide_act things = { .arena = p->arena, .app = p->app, .process = p->process, .unit = p->unit, .person = p->leader,
		.phase = phase->id, .key = rand_uuid(p->arena), .lang = LANG_NB, .read_form = things_as_the_vote_says, .ctx = x };

	clock_shift((play_day(x->data) + 5) * DAY);
	if (choose_step(phase)) {
		TRY(db_write(p->app->db, choose_propose, &themes));
		return p->agree(p->ctx, themes.agreement);
	}
	if (!decide_step(phase))
		return OK;
	TRY(db_write(p->app->db, decide_propose, &things));
	return p->agree(p->ctx, things.agreement);
}

/* ---- what had to be found out ---- */

static err
find_out(struct playing *x, const json_t *o)
{
	struct causes_act act = { .arena = x->p->arena, .unit = x->p->unit, .process = x->p->process, .person = x->p->leader,
		.key = rand_uuid(x->p->arena), .owner = person_of(x, play_text(o, "owner")), .answer = play_text(o, "answer"),
		.done = json_is_true(json_object_get(o, "done")), .due_at = date_add_days(x->now, (int)play_int(o, "due")) };
	struct find_outs all;
	struct db_conn *c;
	err e;

	TRY(db_read_begin(x->p->app->db, &c));
	e = find_outs_read(c, x->p->arena, x->p->process, &all);
	db_read_end(c);
	TRY(e);
	for (size_t i = 0; i < all.n; i++)
		if (str_eq(all.p[i].body, play_text(o, "body")))
			act.task = all.p[i].id;
	set_day(o);
	return db_write(x->p->app->db, causes_task, &act);
}

/* ---- lifts ---- */

static enum lift_level
level_of(str word)
{
	for (int l = 0; l < LIFT_LEVELS; l++)
		if (str_eq(word, str_of(lift_level_word(l))))
			return l;
	return LIFT_NOWHERE;
}

static enum lift_answer
answer_of(str word)
{
	for (int a = 0; a < LIFT_ANSWERS; a++)
		if (str_eq(word, str_of(lift_answer_word(a))))
			return a;
	return LIFT_WAITS;
}

static err
find_lift(struct playing *x, str what, struct lift *out)
{
	struct db_conn *c;
	struct lifts all;
	err e;

	TRY(db_read_begin(x->p->app->db, &c));
	e = lifts_read(c, x->p->arena, x->p->process, false, &all);
	db_read_end(c);
	TRY(e);
	for (size_t i = 0; i < all.n; i++)
		if (str_starts(all.p[i].what, what)) {
			*out = all.p[i];
			return OK;
		}
	log_error("demo: no lift begins with \"%.*s\"", (int)what.n, what.p);
	return ERR_NOTFOUND;
}

static err
lift(struct playing *x, const json_t *o)
{
	const json_t *reply = json_object_get(o, "reply");
	struct lift_act act = { .arena = x->p->arena, .unit = x->p->unit, .process = x->p->process, .person = x->p->leader,
		.key = rand_uuid(x->p->arena), .why = play_text(o, "why"), .ask = play_text(o, "ask"), .level = level_of(play_text(o, "level")),
		.send = true };
	struct lift l;

	TRY(find_lift(x, play_text(o, "what"), &l));
	act.id = l.id;
	act.what = l.what;
	set_day(o);
	TRY(db_write(x->p->app->db, lift_put, &act));
	if (!reply)
		return OK;
	act.key = rand_uuid(x->p->arena);
	act.person = person_of(x, S("superior"));
	act.kind = answer_of(play_text(reply, "kind"));
	act.answer = play_text(reply, "text");
	set_day(reply);
	return db_write(x->p->app->db, lift_reply, &act);
}

static err
do_all(struct playing *x)
{
	const json_t *tasks = json_object_get(x->data, "find_out"), *lifts = json_object_get(x->data, "lifts");

	TRY(choose(x));
	for (size_t i = 0; i < json_array_size(tasks); i++)
		TRY(find_out(x, json_array_get(tasks, i)));
	for (size_t i = 0; i < json_array_size(lifts); i++)
		TRY(lift(x, json_array_get(lifts, i)));
	return OK;
}

err
after_play(struct after_play *p, const json_t *workshop)
{
	struct playing x = { .p = p, .data = workshop, .now = clock_now() };
	struct db_conn *c;
	err e;

	TRY(db_read_begin(p->app->db, &c));
	e = people_at(c, p->arena, p->unit, &x.here);
	db_read_end(c);
	TRY(e);
	e = do_all(&x);
	clock_shift(0);
	return e;
}
