/* press.c: the printing thread. */
#include "paper/press.h"

#include <pthread.h>
#include <semaphore.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <unistd.h>

#include "base/queue.h"

#define WAITING_MOST 16
#define STACK_BYTES ((size_t)8 * 1024 * 1024)
#define NICE 10

struct press {
	struct queue *queue;
	pthread_t thread;
};
struct order {
	err (*fn)(void *arg);	/* NULL: a paper to print */
	void *arg;
	struct paper *paper;
	struct paper_bytes *out;
	err result;
	sem_t done;
};

/* Fonts are looked for when the first sheet is printed, and kept. */
static err
print(const struct order *o, struct paper_fonts **fonts)
{
	if (!*fonts)
		*fonts = paper_fonts_new();
	return *fonts ? paper_print(o->paper, *fonts, o->out) : ERR_IO;
}

static void *
run(void *arg)
{
	struct press *s = arg;
	struct paper_fonts *fonts = NULL;
	struct order *o;

	pthread_setname_np(pthread_self(), "press");
	(void)setpriority(PRIO_PROCESS, (id_t)gettid(), NICE);
	while ((o = queue_take(s->queue)) != NULL) {
		o->result = o->fn ? o->fn(o->arg) : print(o, &fonts);
		sem_post(&o->done);
	}
	paper_fonts_free(fonts);
	return NULL;
}

struct press *
press_start(void)
{
	struct press *s = mem_new(sizeof(*s));
	pthread_attr_t attr;
	int failed;

	s->queue = queue_new(WAITING_MOST);
	pthread_attr_init(&attr);
	pthread_attr_setstacksize(&attr, STACK_BYTES);
	failed = pthread_create(&s->thread, &attr, run, s);
	pthread_attr_destroy(&attr);
	if (failed) {
		queue_free(s->queue);
		free(s);
		return NULL;
	}
	return s;
}

void
press_stop(struct press *s)
{
	if (!s)
		return;
	queue_close(s->queue);
	pthread_join(s->thread, NULL);
	queue_free(s->queue);
	free(s);
}

static err
wait_for(struct press *s, struct order *o)
{
	err e;

	sem_init(&o->done, 0, 0);
	e = queue_put(s->queue, o);
	if (!e) {
		while (sem_wait(&o->done))
			continue;
		e = o->result;
	}
	sem_destroy(&o->done);
	return e;
}

err
press_print(struct press *s, struct paper *p, struct paper_bytes *out)
{
	struct order o = { .paper = p, .out = out };

	*out = (struct paper_bytes){ 0 };
	return wait_for(s, &o);
}

err
press_work(struct press *s, err (*fn)(void *arg), void *arg)
{
	struct order o = { .fn = fn, .arg = arg };

	return wait_for(s, &o);
}
