/* tree.c: trees of causes as they are read. */
#include "app/room/tree.h"

static const char *const evidences[EVIDENCE_KINDS] = { "none", "heard", "seen", "measured" };

str
evidence_word(enum evidence e)
{
	return str_of(evidences[e < EVIDENCE_KINDS ? e : EVIDENCE_NONE]);
}

enum evidence
evidence_of(str word)
{
	for (int e = 0; e < EVIDENCE_KINDS; e++)
		if (str_eq(word, str_of(evidences[e])))
			return (enum evidence)e;
	return EVIDENCE_NONE;
}

str
evidence_name(enum lang l, enum evidence e)
{
	switch (e) {
	case EVIDENCE_HEARD: return tr(l, "We have heard it");
	case EVIDENCE_SEEN: return tr(l, "We have seen it");
	case EVIDENCE_MEASURED: return tr(l, "It has been measured");
	case EVIDENCE_NONE:
	case EVIDENCE_KINDS: break;
	}
	return (str){ 0 };
}

str
evidence_choice(enum lang l, enum evidence e)
{
	return e == EVIDENCE_NONE ? tr(l, "We believe it") : evidence_name(l, e);
}

str
cause_text(enum lang l, const struct cause *n)
{
	if (n->state == NOTE_SHOWN)
		return n->body;
	return n->state == NOTE_ERASED ? tr(l, "(taken away)") : tr(l, "(set aside)");
}

/* ---- reading ---- */

static enum note_state
state_of(str word)
{
	if (str_eq(word, S("shown")))
		return NOTE_SHOWN;
	return str_eq(word, S("erased")) ? NOTE_ERASED : NOTE_ASIDE;
}

static struct cause
cause_row(const struct rows *r, size_t i)
{
	return (struct cause){
		.id = row_text(r, i, 0),
		.about = row_text(r, i, 1),
		.parent = row_text(r, i, 2),
		.body = row_text(r, i, 3),
		.bone = row_text(r, i, 4),
		.evidence = evidence_of(row_text(r, i, 5)),
		.is_root = row_int(r, i, 6) != 0,
		.find_out = row_int(r, i, 7) != 0,
		.state = state_of(row_text(r, i, 8)),
		.room = row_int(r, i, 9),
		.phase = row_text(r, i, 10),
		.step = row_text(r, i, 11),
	};
}

/* Gives each its children, from the top; what was set aside is left out where nothing hangs below it. */
static bool
hang(struct arena *a, struct tree *t, struct cause *n, int depth)
{
	bool below = false;

	n->depth = depth;
	n->kids = NEW_ARRAY(a, struct cause *, t->n);
	for (size_t i = 0; i < t->n; i++) {
		struct cause *k = &t->all[i];
		if (!str_eq(k->parent, n->id) || k->depth)
			continue;
		k->up = n;
		if (!hang(a, t, k, depth + 1))
			continue;
		n->kids[n->kid_count++] = k;
		below = true;
	}
	return below || n->state == NOTE_SHOWN;
}

static void
build(struct arena *a, struct tree *t)
{
	t->top = NEW_ARRAY(a, struct cause *, t->n);
	for (size_t i = 0; i < t->n; i++) {
		struct cause *n = &t->all[i];
		t->shown += n->state == NOTE_SHOWN;
		if (!n->parent.n && hang(a, t, n, 1))
			t->top[t->top_count++] = n;
	}
}

/* The pack's bones, renamed where the group has done so, and the group's own. */
static void
read_bones(struct arena *a, const struct rows *r, struct tree *t)
{
	t->bones = NEW_ARRAY(a, struct bone, t->step->bone_count + r->n);
	for (size_t i = 0; i < t->step->bone_count; i++)
		t->bones[t->bone_count++] = (struct bone){ .id = t->step->bones[i].id, .name = t->step->bones[i].name };
	for (size_t i = 0; i < r->n; i++) {
		struct bone *b = NULL;
		if (!str_eq(row_text(r, i, 0), t->about.ref))
			continue;
		for (size_t k = 0; k < t->bone_count && !b; k++)
			b = str_eq(t->bones[k].id, row_text(r, i, 1)) ? &t->bones[k] : NULL;
		if (!b) {
			b = &t->bones[t->bone_count++];
			*b = (struct bone){ .id = row_text(r, i, 1), .made = true };
		}
		for (int l = 0; l < LANG_COUNT; l++)
			b->name.in[l] = row_text(r, i, 2);
	}
}

struct reading_of_trees {
	struct arena *a;
	struct rows causes, bones;
	struct trees *out;
};

static void
add_tree(struct reading_of_trees *q, const struct method_step *st, const struct thing *about)
{
	struct tree *t = &q->out->p[q->out->n++];

	*t = (struct tree){ .step = st, .about = *about, .element = thing_element(q->a, about->ref) };
	t->all = NEW_ARRAY(q->a, struct cause, q->causes.n);
	for (size_t i = 0; i < q->causes.n; i++) {
		struct cause n = cause_row(&q->causes, i);
		if (!str_eq(n.about, about->ref))
			continue;
		t->all[t->n++] = n;
	}
	build(q->a, t);
	read_bones(q->a, &q->bones, t);
}

/* Causes about things that come in no more, because another choice was made, are not lost. */
static err
add_others(struct db_conn *c, struct reading_of_trees *q, const struct thing_scope *s, const struct method_step *st)
{
	struct thing t;
	err e;

	for (size_t i = 0; i < q->causes.n; i++) {
		str about = row_text(&q->causes, i, 1);
		if (trees_find(q->out, about))
			continue;
		e = thing_get(c, q->a, s->method, s->process, about, &t);
		if (e == ERR_NOTFOUND)
			continue;
		TRY(e);
		add_tree(q, st, &t);
	}
	return OK;
}

/* Only the sitting's own rounds: what several of them say together is for outcome.h to tell. */
static err
read_votes(struct db_conn *c, struct arena *a, int64_t process, str phase, int64_t room, int64_t k, struct trees *out)
{
	struct rows r;

	TRY(db_query(c, a, &r, TREE_VOTES, INT(process), TEXT(phase), INT(room)));
	out->numbers = r.n > 0;
	for (size_t i = 0; i < r.n; i++) {
		trees_vote(out, row_text(&r, i, 0), row_int(&r, i, 1));
		out->numbers &= row_int(&r, i, 2) >= k;
	}
	trees_rank(out);
	return OK;
}

err
trees_read(struct db_conn *c, struct arena *a, const struct thing_scope *s, const struct method_step *st, int64_t k, struct trees *out)
{
	struct reading_of_trees q = { .a = a, .out = out };
	int64_t room = s->rm ? s->rm->s.id : 0, of_rehearsal = s->rm && s->rm->s.kind == SITTING_REHEARSAL ? room : 0;
	str phase = st->session->phase->id;
	struct things in;

	TRY(things_in(c, a, s, st, &in));
	TRY(db_query(c, a, &q.causes, TREE_CAUSES, INT(s->process), TEXT(phase), TEXT(st->id), INT(room)));
	TRY(db_query(c, a, &q.bones, TREE_BONES, INT(s->process), INT(of_rehearsal)));
	*out = (struct trees){ .p = NEW_ARRAY(a, struct tree, in.n + q.causes.n) };
	/* What is to be preserved is no trouble that somebody has to find the causes of. */
	for (size_t i = 0; i < in.n; i++)
		if (in.p[i].makes != MAKES_PRESERVATION)
			add_tree(&q, st, &in.p[i]);
	TRY(add_others(c, &q, s, st));
	return room ? read_votes(c, a, s->process, phase, room, k, out) : OK;
}

err
tree_read(struct db_conn *c, struct view *v)
{
	struct thing_scope s = scope_of_room(v->rm);

	v->trees = NEW(v->a, struct trees);
	return trees_read(c, v->a, &s, v->rm->step, v->rm->k, v->trees);
}

bool
tree_is_live(const struct view *v)
{
	return v->trees && v->trees->n > 0;
}

/* ---- votes ---- */

void
trees_vote(struct trees *t, str ref, int64_t votes)
{
	str kind, id;

	if (!thing_cut(ref, &kind, &id) || !str_eq(kind, S("cause")))
		return;
	for (size_t i = 0; i < t->n; i++)
		for (size_t k = 0; k < t->p[i].n; k++)
			if (str_eq(t->p[i].all[k].id, id))
				t->p[i].all[k].votes += votes;
}

static int64_t
rank_of(const struct trees *t, int64_t votes)
{
	int64_t rank = 1;

	for (size_t i = 0; i < t->n; i++)
		for (size_t k = 0; k < t->p[i].n; k++)
			rank += t->p[i].all[k].votes > votes;
	return rank;
}

void
trees_forget_votes(struct trees *t)
{
	for (size_t i = 0; i < t->n; i++)
		for (size_t k = 0; k < t->p[i].n; k++)
			t->p[i].all[k].votes = t->p[i].all[k].rank = 0;
	t->numbers = false;
}

void
trees_rank(struct trees *t)
{
	for (size_t i = 0; i < t->n; i++)
		for (size_t k = 0; k < t->p[i].n; k++)
			t->p[i].all[k].rank = t->p[i].all[k].votes ? rank_of(t, t->p[i].all[k].votes) : 0;
}

/* How many of those in p lead to a vote; they come first then, in the same order. *shown: the texts that are left. */
static size_t
keep_voted(struct cause **p, size_t n, size_t *shown)
{
	size_t kept = 0;

	for (size_t i = 0; i < n; i++) {
		struct cause *at = p[i];
		at->kid_count = keep_voted(at->kids, at->kid_count, shown);
		if (!at->votes && !at->kid_count)
			continue;
		*shown += at->state == NOTE_SHOWN;
		p[kept++] = at;
	}
	return kept;
}

void
trees_keep_voted(struct trees *t)
{
	size_t kept = 0;

	for (size_t i = 0; i < t->n; i++) {
		struct tree *tree = &t->p[i];
		size_t bones = 0;
		tree->shown = 0;
		tree->top_count = keep_voted(tree->top, tree->top_count, &tree->shown);
		for (size_t k = 0; k < tree->bone_count; k++)
			if (causes_on(tree, tree->bones[k].id))
				tree->bones[bones++] = tree->bones[k];
		tree->bone_count = bones;
		if (tree->top_count)
			t->p[kept++] = *tree;
	}
	t->n = kept;
}

/* ---- finding ---- */

const struct tree *
trees_find(const struct trees *t, str about)
{
	for (size_t i = 0; i < t->n; i++)
		if (str_eq(t->p[i].about.ref, about))
			return &t->p[i];
	return NULL;
}

const struct cause *
tree_cause(const struct tree *t, str id)
{
	for (size_t i = 0; i < t->n; i++)
		if (str_eq(t->all[i].id, id))
			return &t->all[i];
	return NULL;
}

const struct bone *
tree_bone(const struct tree *t, str id)
{
	for (size_t i = 0; i < t->bone_count; i++)
		if (str_eq(t->bones[i].id, id))
			return &t->bones[i];
	return NULL;
}

/* How many levels hang at n, itself counted. */
static int
levels(const struct cause *n)
{
	int most = 0;

	for (size_t i = 0; i < n->kid_count; i++) {
		int below = levels(n->kids[i]);
		most = below > most ? below : most;
	}
	return most + 1;
}

bool
cause_may_move(const struct tree *t, const struct cause *n, const struct cause *to)
{
	(void)t;
	for (const struct cause *up = to; up; up = up->up)
		if (up == n)
			return false;
	return (to ? to->depth : 0) + levels(n) <= CAUSE_DEPTH;
}

bool
cause_is_on(const struct tree *t, const struct cause *n, str bone)
{
	return bone.n ? str_eq(n->bone, bone) : !tree_bone(t, n->bone);
}

size_t
causes_on(const struct tree *t, str bone)
{
	size_t n = 0;

	for (size_t i = 0; i < t->top_count; i++)
		n += cause_is_on(t, t->top[i], bone);
	return n;
}
