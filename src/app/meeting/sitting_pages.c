/* sitting_pages.c: one gathering: its page, changing it, opening and closing it. */
#include "app/access/audit.h"
#include "app/meeting/hold.h"
#include "app/meeting/sitting_form.h"
#include "app/meeting/sitting_pages.h"
#include "app/sittings_tmpl.h"
#include "base/clock.h"
#include "base/rand.h"
#include "text/date.h"

/* ---- the page ---- */

static err
read_unled(struct db_conn *c, struct sitting_view *v)
{
	struct rows r;

	TRY(db_one(c, v->a, &r, SITTING_WRITTEN, INT(v->rm.s.id)));
	v->written = row_int(&r, 0, 0);
	TRY(db_one(c, v->a, &r, SITTING_VOTERS, INT(v->rm.s.id)));
	v->voters = row_int(&r, 0, 0);
	return slips_count(c, v->a, v->rm.s.id, &v->slips);
}

/* What came of a meeting that has been held: who came, what they shared of their own sheets, and the sheets the
 * group filled in. */
static err
read_meeting(struct db_conn *c, struct sitting_view *v)
{
	TRY(db_query(c, v->a, &v->people, ATTENDANCE, INT(v->rm.s.id)));
	v->sheets = NEW_ARRAY(v->a, struct meeting_sheet, v->rm.session->step_count);
	v->forms = NEW_ARRAY(v->a, struct forms, v->rm.session->step_count + 1);
	for (size_t i = 0; i < v->rm.session->step_count; i++) {
		TRY(forms_read(c, v->a, &v->rm, &v->rm.session->steps[i], &v->forms[v->form_count]));
		v->form_count += v->forms[v->form_count].entries.n > 0;
	}
	for (size_t i = 0; i < v->rm.session->step_count && !v->shared.n; i++) {
		const struct method_sheet *own = meeting_sheet_of(&v->rm.session->steps[i], true);
		if (own)
			TRY(own_sheet_shared(c, v->a, v->rm.s.process, own, &v->shared));
	}
	for (size_t i = 0; i < v->rm.session->step_count; i++) {
		const struct method_sheet *sheet = meeting_sheet_of(&v->rm.session->steps[i], false);
		struct meeting_sheet *out = &v->sheets[v->sheet_count];
		if (!sheet)
			continue;
		out->sheet = sheet;
		TRY(group_sheet_read(c, v->a, v->rm.s.process, sheet->id, &out->inputs));
		v->sheet_count += out->inputs.n > 0;
	}
	return OK;
}

static err
read_next(struct req *rq, struct db_conn *c, struct sitting_view *v)
{
	const struct process *p;
	struct timeline line;

	TRY(process_of(rq, c, &p));
	TRY(timeline_read(rq, c, p, &line));
	return process_next_all(rq, c, p, &line, rq->roles, &v->next);
}

static err
may_remove(struct db_conn *c, struct sitting_view *v)
{
	const struct sitting *s = &v->rm.s;
	struct rows r;

	if (s->state != SITTING_PLANNED || !v->may_plan)
		return OK;
	TRY(db_one(c, v->a, &r, SITTING_SAME_COUNT, INT(s->process), TEXT(s->phase), TEXT(s->session), INT(s->id)));
	v->may_remove = v->unled || row_int(&r, 0, 0) > 0;
	return OK;
}

err
sitting_hints_read(struct req *rq, struct db_conn *c, int64_t sitting, struct sitting_hints *out)
{
	const struct process *p;
	struct plan plan;
	size_t most = 0;

	TRY(process_of(rq, c, &p));
	TRY(plan_read(c, rq->arena, rq->lang, p, &plan));
	for (size_t i = 0; i < plan.n; i++)
		most += plan.rows[i].hint_count;
	*out = (struct sitting_hints){ .p = NEW_ARRAY(rq->arena, const struct plan_hint *, most) };
	for (size_t i = 0; i < plan.n; i++)
		for (size_t k = 0; k < plan.rows[i].hint_count; k++)
			if (plan.rows[i].hints[k].sitting == sitting)
				out->p[out->n++] = &plan.rows[i].hints[k];
	return OK;
}

static err
read_view(struct req *rq, struct sitting_view *v)
{
	struct sitting *s = &v->rm.s;
	struct db_conn *c;
	struct rows r;

	*v = (struct sitting_view){ .a = rq->arena, .may_plan = req_has_role(rq, WHO_PLAN), .key = rand_uuid(rq->arena),
		.may_lead = req_has_role(rq, WHO_DESK) };
	TRY(req_read(rq, &c));
	TRY(room_load(rq->app, c, rq->arena, rq->sitting, &v->rm));
	v->unled = sitting_is_unled(s);
	v->is_early = hold_is_early(s);
	v->staff = s->kind == SITTING_STAFF || v->unled;
	if (s->leads && !db_one(c, rq->arena, &r, SITTING_LEADER, INT(s->leads)))
		v->leads_name = row_text(&r, 0, 0);
	v->sum = sitting_minutes(&v->rm.steps);
	if (s->starts_at && s->ends_at && !v->unled)
		v->over = v->sum - (s->ends_at - s->starts_at) / 60;
	if (v->may_plan && s->state == SITTING_PLANNED)
		TRY(sitting_hints_read(rq, c, s->id, &v->hints));
	if (v->staff)
		TRY(process_ready(c, rq->arena, rq->process, &v->ready));
	if (v->unled)
		TRY(read_unled(c, v));
	if (s->state == SITTING_CLOSED && s->kind == SITTING_GROUP) {
		TRY(read_meeting(c, v));
		TRY(read_next(rq, c, v));
	}
	if (s->state == SITTING_CLOSED && v->staff) {
		TRY(db_one(c, rq->arena, &r, PHASE_TOTALS, INT(s->process), TEXT(s->phase)));
		v->phase_notes = row_int(&r, 0, 0);
		v->phase_themes = row_int(&r, 0, 1);
	}
	return may_remove(c, v);
}

str
step_title(enum lang l, const struct method *m, const struct sitting *s, const struct sitting_step *st)
{
	const struct method_step *ms = sitting_pack_step(m, s, st);

	return st->title.n || !ms ? st->title : text_in(&ms->name, l);
}

static err
draw(struct req *rq, struct response *rs, str problem)
{
	struct sitting_view v;
	struct page pg;

	TRY(read_view(rq, &v));
	/* A meeting of the group is the group's: what it wrote is not for whoever leads a workshop. */
	if (v.rm.s.kind == SITTING_GROUP && !v.may_plan)
		return ERR_NOTFOUND;
	pg = page_of(rq, sitting_name(rq->arena, rq->lang, v.rm.session, &v.rm.s));
	pg.said = problem.n ? S("") : sitting_said(rq);
	sitting_view(&rs->body, rq->lang, &pg, &v, problem, req_site(rq));
	return OK;
}

err
sitting_page(struct req *rq, struct response *rs)
{
	return draw(rq, rs, S(""));
}

/* ---- opening and closing ---- */

static err
load(struct req *rq, struct sitting *s)
{
	struct db_conn *c;

	TRY(req_read(rq, &c));
	TRY(sitting_get(c, rq->arena, rq->sitting, s));
	return s->kind == SITTING_GROUP && !req_has_role(rq, WHO_PLAN) ? ERR_NOTFOUND : OK;
}

err
sitting_open_post(struct req *rq, struct response *rs)
{
	struct hold_act act = { .arena = rq->arena, .app = rq->app, .sitting = rq->sitting, .person = rq->user->id,
		.key = req_form(rq, S("key")), .only_due = !str_eq(req_form(rq, S("early")), S("1")) };
	struct sitting s;
	struct db_conn *c;
	err e;

	TRY(load(rq, &s));
	e = req_write_room(rq, rq->sitting, hold_open, &act);
	if (e == ERR_DENIED || e == ERR_INVALID) {
		TRY(draw(rq, rs, e == ERR_DENIED ? tr(rq->lang, "The room cannot be opened yet. See below what is missing.") :
			tr(rq->lang, "Its closing time is over. Choose a later one first.")));
		return e;
	}
	if (e == ERR_CONFLICT && act.only_due && hold_is_early(&s)) {
		TRY(draw(rq, rs, tr(rq->lang, "Its time is more than a day ahead. Say below that you want to open it all the same.")));
		return e;
	}
	TRY(e);
	sitting_tell(rq->app, rq->sitting, act.seq);
	if (s.kind == SITTING_GROUP)
		return req_go(rq, rs, "/s/%" PRId64 "/meeting", rq->sitting);
	if (sitting_is_unled(&s))
		return req_go(rq, rs, "/s/%" PRId64, rq->sitting);
	TRY(req_read(rq, &c));
	TRY(sitting_get(c, rq->arena, rq->sitting, &s));
	return req_go(rq, rs, "/r/" STR_FMT "/desk", STR_ARG(s.code));
}

err
sitting_close_post(struct req *rq, struct response *rs)
{
	struct hold_act act = { .arena = rq->arena, .app = rq->app, .sitting = rq->sitting, .person = rq->user->id,
		.key = req_form(rq, S("key")) };
	struct sitting s;

	TRY(load(rq, &s));
	TRY(req_write_room(rq, rq->sitting, hold_close, &act));
	sitting_tell(rq->app, rq->sitting, act.seq);
	/* What was deleted is now also wiped from the files; it is closed all the same if that has to wait. */
	if (s.kind != SITTING_GROUP && scrub_run(rq->app, rq->arena))
		rq->problem = S("");
	if (act.forgotten)
		return req_go(rq, rs, "/p/%" PRId64 "/sittings?said=rehearsed", rq->process);
	return req_go(rq, rs, "/s/%" PRId64 "?said=closed", rq->sitting);
}

err
sitting_rehearse_post(struct req *rq, struct response *rs)
{
	struct rehearsal_new n = { .arena = rq->arena, .app = rq->app, .process = rq->process, .person = rq->user->id,
		.key = req_form(rq, S("key")) };
	struct sitting s;
	struct db_conn *c;

	TRY(load(rq, &s));
	if (s.kind != SITTING_STAFF)
		return ERR_NOTFOUND;
	TRY(req_read(rq, &c));
	TRY(process_method(rq->app, c, rq->arena, rq->process, &n.method));
	n.phase = s.phase;
	n.session = s.session;
	TRY(req_write(rq, rehearsal_open, &n));
	if (!n.id)
		return req_go(rq, rs, "/p/%" PRId64 "/sittings", rq->process);
	TRY(req_read(rq, &c));
	TRY(sitting_get(c, rq->arena, n.id, &s));
	return req_go(rq, rs, "/r/" STR_FMT "/desk", STR_ARG(s.code));
}

/* ---- removing an extra one ---- */

struct removing {
	struct arena *arena;
	int64_t sitting, unit, person;
	str what;
};

static err
remove_write(struct db_conn *c, void *arg)
{
	struct removing *x = arg;
	struct sitting s;
	struct rows r;
	int64_t changed;
	err e = sitting_get(c, x->arena, x->sitting, &s);

	if (e == ERR_NOTFOUND)
		return OK;
	TRY(e);
	TRY(db_one(c, x->arena, &r, SITTING_SAME_COUNT, INT(s.process), TEXT(s.phase), TEXT(s.session), INT(s.id)));
	if (s.state != SITTING_PLANNED || (!sitting_is_unled(&s) && row_int(&r, 0, 0) == 0))
		return ERR_CONFLICT;
	TRY(db_exec(c, NULL, SITTING_STEPS_CLEAR, INT(s.id)));
	TRY(db_exec(c, NULL, ROOM_FORGET_SLIPS, INT(s.id)));
	TRY(db_exec(c, &changed, SITTING_REMOVE, INT(s.id)));
	return audit_add(c, x->arena, x->unit, s.process, x->person, 0, "plan.gathering.remove",
		audit_body(x->arena, V("what", x->what)));
}

err
sitting_remove_post(struct req *rq, struct response *rs)
{
	struct removing x = { .arena = rq->arena, .sitting = rq->sitting, .unit = rq->unit, .person = rq->user->id };
	struct sitting_view v;

	TRY(read_view(rq, &v));
	x.what = sitting_name(rq->arena, rq->lang, v.rm.session, &v.rm.s);
	TRY(req_write(rq, remove_write, &x));
	return req_go(rq, rs, "/p/%" PRId64 "/sittings?said=removed", rq->process);
}
