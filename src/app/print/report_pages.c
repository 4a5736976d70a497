/* report_pages.c: the list of reports, each on the screen, and each as PDF. */
#include "app/print/report_pages.h"

#include "app/report_tmpl.h"
#include "base/rand.h"

err
reports_page(struct req *rq, struct response *rs)
{
	struct page pg = page_of(rq, tr(rq->lang, "Reports"));
	struct reports_view v = { .base = str_fmt(rq->arena, "/p/%" PRId64, rq->process), .pdf = pdf_language(rq) };
	struct db_conn *c;

	TRY(req_read(rq, &c));
	TRY(process_of(rq, c, &v.p));
	TRY(published_read(c, rq->arena, rq->process, false, &v.published));
	v.key = rand_uuid(rq->arena);
	pg.said = page_said(rq);
	reports_view(&rs->body, rq->lang, &pg, &v);
	return OK;
}

static err
read_asked(struct req *rq, str word, struct report *r)
{
	const struct process *p;
	enum report_kind k;
	struct db_conn *c;

	if (!report_of_word(word, &k))
		return ERR_NOTFOUND;
	TRY(req_read(rq, &c));
	TRY(process_of(rq, c, &p));
	return report_read(rq, c, p, k, r);
}

err
report_page(struct req *rq, struct response *rs)
{
	struct report r;
	struct page pg;

	TRY(read_asked(rq, rq->params[1], &r));
	pg = page_of(rq, r.title);
	pg.kind = PAGE_PRINT;
	pg.paper = "flow";
	report_view(&rs->body, rq->lang, &pg, &r, str_fmt(rq->arena, "/p/%" PRId64 "/pdf/report?report=" STR_FMT, rq->process,
		STR_ARG(url_part(rq->arena, rq->params[1]))), str_fmt(rq->arena, "/p/%" PRId64 "/reports", rq->process));
	return OK;
}

static err
send(struct req *rq, struct response *rs, const struct report *r, str name)
{
	struct pdf d = pdf_new(rq, r->p, r->title, req_query(rq, S("archive")).n > 0);

	d.stamp = report_stamp(rq);
	pdf_report(&d, r);
	return pdf_send(rq, rs, &d, name);
}

err
pdf_report_page(struct req *rq, struct response *rs)
{
	str word = req_query(rq, S("report"));
	struct report r;

	rq->lang = pdf_language(rq);
	if (!word.n)
		word = report_word(REPORT_ACTION_PLAN);
	TRY(read_asked(rq, word, &r));
	return send(rq, rs, &r, word);
}

err
pdf_minutes_page(struct req *rq, struct response *rs)
{
	const struct process *p;
	struct db_conn *c;
	struct report r;
	int64_t id;

	rq->lang = pdf_language(rq);
	TRY(req_id(rq, 1, &id));
	TRY(req_read(rq, &c));
	TRY(process_of(rq, c, &p));
	TRY(report_minutes(rq, c, p, id, &r));
	return send(rq, rs, &r, str_fmt(rq->arena, "minutes-%" PRId64, id));
}
