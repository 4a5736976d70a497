/* people_pages.c: the people of a unit: the list, and registering somebody. */
#include "app/access/people_pages.h"

#include "app/access/invite.h"
#include "app/page.h"
#include "app/people_tmpl.h"
#include "base/clock.h"
#include "base/rand.h"
#include "text/date.h"

static void
look_over(struct people_view *v)
{
	for (size_t i = 0; i < v->group.all.n; i++) {
		const struct party *p = &v->group.all.p[i];
		v->any_leader |= p->role == ROLE_LEADER;
		v->any_rep |= p->role == ROLE_UNION || p->role == ROLE_EMPLOYEE_REP;
		v->any_safety |= p->role == ROLE_SAFETY;
		v->without_secret += !p->has_secret;
	}
	for (size_t i = 0; i < v->all.n; i++)
		v->any_staff |= v->all.p[i].role == ROLE_STAFF;
}

err
people_page(struct req *rq, struct response *rs)
{
	struct page pg = page_of(rq, tr(rq->lang, "People"));
	struct people_view v = { .base = str_fmt(rq->arena, "/u/%" PRId64 "/people", rq->unit), .unit = rq->unit,
		.is_admin = req_has_role(rq, WHO_ADMIN), .may_give = roles_to_give(rq->roles) != 0,
		.may_look = req_has_role(rq, WHO_GROUP | WHO_ADMIN) };
	struct db_conn *c;

	TRY(req_read(rq, &c));
	TRY(group_at(c, rq->arena, rq->unit, &v.group));
	TRY(people_at(c, rq->arena, rq->unit, &v.all));
	TRY(people_before(c, rq->arena, rq->unit, &v.before));
	TRY(mail_is_on(c, rq->arena, &v.mail));
	look_over(&v);
	pg.said = page_said(rq);
	people_list_view(&rs->body, rq->lang, &pg, &v, rand_uuid(rq->arena));
	return OK;
}

static const struct field new_form[] = {
	{ "role", N_("Role"), .kind = FIELD_CHOICE, .required = true },
	{ "name", N_("Name"), .max = 120, .required = true },
	{ "email", N_("E-mail address"), N_("Without one the person signs in with slips."), FIELD_EMAIL },
	{ "union_name", N_("Union"), N_("For union representatives only. Union membership of others is never stored."),
		.max = 80 },
	{ "from", N_("First day"), .kind = FIELD_DATE, .required = true },
	{ "to", N_("Last day"), N_("The end of the term, when it is known."), FIELD_DATE },
};

static void
offer_roles(struct req *rq, struct form *f)
{
	struct choice *roles = NEW_ARRAY(rq->arena, struct choice, ROLE_COUNT);
	unsigned may = roles_to_give(rq->roles);
	size_t n = 0;

	for (enum role r = ROLE_LEADER; r < ROLE_COUNT; r++)
		if (may & ROLE_BIT(r))
			roles[n++] = (struct choice){ role_word(r), role_name(rq->lang, r) };
	form_choices(f, "role", roles, n);
}

static err
new_draw(struct req *rq, struct response *rs, struct form *f)
{
	struct page pg = page_of(rq, tr(rq->lang, "Register a person or a role"));

	offer_roles(rq, f);
	pg.form = f;
	people_new_view(&rs->body, rq->lang, &pg, f, rq->http->path, str_fmt(rq->arena, "/u/%" PRId64 "/people", rq->unit),
		rand_uuid(rq->arena));
	return OK;
}

err
people_new_page(struct req *rq, struct response *rs)
{
	struct form f = form_new(rq, new_form, COUNT(new_form));

	form_set(&f, "from", date_iso(rq->arena, clock_now()));
	return new_draw(rq, rs, &f);
}

struct adding {
	struct arena *arena;
	struct role_new role;
	str key;
};

static err
add_write(struct db_conn *c, void *arg)
{
	struct adding *x = arg;
	struct role_new n = x->role;
	bool is_new, sent;

	TRY(form_key_use(c, x->key, &is_new));
	if (!is_new)
		return OK;
	TRY(role_add(c, x->arena, &n));
	return invite_mail(c, x->arena, n.unit, n.person, n.by, &sent);
}

/* The rules a table of fields cannot say. */
static err
check_new(struct req *rq, struct form *f, struct role_new *n)
{
	unsigned may = roles_to_give(rq->roles);
	bool with_union;

	n->role = role_of_word(form_str(f, "role"));
	if (n->role == ROLE_NONE || !(may & ROLE_BIT(n->role)))
		form_error(f, "role", tr(rq->lang, "Choose one from the list."));
	with_union = n->role == ROLE_UNION || n->role == ROLE_CHIEF_UNION;
	if (with_union && form_str(f, "union_name").n == 0)
		form_error(f, "union_name", tr(rq->lang, "Write which union, so that the members know it is theirs."));
	if (!with_union && form_str(f, "union_name").n)
		form_error(f, "union_name", tr(rq->lang, "Leave this empty: a union is stored for union representatives only."));
	if (f->wrong)
		return ERR_INVALID;
	TRY(form_time(rq, f, "from", NULL, &n->from_at));
	TRY(form_time(rq, f, "to", NULL, &n->to_at));
	/* The last day counts whole. */
	if (n->to_at)
		n->to_at = date_add_days(n->to_at, 1);
	if (n->to_at && n->to_at <= n->from_at)
		return form_error(f, "to", tr(rq->lang, "The end comes before the beginning."));
	return OK;
}

err
people_new_post(struct req *rq, struct response *rs)
{
	struct adding x = { .arena = rq->arena, .key = req_form(rq, S("key")) };
	struct form f;
	err e = form_read(rq, new_form, COUNT(new_form), &f);

	x.role = (struct role_new){ .organisation = rq->user->organisation, .unit = rq->unit, .by = rq->user->id,
		.name = form_str(&f, "name"), .email = form_str(&f, "email"), .union_name = form_str(&f, "union_name"),
		.lang = rq->lang };
	if (!e)
		e = check_new(rq, &f, &x.role);
	if (!e)
		e = req_write(rq, add_write, &x);
	if (e == ERR_CONFLICT)
		e = form_error(&f, "role", tr(rq->lang, "This person has that role here already, or the address is taken."));
	if (e == ERR_INVALID) {
		TRY(new_draw(rq, rs, &f));
		return e;
	}
	TRY(e);
	return req_go(rq, rs, "/u/%" PRId64 "/people?said=added", rq->unit);
}
