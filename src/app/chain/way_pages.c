/* way_pages.c: the red thread on screen and on paper. */
#include "app/chain/way_pages.h"

#include "app/chain_way_tmpl.h"

bool
way_has_below(const struct way *w, size_t at)
{
	for (size_t i = at + 1; i < w->n; i++)
		if (w->p[i].parent == at)
			return true;
	return false;
}

err
chain_page(struct req *rq, struct response *rs)
{
	struct page pg = page_of(rq, tr(rq->lang, "The red thread"));
	struct ways_view v = { .base = str_fmt(rq->arena, "/p/%" PRId64, rq->process) };
	struct process p;
	struct db_conn *c;

	TRY(req_read(rq, &c));
	TRY(process_get(rq->app, c, rq->arena, rq->process, &p));
	TRY(ways_read(c, rq->arena, rq->lang, &p, req_query(rq, S("of")), &v.ways));
	for (size_t i = 0; i < v.ways.n; i++)
		v.one |= v.ways.p[i].has_here;
	chain_ways(&rs->body, rq->lang, &pg, &v);
	return OK;
}
