/* front.c: one listener and one epoll a thread (SO_REUSEPORT). */
#include "front.h"

#include <errno.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/str.h"

enum { IN_MAX = 16 * 1024 };

struct conn {
	int fd;
	size_t n;
	char in[IN_MAX];
};

static str
header(str head, str name)
{
	size_t at = str_find(head, name);
	str line;

	if (at == SIZE_MAX)
		return (str){ 0 };
	str_cut(str_from(head, at + name.n), '\r', &line, NULL);
	return str_trim(line);
}

static int64_t
number(str s, int64_t otherwise)
{
	int64_t n;

	return str_int(s, &n) == OK ? n : otherwise;
}

str
front_room(str path, str tail)
{
	str rest, code, last;

	if (!str_starts(path, S("/r/")))
		return (str){ 0 };
	str_cut(str_from(path, 3), '/', &code, &rest);
	str_cut(rest, '?', &last, NULL);
	return str_eq(last, tail) ? code : (str){ 0 };
}

str
front_field(str body, str name)
{
	while (body.n) {
		str pair, key, value;
		str_cut(body, '&', &pair, &body);
		str_cut(pair, '=', &key, &value);
		if (str_eq(key, name))
			return value;
	}
	return (str){ 0 };
}

str
front_page(void)
{
	static char bytes[8192];
	static size_t n;

	if (n == 0) {
		struct buf body = buf_heap(8192), all = buf_heap(8192);
		buf_add(&body, S("<!doctype html><title>floor</title>\n"));
		while (body.n < 4000)
			buf_add(&body, S("<p>The same line again and again, to make a page of four kilobytes.</p>\n"));
		buf_addf(&all, "HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\nContent-Length: %zu\r\n\r\n",
			body.n);
		buf_add(&all, buf_str(&body));
		memcpy(bytes, all.p, all.n);
		n = all.n;
		buf_free(&body);
		buf_free(&all);
	}
	return (str){ bytes, n };
}

static void
conn_close(struct conn *c)
{
	close(c->fd);
	free(c);
}

/* False when c is gone. */
static bool
answer_one(struct front *f, int ep, struct conn *c, const struct front_request *rq)
{
	str room = rq->post ? (str){ 0 } : front_room(rq->path, S("events")), bytes;
	int fd = c->fd;

	if (room.n) {
		epoll_ctl(ep, EPOLL_CTL_DEL, fd, NULL);
		f->take(f->ctx, fd, room, rq);
		free(c);
		return false;
	}
	bytes = f->answer(f->ctx, rq);
	if (send(fd, bytes.p, bytes.n, MSG_NOSIGNAL) == (ssize_t)bytes.n)
		return true;
	conn_close(c);
	return false;
}

/* Answers what is complete in c->in. False when c is gone. */
static bool
answer_all(struct front *f, int ep, struct conn *c)
{
	str end = S("\r\n\r\n");
	size_t at;

	while ((at = str_find((str){ c->in, c->n }, end)) != SIZE_MAX) {
		str head = { c->in, at + 2 }, line, method, path;
		size_t body = (size_t)number(header(head, S("\r\nContent-Length:")), 0), whole = at + end.n + body;
		struct front_request rq = { .after = number(header(head, S("\r\nLast-Event-ID:")), -1) };
		if (c->n < whole)
			return true;
		str_cut(head, '\r', &line, NULL);
		str_cut(line, ' ', &method, &line);
		str_cut(line, ' ', &path, NULL);
		rq.post = str_eq(method, S("POST"));
		rq.path = path;
		rq.body = (str){ c->in + at + end.n, body };
		if (!answer_one(f, ep, c, &rq))
			return false;
		c->n -= whole;
		memmove(c->in, c->in + whole, c->n);
	}
	return true;
}

static void
readable(struct front *f, int ep, struct conn *c)
{
	ssize_t n = recv(c->fd, c->in + c->n, sizeof(c->in) - c->n, 0);

	if (n < 0 && errno == EAGAIN)
		return;
	if (n <= 0) {
		conn_close(c);
		return;
	}
	c->n += (size_t)n;
	if (answer_all(f, ep, c) && c->n == sizeof(c->in))
		conn_close(c);
}

static void
accept_all(int listener, int ep)
{
	int fd, on = 1;

	while ((fd = accept4(listener, NULL, NULL, SOCK_NONBLOCK | SOCK_CLOEXEC)) >= 0) {
		struct conn *c = mem_new(sizeof(*c));
		struct epoll_event ev = { .events = EPOLLIN, .data.ptr = c };
		c->fd = fd;
		setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof(on));
		epoll_ctl(ep, EPOLL_CTL_ADD, fd, &ev);
	}
}

static int
listen_on(int port)
{
	struct sockaddr_in at = { .sin_family = AF_INET, .sin_port = htons((uint16_t)port) };
	int fd = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0), on = 1;

	at.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof(on));
	setsockopt(fd, SOL_SOCKET, SO_REUSEPORT, &on, sizeof(on));
	if (bind(fd, (struct sockaddr *)&at, sizeof(at)) || listen(fd, 4096)) {
		perror("listen");
		exit(1);
	}
	return fd;
}

static void *
front_thread(void *arg)
{
	struct front *f = arg;
	int ep = epoll_create1(EPOLL_CLOEXEC), listener = listen_on(f->port);
	struct epoll_event ev = { .events = EPOLLIN, .data.ptr = NULL }, events[256];

	epoll_ctl(ep, EPOLL_CTL_ADD, listener, &ev);
	for (;;) {
		int n = epoll_wait(ep, events, COUNT(events), -1);
		for (int i = 0; i < n; i++) {
			if (events[i].data.ptr)
				readable(f, ep, events[i].data.ptr);
			else
				accept_all(listener, ep);
		}
	}
	return NULL;
}

int
front_serve(struct front *f)
{
	pthread_t t;

	front_page();
	for (int i = 1; i < f->threads; i++)
		if (pthread_create(&t, NULL, front_thread, f))
			return 1;
	front_thread(f);
	return 1;
}
