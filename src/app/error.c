/* error.c: statuses and error pages. */
#include "app/error.h"

#include "app/error_tmpl.h"
#include "app/page.h"
#include "app/route.h"
#include "base/log.h"

static const struct {
	int status;
	const char *title, *text;
} kinds[ERR_COUNT_] = {
	[ERR_INVALID] = { 422, N_("Something is not right in the form"), N_("Look at the fields and try again.") },
	[ERR_LOGIN] = { 401, N_("You need to sign in"), N_("Sign in and try again.") },
	[ERR_DENIED] = { 403, N_("You do not have access here"),
		N_("This page is for others than you. Ask your leader, union representative or safety representative if you think this is wrong.") },
	[ERR_NOTFOUND] = { 404, N_("We cannot find that page"),
		N_("The address may be misspelt, or the page is gone. Check the address, or start from the front page.") },
	[ERR_CONFLICT] = { 409, N_("Somebody else was first"),
		N_("This has been changed since you opened it. Open the page again and look at what is there now.") },
	[ERR_GONE] = { 410, N_("This is over"), N_("What you are looking for has been closed.") },
	[ERR_TOOBIG] = { 413, N_("That was too much at once"), N_("Make it shorter and try again.") },
	[ERR_TOOMANY] = { 429, N_("That was too many tries"), N_("Wait a minute and try again.") },
	[ERR_BUSY] = { 503, N_("We are busy right now"), N_("Nothing was saved. Wait a few seconds and try again.") },
	[ERR_MAYBE] = { 503, N_("We are not sure that it was saved"),
		N_("Something failed just as it was being saved. Open the page again and look before you try once more.") },
	[ERR_IO] = { 500, N_("Something went wrong with us"),
		N_("It is not your fault. Try again in a while. If it goes on, tell those who run the system.") },
};

int
error_status(err e)
{
	assert(e > OK && e < ERR_COUNT_);
	return kinds[e].status;
}

static void
to_login(struct req *rq, struct response *rs)
{
	str back = rq->http->method == GET ? rq->http->path : S("/");

	response_reset(rs);
	response_see_other(rs, str_fmt(rq->arena, "/login?to=" STR_FMT, STR_ARG(url_part(rq->arena, back))));
}

void
error_page(struct req *rq, struct response *rs, err e)
{
	bool drawn = rs->kind == RESPONSE_BYTES && rs->body.n > 0;
	struct page pg;
	str title, text;

	if (e == ERR_IO)
		log_error("failed route=%s: " STR_FMT, rq->route ? rq->route->path : "-", STR_ARG(rq->problem));
	if (e == ERR_LOGIN && req_wants_page(rq)) {
		to_login(rq, rs);
		return;
	}
	rs->status = error_status(e);
	if (drawn)
		return;
	response_reset(rs);
	rs->status = error_status(e);
	title = tr_dynamic(rq->lang, str_of(kinds[e].title));
	text = rq->problem.n && e != ERR_IO ? rq->problem : tr_dynamic(rq->lang, str_of(kinds[e].text));
	if (e == ERR_BUSY || e == ERR_MAYBE || e == ERR_TOOMANY)
		response_header(rs, S("Retry-After"), e == ERR_TOOMANY ? S("60") : S("3"));
	if (!req_wants_page(rq)) {
		response_header(rs, S("Content-Type"), S("text/plain; charset=utf-8"));
		buf_add(&rs->body, text);
		buf_addc(&rs->body, '\n');
		return;
	}
	/* Not page_of: the database may be what is away. */
	pg = (struct page){ .title = title, .lang = rq->lang, .user = rq->user, .path = rq->http->path, .arena = rq->arena,
		.kind = rq->route && (rq->route->flags & ROUTE_UNNAMED) ? PAGE_PHONE : PAGE_ORDINARY };
	error_view(&rs->body, rq->lang, &pg, text);
}
