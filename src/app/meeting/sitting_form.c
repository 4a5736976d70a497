/* sitting_form.c: changing when, where and by whom a gathering is held, and the leader's part of it. */
#include "app/meeting/sitting_form.h"

#include "app/access/audit.h"
#include "app/access/people_choices.h"
#include "app/access/session.h"
#include "app/meeting/sitting_pages.h"
#include "app/sittings_tmpl.h"
#include "base/clock.h"
#include "base/rand.h"
#include "text/date.h"

#define LONGEST_OPEN_SEC ((int64_t)31 * 86400)

static const struct field edit_form[] = {
	{ "label", N_("What shall we call it"), N_("Such as: Night shift"), .max = 80 },
	{ "date", N_("Date"), .kind = FIELD_DATE },
	{ "time", N_("Starts at"), .kind = FIELD_TIME },
	{ "end_date", N_("Closes on"), N_("For your own pace and for a vote: it closes by itself then."), FIELD_DATE },
	{ "end_time", N_("Ends at"), .kind = FIELD_TIME },
	{ "place", N_("Place"), .max = 120 },
	{ "leads", N_("Who leads it"), .kind = FIELD_CHOICE },
	{ "cover", N_("Replacement staff"), N_("Who does the work meanwhile? Names, or how many and when."), .max = 200 },
	{ "paid", N_("Pay for those who are off duty"), N_("How do people who come in their spare time get paid?"), .max = 200 },
	{ "room_note", N_("The room"), N_("Booked, with tables, projector and coffee?"), .max = 200 },
};

err
sitting_closing(struct req *rq, struct form *f, int64_t starts_at, int64_t *out)
{
	if (form_str(f, "end_date").n == 0)
		return form_error(f, "end_date", tr(rq->lang, "Choose the day it closes."));
	if (form_str(f, "end_time").n == 0)
		return form_error(f, "end_time", tr(rq->lang, "Choose the clock time it closes."));
	TRY(form_time(rq, f, "end_date", "end_time", out));
	if (*out <= starts_at || *out <= clock_now())
		return form_error(f, "end_date", tr(rq->lang, "It must close after it has opened."));
	if (starts_at && *out > starts_at + LONGEST_OPEN_SEC)
		return form_error(f, "end_date", tr(rq->lang, "Let it be open for a month at the most."));
	return OK;
}

/* ---- changing ---- */

struct changing {
	struct arena *arena;
	const struct method *method;
	struct sitting s;	/* as it shall be */
	int64_t unit, person;
	str key, seen, what;
};

/* What the form was drawn from. */
static str
form_seen(struct arena *a, const struct sitting *s)
{
	struct buf b = buf_new(a, 16 * 1024);

	buf_addf(&b, "%" PRId64 " %" PRId64 " %" PRId64, s->starts_at, s->ends_at, s->leads);
	buf_addf(&b, "\n" STR_FMT "\n" STR_FMT "\n" STR_FMT "\n" STR_FMT "\n" STR_FMT, STR_ARG(s->label), STR_ARG(s->place),
		STR_ARG(s->cover), STR_ARG(s->paid), STR_ARG(s->room_note));
	return str_take(token_hash(a, buf_str(&b)), 16);
}

static err
log_change(struct db_conn *c, const struct changing *x, const struct sitting *was)
{
	if (was->starts_at != x->s.starts_at && x->s.starts_at)
		return audit_add(c, x->arena, x->unit, was->process, x->person, 0, "plan.gathering.move",
			audit_body(x->arena, V("what", x->what), V("to_at", x->s.starts_at)));
	return audit_add(c, x->arena, x->unit, was->process, x->person, 0, "plan.gathering.change",
		audit_body(x->arena, V("what", x->what)));
}

/* The plan's own date of the phase moves along when it was this one. */
static err
plan_follows(struct db_conn *c, const struct sitting *was, int64_t starts_at)
{
	if (!was->starts_at || was->starts_at == starts_at || sitting_is_unled(was))
		return OK;
	TRY(db_exec(c, NULL, SITTING_PLAN_MEETS, INT(was->process), TEXT(was->phase), INT(was->starts_at), INT_OR_NIL(starts_at)));
	return db_exec(c, NULL, SITTING_PLAN_PREPARES, INT(was->process), TEXT(was->phase), INT(was->starts_at),
		INT_OR_NIL(starts_at));
}

static err
change_write(struct db_conn *c, void *arg)
{
	struct changing *x = arg;
	const struct sitting *s = &x->s;
	struct sitting was;
	bool is_new;

	TRY(form_key_use(c, x->key, &is_new));
	if (!is_new)
		return OK;
	TRY(sitting_get(c, x->arena, s->id, &was));
	if (was.state == SITTING_CLOSED)
		return ERR_GONE;
	if (!str_eq(x->seen, form_seen(x->arena, &was)))
		return ERR_CONFLICT;
	if (str_eq(x->seen, form_seen(x->arena, s)))
		return OK;
	TRY(plan_follows(c, &was, s->starts_at));
	TRY(log_change(c, x, &was));
	return db_exec(c, NULL, SITTING_CHANGE, INT(s->id), TEXT(s->label), TEXT(s->place), INT_OR_NIL(s->starts_at),
		INT_OR_NIL(s->ends_at), INT_OR_NIL(s->leads), TEXT(s->cover), TEXT(s->paid), TEXT(s->room_note));
}

static err
load(struct req *rq, struct room *rm)
{
	struct db_conn *c;

	TRY(req_read(rq, &c));
	TRY(room_load(rq->app, c, rq->arena, rq->sitting, rm));
	return rm->s.kind == SITTING_REHEARSAL ? ERR_NOTFOUND : OK;
}

static err
draw(struct req *rq, struct response *rs, struct form *f, const struct room *rm, str said)
{
	struct page pg = page_of(rq, tr(rq->lang, "Change the gathering"));
	struct sitting_form sf = { .f = f, .s = &rm->s, .key = rand_uuid(rq->arena), .action = rq->http->path,
		.title = sitting_name(rq->arena, rq->lang, rm->session, &rm->s), .unled = sitting_is_unled(&rm->s),
		.back = str_fmt(rq->arena, "/s/%" PRId64, rq->sitting), .seen = form_seen(rq->arena, &rm->s) };

	struct db_conn *c;

	TRY(process_people_choices(rq, f, "leads"));
	TRY(req_read(rq, &c));
	TRY(sitting_hints_read(rq, c, rq->sitting, &sf.hints));
	pg.form = f;
	sitting_edit_view(&rs->body, rq->lang, &pg, &sf, said);
	return OK;
}

err
sitting_edit_page(struct req *rq, struct response *rs)
{
	struct form f = form_new(rq, edit_form, COUNT(edit_form));
	struct room rm;
	const struct sitting *s = &rm.s;

	TRY(load(rq, &rm));
	if (s->state == SITTING_CLOSED)
		return req_go(rq, rs, "/s/%" PRId64, rq->sitting);
	form_set(&f, "label", s->label);
	if (s->starts_at) {
		form_set(&f, "date", date_iso(rq->arena, s->starts_at));
		form_set(&f, "time", time_iso(rq->arena, s->starts_at));
	}
	if (s->ends_at) {
		form_set(&f, "end_date", date_iso(rq->arena, s->ends_at));
		form_set(&f, "end_time", time_iso(rq->arena, s->ends_at));
	}
	form_set(&f, "place", s->place);
	if (s->leads)
		form_set_int(rq, &f, "leads", s->leads);
	form_set(&f, "cover", s->cover);
	form_set(&f, "paid", s->paid);
	form_set(&f, "room_note", s->room_note);
	return draw(rq, rs, &f, &rm, S(""));
}

/* The end of what somebody leads: a clock time on the same day, or on the next when it is a night. Without one, what the run
 * sheet takes. */
static err
read_end(struct req *rq, struct form *f, const struct room *rm, struct sitting *s)
{
	str end = form_str(f, "end_time");

	s->ends_at = s->starts_at ? s->starts_at + sitting_minutes(&rm->steps) * 60 : 0;
	if (!s->starts_at || end.n == 0)
		return OK;
	if (date_parse(date_iso(rq->arena, s->starts_at), end, &s->ends_at))
		return form_error(f, "end_time", tr(rq->lang, "Write a clock time, like 13.00."));
	if (s->ends_at <= s->starts_at)
		s->ends_at = date_add_days(s->ends_at, 1);
	return OK;
}

static err
read_change(struct req *rq, struct form *f, const struct room *rm, struct changing *x)
{
	err e = form_read(rq, edit_form, COUNT(edit_form), f);
	struct sitting *s = &x->s;

	TRY(process_people_choices(rq, f, "leads"));
	if (form_check_choice(rq, f, "leads") || e)
		return ERR_INVALID;
	*s = rm->s;
	s->label = form_str(f, "label");
	s->place = form_str(f, "place");
	s->leads = form_int(f, "leads");
	if (s->kind == SITTING_STAFF) {
		s->cover = form_str(f, "cover");
		s->paid = form_str(f, "paid");
		s->room_note = form_str(f, "room_note");
	}
	if (form_str(f, "date").n && form_str(f, "time").n == 0)
		return form_error(f, "time", tr(rq->lang, "Choose the clock time it starts."));
	TRY(form_time(rq, f, "date", "time", &s->starts_at));
	return sitting_is_unled(s) ? sitting_closing(rq, f, s->starts_at, &s->ends_at) : read_end(rq, f, rm, s);
}

err
sitting_edit_post(struct req *rq, struct response *rs)
{
	struct changing x = { .arena = rq->arena, .unit = rq->unit, .person = rq->user->id, .key = req_form(rq, S("key")),
		.seen = req_form(rq, S("seen")) };
	struct form f;
	struct room rm;
	err e;

	TRY(load(rq, &rm));
	e = read_change(rq, &f, &rm, &x);
	x.what = sitting_name(rq->arena, rq->lang, rm.session, &x.s);
	if (!e)
		e = req_write(rq, change_write, &x);
	if (e == ERR_CONFLICT)
		TRY(load(rq, &rm));
	if (e == ERR_INVALID || e == ERR_CONFLICT) {
		TRY(draw(rq, rs, &f, &rm, e == ERR_CONFLICT ?
			tr(rq->lang, "Somebody else has changed this meanwhile. What you wrote stands below; save it if it shall count.") : S("")));
		return e;
	}
	TRY(e);
	return req_go(rq, rs, "/s/%" PRId64 "?said=saved", rq->sitting);
}
