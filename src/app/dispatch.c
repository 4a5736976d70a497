/* dispatch.c: login, role, cross-site, size; then the handler; then status, headers, one line. */
#include "app/dispatch.h"

#include <pthread.h>

#include "app/access/session.h"
#include "app/error.h"
#include "app/limit.h"
#include "app/meeting/sitting.h"
#include "app/page.h"
#include "app/room/codes.h"
#include "app/route.h"
#include "base/clock.h"
#include "base/log.h"
#include "http/server.h"

#define DEFAULT_BODY ((size_t)64 * 1024)

/* What a path must share with a pattern to be compared at all: the first letter, the number of parts, and the last part's length
 * and last letter unless it is a parameter. Most of the table is passed over by it, twice for each request. */
struct shape {
	unsigned char first, parts, tail_n, tail;
};

static struct shape
shape_of(str path)
{
	struct shape s = { .first = path.n > 1 ? (unsigned char)path.p[1] : 0 };
	size_t n = 0;

	for (size_t i = 0; i < path.n; i++) {
		n = path.p[i] == '/' ? 0 : n + 1;
		s.parts = (unsigned char)(s.parts + (n == 0));
	}
	s.tail_n = (unsigned char)n;
	s.tail = n ? (unsigned char)path.p[path.n - 1] : 0;
	return s;
}

static bool
shape_fits(struct shape have, struct shape want)
{
	return have.first == want.first && have.parts == want.parts && (!want.tail || (have.tail_n == want.tail_n && have.tail == want.tail));
}

static pthread_once_t shapes_once = PTHREAD_ONCE_INIT;
static struct shape *shapes;	/* of the routes; no parts: ends with "*" and fits any */

static void
shapes_make(void)
{
	shapes = mem_new(route_count * sizeof(*shapes));
	for (size_t i = 0; i < route_count; i++) {
		str path = str_of(routes[i].path);
		if (str_ends(path, S("*")))
			continue;
		shapes[i] = shape_of(path);
		if (str_has(str_from(path, path.n - shapes[i].tail_n), ':'))
			shapes[i].tail = 0;
	}
}

err
route_find(enum http_method m, str path, str params[ROUTE_PARAMS], const struct route **out, bool *other_method)
{
	struct shape have = shape_of(path);

	pthread_once(&shapes_once, shapes_make);
	*other_method = false;
	for (size_t i = 0; i < route_count; i++) {
		if ((shapes[i].parts && !shape_fits(have, shapes[i])) || !path_match(str_of(routes[i].path), path, params))
			continue;
		if (routes[i].method == m) {
			*out = &routes[i];
			return OK;
		}
		*other_method = true;
	}
	return ERR_NOTFOUND;
}

size_t
dispatch_body_limit(void *app, enum http_method m, str path)
{
	const struct route *rt;
	str params[ROUTE_PARAMS];
	bool other;

	(void)app;
	if (route_find(m, path, params, &rt, &other))
		return DEFAULT_BODY;
	return rt->max_body ? rt->max_body : DEFAULT_BODY;
}

/* "https://host:port" of an address; empty when there is none in it. */
static str
origin_of(str address)
{
	size_t at = str_find(address, S("://")), end;

	if (at == SIZE_MAX)
		return (str){ 0 };
	for (end = at + 3; end < address.n && !str_has(S("/?#"), address.p[end]); end++)
		continue;
	return str_take(address, end);
}

bool
same_site(const struct request *http, str public_url)
{
	str fetch = request_header(http, S("sec-fetch-site"));
	str origin = request_header(http, S("origin")), referer = request_header(http, S("referer"));
	str host;

	if (fetch.n)
		return str_eq(fetch, S("same-origin"));
	if (origin.n == 0 && referer.n == 0)
		return true;
	/* Browsers that send neither of the first two still say where they come from, unless told not to. */
	if (origin.n == 0)
		origin = origin_of(referer);
	if (public_url.n && str_eq(origin, public_url))
		return true;
	/* With a public URL set only that counts; plain host names are for installations without one. */
	if (public_url.n || (!str_starts(origin, S("http://")) && !str_starts(origin, S("https://"))))
		return false;
	host = str_from(origin, str_find(origin, S("://")) + 3);
	return str_eq_nocase(host, http->host);
}

/* Phones in a room may have further languages, those with a folder in lang/: their pages look nothing up by the number of a language. */
static enum lang
pick_language(const struct req *rq)
{
	bool phone = rq->route && rq->route->of == OF_CODE && (rq->route->flags & ROUTE_UNNAMED);
	size_t n = phone ? lang_all() : LANG_COUNT;
	str *tags, kept = request_cookie(rq->http, S("lang"));
	size_t i;

	for (i = 0; kept.n && i < n; i++)
		if (str_eq(kept, lang_tag((enum lang)i)))
			return (enum lang)i;
	if (rq->user)
		return rq->user->lang;
	tags = NEW_ARRAY(rq->arena, str, n);
	for (i = 0; i < n; i++)
		tags[i] = lang_tag((enum lang)i);
	i = language_pick(request_header(rq->http, S("accept-language")), tags, n);
	return i < n ? (enum lang)i : LANG_NB;
}

#define MISSES_A_MINUTE 30	/* codes, from one address */
#define LOOKS_A_SECOND 50	/* of an address that has missed too often */
#define LOOK_MS 10000	/* the longest such a look takes */

/* Not even the memory says in plain words from where somebody was in a room. */
static str
known_key(struct req *rq, str here)
{
	return token_hash(rq->arena, str_fmt(rq->arena, STR_FMT " " STR_FMT, STR_ARG(here), STR_ARG(rq->params[0])));
}

/* A right code is never refused, so whoever has guessed too often must not learn at full speed which ones are: right or wrong, the
 * answer comes late. But a workplace shares one address, and where somebody has come in by a code within the hour, it is known. */
static void
slow_down(struct req *rq, struct response *rs, str here)
{
	struct limits *l = rq->app->limits;

	if (limit_would(l, "code", here, MISSES_A_MINUTE, 60))
		return;
	if (limit_would(l, "known", known_key(rq, here), 1, 3600))
		rs->hold_ms = limit_wait(l, "looks", here, LOOKS_A_SECOND, LOOK_MS);
}

static err
no_such_room(struct req *rq, str here)
{
	struct limits *l = rq->app->limits;

	if (limit_take(l, "code", here, MISSES_A_MINUTE, 60))
		return req_fail(rq, ERR_NOTFOUND, tr(rq->lang, "There is no open room with that code. Check the code and try again."));
	if (limit_take(l, "warned", S(""), 1, 60))
		log_warn("room codes are being guessed");
	return ERR_TOOMANY;
}

/* A room's code in another spelling is sent to the canonical one before anything else. Only misses are counted. */
static err
find_room(struct req *rq, struct response *rs)
{
	struct code_place at;
	struct db_conn *c;
	str code, rest, here = req_client(rq);
	err e = code_canonical(rq->arena, rq->params[0], &code);

	if (!e && !str_eq(code, rq->params[0])) {
		rest = str_from(rq->http->path, 3 + rq->params[0].n);
		rs->status = 308;
		response_header(rs, S("Location"), str_fmt(rq->arena, "/r/" STR_FMT STR_FMT "%s" STR_FMT, STR_ARG(code), STR_ARG(rest),
			rq->http->query.n ? "?" : "", STR_ARG(rq->http->query)));
		return OK;
	}
	slow_down(rq, rs, here);
	if (!e)
		e = codes_find(rq->app->codes, NULL, rq->arena, code, &at);
	if (e == ERR_BUSY) {
		TRY(req_read(rq, &c));
		e = codes_find(rq->app->codes, c, rq->arena, code, &at);
	}
	if (!e) {
		rq->unit = at.unit;
		rq->process = at.process;
		rq->sitting = at.sitting;
		if (rq->http->method == GET)
			limit_take(rq->app->limits, "known", known_key(rq, here), 1, 3600);
		return OK;
	}
	return e == ERR_NOTFOUND || e == ERR_INVALID ? no_such_room(rq, here) : e;
}

/* Which unit, process and sitting the URL is about. ERR_NOTFOUND when there is no such thing. */
static err
find_subject(struct req *rq)
{
	static const int by[] = { [OF_UNIT] = ABOUT_UNIT, [OF_PROCESS] = ABOUT_PROCESS, [OF_SITTING] = ABOUT_SITTING };
	struct db_conn *c;
	struct rows r;
	int64_t id;

	if (rq->route->of == OF_NOTHING || rq->route->of == OF_CODE)
		return OK;
	TRY(req_id(rq, 0, &id));
	TRY(req_read(rq, &c));
	TRY(db_one(c, rq->arena, &r, by[rq->route->of], INT(id)));
	rq->unit = row_int(&r, 0, 0);
	rq->process = row_int(&r, 0, 1);
	rq->sitting = row_int(&r, 0, 2);
	return OK;
}

/* Signed in, and with one of the row's roles where the URL is about a unit. */
static err
check_access(struct req *rq)
{
	unsigned who = rq->route->who;
	struct db_conn *c;

	if (who & WHO_ANYONE)
		return OK;
	if (!rq->user)
		return ERR_LOGIN;
	TRY(find_subject(rq));
	TRY(req_read(rq, &c));
	TRY(session_roles(c, rq->arena, rq->user, rq->unit, rq->process, &rq->roles));
	if ((who & WHO_USER) || req_has_role(rq, who))
		return OK;
	/* Somebody without any role there is not told that the place exists. */
	return rq->unit && !rq->roles ? ERR_NOTFOUND : ERR_DENIED;
}

static bool
brings_file(const struct req *rq)
{
	return (rq->route->flags & ROUTE_FILE) && is_multipart(request_header(rq->http, S("content-type")));
}

static err
prepare(struct req *rq, struct response *rs)
{
	bool other_method;

	/* Also for what goes wrong before anybody is known. */
	rq->lang = pick_language(rq);
	TRY(route_find(rq->http->method, rq->http->path, rq->params, &rq->route, &other_method));
	if (rq->route->of == OF_CODE)
		TRY(find_room(rq, rs));
	if (rs->status == 308)
		return OK;
	if (!(rq->route->flags & ROUTE_UNNAMED))
		TRY(session_user(rq));
	rq->lang = pick_language(rq);
	if (rq->http->method == POST) {
		if (!same_site(rq->http, rq->app->public_url))
			return req_fail(rq, ERR_DENIED, tr(rq->lang, "The form came from another site and was not used."));
		if (!brings_file(rq))
			TRY(pairs_parse(rq->arena, rq->http->body, &rq->form));
	}
	TRY(pairs_parse(rq->arena, rq->http->query, &rq->query));
	TRY(check_access(rq));
	/* A library takes it apart: not for strangers. */
	if (rq->http->method == POST && brings_file(rq))
		return multipart_parse(rq->arena, request_header(rq->http, S("content-type")), rq->http->body, &rq->form, &rq->files);
	return OK;
}

/* For what a browser shows. The policy is strict: nothing inline, nothing from elsewhere. */
static void
page_headers(struct response *rs)
{
	response_header_set(rs, S("Content-Security-Policy"),
		S("default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
		  "connect-src 'self'; manifest-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"));
	if (rs->kind == RESPONSE_BYTES && rs->body.n && !response_header_get(rs, S("Content-Type")).n)
		response_header(rs, S("Content-Type"), S("text/html; charset=utf-8"));
	if (!response_header_get(rs, S("Referrer-Policy")).n)
		response_header(rs, S("Referrer-Policy"), S("same-origin"));
	/* For browsers that do not know frame-ancestors. */
	response_header_set(rs, S("X-Frame-Options"), S("DENY"));
	response_header_set(rs, S("Permissions-Policy"), S("camera=(), microphone=(), geolocation=()"));
}

/* One place for all of them. A bare status, as a phone gets for each note, shows nothing and needs no rules for it. */
static void
security_headers(struct req *rq, struct response *rs)
{
	if (rs->kind != RESPONSE_BYTES || rs->body.n || rs->status >= 300)
		page_headers(rs);
	response_header_set(rs, S("X-Content-Type-Options"), S("nosniff"));
	if (rs->kind == RESPONSE_BYTES && !response_header_get(rs, S("Cache-Control")).n)
		response_header_set(rs, S("Cache-Control"), S("no-store"));
	/* On plain http a browser believes neither, and complains on its console about the second. */
	if (rq->http->secure) {
		response_header_set(rs, S("Strict-Transport-Security"), S("max-age=31536000"));
		response_header_set(rs, S("Cross-Origin-Opener-Policy"), S("same-origin"));
	}
}

/* Rooms leave no line: who looked at what, and when, would tell participants apart. Nor do questions about our health, of
 * which there are many. */
static void
access_line(const struct req *rq, const struct response *rs)
{
	if (str_starts(rq->http->path, S("/r/")) || str_starts(rq->http->path, S("/a/")))
		return;
	if (rq->route && (rq->route->flags & ROUTE_UNNAMED))
		return;
	log_fields(LOG_INFO, "request", "method=%s route=%s status=%d us=%" PRId64 " read_us=%" PRId64 " write_us=%" PRId64 " user=%" PRId64,
		rq->http->method == POST ? "post" : "get", rq->route ? rq->route->path : "-", rs->status,
		clock_mono_us() - rq->http->started_us, rq->read_us, rq->write_us, rq->user ? rq->user->id : (int64_t)0);
}

/* Where the time went, for whoever runs the program and looks at a slow page: to people with an account only, and about no room.
 * Of a refusal it says nothing: how long it took to refuse may tell what is there. */
static void
server_timing(const struct req *rq, struct response *rs)
{
	int64_t began = rq->began_us, started = rq->http->started_us;

	if (!rq->user || rs->status >= 400 || str_starts(rq->http->path, S("/r/")))
		return;
	response_header_set(rs, S("Server-Timing"), str_fmt(rq->arena, "queue;dur=%.2f, read;dur=%.2f, write;dur=%.2f, total;dur=%.2f",
		(double)(began - started) / 1000, (double)rq->read_us / 1000, (double)rq->write_us / 1000,
		(double)(clock_mono_us() - started) / 1000));
}

/* By the proxy's word, or because this is the public address, which is https: a proxy that nobody remembered to trust must
 * not make cookies travel in the clear. Other addresses of the machine still work without. */
static bool
is_secure(const struct app *app, const struct request *http)
{
	str host;

	if (http->secure || !str_starts(app->public_url, S("https://")))
		return http->secure;
	host = str_from(app->public_url, S("https://").n);
	return str_eq_nocase(host, http->host);
}

static void
finish(struct req *rq, struct response *rs, err e)
{
	if (e) {
		atomic_fetch_add_explicit(&rq->app->errors[e], 1, memory_order_relaxed);
		error_page(rq, rs, e);
	}
	req_read_done(rq);
	security_headers(rq, rs);
	server_timing(rq, rs);
	access_line(rq, rs);
}

/* The writer's thread. */
static void
on_written(void *ctx, err result)
{
	struct req *rq = ctx;

	rq->then.written = result;
	server_resume(rq->asked);
}

/* True: the write is on its way, and the request is no longer ours. */
static bool
write_later(struct req *rq, struct response *rs, err *e)
{
	req_read_done(rq);
	*e = db_write_later(rq->app->db, rq->arena, rq->sitting, rq->then.fn, rq->then.arg, on_written, rq);
	if (*e == OK)
		return true;
	*e = rq->then.answer(rq, rs, rq->then.arg, *e);
	return false;
}

bool
dispatch(void *app, struct request *http, struct response *rs)
{
	struct request *own = NEW(http->arena, struct request);
	struct req *rq = NEW(http->arena, struct req);
	err e;

	*own = *http;
	own->secure = is_secure(app, http);
	*rq = (struct req){ .arena = http->arena, .app = app, .http = own, .asked = http, .lang = LANG_NB, .began_us = clock_mono_us() };
	http->held = rq;
	e = prepare(rq, rs);
	if (!e && rs->status != 308)
		e = rq->route->handler(rq, rs);
	if (!e && rq->then.answer && write_later(rq, rs, &e))
		return false;
	finish(rq, rs, e);
	return true;
}

/* Nobody has looked at who they are, and nothing of the body was kept. */
void
dispatch_too_large(void *app, struct request *http, struct response *rs)
{
	struct req *rq = NEW(http->arena, struct req);
	bool other;

	*rq = (struct req){ .arena = http->arena, .app = app, .http = http };
	http->secure = is_secure(app, http);
	rq->lang = pick_language(rq);
	if (route_find(http->method, http->path, rq->params, &rq->route, &other))
		rq->route = NULL;
	atomic_fetch_add_explicit(&rq->app->errors[ERR_TOOBIG], 1, memory_order_relaxed);
	error_page(rq, rs, ERR_TOOBIG);
	security_headers(rq, rs);
}

void
dispatch_resume(void *app, struct request *http, struct response *rs)
{
	struct req *rq = http->held;

	(void)app;
	finish(rq, rs, rq->then.answer(rq, rs, rq->then.arg, rq->then.written));
}
