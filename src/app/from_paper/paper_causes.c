/* paper_causes.c: trees of causes that were drawn on paper. */
#include "app/from_paper/inside.h"
#include "base/rand.h"
#include "text/date.h"

static err
refuse(struct paper_act *x, const char *why)
{
	x->problem = str_of(why);
	return ERR_INVALID;
}

/* ---- the outline ---- */

/* The sign that a list is written with at the start of s, and how long it is: 0 for none. */
static size_t
sign_at(str s)
{
	static const char *const signs[] = { "-", "*", ">", "\u2013", "\u2014", "\u2022", "\u00b7" };

	for (size_t i = 0; i < COUNT(signs); i++)
		if (str_starts(s, str_of(signs[i])))
			return str_of(signs[i]).n;
	return 0;
}

/* Takes the signs before a line away and counts them. */
static int
level_of(str *line)
{
	int level = 0;

	for (size_t n; (n = sign_at(*line)) > 0; level++)
		*line = str_trim(str_from(*line, n));
	return level;
}

err
paper_outline(struct arena *a, str text, const struct paper_cause **lines, size_t *n, size_t *bad)
{
	struct paper_cause *out = NEW_ARRAY(a, struct paper_cause, PAPER_CAUSES);
	str line, rest = text;
	bool more = text.n > 0;

	*n = *bad = 0;
	for (size_t number = 1; more; number++) {
		int level, deepest = *n ? out[*n - 1].level + 1 : 0;
		more = str_cut(rest, '\n', &line, &rest);
		line = str_trim(line);
		level = level_of(&line);
		if (!line.n)
			continue;
		*bad = number;
		if (*n == PAPER_CAUSES)
			return ERR_TOOBIG;
		TRY(text_clean(a, line, CAUSE_GRAPHEMES, &out[*n].text));
		if (!out[*n].text.n)
			continue;
		out[(*n)++].level = level > deepest ? deepest : level;
	}
	*bad = 0;
	*lines = out;
	return OK;
}

/* ---- trees ---- */

err
paper_trees(struct db_conn *c, struct arena *a, const struct room *rm, const struct method_step *st, struct trees *out)
{
	struct room left = paper_left(rm);
	struct thing_scope scope = scope_of_room(&left);
	size_t n = 0;

	TRY(trees_read(c, a, &scope, st, rm->k, out));
	for (size_t i = 0; i < out->n; i++)
		if (typing_may_see(rm, &out->p[i].about))
			out->p[n++] = out->p[i];
	out->n = n;
	return OK;
}

/* The tree, and the cause that the new ones hang below; NULL: right below the thing. */
static err
find_under(const struct trees *all, str under, const struct tree **t, const struct cause **up)
{
	str kind, id;

	*up = NULL;
	*t = trees_find(all, under);
	if (*t)
		return OK;
	if (!thing_cut(under, &kind, &id) || !str_eq(kind, S("cause")))
		return ERR_INVALID;
	for (size_t i = 0; i < all->n; i++) {
		*t = &all->p[i];
		*up = tree_cause(*t, id);
		if (*up)
			return (*up)->state == NOTE_SHOWN ? OK : ERR_INVALID;
	}
	return ERR_INVALID;
}

static err
check_causes(struct db_conn *c, struct paper_act *x, const struct tree *t, const struct cause *up)
{
	str *texts = NEW_ARRAY(x->arena, str, x->cause_n);
	int depth = up ? up->depth : 0;

	if (t->n + x->cause_n > CAUSES_MOST)
		return refuse(x, N_("This tree is full. Gather the causes that are alike, or go on with the one you think matters most."));
	for (size_t i = 0; i < x->cause_n; i++) {
		texts[i] = x->causes[i].text;
		if (depth + x->causes[i].level + 1 > CAUSE_DEPTH)
			return refuse(x, N_("You have asked why many times. Mark the root cause here, or begin a new branch further up."));
	}
	return typing_names(c, x, texts, x->cause_n);
}

static err
put_causes(struct db_conn *c, struct paper_act *x, const struct room *rm, const struct method_step *st, const struct tree *t,
	const struct cause *up)
{
	str above[CAUSE_DEPTH + 1] = { up ? up->id : (str){ 0 } };

	for (size_t i = 0; i < x->cause_n; i++) {
		const struct paper_cause *k = &x->causes[i];
		str id = rand_uuid(x->arena);
		TRY(db_exec(c, NULL, TREE_ADD, TEXT(id), INT(rm->s.process), TEXT(rm->s.phase), TYPING_ROOM(rm), TEXT(st->id),
			TEXT(t->about.ref), TEXT_OR_NIL(above[k->level]), TEXT(k->text), TEXT(S("")), INT(rand_below(INT32_MAX))));
		above[k->level + 1] = id;
		TRY(typing_tell(c, x, rm, EVENT_CAUSE, id));
	}
	if (rm->s.state != SITTING_CLOSED)
		return OK;
	return typing_mix(c, x, rm, PAPER_PHASE_CAUSES, PAPER_CAUSE_RENEW);
}

/* The step with its trees, for one who may type in. *is_new false: nothing is left to do. */
static err
open_trees(struct db_conn *c, struct paper_act *x, struct room *rm, const struct method_step **st, struct trees *all, bool *is_new)
{
	TRY(typing_begin(c, x, rm, is_new));
	if (!*is_new)
		return OK;
	*st = room_step(rm, x->step);
	if (!*st || (*st)->kind != STEP_TREE)
		return ERR_INVALID;
	return paper_trees(c, x->arena, rm, *st, all);
}

err
paper_causes(struct db_conn *c, void *act)
{
	struct paper_act *x = act;
	const struct method_step *st;
	const struct tree *t;
	const struct cause *up;
	struct trees all;
	struct room rm;
	bool is_new;

	TRY(open_trees(c, x, &rm, &st, &all, &is_new));
	if (!is_new)
		return OK;
	TRY(find_under(&all, x->about, &t, &up));
	if (x->cause_n == 0)
		return ERR_INVALID;
	TRY(check_causes(c, x, t, up));
	TRY(put_causes(c, x, &rm, st, t, up));
	return typing_log(c, x, &rm);
}

/* ---- marks ---- */

/* What must be found out is a task once the room has closed. */
static err
make_task(struct db_conn *c, const struct paper_act *x, const struct room *rm, const struct cause *n, const struct paper_mark *m)
{
	str ref = thing_ref(x->arena, "cause", n->id);
	struct rows r;

	if (rm->s.state != SITTING_CLOSED || !m->find_out || n->find_out)
		return OK;
	TRY(db_query(c, x->arena, &r, PAPER_TASK_OF, INT(rm->s.process), TEXT(ref)));
	if (r.n)
		return OK;
	return db_exec(c, NULL, TREE_TASK, INT(rm->s.process), TEXT(rm->s.phase), TEXT(ref), TEXT(n->body));
}

static err
put_mark(struct db_conn *c, struct paper_act *x, const struct room *rm, const struct trees *all, const struct paper_mark *m)
{
	const struct tree *t = NULL;
	const struct cause *n = NULL;

	for (size_t i = 0; i < all->n && !n; i++) {
		t = &all->p[i];
		n = tree_cause(t, m->cause);
	}
	if (!n || n->state != NOTE_SHOWN)
		return refuse(x, N_("One of these has changed meanwhile. Look at the page again; nothing is saved yet."));
	if (m->bone.n && !tree_bone(t, m->bone))
		return ERR_INVALID;
	TRY(db_exec(c, NULL, PAPER_CAUSE_MARK, TEXT(n->id), INT(rm->s.process), TEXT(n->up ? n->bone : m->bone),
		TEXT(evidence_word(m->evidence)), INT(m->is_root), INT(m->find_out)));
	TRY(make_task(c, x, rm, n, m));
	return typing_tell(c, x, rm, EVENT_CAUSE, n->id);
}

err
paper_marks(struct db_conn *c, void *act)
{
	struct paper_act *x = act;
	const struct method_step *st;
	struct trees all;
	struct room rm;
	bool is_new;

	TRY(open_trees(c, x, &rm, &st, &all, &is_new));
	if (!is_new)
		return OK;
	for (size_t i = 0; i < x->mark_n; i++)
		TRY(put_mark(c, x, &rm, &all, &x->marks[i]));
	return x->mark_n ? typing_log(c, x, &rm) : OK;
}
