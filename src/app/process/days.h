/* days.h: days on which we do not propose to meet. Pure; any thread. */
#ifndef APP_PROCESS_DAYS_H
#define APP_PROCESS_DAYS_H

#include "base/arena.h"
#include "base/base.h"

/* Saturday, Sunday, a public holiday in Norway, or Christmas (24 December to 1 January), in Oslo. */
bool day_is_off(struct arena *a, int64_t t);

#endif
