/* static.h: files built into the executable, answered with addresses that never change their content. Any thread. */
#ifndef HTTP_STATIC_H
#define HTTP_STATIC_H

#include "http/response.h"

struct asset_file {
	const char *logical;	/* "app.css"; NULL for files that are only referred to by other files */
	const char *name;	/* "app-1A2B3C4D.css" */
	const char *url;	/* "/a/app-1A2B3C4D.css" */
	const char *type;	/* media type */
	const unsigned char *bytes, *gzip;	/* gzip NULL: not worth it */
	size_t n, gzip_n;
};

/* Answers with the file of that name: immutable, ETag, 304, gzip where accepted. ERR_NOTFOUND. */
err static_answer(const struct asset_file *files, size_t n, str name, const struct request *rq, struct response *rs)
	MUST_USE;

/* Whether If-None-Match names this tag, with its quotes. */
bool etag_is_known(const struct request *rq, str tag);

#endif
