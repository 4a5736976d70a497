/* planning.h: the meeting in which the demo's group plans, held through its own rules: what each shares, what they write together, who
 * does what, and the ground rules. */
#ifndef APP_DEMO_PLANNING_H
#define APP_DEMO_PLANNING_H

#include <jansson.h>

#include "app/access/people.h"
#include "app/app.h"
#include "app/method/method.h"

struct planning_play {
	struct app *app;
	struct arena *arena;
	const struct method *method;
	int64_t unit, process, leader;
};
/* On its own day: the clock is moved meanwhile. The three have not agreed to start yet. */
err planning_play(struct planning_play *p, const json_t *planning) MUST_USE;

/* What is done is ticked off by whoever has it, on the day it was due: all of what lies behind, and of the running phase what comes before
 * its workshop, but for the item `unchecked`. A db_write_fn for a struct planning_check. */
struct planning_check {
	struct planning_play *p;
	str running, unchecked;
};
err planning_check(struct db_conn *c, void *check) MUST_USE;

/* Who is called so at the unit, or 0. */
int64_t planning_person(const struct parties *here, str name);

#endif
