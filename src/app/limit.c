/* limit.c: token buckets in one map under one lock. */
#include "app/limit.h"

#include <pthread.h>
#include <stdlib.h>

#include "base/arena.h"
#include "base/clock.h"
#include "base/map.h"
#include "base/str.h"

struct bucket {
	double tokens, most, per_ms;
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

void
limits_free(struct limits *l)
{
	if (!l)
		return;
	map_free_all(l->buckets, free);
	pthread_mutex_destroy(&l->lock);
	free(l);
}

size_t
limits_held(struct limits *l)
{
	size_t n;

	pthread_mutex_lock(&l->lock);
	n = map_count(l->buckets);
	pthread_mutex_unlock(&l->lock);
	return n;
}

static void
refill(struct bucket *b, int64_t now)
{
	b->tokens += (double)(now - b->at_ms) * b->per_ms;
	if (b->tokens > b->most)
		b->tokens = b->most;
	b->at_ms = now;
}

/* Keeps at most half of what fits: only buckets that are used up beyond `used`, a share of them. */
static void
keep_used(struct limits *l, int64_t now, double used)
{
	struct map *kept = map_new();
	size_t at = 0;
	str key;
	void *value;

	while (map_next(l->buckets, &at, &key, &value)) {
		struct bucket *b = value;
		refill(b, now);
		if (b->tokens >= b->most * (1 - used) || map_count(kept) >= l->most / 2)
			free(b);
		else
			map_put(kept, key, b);
	}
	map_free(l->buckets);
	l->buckets = kept;
}

static size_t
count_used(struct limits *l, int64_t now, double used)
{
	size_t at = 0, n = 0;
	str key;
	void *value;

	while (map_next(l->buckets, &at, &key, &value)) {
		struct bucket *b = value;
		refill(b, now);
		n += b->tokens < b->most * (1 - used);
	}
	return n;
}

/* A full bucket says nothing, so those go first, then those that are hardly used: else whoever comes with many keys of their
 * own would win new tries for the one they guess at. */
static void
make_room(struct limits *l, int64_t now)
{
	static const double shares[] = { 0, 0.25, 0.5, 0.75 };
	size_t i = 0;

	while (i + 1 < COUNT(shares) && count_used(l, now, shares[i]) > l->most / 2)
		i++;
	keep_used(l, now, shares[i]);
}

static struct bucket *
bucket_new(struct limits *l, str name, double most, double seconds, int64_t now)
{
	struct bucket *b;

	if (map_count(l->buckets) >= l->most)
		make_room(l, now);
	b = mem_new(sizeof(*b));
	*b = (struct bucket){ .tokens = most, .most = most, .per_ms = most / seconds / 1000, .at_ms = now };
	map_put(l->buckets, name, b);
	return b;
}

static str
name_of(struct arena *a, const char *what, str key)
{
	return str_fmt(a, "%s\n" STR_FMT, what, STR_ARG(str_take(key, 200)));
}

static bool
look(struct limits *l, const char *what, str key, double most, double seconds, double cost)
{
	struct arena scratch = { 0 };
	str name = name_of(&scratch, what, key);
	int64_t now = clock_mono_ms();
	struct bucket *b;
	bool within = true;

	pthread_mutex_lock(&l->lock);
	b = map_get(l->buckets, name);
	if (!b && cost > 0)
		b = bucket_new(l, name, most, seconds, now);
	if (b) {
		refill(b, now);
		within = b->tokens >= 1;
		if (within)
			b->tokens -= cost;
	}
	pthread_mutex_unlock(&l->lock);
	arena_free(&scratch);
	return within;
}

void
limit_give_back(struct limits *l, const char *what, str key)
{
	struct arena scratch = { 0 };
	struct bucket *b;

	pthread_mutex_lock(&l->lock);
	b = map_get(l->buckets, name_of(&scratch, what, key));
	if (b)
		b->tokens += 1;
	pthread_mutex_unlock(&l->lock);
	arena_free(&scratch);
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

int64_t
limit_wait(struct limits *l, const char *what, str key, double per_second, int64_t most_ms)
{
	struct arena scratch = { 0 };
	str name = name_of(&scratch, what, key);
	int64_t now = clock_mono_ms();
	double per_ms = per_second / 1000, least = -(double)most_ms * per_ms, tokens;
	struct bucket *b;

	pthread_mutex_lock(&l->lock);
	b = map_get(l->buckets, name);
	if (!b)
		b = bucket_new(l, name, 1, 1 / per_second, now);
	refill(b, now);
	b->tokens = b->tokens - 1 < least ? least : b->tokens - 1;
	tokens = b->tokens;
	pthread_mutex_unlock(&l->lock);
	arena_free(&scratch);
	return tokens < 0 ? (int64_t)(-tokens / per_ms) : 0;
}
