/* test_migrate.c: the schema comes up to date once, and older programs keep away from newer ones. */
#include "fixture.h"

#include <pthread.h>
#include <stdio.h>
#include <sys/stat.h>

static void
opening_again_changes_nothing(void **state)
{
	struct fixture *f = *state;

	assert_int_equal(add_item(f->db, S("kept"), 1), OK);
	db_close(f->db);
	f->db = open_another(f);
	assert_int_equal(item_count(f), 1);
}

static void
a_newer_database_is_refused(void **state)
{
	struct fixture *f = *state;
	struct db_config older = f->cfg;
	struct db *db;

	older.migration_count = 1;
	assert_int_equal(db_open(&older, &db), ERR_CONFLICT);
	assert_null(db);
	assert_true(said(f, S("002_part")));
}

/* Opens with these migrations, leaves them there, and says how a program that knows `known` of them finds the database. */
static err
open_older(struct fixture *f, const struct sql_migration *all, size_t n, size_t known, enum db_age *age)
{
	struct db_config newer = f->cfg, older = f->cfg;
	struct db *db;
	err e;

	newer.migrations = older.migrations = all;
	newer.migration_count = n;
	older.migration_count = known;
	assert_int_equal(db_open(&newer, &db), OK);
	db_close(db);
	e = db_open(&older, &db);
	if (e == OK)
		assert_int_equal(db_age(db, age), OK);
	db_close(db);
	return e;
}

static void
an_older_program_goes_on_when_the_schema_has_only_grown(void **state)
{
	static const struct sql_migration all[] = {
		{ "003_grown", "-- $EXPAND For what comes next.\nALTER TABLE item ADD COLUMN hue TEXT; "
			"CREATE TABLE more (item_id $INT REFERENCES item (id) ON DELETE CASCADE) $STRICT" },
	};
	struct fixture *f = *state;
	const struct sql_migration three[] = { migrations[0], migrations[1], all[0] };
	enum db_age age;

	assert_int_equal(open_older(f, three, 3, 2, &age), OK);
	assert_int_equal(age, DB_NEWER);
	assert_true(said(f, S("003_grown")));
	assert_int_equal(db_age(f->db, &age), OK);	/* opened before it grew */
	assert_int_equal(age, DB_NEWER);
	assert_int_equal(add_item(f->db, S("by the older"), 1), OK);
	assert_int_equal(open_older(f, three, 3, 3, &age), OK);
	assert_int_equal(age, DB_OF_OURS);
}

static void
what_is_taken_away_stops_those_who_may_still_want_it(void **state)
{
	struct fixture *f = *state;
	const struct sql_migration four[] = { migrations[0], migrations[1],
		{ "003_grown", "-- $EXPAND\nCREATE TABLE more (a $INT) $STRICT" },
		{ "004_narrow", "-- $CONTRACT 003_grown\nDROP TABLE more" } };
	enum db_age age;

	assert_int_equal(open_older(f, four, 4, 3, &age), OK);
	assert_int_equal(age, DB_NEWER);
	assert_int_equal(open_older(f, four, 4, 2, &age), ERR_CONFLICT);
	assert_true(said(f, S("004_narrow")));
	assert_int_equal(db_age(f->db, &age), OK);	/* one that has run since before */
	assert_int_equal(age, DB_TOO_NEW);
}

static void
a_migration_that_promises_too_much_is_not_applied(void **state)
{
	static const char *const texts[] = {
		"-- $EXPAND\nDROP TABLE part",
		"-- $EXPAND\nCREATE TABLE more (a $INT) $STRICT; DELETE FROM item",
		"-- $EXPAND\nCREATE UNIQUE INDEX item_n ON item (n)",
		"-- $EXPAND\nALTER TABLE item ADD COLUMN hue TEXT NOT NULL",
		"-- $EXPAND\nALTER TABLE item ADD COLUMN hue $INT CHECK (hue > 0)",
		"-- $EXPAND\nalter table item drop column n",
		"-- $EXPAND\nALTER TABLE item RENAME COLUMN n TO m",
		"-- $EXPAND\nCREATE TABLE more (item_id $INT NOT NULL REFERENCES item (id)) $STRICT",
		"-- $EXPAND\nALTER TABLE item ADD COLUMN of $INT REFERENCES item (id)",
		"-- $CONTRACT 007_nowhere\nDROP TABLE part",
		"-- $CONTRACT 003_more\nDROP TABLE part",
	};
	struct fixture *f = *state;

	for (size_t i = 0; i < COUNT(texts); i++) {
		const struct sql_migration three[] = { migrations[0], migrations[1], { "003_more", texts[i] } };
		struct db_config cfg = f->cfg;
		struct db *db;
		cfg.migrations = three;
		cfg.migration_count = COUNT(three);
		assert_int_equal(db_open(&cfg, &db), ERR_INVALID);
		assert_true(said(f, S("003_more")));
		assert_int_equal(add_item(f->db, str_fmt(&f->a, "still %zu", i), 1), OK);
	}
}

static void
words_in_quotes_and_comments_break_no_promise(void **state)
{
	struct fixture *f = *state;
	const struct sql_migration three[] = { migrations[0], migrations[1],
		{ "003_more", "-- $EXPAND\n-- DROP TABLE item; nothing of the kind\n"
			"ALTER TABLE item ADD COLUMN hue TEXT NOT NULL DEFAULT 'DROP; it''s UNIQUE';\n\n"
			"create  table more (a $INT NOT NULL, b $INT UNIQUE CHECK (b > 0)) $STRICT;\nCREATE INDEX more_a\n\tON more (a);\n" } };
	enum db_age age;

	assert_int_equal(open_older(f, three, 3, 2, &age), OK);
	assert_int_equal(age, DB_NEWER);
}

static void
a_later_program_adds_what_is_missing(void **state)
{
	const struct sql_migration more[] = { migrations[0], migrations[1],
		{ "003_more", "CREATE TABLE more (a $INT NOT NULL) $STRICT; INSERT INTO item (name, n) VALUES ('new', 1)" } };
	struct fixture *f = *state;

	db_close(f->db);
	f->cfg.migrations = more;
	f->cfg.migration_count = COUNT(more);
	f->db = open_another(f);
	assert_int_equal(item_count(f), 1);
	db_close(f->db);
	f->db = open_another(f);
	assert_int_equal(item_count(f), 1);
}

static void
a_migration_that_fails_leaves_nothing(void **state)
{
	const struct sql_migration bad[] = { migrations[0], migrations[1],
		{ "003_bad", "INSERT INTO item (name, n) VALUES ('half', 1); INSERT INTO nowhere VALUES (1)" } };
	struct fixture *f = *state;
	struct db_config cfg = f->cfg;
	struct db *db;

	cfg.migrations = bad;
	cfg.migration_count = COUNT(bad);
	assert_int_equal(db_open(&cfg, &db), ERR_IO);
	assert_true(said(f, S("003_bad")));
	assert_int_equal(item_count(f), 0);
}

static void
an_unknown_word_is_refused(void **state)
{
	const struct sql_migration bad[] = { migrations[0], migrations[1],
		{ "003_word", "CREATE TABLE more (a $FLOAT) $STRICT" } };
	struct fixture *f = *state;
	struct db_config cfg = f->cfg;
	struct db *db;

	cfg.migrations = bad;
	cfg.migration_count = COUNT(bad);
	assert_int_equal(db_open(&cfg, &db), ERR_INVALID);
}

static void *
open_and_close(void *arg)
{
	struct db *db;
	static const char good = 1;

	if (db_open(arg, &db))
		return NULL;
	db_close(db);
	return (void *)(uintptr_t)&good;
}

static void
programs_that_start_together_take_turns(void **state)
{
	const struct sql_migration more[] = { migrations[0], migrations[1],
		{ "003_more", "CREATE TABLE more (a $INT NOT NULL) $STRICT; INSERT INTO item (name, n) VALUES ('new', 1)" } };
	struct fixture *f = *state;
	pthread_t threads[4];

	f->cfg.migrations = more;
	f->cfg.migration_count = COUNT(more);
	for (size_t i = 0; i < COUNT(threads); i++)
		assert_int_equal(pthread_create(&threads[i], NULL, open_and_close, &f->cfg), 0);
	for (size_t i = 0; i < COUNT(threads); i++) {
		void *good;
		pthread_join(threads[i], &good);
		assert_non_null(good);
	}
	assert_int_equal(item_count(f), 1);
}

static void
every_statement_is_prepared_and_the_first_bad_one_named(void **state)
{
	struct fixture *f = *state;
	struct db_config cfg = f->cfg;
	const char *bad;
	struct db *db;

	assert_int_equal(db_prepare_all(f->db, &bad), OK);
	assert_null(bad);
	cfg.stmts = broken_statements;
	assert_int_equal(db_open(&cfg, &db), OK);
	assert_int_not_equal(db_prepare_all(db, &bad), OK);
	assert_string_equal(bad, "BROKEN");
	db_close(db);
}

static void
a_url_of_another_kind_is_refused(void **state)
{
	static const str urls[] = { S(""), S("sqlite:"), S("mysql://x"), S("/tmp/x.db"), S("sqlite:/tmp/a\0b") };
	struct fixture *f = *state;
	struct db *db;

	for (size_t i = 0; i < COUNT(urls); i++) {
		f->cfg.url = urls[i];
		assert_int_equal(db_open(&f->cfg, &db), ERR_INVALID);
		assert_null(db);
	}
}

static void
a_file_that_cannot_be_made_is_an_error(void **state)
{
	struct fixture *f = *state;
	struct db *db;

	f->cfg.url = S("sqlite:/nowhere/at/all.db");
	assert_int_equal(db_open(&f->cfg, &db), ERR_IO);
	assert_true(said(f, S("/nowhere")));
}

static int64_t
file_size(struct fixture *f, const char *name)
{
	const char *file = str_fmt(&f->a, "%s/%s%c", f->place, name, 0).p;
	FILE *in = fopen(file, "rb");
	int64_t n;

	assert_non_null(in);
	fseek(in, 0, SEEK_END);
	n = ftell(in);
	fclose(in);
	return n;
}

static void
scrubbing_empties_the_log(void **state)
{
	struct fixture *f = *state;

	assert_int_equal(add_item(f->db, S("secret words"), 1), OK);
	assert_true(file_size(f, "test.db-wal") > 0);
	assert_int_equal(db_scrub(f->db, NULL, 0), OK);
	assert_int_equal(file_size(f, "test.db-wal"), 0);
	assert_int_equal(item_count(f), 1);
}

static const str secret = { "what nobody must find again", 27 };

static err
drop_secret(struct db_conn *c, void *arg)
{
	return db_exec(c, arg, ITEM_DROP, TEXT(secret));
}

static bool
file_holds(struct fixture *f, const char *name, str what)
{
	size_t n = (size_t)file_size(f, name);
	char *p = arena_alloc(&f->a, n + 1, 1);
	FILE *in = fopen(str_fmt(&f->a, "%s/%s%c", f->place, name, 0).p, "rb");

	assert_non_null(in);
	assert_int_equal(fread(p, 1, n, in), n);
	fclose(in);
	return str_find((str){ p, n }, what) != SIZE_MAX;
}

static void
what_is_deleted_and_scrubbed_is_gone_from_the_files(void **state)
{
	struct fixture *f = *state;
	int64_t changed;

	assert_int_equal(add_item(f->db, secret, 1), OK);
	assert_int_equal(db_scrub(f->db, NULL, 0), OK);
	assert_true(file_holds(f, "test.db", secret));
	assert_int_equal(db_write(f->db, drop_secret, &changed), OK);
	assert_int_equal(changed, 1);
	assert_int_equal(db_scrub(f->db, NULL, 0), OK);
	assert_false(file_holds(f, "test.db", secret));
	assert_false(file_holds(f, "test.db-wal", secret));
}

static void
scrubbing_waits_for_a_reader_and_tells_when_it_cannot(void **state)
{
	struct fixture *f = *state;
	struct db_conn *c;
	struct rows r;

	assert_int_equal(db_read_begin(f->db, &c), OK);
	assert_int_equal(db_one(c, &f->a, &r, ITEM_COUNT, DB_NONE), OK);
	assert_int_equal(add_item(f->db, S("a"), 1), OK);
	assert_int_equal(db_scrub(f->db, NULL, 0), ERR_BUSY);
	db_read_end(c);
	assert_int_equal(db_scrub(f->db, NULL, 0), OK);
}

static void
a_copy_holds_all_and_overwrites_nothing(void **state)
{
	struct fixture *f = *state;
	str file = str_fmt(&f->a, "%s/copy.db", f->place);

	assert_int_equal(add_item(f->db, S("copied"), 1), OK);
	assert_int_equal(db_copy_to(f->db, file), OK);
	assert_int_equal(add_item(f->db, S("later"), 1), OK);
	assert_int_equal(db_copy_to(f->db, file), ERR_CONFLICT);
	assert_int_equal(item_count(f), 2);
	db_close(f->db);
	f->cfg.url = str_fmt(&f->a, "sqlite:" STR_FMT, STR_ARG(file));
	f->db = open_another(f);
	assert_int_equal(item_count(f), 1);
}

static void
only_the_owner_may_read_the_file(void **state)
{
	struct fixture *f = *state;
	static const char *const names[] = { "test.db", "test.db-wal", "test.db-shm" };

	assert_int_equal(add_item(f->db, S("a"), 1), OK);
	for (size_t i = 0; i < COUNT(names); i++) {
		struct stat st;
		assert_int_equal(stat(str_fmt(&f->a, "%s/%s%c", f->place, names[i], 0).p, &st), 0);
		assert_int_equal(st.st_mode & 0777, 0600);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		BOTH(opening_again_changes_nothing),
		BOTH(a_newer_database_is_refused),
		BOTH(an_older_program_goes_on_when_the_schema_has_only_grown),
		BOTH(what_is_taken_away_stops_those_who_may_still_want_it),
		BOTH(a_migration_that_promises_too_much_is_not_applied),
		BOTH(words_in_quotes_and_comments_break_no_promise),
		BOTH(a_later_program_adds_what_is_missing),
		BOTH(a_migration_that_fails_leaves_nothing),
		BOTH(an_unknown_word_is_refused),
		BOTH(programs_that_start_together_take_turns),
		BOTH(every_statement_is_prepared_and_the_first_bad_one_named),
		ON_SQLITE(a_url_of_another_kind_is_refused),
		ON_SQLITE(a_file_that_cannot_be_made_is_an_error),
		ON_SQLITE(scrubbing_empties_the_log),
		ON_SQLITE(what_is_deleted_and_scrubbed_is_gone_from_the_files),
		ON_SQLITE(scrubbing_waits_for_a_reader_and_tells_when_it_cannot),
		ON_SQLITE(a_copy_holds_all_and_overwrites_nothing),
		ON_SQLITE(only_the_owner_may_read_the_file),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
