/* days.c: weekends and public holidays. */
#include "app/process/days.h"

#include "base/str.h"
#include "text/date.h"

/* Days from 1970-01-01 to a day of the civil calendar, counted in years that begin in March. */
static int64_t
day_number(int64_t year, int64_t month, int64_t day)
{
	int64_t y = month <= 2 ? year - 1 : year, era = y / 400, in_era = y - era * 400;
	int64_t in_year = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;

	return era * 146097 + in_era * 365 + in_era / 4 - in_era / 100 + in_year - 719468;
}

/* Easter Sunday by the rule of the Gregorian calendar. */
static int64_t
easter(int64_t year)
{
	int64_t a = year % 19, b = year / 100, c = year % 100, d = b / 4, e = b % 4;
	int64_t g = (8 * b + 13) / 25, h = (19 * a + b - d - g + 15) % 30, m = (a + 11 * h) / 319;
	int64_t i = c / 4, k = c % 4, l = (2 * e + 2 * i - k - h + m + 32) % 7;
	int64_t month = (h - m + l + 90) / 25;

	return day_number(year, month, (h - m + l + month + 19) % 32);
}

bool
day_is_off(struct arena *a, int64_t t)
{
	/* Maundy Thursday, Good Friday, Easter Monday, Ascension Day, Whit Monday. */
	static const int64_t by_easter[] = { -3, -2, 1, 39, 50 };
	str iso = date_iso(a, t);
	int64_t year = 0, month = 0, day = 0, number, weekday;

	if (str_int(str_take(iso, 4), &year) || str_int(str_take(str_from(iso, 5), 2), &month) ||
		str_int(str_from(iso, 8), &day))
		return false;
	number = day_number(year, month, day);
	weekday = (number + 4) % 7;
	if (weekday == 0 || weekday == 6)
		return true;
	if ((month == 12 && day >= 24) || (month == 1 && day == 1) || (month == 5 && (day == 1 || day == 17)))
		return true;
	for (size_t i = 0; i < COUNT(by_easter); i++)
		if (number == easter(year) + by_easter[i])
			return true;
	return false;
}
