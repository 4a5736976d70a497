/* pdf_pages.c: handlers of the PDFs. */
#include "app/print/pdf.h"
#include "app/print/print_pages.h"

/* Everything that is read and said is in the language of the PDF. */
static err
begin(struct req *rq, struct db_conn **c)
{
	rq->lang = pdf_language(rq);
	return req_read(rq, c);
}

static bool
asks(struct req *rq, const char *what)
{
	return req_query(rq, str_of(what)).n > 0;
}

err
pdf_one_page(struct req *rq, struct response *rs)
{
	struct print_view v = { .filled = asks(rq, "filled") };
	const struct method_session *s;
	struct db_conn *c;
	struct pdf d;
	size_t n;

	TRY(begin(rq, &c));
	TRY(print_asked(rq, c, &s, &n));
	TRY(print_read(rq, c, s, n, &v));
	/* The page says what to do first. */
	if (!pdf_has(&v))
		return req_go(rq, rs, "/p/%" PRId64 "/print/" STR_FMT "/" STR_FMT "/%zu", rq->process, STR_ARG(s->phase->id), STR_ARG(s->id), n);
	d = pdf_new(rq, v.p, text_in(&v.what->name, rq->lang), false);
	pdf_thing(&d, &v, asks(rq, "copies") ? v.copies : 1);
	return pdf_send(rq, rs, &d, str_fmt(rq->arena, STR_FMT "-" STR_FMT "-%zu", STR_ARG(s->phase->id), STR_ARG(s->id), n + 1));
}

static err
add_session(struct req *rq, struct db_conn *c, struct pdf *d, const struct method_session *s, size_t *printed)
{
	for (size_t i = 0; i < s->print_count; i++) {
		struct print_view v = { .filled = asks(rq, "filled") };
		if (s->print[i].what == PRINT_SLIPS)
			continue;
		TRY(print_read(rq, c, s, i, &v));
		if (!pdf_has(&v))
			continue;
		pdf_thing(d, &v, asks(rq, "copies") ? v.copies : 1);
		++*printed;
	}
	return OK;
}

err
pdf_phase_page(struct req *rq, struct response *rs)
{
	const struct process *p;
	const struct method_phase *ph;
	struct db_conn *c;
	struct pdf d;
	size_t printed = 0;

	TRY(begin(rq, &c));
	TRY(process_of(rq, c, &p));
	ph = method_phase(p->method, rq->params[1]);
	if (!ph)
		return ERR_NOTFOUND;
	d = pdf_new(rq, p, fill(rq->arena, rq->lang, tr(rq->lang, "Print: {phase}"), V("phase", text_in(&ph->name, rq->lang))), false);
	d.joint = true;
	for (size_t i = 0; i < ph->session_count; i++)
		TRY(add_session(rq, c, &d, &ph->sessions[i], &printed));
	return printed ? pdf_send(rq, rs, &d, ph->id) : ERR_NOTFOUND;
}

err
pdf_made_page(struct req *rq, struct response *rs)
{
	const struct method_phase *phase;
	struct print_view v = { 0 };
	struct db_conn *c;
	struct pdf d;

	TRY(begin(rq, &c));
	TRY(print_read_made(rq, c, &v, &phase));
	d = pdf_new(rq, v.p, made_title(rq, phase), false);
	for (size_t i = 0; i < v.made.n; i++)
		pdf_made(&d, &v, &v.made.p[i], 1);
	if (!v.made.n)
		pdf_nothing_made(&d, made_title(rq, phase));
	return pdf_send(rq, rs, &d, str_fmt(rq->arena, STR_FMT "-made", STR_ARG(phase->id)));
}

err
pdf_plan_page(struct req *rq, struct response *rs)
{
	struct print_view v = { 0 };
	struct db_conn *c;
	struct pdf d;

	TRY(begin(rq, &c));
	TRY(print_read_plan(rq, c, &v));
	d = pdf_new(rq, v.p, tr(rq->lang, "Progress plan"), false);
	pdf_plan(&d, &v, PAPER_A3_WIDE, 1);
	return pdf_send(rq, rs, &d, S("progress-plan"));
}

err
pdf_rules_page(struct req *rq, struct response *rs)
{
	struct print_view v = { 0 };
	struct db_conn *c;
	struct pdf d;

	TRY(begin(rq, &c));
	TRY(print_read_rules(rq, c, &v));
	d = pdf_new(rq, v.p, tr(rq->lang, "Ground rules"), false);
	pdf_rules(&d, &v);
	return pdf_send(rq, rs, &d, S("ground-rules"));
}
