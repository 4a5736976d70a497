/* slip_pages.c: slips with which people sign in, as a page and as PDF. Their codes are in that page alone: the database has their
 * hashes, and the PDF is made of the codes that the page sends along. */
#include "app/access/invite.h"
#include "app/access/people_pages.h"
#include "app/limit.h"
#include "app/page.h"
#include "app/print/pdf.h"
#include "app/slip_tmpl.h"
#include "text/date.h"

#define SLIPS_MOST 100	/* in one PDF */

/* Whom a slip is for, as far as it is printed. */
struct holder {
	struct person who;
	enum role role;
	bool is_rep;
};

static err
holder_read(struct req *rq, struct db_conn *c, int64_t person, struct holder *out)
{
	struct parties roles;

	TRY(person_here(rq, c, person, &out->who, &roles));
	out->role = roles.n ? roles.p[0].role : ROLE_NONE;
	return person_is_rep(c, rq->arena, person, &out->is_rep);
}

static void
add_points(struct req *rq, struct slip_view *v, bool is_rep, bool admin_is_leader)
{
	str day = date_long(rq->arena, rq->lang, v->slip.expires);

	v->points[v->point_count++] = fill(rq->arena, rq->lang, tr(rq->lang, "The code works once, until {day}."), V("day", day));
	v->points[v->point_count++] = tr(rq->lang, "You choose the password yourself. Nobody else gets to see it.");
	v->points[v->point_count++] = tr(rq->lang, "If the code does not work, somebody may have used it before you. Say so at once, and ask for a new slip.");
	if (!is_rep)
		return;
	v->points[v->point_count++] = tr(rq->lang,
		"You are a representative of the staff: this slip is for you alone, and shall not lie where others can read it.");
	if (admin_is_leader)
		v->points[v->point_count++] = tr(rq->lang,
			"At your workplace the leader also runs the program, and has printed this slip. Sign in today, so that nobody can use it before you.");
}

static struct slip_view
slip_said(struct req *rq, const struct holder *h, const struct slip *s, str unit, bool admin_is_leader)
{
	str role = h->role == ROLE_NONE ? (str){ 0 } : role_name(rq->lang, h->role);
	struct slip_view v = { .slip = *s, .name = h->who.name,
		.role = str_fmt(rq->arena, STR_FMT "%s" STR_FMT, STR_ARG(role), role.n && unit.n ? " · " : "", STR_ARG(unit)),
		.url = str_fmt(rq->arena, STR_FMT "/once/" STR_FMT, STR_ARG(req_site(rq)), STR_ARG(s->code)),
		.what = h->who.has_secret ? tr(rq->lang, "With this code you choose a new password for Medvirk.") :
			tr(rq->lang, "With this code you sign in to Medvirk for the first time and choose a password."),
		.how = fill(rq->arena, rq->lang, tr(rq->lang, "Scan with your phone. Or open {address} and type:"),
			V("address", str_fmt(rq->arena, STR_FMT "/login/code", STR_ARG(req_site(rq))))),
		.foot = tr(rq->lang, "Throw the slip away when you have signed in.") };

	add_points(rq, &v, h->is_rep, admin_is_leader);
	return v;
}

/* ---- making them ---- */

struct making {
	struct arena *arena;
	int64_t unit, by;
	struct holder *holders;
	struct slip *slips;
	size_t n;
	str key;
	bool done_before;
};

static err
make_write(struct db_conn *c, void *arg)
{
	struct making *x = arg;
	bool is_new;

	TRY(form_key_use(c, x->key, &is_new));
	x->done_before = !is_new;
	for (size_t i = 0; is_new && i < x->n; i++)
		TRY(invite_slip(c, x->arena, x->unit, x->holders[i].who.id, x->by, &x->slips[i]));
	return OK;
}

/* The codes are shown here and never again. */
static err
make(struct req *rq, struct response *rs, struct holder *holders, size_t n, bool admin_is_leader, str back)
{
	struct making x = { .arena = rq->arena, .unit = rq->unit, .by = rq->user->id, .holders = holders, .n = n,
		.slips = NEW_ARRAY(rq->arena, struct slip, n), .key = req_form(rq, S("key")) };
	struct slips_page all = { .p = NEW_ARRAY(rq->arena, struct slip_view, n), .n = n, .back = back,
		.pdf = str_fmt(rq->arena, "/u/%" PRId64 "/people/slips/pdf", rq->unit) };
	struct page pg = page_of(rq, tr(rq->lang, "One-time slips"));

	for (size_t i = 0; i < n; i++)
		x.slips[i] = slip_new(rq->arena);
	TRY(req_write(rq, make_write, &x));
	if (x.done_before)
		return req_fail(rq, ERR_CONFLICT,
			tr(rq->lang, "This slip has been made already, and its code cannot be shown again. Go back and make a new one."));
	for (size_t i = 0; i < n; i++)
		all.p[i] = slip_said(rq, &holders[i], &x.slips[i], pg.unit_name, admin_is_leader);
	pg.kind = PAGE_PRINT;
	slips_view(&rs->body, rq->lang, &pg, &all);
	return OK;
}

err
person_slip_post(struct req *rq, struct response *rs)
{
	struct holder one;
	struct db_conn *c;
	bool admin_is_leader;
	int64_t person;

	TRY(req_id(rq, 1, &person));
	TRY(req_read(rq, &c));
	TRY(holder_read(rq, c, person, &one));
	TRY(access_admin_is_leader(c, rq->arena, rq->unit, &admin_is_leader));
	return make(rq, rs, &one, 1, admin_is_leader, str_fmt(rq->arena, "/u/%" PRId64 "/people/%" PRId64, rq->unit, person));
}

static bool
has_slip(const struct holder *done, size_t n, int64_t person)
{
	for (size_t i = 0; i < n; i++)
		if (done[i].who.id == person)
			return true;
	return false;
}

err
slips_post(struct req *rq, struct response *rs)
{
	struct holder *holders;
	struct group group;
	struct db_conn *c;
	size_t n = 0;

	TRY(req_read(rq, &c));
	TRY(group_at(c, rq->arena, rq->unit, &group));
	holders = NEW_ARRAY(rq->arena, struct holder, group.all.n);
	for (size_t i = 0; i < group.all.n; i++)
		if (!group.all.p[i].has_secret && !has_slip(holders, n, group.all.p[i].person))
			TRY(holder_read(rq, c, group.all.p[i].person, &holders[n++]));
	return make(rq, rs, holders, n, group.admin_is_leader, str_fmt(rq->arena, "/u/%" PRId64 "/people", rq->unit));
}

/* ---- as PDF ---- */

static void
draw_slip(struct pdf *d, const struct slip_view *v)
{
	static const double widths[] = { 54, -1 };

	pdf_sheet(d, PAPER_A4, v->name, PDF_FLOWS, 1);
	pdf_head(d, tr(d->lang, "One-time slip"), v->name, v->role);
	paper_text(d->paper, PAPER_LEAD, v->what);
	paper_space(d->paper, 2, 0);
	paper_row(d->paper, widths, 2, 8, 0);
	pdf_qr(d, v->url, 54, tr(d->lang, "QR code with your link"));
	paper_open(d->paper, &(struct paper_box){ .gap = 4, .middle = true });
	paper_text(d->paper, PAPER_BODY, v->how);
	paper_text(d->paper, PAPER_LARGER, v->slip.shown);
	paper_end(d->paper);
	paper_end(d->paper);
	paper_space(d->paper, 2, 0);
	pdf_points(d, v->points, v->point_count, PAPER_BODY);
	paper_space(d->paper, 2, 0);
	paper_text(d->paper, PAPER_STRONG, v->foot);
}

static err
used_up(struct req *rq)
{
	return req_fail(rq, ERR_CONFLICT, tr(rq->lang, "One of these codes has been used, or is too old. Go back and make new slips."));
}

/* One that the page has sent along. Only misses are counted: see once_pages.c. */
static err
slip_of_code(struct req *rq, struct db_conn *c, str code, str unit, bool admin_is_leader, struct slip_view *out)
{
	struct slip s = { .code = code, .shown = slip_code_shown(rq->arena, code) };
	struct onetime o = { 0 };
	struct holder h;
	err e = code.n == SLIP_LENGTH ? onetime_find(c, rq->arena, code, &o) : ERR_NOTFOUND;

	if (e == ERR_NOTFOUND && !limit_take(rq->app->limits, "once", req_client(rq), 60, 300))
		return ERR_TOOMANY;
	if (e == ERR_NOTFOUND || e == ERR_GONE)
		return used_up(rq);
	TRY(e);
	TRY(holder_read(rq, c, o.person, &h));
	s.expires = o.expires;
	*out = slip_said(rq, &h, &s, unit, admin_is_leader);
	return OK;
}

err
slips_pdf_post(struct req *rq, struct response *rs)
{
	struct process none = { .unit_name = page_of(rq, (str){ 0 }).unit_name };
	struct pdf d = pdf_new(rq, &none, tr(rq->lang, "One-time slips"), false);
	struct db_conn *c;
	bool admin_is_leader;
	size_t n = 0;

	TRY(req_read(rq, &c));
	TRY(access_admin_is_leader(c, rq->arena, rq->unit, &admin_is_leader));
	for (size_t i = 0; i < rq->form.n; i++) {
		struct slip_view v = { 0 };
		if (!str_eq(rq->form.p[i].name, S("code")))
			continue;
		if (++n > SLIPS_MOST)
			return ERR_TOOBIG;
		TRY(slip_of_code(rq, c, rq->form.p[i].value, none.unit_name, admin_is_leader, &v));
		draw_slip(&d, &v);
	}
	if (!n)
		return used_up(rq);
	return pdf_send_secret(rq, rs, &d, S("slips"));
}
