/* talk.c: what a talk is about. */
#include "app/room/talk.h"

err
talk_read(struct db_conn *c, struct view *v)
{
	struct thing_scope s = scope_of_room(v->rm);
	struct things *t = NEW(v->a, struct things), in;

	if (!v->rm->step->from_count)
		return OK;
	TRY(things_in(c, v->a, &s, v->rm->step, &in));
	t->p = NEW_ARRAY(v->a, struct thing, in.n);
	/* Each kind together, in the order in which the kinds come. */
	for (size_t i = 0; i < in.n; i++) {
		bool seen = in.p[i].makes == MAKES_NOTE;
		for (size_t k = 0; k < t->n && !seen; k++)
			seen = t->p[k].makes == in.p[i].makes;
		for (size_t k = i; k < in.n && !seen; k++)
			if (in.p[k].makes == in.p[i].makes && t->n < TALK_MOST)
				t->p[t->n++] = in.p[k];
	}
	if (t->n)
		v->talked = t;
	return OK;
}

bool
talk_heads(const struct things *t, size_t i)
{
	return t->p[0].makes != t->p[t->n - 1].makes && (i == 0 || t->p[i - 1].makes != t->p[i].makes);
}
