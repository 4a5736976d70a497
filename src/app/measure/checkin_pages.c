/* checkin_pages.c: one tap and a sentence, without an account. The address is unguessable and leaves no line in the log. */
#include "app/checkin_tmpl.h"
#include "app/limit.h"
#include "app/measure/measure_pages.h"
#include "app/page.h"
#include "base/clock.h"
#include "base/rand.h"

/* A workplace shares one address: these stop machines, not people. */
#define PER_ADDRESS 1200	/* a whole workplace has one, and may be asked in the same meeting */
#define PER_MEASURE 600
#define HOUR 3600

/* This browser has answered in this period: the cookie holds the period's end, the same for everybody. */
static str
period_mark(struct req *rq, const struct checkin_view *v)
{
	return str_fmt(rq->arena, "%" PRId64, checkin_period_end(v->m, v->words.days, clock_now()));
}

static err
read_view(struct req *rq, struct checkin_view *v, struct measure *m)
{
	struct db_conn *c;
	err e;

	TRY(req_read(rq, &c));
	e = checkin_measure(c, rq->arena, rq->params[0], m);
	if (e == ERR_NOTFOUND && !limit_take(rq->app->limits, "checkin-miss", req_client(rq), 30, 60))
		return ERR_TOOMANY;
	TRY(e);
	v->m = m;
	v->token = m->token;
	v->open = checkin_is_open(m);
	v->key = rand_uuid(rq->arena);
	TRY(measure_surroundings(rq, c, m, &v->k, &v->words));
	TRY(checkin_trend_read(c, rq->arena, m, v->k, &v->trend));
	v->again = str_eq(request_cookie(rq->http, S("checked")), period_mark(rq, v));
	rq->unit = m->unit;
	return OK;
}

static err
draw(struct req *rq, struct response *rs, const struct checkin_view *v)
{
	struct page pg = page_of(rq, v->m->title);

	pg.kind = PAGE_ORDINARY;
	response_header(rs, S("X-Robots-Tag"), S("noindex"));
	checkin_view(&rs->body, rq->lang, &pg, v);
	return OK;
}

err
checkin_page(struct req *rq, struct response *rs)
{
	struct checkin_view v = { 0 };
	struct measure m;

	TRY(read_view(rq, &v, &m));
	v.thanks = req_query(rq, S("thanks")).n > 0;
	if (req_query(rq, S("next")).n)
		v.again = false;
	return draw(rq, rs, &v);
}

static const struct field checkin_form[] = {
	{ "answer", N_("Your answer"), .kind = FIELD_LINE, .quiet = true },
	{ "sentence", N_("One sentence"), .max = CHECKIN_SENTENCE, .quiet = true },
};

static int
tap_chosen(const struct checkin_words *w, str word)
{
	for (int i = 0; i < TAP_COUNT; i++)
		if (w->answer[i].n && str_eq(word, str_of(tap_word(i))))
			return i;
	return TAP_COUNT;
}

err
checkin_post(struct req *rq, struct response *rs)
{
	struct checkin x = { .arena = rq->arena, .token = rq->params[0], .key = req_form(rq, S("key")) };
	struct checkin_view v = { 0 };
	struct measure m;
	struct form f;
	err e = form_read(rq, checkin_form, COUNT(checkin_form), &f);

	TRY(read_view(rq, &v, &m));
	if (!limit_take(rq->app->limits, "checkin", req_client(rq), PER_ADDRESS, HOUR) ||
		!limit_take(rq->app->limits, "checkin-measure", rq->params[0], PER_MEASURE, HOUR))
		return ERR_TOOMANY;
	x.days = v.words.days;
	x.tap = tap_chosen(&v.words, form_str(&f, "answer"));
	x.sentence = form_str(&f, "sentence");
	if (!e && x.tap == TAP_COUNT)
		v.problem = tr(rq->lang, "Press one of the answers.");
	else if (e)
		v.problem = f.errors[form_at(&f, "sentence")];
	if (v.problem.n) {
		v.chosen = form_str(&f, "answer");
		v.sentence = form_str(&f, "sentence");
		v.again = false;
		TRY(draw(rq, rs, &v));
		return ERR_INVALID;
	}
	TRY(e);
	TRY(req_write(rq, checkin_write, &x));
	response_cookie(rs, S("checked"), period_mark(rq, &v), str_fmt(rq->arena, "/m/" STR_FMT, STR_ARG(m.token)),
		(int64_t)v.words.days * 86400, rq->http->secure ? COOKIE_SECURE : 0);
	return req_go(rq, rs, "/m/" STR_FMT "?thanks=1", STR_ARG(m.token));
}
