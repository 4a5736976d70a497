/* takeover.c: a socket leaves evhttp and goes to another owner. Loop threads, outside evhttp's callbacks.
 *
 * evhttp shuts its descriptor down when it frees a connection, and shutdown() reaches every duplicate. So a
 * socket that leads nowhere takes the old number first, and evhttp shuts that one down. */
#include <fcntl.h>
#include <unistd.h>

#include "http/inside.h"

/* The duplicate, or -1. Afterwards the connection's own number leads nowhere. */
static int
lift(struct conn *c)
{
	int old = bufferevent_getfd(c->bev), fd;

	/* Takes the socket out of this thread's epoll set, while the number still means it. */
	bufferevent_disable(c->bev, EV_READ | EV_WRITE);
	fd = fcntl(old, F_DUPFD_CLOEXEC, 0);
	if (fd >= 0 && dup3(c->loop->dummy, old, O_CLOEXEC) < 0) {
		close(fd);
		fd = -1;
	}
	return fd;
}

void
takeover(struct conn *c, struct job *j)
{
	struct loop *l = c->loop;
	struct server *s = l->server;
	void *stream = j->rs.stream;
	int fd = c->loop->draining ? -1 : lift(c);

	job_free(j);
	conn_free(c);
	if (fd < 0) {
		s->cfg.drop(s->cfg.ctx, stream);
		return;
	}
	atomic_fetch_add(&s->taken, 1);
	own_add(&l->answers[2], 1);
	s->cfg.take(s->cfg.ctx, fd, stream);
}
