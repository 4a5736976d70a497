/* chain_closed_test.c: what is not for everybody: single notes after the choice, and what must be handled. */
#include "app/access/agreement.h"
#include "app/access/audit.h"
#include "app/chain/erase.h"
#include "app/chain/handle.h"
#include "app/chain/opening.h"
#include "base/clock.h"
#include "workshop.h"

static err
press(struct workshop *w, int64_t person, unsigned roles)
{
	struct opening_act x = { .arena = &w->h->a, .unit = w->h->unit, .process = w->p.id, .person = person, .roles = roles,
		.phase = w->phase->id };

	return db_write(w->h->app.db, opening_press, &x);
}

static struct opening
opening(struct workshop *w)
{
	struct db_conn *c = reading(w->h);
	struct opening o;

	assert_int_equal(opening_read(c, &w->h->a, w->h->unit, w->p.id, w->phase->id, &o), OK);
	db_read_end(c);
	return o;
}

static void
two_roles_open_the_notes_together(void **state)
{
	struct workshop w;

	workshop_begin(&w, *state);
	assert_false(opening(&w).asked);
	assert_int_equal(press(&w, w.h->leader, WHO_LEADER), OK);
	assert_true(opening(&w).asked);
	assert_false(opening(&w).open);
	/* not alone, not in the same role */
	assert_int_equal(press(&w, w.h->leader, WHO_LEADER | ROLE_BIT(ROLE_SAFETY)), ERR_CONFLICT);
	assert_int_equal(press(&w, w.h->rep, WHO_LEADER), ERR_CONFLICT);
	assert_int_equal(press(&w, w.h->rep, ROLE_BIT(ROLE_HELPER)), ERR_DENIED);
	assert_int_equal(press(&w, w.h->rep, ROLE_BIT(ROLE_UNION)), OK);
	assert_true(opening(&w).open);
	assert_int_equal(opening(&w).opened_as, ROLE_UNION);
}

static void
two_of_the_same_role_are_one(void **state)
{
	struct workshop w;

	workshop_begin(&w, *state);
	assert_int_equal(press(&w, w.h->rep, ROLE_BIT(ROLE_UNION)), OK);
	assert_int_equal(press(&w, w.h->second_rep, ROLE_BIT(ROLE_UNION)), ERR_CONFLICT);
	assert_int_equal(press(&w, w.h->safety, ROLE_BIT(ROLE_SAFETY)), OK);
	assert_true(opening(&w).open);
}

static void
an_opening_ends_and_an_asking_grows_old(void **state)
{
	struct workshop w;

	workshop_begin(&w, *state);
	assert_int_equal(press(&w, w.h->leader, WHO_LEADER), OK);
	clock_shift(OPENING_ASKS + 1);
	assert_false(opening(&w).asked);
	assert_int_equal(press(&w, w.h->safety, ROLE_BIT(ROLE_SAFETY)), OK);	/* asks anew */
	assert_false(opening(&w).open);
	assert_int_equal(press(&w, w.h->leader, WHO_LEADER), OK);
	assert_true(opening(&w).open);
	clock_shift(OPENING_ASKS + OPENING_LASTS + 2);
	assert_false(opening(&w).open);
}

static err
ask_relaxed(struct db_conn *c, void *arg)
{
	struct workshop *w = arg;
	struct agreement_new ask = { .unit = w->h->unit, .process = w->p.id, .kind = "notes", .wording = S("Én er nok"),
		.lang = LANG_NB, .by = w->h->leader };

	return agreement_open(c, &w->h->a, &ask, &w->p.created);
}

static void
the_three_may_agree_that_one_is_enough(void **state)
{
	struct workshop w;

	workshop_begin(&w, *state);
	must_write(w.h, ask_relaxed, &w);
	assert_false(opening(&w).one_is_enough);
	workshop_agree(&w, w.p.created);
	assert_true(opening(&w).one_is_enough);
	assert_int_equal(press(&w, w.h->safety, ROLE_BIT(ROLE_SAFETY)), OK);
	assert_true(opening(&w).open);
}

/* ---- what must be handled ---- */

static void
who_sees_what_must_be_handled(void **state)
{
	static const struct {
		unsigned roles;
		bool sees, sees_about, counts, counts_about;
	} t[] = {
		{ WHO_LEADER, true, false, true, false },
		{ ROLE_BIT(ROLE_UNION), true, false, true, true },
		{ ROLE_BIT(ROLE_EMPLOYEE_REP), true, false, true, true },
		{ ROLE_BIT(ROLE_SAFETY), true, true, true, true },
		{ ROLE_BIT(ROLE_SUPERIOR), false, true, true, true },
		{ ROLE_BIT(ROLE_HELPER), false, false, true, false },
		{ ROLE_BIT(ROLE_WORKSHOP_LEADER), false, false, true, false },
		{ ROLE_BIT(ROLE_STAFF), false, false, false, false },
		{ ROLE_BIT(ROLE_ADMIN), false, false, false, false },
		{ ROLE_BIT(ROLE_CHIEF_SAFETY), false, false, false, false },
		/* the leader stays the leader */
		{ WHO_LEADER | ROLE_BIT(ROLE_SAFETY), true, false, true, false },
		{ WHO_LEADER | ROLE_BIT(ROLE_SUPERIOR), true, false, true, false },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(t); i++) {
		assert_int_equal(handle_sees(t[i].roles, false), t[i].sees);
		assert_int_equal(handle_sees(t[i].roles, true), t[i].sees_about);
		assert_int_equal(handle_counts(t[i].roles, false), t[i].counts);
		assert_int_equal(handle_counts(t[i].roles, true), t[i].counts_about);
	}
}

static struct handle_list
list_for(struct workshop *w, unsigned roles)
{
	struct db_conn *c = reading(w->h);
	struct handle_list l;

	assert_int_equal(handle_read(c, &w->h->a, w->p.id, roles, &l), OK);
	db_read_end(c);
	return l;
}

static struct handle_act
act_of(struct workshop *w, int64_t person, unsigned roles)
{
	return (struct handle_act){ .arena = &w->h->a, .unit = w->h->unit, .process = w->p.id, .person = person, .roles = roles,
		.reason = S("danger") };
}

static int64_t
lines_in_log(struct workshop *w)
{
	struct audit_lines lines;
	struct db_conn *c = reading(w->h);
	int64_t next;

	assert_int_equal(audit_of_process(c, &w->h->a, LANG_NB, w->h->unit, w->p.id, 0, &lines, &next), OK);
	db_read_end(c);
	return (int64_t)lines.n;
}

static void
what_concerns_the_leader_is_not_for_the_leader(void **state)
{
	struct workshop w;
	struct handle_act x;
	struct handle_list l;
	int64_t before;

	workshop_begin(&w, *state);
	x = act_of(&w, w.h->safety, ROLE_BIT(ROLE_SAFETY));
	x.body = S("Lederen kjefter");
	x.about_leader = true;
	before = lines_in_log(&w);
	must_write(w.h, handle_add, &x);
	assert_int_equal(lines_in_log(&w), before);	/* the leader reads that log */
	l = list_for(&w, WHO_LEADER);
	assert_int_equal(l.n + (size_t)l.open + (size_t)l.elsewhere, 0);
	l = list_for(&w, ROLE_BIT(ROLE_UNION));
	assert_int_equal(l.n, 0);
	assert_int_equal(l.elsewhere, 1);
	l = list_for(&w, ROLE_BIT(ROLE_SUPERIOR));
	assert_int_equal(l.n, 1);
	assert_true(str_eq(l.p[0].body, S("Lederen kjefter")));

	x = act_of(&w, w.h->leader, WHO_LEADER);
	x.item = l.p[0].id;
	x.handled = true;
	assert_int_equal(db_write(w.h->app.db, handle_set, &x), ERR_NOTFOUND);
	/* nor can it be given to somebody who may not see it */
	x = act_of(&w, w.h->safety, ROLE_BIT(ROLE_SAFETY));
	x.item = l.p[0].id;
	x.owner = w.h->leader;
	assert_int_equal(db_write(w.h->app.db, handle_set, &x), ERR_INVALID);
	x.owner = w.h->safety;
	must_write(w.h, handle_set, &x);
}

static void
an_item_has_an_owner_a_day_and_an_end(void **state)
{
	struct workshop w;
	struct handle_act x;
	struct handle_list l;

	workshop_begin(&w, *state);
	x = act_of(&w, w.h->rep, ROLE_BIT(ROLE_UNION));
	x.body = S("Vinduet i gangen kan falle ut");
	must_write(w.h, handle_add, &x);
	l = list_for(&w, WHO_LEADER);
	assert_int_equal(l.n, 1);
	assert_int_equal(l.open, 1);
	x = act_of(&w, w.h->leader, WHO_LEADER);
	x.item = l.p[0].id;
	x.owner = w.h->leader;
	x.due_at = clock_now() + 86400;
	must_write(w.h, handle_set, &x);
	x.handled = true;
	must_write(w.h, handle_set, &x);
	l = list_for(&w, ROLE_BIT(ROLE_SAFETY));
	assert_int_equal(l.p[0].owner, w.h->leader);
	assert_true(l.p[0].handled_at > 0);
	assert_int_equal(l.open, 0);
	assert_int_equal(l.done, 1);
	assert_int_equal(list_for(&w, ROLE_BIT(ROLE_HELPER)).n, 0);
	assert_int_equal(list_for(&w, ROLE_BIT(ROLE_HELPER)).done, 1);
	assert_int_equal(list_for(&w, ROLE_BIT(ROLE_STAFF)).done, 0);
}

/* ---- erasing ---- */

static err
erase(struct workshop *w, int64_t person, unsigned roles, str target, bool *done)
{
	struct erase_act x = { .arena = &w->h->a, .unit = w->h->unit, .process = w->p.id, .person = person, .roles = roles,
		.phase = w->phase->id, .targets = &target, .n = 1 };
	err e = db_write(w->h->app.db, erase_press, &x);

	*done = x.done;
	return e;
}

static struct found_note {
	str note, body;
} first_note(struct workshop *w)
{
	struct db_conn *c = reading(w->h);
	struct rows r;

	assert_int_equal(db_query(c, &w->h->a, &r, CHAIN_NOTES, INT(w->p.id), TEXT(w->phase->id)), OK);
	db_read_end(c);
	assert_true(r.n > 0);
	return (struct found_note){ row_text(&r, 0, 0), row_text(&r, 0, 3) };
}

static void
erasing_takes_leader_and_representative(void **state)
{
	static const struct said one[] = { { HARD, "Kari kommer for sent", 1, 0 } };
	struct workshop w;
	struct found_note n;
	struct db_conn *c;
	struct rows r;
	bool done;

	workshop_begin(&w, *state);
	workshop_hold(&w, &(struct held){ SITTING_STAFF, 5, one, 1, false });
	n = first_note(&w);
	assert_int_equal(erase(&w, w.h->rep, ROLE_BIT(ROLE_UNION), n.note, &done), OK);
	assert_false(done);
	/* another representative is the same side */
	assert_int_equal(erase(&w, w.h->safety, ROLE_BIT(ROLE_SAFETY), n.note, &done), OK);
	assert_false(done);
	assert_int_equal(erase(&w, w.h->rep, ROLE_BIT(ROLE_HELPER), n.note, &done), ERR_DENIED);
	assert_int_equal(erase(&w, w.h->leader, WHO_LEADER, S("finnes-ikke"), &done), ERR_NOTFOUND);
	assert_int_equal(erase(&w, w.h->leader, WHO_LEADER, n.note, &done), OK);
	assert_true(done);
	c = reading(w.h);
	assert_int_equal(db_one(c, &w.h->a, &r, ERASE_FIND, TEXT(n.note), INT(w.p.id), TEXT(w.phase->id)), ERR_NOTFOUND);
	db_read_end(c);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		HELD_ON_BOTH(two_roles_open_the_notes_together),
		HELD_ON_BOTH(two_of_the_same_role_are_one),
		HELD_ON_BOTH(an_opening_ends_and_an_asking_grows_old),
		HELD_ON_BOTH(the_three_may_agree_that_one_is_enough),
		cmocka_unit_test(who_sees_what_must_be_handled),
		HELD_ON_BOTH(what_concerns_the_leader_is_not_for_the_leader),
		HELD_ON_BOTH(an_item_has_an_owner_a_day_and_an_end),
		HELD_ON_BOTH(erasing_takes_leader_and_representative),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
