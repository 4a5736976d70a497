/* stream.c: one subscriber's socket. Edge-triggered, so that nothing is asked of epoll after the start. */
#include <errno.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdlib.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <sys/uio.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/rand.h"
#include "live/shard.h"

static void
outbox_free(struct shard *sh, struct stream *s)
{
	struct outbox *o = s->out;

	if (!o)
		return;
	for (unsigned i = 0; i < o->count; i++)
		bytes_unref(o->frames[(o->first + i) % WAITING_FRAMES]);
	TAILQ_REMOVE(&sh->blocked, o, blocked);
	free(o);
	s->out = NULL;
}

/* Gone from here on; the memory stays until the end of the round. */
static void
stream_drop(struct shard *sh, struct stream *s)
{
	if (s->dead)
		return;
	s->dead = true;
	outbox_free(sh, s);
	close(s->fd);
	LIST_REMOVE(s, link);
	LIST_REMOVE(s, ping);
	LIST_INSERT_HEAD(&sh->dead, s, link);
	sh->streams--;
	atomic_fetch_sub(&sh->hub->streams, 1);
	room_leave(sh, s->channel->room, s->channel->screen);
}

/* It has not read what was sent: the kernel shall not keep that for it, or a hundred that come back again and again would fill it. */
static void
stream_cut(struct shard *sh, struct stream *s)
{
	struct linger none = { .l_onoff = 1 };

	setsockopt(s->fd, SOL_SOCKET, SO_LINGER, &none, sizeof(none));
	own_add(&sh->stats.cut_off, 1);
	stream_drop(sh, s);
}

static void
stream_finish(struct shard *sh, struct stream *s)
{
	shutdown(s->fd, SHUT_WR);
	stream_drop(sh, s);
}

static ssize_t
send_some(int fd, struct iovec *parts, size_t count)
{
	struct msghdr msg = { .msg_iov = parts, .msg_iovlen = count };
	ssize_t n;

	do
		n = sendmsg(fd, &msg, MSG_NOSIGNAL | MSG_DONTWAIT);
	while (n < 0 && errno == EINTR);
	return n;
}

static void
outbox_took(struct outbox *o, size_t n)
{
	o->sent += n;
	while (o->count && o->sent >= o->frames[o->first]->n) {
		o->sent -= o->frames[o->first]->n;
		bytes_unref(o->frames[o->first]);
		o->first = (o->first + 1) % WAITING_FRAMES;
		o->count--;
	}
}

static size_t
outbox_parts(const struct outbox *o, struct iovec *parts, size_t most)
{
	size_t count = 0;

	for (; count < o->count && count < most; count++) {
		struct bytes *b = o->frames[(o->first + count) % WAITING_FRAMES];
		size_t skip = count == 0 ? o->sent : 0;
		parts[count] = (struct iovec){ b->p + skip, b->n - skip };
	}
	return count;
}

/* Until the socket is full: only then does an edge follow. */
static void
outbox_flush(struct shard *sh, struct stream *s)
{
	struct outbox *o = s->out;

	while (o->count) {
		struct iovec parts[16];
		size_t count = outbox_parts(o, parts, COUNT(parts));
		ssize_t n = send_some(s->fd, parts, count);
		if (n < 0) {
			if (errno != EAGAIN)
				stream_drop(sh, s);
			return;
		}
		outbox_took(o, (size_t)n);
		o->since_us = sh->now_us;
		TAILQ_REMOVE(&sh->blocked, o, blocked);
		TAILQ_INSERT_TAIL(&sh->blocked, o, blocked);
	}
	outbox_free(sh, s);
	if (s->ending)
		stream_finish(sh, s);
}

static void
outbox_new(struct shard *sh, struct stream *s)
{
	s->out = mem_new(sizeof(*s->out));
	s->out->stream = s;
	s->out->since_us = sh->now_us;
	TAILQ_INSERT_TAIL(&sh->blocked, s->out, blocked);
}

void
stream_send(struct shard *sh, struct stream *s, struct bytes *b)
{
	size_t sent = 0;
	struct outbox *o;

	if (s->dead || s->ending)
		return;
	own_add(&sh->stats.frames, 1);
	own_add(&sh->stats.bytes, (int64_t)b->n);
	if (!s->out) {
		ssize_t n = send_some(s->fd, &(struct iovec){ b->p, b->n }, 1);
		if (n < 0 && errno != EAGAIN) {
			stream_drop(sh, s);
			return;
		}
		sent = n > 0 ? (size_t)n : 0;
		if (sent == b->n)
			return;
		outbox_new(sh, s);
	}
	o = s->out;
	if (o->count == WAITING_FRAMES) {
		stream_cut(sh, s);
		return;
	}
	o->frames[(o->first + o->count++) % WAITING_FRAMES] = bytes_ref(b);
	if (o->count == 1) {
		o->sent = sent;
		outbox_flush(sh, s);
	}
}

void
stream_end(struct shard *sh, struct stream *s)
{
	if (s->dead || s->ending)
		return;
	s->ending = true;
	if (!s->out)
		stream_finish(sh, s);
}

/* A small window for what a subscriber sends, a bounded backlog for what it gets: the kernel takes twice what it is told, so 32 KiB.
 * What does not fit waits in the outbox, where a frame is there once for all. Errors do not matter: in tests the socket is not TCP. */
static void
socket_options(int fd)
{
	int out = 16 * 1024, in = 4096, on = 1;
	unsigned dead_ms = 30 * 1000;

	setsockopt(fd, SOL_SOCKET, SO_SNDBUF, &out, sizeof(out));
	setsockopt(fd, SOL_SOCKET, SO_RCVBUF, &in, sizeof(in));
	setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof(on));
	setsockopt(fd, IPPROTO_TCP, TCP_USER_TIMEOUT, &dead_ms, sizeof(dead_ms));
}

static struct stream *
stream_new(struct shard *sh, const struct arrival *a)
{
	struct stream *s = mem_new(sizeof(*s));
	struct epoll_event ev = { .events = EPOLLIN | EPOLLOUT | EPOLLRDHUP | EPOLLET, .data.ptr = s };

	s->fd = a->fd;
	s->seq = a->join.after > 0 ? a->join.after : 0;
	s->until_s = a->join.lasts_s > 0 ? (uint32_t)(sh->now_us / 1000000 + a->join.lasts_s) : 0;
	socket_options(s->fd);
	if (epoll_ctl(sh->epoll, EPOLL_CTL_ADD, s->fd, &ev) == 0)
		return s;
	close(s->fd);
	free(s);
	return NULL;
}

void
stream_open(struct shard *sh, struct arrival *a)
{
	struct stream *s = stream_new(sh, a);

	if (s) {
		struct room *r = room_enter(sh, a->join.room);
		s->channel = channel_enter(r, a->join.screen, a->join.lang);
		room_arrive(sh, r, a->join.screen);
		sh->streams++;
		LIST_INSERT_HEAD(&s->channel->waiting, s, link);
		/* 113 and 300 have no common divisor: neighbours in time are far apart on the wheel. */
		sh->ping_next = (sh->ping_next + 113) % PING_SLOTS;
		LIST_INSERT_HEAD(&sh->ping_slots[sh->ping_next], s, ping);
		stream_send(sh, s, a->head);
		if (!s->dead)
			channel_add(sh, s->channel, s);
	} else {
		atomic_fetch_sub(&sh->hub->streams, 1);
	}
	bytes_unref(a->head);
	free(a);
}

/* A subscriber has nothing to say: a little is thrown away, more is an attack or a mistake. */
static void
discard_incoming(struct shard *sh, struct stream *s)
{
	char scrap[1024];

	for (;;) {
		ssize_t n = recv(s->fd, scrap, sizeof(scrap), MSG_DONTWAIT);
		if (n < 0 && (errno == EAGAIN || errno == EINTR))
			return;
		if (n <= 0) {
			stream_drop(sh, s);
			return;
		}
		if (n > INCOMING_BYTES - s->incoming) {
			stream_cut(sh, s);
			return;
		}
		s->incoming = (uint16_t)(s->incoming + n);
	}
}

void
stream_event(struct shard *sh, struct stream *s, uint32_t events)
{
	if (s->dead)
		return;
	if (events & (EPOLLERR | EPOLLHUP | EPOLLRDHUP)) {
		stream_drop(sh, s);
		return;
	}
	if (events & EPOLLIN)
		discard_incoming(sh, s);
	if (!s->dead && s->out && (events & EPOLLOUT))
		outbox_flush(sh, s);
}

static void
say_bye(struct shard *sh, struct stream *s)
{
	struct bytes *bye = sse_bye(1000 + rand_below(4000));

	stream_send(sh, s, bye);
	stream_end(sh, s);
	bytes_unref(bye);
}

void
streams_ping(struct shard *sh, unsigned slot)
{
	struct stream *next;

	for (struct stream *s = LIST_FIRST(&sh->ping_slots[slot]); s; s = next) {
		next = LIST_NEXT(s, ping);
		ring_expire(s->channel, sh->now_us - RING_US);
		if (s->until_s && sh->now_us / 1000000 >= s->until_s)
			say_bye(sh, s);
		/* Who has not read what came before needs no sign of life. */
		else if (!s->out)
			stream_send(sh, s, sh->ping);
	}
}

void
streams_cut_blocked(struct shard *sh)
{
	struct outbox *o;

	while ((o = TAILQ_FIRST(&sh->blocked)) && sh->now_us - o->since_us >= BLOCKED_US)
		stream_cut(sh, o->stream);
}

/* Everybody is told to come back, each at another moment. */
void
streams_end_all(struct shard *sh)
{
	for (unsigned slot = 0; slot < PING_SLOTS; slot++) {
		struct stream *next;
		for (struct stream *s = LIST_FIRST(&sh->ping_slots[slot]); s; s = next) {
			next = LIST_NEXT(s, ping);
			say_bye(sh, s);
		}
	}
}

void
streams_drop_all(struct shard *sh)
{
	for (unsigned slot = 0; slot < PING_SLOTS; slot++) {
		struct stream *s;
		while ((s = LIST_FIRST(&sh->ping_slots[slot])))
			stream_drop(sh, s);
	}
}

void
streams_sweep(struct shard *sh)
{
	struct stream *s;

	while ((s = LIST_FIRST(&sh->dead))) {
		LIST_REMOVE(s, link);
		free(s);
	}
}
