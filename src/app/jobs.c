/* jobs.c: one thread, one round a second. */
#include "app/jobs.h"

#include <pthread.h>
#include <stdlib.h>

#include "app/access/agreement.h"
#include "app/calendar/calendar.h"
#include "app/mail/reminder.h"
#include "app/measure/measure_change.h"
#include "app/meeting/hold.h"
#include "app/process/letter.h"
#include "app/retention/retention.h"
#include "app/room/room.h"
#include "base/clock.h"
#include "base/log.h"
#include "base/queue.h"
#include "base/rand.h"

#define SCRUB_EVERY_MS 10000
#define REMIND_EVERY_MS (getenv("MEDVIRK_TEST_QUIET") ? 1000 : 1800000)
#define HOURLY_MS (getenv("MEDVIRK_TEST_QUIET") ? 1000 : (int64_t)3600 * 1000)
#define MINUTELY_MS (getenv("MEDVIRK_TEST_QUIET") ? 1000 : 60000)
#define AGE_EVERY_MS 5000
#define FORGET_EVERY_MS 5000	/* so often we ask whether it is time */
#define FORGET_MOST_MS 300	/* so long at a time */

struct jobs {
	struct app *app;
	pthread_t thread;
	struct queue *stop;	/* closed to stop; waiting on it is the sleep */
	int64_t hourly_at, minutely_at, remind_at, scrub_at, forget_at, age_at;	/* clock_mono_ms of the next such round */
	struct forgetter forgetter;
	struct arena arena;	/* for the forgetter's word */
};

/* What is past its time, a piece after the other. What does not fit into this round comes in the next: clocks of rooms wait for us. */
static void
forget(struct jobs *j, struct arena *a)
{
	int64_t until = clock_mono_ms() + FORGET_MOST_MS;
	bool more = true;
	err e = OK;

	while (more && !e && clock_mono_ms() < until)
		e = retention_run(j->app, a, &j->forgetter, &more);
	if (!more || e)
		j->forget_at = clock_mono_ms() + FORGET_EVERY_MS;
	if (e && e != ERR_BUSY)
		log_warn("forgetting what is past its time: %s", err_name(e));
}

static void
scrub(struct jobs *j, struct arena *a)
{
	err e = scrub_run(j->app, a);

	if (!e)
		e = wipe_run(j->app, a);
	if (e && e != ERR_BUSY)
		log_warn("scrub: %s", err_name(e));
}

/* Another node may have been upgraded. What we would write from now on nobody could answer for. */
static void
look_at_age(struct jobs *j)
{
	enum db_age age;

	if (db_age(j->app->db, &age) || age != DB_TOO_NEW)
		return;
	if (!atomic_exchange(&j->app->outdated, true))
		log_error("a newer version has changed the database, and this one cannot go on: stopping. Install the newer version here, too");
}

static void
hourly(struct jobs *j)
{
	struct arena a CLEANUP(arena_free) = { 0 };
	err e = agreement_run_due(j->app, &a);

	if (!e)
		e = measure_run_due(j->app, &a);
	if (!e)
		e = measure_raise_due(j->app, &a);
	if (e)
		log_warn("hourly round: %s", err_name(e));
}

static void
round_once(struct jobs *j)
{
	struct arena a CLEANUP(arena_free) = { 0 };
	err e;

	if (clock_mono_ms() >= j->age_at) {
		j->age_at = clock_mono_ms() + AGE_EVERY_MS;
		look_at_age(j);
	}
	if (atomic_load(&j->app->outdated))
		return;
	e = room_run_out(j->app, &a);

	if (e && e != ERR_BUSY)
		log_warn("steps out of time: %s", err_name(e));
	if (clock_mono_ms() >= j->scrub_at) {
		j->scrub_at = clock_mono_ms() + SCRUB_EVERY_MS;
		scrub(j, &a);
	}
	if (clock_mono_ms() >= j->forget_at)
		forget(j, &a);
	e = hold_run(j->app, &a);
	if (!e)
		e = rehearsal_run(j->app, &a);
	if (e && e != ERR_BUSY)
		log_warn("gatherings: %s", err_name(e));
	if (clock_mono_ms() >= j->minutely_at) {
		j->minutely_at = clock_mono_ms() + MINUTELY_MS;
		e = letters_run(j->app, &a);
		if (e && e != ERR_BUSY)
			log_warn("messages: %s", err_name(e));
		e = invitation_run(j->app, &a);
		if (e && e != ERR_BUSY)
			log_warn("invitations: %s", err_name(e));
	}
	if (clock_mono_ms() >= j->remind_at) {
		j->remind_at = clock_mono_ms() + REMIND_EVERY_MS;
		e = reminders_run(j->app, &a);
		if (e && e != ERR_BUSY)
			log_warn("reminders: %s", err_name(e));
	}
	if (clock_mono_ms() >= j->hourly_at) {
		j->hourly_at = clock_mono_ms() + HOURLY_MS;
		hourly(j);
	}
}

static void *
run(void *arg)
{
	struct jobs *j = arg;
	void *none;

	while (queue_take_many(j->stop, &none, 1, 1000) == 0 && !queue_is_closed(j->stop))
		round_once(j);
	return NULL;
}

struct jobs *
jobs_start(struct app *app)
{
	struct jobs *j = mem_new(sizeof(*j));

	j->app = app;
	j->forgetter.node = rand_hex(&j->arena, 8);
	j->stop = queue_new(1);
	if (pthread_create(&j->thread, NULL, run, j)) {
		queue_free(j->stop);
		arena_free(&j->arena);
		free(j);
		return NULL;
	}
	return j;
}

void
jobs_stop(struct jobs *j)
{
	if (!j)
		return;
	queue_close(j->stop);
	pthread_join(j->thread, NULL);
	queue_free(j->stop);
	arena_free(&j->arena);
	free(j);
}
