/* pool.c: a few read-only connections, lent to one worker at a time. Opened when first needed;
 * the one given back last is lent first, because its pages are still in the cache. */
#include "db/engine.h"

#include <errno.h>
#include <pthread.h>
#include <stdlib.h>
#include <time.h>

#include "base/clock.h"

struct pool {
	struct db *db;
	pthread_mutex_t lock;
	pthread_cond_t freed;
	struct db_conn **idle;
	size_t idle_count, open, most;
	int64_t away_until_ms;	/* no attempt to connect before this moment */
};

/* After a failed attempt, the others fail at once for this long instead of queueing up behind it. */
#define AWAY_MS 250

struct pool *
pool_new(struct db *db, size_t most)
{
	struct pool *p = mem_new(sizeof(*p));
	pthread_condattr_t attr;

	p->db = db;
	p->most = most;
	p->idle = mem_new(most * sizeof(struct db_conn *));
	pthread_mutex_init(&p->lock, NULL);
	pthread_condattr_init(&attr);
	pthread_condattr_setclock(&attr, CLOCK_MONOTONIC);
	pthread_cond_init(&p->freed, &attr);
	pthread_condattr_destroy(&attr);
	return p;
}

void
pool_free(struct pool *p)
{
	if (!p)
		return;
	assert(p->idle_count == p->open);
	for (size_t i = 0; i < p->idle_count; i++)
		p->db->engine->close(p->idle[i]);
	pthread_cond_destroy(&p->freed);
	pthread_mutex_destroy(&p->lock);
	free(p->idle);
	free(p);
}

static bool
has_room(const struct pool *p)
{
	return p->idle_count || p->open < p->most;
}

/* With the lock held. Without an idle one, *out is NULL and the place in the count is the caller's. */
static err
take(struct pool *p, struct db_conn **out)
{
	struct timespec until = deadline_in(DB_PATIENCE_MS);

	*out = NULL;
	while (!has_room(p))
		if (pthread_cond_timedwait(&p->freed, &p->lock, &until) == ETIMEDOUT && !has_room(p))
			return ERR_BUSY;
	if (p->idle_count)
		*out = p->idle[--p->idle_count];
	else if (clock_mono_ms() < p->away_until_ms)
		return ERR_BUSY;
	else
		p->open++;
	return OK;
}

/* The hooks are called without the lock: the caller may have to wait for its permit again. */
static err
take_or_wait(struct pool *p, struct db_conn **out)
{
	const struct db_config *cfg = &p->db->cfg;
	bool waits;
	err e;

	pthread_mutex_lock(&p->lock);
	waits = !has_room(p) && cfg->wait_begin;
	if (waits) {
		pthread_mutex_unlock(&p->lock);
		cfg->wait_begin(cfg->ctx);
		pthread_mutex_lock(&p->lock);
	}
	e = take(p, out);
	pthread_mutex_unlock(&p->lock);
	if (waits && cfg->wait_end)
		cfg->wait_end(cfg->ctx);
	return e;
}

/* Gives a place up: the connection that held it is closed or never came to be. */
static void
leave(struct pool *p, struct db_conn *c, bool away)
{
	if (c)
		p->db->engine->close(c);
	pthread_mutex_lock(&p->lock);
	p->open--;
	if (away)
		p->away_until_ms = clock_mono_ms() + AWAY_MS;
	pthread_cond_signal(&p->freed);
	pthread_mutex_unlock(&p->lock);
}

err
pool_borrow(struct pool *p, struct db_conn **out)
{
	struct db_conn *c;
	err e;

	*out = NULL;
	TRY(take_or_wait(p, &c));
	if (c && db_is_past(p->db, c->era)) {
		p->db->engine->close(c);
		c = NULL;
	}
	if (!c && p->db->engine->open(p->db, CONN_READ, &c)) {
		leave(p, NULL, true);
		return ERR_BUSY;
	}
	c->spoilt = OK;
	c->trouble = TROUBLE_NONE;
	c->spent_us = 0;
	e = p->db->engine->begin(c);
	if (e) {
		leave(p, c, c->trouble == TROUBLE_LOST);
		return e;
	}
	*out = c;
	return OK;
}

void
pool_return(struct pool *p, struct db_conn *c)
{
	p->db->engine->rollback(c);
	if (c->trouble == TROUBLE_LOST) {
		leave(p, c, false);
		return;
	}
	pthread_mutex_lock(&p->lock);
	p->idle[p->idle_count++] = c;
	pthread_cond_signal(&p->freed);
	pthread_mutex_unlock(&p->lock);
}
