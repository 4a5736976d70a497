/* decide_pages.c: the three confirm which proposals become measures, and what comes of the trials. */
#include "app/chain/chain_pages.h"
#include "app/chain_decide_tmpl.h"
#include "app/process/process.h"
#include "text/date.h"

#define REASON_GRAPHEMES 280

/* Fields: on-KEY (ticked) or answer-KEY, and why-KEY. */
static void
fill_pick(struct req *rq, struct decide_pick *p)
{
	for (size_t i = 0; i < p->n; i++) {
		struct decision *d = &p->p[i];
		str answer = req_form(rq, str_fmt(rq->arena, "answer-" STR_FMT, STR_ARG(d->key)));
		str why = req_form(rq, str_fmt(rq->arena, "why-" STR_FMT, STR_ARG(d->key)));
		if (text_clean(rq->arena, why, REASON_GRAPHEMES, &d->reason))
			d->reason = (str){ 0 };
		d->ticked = req_form(rq, str_fmt(rq->arena, "on-" STR_FMT, STR_ARG(d->key))).n > 0;
		d->answer = NULL;
		for (size_t k = 0; p->verdict && k < p->verdict->answer_count; k++)
			if (str_eq(p->verdict->answers[k].id, answer))
				d->answer = &p->verdict->answers[k];
	}
}

static void
fill_from_form(void *ctx, struct decide_offer *o)
{
	for (size_t i = 0; i < o->n; i++)
		fill_pick(ctx, &o->picks[i]);
}

/* The phase that is named, else the last one in which there is something to decide. */
static err
find_phase(struct db_conn *c, struct arena *a, const struct process *p, str named, const struct method_phase **out)
{
	*out = NULL;
	for (size_t i = 0; i < p->method->phase_count; i++) {
		const struct method_phase *ph = &p->method->phases[i];
		struct decide_offer o;
		if (!decide_step(ph) || (named.n && !str_eq(named, ph->id)))
			continue;
		TRY(decide_read(c, a, p, ph, &o));
		if (named.n || !*out || o.things)
			*out = ph;
	}
	return OK;
}

/* typed: the form came back wrong; it is drawn as it was filled in, with what is wrong. */
static err
draw(struct req *rq, struct response *rs, str named, bool typed, str problem)
{
	struct page pg = page_of(rq, tr(rq->lang, "Choose what to go on with"));
	struct decide_view v = { .problem = problem };
	enum agreement_state state;
	struct decide_offer offer;
	bool wrong = false;
	struct process p;
	struct db_conn *c;

	TRY(req_read(rq, &c));
	TRY(process_get(rq->app, c, rq->arena, rq->process, &p));
	TRY(find_phase(c, rq->arena, &p, named, &v.phase));
	if (!v.phase)
		return ERR_NOTFOUND;
	TRY(decide_read(c, rq->arena, &p, v.phase, &offer));
	TRY(agreement_state(c, rq->arena, rq->unit, rq->process, "choice", v.phase->id, &state, &v.agreement));
	if (!agreement_is_open(state))
		v.agreement = 0;
	v.offer = &offer;
	v.k = p.k;
	v.may_ask = req_has_role(rq, WHO_GROUP);
	for (size_t i = 0; typed && i < offer.n; i++) {
		fill_pick(rq, &offer.picks[i]);
		wrong |= decide_check(rq->lang, rq->arena, &offer.picks[i]) != OK;
		v.lacks |= offer.picks[i].lacks;
		v.is_over |= offer.picks[i].is_over;
	}
	pg.title = text_in(&offer.step->name, rq->lang);
	if (wrong)
		pg.title = str_fmt(rq->arena, STR_FMT STR_FMT, STR_ARG(tr(rq->lang, "Error: ")), STR_ARG(pg.title));
	chain_decide(&rs->body, rq->lang, &pg, &v);
	return OK;
}

err
decide_page(struct req *rq, struct response *rs)
{
	return draw(rq, rs, req_query(rq, S("phase")), false, (str){ 0 });
}

err
decide_post(struct req *rq, struct response *rs)
{
	struct decide_act x = { .arena = rq->arena, .app = rq->app, .process = rq->process, .unit = rq->unit,
		.person = rq->user->id, .phase = req_form(rq, S("phase")), .key = req_form(rq, S("key")), .lang = rq->lang,
		.read_form = fill_from_form, .ctx = rq };
	err e = req_write(rq, decide_propose, &x);

	if (e == ERR_INVALID || e == ERR_CONFLICT) {
		if (draw(rq, rs, x.phase, e == ERR_INVALID, e == ERR_CONFLICT ?
				tr(rq->lang, "A choice already waits for answers, or there is nothing to choose among. Nothing was sent.") : (str){ 0 }))
			response_reset(rs);
		return e;
	}
	TRY(e);
	if (!x.agreement)
		return req_go(rq, rs, "/p/%" PRId64 "/decide?phase=" STR_FMT, rq->process, STR_ARG(x.phase));
	return req_go(rq, rs, "/p/%" PRId64 "/agreements/%" PRId64, rq->process, x.agreement);
}
