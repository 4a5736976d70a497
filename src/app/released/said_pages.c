/* said_pages.c: what is released, for everybody who has an address: as a page, and as a screen that turns by itself. Nobody is asked
 * who they are, nothing is set in the browser, and nothing is counted or logged. */
#include "app/limit.h"
#include "app/released/released_pages.h"
#include "app/said_tmpl.h"
#include "base/clock.h"
#include "text/date.h"

#define NEAR ((int64_t)14 * 86400)	/* so long before a workshop the screen shows the way to its questions */

/* The address is the key: it goes nowhere else, and no machine keeps or lists the page. */
static void
keep_to_ourselves(struct response *rs)
{
	response_header_set(rs, S("Referrer-Policy"), S("no-referrer"));
	response_header_set(rs, S("X-Robots-Tag"), S("noindex, nofollow, noarchive"));
	response_header_set(rs, S("Cache-Control"), S("no-store"));
}

/* Only misses are counted, and a right address is never refused: a house asks from one network, and screens ask all day. */
static err
find(struct req *rq, enum released_kind kind, struct released_link *k, struct process *p)
{
	struct db_conn *c;
	err e;

	lang_of(req_query(rq, S("lang")), &rq->lang);
	TRY(req_read(rq, &c));
	e = released_link_find(c, rq->arena, kind, rq->params[0], k);
	if (e == ERR_NOTFOUND) {
		if (!limit_take(rq->app->limits, "released", req_client(rq), 60, 300))
			return ERR_TOOMANY;
		return req_fail(rq, e, tr(rq->lang, "There is nothing at this address. Look at the notice again, or ask your leader, union "
			"representative or safety representative."));
	}
	TRY(e);
	return process_get(rq->app, c, rq->arena, k->process, p);
}

static struct page
bare_page(struct req *rq, str title)
{
	return (struct page){ .title = title, .lang = rq->lang, .kind = PAGE_PHONE, .path = rq->http->path, .arena = rq->arena };
}

/* ---- the page ---- */

err
said_page(struct req *rq, struct response *rs)
{
	struct said_view v = { .path = rq->http->path };
	struct released_link k;
	struct db_conn *c;
	struct process p = { 0 };
	struct page pg;
	err e = find(rq, RELEASED_PAGE, &k, &p);

	keep_to_ourselves(rs);
	pg = bare_page(rq, tr(rq->lang, "You said, we do"));
	if (e == ERR_GONE) {
		v.ended = true;
		said_view(&rs->body, rq->lang, &pg, &v);
		return e;
	}
	TRY(e);
	TRY(req_read(rq, &c));
	TRY(released_public(c, rq->arena, p.id, &v.all));
	for (size_t i = 0; i < v.all.n; i++) {
		*(v.all.p[i].area == AREA_PRESERVE ? &v.preserve : &v.improve) += 1;
		if (v.all.p[i].released_at > v.updated)
			v.updated = v.all.p[i].released_at;
	}
	v.unit_name = p.unit_name;
	v.process_name = p.name;
	pg.unit_name = p.unit_name;
	said_view(&rs->body, rq->lang, &pg, &v);
	return OK;
}

/* ---- the screen ---- */

str
screen_at(struct arena *a, const struct screen_view *v, size_t n, bool paused)
{
	return str_fmt(a, STR_FMT "&n=%zu%s", STR_ARG(v->path), v->n ? (n + v->n) % v->n + 1 : 1, paused ? "&pause=1" : "");
}

static void
add_slide(struct screen_view *v, enum slide_kind kind, const struct released_item *it, size_t letters)
{
	/* Read aloud at an easy pace, with time to look up. */
	int seconds = 10 + (int)(letters / 12);

	v->slides[v->n++] = (struct slide){ .kind = kind, .item = it, .seconds = seconds > 40 ? 40 : seconds,
		.size = letters < 120 ? 0 : letters < 240 ? 1 : letters < 420 ? 2 : 3 };
}

static err
read_slides(struct req *rq, struct db_conn *c, const struct released_link *k, const struct process *p, struct screen_view *v)
{
	struct released_items *all = NEW(rq->arena, struct released_items);

	TRY(released_public(c, rq->arena, p->id, all));
	TRY(prepare_read(c, rq->arena, rq->lang, p, &v->ask));
	v->slides = NEW_ARRAY(rq->arena, struct slide, all->n + 3);
	if (v->ask.next && (k->shows & SHOWS_NEXT))
		add_slide(v, SLIDE_NEXT, NULL, 100);
	if (v->ask.next && v->ask.n && (k->shows & SHOWS_QUESTIONS) && v->ask.next->starts_at < clock_now() + NEAR)
		add_slide(v, SLIDE_QUESTIONS, NULL, 110);
	for (size_t i = 0; i < all->n; i++) {
		const struct released_item *it = &all->p[i];
		add_slide(v, SLIDE_ITEM, it, graphemes(it->said) + graphemes(it->does) + graphemes(it->status) + graphemes(it->came));
	}
	if (!v->n)
		add_slide(v, SLIDE_NOTHING, NULL, 100);
	return OK;
}

err
screen_page(struct req *rq, struct response *rs)
{
	struct screen_view v = { 0 };
	struct released_link k;
	struct process p = { 0 };
	struct db_conn *c;
	int64_t n = 1;
	struct page pg;
	err e = find(rq, RELEASED_SCREEN, &k, &p);

	keep_to_ourselves(rs);
	if (e && e != ERR_GONE)
		return e;
	pg = bare_page(rq, tr(rq->lang, "You said, we do"));
	v.path = str_fmt(rq->arena, STR_FMT "?lang=" STR_FMT, STR_ARG(rq->http->path), STR_ARG(lang_tag(rq->lang)));
	v.paused = req_query(rq, S("pause")).n > 0;
	if (e == ERR_GONE) {
		v.slides = NEW_ARRAY(rq->arena, struct slide, 1);
		v.slides[v.n++] = (struct slide){ .kind = SLIDE_ENDED, .seconds = 600 };
		screen_view(&rs->body, rq->lang, &pg, &v);
		return e;
	}
	TRY(req_read(rq, &c));
	TRY(read_slides(rq, c, &k, &p, &v));
	v.by_clock = !req_query(rq, S("n")).n;
	if (v.by_clock || str_int(req_query(rq, S("n")), &n))
		n = 1 + clock_now() / SCREEN_SECONDS % (int64_t)v.n;
	v.at = n > 0 && (size_t)n <= v.n ? (size_t)n - 1 : 0;
	v.unit_name = p.unit_name;
	v.questions = str_fmt(rq->arena, STR_FMT "/w/" STR_FMT "/questions", STR_ARG(req_site(rq)), STR_ARG(p.public_id));
	pg.unit_name = p.unit_name;
	screen_view(&rs->body, rq->lang, &pg, &v);
	return OK;
}
