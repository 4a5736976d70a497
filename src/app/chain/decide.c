/* decide.c: from proposals and verdicts to what the three confirm. */
#include "app/chain/decide.h"

#include "app/measure/measure.h"
#include "app/process/process.h"
#include "base/buf.h"

const struct method_step *
decide_step(const struct method_phase *phase)
{
	for (size_t i = 0; i < phase->session_count; i++)
		for (size_t k = 0; k < phase->sessions[i].step_count; k++) {
			const struct method_step *st = &phase->sessions[i].steps[k];
			for (size_t p = 0; st->kind == STEP_CHOOSE && p < st->pick_count; p++)
				if (!st->picks[p].votes || !step_themes(st->picks[p].votes->step))
					return st;
		}
	return NULL;
}

static const struct method_step *
verdict_of(const struct method_step *st, const struct method_pick *pick)
{
	for (size_t i = 0; pick->makes == MAKES_VERDICT && i < st->from_count; i++)
		if (st->from[i].step && st->from[i].step->kind == STEP_VERDICT)
			return st->from[i].step;
	return NULL;
}

static const struct method_answer *
answer_of(const struct method_step *verdict, str id)
{
	for (size_t i = 0; verdict && i < verdict->answer_count; i++)
		if (str_eq(verdict->answers[i].id, id))
			return &verdict->answers[i];
	return NULL;
}

/* What was decided before is where the group begins when it decides again, unless the staff have answered anew since. */
static void
stand(const struct challenges *before, const struct decide_pick *p, struct decision *d)
{
	for (size_t i = 0; i < before->n; i++) {
		const struct challenge *ch = &before->p[i];
		if (!str_eq(ch->pick, p->pick->id) || !str_eq(ch->theme, d->thing.ref))
			continue;
		if (d->said && d->said->at > ch->decided_at)
			continue;
		d->standing = d->ticked = challenge_goes_on(ch);
		d->reason = ch->reason;
		if (p->verdict && ch->answer.n)
			d->answer = answer_of(p->verdict, ch->answer);
	}
}

/* Proposals stand in the order of the votes on what they were made of. */
static void
by_votes(struct thing *p, size_t n)
{
	for (size_t i = 1; i < n; i++) {
		struct thing t = p[i];
		size_t k = i;
		for (; k > 0 && t.votes > p[k - 1].votes; k--)
			p[k] = p[k - 1];
		p[k] = t;
	}
}

static err
read_votes(struct db_conn *c, struct arena *a, const struct thing_scope *s, const struct method_step *st, struct things *t)
{
	for (size_t f = 0; f < st->from_count; f++) {
		struct things ideas;
		if (!st->from[f].step || st->from[f].step->kind != STEP_PROPOSAL)
			continue;
		TRY(things_in(c, a, s, st->from[f].step, &ideas));
		for (size_t i = 0; i < t->n; i++) {
			const struct thing *idea = things_find(&ideas, t->p[i].about);
			t->p[i].votes = idea ? idea->votes : 0;
		}
	}
	by_votes(t->p, t->n);
	return OK;
}

static err
read_pick(struct db_conn *c, struct arena *a, const struct process *p, const struct things *t, const struct challenges *before,
	const struct method_step *st, struct decide_pick *out)
{
	struct judgements *j = NEW(a, struct judgements);
	bool again = false;

	out->verdict = verdict_of(st, out->pick);
	if (out->verdict)
		TRY(verdict_read(c, a, p->id, NULL, out->verdict, j));
	for (size_t i = 0; i < before->n; i++)
		again |= str_eq(before->p[i].pick, out->pick->id);
	out->p = NEW_ARRAY(a, struct decision, t->n);
	for (size_t i = 0; i < t->n; i++) {
		struct decision *d = &out->p[out->n++];
		*d = (struct decision){ .thing = t->p[i], .key = thing_element(a, t->p[i].ref) };
		d->no_parent = d->thing.makes == MAKES_PROPOSAL && !d->thing.area && !d->thing.about.n;
		d->said = out->verdict ? verdict_on(j, out->verdict, d->thing.ref) : NULL;
		d->vote = d->answer = d->said ? d->said->most : NULL;
		d->suggested = out->verdict ? d->vote != NULL : i < (size_t)out->pick->most;
		d->ticked = d->suggested && !again;
		out->suggested += d->suggested;
		stand(before, out, d);
	}
	return OK;
}

err
decide_read(struct db_conn *c, struct arena *a, const struct process *p, const struct method_phase *phase,
	struct decide_offer *out)
{
	struct thing_scope scope = { .process = p->id, .method = p->method };
	struct challenges before;
	struct things t;

	*out = (struct decide_offer){ .step = decide_step(phase) };
	if (!out->step)
		return ERR_NOTFOUND;
	TRY(challenges_read(c, a, p->id, phase->id, false, &before));
	TRY(things_in(c, a, &scope, out->step, &t));
	TRY(read_votes(c, a, &scope, out->step, &t));
	out->decided = before.n > 0;
	out->picks = NEW_ARRAY(a, struct decide_pick, out->step->pick_count);
	for (size_t i = 0; i < out->step->pick_count; i++) {
		if (out->step->picks[i].votes && step_themes(out->step->picks[i].votes->step))
			continue;
		out->picks[out->n].pick = &out->step->picks[i];
		TRY(read_pick(c, a, p, &t, &before, out->step, &out->picks[out->n]));
		out->things += out->picks[out->n++].n;
	}
	return OK;
}

enum challenge_state
decision_outcome(const struct decide_pick *p, const struct decision *d)
{
	if (p->verdict) {
		if (!d->answer)
			return CHALLENGE_PROPOSED;
		return d->answer == d->vote ? CHALLENGE_CHOSEN : CHALLENGE_ADDED;
	}
	if (d->standing || d->suggested)
		return d->ticked ? CHALLENGE_CHOSEN : CHALLENGE_ASIDE;
	return d->ticked ? CHALLENGE_ADDED : CHALLENGE_PROPOSED;
}

static str
why_missing(enum lang l, const struct decide_pick *p, enum challenge_state s)
{
	if (p->verdict)
		return tr(l, "Write why you decide something else than most answered. The staff will read it.");
	return s == CHALLENGE_ASIDE ? tr(l, "Write why you set this one aside. The staff will read it.") :
		tr(l, "Write why you add this one. The staff will read it.");
}

static str
last_chosen(enum lang l, struct arena *a, const struct decide_pick *p)
{
	struct pick_tick *t = NEW_ARRAY(a, struct pick_tick, p->n);

	for (size_t i = 0; i < p->n; i++) {
		const struct decision *d = &p->p[i];
		t[i] = (struct pick_tick){ d->ticked, d->suggested, decision_outcome(p, d) == CHALLENGE_ADDED, d->thing.votes,
			thing_title(&d->thing, l) };
	}
	return pick_last_chosen(t, p->n);
}

err
decide_check(enum lang l, struct arena *a, struct decide_pick *p)
{
	size_t ticked = 0;
	err e = OK;

	p->lacks = p->is_over = false;
	for (size_t i = 0; i < p->n; i++) {
		struct decision *d = &p->p[i];
		enum challenge_state s = decision_outcome(p, d);
		ticked += p->verdict ? d->answer != NULL : d->ticked;
		d->problem = (str){ 0 };
		if ((s == CHALLENGE_ASIDE || s == CHALLENGE_ADDED) && !d->reason.n) {
			d->problem = why_missing(l, p, s);
			p->lacks = true;
			e = ERR_INVALID;
		}
	}
	if (ticked < (size_t)p->pick->least) {
		p->problem = fill(a, l, tr(l, "Choose at least {n}."), V("n", (int64_t)p->pick->least));
		p->lacks = true;
		e = ERR_INVALID;
	} else if (ticked > (size_t)p->pick->most) {
		p->problem = p->verdict ? fill(a, l, tr(l, "Choose at most {n}."), V("n", (int64_t)p->pick->most)) :
			pick_too_many(l, a, p->pick->most, (int64_t)ticked, last_chosen(l, a, p));
		p->is_over = true;
		e = ERR_INVALID;
	}
	return e;
}

/* ---- proposing ---- */

static str
line_of(const struct decide_act *x, const struct decide_pick *p, const struct decision *d)
{
	str title = thing_title(&d->thing, x->lang), answer = d->answer ? text_in(&d->answer->text, x->lang) : (str){ 0 };

	switch (decision_outcome(p, d)) {
	case CHALLENGE_CHOSEN:
		return p->verdict ? str_fmt(x->arena, STR_FMT ": " STR_FMT ".", STR_ARG(title), STR_ARG(answer)) :
			str_fmt(x->arena, STR_FMT ".", STR_ARG(title));
	case CHALLENGE_ADDED:
		if (p->verdict)
			return str_fmt(x->arena, STR_FMT ": " STR_FMT " (" STR_FMT ").", STR_ARG(title), STR_ARG(answer), STR_ARG(d->reason));
		return fill(x->arena, x->lang, tr(x->lang, "Added: {title} ({reason})."), V("title", title), V("reason", d->reason));
	case CHALLENGE_ASIDE:
		return fill(x->arena, x->lang, tr(x->lang, "Set aside: {title} ({reason})."), V("title", title), V("reason", d->reason));
	case CHALLENGE_PROPOSED:
	case CHALLENGE_TIED:
		break;
	}
	return (str){ 0 };
}

static err
keep(struct db_conn *c, const struct decide_act *x, const struct decide_pick *p, struct buf *wording)
{
	if (wording->n)
		buf_addc(wording, ' ');
	buf_add(wording, text_in(&p->pick->name, x->lang));
	buf_addc(wording, ':');
	for (size_t i = 0; i < p->n; i++) {
		const struct decision *d = &p->p[i];
		enum challenge_state s = decision_outcome(p, d);
		if (s == CHALLENGE_PROPOSED)
			continue;
		buf_addc(wording, ' ');
		buf_add(wording, line_of(x, p, d));
		TRY(db_exec(c, NULL, DECISION_PROPOSE, INT(x->process), TEXT(x->phase), TEXT(p->pick->id),
			TEXT(d->thing.area == AREA_PRESERVE ? S("preserve") : S("improve")), TEXT(d->thing.ref),
			TEXT(thing_title(&d->thing, x->lang)), INT(i + 1), TEXT(challenge_state_word(s)),
			TEXT(s == CHALLENGE_CHOSEN ? S("") : d->reason), TEXT(d->answer ? d->answer->id : S(""))));
	}
	return OK;
}

err
decide_propose(struct db_conn *c, void *act)
{
	struct decide_act *x = act;
	struct buf wording = buf_new(x->arena, 16384);
	struct agreement_new ask = { .unit = x->unit, .process = x->process, .kind = "choice", .subject = x->phase,
		.lang = x->lang, .by = x->person };
	const struct method_phase *phase;
	enum agreement_state state;
	struct decide_offer o;
	struct process p;
	int64_t waiting;
	bool is_new;

	x->agreement = 0;
	TRY(form_key_use(c, x->key, &is_new));
	if (!is_new)
		return OK;
	TRY(process_get(x->app, c, x->arena, x->process, &p));
	phase = method_phase(p.method, x->phase);
	if (!phase)
		return ERR_NOTFOUND;
	TRY(decide_read(c, x->arena, &p, phase, &o));
	TRY(agreement_state(c, x->arena, x->unit, x->process, "choice", x->phase, &state, &waiting));
	if ((waiting && agreement_is_open(state)) || o.things == 0)
		return ERR_CONFLICT;
	x->read_form(x->ctx, &o);
	TRY(db_exec(c, NULL, CHALLENGE_FORGET_PROPOSED, INT(x->process), TEXT(x->phase)));
	for (size_t i = 0; i < o.n; i++) {
		TRY(decide_check(x->lang, x->arena, &o.picks[i]));
		TRY(keep(c, x, &o.picks[i], &wording));
	}
	TRY(buf_done(&wording, &ask.wording));
	return agreement_open(c, x->arena, &ask, &x->agreement);
}

/* ---- carrying out ---- */

static const struct method_pick *
pick_of(const struct method_step *st, str id)
{
	for (size_t i = 0; i < st->pick_count; i++)
		if (str_eq(st->picks[i].id, id))
			return &st->picks[i];
	return NULL;
}

/* The measure that a verdict is about; 0 when there is none. */
static err
measure_behind(struct db_conn *c, struct arena *a, str ref, int64_t *id)
{
	str kind, rest;

	*id = 0;
	if (!thing_cut(ref, &kind, &rest))
		return OK;
	if (str_eq(kind, S("measure")))
		return str_int(rest, id) ? ERR_INVALID : OK;
	return measure_of_thing(c, a, ref, id);
}

static err
carry_out(struct db_conn *c, struct arena *a, const struct agreement *g, const struct method *m,
	const struct method_step *st, const struct challenge *ch)
{
	const struct method_pick *pick = pick_of(st, ch->pick);
	const struct method_answer *answer;
	str kind, id;
	int64_t measure;
	err e = OK;

	if (!pick || (ch->wish != CHALLENGE_CHOSEN && ch->wish != CHALLENGE_ADDED) || !thing_cut(ch->theme, &kind, &id))
		return OK;
	answer = answer_of(verdict_of(st, pick), ch->answer);
	if (answer) {
		TRY(measure_behind(c, a, ch->theme, &measure));
		if (measure)
			e = measure_verdict(c, a, g, m, measure, answer->means, ch->reason);
	} else if (pick->makes == MAKES_MEASURE && str_eq(kind, S("entry"))) {
		e = measure_from_proposal(c, a, g, m, id, &measure);
	}
	/* Erased since, or kept from us: the decision stands all the same. */
	return e == ERR_NOTFOUND || (answer && e == ERR_CONFLICT) ? OK : e;
}

err
decide_carry_out(struct app *app, struct db_conn *c, struct arena *a, const struct agreement *g, const struct challenges *decided)
{
	const struct method_phase *phase;
	const struct method_step *st;
	const struct method *m;

	TRY(process_method(app, c, a, g->process, &m));
	phase = method_phase(m, g->subject);
	st = phase ? decide_step(phase) : NULL;
	for (size_t i = 0; st && i < decided->n; i++)
		if (decided->p[i].state == CHALLENGE_PROPOSED)
			TRY(carry_out(c, a, g, m, st, &decided->p[i]));
	return OK;
}
