/* print_pages.c: the print list with counts, and each thing on paper. */
#include "app/print/print_pages.h"

#include "app/page.h"
#include "app/print/pdf.h"
#include "app/made_tmpl.h"
#include "app/printing_tmpl.h"

static bool
has_sheet(const struct method_print *pr)
{
	return pr->what == PRINT_SHEET && pr->sheet;
}

/* ---- the list ---- */

/* Nobody prints a sheet that leads nowhere: where everything is over, the line says so. */
static err
look_for_code(struct req *rq, struct db_conn *c, struct print_line *l)
{
	struct print_view one = { 0 };

	if (l->what->what != PRINT_CODE)
		return OK;
	TRY(print_read(rq, c, l->session, l->index, &one));
	if (pdf_has(&one))
		return OK;
	l->no_code = print_no_code(&one, rq->lang);
	l->plan = print_plan_first(&one, rq->arena);
	return OK;
}

static err
add_lines(struct req *rq, struct db_conn *c, struct print_list_view *v, const struct method_session *s)
{
	for (size_t i = 0; i < s->print_count; i++) {
		const struct method_print *pr = &s->print[i];
		bool made = v->has_made && has_sheet(pr) && made_fits(s, pr->sheet);
		v->p_lines[v->n] = (struct print_line){ .session = s, .what = pr, .index = i,
			.can_fill = made || (has_sheet(pr) && s->kind == SESSION_MEETING), .elsewhere = pr->what == PRINT_SLIPS,
			.copies = method_copies(pr, (int)v->members, (int)v->participants, print_tables(s, v->participants)) };
		TRY(look_for_code(rq, c, &v->p_lines[v->n++]));
	}
	return OK;
}

static bool
workshop_is_over(const struct timeline *t, const struct method_phase *ph)
{
	for (size_t i = 0; i < t->all.n; i++)
		for (size_t k = 0; k < ph->session_count; k++)
			if (ph->sessions[k].kind == SESSION_WORKSHOP && plan_sitting_is_of(&t->all.p[i], &ph->sessions[k]) &&
				str_eq(t->all.p[i].state, S("closed")))
				return true;
	return false;
}

err
print_list_page(struct req *rq, struct response *rs)
{
	struct page pg = page_of(rq, tr(rq->lang, "Print"));
	struct print_list_view v = { .base = str_fmt(rq->arena, "/p/%" PRId64, rq->process) };
	struct timeline t;
	struct db_conn *c;
	size_t n = 0;

	TRY(req_read(rq, &c));
	TRY(process_of(rq, c, &v.p));
	TRY(timeline_read(rq, c, v.p, &t));
	v.phase = phase_asked(rq, v.p, &t);
	v.pdf = pdf_language(rq);
	v.has_made = workshop_is_over(&t, v.phase);
	TRY(print_members(rq, c, &v.members));
	v.participants = print_participants(v.p);
	v.tables = print_tables(phase_meet(v.phase) ? phase_meet(v.phase) : &v.phase->sessions[0], v.participants);
	for (size_t i = 0; i < v.phase->session_count; i++)
		n += v.phase->sessions[i].print_count;
	v.p_lines = NEW_ARRAY(rq->arena, struct print_line, n + 1);
	for (size_t i = 0; i < v.phase->session_count; i++)
		TRY(add_lines(rq, c, &v, &v.phase->sessions[i]));
	print_list_view(&rs->body, rq->lang, &pg, &v);
	return OK;
}

/* ---- drawing ---- */

static const char *
paper_of(const struct print_view *v)
{
	bool a3 = v->what->paper == SIZE_A3;

	switch (v->what->what) {
	case PRINT_SHEET: return a3 ? "a3-wide" : "a4";
	case PRINT_PLAN: return a3 ? "a3-wide" : "a4-wide";
	case PRINT_POSTER: return a3 ? "a3" : "a4";
	case PRINT_CODE: return "a4";
	case PRINT_DOCUMENT: return a3 ? "a3" : "flow";
	case PRINT_SCRIPT:
	case PRINT_RUN_SHEET:
	case PRINT_PLAN_B:
	case PRINT_ATTENDANCE:
	case PRINT_SLIPS:
		break;
	}
	return "flow";
}

err
print_one_page(struct req *rq, struct response *rs)
{
	struct print_view v = { .filled = req_query(rq, S("filled")).n > 0 };
	const struct method_session *session;
	struct db_conn *c;
	struct page pg;
	size_t n;

	TRY(req_read(rq, &c));
	TRY(print_asked(rq, c, &session, &n));
	TRY(print_read(rq, c, session, n, &v));
	if (!pdf_has(&v))
		v.pdf = v.note = (str){ 0 };
	pg = page_of(rq, text_in(&v.what->name, rq->lang));
	pg.kind = PAGE_PRINT;
	pg.paper = paper_of(&v);
	print_one_view(&rs->body, rq->lang, &pg, &v, rq->http->path);
	return OK;
}

err
made_page(struct req *rq, struct response *rs)
{
	const struct method_phase *phase;
	struct print_view v = { 0 };
	struct db_conn *c;
	struct page pg;

	TRY(req_read(rq, &c));
	TRY(print_read_made(rq, c, &v, &phase));
	pg = page_of(rq, made_title(rq, phase));
	pg.kind = PAGE_PRINT;
	pg.paper = "a3-wide";
	v.pdf = str_fmt(rq->arena, STR_FMT "/pdf/made/" STR_FMT, STR_ARG(v.base), STR_ARG(phase->id));
	made_view(&rs->body, rq->lang, &pg, &v);
	return OK;
}

err
print_plan_page(struct req *rq, struct response *rs)
{
	struct print_view v = { 0 };
	struct db_conn *c;
	struct page pg;

	TRY(req_read(rq, &c));
	TRY(print_read_plan(rq, c, &v));
	pg = page_of(rq, tr(rq->lang, "Progress plan"));
	pg.kind = PAGE_PRINT;
	pg.paper = "a3-wide";
	print_plan_view(&rs->body, rq->lang, &pg, &v);
	return OK;
}

err
print_rules_page(struct req *rq, struct response *rs)
{
	struct print_view v = { 0 };
	struct db_conn *c;
	struct page pg;

	TRY(req_read(rq, &c));
	TRY(print_read_rules(rq, c, &v));
	pg = page_of(rq, tr(rq->lang, "Ground rules"));
	pg.kind = PAGE_PRINT;
	pg.paper = "a3";
	print_rules_view(&rs->body, rq->lang, &pg, &v);
	return OK;
}
