/* error.c: statuses and error pages. */
#include "app/error.h"

#include "app/dispatch.h"
#include "app/error_tmpl.h"
#include "app/page.h"
#include "app/route.h"
#include "base/log.h"
#include "http/multipart.h"

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
	[ERR_BUSY] = { 503, N_("It does not work right now"), N_("Nothing was saved. Wait a few seconds and try again.") },
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

/* What must not stand in a page, and what nobody typed. */
static bool
is_kept(const struct pair *p)
{
	return str_find(p->name, S("secret")) == SIZE_MAX && str_find(p->name, S("code")) == SIZE_MAX;
}

/* A form with a file: no page can give it back, so it has to be chosen again. */
static bool
has_file(const struct req *rq)
{
	return rq->http->method == POST && rq->route && (rq->route->flags & ROUTE_FILE) &&
		is_multipart(request_header(rq->http, S("content-type"))) && same_site(rq->http, rq->app->public_url);
}

/* A form that could not be used now and can be sent again as it was, or NULL. What came from another site is never shown.
 * When nobody knows whether it was saved, only the form's own key makes a second sending harmless. */
static const struct pairs *
to_send_again(struct req *rq, err e)
{
	struct pairs *out = NEW(rq->arena, struct pairs);
	struct pair *p;
	size_t typed = 0;

	if (rq->http->method != POST || (e != ERR_LOGIN && e != ERR_BUSY && e != ERR_MAYBE) || !same_site(rq->http, rq->app->public_url))
		return NULL;
	if (has_file(rq) || (rq->form.n == 0 && pairs_parse(rq->arena, rq->http->body, &rq->form)))
		return NULL;
	if (e == ERR_MAYBE && !req_form(rq, S("key")).n)
		return NULL;
	p = NEW_ARRAY(rq->arena, struct pair, rq->form.n);
	for (size_t i = 0; i < rq->form.n; i++) {
		if (!is_kept(&rq->form.p[i]))
			continue;
		p[out->n++] = rq->form.p[i];
		typed += rq->form.p[i].value.n && !str_eq(rq->form.p[i].name, S("key"));
	}
	out->p = p;
	return typed ? out : NULL;
}

static str
title_of(const struct req *rq, err e)
{
	if (e == ERR_NOTFOUND && rq->route && rq->route->of == OF_CODE)
		return tr(rq->lang, "We cannot find that room");
	return tr_dynamic(rq->lang, str_of(kinds[e].title));
}

static str
text_of(const struct req *rq, err e, const struct pairs *again)
{
	if (e == ERR_LOGIN && has_file(rq))
		return tr(rq->lang, "You are not signed in any more, so the file was not read. Sign in, and choose it again.");
	if (e == ERR_LOGIN && again)
		return tr(rq->lang,
			"You are not signed in any more, so this was not saved. It is not lost: sign in in another tab, come back here and send it again.");
	if (e == ERR_TOOBIG && has_file(rq))
		return fill(rq->arena, rq->lang, tr(rq->lang, "The file is too large. It can be at most {n} MB. Choose another one."),
			V("n", (int64_t)(rq->route->max_body / 1000000)));
	if (e == ERR_TOOBIG && rq->http->method == POST && !rq->problem.n)
		return tr(rq->lang, "Nothing was saved. Go back with the browser's back button, make what you wrote shorter, and send it again.");
	if (e == ERR_BUSY && rq->http->method == GET && !rq->problem.n)
		return tr(rq->lang, "We cannot get at what is stored. It is still there. Wait a few seconds and try again.");
	return rq->problem.n && e != ERR_IO ? rq->problem : tr_dynamic(rq->lang, str_of(kinds[e].text));
}

static str
address_of(const struct req *rq)
{
	return str_fmt(rq->arena, STR_FMT "%s" STR_FMT, STR_ARG(rq->http->path), rq->http->query.n ? "?" : "", STR_ARG(rq->http->query));
}

/* The form stands at the address it is sent to. */
static str
file_form(const struct req *rq, err e)
{
	return e == ERR_LOGIN ? str_fmt(rq->arena, "/login?to=" STR_FMT, STR_ARG(url_part(rq->arena, rq->http->path))) : rq->http->path;
}

void
error_page(struct req *rq, struct response *rs, err e)
{
	bool drawn = rs->kind == RESPONSE_BYTES && rs->body.n > 0;
	const struct pairs *again;
	struct page pg;
	str text;

	if (e == ERR_IO)
		log_error("failed route=%s: " STR_FMT, rq->route ? rq->route->path : "-", STR_ARG(rq->problem));
	again = drawn || !req_wants_page(rq) ? NULL : to_send_again(rq, e);
	if (e == ERR_LOGIN && req_wants_page(rq) && !again && !has_file(rq)) {
		to_login(rq, rs);
		return;
	}
	rs->status = error_status(e);
	if (drawn)
		return;
	response_reset(rs);
	rs->status = error_status(e);
	text = text_of(rq, e, again);
	if (e == ERR_BUSY || e == ERR_MAYBE || e == ERR_TOOMANY)
		response_header(rs, S("Retry-After"), e == ERR_TOOMANY ? S("60") : S("3"));
	if (!req_wants_page(rq)) {
		response_header(rs, S("Content-Type"), S("text/plain; charset=utf-8"));
		buf_add(&rs->body, text);
		buf_addc(&rs->body, '\n');
		return;
	}
	/* Not page_of: the database may be what is away. */
	pg = (struct page){ .title = title_of(rq, e), .lang = rq->lang, .user = rq->user, .unasked = e == ERR_TOOBIG, .path = rq->http->path,
		.arena = rq->arena, .kind = rq->route && (rq->route->flags & ROUTE_UNNAMED) ? PAGE_PHONE : PAGE_ORDINARY };
	error_view(&rs->body, rq->lang, &pg, &(struct error_way){ .text = text, .again = again, .sign_in = e == ERR_LOGIN,
		.choose = has_file(rq) ? file_form(rq, e) : (str){ 0 },
		.reload = rq->http->method == GET && (e == ERR_BUSY || e == ERR_TOOMANY) ? address_of(rq) : (str){ 0 } });
}
