/* person_pages.c: one person at a unit: roles, invitation. Slips: slip_pages.c. */
#include "app/access/invite.h"
#include "app/access/people_pages.h"
#include "app/limit.h"
#include "app/page.h"
#include "app/people_tmpl.h"
#include "base/rand.h"

/* Roles of the units above, too. */
static bool
holds_here(const struct parties *now, int64_t role)
{
	for (size_t i = 0; i < now->n; i++)
		if (now->p[i].role_id == role)
			return true;
	return false;
}

err
person_here(struct req *rq, struct db_conn *c, int64_t id, struct person *who, struct parties *here)
{
	struct parties all, now;

	TRY(person_get(c, rq->arena, rq->user->organisation, id, who));
	TRY(people_roles(c, rq->arena, id, &all));
	TRY(people_at(c, rq->arena, rq->unit, &now));
	here->n = 0;
	here->p = NEW_ARRAY(rq->arena, struct party, all.n);
	for (size_t i = 0; i < all.n; i++)
		if (all.p[i].unit == rq->unit || holds_here(&now, all.p[i].role_id))
			here->p[here->n++] = all.p[i];
	return here->n || req_has_role(rq, WHO_ADMIN) ? OK : ERR_NOTFOUND;
}

static err
person_asked(struct req *rq, struct db_conn *c, struct person *who, struct parties *here)
{
	int64_t id;

	TRY(req_id(rq, 1, &id));
	return person_here(rq, c, id, who, here);
}

static err
last_link(struct req *rq, struct db_conn *c, struct person_view *v)
{
	struct rows r;
	err e = db_one(c, rq->arena, &r, ONETIME_LAST, INT(v->who.id));

	if (!e) {
		v->link_channel = row_text(&r, 0, 0);
		v->link_at = row_int(&r, 0, 1);
		return OK;
	}
	if (e != ERR_NOTFOUND)
		return e;
	e = db_one(c, rq->arena, &r, OUTBOX_LINK_LAST, INT(v->who.id));
	if (!e) {
		v->link_channel = S("mail");
		v->link_at = row_int(&r, 0, 0);
	}
	return e == ERR_NOTFOUND ? OK : e;
}

err
person_page(struct req *rq, struct response *rs)
{
	struct person_view v = { .unit = rq->unit, .is_admin = req_has_role(rq, WHO_ADMIN),
		.may_give = roles_to_give(rq->roles) != 0, .viewer_is_leader = req_has_role(rq, WHO_LEADER),
		.show_email = true };
	struct page pg;
	struct db_conn *c;

	TRY(req_read(rq, &c));
	TRY(person_asked(rq, c, &v.who, &v.roles));
	TRY(mail_is_on(c, rq->arena, &v.mail));
	TRY(person_is_rep(c, rq->arena, v.who.id, &v.is_rep));
	TRY(last_link(rq, c, &v));
	v.may_end = NEW_ARRAY(rq->arena, bool, v.roles.n);
	for (size_t i = 0; i < v.roles.n; i++)
		v.may_end[i] = may_end(rq->roles, rq->user->id, &v.roles.p[i]);
	pg = page_of(rq, v.who.name);
	pg.said = page_said(rq);
	v.unit_name = pg.unit_name;
	v.base = str_fmt(rq->arena, "/u/%" PRId64 "/people/%" PRId64, rq->unit, v.who.id);
	person_one_view(&rs->body, rq->lang, &pg, &v, rand_uuid(rq->arena));
	return OK;
}

struct ending {
	struct arena *arena;
	int64_t role, by;
	str key;
};

static err
end_write(struct db_conn *c, void *arg)
{
	struct ending *x = arg;
	bool is_new;

	TRY(form_key_use(c, x->key, &is_new));
	return is_new ? role_end(c, x->arena, x->role, x->by) : OK;
}

err
person_end_post(struct req *rq, struct response *rs)
{
	struct ending x = { .arena = rq->arena, .by = rq->user->id, .key = req_form(rq, S("key")) };
	struct parties roles;
	struct person who;
	struct db_conn *c;
	bool allowed = false;
	err e;

	TRY(str_int(req_form(rq, S("role")), &x.role));
	TRY(req_read(rq, &c));
	TRY(person_asked(rq, c, &who, &roles));
	for (size_t i = 0; i < roles.n; i++)
		allowed |= roles.p[i].role_id == x.role && may_end(rq->roles, rq->user->id, &roles.p[i]);
	if (!allowed)
		return ERR_DENIED;
	e = req_write(rq, end_write, &x);
	if (e == ERR_CONFLICT)
		return req_fail(rq, e, tr(rq->lang, "This is the last administrator. Register another one first."));
	TRY(e);
	return req_go(rq, rs, "/u/%" PRId64 "/people/%" PRId64 "?said=ended", rq->unit, who.id);
}

struct inviting {
	struct arena *arena;
	int64_t unit, person, by;
	str key;
	bool sent;
};

static err
mail_write(struct db_conn *c, void *arg)
{
	struct inviting *x = arg;
	bool is_new;

	TRY(form_key_use(c, x->key, &is_new));
	if (is_new)
		return invite_mail(c, x->arena, x->unit, x->person, x->by, &x->sent);
	x->sent = true;
	return OK;
}

err
person_invite_post(struct req *rq, struct response *rs)
{
	struct inviting x = { .arena = rq->arena, .unit = rq->unit, .by = rq->user->id, .key = req_form(rq, S("key")) };
	struct parties roles;
	struct person who;
	struct db_conn *c;

	TRY(req_read(rq, &c));
	TRY(person_asked(rq, c, &who, &roles));
	x.person = who.id;
	/* Nobody's mailbox is filled by pressing again and again. */
	if (!limit_take(rq->app->limits, "invite", str_fmt(rq->arena, "%" PRId64, who.id), 5, 3600))
		return ERR_TOOMANY;
	TRY(req_write(rq, mail_write, &x));
	return req_go(rq, rs, "/u/%" PRId64 "/people/%" PRId64 "?said=%s", rq->unit, who.id, x.sent ? "mailed" : "no-mail");
}
