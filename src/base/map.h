/* map.h: a hash table from byte strings to pointers. Keys are copied; values belong to the caller.
 * One thread at a time. Hashing is keyed, so that input from outside cannot make it slow. */
#ifndef BASE_MAP_H
#define BASE_MAP_H

#include "base/base.h"

struct map;

struct map *map_new(void);	/* needs rand_init */
void map_free(struct map *m);	/* accepts NULL; does not free values */
void map_free_all(struct map *m, void (*drop)(void *value));	/* each value is dropped first; accepts NULL */
void *map_get(const struct map *m, str key);	/* NULL when absent */
void *map_put(struct map *m, str key, void *value);	/* value must not be NULL; the one replaced, or NULL */
void *map_remove(struct map *m, str key);	/* what was there, or NULL */
size_t map_count(const struct map *m);

/* Walks all entries in no particular order; start with *at = 0. The map must not change meanwhile. */
bool map_next(const struct map *m, size_t *at, str *key, void **value);

#endif
