/* slip_pages.c: printing slips for a vote over all. */
#include "app/meeting/sitting_pages.h"
#include "app/print/pdf.h"
#include "app/sittings_tmpl.h"
#include "base/rand.h"

static const struct field slips_form[] = {
	{ "count", N_("How many slips"), N_("One for each of the staff, and a few to spare."), FIELD_INT, .min = 1,
		.max = VOTE_SLIPS_MOST, .required = true },
	{ "only", N_("Only those with a slip can vote"), N_("Otherwise the room's code lets people in as well."), FIELD_TICK },
};

/* The vote of the request, still to come or open. */
static err
load(struct req *rq, struct sitting_view *v)
{
	struct db_conn *c;

	*v = (struct sitting_view){ .a = rq->arena, .key = rand_uuid(rq->arena) };
	TRY(req_read(rq, &c));
	TRY(room_load(rq->app, c, rq->arena, rq->sitting, &v->rm));
	if (v->rm.s.kind != SITTING_VOTING)
		return ERR_NOTFOUND;
	if (v->rm.s.state == SITTING_CLOSED)
		return ERR_GONE;
	return slips_count(c, rq->arena, rq->sitting, &v->slips);
}

static err
draw(struct req *rq, struct response *rs, struct form *f, struct sitting_view *v)
{
	struct page pg = page_of(rq, tr(rq->lang, "Slips for the vote"));

	pg.form = f;
	slips_form_view(&rs->body, rq->lang, &pg, v, f);
	return OK;
}

err
slips_page(struct req *rq, struct response *rs)
{
	struct form f = form_new(rq, slips_form, COUNT(slips_form));
	struct sitting_view v;
	struct process p;
	struct db_conn *c;

	TRY(load(rq, &v));
	TRY(req_read(rq, &c));
	TRY(process_get(rq->app, c, rq->arena, rq->process, &p));
	form_set_int(rq, &f, "count", p.staff_count > 0 && p.staff_count < 400 ? p.staff_count + p.staff_count / 10 + 1 : 30);
	if (!v.slips.made || !v.rm.s.door_open)
		form_set(&f, "only", S("1"));
	return draw(rq, rs, &f, &v);
}

struct printing {
	struct arena *arena;
	int64_t sitting;
	bool only;
	str code, *codes, key;
	size_t n;
	bool done;
};

static err
print_write(struct db_conn *c, void *arg)
{
	struct printing *x = arg;
	struct sitting s;
	bool is_new;

	x->done = false;
	TRY(form_key_use(c, x->key, &is_new));
	TRY(sitting_get(c, x->arena, x->sitting, &s));
	if (!is_new)
		return OK;
	if (s.state == SITTING_CLOSED)
		return ERR_GONE;
	TRY(sitting_code(c, x->arena, x->sitting, &x->code));
	TRY(db_exec(c, NULL, SITTING_DOOR, INT(x->sitting), INT(!x->only)));
	TRY(slips_make(c, x->arena, x->sitting, x->n, x->codes));
	x->done = true;
	return OK;
}

static err
send_pdf(struct req *rq, struct response *rs, const struct process *p, const struct slips_view *sv)
{
	struct pdf_slips slips = { .title = tr(rq->lang, "Slips for the vote"), .what = text_in(&sv->v->rm.session->name, rq->lang),
		.site = sv->site, .room = sv->v->rm.s.code, .codes = sv->codes, .n = sv->n };
	struct pdf d = pdf_new(rq, p, slips.title, false);

	pdf_slips(&d, &slips);
	return pdf_send_secret(rq, rs, &d, S("slips"));
}

err
slips_print_post(struct req *rq, struct response *rs)
{
	struct printing x = { .arena = rq->arena, .sitting = rq->sitting, .key = req_form(rq, S("key")) };
	struct sitting_view v;
	struct slips_view sv = { .v = &v, .site = req_site(rq) };
	struct db_conn *c;
	struct process p;
	struct form f;
	struct page pg;
	err e;

	TRY(load(rq, &v));
	TRY(req_read(rq, &c));
	TRY(process_get(rq->app, c, rq->arena, rq->process, &p));
	e = form_read(rq, slips_form, COUNT(slips_form), &f);
	if (e == ERR_INVALID) {
		TRY(draw(rq, rs, &f, &v));
		return e;
	}
	TRY(e);
	x.only = form_tick(&f, "only");
	x.n = (size_t)form_int(&f, "count");
	x.codes = NEW_ARRAY(rq->arena, str, x.n);
	TRY(req_write(rq, print_write, &x));
	if (!x.done)
		return req_go(rq, rs, "/s/%" PRId64 "/slips", rq->sitting);
	v.rm.s.code = x.code;
	sv.codes = x.codes;
	sv.n = x.n;
	if (str_eq(req_form(rq, S("as")), S("pdf")))
		return send_pdf(rq, rs, &p, &sv);
	pg = page_of(rq, tr(rq->lang, "Slips for the vote"));
	pg.kind = PAGE_PRINT;
	slips_print_view(&rs->body, rq->lang, &pg, &sv);
	return OK;
}
