/* chain.c: what was chosen, and what comes next. */
#include "app/chain/chain.h"

#include "app/access/agreement.h"
#include "app/process/process.h"
#include "base/clock.h"

/* ---- what comes next ---- */

static size_t
phase_index(const struct method *m, str phase)
{
	const struct method_phase *p = method_phase(m, phase);

	return p ? p->index : 0;
}

/* A sitting of a later phase, or a vote over all in the same one. Other sittings of the same workshop are for other shifts. */
static bool
comes_after(const struct process *p, const struct rows *r, size_t i, str after)
{
	if (!after.n)
		return true;
	if (str_eq(row_text(r, i, 1), after))
		return str_eq(row_text(r, i, 3), sitting_kind_word(SITTING_VOTING));
	return phase_index(p->method, row_text(r, i, 1)) > phase_index(p->method, after);
}

static void
add_date(const struct process *p, const struct rows *r, size_t i, struct next_dates *out)
{
	struct next_date *d = &out->p[out->n];
	const struct method_phase *phase = method_phase(p->method, row_text(r, i, 1));

	if (!phase || (out->n && (phase != out->p[0].phase || !str_eq(row_text(r, i, 2), out->p[0].session->id))))
		return;
	*d = (struct next_date){ .sitting = row_int(r, i, 0), .phase = phase, .session = method_session(phase, row_text(r, i, 2)),
		.label = row_text(r, i, 4), .starts = row_int(r, i, 5), .ends = row_int(r, i, 6), .place = row_text(r, i, 7),
		.voting = str_eq(row_text(r, i, 3), sitting_kind_word(SITTING_VOTING)), .moved = row_int(r, i, 8) };
	if (d->session && (!out->n || d->voting == out->p[0].voting))
		out->n++;
}

/* The plan's date, for a workshop that has no sitting with a time yet. */
static err
from_plan(struct db_conn *c, struct arena *a, const struct process *p, struct next_dates *out)
{
	const struct method_session *w = method_session_of(out->phase, SESSION_WORKSHOP);
	struct rows r;
	err e = db_one(c, a, &r, CHAIN_PHASE_DATE, INT(p->id), TEXT(out->phase->id));

	if (e)
		return e == ERR_NOTFOUND ? OK : e;
	if (!w || row_int(&r, 0, 0) <= clock_now())
		return OK;
	out->p = NEW_ARRAY(a, struct next_date, 1);
	out->p[out->n++] = (struct next_date){ .phase = out->phase, .session = w, .starts = row_int(&r, 0, 0),
		.ends = row_int(&r, 0, 0) + (int64_t)w->minutes * 60, .place = row_text(&r, 0, 1) };
	return OK;
}

err
chain_next(struct db_conn *c, struct arena *a, const struct process *p, str after_phase, struct next_dates *out)
{
	struct rows r;

	*out = (struct next_dates){ 0 };
	TRY(db_query(c, a, &r, CHAIN_COMING, INT(p->id), INT(clock_now())));
	out->p = NEW_ARRAY(a, struct next_date, r.n);
	for (size_t i = 0; i < r.n; i++)
		if (comes_after(p, &r, i, after_phase))
			add_date(p, &r, i, out);
	if (out->n) {
		out->phase = out->p[0].phase;
		return OK;
	}
	if (!after_phase.n || phase_index(p->method, after_phase) + 1 >= p->method->phase_count)
		return OK;
	out->phase = &p->method->phases[phase_index(p->method, after_phase) + 1];
	return from_plan(c, a, p, out);
}

str
next_title(struct arena *a, enum lang l, const struct process *p, const struct next_date *d)
{
	if (d->voting)
		return fill(a, l, tr(l, "Voting: {phase} at {unit}"), V("phase", text_in(&d->phase->name, l)), V("unit", p->unit_name));
	return fill(a, l, tr(l, "{session} at {unit}"), V("session", text_in(&d->session->name, l)), V("unit", p->unit_name));
}

/* ---- results ---- */

static void
sort_out(struct arena *a, const struct results *r, struct result_pick *p)
{
	p->going = NEW_ARRAY(a, struct challenge, r->all.n);
	p->left = NEW_ARRAY(a, struct challenge, r->all.n);
	for (size_t i = 0; i < r->all.n; i++) {
		const struct challenge *ch = &r->all.p[i];
		if (!str_eq(ch->pick, p->pick->id))
			continue;
		if (challenge_goes_on(ch))
			p->going[p->going_count++] = *ch;
		else
			p->left[p->left_count++] = *ch;
	}
}

err
results_read(struct db_conn *c, struct arena *a, const struct process *p, const struct method_phase *phase,
	struct results *out)
{
	const struct method_step *st = choose_step(phase);
	enum agreement_state state;

	*out = (struct results){ 0 };
	TRY(gathering_read(c, a, p, phase, &out->g));
	TRY(challenges_read(c, a, p->id, phase->id, false, &out->all));
	TRY(chain_next(c, a, p, phase->id, &out->next));
	TRY(agreement_state(c, a, p->unit, p->id, "choice", phase->id, &state, &out->agreement));
	if (!agreement_is_open(state))
		out->agreement = 0;
	out->picks = NEW_ARRAY(a, struct result_pick, st ? st->pick_count : 0);
	for (size_t i = 0; st && i < st->pick_count; i++) {
		struct result_pick *pick = &out->picks[out->pick_count];
		const struct method_step *themes =
			st->picks[i].votes ? step_themes(st->picks[i].votes->step) : NULL;
		if (!themes)
			continue;
		pick->pick = &st->picks[i];
		pick->part = gathering_part(&out->g, themes);
		sort_out(a, out, pick);
		out->pick_count += pick->part != NULL;
	}
	return OK;
}

const struct challenge *
results_of_theme(const struct results *r, str theme)
{
	for (size_t i = 0; i < r->all.n; i++)
		if (str_eq(r->all.p[i].theme, theme))
			return &r->all.p[i];
	return NULL;
}

err
chain_summary_read(struct db_conn *c, struct arena *a, const struct process *p, str base, struct chain_summary *out)
{
	*out = (struct chain_summary){ .process = p, .base = base };
	out->phases = NEW_ARRAY(a, struct results, p->method->phase_count);
	for (size_t i = p->method->phase_count; i-- > 0;) {
		struct results *r = &out->phases[out->n];
		if (!phase_has_themes(&p->method->phases[i]))
			continue;
		TRY(results_read(c, a, p, &p->method->phases[i], r));
		out->n += r->g.closed > 0;
	}
	out->later = NEW_ARRAY(a, struct decided_phase, p->method->phase_count);
	for (size_t i = p->method->phase_count; i-- > 0;) {
		struct decided_phase *d = &out->later[out->later_count];
		TRY(decided_read(c, a, p, &p->method->phases[i], d));
		out->later_count += d->n > 0 || d->waits;
	}
	return chain_next(c, a, p, (str){ 0 }, &out->next);
}

/* ---- the room that is over ---- */

static const struct method_ballot *
ballot_of(const struct method *m, const struct sitting *s, str step, str ballot)
{
	const struct method_phase *phase = method_phase(m, s->phase);
	const struct method_session *session = phase ? method_session(phase, s->session) : NULL;

	for (size_t i = 0; session && i < session->step_count; i++)
		for (size_t k = 0; str_eq(session->steps[i].id, step) && k < session->steps[i].ballot_count; k++)
			if (str_eq(session->steps[i].ballots[k].id, ballot))
				return &session->steps[i].ballots[k];
	return NULL;
}

static err
read_top(struct db_conn *c, struct arena *a, int64_t round, struct chain_top *out)
{
	struct rows r;

	TRY(db_query(c, a, &r, CHAIN_ROUND_TOTALS, INT(round)));
	out->lines = arena_array(a, r.n, sizeof(*out->lines), _Alignof(int64_t));
	out->n = r.n;
	for (size_t i = 0; i < r.n; i++) {
		out->lines[i].name = row_text(&r, i, 0);
		out->lines[i].votes = row_int(&r, i, 1);
		out->lines[i].rank = i && out->lines[i].votes == out->lines[i - 1].votes ? out->lines[i - 1].rank : (int64_t)i + 1;
	}
	return OK;
}

static err
read_going(struct db_conn *c, struct arena *a, const struct process *p, str phase, struct chain_over *out)
{
	const struct method_phase *ph = method_phase(p->method, phase);
	const struct method_step *st = ph ? choose_step(ph) : NULL;
	struct challenges all;

	TRY(challenges_read(c, a, p->id, phase, false, &all));
	out->chosen = NEW_ARRAY(a, struct chain_going, st ? st->pick_count : 0);
	for (size_t i = 0; st && i < st->pick_count; i++) {
		struct chain_going *going = &out->chosen[out->chosen_count];
		*going = (struct chain_going){ .pick = &st->picks[i], .p = NEW_ARRAY(a, struct challenge, all.n) };
		for (size_t k = 0; k < all.n; k++)
			if (str_eq(all.p[k].pick, st->picks[i].id) && challenge_goes_on(&all.p[k]))
				going->p[going->n++] = all.p[k];
		out->chosen_count += going->n > 0;
	}
	return OK;
}

err
chain_over_read(struct app *app, struct db_conn *c, struct arena *a, const struct sitting *s, struct chain_over *out)
{
	struct process p;
	struct rows r;

	*out = (struct chain_over){ .base = str_fmt(a, "/r/" STR_FMT, STR_ARG(s->code)) };
	TRY(process_get(app, c, a, s->process, &p));
	TRY(chain_next(c, a, &p, s->phase, &out->next));
	TRY(read_going(c, a, &p, s->phase, out));
	if (method_phase(p.method, s->phase))
		TRY(outcomes_read(c, a, &p, method_phase(p.method, s->phase), s, &out->outcomes));
	TRY(db_query(c, a, &r, CHAIN_ROOM_ROUNDS, INT(s->id)));
	out->tops = NEW_ARRAY(a, struct chain_top, r.n);
	for (size_t i = 0; i < r.n; i++) {
		struct chain_top *top = &out->tops[out->top_count];
		top->ballot = ballot_of(p.method, s, row_text(&r, i, 1), row_text(&r, i, 2));
		top->numbers = sum_is_safe((int64_t[]){ row_int(&r, i, 3) - row_int(&r, i, 4), row_int(&r, i, 4) }, 2, p.k);
		TRY(read_top(c, a, row_int(&r, i, 0), top));
		out->top_count += top->ballot && top->n;
	}
	return OK;
}
