/* way_said.c: where the red thread begins: themes, what was chosen, and the causes behind it; and themes where it ends at once. */
#include "app/chain/outcome.h"
#include "app/chain/thing.h"
#include "app/chain/way_walk.h"

str
way_ref_of(struct walk *w, const char *kind, str id)
{
	return id.n ? thing_ref(w->a, kind, id) : (str){ 0 };
}

str
way_of_process(struct walk *w, const char *rest)
{
	return str_fmt(w->a, "/p/%" PRId64 "/%s", w->p->id, rest);
}

/* ---- themes ---- */

/* Notes of a theme with those of all that were put together in it. */
static int64_t
notes_in(const struct rows *r, str id, int depth)
{
	int64_t n = 0;

	for (size_t i = 0; i < r->n; i++) {
		if (str_eq(row_text(r, i, 0), id))
			n += row_int(r, i, 4);
		else if (depth && str_eq(row_text(r, i, 2), id))
			n += notes_in(r, row_text(r, i, 0), depth - 1);
	}
	return n;
}

static bool
is_heading(const struct rows *r, size_t i)
{
	for (size_t k = 0; k < r->n; k++)
		if (str_eq(row_text(r, k, 0), row_text(r, i, 2)))
			return false;
	return true;
}

/* A theme that was put together with others leads to their heading. */
static err
add_themes(struct walk *w)
{
	struct rows r;

	TRY(db_query(w->c, w->a, &r, WAY_THEMES, INT(w->p->id)));
	for (size_t i = 0; i < r.n; i++) {
		str ref = way_ref_of(w, "theme", row_text(&r, i, 0));
		int64_t notes;
		if (!is_heading(&r, i)) {
			way_link(w, ref, way_ref_of(w, "theme", row_text(&r, i, 2)));
			continue;
		}
		notes = notes_in(&r, row_text(&r, i, 0), 8);
		way_add(w, (struct way_node){ .ref = ref, .stage = WAY_THEME, .parent = WAY_NONE, .count = notes,
			.kind = tr(w->l, "Theme"), .title = row_text(&r, i, 1),
			.note = fill(w->a, w->l, trn(w->l, "{n} note", "{n} notes", notes), V("n", notes)) });
	}
	return OK;
}

/* ---- what was chosen ---- */

bool
way_goes_on(str state)
{
	return str_eq(state, S("chosen")) || str_eq(state, S("added"));
}

static void
add_choice(struct walk *w, const struct rows *r, size_t i)
{
	str id = str_fmt(w->a, "%" PRId64, row_int(r, i, 0));
	bool keep = str_eq(row_text(r, i, 2), S("preserve"));

	way_add(w, (struct way_node){ .ref = way_ref_of(w, "challenge", id), .stage = WAY_CHOICE,
		.parent = way_above(w, way_ref_of(w, "theme", row_text(r, i, 3))), .count = keep,
		.kind = keep ? tr(w->l, "To keep") : tr(w->l, "Challenge"), .title = row_text(r, i, 1),
		.note = str_eq(row_text(r, i, 4), S("added")) ? tr(w->l, "Added by all three") : (str){ 0 },
		.href = str_fmt(w->a, "/p/%" PRId64 "/results/" STR_FMT, w->p->id, STR_ARG(id)) });
}

static bool
is_decided(const struct rows *choices, str phase)
{
	for (size_t i = 0; i < choices->n; i++)
		if (str_eq(row_text(choices, i, 6), phase))
			return true;
	return false;
}

/* Why a theme or a proposal was not gone on with; empty when nobody has said. */
static str
why_left(const struct rows *choices, str thing)
{
	for (size_t i = 0; i < choices->n; i++)
		if (str_eq(row_text(choices, i, 3), thing) && !way_goes_on(row_text(choices, i, 4)))
			return row_text(choices, i, 5);
	return (str){ 0 };
}

/* ---- causes ---- */

#define CAUSES_SHOWN 8	/* in one box; the page of causes has all */

/* What was voted for on the branches, by ref. */
struct voted {
	struct outcome_vote *p;
	size_t n;
};

static err
read_voted(struct walk *w, struct voted *out)
{
	struct outcomes said;

	*out = (struct voted){ 0 };
	for (size_t i = 0; i < w->p->method->phase_count; i++) {
		TRY(outcomes_of_votes_on(w->c, w->a, w->p, &w->p->method->phases[i], STEP_TREE, &said));
		for (size_t k = 0; k < said.n; k++) {
			struct outcome_vote *all = NEW_ARRAY(w->a, struct outcome_vote, out->n + said.p[k].vote_count);
			for (size_t j = 0; j < out->n + said.p[k].vote_count; j++)
				all[j] = j < out->n ? out->p[j] : said.p[k].votes[j - out->n];
			*out = (struct voted){ all, out->n + said.p[k].vote_count };
		}
	}
	return OK;
}

/* The cause of a thing that got most votes; empty when two stand equal. */
static str
most_voted(struct walk *w, const struct rows *r, const struct voted *v, str about)
{
	int64_t most = 0;
	str found = { 0 };

	for (size_t i = 0; i < r->n; i++)
		for (size_t k = 0; str_eq(row_text(r, i, 1), about) && k < v->n; k++) {
			if (v->p[k].votes < most || !str_eq(v->p[k].ref, thing_ref(w->a, "cause", row_text(r, i, 0))))
				continue;
			found = v->p[k].votes == most ? (str){ 0 } : row_text(r, i, 3);
			most = v->p[k].votes;
		}
	return found;
}

/* What the tree of one thing has come to: its root causes, or how many causes there are while none is marked. */
struct tree_sum {
	int64_t causes, roots;
	struct buf lines;
};

static void
sum_tree(const struct rows *r, str about, struct tree_sum *out)
{
	for (size_t i = 0; i < r->n; i++) {
		if (!str_eq(row_text(r, i, 1), about))
			continue;
		out->causes++;
		if (!row_int(r, i, 4) || ++out->roots > CAUSES_SHOWN)
			continue;
		if (out->lines.n)
			buf_addc(&out->lines, '\n');
		buf_add(&out->lines, S("– "));
		buf_add(&out->lines, row_text(r, i, 3));
	}
}

/* All root causes of a thing stand in one box. What was asked, thought of or done about the thing goes on from there. */
static void
add_tree(struct walk *w, const struct rows *r, const struct voted *v, str about, size_t parent)
{
	struct tree_sum sum = { .lines = buf_new(w->a, 1 << 16) };
	struct way_node node = { .ref = str_fmt(w->a, "causes:" STR_FMT, STR_ARG(about)), .stage = WAY_CAUSE, .parent = parent,
		.href = way_of_process(w, "causes") };
	str best = most_voted(w, r, v, about);
	int64_t more;

	sum_tree(r, about, &sum);
	more = sum.roots - CAUSES_SHOWN;
	node.count = sum.roots ? sum.roots : sum.causes;
	if (sum.roots == 1) {
		node.kind = tr(w->l, "Root cause");
		node.title = str_from(buf_str(&sum.lines), sizeof("– ") - 1);
	} else if (sum.roots) {
		node.kind = fill(w->a, w->l, trn(w->l, "{n} root cause", "{n} root causes", sum.roots), V("n", sum.roots));
		node.title = buf_str(&sum.lines);
		node.note = more > 0 ? fill(w->a, w->l, trn(w->l, "and {n} more", "and {n} more", more), V("n", more)) : (str){ 0 };
	} else {
		node.kind = tr(w->l, "Causes");
		node.title = fill(w->a, w->l, trn(w->l, "{n} cause", "{n} causes", sum.causes), V("n", sum.causes));
		node.note = best.n ? (str){ 0 } : tr(w->l, "No root cause is marked yet");
	}
	/* Said once: not where it is the root cause that the box is about. */
	if (best.n && !(sum.roots == 1 && str_eq(best, node.title))) {
		str told = fill(w->a, w->l, tr(w->l, "Most votes: {text}"), V("text", best));
		node.note = node.note.n ? str_fmt(w->a, STR_FMT "\n" STR_FMT, STR_ARG(node.note), STR_ARG(told)) : told;
	}
	way_add(w, node);
}

static err
add_causes(struct walk *w)
{
	struct voted v;
	struct rows r;

	TRY(db_query(w->c, w->a, &r, WAY_CAUSES, INT(w->p->id)));
	TRY(read_voted(w, &v));
	for (size_t i = 0; i < r.n; i++) {
		str about = row_text(&r, i, 1), ref = str_fmt(w->a, "causes:" STR_FMT, STR_ARG(about));
		size_t parent = way_above(w, about);
		way_link(w, way_ref_of(w, "cause", row_text(&r, i, 0)), ref);
		if (parent != WAY_NONE && way_above(w, ref) == WAY_NONE)
			add_tree(w, &r, &v, about, parent);
	}
	return OK;
}

size_t
way_hook(const struct walk *w, str about)
{
	size_t at = way_above(w, about), below;

	if (at == WAY_NONE)
		return at;
	below = way_above(w, str_fmt(w->a, "causes:" STR_FMT, STR_ARG(w->nodes[at].ref)));
	return below == WAY_NONE ? at : below;
}

err
way_said(struct walk *w)
{
	struct rows choices;
	str kind, rest;

	TRY(add_themes(w));
	TRY(db_query(w->c, w->a, &choices, WAY_CHOICES, INT(w->p->id)));
	/* What was chosen among proposals is no beginning: its proposal stands in the thread. */
	for (size_t i = 0; i < choices.n; i++)
		if (way_goes_on(row_text(&choices, i, 4)) && !thing_cut(row_text(&choices, i, 3), &kind, &rest))
			add_choice(w, &choices, i);
	TRY(way_written(w));
	return add_causes(w);
}

/* A theme that nothing has come of is told so. */
err
way_left(struct walk *w)
{
	struct rows r, choices;

	TRY(db_query(w->c, w->a, &choices, WAY_CHOICES, INT(w->p->id)));
	TRY(db_query(w->c, w->a, &r, WAY_THEMES, INT(w->p->id)));
	for (size_t i = 0; i < r.n; i++) {
		str id = row_text(&r, i, 0), why = why_left(&choices, id), ref = way_ref_of(w, "theme", id);
		size_t at = way_above(w, ref);
		bool decided = is_decided(&choices, row_text(&r, i, 3));
		if (!is_heading(&r, i) || at == WAY_NONE || way_has_child(w, at))
			continue;
		way_add(w, (struct way_node){ .ref = str_fmt(w->a, "left:" STR_FMT, STR_ARG(id)), .stage = WAY_FATE, .parent = at,
			.fate = decided ? FATE_LEFT : FATE_NOT_YET,
			.kind = why.n ? tr(w->l, "Set aside") : decided ? tr(w->l, "Not chosen") : tr(w->l, "Waits for the choice"),
			.title = why.n ? why : decided ? tr(w->l, "We chose others this time") : tr(w->l, "The three confirm what the staff chose") });
	}
	return OK;
}
