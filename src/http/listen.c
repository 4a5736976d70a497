/* listen.c: the listening sockets, one for each loop on the same port. */
#include <errno.h>
#include <fcntl.h>
#include <netdb.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/str.h"
#include "http/inside.h"

#define BACKLOG 1024
/* For whoever does not read. The kernel doubles the bytes; left alone it would hold megabytes, and after the close for many minutes. */
#define SEND_BYTES (64 * 1024)
#define UNREAD_MS (30 * 1000)

struct address {
	struct sockaddr_storage sa;
	socklen_t n;
};

/* "127.0.0.1:8080" or "[::1]:8080". */
static err
address_parse(str text, struct address *out)
{
	struct arena a CLEANUP(arena_free) = { 0 };
	struct addrinfo hints = { .ai_family = AF_UNSPEC, .ai_socktype = SOCK_STREAM,
		.ai_flags = AI_NUMERICHOST | AI_NUMERICSERV | AI_PASSIVE }, *ai;
	size_t colon = text.n;
	str host, port;
	int64_t number;

	while (colon > 0 && text.p[colon - 1] != ':')
		colon--;
	if (colon == 0 || str_has(text, 0))
		return ERR_INVALID;
	host = str_take(text, colon - 1);
	port = str_from(text, colon);
	if (str_starts(host, S("[")) && str_ends(host, S("]")))
		host = str_take(str_from(host, 1), host.n - 2);
	if (host.n == 0 || str_int(port, &number) || number < 0 || number > 65535)
		return ERR_INVALID;
	if (getaddrinfo(str_z(&a, host), str_z(&a, port), &hints, &ai))
		return ERR_INVALID;
	memcpy(&out->sa, ai->ai_addr, ai->ai_addrlen);
	out->n = ai->ai_addrlen;
	freeaddrinfo(ai);
	return OK;
}

static in_port_t *
port_of(struct address *at)
{
	return at->sa.ss_family == AF_INET6 ? &((struct sockaddr_in6 *)&at->sa)->sin6_port
		: &((struct sockaddr_in *)&at->sa)->sin_port;
}

static void
switch_on(int fd, int level, int option)
{
	int on = 1;

	/* All of these are improvements that the server can do without. */
	(void)setsockopt(fd, level, option, &on, sizeof(on));
}

/* What accept() returns inherits these. */
static void
bound_the_unread(int fd)
{
	int bytes = SEND_BYTES;
	unsigned ms = UNREAD_MS;

	switch_on(fd, IPPROTO_TCP, TCP_NODELAY);
	(void)setsockopt(fd, SOL_SOCKET, SO_SNDBUF, &bytes, sizeof(bytes));
	(void)setsockopt(fd, IPPROTO_TCP, TCP_USER_TIMEOUT, &ms, sizeof(ms));
}

static int
bound_socket(const struct address *at)
{
	int fd = socket(at->sa.ss_family, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);

	if (fd < 0)
		return -1;
	switch_on(fd, SOL_SOCKET, SO_REUSEADDR);
	switch_on(fd, SOL_SOCKET, SO_REUSEPORT);
	bound_the_unread(fd);
	if (bind(fd, (const struct sockaddr *)&at->sa, at->n) == 0 && listen(fd, BACKLOG) == 0)
		return fd;
	close(fd);
	return -1;
}

/* With SO_REUSEPORT a second server of the same user would silently share the port; without it, binding
 * tells. */
static err
port_is_free(const struct address *at)
{
	int fd = socket(at->sa.ss_family, SOCK_STREAM | SOCK_CLOEXEC, 0), failed;

	if (fd < 0)
		return ERR_IO;
	switch_on(fd, SOL_SOCKET, SO_REUSEADDR);
	failed = bind(fd, (const struct sockaddr *)&at->sa, at->n) ? errno : 0;
	close(fd);
	if (failed == EADDRINUSE)
		return ERR_CONFLICT;
	return failed ? ERR_IO : OK;
}

/* The sockets that came with the process: one for each loop as far as they go, then shared. What waits in them waits for the next
 * process too, so a restart refuses nobody. */
static err
take_over(struct server *s, int fds[LOOPS_MOST])
{
	struct address at = { .n = sizeof(at.sa) };

	for (size_t i = 0; i < s->cfg.loops; i++) {
		int given = s->cfg.sockets[i % s->cfg.socket_count], listens = 0;
		socklen_t n = sizeof(listens);
		if (getsockopt(given, SOL_SOCKET, SO_ACCEPTCONN, &listens, &n) || !listens)
			return ERR_INVALID;
		fds[i] = i < s->cfg.socket_count ? given : fcntl(given, F_DUPFD_CLOEXEC, 0);
		if (fds[i] < 0 || fcntl(fds[i], F_SETFD, FD_CLOEXEC) || fcntl(fds[i], F_SETFL, O_NONBLOCK))
			return ERR_IO;
		bound_the_unread(fds[i]);
	}
	if (getsockname(fds[0], (struct sockaddr *)&at.sa, &at.n))
		return ERR_IO;
	s->port = ntohs(*port_of(&at));
	return OK;
}

err
listen_open(struct server *s, int fds[LOOPS_MOST])
{
	struct address at;

	if (s->cfg.socket_count)
		return take_over(s, fds);
	TRY(address_parse(s->cfg.listen, &at));
	if (*port_of(&at))
		TRY(port_is_free(&at));
	for (size_t i = 0; i < s->cfg.loops; i++) {
		fds[i] = bound_socket(&at);
		if (fds[i] < 0 || (i == 0 && getsockname(fds[0], (struct sockaddr *)&at.sa, &at.n))) {
			while (i-- > 0)
				close(fds[i]);
			return ERR_IO;
		}
	}
	s->port = ntohs(*port_of(&at));
	return OK;
}
