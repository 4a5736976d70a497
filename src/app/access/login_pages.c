/* login_pages.c: e-mail and password, forgotten passwords, signing out. */
#include "app/access/login_pages.h"

#include "app/access/onetime.h"
#include "app/access/people.h"
#include "app/access/secret.h"
#include "app/access/session.h"
#include "app/access/start.h"
#include "app/limit.h"
#include "app/login_tmpl.h"
#include "app/page.h"
#include "base/clock.h"
#include "base/log.h"
#include "base/rand.h"

static const struct field login_form[] = {
	{ "to", N_("Then to"), .kind = FIELD_HIDDEN, .max = 500 },
	{ "email", N_("E-mail address"), .kind = FIELD_EMAIL, .required = true, .autocomplete = "username" },
	{ "secret", N_("Password"), .kind = FIELD_SECRET, .required = true, .autocomplete = "current-password" },
};

static const struct field forgot_form[] = {
	{ "email", N_("E-mail address"), .kind = FIELD_EMAIL, .required = true, .autocomplete = "username" },
};

static err
login_draw(struct req *rq, struct response *rs, const struct form *f)
{
	struct page pg = page_of(rq, tr(rq->lang, "Sign in"));
	struct db_conn *c;
	bool done;

	TRY(req_read(rq, &c));
	TRY(start_is_done(c, rq->arena, &done));
	pg.form = f;
	pg.said = page_said(rq);
	login_view(&rs->body, rq->lang, &pg, f, done);
	return OK;
}

err
login_page(struct req *rq, struct response *rs)
{
	struct form f = form_new(rq, login_form, COUNT(login_form));

	form_set(&f, "to", path_inside(req_query(rq, S("to"))));
	return login_draw(rq, rs, &f);
}

/* Generous to an address, for a whole workplace shares one; strict to an account: never more than a hundred wrong tries in an
 * hour. Three times as many from everywhere together as from one address, so that nobody locks the leader out of the desk by
 * guessing from elsewhere. */
static bool
may_try(struct req *rq, str account)
{
	struct limits *l = rq->app->limits;
	str here = str_fmt(rq->arena, STR_FMT " " STR_FMT, STR_ARG(req_client(rq)), STR_ARG(account));

	return limit_take(l, "login from", req_client(rq), 300, 300) && limit_take(l, "login as from", here, 20, 1800) &&
		limit_take(l, "login as", account, 60, 5400);
}

/* The right one was not a guess; and a house in which hundreds sign in at eight has done nothing wrong. */
static void
not_a_guess(struct req *rq, str account)
{
	struct limits *l = rq->app->limits;

	limit_give_back(l, "login from", req_client(rq));
	limit_give_back(l, "login as from", str_fmt(rq->arena, STR_FMT " " STR_FMT, STR_ARG(req_client(rq)), STR_ARG(account)));
	limit_give_back(l, "login as", account);
}

static err
login_check(struct req *rq, struct form *f, int64_t *person)
{
	struct db_conn *c;
	struct rows r;
	bool right, known;
	err e;

	if (!may_try(rq, form_str(f, "email"))) {
		log_warn("sign-in held back: too many tries");
		return form_error(f, "secret", tr(rq->lang, "That was too many tries. Wait ten minutes and try again."));
	}
	TRY(req_read(rq, &c));
	e = db_one(c, rq->arena, &r, PERSON_BY_EMAIL, TEXT(form_str(f, "email")));
	if (e && e != ERR_NOTFOUND)
		return e;
	known = !e && row_null(&r, 0, 3);
	req_read_done(rq);
	TRY(secret_matches(rq->arena, known ? row_text(&r, 0, 2) : (str){ 0 }, form_str(f, "secret"), &right));
	if (!right) {
		log_warn("sign-in refused person=%" PRId64, known ? row_int(&r, 0, 0) : (int64_t)0);
		return form_error(f, "secret", tr(rq->lang, "The address and the password do not belong together."));
	}
	not_a_guess(rq, form_str(f, "email"));
	*person = row_int(&r, 0, 0);
	return OK;
}

static err
session_write(struct db_conn *c, void *arg)
{
	const struct session_new *s = arg;

	return session_insert(c, s);
}

err
login_post(struct req *rq, struct response *rs)
{
	struct session_new s;
	struct form f;
	int64_t person = 0;
	err e = form_read(rq, login_form, COUNT(login_form), &f);

	if (!e)
		e = login_check(rq, &f, &person);
	if (e == ERR_INVALID) {
		TRY(login_draw(rq, rs, &f));
		return e;
	}
	TRY(e);
	s = session_make(rq, person);
	TRY(req_write(rq, session_write, &s));
	session_cookie(rq, rs, &s);
	log_info("sign-in person=%" PRId64 " by=password", person);
	return go_in(rq, rs, person, path_inside(form_str(&f, "to")));
}

err
go_in(struct req *rq, struct response *rs, int64_t person, str to)
{
	struct parties roles;
	struct db_conn *c;

	TRY(req_read(rq, &c));
	TRY(people_roles(c, rq->arena, person, &roles));
	for (size_t i = 0; i < roles.n; i++) {
		const struct party *p = &roles.p[i];
		if (role_must_confirm(p->role) && !p->confirmed_at && !p->ended)
			to = S("/me/roles");
	}
	response_see_other(rs, to);
	return OK;
}

static err
session_end(struct db_conn *c, void *arg)
{
	const str *hash = arg;

	return db_exec(c, NULL, SESSION_DELETE, TEXT(*hash));
}

err
logout_post(struct req *rq, struct response *rs)
{
	str hash = rq->user->session_hash;

	TRY(req_write(rq, session_end, &hash));
	session_cookie_forget(rq, rs);
	response_see_other(rs, S("/"));
	return OK;
}

static err
forgot_draw(struct req *rq, struct response *rs, const struct form *f, bool sent)
{
	struct page pg = page_of(rq, tr(rq->lang, "A new password"));
	struct db_conn *c;
	bool mail;

	pg.form = f;
	TRY(req_read(rq, &c));
	TRY(mail_is_on(c, rq->arena, &mail));
	login_forgot_view(&rs->body, rq->lang, &pg, f, mail, sent);
	return OK;
}

err
login_forgot_page(struct req *rq, struct response *rs)
{
	struct form f = form_new(rq, forgot_form, COUNT(forgot_form));

	return forgot_draw(rq, rs, &f, false);
}

struct forgot {
	struct arena *arena;
	str email;
};

/* The link itself is made when the letter leaves, so that it is never stored. */
static err
forgot_write(struct db_conn *c, void *arg)
{
	const struct forgot *x = arg;
	struct rows r;
	enum lang l;
	bool mail;
	err e = db_one(c, x->arena, &r, PERSON_BY_EMAIL, TEXT(x->email));

	if (e && e != ERR_NOTFOUND)
		return e;
	TRY(mail_is_on(c, x->arena, &mail));
	/* A commit of nothing would be quicker, and tell which addresses have an account and which have none. */
	if (!mail || e || !row_null(&r, 0, 3))
		return db_exec(c, NULL, FORM_KEY_USE, TEXT(rand_uuid(x->arena)), INT(clock_now()));
	TRY(person_lang(c, x->arena, row_int(&r, 0, 0), &l));
	return db_exec(c, NULL, OUTBOX_LINK, INT(row_int(&r, 0, 0)), TEXT(S("reset")), TEXT(x->email),
		TEXT(tr(l, "A new password for Medvirk")),
		TEXT(tr(l, "Somebody, hopefully you, asked for a new password. Open this link within an hour: {link}\n\n"
			   "Was it not you? Then you need do nothing.")),
		INT(clock_now()));
}

err
login_forgot_post(struct req *rq, struct response *rs)
{
	struct forgot x = { .arena = rq->arena };
	struct form f;
	err e = form_read(rq, forgot_form, COUNT(forgot_form), &f);

	if (e == ERR_INVALID) {
		TRY(forgot_draw(rq, rs, &f, false));
		return e;
	}
	TRY(e);
	x.email = form_str(&f, "email");
	if (!limit_take(rq->app->limits, "forgot from", req_client(rq), 60, 600) ||
		!limit_take(rq->app->limits, "forgot", x.email, 5, 3600))
		return ERR_TOOMANY;
	TRY(req_write(rq, forgot_write, &x));
	return forgot_draw(rq, rs, &f, true);
}
