/* rights_pages.c: asking the parties to delete a whole process; "talked over with the representatives". */
#include "app/access/agreement.h"
#include "app/access/audit.h"
#include "app/page.h"
#include "app/retention/discussed.h"
#include "app/retention/retention.h"
#include "app/retention/retention_pages.h"
#include "app/rights_tmpl.h"
#include "base/clock.h"
#include "base/rand.h"

/* ---- deleting a whole process ---- */

err
process_delete_page(struct req *rq, struct response *rs)
{
	struct page pg = page_of(rq, tr(rq->lang, "Delete the whole work"));
	enum agreement_state state;
	struct db_conn *c;
	struct rows r;
	int64_t id;

	TRY(req_read(rq, &c));
	TRY(db_one(c, rq->arena, &r, GONE_ABOUT, INT(rq->process)));
	TRY(agreement_state(c, rq->arena, rq->unit, rq->process, "delete", S(""), &state, &id));
	process_delete_view(&rs->body, rq->lang, &pg, row_int(&r, 0, 2) > 0, agreement_is_open(state) ? id : 0, rand_uuid(rq->arena));
	return OK;
}

struct asking {
	struct arena *arena;
	struct agreement_new n;
	str key;
	int64_t id;	/* out; 0: the form had been sent before */
};

static err
ask_write(struct db_conn *c, void *arg)
{
	struct asking *x = arg;
	struct rows r;
	bool is_new;

	x->id = 0;
	TRY(form_key_use(c, x->key, &is_new));
	if (!is_new)
		return OK;
	TRY(db_one(c, x->arena, &r, GONE_ABOUT, INT(x->n.process)));
	return row_int(&r, 0, 2) ? ERR_CONFLICT : agreement_open(c, x->arena, &x->n, &x->id);
}

err
process_delete_post(struct req *rq, struct response *rs)
{
	struct page pg = page_of(rq, S(""));
	struct asking x = { .arena = rq->arena, .key = req_form(rq, S("key")),
		.n = { .unit = rq->unit, .process = rq->process, .kind = "delete", .lang = rq->lang, .by = rq->user->id } };
	err e;

	x.n.wording = fill(rq->arena, rq->lang, tr(rq->lang, "We delete {name}: notes, themes, choices, causes, measures, plans, meetings, "
		"answers and texts of the log. Nobody can get it back. That it was, and that we agreed to delete it, stays in the log."),
		V("name", pg.process_name));
	e = req_write(rq, ask_write, &x);
	if (e == ERR_CONFLICT)
		return req_fail(rq, e, tr(rq->lang, "A gathering is open. Close it first."));
	TRY(e);
	if (!x.id)
		return req_go(rq, rs, "/p/%" PRId64 "/agreements", rq->process);
	return req_go(rq, rs, "/p/%" PRId64 "/agreements/%" PRId64, rq->process, x.id);
}

/* ---- talked over ---- */

static const struct field held_form[] = {
	{ "held_on", N_("Which day was it?"), .kind = FIELD_DATE, .required = true },
};

static err
discussed_draw(struct req *rq, struct response *rs, const struct form *f)
{
	struct page pg = page_of(rq, tr(rq->lang, "Talked over with the representatives"));
	struct discussed_view v = { .action = rq->http->path };
	struct db_conn *c;

	TRY(req_read(rq, &c));
	TRY(discussed_read(c, rq->arena, rq->unit, &v.d));
	v.may_confirm = discussed_may_confirm(&v.d, rq->user->id, rq->roles);
	pg.form = f;
	pg.said = page_said(rq);
	discussed_view_page(&rs->body, rq->lang, &pg, f, &v, rand_uuid(rq->arena));
	return OK;
}

err
discussed_page(struct req *rq, struct response *rs)
{
	struct form f = form_new(rq, held_form, COUNT(held_form));

	return discussed_draw(rq, rs, &f);
}

err
discussed_post(struct req *rq, struct response *rs)
{
	struct discussed_act x = { .arena = rq->arena, .unit = rq->unit, .person = rq->user->id, .roles = rq->roles,
		.confirm = str_eq(req_form(rq, S("answer")), S("yes")), .drop = str_eq(req_form(rq, S("answer")), S("no")),
		.key = req_form(rq, S("key")) };
	struct form f = form_new(rq, held_form, COUNT(held_form));
	err e = OK;

	if (!x.confirm && !x.drop) {
		e = form_read(rq, held_form, COUNT(held_form), &f);
		if (!e)
			e = form_time(rq, &f, "held_on", NULL, &x.held_on);
		if (!e && x.held_on > clock_now())
			e = form_error(&f, "held_on", tr(rq->lang, "That day has not come yet."));
	}
	if (e == ERR_INVALID) {
		TRY(discussed_draw(rq, rs, &f));
		return e;
	}
	TRY(e);
	TRY(req_write(rq, discussed_write, &x));
	return req_go(rq, rs, "/u/%" PRId64 "/discussed?said=saved", rq->unit);
}
