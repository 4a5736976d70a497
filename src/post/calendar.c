/* calendar.c: events by way of libical. */
#include "post/calendar.h"

#include <libical/ical.h>
#include <stdlib.h>
#include <time.h>

#include "base/buf.h"
#include "base/str.h"
#include "post/header.h"

static bool
is_text(str s)
{
	return !str_has(s, 0) && str_is_utf8(s);
}

/* libical writes these as they are: a line end in them would begin a property of its own. */
static bool
is_word(str s)
{
	for (size_t i = 0; i < s.n; i++)
		if ((unsigned char)s.p[i] <= 0x20 || s.p[i] == 0x7f)
			return false;
	return str_is_utf8(s);
}

static bool
is_fit(const struct calendar_event *ev)
{
	return ev->uid.n && is_word(ev->uid) && is_text(ev->title) && is_text(ev->place) && is_text(ev->text) && is_word(ev->url) &&
		is_text(ev->organizer_name) && (ev->organizer.n == 0 || mail_address_is_fit(ev->organizer)) &&
		(ev->attendee.n == 0 || mail_address_is_fit(ev->attendee));
}

static icaltimetype
utc(int64_t t)
{
	return icaltime_from_timet_with_zone((time_t)t, 0, icaltimezone_get_utc_timezone());
}

/* ---- Europe/Oslo ---- */

#define ZONE "Europe/Oslo"
#define RULES_SINCE 828234000	/* 31 March 1996, 01:00 UTC: the rules below hold from here on */

/* The rules of the European Union: from the last Sunday of March to the last Sunday of October, at 01:00 UTC. */
static const char zone_rules[] =
	"BEGIN:VTIMEZONE\r\n"
	"TZID:" ZONE "\r\n"
	"BEGIN:DAYLIGHT\r\n"
	"TZNAME:CEST\r\n"
	"TZOFFSETFROM:+0100\r\n"
	"TZOFFSETTO:+0200\r\n"
	"DTSTART:19960331T020000\r\n"
	"RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU\r\n"
	"END:DAYLIGHT\r\n"
	"BEGIN:STANDARD\r\n"
	"TZNAME:CET\r\n"
	"TZOFFSETFROM:+0200\r\n"
	"TZOFFSETTO:+0100\r\n"
	"DTSTART:19961027T030000\r\n"
	"RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU\r\n"
	"END:STANDARD\r\n"
	"END:VTIMEZONE\r\n";

/* Seconds east of UTC. false: the clock there tells no single moment, for it is turned back through this hour, or the rules say
 * nothing of it. */
static bool
oslo_offset(int64_t t, int64_t *offset)
{
	time_t at = (time_t)t;
	struct tm tm;
	int turn;
	bool after;

	if (t < RULES_SINCE || !gmtime_r(&at, &tm))
		return false;
	/* March and October have 31 days, and the day of the week of the 31st tells which is the last Sunday. */
	turn = 31 - (tm.tm_wday + 31 - tm.tm_mday) % 7;
	after = tm.tm_mday > turn || (tm.tm_mday == turn && tm.tm_hour >= 1);
	*offset = (tm.tm_mon > 2 && tm.tm_mon < 9) || (tm.tm_mon == 2 && after) || (tm.tm_mon == 9 && !after) ? 7200 : 3600;
	return tm.tm_mon != 9 || tm.tm_mday != turn || tm.tm_hour > 1;
}

static icalproperty *
local(icalproperty *p)
{
	icalproperty_add_parameter(p, icalparameter_new_tzid(ZONE));
	return p;
}

static void
add(icalcomponent *c, icalproperty *p)
{
	icalcomponent_add_property(c, p);
}

/* Parameters cannot hold quotes or line ends at all. */
static const char *
parameter(struct arena *a, str text)
{
	struct buf b = buf_new(a, 512);

	for (size_t i = 0; i < text.n && b.n < 200; i++)
		buf_addc(&b, (unsigned char)text.p[i] < 0x20 || text.p[i] == 0x7f || text.p[i] == '"' ? ' ' : text.p[i]);
	while (b.n && !str_is_utf8(buf_str(&b)))
		b.n--;
	return str_z(a, buf_str(&b));
}

static const char *
mailto(struct arena *a, str address)
{
	return str_z(a, str_fmt(a, "mailto:" STR_FMT, STR_ARG(address)));
}

/* Nobody else who is invited stands in it. No answer is asked for: nobody reads the sender's letters. */
static void
add_people(icalcomponent *c, struct arena *a, const struct calendar_event *ev)
{
	icalproperty *p;

	if (ev->organizer.n) {
		p = icalproperty_new_organizer(mailto(a, ev->organizer));
		if (ev->organizer_name.n)
			icalproperty_add_parameter(p, icalparameter_new_cn(parameter(a, ev->organizer_name)));
		add(c, p);
	}
	if (ev->attendee.n) {
		p = icalproperty_new_attendee(mailto(a, ev->attendee));
		icalproperty_add_parameter(p, icalparameter_new_role(ICAL_ROLE_REQPARTICIPANT));
		icalproperty_add_parameter(p, icalparameter_new_partstat(ICAL_PARTSTAT_NEEDSACTION));
		icalproperty_add_parameter(p, icalparameter_new_rsvp(ICAL_RSVP_FALSE));
		add(c, p);
	}
}

static icalproperty_status
status_of(enum calendar_method m, const struct calendar_event *ev)
{
	if (m == CALENDAR_CANCEL)
		return ICAL_STATUS_CANCELLED;
	return ev->tentative ? ICAL_STATUS_TENTATIVE : ICAL_STATUS_CONFIRMED;
}

static void
add_times(icalcomponent *c, int64_t starts, int64_t ends)
{
	int64_t from, to;

	if (!oslo_offset(starts, &from) || !oslo_offset(ends, &to)) {
		add(c, icalproperty_new_dtstart(utc(starts)));
		add(c, icalproperty_new_dtend(utc(ends)));
		return;
	}
	add(c, local(icalproperty_new_dtstart(icaltime_from_timet_with_zone((time_t)(starts + from), 0, NULL))));
	add(c, local(icalproperty_new_dtend(icaltime_from_timet_with_zone((time_t)(ends + to), 0, NULL))));
}

static icalcomponent *
event_new(struct arena *a, enum calendar_method m, const struct calendar_event *ev)
{
	icalcomponent *c = icalcomponent_new(ICAL_VEVENT_COMPONENT);

	add(c, icalproperty_new_uid(str_z(a, ev->uid)));
	add(c, icalproperty_new_dtstamp(utc(ev->stamp)));
	add_times(c, ev->starts, ev->ends > ev->starts ? ev->ends : ev->starts + 3600);
	add(c, icalproperty_new_sequence((int)(ev->sequence & INT32_MAX)));
	add(c, icalproperty_new_status(status_of(m, ev)));
	if (ev->free)
		add(c, icalproperty_new_transp(ICAL_TRANSP_TRANSPARENT));
	if (ev->title.n)
		add(c, icalproperty_new_summary(str_z(a, ev->title)));
	if (ev->place.n)
		add(c, icalproperty_new_location(str_z(a, ev->place)));
	if (ev->text.n)
		add(c, icalproperty_new_description(str_z(a, ev->text)));
	if (ev->url.n)
		add(c, icalproperty_new_url(str_z(a, ev->url)));
	add_people(c, a, ev);
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

static void
add_x(icalcomponent *c, const char *name, const char *value)
{
	icalproperty *p = icalproperty_new_x(value);

	icalproperty_set_x_name(p, name);
	add(c, p);
}

static icalcomponent *
calendar_new(struct arena *a, enum calendar_method m, const struct calendar_event *ev, size_t n)
{
	icalcomponent *cal = icalcomponent_new(ICAL_VCALENDAR_COMPONENT);

	add(cal, icalproperty_new_version("2.0"));
	add(cal, icalproperty_new_prodid("-//Medvirk//Medvirk//NO"));
	add(cal, icalproperty_new_method(method_of(m)));
	add_x(cal, "X-WR-TIMEZONE", ZONE);
	icalcomponent_add_component(cal, icalcomponent_new_from_string(zone_rules));
	for (size_t i = 0; i < n; i++)
		icalcomponent_add_component(cal, event_new(a, m, &ev[i]));
	return cal;
}

/* libical 3.0.16 folds a line that is full just there between the two signs of its end. */
static str
whole_ends(struct arena *a, str text)
{
	const str torn = S("\r\r\n \n");
	struct buf b = buf_new(a, text.n + 1);

	for (size_t i = 0; i < text.n; i++) {
		if (str_starts(str_from(text, i), torn)) {
			buf_add(&b, S("\r\n"));
			i += torn.n - 1;
		} else {
			buf_addc(&b, text.p[i]);
		}
	}
	return buf_str(&b);
}

static err
written(struct arena *a, icalcomponent *cal, str *out)
{
	char *text = icalcomponent_as_ical_string_r(cal);

	icalcomponent_free(cal);
	if (!text)
		return ERR_IO;
	*out = whole_ends(a, str_of(text));
	free(text);
	return OK;
}

static err
check(const struct calendar_event *ev, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (!is_fit(&ev[i]))
			return ERR_INVALID;
	return OK;
}

err
calendar_file(struct arena *a, enum calendar_method m, const struct calendar_event *ev, size_t n, str *out)
{
	TRY(check(ev, n));
	assert(m == CALENDAR_PUBLISH || (n && ev[0].organizer.n));
	return written(a, calendar_new(a, m, ev, n), out);
}

err
calendar_feed(struct arena *a, str name, const struct calendar_event *ev, size_t n, str *out)
{
	icalcomponent *cal;

	TRY(is_text(name) ? check(ev, n) : ERR_INVALID);
	cal = calendar_new(a, CALENDAR_PUBLISH, ev, n);
	add_x(cal, "X-WR-CALNAME", str_z(a, name));
	add_x(cal, "X-PUBLISHED-TTL", "PT6H");
	return written(a, cal, out);
}
