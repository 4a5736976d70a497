/* arena.h: memory with one lifetime, given back all at once.
 *
 * One per request, job or test. Nothing that outlives the arena may point into it: APIs of queues,
 * hubs, caches and sessions copy. Not shared between threads without hand-over. Out of memory
 * ends the process: input is bounded at the edge, so this is not a way to stop the server.
 *
 * With ARENA_DEBUG (sanitizer builds) each allocation is a malloc of its own, so that ASan sees
 * overflows into a neighbour. */
#ifndef BASE_ARENA_H
#define BASE_ARENA_H

#include "base/base.h"

struct arena_block;
struct arena {
	struct arena_block *blocks;	/* newest first */
	size_t used;	/* bytes handed out, for limits and logs */
	struct arena_block *lent;	/* the caller's memory, if it begins in some */
};

/* The empty arena begins in `room` bytes of the caller's, which are all zero, aligned like max_align_t and outlive it; arena_free
 * leaves them all zero again, ready to be lent once more. For arenas that are made and freed for every request. With
 * ARENA_DEBUG it does nothing. */
void arena_lend(struct arena *a, void *memory, size_t room);

/* Zeroed bytes, never NULL. align is a power of two. */
void *arena_alloc(struct arena *a, size_t n, size_t align)
	__attribute__((alloc_size(2), returns_nonnull, malloc));
/* Zeroed array; a product that overflows ends the process. */
void *arena_array(struct arena *a, size_t count, size_t size, size_t align)
	__attribute__((alloc_size(2, 3), returns_nonnull, malloc));
/* Gives everything back; the arena is empty and usable again. */
void arena_free(struct arena *a);

#define NEW(a, type) ((type *)arena_alloc((a), sizeof(type), _Alignof(type)))
#define NEW_ARRAY(a, type, count) ((type *)arena_array((a), (count), sizeof(type), _Alignof(type)))

/* For objects with an owner module: malloc that zeroes and never fails; pair with free(). */
void *mem_new(size_t n) __attribute__((alloc_size(1), returns_nonnull, malloc));
void *mem_grow(void *old, size_t count, size_t size) __attribute__((returns_nonnull));
char *mem_dup(str s) __attribute__((returns_nonnull));	/* NUL-ended copy */

#endif
