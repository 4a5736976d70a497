/* plan_pages.c: the progress plan, and the page where one phase of it is changed. */
#include "app/page.h"
#include "app/plan_tmpl.h"
#include "app/process/process_pages.h"
#include "base/rand.h"
#include "text/date.h"

#define MOST_DUTIES 12

static err
read_log(struct req *rq, struct db_conn *c, struct audit_lines *out)
{
	struct rows r;

	TRY(db_query(c, rq->arena, &r, PLAN_LOG, INT(rq->process)));
	out->n = r.n;
	out->p = NEW_ARRAY(rq->arena, struct audit_line, r.n);
	for (size_t i = 0; i < r.n; i++)
		out->p[i] = (struct audit_line){ row_int(&r, i, 0), audit_sentence(rq->arena, rq->lang, row_text(&r, i, 1),
			row_text(&r, i, 2), row_text(&r, i, 3), row_text(&r, i, 4)) };
	return OK;
}

static err
draw_plan(struct req *rq, struct response *rs, struct form *f)
{
	struct page pg = page_of(rq, tr(rq->lang, "Progress plan"));
	struct plan_view v = { .base = str_fmt(rq->arena, "/p/%" PRId64, rq->process), .edits = req_has_role(rq, WHO_PLAN) };
	struct db_conn *c;

	TRY(req_read(rq, &c));
	TRY(process_of(rq, c, &v.p));
	TRY(timeline_read(rq, c, v.p, &v.timeline));
	v.duties = NEW_ARRAY(rq->arena, struct duties, v.timeline.plan.n);
	for (size_t i = 0; i < v.timeline.plan.n; i++)
		TRY(duties_read(c, rq->arena, v.p, v.timeline.plan.rows[i].phase->id, &v.duties[i]));
	if (v.edits)
		TRY(read_log(rq, c, &v.log));
	if (req_has_role(rq, WHO_GROUP | WHO_STAFF))
		TRY(agenda_list(c, rq->arena, rq->process, &v.meetings));
	agenda_keep_ahead(&v.meetings, req_has_role(rq, WHO_GROUP));
	v.may_hold = v.edits && v.p->state == PROCESS_ANCHORED;
	pg.said = page_said(rq);
	pg.form = f;
	plan_list_view(&rs->body, rq->lang, &pg, &v, rand_uuid(rq->arena));
	return OK;
}

err
plan_page(struct req *rq, struct response *rs)
{
	return draw_plan(rq, rs, NULL);
}

/* "The dates hold." */
err
plan_post(struct req *rq, struct response *rs)
{
	struct plan_change x = { .arena = rq->arena, .app = rq->app, .process = rq->process, .person = rq->user->id,
		.key = req_form(rq, S("key")), .lang = rq->lang };
	err e = req_write(rq, plan_holds_write, &x);

	if (e == ERR_INVALID)
		return req_fail(rq, e, tr(rq->lang, "The first workshop has no date yet."));
	TRY(e);
	return req_go(rq, rs, "/p/%" PRId64 "/plan?said=saved", rq->process);
}

/* ---- one phase ---- */

static const char *const duty_names[MOST_DUTIES] = { "duty1", "duty2", "duty3", "duty4", "duty5", "duty6", "duty7", "duty8",
	"duty9", "duty10", "duty11", "duty12" };

/* The form of a phase: what the pack's columns ask for. Labels of sessions and duties are the pack's own words. */
struct edit {
	struct field fields[8 + MOST_DUTIES];
	size_t n;
	const struct process *p;
	struct plan plan;
	const struct plan_row *row;
	struct duties duties;
	const struct method_session *prepare, *meet;
};

static void
add_field(struct edit *x, const char *name, const char *label, const char *hint, enum field_kind kind, int64_t max)
{
	x->fields[x->n++] = (struct field){ name, label, hint, kind, .max = max, .quiet = true };
}

static void
make_fields(struct req *rq, struct edit *x)
{
	if (x->prepare) {
		add_field(x, "prepare_date", N_("Date"), NULL, FIELD_DATE, 0);
		add_field(x, "prepare_time", N_("Clock time"), NULL, FIELD_TIME, 0);
		add_field(x, "prepare_place", N_("Place"), NULL, FIELD_LINE, 120);
	}
	if (x->meet) {
		add_field(x, "meet_date", N_("Date"), NULL, FIELD_DATE, 0);
		add_field(x, "meet_time", N_("Clock time"), NULL, FIELD_TIME, 0);
	}
	add_field(x, "place", N_("Place"), NULL, FIELD_LINE, 120);
	add_field(x, "leads", str_z(rq->arena, plan_column_name(x->p->method, rq->lang, HOLDS_HOST)), NULL, FIELD_CHOICE, 0);
	for (size_t i = 0; i < x->duties.n && i < MOST_DUTIES; i++)
		add_field(x, duty_names[i], str_z(rq->arena, text_in(&x->duties.p[i].column->name, rq->lang)), NULL, FIELD_CHOICE, 0);
	add_field(x, "done", N_("This phase is done"), NULL, FIELD_TICK, 0);
}

static err
read_edit(struct req *rq, struct edit *x)
{
	struct db_conn *c;

	TRY(req_read(rq, &c));
	TRY(process_of(rq, c, &x->p));
	TRY(plan_read(c, rq->arena, rq->lang, x->p, &x->plan));
	for (size_t i = 0; i < x->plan.n; i++)
		if (str_eq(x->plan.rows[i].phase->id, rq->params[1]))
			x->row = &x->plan.rows[i];
	if (!x->row)
		return ERR_NOTFOUND;
	TRY(duties_read(c, rq->arena, x->p, x->row->phase->id, &x->duties));
	x->prepare = phase_prepare(x->row->phase);
	x->meet = phase_meet(x->row->phase);
	make_fields(rq, x);
	return OK;
}

err
people_to_choose(struct req *rq, struct db_conn *c, struct choice **out, size_t *n)
{
	struct parties here, granted;
	struct choice *all;

	TRY(people_at(c, rq->arena, rq->unit, &here));
	TRY(people_of_process(c, rq->arena, rq->process, &granted));
	*out = all = NEW_ARRAY(rq->arena, struct choice, here.n + granted.n);
	*n = 0;
	for (size_t i = 0; i < here.n + granted.n; i++) {
		const struct party *p = i < here.n ? &here.p[i] : &granted.p[i - here.n];
		str id = str_fmt(rq->arena, "%" PRId64, p->person);
		bool there = false;
		for (size_t k = 0; k < *n; k++)
			there |= str_eq(all[k].value, id);
		if (!there && (ROLE_BIT(p->role) & WHO_DESK) && (party_counts(p) || !role_is_granted(p->role)))
			all[(*n)++] = (struct choice){ id, p->name };
	}
	return OK;
}

static err
offer_people(struct req *rq, struct form *f, const struct edit *x)
{
	struct choice *all;
	struct db_conn *c;
	size_t n;

	TRY(req_read(rq, &c));
	TRY(people_to_choose(rq, c, &all, &n));
	form_choices(f, "leads", all, n);
	for (size_t i = 0; i < x->duties.n && i < MOST_DUTIES; i++)
		form_choices(f, duty_names[i], all, n);
	return OK;
}

static void
set_time(struct req *rq, struct form *f, const char *date, const char *time, int64_t at)
{
	if (!at)
		return;
	form_set(f, date, date_iso(rq->arena, at));
	form_set(f, time, time_iso(rq->arena, at));
}

static void
set_person(struct req *rq, struct form *f, const char *name, int64_t person)
{
	if (person)
		form_set_int(rq, f, name, person);
}

static err
draw_edit(struct req *rq, struct response *rs, const struct edit *x, struct form *f, str seen)
{
	struct page pg = page_of(rq, text_in(&x->row->phase->name, rq->lang));
	struct plan_edit_view v = { .p = x->p, .row = x->row, .prepare = x->prepare, .meet = x->meet, .seen = seen,
		.base = str_fmt(rq->arena, "/p/%" PRId64, rq->process), .action = rq->http->path };

	TRY(offer_people(rq, f, x));
	v.duties = NEW_ARRAY(rq->arena, const char *, MOST_DUTIES);
	for (; v.duty_count < x->duties.n && v.duty_count < MOST_DUTIES; v.duty_count++)
		v.duties[v.duty_count] = duty_names[v.duty_count];
	for (size_t i = x->meet ? x->meet->index + 1 : SIZE_MAX; i < x->row->phase->session_count; i++)
		v.has_later = true;
	pg.form = f;
	plan_edit_view(&rs->body, rq->lang, &pg, &v, f, rand_uuid(rq->arena));
	return OK;
}

err
plan_edit_page(struct req *rq, struct response *rs)
{
	struct edit *x = NEW(rq->arena, struct edit);
	struct form f;

	TRY(read_edit(rq, x));
	f = form_new(rq, x->fields, x->n);
	if (x->prepare) {
		set_time(rq, &f, "prepare_date", "prepare_time", x->row->prepare_at);
		form_set(&f, "prepare_place", x->row->prepare_place);
	}
	if (x->meet)
		set_time(rq, &f, "meet_date", "meet_time", x->row->meet_at);
	form_set(&f, "place", x->row->place);
	form_set(&f, "done", x->row->done_at ? S("1") : S(""));
	set_person(rq, &f, "leads", x->row->leads);
	for (size_t i = 0; i < x->duties.n && i < MOST_DUTIES; i++)
		set_person(rq, &f, duty_names[i], x->duties.p[i].person);
	return draw_edit(rq, rs, x, &f, plan_seen(rq->arena, x->row));
}

static err
read_change(struct req *rq, const struct edit *x, struct form *f, struct plan_change *to)
{
	err e = form_read(rq, x->fields, x->n, f);

	TRY(offer_people(rq, f, x));
	if (form_check_choice(rq, f, "leads"))
		e = ERR_INVALID;
	for (size_t i = 0; i < x->duties.n && i < MOST_DUTIES; i++)
		if (form_check_choice(rq, f, duty_names[i]))
			e = ERR_INVALID;
	if (x->prepare && form_str(f, "prepare_date").n && form_str(f, "prepare_time").n == 0)
		e = form_error(f, "prepare_time", tr(rq->lang, "Write when it begins, like 13.00."));
	if (x->meet && form_str(f, "meet_date").n && form_str(f, "meet_time").n == 0)
		e = form_error(f, "meet_time", tr(rq->lang, "Write when it begins, like 13.00."));
	TRY(e);
	if (x->prepare) {
		TRY(form_time(rq, f, "prepare_date", "prepare_time", &to->prepare_at));
		to->prepare_place = form_str(f, "prepare_place");
	}
	if (x->meet)
		TRY(form_time(rq, f, "meet_date", "meet_time", &to->meet_at));
	to->place = form_str(f, "place");
	to->leads = form_int(f, "leads");
	to->done = form_tick(f, "done");
	to->duties = (struct duties){ .p = NEW_ARRAY(rq->arena, struct duty, x->duties.n), .n = x->duties.n };
	for (size_t i = 0; i < x->duties.n; i++)
		to->duties.p[i] = (struct duty){ .column = x->duties.p[i].column,
			.person = i < MOST_DUTIES ? form_int(f, duty_names[i]) : x->duties.p[i].person };
	return OK;
}

err
plan_edit_post(struct req *rq, struct response *rs)
{
	struct plan_change to = { .arena = rq->arena, .app = rq->app, .process = rq->process, .person = rq->user->id,
		.key = req_form(rq, S("key")), .lang = rq->lang, .seen = req_form(rq, S("seen")) };
	struct edit *x = NEW(rq->arena, struct edit);
	struct form f;
	err e;

	TRY(read_edit(rq, x));
	to.phase = x->row->phase->id;
	e = read_change(rq, x, &f, &to);
	if (!e)
		e = req_write(rq, plan_change_write, &to);
	if (e == ERR_CONFLICT) {
		form_error(&f, "place", tr(rq->lang, "Somebody else changed this phase while you were here. Look at the plan, then save "
						     "again if yours is still right."));
		TRY(draw_edit(rq, rs, x, &f, plan_seen(rq->arena, x->row)));
		return e;
	}
	if (e == ERR_INVALID) {
		TRY(draw_edit(rq, rs, x, &f, to.seen));
		return e;
	}
	TRY(e);
	meetings_tell(rq->app, &to.told);
	return req_go(rq, rs, "/p/%" PRId64 "/plan?said=saved#phase-" STR_FMT, rq->process, STR_ARG(to.phase));
}
