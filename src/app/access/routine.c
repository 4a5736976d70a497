/* routine.c: one setting and its page. */
#include "app/access/routine.h"

#include "app/access/audit.h"
#include "app/admin_tmpl.h"
#include "app/page.h"
#include "app/sql.h"
#include "base/rand.h"

#define NAME S("routine.address")

err
routine_read(struct db_conn *c, struct arena *a, str *address)
{
	struct rows r;

	TRY(db_query(c, a, &r, SETTING_GET, TEXT(NAME)));
	*address = r.n ? row_text(&r, 0, 0) : (str){ 0 };
	/* What somebody wrote into the database by hand counts only when the page would take it. */
	if (address->n && !routine_is_address(*address))
		*address = (str){ 0 };
	return OK;
}

static bool
is_host(str host)
{
	str name = host, port = { 0 };
	int64_t number = 443;

	str_cut(host, ':', &name, &port);
	if (host.n != name.n && (str_int(port, &number) || number < 1 || number > 65535))
		return false;
	for (size_t i = 0; i < name.n; i++) {
		char ch = name.p[i];
		bool part = (ch >= 'a' && ch <= 'z') || (ch >= 'A' && ch <= 'Z') || (ch >= '0' && ch <= '9') || ch == '-' || ch == '.';
		if (!part)
			return false;
	}
	return name.n > 3 && str_has(name, '.') && name.p[0] != '.' && name.p[name.n - 1] != '.';
}

bool
routine_is_address(str text)
{
	str rest;
	size_t end = 0;

	if (text.n > ROUTINE_BYTES || !str_starts(text, S("https://")))
		return false;
	rest = str_from(text, S("https://").n);
	while (end < rest.n && rest.p[end] != '/' && rest.p[end] != '?' && rest.p[end] != '#')
		end++;
	for (size_t i = end; i < rest.n; i++)
		if ((unsigned char)rest.p[i] <= ' ' || rest.p[i] == 0x7f || str_has(S("\"'<>\\^`{|}"), rest.p[i]))
			return false;
	return is_host(str_take(rest, end));
}

err
routine_set(struct db_conn *c, void *act)
{
	const struct routine_act *x = act;
	bool is_new;
	str was;

	TRY(form_key_use(c, x->key, &is_new));
	TRY(routine_read(c, x->arena, &was));
	if (!is_new || str_eq(was, x->address))
		return OK;
	TRY(db_exec(c, NULL, SETTING_PUT, TEXT(NAME), TEXT(x->address)));
	if (!x->address.n)
		return audit_add(c, x->arena, x->unit, 0, x->person, 0, "routine.none", S(""));
	return audit_add(c, x->arena, x->unit, 0, x->person, 0, "routine.set", audit_body(x->arena, V("address", x->address)));
}

/* ---- the page ---- */

static const struct field routine_form[] = {
	{ "address", N_("Address of the routine"), N_("For example https://intranett.kommunen.no/varsling. Leave it empty to take the link away."),
		.max = 400, .quiet = true },
};

static void
draw(struct req *rq, struct response *rs, struct form *f)
{
	struct page pg = page_of(rq, tr(rq->lang, "Reporting wrongdoing"));

	pg.form = f;
	pg.said = page_said(rq);
	admin_routine_view(&rs->body, rq->lang, &pg, f, rand_uuid(rq->arena));
}

err
admin_routine_page(struct req *rq, struct response *rs)
{
	struct form f = form_new(rq, routine_form, COUNT(routine_form));
	struct db_conn *c;
	str now;

	TRY(req_read(rq, &c));
	TRY(routine_read(c, rq->arena, &now));
	form_set(&f, "address", now);
	draw(rq, rs, &f);
	return OK;
}

err
admin_routine_post(struct req *rq, struct response *rs)
{
	struct routine_act x = { .arena = rq->arena, .person = rq->user->id, .key = req_form(rq, S("key")) };
	struct form f;
	err e = form_read(rq, routine_form, COUNT(routine_form), &f);

	x.address = form_str(&f, "address");
	if (!e && x.address.n && !routine_is_address(x.address))
		e = form_error(&f, "address", tr(rq->lang, "Write a whole address that begins with https://, as it stands in the browser."));
	if (e) {
		draw(rq, rs, &f);
		return e;
	}
	TRY(req_write(rq, routine_set, &x));
	return req_go(rq, rs, "/admin/routine?said=saved");
}
