/* shard.h: the inside of the hub, for the files of live/ only.
 *
 * A room belongs to one shard for ever (by hash of its id), and a shard is one epoll thread: its rooms,
 * channels, streams and frame bytes are touched by that thread alone and need no lock. What crosses
 * threads: the mail of a shard (pokes, arrivals, finished renders), the job queue to the render threads,
 * and the census (which rooms there are and how many streams) that hub_count reads under a lock.
 *
 * room     one room with at least one stream lately
 * channel  one (room, screen, lang): how far it has been rendered, recent frames, its streams
 * stream   one subscriber: a socket and how far it has come; "joined" when that is where its channel is,
 *          "waiting" while a frame of its own must bring it there */
#ifndef LIVE_SHARD_H
#define LIVE_SHARD_H

#include <pthread.h>
#include <stdatomic.h>
#include <sys/queue.h>

#include "base/map.h"
#include "base/metric.h"
#include "base/queue.h"
#include "live/hub.h"
#include "live/sse.h"

enum {
	WAITING_FRAMES = 64,	/* more than this behind: cut off */
	BLOCKED_US = 5 * 1000 * 1000,	/* nothing accepted by the socket for this long: cut off */
	INCOMING_BYTES = 4096,	/* a subscriber has nothing to say; more than this: cut off */
	TICK_SLOTS = 16,	/* a tick has so many moments, and each room one of them */
	PULSE_US = 50 * 1000,	/* how often pings, presence, retries and blocked sockets are looked at */
	PING_SLOTS = 300,	/* × PULSE_US = 15 s between two pings of a stream */
	RING_FRAMES = 32, RING_BYTES = 64 * 1024, RING_US = 30 * 1000 * 1000,
	CATCH_UPS = 4,	/* renders for streams that are behind, at once in one channel */
	CATCH_UP_TRIES = 3,	/* then a frame that overlaps what the stream has is good enough */
	PRESENCE_US = 1000 * 1000,
	RETRY_US = 2 * 1000 * 1000,	/* the longest pause before a failed render is tried again */
	POKES = 8192,	/* in the mail of a shard; more: every room is looked at */
	FRAME_MAX = 1024 * 1024,
};

struct room;
struct channel;
struct shard;

/* Frames a socket did not take at once. Exists only while there are some. */
struct outbox {
	TAILQ_ENTRY(outbox) blocked;	/* the one that has waited longest first */
	struct stream *stream;
	int64_t since_us;	/* last progress */
	size_t sent;	/* of the first frame */
	unsigned first, count;
	struct bytes *frames[WAITING_FRAMES];
};
TAILQ_HEAD(outboxes, outbox);

struct stream {
	LIST_ENTRY(stream) link;	/* joined or waiting of its channel; the graveyard when dead */
	LIST_ENTRY(stream) ping;
	struct channel *channel;
	struct outbox *out;
	int64_t seq;	/* everything up to here has been sent or queued */
	int fd;
	uint32_t until_s;	/* since boot; 0: no end */
	uint16_t incoming;
	uint8_t tries;
	bool ending, dead;
};
LIST_HEAD(streams, stream);

/* A frame that leads from one sequence number to another; bytes are NULL when nothing was to be shown. */
struct recent {
	int64_t from, last, at_us;
	struct bytes *bytes;
};

struct channel {
	LIST_ENTRY(channel) link;
	struct room *room;
	struct streams joined, waiting;
	size_t screen, lang;
	int64_t pos;	/* rendered so far; meaningless until known */
	bool known, rendering;
	bool check;	/* there may be something new, whatever room.want says */
	int64_t since_us;	/* the earliest poke that no render has been sent for; 0: none */
	unsigned failures;
	struct recent *ring;	/* oldest first, consecutive */
	size_t ring_count, ring_bytes;
	int64_t catching[CATCH_UPS];	/* sequence numbers that catch-up renders are running for */
	size_t catching_count;
};

struct room {
	int64_t id;
	int64_t want;	/* the highest sequence number heard of */
	LIST_HEAD(channel_list, channel) channels;
	TAILQ_ENTRY(room) due_link, later_link, changed_link;
	LIST_ENTRY(room) idle_link;
	unsigned slot;	/* its moment of the tick */
	int64_t later_us, told_us;
	bool due, later, changed, idle;
	size_t jobs;	/* with the render threads; the room stays while there are any */
	size_t streams;
	size_t count[];	/* by screen; written under the census lock */
};
TAILQ_HEAD(rooms, room);

enum job_kind { JOB_CHANNEL, JOB_CATCH_UP, JOB_PRESENCE };

/* Work for a render thread; it comes back by mail with the lower half filled in. */
struct job {
	STAILQ_ENTRY(job) link;
	enum job_kind kind;
	struct shard *shard;
	struct room *room;
	struct channel *channel;
	int64_t room_id, after;
	int64_t want;	/* room.want when it was sent */
	int64_t pos;	/* channel.pos when it was sent */
	int64_t since_us;	/* channel.since_us when it was sent */
	size_t screen, lang;
	err e;
	enum frame_kind frame;
	bool forget;
	int64_t last_seq;
	struct bytes *bytes;
};
STAILQ_HEAD(jobs, job);

struct arrival {
	STAILQ_ENTRY(arrival) link;
	int fd;
	struct hub_join join;	/* origin_headers are in head */
	struct bytes *head;
};
STAILQ_HEAD(arrivals, arrival);

struct poke {
	int64_t room, seq, at_us;	/* seq 0: people have come or gone */
};

struct mail {
	pthread_mutex_t lock;
	bool rung;	/* the bell has been rung and not yet answered */
	bool all;	/* look at every room */
	bool full;	/* pokes did not fit: besides, tell of the people in every room */
	bool stop;
	int64_t stop_ms;	/* how long the end may take */
	struct poke *pokes;
	size_t poke_count;
	struct arrivals arrivals;
	struct jobs done;
};

/* Written by the shard's thread alone: own_add. */
struct shard_stats {
	_Atomic int64_t rooms, frames, bytes, cut_off;
	struct histogram delivery;
};

struct shard {
	struct hub *hub;
	pthread_t thread;
	int epoll, bell, timer;
	int64_t now_us, armed_us;
	struct mail mail;
	struct poke *pokes;	/* swapped with the mail's */
	pthread_mutex_t census;
	struct map *rooms;	/* changed under the census lock, by this thread only */
	struct rooms due[TICK_SLOTS], later, changed;
	int64_t slot_us;	/* from one moment of the tick to the next */
	int64_t slot;	/* number of the last moment, in slot_us since boot */
	LIST_HEAD(room_list, room) idle;	/* without streams: freed at the end of the round */
	struct streams dead;	/* freed at the end of the round: events may still name them */
	struct streams ping_slots[PING_SLOTS];
	unsigned ping_next;
	int64_t pulse;	/* number of the last pulse, in PULSE_US since boot */
	struct outboxes blocked;
	struct bytes *ping;
	size_t streams;
	bool stopping;
	int64_t stop_us;
	struct shard_stats stats;
};

struct hub {
	struct hub_config cfg;
	struct shard *shards;
	size_t shard_count;
	pthread_t *renderers;
	size_t renderer_count;
	struct queue *jobs;
	_Atomic bool stopping;
	_Atomic int64_t streams, renders;
};

/* shard.c */
err shard_open(struct shard *sh, struct hub *h) MUST_USE;
void shard_close(struct shard *sh);	/* its thread, if any, has ended */
void *shard_run(void *shard);	/* the thread */
void shard_mail_poke(struct shard *sh, int64_t room, int64_t seq);
void shard_mail_people(struct shard *sh, int64_t room);
void shard_mail_all(struct shard *sh);
bool shard_mail_arrival(struct shard *sh, struct arrival *a);	/* false when stopping: still the caller's */
void shard_mail_done(struct shard *sh, struct job *j);
void shard_mail_stop(struct shard *sh, int64_t ms);
size_t shard_count(struct shard *sh, int64_t room, size_t screen);

/* Fibonacci hashing: neighbouring ids go to different shards, and have different moments. Pure; any thread. */
static inline uint64_t
room_mix(int64_t id)
{
	return (uint64_t)id * UINT64_C(0x9e3779b97f4a7c15);
}

/* room.c: shard thread only */
struct room *room_find(struct shard *sh, int64_t id);	/* NULL when there is none */
struct room *room_enter(struct shard *sh, int64_t id);	/* finds or makes */
void room_leave(struct shard *sh, struct room *r, size_t screen);	/* one stream fewer */
void room_people(struct shard *sh, struct room *r);	/* somebody has come or gone */
void room_arrive(struct shard *sh, struct room *r, size_t screen);	/* one stream more */
void room_schedule(struct shard *sh, struct room *r);	/* to be looked at at its next moment, in a tick at most */
void room_later(struct shard *sh, struct room *r, unsigned failures);	/* the same, after a pause that grows */
void rooms_due(struct shard *sh);	/* those whose moment has come */
int64_t rooms_next_due(const struct shard *sh);	/* when that is; 0: no room waits */
void rooms_pulse(struct shard *sh);	/* presence and retries */
void rooms_sweep(struct shard *sh);
void rooms_check_all(struct shard *sh, bool people);	/* people: and tells who is in each */
void rooms_free(struct shard *sh);

/* channel.c: shard thread only */
struct channel *channel_enter(struct room *r, size_t screen, size_t lang);
bool channel_wants(const struct channel *c);
void channel_render(struct shard *sh, struct channel *c);
void channel_done(struct shard *sh, struct job *j);
void channel_add(struct shard *sh, struct channel *c, struct stream *s);	/* its seq says how far it has come */
void channel_free(struct channel *c);

/* ring.c: the recent frames of a channel; shard thread only */
void ring_add(struct channel *c, const struct recent *frame);	/* takes a reference of its own */
void ring_clear(struct channel *c);
void ring_expire(struct channel *c, int64_t before_us);
/* The first of the frames that lead from seq to where the channel is; SIZE_MAX when they do not. With overlap, a frame
 * that begins before seq will do. */
size_t ring_find(const struct channel *c, int64_t seq, bool overlap);

/* stream.c: shard thread only */
void stream_open(struct shard *sh, struct arrival *a);	/* frees the arrival */
void stream_send(struct shard *sh, struct stream *s, struct bytes *b);	/* takes a reference of its own */
void stream_end(struct shard *sh, struct stream *s);	/* closed when all has been sent */
void stream_event(struct shard *sh, struct stream *s, uint32_t events);
void streams_ping(struct shard *sh, unsigned slot);
void streams_cut_blocked(struct shard *sh);
void streams_end_all(struct shard *sh);	/* with a bye */
void streams_drop_all(struct shard *sh);
void streams_sweep(struct shard *sh);

/* render.c */
bool render_submit(struct shard *sh, struct job *j);	/* false: no room; the job is freed */
void *render_run(void *hub);	/* the thread */
void render_job_free(struct job *j);

#endif
