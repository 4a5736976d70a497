/* staff_pages.c: the page everybody who works there can read, without signing in. Its address is unguessable, and it says
 * nothing that not all staff may know. */
#include "app/access/routine.h"
#include "app/agenda/agenda.h"
#include "app/chain/chain.h"
#include "app/page.h"
#include "app/process/process_pages.h"
#include "app/staff_tmpl.h"

/* Everybody's own next thing is to come. */
static void
find_next(struct staff_view *v)
{
	for (size_t i = 0; i < v->timeline.all.n && !v->next; i++) {
		const struct plan_sitting *g = &v->timeline.all.p[i];
		if (str_eq(g->kind, S("staff")) && !str_eq(g->state, S("closed")) && g->starts_at)
			v->next = g;
	}
	for (size_t i = 0; i < v->timeline.all.n; i++)
		v->open |= str_eq(v->timeline.all.p[i].state, S("open")) && !str_eq(v->timeline.all.p[i].kind, S("group"));
}

err
staff_page(struct req *rq, struct response *rs)
{
	const struct looker nobody = { 0 };
	struct measure_filter going = { .statuses = MEASURES_GOING };
	struct staff_view v = { 0 };
	struct process *p = NEW(rq->arena, struct process);
	struct chain_summary summary;
	struct db_conn *c;
	struct page pg;

	TRY(req_read(rq, &c));
	TRY(process_by_public_id(rq->app, c, rq->arena, rq->params[0], p));
	v.p = p;
	going.process = p->id;
	rq->unit = p->unit;
	rq->process = p->id;
	TRY(timeline_read(rq, c, p, &v.timeline));
	TRY(group_at(c, rq->arena, p->unit, &v.group));
	TRY(people_of_process(c, rq->arena, p->id, &v.granted));
	find_next(&v);
	TRY(measures_read(c, rq->arena, p->unit, &nobody, &going, &v.trying));
	TRY(agenda_list(c, rq->arena, p->id, &v.meetings));
	agenda_keep_open(&v.meetings);
	TRY(published_read(c, rq->arena, p->id, true, &v.reports));
	TRY(lifts_read(c, rq->arena, p->id, true, &v.lifts));
	TRY(routine_read(c, rq->arena, &v.routine));
	TRY(chain_summary_read(c, rq->arena, p, str_fmt(rq->arena, "/w/" STR_FMT, STR_ARG(p->public_id)), &summary));
	pg = page_of(rq, p->name);
	pg.kind = PAGE_ORDINARY;
	pg.process = 0;
	response_header(rs, S("X-Robots-Tag"), S("noindex"));
	staff_view(&rs->body, rq->lang, &pg, &v, &summary);
	return OK;
}
