/* str.c: slices. */
#include "base/str.h"

#include <stdarg.h>
#include <stdio.h>

#include "base/buf.h"

str
str_of(const char *z)
{
	return z ? (str){ z, strlen(z) } : (str){ 0 };
}

bool
str_eq(str a, str b)
{
	return a.n == b.n && (a.n == 0 || memcmp(a.p, b.p, a.n) == 0);
}

static char
lower(char c)
{
	return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
}

bool
str_eq_nocase(str a, str b)
{
	if (a.n != b.n)
		return false;
	for (size_t i = 0; i < a.n; i++)
		if (lower(a.p[i]) != lower(b.p[i]))
			return false;
	return true;
}

int
str_cmp(str a, str b)
{
	size_t n = a.n < b.n ? a.n : b.n;
	int c = n ? memcmp(a.p, b.p, n) : 0;

	if (c)
		return c;
	return (a.n > b.n) - (a.n < b.n);
}

bool
str_starts(str s, str prefix)
{
	return str_eq(str_take(s, prefix.n), prefix);
}

bool
str_ends(str s, str suffix)
{
	return s.n >= suffix.n && str_eq(str_from(s, s.n - suffix.n), suffix);
}

bool
str_has(str s, char c)
{
	return s.n && memchr(s.p, c, s.n);
}

size_t
str_find(str s, str needle)
{
	const char *at;

	if (needle.n == 0)
		return 0;
	at = s.n ? memmem(s.p, s.n, needle.p, needle.n) : NULL;
	return at ? (size_t)(at - s.p) : SIZE_MAX;
}

str
str_from(str s, size_t from)
{
	return from < s.n ? (str){ s.p + from, s.n - from } : (str){ 0 };
}

str
str_take(str s, size_t n)
{
	return (str){ s.p, n < s.n ? n : s.n };
}

static bool
is_space(char c)
{
	return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

str
str_trim(str s)
{
	while (s.n && is_space(s.p[0]))
		s = str_from(s, 1);
	while (s.n && is_space(s.p[s.n - 1]))
		s.n--;
	return s;
}

bool
str_cut(str s, char sep, str *head, str *tail)
{
	const char *at = s.n ? memchr(s.p, sep, s.n) : NULL;
	size_t n = at ? (size_t)(at - s.p) : s.n;

	if (head)
		*head = str_take(s, n);
	if (tail)
		*tail = at ? str_from(s, n + 1) : (str){ 0 };
	return at != NULL;
}

err
str_int(str s, int64_t *out)
{
	bool negative = s.n && s.p[0] == '-';
	str digits = negative ? str_from(s, 1) : s;
	int64_t v = 0;

	if (digits.n == 0)
		return ERR_INVALID;
	for (size_t i = 0; i < digits.n; i++) {
		char c = digits.p[i];
		if (c < '0' || c > '9')
			return ERR_INVALID;
		/* Counted downwards, because INT64_MIN has no positive twin. */
		if (__builtin_mul_overflow(v, 10, &v) || __builtin_sub_overflow(v, c - '0', &v))
			return ERR_INVALID;
	}
	if (!negative && __builtin_sub_overflow((int64_t)0, v, &v))
		return ERR_INVALID;
	*out = v;
	return OK;
}

str
str_dup(struct arena *a, str s)
{
	return (str){ str_z(a, s), s.n };
}

const char *
str_z(struct arena *a, str s)
{
	char *p = arena_alloc(a, s.n + 1, 1);

	if (s.n)
		memcpy(p, s.p, s.n);
	p[s.n] = 0;
	return p;
}

str
str_lower(struct arena *a, str s)
{
	char *p = arena_alloc(a, s.n + 1, 1);

	for (size_t i = 0; i < s.n; i++)
		p[i] = lower(s.p[i]);
	return (str){ p, s.n };
}

str
str_without(struct arena *a, str s, char c)
{
	char *p = arena_alloc(a, s.n + 1, 1);
	size_t n = 0;

	for (size_t i = 0; i < s.n; i++)
		if (s.p[i] != c)
			p[n++] = s.p[i];
	return (str){ p, n };
}

str
str_fmt(struct arena *a, const char *fmt, ...)
{
	struct buf b = buf_new(a, 64 * 1024);
	str out;
	va_list ap;

	va_start(ap, fmt);
	buf_addv(&b, fmt, ap);
	va_end(ap);
	return buf_done(&b, &out) ? (str){ 0 } : out;
}

/* Length of the well-formed sequence at p (at most n bytes), 0 when there is none. */
static size_t
utf8_sequence(const unsigned char *p, size_t n)
{
	unsigned char c = p[0];

	if (c < 0x80)
		return 1;
	if (c >= 0xc2 && c <= 0xdf)
		return n >= 2 && (p[1] & 0xc0) == 0x80 ? 2 : 0;
	if (c >= 0xe0 && c <= 0xef) {
		unsigned char lo = c == 0xe0 ? 0xa0 : 0x80, hi = c == 0xed ? 0x9f : 0xbf;
		return n >= 3 && p[1] >= lo && p[1] <= hi && (p[2] & 0xc0) == 0x80 ? 3 : 0;
	}
	if (c >= 0xf0 && c <= 0xf4) {
		unsigned char lo = c == 0xf0 ? 0x90 : 0x80, hi = c == 0xf4 ? 0x8f : 0xbf;
		return n >= 4 && p[1] >= lo && p[1] <= hi && (p[2] & 0xc0) == 0x80 && (p[3] & 0xc0) == 0x80 ? 4 : 0;
	}
	return 0;
}

bool
str_is_utf8(str s)
{
	const unsigned char *p = (const unsigned char *)s.p;

	for (size_t i = 0, step; i < s.n; i += step) {
		step = utf8_sequence(p + i, s.n - i);
		if (step == 0)
			return false;
	}
	return true;
}

bool
str_eq_secret(str a, str b)
{
	unsigned char diff = 0;

	if (a.n != b.n)
		return false;
	for (size_t i = 0; i < a.n; i++)
		diff |= (unsigned char)(a.p[i] ^ b.p[i]);
	return diff == 0;
}
