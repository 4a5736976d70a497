/* own_pages.c: the slip for somebody responsible without an account, and the page it leads to. */
#include "app/limit.h"
#include "app/measure/measure_pages.h"
#include "app/own_tmpl.h"
#include "app/page.h"
#include "base/rand.h"

/* These stop machines, not people. */
#define PER_ADDRESS 1200	/* a whole workplace has one */
#define PER_SLIP 60
#define HOUR 3600

static err
slip_of(struct req *rq, struct own_slip *x)
{
	*x = (struct own_slip){ .arena = rq->arena, .unit = rq->unit, .person = rq->user->id, .roles = rq->roles,
		.key = req_form(rq, S("key")), .token = rand_hex(rq->arena, 16) };
	return req_id(rq, 1, &x->measure);
}

/* The answer to the POST is the slip itself: its address is never shown again. */
err
measure_slip_post(struct req *rq, struct response *rs)
{
	struct own_slip x;
	struct page pg;
	err e;

	TRY(slip_of(rq, &x));
	e = req_write(rq, own_make, &x);
	if (e == ERR_CONFLICT)
		return req_fail(rq, e, tr(rq->lang, "No new slip was made: this one was made already, or the measure has changed. Open the card again."));
	TRY(e);
	pg = page_of(rq, x.m.title);
	pg.kind = PAGE_PRINT;
	response_header_set(rs, S("Referrer-Policy"), S("no-referrer"));
	own_slip_view(&rs->body, rq->lang, &pg, &x.m, str_fmt(rq->arena, STR_FMT "/m/" STR_FMT "/own", STR_ARG(req_site(rq)), STR_ARG(x.token)),
		str_fmt(rq->arena, "/u/%" PRId64 "/measures/%" PRId64, rq->unit, x.measure));
	return OK;
}

err
measure_slip_end_post(struct req *rq, struct response *rs)
{
	struct own_slip x;

	TRY(slip_of(rq, &x));
	TRY(req_write(rq, own_end, &x));
	return req_go(rq, rs, "/u/%" PRId64 "/measures/%" PRId64 "?said=saved", rq->unit, x.measure);
}

static err
read_view(struct req *rq, struct own_view *v)
{
	struct db_conn *c;
	err e;

	TRY(req_read(rq, &c));
	e = own_measure(c, rq->arena, rq->params[0], &v->m);
	if (e == ERR_NOTFOUND && !limit_take(rq->app->limits, "checkin-miss", req_client(rq), 30, 60))
		return ERR_TOOMANY;
	TRY(e);
	v->token = rq->params[0];
	v->key = rand_uuid(rq->arena);
	rq->unit = v->m.unit;
	return OK;
}

static err
draw(struct req *rq, struct response *rs, const struct own_view *v)
{
	struct page pg = page_of(rq, v->m.title);

	pg.kind = PAGE_ORDINARY;
	response_header(rs, S("X-Robots-Tag"), S("noindex"));
	own_page_view(&rs->body, rq->lang, &pg, v);
	return OK;
}

err
own_page(struct req *rq, struct response *rs)
{
	struct own_view v = { 0 };

	TRY(read_view(rq, &v));
	v.thanks = req_query(rq, S("thanks")).n > 0;
	return draw(rq, rs, &v);
}

static const struct field own_form[] = {
	{ "sentence", N_("One sentence"), .max = OWN_SENTENCE, .quiet = true },
};

err
own_post(struct req *rq, struct response *rs)
{
	struct own_word x = { .arena = rq->arena, .token = rq->params[0], .key = req_form(rq, S("key")) };
	str says = req_form(rq, S("says"));
	struct own_view v = { 0 };
	struct form f;
	err e = form_read(rq, own_form, COUNT(own_form), &f);

	TRY(read_view(rq, &v));
	if (!limit_take(rq->app->limits, "own", req_client(rq), PER_ADDRESS, HOUR) ||
		!limit_take(rq->app->limits, "own-slip", rq->params[0], PER_SLIP, HOUR))
		return ERR_TOOMANY;
	v.sentence = x.sentence = form_str(&f, "sentence");
	x.says = str_eq(says, S("going")) ? OWN_GOING : str_eq(says, S("done")) ? OWN_DONE : OWN_SAID;
	if (e == ERR_INVALID)
		v.problem = f.errors[form_at(&f, "sentence")];
	else if (!e && x.says == OWN_SAID && !x.sentence.n)
		v.problem = tr(rq->lang, "Write one sentence first.");
	if (v.problem.n) {
		TRY(draw(rq, rs, &v));
		return ERR_INVALID;
	}
	TRY(e);
	e = req_write(rq, own_tell, &x);
	if (e == ERR_CONFLICT)
		return req_fail(rq, e, tr(rq->lang, "It cannot go there from where it is now. Decisions and verdicts go their own way."));
	TRY(e);
	return req_go(rq, rs, "/m/" STR_FMT "/own?thanks=1", STR_ARG(rq->params[0]));
}
