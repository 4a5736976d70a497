/* limit.h: counters in memory against guessing and flooding. Nothing here is stored or logged. Any thread. */
#ifndef APP_LIMIT_H
#define APP_LIMIT_H

#include "base/base.h"

struct limits;

struct limits *limits_new(size_t most_keys);
void limits_free(struct limits *l);
/* Counts one against (what, key) and says whether that is still within `most` in `seconds`
 * (sliding by refill). When the table is full the keys with most tries left are forgotten. */
bool limit_take(struct limits *l, const char *what, str key, double most, double seconds);
/* The same without counting, and without remembering the key. */
bool limit_would(struct limits *l, const char *what, str key, double most, double seconds);
/* One that was taken, because it came to nothing. */
void limit_give_back(struct limits *l, const char *what, str key);
/* Counts one against (what, key) and says how many ms it should wait so that no more than per_second go on: never more than
 * most_ms, so whoever is late enough is only late. */
int64_t limit_wait(struct limits *l, const char *what, str key, double per_second, int64_t most_ms);
size_t limits_held(struct limits *l);	/* keys in memory now */

#endif
