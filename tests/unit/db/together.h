/* together.h: writes that wait until all of them are there, and so make one group. */
#ifndef TOGETHER_H
#define TOGETHER_H

#include <semaphore.h>

#include "fixture.h"

/* One caller of db_write on a thread of its own, or of db_write_later. */
struct task {
	struct db *db;
	db_write_fn fn;	/* gets the task */
	str name;
	int64_t lock;	/* not 0: db_write_locked */
	err result;
	bool later;
	pthread_t thread;	/* of one that waits */
	sem_t told;	/* of one that does not */
	int times;	/* it was told */
	struct arena a, own;
	struct rows rows;
	sem_t *entered, *open;	/* of the gate keeper */
};

/* By db_write on a thread of its own, or by db_write_later; and waits for its answer. */
void start_task(struct task *t, struct db *db);
void end_task(struct task *t);
/* A write function that says that it has begun, and waits until it may go on. */
err hold(struct db_conn *c, void *task);

/* Makes the tasks one group: they queue up behind a job that waits for them. Every other one does not wait itself. */
void run_together(struct db *db, struct task *tasks, size_t n);

#endif
