/* loop.c: a thread with an event base: evhttp, the listener, and the mailbox of finished answers. */
#include "http/inside.h"

#include <errno.h>
#include <stdlib.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/clock.h"

/* For the one callback of libevent that is not told whose it is. */
static _Thread_local struct loop *this_loop;

void
loop_wake(struct loop *l)
{
	uint64_t one = 1;
	ssize_t n = write(l->wake, &one, sizeof(one));

	/* The counter cannot be full: the loop reads it to zero at every turn. */
	assert(n == sizeof(one));
	(void)n;
}

void
loop_post(struct loop *l, struct job *j)
{
	bool first;

	pthread_mutex_lock(&l->lock);
	first = STAILQ_EMPTY(&l->mail);
	STAILQ_INSERT_TAIL(&l->mail, j, next);
	pthread_mutex_unlock(&l->lock);
	if (first)
		loop_wake(l);
}

static void
take_mail(struct loop *l)
{
	struct jobs mail = STAILQ_HEAD_INITIALIZER(mail);
	struct job *j;

	pthread_mutex_lock(&l->lock);
	STAILQ_CONCAT(&mail, &l->mail);
	pthread_mutex_unlock(&l->lock);
	while ((j = STAILQ_FIRST(&mail)) != NULL) {
		STAILQ_REMOVE_HEAD(&mail, next);
		exchange_end(l, j);
	}
}

/* No new connections; those between two requests end now, the others after their answer. */
static void
drain(struct loop *l)
{
	l->draining = true;
	evhttp_del_accept_socket(l->http, l->bound);
	l->listener = NULL;
	for (size_t i = 0; i < l->slot_count; i++)
		if (l->slots[i].conn)
			conn_drain(l->slots[i].conn);
	pthread_mutex_lock(&l->server->lock);
	l->server->deaf++;
	pthread_cond_signal(&l->server->closed);
	pthread_mutex_unlock(&l->server->lock);
}

static void
on_wake(evutil_socket_t fd, short what, void *arg)
{
	struct loop *l = arg;
	uint64_t count;

	(void)what;
	if (read(fd, &count, sizeof(count)) < 0)
		return;
	take_mail(l);
	if (atomic_load(&l->server->stopping) && !l->draining)
		drain(l);
	if (atomic_load(&l->server->quitting))
		event_base_loopbreak(l->base);
}

static const struct timeval moment = { .tv_usec = 100 * 1000 };

static void
on_reopen(evutil_socket_t fd, short what, void *arg)
{
	struct loop *l = arg;

	(void)fd, (void)what;
	l->out_of_files = false;
	if (!l->listener)
		return;
	if (l->open < l->slot_count || conn_make_room(l))
		evconnlistener_enable(l->listener);
	else
		event_add(l->reopen, &moment);
}

/* Once a minute: what fails, fails for every newcomer. */
static void
complain(struct loop *l, int why)
{
	int64_t now = clock_mono_ms();

	if (!l->server->cfg.complain || (l->complained_ms && now - l->complained_ms < 60 * 1000))
		return;
	l->complained_ms = now;
	l->server->cfg.complain(l->server->cfg.ctx, why == EMFILE
		? "no more connections and files may be open: newcomers take the place of idle ones, or wait; raise the limit (LimitNOFILE)"
		: why == ENFILE ? "the machine has no more open files to give: newcomers take the place of idle ones, or wait"
				: "cannot accept connections");
}

/* accept() failed. For want of descriptors somebody goes for the newcomer, as at the cap. Where nobody can, and at any other
 * failure, the socket stays readable, so listening on would spin; look again in a moment. */
static void
on_accept_error(struct evconnlistener *listener, void *http)
{
	struct loop *l = this_loop;
	int why = EVUTIL_SOCKET_ERROR();

	(void)http;
	complain(l, why);
	if ((why == EMFILE || why == ENFILE) && conn_make_room(l))
		return;
	l->out_of_files = true;
	evconnlistener_disable(listener);
	event_add(l->reopen, &moment);
}

static void
slots_new(struct loop *l, size_t n)
{
	l->slots = mem_new(n * sizeof(*l->slots));
	l->slot_count = n;
	for (size_t i = 0; i < n; i++)
		l->slots[i].next_free = i + 1;
}

/* Epoll is told of all changes of a turn together: most of them undo each other. It must not be asked of descriptors that were
 * duplicated while it waits for them (takeover.c). */
static struct event_base *
base_new(void)
{
	struct event_config *cfg = event_config_new();
	struct event_base *base = NULL;

	if (cfg && !event_config_set_flag(cfg, EVENT_BASE_FLAG_EPOLL_USE_CHANGELIST | EVENT_BASE_FLAG_NOLOCK))
		base = event_base_new_with_config(cfg);
	if (cfg)
		event_config_free(cfg);
	return base;
}

static err
evhttp_open(struct loop *l, int fd)
{
	l->http = evhttp_new(l->base);
	if (!l->http)
		return ERR_IO;
	evhttp_set_allowed_methods(l->http, EVHTTP_REQ_GET | EVHTTP_REQ_HEAD | EVHTTP_REQ_POST);
	evhttp_set_default_content_type(l->http, NULL);
	evhttp_set_max_headers_size(l->http, GATE_HEAD_MOST);
	evhttp_set_bevcb(l->http, conn_accept, l);
	evhttp_set_gencb(l->http, exchange_begin, l);
	l->bound = evhttp_accept_socket_with_handle(l->http, fd);
	if (!l->bound)
		return ERR_IO;
	l->listener = evhttp_bound_socket_get_listener(l->bound);
	evconnlistener_set_error_cb(l->listener, on_accept_error);
	return OK;
}

err
loop_open(struct server *s, struct loop *l, int fd)
{
	l->server = s;
	pthread_mutex_init(&l->lock, NULL);
	STAILQ_INIT(&l->mail);
	STAILQ_INIT(&l->spare);
	for (size_t i = 0; i < PHASE_COUNT; i++)
		TAILQ_INIT(&l->waiting[i]);
	slots_new(l, s->cfg.connections / s->cfg.loops);
	l->wake = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
	l->dummy = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
	l->base = base_new();
	if (l->wake < 0 || l->dummy < 0 || !l->base)
		return ERR_IO;
	l->woken = event_new(l->base, l->wake, EV_READ | EV_PERSIST, on_wake, l);
	l->reopen = evtimer_new(l->base, on_reopen, l);
	if (!l->woken || !l->reopen || event_add(l->woken, NULL))
		return ERR_IO;
	return evhttp_open(l, fd);
}

void
loop_close(struct loop *l)
{
	for (size_t i = 0; i < l->slot_count; i++)
		if (l->slots[i].conn)
			conn_free(l->slots[i].conn);
	if (l->http)
		evhttp_free(l->http);
	if (l->woken)
		event_free(l->woken);
	if (l->reopen)
		event_free(l->reopen);
	/* What libevent has put off holds connections; it lets go of them when it comes to it. */
	if (l->base) {
		event_base_loop(l->base, EVLOOP_NONBLOCK);
		event_base_free(l->base);
	}
	if (l->wake >= 0)
		close(l->wake);
	if (l->dummy >= 0)
		close(l->dummy);
	jobs_free(l);
	free(l->slots);
	pthread_mutex_destroy(&l->lock);
}

void *
loop_main(void *arg)
{
	this_loop = arg;
	pthread_setname_np(pthread_self(), "loop");
	event_base_loop(this_loop->base, EVLOOP_NO_EXIT_ON_EMPTY);
	take_mail(this_loop);
	return NULL;
}
