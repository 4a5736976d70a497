/* commit.c: what grouping writes is worth.
 *
 * N threads write one row each, wait for it to be durable, and go on, for some seconds: with grouped commits
 * and with a commit for each write, in turns. Prints the writes per second of both and, last, the ratio of
 * the medians. On PostgreSQL the tables are made in the database of the URL. */
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/rand.h"
#include "db/db.h"

enum stmt { STMT_NONE, ROW_ADD, STMT_COUNT };

static const struct sql_stmt statements[STMT_COUNT] = {
	[ROW_ADD] = { "ROW_ADD", "INSERT INTO bench_row (id, text) VALUES ($1, $2)", NULL },
};

static const struct sql_migration migrations[] = {
	{ "001_bench", "CREATE TABLE bench_row (id TEXT NOT NULL PRIMARY KEY, text TEXT NOT NULL) $NOROWID" },
};

struct round {
	struct db *db;
	atomic_bool stop;
	atomic_llong done, failed;
};

static err
add_row(struct db_conn *c, void *arg)
{
	const str *id = arg;

	return db_exec(c, NULL, ROW_ADD, TEXT(*id), TEXT(S("Vi må ha tid til å snakke sammen ved vaktskiftet.")));
}

static void *
writer(void *arg)
{
	struct round *r = arg;

	while (!r->stop) {
		struct arena a CLEANUP(arena_free) = { 0 };
		str id = rand_uuid(&a);
		if (db_write(r->db, add_row, &id) == OK)
			r->done++;
		else
			r->failed++;
	}
	return NULL;
}

/* Writes per second; negative when something failed. */
static double
run_round(struct db *db, size_t threads, int64_t ms)
{
	struct round r = { .db = db };
	pthread_t *all = mem_new(threads * sizeof(*all));
	pthread_attr_t attr;
	int64_t start = clock_mono_ms(), end;
	long long done;

	pthread_attr_init(&attr);
	pthread_attr_setstacksize(&attr, 256 * 1024);
	for (size_t i = 0; i < threads; i++)
		if (pthread_create(&all[i], &attr, writer, &r))
			abort();
	while (clock_mono_ms() < start + ms)
		usleep(10000);
	end = clock_mono_ms();
	done = r.done;	/* what the threads finish while they stop does not count */
	r.stop = true;
	for (size_t i = 0; i < threads; i++)
		pthread_join(all[i], NULL);
	pthread_attr_destroy(&attr);
	free(all);
	return r.failed ? -1 : (double)done * 1000 / (double)(end - start);
}

static void
complain(void *ctx, const char *what)
{
	(void)ctx;
	fprintf(stderr, "commit: %s\n", what);
}

static double
measure(const char *url, bool group, size_t threads, int64_t ms)
{
	struct db_config cfg = { .url = { url, strlen(url) }, .stmts = statements, .stmt_count = STMT_COUNT,
		.migrations = migrations, .migration_count = COUNT(migrations), .complain = complain, .group = group };
	struct db_stats s;
	struct db *db;
	double rate;

	if (db_open(&cfg, &db))
		exit(1);
	rate = run_round(db, threads, ms);
	s = db_stats(db);
	printf("%s %9.0f writes/s, %.1f to a commit\n", group ? "grouped" : "single ", rate,
		s.commits ? (double)s.writes / (double)s.commits : 0);
	fflush(stdout);
	db_close(db);
	if (rate < 0)
		exit(1);
	return rate;
}

static int
by_size(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return (x > y) - (x < y);
}

#define ROUNDS_MOST 99

int
main(int argc, char **argv)
{
	size_t threads = argc > 2 ? strtoul(argv[2], NULL, 10) : 300, rounds = argc > 3 ? strtoul(argv[3], NULL, 10) : 5;
	int64_t ms = argc > 4 ? strtol(argv[4], NULL, 10) : 3000;
	double grouped[ROUNDS_MOST], single[ROUNDS_MOST];

	if (argc < 2 || argc > 5 || threads == 0 || rounds == 0 || rounds > ROUNDS_MOST || rand_init()) {
		fprintf(stderr, "usage: commit URL [THREADS [ROUNDS [MILLISECONDS]]]\n");
		return 2;
	}
	for (size_t i = 0; i < rounds; i++) {
		grouped[i] = measure(argv[1], true, threads, ms);
		single[i] = measure(argv[1], false, threads, ms);
	}
	qsort(grouped, rounds, sizeof(*grouped), by_size);
	qsort(single, rounds, sizeof(*single), by_size);
	printf("ratio %.1f\n", grouped[rounds / 2] / single[rounds / 2]);
	return 0;
}
