/* publish_pages.c: a report that is published: asking, reading, withdrawing. */
#include "app/print/publish_pages.h"

#include "app/limit.h"
#include "app/print/publish.h"
#include "app/print/report_pages.h"
#include "app/report_tmpl.h"
#include "base/clock.h"
#include "text/date.h"

#define PDFS_PER_ADDRESS 300	/* in an hour, of those who are not signed in: a PDF takes work, and a workplace has one address */

static str
wording_of(struct req *rq, enum report_kind k, str stamp)
{
	str what = fill(rq->arena, rq->lang, tr(rq->lang, "We publish the report “{report}” on the staff's page, as it stands on {day}. We know that "
		"the press can ask to see it."), V("report", report_name(rq->lang, k)), V("day", date_long(rq->arena, rq->lang, clock_now())));
	str why = report_stamp_text(rq->lang, stamp);

	return why.n ? str_fmt(rq->arena, STR_FMT "\n" STR_FMT ".", STR_ARG(what), STR_ARG(why)) : what;
}

err
publish_post(struct req *rq, struct response *rs)
{
	struct publish_act x = { .arena = rq->arena, .unit = rq->unit, .process = rq->process, .person = rq->user->id,
		.key = req_form(rq, S("key")), .stamp = str_take(req_form(rq, S("stamp")), 2) };
	const struct process *p;
	struct db_conn *c;
	struct report r;

	lang_of(req_form(rq, S("lang")), &rq->lang);
	if (!report_of_word(req_form(rq, S("report")), &x.kind))
		return ERR_NOTFOUND;
	if (!report_stamp_text(rq->lang, x.stamp).n)
		x.stamp = (str){ 0 };
	TRY(req_read(rq, &c));
	TRY(process_of(rq, c, &p));
	TRY(report_read(rq, c, p, x.kind, &r));
	TRY(report_freeze(rq->arena, &r, &x.body));
	x.lang = rq->lang;
	x.wording = wording_of(rq, x.kind, x.stamp);
	TRY(req_write(rq, publish_ask, &x));
	if (!x.agreement)
		return req_go(rq, rs, "/p/%" PRId64 "/reports", rq->process);
	return req_go(rq, rs, "/p/%" PRId64 "/agreements/%" PRId64 "?said=asked", rq->process, x.agreement);
}

err
publish_withdraw_post(struct req *rq, struct response *rs)
{
	struct publish_act x = { .arena = rq->arena, .unit = rq->unit, .process = rq->process, .person = rq->user->id,
		.key = req_form(rq, S("key")) };

	if (str_int(req_form(rq, S("report")), &x.id))
		return ERR_NOTFOUND;
	TRY(req_write(rq, publish_withdraw, &x));
	return req_go(rq, rs, "/p/%" PRId64 "/reports?said=withdrawn", rq->process);
}

/* In the language it was frozen in, whatever the reader's. */
static err
draw(struct req *rq, struct response *rs, const struct process *p, const struct published *from, str pdf, str back)
{
	struct report r;
	struct page pg;

	TRY(published_thaw(rq, p, from, &r));
	rq->lang = from->lang;
	pg = page_of(rq, r.title);
	pg.kind = PAGE_PRINT;
	pg.paper = "flow";
	report_view(&rs->body, rq->lang, &pg, &r, pdf, back);
	return OK;
}

err
published_page(struct req *rq, struct response *rs)
{
	const struct process *p;
	struct published from;
	struct db_conn *c;
	int64_t id;

	TRY(req_id(rq, 1, &id));
	TRY(req_read(rq, &c));
	TRY(process_of(rq, c, &p));
	TRY(published_get(c, rq->arena, p->id, id, &from));
	return draw(rq, rs, p, &from, (str){ 0 }, str_fmt(rq->arena, "/p/%" PRId64 "/reports", rq->process));
}

/* For everybody at the unit, while it is out. */
static err
read_public(struct req *rq, struct process *p, struct published *from)
{
	struct db_conn *c;
	int64_t id;

	TRY(req_read(rq, &c));
	TRY(process_by_public_id(rq->app, c, rq->arena, rq->params[0], p));
	rq->unit = p->unit;
	rq->process = p->id;
	TRY(req_id(rq, 1, &id));
	TRY(published_get(c, rq->arena, p->id, id, from));
	return from->state == PUBLISH_OUT ? OK : from->state == PUBLISH_WITHDRAWN ? ERR_GONE : ERR_NOTFOUND;
}

err
public_report_page(struct req *rq, struct response *rs)
{
	struct published from;
	struct process p;
	str base;

	TRY(read_public(rq, &p, &from));
	base = str_fmt(rq->arena, "/w/" STR_FMT, STR_ARG(p.public_id));
	response_header(rs, S("X-Robots-Tag"), S("noindex"));
	return draw(rq, rs, &p, &from, str_fmt(rq->arena, STR_FMT "/reports/%" PRId64 "/pdf", STR_ARG(base), from.id), base);
}

err
public_report_pdf_page(struct req *rq, struct response *rs)
{
	struct published from;
	struct process p;
	struct report r;
	struct pdf d;

	TRY(read_public(rq, &p, &from));
	if (!limit_take(rq->app->limits, "report-pdf", req_client(rq), PDFS_PER_ADDRESS, 3600))
		return ERR_TOOMANY;
	rq->lang = from.lang;
	TRY(published_thaw(rq, &p, &from, &r));
	d = pdf_new(rq, &p, r.title, true);
	d.stamp = report_stamp_text(rq->lang, from.stamp);
	pdf_report(&d, &r);
	response_header(rs, S("X-Robots-Tag"), S("noindex"));
	return pdf_send(rq, rs, &d, report_word(from.kind));
}
