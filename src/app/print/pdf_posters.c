/* pdf_posters.c: what hangs on the wall and stands on the tables. */
#include "app/print/pdf.h"
#include "app/room/slip.h"
#include "text/date.h"

/* An A3 poster in the largest letters: how many are on a line, and millimetres from line to line and between titles. */
#define LARGER_LINE 30
#define LARGER_PITCH 18
#define LARGER_GAP 15
#define TITLES_FEW 5

static enum paper_format
poster_format(const struct print_view *v)
{
	return v->what->paper == SIZE_A3 ? PAPER_A3 : PAPER_A4;
}

static void
add_phase(struct pdf *d, const struct plan_row *row, int number)
{
	static const double widths[] = { 16, -1 };

	paper_open(d->paper, &(struct paper_box){ .look = PAPER_TINTED, .pad = 6, .grow = 1, .keep = true, .middle = true });
	paper_row(d->paper, widths, 2, 5, 0);
	paper_badge(d->paper, str_fmt(d->rq->arena, "%d", number));
	paper_open(d->paper, &(struct paper_box){ .gap = 1.8 });
	paper_text(d->paper, PAPER_H2, text_in(&row->phase->name, d->lang));
	paper_text(d->paper, PAPER_BODY, text_in(&row->phase->aim, d->lang));
	if (row->meet_at)
		paper_text(d->paper, PAPER_STRONG, str_fmt(d->rq->arena, STR_FMT "%s" STR_FMT,
			STR_ARG(date_time(d->rq->arena, d->lang, row->meet_at)), row->place.n ? ", " : "", STR_ARG(row->place)));
	paper_end(d->paper);
	paper_end(d->paper);
	paper_end(d->paper);
}

static void
add_title(struct pdf *d, str text, enum paper_style style)
{
	paper_open(d->paper, &(struct paper_box){ .role = PAPER_ITEM, .look = PAPER_TINTED, .pad = 5, .grow = 1, .keep = true, .middle = true });
	paper_open(d->paper, &(struct paper_box){ .role = PAPER_ITEM_BODY });
	paper_text(d->paper, style, text);
	paper_end(d->paper);
	paper_end(d->paper);
}

/* As large as they may be in so many millimetres. */
static enum paper_style
title_style(const struct pdf *d, const struct print_view *v, size_t room)
{
	size_t lines = 0;

	for (size_t i = 0; i < v->title_count; i++)
		lines += 1 + v->titles[i].n / LARGER_LINE;
	for (size_t i = 0; i < v->rules.n; i++)
		lines += 1 + rule_text(&v->rules.p[i], d->lang).n / LARGER_LINE;
	return lines * LARGER_PITCH + (v->title_count + v->rules.n) * LARGER_GAP <= room ? PAPER_LARGER : PAPER_LARGE;
}

/* They share what is left of the page; a few do not swell to all of it. Nothing chosen yet: room to write by hand. */
static void
add_titles(struct pdf *d, const struct print_view *v, size_t room)
{
	enum paper_style style = title_style(d, v, room);
	size_t n = v->title_count + v->rules.n;

	if (!n) {
		paper_ruled(d->paper, 8, 1);
		return;
	}
	paper_open(d->paper, &(struct paper_box){ .role = PAPER_LIST, .gap = 5, .grow = 1 });
	for (size_t i = 0; i < v->title_count; i++)
		add_title(d, v->titles[i], style);
	for (size_t i = 0; i < v->rules.n; i++)
		add_title(d, rule_text(&v->rules.p[i], d->lang), style);
	if (n < TITLES_FEW)
		paper_space(d->paper, 0, (double)(TITLES_FEW - n));
	paper_end(d->paper);
}

static void
add_address(struct pdf *d, const struct print_view *v)
{
	static const double widths[] = { 36, -1 };

	paper_row(d->paper, widths, 2, 6, 0);
	pdf_qr(d, v->staff_url, 36, tr(d->lang, "QR code with the address of the staff's page"));
	paper_open(d->paper, &(struct paper_box){ .gap = 1, .middle = true });
	paper_text(d->paper, PAPER_BODY, tr(d->lang, "Read more:"));
	paper_text(d->paper, PAPER_STRONG, v->staff_url);
	paper_end(d->paper);
	paper_end(d->paper);
}

void
pdf_poster(struct pdf *d, const struct print_view *v, int copies)
{
	pdf_sheet(d, poster_format(v), v->title, PDF_HANGS, copies);
	paper_text(d->paper, PAPER_KIND, d->unit);
	paper_text(d->paper, PAPER_HUGE, v->title);
	pdf_markdown(d, v->text, PAPER_LEAD);
	paper_space(d->paper, 2, 0);
	if (v->what->poster->shows == SHOWS_PHASES)
		for (size_t i = 0; i < v->timeline.plan.n; i++)
			add_phase(d, &v->timeline.plan.rows[i], (int)i + 1);
	else
		add_titles(d, v, 260);
	paper_space(d->paper, 2, 0);
	add_address(d, v);
}

void
pdf_rules(struct pdf *d, const struct print_view *v)
{
	pdf_sheet(d, PAPER_A3, tr(d->lang, "Ground rules"), PDF_HANGS, 1);
	paper_text(d->paper, PAPER_KIND, d->unit);
	paper_text(d->paper, PAPER_HUGE, tr(d->lang, "Ground rules"));
	paper_space(d->paper, 4, 0);
	add_titles(d, v, 345);
}

/* ---- the way into the room ---- */

static void
code_sheet(struct pdf *d, const struct print_view *v, const struct print_run *run, int copies)
{
	struct arena *a = d->rq->arena;
	str host = str_from(v->site, str_find(v->site, S("//")) + 2), which = print_which(v, run, a, d->lang);
	bool meeting = run->sitting.kind == SITTING_GROUP;

	pdf_sheet(d, PAPER_A4, text_in(&v->what->name, d->lang), PDF_CENTRED, copies);
	paper_text(d->paper, PAPER_HUGE, meeting ? text_in(&v->session->name, d->lang) : tr(d->lang, "Join in"));
	if (which.n)
		paper_text(d->paper, PAPER_LEAD, which);
	paper_space(d->paper, 3, 0);
	pdf_qr(d, print_address(v, run, a), 110, meeting ? tr(d->lang, "QR code to this meeting") : tr(d->lang, "QR code with the address of the room"));
	paper_space(d->paper, 3, 0);
	if (meeting) {
		paper_text(d->paper, PAPER_LARGE, print_address(v, run, a));
		paper_space(d->paper, 3, 0);
		paper_text(d->paper, PAPER_LEAD, tr(d->lang, "Each of you: scan with your own phone and sign in. Then all see the same."));
		return;
	}
	paper_text(d->paper, PAPER_LARGE, fill(a, d->lang, tr(d->lang, "{address}/r and then the code"), V("address", host)));
	paper_text(d->paper, PAPER_CODE, code_shown(a, run->sitting.code));
	paper_space(d->paper, 3, 0);
	paper_text(d->paper, PAPER_LEAD, tr(d->lang, "You need no account, and nobody asks for your name."));
}

void
pdf_codes(struct pdf *d, const struct print_view *v, int copies)
{
	for (size_t i = 0; i < v->run_count; i++)
		if (print_leads_to(&v->runs[i]))
			code_sheet(d, v, &v->runs[i], copies);
}

/* ---- slips ---- */

static void
one_slip(struct pdf *d, const struct pdf_slips *s, str code)
{
	static const double widths[] = { 27, -1 };
	struct arena *a = d->rq->arena;

	paper_open(d->paper, &(struct paper_box){ .look = PAPER_FRAMED, .pad = 4, .keep = true });
	paper_row(d->paper, widths, 2, 4, 0);
	pdf_qr(d, str_fmt(a, STR_FMT "/r/" STR_FMT "/slip/" STR_FMT, STR_ARG(s->site), STR_ARG(s->room), STR_ARG(code)), 27,
		tr(d->lang, "QR code to the vote"));
	paper_open(d->paper, &(struct paper_box){ .gap = 1 });
	paper_text(d->paper, PAPER_STRONG, s->what);
	paper_text(d->paper, PAPER_SMALL, str_fmt(a, STR_FMT "/r", STR_ARG(s->site)));
	paper_text(d->paper, PAPER_BODY, str_fmt(a, STR_FMT " " STR_FMT, STR_ARG(tr(d->lang, "Code")), STR_ARG(code_shown(a, s->room))));
	paper_text(d->paper, PAPER_STRONG, str_fmt(a, STR_FMT " " STR_FMT, STR_ARG(tr(d->lang, "Slip")), STR_ARG(slip_shown(a, code))));
	paper_end(d->paper);
	paper_end(d->paper);
	paper_end(d->paper);
}

void
pdf_slips(struct pdf *d, const struct pdf_slips *s)
{
	static const double halves[] = { -1, -1 };

	pdf_sheet(d, PAPER_A4, s->title, PDF_FLOWS, 1);
	pdf_head(d, tr(d->lang, "Slips to draw from a bowl"), s->title, (str){ 0 });
	for (size_t i = 0; i < s->n; i += 2) {
		paper_row(d->paper, halves, 2, 5, 0);
		one_slip(d, s, s->codes[i]);
		if (i + 1 < s->n)
			one_slip(d, s, s->codes[i + 1]);
		else
			paper_space(d->paper, 0, 0);
		paper_end(d->paper);
	}
}
