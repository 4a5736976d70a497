/* names.c: one map under one lock; forgotten whole every minute, which also bounds it. */
#include "app/room/names.h"

#include <pthread.h>
#include <stdlib.h>

#include "app/room/blame.h"
#include "base/clock.h"
#include "base/map.h"

#define KEEP_MS 60000
#define MOST 2000	/* units */

struct unit_names {
	struct arena arena;
	struct blame_index index;
};

struct names {
	pthread_mutex_t lock;
	struct map *map;	/* unit → struct unit_names */
	int64_t since_ms;
};

struct names *
names_new(void)
{
	struct names *k = mem_new(sizeof(*k));

	pthread_mutex_init(&k->lock, NULL);
	k->map = map_new();
	k->since_ms = clock_mono_ms();
	return k;
}

static void
drop(struct unit_names *u)
{
	if (u)
		arena_free(&u->arena);
	free(u);
}

static void
forget(struct names *k)
{
	size_t at = 0;
	str key;
	void *value;

	while (map_next(k->map, &at, &key, &value))
		drop(value);
	map_free(k->map);
}

void
names_free(struct names *k)
{
	if (!k)
		return;
	forget(k);
	pthread_mutex_destroy(&k->lock);
	free(k);
}

/* False: the names are not remembered. */
static bool
look(struct names *k, str unit, str text, str *word)
{
	const struct unit_names *u;

	pthread_mutex_lock(&k->lock);
	if (clock_mono_ms() - k->since_ms > KEEP_MS || map_count(k->map) >= MOST) {
		forget(k);
		k->map = map_new();
		k->since_ms = clock_mono_ms();
	}
	u = map_get(k->map, unit);
	if (u)
		*word = blame_in(&u->index, text);
	pthread_mutex_unlock(&k->lock);
	return u != NULL;
}

static err
remember(struct names *k, struct req *rq, str unit)
{
	struct unit_names *u;
	struct db_conn *c;
	const str *names;
	size_t n;

	TRY(req_read(rq, &c));
	TRY(blame_names(c, rq->arena, rq->unit, &names, &n));
	u = mem_new(sizeof(*u));
	blame_index(&u->arena, names, n, &u->index);
	pthread_mutex_lock(&k->lock);
	drop(map_put(k->map, unit, u));
	pthread_mutex_unlock(&k->lock);
	return OK;
}

str
names_word(struct req *rq, str text)
{
	str unit = str_fmt(rq->arena, "%" PRId64, rq->unit), word = { 0 };

	if (look(rq->app->names, unit, text, &word))
		return word;
	if (remember(rq->app->names, rq, unit) || !look(rq->app->names, unit, text, &word))
		return (str){ 0 };
	return word;
}
