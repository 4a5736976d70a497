/* proxy.c: one thread that copies bytes between pairs of sockets. */
#include "proxy.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/str.h"

#define PAIRS_MOST 64

struct pair {
	int client, server;	/* -1: free */
};

struct proxy {
	int listener, port, server_port;
	pthread_t thread;
	atomic_int mode;
	atomic_bool stop;
	struct pair pairs[PAIRS_MOST];
};

static struct sockaddr_in
loopback(int port)
{
	return (struct sockaddr_in){ .sin_family = AF_INET, .sin_port = htons((uint16_t)port),
		.sin_addr = { htonl(INADDR_LOOPBACK) } };
}

static void
cut(struct pair *c)
{
	if (c->client >= 0)
		close(c->client);
	if (c->server >= 0)
		close(c->server);
	c->client = c->server = -1;
}

static void
take_in(struct proxy *p)
{
	struct sockaddr_in to = loopback(p->server_port);
	int client = accept(p->listener, NULL, NULL), server;
	struct pair *free_pair = NULL;

	for (size_t i = 0; i < PAIRS_MOST && !free_pair; i++)
		if (p->pairs[i].client < 0)
			free_pair = &p->pairs[i];
	if (client < 0)
		return;
	if (p->mode == PROXY_DOWN || !free_pair) {
		close(client);
		return;
	}
	server = socket(AF_INET, SOCK_STREAM, 0);
	*free_pair = (struct pair){ client, server };
	if (connect(server, (struct sockaddr *)&to, sizeof(to)))
		cut(free_pair);
}

/* False: the wire is to be cut. */
static bool
copy(struct proxy *p, int from, int to, bool from_client)
{
	static const str commit = { "COMMIT", 7 };	/* with its NUL: not READ COMMITTED */
	char bytes[16384];
	ssize_t n = recv(from, bytes, sizeof(bytes), 0);
	int mode = p->mode;
	bool last;

	if (n <= 0)
		return false;
	last = from_client && (mode == PROXY_CUT_AT_COMMIT || mode == PROXY_CUT_AFTER_COMMIT)
		&& str_find((str){ bytes, (size_t)n }, commit) != SIZE_MAX;
	if (last)
		p->mode = PROXY_PASS;
	if (last && mode == PROXY_CUT_AT_COMMIT)
		return false;
	return send(to, bytes, (size_t)n, MSG_NOSIGNAL) == n && !last;
}

static void
serve_pair(struct proxy *p, struct pair *c)
{
	struct pollfd fds[2] = { { .fd = c->client, .events = POLLIN }, { .fd = c->server, .events = POLLIN } };

	if (c->client < 0)
		return;
	if (p->mode == PROXY_DOWN) {
		cut(c);
		return;
	}
	if (poll(fds, 2, 0) <= 0)
		return;
	if ((fds[0].revents && !copy(p, c->client, c->server, true))
		|| (fds[1].revents && !copy(p, c->server, c->client, false)))
		cut(c);
}

static void *
proxy_thread(void *arg)
{
	struct proxy *p = arg;

	while (!p->stop) {
		struct pollfd fds[1 + 2 * PAIRS_MOST] = { { .fd = p->listener, .events = POLLIN } };
		bool silent = p->mode == PROXY_SILENT;
		for (size_t i = 0; i < PAIRS_MOST; i++) {
			fds[1 + 2 * i] = (struct pollfd){ .fd = silent ? -1 : p->pairs[i].client, .events = POLLIN };
			fds[2 + 2 * i] = (struct pollfd){ .fd = silent ? -1 : p->pairs[i].server, .events = POLLIN };
		}
		poll(fds, COUNT(fds), 10);
		if (fds[0].revents)
			take_in(p);
		for (size_t i = 0; i < PAIRS_MOST && p->mode != PROXY_SILENT; i++)
			serve_pair(p, &p->pairs[i]);
	}
	return NULL;
}

struct proxy *
proxy_start(int server_port)
{
	struct proxy *p = mem_new(sizeof(*p));
	struct sockaddr_in at = loopback(0);
	socklen_t size = sizeof(at);

	p->server_port = server_port;
	for (size_t i = 0; i < PAIRS_MOST; i++)
		p->pairs[i] = (struct pair){ -1, -1 };
	p->listener = socket(AF_INET, SOCK_STREAM, 0);
	if (bind(p->listener, (struct sockaddr *)&at, size) || listen(p->listener, 64)
		|| getsockname(p->listener, (struct sockaddr *)&at, &size)
		|| pthread_create(&p->thread, NULL, proxy_thread, p))
		abort();
	p->port = ntohs(at.sin_port);
	return p;
}

int
proxy_port(const struct proxy *p)
{
	return p->port;
}

void
proxy_set(struct proxy *p, enum proxy_mode mode)
{
	p->mode = (int)mode;
}

void
proxy_stop(struct proxy *p)
{
	p->stop = true;
	pthread_join(p->thread, NULL);
	for (size_t i = 0; i < PAIRS_MOST; i++)
		cut(&p->pairs[i]);
	close(p->listener);
	free(p);
}
