/* floor.c: what this machine can do at all. A bare epoll server with a fixed answer and a fixed frame, no
 * database, no languages, no screens; the figures of the program are ratios to it.
 *
 *   floor --port N [--threads N] [--tick MS]
 *
 *   GET /page            a fixed page of 4 kB
 *   GET /r/CODE/events   a stream
 *   POST /r/CODE/notes   201 and a frame with the note's id to every stream of that room, at once or (--tick)
 *                        gathered for so many milliseconds */
#include <getopt.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/clock.h"
#include "base/map.h"
#include "base/queue.h"
#include "base/rand.h"
#include "base/str.h"
#include "front.h"

struct room {
	pthread_mutex_t lock;
	int *streams;
	size_t count, capacity;
	int64_t seq, due_us;
	struct buf waiting;	/* elements of this tick */
};

struct floor {
	pthread_mutex_t lock;
	struct map *rooms;
	int64_t tick_us;
	struct queue *due;	/* in order of time: all wait equally long */
};

static struct room *
room_of(struct floor *f, str code)
{
	struct room *r;

	pthread_mutex_lock(&f->lock);
	r = map_get(f->rooms, code);
	if (!r) {
		r = mem_new(sizeof(*r));
		pthread_mutex_init(&r->lock, NULL);
		r->waiting = buf_heap(1024 * 1024);
		map_put(f->rooms, code, r);
	}
	pthread_mutex_unlock(&f->lock);
	return r;
}

/* A stream that does not take a frame at once is closed: this is the floor. */
static void
send_frame(struct room *r)
{
	struct buf frame = buf_heap(2 * 1024 * 1024);

	buf_addf(&frame, "id: %" PRId64 "\nevent: patch\n" STR_FMT "\n", r->seq, STR_ARG(buf_str(&r->waiting)));
	buf_reset(&r->waiting);
	for (size_t i = 0; i < r->count;) {
		if (send(r->streams[i], frame.p, frame.n, MSG_NOSIGNAL | MSG_DONTWAIT) == (ssize_t)frame.n) {
			i++;
		} else {
			close(r->streams[i]);
			r->streams[i] = r->streams[--r->count];
		}
	}
	buf_free(&frame);
}

static void *
tick_thread(void *arg)
{
	struct floor *f = arg;
	struct room *r;

	while ((r = queue_take(f->due))) {
		int64_t wait = r->due_us - clock_mono_us();
		if (wait > 0)
			usleep((unsigned)wait);
		pthread_mutex_lock(&r->lock);
		send_frame(r);
		pthread_mutex_unlock(&r->lock);
	}
	return NULL;
}

static void
add_note(struct floor *f, struct room *r, str id)
{
	bool first;

	pthread_mutex_lock(&r->lock);
	first = r->waiting.n == 0;
	r->seq++;
	buf_addf(&r->waiting,
		"data: <li id=\"note-" STR_FMT "\"><p>A card with a sentence on it, long enough to be real.</p></li>\n",
		STR_ARG(id));
	if (!f->tick_us) {
		send_frame(r);
	} else if (first) {
		r->due_us = clock_mono_us() + f->tick_us;
		(void)!queue_put(f->due, r);
	}
	pthread_mutex_unlock(&r->lock);
}

static void
add_stream(struct room *r, int fd)
{
	static const char head[] = "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nConnection: close\r\n\r\n: open\n\n";

	(void)!send(fd, head, sizeof(head) - 1, MSG_NOSIGNAL | MSG_DONTWAIT);
	pthread_mutex_lock(&r->lock);
	if (r->count == r->capacity) {
		r->capacity = r->capacity * 2 + 32;
		r->streams = mem_grow(r->streams, r->capacity, sizeof(*r->streams));
	}
	r->streams[r->count++] = fd;
	pthread_mutex_unlock(&r->lock);
}

static str
answer(void *ctx, const struct front_request *rq)
{
	struct floor *f = ctx;
	str code;

	if (!rq->post && str_eq(rq->path, S("/page")))
		return front_page();
	if (!rq->post || (code = front_room(rq->path, S("notes"))).n == 0)
		return S("HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n");
	add_note(f, room_of(f, code), front_field(rq->body, S("id")));
	return S("HTTP/1.1 201 Created\r\nContent-Length: 0\r\n\r\n");
}

static void
take(void *ctx, int fd, str room, const struct front_request *rq)
{
	(void)rq;
	add_stream(room_of(ctx, room), fd);
}

int
main(int argc, char **argv)
{
	static const struct option options[] = { { "port", required_argument, NULL, 'p' },
		{ "threads", required_argument, NULL, 't' }, { "tick", required_argument, NULL, 'k' }, { 0 } };
	static struct floor f = { .lock = PTHREAD_MUTEX_INITIALIZER };
	struct front front = { .threads = 1, .ctx = &f, .answer = answer, .take = take };
	int o;
	pthread_t ticker;

	while ((o = getopt_long(argc, argv, "", options, NULL)) != -1) {
		if (o == 'p')
			front.port = (int)strtol(optarg, NULL, 10);
		else if (o == 't')
			front.threads = (int)strtol(optarg, NULL, 10);
		else if (o == 'k')
			f.tick_us = strtol(optarg, NULL, 10) * 1000;
		else
			return 2;
	}
	if (rand_init())
		return 1;
	f.rooms = map_new();
	f.due = queue_new(100 * 1000);
	if (f.tick_us && pthread_create(&ticker, NULL, tick_thread, &f))
		return 1;
	return front_serve(&front);
}
