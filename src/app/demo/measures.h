/* measures.h: measures of the demo, written, decided, tried and judged through their own rules. */
#ifndef APP_DEMO_MEASURES_H
#define APP_DEMO_MEASURES_H

#include <jansson.h>

#include "app/access/people.h"

struct measures_play {
	struct app *app;
	struct arena *arena;
	int64_t unit, process;
	err (*agree)(void *ctx, int64_t agreement);	/* all three say yes */
	void *ctx;
};
/* Each thing on its own day: the clock is moved meanwhile. */
err measures_play(struct measures_play *p, const json_t *measures) MUST_USE;

#endif
