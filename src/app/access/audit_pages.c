/* audit_pages.c: the log as sentences. */
#include "app/access/audit_pages.h"

#include "app/access/me_pages.h"
#include "app/audit_tmpl.h"
#include "app/page.h"

static int64_t
before_of(const struct req *rq)
{
	int64_t before;

	return str_int(req_query(rq, S("before")), &before) || before <= 0 ? 0 : before;
}

static void
draw(struct req *rq, struct response *rs, struct audit_view *v, str title, int64_t next)
{
	struct page pg = page_of(rq, title);

	if (v->lines.more)
		v->older = str_fmt(rq->arena, STR_FMT "?before=%" PRId64, STR_ARG(rq->http->path), next);
	audit_list_view(&rs->body, rq->lang, &pg, v);
}

err
process_log_page(struct req *rq, struct response *rs)
{
	struct audit_view v = { .lead = tr(rq->lang,
		"Decisions and changes in this work and at this unit. All in the group read the same.") };
	struct db_conn *c;
	int64_t next;

	TRY(req_read(rq, &c));
	TRY(audit_of_process(c, rq->arena, rq->lang, rq->unit, rq->process, before_of(rq), &v.lines, &next));
	draw(rq, rs, &v, tr(rq->lang, "The log"), next);
	return OK;
}

err
me_log_page(struct req *rq, struct response *rs)
{
	struct audit_view v = { .lead = tr(rq->lang,
		"What you did, and what others did about you. Only you see this page.") };
	struct db_conn *c;
	int64_t next;

	TRY(req_read(rq, &c));
	TRY(audit_of_person(c, rq->arena, rq->lang, rq->user->id, before_of(rq), &v.lines, &next));
	draw(rq, rs, &v, tr(rq->lang, "The log about me"), next);
	return OK;
}
