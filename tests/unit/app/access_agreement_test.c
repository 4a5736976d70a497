/* access_agreement_test.c: what needs all three parties, and what happens when they do not agree. */
#include "app/access/agreement.h"
#include "base/clock.h"
#include "house.h"

struct asking {
	struct house *h;
	struct agreement_new ask;
	int64_t id;
};

static err
ask(struct db_conn *c, void *arg)
{
	struct asking *x = arg;

	return agreement_open(c, &x->h->a, &x->ask, &x->id);
}

/* A question about a helper who waits to be let in. */
static int64_t
question(struct house *h, int64_t *helper)
{
	struct asking x = { .h = h, .ask = { .unit = h->unit, .kind = "grant", .wording = S("Hanne comes along."),
		.lang = LANG_NB, .by = h->leader } };

	*helper = house_role(h, ROLE_HELPER, "Hanne", false, &(int64_t){ 0 });
	x.ask.subject = str_fmt(&h->a, "%" PRId64, *helper);
	must_write(h, ask, &x);
	return x.id;
}

static err
answer(struct house *h, int64_t id, int64_t role, int64_t person, enum answer a, enum agreement_state *state)
{
	struct agreement_tick t = { .app = &h->app, .arena = &h->a, .agreement = id, .role = role, .person = person, .answer = a,
		.sentence = a == ANSWER_YES ? S("") : S("We need more people first.") };
	err e = db_write(h->app.db, agreement_answer, &t);

	*state = t.state;
	return e;
}

static bool
helper_counts(struct house *h, int64_t role)
{
	struct db_conn *c = reading(h);
	struct party p;

	assert_int_equal(role_get(c, &h->a, role, &p), OK);
	db_read_end(c);
	return party_counts(&p);
}

static void
nothing_counts_before_every_party_has_agreed(void **state)
{
	struct house *h = *state;
	enum agreement_state s;
	int64_t helper, id;

	house_people(h);
	id = question(h, &helper);
	assert_int_equal(answer(h, id, h->leader_role, h->leader, ANSWER_YES, &s), OK);
	assert_int_equal(answer(h, id, h->rep_role, h->rep, ANSWER_YES, &s), OK);
	assert_int_equal(answer(h, id, h->safety_role, h->safety, ANSWER_YES, &s), OK);
	assert_int_equal(s, AGREEMENT_OPEN);
	assert_false(helper_counts(h, helper));
	/* One union never ticks for another. */
	assert_int_equal(answer(h, id, h->second_rep_role, h->second_rep, ANSWER_YES, &s), OK);
	assert_int_equal(s, AGREEMENT_AGREED);
	assert_true(helper_counts(h, helper));
	assert_int_equal(answer(h, id, h->leader_role, h->leader, ANSWER_NO, &s), ERR_CONFLICT);
}

static void
nobody_answers_for_somebody_else(void **state)
{
	struct house *h = *state;
	enum agreement_state s;
	int64_t helper, id, staff = 0, staff_role;

	house_people(h);
	id = question(h, &helper);
	staff_role = house_role(h, ROLE_STAFF, "Ola", true, &staff);
	assert_int_equal(answer(h, id, h->safety_role, h->leader, ANSWER_YES, &s), ERR_DENIED);
	assert_int_equal(answer(h, id, staff_role, staff, ANSWER_YES, &s), ERR_DENIED);
	assert_int_equal(answer(h, id, helper, h->leader, ANSWER_YES, &s), ERR_DENIED);
	assert_int_equal(answer(h, id, h->leader_role, h->leader, ANSWER_ADVICE, &s), ERR_DENIED);
}

static void
a_party_that_is_missing_is_not_a_yes(void **state)
{
	struct house *h = *state;
	struct agreement_parties all;
	struct agreement g;
	enum agreement_state s;
	struct db_conn *c;
	int64_t helper, id;

	h->leader_role = house_role(h, ROLE_LEADER, "Lise", true, &h->leader);
	h->rep_role = house_role(h, ROLE_UNION, "Per", true, &h->rep);
	h->safety_role = house_role(h, ROLE_SAFETY, "Kari", false, &h->safety);
	id = question(h, &helper);
	assert_int_equal(answer(h, id, h->leader_role, h->leader, ANSWER_YES, &s), OK);
	assert_int_equal(answer(h, id, h->rep_role, h->rep, ANSWER_YES, &s), OK);
	assert_int_equal(s, AGREEMENT_OPEN);
	/* Registered, but has not confirmed: does not count yet, and cannot answer. */
	assert_int_equal(answer(h, id, h->safety_role, h->safety, ANSWER_YES, &s), ERR_DENIED);
	c = reading(h);
	assert_int_equal(agreement_get(c, &h->a, id, &g), OK);
	assert_int_equal(agreement_parties(c, &h->a, &g, &all), OK);
	db_read_end(c);
	assert_true(all.no_safety);
	assert_false(all.no_leader || all.no_rep || all.complete);
}

static void
employee_representatives_are_asked_where_there_is_no_union(void **state)
{
	struct house *h = *state;
	enum agreement_state s;
	int64_t helper, id, person = 0, role;

	h->leader_role = house_role(h, ROLE_LEADER, "Lise", true, &h->leader);
	h->safety_role = house_role(h, ROLE_SAFETY, "Kari", true, &h->safety);
	role = house_role(h, ROLE_EMPLOYEE_REP, "Eli", true, &person);
	id = question(h, &helper);
	assert_int_equal(answer(h, id, role, person, ANSWER_YES, &s), OK);
	h->rep_role = house_role(h, ROLE_UNION, "Per", true, &h->rep);
	assert_int_equal(answer(h, id, role, person, ANSWER_YES, &s), ERR_DENIED);
	assert_int_equal(answer(h, id, h->leader_role, h->leader, ANSWER_YES, &s), OK);
	assert_int_equal(answer(h, id, h->safety_role, h->safety, ANSWER_YES, &s), OK);
	assert_int_equal(s, AGREEMENT_OPEN);
	assert_int_equal(answer(h, id, h->rep_role, h->rep, ANSWER_YES, &s), OK);
	assert_int_equal(s, AGREEMENT_AGREED);
}

static void
two_hats_answer_one_by_one(void **state)
{
	struct house *h = *state;
	enum agreement_state s;
	int64_t helper, id;

	h->leader_role = house_role(h, ROLE_LEADER, "Lise", true, &h->leader);
	h->rep_role = house_role(h, ROLE_UNION, "Per", true, &h->rep);
	h->safety = h->rep;
	h->safety_role = house_role(h, ROLE_SAFETY, "Per", true, &h->safety);
	assert_int_equal(h->safety, h->rep);
	id = question(h, &helper);
	assert_int_equal(answer(h, id, h->leader_role, h->leader, ANSWER_YES, &s), OK);
	assert_int_equal(answer(h, id, h->rep_role, h->rep, ANSWER_YES, &s), OK);
	assert_int_equal(s, AGREEMENT_OPEN);
	assert_int_equal(answer(h, id, h->safety_role, h->rep, ANSWER_YES, &s), OK);
	assert_int_equal(s, AGREEMENT_AGREED);
}

static void
a_disagreement_goes_to_the_next_level_and_is_never_a_yes(void **state)
{
	struct house *h = *state;
	struct agreements_waiting w;
	enum agreement_state s;
	struct db_conn *c;
	int64_t helper, id, chief = 0, chief_role;

	house_people(h);
	chief_role = house_role(h, ROLE_CHIEF_UNION, "Hanna", true, &chief);
	id = question(h, &helper);
	assert_int_equal(answer(h, id, h->safety_role, h->safety, ANSWER_NO, &s), OK);
	assert_int_equal(agreement_run_due(&h->app, &h->a), OK);
	c = reading(h);
	assert_int_equal(agreement_state(c, &h->a, h->unit, 0, "grant", str_fmt(&h->a, "%" PRId64, helper), &s, &id), OK);
	db_read_end(c);
	assert_int_equal(s, AGREEMENT_OPEN);
	assert_int_equal(answer(h, id, chief_role, chief, ANSWER_ADVICE, &s), ERR_DENIED);

	clock_shift(4 * 86400);
	assert_int_equal(agreement_run_due(&h->app, &h->a), OK);
	c = reading(h);
	assert_int_equal(agreement_state(c, &h->a, h->unit, 0, "grant", str_fmt(&h->a, "%" PRId64, helper), &s, &id), OK);
	assert_int_equal(agreements_waiting(c, &h->a, chief, &w), OK);
	db_read_end(c);
	assert_int_equal(s, AGREEMENT_RAISED);
	assert_int_equal(w.n, 1);
	assert_true(w.p[0].advice);
	assert_false(helper_counts(h, helper));
	/* The next level advises; it does not decide for the parties, who can still agree. */
	assert_int_equal(answer(h, id, chief_role, chief, ANSWER_YES, &s), ERR_DENIED);
	assert_int_equal(answer(h, id, chief_role, chief, ANSWER_ADVICE, &s), OK);
	assert_int_equal(answer(h, id, h->leader_role, h->leader, ANSWER_YES, &s), OK);
	assert_int_equal(answer(h, id, h->rep_role, h->rep, ANSWER_YES, &s), OK);
	assert_int_equal(answer(h, id, h->second_rep_role, h->second_rep, ANSWER_YES, &s), OK);
	assert_int_equal(s, AGREEMENT_RAISED);
	assert_int_equal(answer(h, id, h->safety_role, h->safety, ANSWER_YES, &s), OK);
	assert_int_equal(s, AGREEMENT_AGREED);
}

static void
asking_twice_is_asking_once(void **state)
{
	struct house *h = *state;
	struct asking x = { .h = h };
	struct agreement_tick t = { .app = &h->app, .arena = &h->a };
	int64_t helper, first;

	house_people(h);
	first = question(h, &helper);
	x.ask = (struct agreement_new){ .unit = h->unit, .kind = "grant", .subject = str_fmt(&h->a, "%" PRId64, helper),
		.wording = S("Again."), .lang = LANG_NN, .by = h->rep };
	must_write(h, ask, &x);
	assert_int_equal(x.id, first);
	t.agreement = first;
	t.person = h->rep;
	assert_int_equal(db_write(h->app.db, agreement_drop, &t), ERR_DENIED);
	t.person = h->leader;
	assert_int_equal(db_write(h->app.db, agreement_drop, &t), OK);
	must_write(h, ask, &x);
	assert_int_not_equal(x.id, first);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		BOTH(nothing_counts_before_every_party_has_agreed),
		BOTH(nobody_answers_for_somebody_else),
		BOTH(a_party_that_is_missing_is_not_a_yes),
		BOTH(employee_representatives_are_asked_where_there_is_no_union),
		BOTH(two_hats_answer_one_by_one),
		BOTH(a_disagreement_goes_to_the_next_level_and_is_never_a_yes),
		BOTH(asking_twice_is_asking_once),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
