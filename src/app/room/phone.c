/* phone.c: words and numbers for the phone's templates. */
#include "app/room/phone.h"

#include "base/clock.h"

str
clock_shown(struct arena *a, const struct sitting *s)
{
	int64_t left = s->clock == CLOCK_RUNNING ? s->ends_ms - clock_now_ms() : s->left_ms;

	if (s->clock == CLOCK_STILL)
		return (str){ 0 };
	left = left > 0 ? (left + 999) / 1000 : 0;
	return str_fmt(a, "%02lld:%02lld", (long long)left / 60, (long long)left % 60);
}

int64_t
step_number(const struct room *rm)
{
	int64_t n = 0;

	for (size_t i = 0; i < rm->steps.n; i++) {
		n += !rm->steps.p[i].skipped;
		if (&rm->steps.p[i] == rm->now)
			break;
	}
	return n;
}

int64_t
step_count(const struct room *rm)
{
	int64_t n = 0;

	for (size_t i = 0; i < rm->steps.n; i++)
		n += !rm->steps.p[i].skipped;
	return n;
}

str
work_name(enum lang l, enum step_work w)
{
	switch (w) {
	case WORK_ALONE: return tr(l, "alone");
	case WORK_PAIRS: return tr(l, "in pairs");
	case WORK_GROUPS: return tr(l, "in groups");
	case WORK_PLENARY: return tr(l, "all together");
	}
	return (str){ 0 };
}

str
note_area(const struct view *v, const struct note *n)
{
	const struct method_step *st = room_step(v->rm, n->step);
	const struct method_column *col = st ? method_column(st, n->col) : NULL;

	return col ? column_area(col) : S("plain");
}
