/* map.c: open addressing with linear probing and backward-shift deletion; SipHash keys. */
#include "base/map.h"

#include <sodium.h>
#include <stdlib.h>

#include "base/arena.h"
#include "base/rand.h"
#include "base/str.h"

struct entry {
	char *key;	/* NULL: empty */
	size_t n;
	uint64_t hash;
	void *value;
};

struct map {
	struct entry *entries;
	size_t room, count;	/* room is a power of two */
	unsigned char secret[crypto_shorthash_KEYBYTES];
};

struct map *
map_new(void)
{
	struct map *m = mem_new(sizeof(*m));

	m->room = 16;
	m->entries = mem_new(m->room * sizeof(*m->entries));
	rand_bytes(m->secret, sizeof(m->secret));
	return m;
}

void
map_free(struct map *m)
{
	if (!m)
		return;
	for (size_t i = 0; i < m->room; i++)
		free(m->entries[i].key);
	free(m->entries);
	free(m);
}

static uint64_t
hash_of(const struct map *m, str key)
{
	uint64_t h;
	unsigned char out[crypto_shorthash_BYTES];

	crypto_shorthash(out, (const unsigned char *)(key.p ? key.p : ""), key.n, m->secret);
	memcpy(&h, out, sizeof(h));
	return h;
}

/* The slot that holds key, or the empty one where it would go. */
static size_t
slot_of(const struct map *m, str key, uint64_t hash)
{
	size_t i = (size_t)hash & (m->room - 1);

	while (m->entries[i].key) {
		const struct entry *e = &m->entries[i];
		if (e->hash == hash && str_eq((str){ e->key, e->n }, key))
			break;
		i = (i + 1) & (m->room - 1);
	}
	return i;
}

void *
map_get(const struct map *m, str key)
{
	return m->entries[slot_of(m, key, hash_of(m, key))].value;
}

static void
grow(struct map *m)
{
	struct entry *old = m->entries;
	size_t room = m->room;

	m->room = room * 2;
	m->entries = mem_new(m->room * sizeof(*m->entries));
	for (size_t i = 0; i < room; i++)
		if (old[i].key)
			m->entries[slot_of(m, (str){ old[i].key, old[i].n }, old[i].hash)] = old[i];
	free(old);
}

void *
map_put(struct map *m, str key, void *value)
{
	uint64_t hash = hash_of(m, key);
	struct entry *e;
	void *before;

	assert(value);
	if (m->count * 4 >= m->room * 3)
		grow(m);
	e = &m->entries[slot_of(m, key, hash)];
	before = e->value;
	if (!e->key) {
		*e = (struct entry){ .key = mem_dup(key), .n = key.n, .hash = hash };
		m->count++;
	}
	e->value = value;
	return before;
}

void *
map_remove(struct map *m, str key)
{
	size_t i = slot_of(m, key, hash_of(m, key)), mask = m->room - 1, j = i;
	void *value = m->entries[i].value;

	if (!m->entries[i].key)
		return NULL;
	free(m->entries[i].key);
	m->count--;
	for (;;) {
		size_t home;
		j = (j + 1) & mask;
		if (!m->entries[j].key)
			break;
		home = (size_t)m->entries[j].hash & mask;
		/* Entry j may fill the hole at i when its home is not between them. */
		if (((j - home) & mask) >= ((j - i) & mask)) {
			m->entries[i] = m->entries[j];
			i = j;
		}
	}
	m->entries[i] = (struct entry){ 0 };
	return value;
}

size_t
map_count(const struct map *m)
{
	return m->count;
}

bool
map_next(const struct map *m, size_t *at, str *key, void **value)
{
	for (; *at < m->room; (*at)++) {
		const struct entry *e = &m->entries[*at];
		if (!e->key)
			continue;
		*key = (str){ e->key, e->n };
		*value = e->value;
		(*at)++;
		return true;
	}
	return false;
}

void
map_free_all(struct map *m, void (*drop)(void *value))
{
	size_t at = 0;
	str key;
	void *value;

	while (m && map_next(m, &at, &key, &value))
		drop(value);
	map_free(m);
}
