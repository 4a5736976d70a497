/* rules_pages.c: ground rules on screen: to change, and to choose from what the tips offer. */
#include "app/page.h"
#include "app/process/process_pages.h"
#include "app/rules_tmpl.h"
#include "base/rand.h"

static const struct field rule_form[] = {
	{ "text", N_("Ground rule"), .max = RULE_LETTERS, .required = true },
};

static err
draw(struct req *rq, struct response *rs, struct form *f)
{
	struct page pg = page_of(rq, tr(rq->lang, "Ground rules"));
	struct rules_view v = { .base = str_fmt(rq->arena, "/p/%" PRId64, rq->process), .edits = req_has_role(rq, WHO_PLAN) };
	struct db_conn *c;

	TRY(req_read(rq, &c));
	TRY(process_of(rq, c, &v.p));
	TRY(rules_read(c, rq->arena, rq->process, v.p->method, &v.rules));
	pg.said = page_said(rq);
	pg.form = f;
	rules_list_view(&rs->body, rq->lang, &pg, &v, f, rand_uuid(rq->arena));
	return OK;
}

err
rules_page(struct req *rq, struct response *rs)
{
	struct form f = form_new(rq, rule_form, COUNT(rule_form));

	return draw(rq, rs, &f);
}

static bool
act_of(str word, enum rule_act *out)
{
	static const char *const words[] = { [RULE_ADD] = "add", [RULE_CHANGE] = "save", [RULE_REMOVE] = "remove", [RULE_UP] = "up",
		[RULE_DOWN] = "down" };

	for (size_t i = 0; i < COUNT(words); i++)
		if (str_eq(word, str_of(words[i]))) {
			*out = (enum rule_act)i;
			return true;
		}
	return false;
}

err
rules_post(struct req *rq, struct response *rs)
{
	struct rule_change k = { .app = rq->app, .arena = rq->arena, .process = rq->process, .unit = rq->unit, .person = rq->user->id,
		.key = req_form(rq, S("key")) };
	struct form f = form_new(rq, rule_form, COUNT(rule_form));
	err e = OK;

	if (!act_of(req_form(rq, S("act")), &k.act))
		return ERR_INVALID;
	if (k.act != RULE_ADD && str_int(req_form(rq, S("rule")), &k.rule))
		return ERR_INVALID;
	if (k.act == RULE_ADD || k.act == RULE_CHANGE)
		e = form_read(rq, rule_form, COUNT(rule_form), &f);
	k.text = form_str(&f, "text");
	if (!e)
		e = req_write(rq, rule_write, &k);
	if (e == ERR_TOOMANY)
		e = form_error(&f, "text", tr(rq->lang, "There are twenty already. Few rules are easier to remember: remove one first."));
	if (e == ERR_INVALID) {
		TRY(draw(rq, rs, &f));
		return e;
	}
	TRY(e);
	meetings_tell(rq->app, &k.told);
	/* The keyboard goes on where it was. */
	if (k.act == RULE_CHANGE || k.act == RULE_UP || k.act == RULE_DOWN)
		return req_go(rq, rs, "/p/%" PRId64 "/rules#rule-%" PRId64, rq->process, k.rule);
	return req_go(rq, rs, "/p/%" PRId64 "/rules%s", rq->process, k.act == RULE_ADD ? "#add" : "");
}
