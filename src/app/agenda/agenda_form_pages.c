/* agenda_form_pages.c: a meeting is planned and changed, and the items of its agenda. */
#include "app/agenda/agenda_pages.h"

#include "app/access/people_choices.h"
#include "app/agenda_form_tmpl.h"
#include "base/clock.h"
#include "base/rand.h"
#include "text/date.h"

static const struct field meeting_form[] = {
	{ "kind", N_("What kind of meeting?"), .kind = FIELD_CHOICE, .required = true },
	{ "title", N_("What shall we call it?"), .max = 120, .required = true },
	{ "purpose", N_("Why do we meet?"), N_("The purpose, in one or two sentences. A call waits for this."), FIELD_TEXT,
		.max = 600, .quiet = true },
	{ "wished", N_("What do we want to have when we part?"),
		N_("The result we wish for: such as a decision, a list or an understanding. A call waits for this."), FIELD_TEXT,
		.max = 600, .quiet = true },
	{ "date", N_("Date"), .kind = FIELD_DATE, .quiet = true },
	{ "time", N_("Starts at"), .kind = FIELD_TIME, .quiet = true },
	{ "minutes", N_("How many minutes?"), .kind = FIELD_INT, .min = 5, .max = AGENDA_LONGEST, .required = true },
	{ "place", N_("Place"), .max = 120 },
	{ "link", N_("Link to the meeting"), N_("For a meeting on screen. It begins with https://"), .max = 500 },
	{ "chair", N_("Who leads it"), .kind = FIELD_CHOICE, .quiet = true },
};

static err
kind_choices(struct req *rq, struct form *f)
{
	struct choice *c = NEW_ARRAY(rq->arena, struct choice, AGENDA_KINDS);

	for (enum agenda_kind k = AGENDA_GROUP; k < AGENDA_KINDS; k++)
		c[k] = (struct choice){ agenda_kind_word(k), agenda_kind_name(rq->lang, k) };
	form_choices(f, "kind", c, AGENDA_KINDS);
	return process_people_choices(rq, f, "chair");
}

static void
set_fields(struct req *rq, struct form *f, const struct agenda_meeting *m)
{
	form_set(f, "kind", agenda_kind_word(m->kind));
	form_set(f, "title", m->title);
	form_set(f, "purpose", m->purpose);
	form_set(f, "wished", m->wished);
	if (m->starts_at) {
		form_set(f, "date", date_iso(rq->arena, m->starts_at));
		form_set(f, "time", time_iso(rq->arena, m->starts_at));
	}
	form_set_int(rq, f, "minutes", m->minutes ? m->minutes : 60);
	form_set(f, "place", m->place);
	form_set(f, "link", m->link);
	if (m->chair)
		form_set_int(rq, f, "chair", m->chair);
}

/* Only addresses a browser may follow from here. */
static err
check_link(struct req *rq, struct form *f)
{
	str link = form_str(f, "link");

	if (link.n == 0 || ((str_starts(link, S("https://")) || str_starts(link, S("http://"))) && !str_has(link, ' ')))
		return OK;
	return form_error(f, "link", tr(rq->lang, "A link begins with https:// and has no spaces."));
}

static err
read_meeting(struct req *rq, struct form *f, struct agenda_meeting *m)
{
	err e = form_read(rq, meeting_form, COUNT(meeting_form), f);

	TRY(kind_choices(rq, f));
	if (form_check_choice(rq, f, "kind") || form_check_choice(rq, f, "chair") || check_link(rq, f) || e)
		return ERR_INVALID;
	*m = (struct agenda_meeting){ .id = m->id, .kind = agenda_kind_of(form_str(f, "kind")), .title = form_str(f, "title"),
		.purpose = form_str(f, "purpose"), .wished = form_str(f, "wished"), .minutes = form_int(f, "minutes"),
		.place = form_str(f, "place"), .link = form_str(f, "link"), .chair = form_int(f, "chair") };
	if (form_str(f, "date").n && form_str(f, "time").n == 0)
		return form_error(f, "time", tr(rq->lang, "Choose the clock time it starts."));
	return form_time(rq, f, "date", "time", &m->starts_at);
}

/* ---- a new one ---- */

/* The three latest that were held, to copy from. */
static void
keep_last(struct agenda_meetings *all)
{
	size_t n = 0;

	for (size_t i = 0; i < all->n && n < 3; i++)
		if (all->p[i].ended_at)
			all->p[n++] = all->p[i];
	all->n = n;
}

static err
new_view(struct req *rq, struct agenda_new_view *v)
{
	struct db_conn *c;

	*v = (struct agenda_new_view){ .base = str_fmt(rq->arena, "/p/%" PRId64 "/meetings", rq->process), .is_new = true,
		.action = rq->http->path, .key = rand_uuid(rq->arena) };
	agenda_starts(rq->arena, rq->lang, v->starts);
	TRY(req_read(rq, &c));
	TRY(agenda_list(c, rq->arena, rq->process, &v->last));
	keep_last(&v->last);
	return OK;
}

static err
draw_new(struct req *rq, struct response *rs, struct form *f, str from)
{
	struct page pg = page_of(rq, tr(rq->lang, "Plan a meeting"));
	struct agenda_new_view v;

	TRY(new_view(rq, &v));
	TRY(kind_choices(rq, f));
	v.from = from;
	pg.form = f;
	agenda_form_view(&rs->body, rq->lang, &pg, &v, f);
	return OK;
}

/* What it begins with: a start of ours by its word, or an earlier meeting by its number. */
static err
begin_with(struct req *rq, str from, struct agenda_put *x)
{
	struct agenda_start start;
	struct db_conn *c;

	if (!str_int(from, &x->copy)) {
		TRY(req_read(rq, &c));
		TRY(agenda_get(c, rq->arena, rq->process, x->copy, &x->m));
		x->m.starts_at = x->m.starts_at ? date_add_days(x->m.starts_at, 28) : 0;
		if (x->m.starts_at && x->m.starts_at < clock_now())
			x->m.starts_at = 0;
		return OK;
	}
	x->copy = 0;
	if (from.n == 0)
		return OK;
	TRY(agenda_start_of(rq->arena, rq->lang, from, &start));
	x->m = start.m;
	x->items = start.items;
	x->item_count = start.n;
	return OK;
}

err
agenda_new_page(struct req *rq, struct response *rs)
{
	struct form f = form_new(rq, meeting_form, COUNT(meeting_form));
	str from = req_query(rq, S("from"));
	struct agenda_put x = { 0 };

	TRY(begin_with(rq, from, &x));
	set_fields(rq, &f, &x.m);
	return draw_new(rq, rs, &f, from);
}

err
agenda_new_post(struct req *rq, struct response *rs)
{
	str from = req_form(rq, S("from"));
	struct agenda_put x = { 0 };
	struct form f;
	err e;

	TRY(begin_with(rq, from, &x));
	x.by = agenda_by(rq, 0);
	e = read_meeting(rq, &f, &x.m);
	if (e == ERR_INVALID) {
		TRY(draw_new(rq, rs, &f, from));
		return e;
	}
	TRY(e);
	x.m.id = 0;
	TRY(req_write(rq, agenda_create, &x));
	if (!x.m.id)	/* the same form again */
		return req_go(rq, rs, "/p/%" PRId64 "/meetings", rq->process);
	return req_go(rq, rs, "/p/%" PRId64 "/meetings/%" PRId64 "?said=planned", rq->process, x.m.id);
}

/* ---- changing it ---- */

static err
draw_edit(struct req *rq, struct response *rs, struct form *f, const struct agenda_meeting *m, str problem)
{
	struct page pg = page_of(rq, tr(rq->lang, "Change the meeting"));
	struct agenda_new_view v = { .action = rq->http->path, .key = rand_uuid(rq->arena), .version = m->version,
		.base = str_fmt(rq->arena, "/p/%" PRId64 "/meetings/%" PRId64, rq->process, m->id), .problem = problem };

	TRY(kind_choices(rq, f));
	pg.form = f;
	agenda_form_view(&rs->body, rq->lang, &pg, &v, f);
	return OK;
}

static err
the_meeting(struct req *rq, struct agenda_meeting *m)
{
	struct db_conn *c;
	int64_t id;

	TRY(req_id(rq, 1, &id));
	TRY(req_read(rq, &c));
	return agenda_get(c, rq->arena, rq->process, id, m);
}

err
agenda_edit_page(struct req *rq, struct response *rs)
{
	struct form f = form_new(rq, meeting_form, COUNT(meeting_form));
	struct agenda_meeting m;

	TRY(the_meeting(rq, &m));
	if (agenda_is_over(&m))
		return req_go(rq, rs, "/p/%" PRId64 "/meetings/%" PRId64, rq->process, m.id);
	set_fields(rq, &f, &m);
	return draw_edit(rq, rs, &f, &m, (str){ 0 });
}

err
agenda_edit_post(struct req *rq, struct response *rs)
{
	struct agenda_put x = { 0 };
	struct agenda_meeting was;
	struct form f;
	err e;

	TRY(the_meeting(rq, &was));
	x.by = agenda_by(rq, was.id);
	if (str_int(req_form(rq, S("version")), &x.version))
		return ERR_INVALID;
	e = read_meeting(rq, &f, &x.m);
	if (!e)
		e = req_write(rq, agenda_change, &x);
	if (e == ERR_CONFLICT)
		TRY(the_meeting(rq, &was));
	if (e == ERR_INVALID || e == ERR_CONFLICT) {
		TRY(draw_edit(rq, rs, &f, &was, e == ERR_INVALID ? (str){ 0 } : tr(rq->lang,
			"Somebody else has changed this meanwhile. What you wrote stands below; save it if it shall count.")));
		return e;
	}
	TRY(e);
	return req_go(rq, rs, "/p/%" PRId64 "/meetings/%" PRId64 "?said=saved", rq->process, was.id);
}
