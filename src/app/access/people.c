/* people.c: who holds which role where: reading. */
#include "app/access/people.h"

#include "base/clock.h"

static struct party
party_row(const struct rows *r, size_t i)
{
	struct party p = {
		.role_id = row_int(r, i, 0), .person = row_int(r, i, 1), .unit = row_int(r, i, 2),
		.process = row_int(r, i, 3), .role = role_of_word(row_text(r, i, 4)), .name = row_text(r, i, 5),
		.email = row_text(r, i, 6), .union_name = row_text(r, i, 7), .employer = row_text(r, i, 8),
		.unit_name = row_text(r, i, 9), .from_at = row_int(r, i, 10), .to_at = row_int(r, i, 11),
		.confirmed_at = row_int(r, i, 12), .has_secret = row_int(r, i, 13) > 0,
	};

	p.ended = p.to_at && p.to_at <= clock_now();
	return p;
}

/* In the order of the roles; within one as the statement ordered. */
static void
by_role(struct arena *a, const struct rows *r, struct parties *out)
{
	out->n = 0;
	out->p = NEW_ARRAY(a, struct party, r->n);
	for (enum role role = ROLE_NONE; role < ROLE_COUNT; role++)
		for (size_t i = 0; i < r->n; i++)
			if (role_of_word(row_text(r, i, 4)) == role)
				out->p[out->n++] = party_row(r, i);
}

static void
as_they_come(struct arena *a, const struct rows *r, struct parties *out)
{
	out->n = r->n;
	out->p = NEW_ARRAY(a, struct party, r->n);
	for (size_t i = 0; i < r->n; i++)
		out->p[i] = party_row(r, i);
}

err
people_at(struct db_conn *c, struct arena *a, int64_t unit, struct parties *out)
{
	struct rows r;

	TRY(db_query(c, a, &r, PEOPLE_AT, INT(unit), INT(clock_now())));
	by_role(a, &r, out);
	return OK;
}

err
people_of_process(struct db_conn *c, struct arena *a, int64_t process, struct parties *out)
{
	struct rows r;

	TRY(db_query(c, a, &r, PEOPLE_OF_PROCESS, INT(process), INT(clock_now())));
	by_role(a, &r, out);
	return OK;
}

err
people_before(struct db_conn *c, struct arena *a, int64_t unit, struct parties *out)
{
	struct rows r;

	TRY(db_query(c, a, &r, PEOPLE_BEFORE, INT(unit), INT(clock_now())));
	as_they_come(a, &r, out);
	return OK;
}

err
people_roles(struct db_conn *c, struct arena *a, int64_t person, struct parties *out)
{
	struct rows r;

	TRY(db_query(c, a, &r, PEOPLE_ROLES, INT(person)));
	as_they_come(a, &r, out);
	return OK;
}

err
role_get(struct db_conn *c, struct arena *a, int64_t role, struct party *out)
{
	struct rows r;

	TRY(db_one(c, a, &r, PEOPLE_ROLE_GET, INT(role)));
	*out = party_row(&r, 0);
	return OK;
}

bool
party_counts(const struct party *p)
{
	int64_t now = clock_now();

	if (p->from_at > now || (p->to_at && p->to_at <= now))
		return false;
	return p->confirmed_at || (!role_must_confirm(p->role) && !role_is_granted(p->role));
}

err
access_admin_is_leader(struct db_conn *c, struct arena *a, int64_t unit, bool *out)
{
	struct rows r;

	TRY(db_one(c, a, &r, PEOPLE_ADMIN_IS_LEADER, INT(unit), INT(clock_now())));
	*out = row_int(&r, 0, 0) > 0;
	return OK;
}

err
group_at(struct db_conn *c, struct arena *a, int64_t unit, struct group *out)
{
	struct rows r;

	*out = (struct group){ 0 };
	TRY(db_query(c, a, &r, PEOPLE_GROUP_AT, INT(unit), INT(clock_now())));
	by_role(a, &r, &out->all);
	for (size_t i = 0; i < out->all.n; i++) {
		const struct party *p = &out->all.p[i];
		bool counts = party_counts(p) && p->has_secret;
		out->leader |= counts && p->role == ROLE_LEADER;
		out->rep |= counts && (p->role == ROLE_UNION || p->role == ROLE_EMPLOYEE_REP);
		out->safety |= counts && p->role == ROLE_SAFETY;
	}
	out->complete = out->leader && out->rep && out->safety;
	return access_admin_is_leader(c, a, unit, &out->admin_is_leader);
}

err
person_get(struct db_conn *c, struct arena *a, int64_t organisation, int64_t id, struct person *out)
{
	struct rows r;

	TRY(db_one(c, a, &r, PERSON_GET, INT(id), INT(organisation)));
	*out = (struct person){ .id = row_int(&r, 0, 0), .organisation = row_int(&r, 0, 1), .name = row_text(&r, 0, 2),
		.email = row_text(&r, 0, 3), .has_secret = row_int(&r, 0, 5) > 0, .left_at = row_int(&r, 0, 6) };
	if (!lang_of(row_text(&r, 0, 4), &out->lang))
		out->lang = LANG_NB;
	return OK;
}

err
person_is_rep(struct db_conn *c, struct arena *a, int64_t person, bool *out)
{
	struct rows r;

	TRY(db_one(c, a, &r, PEOPLE_IS_REP, INT(person), INT(clock_now())));
	*out = row_int(&r, 0, 0) > 0;
	return OK;
}

/* Children of one unit and what is below them. A depth of 12 is past any municipality, and ends circles. */
static void
add_below(const struct rows *r, int64_t parent, int depth, struct units *out)
{
	for (size_t i = 0; i < r->n && depth < 12 && out->n < r->n; i++) {
		if (row_int(r, i, 1) != parent)
			continue;
		out->p[out->n++] = (struct unit){ .id = row_int(r, i, 0), .parent = parent, .name = row_text(r, i, 2),
			.kind = row_text(r, i, 3), .code = row_text(r, i, 4), .depth = depth };
		add_below(r, row_int(r, i, 0), depth + 1, out);
	}
}

err
units_of(struct db_conn *c, struct arena *a, int64_t organisation, struct units *out)
{
	struct rows r;

	TRY(db_query(c, a, &r, UNIT_LIST, INT(organisation)));
	out->n = 0;
	out->p = NEW_ARRAY(a, struct unit, r.n);
	add_below(&r, 0, 0, out);
	return OK;
}

err
mail_is_on(struct db_conn *c, struct arena *a, bool *out)
{
	struct rows r;
	err e = db_one(c, a, &r, SETTING_GET, TEXT(S("mail")));

	*out = !e && row_text(&r, 0, 0).n > 0;
	return e == ERR_NOTFOUND ? OK : e;
}

err
person_lang(struct db_conn *c, struct arena *a, int64_t person, enum lang *out)
{
	struct rows r;

	TRY(db_one(c, a, &r, PERSON_LANG, INT(person)));
	if (!lang_of(row_text(&r, 0, 0), out))
		*out = LANG_NB;
	return OK;
}
