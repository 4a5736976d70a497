/* cookie.c: the Cookie header (RFC 6265 section 5.4). */
#include "base/str.h"
#include "http/request.h"

/* The value of the first pair called name in one Cookie header. */
static bool
cookie_in(str header, str name, str *value)
{
	bool more;

	do {
		str pair, key, rest;
		more = str_cut(header, ';', &pair, &header);
		if (str_cut(pair, '=', &key, &rest) && str_eq(str_trim(key), name)) {
			*value = str_trim(rest);
			return true;
		}
	} while (more);
	return false;
}

str
request_cookie(const struct request *rq, str name)
{
	str value;

	/* Some proxies that come from HTTP/2 send several. */
	for (size_t i = 0; i < rq->header_count; i++)
		if (str_eq_nocase(rq->headers[i].name, S("Cookie")) && cookie_in(rq->headers[i].value, name, &value))
			return value;
	return (str){ 0 };
}
