/* ring.c: recent frames, so that a phone that was away for a moment needs no render of its own. */
#include <stdlib.h>

#include "base/arena.h"
#include "live/shard.h"

static size_t
size_of(const struct recent *f)
{
	return f->bytes ? f->bytes->n : 0;
}

static void
drop_oldest(struct channel *c)
{
	c->ring_bytes -= size_of(&c->ring[0]);
	bytes_unref(c->ring[0].bytes);
	c->ring_count--;
	memmove(c->ring, c->ring + 1, c->ring_count * sizeof(*c->ring));
}

void
ring_add(struct channel *c, const struct recent *frame)
{
	if (size_of(frame) > RING_BYTES) {
		ring_clear(c);
		return;
	}
	if (!c->ring)
		c->ring = mem_new(RING_FRAMES * sizeof(*c->ring));
	while (c->ring_count == RING_FRAMES || c->ring_bytes + size_of(frame) > RING_BYTES)
		drop_oldest(c);
	if (frame->bytes)
		bytes_ref(frame->bytes);
	c->ring[c->ring_count++] = *frame;
	c->ring_bytes += size_of(frame);
}

void
ring_clear(struct channel *c)
{
	while (c->ring_count)
		drop_oldest(c);
}

void
ring_expire(struct channel *c, int64_t before_us)
{
	while (c->ring_count && c->ring[0].at_us < before_us)
		drop_oldest(c);
}

size_t
ring_find(const struct channel *c, int64_t seq, bool overlap)
{
	for (size_t i = 0; i < c->ring_count; i++) {
		const struct recent *f = &c->ring[i];
		/* A stretch with nothing to show may be entered anywhere. */
		bool inside = (overlap || !f->bytes) && f->from < seq && seq < f->last;
		if (f->from == seq || inside)
			return i;
	}
	return SIZE_MAX;
}
