/* req.c: what handlers ask of a request. */
#include "app/req.h"

#include <stdarg.h>

#include "app/route.h"
#include "base/clock.h"
#include "http/proxy.h"

err
req_id(const struct req *rq, size_t param, int64_t *out)
{
	assert(param < ROUTE_PARAMS);
	if (str_int(rq->params[param], out) || *out <= 0)
		return ERR_NOTFOUND;
	return OK;
}

str
req_form(const struct req *rq, str name)
{
	return pairs_get(&rq->form, name);
}

str
req_query(const struct req *rq, str name)
{
	return pairs_get(&rq->query, name);
}

bool
req_has_role(const struct req *rq, unsigned who)
{
	return (rq->roles & who) != 0;
}

bool
req_wants_page(const struct req *rq)
{
	return str_find(request_header(rq->http, S("accept")), S("text/html")) != SIZE_MAX;
}

err
req_read(struct req *rq, struct db_conn **out)
{
	if (!rq->read) {
		int64_t start = clock_mono_us();
		TRY(db_read_begin(rq->app->db, &rq->read));
		rq->read_us += clock_mono_us() - start;
	}
	*out = rq->read;
	return OK;
}

void
req_read_done(struct req *rq)
{
	rq->read_us += db_read_us(rq->read);
	db_read_end(rq->read);
	rq->read = NULL;
}

err
req_write(struct req *rq, db_write_fn fn, void *arg)
{
	int64_t start;
	err e;

	assert(rq->http->method == POST);
	req_read_done(rq);
	start = clock_mono_us();
	e = db_write(rq->app->db, fn, arg);
	rq->write_us += clock_mono_us() - start;
	return e;
}

err
req_write_room(struct req *rq, int64_t sitting, db_write_fn fn, void *arg)
{
	int64_t start;
	err e;

	assert(rq->http->method == POST);
	req_read_done(rq);
	start = clock_mono_us();
	e = db_write_locked(rq->app->db, sitting, fn, arg);
	rq->write_us += clock_mono_us() - start;
	return e;
}

err
req_write_room_then(struct req *rq, db_write_fn fn, void *arg, req_then answer)
{
	assert(rq->http->method == POST && rq->sitting);
	rq->then.fn = fn;
	rq->then.arg = arg;
	rq->then.answer = answer;
	return OK;
}

err
req_fail(struct req *rq, err e, str problem)
{
	rq->problem = str_dup(rq->arena, problem);
	return e;
}

err
req_go(struct req *rq, struct response *rs, const char *fmt, ...)
{
	struct buf b = buf_new(rq->arena, 2048);
	va_list ap;
	str url;

	va_start(ap, fmt);
	buf_addv(&b, fmt, ap);
	va_end(ap);
	TRY(buf_done(&b, &url));
	response_see_other(rs, url);
	return OK;
}

str
req_client(const struct req *rq)
{
	struct ip ip;

	if (!str_has(rq->http->client, ':') || ip_parse(rq->http->client, &ip))
		return rq->http->client;
	memset(ip.b + 8, 0, 8);
	return ip_text(rq->arena, ip);
}

str
req_site(const struct req *rq)
{
	if (rq->app->public_url.n)
		return rq->app->public_url;
	return str_fmt(rq->arena, "%s://" STR_FMT, rq->http->secure ? "https" : "http", STR_ARG(rq->http->host));
}

err
req_site_must_be_ours(struct req *rq)
{
	str host = rq->http->host, port;
	struct ip ip;

	if (rq->app->public_url.n || str_starts(host, S("[")))
		return OK;
	str_cut(host, ':', &host, &port);
	if (str_eq(host, S("localhost")) || ip_parse(host, &ip) == OK)
		return OK;
	return req_fail(rq, ERR_INVALID, tr(rq->lang, "The program has not been told its address (--public-url), so a link in a letter "
		"could lead anywhere. Tell those who run it. Until then you can copy the text."));
}

err
form_key_use(struct db_conn *c, str key, bool *is_new)
{
	int64_t changed;

	*is_new = true;
	if (key.n == 0)
		return OK;
	if (key.n > 64)
		return ERR_INVALID;
	TRY(db_exec(c, &changed, FORM_KEY_USE, TEXT(key), INT(clock_now())));
	*is_new = changed == 1;
	return OK;
}
