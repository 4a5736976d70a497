/* queue.h: a bounded queue of pointers between threads; the only crossing there is.
 * Any number of threads on each side. */
#ifndef BASE_QUEUE_H
#define BASE_QUEUE_H

#include "base/base.h"

struct queue;

struct queue *queue_new(size_t most);
void queue_free(struct queue *q);	/* nobody may be waiting; items left inside are the caller's loss */
/* ERR_BUSY when full or closed: the item stays the caller's. Never waits. */
err queue_put(struct queue *q, void *item) MUST_USE;
/* Waits for an item. NULL when the queue is closed and empty. */
void *queue_take(struct queue *q);
/* Waits at most ms (-1: for ever), takes up to most items; 0 on time-out or closed and empty. */
size_t queue_take_many(struct queue *q, void **items, size_t most, int64_t ms);
void queue_close(struct queue *q);	/* no more puts; takers drain it */
bool queue_is_closed(struct queue *q);
size_t queue_count(struct queue *q);

#endif
