/* pdf.c: what all PDFs have in common. */
#include "app/print/pdf.h"

#include <stdlib.h>

#include "base/clock.h"
#include "http/server.h"
#include "paper/press.h"
#include "text/blocks.h"
#include "text/qr.h"

enum lang
pdf_language(struct req *rq)
{
	enum lang asked;

	return lang_of(req_query(rq, S("lang")), &asked) ? asked : rq->lang;
}

struct pdf
pdf_new(struct req *rq, const struct process *p, str title, bool archive)
{
	struct paper_about about = { .title = title, .lang = lang_tag(rq->lang), .author = p->unit_name, .made = clock_now(),
		.archive = archive };

	return (struct pdf){ .rq = rq, .paper = paper_new(rq->arena, &about), .lang = rq->lang, .unit = p->unit_name,
		.process = p->name };
}

static void
free_bytes(struct paper_bytes *b)
{
	free(b->p);
}

err
pdf_send(struct req *rq, struct response *rs, struct pdf *d, str name)
{
	struct paper_bytes out CLEANUP(free_bytes) = { 0 };
	err e;

	req_read_done(rq);
	server_wait_begin();
	e = press_print(rq->app->press, d->paper, &out);
	server_wait_end();
	if (e == ERR_TOOBIG || (!e && out.n > rs->body.max))
		return req_fail(rq, ERR_TOOBIG, tr(rq->lang, "This is too much for one PDF. Print a part of it, or fewer copies."));
	if (e == ERR_BUSY)
		return req_fail(rq, ERR_BUSY, tr(rq->lang, "Many are printing just now. Try again in a minute."));
	TRY(e);
	buf_add(&rs->body, (str){ (const char *)out.p, out.n });
	response_header(rs, S("Content-Type"), S("application/pdf"));
	response_header(rs, S("Content-Disposition"), str_fmt(rq->arena, "attachment; filename=\"" STR_FMT ".pdf\"", STR_ARG(name)));
	return OK;
}

err
pdf_send_secret(struct req *rq, struct response *rs, struct pdf *d, str name)
{
	TRY(pdf_send(rq, rs, d, name));
	response_header_set(rs, S("Content-Disposition"), str_fmt(rq->arena, "inline; filename=\"" STR_FMT ".pdf\"", STR_ARG(name)));
	response_header_set(rs, S("Cache-Control"), S("no-store"));
	return OK;
}

/* ---- sheets ---- */

void
pdf_sheet(struct pdf *d, enum paper_format format, str name, enum pdf_fill fill, int copies)
{
	paper_begin(d->paper, &(struct paper_sheet){ .format = format, .name = name, .mark = S("Medvirk"), .stamp = d->stamp,
		.foot = str_fmt(d->rq->arena, STR_FMT "%s" STR_FMT, STR_ARG(d->unit), d->process.n ? " · " : "", STR_ARG(d->process)),
		.page_of = tr(d->lang, "Page {n} of {all}"), .copies = copies, .fills = fill == PDF_FILLS || fill == PDF_HANGS,
		.one = fill == PDF_HANGS, .centred = fill == PDF_CENTRED });
}

void
pdf_head(struct pdf *d, str kind, str title, str intro)
{
	paper_open(d->paper, &(struct paper_box){ .look = PAPER_UNDERLINED, .gap = 1.6, .keep = true });
	if (kind.n)
		paper_text(d->paper, PAPER_KIND, kind);
	paper_text(d->paper, PAPER_TITLE, title);
	if (intro.n)
		paper_text(d->paper, PAPER_BODY, intro);
	paper_space(d->paper, 1.5, 0);
	paper_end(d->paper);
	paper_space(d->paper, 1, 0);
}

static void
add_runs(struct pdf *d, const struct block *b, enum paper_style style)
{
	paper_text_open(d->paper, style);
	for (size_t i = 0; i < b->n; i++)
		paper_run(d->paper, b->runs[i].text, b->runs[i].looks);
	paper_end(d->paper);
}

/* Columns of figures are narrow, the one with most words wide. */
static void
add_table(struct pdf *d, const struct block *b)
{
	size_t columns = (size_t)b->level;
	double *widths = NEW_ARRAY(d->rq->arena, double, columns);

	for (size_t i = 0; i < b->n; i++)
		if (-widths[i % columns] < (double)b->runs[i].text.n)
			widths[i % columns] = -(double)b->runs[i].text.n;
	for (size_t i = 0; i < columns; i++)
		widths[i] = widths[i] > -8 ? -8 : widths[i] < -60 ? -60 : widths[i];
	paper_table(d->paper, widths, columns);
	for (size_t i = 0; i < b->n; i += columns) {
		paper_table_row(d->paper, i == 0, 0);
		for (size_t k = 0; k < columns; k++)
			pdf_cell(d, i ? PAPER_DATA_CELL : PAPER_HEADER_CELL, b->runs[i + k].text);
		paper_end(d->paper);
	}
	paper_end(d->paper);
}

static bool
is_for_wall(enum paper_style style)
{
	return style == PAPER_LARGE || style == PAPER_LARGER;
}

static void
add_block(struct pdf *d, const struct block *b, enum paper_style style)
{
	struct paper *p = d->paper;

	switch (b->kind) {
	case BLOCK_HEADING:
		paper_space(p, 1.2, 0);
		add_runs(d, b, is_for_wall(style) ? PAPER_TITLE : b->level <= 2 ? PAPER_H2 : PAPER_H3);
		return;
	case BLOCK_PARAGRAPH:
	case BLOCK_CODE: add_runs(d, b, style); return;
	case BLOCK_RULE: paper_rule(p); return;
	case BLOCK_TABLE: add_table(d, b); return;
	case BLOCK_QUOTE:
		paper_open(p, &(struct paper_box){ .role = PAPER_QUOTE, .look = PAPER_BARRED, .gap = 2 });
		return;
	case BLOCK_LIST:
		paper_open(p, &(struct paper_box){ .role = PAPER_LIST, .gap = is_for_wall(style) ? 6 : 1.2 });
		return;
	case BLOCK_ITEM:
		paper_item(p, b->level ? str_fmt(d->rq->arena, "%d.", b->level) : S("•"), style);
		return;
	case BLOCK_QUOTE_END:
	case BLOCK_LIST_END:
	case BLOCK_ITEM_END:
		paper_end(p);
		return;
	}
}

void
pdf_markdown(struct pdf *d, str text, enum paper_style style)
{
	struct blocks all = markdown_blocks(d->rq->arena, text);

	for (size_t i = 0; i < all.n; i++)
		add_block(d, &all.p[i], style);
}

void
pdf_points(struct pdf *d, const str *points, size_t n, enum paper_style style)
{
	if (!n)
		return;
	paper_list(d->paper);
	for (size_t i = 0; i < n; i++) {
		paper_item(d->paper, S("•"), style);
		paper_text(d->paper, style, points[i]);
		paper_end(d->paper);
	}
	paper_end(d->paper);
}

void
pdf_qr(struct pdf *d, str text, double width, str alt)
{
	int side;
	const unsigned char *dark = qr_squares(d->rq->arena, text, &side);

	if (dark)
		paper_squares(d->paper, dark, side, width, alt);
}

void
pdf_cell(struct pdf *d, enum paper_role role, str text)
{
	str name = text, more = { 0 };

	paper_cell(d->paper, role);
	if (role == PAPER_ROW_HEADER)
		str_cut(text, '\n', &name, &more);
	if (name.n)
		paper_text(d->paper, role == PAPER_DATA_CELL ? PAPER_CELL : PAPER_CELL_HEAD, name);
	if (more.n)
		paper_text(d->paper, PAPER_CELL, more);
	paper_end(d->paper);
}

void
pdf_columns(struct pdf *d, const str *names, size_t n)
{
	paper_table_row(d->paper, true, 0);
	for (size_t i = 0; i < n; i++)
		pdf_cell(d, PAPER_HEADER_CELL, names[i]);
	paper_end(d->paper);
}

/* ---- things of a print list ---- */

bool
pdf_has(const struct print_view *v)
{
	if (v->what->what != PRINT_CODE)
		return v->what->what != PRINT_SLIPS;
	for (size_t i = 0; i < v->run_count; i++)
		if (print_leads_to(&v->runs[i]))
			return true;
	return false;
}

/* Filled in there are as many sheets as were filled in. */
static void
pdf_filled_or_blank(struct pdf *d, const struct print_view *v, int copies)
{
	if (!v->filled || v->session->kind == SESSION_MEETING) {
		pdf_worksheet(d, v, v->sheet, copies);
		return;
	}
	for (size_t i = 0; i < v->made.n; i++)
		pdf_made(d, v, &v->made.p[i], 1);
	if (!v->made.n)
		pdf_nothing_made(d, text_in(&v->sheet->name, d->lang));
}

void
pdf_thing(struct pdf *d, const struct print_view *v, int copies)
{
	switch (v->what->what) {
	case PRINT_DOCUMENT:
	case PRINT_SCRIPT: pdf_document(d, v, copies); return;
	case PRINT_SHEET: pdf_filled_or_blank(d, v, copies); return;
	case PRINT_POSTER: pdf_poster(d, v, copies); return;
	case PRINT_RUN_SHEET: pdf_run_sheets(d, v, copies); return;
	case PRINT_CODE: pdf_codes(d, v, copies); return;
	case PRINT_ATTENDANCE: pdf_attendance(d, v, copies); return;
	case PRINT_PLAN_B: pdf_plan_b(d, v, copies); return;
	case PRINT_PLAN: pdf_plan(d, v, v->what->paper == SIZE_A3 ? PAPER_A3_WIDE : PAPER_A4_WIDE, copies); return;
	case PRINT_SLIPS: return;
	}
}
