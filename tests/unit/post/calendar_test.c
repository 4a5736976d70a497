/* calendar_test.c: what calendar programs read in our files. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <libical/ical.h>

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

static void
a_file_is_read_back_as_it_was_meant(void **state)
{
	struct arena a CLEANUP(arena_free) = { 0 };
	struct calendar_event ev = workshop();
	icalcomponent *cal, *e;
	str text;

	(void)state;
	assert_int_equal(calendar_file(&a, CALENDAR_PUBLISH, &ev, 1, &text), OK);
	cal = icalcomponent_new_from_string(str_z(&a, text));
	assert_non_null(cal);
	assert_int_equal(icalcomponent_get_method(cal), ICAL_METHOD_PUBLISH);
	e = icalcomponent_get_first_component(cal, ICAL_VEVENT_COMPONENT);
	assert_string_equal(icalcomponent_get_summary(e), "Verkstedet: æ, ø, å; og \\ tegn");
	assert_string_equal(icalcomponent_get_description(e), "Ta med telefon.\nVi gleder oss.");
	assert_string_equal(icalcomponent_get_location(e), "Kantina");
	assert_string_equal(icalcomponent_get_uid(e), "sitting-7@medvirk.example");
	assert_int_equal(icalcomponent_get_sequence(e), 3);
	assert_int_equal(icaltime_as_timet(icalcomponent_get_dtstart(e)), AT);
	assert_int_equal(icaltime_as_timet(icalcomponent_get_dtend(e)), AT + 7200);
	icalcomponent_free(cal);
}

static void
times_are_utc_and_lines_are_folded(void **state)
{
	struct arena a CLEANUP(arena_free) = { 0 };
	struct calendar_event ev = workshop();
	str text, line, rest;

	(void)state;
	ev.text = S("Åtte år på øya, ærlig talt: "
		"åååååååååååååååååååååååååååååååååååååååååååååååååååååååå"
		" slutt.");
	assert_int_equal(calendar_file(&a, CALENDAR_PUBLISH, &ev, 1, &text), OK);
	assert_true(str_find(text, S("DTSTART:20261212T120000Z\r\n")) != SIZE_MAX);
	assert_true(str_find(text, S("TZID")) == SIZE_MAX);
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
		cmocka_unit_test(times_are_utc_and_lines_are_folded),
		cmocka_unit_test(a_dropped_gathering_is_cancelled),
		cmocka_unit_test(bytes_that_are_no_text_are_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
