/* play.h: a workshop of the demo, played through the room's own rules. */
#ifndef APP_DEMO_PLAY_H
#define APP_DEMO_PLAY_H

#include <jansson.h>

#include "app/app.h"
#include "app/meeting/sitting.h"
#include "app/method/method.h"
#include "app/room/room.h"

struct play {
	struct app *app;
	struct arena *arena;
	const struct method *method;
	int64_t unit, process, desk_person;
	str place;
};

/* A member of an object of the data: empty, 0 when it is not there. */
str play_text(const json_t *o, const char *name);
int64_t play_int(const json_t *o, const char *name);
/* "days" from today, or the weekday nearest to that: nobody meets on a Sunday. Today is today. */
int64_t play_day(const json_t *o);
/* Where a sitting stands now, and a command of whoever has its desk. person: 0 where the group meets and there is no desk. */
err play_now(struct app *app, struct arena *a, int64_t sitting, struct room *out) MUST_USE;
err play_desk(struct app *app, struct arena *a, int64_t sitting, int64_t person, enum desk_command command) MUST_USE;
/* A workshop that was held: written, grouped, voted, closed. */
err play_held(struct play *p, const json_t *workshop) MUST_USE;
/* One that is to come. */
err play_plan(struct play *p, const json_t *workshop) MUST_USE;
/* The one that is open now, at the step that the data names. */
err play_open(struct play *p, const json_t *workshop) MUST_USE;

#endif
