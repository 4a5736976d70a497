/* meetings.h: meetings of the demo's group, and a staff meeting, planned and held through their own rules. */
#ifndef APP_DEMO_MEETINGS_H
#define APP_DEMO_MEETINGS_H

#include <jansson.h>

#include "app/app.h"

struct meetings_play {
	struct app *app;
	struct arena *arena;
	int64_t unit, process;
	str phase;	/* tasks belong to it */
};
/* Each on its own day: the clock is moved meanwhile. */
err meetings_play(struct meetings_play *p, const json_t *meetings) MUST_USE;

#endif
