/* chain_thing_test.c: what steps hand on to each other. */
#include "app/chain/thing.h"

#include "app/chain/verdict.h"
#include "workshop.h"

static const char rows[] =
	"INSERT INTO challenge (process_id, phase, pick, kind, theme_id, title, rank, state, wish) VALUES"
	" (1, 'utforske', 'utfordringer', 'improve', 't1', 'Beskjeder blir borte', 1, 'chosen', 'chosen'),"
	" (1, 'utforske', 'utfordringer', 'improve', 't2', 'For lite tid', 2, 'aside', 'aside'),"
	" (1, 'utforske', 'bevare', 'preserve', 't3', 'Vi ler sammen', 1, 'chosen', 'chosen'),"
	" (1, 'skape', 'prover', 'improve', 'entry:p1', 'Rapporttavle', 0, 'chosen', 'chosen');"
	"INSERT INTO entry (id, process_id, phase, room_id, step, makes, about, place) VALUES"
	" ('s1', 1, 'utdype', NULL, 'setning', 'statement', 'challenge:1', 1),"
	" ('s2', 1, 'utdype', NULL, 'setning', 'statement', 'challenge:1', 2),"
	" ('f1', 1, 'utdype', NULL, 'forbedre', 'statement', 'entry:s1', 1),"
	" ('x1', 1, 'utdype', 77, 'forbedre', 'statement', 'entry:s2', 1),"
	" ('p1', 1, 'skape', NULL, 'forslag', 'proposal', 'note:n1', 1);"
	"INSERT INTO entry_field (entry_id, field, body) VALUES ('s1', 'hvordan', 'få beskjeder fram'),"
	" ('s2', 'hvordan', 'si fra'), ('s2', 'slik-at', 'alle vet det'),"
	" ('f1', 'hvordan', 'hvordan kan vi sikre at beskjeder når fram'), ('f1', 'selv-om', 'vi har' || ' det travelt'),"
	" ('p1', 'tittel', 'Rapporttavle'), ('p1', 'hva', 'En tavle');"
	"INSERT INTO note (id, process_id, room_id, phase, step, col, body, state, place, about, builds_on) VALUES"
	" ('n1', 1, -1, 'skape', 'egne-ideer', 'ide', 'En tavle', 'shown', 1, 'entry:f1', NULL),"
	" ('n2', 1, -1, 'skape', 'bygge-videre', 'ide', 'En tavle med navn', 'shown', 2, 'entry:f1', 'n1'),"
	" ('n3', 1, -1, 'skape', 'snu', 'snudd', 'Tavle i gangen', 'shown', 3, '', NULL),"
	" ('n4', 1, -1, 'skape', 'snu', 'verst', 'Rop høyere', 'aside', 4, '', NULL);"
	"INSERT INTO map_place (process_id, step, room_id, target, across, up) VALUES"
	" (1, 'sortere', NULL, 'note:n2', 1, 2), (1, 'sortere', NULL, 'note:n1', 2, 1);";

static void
begin(struct workshop *w, void **state)
{
	workshop_begin(w, *state);
	assert_int_equal(w->p.id, 1);
	by_hand(w->h, str_of(rows));
}

static struct things
into(struct workshop *w, const char *key)
{
	struct thing_scope s = { .process = w->p.id, .method = w->p.method };
	const struct method_step *st = method_step(w->p.method, str_of(key));
	struct db_conn *c = reading(w->h);
	struct things out;

	assert_non_null(st);
	assert_int_equal(things_in(c, &w->h->a, &s, st, &out), OK);
	db_read_end(c);
	return out;
}

static void
is(const struct thing *t, const char *ref, const char *title)
{
	assert_true(str_eq(t->ref, str_of(ref)));
	assert_true(str_eq(thing_title(t, LANG_NB), str_of(title)));
}

static void
what_was_chosen_comes_into_the_next_phase(void **state)
{
	struct workshop w;
	struct things t;

	begin(&w, state);
	t = into(&w, "utdype/hvorfor");
	assert_int_equal(t.n, 2);
	assert_non_null(things_find(&t, S("challenge:1")));
	assert_null(things_find(&t, S("challenge:2")));
	assert_int_equal(things_find(&t, S("challenge:3"))->area, AREA_PRESERVE);
	assert_true(str_eq(things_find(&t, S("challenge:1"))->about, S("theme:t1")));
	/* what was chosen among proposals stays the proposal */
	t = into(&w, "teste/dom");
	assert_int_equal(t.n, 1);
	is(&t.p[0], "entry:p1", "Rapporttavle");
	assert_int_equal(t.p[0].makes, MAKES_MEASURE);
}

static void
a_better_sentence_stands_for_the_first(void **state)
{
	struct workshop w;
	struct things t;

	begin(&w, state);
	t = into(&w, "skape/egne-ideer");
	assert_int_equal(t.n, 2);
	is(&t.p[0], "entry:f1", "Hvordan kan vi sikre at beskjeder når fram, selv om vi har det travelt");
	assert_true(str_eq(t.p[0].title.in[LANG_NN], S("Korleis kan vi hvordan kan vi sikre at beskjeder når fram, sjølv om vi har det travelt")));
	assert_int_equal(t.p[0].area, AREA_IMPROVE);
	/* nobody has improved this one in a sitting that is over: it goes on as it was */
	is(&t.p[1], "entry:s2", "Hvordan kan vi si fra, slik at alle vet det");
}

static void
a_map_hands_on_ideas_best_placed_first(void **state)
{
	struct workshop w;
	struct things t;

	begin(&w, state);
	t = into(&w, "skape/stemme");
	assert_int_equal(t.n, 3);
	is(&t.p[0], "note:n2", "En tavle med navn");
	assert_true(str_eq(t.p[0].builds_on, S("note:n1")));
	is(&t.p[1], "note:n1", "En tavle");
	assert_int_equal(t.p[1].across, 2);
	is(&t.p[2], "note:n3", "Tavle i gangen");
	assert_int_equal(t.p[2].up, 0);
}

/* Two sittings, one small: its answers are told with the other's only when nobody can subtract. */
static void
answers_are_counted_from_k_up(void **state)
{
	struct workshop w;
	struct thing_scope s;
	const struct method_step *dom;
	struct judgements j;
	struct db_conn *c;
	struct things t;

	begin(&w, state);
	by_hand(w.h, S("INSERT INTO sitting (process_id, phase, session, kind, state) VALUES"
		" (1, 'teste', 'verksted', 'staff', 'closed');"
		"INSERT INTO vote_round (process_id, phase, room_id, step, ballot, about, kind, dots, cap, state, seats) VALUES"
		" (1, 'teste', (SELECT MAX(id) FROM sitting), 'dom', 'videre', 'entry:p1', 'scale', 1, 1, 'closed', 6);"
		"INSERT INTO vote_total (round_id, target, total) VALUES ((SELECT MAX(id) FROM vote_round), 'behold', 4),"
		" ((SELECT MAX(id) FROM vote_round), 'stopp', 2);"));
	dom = method_step(w.p.method, S("teste/dom"));
	c = reading(w.h);
	assert_int_equal(verdict_read(c, &w.h->a, 1, NULL, dom, &j), OK);
	assert_int_equal(j.n, 1);
	assert_true(j.p[0].numbers);
	assert_int_equal(j.p[0].answers, 6);
	assert_int_equal(j.p[0].most->means, MEANS_KEEP);
	db_read_end(c);
	t = into(&w, "teste/vaner");
	assert_int_equal(t.n, 1);
	by_hand(w.h, S("INSERT INTO vote_round (process_id, phase, room_id, step, ballot, about, kind, dots, cap, state, seats) VALUES"
		" (1, 'teste', (SELECT MAX(id) FROM sitting), 'dom', 'videre', 'entry:p1', 'scale', 1, 1, 'closed', 2);"
		"INSERT INTO vote_total (round_id, target, total) VALUES ((SELECT MAX(id) FROM vote_round), 'stopp', 2)"));
	c = reading(w.h);
	assert_int_equal(verdict_read(c, &w.h->a, 1, NULL, dom, &j), OK);
	assert_false(j.p[0].numbers);
	assert_int_equal(j.p[0].answers, 0);
	assert_null(j.p[0].most);
	s = (struct thing_scope){ .process = 1, .method = w.p.method };
	assert_int_equal(things_of(c, &w.h->a, &s, dom, method_step(w.p.method, S("teste/vaner")), &(struct things){ 0 }), OK);
	db_read_end(c);
	assert_int_equal(into(&w, "teste/vaner").n, 0);
}

static void
one_can_walk_back(void **state)
{
	struct workshop w;
	struct thing t;
	struct db_conn *c;
	static const char *const way[] = { "entry:p1", "note:n1", "entry:f1", "entry:s1", "challenge:1", "theme:t1" };

	begin(&w, state);
	c = reading(w.h);
	for (size_t i = 0; i + 1 < COUNT(way); i++) {
		assert_int_equal(thing_get(c, &w.h->a, w.p.method, 1, str_of(way[i]), &t), OK);
		assert_true(str_eq(t.about, str_of(way[i + 1])));
	}
	assert_int_equal(t.area, AREA_IMPROVE);
	assert_int_equal(thing_get(c, &w.h->a, w.p.method, 1, S("note:n4"), &t), ERR_NOTFOUND);
	assert_int_equal(thing_get(c, &w.h->a, w.p.method, 2, S("entry:p1"), &t), ERR_NOTFOUND);
	assert_int_equal(thing_get(c, &w.h->a, w.p.method, 1, S("nothing"), &t), ERR_NOTFOUND);
	db_read_end(c);
}

static void
equal_answers_are_no_verdict(void **state)
{
	(void)state;
	assert_int_equal(verdict_most((int64_t[]){ 1, 3, 2 }, 3), 1);
	assert_int_equal(verdict_most((int64_t[]){ 3, 1, 3 }, 3), -1);
	assert_int_equal(verdict_most((int64_t[]){ 2, 2, 3 }, 3), 2);
	assert_int_equal(verdict_most((int64_t[]){ 0, 0, 0 }, 3), -1);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		HELD_ON_BOTH(what_was_chosen_comes_into_the_next_phase),
		HELD_ON_BOTH(a_better_sentence_stands_for_the_first),
		HELD_ON_BOTH(a_map_hands_on_ideas_best_placed_first),
		HELD_ON_BOTH(answers_are_counted_from_k_up),
		HELD_ON_BOTH(one_can_walk_back),
		cmocka_unit_test(equal_answers_are_no_verdict),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
