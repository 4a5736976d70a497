/* checks.c: the demo's checklists are ticked off by those who have the lines, each on its day. */
#include "app/demo/planning.h"
#include "app/process/checklist.h"
#include "base/clock.h"

#define HOUR ((int64_t)3600)

struct ticking {
	const struct planning_check *k;
	struct process p;
	struct plan plan;
	struct plan_sittings all;
	struct group group;
	struct db_conn *c;
	int64_t now;
};

static bool
met_already(const struct ticking *x, const struct plan_row *row)
{
	for (size_t i = 0; i < x->all.n; i++)
		if (str_eq(x->all.p[i].phase, row->phase->id) && str_eq(x->all.p[i].kind, S("staff")) && str_eq(x->all.p[i].state, S("closed")))
			return true;
	return row->meet_at && row->meet_at < x->now - 2 * HOUR;
}

static bool
is_done(const struct ticking *x, const struct plan_row *row, const struct check_item *k)
{
	if (k->item && str_eq(k->item->id, x->k->unchecked))
		return false;
	return met_already(x, row) || (k->when == WHEN_BEFORE && str_eq(row->phase->id, x->k->running));
}

/* The one of the group who has that role; what is everybody's goes round. */
static int64_t
who(const struct ticking *x, const struct plan_row *row, const struct check_item *k)
{
	static const enum role roles[] = { [METHOD_LEADER] = ROLE_LEADER, [METHOD_UNION] = ROLE_UNION, [METHOD_SAFETY] = ROLE_SAFETY,
		[METHOD_STAFF] = ROLE_NONE };
	enum role role = k->role < COUNT(roles) ? roles[k->role] : ROLE_NONE;

	if (k->role == METHOD_HOST && row->leads)
		return row->leads;
	for (size_t i = 0; i < x->group.all.n; i++)
		if (x->group.all.p[i].role == role)
			return x->group.all.p[i].person;
	return x->group.all.n ? x->group.all.p[(size_t)k->id % x->group.all.n].person : x->k->p->leader;
}

/* On the day it was due; where the last gathering is still to come, for the first one. */
static int64_t
when(const struct ticking *x, const struct check_session *cs, const struct check_item *k)
{
	int64_t at = k->due;

	if (at > x->now && cs->at && cs->at < x->now)
		at = cs->at + (k->item ? (int64_t)k->item->days * 24 * HOUR : 0);
	return at && at < x->now - HOUR ? at : x->now - HOUR;
}

static err
tick_session(struct ticking *x, const struct check_session *cs)
{
	const struct plan_row *row = &x->plan.rows[0];

	for (size_t i = 0; i < x->plan.n; i++)
		if (x->plan.rows[i].phase == cs->session->phase)
			row = &x->plan.rows[i];
	for (size_t i = 0; i < cs->n; i++)
		if (is_done(x, row, &cs->p[i]))
			TRY(db_exec(x->c, NULL, CHECK_TICK, INT(cs->p[i].id), INT(x->k->p->process), INT(when(x, cs, &cs->p[i])),
				INT(who(x, row, &cs->p[i]))));
	return OK;
}

err
planning_check(struct db_conn *c, void *check)
{
	struct ticking x = { .k = check, .c = c, .now = clock_now() };
	struct planning_play *p = x.k->p;
	struct checklists lists;

	TRY(process_get(p->app, c, p->arena, p->process, &x.p));
	TRY(plan_read(c, p->arena, LANG_NB, &x.p, &x.plan));
	TRY(plan_sittings_read(c, p->arena, p->process, &x.all));
	TRY(group_at(c, p->arena, p->unit, &x.group));
	TRY(checklists_read(c, p->arena, LANG_NB, &x.p, &x.all, &lists));
	for (size_t i = 0; i < lists.n; i++)
		TRY(tick_session(&x, &lists.p[i]));
	return OK;
}
