/* home.c: the front page. */
#include "app/process/home.h"

#include "app/access/agreement.h"
#include "app/access/session.h"
#include "app/access/start.h"
#include "app/chain/handle_next.h"
#include "app/home_tmpl.h"
#include "app/measure/measure_next.h"
#include "app/page.h"
#include "app/retention/discussed.h"
#include "base/clock.h"

#define MOST_THINGS 20
#define TERM_NOTICE ((int64_t)56 * 86400)

static err group_next(struct req *rq, struct db_conn *c, int64_t unit, str unit_name, unsigned roles,
	struct next_things *all);
static err work_next(struct req *rq, struct db_conn *c, int64_t unit, str unit_name, unsigned roles, struct next_things *all);

/* What can wait at a unit, the most important first. Another capability adds a line. */
static const next_fn sources[] = {
	group_next,
	handle_next,
	work_next,
	measure_next,
	discussed_next,
};

void
next_add(struct req *rq, struct next_things *all, struct next_thing t)
{
	if (all->n == all->room) {
		struct next_thing *more;
		all->room = all->room ? all->room * 2 : 8;
		more = NEW_ARRAY(rq->arena, struct next_thing, all->room);
		for (size_t i = 0; i < all->n; i++)
			more[i] = all->p[i];
		all->p = more;
	}
	all->p[all->n++] = t;
}

size_t
next_first(const struct next_things *all)
{
	size_t i = 0;

	while (i < all->n && !all->p[i].mine)
		i++;
	return i;
}

err
next_group(struct req *rq, struct db_conn *c, int64_t unit, struct next_things *all, const struct group **out)
{
	struct group *group;

	if (!all->group || all->group_of != unit) {
		group = NEW(rq->arena, struct group);
		TRY(group_at(c, rq->arena, unit, group));
		all->group = group;
		all->group_of = unit;
	}
	*out = all->group;
	return OK;
}

/* All three are in: now they can begin. What waits inside a process is the process's to tell. */
static err
begin_next(struct req *rq, struct db_conn *c, int64_t unit, str unit_name, unsigned roles, struct next_things *all)
{
	struct rows r;

	TRY(db_query(c, rq->arena, &r, HOME_PROCESSES, INT(unit)));
	if (r.n || !(roles & WHO_GROUP))
		return OK;
	next_add(rq, all, (struct next_thing){ .title = tr(rq->lang, "Get started"), .button = tr(rq->lang, "Get started"),
		.place = unit_name, .mine = true, .minutes = 5, .who = tr(rq->lang, "Responsible: one of the three parties"),
		.text = tr(rq->lang, "Say where and when, and you get a whole plan, which you can change together."),
		.href = str_fmt(rq->arena, "/u/%" PRId64 "/begin", unit) });
	return OK;
}

/* Does somebody else hold the same for longer? A union's is its own. */
static bool
has_successor(const struct parties *all, const struct party *p)
{
	for (size_t i = 0; i < all->n; i++) {
		const struct party *q = &all->p[i];
		if (q != p && q->role == p->role && str_eq(q->union_name, p->union_name) && (!q->to_at || q->to_at > p->to_at))
			return true;
	}
	return false;
}

/* Representatives are elected for a term: in good time before its last day somebody must know who comes next. */
static void
term_next(struct req *rq, const struct group *group, int64_t unit, str unit_name, struct next_things *all)
{
	for (size_t i = 0; i < group->all.n; i++) {
		const struct party *p = &group->all.p[i];
		if (!role_is_rep(p->role) || !party_counts(p) || !p->to_at || p->to_at > clock_now() + TERM_NOTICE ||
			has_successor(&group->all, p))
			continue;
		next_add(rq, all, (struct next_thing){ .mine = true, .minutes = 5, .due = p->to_at, .order = p->to_at,
			.place = unit_name, .href = str_fmt(rq->arena, "/u/%" PRId64 "/people", unit),
			.title = fill(rq->arena, rq->lang, tr(rq->lang, "Who comes after {name} as {role}?"), V("name", p->name),
				V("role", role_in_text(rq->arena, rq->lang, p->role))),
			.text = tr(rq->lang, "The term ends soon. Register who has been elected, also when it is the same person, so that the "
					     "group is never one short.") });
	}
}

/* Until all three parties have signed in and confirmed, that is what the administrator and the group wait for. */
static err
group_next(struct req *rq, struct db_conn *c, int64_t unit, str unit_name, unsigned roles, struct next_things *all)
{
	struct next_thing t = { .title = tr(rq->lang, "Get the three parties in"), .place = unit_name, .minutes = 5,
		.text = tr(rq->lang, "Leader, union representative and safety representative must each sign in themselves before you "
				     "can begin."),
		.href = str_fmt(rq->arena, "/u/%" PRId64 "/people", unit) };
	const struct group *group;

	if (!(roles & (WHO_GROUP | WHO_ADMIN)))
		return OK;
	TRY(next_group(rq, c, unit, all, &group));
	if (roles & WHO_GROUP)
		term_next(rq, group, unit, unit_name, all);
	if (group->complete)
		return begin_next(rq, c, unit, unit_name, roles, all);
	if (group->all.n == 0 && !(roles & WHO_ADMIN))
		return OK;
	t.mine = (roles & WHO_ADMIN) != 0;
	if (!t.mine)
		t.who = tr(rq->lang, "Responsible: the administrator");
	if (group->all.n == 0)
		t.href = str_fmt(rq->arena, "/u/%" PRId64 "/parties", unit);
	next_add(rq, all, t);
	return OK;
}

static err
role_next(struct req *rq, struct db_conn *c, struct next_things *all)
{
	struct parties roles;

	TRY(people_roles(c, rq->arena, rq->user->id, &roles));
	for (size_t i = 0; i < roles.n; i++) {
		const struct party *p = &roles.p[i];
		if (!role_must_confirm(p->role) || p->confirmed_at || p->ended)
			continue;
		next_add(rq, all, (struct next_thing){ .mine = true, .minutes = 1, .href = S("/me/roles"), .place = p->unit_name,
			.title = fill(rq->arena, rq->lang, tr(rq->lang, "Confirm that you are {role}"),
				V("role", role_in_text(rq->arena, rq->lang, p->role))) });
	}
	return OK;
}

static err
agreement_next(struct req *rq, struct db_conn *c, struct next_things *all)
{
	struct agreements_waiting w;

	TRY(agreements_waiting(c, rq->arena, rq->user->id, &w));
	for (size_t i = 0; i < w.n; i++) {
		str title = tr_dynamic(rq->lang, str_of(agreement_kind_of(w.p[i].kind)->title));
		next_add(rq, all, (struct next_thing){ .mine = true, .minutes = 2, .place = w.p[i].unit_name,
			.due = w.p[i].advice ? 0 : w.p[i].due,
			.href = w.p[i].process ?
				str_fmt(rq->arena, "/p/%" PRId64 "/agreements/%" PRId64, w.p[i].process, w.p[i].id) :
				str_fmt(rq->arena, "/u/%" PRId64 "/agreements/%" PRId64, w.p[i].unit, w.p[i].id),
			.title = fill(rq->arena, rq->lang,
				w.p[i].advice ? tr(rq->lang, "Has come to the next level: {what}") : tr(rq->lang, "Your answer: {what}"),
				V("what", title)) });
	}
	return OK;
}

static err
read_place(struct req *rq, struct db_conn *c, const struct rows *r, size_t i, struct home_place *p)
{
	struct rows found;

	*p = (struct home_place){ .unit = row_int(r, i, 0), .name = row_text(r, i, 1) };
	TRY(session_roles(c, rq->arena, rq->user, p->unit, 0, &p->roles));
	if (p->roles & (WHO_GROUP | WHO_ABOVE | WHO_STAFF))
		TRY(db_query(c, rq->arena, &found, HOME_PROCESSES, INT(p->unit)));
	else
		TRY(db_query(c, rq->arena, &found, HOME_PROCESSES_GRANTED, INT(rq->user->id), INT(p->unit), INT(clock_now())));
	p->process_count = found.n;
	p->processes = NEW_ARRAY(rq->arena, struct home_process, found.n);
	for (size_t k = 0; k < found.n; k++)
		p->processes[k] = (struct home_process){ row_int(&found, k, 0), row_text(&found, k, 1),
			process_state_name(rq->lang, process_state_of(row_text(&found, k, 2))) };
	return OK;
}

/* What the processes of a unit wait for. Helpers and workshop leaders hold roles in single ones. */
static err
work_next(struct req *rq, struct db_conn *c, int64_t unit, str unit_name, unsigned roles, struct next_things *all)
{
	struct processes list;

	(void)unit_name;
	TRY(processes_of_unit(rq->app, c, rq->arena, unit, &list));
	for (size_t i = 0; i < list.n && all->n < MOST_THINGS; i++) {
		struct process_seen *seen = NEW(rq->arena, struct process_seen);
		unsigned here = roles;
		if (!(roles & WHO_GROUP))
			TRY(session_roles(c, rq->arena, rq->user, unit, list.p[i].id, &here));
		TRY(timeline_read(rq, c, &list.p[i], &seen->timeline));
		seen->process = list.p[i];
		seen->next = all->seen;
		all->seen = seen;
		TRY(process_next(rq, c, &seen->process, &seen->timeline, here, all));
	}
	return OK;
}

err
timeline_read(struct req *rq, struct db_conn *c, const struct process *p, struct timeline *out)
{
	TRY(plan_read(c, rq->arena, rq->lang, p, &out->plan));
	TRY(plan_sittings_read(c, rq->arena, p->id, &out->all));
	out->now = plan_now(&out->plan, &out->all);
	return OK;
}

/* With one process only, its phases stand on the front page. Staff are led to their own page of it. */
static void
find_one(struct req *rq, struct home_view *v)
{
	const struct home_place *place = NULL;
	size_t n = 0;

	for (size_t i = 0; i < v->place_count; i++)
		if (v->places[i].process_count) {
			place = &v->places[i];
			n += place->process_count;
		}
	if (n != 1)
		return;
	for (v->one = v->next.seen; v->one && v->one->process.id != place->processes[0].id;)
		v->one = v->one->next;
	v->one_href = str_fmt(rq->arena, "/p/%" PRId64, place->processes[0].id);
}

/* Has the reader a place in the group there? Then it has been told already. */
static bool
leads_at(const struct home_view *v, int64_t unit)
{
	for (size_t i = 0; i < v->place_count; i++)
		if (v->places[i].unit == unit && (v->places[i].roles & WHO_GROUP))
			return true;
	return false;
}

/* The administrator's root unit has no group of its own: what waits is at the units below. */
static err
admin_next(struct req *rq, struct db_conn *c, const struct home_view *v, struct next_things *all)
{
	struct units units;

	if (!rq->user->is_admin)
		return OK;
	TRY(units_of(c, rq->arena, rq->user->organisation, &units));
	for (size_t i = 0; i < units.n && i < 50 && all->n < MOST_THINGS; i++)
		if (str_eq(units.p[i].kind, S("unit")) && !leads_at(v, units.p[i].id))
			TRY(group_next(rq, c, units.p[i].id, units.p[i].name, WHO_ADMIN, all));
	return OK;
}

static err
read_home(struct req *rq, struct home_view *v)
{
	struct db_conn *c;
	struct rows r;

	TRY(req_read(rq, &c));
	TRY(role_next(rq, c, &v->next));
	TRY(agreement_next(rq, c, &v->next));
	TRY(db_query(c, rq->arena, &r, HOME_PLACES, INT(rq->user->id), INT(clock_now())));
	v->places = NEW_ARRAY(rq->arena, struct home_place, r.n);
	for (size_t i = 0; i < r.n; i++) {
		struct home_place *p = &v->places[v->place_count++];
		TRY(read_place(rq, c, &r, i, p));
		for (size_t k = 0; k < COUNT(sources); k++)
			if (sources[k] != group_next || (p->roles & WHO_GROUP))
				TRY(sources[k](rq, c, p->unit, p->name, p->roles, &v->next));
	}
	TRY(admin_next(rq, c, v, &v->next));
	next_sort(v->next.p, v->next.n);
	v->first = next_first(&v->next);
	find_one(rq, v);
	return OK;
}

err
home_page(struct req *rq, struct response *rs)
{
	struct page pg = page_of(rq, tr(rq->lang, "Home"));
	struct home_view v = { 0 };
	struct db_conn *c;
	bool done;

	if (!rq->user) {
		TRY(req_read(rq, &c));
		TRY(start_is_done(c, rq->arena, &done));
		if (!done)
			return req_go(rq, rs, "/start");
		pg.title = tr(rq->lang, "Welcome to Medvirk");
		welcome_view(&rs->body, rq->lang, &pg);
		return OK;
	}
	TRY(read_home(rq, &v));
	pg.said = page_said(rq);
	home_signed_in_view(&rs->body, rq->lang, &pg, &v);
	return OK;
}
