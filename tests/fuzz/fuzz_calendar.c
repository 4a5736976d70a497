/* fuzz_calendar.c: the calendar writer. Whatever a title, a place or an address holds, the file has one calendar with one entry, its lines
 * are short and rightly ended, and nothing in it begins a property of its own; whenever it begins, the file's own rules of the zone
 * lead back to that moment. */
#include <libical/ical.h>

#include "base/str.h"
#include "fuzz.h"
#include "post/calendar.h"

/* The fields lie one after the other, a byte that no text of ours holds between them. */
static str
field(str *rest)
{
	str one = *rest, tail = { 0 };

	if (!str_cut(*rest, 0x1e, &one, &tail))
		tail = (str){ 0 };
	*rest = tail;
	return one;
}

static size_t
lines_beginning(str file, str with)
{
	size_t n = 0;

	for (size_t i = 0; i + with.n <= file.n; i++)
		n += (i == 0 || file.p[i - 1] == '\n') && str_eq((str){ file.p + i, with.n }, with);
	return n;
}

static void
check(str file)
{
	size_t line = 0;

	for (size_t i = 0; i < file.n; i++) {
		assert(file.p[i] != 0);
		line = file.p[i] == '\n' ? 0 : line + 1;
		assert(line <= 76);
		assert(file.p[i] != '\n' || (i && file.p[i - 1] == '\r'));
	}
	assert(lines_beginning(file, S("BEGIN:VCALENDAR")) == 1 && lines_beginning(file, S("END:VCALENDAR")) == 1);
	assert(lines_beginning(file, S("BEGIN:")) == 5 && lines_beginning(file, S("END:VEVENT")) == 1);
	assert(lines_beginning(file, S("BEGIN:VTIMEZONE")) == 1 && lines_beginning(file, S("TZID:Europe/Oslo\r\n")) == 1);
	assert(lines_beginning(file, S("METHOD:")) == 1 && lines_beginning(file, S("UID:")) == 1);
	assert(lines_beginning(file, S("ATTENDEE")) <= 1 && lines_beginning(file, S("ORGANIZER")) <= 1);
	assert(lines_beginning(file, S("ATTACH")) == 0);
}

static void
check_moments(struct arena *a, str file, const struct calendar_event *ev)
{
	icalcomponent *cal = icalcomponent_new_from_string(str_z(a, file));
	icalcomponent *e = icalcomponent_get_first_component(cal, ICAL_VEVENT_COMPONENT);
	icaltimetype starts = icalcomponent_get_dtstart(e), ends = icalcomponent_get_dtend(e);

	assert(icaltime_as_timet_with_zone(starts, starts.zone) == ev->starts);
	assert(icaltime_as_timet_with_zone(ends, ends.zone) == ev->ends);
	icalcomponent_free(cal);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	struct arena a CLEANUP(arena_free) = { 0 };
	str rest = fuzz_str(data, n), out;
	struct calendar_event ev = { .stamp = 1796990400, .sequence = 3 };
	int64_t at;

	ev.uid = field(&rest);
	ev.title = field(&rest);
	ev.place = field(&rest);
	ev.text = field(&rest);
	ev.url = field(&rest);
	ev.organizer = field(&rest);
	ev.organizer_name = field(&rest);
	ev.attendee = field(&rest);
	/* Up to the year 2100. */
	ev.starts = str_int(field(&rest), &at) == OK && at > 0 ? at % 4102444800 : 1797076800;
	ev.ends = ev.starts + 7200;
	if (calendar_file(&a, CALENDAR_PUBLISH, &ev, 1, &out) == OK) {
		check(out);
		check_moments(&a, out, &ev);
	}
	if (ev.organizer.n && calendar_file(&a, CALENDAR_REQUEST, &ev, 1, &out) == OK)
		check(out);
	return 0;
}
