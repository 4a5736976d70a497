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

	fd = fcntl(old, F_DUPFD_CLOEXEC, 0);
	if (fd >= 0 && dup3(c->loop->dummy, old, O_CLOEXEC) < 0) {
		close(fd);
		fd = -1;
	}
	return fd;
}

/* The base tells epoll of its wishes only when it waits the next time. Until then the socket is in this thread's set, and would
 * stay there under its new owner. */
void
takeover_begin(struct conn *c, struct job *j)
{
	static const struct timeval next_turn = { 0 };

	bufferevent_disable(c->bev, EV_READ | EV_WRITE);
	c->late = j;
	conn_phase(c, PHASE_LEAVE, 0);
	event_add(&c->timer, &next_turn);
}

void
takeover_end(struct conn *c)
{
	struct loop *l = c->loop;
	struct server *s = l->server;
	struct job *j = c->late;
	void *stream = j->rs.stream;
	int fd = c->loop->draining ? -1 : lift(c);

	c->late = NULL;
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
