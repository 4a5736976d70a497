/* agenda.c: meetings as they are read. */
#include "app/agenda/agenda.h"

#include "base/str.h"

enum agenda_state
agenda_state(const struct agenda_meeting *m)
{
	if (m->cancelled_at)
		return AGENDA_CANCELLED;
	if (m->locked_at)
		return AGENDA_LOCKED;
	if (m->ended_at)
		return AGENDA_HELD;
	if (m->begun_at)
		return AGENDA_BEGUN;
	return m->called_at ? AGENDA_CALLED : AGENDA_PLANNED;
}

bool
agenda_is_over(const struct agenda_meeting *m)
{
	return agenda_state(m) >= AGENDA_HELD;
}

int64_t
agenda_begins(const struct agenda_meeting *m)
{
	return m->begun_at ? m->begun_at : m->starts_at;
}

int64_t
agenda_ends(const struct agenda_meeting *m)
{
	return agenda_begins(m) ? agenda_begins(m) + m->minutes * 60 : 0;
}

bool
agenda_lacked(const struct agenda_meeting *m)
{
	return m->kind == AGENDA_GROUP && m->ended_at && !(m->had_leader && m->had_rep && m->had_safety);
}

bool
agenda_plan_is_open(const struct agenda_meeting *m)
{
	return m->kind == AGENDA_STAFF && m->released_at != 0;
}

bool
agenda_minutes_are_open(const struct agenda_meeting *m)
{
	return m->kind == AGENDA_STAFF && m->locked_at && m->told_at && !m->cancelled_at;
}

bool
agenda_is_open(const struct agenda_meeting *m)
{
	return agenda_plan_is_open(m) || agenda_minutes_are_open(m);
}

void
agenda_keep_open(struct agenda_meetings *all)
{
	size_t n = 0;

	for (size_t i = 0; i < all->n; i++)
		if (agenda_is_open(&all->p[i]))
			all->p[n++] = all->p[i];
	all->n = n;
}

void
agenda_keep_ahead(struct agenda_meetings *all, bool for_group)
{
	size_t n = 0;

	if (!for_group)
		agenda_keep_open(all);
	for (size_t i = 0; i < all->n; i++)
		if (!agenda_is_over(&all->p[i]) && all->p[i].starts_at)
			all->p[n++] = all->p[i];
	all->n = n;
	for (size_t i = 0; i < n / 2; i++) {
		struct agenda_meeting m = all->p[i];
		all->p[i] = all->p[n - 1 - i];
		all->p[n - 1 - i] = m;
	}
}

bool
agenda_is_moved(const struct agenda_meeting *m)
{
	return m->called_at && !m->cancelled_at && (m->called_starts != m->starts_at || m->called_minutes != m->minutes ||
		!str_eq(m->called_place, m->place) || !str_eq(m->called_link, m->link));
}

static void
read_meeting(const struct rows *r, size_t i, struct agenda_meeting *out)
{
	*out = (struct agenda_meeting){
		.id = row_int(r, i, 0), .process = row_int(r, i, 1), .kind = agenda_kind_of(row_text(r, i, 2)),
		.title = row_text(r, i, 3), .place = row_text(r, i, 4), .link = row_text(r, i, 5), .purpose = row_text(r, i, 6),
		.wished = row_text(r, i, 7), .starts_at = row_int(r, i, 8), .minutes = row_int(r, i, 9), .chair = row_int(r, i, 10),
		.chair_name = row_text(r, i, 11), .version = row_int(r, i, 12), .called_at = row_int(r, i, 13),
		.called_version = row_int(r, i, 14), .called_why = row_text(r, i, 15), .released_at = row_int(r, i, 16),
		.begun_at = row_int(r, i, 17), .ended_at = row_int(r, i, 18), .headcount = row_int(r, i, 19),
		.reached = agenda_reached_of(row_text(r, i, 20)), .reached_why = row_text(r, i, 21),
		.told_version = row_int(r, i, 22), .locked_at = row_int(r, i, 23), .told_at = row_int(r, i, 24),
		.cancelled_at = row_int(r, i, 25), .called_starts = row_int(r, i, 26), .called_minutes = row_int(r, i, 27),
		.called_place = row_text(r, i, 28), .called_link = row_text(r, i, 29), .calls = row_int(r, i, 30),
		.had_leader = row_int(r, i, 31) != 0, .had_rep = row_int(r, i, 32) != 0, .had_safety = row_int(r, i, 33) != 0,
	};
}

static err
read_list(struct db_conn *c, struct arena *a, int64_t process, int64_t waits_for, struct agenda_meetings *out)
{
	struct rows r;

	TRY(db_query(c, a, &r, AGENDA_LIST, INT(process), INT(0), INT(waits_for)));
	out->n = r.n;
	out->p = NEW_ARRAY(a, struct agenda_meeting, r.n + 1);
	for (size_t i = 0; i < r.n; i++)
		read_meeting(&r, i, &out->p[i]);
	return OK;
}

err
agenda_list(struct db_conn *c, struct arena *a, int64_t process, struct agenda_meetings *out)
{
	return read_list(c, a, process, 0, out);
}

err
agenda_waiting(struct db_conn *c, struct arena *a, int64_t process, int64_t person, struct agenda_meetings *out)
{
	return read_list(c, a, process, person, out);
}

err
agenda_get(struct db_conn *c, struct arena *a, int64_t process, int64_t id, struct agenda_meeting *out)
{
	struct rows r;

	if (id < 1)
		return ERR_NOTFOUND;
	TRY(db_one(c, a, &r, AGENDA_LIST, INT(process), INT(id), INT(0)));
	read_meeting(&r, 0, out);
	return OK;
}

err
agenda_items_read(struct db_conn *c, struct arena *a, const struct agenda_meeting *m, struct agenda_items *out)
{
	int64_t at = agenda_begins(m);
	struct rows r;

	TRY(db_query(c, a, &r, AGENDA_ITEM_LIST, INT(m->id)));
	*out = (struct agenda_items){ .p = NEW_ARRAY(a, struct agenda_item, r.n + 1), .n = r.n };
	for (size_t i = 0; i < r.n; i++) {
		struct agenda_item *it = &out->p[i];
		*it = (struct agenda_item){ .id = row_int(&r, i, 0), .place = row_int(&r, i, 1), .title = row_text(&r, i, 2),
			.why = row_text(&r, i, 3), .want = agenda_want_of(row_text(&r, i, 4)),
			.label = agenda_label_of(row_text(&r, i, 5)), .reach = agenda_reach_of(row_text(&r, i, 6)),
			.minutes = row_int(&r, i, 7), .person = row_int(&r, i, 8), .version = row_int(&r, i, 9),
			.person_name = row_text(&r, i, 10), .raised_by = row_text(&r, i, 11), .result = row_text(&r, i, 12),
			.follow_up = row_text(&r, i, 13) };
		it->from_at = at ? at + out->minutes * 60 : 0;
		out->minutes += it->minutes;
		it->to_at = at ? at + out->minutes * 60 : 0;
	}
	return OK;
}

static err
read_tasks(struct db_conn *c, struct arena *a, int stmt, int64_t of, struct agenda_tasks *out)
{
	struct rows r;

	TRY(db_query(c, a, &r, stmt, INT(of)));
	out->n = r.n;
	out->p = NEW_ARRAY(a, struct agenda_task, r.n + 1);
	for (size_t i = 0; i < r.n; i++)
		out->p[i] = (struct agenda_task){ .id = row_int(&r, i, 0), .item = row_int(&r, i, 1), .owner = row_int(&r, i, 2),
			.due_at = row_int(&r, i, 3), .done_at = row_int(&r, i, 4), .body = row_text(&r, i, 5),
			.owner_name = row_text(&r, i, 6), .answer = row_text(&r, i, 7) };
	return OK;
}

err
agenda_tasks_of(struct db_conn *c, struct arena *a, int64_t meeting, struct agenda_tasks *out)
{
	return read_tasks(c, a, AGENDA_TASKS_OF, meeting, out);
}

err
agenda_tasks_open(struct db_conn *c, struct arena *a, int64_t process, struct agenda_tasks *out)
{
	return read_tasks(c, a, AGENDA_TASKS_OPEN, process, out);
}

int64_t
agenda_tasks_under(const struct agenda_whole *w, int64_t item)
{
	int64_t n = 0;

	for (size_t i = 0; i < w->tasks.n; i++)
		n += w->tasks.p[i].item == item;
	return n;
}

/* ---- who ---- */

err
agenda_there_read(struct db_conn *c, struct arena *a, int64_t meeting, struct parties *out)
{
	struct rows r;

	TRY(db_query(c, a, &r, AGENDA_THERE, INT(meeting)));
	*out = (struct parties){ .p = NEW_ARRAY(a, struct party, r.n + 1) };
	/* By role, as everywhere; the same role in the order it was registered. */
	for (enum role role = ROLE_LEADER; role < ROLE_COUNT; role++)
		for (size_t i = 0; i < r.n; i++)
			if (role_of_word(row_text(&r, i, 1)) == role)
				out->p[out->n++] = (struct party){ .role_id = row_int(&r, i, 0), .role = role, .name = row_text(&r, i, 2),
					.union_name = row_text(&r, i, 3), .person = row_int(&r, i, 4) };
	return OK;
}

static void
mark_seen(const struct rows *seen, const struct agenda_meeting *m, struct agenda_party *p)
{
	for (size_t i = 0; i < seen->n; i++) {
		bool plan = str_eq(row_text(seen, i, 0), S("plan"));
		if (row_int(seen, i, 1) != p->who.person)
			continue;
		if (plan && row_int(seen, i, 2) == m->version)
			p->plan_at = row_int(seen, i, 3);
		if (!plan && m->ended_at && row_int(seen, i, 2) == m->told_version)
			p->minutes_at = row_int(seen, i, 3);
	}
}

/* The same rule as for agreements: employee representatives count where there is no union representative. */
static bool
is_needed(const struct party *p, bool has_union)
{
	return party_counts(p) && !(p->role == ROLE_EMPLOYEE_REP && has_union);
}

static bool
counts_for_union(const struct party *p)
{
	return p->role == ROLE_UNION && party_counts(p);
}

static void
mark_needed(struct agenda_parties *all)
{
	bool leader = false, rep = false, safety = false, has_union = false;

	for (size_t i = 0; i < all->n; i++)
		has_union |= counts_for_union(&all->p[i].who);
	all->plan_seen = all->minutes_seen = true;
	for (size_t i = 0; i < all->n; i++) {
		struct agenda_party *p = &all->p[i];
		p->needed = is_needed(&p->who, has_union);
		if (!p->needed)
			continue;
		leader |= p->who.role == ROLE_LEADER;
		rep |= p->who.role == ROLE_UNION || p->who.role == ROLE_EMPLOYEE_REP;
		safety |= p->who.role == ROLE_SAFETY;
		all->plan_seen &= p->plan_at != 0;
		all->minutes_seen &= p->minutes_at != 0;
	}
	all->no_leader = !leader;
	all->no_rep = !rep;
	all->no_safety = !safety;
	all->plan_seen &= leader && rep && safety;
	all->minutes_seen &= leader && rep && safety;
}

err
agenda_parties_read(struct db_conn *c, struct arena *a, int64_t unit, const struct agenda_meeting *m,
	struct agenda_parties *out)
{
	struct rows seen, there;
	struct group group;

	TRY(group_at(c, a, unit, &group));
	TRY(db_query(c, a, &seen, AGENDA_SEEN, INT(m->id)));
	TRY(db_query(c, a, &there, AGENDA_THERE, INT(m->id)));
	*out = (struct agenda_parties){ .p = NEW_ARRAY(a, struct agenda_party, group.all.n + 1) };
	for (size_t i = 0; i < group.all.n; i++) {
		struct agenda_party *p = &out->p[out->n];
		if (!party_counts(&group.all.p[i]))
			continue;
		p->who = group.all.p[i];
		for (size_t k = 0; k < there.n; k++)
			p->there |= row_int(&there, k, 0) == p->who.role_id;
		mark_seen(&seen, m, p);
		out->n++;
	}
	mark_needed(out);
	return OK;
}

bool
agenda_needs(const struct group *group, int64_t person)
{
	bool has_union = false, needed = false;

	for (size_t i = 0; i < group->all.n; i++)
		has_union |= counts_for_union(&group->all.p[i]);
	for (size_t i = 0; i < group->all.n; i++)
		needed |= group->all.p[i].person == person && is_needed(&group->all.p[i], has_union);
	return needed;
}

err
agenda_corrections_read(struct db_conn *c, struct arena *a, int64_t meeting, struct agenda_corrections *out)
{
	struct rows r;

	TRY(db_query(c, a, &r, AGENDA_CORRECTIONS, INT(meeting)));
	out->n = r.n;
	out->p = NEW_ARRAY(a, struct agenda_correction, r.n + 1);
	for (size_t i = 0; i < r.n; i++)
		out->p[i] = (struct agenda_correction){ row_int(&r, i, 0), row_text(&r, i, 1), row_text(&r, i, 2) };
	return OK;
}

err
agenda_whole_read(struct db_conn *c, struct arena *a, int64_t unit, int64_t process, int64_t id, struct agenda_whole *out)
{
	*out = (struct agenda_whole){ 0 };
	TRY(agenda_get(c, a, process, id, &out->m));
	TRY(agenda_items_read(c, a, &out->m, &out->items));
	TRY(agenda_tasks_of(c, a, id, &out->tasks));
	TRY(agenda_parties_read(c, a, unit, &out->m, &out->parties));
	TRY(agenda_there_read(c, a, id, &out->there));
	return agenda_corrections_read(c, a, id, &out->corrections);
}

/* ---- what it tells ---- */

struct agenda_trend
agenda_trend(const struct agenda_meetings *all)
{
	bool leader = true, rep = true, safety = true;	/* away at all so far */
	struct agenda_trend t = { 0 };

	for (size_t i = 0; i < all->n; i++) {
		const struct agenda_meeting *m = &all->p[i];
		if (!m->ended_at || m->cancelled_at)
			continue;
		if (m->reached && t.n < AGENDA_TREND)
			t.p[t.n++] = m;
		if (m->kind != AGENDA_GROUP)
			continue;
		t.away_leader += leader &= !m->had_leader;
		t.away_rep += rep &= !m->had_rep;
		t.away_safety += safety &= !m->had_safety;
	}
	return t;
}

unsigned
agenda_lacks(const struct agenda_whole *w)
{
	return (w->m.purpose.n ? 0u : LACK_PURPOSE) | (w->m.wished.n ? 0u : LACK_WISHED) | (w->m.starts_at ? 0u : LACK_DATE) |
		(w->items.n ? 0u : LACK_ITEMS) | (w->m.kind == AGENDA_STAFF && !w->parties.plan_seen ? LACK_SEEN : 0u);
}
