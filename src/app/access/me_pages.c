/* me_pages.c: a person's own page. */
#include "app/access/me_pages.h"

#include "app/access/audit.h"
#include "app/access/invite.h"
#include "app/access/people_pages.h"
#include "app/access/secret.h"
#include "app/access/session.h"
#include "app/me_tmpl.h"
#include "app/page.h"
#include "base/clock.h"
#include "base/rand.h"

#define SESSION_ID 16	/* signs of the hash that name a session in a form */

static bool
waits(const struct party *p)
{
	return role_must_confirm(p->role) && !p->confirmed_at && !p->ended;
}

static err
read_me(struct req *rq, struct me_view *v)
{
	struct db_conn *c;
	struct rows r;

	TRY(req_read(rq, &c));
	TRY(person_get(c, rq->arena, rq->user->organisation, rq->user->id, &v->who));
	TRY(people_roles(c, rq->arena, rq->user->id, &v->roles));
	for (size_t i = 0; i < v->roles.n; i++)
		v->has_waiting |= waits(&v->roles.p[i]);
	TRY(db_query(c, rq->arena, &r, SESSION_LIST, INT(rq->user->id), INT(clock_now())));
	v->session_count = r.n;
	v->sessions = NEW_ARRAY(rq->arena, struct session_line, r.n);
	for (size_t i = 0; i < r.n; i++)
		v->sessions[i] = (struct session_line){ .id = str_take(row_text(&r, i, 0), SESSION_ID),
			.created = row_int(&r, i, 1), .expires = row_int(&r, i, 2), .device = row_text(&r, i, 3),
			.is_this = str_eq(row_text(&r, i, 0), rq->user->session_hash) };
	return OK;
}

err
me_page(struct req *rq, struct response *rs)
{
	struct page pg = page_of(rq, tr(rq->lang, "My page"));
	struct me_view v = { 0 };

	TRY(read_me(rq, &v));
	pg.said = page_said(rq);
	me_view_page(&rs->body, rq->lang, &pg, &v);
	return OK;
}

static const struct field edit_form[] = {
	{ "name", N_("Name"), .max = 120, .required = true, .autocomplete = "name" },
	{ "email", N_("E-mail address"), N_("You sign in with it."), FIELD_EMAIL, .autocomplete = "email" },
	{ "secret", N_("Your password"), N_("So that it is certain that it is you."), FIELD_SECRET, .required = true,
		.autocomplete = "current-password" },
};

static err
edit_draw(struct req *rq, struct response *rs, const struct form *f)
{
	struct page pg = page_of(rq, tr(rq->lang, "Change name or address"));

	pg.form = f;
	me_edit_view(&rs->body, rq->lang, &pg, f);
	return OK;
}

err
me_edit_page(struct req *rq, struct response *rs)
{
	struct form f = form_new(rq, edit_form, COUNT(edit_form));

	form_set(&f, "name", rq->user->name);
	form_set(&f, "email", rq->user->email);
	return edit_draw(rq, rs, &f);
}

err
me_edit_post(struct req *rq, struct response *rs)
{
	struct person_edit x = { .arena = rq->arena, .organisation = rq->user->organisation, .person = rq->user->id,
		.by = rq->user->id };
	struct form f;
	err e = form_read(rq, edit_form, COUNT(edit_form), &f);

	if (!e)
		e = secret_again(rq, &f, "secret");
	x.name = form_str(&f, "name");
	x.email = form_str(&f, "email");
	if (!e)
		e = req_write(rq, person_edit_write, &x);
	if (e == ERR_CONFLICT)
		e = form_error(&f, "email", tr(rq->lang, "Somebody else uses this address."));
	if (e == ERR_INVALID) {
		TRY(edit_draw(rq, rs, &f));
		return e;
	}
	TRY(e);
	return req_go(rq, rs, "/me?said=saved");
}

static const struct field password_form[] = {
	{ "secret", N_("Your present password"), .kind = FIELD_SECRET, .required = true, .autocomplete = "current-password" },
	{ "new", N_("Your new password"),
		N_("At least 12 characters. Four ordinary words are easy to remember and hard to guess."), FIELD_SECRET,
		.required = true, .autocomplete = "new-password" },
};

static err
password_draw(struct req *rq, struct response *rs, const struct form *f)
{
	struct page pg = page_of(rq, tr(rq->lang, "New password"));

	pg.form = f;
	me_password_view(&rs->body, rq->lang, &pg, f);
	return OK;
}

err
me_password_page(struct req *rq, struct response *rs)
{
	struct form f = form_new(rq, password_form, COUNT(password_form));

	return password_draw(rq, rs, &f);
}

struct new_password {
	struct arena *arena;
	int64_t person;
	str hash, session;
};

static err
password_write(struct db_conn *c, void *arg)
{
	const struct new_password *x = arg;

	TRY(db_exec(c, NULL, PERSON_SECRET_SET, INT(x->person), TEXT(x->hash)));
	TRY(db_exec(c, NULL, SESSION_DELETE_OTHERS, INT(x->person), TEXT(x->session)));
	/* Whoever has found a slip or a letter does not undo this. */
	TRY(db_exec(c, NULL, ONETIME_END_OTHERS, INT(x->person), INT(clock_now())));
	TRY(audit_add(c, x->arena, 0, 0, x->person, x->person, "secret.set", S("")));
	return secret_letter(c, x->arena, x->person);
}

static err
check_password(struct req *rq, struct form *f)
{
	str about[] = { rq->user->name, rq->user->email }, problem;

	TRY(form_read(rq, password_form, COUNT(password_form), f));
	problem = secret_problem(rq->arena, rq->lang, form_str(f, "new"), about, COUNT(about));
	if (problem.n)
		return form_error(f, "new", problem);
	return secret_again(rq, f, "secret");
}

err
me_password_post(struct req *rq, struct response *rs)
{
	struct new_password x = { .arena = rq->arena, .person = rq->user->id, .session = rq->user->session_hash };
	struct form f;
	err e = check_password(rq, &f);

	if (e == ERR_INVALID) {
		TRY(password_draw(rq, rs, &f));
		return e;
	}
	TRY(e);
	TRY(secret_hash(rq->arena, form_str(&f, "new"), &x.hash));
	TRY(req_write(rq, password_write, &x));
	return req_go(rq, rs, "/me?said=password");
}

err
me_roles_page(struct req *rq, struct response *rs)
{
	struct page pg = page_of(rq, tr(rq->lang, "Confirm your role"));
	struct parties waiting = { 0 };
	struct me_view v = { 0 };

	TRY(read_me(rq, &v));
	waiting.p = NEW_ARRAY(rq->arena, struct party, v.roles.n);
	for (size_t i = 0; i < v.roles.n; i++)
		if (waits(&v.roles.p[i]))
			waiting.p[waiting.n++] = v.roles.p[i];
	pg.said = page_said(rq);
	me_roles_view(&rs->body, rq->lang, &pg, &waiting, rand_uuid(rq->arena));
	return OK;
}

struct role_answer {
	struct arena *arena;
	int64_t role, person;
	bool yes;
};

static err
role_answer_write(struct db_conn *c, void *arg)
{
	const struct role_answer *x = arg;
	struct party p;

	TRY(role_get(c, x->arena, x->role, &p));
	if (p.person != x->person)
		return ERR_NOTFOUND;
	return x->yes ? role_confirm(c, x->arena, x->role, x->person) : role_end(c, x->arena, x->role, x->person);
}

err
me_role_post(struct req *rq, struct response *rs)
{
	struct role_answer x = { .arena = rq->arena, .person = rq->user->id,
		.yes = str_eq(req_form(rq, S("answer")), S("yes")) };
	struct me_view v = { 0 };

	if (!x.yes && !str_eq(req_form(rq, S("answer")), S("no")))
		return ERR_INVALID;
	TRY(req_id(rq, 0, &x.role));
	TRY(req_write(rq, role_answer_write, &x));
	TRY(read_me(rq, &v));
	return req_go(rq, rs, "%s?said=%s", v.has_waiting ? "/me/roles" : "/", x.yes ? "confirmed" : "declined");
}

struct sign_out {
	int64_t person;
	str session, mine;
};

static err
sign_out_write(struct db_conn *c, void *arg)
{
	const struct sign_out *x = arg;

	if (str_eq(x->session, S("others")))
		return db_exec(c, NULL, SESSION_DELETE_OTHERS, INT(x->person), TEXT(x->mine));
	return db_exec(c, NULL, SESSION_DELETE_ONE, INT(x->person), TEXT(x->session));
}

err
me_sessions_post(struct req *rq, struct response *rs)
{
	struct sign_out x = { .person = rq->user->id, .session = req_form(rq, S("session")), .mine = rq->user->session_hash };

	TRY(req_write(rq, sign_out_write, &x));
	if (str_eq(x.session, str_take(x.mine, SESSION_ID))) {
		session_cookie_forget(rq, rs);
		return req_go(rq, rs, "/");
	}
	return req_go(rq, rs, "/me?said=signed-out");
}

struct my_language {
	int64_t person;
	enum lang lang;
};

static err
language_write(struct db_conn *c, void *arg)
{
	const struct my_language *x = arg;

	return db_exec(c, NULL, PERSON_LANG_SET, INT(x->person), TEXT(lang_tag(x->lang)));
}

err
me_language_post(struct req *rq, struct response *rs)
{
	struct my_language x = { .person = rq->user->id };

	if (!lang_of(req_form(rq, S("lang")), &x.lang))
		return ERR_INVALID;
	TRY(req_write(rq, language_write, &x));
	/* This device's own choice, made with the buttons at the top, would hide it. */
	response_cookie(rs, S("lang"), S(""), S("/"), 0, COOKIE_FORGET | (rq->http->secure ? COOKIE_SECURE : 0));
	return req_go(rq, rs, "/me?said=saved");
}
