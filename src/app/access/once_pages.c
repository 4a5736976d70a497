/* once_pages.c: links and slips: looking is free, the button uses them up. */
#include "app/access/audit.h"
#include "app/access/invite.h"
#include "app/access/login_pages.h"
#include "app/access/onetime.h"
#include "app/access/people.h"
#include "app/access/secret.h"
#include "app/access/session.h"
#include "app/limit.h"
#include "app/login_tmpl.h"
#include "app/page.h"
#include "base/log.h"

static const struct field code_form[] = {
	{ "code", N_("Code"), N_("It stands in large letters on the slip, like ABCD EFGH JKLM."), FIELD_LINE, .max = 40,
		.required = true, .autocomplete = "one-time-code" },
};

static const struct field choose_form[] = {
	{ "secret", N_("Your new password"),
		N_("At least 12 characters. Four ordinary words are easy to remember and hard to guess."), FIELD_SECRET,
		.required = true, .autocomplete = "new-password" },
};

/* Only misses count: a right code is never turned away because others from the same house typed wrong. */
static err
find(struct req *rq, str typed, struct onetime *o)
{
	struct db_conn *c;
	err e;

	TRY(req_read(rq, &c));
	e = onetime_find(c, rq->arena, typed, o);
	if (e == ERR_NOTFOUND && !limit_take(rq->app->limits, "once", req_client(rq), 60, 300))
		return ERR_TOOMANY;
	return e;
}

static bool
must_choose(const struct onetime *o)
{
	return o->purpose == ONCE_RESET || !o->has_secret;
}

static err
gone_draw(struct req *rq, struct response *rs)
{
	struct page pg = page_of(rq, tr(rq->lang, "This link or code is used up"));

	once_gone_view(&rs->body, rq->lang, &pg);
	rs->status = 410;
	return OK;
}

/* Browsers in Norway say bokmål unless somebody has told them otherwise: who was registered where nynorsk is written, is spoken to
 * in nynorsk until she presses another language. */
static err
speak(struct req *rq, const struct onetime *o)
{
	struct db_conn *c;
	enum lang own;

	if (rq->lang != LANG_NB || request_cookie(rq->http, S("lang")).n)
		return OK;
	TRY(req_read(rq, &c));
	TRY(person_lang(c, rq->arena, o->person, &own));
	if (own == LANG_NN)
		rq->lang = own;
	return OK;
}

static err
once_draw(struct req *rq, struct response *rs, const struct onetime *o, str code, const struct form *f)
{
	struct page pg;
	struct once_page op = { .name = o->name, .email = o->email, .code = code, .choose = must_choose(o),
		.action = code.n ? S("/login/code") : rq->http->path };

	TRY(speak(rq, o));
	pg = page_of(rq, fill(rq->arena, rq->lang, tr(rq->lang, "Hello, {name}"), V("name", o->name)));
	/* The address holds the secret: the language switch must not carry it on. */
	pg.path = S("/login");
	pg.form = f;
	once_view(&rs->body, rq->lang, &pg, f, &op);
	return OK;
}

struct entry {
	struct arena *arena;
	struct onetime o;
	struct session_new session;
	str secret;	/* hash of the new one, or empty */
	enum lang lang;	/* the page was read in this one: the person's own from the first time on */
};

static err
entry_write(struct db_conn *c, void *arg)
{
	struct entry *x = arg;

	TRY(onetime_use(c, &x->o));
	if (!x->o.has_secret)
		TRY(db_exec(c, NULL, PERSON_LANG_SET, INT(x->o.person), TEXT(lang_tag(x->lang))));
	if (x->secret.n) {
		TRY(db_exec(c, NULL, PERSON_SECRET_SET, INT(x->o.person), TEXT(x->secret)));
		TRY(db_exec(c, NULL, SESSION_DELETE_OTHERS, INT(x->o.person), TEXT(S(""))));
		TRY(audit_add(c, x->arena, 0, 0, x->o.person, x->o.person, "secret.set", S("")));
		if (x->o.has_secret)
			TRY(secret_letter(c, x->arena, x->o.person));
	}
	return session_insert(c, &x->session);
}

/* The button was pressed: check the new password, use the link up, sign in. */
static err
enter(struct req *rq, struct response *rs, struct onetime *o, str code)
{
	struct entry x = { .arena = rq->arena, .o = *o };
	struct form f = form_new(rq, choose_form, COUNT(choose_form));
	str about[] = { o->name, o->email };
	err e;

	TRY(speak(rq, o));
	x.lang = rq->lang;
	if (must_choose(o)) {
		e = form_read(rq, choose_form, COUNT(choose_form), &f);
		str problem = secret_problem(rq->arena, rq->lang, form_str(&f, "secret"), about, COUNT(about));
		if (!e && problem.n)
			e = form_error(&f, "secret", problem);
		if (e == ERR_INVALID) {
			TRY(once_draw(rq, rs, o, code, &f));
			return e;
		}
		TRY(e);
		req_read_done(rq);
		TRY(secret_hash(rq->arena, form_str(&f, "secret"), &x.secret));
	}
	x.session = session_make(rq, o->person);
	e = req_write(rq, entry_write, &x);
	if (e == ERR_GONE)
		return gone_draw(rq, rs);
	TRY(e);
	session_cookie(rq, rs, &x.session);
	log_info("sign-in person=%" PRId64 " by=once", o->person);
	return go_in(rq, rs, o->person, S("/"));
}

err
once_page(struct req *rq, struct response *rs)
{
	struct form f = form_new(rq, choose_form, COUNT(choose_form));
	struct onetime o = { 0 };
	err e = find(rq, rq->params[0], &o);

	if (e == ERR_NOTFOUND || e == ERR_GONE)
		return gone_draw(rq, rs);
	TRY(e);
	return once_draw(rq, rs, &o, (str){ 0 }, &f);
}

err
once_post(struct req *rq, struct response *rs)
{
	struct onetime o = { 0 };
	err e = find(rq, rq->params[0], &o);

	if (e == ERR_NOTFOUND || e == ERR_GONE)
		return gone_draw(rq, rs);
	TRY(e);
	return enter(rq, rs, &o, (str){ 0 });
}

static err
code_draw(struct req *rq, struct response *rs, const struct form *f)
{
	struct page pg = page_of(rq, tr(rq->lang, "Type the code from your slip"));

	pg.form = f;
	login_code_view(&rs->body, rq->lang, &pg, f);
	return OK;
}

err
login_code_page(struct req *rq, struct response *rs)
{
	struct form f = form_new(rq, code_form, COUNT(code_form));

	return code_draw(rq, rs, &f);
}

err
login_code_post(struct req *rq, struct response *rs)
{
	struct form choose = form_new(rq, choose_form, COUNT(choose_form)), f;
	struct onetime o = { 0 };
	err e = form_read(rq, code_form, COUNT(code_form), &f);

	if (!e)
		e = find(rq, form_str(&f, "code"), &o);
	if (e == ERR_GONE)
		return gone_draw(rq, rs);
	if (e == ERR_NOTFOUND)
		e = form_error(&f, "code", tr(rq->lang, "We do not know this code. Look at the slip again, character by character."));
	if (e == ERR_INVALID) {
		TRY(code_draw(rq, rs, &f));
		return e;
	}
	TRY(e);
	if (req_form(rq, S("use")).n == 0)
		return once_draw(rq, rs, &o, form_str(&f, "code"), &choose);
	return enter(rq, rs, &o, form_str(&f, "code"));
}
