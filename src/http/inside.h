/* inside.h: what the files of the server share: server, loops, connections, jobs. Private to src/http.
 *
 * A connection and its loop are touched by that loop's thread only. A job is made by a loop, worked on by
 * one worker, and comes back to its loop, which alone frees it. The pool (loops to workers) and the mailbox
 * (workers to a loop) are the crossings. */
#ifndef HTTP_INSIDE_H
#define HTTP_INSIDE_H

#include <event2/buffer.h>
#include <event2/bufferevent.h>
#include <event2/event.h>
#include <event2/event_struct.h>
#include <event2/http.h>
#include <event2/listener.h>
#include <pthread.h>
#include <stdatomic.h>
#include <sys/queue.h>

#include "http/gate.h"
#include "http/proxy.h"
#include "http/server.h"

#define LOOPS_MOST 16
#define JOB_ROOM 6144	/* bytes: a request from a phone and its answer */
#define SPARE_JOBS 64

struct loop;

/* One request on its way through a worker. */
struct job {
	STAILQ_ENTRY(job) next;	/* in a mailbox */
	struct loop *loop;
	size_t slot;
	uint64_t generation;	/* of the slot; another one: the connection has gone */
	size_t charged;	/* bytes on the loop's budget */
	bool answered;	/* false: given up at the stop */
	bool resumed;	/* its handler has been there and goes on */
	struct arena arena;
	struct request rq;
	struct response rs;
	_Alignas(max_align_t) char room[JOB_ROOM];	/* where the arena begins */
};
STAILQ_HEAD(jobs, job);

enum phase {
	PHASE_NEW,	/* accepted; evhttp is still setting it up */
	PHASE_IDLE,	/* waiting for the first byte of a message */
	PHASE_HEAD,
	PHASE_BODY,
	PHASE_WORK,	/* a worker has it */
	PHASE_HOLD,	/* its answer is there and has to wait */
	PHASE_LEAVE,	/* its answer is a stream; the socket goes to another owner at the next turn of the loop */
	PHASE_WRITE,	/* the answer is on its way */
	PHASE_LINGER,	/* refused; what still comes is thrown away */
	PHASE_COUNT,
};

struct conn {
	TAILQ_ENTRY(conn) queue;	/* in loop.waiting, but for PHASE_NEW */
	struct loop *loop;
	size_t slot;
	enum phase phase;
	int64_t since_ms;	/* the phase */
	struct bufferevent *bev;
	struct evbuffer_cb_entry *watch;
	struct evhttp_connection *evcon;
	struct evhttp_request *req;	/* PHASE_WORK, PHASE_WRITE */
	struct evbuffer *held;	/* bytes that evhttp has not seen */
	struct job *late;	/* PHASE_HOLD, PHASE_LEAVE: the answer */
	struct gate gate;	/* of the message at the start of held */
	size_t charged;
	bool continued;	/* 100 Continue was sent */
	bool passing;	/* our own hand is in evhttp's input */
	struct event timer;	/* deadline of the phase */
	struct event later;	/* next turn of the loop: adopt, or look at what is held */
};
TAILQ_HEAD(conns, conn);

struct slot {
	struct conn *conn;	/* NULL: free */
	uint64_t generation;
	size_t next_free;
};

struct loop {
	struct server *server;
	pthread_t thread;
	struct event_base *base;
	struct evhttp *http;
	struct evconnlistener *listener;	/* NULL once the server stops */
	struct evhttp_bound_socket *bound;
	struct event *reopen;	/* listens again after the descriptors ran out, or looks again whether somebody can go */
	struct slot *slots;
	size_t slot_count, first_free, open;
	struct conns waiting[PHASE_COUNT];	/* by phase: the one that has been in it longest first */
	bool out_of_files;	/* accept() has failed; what closes now is not the answer */
	int64_t complained_ms;	/* of that; 0: not yet */
	struct conn *handing;	/* whose message evhttp is reading just now */
	size_t charged;	/* bytes of requests and answers held */
	_Atomic int64_t answers[6];	/* own_add, as is took */
	struct histogram took;
	int dummy;	/* a socket that leads nowhere, for takeovers */
	bool draining;
	struct jobs spare;	/* blank, to be used again */
	size_t spare_count;
	pthread_mutex_t lock;	/* guards mail */
	struct jobs mail;
	int wake;	/* eventfd */
	struct event *woken;
};

/* The workers and what waits for them. All under the lock. */
struct pool {
	pthread_mutex_t lock;
	pthread_cond_t work;	/* something to do, and a permit for it */
	pthread_cond_t back;	/* a permit for one who has waited inside a handler: first of all */
	struct jobs fresh, resumed;
	size_t fresh_count, fresh_most;
	size_t held;	/* jobs between their taking and their answer */
	size_t running, permits;	/* handlers on a processor, and how many may be */
	size_t returning;	/* wait for `back` */
	size_t idle;	/* wait for `work` */
	bool called;	/* one of them has been, and has not come yet */
	bool closed;
	pthread_t *threads;
	size_t thread_count;
};

struct server {
	struct server_config cfg;	/* with the defaults filled in */
	struct network *trusted;
	int port;
	struct loop loops[LOOPS_MOST];
	size_t started;	/* loops whose thread runs */
	struct pool pool;
	atomic_bool stopping, giving_up, quitting;
	pthread_mutex_t lock;
	pthread_cond_t closed;	/* a connection went while stopping, or a loop has ceased to accept */
	size_t deaf;	/* loops that have; under the lock */
	_Atomic int64_t requests, refused, open, taken;
};

/* listen.c */
err listen_open(struct server *s, int fds[LOOPS_MOST]) MUST_USE;

/* loop.c */
err loop_open(struct server *s, struct loop *l, int fd) MUST_USE;
void loop_close(struct loop *l);	/* after its thread has ended, or without one */
void *loop_main(void *loop);
void loop_wake(struct loop *l);	/* any thread */
void loop_post(struct loop *l, struct job *j);	/* worker: the job goes home */

/* conn.c */
struct bufferevent *conn_accept(struct event_base *base, void *loop);
void conn_free(struct conn *c);	/* closes, whatever the phase */
void conn_hold_end(struct conn *c);	/* PHASE_HOLD: the answer leaves */
bool conn_make_room(struct loop *l);	/* somebody who keeps us waiting goes for a newcomer; false: there is nobody */
void conn_drain(struct conn *c);	/* no more than one answer; may close it */
void conn_close(struct evhttp_connection *evcon, void *conn);
void conn_refuse(struct conn *c, int status, const char *why);
void conn_phase(struct conn *c, enum phase p, int64_t ms);	/* ms: deadline, 0 none */
void conn_next(struct conn *c);	/* the answer has left: the next message */

/* exchange.c */
void exchange_begin(struct evhttp_request *req, void *loop);
void exchange_end(struct loop *l, struct job *j);
void exchange_answer(struct conn *c, struct job *j);
void exchange_discard(struct loop *l, struct job *j);	/* nobody is there any more */
void job_free(struct job *j);	/* loop thread */
void jobs_free(struct loop *l);	/* the spare ones */

/* takeover.c: hands the socket to cfg.take, or the stream to cfg.drop. */
void takeover_begin(struct conn *c, struct job *j);
void takeover_end(struct conn *c);	/* PHASE_LEAVE; the connection is gone after it */

/* pool.c */
err pool_start(struct server *s) MUST_USE;
err pool_put(struct server *s, struct job *j) MUST_USE;	/* loop thread. ERR_BUSY: full or closed, the job stays the caller's */
size_t pool_waiting(struct server *s);
void pool_stop(struct server *s);	/* after what was taken has its answer; accepts one that never started */
void pool_end(struct server *s);	/* when the loops are gone, too; accepts one that never started */

/* refuse.c: the whole answer to a message that was refused. head: the raw one, empty unless its end was seen. */
str refusal(const struct conn *c, struct arena *a, str head, int status, const char *why);

/* status.c */
const char *status_phrase(int status);

#endif
