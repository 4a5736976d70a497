/* paper_totals.c: dots, crosses by the door and answers about each thing, counted on paper and typed in as totals. */
#include "app/chain/themes.h"
#include "app/chain/verdict.h"
#include "app/from_paper/inside.h"
#include "app/room/judge.h"
#include "base/clock.h"

#define MOST_VOTERS 2000

/* What may be counted: what a ballot is about, or a question's answers. */
struct counted {
	const struct method_step *step;
	const struct method_ballot *ballot;	/* NULL: a question */
	str question, about;	/* about: of a verdict */
	struct themes themes;
	struct things things;
};

err
paper_voted(struct db_conn *c, struct arena *a, const struct room *rm, const struct method_ballot *b, struct things *out)
{
	struct room left = paper_left(rm);
	struct thing_scope scope = scope_of_room(&left);

	*out = (struct things){ 0 };
	if (!b->step || step_gives_themes(b->step))
		return OK;
	TRY(things_of(c, a, &scope, b->step, NULL, out));
	typing_leave_hidden(rm, out);
	return OK;
}

static err
find_counted(struct db_conn *c, const struct paper_act *x, const struct room *rm, struct counted *out)
{
	*out = (struct counted){ .step = room_step(rm, x->step) };
	if (!out->step)
		return ERR_INVALID;
	for (size_t i = 0; i < out->step->ballot_count; i++)
		if (str_eq(out->step->ballots[i].id, x->ballot)) {
			out->ballot = &out->step->ballots[i];
			TRY(paper_voted(c, x->arena, rm, out->ballot, &out->things));
			return paper_themes(c, x->arena, rm, step_themes(out->ballot->step), &out->themes);
		}
	for (size_t i = 0; out->step->kind == STEP_CHECKOUT && i < out->step->question_count; i++)
		if (str_eq(out->step->questions[i].id, x->ballot)) {
			out->question = x->ballot;
			return OK;
		}
	return ERR_INVALID;
}

static bool
is_target(const struct counted *k, str target)
{
	for (size_t i = 0; !k->ballot && i < k->step->answer_count; i++)
		if (str_eq(k->step->answers[i].id, target))
			return true;
	for (size_t i = 0; i < k->themes.n; i++)
		if (str_eq(k->themes.p[i].id, target))
			return true;
	return things_find(&k->things, target) != NULL;
}

err
paper_round(struct db_conn *c, struct arena *a, const struct room *rm, const struct method_step *st, str ballot, str about,
	struct round *out)
{
	struct judge_rounds all;
	const struct judge_round *found;
	err e;

	*out = (struct round){ 0 };
	if (st->kind != STEP_VERDICT) {
		e = round_now(c, a, rm->s.id, st->id, ballot, out);
		return e == ERR_NOTFOUND ? OK : e;
	}
	TRY(judge_rounds(c, a, rm, st, &all));
	found = judge_find(&all, about, ballot);
	if (found)
		*out = found->round;
	return OK;
}

static err
add_round(struct db_conn *c, struct arena *a, const struct room *rm, const struct counted *k, str ballot, int64_t dots)
{
	struct ballot_size set = { 0 };
	int64_t cap = 1;
	struct rows r;

	if (k->ballot) {
		TRY(ballot_set(c, a, rm, k->step, k->ballot, &set));
		cap = set.cap ? set.cap : k->ballot->each_most;
	}
	if (k->about.n)
		return db_exec(c, NULL, JUDGE_ROUND_ADD, INT(rm->s.process), TEXT(rm->s.phase), INT(rm->s.id), TEXT(k->step->id),
			TEXT(ballot), TEXT(k->about));
	return db_one(c, a, &r, ROUND_INSERT, INT(rm->s.process), TEXT(rm->s.phase), INT(rm->s.id), TEXT(k->step->id),
		TEXT(ballot), TEXT(k->ballot ? S("dots") : S("scale")), INT(dots), INT(cap < dots ? cap : dots));
}

/* The round that the totals belong to; a new one waits open until its sitting closes. */
static err
find_round(struct db_conn *c, const struct paper_act *x, const struct room *rm, const struct counted *k, struct round *out)
{
	int64_t dots = x->dots > 0 ? x->dots : k->ballot ? k->ballot->dots : 1;
	str ballot = k->ballot ? k->ballot->id : k->question;

	TRY(paper_round(c, x->arena, rm, k->step, ballot, k->about, out));
	if (out->id)
		return OK;
	TRY(add_round(c, x->arena, rm, k, ballot, dots));
	TRY(paper_round(c, x->arena, rm, k->step, ballot, k->about, out));
	if (rm->s.state != SITTING_CLOSED)
		return OK;
	TRY(db_exec(c, NULL, PAPER_ROUND_CLOSED, INT(out->id), INT(clock_now())));
	return paper_round(c, x->arena, rm, k->step, ballot, k->about, out);
}

static err
refuse(struct paper_act *x, const char *why)
{
	x->problem = str_of(why);
	return ERR_INVALID;
}

/* Nobody can have put more dots than they were given. */
static err
check_counts(struct paper_act *x, const struct counted *k, const struct round *rd, const struct paper_count *counts, size_t n,
	int64_t voters)
{
	int64_t sum = 0;

	for (size_t i = 0; i < n; i++) {
		if (!is_target(k, counts[i].target) || counts[i].count < 0 || counts[i].count > MOST_VOTERS * 20)
			return ERR_INVALID;
		if (counts[i].count > voters * rd->cap)
			return refuse(x, N_("One theme has more dots than that many people could give it."));
		sum += counts[i].count;
	}
	if (sum > voters * rd->dots)
		return refuse(x, N_("There are more dots or crosses than that many people had."));
	return OK;
}

static bool
is_few(int64_t n, int64_t k)
{
	return n > 0 && n < k;
}

/* Answers to a question that have been shown must not change by those of a few: the difference would be theirs. */
static err
check_difference(struct db_conn *c, struct paper_act *x, const struct room *rm, const struct counted *k, const struct round *rd,
	int64_t voters)
{
	struct rows r;

	TRY(db_one(c, x->arena, &r, PAPER_SEATS_GET, INT(rd->id)));
	if (k->ballot || rd->is_open || row_int(&r, 0, 1) < rm->k)
		return OK;
	if (!is_few(row_int(&r, 0, 0), rm->k) && !is_few(voters, rm->k))
		return OK;
	return refuse(x, N_("These answers have been shown already. So few from paper would tell whose they are, so they cannot be "
			    "added now."));
}

static err
put_counts(struct db_conn *c, struct paper_act *x, struct room *rm, const struct counted *k, const struct paper_count *counts,
	size_t n, int64_t voters)
{
	struct round rd;

	if (voters < 0 || voters > MOST_VOTERS)
		return ERR_INVALID;
	TRY(find_round(c, x, rm, k, &rd));
	TRY(check_counts(x, k, &rd, counts, n, voters));
	TRY(check_difference(c, x, rm, k, &rd, voters));
	TRY(db_exec(c, NULL, PAPER_SEATS, INT(rd.id), INT(voters)));
	for (size_t i = 0; i < n; i++)
		TRY(db_exec(c, NULL, PAPER_TOTAL, INT(rd.id), TEXT(counts[i].target), INT(counts[i].count)));
	/* An open vote looks the same as before: nobody is disturbed. */
	return rd.is_open ? OK : typing_tell(c, x, rm, EVENT_VOTES, S(""));
}

err
paper_totals(struct db_conn *c, void *act)
{
	struct paper_act *x = act;
	struct counted k;
	struct room rm;
	bool is_new;

	TRY(typing_begin(c, x, &rm, &is_new));
	if (!is_new)
		return OK;
	TRY(find_counted(c, x, &rm, &k));
	TRY(put_counts(c, x, &rm, &k, x->counts, x->count_n, x->voters));
	return typing_log(c, x, &rm);
}

/* What most say must be solved by others, said when the room has closed already, goes on the list now. */
static err
lift_judged(struct db_conn *c, const struct paper_act *x, const struct room *rm, const struct method_step *st, const struct thing *t)
{
	struct judgements j;

	if (rm->s.state != SITTING_CLOSED)
		return OK;
	TRY(verdict_read(c, x->arena, rm->s.process, NULL, st, &j));
	for (size_t i = 0; i < j.n; i++)
		if (j.p[i].lift && str_eq(j.p[i].about, t->ref))
			return lift_once(c, x->arena, rm, t->ref, thing_title(t, LANG_NB));
	return OK;
}

/* One question's answers among those of all. Of crosses there are as many as people. */
static err
put_question(struct db_conn *c, struct paper_act *x, struct room *rm, const struct counted *k)
{
	struct paper_count *counts = NEW_ARRAY(x->arena, struct paper_count, x->count_n);
	int64_t voters = 0;
	size_t n = 0;

	for (size_t i = 0; i < x->count_n; i++) {
		if (!str_eq(x->counts[i].question, k->question))
			continue;
		if (x->counts[i].count < 0 || x->counts[i].count > MOST_VOTERS)
			return ERR_INVALID;
		voters += x->counts[i].count;
		counts[n++] = x->counts[i];
	}
	return n ? put_counts(c, x, rm, k, counts, n, voters) : OK;
}

err
paper_verdict(struct db_conn *c, void *act)
{
	struct paper_act *x = act;
	const struct method_step *st;
	const struct thing *t;
	struct things in;
	struct room rm;
	bool is_new;

	TRY(typing_begin(c, x, &rm, &is_new));
	if (!is_new)
		return OK;
	st = room_step(&rm, x->step);
	if (!st || st->kind != STEP_VERDICT || x->count_n == 0)
		return ERR_INVALID;
	TRY(paper_in(c, x->arena, &rm, st, &in));
	t = things_find(&in, x->about);
	if (!t)
		return ERR_INVALID;
	for (size_t q = 0; q < st->question_count; q++) {
		struct counted k = { .step = st, .question = st->questions[q].id, .about = t->ref };
		TRY(put_question(c, x, &rm, &k));
	}
	TRY(lift_judged(c, x, &rm, st, t));
	return typing_log(c, x, &rm);
}

/* ---- what stands there ---- */

err
paper_typed(struct db_conn *c, struct arena *a, const struct round *rd, str target, int64_t *count)
{
	struct rows r;
	err e;

	*count = 0;
	if (!rd->id)
		return OK;
	e = db_one(c, a, &r, PAPER_TOTAL_GET, INT(rd->id), TEXT(target));
	if (!e)
		*count = row_int(&r, 0, 0);
	return e == ERR_NOTFOUND ? OK : e;
}

err
paper_typed_seats(struct db_conn *c, struct arena *a, const struct round *rd, int64_t *seats, int64_t *dots)
{
	struct rows r;

	*seats = *dots = 0;
	if (!rd->id)
		return OK;
	TRY(db_one(c, a, &r, PAPER_SEATS_GET, INT(rd->id)));
	*seats = row_int(&r, 0, 0);
	*dots = row_int(&r, 0, 2);
	return OK;
}
