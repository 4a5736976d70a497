/* conn.c: a connection from accept to close: its deadlines, and the gate between its bytes and evhttp.
 *
 * evhttp reads from the bufferevent's input. Whatever arrives there is taken out at once and held until one
 * whole message has passed the gate; then exactly those bytes are put back. So evhttp never waits in the
 * middle of a message, never sees a byte that was not checked, and never looks at the next message before
 * the answer to this one has left. */
#include "http/inside.h"

#include <stdlib.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/clock.h"

#define LINGER_MS 2000
#define SMALL_BODY ((size_t)64 * 1024)
#define DRAIN_MS 1000	/* for somebody who came just before the end */

static void
queue_leave(struct conn *c)
{
	if (c->phase != PHASE_NEW)
		TAILQ_REMOVE(&c->loop->waiting[c->phase], c, queue);
}

void
conn_phase(struct conn *c, enum phase p, int64_t ms)
{
	struct timeval tv = { .tv_sec = ms / 1000, .tv_usec = (ms % 1000) * 1000 };

	queue_leave(c);
	c->phase = p;
	c->since_ms = clock_mono_ms();
	TAILQ_INSERT_TAIL(&c->loop->waiting[p], c, queue);
	if (ms)
		event_add(&c->timer, &tv);
	else
		event_del(&c->timer);
}

/* Sets what the connection holds of the loop's bytes: those that are here, not those that were announced, or a few lines would
 * use up all. False when the loop has no more to give; large bodies get half of it, so that notes always find room. */
static bool
charge(struct conn *c, size_t bytes)
{
	struct loop *l = c->loop;
	size_t most = bytes > SMALL_BODY ? l->server->cfg.bytes / 2 : l->server->cfg.bytes;

	l->charged -= c->charged;
	c->charged = 0;
	if (bytes > most || l->charged > most - bytes)
		return false;
	l->charged += bytes;
	c->charged = bytes;
	return true;
}

/* Straight into the socket: evhttp, which is waiting for a message, has nothing of its own on the way. */
static void
send_now(struct conn *c, str bytes)
{
	ssize_t n = send(bufferevent_getfd(c->bev), bytes.p, bytes.n, MSG_NOSIGNAL | MSG_DONTWAIT);

	/* Whoever fills the socket's empty buffer before the first answer has closed it or reads nothing. */
	(void)n;
}

static str
held_start(struct conn *c, size_t most)
{
	size_t n = evbuffer_get_length(c->held);

	if (n > most)
		n = most;
	return n ? (str){ (const char *)evbuffer_pullup(c->held, (ev_ssize_t)n), n } : (str){ 0 };
}

void
conn_refuse(struct conn *c, int status, const char *why)
{
	struct arena a CLEANUP(arena_free) = { 0 };

	atomic_fetch_add(&c->loop->server->refused, 1);
	own_add(&c->loop->answers[(unsigned)status / 100 % 6], 1);
	send_now(c, refusal(c, &a, held_start(c, c->gate.head), status, why));
	/* Closing at once would reset the connection under the answer if the client still sends. A browser reads it when all of a
	 * file has left, large or not. */
	shutdown(bufferevent_getfd(c->bev), SHUT_WR);
	evbuffer_drain(c->held, evbuffer_get_length(c->held));
	charge(c, 0);
	conn_phase(c, PHASE_LINGER, status == 413 ? c->loop->server->cfg.body_ms : LINGER_MS);
}

/* Old clients send an empty line after a body. False when only half of one is here. */
static bool
skip_empty_lines(struct conn *c)
{
	str start = held_start(c, 2);

	while (start.n == 2 && memcmp(start.p, "\r\n", 2) == 0) {
		evbuffer_drain(c->held, 2);
		start = held_start(c, 2);
	}
	return start.n != 1 || start.p[0] != '\r';
}

static enum gate_verdict
look_at_head(struct conn *c)
{
	const struct server_config *cfg = &c->loop->server->cfg;
	enum gate_verdict v = GATE_MORE;

	if (c->gate.seen > 0 || skip_empty_lines(c))
		v = gate_scan(&c->gate, held_start(c, GATE_HEAD_MOST + 1));
	if (v == GATE_WHOLE)
		v = gate_head(&c->gate, held_start(c, c->gate.head), cfg->body_limit, cfg->ctx);
	if (v == GATE_WHOLE)
		conn_phase(c, PHASE_BODY, cfg->body_ms);
	else if (v == GATE_MORE && c->phase == PHASE_IDLE && evbuffer_get_length(c->held))
		conn_phase(c, PHASE_HEAD, cfg->head_ms);
	return v;
}

static enum gate_verdict
look_at_chunks(struct conn *c)
{
	struct gate *g = &c->gate;

	while (g->head + g->raw < evbuffer_get_length(c->held)) {
		struct evbuffer_ptr at;
		struct evbuffer_iovec v;
		enum gate_verdict verdict;
		evbuffer_ptr_set(c->held, &at, g->head + g->raw, EVBUFFER_PTR_SET);
		evbuffer_peek(c->held, -1, &at, &v, 1);
		verdict = gate_chunks(g, (str){ v.iov_base, v.iov_len });
		if (verdict != GATE_MORE)
			return verdict;
	}
	return GATE_MORE;
}

/* GATE_WHOLE: held starts with gate.head + gate.raw bytes that make a message. */
static enum gate_verdict
look_at_body(struct conn *c)
{
	struct gate *g = &c->gate;
	enum gate_verdict v;

	if (g->chunked) {
		v = look_at_chunks(c);
	} else {
		g->raw = g->length;
		v = evbuffer_get_length(c->held) >= g->head + g->raw ? GATE_WHOLE : GATE_MORE;
	}
	if (v == GATE_REFUSED)
		return v;
	if (!charge(c, evbuffer_get_length(c->held))) {
		g->status = 503;
		g->why = "busy, try again";
		return GATE_REFUSED;
	}
	if (v == GATE_MORE && g->expects && !c->continued && evbuffer_get_length(c->held) == g->head) {
		send_now(c, S("HTTP/1.1 100 Continue\r\n\r\n"));
		c->continued = true;
	}
	return v;
}

/* Looks at what is held. True when a message was put into evhttp's input, which must be told. */
static bool
feed(struct conn *c)
{
	struct evbuffer *in = bufferevent_get_input(c->bev);
	enum gate_verdict v = GATE_MORE;

	if (c->phase == PHASE_IDLE || c->phase == PHASE_HEAD)
		v = look_at_head(c);
	if (c->phase == PHASE_BODY)
		v = look_at_body(c);
	if (c->phase == PHASE_LINGER)
		evbuffer_drain(c->held, evbuffer_get_length(c->held));
	if (v == GATE_REFUSED)
		conn_refuse(c, c->gate.status, c->gate.why);
	if (v != GATE_WHOLE)
		return false;
	/* The deadline ends a connection on which evhttp, against all that was checked, calls nobody. */
	conn_phase(c, PHASE_WORK, c->loop->server->cfg.body_ms);
	c->loop->handing = c;
	c->passing = true;
	evbuffer_unfreeze(in, 0);
	evbuffer_remove_buffer(c->held, in, c->gate.head + c->gate.raw);
	evbuffer_freeze(in, 0);
	c->passing = false;
	return true;
}

/* Bytes were read into evhttp's input; evhttp looks at it when this has returned. */
static void
on_input(struct evbuffer *in, const struct evbuffer_cb_info *info, void *arg)
{
	struct conn *c = arg;

	if (c->passing || info->n_added == 0)
		return;
	evbuffer_add_buffer(c->held, in);
	feed(c);
}

/* False when evhttp could not set the connection up; c is gone then. */
static bool
adopt(struct conn *c)
{
	const struct server_config *cfg = &c->loop->server->cfg;
	void *evcon;

	/* evhttp gives the connection to its callbacks only; that is where it can be found. */
	bufferevent_getcb(c->bev, NULL, NULL, NULL, &evcon);
	c->evcon = evcon;
	if (!evcon) {
		bufferevent_free(c->bev);
		conn_close(NULL, c);
		return false;
	}
	evhttp_connection_set_closecb(c->evcon, conn_close, c);
	conn_phase(c, PHASE_HEAD, c->loop->draining ? DRAIN_MS : cfg->head_ms);
	return true;
}

/* Whoever has come and said nothing yet is about to: closed now, it would look as if nobody had been there. */
void
conn_drain(struct conn *c)
{
	if (c->phase == PHASE_HOLD)
		conn_hold_end(c);
	else if (c->phase == PHASE_IDLE)
		conn_free(c);
	else if (c->phase == PHASE_HEAD && evbuffer_get_length(c->held) == 0)
		conn_phase(c, PHASE_HEAD, DRAIN_MS);
}

static void
on_later(evutil_socket_t fd, short what, void *arg)
{
	struct conn *c = arg;

	(void)fd, (void)what;
	if (c->phase == PHASE_NEW && !adopt(c))
		return;
	if (c->loop->draining && c->phase == PHASE_IDLE)
		conn_free(c);
	else if (feed(c))
		bufferevent_trigger(c->bev, EV_READ, 0);
}

void
conn_hold_end(struct conn *c)
{
	struct job *j = c->late;

	c->late = NULL;
	exchange_answer(c, j);
}

/* Whoever does not read leaves with what was sent: else the kernel would keep it, and offer it again, for minutes. */
static void
give_up(struct conn *c)
{
	struct linger none = { .l_onoff = 1 };

	if (c->phase == PHASE_WRITE)
		(void)setsockopt(bufferevent_getfd(c->bev), SOL_SOCKET, SO_LINGER, &none, sizeof(none));
	conn_free(c);
}

static void
on_deadline(evutil_socket_t fd, short what, void *arg)
{
	struct conn *c = arg;

	(void)fd, (void)what;
	if (c->phase == PHASE_HOLD)
		conn_hold_end(c);
	else if (c->phase == PHASE_LEAVE)
		takeover_end(c);
	else
		give_up(c);
}

void
conn_next(struct conn *c)
{
	c->req = NULL;
	c->gate = (struct gate){ 0 };
	c->continued = false;
	conn_phase(c, PHASE_IDLE, c->loop->server->cfg.idle_ms);
	/* evhttp is not ready before this has returned. */
	if (evbuffer_get_length(c->held) || c->loop->draining)
		event_active(&c->later, EV_TIMEOUT, 0);
}

bool
conn_make_room(struct loop *l)
{
	/* Refused ones first, then whoever sends nothing, then half a head: an honest one is whole within moments. Somebody in the
	 * middle of a body or an answer may be on a bad line and gets some seconds. */
	static const struct {
		enum phase phase;
		int64_t patience_ms;
	} order[] = { { PHASE_LINGER, 0 }, { PHASE_IDLE, 0 }, { PHASE_HEAD, 500 }, { PHASE_HOLD, 0 }, { PHASE_BODY, 2000 },
		{ PHASE_WRITE, 2000 } };
	int64_t now = clock_mono_ms();

	for (size_t i = 0; i < COUNT(order); i++) {
		struct conn *oldest = TAILQ_FIRST(&l->waiting[order[i].phase]);
		if (!oldest || now - oldest->since_ms < order[i].patience_ms)
			continue;
		give_up(oldest);
		return true;
	}
	return false;
}

/* Without anybody to send away newcomers wait in the kernel, and we look again in a moment. */
static void
keep_below_cap(struct loop *l)
{
	static const struct timeval moment = { .tv_usec = 100 * 1000 };

	if (l->open < l->slot_count || conn_make_room(l))
		return;
	evconnlistener_disable(l->listener);
	event_add(l->reopen, &moment);
}

struct bufferevent *
conn_accept(struct event_base *base, void *loop)
{
	struct loop *l = loop;
	struct conn *c = mem_new(sizeof(*c));

	assert(l->open < l->slot_count);
	c->loop = l;
	c->bev = bufferevent_socket_new(base, -1, 0);
	c->held = evbuffer_new();
	assert(c->bev && c->held);
	c->slot = l->first_free;
	l->first_free = l->slots[c->slot].next_free;
	l->slots[c->slot].conn = c;
	l->open++;
	atomic_fetch_add(&l->server->open, 1);
	c->watch = evbuffer_add_cb(bufferevent_get_input(c->bev), on_input, c);
	evtimer_assign(&c->timer, base, on_deadline, c);
	evtimer_assign(&c->later, base, on_later, c);
	event_active(&c->later, EV_TIMEOUT, 0);
	keep_below_cap(l);
	return c->bev;
}

/* evhttp is closing the connection, for whatever reason: the one place where a conn ends. */
void
conn_close(struct evhttp_connection *evcon, void *conn)
{
	struct conn *c = conn;
	struct loop *l = c->loop;
	struct slot *slot = &l->slots[c->slot];
	struct server *s = l->server;

	queue_leave(c);
	if (evcon)
		evbuffer_remove_cb_entry(bufferevent_get_input(c->bev), c->watch);
	event_del(&c->timer);
	event_del(&c->later);
	evbuffer_free(c->held);
	if (c->late)
		exchange_discard(l, c->late);
	charge(c, 0);
	if (l->handing == c)
		l->handing = NULL;
	*slot = (struct slot){ .generation = slot->generation + 1, .next_free = l->first_free };
	l->first_free = c->slot;
	l->open--;
	free(c);
	pthread_mutex_lock(&s->lock);
	if (atomic_fetch_sub(&s->open, 1) == 1)
		pthread_cond_signal(&s->closed);
	pthread_mutex_unlock(&s->lock);
	if (l->listener && !l->out_of_files)
		evconnlistener_enable(l->listener);
}

void
conn_free(struct conn *c)
{
	if (c->phase == PHASE_NEW && !adopt(c))
		return;
	evhttp_connection_free(c->evcon);
}
