/* agenda_run_pages.c: the meeting is run item by item, and ended. All of it works without script. */
#include "app/agenda/agenda_pages.h"

#include "app/access/people_choices.h"
#include "app/agenda_run_tmpl.h"
#include "base/clock.h"
#include "base/rand.h"
#include "text/date.h"

/* ---- item by item ---- */

static const struct field run_form[] = {
	{ "result", N_("What came of it?"), .kind = FIELD_TEXT, .max = AGENDA_LETTERS, .quiet = true },
	{ "follow_up", N_("What do we follow up?"), .kind = FIELD_TEXT, .max = AGENDA_LETTERS, .quiet = true },
	{ "body", N_("What is to be done?"), .max = 200, .quiet = true },
	{ "owner", N_("Who does it?"), .kind = FIELD_CHOICE, .quiet = true },
	{ "due", N_("By when?"), .kind = FIELD_DATE, .quiet = true },
};

/* The place in the meeting: ?item=2. Past the last is the end. */
static size_t
place_of(struct req *rq, const struct agenda_items *items)
{
	int64_t at;

	if (str_int(req_query(rq, S("item")), &at) || at < 0)
		return 0;
	return at > (int64_t)items->n ? items->n + 1 : (size_t)at;
}

static err
draw_run(struct req *rq, struct response *rs, struct agenda_run_view *x, struct form *f)
{
	struct page pg;

	TRY(process_people_choices(rq, f, "owner"));
	x->now = clock_now();
	x->item = x->at >= 1 && x->at <= x->v.w.items.n ? &x->v.w.items.p[x->at - 1] : NULL;
	pg = page_of(rq, x->item ? x->item->title : x->v.w.m.title);
	pg.form = f;
	pg.said = page_said(rq);
	if (x->item && !f->wrong && !x->problem.n) {
		form_set(f, "result", x->item->result);
		form_set(f, "follow_up", x->item->follow_up);
	}
	agenda_run_view(&rs->body, rq->lang, &pg, x, f);
	return OK;
}

/* Before it has begun and after it is locked there is nothing to write. */
static bool
may_write(const struct agenda_meeting *m)
{
	return m->begun_at && !m->locked_at && !m->cancelled_at;
}

err
agenda_run_page(struct req *rq, struct response *rs)
{
	struct form f = form_new(rq, run_form, COUNT(run_form));
	struct agenda_run_view x = { 0 };

	TRY(agenda_view_read(rq, &x.v));
	if (!may_write(&x.v.w.m))
		return req_go(rq, rs, STR_FMT, STR_ARG(x.v.base));
	x.at = place_of(rq, &x.v.w.items);
	if (x.at > x.v.w.items.n)
		return req_go(rq, rs, STR_FMT "/end", STR_ARG(x.v.base));
	return draw_run(rq, rs, &x, &f);
}

/* Where one is led after saving: on, back to the minutes, or to stay. */
static err
go_on(struct req *rq, struct response *rs, const struct agenda_run_view *x)
{
	str go = req_form(rq, S("go"));

	if (str_eq(go, S("minutes")))
		return req_go(rq, rs, STR_FMT "#item-%zu", STR_ARG(x->v.base), x->at);
	return req_go(rq, rs, STR_FMT "/run?item=%zu%s", STR_ARG(x->v.base), x->at + (str_eq(go, S("next")) ? 1 : 0),
		str_eq(go, S("next")) ? "" : "&said=saved");
}

/* A task belongs to the phase the work is in. */
static err
phase_now(struct req *rq, const struct process *p, str *out)
{
	struct plan_sittings all;
	struct plan plan;
	struct db_conn *c;
	size_t now;

	TRY(req_read(rq, &c));
	TRY(plan_read(c, rq->arena, rq->lang, p, &plan));
	TRY(plan_sittings_read(c, rq->arena, p->id, &all));
	now = plan_now(&plan, &all);
	*out = p->method->phases[now < p->method->phase_count ? now : p->method->phase_count - 1].id;
	return OK;
}

static err
read_run(struct req *rq, struct form *f, struct agenda_result *put)
{
	struct agenda_task *t = &put->task;
	err e = form_read(rq, run_form, COUNT(run_form), f);

	TRY(process_people_choices(rq, f, "owner"));
	if (form_check_choice(rq, f, "owner") || form_time(rq, f, "due", NULL, &t->due_at) || e)
		return ERR_INVALID;
	put->result = form_str(f, "result");
	put->follow_up = form_str(f, "follow_up");
	t->body = form_str(f, "body");
	t->owner = form_int(f, "owner");
	if (t->body.n == 0 && (t->owner || t->due_at))
		return form_error(f, "body", tr(rq->lang, "Say what is to be done."));
	return OK;
}

err
agenda_run_post(struct req *rq, struct response *rs)
{
	struct agenda_run_view x = { 0 };
	struct agenda_result put = { 0 };
	struct form f;
	err e;

	TRY(agenda_view_read(rq, &x.v));
	x.at = place_of(rq, &x.v.w.items);
	if (x.at < 1 || x.at > x.v.w.items.n || str_int(req_form(rq, S("version")), &put.version))
		return ERR_NOTFOUND;
	put.by = agenda_by(rq, x.v.w.m.id);
	put.item = x.v.w.items.p[x.at - 1].id;
	TRY(phase_now(rq, x.v.p, &put.phase));
	e = read_run(rq, &f, &put);
	if (!e)
		e = req_write(rq, agenda_result_write, &put);
	if (e == ERR_CONFLICT) {
		TRY(agenda_view_read(rq, &x.v));
		if (x.at > x.v.w.items.n)
			return ERR_NOTFOUND;
		x.problem = tr(rq->lang, "Another of you has written here meanwhile. Yours stands in the fields; theirs is shown above them. Put "
					 "them together, and save.");
	}
	if (e == ERR_INVALID || e == ERR_CONFLICT) {
		TRY(draw_run(rq, rs, &x, &f));
		return e;
	}
	TRY(e);
	return go_on(rq, rs, &x);
}

/* A task is ticked off, or opened again, on whichever page of meetings it stands. */
err
agenda_task_post(struct req *rq, struct response *rs)
{
	str back = req_form(rq, S("back"));
	struct agenda_tick x = { 0 };
	int64_t id;

	TRY(req_id(rq, 1, &id));
	x.by = agenda_by(rq, id);
	x.done = str_eq(req_form(rq, S("done")), S("1"));
	if (str_int(req_form(rq, S("task")), &x.task))
		return ERR_INVALID;
	TRY(req_write(rq, agenda_tick_write, &x));
	if (str_eq(back, S("list")))
		return req_go(rq, rs, "/p/%" PRId64 "/meetings#tasks", rq->process);
	return req_go(rq, rs, "/p/%" PRId64 "/meetings/%" PRId64 "%s", rq->process, id, str_eq(back, S("run")) ? "/run" : "#tasks");
}

/* ---- the end ---- */

static const struct field end_form[] = {
	{ "there", N_("Which of the roles were there?"), .kind = FIELD_HIDDEN },	/* drawn by hand; here for the summary of what is wrong */
	{ "headcount", N_("How many came?"), N_("Staff and the three of you together. Only the number is kept, never names."), FIELD_INT,
		.min = 0, .max = 2000 },
	{ "reached", N_("Did you reach what you wanted to have when you part?"), .kind = FIELD_CHOICE, .required = true },
	{ "why", N_("In one sentence: what helped, or what stood in the way?"), .max = 280 },
};

static err
draw_end(struct req *rq, struct response *rs, struct agenda_end_view *x, struct form *f)
{
	struct choice *c = NEW_ARRAY(rq->arena, struct choice, AGENDA_REACHEDS);
	struct page pg = page_of(rq, tr(rq->lang, "End the meeting"));

	for (enum agenda_reached k = REACHED_YES; k < AGENDA_REACHEDS; k++)
		c[k - 1] = (struct choice){ agenda_reached_word(k), agenda_reached_name(rq->lang, k) };
	form_choices(f, "reached", c, AGENDA_REACHEDS - 1);
	pg.form = f;
	agenda_end_view(&rs->body, rq->lang, &pg, x, f);
	return OK;
}

err
agenda_end_page(struct req *rq, struct response *rs)
{
	struct form f = form_new(rq, end_form, COUNT(end_form));
	struct agenda_end_view x = { 0 };
	const struct agenda_meeting *m = &x.v.w.m;

	TRY(agenda_view_read(rq, &x.v));
	if (!may_write(m))
		return req_go(rq, rs, STR_FMT, STR_ARG(x.v.base));
	x.ticked = NEW_ARRAY(rq->arena, bool, x.v.w.parties.n + 1);
	for (size_t i = 0; i < x.v.w.parties.n; i++)
		x.ticked[i] = x.v.w.parties.p[i].there;
	if (m->headcount >= 0)
		form_set_int(rq, &f, "headcount", m->headcount);
	form_set(&f, "reached", agenda_reached_word(m->reached));
	form_set(&f, "why", m->reached_why);
	return draw_end(rq, rs, &x, &f);
}

/* Ticks are fields "there" with the role's number. */
static err
read_there(struct req *rq, struct agenda_end_view *x, struct agenda_end *put)
{
	const struct agenda_parties *all = &x->v.w.parties;

	x->ticked = NEW_ARRAY(rq->arena, bool, all->n + 1);
	put->roles = NEW_ARRAY(rq->arena, int64_t, all->n + 1);
	for (size_t i = 0; i < rq->form.n; i++) {
		int64_t role;
		if (!str_eq(rq->form.p[i].name, S("there")))
			continue;
		if (str_int(rq->form.p[i].value, &role))
			return ERR_INVALID;
		for (size_t k = 0; k < all->n; k++)
			if (all->p[k].who.role_id == role && !x->ticked[k]) {
				x->ticked[k] = true;
				put->roles[put->role_count++] = role;
			}
	}
	return OK;
}

err
agenda_end_post(struct req *rq, struct response *rs)
{
	struct agenda_end_view x = { 0 };
	struct agenda_end put = { 0 };
	struct form f;
	err e;

	TRY(agenda_view_read(rq, &x.v));
	put.by = agenda_by(rq, x.v.w.m.id);
	TRY(read_there(rq, &x, &put));
	e = form_read(rq, end_form, COUNT(end_form), &f);
	put.headcount = form_str(&f, "headcount").n && x.v.w.m.kind == AGENDA_STAFF ? form_int(&f, "headcount") : -1;
	put.reached = agenda_reached_of(form_str(&f, "reached"));
	put.why = form_str(&f, "why");
	if (!e && !put.reached)
		e = form_error(&f, "reached", tr(rq->lang, "Choose one from the list."));
	if (!put.role_count) {
		x.nobody = true;
		e = form_error(&f, "there", tr(rq->lang, "Tick at least one."));
	}
	if (e == ERR_INVALID) {
		TRY(draw_end(rq, rs, &x, &f));
		return e;
	}
	TRY(req_write(rq, agenda_end_write, &put));
	return req_go(rq, rs, STR_FMT "?said=held", STR_ARG(x.v.base));
}
