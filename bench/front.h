/* front.h: the barest HTTP/1.1 server that a fair comparison allows: epoll, keep-alive, a request line, a
 * Content-Length, nothing else. For bench/ only: it trusts its peer. */
#ifndef BENCH_FRONT_H
#define BENCH_FRONT_H

#include "base/base.h"

struct front_request {
	bool post;
	str path;	/* with query */
	str body;
	int64_t after;	/* Last-Event-ID, or -1 */
};

struct front {
	int port, threads;
	void *ctx;
	/* The bytes to answer with, which live as long as the process. */
	str (*answer)(void *ctx, const struct front_request *rq);
	/* GET …/events of this room: fd is the callee's from now on; nothing has been sent. */
	void (*take)(void *ctx, int fd, str room, const struct front_request *rq);
};

/* Serves on 127.0.0.1:port; returns only when it cannot start. */
int front_serve(struct front *f);

/* "/r/CODE/events?…" with tail "events": CODE, else empty. */
str front_room(str path, str tail);
/* The value of a form field as sent, or empty. */
str front_field(str body, str name);

/* A page of about 4 kB, with its head. */
str front_page(void);

#endif
