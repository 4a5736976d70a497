/* page.c: the frame's facts. */
#include "app/page.h"

#include "app/route.h"

struct page
page_of(struct req *rq, str title)
{
	struct page pg = { .title = title, .lang = rq->lang, .user = rq->user, .path = rq->http->path, .arena = rq->arena,
		.roles = rq->roles };
	struct db_conn *c;
	struct rows r;

	if (rq->route->flags & ROUTE_UNNAMED)
		pg.kind = PAGE_PHONE;
	if (!rq->unit || req_read(rq, &c))
		return pg;
	if (rq->process && !db_one(c, rq->arena, &r, ABOUT_PROCESS, INT(rq->process))) {
		pg.process = rq->process;
		pg.unit_name = row_text(&r, 0, 3);
		pg.process_name = row_text(&r, 0, 4);
	} else if (!db_one(c, rq->arena, &r, ABOUT_UNIT, INT(rq->unit))) {
		pg.unit_name = row_text(&r, 0, 3);
	}
	return pg;
}
