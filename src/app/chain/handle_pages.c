/* handle_pages.c: the list of what must be handled. */
#include "app/access/routine.h"
#include "app/chain/chain_pages.h"
#include "app/chain_handle_tmpl.h"
#include "app/process/process.h"
#include "app/room/desk.h"
#include "base/rand.h"
#include "text/date.h"

const char *
handle_reason(str word)
{
	for (size_t i = 0; i < aside_reason_count; i++)
		if (aside_reasons[i].must_handle && str_eq(word, str_of(aside_reasons[i].word)))
			return aside_reasons[i].text;
	return N_("It must be handled for another reason");
}

static const struct field add_form[] = {
	{ "body", N_("What is it about?"), N_("Write what happens, without more names than needed."), FIELD_TEXT, .max = 1000,
		.required = true },
	{ "reason", N_("Why must it be handled?"), .kind = FIELD_CHOICE, .required = true },
	{ "about_leader", N_("It concerns the leader"),
		N_("Then it goes to the safety representative and the superior leader. The leader does not see it."), FIELD_TICK },
};

static void
offer_reasons(struct req *rq, struct form *f)
{
	struct choice *c = NEW_ARRAY(rq->arena, struct choice, aside_reason_count + 1);
	size_t n = 0;

	for (size_t i = 0; i < aside_reason_count; i++)
		if (aside_reasons[i].must_handle)
			c[n++] = (struct choice){ str_of(aside_reasons[i].word), tr_dynamic(rq->lang, str_of(aside_reasons[i].text)) };
	c[n++] = (struct choice){ S("other"), tr_dynamic(rq->lang, str_of(handle_reason(S("other")))) };
	form_choices(f, "reason", c, n);
}

static err
read_owners(struct req *rq, struct db_conn *c, bool about_leader, struct choice **out, size_t *n)
{
	struct parties p;

	TRY(handle_owners(c, rq->arena, rq->unit, about_leader, &p));
	*out = NEW_ARRAY(rq->arena, struct choice, p.n);
	for (size_t i = 0; i < p.n; i++)
		(*out)[i] = (struct choice){ str_fmt(rq->arena, "%" PRId64, p.p[i].person),
			str_fmt(rq->arena, STR_FMT " (" STR_FMT ")", STR_ARG(p.p[i].name),
				STR_ARG(role_in_text(rq->arena, rq->lang, p.p[i].role))) };
	*n = p.n;
	return OK;
}

static err
draw(struct req *rq, struct response *rs, struct form *f, str problem)
{
	struct page pg = page_of(rq, tr(rq->lang, "What must be handled"));
	struct handle_view v = { .base = str_fmt(rq->arena, "/p/%" PRId64 "/handle", rq->process) };
	struct process p;
	struct db_conn *c;

	TRY(req_read(rq, &c));
	TRY(process_get(rq->app, c, rq->arena, rq->process, &p));
	v.p = &p;
	v.may_add = req_has_role(rq, WHO_GROUP);
	v.sees_all = handle_sees(rq->roles, false);
	v.sees_special = handle_sees(rq->roles, true);
	TRY(routine_read(c, rq->arena, &v.routine));
	TRY(handle_read(c, rq->arena, rq->process, rq->roles, &v.list));
	TRY(read_owners(rq, c, false, &v.owners, &v.owner_count));
	if (v.sees_special)
		TRY(read_owners(rq, c, true, &v.special_owners, &v.special_count));
	offer_reasons(rq, f);
	pg.form = f;
	if (str_eq(req_query(rq, S("said")), S("saved")))
		pg.said = tr(rq->lang, "Saved");
	chain_handle(&rs->body, rq->lang, &pg, &v, f, problem);
	return OK;
}

err
handle_page(struct req *rq, struct response *rs)
{
	struct form f = form_new(rq, add_form, COUNT(add_form));

	return draw(rq, rs, &f, (str){ 0 });
}

static struct handle_act
act_of(struct req *rq)
{
	return (struct handle_act){ .arena = rq->arena, .unit = rq->unit, .process = rq->process, .person = rq->user->id,
		.roles = rq->roles, .key = req_form(rq, S("key")) };
}

err
handle_add_post(struct req *rq, struct response *rs)
{
	struct handle_act x = act_of(rq);
	struct form f;
	err e = form_read(rq, add_form, COUNT(add_form), &f);

	offer_reasons(rq, &f);
	if (!e)
		e = form_check_choice(rq, &f, "reason");
	x.body = form_str(&f, "body");
	x.reason = form_str(&f, "reason");
	x.about_leader = form_tick(&f, "about_leader");
	if (!e)
		e = req_write(rq, handle_add, &x);
	if (e == ERR_INVALID) {
		TRY(draw(rq, rs, &f, (str){ 0 }));
		return e;
	}
	TRY(e);
	return req_go(rq, rs, "/p/%" PRId64 "/handle?said=saved", rq->process);
}

/* The fields of one line: owner (empty: nobody), due (a date, may be empty), handled. */
err
handle_set_post(struct req *rq, struct response *rs)
{
	struct handle_act x = act_of(rq);
	struct form f = form_new(rq, add_form, COUNT(add_form));
	str owner = req_form(rq, S("owner")), due = req_form(rq, S("due"));
	err e = str_int(req_form(rq, S("item")), &x.item);

	if (!e && owner.n)
		e = str_int(owner, &x.owner);
	if (!e && due.n)
		e = date_parse(due, S("12:00"), &x.due_at);
	x.handled = req_form(rq, S("handled")).n > 0;
	if (!e)
		e = req_write(rq, handle_set, &x);
	if (e == ERR_INVALID) {
		TRY(draw(rq, rs, &f, tr(rq->lang, "Choose somebody from the list, and a day that exists. Nothing was saved.")));
		return e;
	}
	TRY(e);
	return req_go(rq, rs, "/p/%" PRId64 "/handle?said=saved#item-%" PRId64, rq->process, x.item);
}
