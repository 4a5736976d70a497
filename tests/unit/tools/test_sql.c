/* test_sql.c: reading named statements. */
#include "tools_test.h"

#include "sql_file.h"

static void
statements_are_tidied_and_named(void **state)
{
	struct arena a CLEANUP(arena_free) = { 0 };
	struct sql_list list = { 0 };
	struct fault f = { 0 };

	(void)state;
	assert_int_equal(sql_file_read(&a, S("a.sql"),
		S("-- About a.\n\n-- stmt: A_ONE\n-- why\nSELECT a, -- first\n  'it''s; -- $9 ?' /* ; */\n FROM \"x--y\"\n"
		" WHERE b = $2 AND a = $1 ;\n-- stmt: A_TWO\nDELETE FROM a\n-- stmt: A_TWO @postgres\nTRUNCATE a\n"),
		&list, &f), OK);
	assert_int_equal(list.n, 2);
	assert_true(str_eq(list.items[0].name, S("A_ONE")));
	assert_string_equal(str_z(&a, list.items[0].sqlite),
		"SELECT a, 'it''s; -- $9 ?' FROM \"x--y\" WHERE b = $2 AND a = $1");
	assert_int_equal(list.items[0].params, 2);
	assert_int_equal(list.items[0].line, 3);
	assert_int_equal(list.items[0].postgres.n, 0);
	assert_true(str_eq(list.items[1].postgres, S("TRUNCATE a")));
}

static void
mistakes_are_told_with_their_line(void **state)
{
	static const struct {
		str text;
		size_t line;
		const char *what;
	} t[] = {
		{ S("SELECT 1;\n-- stmt: A\nSELECT 1"), 1, "SQL before the first '-- stmt: NAME'" },
		{ S("-- stmt: A\n"), 1, "the block has no statement" },
		{ S("-- stmt: A\n-- only words\n;"), 1, "the block has no statement" },
		{ S("\n-- stmt: a\nSELECT 1"), 2, "'a' is no statement name (capitals, digits, _)" },
		{ S("-- stmt:\nSELECT 1"), 1, "'' is no statement name (capitals, digits, _)" },
		{ S("-- stmt: STMT_COUNT\nSELECT 1"), 1, "'STMT_COUNT' is no statement name (capitals, digits, _)" },
		{ S("-- stmt: A\nSELECT 1; SELECT 2"), 1, "more than one statement in the block" },
		{ S("-- stmt: A\nSELECT 1\n-- stmt: A\nSELECT 2"), 3, "A is already at x.sql:1" },
		{ S("-- stmt: A\nSELECT ?"), 1, "parameters are written $1, $2 …, not ?" },
		{ S("-- stmt: A\nSELECT $1, $3"), 1, "$3 is used but $2 is not" },
		{ S("-- stmt: A\nSELECT $0"), 1, "a $ that is no parameter from $1 to $127" },
		{ S("-- stmt: A\nSELECT $a"), 1, "a $ that is no parameter from $1 to $127" },
		{ S("-- stmt: A @oracle\nSELECT 1"), 1, "only @postgres can follow a name" },
		{ S("-- stmt: A @postgres\nSELECT 1"), 1, "A @postgres needs a plain A above it in this file" },
		{ S("-- stmt: A\nSELECT $1\n-- stmt: A @postgres\nSELECT 1"), 3, "A takes 1 parameters, its @postgres text 0" },
		{ S("-- stmt: A\nSELECT 1\n-- stmt: A @postgres\nSELECT 1\n-- stmt: A @postgres\nSELECT 1"), 5,
			"A @postgres is there twice" },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(t); i++) {
		struct arena a CLEANUP(arena_free) = { 0 };
		struct sql_list list = { 0 };
		struct fault f = { 0 };
		assert_int_equal(sql_file_read(&a, S("x.sql"), t[i].text, &list, &f), ERR_INVALID);
		assert_string_equal(str_z(&a, f.what), t[i].what);
		assert_int_equal(f.line, t[i].line);
		assert_true(str_eq(f.file, S("x.sql")));
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(statements_are_tidied_and_named),
		cmocka_unit_test(mistakes_are_told_with_their_line),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
