/* way.c: the threads of a process. */
#include "app/chain/way_walk.h"

#define MOST_NODES 3000
#define MOST_STEPS 40	/* from a fate back to a theme; ends a circle */

size_t
way_add(struct walk *w, struct way_node node)
{
	size_t *at;

	if (w->n == MOST_NODES)
		return WAY_NONE;
	if (w->n == w->room) {
		struct way_node *more;
		w->room = w->room ? w->room * 2 : 64;
		more = NEW_ARRAY(w->a, struct way_node, w->room);
		for (size_t i = 0; i < w->n; i++)
			more[i] = w->nodes[i];
		w->nodes = more;
	}
	w->nodes[w->n] = node;
	at = NEW(w->a, size_t);
	*at = ++w->n;
	map_put(w->at, node.ref, at);
	return w->n - 1;
}

void
way_link(struct walk *w, str ref, str above)
{
	str *up = NEW(w->a, str);

	*up = above;
	map_put(w->above, ref, up);
}

size_t
way_above(const struct walk *w, str ref)
{
	for (int steps = 0; ref.n && steps < MOST_STEPS; steps++) {
		const size_t *at = map_get(w->at, ref);
		const str *up = map_get(w->above, ref);
		if (at)
			return *at - 1;
		if (!up)
			break;
		ref = *up;
	}
	return WAY_NONE;
}

bool
way_has_child(const struct walk *w, size_t at)
{
	for (size_t i = at + 1; i < w->n; i++)
		if (w->nodes[i].parent == at)
			return true;
	return false;
}

/* ---- for those who read ---- */

int64_t
way_count(const struct way *w, enum way_stage s)
{
	int64_t n = 0;

	for (size_t i = 0; i < w->n; i++)
		if (w->p[i].stage == s)
			n += s == WAY_THEME || s == WAY_CAUSE || s == WAY_IDEA ? w->p[i].count : 1;
	return n;
}

int64_t
way_fates(const struct way *w, enum way_fate f)
{
	int64_t n = 0;

	for (size_t i = 0; i < w->n; i++)
		n += w->p[i].stage == WAY_FATE && w->p[i].fate == f;
	return n;
}

bool
way_has_below(const struct way *w, size_t at)
{
	for (size_t i = at + 1; i < w->n; i++)
		if (w->p[i].parent == at)
			return true;
	return false;
}

/* ---- threads ---- */

/* What lies behind the one asked for, and what came of it. */
static void
mark(struct walk *w, size_t here)
{
	w->nodes[here].here = true;
	for (size_t i = here; i != WAY_NONE; i = w->nodes[i].parent)
		w->nodes[i].on_way = true;
	for (size_t i = here + 1; i < w->n; i++)
		for (size_t k = i; k != WAY_NONE && !w->nodes[i].on_way; k = w->nodes[k].parent)
			w->nodes[i].on_way = k == here;
}

static enum way_group
group_of(const struct way *w)
{
	if (w->p[0].stage >= WAY_PROPOSAL && w->n <= 2)
		return WAY_LOOSE;
	for (size_t i = 0; i < w->n; i++)
		if (w->p[i].stage == WAY_CHOICE)
			return w->p[i].count ? WAY_PRESERVES : WAY_IMPROVES;
	return w->p[0].stage > WAY_THEME || way_count(w, WAY_MEASURE) ? WAY_IMPROVES : WAY_LEFT;
}

/* What was chosen gives the thread its name; it may have been worded anew. */
static str
title_of(const struct way *w)
{
	for (size_t i = 0; i < w->n; i++)
		if (w->p[i].stage == WAY_CHOICE)
			return w->p[i].title;
	return w->p[0].title;
}

/* All nodes below a root, in the order in which they were found. */
static void
cut_thread(const struct walk *w, const size_t *root, size_t of, size_t *at, struct way *out)
{
	size_t n = 0;

	for (size_t i = of; i < w->n; i++)
		n += root[i] == of;
	*out = (struct way){ .p = NEW_ARRAY(w->a, struct way_node, n) };
	for (size_t i = of; i < w->n; i++) {
		if (root[i] != of)
			continue;
		at[i] = out->n;
		if (!out->order && w->nodes[i].stage == WAY_CHOICE)
			out->order = i;
		out->p[out->n] = w->nodes[i];
		if (i != of)
			out->p[out->n].parent = at[w->nodes[i].parent];
		out->n++;
	}
	out->group = group_of(out);
	out->title = title_of(out);
}

static bool
has_here(const struct way *w)
{
	for (size_t i = 0; i < w->n; i++)
		if (w->p[i].here)
			return true;
	return false;
}

/* As they were chosen; equal ones stay as they stand. */
static void
put_in_order(struct way *p, size_t n)
{
	for (size_t i = 1; i < n; i++) {
		struct way w = p[i];
		size_t k = i;
		for (; k > 0 && p[k - 1].order > w.order; k--)
			p[k] = p[k - 1];
		p[k] = w;
	}
}

static void
cut_threads(const struct walk *w, struct ways *out)
{
	size_t *root = NEW_ARRAY(w->a, size_t, w->n + 1), *at = NEW_ARRAY(w->a, size_t, w->n + 1), n = 0;
	struct way *all = NEW_ARRAY(w->a, struct way, w->n + 1);

	for (size_t i = 0; i < w->n; i++)
		root[i] = w->nodes[i].parent == WAY_NONE ? i : root[w->nodes[i].parent];
	for (size_t i = 0; i < w->n; i++)
		if (root[i] == i)
			cut_thread(w, root, i, at, &all[n++]);
	*out = (struct ways){ .p = NEW_ARRAY(w->a, struct way, n), .one = WAY_NONE };
	put_in_order(all, n);
	for (int g = 0; g < WAY_GROUPS; g++)
		for (size_t i = 0; i < n; i++)
			if (all[i].group == (enum way_group)g) {
				out->one = has_here(&all[i]) ? out->n : out->one;
				out->p[out->n++] = all[i];
			}
	for (size_t i = 0; i < out->n; i++)
		if (out->one == WAY_NONE || out->one == i)
			way_draw(w->a, &out->p[i]);
}

static void
free_map(struct map **m)
{
	map_free(*m);
}

err
ways_read(struct db_conn *c, struct arena *a, const struct way_ask *ask, struct ways *out)
{
	struct map *above CLEANUP(free_map) = map_new(), *at CLEANUP(free_map) = map_new();
	struct walk w = { .c = c, .a = a, .l = ask->lang, .ask = ask, .p = ask->p, .above = above, .at = at };
	size_t here;

	TRY(way_said(&w));
	TRY(way_asked(&w));
	TRY(way_done(&w));
	TRY(way_left(&w));
	here = way_above(&w, ask->of);
	if (here != WAY_NONE)
		mark(&w, here);
	cut_threads(&w, out);
	return OK;
}
