/* request.c: looking at a request. */
#include "http/request.h"

#include "base/buf.h"
#include "base/str.h"

/* Header fields that are lists may come in several lines; together they mean the lines joined by commas
 * (RFC 9110 section 5.3). Fields that may come once were checked when they arrived. */
static str
join(const struct request *rq, str name)
{
	struct buf b = buf_new(rq->arena, 32 * 1024);

	for (size_t i = 0; i < rq->header_count; i++) {
		if (!str_eq_nocase(rq->headers[i].name, name))
			continue;
		if (b.n)
			buf_add(&b, S(", "));
		buf_add(&b, rq->headers[i].value);
	}
	return buf_str(&b);
}

str
request_header(const struct request *rq, str name)
{
	const struct header *first = NULL;

	for (size_t i = 0; i < rq->header_count; i++) {
		if (!str_eq_nocase(rq->headers[i].name, name))
			continue;
		if (first)
			return join(rq, name);
		first = &rq->headers[i];
	}
	return first ? first->value : (str){ 0 };
}
