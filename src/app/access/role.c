/* role.c: words of roles. */
#include "app/access/role.h"

#include "base/str.h"

static const struct {
	const char *word, *name;
} roles[ROLE_COUNT] = {
	[ROLE_NONE] = { "", "" },
	[ROLE_LEADER] = { "leader", N_("Leader") },
	[ROLE_SUPERIOR] = { "superior", N_("Superior leader") },
	[ROLE_UNION] = { "union", N_("Union representative") },
	[ROLE_CHIEF_UNION] = { "chief_union", N_("Chief union representative") },
	[ROLE_SAFETY] = { "safety", N_("Safety representative") },
	[ROLE_CHIEF_SAFETY] = { "chief_safety", N_("Chief safety representative") },
	[ROLE_EMPLOYEE_REP] = { "employee_rep", N_("Employee representative") },
	[ROLE_HELPER] = { "helper", N_("Helper") },
	[ROLE_WORKSHOP_LEADER] = { "workshop_leader", N_("Workshop leader") },
	[ROLE_STAFF] = { "staff", N_("Employee") },
	[ROLE_ADMIN] = { "admin", N_("Administrator") },
};

str
role_word(enum role r)
{
	return str_of(roles[r].word);
}

enum role
role_of_word(str word)
{
	for (size_t i = 1; i < ROLE_COUNT; i++)
		if (str_eq(word, str_of(roles[i].word)))
			return (enum role)i;
	return ROLE_NONE;
}

str
role_name(enum lang l, enum role r)
{
	return tr_dynamic(l, str_of(roles[r].name));
}

str
role_in_text(struct arena *a, enum lang l, enum role r)
{
	return str_lower(a, role_name(l, r));
}

bool
role_is_rep(enum role r)
{
	return (ROLE_BIT(r) & WHO_REPS) != 0;
}

bool
role_must_confirm(enum role r)
{
	return role_is_rep(r) || r == ROLE_CHIEF_UNION || r == ROLE_CHIEF_SAFETY;
}

bool
role_is_granted(enum role r)
{
	return r == ROLE_HELPER || r == ROLE_WORKSHOP_LEADER;
}

bool
role_holds_below(enum role r)
{
	return (ROLE_BIT(r) & (WHO_ABOVE | WHO_ADMIN)) != 0;
}
