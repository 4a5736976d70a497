/* calendar.h: dates as calendar files (RFC 5545, RFC 5546), made by libical. Any thread.
 *
 * Times are written as the clock shows them in Europe/Oslo, and every file carries the rules of that zone. In the two hours of
 * the night in October when the clock is turned back, the clock does not tell which one is meant: those are written in UTC.
 * Give the same uid each time the same gathering is written, and a higher sequence when it has changed. Source: issue 3 point 10,
 * domain.md E.13. */
#ifndef POST_CALENDAR_H
#define POST_CALENDAR_H

#include "base/arena.h"
#include "base/base.h"

enum calendar_method {
	CALENDAR_PUBLISH,	/* to lay in one's own calendar; nobody is asked to answer */
	CALENDAR_REQUEST,	/* an invitation, and every change of it */
	CALENDAR_CANCEL,	/* it has been dropped */
};

struct calendar_event {
	str uid;
	int64_t starts, ends;	/* seconds since 1970, UTC; ends 0: one hour */
	int64_t stamp;	/* when this was written */
	int64_t sequence;	/* rises with every change */
	str title, place, text, url;	/* empty ones are left out */
	str organizer, organizer_name;	/* an e-mail address; needed for CALENDAR_REQUEST and CALENDAR_CANCEL */
	str attendee;	/* whom an invitation is for: the only one named in it */
	bool tentative;	/* a date that may yet change */
	bool free;	/* takes nobody's time */
};

/* The whole file, lines folded and ended as the standard wants. Bytes that are not UTF-8 or NUL: ERR_INVALID. */
err calendar_file(struct arena *a, enum calendar_method m, const struct calendar_event *ev, size_t n, str *out) MUST_USE;

/* The same to subscribe to: a calendar with a name that programs fetch again and again. n may be 0. */
err calendar_feed(struct arena *a, str name, const struct calendar_event *ev, size_t n, str *out) MUST_USE;

#endif
