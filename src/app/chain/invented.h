/* invented.h: what comes into a rehearsal from workshops before it: challenges, sentences, ideas, measures that nobody has made, so that
 * every step of a later phase can be tried before there is anything real, and nothing real is touched when there is.
 *
 * They are named like all things (thing.h), "invented:ROOM-WORD-N", and lie in no table. Texts are everyday words in each
 * language. Worker threads. */
#ifndef APP_CHAIN_INVENTED_H
#define APP_CHAIN_INVENTED_H

#include "app/chain/thing.h"

/* Those of a kind, at most as many as `out` has room for: INVENTED_MOST. */
#define INVENTED_MOST 4
size_t invented_things(struct arena *a, int64_t room, enum step_makes makes, struct thing *out);
/* By the id in its ref. ERR_NOTFOUND. */
err invented_get(struct arena *a, str id, struct thing *out) MUST_USE;

#endif
