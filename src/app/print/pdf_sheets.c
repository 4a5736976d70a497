/* pdf_sheets.c: documents to read, worksheets to fill in, the list of who came. */
#include "app/print/pdf.h"

#define ATTENDANCE_LINES 22

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

	pdf_sheet(d, wall ? PAPER_A3 : PAPER_A4, title, wall ? PDF_FILLS : PDF_FLOWS, copies);
	if (!wall) {
		pdf_head(d, document_kind(d, v), title, (str){ 0 });
		pdf_markdown(d, v->text, PAPER_BODY);
		return;
	}
	paper_text(d->paper, PAPER_KIND, d->unit);
	paper_text(d->paper, PAPER_HUGE, title);
	paper_space(d->paper, 4, 1);
	paper_open(d->paper, &(struct paper_box){ .gap = 7 });
	pdf_markdown(d, v->text, PAPER_LARGE);
	paper_end(d->paper);
	paper_space(d->paper, 0, 2);
}

/* ---- worksheets ---- */

static str
sheet_kind(const struct pdf *d, const struct method_sheet *s)
{
	if (s->whom == SHEET_EACH)
		return tr(d->lang, "Worksheet · one each");
	return s->whom == SHEET_TABLE ? tr(d->lang, "Worksheet · one for each table") : tr(d->lang, "Worksheet · one for the group");
}

static size_t
add_inputs(struct pdf *d, const struct print_view *v, const struct method_field *f)
{
	size_t n = 0;
	bool several = v->sheet && v->sheet->whom != SHEET_EACH;

	if (several)
		paper_list(d->paper);
	for (size_t i = 0; i < v->input_count; i++) {
		if (!str_eq(v->inputs[i].field, f->id))
			continue;
		n++;
		if (several)
			paper_item(d->paper, S("•"), PAPER_BODY);
		paper_text(d->paper, PAPER_BODY, v->inputs[i].text);
		if (several)
			paper_end(d->paper);
	}
	if (several)
		paper_end(d->paper);
	return n;
}

/* Half a page of squares to tick reads badly; they stand in one line that breaks. */
static void
add_choices(struct pdf *d, const struct method_field *f)
{
	paper_text_open(d->paper, PAPER_BODY);
	for (size_t i = 0; i < f->choice_count; i++)
		paper_run(d->paper, str_fmt(d->rq->arena, "%s☐ " STR_FMT, i ? "    " : "", STR_ARG(text_in(&f->choices[i].text, d->lang))), 0);
	paper_end(d->paper);
}

static void
add_field(struct pdf *d, const struct print_view *v, const struct method_sheet *s, const struct method_field *f)
{
	int lines = f->kind == ENTRY_TEXT ? f->lines : f->kind == ENTRY_CHOICE ? 0 : 1;
	bool drawn = s->whom == SHEET_EACH || f->kind != ENTRY_TEXT;

	paper_open(d->paper, &(struct paper_box){ .look = PAPER_FRAMED, .pad = 3.6, .gap = 1.4, .grow = lines ? lines : 0.2, .keep = true,
		.least = drawn ? 0 : 8 + 6 * lines });
	paper_text(d->paper, PAPER_H2, text_in(&f->label, d->lang));
	if (!text_is_empty(&f->help))
		paper_text(d->paper, PAPER_SMALL, text_in(&f->help, d->lang));
	if (f->choice_count)
		add_choices(d, f);
	if (add_inputs(d, v, f) == 0 && lines && drawn)
		paper_ruled(d->paper, (lines + 1) / 2, 1);
	paper_end(d->paper);
}

static void
add_pairs(struct pdf *d, const struct print_view *v, const struct method_sheet *s)
{
	static const double halves[] = { -1, -1 };
	size_t i = 0;

	for (; i + 1 < s->field_count; i += 2) {
		const struct method_field *a = &s->fields[i], *b = &s->fields[i + 1];
		paper_row(d->paper, halves, 2, 5, a->lines > b->lines ? a->lines : b->lines);
		add_field(d, v, s, a);
		add_field(d, v, s, b);
		paper_end(d->paper);
	}
	if (i < s->field_count)
		add_field(d, v, s, &s->fields[i]);
}

void
pdf_worksheet(struct pdf *d, const struct print_view *v, const struct method_sheet *s, int copies)
{
	bool wide = s->paper == SIZE_A3;

	pdf_sheet(d, wide ? PAPER_A3_WIDE : PAPER_A4, text_in(&s->name, d->lang), PDF_FILLS, copies);
	pdf_head(d, sheet_kind(d, s), text_in(&s->name, d->lang), text_in(&s->intro, d->lang));
	if (wide) {
		add_pairs(d, v, s);
		return;
	}
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
