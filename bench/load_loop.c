/* load_loop.c: one process: an epoll, a heap of timers, its share of the phones. */
#include <stdio.h>
#include <stdlib.h>
#include <sys/epoll.h>
#include <unistd.h>

#include "load.h"

/* When nothing more has come for so long, what is missing is lost; and in any case after so long. */
enum { DRAIN_US = 10 * 1000 * 1000, DRAIN_MAX_US = 120 * 1000 * 1000 };

unsigned
loop_random(struct loop *l, unsigned below)
{
	l->seed = l->seed * 1664525 + 1013904223;
	return (unsigned)((uint64_t)(l->seed >> 1) * below >> 31);
}

void
loop_watch(struct loop *l, int fd, void *source)
{
	struct epoll_event ev = { .events = EPOLLIN | EPOLLOUT | EPOLLRDHUP | EPOLLET, .data.ptr = source };

	if (epoll_ctl(l->epoll, EPOLL_CTL_ADD, fd, &ev)) {
		perror("epoll_ctl");
		exit(1);
	}
}

void
loop_at(struct loop *l, struct timer t)
{
	size_t i = l->timer_count++;

	if (i == l->timer_room) {
		l->timer_room = l->timer_room * 2 + 1024;
		l->timers = mem_grow(l->timers, l->timer_room, sizeof(*l->timers));
	}
	for (; i > 0 && l->timers[(i - 1) / 2].at_us > t.at_us; i = (i - 1) / 2)
		l->timers[i] = l->timers[(i - 1) / 2];
	l->timers[i] = t;
}

static struct timer
first_timer(struct loop *l)
{
	struct timer first = l->timers[0], last = l->timers[--l->timer_count];
	size_t i = 0, child;

	while ((child = i * 2 + 1) < l->timer_count) {
		if (child + 1 < l->timer_count && l->timers[child + 1].at_us < l->timers[child].at_us)
			child++;
		if (l->timers[child].at_us >= last.at_us)
			break;
		l->timers[i] = l->timers[child];
		i = child;
	}
	l->timers[i] = last;
	return first;
}

static void
run_timers(struct loop *l)
{
	while (l->timer_count && l->timers[0].at_us <= l->now_us) {
		struct timer t = first_timer(l);
		phone_timer(&t);
	}
}

/* Acknowledged notes that a phone of ours should have got in a frame and has not. */
static int64_t
lost(struct loop *l)
{
	uint32_t per_room = (uint32_t)((l->o->phones + (int)l->o->code_count - 1) / (int)l->o->code_count);
	uint32_t procs = (uint32_t)l->o->procs;
	int64_t sum = 0;

	if (l->o->no_streams)
		return 0;
	for (uint32_t i = 0; i < l->book->count; i++) {
		struct note *n = &l->book->notes[i];
		uint32_t first = n->room * per_room, mine = (first + procs - 1 - (uint32_t)l->proc) / procs;
		if (!n->acked_us)
			continue;
		for (; mine < l->phone_count && l->phones[mine].room == n->room; mine++) {
			struct phone *p = &l->phones[mine];
			sum += p->joined && n->pressed_us > p->page_us && !phone_saw(p, n->nth);
		}
	}
	return sum;
}

static bool
finished(struct loop *l)
{
	int64_t end = l->book->end_us, missing;

	if (l->now_us < end)
		return false;
	l->draining = true;
	if (l->now_us <= end + IN_FLIGHT_US + 100 * 1000)
		return false;
	missing = l->book->waiting + lost(l);
	if (l->came_us == 0 || missing != l->missing)
		l->came_us = l->now_us;
	l->missing = missing;
	return missing == 0 || l->now_us > l->came_us + DRAIN_US || l->now_us > end + DRAIN_MAX_US;
}

static void
once_in_a_while(struct loop *l)
{
	lane_time_out(l, &l->pool);
	for (size_t i = 0; i < l->phone_count; i++)
		lane_time_out(l, &l->phones[i].own);
}

static void
run(struct loop *l)
{
	struct epoll_event events[512];
	int64_t next_look = 0;

	for (;;) {
		int64_t wait = l->timer_count ? (l->timers[0].at_us - l->now_us + 999) / 1000 : 100;
		int n = epoll_wait(l->epoll, events, COUNT(events), wait < 0 ? 0 : wait > 100 ? 100 : (int)wait);
		l->now_us = clock_mono_us();
		for (int i = 0; i < n; i++) {
			enum source_kind *kind = events[i].data.ptr;
			if (*kind == SOURCE_HTTP)
				http_event(l, events[i].data.ptr, events[i].events);
			else
				stream_event(events[i].data.ptr, events[i].events);
		}
		l->now_us = clock_mono_us();
		run_timers(l);
		if (l->now_us < next_look)
			continue;
		next_look = l->now_us + 200 * 1000;
		once_in_a_while(l);
		if (finished(l))
			return;
	}
}

void
loop_run(const struct options *o, struct book *b, int proc)
{
	struct loop *l = mem_new(sizeof(*l));
	struct call *c;

	l->o = o;
	l->book = b;
	l->proc = proc;
	l->tally = &b->tally[proc];
	STAILQ_INIT(&l->spare);
	l->epoll = epoll_create1(EPOLL_CLOEXEC);
	l->seed = (unsigned)proc * 7919 + (unsigned)getpid();
	l->now_us = clock_mono_us();
	l->phone_count = (size_t)((o->phones - proc + o->procs - 1) / o->procs);
	l->phones = mem_new(l->phone_count * sizeof(*l->phones));
	if (o->pool)
		lane_open(&l->pool, (size_t)o->pool, o->spread ? 0x7f640001u + ((uint32_t)proc << 8) : 0);
	for (size_t i = 0; i < l->phone_count; i++)
		phone_init(&l->phones[i], l, (uint32_t)(i * (size_t)o->procs) + (uint32_t)proc);
	run(l);
	l->tally->lost = lost(l);
	for (size_t i = 0; i < l->phone_count; i++) {
		l->tally->open_streams += l->phones[i].stream.open;
		phone_end(&l->phones[i]);
	}
	lane_close(&l->pool);
	while ((c = STAILQ_FIRST(&l->spare))) {
		STAILQ_REMOVE_HEAD(&l->spare, link);
		call_free(c);
	}
	free(l->phones);
	free(l->timers);
	close(l->epoll);
	free(l);
}
