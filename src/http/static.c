/* static.c: built-in files. */
#include "http/static.h"

#include "base/str.h"

static bool
weighs_something(str parameters)
{
	str weight = str_trim(parameters);

	if (!str_starts(weight, S("q=0")) && !str_starts(weight, S("Q=0")))
		return true;
	for (size_t i = 3; i < weight.n; i++)
		if (weight.p[i] >= '1' && weight.p[i] <= '9')
			return true;
	return false;
}

static bool
accepts_gzip(const struct request *rq)
{
	str list = request_header(rq, S("Accept-Encoding")), item, coding, parameters;

	while (list.n) {
		str_cut(list, ',', &item, &list);
		str_cut(item, ';', &coding, &parameters);
		if (str_eq_nocase(str_trim(coding), S("gzip")))
			return weighs_something(parameters);
	}
	return false;
}

/* A proxy may have made it a weak one. */
bool
etag_is_known(const struct request *rq, str tag)
{
	str list = request_header(rq, S("If-None-Match")), item;

	while (list.n) {
		str_cut(list, ',', &item, &list);
		item = str_trim(item);
		if (str_starts(item, S("W/")))
			item = str_from(item, 2);
		if (str_eq(item, tag) || str_eq(item, S("*")))
			return true;
	}
	return false;
}

static const struct asset_file *
find(const struct asset_file *files, size_t n, str name)
{
	for (size_t i = 0; i < n; i++)
		if (str_eq(name, str_of(files[i].name)))
			return &files[i];
	return NULL;
}

err
static_answer(const struct asset_file *files, size_t n, str name, const struct request *rq, struct response *rs)
{
	const struct asset_file *f = find(files, n, name);
	bool gzip;
	str tag;

	if (!f)
		return ERR_NOTFOUND;
	gzip = f->gzip && accepts_gzip(rq);
	/* The name holds the content's hash; other bytes are another thing, and get another tag. */
	tag = str_fmt(rs->arena, "\"%s%s\"", f->name, gzip ? ".gz" : "");
	response_header(rs, S("Cache-Control"), S("public, max-age=31536000, immutable"));
	response_header(rs, S("ETag"), tag);
	if (f->gzip)
		response_header(rs, S("Vary"), S("Accept-Encoding"));
	if (etag_is_known(rq, tag)) {
		rs->status = 304;
		return OK;
	}
	response_header(rs, S("Content-Type"), str_of(f->type));
	if (gzip)
		response_header(rs, S("Content-Encoding"), S("gzip"));
	rs->kind = RESPONSE_FIXED;
	rs->fixed = gzip ? (str){ (const char *)f->gzip, f->gzip_n } : (str){ (const char *)f->bytes, f->n };
	return OK;
}
