/* test_checkpoint.c: the write-ahead log is moved into the file while people write, and waits for whoever reads an older state. */
#include "fixture.h"

#include <sched.h>

#include "base/clock.h"
#include "db/checkpoint.h"

#define PAGE ((int64_t)4096)
#define LONG ((size_t)64 * 1024)	/* sixteen pages and one: */
#define PAGES_EACH 17
#define MOST_MS 60000

struct heavy {
	int64_t from, n;
	str raw;
};

static err
add_heavy(struct db_conn *c, void *arg)
{
	struct arena a CLEANUP(arena_free) = { 0 };
	const struct heavy *x = arg;

	for (int64_t i = 0; i < x->n; i++)
		TRY(db_exec(c, NULL, ITEM_ADD, TEXT(str_fmt(&a, "%" PRId64, x->from + i)), INT(1), BLOB(x->raw)));
	return OK;
}

/* So many pages of the log, in some commits. */
static void
write_pages(struct fixture *f, int64_t *from, int64_t pages)
{
	char *bytes = arena_alloc(&f->a, LONG, 1);
	struct heavy x = { .raw = { bytes, LONG } };

	memset(bytes, 'x', LONG);
	for (int64_t left = pages; left > 0; left -= x.n * PAGES_EACH) {
		x.from = *from;
		x.n = 50;
		*from += x.n;
		assert_int_equal(db_write(f->db, add_heavy, &x), OK);
	}
}

static bool
eventually(struct fixture *f, bool (*is)(struct db_files))
{
	for (int64_t until = clock_mono_ms() + MOST_MS; clock_mono_ms() < until; sched_yield())
		if (is(db_files(f->db)))
			return true;
	return false;
}

static bool
is_moved(struct db_files f)
{
	return f.checkpoints > 0 && f.kept_pages == 0;
}

static bool
is_kept(struct db_files f)
{
	return f.kept_pages > 0;
}

static void
a_log_that_has_grown_is_moved_into_the_file(void **state)
{
	struct fixture *f = *state;
	struct db_files before = db_files(f->db), now;
	int64_t from = 0;

	write_pages(f, &from, CHECKPOINT_PAGES / 2);
	assert_int_equal(db_files(f->db).checkpoints, before.checkpoints);
	write_pages(f, &from, CHECKPOINT_PAGES);
	assert_true(eventually(f, is_moved));
	now = db_files(f->db);
	assert_int_equal(now.failed, 0);
	assert_true(now.file_bytes > CHECKPOINT_PAGES * PAGE);
	assert_int_equal(item_count(f), from);
}

/* What a reader may still see stays in the log; when it has gone, the next time moves it. */
static void
a_reader_of_an_older_state_keeps_the_log(void **state)
{
	struct fixture *f = *state;
	struct db_conn *c;
	struct rows r;
	int64_t from = 0, seen;

	write_pages(f, &from, 100);
	seen = from;
	assert_int_equal(db_read_begin(f->db, &c), OK);
	assert_int_equal(db_one(c, &f->a, &r, ITEM_COUNT, DB_NONE), OK);
	write_pages(f, &from, CHECKPOINT_PAGES + 1000);
	assert_true(eventually(f, is_kept));
	assert_int_equal(db_one(c, &f->a, &r, ITEM_COUNT, DB_NONE), OK);
	assert_int_equal(row_int(&r, 0, 0), seen);
	db_read_end(c);
	write_pages(f, &from, CHECKPOINT_PAGES + 1000);
	assert_true(eventually(f, is_moved));
	assert_int_equal(item_count(f), from);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		ON_SQLITE(a_log_that_has_grown_is_moved_into_the_file),
		ON_SQLITE(a_reader_of_an_older_state_keeps_the_log),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
