/* report_later.c: what reports tell of the phases after the themes: what was dug out, chosen and set aside, what trials led to, what was lifted. */
#include "app/print/report.h"

#include "app/chain/decide.h"
#include "app/lift/lift.h"
#include "text/date.h"

/* ---- what was chosen without a ballot ---- */

static str
answer_name(const struct report *r, const struct method_step *st, str id)
{
	for (size_t i = 0; i < st->from_count; i++)
		for (size_t k = 0; st->from[i].step && k < st->from[i].step->answer_count; k++)
			if (str_eq(st->from[i].step->answers[k].id, id))
				return text_in(&st->from[i].step->answers[k].text, r->lang);
	return (str){ 0 };
}

static str
decision_line(const struct report *r, const struct method_step *st, const struct challenge *ch)
{
	struct buf b = buf_new(r->rq->arena, 16 * 1024);
	str answer = answer_name(r, st, ch->answer);

	buf_add(&b, ch->title);
	if (answer.n)
		buf_addf(&b, ": " STR_FMT, STR_ARG(answer));
	if (ch->reason.n && answer.n)
		buf_addf(&b, "\n" STR_FMT, STR_ARG(ch->reason));
	else if (ch->reason.n)
		buf_addf(&b, "\n" STR_FMT, STR_ARG(fill(r->rq->arena, r->lang, challenge_goes_on(ch) ?
			tr(r->lang, "Added by all three: {reason}") : tr(r->lang, "Set aside by all three: {reason}"), V("reason", ch->reason))));
	return buf_str(&b);
}

static err
add_pick(struct report *r, struct db_conn *c, const struct method_step *st, const struct method_pick *pick, const struct challenges *all)
{
	str *going = NEW_ARRAY(r->rq->arena, str, all->n + 1), *left = NEW_ARRAY(r->rq->arena, str, all->n + 1);
	size_t going_n = 0, left_n = 0;
	bool hidden;

	for (size_t i = 0; i < all->n; i++) {
		const struct challenge *ch = &all->p[i];
		if (!str_eq(ch->pick, pick->id))
			continue;
		TRY(thing_is_hidden(c, r->rq->arena, r->p->unit, ch->theme, &hidden));
		if (hidden)
			continue;
		if (challenge_goes_on(ch))
			going[going_n++] = decision_line(r, st, ch);
		else
			left[left_n++] = decision_line(r, st, ch);
	}
	if (!going_n && !left_n)
		return OK;
	report_add(r, PART_SUBHEADING, text_in(&pick->name, r->lang));
	report_cells(r, PART_POINTS, going, going_n);
	if (left_n)
		report_add(r, PART_TEXT, tr(r->lang, "Not taken along:"));
	report_cells(r, PART_POINTS, left, left_n);
	return OK;
}

/* ---- what was dug out ---- */

static bool
has_trees(const struct method_phase *phase)
{
	for (size_t i = 0; i < phase->session_count; i++)
		for (size_t k = 0; k < phase->sessions[i].step_count; k++)
			if (phase->sessions[i].steps[k].kind == STEP_TREE)
				return true;
	return false;
}

/* Told once, however many phases dig. */
static bool
digs_first(const struct method *m, const struct method_phase *phase)
{
	for (size_t i = 0; i < m->phase_count && &m->phases[i] != phase; i++)
		if (has_trees(&m->phases[i]))
			return false;
	return has_trees(phase);
}

/* For each challenge its root causes, and the sentences that the next phase began with. */
static err
add_found(struct report *r, struct db_conn *c)
{
	if (!r->ways.p)
		TRY(ways_read(c, r->rq->arena, &(struct way_ask){ .lang = r->lang, .p = r->p }, &r->ways));
	for (size_t i = 0; i < r->ways.n; i++) {
		const struct way *w = &r->ways.p[i];
		str *points = NEW_ARRAY(r->rq->arena, str, w->n + 1);
		size_t n = 0;
		for (size_t k = 0; k < w->n && (w->group == WAY_IMPROVES || w->group == WAY_PRESERVES); k++)
			if (w->p[k].stage == WAY_CAUSE || w->p[k].stage == WAY_STATEMENT)
				points[n++] = str_fmt(r->rq->arena, STR_FMT ": " STR_FMT, STR_ARG(w->p[k].kind), STR_ARG(w->p[k].title));
		if (n)
			report_add(r, PART_SUBHEADING, w->title);
		report_cells(r, PART_POINTS, points, n);
	}
	return OK;
}

/* ---- the phase ---- */

err
report_later_phase(struct report *r, struct db_conn *c, const struct method_phase *phase, bool headed)
{
	const struct method_step *st = decide_step(phase);
	struct challenges all = { 0 };
	size_t before;

	if (!headed)
		report_add(r, PART_HEADING, text_in(&phase->name, r->lang));
	before = r->n;
	if (st)
		TRY(challenges_read(c, r->rq->arena, r->p->id, phase->id, false, &all));
	for (size_t i = 0; st && i < st->pick_count; i++)
		if (!st->picks[i].votes || !step_themes(st->picks[i].votes->step))
			TRY(add_pick(r, c, st, &st->picks[i], &all));
	if (digs_first(r->p->method, phase))
		TRY(add_found(r, c));
	/* A heading alone says nothing. */
	if (!headed && r->n == before)
		r->n--;
	return OK;
}

static str
lift_line(struct report *r, const struct lift *l)
{
	struct arena *a = r->rq->arena;
	struct buf b = buf_new(a, 32 * 1024);

	buf_addf(&b, STR_FMT " (" STR_FMT ", " STR_FMT ")", STR_ARG(l->what), STR_ARG(lift_level_name(r->lang, l->level)),
		STR_ARG(date_short(a, r->lang, l->lifted_at)));
	if (l->ask.n)
		buf_addf(&b, "\n" STR_FMT " " STR_FMT, STR_ARG(tr(r->lang, "We ask for:")), STR_ARG(l->ask));
	buf_addf(&b, "\n" STR_FMT, STR_ARG(lift_answer_name(r->lang, l->kind)));
	if (l->answer.n)
		buf_addf(&b, ": " STR_FMT, STR_ARG(l->answer));
	return buf_str(&b);
}

err
report_lifts(struct report *r, struct db_conn *c)
{
	struct lifts all;
	size_t n = 0;
	str *points;

	TRY(lifts_read(c, r->rq->arena, r->p->id, true, &all));
	points = NEW_ARRAY(r->rq->arena, str, all.n + 1);
	for (size_t i = 0; i < all.n; i++) {
		bool hidden;
		TRY(thing_is_hidden(c, r->rq->arena, r->p->unit, all.p[i].thing, &hidden));
		if (!hidden)
			points[n++] = lift_line(r, &all.p[i]);
	}
	if (n)
		report_add(r, PART_HEADING, tr(r->lang, "What we lift to others"));
	report_cells(r, PART_POINTS, points, n);
	return OK;
}
