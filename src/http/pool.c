/* pool.c: the workers. Many may wait; as many as there are permits run.
 *
 * A worker is called only when there is work and a permit for it: with two cores and a few hundred threads every call too many is
 * a change of thread too many. A handler that waits lends out its permit, and takes one again before anything new begins. */
#include "http/inside.h"

#include <stddef.h>
#include <stdlib.h>

/* Sanitizers make frames several times larger. */
#ifdef ARENA_DEBUG
#define STACK_BYTES (1024 * 1024)
#else
#define STACK_BYTES (256 * 1024)
#endif

static _Thread_local struct pool *working_for;	/* set in workers only */

/* ---- with the lock held ---- */

static bool
has_work(const struct pool *p)
{
	return !STAILQ_EMPTY(&p->resumed) || !STAILQ_EMPTY(&p->fresh);
}

static bool
may_begin(const struct pool *p)
{
	return has_work(p) && p->running + p->returning < p->permits;
}

/* Is one more worker to be called? Not while one is on its way: it calls the next if there is more to do when it comes. Whoever gives
 * back a permit at the end of a job needs no call, for it looks for another job itself. */
static bool
worker_wanted(struct pool *p)
{
	if (p->called || p->idle == 0 || !may_begin(p))
		return false;
	return p->called = true;
}

static void
call_worker(struct pool *p)
{
	if (worker_wanted(p))
		pthread_cond_signal(&p->work);
}

static void
permit_give(struct pool *p)
{
	p->running--;
	if (p->returning)
		pthread_cond_signal(&p->back);
}

/* Those that have been here first: their answer is all that is missing. */
static struct job *
take_first(struct pool *p)
{
	struct job *j = STAILQ_FIRST(&p->resumed);

	if (j) {
		STAILQ_REMOVE_HEAD(&p->resumed, next);
		return j;
	}
	j = STAILQ_FIRST(&p->fresh);
	STAILQ_REMOVE_HEAD(&p->fresh, next);
	p->fresh_count--;
	p->held++;
	return j;
}

/* Waits for a job, and has a permit with it. NULL: closed, and nothing is left. */
static struct job *
take(struct pool *p)
{
	struct job *j;

	while (!may_begin(p)) {
		if (p->closed && p->held == 0 && !has_work(p))
			return NULL;
		p->idle++;
		pthread_cond_wait(&p->work, &p->lock);
		p->idle--;
		p->called = false;
	}
	p->running++;
	j = take_first(p);
	/* What only lacks its answer is done in a moment, one after the other: a group of writes comes back together. */
	if (!STAILQ_EMPTY(&p->fresh))
		call_worker(p);
	return j;
}

/* The last one lets everybody go home. */
static void
let_go(struct pool *p)
{
	p->held--;
	if (p->closed && p->held == 0)
		pthread_cond_broadcast(&p->work);
}

/* ---- what a handler waits for ---- */

void
server_wait_begin(void)
{
	struct pool *p = working_for;

	if (!p)
		return;
	pthread_mutex_lock(&p->lock);
	permit_give(p);
	call_worker(p);
	pthread_mutex_unlock(&p->lock);
}

void
server_wait_end(void)
{
	struct pool *p = working_for;

	if (!p)
		return;
	pthread_mutex_lock(&p->lock);
	p->returning++;
	while (p->running >= p->permits)
		pthread_cond_wait(&p->back, &p->lock);
	p->returning--;
	p->running++;
	pthread_mutex_unlock(&p->lock);
}

void
server_resume(struct request *rq)
{
	struct job *j = (struct job *)(void *)((char *)rq - offsetof(struct job, rq));
	struct pool *p = &j->loop->server->pool;

	pthread_mutex_lock(&p->lock);
	j->resumed = true;
	STAILQ_INSERT_TAIL(&p->resumed, j, next);
	call_worker(p);	/* under the lock: the last one may end the server as soon as it is free */
	pthread_mutex_unlock(&p->lock);
}

/* ---- the threads ---- */

/* False: it is not answered, and no longer ours. */
static bool
work_on(struct server *s, struct job *j)
{
	if (atomic_load(&s->giving_up))
		return true;
	if (!j->resumed && !s->cfg.handle(s->cfg.ctx, &j->rq, &j->rs))
		return false;
	if (j->resumed)
		s->cfg.resume(s->cfg.ctx, &j->rq, &j->rs);
	j->answered = true;
	return true;
}

static void *
worker_main(void *arg)
{
	struct server *s = arg;
	struct pool *p = &s->pool;
	struct job *j;

	working_for = p;
	pthread_setname_np(pthread_self(), "worker");
	pthread_mutex_lock(&p->lock);
	while ((j = take(p)) != NULL) {
		bool done;
		pthread_mutex_unlock(&p->lock);
		done = work_on(s, j);
		if (done)
			loop_post(j->loop, j);
		pthread_mutex_lock(&p->lock);
		if (done)
			let_go(p);
		permit_give(p);
	}
	pthread_mutex_unlock(&p->lock);
	return NULL;
}

err
pool_start(struct server *s)
{
	struct pool *p = &s->pool;
	pthread_attr_t attr;
	size_t n = 0;

	pthread_mutex_init(&p->lock, NULL);
	pthread_cond_init(&p->work, NULL);
	pthread_cond_init(&p->back, NULL);
	STAILQ_INIT(&p->fresh);
	STAILQ_INIT(&p->resumed);
	p->fresh_most = s->cfg.queue;
	p->permits = s->cfg.running;
	p->threads = mem_new(s->cfg.workers * sizeof(*p->threads));
	pthread_attr_init(&attr);
	pthread_attr_setstacksize(&attr, STACK_BYTES);
	while (n < s->cfg.workers && pthread_create(&p->threads[n], &attr, worker_main, s) == 0)
		n++;
	pthread_attr_destroy(&attr);
	p->thread_count = n;
	return n == s->cfg.workers ? OK : ERR_IO;
}

err
pool_put(struct server *s, struct job *j)
{
	struct pool *p = &s->pool;
	err e = ERR_BUSY;
	bool wanted = false;

	pthread_mutex_lock(&p->lock);
	if (!p->closed && p->fresh_count < p->fresh_most) {
		STAILQ_INSERT_TAIL(&p->fresh, j, next);
		p->fresh_count++;
		wanted = worker_wanted(p);
		e = OK;
	}
	pthread_mutex_unlock(&p->lock);
	/* Behind the lock: a worker that is called would only wake up to wait for it. */
	if (wanted)
		pthread_cond_signal(&p->work);
	return e;
}

size_t
pool_waiting(struct server *s)
{
	size_t n;

	pthread_mutex_lock(&s->pool.lock);
	n = s->pool.fresh_count;
	pthread_mutex_unlock(&s->pool.lock);
	return n;
}

void
pool_stop(struct server *s)
{
	struct pool *p = &s->pool;

	if (!p->threads)
		return;
	pthread_mutex_lock(&p->lock);
	p->closed = true;
	pthread_cond_broadcast(&p->work);
	pthread_mutex_unlock(&p->lock);
	for (size_t i = 0; i < p->thread_count; i++)
		pthread_join(p->threads[i], NULL);
	free(p->threads);
	p->threads = NULL;
}

void
pool_end(struct server *s)
{
	if (s->pool.thread_count == 0)
		return;
	pthread_cond_destroy(&s->pool.work);
	pthread_cond_destroy(&s->pool.back);
	pthread_mutex_destroy(&s->pool.lock);
}
