/* test_paper.c: scratch */
#include <stdio.h>
#include <stdlib.h>
#include "base/str.h"
#include "paper/press.h"

int main(int argc, char **argv)
{
	struct arena a CLEANUP(arena_free) = { 0 };
	struct paper *p = paper_new(&a, &(struct paper_about){ .title = S("Prøve på æøå"), .lang = S("nb"), .made = 1795000000, .archive = argc > 2 });
	struct paper_bytes out;
	struct press *s = press_start();
	static const double two[] = { -1, -1 }, cols[] = { 12, -1, -2, 30 };
	err e;
	paper_sheet(p, &(struct paper_sheet){ .format = PAPER_A4, .name = S("Arbeidsark"), .foot = S("Solbakken sykehjem · Oss og vårt"), .mark = S("Medvirk"), .page_of = S("Side {n} av {all}"), .fills = true, .copies = 3 });
	paper_open(p, &(struct paper_box){ .look = PAPER_UNDERLINED, .gap = 1.5, .pad = 0 });
	paper_text(p, PAPER_KIND, S("Arbeidsark · ett til hver"));
	paper_text(p, PAPER_TITLE, S("Mine tanker om Oss og vårt"));
	paper_text(p, PAPER_BODY, S("Dette er ditt eget ark. Ingen andre leser det før du deler det."));
	paper_close(p);
	for (int i = 0; i < 4; i++) {
		paper_open(p, &(struct paper_box){ .look = PAPER_FRAMED, .pad = 4, .gap = 1.5, .grow = 1, .keep = true });
		paper_text(p, PAPER_H2, S("Hva gleder jeg meg til?"));
		paper_text(p, PAPER_SMALL, S("Skriv med egne ord, ŋčžđ šŧ."));
		paper_lines(p, 3, 1);
		paper_close(p);
	}
	paper_sheet(p, &(struct paper_sheet){ .format = PAPER_A3_WIDE, .name = S("Gruppeark"), .foot = S("Solbakken sykehjem · Oss og vårt"), .mark = S("Medvirk"), .page_of = S("Side {n} av {all}"), .fills = true, .stamp = S("Unntatt offentlighet, offl. § 14") });
	paper_text(p, PAPER_TITLE, S("Trygghet og forventninger"));
	for (int i = 0; i < 2; i++) {
		paper_row(p, two, 2, 6, 1);
		for (int k = 0; k < 2; k++) {
			paper_open(p, &(struct paper_box){ .look = PAPER_FRAMED, .pad = 4, .gap = 1.5, .least = 40 });
			paper_text(p, PAPER_H2, S("Hva gjør det trygt å si fra her?"));
			paper_close(p);
		}
		paper_close(p);
	}
	paper_sheet(p, &(struct paper_sheet){ .format = PAPER_A4, .name = S("Handlingsplan"), .foot = S("Solbakken sykehjem · Oss og vårt"), .mark = S("Medvirk"), .page_of = S("Side {n} av {all}") });
	paper_text(p, PAPER_TITLE, S("Handlingsplan"));
	paper_list(p);
	for (int i = 0; i < 3; i++) { paper_item(p, S("•")); paper_text(p, PAPER_BODY, S("Et punkt som er så langt at det må gå over flere linjer før det tar slutt, og det gjør det visst her 😀 שלום عربي ትግርኛ ไทย.")); paper_close(p); }
	paper_close(p);
	paper_table(p, cols, 4);
	paper_table_row(p, true, 0);
	for (int i = 0; i < 4; i++) { paper_cell(p, PAPER_HEADER_CELL); paper_text(p, PAPER_CELL_HEAD, S("Kolonne")); paper_close(p); }
	paper_close(p);
	for (int r = 0; r < 40; r++) {
		paper_table_row(p, false, 0);
		for (int i = 0; i < 4; i++) { paper_cell(p, i ? PAPER_DATA_CELL : PAPER_ROW_HEADER); paper_text(p, PAPER_CELL, i == 2 ? S("Tiltaket er at vi møtes hver onsdag klokka ti og ser på tavla sammen, og den som har vakta skriver ned.") : S("12")); paper_close(p); }
		paper_close(p);
	}
	paper_close(p);
	for (int r = 0; r < 12; r++) paper_text(p, PAPER_BODY, S("Her kommer et langt avsnitt som skal gå over flere sider. Lorem ipsum gjentatt mange ganger for å fylle ut siden slik at den brekker et sted midt i et avsnitt, og da skal ingen linje stå alene nederst eller øverst. Lorem ipsum gjentatt mange ganger for å fylle ut siden slik at den brekker et sted midt i et avsnitt, og da skal ingen linje stå alene nederst eller øverst."));
	e = press_print(s, p, &out);
	fprintf(stderr, "%s %zu bytes %zu pages\n", err_name(e), out.n, out.pages);
	FILE *f = fopen(argv[1], "w"); fwrite(out.p, 1, out.n, f); fclose(f);
	free(out.p);
	press_stop(s);
	return e;
}
