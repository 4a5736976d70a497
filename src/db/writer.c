/* writer.c: the list of waiting writes, their callers, and the thread that takes them.
 *
 * Callers hang their job on a list and sleep, or leave word whom to tell. The thread takes what waits, at most BATCH_MOST jobs, and
 * batch.c runs them. Somebody who sleeps on a job is served at once, and what arrives during the fsync forms the next group. Jobs
 * that nobody sleeps on are the frequent, small ones of the rooms: when the last group has only just begun, they wait a few
 * milliseconds for company, because a commit costs the same for one as for many. While the database is away, callers withdraw their jobs, and the thread
 * gives up those that nobody sleeps on. */
#include "db/writer.h"

#include <errno.h>
#include <stdlib.h>

#include "base/clock.h"

#define PATIENCE_MOST_MS 15000	/* longest wait for one's turn, the database in reach or not */
#define BACKOFF_FIRST_MS 50
#define BACKOFF_MOST_MS 1000
#define COMPANY_MS 15	/* between the beginnings of two groups that nobody sleeps on */
#define COMPANY_ENOUGH 32	/* jobs that need not wait for more */

/* ---- the list, with the lock held ---- */

static void
unlink_job(struct writer *w, struct job *j)
{
	*(j->prev ? &j->prev->next : &w->first) = j->next;
	*(j->next ? &j->next->prev : &w->last) = j->prev;
	j->next = j->prev = NULL;
	w->count--;
	w->slept_on -= !j->tell;
}

static void
append_job(struct writer *w, struct job *j)
{
	j->state = JOB_QUEUED;
	j->prev = w->last;
	*(w->last ? &w->last->next : &w->first) = j;
	w->last = j;
	w->count++;
	w->slept_on += !j->tell;
}

static void
prepend_job(struct writer *w, struct job *j)
{
	j->state = JOB_QUEUED;
	j->next = w->first;
	*(w->first ? &w->first->prev : &w->last) = j;
	w->first = j;
	w->count++;
	w->slept_on += !j->tell;
}

void
writer_put_back(struct writer *w, struct job *const *jobs, size_t n)
{
	pthread_mutex_lock(&w->lock);
	while (n > 0)
		prepend_job(w, jobs[--n]);
	pthread_mutex_unlock(&w->lock);
}

/* ---- callers ---- */

/* False when half a second has passed. The wall clock may jump: only the moment of looking up moves. */
static bool
sleep_on(struct job *j)
{
	struct timespec until;

	clock_gettime(CLOCK_REALTIME, &until);
	until.tv_nsec += 500000000;
	if (until.tv_nsec >= 1000000000) {
		until.tv_sec++;
		until.tv_nsec -= 1000000000;
	}
	return sem_timedwait(&j->done, &until) == 0;
}

/* Takes the job off the list again when its turn does not come. */
static bool
withdraw(struct writer *w, struct job *j)
{
	int64_t waited = clock_mono_ms() - j->since_ms;
	bool gone = false;

	pthread_mutex_lock(&w->lock);
	if (j->state == JOB_QUEUED && waited > (w->away_since_ms ? DB_PATIENCE_MS : PATIENCE_MOST_MS)) {
		unlink_job(w, j);
		gone = true;
	}
	pthread_mutex_unlock(&w->lock);
	return gone;
}

static err
enqueue(struct writer *w, struct job *j)
{
	err e = OK;

	pthread_mutex_lock(&w->lock);
	if (w->stop || w->count >= w->most)
		e = ERR_BUSY;
	else if (w->away_since_ms && j->since_ms - w->away_since_ms > DB_PATIENCE_MS)
		e = ERR_BUSY;
	else
		append_job(w, j);
	if (e == OK && (w->count == 1 || w->count == COMPANY_ENOUGH || !j->tell))
		pthread_cond_signal(&w->filled);
	pthread_mutex_unlock(&w->lock);
	return e;
}

err
writer_later(struct writer *w, struct arena *a, db_write_fn fn, void *arg, bool locked, int64_t lock,
	void (*done)(void *ctx, err result), void *ctx)
{
	struct job *j = NEW(a, struct job);

	*j = (struct job){ .fn = fn, .arg = arg, .locked = locked, .lock = lock, .since_ms = clock_mono_ms(), .tell = done,
		.ctx = ctx };
	return enqueue(w, j);
}

err
writer_run(struct writer *w, db_write_fn fn, void *arg, bool locked, int64_t lock)
{
	const struct db_config *cfg = &w->db->cfg;
	void (*wait_end)(void *ctx) = cfg->wait_end;	/* the writer may be gone when we wake */
	void *ctx = cfg->ctx;
	struct job j = { .fn = fn, .arg = arg, .locked = locked, .lock = lock, .since_ms = clock_mono_ms() };
	err e;

	assert(!pthread_equal(pthread_self(), w->thread));	/* a write function that writes would wait for ever */
	sem_init(&j.done, 0, 0);
	if (cfg->wait_begin)
		cfg->wait_begin(ctx);
	e = enqueue(w, &j);
	if (e == OK) {
		bool gone = false;
		while (!gone && !sleep_on(&j))
			gone = withdraw(w, &j);
		e = gone ? ERR_BUSY : j.result;
	}
	if (wait_end)
		wait_end(ctx);
	sem_destroy(&j.done);
	return e;
}

/* ---- the thread ---- */

void
job_finish(struct job *j, err result)
{
	if (j->tell) {
		j->tell(j->ctx, result);
		return;
	}
	j->result = result;
	sem_post(&j->done);
}

/* The database is away: those that nobody sleeps on have waited long enough. */
static void
give_up(struct writer *w)
{
	int64_t now = clock_mono_ms();
	struct job *j, *next, *late = NULL;

	pthread_mutex_lock(&w->lock);
	for (j = w->first; j; j = next) {
		next = j->next;
		if (!j->tell || now - j->since_ms <= DB_PATIENCE_MS)
			continue;
		unlink_job(w, j);
		j->next = late;
		late = j;
	}
	pthread_mutex_unlock(&w->lock);
	for (j = late; j; j = next) {
		next = j->next;
		job_finish(j, ERR_BUSY);
	}
}

static void
hang_up(struct writer *w)
{
	w->db->engine->close(w->conn);
	w->conn = NULL;
	pthread_mutex_lock(&w->lock);
	w->away_since_ms = clock_mono_ms();
	pthread_mutex_unlock(&w->lock);
}

/* False: asked to stop while the database is away. */
static bool
connected(struct writer *w)
{
	int64_t pause = BACKOFF_FIRST_MS;
	bool stop = false;

	if (w->conn && (w->conn->trouble == TROUBLE_LOST || db_is_past(w->db, w->conn->era)))
		hang_up(w);
	while (!w->conn && !stop && w->db->engine->open(w->db, CONN_WRITE, &w->conn)) {
		struct timespec until = deadline_in(pause);
		give_up(w);
		pthread_mutex_lock(&w->lock);
		while (!w->stop && pthread_cond_timedwait(&w->filled, &w->lock, &until) != ETIMEDOUT)
			;
		stop = w->stop;
		pthread_mutex_unlock(&w->lock);
		pause = pause * 2 < BACKOFF_MOST_MS ? pause * 2 : BACKOFF_MOST_MS;
	}
	pthread_mutex_lock(&w->lock);
	if (w->conn)
		w->away_since_ms = 0;
	pthread_mutex_unlock(&w->lock);
	return w->conn;
}

static bool
belongs(const struct writer *w, const struct batch *b, const struct job *j)
{
	if (b->n == 0)
		return true;
	return b->n < w->fits && w->db->cfg.group && j->tries < TRIES_TOGETHER
		&& b->jobs[0]->tries < TRIES_TOGETHER;
}

/* With the lock held, and something to do. */
static void
wait_for_company(struct writer *w)
{
	int64_t left = w->began_ms + COMPANY_MS - clock_mono_ms();
	struct timespec until = deadline_in(left > 0 ? left : 0);

	while (left > 0 && w->db->cfg.group && !w->stop && !w->slept_on && w->count < COMPANY_ENOUGH)
		if (pthread_cond_timedwait(&w->filled, &w->lock, &until) == ETIMEDOUT)
			break;
}

/* Waits for work. Nothing: asked to stop, and all is done. */
static void
take(struct writer *w, struct batch *b)
{
	b->n = b->ran = 0;
	b->broke = NULL;
	b->saves = b->stained = false;
	b->marks = w->wary > 0;
	w->wary -= b->marks;
	pthread_mutex_lock(&w->lock);
	while (!w->first && !w->stop)
		pthread_cond_wait(&w->filled, &w->lock);
	if (w->first)
		wait_for_company(w);
	w->began_ms = clock_mono_ms();
	while (w->first && belongs(w, b, w->first)) {
		struct job *j = w->first;
		unlink_job(w, j);
		j->state = JOB_TAKEN;
		b->jobs[b->n++] = j;
	}
	pthread_mutex_unlock(&w->lock);
}

static void *
writer_thread(void *arg)
{
	struct writer *w = arg;
	struct batch b;
	bool up = true;

	pthread_setname_np(pthread_self(), "writer");
	for (;;) {
		if (up)
			up = connected(w);
		take(w, &b);
		if (b.n == 0)
			return NULL;
		if (up && db_is_past(w->db, w->conn->era)) {	/* it was, while we waited */
			writer_put_back(w, b.jobs, b.n);
		} else if (up) {
			batch_run(w, &b);
		} else {
			b.ran = b.n;
			batch_answer(w, &b, ERR_BUSY);
		}
	}
}

err
writer_open(struct db *db, struct writer **out)
{
	struct writer *w = mem_new(sizeof(*w));
	pthread_condattr_t attr;
	err e;

	w->db = db;
	w->fits = BATCH_MOST;
	w->most = db->cfg.write_queue ? db->cfg.write_queue : 4096;
	e = db->engine->open(db, CONN_WRITE, &w->conn);
	if (e) {
		free(w);
		return e;
	}
	pthread_mutex_init(&w->lock, NULL);
	pthread_condattr_init(&attr);
	pthread_condattr_setclock(&attr, CLOCK_MONOTONIC);
	pthread_cond_init(&w->filled, &attr);
	pthread_condattr_destroy(&attr);
	if (pthread_create(&w->thread, NULL, writer_thread, w))
		abort();	/* no memory for a thread at start */
	*out = w;
	return OK;
}

void
writer_close(struct writer *w)
{
	if (!w)
		return;
	pthread_mutex_lock(&w->lock);
	w->stop = true;
	pthread_cond_signal(&w->filled);
	pthread_mutex_unlock(&w->lock);
	pthread_join(w->thread, NULL);
	if (w->conn)
		w->db->engine->close(w->conn);
	pthread_cond_destroy(&w->filled);
	pthread_mutex_destroy(&w->lock);
	free(w);
}

struct db_stats
writer_stats(struct writer *w)
{
	struct db_stats s;

	pthread_mutex_lock(&w->lock);
	s = w->stats;
	s.waiting = (int64_t)w->count;
	pthread_mutex_unlock(&w->lock);
	histogram_read(&w->groups, &s.groups);
	histogram_read(&w->commit, &s.commit);
	return s;
}
