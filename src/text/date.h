/* date.h: dates, clock times and numbers as people write them here, in Europe/Oslo, by ICU.
 * Any thread. Source: domain.md E.12. */
#ifndef TEXT_DATE_H
#define TEXT_DATE_H

#include "base/arena.h"
#include "text/i18n.h"

/* "lørdag 21. november 2026" · "laurdag 21. november 2026" · "Saturday 21 November 2026" */
str date_long(struct arena *a, enum lang l, int64_t t);
str date_short(struct arena *a, enum lang l, int64_t t);	/* "21.11.2026"; en "21 Nov 2026" */
str date_day_month(struct arena *a, enum lang l, int64_t t);	/* "21. november" */
str date_time(struct arena *a, enum lang l, int64_t t);	/* "lørdag 21. november kl. 13.00" */
str clock_hm(struct arena *a, enum lang l, int64_t t);	/* "13.00"; en "13:00" */
int date_week(int64_t t);	/* ISO 8601 week number */

/* For <input type="date"> and <input type="time">: "2026-11-21" and "13:00" in Oslo time. */
str date_iso(struct arena *a, int64_t t);
str time_iso(struct arena *a, int64_t t);
/* Back again, also "21.11.2026" and "13.00"; ERR_INVALID for a day that does not exist. time may be empty (midnight). */
err date_parse(str date, str time, int64_t *out) MUST_USE;
/* The same clock time n days later (summer time counted). */
int64_t date_add_days(int64_t t, int n);

str percent(struct arena *a, enum lang l, double share);	/* 0.645: "64,5 %" */
str number(struct arena *a, enum lang l, int64_t n);	/* "1 234" */

/* Compares as the language sorts: æ, ø, å last in Norwegian. */
int sort_cmp(enum lang l, str a, str b);

/* Letters as a reader counts them (extended grapheme clusters, UAX 29). */
size_t graphemes(str s);
/* Text from outside, made fit to keep: NFC, CRLF to LF, outer space gone. ERR_INVALID for control characters
 * other than LF and tab, for lone surrogates, bidirectional overrides; ERR_TOOBIG over `most` graphemes, or over some 40 bytes for each. */
err text_clean(struct arena *a, str in, size_t most, str *out) MUST_USE;

#endif
