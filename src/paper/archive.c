/* archive.c: PDF/A-1b: the colours' profile, nothing transparent, and what cairo leaves out about its fonts.
 *
 * That the outcome is PDF/A-1b is tested with a validator (tests/http/print.test.mjs). */
#include "base/buf.h"
#include "base/str.h"
#include "paper/finish.h"

extern const unsigned char srgb_icc[];	/* from icc-profiles-free, see meson.build */
extern const size_t srgb_icc_size;

/* The glyphs' names in WinAnsiEncoding, from 32 on. */
static const char winansi[] =
	"space exclam quotedbl numbersign dollar percent ampersand quotesingle parenleft parenright asterisk plus "
	"comma hyphen period slash zero one two three four five six seven eight nine colon semicolon less equal "
	"greater question at A B C D E F G H I J K L M N O P Q R S T U V W X Y Z bracketleft backslash bracketright "
	"asciicircum underscore grave a b c d e f g h i j k l m n o p q r s t u v w x y z braceleft bar braceright "
	"asciitilde bullet Euro bullet quotesinglbase florin quotedblbase ellipsis dagger daggerdbl circumflex "
	"perthousand Scaron guilsinglleft OE bullet Zcaron bullet bullet quoteleft quoteright quotedblleft "
	"quotedblright bullet endash emdash tilde trademark scaron guilsinglright oe bullet zcaron Ydieresis space "
	"exclamdown cent sterling currency yen brokenbar section dieresis copyright ordfeminine guillemotleft "
	"logicalnot hyphen registered macron degree plusminus twosuperior threesuperior acute mu paragraph "
	"periodcentered cedilla onesuperior ordmasculine guillemotright onequarter onehalf threequarters questiondown "
	"Agrave Aacute Acircumflex Atilde Adieresis Aring AE Ccedilla Egrave Eacute Ecircumflex Edieresis Igrave "
	"Iacute Icircumflex Idieresis Eth Ntilde Ograve Oacute Ocircumflex Otilde Odieresis multiply Oslash Ugrave "
	"Uacute Ucircumflex Udieresis Yacute Thorn germandbls agrave aacute acircumflex atilde adieresis aring ae "
	"ccedilla egrave eacute ecircumflex edieresis igrave iacute icircumflex idieresis eth ntilde ograve oacute "
	"ocircumflex otilde odieresis divide oslash ugrave uacute ucircumflex udieresis yacute thorn ydieresis ";

/* Glyphs of a subset are numbered from 0, and cairo gives each a width: one bit for each. */
static void
add_cid_set(struct finisher *f, qpdf_oh font)
{
	qpdf_oh descriptor = qpdf_oh_get_key(f->q, font, "/FontDescriptor"), w = qpdf_oh_get_key(f->q, font, "/W"), widths;
	size_t n, size;
	unsigned char *bits;

	if (!qpdf_oh_is_dictionary(f->q, descriptor) || !qpdf_oh_is_array(f->q, w) || qpdf_oh_get_array_n_items(f->q, w) < 2)
		return;
	widths = qpdf_oh_get_array_item(f->q, w, 1);
	if (!qpdf_oh_is_array(f->q, widths))
		return;
	n = (size_t)qpdf_oh_get_array_n_items(f->q, widths);
	size = (n + 7) / 8;
	bits = arena_alloc(f->p->arena, size + 1, 1);
	for (size_t i = 0; i < n; i++)
		bits[i / 8] |= (unsigned char)(0x80 >> i % 8);
	put(f, descriptor, "/CIDSet", stream_of(f, bits, size, "<< >>"));
}

/* A font of many glyphs: those there are, and that they are numbered as they stand. */
static void
mend_large(struct finisher *f, qpdf_oh font)
{
	add_cid_set(f, font);
	if (str_eq(str_of(qpdf_oh_get_name(f->q, qpdf_oh_get_key(f->q, font, "/Subtype"))), S("/CIDFontType2")))
		put(f, font, "/CIDToGIDMap", qpdf_oh_new_name(f->q, "/Identity"));
}

/* A font in the Latin encoding: the names of the glyphs there are, those that have a width. */
static void
mend_latin(struct finisher *f, qpdf_oh font)
{
	qpdf_oh descriptor = qpdf_oh_get_key(f->q, font, "/FontDescriptor"), widths = qpdf_oh_get_key(f->q, font, "/Widths");
	struct buf b = buf_new(f->p->arena, 8 * 1024);
	int64_t first = qpdf_oh_get_int_value(f->q, qpdf_oh_get_key(f->q, font, "/FirstChar")), code = 32;
	str rest = str_of(winansi), name;

	if (!qpdf_oh_is_dictionary(f->q, descriptor) || !qpdf_oh_is_array(f->q, widths))
		return;
	for (; str_cut(rest, ' ', &name, &rest); code++) {
		int64_t at = code - first;
		if (at >= 0 && at < qpdf_oh_get_array_n_items(f->q, widths) &&
			qpdf_oh_get_numeric_value(f->q, qpdf_oh_get_array_item(f->q, widths, (int)at)) > 0)
			buf_addf(&b, "/" STR_FMT, STR_ARG(name));
	}
	put(f, descriptor, "/CharSet", qpdf_oh_new_binary_string(f->q, b.p ? b.p : "", b.n));
}

static void
mend_font(struct finisher *f, qpdf_oh font)
{
	qpdf_oh inside = qpdf_oh_get_key(f->q, font, "/DescendantFonts");

	if (qpdf_oh_is_array(f->q, inside) && qpdf_oh_get_array_n_items(f->q, inside) == 1)
		mend_large(f, qpdf_oh_get_array_item(f->q, inside, 0));
	else if (str_eq(str_of(qpdf_oh_get_name(f->q, qpdf_oh_get_key(f->q, font, "/Subtype"))), S("/Type1")))
		mend_latin(f, font);
}

static void
mend_fonts(struct finisher *f, qpdf_oh page)
{
	qpdf_oh fonts = qpdf_oh_get_key(f->q, qpdf_oh_get_key(f->q, page, "/Resources"), "/Font");
	struct buf names = buf_new(f->p->arena, 64 * 1024);
	str rest, name;

	if (!qpdf_oh_is_dictionary(f->q, fonts))
		return;
	/* The library walks over one dictionary at a time. */
	qpdf_oh_begin_dict_key_iter(f->q, fonts);
	while (qpdf_oh_dict_more_keys(f->q))
		buf_addf(&names, "%s ", qpdf_oh_dict_next_key(f->q));
	for (rest = buf_str(&names); str_cut(rest, ' ', &name, &rest);)
		mend_font(f, qpdf_oh_get_key(f->q, fonts, str_z(f->p->arena, name)));
}

void
make_archive(struct finisher *f, qpdf_oh root)
{
	qpdf_oh intents = qpdf_oh_new_array(f->q), intent = qpdf_oh_parse(f->q, "<< /Type /OutputIntent /S /GTS_PDFA1 "
		"/OutputConditionIdentifier (sRGB IEC61966-2.1) /Info (sRGB IEC61966-2.1) >>");
	int pages = qpdf_get_num_pages(f->q);

	put(f, intent, "/DestOutputProfile", stream_of(f, srgb_icc, srgb_icc_size, "<< /N 3 >>"));
	qpdf_oh_append_item(f->q, intents, intent);
	put(f, root, "/OutputIntents", intents);
	/* Cairo declares a transparency group on every page; nothing we draw is transparent. */
	for (int i = 0; i < pages; i++) {
		qpdf_oh page = qpdf_get_page_n(f->q, (size_t)i);
		qpdf_oh_remove_key(f->q, page, "/Group");
		mend_fonts(f, page);
		qpdf_oh_release_all(f->q);
	}
}
