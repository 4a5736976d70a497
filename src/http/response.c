/* response.c: building an answer. */
#include "http/response.h"

#include "base/str.h"

#define BODY_MOST (8 * 1024 * 1024)

void
response_init(struct response *rs, struct arena *a)
{
	*rs = (struct response){ .arena = a, .status = 200, .body = buf_new(a, BODY_MOST) };
}

static bool
is_clean(str s)
{
	for (size_t i = 0; i < s.n; i++)
		if (s.p[i] == '\r' || s.p[i] == '\n' || s.p[i] == 0)
			return false;
	return true;
}

/* str_dup ends both with NUL, which the sender relies on. */
static struct header
header_copy(struct arena *a, str name, str value)
{
	assert(name.n && is_clean(name) && is_clean(value));
	return (struct header){ .name = str_dup(a, name), .value = str_dup(a, value) };
}

void
response_header(struct response *rs, str name, str value)
{
	if (rs->header_count == rs->header_room) {
		size_t room = rs->header_room ? rs->header_room * 2 : 8;
		struct header *more = NEW_ARRAY(rs->arena, struct header, room);
		if (rs->header_count)
			memcpy(more, rs->headers, rs->header_count * sizeof(*more));
		rs->headers = more;
		rs->header_room = room;
	}
	rs->headers[rs->header_count++] = header_copy(rs->arena, name, value);
}

str
response_header_get(const struct response *rs, str name)
{
	for (size_t i = 0; i < rs->header_count; i++)
		if (str_eq_nocase(rs->headers[i].name, name))
			return rs->headers[i].value;
	return (str){ 0 };
}

void
response_header_set(struct response *rs, str name, str value)
{
	size_t kept = 0;

	for (size_t i = 0; i < rs->header_count; i++)
		if (!str_eq_nocase(rs->headers[i].name, name))
			rs->headers[kept++] = rs->headers[i];
	rs->header_count = kept;
	response_header(rs, name, value);
}

/* RFC 6265 cookie-octet, and no control character anywhere. */
static bool
is_cookie_text(str s)
{
	for (size_t i = 0; i < s.n; i++) {
		unsigned char c = (unsigned char)s.p[i];
		if (c <= 0x20 || c >= 0x7f || c == '"' || c == ',' || c == ';' || c == '\\')
			return false;
	}
	return true;
}

void
response_cookie(struct response *rs, str name, str value, str path, int64_t max_age, unsigned flags)
{
	struct buf b = buf_new(rs->arena, 8 * 1024);
	str line;
	err e;

	assert(name.n && !str_has(name, '=') && is_cookie_text(name) && is_cookie_text(value) && is_cookie_text(path));
	buf_addf(&b, STR_FMT "=" STR_FMT "; Path=" STR_FMT "; HttpOnly; SameSite=%s", STR_ARG(name), STR_ARG(value),
		STR_ARG(path), flags & COOKIE_STRICT ? "Strict" : "Lax");
	if (flags & COOKIE_SECURE)
		buf_add(&b, S("; Secure"));
	if (flags & COOKIE_FORGET)
		buf_add(&b, S("; Max-Age=0"));
	else if (max_age > 0)
		buf_addf(&b, "; Max-Age=%" PRId64, max_age);
	e = buf_done(&b, &line);
	assert(e == OK);
	(void)e;
	response_header(rs, S("Set-Cookie"), line);
}

void
response_see_other(struct response *rs, str url)
{
	bool relative = str_starts(url, S("/")) && !str_starts(url, S("//")) && !str_starts(url, S("/\\"));

	assert(relative || str_starts(url, S("https://")) || str_starts(url, S("http://")));
	(void)relative;
	rs->status = 303;
	response_header_set(rs, S("Location"), url);
}

void
response_reset(struct response *rs)
{
	rs->kind = RESPONSE_BYTES;
	rs->status = 200;
	rs->fixed = (str){ 0 };
	rs->stream = NULL;
	rs->header_count = 0;
	buf_reset(&rs->body);
}
