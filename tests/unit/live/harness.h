/* harness.h: what the tests of the hub share: a world of rooms with numbered events that can be rendered, and clients
 * that read a stream with a parser of their own (WHATWG HTML 9.2.6), independent of the code under test.
 *
 * Event N of a room is shown as <li id="e-N">; a client keeps count of which it has seen. */
#ifndef TESTS_LIVE_HARNESS_H
#define TESTS_LIVE_HARNESS_H

#include <pthread.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "base/buf.h"
#include "base/str.h"
#include "live/hub.h"

enum { WORLD_ROOMS = 64 };

struct world {
	_Atomic int64_t seq[WORLD_ROOMS];
	_Atomic bool closed[WORLD_ROOMS];
	_Atomic int64_t oldest;	/* what came before this number is forgotten: reset */
	_Atomic int failing;	/* this many renders fail */
	_Atomic int64_t secret;	/* this event has secret words, until ... */
	_Atomic int64_t taken_by;	/* ... this one takes them back */
	_Atomic int padding;	/* bytes added to each frame */
	_Atomic int slow_ms;
	_Atomic int renders, presence;
	struct hub *hub;
};

void world_start(struct world *w, const struct hub_config *limits);	/* limits may be NULL */
void world_stop(struct world *w, int64_t ms);
int64_t world_write(struct world *w, int64_t room);	/* one event more; pokes */

struct event {
	char name[16];
	int64_t id;	/* -1: none */
	char *data;
};

enum { CLIENT_EVENTS = 4096 };

struct client {
	int fd;
	bool head_done, ended;
	str head;	/* when done */
	struct buf raw;
	size_t parsed;
	int64_t first, last;	/* sequence numbers: where it began, last id seen */
	int64_t patches, pings, resets, closed, byes, retry;
	int64_t repeated;	/* events that came again */
	int64_t bye_retry, reset_jitter;
	unsigned char *seen;	/* by event number */
	size_t seen_room;
};

/* Opens a stream; the socket is one end of a pair, or a TCP connection over loopback. */
void client_open(struct client *c, struct world *w, const struct hub_join *join);
void client_open_tcp(struct client *c, struct world *w, const struct hub_join *join);
void client_close(struct client *c);
/* Reads what is there; waits at most ms for something. False on end of stream. */
bool client_read(struct client *c, int ms);
/* Reads until the condition holds; fails the test after a minute. */
#define CLIENT_UNTIL(c, condition) \
	do { \
		int64_t until_ = harness_now_ms() + 60000; \
		while (!(condition)) { \
			client_read((c), 20); \
			if (harness_now_ms() > until_) \
				fail_msg("never: %s", #condition); \
		} \
	} while (0)
#define UNTIL(condition) \
	do { \
		int64_t until_ = harness_now_ms() + 60000; \
		while (!(condition)) { \
			harness_pause(); \
			if (harness_now_ms() > until_) \
				fail_msg("never: %s", #condition); \
		} \
	} while (0)
/* Every event after the first one up to last has been seen. */
void client_assert_whole(const struct client *c);

int64_t harness_now_ms(void);
void harness_pause(void);	/* one millisecond */
unsigned harness_random(unsigned *state, unsigned below);	/* repeatable */

#endif
