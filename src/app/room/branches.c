/* branches.c: causes where they are voted on, and beside what they are causes of. */
#include "app/room/branches.h"

#include "app/room/fishbone.h"

#define BESIDE_MOST 5	/* beside one sheet; the tree has all */

/* ---- voting ---- */

static bool
is_cause(const struct theme_view *t)
{
	return t->thing && t->thing->makes == MAKES_CAUSE;
}

static const struct thing *
cause_above(const struct ballot_view *b, const struct theme_view *t)
{
	for (size_t i = 0; t->thing->parent.n && i < b->n; i++)
		if (b->themes[i].thing && str_eq(b->themes[i].thing->ref, t->thing->parent))
			return b->themes[i].thing;
	return NULL;
}

/* The idea that one goes on from, where that can be voted for too. */
static const struct thing *
idea_before(const struct ballot_view *b, const struct theme_view *t)
{
	for (size_t i = 0; t->thing && t->thing->builds_on.n && i < b->n; i++)
		if (b->themes[i].thing && str_eq(b->themes[i].thing->ref, t->thing->builds_on))
			return b->themes[i].thing;
	return NULL;
}

/* Each thing is read once, however many causes it has. */
static err
find_about(struct db_conn *c, const struct view *v, const struct ballot_view *b, size_t at)
{
	struct theme_view *t = &b->themes[at];
	struct thing *about;
	err e;

	for (size_t i = 0; i < at; i++)
		if (b->themes[i].about && str_eq(b->themes[i].about->ref, t->thing->about)) {
			t->about = b->themes[i].about;
			return OK;
		}
	about = NEW(v->a, struct thing);
	e = thing_get(c, v->a, v->rm->method, v->rm->s.process, t->thing->about, about);
	if (!e)
		t->about = about;
	return e == ERR_NOTFOUND ? OK : e;
}

struct order {
	const struct ballot_view *b;
	struct theme_view *out;
	size_t n;
};

/* Those right below `up` (NULL: below the thing), each with all that hangs below it. */
static void
put_below(struct order *o, const struct thing *about, const struct thing *up)
{
	for (size_t i = 0; i < o->b->n; i++) {
		const struct theme_view *t = &o->b->themes[i];
		if (!is_cause(t) || t->about != about || t->up != up)
			continue;
		o->out[o->n++] = *t;
		put_below(o, about, t->thing);
	}
}

static bool
is_put(const struct order *o, const struct thing *about)
{
	for (size_t i = 0; i < o->n; i++)
		if (o->out[i].about == about)
			return true;
	return false;
}

err
branches_read(struct db_conn *c, const struct view *v, struct ballot_view *b)
{
	struct order o = { b, NEW_ARRAY(v->a, struct theme_view, b->n), 0 };

	for (size_t i = 0; i < b->n; i++)
		b->themes[i].up = idea_before(b, &b->themes[i]);
	if (!b->n || !is_cause(&b->themes[0]))
		return OK;
	for (size_t i = 0; i < b->n; i++) {
		TRY(find_about(c, v, b, i));
		b->themes[i].up = cause_above(b, &b->themes[i]);
	}
	if (!b->round.is_open)
		return OK;
	for (size_t i = 0; i < b->n; i++)
		if (!is_put(&o, b->themes[i].about))
			put_below(&o, b->themes[i].about, NULL);
	if (o.n == b->n)
		b->themes = o.out;
	return OK;
}

/* What the vote says, and nothing of a round before it. Where all stand equal, nothing is said. */
static void
put_result(struct trees *t, const struct ballot_view *b)
{
	trees_forget_votes(t);
	if (b->round.is_open || !b->n || !b->themes[0].total)
		return;
	for (size_t i = 0; i < b->n; i++)
		trees_vote(t, b->themes[i].t.id, b->themes[i].total);
	trees_keep_voted(t);
	if (b->equal)
		trees_forget_votes(t);
	trees_rank(t);
	t->numbers = b->show_numbers;
}

err
branches_drawn(struct db_conn *c, struct view *v)
{
	struct thing_scope s = scope_of_room(v->rm);

	for (size_t i = 0; i < v->ballot_count && !v->trees; i++) {
		const struct ballot_view *b = &v->ballots[i];
		if (!b->n || !is_cause(&b->themes[0]) || b->ballot->step->kind != STEP_TREE)
			continue;
		v->trees = NEW(v->a, struct trees);
		TRY(trees_read(c, v->a, &s, b->ballot->step, v->rm->k, v->trees));
		put_result(v->trees, b);
	}
	return OK;
}

bool
branches_fit(const struct view *v, enum lang l, const struct ballot_view *b)
{
	if (!v->trees || !v->trees->n || !b->n || !is_cause(&b->themes[0]))
		return false;
	for (size_t i = 0; !b->round.is_open && i < v->trees->n; i++)
		if (fish_of(v, l, &v->trees->p[i], &fish_wall)->left_out)
			return false;
	return true;
}

size_t
branches_end(const struct ballot_view *b, size_t i)
{
	size_t end = i;

	while (end < b->n && b->themes[end].about == b->themes[i].about)
		end++;
	return end;
}

bool
branch_is_told(const struct ballot_view *b, size_t i)
{
	return !b->themes[i].about || b->themes[i].total || !b->themes[0].total;
}

/* ---- what the vote leads to ---- */

struct beside
beside_of(const struct view *v, const struct thing *about)
{
	struct beside out = { .p = NEW_ARRAY(v->a, const struct thing *, BESIDE_MOST) };

	for (size_t i = 0; about && i < v->beside.n; i++)
		out.voted |= v->beside.p[i].votes > 0 && str_eq(v->beside.p[i].about, about->ref);
	for (size_t i = 0; about && i < v->beside.n && out.n < BESIDE_MOST; i++) {
		const struct thing *t = &v->beside.p[i];
		if (str_eq(t->about, about->ref) && (out.voted ? t->votes > 0 : t->is_root))
			out.p[out.n++] = t;
	}
	return out;
}

str
beside_name(const struct method_step *st, enum lang l)
{
	for (size_t i = 0; i < st->from_count; i++)
		if (st->from[i].step && st->from[i].step->kind == STEP_VOTES && st->from[i].step->ballot_count)
			return text_in(&st->from[i].step->ballots[0].name, l);
	return makes_many(l, MAKES_CAUSE);
}
