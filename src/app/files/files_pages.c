/* files_pages.c: files for spreadsheets. They speak the language asked for by ?lang=, as PDFs do. */
#include "app/files/files_pages.h"

#include "app/access/people.h"
#include "app/files/files.h"
#include "app/process/home.h"

/* The list as it stands on the page, with the same filter. */
err
files_measures_page(struct req *rq, struct response *rs)
{
	struct measure_filter filter;
	struct file f = { 0 };
	struct db_conn *c;
	struct rows r;

	rq->lang = pdf_language(rq);
	filter = measure_filter_asked(rq);
	TRY(req_read(rq, &c));
	TRY(db_one(c, rq->arena, &r, ABOUT_UNIT, INT(rq->unit)));
	f.place = row_text(&r, 0, 3);
	TRY(file_measures(rq, c, &filter, &f));
	return file_send(rq, rs, &f);
}

typedef err reader(struct req *rq, struct db_conn *c, const struct process *p, struct file *out);

static err
of_process(struct req *rq, struct response *rs, reader *read)
{
	const struct process *p;
	struct file f = { 0 };
	struct db_conn *c;

	rq->lang = pdf_language(rq);
	TRY(req_read(rq, &c));
	TRY(process_of(rq, c, &p));
	TRY(read(rq, c, p, &f));
	return file_send(rq, rs, &f);
}

err
files_action_plan_page(struct req *rq, struct response *rs)
{
	return of_process(rq, rs, file_action_plan);
}

err
files_results_page(struct req *rq, struct response *rs)
{
	return of_process(rq, rs, file_results);
}
