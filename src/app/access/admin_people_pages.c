/* admin_people_pages.c: everybody with an account. */
#include "app/access/admin_pages.h"
#include "app/access/people_pages.h"
#include "app/admin_tmpl.h"
#include "app/page.h"
#include "base/rand.h"

#define A_PAGE 200

err
admin_people_page(struct req *rq, struct response *rs)
{
	struct page pg = page_of(rq, tr(rq->lang, "People"));
	struct person *people;
	struct units units;
	struct db_conn *c;
	struct rows r;
	size_t n;

	TRY(req_read(rq, &c));
	TRY(units_of(c, rq->arena, rq->user->organisation, &units));
	TRY(db_query(c, rq->arena, &r, PERSON_LIST, INT(rq->user->organisation), TEXT(req_query(rq, S("from")))));
	n = r.n > A_PAGE ? A_PAGE : r.n;
	people = NEW_ARRAY(rq->arena, struct person, n);
	for (size_t i = 0; i < n; i++)
		people[i] = (struct person){ .id = row_int(&r, i, 0), .name = row_text(&r, i, 2), .email = row_text(&r, i, 3),
			.has_secret = row_int(&r, i, 5) > 0, .left_at = row_int(&r, i, 6) };
	pg.said = page_said(rq);
	admin_people_view(&rs->body, rq->lang, &pg, people, n, r.n > n ? row_text(&r, n, 2) : (str){ 0 },
		units.n ? units.p[0].id : 0);
	return OK;
}

static const struct field person_form[] = {
	{ "name", N_("Name"), .max = 120, .required = true },
	{ "email", N_("E-mail address"), N_("Without one the person signs in with slips."), FIELD_EMAIL },
};

static err
person_draw(struct req *rq, struct response *rs, const struct person *who, const struct form *f)
{
	struct page pg = page_of(rq, who->name);

	pg.form = f;
	admin_person_view(&rs->body, rq->lang, &pg, f, who, rand_uuid(rq->arena));
	return OK;
}

static err
read_person(struct req *rq, struct person *who)
{
	struct db_conn *c;
	int64_t id;

	TRY(req_id(rq, 0, &id));
	TRY(req_read(rq, &c));
	return person_get(c, rq->arena, rq->user->organisation, id, who);
}

err
admin_person_page(struct req *rq, struct response *rs)
{
	struct form f = form_new(rq, person_form, COUNT(person_form));
	struct person who;

	TRY(read_person(rq, &who));
	form_set(&f, "name", who.name);
	form_set(&f, "email", who.email);
	return person_draw(rq, rs, &who, &f);
}

err
admin_person_post(struct req *rq, struct response *rs)
{
	struct person_edit x = { .arena = rq->arena, .organisation = rq->user->organisation, .by = rq->user->id };
	struct person who;
	struct form f;
	err e;

	TRY(read_person(rq, &who));
	e = form_read(rq, person_form, COUNT(person_form), &f);
	x.person = who.id;
	x.name = form_str(&f, "name");
	x.email = form_str(&f, "email");
	if (!e)
		e = req_write(rq, person_edit_write, &x);
	if (e == ERR_CONFLICT)
		e = form_error(&f, "email", tr(rq->lang, "Somebody else uses this address."));
	if (e == ERR_INVALID) {
		TRY(person_draw(rq, rs, &who, &f));
		return e;
	}
	TRY(e);
	return req_go(rq, rs, "/admin/people?said=saved");
}

err
admin_person_leave_post(struct req *rq, struct response *rs)
{
	struct person_edit x = { .arena = rq->arena, .organisation = rq->user->organisation, .by = rq->user->id };
	struct person who;
	err e;

	TRY(read_person(rq, &who));
	x.person = who.id;
	e = req_write(rq, person_leave_write, &x);
	if (e == ERR_CONFLICT)
		return req_fail(rq, e, tr(rq->lang, "This is the last administrator. Register another one first."));
	TRY(e);
	return req_go(rq, rs, "/admin/people?said=left");
}
