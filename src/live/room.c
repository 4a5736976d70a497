/* room.c: rooms of a shard, and when each is looked at next. */
#include <stdlib.h>

#include "base/arena.h"
#include "live/shard.h"

static str
key_of(const int64_t *id)
{
	return (str){ (const char *)id, sizeof(*id) };
}

struct room *
room_find(struct shard *sh, int64_t id)
{
	return map_get(sh->rooms, key_of(&id));
}

struct room *
room_enter(struct shard *sh, int64_t id)
{
	struct room *r = room_find(sh, id);

	if (r)
		return r;
	r = mem_new(sizeof(*r) + sh->hub->cfg.screens * sizeof(*r->count));
	r->id = id;
	r->slot = (unsigned)(room_mix(id) >> 48) % TICK_SLOTS;
	r->told_us = sh->now_us - PRESENCE_US;
	pthread_mutex_lock(&sh->census);
	map_put(sh->rooms, key_of(&id), r);
	pthread_mutex_unlock(&sh->census);
	own_add(&sh->stats.rooms, 1);
	return r;
}

static void
room_free(struct room *r)
{
	struct channel *c;

	while ((c = LIST_FIRST(&r->channels)))
		channel_free(c);
	free(r);
}

static void
room_remove(struct shard *sh, struct room *r)
{
	if (r->due)
		TAILQ_REMOVE(&sh->due[r->slot], r, due_link);
	if (r->later)
		TAILQ_REMOVE(&sh->later, r, later_link);
	LIST_REMOVE(r, idle_link);
	pthread_mutex_lock(&sh->census);
	map_remove(sh->rooms, key_of(&r->id));
	pthread_mutex_unlock(&sh->census);
	own_add(&sh->stats.rooms, -1);
	room_free(r);
}

static void
idle_unless_needed(struct shard *sh, struct room *r)
{
	if (r->streams || r->idle)
		return;
	r->idle = true;
	LIST_INSERT_HEAD(&sh->idle, r, idle_link);
}

void
room_people(struct shard *sh, struct room *r)
{
	idle_unless_needed(sh, r);
	if (r->changed)
		return;
	r->changed = true;
	TAILQ_INSERT_TAIL(&sh->changed, r, changed_link);
}

static void
room_count(struct shard *sh, struct room *r, size_t screen, int by)
{
	pthread_mutex_lock(&sh->census);
	r->count[screen] += (size_t)by;
	pthread_mutex_unlock(&sh->census);
	r->streams += (size_t)by;
}

void
room_arrive(struct shard *sh, struct room *r, size_t screen)
{
	room_count(sh, r, screen, 1);
}

void
room_leave(struct shard *sh, struct room *r, size_t screen)
{
	room_count(sh, r, screen, -1);
	idle_unless_needed(sh, r);
}

/* A room is drawn at its own moment of each tick. What has been saved together is so not drawn and sent together: rooms that
 * change at once would stand in each other's way. */
void
room_schedule(struct shard *sh, struct room *r)
{
	if (r->due)
		return;
	r->due = true;
	TAILQ_INSERT_TAIL(&sh->due[r->slot], r, due_link);
}

void
room_later(struct shard *sh, struct room *r, unsigned failures)
{
	int64_t pause = sh->hub->cfg.tick_ms * 1000;

	if (failures <= 1) {
		room_schedule(sh, r);
		return;
	}
	for (unsigned i = 1; i < failures && pause < RETRY_US; i++)
		pause *= 2;
	if (r->later)
		return;
	r->later = true;
	r->later_us = sh->now_us + (pause < RETRY_US ? pause : RETRY_US);
	TAILQ_INSERT_TAIL(&sh->later, r, later_link);
}

static void
look_at(struct shard *sh, struct rooms *due)
{
	struct rooms now = TAILQ_HEAD_INITIALIZER(now);
	struct room *r;

	TAILQ_CONCAT(&now, due, due_link);	/* who cannot be served is scheduled anew meanwhile */
	while ((r = TAILQ_FIRST(&now))) {
		struct channel *c;
		r->due = false;
		TAILQ_REMOVE(&now, r, due_link);
		LIST_FOREACH(c, &r->channels, link)
			channel_render(sh, c);
	}
}

void
rooms_due(struct shard *sh)
{
	int64_t now = sh->now_us / sh->slot_us;

	if (now - sh->slot > TICK_SLOTS)
		sh->slot = now - TICK_SLOTS;
	while (sh->slot < now)
		look_at(sh, &sh->due[++sh->slot % TICK_SLOTS]);
}

int64_t
rooms_next_due(const struct shard *sh)
{
	for (int64_t slot = sh->slot + 1; slot <= sh->slot + TICK_SLOTS; slot++)
		if (!TAILQ_EMPTY(&sh->due[slot % TICK_SLOTS]))
			return slot * sh->slot_us;
	return 0;
}

static void
tell_presence(struct shard *sh)
{
	struct room *next;

	for (struct room *r = TAILQ_FIRST(&sh->changed); r; r = next) {
		struct job *j;
		next = TAILQ_NEXT(r, changed_link);
		if (sh->now_us - r->told_us < PRESENCE_US)
			continue;
		j = mem_new(sizeof(*j));
		j->kind = JOB_PRESENCE;
		j->room = r;
		j->room_id = r->id;
		if (!render_submit(sh, j))
			return;	/* next time */
		r->told_us = sh->now_us;
		r->changed = false;
		TAILQ_REMOVE(&sh->changed, r, changed_link);
	}
}

void
rooms_pulse(struct shard *sh)
{
	struct room *next;

	tell_presence(sh);
	for (struct room *r = TAILQ_FIRST(&sh->later); r; r = next) {
		next = TAILQ_NEXT(r, later_link);
		if (r->later_us > sh->now_us)
			continue;
		r->later = false;
		TAILQ_REMOVE(&sh->later, r, later_link);
		room_schedule(sh, r);
	}
}

void
rooms_sweep(struct shard *sh)
{
	struct room *next;

	for (struct room *r = LIST_FIRST(&sh->idle); r; r = next) {
		next = LIST_NEXT(r, idle_link);
		if (r->streams) {
			r->idle = false;
			LIST_REMOVE(r, idle_link);
		} else if (r->jobs == 0 && !r->changed && sh->now_us - r->told_us >= PRESENCE_US) {
			room_remove(sh, r);
		}
	}
}

void
rooms_check_all(struct shard *sh, bool people)
{
	size_t at = 0;
	str key;
	void *value;

	while (map_next(sh->rooms, &at, &key, &value)) {
		struct room *r = value;
		struct channel *c;
		LIST_FOREACH(c, &r->channels, link)
			c->check = true;
		room_schedule(sh, r);
		if (people && sh->hub->cfg.presence)
			room_people(sh, r);
	}
}

void
rooms_free(struct shard *sh)
{
	size_t at = 0;
	str key;
	void *value;

	while (map_next(sh->rooms, &at, &key, &value))
		room_free(value);
	map_free(sh->rooms);
}
