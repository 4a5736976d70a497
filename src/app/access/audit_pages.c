/* audit_pages.c: the log as sentences. */
#include "app/access/audit_pages.h"

#include "app/access/agreement.h"
#include "app/access/me_pages.h"
#include "app/audit_tmpl.h"
#include "app/page.h"
#include "app/process/process.h"
#include "base/rand.h"

static int64_t
before_of(const struct req *rq)
{
	int64_t before;

	return str_int(req_query(rq, S("before")), &before) || before <= 0 ? 0 : before;
}

static void
draw(struct req *rq, struct response *rs, struct audit_view *v, str title, int64_t next)
{
	struct page pg = page_of(rq, title);

	pg.form = v->form;
	if (v->lines.more)
		v->older = str_fmt(rq->arena, STR_FMT "?before=%" PRId64, STR_ARG(rq->http->path), next);
	audit_list_view(&rs->body, rq->lang, &pg, v);
}

static const struct field object_form[] = {
	{ "sentence", N_("What do you object to, and what do you want instead?"), N_("One sentence. All three parties read it."), .max = 280,
		.required = true },
};

static err
draw_process(struct req *rq, struct response *rs, struct form *f)
{
	struct audit_view v = { .form = f, .key = rand_uuid(rq->arena),
		.object = str_fmt(rq->arena, "/p/%" PRId64 "/log/object", rq->process),
		.lead = tr(rq->lang, "Decisions and changes in this work and at this unit. All in the group read the same.") };
	struct db_conn *c;
	int64_t next;

	TRY(req_read(rq, &c));
	TRY(audit_of_process(c, rq->arena, rq->lang, rq->unit, rq->process, before_of(rq), &v.lines, &next));
	TRY(process_object_days(c, rq->arena, rq->process, &v.days));
	draw(rq, rs, &v, tr(rq->lang, "The log"), next);
	return OK;
}

err
process_log_page(struct req *rq, struct response *rs)
{
	struct form f = form_new(rq, object_form, COUNT(object_form));

	return draw_process(rq, rs, &f);
}

struct objecting {
	struct arena *arena;
	struct agreement_new ask;
	str key;
	int64_t id;
};

static err
object_write(struct db_conn *c, void *arg)
{
	struct objecting *x = arg;
	bool is_new;

	x->id = 0;
	TRY(form_key_use(c, x->key, &is_new));
	return is_new ? agreement_open(c, x->arena, &x->ask, &x->id) : OK;
}

/* No name in the words: they stand in the log, which forgets names by itself. */
err
process_object_post(struct req *rq, struct response *rs)
{
	struct objecting x = { .arena = rq->arena, .key = req_form(rq, S("key")), .ask = { .unit = rq->unit, .process = rq->process,
		.kind = "objection", .subject = rand_hex(rq->arena, 8), .lang = rq->lang, .by = rq->user->id } };
	struct form f;
	err e = form_read(rq, object_form, COUNT(object_form), &f);

	if (e) {
		TRY(draw_process(rq, rs, &f));
		return e;
	}
	x.ask.wording = fill(rq->arena, rq->lang, tr(rq->lang, "One of the parties objects to a change: “{sentence}” Say yes when you have found "
		"out together how to settle it. Until then nobody has agreed to the change."), V("sentence", form_str(&f, "sentence")));
	TRY(req_write(rq, object_write, &x));
	if (!x.id)
		return req_go(rq, rs, "/p/%" PRId64 "/agreements", rq->process);
	return req_go(rq, rs, "/p/%" PRId64 "/agreements/%" PRId64, rq->process, x.id);
}

err
me_log_page(struct req *rq, struct response *rs)
{
	struct audit_view v = { .lead = tr(rq->lang,
		"What you did, and what others did about you. Only you see this page.") };
	struct db_conn *c;
	int64_t next;

	TRY(req_read(rq, &c));
	TRY(audit_of_person(c, rq->arena, rq->lang, rq->user->id, before_of(rq), &v.lines, &next));
	draw(rq, rs, &v, tr(rq->lang, "The log about me"), next);
	return OK;
}
