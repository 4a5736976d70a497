/* limit.h: counters in memory against guessing and flooding. Nothing here is stored or logged. Any thread. */
#ifndef APP_LIMIT_H
#define APP_LIMIT_H

#include "base/base.h"

struct limits;

struct limits *limits_new(size_t most_keys);
void limits_free(struct limits *l);
/* Counts one against (what, key) and says whether that is still within `most` in `seconds`
 * (sliding by refill). When the table is full the oldest quiet keys are forgotten. */
bool limit_take(struct limits *l, const char *what, str key, double most, double seconds);
/* The same without counting. */
bool limit_would(struct limits *l, const char *what, str key, double most, double seconds);

#endif
