/* str.h: looking at slices. Nothing here allocates except where an arena is asked for.
 * Any thread. */
#ifndef BASE_STR_H
#define BASE_STR_H

#include "base/arena.h"
#include "base/base.h"

str str_of(const char *z);	/* a NUL-ended string as a slice; NULL is the empty slice */
bool str_eq(str a, str b);
bool str_eq_nocase(str a, str b);	/* ASCII letters only */
int str_cmp(str a, str b);	/* by bytes, as memcmp; shorter first */
bool str_starts(str s, str prefix);
bool str_ends(str s, str suffix);
bool str_has(str s, char c);
/* Where needle begins in s, or SIZE_MAX. */
size_t str_find(str s, str needle);
str str_from(str s, size_t from);	/* the rest; empty when from is past the end */
str str_take(str s, size_t n);	/* the first n bytes, or all */
str str_trim(str s);	/* without ASCII space, tab, CR, LF at both ends */

/* Cuts s at the first sep: head is what stands before it, tail what comes after.
 * False when sep is not there (head is all of s, tail empty). Outputs may be NULL. */
bool str_cut(str s, char sep, str *head, str *tail);

/* A whole decimal number with optional minus, nothing around it. ERR_INVALID otherwise. */
err str_int(str s, int64_t *out) MUST_USE;

/* Copies that live in the arena. str_z is NUL-ended; a NUL byte inside is kept, so callers
 * that hand it to a library check str_has(s, 0) first. */
str str_dup(struct arena *a, str s);
const char *str_z(struct arena *a, str s);
str str_without(struct arena *a, str s, char c);	/* all the other bytes */
str str_lower(struct arena *a, str s);	/* ASCII letters only */
str str_fmt(struct arena *a, const char *fmt, ...) FORMAT(2, 3);	/* at most 64 KiB */

/* True when all bytes are well-formed UTF-8 (Unicode 15, table 3-7). */
bool str_is_utf8(str s);

/* Equal in time that depends on the lengths only. For secrets. */
bool str_eq_secret(str a, str b);

#endif
