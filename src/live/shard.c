/* shard.c: one epoll thread: its mail, its clock, its round. */
#include "live/shard.h"

#include <errno.h>
#include <pthread.h>
#include <stdlib.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/timerfd.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/clock.h"

/* Answers a bell or a clock: what the number was does not matter. */
static void
drain(int fd)
{
	uint64_t count;

	if (read(fd, &count, sizeof(count)) < 0)
		assert(errno == EAGAIN || errno == EINTR);
}

/* Lets go of the mail, and rings unless the bell has been rung already: behind the lock, for the shard would only wake up to wait for it. */
static void
unlock_and_ring(struct shard *sh)
{
	bool rung = sh->mail.rung;
	uint64_t one = 1;

	sh->mail.rung = true;
	pthread_mutex_unlock(&sh->mail.lock);
	if (!rung && write(sh->bell, &one, sizeof(one)) < 0)
		assert(errno == EAGAIN || errno == EINTR);
}

/* When the mail is full, every room is looked at, and how many are in each is told once more. */
static void
put_poke(struct shard *sh, int64_t room, int64_t seq)
{
	struct mail *m = &sh->mail;

	pthread_mutex_lock(&m->lock);
	if (m->poke_count < POKES)
		m->pokes[m->poke_count++] = (struct poke){ room, seq, clock_mono_us() };
	else
		m->all = m->full = true;
	unlock_and_ring(sh);
}

void
shard_mail_poke(struct shard *sh, int64_t room, int64_t seq)
{
	if (seq > 0)
		put_poke(sh, room, seq);
}

void
shard_mail_people(struct shard *sh, int64_t room)
{
	put_poke(sh, room, 0);
}

void
shard_mail_all(struct shard *sh)
{
	pthread_mutex_lock(&sh->mail.lock);
	sh->mail.all = true;
	unlock_and_ring(sh);
}

bool
shard_mail_arrival(struct shard *sh, struct arrival *a)
{
	bool open;

	pthread_mutex_lock(&sh->mail.lock);
	open = !sh->mail.stop;
	if (open) {
		STAILQ_INSERT_TAIL(&sh->mail.arrivals, a, link);
		unlock_and_ring(sh);
	} else {
		pthread_mutex_unlock(&sh->mail.lock);
	}
	return open;
}

void
shard_mail_done(struct shard *sh, struct job *j)
{
	pthread_mutex_lock(&sh->mail.lock);
	STAILQ_INSERT_TAIL(&sh->mail.done, j, link);
	unlock_and_ring(sh);
}

void
shard_mail_stop(struct shard *sh, int64_t ms)
{
	pthread_mutex_lock(&sh->mail.lock);
	sh->mail.stop = true;
	sh->mail.stop_ms = ms;
	unlock_and_ring(sh);
}

size_t
shard_count(struct shard *sh, int64_t room, size_t screen)
{
	struct room *r;
	size_t n;

	pthread_mutex_lock(&sh->census);
	r = room_find(sh, room);
	n = r ? r->count[screen] : 0;
	pthread_mutex_unlock(&sh->census);
	return n;
}

/* What was in the mail, taken out in one go. */
struct letters {
	size_t poke_count;
	struct poke *pokes;
	bool all, full, stop;
	int64_t stop_ms;
	struct arrivals arrivals;
	struct jobs done;
};

static void
mail_take(struct shard *sh, struct letters *l)
{
	struct mail *m = &sh->mail;

	STAILQ_INIT(&l->arrivals);
	STAILQ_INIT(&l->done);
	pthread_mutex_lock(&m->lock);
	m->rung = false;
	l->pokes = m->pokes;
	l->poke_count = m->poke_count;
	m->pokes = sh->pokes;
	m->poke_count = 0;
	sh->pokes = l->pokes;
	l->all = m->all;
	l->full = m->full;
	m->all = m->full = false;
	l->stop = m->stop;
	l->stop_ms = m->stop_ms;
	STAILQ_CONCAT(&l->arrivals, &m->arrivals);
	STAILQ_CONCAT(&l->done, &m->done);
	pthread_mutex_unlock(&m->lock);
}

static void
poked(struct shard *sh, const struct poke *p)
{
	struct room *r;
	struct channel *c;

	if (!p->seq) {
		room_people(sh, room_enter(sh, p->room));
		return;
	}
	r = room_find(sh, p->room);
	if (!r || p->seq <= r->want)
		return;
	r->want = p->seq;
	LIST_FOREACH(c, &r->channels, link)
		if (channel_wants(c)) {
			c->since_us = c->since_us ? c->since_us : p->at_us;
			room_schedule(sh, r);
		}
}

static void
stop_begins(struct shard *sh, int64_t ms)
{
	sh->stopping = true;
	sh->stop_us = sh->now_us + ms * 1000;
	streams_end_all(sh);
}

static void
read_mail(struct shard *sh)
{
	struct letters l;
	struct job *j;
	struct arrival *a;

	drain(sh->bell);
	mail_take(sh, &l);
	for (size_t i = 0; i < l.poke_count; i++)
		poked(sh, &l.pokes[i]);
	if (l.all)
		rooms_check_all(sh, l.full);
	while ((j = STAILQ_FIRST(&l.done))) {
		STAILQ_REMOVE_HEAD(&l.done, link);
		j->room->jobs--;
		if (j->kind != JOB_PRESENCE)
			channel_done(sh, j);
		render_job_free(j);
	}
	while ((a = STAILQ_FIRST(&l.arrivals))) {
		STAILQ_REMOVE_HEAD(&l.arrivals, link);
		stream_open(sh, a);
	}
	if (l.stop && !sh->stopping)
		stop_begins(sh, l.stop_ms);
}

static void
pulse(struct shard *sh)
{
	int64_t now = sh->now_us / PULSE_US;

	if (now - sh->pulse > PING_SLOTS)
		sh->pulse = now - PING_SLOTS;
	while (sh->pulse < now)
		streams_ping(sh, (unsigned)(++sh->pulse % PING_SLOTS));
	streams_cut_blocked(sh);
	rooms_pulse(sh);
}

/* When to wake up next; 0 when nothing but mail can happen. */
static int64_t
next_wake(const struct shard *sh)
{
	int64_t at = map_count(sh->rooms) ? (sh->pulse + 1) * PULSE_US : 0, due = rooms_next_due(sh);

	if (due && (at == 0 || due < at))
		at = due;
	if (sh->stopping && (at == 0 || sh->stop_us < at))
		at = sh->stop_us;
	return at;
}

static void
arm(struct shard *sh)
{
	int64_t at = next_wake(sh);
	struct itimerspec when = { .it_value = { at / 1000000, at % 1000000 * 1000 } };

	if (at == sh->armed_us)
		return;
	sh->armed_us = at;
	if (timerfd_settime(sh->timer, TFD_TIMER_ABSTIME, &when, NULL) < 0)
		assert(errno == 0);
}

static void
handle(struct shard *sh, const struct epoll_event *ev)
{
	if (ev->data.ptr == &sh->bell) {
		read_mail(sh);
	} else if (ev->data.ptr == &sh->timer) {
		drain(sh->timer);
		sh->armed_us = 0;	/* it has gone off */
	} else {
		stream_event(sh, ev->data.ptr, ev->events);
	}
}

void *
shard_run(void *arg)
{
	struct shard *sh = arg;
	struct epoll_event events[256];

	pthread_setname_np(pthread_self(), "hub");
	sh->pulse = clock_mono_us() / PULSE_US;
	sh->slot = clock_mono_us() / sh->slot_us;
	while (!sh->stopping || (sh->streams && sh->now_us < sh->stop_us)) {
		int n = epoll_wait(sh->epoll, events, COUNT(events), -1);
		assert(n >= 0 || errno == EINTR);
		sh->now_us = clock_mono_us();
		for (int i = 0; i < n; i++)
			handle(sh, &events[i]);
		rooms_due(sh);
		if (sh->now_us / PULSE_US > sh->pulse)
			pulse(sh);
		streams_sweep(sh);
		rooms_sweep(sh);
		arm(sh);
	}
	streams_drop_all(sh);
	streams_sweep(sh);
	return NULL;
}

static bool
watch(struct shard *sh, int *fd)
{
	struct epoll_event ev = { .events = EPOLLIN, .data.ptr = fd };

	return *fd >= 0 && epoll_ctl(sh->epoll, EPOLL_CTL_ADD, *fd, &ev) == 0;
}

err
shard_open(struct shard *sh, struct hub *h)
{
	sh->hub = h;
	sh->slot_us = h->cfg.tick_ms * 1000 / TICK_SLOTS;
	pthread_mutex_init(&sh->mail.lock, NULL);
	pthread_mutex_init(&sh->census, NULL);
	STAILQ_INIT(&sh->mail.arrivals);
	STAILQ_INIT(&sh->mail.done);
	for (size_t i = 0; i < TICK_SLOTS; i++)
		TAILQ_INIT(&sh->due[i]);
	TAILQ_INIT(&sh->later);
	TAILQ_INIT(&sh->changed);
	TAILQ_INIT(&sh->blocked);
	sh->mail.pokes = mem_new(POKES * sizeof(*sh->pokes));
	sh->pokes = mem_new(POKES * sizeof(*sh->pokes));
	sh->rooms = map_new();
	sh->ping = sse_ping();
	sh->now_us = clock_mono_us();
	sh->epoll = epoll_create1(EPOLL_CLOEXEC);
	sh->bell = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
	sh->timer = timerfd_create(CLOCK_MONOTONIC, TFD_CLOEXEC | TFD_NONBLOCK);
	return sh->epoll >= 0 && watch(sh, &sh->bell) && watch(sh, &sh->timer) ? OK : ERR_IO;
}

static void
close_if_open(int fd)
{
	if (fd >= 0)
		close(fd);
}

void
shard_close(struct shard *sh)
{
	struct job *j;
	struct arrival *a;

	while ((j = STAILQ_FIRST(&sh->mail.done))) {
		STAILQ_REMOVE_HEAD(&sh->mail.done, link);
		render_job_free(j);
	}
	while ((a = STAILQ_FIRST(&sh->mail.arrivals))) {
		STAILQ_REMOVE_HEAD(&sh->mail.arrivals, link);
		close(a->fd);
		bytes_unref(a->head);
		free(a);
	}
	rooms_free(sh);
	bytes_unref(sh->ping);
	free(sh->pokes);
	free(sh->mail.pokes);
	close_if_open(sh->epoll);
	close_if_open(sh->bell);
	close_if_open(sh->timer);
	pthread_mutex_destroy(&sh->mail.lock);
	pthread_mutex_destroy(&sh->census);
}
