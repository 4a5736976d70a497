/* memo.h: what was looked up a moment ago, by name. Everything in it is forgotten together, after a time or when it is full: so it
 * stays small, and nobody has to say when something has changed. Any thread; those who look do not wait for each other. */
#ifndef BASE_MEMO_H
#define BASE_MEMO_H

#include "base/base.h"

struct memo;

struct memo *memo_new(int64_t keep_ms, size_t most, void (*drop)(void *value));	/* needs rand_init */
void memo_free(struct memo *m);	/* accepts NULL; drops all values */

/* Shows the value of a key to see(), which must neither keep it nor come back to the memo. False: it is not there. */
bool memo_look(struct memo *m, str key, void (*see)(const void *value, void *arg), void *arg);

/* The value, not NULL, becomes the memo's; one that was there is dropped. */
void memo_put(struct memo *m, str key, void *value);
/* What is known to have changed. */
void memo_forget(struct memo *m, str key);

#endif
