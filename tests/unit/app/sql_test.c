/* sql_test.c: every named statement fits the schema, on both engines; and none of those that people wait for reads a whole table
 * that grows with the country. */
#include <sqlite3.h>

#include "app/sql.h"
#include "house.h"

static void
every_statement_can_be_prepared(void **state)
{
	struct house *h = *state;
	const char *bad = NULL;

	if (db_prepare_all(h->app.db, &bad))
		fail_msg("the statement %s cannot be prepared", bad);
}

/* What there is of these in a country: millions. */
static const str large[] = { S("note"), S("event"), S("seat"), S("vote"), S("vote_total"), S("vote_round"), S("theme"), S("cause"),
	S("entry"), S("entry_field"), S("map_place"), S("sitting"), S("sitting_step"), S("process"), S("checklist_item"), S("role"),
	S("session"), S("agreement"), S("agreement_tick"), S("challenge"), S("measure"), S("agenda_meeting"), S("audit") };

/* Those may: asked for by hand and seldom, or in the background once an hour. */
static const str seldom[] = { S("DOCTOR_"), S("DEMO_"), S("EXPORT_"), S("PERSON_ERASE_"), S("PERSON_TRACES"), S("RESTORED_"),
	S("RETENTION_UNITS"), S("EXPIRE_"), S("REMINDER_PROCESSES"), S("DIGESTS"), S("SITTINGS_PAST_END"), S("PEOPLE_ADMINS"),
	S("AUDIT_LAST"),	/* one row from the end */
	S("CHAIN_THEME_EMPTY"), S("ERASE_"), S("OUT_") };

static bool
stands_in(const str *list, size_t n, str s, bool whole)
{
	for (size_t i = 0; i < n; i++)
		if (whole ? str_eq(list[i], s) : str_starts(s, list[i]))
			return true;
	return false;
}

/* The table's name for what the plan calls by an alias: "FROM note n" or "JOIN note n". */
static str
table_of(str sql, str name)
{
	while (sql.n) {
		str word, next, rest;
		str_cut(sql, ' ', &word, &sql);
		str_cut(sql, ' ', &next, &rest);
		if (str_eq(str_trim(next), name) && stands_in(large, COUNT(large), word, true))
			return word;
	}
	return name;
}

static int
look_at(sqlite3 *file, struct arena *a, const struct sql_stmt *s)
{
	int found = 0;
	sqlite3_stmt *plan;

	assert_int_equal(sqlite3_prepare_v2(file, str_z(a, str_fmt(a, "EXPLAIN QUERY PLAN %s", s->sqlite)), -1, &plan, NULL), SQLITE_OK);
	while (sqlite3_step(plan) == SQLITE_ROW) {
		str line = str_of((const char *)sqlite3_column_text(plan, 3)), name;
		if (!str_starts(line, S("SCAN ")) || str_find(line, S("USING INDEX")) != SIZE_MAX)
			continue;
		str_cut(str_from(line, 5), ' ', &name, NULL);
		if (!stands_in(large, COUNT(large), table_of(str_of(s->sqlite), name), true))
			continue;
		print_error("%s reads all of a table: %s\n", s->name, (const char *)sqlite3_column_text(plan, 3));
		found++;
	}
	sqlite3_finalize(plan);
	return found;
}

static void
what_people_wait_for_goes_by_an_index(void **state)
{
	struct house *h = *state;
	sqlite3 *file;
	int found = 0;

	assert_int_equal(sqlite3_open(h->url + strlen("sqlite:"), &file), SQLITE_OK);
	for (size_t i = STMT_NONE + 1; i < STMT_COUNT; i++)
		if (!stands_in(seldom, COUNT(seldom), str_of(sql_statements[i].name), false))
			found += look_at(file, &h->a, &sql_statements[i]);
	sqlite3_close(file);
	assert_int_equal(found, 0);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		BOTH(every_statement_can_be_prepared),
		cmocka_unit_test_setup_teardown(what_people_wait_for_goes_by_an_index, house_sqlite, house_done),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
