/* wall.c: the big screen. */
#include "app/room/wall.h"

#include "app/chain/chain.h"
#include "app/room/phone.h"
#include "app/wall_over_tmpl.h"
#include "app/wall_tmpl.h"

static err
read_wall(struct req *rq, struct room *rm, struct view *v, struct wall_view *w)
{
	struct db_conn *c;
	struct rows r;

	TRY(req_read(rq, &c));
	TRY(view_read(c, rq->arena, rm, SCREEN_WALL, (str){ 0 }, 0, v));
	TRY(db_one(c, rq->arena, &r, NOTES_ASIDE_COUNT, INT(rm->s.id)));
	*w = (struct wall_view){ .v = v, .site = req_site(rq), .aside = row_int(&r, 0, 0) };
	return OK;
}

static struct page
wall_frame(struct req *rq, const struct room *rm)
{
	return (struct page){ .title = tr(rq->lang, "The wall"), .lang = rq->lang, .kind = PAGE_WALL, .unit_name = rm->unit_name,
		.path = rq->http->path, .arena = rq->arena };
}

static err
draw_over(struct req *rq, struct response *rs, const struct room *rm)
{
	struct page pg = wall_frame(rq, rm);
	struct chain_over what;
	struct db_conn *c;

	TRY(req_read(rq, &c));
	TRY(chain_over_read(rq->app, c, rq->arena, &rm->s, &what));
	pg.title = tr(rq->lang, "Thank you for today");
	wall_over(&rs->body, rq->lang, &pg, rm, &what, req_site(rq));
	rs->status = 410;
	return OK;
}

err
wall_page(struct req *rq, struct response *rs)
{
	struct room rm;
	struct view v;
	struct wall_view w;
	struct page pg;
	err e = room_of(rq, &rm);

	if (e == ERR_GONE)
		return draw_over(rq, rs, &rm);
	TRY(e);
	if (!rm.s.wall_token.n || !str_eq_secret(rq->params[1], rm.s.wall_token))
		return ERR_NOTFOUND;
	TRY(read_wall(rq, &rm, &v, &w));
	pg = wall_frame(rq, &rm);
	wall_room(&rs->body, rq->lang, &pg, &w);
	return OK;
}

err
board_page(struct req *rq, struct response *rs)
{
	struct room rm;
	struct view v;
	struct wall_view w;
	struct page pg;
	err e = room_of(rq, &rm);

	if (e == ERR_GONE)
		return room_over(rq, rs, &rm);
	TRY(e);
	if (!room_seat(rq, &rm).n)
		return req_go(rq, rs, "/r/" STR_FMT, STR_ARG(rq->params[0]));
	TRY(read_wall(rq, &rm, &v, &w));
	pg = (struct page){ .title = tr(rq->lang, "The wall"), .lang = rq->lang, .kind = PAGE_PHONE, .unit_name = rm.unit_name,
		.path = rq->http->path, .arena = rq->arena };
	board_room(&rs->body, rq->lang, &pg, &w);
	return OK;
}
