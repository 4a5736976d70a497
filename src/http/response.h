/* response.h: the answer a worker builds. Lives in the request's arena. */
#ifndef HTTP_RESPONSE_H
#define HTTP_RESPONSE_H

#include "base/buf.h"
#include "http/request.h"

enum response_kind { RESPONSE_BYTES, RESPONSE_FIXED, RESPONSE_STREAM };

struct response {
	struct arena *arena;
	enum response_kind kind;
	int status;	/* 200 unless set */
	struct buf body;	/* RESPONSE_BYTES; at most 8 MiB */
	str fixed;	/* RESPONSE_FIXED: bytes that live as long as the process (static assets) */
	void *stream;	/* RESPONSE_STREAM: handed to http_config.take with the socket */
	struct header *headers;
	size_t header_count, header_room;
	int64_t hold_ms;	/* the answer leaves so much later, without holding a worker: for whoever guesses */
};

void response_init(struct response *rs, struct arena *a);
/* Adds one header. Name and value are copied; a value with CR, LF or NUL is a bug (assert): encode first. */
void response_header(struct response *rs, str name, str value);
/* The first with this name (any case), or empty. */
str response_header_get(const struct response *rs, str name);
/* Replaces or adds. */
void response_header_set(struct response *rs, str name, str value);

enum cookie_flags { COOKIE_SECURE = 1, COOKIE_FORGET = 2, COOKIE_STRICT = 4 };
/* Set-Cookie with HttpOnly and SameSite=Lax (COOKIE_STRICT: Strict); max_age seconds, 0 for a session cookie. */
void response_cookie(struct response *rs, str name, str value, str path, int64_t max_age, unsigned flags);

/* 303 See Other. url is relative to this site ("/…") or already checked; else a bug (assert). */
void response_see_other(struct response *rs, str url);
/* Empties the body and headers set so far, for an error page instead. Cookies go too. */
void response_reset(struct response *rs);

#endif
