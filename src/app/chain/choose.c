/* choose.c: from the staff's vote to what the three confirm. */
#include "app/chain/choose.h"

#include "app/access/audit.h"
#include "app/chain/decide.h"
#include "app/process/checklist.h"
#include "app/process/shelf.h"
#include "base/buf.h"
#include "base/clock.h"

static const char *const states[] = {
	[CHALLENGE_PROPOSED] = "proposed", [CHALLENGE_CHOSEN] = "chosen", [CHALLENGE_ADDED] = "added",
	[CHALLENGE_ASIDE] = "aside", [CHALLENGE_TIED] = "tied",
};

str
challenge_state_word(enum challenge_state s)
{
	return str_of(states[s]);
}

static enum challenge_state
state_of(str word)
{
	for (size_t i = 0; i < COUNT(states); i++)
		if (str_eq(word, str_of(states[i])))
			return (enum challenge_state)i;
	return CHALLENGE_PROPOSED;
}

bool
challenge_goes_on(const struct challenge *ch)
{
	return ch->state == CHALLENGE_CHOSEN || ch->state == CHALLENGE_ADDED;
}

static struct challenge
challenge_row(const struct rows *r, size_t i)
{
	return (struct challenge){
		.id = row_int(r, i, 0),
		.pick = row_text(r, i, 1),
		.area = str_eq(row_text(r, i, 2), S("preserve")) ? AREA_PRESERVE : AREA_IMPROVE,
		.theme = row_text(r, i, 3),
		.title = row_text(r, i, 4),
		.votes = row_null(r, i, 5) ? -1 : row_int(r, i, 5),
		.rank = row_int(r, i, 6),
		.state = state_of(row_text(r, i, 7)),
		.wish = state_of(row_text(r, i, 8)),
		.reason = row_text(r, i, 9),
		.decided_at = row_int(r, i, 10),
		.phase = row_text(r, i, 11),
		.answer = row_text(r, i, 12),
	};
}

err
challenges_read(struct db_conn *c, struct arena *a, int64_t process, str phase, bool proposed, struct challenges *out)
{
	struct rows r;

	TRY(db_query(c, a, &r, CHALLENGES, INT(process), TEXT(phase)));
	*out = (struct challenges){ .p = NEW_ARRAY(a, struct challenge, r.n) };
	for (size_t i = 0; i < r.n; i++) {
		struct challenge ch = challenge_row(&r, i);
		if (proposed || ch.state != CHALLENGE_PROPOSED)
			out->p[out->n++] = ch;
	}
	return OK;
}

err
challenge_get(struct db_conn *c, struct arena *a, int64_t process, int64_t id, struct challenge *out)
{
	struct rows r;

	TRY(db_one(c, a, &r, CHALLENGE_GET, INT(id), INT(process)));
	*out = challenge_row(&r, 0);
	return out->state == CHALLENGE_PROPOSED ? ERR_NOTFOUND : OK;
}

/* ---- suggesting ---- */

const struct method_step *
choose_step(const struct method_phase *phase)
{
	for (size_t i = 0; i < phase->session_count; i++)
		for (size_t k = 0; k < phase->sessions[i].step_count; k++) {
			const struct method_step *st = &phase->sessions[i].steps[k];
			for (size_t p = 0; st->kind == STEP_CHOOSE && p < st->pick_count; p++)
				if (st->picks[p].votes && step_themes(st->picks[p].votes->step))
					return st;
		}
	return NULL;
}

/* The first `most` that got votes at all; those that stand equal across that border are left to the three. */
void
pick_suggest(struct arena *a, const struct method_pick *pick, const struct theme_part *part, struct pick_offer *out)
{
	size_t most = pick->most > 0 ? (size_t)pick->most : 0;

	*out = (struct pick_offer){ .pick = pick, .part = part };
	if (!part)
		return;
	out->offers = NEW_ARRAY(a, struct offer, part->n);
	out->n = part->n;
	for (size_t i = 0; i < part->n; i++) {
		struct offer *o = &out->offers[i];
		const struct theme_node *t = part->headings[i];
		o->theme = t;
		if (!part->voted || t->votes == 0)
			continue;
		o->tied = most < part->n && part->headings[most]->votes == t->votes &&
			(most == 0 || part->headings[most - 1]->votes == t->votes);
		o->suggested = !o->tied && i < most;
		o->ticked = o->suggested;
		out->suggested += o->suggested;
		out->tied += o->tied;
	}
}

enum challenge_state
offer_outcome(const struct offer *o)
{
	if (o->standing && !o->ticked)
		return CHALLENGE_ASIDE;
	if (o->tied)
		return o->ticked ? CHALLENGE_CHOSEN : CHALLENGE_TIED;
	if (o->suggested)
		return o->ticked ? CHALLENGE_CHOSEN : CHALLENGE_ASIDE;
	return o->ticked ? CHALLENGE_ADDED : CHALLENGE_PROPOSED;
}

static bool
needs_reason(const struct offer *o)
{
	enum challenge_state s = offer_outcome(o);

	return s == CHALLENGE_ASIDE || s == CHALLENGE_ADDED;
}

bool
offers_ticked(const struct pick_offer *p, size_t from)
{
	for (size_t i = from; i < p->n; i++)
		if (p->offers[i].ticked)
			return true;
	return false;
}

str
pick_too_many(enum lang l, struct arena *a, int64_t most, int64_t ticked, str last)
{
	if (last.n)
		return fill(a, l, tr(l, "There is room for {most}, and you have ticked {n}. To add one beside what the staff chose, set another "
			"aside first and write why. Of what the staff chose, “{title}” stands last in the vote."), V("most", most), V("n", ticked),
			V("title", last));
	return fill(a, l, trn(l, "There is room for {most}, and you have ticked {n}. Take one tick away. If the staff chose it, write why.",
		"There is room for {most}, and you have ticked {n}. Take {over} ticks away. If the staff chose it, write why.", ticked - most),
		V("most", most), V("n", ticked), V("over", ticked - most));
}

str
pick_last_chosen(const struct pick_tick *p, size_t n)
{
	const struct pick_tick *last = NULL;
	bool added = false, equal = false;

	for (size_t i = 0; i < n; i++) {
		added |= p[i].added;
		if (!p[i].ticked || !p[i].by_staff)
			continue;
		equal = last && last->votes == p[i].votes;
		last = &p[i];
	}
	return added && last && !equal ? last->title : (str){ 0 };
}

static str
last_chosen(struct arena *a, const struct pick_offer *p)
{
	struct pick_tick *t = NEW_ARRAY(a, struct pick_tick, p->n);

	for (size_t i = 0; i < p->n; i++) {
		const struct offer *o = &p->offers[i];
		t[i] = (struct pick_tick){ o->ticked, o->suggested || o->tied, offer_outcome(o) == CHALLENGE_ADDED, o->theme->votes,
			o->theme->name };
	}
	return pick_last_chosen(t, p->n);
}

err
pick_check(enum lang l, struct arena *a, struct pick_offer *p)
{
	size_t ticked = 0, tied = 0, most = (size_t)p->pick->most;
	err e = OK;

	for (size_t i = 0; i < p->n; i++) {
		struct offer *o = &p->offers[i];
		ticked += o->ticked;
		tied += o->tied && o->ticked;
		o->problem = (str){ 0 };
		if (needs_reason(o) && !o->reason.n) {
			o->problem = offer_outcome(o) == CHALLENGE_ASIDE ?
				tr(l, "Write why you set this one aside. The staff will read it.") :
				tr(l, "Write why you add this one. The staff will read it.");
			e = ERR_INVALID;
		}
	}
	if (p->tied && tied < p->tied && !p->tie_reason.n) {
		p->tie_problem = tr(l, "Some stand equal. Write how you chose among them.");
		e = ERR_INVALID;
	}
	if (most < p->suggested + p->tied && tied == p->tied)
		most = p->suggested + p->tied;
	if (ticked < (size_t)p->pick->least) {
		p->problem = fill(a, l, tr(l, "Choose at least {n}."), V("n", (int64_t)p->pick->least));
		e = ERR_INVALID;
	} else if (ticked > most) {
		p->problem = pick_too_many(l, a, (int64_t)most, (int64_t)ticked, last_chosen(a, p));
		e = ERR_INVALID;
	}
	return e;
}

/* What was chosen before is where the group begins when it chooses again. */
static void
tick_standing(const struct challenges *before, struct pick_offer *p)
{
	bool any = false;

	for (size_t i = 0; i < before->n; i++)
		any |= str_eq(before->p[i].pick, p->pick->id);
	for (size_t i = 0; any && i < p->n; i++) {
		struct offer *o = &p->offers[i];
		o->ticked = false;
		for (size_t k = 0; k < before->n; k++) {
			const struct challenge *ch = &before->p[k];
			if (!str_eq(ch->pick, p->pick->id) || !str_eq(ch->theme, o->theme->id))
				continue;
			o->standing = o->ticked = challenge_goes_on(ch);
			o->reason = ch->reason;
		}
	}
}

err
choose_read(struct db_conn *c, struct arena *a, int64_t process, const struct gathering *g, struct choose_offer *out)
{
	struct challenges before;

	TRY(challenges_read(c, a, process, g->phase->id, false, &before));
	*out = (struct choose_offer){ .step = choose_step(g->phase) };
	if (!out->step)
		return ERR_NOTFOUND;
	out->picks = NEW_ARRAY(a, struct pick_offer, out->step->pick_count);
	for (size_t i = 0; i < out->step->pick_count; i++) {
		const struct method_pick *pick = &out->step->picks[i];
		const struct method_step *themes = pick->votes ? step_themes(pick->votes->step) : NULL;
		if (!themes)
			continue;
		pick_suggest(a, pick, gathering_part(g, themes), &out->picks[out->n]);
		tick_standing(&before, &out->picks[out->n++]);
	}
	return OK;
}

/* ---- proposing ---- */

static void
add_line(struct buf *b, str text)
{
	if (b->n)
		buf_addc(b, ' ');
	buf_add(b, text);
}

/* "Challenges we go on with: A; B." and a sentence for each that is set aside or added. */
static void
word_pick(const struct choose_act *x, const struct pick_offer *p, struct buf *b)
{
	struct buf names = buf_new(x->arena, 4096);

	for (size_t i = 0; i < p->n; i++) {
		if (!p->offers[i].ticked)
			continue;
		if (names.n)
			buf_add(&names, S("; "));
		buf_add(&names, p->offers[i].theme->name);
	}
	if (names.n)
		add_line(b, str_fmt(x->arena, STR_FMT ": " STR_FMT ".", STR_ARG(text_in(&p->pick->name, x->lang)),
			STR_ARG(buf_str(&names))));
	for (size_t i = 0; i < p->n; i++) {
		const struct offer *o = &p->offers[i];
		enum challenge_state s = offer_outcome(o);
		if (s == CHALLENGE_ASIDE)
			add_line(b, fill(x->arena, x->lang, tr(x->lang, "Set aside: {title} ({reason})."), V("title", o->theme->name),
				V("reason", o->reason)));
		else if (s == CHALLENGE_ADDED)
			add_line(b, fill(x->arena, x->lang, tr(x->lang, "Added: {title} ({reason})."), V("title", o->theme->name),
				V("reason", o->reason)));
	}
	if (p->tied && p->tie_reason.n)
		add_line(b, fill(x->arena, x->lang, tr(x->lang, "Among those that stood equal: {reason}."), V("reason", p->tie_reason)));
}

static err
keep_pick(struct db_conn *c, const struct choose_act *x, const struct pick_offer *p)
{
	for (size_t i = 0; i < p->n; i++) {
		const struct offer *o = &p->offers[i];
		enum challenge_state s = offer_outcome(o);
		str reason = o->tied ? p->tie_reason : o->reason;
		if (s == CHALLENGE_PROPOSED)
			continue;
		if (s == CHALLENGE_CHOSEN && !o->tied)
			reason = (str){ 0 };
		TRY(db_exec(c, NULL, CHALLENGE_PROPOSE, INT(x->process), TEXT(x->phase), TEXT(p->pick->id),
			TEXT(p->part->area == AREA_PRESERVE ? S("preserve") : S("improve")), TEXT(o->theme->id), TEXT(o->theme->name),
			p->part->numbers ? INT(o->theme->votes) : NIL, INT(o->theme->rank), TEXT(challenge_state_word(s)),
			TEXT(reason)));
	}
	return OK;
}

static bool
any_vote(const struct choose_offer *o)
{
	for (size_t i = 0; i < o->n; i++)
		if (o->picks[i].part && o->picks[i].part->voted)
			return true;
	return false;
}

err
choose_propose(struct db_conn *c, void *act)
{
	struct choose_act *x = act;
	struct buf wording = buf_new(x->arena, 16384);
	struct agreement_new ask = { .unit = x->unit, .process = x->process, .kind = "choice", .subject = x->phase,
		.lang = x->lang, .by = x->person };
	const struct method_phase *phase;
	struct process p;
	struct gathering g;
	struct choose_offer o;
	bool is_new;

	x->agreement = 0;
	TRY(form_key_use(c, x->key, &is_new));
	if (!is_new)
		return OK;
	TRY(process_get(x->app, c, x->arena, x->process, &p));
	phase = method_phase(p.method, x->phase);
	if (!phase)
		return ERR_NOTFOUND;
	TRY(gathering_read(c, x->arena, &p, phase, &g));
	TRY(choose_read(c, x->arena, x->process, &g, &o));
	if (g.asked || !any_vote(&o))
		return ERR_CONFLICT;
	x->read_form(x->ctx, &o);
	TRY(db_exec(c, NULL, CHALLENGE_FORGET_PROPOSED, INT(x->process), TEXT(x->phase)));
	for (size_t i = 0; i < o.n; i++) {
		TRY(pick_check(x->lang, x->arena, &o.picks[i]));
		TRY(keep_pick(c, x, &o.picks[i]));
		word_pick(x, &o.picks[i], &wording);
	}
	TRY(buf_done(&wording, &ask.wording));
	return agreement_open(c, x->arena, &ask, &x->agreement);
}

err
choose_agreed(struct app *app, struct db_conn *c, struct arena *a, const struct agreement *g)
{
	int64_t now = clock_now(), changed;
	const struct method *m;
	const struct method_phase *phase;
	struct challenges all;

	TRY(process_method(app, c, a, g->process, &m));
	phase = method_phase(m, g->subject);
	if (phase)
		TRY(checks_done_there(c, g->process, phase, OPENS_CHOOSE));
	TRY(challenges_read(c, a, g->process, g->subject, true, &all));
	for (size_t i = 0; i < all.n; i++) {
		const struct challenge *ch = &all.p[i];
		if (ch->state != CHALLENGE_PROPOSED)
			continue;
		TRY(db_exec(c, &changed, CHALLENGE_AGAIN, INT(g->process), TEXT(ch->pick), TEXT(ch->theme),
			TEXT(challenge_state_word(ch->wish)), TEXT(ch->title), ch->votes < 0 ? NIL : INT(ch->votes), INT(ch->rank),
			TEXT(ch->reason), INT(now), TEXT(ch->answer)));
		if (changed)
			TRY(db_exec(c, NULL, CHALLENGE_DROP, INT(ch->id)));
		else
			TRY(db_exec(c, NULL, CHALLENGE_DECIDE, INT(ch->id), INT(now)));
	}
	return decide_carry_out(app, c, a, g, &all);
}
