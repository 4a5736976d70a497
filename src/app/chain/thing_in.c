/* thing_in.c: all that comes into a step, and what stands beside it. */
#include "app/chain/thing.h"

static err
from_all(struct db_conn *c, struct arena *a, const struct thing_scope *s, const struct method_step *st, struct things *out)
{
	struct things all = { 0 };

	*out = (struct things){ 0 };
	for (size_t i = 0; i < st->from_count; i++)
		if (st->from[i].step)
			TRY(things_add(c, a, s, st->from[i].step, st, &all));
	out->p = NEW_ARRAY(a, struct thing, all.n);
	for (size_t i = 0; i < all.n && out->n < THINGS_MOST; i++)
		if (!things_find(out, all.p[i].ref))
			out->p[out->n++] = all.p[i];
	return OK;
}

/* With one that stands beside another, all that the same step has made do so: those about a challenge that is chosen no more too. */
static bool
is_beside(const struct things *all, const struct thing *t)
{
	for (size_t i = 0; i < all->n; i++)
		if (str_eq(all->p[i].step, t->step) && all->p[i].makes == t->makes && things_find(all, all->p[i].about))
			return true;
	return false;
}

static err
split(struct db_conn *c, struct arena *a, const struct thing_scope *s, const struct method_step *st, bool beside, struct things *out)
{
	struct things all;

	TRY(from_all(c, a, s, st, &all));
	if (st->kind != STEP_FORM || st->from_count < 2) {
		*out = beside ? (struct things){ 0 } : all;
		return OK;
	}
	*out = (struct things){ .p = NEW_ARRAY(a, struct thing, all.n) };
	for (size_t i = 0; i < all.n; i++)
		if (is_beside(&all, &all.p[i]) == beside)
			out->p[out->n++] = all.p[i];
	return OK;
}

err
things_in(struct db_conn *c, struct arena *a, const struct thing_scope *s, const struct method_step *st, struct things *out)
{
	return split(c, a, s, st, false, out);
}

err
things_beside(struct db_conn *c, struct arena *a, const struct thing_scope *s, const struct method_step *st, struct things *out)
{
	return split(c, a, s, st, true, out);
}
