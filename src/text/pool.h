/* pool.h: ICU's formatters, which are dear to open and belong to one thread at a time.
 *
 * A formatter is borrowed for one use and given back, so that the process holds as many as are used at once and
 * not one for each of hundreds of threads. Any thread. */
#ifndef TEXT_POOL_H
#define TEXT_POOL_H

#include "base/base.h"
#include "text/i18n.h"

enum tool {
	TOOL_DATE_LONG, TOOL_DATE_SHORT, TOOL_DAY_MONTH, TOOL_DATE_TIME, TOOL_CLOCK,	/* UDateFormat */
	TOOL_CALENDAR,	/* UCalendar in Europe/Oslo, weeks by ISO 8601 */
	TOOL_NUMBER, TOOL_PERCENT,	/* UNumberFormat */
	TOOL_GRAPHEMES,	/* UBreakIterator */
	TOOL_COUNT
};

/* Never NULL: a formatter that cannot be opened is a broken installation and ends the process. */
void *icu_borrow(enum tool t, enum lang l) __attribute__((returns_nonnull));
void icu_return(enum tool t, enum lang l, void *tool);

/* The ICU locale of a language, NUL-ended. */
const char *pool_locale(enum lang l, char room[16]);

#endif
