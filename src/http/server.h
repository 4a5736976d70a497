/* server.h: HTTP/1.1 on libevent's evhttp: loop threads that parse, a pool of workers that answer.
 *
 * No evhttp pointer leaves its loop thread. The callback copies the request into an arena named by
 * (loop, slot, generation) and queues it; the answer comes back by mailbox and is dropped if the
 * generation is gone. Workers are plain blocking threads: a few hundred may wait, about two per
 * core run (the permit). What comes often gives its thread back instead of waiting (server_resume).
 * TLS and HTTP/2 belong to the reverse proxy. Source: design.md section 5.
 *
 * Refused before any handler, with a short text, the connection closed: whatever is not plain HTTP/1.1 or 1.0 (400; versions
 * 505, codings 501, expectations 417), no or several Hosts, a head over 16 KiB or 100 lines (431), methods other than GET,
 * HEAD, POST (405), a path that is not canonical (400), a body over the limit of its route (413, with a page: too_large; what
 * still comes is read and thrown away, or no browser would show it), bodies beyond what the loop may hold (503). A head must
 * come within 10 s, a body within 30 s, an answer must be read at 16 kB a second; else the connection is closed. Queue full:
 * 503 with Retry-After. At the cap somebody who keeps the server waiting makes room: refused, idle, or with half a head, the
 * longest first; then who has been sending a body or reading an answer for seconds. When all the others are being answered,
 * newcomers wait in the kernel.
 * docs/decisions/gate-before-evhttp.md says why so strict.
 *
 * A client that leaves while a worker is busy is noticed when the answer is written; one that has closed its sending side
 * only gets its answer. What is pipelined behind a request stays in the kernel until then. */
#ifndef HTTP_SERVER_H
#define HTTP_SERVER_H

#include "base/metric.h"
#include "http/request.h"
#include "http/response.h"

struct server;

struct server_config {
	str listen;	/* "127.0.0.1:8080", "[::1]:8080", "0.0.0.0:8080"; port 0 picks one */
	const int *sockets;	/* instead of listen: listening sockets that outlive this process (systemd's), now the server's */
	size_t socket_count;
	size_t loops;	/* 0: one per core, at most 4 */
	size_t workers;	/* threads that may wait; 0: 256, stacks of 256 KiB */
	size_t running;	/* permits; 0: two per core */
	size_t queue;	/* requests that wait for a worker; 0: 2048 */
	size_t connections;	/* 0: RLIMIT_NOFILE less 200 less stream_reserve */
	size_t stream_reserve;	/* descriptors kept for streams that were taken over */
	size_t bytes;	/* of requests and answers that one loop may hold before it refuses bodies, half of it for large ones; 0: 64 MiB */
	int64_t head_ms, body_ms, idle_ms;	/* deadlines; 0: 10 s, 30 s, 75 s between requests */
	const str *trusted_proxies;	/* addresses or CIDR whose X-Forwarded-For and -Proto are believed */
	size_t trusted_count;
	void *ctx;
	/* Worker thread; fills the response. False: it is not finished and has arranged that server_resume is called; from that
	 * moment on another worker may have the request, in resume, which finishes the response. */
	bool (*handle)(void *ctx, struct request *rq, struct response *rs);
	void (*resume)(void *ctx, struct request *rq, struct response *rs);	/* may be NULL when handle never returns false */
	/* Loop thread, must be quick: largest body of this method and path, in bytes. */
	size_t (*body_limit)(void *ctx, enum http_method m, str path);
	/* Loop thread, must be quick and waits for nothing: what somebody reads whose body is over that. Of rq there are method, path,
	 * query, host and headers. NULL: a short text. */
	void (*too_large)(void *ctx, struct request *rq, struct response *rs);
	/* Loop thread: a RESPONSE_STREAM was answered; fd is a duplicate that now belongs to the callee,
	 * non-blocking, nothing of the answer written yet. */
	void (*take)(void *ctx, int fd, void *stream);
	/* The connection was gone before it could be taken: free stream. */
	void (*drop)(void *ctx, void *stream);
	/* For the log; any thread. May be NULL. */
	void (*complain)(void *ctx, const char *what);
};

/* ERR_INVALID: listen or a trusted proxy cannot be read; ERR_CONFLICT: the port is taken. Ignores SIGPIPE
 * for the whole process. The strings of cfg are needed during the call only. */
err server_start(const struct server_config *cfg, struct server **out) MUST_USE;
int server_port(const struct server *s);
/* Begins to stop and returns at once: accepts nobody, closes connections between two requests; whoever has just come may still say
 * what they want. Every answer from now on is the last on its connection. */
void server_drain(struct server *s);
/* The same, and lets running requests end (at most ms), closes the rest, joins the threads, frees. */
void server_stop(struct server *s, int64_t ms);

/* What handle has left unfinished can go on: once for each false, also before handle has returned. Any thread; never waits. */
void server_resume(struct request *rq);

/* Around anything a worker waits for, so that another may run meanwhile. Other threads: nothing. */
void server_wait_begin(void);
void server_wait_end(void);

struct server_stats {
	int64_t requests, refused, open_connections, queued, taken;
	int64_t answers[6];	/* by the first digit of the status, what was refused before any handler included */
	struct histogram_sum took;	/* from the last byte of a request to the first of its answer, microseconds */
};
struct server_stats server_stats(struct server *s);

#endif
