/* memo.c: one map under a lock that many may read under. */
#include "base/memo.h"

#include <pthread.h>
#include <stdlib.h>

#include "base/arena.h"
#include "base/clock.h"
#include "base/map.h"

struct memo {
	pthread_rwlock_t lock;	/* guards all below but the first three */
	int64_t keep_ms;
	size_t most;
	void (*drop)(void *value);
	struct map *map;
	int64_t since_ms;
};

static void
begin(struct memo *m)
{
	m->map = map_new();
	m->since_ms = clock_mono_ms();
}

struct memo *
memo_new(int64_t keep_ms, size_t most, void (*drop)(void *value))
{
	struct memo *m = mem_new(sizeof(*m));

	pthread_rwlock_init(&m->lock, NULL);
	m->keep_ms = keep_ms;
	m->most = most;
	m->drop = drop;
	begin(m);
	return m;
}

void
memo_free(struct memo *m)
{
	if (!m)
		return;
	map_free_all(m->map, m->drop);
	pthread_rwlock_destroy(&m->lock);
	free(m);
}

bool
memo_look(struct memo *m, str key, void (*see)(const void *value, void *arg), void *arg)
{
	const void *value = NULL;

	pthread_rwlock_rdlock(&m->lock);
	if (clock_mono_ms() - m->since_ms <= m->keep_ms)
		value = map_get(m->map, key);
	if (value)
		see(value, arg);
	pthread_rwlock_unlock(&m->lock);
	return value != NULL;
}

void
memo_put(struct memo *m, str key, void *value)
{
	void *before;

	pthread_rwlock_wrlock(&m->lock);
	if (clock_mono_ms() - m->since_ms > m->keep_ms || map_count(m->map) >= m->most) {
		map_free_all(m->map, m->drop);
		begin(m);
	}
	before = map_put(m->map, key, value);
	if (before)
		m->drop(before);
	pthread_rwlock_unlock(&m->lock);
}

void
memo_forget(struct memo *m, str key)
{
	void *before;

	pthread_rwlock_wrlock(&m->lock);
	before = map_remove(m->map, key);
	if (before)
		m->drop(before);
	pthread_rwlock_unlock(&m->lock);
}
