/* start.h: from an empty installation to an organisation with a unit, an administrator and the three parties.
 * Used by the first-run page and by `medvirk init`. Worker threads. */
#ifndef APP_ACCESS_START_H
#define APP_ACCESS_START_H

#include "app/access/people.h"

/* Is there an organisation already? */
err start_is_done(struct db_conn *c, struct arena *a, bool *out) MUST_USE;

/* A db_write_fn for a struct start: organisation, its root unit, one unit below, the administrator.
 * ERR_CONFLICT when somebody was first: it can be done once. */
struct start {
	struct arena *arena;
	str organisation, unit, name, email;
	enum lang lang;
	str secret_hash;	/* kept password; empty: the person sets one by a link */
	int64_t organisation_id, unit_id, person_id;	/* out */
};
err start_write(struct db_conn *c, void *start) MUST_USE;

err start_page(struct req *rq, struct response *rs);
err start_post(struct req *rq, struct response *rs);
/* "The three parties": the unit's leader, union, employee and safety representatives on one page. */
err parties_page(struct req *rq, struct response *rs);
err parties_post(struct req *rq, struct response *rs);

#endif
