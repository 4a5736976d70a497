/* pdf_plans.c: run sheets with clock times, the way out on paper, and the progress plan. */
#include "app/print/pdf.h"
#include "text/date.h"

#define DONE_WIDTH 29	/* millimetres: a date on one line, in the letters of A3 */

static str
work_name(const struct pdf *d, const struct method_step *st)
{
	switch (st ? st->work : 0) {
	case WORK_ALONE: return tr(d->lang, "Alone");
	case WORK_PAIRS: return tr(d->lang, "In pairs");
	case WORK_GROUPS: return tr(d->lang, "In groups");
	case WORK_PLENARY: return tr(d->lang, "All together");
	default: return (str){ 0 };
	}
}

static str
minutes(const struct pdf *d, int64_t n)
{
	return fill(d->rq->arena, d->lang, tr(d->lang, "{n} min"), V("n", n));
}

/* ---- run sheets ---- */

static const double run_widths[] = { 17, 18, -1, 27 };

static void
begin_run(struct pdf *d)
{
	str names[] = { tr(d->lang, "Clock"), tr(d->lang, "Time"), tr(d->lang, "What happens"), tr(d->lang, "How") };

	paper_table(d->paper, run_widths, 4);
	pdf_columns(d, names, 4);
}

/* Without a clock time there is room to write one. */
static void
run_row(struct pdf *d, str clock, str time, str title, str task, str more, str form)
{
	paper_table_row(d->paper, false, 0);
	pdf_cell(d, PAPER_ROW_HEADER, clock);
	pdf_cell(d, PAPER_DATA_CELL, time);
	paper_cell(d->paper, PAPER_DATA_CELL);
	paper_text(d->paper, PAPER_CELL_HEAD, title);
	if (task.n)
		paper_text(d->paper, PAPER_CELL, task);
	if (more.n) {
		paper_text_open(d->paper, PAPER_CELL);
		paper_run(d->paper, tr(d->lang, "On paper:"), PAPER_BOLD);
		paper_run(d->paper, S(" "), 0);
		paper_run(d->paper, more, 0);
		paper_end(d->paper);
	}
	paper_end(d->paper);
	pdf_cell(d, PAPER_DATA_CELL, form);
	paper_end(d->paper);
}

static void
end_row(struct pdf *d, int64_t at)
{
	run_row(d, at ? clock_hm(d->rq->arena, d->lang, at) : (str){ 0 }, (str){ 0 }, tr(d->lang, "The end"), (str){ 0 }, (str){ 0 }, (str){ 0 });
	paper_end(d->paper);
}

static str
where_and_when(struct pdf *d, const struct sitting *s)
{
	struct buf b = buf_new(d->rq->arena, 8192);

	buf_add(&b, s->starts_at ? date_time(d->rq->arena, d->lang, s->starts_at) : tr(d->lang, "No date yet"));
	if (s->place.n)
		buf_addf(&b, " · " STR_FMT, STR_ARG(s->place));
	if (s->label.n)
		buf_addf(&b, " · " STR_FMT, STR_ARG(s->label));
	return buf_str(&b);
}

/* on_paper: with how the same is done without phones. */
static void
run_rows(struct pdf *d, const struct print_view *v, const struct print_run *run, bool on_paper)
{
	begin_run(d);
	for (size_t i = 0; i < run->steps.n; i++) {
		const struct sitting_step *st = &run->steps.p[i];
		const struct method_step *step = sitting_pack_step(v->p->method, &run->sitting, st);
		if (st->skipped)
			continue;
		run_row(d, st->starts_at ? clock_hm(d->rq->arena, d->lang, st->starts_at) : (str){ 0 }, minutes(d, st->minutes),
			st->title.n ? st->title : step ? text_in(&step->name, d->lang) : (str){ 0 },
			step ? text_in(&step->task, d->lang) : (str){ 0 },
			step && on_paper ? text_in(&step->paper, d->lang) : (str){ 0 }, work_name(d, step));
	}
	end_row(d, run->ends_at);
}

static void
run_sheet(struct pdf *d, const struct print_view *v, const struct print_run *run, int copies)
{
	pdf_sheet(d, PAPER_A4, text_in(&v->what->name, d->lang), PDF_FLOWS, copies);
	pdf_head(d, tr(d->lang, "Run sheet"), text_in(&v->session->name, d->lang), where_and_when(d, &run->sitting));
	run_rows(d, v, run, false);
}

/* Before a day is set: the method's own minutes, and the clock to be written in. */
static void
blank_run_sheet(struct pdf *d, const struct print_view *v, int copies)
{
	pdf_sheet(d, PAPER_A4, text_in(&v->what->name, d->lang), PDF_FLOWS, copies);
	pdf_head(d, tr(d->lang, "Run sheet"), text_in(&v->session->name, d->lang), tr(d->lang, "No date yet: write the clock times in yourselves."));
	begin_run(d);
	for (size_t i = 0; i < v->session->step_count; i++) {
		const struct method_step *st = &v->session->steps[i];
		run_row(d, (str){ 0 }, minutes(d, st->minutes), text_in(&st->name, d->lang), text_in(&st->task, d->lang), (str){ 0 }, work_name(d, st));
	}
	end_row(d, 0);
}

void
pdf_run_sheets(struct pdf *d, const struct print_view *v, int copies)
{
	for (size_t i = 0; i < v->run_count; i++)
		run_sheet(d, v, &v->runs[i], copies);
	if (v->run_count == 0)
		blank_run_sheet(d, v, copies);
}

/* ---- when the network is gone ---- */

/* run: NULL before there is a gathering. */
static void
begin_plan_b(struct pdf *d, const struct print_view *v, const struct print_run *run, int copies)
{
	pdf_sheet(d, PAPER_A4, tr(d->lang, "Plan B: on paper"), PDF_FLOWS, copies);
	pdf_head(d, text_in(&v->session->name, d->lang), tr(d->lang, "Plan B: on paper"),
		run ? where_and_when(d, &run->sitting) : (str){ 0 });
	paper_text(d->paper, PAPER_BODY, tr(d->lang, "No network, no power or no phones? Do the same with paper. Switch to paper on the desk "
		"if you can reach it: "
		"nothing that has come in is lost. Afterwards a representative types in the notes and the votes."));
	paper_space(d->paper, 2, 0);
}

static void
plan_b_blank(struct pdf *d, const struct print_view *v, int copies)
{
	begin_plan_b(d, v, NULL, copies);
	begin_run(d);
	for (size_t i = 0; i < v->session->step_count; i++) {
		const struct method_step *st = &v->session->steps[i];
		run_row(d, (str){ 0 }, minutes(d, st->minutes), text_in(&st->name, d->lang), text_in(&st->task, d->lang),
			text_in(&st->paper, d->lang), work_name(d, st));
	}
	end_row(d, 0);
}

static void
plan_b_rules(struct pdf *d, const struct print_view *v)
{
	str *rules = NEW_ARRAY(d->rq->arena, str, v->rules.n + 1);

	for (size_t i = 0; i < v->rules.n; i++)
		rules[i] = rule_text(&v->rules.p[i], d->lang);
	if (v->rules.n == 0)
		return;
	paper_open(d->paper, &(struct paper_box){ .gap = 2, .keep = true });
	paper_space(d->paper, 2, 0);
	paper_text(d->paper, PAPER_H2, tr(d->lang, "Ground rules"));
	pdf_points(d, rules, v->rules.n, PAPER_BODY);
	paper_end(d->paper);
}

void
pdf_plan_b(struct pdf *d, const struct print_view *v, int copies)
{
	size_t led = 0;

	for (size_t i = 0; i < v->run_count; i++) {
		if (!print_is_led(&v->runs[i]))
			continue;
		led++;
		begin_plan_b(d, v, &v->runs[i], copies);
		run_rows(d, v, &v->runs[i], true);
		plan_b_rules(d, v);
	}
	if (led == 0) {
		plan_b_blank(d, v, copies);
		plan_b_rules(d, v);
	}
	for (size_t i = 0; i < v->session->print_count && !d->joint; i++)
		if (v->session->print[i].sheet)
			pdf_worksheet(d, v, v->session->print[i].sheet, copies);
}

/* ---- the progress plan ---- */

static str
duty_names(struct pdf *d, const struct duties *all, const struct method_plan_column *k)
{
	struct buf b = buf_new(d->rq->arena, 4096);

	for (size_t i = 0; i < all->n; i++) {
		if (all->p[i].column != k || !all->p[i].name.n)
			continue;
		if (b.n)
			buf_add(&b, S(", "));
		buf_add(&b, all->p[i].name);
	}
	return buf_str(&b);
}

static str
plan_text(struct pdf *d, const struct print_view *v, size_t row, const struct method_plan_column *k)
{
	const struct plan_row *r = &v->timeline.plan.rows[row];
	struct arena *a = d->rq->arena;

	switch (k->holds) {
	case HOLDS_PREPARE: return r->prepare_at ? date_time(a, d->lang, r->prepare_at) : (str){ 0 };
	case HOLDS_WORKSHOP: return r->meet_at ? date_time(a, d->lang, r->meet_at) : (str){ 0 };
	case HOLDS_PLACE: return r->place;
	case HOLDS_HOST: return r->leads_name;
	case HOLDS_DUTY: return duty_names(d, &v->duties[row], k);
	case HOLDS_DONE: return r->done_at ? date_short(a, d->lang, r->done_at) : (str){ 0 };
	case HOLDS_TEXT: return (str){ 0 };
	}
	return (str){ 0 };
}

void
pdf_plan(struct pdf *d, const struct print_view *v, enum paper_format format, int copies)
{
	const struct method *m = v->p->method;
	size_t n = m->plan_count + 1;
	double *widths = NEW_ARRAY(d->rq->arena, double, n);
	str *names = NEW_ARRAY(d->rq->arena, str, n);

	names[0] = tr(d->lang, "Phase");
	widths[0] = -1.1;
	for (size_t i = 1; i < n; i++) {
		names[i] = text_in(&m->plan[i - 1].name, d->lang);
		widths[i] = m->plan[i - 1].holds == HOLDS_DONE ? DONE_WIDTH : -1;
	}
	pdf_sheet(d, format, tr(d->lang, "Progress plan"), PDF_FLOWS, copies);
	pdf_head(d, str_fmt(d->rq->arena, STR_FMT " · " STR_FMT, STR_ARG(d->unit), STR_ARG(d->process)), tr(d->lang, "Progress plan"), (str){ 0 });
	paper_table(d->paper, widths, n);
	pdf_columns(d, names, n);
	for (size_t r = 0; r < v->timeline.plan.n; r++) {
		paper_table_row(d->paper, false, format == PAPER_A3_WIDE ? 32 : 24);
		pdf_cell(d, PAPER_ROW_HEADER, text_in(&v->timeline.plan.rows[r].phase->name, d->lang));
		for (size_t i = 0; i < m->plan_count; i++)
			pdf_cell(d, PAPER_DATA_CELL, plan_text(d, v, r, &m->plan[i]));
		paper_end(d->paper);
	}
	paper_end(d->paper);
}
