/* admin_pages.c: units and people. */
#include "app/access/admin_pages.h"

#include "app/access/people_pages.h"
#include "app/admin_tmpl.h"
#include "app/page.h"
#include "app/retention/doubt.h"
#include "base/clock.h"
#include "base/rand.h"

err
admin_page(struct req *rq, struct response *rs)
{
	struct page pg = page_of(rq, tr(rq->lang, "Administration"));
	struct db_conn *c;
	struct doubt clock;

	TRY(req_read(rq, &c));
	TRY(doubt_read(c, rq->arena, &clock));
	admin_home_view(&rs->body, rq->lang, &pg, clock.on);
	return OK;
}

static const struct field unit_form[] = {
	{ "name", N_("Name"), .max = 120, .required = true },
	{ "kind", N_("Kind"), N_("A unit is where people work together and hold workshops. An area gathers units."), FIELD_CHOICE,
		.required = true },
	{ "code", N_("Code in the HR system"), N_("When lists of staff name the unit by a code."), .max = 40 },
	{ "parent", N_("Belongs to"), .kind = FIELD_CHOICE, .required = true },
};

static void
offer_kinds(struct req *rq, struct form *f)
{
	struct choice *kinds = NEW_ARRAY(rq->arena, struct choice, 2);

	kinds[0] = (struct choice){ S("unit"), tr(rq->lang, "Unit") };
	kinds[1] = (struct choice){ S("area"), tr(rq->lang, "Area") };
	form_choices(f, "kind", kinds, 2);
}

static err
offer_parents(struct req *rq, struct form *f, struct units *units)
{
	struct choice *parents;
	struct db_conn *c;

	TRY(req_read(rq, &c));
	TRY(units_of(c, rq->arena, rq->user->organisation, units));
	parents = NEW_ARRAY(rq->arena, struct choice, units->n);
	for (size_t i = 0; i < units->n; i++)
		parents[i] = (struct choice){ str_fmt(rq->arena, "%" PRId64, units->p[i].id), units->p[i].name };
	form_choices(f, "parent", parents, units->n);
	if (units->n && form_str(f, "parent").n == 0)
		form_set(f, "parent", parents[0].value);
	return OK;
}

static err
units_draw(struct req *rq, struct response *rs, struct form *f)
{
	struct page pg = page_of(rq, tr(rq->lang, "Units"));
	struct units units;

	offer_kinds(rq, f);
	TRY(offer_parents(rq, f, &units));
	pg.form = f;
	pg.said = page_said(rq);
	admin_units_view(&rs->body, rq->lang, &pg, &units, f, rand_uuid(rq->arena));
	return OK;
}

err
admin_units_page(struct req *rq, struct response *rs)
{
	struct form f = form_new(rq, unit_form, COUNT(unit_form));

	form_set(&f, "kind", S("unit"));
	return units_draw(rq, rs, &f);
}

struct unit_edit {
	struct arena *arena;
	int64_t organisation, id, parent, by;
	str name, kind, code, key;
};

static err
unit_write(struct db_conn *c, void *arg)
{
	const struct unit_edit *x = arg;
	struct rows r;
	int64_t changed;
	bool is_new;

	TRY(form_key_use(c, x->key, &is_new));
	if (!is_new)
		return OK;
	if (x->id) {
		TRY(db_exec(c, &changed, UNIT_CHANGE, INT(x->id), INT(x->organisation), TEXT(x->name), TEXT(x->kind),
			TEXT(x->code)));
		if (changed != 1)
			return ERR_NOTFOUND;
		return audit_add(c, x->arena, x->id, 0, x->by, 0, "unit.change", audit_body(x->arena, V("unit", x->name)));
	}
	TRY(db_one(c, x->arena, &r, UNIT_GET, INT(x->parent), INT(x->organisation)));
	TRY(db_one(c, x->arena, &r, UNIT_ADD, INT(x->organisation), INT(x->parent), TEXT(x->name), TEXT(x->kind),
		INT(clock_now()), TEXT(x->code)));
	return audit_add(c, x->arena, row_int(&r, 0, 0), 0, x->by, 0, "unit.add", audit_body(x->arena, V("unit", x->name)));
}

err
admin_units_post(struct req *rq, struct response *rs)
{
	struct unit_edit x = { .arena = rq->arena, .organisation = rq->user->organisation, .by = rq->user->id,
		.key = req_form(rq, S("key")) };
	struct units units;
	struct form f;
	err e = form_read(rq, unit_form, COUNT(unit_form), &f);

	offer_kinds(rq, &f);
	TRY(offer_parents(rq, &f, &units));
	if (!e)
		e = form_check_choice(rq, &f, "kind");
	if (!e)
		e = form_check_choice(rq, &f, "parent");
	if (e == ERR_INVALID) {
		TRY(units_draw(rq, rs, &f));
		return e;
	}
	TRY(e);
	x.name = form_str(&f, "name");
	x.kind = form_str(&f, "kind");
	x.code = form_str(&f, "code");
	x.parent = form_int(&f, "parent");
	TRY(req_write(rq, unit_write, &x));
	return req_go(rq, rs, "/admin/units?said=saved");
}

static err
unit_draw(struct req *rq, struct response *rs, struct form *f)
{
	struct page pg = page_of(rq, tr(rq->lang, "Change the unit"));

	offer_kinds(rq, f);
	pg.form = f;
	admin_unit_view(&rs->body, rq->lang, &pg, f, rq->http->path);
	return OK;
}

err
admin_unit_page(struct req *rq, struct response *rs)
{
	struct form f = form_new(rq, unit_form, COUNT(unit_form) - 1);
	struct db_conn *c;
	struct rows r;
	int64_t id;

	TRY(req_id(rq, 0, &id));
	TRY(req_read(rq, &c));
	TRY(db_one(c, rq->arena, &r, UNIT_GET, INT(id), INT(rq->user->organisation)));
	form_set(&f, "name", row_text(&r, 0, 2));
	form_set(&f, "kind", row_text(&r, 0, 3));
	form_set(&f, "code", row_text(&r, 0, 4));
	return unit_draw(rq, rs, &f);
}

err
admin_unit_post(struct req *rq, struct response *rs)
{
	struct unit_edit x = { .arena = rq->arena, .organisation = rq->user->organisation, .by = rq->user->id };
	struct db_conn *c;
	struct form f;
	struct rows r;
	err e = form_read(rq, unit_form, COUNT(unit_form) - 1, &f);

	TRY(req_id(rq, 0, &x.id));
	TRY(req_read(rq, &c));
	TRY(db_one(c, rq->arena, &r, UNIT_GET, INT(x.id), INT(rq->user->organisation)));
	offer_kinds(rq, &f);
	if (!e)
		e = form_check_choice(rq, &f, "kind");
	if (e == ERR_INVALID) {
		TRY(unit_draw(rq, rs, &f));
		return e;
	}
	TRY(e);
	x.name = form_str(&f, "name");
	x.code = form_str(&f, "code");
	/* The root stays what it is. */
	x.kind = row_null(&r, 0, 1) ? S("organisation") : form_str(&f, "kind");
	TRY(req_write(rq, unit_write, &x));
	return req_go(rq, rs, "/admin/units?said=saved");
}
