/* way_done.c: the end of the red thread: measures, what is lifted, and what came of each. */
#include "app/chain/way_walk.h"
#include "app/lift/lift.h"
#include "app/measure/measure.h"
#include "text/date.h"

/* ---- measures ---- */

static str
measure_ref(struct walk *w, int64_t id)
{
	return str_fmt(w->a, "measure:%" PRId64, id);
}

static enum way_fate
fate_of(enum measure_status s)
{
	switch (s) {
	case MEASURE_KEPT:
	case MEASURE_EVALUATED: return FATE_KEPT;
	case MEASURE_STOPPED: return FATE_STOPPED;
	case MEASURE_LIFTED: return FATE_LIFTED;
	case MEASURE_RUNNING:
	case MEASURE_TESTING:
	case MEASURE_DONE: return FATE_GOING;
	case MEASURE_PROPOSED:
	case MEASURE_PRIORITISED:
	case MEASURE_PLANNED:
	case MEASURE_STATUS_COUNT: break;
	}
	return FATE_NOT_YET;
}

static str
habit(struct walk *w, const struct measure *m)
{
	if (!m->habit_act.n)
		return m->title;
	if (!m->habit_cue.n)
		return m->habit_act;
	return fill(w->a, w->l, tr(w->l, "When {cue}, {act}"), V("cue", m->habit_cue), V("act", m->habit_act));
}

static str
day(struct walk *w, const char *text, int64_t at)
{
	return fill(w->a, w->l, tr_dynamic(w->l, str_of(text)), V("day", date_day_month(w->a, w->l, at)));
}

static str
what_came(struct walk *w, const struct measure *m)
{
	switch (m->status) {
	case MEASURE_KEPT: return habit(w, m);
	case MEASURE_STOPPED:
	case MEASURE_EVALUATED:
		return m->learning.n ? m->learning : tr(w->l, "What was learnt is not written yet");
	case MEASURE_LIFTED: return tr(w->l, "Others must solve it");
	case MEASURE_TESTING: return m->sign.n ? m->sign : tr(w->l, "People tell how it goes");
	case MEASURE_RUNNING:
		return m->due_at ? day(w, N_("To be done by {day}"), m->due_at) : tr(w->l, "It is being done");
	case MEASURE_DONE: return tr(w->l, "It is done. What came of it is looked at later");
	case MEASURE_PLANNED:
		if (m->start_at)
			return day(w, N_("Begins {day}"), m->start_at);
		break;
	case MEASURE_PRIORITISED: return tr(w->l, "Who and when are still missing");
	case MEASURE_PROPOSED: return tr(w->l, "The three must agree on it first");
	case MEASURE_STATUS_COUNT: break;
	}
	return tr(w->l, "Nothing has been done yet");
}

static str
rounds(struct walk *w, const struct measure *m)
{
	if (m->round < 2)
		return (str){ 0 };
	return m->status == MEASURE_TESTING || m->status == MEASURE_RUNNING ?
		fill(w->a, w->l, tr(w->l, "Adjusted, tried for the {n}. time"), V("n", m->round)) :
		fill(w->a, w->l, tr(w->l, "Tried {n} times"), V("n", m->round));
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
		size_t parent = way_hook(w, m->thing), at;
		at = way_add(w, (struct way_node){ .ref = measure_ref(w, m->id), .stage = WAY_MEASURE, .parent = parent,
			.kind = tr(w->l, "Measure"), .title = m->title,
			.note = parent == WAY_NONE ? tr(w->l, "Grew from nothing that was chosen here") : (str){ 0 },
			.href = str_fmt(w->a, "/p/%" PRId64 "/measures/%" PRId64, w->p->id, m->id) });
		if (at == WAY_NONE)
			break;
		way_add(w, (struct way_node){ .ref = str_fmt(w->a, "fate:%" PRId64, m->id), .stage = WAY_FATE, .parent = at,
			.fate = fate_of(m->status), .kind = measure_status_name(w->l, m->status), .title = what_came(w, m), .note = rounds(w, m) });
	}
	return OK;
}

/* ---- lifts ---- */

static str
lift_kind(struct walk *w, const struct lift *x)
{
	if (!x->lifted_at)
		return tr(w->l, "To be lifted, not sent yet");
	return fill(w->a, w->l, tr(w->l, "Lifted {day}"), V("day", date_day_month(w->a, w->l, x->lifted_at)));
}

static str
lift_place(struct walk *w, const struct lift *x)
{
	return str_fmt(w->a, "/p/%" PRId64 "/lifts#lift-%" PRId64, w->p->id, x->id);
}

/* What was answered, when and why, stands below what was lifted. */
static void
add_answer(struct walk *w, const struct lift *x, size_t at)
{
	bool waits = x->kind == LIFT_WAITS;

	if (at == WAY_NONE || !x->lifted_at)
		return;
	way_add(w, (struct way_node){ .ref = str_fmt(w->a, "answer:%" PRId64, x->id), .stage = WAY_FATE, .parent = at,
		.fate = waits ? FATE_NOT_YET : FATE_ANSWERED,
		.kind = waits ? tr(w->l, "Answer") : fill(w->a, w->l, tr(w->l, "Answer {day}"), V("day", date_day_month(w->a, w->l, x->answered_at))),
		.title = lift_answer_name(w->l, x->kind), .note = x->answer, .href = lift_place(w, x) });
}

/* What came of a measure that was lifted is the lift itself. */
static size_t
lifted_measure(struct walk *w, const struct lift *x)
{
	str kind, id;
	const size_t *at = str_cut(x->thing, ':', &kind, &id) && str_eq(kind, S("measure")) ?
		map_get(w->at, str_fmt(w->a, "fate:" STR_FMT, STR_ARG(id))) : NULL;
	struct way_node *fate = at ? &w->nodes[*at - 1] : NULL;

	if (!fate || fate->fate != FATE_LIFTED)
		return WAY_NONE;
	fate->kind = lift_kind(w, x);
	fate->title = x->ask.n ? x->ask : fate->title;
	fate->note = lift_level_name(w->l, x->level);
	fate->href = lift_place(w, x);
	return *at - 1;
}

static err
add_lifts(struct walk *w)
{
	struct lifts all;

	TRY(lifts_read(w->c, w->a, w->p->id, !w->ask->is_group, &all));
	for (size_t i = 0; i < all.n; i++) {
		const struct lift *x = &all.p[i];
		size_t parent = way_hook(w, x->thing), at = lifted_measure(w, x);
		if (at == WAY_NONE && parent != WAY_NONE)
			at = way_add(w, (struct way_node){ .ref = str_fmt(w->a, "lift:%" PRId64, x->id), .stage = WAY_FATE, .parent = parent,
				.fate = FATE_LIFTED, .kind = lift_kind(w, x), .title = x->what, .note = lift_level_name(w->l, x->level),
				.href = lift_place(w, x) });
		add_answer(w, x, at);
	}
	return OK;
}

/* ---- what nothing has come of ---- */

static size_t
root_of(const struct walk *w, size_t i)
{
	while (w->nodes[i].parent != WAY_NONE)
		i = w->nodes[i].parent;
	return i;
}

/* The one of a thread that has come furthest; WAY_NONE when something has been proposed as a measure, or lifted. */
static size_t
furthest(const struct walk *w, size_t root)
{
	size_t best = WAY_NONE;

	for (size_t i = root; i < w->n; i++) {
		if (root_of(w, i) != root)
			continue;
		if (w->nodes[i].stage >= WAY_MEASURE)
			return WAY_NONE;
		if (best == WAY_NONE || w->nodes[i].stage > w->nodes[best].stage)
			best = i;
	}
	return best;
}

static void
tell_of_nothing(struct walk *w)
{
	for (size_t i = 0, n = w->n; i < n; i++) {
		size_t at = w->nodes[i].parent == WAY_NONE ? furthest(w, i) : WAY_NONE;
		if (at != WAY_NONE && w->nodes[at].stage != WAY_THEME)
			way_add(w, (struct way_node){ .ref = str_fmt(w->a, "none:" STR_FMT, STR_ARG(w->nodes[i].ref)), .stage = WAY_FATE,
				.parent = at, .fate = FATE_NOT_YET, .kind = tr(w->l, "No measure yet"), .title = tr(w->l, "Nothing has been done yet") });
	}
}

err
way_done(struct walk *w)
{
	TRY(add_measures(w));
	TRY(add_lifts(w));
	tell_of_nothing(w);
	return OK;
}
