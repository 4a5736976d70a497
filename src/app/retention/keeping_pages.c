/* keeping_pages.c: how long things are kept, as the administrator sets it; erasing a person. */
#include "app/retention/keeping.h"

#include "app/access/secret.h"
#include "app/keeping_tmpl.h"
#include "app/page.h"
#include "app/retention/retention_pages.h"
#include "base/clock.h"
#include "base/rand.h"

#define KEEPING_FIELDS (KEEP_COUNT + 1)

/* The fields of the form are the rules; the ends of what is allowed come from them too. */
static const struct field *
fields_of(struct req *rq)
{
	struct field *f = NEW_ARRAY(rq->arena, struct field, KEEPING_FIELDS);

	f[KEEP_COUNT] = (struct field){ "contact", N_("Whom people turn to about privacy"),
		N_("Name, and an e-mail address or a telephone number. It stands on the page about privacy and in the papers."), FIELD_LINE,
		.max = 160 };
	for (enum keep k = 0; k < KEEP_COUNT; k++)
		f[k] = (struct field){ keep_rules[k].word, keep_rules[k].label, keep_rules[k].hint, FIELD_INT,
			.min = keep_rules[k].least, .max = keep_rules[k].most, .required = true };
	return f;
}

static err
draw(struct req *rq, struct response *rs, const struct form *f, const struct keeping_view *v)
{
	struct page pg = page_of(rq, tr(rq->lang, "How long things are kept"));

	pg.form = f;
	pg.said = page_said(rq);
	keeping_form_view(&rs->body, rq->lang, &pg, f, v, rand_uuid(rq->arena), rand_uuid(rq->arena));
	return OK;
}

static err
read_view(struct req *rq, struct keeping_view *v)
{
	struct db_conn *c;

	TRY(req_read(rq, &c));
	v->clock = clock_now();
	TRY(keeping_read(c, rq->arena, &v->all));
	TRY(doubt_read(c, rq->arena, &v->doubt));
	return retention_due(c, rq->arena, &v->due);
}

err
keeping_page(struct req *rq, struct response *rs)
{
	struct form f = form_new(rq, fields_of(rq), KEEPING_FIELDS);
	struct keeping_view v;
	struct db_conn *c;
	struct rows r;

	TRY(read_view(rq, &v));
	TRY(req_read(rq, &c));
	TRY(db_query(c, rq->arena, &r, SETTING_GET, TEXT(S("contact"))));
	if (r.n)
		form_set(&f, "contact", row_text(&r, 0, 0));
	for (enum keep k = 0; k < KEEP_COUNT; k++)
		form_set_int(rq, &f, keep_rules[k].word, v.all.next_at[k] ? v.all.next[k] : v.all.now[k]);
	return draw(rq, rs, &f, &v);
}

err
keeping_post(struct req *rq, struct response *rs)
{
	struct keeping_change x = { .arena = rq->arena, .person = rq->user->id, .key = req_form(rq, S("key")) };
	struct keeping_view v;
	struct form f;
	err e = form_read(rq, fields_of(rq), KEEPING_FIELDS, &f);

	for (enum keep k = 0; k < KEEP_COUNT && !e; k++)
		x.wanted[k] = form_int(&f, keep_rules[k].word);
	/* Notes outlive nothing they belong to. */
	if (!e && x.wanted[KEEP_NOTES] > x.wanted[KEEP_WORK])
		e = form_error(&f, keep_rules[KEEP_NOTES].word, tr(rq->lang, "Notes cannot be kept longer than the work they belong to."));
	if (e == ERR_INVALID) {
		TRY(read_view(rq, &v));
		TRY(draw(rq, rs, &f, &v));
		return e;
	}
	TRY(e);
	x.contact = form_str(&f, "contact");
	TRY(req_write(rq, keeping_change_write, &x));
	return req_go(rq, rs, "/admin/keeping?said=%s", x.later ? "shorter" : "saved");
}

/* The clock is right, says somebody who has looked at it. */
err
keeping_clock_post(struct req *rq, struct response *rs)
{
	struct doubt_over x = { .arena = rq->arena, .person = rq->user->id, .key = req_form(rq, S("key")) };

	TRY(req_write(rq, doubt_over_write, &x));
	return req_go(rq, rs, "/admin/keeping?said=clock");
}

/* ---- erasing a person ---- */

static const struct field erase_form[] = {
	{ "secret", N_("Your password"), N_("So that it is certain that it is you."), FIELD_SECRET, .required = true,
		.autocomplete = "current-password" },
};

static err
erase_draw(struct req *rq, struct response *rs, const struct form *f)
{
	struct page pg = page_of(rq, tr(rq->lang, "Erase a person"));
	struct person_erase_view v = { .action = rq->http->path };
	struct parties all;
	struct db_conn *c;
	int64_t id;

	TRY(req_id(rq, 0, &id));
	TRY(req_read(rq, &c));
	TRY(person_get(c, rq->arena, rq->user->organisation, id, &v.who));
	TRY(person_traces(c, rq->arena, id, &v.traces));
	TRY(people_roles(c, rq->arena, id, &all));
	v.roles.p = NEW_ARRAY(rq->arena, struct party, all.n);
	for (size_t i = 0; i < all.n; i++)
		if (!all.p[i].ended)
			v.roles.p[v.roles.n++] = all.p[i];
	pg.form = f;
	person_erase_view_page(&rs->body, rq->lang, &pg, f, &v, rand_uuid(rq->arena));
	return OK;
}

err
person_erase_page(struct req *rq, struct response *rs)
{
	struct form f = form_new(rq, erase_form, COUNT(erase_form));

	return erase_draw(rq, rs, &f);
}

struct erasing {
	struct person_edit leave;
	str key;
};

/* Whoever is still here leaves first, with all that belongs to it. */
static err
erase_write(struct db_conn *c, void *arg)
{
	struct erasing *x = arg;
	bool is_new;

	TRY(form_key_use(c, x->key, &is_new));
	if (!is_new)
		return OK;
	TRY(person_leave_write(c, &x->leave));
	return person_erase(c, x->leave.arena, x->leave.person, x->leave.by);
}

err
person_erase_post(struct req *rq, struct response *rs)
{
	struct erasing x = { .leave = { .arena = rq->arena, .organisation = rq->user->organisation, .by = rq->user->id },
		.key = req_form(rq, S("key")) };
	struct person who;
	struct db_conn *c;
	struct form f;
	err e;

	TRY(req_id(rq, 0, &x.leave.person));
	TRY(req_read(rq, &c));
	TRY(person_get(c, rq->arena, rq->user->organisation, x.leave.person, &who));
	e = form_read(rq, erase_form, COUNT(erase_form), &f);
	if (!e)
		e = secret_again(rq, &f, "secret");
	if (e == ERR_INVALID) {
		TRY(erase_draw(rq, rs, &f));
		return e;
	}
	TRY(e);
	e = req_write(rq, erase_write, &x);
	if (e == ERR_CONFLICT)
		return req_fail(rq, e, tr(rq->lang, "This is the last administrator. Register another one first."));
	TRY(e);
	return req_go(rq, rs, "/admin/people?said=erased");
}
