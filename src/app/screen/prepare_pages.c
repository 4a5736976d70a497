/* prepare_pages.c: the questions of the next workshop, before it. What somebody writes down here stays in their own phone: the
 * fields belong to no form and have no name, so nothing is ever sent. */
#include "app/screen/prepare_pages.h"

#include "app/prepare_tmpl.h"

err
prepare_page(struct req *rq, struct response *rs)
{
	struct process *p = NEW(rq->arena, struct process);
	struct prepare_view v;
	struct db_conn *c;
	struct page pg;

	TRY(req_read(rq, &c));
	TRY(process_by_public_id(rq->app, c, rq->arena, rq->params[0], p));
	rq->unit = p->unit;
	rq->process = p->id;
	TRY(prepare_read(c, rq->arena, rq->lang, p, &v));
	pg = page_of(rq, tr(rq->lang, "This is what you will be asked"));
	pg.kind = PAGE_ORDINARY;
	pg.process = 0;
	response_header(rs, S("X-Robots-Tag"), S("noindex"));
	prepare_view(&rs->body, rq->lang, &pg, &v);
	return OK;
}
