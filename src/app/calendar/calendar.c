/* calendar.c: from the plan to entries. */
#include "app/calendar/calendar.h"

#include "app/meeting/sitting.h"
#include "base/clock.h"

#define EVENTS_MOST 2000

str
calendar_uid(struct arena *a, int64_t sitting, str public_id)
{
	return str_fmt(a, "sitting-%" PRId64 "-" STR_FMT, sitting, STR_ARG(public_id));
}

static str
title_of(struct arena *a, const struct calendar_reader *to, const struct method_session *s, const struct plan_sitting *g)
{
	bool vote = str_eq(g->kind, sitting_kind_word(SITTING_VOTING));
	str title = vote ?
		fill(a, to->lang, tr(to->lang, "Voting: {phase} at {unit}"), V("phase", text_in(&s->phase->name, to->lang)),
			V("unit", to->p->unit_name)) :
		fill(a, to->lang, tr(to->lang, "{session} at {unit}"), V("session", text_in(&s->name, to->lang)), V("unit", to->p->unit_name));

	return g->label.n ? str_fmt(a, STR_FMT " (" STR_FMT ")", STR_ARG(title), STR_ARG(g->label)) : title;
}

static const struct method_session *
session_of(const struct process *p, const struct plan_sitting *g)
{
	const struct method_phase *ph = method_phase(p->method, g->phase);

	return ph ? method_session(ph, g->session) : NULL;
}

static str
staff_page(struct arena *a, const struct calendar_reader *to)
{
	return to->site.n ? str_fmt(a, STR_FMT "/w/" STR_FMT, STR_ARG(to->site), STR_ARG(to->p->public_id)) : (str){ 0 };
}

struct calendar_event
calendar_of(struct arena *a, const struct calendar_reader *to, const struct plan_sitting *g)
{
	const struct method_session *s = session_of(to->p, g);
	struct calendar_event ev = { .uid = calendar_uid(a, g->id, to->p->public_id), .starts = g->starts_at, .ends = g->ends_at,
		.stamp = clock_now(), .sequence = g->moved, .place = g->place,
		.tentative = to->p->state == PROCESS_DRAFT || to->p->state == PROCESS_ANCHORED };

	ev.title = s ? title_of(a, to, s, g) : to->p->name;
	ev.text = s ? text_in(&s->aim, to->lang) : (str){ 0 };
	ev.url = to->group && to->site.n ? str_fmt(a, STR_FMT "/s/%" PRId64, STR_ARG(to->site), g->id) : staff_page(a, to);
	/* Open for days: it takes nobody's time. */
	ev.free = str_eq(g->kind, sitting_kind_word(SITTING_OWN)) || str_eq(g->kind, sitting_kind_word(SITTING_VOTING));
	return ev;
}

void
calendar_put(struct arena *a, struct calendar_events *all, struct calendar_event ev)
{
	if (all->n == EVENTS_MOST)
		return;
	if (all->n == all->room) {
		struct calendar_event *more = NEW_ARRAY(a, struct calendar_event, all->room ? all->room * 2 : 64);
		if (all->n)
			memcpy(more, all->p, all->n * sizeof(*more));
		all->p = more;
		all->room = all->room ? all->room * 2 : 64;
	}
	all->p[all->n++] = ev;
}

/* A date of the plan whose workshop has no gathering. */
static void
add_plan_date(struct arena *a, const struct calendar_reader *to, const struct plan_row *row, const struct plan_sittings *all,
	struct calendar_events *out)
{
	const struct method_session *s = phase_meet(row->phase);
	struct plan_sitting g = { .phase = row->phase->id, .place = row->place, .starts_at = row->meet_at };
	struct calendar_event ev;

	for (size_t i = 0; s && i < all->n; i++)
		if (plan_sitting_is_of(&all->p[i], s))
			return;
	if (!s || !row->meet_at || (s->kind != SESSION_WORKSHOP && !to->group))
		return;
	g.session = s->id;
	g.ends_at = row->meet_at + (int64_t)s->minutes * 60;
	ev = calendar_of(a, to, &g);
	ev.uid = str_fmt(a, STR_FMT "-" STR_FMT, STR_ARG(row->phase->id), STR_ARG(to->p->public_id));
	if (to->group)
		ev.url = to->site.n ? str_fmt(a, STR_FMT "/p/%" PRId64 "/plan", STR_ARG(to->site), to->p->id) : (str){ 0 };
	calendar_put(a, out, ev);
}

err
calendar_add(struct db_conn *c, struct arena *a, const struct calendar_reader *to, int64_t from, int64_t until,
	struct calendar_events *all)
{
	struct plan_sittings sittings;
	struct plan plan;

	TRY(plan_sittings_read(c, a, to->p->id, &sittings));
	TRY(plan_read(c, a, to->lang, to->p, &plan));
	for (size_t i = 0; i < sittings.n; i++) {
		const struct plan_sitting *g = &sittings.p[i];
		bool own = str_eq(g->kind, sitting_kind_word(SITTING_GROUP));
		if (g->starts_at >= from && g->starts_at < until && g->starts_at && (to->group || !own))
			calendar_put(a, all, calendar_of(a, to, g));
	}
	for (size_t i = 0; i < plan.n; i++)
		if (plan.rows[i].meet_at >= from && plan.rows[i].meet_at < until)
			add_plan_date(a, to, &plan.rows[i], &sittings, all);
	return calendar_add_meetings(c, a, to, from, until, all);
}
