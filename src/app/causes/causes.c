/* causes.c: causes and what must be found out, when the workshops are over. */
#include "app/causes/causes.h"

#include "app/access/audit.h"
#include "app/access/people.h"
#include "app/chain/outcome.h"
#include "base/clock.h"
#include "base/rand.h"

err
find_outs_read(struct db_conn *c, struct arena *a, int64_t process, struct find_outs *out)
{
	struct rows r;

	TRY(db_query(c, a, &r, CAUSES_TASKS, INT(process)));
	*out = (struct find_outs){ NEW_ARRAY(a, struct find_out, r.n), r.n };
	for (size_t i = 0; i < r.n; i++)
		out->p[i] = (struct find_out){ .id = row_int(&r, i, 0), .owner = row_int(&r, i, 1), .due_at = row_int(&r, i, 2),
			.done_at = row_int(&r, i, 3), .body = row_text(&r, i, 4), .answer = row_text(&r, i, 5), .owner_name = row_text(&r, i, 6) };
	return OK;
}

/* ---- a phase ---- */

static err
read_sorted(struct db_conn *c, struct arena *a, const struct process *p, struct causes_phase *ph, const struct method_step *st)
{
	struct sorted_count *all = NEW_ARRAY(a, struct sorted_count, ph->sorted_count + st->column_count);
	struct rows r;

	for (size_t i = 0; i < ph->sorted_count; i++)
		all[i] = ph->sorted[i];
	ph->sorted = all;
	TRY(db_query(c, a, &r, CAUSES_SORTED, INT(p->id), TEXT(ph->phase->id)));
	for (size_t k = 0; k < st->column_count; k++) {
		struct sorted_count s = { st, &st->columns[k], 0 };
		for (size_t i = 0; i < r.n; i++)
			if (str_eq(row_text(&r, i, 0), st->columns[k].id))
				s.n = row_int(&r, i, 1);
		if (r.n)
			ph->sorted[ph->sorted_count++] = s;
	}
	return OK;
}

/* A better sentence stands for the one it was made of, below the same challenge. */
static void
lead_back(const struct causes_phase *ph, struct thing *made)
{
	for (size_t i = 0; i < ph->sentence_count; i++)
		if (str_eq(ph->sentences[i].ref, made->about))
			made->about = ph->sentences[i].about;
}

static bool
hears(const struct method_step *st, const struct causes_phase *ph)
{
	for (size_t i = 0; ph->sentence_count && i < st->from_count; i++)
		if (st->from[i].step && st->from[i].step->kind == STEP_FORM && st->from[i].step->makes == st->makes)
			return true;
	return false;
}

static err
read_sentences(struct db_conn *c, struct arena *a, const struct thing_scope *s, struct causes_phase *ph, const struct method_step *st)
{
	struct thing *all;
	struct things made;
	size_t before = hears(st, ph) ? 0 : ph->sentence_count;

	TRY(things_of(c, a, s, st, NULL, &made));
	all = NEW_ARRAY(a, struct thing, before + made.n);
	for (size_t i = 0; i < made.n; i++)
		lead_back(ph, &made.p[i]);
	for (size_t i = 0; i < before + made.n; i++)
		all[i] = i < before ? ph->sentences[i] : made.p[i - before];
	ph->sentences = all;
	ph->sentence_count = before + made.n;
	return OK;
}

static const struct thing *
sentence_of(const struct causes_phase *ph, str ref)
{
	for (size_t i = 0; i < ph->sentence_count; i++)
		if (str_eq(ph->sentences[i].ref, ref))
			return &ph->sentences[i];
	return NULL;
}

static bool
is_improved(const struct causes_phase *ph, size_t at)
{
	for (size_t i = 0; i < ph->sentence_count; i++)
		if (i != at && str_eq(ph->sentences[i].about, ph->sentences[at].ref))
			return true;
	return false;
}

/* A sentence that makes another one better stands for it, under the challenge that the first was about. */
static void
keep_best(struct arena *a, struct causes_phase *ph)
{
	struct thing *best = NEW_ARRAY(a, struct thing, ph->sentence_count);
	size_t n = 0;

	for (size_t i = 0; i < ph->sentence_count; i++) {
		const struct thing *up = &ph->sentences[i];
		if (sentence_of(ph, up->ref) != up || is_improved(ph, i))
			continue;
		best[n] = *up;
		for (int depth = 0; up && depth < 12; depth++) {
			best[n].about = up->about;
			up = sentence_of(ph, up->about);
		}
		n++;
	}
	ph->sentences = best;
	ph->sentence_count = n;
}

/* The trees with what was voted on their branches, told as everywhere. */
static err
read_trees(struct db_conn *c, struct arena *a, const struct process *p, const struct method_phase *phase, const struct method_step *st,
	struct trees *out)
{
	struct thing_scope s = { .process = p->id, .method = p->method };
	struct outcomes said;

	TRY(trees_read(c, a, &s, st, p->k, out));
	TRY(outcomes_of_votes_on(c, a, p, phase, STEP_TREE, &said));
	out->numbers = true;
	for (size_t i = 0; i < said.n; i++) {
		const struct outcome *o = &said.p[i];
		if (o->ballot->step != st)
			continue;
		out->numbers &= o->numbers;
		for (size_t k = 0; k < o->vote_count; k++)
			trees_vote(out, o->votes[k].ref, o->votes[k].votes);
	}
	trees_rank(out);
	return OK;
}

static err
read_phase(struct db_conn *c, struct arena *a, const struct process *p, const struct method_phase *phase, struct causes_phase *out)
{
	struct thing_scope s = { .process = p->id, .method = p->method };

	*out = (struct causes_phase){ .phase = phase };
	for (size_t i = 0; i < phase->session_count; i++)
		for (size_t k = 0; k < phase->sessions[i].step_count; k++) {
			const struct method_step *st = &phase->sessions[i].steps[k];
			if (st->kind == STEP_TREE && !out->trees.p)
				TRY(read_trees(c, a, p, phase, st, &out->trees));
			else if (st->kind == STEP_SORT)
				TRY(read_sorted(c, a, p, out, st));
			else if (st->kind == STEP_FORM && st->makes == MAKES_STATEMENT)
				TRY(read_sentences(c, a, &s, out, st));
		}
	keep_best(a, out);
	return OK;
}

static bool
has_any(const struct causes_phase *ph)
{
	for (size_t i = 0; i < ph->trees.n; i++)
		if (ph->trees.p[i].top_count)
			return true;
	return ph->sorted_count > 0 || ph->sentence_count > 0;
}

err
causes_read(struct db_conn *c, struct arena *a, const struct process *p, struct causes_phase **out, size_t *n)
{
	*out = NEW_ARRAY(a, struct causes_phase, p->method->phase_count);
	*n = 0;
	for (size_t i = 0; i < p->method->phase_count; i++) {
		TRY(read_phase(c, a, p, &p->method->phases[i], &(*out)[*n]));
		*n += has_any(&(*out)[*n]);
	}
	return OK;
}

/* ---- changes ---- */

err
causes_mark(struct db_conn *c, void *arg)
{
	struct causes_act *x = arg;
	str thing = thing_ref(x->arena, "cause", x->cause);
	struct rows r, t;
	bool is_new;

	TRY(form_key_use(c, x->key, &is_new));
	if (!is_new)
		return OK;
	TRY(db_one(c, x->arena, &r, CAUSES_GET, TEXT(x->cause), INT(x->process)));
	TRY(db_exec(c, NULL, CAUSES_MARK, TEXT(x->cause), INT(x->process), INT(x->is_root), INT(x->find_out), TEXT(x->bone)));
	TRY(db_query(c, x->arena, &t, CAUSES_TASK_OF, INT(x->process), TEXT(thing)));
	if (x->find_out && !t.n)
		TRY(db_exec(c, NULL, TREE_TASK, INT(x->process), TEXT(row_text(&r, 0, 1)), TEXT(thing), TEXT(row_text(&r, 0, 0))));
	/* What somebody already has, or has answered, is not taken from them. */
	if (!x->find_out)
		TRY(db_exec(c, NULL, CAUSES_TASK_DROP, INT(x->process), TEXT(thing)));
	return audit_add(c, x->arena, x->unit, x->process, x->person, 0, "cause.mark", S(""));
}

static err
tree_about(struct db_conn *c, const struct causes_act *x, const struct tree **out)
{
	struct causes_phase *phases;
	struct process p;
	size_t n;

	TRY(process_get(x->app, c, x->arena, x->process, &p));
	TRY(causes_read(c, x->arena, &p, &phases, &n));
	for (size_t i = 0; i < n; i++) {
		*out = trees_find(&phases[i].trees, x->about);
		if (*out && (*out)->bone_count)
			return OK;
	}
	return ERR_NOTFOUND;
}

err
causes_bone(struct db_conn *c, void *arg)
{
	struct causes_act *x = arg;
	const struct tree *t;
	const struct bone *b;
	bool is_new;

	TRY(form_key_use(c, x->key, &is_new));
	if (!is_new)
		return OK;
	TRY(tree_about(c, x, &t));
	b = tree_bone(t, x->bone);
	if ((x->bone.n && !b) || (!b && (!x->name.n || t->bone_count >= BONES_MOST)))
		return ERR_INVALID;
	if (x->name.n) {
		str id = b ? b->id : str_fmt(x->arena, "own-" STR_FMT, STR_ARG(rand_hex(x->arena, 8)));
		TRY(db_exec(c, NULL, TREE_BONE_PUT, INT(x->process), INT(0), TEXT(x->about), TEXT(id), TEXT(x->name)));
	} else {
		TRY(db_exec(c, NULL, TREE_BONE_DROP, INT(x->process), INT(0), TEXT(x->about), TEXT(b->id)));
		if (b->made)
			TRY(db_exec(c, NULL, TREE_BONE_EMPTY, INT(x->process), TEXT(x->about), TEXT(b->id)));
	}
	return audit_add(c, x->arena, x->unit, x->process, x->person, 0, "cause.bone", S(""));
}

static err
check_owner(struct db_conn *c, const struct causes_act *x)
{
	struct parties all;

	if (!x->owner)
		return OK;
	TRY(people_at(c, x->arena, x->unit, &all));
	for (size_t i = 0; i < all.n; i++)
		if (all.p[i].person == x->owner && party_counts(&all.p[i]))
			return OK;
	return ERR_INVALID;
}

err
causes_task(struct db_conn *c, void *arg)
{
	struct causes_act *x = arg;
	int64_t done_at;
	struct rows r;
	bool is_new;

	TRY(form_key_use(c, x->key, &is_new));
	if (!is_new)
		return OK;
	TRY(db_one(c, x->arena, &r, CAUSES_TASK_GET, INT(x->task), INT(x->process)));
	if (x->owner != row_int(&r, 0, 1))
		TRY(check_owner(c, x));
	done_at = row_int(&r, 0, 0);
	if (!x->done)
		done_at = 0;
	else if (!done_at)
		done_at = clock_now();
	return db_exec(c, NULL, CAUSES_TASK_SET, INT(x->task), INT(x->process), INT_OR_NIL(x->owner), INT_OR_NIL(x->due_at), TEXT(x->answer),
		INT_OR_NIL(done_at));
}
