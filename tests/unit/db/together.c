/* together.c: threads and callbacks of tasks that wait for each other. */
#include "together.h"

#include <pthread.h>
#include <sched.h>

static void *
run_task(void *arg)
{
	struct task *t = arg;

	t->result = t->lock ? db_write_locked(t->db, t->lock, t->fn, t) : db_write(t->db, t->fn, t);
	return NULL;
}

static void
tell_task(void *task, err result)
{
	struct task *t = task;

	t->result = result;
	t->times++;
	sem_post(&t->told);
}

void
start_task(struct task *t, struct db *db)
{
	t->db = db;
	if (t->later) {
		sem_init(&t->told, 0, 0);
		assert_int_equal(db_write_later(db, &t->own, t->lock, t->fn, t, tell_task, t), OK);
		return;
	}
	assert_int_equal(pthread_create(&t->thread, NULL, run_task, t), 0);
}

err
hold(struct db_conn *c UNUSED, void *arg)
{
	struct task *t = arg;

	sem_post(t->entered);
	sem_wait(t->open);
	return OK;
}

void
end_task(struct task *t)
{
	if (!t->later) {
		pthread_join(t->thread, NULL);
	} else {
		sem_wait(&t->told);
		assert_int_equal(t->times, 1);
		sem_destroy(&t->told);
	}
	arena_free(&t->own);
	arena_free(&t->a);
}

void
run_together(struct db *db, struct task *tasks, size_t n)
{
	sem_t entered, open;
	struct task keeper = { .fn = hold, .entered = &entered, .open = &open };

	sem_init(&entered, 0, 0);
	sem_init(&open, 0, 0);
	start_task(&keeper, db);
	sem_wait(&entered);
	for (size_t i = 0; i < n; i++) {
		tasks[i].later = i % 2;
		start_task(&tasks[i], db);
		while (db_stats(db).waiting < (int64_t)i + 1)
			sched_yield();
	}
	sem_post(&open);
	pthread_join(keeper.thread, NULL);
	assert_int_equal(keeper.result, OK);
	for (size_t i = 0; i < n; i++)
		end_task(&tasks[i]);
	sem_destroy(&entered);
	sem_destroy(&open);
}
