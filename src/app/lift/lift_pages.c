/* lift_pages.c: the page of lifts. */
#include "app/chain/thing.h"
#include "app/lift/lift.h"
#include "app/lift_tmpl.h"

/* The words of a thing that may be shown; those of notes may not (design.md 7.8). */
static err
name_thing(struct req *rq, struct db_conn *c, struct lifts_view *v)
{
	struct process p;
	struct thing t;
	err e;

	if (v->kept.id || !v->kept.thing.n)
		return OK;
	TRY(process_get(rq->app, c, rq->arena, rq->process, &p));
	e = thing_get(c, rq->arena, p.method, rq->process, v->kept.thing, &t);
	if (e == ERR_NOTFOUND)
		v->kept.thing = (str){ 0 };
	else if (!e && !str_starts(v->kept.thing, S("note:")))
		v->thing_title = thing_title(&t, rq->lang);
	return e == ERR_NOTFOUND ? OK : e;
}

/* ?thing=REF: a new one about that, unless there is one: then its form is the one to look at. */
static err
begin_from(struct req *rq, struct db_conn *c, struct lifts_view *v)
{
	str thing = v->may_write ? str_take(req_query(rq, S("thing")), 80) : (str){ 0 };
	int64_t id;

	if (!thing.n)
		return OK;
	TRY(lift_of_thing(c, rq->arena, rq->process, thing, &id));
	if (!id)
		v->kept.thing = thing;
	else
		v->problem = tr(rq->lang, "That one stands on the list already.");
	return OK;
}

static err
draw(struct req *rq, struct response *rs, str problem, const struct lift *kept)
{
	struct lifts_view v = { .base = str_fmt(rq->arena, "/p/%" PRId64 "/lifts", rq->process), .problem = problem };
	struct db_conn *c;
	struct page pg = page_of(rq, tr(rq->lang, "What we lift to others"));

	TRY(req_read(rq, &c));
	v.may_write = req_has_role(rq, WHO_GROUP);
	v.may_answer = req_has_role(rq, WHO_GROUP | ROLE_BIT(ROLE_SUPERIOR));
	/* What is only being written is the group's own. */
	TRY(lifts_read(c, rq->arena, rq->process, !v.may_write, &v.all));
	if (kept)
		v.kept = *kept;
	else
		TRY(begin_from(rq, c, &v));
	TRY(name_thing(rq, c, &v));
	if (str_eq(req_query(rq, S("said")), S("saved")))
		pg.said = tr(rq->lang, "Saved");
	lifts_view(&rs->body, rq->lang, &pg, &v);
	return OK;
}

err
lifts_page(struct req *rq, struct response *rs)
{
	return draw(rq, rs, (str){ 0 }, NULL);
}

static err
read_act(struct req *rq, struct lift_act *x)
{
	str id = req_form(rq, S("lift")), level = req_form(rq, S("level")), kind = req_form(rq, S("kind"));

	*x = (struct lift_act){ .arena = rq->arena, .unit = rq->unit, .process = rq->process, .person = rq->user->id,
		.key = req_form(rq, S("key")), .send = str_eq(req_form(rq, S("do")), S("send")) };
	x->thing = str_take(req_form(rq, S("thing")), 80);
	if (id.n)
		TRY(str_int(id, &x->id));
	for (int i = 1; i < LIFT_LEVELS; i++)
		if (str_eq(level, str_of(lift_level_word((enum lift_level)i))))
			x->level = (enum lift_level)i;
	for (int i = 1; i < LIFT_ANSWERS; i++)
		if (str_eq(kind, str_of(lift_answer_word((enum lift_answer)i))))
			x->kind = (enum lift_answer)i;
	TRY(text_clean(rq->arena, req_form(rq, S("what")), LIFT_TITLE, &x->what));
	TRY(text_clean(rq->arena, req_form(rq, S("why")), LIFT_TEXT, &x->why));
	TRY(text_clean(rq->arena, req_form(rq, S("ask")), LIFT_TEXT, &x->ask));
	return text_clean(rq->arena, req_form(rq, S("answer")), LIFT_TEXT, &x->answer);
}

/* The page again, with what was sent still in its fields. */
static err
again(struct req *rq, struct response *rs, const struct lift_act *x, err e, str problem)
{
	struct lift kept = { .id = x->id, .thing = x->thing, .what = req_form(rq, S("what")), .why = req_form(rq, S("why")), .ask = req_form(rq, S("ask")),
		.level = x->level, .kind = x->kind, .answer = req_form(rq, S("answer")) };

	TRY(draw(rq, rs, problem, &kept));
	return e;
}

static err
method_of(struct req *rq, struct lift_act *x)
{
	struct db_conn *c;

	TRY(req_read(rq, &c));
	return process_method(rq->app, c, rq->arena, rq->process, &x->method);
}

err
lifts_post(struct req *rq, struct response *rs)
{
	struct lift_act x;
	err e = read_act(rq, &x);

	if (e)
		return again(rq, rs, &x, ERR_INVALID, tr(rq->lang, "A text is too long. Nothing was saved."));
	if (!x.what.n)
		return again(rq, rs, &x, ERR_INVALID, tr(rq->lang, "Write what it is you lift."));
	if (x.send && (!x.level || !x.ask.n))
		return again(rq, rs, &x, ERR_INVALID, tr(rq->lang, "Write what you ask for, and choose whom it goes to, before you send it."));
	TRY(method_of(rq, &x));
	e = req_write(rq, lift_put, &x);
	if (e == ERR_CONFLICT)
		return again(rq, rs, &x, e, tr(rq->lang, "It has been answered meanwhile, and stands as it is."));
	TRY(e);
	return req_go(rq, rs, "/p/%" PRId64 "/lifts?said=saved", rq->process);
}

err
lifts_answer_post(struct req *rq, struct response *rs)
{
	struct lift_act x;
	err e = read_act(rq, &x);

	if (!e)
		e = req_write(rq, lift_reply, &x);
	if (e == ERR_INVALID)
		return again(rq, rs, &x, e, tr(rq->lang, "Choose an answer. A rejection needs a reason: those who work there will read it."));
	if (e == ERR_CONFLICT)
		return again(rq, rs, &x, e, tr(rq->lang, "It has been answered already."));
	TRY(e);
	return req_go(rq, rs, "/p/%" PRId64 "/lifts?said=saved#lift-%" PRId64, rq->process, x.id);
}
