/* queue.c: a ring under a mutex. */
#include "base/queue.h"

#include <errno.h>
#include <pthread.h>
#include <stdlib.h>
#include <time.h>

#include "base/arena.h"

struct queue {
	pthread_mutex_t lock;
	pthread_cond_t filled;
	void **items;
	size_t most, first, count;
	bool closed;
};

struct queue *
queue_new(size_t most)
{
	struct queue *q = mem_new(sizeof(*q));
	pthread_condattr_t attr;

	assert(most > 0);
	q->items = mem_new(most * sizeof(*q->items));
	q->most = most;
	pthread_mutex_init(&q->lock, NULL);
	pthread_condattr_init(&attr);
	pthread_condattr_setclock(&attr, CLOCK_MONOTONIC);
	pthread_cond_init(&q->filled, &attr);
	pthread_condattr_destroy(&attr);
	return q;
}

void
queue_free(struct queue *q)
{
	if (!q)
		return;
	pthread_cond_destroy(&q->filled);
	pthread_mutex_destroy(&q->lock);
	free(q->items);
	free(q);
}

err
queue_put(struct queue *q, void *item)
{
	err e = ERR_BUSY;

	pthread_mutex_lock(&q->lock);
	if (!q->closed && q->count < q->most) {
		q->items[(q->first + q->count++) % q->most] = item;
		e = OK;
	}
	pthread_mutex_unlock(&q->lock);
	/* Behind the lock: who is called would only wake up to wait for it. */
	if (e == OK)
		pthread_cond_signal(&q->filled);
	return e;
}

static struct timespec
deadline_in(int64_t ms)
{
	struct timespec ts;

	clock_gettime(CLOCK_MONOTONIC, &ts);
	ts.tv_sec += ms / 1000;
	ts.tv_nsec += (ms % 1000) * 1000000;
	if (ts.tv_nsec >= 1000000000) {
		ts.tv_sec++;
		ts.tv_nsec -= 1000000000;
	}
	return ts;
}

size_t
queue_take_many(struct queue *q, void **items, size_t most, int64_t ms)
{
	struct timespec until = ms >= 0 ? deadline_in(ms) : (struct timespec){ 0 };
	size_t n = 0;

	pthread_mutex_lock(&q->lock);
	while (q->count == 0 && !q->closed) {
		if (ms < 0)
			pthread_cond_wait(&q->filled, &q->lock);
		else if (pthread_cond_timedwait(&q->filled, &q->lock, &until) == ETIMEDOUT)
			break;
	}
	while (n < most && q->count > 0) {
		items[n++] = q->items[q->first];
		q->first = (q->first + 1) % q->most;
		q->count--;
	}
	pthread_mutex_unlock(&q->lock);
	return n;
}

void *
queue_take(struct queue *q)
{
	void *item;

	return queue_take_many(q, &item, 1, -1) ? item : NULL;
}

void
queue_close(struct queue *q)
{
	pthread_mutex_lock(&q->lock);
	q->closed = true;
	pthread_cond_broadcast(&q->filled);
	pthread_mutex_unlock(&q->lock);
}

bool
queue_is_closed(struct queue *q)
{
	bool closed;

	pthread_mutex_lock(&q->lock);
	closed = q->closed;
	pthread_mutex_unlock(&q->lock);
	return closed;
}

size_t
queue_count(struct queue *q)
{
	size_t n;

	pthread_mutex_lock(&q->lock);
	n = q->count;
	pthread_mutex_unlock(&q->lock);
	return n;
}
