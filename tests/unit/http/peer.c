/* peer.c: raw sockets. */
#include "peer.h"

#include <arpa/inet.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/clock.h"
#include "base/str.h"

#define ANSWER_MOST (4 * 1024 * 1024)
#define PATIENCE_MS 60000

int
peer_socket(void)
{
	int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);

	assert(fd >= 0);
	return fd;
}

bool
peer_connect_with(int fd, int port)
{
	struct sockaddr_in sa = { .sin_family = AF_INET, .sin_port = htons((uint16_t)port),
		.sin_addr.s_addr = htonl(INADDR_LOOPBACK) };

	return connect(fd, (struct sockaddr *)&sa, sizeof(sa)) == 0;
}

int
peer_connect(int port)
{
	int fd = peer_socket();

	if (peer_connect_with(fd, port))
		return fd;
	close(fd);
	return -1;
}

void
peer_send(int fd, str bytes)
{
	while (bytes.n) {
		ssize_t n = send(fd, bytes.p, bytes.n, MSG_NOSIGNAL);
		if (n <= 0)
			return;	/* refused meanwhile; the answer tells */
		bytes = str_from(bytes, (size_t)n);
	}
}

void
peer_finish(int fd)
{
	shutdown(fd, SHUT_WR);
}

/* Waits for bytes and adds them; false at the end or when time is up. */
static bool
read_more(struct buf *b, int fd, size_t most, int64_t until)
{
	char piece[4096];
	struct pollfd p = { .fd = fd, .events = POLLIN };
	int64_t left = until - clock_mono_ms();
	ssize_t n;

	if (left < 0 || poll(&p, 1, (int)left) <= 0)
		return false;
	n = recv(fd, piece, most < sizeof(piece) ? most : sizeof(piece), 0);
	if (n <= 0)
		return false;
	buf_add(b, (str){ piece, (size_t)n });
	return true;
}

str
peer_read_all(struct arena *a, int fd, int64_t ms)
{
	struct buf b = buf_new(a, ANSWER_MOST);
	int64_t until = clock_mono_ms() + ms;
	str out;

	while (read_more(&b, fd, SIZE_MAX, until))
		;
	return buf_done(&b, &out) ? (str){ 0 } : out;
}

str
peer_read_answer(struct arena *a, int fd)
{
	struct buf b = buf_new(a, ANSWER_MOST);
	int64_t until = clock_mono_ms() + PATIENCE_MS, length = 0;
	size_t at;

	while (!str_ends(buf_str(&b), S("\r\n\r\n")))
		if (!read_more(&b, fd, 1, until))
			return (str){ 0 };
	at = str_find(buf_str(&b), S("Content-Length: "));
	if (at != SIZE_MAX) {
		str number;
		str_cut(str_from(buf_str(&b), at + 16), '\r', &number, NULL);
		if (str_int(number, &length))
			return (str){ 0 };
	}
	while (length > 0) {
		size_t before = b.n;
		if (!read_more(&b, fd, (size_t)length, until))
			return (str){ 0 };
		length -= (int64_t)(b.n - before);
	}
	return buf_str(&b);
}

str
peer_ask(struct arena *a, int port, str bytes)
{
	int fd = peer_connect(port);
	str out;

	assert(fd >= 0);
	peer_send(fd, bytes);
	out = peer_read_all(a, fd, PATIENCE_MS);
	close(fd);
	return out;
}

bool
peer_is_closed(int fd, int64_t ms)
{
	int64_t until = clock_mono_ms() + ms;
	struct pollfd p = { .fd = fd, .events = POLLIN };
	char byte[512];

	for (;;) {
		int64_t left = until - clock_mono_ms();
		if (left < 0 || poll(&p, 1, (int)left) <= 0)
			return false;
		if (recv(fd, byte, sizeof(byte), 0) <= 0)
			return true;
	}
}

int
answer_status(str answer)
{
	int64_t status;

	if (!str_starts(answer, S("HTTP/1.")) || str_int(str_take(str_from(answer, 9), 3), &status))
		return 0;
	return (int)status;
}

bool
answer_has(str answer, str text)
{
	return str_find(answer, text) != SIZE_MAX;
}

str
answer_body(str answer)
{
	size_t at = str_find(answer, S("\r\n\r\n"));

	return at == SIZE_MAX ? (str){ 0 } : str_from(answer, at + 4);
}
