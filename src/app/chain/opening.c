/* opening.c: two roles open the notes together. */
#include "app/chain/opening.h"

#include "app/access/agreement.h"
#include "app/access/audit.h"
#include "base/clock.h"

static const enum role group_roles[] = { ROLE_LEADER, ROLE_UNION, ROLE_EMPLOYEE_REP, ROLE_SAFETY };

enum role
opening_role(unsigned roles)
{
	for (size_t i = 0; i < COUNT(group_roles); i++)
		if (roles & ROLE_BIT(group_roles[i]))
			return group_roles[i];
	return ROLE_NONE;
}

bool
opening_second(const struct opening *o, int64_t person, unsigned roles, enum role *as)
{
	if (!o->asked || o->open || person == o->asked_by)
		return false;
	for (size_t i = 0; i < COUNT(group_roles); i++)
		if ((roles & ROLE_BIT(group_roles[i])) && group_roles[i] != o->asked_as) {
			*as = group_roles[i];
			return true;
		}
	return false;
}

static err
read_relaxed(struct db_conn *c, struct arena *a, int64_t unit, int64_t process, bool *out)
{
	enum agreement_state state;
	int64_t id;

	TRY(agreement_state(c, a, unit, process, "notes", S(""), &state, &id));
	*out = state == AGREEMENT_AGREED;
	return OK;
}

err
opening_read(struct db_conn *c, struct arena *a, int64_t unit, int64_t process, str phase, struct opening *out)
{
	int64_t now = clock_now(), opened_at;
	struct rows r;
	err e;

	*out = (struct opening){ 0 };
	TRY(read_relaxed(c, a, unit, process, &out->one_is_enough));
	e = db_one(c, a, &r, OPENING_NEWEST, INT(process), TEXT(phase));
	if (e)
		return e == ERR_NOTFOUND ? OK : e;
	opened_at = row_int(&r, 0, 6);
	out->id = row_int(&r, 0, 0);
	out->asked_by = row_int(&r, 0, 1);
	out->asked_as = role_of_word(row_text(&r, 0, 2));
	out->opened_as = role_of_word(row_text(&r, 0, 5));
	out->asked_name = row_text(&r, 0, 7);
	out->opened_name = row_text(&r, 0, 8);
	out->open = opened_at && now < opened_at + OPENING_LASTS;
	out->asked = !opened_at && now < row_int(&r, 0, 3) + OPENING_ASKS;
	out->until = out->open ? opened_at + OPENING_LASTS : row_int(&r, 0, 3) + OPENING_ASKS;
	return OK;
}

static err
ask(struct db_conn *c, const struct opening_act *x, enum role as, bool alone)
{
	int64_t now = clock_now();

	TRY(db_exec(c, NULL, OPENING_ASK, INT(x->process), TEXT(x->phase), INT(x->person), TEXT(role_word(as)), INT(now),
		alone ? INT(x->person) : NIL, alone ? TEXT(role_word(as)) : NIL, alone ? INT(now) : NIL));
	return audit_add(c, x->arena, x->unit, x->process, x->person, 0, alone ? "notes.alone" : "notes.ask",
		audit_body(x->arena, V("role", role_word(as))));
}

err
opening_press(struct db_conn *c, void *act)
{
	struct opening_act *x = act;
	struct opening o;
	enum role as = opening_role(x->roles);
	int64_t changed;
	bool is_new;

	TRY(form_key_use(c, x->key, &is_new));
	TRY(opening_read(c, x->arena, x->unit, x->process, x->phase, &o));
	x->open = o.open;
	if (!is_new || o.open)
		return OK;
	if (as == ROLE_NONE)
		return ERR_DENIED;
	if (o.one_is_enough) {
		x->open = true;
		return ask(c, x, as, true);
	}
	if (!o.asked)
		return ask(c, x, as, false);
	if (!opening_second(&o, x->person, x->roles, &as))
		return ERR_CONFLICT;
	TRY(db_exec(c, &changed, OPENING_CONFIRM, INT(o.id), INT(x->person), TEXT(role_word(as)), INT(clock_now())));
	if (changed != 1)
		return ERR_CONFLICT;
	x->open = true;
	return audit_add(c, x->arena, x->unit, x->process, x->person, o.asked_by, "notes.open",
		audit_body(x->arena, V("role", role_word(as))));
}

err
raw_notes_read(struct db_conn *c, struct arena *a, int64_t process, str phase, struct raw_notes *out)
{
	struct rows r;

	TRY(db_query(c, a, &r, CHAIN_NOTES, INT(process), TEXT(phase)));
	*out = (struct raw_notes){ .p = NEW_ARRAY(a, struct raw_note, r.n), .n = r.n };
	for (size_t i = 0; i < r.n; i++)
		out->p[i] = (struct raw_note){ .body = row_text(&r, i, 3), .theme = row_text(&r, i, 4) };
	return OK;
}
