/* tree_change.c: trees of causes as they are changed, and what becomes of them when the sitting closes. */
#include "app/room/blame.h"
#include "app/room/tree.h"
#include "base/rand.h"

/* The room and its trees, when causes may be written there now. */
static err
open_trees(struct db_conn *c, const struct cause_act *act, struct room *rm, struct trees *out)
{
	struct thing_scope s;

	TRY(room_rules(act->app, c, act->arena, act->room, rm));
	if (rm->s.state != SITTING_OPEN)
		return ERR_GONE;
	if (!act->by_desk && !seat_exists(c, act->arena, act->room, act->seat))
		return ERR_DENIED;
	if (!rm->step || rm->step->kind != STEP_TREE)
		return ERR_CONFLICT;
	s = scope_of_room(rm);
	return trees_read(c, act->arena, &s, rm->step, 0, out);
}

/* What a ref of a form means: a tree, and the cause in it or NULL for its top. */
static err
find_under(const struct trees *all, str under, const struct tree **t, const struct cause **n)
{
	str kind, id;

	*n = NULL;
	*t = trees_find(all, under);
	if (*t)
		return OK;
	if (!thing_cut(under, &kind, &id) || !str_eq(kind, S("cause")))
		return ERR_NOTFOUND;
	for (size_t i = 0; i < all->n; i++) {
		*n = tree_cause(&all->p[i], id);
		*t = &all->p[i];
		if (*n)
			return OK;
	}
	return ERR_NOTFOUND;
}

static err
refuse(struct cause_act *act, const char *why)
{
	act->problem = why;
	return ERR_INVALID;
}

/* The text as it may be kept. */
static err
check_text(struct db_conn *c, struct cause_act *act)
{
	if (!act->text_ok)
		return refuse(act, N_("Write between 1 and {n} letters, without odd characters."));
	if (act->anyway)
		return OK;
	TRY(blame_find(c, act->arena, act->unit, act->text, &act->word));
	if (act->word.n)
		return refuse(act, N_("“{word}” looks like a name. Write about how we work, not about who. Is it not a name? Then keep it."));
	return OK;
}

/* Only what hangs right below the thing has a bone, and only one that is there. */
static str
bone_for(const struct cause_act *act, const struct tree *t, const struct cause *up)
{
	return !up && tree_bone(t, act->bone) ? act->bone : (str){ 0 };
}

err
cause_add(struct db_conn *c, void *arg)
{
	struct cause_act *act = arg;
	const struct tree *t;
	const struct cause *up;
	struct trees all;
	struct room rm;
	struct rows r;

	act->seq = 0;
	act->problem = NULL;
	act->word = (str){ 0 };
	act->too_deep = false;
	TRY(open_trees(c, act, &rm, &all));
	/* Sent again: it is there. */
	TRY(db_query(c, act->arena, &r, TREE_SEEN, TEXT(act->id)));
	if (r.n)
		return OK;
	TRY(find_under(&all, act->under, &t, &up));
	if (t->n >= CAUSES_MOST)
		return refuse(act, N_("This tree is full. Gather the causes that are alike, or go on with the one you think matters most."));
	act->too_deep = up && up->depth >= CAUSE_DEPTH;
	if (act->too_deep)
		return refuse(act, N_("You have asked why many times. Mark the root cause here, or begin a new branch further up."));
	TRY(check_text(c, act));
	TRY(db_exec(c, NULL, TREE_ADD, TEXT(act->id), INT(rm.s.process), TEXT(rm.s.phase), INT(rm.s.id), TEXT(rm.step->id),
		TEXT(t->about.ref), up ? TEXT(up->id) : NIL, TEXT(act->text), TEXT(bone_for(act, t, up)),
		INT(rand_below(INT32_MAX))));
	TRY(sitting_event(c, act->arena, act->room, EVENT_CAUSE, act->id, &act->seq));
	return act->seq > EVENTS_MOST ? ERR_TOOMANY : OK;
}

/* The cause of a form, shown and in one of the trees. */
static err
find_cause(const struct trees *all, str id, const struct tree **t, const struct cause **n)
{
	for (size_t i = 0; i < all->n; i++) {
		*t = &all->p[i];
		*n = tree_cause(*t, id);
		if (*n)
			return (*n)->state == NOTE_SHOWN ? OK : ERR_NOTFOUND;
	}
	return ERR_NOTFOUND;
}

err
cause_change(struct db_conn *c, void *arg)
{
	struct cause_act *act = arg;
	const struct tree *t;
	const struct cause *n;
	struct trees all;
	struct room rm;

	act->seq = 0;
	act->problem = NULL;
	act->word = act->theirs = (str){ 0 };
	TRY(open_trees(c, act, &rm, &all));
	TRY(find_cause(&all, act->id, &t, &n));
	/* Who has only ticked something keeps what another has written meanwhile. */
	if (act->text_ok && str_eq(act->text, act->was))
		act->text = n->body;
	if (!act->text_ok || !str_eq(act->text, n->body)) {
		TRY(check_text(c, act));
		if (!str_eq(act->was, n->body)) {
			act->theirs = n->body;
			return ERR_CONFLICT;
		}
	}
	TRY(db_exec(c, NULL, TREE_CHANGE, TEXT(act->id), INT(act->room), TEXT(act->text), TEXT(bone_for(act, t, n->up)),
		TEXT(evidence_word(act->evidence)), INT(act->is_root), INT(act->find_out)));
	if (!str_eq(act->text, n->body))
		TRY(sitting_event(c, act->arena, act->room, EVENT_TAKEN, act->id, &act->seq));
	return sitting_event(c, act->arena, act->room, EVENT_CAUSE, act->id, &act->seq);
}

err
cause_move(struct db_conn *c, void *arg)
{
	struct cause_act *act = arg;
	const struct tree *t, *there;
	const struct cause *n, *to;
	struct trees all;
	struct room rm;

	act->seq = 0;
	act->problem = NULL;
	TRY(open_trees(c, act, &rm, &all));
	TRY(find_cause(&all, act->id, &t, &n));
	TRY(find_under(&all, act->under, &there, &to));
	if (there != t || !cause_may_move(t, n, to))
		return refuse(act, N_("It cannot hang there: not below itself, and not deeper than the tree goes."));
	TRY(db_exec(c, NULL, TREE_MOVE, TEXT(act->id), INT(act->room), to ? TEXT(to->id) : NIL, TEXT(to ? S("") : n->bone)));
	return sitting_event(c, act->arena, act->room, EVENT_TREE, t->about.ref, &act->seq);
}

err
bone_put(struct db_conn *c, void *arg)
{
	struct bone_act *act = arg;
	struct cause_act as = { .arena = act->arena, .app = act->app, .room = act->room, .by_desk = true };
	const struct tree *t;
	const struct bone *b;
	struct trees all;
	struct room rm;
	int64_t of;

	act->seq = 0;
	TRY(open_trees(c, &as, &rm, &all));
	t = trees_find(&all, act->about);
	if (!t)
		return ERR_NOTFOUND;
	of = rm.s.kind == SITTING_REHEARSAL ? rm.s.id : 0;
	b = tree_bone(t, act->id);
	if ((act->id.n && !b) || (!b && (!act->name.n || t->bone_count >= BONES_MOST)))
		return ERR_INVALID;
	if (act->name.n) {
		str id = b ? b->id : str_fmt(act->arena, "own-" STR_FMT, STR_ARG(rand_hex(act->arena, 8)));
		TRY(db_exec(c, NULL, TREE_BONE_PUT, INT(rm.s.process), INT(of), TEXT(t->about.ref), TEXT(id), TEXT(act->name)));
	} else {
		TRY(db_exec(c, NULL, TREE_BONE_DROP, INT(rm.s.process), INT(of), TEXT(t->about.ref), TEXT(b->id)));
		if (b->made)
			TRY(db_exec(c, NULL, TREE_BONE_EMPTY, INT(rm.s.process), TEXT(t->about.ref), TEXT(b->id)));
	}
	return sitting_event(c, act->arena, act->room, EVENT_TREE, t->about.ref, &act->seq);
}

/* ---- the end ---- */

struct renewed {
	str old, id, parent;
};

static str
new_id(const struct renewed *all, size_t n, str old)
{
	for (size_t i = 0; i < n; i++)
		if (str_eq(all[i].old, old))
			return all[i].id;
	return (str){ 0 };
}

/* Wherever a cause is pointed at by its ref. */
static err
renew_refs(struct db_conn *c, struct arena *a, int64_t process, const struct renewed *n)
{
	static const int refs[] = { TREE_RENEW_TOTALS, TREE_RENEW_ENTRIES, TREE_RENEW_ABOUT, TREE_RENEW_NOTES,
		TREE_RENEW_OPEN_NOTES, TREE_RENEW_ROUNDS, TREE_RENEW_PLACES };
	str old = thing_ref(a, "cause", n->old), now = thing_ref(a, "cause", n->id);

	for (size_t i = 0; i < COUNT(refs); i++)
		TRY(db_exec(c, NULL, refs[i], TEXT(old), TEXT(now), INT(process)));
	return OK;
}

/* What must be found out is a task from now on. */
static err
make_task(struct db_conn *c, struct arena *a, const struct room *rm, str id)
{
	struct rows r;

	TRY(db_query(c, a, &r, TREE_FIND_OUT, TEXT(id)));
	if (!r.n)
		return OK;
	return db_exec(c, NULL, TREE_TASK, INT(rm->s.process), TEXT(rm->s.phase), TEXT(thing_ref(a, "cause", id)), TEXT(row_text(&r, 0, 1)));
}

err
trees_close(struct db_conn *c, struct arena *a, const struct room *rm)
{
	struct renewed *all;
	struct rows r;

	TRY(db_query(c, a, &r, TREE_OF_ROOM, INT(rm->s.id)));
	all = NEW_ARRAY(a, struct renewed, r.n);
	for (size_t i = 0; i < r.n; i++)
		all[i] = (struct renewed){ row_text(&r, i, 0), rand_uuid(a), row_text(&r, i, 1) };
	for (size_t i = 0; i < r.n; i++) {
		str parent = new_id(all, r.n, all[i].parent);
		TRY(db_exec(c, NULL, TREE_RENEW, TEXT(all[i].old), TEXT(all[i].id), TEXT_OR_NIL(parent), INT(rand_below(INT32_MAX))));
		TRY(renew_refs(c, a, rm->s.process, &all[i]));
		TRY(make_task(c, a, rm, all[i].id));
	}
	return OK;
}
