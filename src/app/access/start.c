/* start.c: the first organisation. */
#include "app/access/start.h"

#include "app/access/audit.h"
#include "base/clock.h"

err
start_is_done(struct db_conn *c, struct arena *a, bool *out)
{
	struct rows r;
	err e = db_one(c, a, &r, ORGANISATION_FIRST, DB_NONE);

	*out = e == OK;
	return e == ERR_NOTFOUND ? OK : e;
}

static err
add_unit(struct db_conn *c, const struct start *s, int64_t parent, str name, str kind, int64_t *id)
{
	struct rows r;

	TRY(db_one(c, s->arena, &r, UNIT_ADD, INT(s->organisation_id), INT_OR_NIL(parent), TEXT(name), TEXT(kind),
		INT(clock_now()), TEXT(S(""))));
	*id = row_int(&r, 0, 0);
	return OK;
}

static err
add_admin(struct db_conn *c, struct start *s, int64_t root)
{
	struct role_new n = { .organisation = s->organisation_id, .unit = root, .role = ROLE_ADMIN, .lang = s->lang,
		.from_at = clock_now() };
	struct rows r;

	TRY(db_one(c, s->arena, &r, PERSON_ADD, INT(s->organisation_id), TEXT(s->name), TEXT_OR_NIL(s->email),
		TEXT(lang_tag(s->lang)), INT(clock_now())));
	s->person_id = n.person = n.by = row_int(&r, 0, 0);
	if (s->secret_hash.n)
		TRY(db_exec(c, NULL, PERSON_SECRET_SET, INT(s->person_id), TEXT(s->secret_hash)));
	TRY(audit_add(c, s->arena, root, 0, s->person_id, 0, "org.start",
		audit_body(s->arena, V("name", s->organisation))));
	return role_add(c, s->arena, &n);
}

err
start_write(struct db_conn *c, void *start)
{
	struct start *s = start;
	struct rows r;
	int64_t root, first;

	/* The row of the setting is what two that start at once meet at. */
	TRY(db_exec(c, &first, ORGANISATION_CLAIM, TEXT(str_fmt(s->arena, "%" PRId64, clock_now()))));
	if (first != 1)
		return ERR_CONFLICT;
	TRY(db_one(c, s->arena, &r, ORGANISATION_ADD, TEXT(s->organisation), TEXT(lang_tag(s->lang)), INT(clock_now())));
	s->organisation_id = row_int(&r, 0, 0);
	TRY(add_unit(c, s, 0, s->organisation, S("organisation"), &root));
	TRY(add_unit(c, s, root, s->unit, S("unit"), &s->unit_id));
	return add_admin(c, s, root);
}
