/* codes.c: one map under one lock; forgotten whole every few seconds, which also bounds it. */
#include "app/room/codes.h"

#include <pthread.h>
#include <stdlib.h>

#include "app/sql.h"
#include "base/clock.h"
#include "base/map.h"

#define KEEP_MS 5000
#define MOST 20000

struct codes {
	pthread_mutex_t lock;
	struct map *map;
	int64_t since_ms;
};

struct codes *
codes_new(void)
{
	struct codes *k = mem_new(sizeof(*k));

	pthread_mutex_init(&k->lock, NULL);
	k->map = map_new();
	k->since_ms = clock_mono_ms();
	return k;
}

static void
forget(struct codes *k)
{
	size_t at = 0;
	str key;
	void *value;

	while (map_next(k->map, &at, &key, &value))
		free(value);
	map_free(k->map);
}

void
codes_free(struct codes *k)
{
	if (!k)
		return;
	forget(k);
	pthread_mutex_destroy(&k->lock);
	free(k);
}

static bool
remembered(struct codes *k, str code, struct code_place *out)
{
	const struct code_place *p;

	pthread_mutex_lock(&k->lock);
	if (clock_mono_ms() - k->since_ms > KEEP_MS || map_count(k->map) >= MOST) {
		forget(k);
		k->map = map_new();
		k->since_ms = clock_mono_ms();
	}
	p = map_get(k->map, code);
	if (p)
		*out = *p;
	pthread_mutex_unlock(&k->lock);
	return p != NULL;
}

static void
remember(struct codes *k, str code, const struct code_place *p)
{
	struct code_place *copy = mem_new(sizeof(*copy));

	*copy = *p;
	pthread_mutex_lock(&k->lock);
	free(map_put(k->map, code, copy));
	pthread_mutex_unlock(&k->lock);
}

err
codes_find(struct codes *k, struct db_conn *c, struct arena *a, str code, struct code_place *out)
{
	struct rows r;

	if (remembered(k, code, out))
		return OK;
	if (!c)
		return ERR_BUSY;
	TRY(db_one(c, a, &r, ABOUT_CODE, TEXT(code)));
	*out = (struct code_place){ .unit = row_int(&r, 0, 0), .process = row_int(&r, 0, 1), .sitting = row_int(&r, 0, 2) };
	remember(k, code, out);
	return OK;
}
