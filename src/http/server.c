/* server.c: start, stop, figures. */
#include "http/server.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <time.h>
#include <unistd.h>

#include "http/inside.h"

#define FILES_FOR_OTHERS 200	/* database, log, mail, ... */

static size_t
or_default(size_t v, size_t otherwise)
{
	return v ? v : otherwise;
}

static size_t
cores(void)
{
	long n = sysconf(_SC_NPROCESSORS_ONLN);

	return n > 0 ? (size_t)n : 1;
}

static size_t
connections_from_limit(size_t reserve)
{
	struct rlimit r = { .rlim_cur = 1024 };
	size_t taken = FILES_FOR_OTHERS + reserve;

	getrlimit(RLIMIT_NOFILE, &r);
	if (r.rlim_cur > 1 << 20)
		r.rlim_cur = 1 << 20;
	return r.rlim_cur > taken + 64 ? (size_t)r.rlim_cur - taken : 64;
}

static void
defaults(struct server_config *cfg)
{
	cfg->loops = or_default(cfg->loops, cores() < 4 ? cores() : 4);
	if (cfg->loops > LOOPS_MOST)
		cfg->loops = LOOPS_MOST;
	cfg->workers = or_default(cfg->workers, 256);
	cfg->running = or_default(cfg->running, 2 * cores());
	cfg->queue = or_default(cfg->queue, 2048);
	cfg->connections = or_default(cfg->connections, connections_from_limit(cfg->stream_reserve));
	if (cfg->connections < cfg->loops)
		cfg->connections = cfg->loops;
	cfg->bytes = or_default(cfg->bytes, 64 * 1024 * 1024);
	cfg->head_ms = cfg->head_ms ? cfg->head_ms : 10 * 1000;
	cfg->body_ms = cfg->body_ms ? cfg->body_ms : 30 * 1000;
	cfg->idle_ms = cfg->idle_ms ? cfg->idle_ms : 75 * 1000;
}

static err
read_trusted(struct server *s)
{
	s->trusted = mem_new(s->cfg.trusted_count * sizeof(*s->trusted));
	for (size_t i = 0; i < s->cfg.trusted_count; i++)
		TRY(network_parse(s->cfg.trusted_proxies[i], &s->trusted[i]));
	return OK;
}

/* libevent's warnings would go to stderr past the log, with addresses in them. After an error it ends the
 * process; that must not be silent. */
static void
on_libevent_log(int severity, const char *text)
{
	if (severity >= EVENT_LOG_ERR)
		fprintf(stderr, "level=error msg=\"libevent: %s\"\n", text);
}

static struct server *
server_new(const struct server_config *cfg)
{
	struct server *s = mem_new(sizeof(*s));
	pthread_condattr_t attr;

	s->cfg = *cfg;
	defaults(&s->cfg);
	pthread_mutex_init(&s->lock, NULL);
	pthread_condattr_init(&attr);
	pthread_condattr_setclock(&attr, CLOCK_MONOTONIC);
	pthread_cond_init(&s->closed, &attr);
	pthread_condattr_destroy(&attr);
	for (size_t i = 0; i < LOOPS_MOST; i++)
		s->loops[i].wake = s->loops[i].dummy = -1;
	return s;
}

static err
start_loops(struct server *s)
{
	int fds[LOOPS_MOST];
	err e = OK;

	TRY(listen_open(s, fds));
	for (size_t i = 0; i < s->cfg.loops; i++) {
		err one = loop_open(s, &s->loops[i], fds[i]);
		if (one && !s->loops[i].bound)
			close(fds[i]);
		e = e ? e : one;
	}
	if (e)
		return e;
	for (; s->started < s->cfg.loops; s->started++)
		if (pthread_create(&s->loops[s->started].thread, NULL, loop_main, &s->loops[s->started]))
			return ERR_IO;
	return OK;
}

/* libevent goes on with no memory until it falls over something; we end with a word in the log. */
static void *
take_memory(size_t n)
{
	return mem_grow(NULL, n, 1);
}

static void *
retake_memory(void *p, size_t n)
{
	return mem_grow(p, n, 1);
}

err
server_start(const struct server_config *cfg, struct server **out)
{
	struct server *s;
	err e;

	assert(cfg->handle && cfg->body_limit && cfg->take && cfg->drop);
	signal(SIGPIPE, SIG_IGN);
	event_set_mem_functions(take_memory, retake_memory, free);
	event_set_log_callback(on_libevent_log);
	s = server_new(cfg);
	e = read_trusted(s);
	if (!e)
		e = pool_start(s);
	if (!e)
		e = start_loops(s);
	*out = e ? NULL : s;
	if (e)
		server_stop(s, 0);
	return e;
}

int
server_port(const struct server *s)
{
	return s->port;
}

static void
wake_all(struct server *s)
{
	for (size_t i = 0; i < s->started; i++)
		loop_wake(&s->loops[i]);
}

static void
wait_for_the_last(struct server *s, int64_t ms)
{
	struct timespec until;
	bool late = false;

	clock_gettime(CLOCK_MONOTONIC, &until);
	until.tv_sec += ms / 1000;
	until.tv_nsec += (ms % 1000) * 1000000;
	if (until.tv_nsec >= 1000000000) {
		until.tv_sec++;
		until.tv_nsec -= 1000000000;
	}
	pthread_mutex_lock(&s->lock);
	/* A loop that has not heard yet may still accept somebody. */
	while ((s->deaf < s->started || atomic_load(&s->open) > 0) && !late)
		late = pthread_cond_timedwait(&s->closed, &s->lock, &until) != 0;
	pthread_mutex_unlock(&s->lock);
}

void
server_drain(struct server *s)
{
	atomic_store(&s->stopping, true);
	wake_all(s);
}

void
server_stop(struct server *s, int64_t ms)
{
	if (!s)
		return;
	server_drain(s);
	if (s->started)
		wait_for_the_last(s, ms);
	atomic_store(&s->giving_up, true);
	pool_stop(s);
	atomic_store(&s->quitting, true);
	wake_all(s);
	for (size_t i = 0; i < s->started; i++)
		pthread_join(s->loops[i].thread, NULL);
	for (size_t i = 0; i < LOOPS_MOST; i++)
		if (s->loops[i].server)
			loop_close(&s->loops[i]);
	pool_end(s);
	pthread_cond_destroy(&s->closed);
	pthread_mutex_destroy(&s->lock);
	free(s->trusted);
	free(s);
}

struct server_stats
server_stats(struct server *s)
{
	struct server_stats out = {
		.requests = atomic_load(&s->requests),
		.refused = atomic_load(&s->refused),
		.open_connections = atomic_load(&s->open),
		.queued = (int64_t)pool_waiting(s),
		.taken = atomic_load(&s->taken),
	};

	for (size_t i = 0; i < s->started; i++) {
		for (size_t k = 0; k < COUNT(out.answers); k++)
			out.answers[k] += atomic_load_explicit(&s->loops[i].answers[k], memory_order_relaxed);
		histogram_read(&s->loops[i].took, &out.took);
	}
	return out;
}
