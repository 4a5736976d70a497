/* codes.h: which room a code opens, remembered for a few seconds, so that three hundred phones that write at once do not ask
 * the database three hundred times for the same. Only codes that were found are kept. Any thread. */
#ifndef APP_ROOM_CODES_H
#define APP_ROOM_CODES_H

#include "app/app.h"
#include "base/arena.h"
#include "base/memo.h"

struct memo *codes_new(void);

struct code_place {
	int64_t unit, process, sitting;
};
/* c may be NULL: then only what is remembered; ERR_BUSY says that the database must be asked. ERR_NOTFOUND: no such room. */
err codes_find(struct memo *codes, struct db_conn *c, struct arena *a, str code, struct code_place *out) MUST_USE;

#endif
