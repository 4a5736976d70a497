/* staff_list.c: what a row would do, and doing it. */
#include "app/staff_list/staff_list_rows.h"

#include "app/access/audit.h"
#include "app/access/invite.h"
#include "base/clock.h"

/* ---- looking ---- */

static err
find_person(struct db_conn *c, struct arena *a, enum lang l, int64_t organisation, struct staff_row *s)
{
	struct rows r;
	err e;

	if (!s->email.n) {
		e = db_one(c, a, &r, STAFF_BY_NAME, INT(organisation), INT(s->unit), TEXT(s->name), INT(clock_now()));
		s->person = e ? 0 : row_int(&r, 0, 0);
		return e == ERR_NOTFOUND ? OK : e;
	}
	e = db_one(c, a, &r, STAFF_BY_EMAIL, TEXT(s->email));
	if (e)
		return e == ERR_NOTFOUND ? OK : e;
	if (row_int(&r, 0, 1) != organisation || row_int(&r, 0, 3)) {
		s->outcome = STAFF_WRONG;
		s->problem = row_int(&r, 0, 3) ? tr(l, "Somebody with this address is registered as having left. Register the person by hand.") :
			tr(l, "The address belongs to somebody in another organisation.");
		return OK;
	}
	s->person = row_int(&r, 0, 0);
	s->old_name = row_text(&r, 0, 2);
	return OK;
}

/* From the database as it is now. */
static err
look(struct db_conn *c, struct arena *a, enum lang l, int64_t organisation, struct staff_row *s)
{
	struct rows r;
	bool renamed;

	if (s->outcome == STAFF_WRONG)
		return OK;
	s->person = 0;
	s->old_name = (str){ 0 };
	s->outcome = STAFF_NEW;
	TRY(find_person(c, a, l, organisation, s));
	if (s->outcome == STAFF_WRONG || !s->person)
		return OK;
	TRY(db_one(c, a, &r, ROLE_HELD, INT(s->person), INT(s->unit), TEXT(role_word(s->role)), INT(0), INT(clock_now())));
	s->gives_role = row_int(&r, 0, 0) == 0;
	renamed = s->old_name.n && !str_eq(s->old_name, s->name);
	s->outcome = renamed ? STAFF_NAME : s->gives_role ? STAFF_ROLE : STAFF_SAME;
	return OK;
}

static bool
is_same_person(const struct staff_row *x, const struct staff_row *y)
{
	if (x->email.n || y->email.n)
		return str_eq(x->email, y->email);
	return x->unit == y->unit && str_eq(x->name, y->name);
}

/* Against the rows above: the same again, or the same address under another name. */
static void
look_up(struct arena *a, enum lang l, struct staff_list *s, size_t i)
{
	struct staff_row *row = &s->rows[i];

	for (size_t k = 0; k < i && row->outcome != STAFF_WRONG; k++) {
		const struct staff_row *above = &s->rows[k];
		if (above->outcome == STAFF_WRONG || !is_same_person(row, above))
			continue;
		if (!str_eq(row->name, above->name)) {
			row->outcome = STAFF_WRONG;
			row->problem = fill(a, l, tr(l, "The same address stands in row {n} with another name."), V("n", (int64_t)above->number));
		} else if (row->unit == above->unit && row->role == above->role) {
			row->outcome = STAFF_SAME;
		} else if (row->outcome == STAFF_NEW || row->outcome == STAFF_NAME) {
			row->outcome = STAFF_ROLE;
		}
	}
}

err
staff_list_look(struct db_conn *c, struct arena *a, enum lang l, int64_t organisation, struct staff_list *s)
{
	for (size_t i = 0; i < s->n; i++) {
		TRY(look(c, a, l, organisation, &s->rows[i]));
		look_up(a, l, s, i);
		s->counts[s->rows[i].outcome]++;
	}
	return OK;
}

/* ---- who leads ---- */

static bool
is_told(const struct staff_list *s, int64_t unit, str email)
{
	for (size_t i = 0; i < s->leader_count; i++)
		if (s->leaders[i].unit == unit && str_eq(s->leaders[i].email, email))
			return true;
	return false;
}

static enum staff_leads
leads(const struct staff_list *s, const struct parties *here, int64_t unit, str email)
{
	for (size_t i = 0; i < here->n; i++)
		if (here->p[i].role == ROLE_LEADER && here->p[i].unit == unit && str_eq(here->p[i].email, email))
			return LEADS_ALREADY;
	for (size_t i = 0; i < s->n; i++)
		if (s->rows[i].outcome != STAFF_WRONG && s->rows[i].role == ROLE_LEADER && s->rows[i].unit == unit && str_eq(s->rows[i].email, email))
			return LEADS_BY_LIST;
	return LEADS_NOT;
}

err
staff_list_leaders(struct db_conn *c, struct arena *a, struct staff_list *s)
{
	struct parties here = { 0 };
	int64_t unit = 0;

	s->leaders = NEW_ARRAY(a, struct staff_leader, STAFF_LEADERS_MOST);
	for (size_t i = 0; i < s->n && s->leader_count < STAFF_LEADERS_MOST; i++) {
		const struct staff_row *r = &s->rows[i];
		if (r->outcome == STAFF_WRONG || !r->leader.n || is_told(s, r->unit, r->leader))
			continue;
		if (r->unit != unit)
			TRY(people_at(c, a, r->unit, &here));
		unit = r->unit;
		s->leaders[s->leader_count++] = (struct staff_leader){ r->unit, r->unit_name, r->leader, leads(s, &here, r->unit, r->leader) };
	}
	return OK;
}

/* ---- taking in ---- */

static err
rename_person(struct db_conn *c, const struct staff_take *t, const struct staff_row *s)
{
	struct person_edit x = { t->arena, t->organisation, s->person, t->by, s->name, s->email };

	return person_edit_write(c, &x);
}

static err
take_one(struct db_conn *c, const struct staff_take *t, struct staff_row *s)
{
	struct role_new n = { .organisation = t->organisation, .unit = s->unit, .by = t->by, .role = s->role, .name = s->name,
		.email = s->email, .lang = t->lang, .from_at = clock_now() };
	bool sent;

	TRY(look(c, t->arena, t->lang, t->organisation, s));
	if (s->outcome == STAFF_WRONG)
		return ERR_CONFLICT;
	if (s->outcome == STAFF_NAME)
		TRY(rename_person(c, t, s));
	if (s->outcome == STAFF_SAME || (s->outcome == STAFF_NAME && !s->gives_role))
		return OK;
	n.person = s->person;
	TRY(role_add(c, t->arena, &n));
	return t->invite && !s->person ? invite_mail(c, t->arena, s->unit, n.person, t->by, &sent) : OK;
}

err
staff_list_take(struct db_conn *c, void *take)
{
	struct staff_take *t = take;
	bool is_new = true;

	t->again = false;
	if (t->key.n)
		TRY(form_key_use(c, t->key, &is_new));
	t->again = !is_new;
	for (size_t i = 0; i < t->n && is_new; i++) {
		struct staff_row s = t->rows[i];
		TRY(take_one(c, t, &s));
	}
	return OK;
}

err
staff_list_log(struct db_conn *c, void *take)
{
	const struct staff_take *t = take;

	return audit_add(c, t->arena, 0, 0, t->by, 0, "staff_list.take", audit_body(t->arena, V("n", (int64_t)t->n)));
}
