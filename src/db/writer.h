/* writer.h: what writer.c and batch.c share. */
#ifndef DB_WRITER_H
#define DB_WRITER_H

#include <pthread.h>
#include <semaphore.h>

#include "db/engine.h"

#define BATCH_MOST 512
#define TRIES_TOGETHER 2	/* after so many void runs, each alone */

enum job_state { JOB_QUEUED, JOB_TAKEN };

/* On its caller's stack, or in an arena that outlives it. Links and state under the writer's lock, the rest the writer thread's
 * until done. */
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
	void (*tell)(void *ctx, err result);	/* instead of done: nobody sleeps */
	void *ctx;
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
	size_t slept_on;	/* of count: somebody waits for them */
	int64_t began_ms;	/* the last group; the thread's own */
	size_t fits;	/* jobs that a transaction has time for: the rows of the others would be locked in vain; the thread's own */
	bool stop;
	int wary;	/* the thread's own: so many batches more run with savepoints */
	int64_t away_since_ms;	/* 0: connected */
	struct db_stats stats;	/* but its histograms */
	struct histogram groups, commit;	/* added to by the thread alone */
};

struct batch {
	struct job *jobs[BATCH_MOST];
	size_t n;
	size_t ran;	/* those behind it wait for the next transaction */
	struct job *broke;	/* after its failure the transaction was gone */
	bool saves;	/* somebody succeeded: there is something to commit */
	bool marks;	/* each job runs between savepoints */
	bool stained;	/* it did not, and one failed that had written something */
};

/* Runs the batch on w->conn and tells the callers; what could not be decided goes back to the list.
 * Afterwards w->conn->trouble may say that the connection was lost. */
void batch_run(struct writer *w, struct batch *b);
/* Gives the first b->ran jobs their own results, or all of them e. */
void batch_answer(struct writer *w, struct batch *b, err e);
/* The job has its answer, and is gone when this returns. */
void job_finish(struct job *j, err result);
/* Back to the front of the list. */
void writer_put_back(struct writer *w, struct job *const *jobs, size_t n);

#endif
