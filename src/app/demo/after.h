/* after.h: what the demo's group does when a workshop is over: confirms what the staff chose, finds out, lifts. */
#ifndef APP_DEMO_AFTER_H
#define APP_DEMO_AFTER_H

#include <jansson.h>

#include "app/access/people.h"
#include "app/app.h"
#include "app/method/method.h"

struct after_play {
	struct app *app;
	struct arena *arena;
	const struct method *method;
	int64_t unit, process, leader;
	err (*agree)(void *ctx, int64_t agreement);	/* all three say yes */
	void *ctx;
};
/* Each thing on its own day: the clock is moved meanwhile. */
err after_play(struct after_play *p, const json_t *workshop) MUST_USE;

#endif
