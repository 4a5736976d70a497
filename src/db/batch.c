/* batch.c: one transaction with many writes in it.
 *
 * What one job breaks is not the others' fault. Savepoints around each would cost as much as the job, and nearly all
 * succeed, or fail before they have written anything: so a batch runs without. When one fails that has written, the batch
 * begins again with savepoints, as do those that come soon after, and it is undone alone. When the whole transaction dies,
 * its jobs go back to the front of the list and run again: without the one that broke it, or, after a deadlock or a lost
 * connection, together and then one by one. Since a job may have looked at what another wrote, no result counts before the
 * COMMIT of the run it came from. */
#include "db/writer.h"

#include <stdlib.h>

#include "base/clock.h"

#define BATCH_MS 50
#define TRIES_MOST 5
#define WARY_BATCHES 100	/* with savepoints after a job that had to be undone */

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
	bool alone = b->n == 1, marked = b->marks && !alone;
	int64_t written = c->writes;

	if (marked)
		TRY(en->mark(c));
	c->spoilt = OK;
	j->result = j->fn(c, j->arg);
	if (j->result == OK)
		j->result = c->spoilt;
	c->spoilt = OK;
	/* What one job leaves may not lie outside its savepoint. */
	if (marked && j->result == OK)
		j->result = left_settle(c);
	c->spoilt = OK;
	if (c->trouble)
		return ERR_BUSY;
	if (j->result == OK)
		b->saves = true;
	if (alone)
		return OK;
	if (!marked) {
		b->stained = j->result && c->writes != written;
		return b->stained ? ERR_IO : OK;
	}
	if (j->result == OK)
		return en->keep(c);
	left_forget(c);
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
	return b->saves ? left_settle(c) : OK;
}

static err
commit(struct writer *w)
{
	int64_t start = clock_mono_us();
	err e = w->db->engine->commit(w->conn);

	histogram_add(&w->commit, &scale_time, clock_mono_us() - start, 1);
	return e;
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
	if (saved)
		histogram_add(&w->groups, &scale_group, saved, 1);
}

/* The first b->ran jobs have their answer. A failed commit is everybody's: what a job saw and refused
 * may have been written by a neighbour who is gone now. */
void
batch_answer(struct writer *w, struct batch *b, err e)
{
	count(w, b, e);
	for (size_t i = 0; i < b->ran; i++)
		job_finish(b->jobs[i], e ? e : b->jobs[i]->result);
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
	batch_answer(w, &done, OK);
}

/* After a run whose transaction is void. */
static void
recover(struct writer *w, struct batch *b, err e)
{
	enum trouble trouble = w->conn->trouble;

	if (trouble != TROUBLE_LOST)
		w->db->engine->rollback(w->conn);
	if (b->stained) {
		w->wary = WARY_BATCHES;
		writer_put_back(w, b->jobs, b->n);
		return;
	}
	if (trouble == TROUBLE_NONE && b->n == 1) {	/* nobody else to blame */
		b->ran = 1;
		batch_answer(w, b, e);
		return;
	}
	/* One row that another node holds must not stop the rest. */
	for (size_t i = 0; trouble == TROUBLE_NONE && !b->broke && i < b->n; i++)
		if (b->jobs[i]->tries < TRIES_TOGETHER)
			b->jobs[i]->tries = TRIES_TOGETHER;
	sort_out(w, b, trouble == TROUBLE_LOST ? ERR_BUSY : e);
	writer_put_back(w, b->jobs, b->n);
}

/* As many as there was time for, and twice as many when all of them were done. */
static void
learn_size(struct writer *w, const struct batch *b)
{
	if (b->ran < b->n)
		w->fits = b->ran;
	else if (b->n == w->fits)
		w->fits = w->fits * 2 < BATCH_MOST ? w->fits * 2 : BATCH_MOST;
}

static void
run_together(struct writer *w, struct batch *b)
{
	struct db_conn *c = w->conn;
	const struct engine *en = w->db->engine;
	err e;

	c->spoilt = OK;
	c->trouble = TROUBLE_NONE;
	e = en->begin(c);
	if (e && !c->trouble) {
		b->ran = b->n;
		batch_answer(w, b, e);
		return;
	}
	if (e == OK)
		e = run_jobs(c, b);
	if (e) {
		recover(w, b, e);
		return;
	}
	learn_size(w, b);
	writer_put_back(w, b->jobs + b->ran, b->n - b->ran);
	b->n = b->ran;
	if (b->saves)
		e = commit(w);
	else
		en->rollback(c);
	if (e && e != ERR_MAYBE && c->trouble) {
		recover(w, b, e);
		return;
	}
	batch_answer(w, b, e);
}

void
batch_run(struct writer *w, struct batch *b)
{
	run_together(w, b);
	left_forget(w->conn);
}
