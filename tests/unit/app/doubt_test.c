/* doubt_test.c: a clock that jumps ahead erases nothing until it is right again or somebody has looked at it. What is watched is the
 * key of a form, which is to be erased a day after it was used. */
#include "app/access/audit.h"
#include "app/retention/doubt.h"
#include "app/retention/retention.h"
#include "base/clock.h"
#include "base/rand.h"
#include "base/str.h"
#include "workshop.h"

#define DAY ((int64_t)86400)
#define HOUR ((int64_t)3600)

static void
use_key(struct house *h)
{
	by_hand(h, S("DELETE FROM form_key"));
	by_hand(h, str_fmt(&h->a, "INSERT INTO form_key (key, at) VALUES ('watched', %" PRId64 ")", clock_now()));
}

static bool
is_kept(struct house *h)
{
	return number_of(h, EXPIRE_KEYS_DUE, INT64_MAX) == 1;
}

static bool
in_doubt(struct house *h)
{
	struct db_conn *c = reading(h);
	struct doubt d;

	assert_int_equal(doubt_read(c, &h->a, &d), OK);
	db_read_end(c);
	return d.on;
}

/* Of the log, which must be whole. */
static int64_t
entries(struct house *h)
{
	struct db_conn *c = reading(h);
	struct audit_check chain;

	assert_int_equal(audit_verify(c, &h->a, &chain), OK);
	db_read_end(c);
	assert_int_equal(chain.first_bad, 0);
	return chain.entries;
}

/* The jobs until they have nothing more to do. */
static void
look(struct house *h, struct forgetter *f)
{
	bool more = true;

	while (more)
		assert_int_equal(retention_run(&h->app, &h->a, f, &more), OK);
	assert_int_equal(atomic_load(&h->app.clock_doubted), in_doubt(h));
}

static void
confirm(struct house *h)
{
	struct doubt_over x = { .arena = &h->a, .person = h->admin, .key = rand_uuid(&h->a) };

	must_write(h, doubt_over_write, &x);
	by_hand(h, str_fmt(&h->a, "DELETE FROM form_key WHERE key = '" STR_FMT "'", STR_ARG(x.key)));
}

static void
a_year_ahead_nothing_is_erased_and_right_again_it_goes_on(void **state)
{
	struct house *h = *state;
	struct forgetter f = { .node = S("n1") };

	use_key(h);
	look(h, &f);
	clock_shift(365 * DAY);
	look(h, &f);
	assert_true(in_doubt(h));
	assert_true(is_kept(h));
	clock_shift(365 * DAY + 5 * HOUR);
	look(h, &f);
	assert_true(is_kept(h));
	clock_shift(2 * HOUR);
	look(h, &f);
	assert_false(in_doubt(h));
	assert_true(is_kept(h));
	clock_shift(2 * DAY);
	look(h, &f);
	assert_false(in_doubt(h));
	assert_false(is_kept(h));
}

/* Nobody knows how long it was off. Once in doubt, a start makes nothing believable. */
static void
after_a_start_a_summer_is_believed_and_no_more(void **state)
{
	struct house *h = *state;
	struct forgetter first = { .node = S("n1") }, second = { .node = S("n2") }, third = { .node = S("n3") }, fourth = { .node = S("n4") };

	look(h, &first);
	use_key(h);
	clock_shift(39 * DAY);
	look(h, &second);
	assert_false(in_doubt(h));
	assert_false(is_kept(h));
	use_key(h);
	clock_shift((39 + 20) * DAY);
	look(h, &second);
	assert_true(in_doubt(h));
	look(h, &third);
	assert_true(in_doubt(h));
	assert_true(is_kept(h));
	clock_shift((39 + 6) * DAY);
	look(h, &third);
	assert_false(in_doubt(h));
	use_key(h);
	clock_shift((39 + 6 + 41) * DAY);
	look(h, &fourth);
	assert_true(in_doubt(h));
	assert_true(is_kept(h));
}

static void
when_somebody_says_that_the_clock_is_right_it_goes_on_and_the_log_tells(void **state)
{
	struct house *h = *state;
	struct forgetter f = { .node = S("n1") };
	int64_t before;

	house_people(h);
	look(h, &f);
	use_key(h);
	clock_shift(800 * DAY);
	look(h, &f);
	assert_true(is_kept(h));
	before = entries(h);
	confirm(h);
	assert_int_equal(entries(h), before + 1);
	assert_false(in_doubt(h));
	look(h, &f);
	assert_false(is_kept(h));
	/* Where there is no doubt there is nothing to say. */
	confirm(h);
	assert_int_equal(entries(h), before + 1);
}

static void
back_in_time_and_forth_again_is_no_jump(void **state)
{
	struct house *h = *state;
	struct forgetter f = { .node = S("n1") };

	look(h, &f);
	clock_shift(-400 * DAY);
	look(h, &f);
	use_key(h);
	clock_shift(HOUR);
	look(h, &f);
	assert_false(in_doubt(h));
	assert_false(is_kept(h));
}

/* A node whose clock is wrong waits; those beside it go on, and it takes no turn that they would wait for. */
static void
one_node_in_doubt_holds_no_other(void **state)
{
	struct house *h = *state;
	struct forgetter wrong = { .node = S("n1") }, right = { .node = S("n2") };

	look(h, &wrong);
	use_key(h);
	clock_shift(300 * DAY);
	look(h, &wrong);
	assert_true(in_doubt(h));
	clock_shift(2 * DAY);
	look(h, &right);
	assert_false(is_kept(h));
	assert_false(in_doubt(h));
	use_key(h);
	clock_shift(302 * DAY);
	look(h, &wrong);
	assert_true(is_kept(h));
}

static void
what_the_parties_asked_for_goes_all_the_same(void **state)
{
	struct house *h = *state;
	struct forgetter f = { .node = S("n1") };
	struct workshop w;

	workshop_begin(&w, h);
	use_key(h);
	look(h, &f);
	clock_shift(500 * DAY);
	by_hand(h, str_fmt(&h->a, "UPDATE process SET erase_at = 5 WHERE id = %" PRId64, w.p.id));
	look(h, &f);
	assert_true(in_doubt(h));
	assert_int_equal(number_of(h, EXPIRE_ASKED_DUE, clock_now()), 0);
	assert_true(is_kept(h));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		BOTH(a_year_ahead_nothing_is_erased_and_right_again_it_goes_on),
		BOTH(after_a_start_a_summer_is_believed_and_no_more),
		BOTH(when_somebody_says_that_the_clock_is_right_it_goes_on_and_the_log_tells),
		BOTH(back_in_time_and_forth_again_is_no_jump),
		BOTH(one_node_in_doubt_holds_no_other),
		HELD_ON_BOTH(what_the_parties_asked_for_goes_all_the_same),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
