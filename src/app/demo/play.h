/* play.h: a workshop of the demo, played through the room's own rules. */
#ifndef APP_DEMO_PLAY_H
#define APP_DEMO_PLAY_H

#include <jansson.h>

#include "app/app.h"
#include "app/method/method.h"

struct play {
	struct app *app;
	struct arena *arena;
	const struct method *method;
	int64_t unit, process, desk_person;
	str place;
};

/* "days" from today, or the weekday nearest to that: nobody meets on a Sunday. Today is today. */
int64_t play_day(const json_t *o);
/* A workshop that was held: written, grouped, voted, closed. */
err play_held(struct play *p, const json_t *workshop) MUST_USE;
/* One that is to come. */
err play_plan(struct play *p, const json_t *workshop) MUST_USE;
/* The one that is open now, at the step that the data names. */
err play_open(struct play *p, const json_t *workshop) MUST_USE;

#endif
