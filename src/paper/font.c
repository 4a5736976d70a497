/* font.c: fonts, and how each style looks.
 *
 * A configuration of our own, so that a PDF does not depend on who is logged in on the server: the system's font folders,
 * outlines only. Pictures of letters (colour emoji) would make a PDF of raster and hundreds of kilobytes. */
#include <fontconfig/fontconfig.h>
#include <pango/pangofc-fontmap.h>
#include <stdlib.h>

#include "base/confine.h"
#include "base/str.h"
#include "paper/inside.h"
#include "paper/press.h"

#define OURS "Inter"

extern const unsigned char fonts_conf[];	/* fonts.conf */
extern const size_t fonts_conf_size;

static const struct style styles[PAPER_STYLE_COUNT] = {
	[PAPER_BODY] = { OURS, "P", PANGO_WEIGHT_NORMAL, 10.5, 1.22, INK },
	[PAPER_SMALL] = { OURS, "P", PANGO_WEIGHT_NORMAL, 8.8, 1.18, SOFT },
	[PAPER_LEAD] = { OURS, "P", PANGO_WEIGHT_NORMAL, 12, 1.22, INK },
	[PAPER_STRONG] = { OURS, "P", PANGO_WEIGHT_SEMIBOLD, 10.5, 1.18, INK },
	[PAPER_KIND] = { OURS, "P", PANGO_WEIGHT_SEMIBOLD, 10, 1.1, TEAL },
	[PAPER_TITLE] = { OURS " Display", "H1", PANGO_WEIGHT_SEMIBOLD, 22, 1.0, INK },
	[PAPER_H2] = { OURS, "H2", PANGO_WEIGHT_SEMIBOLD, 12.5, 1.08, INK },
	[PAPER_H3] = { OURS, "H3", PANGO_WEIGHT_SEMIBOLD, 10.5, 1.12, INK },
	[PAPER_CELL] = { OURS, "P", PANGO_WEIGHT_NORMAL, 9.6, 1.16, INK, .tabular = true },
	[PAPER_CELL_HEAD] = { OURS, "P", PANGO_WEIGHT_SEMIBOLD, 9.4, 1.14, INK },
	[PAPER_NUMBER] = { OURS, "P", PANGO_WEIGHT_SEMIBOLD, 10.5, 1.22, TEAL, .tabular = true },
	[PAPER_LARGE_NUMBER] = { OURS, "P", PANGO_WEIGHT_SEMIBOLD, 17, 1.16, TEAL, .tabular = true },
	[PAPER_LARGER_NUMBER] = { OURS, "P", PANGO_WEIGHT_SEMIBOLD, 26, 1.12, TEAL, .tabular = true },
	[PAPER_CODE] = { OURS " Display", "P", PANGO_WEIGHT_BOLD, 46, 1.0, INK, .tabular = true },
	[PAPER_HUGE] = { OURS " Display", "H1", PANGO_WEIGHT_BOLD, 40, 0.98, INK },
	[PAPER_LARGE] = { OURS, "P", PANGO_WEIGHT_MEDIUM, 17, 1.16, INK },
	[PAPER_LARGER] = { OURS, "P", PANGO_WEIGHT_MEDIUM, 26, 1.12, INK },
	[PAPER_WARNING] = { OURS, "P", PANGO_WEIGHT_SEMIBOLD, 9, 1.1, RED },
};

const struct style *
style_of(enum paper_style s)
{
	return &styles[s];
}

struct paper_fonts *
paper_fonts_new(void)
{
	str text = { (const char *)fonts_conf, fonts_conf_size };
	struct arena a CLEANUP(arena_free) = { 0 };
	struct paper_fonts *f;
	cairo_font_options_t *options;
	FcConfig *c = FcConfigCreate();

	if (!c || !FcConfigParseAndLoadFromMemory(c, (const FcChar8 *)str_z(&a, text), FcTrue) || !FcConfigBuildFonts(c)) {
		if (c)
			FcConfigDestroy(c);
		return NULL;
	}
	f = mem_new(sizeof(*f));
	f->map = pango_cairo_font_map_new_for_font_type(CAIRO_FONT_TYPE_FT);
	pango_fc_font_map_set_config(PANGO_FC_FONT_MAP(f->map), c);
	FcConfigDestroy(c);
	pango_cairo_font_map_set_resolution(PANGO_CAIRO_FONT_MAP(f->map), 72);
	f->context = pango_font_map_create_context(f->map);
	pango_context_set_round_glyph_positions(f->context, FALSE);
	options = cairo_font_options_create();
	cairo_font_options_set_hint_style(options, CAIRO_HINT_STYLE_NONE);
	cairo_font_options_set_hint_metrics(options, CAIRO_HINT_METRICS_OFF);
	cairo_font_options_set_antialias(options, CAIRO_ANTIALIAS_GRAY);
	pango_cairo_context_set_font_options(f->context, options);
	cairo_font_options_destroy(options);
	return f;
}

/* The folders of fonts.conf, what the library reads besides, and where Debian puts some fonts that /usr/share/fonts leads to. */
void
paper_confine(struct confine *c)
{
	static const char *const read[] = { "/usr/share/fonts", "/usr/local/share/fonts", "/var/cache/fontconfig",
		"/usr/share/fontconfig", "/usr/share/fonts-droid-fallback" };

	for (size_t i = 0; i < COUNT(read); i++)
		confine_allow(c, CONFINE_READ, read[i]);
}

#ifdef SANITIZED
/* What fontconfig and pango have looked up they keep until the process ends, whatever is given back to them. */
const char *__lsan_default_suppressions(void);
const char *__lsan_default_options(void);

const char *
__lsan_default_suppressions(void)
{
	return "leak:libfontconfig.so\nleak:libpangoft2\nleak:libpangocairo\n";
}

const char *
__lsan_default_options(void)
{
	return "print_suppressions=0";
}
#endif

void
paper_fonts_free(struct paper_fonts *f)
{
	if (!f)
		return;
	g_object_unref(f->context);
	g_object_unref(f->map);
	free(f);
}

bool
paper_fonts_are_ours(struct paper_fonts *f)
{
	PangoFontDescription *d = pango_font_description_from_string(OURS " 10");
	PangoFont *font = pango_font_map_load_font(f->map, f->context, d);
	PangoFontDescription *got = font ? pango_font_describe(font) : NULL;
	bool ours = got && str_eq(str_of(pango_font_description_get_family(got)), S(OURS));

	pango_font_description_free(d);
	if (got)
		pango_font_description_free(got);
	if (font)
		g_object_unref(font);
	return ours;
}
