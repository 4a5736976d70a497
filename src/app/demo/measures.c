/* measures.c: the demo's measures. */
#include "app/demo/measures.h"

#include "app/demo/play.h"
#include "app/measure/checkin.h"
#include "app/measure/measure_change.h"
#include "base/clock.h"
#include "base/rand.h"
#include "base/str.h"
#include "text/date.h"

#define DAY ((int64_t)86400)

struct playing {
	struct measures_play *p;
	const json_t *data;
	struct parties here;
	int64_t now, id;	/* now: the real one */
};

static const struct party *
party_of(const struct playing *x, str role_or_name)
{
	for (size_t i = 0; i < x->here.n; i++)
		if (x->here.p[i].role == role_of_word(role_or_name) || str_eq(x->here.p[i].name, role_or_name))
			return &x->here.p[i];
	return NULL;
}

static struct measure_act
act_of(const struct playing *x, str who)
{
	const struct party *p = party_of(x, who);

	return (struct measure_act){ .arena = x->p->arena, .unit = x->p->unit, .id = x->id, .person = p ? p->person : 0,
		.roles = p ? ROLE_BIT(p->role) : 0, .lang = LANG_NB, .key = rand_uuid(x->p->arena) };
}

/* The challenge it comes from, by its title; phases are those of the choices. */
static err
find_challenge(struct db_conn *c, struct playing *x, struct measure *m)
{
	str title = play_text(x->data, "from");
	struct rows r;

	if (!title.n)
		return OK;
	TRY(db_query(c, x->p->arena, &r, DEMO_CHALLENGE, INT(x->p->process), TEXT(title)));
	if (!r.n)
		return OK;
	m->process = x->p->process;
	m->phase = row_text(&r, 0, 1);
	m->thing = str_fmt(x->p->arena, "challenge:%" PRId64, row_int(&r, 0, 0));
	return OK;
}

static int64_t
day_of(const struct playing *x, const char *name)
{
	return json_object_get(x->data, name) ? date_add_days(x->now, (int)play_int(x->data, name)) : 0;
}

static err
fill_card(struct playing *x, struct measure_act *act)
{
	const struct party *owner = party_of(x, play_text(x->data, "owner"));
	struct measure *m = &act->m;
	struct db_conn *c;
	err e;

	*m = (struct measure){ .title = play_text(x->data, "title"), .what = play_text(x->data, "what"),
		.owner = owner ? owner->person : 0, .who_words = owner ? (str){ 0 } : play_text(x->data, "who"),
		.start_at = day_of(x, "start"), .due_at = day_of(x, "due"), .sign = play_text(x->data, "sign"),
		.baseline = play_text(x->data, "baseline"), .target = play_text(x->data, "target"), .cause = play_text(x->data, "cause"),
		.level = measure_level_of(play_text(x->data, "level")), .source = measure_source_of(play_text(x->data, "source")),
		.area = str_eq(play_text(x->data, "area"), S("preserve")) ? AREA_PRESERVE : AREA_IMPROVE,
		.priority = play_int(x->data, "priority"), .factors = (unsigned)play_int(x->data, "factors"), .tell = TELL_NOTICE,
		.is_test = json_is_true(json_object_get(x->data, "test")), .sensitive = json_is_true(json_object_get(x->data, "sensitive")),
		.habit_cue = play_text(x->data, "cue"), .habit_act = play_text(x->data, "act"), .habit_reason = play_text(x->data, "reason") };
	TRY(db_read_begin(x->p->app->db, &c));
	e = find_challenge(c, x, m);
	db_read_end(c);
	return e;
}

static err
write_card(struct playing *x)
{
	struct measure_act act = act_of(x, S("leader"));

	x->id = act.id = 0;
	TRY(fill_card(x, &act));
	TRY(db_write(x->p->app->db, measure_save, &act));
	x->id = act.m.id;
	return OK;
}

/* A proposal has become a measure when the three confirmed it; the group fills in the rest. */
static err
take_up(struct playing *x)
{
	const struct party *owner = party_of(x, play_text(x->data, "owner"));
	struct measure_act act = act_of(x, S("leader"));
	const struct looker nobody = { 0 };
	struct db_conn *c;
	struct rows r;
	err e;

	TRY(db_read_begin(x->p->app->db, &c));
	e = db_one(c, x->p->arena, &r, DEMO_MEASURE, INT(x->p->process), TEXT(play_text(x->data, "title")));
	if (!e)
		e = measure_get(c, x->p->arena, x->p->unit, row_int(&r, 0, 0), &nobody, &act.m);
	db_read_end(c);
	TRY(e);
	x->id = act.id = act.m.id;
	act.m.owner = owner ? owner->person : 0;
	act.m.level = measure_level_of(play_text(x->data, "level"));
	act.m.priority = play_int(x->data, "priority");
	act.m.factors = (unsigned)play_int(x->data, "factors");
	act.m.baseline = play_text(x->data, "baseline");
	act.m.target = play_text(x->data, "target");
	act.m.cause = play_text(x->data, "cause");
	act.m.tell = TELL_NOTICE;
	if (json_object_get(x->data, "due"))
		act.m.due_at = day_of(x, "due");
	return db_write(x->p->app->db, measure_save, &act);
}

/* The three decide; of a sensitive one the safety representative is told, and the leader decides. */
static err
decide(struct playing *x)
{
	struct measure_act told = act_of(x, S("safety")), act = act_of(x, S("leader"));

	if (json_is_true(json_object_get(x->data, "sensitive"))) {
		TRY(db_write(x->p->app->db, measure_consult, &told));
		return db_write(x->p->app->db, measure_decide_sensitive, &act);
	}
	act.ids = &x->id;
	act.id_count = 1;
	TRY(db_write(x->p->app->db, measure_ask, &act));
	return x->p->agree(x->p->ctx, act.agreement);
}

static err
move(struct playing *x, str to)
{
	struct measure_act act = act_of(x, S("leader"));

	act.to = measure_status_of(to);
	return db_write(x->p->app->db, measure_status_write, &act);
}

static err
token_of(struct playing *x, str *out)
{
	const struct looker nobody = { 0 };
	struct db_conn *c;
	struct measure m;
	err e;

	TRY(db_read_begin(x->p->app->db, &c));
	e = measure_get(c, x->p->arena, x->p->unit, x->id, &nobody, &m);
	db_read_end(c);
	*out = e ? (str){ 0 } : m.token;
	return e;
}

/* One week of check-ins: how many taps of each kind, and what was said. */
static err
check_in(struct playing *x, const json_t *week)
{
	const json_t *said = json_object_get(week, "said");
	struct checkin in = { .arena = x->p->arena, .days = CHECKIN_DAYS };
	size_t at = 0;

	TRY(token_of(x, &in.token));
	for (in.tap = 0; in.tap < TAP_COUNT; in.tap++)
		for (int64_t i = play_int(week, tap_word(in.tap)); i > 0; i--) {
			in.key = rand_uuid(x->p->arena);
			in.sentence = at < json_array_size(said) ? str_of(json_string_value(json_array_get(said, at++))) : (str){ 0 };
			TRY(db_write(x->p->app->db, checkin_write, &in));
		}
	return OK;
}

static err
evaluate(struct playing *x, const json_t *o)
{
	struct measure_act act = act_of(x, S("union"));

	act.look = (struct measure_look){ .effect = play_text(o, "effect"), .verdict = measure_verdict_of(play_text(o, "verdict")),
		.before = play_text(o, "before"), .after = play_text(o, "after"), .happened = play_text(o, "happened"),
		.adjustment = play_text(o, "adjustment"), .learning = play_text(o, "learning") };
	return db_write(x->p->app->db, measure_evaluate, &act);
}

static err
do_one(struct playing *x, const json_t *o)
{
	struct measure_act act = act_of(x, play_text(o, "who"));
	str what = play_text(o, "do");

	act.text = play_text(o, "text");
	if (str_eq(what, S("decide")))
		return decide(x);
	if (str_eq(what, S("move")))
		return move(x, play_text(o, "to"));
	if (str_eq(what, S("check-in")))
		return check_in(x, o);
	if (str_eq(what, S("evaluate")))
		return evaluate(x, o);
	if (str_eq(what, S("begin")))
		return measure_run_due(x->p->app, x->p->arena);
	act.holds = str_eq(what, S("holds"));
	return db_write(x->p->app->db, str_eq(what, S("say")) ? measure_say : measure_habit_look, &act);
}

static err
play_one(struct playing *x)
{
	const json_t *then = json_object_get(x->data, "then");
	err e;

	clock_shift(play_int(x->data, "days") * DAY);
	e = json_is_true(json_object_get(x->data, "proposal")) ? take_up(x) : write_card(x);
	for (size_t i = 0; !e && i < json_array_size(then); i++) {
		clock_shift(play_int(json_array_get(then, i), "days") * DAY);
		e = do_one(x, json_array_get(then, i));
	}
	clock_shift(0);
	return e;
}

err
measures_play(struct measures_play *p, const json_t *measures)
{
	struct playing x = { .p = p, .now = clock_now() };
	struct db_conn *c;
	err e;

	TRY(db_read_begin(p->app->db, &c));
	e = people_at(c, p->arena, p->unit, &x.here);
	db_read_end(c);
	TRY(e);
	for (size_t i = 0; i < json_array_size(measures); i++) {
		x.data = json_array_get(measures, i);
		TRY(play_one(&x));
	}
	return OK;
}
