/* measure_list_pages.c: all measures of a unit: list, board and calendar. */
#include "app/access/session.h"
#include "app/measure/measure_pages.h"
#include "app/measures_tmpl.h"
#include "app/page.h"
#include "base/clock.h"
#include "base/rand.h"
#include "post/calendar.h"
#include "text/date.h"

#define MOST_ASKED 30

static const struct {
	const char *title;	/* message id */
	unsigned statuses;
} columns[] = {
	{ N_("Proposed"), MEASURE_BIT(MEASURE_PROPOSED) },
	{ N_("Planned"), MEASURES_DECIDED },
	{ N_("Being done or tried"), MEASURES_GOING },
	{ N_("Carried out"), MEASURE_BIT(MEASURE_DONE) | MEASURE_BIT(MEASURE_EVALUATED) },
	{ N_("Kept as a habit"), MEASURE_BIT(MEASURE_KEPT) },
	{ N_("Stopped or lifted"), MEASURE_BIT(MEASURE_STOPPED) | MEASURE_BIT(MEASURE_LIFTED) },
};
const size_t measure_column_count = COUNT(columns);

struct measure_column
measure_column(enum lang l, size_t i)
{
	return (struct measure_column){ tr_dynamic(l, str_of(columns[i].title)), columns[i].statuses };
}

size_t
measures_count(const struct measures_view *v, unsigned statuses, enum column_area area)
{
	size_t n = 0;

	for (size_t i = 0; i < v->list.n; i++)
		n += (MEASURE_BIT(v->list.p[i].status) & statuses) && (!area || v->list.p[i].area == area);
	return n;
}

struct looker
measure_looker(const struct req *rq)
{
	return (struct looker){ rq->user ? rq->user->id : 0, rq->roles };
}

/* ---- the filter ---- */

static const struct field filter_form[] = {
	{ "show", N_("Show"), .kind = FIELD_CHOICE, .quiet = true },
	{ "area", N_("Area"), .kind = FIELD_CHOICE, .quiet = true },
	{ "factor", N_("Factor (§ 4-3)"), .kind = FIELD_CHOICE, .quiet = true },
	{ "level", N_("Level"), .kind = FIELD_CHOICE, .quiet = true },
	{ "phase", N_("Phase"), .kind = FIELD_CHOICE, .quiet = true },
};

/* Adds those phases whose id is not there yet: two runs of one method are one. */
static void
add_phases(struct req *rq, const struct method *method, struct choice *phase, size_t *n)
{
	for (size_t i = 0; i < method->phase_count; i++) {
		size_t at = 0;
		while (at < *n && !str_eq(phase[at].value, method->phases[i].id))
			at++;
		if (at == *n)
			phase[(*n)++] = (struct choice){ method->phases[i].id, text_in(&method->phases[i].name, rq->lang) };
	}
}

/* The phases of the process; of a whole unit those of all its processes. */
static err
offer_phases(struct req *rq, struct db_conn *c, struct form *f)
{
	struct processes of_unit = { 0 };
	const struct method *method = NULL;
	struct choice *phase;
	size_t room = 0, n = 0;

	if (rq->process)
		TRY(process_method(rq->app, c, rq->arena, rq->process, &method));
	else
		TRY(processes_of_unit(rq->app, c, rq->arena, rq->unit, &of_unit));
	for (size_t i = 0; i < of_unit.n; i++)
		room += of_unit.p[i].method->phase_count;
	phase = NEW_ARRAY(rq->arena, struct choice, room + (method ? method->phase_count : 0) + 1);
	if (method)
		add_phases(rq, method, phase, &n);
	for (size_t i = 0; i < of_unit.n; i++)
		add_phases(rq, of_unit.p[i].method, phase, &n);
	form_choices(f, "phase", phase, n);
	return OK;
}

static void
offer_filter(struct req *rq, struct form *f)
{
	struct choice *show = NEW_ARRAY(rq->arena, struct choice, 4), *area = NEW_ARRAY(rq->arena, struct choice, 2);
	struct choice *factor = NEW_ARRAY(rq->arena, struct choice, FACTOR_COUNT);
	struct choice *level = NEW_ARRAY(rq->arena, struct choice, LEVEL_COUNT);

	show[0] = (struct choice){ S("mine"), tr(rq->lang, "Mine") };
	show[1] = (struct choice){ S("late"), tr(rq->lang, "Late") };
	show[2] = (struct choice){ S("open"), tr(rq->lang, "Not finished") };
	show[3] = (struct choice){ S("over"), tr(rq->lang, "Finished") };
	area[0] = (struct choice){ S("preserve"), measure_area_name(rq->lang, AREA_PRESERVE) };
	area[1] = (struct choice){ S("improve"), measure_area_name(rq->lang, AREA_IMPROVE) };
	for (unsigned i = 0; i < FACTOR_COUNT; i++)
		factor[i] = (struct choice){ measure_factor_word(1u << i), measure_factor_name(rq->lang, 1u << i) };
	for (int i = 0; i < LEVEL_COUNT; i++)
		level[i] = (struct choice){ measure_level_word((enum measure_level)i), measure_level_name(rq->lang, (enum measure_level)i) };
	form_choices(f, "show", show, 4);
	form_choices(f, "area", area, 2);
	form_choices(f, "factor", factor, FACTOR_COUNT);
	form_choices(f, "level", level, LEVEL_COUNT);
}

static void
read_filter(struct req *rq, struct measures_view *v)
{
	struct buf q = buf_new(rq->arena, 4096);

	for (size_t i = 0; i < COUNT(filter_form); i++) {
		str value = req_query(rq, str_of(filter_form[i].name));
		form_set(&v->form, filter_form[i].name, value);
		if (value.n && value.n < 60)
			buf_addf(&q, "&%s=" STR_FMT, filter_form[i].name, STR_ARG(url_part(rq->arena, value)));
	}
	v->filter = measure_filter_asked(rq);
	v->query = buf_str(&q);
	v->any_filter = v->query.n > 0;
}

/* ---- the calendar ---- */

static void
add_day(struct measures_view *v, const struct measure *m, int64_t at, const char *kind, str what)
{
	size_t i = v->day_count;

	if (!at)
		return;
	for (; i > 0 && v->days[i - 1].at > at; i--)
		v->days[i] = v->days[i - 1];
	v->days[i] = (struct measure_day){ at, m, kind, what };
	v->day_count++;
}

static void
fill_days(struct req *rq, struct measures_view *v)
{
	v->days = NEW_ARRAY(rq->arena, struct measure_day, v->list.n * 4 + 1);
	for (size_t i = 0; i < v->list.n; i++) {
		const struct measure *m = &v->list.p[i];
		bool open = (MEASURE_BIT(m->status) & (MEASURES_DECIDED | MEASURES_GOING)) != 0;
		if (open && m->start_at >= v->now)
			add_day(v, m, m->start_at, "start", tr(rq->lang, "Begins"));
		if (open)
			add_day(v, m, m->due_at, "due", measure_is_late(m, v->now) ? tr(rq->lang, "Should have been done") :
							tr(rq->lang, "Is to be done"));
		if (m->status == MEASURE_KEPT)
			add_day(v, m, m->look_at, "habit", tr(rq->lang, "Next look at the habit"));
		if (m->status != MEASURE_PROPOSED && m->status != MEASURE_STOPPED && m->status != MEASURE_LIFTED)
			add_day(v, m, m->evaluate_at, "evaluation", tr(rq->lang, "Evaluation"));
	}
}

static enum measures_as
as_asked(const struct req *rq)
{
	str as = req_query(rq, S("as"));

	return str_eq(as, S("board")) ? AS_BOARD : str_eq(as, S("calendar")) ? AS_CALENDAR : AS_LIST;
}

static err
read_list(struct req *rq, struct db_conn *c, struct measures_view *v)
{
	struct measure_filter sensitive = { .with_sensitive = true, .process = rq->process };
	struct measures all;

	TRY(measure_counts_read(c, rq->arena, rq->unit, rq->process, &v->counts));
	if (!(rq->roles & (WHO_DESK | WHO_STAFF)))
		v->counts_only = true;
	else
		TRY(measures_read(c, rq->arena, rq->unit, &v->who, &v->filter, &v->list));
	TRY(measures_hidden(c, rq->arena, rq->unit, &v->who, &v->hidden));
	TRY(measures_read(c, rq->arena, rq->unit, &v->who, &sensitive, &all));
	v->sensitive.p = NEW_ARRAY(rq->arena, struct measure, all.n);
	for (size_t i = 0; i < all.n; i++)
		if (all.p[i].sensitive)
			v->sensitive.p[v->sensitive.n++] = all.p[i];
	return OK;
}

static err
draw(struct req *rq, struct response *rs, str problem)
{
	struct page pg = page_of(rq, tr(rq->lang, "Measures"));
	struct measures_view v = { .as = as_asked(rq), .who = measure_looker(rq), .now = clock_now(),
		.may_write = req_has_role(rq, WHO_GROUP) };
	struct db_conn *c;

	v.unit = str_fmt(rq->arena, "/u/%" PRId64 "/measures", rq->unit);
	v.base = rq->process ? str_fmt(rq->arena, "/p/%" PRId64 "/measures", rq->process) : v.unit;
	v.files = rq->process ? str_fmt(rq->arena, "/p/%" PRId64 "/files/measures", rq->process) :
		str_fmt(rq->arena, "/u/%" PRId64 "/files/measures", rq->unit);
	v.form = form_new(rq, filter_form, COUNT(filter_form));
	v.keys[0] = rand_uuid(rq->arena);
	v.keys[1] = rand_uuid(rq->arena);
	TRY(req_read(rq, &c));
	read_filter(rq, &v);
	offer_filter(rq, &v.form);
	TRY(offer_phases(rq, c, &v.form));
	TRY(read_list(rq, c, &v));
	fill_days(rq, &v);
	for (size_t i = 0; i < v.list.n; i++)
		v.may_ask |= v.may_write && v.list.p[i].status == MEASURE_PROPOSED && !v.list.p[i].agreement;
	pg.said = page_said(rq);
	measures_view(&rs->body, rq->lang, &pg, &v, problem);
	return OK;
}

err
measures_page(struct req *rq, struct response *rs)
{
	return draw(rq, rs, (str){ 0 });
}

err
measures_ask_post(struct req *rq, struct response *rs)
{
	struct measure_act x = { .arena = rq->arena, .unit = rq->unit, .person = rq->user->id, .roles = rq->roles, .lang = rq->lang,
		.key = req_form(rq, S("key")) };
	int64_t *ids = NEW_ARRAY(rq->arena, int64_t, MOST_ASKED);
	err e;

	for (size_t i = 0; i < rq->form.n && x.id_count < MOST_ASKED; i++)
		if (str_eq(rq->form.p[i].name, S("measure")) && str_int(rq->form.p[i].value, &ids[x.id_count]) == OK)
			x.id_count++;
	x.ids = ids;
	e = x.id_count ? req_write(rq, measure_ask, &x) : ERR_INVALID;
	if (e == ERR_INVALID) {
		TRY(draw(rq, rs, x.id_count ?
			tr(rq->lang, "One of them is restructuring: it needs a risk assessment and the safety representative's view first.") :
			tr(rq->lang, "Tick the measures you want to ask about.")));
		return e;
	}
	TRY(e);
	if (!x.agreement)
		return req_go(rq, rs, "/u/%" PRId64 "/measures", rq->unit);
	return req_go(rq, rs, "/u/%" PRId64 "/measures?said=asked", rq->unit);
}

/* The safety representative has been told that a sensitive one exists, and nothing more. */
err
measures_hidden_post(struct req *rq, struct response *rs)
{
	struct measure_act x = { .arena = rq->arena, .unit = rq->unit, .person = rq->user->id, .roles = rq->roles,
		.key = req_form(rq, S("key")) };

	if (str_int(req_form(rq, S("measure")), &x.id))
		return ERR_NOTFOUND;
	TRY(req_write(rq, measure_consult, &x));
	return req_go(rq, rs, "/u/%" PRId64 "/measures?said=saved", rq->unit);
}

err
measures_calendar_page(struct req *rq, struct response *rs)
{
	struct measures_view v = { .who = measure_looker(rq), .now = clock_now() };
	struct calendar_event *ev;
	struct db_conn *c;
	str file;

	TRY(req_read(rq, &c));
	if (!(rq->roles & (WHO_DESK | WHO_STAFF)))
		return ERR_NOTFOUND;
	TRY(measures_read(c, rq->arena, rq->unit, &v.who, &v.filter, &v.list));
	fill_days(rq, &v);
	if (!v.day_count)
		return req_fail(rq, ERR_NOTFOUND, tr(rq->lang, "No measure has a date yet."));
	ev = NEW_ARRAY(rq->arena, struct calendar_event, v.day_count);
	for (size_t i = 0; i < v.day_count; i++) {
		const struct measure_day *d = &v.days[i];
		ev[i] = (struct calendar_event){ .starts = date_add_days(d->at, 0) + 9 * 3600, .stamp = v.now,
			.sequence = (v.now - d->m->created) / 60,
			.title = str_fmt(rq->arena, STR_FMT ": " STR_FMT, STR_ARG(d->what), STR_ARG(d->m->title)),
			.uid = str_fmt(rq->arena, "measure-%" PRId64 "-%s@medvirk", d->m->id, d->kind),
			.url = str_fmt(rq->arena, STR_FMT "/u/%" PRId64 "/measures/%" PRId64, STR_ARG(req_site(rq)), rq->unit, d->m->id) };
	}
	TRY(calendar_file(rq->arena, CALENDAR_PUBLISH, ev, v.day_count, &file));
	response_header_set(rs, S("Content-Type"), S("text/calendar; charset=utf-8; method=PUBLISH"));
	response_header_set(rs, S("Content-Disposition"), S("attachment; filename=\"medvirk.ics\""));
	buf_add(&rs->body, file);
	return OK;
}
