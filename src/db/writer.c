/* writer.c: one thread through which all writes go, many to a commit.
 *
 * Callers hang their job on a list and sleep. The thread takes what waits, at most BATCH_MOST jobs or
 * BATCH_MS of work, runs each between savepoints, commits once and wakes them. There is no waiting for
 * company: a lone job is committed at once, and those that arrive during its fsync form the next group.
 *
 * What one job breaks is not the others' fault. A job that fails is undone to its savepoint. When the
 * whole transaction dies, the jobs of the batch go back to the front of the list and run again: without
 * the one that broke it, or, after a deadlock or a lost connection, together and then one by one. Since a
 * job may have looked at what another wrote, no result counts before the COMMIT of the run it came from. */
#include "db/engine.h"

#include <errno.h>
#include <pthread.h>
#include <semaphore.h>
#include <stdlib.h>
#include <time.h>

#include "base/clock.h"

#define BATCH_MOST 512
#define BATCH_MS 50
#define TRIES_TOGETHER 2	/* after so many void runs, each alone */
#define TRIES_MOST 5
#define PATIENCE_MOST_MS 15000	/* longest wait for one's turn, the database in reach or not */
#define BACKOFF_FIRST_MS 50
#define BACKOFF_MOST_MS 1000

enum job_state { JOB_QUEUED, JOB_TAKEN };

/* On its caller's stack. Links and state under the writer's lock, the rest the writer thread's until done. */
struct job {
	struct job *next, *prev;
	enum job_state state;
	db_write_fn fn;
	void *arg;
	bool locked;
	int64_t lock;
	unsigned tries;	/* runs that came to nothing through no fault of its own */
	int64_t since_ms;
	err result;
	sem_t done;
};

struct writer {
	struct db *db;
	struct db_conn *conn;	/* the thread's own; NULL while away */
	pthread_t thread;
	pthread_mutex_t lock;
	pthread_cond_t filled;
	struct job *first, *last;
	size_t count, most;
	bool stop;
	int64_t away_since_ms;	/* 0: connected */
	struct db_stats stats;
};

struct batch {
	struct job *jobs[BATCH_MOST];
	size_t n;
	size_t ran;	/* those behind it wait for the next transaction */
	struct job *broke;	/* after its failure the transaction was gone */
	bool saves;	/* somebody succeeded: there is something to commit */
};

/* ---- the list, with the lock held ---- */

static void
unlink_job(struct writer *w, struct job *j)
{
	*(j->prev ? &j->prev->next : &w->first) = j->next;
	*(j->next ? &j->next->prev : &w->last) = j->prev;
	j->next = j->prev = NULL;
	w->count--;
}

static void
append_job(struct writer *w, struct job *j)
{
	j->state = JOB_QUEUED;
	j->prev = w->last;
	*(w->last ? &w->last->next : &w->first) = j;
	w->last = j;
	w->count++;
}

static void
prepend_job(struct writer *w, struct job *j)
{
	j->state = JOB_QUEUED;
	j->next = w->first;
	*(w->first ? &w->first->prev : &w->last) = j;
	w->first = j;
	w->count++;
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
	if (e == OK && w->count == 1)
		pthread_cond_signal(&w->filled);
	pthread_mutex_unlock(&w->lock);
	return e;
}

err
writer_run(struct writer *w, db_write_fn fn, void *arg, bool locked, int64_t lock)
{
	const struct db_config *cfg = &w->db->cfg;
	struct job j = { .fn = fn, .arg = arg, .locked = locked, .lock = lock, .since_ms = clock_mono_ms() };
	err e;

	assert(!pthread_equal(pthread_self(), w->thread));	/* a write function that writes would wait for ever */
	sem_init(&j.done, 0, 0);
	if (cfg->wait_begin)
		cfg->wait_begin(cfg->ctx);
	e = enqueue(w, &j);
	if (e == OK) {
		bool gone = false;
		while (!gone && !sleep_on(&j))
			gone = withdraw(w, &j);
		e = gone ? ERR_BUSY : j.result;
	}
	if (cfg->wait_end)
		cfg->wait_end(cfg->ctx);
	sem_destroy(&j.done);
	return e;
}

/* ---- one batch ---- */

static void
finish(struct job *j, err result)
{
	j->result = result;
	sem_post(&j->done);	/* the job is gone from here on */
}

static int
by_value(const void *a, const void *b)
{
	int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;

	return (x > y) - (x < y);
}

/* The distinct rows of the batch in id order, so that two nodes never wait for each other. */
static err
lock_rows(struct db_conn *c, const struct batch *b)
{
	int64_t ids[BATCH_MOST];
	size_t n = 0, distinct = 0;

	for (size_t i = 0; i < b->n; i++)
		if (b->jobs[i]->locked)
			ids[n++] = b->jobs[i]->lock;
	if (n == 0)
		return OK;
	qsort(ids, n, sizeof(*ids), by_value);
	for (size_t i = 0; i < n; i++)
		if (distinct == 0 || ids[distinct - 1] != ids[i])
			ids[distinct++] = ids[i];
	return c->db->engine->lock(c, c->db->cfg.lock_stmt, ids, distinct);
}

/* Not OK: the transaction is void, and b->broke is the job that did it, if one did. */
static err
run_job(struct db_conn *c, struct batch *b, struct job *j)
{
	const struct engine *en = c->db->engine;
	bool alone = b->n == 1;

	if (!alone)
		TRY(en->mark(c));
	c->spoilt = OK;
	j->result = j->fn(c, j->arg);
	if (j->result == OK)
		j->result = c->spoilt;
	c->spoilt = OK;
	if (c->trouble)
		return ERR_BUSY;
	if (j->result == OK)
		b->saves = true;
	if (alone)
		return OK;
	if (j->result == OK)
		return en->keep(c);
	if (en->undo(c) == OK)
		return OK;
	if (!c->trouble)
		b->broke = j;
	return ERR_IO;
}

static err
run_jobs(struct db_conn *c, struct batch *b)
{
	int64_t start = clock_mono_ms();

	TRY(lock_rows(c, b));
	for (b->ran = 0; b->ran < b->n; b->ran++) {
		if (b->ran && clock_mono_ms() - start > BATCH_MS)
			break;
		TRY(run_job(c, b, b->jobs[b->ran]));
	}
	return OK;
}

static void
count(struct writer *w, const struct batch *b, err e)
{
	int64_t saved = 0;

	for (size_t i = 0; i < b->ran; i++)
		saved += e == OK && b->jobs[i]->result == OK;
	pthread_mutex_lock(&w->lock);
	w->stats.writes += saved;
	w->stats.failed += (int64_t)b->ran - saved;
	w->stats.commits += e == OK && b->saves;
	if (saved > w->stats.largest_group)
		w->stats.largest_group = saved;
	pthread_mutex_unlock(&w->lock);
}

/* The first b->ran jobs have their answer. A failed commit is everybody's: what a job saw and refused
 * may have been written by a neighbour who is gone now. */
static void
answer(struct writer *w, struct batch *b, err e)
{
	count(w, b, e);
	for (size_t i = 0; i < b->ran; i++)
		finish(b->jobs[i], e ? e : b->jobs[i]->result);
}

/* Jobs from number `from` on go back to the front, in order. */
static void
put_back(struct writer *w, struct batch *b, size_t from)
{
	pthread_mutex_lock(&w->lock);
	for (size_t i = b->n; i-- > from;)
		prepend_job(w, b->jobs[i]);
	pthread_mutex_unlock(&w->lock);
}

/* Takes out of the batch the one that may not run again, and all that have had their chances. */
static void
sort_out(struct writer *w, struct batch *b, err e)
{
	struct batch done = { .n = 0 };
	size_t kept = 0;

	for (size_t i = 0; i < b->n; i++) {
		struct job *j = b->jobs[i];
		if (j != b->broke && (b->broke || ++j->tries < TRIES_MOST)) {
			b->jobs[kept++] = j;
			continue;
		}
		if (j != b->broke)
			j->result = e;
		done.jobs[done.ran++] = j;
	}
	b->n = kept;
	answer(w, &done, OK);
}

/* After a run whose transaction is void. */
static void
recover(struct writer *w, struct batch *b, err e)
{
	bool together = b->n > 1;

	if (w->conn->trouble == TROUBLE_LOST) {
		w->db->engine->close(w->conn);
		w->conn = NULL;
		pthread_mutex_lock(&w->lock);
		w->away_since_ms = clock_mono_ms();
		pthread_mutex_unlock(&w->lock);
		e = ERR_BUSY;
	} else {
		bool again = w->conn->trouble == TROUBLE_AGAIN;
		w->db->engine->rollback(w->conn);
		if (!again && !together) {	/* nobody else to blame */
			b->ran = 1;
			answer(w, b, e);
			return;
		}
		/* One row that another node holds must not stop the rest. */
		for (size_t i = 0; !again && !b->broke && i < b->n; i++)
			if (b->jobs[i]->tries < TRIES_TOGETHER)
				b->jobs[i]->tries = TRIES_TOGETHER;
	}
	sort_out(w, b, e);
	put_back(w, b, 0);
}

static void
run_batch(struct writer *w, struct batch *b)
{
	struct db_conn *c = w->conn;
	const struct engine *en = w->db->engine;
	err e;

	c->spoilt = OK;
	c->trouble = TROUBLE_NONE;
	e = en->begin(c);
	if (e && !c->trouble) {
		b->ran = b->n;
		answer(w, b, e);
		return;
	}
	if (e == OK)
		e = run_jobs(c, b);
	if (e) {
		recover(w, b, e);
		return;
	}
	put_back(w, b, b->ran);
	b->n = b->ran;
	if (b->saves)
		e = en->commit(c);
	else
		en->rollback(c);
	if (e && e != ERR_MAYBE && c->trouble) {
		recover(w, b, e);
		return;
	}
	answer(w, b, e);
}

/* ---- the thread ---- */

/* False: asked to stop while the database is away. */
static bool
connected(struct writer *w)
{
	int64_t pause = BACKOFF_FIRST_MS;
	bool stop = false;

	if (w->conn && w->conn->trouble == TROUBLE_LOST) {
		w->db->engine->close(w->conn);
		w->conn = NULL;
	}
	while (!w->conn && !stop && w->db->engine->open(w->db, CONN_WRITE, &w->conn)) {
		struct timespec until = deadline_in(pause);
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
	return b->n < BATCH_MOST && w->db->cfg.group && j->tries < TRIES_TOGETHER
		&& b->jobs[0]->tries < TRIES_TOGETHER;
}

/* Waits for work. Nothing: asked to stop, and all is done. */
static void
take(struct writer *w, struct batch *b)
{
	b->n = b->ran = 0;
	b->broke = NULL;
	b->saves = false;
	pthread_mutex_lock(&w->lock);
	while (!w->first && !w->stop)
		pthread_cond_wait(&w->filled, &w->lock);
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

	for (;;) {
		if (up)
			up = connected(w);
		take(w, &b);
		if (b.n == 0)
			return NULL;
		if (up) {
			run_batch(w, &b);
		} else {
			b.ran = b.n;
			answer(w, &b, ERR_BUSY);
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
	return s;
}
