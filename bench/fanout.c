/* fanout.c: the hub alone behind the same bare front as floor: what live/ costs, without HTTP server, database
 * and templates. Rooms hold their notes in memory; the renderer prints what came after.
 *
 *   fanout --port N [--threads N] [--tick MS] [--hub-threads N] */
#include <getopt.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/arena.h"
#include "base/map.h"
#include "base/rand.h"
#include "base/str.h"
#include "front.h"
#include "live/hub.h"

enum { KEPT = 4096, ID_LENGTH = 36 };

struct room {
	pthread_mutex_t lock;
	int64_t id, seq;
	char ids[KEPT][ID_LENGTH];	/* of the latest, by seq */
};

struct fanout {
	pthread_mutex_t lock;
	struct map *codes;	/* code → room */
	struct room *rooms[100 * 1000];
	int64_t count;
	struct hub *hub;
};

static struct room *
room_of(struct fanout *f, str code)
{
	struct room *r;

	pthread_mutex_lock(&f->lock);
	r = map_get(f->codes, code);
	if (!r && f->count < (int64_t)COUNT(f->rooms)) {
		r = mem_new(sizeof(*r));
		pthread_mutex_init(&r->lock, NULL);
		r->id = f->count;
		f->rooms[f->count++] = r;
		map_put(f->codes, code, r);
	}
	pthread_mutex_unlock(&f->lock);
	assert(r);
	return r;
}

static err
render(void *ctx, int64_t room, int64_t after, size_t screen, size_t lang, struct frame *out)
{
	struct fanout *f = ctx;
	struct room *r;

	(void)screen;
	(void)lang;
	pthread_mutex_lock(&f->lock);
	r = f->rooms[room];
	pthread_mutex_unlock(&f->lock);
	pthread_mutex_lock(&r->lock);
	out->last_seq = r->seq;
	if (r->seq - after > KEPT)
		out->kind = FRAME_RESET;
	else if (r->seq > after)
		out->kind = FRAME_PATCH;
	for (int64_t n = after + 1; out->kind == FRAME_PATCH && n <= r->seq; n++)
		buf_addf(&out->html, "<li id=\"note-%.36s\"><p>A card with a sentence on it, long enough to be real.</p></li>\n",
			r->ids[n % KEPT]);
	pthread_mutex_unlock(&r->lock);
	return OK;
}

static void
add_note(struct fanout *f, struct room *r, str id)
{
	int64_t seq;

	if (id.n != ID_LENGTH)
		return;
	pthread_mutex_lock(&r->lock);
	seq = ++r->seq;
	memcpy(r->ids[seq % KEPT], id.p, ID_LENGTH);
	pthread_mutex_unlock(&r->lock);
	hub_poke(f->hub, r->id, seq);
}

static str
answer(void *ctx, const struct front_request *rq)
{
	struct fanout *f = ctx;
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
	struct fanout *f = ctx;
	struct hub_join join = { .room = room_of(f, room)->id, .after = rq->after > 0 ? rq->after : 0 };

	(void)!hub_subscribe(f->hub, fd, &join);
}

int
main(int argc, char **argv)
{
	static const struct option options[] = { { "port", required_argument, NULL, 'p' },
		{ "threads", required_argument, NULL, 't' }, { "tick", required_argument, NULL, 'k' },
		{ "hub-threads", required_argument, NULL, 'h' }, { 0 } };
	static struct fanout f = { .lock = PTHREAD_MUTEX_INITIALIZER };
	struct hub_config cfg = { .screens = 1, .langs = 1, .ctx = &f, .render = render };
	struct front front = { .threads = 1, .ctx = &f, .answer = answer, .take = take };
	int o;

	while ((o = getopt_long(argc, argv, "", options, NULL)) != -1) {
		if (o == 'p')
			front.port = (int)strtol(optarg, NULL, 10);
		else if (o == 't')
			front.threads = (int)strtol(optarg, NULL, 10);
		else if (o == 'k')
			cfg.tick_ms = strtol(optarg, NULL, 10);
		else if (o == 'h')
			cfg.threads = (size_t)strtol(optarg, NULL, 10);
		else
			return 2;
	}
	if (rand_init())
		return 1;
	f.codes = map_new();
	if (hub_start(&cfg, &f.hub)) {
		fputs("fanout: cannot start the hub\n", stderr);
		return 1;
	}
	return front_serve(&front);
}
