/* listen.c: one connection on which a node tells the others which keys have moved, and hears them.
 *
 * Pairs are gathered for a tick and sent as NOTIFY with "key:value key:value …" outside any transaction
 * that writes, because PostgreSQL lets only one notifying transaction commit at a time. Nothing depends on
 * a notification arriving: after each connect, and every two seconds, resync asks for a look at everything. Then the server
 * is asked for a sign of life, too: whoever only listens does not notice that nobody speaks any more. */
#include <errno.h>
#include <poll.h>
#include <pthread.h>
#include <stdlib.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/clock.h"
#include "base/str.h"
#include "db/pg.h"

#define TICK_MS 25
#define RESYNC_MS 2000
#define SEND_MS 5000	/* a send that takes longer means a dead connection */
#define STOP_MS 1000	/* for the last send */
#define BACKOFF_FIRST_MS 100
#define BACKOFF_MOST_MS 2000
#define PAIRS_MOST 4096	/* more keys than this in a tick, or while away, are left to resync */
#define PAYLOAD_MOST 7000	/* PostgreSQL takes 7,999 bytes */

struct pair {
	int64_t key, value;
};

struct listener {
	struct db *db;
	pthread_t thread;
	int wake;	/* eventfd */
	pthread_mutex_t lock;	/* for these three: */
	struct pair pending[PAIRS_MOST];
	size_t count;
	bool stop;
	/* The thread's own. */
	PGconn *link;	/* NULL while away */
	int64_t era;	/* of its server */
	bool sending;
	int64_t sent_ms, resync_ms, connect_ms, pause_ms;
};

/* ---- any thread ---- */

static void
remember(struct listener *l, struct pair p)
{
	for (size_t i = 0; i < l->count; i++) {
		if (l->pending[i].key == p.key) {
			if (l->pending[i].value < p.value)
				l->pending[i].value = p.value;
			return;
		}
	}
	if (l->count < PAIRS_MOST)
		l->pending[l->count++] = p;
}

static void
wake_up(struct listener *l)
{
	uint64_t one = 1;

	while (write(l->wake, &one, sizeof(one)) < 0 && errno == EINTR)
		;
}

void
listener_notify(struct listener *l, int64_t key, int64_t value)
{
	bool was_empty;

	pthread_mutex_lock(&l->lock);
	was_empty = l->count == 0;
	remember(l, (struct pair){ key, value });
	pthread_mutex_unlock(&l->lock);
	if (was_empty)
		wake_up(l);
}

/* ---- the thread: connecting ---- */

static void
drop(struct listener *l)
{
	if (l->link)
		db_doubt(l->db, l->era);
	PQfinish(l->link);
	l->link = NULL;
	l->sending = false;
	l->connect_ms = clock_mono_ms() + l->pause_ms;
	l->pause_ms = l->pause_ms * 2 < BACKOFF_MOST_MS ? l->pause_ms * 2 : BACKOFF_MOST_MS;
}

/* First LISTEN, then resync: what was committed before is seen by the one, what comes after by the other. */
static void
connect_now(struct listener *l)
{
	struct pg_link made;
	err e = pg_connect(l->db, CONN_READ, &made);

	l->link = made.link;
	l->era = made.era;
	if (e || !pg_say(l->link, "LISTEN medvirk")) {
		drop(l);
		return;
	}
	l->pause_ms = BACKOFF_FIRST_MS;
	l->resync_ms = clock_mono_ms();
}

/* ---- sending ---- */

/* As many pairs as fit into one payload, taken off the end of the list. */
static void
take_payload(struct listener *l, struct buf *out)
{
	pthread_mutex_lock(&l->lock);
	while (l->count && out->n < PAYLOAD_MOST - 48) {
		const struct pair *p = &l->pending[--l->count];
		buf_addf(out, "%s%" PRId64 ":%" PRId64, out->n ? " " : "", p->key, p->value);
	}
	pthread_mutex_unlock(&l->lock);
}

static void
send_some(struct listener *l)
{
	struct buf payload = buf_heap(PAYLOAD_MOST);
	str text;

	take_payload(l, &payload);
	if (payload.n && buf_done(&payload, &text) == OK) {
		l->sending = PQsendQueryParams(l->link, "SELECT pg_notify('medvirk', $1)", 1, NULL, &text.p, NULL, NULL, 0);
		l->sent_ms = clock_mono_ms();
		if (!l->sending)
			drop(l);
	}
	buf_free(&payload);
}

static void
ask_for_life(struct listener *l)
{
	l->sending = PQsendQuery(l->link, "");
	l->sent_ms = clock_mono_ms();
	if (!l->sending)
		drop(l);
}

/* ---- hearing ---- */

static void
hear(struct listener *l, str payload)
{
	const struct db_config *cfg = &l->db->cfg;
	str pair, key, value;
	int64_t k, v;

	while (payload.n) {
		str_cut(payload, ' ', &pair, &payload);
		if (cfg->heard && str_cut(pair, ':', &key, &value) && str_int(key, &k) == OK && str_int(value, &v) == OK)
			cfg->heard(cfg->ctx, k, v);
	}
}

static void
receive(struct listener *l)
{
	PGnotify *n;

	if (!PQconsumeInput(l->link)) {
		drop(l);
		return;
	}
	while (l->sending && !PQisBusy(l->link)) {
		PGresult *r = PQgetResult(l->link);
		l->sending = r;
		PQclear(r);
	}
	while ((n = PQnotifies(l->link))) {
		if (n->be_pid != PQbackendPID(l->link))	/* not our own */
			hear(l, str_of(n->extra));
		PQfreemem(n);
	}
}

/* ---- the loop ---- */

static size_t
pending_count(struct listener *l, bool *stop)
{
	size_t n;

	pthread_mutex_lock(&l->lock);
	n = l->count;
	*stop = l->stop;
	pthread_mutex_unlock(&l->lock);
	return n;
}

static int64_t
earlier(int64_t a, int64_t b)
{
	return a < b ? a : b;
}

static void
wait_for_something(struct listener *l, size_t waiting)
{
	struct pollfd fds[2] = { { .fd = l->wake, .events = POLLIN } };
	int64_t now = clock_mono_ms(), until = l->connect_ms;
	uint64_t count;

	if (l->link) {
		fds[1] = (struct pollfd){ .fd = PQsocket(l->link), .events = POLLIN };
		until = l->resync_ms;
		if (l->sending)
			until = earlier(until, l->sent_ms + SEND_MS);
		else if (waiting)
			until = earlier(until, l->sent_ms + TICK_MS);
	}
	if (poll(fds, l->link ? 2 : 1, until > now ? (int)(until - now) : 0) > 0 && fds[0].revents
		&& read(l->wake, &count, sizeof(count)) < 0)
		return;	/* nothing to drain after all */
}

static void
do_what_is_due(struct listener *l, size_t waiting)
{
	const struct db_config *cfg = &l->db->cfg;

	if (!l->link && clock_mono_ms() >= l->connect_ms)
		connect_now(l);
	if (l->link)
		receive(l);
	if (l->link && ((l->sending && clock_mono_ms() >= l->sent_ms + SEND_MS) || db_is_past(l->db, l->era)))
		drop(l);
	if (l->link && !l->sending && waiting && clock_mono_ms() >= l->sent_ms + TICK_MS)
		send_some(l);
	if (l->link && clock_mono_ms() >= l->resync_ms) {
		l->resync_ms = clock_mono_ms() + RESYNC_MS;
		if (!l->sending)
			ask_for_life(l);
		if (cfg->resync)
			cfg->resync(cfg->ctx);
	}
}

static void *
listener_thread(void *arg)
{
	struct listener *l = arg;
	int64_t stop_by = 0;
	bool stop;

	for (;;) {
		size_t waiting = pending_count(l, &stop);
		if (stop && stop_by == 0)
			stop_by = clock_mono_ms() + STOP_MS;
		if (stop && ((!waiting && !l->sending) || !l->link || clock_mono_ms() > stop_by))
			return NULL;
		wait_for_something(l, waiting);
		do_what_is_due(l, waiting);
	}
}

struct listener *
listener_open(struct db *db)
{
	struct listener *l = mem_new(sizeof(*l));

	l->db = db;
	l->pause_ms = BACKOFF_FIRST_MS;
	l->wake = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
	pthread_mutex_init(&l->lock, NULL);
	if (l->wake < 0 || pthread_create(&l->thread, NULL, listener_thread, l))
		abort();	/* no descriptor or thread at start */
	return l;
}

void
listener_close(struct listener *l)
{
	if (!l)
		return;
	pthread_mutex_lock(&l->lock);
	l->stop = true;
	pthread_mutex_unlock(&l->lock);
	wake_up(l);
	pthread_join(l->thread, NULL);
	PQfinish(l->link);
	close(l->wake);
	pthread_mutex_destroy(&l->lock);
	free(l);
}
