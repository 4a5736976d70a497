/* start_pages.c: the first page of an empty installation, and the page of the three parties after it. */
#include "app/access/secret.h"
#include "app/access/session.h"
#include "app/access/start.h"
#include "app/page.h"
#include "app/start_tmpl.h"
#include "base/clock.h"
#include "base/rand.h"

static const struct field start_form[] = {
	{ "organisation", N_("Organisation"), N_("The municipality, the trust or the company, such as Solbakken kommune."),
		.max = 120, .required = true, .autocomplete = "organization" },
	{ "unit", N_("The first unit"), N_("Where you begin, such as Solbakken nursing home. More can be added later."),
		.max = 120, .required = true },
	{ "lang", N_("Language of the organisation"), N_("Each person can choose another for themselves."), FIELD_CHOICE,
		.required = true },
	{ "name", N_("Your name"), .max = 120, .required = true, .autocomplete = "name" },
	{ "email", N_("Your e-mail address"), .kind = FIELD_EMAIL, .required = true, .autocomplete = "username" },
	{ "secret", N_("Choose a password"),
		N_("At least 12 characters. Four ordinary words are easy to remember and hard to guess."), FIELD_SECRET,
		.required = true, .autocomplete = "new-password" },
};

/* Sent twice, mostly by the same person: without script, or from two tabs. */
#define ALREADY "/login?said=already"

static err
start_draw(struct req *rq, struct response *rs, struct form *f)
{
	struct page pg = page_of(rq, tr(rq->lang, "Welcome to Medvirk"));
	struct choice *langs = NEW_ARRAY(rq->arena, struct choice, LANG_COUNT);

	for (enum lang l = LANG_NB; l < LANG_COUNT; l++)
		langs[l] = (struct choice){ lang_tag(l), lang_name(l) };
	form_choices(f, "lang", langs, LANG_COUNT);
	if (form_str(f, "lang").n == 0)
		form_set(f, "lang", lang_tag(rq->lang));
	pg.form = f;
	start_view(&rs->body, rq->lang, &pg, f, rand_uuid(rq->arena));
	return OK;
}

static err
is_done(struct req *rq, bool *done)
{
	struct db_conn *c;

	TRY(req_read(rq, &c));
	return start_is_done(c, rq->arena, done);
}

err
start_page(struct req *rq, struct response *rs)
{
	struct form f = form_new(rq, start_form, COUNT(start_form));
	bool done;

	TRY(is_done(rq, &done));
	if (done)
		return req_go(rq, rs, "/");
	return start_draw(rq, rs, &f);
}

struct first {
	struct start start;
	struct session_new session;
};

static err
first_write(struct db_conn *c, void *arg)
{
	struct first *x = arg;

	TRY(start_write(c, &x->start));
	x->session.person = x->start.person_id;
	return session_insert(c, &x->session);
}

static err
read_start(struct req *rq, struct form *f, struct start *s)
{
	err e = form_read(rq, start_form, COUNT(start_form), f);
	str about[] = { form_str(f, "name"), form_str(f, "email"), form_str(f, "organisation"), form_str(f, "unit") };
	str problem = secret_problem(rq->arena, rq->lang, form_str(f, "secret"), about, COUNT(about));

	if (form_str(f, "secret").n && problem.n)
		e = form_error(f, "secret", problem);
	if (!lang_of(form_str(f, "lang"), &s->lang))
		e = form_error(f, "lang", tr(rq->lang, "Choose one from the list."));
	s->arena = rq->arena;
	s->organisation = form_str(f, "organisation");
	s->unit = form_str(f, "unit");
	s->name = form_str(f, "name");
	s->email = form_str(f, "email");
	return e;
}

err
start_post(struct req *rq, struct response *rs)
{
	struct first x = { 0 };
	struct form f;
	bool done;
	err e;

	TRY(is_done(rq, &done));
	if (done)
		return req_go(rq, rs, ALREADY);
	e = read_start(rq, &f, &x.start);
	if (e == ERR_INVALID) {
		TRY(start_draw(rq, rs, &f));
		return e;
	}
	TRY(e);
	req_read_done(rq);
	TRY(secret_hash(rq->arena, form_str(&f, "secret"), &x.start.secret_hash));
	x.session = session_make(rq, 0);
	e = req_write(rq, first_write, &x);
	if (e == ERR_CONFLICT)
		return req_go(rq, rs, ALREADY);
	TRY(e);
	session_cookie(rq, rs, &x.session);
	return req_go(rq, rs, "/u/%" PRId64 "/parties", x.start.unit_id);
}

static const struct field parties_form[] = {
	{ "leader_me", N_("I am the leader myself"),
		N_("Then everybody is told that the leader also runs the program."), FIELD_TICK },
	{ "leader_name", N_("The leader's name"), .max = 120, .quiet = true },
	{ "leader_email", N_("The leader's e-mail address"), .kind = FIELD_EMAIL, .quiet = true },
	{ "union_name", N_("The union representative's name"), .max = 120, .quiet = true },
	{ "union_email", N_("The union representative's e-mail address"), .kind = FIELD_EMAIL, .quiet = true },
	{ "union_union", N_("Union"), N_("Such as Fagforbundet, Norsk Sykepleierforbund or Delta."), .max = 80,
		.quiet = true },
	{ "union2_name", N_("The second union representative's name"), .max = 120, .quiet = true },
	{ "union2_email", N_("The second union representative's e-mail address"), .kind = FIELD_EMAIL, .quiet = true },
	{ "union2_union", N_("The second union"), .max = 80, .quiet = true },
	{ "erep_name", N_("The employee representative's name"), .max = 120, .quiet = true },
	{ "erep_email", N_("The employee representative's e-mail address"), .kind = FIELD_EMAIL, .quiet = true },
	{ "safety_name", N_("The safety representative's name"), .max = 120, .quiet = true },
	{ "safety_email", N_("The safety representative's e-mail address"), .kind = FIELD_EMAIL, .quiet = true },
};

/* What stands on the page for each role. */
static const struct {
	enum role role;
	const char *name, *email, *union_name;
} lines[] = {
	{ ROLE_LEADER, "leader_name", "leader_email", NULL },
	{ ROLE_UNION, "union_name", "union_email", "union_union" },
	{ ROLE_UNION, "union2_name", "union2_email", "union2_union" },
	{ ROLE_EMPLOYEE_REP, "erep_name", "erep_email", NULL },
	{ ROLE_SAFETY, "safety_name", "safety_email", NULL },
};

static err
parties_draw(struct req *rq, struct response *rs, const struct form *f)
{
	struct page pg = page_of(rq, tr(rq->lang, "The three parties"));
	struct db_conn *c;
	bool mail;

	pg.form = f;
	TRY(req_read(rq, &c));
	TRY(mail_is_on(c, rq->arena, &mail));
	parties_view(&rs->body, rq->lang, &pg, f, rq->http->path, rand_uuid(rq->arena), mail);
	return OK;
}

err
parties_page(struct req *rq, struct response *rs)
{
	struct form f = form_new(rq, parties_form, COUNT(parties_form));

	return parties_draw(rq, rs, &f);
}

struct parties_new {
	struct arena *arena;
	const struct form *form;
	int64_t organisation, unit, by;
	enum lang lang;
	str key;
};

static err
add_line(struct db_conn *c, const struct parties_new *x, size_t i)
{
	struct role_new n = { .organisation = x->organisation, .unit = x->unit, .by = x->by, .role = lines[i].role,
		.lang = x->lang, .from_at = clock_now() };
	err e;

	n.name = form_str(x->form, lines[i].name);
	n.email = form_str(x->form, lines[i].email);
	if (lines[i].union_name)
		n.union_name = form_str(x->form, lines[i].union_name);
	if (lines[i].role == ROLE_LEADER && form_tick(x->form, "leader_me"))
		n.person = x->by;
	else if (n.name.n == 0)
		return OK;
	e = role_add(c, x->arena, &n);
	/* Holds the role already: the page was filled in again to add somebody. */
	return e == ERR_CONFLICT ? OK : e;
}

static err
parties_write(struct db_conn *c, void *arg)
{
	const struct parties_new *x = arg;
	bool is_new;

	TRY(form_key_use(c, x->key, &is_new));
	for (size_t i = 0; is_new && i < COUNT(lines); i++)
		TRY(add_line(c, x, i));
	return OK;
}

/* A name is needed beside an address, and an address told twice would be one person in two chairs. */
static err
check_lines(struct req *rq, struct form *f)
{
	bool leader = form_tick(f, "leader_me") || form_str(f, "leader_name").n;

	if (!leader)
		form_error(f, "leader_name", tr(rq->lang, "Write who the leader is, or tick that it is you."));
	for (size_t i = 0; i < COUNT(lines); i++) {
		str name = form_str(f, lines[i].name), email = form_str(f, lines[i].email);
		if (email.n && name.n == 0 && !(i == 0 && form_tick(f, "leader_me")))
			form_error(f, lines[i].name, tr(rq->lang, "Write the name, too."));
		if (lines[i].union_name && name.n && form_str(f, lines[i].union_name).n == 0)
			form_error(f, lines[i].union_name, tr(rq->lang, "Write which union, so that the members know it is theirs."));
		for (size_t k = 0; k < i; k++)
			if (email.n && str_eq(email, form_str(f, lines[k].email)) && lines[k].role == ROLE_LEADER)
				form_error(f, lines[i].email, tr(rq->lang, "The leader cannot also be a representative of the staff."));
	}
	return f->wrong ? ERR_INVALID : OK;
}

err
parties_post(struct req *rq, struct response *rs)
{
	struct parties_new x = { .arena = rq->arena, .organisation = rq->user->organisation, .unit = rq->unit,
		.by = rq->user->id, .lang = rq->lang, .key = req_form(rq, S("key")) };
	struct form f;
	err e = form_read(rq, parties_form, COUNT(parties_form), &f);

	if (!e || e == ERR_INVALID)
		e = check_lines(rq, &f);
	if (e == ERR_INVALID) {
		TRY(parties_draw(rq, rs, &f));
		return e;
	}
	TRY(e);
	x.form = &f;
	TRY(req_write(rq, parties_write, &x));
	return req_go(rq, rs, "/u/%" PRId64 "/people?said=parties", rq->unit);
}
