/* overview_pages.c: one page for the whole process, and asking the parties whether to start. */
#include "app/overview_tmpl.h"
#include "app/page.h"
#include "app/process/process_pages.h"
#include "base/rand.h"

err
process_of(struct req *rq, struct db_conn *c, const struct process **out)
{
	struct process *p = NEW(rq->arena, struct process);

	*out = p;
	return process_get(rq->app, c, rq->arena, rq->process, p);
}

static void
count_rooms(struct overview_view *v)
{
	for (size_t i = 0; i < v->timeline.all.n; i++) {
		const struct plan_sitting *g = &v->timeline.all.p[i];
		v->rooms += str_eq(g->kind, S("staff"));
		v->rooms_held += str_eq(g->kind, S("staff")) && str_eq(g->state, S("closed"));
	}
}

static void
look_for_missing(struct overview_view *v)
{
	const struct parties *all = &v->ready.group.all;

	v->no_leader = v->no_rep = v->no_safety = true;
	for (size_t i = 0; i < all->n; i++) {
		v->no_leader &= all->p[i].role != ROLE_LEADER;
		v->no_rep &= all->p[i].role != ROLE_UNION && all->p[i].role != ROLE_EMPLOYEE_REP;
		v->no_safety &= all->p[i].role != ROLE_SAFETY;
	}
}

static err
read_overview(struct req *rq, struct db_conn *c, struct overview_view *v)
{
	struct agreements_waiting w;

	TRY(process_of(rq, c, &v->p));
	TRY(timeline_read(rq, c, v->p, &v->timeline));
	TRY(process_next(rq, c, v->p, &v->timeline, rq->roles, &v->next));
	TRY(process_ready(c, rq->arena, rq->process, &v->ready));
	TRY(agreement_state(c, rq->arena, rq->unit, rq->process, "start", S(""), &v->start, &v->start_id));
	TRY(agreements_waiting(c, rq->arena, rq->user->id, &w));
	v->mine.p = NEW_ARRAY(rq->arena, struct agreement_waiting, w.n);
	for (size_t i = 0; i < w.n; i++)
		if (w.p[i].process == rq->process)
			v->mine.p[v->mine.n++] = w.p[i];
	v->first = next_first(&v->next);
	v->base = str_fmt(rq->arena, "/p/%" PRId64, rq->process);
	v->prepares = req_has_role(rq, WHO_DESK);
	v->follows = req_has_role(rq, WHO_DESK | WHO_STAFF);
	v->edits = req_has_role(rq, WHO_PLAN);
	v->leads = req_has_role(rq, WHO_GROUP);
	v->start_wording = process_start_wording(rq->arena, rq->lang, v->p);
	v->staff_url = str_fmt(rq->arena, "/w/" STR_FMT, STR_ARG(v->p->public_id));
	count_rooms(v);
	look_for_missing(v);
	return OK;
}

/* The answers that wait for the reader come before what the plan says. */
static void
answers_first(struct req *rq, struct overview_view *v)
{
	struct next_things all = { 0 };

	for (size_t i = 0; i < v->mine.n; i++)
		next_add(rq, &all, (struct next_thing){ .mine = true, .minutes = 2, .due = v->mine.p[i].due,
			.title = tr_dynamic(rq->lang, str_of(agreement_kind_of(v->mine.p[i].kind)->title)),
			.text = tr(rq->lang, "The others wait for your answer. You give it with your own password."),
			.button = tr(rq->lang, "Answer"),
			.href = str_fmt(rq->arena, STR_FMT "/agreements/%" PRId64, STR_ARG(v->base), v->mine.p[i].id) });
	for (size_t i = 0; i < v->next.n; i++)
		next_add(rq, &all, v->next.p[i]);
	v->next = all;
	v->first = next_first(&all);
}

err
overview_page(struct req *rq, struct response *rs)
{
	struct overview_view v = { 0 };
	struct db_conn *c;
	struct page pg;

	TRY(req_read(rq, &c));
	TRY(read_overview(rq, c, &v));
	/* Staff read the page that is made for them. */
	if (!req_has_role(rq, WHO_DESK | WHO_ABOVE))
		return req_go(rq, rs, STR_FMT, STR_ARG(v.staff_url));
	answers_first(rq, &v);
	pg = page_of(rq, v.p->name);
	pg.said = page_said(rq);
	if (req_has_role(rq, WHO_DESK))
		overview_view(&rs->body, rq->lang, &pg, &v, rand_uuid(rq->arena));
	else
		counts_view(&rs->body, rq->lang, &pg, &v);
	return OK;
}

/* ---- asking ---- */

struct asking {
	struct arena *arena;
	struct agreement_new ask;
	str key;
	struct app *app;
	int64_t id;
};

static err
ask_write(struct db_conn *c, void *arg)
{
	struct asking *x = arg;
	struct agreement_new n = x->ask;
	struct process p;
	bool is_new;

	TRY(form_key_use(c, x->key, &is_new));
	TRY(process_get(x->app, c, x->arena, n.process, &p));
	if (p.state != PROCESS_DRAFT)
		return ERR_CONFLICT;
	n.unit = p.unit;
	n.wording = process_start_wording(x->arena, n.lang, &p);
	return agreement_open(c, x->arena, &n, &x->id);
}

err
process_start_post(struct req *rq, struct response *rs)
{
	struct asking x = { .arena = rq->arena, .app = rq->app, .key = req_form(rq, S("key")) };

	x.ask = (struct agreement_new){ .process = rq->process, .kind = "start", .lang = rq->lang, .by = rq->user->id };
	TRY(req_write(rq, ask_write, &x));
	return req_go(rq, rs, "/p/%" PRId64 "/agreements/%" PRId64, rq->process, x.id);
}
