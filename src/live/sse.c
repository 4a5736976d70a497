/* sse.c: WHATWG HTML 9.2 "Server-sent events": CR, LF and CRLF all end a line, so each line of
 * a fragment needs a data: of its own. An event without any data line is never dispatched. */
#include "live/sse.h"

#include <stdlib.h>

#include "base/buf.h"
#include "base/str.h"

struct bytes *
bytes_ref(struct bytes *b)
{
	b->refs++;
	return b;
}

void
bytes_unref(struct bytes *b)
{
	if (b && --b->refs == 0)
		free(b);
}

static struct bytes *
bytes_of(struct buf *text)
{
	struct bytes *b;

	assert(!text->overflow);
	b = mem_new(sizeof(*b) + text->n);
	b->refs = 1;
	b->n = text->n;
	memcpy(b->p, text->p, text->n);
	buf_free(text);
	return b;
}

static size_t
line_length(str s)
{
	size_t n = 0;

	while (n < s.n && s.p[n] != '\n' && s.p[n] != '\r')
		n++;
	return n;
}

static str
without_trailing_breaks(str s)
{
	while (s.n && (s.p[s.n - 1] == '\n' || s.p[s.n - 1] == '\r'))
		s.n--;
	return s;
}

static void
add_data(struct buf *out, str html)
{
	str rest = without_trailing_breaks(html);

	for (;;) {
		size_t n = line_length(rest);
		buf_add(out, S("data: "));
		buf_add(out, str_take(rest, n));
		buf_addc(out, '\n');
		if (n == rest.n)
			break;
		rest = str_from(rest, str_starts(str_from(rest, n), S("\r\n")) ? n + 2 : n + 1);
	}
	buf_addc(out, '\n');
}

static struct bytes *
with_id(int64_t id, const char *event, str html)
{
	struct buf out = buf_heap(SIZE_MAX / 2);

	buf_addf(&out, "id: %" PRId64 "\nevent: %s\n", id, event);
	add_data(&out, html);
	return bytes_of(&out);
}

struct bytes *
sse_patch(int64_t id, str html)
{
	return with_id(id, "patch", html);
}

struct bytes *
sse_closed(int64_t id, str html)
{
	return with_id(id, "closed", html);
}

struct bytes *
sse_head(str origin_headers)
{
	struct buf out = buf_heap(64 * 1024);

	buf_add(&out, S("HTTP/1.1 200 OK\r\nContent-Type: text/event-stream; charset=utf-8\r\n"
			"Cache-Control: no-store\r\nConnection: close\r\nX-Accel-Buffering: no\r\n"));
	buf_add(&out, origin_headers);
	buf_add(&out, S("\r\nretry: 2000\n: open\n\n"));
	return bytes_of(&out);
}

struct bytes *
sse_reset(uint32_t jitter_ms)
{
	struct buf out = buf_heap(128);

	buf_addf(&out, "event: reset\ndata: %" PRIu32 "\n\n", jitter_ms);
	return bytes_of(&out);
}

struct bytes *
sse_ping(void)
{
	struct buf out = buf_heap(128);

	buf_add(&out, S("event: ping\ndata: \n\n"));
	return bytes_of(&out);
}

struct bytes *
sse_bye(uint32_t retry_ms)
{
	struct buf out = buf_heap(128);

	buf_addf(&out, "retry: %" PRIu32 "\nevent: bye\ndata: %" PRIu32 "\n\n", retry_ms, retry_ms);
	return bytes_of(&out);
}

str
sse_refusal(void)
{
	return S("HTTP/1.1 503 Service Unavailable\r\nRetry-After: 5\r\nContent-Length: 0\r\n"
		 "Cache-Control: no-store\r\nConnection: close\r\n\r\n");
}
