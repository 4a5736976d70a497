/* from_paper_test.c: paper counts as much as phones, and is marked nowhere. */
#include "app/chain/themes.h"
#include "app/from_paper/from_paper.h"
#include "workshop.h"

static const struct said phones[] = {
	{ HARD, "Morgenstell", 4, 6 },
	{ GOOD, "Vi ler sammen", 3, 5 },
};

static int64_t
planned(struct workshop *w)
{
	struct db_conn *c = reading(w->h);
	struct rows r;

	/* the sitting of the workshop that the plan made */
	assert_int_equal(db_query(c, &w->h->a, &r, SITTING_LIST, INT(w->p.id)), OK);
	db_read_end(c);
	for (size_t i = 0; i < r.n; i++) {
		struct sitting s;
		sitting_row(&r, i, &s);
		if (str_eq(s.phase, w->phase->id) && s.kind == SITTING_STAFF && s.state == SITTING_PLANNED)
			return s.id;
	}
	fail_msg("no planned workshop");
	return 0;
}

static void
room_now(struct workshop *w, int64_t sitting, struct room *rm)
{
	struct db_conn *c = reading(w->h);

	assert_int_equal(room_load(&w->h->app, c, &w->h->a, sitting, rm), OK);
	db_read_end(c);
}

static struct paper_act
act_of(struct workshop *w, int64_t sitting)
{
	return (struct paper_act){ .arena = &w->h->a, .app = &w->h->app, .sitting = sitting, .person = w->h->safety,
		.roles = ROLE_BIT(ROLE_SAFETY) };
}

static err
type_notes(struct workshop *w, int64_t sitting, unsigned roles, const char *step, const str *lines, size_t n)
{
	struct paper_act x = act_of(w, sitting);

	x.roles = roles;
	x.step = str_of(step);
	x.lines = lines;
	x.n = n;
	return db_write_locked(w->h->app.db, sitting, paper_notes, &x);
}

static err
type_sheet(struct workshop *w, int64_t sitting, const char *step, const char *name, const str *lines, size_t n)
{
	struct paper_act x = act_of(w, sitting);

	x.step = str_of(step);
	x.name = str_of(name);
	x.lines = lines;
	x.n = n;
	return db_write_locked(w->h->app.db, sitting, paper_sheet, &x);
}

static str
theme_called(struct workshop *w, int64_t sitting, const char *step, const char *name)
{
	struct db_conn *c;
	struct themes all;
	struct room rm;

	room_now(w, sitting, &rm);
	c = reading(w->h);
	assert_int_equal(paper_themes(c, &w->h->a, &rm, room_step(&rm, str_of(step)), &all), OK);
	db_read_end(c);
	for (size_t i = 0; i < all.n; i++)
		if (str_eq(all.p[i].name, str_of(name)))
			return all.p[i].id;
	fail_msg("no theme %s", name);
	return (str){ 0 };
}

static err
type_dots(struct workshop *w, int64_t sitting, str theme, int64_t voters, int64_t count)
{
	struct paper_count k = { theme, count };
	struct paper_act x = act_of(w, sitting);

	x.step = S("stemme");
	x.ballot = S("utfordringer");
	x.voters = voters;
	x.counts = &k;
	x.count_n = 1;
	return db_write_locked(w->h->app.db, sitting, paper_totals, &x);
}

static err
type_crosses(struct workshop *w, int64_t sitting, int64_t count)
{
	struct paper_count k = { S("ja"), count };
	struct paper_act x = act_of(w, sitting);

	x.step = S("avslutning");
	x.ballot = S("hort");
	x.voters = count;
	x.counts = &k;
	x.count_n = 1;
	return db_write_locked(w->h->app.db, sitting, paper_totals, &x);
}

static err
anchor(struct db_conn *c, void *arg)
{
	struct workshop *w = arg;

	return process_set_state(c, &w->h->a, w->p.id, w->h->leader, PROCESS_ANCHORED);
}

static void
begin(struct workshop *w, void *state)
{
	workshop_begin(w, state);
	must_write(w->h, anchor, w);
	w->p.state = PROCESS_ANCHORED;
}

static void
a_workshop_held_on_paper_counts_like_the_others(void **state)
{
	const str lines[] = { S("Ingen sier fra"), S("Tavla er full"), S("Rapport på gangen") };
	struct workshop w;
	struct paper_act x;
	struct gathering g;
	const struct theme_node *t;
	struct room rm;
	int64_t sitting;

	begin(&w, *state);
	sitting = planned(&w);
	assert_int_equal(type_notes(&w, sitting, ROLE_BIT(ROLE_SAFETY), "vanskelig", lines, 3), OK);
	assert_int_equal(type_sheet(&w, sitting, HARD, "Beskjeder", lines, 3), OK);
	assert_int_equal(type_dots(&w, sitting, theme_called(&w, sitting, HARD, "Beskjeder"), 6, 9), OK);
	workshop_gather(&w, &g);
	assert_int_equal(g.node_count, 0);	/* nothing before it is closed */

	x = act_of(&w, sitting);
	x.headcount = 7;
	assert_int_equal(db_write_locked(w.h->app.db, sitting, paper_close, &x), OK);
	assert_true(x.scrub);
	workshop_gather(&w, &g);
	t = workshop_theme(workshop_part(&g, HARD), "Beskjeder");
	assert_int_equal(t->notes, 3);
	assert_int_equal(t->votes, 9);
	assert_int_equal(workshop_part(&g, HARD)->loose, 3);
	assert_int_equal(workshop_part(&g, HARD)->voters, 6);
	assert_true(workshop_part(&g, HARD)->numbers);
	assert_int_equal(g.paper_notes, 6);
	room_now(&w, sitting, &rm);
	assert_int_equal(rm.s.state, SITTING_CLOSED);
	assert_true(rm.s.on_paper);
	assert_int_equal(rm.s.headcount, 7);
}

static void
only_reps_and_helpers_unless_the_three_decide_otherwise(void **state)
{
	const str line = S("Noe");
	struct workshop w;
	int64_t sitting;

	begin(&w, *state);
	sitting = planned(&w);
	assert_int_equal(type_notes(&w, sitting, WHO_LEADER, "vanskelig", &line, 1), ERR_DENIED);
	assert_int_equal(type_notes(&w, sitting, ROLE_BIT(ROLE_WORKSHOP_LEADER), "vanskelig", &line, 1), ERR_DENIED);
	assert_int_equal(type_notes(&w, sitting, ROLE_BIT(ROLE_HELPER), "vanskelig", &line, 1), OK);
	by_hand(w.h, S("UPDATE process SET paper_by = 'group'"));
	assert_int_equal(type_notes(&w, sitting, WHO_LEADER, "vanskelig", &line, 1), OK);
}

static void
nothing_before_the_three_have_agreed_to_start(void **state)
{
	const str line = S("Noe");
	struct workshop w;

	workshop_begin(&w, *state);
	assert_int_equal(type_notes(&w, planned(&w), ROLE_BIT(ROLE_SAFETY), "vanskelig", &line, 1), ERR_CONFLICT);
}

static void
wrong_steps_columns_and_themes_are_refused(void **state)
{
	const str line = S("Noe");
	struct workshop w;
	struct paper_act x;
	int64_t sitting;

	begin(&w, *state);
	sitting = planned(&w);
	assert_int_equal(type_notes(&w, sitting, ROLE_BIT(ROLE_SAFETY), "stemme", &line, 1), ERR_INVALID);
	assert_int_equal(type_notes(&w, sitting, ROLE_BIT(ROLE_SAFETY), "finnes-ikke", &line, 1), ERR_INVALID);
	assert_int_equal(type_notes(&w, sitting, ROLE_BIT(ROLE_SAFETY), "vanskelig", &line, 0), ERR_INVALID);
	assert_int_equal(type_sheet(&w, sitting, HARD, "", &line, 1), ERR_INVALID);
	x = act_of(&w, sitting);
	x.step = S(HARD);
	x.theme = S("en-annens");
	assert_int_equal(db_write_locked(w.h->app.db, sitting, paper_sheet, &x), ERR_INVALID);
}

static void
nobody_has_more_dots_than_were_given(void **state)
{
	const str line = S("Noe");
	struct workshop w;
	int64_t sitting;
	str theme;

	begin(&w, *state);
	sitting = planned(&w);
	assert_int_equal(type_sheet(&w, sitting, HARD, "Beskjeder", &line, 1), OK);
	theme = theme_called(&w, sitting, HARD, "Beskjeder");
	assert_int_equal(type_dots(&w, sitting, theme, 5, 11), ERR_INVALID);	/* two on one theme at the most */
	assert_int_equal(type_dots(&w, sitting, S("noe annet"), 5, 1), ERR_INVALID);
	assert_int_equal(type_dots(&w, sitting, theme, 5, 10), OK);
}

static void
paper_comes_on_top_of_phones_and_can_be_corrected(void **state)
{
	struct workshop w;
	struct gathering g;
	int64_t sitting;
	str theme;

	begin(&w, *state);
	sitting = workshop_hold(&w, &(struct held){ SITTING_STAFF, 8, phones, COUNT(phones), false });
	theme = theme_called(&w, sitting, HARD, "Morgenstell");
	assert_int_equal(type_dots(&w, sitting, theme, 4, 5), OK);
	workshop_gather(&w, &g);
	assert_int_equal(workshop_theme(workshop_part(&g, HARD), "Morgenstell")->votes, 11);
	/* what the wall has shown, subtracted, would be the votes of the four */
	assert_false(workshop_part(&g, HARD)->numbers);
	assert_int_equal(workshop_part(&g, HARD)->voters, 6 + 4);	/* six of the eight gave their one vote */
	assert_int_equal(type_dots(&w, sitting, theme, 3, 2), OK);
	workshop_gather(&w, &g);
	assert_int_equal(workshop_theme(workshop_part(&g, HARD), "Morgenstell")->votes, 8);
	assert_int_equal(workshop_part(&g, HARD)->voters, 6 + 3);
	assert_int_equal(type_dots(&w, sitting, theme, 5, 5), OK);
	workshop_gather(&w, &g);
	assert_true(workshop_part(&g, HARD)->numbers);
}

static void
dots_typed_in_while_the_vote_is_open_are_counted_at_its_end(void **state)
{
	struct workshop w;
	struct close_act close;
	struct gathering g;
	int64_t sitting;
	str theme;

	begin(&w, *state);
	sitting = workshop_hold(&w, &(struct held){ SITTING_STAFF, 8, phones, COUNT(phones), true });
	theme = theme_called(&w, sitting, HARD, "Morgenstell");
	assert_int_equal(type_dots(&w, sitting, theme, 4, 5), OK);
	close = (struct close_act){ .arena = &w.h->a, .app = &w.h->app, .room = sitting };
	assert_int_equal(db_write_locked(w.h->app.db, sitting, room_close, &close), OK);
	workshop_gather(&w, &g);
	assert_int_equal(workshop_theme(workshop_part(&g, HARD), "Morgenstell")->votes, 11);
	assert_int_equal(workshop_part(&g, HARD)->voters, 10);
	assert_true(workshop_part(&g, HARD)->numbers);	/* nobody has seen them apart */
}

/* Whoever saw the answers before and after would know what the few on paper answered. */
static void
answers_that_were_shown_do_not_change_by_those_of_a_few(void **state)
{
	struct workshop w;
	int64_t sitting;

	begin(&w, *state);
	sitting = workshop_hold(&w, &(struct held){ SITTING_STAFF, 8, phones, COUNT(phones), true });
	assert_int_equal(type_crosses(&w, sitting, 2), OK);	/* not shown yet */
	assert_int_equal(type_crosses(&w, sitting, 0), OK);
	by_hand(w.h, S("UPDATE vote_round SET state = 'closed', seats = 8 WHERE ballot = 'hort'"));
	assert_int_equal(type_crosses(&w, sitting, 2), ERR_INVALID);
	assert_int_equal(type_crosses(&w, sitting, 6), OK);
	assert_int_equal(type_crosses(&w, sitting, 7), OK);
	assert_int_equal(type_crosses(&w, sitting, 1), ERR_INVALID);
}

static void
notes_typed_in_afterwards_are_shuffled_among_the_others(void **state)
{
	const str lines[] = { S("Sent på papir 1"), S("Sent på papir 2") };
	struct workshop w;
	struct db_conn *c;
	struct rows before, after;
	struct paper_act x;
	int64_t sitting;

	begin(&w, *state);
	sitting = workshop_hold(&w, &(struct held){ SITTING_STAFF, 8, phones, COUNT(phones), false });
	c = reading(w.h);
	assert_int_equal(db_query(c, &w.h->a, &before, CHAIN_NOTES, INT(w.p.id), TEXT(w.phase->id)), OK);
	db_read_end(c);
	x = act_of(&w, sitting);
	x.step = S("vanskelig");
	x.lines = lines;
	x.n = 2;
	assert_int_equal(db_write_locked(w.h->app.db, sitting, paper_notes, &x), OK);
	assert_true(x.scrub);
	c = reading(w.h);
	assert_int_equal(db_query(c, &w.h->a, &after, CHAIN_NOTES, INT(w.p.id), TEXT(w.phase->id)), OK);
	db_read_end(c);
	assert_int_equal(after.n, before.n + 2);
	/* every note has a new id: nothing tells the two from the rest */
	for (size_t i = 0; i < before.n; i++)
		for (size_t k = 0; k < after.n; k++)
			assert_false(str_eq(row_text(&before, i, 0), row_text(&after, k, 0)));
}

static void
lines_become_notes(void **state)
{
	struct arena a CLEANUP(arena_free) = { 0 };
	const str *lines;
	size_t n, bad;
	struct buf b = buf_new(&a, 1 << 16);

	(void)state;
	assert_int_equal(paper_lines(&a, S("En\r\n\r\n  To æøå \nTre"), &lines, &n, &bad), OK);
	assert_int_equal(n, 3);
	assert_true(str_eq(lines[1], S("To æøå")));
	assert_int_equal(paper_lines(&a, S(""), &lines, &n, &bad), OK);
	assert_int_equal(n, 0);
	assert_int_equal(paper_lines(&a, S("fin\nrar\x01"), &lines, &n, &bad), ERR_INVALID);
	assert_int_equal(bad, 2);
	for (int i = 0; i <= NOTE_GRAPHEMES; i++)
		buf_addc(&b, 'x');
	assert_int_equal(paper_lines(&a, buf_str(&b), &lines, &n, &bad), ERR_TOOBIG);
	assert_int_equal(bad, 1);
	buf_reset(&b);
	for (int i = 0; i <= PAPER_LINES; i++)
		buf_add(&b, S("x\n"));
	assert_int_equal(paper_lines(&a, buf_str(&b), &lines, &n, &bad), ERR_TOOBIG);
	assert_int_equal(bad, PAPER_LINES + 1);
}

static void
an_outline_becomes_a_tree(void **state)
{
	static const struct {
		const char *text;
		int levels[4];
		size_t n;
	} cases[] = {
		{ "a\n- b\n-- c\nd", { 0, 1, 2, 0 }, 4 },
		{ "a\r\n - - b\r\n", { 0, 1 }, 2 },	/* a level is skipped: right below */
		{ "-- a\n\u2022 b\n\u2013\u2013 c", { 0, 1, 2 }, 3 },
		{ "a\n---\n> b\n* c", { 0, 1, 1 }, 3 },	/* signs alone are no cause */
		{ "\n \n", { 0 }, 0 },
	};
	struct arena a CLEANUP(arena_free) = { 0 };
	const struct paper_cause *lines;
	size_t n, bad;
	struct buf b = buf_new(&a, 1 << 16);

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		assert_int_equal(paper_outline(&a, str_of(cases[i].text), &lines, &n, &bad), OK);
		assert_int_equal(n, cases[i].n);
		for (size_t k = 0; k < n; k++)
			assert_int_equal(lines[k].level, cases[i].levels[k]);
	}
	assert_int_equal(paper_outline(&a, S("fin\n- rar\x01"), &lines, &n, &bad), ERR_INVALID);
	assert_int_equal(bad, 2);
	for (int i = 0; i <= PAPER_CAUSES; i++)
		buf_add(&b, S("- x\n"));
	assert_int_equal(paper_outline(&a, buf_str(&b), &lines, &n, &bad), ERR_TOOBIG);
	assert_int_equal(bad, PAPER_CAUSES + 1);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		HELD_ON_BOTH(a_workshop_held_on_paper_counts_like_the_others),
		HELD_ON_BOTH(only_reps_and_helpers_unless_the_three_decide_otherwise),
		HELD_ON_BOTH(nothing_before_the_three_have_agreed_to_start),
		HELD_ON_BOTH(wrong_steps_columns_and_themes_are_refused),
		HELD_ON_BOTH(nobody_has_more_dots_than_were_given),
		HELD_ON_BOTH(paper_comes_on_top_of_phones_and_can_be_corrected),
		HELD_ON_BOTH(dots_typed_in_while_the_vote_is_open_are_counted_at_its_end),
		HELD_ON_BOTH(answers_that_were_shown_do_not_change_by_those_of_a_few),
		HELD_ON_BOTH(notes_typed_in_afterwards_are_shuffled_among_the_others),
		cmocka_unit_test(lines_become_notes),
		cmocka_unit_test(an_outline_becomes_a_tree),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
