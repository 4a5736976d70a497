/* request.h: one parsed request, copied out of the loop thread into an arena of its own.
 *
 * Everything in it is borrowed from that arena and lives until the answer has left. Sizes were
 * checked by the server: header 16 KiB, body by the limit of its route. Worker threads. */
#ifndef HTTP_REQUEST_H
#define HTTP_REQUEST_H

#include "base/arena.h"
#include "base/base.h"

enum http_method { METHOD_OTHER = 0, GET, POST };	/* HEAD arrives as GET; the body is not sent */

struct header {
	str name, value;
};

struct request {
	struct arena *arena;
	enum http_method method;
	str path;	/* percent-decoded, starts with '/', no NUL, no "//", no "." or ".." parts, UTF-8 */
	str query;	/* as sent, after '?' */
	str body;
	const struct header *headers;
	size_t header_count;
	str host;	/* exactly one Host, checked characters */
	str client;	/* address for limits kept in memory; never stored or logged. After trusted proxies. */
	bool secure;	/* came over https (by a trusted proxy's word) */
	int64_t started_us;	/* clock_mono_us at arrival */
	void *held;	/* the handler's own, between handle and resume */
};

/* The only value, or empty; a header that may come once and came twice was refused. No case in name. */
str request_header(const struct request *rq, str name);
/* RFC 6265 cookie pair; the first of that name, or empty. */
str request_cookie(const struct request *rq, str name);

/* application/x-www-form-urlencoded pairs (WHATWG URL). Decoded into the arena; pairs that are not
 * UTF-8 or hold NUL make ERR_INVALID; more than 2000 pairs ERR_TOOBIG. */
struct pair {
	str name, value;
};
struct pairs {
	const struct pair *p;
	size_t n;
};
err pairs_parse(struct arena *a, str text, struct pairs *out) MUST_USE;
str pairs_get(const struct pairs *ps, str name);	/* the first, or empty */
bool pairs_has(const struct pairs *ps, str name);

/* The best of offered[] (lower-case tags such as "nb") for an Accept-Language header (RFC 9110
 * 12.5.4; "no" counts as nb); SIZE_MAX when none fits. */
size_t language_pick(str accept, const str *offered, size_t n);

/* Matches "/r/:code/notes" against a path: ":name" takes one non-empty part, in order, into params
 * (at most ROUTE_PARAMS); a last "*" takes all the rest. No allocation. */
#define ROUTE_PARAMS 6
bool path_match(str pattern, str path, str params[ROUTE_PARAMS]);

/* Percent-encodes for one path part or query value. */
str url_part(struct arena *a, str s);

#endif
