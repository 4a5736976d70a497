/* plan_hint.c: what does not fit together in the plan. It is pointed out, never forbidden. */
#include "app/process/process.h"
#include "base/arena.h"

#define MINUTES_USUAL 60

/* A gathering that has a time: its own, or what the plan says while it has none. */
struct meet {
	size_t row;
	const struct method_session *s;
	const struct plan_sitting *g;	/* NULL: only the plan has its date */
	int64_t from, to;
};
struct meets {
	struct meet *p;
	size_t n;
};

static bool
is_of(const struct meet *m, str kind)
{
	return m->g && str_eq(m->g->kind, kind);
}

/* Nobody has to be there at a certain time. */
static bool
is_unled(const struct meet *m)
{
	return is_of(m, S("own")) || is_of(m, S("voting"));
}

static void
add(struct meets *out, size_t row, const struct method_session *s, const struct plan_sitting *g, int64_t from)
{
	int64_t to = g && g->ends_at > from ? g->ends_at : from + (int64_t)(s->minutes ? s->minutes : MINUTES_USUAL) * 60;

	out->p[out->n++] = (struct meet){ .row = row, .s = s, .g = g, .from = from, .to = to };
}

static void
add_session(struct meets *out, const struct plan *plan, size_t row, const struct method_session *s, const struct plan_sittings *all)
{
	const struct plan_row *r = &plan->rows[row];
	int64_t at = s == phase_prepare(r->phase) ? r->prepare_at : s == phase_meet(r->phase) ? r->meet_at : 0;
	size_t before = out->n;

	for (size_t i = 0; i < all->n; i++)
		if (all->p[i].starts_at && plan_sitting_is_of(&all->p[i], s) && !str_eq(all->p[i].state, S("closed")))
			add(out, row, s, &all->p[i], all->p[i].starts_at);
	if (out->n == before && at)
		add(out, row, s, NULL, at);
}

/* In the order of the method. */
static struct meets
all_meets(struct arena *a, const struct plan *plan, const struct plan_sittings *all)
{
	struct meets out = { 0 };
	size_t most = all->n;

	for (size_t i = 0; i < plan->n; i++)
		most += plan->rows[i].phase->session_count;
	out.p = NEW_ARRAY(a, struct meet, most);
	for (size_t i = 0; i < plan->n; i++)
		for (size_t k = 0; k < plan->rows[i].phase->session_count; k++)
			add_session(&out, plan, i, &plan->rows[i].phase->sessions[k], all);
	return out;
}

/* Of two gatherings of one workshop neither comes first, but a vote over all comes after them. */
static bool
should_be_first(const struct meet *x, const struct meet *y)
{
	if (x->row != y->row)
		return x->row < y->row;
	if (x->s != y->s)
		return x->s->index < y->s->index;
	return is_of(y, S("voting")) && !is_of(x, S("voting"));
}

static bool
overlap(const struct meet *x, const struct meet *y)
{
	return !is_unled(x) && !is_unled(y) && x->from < y->to && y->from < x->to;
}

static str
name_of(struct arena *a, enum lang l, const struct plan *plan, const struct meet *m, size_t seen_from)
{
	str name = text_in(&m->s->name, l);

	if (is_of(m, S("voting")))
		name = fill(a, l, tr(l, "Vote over all: {name}"), V("name", name));
	if (m->g && m->g->label.n)
		name = str_fmt(a, STR_FMT " (" STR_FMT ")", STR_ARG(name), STR_ARG(m->g->label));
	if (m->row != seen_from)
		name = str_fmt(a, STR_FMT ": " STR_FMT, STR_ARG(text_in(&plan->rows[m->row].phase->name, l)), STR_ARG(name));
	return name;
}

static void
add_hint(struct arena *a, enum lang l, struct plan *plan, const struct meet *x, const struct meet *y, struct plan_hint h)
{
	struct plan_row *row = &plan->rows[x->row];

	h.sitting = x->g ? x->g->id : 0;
	h.what = name_of(a, l, plan, x, x->row);
	h.other = name_of(a, l, plan, y, x->row);
	row->hints[row->hint_count++] = h;
}

/* One that comes before many is told of the nearest of them. */
static const struct meet *
nearest_before(const struct meets *all, const struct meet *x)
{
	const struct meet *found = NULL;

	for (const struct meet *y = all->p; y < all->p + all->n; y++)
		if (should_be_first(y, x) && y->from > x->from)
			found = y;
	return found;
}

void
plan_point_out(struct arena *a, enum lang l, const struct plan_sittings *all, struct plan *plan)
{
	struct meets meets = all_meets(a, plan, all);

	for (size_t i = 0; i < plan->n; i++)
		plan->rows[i].hints = NEW_ARRAY(a, struct plan_hint, 2 * meets.n);
	for (const struct meet *x = meets.p; x < meets.p + meets.n; x++) {
		const struct meet *late = nearest_before(&meets, x), *same = NULL;
		if (late)
			add_hint(a, l, plan, x, late, (struct plan_hint){ .is_early = true });
		for (const struct meet *y = meets.p; y < meets.p + meets.n && !same; y++)
			if (y != x && overlap(x, y))
				same = y;
		if (same)
			add_hint(a, l, plan, x, same, (struct plan_hint){ .said = same->row == x->row && same > x });
	}
}

str
plan_hint_text(struct arena *a, enum lang l, const struct plan_hint *h)
{
	return fill(a, l, h->is_early ? tr(l, "“{what}” comes before “{other}”") : tr(l, "“{what}” is at the same time as “{other}”"),
		V("what", h->what), V("other", h->other));
}
