/* hub.c: the face of the hub: starts and stops the threads and hands everything else to the shard of its room. */
#include "live/hub.h"

#include <signal.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/arena.h"
#include "live/shard.h"

static struct shard *
shard_of(struct hub *h, int64_t room)
{
	return &h->shards[(room_mix(room) >> 32) % h->shard_count];
}

static size_t
default_threads(void)
{
	long cores = sysconf(_SC_NPROCESSORS_ONLN);

	return cores < 1 ? 1 : cores > 4 ? 4 : (size_t)cores;
}

static size_t
default_streams(void)
{
	struct rlimit limit;

	if (getrlimit(RLIMIT_NOFILE, &limit) || limit.rlim_cur < 600)
		return 300;
	return limit.rlim_cur < 1000 * 1000 ? (size_t)limit.rlim_cur - 300 : 1000 * 1000;
}

static void
fill_defaults(struct hub_config *cfg)
{
	if (!cfg->threads)
		cfg->threads = default_threads();
	if (!cfg->tick_ms)
		cfg->tick_ms = 30;
	if (!cfg->render_threads)
		cfg->render_threads = 2;
	if (!cfg->streams)
		cfg->streams = default_streams();
}

/* Signals belong to the thread that main chose. */
static bool
thread_start(pthread_t *thread, void *(*run)(void *), void *arg)
{
	sigset_t all, before;
	int failed;

	sigfillset(&all);
	pthread_sigmask(SIG_SETMASK, &all, &before);
	failed = pthread_create(thread, NULL, run, arg);
	pthread_sigmask(SIG_SETMASK, &before, NULL);
	return !failed;
}

/* started: how many shards have a thread. */
static void
end_threads(struct hub *h, size_t started, int64_t ms)
{
	h->stopping = true;
	for (size_t i = 0; i < started; i++)
		shard_mail_stop(&h->shards[i], ms);
	for (size_t i = 0; i < started; i++)
		pthread_join(h->shards[i].thread, NULL);
	queue_close(h->jobs);
	for (size_t i = 0; i < h->renderer_count; i++)
		pthread_join(h->renderers[i], NULL);
}

static err
start_threads(struct hub *h, size_t *started)
{
	while (h->renderer_count < h->cfg.render_threads) {
		if (!thread_start(&h->renderers[h->renderer_count], render_run, h))
			return ERR_IO;
		h->renderer_count++;
	}
	for (; *started < h->shard_count; ++*started) {
		struct shard *sh = &h->shards[*started];
		if (!thread_start(&sh->thread, shard_run, sh))
			return ERR_IO;
	}
	return OK;
}

err
hub_start(const struct hub_config *cfg, struct hub **out)
{
	struct hub *h = mem_new(sizeof(*h));
	size_t started = 0;
	err e = OK;

	assert(cfg->render && cfg->screens && cfg->langs);
	h->cfg = *cfg;
	fill_defaults(&h->cfg);
	h->shards = mem_new(h->cfg.threads * sizeof(*h->shards));
	h->renderers = mem_new(h->cfg.render_threads * sizeof(*h->renderers));
	/* A channel has a stream, a catch-up has one that waits for it, and a room tells of its presence once. */
	h->jobs = queue_new(h->cfg.streams * 3 + 16);
	while (h->shard_count < h->cfg.threads && !e)
		e = shard_open(&h->shards[h->shard_count++], h);
	if (!e)
		e = start_threads(h, &started);
	if (e) {
		end_threads(h, started, 0);
		hub_free(h);
		return e;
	}
	*out = h;
	return OK;
}

void
hub_stop(struct hub *h, int64_t ms)
{
	end_threads(h, h->shard_count, ms);
}

void
hub_free(struct hub *h)
{
	if (!h)
		return;
	for (size_t i = 0; i < h->shard_count; i++)
		shard_close(&h->shards[i]);
	queue_free(h->jobs);
	free(h->renderers);
	free(h->shards);
	free(h);
}

static void
refuse(int fd)
{
	str text = sse_refusal();

	/* A new socket has room for this; if not, the client sees a closed connection. */
	if (send(fd, text.p, text.n, MSG_NOSIGNAL | MSG_DONTWAIT) >= 0)
		shutdown(fd, SHUT_WR);
	close(fd);
}

err
hub_subscribe(struct hub *h, int fd, const struct hub_join *join)
{
	struct arrival *a;

	assert(join->screen < h->cfg.screens && join->lang < h->cfg.langs);
	if (atomic_fetch_add(&h->streams, 1) >= (int64_t)h->cfg.streams) {
		atomic_fetch_sub(&h->streams, 1);
		refuse(fd);
		return ERR_BUSY;
	}
	a = mem_new(sizeof(*a));
	a->fd = fd;
	a->join = *join;
	a->head = sse_head(join->origin_headers);
	a->join.origin_headers = S("");
	if (shard_mail_arrival(shard_of(h, join->room), a))
		return OK;
	atomic_fetch_sub(&h->streams, 1);
	bytes_unref(a->head);
	free(a);
	refuse(fd);
	return ERR_BUSY;
}

void
hub_poke(struct hub *h, int64_t room, int64_t seq)
{
	shard_mail_poke(shard_of(h, room), room, seq);
}

void
hub_people(struct hub *h, int64_t room)
{
	if (h->cfg.presence)
		shard_mail_people(shard_of(h, room), room);
}

void
hub_poke_all(struct hub *h)
{
	for (size_t i = 0; i < h->shard_count; i++)
		shard_mail_all(&h->shards[i]);
}

size_t
hub_count(struct hub *h, int64_t room, size_t screen)
{
	assert(screen < h->cfg.screens);
	return shard_count(shard_of(h, room), room, screen);
}

struct hub_stats
hub_stats(struct hub *h)
{
	struct hub_stats s = { .streams = h->streams, .renders = h->renders };

	for (size_t i = 0; i < h->shard_count; i++) {
		struct shard_stats *one = &h->shards[i].stats;
		s.rooms += one->rooms;
		s.frames += one->frames;
		s.bytes += one->bytes;
		s.cut_off += one->cut_off;
		histogram_read(&one->delivery, &s.delivery);
	}
	return s;
}
