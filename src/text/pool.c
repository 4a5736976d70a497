/* pool.c: a short list of spare formatters under one lock. */
#include "text/pool.h"

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <unicode/ubrk.h>
#include <unicode/ucal.h>
#include <unicode/udat.h>
#include <unicode/udatpg.h>
#include <unicode/unum.h>

#define MOST_SPARE 64

static struct spare {
	enum tool tool;
	enum lang lang;
	void *object;
} spares[MOST_SPARE];
static size_t spare_count;
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;

static const UChar oslo[] = u"Europe/Oslo";

/* How a date is written; further languages get what ICU knows for the skeleton. */
static const struct {
	const UChar *norwegian, *english, *skeleton;
} patterns[] = {
	[TOOL_DATE_LONG] = { u"EEEE d. MMMM y", u"EEEE d MMMM y", u"EEEEdMMMMy" },
	[TOOL_DATE_SHORT] = { u"dd.MM.y", u"d MMM y", u"dMMMy" },
	[TOOL_DAY_MONTH] = { u"d. MMMM", u"d MMMM", u"dMMMM" },
	[TOOL_DATE_TIME] = { u"EEEE d. MMMM 'kl.' HH.mm", u"EEEE d MMMM 'at' HH:mm", u"EEEEdMMMMHHmm" },
	[TOOL_CLOCK] = { u"HH.mm", u"HH:mm", u"HHmm" },
};

static NORETURN void
broken(const char *what, UErrorCode status)
{
	fprintf(stderr, "level=error msg=\"ICU cannot make %s: %s\"\n", what, u_errorName(status));
	abort();
}

const char *
pool_locale(enum lang l, char room[16])
{
	str tag = lang_tag(l);

	assert(tag.n < 16);
	memcpy(room, tag.p, tag.n);
	room[tag.n] = 0;
	return room;
}

static void *
open_date(enum tool t, enum lang l, const char *locale, UErrorCode *status)
{
	const UChar *pattern = l == LANG_EN ? patterns[t].english : patterns[t].norwegian;
	UChar best[64];

	if (l >= LANG_COUNT) {
		UDateTimePatternGenerator *g = udatpg_open(locale, status);
		(void)udatpg_getBestPattern(g, patterns[t].skeleton, -1, best, COUNT(best), status);
		udatpg_close(g);
		pattern = best;
	}
	return U_FAILURE(*status) ? NULL : udat_open(UDAT_PATTERN, UDAT_PATTERN, locale, oslo, -1, pattern, -1, status);
}

static void *
open_calendar(UErrorCode *status)
{
	UCalendar *c = ucal_open(oslo, -1, "nb", UCAL_GREGORIAN, status);

	if (U_SUCCESS(*status)) {
		ucal_setAttribute(c, UCAL_FIRST_DAY_OF_WEEK, UCAL_MONDAY);
		ucal_setAttribute(c, UCAL_MINIMAL_DAYS_IN_FIRST_WEEK, 4);
	}
	return c;
}

static void *
open_number(enum tool t, const char *locale, UErrorCode *status)
{
	UNumberFormat *f =
		unum_open(t == TOOL_PERCENT ? UNUM_PERCENT : UNUM_DECIMAL, NULL, 0, locale, NULL, status);

	if (U_SUCCESS(*status)) {
		unum_setAttribute(f, UNUM_MAX_FRACTION_DIGITS, t == TOOL_PERCENT);
		unum_setAttribute(f, UNUM_ROUNDING_MODE, UNUM_ROUND_HALFUP);
	}
	return f;
}

static void *
open_tool(enum tool t, enum lang l)
{
	UErrorCode status = U_ZERO_ERROR;
	char room[16];
	const char *locale = pool_locale(l, room);
	void *object;

	if (t <= TOOL_CLOCK)
		object = open_date(t, l, locale, &status);
	else if (t == TOOL_CALENDAR)
		object = open_calendar(&status);
	else if (t == TOOL_GRAPHEMES)
		object = ubrk_open(UBRK_CHARACTER, "", NULL, 0, &status);
	else
		object = open_number(t, locale, &status);
	if (U_FAILURE(status) || !object)
		broken("a formatter", status);
	return object;
}

static void
close_tool(enum tool t, void *object)
{
	if (t <= TOOL_CLOCK)
		udat_close(object);
	else if (t == TOOL_CALENDAR)
		ucal_close(object);
	else if (t == TOOL_GRAPHEMES)
		ubrk_close(object);
	else
		unum_close(object);
}

/* Calendars and grapheme breaks are the same for all languages. */
static enum lang
kept_as(enum tool t, enum lang l)
{
	return t == TOOL_CALENDAR || t == TOOL_GRAPHEMES ? LANG_NB : l;
}

void *
icu_borrow(enum tool t, enum lang l)
{
	void *object = NULL;

	l = kept_as(t, l);
	pthread_mutex_lock(&lock);
	for (size_t i = spare_count; i-- && !object;)
		if (spares[i].tool == t && spares[i].lang == l) {
			object = spares[i].object;
			spares[i] = spares[--spare_count];
		}
	pthread_mutex_unlock(&lock);
	return object ? object : open_tool(t, l);
}

void
icu_return(enum tool t, enum lang l, void *object)
{
	bool kept;

	l = kept_as(t, l);
	pthread_mutex_lock(&lock);
	kept = spare_count < MOST_SPARE;
	if (kept)
		spares[spare_count++] = (struct spare){ .tool = t, .lang = l, .object = object };
	pthread_mutex_unlock(&lock);
	if (!kept)
		close_tool(t, object);
}
