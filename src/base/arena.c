/* arena.c: blocks in a list; the newest is filled. */
#include "base/arena.h"

#include <stdio.h>
#include <stdlib.h>

struct arena_block {
	struct arena_block *older;
	size_t size, used;
	_Alignas(max_align_t) char bytes[];
};

static NORETURN void
out_of_memory(void)
{
	fputs("level=error msg=\"out of memory\"\n", stderr);
	abort();
}

void *
mem_new(size_t n)
{
	void *p = calloc(1, n ? n : 1);

	if (!p)
		out_of_memory();
	return p;
}

void *
mem_grow(void *old, size_t count, size_t size)
{
	size_t n;
	void *p;

	if (__builtin_mul_overflow(count, size, &n))
		out_of_memory();
	p = realloc(old, n ? n : 1);
	if (!p)
		out_of_memory();
	return p;
}

char *
mem_dup(str s)
{
	char *p = mem_new(s.n + 1);

	if (s.n)
		memcpy(p, s.p, s.n);
	return p;
}

static struct arena_block *
block_new(struct arena *a, size_t room)
{
	struct arena_block *b;

	if (room > SIZE_MAX - sizeof(*b))
		out_of_memory();
	b = mem_new(sizeof(*b) + room);
	b->size = room;
	b->older = a->blocks;
	a->blocks = b;
	return b;
}

void *
arena_alloc(struct arena *a, size_t n, size_t align)
{
	struct arena_block *b = a->blocks;
	size_t at;

	assert(align && align <= _Alignof(max_align_t) && (align & (align - 1)) == 0);
	a->used += n;
#ifdef ARENA_DEBUG
	b = block_new(a, n);
	at = 0;
#else
	at = b ? (b->used + align - 1) & ~(align - 1) : 0;
	if (!b || at > b->size || b->size - at < n) {
		size_t room = b && b->size < 256 * 1024 ? b->size * 2 : 4096;
		b = block_new(a, room > n ? room : n);
		at = 0;
	}
#endif
	b->used = at + n;
	return b->bytes + at;
}

void
arena_lend(struct arena *a, void *memory, size_t room)
{
	assert(!a->blocks && room > sizeof(struct arena_block) && (uintptr_t)memory % _Alignof(struct arena_block) == 0);
#ifdef ARENA_DEBUG
	(void)memory;
#else
	a->lent = a->blocks = memory;
	a->lent->size = room - sizeof(struct arena_block);
#endif
}

void *
arena_array(struct arena *a, size_t count, size_t size, size_t align)
{
	size_t n;

	if (__builtin_mul_overflow(count, size, &n))
		out_of_memory();
	return arena_alloc(a, n, align);
}

void
arena_free(struct arena *a)
{
	while (a->blocks) {
		struct arena_block *b = a->blocks;
		a->blocks = b->older;
		if (b == a->lent)
			memset(b, 0, sizeof(*b) + b->used);
		else
			free(b);
	}
	a->lent = NULL;
	a->used = 0;
}
