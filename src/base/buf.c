/* buf.c: grows by doubling up to its maximum. */
#include "base/buf.h"

#include <stdio.h>
#include <stdlib.h>

struct buf
buf_new(struct arena *a, size_t max)
{
	return (struct buf){ .arena = a, .max = max };
}

struct buf
buf_heap(size_t max)
{
	return (struct buf){ .max = max };
}

void
buf_free(struct buf *b)
{
	if (!b->arena)
		free(b->p);
	b->p = NULL;
	b->n = b->room = 0;
	b->overflow = false;
}

void
buf_reset(struct buf *b)
{
	b->n = 0;
	b->overflow = false;
}

/* Room for n more bytes and a NUL, or the sticky error. */
static bool
reserve(struct buf *b, size_t n)
{
	size_t room = b->room ? b->room : 128;

	if (b->overflow || n > b->max - b->n) {
		b->overflow = true;
		return false;
	}
	if (b->room && b->room - b->n > n)
		return true;
	while (room - b->n <= n)
		room *= 2;
	if (b->arena) {
		char *p = arena_alloc(b->arena, room, 1);
		if (b->n)
			memcpy(p, b->p, b->n);
		b->p = p;
	} else {
		b->p = mem_grow(b->p, room, 1);
	}
	b->room = room;
	return true;
}

void
buf_add(struct buf *b, str s)
{
	if (s.n == 0 || !reserve(b, s.n))
		return;
	memcpy(b->p + b->n, s.p, s.n);
	b->n += s.n;
}

void
buf_addc(struct buf *b, char c)
{
	buf_add(b, (str){ &c, 1 });
}

void
buf_addv(struct buf *b, const char *fmt, va_list ap)
{
	va_list again;
	size_t room;
	int n;

	if (!reserve(b, 0))
		return;
	/* Mostly it fits into what is there; only if not is it written twice. */
	room = b->room - b->n;
	va_copy(again, ap);
	n = vsnprintf(b->p + b->n, room, fmt, again);
	va_end(again);
	assert(n >= 0);
	if (n == 0 || !reserve(b, (size_t)n))
		return;
	if ((size_t)n >= room)
		vsnprintf(b->p + b->n, (size_t)n + 1, fmt, ap);
	b->n += (size_t)n;
}

void
buf_addf(struct buf *b, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	buf_addv(b, fmt, ap);
	va_end(ap);
}

void
buf_int(struct buf *b, int64_t v)
{
	char digits[24];
	size_t at = sizeof(digits);
	bool negative = v < 0;
	uint64_t u = negative ? 0 - (uint64_t)v : (uint64_t)v;

	do {
		digits[--at] = (char)('0' + u % 10);
		u /= 10;
	} while (u);
	if (negative)
		digits[--at] = '-';
	buf_add(b, (str){ digits + at, sizeof(digits) - at });
}

str
buf_str(const struct buf *b)
{
	return (str){ b->p, b->n };
}

err
buf_done(struct buf *b, str *out)
{
	if (b->overflow || !reserve(b, 0))
		return ERR_TOOBIG;
	b->p[b->n] = 0;
	*out = buf_str(b);
	return OK;
}
