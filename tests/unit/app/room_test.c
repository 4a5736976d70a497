/* room_test.c: the rules of the live room on both engines: who may write what when, votes by ballot, moderation by two, and
 * what is left after the end. */
#include "stage.h"

#include "app/access/session.h"
#include "app/room/view.h"
#include "base/clock.h"
#include "base/rand.h"
#include "base/str.h"

static int64_t
count(struct house *h, int stmt, int64_t id)
{
	struct db_conn *c = reading(h);
	struct rows r;

	assert_int_equal(db_query(c, &h->a, &r, stmt, INT(id)), OK);
	db_read_end(c);
	return (int64_t)r.n;
}

/* ---- notes ---- */

static void
notes_are_judged_in_the_contracts_order(void **state)
{
	struct stage s = set_up(*state);
	struct note_act first = note_of(&s, 0, "bra", "Vi ler mye"), again = first, bad, many, stranger, early;

	go_to(&s, "bra");
	assert_int_equal(write_note(&s, &first), OK);
	assert_false(first.existed);
	again.text = S("noe annet");
	again.text_ok = false;
	assert_int_equal(write_note(&s, &again), OK);
	assert_true(again.existed);
	bad = note_of(&s, 0, "bra", "");
	bad.text_ok = false;
	bad.too_many = true;
	assert_int_equal(write_note(&s, &bad), ERR_INVALID);
	many = note_of(&s, 0, "bra", "x");
	many.too_many = true;
	assert_int_equal(write_note(&s, &many), ERR_TOOMANY);
	stranger = note_of(&s, 0, "bra", "x");
	stranger.seat = token_hash(&s.h->a, S("nobody"));
	assert_int_equal(write_note(&s, &stranger), ERR_DENIED);
	early = note_of(&s, 0, "vanskelig", "x");
	assert_int_equal(write_note(&s, &early), ERR_INVALID);
	put_away(&s);
}

static void
nothing_is_shown_before_reveal_and_late_notes_come_in_the_next_shuffle(void **state)
{
	struct stage s = set_up(*state);
	struct note_act n, late;

	go_to(&s, "bra");
	for (size_t i = 0; i < SEATS; i++) {
		n = note_of(&s, i, "bra", "en lapp");
		assert_int_equal(write_note(&s, &n), OK);
	}
	assert_int_equal(shown(&s, "bra"), 0);
	go_to(&s, "bra-temaer");
	assert_int_equal(shown(&s, "bra"), SEATS);
	late = note_of(&s, 0, "bra", "sein");
	assert_int_equal(write_note(&s, &late), OK);
	assert_int_equal(shown(&s, "bra"), SEATS);
	assert_int_equal(desk(&s, DESK_NEXT, 0), OK);
	assert_int_equal(shown(&s, "bra"), SEATS + 1);
	put_away(&s);
}

static void
each_table_gets_its_share_whatever_the_number_of_tables(void **state)
{
	struct stage s = set_up(*state);
	struct db_conn *c;
	struct room rm;
	struct notes all;

	go_to(&s, "bra");
	for (size_t i = 0; i < 20; i++) {
		struct note_act n = note_of(&s, i % SEATS, "bra", "en lapp");
		assert_int_equal(write_note(&s, &n), OK);
	}
	go_to(&s, "bra-temaer");
	rm = look(&s);
	c = reading(s.h);
	assert_int_equal(notes_shown(c, &s.h->a, &rm, S("bra"), (str){ 0 }, 0, 0, 100, &all), OK);
	db_read_end(c);
	assert_int_equal(all.n, 20);
	for (int64_t tables = 1; tables <= 16; tables++) {
		int64_t share[17] = { 0 };
		for (size_t i = 0; i < all.n; i++)
			share[note_table(&all.p[i], tables)]++;
		for (int64_t t = 1; t <= tables; t++)
			assert_in_range(share[t], 20 / tables, (20 + tables - 1) / tables);
	}
	put_away(&s);
}

static void
a_note_is_changed_with_its_token_while_its_step_runs(void **state)
{
	struct stage s = set_up(*state);
	struct note_act n = note_of(&s, 0, "bra", "skrivefiel"), other, gone;

	go_to(&s, "bra");
	assert_int_equal(write_note(&s, &n), OK);
	other = n;
	other.text = S("skrivefeil");
	other.token = rand_hex(&s.h->a, 16);
	assert_int_equal(db_write(s.h->app.db, note_edit, &other), ERR_DENIED);
	other.token = n.token;
	assert_int_equal(db_write(s.h->app.db, note_edit, &other), OK);
	gone = n;
	assert_int_equal(db_write(s.h->app.db, note_withdraw, &gone), OK);
	assert_int_equal(db_write(s.h->app.db, note_withdraw, &gone), OK);
	/* A resend of what was withdrawn brings nothing back. */
	assert_int_equal(write_note(&s, &n), OK);
	assert_true(n.existed);
	go_to(&s, "bra-temaer");
	assert_int_equal(shown(&s, "bra"), 0);
	other.id = note_of(&s, 0, "bra", "").id;
	assert_int_equal(db_write(s.h->app.db, note_edit, &other), ERR_NOTFOUND);
	put_away(&s);
}

/* ---- votes ---- */

static struct round
round_of(struct stage *s, const char *ballot)
{
	struct db_conn *c = reading(s->h);
	struct round rd;

	assert_int_equal(round_now(c, &s->h->a, s->sitting, S("stemme"), str_of(ballot), &rd), OK);
	db_read_end(c);
	return rd;
}

static err
vote(struct stage *s, size_t seat, int64_t round, str target, int64_t n)
{
	struct vote_act act = { .arena = &s->h->a, .app = &s->h->app, .room = s->sitting, .round = round, .seat = s->seats[seat],
		.target = target, .count = n };

	return db_write_locked(s->h->app.db, s->sitting, vote_cast, &act);
}

static int64_t
total(struct stage *s, int64_t round, str target)
{
	struct db_conn *c = reading(s->h);
	int64_t n = vote_total(c, &s->h->a, round, target);

	db_read_end(c);
	return n;
}

static void
votes_keep_to_budget_cap_and_ballot(void **state)
{
	struct stage s = set_up(*state);
	str good, hard[4];
	struct round rd;

	go_to(&s, "bra-temaer");
	good = make_theme(&s, "Godt humør");
	go_to(&s, "vanskelig-temaer");
	for (size_t i = 0; i < 4; i++)
		hard[i] = make_theme(&s, "Vanskelig");
	go_to(&s, "stemme");
	rd = round_of(&s, "utfordringer");
	assert_int_equal(rd.dots, 3);
	assert_int_equal(rd.cap, 2);
	assert_int_equal(vote(&s, 0, rd.id, hard[0], 3), ERR_INVALID);
	assert_int_equal(vote(&s, 0, rd.id, hard[0], 2), OK);
	assert_int_equal(vote(&s, 0, rd.id, hard[0], 2), OK);	/* absolute: twice is once */
	assert_int_equal(vote(&s, 0, rd.id, hard[1], 1), OK);
	assert_int_equal(vote(&s, 0, rd.id, hard[2], 1), ERR_INVALID);
	assert_int_equal(vote(&s, 0, rd.id, hard[0], 0), OK);
	assert_int_equal(vote(&s, 0, rd.id, hard[2], 2), OK);
	assert_int_equal(vote(&s, 1, rd.id, good, 1), ERR_INVALID);	/* on the other ballot */
	assert_int_equal(vote(&s, 1, rd.id + 100, hard[0], 1), ERR_CONFLICT);
	assert_int_equal(total(&s, rd.id, hard[2]), 0);	/* withheld until closed */
	assert_int_equal(desk(&s, DESK_NEXT, 0), OK);
	assert_int_equal(total(&s, rd.id, hard[2]), 2);
	assert_int_equal(total(&s, rd.id, hard[1]), 1);
	assert_int_equal(vote(&s, 1, rd.id, hard[0], 1), ERR_CONFLICT);
	/* A step back keeps the result. */
	assert_int_equal(desk(&s, DESK_BACK, 0), OK);
	assert_int_equal(total(&s, rd.id, hard[2]), 2);
	put_away(&s);
}

/* ---- themes ---- */

static void
merging_keeps_the_originals_and_comes_apart_again(void **state)
{
	struct stage s = set_up(*state);
	struct theme_act act = { .arena = &s.h->a, .app = &s.h->app, .room = 0, .by_desk = true };
	struct db_conn *c;
	struct themes list;
	str one, two;

	go_to(&s, "bra-temaer");
	one = make_theme(&s, "Latter");
	two = make_theme(&s, "Vi ler mye");
	act.room = s.sitting;
	act.id = two;
	act.into = one;
	assert_int_equal(db_write(s.h->app.db, theme_merge, &act), OK);
	c = reading(s.h);
	assert_int_equal(themes_list(c, &s.h->a, s.sitting, S(""), &list), OK);
	db_read_end(c);
	assert_int_equal(list.n, 1);
	act.id = one;
	act.into = two;	/* not round in a circle */
	assert_int_equal(db_write(s.h->app.db, theme_merge, &act), ERR_INVALID);
	act.id = two;
	act.into = (str){ 0 };
	assert_int_equal(db_write(s.h->app.db, theme_merge, &act), OK);
	c = reading(s.h);
	assert_int_equal(themes_list(c, &s.h->a, s.sitting, S(""), &list), OK);
	db_read_end(c);
	assert_int_equal(list.n, 2);
	put_away(&s);
}

/* ---- moderation ---- */

static void
a_leader_needs_a_rep_to_take_a_note_away(void **state)
{
	struct stage s = set_up(*state);
	struct note_act n = note_of(&s, 0, "bra", "om en person");
	struct moderate_act m;
	unsigned leader = ROLE_BIT(ROLE_LEADER), rep = ROLE_BIT(ROLE_UNION);

	go_to(&s, "bra");
	assert_int_equal(write_note(&s, &n), OK);
	go_to(&s, "bra-temaer");
	m = moderation(&s, n.id, MODERATE_ASIDE, s.h->leader, leader);
	must_write(s.h, moderate, &m);
	assert_true(m.waiting);
	m = moderation(&s, n.id, MODERATE_ASIDE, s.h->leader, leader);	/* a second tap of one's own is no second person */
	must_write(s.h, moderate, &m);
	assert_true(m.waiting);
	assert_int_equal(shown(&s, "bra"), 1);
	m = moderation(&s, n.id, MODERATE_ASIDE, s.h->rep, rep);
	must_write(s.h, moderate, &m);
	assert_false(m.waiting);
	assert_int_equal(shown(&s, "bra"), 0);
	m = moderation(&s, n.id, MODERATE_BACK, s.h->safety, ROLE_BIT(ROLE_SAFETY));
	must_write(s.h, moderate, &m);
	assert_int_equal(shown(&s, "bra"), 1);
	m = moderation(&s, n.id, MODERATE_ERASE, s.h->rep, rep);
	must_write(s.h, moderate, &m);
	assert_true(m.waiting);
	m = moderation(&s, n.id, MODERATE_ERASE, s.h->leader, leader);
	must_write(s.h, moderate, &m);
	assert_false(m.waiting);
	assert_int_equal(shown(&s, "bra"), 0);
	m = moderation(&s, n.id, MODERATE_ERASE, s.h->leader, ROLE_BIT(ROLE_WORKSHOP_LEADER));
	assert_int_equal(db_write(s.h->app.db, moderate, &m), OK);	/* erased already: nothing left to refuse */
	put_away(&s);
}

/* ---- the end ---- */

static void
after_the_end_nothing_ties_a_note_to_anybody(void **state)
{
	struct stage s = set_up(*state);
	struct note_act n = { 0 };
	struct close_act close = { .arena = &s.h->a, .app = &s.h->app };
	struct db_conn *c;
	struct rows r;

	go_to(&s, "bra");
	for (size_t i = 0; i < SEATS; i++) {
		n = note_of(&s, i, "bra", "en lapp");
		assert_int_equal(write_note(&s, &n), OK);
	}
	close.room = s.sitting;
	must_write(s.h, room_close, &close);
	assert_int_equal(room_scrub(&s.h->app), OK);
	assert_int_equal(count(s.h, ROOM_NOTE_IDS, s.sitting), 0);	/* no note knows its room */
	c = reading(s.h);
	assert_int_equal(db_query(c, &s.h->a, &r, NOTE_SEEN, TEXT(n.id), INT(s.sitting)), OK);
	assert_int_equal(r.n, 0);	/* nor the id that its phone knows, there or among what has been closed */
	assert_int_equal(db_query(c, &s.h->a, &r, NOTE_SEEN, TEXT(n.id), INT(-s.process)), OK);
	assert_int_equal(r.n, 0);
	assert_int_equal(db_query(c, &s.h->a, &r, SEAT_EXISTS, TEXT(s.seats[0]), INT(s.sitting)), OK);
	assert_int_equal(r.n, 0);
	assert_int_equal(db_query(c, &s.h->a, &r, ROOM_KEY, INT(s.sitting)), OK);
	assert_int_equal(r.n, 0);
	assert_int_equal(db_query(c, &s.h->a, &r, ROOM_EVENTS, INT(s.sitting), INT(0)), OK);
	assert_int_equal(r.n, 0);
	db_read_end(c);
	assert_int_equal(write_note(&s, &n), ERR_GONE);
	must_write(s.h, room_close, &close);	/* twice is once */
	put_away(&s);
}

/* ---- the clock ---- */

static void
a_stale_command_changes_nothing(void **state)
{
	struct stage s = set_up(*state);
	struct desk_act stale = { .app = &s.h->app, .arena = &s.h->a, .command = DESK_NEXT };
	int64_t pos;

	go_to(&s, "bra");
	stale.sitting = s.sitting;
	stale.step_version = look(&s).s.step_version - 1;
	pos = look(&s).s.step_pos;
	assert_int_equal(db_write(s.h->app.db, room_desk, &stale), ERR_CONFLICT);
	assert_int_equal(look(&s).s.step_pos, pos);
	put_away(&s);
}

static void
the_rest_is_planned_anew_so_that_the_end_holds(void **state)
{
	static const struct {
		int64_t minutes[4], left, want[4];
	} t[] = {
		{ { 10, 20, 10, 10 }, 40, { 10, 20, 10, 10 } },	/* it fits: nothing moves */
		{ { 10, 20, 10, 10 }, 80, { 10, 20, 10, 10 } },	/* time to spare stays at the end */
		{ { 10, 20, 10, 10 }, 20, { 10, 10, 5, 5 } },
		{ { 10, 20, 10, 10 }, 21, { 10, 10, 5, 6 } },	/* what rounding leaves goes to the last */
		{ { 10, 20, 10, 10 }, 2, { 10, 5, 5, 5 } },	/* no step goes under its least */
		{ { 10, 4, 4, 4 }, 3, { 10, 2, 2, 2 } },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(t); i++) {
		struct sitting_step steps[4] = { 0 };
		struct sitting_steps all = { steps, 4 };
		for (size_t k = 0; k < 4; k++)
			steps[k] = (struct sitting_step){ .pos = (int64_t)k + 1, .minutes = t[i].minutes[k] };
		replan(&all, 0, 1000, 1000 + t[i].left * 60);
		for (size_t k = 0; k < 4; k++)
			assert_int_equal(steps[k].minutes, t[i].want[k]);
	}
}

static void
codes_are_read_as_people_write_them(void **state)
{
	static const struct {
		str in, want;
	} t[] = {
		{ S("ABC234"), S("ABC234") }, { S("abc 234"), S("ABC234") }, { S("AbC-234"), S("ABC234") }, { S("ABC23"), S("") },
		{ S("ABC2345"), S("") }, { S("ABC0I1"), S("") }, { S("ÆBC234"), S("") }, { S(""), S("") },
	};
	struct arena a CLEANUP(arena_free) = { 0 };

	(void)state;
	for (size_t i = 0; i < COUNT(t); i++) {
		str out;
		err e = code_canonical(&a, t[i].in, &out);
		assert_int_equal(e, t[i].want.n ? OK : ERR_INVALID);
		if (!e)
			assert_true(str_eq(out, t[i].want));
	}
}

static void
in_a_small_group_no_number_tells_what_each_has_said(void **state)
{
	static const struct {
		int64_t seats, totals[3];
		int nearly_all;	/* -1: the numbers are shown */
	} t[] = {
		{ 5, { 5, 0, 0 }, 0 }, { 5, { 1, 4, 0 }, 1 }, { 5, { 3, 2, 0 }, -1 }, { 9, { 0, 0, 9 }, 2 }, { 9, { 8, 0, 1 }, 0 },
		{ 9, { 7, 2, 0 }, -1 }, { 10, { 10, 0, 0 }, -1 }, { 30, { 29, 1, 0 }, -1 },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(t); i++) {
		struct answer_view answers[3] = { 0 };
		struct question_view q = { .round.seats = t[i].seats, .answers = answers, .n = 3, .show = true };
		for (size_t k = 0; k < 3; k++)
			answers[k].total = t[i].totals[k];
		assert_ptr_equal(answer_of_nearly_all(&q), t[i].nearly_all < 0 ? NULL : &answers[t[i].nearly_all]);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(in_a_small_group_no_number_tells_what_each_has_said),
		BOTH(notes_are_judged_in_the_contracts_order),
		BOTH(nothing_is_shown_before_reveal_and_late_notes_come_in_the_next_shuffle),
		BOTH(each_table_gets_its_share_whatever_the_number_of_tables),
		BOTH(a_note_is_changed_with_its_token_while_its_step_runs),
		BOTH(votes_keep_to_budget_cap_and_ballot),
		BOTH(merging_keeps_the_originals_and_comes_apart_again),
		BOTH(a_leader_needs_a_rep_to_take_a_note_away),
		BOTH(after_the_end_nothing_ties_a_note_to_anybody),
		BOTH(a_stale_command_changes_nothing),
		cmocka_unit_test(the_rest_is_planned_anew_so_that_the_end_holds),
		cmocka_unit_test(codes_are_read_as_people_write_them),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
