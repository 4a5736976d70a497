/* chain_themes_test.c: themes and votes of several sittings together. */
#include "app/chain/themes.h"
#include "workshop.h"

static const struct said day[] = {
	{ HARD, "Beskjeder blir borte", 4, 9 },
	{ HARD, "For lite tid om morgenen", 5, 12 },
	{ HARD, "Parkering", 1, 0 },
	{ GOOD, "Vi ler sammen", 3, 6 },
};
static const struct said night[] = {
	{ HARD, "Rapporten blir borte", 2, 5 },
	{ HARD, "Alene om natten", 3, 4 },
};

static void
change(struct workshop *w, struct theme_change *x)
{
	x->arena = &w->h->a;
	x->app = &w->h->app;
	x->process = w->p.id;
	x->unit = w->h->unit;
	x->person = w->h->rep;
	x->phase = w->phase->id;
}

static err
merge(struct workshop *w, const str *ids, size_t n, str name)
{
	struct theme_change x = { .ids = ids, .n = n, .name = name };

	change(w, &x);
	return db_write(w->h->app.db, themes_merge, &x);
}

static void
sittings_meet_on_one_page(void **state)
{
	struct workshop w;
	struct gathering g;
	const struct theme_part *hard, *good;

	workshop_begin(&w, *state);
	workshop_hold(&w, &(struct held){ SITTING_STAFF, 8, day, COUNT(day), false });
	workshop_hold(&w, &(struct held){ SITTING_STAFF, 6, night, COUNT(night), false });
	workshop_gather(&w, &g);
	assert_int_equal(g.closed, 2);
	hard = workshop_part(&g, HARD);
	good = workshop_part(&g, GOOD);
	assert_int_equal(hard->area, AREA_IMPROVE);
	assert_int_equal(good->area, AREA_PRESERVE);
	assert_int_equal(hard->n, 5);
	assert_true(hard->voted && hard->numbers);
	assert_int_equal(hard->voters, 14);
	/* most votes first; two without votes stand equal at the end */
	assert_true(str_eq(hard->headings[0]->name, S("For lite tid om morgenen")));
	assert_int_equal(hard->headings[0]->votes, 12);
	assert_int_equal(hard->headings[0]->notes, 5);
	assert_int_equal(hard->headings[4]->rank, 5);
	assert_int_equal(good->n, 1);
}

static void
an_open_or_rehearsed_sitting_is_not_there(void **state)
{
	struct workshop w;
	struct gathering g;

	workshop_begin(&w, *state);
	workshop_hold(&w, &(struct held){ SITTING_STAFF, 8, day, COUNT(day), true });
	workshop_gather(&w, &g);
	assert_int_equal(g.node_count, 0);
	assert_int_equal(g.closed, 0);
}

static void
merging_keeps_the_originals_and_can_be_undone(void **state)
{
	struct workshop w;
	struct gathering g;
	const struct theme_node *t;
	struct theme_change x = { 0 };
	str ids[2], first;

	workshop_begin(&w, *state);
	workshop_hold(&w, &(struct held){ SITTING_STAFF, 8, day, COUNT(day), false });
	workshop_hold(&w, &(struct held){ SITTING_STAFF, 6, night, COUNT(night), false });
	workshop_gather(&w, &g);
	ids[0] = first = workshop_theme(workshop_part(&g, HARD), "Beskjeder blir borte")->id;
	ids[1] = workshop_theme(workshop_part(&g, HARD), "Rapporten blir borte")->id;
	assert_int_equal(merge(&w, ids, 1, S("")), ERR_INVALID);
	assert_int_equal(merge(&w, ids, 2, S("Beskjeder mellom vaktene")), OK);
	workshop_gather(&w, &g);
	t = workshop_theme(workshop_part(&g, HARD), "Beskjeder mellom vaktene");
	assert_int_equal(t->part_count, 2);
	assert_int_equal(t->notes, 6);
	assert_int_equal(t->votes, 14);
	assert_int_equal(t->rank, 1);
	assert_int_equal(workshop_part(&g, HARD)->n, 4);

	/* what is merged already cannot be merged again by itself */
	assert_int_equal(merge(&w, ids, 2, S("x")), ERR_CONFLICT);

	change(&w, &x);
	x.theme = first;
	must_write(w.h, theme_take_out, &x);
	workshop_gather(&w, &g);
	assert_int_equal(workshop_part(&g, HARD)->n, 5);
	assert_int_equal(workshop_theme(workshop_part(&g, HARD), "Beskjeder blir borte")->votes, 9);
	assert_int_equal(workshop_theme(workshop_part(&g, HARD), "Rapporten blir borte")->votes, 5);
	assert_null(gathering_node(&g, t->id));	/* the heading stood for nothing any more */
}

static void
merged_into_merged_is_counted_once(void **state)
{
	struct workshop w;
	struct gathering g;
	const struct theme_part *hard;
	const struct theme_node *t;
	str ids[2];

	workshop_begin(&w, *state);
	workshop_hold(&w, &(struct held){ SITTING_STAFF, 8, day, COUNT(day), false });
	workshop_hold(&w, &(struct held){ SITTING_STAFF, 6, night, COUNT(night), false });
	workshop_gather(&w, &g);
	hard = workshop_part(&g, HARD);
	ids[0] = workshop_theme(hard, "Beskjeder blir borte")->id;
	ids[1] = workshop_theme(hard, "Rapporten blir borte")->id;
	assert_int_equal(merge(&w, ids, 2, S("")), OK);
	workshop_gather(&w, &g);
	hard = workshop_part(&g, HARD);
	ids[0] = workshop_theme(hard, "Beskjeder blir borte")->id;	/* named after the one with most notes */
	ids[1] = workshop_theme(hard, "Alene om natten")->id;
	assert_int_equal(merge(&w, ids, 2, S("Natt og beskjeder")), OK);
	workshop_gather(&w, &g);
	t = workshop_theme(workshop_part(&g, HARD), "Natt og beskjeder");
	assert_int_equal(t->notes, 9);
	assert_int_equal(t->votes, 18);
	assert_int_equal(t->part_count, 2);
	ids[0] = workshop_theme(workshop_part(&g, GOOD), "Vi ler sammen")->id;
	ids[1] = t->id;
	assert_int_equal(merge(&w, ids, 2, S("")), ERR_INVALID);	/* of another area */
}

static void
renaming_keeps_the_first_name(void **state)
{
	struct workshop w;
	struct gathering g;
	struct theme_change x = { .name = S("Rapport og beskjeder") };
	const struct theme_node *t;

	workshop_begin(&w, *state);
	workshop_hold(&w, &(struct held){ SITTING_STAFF, 8, day, COUNT(day), false });
	workshop_gather(&w, &g);
	change(&w, &x);
	x.theme = workshop_theme(workshop_part(&g, HARD), "Beskjeder blir borte")->id;
	must_write(w.h, theme_rename, &x);
	x.name = S("Beskjeder og rapport");
	must_write(w.h, theme_rename, &x);
	workshop_gather(&w, &g);
	t = workshop_theme(workshop_part(&g, HARD), "Beskjeder og rapport");
	assert_true(str_eq(t->said, S("Beskjeder blir borte")));
}

static void
a_small_sitting_hides_the_numbers(void **state)
{
	static const struct said few[] = { { HARD, "Alene om natten", 2, 3 } };
	struct workshop w;
	struct gathering g;

	workshop_begin(&w, *state);
	workshop_hold(&w, &(struct held){ SITTING_STAFF, 8, day, COUNT(day), false });
	workshop_gather(&w, &g);
	assert_true(workshop_part(&g, HARD)->numbers);
	workshop_hold(&w, &(struct held){ SITTING_STAFF, 3, few, COUNT(few), false });
	workshop_gather(&w, &g);
	/* what the eight have seen of themselves would give the three away */
	assert_true(workshop_part(&g, HARD)->voted);
	assert_false(workshop_part(&g, HARD)->numbers);
	/* nobody voted about what is good in the small one: those numbers stay */
	assert_true(workshop_part(&g, GOOD)->numbers);
}

static void
sums_are_safe_from_k_up_and_from_subtraction(void **state)
{
	static const struct {
		int64_t seats[4];
		size_t n;
		bool safe;
	} t[] = {
		{ { 0 }, 0, false },
		{ { 4 }, 1, false },
		{ { 5 }, 1, true },
		{ { 20, 3 }, 2, false },	/* 23 less the 20 that is known */
		{ { 20, 3, 2 }, 3, true },	/* the small ones are five together */
		{ { 20, 3, 1 }, 3, false },
		{ { 3, 2 }, 2, true },
		{ { 2, 2 }, 2, false },
		{ { 9, 7, 30 }, 3, true },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(t); i++)
		assert_int_equal(sum_is_safe(t[i].seats, t[i].n, 5), t[i].safe);
}

static void
notes_move_between_themes(void **state)
{
	struct workshop w;
	struct gathering g;
	struct theme_change x = { .name = S("Uten tema"), .step = S(HARD) };
	struct rows r;
	struct db_conn *c;
	str note;

	workshop_begin(&w, *state);
	workshop_hold(&w, &(struct held){ SITTING_STAFF, 8, day, COUNT(day), false });
	change(&w, &x);
	must_write(w.h, theme_new, &x);
	workshop_gather(&w, &g);
	x.theme = workshop_theme(workshop_part(&g, HARD), "Uten tema")->id;
	c = reading(w.h);
	assert_int_equal(db_query(c, &w.h->a, &r, CHAIN_NOTES, INT(w.p.id), TEXT(w.phase->id)), OK);
	db_read_end(c);
	note = row_text(&r, 0, 0);
	x.ids = &note;
	x.n = 1;
	x.on = true;
	must_write(w.h, theme_take_notes, &x);
	workshop_gather(&w, &g);
	assert_int_equal(workshop_theme(workshop_part(&g, HARD), "Uten tema")->notes, 1);
	x.on = false;
	must_write(w.h, theme_take_notes, &x);
	workshop_gather(&w, &g);
	assert_int_equal(workshop_theme(workshop_part(&g, HARD), "Uten tema")->notes, 0);
	assert_int_equal(g.parts[0].loose + g.parts[1].loose, 1);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		HELD_ON_BOTH(sittings_meet_on_one_page),
		HELD_ON_BOTH(an_open_or_rehearsed_sitting_is_not_there),
		HELD_ON_BOTH(merging_keeps_the_originals_and_can_be_undone),
		HELD_ON_BOTH(merged_into_merged_is_counted_once),
		HELD_ON_BOTH(renaming_keeps_the_first_name),
		HELD_ON_BOTH(a_small_sitting_hides_the_numbers),
		HELD_ON_BOTH(notes_move_between_themes),
		cmocka_unit_test(sums_are_safe_from_k_up_and_from_subtraction),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
