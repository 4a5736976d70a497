/* agenda_pages.c: the list of meetings, one meeting, and the steps it takes. */
#include "app/agenda/agenda_pages.h"

#include "app/agenda_list_tmpl.h"
#include "app/agenda_meeting_tmpl.h"
#include "app/agenda_staff_tmpl.h"
#include "base/clock.h"
#include "base/rand.h"

#define NEAR_SEC (2 * 3600)	/* so long before, beginning is the next thing */

struct agenda_by
agenda_by(struct req *rq, int64_t meeting)
{
	return (struct agenda_by){ .arena = rq->arena, .unit = rq->unit, .process = rq->process, .person = rq->user->id,
		.meeting = meeting, .key = req_form(rq, S("key")) };
}

static err
read_process(struct req *rq, struct db_conn *c, const struct process **out)
{
	struct process *p = NEW(rq->arena, struct process);

	TRY(process_get(rq->app, c, rq->arena, rq->process, p));
	*out = p;
	return OK;
}

/* ---- the list ---- */

/* What comes next in the plan. */
static void
keep_next(struct plan_sittings *all)
{
	size_t n = 0;

	for (size_t i = 0; i < all->n && n < 5; i++)
		if (all->p[i].starts_at > clock_now() && !str_eq(all->p[i].state, S("closed")))
			all->p[n++] = all->p[i];
	all->n = n;
}

err
agenda_page(struct req *rq, struct response *rs)
{
	struct page pg = page_of(rq, tr(rq->lang, "Meetings"));
	struct agenda_list_view v = { .base = str_fmt(rq->arena, "/p/%" PRId64 "/meetings", rq->process),
		.is_group = req_has_role(rq, WHO_GROUP) };
	struct db_conn *c;

	TRY(req_read(rq, &c));
	TRY(read_process(rq, c, &v.p));
	TRY(agenda_list(c, rq->arena, rq->process, &v.all));
	if (v.is_group) {
		v.trend = agenda_trend(&v.all);
		TRY(agenda_tasks_open(c, rq->arena, rq->process, &v.tasks));
		TRY(plan_sittings_read(c, rq->arena, rq->process, &v.sittings));
		keep_next(&v.sittings);
	} else {
		agenda_keep_open(&v.all);
	}
	for (size_t i = 0; i < v.all.n; i++)
		agenda_is_over(&v.all.p[i]) ? v.held++ : v.ahead++;
	pg.said = page_said(rq);
	agenda_list_view(&rs->body, rq->lang, &pg, &v, rand_uuid(rq->arena));
	return OK;
}

/* ---- one ---- */

static void
find_me(struct agenda_view *v)
{
	bool over = v->w.m.ended_at != 0;

	for (size_t i = 0; i < v->w.parties.n; i++) {
		const struct agenda_party *p = &v->w.parties.p[i];
		if (p->who.person != v->me || !p->needed)
			continue;
		v->i_am_needed = true;
		v->i_have_seen = over ? p->minutes_at != 0 : p->plan_at != 0;
	}
}

err
agenda_view_read(struct req *rq, struct agenda_view *v)
{
	struct db_conn *c;
	int64_t id;

	TRY(req_id(rq, 1, &id));
	TRY(req_read(rq, &c));
	TRY(read_process(rq, c, &v->p));
	TRY(agenda_whole_read(c, rq->arena, rq->unit, rq->process, id, &v->w));
	TRY(agenda_tasks_open(c, rq->arena, rq->process, &v->open));
	if (req_has_role(rq, WHO_GROUP))
		TRY(measures_before_meeting(c, rq->arena, rq->unit, &v->measures));
	v->base = str_fmt(rq->arena, "/p/%" PRId64 "/meetings/%" PRId64, rq->process, id);
	v->lacks = agenda_lacks(&v->w);
	v->edits = !agenda_is_over(&v->w.m);
	v->is_near = v->w.m.starts_at < clock_now() + NEAR_SEC;
	v->me = rq->user->id;
	v->key = rand_uuid(rq->arena);
	v->staff_url = str_fmt(rq->arena, STR_FMT "/w/" STR_FMT "/meetings/%" PRId64, STR_ARG(req_site(rq)), STR_ARG(v->p->public_id),
		id);
	find_me(v);
	if (!v->edits || !agenda_is_moved(&v->w.m))
		return OK;
	TRY(agenda_readers_read(c, rq->arena, rq->unit, v->w.m.kind == AGENDA_STAFF, &v->told));
	return mail_is_on(c, rq->arena, &v->mail);
}

static err
draw_for_staff(struct req *rq, struct response *rs, const struct agenda_view *v)
{
	struct agenda_staff_view s = { v->p, str_fmt(rq->arena, "/p/%" PRId64 "/meetings", rq->process), &v->w, false };
	struct page pg = page_of(rq, v->w.m.title);

	if (!agenda_is_open(&v->w.m))
		return ERR_NOTFOUND;
	agenda_staff_meeting_view(&rs->body, rq->lang, &pg, &s);
	return OK;
}

err
agenda_meeting_page(struct req *rq, struct response *rs)
{
	struct agenda_view v = { 0 };
	struct page pg;

	TRY(agenda_view_read(rq, &v));
	if (!req_has_role(rq, WHO_GROUP))
		return draw_for_staff(rq, rs, &v);
	pg = page_of(rq, v.w.m.title);
	pg.said = page_said(rq);
	agenda_meeting_view(&rs->body, rq->lang, &pg, &v);
	return OK;
}

/* By the unguessable address: nobody is asked who they are. */
err
agenda_public_page(struct req *rq, struct response *rs)
{
	struct process *p = NEW(rq->arena, struct process);
	struct agenda_staff_view v = { .p = p, .outside = true };
	struct agenda_whole w;
	struct db_conn *c;
	struct page pg;
	int64_t id;

	TRY(req_id(rq, 1, &id));
	TRY(req_read(rq, &c));
	TRY(process_by_public_id(rq->app, c, rq->arena, rq->params[0], p));
	TRY(agenda_whole_read(c, rq->arena, p->unit, p->id, id, &w));
	if (!agenda_is_open(&w.m))
		return ERR_NOTFOUND;
	rq->unit = p->unit;
	rq->process = p->id;
	v.w = &w;
	v.base = str_fmt(rq->arena, "/w/" STR_FMT, STR_ARG(p->public_id));
	pg = page_of(rq, w.m.title);
	pg.kind = PAGE_ORDINARY;
	pg.process = 0;
	response_header(rs, S("X-Robots-Tag"), S("noindex"));
	agenda_staff_meeting_view(&rs->body, rq->lang, &pg, &v);
	return OK;
}

/* ---- steps ---- */

static const struct {
	const char *word;
	enum agenda_act act;
	const char *then;	/* below the meeting */
} acts[] = {
	{ "begin", ACT_BEGIN, "/run" },
	{ "cancel", ACT_CANCEL, "" },
	{ "release", ACT_RELEASE, "?said=released" },
	{ "see-minutes", ACT_SEE_MINUTES, "?said=seen" },
	{ "see-plan", ACT_SEE_PLAN, "?said=seen" },
	{ "tell", ACT_TELL, "?said=released" },
	{ "uncancel", ACT_UNCANCEL, "" },
};

err
agenda_act_post(struct req *rq, struct response *rs)
{
	struct agenda_step x = { 0 };
	int64_t id;
	err e;

	TRY(req_id(rq, 1, &id));
	x.by = agenda_by(rq, id);
	if (str_int(req_form(rq, S("version")), &x.version))
		x.version = 0;
	for (size_t i = 0; i < COUNT(acts); i++) {
		if (!str_eq(req_form(rq, S("act")), str_of(acts[i].word)))
			continue;
		x.act = acts[i].act;
		e = req_write(rq, agenda_step_write, &x);
		if (e == ERR_CONFLICT)
			return req_fail(rq, e, tr(rq->lang, "It has been changed since you read it. Read it once more, and press again."));
		if (e == ERR_DENIED)
			return req_fail(rq, e, tr(rq->lang, "All three must have seen it first."));
		TRY(e);
		return req_go(rq, rs, "/p/%" PRId64 "/meetings/%" PRId64 "%s", rq->process, id, acts[i].then);
	}
	return ERR_INVALID;
}

static const struct field correct_form[] = {
	{ "correction", N_("What is to be corrected?"), .kind = FIELD_TEXT, .max = AGENDA_LETTERS, .required = true },
};

err
agenda_correct_post(struct req *rq, struct response *rs)
{
	struct agenda_correct x = { 0 };
	struct form f;
	int64_t id;
	err e;

	TRY(req_id(rq, 1, &id));
	if (form_read(rq, correct_form, COUNT(correct_form), &f))
		return req_fail(rq, ERR_INVALID, tr(rq->lang, "Write what is to be corrected. Two thousand letters at the most."));
	x.by = agenda_by(rq, id);
	x.body = form_str(&f, "correction");
	e = req_write(rq, agenda_correct_write, &x);
	if (e == ERR_CONFLICT)
		return req_fail(rq, e, tr(rq->lang, "The minutes are not locked yet: change them instead."));
	TRY(e);
	return req_go(rq, rs, "/p/%" PRId64 "/meetings/%" PRId64 "?said=saved#corrections", rq->process, id);
}
