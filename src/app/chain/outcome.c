/* outcome.c: votes on what is no theme, and verdicts, of closed sittings. */
#include "app/chain/outcome.h"

#include <stdlib.h>

#include "app/chain/thing.h"
#include "app/measure/measure.h"
#include "app/process/process.h"
#include "text/date.h"

struct search {
	struct db_conn *c;
	struct arena *a;
	const struct process *p;
	const struct method_phase *phase;
	const struct sitting *one;
	const enum step_kind *on;	/* NULL: everything; else only votes on what such steps have made */
	struct rows rounds, totals;
};

/* ---- names ---- */

/* A sheet by its own words: that of what it is about may be a note's. ERR_NOTFOUND: nothing of it may be told. */
static err
sheet_words(const struct search *s, str id, struct text3 *out)
{
	const struct method_step *st;
	struct rows r, fields;
	struct filled *f;
	struct thing t;
	int64_t measure;

	TRY(measure_of_thing(s->c, s->a, thing_ref(s->a, "entry", id), &measure));
	if (measure)
		TRY(thing_get(s->c, s->a, s->p->method, s->p->id, str_fmt(s->a, "measure:%" PRId64, measure), &t));
	TRY(db_one(s->c, s->a, &r, THING_ENTRY, INT(s->p->id), TEXT(id)));
	TRY(db_query(s->c, s->a, &fields, THING_ENTRY_FIELDS, TEXT(id)));
	st = method_step(s->p->method, str_fmt(s->a, STR_FMT "/" STR_FMT, STR_ARG(row_text(&r, 0, 4)), STR_ARG(row_text(&r, 0, 5))));
	f = NEW_ARRAY(s->a, struct filled, fields.n);
	for (size_t i = 0; i < fields.n; i++)
		f[i] = (struct filled){ row_text(&fields, i, 0), row_text(&fields, i, 1), row_text(&fields, i, 2), row_int(&fields, i, 3) };
	sheet_title(s->a, st ? st->sheet : NULL, f, fields.n, NULL, out);
	return text_in(out, LANG_NB).n ? OK : ERR_NOTFOUND;
}

/* ERR_NOTFOUND: a note that nothing was made of, or what may not be told. about: of a cause; may be NULL. */
static err
words_of(const struct search *s, str ref, struct text3 *out, struct text3 *about)
{
	struct thing t;
	struct rows r;
	str kind, id;
	err e;

	if (!thing_cut(ref, &kind, &id))
		return ERR_NOTFOUND;
	if (str_eq(kind, S("note"))) {
		TRY(db_one(s->c, s->a, &r, OUTCOME_PROPOSAL, INT(s->p->id), TEXT(ref)));
		return sheet_words(s, row_text(&r, 0, 0), out);
	}
	if (str_eq(kind, S("entry")))
		return sheet_words(s, id, out);
	TRY(thing_get(s->c, s->a, s->p->method, s->p->id, ref, &t));
	*out = t.title;
	if (!about || t.makes != MAKES_CAUSE)
		return OK;
	e = words_of(s, t.about, about, NULL);
	return e == ERR_NOTFOUND ? OK : e;
}

/* ---- votes ---- */

/* A vote over all sittings stands instead of the sittings' own. */
static bool
is_counted(const struct search *s, const struct outcome *o, size_t i)
{
	return (!s->one || row_int(&s->rounds, i, 6) == s->one->id) && str_eq(row_text(&s->rounds, i, 1), o->step->id) &&
		str_eq(row_text(&s->rounds, i, 2), o->ballot->id) && row_int(&s->rounds, i, 3) > 0 &&
		str_eq(row_text(&s->rounds, i, 4), sitting_kind_word(SITTING_VOTING)) == o->over_all;
}

/* Two for each round that counts: those whose numbers were shown at its end, and those typed in from paper afterwards. target: only
 * rounds in which it got votes; empty: all. Adds those up into votes. */
static bool
is_safe(const struct search *s, const struct outcome *o, str target, int64_t *votes)
{
	int64_t *seats = NEW_ARRAY(s->a, int64_t, s->rounds.n * 2);

	for (size_t i = 0; i < s->rounds.n; i++) {
		bool has = !target.n;
		if (!is_counted(s, o, i))
			continue;
		for (size_t k = 0; votes && target.n && k < s->totals.n; k++)
			if (row_int(&s->totals, k, 0) == row_int(&s->rounds, i, 0) && str_eq(row_text(&s->totals, k, 1), target)) {
				*votes += row_int(&s->totals, k, 2);
				has = true;
			}
		seats[i * 2] = has ? row_int(&s->rounds, i, 3) - row_int(&s->rounds, i, 5) : 0;
		seats[i * 2 + 1] = has ? row_int(&s->rounds, i, 5) : 0;
	}
	return sum_is_safe(seats, s->rounds.n * 2, s->p->k);
}

static int
most_first(const void *pa, const void *pb)
{
	const struct outcome_vote *a = pa, *b = pb;

	if (a->votes != b->votes)
		return a->votes > b->votes ? -1 : 1;
	return sort_cmp(LANG_NB, text_in(&a->title, LANG_NB), text_in(&b->title, LANG_NB));
}

/* Ranks count those that are not told too: a place in the vote is a place among all. */
static void
set_ranks(struct outcome *o, const int64_t *untold)
{
	qsort(o->votes, o->vote_count, sizeof(*o->votes), most_first);
	for (size_t i = 0; i < o->vote_count; i++) {
		o->votes[i].rank = 1;
		for (size_t k = 0; k < o->vote_count; k++)
			o->votes[i].rank += o->votes[k].votes > o->votes[i].votes;
		for (int64_t k = 0; k < o->untold; k++)
			o->votes[i].rank += untold[k] > o->votes[i].votes;
	}
}

/* The targets of the rounds that count, each once. */
static size_t
targets_of(const struct search *s, const struct outcome *o, str *out)
{
	size_t n = 0;

	for (size_t i = 0; i < s->rounds.n; i++)
		for (size_t k = 0; is_counted(s, o, i) && k < s->totals.n; k++) {
			bool known = row_int(&s->totals, k, 0) != row_int(&s->rounds, i, 0) || row_int(&s->totals, k, 2) == 0;
			for (size_t j = 0; j < n && !known; j++)
				known = str_eq(out[j], row_text(&s->totals, k, 1));
			if (!known)
				out[n++] = row_text(&s->totals, k, 1);
		}
	return n;
}

static err
read_ballot(const struct search *s, struct outcome *o)
{
	str *targets = NEW_ARRAY(s->a, str, s->totals.n);
	int64_t *untold = NEW_ARRAY(s->a, int64_t, s->totals.n);
	size_t n;

	o->over_all = true;
	n = targets_of(s, o, targets);
	o->over_all = n > 0;
	if (!n)
		n = targets_of(s, o, targets);
	o->numbers = is_safe(s, o, (str){ 0 }, NULL);
	for (size_t i = 0; i < s->rounds.n; i++)
		o->voters += is_counted(s, o, i) ? row_int(&s->rounds, i, 3) : 0;
	o->votes = NEW_ARRAY(s->a, struct outcome_vote, n);
	for (size_t i = 0; i < n; i++) {
		struct outcome_vote *v = &o->votes[o->vote_count];
		err e;
		o->numbers &= is_safe(s, o, targets[i], &v->votes);
		v->ref = targets[i];
		e = words_of(s, targets[i], &v->title, &v->about);
		if (e && e != ERR_NOTFOUND)
			return e;
		if (e) {
			untold[o->untold++] = v->votes;
			*v = (struct outcome_vote){ 0 };
		} else
			o->vote_count++;
	}
	set_ranks(o, untold);
	return OK;
}

/* ---- verdicts ---- */

static err
read_verdict(const struct search *s, struct outcome *o)
{
	const struct method_step *st = o->step;
	struct judgements *j = NEW(s->a, struct judgements);
	struct room rm = { 0 };

	if (s->one)
		rm.s = *s->one;
	TRY(verdict_read(s->c, s->a, s->p->id, s->one ? &rm : NULL, st, j));
	o->judged = NEW_ARRAY(s->a, struct outcome_judged, j->n);
	for (size_t i = 0; i < j->n; i++) {
		struct outcome_judged *on = &o->judged[o->judged_count];
		err e;
		if (o->judged_count && str_eq(on[-1].about, j->p[i].about))
			continue;
		e = words_of(s, j->p[i].about, &on->title, NULL);
		if (e && e != ERR_NOTFOUND)
			return e;
		if (e)
			continue;
		on->about = j->p[i].about;
		on->on = NEW_ARRAY(s->a, const struct judged *, st->question_count);
		for (size_t q = 0; q < st->question_count; q++)
			on->on[q] = verdict_to(j, on->about, st->questions[q].id);
		o->judged_count++;
	}
	return OK;
}

/* ---- a phase ---- */

/* Is this a vote that is looked for? */
static bool
is_asked(const struct search *s, const struct method_ballot *b)
{
	return !step_themes(b->step) && (!s->on || (b->step && b->step->kind == *s->on));
}

static err
read_step(const struct search *s, const struct method_step *st, struct outcomes *out)
{
	for (size_t i = 0; st->kind == STEP_VOTES && i < st->ballot_count; i++) {
		struct outcome *o = &out->p[out->n];
		*o = (struct outcome){ .step = st, .ballot = &st->ballots[i] };
		if (!is_asked(s, o->ballot))
			continue;
		TRY(read_ballot(s, o));
		out->n += o->vote_count || o->untold;
	}
	if (st->kind == STEP_VERDICT && !s->on) {
		struct outcome *o = &out->p[out->n];
		*o = (struct outcome){ .step = st };
		TRY(read_verdict(s, o));
		out->n += o->judged_count > 0;
	}
	return OK;
}

static size_t
most_outcomes(const struct method_phase *phase)
{
	size_t n = 1;

	for (size_t i = 0; i < phase->session_count; i++)
		for (size_t k = 0; k < phase->sessions[i].step_count; k++)
			n += phase->sessions[i].steps[k].ballot_count + 1;
	return n;
}

static err
read_phase(struct search *s, struct outcomes *out)
{
	const struct method_phase *ph = s->phase;

	*out = (struct outcomes){ .p = NEW_ARRAY(s->a, struct outcome, most_outcomes(ph)), .k = s->p->k };
	TRY(db_query(s->c, s->a, &s->rounds, OUTCOME_ROUNDS, INT(s->p->id), TEXT(ph->id)));
	TRY(db_query(s->c, s->a, &s->totals, CHAIN_TOTALS, INT(s->p->id), TEXT(ph->id)));
	for (size_t i = 0; i < ph->session_count; i++)
		for (size_t k = 0; ph->sessions[i].kind != SESSION_MEETING && k < ph->sessions[i].step_count; k++)
			TRY(read_step(s, &ph->sessions[i].steps[k], out));
	return OK;
}

err
outcomes_read(struct db_conn *c, struct arena *a, const struct process *p, const struct method_phase *phase,
	const struct sitting *one, struct outcomes *out)
{
	struct search s = { .c = c, .a = a, .p = p, .phase = phase, .one = one };

	return read_phase(&s, out);
}

static bool
phase_votes_on(const struct search *s)
{
	for (size_t i = 0; i < s->phase->session_count; i++)
		for (size_t k = 0; k < s->phase->sessions[i].step_count; k++) {
			const struct method_step *st = &s->phase->sessions[i].steps[k];
			for (size_t b = 0; st->kind == STEP_VOTES && b < st->ballot_count; b++)
				if (is_asked(s, &st->ballots[b]))
					return true;
		}
	return false;
}

err
outcomes_of_votes_on(struct db_conn *c, struct arena *a, const struct process *p, const struct method_phase *phase, enum step_kind kind,
	struct outcomes *out)
{
	struct search s = { .c = c, .a = a, .p = p, .phase = phase, .on = &kind };

	*out = (struct outcomes){ .k = p->k };
	return phase_votes_on(&s) ? read_phase(&s, out) : OK;
}
