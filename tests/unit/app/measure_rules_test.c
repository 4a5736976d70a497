/* measure_rules_test.c: what follows what, what few answers show, and how the red thread is laid out. Nothing is stored. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "app/chain/way.h"
#include "app/measure/checkin.h"
#include "app/measure/measure_change.h"

static void
decisions_and_verdicts_are_no_moves(void **state)
{
	static const struct {
		enum measure_status from;
		unsigned to;
	} t[] = {
		{ MEASURE_PROPOSED, 0 },
		{ MEASURE_PRIORITISED, MEASURES_GOING | MEASURE_BIT(MEASURE_DONE) },
		{ MEASURE_PLANNED, MEASURES_GOING | MEASURE_BIT(MEASURE_DONE) },
		{ MEASURE_RUNNING, MEASURE_BIT(MEASURE_TESTING) | MEASURE_BIT(MEASURE_DONE) },
		{ MEASURE_TESTING, MEASURE_BIT(MEASURE_RUNNING) | MEASURE_BIT(MEASURE_DONE) },
		{ MEASURE_DONE, MEASURE_BIT(MEASURE_RUNNING) },
		{ MEASURE_EVALUATED, 0 }, { MEASURE_KEPT, 0 }, { MEASURE_STOPPED, 0 }, { MEASURE_LIFTED, 0 },
	};

	(void)state;
	assert_int_equal(COUNT(t), MEASURE_STATUS_COUNT);
	for (size_t i = 0; i < COUNT(t); i++)
		for (enum measure_status s = MEASURE_PROPOSED; s < MEASURE_STATUS_COUNT; s++)
			assert_int_equal(measure_may_move(t[i].from, s), (t[i].to & MEASURE_BIT(s)) != 0);
}

static void
everybody_may_do_what_is_theirs(void **state)
{
	static const struct {
		enum role role;
		bool owner;
		enum measure_status status;
		unsigned may, may_not;
	} t[] = {
		{ ROLE_LEADER, false, MEASURE_PROPOSED, MAY_EDIT | MAY_ASK | MAY_REMOVE, MAY_MOVE | MAY_CONSULT | MAY_EVALUATE },
		{ ROLE_SAFETY, false, MEASURE_PROPOSED, MAY_EDIT | MAY_ASK | MAY_CONSULT, MAY_MOVE },
		{ ROLE_UNION, false, MEASURE_RUNNING, MAY_EDIT | MAY_MOVE | MAY_EVALUATE, MAY_REMOVE | MAY_CONSULT },
		{ ROLE_STAFF, true, MEASURE_RUNNING, MAY_MOVE | MAY_SAY, MAY_EDIT | MAY_EVALUATE | MAY_OBJECT },
		{ ROLE_STAFF, true, MEASURE_PROPOSED, MAY_SAY, MAY_MOVE },
		{ ROLE_STAFF, true, MEASURE_KEPT, MAY_LOOK, MAY_MOVE },
		{ ROLE_STAFF, false, MEASURE_RUNNING, 0, MAY_MOVE | MAY_SAY | MAY_LOOK },
		{ ROLE_HELPER, false, MEASURE_RUNNING, 0, MAY_EDIT | MAY_MOVE | MAY_SAY },
		{ ROLE_SUPERIOR, false, MEASURE_RUNNING, 0, MAY_EDIT | MAY_MOVE | MAY_SAY },
		/* The staff judge what is tried in a process. */
		{ ROLE_LEADER, false, MEASURE_TESTING, MAY_EDIT, MAY_EVALUATE },
		{ ROLE_LEADER, false, MEASURE_STOPPED, MAY_EDIT, MAY_EVALUATE | MAY_MOVE },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(t); i++) {
		struct measure m = { .process = 1, .status = t[i].status, .owner = t[i].owner ? 7 : 0 };
		struct looker who = { 7, ROLE_BIT(t[i].role) };
		unsigned may = measure_may(&who, &m, 100);
		assert_int_equal(may & t[i].may, t[i].may);
		assert_int_equal(may & t[i].may_not, 0);
	}
}

static void
restructuring_and_sensitive_ones_lack_something(void **state)
{
	static const struct {
		struct measure m;
		enum measure_lack lack;
	} t[] = {
		{ { .sensitive = false }, LACK_NOTHING },
		{ { .restructuring = true }, LACK_ASSESSMENT },
		{ { .restructuring = true, .assessment = S("x") }, LACK_VIEW },
		{ { .restructuring = true, .assessment = S("x"), .consulted_at = 5 }, LACK_VIEW },
		{ { .restructuring = true, .assessment = S("x"), .consulted_at = 5, .consulted_view = S("y") }, LACK_NOTHING },
		{ { .sensitive = true }, LACK_CONSULTED },
		{ { .sensitive = true, .consulted_at = 5 }, LACK_NOTHING },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(t); i++)
		assert_int_equal(measure_lacks(&t[i].m), t[i].lack);
}

static void
few_answers_are_told_together_or_not_at_all(void **state)
{
	static const struct checkin_count c[] = {
		{ 1, 10, { 2, 1, 0 } },	/* too few: goes with the next */
		{ 1, 20, { 2, 0, 1 } },
		{ 1, 30, { 0, 0, 6 } },	/* few and all alike */
		{ 1, 40, { 3, 0, 0 } },	/* too few, and the round is over */
		{ 2, 50, { 8, 2, 2 } },
		{ 2, 60, { 9, 9, 9 } },	/* the period is not over */
	};
	struct arena a CLEANUP(arena_free) = { 0 };
	struct checkin_trend out;

	(void)state;
	checkin_gather(&a, c, COUNT(c), 5, 55, &out);
	assert_int_equal(out.n, 3);
	assert_int_equal(out.p[0].n, 6);
	assert_int_equal(out.p[0].ends_at, 20);
	assert_int_equal(out.p[0].count[TAP_BETTER], 4);
	assert_false(out.p[0].nearly_all);
	assert_true(out.p[1].nearly_all);
	assert_int_equal(out.p[2].n, 12);
	assert_int_equal(out.p[2].round, 2);
	assert_int_equal(out.all, 6 + 6 + 3 + 12 + 27);
	assert_int_equal(out.held, 3 + 27);
}

static void
periods_are_counted_from_the_first_day(void **state)
{
	const struct measure m = { .start_at = 1000 };

	(void)state;
	assert_int_equal(checkin_period_end(&m, 7, 1001), 1000 + 7 * 86400);
	assert_int_equal(checkin_period_end(&m, 7, 1000 + 7 * 86400), 1000 + 14 * 86400);
}

static void
titles_break_into_lines_that_fit(void **state)
{
	static const struct {
		const char *text;
		size_t lines;
		const char *first;
	} t[] = {
		{ "Kort", 1, "Kort" },
		{ "Beskjeder blir borte mellom vaktene", 2, "Beskjeder blir borte" },
		{ "Arbeidsmiljøutvalgsmøteinnkallingsmal", 2, "Arbeidsmiljøutvalgs" },
		{ "MMMMMMMMMMMM", 2, "MMMMMMMMMMM" },
		{ "", 0, "" },
		{ "  ett  to  ", 1, "ett  to" },
		{ "– en\n– to", 2, "– en" },
	};
	struct arena a CLEANUP(arena_free) = { 0 };

	(void)state;
	for (size_t i = 0; i < COUNT(t); i++) {
		str *lines;
		size_t n;
		way_wrap(&a, str_of(t[i].text), WAY_BOX - 2 * WAY_PAD, &lines, &n);
		assert_int_equal(n, t[i].lines);
		assert_true(!n || str_eq(lines[0], str_of(t[i].first)));
		for (size_t k = 0; k < n; k++)
			assert_true(way_text_width(lines[k]) <= WAY_BOX - 2 * WAY_PAD);
	}
}

static bool
apart(const struct way_box *a, const struct way_box *b)
{
	return a->x + a->w <= b->x || b->x + b->w <= a->x || a->y + a->h <= b->y || b->y + b->h <= a->y;
}

static void
is_well_laid_out(const struct way_picture *w)
{
	for (size_t i = 0; i < w->n; i++) {
		const struct way_node *n = &w->p[i];
		assert_true(n->wide.x + n->wide.w <= w->wide_w && n->wide.y >= WAY_HEAD && n->wide.y + n->wide.h <= w->wide_h);
		assert_true(n->tall.x + n->tall.w <= w->tall_w && n->tall.y >= 0 && n->tall.y + n->tall.h <= w->tall_h);
		assert_true(n->parent == WAY_NONE || n->parent < i);
		for (size_t k = 0; k < i; k++)
			assert_true(apart(&n->wide, &w->p[k].wide) && apart(&n->tall, &w->p[k].tall));
	}
}

/* One box, and two hundred: no box lies over another, all are inside their picture, every one is drawn, none for the first time
 * twice, and no picture is taller than a sheet unless one way alone is. */
static void
a_thread_is_drawn_whole_in_pictures_that_fit(void **state)
{
	static const enum way_stage after[] = { WAY_CHOICE, WAY_CAUSE, WAY_STATEMENT, WAY_IDEA, WAY_PROPOSAL, WAY_MEASURE, WAY_FATE };
	struct arena a CLEANUP(arena_free) = { 0 };

	(void)state;
	for (size_t n = 1; n <= 200; n += 37) {
		struct way w = { .p = NEW_ARRAY(&a, struct way_node, n), .n = n };
		size_t drawn = 0;
		for (size_t i = 0; i < n; i++)
			w.p[i] = (struct way_node){ .title = S("En nokså lang tittel som må brytes over flere linjer"), .note = S("og litt til"),
				.stage = i ? after[(i - 1) % 7] : WAY_THEME,
				.parent = i == 0 ? WAY_NONE : i == 1 || i % 7 == 1 ? 0 : i - 1 };
		way_draw(&a, &w);
		for (size_t k = 0; k < w.picture_count; k++) {
			const struct way_picture *p = &w.pictures[k];
			size_t ends = 0;
			is_well_laid_out(p);
			for (size_t i = 0; i < p->n; i++) {
				drawn += !p->p[i].again;
				ends += p->p[i].stage == WAY_FATE;
			}
			assert_true(p->wide_h <= WAY_SHEET || ends <= 1);
		}
		assert_int_equal(drawn, n);
		assert_int_equal(w.picture_count > 1, n > 30);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(decisions_and_verdicts_are_no_moves),
		cmocka_unit_test(everybody_may_do_what_is_theirs),
		cmocka_unit_test(restructuring_and_sensitive_ones_lack_something),
		cmocka_unit_test(few_answers_are_told_together_or_not_at_all),
		cmocka_unit_test(periods_are_counted_from_the_first_day),
		cmocka_unit_test(titles_break_into_lines_that_fit),
		cmocka_unit_test(a_thread_is_drawn_whole_in_pictures_that_fit),
	};

	return cmocka_run_group_tests_name("measure rules", tests, NULL, NULL);
}
