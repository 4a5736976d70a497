/* released.h: what the demo's three have released, and one draft, through the rules of app/released. */
#ifndef APP_DEMO_RELEASED_H
#define APP_DEMO_RELEASED_H

#include "app/demo/demo.h"
#include "app/demo/measures.h"
#include "app/released/released_link.h"

err released_play(struct measures_play *p, const json_t *released) MUST_USE;
/* An address for the staff's page and one for a screen, made by the leader, and kept as settings so that they can be said again. */
err released_give(struct measures_play *p, int64_t leader, const json_t *given_out) MUST_USE;
const char *released_setting(enum released_kind kind);	/* the setting's name; pure */

#endif
