/* method_test.c: packs that are right: what is in them, and that they stay the same through the database's bytes. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "app/method/method.h"
#include "base/str.h"

#define assert_str(a, b) assert_memory_equal_((a), S(b), __LINE__)

static const char *mini, *shipped;

static void
assert_memory_equal_(str got, str want, int line)
{
	if (!str_eq(got, want))
		fail_msg("line %d: \"" STR_FMT "\" is not \"" STR_FMT "\"", line, STR_ARG(got), STR_ARG(want));
}

static struct method *
load(const char *folder)
{
	struct arena a CLEANUP(arena_free) = { 0 };
	struct method_report r = { .arena = &a };
	struct method *m = NULL;
	err e = method_load(folder, &r, &m);

	for (size_t i = 0; i < r.count; i++)
		print_error(STR_FMT ":%d: " STR_FMT "\n", STR_ARG(r.problems[i].at.file), r.problems[i].at.line,
			STR_ARG(r.problems[i].text));
	assert_int_equal(e, OK);
	assert_int_equal(r.count, 0);
	return m;
}

static void
a_pack_has_its_phases_sessions_and_steps(void **state)
{
	struct method *m = load(mini);
	const struct method_phase *p = method_phase(m, S("sporre"));
	const struct method_session *s = method_session(p, S("runde"));
	const struct method_step *rot = method_step(m, S("sporre/rot"));

	(void)state;
	assert_str(m->id, "mini");
	assert_int_equal(m->version, 4);
	assert_int_equal(m->phase_count, 3);
	assert_int_equal(s->minutes, 50);
	assert_ptr_equal(s, method_session_of(p, SESSION_WORKSHOP));
	assert_ptr_equal(s->phase, p);
	assert_ptr_equal(rot->session, s);
	assert_int_equal(rot->index, 2);
	assert_str(rot->key, "sporre/rot");
	assert_ptr_equal(rot->from[0].step, method_step(m, S("sporre/skjema")));
	assert_ptr_equal(method_step(m, S("enes/dom"))->from[0].step, rot);
	assert_null(method_step(m, S("sporre/rota")));
	assert_null(method_phase(m, S("x")));
	assert_null(method_session(p, S("x")));
	assert_null(method_session_of(p, SESSION_PERIOD));
	method_free(m);
}

static void
every_text_is_there_in_three_languages(void **state)
{
	struct method *m = load(mini);
	const struct method_step *s = method_step(m, S("sporre/skjema"));
	const struct method_message *kom = method_message(&m->phases[0].sessions[0], S("kom"));

	(void)state;
	assert_str(text_in(&s->name, LANG_NB), "Fyll ut to og to");
	assert_str(text_in(&s->name, LANG_EN), "Fill in two and two");
	assert_str(text_in(&s->script, LANG_NN), "> Gå rundt bordet.");
	assert_str(text_in(&m->introduction.title, LANG_NN), "Om tre rundar");
	assert_str(text_in(&m->introduction.body, LANG_NB), "Vi spør, prøver og blir enige.");
	assert_str(text_in(&kom->body, LANG_EN), "Come on {date} at {time}.");
	assert_str(text_in(&m->phases[0].talking_points[0].text, LANG_NB), "Vi spør {date}.");
	method_free(m);
}

static void
what_a_step_does_not_say_follows_from_its_kind(void **state)
{
	struct method *m = load(mini);
	const struct method_step *form = method_step(m, S("sporre/skjema")), *notes = method_step(m, S("enes/lapper"));
	const struct method_step *alone = method_step(m, S("enes/stille")), *air = method_step(m, S("enes/luft"));

	(void)state;
	assert_int_equal(notes->show, SHOW_AT_ONCE);
	assert_int_equal(alone->show, SHOW_AT_REVEAL);
	assert_int_equal(alone->at_zero, ZERO_REVEAL);
	assert_int_equal(notes->at_zero, ZERO_NOTHING);
	assert_int_equal(form->at_zero, ZERO_NEXT);
	assert_int_equal(form->makes, MAKES_CHALLENGE);
	assert_int_equal(form->privacy, PRIVACY_UNNAMED);
	assert_int_equal(form->ask_heard, ASK_YES);
	assert_int_equal(notes->ask_heard, ASK_NO);
	assert_int_equal(method_step(m, S("sporre/rot"))->makes, MAKES_CAUSE);
	assert_int_equal(method_step(m, S("enes/plan"))->privacy, PRIVACY_GROUP);
	assert_int_equal(air->show, 0);
	assert_true(step_is_written(STEP_NOTES) && !step_is_written(STEP_BREAK) && !step_is_written(STEP_TALK));
	assert_int_equal(form->sheet->fields[0].lines, 4);
	assert_int_equal(form->sheet->fields[1].choice_count, 2);
	assert_string_equal(step_kind_name(form->kind), "form");
	assert_string_equal(step_work_name(form->work), "pairs");
	method_free(m);
}

static void
the_bytes_of_a_pack_give_the_same_pack_again(void **state)
{
	struct arena a CLEANUP(arena_free) = { 0 };
	struct method_report r = { .arena = &a };
	struct method *m = load(shipped), *again;

	(void)state;
	assert_int_equal(method_load_bytes(m->pack, &r, &again), OK);
	assert_true(str_eq(m->pack, again->pack));
	assert_true(str_eq(m->hash, again->hash));
	assert_int_equal(m->hash.n, 64);
	assert_int_equal(again->phase_count, m->phase_count);
	method_free(m);
	method_free(again);
}

static void
damaged_bytes_are_refused(void **state)
{
	static const char *const t[] = {
		"", "medvirk-pack", "medvirk-pack 1\nmethod.yaml", "medvirk-pack 1\nmethod.yaml 5\nid", "medvirk-pack 1\nmethod.yaml -1\n\n",
		"medvirk-pack 1\nb 1\nx\na 1\nx\n", "medvirk-pack 1\na 1\nx\na 1\nx\n", "medvirk-pack 2\n", "medvirk-pack 1\na 2\nxyz\n",
	};
	struct arena a CLEANUP(arena_free) = { 0 };
	struct method_report r = { .arena = &a };
	struct method *m;

	(void)state;
	for (size_t i = 0; i < COUNT(t); i++) {
		assert_int_equal(method_load_bytes(str_of(t[i]), &r, &m), ERR_INVALID);
		assert_null(m);
		assert_true(r.count > 0);
	}
	assert_int_equal(method_load_bytes(S("medvirk-pack 1\n"), &r, &m), ERR_INVALID);
	assert_str(r.problems[0].at.file, "method.yaml");
}

static void
a_folder_that_is_not_there_says_so(void **state)
{
	struct arena a CLEANUP(arena_free) = { 0 };
	struct method_report r = { .arena = &a };
	struct buf out = buf_new(&a, 10000);
	struct method *m;

	(void)state;
	assert_int_equal(method_load("/no/such/folder", &r, &m), ERR_IO);
	assert_null(m);
	assert_int_equal(method_check("/no/such/folder", &out), ERR_IO);
	assert_true(str_find(buf_str(&out), S("no such folder")) != SIZE_MAX);
}

static void
checking_a_good_pack_says_it_is_fine(void **state)
{
	struct arena a CLEANUP(arena_free) = { 0 };
	struct buf out = buf_new(&a, 10000);

	(void)state;
	assert_int_equal(method_check(mini, &out), OK);
	assert_str(buf_str(&out), "mini version 4 is fine: 3 phases.\n");
}

static void
dots_are_suggested_from_the_number_of_things(void **state)
{
	static const struct { size_t things; int dots; } t[] = { { 0, 3 }, { 1, 3 }, { 9, 3 }, { 11, 4 }, { 12, 4 }, { 18, 6 }, { 90, 6 } };
	struct method_ballot b = { .dots = 3, .one_dot_per = 3, .dots_least = 3, .dots_most = 6 };

	(void)state;
	for (size_t i = 0; i < COUNT(t); i++)
		assert_int_equal(method_dots(&b, t[i].things), t[i].dots);
	b.one_dot_per = 0;
	assert_int_equal(method_dots(&b, 90), 3);
}

static void
copies_follow_from_the_people(void **state)
{
	struct method_print p = { .copies = COPIES_PARTICIPANTS, .plus_percent = 10 };

	(void)state;
	assert_int_equal(method_copies(&p, 4, 30, 6), 33);
	assert_int_equal(method_copies(&p, 4, 31, 6), 35);
	p.plus_percent = 0;
	assert_int_equal(method_copies(&p, 4, 31, 6), 31);
	p.copies = COPIES_MEMBERS;
	assert_int_equal(method_copies(&p, 4, 31, 6), 4);
	p.copies = COPIES_TABLES;
	assert_int_equal(method_copies(&p, 4, 31, 6), 6);
	p.copies = COPIES_ONE;
	assert_int_equal(method_copies(&p, 4, 31, 6), 1);
}

/* The facts the method's owners have fixed: an hour of planning in five items, workshops of two hours. */
static void
the_shipped_pack_keeps_the_facts(void **state)
{
	static const int planning[] = { 10, 10, 15, 15, 10 }, second[] = { 10, 10, 15, 10, 20, 10, 15, 10, 10, 10 };
	struct method *m = load(shipped);
	const struct method_session *s = &m->phases[0].sessions[0];

	(void)state;
	assert_int_equal(m->phase_count, 5);
	assert_int_equal(m->rule_count, 8);
	assert_int_equal(s->kind, SESSION_MEETING);
	assert_int_equal(s->minutes, 60);
	assert_int_equal(s->step_count, COUNT(planning));
	for (size_t i = 0; i < COUNT(planning); i++)
		assert_int_equal(s->steps[i].minutes, planning[i]);
	assert_int_equal(s->steps[1].privacy, PRIVACY_OWN);
	assert_str(s->steps[1].sheet->file, "Starte_Arbeidsark_individuell_A4");
	assert_str(s->steps[2].sheet->file, "Starte_Arbeidsark_gruppe_A3");
	for (size_t i = 0; i < 4; i++)
		assert_int_equal(s->print[i].copies, i < 3 ? COPIES_MEMBERS : COPIES_ONE);
	for (size_t i = 1; i < m->phase_count; i++)
		assert_int_equal(method_session_of(&m->phases[i], SESSION_WORKSHOP)->minutes, 120);
	s = method_session_of(&m->phases[1], SESSION_WORKSHOP);
	assert_int_equal(s->step_count, COUNT(second));
	for (size_t i = 0; i < COUNT(second); i++)
		assert_int_equal(s->steps[i].minutes, second[i]);
	method_free(m);
}

int
main(int argc, char **argv)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_pack_has_its_phases_sessions_and_steps),
		cmocka_unit_test(every_text_is_there_in_three_languages),
		cmocka_unit_test(what_a_step_does_not_say_follows_from_its_kind),
		cmocka_unit_test(the_bytes_of_a_pack_give_the_same_pack_again),
		cmocka_unit_test(damaged_bytes_are_refused),
		cmocka_unit_test(a_folder_that_is_not_there_says_so),
		cmocka_unit_test(checking_a_good_pack_says_it_is_fine),
		cmocka_unit_test(dots_are_suggested_from_the_number_of_things),
		cmocka_unit_test(copies_follow_from_the_people),
		cmocka_unit_test(the_shipped_pack_keeps_the_facts),
	};

	if (argc < 3)
		return 2;
	mini = argv[1];
	shipped = argv[2];
	return cmocka_run_group_tests(tests, NULL, NULL);
}
