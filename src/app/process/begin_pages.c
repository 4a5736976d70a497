/* begin_pages.c: "Kom i gang": a place and a date, and the whole plan is proposed. */
#include "app/access/people.h"
#include "app/begin_tmpl.h"
#include "app/page.h"
#include "app/process/days.h"
#include "app/process/process_pages.h"
#include "base/clock.h"
#include "base/rand.h"
#include "text/date.h"

#define OFFERED_DAYS 14	/* from today to the first meeting we suggest */

static const struct field begin_form[] = {
	{ "method", N_("Way of working"), .kind = FIELD_CHOICE, .required = true },
	{ "name", N_("What do you call it?"), .max = 80, .required = true },
	{ "date", N_("When does the group meet for the first time?"),
		N_("One hour. Leader, union representatives and safety representative must all be there."), FIELD_DATE,
		.required = true },
	{ "time", N_("Clock time"), .kind = FIELD_TIME, .required = true },
	{ "place", N_("Where do you meet?"), N_("For example the meeting room on the first floor."), .max = 120,
		.required = true },
	{ "staff", N_("How many work here?"), N_("About is good enough. It is used to work out how much to print."), FIELD_INT,
		.min = 1, .max = 5000, .required = true },
};

static void
offer_methods(struct req *rq, struct form *f)
{
	size_t n = shelf_count(rq->app->shelf);
	struct choice *all = NEW_ARRAY(rq->arena, struct choice, n);

	for (size_t i = 0; i < n; i++) {
		const struct method *m = shelf_at(rq->app->shelf, i);
		all[i] = (struct choice){ m->id, text_in(&m->name, rq->lang) };
	}
	form_choices(f, "method", all, n);
	if (n == 1)
		form_set(f, "method", all[0].value);
}

/* A weekday two weeks ahead, at one o'clock. */
static int64_t
offered_day(struct req *rq)
{
	int64_t t;

	if (date_parse(date_iso(rq->arena, date_add_days(clock_now(), OFFERED_DAYS)), S("13:00"), &t))
		return clock_now();
	while (day_is_off(rq->arena, t))
		t = date_add_days(t, 1);
	return t;
}

static err
draw(struct req *rq, struct response *rs, struct form *f)
{
	struct page pg = page_of(rq, tr(rq->lang, "Get started"));
	struct begin_view v = { .action = rq->http->path, .back = S("/") };
	struct db_conn *c;

	TRY(req_read(rq, &c));
	TRY(processes_of_unit(rq->app, c, rq->arena, rq->unit, &v.there));
	if (shelf_count(rq->app->shelf) == 1)
		v.method = shelf_at(rq->app->shelf, 0);
	pg.form = f;
	begin_view(&rs->body, rq->lang, &pg, &v, f, rand_uuid(rq->arena));
	return OK;
}

err
begin_page(struct req *rq, struct response *rs)
{
	struct form f = form_new(rq, begin_form, COUNT(begin_form));
	int64_t day = offered_day(rq);

	if (shelf_count(rq->app->shelf) == 0)
		return req_fail(rq, ERR_NOTFOUND, tr(rq->lang, "There is no way of working to choose from in this installation."));
	offer_methods(rq, &f);
	/* With several to choose from, whoever begins says which one it is before it has a name. */
	if (shelf_count(rq->app->shelf) == 1)
		form_set(&f, "name", str_fmt(rq->arena, STR_FMT " %.4s", STR_ARG(text_in(&shelf_at(rq->app->shelf, 0)->name, rq->lang)),
			date_iso(rq->arena, day).p));
	form_set(&f, "date", date_iso(rq->arena, day));
	form_set(&f, "time", time_iso(rq->arena, day));
	return draw(rq, rs, &f);
}

static err
check(struct req *rq, struct form *f, struct process_begin *b)
{
	err e = form_read(rq, begin_form, COUNT(begin_form), f);

	offer_methods(rq, f);
	if (form_check_choice(rq, f, "method"))
		e = ERR_INVALID;
	TRY(e);
	TRY(form_time(rq, f, "date", "time", &b->first_at));
	if (b->first_at < clock_now() - 86400)
		return form_error(f, "date", tr(rq->lang, "That day is over. Choose one that is coming."));
	if (b->first_at > clock_now() + (int64_t)2 * 366 * 86400)
		return form_error(f, "date", tr(rq->lang, "Choose a day within two years."));
	b->method = shelf_by_id(rq->app->shelf, form_str(f, "method"));
	b->place = form_str(f, "place");
	b->name = form_str(f, "name");
	b->staff_count = form_int(f, "staff");
	return OK;
}

err
begin_post(struct req *rq, struct response *rs)
{
	struct process_begin b = { .arena = rq->arena, .app = rq->app, .unit = rq->unit, .person = rq->user->id,
		.key = req_form(rq, S("key")), .lang = rq->lang };
	struct form f;
	err e = check(rq, &f, &b);

	if (e == ERR_INVALID) {
		TRY(draw(rq, rs, &f));
		return e;
	}
	TRY(e);
	TRY(req_write(rq, process_begin, &b));
	return req_go(rq, rs, "/p/%" PRId64 "?said=begun", b.id);
}
