/* take_out_pages.c: asking for, and fetching, the whole of a process. */
#include "app/take_out/take_out_pages.h"

#include "app/access/secret.h"
#include "app/page.h"
#include "app/process/home.h"
#include "app/take_out_tmpl.h"
#include "base/rand.h"

static const struct field secret_form[] = {
	{ "secret", N_("Your password"), .kind = FIELD_SECRET, .required = true, .autocomplete = "current-password" },
};

static err
draw(struct req *rq, struct response *rs, const struct form *f)
{
	struct page pg = page_of(rq, tr(rq->lang, "Take the whole work out"));
	struct take_out_view v = { .base = str_fmt(rq->arena, "/p/%" PRId64 "/take-out", rq->process), .key = rand_uuid(rq->arena),
		.demo = rq->app->demo };
	struct db_conn *c;

	TRY(req_read(rq, &c));
	TRY(take_out_state(c, rq->arena, rq->unit, rq->process, &v.state));
	pg.form = f;
	take_out_view(&rs->body, rq->lang, &pg, &v, f);
	return OK;
}

err
take_out_page(struct req *rq, struct response *rs)
{
	struct form f = form_new(rq, secret_form, COUNT(secret_form));

	return draw(rq, rs, &f);
}

err
take_out_post(struct req *rq, struct response *rs)
{
	struct page pg = page_of(rq, S(""));
	struct take_out_act x = { .arena = rq->arena, .unit = rq->unit, .process = rq->process, .person = rq->user->id, .lang = rq->lang,
		.key = req_form(rq, S("key")) };

	x.wording = fill(rq->arena, rq->lang, tr(rq->lang, "We take {name} out as one file: plan, themes with counts, choices, causes, sheets, "
		"measures, meetings and what we agreed on. No notes, no measures about persons, no log. Each of us can fetch it for {n} days, "
		"and every fetching stands in the log."), V("name", pg.process_name), V("n", TAKE_OUT_DAYS));
	TRY(req_write(rq, take_out_ask, &x));
	if (!x.agreement)
		return req_go(rq, rs, "/p/%" PRId64 "/agreements", rq->process);
	return req_go(rq, rs, "/p/%" PRId64 "/agreements/%" PRId64, rq->process, x.agreement);
}

/* The log is written before anything leaves. */
static err
fetch(struct req *rq, struct response *rs)
{
	struct take_out_act x = { .arena = rq->arena, .unit = rq->unit, .process = rq->process, .person = rq->user->id };
	const struct process *p;
	struct db_conn *c;
	err e = req_write(rq, take_out_fetch, &x);

	if (e == ERR_CONFLICT)
		return req_fail(rq, e, tr(rq->lang, "The parties have not agreed to it, or the days are over. Ask again."));
	TRY(e);
	TRY(req_read(rq, &c));
	TRY(process_of(rq, c, &p));
	return take_out_zip(rq, rs, p);
}

err
take_out_file_post(struct req *rq, struct response *rs)
{
	struct form f;
	err e = form_read(rq, secret_form, COUNT(secret_form), &f);

	if (!e)
		e = secret_again(rq, &f, "secret");
	if (e == ERR_INVALID)
		TRY(draw(rq, rs, &f));
	TRY(e);
	return fetch(rq, rs);
}
