/* measure_card_pages.c: one measure: its card, and what people do with it. */
#include "app/access/session.h"
#include "app/measure/measure_pages.h"
#include "app/measure_card_tmpl.h"
#include "app/page.h"
#include "app/process/process.h"
#include "base/clock.h"
#include "base/rand.h"
#include "text/date.h"

#define K_ELSEWHERE 5	/* of measures that came from no process */

err
measure_surroundings(struct req *rq, struct db_conn *c, const struct measure *m, int64_t *k, struct checkin_words *words)
{
	struct process p;

	*k = K_ELSEWHERE;
	*words = checkin_words(NULL, rq->lang);
	if (!m->process)
		return OK;
	TRY(process_get(rq->app, c, rq->arena, m->process, &p));
	*k = p.k;
	*words = checkin_words(p.method, rq->lang);
	return OK;
}

/* Where it came from: the names, and the page that shows the whole way. */
static err
read_origin(struct req *rq, struct db_conn *c, struct measure_view *v)
{
	const struct method_phase *phase;
	struct process p;

	if (!v->m.process)
		return OK;
	TRY(process_get(rq->app, c, rq->arena, v->m.process, &p));
	phase = method_phase(p.method, v->m.phase);
	v->process_name = p.name;
	v->phase_name = phase ? text_in(&phase->name, rq->lang) : (str){ 0 };
	if (!v->m.sensitive)
		v->chain = str_fmt(rq->arena, "/p/%" PRId64 "/chain?of=measure:%" PRId64, v->m.process, v->m.id);
	return OK;
}

static err
read_agreement(struct req *rq, struct db_conn *c, struct measure_view *v)
{
	struct agreement g;

	if (!v->m.agreement || !v->is_group)
		return OK;
	TRY(agreement_get(c, rq->arena, v->m.agreement, &g));
	v->waits = !measure_is_decided(&v->m) && agreement_is_open(g.state);
	v->agreement = g.process ? str_fmt(rq->arena, "/p/%" PRId64 "/agreements/%" PRId64, g.process, g.id) :
				   str_fmt(rq->arena, "/u/%" PRId64 "/agreements/%" PRId64, g.unit, g.id);
	return OK;
}

static err
read_card(struct req *rq, struct db_conn *c, struct measure_view *v)
{
	TRY(measure_helpers_read(c, rq->arena, v->m.id, "helper", &v->helpers));
	TRY(measure_helpers_read(c, rq->arena, v->m.id, "party", &v->parties));
	TRY(measure_looks_read(c, rq->arena, v->m.id, &v->looks));
	TRY(process_object_days(c, rq->arena, v->m.process, &v->object_days));
	TRY(measure_lines_read(c, rq->arena, rq->lang, v->m.id, &v->lines));
	TRY(measure_surroundings(rq, c, &v->m, &v->k, &v->words));
	TRY(checkin_trend_read(c, rq->arena, &v->m, v->k, &v->trend));
	if (v->is_group || req_has_role(rq, WHO_ABOVE))
		TRY(measure_objections_read(c, rq->arena, v->m.id, &v->objections));
	if (v->sees_sentences)
		TRY(checkin_sentences_read(c, rq->arena, v->m.id, &v->sentences));
	if (v->is_group && own_is_for(&v->m))
		TRY(own_is_out(c, rq->arena, v->m.id, &v->slip_is_out));
	TRY(read_agreement(rq, c, v));
	return read_origin(rq, c, v);
}

static err
read_view(struct req *rq, struct measure_view *v)
{
	struct db_conn *c;
	bool open = true;
	int64_t id;

	TRY(req_id(rq, 1, &id));
	TRY(req_read(rq, &c));
	*v = (struct measure_view){ .who = measure_looker(rq), .now = clock_now(), .is_group = req_has_role(rq, WHO_GROUP),
		.sees_sentences = req_has_role(rq, WHO_PLAN), .base = str_fmt(rq->arena, "/u/%" PRId64 "/measures", rq->unit) };
	v->back = rq->process ? str_fmt(rq->arena, "/p/%" PRId64 "/measures", rq->process) : v->base;
	TRY(measure_get(c, rq->arena, rq->unit, id, &v->who, &v->m));
	/* Those above see counts, what has come to them because the parties did not agree, and the sensitive ones, which are the
	 * superior's to follow. */
	if (!v->m.sensitive && !v->m.raised && !req_has_role(rq, WHO_DESK | WHO_STAFF))
		return ERR_NOTFOUND;
	if (rq->process && v->m.process != rq->process)
		return ERR_NOTFOUND;
	if (v->m.sensitive)
		TRY(measure_is_open(c, rq->arena, id, rq->user->id, &open));
	v->closed = !open;
	v->may = measure_may(&v->who, &v->m, v->now);
	v->lacks = measure_lacks(&v->m);
	v->checkin = str_fmt(rq->arena, STR_FMT "/m/" STR_FMT, STR_ARG(req_site(rq)), STR_ARG(v->m.token));
	return open ? read_card(rq, c, v) : OK;
}

static const struct field evaluate_form[] = {
	{ "effect", N_("What effect has it had?"), .kind = FIELD_CHOICE, .required = true },
	{ "verdict", N_("What do we do now?"), .kind = FIELD_CHOICE, .required = true },
	{ "before", N_("Our sign, before"), .max = MEASURE_SENTENCE },
	{ "after", N_("Our sign, now"), .max = MEASURE_SENTENCE },
	{ "happened", N_("What has happened?"), .kind = FIELD_TEXT, .max = MEASURE_TEXT },
	{ "adjustment", N_("What do we change?"), .max = MEASURE_SENTENCE },
	{ "learning", N_("What did we learn?"), .kind = FIELD_TEXT, .max = MEASURE_TEXT },
};

static void
offer_verdicts(struct req *rq, struct form *f)
{
	static const enum answer_means verdicts[] = { MEANS_KEEP, MEANS_ADJUST, MEANS_STOP, MEANS_LIFT };
	static const str effects[] = { S("good"), S("some"), S("none") };
	struct choice *v = NEW_ARRAY(rq->arena, struct choice, COUNT(verdicts)), *e = NEW_ARRAY(rq->arena, struct choice, COUNT(effects));

	for (size_t i = 0; i < COUNT(verdicts); i++)
		v[i] = (struct choice){ measure_verdict_word(verdicts[i]), measure_verdict_name(rq->lang, verdicts[i]) };
	for (size_t i = 0; i < COUNT(effects); i++)
		e[i] = (struct choice){ effects[i], measure_effect_name(rq->lang, effects[i]) };
	form_choices(f, "verdict", v, COUNT(verdicts));
	form_choices(f, "effect", e, COUNT(effects));
}

static err
draw(struct req *rq, struct response *rs, struct form *evaluate, str problem)
{
	struct measure_view v;
	struct page pg;

	TRY(read_view(rq, &v));
	offer_verdicts(rq, evaluate);
	if (!evaluate->wrong)
		form_set(evaluate, "before", v.m.baseline);
	v.evaluate = evaluate;
	pg = page_of(rq, v.closed ? tr(rq->lang, "A sensitive measure") : v.m.title);
	pg.said = page_said(rq);
	pg.form = evaluate;
	measure_card(&rs->body, rq->lang, &pg, &v, problem);
	return OK;
}

err
measure_page(struct req *rq, struct response *rs)
{
	struct form f = form_new(rq, evaluate_form, COUNT(evaluate_form));

	return draw(rq, rs, &f, (str){ 0 });
}

/* ---- acts ---- */

/* One sentence of a form that is on the card; its words are checked as all others. */
static const struct field text_form[] = {
	{ "text", N_("One sentence"), .max = MEASURE_SENTENCE, .quiet = true },
};

static err
act_of(struct req *rq, struct measure_act *x)
{
	struct form f;
	err e = form_read(rq, text_form, COUNT(text_form), &f);

	*x = (struct measure_act){ .arena = rq->arena, .unit = rq->unit, .person = rq->user->id, .roles = rq->roles,
		.lang = rq->lang, .key = req_form(rq, S("key")) };
	TRY(req_id(rq, 1, &x->id));
	if (e == ERR_INVALID)
		return req_fail(rq, e, f.errors[form_at(&f, "text")]);
	x->text = e ? (str){ 0 } : form_str(&f, "text");
	return e;
}

static err
act(struct req *rq, struct response *rs, struct measure_act *x, db_write_fn fn, const char *said)
{
	err e = req_write(rq, fn, x);

	if (e == ERR_CONFLICT)
		return req_fail(rq, e, tr(rq->lang, "It was changed meanwhile, or this cannot be done with it now. Open the card again."));
	TRY(e);
	return req_go(rq, rs, "/u/%" PRId64 "/measures/%" PRId64 "?said=%s", rq->unit, x->id, said);
}

/* A form on the card without which nothing can be said. */
static err
need_text(struct req *rq, const struct measure_act *x)
{
	return x->text.n ? OK : req_fail(rq, ERR_INVALID, tr(rq->lang, "Write one sentence first."));
}

err
measure_log_post(struct req *rq, struct response *rs)
{
	struct measure_act x;

	TRY(act_of(rq, &x));
	TRY(need_text(rq, &x));
	return act(rq, rs, &x, measure_say, "saved");
}

err
measure_object_post(struct req *rq, struct response *rs)
{
	struct measure_act x;

	TRY(act_of(rq, &x));
	TRY(need_text(rq, &x));
	return act(rq, rs, &x, measure_object, "saved");
}

err
measure_settle_post(struct req *rq, struct response *rs)
{
	struct measure_act x;

	TRY(act_of(rq, &x));
	TRY(need_text(rq, &x));
	if (str_int(req_form(rq, S("objection")), &x.objection))
		return ERR_NOTFOUND;
	return act(rq, rs, &x, measure_settle, "saved");
}

err
measure_consult_post(struct req *rq, struct response *rs)
{
	struct measure_act x;

	TRY(act_of(rq, &x));
	return act(rq, rs, &x, measure_consult, "saved");
}

err
measure_decide_post(struct req *rq, struct response *rs)
{
	struct measure_act x;

	TRY(act_of(rq, &x));
	return act(rq, rs, &x, measure_decide_sensitive, "saved");
}

err
measure_open_post(struct req *rq, struct response *rs)
{
	struct measure_act x;

	TRY(act_of(rq, &x));
	return act(rq, rs, &x, measure_open_sensitive, "opened");
}

err
measure_habit_post(struct req *rq, struct response *rs)
{
	struct measure_act x;

	TRY(act_of(rq, &x));
	x.holds = str_eq(req_form(rq, S("holds")), S("1"));
	return act(rq, rs, &x, measure_habit_look, "saved");
}

err
measure_remove_post(struct req *rq, struct response *rs)
{
	struct measure_act x;
	err e;

	TRY(act_of(rq, &x));
	e = req_write(rq, measure_remove, &x);
	if (e == ERR_CONFLICT)
		return req_fail(rq, e, tr(rq->lang, "The three have been asked about it. Take the question back first."));
	TRY(e);
	return req_go(rq, rs, "/u/%" PRId64 "/measures?said=removed", rq->unit);
}

err
measure_status_post(struct req *rq, struct response *rs)
{
	struct measure_act x;
	str to = req_form(rq, S("to")), back = req_form(rq, S("back"));
	err e;

	TRY(act_of(rq, &x));
	x.to = measure_status_of(to);
	if (!str_eq(measure_status_word(x.to), to))
		return req_fail(rq, ERR_INVALID, tr(rq->lang, "Choose where it goes."));
	e = req_write(rq, measure_status_write, &x);
	if (e == ERR_CONFLICT)
		return req_fail(rq, e, tr(rq->lang, "It cannot go there from where it is now. Decisions and verdicts go their own way."));
	TRY(e);
	/* To the board it was moved on: the unit's or a process's, filtered as it was. */
	if (str_find(back, S("?as=board")) != SIZE_MAX)
		return req_go(rq, rs, STR_FMT "&said=saved#measure-%" PRId64, STR_ARG(path_inside(back)), x.id);
	return req_go(rq, rs, "/u/%" PRId64 "/measures/%" PRId64 "?said=saved", rq->unit, x.id);
}

err
measure_evaluate_post(struct req *rq, struct response *rs)
{
	struct measure_act x = { .arena = rq->arena, .unit = rq->unit, .person = rq->user->id, .roles = rq->roles, .lang = rq->lang,
		.key = req_form(rq, S("key")) };
	struct form f;
	err e = form_read(rq, evaluate_form, COUNT(evaluate_form), &f);

	TRY(req_id(rq, 1, &x.id));
	offer_verdicts(rq, &f);
	if (!e)
		e = form_check_choice(rq, &f, "effect");
	if (!e)
		e = form_check_choice(rq, &f, "verdict");
	if (!e && str_eq(form_str(&f, "verdict"), S("adjust")) && !form_str(&f, "adjustment").n)
		e = form_error(&f, "adjustment", tr(rq->lang, "Write what you change."));
	if (!e && str_eq(form_str(&f, "verdict"), S("stop")) && !form_str(&f, "learning").n)
		e = form_error(&f, "learning", tr(rq->lang, "Write what you learnt. It is kept when the measure stops."));
	if (e == ERR_INVALID) {
		TRY(draw(rq, rs, &f, (str){ 0 }));
		return e;
	}
	TRY(e);
	x.look = (struct measure_look){ .effect = form_str(&f, "effect"), .verdict = measure_verdict_of(form_str(&f, "verdict")),
		.before = form_str(&f, "before"), .after = form_str(&f, "after"), .happened = form_str(&f, "happened"),
		.adjustment = form_str(&f, "adjustment"), .learning = form_str(&f, "learning") };
	return act(rq, rs, &x, measure_evaluate, "saved");
}

err
measure_sentence_post(struct req *rq, struct response *rs)
{
	struct sentence_act x = { .arena = rq->arena, .unit = rq->unit, .person = rq->user->id, .roles = rq->roles,
		.key = req_form(rq, S("key")), .id = req_form(rq, S("sentence")), .what = req_form(rq, S("what")) };
	err e;

	TRY(req_id(rq, 1, &x.measure));
	e = req_write(rq, checkin_sentence_write, &x);
	if (e == ERR_CONFLICT)
		return req_fail(rq, e, tr(rq->lang, "Somebody of the other side (leader or representative) erases it."));
	TRY(e);
	return req_go(rq, rs, "/u/%" PRId64 "/measures/%" PRId64 "?said=saved#checkins", rq->unit, x.measure);
}

err
measure_poster_page(struct req *rq, struct response *rs)
{
	struct measure_view v;
	struct page pg;

	TRY(read_view(rq, &v));
	if (v.m.sensitive)
		return ERR_NOTFOUND;
	pg = page_of(rq, v.m.title);
	pg.kind = PAGE_PRINT;
	measure_poster(&rs->body, rq->lang, &pg, &v);
	return OK;
}
