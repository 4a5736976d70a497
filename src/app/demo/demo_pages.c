/* demo_pages.c: signing a role of the demo in with one button. */
#include "app/access/session.h"
#include "app/demo/demo.h"
#include "app/demo_tmpl.h"
#include "app/page.h"

static err
find(struct req *rq, struct rows *out)
{
	struct db_conn *c;

	if (!rq->app->demo || role_of_word(rq->params[0]) == ROLE_NONE)
		return ERR_NOTFOUND;
	TRY(req_read(rq, &c));
	return db_one(c, rq->arena, out, DEMO_PERSON, TEXT(rq->params[0]));
}

err
demo_login_page(struct req *rq, struct response *rs)
{
	struct page pg = page_of(rq, tr(rq->lang, "Try Medvirk"));
	struct rows r;

	TRY(find(rq, &r));
	demo_login_view(&rs->body, rq->lang, &pg, row_text(&r, 0, 1), role_name(rq->lang, role_of_word(rq->params[0])),
		rq->params[0]);
	return OK;
}

static err
sign_in(struct db_conn *c, void *session)
{
	return session_insert(c, session);
}

err
demo_login_post(struct req *rq, struct response *rs)
{
	struct session_new s;
	struct rows r;

	TRY(find(rq, &r));
	s = session_make(rq, row_int(&r, 0, 0));
	TRY(req_write(rq, sign_in, &s));
	session_cookie(rq, rs, &s);
	response_see_other(rs, S("/"));
	return OK;
}
