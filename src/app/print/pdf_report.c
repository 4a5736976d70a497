/* pdf_report.c: a report on paper. */
#include "app/print/report.h"

/* On a sheet on its side two stand beside each other. */
static void
add_facts(struct pdf *d, const struct report_part *part, bool wide)
{
	static const double widths[] = { 44, -1, 44, -1 };
	size_t step = wide ? 4 : 2;

	paper_open(d->paper, &(struct paper_box){ .look = PAPER_TINTED, .pad = 3.5, .gap = 1.4, .keep = true });
	for (size_t i = 0; i + 1 < part->n; i += step) {
		paper_row(d->paper, widths, step, 3, 0);
		for (size_t k = i; k < i + step; k++)
			paper_text(d->paper, k % 2 ? PAPER_BODY : PAPER_STRONG, k < part->n ? part->cells[k] : (str){ 0 });
		paper_end(d->paper);
	}
	paper_end(d->paper);
}

static void
add_numbered(struct pdf *d, const struct report_part *part)
{
	paper_list(d->paper);
	for (size_t i = 0; i < part->n; i++) {
		paper_item(d->paper, str_fmt(d->rq->arena, "%zu.", i + 1), PAPER_BODY);
		paper_text(d->paper, PAPER_BODY, part->cells[i]);
		paper_end(d->paper);
	}
	paper_end(d->paper);
}

static void
add_table(struct pdf *d, const struct report_part *part)
{
	paper_table(d->paper, part->widths, part->columns);
	pdf_columns(d, part->cells, part->columns);
	for (size_t i = part->columns; i + part->columns <= part->n; i += part->columns) {
		paper_table_row(d->paper, false, 0);
		for (size_t k = 0; k < part->columns; k++)
			pdf_cell(d, k == part->named ? PAPER_ROW_HEADER : PAPER_DATA_CELL, part->cells[i + k]);
		paper_end(d->paper);
	}
	paper_end(d->paper);
}

static void
add_part(struct pdf *d, const struct report_part *part, bool wide)
{
	switch (part->kind) {
	case PART_HEADING:
		paper_space(d->paper, 2, 0);
		paper_text(d->paper, PAPER_H2, part->text);
		return;
	case PART_SUBHEADING:
		paper_space(d->paper, 0.8, 0);
		paper_text(d->paper, PAPER_H3, part->text);
		return;
	case PART_TEXT: paper_text(d->paper, PAPER_BODY, part->text); return;
	case PART_QUIET: paper_text(d->paper, PAPER_SMALL, part->text); return;
	case PART_POINTS: pdf_points(d, part->cells, part->n, PAPER_BODY); return;
	case PART_NUMBERED: add_numbered(d, part); return;
	case PART_FACTS: add_facts(d, part, wide); return;
	case PART_TABLE: add_table(d, part); return;
	}
}

void
pdf_report(struct pdf *d, const struct report *r)
{
	pdf_sheet(d, r->wide ? PAPER_A4_WIDE : PAPER_A4, r->title, PDF_FLOWS, 1);
	pdf_head(d, r->kind, r->title, (str){ 0 });
	for (size_t i = 0; i < r->n; i++)
		add_part(d, &r->parts[i], r->wide);
}
