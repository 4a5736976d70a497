/* choose_pages.c: the three confirm what the staff chose. */
#include "app/chain/chain_pages.h"
#include "app/chain_choose_tmpl.h"
#include "app/process/process.h"
#include "base/rand.h"
#include "text/date.h"

#define REASON_GRAPHEMES 280

/* Fields: on-THEME (ticked), why-THEME, tie-PICK. A theme that the form does not mention is as it was suggested. */
static void
fill_pick(struct req *rq, struct pick_offer *p)
{
	str tie = req_form(rq, str_fmt(rq->arena, "tie-" STR_FMT, STR_ARG(p->pick->id)));

	if (text_clean(rq->arena, tie, REASON_GRAPHEMES, &p->tie_reason))
		p->tie_reason = (str){ 0 };
	for (size_t i = 0; i < p->n; i++) {
		struct offer *o = &p->offers[i];
		str why = req_form(rq, str_fmt(rq->arena, "why-" STR_FMT, STR_ARG(o->theme->id)));
		if (text_clean(rq->arena, why, REASON_GRAPHEMES, &o->reason))
			o->reason = (str){ 0 };
		o->ticked = req_form(rq, str_fmt(rq->arena, "on-" STR_FMT, STR_ARG(o->theme->id))).n > 0;
	}
}

static void
fill_from_form(void *ctx, struct choose_offer *o)
{
	for (size_t i = 0; i < o->n; i++)
		fill_pick(ctx, &o->picks[i]);
}

/* typed: the form came back wrong; it is drawn as it was filled in, with what is wrong. */
static err
draw(struct req *rq, struct response *rs, str named, bool typed, str problem)
{
	struct page pg = page_of(rq, tr(rq->lang, "Choose what to go on with"));
	const struct method_phase *phase;
	enum agreement_state state;
	struct choose_offer offer;
	struct gathering g;
	struct process p;
	struct choose_view v = { .p = &p, .g = &g, .offer = &offer, .problem = problem };
	struct db_conn *c;

	TRY(req_read(rq, &c));
	TRY(process_get(rq->app, c, rq->arena, rq->process, &p));
	TRY(gathering_phase(c, rq->arena, &p, named, &phase));
	if (!phase)
		return ERR_NOTFOUND;
	TRY(gathering_read(c, rq->arena, &p, phase, &g));
	TRY(choose_read(c, rq->arena, rq->process, &g, &offer));
	TRY(agreement_state(c, rq->arena, rq->unit, rq->process, "choice", phase->id, &state, &v.agreement));
	if (!agreement_is_open(state))
		v.agreement = 0;
	v.may_ask = req_has_role(rq, WHO_GROUP);
	for (size_t i = 0; i < offer.n; i++) {
		v.voted |= offer.picks[i].part && offer.picks[i].part->voted;
		if (typed) {
			fill_pick(rq, &offer.picks[i]);
			v.wrong = pick_check(rq->lang, rq->arena, &offer.picks[i]) || v.wrong;
		}
	}
	if (v.wrong)
		pg.title = str_fmt(rq->arena, STR_FMT STR_FMT, STR_ARG(tr(rq->lang, "Error: ")), STR_ARG(pg.title));
	chain_choose(&rs->body, rq->lang, &pg, &v);
	return OK;
}

/* A phase whose choice has no ballot about themes has a page of its own. */
static err
goes_elsewhere(struct req *rq, str named, bool *out)
{
	const struct method_phase *phase;
	struct process p;
	struct db_conn *c;

	*out = false;
	if (!named.n)
		return OK;
	TRY(req_read(rq, &c));
	TRY(process_get(rq->app, c, rq->arena, rq->process, &p));
	phase = method_phase(p.method, named);
	*out = phase && !choose_step(phase) && decide_step(phase);
	return OK;
}

err
choose_page(struct req *rq, struct response *rs)
{
	str named = req_query(rq, S("phase"));
	bool elsewhere;

	TRY(goes_elsewhere(rq, named, &elsewhere));
	if (elsewhere)
		return req_go(rq, rs, "/p/%" PRId64 "/decide?phase=" STR_FMT, rq->process, STR_ARG(named));
	return draw(rq, rs, named, false, (str){ 0 });
}

err
choose_post(struct req *rq, struct response *rs)
{
	struct choose_act x = { .arena = rq->arena, .app = rq->app, .process = rq->process, .unit = rq->unit,
		.person = rq->user->id, .phase = req_form(rq, S("phase")), .key = req_form(rq, S("key")), .lang = rq->lang,
		.read_form = fill_from_form, .ctx = rq };
	err e = req_write(rq, choose_propose, &x);

	if (e == ERR_INVALID || e == ERR_CONFLICT) {
		if (draw(rq, rs, x.phase, e == ERR_INVALID, e == ERR_CONFLICT ?
				tr(rq->lang, "A choice already waits for answers, or nobody has voted yet. Nothing was sent.") : (str){ 0 }))
			response_reset(rs);
		return e;
	}
	TRY(e);
	if (!x.agreement)
		return req_go(rq, rs, "/p/%" PRId64 "/results", rq->process);
	return req_go(rq, rs, "/p/%" PRId64 "/agreements/%" PRId64, rq->process, x.agreement);
}
