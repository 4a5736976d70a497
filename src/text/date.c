/* date.c: dates, clock times and numbers, by ICU. */
#include "text/date.h"

#include <unicode/ucal.h>
#include <unicode/udat.h>
#include <unicode/unum.h>

#include "base/str.h"
#include "text/number.h"
#include "text/pool.h"

#define LONGEST 200	/* UTF-16 units; no date or number comes near this */

/* UTF-16 from ICU as UTF-8. Cut pairs cannot occur: n is what ICU says it wrote. */
static void
add_utf16(struct buf *b, const UChar *s, int32_t n)
{
	for (int32_t i = 0; i < n;) {
		UChar32 c;
		char bytes[U8_MAX_LENGTH];
		int32_t len = 0;
		U16_NEXT(s, i, n, c);
		U8_APPEND_UNSAFE(bytes, len, c);
		buf_add(b, (str){ bytes, (size_t)len });
	}
}

static str
formatted(struct arena *a, const UChar *s, int32_t n, UErrorCode status)
{
	struct buf b = buf_new(a, LONGEST * 4);

	if (U_SUCCESS(status) && n <= LONGEST)
		add_utf16(&b, s, n);
	return buf_str(&b);
}

/* ---- writing ---- */

static str
format(struct arena *a, enum tool t, enum lang l, int64_t time)
{
	UErrorCode status = U_ZERO_ERROR;
	UChar text[LONGEST];
	void *tool = icu_borrow(t, l);
	int32_t n = udat_format(tool, (UDate)time * 1000, text, LONGEST, NULL, &status);

	icu_return(t, l, tool);
	return formatted(a, text, n, status);
}

str
date_long(struct arena *a, enum lang l, int64_t t)
{
	return format(a, TOOL_DATE_LONG, l, t);
}

str
date_short(struct arena *a, enum lang l, int64_t t)
{
	return format(a, TOOL_DATE_SHORT, l, t);
}

str
date_day_month(struct arena *a, enum lang l, int64_t t)
{
	return format(a, TOOL_DAY_MONTH, l, t);
}

str
date_time(struct arena *a, enum lang l, int64_t t)
{
	return format(a, TOOL_DATE_TIME, l, t);
}

str
clock_hm(struct arena *a, enum lang l, int64_t t)
{
	return format(a, TOOL_CLOCK, l, t);
}

/* One field of a time in Oslo, or several. */
static void
fields_of(int64_t t, const UCalendarDateFields *fields, int *out, size_t n)
{
	UErrorCode status = U_ZERO_ERROR;
	UCalendar *c = icu_borrow(TOOL_CALENDAR, LANG_NB);

	ucal_setMillis(c, (UDate)t * 1000, &status);
	for (size_t i = 0; i < n; i++)
		out[i] = ucal_get(c, fields[i], &status);
	icu_return(TOOL_CALENDAR, LANG_NB, c);
}

int
date_week(int64_t t)
{
	const UCalendarDateFields field = UCAL_WEEK_OF_YEAR;
	int week = 0;

	fields_of(t, &field, &week, 1);
	return week;
}

str
date_iso(struct arena *a, int64_t t)
{
	static const UCalendarDateFields fields[] = { UCAL_YEAR, UCAL_MONTH, UCAL_DATE };
	int v[3] = { 0 };

	fields_of(t, fields, v, 3);
	return str_fmt(a, "%04d-%02d-%02d", v[0], v[1] + 1, v[2]);
}

str
time_iso(struct arena *a, int64_t t)
{
	static const UCalendarDateFields fields[] = { UCAL_HOUR_OF_DAY, UCAL_MINUTE };
	int v[2] = { 0 };

	fields_of(t, fields, v, 2);
	return str_fmt(a, "%02d:%02d", v[0], v[1]);
}

/* ---- reading ---- */

/* Numbers with single separators between; false unless there are exactly n. */
static bool
read_numbers(str s, char separator, int *out, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		str one;
		int64_t v;
		bool more = str_cut(s, separator, &one, &s);
		if (more != (i + 1 < n) || one.n > 4 || str_int(one, &v) || v < 0)
			return false;
		out[i] = (int)v;
	}
	return true;
}

static bool
read_date(str s, int *year, int *month, int *day)
{
	static const int days[] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };
	int v[3];
	bool leap;

	if (read_numbers(s, '.', v, 3)) {
		*year = v[2];
		*day = v[0];
	} else if (read_numbers(s, '-', v, 3)) {
		*year = v[0];
		*day = v[2];
	} else {
		return false;
	}
	*month = v[1];
	leap = (*year % 4 == 0 && *year % 100 != 0) || *year % 400 == 0;
	return *year >= 1900 && *year <= 2999 && *month >= 1 && *month <= 12 && *day >= 1 &&
		*day <= days[*month - 1] + (*month == 2 && leap);
}

static bool
read_time(str s, int *hour, int *minute)
{
	int v[2] = { 0, 0 };

	if (s.n && !read_numbers(s, '.', v, 2) && !read_numbers(s, ':', v, 2))
		return false;
	*hour = v[0];
	*minute = v[1];
	return v[0] < 24 && v[1] < 60;
}

err
date_parse(str date, str time, int64_t *out)
{
	UErrorCode status = U_ZERO_ERROR;
	int year, month, day, hour, minute;
	UCalendar *c;
	UDate millis;

	if (!read_date(str_trim(date), &year, &month, &day) || !read_time(str_trim(time), &hour, &minute))
		return ERR_INVALID;
	c = icu_borrow(TOOL_CALENDAR, LANG_NB);
	ucal_clear(c);
	ucal_setDateTime(c, year, month - 1, day, hour, minute, 0, &status);
	millis = ucal_getMillis(c, &status);
	icu_return(TOOL_CALENDAR, LANG_NB, c);
	if (U_FAILURE(status))
		return ERR_INVALID;
	*out = (int64_t)(millis / 1000);
	return OK;
}

int64_t
date_add_days(int64_t t, int n)
{
	UErrorCode status = U_ZERO_ERROR;
	UCalendar *c = icu_borrow(TOOL_CALENDAR, LANG_NB);
	UDate millis;

	ucal_setMillis(c, (UDate)t * 1000, &status);
	ucal_add(c, UCAL_DATE, n, &status);
	millis = ucal_getMillis(c, &status);
	icu_return(TOOL_CALENDAR, LANG_NB, c);
	assert(U_SUCCESS(status));
	return (int64_t)(millis / 1000);
}

/* ---- numbers ---- */

str
percent(struct arena *a, enum lang l, double share)
{
	UErrorCode status = U_ZERO_ERROR;
	UChar text[LONGEST];
	void *tool = icu_borrow(TOOL_PERCENT, l);
	int32_t n = unum_formatDouble(tool, share, text, LONGEST, NULL, &status);

	icu_return(TOOL_PERCENT, l, tool);
	return formatted(a, text, n, status);
}

void
number_add(struct buf *b, enum lang l, int64_t v)
{
	UErrorCode status = U_ZERO_ERROR;
	UChar text[LONGEST];
	void *tool;
	int32_t n;

	if (v >= 0 && v < 1000 && l < LANG_COUNT) {
		buf_int(b, v);
		return;
	}
	tool = icu_borrow(TOOL_NUMBER, l);
	n = unum_formatInt64(tool, v, text, LONGEST, NULL, &status);
	icu_return(TOOL_NUMBER, l, tool);
	if (U_SUCCESS(status) && n <= LONGEST)
		add_utf16(b, text, n);
}

str
number(struct arena *a, enum lang l, int64_t v)
{
	struct buf b = buf_new(a, LONGEST * 4);

	number_add(&b, l, v);
	return buf_str(&b);
}
