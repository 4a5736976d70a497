/* sse.h: the bytes of a text/event-stream, built once and shared by counting.
 *
 * A struct bytes belongs to one thread at a time; the count is not atomic. */
#ifndef LIVE_SSE_H
#define LIVE_SSE_H

#include "base/base.h"

struct bytes {
	uint32_t refs;
	size_t n;
	char p[];
};

/* Each new one has one reference, the caller's. */
struct bytes *bytes_ref(struct bytes *b);
void bytes_unref(struct bytes *b);	/* accepts NULL */

/* The head of the answer, a first retry and a comment, so that proxies send at once. */
struct bytes *sse_head(str origin_headers);
struct bytes *sse_patch(int64_t id, str html);
struct bytes *sse_closed(int64_t id, str html);
/* Without id: a client that is cut off before it has fetched the page is told again. */
struct bytes *sse_reset(uint32_t jitter_ms);
struct bytes *sse_ping(void);
struct bytes *sse_bye(uint32_t retry_ms);
/* What a client gets that there is no room for. */
str sse_refusal(void);

#endif
