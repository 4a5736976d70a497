/* overview_pages.c: one page for the whole process, and asking the parties whether to start. */
#include "app/meeting/meeting.h"
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

/* What is not shared of a sheet of one's own is gone when the work starts: said as long as the meeting that fills it in lies ahead. */
static str
early_start(struct req *rq, const struct overview_view *v)
{
	const struct method_phase *first = &v->p->method->phases[0];

	if (v->p->state != PROCESS_DRAFT)
		return (str){ 0 };
	for (size_t i = 0; i < first->session_count; i++) {
		const struct method_session *s = &first->sessions[i];
		for (size_t k = 0; s->kind == SESSION_MEETING && !plan_is_held(&v->timeline.all, s) && k < s->step_count; k++)
			if (meeting_sheet_of(&s->steps[k], true))
				return fill(rq->arena, rq->lang,
					tr(rq->lang, "{meeting} has not been held yet. If you start before it, nobody can keep “{sheet}” to "
						     "themselves there: what is written is shared with the group or deleted."),
					V("meeting", text_in(&s->name, rq->lang)), V("sheet", text_in(&s->steps[k].sheet->name, rq->lang)));
	}
	return (str){ 0 };
}

static err
read_overview(struct req *rq, struct db_conn *c, struct overview_view *v)
{
	TRY(process_of(rq, c, &v->p));
	TRY(timeline_read(rq, c, v->p, &v->timeline));
	TRY(process_next_all(rq, c, v->p, &v->timeline, rq->roles, &v->next));
	TRY(process_ready(c, rq->arena, rq->process, &v->ready));
	TRY(agreement_state(c, rq->arena, rq->unit, rq->process, "start", S(""), &v->start, &v->start_id));
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
	v->early = early_start(rq, v);
	return OK;
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
