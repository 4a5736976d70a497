/* test_paper.c: pages from parts: nothing is cut at any length, limits hold, copies and archives come out as asked. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/buf.h"
#include "base/str.h"
#include "paper/paper.h"
#include "paper/press.h"

static struct press *press;

static int
start(void **state)
{
	(void)state;
	press = press_start();
	return press ? 0 : -1;
}

static int
stop(void **state)
{
	(void)state;
	press_stop(press);
	return 0;
}

static struct paper *
paper(struct arena *a, enum paper_format format, int copies)
{
	struct paper *p = paper_new(a, &(struct paper_about){ .title = S("Prøve"), .lang = S("nb"), .made = 1795000000 });

	paper_begin(p, &(struct paper_sheet){ .format = format, .name = S("Ark"), .page_of = S("Side {n} av {all}"), .copies = copies });
	return p;
}

/* pdftotext puts marks of direction around letters from right to left. */
static str
without_directions(struct arena *a, str s)
{
	struct buf b = buf_new(a, 8 * 1024 * 1024);

	for (size_t i = 0; i < s.n; i++) {
		if (str_starts(str_from(s, i), S("\xe2\x80\xab")) || str_starts(str_from(s, i), S("\xe2\x80\xac")))
			i += 2;
		else
			buf_addc(&b, s.p[i]);
	}
	return buf_str(&b);
}

/* The text in the order of reading, its lines as they stand. */
static str
lines_of(struct arena *a, const struct paper_bytes *pdf)
{
	char name[] = "/tmp/paper-XXXXXX";
	int fd = mkstemp(name);
	struct buf b = buf_new(a, 8 * 1024 * 1024);
	FILE *f;
	int c;

	assert_true(fd >= 0);
	assert_int_equal(write(fd, pdf->p, pdf->n), pdf->n);
	close(fd);
	f = popen(str_z(a, str_fmt(a, "pdftotext -raw -nopgbrk %s -", name)), "r");
	assert_non_null(f);
	while ((c = getc(f)) != EOF)
		buf_addc(&b, (char)c);
	assert_int_equal(pclose(f), 0);
	unlink(name);
	return without_directions(a, buf_str(&b));
}

static str
squeezed(struct arena *a, str s)
{
	struct buf b = buf_new(a, 8 * 1024 * 1024);

	for (size_t i = 0; i < s.n; i++)
		if (s.p[i] != ' ' && s.p[i] != '\n' && s.p[i] != '\f')
			buf_addc(&b, s.p[i]);
	return buf_str(&b);
}

/* Without white space: where lines break is the page's business. */
static str
text_of(struct arena *a, const struct paper_bytes *pdf)
{
	return squeezed(a, lines_of(a, pdf));
}

/* Heads and feet stand between pages; they are taken out of what came back. */
static str
without_feet(struct arena *a, str s, size_t pages)
{
	struct buf b = buf_new(a, 8 * 1024 * 1024);

	for (size_t i = 0; i < s.n;) {
		bool found = false, may_be = pages > 1 && str_starts(str_from(s, i), S("Side"));
		for (size_t n = 1; may_be && n <= pages && !found; n++) {
			str between = str_fmt(a, "Side%zuav%zuArk", n, pages), last = str_fmt(a, "Side%zuav%zu", n, pages);
			str rest = str_from(s, i), use = n < pages ? between : last;
			if (str_starts(rest, use)) {
				i += use.n;
				found = true;
			}
		}
		if (!found)
			buf_addc(&b, s.p[i++]);
	}
	return buf_str(&b);
}

static str
repeated(struct arena *a, str one, size_t n)
{
	struct buf b = buf_new(a, 8 * 1024 * 1024);

	for (size_t i = 0; i < n; i++)
		buf_add(&b, one);
	return buf_str(&b);
}

/* Numbered words, so that a lost or doubled line shows. */
static str
counted(struct arena *a, size_t letters)
{
	struct buf b = buf_new(a, 8 * 1024 * 1024);

	for (int i = 1; b.n < letters; i++)
		buf_addf(&b, "ord%d ", i);
	return buf_str(&b);
}

enum where { IN_PARAGRAPH, IN_CELL, IN_BOX, IN_PAIR, IN_LIST, WHERE_COUNT };

static void
put(struct paper *p, enum where where, str text)
{
	static const double two[] = { -1, -1 };

	switch (where) {
	case IN_PARAGRAPH:
	case WHERE_COUNT:
		paper_text(p, PAPER_BODY, text);
		return;
	case IN_CELL:
		paper_table(p, two, 1);
		paper_table_row(p, false, 0);
		paper_cell(p, PAPER_DATA_CELL);
		paper_text(p, PAPER_CELL, text);
		paper_end(p);
		paper_end(p);
		paper_end(p);
		return;
	case IN_BOX:
		paper_open(p, &(struct paper_box){ .look = PAPER_FRAMED, .pad = 4, .gap = 2, .keep = true });
		paper_text(p, PAPER_BODY, text);
		paper_end(p);
		return;
	case IN_PAIR:
		paper_row(p, two, 2, 4, 0);
		paper_open(p, &(struct paper_box){ .look = PAPER_FRAMED, .pad = 4 });
		paper_text(p, PAPER_BODY, text);
		paper_end(p);
		paper_open(p, &(struct paper_box){ .look = PAPER_FRAMED, .pad = 4 });
		paper_end(p);
		paper_end(p);
		return;
	case IN_LIST:
		paper_list(p);
		paper_item(p, S(""), PAPER_BODY);
		paper_text(p, PAPER_BODY, text);
		paper_end(p);
		paper_end(p);
		return;
	}
}

static void
long_text_flows_on_and_comes_back_whole(void **state)
{
	(void)state;
	for (enum paper_format format = PAPER_A4; format <= PAPER_A3_WIDE; format++) {
		for (enum where where = IN_PARAGRAPH; where < WHERE_COUNT; where++) {
			struct arena a CLEANUP(arena_free) = { 0 };
			struct paper *p = paper(&a, format, 1);
			struct paper_bytes out;
			str text = counted(&a, 60000), back, want = squeezed(&a, text);
			paper_text(p, PAPER_TITLE, S("Tittel"));
			put(p, where, text);
			assert_int_equal(press_print(press, p, &out), OK);
			assert_true(out.pages > 3);
			back = without_feet(&a, text_of(&a, &out), out.pages);
			assert_true(str_find(back, want) != SIZE_MAX);
			free(out.p);
		}
	}
}

static void
no_letter_is_lost(void **state)
{
	static const str texts[] = {
		S("Særlig på øya: ÆØÅ æøå éèêëüö ñ ç ß – — … « » “ ”"),
		S("Čáŋŋá đŧž ŠŦŽĐŊÁČ Davvisámegiella julevsámegiella åarjelsaemien ïö"),
		S("Українська Ελληνικά Türkçe ğışİ Tiếng Việt Polski ąęćłńóśźż"),
		S("😀👍🎉🩺"),
		S("ትግርኛ ไทย தமிழ்"),
	};

	(void)state;
	for (size_t i = 0; i < COUNT(texts); i++) {
		for (enum where where = IN_PARAGRAPH; where < WHERE_COUNT; where++) {
			struct arena a CLEANUP(arena_free) = { 0 };
			struct paper *p = paper(&a, PAPER_A4, 1);
			struct paper_bytes out;
			str back;
			put(p, where, texts[i]);
			assert_int_equal(press_print(press, p, &out), OK);
			back = text_of(&a, &out);
			if (str_find(back, squeezed(&a, texts[i])) == SIZE_MAX)
				fail_msg("%zu, %d: " STR_FMT, i, (int)where, STR_ARG(back));
			free(out.p);
		}
	}
}

/* Right to left, a reader puts the words in the order of its own script; every letter must be there. */
static void
words_from_right_to_left_are_all_there(void **state)
{
	static const str words[] = { S("שלום"), S("בעבודה"), S("والموظفين") };
	struct arena a CLEANUP(arena_free) = { 0 };
	struct paper *p = paper(&a, PAPER_A4, 1);
	struct paper_bytes out;
	str back;

	(void)state;
	for (size_t i = 0; i < COUNT(words); i++)
		paper_text(p, PAPER_BODY, words[i]);
	assert_int_equal(press_print(press, p, &out), OK);
	back = text_of(&a, &out);
	for (size_t i = 0; i < COUNT(words); i++)
		if (str_find(back, words[i]) == SIZE_MAX)
			fail_msg(STR_FMT " is not in " STR_FMT, STR_ARG(words[i]), STR_ARG(back));
	free(out.p);
}

static void
a_word_wider_than_its_column_breaks(void **state)
{
	struct arena a CLEANUP(arena_free) = { 0 };
	str word = repeated(&a, S("Arbeidsmiljøutvalgsmøtereferat"), 340);

	(void)state;
	for (enum where where = IN_PARAGRAPH; where < WHERE_COUNT; where++) {
		struct paper *p = paper(&a, PAPER_A4, 1);
		struct paper_bytes out;
		put(p, where, word);
		assert_int_equal(press_print(press, p, &out), OK);
		assert_true(str_find(without_feet(&a, text_of(&a, &out), out.pages), word) != SIZE_MAX);
		free(out.p);
	}
}

/* Whatever bytes come: a PDF comes out. */
static void
bytes_that_are_no_text_do_no_harm(void **state)
{
	unsigned seed = 7;

	(void)state;
	for (int round = 0; round < 40; round++) {
		struct arena a CLEANUP(arena_free) = { 0 };
		struct paper *p = paper(&a, PAPER_A4, 1);
		struct buf b = buf_new(&a, 8192);
		struct paper_bytes out;
		for (int i = 0; i < 2000; i++) {
			seed = seed * 1103515245u + 12345u;
			buf_addc(&b, (char)(seed >> 16));
		}
		put(p, (enum where)(round % WHERE_COUNT), buf_str(&b));
		assert_int_equal(press_print(press, p, &out), OK);
		assert_true(out.n > 500 && !memcmp(out.p, "%PDF-1.", 7));
		free(out.p);
	}
}

static void
over_a_limit_the_paper_is_refused(void **state)
{
	struct arena a CLEANUP(arena_free) = { 0 };
	struct paper_bytes out;
	struct paper *p = paper(&a, PAPER_A4, 1);

	(void)state;
	paper_text(p, PAPER_BODY, repeated(&a, S("0123456789abcdef"), PAPER_TEXT_MOST / 16 + 1));
	assert_int_equal(press_print(press, p, &out), ERR_TOOBIG);
	assert_null(out.p);
	p = paper(&a, PAPER_A4, PAPER_COPIES_MOST + 1);
	paper_text(p, PAPER_BODY, S("a"));
	assert_int_equal(press_print(press, p, &out), ERR_TOOBIG);
	p = paper(&a, PAPER_A4, 1);
	for (int i = 0; i <= PAPER_PAGES_MOST; i++) {
		paper_text(p, PAPER_BODY, S("a"));
		paper_break(p);
	}
	assert_int_equal(press_print(press, p, &out), ERR_TOOBIG);
}

static void
copies_are_pages_more(void **state)
{
	struct arena a CLEANUP(arena_free) = { 0 };
	struct paper_bytes one, many;
	struct paper *p = paper(&a, PAPER_A4, 1), *q = paper(&a, PAPER_A4, 30);

	(void)state;
	paper_text(p, PAPER_BODY, counted(&a, 6000));
	paper_text(q, PAPER_BODY, counted(&a, 6000));
	assert_int_equal(press_print(press, p, &one), OK);
	assert_int_equal(press_print(press, q, &many), OK);
	assert_int_equal(many.pages, one.pages * 30);
	assert_true(many.n < one.n * 2);	/* their contents are there once */
	free(one.p);
	free(many.p);
}

static void
add_list(struct arena *a, struct paper *p, int n, enum paper_style style)
{
	paper_list(p);
	for (int i = 1; i <= n; i++) {
		paper_item(p, str_fmt(a, "%d.", i), style);
		paper_text(p, style, str_fmt(a, "Punkt %d", i));
		paper_end(p);
	}
	paper_end(p);
}

static void
a_number_stands_on_one_line(void **state)
{
	struct arena a CLEANUP(arena_free) = { 0 };
	struct paper *p = paper(&a, PAPER_A4, 1);
	struct paper_bytes out;
	str lines;

	(void)state;
	add_list(&a, p, 1001, PAPER_BODY);
	add_list(&a, p, 1001, PAPER_LARGE);
	assert_int_equal(press_print(press, p, &out), OK);
	lines = lines_of(&a, &out);
	for (int i = 10; i <= 1001; i++)
		assert_true(str_find(lines, str_fmt(&a, "\n%d. Punkt %d\n", i, i)) != SIZE_MAX);
	assert_true(str_find(lines, S("\n.\n")) == SIZE_MAX);
	free(out.p);
}

/* Wherever a page ends: the foot of the next page never comes right after a heading. */
static void
a_heading_keeps_with_what_it_is_over(void **state)
{
	(void)state;
	for (int before = 30; before < 60; before++) {
		struct arena a CLEANUP(arena_free) = { 0 };
		struct paper *p = paper(&a, PAPER_A4, 1);
		struct paper_bytes out;
		for (int i = 0; i < before; i++)
			paper_text(p, PAPER_BODY, S("En linje"));
		paper_text(p, PAPER_H2, S("Overskrift"));
		add_list(&a, p, 60, PAPER_BODY);
		assert_int_equal(press_print(press, p, &out), OK);
		assert_true(out.pages >= 2);
		assert_true(str_find(text_of(&a, &out), S("OverskriftSide2")) == SIZE_MAX);
		free(out.p);
	}
}

/* Fields that share a page out between them stay on it, each with its lines, though the last has not a point to spare. */
static void
fields_that_fill_a_page_stay_on_it(void **state)
{
	(void)state;
	for (int lines = 1; lines <= 6; lines++) {
		struct arena a CLEANUP(arena_free) = { 0 };
		struct paper *p = paper(&a, PAPER_A3, 1);
		struct paper_bytes out;
		for (int i = 0; i < 6; i++) {
			paper_open(p, &(struct paper_box){ .look = PAPER_FRAMED, .pad = 3.6, .gap = 1.4, .grow = i < 5 ? lines : 1, .keep = true });
			paper_text(p, PAPER_H2, S("Kontaktperson"));
			paper_ruled(p, i < 5 ? (lines + 1) / 2 : 1, 1);
			paper_end(p);
		}
		assert_int_equal(press_print(press, p, &out), OK);
		assert_int_equal(out.pages, 1);
		free(out.p);
	}
}

/* What hangs on a wall is one sheet: its letters become smaller; only what would be too small to read goes on over pages. */
static void
a_poster_is_one_sheet(void **state)
{
	static const struct {
		int cards;
		bool one;
	} cases[] = { { 3, true }, { 12, true }, { 20, true }, { 200, false } };

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct arena a CLEANUP(arena_free) = { 0 };
		struct paper *p = paper_new(&a, &(struct paper_about){ .title = S("Plakat"), .lang = S("nb"), .made = 1795000000 });
		struct paper_bytes out;
		str text;
		paper_begin(p, &(struct paper_sheet){ .format = PAPER_A3, .name = S("Ark"), .page_of = S("Side {n} av {all}"), .fills = true, .one = true });
		for (int k = 1; k <= cases[i].cards; k++) {
			paper_open(p, &(struct paper_box){ .look = PAPER_TINTED, .pad = 2, .grow = 1, .keep = true, .middle = true });
			paper_text(p, PAPER_LARGE, str_fmt(&a, "Kort%d: det som henger på veggen, blir lest der, også når stedet heter noe langt", k));
			paper_end(p);
		}
		assert_int_equal(press_print(press, p, &out), OK);
		assert_int_equal(out.pages == 1, cases[i].one);
		text = text_of(&a, &out);
		for (int k = 1; k <= cases[i].cards; k++)
			assert_true(str_find(text, str_fmt(&a, "Kort%d:", k)) != SIZE_MAX);
		free(out.p);
	}
}

/* Wherever the page ends: a note under a table has at least a row over it. */
static void
a_note_keeps_with_its_table(void **state)
{
	static const double widths[] = { -1, -1 };

	(void)state;
	for (int rows = 20; rows < 60; rows++) {
		struct arena a CLEANUP(arena_free) = { 0 };
		struct paper *p = paper(&a, PAPER_A4, 1);
		struct paper_bytes out;
		paper_table(p, widths, 2);
		for (int i = 0; i <= rows; i++) {
			paper_table_row(p, i == 0, 0);
			for (int k = 0; k < 2; k++) {
				paper_cell(p, i ? PAPER_DATA_CELL : PAPER_HEADER_CELL);
				paper_text(p, PAPER_CELL, i ? S("Rute") : S("Hode"));
				paper_end(p);
			}
			paper_end(p);
		}
		paper_end(p);
		paper_text(p, PAPER_SMALL, S("Merknad under"));
		assert_int_equal(press_print(press, p, &out), OK);
		assert_true(str_find(text_of(&a, &out), S("RuteMerknadunder")) != SIZE_MAX);
		free(out.p);
	}
}

/* Words of a drawing are made smaller where they have a width to fit, and are all there; a drawing keeps under its heading. */
static void
a_drawing_says_all_of_its_words(void **state)
{
	struct arena a CLEANUP(arena_free) = { 0 };
	struct paper *p = paper(&a, PAPER_A3_WIDE, 1);
	struct paper_drawing d = { .w = 1000, .h = 3000, .shapes = NEW_ARRAY(&a, struct paper_shape, 70), .alt = S("Tegning") };
	struct paper_bytes out;
	str text;

	(void)state;
	for (; d.n < 60; d.n++)
		d.shapes[d.n] = (struct paper_shape){ .kind = PAPER_WORDS, .x = 20, .y = 30 + 45 * (double)d.n, .x2 = 500, .size = 20,
			.text = str_fmt(&a, "Nr%zu: Bemanningsplanleggingsutfordringer ŋáđŧ på alle vaktene", d.n), .strong = d.n % 2 };
	d.shapes[d.n++] = (struct paper_shape){ .kind = PAPER_ARROW, .x = 1, .y = 1, .x2 = 900, .y2 = 900, .size = 3 };
	d.shapes[d.n++] = (struct paper_shape){ .kind = PAPER_ROUND, .x = 600, .y = 600, .x2 = 900, .y2 = 700, .strong = true };
	d.shapes[d.n++] = (struct paper_shape){ .kind = PAPER_DOT, .x = 700, .y = 800, .size = 7, .strong = true };
	d.shapes[d.n++] = (struct paper_shape){ .kind = PAPER_LINE, .x = 1, .y = 9, .x2 = 9, .y2 = 9, .size = 1, .dashed = true };
	paper_text(p, PAPER_TITLE, S("Over tegningen"));
	paper_draw(p, &d, 0);
	assert_int_equal(press_print(press, p, &out), OK);
	assert_int_equal(out.pages, 1);
	text = text_of(&a, &out);
	assert_true(str_find(text, S("Overtegningen")) != SIZE_MAX);
	for (size_t i = 0; i < 60; i++)
		assert_true(str_find(text, str_fmt(&a, "Nr%zu:Bemanningsplanleggingsutfordringerŋáđŧpåallevaktene", i)) != SIZE_MAX);
	free(out.p);
}

static void
the_house_font_is_there(void **state)
{
	struct paper_fonts *f = paper_fonts_new();

	(void)state;
	assert_non_null(f);
	assert_true(paper_fonts_are_ours(f));
	paper_fonts_free(f);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(long_text_flows_on_and_comes_back_whole),
		cmocka_unit_test(no_letter_is_lost),
		cmocka_unit_test(words_from_right_to_left_are_all_there),
		cmocka_unit_test(a_word_wider_than_its_column_breaks),
		cmocka_unit_test(bytes_that_are_no_text_do_no_harm),
		cmocka_unit_test(over_a_limit_the_paper_is_refused),
		cmocka_unit_test(copies_are_pages_more),
		cmocka_unit_test(a_number_stands_on_one_line),
		cmocka_unit_test(a_heading_keeps_with_what_it_is_over),
		cmocka_unit_test(fields_that_fill_a_page_stay_on_it),
		cmocka_unit_test(a_poster_is_one_sheet),
		cmocka_unit_test(a_note_keeps_with_its_table),
		cmocka_unit_test(a_drawing_says_all_of_its_words),
		cmocka_unit_test(the_house_font_is_there),
	};

	return cmocka_run_group_tests(tests, start, stop);
}
