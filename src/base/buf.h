/* buf.h: text under construction, with a maximum that must be named and an error that sticks.
 *
 * Add without looking; ask once with buf_done. After an overflow the buffer keeps what fitted and
 * ignores the rest. The bytes live in the arena when one is given, else on the heap until buf_free.
 * One thread at a time. */
#ifndef BASE_BUF_H
#define BASE_BUF_H

#include <stdarg.h>

#include "base/arena.h"
#include "base/base.h"

struct buf {
	struct arena *arena;	/* NULL: heap */
	char *p;
	size_t n, room, max;
	bool overflow;
};

struct buf buf_new(struct arena *a, size_t max);
struct buf buf_heap(size_t max);
void buf_free(struct buf *b);	/* heap buffers only; the buffer may be used again */
void buf_reset(struct buf *b);	/* empty, the memory kept */

void buf_add(struct buf *b, str s);
void buf_addc(struct buf *b, char c);
void buf_addf(struct buf *b, const char *fmt, ...) FORMAT(2, 3);
void buf_addv(struct buf *b, const char *fmt, va_list ap) FORMAT(2, 0);
void buf_int(struct buf *b, int64_t v);

/* What is there so far; borrowed until the next add. */
str buf_str(const struct buf *b);
/* OK and the text (borrowed, NUL after the end), or ERR_TOOBIG. */
err buf_done(struct buf *b, str *out) MUST_USE;

#endif
