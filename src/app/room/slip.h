/* slip.h: printed slips, drawn from a bowl, that each let one person into a voting over all. Who drew which is known to nobody;
 * the database holds a hash of the code and whether it has been used, until the vote closes. Source: design.md section 6. */
#ifndef APP_ROOM_SLIP_H
#define APP_ROOM_SLIP_H

#include "app/req.h"

#define VOTE_SLIP_LENGTH 8
#define VOTE_SLIPS_MOST 500

/* New codes for a room, to be printed at once: they cannot be shown again. Inside a write function. codes: n of them, in the
 * arena. */
err slips_make(struct db_conn *c, struct arena *a, int64_t room, size_t n, str *codes) MUST_USE;
err slips_exist(struct db_conn *c, struct arena *a, int64_t room, bool *out) MUST_USE;
struct slip_count {
	int64_t made, used;
};
err slips_count(struct db_conn *c, struct arena *a, int64_t room, struct slip_count *out) MUST_USE;
/* Uses a slip up. ERR_NOTFOUND: no such slip in this room; ERR_GONE: used. Inside a write function. */
err slip_use(struct db_conn *c, struct arena *a, int64_t room, str code) MUST_USE;
/* As typed to canonical; ERR_INVALID. */
err slip_canonical(struct arena *a, str typed, str *out) MUST_USE;
str slip_shown(struct arena *a, str code);	/* "ABCD 2345" */

#endif
