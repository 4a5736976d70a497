/* test_date.c: dates over the edges of summer time and of the year, clock times, numbers. */
#include "text_test.h"

#include <pthread.h>

#include "text/date.h"

#define NBSP "\xc2\xa0"
#define PL ((enum lang)LANG_COUNT)
#define SATURDAY 1795262400	/* 2026-11-21 12:00 UTC, 13:00 in Oslo */

static void
dates_are_written_as_people_write_them(void **state)
{
	static const struct {
		str (*write)(struct arena *, enum lang, int64_t);
		enum lang l;
		int64_t t;
		str want;
	} t[] = {
		{ date_long, LANG_NB, SATURDAY, S("lørdag 21. november 2026") },
		{ date_long, LANG_NN, SATURDAY, S("laurdag 21. november 2026") },
		{ date_long, LANG_EN, SATURDAY, S("Saturday 21 November 2026") },
		{ date_short, LANG_NB, SATURDAY, S("21.11.2026") },
		{ date_short, LANG_NN, SATURDAY, S("21.11.2026") },
		{ date_short, LANG_EN, SATURDAY, S("21 Nov 2026") },
		{ date_short, LANG_NB, 1769933100, S("01.02.2026") },
		{ date_day_month, LANG_NB, SATURDAY, S("21. november") },
		{ date_day_month, LANG_EN, SATURDAY, S("21 November") },
		{ date_day_month, LANG_NN, 1779012000, S("17. mai") },
		{ date_time, LANG_NB, SATURDAY, S("lørdag 21. november kl. 13.00") },
		{ date_time, LANG_NN, SATURDAY, S("laurdag 21. november kl. 13.00") },
		{ date_time, LANG_EN, SATURDAY, S("Saturday 21 November at 13:00") },
		{ clock_hm, LANG_NB, 1769933100, S("09.05") },
		{ clock_hm, LANG_EN, 1769933100, S("09:05") },
		/* The night to summer time: 02 is skipped. */
		{ clock_hm, LANG_NB, 1774745940, S("01.59") },
		{ clock_hm, LANG_NB, 1774746000, S("03.00") },
		/* The night back: half past two comes twice. */
		{ clock_hm, LANG_NB, 1792888200, S("02.30") },
		{ clock_hm, LANG_NB, 1792891800, S("02.30") },
		/* Half an hour into the new year here, still the old one in UTC. */
		{ date_short, LANG_NB, 1798759800, S("01.01.2027") },
		/* A further language gets what ICU knows. */
		{ date_long, PL, SATURDAY, S("sobota, 21 listopada 2026") },
	};
	struct arena a CLEANUP(arena_free) = { 0 };

	(void)state;
	for (size_t i = 0; i < COUNT(t); i++)
		assert_text(&a, t[i].write(&a, t[i].l, t[i].t), t[i].want);
}

static void
weeks_are_counted_by_iso_8601(void **state)
{
	static const struct {
		str date;
		int week;
	} t[] = { { S("2026-11-21"), 47 }, { S("2026-12-31"), 53 }, { S("2027-01-01"), 53 }, { S("2027-01-03"), 53 },
		{ S("2027-01-04"), 1 }, { S("2025-12-28"), 52 }, { S("2025-12-29"), 1 }, { S("2024-12-30"), 1 },
		{ S("2021-01-03"), 53 }, { S("2022-01-02"), 52 } };

	(void)state;
	for (size_t i = 0; i < COUNT(t); i++) {
		int64_t time;
		assert_int_equal(date_parse(t[i].date, S("00:00"), &time), OK);
		assert_int_equal(date_week(time), t[i].week);
		assert_int_equal(date_parse(t[i].date, S("23:59"), &time), OK);
		assert_int_equal(date_week(time), t[i].week);
	}
}

static void
dates_are_read_as_written(void **state)
{
	static const struct {
		str date, time;
		int64_t want;
	} t[] = {
		{ S("2026-11-21"), S("13:00"), SATURDAY }, { S("21.11.2026"), S("13.00"), SATURDAY },
		{ S(" 21.11.2026 "), S(" 13:00"), SATURDAY }, { S("1.2.2026"), S("9.05"), 1769933100 },
		{ S("2026-02-01"), S(""), 1769933100 - 9 * 3600 - 5 * 60 }, { S("2024-02-29"), S("12:00"), 1709204400 },
		/* A clock time that is skipped becomes the one an hour on. */
		{ S("2026-03-29"), S("02:30"), 1774747800 },
		/* One that comes twice is the later. */
		{ S("2026-10-25"), S("02:30"), 1792891800 },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(t); i++) {
		int64_t got = 0;
		assert_int_equal(date_parse(t[i].date, t[i].time, &got), OK);
		assert_int_equal(got, t[i].want);
	}
}

static void
days_that_do_not_exist_are_refused(void **state)
{
	static const struct {
		str date, time;
	} t[] = { { S(""), S("") }, { S("2026-02-29"), S("") }, { S("31.04.2026"), S("") }, { S("2026-13-01"), S("") },
		{ S("0.1.2026"), S("") }, { S("2026-11-21"), S("24:00") }, { S("2026-11-21"), S("12:60") },
		{ S("2026-11-21"), S("12") }, { S("2026-11-21"), S("-1:00") }, { S("21.11.26"), S("") },
		{ S("21/11/2026"), S("") }, { S("2026-11-21x"), S("") }, { S("2026-11"), S("") }, { S("2100-02-29"), S("") },
		{ S("99999-01-01"), S("") }, { S("i morgen"), S("") }, { S("2026-11-21-1"), S("") } };
	int64_t got;

	(void)state;
	for (size_t i = 0; i < COUNT(t); i++)
		assert_int_equal(date_parse(t[i].date, t[i].time, &got), ERR_INVALID);
}

static void
input_fields_get_what_they_can_read_back(void **state)
{
	struct arena a CLEANUP(arena_free) = { 0 };

	(void)state;
	for (int64_t t = 1774656000; t < 1774656000 + 3 * 86400; t += 1800) {
		int64_t back;
		assert_int_equal(date_parse(date_iso(&a, t), time_iso(&a, t), &back), OK);
		assert_int_equal(back, t);
	}
	assert_text(&a, date_iso(&a, SATURDAY), S("2026-11-21"));
	assert_text(&a, time_iso(&a, 1769933100), S("09:05"));
}

static void
days_on_keep_the_clock_time(void **state)
{
	static const int steps[] = { 1, 7, 30, 200, -30 };
	struct arena a CLEANUP(arena_free) = { 0 };
	int64_t march;

	(void)state;
	assert_int_equal(date_parse(S("2026-03-28"), S("13:00"), &march), OK);
	assert_int_equal(date_add_days(march, 1), march + 23 * 3600);
	for (size_t i = 0; i < COUNT(steps); i++)
		assert_text(&a, time_iso(&a, date_add_days(march, steps[i])), S("13:00"));
	assert_text(&a, date_iso(&a, date_add_days(march, -28)), S("2026-02-28"));
}

static void
numbers_are_grouped_and_have_commas(void **state)
{
	struct arena a CLEANUP(arena_free) = { 0 };

	(void)state;
	assert_text(&a, number(&a, LANG_NB, 1234), S("1" NBSP "234"));
	assert_text(&a, number(&a, LANG_NN, 1234567), S("1" NBSP "234" NBSP "567"));
	assert_text(&a, number(&a, LANG_EN, 1234), S("1,234"));
	assert_text(&a, number(&a, LANG_NB, 0), S("0"));
	assert_text(&a, number(&a, LANG_NB, 999), S("999"));
	assert_text(&a, number(&a, LANG_NB, -7), S("\xe2\x88\x92" "7"));
	assert_text(&a, percent(&a, LANG_NB, 0.645), S("64,5" NBSP "%"));
	assert_text(&a, percent(&a, LANG_NN, 0.64), S("64" NBSP "%"));
	assert_text(&a, percent(&a, LANG_EN, 0.645), S("64.5%"));
	assert_text(&a, percent(&a, LANG_NB, 1), S("100" NBSP "%"));
	assert_text(&a, percent(&a, LANG_NB, 0.07449), S("7,4" NBSP "%"));
}

static void *
format_often(void *arg)
{
	struct arena a CLEANUP(arena_free) = { 0 };

	for (int i = 0; i < 2000; i++) {
		str got = date_long(&a, (enum lang)(i % LANG_COUNT), SATURDAY);
		if (got.n < 20 || number(&a, LANG_NB, 1234).n != 6 || date_week(SATURDAY) != 47 ||
			sort_cmp(LANG_NB, S("å"), S("ø")) <= 0 || graphemes(S("æøå")) != 3)
			*(bool *)arg = true;
	}
	return NULL;
}

static void
any_thread_may_ask(void **state)
{
	pthread_t threads[8];
	bool wrong[8] = { false };

	(void)state;
	for (size_t i = 0; i < COUNT(threads); i++)
		assert_int_equal(pthread_create(&threads[i], NULL, format_often, &wrong[i]), 0);
	for (size_t i = 0; i < COUNT(threads); i++) {
		pthread_join(threads[i], NULL);
		assert_false(wrong[i]);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(dates_are_written_as_people_write_them),
		cmocka_unit_test(weeks_are_counted_by_iso_8601),
		cmocka_unit_test(dates_are_read_as_written),
		cmocka_unit_test(days_that_do_not_exist_are_refused),
		cmocka_unit_test(input_fields_get_what_they_can_read_back),
		cmocka_unit_test(days_on_keep_the_clock_time),
		cmocka_unit_test(numbers_are_grouped_and_have_commas),
		cmocka_unit_test(any_thread_may_ask),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
