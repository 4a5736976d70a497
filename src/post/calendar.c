/* calendar.c: events by way of libical. */
#include "post/calendar.h"

#include <libical/ical.h>

#include "base/str.h"

static bool
is_text(str s)
{
	return !str_has(s, 0) && str_is_utf8(s);
}

static bool
is_fit(const struct calendar_event *ev)
{
	return ev->uid.n && is_text(ev->uid) && is_text(ev->title) && is_text(ev->place) && is_text(ev->text) &&
		is_text(ev->url) && is_text(ev->organizer);
}

static icaltimetype
utc(int64_t t)
{
	return icaltime_from_timet_with_zone((time_t)t, 0, icaltimezone_get_utc_timezone());
}

static void
add(icalcomponent *c, icalproperty *p)
{
	icalcomponent_add_property(c, p);
}

static icalcomponent *
event_new(struct arena *a, enum calendar_method m, const struct calendar_event *ev)
{
	icalcomponent *c = icalcomponent_new(ICAL_VEVENT_COMPONENT);

	add(c, icalproperty_new_uid(str_z(a, ev->uid)));
	add(c, icalproperty_new_dtstamp(utc(ev->stamp)));
	add(c, icalproperty_new_dtstart(utc(ev->starts)));
	add(c, icalproperty_new_dtend(utc(ev->ends > ev->starts ? ev->ends : ev->starts + 3600)));
	add(c, icalproperty_new_sequence((int)(ev->sequence & INT32_MAX)));
	add(c, icalproperty_new_status(m == CALENDAR_CANCEL ? ICAL_STATUS_CANCELLED : ICAL_STATUS_CONFIRMED));
	if (ev->title.n)
		add(c, icalproperty_new_summary(str_z(a, ev->title)));
	if (ev->place.n)
		add(c, icalproperty_new_location(str_z(a, ev->place)));
	if (ev->text.n)
		add(c, icalproperty_new_description(str_z(a, ev->text)));
	if (ev->url.n)
		add(c, icalproperty_new_url(str_z(a, ev->url)));
	if (ev->organizer.n)
		add(c, icalproperty_new_organizer(str_z(a, str_fmt(a, "mailto:" STR_FMT, STR_ARG(ev->organizer)))));
	return c;
}

static icalproperty_method
method_of(enum calendar_method m)
{
	switch (m) {
	case CALENDAR_PUBLISH: break;
	case CALENDAR_REQUEST: return ICAL_METHOD_REQUEST;
	case CALENDAR_CANCEL: return ICAL_METHOD_CANCEL;
	}
	return ICAL_METHOD_PUBLISH;
}

err
calendar_file(struct arena *a, enum calendar_method m, const struct calendar_event *ev, size_t n, str *out)
{
	icalcomponent *cal;
	char *text;

	for (size_t i = 0; i < n; i++)
		if (!is_fit(&ev[i]))
			return ERR_INVALID;
	assert(m == CALENDAR_PUBLISH || (n && ev[0].organizer.n));
	cal = icalcomponent_new(ICAL_VCALENDAR_COMPONENT);
	add(cal, icalproperty_new_version("2.0"));
	add(cal, icalproperty_new_prodid("-//Medvirk//Medvirk//NO"));
	add(cal, icalproperty_new_method(method_of(m)));
	for (size_t i = 0; i < n; i++)
		icalcomponent_add_component(cal, event_new(a, m, &ev[i]));
	text = icalcomponent_as_ical_string_r(cal);
	icalcomponent_free(cal);
	if (!text)
		return ERR_IO;
	*out = str_dup(a, str_of(text));
	free(text);
	return OK;
}
