/* chain_choose_test.c: the staff's vote stands, and the three confirm it. */
#include "app/chain/chain.h"
#include "app/chain/decide.h"
#include "workshop.h"

static const struct said voted[] = {
	{ HARD, "Morgenstell", 5, 10 },
	{ HARD, "Beskjeder", 4, 7 },
	{ HARD, "Alene om natten", 3, 4 },
	{ HARD, "Parkering", 2, 2 },
	{ HARD, "Kaffe", 1, 0 },
	{ GOOD, "Vi ler sammen", 3, 6 },
};

/* What a form would have said: themes with their tick and reason; the others as suggested. */
struct wish {
	const char *name;
	bool on;
	const char *why;
};
struct wishes {
	struct wish w[6];
	size_t n;
	const char *tie;
};

static void
read_wishes(void *ctx, struct choose_offer *o)
{
	const struct wishes *x = ctx;

	for (size_t p = 0; p < o->n; p++) {
		o->picks[p].tie_reason = str_of(x->tie);
		for (size_t i = 0; i < o->picks[p].n; i++)
			for (size_t k = 0; k < x->n; k++)
				if (str_eq(o->picks[p].offers[i].theme->name, str_of(x->w[k].name))) {
					o->picks[p].offers[i].ticked = x->w[k].on;
					o->picks[p].offers[i].reason = str_of(x->w[k].why);
				}
	}
}

static err
propose(struct workshop *w, struct wishes *wishes, int64_t *agreement)
{
	struct choose_act x = { .arena = &w->h->a, .app = &w->h->app, .process = w->p.id, .unit = w->h->unit, .person = w->h->rep,
		.phase = w->phase->id, .lang = LANG_NB, .read_form = read_wishes, .ctx = wishes };
	err e = db_write(w->h->app.db, choose_propose, &x);

	*agreement = x.agreement;
	return e;
}

static struct challenges
decided(struct workshop *w)
{
	struct db_conn *c = reading(w->h);
	struct challenges all;

	assert_int_equal(challenges_read(c, &w->h->a, w->p.id, w->phase->id, false, &all), OK);
	db_read_end(c);
	return all;
}

static const struct challenge *
called(const struct challenges *all, const char *title)
{
	for (size_t i = 0; i < all->n; i++)
		if (str_eq(all->p[i].title, str_of(title)))
			return &all->p[i];
	return NULL;
}

static void
the_vote_stands_when_all_three_confirm(void **state)
{
	struct workshop w;
	struct wishes as_suggested = { .n = 0 };
	struct challenges all;
	struct gathering g;
	int64_t agreement;

	workshop_begin(&w, *state);
	workshop_hold(&w, &(struct held){ SITTING_STAFF, 8, voted, COUNT(voted), false });
	assert_int_equal(propose(&w, &as_suggested, &agreement), OK);
	assert_int_equal(decided(&w).n, 0);	/* nothing before all agree */
	workshop_gather(&w, &g);
	assert_true(g.asked && !g.decided);
	workshop_agree(&w, agreement);
	all = decided(&w);
	assert_int_equal(all.n, 4);
	assert_int_equal(called(&all, "Morgenstell")->state, CHALLENGE_CHOSEN);
	assert_int_equal(called(&all, "Morgenstell")->votes, 10);
	assert_int_equal(called(&all, "Alene om natten")->rank, 3);
	assert_int_equal(called(&all, "Vi ler sammen")->area, AREA_PRESERVE);
	assert_null(called(&all, "Parkering"));
	workshop_gather(&w, &g);
	assert_true(g.decided && !g.asked);
}

static void
setting_aside_and_adding_need_a_reason(void **state)
{
	struct workshop w;
	struct wishes x = { .w = { { "Beskjeder", false, NULL }, { "Parkering", true, NULL } }, .n = 2 };
	struct challenges all;
	int64_t agreement;

	workshop_begin(&w, *state);
	workshop_hold(&w, &(struct held){ SITTING_STAFF, 8, voted, COUNT(voted), false });
	assert_int_equal(propose(&w, &x, &agreement), ERR_INVALID);
	x.w[0].why = "Er løst allerede";
	assert_int_equal(propose(&w, &x, &agreement), ERR_INVALID);
	x.w[1].why = "Haster på grunn av bygging";
	assert_int_equal(propose(&w, &x, &agreement), OK);
	workshop_agree(&w, agreement);
	all = decided(&w);
	assert_int_equal(called(&all, "Beskjeder")->state, CHALLENGE_ASIDE);
	assert_true(str_eq(called(&all, "Beskjeder")->reason, S("Er løst allerede")));
	assert_int_equal(called(&all, "Parkering")->state, CHALLENGE_ADDED);
	assert_true(challenge_goes_on(called(&all, "Parkering")));
}

static void
one_question_at_a_time_and_none_before_a_vote(void **state)
{
	struct workshop w;
	struct wishes x = { .n = 0 };
	int64_t agreement, other;

	workshop_begin(&w, *state);
	assert_int_equal(propose(&w, &x, &agreement), ERR_CONFLICT);
	workshop_hold(&w, &(struct held){ SITTING_STAFF, 8, voted, COUNT(voted), false });
	assert_int_equal(propose(&w, &x, &agreement), OK);
	assert_int_equal(propose(&w, &x, &other), ERR_CONFLICT);
}

static void
choosing_again_keeps_what_later_phases_build_on(void **state)
{
	struct workshop w;
	struct wishes x = { .n = 0 };
	struct wishes again = { .w = { { "Morgenstell", false, "Ble løst" }, { "Kaffe", true, "Alle spør" } }, .n = 2 };
	struct challenges all;
	int64_t agreement, id;

	workshop_begin(&w, *state);
	workshop_hold(&w, &(struct held){ SITTING_STAFF, 8, voted, COUNT(voted), false });
	assert_int_equal(propose(&w, &x, &agreement), OK);
	workshop_agree(&w, agreement);
	all = decided(&w);
	id = called(&all, "Morgenstell")->id;
	assert_int_equal(propose(&w, &again, &agreement), OK);
	workshop_agree(&w, agreement);
	all = decided(&w);
	assert_int_equal(called(&all, "Morgenstell")->id, id);
	assert_int_equal(called(&all, "Morgenstell")->state, CHALLENGE_ASIDE);
	assert_int_equal(called(&all, "Kaffe")->state, CHALLENGE_ADDED);
	assert_int_equal(called(&all, "Beskjeder")->state, CHALLENGE_CHOSEN);
}

static void
few_voters_leave_an_order_without_numbers(void **state)
{
	struct workshop w;
	struct wishes x = { .n = 0 };
	struct challenges all;
	int64_t agreement;

	workshop_begin(&w, *state);
	workshop_hold(&w, &(struct held){ SITTING_STAFF, 4, voted, COUNT(voted), false });
	assert_int_equal(propose(&w, &x, &agreement), OK);
	workshop_agree(&w, agreement);
	all = decided(&w);
	assert_true(all.n > 0);
	for (size_t i = 0; i < all.n; i++) {
		assert_int_equal(all.p[i].votes, -1);
		assert_true(all.p[i].rank > 0);
	}
}

/* ---- suggestions, pure ---- */

static void
suggest(struct arena *a, const int *votes, size_t n, int least, int most, struct pick_offer *out)
{
	struct theme_part *part = NEW(a, struct theme_part);
	struct method_pick *pick = NEW(a, struct method_pick);

	part->voted = true;
	part->n = n;
	part->headings = NEW_ARRAY(a, struct theme_node *, n);
	for (size_t i = 0; i < n; i++) {
		part->headings[i] = NEW(a, struct theme_node);
		part->headings[i]->votes = votes[i];
		part->headings[i]->name = str_fmt(a, "Theme %zu", i);
	}
	pick->least = least;
	pick->most = most;
	pick_suggest(a, pick, part, out);
}

static void
ties_are_shown_as_ties(void **state)
{
	static const struct {
		int votes[6];
		size_t n;
		const char *want;	/* s: suggested, t: stands equal at the border, -: neither */
	} t[] = {
		{ { 9, 8, 7, 6 }, 4, "sss-" },
		{ { 9, 8, 7, 7 }, 4, "sstt" },
		{ { 9, 7, 7, 7, 1 }, 5, "sttt-" },
		{ { 5, 5, 5, 5 }, 4, "tttt" },
		{ { 5, 5, 5 }, 3, "sss" },
		{ { 4, 0, 0, 0 }, 4, "s---" },
		{ { 0, 0, 0, 0 }, 4, "----" },
		{ { 9, 9, 9, 1, 1 }, 5, "sss--" },
	};
	struct arena a CLEANUP(arena_free) = { 0 };

	(void)state;
	for (size_t i = 0; i < COUNT(t); i++) {
		struct pick_offer p;
		suggest(&a, t[i].votes, t[i].n, 1, 3, &p);
		for (size_t k = 0; k < t[i].n; k++) {
			char got = p.offers[k].tied ? 't' : p.offers[k].suggested ? 's' : '-';
			assert_int_equal(got, t[i].want[k]);
		}
	}
}

static void
choosing_among_equals_needs_one_reason(void **state)
{
	static const int votes[] = { 9, 7, 7, 7 };
	struct arena a CLEANUP(arena_free) = { 0 };
	struct pick_offer p;

	(void)state;
	suggest(&a, votes, 4, 1, 3, &p);
	p.offers[1].ticked = p.offers[2].ticked = true;
	assert_int_equal(pick_check(LANG_NB, &a, &p), ERR_INVALID);
	p.tie_reason = S("Vi trakk lodd");
	assert_int_equal(pick_check(LANG_NB, &a, &p), OK);
	assert_int_equal(offer_outcome(&p.offers[1]), CHALLENGE_CHOSEN);
	assert_int_equal(offer_outcome(&p.offers[3]), CHALLENGE_TIED);
	/* all of them may come along, one over the number */
	p.offers[3].ticked = true;
	p.tie_reason = (str){ 0 };
	assert_int_equal(pick_check(LANG_NB, &a, &p), OK);
}

static bool
says(str problem, const char *what)
{
	return str_find(problem, str_of(what)) < problem.n;
}

static void
the_number_is_kept(void **state)
{
	static const int votes[] = { 9, 8, 7, 6, 5 }, equal[] = { 9, 7, 7, 1, 0 };
	struct arena a CLEANUP(arena_free) = { 0 };
	struct pick_offer p;

	(void)state;
	suggest(&a, votes, 5, 1, 3, &p);
	p.offers[3].ticked = true;
	p.offers[3].reason = S("fordi");
	assert_int_equal(pick_check(LANG_NB, &a, &p), ERR_INVALID);	/* four of at most three */
	assert_true(says(p.problem, "3") && says(p.problem, "4") && says(p.problem, "«Theme 2» sist"));
	assert_true(offers_ticked(&p, 3) && !offers_ticked(&p, 4));
	/* equal at the end: none of them is named */
	suggest(&a, equal, 5, 1, 3, &p);
	p.offers[3].ticked = true;
	p.offers[3].reason = S("fordi");
	assert_int_equal(pick_check(LANG_NB, &a, &p), ERR_INVALID);
	assert_true(says(p.problem, "ett kryss") && !says(p.problem, "Theme"));
	suggest(&a, votes, 5, 1, 3, &p);
	p.offers[3].ticked = true;
	p.offers[3].reason = S("fordi");
	p.offers[0].ticked = false;
	p.offers[0].reason = S("fordi");
	assert_int_equal(pick_check(LANG_NB, &a, &p), OK);
	for (size_t i = 0; i < 4; i++) {
		p.offers[i].ticked = false;
		p.offers[i].reason = S("fordi");
	}
	assert_int_equal(pick_check(LANG_NB, &a, &p), ERR_INVALID);	/* at least one */
}

/* Five proposals of which the first two are suggested, with room for two; on: which are ticked. */
static struct decide_pick
of_five(struct arena *a, const struct method_pick *pick, const char *on, const char *why)
{
	struct decide_pick p = { .pick = pick, .p = NEW_ARRAY(a, struct decision, 5), .n = 5, .suggested = 2 };

	for (size_t i = 0; i < p.n; i++)
		p.p[i] = (struct decision){ .thing = { .title.in = { [LANG_NB] = str_fmt(a, "Forslag %zu", i + 1) }, .votes = 9 - (int64_t)i },
			.suggested = i < 2, .ticked = on[i] == '1', .reason = str_of(why) };
	return p;
}

static void
what_is_wrong_with_a_choice_of_proposals_is_told_apart(void **state)
{
	static const struct {
		const char *on, *why;
		bool lacks, is_over;
	} t[] = {
		{ "11000", "", false, false },
		{ "00000", "Det haster ikke.", true, false },
		{ "11100", "Det haster.", false, true },
		{ "11100", "", true, true },
		{ "10000", "", true, false },
	};
	struct method_pick pick = { .least = 1, .most = 2 };
	struct arena a CLEANUP(arena_free) = { 0 };

	(void)state;
	for (size_t i = 0; i < COUNT(t); i++) {
		struct decide_pick p = of_five(&a, &pick, t[i].on, t[i].why);
		assert_int_equal(decide_check(LANG_NB, &a, &p) != OK, t[i].lacks || t[i].is_over);
		assert_int_equal(p.lacks, t[i].lacks);
		assert_int_equal(p.is_over, t[i].is_over);
	}
}

static void
what_stands_last_is_named_only_beside_something_added(void **state)
{
	struct pick_tick t[] = { { true, true, false, 9, S("A") }, { true, true, false, 7, S("B") }, { false, true, false, 5, S("C") },
		{ true, false, true, 2, S("D") } };

	(void)state;
	assert_true(str_eq(pick_last_chosen(t, COUNT(t)), S("B")));
	t[1].votes = 9;
	assert_int_equal(pick_last_chosen(t, COUNT(t)).n, 0);	/* two stand last */
	t[1].votes = 7;
	t[3] = (struct pick_tick){ 0 };
	assert_int_equal(pick_last_chosen(t, COUNT(t)).n, 0);	/* nothing is added */
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		HELD_ON_BOTH(the_vote_stands_when_all_three_confirm),
		HELD_ON_BOTH(setting_aside_and_adding_need_a_reason),
		HELD_ON_BOTH(one_question_at_a_time_and_none_before_a_vote),
		HELD_ON_BOTH(choosing_again_keeps_what_later_phases_build_on),
		HELD_ON_BOTH(few_voters_leave_an_order_without_numbers),
		cmocka_unit_test(ties_are_shown_as_ties),
		cmocka_unit_test(choosing_among_equals_needs_one_reason),
		cmocka_unit_test(the_number_is_kept),
		cmocka_unit_test(what_is_wrong_with_a_choice_of_proposals_is_told_apart),
		cmocka_unit_test(what_stands_last_is_named_only_beside_something_added),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
