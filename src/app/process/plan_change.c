/* plan_change.c: the plan is changed, told in the log with old and new, and the planned sittings move along. */
#include <jansson.h>
#include <stdlib.h>

#include "app/access/audit.h"
#include "app/meeting/sitting.h"
#include "app/process/process.h"
#include "base/clock.h"
#include "text/date.h"

struct changing {
	const struct plan_change *to;
	const struct plan_row *was;
	const struct process *p;
	struct db_conn *c;
};

static err
tell(const struct changing *x, int64_t about, const char *kind, str body)
{
	return audit_add(x->c, x->to->arena, x->p->unit, x->p->id, x->to->person, about, kind, body);
}

/* What the log calls it: the session's name where there is one. */
static str
name_of(const struct changing *x, const struct method_session *s)
{
	return text_in(s ? &s->name : &x->was->phase->name, x->to->lang);
}

static err
tell_date(const struct changing *x, const struct method_session *s, int64_t was, int64_t now)
{
	struct arena *a = x->to->arena;
	str what = name_of(x, s);

	if (was == now)
		return OK;
	if (!was)
		return tell(x, 0, "plan.date.set", audit_body(a, V("what", what), V("new_time", now)));
	if (!now)
		return tell(x, 0, "plan.date.none", audit_body(a, V("what", what), V("old_time", was)));
	return tell(x, 0, "plan.date", audit_body(a, V("what", what), V("old_time", was), V("new_time", now)));
}

static err
tell_place(const struct changing *x, const struct method_session *s, str was, str now)
{
	if (str_eq(was, now))
		return OK;
	return tell(x, 0, "plan.place", audit_body(x->to->arena, V("what", name_of(x, s)), V("old", was.n ? was : S("–")),
		V("new", now.n ? now : S("–"))));
}

/* ---- sittings move along ---- */

static bool
same_day(struct arena *a, int64_t x, int64_t y)
{
	return x == y || (x && y && str_eq(date_iso(a, x), date_iso(a, y)));
}

/* The planned sittings of a session on the old day: the same way apart on the new one. `was` 0: those without a date. */
static err
move_session(const struct changing *x, const struct method_session *s, int64_t was, int64_t now, str place_was, str place)
{
	struct arena *a = x->to->arena;
	bool leads = s->kind == SESSION_WORKSHOP;
	struct rows r;

	TRY(db_query(x->c, a, &r, PLAN_SITTINGS, INT(x->p->id), TEXT(x->to->phase), TEXT(s->id)));
	for (size_t i = 0; i < r.n; i++) {
		int64_t start = row_int(&r, i, 1), end = row_int(&r, i, 2), leader = row_int(&r, i, 4);
		str at = row_text(&r, i, 3);
		int64_t to = was ? start - was + now : now;
		if (!same_day(a, start, was))
			continue;
		if (!now)
			to = 0;
		if (str_eq(at, place_was))
			at = place;
		if (leads && leader == x->was->leads)
			leader = x->to->leads;
		TRY(db_exec(x->c, NULL, PLAN_SITTING_MOVE, INT(row_int(&r, i, 0)), INT_OR_NIL(to),
			to && end > start ? INT(start ? to + end - start : to + (int64_t)s->minutes * 60) : NIL, TEXT(at),
			INT_OR_NIL(leader)));
	}
	if (r.n == 0 && now) {
		struct sitting wanted = { .process = x->p->id, .phase = x->to->phase, .session = s->id, .place = place,
			.starts_at = now, .kind = s->kind == SESSION_WORKSHOP ? SITTING_STAFF : SITTING_GROUP,
			.leads = leads ? x->to->leads : 0 };
		int64_t id;
		/* Not when it has been held: then the row holds a date of the past. */
		TRY(db_query(x->c, a, &r, PLAN_SITTING_ANY, INT(x->p->id), TEXT(x->to->phase), TEXT(s->id)));
		if (r.n == 0)
			TRY(sitting_create(x->c, a, x->p->method, &wanted, &id));
	}
	return OK;
}

/* As the calendar counts them. */
static err
days_between(struct arena *a, int64_t from, int64_t to, int64_t *days)
{
	TRY(date_parse(date_iso(a, from), S("12:00"), &from));
	TRY(date_parse(date_iso(a, to), S("12:00"), &to));
	*days = (to - from + (to > from ? 43200 : -43200)) / 86400;
	return OK;
}

/* The group's meetings after the workshop keep their distance to it. */
static err
move_later(const struct changing *x, const struct method_session *meet)
{
	const struct method_phase *ph = x->was->phase;
	int64_t days = 0;
	struct rows r;

	if (!x->to->meet_at || !x->was->meet_at)
		return OK;
	TRY(days_between(x->to->arena, x->was->meet_at, x->to->meet_at, &days));
	for (size_t i = meet->index + 1; days && i < ph->session_count; i++) {
		TRY(db_query(x->c, x->to->arena, &r, PLAN_SITTINGS, INT(x->p->id), TEXT(ph->id), TEXT(ph->sessions[i].id)));
		for (size_t k = 0; k < r.n; k++)
			if (row_int(&r, k, 1))
				TRY(db_exec(x->c, NULL, PLAN_SITTING_MOVE, INT(row_int(&r, k, 0)),
					INT(date_add_days(row_int(&r, k, 1), (int)days)),
					INT(date_add_days(row_int(&r, k, 2), (int)days)), TEXT(row_text(&r, k, 3)),
					INT_OR_NIL(row_int(&r, k, 4))));
	}
	return OK;
}

static err
change_dates(const struct changing *x)
{
	const struct method_session *prepare = phase_prepare(x->was->phase), *meet = phase_meet(x->was->phase);

	if (prepare) {
		TRY(tell_date(x, prepare, x->was->prepare_at, x->to->prepare_at));
		TRY(tell_place(x, prepare, x->was->prepare_place, x->to->prepare_place));
		TRY(move_session(x, prepare, x->was->prepare_at, x->to->prepare_at, x->was->prepare_place,
			x->to->prepare_place));
	}
	if (!meet)
		return OK;
	TRY(tell_date(x, meet, x->was->meet_at, x->to->meet_at));
	TRY(tell_place(x, meet, x->was->place, x->to->place));
	TRY(move_session(x, meet, x->was->meet_at, x->to->meet_at, x->was->place, x->to->place));
	return move_later(x, meet);
}

/* ---- who ---- */

static err
change_leads(const struct changing *x)
{
	str what = text_in(&x->was->phase->name, x->to->lang);

	if (x->was->leads == x->to->leads)
		return OK;
	if (!x->to->leads)
		return tell(x, x->was->leads, "plan.leads.none", audit_body(x->to->arena, V("what", what)));
	return tell(x, x->to->leads, "plan.leads", audit_body(x->to->arena, V("what", what)));
}

static err
change_duties(const struct changing *x, const struct duties *was, str *out)
{
	struct arena *a = x->to->arena;
	json_t *kept = json_object();
	char *text;
	err e = OK;

	for (size_t i = 0; i < x->to->duties.n && !e; i++) {
		const struct duty *d = &x->to->duties.p[i];
		str what = text_in(&x->was->phase->name, x->to->lang), duty = text_in(&d->column->name, x->to->lang);
		if (d->person)
			json_object_set_new(kept, str_z(a, d->column->id), json_integer(d->person));
		if (i >= was->n || was->p[i].person == d->person)
			continue;
		if (d->person)
			e = tell(x, d->person, "plan.duty", audit_body(a, V("what", what), V("duty", duty)));
		else
			e = tell(x, was->p[i].person, "plan.duty.none", audit_body(a, V("what", what), V("duty", duty)));
	}
	text = json_dumps(kept, JSON_COMPACT | JSON_SORT_KEYS);
	*out = str_dup(a, json_object_size(kept) ? str_of(text) : S(""));
	free(text);
	json_decref(kept);
	return e;
}

static err
change_done(const struct changing *x, int64_t *done_at)
{
	*done_at = x->to->done ? (x->was->done_at ? x->was->done_at : clock_now()) : 0;
	if (x->to->done == (x->was->done_at != 0))
		return OK;
	return tell(x, 0, x->to->done ? "plan.done" : "plan.undone",
		audit_body(x->to->arena, V("what", text_in(&x->was->phase->name, x->to->lang))));
}

static err
find_row(const struct plan *plan, str phase, const struct plan_row **out)
{
	for (size_t i = 0; i < plan->n; i++)
		if (str_eq(plan->rows[i].phase->id, phase)) {
			*out = &plan->rows[i];
			return OK;
		}
	return ERR_NOTFOUND;
}

err
plan_change_write(struct db_conn *c, void *change)
{
	struct plan_change *to = change;
	struct changing x = { .to = to, .c = c };
	struct process p;
	struct plan plan;
	struct duties was;
	int64_t done_at;
	bool is_new;
	str duties;

	to->told.n = 0;
	TRY(form_key_use(c, to->key, &is_new));
	if (!is_new)
		return OK;
	TRY(process_get(to->app, c, to->arena, to->process, &p));
	TRY(plan_read(c, to->arena, to->lang, &p, &plan));
	TRY(find_row(&plan, to->phase, &x.was));
	x.p = &p;
	if (to->seen.n && !str_eq(to->seen, plan_seen(to->arena, x.was)))
		return ERR_CONFLICT;
	TRY(duties_read(c, to->arena, &p, to->phase, &was));
	TRY(change_dates(&x));
	TRY(change_leads(&x));
	TRY(change_duties(&x, &was, &duties));
	TRY(change_done(&x, &done_at));
	TRY(db_exec(c, NULL, PHASE_CHANGE, INT(to->process), TEXT(to->phase), INT_OR_NIL(to->prepare_at),
		TEXT(to->prepare_place), INT_OR_NIL(to->meet_at), TEXT(to->place), INT_OR_NIL(to->leads), TEXT(duties),
		INT_OR_NIL(done_at)));
	return meetings_event(c, to->arena, to->process, EVENT_PLAN, &to->told);
}

/* ---- the dates hold ---- */

static bool
has_first_workshop(const struct plan *plan)
{
	for (size_t i = 0; i < plan->n; i++)
		if (method_session_of(plan->rows[i].phase, SESSION_WORKSHOP))
			return plan->rows[i].meet_at != 0;
	return true;
}

err
plan_holds_write(struct db_conn *c, void *change)
{
	struct plan_change *to = change;
	struct process p;
	struct plan plan;
	bool is_new;

	TRY(form_key_use(c, to->key, &is_new));
	TRY(process_get(to->app, c, to->arena, to->process, &p));
	if (!is_new || p.state != PROCESS_ANCHORED)
		return OK;
	TRY(plan_read(c, to->arena, to->lang, &p, &plan));
	if (!has_first_workshop(&plan))
		return ERR_INVALID;
	return process_set_state(c, to->arena, p.id, to->person, PROCESS_PLANNED);
}
