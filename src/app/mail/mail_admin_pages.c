/* mail_admin_pages.c: the relay's settings, a test letter, and what did not get through. */
#include "app/access/audit.h"
#include "app/mail/mail_pages.h"
#include "app/mail_admin_tmpl.h"
#include "app/page.h"
#include "base/clock.h"
#include "base/rand.h"
#include "post/header.h"

static const struct field setup_form[] = {
	{ "host", N_("The mail relay's name"), N_("The server that takes letters from programs in your house, like smtp.example.no."),
		.max = 253, .required = true },
	{ "port", N_("Port"), N_("Usually 587; 465 with TLS from the start; 25 inside a house."), FIELD_INT, .min = 1, .max = 65535,
		.required = true },
	{ "tls", N_("Encryption"), .kind = FIELD_CHOICE, .required = true },
	{ "user", N_("User name"), N_("Leave it empty when the relay knows this machine and asks for none."), .max = 200 },
	{ "from", N_("Sender's address"), N_("Letters come from it. The relay must allow it, and your domain must vouch for it (SPF, DKIM)."),
		FIELD_EMAIL, .required = true },
	{ "from_name", N_("Sender's name"), .max = 80 },
	{ "per_minute", N_("Letters a minute, at most"), N_("Many relays slow down or refuse when more come."), FIELD_INT, .min = 1,
		.max = 1000, .required = true },
};

static void
offer_tls(struct req *rq, struct form *f)
{
	static const char *const labels[] = {
		[SMTP_STARTTLS] = N_("STARTTLS (port 587 or 25)"),
		[SMTP_TLS] = N_("TLS from the start (port 465)"),
		[SMTP_PLAIN] = N_("None: only for a relay on this machine or in the same locked room"),
	};
	struct choice *all = NEW_ARRAY(rq->arena, struct choice, COUNT(labels));

	for (size_t i = 0; i < COUNT(labels); i++)
		all[i] = (struct choice){ smtp_tls_word((enum smtp_tls)i), tr_dynamic(rq->lang, str_of(labels[i])) };
	form_choices(f, "tls", all, COUNT(labels));
}

static err
read_stuck(struct req *rq, struct db_conn *c, struct mail_admin_view *v)
{
	struct rows r;

	TRY(db_query(c, rq->arena, &r, MAIL_TROUBLES, DB_NONE));
	v->stuck_count = r.n;
	v->stuck = NEW_ARRAY(rq->arena, struct mail_stuck, r.n);
	for (size_t i = 0; i < r.n; i++)
		v->stuck[i] = (struct mail_stuck){ .id = row_int(&r, i, 0), .recipient = row_text(&r, i, 1), .state = row_text(&r, i, 3),
			.trouble = row_text(&r, i, 4), .created = row_int(&r, i, 5), .tries = row_int(&r, i, 6) };
	TRY(db_query(c, rq->arena, &r, MAIL_TEST_LAST, DB_NONE));
	if (r.n == 0)
		return OK;
	v->test_state = row_text(&r, 0, 0);
	v->test_trouble = row_text(&r, 0, 1);
	v->test_at = row_int(&r, 0, row_null(&r, 0, 3) ? 2 : 3);
	return OK;
}

static err
read_view(struct req *rq, struct mail_admin_view *v)
{
	struct db_conn *c;
	str password;
	err e;

	*v = (struct mail_admin_view){ .demo = rq->app->demo, .no_public_url = rq->app->public_url.n == 0,
		.my_email = rq->user->email };
	TRY(req_read(rq, &c));
	TRY(mail_setup_read(c, rq->arena, &v->setup));
	TRY(mail_counts(c, rq->arena, &v->counts));
	TRY(read_stuck(rq, c, v));
	e = mail_password(rq->app, rq->arena, &password, &v->password_open);
	v->has_password = e == OK;
	v->password_bad = e == ERR_IO;
	return OK;
}

static err
draw(struct req *rq, struct response *rs, struct form *f)
{
	struct page pg = page_of(rq, tr(rq->lang, "E-mail"));
	struct mail_admin_view v;

	TRY(read_view(rq, &v));
	offer_tls(rq, f);
	pg.form = f;
	pg.said = page_said(rq);
	mail_admin_view(&rs->body, rq->lang, &pg, &v, f, rand_uuid(rq->arena));
	return OK;
}

err
mail_admin_page(struct req *rq, struct response *rs)
{
	struct form f = form_new(rq, setup_form, COUNT(setup_form));
	struct mail_setup s;
	struct db_conn *c;

	TRY(req_read(rq, &c));
	TRY(mail_setup_read(c, rq->arena, &s));
	form_set(&f, "host", s.host);
	form_set(&f, "user", s.user);
	form_set(&f, "from", s.from);
	form_set(&f, "from_name", s.on ? s.from_name : S("Medvirk"));
	form_set(&f, "tls", smtp_tls_word(s.tls));
	form_set_int(rq, &f, "port", s.port);
	form_set_int(rq, &f, "per_minute", s.per_minute);
	return draw(rq, rs, &f);
}

/* ---- saving ---- */

struct saving {
	struct arena *arena;
	struct mail_setup setup;
	int64_t person;
	str key;
};

static err
save_write(struct db_conn *c, void *arg)
{
	const struct saving *x = arg;
	bool is_new;

	TRY(form_key_use(c, x->key, &is_new));
	if (!is_new)
		return OK;
	TRY(mail_setup_write(c, x->arena, &x->setup));
	if (x->setup.host.n == 0)
		return audit_add(c, x->arena, 0, 0, x->person, 0, "mail.off", S(""));
	return audit_add(c, x->arena, 0, 0, x->person, 0, "mail.setup", audit_body(x->arena, V("host", x->setup.host)));
}

static bool
is_here(str host)
{
	return str_eq(host, S("localhost")) || str_starts(host, S("127.")) || str_eq(host, S("[::1]"));
}

static err
check(struct req *rq, struct form *f, struct mail_setup *s)
{
	*s = (struct mail_setup){ .host = form_str(f, "host"), .port = form_int(f, "port"), .tls = smtp_tls_of(form_str(f, "tls")),
		.user = form_str(f, "user"), .from = form_str(f, "from"), .from_name = form_str(f, "from_name"),
		.per_minute = form_int(f, "per_minute") };
	if (!mail_host_is_fit(s->host))
		return form_error(f, "host", tr(rq->lang, "Write a name like smtp.example.no, without https:// and port."));
	if (!mail_address_is_fit(s->from))
		return form_error(f, "from", tr(rq->lang, "Write an e-mail address, like name@example.no."));
	if (s->tls == SMTP_PLAIN && s->user.n && !is_here(s->host))
		return form_error(f, "tls", tr(rq->lang, "A password is never sent without encryption. Choose another, or leave the user name empty."));
	return OK;
}

err
mail_admin_post(struct req *rq, struct response *rs)
{
	struct saving x = { .arena = rq->arena, .person = rq->user->id, .key = req_form(rq, S("key")) };
	struct form f;
	err e;

	if (req_form(rq, S("off")).n) {
		TRY(req_write(rq, save_write, &x));
		return req_go(rq, rs, "/admin/mail?said=saved");
	}
	e = form_read(rq, setup_form, COUNT(setup_form), &f);
	offer_tls(rq, &f);
	if (!e)
		e = form_check_choice(rq, &f, "tls");
	if (!e)
		e = check(rq, &f, &x.setup);
	if (!e && rq->app->public_url.n == 0)
		e = form_error(&f, "host", tr(rq->lang, "Links in letters need the public address. It is set on the machine (--public-url) first."));
	if (e == ERR_INVALID) {
		TRY(draw(rq, rs, &f));
		return e;
	}
	TRY(e);
	TRY(req_write(rq, save_write, &x));
	return req_go(rq, rs, "/admin/mail?said=saved#test-h");
}

/* ---- a test letter, to oneself only ---- */

struct testing {
	str to, subject, body, key;
};

static err
test_write(struct db_conn *c, void *arg)
{
	const struct testing *x = arg;
	bool is_new;

	TRY(form_key_use(c, x->key, &is_new));
	if (!is_new)
		return OK;
	return db_exec(c, NULL, MAIL_TEST_LAY, TEXT(x->to), TEXT(x->subject), TEXT(x->body), INT(clock_now()));
}

err
mail_test_post(struct req *rq, struct response *rs)
{
	struct testing x = { .to = rq->user->email, .key = req_form(rq, S("key")) };
	struct mail_setup s;
	struct db_conn *c;

	TRY(req_read(rq, &c));
	TRY(mail_setup_read(c, rq->arena, &s));
	if (!s.on || x.to.n == 0)
		return ERR_CONFLICT;
	x.subject = tr(rq->lang, "Test letter from Medvirk: æøå");
	x.body = fill(rq->arena, rq->lang, tr(rq->lang, "Hello {name}.\n\nThis letter shows that Medvirk reaches you by e-mail. You can "
		"throw it away."), V("name", rq->user->name));
	TRY(req_write(rq, test_write, &x));
	return req_go(rq, rs, "/admin/mail?said=test#test-h");
}

/* ---- once more, or enough ---- */

struct again {
	int64_t id;
	bool drop;
};

static err
again_write(struct db_conn *c, void *arg)
{
	const struct again *x = arg;

	if (x->drop)
		return db_exec(c, NULL, MAIL_PUT_AWAY, INT(x->id));
	return db_exec(c, NULL, MAIL_AGAIN, INT(x->id), INT(clock_now()));
}

err
mail_again_post(struct req *rq, struct response *rs)
{
	struct again x = { .drop = str_eq(req_form(rq, S("do")), S("drop")) };

	if (str_int(req_form(rq, S("letter")), &x.id))
		return ERR_NOTFOUND;
	TRY(req_write(rq, again_write, &x));
	return req_go(rq, rs, "/admin/mail?said=%s#stuck-h", x.drop ? "saved" : "again");
}
