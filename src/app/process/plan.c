/* plan.c: the progress plan as it stands: dates, what clashes, who sees to what. */
#include <jansson.h>

#include "app/process/process.h"
#include "text/date.h"

const struct method_session *
phase_meet(const struct method_phase *p)
{
	const struct method_session *workshop = method_session_of(p, SESSION_WORKSHOP);

	return workshop ? workshop : method_session_of(p, SESSION_MEETING);
}

const struct method_session *
phase_prepare(const struct method_phase *p)
{
	const struct method_session *workshop = method_session_of(p, SESSION_WORKSHOP);

	for (size_t i = 0; workshop && i < workshop->index; i++)
		if (p->sessions[i].kind == SESSION_MEETING)
			return &p->sessions[i];
	return NULL;
}

/* ---- gatherings ---- */

err
plan_sittings_read(struct db_conn *c, struct arena *a, int64_t process, struct plan_sittings *out)
{
	struct rows r;

	TRY(db_query(c, a, &r, PROCESS_GATHERINGS, INT(process)));
	out->n = r.n;
	out->p = NEW_ARRAY(a, struct plan_sitting, r.n);
	for (size_t i = 0; i < r.n; i++)
		out->p[i] = (struct plan_sitting){ .id = row_int(&r, i, 0), .phase = row_text(&r, i, 1),
			.session = row_text(&r, i, 2), .kind = row_text(&r, i, 3), .state = row_text(&r, i, 4),
			.place = row_text(&r, i, 5), .label = row_text(&r, i, 6), .starts_at = row_int(&r, i, 7),
			.ends_at = row_int(&r, i, 8), .moved = row_int(&r, i, 9), .code = row_text(&r, i, 10),
			.opened_at = row_int(&r, i, 11) };
	return OK;
}

bool
plan_sitting_is_of(const struct plan_sitting *g, const struct method_session *s)
{
	return str_eq(g->phase, s->phase->id) && str_eq(g->session, s->id);
}

int64_t
plan_first(const struct plan_sittings *all, const struct method_session *s)
{
	for (size_t i = 0; i < all->n; i++)
		if (all->p[i].starts_at && plan_sitting_is_of(&all->p[i], s))
			return all->p[i].starts_at;
	return 0;
}

int64_t
plan_last(const struct plan_sittings *all, const struct method_session *s)
{
	int64_t last = 0;

	for (size_t i = 0; i < all->n; i++)
		if (all->p[i].starts_at && plan_sitting_is_of(&all->p[i], s))
			last = all->p[i].starts_at;
	return last;
}

bool
plan_is_held(const struct plan_sittings *all, const struct method_session *s)
{
	bool any = false;

	for (size_t i = 0; i < all->n; i++) {
		if (!plan_sitting_is_of(&all->p[i], s))
			continue;
		if (!str_eq(all->p[i].state, S("closed")))
			return false;
		any = true;
	}
	return any;
}

int64_t
plan_held_at(const struct plan_sittings *all, const struct method_session *s)
{
	int64_t last = 0;

	for (size_t i = 0; s && i < all->n; i++)
		if (plan_sitting_is_of(&all->p[i], s) && str_eq(all->p[i].state, S("closed")) && all->p[i].opened_at > last)
			last = all->p[i].opened_at;
	return last;
}

err
plan_read(struct db_conn *c, struct arena *a, enum lang l, const struct process *p, struct plan *out)
{
	struct plan_sittings all;
	struct rows r;

	TRY(plan_sittings_read(c, a, p->id, &all));
	TRY(db_query(c, a, &r, PHASES, INT(p->id)));
	out->rows = NEW_ARRAY(a, struct plan_row, p->method->phase_count);
	out->n = p->method->phase_count;
	for (size_t i = 0; i < out->n; i++) {
		struct plan_row *row = &out->rows[i];
		row->phase = &p->method->phases[i];
		for (size_t k = 0; k < r.n; k++) {
			if (!str_eq(row_text(&r, k, 0), row->phase->id))
				continue;
			row->prepare_at = row_int(&r, k, 1);
			row->prepare_place = row_text(&r, k, 2);
			row->meet_at = row_int(&r, k, 3);
			row->place = row_text(&r, k, 4);
			row->leads = row_int(&r, k, 5);
			row->leads_name = row_text(&r, k, 6);
			row->done_at = row_int(&r, k, 7);
		}
	}
	plan_point_out(a, l, &all, out);
	return OK;
}

bool
plan_any_held(const struct plan_sittings *all)
{
	for (size_t i = 0; i < all->n; i++)
		if (!str_eq(all->p[i].kind, S("group")) && str_eq(all->p[i].state, S("closed")))
			return true;
	return false;
}

/* A phase is over when it has been marked so, or when all its gatherings are. */
bool
phase_is_done(const struct plan_row *row, const struct plan_sittings *all)
{
	bool any = false;

	if (row->done_at)
		return true;
	for (size_t i = 0; i < all->n; i++) {
		if (!str_eq(all->p[i].phase, row->phase->id))
			continue;
		if (!str_eq(all->p[i].state, S("closed")))
			return false;
		any = true;
	}
	return any;
}

static bool
is_with_staff(const struct plan_sitting *g)
{
	return str_eq(g->kind, S("staff")) || str_eq(g->kind, S("own"));
}

/* Staff are at it this moment. */
static bool
is_going_on(const struct method_phase *phase, const struct plan_sittings *all)
{
	for (size_t g = 0; g < all->n; g++)
		if (str_eq(all->p[g].phase, phase->id) && str_eq(all->p[g].state, S("open")) && is_with_staff(&all->p[g]))
			return true;
	return false;
}

/* Over without being done: staff have met in a later phase, whatever meeting of this one was never held. One in which nobody meets,
 * only time goes, is over when anybody has. */
static bool
has_passed(const struct plan *plan, size_t i, const struct plan_sittings *all)
{
	const struct method_phase *phase = plan->rows[i].phase;
	bool meets = false;

	if (is_going_on(phase, all))
		return false;
	for (size_t k = 0; k < phase->session_count; k++)
		meets |= phase->sessions[k].kind != SESSION_PERIOD;
	for (size_t k = i + 1; k < plan->n; k++)
		for (size_t g = 0; g < all->n; g++)
			if (str_eq(all->p[g].phase, plan->rows[k].phase->id) && !str_eq(all->p[g].state, S("planned")) &&
				(!meets || is_with_staff(&all->p[g])))
				return true;
	return false;
}

size_t
plan_now(const struct plan *plan, const struct plan_sittings *all)
{
	for (size_t i = 0; i < plan->n; i++)
		if (!phase_is_done(&plan->rows[i], all) && !has_passed(plan, i, all))
			return i;
	return plan->n;
}

str
plan_seen(struct arena *a, const struct plan_row *row)
{
	return str_fmt(a, "%" PRId64 ".%" PRId64 ".%" PRId64 ".%d", row->prepare_at, row->meet_at, row->leads, row->done_at != 0);
}

str
plan_column_name(const struct method *m, enum lang l, enum plan_holds holds)
{
	for (size_t i = 0; i < m->plan_count; i++)
		if (m->plan[i].holds == holds)
			return text_in(&m->plan[i].name, l);
	switch (holds) {
	case HOLDS_PREPARE: return tr(l, "The group prepares");
	case HOLDS_WORKSHOP: return tr(l, "All meet");
	case HOLDS_PLACE: return tr(l, "Place");
	case HOLDS_HOST: return tr(l, "Leads");
	case HOLDS_DUTY:
	case HOLDS_TEXT:
	case HOLDS_DONE:
		break;
	}
	return tr(l, "Tasks");
}

/* ---- duties ---- */

err
duties_read(struct db_conn *c, struct arena *a, const struct process *p, str phase, struct duties *out)
{
	json_t *kept = NULL;
	struct rows r;
	err e = OK;

	TRY(db_query(c, a, &r, PHASES, INT(p->id)));
	for (size_t i = 0; i < r.n; i++)
		if (str_eq(row_text(&r, i, 0), phase) && row_text(&r, i, 8).n)
			kept = json_loadb(row_text(&r, i, 8).p, row_text(&r, i, 8).n, 0, NULL);
	*out = (struct duties){ .p = NEW_ARRAY(a, struct duty, p->method->plan_count) };
	for (size_t i = 0; i < p->method->plan_count && !e; i++) {
		const struct method_plan_column *col = &p->method->plan[i];
		struct duty d = { .column = col };
		if (col->holds != HOLDS_DUTY)
			continue;
		d.person = json_integer_value(json_object_get(kept, str_z(a, col->id)));
		if (d.person && !(e = db_query(c, a, &r, PLAN_PERSON, INT(d.person))) && r.n)
			d.name = row_text(&r, 0, 0);
		out->given += d.person != 0;
		out->p[out->n++] = d;
	}
	json_decref(kept);
	return e;
}
