/* tree_test.c: names in causes, where a cause may be put, and the drawing of a tree, in which nothing overlaps. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "app/room/blame.h"
#include "app/room/fishbone.h"

static void
a_name_of_the_unit_is_seen_and_ordinary_words_are_not(void **state)
{
	static const str names[] = { S("Lise Leder"), S("Torunn Åsheim"), S("Per-Ole Berg"), S("Dag Vår"), S("Åse Li") };
	static const struct {
		str text, word;
	} t[] = {
		{ S("Lise sier alltid nei"), S("Lise") },
		{ S("vi venter på lise"), S("lise") },
		{ S("Det er Lises ansvar"), S("Lises") },
		{ S("Spør torunn først"), S("torunn") },
		{ S("Bare Åsheim kan det"), S("Åsheim") },
		{ S("Åsheims perm"), S("Åsheims") },
		{ S("åse vet det"), S("åse") },
		{ S("Vi må opp på et berg av papir"), S("") },	/* a last name, but written small */
		{ S("Vi ringer Berg"), S("Berg") },
		{ S("Hver dag går uten plan"), S("") },
		{ S("Dag etter dag er det slik"), S("") },	/* begins a sentence */
		{ S("Bare Dag kan systemet"), S("Dag") },
		{ S("Vår turnus er for tett"), S("") },
		{ S("Fem minutter per beboer"), S("") },
		{ S("Ingen leder på huset"), S("") },	/* Leder is a last name, written small */
		{ S("For mange kanaler"), S("") },
		{ S("Lisens er utløpt"), S("") },
		{ S(""), S("") },
		{ S("😀 ... 123"), S("") },
	};

	struct arena a CLEANUP(arena_free) = { 0 };
	struct blame_index index;

	(void)state;
	blame_index(&a, names, COUNT(names), &index);
	for (size_t i = 0; i < COUNT(t); i++) {
		str word = blame_word(names, COUNT(names), t[i].text);
		if (!str_eq(blame_in(&index, t[i].text), word))
			fail_msg("“" STR_FMT "”: the index says something else", STR_ARG(t[i].text));
		if (!str_eq(word, t[i].word))
			fail_msg("“" STR_FMT "”: got “" STR_FMT "”", STR_ARG(t[i].text), STR_ARG(word));
	}
}

static const str long_text = S("Noe helt annet som er ganske langt og som derfor må brytes over mange linjer i en smal kolonne, fordi den som skrev, hadde "
	"mye på hjertet akkurat da, ogsåskrevdenetordsomeraltforlangttilåståpåenlinje");

/* A tree of n causes: every third hangs below the one before it. */
static void
plant(struct arena *a, struct tree *t, size_t n, size_t bones)
{
	static const str ids[] = { S("b0"), S("b1"), S("b2"), S("b3"), S("b4"), S("b5"), S("b6") };

	*t = (struct tree){ .n = n, .all = NEW_ARRAY(a, struct cause, n), .top = NEW_ARRAY(a, struct cause *, n),
		.bones = NEW_ARRAY(a, struct bone, bones + 1), .bone_count = bones };
	for (int l = 0; l < LANG_COUNT; l++)
		t->about.title.in[l] = S("Beskjeder blir borte mellom vaktene, og ingen vet hvor de ble av");
	for (size_t i = 0; i < bones; i++) {
		t->bones[i].id = ids[i];
		for (int l = 0; l < LANG_COUNT; l++)
			t->bones[i].name.in[l] = S("Organisering og turnus");
	}
	for (size_t i = 0; i < n; i++) {
		struct cause *c = &t->all[i], *up = i % 3 == 2 ? &t->all[i - 1] : NULL;
		*c = (struct cause){ .id = str_fmt(a, "c%zu", i), .state = NOTE_SHOWN, .up = up, .depth = up ? up->depth + 1 : 1,
			.kids = NEW_ARRAY(a, struct cause *, n), .is_root = i % 5 == 0, .find_out = i % 7 == 0,
			.bone = up || !bones ? (str){ 0 } : ids[i % (bones + 1) % 7] };
		c->body = i % 4 == 3 ? long_text : str_fmt(a, "Vikarene får ikke opplæring før de går alene (%zu)", i);
		if (up)
			up->kids[up->kid_count++] = c;
		else
			t->top[t->top_count++] = c;
	}
}

struct box {
	int x, y, w, h;
};

static struct box
box_of(const struct fish_line *l)
{
	static const int letter[FISH_SIZES] = { 24, 21, 20, 17 };
	int w = (int)((int64_t)fish_width(l->text) * letter[l->size] / 1000);

	return (struct box){ l->x, l->y - letter[l->size] + 4, w, letter[l->size] };
}

static bool
overlap(struct box a, struct box b)
{
	return a.x < b.x + b.w && b.x < a.x + a.w && a.y < b.y + b.h && b.y < a.y + a.h;
}

static void
check_drawing(const struct fish *f, size_t n)
{
	for (size_t i = 0; i < f->line_count; i++) {
		struct box a = box_of(&f->lines[i]);
		if (a.x < 0 || a.y < 0 || a.x + a.w > f->w || a.y + a.h > f->h)
			fail_msg("%zu causes: “" STR_FMT "” stands outside", n, STR_ARG(f->lines[i].text));
		for (size_t k = i + 1; k < f->line_count; k++)
			if (overlap(a, box_of(&f->lines[k])))
				fail_msg("%zu causes: “" STR_FMT "” over “" STR_FMT "”", n, STR_ARG(f->lines[i].text),
					STR_ARG(f->lines[k].text));
	}
}

static void
nothing_overlaps_however_many_there_are(void **state)
{
	static const size_t counts[] = { 0, 1, 3, 12, 40, 120 };
	struct arena a = { 0 };

	(void)state;
	for (size_t i = 0; i < COUNT(counts); i++) {
		for (size_t bones = 0; bones <= 7; bones += 7) {
			struct tree t;
			struct fish f;
			plant(&a, &t, counts[i], bones);
			fish_lay_out(&a, LANG_NB, &t, true, &fish_page, &f);
			check_drawing(&f, counts[i]);
			assert_int_equal(f.left_out, 0);
			fish_lay_out(&a, LANG_NB, &t, true, &fish_wall, &f);
			check_drawing(&f, counts[i]);
		}
	}
	arena_free(&a);
}

static void
a_result_keeps_what_got_votes_and_what_it_leads_to(void **state)
{
	struct arena a CLEANUP(arena_free) = { 0 };
	struct tree t[2];
	struct trees all = { t, 2, true };
	size_t voted = 0;
	struct fish f;

	(void)state;
	plant(&a, &t[0], 40, 7);
	plant(&a, &t[1], 40, 7);
	t[1].all[2].votes = 12;	/* below all[1] */
	t[1].all[3].votes = 1;
	trees_rank(&all);
	trees_keep_voted(&all);
	assert_int_equal(all.n, 1);
	assert_int_equal(t[0].shown, 3);
	assert_int_equal(t[0].bone_count, 2);
	fish_lay_out(&a, LANG_NB, &t[0], true, &fish_wall, &f);
	check_drawing(&f, 3);
	assert_int_equal(f.left_out, 0);
	for (size_t i = 0; i < f.line_count; i++)
		if (str_find(f.lines[i].text, S("12\u00a0stemmer")) != SIZE_MAX) {
			assert_true(f.lines[i].strong && f.lines[i].size == FISH_CAUSE);
			voted++;
		}
	assert_int_equal(voted, 1);
}

static void
the_wall_keeps_letters_that_can_be_read(void **state)
{
	struct arena a = { 0 };
	struct tree t;
	struct fish f;

	(void)state;
	plant(&a, &t, 40, 7);
	fish_lay_out(&a, LANG_NB, &t, true, &fish_wall, &f);
	assert_true(f.left_out > 0);
	assert_true(fish_wall.width * FISH_LETTER / f.w >= fish_wall.least);
	assert_true(fish_wall.height * FISH_LETTER / f.h >= fish_wall.least);
	arena_free(&a);
}

static void
a_cause_is_never_put_below_itself_or_too_deep(void **state)
{
	struct arena a = { 0 };
	struct cause c[CAUSE_DEPTH + 1] = { 0 };
	struct tree t = { 0 };

	(void)state;
	for (int i = 0; i <= CAUSE_DEPTH; i++) {
		c[i] = (struct cause){ .depth = i < CAUSE_DEPTH ? i + 1 : 1, .up = i && i < CAUSE_DEPTH ? &c[i - 1] : NULL,
			.kids = NEW_ARRAY(&a, struct cause *, 1) };
		if (i && i < CAUSE_DEPTH)
			c[i - 1].kids[c[i - 1].kid_count++] = &c[i];
	}
	assert_false(cause_may_move(&t, &c[0], &c[0]));
	assert_false(cause_may_move(&t, &c[0], &c[3]));
	assert_false(cause_may_move(&t, &c[0], &c[CAUSE_DEPTH]));
	assert_true(cause_may_move(&t, &c[1], &c[CAUSE_DEPTH]));
	assert_true(cause_may_move(&t, &c[CAUSE_DEPTH], &c[CAUSE_DEPTH - 2]));
	assert_false(cause_may_move(&t, &c[CAUSE_DEPTH], &c[CAUSE_DEPTH - 1]));
	assert_true(cause_may_move(&t, &c[3], NULL));
	arena_free(&a);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_name_of_the_unit_is_seen_and_ordinary_words_are_not),
		cmocka_unit_test(nothing_overlaps_however_many_there_are),
		cmocka_unit_test(a_result_keeps_what_got_votes_and_what_it_leads_to),
		cmocka_unit_test(the_wall_keeps_letters_that_can_be_read),
		cmocka_unit_test(a_cause_is_never_put_below_itself_or_too_deep),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
