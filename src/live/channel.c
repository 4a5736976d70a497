/* channel.c: one (room, screen, lang): when it is rendered, who gets what.
 *
 * Joined streams stand where the channel stands and share every frame of it. A stream that stands elsewhere waits:
 * the ring may hold the frames in between; else a render of its own brings it forward ("catch-up", shared by all
 * that stand at the same number). A catch-up starts right behind a frame of the channel, so that it most often
 * ends exactly where the channel stands; when it does not, a few tries later a frame that partly repeats what the
 * stream has is accepted: frames replace whole elements, so repeating is harmless, and skipping is not. */
#include <stdlib.h>

#include "base/arena.h"
#include "base/clock.h"
#include "base/rand.h"
#include "live/shard.h"

struct channel *
channel_enter(struct room *r, size_t screen, size_t lang)
{
	struct channel *c;

	LIST_FOREACH(c, &r->channels, link)
		if (c->screen == screen && c->lang == lang)
			break;
	if (!c) {
		c = mem_new(sizeof(*c));
		c->room = r;
		c->screen = screen;
		c->lang = lang;
		LIST_INSERT_HEAD(&r->channels, c, link);
	}
	/* It has not been rendered while nobody was there: where it stood says nothing any more. */
	if (LIST_EMPTY(&c->joined) && LIST_EMPTY(&c->waiting)) {
		c->known = false;
		ring_clear(c);
	}
	return c;
}

void
channel_free(struct channel *c)
{
	ring_clear(c);
	free(c->ring);
	LIST_REMOVE(c, link);
	free(c);
}

bool
channel_wants(const struct channel *c)
{
	bool anybody = !LIST_EMPTY(&c->joined) || !LIST_EMPTY(&c->waiting);

	return anybody && c->known && (c->check || c->pos < c->room->want);
}

static bool
submit(struct shard *sh, struct channel *c, enum job_kind kind, int64_t after)
{
	struct job *j = mem_new(sizeof(*j));

	j->kind = kind;
	j->room = c->room;
	j->channel = c;
	j->room_id = c->room->id;
	j->after = after;
	j->want = c->room->want;
	j->pos = c->pos;
	j->since_us = kind == JOB_CHANNEL ? c->since_us : 0;
	j->screen = c->screen;
	j->lang = c->lang;
	if (render_submit(sh, j))
		return true;
	room_later(sh, c->room, ++c->failures);
	return false;
}

static void
catch_up(struct shard *sh, struct channel *c, int64_t seq)
{
	if (c->known && (c->rendering || channel_wants(c)))
		return;	/* looked at again right behind that frame */
	for (size_t i = 0; i < c->catching_count; i++)
		if (c->catching[i] == seq)
			return;
	if (c->catching_count < CATCH_UPS && submit(sh, c, JOB_CATCH_UP, seq))
		c->catching[c->catching_count++] = seq;
}

static void
join(struct channel *c, struct stream *s)
{
	LIST_REMOVE(s, link);
	LIST_INSERT_HEAD(&c->joined, s, link);
	s->tries = 0;
}

/* Joins a waiting stream if that can be done now, or starts what will make it possible. */
static void
place(struct shard *sh, struct channel *c, struct stream *s)
{
	size_t at;

	if (!c->known) {
		catch_up(sh, c, s->seq);
		return;
	}
	if (s->seq > c->pos)
		return;
	if (s->seq < c->pos) {
		at = ring_find(c, s->seq, s->tries >= CATCH_UP_TRIES);
		if (at == SIZE_MAX) {
			catch_up(sh, c, s->seq);
			return;
		}
		for (; at < c->ring_count && !s->dead; at++)
			if (c->ring[at].bytes)
				stream_send(sh, s, c->ring[at].bytes);
		if (s->dead)
			return;
		s->seq = c->pos;
	}
	join(c, s);
}

static void
settle(struct shard *sh, struct channel *c)
{
	struct stream *next;

	for (struct stream *s = LIST_FIRST(&c->waiting); s; s = next) {
		next = LIST_NEXT(s, link);
		place(sh, c, s);
	}
}

void
channel_add(struct shard *sh, struct channel *c, struct stream *s)
{
	/* Its page came from a node or a moment ahead of us. Asked once: the number is a client's word. */
	if (c->known && s->seq > c->pos) {
		c->check = true;
		room_schedule(sh, c->room);
	}
	place(sh, c, s);
}

void
channel_render(struct shard *sh, struct channel *c)
{
	if (c->rendering)
		return;	/* looked at again when that one is back */
	if (!channel_wants(c))
		settle(sh, c);
	else if (submit(sh, c, JOB_CHANNEL, c->pos)) {
		c->rendering = true;
		c->check = false;
		c->since_us = 0;
	}
}

static void
send_closed(struct shard *sh, struct channel *c, struct bytes *b)
{
	struct streams *lists[] = { &c->joined, &c->waiting };

	for (size_t i = 0; i < COUNT(lists); i++) {
		struct stream *next;
		for (struct stream *s = LIST_FIRST(lists[i]); s; s = next) {
			next = LIST_NEXT(s, link);
			stream_send(sh, s, b);
			stream_end(sh, s);
		}
	}
}

/* The larger the room, the wider its fetches of the page are spread. */
static void
send_reset(struct shard *sh, struct stream *s)
{
	size_t spread = 200 + s->channel->room->streams * 10;
	struct bytes *b = sse_reset(rand_below(spread < 10000 ? (uint32_t)spread : 10000));

	stream_send(sh, s, b);
	bytes_unref(b);
}

static void
deliver(struct shard *sh, struct channel *c, const struct job *j)
{
	struct stream *next;
	int64_t reached = 0;

	if (j->frame == FRAME_RESET || j->forget)
		ring_clear(c);
	if (j->frame != FRAME_RESET)
		ring_add(c, &(struct recent){ c->pos, j->last_seq, sh->now_us, j->bytes });
	if (j->last_seq > c->pos)
		c->pos = j->last_seq;
	for (struct stream *s = LIST_FIRST(&c->joined); s; s = next) {
		next = LIST_NEXT(s, link);
		s->seq = c->pos;
		if (j->frame == FRAME_RESET)
			send_reset(sh, s);
		else if (j->bytes)
			stream_send(sh, s, j->bytes);
		reached++;
	}
	if (j->since_us && (j->bytes || j->frame == FRAME_RESET))
		histogram_add(&sh->stats.delivery, &scale_time, clock_mono_us() - j->since_us, reached);
}

static void
rendered(struct shard *sh, struct channel *c, const struct job *j)
{
	c->rendering = false;
	if (j->e) {
		c->check = true;
		c->since_us = j->since_us ? j->since_us : c->since_us;
		room_later(sh, c->room, ++c->failures);
		return;
	}
	if (j->frame == FRAME_CLOSED) {
		send_closed(sh, c, j->bytes);
		return;
	}
	/* Everybody left and others came while it was away: not theirs. */
	if (c->known && j->after == c->pos && (j->last_seq > c->pos || j->frame == FRAME_RESET))
		deliver(sh, c, j);
	settle(sh, c);
	if (!channel_wants(c)) {
		c->failures = 0;
		c->since_us = 0;
	} else if (j->last_seq < j->want) {	/* less than was promised: do not hurry */
		room_later(sh, c->room, ++c->failures);
	} else {
		room_schedule(sh, c->room);
	}
}

static void
forget_catching(struct channel *c, int64_t seq)
{
	for (size_t i = 0; i < c->catching_count; i++)
		if (c->catching[i] == seq) {
			c->catching[i] = c->catching[--c->catching_count];
			return;
		}
}

/* What a catch-up tells about where the channel is. */
static void
learn(struct channel *c, const struct job *j)
{
	if (!c->known) {
		c->known = true;
		c->pos = j->last_seq;
	} else if (j->last_seq < c->pos && j->pos == c->pos && j->frame != FRAME_RESET) {
		/* A later look shows less: the channel had believed too much. */
		c->pos = j->last_seq;
		ring_clear(c);
	} else if (j->last_seq > c->pos) {
		c->check = true;
	}
}

static void
caught_up(struct shard *sh, struct channel *c, const struct job *j)
{
	struct stream *next;

	forget_catching(c, j->after);
	if (j->e) {
		room_later(sh, c->room, ++c->failures);
		return;
	}
	if (j->frame == FRAME_CLOSED) {
		send_closed(sh, c, j->bytes);
		return;
	}
	c->failures = 0;
	learn(c, j);
	for (struct stream *s = LIST_FIRST(&c->waiting); s; s = next) {
		next = LIST_NEXT(s, link);
		if (s->seq != j->after)
			continue;
		if (s->tries < CATCH_UP_TRIES)
			s->tries++;
		if (j->frame == FRAME_RESET) {
			s->seq = c->pos;
			send_reset(sh, s);
		} else if (j->last_seq > s->seq) {
			s->seq = j->last_seq;
			if (j->bytes)
				stream_send(sh, s, j->bytes);
		}
	}
	settle(sh, c);
	if (channel_wants(c))
		room_schedule(sh, c->room);
}

void
channel_done(struct shard *sh, struct job *j)
{
	if (j->kind == JOB_CHANNEL)
		rendered(sh, j->channel, j);
	else
		caught_up(sh, j->channel, j);
}
