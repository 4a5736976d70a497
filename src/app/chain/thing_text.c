/* thing_text.c: what things are called: refs, words, and a sheet in one line. */
#include "app/chain/thing.h"

#include "base/str.h"

#define DOTS "\xe2\x80\xa6"	/* … */

static const char *const words[] = {
	[MAKES_NOTE] = "note", [MAKES_THEME] = "theme", [MAKES_CHALLENGE] = "challenge", [MAKES_PRESERVATION] = "preservation",
	[MAKES_DESCRIPTION] = "description", [MAKES_CAUSE] = "cause", [MAKES_STATEMENT] = "statement", [MAKES_IDEA] = "idea",
	[MAKES_PROPOSAL] = "proposal", [MAKES_MEASURE] = "measure", [MAKES_EXPERIENCE] = "experience",
	[MAKES_VERDICT] = "verdict", [MAKES_HABIT] = "habit", [MAKES_ENTRY] = "entry",
};

const char *
makes_word(enum step_makes m)
{
	return m < COUNT(words) && words[m] ? words[m] : "";
}

enum step_makes
makes_of(str word)
{
	for (size_t i = MAKES_NOTE; i < COUNT(words); i++)
		if (str_eq(word, str_of(words[i])))
			return (enum step_makes)i;
	return 0;
}

str
makes_many(enum lang l, enum step_makes m)
{
	switch (m) {
	case MAKES_NOTE: return tr(l, "Notes");
	case MAKES_THEME: return tr(l, "Themes");
	case MAKES_CHALLENGE: return tr(l, "Challenges");
	case MAKES_PRESERVATION: return tr(l, "What we keep");
	case MAKES_DESCRIPTION: return tr(l, "Descriptions");
	case MAKES_CAUSE: return tr(l, "Causes");
	case MAKES_STATEMENT: return tr(l, "Sentences");
	case MAKES_IDEA: return tr(l, "Ideas");
	case MAKES_PROPOSAL: return tr(l, "Proposals");
	case MAKES_MEASURE: return tr(l, "Measures");
	case MAKES_EXPERIENCE: return tr(l, "Experiences");
	case MAKES_VERDICT: return tr(l, "Decisions");
	case MAKES_HABIT: return tr(l, "Habits");
	case MAKES_ENTRY: break;
	}
	return tr(l, "Sheets");
}

bool
thing_cut(str ref, str *kind, str *id)
{
	return str_cut(ref, ':', kind, id) && kind->n && id->n;
}

str
thing_ref(struct arena *a, const char *kind, str id)
{
	return str_fmt(a, "%s:" STR_FMT, kind, STR_ARG(id));
}

str
thing_element(struct arena *a, str ref)
{
	str kind, id;

	return thing_cut(ref, &kind, &id) ? str_fmt(a, STR_FMT "-" STR_FMT, STR_ARG(kind), STR_ARG(id)) : ref;
}

const struct thing *
things_find(const struct things *t, str ref)
{
	for (size_t i = 0; ref.n && i < t->n; i++)
		if (str_eq(t->p[i].ref, ref))
			return &t->p[i];
	return NULL;
}

str
thing_title(const struct thing *t, enum lang l)
{
	return text_in(&t->title, l);
}

/* ---- a sheet in one line ---- */

static str
body_of(const struct method_field *field, const struct filled *f, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (str_eq(f[i].field, field->id))
			return f[i].body;
	return (str){ 0 };
}

static bool
is_words(const struct method_field *field)
{
	return field->kind == ENTRY_TEXT || field->kind == ENTRY_LINE;
}

/* The words of a label without its dots, with the comma before them if the method writes one; empty when it has no dots and is no
 * part of a sentence. */
static str
part_of_sentence(str label)
{
	bool dots = false;

	if (str_starts(label, S(DOTS))) {
		label = str_trim(str_from(label, sizeof(DOTS) - 1));
		dots = true;
	}
	if (str_ends(label, S(DOTS))) {
		label = str_trim(str_take(label, label.n - (sizeof(DOTS) - 1)));
		dots = true;
	}
	return dots ? label : (str){ 0 };
}

bool
field_in_sentence(const struct method_field *f, enum lang l)
{
	return is_words(f) && part_of_sentence(text_in(&f->label, l)).n > 0;
}

/* People often write the label's words once more: "How can we" in the field "How can we …". */
static str
without_label(str body, str label)
{
	if (body.n > label.n && str_eq_nocase(str_take(body, label.n), label))
		return str_trim(str_from(body, label.n));
	return body;
}

str
sheet_sentence(struct arena *a, const struct method_sheet *sheet, const struct filled *f, size_t n, enum lang l)
{
	struct buf b = buf_new(a, 8192);

	for (size_t i = 0; i < sheet->field_count; i++) {
		str label = part_of_sentence(text_in(&sheet->fields[i].label, l));
		str body = body_of(&sheet->fields[i], f, n);
		if (!label.n || !body.n || !is_words(&sheet->fields[i]))
			continue;
		str said = str_starts(label, S(",")) ? str_trim(str_from(label, 1)) : label;
		if (b.n && said.n == label.n)
			buf_addc(&b, ' ');
		buf_add(&b, b.n ? label : said);
		buf_addc(&b, ' ');
		body = without_label(body, said);
		for (size_t k = 0; k < body.n; k++)
			buf_addc(&b, body.p[k] == '\n' ? ' ' : body.p[k]);
	}
	return buf_str(&b);
}

/* The first line of a text. */
static str
one_line(str s)
{
	str head, rest;

	s = str_trim(s);
	return str_cut(s, '\n', &head, &rest) ? str_trim(head) : s;
}

void
sheet_title(struct arena *a, const struct method_sheet *sheet, const struct filled *f, size_t n, const struct text3 *about,
	struct text3 *out)
{
	str first = { 0 };

	*out = (struct text3){ 0 };
	for (size_t i = 0; sheet && i < sheet->field_count; i++) {
		const struct method_field *field = &sheet->fields[i];
		str body = one_line(body_of(field, f, n));
		if (field->becomes == BECOMES_TITLE && body.n)
			for (int l = 0; l < LANG_COUNT; l++)
				out->in[l] = body;
		if (!first.n && is_words(field))
			first = body;
	}
	for (int l = 0; sheet && l < LANG_COUNT; l++) {
		if (!out->in[l].n)
			out->in[l] = sheet_sentence(a, sheet, f, n, (enum lang)l);
		if (!out->in[l].n && about)
			out->in[l] = about->in[l];
		if (!out->in[l].n)
			out->in[l] = first;
	}
}
