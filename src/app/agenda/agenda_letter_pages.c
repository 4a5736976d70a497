/* agenda_letter_pages.c: the call and the minutes: read, copied, laid in the outbox, printed. */
#include "app/agenda/agenda_pages.h"
#include "app/agenda_letter_tmpl.h"
#include "app/agenda_print_tmpl.h"
#include "base/rand.h"
#include "text/markdown.h"

/* Staff read on their own page; the group on the meeting's. */
static str
link_of(struct req *rq, const struct agenda_view *v, bool staff)
{
	return staff ? v->staff_url : str_fmt(rq->arena, STR_FMT STR_FMT, STR_ARG(req_site(rq)), STR_ARG(v->base));
}

static struct agenda_letter
write_letter(struct req *rq, const struct agenda_letter_view *x, enum lang l, str unit_name)
{
	const struct agenda_whole *w = &x->v.w;
	str link = link_of(rq, &x->v, x->staff);

	return x->is_call ? agenda_call_letter(rq->arena, l, w, unit_name, link) : agenda_minutes_letter(rq->arena, l, w, unit_name, link);
}

/* Of a staff meeting, what all three have seen goes to staff too. */
static err
read_letter(struct req *rq, struct agenda_letter_view *x, bool is_call)
{
	struct db_conn *c;

	TRY(agenda_view_read(rq, &x->v));
	x->is_call = is_call;
	x->staff = x->v.w.m.kind == AGENDA_STAFF && (is_call ? x->v.w.parties.plan_seen : x->v.w.m.locked_at != 0);
	TRY(req_read(rq, &c));
	TRY(agenda_readers_read(c, rq->arena, rq->unit, x->staff, &x->readers));
	return mail_is_on(c, rq->arena, &x->mail);
}

static err
draw(struct req *rq, struct response *rs, struct agenda_letter_view *x)
{
	struct page pg = page_of(rq, x->is_call ? tr(rq->lang, "The call") : tr(rq->lang, "Send the minutes"));

	x->letter = write_letter(rq, x, rq->lang, pg.unit_name);
	x->html = markdown(rq->arena, x->letter.body, 2);
	x->v.key = rand_uuid(rq->arena);
	pg.said = page_said(rq);
	agenda_letter_view(&rs->body, rq->lang, &pg, x);
	return OK;
}

err
agenda_call_page(struct req *rq, struct response *rs)
{
	struct agenda_letter_view x = { 0 };

	TRY(read_letter(rq, &x, true));
	if (agenda_state(&x.v.w.m) > AGENDA_CALLED)
		return req_go(rq, rs, STR_FMT, STR_ARG(x.v.base));
	return draw(rq, rs, &x);
}

err
agenda_mail_page(struct req *rq, struct response *rs)
{
	struct agenda_letter_view x = { 0 };

	TRY(read_letter(rq, &x, false));
	if (!x.v.w.m.ended_at)
		return req_go(rq, rs, STR_FMT, STR_ARG(x.v.base));
	return draw(rq, rs, &x);
}

static err
lay(struct req *rq, struct agenda_letter_view *x, const struct agenda_step *step)
{
	struct agenda_laying put = { .step = *step, .is_call = x->is_call, .site = req_site(rq), .readers = x->readers };
	struct page pg = page_of(rq, (str){ 0 });

	for (enum lang l = LANG_NB; l < LANG_COUNT; l++)
		put.letters[l] = write_letter(rq, x, l, pg.unit_name);
	TRY(req_site_must_be_ours(rq));
	return req_write(rq, agenda_lay_write, &put);
}

/* What kept it back, in words, on the page with what was typed. */
static err
draw_again(struct req *rq, struct response *rs, struct agenda_letter_view *x, err e)
{
	struct agenda_letter_view now = { .why = x->why };

	TRY(read_letter(rq, &now, x->is_call));
	if (e == ERR_CONFLICT)
		now.problem = tr(rq->lang, "It has been changed since you read it. Read it once more, and press again.");
	else if (e == ERR_DENIED && !now.why.n && now.v.lacks)
		now.problem = tr(rq->lang, "Say in one sentence why it goes out although something is missing.");
	else if (e == ERR_DENIED)
		now.problem = tr(rq->lang, "All three must have seen the plan before the program sends it to staff.");
	else
		now.problem = tr(rq->lang, "The reason is too long. One sentence is enough.");
	TRY(draw(rq, rs, &now));
	return e;
}

static const struct field why_form[] = {
	{ "why", N_("Why does it go out although something is missing?"), .max = 280 },
};

static err
post(struct req *rq, struct response *rs, bool is_call)
{
	struct agenda_step step = { .act = ACT_CALLED };
	bool laid = str_eq(req_form(rq, S("how")), S("outbox"));
	struct agenda_letter_view x = { 0 };
	struct form f;
	err e = form_read(rq, why_form, COUNT(why_form), &f);

	TRY(read_letter(rq, &x, is_call));
	x.why = step.why = form_str(&f, "why");
	step.by = agenda_by(rq, x.v.w.m.id);
	if (str_int(req_form(rq, S("version")), &step.version))
		return ERR_INVALID;
	if (laid && x.readers.n == 0)
		return req_fail(rq, ERR_INVALID, tr(rq->lang, "Nobody here has an e-mail address in the program. Copy the text instead."));
	if (!laid && !is_call)
		return ERR_INVALID;
	if (!e)
		e = laid ? lay(rq, &x, &step) : req_write(rq, agenda_step_write, &step);
	if (e == ERR_INVALID || e == ERR_CONFLICT || e == ERR_DENIED)
		return draw_again(rq, rs, &x, e);
	TRY(e);
	return req_go(rq, rs, STR_FMT "?said=%s", STR_ARG(x.v.base), laid ? "laid" : "called");
}

err
agenda_call_post(struct req *rq, struct response *rs)
{
	return post(rq, rs, true);
}

err
agenda_mail_post(struct req *rq, struct response *rs)
{
	return post(rq, rs, false);
}

/* The agenda before the meeting, the minutes after it. */
err
agenda_print_page(struct req *rq, struct response *rs)
{
	struct agenda_view v = { 0 };
	struct page pg;

	TRY(agenda_view_read(rq, &v));
	pg = page_of(rq, v.w.m.title);
	pg.kind = PAGE_PRINT;
	pg.paper = "flow";
	agenda_print_view(&rs->body, rq->lang, &pg, &v);
	return OK;
}
