/* way.c: the nodes of the red thread. */
#include "app/chain/way.h"

#include "app/chain/thing.h"
#include "app/measure/measure.h"

#define MOST_NODES 600
#define MOST_STEPS 24	/* from a habit back to a theme; ends a circle */

/* What a thing is about, also of those that are not shown. */
struct link {
	str ref, up;
};
struct walk {
	struct db_conn *c;
	struct arena *a;
	enum lang l;
	const struct process *p;
	struct link *links;
	size_t link_count, link_room;
	struct way_node *nodes;
	size_t n;
};

static void
add_link(struct walk *w, str ref, str up)
{
	if (w->link_count == w->link_room) {
		struct link *more;
		w->link_room = w->link_room ? w->link_room * 2 : 256;
		more = NEW_ARRAY(w->a, struct link, w->link_room);
		for (size_t i = 0; i < w->link_count; i++)
			more[i] = w->links[i];
		w->links = more;
	}
	w->links[w->link_count++] = (struct link){ ref, up };
}

static str
up_from(const struct walk *w, str ref)
{
	for (size_t i = 0; i < w->link_count; i++)
		if (str_eq(w->links[i].ref, ref))
			return w->links[i].up;
	return (str){ 0 };
}

/* The nearest node above a ref, itself included. */
static size_t
node_above(const struct walk *w, str ref)
{
	for (int steps = 0; ref.n && steps < MOST_STEPS; steps++) {
		for (size_t i = 0; i < w->n; i++)
			if (str_eq(w->nodes[i].ref, ref))
				return i;
		ref = up_from(w, ref);
	}
	return WAY_NONE;
}

static size_t
add_node(struct walk *w, struct way_node node)
{
	if (w->n == MOST_NODES)
		return WAY_NONE;
	w->nodes[w->n] = node;
	return w->n++;
}

static str
ref_of(struct walk *w, const char *kind, str id)
{
	return id.n ? thing_ref(w->a, kind, id) : (str){ 0 };
}

/* ---- links ---- */

static err
read_links(struct walk *w)
{
	struct rows r;

	TRY(db_query(w->c, w->a, &r, WAY_CAUSES, INT(w->p->id)));
	for (size_t i = 0; i < r.n; i++)
		add_link(w, ref_of(w, "cause", row_text(&r, i, 0)),
			row_text(&r, i, 2).n ? ref_of(w, "cause", row_text(&r, i, 2)) : row_text(&r, i, 1));
	TRY(db_query(w->c, w->a, &r, WAY_ENTRIES, INT(w->p->id)));
	for (size_t i = 0; i < r.n; i++)
		add_link(w, ref_of(w, "entry", row_text(&r, i, 0)), row_text(&r, i, 2));
	TRY(db_query(w->c, w->a, &r, WAY_IDEAS, INT(w->p->id)));
	for (size_t i = 0; i < r.n; i++)
		add_link(w, ref_of(w, "note", row_text(&r, i, 0)),
			row_text(&r, i, 1).n ? row_text(&r, i, 1) : ref_of(w, "note", row_text(&r, i, 2)));
	return OK;
}

/* ---- nodes ---- */

static err
add_theme(struct walk *w, str id, size_t *out)
{
	struct rows r;
	int64_t notes;

	*out = node_above(w, ref_of(w, "theme", id));
	if (*out != WAY_NONE)
		return OK;
	TRY(db_query(w->c, w->a, &r, WAY_THEME_NOTES, TEXT(id), INT(w->p->id)));
	if (!r.n)
		return OK;
	notes = row_int(&r, 0, 1);
	*out = add_node(w, (struct way_node){ .ref = ref_of(w, "theme", id), .stage = WAY_THEME, .parent = WAY_NONE,
		.kind = tr(w->l, "Theme"), .title = row_text(&r, 0, 0),
		.note = notes ? fill(w->a, w->l, trn(w->l, "{n} note", "{n} notes", notes), V("n", notes)) : (str){ 0 } });
	return OK;
}

static err
add_choices(struct walk *w)
{
	struct rows r;

	TRY(db_query(w->c, w->a, &r, WAY_CHOICES, INT(w->p->id)));
	for (size_t i = 0; i < r.n; i++) {
		str id = str_fmt(w->a, "%" PRId64, row_int(&r, i, 0)), kind, rest;
		size_t parent = WAY_NONE;
		/* What was chosen among proposals is no beginning: its proposal stands in the tree. */
		if (thing_cut(row_text(&r, i, 3), &kind, &rest))
			continue;
		TRY(add_theme(w, row_text(&r, i, 3), &parent));
		add_node(w, (struct way_node){ .ref = ref_of(w, "challenge", id), .stage = WAY_CHOICE, .parent = parent,
			.kind = str_eq(row_text(&r, i, 2), S("preserve")) ? tr(w->l, "To keep") : tr(w->l, "Challenge"),
			.title = row_text(&r, i, 1),
			.href = str_fmt(w->a, "/p/%" PRId64 "/results/" STR_FMT, w->p->id, STR_ARG(id)) });
	}
	return OK;
}

/* A way of working may let people write down what they go on with, without a vote on themes: then each is a beginning. */
static err
add_written(struct walk *w)
{
	struct rows r;

	TRY(db_query(w->c, w->a, &r, WAY_ENTRIES, INT(w->p->id)));
	for (size_t i = 0; i < r.n; i++) {
		str ref = ref_of(w, "entry", row_text(&r, i, 0));
		struct thing t;
		err e;
		if (!str_eq(row_text(&r, i, 1), S("challenge")) || node_above(w, ref) != WAY_NONE)
			continue;
		e = thing_get(w->c, w->a, w->p->method, w->p->id, ref, &t);
		if (e == ERR_NOTFOUND)
			continue;
		TRY(e);
		if (thing_title(&t, w->l).n)
			add_node(w, (struct way_node){ .ref = ref, .stage = WAY_CHOICE, .parent = WAY_NONE, .kind = tr(w->l, "Challenge"),
				.title = thing_title(&t, w->l) });
	}
	return OK;
}

static err
add_causes(struct walk *w)
{
	struct rows r;

	TRY(db_query(w->c, w->a, &r, WAY_CAUSES, INT(w->p->id)));
	for (size_t i = 0; i < r.n; i++) {
		size_t parent = row_int(&r, i, 4) ? node_above(w, row_text(&r, i, 1)) : WAY_NONE;
		if (parent != WAY_NONE)
			add_node(w, (struct way_node){ .ref = ref_of(w, "cause", row_text(&r, i, 0)), .stage = WAY_CAUSE, .parent = parent,
				.kind = tr(w->l, "Root cause"), .title = row_text(&r, i, 3) });
	}
	return OK;
}

/* Somebody has made it better: the newer one stands for it. */
static bool
is_replaced(const struct rows *r, size_t at, str ref)
{
	for (size_t i = 0; i < r->n; i++)
		if (i != at && str_eq(row_text(r, i, 1), row_text(r, at, 1)) && str_eq(row_text(r, i, 2), ref))
			return true;
	return false;
}

static err
add_sheets(struct walk *w, str makes, enum way_stage stage, str kind)
{
	struct rows r;

	TRY(db_query(w->c, w->a, &r, WAY_ENTRIES, INT(w->p->id)));
	for (size_t i = 0; i < r.n; i++) {
		str ref = ref_of(w, "entry", row_text(&r, i, 0));
		size_t parent = node_above(w, row_text(&r, i, 2));
		struct thing t;
		err e;
		if (!str_eq(row_text(&r, i, 1), makes) || parent == WAY_NONE || is_replaced(&r, i, ref))
			continue;
		e = thing_get(w->c, w->a, w->p->method, w->p->id, ref, &t);
		if (e == ERR_NOTFOUND)
			continue;
		TRY(e);
		if (thing_title(&t, w->l).n)
			add_node(w, (struct way_node){ .ref = ref, .stage = stage, .parent = parent, .kind = kind,
				.title = thing_title(&t, w->l) });
	}
	return OK;
}

static void
add_fate(struct walk *w, const struct measure *m, size_t parent)
{
	struct way_node f = { .ref = str_fmt(w->a, "fate:%" PRId64, m->id), .stage = WAY_FATE, .parent = parent,
		.kind = measure_status_name(w->l, m->status) };

	if (m->status == MEASURE_KEPT)
		f.title = m->habit_act.n ? m->habit_act : m->title;
	else if (m->status == MEASURE_STOPPED || m->status == MEASURE_EVALUATED)
		f.title = m->learning.n ? m->learning : tr(w->l, "What was learnt is not written yet");
	else if (m->status == MEASURE_LIFTED)
		f.title = tr(w->l, "Others must solve it");
	else if (m->status == MEASURE_TESTING)
		f.title = m->sign.n ? m->sign : tr(w->l, "People tell how it goes");
	else
		return;
	if (m->round > 1)
		f.note = fill(w->a, w->l, tr(w->l, "Round {n}"), V("n", m->round));
	add_node(w, f);
}

static err
add_measures(struct walk *w)
{
	const struct looker nobody = { 0 };
	const struct measure_filter of_process = { .process = w->p->id };
	struct measures list;

	TRY(measures_read(w->c, w->a, w->p->unit, &nobody, &of_process, &list));
	for (size_t i = 0; i < list.n; i++) {
		const struct measure *m = &list.p[i];
		size_t parent = node_above(w, m->thing), at;
		/* From no workshop, so there is no thread to it. What was proposed there out of nothing begins one. */
		if (parent == WAY_NONE && !m->thing.n)
			continue;
		at = add_node(w, (struct way_node){ .ref = str_fmt(w->a, "measure:%" PRId64, m->id), .stage = WAY_MEASURE,
			.parent = parent, .kind = tr(w->l, "Measure"), .title = m->title,
			.href = str_fmt(w->a, "/p/%" PRId64 "/measures/%" PRId64, w->p->id, m->id) });
		if (at != WAY_NONE)
			add_fate(w, m, at);
	}
	return OK;
}

static err
add_lifts(struct walk *w)
{
	struct rows r;

	TRY(db_query(w->c, w->a, &r, WAY_LIFTS, INT(w->p->id)));
	for (size_t i = 0; i < r.n; i++) {
		size_t parent = node_above(w, row_text(&r, i, 1));
		if (parent != WAY_NONE && !str_starts(row_text(&r, i, 1), S("measure:")))
			add_node(w, (struct way_node){ .ref = str_fmt(w->a, "lift:%" PRId64, row_int(&r, i, 0)), .stage = WAY_FATE,
				.parent = parent, .kind = tr(w->l, "Lifted"), .title = row_text(&r, i, 2) });
	}
	return OK;
}

/* ---- trees ---- */

static size_t
root_of(const struct walk *w, size_t i)
{
	while (w->nodes[i].parent != WAY_NONE)
		i = w->nodes[i].parent;
	return i;
}

static void
cut_tree(struct walk *w, size_t root, struct way *out)
{
	size_t *at = NEW_ARRAY(w->a, size_t, w->n);

	*out = (struct way){ .p = NEW_ARRAY(w->a, struct way_node, w->n) };
	for (size_t i = 0; i < w->n; i++) {
		if (root_of(w, i) != root)
			continue;
		at[i] = out->n;
		out->p[out->n] = w->nodes[i];
		if (i != root)
			out->p[out->n].parent = at[w->nodes[i].parent];
		out->has_here |= w->nodes[i].here;
		out->n++;
	}
	way_lay_out(w->a, out);
}

static void
cut_trees(struct walk *w, struct ways *out)
{
	bool any_here = false;
	size_t n = 0;

	out->p = NEW_ARRAY(w->a, struct way, w->n + 1);
	for (size_t i = 0; i < w->n; i++) {
		if (w->nodes[i].parent != WAY_NONE)
			continue;
		cut_tree(w, i, &out->p[out->n]);
		any_here |= out->p[out->n++].has_here;
	}
	for (size_t i = 0; any_here && i < out->n; i++)
		if (out->p[i].has_here)
			out->p[n++] = out->p[i];
	if (any_here)
		out->n = n;
}

err
ways_read(struct db_conn *c, struct arena *a, enum lang l, const struct process *p, str of, struct ways *out)
{
	struct walk w = { .c = c, .a = a, .l = l, .p = p, .nodes = NEW_ARRAY(a, struct way_node, MOST_NODES) };

	*out = (struct ways){ 0 };
	TRY(read_links(&w));
	TRY(add_choices(&w));
	TRY(add_written(&w));
	TRY(add_causes(&w));
	TRY(add_sheets(&w, S("statement"), WAY_STATEMENT, tr(l, "How can we")));
	TRY(add_sheets(&w, S("proposal"), WAY_PROPOSAL, tr(l, "Proposal")));
	TRY(add_measures(&w));
	TRY(add_lifts(&w));
	for (size_t i = 0; i < w.n; i++)
		w.nodes[i].here = of.n && str_eq(w.nodes[i].ref, of);
	cut_trees(&w, out);
	return OK;
}
