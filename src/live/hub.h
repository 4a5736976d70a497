/* hub.h: live fan-out. Rooms, subscribers, bytes and sequence numbers; nothing else is known here.
 *
 * A subscriber is a socket taken over from the HTTP server. The hub writes the head of the
 * text/event-stream answer and then frames. All subscribers of one (room, screen, lang) share the
 * bytes of a frame, which are rendered once. Changes are gathered until the room's moment of the tick: each room has one, and they
 * are spread evenly, so that rooms that change at once are not drawn at once. A subscriber that cannot
 * keep up (64 frames waiting, or its send buffer full for 5 s) is cut off and comes back with its last id.
 * Source: design.md sections 5 and 6 (the wire contract).
 *
 * Threads: hub_poke, hub_subscribe and the counts may be called from any thread; they only queue. */
#ifndef LIVE_HUB_H
#define LIVE_HUB_H

#include "base/buf.h"
#include "base/metric.h"

struct hub;

/* What goes out for a room. */
enum frame_kind {
	FRAME_NONE,	/* nothing new for this screen; last_seq is believed all the same */
	FRAME_PATCH,	/* html replaces whole elements */
	FRAME_RESET,	/* too far behind: fetch the page again. Sent without id; the stream goes on from last_seq */
	FRAME_CLOSED,	/* the room has closed: sent, then the stream ends */
};

struct frame {
	enum frame_kind kind;
	/* The highest sequence number that the content covers: what the database has, also when `after` (a client's
	 * word) is above it. */
	int64_t last_seq;
	bool forget;	/* something that was sent before must not be sent to anybody again: it has been taken back */
	struct buf html;	/* empty heap buffer the hub made, at most 1 MiB (more: a reset); the renderer fills it */
};

struct hub_config {
	size_t threads;	/* epoll threads; 0: one per core, at most 4 */
	int64_t tick_ms;	/* 0: 30 */
	size_t screens, langs;	/* screens are 0..screens-1, languages 0..langs-1 */
	void *ctx;
	/* Renders what came after `after`. Runs on one of the hub's own render threads (not an epoll thread), called once
	 * per changed (room, screen, lang) that has subscribers, one call in flight for each, and besides for subscribers
	 * that are behind, once for all with the same `after`. May block on the database.
	 * Not OK: tried again after a tick, then ever more seldom, at least every 2 s. */
	err (*render)(void *ctx, int64_t room, int64_t after, size_t screen, size_t lang, struct frame *out);
	/* Somebody has come to a room or left it (hub_people); at most once a second per room, from a render thread (may block). May be
	 * NULL. */
	void (*presence)(void *ctx, int64_t room);
	size_t render_threads;	/* 0: two */
	size_t streams;	/* most open streams; 0: RLIMIT_NOFILE less 300 */
};

err hub_start(const struct hub_config *cfg, struct hub **out) MUST_USE;
/* event: bye with a jittered retry to everybody, drains at most ms, joins the threads. From then on nothing is rendered,
 * pokes do nothing and subscribers get 503: whoever still pokes need not be stopped first. */
void hub_stop(struct hub *h, int64_t ms);
void hub_free(struct hub *h);	/* after hub_stop, when nobody calls any more; accepts NULL */

struct hub_join {
	int64_t room;
	size_t screen, lang;
	int64_t after;	/* the last sequence number this subscriber has seen */
	int64_t lasts_s;	/* after so many seconds, give or take a ping, it is told to come again; 0: no end */
	str origin_headers;	/* extra response header lines, each ending in CRLF; copied; may be empty */
};
/* Takes fd over and closes it in the end, also when refused. ERR_BUSY at the stream limit: a 503 has been written. */
err hub_subscribe(struct hub *h, int fd, const struct hub_join *join) MUST_USE;

/* Something with this sequence number has been committed. Any order, any thread, may be repeated. */
void hub_poke(struct hub *h, int64_t room, int64_t seq);
/* Poke with "at least one more than you know": for when notifications may have been lost. */
void hub_poke_all(struct hub *h);

/* Somebody has come to this room or left it: cfg.presence is told within a second, whether the room has streams here or not. Any thread. */
void hub_people(struct hub *h, int64_t room);

/* Open streams of one room and screen on this node. */
size_t hub_count(struct hub *h, int64_t room, size_t screen);

struct hub_stats {
	int64_t streams, rooms, frames, bytes, cut_off, renders;
	/* From hub_poke until the frame was handed to the socket or its backlog, microseconds, once for each stream that
	 * stood where its channel stands. */
	struct histogram_sum delivery;
};
struct hub_stats hub_stats(struct hub *h);

#endif
