/* health_pages.c: /healthz and /readyz. */
#include "app/health/health_pages.h"

#include "app/sql.h"

static err
plain(struct response *rs, int status, str text)
{
	rs->status = status;
	response_header(rs, S("Content-Type"), S("text/plain; charset=utf-8"));
	buf_add(&rs->body, text);
	return OK;
}

err
healthz_page(struct req *rq UNUSED, struct response *rs)
{
	return plain(rs, 200, S("alive\n"));
}

static err
not_ready(struct response *rs, str why)
{
	response_header(rs, S("Retry-After"), S("5"));
	return plain(rs, 503, why);
}

/* A node that is not ready gets no new people; those it has keep what is on their phones, and it is not restarted. */
err
readyz_page(struct req *rq, struct response *rs)
{
	struct db_conn *c;
	struct rows r;
	err e;

	if (atomic_load(&rq->app->leaving))
		return not_ready(rs, S("leaving\n"));
	e = req_read(rq, &c);
	if (!e)
		e = db_one(c, rq->arena, &r, HEALTH_READ, DB_NONE);
	return e ? not_ready(rs, S("the database is away\n")) : plain(rs, 200, S("ready\n"));
}
