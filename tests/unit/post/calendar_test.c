/* calendar_test.c: what calendar programs read in our files. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <libical/ical.h>
#include <time.h>

#include "base/str.h"
#include "post/calendar.h"

/* 12 December 2026, 13:00 in Oslo */
#define AT 1797076800

static struct calendar_event
workshop(void)
{
	return (struct calendar_event){ .uid = S("sitting-7@medvirk.example"), .starts = AT, .ends = AT + 7200, .stamp = AT - 86400,
		.sequence = 3, .title = S("Verkstedet: æ, ø, å; og \\ tegn"), .place = S("Kantina"),
		.text = S("Ta med telefon.\nVi gleder oss."), .url = S("https://medvirk.example/w/abc") };
}

/* Times as the zone that the file itself carries has them. */
static int64_t
instant(icalproperty *p, icaltimezone *zone)
{
	icalparameter *tzid = icalproperty_get_first_parameter(p, ICAL_TZID_PARAMETER);
	icaltimetype t = icalvalue_get_datetime(icalproperty_get_value(p));

	assert_int_not_equal(icaltime_is_utc(t) != 0, tzid != NULL);
	if (tzid)
		assert_string_equal(icalparameter_get_tzid(tzid), "Europe/Oslo");
	return icaltime_as_timet_with_zone(t, tzid ? zone : icaltimezone_get_utc_timezone());
}

static void
a_file_is_read_back_as_it_was_meant(void **state)
{
	struct arena a CLEANUP(arena_free) = { 0 };
	struct calendar_event ev = workshop();
	icalcomponent *cal, *e;
	icaltimezone *zone;
	str text;

	(void)state;
	assert_int_equal(calendar_file(&a, CALENDAR_PUBLISH, &ev, 1, &text), OK);
	cal = icalcomponent_new_from_string(str_z(&a, text));
	assert_non_null(cal);
	zone = icalcomponent_get_timezone(cal, "Europe/Oslo");
	assert_int_equal(icalcomponent_get_method(cal), ICAL_METHOD_PUBLISH);
	e = icalcomponent_get_first_component(cal, ICAL_VEVENT_COMPONENT);
	assert_string_equal(icalcomponent_get_summary(e), "Verkstedet: æ, ø, å; og \\ tegn");
	assert_string_equal(icalcomponent_get_description(e), "Ta med telefon.\nVi gleder oss.");
	assert_string_equal(icalcomponent_get_location(e), "Kantina");
	assert_string_equal(icalcomponent_get_uid(e), "sitting-7@medvirk.example");
	assert_int_equal(icalcomponent_get_sequence(e), 3);
	assert_int_equal(instant(icalcomponent_get_first_property(e, ICAL_DTSTART_PROPERTY), zone), AT);
	assert_int_equal(instant(icalcomponent_get_first_property(e, ICAL_DTEND_PROPERTY), zone), AT + 7200);
	icalcomponent_free(cal);
}

static void
assert_reads(int64_t starts, int64_t ends, bool clock)
{
	struct arena a CLEANUP(arena_free) = { 0 };
	struct calendar_event ev = workshop();
	icalcomponent *cal, *e;
	icaltimezone *zone;
	icalproperty *p;
	str text;

	ev.starts = starts;
	ev.ends = ends;
	assert_int_equal(calendar_file(&a, CALENDAR_PUBLISH, &ev, 1, &text), OK);
	cal = icalcomponent_new_from_string(str_z(&a, text));
	zone = icalcomponent_get_timezone(cal, "Europe/Oslo");
	assert_non_null(zone);
	assert_int_equal(icalcomponent_count_components(cal, ICAL_VTIMEZONE_COMPONENT), 1);
	e = icalcomponent_get_first_component(cal, ICAL_VEVENT_COMPONENT);
	p = icalcomponent_get_first_property(e, ICAL_DTSTART_PROPERTY);
	assert_int_equal(instant(p, zone), starts);
	assert_int_equal(icalproperty_get_first_parameter(p, ICAL_TZID_PARAMETER) != NULL, clock);
	assert_int_equal(instant(icalcomponent_get_first_property(e, ICAL_DTEND_PROPERTY), zone), ends);
	icalcomponent_free(cal);
}

static void
times_are_those_of_the_clock_in_oslo(void **state)
{
	static const struct { const char *written; int64_t at; } t[] = {
		{ "DTSTART;TZID=Europe/Oslo:20261212T130000\r\n", AT },
		{ "DTSTART;TZID=Europe/Oslo:20260329T015959\r\n", 1774745999 },	/* the last second of winter */
		{ "DTSTART;TZID=Europe/Oslo:20260329T030000\r\n", 1774746000 },
		{ "DTSTART;TZID=Europe/Oslo:20261025T005959\r\n", 1792882799 },
		{ "DTSTART:20261025T000000Z\r\n", 1792886400 },	/* 02.00, and 02.00 again an hour later */
		{ "DTSTART:20261025T003000Z\r\n", 1792888200 },
		{ "DTSTART:20261025T013000Z\r\n", 1792891800 },
		{ "DTSTART;TZID=Europe/Oslo:20261025T030000\r\n", 1792893600 },
		{ "DTSTART;TZID=Europe/Oslo:20310331T120000\r\n", 1932717600 },
		{ "DTSTART:19950101T110000Z\r\n", 788958000 },	/* before the rules */
	};
	struct arena a CLEANUP(arena_free) = { 0 };
	struct calendar_event ev = workshop();
	str text;

	(void)state;
	for (size_t i = 0; i < COUNT(t); i++) {
		ev.starts = t[i].at;
		ev.ends = 0;
		assert_int_equal(calendar_file(&a, CALENDAR_PUBLISH, &ev, 1, &text), OK);
		if (str_find(text, str_of(t[i].written)) == SIZE_MAX)
			fail_msg("%s is not in " STR_FMT, t[i].written, STR_ARG(text));
	}
}

/* Every 31 minutes of two nights around each turn, and of a day of each month between, for twenty years. */
static void
every_moment_is_read_back_by_the_rules_in_the_file(void **state)
{
	(void)state;
	for (int64_t t = 1767225600; t < 1767225600 + (int64_t)20 * 365 * 86400; t += 86400) {
		time_t at = (time_t)t;
		struct tm tm;
		bool near;
		gmtime_r(&at, &tm);
		near = (tm.tm_mon == 2 || tm.tm_mon == 9) && tm.tm_mday >= 25 && tm.tm_wday == 0;
		if (!near && tm.tm_mday != 1)
			continue;
		for (int64_t m = near ? -120 : 600; m < (near ? 300 : 660); m += 31) {
			bool twice = near && tm.tm_mon == 9 && ((m >= 0 && m < 120) || (m + 45 >= 0 && m + 45 < 120));
			assert_reads(t + m * 60, t + m * 60 + 2700, !twice);
		}
	}
}

static void
a_feed_carries_the_zone_once(void **state)
{
	struct arena a CLEANUP(arena_free) = { 0 };
	struct calendar_event ev[2] = { workshop(), workshop() };
	icalcomponent *cal;
	str text;

	(void)state;
	ev[1].uid = S("sitting-8@medvirk.example");
	ev[1].starts += 86400;
	ev[1].ends += 86400;
	for (size_t n = 0; n <= 2; n += 2) {
		assert_int_equal(calendar_feed(&a, S("Solbakken"), ev, n, &text), OK);
		cal = icalcomponent_new_from_string(str_z(&a, text));
		assert_int_equal(icalcomponent_count_components(cal, ICAL_VTIMEZONE_COMPONENT), 1);
		assert_int_equal(icalcomponent_count_components(cal, ICAL_VEVENT_COMPONENT), n);
		icalcomponent_free(cal);
	}
}

static void
lines_are_folded(void **state)
{
	struct arena a CLEANUP(arena_free) = { 0 };
	struct calendar_event ev = workshop();
	str text, line, rest;

	(void)state;
	ev.text = S("Åtte år på øya, ærlig talt: "
		"åååååååååååååååååååååååååååååååååååååååååååååååååååååååå"
		" slutt.");
	assert_int_equal(calendar_file(&a, CALENDAR_PUBLISH, &ev, 1, &text), OK);
	for (rest = text; str_cut(rest, '\n', &line, &rest);) {
		assert_true(line.n <= 76);	/* 75 and the CR */
		assert_true(str_is_utf8(line));	/* no letter is cut in two */
		assert_true(str_ends(line, S("\r")));
	}
}

static void
a_dropped_gathering_is_cancelled(void **state)
{
	struct arena a CLEANUP(arena_free) = { 0 };
	struct calendar_event ev = workshop();
	str text;

	(void)state;
	ev.organizer = S("leder@solbakken.example");
	assert_int_equal(calendar_file(&a, CALENDAR_CANCEL, &ev, 1, &text), OK);
	assert_true(str_find(text, S("METHOD:CANCEL\r\n")) != SIZE_MAX);
	assert_true(str_find(text, S("STATUS:CANCELLED\r\n")) != SIZE_MAX);
	assert_true(str_find(text, S("ORGANIZER:mailto:leder@solbakken.example\r\n")) != SIZE_MAX);
}

static void
bytes_that_are_no_text_are_refused(void **state)
{
	struct arena a CLEANUP(arena_free) = { 0 };
	struct calendar_event ev = workshop();
	str text;

	(void)state;
	ev.title = S("a\xff");
	assert_int_equal(calendar_file(&a, CALENDAR_PUBLISH, &ev, 1, &text), ERR_INVALID);
	ev = workshop();
	ev.place = S("a\0b");
	assert_int_equal(calendar_file(&a, CALENDAR_PUBLISH, &ev, 1, &text), ERR_INVALID);
	ev = workshop();
	ev.uid = S("");
	assert_int_equal(calendar_file(&a, CALENDAR_PUBLISH, &ev, 1, &text), ERR_INVALID);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_file_is_read_back_as_it_was_meant),
		cmocka_unit_test(times_are_those_of_the_clock_in_oslo),
		cmocka_unit_test(every_moment_is_read_back_by_the_rules_in_the_file),
		cmocka_unit_test(a_feed_carries_the_zone_once),
		cmocka_unit_test(lines_are_folded),
		cmocka_unit_test(a_dropped_gathering_is_cancelled),
		cmocka_unit_test(bytes_that_are_no_text_are_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
