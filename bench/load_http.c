/* load_http.c: a small HTTP/1.1 client: keep-alive, Content-Length, chunked, or until the connection closes. */
#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdlib.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

#include "load.h"

enum { ANSWER_MAX = 16 * 1024 * 1024, TIMEOUT_US = 20 * 1000 * 1000 };

int
tcp_connect(const struct options *o, uint32_t from)
{
	struct sockaddr_in to = { .sin_family = AF_INET, .sin_port = htons((uint16_t)o->to.port) };
	int fd = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0), on = 1;
	char host[64] = { 0 };

	if (fd < 0)
		return -1;
	memcpy(host, o->to.host.p, o->to.host.n < sizeof(host) ? o->to.host.n : sizeof(host) - 1);
	inet_pton(AF_INET, host, &to.sin_addr);
	if (from) {
		struct sockaddr_in me = { .sin_family = AF_INET, .sin_addr.s_addr = htonl(from) };
		setsockopt(fd, IPPROTO_IP, IP_BIND_ADDRESS_NO_PORT, &on, sizeof(on));
		if (bind(fd, (struct sockaddr *)&me, sizeof(me))) {
			close(fd);
			return -1;
		}
	}
	setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof(on));
	if (connect(fd, (struct sockaddr *)&to, sizeof(to)) && errno != EINPROGRESS) {
		close(fd);
		return -1;
	}
	return fd;
}

void
lane_open(struct lane *lane, size_t count, uint32_t from)
{
	lane->conns = mem_new(count * sizeof(*lane->conns));
	lane->count = count;
	STAILQ_INIT(&lane->waiting);
	for (size_t i = 0; i < count; i++) {
		struct http *h = &lane->conns[i];
		h->kind = SOURCE_HTTP;
		h->fd = -1;
		h->lane = lane;
		h->from = from;
		h->in = buf_heap(ANSWER_MAX);
	}
}

void
call_free(struct call *c)
{
	buf_free(&c->bytes);
	free(c);
}

static void
http_shut(struct http *h)
{
	if (h->fd >= 0)
		close(h->fd);
	h->fd = -1;
	h->used = false;
	buf_free(&h->in);
}

void
lane_rest(struct lane *lane)
{
	for (size_t i = 0; i < lane->count; i++)
		if (!lane->conns[i].call)
			http_shut(&lane->conns[i]);
}

void
lane_close(struct lane *lane)
{
	struct call *c;

	for (size_t i = 0; i < lane->count; i++) {
		http_shut(&lane->conns[i]);
		if (lane->conns[i].call)
			call_free(lane->conns[i].call);
	}
	while ((c = STAILQ_FIRST(&lane->waiting))) {
		STAILQ_REMOVE_HEAD(&lane->waiting, link);
		call_free(c);
	}
	free(lane->conns);
	lane->conns = NULL;
	lane->count = 0;
}

static void http_begin(struct loop *l, struct http *h, struct call *c);

/* The answer, or failure, goes to the phone; the connection takes the next call. */
static void
http_finish(struct loop *l, struct http *h, const struct answer *a)
{
	struct call *c = h->call, *next;
	struct lane *lane = h->lane;

	h->call = NULL;
	phone_answer(c->phone, c, a);
	if (h->call)
		return;	/* the phone has used it again */
	buf_reset(&h->in);
	if ((next = STAILQ_FIRST(&lane->waiting))) {
		STAILQ_REMOVE_HEAD(&lane->waiting, link);
		http_begin(l, h, next);
	}
}

static void
http_fail(struct loop *l, struct http *h)
{
	bool again = h->used && h->in.n == 0;

	http_shut(h);
	if (!h->call)
		return;
	if (again) {
		/* A kept connection that the server closed meanwhile: as browsers do. */
		struct call *c = h->call;
		h->call = NULL;
		http_begin(l, h, c);
		return;
	}
	http_finish(l, h, &(struct answer){ 0 });
}

static void
http_write(struct loop *l, struct http *h)
{
	str rest = str_from(buf_str(&h->call->bytes), h->sent);
	ssize_t n;

	if (rest.n == 0)
		return;
	n = send(h->fd, rest.p, rest.n, MSG_NOSIGNAL);
	if (n >= 0)
		h->sent += (size_t)n;
	else if (errno != EAGAIN && errno != ENOTCONN)
		http_fail(l, h);
}

static void
http_begin(struct loop *l, struct http *h, struct call *c)
{
	bool fresh = h->fd < 0;

	h->call = c;
	h->sent = 0;
	buf_reset(&h->in);
	h->began_us = clock_mono_us();
	if (fresh)
		h->fd = tcp_connect(l->o, h->from);
	if (h->fd < 0)
		http_finish(l, h, &(struct answer){ 0 });
	else if (fresh)
		loop_watch(l, h->fd, h);
	else
		http_write(l, h);
}

void
lane_submit(struct loop *l, struct lane *lane, struct call *c)
{
	/* Who came first goes first, also when a connection has this moment become free. */
	for (size_t i = 0; i < lane->count && STAILQ_EMPTY(&lane->waiting); i++)
		if (!lane->conns[i].call) {
			http_begin(l, &lane->conns[i], c);
			return;
		}
	STAILQ_INSERT_TAIL(&lane->waiting, c, link);
}

static str
header_value(str head, str name)
{
	while (head.n) {
		str line, key, value;
		str_cut(head, '\n', &line, &head);
		if (str_cut(line, ':', &key, &value) && str_eq_nocase(key, name))
			return str_trim(value);
	}
	return (str){ 0 };
}

/* Joins chunks in place. SIZE_MAX when the last one has not come yet; whole: how much it took. */
static size_t
unchunk(char *p, size_t n, size_t *whole)
{
	size_t at = 0, out = 0;

	for (;;) {
		char *end = memchr(p + at, '\n', n - at);
		size_t size, data;
		if (!end)
			return SIZE_MAX;
		size = strtoul(p + at, NULL, 16);
		data = (size_t)(end - p) + 1;
		if (n - data < size + 2)
			return SIZE_MAX;
		if (whole)
			memmove(p + out, p + data, size);
		out += size;
		at = data + size + 2;
		if (size == 0) {
			if (whole)
				*whole = at;
			return out;
		}
	}
}

/* True when the answer is complete. */
static bool
parse(struct http *h, bool ended, struct answer *a)
{
	str in = buf_str(&h->in), end = S("\r\n\r\n"), length;
	size_t at = str_find(in, end);
	int64_t n = 0, status = 0;

	if (at == SIZE_MAX || in.n < 12)
		return false;
	if (str_int((str){ in.p + 9, 3 }, &status))
		return false;
	a->status = (int)status;
	a->head = str_take(in, at + 2);
	a->body = str_from(in, at + end.n);
	length = header_value(a->head, S("Content-Length"));
	if (str_eq_nocase(header_value(a->head, S("Transfer-Encoding")), S("chunked"))) {
		char *p = h->in.p + at + end.n;
		size_t whole, size = unchunk(p, a->body.n, NULL);
		if (size == SIZE_MAX)
			return false;
		unchunk(p, a->body.n, &whole);
		a->body.n = size;
		a->bytes = at + end.n + whole;
		return true;
	}
	if (length.n && str_int(length, &n) == OK) {
		if (a->body.n < (size_t)n)
			return false;
		a->body.n = (size_t)n;
	} else if (!ended && status != 204 && status != 304) {
		return false;
	}
	a->bytes = at + end.n + a->body.n;
	return true;
}

/* gone: the server has closed its side, which is read as well. */
static void
http_read(struct loop *l, struct http *h, bool gone)
{
	struct answer a = { 0 };
	bool ended = false;
	ssize_t n;

	do {
		n = recv(h->fd, l->read, sizeof(l->read), 0);
		if (n > 0 && h->call)
			buf_add(&h->in, (str){ l->read, (size_t)n });
	} while (n == sizeof(l->read) || (n > 0 && gone));	/* fewer: what comes later is told again */
	ended = n == 0 || (n < 0 && errno != EAGAIN);
	if (!h->call) {
		if (ended)
			http_shut(h);
		return;
	}
	if (h->in.n == 0 && !ended)
		return;
	if (!parse(h, ended, &a)) {
		if (ended)
			http_fail(l, h);
		return;
	}
	h->used = true;
	if (ended || str_eq_nocase(header_value(a.head, S("Connection")), S("close"))) {
		close(h->fd);
		h->fd = -1;
		h->used = false;
	}
	http_finish(l, h, &a);
}

void
http_event(struct loop *l, struct http *h, uint32_t events)
{
	if (h->fd < 0)
		return;
	if (h->call && (events & EPOLLOUT) && h->sent < h->call->bytes.n)
		http_write(l, h);
	if (h->fd >= 0 && (events & (EPOLLIN | EPOLLHUP | EPOLLERR | EPOLLRDHUP)))
		http_read(l, h, events & (EPOLLHUP | EPOLLERR | EPOLLRDHUP));
}

void
lane_time_out(struct loop *l, struct lane *lane)
{
	for (size_t i = 0; i < lane->count; i++) {
		struct http *h = &lane->conns[i];
		if (!h->call || l->now_us - h->began_us < TIMEOUT_US)
			continue;
		http_shut(h);
		http_finish(l, h, &(struct answer){ 0 });
	}
}
