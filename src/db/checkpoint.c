/* checkpoint.c: one thread that waits for the log to grow. */
#include "db/checkpoint.h"

#include <pthread.h>
#include <stdlib.h>

#include "base/arena.h"
#include "db/engine.h"

struct checkpointer {
	struct db *db;
	sqlite3 *h, *writer;	/* h: the thread's own */
	pthread_t thread;
	pthread_mutex_t lock;
	pthread_cond_t grown;
	int pages;	/* in the log, by the last commit */
	int next;	/* how many make it worth while */
	bool stop;
};

/* One at a time in this process. */
static pthread_mutex_t turn = PTHREAD_MUTEX_INITIALIZER;

void
checkpoint_hold(void)
{
	pthread_mutex_lock(&turn);
}

void
checkpoint_release(void)
{
	pthread_mutex_unlock(&turn);
}

static bool
wait_for_pages(struct checkpointer *k)
{
	bool stop;

	pthread_mutex_lock(&k->lock);
	while (!k->stop && k->pages < k->next)
		pthread_cond_wait(&k->grown, &k->lock);
	k->next = k->pages + CHECKPOINT_PAGES;
	stop = k->stop;
	pthread_mutex_unlock(&k->lock);
	return !stop;
}

/* In its turn. What does not succeed now, for a reader of an older state or a full disk, is tried again when the log has grown
 * further: all pages are written again then. Only a sync that failed is not asked for a second time. */
static void
checkpoint(struct checkpointer *k, sqlite3 *h)
{
	int all = 0, moved = 0, rc;

	checkpoint_hold();
	rc = sqlite3_wal_checkpoint_v2(h, NULL, SQLITE_CHECKPOINT_PASSIVE, &all, &moved);
	checkpoint_release();
	atomic_fetch_add_explicit(rc ? &k->db->log.failed : &k->db->log.done, 1, memory_order_relaxed);
	if (rc == SQLITE_OK)
		atomic_store_explicit(&k->db->log.kept, all > moved ? all - moved : 0, memory_order_relaxed);
	if (rc != SQLITE_OK && (rc & 0xff) != SQLITE_BUSY)
		db_complain(k->db, "sqlite: the log cannot be moved into the file: %s (%d)", sqlite3_errstr(rc), rc);
	if (is_failed_sync(rc))
		db_broken(k->db);
}

static void *
checkpoint_thread(void *arg)
{
	struct checkpointer *k = arg;

	while (wait_for_pages(k))
		checkpoint(k, k->h);
	return NULL;
}

/* After each commit, in the writer's thread. A log that has begun anew is short again. */
static int
on_commit(void *arg, sqlite3 *h, const char *schema UNUSED, int pages)
{
	struct checkpointer *k = arg;

	pthread_mutex_lock(&k->lock);
	if (pages < k->pages)
		k->next = CHECKPOINT_PAGES;
	k->pages = pages;
	if (pages >= k->next)
		pthread_cond_signal(&k->grown);
	pthread_mutex_unlock(&k->lock);
	atomic_store_explicit(&k->db->log.pages, pages, memory_order_relaxed);
	if (pages >= CHECKPOINT_MOST_PAGES)
		checkpoint(k, h);
	return SQLITE_OK;
}

static err
open_own(struct checkpointer *k, const char *file)
{
	if (sqlite3_open_v2(file, &k->h, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX, NULL))
		return ERR_IO;
	sqlite3_extended_result_codes(k->h, 1);
	return sqlite3_exec(k->h, "PRAGMA synchronous = FULL; PRAGMA secure_delete = ON", NULL, NULL, NULL) ? ERR_IO : OK;
}

err
checkpointer_open(struct db *db, sqlite3 *writer, const char *file, struct checkpointer **out)
{
	struct checkpointer *k = mem_new(sizeof(*k));

	*out = NULL;
	k->db = db;
	k->writer = writer;
	k->next = CHECKPOINT_PAGES;
	pthread_mutex_init(&k->lock, NULL);
	pthread_cond_init(&k->grown, NULL);
	if (open_own(k, file) || pthread_create(&k->thread, NULL, checkpoint_thread, k)) {
		sqlite3_close(k->h);
		free(k);
		return ERR_IO;
	}
	sqlite3_wal_hook(writer, on_commit, k);
	*out = k;
	return OK;
}

void
checkpointer_close(struct checkpointer *k)
{
	if (!k)
		return;
	sqlite3_wal_hook(k->writer, NULL, NULL);
	pthread_mutex_lock(&k->lock);
	k->stop = true;
	pthread_cond_signal(&k->grown);
	pthread_mutex_unlock(&k->lock);
	pthread_join(k->thread, NULL);
	if (k->db->broken)
		sqlite3_db_config(k->h, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, NULL);
	sqlite3_close(k->h);
	pthread_cond_destroy(&k->grown);
	pthread_mutex_destroy(&k->lock);
	free(k);
}
