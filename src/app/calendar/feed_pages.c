/* feed_pages.c: a person's own calendar: an address that needs no password, made and revoked by that person. */
#include "app/access/audit.h"
#include "app/access/people.h"
#include "app/access/session.h"
#include "app/calendar/calendar.h"
#include "app/calendar/calendar_pages.h"
#include "app/calendar_me_tmpl.h"
#include "app/limit.h"
#include "app/page.h"
#include "base/clock.h"
#include "base/rand.h"
#include "http/static.h"

#define TOKEN_LENGTH 64
#define BACK ((int64_t)120 * 86400)
#define AHEAD ((int64_t)500 * 86400)

/* ---- the feed ---- */

/* Only misses count, as with rooms, and a right address is never refused because others guess: programs of a whole house ask
 * from one network address, all day. */
static err
find(struct req *rq, struct db_conn *c, int64_t *person, enum lang *lang)
{
	struct rows r = { 0 };

	if (rq->params[0].n == TOKEN_LENGTH)
		TRY(db_query(c, rq->arena, &r, FEED_FIND, TEXT(token_hash(rq->arena, rq->params[0]))));
	if (r.n == 0)
		return limit_take(rq->app->limits, "calendar", req_client(rq), 60, 300) ? ERR_NOTFOUND : ERR_TOOMANY;
	*person = row_int(&r, 0, 0);
	if (!lang_of(row_text(&r, 0, 1), lang))
		*lang = LANG_NB;
	return OK;
}

static err
gather(struct req *rq, struct db_conn *c, int64_t person, enum lang lang, struct calendar_events *all)
{
	int64_t now = clock_now();
	struct rows r;

	TRY(db_query(c, rq->arena, &r, FEED_PROCESSES, INT(person), INT(now)));
	for (size_t i = 0; i < r.n; i++) {
		struct process *p = NEW(rq->arena, struct process);
		struct calendar_reader to = { .p = p, .lang = lang, .site = req_site(rq), .group = row_int(&r, i, 1) > 0 };
		TRY(process_get(rq->app, c, rq->arena, row_int(&r, i, 0), p));
		TRY(calendar_add(c, rq->arena, &to, now - BACK, now + AHEAD, all));
	}
	return OK;
}

/* When it was written is not part of what it says. */
static err
tag_of(struct req *rq, enum lang lang, const struct calendar_events *all, str *out)
{
	struct calendar_event *still = NEW_ARRAY(rq->arena, struct calendar_event, all->n);
	str text;

	for (size_t i = 0; i < all->n; i++) {
		still[i] = all->p[i];
		still[i].stamp = 0;
	}
	TRY(calendar_feed(rq->arena, lang_tag(lang), still, all->n, &text));
	*out = str_fmt(rq->arena, "\"%.32s\"", token_hash(rq->arena, text).p);
	return OK;
}

err
feed_page(struct req *rq, struct response *rs)
{
	struct calendar_events all = { 0 };
	struct db_conn *c;
	int64_t person;
	enum lang lang;
	str tag, file;

	TRY(req_read(rq, &c));
	TRY(find(rq, c, &person, &lang));
	TRY(gather(rq, c, person, lang, &all));
	TRY(tag_of(rq, lang, &all, &tag));
	response_header_set(rs, S("ETag"), tag);
	response_header_set(rs, S("Cache-Control"), S("private, no-cache"));
	response_header_set(rs, S("X-Robots-Tag"), S("noindex"));
	if (etag_is_known(rq->http, tag)) {
		rs->status = 304;
		return OK;
	}
	TRY(calendar_feed(rq->arena, S("Medvirk"), all.p, all.n, &file));
	response_header_set(rs, S("Content-Type"), S("text/calendar; charset=utf-8"));
	buf_add(&rs->body, file);
	return OK;
}

/* ---- one's own page ---- */

static err
draw(struct req *rq, struct response *rs, str address)
{
	struct page pg = page_of(rq, tr(rq->lang, "Calendar and e-mail"));
	struct calendar_me_view v = { .address = address, .invitations = true, .reminders = true, .has_email = rq->user->email.n > 0 };
	struct db_conn *c;
	struct rows r;

	TRY(req_read(rq, &c));
	TRY(db_query(c, rq->arena, &r, FEED_OF, INT(rq->user->id)));
	if (r.n)
		v.since = row_int(&r, 0, 0);
	TRY(db_query(c, rq->arena, &r, MAIL_CHOICE, INT(rq->user->id)));
	if (r.n) {
		v.reminders = row_int(&r, 0, 0) != 0;
		v.invitations = row_int(&r, 0, 1) != 0;
	}
	TRY(mail_is_on(c, rq->arena, &v.mail));
	pg.said = page_said(rq);
	calendar_me_view(&rs->body, rq->lang, &pg, &v, rand_uuid(rq->arena));
	return OK;
}

err
me_calendar_page(struct req *rq, struct response *rs)
{
	return draw(rq, rs, (str){ 0 });
}

struct changing {
	struct arena *arena;
	int64_t person;
	str key, what, token;
	bool made;	/* out */
};

static err
change_write(struct db_conn *c, void *arg)
{
	struct changing *x = arg;
	bool is_new;

	x->made = false;
	TRY(form_key_use(c, x->key, &is_new));
	if (!is_new)
		return OK;
	if (str_eq(x->what, S("invite")) || str_eq(x->what, S("quiet")))
		return db_exec(c, NULL, CHOICE_INVITATIONS, INT(x->person), INT(str_eq(x->what, S("invite"))));
	if (str_eq(x->what, S("remind")) || str_eq(x->what, S("silent")))
		return db_exec(c, NULL, CHOICE_REMINDERS, INT(x->person), INT(str_eq(x->what, S("remind"))));
	if (str_eq(x->what, S("revoke"))) {
		TRY(db_exec(c, NULL, FEED_REVOKE, INT(x->person)));
		return audit_add(c, x->arena, 0, 0, x->person, x->person, "calendar.revoke", S(""));
	}
	TRY(db_exec(c, NULL, FEED_PUT, INT(x->person), TEXT(token_hash(x->arena, x->token)), INT(clock_now())));
	x->made = true;
	return audit_add(c, x->arena, 0, 0, x->person, x->person, "calendar.make", S(""));
}

static bool
is_known(str what)
{
	static const char *const all[] = { "make", "revoke", "invite", "quiet", "remind", "silent" };

	for (size_t i = 0; i < COUNT(all); i++)
		if (str_eq(what, str_of(all[i])))
			return true;
	return false;
}

err
me_calendar_post(struct req *rq, struct response *rs)
{
	struct changing x = { .arena = rq->arena, .person = rq->user->id, .key = req_form(rq, S("key")), .what = req_form(rq, S("do")),
		.token = rand_hex(rq->arena, TOKEN_LENGTH / 2) };

	if (!is_known(x.what))
		return ERR_INVALID;
	TRY(req_write(rq, change_write, &x));
	/* Shown once, in this answer only: no address of ours may hold it, and the database has its hash. */
	if (x.made)
		return draw(rq, rs, str_fmt(rq->arena, STR_FMT "/calendar/" STR_FMT "/medvirk.ics", STR_ARG(req_site(rq)), STR_ARG(x.token)));
	return req_go(rq, rs, "/me/calendar?said=saved");
}
