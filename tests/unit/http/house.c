/* house.c: a small site. */
#include "house.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/str.h"

struct house {
	struct server *server;	/* NULL when stopped */
	int port;
	pthread_t letter;	/* of house_let_go_later */
	int64_t letter_ms;	/* 0: none */
	pthread_mutex_t lock;
	pthread_cond_t gone;
	int waiting;
	bool open;	/* /wait does not wait any more */
	atomic_int streams, dropped, complaints;
};

/* A stream of the house writes ten lines from a thread of its own and closes. */
struct stream {
	struct house *house;
	int fd;
};

static void *
stream_main(void *arg)
{
	struct stream *s = arg;

	dprintf(s->fd, "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nConnection: close\r\n\r\n");
	for (int i = 0; i < 10; i++)
		dprintf(s->fd, "data: %d\n\n", i);
	close(s->fd);
	atomic_fetch_sub(&s->house->streams, 1);
	free(s);
	return NULL;
}

static void
house_take(void *ctx, int fd, void *stream)
{
	struct stream *s = stream;
	pthread_t thread;

	(void)ctx;
	s->fd = fd;
	if (pthread_create(&thread, NULL, stream_main, s))
		abort();
	pthread_detach(thread);
}

static void
house_drop(void *ctx, void *stream)
{
	struct house *h = ctx;

	atomic_fetch_sub(&h->streams, 1);
	atomic_fetch_add(&h->dropped, 1);
	free(stream);
}

static void
house_complain(void *ctx, const char *what)
{
	struct house *h = ctx;

	(void)what;
	atomic_fetch_add(&h->complaints, 1);
}

static void
wait_here(struct house *h)
{
	pthread_mutex_lock(&h->lock);
	h->waiting++;
	while (!h->open)
		pthread_cond_wait(&h->gone, &h->lock);
	h->waiting--;
	pthread_mutex_unlock(&h->lock);
}

static void
begin_stream(struct house *h, struct response *rs)
{
	struct stream *s = mem_new(sizeof(*s));

	s->house = h;
	atomic_fetch_add(&h->streams, 1);
	rs->kind = RESPONSE_STREAM;
	rs->stream = s;
}

static void
fill(struct response *rs, size_t n)
{
	static const str line = S("0123456789abcdefghijklmnopqrstuvwxyz-+*!\n");

	while (n) {
		str piece = str_take(line, n);
		buf_add(&rs->body, piece);
		n -= piece.n;
	}
}

static void
say_what_came(const struct request *rq, struct response *rs)
{
	buf_add(&rs->body, rq->method == POST ? S("POST ") : S("GET "));
	buf_add(&rs->body, rq->path);
	if (rq->query.n)
		buf_addf(&rs->body, "?" STR_FMT, STR_ARG(rq->query));
	if (rq->body.n)
		buf_addf(&rs->body, " " STR_FMT, STR_ARG(rq->body));
	buf_addc(&rs->body, '\n');
}

/* Another thread lets the request go on, now or before its handler has even returned. */
static void *
resume_soon(void *rq)
{
	server_resume(rq);
	return NULL;
}

static void
house_resume(void *ctx, struct request *rq, struct response *rs)
{
	struct house *h = ctx;

	buf_add(&rs->body, rq->held == h ? S("later\n") : S("not mine\n"));
}

static bool
house_handle(void *ctx, struct request *rq, struct response *rs)
{
	struct house *h = ctx;

	if (str_eq(rq->path, S("/later"))) {
		pthread_t t;
		rq->held = h;
		if (pthread_create(&t, NULL, resume_soon, rq))
			abort();
		pthread_detach(t);
		return false;
	}
	if (str_eq(rq->path, S("/wait")) || str_eq(rq->path, S("/wait/stream"))) {
		server_wait_begin();
		wait_here(h);
		server_wait_end();
	} else if (str_eq(rq->path, S("/work"))) {
		wait_here(h);
	}
	if (str_starts(rq->path, S("/hold")))
		rs->hold_ms = str_ends(rq->path, S("/long")) ? HOUSE_LONG_MS : HOUSE_HOLD_MS;
	if (str_eq(rq->path, S("/stream")) || str_eq(rq->path, S("/wait/stream")) || str_eq(rq->path, S("/hold/stream"))) {
		begin_stream(h, rs);
	} else if (str_eq(rq->path, S("/big"))) {
		fill(rs, HOUSE_BIG);
	} else if (str_eq(rq->path, S("/huge"))) {
		fill(rs, 9 * 1024 * 1024);
	} else if (str_eq(rq->path, S("/same"))) {
		rs->status = 304;
	} else if (str_eq(rq->path, S("/away"))) {
		response_see_other(rs, S("/there"));
		response_cookie(rs, S("seat"), S("abc"), S("/r"), 60, COOKIE_SECURE);
	} else if (str_eq(rq->path, S("/fixed"))) {
		rs->kind = RESPONSE_FIXED;
		rs->fixed = S("bytes of the program");
	} else if (str_eq(rq->path, S("/client"))) {
		buf_addf(&rs->body, STR_FMT " %s " STR_FMT "\n", STR_ARG(rq->client), rq->secure ? "https" : "http",
			STR_ARG(rq->host));
	} else {
		say_what_came(rq, rs);
	}
	return true;
}

static size_t
house_limit(void *ctx, enum http_method m, str path)
{
	(void)ctx;
	if (m != POST)
		return 0;
	return str_eq(path, S("/upload")) ? 4 * 1024 * 1024 : 64 * 1024;
}

static struct server_config
with_callbacks(struct server_config cfg, struct house *h)
{
	cfg.ctx = h;
	cfg.handle = house_handle;
	cfg.resume = house_resume;
	cfg.body_limit = house_limit;
	cfg.take = house_take;
	cfg.drop = house_drop;
	cfg.complain = house_complain;
	return cfg;
}

struct house *
house_open(struct server_config cfg)
{
	struct house *h = mem_new(sizeof(*h));

	pthread_mutex_init(&h->lock, NULL);
	pthread_cond_init(&h->gone, NULL);
	cfg = with_callbacks(cfg, h);
	cfg.listen = S("127.0.0.1:0");
	if (server_start(&cfg, &h->server) == OK) {
		h->port = server_port(h->server);
		return h;
	}
	free(h);
	return NULL;
}

err
house_try(str listen)
{
	struct server_config cfg = with_callbacks((struct server_config){ .listen = listen, .workers = 2 }, NULL);
	struct server *s;
	err e = server_start(&cfg, &s);

	server_stop(s, 0);
	return e;
}

void
house_stop(struct house *h, int64_t ms)
{
	server_stop(h->server, ms);
	h->server = NULL;
}

void
house_close(struct house *h, int64_t ms)
{
	house_stop(h, ms);
	if (h->letter_ms)
		pthread_join(h->letter, NULL);
	while (atomic_load(&h->streams))
		usleep(1000);
	pthread_cond_destroy(&h->gone);
	pthread_mutex_destroy(&h->lock);
	free(h);
}

int
house_port(const struct house *h)
{
	return h->port;
}

struct server *
house_server(struct house *h)
{
	return h->server;
}

void
house_let_go(struct house *h)
{
	pthread_mutex_lock(&h->lock);
	h->open = true;
	pthread_cond_broadcast(&h->gone);
	pthread_mutex_unlock(&h->lock);
}

static void *
letter_main(void *arg)
{
	struct house *h = arg;

	usleep((useconds_t)h->letter_ms * 1000);
	house_let_go(h);
	return NULL;
}

void
house_let_go_later(struct house *h, int64_t ms)
{
	h->letter_ms = ms;
	if (pthread_create(&h->letter, NULL, letter_main, h))
		abort();
}

int
house_waiting(struct house *h)
{
	int n;

	pthread_mutex_lock(&h->lock);
	n = h->waiting;
	pthread_mutex_unlock(&h->lock);
	return n;
}

int
house_streams(struct house *h)
{
	return atomic_load(&h->streams);
}

int
house_dropped(struct house *h)
{
	return atomic_load(&h->dropped);
}

int
house_complaints(struct house *h)
{
	return atomic_load(&h->complaints);
}
