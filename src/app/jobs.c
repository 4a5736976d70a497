/* jobs.c: one thread, one round a second. */
#include "app/jobs.h"

#include <pthread.h>
#include <stdlib.h>

#include "app/access/agreement.h"
#include "app/calendar/calendar.h"
#include "app/meeting/hold.h"
#include "app/room/room.h"
#include "app/sql.h"
#include "base/clock.h"
#include "base/log.h"
#include "base/queue.h"

#define SCRUB_EVERY_MS 10000
#define MINUTELY_MS (getenv("MEDVIRK_TEST_QUIET") ? 1000 : 60000)

struct jobs {
	struct app *app;
	pthread_t thread;
	struct queue *stop;	/* closed to stop; waiting on it is the sleep */
	int64_t hourly_at, minutely_at, scrub_at;	/* clock_mono_ms of the next such round */
};

static err
forget_old_keys(struct db_conn *c, void *arg)
{
	(void)arg;
	TRY(db_exec(c, NULL, FORM_KEY_FORGET, INT(clock_now() - 86400)));
	TRY(db_exec(c, NULL, AUDIT_EMPTY, INT(clock_now() - (int64_t)365 * 86400)));
	TRY(db_exec(c, NULL, SESSION_FORGET, INT(clock_now())));
	TRY(db_exec(c, NULL, ONETIME_FORGET, INT(clock_now() - (int64_t)90 * 86400)));
	TRY(db_exec(c, NULL, INVITE_FORGET, INT(clock_now() - (int64_t)30 * 86400)));
	TRY(db_exec(c, NULL, MAIL_FORGET, INT(clock_now() - (int64_t)30 * 86400)));
	TRY(db_exec(c, NULL, CODE_FORGET, INT(clock_now() - (int64_t)30 * 86400)));
	return OK;
}

static void
hourly(struct jobs *j)
{
	struct arena a CLEANUP(arena_free) = { 0 };
	err e = db_write(j->app->db, forget_old_keys, NULL);

	if (!e)
		e = agreement_run_due(j->app, &a);

	if (e)
		log_warn("hourly round: %s", err_name(e));
}

static void
round_once(struct jobs *j)
{
	struct arena a CLEANUP(arena_free) = { 0 };
	err e = room_run_out(j->app, &a);

	if (e && e != ERR_BUSY)
		log_warn("steps out of time: %s", err_name(e));
	if (clock_mono_ms() >= j->scrub_at) {
		j->scrub_at = clock_mono_ms() + SCRUB_EVERY_MS;
		e = scrub_run(j->app, &a);
		if (e && e != ERR_BUSY)
			log_warn("scrub: %s", err_name(e));
	}
	e = hold_run(j->app, &a);
	if (!e)
		e = rehearsal_run(j->app, &a);
	if (e && e != ERR_BUSY)
		log_warn("gatherings: %s", err_name(e));
	if (clock_mono_ms() >= j->minutely_at) {
		j->minutely_at = clock_mono_ms() + MINUTELY_MS;
		e = invitation_run(j->app, &a);
		if (e && e != ERR_BUSY)
			log_warn("invitations: %s", err_name(e));
	}
	if (clock_mono_ms() >= j->hourly_at) {
		j->hourly_at = clock_mono_ms() + (int64_t)3600 * 1000;
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
	j->stop = queue_new(1);
	if (pthread_create(&j->thread, NULL, run, j)) {
		queue_free(j->stop);
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
	free(j);
}
