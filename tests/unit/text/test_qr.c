/* test_qr.c: QR codes as SVG. */
#include "text_test.h"

#include "text/qr.h"

#define MOST_SIDE 64

/* Draws the dark path back into modules; the side with its quiet zone comes back. */
static int
draw(struct arena *a, str svg, bool dark[MOST_SIDE][MOST_SIDE])
{
	const char *p = strstr(str_z(a, svg), "fill=\"#000\" d=\"");
	int side, x, y, w, used, again;

	assert_non_null(p);
	assert_int_equal(sscanf(strstr(str_z(a, svg), "viewBox=\"0 0 "), "viewBox=\"0 0 %d", &side), 1);
	p += sizeof("fill=\"#000\" d=\"") - 1;
	while (sscanf(p, "M%d %dh%dv1h-%dz%n", &x, &y, &w, &again, &used) == 4) {
		assert_true(w == again && x >= 4 && y >= 4 && x + w <= side - 4 && y < side - 4);
		for (int i = 0; i < w; i++)
			dark[y][x + i] = true;
		p += used;
	}
	assert_int_equal(*p, '"');
	return side;
}

static void
a_code_has_its_marks_and_its_quiet_zone(void **state)
{
	static const char *const eye[] = { "#######", "#.....#", "#.###.#", "#.###.#", "#.###.#", "#.....#", "#######" };
	struct arena a CLEANUP(arena_free) = { 0 };
	bool dark[MOST_SIDE][MOST_SIDE] = { { false } };
	int side = draw(&a, qr_svg(&a, S("https://medvirk.example.no/r/ABC234"), S("To the room")).s, dark);
	const int corners[3][2] = { { 4, 4 }, { 4, side - 11 }, { side - 11, 4 } };

	(void)state;
	assert_true(side >= 21 + 8 && (side - 8 - 17) % 4 == 0);
	for (int c = 0; c < 3; c++)
		for (int y = 0; y < 7; y++)
			for (int x = 0; x < 7; x++)
				assert_int_equal(dark[corners[c][0] + y][corners[c][1] + x], eye[y][x] == '#');
	for (int i = 8; i < side - 16; i++)
		assert_int_equal(dark[10][4 + i], i % 2 == 0);	/* timing pattern */
}

static void
the_title_is_said_and_escaped(void **state)
{
	struct arena a CLEANUP(arena_free) = { 0 };
	str svg = qr_svg(&a, S("x"), S("Til <rommet> & \"så\"")).s;

	(void)state;
	assert_true(str_starts(svg, S("<svg class=\"qr\"")));
	assert_true(str_find(svg, S(" role=\"img\" ")) != SIZE_MAX);
	assert_true(str_find(svg, S("<title>Til &lt;rommet&gt; &amp; &quot;så&quot;</title>")) != SIZE_MAX);
	assert_true(str_find(svg, S("fill=\"#fff\" d=\"M0 0h29v29H0z\"")) != SIZE_MAX);
	assert_true(str_ends(svg, S("\"/></svg>")));
}

static void
what_does_not_fit_gives_nothing(void **state)
{
	struct arena a CLEANUP(arena_free) = { 0 };
	str most = { NEW_ARRAY(&a, char, 2001), 2000 };

	(void)state;
	assert_int_equal(qr_svg(&a, S(""), S("x")).s.n, 0);
	assert_true(qr_svg(&a, most, S("x")).s.n > 0);
	most.n++;
	assert_int_equal(qr_svg(&a, most, S("x")).s.n, 0);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_code_has_its_marks_and_its_quiet_zone),
		cmocka_unit_test(the_title_is_said_and_escaped),
		cmocka_unit_test(what_does_not_fit_gives_nothing),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
