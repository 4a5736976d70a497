/* take_out_zip.c: JSON, PDFs and a text about them, in one file. */
#include <stdlib.h>

#include "app/files/files.h"
#include "app/print/report.h"
#include "app/take_out/take_out.h"
#include "base/clock.h"
#include "http/server.h"
#include "paper/press.h"
#include "text/date.h"

#define PDFS_MOST 8

/* A PDF to be printed, and what came of it. */
struct out_pdf {
	str name;
	struct pdf d;
	struct paper_bytes bytes;
};
struct out {
	struct req *rq;
	struct out_pdf pdfs[PDFS_MOST];
	size_t pdf_count;
	struct bundled files[TAKE_OUT_FILES_MOST];
	size_t n;
	struct buf *to;
};

static void
out_done(struct out *o)
{
	for (size_t i = 0; i < o->pdf_count; i++)
		free(o->pdfs[i].bytes.p);
}

static struct pdf *
new_pdf(struct out *o, const struct process *p, const char *name, str title)
{
	struct out_pdf *one = &o->pdfs[o->pdf_count++];

	assert(o->pdf_count <= PDFS_MOST);
	*one = (struct out_pdf){ .name = str_fmt(o->rq->arena, "pdf/%s.pdf", name), .d = pdf_new(o->rq, p, title, false) };
	return &one->d;
}

/* ---- what is printed: everything is read before the first page ---- */

static err
add_reports(struct out *o, struct db_conn *c, const struct process *p)
{
	for (enum report_kind k = 0; k < REPORT_KINDS; k++) {
		struct report r;
		TRY(report_read(o->rq, c, p, k, &r));
		pdf_report(new_pdf(o, p, str_z(o->rq->arena, report_word(k)), r.title), &r);
	}
	return OK;
}

/* Of meetings that were held, oldest first, in one. */
static err
add_minutes(struct out *o, struct db_conn *c, const struct process *p)
{
	struct agenda_meetings all;
	struct pdf *d = NULL;

	TRY(agenda_list(c, o->rq->arena, p->id, &all));
	for (size_t i = all.n; i > 0; i--) {
		struct report r;
		if (!all.p[i - 1].ended_at)
			continue;
		TRY(report_minutes(o->rq, c, p, all.p[i - 1].id, &r));
		if (!d)
			d = new_pdf(o, p, "minutes", trc(o->rq->lang, "meeting", "Minutes"));
		pdf_report(d, &r);
	}
	return OK;
}

static err
add_plans(struct out *o, struct db_conn *c, const struct process *p)
{
	struct print_view plan = { 0 }, rules = { 0 };

	TRY(print_read_plan(o->rq, c, &plan));
	pdf_plan(new_pdf(o, p, "plan", tr(o->rq->lang, "Progress plan")), &plan, PAPER_A4_WIDE, 1);
	TRY(print_read_rules(o->rq, c, &rules));
	if (rules.rules.n)
		pdf_rules(new_pdf(o, p, "ground-rules", tr(o->rq->lang, "Ground rules")), &rules);
	return OK;
}

/* ---- the text about it ---- */

static str
about_text(struct req *rq, const struct process *p)
{
	enum lang l = rq->lang;
	struct buf b = buf_new(rq->arena, 8192);
	static const char *const paragraphs[] = {
		N_("process.json holds everything in a form for machines and for your records system. It is described in docs/whole-export.md of Medvirk. "
			"The folder pdf holds the same for people: action plan, summary, report, plan, ground rules and minutes."),
		N_("Not in here: single notes, own sheets that were not shared, measures about persons, what must be handled, sentences from "
			"check-ins, and the log. Themes stand with how many notes they had; where few voted, votes are an order only."),
		N_("The names in here are those of the parties, and of people who are responsible for something. Keep it as you keep other "
			"documents about the working environment, and delete it when you no longer need it."),
	};

	buf_addf(&b, STR_FMT ", " STR_FMT "\r\n\r\n", STR_ARG(p->name), STR_ARG(p->unit_name));
	buf_add(&b, fill(rq->arena, l, tr(l, "Taken out of Medvirk on {day}. Leader, union representatives and safety representative agreed to it."),
		V("day", date_long(rq->arena, l, clock_now()))));
	for (size_t i = 0; i < COUNT(paragraphs); i++)
		buf_addf(&b, "\r\n\r\n" STR_FMT, STR_ARG(tr_dynamic(l, str_of(paragraphs[i]))));
	buf_add(&b, S("\r\n"));
	return buf_str(&b);
}

/* ---- making it ---- */

static void
add_file(struct out *o, str name, str bytes)
{
	assert(o->n < TAKE_OUT_FILES_MOST);
	o->files[o->n++] = (struct bundled){ name, bytes };
}

static err
zip_all(void *arg)
{
	struct out *o = arg;

	return bundle_write(o->files, o->n, clock_now(), o->to);
}

static err
print_all(struct out *o)
{
	struct press *press = o->rq->app->press;

	for (size_t i = 0; i < o->pdf_count; i++) {
		struct out_pdf *one = &o->pdfs[i];
		TRY(press_print(press, one->d.paper, &one->bytes));
		add_file(o, one->name, (str){ (const char *)one->bytes.p, one->bytes.n });
	}
	return press_work(press, zip_all, o);
}

err
take_out_zip(struct req *rq, struct response *rs, const struct process *p)
{
	struct out o CLEANUP(out_done) = { .rq = rq, .to = &rs->body };
	struct db_conn *c;
	str json;
	err e;

	TRY(req_read(rq, &c));
	TRY(take_out_json(rq, c, p, &json));
	TRY(add_reports(&o, c, p));
	TRY(add_plans(&o, c, p));
	TRY(add_minutes(&o, c, p));
	add_file(&o, tr(rq->lang, "README.txt"), about_text(rq, p));
	add_file(&o, S("process.json"), json);
	req_read_done(rq);
	server_wait_begin();
	e = print_all(&o);
	server_wait_end();
	if (e == ERR_TOOBIG)
		return req_fail(rq, e, tr(rq->lang, "This is too much for one file. Take the reports out one by one."));
	if (e == ERR_BUSY)
		return req_fail(rq, e, tr(rq->lang, "Many are making files just now. Try again in a minute."));
	TRY(e);
	response_header(rs, S("Content-Type"), S("application/zip"));
	response_header(rs, S("Content-Disposition"), str_fmt(rq->arena, "attachment; filename=\"" STR_FMT "\"",
		STR_ARG(file_name(rq->arena, p->name, p->unit_name, S("zip")))));
	return OK;
}
