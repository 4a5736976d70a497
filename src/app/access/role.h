/* role.h: the roles there are, and who a route is for. Source: domain.md A.2, D.5, G.3. */
#ifndef APP_ACCESS_ROLE_H
#define APP_ACCESS_ROLE_H

#include "base/base.h"
#include "text/i18n.h"

/* A role assignment is a person's at a unit, from a day to a day. One person may hold several. */
enum role {
	ROLE_NONE = 0,
	ROLE_LEADER,	/* of the unit */
	ROLE_SUPERIOR,	/* the leader's leader: holds at the units below, too */
	ROLE_UNION,	/* tillitsvalgt, with the union's name; several are normal */
	ROLE_CHIEF_UNION,	/* hovedtillitsvalgt: holds at the units below, too */
	ROLE_SAFETY,	/* verneombud */
	ROLE_CHIEF_SAFETY,	/* hovedverneombud: holds at the units below, too */
	ROLE_EMPLOYEE_REP,	/* where there is no union rep */
	ROLE_HELPER,	/* granted per process by the three, with an end */
	ROLE_WORKSHOP_LEADER,	/* likewise */
	ROLE_STAFF,
	ROLE_ADMIN,	/* runs the machine; never reads content */
	ROLE_COUNT
};

#define ROLE_BIT(r) (1u << (r))

/* For the access column of routes. WHO_NONE denies: a forgotten column serves nobody. */
enum {
	WHO_NONE = 0,
	WHO_LEADER = ROLE_BIT(ROLE_LEADER),
	WHO_REPS = ROLE_BIT(ROLE_UNION) | ROLE_BIT(ROLE_EMPLOYEE_REP) | ROLE_BIT(ROLE_SAFETY),
	WHO_GROUP = WHO_LEADER | WHO_REPS,	/* the HMS group */
	WHO_HELPER = ROLE_BIT(ROLE_HELPER),
	WHO_DESK = WHO_GROUP | WHO_HELPER | ROLE_BIT(ROLE_WORKSHOP_LEADER),
	WHO_PLAN = WHO_GROUP | WHO_HELPER,	/* edits the plan */
	WHO_ABOVE = ROLE_BIT(ROLE_SUPERIOR) | ROLE_BIT(ROLE_CHIEF_UNION) | ROLE_BIT(ROLE_CHIEF_SAFETY),
	WHO_STAFF = ROLE_BIT(ROLE_STAFF),
	WHO_UNIT = WHO_DESK | WHO_ABOVE | WHO_STAFF,	/* anybody with a role at the unit */
	WHO_ADMIN = ROLE_BIT(ROLE_ADMIN),
	WHO_USER = 1 << 30,	/* anybody who is signed in */
	WHO_ANYONE = 1 << 29,	/* nobody need be signed in */
};

/* The word kept in the database ("leader"). ROLE_NONE for a word that is no role. */
str role_word(enum role r);
enum role role_of_word(str word);
/* The word people read ("Verneombud"). */
str role_name(enum lang l, enum role r);
/* The same inside a sentence ("verneombud"). */
str role_in_text(struct arena *a, enum lang l, enum role r);
bool role_is_rep(enum role r);	/* union, employee rep, safety: of the unit's own group */
bool role_must_confirm(enum role r);	/* these and the chief ones: nobody can make somebody an elected representative; no leader sees their links */
bool role_is_granted(enum role r);	/* helper, workshop leader: for one process, once the three agree */
bool role_holds_below(enum role r);	/* at the units below, too */

#endif
