/* clock.c: the time. */
#include "base/clock.h"

#include <stdatomic.h>
#include <time.h>

static _Atomic int64_t shift;	/* seconds; set by tests */

static int64_t
micros(clockid_t id)
{
	struct timespec ts;
	int r = clock_gettime(id, &ts);

	assert(r == 0);
	(void)r;
	return (int64_t)ts.tv_sec * 1000000 + ts.tv_nsec / 1000;
}

int64_t
clock_now_ms(void)
{
	return micros(CLOCK_REALTIME) / 1000 + atomic_load(&shift) * 1000;
}

int64_t
clock_now(void)
{
	return clock_now_ms() / 1000;
}

int64_t
clock_mono_ms(void)
{
	return micros(CLOCK_MONOTONIC) / 1000;
}

int64_t
clock_mono_us(void)
{
	return micros(CLOCK_MONOTONIC);
}

int64_t
clock_boot(void)
{
	return micros(CLOCK_BOOTTIME) / 1000000;
}

void
clock_shift(int64_t seconds)
{
	atomic_store(&shift, seconds);
}
