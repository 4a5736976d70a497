/* pool.c: the workers. Many may wait; as many as there are permits run. */
#include "http/inside.h"

#include <errno.h>
#include <stdlib.h>

/* Sanitizers make frames several times larger. */
#ifdef ARENA_DEBUG
#define STACK_BYTES (1024 * 1024)
#else
#define STACK_BYTES (256 * 1024)
#endif

static _Thread_local struct server *working_for;	/* set in workers only */

static void
permit_take(struct server *s)
{
	while (sem_wait(&s->permits) && errno == EINTR)
		;
}

void
server_wait_begin(void)
{
	if (working_for)
		sem_post(&working_for->permits);
}

void
server_wait_end(void)
{
	if (working_for)
		permit_take(working_for);
}

static void *
worker_main(void *arg)
{
	struct server *s = arg;
	struct job *j;

	working_for = s;
	pthread_setname_np(pthread_self(), "worker");
	while ((j = queue_take(s->queue)) != NULL) {
		if (!atomic_load(&s->giving_up)) {
			permit_take(s);
			s->cfg.handle(s->cfg.ctx, &j->rq, &j->rs);
			sem_post(&s->permits);
			j->answered = true;
		}
		loop_post(j->loop, j);
	}
	return NULL;
}

err
pool_start(struct server *s)
{
	pthread_attr_t attr;
	size_t n = 0;

	sem_init(&s->permits, 0, (unsigned)s->cfg.running);
	s->queue = queue_new(s->cfg.queue);
	s->workers = mem_new(s->cfg.workers * sizeof(*s->workers));
	pthread_attr_init(&attr);
	pthread_attr_setstacksize(&attr, STACK_BYTES);
	while (n < s->cfg.workers && pthread_create(&s->workers[n], &attr, worker_main, s) == 0)
		n++;
	pthread_attr_destroy(&attr);
	s->worker_count = n;
	return n == s->cfg.workers ? OK : ERR_IO;
}

void
pool_stop(struct server *s)
{
	queue_close(s->queue);
	for (size_t i = 0; i < s->worker_count; i++)
		pthread_join(s->workers[i], NULL);
	free(s->workers);
	queue_free(s->queue);
	sem_destroy(&s->permits);
}
