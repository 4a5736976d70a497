/* routine.h: the address of the workplace's own routine for reporting wrongdoing. This program is no channel for that; where
 * people may look for one it leads them there. Set by the administrator, for the whole organisation. Source: domain.md E.8. */
#ifndef APP_ACCESS_ROUTINE_H
#define APP_ACCESS_ROUTINE_H

#include "app/req.h"

#define ROUTINE_BYTES 500

/* Empty: none is set. */
err routine_read(struct db_conn *c, struct arena *a, str *address) MUST_USE;
/* https, a host with a name and no user before it, nothing that is not part of an address: what a person can be sent to. Pure. */
bool routine_is_address(str text);

struct routine_act {
	struct arena *arena;
	int64_t unit, person;
	str address, key;	/* address empty: none any more */
};
/* A db_write_fn; what is wrong was found before. */
err routine_set(struct db_conn *c, void *act) MUST_USE;

err admin_routine_page(struct req *rq, struct response *rs);
err admin_routine_post(struct req *rq, struct response *rs);

#endif
