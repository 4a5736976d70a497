/* checklist_pages.c: the checklists of a phase; each box is a form of its own. */
#include "app/access/session.h"
#include "app/checklists_tmpl.h"
#include "app/page.h"
#include "app/process/process_pages.h"
#include "base/rand.h"
#include "text/date.h"

#define LINE_LETTERS 200

const struct method_phase *
phase_asked(struct req *rq, const struct process *p, const struct timeline *t)
{
	const struct method_phase *asked = method_phase(p->method, req_query(rq, S("phase")));

	if (asked)
		return asked;
	return &p->method->phases[t->now < t->plan.n ? t->now : t->plan.n - 1];
}

/* The sessions of the other phases are left out. */
static void
only_phase(struct checklists *lists, const struct method_phase *phase)
{
	size_t n = 0;

	for (size_t i = 0; i < lists->n; i++)
		if (lists->p[i].session->phase == phase)
			lists->p[n++] = lists->p[i];
	lists->n = n;
}

static err
draw(struct req *rq, struct response *rs, struct form *f)
{
	struct page pg = page_of(rq, tr(rq->lang, "Checklists"));
	struct checklists_view v = { .base = str_fmt(rq->arena, "/p/%" PRId64, rq->process), .me = rq->user->id,
		.roles = rq->roles, .edits = req_has_role(rq, WHO_PLAN) };
	struct timeline t;
	struct db_conn *c;

	TRY(req_read(rq, &c));
	TRY(process_of(rq, c, &v.p));
	TRY(timeline_read(rq, c, v.p, &t));
	v.plan = t.plan;
	v.phase = phase_asked(rq, v.p, &t);
	TRY(checklists_read(c, rq->arena, rq->lang, v.p, &t.all, &v.lists));
	only_phase(&v.lists, v.phase);
	TRY(people_to_choose(rq, c, &v.people, &v.people_count));
	form_choices(f, "owner", v.people, v.people_count);
	pg.said = page_said(rq);
	pg.form = f;
	checklists_view(&rs->body, rq->lang, &pg, &v, f, rand_uuid(rq->arena));
	return OK;
}

static const struct field add_form[] = {
	{ "text", N_("What is to be done?"), .max = LINE_LETTERS, .required = true },
	{ "owner", N_("Who has it?"), .kind = FIELD_CHOICE, .quiet = true },
	{ "when", N_("When"), .kind = FIELD_HIDDEN },
	{ "session", N_("Meeting"), .kind = FIELD_HIDDEN },
};

err
checklists_page(struct req *rq, struct response *rs)
{
	struct form f = form_new(rq, add_form, COUNT(add_form));

	return draw(rq, rs, &f);
}

static err
go_back(struct req *rq, struct response *rs, str phase, int64_t item)
{
	return req_go(rq, rs, "/p/%" PRId64 "/checklists?phase=" STR_FMT "#check-%" PRId64, rq->process, STR_ARG(phase), item);
}

err
checklists_post(struct req *rq, struct response *rs)
{
	struct check_change k = { .arena = rq->arena, .act = CHECK_ADD, .process = rq->process, .person = rq->user->id,
		.key = req_form(rq, S("key")) };
	const struct method_phase *phase;
	const struct process *p;
	struct db_conn *c;
	struct form f;
	str when;
	err e = form_read(rq, add_form, COUNT(add_form), &f);

	TRY(req_read(rq, &c));
	TRY(process_of(rq, c, &p));
	phase = method_phase(p->method, req_query(rq, S("phase")));
	if (!phase || !method_session(phase, form_str(&f, "session")))
		return ERR_NOTFOUND;
	when = form_str(&f, "when");
	k.when = str_eq(when, S("after")) ? WHEN_AFTER : str_eq(when, S("during")) ? WHEN_DURING : WHEN_BEFORE;
	k.phase = phase->id;
	k.session = form_str(&f, "session");
	k.text = form_str(&f, "text");
	k.owner = form_int(&f, "owner");
	if (!e)
		e = req_write(rq, check_write, &k);
	if (e == ERR_TOOMANY)
		e = form_error(&f, "text", tr(rq->lang, "The list is full. Remove something you no longer need."));
	if (e == ERR_INVALID) {
		TRY(draw(rq, rs, &f));
		return e;
	}
	TRY(e);
	return req_go(rq, rs, "/p/%" PRId64 "/checklists?phase=" STR_FMT "#session-" STR_FMT, rq->process, STR_ARG(phase->id),
		STR_ARG(k.session));
}

/* Ticked, taken, given away or removed. Who leads the workshop ticks; the plan's editors do the rest. */
err
check_post(struct req *rq, struct response *rs)
{
	struct check_change k = { .arena = rq->arena, .process = rq->process, .person = rq->user->id };
	str done = req_form(rq, S("done")), owner = req_form(rq, S("owner"));
	const struct method_phase *phase;
	const struct process *p;
	struct db_conn *c;

	TRY(req_id(rq, 1, &k.item));
	TRY(req_read(rq, &c));
	TRY(process_of(rq, c, &p));
	phase = method_phase(p->method, req_query(rq, S("phase")));
	if (done.n) {
		k.act = str_eq(done, S("1")) ? CHECK_DONE : CHECK_UNDONE;
	} else {
		if (!req_has_role(rq, WHO_PLAN))
			return ERR_DENIED;
		k.act = req_form(rq, S("remove")).n ? CHECK_REMOVE : CHECK_OWNER;
		if (k.act == CHECK_OWNER && owner.n && str_int(owner, &k.owner))
			return ERR_INVALID;
	}
	TRY(req_write(rq, check_write, &k));
	if (req_form(rq, S("back")).n)
		return req_go(rq, rs, STR_FMT, STR_ARG(path_inside(req_form(rq, S("back")))));
	return go_back(rq, rs, phase ? phase->id : p->method->phases[0].id, k.act == CHECK_REMOVE ? 0 : k.item);
}
