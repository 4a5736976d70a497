/* matrix_view.c: small words that the templates of a map need. */
#include "app/room/matrix_view.h"

#include "base/rand.h"

str
axis_word(const struct method_axis *x, int place, enum lang l)
{
	return text_in(place == 2 ? &x->high : &x->low, l);
}

str
field_name(struct arena *a, const struct method_step *st, int across, int up, enum lang l)
{
	return str_fmt(a, STR_FMT ": " STR_FMT ", " STR_FMT ": " STR_FMT, STR_ARG(text_in(&st->axes[1].name, l)),
		STR_ARG(axis_word(&st->axes[1], up, l)), STR_ARG(text_in(&st->axes[0].name, l)),
		STR_ARG(axis_word(&st->axes[0], across, l)));
}

str
map_list(struct arena *a, const struct thing *t, int64_t table)
{
	if (t->up)
		return str_fmt(a, "field-%d-%d", t->across, t->up);
	return str_fmt(a, "waiting-%lld", (long long)table);
}

int64_t
map_table(const struct view *v)
{
	return step_has_tables(v->rm->step) && v->tables > 1 ? v->seat_table : 0;
}

str
stamp_of(struct arena *a)
{
	return rand_hex(a, 16);
}
