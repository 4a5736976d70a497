/* process_people_pages.c: helpers and workshop leaders, let in by the three for one process. */
#include "app/access/agreement.h"
#include "app/access/invite.h"
#include "app/access/people_pages.h"
#include "app/page.h"
#include "app/process_people_tmpl.h"
#include "base/clock.h"
#include "base/rand.h"
#include "text/date.h"

static err
read_view(struct req *rq, struct process_people_view *v)
{
	struct db_conn *c;

	TRY(req_read(rq, &c));
	TRY(group_at(c, rq->arena, rq->unit, &v->group));
	TRY(people_of_process(c, rq->arena, rq->process, &v->granted));
	v->agreements = NEW_ARRAY(rq->arena, int64_t, v->granted.n);
	v->may_end = NEW_ARRAY(rq->arena, bool, v->granted.n);
	for (size_t i = 0; i < v->granted.n; i++) {
		const struct party *p = &v->granted.p[i];
		enum agreement_state state;
		TRY(agreement_state(c, rq->arena, rq->unit, rq->process, "grant",
			str_fmt(rq->arena, "%" PRId64, p->role_id), &state, &v->agreements[i]));
		/* Letting somebody in takes all three; any of them can end it. */
		v->may_end[i] = v->may_grant || p->person == rq->user->id;
	}
	return OK;
}

err
process_people_page(struct req *rq, struct response *rs)
{
	struct page pg = page_of(rq, tr(rq->lang, "People in this work"));
	struct process_people_view v = { .base = str_fmt(rq->arena, "/p/%" PRId64 "/people", rq->process),
		.may_grant = req_has_role(rq, WHO_GROUP), .unit = rq->unit };

	TRY(read_view(rq, &v));
	pg.said = page_said(rq);
	process_people_list_view(&rs->body, rq->lang, &pg, &v, rand_uuid(rq->arena));
	return OK;
}

static const struct field grant_form[] = {
	{ "role", N_("Role"), N_("A workshop leader runs the desk. A helper also takes part in planning."), FIELD_CHOICE,
		.required = true },
	{ "name", N_("Name"), .max = 120, .required = true },
	{ "email", N_("E-mail address"), N_("Without one the person signs in with slips."), FIELD_EMAIL },
	{ "employer", N_("Employer and position"), N_("Such as HR adviser in the municipality. Shown to all staff."),
		.max = 120, .required = true },
	{ "to", N_("Takes part until"), .kind = FIELD_DATE, .required = true },
};

static err
grant_draw(struct req *rq, struct response *rs, struct form *f)
{
	struct page pg = page_of(rq, tr(rq->lang, "Suggest a helper"));
	struct choice *roles = NEW_ARRAY(rq->arena, struct choice, 2);
	str back = str_fmt(rq->arena, "/p/%" PRId64 "/people", rq->process);

	roles[0] = (struct choice){ role_word(ROLE_HELPER), role_name(rq->lang, ROLE_HELPER) };
	roles[1] = (struct choice){ role_word(ROLE_WORKSHOP_LEADER), role_name(rq->lang, ROLE_WORKSHOP_LEADER) };
	form_choices(f, "role", roles, 2);
	pg.form = f;
	process_people_new_view(&rs->body, rq->lang, &pg, f, rq->http->path, back, rand_uuid(rq->arena));
	return OK;
}

err
process_people_new_page(struct req *rq, struct response *rs)
{
	struct form f = form_new(rq, grant_form, COUNT(grant_form));

	return grant_draw(rq, rs, &f);
}

struct granting {
	struct arena *arena;
	struct role_new role;
	str wording, key;
	enum lang lang;
	int64_t agreement;	/* out; 0 when the form came twice */
};

static err
grant_write(struct db_conn *c, void *arg)
{
	struct granting *x = arg;
	struct role_new n = x->role;
	struct agreement_new ask = { .unit = n.unit, .process = n.process, .kind = "grant", .wording = x->wording,
		.lang = x->lang, .by = n.by };
	bool is_new, sent;

	TRY(form_key_use(c, x->key, &is_new));
	x->agreement = 0;
	if (!is_new)
		return OK;
	TRY(role_add(c, x->arena, &n));
	TRY(invite_mail(c, x->arena, n.unit, n.person, n.by, &sent));
	ask.subject = str_fmt(x->arena, "%" PRId64, n.role_id);
	return agreement_open(c, x->arena, &ask, &x->agreement);
}

static err
read_grant(struct req *rq, struct form *f, struct granting *x)
{
	struct role_new *n = &x->role;
	err e = form_read(rq, grant_form, COUNT(grant_form), f);

	n->role = role_of_word(form_str(f, "role"));
	if (!role_is_granted(n->role))
		e = form_error(f, "role", tr(rq->lang, "Choose one from the list."));
	TRY(e);
	TRY(form_time(rq, f, "to", NULL, &n->to_at));
	n->to_at = date_add_days(n->to_at, 1);
	if (n->to_at <= clock_now())
		return form_error(f, "to", tr(rq->lang, "Choose a day that is not over."));
	n->organisation = rq->user->organisation;
	n->unit = rq->unit;
	n->process = rq->process;
	n->by = rq->user->id;
	n->lang = rq->lang;
	n->name = form_str(f, "name");
	n->email = form_str(f, "email");
	n->employer = form_str(f, "employer");
	n->from_at = clock_now();
	x->wording = fill(rq->arena, rq->lang, tr(rq->lang, "{name} ({employer}) takes part as {role} until {day}."),
		V("name", n->name), V("employer", n->employer), V("role", role_in_text(rq->arena, rq->lang, n->role)),
		V("day", date_short(rq->arena, rq->lang, n->to_at - 1)));
	return OK;
}

err
process_people_new_post(struct req *rq, struct response *rs)
{
	struct granting x = { .arena = rq->arena, .lang = rq->lang, .key = req_form(rq, S("key")) };
	struct form f;
	err e = read_grant(rq, &f, &x);

	if (!e)
		e = req_write(rq, grant_write, &x);
	if (e == ERR_CONFLICT)
		e = form_error(&f, "role", tr(rq->lang, "This person has that role here already, or the address is taken."));
	if (e == ERR_INVALID) {
		TRY(grant_draw(rq, rs, &f));
		return e;
	}
	TRY(e);
	if (!x.agreement)
		return req_go(rq, rs, "/p/%" PRId64 "/people", rq->process);
	return req_go(rq, rs, "/p/%" PRId64 "/agreements/%" PRId64, rq->process, x.agreement);
}

struct grant_end {
	struct arena *arena;
	int64_t role, by;
};

static err
grant_end_write(struct db_conn *c, void *arg)
{
	struct grant_end *x = arg;

	return role_end(c, x->arena, x->role, x->by);
}

err
process_people_end_post(struct req *rq, struct response *rs)
{
	struct process_people_view v = { .may_grant = req_has_role(rq, WHO_GROUP) };
	struct grant_end x = { .arena = rq->arena, .by = rq->user->id };
	bool allowed = false;

	TRY(str_int(req_form(rq, S("role")), &x.role));
	TRY(read_view(rq, &v));
	for (size_t i = 0; i < v.granted.n; i++)
		allowed |= v.granted.p[i].role_id == x.role && v.may_end[i];
	if (!allowed)
		return ERR_DENIED;
	TRY(req_write(rq, grant_end_write, &x));
	return req_go(rq, rs, "/p/%" PRId64 "/people?said=ended", rq->process);
}
