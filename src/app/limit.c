/* limit.c: token buckets in one map under one lock. */
#include "app/limit.h"

#include <pthread.h>
#include <stdlib.h>

#include "base/arena.h"
#include "base/clock.h"
#include "base/map.h"
#include "base/str.h"

struct bucket {
	double tokens;
	int64_t at_ms;
};

struct limits {
	pthread_mutex_t lock;
	struct map *buckets;
	size_t most;
};

struct limits *
limits_new(size_t most_keys)
{
	struct limits *l = mem_new(sizeof(*l));

	pthread_mutex_init(&l->lock, NULL);
	l->buckets = map_new();
	l->most = most_keys;
	return l;
}

static void
forget_all(struct limits *l)
{
	size_t at = 0;
	str key;
	void *value;

	while (map_next(l->buckets, &at, &key, &value))
		free(value);
	map_free(l->buckets);
}

void
limits_free(struct limits *l)
{
	if (!l)
		return;
	forget_all(l);
	pthread_mutex_destroy(&l->lock);
	free(l);
}

/* Drops keys that have been quiet for an hour; when all are busy the table starts afresh rather than grow. */
static void
make_room(struct limits *l, int64_t now)
{
	struct map *kept = map_new();
	size_t at = 0;
	str key;
	void *value;

	while (map_next(l->buckets, &at, &key, &value)) {
		struct bucket *b = value;
		if (now - b->at_ms > 3600 * 1000 || map_count(kept) >= l->most / 2)
			free(b);
		else
			map_put(kept, key, b);
	}
	map_free(l->buckets);
	l->buckets = kept;
}

static bool
look(struct limits *l, const char *what, str key, double most, double seconds, double cost)
{
	struct arena scratch = { 0 };
	str name = str_fmt(&scratch, "%s\n" STR_FMT, what, STR_ARG(str_take(key, 200)));
	int64_t now = clock_mono_ms();
	struct bucket *b;
	bool within;

	pthread_mutex_lock(&l->lock);
	b = map_get(l->buckets, name);
	if (!b) {
		if (map_count(l->buckets) >= l->most)
			make_room(l, now);
		b = mem_new(sizeof(*b));
		*b = (struct bucket){ .tokens = most, .at_ms = now };
		map_put(l->buckets, name, b);
	}
	b->tokens += (double)(now - b->at_ms) / 1000 * most / seconds;
	if (b->tokens > most)
		b->tokens = most;
	b->at_ms = now;
	within = b->tokens >= 1;
	if (within)
		b->tokens -= cost;
	pthread_mutex_unlock(&l->lock);
	arena_free(&scratch);
	return within;
}

bool
limit_take(struct limits *l, const char *what, str key, double most, double seconds)
{
	return look(l, what, key, most, seconds, 1);
}

bool
limit_would(struct limits *l, const char *what, str key, double most, double seconds)
{
	return look(l, what, key, most, seconds, 0);
}
