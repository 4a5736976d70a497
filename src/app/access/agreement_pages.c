/* agreement_pages.c: asking and answering, each on their own phone. */
#include "app/access/agreement_pages.h"

#include "app/access/people_pages.h"
#include "app/access/secret.h"
#include "app/agreement_tmpl.h"
#include "app/page.h"
#include "base/rand.h"

static const struct field answer_form[] = {
	{ "role", N_("I answer as"), N_("You hold several roles here. Each of them answers for itself."), FIELD_CHOICE,
		.required = true },
	{ "secret", N_("Your password"), N_("So that it is certain that it is you."), FIELD_SECRET, .required = true,
		.autocomplete = "current-password" },
	{ "sentence", N_("Say why, in one sentence"), N_("It stands beside the question, where all parties read it."),
		.max = 280 },
};

err
agreements_page(struct req *rq, struct response *rs)
{
	struct page pg = page_of(rq, tr(rq->lang, "What we agree on"));
	struct agreements all;
	struct db_conn *c;
	str *titles;

	TRY(req_read(rq, &c));
	TRY(agreement_list(c, rq->arena, rq->process, &all));
	titles = NEW_ARRAY(rq->arena, str, all.n);
	for (size_t i = 0; i < all.n; i++)
		titles[i] = tr_dynamic(rq->lang, str_of(agreement_kind_of(all.p[i].kind)->title));
	agreements_list_view(&rs->body, rq->lang, &pg, &all, titles);
	return OK;
}

/* The reader's own roles that are asked; of the next level once it is with them. */
static err
my_roles(struct req *rq, struct db_conn *c, struct agreement_view *v)
{
	struct parties here;

	v->mine.n = 0;
	v->mine.p = NEW_ARRAY(rq->arena, struct party, v->all.n + 20);
	v->answered = true;
	for (size_t i = 0; i < v->all.n; i++) {
		if (!v->all.p[i].needed || v->all.p[i].who.person != rq->user->id)
			continue;
		v->mine.p[v->mine.n++] = v->all.p[i].who;
		v->answered &= v->all.p[i].answer == ANSWER_YES || v->all.p[i].answer == ANSWER_NO;
	}
	v->answered &= v->mine.n > 0;
	if (!agreement_is_open(v->g.state))
		return OK;
	TRY(people_at(c, rq->arena, v->g.unit, &here));
	v->none_above = true;
	for (size_t i = 0; i < here.n; i++)
		v->none_above &= !(ROLE_BIT(here.p[i].role) & WHO_ABOVE) || !party_counts(&here.p[i]);
	if (v->mine.n || v->g.state != AGREEMENT_RAISED)
		return OK;
	for (size_t i = 0; i < here.n && v->mine.n < 20; i++)
		if (here.p[i].person == rq->user->id && (ROLE_BIT(here.p[i].role) & WHO_ABOVE) && party_counts(&here.p[i]))
			v->mine.p[v->mine.n++] = here.p[i];
	v->may_advise = v->mine.n > 0;
	return OK;
}

static err
read_agreement(struct req *rq, struct agreement_view *v)
{
	const struct agreement_kind *kind;
	struct db_conn *c;
	int64_t id;

	TRY(req_id(rq, 1, &id));
	TRY(req_read(rq, &c));
	TRY(agreement_get(c, rq->arena, id, &v->g));
	if (v->g.process != rq->process || v->g.unit != rq->unit)
		return ERR_NOTFOUND;
	/* The next level sees what has been raised to it, and nothing else. */
	if (!req_has_role(rq, WHO_GROUP) && v->g.state != AGREEMENT_RAISED)
		return ERR_NOTFOUND;
	TRY(agreement_parties(c, rq->arena, &v->g, &v->all));
	TRY(my_roles(rq, c, v));
	kind = agreement_kind_of(v->g.kind);
	v->title = tr_dynamic(rq->lang, str_of(kind->title));
	v->place = v->g.process ? str_fmt(rq->arena, "/p/%" PRId64, v->g.process) : str_fmt(rq->arena, "/u/%" PRId64, v->g.unit);
	v->base = str_fmt(rq->arena, STR_FMT "/agreements/%" PRId64, STR_ARG(v->place), id);
	v->url = str_fmt(rq->arena, STR_FMT STR_FMT, STR_ARG(req_site(rq)), STR_ARG(v->base));
	v->after = str_fmt(rq->arena, STR_FMT "%s", STR_ARG(v->place), kind->after ? kind->after : "");
	v->is_mine = v->g.opened_by == rq->user->id;
	v->demo = rq->app->demo;
	return OK;
}

static void
offer_roles(struct req *rq, struct form *f, const struct parties *mine)
{
	struct choice *roles = NEW_ARRAY(rq->arena, struct choice, mine->n);

	for (size_t i = 0; i < mine->n; i++) {
		roles[i].value = str_fmt(rq->arena, "%" PRId64, mine->p[i].role_id);
		roles[i].label = role_name(rq->lang, mine->p[i].role);
	}
	form_choices(f, "role", roles, mine->n);
}

static err
draw(struct req *rq, struct response *rs, struct agreement_view *v, struct form *f)
{
	struct page pg = page_of(rq, v->title);

	offer_roles(rq, f, &v->mine);
	pg.form = f;
	pg.said = page_said(rq);
	agreement_one_view(&rs->body, rq->lang, &pg, v, f, rand_uuid(rq->arena));
	return OK;
}

err
agreement_page(struct req *rq, struct response *rs)
{
	struct form f = form_new(rq, answer_form, COUNT(answer_form));
	struct agreement_view v = { 0 };

	TRY(read_agreement(rq, &v));
	return draw(rq, rs, &v, &f);
}

/* A no and advice need their sentence; the password comes last, for it costs a try. */
static err
check_answer(struct req *rq, struct form *f, struct agreement_tick *t)
{
	err e = form_read(rq, answer_form, COUNT(answer_form), f);

	t->answer = answer_of_word(req_form(rq, S("answer")));
	t->sentence = t->answer == ANSWER_YES ? (str){ 0 } : form_str(f, "sentence");
	if (t->answer == ANSWER_NONE)
		e = form_error(f, "secret", tr(rq->lang, "Press one of the two buttons: agree, or disagree."));
	else if (t->answer != ANSWER_YES && t->sentence.n == 0)
		e = form_error(f, "sentence", tr(rq->lang, "Write one sentence, so that the others understand why."));
	TRY(e);
	if (str_int(form_str(f, "role"), &t->role))
		return form_error(f, "role", tr(rq->lang, "Choose one from the list."));
	return secret_again(rq, f, "secret");
}

err
agreement_post(struct req *rq, struct response *rs)
{
	struct agreement_tick t = { .app = rq->app, .arena = rq->arena, .person = rq->user->id, .key = req_form(rq, S("key")) };
	struct agreement_view v = { 0 };
	struct form f;
	err e;

	TRY(read_agreement(rq, &v));
	t.agreement = v.g.id;
	e = check_answer(rq, &f, &t);
	if (e == ERR_INVALID) {
		TRY(draw(rq, rs, &v, &f));
		return e;
	}
	TRY(e);
	TRY(req_write(rq, agreement_answer, &t));
	return req_go(rq, rs, STR_FMT "?said=answered", STR_ARG(v.base));
}

err
agreement_drop_post(struct req *rq, struct response *rs)
{
	struct agreement_tick t = { .app = rq->app, .arena = rq->arena, .person = rq->user->id };
	struct agreement_view v = { 0 };

	TRY(read_agreement(rq, &v));
	t.agreement = v.g.id;
	TRY(req_write(rq, agreement_drop, &t));
	return req_go(rq, rs, STR_FMT "?said=dropped", STR_ARG(v.base));
}

err
agreement_screen_page(struct req *rq, struct response *rs)
{
	struct agreement_view v = { 0 };
	struct page pg;

	TRY(read_agreement(rq, &v));
	pg = page_of(rq, v.title);
	if (agreement_is_open(v.g.state))
		response_header(rs, S("Refresh"), S("5"));
	agreement_screen_view(&rs->body, rq->lang, &pg, &v);
	return OK;
}
