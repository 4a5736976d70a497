/* static.c: built-in files. */
#include "http/static.h"

#include "base/str.h"

static bool
accepts_gzip(const struct request *rq)
{
	str accept = request_header(rq, S("accept-encoding")), one;

	while (accept.n) {
		str coding, q;
		str_cut(accept, ',', &one, &accept);
		str_cut(one, ';', &coding, &q);
		if (str_eq_nocase(str_trim(coding), S("gzip")))
			return !str_eq(str_trim(q), S("q=0"));
	}
	return false;
}

err
static_answer(const struct asset_file *files, size_t n, str name, const struct request *rq, struct response *rs)
{
	const struct asset_file *f = NULL;
	str etag;

	for (size_t i = 0; i < n && !f; i++)
		if (str_eq(name, str_of(files[i].name)))
			f = &files[i];
	if (!f)
		return ERR_NOTFOUND;
	/* The name holds the content's hash. */
	etag = str_fmt(rs->arena, "\"%s\"", f->name);
	response_header(rs, S("Cache-Control"), S("public, max-age=31536000, immutable"));
	response_header(rs, S("ETag"), etag);
	response_header(rs, S("Vary"), S("Accept-Encoding"));
	if (str_eq(request_header(rq, S("if-none-match")), etag)) {
		rs->status = 304;
		return OK;
	}
	response_header(rs, S("Content-Type"), str_of(f->type));
	rs->kind = RESPONSE_FIXED;
	rs->fixed = (str){ (const char *)f->bytes, f->n };
	if (f->gzip && accepts_gzip(rq)) {
		response_header(rs, S("Content-Encoding"), S("gzip"));
		rs->fixed = (str){ (const char *)f->gzip, f->gzip_n };
	}
	return OK;
}
