/* clock.h: the time, in one place so that tests can move it. Any thread. */
#ifndef BASE_CLOCK_H
#define BASE_CLOCK_H

#include "base/base.h"

int64_t clock_now(void);	/* seconds since 1970-01-01 UTC, plus the test offset */
int64_t clock_now_ms(void);	/* the same in milliseconds */
int64_t clock_mono_ms(void);	/* never goes backwards; for deadlines and durations */
int64_t clock_mono_us(void);
int64_t clock_boot(void);	/* seconds since the machine started, its sleep counted; nobody can set it */

/* Moves clock_now by this many seconds from the real time (tests and the demo only).
 * main reads it from MEDVIRK_CLOCK_OFFSET at start. */
void clock_shift(int64_t seconds);

#endif
