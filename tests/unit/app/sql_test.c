/* sql_test.c: every named statement fits the schema, on both engines. */
#include "house.h"

static void
every_statement_can_be_prepared(void **state)
{
	struct house *h = *state;
	const char *bad = NULL;

	if (db_prepare_all(h->app.db, &bad))
		fail_msg("the statement %s cannot be prepared", bad);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		BOTH(every_statement_can_be_prepared),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
