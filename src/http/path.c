/* path.c: request targets and route patterns. */
#include "http/path.h"

#include "base/str.h"

static int
hex_digit(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	if (c >= 'a' && c <= 'f')
		return c - 'a' + 10;
	if (c >= 'A' && c <= 'F')
		return c - 'A' + 10;
	return -1;
}

/* The byte that the escape at the start of s stands for, or -1. */
static int
escaped_byte(str s)
{
	int hi, lo;

	if (s.n < 3 || s.p[0] != '%')
		return -1;
	hi = hex_digit(s.p[1]);
	lo = hex_digit(s.p[2]);
	return hi < 0 || lo < 0 ? -1 : hi * 16 + lo;
}

str
percent_decode(struct arena *a, str s, enum plus plus, bool *bad)
{
	char *out = arena_alloc(a, s.n + 1, 1);
	size_t n = 0;

	if (bad)
		*bad = false;
	for (size_t i = 0; i < s.n; i++) {
		char c = s.p[i];
		int byte = escaped_byte(str_from(s, i));
		if (byte >= 0) {
			c = (char)byte;
			i += 2;
		} else if (c == '%' && bad) {
			*bad = true;
		} else if (c == '+' && plus == PLUS_IS_SPACE) {
			c = ' ';
		}
		out[n++] = c;
	}
	return (str){ out, n };
}

static bool
target_characters(str target)
{
	for (size_t i = 0; i < target.n; i++) {
		unsigned char c = (unsigned char)target.p[i];
		if (c <= 0x20 || c >= 0x7f || c == '#')
			return false;
	}
	return true;
}

/* One part between two slashes; the last may be empty. */
static bool
part_is_canonical(str part)
{
	for (size_t i = 0; i < part.n; i++) {
		unsigned char c = (unsigned char)part.p[i];
		if (c < 0x20 || c == 0x7f || c == '\\')
			return false;
	}
	return !str_eq(part, S(".")) && !str_eq(part, S(".."));
}

static bool
has_escaped_slash(str raw)
{
	for (size_t i = 0; i < raw.n; i++)
		if (escaped_byte(str_from(raw, i)) == '/')
			return true;
	return false;
}

err
path_split(struct arena *a, str target, str *path, str *query)
{
	str raw, rest, part;
	bool bad;

	str_cut(target, '?', &raw, query);
	if (!str_starts(raw, S("/")) || !target_characters(target) || has_escaped_slash(raw))
		return ERR_INVALID;
	*path = percent_decode(a, raw, PLUS_STAYS, &bad);
	if (bad || !str_is_utf8(*path))
		return ERR_INVALID;
	rest = str_from(*path, 1);
	while (str_cut(rest, '/', &part, &rest))
		if (part.n == 0 || !part_is_canonical(part))
			return ERR_INVALID;
	return part_is_canonical(part) ? OK : ERR_INVALID;
}

bool
path_match(str pattern, str path, str params[ROUTE_PARAMS])
{
	size_t n = 0;

	if (!str_starts(pattern, S("/")) || !str_starts(path, S("/")))
		return false;
	pattern = str_from(pattern, 1);
	path = str_from(path, 1);
	for (;;) {
		str want, have;
		bool more, goes_on;
		if (str_eq(pattern, S("*"))) {
			assert(n < ROUTE_PARAMS);
			params[n] = path;
			return true;
		}
		more = str_cut(pattern, '/', &want, &pattern);
		goes_on = str_cut(path, '/', &have, &path);
		if (str_starts(want, S(":"))) {
			assert(n < ROUTE_PARAMS);
			if (have.n == 0)
				return false;
			params[n++] = have;
		} else if (!str_eq(want, have)) {
			return false;
		}
		if (more != goes_on)
			return false;
		if (!more)
			return true;
	}
}

str
url_part(struct arena *a, str s)
{
	static const char digits[] = "0123456789ABCDEF";
	char *out = arena_array(a, s.n ? s.n : 1, 3, 1);
	size_t n = 0;

	for (size_t i = 0; i < s.n; i++) {
		unsigned char c = (unsigned char)s.p[i];
		bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
			c == '-' || c == '_' || c == '.' || c == '~';
		if (plain) {
			out[n++] = (char)c;
			continue;
		}
		out[n++] = '%';
		out[n++] = digits[c >> 4];
		out[n++] = digits[c & 15];
	}
	return (str){ out, n };
}
