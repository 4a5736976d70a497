/* role_change.c: registering, confirming and ending roles; changing people. All inside write functions, all in the log. */
#include "app/access/audit.h"
#include "app/access/invite.h"
#include "app/access/people.h"
#include "base/clock.h"

/* The person with this address, or a new one. */
static err
find_or_add_person(struct db_conn *c, struct arena *a, struct role_new *n)
{
	struct rows r;
	err e;

	if (n->email.n) {
		e = db_one(c, a, &r, PERSON_BY_EMAIL, TEXT(n->email));
		if (e && e != ERR_NOTFOUND)
			return e;
		if (!e && (row_int(&r, 0, 1) != n->organisation || row_int(&r, 0, 3)))
			return ERR_CONFLICT;
		if (!e) {
			n->person = row_int(&r, 0, 0);
			return OK;
		}
	}
	TRY(db_one(c, a, &r, PERSON_ADD, INT(n->organisation), TEXT(n->name), TEXT_OR_NIL(n->email), TEXT(lang_tag(n->lang)),
		INT(clock_now())));
	n->person = row_int(&r, 0, 0);
	return audit_add(c, a, n->unit, n->process, n->by, n->person, "person.add", S(""));
}

static err
unit_name(struct db_conn *c, struct arena *a, int64_t unit, str *out)
{
	struct rows r;

	TRY(db_one(c, a, &r, ABOUT_UNIT, INT(unit)));
	*out = row_text(&r, 0, 3);
	return OK;
}

static err
log_role(struct db_conn *c, struct arena *a, const struct party *p, int64_t by, const char *kind)
{
	return audit_add(c, a, p->unit, p->process, by, p->person, kind,
		audit_body(a, V("role", role_word(p->role)), V("unit", p->unit_name)));
}

/* A role that begins at once began some hours ago: a clock that is set back by an hour or two, as when the time zone was wrong,
 * must not shut the three out of a workshop that runs. */
#define CLOCK_SLACK_S (3 * 3600)

static int64_t
begins(const struct role_new *n)
{
	int64_t now = clock_now();

	return n->from_at > now || n->from_at < now - CLOCK_SLACK_S ? n->from_at : now - CLOCK_SLACK_S;
}

err
role_add(struct db_conn *c, struct arena *a, struct role_new *n)
{
	struct party p = { .unit = n->unit, .process = n->process, .role = n->role };
	struct rows r;
	bool with_union = n->role == ROLE_UNION || n->role == ROLE_CHIEF_UNION;

	if (!n->person)
		TRY(find_or_add_person(c, a, n));
	TRY(db_one(c, a, &r, ROLE_HELD, INT(n->person), INT(n->unit), TEXT(role_word(n->role)), INT(n->process),
		INT(n->from_at > clock_now() ? n->from_at : clock_now())));
	/* The next term may be registered before this one is over. */
	if (row_int(&r, 0, 0) > 0)
		return ERR_CONFLICT;
	/* A union is kept for representatives of one only (GDPR art. 9, design.md 7.10). */
	TRY(db_one(c, a, &r, ROLE_ADD, INT(n->person), INT(n->unit), INT_OR_NIL(n->process), TEXT(role_word(n->role)),
		with_union ? TEXT_OR_NIL(n->union_name) : NIL, TEXT_OR_NIL(n->employer), INT(begins(n)), INT_OR_NIL(n->to_at),
		INT_OR_NIL(n->by)));
	n->role_id = row_int(&r, 0, 0);
	p.person = n->person;
	TRY(unit_name(c, a, n->unit, &p.unit_name));
	return log_role(c, a, &p, n->by, "role.add");
}

err
role_confirm(struct db_conn *c, struct arena *a, int64_t role, int64_t person)
{
	struct party p;
	int64_t changed;

	TRY(role_get(c, a, role, &p));
	if (!role_must_confirm(p.role))
		return ERR_NOTFOUND;
	TRY(db_exec(c, &changed, ROLE_CONFIRM, INT(role), INT(person), INT(clock_now())));
	if (changed != 1)
		return p.person == person ? OK : ERR_NOTFOUND;
	return log_role(c, a, &p, person, "role.confirm");
}

/* Without any administrator nobody could let people in again. */
static err
must_stay(struct db_conn *c, struct arena *a, const struct party *p, bool *out)
{
	struct rows r;
	struct rows org;

	*out = false;
	if (p->role != ROLE_ADMIN)
		return OK;
	TRY(db_one(c, a, &org, PERSON_ORGANISATION, INT(p->person)));
	TRY(db_one(c, a, &r, PEOPLE_ADMINS, INT(clock_now()), INT(row_int(&org, 0, 0))));
	*out = row_int(&r, 0, 0) <= 1;
	return OK;
}

err
role_end(struct db_conn *c, struct arena *a, int64_t role, int64_t by)
{
	struct party p;
	int64_t changed;
	bool last;

	TRY(role_get(c, a, role, &p));
	TRY(must_stay(c, a, &p, &last));
	if (last)
		return ERR_CONFLICT;
	TRY(db_exec(c, &changed, ROLE_END, INT(role), INT(clock_now())));
	if (changed != 1)
		return OK;
	return log_role(c, a, &p, by, by == p.person && role_must_confirm(p.role) && !p.confirmed_at ? "role.decline" : "role.end");
}

err
role_granted(struct db_conn *c, struct arena *a, int64_t role)
{
	struct party p;
	int64_t changed;

	TRY(role_get(c, a, role, &p));
	TRY(db_exec(c, &changed, ROLE_GRANT, INT(role), INT(clock_now())));
	return changed == 1 ? log_role(c, a, &p, 0, "role.granted") : OK;
}

static bool
is_first_at_unit(const struct parties *roles, size_t i)
{
	for (size_t k = 0; k < i; k++)
		if (!roles->p[k].ended && roles->p[k].unit == roles->p[i].unit)
			return false;
	return true;
}

err
audit_about(struct db_conn *c, struct arena *a, int64_t unit, int64_t by, int64_t person, const char *kind)
{
	struct parties roles;
	bool said = false;

	TRY(people_roles(c, a, person, &roles));
	for (size_t i = 0; i < roles.n; i++) {
		if (roles.p[i].ended || !is_first_at_unit(&roles, i))
			continue;
		TRY(audit_add(c, a, roles.p[i].unit, 0, by, person, kind, S("")));
		said = true;
	}
	return said ? OK : audit_add(c, a, unit, 0, by, person, kind, S(""));
}

/* Whoever has the address they had must not come in by a link that lies there, or by one that is still on its way. */
static err
end_links(struct db_conn *c, const struct person_edit *x)
{
	TRY(db_exec(c, NULL, ONETIME_END_MAILED, INT(x->person), INT(clock_now())));
	return db_exec(c, NULL, OUTBOX_LINK_TO, INT(x->person), TEXT_OR_NIL(x->email));
}

err
person_edit_write(struct db_conn *c, void *edit)
{
	const struct person_edit *x = edit;
	struct rows r;
	int64_t changed;
	err e = x->email.n ? db_one(c, x->arena, &r, PERSON_BY_EMAIL, TEXT(x->email)) : ERR_NOTFOUND;

	if (e && e != ERR_NOTFOUND)
		return e;
	if (!e && row_int(&r, 0, 0) != x->person)
		return ERR_CONFLICT;
	TRY(address_letter(c, x->arena, x->person, x->email));
	/* Their own already: nothing but the name changes. */
	if (e)
		TRY(end_links(c, x));
	TRY(db_exec(c, &changed, PERSON_CHANGE, INT(x->person), INT(x->organisation), TEXT(x->name), TEXT_OR_NIL(x->email)));
	if (changed != 1)
		return ERR_NOTFOUND;
	return audit_about(c, x->arena, 0, x->by, x->person, "person.change");
}

err
person_leave_write(struct db_conn *c, void *edit)
{
	const struct person_edit *x = edit;
	int64_t now = clock_now(), changed;
	struct parties roles;

	TRY(people_roles(c, x->arena, x->person, &roles));
	for (size_t i = 0; i < roles.n; i++)
		if (!roles.p[i].ended)
			TRY(role_end(c, x->arena, roles.p[i].role_id, x->by));
	TRY(db_exec(c, &changed, PERSON_LEAVE, INT(x->person), INT(x->organisation), INT(now)));
	if (changed != 1)
		return OK;
	TRY(db_exec(c, NULL, SESSION_DELETE_OTHERS, INT(x->person), TEXT(S(""))));
	TRY(db_exec(c, NULL, ONETIME_END_OTHERS, INT(x->person), INT(now)));
	return audit_add(c, x->arena, 0, 0, x->by, x->person, "person.left", S(""));
}

unsigned
roles_to_give(unsigned mine)
{
	unsigned out = 0;

	if (mine & WHO_GROUP)
		out |= WHO_REPS | WHO_STAFF;
	if (mine & WHO_ADMIN)
		out |= WHO_GROUP | WHO_ABOVE | WHO_STAFF | WHO_ADMIN;
	return out;
}

bool
may_end(unsigned mine, int64_t me, const struct party *p)
{
	if (p->ended)
		return false;
	if (p->person == me || (mine & WHO_ADMIN))
		return true;
	/* Nobody's representative is removed by the other party. */
	return (mine & WHO_LEADER) && p->role == ROLE_STAFF;
}
