/* pdf_sheets.c: documents to read, worksheets to fill in, the list of who came. */
#include "app/print/pdf.h"

#define ATTENDANCE_LINES 22
#define SHORT_DOCUMENT 450	/* bytes: half a page on the wall, in the largest letters */

/* ---- documents and scripts ---- */

static str
document_kind(struct pdf *d, const struct print_view *v)
{
	str method = text_in(&v->p->method->name, d->lang);

	if (v->what->what != PRINT_SCRIPT)
		return method;
	return str_fmt(d->rq->arena, STR_FMT " · " STR_FMT, STR_ARG(method), STR_ARG(text_in(&v->what->name, d->lang)));
}

void
pdf_document(struct pdf *d, const struct print_view *v, int copies)
{
	bool wall = v->what->what == PRINT_DOCUMENT && v->what->paper == SIZE_A3;
	str title = v->title.n ? v->title : text_in(&v->what->name, d->lang);

	pdf_sheet(d, wall ? PAPER_A3 : PAPER_A4, title, wall ? PDF_HANGS : PDF_FLOWS, copies);
	if (!wall) {
		pdf_head(d, document_kind(d, v), title, (str){ 0 });
		pdf_markdown(d, v->text, PAPER_BODY);
		return;
	}
	paper_text(d->paper, PAPER_KIND, d->unit);
	paper_text(d->paper, PAPER_HUGE, title);
	paper_space(d->paper, 6, 0);
	paper_open(d->paper, &(struct paper_box){ .gap = 9 });
	pdf_markdown(d, v->text, v->text.n < SHORT_DOCUMENT ? PAPER_LARGER : PAPER_LARGE);
	paper_end(d->paper);
}

/* ---- worksheets ---- */

static str
sheet_kind(const struct pdf *d, const struct method_sheet *s)
{
	if (s->whom == SHEET_EACH)
		return tr(d->lang, "Worksheet · one each");
	return s->whom == SHEET_TABLE ? tr(d->lang, "Worksheet · one for each table") : tr(d->lang, "Worksheet · one for the group");
}

/* On the wall short answers are read from some steps away; the longest decides for all. */
static enum paper_style
answer_style(const struct print_view *v)
{
	size_t longest = 0;

	for (size_t i = 0; i < v->input_count; i++)
		longest = v->inputs[i].text.n > longest ? v->inputs[i].text.n : longest;
	if (!v->one_each || v->sheet->paper != SIZE_A3 || longest >= 500)
		return PAPER_BODY;
	if (longest < 120 && v->sheet->field_count <= 6)
		return PAPER_LARGER;
	return longest < 160 ? PAPER_LARGE : PAPER_LEAD;
}

static size_t
add_inputs(struct pdf *d, const struct print_view *v, const struct method_field *f)
{
	size_t n = 0;
	bool several = v->sheet && v->sheet->whom != SHEET_EACH && !v->one_each;

	if (several)
		paper_list(d->paper);
	for (size_t i = 0; i < v->input_count; i++) {
		if (!str_eq(v->inputs[i].field, f->id))
			continue;
		n++;
		if (several)
			paper_item(d->paper, S("•"), PAPER_BODY);
		paper_text(d->paper, answer_style(v), v->inputs[i].text);
		if (several)
			paper_end(d->paper);
	}
	if (several)
		paper_end(d->paper);
	return n;
}

/* Half a page of squares to tick reads badly; they stand in one line that breaks. */
static void
add_choices(struct pdf *d, const struct print_view *v, const struct method_sheet *s, const struct method_field *f)
{
	bool large = s->paper == SIZE_A3;

	paper_text_open(d->paper, v->one_each && large ? PAPER_LARGE : v->one_each || large ? PAPER_LEAD : PAPER_BODY);
	for (size_t i = 0; i < f->choice_count; i++) {
		str choice = text_in(&f->choices[i].text, d->lang);
		bool ticked = print_ticked(v, f, choice);
		paper_run(d->paper, str_fmt(d->rq->arena, "%s%s " STR_FMT, i ? "    " : "", ticked ? "☒" : "☐", STR_ARG(choice)),
			ticked ? PAPER_BOLD : 0);
	}
	paper_end(d->paper);
}

static void
add_field(struct pdf *d, const struct print_view *v, const struct method_sheet *s, const struct method_field *f)
{
	int lines = f->kind == ENTRY_CHOICE ? 0 : v->one_each ? 2 : f->kind == ENTRY_TEXT ? f->lines : 1;
	bool drawn = s->whom == SHEET_EACH || f->kind != ENTRY_TEXT;

	paper_open(d->paper, &(struct paper_box){ .look = PAPER_FRAMED, .pad = 3.6, .gap = 1.4, .grow = lines ? lines : 0.2, .keep = true,
		.least = drawn || v->one_each ? 0 : 8 + 6 * lines });
	paper_text(d->paper, PAPER_H2, text_in(&f->label, d->lang));
	if (!text_is_empty(&f->help))
		paper_text(d->paper, PAPER_SMALL, text_in(&f->help, d->lang));
	if (f->choice_count)
		add_choices(d, v, s, f);
	else if (add_inputs(d, v, f) == 0 && lines && drawn && !v->one_each)
		paper_ruled(d->paper, (lines + 1) / 2, s->whom == SHEET_EACH ? 1 : 0);
	paper_end(d->paper);
}

/* Two beside each other, of those that come after one another. */
static void
add_pairs(struct pdf *d, const struct print_view *v, const struct method_sheet *s, size_t from, size_t to)
{
	static const double halves[] = { -1, -1 };

	for (; from + 1 < to; from += 2) {
		const struct method_field *a = &s->fields[from], *b = &s->fields[from + 1];
		int lines = a->lines > b->lines ? a->lines : b->lines;
		paper_row(d->paper, halves, 2, 5, v->one_each ? 2 : lines);
		add_field(d, v, s, a);
		add_field(d, v, s, b);
		paper_end(d->paper);
	}
	if (from < to)
		add_field(d, v, s, &s->fields[from]);
}

/* A blank sheet on which something is drawn: that takes its field's place, over the whole width. */
static void
add_drawn(struct pdf *d, const struct print_view *v, const struct method_sheet *s, const struct method_step *st,
	const struct method_field *field)
{
	size_t at = (size_t)(field - s->fields);

	add_pairs(d, v, s, 0, at);
	pdf_blank_drawing(d, st);
	add_pairs(d, v, s, at + 1, s->field_count);
}

void
pdf_worksheet(struct pdf *d, const struct print_view *v, const struct method_sheet *s, int copies)
{
	bool wide = s->paper == SIZE_A3;
	const struct method_field *field;
	const struct method_step *drawn = made_drawn(v->session, s, &field);
	str name = text_in(&s->name, d->lang);
	bool about = v->one_each && v->about.n;

	pdf_sheet(d, wide ? PAPER_A3_WIDE : PAPER_A4, about ? v->about : name, PDF_FILLS, copies);
	/* On a wall full of sheets of one kind, what each is about is what one looks for. */
	pdf_head(d, !v->one_each ? sheet_kind(d, s) : about ? name : d->unit, about ? v->about : name,
		v->one_each ? (str){ 0 } : text_in(&s->intro, d->lang));
	if (drawn && !v->filled)
		add_drawn(d, v, s, drawn, field);
	else if (wide)
		add_pairs(d, v, s, 0, s->field_count);
	else
		for (size_t i = 0; i < s->field_count; i++)
			add_field(d, v, s, &s->fields[i]);
}

/* ---- who came ---- */

void
pdf_attendance(struct pdf *d, const struct print_view *v, int copies)
{
	static const double widths[] = { -2, -1 };
	str names[] = { tr(d->lang, "Name"), tr(d->lang, "Came at") };

	pdf_sheet(d, PAPER_A4, text_in(&v->what->name, d->lang), PDF_FLOWS, copies);
	pdf_head(d, text_in(&v->session->name, d->lang), text_in(&v->what->name, d->lang),
		tr(d->lang, "Only for counting, and for those who need to show that they were at work. It is not stored: throw it away afterwards."));
	paper_table(d->paper, widths, 2);
	pdf_columns(d, names, 2);
	for (int i = 0; i < ATTENDANCE_LINES; i++) {
		paper_table_row(d->paper, false, 9.3);
		pdf_cell(d, PAPER_DATA_CELL, (str){ 0 });
		pdf_cell(d, PAPER_DATA_CELL, (str){ 0 });
		paper_end(d->paper);
	}
	paper_end(d->paper);
}
