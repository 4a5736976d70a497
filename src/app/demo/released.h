/* released.h: what the demo's three have released, and one draft, through the rules of app/released. */
#ifndef APP_DEMO_RELEASED_H
#define APP_DEMO_RELEASED_H

#include "app/demo/measures.h"

err released_play(struct measures_play *p, const json_t *released) MUST_USE;

#endif
