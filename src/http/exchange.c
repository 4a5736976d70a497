/* exchange.c: a request on its way to a worker, and the answer on its way back. Loop threads. */
#include "http/inside.h"

#include <event2/keyvalq_struct.h>
#include <stdlib.h>

#include "base/clock.h"
#include "base/str.h"
#include "http/path.h"

#define WRITE_MS 30000
#define WRITE_BYTES_A_MS 16	/* whoever reads more slowly than this is let go */

static void
copy_headers(struct job *j, struct evkeyvalq *in)
{
	struct header *h;
	struct evkeyval *kv;
	size_t n = 0;

	TAILQ_FOREACH(kv, in, next)
		n++;
	h = NEW_ARRAY(&j->arena, struct header, n);
	n = 0;
	TAILQ_FOREACH(kv, in, next) {
		h[n].name = str_dup(&j->arena, str_of(kv->key));
		h[n++].value = str_dup(&j->arena, str_trim(str_of(kv->value)));
	}
	j->rq.headers = h;
	j->rq.header_count = n;
}

static void
copy_body(struct job *j, struct evbuffer *in)
{
	size_t n = evbuffer_get_length(in);
	char *p = arena_alloc(&j->arena, n + 1, 1);

	evbuffer_remove(in, p, n);
	j->rq.body = (str){ p, n };
}

/* All zero, but for what its arena begins in. */
static struct job *
job_blank(struct loop *l)
{
	struct job *j = STAILQ_FIRST(&l->spare);

	if (j) {
		STAILQ_REMOVE_HEAD(&l->spare, next);
		l->spare_count--;
	} else {
		j = mem_new(sizeof(*j));
	}
	arena_lend(&j->arena, j->room, sizeof(j->room));
	return j;
}

static struct job *
job_new(struct conn *c, struct evhttp_request *req)
{
	struct job *j = job_blank(c->loop);
	struct server *s = c->loop->server;
	str target;
	char *peer = NULL;
	ev_uint16_t port;
	err e;

	j->loop = c->loop;
	j->slot = c->slot;
	j->generation = c->loop->slots[c->slot].generation;
	j->charged = c->charged;
	c->charged = 0;
	j->rq = (struct request){ .arena = &j->arena, .method = c->gate.method, .started_us = clock_mono_us() };
	target = str_dup(&j->arena, str_of(evhttp_request_get_uri(req)));
	e = path_split(&j->arena, target, &j->rq.path, &j->rq.query);
	assert(e == OK);	/* the gate has tried it */
	(void)e;
	copy_headers(j, evhttp_request_get_input_headers(req));
	copy_body(j, evhttp_request_get_input_buffer(req));
	j->rq.host = str_lower(&j->arena, request_header(&j->rq, S("Host")));
	evhttp_connection_get_peer(c->evcon, &peer, &port);
	proxy_resolve(&j->rq, str_of(peer), s->trusted, s->cfg.trusted_count);
	response_init(&j->rs, &j->arena);
	return j;
}

void
job_free(struct job *j)
{
	struct loop *l = j->loop;

	l->charged -= j->charged;
	arena_free(&j->arena);
#ifdef ARENA_DEBUG
	free(j);	/* so that ASan sees who still uses it */
#else
	if (l->spare_count == SPARE_JOBS) {
		free(j);
		return;
	}
	memset(j, 0, offsetof(struct job, room));
	STAILQ_INSERT_HEAD(&l->spare, j, next);
	l->spare_count++;
#endif
}

void
jobs_free(struct loop *l)
{
	struct job *j;

	while ((j = STAILQ_FIRST(&l->spare)) != NULL) {
		STAILQ_REMOVE_HEAD(&l->spare, next);
		free(j);
	}
}

static void
on_body_sent(const void *bytes, size_t n, void *job)
{
	(void)bytes, (void)n;
	job_free(job);
}

static void
on_sent(struct evhttp_request *req, void *conn)
{
	(void)req;
	conn_next(conn);
}

/* A plain page instead of what the job holds. */
static void
set_plain(struct job *j, int status, str text)
{
	response_reset(&j->rs);
	j->rs.status = status;
	response_header(&j->rs, S("Content-Type"), S("text/plain; charset=utf-8"));
	if (status == 503)
		response_header(&j->rs, S("Retry-After"), S("2"));
	j->rs.body = buf_new(&j->arena, 256);
	buf_add(&j->rs.body, text);
}

static void
add_headers(struct conn *c, const struct job *j, size_t length)
{
	struct evkeyvalq *out = evhttp_request_get_output_headers(c->req);
	char digits[24], date[64];

	for (size_t i = 0; i < j->rs.header_count; i++)
		evhttp_add_header(out, j->rs.headers[i].name.p, j->rs.headers[i].value.p);
	if (j->rs.status != 204 && j->rs.status != 304) {
		evutil_snprintf(digits, sizeof(digits), "%zu", length);
		evhttp_add_header(out, "Content-Length", digits);
	}
	/* evhttp dates its answers to HTTP/1.1 only. */
	if (c->gate.old && evutil_date_rfc1123(date, sizeof(date), NULL) > 0)
		evhttp_add_header(out, "Date", date);
	if (c->gate.close || c->loop->draining)
		evhttp_add_header(out, "Connection", "close");
}

/* What the socket takes leaves now: most answers whole, without a turn of the loop and without telling epoll that we want to
 * write and that we no longer do. True when nothing is left; evhttp hears of it when the caller's callback has returned. */
static bool
write_at_once(struct conn *c)
{
	struct evbuffer *out = bufferevent_get_output(c->bev);

	evbuffer_unfreeze(out, 1);
	/* Whatever error it has, the loop's own attempt meets it again and ends the connection. */
	(void)evbuffer_write(out, bufferevent_getfd(c->bev));
	evbuffer_freeze(out, 1);
	if (evbuffer_get_length(out))
		return false;
	bufferevent_trigger(c->bev, EV_WRITE, BEV_TRIG_DEFER_CALLBACKS);
	return true;
}

/* Gives the answer to evhttp; the job is freed when the bytes have left, or now if there are none. */
static void
answer(struct conn *c, struct job *j)
{
	struct evbuffer *body = evbuffer_new();
	str bytes = j->rs.kind == RESPONSE_FIXED ? j->rs.fixed : buf_str(&j->rs.body);
	int status = j->rs.status;
	bool sends = bytes.n && !c->gate.is_head && status != 204 && status != 304;

	assert(body);
	own_add(&c->loop->answers[(unsigned)status / 100 % 6], 1);
	histogram_add(&c->loop->took, &scale_time, clock_mono_us() - j->rq.started_us, 1);
	add_headers(c, j, bytes.n);
	if (sends && j->rs.kind == RESPONSE_BYTES) {
		j->charged += bytes.n;
		c->loop->charged += bytes.n;
		evbuffer_add_reference(body, bytes.p, bytes.n, on_body_sent, j);
	} else {
		if (sends)
			evbuffer_add_reference(body, bytes.p, bytes.n, NULL, NULL);
		job_free(j);
	}
	evhttp_send_reply(c->req, status, status_phrase(status), body);
	evbuffer_free(body);
	/* evhttp reads on to notice a close; but then a client that only closed its sending side would lose
	 * its answer, and one that sends on without reading would fill our memory. */
	bufferevent_disable(c->bev, EV_READ);
	if (!write_at_once(c))
		conn_phase(c, PHASE_WRITE, WRITE_MS + (int64_t)(sends ? bytes.n : 0) / WRITE_BYTES_A_MS);
}

void
exchange_begin(struct evhttp_request *req, void *loop)
{
	struct loop *l = loop;
	struct conn *c = l->handing;
	struct job *j;

	l->handing = NULL;
	assert(c && evhttp_request_get_connection(req) == c->evcon);
	c->req = req;
	/* What comes behind it stays in the kernel until the answer has left. And whoever only closed the sending side waits for it. */
	bufferevent_disable(c->bev, EV_READ);
	evhttp_request_set_on_complete_cb(req, on_sent, c);
	conn_phase(c, PHASE_WORK, 0);
	atomic_fetch_add(&l->server->requests, 1);
	j = job_new(c, req);
	if (pool_put(l->server, j) == OK)
		return;
	atomic_fetch_add(&l->server->refused, 1);
	l->slots[c->slot].generation++;
	set_plain(j, 503, S("busy, try again\n"));
	answer(c, j);
}

void
exchange_discard(struct loop *l, struct job *j)
{
	if (j->rs.kind == RESPONSE_STREAM && j->answered)
		l->server->cfg.drop(l->server->cfg.ctx, j->rs.stream);
	job_free(j);
}

void
exchange_answer(struct conn *c, struct job *j)
{
	struct loop *l = c->loop;

	if (j->rs.kind == RESPONSE_STREAM && !c->gate.is_head) {
		takeover_begin(c, j);
		return;
	}
	if (j->rs.kind == RESPONSE_STREAM) {
		/* HEAD asks what there would be, not for it. */
		l->server->cfg.drop(l->server->cfg.ctx, j->rs.stream);
		j->rs.kind = RESPONSE_BYTES;
	}
	if (j->rs.body.overflow)
		set_plain(j, 500, S("the page became too large\n"));
	answer(c, j);
}

void
exchange_end(struct loop *l, struct job *j)
{
	struct slot *slot = &l->slots[j->slot];
	struct conn *c = slot->generation == j->generation ? slot->conn : NULL;

	if (!c || !j->answered) {
		exchange_discard(l, j);
		if (c)
			conn_free(c);
		return;
	}
	slot->generation++;
	if (j->rs.hold_ms > 0 && !l->draining) {
		c->late = j;
		conn_phase(c, PHASE_HOLD, j->rs.hold_ms);
		return;
	}
	exchange_answer(c, j);
}
